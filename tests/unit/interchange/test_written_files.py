"""What is written for other programs is what their own readers and rules expect."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from fractions import Fraction

import opentimelineio as otio
import pytest

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.interchange.formats import hand_over
from nemovideo_mcp.timeline.model import Fade
from support.edits import applied_to
from support.films import film, media_of
from support.handover import fifty, sequence


def written(project: str, kind: str, **changes: object) -> str:
    from dataclasses import replace

    timeline = replace(film(project), **changes)
    return hand_over(sequence(timeline, media_of(project)), kind).text


def test_fcpxml_has_rational_times_only_and_names_nothing_that_is_not_there() -> None:
    root = ET.fromstring(written("laid", "fcpxml", frame_rate=Fraction(30000, 1001)))
    times = [
        value
        for element in root.iter()
        for name, value in element.attrib.items()
        if name in ("offset", "start", "duration", "frameDuration", "time")
    ]
    assert times
    assert all(re.fullmatch(r"-?\d+(/\d+)?s", time) for time in times)
    ids = [one.attrib["id"] for one in root.iterfind("./resources/*")]
    assert len(ids) == len(set(ids))
    used = {
        element.attrib[name]
        for element in root.iter()
        for name in ("ref", "format")
        if name in element.attrib
    }
    styles = {one.attrib["id"] for one in root.iter("text-style-def")}
    assert used
    assert used <= {*ids, *styles}


def test_what_is_connected_in_fcpxml_comes_before_markers_and_behind_how_the_clip_looks() -> None:
    root = ET.fromstring(written("laid", "fcpxml"))
    order = (
        "conform-rate",
        "timeMap",
        "adjust-transform",
        "adjust-blend",
        "adjust-volume",
        "anchored",
        "marker",
    )
    tags = [[child.tag for child in clip] for clip in root.iter("asset-clip")]
    assert any("marker" in of_clip and set(of_clip) - {*order} for of_clip in tags)
    for of_clip in tags:
        ranks = [order.index(tag if tag in order else "anchored") for tag in of_clip]
        assert ranks == sorted(ranks), of_clip


def test_the_readers_of_opentimelineio_find_every_cut_in_fcp7_xml_and_in_the_decision_list() -> None:
    for name, timeline, media in list(fifty())[::7]:
        film_sequence = sequence(timeline, media)
        cuts = [shot.first_frame for shot in film_sequence.shots]
        for kind, adapter, more in (
            ("xml", "fcp_xml", {}),
            ("edl", "cmx_3600", {"rate": float(timeline.frame_rate)}),
        ):
            text = hand_over(film_sequence, kind).text
            found = otio.adapters.read_from_string(text, adapter, **more)
            track = next(track for track in found.tracks if track.kind == "Video")
            starts = [
                round(clip.range_in_parent().start_time.to_seconds() * float(timeline.frame_rate))
                for clip in track
                if isinstance(clip, otio.schema.Clip)
            ]
            # In a list, a dissolve begins at its event.
            leads = [
                shot.crossing.lead if kind == "edl" and shot.crossing else 0 for shot in film_sequence.shots
            ]
            assert starts == [cut - lead for cut, lead in zip(cuts, leads, strict=True)], (name, kind)


def test_an_otio_file_is_as_long_as_the_film_and_marks_its_beats_and_cuts() -> None:
    timeline = otio.adapters.read_from_string(written("cut", "otio"), "otio_json")
    assert timeline.duration().to_seconds() == pytest.approx(15.0)
    names = [marker.name for marker in timeline.tracks.markers]
    assert {"cut 1", "cut 2", "bar 1", "bar 1 beat 2", "bar 7 beat 4"} <= set(names)


def test_the_gain_makes_a_quiet_clip_as_loud_as_in_the_export() -> None:
    timeline = applied_to("song", {"op": "set_music_mix", "volume": 0.5}).timeline
    film_sequence = sequence(timeline, media_of("song"))
    [song] = film_sequence.sounds
    assert song.gain_db == pytest.approx(-6.02, abs=0.01)
    root = ET.fromstring(hand_over(film_sequence, "fcpxml").text)
    assert "-6.02dB" in {one.attrib["amount"] for one in root.iter("adjust-volume")}


def test_a_fade_to_black_is_a_transition_at_the_end_in_both_xmls() -> None:
    fade = Fade(duration_ms=1000)
    fcpxml = ET.fromstring(written("plain", "fcpxml", fade_out=fade))
    [transition] = fcpxml.iter("transition")
    assert (transition.attrib["offset"], transition.attrib["duration"]) == ("14s", "1s")
    fcp7 = ET.fromstring(written("plain", "xml", fade_out=fade))
    assert [one.text for one in fcp7.iter("alignment")] == ["end-black"]


def test_captions_go_beside_every_format_as_a_file_of_their_own() -> None:
    made = hand_over(sequence(film("captioned"), media_of("captioned")), "xml")
    assert "Hello there" in made.captions
    assert any("they are in the SRT file beside it" in words.en for words in made.left_out)


def test_a_film_without_captions_cannot_be_handed_over_as_captions() -> None:
    with pytest.raises(InvalidRequest, match="no captions"):
        hand_over(sequence(film("plain"), media_of("plain")), "srt")

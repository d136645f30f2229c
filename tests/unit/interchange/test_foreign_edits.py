"""Edits of other programs: what they say is done, what is not understood is named, what harms is refused."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from nemovideo_mcp.edit.apply import Lookahead, apply
from nemovideo_mcp.edit.context import EditContext, Needs
from nemovideo_mcp.edit.foreign import media_of
from nemovideo_mcp.edit.operations.open_edit import OpenEdit
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.errors import EditRefused, MediaUnreadable
from nemovideo_mcp.interchange.reading import read_edit
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.edits import edited, notes
from support.films import BIKES, CALM, PARROT, SONG, SURF, SteadyPlanner, film

EDL = """TITLE: Ride
FCM: NON-DROP FRAME

001  BIKES    V     C        00:00:01:00 00:00:03:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: bikes.mp4

002  PARROT   V     C        00:00:00:12 00:00:02:12 01:00:02:00 01:00:04:00
M2   PARROT         050.0                00:00:00:12
* FROM CLIP NAME: parrot.mp4
"""

COVERED = """<?xml version="1.0"?><!DOCTYPE fcpxml>
<fcpxml version="1.9"><resources>
<format id="r0" frameDuration="100/2500s" width="1280" height="720"/>
<asset id="r1" name="bikes" start="0s" duration="10s" hasVideo="1" hasAudio="1"><media-rep src="file:///x/bikes.mp4"/></asset>
<asset id="r2" name="parrot" start="0s" duration="8s" hasVideo="1"><media-rep src="file:///x/parrot.mp4"/></asset>
</resources><library><event><project name="Under"><sequence format="r0" tcStart="3600s"><spine>
<asset-clip ref="r1" offset="3600s" start="1s" duration="4s" name="bikes">
  <asset-clip ref="r2" lane="1" offset="2s" start="500/1000s" duration="1s" name="parrot"/>
  <marker start="3s" duration="1/25s" value="here"/>
</asset-clip>
<ref-clip ref="r9" offset="3604s" duration="2s" name="nested"/>
</spine></sequence></project></event></library></fcpxml>"""


def opened_with(text: str, *media: MediaItem, start: Timeline | None = None, **more: object):
    edit = read_edit(text.encode())
    item = MediaItem(
        media_id="m_edit",
        name="cut.edl",
        info=MediaInfo(kind="edit", duration_ms=round(edit.duration_s * 1000)),
        edit=edit,
    )
    context = EditContext(media=(*media, item), planner=SteadyPlanner())
    operations = parse_operations([{"op": "open_edit", "media": "cut.edl", **more}])
    return apply(start or Timeline(), operations, context)


def rows(timeline: Timeline) -> list[tuple[str, int, int, int, float]]:
    return [(c.name, c.start_ms, c.duration_ms, c.source_start_ms, c.speed) for c in timeline.video_clips]


def test_a_decision_list_is_read_at_the_rate_of_its_footage_and_says_so() -> None:
    info = MediaInfo(kind="video", duration_ms=9000, width=1280, height=720, frame_rate=25.0)
    slow = [MediaItem(media_id=i.media_id, name=i.name, info=info) for i in (BIKES, PARROT)]
    applied = opened_with(EDL, *slow)
    assert applied.timeline.frame_rate == 25
    assert rows(applied.timeline) == [
        ("bikes.mp4", 0, 2000, 1000, 1.0),
        ("parrot.mp4", 2000, 2000, 480, 2.0),
    ]
    assert "read at 25 frames a second" in notes(applied)


def test_upper_tracks_cover_lower_ones_and_what_is_nested_is_named() -> None:
    applied = opened_with(COVERED, BIKES, PARROT)
    assert (applied.timeline.width, applied.timeline.height, applied.timeline.frame_rate) == (1280, 720, 25)
    assert rows(applied.timeline) == [
        ("bikes.mp4", 0, 1000, 1000, 1.0),
        ("parrot.mp4", 1000, 1000, 500, 1.0),
        ("bikes.mp4", 2000, 2000, 3000, 1.0),
    ]
    assert "ref-clip nested" in notes(applied)
    assert [(m.name, m.time_ms) for m in applied.timeline.markers] == [("here", 2000)]


def test_files_that_are_missing_are_named_and_nothing_is_changed() -> None:
    with pytest.raises(EditRefused, match=r"not in the project: “parrot\.mp4”") as refused:
        opened_with(EDL, BIKES, SURF)
    assert "Upload “parrot.mp4”" in refused.value.next_step("en")
    assert "请上传" in refused.value.next_step("zh")


def test_cuts_move_to_the_beats_of_the_song_that_is_there() -> None:
    off = EDL.replace("01:00:02:00", "01:00:02:05").replace("00:00:03:00", "00:00:03:05")
    off = off.replace("01:00:04:00", "01:00:04:05")
    applied = opened_with(off, BIKES, PARROT, SURF, SONG, start=film("song"), snap="beat")
    beats = {round(500 * n) for n in range(30)}
    cut = applied.timeline.video_clips[1].start_ms
    assert min(abs(cut - beat) for beat in beats) <= 17
    assert applied.timeline.music is not None
    assert applied.timeline.music.media_id == SONG.media_id


def test_without_music_no_cut_can_move_to_a_beat() -> None:
    with pytest.raises(EditRefused, match="no music whose beats are known"):
        opened_with(EDL, BIKES, PARROT, snap="beat")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><fcpxml version="1.9">&a;</fcpxml>',
            "entities",
        ),
        (b"<fcpxml><resources>", "damaged"),
        (b"<fcpxml version='1.9'><resources/></fcpxml>", "no timeline"),
        (b"<fcpxml>" + b"<a>" * 500 + b"</a>" * 500 + b"</fcpxml>", "deeply"),
        (b"<xmeml version='5'/>", "no timeline"),
        (b'{"OTIO_SCHEMA": "Timeline.1", "tracks": 7}', "OpenTimelineIO"),
        (b'{"OTIO_SCHEMA": "Nothing.1"}', "timeline"),
        (b"TITLE: x\nFCM: NON-DROP FRAME\n", "no timeline"),
        (b"PK\x03\x04 and nothing more", "no edit"),
        (b"just words", "no edit"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(data: bytes, reason: str) -> None:
    with pytest.raises(MediaUnreadable) as refused:
        read_edit(data)
    assert reason in refused.value.what("en")


def test_a_speed_of_one_decimal_is_the_speed_that_was_meant() -> None:
    from nemovideo_mcp.edit.counted import with_cuts_in_dissolves

    text = f"{EDL}\n* FRAME RATE: 30000/1001".replace("050.0", "059.9")
    edit = with_cuts_in_dissolves(read_edit(text.encode()))
    assert [clip.speed for clip in edit.video[0]] == [1, 2]
    assert edit.frame_rate == Fraction(30000, 1001)


def test_a_song_takes_the_place_of_the_edits_own_music_and_voices_stay() -> None:
    voice = replace(
        SONG, media_id="m_voice", name="voice.wav", grid=BeatGrid((), confidence=0.0), structure=None
    )
    scored = COVERED.replace(
        "</resources>",
        '<asset id="r7" name="calm" start="0s" duration="40s" hasAudio="1"><media-rep src="file:///x/calm.mp3"/></asset>'
        '<asset id="r8" name="voice" start="0s" duration="60s" hasAudio="1"><media-rep src="file:///x/voice.wav"/>'
        "</asset></resources>",
    ).replace(
        '<marker start="3s"',
        '<asset-clip ref="r7" lane="-1" offset="1s" duration="4s" name="calm"/>'
        '<asset-clip ref="r8" lane="-2" offset="2s" duration="2s" name="voice"/><marker start="3s"',
    )
    media = (BIKES, PARROT, SONG, CALM, voice)
    edit = MediaItem(
        media_id="m_edit",
        name="cut.fcpxml",
        info=MediaInfo(kind="edit", duration_ms=4000),
        edit=read_edit(scored.encode()),
    )
    applied = edited(
        (*media, edit), {"op": "open_edit", "media": "cut.fcpxml", "song": "song.mp3", "snap": "beat"}
    )
    music = applied.timeline.music
    assert music is not None
    assert music.media_id == SONG.media_id
    assert [(c.name, c.role) for c in applied.timeline.audio_clips] == [
        ("song.mp3", "bgm"),
        ("voice.wav", "voice"),
    ]
    assert "“song.mp3” plays in the place of “calm.mp3”" in notes(applied)
    assert music.end_ms >= applied.timeline.duration_ms - 34
    assert all(c.anchor for c in applied.timeline.video_clips[1:])


def test_footage_is_found_by_its_name_without_its_ending_where_one_file_has_that() -> None:
    edit = read_edit(EDL.replace("bikes.mp4", "bikes.mov").replace("parrot.mp4", "PARROT").encode())
    assert media_of(edit, (BIKES, PARROT, SURF)) == (BIKES, PARROT)
    twice = replace(BIKES, media_id="m_twice", name="bikes.mxf")
    assert media_of(edit, (BIKES, twice, PARROT)) == (PARROT,)


def test_an_edit_that_was_not_read_may_need_anything_and_one_that_was_only_its_own_files() -> None:
    item = MediaItem(media_id="m_edit", name="cut.edl", info=MediaInfo(kind="edit", duration_ms=4000))
    bare = [replace(one, analysis=None, grid=None) for one in (BIKES, PARROT, SURF, SONG)]
    operation = OpenEdit(media="cut.edl")

    def needs(edit: MediaItem) -> Needs:
        context = EditContext(media=(*bare, edit), planner=SteadyPlanner())
        return Lookahead(Timeline(), context).needs_of(operation, context)

    unread = needs(item)
    assert unread.edits == ("m_edit",)
    assert set(unread.analyse) == {BIKES.media_id, PARROT.media_id, SURF.media_id}
    assert unread.beats == (SONG.media_id,)
    read = needs(replace(item, edit=read_edit(EDL.encode())))
    assert (read.edits, read.analyse, read.beats) == ((), (BIKES.media_id, PARROT.media_id), ())

"""Beats and markers of other programs: what each format says is read, and what is wrong is said with its line."""

from __future__ import annotations

import gzip
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.errors import MediaUnreadable, UnsupportedFile
from nemovideo_mcp.file_types import check_type, is_beats, is_edit
from nemovideo_mcp.interchange.read_beats import read_beats
from nemovideo_mcp.studio.records import BEATS
from nemovideo_mcp.timeline.beat_file import BeatTrack, SongMark, grid_of, sections_of_marks

AUDACITY = (
    "0.000000\t8.000000\tVerse 1\n"
    "0.500000\t0.500000\t1\n1.000000\t1.000000\t2\n1.500000\t1.500000\t3\n2.000000\t2.000000\tChorus\n"
    "\\\t100.000000\t6000.000000\n2.500000\t2.500000\t1\n3.000000\t3.000000\t2\n"
)
REKORDBOX = """<?xml version="1.0" encoding="UTF-8"?>
<DJ_PLAYLISTS Version="1.0.0"><PRODUCT Name="rekordbox" Version="6.0.0" Company="AlphaTheta"/>
<COLLECTION Entries="2">
<TRACK TrackID="1" Name="Neon Road" Artist="A" TotalTime="60" AverageBpm="120.00"
       Location="file://localhost/C:/Music/%E9%9C%93%E8%99%B9%20song.mp3">
<TEMPO Inizio="0.250" Bpm="120.00" Metro="4/4" Battito="3"/>
<TEMPO Inizio="10.250" Bpm="60.00" Metro="4/4" Battito="3"/>
<POSITION_MARK Name="Drop" Type="0" Start="5.250" Num="0"/>
<POSITION_MARK Name="" Type="0" Start="1.000" Num="-1"/>
</TRACK>
<TRACK TrackID="2" Name="Other" TotalTime="30" Location="file://localhost/C:/Music/other.mp3">
<TEMPO Inizio="0.000" Bpm="90.00" Metro="3/4" Battito="1"/></TRACK>
</COLLECTION><PLAYLISTS><NODE Type="0" Name="ROOT" Count="1"><NODE Name="x" Type="1"><TRACK Key="1"/></NODE></NODE>
</PLAYLISTS>
</DJ_PLAYLISTS>"""
LIVE = """<?xml version="1.0" encoding="UTF-8"?>
<Ableton MajorVersion="5" MinorVersion="11.0_433" Creator="Ableton Live 11.3"><LiveSet><Tracks><AudioTrack><Events>
<AudioClip Id="0" Time="0"><Name Value="song"/><SampleRef><FileRef><RelativePath Value="Samples/song.wav"/>
<Path Value="/Users/a/Samples/song.wav"/></FileRef></SampleRef>
<TimeSignature><TimeSignatures><RemoteableTimeSignature Id="0"><Numerator Value="3"/><Denominator Value="4"/>
<Time Value="0"/></RemoteableTimeSignature></TimeSignatures></TimeSignature>
<IsWarped Value="true"/><WarpMarkers><WarpMarker Id="0" SecTime="1.25" BeatTime="0"/>
<WarpMarker Id="1" SecTime="5.25" BeatTime="8"/><WarpMarker Id="2" SecTime="5.2656250000000001" BeatTime="8.03125"/>
</WarpMarkers></AudioClip>
<AudioClip Id="1" Time="9"><SampleRef><FileRef><Path Value="/Users/a/Samples/hit.wav"/></FileRef></SampleRef>
<IsWarped Value="false"/><WarpMarkers><WarpMarker Id="0" SecTime="0" BeatTime="0"/>
<WarpMarker Id="1" SecTime="1" BeatTime="2"/></WarpMarkers></AudioClip>
</Events></AudioTrack></Tracks></LiveSet></Ableton>"""
LAYER = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE sonic-visualiser>
<sv><data><model id="3" name="" sampleRate="44100" start="22050" end="88200" type="sparse" dimensions="1"
 resolution="1" notifyOnAdd="true" dataset="2"/>
<dataset id="2" dimensions="1"><point frame="22050" label="1"/><point frame="44100" label="2"/>
<point frame="66150" label="3"/><point frame="88200" label="1"/></dataset></data>
<display><layer id="1" type="timeinstants" model="3"/></display></sv>"""


def packed(data: bytes) -> bytes:
    """`data` as Live packs a set; the same whenever it is packed."""
    return gzip.compress(data, mtime=0)


def track_of(data: str | bytes) -> BeatTrack:
    found = read_beats(data.encode() if isinstance(data, str) else data)
    assert BEATS.validate_json(BEATS.dump_json(found)) == found
    assert len(found.tracks) == 1
    return found.tracks[0]


def times(track: BeatTrack) -> list[float]:
    return [float(beat) for beat in track.beats_ms]


@pytest.mark.parametrize(
    "text",
    [
        "time,beat\n0.5,1\n1.0,2\n1.5,3\n2.0,1\n2.5,2\n",
        "0.5,1\r\n1.0,2\r\n1.5,3\r\n2.0,1\r\n2.5,2\r\n",
        "0.5\t1\n1.0\t2\n1.5\t3\n2.0\t1\n2.5\t2",
        "0.5 1\n1.0 2\n1.5 3\n2.0 1\n2.5 2\n",
        "秒;拍\n0,5;1\n1,0;2\n1,5;3\n2,0;1\n2,5;2\n",
        "# beats of a song\ntime_ms,label\n500,1.1\n1000,1.2\n1500,1.3\n2000,2.1\n2500,2.2\n",
        "Name\tStart\tDuration\n1\t0:00.500\t0\n2\t0:01.000\t0\n3\t0:01.500\t0\n1\t0:02.000\t0\n2\t0:02.500\t0\n",
        "\ufeff2.0,downbeat\n0.5,bar 1\n1.0,beat\n1.5,b\n2.5,\n",
        "".join(f"{n / 2}\t{n / 2}\t{(n - 1) % 3 + 1}\n" for n in range(1, 6)),
    ],
)
def test_texts_with_times_are_beats_with_their_places_in_the_bar(text: str) -> None:
    track = track_of(text)
    found = grid_of(track, duration_ms=3000)
    assert found is not None
    assert times(track) == [500, 1000, 1500, 2000, 2500]
    assert (found.grid.downbeat_index, found.grid.beats_per_bar) == (0, 3)
    assert found.knows_bars
    assert track.marks == ()


@pytest.mark.parametrize(
    "text",
    [
        "0.5\n1.0\n1.5\n2.0\n2.5\n",
        "0.500,0.834\n1.0,0.651\n1.5,0.912\n2.0,0.43\n2.5,0.2\n",
        "".join(f"{n / 2},{n + 40}\n" for n in range(1, 6)),
        "".join(f"{n / 2},{120 + n / 10} bpm\n" for n in range(1, 6)),
    ],
)
def test_beats_without_places_in_bars_have_none_made_up(text: str) -> None:
    found = grid_of(track_of(text), duration_ms=3000)
    assert found is not None
    assert not found.knows_bars
    assert len(found.grid.times_ms) == 5


def test_audacity_labels_are_beats_and_named_stretches() -> None:
    track = track_of(AUDACITY)
    assert times(track) == [500, 1000, 1500, 2000, 2500, 3000]  # the chorus begins where a beat is missing
    assert track.marks == (SongMark(name="Verse 1", time_ms=0), SongMark(name="Chorus", time_ms=2000))
    assert track_of(AUDACITY.encode("utf-16")) == track


def test_one_name_at_nearly_every_moment_is_how_a_file_calls_its_beats() -> None:
    track = track_of("".join(f"{n / 2}\t{n / 2}\ttap me\n" for n in range(1, 12)) + "3.1\t3.1\tdrop\n")
    assert len(track.beats_ms) == 11
    assert [mark.name for mark in track.marks] == ["drop"]


def test_named_moments_alone_are_sections_and_the_drop() -> None:
    marks = track_of('start,name\n4.0,Verse 1\n12.0,"副歌"\n20.5,Drop\n30,Verse 2\n').marks
    sections, drop_ms = sections_of_marks(marks)
    assert [(one.kind, one.start_ms) for one in sections] == [
        ("intro", 0),
        ("verse", 4000),
        ("chorus", 12_000),
        ("drop", 20_500),
        ("verse", 30_000),
    ]
    assert drop_ms == 20_500


def test_rekordbox_tempos_are_beats_with_bars_and_named_cues() -> None:
    found = read_beats(REKORDBOX.encode())
    road, other = found.tracks
    assert road.names == ("霓虹 song.mp3", "Neon Road")
    assert road.marks == (SongMark(name="Drop", time_ms=5250),)
    grid = grid_of(road, duration_ms=60_000)
    assert grid is not None
    assert [float(time) for time in grid.grid.times_ms[:3]] == [250, 750, 1250]
    assert [float(time) for time in grid.grid.times_ms[19:23]] == [9750, 10_250, 11_250, 12_250]
    assert (grid.grid.beats_per_bar, grid.grid.downbeat_index) == (4, 2)
    waltz = grid_of(other, duration_ms=30_000)
    assert waltz is not None
    assert (waltz.grid.beats_per_bar, len(waltz.grid.times_ms)) == (3, 45)


def test_warp_markers_of_a_live_set_are_beats_of_the_file_from_its_start() -> None:
    track = track_of(packed(LIVE.encode()))
    assert track.names == ("song.wav",)
    grid = grid_of(track, duration_ms=8000)
    assert grid is not None
    assert [float(time) for time in grid.grid.times_ms[:4]] == [250, 750, 1250, 1750]
    assert float(grid.grid.times_ms[-1]) == pytest.approx(7750, abs=0.01)
    assert (grid.grid.beats_per_bar, grid.grid.downbeat_index) == (3, 2)


def test_a_layer_of_sonic_visualiser_is_read_by_its_sample_rate() -> None:
    track = track_of(LAYER)
    assert times(track) == [500, 1000, 1500, 2000]
    assert track.numbers == (1, 2, 3, 1)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.5,1\nhello,2\n", "line 2 has no time in seconds: “hello,2”"),
        ("0.5,1\n1,2\n-1,3\n", "line 3 is before the song’s start"),
        ("0.5,1\n\n99999999,2\n", "line 3 is later than 24 hours"),
        ("0.5\n0.53\n", "line 2 is a beat 30 ms after that of line 1"),
        ("0.5," + "x" * 20_000, "line 1 is longer"),
        ("time,beat\n", "there are no beats in it"),
        ("0.5\n" * 20_001, "more than 20,000 beats"),
        (REKORDBOX.replace('Bpm="120.00"', 'Bpm="0"'), "“Neon Road” have a tempo that no music has: “0”"),
        (REKORDBOX.replace('Inizio="0.250"', 'Inizio="soon"'), "Inizio of “Neon Road” is no time"),
        (REKORDBOX.replace("<PRODUCT", "<PRODUCT <"), "its XML is damaged"),
        (REKORDBOX.replace("<DJ_PLAYLISTS", '<!DOCTYPE x [<!ENTITY a "b">]><DJ_PLAYLISTS'), "entities"),
        (LAYER.replace('frame="44100"', 'frame="x"'), "point 2 has no frame"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text: str, words: str) -> None:
    with pytest.raises(MediaUnreadable) as refused:
        read_beats(text.encode())
    assert words in refused.value.describe("en")
    assert refused.value.describe("zh") != refused.value.describe("en")


@pytest.mark.parametrize(
    "data",
    [
        packed(b"<Other/>"),
        packed(LIVE.encode())[:-30],
        packed(b"\0" * 33_000_000),
        packed(LIVE.replace('IsWarped Value="true"', 'IsWarped Value="false"').encode()),
        b"\x1f\x8bnothing",
    ],
)
def test_a_live_set_without_beats_or_damaged_is_refused(data: bytes) -> None:
    with pytest.raises(MediaUnreadable):
        read_beats(data)


@pytest.mark.parametrize(
    ("name", "data", "is_one"),
    [
        ("beats.csv", b"time,beat\n0.5,1\n", True),
        ("beats.csv", b"bad\n0.5,1\n", True),
        ("labels.txt", AUDACITY.encode(), True),
        ("labels.txt", AUDACITY.encode("utf-16"), True),
        ("markers.txt", b"Name\tStart\nChorus\t0:12.500\n", True),
        ("rekordbox.xml", REKORDBOX.encode(), True),
        ("set.als", packed(LIVE.encode()), True),
        ("layer.svl", LAYER.encode(), True),
        ("lyrics.txt", b"I said hello\nto 99 red balloons\n", False),
        ("notes.md", b"0.5\n1.0\n", False),
        ("people.csv", b"name,town\nAnn,Bonn\n", False),
        ("backup.gz", packed(b"1"), False),
        ("cut.edl", b"TITLE: Ride\nFCM: NON-DROP FRAME\n", False),
        ("list.edl", b"1 2 3", False),
    ],
)
def test_files_of_beats_are_told_from_others(name: str, data: bytes, is_one: bool) -> None:
    head = data[:1024]
    assert is_beats(name, head) is is_one
    if is_one:
        check_type(name, head)
        assert not is_edit(name, head)


def test_a_table_without_times_is_refused_before_it_is_sent() -> None:
    with pytest.raises(UnsupportedFile, match="no line of it begins with a time"):
        check_type("people.csv", b"name,town\nAnn,Bonn\nBob,Rome\n")


@given(
    start=st.integers(0, 5000),
    steps=st.lists(st.integers(150, 1500), min_size=4, max_size=60),
    first=st.integers(0, 3),
)
def test_beats_written_as_text_are_read_as_they_were(start: int, steps: list[int], first: int) -> None:
    beats = [start]
    for step in steps:
        beats.append(beats[-1] + step)
    text = "".join(f"{beat / 1000:.3f},{(n + first) % 4 + 1}\n" for n, beat in enumerate(beats))
    track = track_of(text)
    assert track.beats_ms == tuple(map(Fraction, beats))
    found = grid_of(track, duration_ms=beats[-1] + 1)
    assert found is not None
    assert found.grid.times_ms == tuple(map(Fraction, beats))
    assert (
        all(found.grid.anchor_of(n).beat == (n + first) % 4 + 1 for n in range(len(beats)))
        or not found.knows_bars
    )

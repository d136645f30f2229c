"""The beats of a file in the place of those that were heard in a song: cuts land on them, and all is said."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.edit.apply import Applied, Lookahead
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.operations.song_beats import SetBeats
from nemovideo_mcp.edit.sections import drop_ms, sections_of
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.export.options import remarks_on
from nemovideo_mcp.interchange.read_beats import read_beats
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.timeline.export_options import STANDARD
from nemovideo_mcp.timeline.media import MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from support.edits import CUT, edited, notes
from support.films import BIKES, CALM, PARROT, SONG, SURF, SteadyPlanner

FILMS = (BIKES, PARROT, SURF)
MUSIC = {"op": "set_music", "song": "song.mp3"}
GIVEN = {"op": "set_beats", "media": "beats.csv"}


def file_of(text: str, name: str = "beats.csv", number: int = 90) -> MediaItem:
    found = read_beats(text.encode())
    return MediaItem(
        media_id=f"m_{number:012x}",
        name=name,
        info=MediaInfo(kind="beats", duration_ms=found.duration_ms),
        beats=found,
    )


def steady(*, start: float = 0.0, step: float = 0.5, beats: int = 120, per_bar: int = 4) -> str:
    return "".join(f"{start + n * step:.3f},{n % per_bar + 1}\n" for n in range(beats))


def refused(*batches: Any, media: tuple[MediaItem, ...]) -> EditRefused:
    with pytest.raises(EditRefused) as error:
        edited(media, *batches)
    return error.value


def cuts(applied: Applied) -> list[int]:
    return [clip.start_ms for clip in applied.timeline.video_clips]


def test_a_film_made_behind_it_is_cut_to_the_beats_of_the_file() -> None:
    media = (*FILMS, SONG, file_of(steady(start=0.3, step=0.7, beats=80)))
    film = edited(media, GIVEN, MUSIC, {**CUT, "length": 12})
    music = film.timeline.music
    assert music is not None
    assert music.grid is not None
    beats = [Fraction(300 + 700 * n) - music.source_start_ms + music.start_ms for n in range(80)]
    assert music.source_start_ms == 300
    inside = [clip for clip in film.timeline.video_clips if clip.start_ms]
    assert len(inside) > 3
    assert all(min(abs(beat - clip.start_ms) for beat in beats) <= 17 for clip in inside if clip.anchor)


def test_cuts_of_a_film_that_is_there_move_to_the_beats_of_the_file_and_undo_gives_the_old_ones_back() -> (
    None
):
    media = (*FILMS, SONG, file_of(steady(start=0.04, step=0.5)))
    before = edited(media, MUSIC, CUT)
    after = edited(media, MUSIC, CUT, GIVEN)
    moved = [b - a for a, b in zip(cuts(before), cuts(after), strict=True) if a]
    assert moved
    assert all(23 <= way <= 57 for way in moved)
    assert after.timeline.duration_ms == before.timeline.duration_ms
    assert [c.media_id for c in after.timeline.video_clips] == [
        c.media_id for c in before.timeline.video_clips
    ]
    assert "differ by 40 ms (median)" in after.done[0].words.en
    assert {cut.off_beat_ms for cut in after.cuts} <= set(range(-17, 18))
    back = edited(media, MUSIC, CUT, GIVEN, {"op": "set_beats", "media": "heard"})
    assert cuts(back) == cuts(before)
    assert back.timeline.song_beats == ()


def test_a_film_that_is_not_cut_to_the_beat_keeps_its_cuts() -> None:
    media = (*FILMS, SONG, file_of(steady(start=0.2)))
    joined: dict[str, Any] = {"op": "auto_edit", "cut_to_beat": False}
    before = edited(media, joined, MUSIC)
    after = edited(media, joined, MUSIC, GIVEN)
    assert cuts(after) == cuts(before)
    music = after.timeline.music
    assert music is not None
    assert music.grid is not None
    assert (music.grid.times_ms[0] + music.source_start_ms - music.start_ms - 200) % 500 == 0
    old = before.timeline.music
    assert old is not None
    assert replace(music, grid=old.grid) == old


def test_what_was_set_on_the_music_stays() -> None:
    media = (*FILMS, SONG, file_of(steady(start=0.1)))
    mix: dict[str, Any] = {"op": "set_music_mix", "volume": 0.4, "fade_in_s": 2, "under_speech": 0.3}
    before = edited(media, MUSIC, CUT, mix).timeline.music
    after = edited(media, MUSIC, CUT, mix, GIVEN).timeline.music
    assert before is not None
    assert after is not None
    assert replace(after, grid=before.grid) == before


def test_markers_are_the_sections_of_the_song_and_its_drop() -> None:
    media = (*FILMS, SONG, file_of("0,Intro\n5,Verse\n9,Drop\n14,Outro\n"))
    made = edited(media, MUSIC, CUT, GIVEN)
    by_id = {item.media_id: item for item in media}
    assert sections_of(made.timeline, by_id) == [
        ("intro", 0),
        ("verse", 5000),
        ("drop", 9000),
        ("outro", 14_000),
    ]
    assert drop_ms(made.timeline, by_id) == 9000
    text = {"op": "add_text", "text": "Now", "start": {"section": "drop"}, "length": 2, "snap": "none"}
    titled = edited(media, MUSIC, CUT, [GIVEN, text])
    assert titled.timeline.text_clips[0].start_ms == 9000
    assert made.timeline.music == edited(media, MUSIC, CUT).timeline.music


def test_heard_sections_stand_on_the_beats_of_the_file() -> None:
    media = (*FILMS, SONG, file_of(steady(start=0.1, step=0.5)))
    made = edited(media, MUSIC, CUT, GIVEN)
    music = made.timeline.music
    assert music is not None
    [song] = [item for item in media if item is SONG]
    heard = song.with_beats(made.timeline.song_beats).structure
    assert heard is not None
    assert heard.drop_ms in (29_600 + 500, 30_100)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (steady(start=0.2), "all its beats are 200 ms after those that were heard"),
        (steady(step=0.6, beats=90), "its tempo is 100 a minute, and 120 was heard"),
        (steady(step=0.25, beats=240), "it counts 240 beats a minute where 120 were heard"),
        (steady(beats=160), "40 of its beats are behind the song's end at 60 s"),
        (steady(beats=40), "its beats go from 0 to 19.5 s, and the song is 60 s long"),
        ("0,1\n0.5,2\n1,3\n1.5,1\n" + steady(start=2.0, beats=116), "1 of its 31 bars do not have 4 beats"),
    ],
)
def test_what_does_not_fit_the_song_is_said(text: str, words: str) -> None:
    media = (*FILMS, SONG, file_of(text))
    assert words in notes(edited(media, GIVEN))


def test_beats_that_fit_are_taken_without_a_doubt() -> None:
    made = edited((*FILMS, SONG, file_of(steady(start=0.012))), GIVEN)
    assert made.notes == ()
    assert made.done[0].words.en == (
        "“song.mp3” has the 120 beats (120 BPM, 4 to the bar) of beats.csv; the beats that were heard differ by 12 ms "
        "(median)"
    )
    assert "相差 12 毫秒" in made.done[0].words.zh


def test_bars_that_the_file_does_not_tell_begin_where_they_were_heard() -> None:
    heard = replace(SONG, grid=SONG.grid and replace(SONG.grid, downbeat_index=2))
    made = edited((*FILMS, heard, file_of("".join(f"{n / 2 + 0.01}\n" for n in range(100)))), GIVEN)
    grid = made.timeline.song_beats[0].grid
    assert grid is not None
    assert (grid.downbeat_index, grid.beats_per_bar) == (2, 4)


TWO = """<DJ_PLAYLISTS Version="1.0.0"><COLLECTION Entries="2">
<TRACK Name="A" Location="file://localhost/m/calm.mp3"><TEMPO Inizio="0" Bpm="90" Metro="4/4" Battito="1"/></TRACK>
<TRACK Name="Song" TotalTime="61" Location="file://localhost/m/Neon.mp3">
<TEMPO Inizio="0" Bpm="121" Metro="4/4" Battito="1"/></TRACK>
<TRACK Name="Song" TotalTime="300" Location="file://localhost/m/Long.mp3">
<TEMPO Inizio="0" Bpm="60" Metro="4/4" Battito="1"/></TRACK></COLLECTION></DJ_PLAYLISTS>"""


def test_of_several_songs_the_file_or_its_name_tells_which() -> None:
    collection = file_of(TWO, "rekordbox.xml")
    named: dict[str, Any] = {"op": "set_beats", "media": "rekordbox.xml", "song": "song.mp3"}
    made = edited((*FILMS, SONG, CALM, collection), named)
    assert made.timeline.song_beats[0].media_id == SONG.media_id
    assert made.timeline.song_beats[0].grid is not None
    assert made.timeline.song_beats[0].grid.bpm == pytest.approx(121, abs=0.2)
    alike = edited(
        (*FILMS, SONG, CALM, file_of(steady(), "calm.csv")), {"op": "set_beats", "media": "calm.csv"}
    )
    assert alike.timeline.song_beats[0].media_id == CALM.media_id
    error = refused(GIVEN, media=(*FILMS, SONG, CALM, file_of(steady())))
    assert "not clear whose beats they are: “song.mp3”, “calm.mp3”" in error.describe("en")
    playing = edited((*FILMS, SONG, CALM, file_of(steady())), MUSIC, CUT, GIVEN)
    assert playing.timeline.song_beats[0].media_id == SONG.media_id


@pytest.mark.parametrize(
    ("operation", "media", "words"),
    [
        (GIVEN, (*FILMS, file_of(steady())), "for an uploaded song, and there is none"),
        (GIVEN, (*FILMS, SONG), "there is no file of beats (csv, txt, xml, als, svl) “beats.csv”"),
        (GIVEN, (*FILMS, SONG, file_of(steady(start=70))), "has 0 beats within “song.mp3”"),
        (
            {"op": "set_beats", "media": "rekordbox.xml", "song": "bikes.mp4"},
            (*FILMS, SONG, file_of(TWO, "rekordbox.xml")),
            "“bikes.mp4” is none of them",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    operation: dict[str, Any], media: tuple[MediaItem, ...], words: str
) -> None:
    assert words in refused(operation, media=media).describe("en")


def test_beats_of_a_file_that_names_another_song_are_taken_and_said() -> None:
    one = TWO.split("<TRACK")[0] + "<TRACK" + TWO.split("<TRACK")[1] + "</COLLECTION></DJ_PLAYLISTS>"
    made = edited((*FILMS, SONG, file_of(one, "rb.xml")), {"op": "set_beats", "media": "rb.xml"})
    assert "rb.xml has the beats of “calm.mp3”, and they were taken for “song.mp3”" in notes(made)


def test_back_to_what_was_heard_where_nothing_was_given_changes_nothing() -> None:
    made = edited((*FILMS, SONG), MUSIC, {"op": "set_beats", "media": "heard"})
    assert not made.changed


def test_the_file_and_the_song_are_measured_before() -> None:
    bare = replace(file_of(steady()), beats=None)
    context = EditContext(media=(*FILMS, replace(SONG, grid=None), bare), planner=SteadyPlanner())
    needs = Lookahead(Timeline(), context).needs_of(SetBeats(media="beats.csv"), context)
    assert (needs.beat_files, needs.beats) == ((bare.media_id,), (SONG.media_id,))


def test_the_receipt_says_where_the_beats_came_from() -> None:
    media = (*FILMS, SONG, file_of(steady(start=0.04)))
    made = edited(media, MUSIC, CUT, GIVEN).timeline
    [remark] = remarks_on(made, STANDARD)
    assert remark.say("en") == (
        "The beats of the music are those of beats.csv; those that were heard differ by 40 ms (median)."
    )
    assert "beats.csv" in remark.say("zh")
    assert remarks_on(edited(media, MUSIC, CUT).timeline, STANDARD) == ()


@given(
    start=st.integers(0, 900),
    step=st.integers(250, 1200),
    per_bar=st.integers(2, 7),
    sections=st.lists(st.sampled_from(["Verse", "Chorus", "副歌", "Drop"]), max_size=4),
)
def test_a_timeline_with_given_beats_is_kept_whole_in_its_draft(
    start: int, step: int, per_bar: int, sections: list[str]
) -> None:
    text = steady(start=start / 1000, step=step / 1000, beats=40, per_bar=per_bar)
    text += "".join(f"{20.25 + 3 * n},{name}\n" for n, name in enumerate(sections))
    made = edited((*FILMS, SONG, file_of(text)), MUSIC, GIVEN).timeline
    assert timeline_of(draft_of(made)) == made

"""A composed piece of a film that was saved keeps its sound and its names; new pieces say which edition they are."""

from __future__ import annotations

from dataclasses import asdict, replace

from nemovideo_mcp.audio.compose.composer import plan_music
from nemovideo_mcp.export.sound_plan import SoundPiece, music_key
from nemovideo_mcp.protocol.draft_values import music_in, music_out

OLD = {
    "mood": "lofi",
    "bpm_milli": 82_000,
    "seed": 3,
    "duration_ms": 9000,
    "beats_per_bar": 4,
    "sections": [{"kind": "verse", "bars": 2, "energy": 0.5}, {"kind": "outro", "bars": 1, "energy": 0.6}],
}


def test_a_draft_without_an_edition_is_the_first_and_is_written_as_it_was() -> None:
    music = music_in(OLD)
    assert music.edition == 1
    assert music_out(music) == OLD


def test_a_new_piece_says_its_edition_and_reads_back() -> None:
    music = plan_music(mood="lofi", duration_ms=30_000, seed=4)
    assert music_out(music)["edition"] == 2
    assert music_in(music_out(music)) == music


def test_the_names_of_old_pieces_do_not_know_of_editions_and_those_of_new_ones_differ() -> None:
    music = music_in(OLD)
    piece = SoundPiece(role="bgm", start=0, length=10, volume=1.0, music=music)
    before = asdict(music)
    del before["edition"]
    assert piece.content["music"] == before
    assert list(piece.content) == [name for name in asdict(piece) if name != "course"]  # their order counts
    newer = replace(music, edition=2)
    assert music_key(newer, sample_rate=48_000) != music_key(music, sample_rate=48_000)
    assert replace(piece, music=newer).content["music"] == asdict(newer)

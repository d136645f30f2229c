"""What strikes in the clips' own sound falls on the music's beats in the exported film."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np

from nemovideo_mcp.audio.hits import sound_hits
from nemovideo_mcp.export.export import export
from nemovideo_mcp.messages.story import reason_words
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.loudness import listen_to
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from support.edits import CUT, MUSIC, edited
from support.media import click_track, decoded_audio, make_video
from support.rendering import source_file

_CLICKS_MS = (
    (1_130, 2_770, 4_310, 5_580, 7_040, 8_690, 10_230),
    (870, 2_210, 3_990, 5_340, 6_810, 8_060, 9_440, 10_910),
)
_MUSIC = MUSIC | {"bpm": 120}


def _footage(folder: Path, number: int, **changes: object) -> tuple[MediaItem, SourceFile]:
    path = make_video(
        folder / f"{number}.mov",
        width=64,
        height=36,
        frame_rate=10,
        duration_ms=12_000,
        color=(60 + 90 * number, 120, 90),
        audio=click_track(_CLICKS_MS[number], duration_ms=12_000),
    )
    source = source_file(path)
    _, hits_ms = listen_to(path, streams=source.info.heard_streams)
    assert len(hits_ms) == len(_CLICKS_MS[number])
    flat = (0.5,) * 120
    analysis = Analysis(hop_ms=100, motion=flat, sharpness=flat, exposure=flat, hits_ms=hits_ms)
    analysis = replace(analysis, **changes)  # type: ignore[arg-type]
    return MediaItem(media_id=f"f{number}", name=path.name, info=source.info, analysis=analysis), source


def _off_beat_ms(timeline: Timeline, sources: dict[str, SourceFile], folder: Path) -> list[float]:
    """How far each sound of the exported film's clips is from the nearest beat; the music itself is silent."""
    assert timeline.music is not None
    assert timeline.music.grid is not None
    assert [float(t) for t in timeline.music.grid.times_ms[:3]] == [0, 500, 1000]
    silent = _without_music(timeline)
    folder.mkdir()
    with ThreadPoolExecutor(1) as executor:
        export(
            replace(silent, width=64, height=36),
            sources,
            analyses={},
            output=folder / "film.mp4",
            work_folder=folder / "work",
            executor=executor,
            on_progress=lambda _stage, _fraction: None,
            cancelled=lambda: False,
            settings=EncoderSettings(preset="ultrafast", crf=30),
        )
    begin_ms, samples = decoded_audio(folder / "film.mp4")
    heard = [hit + float(begin_ms) for hit in sound_hits([samples], sample_rate=48_000)]
    return [abs(hit - 500 * round(hit / 500)) for hit in heard]


def _without_music(timeline: Timeline) -> Timeline:
    tracks = tuple(
        replace(
            track,
            clips=tuple(replace(c, volume=0.0) if c in timeline.audio_clips else c for c in track.clips),
        )
        for track in timeline.tracks
    )
    return replace(timeline, tracks=tracks)


def test_what_strikes_in_the_clips_falls_on_beats_of_the_exported_film(tmp_path: Path) -> None:
    found = [_footage(tmp_path, n) for n in (0, 1)]
    media = [item for item, _ in found]
    sources = {item.media_id: source for item, source in found}
    off: dict[bool, list[float]] = {}
    for slid in (False, True):
        wish = CUT | {"length": 8, "action_on_beat": slid}
        timeline = edited(media, [_MUSIC, wish]).timeline
        off[slid] = _off_beat_ms(timeline, sources, tmp_path / str(slid))
        told = [reason_words(clip.why, language="en") for clip in timeline.video_clips]
    assert len(off[True]) >= 4
    # Shots begin on frames, of which one lasts 33 ms.
    assert np.median(off[True]) <= 34 < 60 < np.median(off[False])
    assert any("strikes on beat" in why for why in told)


def test_words_are_not_cut_for_a_sound_and_motion_that_is_on_a_beat_stays_there(tmp_path: Path) -> None:
    item, _ = _footage(tmp_path, 0)
    assert item.analysis is not None
    still = replace(item.analysis, hits_ms=())
    motion = tuple(1.0 if n % 17 == 16 else 0.2 for n in range(120))

    def shots(analysis: Analysis) -> list[tuple[int, int]]:
        clips = edited([replace(item, analysis=analysis)], [_MUSIC, CUT | {"length": 4}]).timeline.video_clips
        return [(clip.source_start_ms, round(clip.source_end_ms)) for clip in clips]

    moving = replace(still, motion=motion)
    assert shots(replace(moving, hits_ms=item.analysis.hits_ms)) == shots(moving)
    words = tuple((start + 150, start + 900) for start in range(0, 12_000, 1_000))
    spoken = replace(item.analysis, speech_ms=words)
    before, after = shots(replace(spoken, hits_ms=())), shots(spoken)

    def cut_into(ends: list[tuple[int, int]]) -> int:
        return sum(begins < at < stops for pair in ends for at in pair for begins, stops in words)

    assert cut_into(after) <= cut_into(before)

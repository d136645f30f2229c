"""The receipt of a finished film: its pictures and its sound are decoded and measured, nothing is taken on trust.

An export decodes and measures every chunk and the sound where they are made (`chunk_evidence`, `sound_evidence`); then
the film has to have their packets at the right times, and what was measured holds (`rendered_film`). Where it does not,
or without such parts, the film itself is decoded. Both ways feed the same finders with the same small pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, cast

import numpy as np
from av.audio.stream import AudioStream

from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.video.fingerprint import SIGN_RATE, find_fingerprint
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.picture_measures import PictureMeasures, measure_pictures
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.rendered_film import EvidenceMissing, FilmDiffers, Rendered, RenderedFilm
from nemovideo_mcp.video.sound_measures import BeatTracker, FilmSound, Heard, TrackedBeats
from nemovideo_mcp.video.streams import film_stream
from nemovideo_mcp.video.transition_meter import FoundTransition
from nemovideo_mcp.video.watch_frames import SmallPicture, Watched, cells_of, watch
from nemovideo_mcp.views.beat_check import check_beats
from nemovideo_mcp.views.fingerprint import SoundLag, agreeing
from nemovideo_mcp.views.receipt import Expected, Problem, Receipt
from nemovideo_mcp.views.receipt_plan import read_plan
from nemovideo_mcp.views.sync import compare, heard_beats, sound_shift_ms
from nemovideo_mcp.views.transition_report import TransitionReport
from nemovideo_mcp.views.verdict import Evidence, problems

__all__ = ["BeatTracker", "TrackedBeats", "measure"]

_ROUNDING_MS = 0.5
# Without an edit to hold it against, sound that ends this much before or after the pictures is meant to.
_LOOSE_END_MS = 500.0
# Whoever encodes a film again pads its sound to whole frames, and may forget to say so.
_PADDED_END_MS = 50.0
_TOLD_EVERY_MS = 500.0


@dataclass(frozen=True)
class _Form:
    video_codec: str | None = None
    audio_codec: str | None = None
    sound_frame_ms: float = 0.0
    comment: str = ""


@dataclass
class _Sound:
    tempo_bpm: float | None = None
    beats_ms: tuple[float, ...] = ()
    beat_source: Literal["music", "tracker"] | None = None
    confidence: float | None = None
    end_ms: float | None = None
    lags: tuple[SoundLag, ...] = ()
    heard: Heard = field(default_factory=Heard)


def measure(
    path: Path,
    *,
    beat_track: BeatTracker,
    expected: Expected | None = None,
    on_progress: Callable[[float], None] | None = None,
    rendered: Rendered | None = None,
) -> Receipt:
    """Say what is in the film `path`: cuts and their distance from the beats that sound, loudness, length, form.

    A cut's time is that of the new shot's first frame, on the clock of a player. Beats are those of the edit's music
    where it is found in the sound, moved to where it is heard; else the tracker's. Whatever they are, the tracker also
    listens without being told anything, and where it hears other beats, that is a problem. A cut is on the beat if it
    is within one frame of it. With `expected`, or else the plan that the file itself carries, the eye is keener where
    the edit has cuts, the tracker is told the tempo, and what is not as asked becomes a problem. Without either, the
    tracker may count at half the tempo: cuts halfway between beats are reported as that, not as hits.

    With `rendered`, the parts that the film was joined from, its packets are compared with theirs, and what was
    measured of these holds. If they are others, that is a problem; then, and where a part was not measured, the whole
    film is decoded as it is without `rendered`. `on_progress` takes 0 to 1, of the pictures: the sound is quick. Memory
    does not grow with the pictures. Raises FileMissing, MediaUnreadable.
    """
    differs: FilmDiffers | None = None
    if rendered is not None:
        try:
            film = RenderedFilm.compared(path, rendered, beat_track)
            return _measured(path, film, beat_track, expected, on_progress)
        except EvidenceMissing:
            pass
        except FilmDiffers as found:
            differs = found
    receipt = _measured(path, None, beat_track, expected, on_progress)
    if differs is None:
        return receipt
    problem = Problem(f"{differs.stream}_not_as_rendered", {"start_at_ms": differs.at_ms})
    return replace(receipt, problems=(problem, *receipt.problems))


def _measured(
    path: Path,
    film: RenderedFilm | None,
    beat_track: BeatTracker,
    expected: Expected | None,
    on_progress: Callable[[float], None] | None,
) -> Receipt:
    """By what was measured of the parts of `film`, or else by decoding all of it."""
    info = probe(path)
    form = _form(path, info)
    plan_damaged, loose_end_ms = False, form.sound_frame_ms + _ROUNDING_MS
    if expected is None:
        try:
            expected = read_plan(form.comment)
        except ValueError:
            plan_damaged = True
        loose_end_ms = _PADDED_END_MS if expected else _LOOSE_END_MS
    pictures = PictureMeasures()
    if info.kind == "video":
        watched = film.watched if film else Watched()
        shown = film.pictures() if film else _decoded(path, watched)
        pictures = measure_pictures(
            _told(shown, info.duration_ms, on_progress),
            watched,
            frame_rate=info.frame_rate or 25.0,
            expected=expected,
        )
    known = None
    if info.has_audio:
        known = film.sound if film and film.sound else FilmSound(path, beat_track)
    sound = _sound(known, expected) if known else _Sound()
    levels = known.levels if known else None
    loudness = levels.loudness if levels else None
    heard = sound.heard
    planned_ms: tuple[float, ...] = ()
    if sound.beat_source == "music":
        planned_ms = sound.beats_ms
    elif expected is not None and not sound.lags:
        # The tracker was told the tempo: the plan's own beats are what has to be borne out.
        planned_ms = expected.beats_ms
    check = check_beats(
        planned_ms,
        heard.beats_ms,
        confidence=heard.confidence or 0.0,
        alternatives_bpm=heard.alternatives_bpm,
    )
    frame_rate = _frame_rate(pictures.watched, info)
    tolerance_ms = round(1000 / (frame_rate or 30) + _ROUNDING_MS, 1)
    first_ms = pictures.watched.first_ms
    cuts = [
        (round(cut.time_ms, 2), None if expected is None else cut.planned_ms is not None)
        for cut in pictures.found.cuts
    ]
    receipt = Receipt(
        cuts=compare(cuts, sound.beats_ms, tolerance_ms=tolerance_ms),
        tolerance_ms=tolerance_ms,
        unseen_cuts_ms=pictures.found.unseen_ms,
        tempo_bpm=sound.tempo_bpm,
        beats_ms=sound.beats_ms,
        beat_confidence=sound.confidence,
        beat_source=sound.beat_source,
        has_plan=expected is not None,
        beat_cut=expected.beat_cut if expected else None,
        sound_shift_ms=sound_shift_ms(
            sound.lags,
            [
                (c.time_ms, c.planned_ms - pictures.moved_ms)
                for c in pictures.found.cuts
                if c.planned_ms is not None
            ],
            first_picture_ms=first_ms,
            frame_ms=tolerance_ms,
        ),
        loudness_lufs=loudness.integrated_lufs if loudness else None,
        true_peak_dbtp=round(loudness.true_peak_dbtp, 2) if loudness else None,
        duration_ms=round(pictures.watched.end_ms, 1) if info.kind == "video" else float(info.duration_ms),
        audio_duration_ms=sound.end_ms,
        width=info.width,
        height=info.height,
        frame_rate=frame_rate,
        video_codec=form.video_codec,
        audio_codec=form.audio_codec,
        heard_tempo_bpm=heard.tempo_bpm,
        heard_confidence=heard.confidence,
        heard_alternatives_bpm=heard.alternatives_bpm,
        grid_shift_ms=check.shift_ms,
        black_ms=tuple(pictures.faults.black_ms),
        frozen_ms=pictures.faults.frozen_ms,
        silent_ms=levels.silent_ms if levels else (),
        clipped_ms=levels.clipped_ms if levels else (),
        flash_ms=tuple(
            (round(f.start_ms, 2), round(f.end_ms, 2)) for f in pictures.flashes if not f.is_light
        ),
        jump_cuts_ms=tuple(round(cut, 2) for cut in pictures.jump_cuts_ms),
        from_parts=film is not None,
        transitions=_reported(
            pictures.transitions,
            sound.beats_ms,
            tolerance_ms=tolerance_ms,
            frame_ms=1000 / (frame_rate or 30),
        ),
    )
    evidence = Evidence(
        broken_packets=pictures.watched.broken_packets,
        first_picture_ms=first_ms,
        lags=sound.lags,
        loose_end_ms=loose_end_ms,
        plan_damaged=plan_damaged,
        beats=check,
        cancels_in_mono=levels is not None and levels.cancels_in_mono,
    )
    return replace(receipt, problems=tuple(problems(receipt, expected, evidence)))


def _decoded(path: Path, watched: Watched) -> Iterator[tuple[float, SmallPicture]]:
    """The pictures of the film itself."""
    for time_ms, frame in watch(path, watched):
        yield time_ms, cells_of(frame).picture()


def _told(
    pictures: Iterable[tuple[float, SmallPicture]],
    duration_ms: int,
    on_progress: Callable[[float], None] | None,
) -> Iterator[tuple[float, SmallPicture]]:
    """The same pictures; `on_progress` hears how far they are."""
    told_ms = 0.0
    for time_ms, picture in pictures:
        yield time_ms, picture
        if on_progress and time_ms - told_ms >= _TOLD_EVERY_MS:
            told_ms = time_ms
            on_progress(min(1.0, time_ms / max(1, duration_ms)))


def _reported(
    found: Sequence[FoundTransition], beats_ms: Sequence[float], *, tolerance_ms: float, frame_ms: float
) -> tuple[TransitionReport, ...]:
    """What was measured of the transitions, held against the beats."""
    reports: list[TransitionReport] = []
    for one in found:
        report = TransitionReport(
            kind=one.planned.kind,
            planned_ms=one.planned.middle_ms,
            planned_length_ms=one.planned.length_ms,
            frame_ms=round(frame_ms, 2),
            middle_ms=one.middle_ms,
            length_ms=one.length_ms,
        )
        if one.middle_ms is not None:
            sure_ms = max(tolerance_ms, report.certainty_ms)
            [near] = compare([(one.middle_ms, True)], beats_ms, tolerance_ms=sure_ms)
            report = replace(
                report,
                beat_ms=near.beat_ms,
                offset_ms=near.offset_ms,
                on_beat=near.on_beat or near.on_half_beat,
            )
        reports.append(report)
    return tuple(reports)


def _sound(known: FilmSound, expected: Expected | None) -> _Sound:
    """The beats, by the known music if it is there, else by the tracker."""
    heard = known.tracked()
    if expected is None or expected.sound is None:
        return _by_ear(known, expected, heard)
    lags = agreeing(find_fingerprint(expected.sound, known.signs), of=len(expected.sound.windows))
    end_ms = round(len(known.signs) * 1000 / SIGN_RATE, 1)
    beats_ms = heard_beats(expected.beats_ms, lags, end_ms=end_ms) if lags and expected.sound.of_music else ()
    if len(beats_ms) < 2:
        return replace(_by_ear(known, expected, heard), lags=lags)
    return _Sound(
        tempo_bpm=round(60_000 / float(np.median(np.diff(beats_ms))), 2),
        beats_ms=beats_ms,
        beat_source="music",
        confidence=round(float(np.median([lag.score for lag in lags])), 3),
        end_ms=end_ms,
        lags=lags,
        heard=heard,
    )


def _by_ear(known: FilmSound, expected: Expected | None, heard: Heard) -> _Sound:
    """The tracker's beats; counted as the edit counts them, where that is known."""
    tempo_bpm = expected.tempo_bpm if expected else None
    told = heard if tempo_bpm is None else known.tracked(tempo_bpm)
    return _Sound(
        tempo_bpm=told.tempo_bpm,
        beats_ms=told.beats_ms,
        beat_source="tracker" if told.beats_ms else None,
        confidence=told.confidence,
        end_ms=told.end_ms,
        heard=heard,
    )


def _frame_rate(watched: Watched, info: MediaInfo) -> float:
    """Frames a second as they were shown; what the file says of itself where that is the same within a tenth of 1 %."""
    length_ms = watched.end_ms - watched.first_ms
    if not watched.frames or length_ms <= 0:
        return 0.0
    shown = watched.frames * 1000 / length_ms
    return round(info.frame_rate if abs(shown / (info.frame_rate or 1) - 1) < 0.001 else shown, 3)


def _form(path: Path, info: MediaInfo) -> _Form:
    if info.kind == "image":
        return _Form()
    with open_media(path) as container:
        tags = {name.lower(): text for name, text in container.metadata.items()}
        film = film_stream(container) if info.kind == "video" else None
        sound = cast("AudioStream | None", container.streams.best("audio")) if info.has_audio else None
        return _Form(
            video_codec=film.codec_context.codec.canonical_name if film else None,
            audio_codec=sound.codec_context.codec.canonical_name if sound else None,
            sound_frame_ms=(sound.codec_context.frame_size or 1024)
            * 1000
            / (sound.codec_context.sample_rate or 48_000)
            if sound
            else 0.0,
            comment=tags.get("comment", ""),
        )

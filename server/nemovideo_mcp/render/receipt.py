"""The receipt of a finished film: its pictures and its sound are decoded and measured, nothing is taken on trust."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol, cast

import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from nemovideo_mcp.render.audio import decode_audio
from nemovideo_mcp.render.cuts import CutFinder, FoundCuts
from nemovideo_mcp.render.glance import Watched, small_picture, watch
from nemovideo_mcp.render.loudness import measure_loudness
from nemovideo_mcp.render.opening import open_media
from nemovideo_mcp.render.probe import film_stream, probe
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.timeline.receipt import Expected, Problem, Receipt
from nemovideo_mcp.timeline.sync import common_shift_ms, compare

__all__ = ["BeatTracker", "TrackedBeats", "measure"]

Block = NDArray[np.float32]

_SAMPLE_RATE = 22_050
_ROUNDING_MS = 0.5
# Nothing in a picture is brighter than this (of 255) where it is black, and a second of it is no cut's doing.
_BLACK = 12.0
_BLACK_MS = 1000.0
# Without an edit to hold it against, sound that ends this much before or after the pictures is meant to.
_LOOSE_END_MS = 500.0
_LOUDNESS_TOLERANCE = 1.0
_HIGHEST_PEAK_DBTP = -0.95
_TOLD_EVERY_MS = 500.0


class TrackedBeats(Protocol):
    """What a beat tracker says: times in seconds, none where it is not sure."""

    @property
    def tempo_bpm(self) -> float: ...
    @property
    def beats(self) -> tuple[float, ...]: ...
    @property
    def confidence(self) -> float: ...


class BeatTracker(Protocol):
    """Tracks the beats of mono blocks; `tempo_bpm` says at which metrical level to count."""

    def __call__(
        self, blocks: Iterable[Block], *, sample_rate: int, tempo_bpm: float | None = None
    ) -> TrackedBeats: ...


@dataclass
class _Pictures:
    watched: Watched = field(default_factory=Watched)
    found: FoundCuts = field(default_factory=lambda: FoundCuts(()))
    black_ms: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])


@dataclass(frozen=True)
class _Form:
    video_codec: str | None = None
    audio_codec: str | None = None
    sound_frame_ms: float = 0.0


@dataclass
class _Sound:
    tempo_bpm: float | None = None
    beats_ms: tuple[float, ...] = ()
    confidence: float | None = None
    end_ms: float | None = None


def measure(
    path: Path,
    *,
    beat_track: BeatTracker,
    expected: Expected | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Receipt:
    """Decode `path` and say what is in it: cuts and their distance from the beats that sound, loudness, length, form.

    A cut's time is that of the new shot's first frame, a beat's that of the tracker; both on the clock of a player. A
    cut is on the beat if it is within one frame of it. With `expected` the eye is keener where the edit has cuts, the
    tracker is told the tempo, and what is not as asked becomes a problem. Without it, the tracker may count at half
    the tempo: cuts halfway between beats are reported as that, not as hits. `on_progress` takes 0 to 1, of the
    pictures: the sound is quick. Memory does
    not grow with the pictures. Raises FileMissing, MediaUnreadable.
    """
    info = probe(path)
    form = _form(path, info)
    pictures = _pictures(path, info, expected, on_progress)
    sound = _sound(path, beat_track, expected.tempo_bpm if expected else None) if info.has_audio else _Sound()
    loudness = measure_loudness(path) if info.has_audio else None
    frame_rate = _frame_rate(pictures.watched, info)
    tolerance_ms = round(1000 / (frame_rate or 30) + _ROUNDING_MS, 1)
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
        loudness_lufs=loudness.integrated_lufs if loudness else None,
        true_peak_dbtp=round(loudness.true_peak_dbtp, 2) if loudness else None,
        duration_ms=round(pictures.watched.end_ms, 1) if info.kind == "video" else float(info.duration_ms),
        audio_duration_ms=sound.end_ms,
        width=info.width,
        height=info.height,
        frame_rate=frame_rate,
        video_codec=form.video_codec,
        audio_codec=form.audio_codec,
    )
    slack_ms = form.sound_frame_ms + _ROUNDING_MS if expected else _LOOSE_END_MS
    return replace(receipt, problems=tuple(_problems(receipt, expected, pictures, slack_ms)))


def _pictures(
    path: Path, info: MediaInfo, expected: Expected | None, on_progress: Callable[[float], None] | None
) -> _Pictures:
    result = _Pictures()
    if info.kind != "video":
        return result
    finder = CutFinder(info.frame_rate or 25.0, expected.cuts_ms if expected else ())
    black_since: float | None = None
    told_ms = 0.0
    for time_ms, frame in watch(path, result.watched):
        picture = small_picture(frame)
        finder.push(time_ms, picture)
        is_black = float(picture.luma.max()) < _BLACK
        if is_black and black_since is None:
            black_since = time_ms
        elif not is_black and black_since is not None:
            result.black_ms.append((black_since, time_ms))
            black_since = None
        if on_progress and time_ms - told_ms >= _TOLD_EVERY_MS:
            told_ms = time_ms
            on_progress(min(1.0, time_ms / max(1, info.duration_ms)))
    if black_since is not None:
        result.black_ms.append((black_since, result.watched.end_ms))
    result.found = finder.finish()
    return result


def _sound(path: Path, beat_track: BeatTracker, tempo_bpm: float | None) -> _Sound:
    heard = 0

    def blocks() -> Iterator[Block]:
        nonlocal heard
        for block in decode_audio(path, sample_rate=_SAMPLE_RATE, channels=1):
            heard += len(block)
            yield block

    tracked = beat_track(blocks(), sample_rate=_SAMPLE_RATE, tempo_bpm=tempo_bpm)
    return _Sound(
        tempo_bpm=tracked.tempo_bpm if tracked.beats else None,
        beats_ms=tuple(round(beat * 1000, 2) for beat in tracked.beats),
        confidence=tracked.confidence,
        end_ms=round(heard * 1000 / _SAMPLE_RATE, 1),
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
        )


def _problems(
    receipt: Receipt, expected: Expected | None, pictures: _Pictures, slack_ms: float
) -> Iterator[Problem]:
    if receipt.video_codec is None:
        yield Problem("no_picture")
    if pictures.watched.broken_packets:
        yield Problem("damaged", {"count": pictures.watched.broken_packets})
    yield from _sync_problems(receipt, expected)
    yield from _sound_problems(receipt, expected, slack_ms)
    if expected is not None:
        yield from _form_problems(receipt, expected)
        for start_ms, end_ms in pictures.black_ms:
            if end_ms - start_ms >= _BLACK_MS:
                yield Problem("black", {"start_at_ms": start_ms, "end_at_ms": end_ms})


def _sync_problems(receipt: Receipt, expected: Expected | None) -> Iterator[Problem]:
    cuts = receipt.edit_cuts
    shift_ms = common_shift_ms(cuts, receipt.beats_ms)
    if shift_ms is not None and abs(shift_ms) > receipt.tolerance_ms:
        code = "sound_late" if shift_ms > 0 else "sound_early"
        yield Problem(code, {"shift_ms": round(abs(shift_ms))})
    elif expected is not None and expected.beat_cut:
        off = [cut.time_ms for cut in cuts if not cut.on_beat]
        if cuts and not receipt.beats_ms:
            yield Problem("no_beat")
        elif off:
            yield Problem("cuts_off_beat", {"count": len(off), "times_ms": off})
    if expected is not None:
        yield from _moved(cuts_ms=[cut.time_ms for cut in cuts], receipt=receipt, expected=expected)


def _moved(*, cuts_ms: Sequence[float], receipt: Receipt, expected: Expected) -> Iterator[Problem]:
    """The edit's cuts that were seen, but more than a frame from where the edit has them."""
    moved = [
        time
        for time in cuts_ms
        if min((abs(time - cut) for cut in expected.cuts_ms), default=0.0) > receipt.tolerance_ms + 1
    ]
    if moved:
        yield Problem("cuts_moved", {"count": len(moved), "times_ms": moved})


def _sound_problems(receipt: Receipt, expected: Expected | None, slack_ms: float) -> Iterator[Problem]:
    if receipt.audio_codec is None:
        if expected is not None and expected.has_audio:
            yield Problem("no_sound")
        return
    if receipt.loudness_lufs is None:
        if expected is None or expected.has_audio:
            yield Problem("silent")
    elif expected is not None and expected.loudness_lufs is not None:
        if abs(receipt.loudness_lufs - expected.loudness_lufs) > _LOUDNESS_TOLERANCE:
            yield Problem("loudness", {"measured": receipt.loudness_lufs, "asked": expected.loudness_lufs})
        if (receipt.true_peak_dbtp or -120.0) > _HIGHEST_PEAK_DBTP:
            yield Problem("peak", {"measured": receipt.true_peak_dbtp})
    if receipt.video_codec is not None and receipt.audio_duration_ms is not None:
        gap_ms = receipt.duration_ms - receipt.audio_duration_ms
        if abs(gap_ms) > slack_ms:
            yield Problem(
                "sound_ends_early" if gap_ms > 0 else "sound_ends_late", {"gap_ms": round(abs(gap_ms))}
            )


def _form_problems(receipt: Receipt, expected: Expected) -> Iterator[Problem]:
    if abs(receipt.duration_ms - expected.duration_ms) > receipt.tolerance_ms:
        yield Problem(
            "duration", {"measured_at_ms": receipt.duration_ms, "asked_at_ms": float(expected.duration_ms)}
        )
    if receipt.video_codec is None:
        return
    if (receipt.width, receipt.height) != (expected.width, expected.height):
        yield Problem(
            "size",
            {
                "width": receipt.width,
                "height": receipt.height,
                "asked_width": expected.width,
                "asked_height": expected.height,
            },
        )
    if abs(receipt.frame_rate / expected.frame_rate - 1) > 0.005:
        yield Problem("frame_rate", {"measured": receipt.frame_rate, "asked": float(expected.frame_rate)})

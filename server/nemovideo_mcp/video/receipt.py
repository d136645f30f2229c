"""The receipt of a finished film: its pictures and its sound are decoded and measured, nothing is taken on trust."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, Protocol, cast

import numpy as np
from av.audio.stream import AudioStream
from numpy.typing import NDArray

from nemovideo_mcp.audio.faults import SoundFaults
from nemovideo_mcp.audio.loudness import Loudness, measure_loudness
from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.video.audio import decode_audio
from nemovideo_mcp.video.cuts import CutFinder, FoundCuts
from nemovideo_mcp.video.faults import PictureFaults
from nemovideo_mcp.video.fingerprint import SIGN_RATE, find_fingerprint, signs_of_file
from nemovideo_mcp.video.flashes import Flash, FlashFinder
from nemovideo_mcp.video.framings import FramingWatch
from nemovideo_mcp.video.opening import open_media
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.streams import film_stream
from nemovideo_mcp.video.transition_meter import FoundTransition, TransitionMeter
from nemovideo_mcp.video.watch_frames import Watched, small_picture, watch
from nemovideo_mcp.views.beat_check import check_beats
from nemovideo_mcp.views.fingerprint import SoundLag, agreeing
from nemovideo_mcp.views.receipt import Expected, Receipt
from nemovideo_mcp.views.receipt_plan import read_plan
from nemovideo_mcp.views.sync import compare, heard_beats, sound_shift_ms
from nemovideo_mcp.views.transition_report import PlannedTransition, TransitionReport
from nemovideo_mcp.views.verdict import Evidence, problems

__all__ = ["BeatTracker", "TrackedBeats", "measure"]

Block = NDArray[np.float32]

_SAMPLE_RATE, _FULL_RATE = 22_050, 48_000
_ROUNDING_MS = 0.5
# Without an edit to hold it against, sound that ends this much before or after the pictures is meant to.
_LOOSE_END_MS = 500.0
# Whoever encodes a film again pads its sound to whole frames, and may forget to say so.
_PADDED_END_MS = 50.0
_TOLD_EVERY_MS = 500.0


class TrackedBeats(Protocol):
    """What a beat tracker says: times in seconds, none where it is not sure."""

    @property
    def tempo_bpm(self) -> float: ...
    @property
    def beats(self) -> tuple[float, ...]: ...
    @property
    def confidence(self) -> float: ...
    @property
    def alternatives_bpm(self) -> tuple[float, ...]: ...


class BeatTracker(Protocol):
    """Tracks the beats of stereo blocks; `tempo_bpm` says at which metrical level to count."""

    def __call__(
        self, blocks: Iterable[Block], *, sample_rate: int, tempo_bpm: float | None = None
    ) -> TrackedBeats: ...


@dataclass
class _Pictures:
    watched: Watched = field(default_factory=Watched)
    found: FoundCuts = field(default_factory=lambda: FoundCuts(()))
    transitions: tuple[FoundTransition, ...] = ()
    faults: PictureFaults = field(default_factory=PictureFaults)
    moved_ms: int = 0
    flashes: tuple[Flash, ...] = ()
    jump_cuts_ms: tuple[float, ...] = ()


@dataclass(frozen=True)
class _Form:
    video_codec: str | None = None
    audio_codec: str | None = None
    sound_frame_ms: float = 0.0
    comment: str = ""


@dataclass(frozen=True)
class _Heard:
    """What the tracker hears without being told anything."""

    tempo_bpm: float | None = None
    beats_ms: tuple[float, ...] = ()
    confidence: float | None = None
    alternatives_bpm: tuple[float, ...] = ()
    end_ms: float | None = None


@dataclass
class _Sound:
    tempo_bpm: float | None = None
    beats_ms: tuple[float, ...] = ()
    beat_source: Literal["music", "tracker"] | None = None
    confidence: float | None = None
    end_ms: float | None = None
    lags: tuple[SoundLag, ...] = ()
    heard: _Heard = field(default_factory=_Heard)


def measure(
    path: Path,
    *,
    beat_track: BeatTracker,
    expected: Expected | None = None,
    on_progress: Callable[[float], None] | None = None,
) -> Receipt:
    """Decode `path` and say what is in it: cuts and their distance from the beats that sound, loudness, length, form.

    A cut's time is that of the new shot's first frame, on the clock of a player. Beats are those of the edit's music
    where it is found in the sound, moved to where it is heard; else the tracker's. Whatever they are, the tracker also
    listens without being told anything, and where it hears other beats, that is a problem. A cut is on the beat if it
    is within one frame of it. With `expected`, or else the plan that the file itself carries, the eye is keener where
    the edit has cuts, the tracker is told the tempo, and what is not as asked becomes a problem. Without either, the
    tracker may count at half the tempo: cuts halfway between beats are reported as that, not as hits. `on_progress`
    takes 0 to 1, of the pictures: the sound is quick. Memory does not grow with the pictures. Raises FileMissing,
    MediaUnreadable.
    """
    info = probe(path)
    form = _form(path, info)
    plan_damaged, loose_end_ms = False, form.sound_frame_ms + _ROUNDING_MS
    if expected is None:
        try:
            expected = read_plan(form.comment)
        except ValueError:
            plan_damaged = True
        loose_end_ms = _PADDED_END_MS if expected else _LOOSE_END_MS
    pictures = _pictures(path, info, expected, on_progress)
    sound = _sound(path, beat_track, expected) if info.has_audio else _Sound()
    faults = SoundFaults(sample_rate=_FULL_RATE)
    loudness = _loudness(path, faults) if info.has_audio else None
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
        silent_ms=faults.silent_ms() if info.has_audio else (),
        clipped_ms=faults.clipped_ms() if info.has_audio else (),
        flash_ms=tuple(
            (round(f.start_ms, 2), round(f.end_ms, 2)) for f in pictures.flashes if not f.is_light
        ),
        jump_cuts_ms=tuple(round(cut, 2) for cut in pictures.jump_cuts_ms),
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
        cancels_in_mono=faults.cancels_in_mono,
    )
    return replace(receipt, problems=tuple(problems(receipt, expected, evidence)))


def _pictures(
    path: Path, info: MediaInfo, expected: Expected | None, on_progress: Callable[[float], None] | None
) -> _Pictures:
    result = _Pictures()
    if info.kind != "video":
        return result
    finder = CutFinder(info.frame_rate or 25.0)
    meter = TransitionMeter((), 1000 / (info.frame_rate or 25.0))
    flashes, framings = FlashFinder(), FramingWatch()
    jumps_ms = None if expected is None else expected.jump_cuts_ms
    told_ms = 0.0
    for time_ms, frame in watch(path, result.watched):
        if expected is not None and result.watched.frames == 1:
            # Pictures that start late have all their cuts late, the ones that are hard to see too.
            result.moved_ms = round(time_ms)
            cuts_ms = [cut + result.moved_ms for cut in expected.cuts_ms]
            finder = CutFinder(info.frame_rate or 25.0, cuts_ms)
            planned = [_late(transition, result.moved_ms) for transition in expected.transitions]
            meter = TransitionMeter(planned, 1000 / (info.frame_rate or 25.0), cuts_ms)
        picture = small_picture(frame)
        finder.push(time_ms, picture)
        meter.push(time_ms, picture)
        result.faults.push(time_ms, picture)
        flashes.push(time_ms, picture)
        if jumps_ms is None:
            framings.push(time_ms, picture)
        if on_progress and time_ms - told_ms >= _TOLD_EVERY_MS:
            told_ms = time_ms
            on_progress(min(1.0, time_ms / max(1, info.duration_ms)))
    result.faults.finish(result.watched.end_ms)
    result.transitions = meter.finish()
    result.found = _without_transitions(finder.finish(), result.transitions)
    cuts = result.found.cuts
    found = flashes.finish(result.watched.end_ms, cuts_ms=[cut.time_ms for cut in cuts])
    result.flashes = tuple(flash for flash in found if not _is_within(flash.start_ms, result.transitions))
    if jumps_ms is None:
        result.jump_cuts_ms = framings.kept([cut.time_ms for cut in cuts])
    else:
        moved = {cut + result.moved_ms for cut in jumps_ms}
        result.jump_cuts_ms = tuple(cut.time_ms for cut in cuts if cut.planned_ms in moved)
    return result


def _late(planned: PlannedTransition, by_ms: int) -> PlannedTransition:
    return replace(
        planned,
        cut_ms=planned.cut_ms + by_ms,
        start_ms=planned.start_ms + by_ms,
        end_ms=planned.end_ms + by_ms,
    )


def _without_transitions(found: FoundCuts, transitions: Sequence[FoundTransition]) -> FoundCuts:
    """A whip or a wipe may look like a cut somewhere on its way, and is none."""
    cuts = tuple(
        cut for cut in found.cuts if cut.planned_ms is not None or not _is_within(cut.time_ms, transitions)
    )
    return replace(found, cuts=cuts)


def _is_within(time_ms: float, transitions: Sequence[FoundTransition]) -> bool:
    return any(t.planned.start_ms <= time_ms <= t.planned.end_ms for t in transitions)


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


def _loudness(path: Path, faults: SoundFaults) -> Loudness:
    """The loudness of the film's sound; `faults` looks at what passes."""
    blocks = decode_audio(path, sample_rate=_FULL_RATE, channels=2)
    return measure_loudness(faults.watch(blocks), sample_rate=_FULL_RATE)


def _sound(path: Path, beat_track: BeatTracker, expected: Expected | None) -> _Sound:
    """The beats, by the known music if it is there, else by the tracker."""
    heard = _tracked(path, beat_track, None)
    if expected is None or expected.sound is None:
        return _by_ear(path, beat_track, expected, heard)
    signs = signs_of_file(path)
    lags = agreeing(find_fingerprint(expected.sound, signs), of=len(expected.sound.windows))
    end_ms = round(len(signs) * 1000 / SIGN_RATE, 1)
    beats_ms = heard_beats(expected.beats_ms, lags, end_ms=end_ms) if lags and expected.sound.of_music else ()
    if len(beats_ms) < 2:
        return replace(_by_ear(path, beat_track, expected, heard), lags=lags)
    return _Sound(
        tempo_bpm=round(60_000 / float(np.median(np.diff(beats_ms))), 2),
        beats_ms=beats_ms,
        beat_source="music",
        confidence=round(float(np.median([lag.score for lag in lags])), 3),
        end_ms=end_ms,
        lags=lags,
        heard=heard,
    )


def _by_ear(path: Path, beat_track: BeatTracker, expected: Expected | None, heard: _Heard) -> _Sound:
    """The tracker's beats; counted as the edit counts them, where that is known."""
    tempo_bpm = expected.tempo_bpm if expected else None
    told = heard if tempo_bpm is None else _tracked(path, beat_track, tempo_bpm)
    return _Sound(
        tempo_bpm=told.tempo_bpm,
        beats_ms=told.beats_ms,
        beat_source="tracker" if told.beats_ms else None,
        confidence=told.confidence,
        end_ms=told.end_ms,
        heard=heard,
    )


def _tracked(path: Path, beat_track: BeatTracker, tempo_bpm: float | None) -> _Heard:
    samples = 0

    def blocks() -> Iterator[Block]:
        nonlocal samples
        for block in decode_audio(path, sample_rate=_SAMPLE_RATE, channels=2):
            samples += block.shape[1]
            yield block

    tracked = beat_track(blocks(), sample_rate=_SAMPLE_RATE, tempo_bpm=tempo_bpm)
    return _Heard(
        tempo_bpm=tracked.tempo_bpm if tracked.beats else None,
        beats_ms=tuple(round(beat * 1000, 2) for beat in tracked.beats),
        confidence=tracked.confidence,
        alternatives_bpm=tracked.alternatives_bpm,
        end_ms=round(samples * 1000 / _SAMPLE_RATE, 1),
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

"""What a timeline asks of its export: the figures and stretches that the receipt is held against."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from nemovideo_mcp.export.sound_plan import SoundPiece, SoundSpec
from nemovideo_mcp.timeline.frames import ms_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.jump_cuts import jump_cuts_ms
from nemovideo_mcp.timeline.levels import TARGET_LUFS
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import Timeline, VideoClip
from nemovideo_mcp.timeline.transitions import crossings_of
from nemovideo_mcp.video.plan import SourceFile, frame_count
from nemovideo_mcp.views.receipt import Expected
from nemovideo_mcp.views.transition_report import PlannedTransition

__all__ = ["expected_of"]

Stretch = tuple[int, int]

# A source that is as still, or as dark, as this is so in the film as well; so is what was not looked at.
_STILL_MOTION, _DARK_EXPOSURE = 0.02, 0.02
# From here on a look may make a picture black, or so soft that nothing is seen to move.
_DARKENED, _BLURRED = -0.5, 0.5
# Shorter ones explain nothing that a receipt speaks of, and the plan in the file is to stay small.
_LEAST_MS = 250
# Slower than this, a picture is shown for longer than a receipt calls frozen.
_SLOWEST_MOVING = 0.05
# A picture over so much of both sides of the frame leaves little of it.
_COVERING = 0.9


def expected_of(
    timeline: Timeline,
    *,
    has_audio: bool,
    sources: Mapping[str, SourceFile] | None = None,
    analyses: Mapping[str, Analysis] | None = None,
    sound: SoundSpec | None = None,
) -> Expected:
    """What the receipt of this timeline's export should say.

    `sources` and `analyses` (by media id) tell which pictures stand or are dark of themselves, `sound` where nothing
    was to be heard.
    """
    frames = frame_count(timeline)
    music = timeline.music
    clips = [(clip, *_of_source(clip, sources or {}, analyses or {})) for clip in timeline.video_clips]
    crossings = crossings_of(timeline)
    softened = {crossing.after.start_ms for crossing in crossings}
    cuts_ms = tuple(cut for cut in timeline.cuts_ms if cut not in softened)
    return Expected(
        cuts_ms=cuts_ms,
        duration_ms=ms_at(frames, frame_rate=timeline.frame_rate),
        width=timeline.width // 2 * 2,
        height=timeline.height // 2 * 2,
        frame_rate=float(timeline.frame_rate),
        has_audio=has_audio,
        beat_cut=timeline.is_beat_cut and music is not None,
        tempo_bpm=_steady_tempo_bpm(music.grid) if music and music.grid else None,
        loudness_lufs=TARGET_LUFS if has_audio and music else None,
        beats_ms=tuple(float(beat) for beat in music.grid.times_ms)
        if has_audio and music and music.grid
        else (),
        heard_beats=bool(music and music.grid and music.grid.confidence < 1),
        dark_ms=_merged(
            [
                *_gaps(timeline),
                *_fades(timeline),
                *((c.start_ms, c.end_ms) for c in crossings if c.kind == "dip_to_black"),
                *(s for clip in clips for s in _dark_in(*clip)),
                *((r.start_ms, r.end_ms) for r in timeline.look_ranges if r.look.brightness <= _DARKENED),
            ],
            timeline,
        ),
        still_ms=_merged(
            [
                *_gaps(timeline),
                *_covered(timeline, sources or {}),
                *((r.start_ms, r.end_ms) for r in timeline.look_ranges if r.look.blur >= _BLURRED),
                *(s for clip in clips for s in _still_in(*clip)),
            ],
            timeline,
        ),
        quiet_ms=_merged([*_fades(timeline), *_unheard(timeline, sound)], timeline),
        transitions=tuple(
            PlannedTransition(kind=c.kind, cut_ms=c.after.start_ms, start_ms=c.start_ms, end_ms=c.end_ms)
            for c in crossings
        ),
        jump_cuts_ms=jump_cuts_ms(
            timeline,
            cuts_ms=cuts_ms,
            shot_starts_ms={media: analysis.shot_starts_ms for media, analysis in (analyses or {}).items()},
        ),
    )


def _of_source(
    clip: VideoClip, sources: Mapping[str, SourceFile], analyses: Mapping[str, Analysis]
) -> tuple[SourceFile | None, Analysis | None]:
    return sources.get(clip.media_id), analyses.get(clip.media_id)


def _gaps(timeline: Timeline) -> Iterator[Stretch]:
    """Where no picture was planned."""
    shown_ms = 0
    for clip in sorted(timeline.video_clips, key=lambda clip: clip.start_ms):
        yield shown_ms, clip.start_ms
        shown_ms = max(shown_ms, clip.end_ms)
    yield shown_ms, timeline.duration_ms


def _covered(timeline: Timeline, sources: Mapping[str, SourceFile]) -> Iterator[Stretch]:
    """Where a picture that stands covers so much of the film that what moves is hardly seen."""
    for overlay in timeline.overlay_clips:
        source = sources.get(overlay.media_id or "")
        if source is None or source.info.kind != "image" or overlay.opacity < 1:
            continue
        shape = source.info.height / source.info.width if source.info.width else 0.0
        height = overlay.width * timeline.width * shape / timeline.height
        if min(overlay.width, height) >= _COVERING:
            yield overlay.start_ms, overlay.end_ms


def _fades(timeline: Timeline) -> Iterator[Stretch]:
    last_ms = timeline.duration_ms
    if timeline.fade_in:
        yield 0, min(last_ms, timeline.fade_in.duration_ms)
    if timeline.fade_out:
        yield max(0, last_ms - timeline.fade_out.duration_ms), last_ms


def _dark_in(clip: VideoClip, _: SourceFile | None, analysis: Analysis | None) -> Iterator[Stretch]:
    """Where the clip's source is dark of itself, or its look darkens it by much."""
    if clip.look.brightness <= _DARKENED:
        yield clip.start_ms, clip.end_ms
    elif analysis is not None:
        yield from _hops(clip, analysis, [exposure <= _DARK_EXPOSURE for exposure in analysis.exposure])


def _still_in(clip: VideoClip, source: SourceFile | None, analysis: Analysis | None) -> Iterator[Stretch]:
    """Where the clip was to stand: photos, held pictures, slow motion and blur that hardly move, still footage."""
    is_photo = source is not None and source.info.kind == "image"
    if clip.freeze or is_photo or clip.curve.slowest < _SLOWEST_MOVING or clip.look.blur >= _BLURRED:
        yield clip.start_ms, clip.end_ms
        return
    if source is not None and source.info.duration_ms and clip.source_end_ms > source.info.duration_ms:
        passed_ms = source.info.duration_ms - clip.source_start_ms
        shown_ms = max(0, round(clip.curve.time_ms(passed_ms)))
        yield clip.start_ms + shown_ms, clip.end_ms
    if analysis is not None:
        yield from _hops(clip, analysis, [motion <= _STILL_MOTION for motion in analysis.motion])


def _hops(clip: VideoClip, analysis: Analysis, chosen: Iterable[bool]) -> Iterator[Stretch]:
    """The stretches of the film in which the clip shows hops of its source that were chosen."""
    for hop, is_chosen in enumerate(chosen):
        if not is_chosen:
            continue
        edges = sorted(clip.offset_of((hop + n) * analysis.hop_ms) for n in (0, 1))
        first, last = (clip.start_ms + round(edge) for edge in edges)
        if last > clip.start_ms and first < clip.end_ms:
            yield max(first, clip.start_ms), min(last, clip.end_ms)


def _unheard(timeline: Timeline, sound: SoundSpec | None) -> Iterator[Stretch]:
    """Where no sound was planned, or only one that fades or is turned down to nothing."""
    if sound is None:
        return
    heard = sorted(s for piece in sound.pieces for s in _heard(piece, sound.sample_rate))
    reached = 0
    for first, last in heard:
        yield reached, first
        reached = max(reached, last)
    yield reached, timeline.duration_ms


def _heard(piece: SoundPiece, sample_rate: int) -> Iterator[Stretch]:
    """Where the piece can be heard, in ms of the film; while it fades it may be silent already."""

    def ms(samples: int) -> int:
        return round(Fraction((piece.start + samples) * 1000, sample_rate))

    start_ms, end_ms = ms(0) + piece.fade_in_ms, ms(piece.length) - piece.fade_out_ms
    reached = 0
    for first, last, volume in (*piece.volume_ranges, (piece.length, piece.length, 0.0)):
        for begins, ends, level in ((reached, first, piece.volume), (first, last, volume)):
            if level > 0 and min(ms(ends), end_ms) > max(ms(begins), start_ms):
                yield max(ms(begins), start_ms), min(ms(ends), end_ms)
        reached = max(reached, last)


def _merged(stretches: Iterable[Stretch], timeline: Timeline) -> tuple[Stretch, ...]:
    """The same time as stretches that are in order and apart, within the film; the shortest ones are left out."""
    last_ms = timeline.duration_ms
    joined: list[Stretch] = []
    for start_ms, end_ms in sorted((max(0, s), min(e, last_ms)) for s, e in stretches):
        if end_ms <= start_ms:
            continue
        if joined and start_ms <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end_ms))
        else:
            joined.append((start_ms, end_ms))
    return tuple((start, end) for start, end in joined if end - start >= _LEAST_MS)


def _steady_tempo_bpm(grid: BeatGrid) -> float | None:
    """The tempo where all beats are equally long, to a millisecond."""
    periods = [b - a for a, b in zip(grid.times_ms, grid.times_ms[1:], strict=False)]
    if not periods or max(periods) - min(periods) > 1:
        return None
    return float(60_000 * len(periods) / Fraction(grid.times_ms[-1] - grid.times_ms[0]))

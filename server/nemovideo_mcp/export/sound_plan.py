"""Plans a timeline's sound: which sources play, when and how loud, before any is decoded."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from fractions import Fraction
from functools import cached_property
from pathlib import Path

from nemovideo_mcp import __version__
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import AudioClip, MusicSpec, OverlayClip, Timeline, VideoClip
from nemovideo_mcp.timeline.speech import speech_in_film
from nemovideo_mcp.timeline.speed import SpeedCurve
from nemovideo_mcp.timeline.transitions import Crossing, crossings_of
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, frame_count

__all__ = ["CLIP", "MUSIC", "SoundCourse", "SoundPiece", "SoundSpec", "music_key", "plan_sound"]

CLIP, MUSIC = "clip", "bgm"
_MIX_VERSION = 3  # part of the names of mixes: raise it when the same plan comes to sound different


@dataclass(frozen=True, kw_only=True)
class SoundCourse:
    """How a clip runs through its source where that is no plain factor, or its pitch does not stay.

    The clip begins at `origin_ms` of its source, and the piece `offset` samples after the clip.
    """

    curve: SpeedCurve
    origin_ms: Fraction
    offset: int = 0
    keep_pitch: bool = True

    @property
    def content(self) -> list[object]:
        """What decides the sound, as values of JSON."""
        knots = [[str(time), str(speed)] for time, speed in self.curve.knots]
        return [str(self.origin_ms), self.offset, self.keep_pitch, *knots]


@dataclass(frozen=True, kw_only=True)
class SoundPiece:
    """`length` samples of a file or of composed music, from sample `start` of the film on.

    `role` is `CLIP` for a clip's own sound, else the audio clip's role (`MUSIC`, `voice` …). `streams` are the file's
    sound tracks that are heard. `reversed` sound is the same stretch of the file backwards. `volume_ranges` hold in
    place of `volume`: (first sample, end, volume), counted from `start`. `under_speech` is the gain that comes on top
    while somebody speaks. `loudness_lufs` is None where it is not known
    yet. `joins_before` and `joins_after` say that the same file plays right up to the piece, or on from it, as in a
    loop. A `course` goes before `source_start_ms` and `speed`.
    """

    role: str
    start: int
    length: int
    volume: float
    path: Path | None = None
    content_hash: str = ""
    streams: tuple[int, ...] = ()
    music: MusicSpec | None = None
    source_start_ms: int = 0
    speed: float = 1.0
    reversed: bool = False
    volume_ranges: tuple[tuple[int, int, float], ...] = ()
    loudness_lufs: float | None = None
    fade_in_ms: int = 0
    fade_out_ms: int = 0
    joins_before: bool = False
    joins_after: bool = False
    under_speech: float = 1.0
    course: SoundCourse | None = None

    @property
    def content(self) -> dict[str, object]:
        """What decides its sound, as values of JSON."""
        said = asdict(replace(self, path=None, course=None, music=None))
        del said["course"]
        said["music"] = self.music and _spec(self.music)
        return {**said, **({"course": self.course.content} if self.course else {})}

    @property
    def peak_volume(self) -> float:
        """The highest volume that it is ever heard at."""
        return max((self.volume, *(volume for _, _, volume in self.volume_ranges)))


@dataclass(frozen=True, kw_only=True)
class SoundSpec:
    """All that decides a film's sound; it can be pickled. `key` names the result by its content.

    `speech` are the stretches, as first sample and end, in which somebody speaks; none where no piece asks for them.
    """

    length: int
    pieces: tuple[SoundPiece, ...]
    sample_rate: int = 48_000
    bit_rate: int = 192_000
    speech: tuple[tuple[int, int], ...] = ()

    @cached_property
    def key(self) -> str:
        """A SHA-256 over what sounds, where and how loud, and over the versions of mixer and composer."""
        said = asdict(replace(self, pieces=()))
        pieces = [piece.content for piece in self.pieces]
        # A film whose music does not listen to speech keeps the name that it had.
        if not self.speech:
            del said["speech"]
            for piece in pieces:
                del piece["under_speech"]
        return _digest([_MIX_VERSION, __version__, {**said, "pieces": pieces}])


def music_key(music: MusicSpec, *, sample_rate: int) -> str:
    """The name of a composed piece by its content, and by the composer's version."""
    return _digest([__version__, sample_rate, _spec(music)])


def _spec(music: MusicSpec) -> dict[str, object]:
    """The piece as values of JSON; one of the first edition keeps the name that it had."""
    said = asdict(music)
    if music.edition == 1:
        del said["edition"]
    return said


def plan_sound(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    *,
    analyses: Mapping[str, Analysis],
    settings: EncoderSettings,
) -> SoundSpec | None:
    """What is to be heard, as long as the pictures to the sample; None where nothing is.

    Clips and overlays start and end with their frames, or with those of their transitions; music with its milliseconds.
    Clips that are muted, frozen, silent or without sound are left out; so are sounds whose file is not among `sources`.
    """
    rate = settings.sample_rate
    length = _samples_at_frame(frame_count(timeline), timeline.frame_rate, rate)
    crossings = crossings_of(timeline)
    ways_in = {id(crossing.after): crossing for crossing in crossings}
    ways_out = {id(crossing.before): crossing for crossing in crossings}
    planned = [
        *(
            _crossed(piece, ways_in.get(id(clip)), ways_out.get(id(clip)), rate)
            for clip in timeline.video_clips
            if (piece := _of_clip(clip, timeline, sources, analyses, rate)) is not None
        ),
        *(_of_audio(clip, sources, analyses, rate) for clip in timeline.audio_clips),
        *(_of_overlay(clip, timeline, sources, analyses, rate) for clip in timeline.overlay_clips),
    ]
    pieces = _joined([p for p in planned if p is not None and p.start < length and p.length > 0])
    if not pieces or length <= 0:
        return None
    asked = any(piece.under_speech < 1 for piece in pieces)
    return SoundSpec(
        length=length,
        pieces=pieces,
        sample_rate=rate,
        bit_rate=settings.audio_bitrate,
        speech=_speech(timeline, sources, analyses, rate) if asked else (),
    )


def _speech(
    timeline: Timeline, sources: Mapping[str, SourceFile], analyses: Mapping[str, Analysis], rate: int
) -> tuple[tuple[int, int], ...]:
    heard = {media_id: found for media_id, found in analyses.items() if media_id in sources}
    return tuple(
        (_samples_at(start, rate), _samples_at(end, rate)) for start, end in speech_in_film(timeline, heard)
    )


def _joined(pieces: Sequence[SoundPiece]) -> tuple[SoundPiece, ...]:
    """The same pieces; those of one song that follow each other without a gap know it."""

    def meets(first: SoundPiece, second: SoundPiece) -> bool:
        same = first.role == second.role == MUSIC and first.path is not None and first.path == second.path
        return same and first.start + first.length == second.start

    return tuple(
        replace(
            piece,
            joins_before=any(meets(other, piece) for other in pieces),
            joins_after=any(meets(piece, other) for other in pieces),
        )
        for piece in pieces
    )


def _of_clip(
    clip: VideoClip,
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    analyses: Mapping[str, Analysis],
    rate: int,
) -> SoundPiece | None:
    source, analysis = sources.get(clip.media_id), analyses.get(clip.media_id)
    if source is None or source.info.kind != "video" or not source.info.has_audio:
        return None
    if clip.volume <= 0 or clip.freeze:
        return None
    if analysis is not None and analysis.loudness_lufs is None:
        return None
    first, end = (
        _samples_at_frame(frame_at(ms, frame_rate=timeline.frame_rate), timeline.frame_rate, rate)
        for ms in (clip.start_ms, clip.end_ms)
    )
    return SoundPiece(
        role=CLIP,
        start=first,
        length=end - first,
        volume=clip.volume,
        path=source.path,
        content_hash=source.content_hash,
        streams=source.info.heard_streams,
        source_start_ms=clip.source_start_ms,
        speed=clip.speed if clip.speed > 0 else 1.0,
        reversed=clip.reversed,
        loudness_lufs=analysis.loudness_lufs if analysis else None,
        fade_in_ms=clip.fade_in_ms,
        fade_out_ms=clip.fade_out_ms,
        course=_course_of(clip),
    )


def _course_of(clip: VideoClip) -> SoundCourse | None:
    is_plain = clip.curve.is_constant and (clip.keep_pitch or clip.curve.slowest == 1)
    return (
        None
        if is_plain
        else SoundCourse(curve=clip.curve, origin_ms=clip.source_at(0), keep_pitch=clip.keep_pitch)
    )


def _crossed(piece: SoundPiece, way_in: Crossing | None, way_out: Crossing | None, rate: int) -> SoundPiece:
    """The sound of a clip that is heard over the whole of its transitions too, coming and going with the pictures."""
    early = late = 0
    fade_in_ms, fade_out_ms = piece.fade_in_ms, piece.fade_out_ms
    if way_in is not None:
        early = piece.start - _samples_at_frame(way_in.first_frame, way_in.frame_rate, rate)
        fade_in_ms = max(fade_in_ms, way_in.duration_ms)
    if way_out is not None:
        end_frame = way_out.cut_frame + way_out.tail
        late = _samples_at_frame(end_frame, way_out.frame_rate, rate) - piece.start - piece.length
        fade_out_ms = max(fade_out_ms, way_out.duration_ms)
    if not (early or late):
        return piece
    # Backwards, what comes earlier in the film lies later in the file.
    sooner = Fraction((late if piece.reversed else early) * 1000, rate) * Fraction(str(piece.speed))
    return replace(
        piece,
        start=piece.start - early,
        length=piece.length + early + late,
        source_start_ms=piece.source_start_ms - round(sooner),
        course=piece.course and replace(piece.course, offset=piece.course.offset - early),
        fade_in_ms=fade_in_ms,
        fade_out_ms=fade_out_ms,
    )


def _of_overlay(
    overlay: OverlayClip,
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    analyses: Mapping[str, Analysis],
    rate: int,
) -> SoundPiece | None:
    """The sound of a film over the film, as that of a clip; it is silent unless it was given a volume."""
    if not overlay.media_id or overlay.volume <= 0:
        return None
    clip = VideoClip(
        clip_id=overlay.clip_id,
        name=overlay.name,
        media_id=overlay.media_id,
        start_ms=overlay.start_ms,
        duration_ms=overlay.duration_ms,
        source_start_ms=overlay.source_start_ms,
        volume=overlay.volume,
    )
    return _of_clip(clip, timeline, sources, analyses, rate)


def _of_audio(
    clip: AudioClip, sources: Mapping[str, SourceFile], analyses: Mapping[str, Analysis], rate: int
) -> SoundPiece | None:
    source = sources.get(clip.media_id or "")
    if clip.music is None and (source is None or not source.info.has_audio):
        return None
    analysis = analyses.get(clip.media_id or "")
    first, end = (_samples_at(ms, rate) for ms in (clip.start_ms, clip.end_ms))
    piece = SoundPiece(
        role=clip.role,
        start=first,
        length=end - first,
        volume=clip.volume,
        path=source.path if source and clip.music is None else None,
        content_hash=source.content_hash if source and clip.music is None else "",
        streams=source.info.heard_streams if source and clip.music is None else (),
        music=clip.music,
        source_start_ms=clip.source_start_ms,
        volume_ranges=tuple(
            (max(_samples_at(r.start_ms, rate), first) - first, _samples_at(r.end_ms, rate) - first, r.volume)
            for r in clip.volume_ranges
            if r.end_ms > clip.start_ms and r.start_ms < clip.end_ms
        ),
        loudness_lufs=analysis.loudness_lufs if analysis and clip.music is None else None,
        fade_in_ms=clip.fade_in_ms,
        fade_out_ms=clip.fade_out_ms,
        under_speech=clip.under_speech,
    )
    return piece if piece.peak_volume > 0 else None


def _samples_at(time_ms: int, sample_rate: int) -> int:
    return round(Fraction(time_ms * sample_rate, 1000))


def _samples_at_frame(frame: int, frame_rate: Fraction, sample_rate: int) -> int:
    return round(Fraction(frame * sample_rate, frame_rate))


def _digest(content: object) -> str:
    return hashlib.sha256(json.dumps(content, separators=(",", ":")).encode()).hexdigest()

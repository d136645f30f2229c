"""The sequence of a timeline: which frames show which file, how large and how loud, by the export's own rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import log10

from nemovideo_mcp.interchange.sequence import Footage, Located, Mark, Picture, Sequence, Shot, Sound, Title
from nemovideo_mcp.timeline.frame_rates import USUAL_RATES, exact_rate
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.levels import levelling_db
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.model import AudioClip, OverlayClip, Timeline, TrackKind, VideoClip
from nemovideo_mcp.timeline.transitions import crossings_of
from nemovideo_mcp.video.clip_framing import canvas_of, clip_framing
from nemovideo_mcp.video.geometry import Box, Framing, placed
from nemovideo_mcp.video.overlay_plan import overlay_pieces
from nemovideo_mcp.video.shot_pieces import frame_count
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.text_plan import text_pieces
from nemovideo_mcp.video.titles import text_box

__all__ = ["sequence_of"]

# No source is amplified by more than this to reach the common loudness, as in the export.


def sequence_of(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    *,
    analyses: Mapping[str, Analysis],
    located: Mapping[str, Located],
) -> Sequence:
    """The film for other editors.

    Args:
        timeline: The edit.
        sources: The project's files, by media id.
        analyses: What is known of them, by media id: their loudness decides the gains.
        located: Where each file will be for the other editor, by media id; composed music by its clip's id. A file
            that is not there is named by its media id.

    Raises:
        RenderFailed: A clip has no source, or one without pictures.
    """
    maker = _Maker(timeline, sources, analyses, located)
    main = timeline.main_track
    layers = [
        tuple(maker.shots(track.clips))
        for track in timeline.tracks
        if track.kind == TrackKind.VIDEO and track is not main
    ]
    return Sequence(
        title=timeline.title,
        width=canvas_of(timeline)[0],
        height=canvas_of(timeline)[1],
        frame_rate=timeline.frame_rate,
        frames=frame_count(timeline),
        shots=tuple(maker.shots(main.clips if main else ())),
        over=tuple(layer for layer in layers if layer),
        sounds=tuple(maker.sounds()),
        titles=tuple(_titles(timeline)),
        captions=timeline.captions,
        marks=tuple(_marks(timeline)),
        timeline=timeline,
    )


class _Maker:
    """Makes shots and sounds of clips."""

    def __init__(
        self,
        timeline: Timeline,
        sources: Mapping[str, SourceFile],
        analyses: Mapping[str, Analysis],
        located: Mapping[str, Located],
    ) -> None:
        self._timeline = timeline
        self._rate = timeline.frame_rate
        self._sources = sources
        self._analyses = analyses
        self._located = located
        self._crossings = {id(crossing.after): crossing for crossing in crossings_of(timeline)}
        drawn = overlay_pieces(timeline, sources, canvas=canvas_of(timeline))
        seen = [c for c in timeline.overlay_clips if c.effect is not None or (c.media_id and c.opacity > 0)]
        seen = [c for c in seen if self._frame(c.end_ms) > self._frame(c.start_ms)]
        self._boxes = {id(clip): piece.box for clip, piece in zip(seen, drawn, strict=True)}

    def shots(self, clips: tuple[object, ...]) -> Iterator[Shot]:
        for clip in clips:
            if isinstance(clip, VideoClip) and self._frame(clip.end_ms) > self._frame(clip.start_ms):
                yield self._shot(clip)
            elif isinstance(clip, OverlayClip) and clip.media_id and id(clip) in self._boxes:
                yield self._overlay(clip, self._boxes[id(clip)])

    def sounds(self) -> Iterator[Sound]:
        for clip in self._timeline.audio_clips:
            first, end = self._frame(clip.start_ms), self._frame(clip.end_ms)
            if end <= first or not (clip.media_id or clip.music):
                continue
            loudness = None if clip.music else self._loudness(clip.media_id)
            yield Sound(
                clip=clip,
                footage=self._song(clip),
                first_frame=first,
                frames=end - first,
                source_s=Fraction(clip.source_start_ms, 1000),
                gain_db=_gain_db(clip.volume, loudness),
                ranges=tuple(
                    (
                        max(first, self._frame(r.start_ms)),
                        min(end, self._frame(r.end_ms)),
                        _gain_db(r.volume, loudness),
                    )
                    for r in clip.volume_ranges
                    if r.start_ms < clip.end_ms and r.end_ms > clip.start_ms
                ),
            )

    def _shot(self, clip: VideoClip) -> Shot:
        footage = self._footage(clip.media_id)
        first, end = self._frame(clip.start_ms), self._frame(clip.end_ms)
        source = self._sources.get(clip.media_id)
        picture = Picture(scale=1.0, shift=(0.0, 0.0))
        if source is not None:
            framing, _ = clip_framing(
                clip, source, self._timeline, first_ms=clip.source_start_ms, last_ms=clip.source_end_ms
            )
            size = (source.info.width, source.info.height)
            picture = _standing(framing, size, canvas_of(self._timeline))
        is_heard = clip.volume > 0 and not clip.freeze and footage.info.has_audio
        return Shot(
            clip=clip,
            footage=footage,
            first_frame=first,
            frames=end - first,
            source_s=Fraction(clip.source_start_ms, 1000),
            source_end_s=Fraction(clip.source_start_ms, 1000) + clip.footage_ms() / 1000,
            picture=picture,
            gain_db=_gain_db(clip.volume, self._loudness(clip.media_id)) if is_heard else None,
            crossing=self._crossings.get(id(clip)),
        )

    def _overlay(self, clip: OverlayClip, box: Box) -> Shot:
        footage = self._footage(clip.media_id or "")
        first, end = self._frame(clip.start_ms), self._frame(clip.end_ms)
        canvas = canvas_of(self._timeline)
        is_heard = clip.volume > 0 and footage.info.has_audio
        start_s = Fraction(clip.source_start_ms, 1000)
        return Shot(
            clip=clip,
            footage=footage,
            first_frame=first,
            frames=end - first,
            source_s=start_s,
            source_end_s=start_s + (end - first) / self._rate,
            picture=Picture(
                scale=box.width / (footage.info.width or box.width),
                shift=(box.left + (box.width - canvas[0]) / 2, box.top + (box.height - canvas[1]) / 2),
                opacity=clip.opacity,
            ),
            gain_db=_gain_db(clip.volume, self._loudness(clip.media_id)) if is_heard else None,
        )

    def _footage(self, media_id: str) -> Footage:
        source = self._sources.get(media_id)
        where = self._located.get(media_id, Located(name=media_id, location=media_id))
        info = source.info if source else MediaInfo(kind="video", duration_ms=0)
        return Footage(
            media_id=media_id,
            name=where.name,
            location=where.location,
            info=info,
            frame_rate=_rate_of(info) or self._rate,
        )

    def _song(self, clip: AudioClip) -> Footage:
        if clip.music is None:
            return self._footage(clip.media_id or "")
        where = self._located.get(clip.clip_id, Located(name=f"{clip.clip_id}.wav", location=clip.clip_id))
        info = MediaInfo(kind="audio", duration_ms=clip.music.duration_ms, has_audio=True)
        return Footage(
            media_id=clip.clip_id,
            name=where.name,
            location=where.location,
            info=info,
            frame_rate=self._rate,
        )

    def _loudness(self, media_id: str | None) -> float | None:
        analysis = self._analyses.get(media_id or "")
        return analysis.loudness_lufs if analysis else None

    def _frame(self, time_ms: int) -> int:
        return frame_at(time_ms, frame_rate=self._rate)


def _standing(framing: Framing, size: tuple[int, int], canvas: tuple[int, int]) -> Picture:
    """Where the whole source stands so that the canvas shows of it what the export does."""
    shown = size if framing.rotation % 180 == 0 else (size[1], size[0])
    if not all(shown):
        return Picture(scale=1.0, shift=(0.0, 0.0))
    seen = placed(framing, size=shown, canvas=canvas)
    width = shown[0] * (seen.right - seen.left)
    scale = seen.target.width / width if width else 1.0
    middle = (seen.left + seen.right) / 2, (seen.top + seen.bottom) / 2
    target = (
        seen.target.left + seen.target.width / 2 - canvas[0] / 2,
        seen.target.top + seen.target.height / 2 - canvas[1] / 2,
    )
    return Picture(
        scale=scale,
        shift=(
            target[0] + (0.5 - middle[0]) * shown[0] * scale,
            target[1] + (0.5 - middle[1]) * shown[1] * scale,
        ),
        rotation=framing.rotation % 360,
        flip=framing.flip,
    )


def _gain_db(volume: float, loudness_lufs: float | None) -> float | None:
    """The gain that makes a sound as loud as in the export's mix; None is silence."""
    if volume <= 0:
        return None
    return round(20 * log10(volume) + levelling_db(loudness_lufs), 2)


def _rate_of(info: MediaInfo) -> Fraction | None:
    """The usual rate within a thousandth of the average, 30000/1001 for 29.97; else the average itself."""
    average = info.frame_rate
    if average <= 0:
        return None
    near = min(USUAL_RATES, key=lambda rate: abs(float(rate) - average))
    return near if abs(float(near) - average) < average / 1000 else exact_rate(average)


def _titles(timeline: Timeline) -> Iterator[Title]:
    canvas = canvas_of(timeline)
    pieces = {(piece.look.text, piece.first_frame): piece for piece in text_pieces(timeline, canvas=canvas)}
    for clip in timeline.text_clips:
        first, end = (frame_at(ms, frame_rate=timeline.frame_rate) for ms in (clip.start_ms, clip.end_ms))
        if end <= first or not clip.text.strip():
            continue
        piece = pieces.get((clip.text, first))
        box = text_box(piece.look, width=canvas[0], height=canvas[1]) if piece else None
        if piece is not None and box is not None:
            box = replace(box, top=box.top + piece.shift, bottom=box.bottom + piece.shift)
        yield Title(clip=clip, first_frame=first, frames=end - first, box=box)


def _marks(timeline: Timeline) -> Iterator[Mark]:
    """Cuts with their musical place, the music's beats, and the film's own markers."""
    rate, last = timeline.frame_rate, frame_count(timeline)
    music = timeline.music
    grid = music.grid if music else None
    for number, time_ms in enumerate(timeline.cuts_ms, 1):
        yield Mark(name=f"cut {number}", frame=frame_at(time_ms, frame_rate=rate), kind="cut")
    if music is not None and grid is not None:
        for index, time_ms in enumerate(grid.times_ms):
            frame = frame_at(time_ms, frame_rate=rate)
            if max(0, music.start_ms) <= time_ms < music.end_ms and 0 <= frame < last:
                yield _beat(grid, index, frame)
    for marker in timeline.markers:
        yield Mark(name=marker.name, frame=frame_at(marker.time_ms, frame_rate=rate), kind="marker")


def _beat(grid: BeatGrid, index: int, frame: int) -> Mark:
    place = grid.anchor_of(index)
    if place.beat == 1:
        return Mark(name=f"bar {place.bar}", frame=frame, kind="bar")
    return Mark(name=f"bar {place.bar} beat {place.beat}", frame=frame, kind="beat")

"""Which overlays are seen when, and where on the canvas they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from nemovideo_mcp.errors import RenderFailed
from nemovideo_mcp.timeline.frames import frame_at
from nemovideo_mcp.timeline.model import OverlayClip, Timeline
from nemovideo_mcp.video.beat_effects import BeatPiece
from nemovideo_mcp.video.geometry import Box
from nemovideo_mcp.video.pieces import Piece
from nemovideo_mcp.video.region_paths import FollowedShot, followed_shots
from nemovideo_mcp.video.source_file import SourceFile
from nemovideo_mcp.video.spans import FrameSpan, counted_from

__all__ = ["OverlayPiece", "overlay_pieces"]

# Between a picture and the frame's edge, as a share of the frame's shorter side.
_MARGIN = 0.04
# Over and under a picture in a tall frame, as shares of its height: there, phones lay their own buttons.
_TALL_TOP, _TALL_BOTTOM = 0.1, 0.2
_LEAST_SIDE = 2


@dataclass(frozen=True, kw_only=True)
class OverlayPiece(FrameSpan):
    """`frames` frames of an overlay from `first_frame` of the chunk on, in `box` on the canvas.

    Frame n shows the source at `source_start_ms + n · step_ms`; a region has no source but an `effect`. `radius` and
    `border` are pixels. A region that follows what it hides has the `shots` that it lies over.
    """

    box: Box
    name: str = ""
    source: SourceFile | None = None
    source_start_ms: Fraction = Fraction(0)
    step_ms: Fraction = Fraction(0)
    effect: str | None = None
    follow: bool = False
    shots: tuple[FollowedShot, ...] = ()
    opacity: float = 1.0
    radius: int = 0
    border: int = 0
    border_color: str = "#ffffff"

    @property
    def content(self) -> list[object]:
        """What decides the overlay's pixels, as values of JSON."""
        box = [self.box.left, self.box.top, self.box.width, self.box.height]
        place: list[object] = [self.first_frame, self.frames, *box, self.effect]
        if self.shots:
            place.append(["follow", *([shot.first_frame, shot.frames, *shot.content] for shot in self.shots)])
        if self.source is None:
            return place
        times = [str(self.source_start_ms), str(self.step_ms)] if self.source.info.kind == "video" else []
        look = [self.opacity, self.radius, self.border, self.border_color if self.border else ""]
        return [*place, self.source.content_hash, *times, *look]

    def within(self, first_frame: int, end_frame: int) -> OverlayPiece | None:
        """The part of it in these frames, with frames counted from the first of them; None where there is none."""
        if not self.meets(first_frame, end_frame):
            return None
        first, end = max(self.first_frame, first_frame), min(self.end_frame, end_frame)
        return replace(
            self,
            first_frame=first - first_frame,
            frames=end - first,
            source_start_ms=self.source_start_ms + (first - self.first_frame) * self.step_ms,
            shots=counted_from(self.shots, first_frame, end_frame),
        )

    def over(self, shots: Sequence[Piece], beats: Sequence[BeatPiece]) -> OverlayPiece:
        """The same over these pictures of the film, of which it needs to know where it follows them."""
        return replace(self, shots=followed_shots(self, self.box, shots, beats)) if self.follow else self


def overlay_pieces(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, canvas: tuple[int, int]
) -> list[OverlayPiece]:
    """The overlays of the film from the lowest to the topmost, with frames counted from its start.

    Raises RenderFailed where one has no source, or one without pictures.
    """
    pieces: list[OverlayPiece] = []
    for clip in timeline.overlay_clips:
        first, end = (frame_at(ms, frame_rate=timeline.frame_rate) for ms in (clip.start_ms, clip.end_ms))
        if end <= first or (clip.media_id is None and clip.effect is None):
            continue
        if clip.effect is not None:
            box = _region_box(clip, canvas)
            pieces.append(
                OverlayPiece(
                    first_frame=first,
                    frames=end - first,
                    box=box,
                    name=clip.name,
                    effect=clip.effect,
                    follow=clip.follow,
                )
            )
        elif clip.opacity > 0:
            pieces.append(_picture(clip, sources, (first, end), timeline.frame_rate, canvas))
    return pieces


def _picture(
    clip: OverlayClip,
    sources: Mapping[str, SourceFile],
    span: tuple[int, int],
    frame_rate: Fraction,
    canvas: tuple[int, int],
) -> OverlayPiece:
    source = sources.get(clip.media_id or "")
    if source is None or source.info.kind not in ("video", "image"):
        raise RenderFailed(
            detail={
                "en": f"there is no picture for the overlay {clip.name or clip.clip_id}",
                "zh": f"叠加画面 {clip.name or clip.clip_id} 没有可用的画面",
            }
        )
    box = _picture_box(clip, (source.info.width, source.info.height), canvas)
    is_film = source.info.kind == "video"
    side = min(box.width, box.height)
    return OverlayPiece(
        first_frame=span[0],
        frames=span[1] - span[0],
        box=box,
        name=clip.name,
        source=source,
        source_start_ms=Fraction(clip.source_start_ms if is_film else 0),
        step_ms=Fraction(1000) / frame_rate if is_film else Fraction(0),
        opacity=clip.opacity,
        radius=round(min(clip.rounded, 0.5) * side),
        border=min(round(clip.border * min(canvas)), side // 2),
        border_color=clip.border_color,
    )


def _picture_box(clip: OverlayClip, size: tuple[int, int], canvas: tuple[int, int]) -> Box:
    """Where a picture of `size` stands: in its own shape, inside the canvas, and apart from its edges."""
    shape = size[1] / size[0] if all(size) else 1.0
    width = min(clip.width * canvas[0], canvas[0], canvas[1] / shape)
    box = _even(width, canvas[0]), _even(width * shape, canvas[1])
    margin = _MARGIN * min(canvas)
    is_tall = canvas[1] > canvas[0]
    top, bottom = (_TALL_TOP * canvas[1], _TALL_BOTTOM * canvas[1]) if is_tall else (margin, margin)
    return _placed(clip, box, canvas, margins=(margin, top, margin, bottom))


def _region_box(clip: OverlayClip, canvas: tuple[int, int]) -> Box:
    """Where a region stands: it reaches to the edges."""
    box = _even(clip.width * canvas[0], canvas[0]), _even(clip.height * canvas[1], canvas[1])
    return _placed(clip, box, canvas, margins=(0, 0, 0, 0))


def _placed(
    clip: OverlayClip,
    box: tuple[int, int],
    canvas: tuple[int, int],
    *,
    margins: tuple[float, float, float, float],
) -> Box:
    """A box at the clip's place, `margins` (left, top, right, bottom) from the edges as far as there is room."""
    room = canvas[0] - box[0], canvas[1] - box[1]
    if clip.position is not None:
        left, top = (clip.position[n] * canvas[n] - box[n] / 2 for n in (0, 1))
    else:
        left = _along(clip.place, ("left", "right"), room[0], margins[0], margins[2])
        top = _along(clip.place, ("top", "bottom"), room[1], margins[1], margins[3])
    return Box(
        left=min(max(0, round(left / 2) * 2), room[0]),
        top=min(max(0, round(top / 2) * 2), room[1]),
        width=box[0],
        height=box[1],
    )


def _along(place: str, sides: tuple[str, str], room: int, before: float, behind: float) -> float:
    parts = place.split("-")
    if sides[0] in parts:
        return min(before, room / 2)
    if sides[1] in parts:
        return max(room - behind, room / 2)
    return room / 2


def _even(value: float, most: int) -> int:
    return min(max(_LEAST_SIDE, round(value / 2) * 2), most)

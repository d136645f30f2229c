"""Regions of the film that are made unreadable."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.operations.base import Operation, ref_words, span_words
from nemovideo_mcp.edit.operations.overlay_words import EFFECTS, Effect, place_words
from nemovideo_mcp.edit.overlay_places import overlay_span
from nemovideo_mcp.edit.references import clips_for
from nemovideo_mcp.edit.values import ClipRefs, Length, Place, Position, Time
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.model import OverlayClip

__all__ = ["BlurRegion"]


class BlurRegion(Operation):
    """Blur or pixelate a rectangle over the film, a part of it, or clips.

    With `follow` it begins at its place in every shot and then goes with what it hides; where that cannot be found, it
    stands still.
    """

    family: ClassVar[str] = "overlay"
    op: Literal["blur_region"] = "blur_region"
    effect: Effect = "blur"
    place: Place = "center"
    position: Annotated[Position | None, Field(description="its middle, in place of `place`")] = None
    width: Annotated[float, Field(gt=0, le=1)] = 0.3
    height: Annotated[float, Field(gt=0, le=1)] = 0.3
    clips: Annotated[ClipRefs | None, Field(description="in place of start and end")] = None
    start: Time | None = None
    end: Time | None = None
    length: Length | None = None
    follow: bool = False

    def check(self) -> None:
        if self.clips is not None and not (self.start is self.end is self.length is None):
            raise refuse("give either clips or a time, not both.", "请只指定片段或时间之一。")

    def apply(self, work: Workspace) -> Done:
        work.must_have_film(Words("lay anything over", "叠加画面"))
        if self.clips is None:
            spans = [overlay_span(work, start=self.start, end=self.end, length=self.length)]
        else:
            spans = _runs([(c.start_ms, c.duration_ms) for c in clips_for(work, self.clips)])
        ids: list[str] = []
        for start, length in spans:
            region = OverlayClip(
                clip_id=work.new_id("o"),
                name=self.effect,
                start_ms=start,
                duration_ms=length,
                effect=self.effect,
                follow=self.follow,
                place=self.place,
                position=self.position.point if self.position else None,
                width=self.width,
                height=self.height,
            )
            work.add_overlay(region)
            ids.append(region.clip_id)
        said, where = EFFECTS[self.effect], place_words(self.place, self.position)
        when = ", ".join(f"{seconds(s)}–{seconds(s + d)}" for s, d in spans[:4])
        listed = ", ".join(ids)
        follows = _FOLLOWS if self.follow else _NO_WORDS
        return Done(
            op=self.op,
            words=Words(
                f"{said.en} region ({listed}){where.en}, {when} s{follows.en}",
                f"已加{said.zh}区域（{listed}）{where.zh}，{when} 秒{follows.zh}",
            ),
            ids=tuple(ids),
            notes=(_HELD,) if self.follow else (),
        )

    def sentence(self) -> Words:
        said, where = EFFECTS[self.effect], place_words(self.place, self.position)
        size = f"{self.width * 100:g}% × {self.height * 100:g}%"
        when = span_words(start=self.start, end=self.end, length=self.length)
        over = ref_words(self.clips) if self.clips is not None else Words("the film", "影片")
        follows = _FOLLOWS if self.follow else _NO_WORDS
        return Words(
            f"Show a {said.en} region of {size} over {over.en}{when.en}{where.en}{follows.en}.",
            f"在{over.zh}上加{said.zh}区域，大小 {size}{when.zh}{where.zh}{follows.zh}。",
        )


_FOLLOWS = Words(", following what it hides", "，跟随所遮挡的内容")
_NO_WORDS = Words("", "")
_HELD = Words(
    "in each shot it begins at its place, and it stands still where what it hides cannot be found",
    "每个镜头都从指定位置开始跟随；找不到目标时停在原处",
)


def _runs(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Start and length of the stretches that `spans`, in order, cover together."""
    runs: list[tuple[int, int]] = []
    for start, length in spans:
        if runs and start <= sum(runs[-1]):
            runs[-1] = (runs[-1][0], max(sum(runs[-1]), start + length) - runs[-1][0])
        else:
            runs.append((start, length))
    return runs

"""How a clip's picture stands in the frame."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.operations.base import Operation, factor_words, ref_words
from nemovideo_mcp.edit.references import clips_for
from nemovideo_mcp.edit.subject_notes import subject_notes
from nemovideo_mcp.edit.values import ClipRefs, Position
from nemovideo_mcp.edit.wording import Words, clip_names
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.model import Fit, VideoClip

__all__ = ["SetFraming"]

_WORDS: dict[str, Words] = {
    "cover": Words("filling the frame", "填满画面"),
    "contain": Words("shown whole, with bars", "完整显示，留黑边"),
    "blur": Words("shown whole on a blurred background", "完整显示，背景模糊"),
    "horizontal": Words("mirrored", "左右镜像"),
    "vertical": Words("flipped upside down", "上下翻转"),
    "both": Words("mirrored and flipped", "左右上下翻转"),
    "unflipped": Words("not mirrored", "取消镜像"),
    "push-in": Words("slowly moving in", "缓慢推近"),
    "pull-out": Words("slowly moving out", "缓慢拉远"),
    "pan-left": Words("slowly moving left", "缓慢左移"),
    "pan-right": Words("slowly moving right", "缓慢右移"),
    "none": Words("standing still", "静止不动"),
    "followed": Words("the crop follows the subject", "裁切跟随主体"),
    "unfollowed": Words("the crop does not follow the subject", "裁切不跟随主体"),
    "bars": Words("the black bars of the source kept", "保留素材自带的黑边"),
    "no bars": Words("the black bars of the source cropped away", "裁掉素材自带的黑边"),
}


class SetFraming(Operation):
    """Set how pictures fill the frame: fit, zoom, point of interest, rotation, mirroring, a slow move."""

    family: ClassVar[str] = "framing"
    op: Literal["set_framing"] = "set_framing"
    clips: ClipRefs
    fit: Literal["cover", "contain", "blur"] | None = None
    zoom: Annotated[float | None, Field(ge=0.2, le=8, description="1 as the fit says, 1.5 closer")] = None
    zoom_by: Annotated[float | None, Field(gt=0, le=8, description="factor")] = None
    position: Annotated[Position | None, Field(description="point of the picture to centre on")] = None
    follow: Annotated[bool | None, Field(description="crop follows the subject")] = None
    crop_bars: Annotated[bool | None, Field(description="bars in the source")] = None
    rotate: Annotated[Literal[0, 90, 180, 270] | None, Field(description="clockwise")] = None
    rotate_by: Annotated[Literal[90, 180, 270] | None, Field(description="clockwise")] = None
    flip: Literal["horizontal", "vertical", "both", "none"] | None = None
    motion: Literal["push-in", "pull-out", "pan-left", "pan-right", "none"] | None = None

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "clips"}, exclude_none=True):
            raise refuse("say what is to change about the picture.", "请说明画面要怎么改。")
        if self.follow and (self.position is not None or self.fit in ("contain", "blur")):
            raise refuse(
                "a crop follows the subject, or it has a place; a picture that is shown whole has none.",
                "裁切要么跟随主体，要么固定位置；完整显示的画面没有裁切。",
                nearest={"op": self.op, "clips": list(self.clips), "follow": True},
            )

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        changed = False
        all_changes: dict[str, dict[str, Any]] = {}
        for clip in chosen:
            changes: dict[str, Any] = {}
            if self.fit is not None:
                changes["fit"] = Fit(self.fit)
            if self.zoom is not None or self.zoom_by is not None:
                zoom = (self.zoom if self.zoom is not None else clip.zoom) * (self.zoom_by or 1.0)
                changes["zoom"] = round(min(max(zoom, 0.2), 8.0), 4)
            if self.position is not None:
                changes["position"] = self.position.point
            changes |= self._followed(clip, work)
            if self.rotate is not None or self.rotate_by is not None:
                turned = self.rotate if self.rotate is not None else clip.rotation
                changes["rotation"] = (turned + (self.rotate_by or 0)) % 360
            if self.flip is not None:
                changes["flip"] = None if self.flip == "none" else self.flip
            if self.motion is not None:
                changes["motion"] = self.motion
            changed = changed or any(getattr(clip, key) != value for key, value in changes.items())
            all_changes[clip.clip_id] = changes
        work.change_clips(all_changes)
        said = self._said()
        names = clip_names(chosen)
        notes = subject_notes(work, chosen, follow=bool(self.follow), bars=bool(self.crop_bars))
        return Done(
            op=self.op,
            words=Words(f"{names.en}: {said.en}", f"{names.zh}：{said.zh}"),
            ids=tuple(c.clip_id for c in chosen),
            notes=notes,
            changed=changed,
        )

    def needs(self, work: Workspace) -> Needs:
        if not (self.follow or self.crop_bars):
            return Needs()
        return Needs(analyse=tuple(dict.fromkeys(clip.media_id for clip in clips_for(work, self.clips))))

    def _followed(self, clip: VideoClip, work: Workspace) -> dict[str, Any]:
        """What becomes of following, and of the bars: a place that is given is where the crop stays."""
        changes: dict[str, Any] = {}
        if self.follow is not None:
            changes["follow"] = self.follow
        if self.follow:
            changes["position"] = (0.5, 0.5)
            if self.fit is None and clip.fit in (Fit.CONTAIN, Fit.BLUR):
                changes["fit"] = None
        if self.crop_bars is not None:
            changes["crop_bars"] = self.crop_bars
        if self._resets:
            changes |= {"follow": None, "crop_bars": None}
        elif self.position is not None and not self.follow:
            # A crop elsewhere than in the middle stays there anyway.
            fixed = clip.follow or (work.timeline.auto_framing and self.position.point == (0.5, 0.5))
            changes |= {"follow": False} if fixed else {}
        return changes

    @property
    def _resets(self) -> bool:
        """Whether all of the framing is taken back."""
        return (
            self.rotate == 0 and self.flip == "none" and self.motion == "none" and self.position is not None
        )

    def _said(self) -> Words:
        parts: list[Words] = [_WORDS[key] for key in (self.fit, self.motion) if key is not None]
        if self.zoom is not None or self.zoom_by is not None:
            zoom = factor_words(self.zoom_by or 1.0)
            if self.zoom is not None:
                factor = f"{self.zoom * (self.zoom_by or 1.0):g}"
                zoom = Words(f"{factor}×", f" {factor} 倍")
            parts.append(Words(f"zoom {zoom.en}", f"缩放{zoom.zh}"))
        if self.position is not None:
            place = f"{self.position.x * 100:g}% × {self.position.y * 100:g}%"
            parts.append(Words(f"centred on {place} of the picture", f"以画面的 {place} 处为中心"))
        if self.follow is not None:
            parts.append(_WORDS["followed" if self.follow else "unfollowed"])
        if self.crop_bars is not None:
            parts.append(_WORDS["no bars" if self.crop_bars else "bars"])
        if self.rotate is not None or self.rotate_by is not None:
            angle = self.rotate if self.rotate is not None else self.rotate_by
            parts.append(
                Words(
                    f"rotated to {angle}°" if self.rotate is not None else f"rotated by {angle}°",
                    f"旋转到 {angle}°" if self.rotate is not None else f"旋转 {angle}°",
                )
            )
        if self.flip is not None:
            parts.append(_WORDS["unflipped" if self.flip == "none" else self.flip])
        return Words(", ".join(p.en for p in parts), "，".join(p.zh for p in parts))

    def sentence(self) -> Words:
        ref, said = ref_words(self.clips), self._said()
        return Words(f"Change the picture of {ref.en}: {said.en}.", f"调整{ref.zh}的画面：{said.zh}。")

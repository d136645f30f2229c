"""How clips are graded: presets, tables of colours, sliders, and what is done to the whole picture."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.operations.base import Operation, ref_words, span_words
from nemovideo_mcp.edit.overlay_places import overlay_span
from nemovideo_mcp.edit.references import clips_for, media_for, names_all
from nemovideo_mcp.edit.values import ClipRefs, Name, Time
from nemovideo_mcp.edit.wording import Words, clip_names, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.look import PLAIN, Look, LookRange

__all__ = ["SetLook"]

MOST_RANGES = 200
_NONE = "none"
_TONES = ("brightness", "contrast", "saturation", "warmth")
_SHARES = ("strength", "vignette", "blur", "sharpen")

Level = Annotated[float | None, Field(ge=-1, le=1)]
Step = Annotated[float | None, Field(ge=-2, le=2)]
Share = Annotated[float | None, Field(ge=0, le=1)]

_PRESETS: Mapping[str, Words] = {
    "black_and_white": Words("black and white", "黑白"),
    "vintage": Words("a vintage look", "复古风格"),
    "cinematic": Words("a cinematic look", "电影感"),
    _NONE: Words("the look taken off", "去掉滤镜"),
}
_NAMES: Mapping[str, Words] = {
    "brightness": Words("brightness", "亮度"),
    "contrast": Words("contrast", "对比度"),
    "saturation": Words("saturation", "饱和度"),
    "warmth": Words("warmth", "色温"),
    "strength": Words("strength", "强度"),
    "vignette": Words("vignette", "暗角"),
    "blur": Words("blur", "模糊"),
    "sharpen": Words("sharpness", "锐化"),
}
_STEPS: Mapping[str, tuple[Words, Words]] = {
    "brightness": (Words("brighter", "调亮"), Words("darker", "调暗")),
    "contrast": (Words("more contrast", "对比度增加"), Words("less contrast", "对比度减少")),
    "saturation": (Words("more saturated", "饱和度增加"), Words("less saturated", "饱和度减少")),
    "warmth": (Words("warmer", "调暖"), Words("cooler", "调冷")),
}


class SetLook(Operation):
    """Grade clips, or a time of the film: a preset, a LUT, sliders about 0, sharpness, blur, dark corners, black bars.

    A look for a time comes over those of the clips, and keeps its time of the film whatever happens to the clips.
    """

    family: ClassVar[str] = "look"
    op: Literal["set_look"] = "set_look"
    clips: Annotated[ClipRefs | None, Field(description="in place of start and end")] = None
    start: Time | None = None
    end: Time | None = None
    preset: Annotated[
        Literal["black_and_white", "vintage", "cinematic", "none"] | None,
        Field(description="none: as it was shot"),
    ] = None
    lut: Annotated[Name | None, Field(description="a .cube of the project; none")] = None
    strength: Annotated[Share, Field(description="of preset and lut")] = None
    brightness: Level = None
    brightness_by: Annotated[Step, Field(description="a step; a bit is 0.1")] = None
    contrast: Level = None
    contrast_by: Step = None
    saturation: Level = None
    saturation_by: Step = None
    warmth: Level = None
    warmth_by: Step = None
    vignette: Share = None
    blur: Share = None
    sharpen: Share = None
    bars: Annotated[bool | None, Field(description="letterbox")] = None

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "clips", "start", "end"}, exclude_none=True):
            raise refuse("say what is to change about the look.", "请说明画面风格要怎么改。")
        if (self.clips is None) == (self.start is self.end is None):
            raise refuse("give either clips or a start and end.", "请给出片段，或开始和结束时间，二选一。")

    def apply(self, work: Workspace) -> Done:
        lut = self._lut(work)
        if self.clips is None:
            return self._for_a_time(work, lut)
        chosen = clips_for(work, self.clips)
        looks = {clip.clip_id: self._look(clip.look, lut) for clip in chosen}
        changed = any(clip.look != looks[clip.clip_id] for clip in chosen)
        # A look of the whole film names no clip: a later auto-edit may cut them anew.
        work.change_clips({i: {"look": look} for i, look in looks.items()}, pin=not names_all(self.clips))
        if self.preset == _NONE and names_all(self.clips) and work.timeline.look_ranges:
            # As it was shot, from the first frame to the last.
            work.timeline, changed = replace(work.timeline, look_ranges=()), True
        said = self._said()
        names = clip_names(chosen)
        notes = () if changed or not self._at_an_end(looks) else (_AT_AN_END,)
        return Done(
            op=self.op,
            words=Words(f"{names.en}: {said.en}", f"{names.zh}：{said.zh}"),
            ids=tuple(c.clip_id for c in chosen),
            notes=notes,
            changed=changed,
        )

    def _for_a_time(self, work: Workspace, lut: str | None) -> Done:
        work.must_have_film(Words("grade a part of it", "调整其中一段"))
        start, length = overlay_span(work, start=self.start, end=self.end, length=None)
        end, before = start + length, work.timeline.look_ranges
        if self.preset == _NONE and not any(r.start_ms < end and r.end_ms > start for r in before):
            raise refuse(
                f"no look was set for the time from {seconds(start)} to {seconds(end)} s.",
                f"{seconds(start)} 到 {seconds(end)} 秒没有单独设置过画面风格。",
                hint=Words("Name the clips whose look is to go.", "请指明要去掉滤镜的片段。"),
                nearest={"op": self.op, "clips": "all", "preset": _NONE},
            )
        after = _laid(before, start, end, lambda look: self._look(look, lut))
        if len(after) > MOST_RANGES:
            raise refuse(
                f"the film would have {len(after)} looks for a time; {MOST_RANGES} are the most.",
                f"影片将有 {len(after)} 段画面风格；最多 {MOST_RANGES} 段。",
            )
        work.timeline = replace(work.timeline, look_ranges=after)
        said = self._said()
        return Done(
            op=self.op,
            words=Words(
                f"from {seconds(start)} to {seconds(end)} s: {said.en}",
                f"{seconds(start)} 到 {seconds(end)} 秒：{said.zh}",
            ),
            notes=(_KEEPS_TIME,) if self.preset != _NONE else (),
            changed=after != before,
        )

    def _asked(self, name: str) -> tuple[float | None, float | None]:
        return getattr(self, name), getattr(self, f"{name}_by")

    def _lut(self, work: Workspace) -> str | None:
        if self.lut is None or self.lut == _NONE:
            return None
        return media_for(work, self.lut, kinds=("lut",)).media_id

    def _look(self, before: Look, lut: str | None) -> Look:
        look = PLAIN if self.preset == _NONE else before
        changes: dict[str, Any] = {}
        if self.preset not in (None, _NONE):
            changes["preset"] = self.preset
        if self.lut is not None:
            changes["lut"] = lut
        if (self.preset not in (None, _NONE) or lut) and self.strength is None:
            changes["strength"] = 1.0
        for name in _TONES:
            value, step = self._asked(name)
            if value is not None or step is not None:
                level = (value if value is not None else getattr(look, name)) + (step or 0.0)
                changes[name] = round(min(max(level, -1.0), 1.0), 3)
        if self.preset == "black_and_white" and "warmth" not in changes:
            # A tint that was there is a colour.
            changes["warmth"] = 0.0
        changes |= {name: round(value, 3) for name in _SHARES if (value := getattr(self, name)) is not None}
        if self.bars is not None:
            changes["bars"] = self.bars
        look = replace(look, **changes)
        # Nothing is left of which there could be more or less.
        return replace(look, strength=1.0) if look.preset is None and look.lut is None else look

    def _at_an_end(self, looks: Mapping[str, Look]) -> bool:
        steps = [name for name in _TONES if getattr(self, f"{name}_by")]
        return any(abs(getattr(look, name)) == 1 for look in looks.values() for name in steps)

    def _said(self) -> Words:
        parts: list[Words] = [_PRESETS[self.preset]] if self.preset else []
        if self.lut == _NONE:
            parts.append(Words("no LUT", "不用 LUT"))
        elif self.lut is not None:
            parts.append(Words(f"the LUT {self.lut}", f"LUT {self.lut}"))
        for name in _TONES:
            value, step = self._asked(name)
            said = _NAMES[name]
            if value is not None:
                level = min(max(value + (step or 0.0), -1.0), 1.0)
                shown = f"{round(100 * level):+d}%" if level else "0%"
                parts.append(Words(f"{said.en} {shown}", f"{said.zh} {shown}"))
            elif step is not None:
                way = _STEPS[name][1 if step < 0 else 0]
                shown = f"{abs(100 * step):g}%"
                parts.append(Words(f"{way.en} by {shown}", f"{way.zh} {shown}"))
        for name in _SHARES:
            if (value := getattr(self, name)) is not None:
                said = _NAMES[name]
                parts.append(Words(f"{said.en} {100 * value:g}%", f"{said.zh} {100 * value:g}%"))
        if self.bars is not None:
            parts.append(Words("cinema bars", "上下黑边") if self.bars else Words("no bars", "不要黑边"))
        return Words(", ".join(p.en for p in parts), "，".join(p.zh for p in parts))

    def sentence(self) -> Words:
        said = self._said()
        if self.clips is None:
            when = span_words(start=self.start, end=self.end)
            return Words(
                f"Change the look of the film{when.en}: {said.en}.",
                f"调整影片的画面风格{when.zh}：{said.zh}。",
            )
        ref = ref_words(self.clips)
        return Words(f"Change the look of {ref.en}: {said.en}.", f"调整{ref.zh}的画面风格：{said.zh}。")


def _laid(
    ranges: Sequence[LookRange], start: int, end: int, change: Callable[[Look], Look]
) -> tuple[LookRange, ...]:
    """The ranges with what is there from `start` to `end` changed; one that becomes plain goes."""
    edges = sorted({start, end, *(edge for r in ranges for edge in (r.start_ms, r.end_ms))})
    made: list[LookRange] = []
    for first, last in pairwise(edges):
        look = next((r.look for r in ranges if r.start_ms <= first < r.end_ms), PLAIN)
        if start <= first < end:
            look = change(look)
        if look == PLAIN:
            continue
        if made and made[-1].end_ms == first and made[-1].look == look:
            made[-1] = replace(made[-1], end_ms=last)
        else:
            made.append(LookRange(start_ms=first, end_ms=last, look=look))
    return tuple(made)


_KEEPS_TIME = Words(
    "it keeps this time of the film, whatever happens to the clips", "这段时间固定在影片上，不随片段移动"
)
_AT_AN_END = Words("it cannot go further that way", "已经调到头了")

"""What the picture does on the beats of the music: punches, flashes, shakes, pulses. Off by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.operations.base import Operation, time_words
from nemovideo_mcp.edit.references import moment
from nemovideo_mcp.edit.values import Time
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.beat_effects import BeatEffect

__all__ = ["SetBeatEffects"]

_NAMES: Mapping[str, Words] = {
    "punch": Words("a punch-in", "缩放冲击"),
    "flash": Words("a flash", "闪白"),
    "shake": Words("a shake", "抖动"),
    "pulse": Words("a pulse of the colours", "色彩跳动"),
}
_EVERY: Mapping[str, int | None] = {"downbeats": None, "beats": 1}
_WHEN: Mapping[str | int, Words] = {
    "downbeats": Words("the downbeats", "重拍"),
    "beats": Words("every beat", "每一拍"),
    1: Words("every beat", "每一拍"),
    "drop": Words("the drop", "高潮点"),
}
_GONE = Words("no effects on beats", "没有节拍特效")


class SetBeatEffects(Operation):
    """Let the picture react to the beat. The kind none takes all such effects away, a strength of 0 the one.

    At times, it is on the beats nearest to them. On the drop it goes with the drop of whatever music there is.
    """

    family: ClassVar[str] = "look"
    op: Literal["set_beat_effects"] = "set_beat_effects"
    kind: Literal["punch", "flash", "shake", "pulse", "none"]
    on: Annotated[
        Literal["beats", "downbeats", "drop"]
        | Annotated[int, Field(ge=1, le=64)]
        | Annotated[tuple[Time, ...], Field(min_length=1, max_length=64)],
        Field(description="or every n beats, or at times"),
    ] = "downbeats"
    strength: Annotated[float, Field(ge=0, le=1)] = 0.5

    def apply(self, work: Workspace) -> Done:
        before = work.timeline.beat_effects
        others = tuple(effect for effect in before if effect.kind != self.kind)
        if self.kind == "none":
            after: tuple[BeatEffect, ...] = ()
        elif not self.strength:
            after = others
        else:
            if not work.clips:
                raise refuse("there is no film yet.", "还没有影片。")
            if not beats_of(work.timeline).known:
                raise refuse(
                    "effects on beats need music with a beat.",
                    "节拍特效需要有节拍的音乐。",
                    hint=Words("Add music first.", "请先加音乐。"),
                    nearest={"op": "set_music"},
                )
            after = (*others, self._effect(work))
        work.timeline = replace(work.timeline, beat_effects=after)
        return Done(op=self.op, words=self._said(), changed=after != before)

    def _effect(self, work: Workspace) -> BeatEffect:
        beats, strength = beats_of(work.timeline), round(self.strength, 3)
        if self.on == "drop":
            place = beats.anchor(beats.nearest(moment(work, "drop", snap="none").placed_ms))
            return BeatEffect(kind=self.kind, on_drop=True, places=(place,), strength=strength)
        if isinstance(self.on, tuple):
            times = (moment(work, reference, snap="none").placed_ms for reference in self.on)
            places = dict.fromkeys(beats.anchor(beats.nearest(time)) for time in sorted(times))
            return BeatEffect(kind=self.kind, places=tuple(places), strength=strength)
        every = _EVERY[self.on] if isinstance(self.on, str) else self.on
        return BeatEffect(kind=self.kind, every=every, strength=strength)

    def _said(self) -> Words:
        if self.kind == "none":
            return _GONE
        said = _NAMES[self.kind]
        if not self.strength:
            return Words(f"without {said.en} on beats", f"取消{said.zh}")
        when = self._when()
        amount = f"{100 * self.strength:g}%"
        return Words(f"{said.en} on {when.en}, strength {amount}", f"{when.zh}{said.zh}，强度 {amount}")

    def _when(self) -> Words:
        if isinstance(self.on, tuple):
            places = [time_words(reference) for reference in self.on]
            return Words("; ".join(p.en for p in places), "、".join(p.zh for p in places))
        return _WHEN.get(self.on, Words(f"every {self.on} beats", f"每 {self.on} 拍"))

    def sentence(self) -> Words:
        said = self._said()
        if self.kind == "none":
            return Words("Take all effects on beats off the video.", "去掉视频里所有的节拍特效。")
        if not self.strength:
            return Words(f"Make the video go {said.en}.", f"{said.zh}。")
        return Words(f"Add to the video {said.en}.", f"给视频加上{said.zh}。")

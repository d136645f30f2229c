"""What the picture does on the beats of the music: punches, flashes, shakes, pulses. Off by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.operations.base import Operation
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
_GONE = Words("no effects on beats", "没有节拍特效")


class SetBeatEffects(Operation):
    """Let the picture react to the beat. The kind none takes all such effects away, a strength of 0 the one."""

    family: ClassVar[str] = "look"
    op: Literal["set_beat_effects"] = "set_beat_effects"
    kind: Literal["punch", "flash", "shake", "pulse", "none"]
    on: Annotated[
        Literal["beats", "downbeats"] | Annotated[int, Field(ge=1, le=64)],
        Field(description="or every n beats"),
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
            after = (*others, BeatEffect(kind=self.kind, every=self._every, strength=round(self.strength, 3)))
        work.timeline = replace(work.timeline, beat_effects=after)
        return Done(op=self.op, words=self._said(), changed=after != before)

    @property
    def _every(self) -> int | None:
        return None if self.on == "downbeats" else 1 if self.on == "beats" else int(self.on)

    def _said(self) -> Words:
        if self.kind == "none":
            return _GONE
        said = _NAMES[self.kind]
        if not self.strength:
            return Words(f"without {said.en} on beats", f"取消{said.zh}")
        every = self._every
        when = {
            None: Words("the downbeats", "重拍"),
            1: Words("every beat", "每一拍"),
        }.get(every, Words(f"every {every} beats", f"每 {every} 拍"))
        amount = f"{100 * self.strength:g}%"
        return Words(f"{said.en} on {when.en}, strength {amount}", f"{when.zh}{said.zh}，强度 {amount}")

    def sentence(self) -> Words:
        said = self._said()
        if self.kind == "none":
            return Words("Take all effects on beats off the video.", "去掉视频里所有的节拍特效。")
        if not self.strength:
            return Words(f"Make the video go {said.en}.", f"{said.zh}。")
        return Words(f"Add to the video {said.en}.", f"给视频加上{said.zh}。")

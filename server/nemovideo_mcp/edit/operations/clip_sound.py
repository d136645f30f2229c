"""The sound that clips bring along."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.operations.base import Operation, factor_words, ref_words
from nemovideo_mcp.edit.references import clips_for
from nemovideo_mcp.edit.values import LOUDEST, ClipRefs, FadeSeconds, Volume
from nemovideo_mcp.edit.wording import Words, clip_names, names_of
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse

__all__ = ["SetClipSound"]


class SetClipSound(Operation):
    """Set how loud the clips' own sound is, and how it fades. The music is not touched."""

    family: ClassVar[str] = "clip sound"
    op: Literal["set_clip_sound"] = "set_clip_sound"
    clips: ClipRefs
    volume: Volume | None = None
    volume_by: Annotated[float | None, Field(gt=0, le=10, description="factor")] = None
    mute: Annotated[bool | None, Field(description="false: at full volume again")] = None
    fade_in_s: FadeSeconds | None = None
    fade_out_s: FadeSeconds | None = None

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "clips"}, exclude_none=True):
            raise refuse("say what is to change about the sound.", "请说明声音要怎么改。")

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        media = work.context.by_id
        sounding = [c for c in chosen if c.media_id not in media or media[c.media_id].info.has_audio]
        if not sounding:
            names = names_of([c.name for c in chosen])
            raise refuse(f"{names.en} has no sound of its own.", f"{names.zh}没有原声。")
        changed = False
        volumes: list[float] = []
        all_changes: dict[str, dict[str, Any]] = {}
        for clip in sounding:
            volume = clip.volume
            if self.volume is not None:
                volume = self.volume
            if self.volume_by is not None:
                volume = volume * self.volume_by
            if self.mute is not None:
                volume = 0.0 if self.mute else (volume or 1.0)
            volume = round(min(volume, LOUDEST), 3)
            changes: dict[str, Any] = {"volume": volume}
            if self.fade_in_s is not None:
                changes["fade_in_ms"] = min(round(self.fade_in_s * 1000), clip.duration_ms)
            if self.fade_out_s is not None:
                changes["fade_out_ms"] = min(round(self.fade_out_s * 1000), clip.duration_ms)
            changed = changed or any(getattr(clip, key) != value for key, value in changes.items())
            volumes.append(volume)
            all_changes[clip.clip_id] = changes
        work.change_clips(all_changes)
        names = clip_names(sounding)
        leveled = not (self.volume is self.volume_by is None and self.mute is None)
        said = self._said(_level_words(volumes) if leveled else None)
        return Done(
            op=self.op,
            words=Words(f"the own sound of {names.en}: {said.en}", f"{names.zh}的原声：{said.zh}"),
            ids=tuple(c.clip_id for c in sounding),
            changed=changed,
        )

    def _said(self, level: Words | None) -> Words:
        parts = [level] if level is not None else []
        if self.fade_in_s is not None:
            parts.append(Words(f"fades in over {self.fade_in_s:g} s", f"{self.fade_in_s:g} 秒淡入"))
        if self.fade_out_s is not None:
            parts.append(Words(f"fades out over {self.fade_out_s:g} s", f"{self.fade_out_s:g} 秒淡出"))
        return Words(", ".join(p.en for p in parts), "，".join(p.zh for p in parts))

    def sentence(self) -> Words:
        ref = ref_words(self.clips)
        if self.mute and self.fade_in_s is None and self.fade_out_s is None:
            return Words(f"Mute the original sound of {ref.en}.", f"把{ref.zh}的原声静音。")
        level = None
        if self.mute is not None:
            level = _level_words([0.0 if self.mute else self.volume or 1.0])
        elif self.volume is not None:
            level = _level_words([self.volume * (self.volume_by or 1.0)])
        elif self.volume_by is not None:
            level = factor_words(self.volume_by)
        said = self._said(level)
        return Words(f"Set the original sound of {ref.en}: {said.en}.", f"调整{ref.zh}的原声：{said.zh}。")


def _level_words(volumes: list[float]) -> Words:
    if set(volumes) == {0.0}:
        return Words("muted", "已静音")
    levels = "/".join(dict.fromkeys(f"{round(v * 100)}" for v in volumes))
    return Words(f"{levels} %", f"{levels}%")

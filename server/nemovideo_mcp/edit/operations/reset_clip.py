"""Taking back what was set on clips."""

from __future__ import annotations

from typing import Any, ClassVar, Literal

from nemovideo_mcp.edit.levels import usual_level
from nemovideo_mcp.edit.operations.base import Operation, ref_words
from nemovideo_mcp.edit.operations.clip_speed import SetSpeed
from nemovideo_mcp.edit.references import clips_for
from nemovideo_mcp.edit.values import ClipRefs, Snap
from nemovideo_mcp.edit.wording import Words, clip_names
from nemovideo_mcp.edit.workspace import Done, Workspace
from nemovideo_mcp.timeline.look import PLAIN

__all__ = ["ResetClip"]

_USUAL: dict[str, Any] = {
    "ramp": None,
    "smooth": None,
    "keep_pitch": True,
    "reversed": False,
    "fade_in_ms": 0,
    "fade_out_ms": 0,
    "fit": None,
    "zoom": 1.0,
    "position": (0.5, 0.5),
    "follow": None,
    "crop_bars": None,
    "rotation": 0,
    "flip": None,
    "motion": None,
    "look": PLAIN,
    "transition_in": None,
}


class ResetClip(Operation):
    """Take back what was set on clips. That is speed, direction, framing, look, sound and the transition into them; in-
    and out-point stay, and a frozen picture stays one.
    """

    family: ClassVar[str] = "clips"
    op: Literal["reset_clip"] = "reset_clip"
    clips: ClipRefs
    snap: Snap = "beat"

    def apply(self, work: Workspace) -> Done:
        chosen = clips_for(work, self.clips)
        usual = {**_USUAL, "volume": usual_level(has_music=work.timeline.music is not None)}
        changed = {
            clip.clip_id
            for clip in chosen
            if clip.speed != 1.0 or any(getattr(clip, key) != value for key, value in usual.items())
        }
        if ramped := tuple(clip.clip_id for clip in chosen if clip.ramp):
            SetSpeed(clips=ramped, ramp="none").apply(work)
        work.change_clips(dict.fromkeys(changed, usual))
        if sped := tuple(clip.clip_id for clip in chosen if clip.speed != 1.0):
            SetSpeed(clips=sped, factor=1.0, snap=self.snap).apply(work)
        names = clip_names(chosen)
        return Done(
            op=self.op,
            words=Words(f"{names.en} is as it was shot", f"{names.zh}已恢复原样"),
            ids=tuple(clip.clip_id for clip in chosen),
            changed=bool(changed),
        )

    def sentence(self) -> Words:
        said = ref_words(self.clips)
        return Words(f"Reset {said.en}.", f"把{said.zh}恢复原样。")

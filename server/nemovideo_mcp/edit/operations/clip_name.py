"""What a clip is called."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.operations.base import Operation, ref_words
from nemovideo_mcp.edit.references import names_all, one_clip
from nemovideo_mcp.edit.values import ClipRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.visible_words import visible_lines

__all__ = ["RenameClip"]

# What already names something else: the id of a clip or medium, or a number.
_TAKEN = re.compile(r"[a-z]?\d+", re.IGNORECASE)


class RenameClip(Operation):
    """Give a clip another name, by which it can be spoken of from then on. Its file keeps its own."""

    family: ClassVar[str] = "clips"
    op: Literal["rename_clip"] = "rename_clip"
    clip: ClipRef
    new_name: Annotated[str, Field(alias="name", min_length=1, max_length=80)]

    def check(self) -> None:
        name = self._shown
        if not name:
            raise refuse("the name is empty.", "名称是空的。")
        if _TAKEN.fullmatch(name) or names_all([name]):
            raise refuse(
                f"“{name}” would be taken for an id, a number or all clips.",
                f"“{name}”会被当作编号、数字或全部片段。",
                hint=Words("Choose a name with a word in it.", "请换一个含有词语的名称。"),
            )

    def apply(self, work: Workspace) -> Done:
        clip, name = one_clip(work, self.clip), self._shown
        # A name is nothing that is seen in the film: an automatic edit may still choose anew.
        work.change_clips({clip.clip_id: {"name": name}}, pin=False)
        return Done(
            op=self.op,
            words=Words(
                f"“{clip.name}” ({clip.clip_id}) is called “{name}” now",
                f"“{clip.name}”（{clip.clip_id}）现在叫“{name}”",
            ),
            ids=(clip.clip_id,),
            changed=name != clip.name,
        )

    def sentence(self) -> Words:
        said = ref_words(self.clip)
        return Words(f"Call {said.en} “{self._shown}”.", f"把{said.zh}命名为“{self._shown}”。")

    @property
    def _shown(self) -> str:
        return " ".join(visible_lines(self.new_name).split())

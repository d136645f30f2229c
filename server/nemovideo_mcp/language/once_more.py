"""The last operation once more, for the clips that are named now."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.operations.looks import SetLook
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading

__all__ = ["for_other_clips"]


def for_other_clips(
    clause: Clause, kind: type[SetFraming | SetLook], *, spare: Sequence[str]
) -> Reading | None:
    """ "Clip 3 as well": the last operation, where it is of this kind, for clip 3; `spare` concepts add nothing."""
    last = clause.focus.operation
    if (
        clause.uncertain
        or not isinstance(last, kind)
        or not clause.names_clips
        or not clause.has("same_as")
        or clause.has("not")
    ):
        return None
    clips = clause.clips()
    clause.take("same_as", "too", *spare)
    # A look for a time holds for all of the clip that is named now.
    timeless = {"start": None, "end": None} if isinstance(last, SetLook) else {}
    return Reading(operations=(last.model_copy(update={"clips": clips, **timeless}),)) if clips else None

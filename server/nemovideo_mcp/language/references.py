"""What a noun phrase names: clips, media or texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemovideo_mcp.edit.wording import Words

__all__ = ["Ref", "joined"]


@dataclass(frozen=True, kw_only=True)
class Ref:
    """What a noun phrase names.

    Attributes:
        ids: ids of clips (or of texts) on the timeline, in the order in which they were named.
        media: ids of media that were named, whether or not they are on the timeline.
        wrong: why it names nothing that there is.
        all: whether it means every clip.
        numbers: the ordinals that it was named by.
        pronoun: `it`, `it_clip`, `them` or `other`, to be resolved by the focus.
        single: whether the pronoun stands for one thing ("the other one").
        parts: the phrases of an enumeration.
        others: whether those of them that were spoken of last are left out ("the other parrots").
        among: the shots of one medium that the ordinals count.
    """

    ids: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    wrong: Words | None = None
    all: bool = False
    numbers: tuple[int, ...] = ()
    pronoun: str = ""
    single: bool = False
    parts: tuple[Ref, ...] = ()
    others: bool = False
    among: tuple[str, ...] = ()


def joined(refs: Sequence[Ref]) -> Ref:
    """Several phrases as one."""
    if len(refs) == 1:
        return refs[0]
    return Ref(
        ids=tuple(dict.fromkeys(i for ref in refs for i in ref.ids)),
        media=tuple(i for ref in refs for i in ref.media),
        wrong=next((ref.wrong for ref in refs if ref.wrong), None),
        all=any(ref.all for ref in refs),
        pronoun=next((ref.pronoun for ref in refs if ref.pronoun), ""),
        single=any(ref.single for ref in refs),
        among=next((ref.among for ref in refs if ref.among), ()),
        parts=tuple(part for ref in refs for part in (ref.parts or (ref,))),
    )

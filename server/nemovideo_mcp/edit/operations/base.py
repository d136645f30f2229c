"""What every operation is: a strict, frozen value that applies itself to a workspace and can say itself."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Annotated, Any, ClassVar, Literal, cast

from pydantic import Field

from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.values import (
    BarRef,
    BarsLength,
    BeatsLength,
    ClipRef,
    CutRef,
    Name,
    SectionRef,
    Value,
)
from nemovideo_mcp.edit.wording import Words, joined
from nemovideo_mcp.edit.workspace import Done, Workspace

__all__ = [
    "After",
    "As",
    "Before",
    "Operation",
    "Spot",
    "factor_words",
    "length_words",
    "operation_types",
    "ref_words",
    "span_words",
    "time_words",
]

_TYPES: dict[str, type[Operation]] = {}


class Operation(Value, ABC):
    """One edit.

    A subclass names itself by the literal type of `op`, and is part of the vocabulary once it is defined.
    """

    family: ClassVar[str] = ""

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: object) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        if "op" in cls.model_fields:
            _TYPES[str(cls.model_fields["op"].default)] = cls

    @property
    def name(self) -> str:
        """What the operation is called: the value of its `op`."""
        return str(type(self).model_fields["op"].default)

    def needs(self, work: Workspace) -> Needs:
        """What must be measured before the operation can be applied."""
        del work
        return Needs()

    def check(self) -> None:
        """Raise `EditRefused` where what is given makes no edit, whatever the timeline is."""
        return

    @abstractmethod
    def apply(self, work: Workspace) -> Done:
        """Carry the operation, which was checked, out on `work`.

        Raises `EditRefused`; then nothing of the batch is kept.
        """

    @abstractmethod
    def sentence(self) -> Words:
        """The operation as one plain sentence with all that it sets, for a backend that takes words only."""


class Before(Value):
    before: ClipRef


class After(Value):
    after: ClipRef


Spot = Annotated[
    Literal["start", "end"] | Annotated[int, Field(ge=-100_000, le=100_000)] | Before | After,
    Field(description="start, end, position (1 = first), {before} or {after}"),
]
As = Annotated[Name | None, Field(alias="as", description="name for later operations")]


def operation_types() -> dict[str, type[Operation]]:
    """All operations by their names, in the order of their definition."""
    return dict(_TYPES)


def factor_words(factor: float) -> Words:
    """A factor on what something was before."""
    return Words(f"{factor * 100:g}% of what it was", f"原来的 {factor * 100:g}%")


def ref_words(reference: object) -> Words:
    """A reference to a clip as a person would say it."""
    if isinstance(reference, tuple | list):
        said = [ref_words(part) for part in cast("tuple[Any, ...]", reference)]
        return Words(" and ".join(w.en for w in said), "和".join(w.zh for w in said))
    if isinstance(reference, int):
        if reference == -1:
            return Words("the last clip", "最后一个片段")
        return Words(f"clip {reference}", f"第 {reference} 个片段")
    if isinstance(reference, str):
        return (
            Words("all clips", "所有片段")
            if reference == "all"
            else Words(f"the clip “{reference}”", f"片段“{reference}”")
        )
    at_s = getattr(reference, "at_s", 0.0)
    return Words(f"the clip at {at_s:g} s", f"{at_s:g} 秒处的片段")


def time_words(reference: object) -> Words:
    """A time of the film as a person would say it."""
    match reference:
        case BarRef():
            return Words(
                f"bar {reference.bar}, beat {reference.beat}",
                f"第 {reference.bar} 小节第 {reference.beat} 拍",
            )
        case CutRef():
            return Words(f"cut {reference.cut}", f"第 {reference.cut} 个切点")
        case SectionRef():
            return Words(f"the start of the {reference.section}", f"{reference.section} 段开头")
        case "start":
            return Words("the start", "开头")
        case "end":
            return Words("the end", "结尾")
        case "drop":
            return Words("the drop", "高潮点")
        case str():
            before = reference.removeprefix("end-")
            return Words(f"{before} s before the end", f"结尾前 {before} 秒")
        case _:
            return Words(f"{reference:g} s", f"{reference:g} 秒")


def span_words(*, start: object, end: object, length: object = None) -> Words:
    """When something is seen, as far as that is given."""
    parts: list[Words] = []
    if start is not None:
        said = time_words(start)
        parts.append(Words(f" from {said.en}", f"，从{said.zh}开始"))
    if end is not None:
        said = time_words(end)
        parts.append(Words(f" until {said.en}", f"，到{said.zh}为止"))
    if length is not None:
        said = length_words(length)
        parts.append(Words(f", for {said.en}", f"，{said.zh}"))
    return joined(*parts)


def length_words(reference: object) -> Words:
    """A length as a person would say it."""
    match reference:
        case BeatsLength():
            return Words(f"{reference.beats:g} beats", f"{reference.beats:g} 拍")
        case BarsLength():
            return Words(f"{reference.bars:g} bars", f"{reference.bars:g} 小节")
        case _:
            return Words(f"{reference:g} seconds", f"{reference:g} 秒")

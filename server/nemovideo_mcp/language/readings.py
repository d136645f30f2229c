"""What a message, or one clause of it, was understood to mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pydantic import ValidationError

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.scene import Focus

if TYPE_CHECKING:
    from nemovideo_mcp.language.clauses import Clause

__all__ = [
    "Reading",
    "Redo",
    "Refusal",
    "Restore",
    "Rule",
    "Step",
    "Understanding",
    "Undo",
    "out_of_range",
    "refusal",
]


@dataclass(frozen=True, kw_only=True)
class Undo:
    """So many steps back."""

    steps: int = 1


@dataclass(frozen=True, kw_only=True)
class Redo:
    """So many steps forward again."""

    steps: int = 1


@dataclass(frozen=True, kw_only=True)
class Restore:
    """Back to a version; None is the first one."""

    version: int | None = None


Step = Undo | Redo | Restore


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Words that are not carried out: why, and what works in their stead, as an operation and as a sentence.

    `kin` is the name of the operation that words behind them would be taken for, though they only add to them.
    `unread`: no rule understands the words; where it is not set, they were understood, and are refused on grounds.
    """

    words: str
    because: Words
    nearest: Operation | None = None
    say: Words | None = None
    kin: str = ""
    unread: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one clause means. `focus` replaces the focus of the talk; None leaves what the operations imply.

    A `remark` is no wish by itself, but says what the next words are about.
    """

    operations: tuple[Operation, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    step: Step | None = None
    wants_export: bool = False
    talk: bool = False
    remark: bool = False
    focus: Focus | None = None

    @property
    def means_something(self) -> bool:
        """Whether it is more than a refusal."""
        return bool(self.operations or self.step or self.talk or self.remark or self.wants_export)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Reads clauses of one operation or family.

    `read` takes a clause, marks the words that it understands, and returns what they mean, or None. A reading with
    operations counts only if every word of the clause is accounted for. Rules of lower `rank` are asked first: the
    most specific object first.
    """

    name: str
    read: Callable[[Clause], Reading | None]
    rank: int = 50


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """A message as operations in the order of its words, and what of it is refused or was not understood.

    `wishes` are the same operations, those of one clause together: a clause is done whole or not at all. Where they are
    not given, each operation is a wish.
    """

    operations: tuple[Operation, ...] = ()
    wishes: tuple[tuple[Operation, ...], ...] = ()
    refusals: tuple[Refusal, ...] = ()
    unknown: tuple[str, ...] = ()
    step: Step | None = None
    wants_export: bool = False
    talk: bool = False
    language: Literal["en", "zh"] = "en"
    focus: Focus = field(default_factory=Focus)

    def __post_init__(self) -> None:
        if not self.wishes:
            object.__setattr__(self, "wishes", tuple((operation,) for operation in self.operations))


def refusal(
    clause: Clause, en: str, zh: str, *, nearest: Operation | None = None, say: Words | None = None
) -> Reading:
    """A clause that is refused in words."""
    return Reading(refusals=(Refusal(words=clause.words, because=Words(en, zh), nearest=nearest, say=say),))


_LIMITS = {
    "greater_than": ("more than {gt:g}", "大于 {gt:g}"),
    "greater_than_equal": ("at least {ge:g}", "不小于 {ge:g}"),
    "less_than": ("less than {lt:g}", "小于 {lt:g}"),
    "less_than_equal": ("at most {le:g}", "不大于 {le:g}"),
}


def out_of_range(error: ValidationError) -> Words:
    """That an operation does not take the amount that was said, and which it takes."""
    problem = error.errors()[0]
    said = str(problem["input"])[:40]
    limit = _LIMITS.get(problem["type"])
    if limit is None:
        return Words(f"{said} is not possible here.", f"这里不能用 {said}。")
    en, zh = (words.format(**problem.get("ctx", {})) for words in limit)
    return Words(f"{said} is not possible here; it must be {en}.", f"这里不能用 {said}，应{zh}。")

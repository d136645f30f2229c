"""What the rules did not understand of a message, as a language model reads it, done behind what they understood."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from nemovideo_mcp.edit.apply import Applied, RefusedWish
from nemovideo_mcp.edit.losses import lost_share
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.focus import focus_after
from nemovideo_mcp.language.readings import Refusal, Understanding
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL
from nemovideo_mcp.studio.edits import Edits, EditSession, OnMeasured
from nemovideo_mcp.studio.model_reader import ModelReader, ModelReading, clause_of
from nemovideo_mcp.studio.model_request import Asked
from nemovideo_mcp.views.edit_answer import ReadByModel

__all__ = ["FirstReading", "SecondReading", "read_again", "unread_of"]

_MOST_LOST = 0.5
_LONGEST_WORDS = 80


@dataclass(frozen=True, kw_only=True)
class FirstReading:
    """What the rules made of `message`: what is left of it, and what came of the wishes that they understood.

    `session` has all measured that they need, and `applied` is the film behind them; `refused` could not be done.
    """

    message: str
    understood: Understanding
    session: EditSession
    wishes: Sequence[Sequence[Operation]]
    applied: Applied
    refused: Sequence[RefusedWish]

    @property
    def has_done(self) -> bool:
        """Whether anything of the message is done, or is being done elsewhere; else all of it is left."""
        return bool(self.wishes or self.understood.step or self.understood.wants_export)


@dataclass(frozen=True, kw_only=True)
class SecondReading:
    """What became of it with a model beside the rules.

    `read` names the model and counts its `operations`, which are the last ones of `applied`. Where it is None none of
    them was done: `remark` says why, or `offered` is what a "yes" asks for, as a refusal says.
    """

    understood: Understanding
    session: EditSession
    applied: Applied
    operations: tuple[Operation, ...] = ()
    read: ReadByModel | None = None
    remark: Words | None = None
    offered: tuple[Operation, ...] = ()

    @property
    def author(self) -> str:
        """Who has read `operations`, as it is kept with each of them."""
        return f"model {self.read.name}" if self.read else ""


def unread_of(understood: Understanding) -> tuple[str, ...]:
    """The words that no rule understands; what was understood and is refused on grounds is none of them."""
    refused = [refusal.words for refusal in understood.refusals if refusal.unread]
    return tuple(dict.fromkeys((*refused, *understood.unknown)))


async def read_again(
    first: FirstReading,
    *,
    reader: ModelReader,
    edits: Edits,
    on_asking: Callable[[str], None],
    on_measured: OnMeasured,
) -> SecondReading:
    """Ask the model about what is left of a message, and do what it says, all of it or none.

    An edit that would throw away more than half of the film is not done, but said and offered.
    """
    session, wishes, understood = first.session, first.wishes, first.understood
    user = session.project.user_id
    reading = await reader.read(user, _asked(first), on_asking=on_asking)
    as_before = SecondReading(understood=understood, session=session, applied=first.applied)
    if reading.trouble is not None:
        return replace(
            as_before, remark=words_of(LANGUAGE_MODEL, "no_edit", name=reading.name, reason=reading.trouble)
        )
    if not reading.operations:
        return as_before
    session, unusable = await edits.measured(session, [*wishes, reading.operations], on_measured=on_measured)
    applied, refused = await edits.apply_wishes(session, [*wishes, reading.operations])
    number = len(wishes) + 1
    why = next((clause_of(one.error) for one in (*unusable, *refused) if one.number == number), None)
    if why is not None:
        held_back = words_of(LANGUAGE_MODEL, "held_back", name=reading.name, reason=why)
        return replace(as_before, session=session, remark=held_back)
    grounds = tuple(one for one in understood.refusals if not one.unread)
    share = lost_share(first.applied.timeline, applied.timeline)
    if share > _MOST_LOST:
        because = _throws_away(share, reading)
        refusal = Refusal(words=_quoted(unread_of(understood)), because=because, unread=True)
        return replace(
            as_before,
            understood=replace(understood, refusals=(*grounds, refusal), unknown=()),
            offered=reading.operations,
        )
    words = _quoted(unread_of(understood)) if first.has_done else ""
    return SecondReading(
        understood=replace(
            understood,
            operations=(*understood.operations, *reading.operations),
            refusals=grounds,
            unknown=(),
            focus=_focus(reading.operations, first),
        ),
        session=session,
        applied=applied,
        operations=reading.operations,
        read=ReadByModel(name=reading.name, words=words, count=len(reading.operations)),
    )


def _asked(first: FirstReading) -> Asked:
    failed = {one.number for one in first.refused}
    wishes = dict(enumerate(first.wishes, 1))
    grounds = [one.words for one in first.understood.refusals if not one.unread]
    return Asked(
        message=first.message,
        # Where a part was not understood, the rules may have held back the others: then the whole message is left.
        words=unread_of(first.understood) if first.has_done else (),
        timeline=first.applied.timeline,
        media=first.session.context.media,
        done=[operation for number, wish in wishes.items() if number not in failed for operation in wish],
        refused=[*grounds, *(operation.sentence().en for number in failed for operation in wishes[number])],
    )


def _throws_away(share: float, reading: ModelReading) -> Words:
    """All that the model would do, that it throws away so much, and how to have it done."""
    said = [operation.sentence() for operation in reading.operations]
    done = Words(" ".join(one.en for one in said), "".join(one.zh for one in said))
    return words_of(LANGUAGE_MODEL, "throws_away", name=reading.name, done=done, percent=round(100 * share))


def _quoted(words: Sequence[str]) -> str:
    return "”, “".join(words)[:_LONGEST_WORDS]


def _focus(operations: Sequence[Operation], first: FirstReading) -> Focus:
    """What is spoken of after the model's operations; of several nobody can say which one "it" means."""
    before = first.applied.timeline
    if len(operations) > 1:
        return Focus(before=before)
    scene = Scene(timeline=before, media=first.session.context.media, last_ids=first.applied.last_ids)
    return replace(focus_after(Focus(), operations[0], scene), before=before)

"""Asks a language model about words that the rules do not understand: so often, so many at once, for so long."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused, LimitReached, NemoError
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL, LANGUAGE_MODEL_TROUBLE
from nemovideo_mcp.serving.bucket import Bucket
from nemovideo_mcp.studio.chat_completions import ChatCompletions, ModelTrouble
from nemovideo_mcp.studio.computing import Computing
from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings
from nemovideo_mcp.studio.lookups import BlockingLookup, system_addresses
from nemovideo_mcp.studio.model_answer import operations_of
from nemovideo_mcp.studio.model_request import Asked, forms_of, question_of
from nemovideo_mcp.studio.shares import Shares, Slot

__all__ = ["ModelReader", "ModelReading", "clause_of"]

_log = logging.getLogger(__name__)

_AT_ONCE = 4
_PER_USER = 1
_WAITING = 4
_MOST_USERS = 10_000


@dataclass(frozen=True, kw_only=True)
class ModelReading:
    """What the model called `name` made of a message: operations, or none.

    `trouble` says why there are none, as a clause, where the model has not said so itself.
    """

    name: str
    operations: tuple[Operation, ...] = ()
    trouble: Words | None = None


class ModelReader:
    """Asks the model of `settings`: four questions at once, one for each user, users in turn.

    `clock` gives seconds, for how often a user asks.
    """

    def __init__(
        self,
        settings: LanguageModelSettings,
        *,
        computing: Computing,
        clock: Callable[[], float] = time.monotonic,
        blocking_lookup: BlockingLookup = system_addresses,
    ) -> None:
        self._settings = settings
        self._computing = computing
        self._clock = clock
        self._completions = ChatCompletions(settings, blocking_lookup=blocking_lookup)
        self._shares = Shares(at_once=_AT_ONCE, per_user=_PER_USER, waiting=_WAITING, said=LANGUAGE_MODEL)
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    async def read(self, user: str, asked: Asked, *, on_asking: Callable[[str], None]) -> ModelReading:
        """What the model makes of `asked`. Nothing that the server does is an error here: it is the reading's trouble.

        Where the caller is cancelled, the connection is closed, by which servers end what they are at.

        Args:
            user: whose message it is.
            asked: the message and the film.
            on_asking: is called with the model's name, as soon as that is known and the model is asked.
        """
        shown = self._settings.name or self._settings.link.netloc
        if wait_s := self._bucket_of(user).take():
            trouble = _trouble("too_often", limit=self._settings.per_minute, seconds=math.ceil(wait_s))
            return ModelReading(name=shown, trouble=trouble)
        limit_s, late = self._settings.limit_s, "busy"
        try:
            async with asyncio.timeout(limit_s), self._shares.slot(user) as slot:
                late = "late"
                shown, body = await self._completion(user, asked, slot, on_asking)
                operations = await self._computing.run(user, operations_of, body)
        except TimeoutError:
            return self._given_up(shown, _trouble(late, seconds=limit_s), late)
        except LimitReached:
            return ModelReading(name=shown, trouble=_trouble("many_waiting"))
        except ModelTrouble as trouble:
            return self._given_up(shown, trouble.words, trouble.reason)
        except EditRefused as error:
            return self._given_up(shown, clause_of(error), "an operation that does not fit")
        return ModelReading(name=shown, operations=operations)

    async def _completion(
        self, user: str, asked: Asked, slot: Slot, on_asking: Callable[[str], None]
    ) -> tuple[str, bytes]:
        """The name of the model that was asked, and the body of the completion."""
        # A server with one model may have another one by now, and the reply names it.
        name = self._settings.name or await self._completions.only_model(hold=slot.keep)
        on_asking(name)
        forms = await self._computing.run(user, lambda: forms_of(question_of(asked), model=name))
        return name, await self._completions.complete(forms, hold=slot.keep)

    def _given_up(self, name: str, words: Words, reason: str) -> ModelReading:
        # What the server has sent is not written down.
        _log.warning("The language model gave no operations: %s", reason)
        return ModelReading(name=name, trouble=words)

    def _bucket_of(self, user: str) -> Bucket:
        bucket = self._buckets.pop(user, None) or Bucket(self._settings.per_minute, self._clock)
        self._buckets[user] = bucket
        if len(self._buckets) > _MOST_USERS:
            self._buckets.popitem(last=False)
        return bucket


def _trouble(reason: str, **fields: object) -> Words:
    return words_of(LANGUAGE_MODEL_TROUBLE, reason, **fields)


def clause_of(error: NemoError) -> Words:
    """What went wrong, as a clause of a sentence."""
    return Words(error.what("en").rstrip("."), error.what("zh").rstrip("。"))

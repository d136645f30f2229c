"""What `nemovideo doctor` says of the language model: whether one is named, answers, and is known to the studio."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.cli.checkup import Check
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import Words, words_of
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL_CHECK, LANGUAGE_MODEL_TROUBLE
from nemovideo_mcp.studio.chat_completions import ChatCompletions, ModelTrouble
from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings

__all__ = ["ModelFact", "check_model", "look_at_model"]

_LOOK_S = 5.0
_NEWEST = ":latest"


@dataclass(frozen=True, kw_only=True)
class ModelFact:
    """The model that the environment names, and what its server says; `host` is empty where none is named.

    `listed` says whether the server has the model. `studio_asks` is None where no studio runs.
    """

    host: str = ""
    name: str = ""
    elsewhere: bool = False
    listed: bool = True
    trouble: Words | None = None
    misfit: InvalidRequest | None = None
    is_local: bool = True
    studio_asks: bool | None = None


async def look_at_model(environ: Mapping[str, str], *, is_local: bool, studio_asks: bool | None) -> ModelFact:
    """Ask the server for its list of models, which costs nothing; no model is asked anything."""
    try:
        settings = LanguageModelSettings.choose(environ)
    except InvalidRequest as error:
        return ModelFact(misfit=error)
    if settings is None:
        return ModelFact(studio_asks=studio_asks)
    name, listed, trouble = settings.name, True, None
    completions = ChatCompletions(settings)
    try:
        async with asyncio.timeout(_LOOK_S):
            if name:
                names = await completions.models()
                listed = not names or name in names or f"{name}{_NEWEST}" in names
            else:
                name = await completions.only_model()
    except ModelTrouble as error:
        trouble = error.words
    except TimeoutError:
        trouble = words_of(LANGUAGE_MODEL_TROUBLE, "late", seconds=_LOOK_S)
    return ModelFact(
        host=settings.link.netloc,
        name=name,
        elsewhere=not is_loopback(settings.link.host),
        listed=listed,
        trouble=trouble,
        is_local=is_local,
        studio_asks=studio_asks,
    )


def check_model(fact: ModelFact) -> list[Check]:
    """The lines about the model; none where no model is named and none is asked."""
    if fact.misfit is not None:
        said = {language: fact.misfit.what(language) for language in ("en", "zh")}
        remedy = {language: fact.misfit.next_step(language) for language in ("en", "zh")}
        return [Check(name="model", level="bad", said=said, remedy=remedy)]
    if not fact.host:
        return [_warning("still_asked", "stop")] if fact.studio_asks else []
    if fact.trouble is not None:
        return [_warning("trouble", "trouble_remedy", host=fact.host, reason=fact.trouble)]
    if not fact.listed:
        return [_warning("not_listed", "not_listed_remedy", name=fact.name, host=fact.host)]
    if fact.is_local and fact.studio_asks is False:
        return [_warning("not_asked", "stop", name=fact.name, host=fact.host)]
    key = "ready" if fact.is_local else "cloud"
    said = words_of(LANGUAGE_MODEL_CHECK, key, name=fact.name, host=fact.host)
    return [Check(name="model", level="ok", said=said.pair())]


def _warning(key: str, remedy: str, **fields: object) -> Check:
    return Check(
        name="model",
        level="warn",
        said=words_of(LANGUAGE_MODEL_CHECK, key, **fields).pair(),
        remedy=words_of(LANGUAGE_MODEL_CHECK, remedy, **fields).pair(),
    )

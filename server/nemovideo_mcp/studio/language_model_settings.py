"""Which language model a studio asks about words that no rule understands, by the environment; none by itself."""

from __future__ import annotations

import math
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field

from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL_SETTINGS
from nemovideo_mcp.studio.links import Link, parse_link

__all__ = ["LanguageModelSettings", "is_model_name"]

_KEY_VARIABLE = "NEMO_MODEL_KEY"
_LONGEST_NAME = 100
_LONGEST_KEY = 4096
_ENDPOINTS = ("/chat/completions", "/completions", "/models", "/responses")


@dataclass(frozen=True, kw_only=True)
class LanguageModelSettings:
    """The server of a model, and how it may be asked.

    Attributes:
        link: The base address, whose path does not end with a slash.
        name: The model; empty where the server is to be asked which one it has.
        key: Sent as a bearer token, to that very host only; empty for none.
        limit_s: How long a question may take, from waiting for its turn to the last byte.
        per_minute: How often a minute each user may ask.
    """

    link: Link
    name: str = ""
    key: str = field(default="", repr=False)
    limit_s: float = 20.0
    per_minute: int = 6

    @classmethod
    def choose(cls, environ: Mapping[str, str]) -> LanguageModelSettings | None:
        """What `NEMO_MODEL_URL` says, and beside it `NEMO_MODEL` and `_KEY`, `_TIMEOUT_S` and `_PER_MINUTE` behind it.

        None without an address: then no model is ever asked.

        Raises:
            InvalidRequest: One of them does not fit, or a key would be sent in the clear to another machine.
        """
        url = environ.get("NEMO_MODEL_URL", "").strip()
        if not url:
            return None
        link = _base(url)
        key = environ.get(_KEY_VARIABLE, "").strip()
        if not (key.isascii() and key.isprintable() and " " not in key and len(key) <= _LONGEST_KEY):
            raise _refused("key")
        if key and not link.is_secure and not is_loopback(link.host):
            raise _refused("clear", host=link.host)
        name = environ.get("NEMO_MODEL", "").strip()
        if name and not is_model_name(name):
            raise _refused("name", limit=_LONGEST_NAME)
        return cls(
            link=link,
            name=name,
            key=key,
            limit_s=_number(environ, "NEMO_MODEL_TIMEOUT_S", default=20, least=1, most=600),
            per_minute=round(_number(environ, "NEMO_MODEL_PER_MINUTE", default=6, least=1, most=600)),
        )

    @classmethod
    def take(cls, environ: MutableMapping[str, str]) -> LanguageModelSettings | None:
        """As `choose`; the key is then taken out of `environ`, so that no other process of the studio inherits it."""
        settings = cls.choose(environ)
        environ.pop(_KEY_VARIABLE, None)
        return settings


def is_model_name(name: str) -> bool:
    """Whether `name` may be shown, and sent, as the name of a model."""
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable()


def _base(url: str) -> Link:
    if "?" in url or "#" in url:
        raise _refused("url")
    try:
        link = parse_link(url.rstrip("/"))
    except InvalidRequest:
        # Its words would repeat the address, which may hold a password.
        raise _refused("url") from None
    for endpoint in _ENDPOINTS:
        if link.target.endswith(endpoint):
            raise _refused("endpoint", url=link.url.removesuffix(endpoint))
    return Link(scheme=link.scheme, host=link.host, port=link.port, target=link.target.rstrip("/"))


def _number(environ: Mapping[str, str], variable: str, *, default: int, least: int, most: int) -> float:
    given = environ.get(variable, "").strip()
    if not given:
        return default
    try:
        value = float(given[:24])
    except ValueError:
        value = math.nan
    if not least <= value <= most:
        raise _refused("number", variable=variable, least=least, most=most, default=default)
    return value


def _refused(name: str, **fields: object) -> InvalidRequest:
    return InvalidRequest(
        detail=words_of(LANGUAGE_MODEL_SETTINGS, name, **fields).pair(),
        hint=words_of(LANGUAGE_MODEL_SETTINGS, f"{name}_hint", **fields).pair(),
    )

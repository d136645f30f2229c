"""Removes tokens from any text that is shown: backends repeat in their errors what they were sent."""

from __future__ import annotations

import re

from nemovideo_mcp.errors import NemoError

__all__ = ["redact_error", "redacted"]

HIDDEN = "[hidden]"
# A full stop behind a token ends a sentence.
_TOKENS = re.compile(r"(?:\bnmv_[a-z]{2,8}_|(?<=[Bb]earer )(?=[\w.~+/=-]{8}))[\w~+/=-]+(?:\.[\w~+/=-]+)*")
_MIN_SECRET = 6


def redacted(text: str, *secrets: str) -> str:
    """`text` without bearer tokens: those of the protocol's form, and `secrets`, whatever their form."""
    for secret in secrets:
        # A shorter one is no secret, and would be found in the middle of words.
        if len(secret) >= _MIN_SECRET:
            text = text.replace(secret, HIDDEN)
    return _TOKENS.sub(HIDDEN, text)


def redact_error(error: NemoError, *secrets: str) -> None:
    """Take tokens out of all that `error` says, in any language, and out of what a traceback prints of it."""
    for name, value in error.fields.items():
        if isinstance(value, str):
            error.fields[name] = redacted(value, *secrets)
    error.args = (error.describe(),)

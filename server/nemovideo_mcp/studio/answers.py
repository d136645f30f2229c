"""Answers to calls that came with a key: who asks again with it gets the same answer, and nothing is done twice.

The header is that of the IETF's draft-ietf-httpapi-idempotency-key-header-07. An answer is kept in the transaction that
keeps what it tells of, so that after a kill there are both or neither.
"""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request

from nemovideo_mcp.errors import InvalidRequest, KeyReused
from nemovideo_mcp.protocol.discovery import KEEPS_ANSWERS_S, KEY_HEADER
from nemovideo_mcp.studio.database import Database
from nemovideo_mcp.studio.records import Project

__all__ = ["Answered", "Answers", "KeyedCall", "keep_answer", "keyed_call"]

_MOST_KEPT = 500
"""Answers of one user; the oldest go first."""

# A string of RFC 9651, 3.3.3, as the draft has it, or the same without its quotation marks.
_KEY = re.compile(r'"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,128})"|([\x21\x23-\x5b\x5d-\x7e]{1,128})')


@dataclass(frozen=True, kw_only=True)
class KeyedCall:
    """What a user asks for under a key of their own; `fingerprint` tells it from anything else."""

    user_id: str
    session_id: str
    key: str
    fingerprint: str


@dataclass(frozen=True, kw_only=True)
class Answered:
    """The answer to a keyed call, as JSON can have it."""

    call: KeyedCall
    answer: Mapping[str, Any]


def keyed_call(request: Request, project: Project, body: Mapping[str, Any]) -> KeyedCall | None:
    """The call that `request` makes under a key; None where it has none. Raises `InvalidRequest` for an odd one."""
    given = request.headers.get(KEY_HEADER)
    if given is None:
        return None
    found = _KEY.fullmatch(given.strip())
    if found is None:
        raise InvalidRequest(
            detail={"en": f"{KEY_HEADER} does not fit.", "zh": f"{KEY_HEADER} 的值不合适。"},
            hint={
                "en": 'Send 1 to 128 printable ASCII characters in quotation marks, as "8e03978e-40d5".',
                "zh": '请发送带引号的 1 到 128 个可打印 ASCII 字符，如 "8e03978e-40d5"。',
            },
        )
    asked = json.dumps([request.url.path, body], sort_keys=True, ensure_ascii=True)
    return KeyedCall(
        user_id=project.user_id,
        session_id=project.session_id,
        key=found[1] or found[2],
        fingerprint=hashlib.sha256(asked.encode()).hexdigest(),
    )


class Answers:
    """The answers that are kept in `database`; `clock` gives seconds of the epoch."""

    def __init__(self, database: Database, *, clock: Callable[[], float]) -> None:
        self._db = database
        self._clock = clock

    async def of(self, call: KeyedCall | None) -> Mapping[str, Any] | None:
        """The answer that the call got before; None if it has not been answered, or has no key.

        Raises `KeyReused` where the key stands for something else.
        """
        if call is None:
            return None
        return await self._db.run(lambda db: _found(db, call, after=self._clock() - KEEPS_ANSWERS_S))

    async def keep(self, answered: Answered) -> None:
        """Keep an answer that nothing was changed for. Raises `KeyReused`."""
        await self._db.run(lambda db: keep_answer(db, answered, now=self._clock()))


def keep_answer(db: sqlite3.Connection, answered: Answered, *, now: float) -> None:
    """Keep an answer within a transaction; old ones of the user go. Raises `KeyReused`."""
    call = answered.call
    db.execute("DELETE FROM answers WHERE created <= ?", (now - KEEPS_ANSWERS_S,))
    if _found(db, call, after=0.0) is not None:
        return
    db.execute(
        "INSERT INTO answers VALUES (?, ?, ?, ?, ?, ?)",
        (
            call.user_id,
            call.key,
            call.session_id,
            call.fingerprint,
            json.dumps(answered.answer, ensure_ascii=False),
            now,
        ),
    )
    db.execute(
        "DELETE FROM answers WHERE user_id = ? AND rowid NOT IN"
        " (SELECT rowid FROM answers WHERE user_id = ? ORDER BY created DESC, rowid DESC LIMIT ?)",
        (call.user_id, call.user_id, _MOST_KEPT),
    )


def _found(db: sqlite3.Connection, call: KeyedCall, *, after: float) -> Mapping[str, Any] | None:
    row = db.execute(
        "SELECT fingerprint, answer FROM answers WHERE user_id = ? AND key = ? AND created > ?",
        (call.user_id, call.key, after),
    ).fetchone()
    if row is None:
        return None
    if row["fingerprint"] != call.fingerprint:
        raise KeyReused(key=call.key)
    return json.loads(row["answer"])

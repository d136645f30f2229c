"""Edits that an agent has given an id: one that is sent again by it, as its answer was lost, is answered once more.

The studio keeps its answers too, through a kill of this process; of the cloud, only these are known.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any

from mcp.types import CallToolResult

from nemovideo_mcp.errors import KeyReused
from nemovideo_mcp.tools.background import Job

__all__ = ["KeyedAnswers", "is_lost_answer"]

_MOST_KEPT = 200


@dataclass(kw_only=True)
class KeyedAnswers:
    """The answers of one user's edits, by project and id; the oldest go first."""

    _kept: OrderedDict[tuple[str, str], tuple[str, CallToolResult]] = field(
        default_factory=OrderedDict[tuple[str, str], tuple[str, CallToolResult]]
    )

    def of(self, session_id: str, key: str, about: str) -> CallToolResult | None:
        """What the edit `about` was answered under `key`. Raises `KeyReused` where that was another edit."""
        found = self._kept.get((session_id, key)) if key else None
        if found is None:
            return None
        if found[0] != about:
            raise KeyReused(key=key)
        return found[1]

    def keep(self, session_id: str, key: str, about: str, answer: CallToolResult) -> CallToolResult:
        """`answer`, kept where the edit has an id and was not an error."""
        if key and not answer.is_error:
            self._kept[session_id, key] = (about, answer)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return answer


def is_lost_answer(job: Job[Any], key: str, about: str) -> bool:
    """True if `job`, for whose outcome nobody came, has done the very edit that is asked for again."""
    return bool(key) and job.about == about and job.error is None

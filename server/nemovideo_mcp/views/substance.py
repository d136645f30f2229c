"""What of a draft is the timeline, and what moves by itself: timestamps, counters, signatures, ids."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.outline import is_understood

__all__ = ["Difference", "difference", "same_substance", "substance", "without_volatile"]

Difference = Literal["none", "unseen", "seen"]

_VOLATILE = frozenset(
    (
        *("updated", "updatedat", "updatetime", "lastupdated", "modified", "modifiedat", "modifytime"),
        *("lastmodified", "saved", "savedat", "lastsaved", "created", "createdat", "createtime", "timestamp"),
        *(
            "ts",
            "rev",
            "revision",
            "version",
            "ver",
            "seq",
            "etag",
            "hash",
            "checksum",
            "md5",
            "sha1",
            "sha256",
        ),
        *("nonce", "requestid", "traceid", "cachekey", "signature", "expires", "expiresat", "lastaccess"),
    )
)
_IDENTITY = frozenset(("id", "uuid", "sid", "segmentid", "clipid", "draftid", "versionid"))
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,30})?")
# Seconds or milliseconds since 1970, from 2014 to 2100.
_SECONDS = (1.4e9, 4.11e9)
# What a reply does not show: a difference in these alone is borne out by a second look.
_UNSEEN_KINDS = ("details", "look")
_DEEPEST = 40


def without_volatile(draft: Mapping[str, Any]) -> dict[str, Any]:
    """`draft` without what changes although nobody edits: stamps of time, counters, checksums, signed queries.

    Ids stay: clips are matched by them. Numbers are the same whether they are written with decimals or without.
    """
    return cast("dict[str, Any]", _plain(draft, keep_ids=True, depth=0))


def substance(draft: Mapping[str, Any]) -> dict[str, Any]:
    """`draft` without what is volatile, and without ids, which a backend may give anew at each reading."""
    return cast("dict[str, Any]", _plain(draft, keep_ids=False, depth=0))


def same_substance(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True if the two are the same timeline, whatever order, ids and stamps their keys have."""
    return before == after or substance(before) == substance(after)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Whether the timeline has changed: `seen` in clips, times, texts or sound, `unseen` in keys that nobody knows."""
    if same_substance(before, after):
        return "none"
    changes = diff(without_volatile(before), without_volatile(after))
    return "seen" if any(change.kind not in _UNSEEN_KINDS for change in changes) else "unseen"


def _plain(value: object, *, keep_ids: bool, depth: int) -> object:
    if depth > _DEEPEST:
        return repr(type(value))
    if isinstance(value, Mapping):
        found = cast("Mapping[object, object]", value).items()
        return {
            str(key): _plain(inner, keep_ids=keep_ids, depth=depth + 1)
            for key, inner in found
            if not _is_volatile(str(key), inner, keep_ids=keep_ids)
        }
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [_plain(inner, keep_ids=keep_ids, depth=depth + 1) for inner in items]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and value.startswith(("http://", "https://")):
        return value.partition("?")[0]
    return value


def _is_volatile(key: str, value: object, *, keep_ids: bool) -> bool:
    bare = key[:64].lower().replace("_", "").replace("-", "")
    if bare in _IDENTITY:
        return not keep_ids
    if isinstance(value, Mapping | list):
        return False
    return bare in _VOLATILE or (not is_understood(key) and _is_moment(value))


def _is_moment(value: object) -> bool:
    if isinstance(value, str):
        return _MOMENT.fullmatch(value[:60].strip()) is not None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = _SECONDS
    return low <= value <= high or low * 1000 <= value <= high * 1000

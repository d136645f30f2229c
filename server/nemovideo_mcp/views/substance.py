"""What of a draft is the timeline, and what moves by itself: timestamps, counters, signatures, ids."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Literal, cast
from urllib.parse import parse_qsl, urlencode

from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.matching import is_looked_at
from nemovideo_mcp.views.outline import bare_key, is_understood

__all__ = ["Difference", "difference", "same_substance", "stays_different", "substance", "without_volatile"]

Difference = Literal["none", "unseen", "seen"]

# Stamps and counters, wherever they stand.
_VOLATILE = frozenset((
    "updated", "updatedat", "updatetime", "lastupdated", "modified", "modifiedat", "modifytime", "lastmodified",
    "saved", "savedat", "lastsaved", "created", "createdat", "createtime", "timestamp", "etag", "checksum", "md5",
    "sha1", "sha256", "hash", "nonce", "requestid", "traceid", "invocationid", "runid", "messageid", "lastmessageid",
    "cachekey", "signature", "expires", "expiresat", "lastaccess", "dirty", "rev", "revision",
))  # fmt: skip
# In a segment these may be something else.
_VOLATILE_OUTSIDE = frozenset(("ts", "seq", "version", "ver"))
_IDENTITY = frozenset(("id", "uuid", "sid", "segmentid", "clipid", "draftid", "versionid"))
_META = frozenset(("m", "meta", "metadata", "canvas", "canvasconfig", "output"))
# What a draft says of the film as a whole; another key at its top is only the film's if it speaks of its look.
_OF_THE_FILM = _META | frozenset((
    "t", "tracks", "tracklist", "layers", "d", "duration", "durationms", "title", "name", "width", "w", "height", "h",
    "fps", "framerate", "ratio", "background", "overlay", "overlays", "markers", "volume", "speed",
))  # fmt: skip
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.{0,30})?")
# Seconds or milliseconds since 1970, from 2014 to 2100.
_SECONDS = (1.4e9, 4.11e9)
_ADDRESS = re.compile(r"(?:https?:)?//[^\s?]+\?\S+|/[^\s?]+\?[^\s=]+=\S+", re.IGNORECASE)
_SIGNING = re.compile(
    r"sig|token|expire|exp$|policy|auth|^x-|key|hash|^ts?$|^v$|version|nonce|stamp", re.IGNORECASE
)
# What may be a reading of something that moves: a difference in these alone is borne out by a second look.
_UNSEEN_KINDS = ("details", "look", "source")
_DEEPEST = 40


def without_volatile(draft: Mapping[str, Any]) -> dict[str, Any]:
    """`draft` without what changes although nobody edits: stamps of time, counters, checksums, signed queries.

    Ids stay: clips are matched by them. Numbers are the same whether they are written with decimals or without.
    """
    return cast("dict[str, Any]", _plain(draft, keep_ids=True))


def substance(draft: Mapping[str, Any]) -> dict[str, Any]:
    """`draft` without what is volatile, and without ids, which a backend may give anew at each reading."""
    return cast("dict[str, Any]", _plain(draft, keep_ids=False))


def same_substance(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """True if the two are the same timeline, whatever order, ids and stamps their keys have."""
    return before == after or substance(before) == substance(after)


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Difference:
    """Whether the timeline has changed: `seen` in clips, times, texts or sound, `unseen` in keys that nobody knows.

    A file under another address, and nothing else of the clip, is `unseen` too: addresses are signed anew.
    """
    if same_substance(before, after):
        return "none"
    changes = diff(without_volatile(before), without_volatile(after))
    return "seen" if any(change.kind not in _UNSEEN_KINDS for change in changes) else "unseen"


def stays_different(before: Mapping[str, Any], after: Mapping[str, Any], again: Mapping[str, Any]) -> bool:
    """True if something in which `after` differs from `before` is the same in `again`, read a moment later."""
    old, new, later = (dict(_leaves(substance(draft))) for draft in (before, after, again))
    missing = object()
    return any(
        new.get(path, missing) != old.get(path, missing)
        and new.get(path, missing) == later.get(path, missing)
        for path in old.keys() | new.keys()
    )


def _leaves(value: object, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], object]]:
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, object]", value).items():
            yield from _leaves(inner, (*path, key))
    elif isinstance(value, list):
        for n, inner in enumerate(cast("list[object]", value)):
            yield from _leaves(inner, (*path, str(n)))
    else:
        yield path, value


def _plain(value: object, *, keep_ids: bool, depth: int = 0, of_film: bool = True) -> object:
    """`value` without what is volatile; `of_film`: it is the draft itself, or what the draft says of the whole film."""
    if depth > _DEEPEST:
        return repr(type(value))
    if isinstance(value, Mapping):
        made: dict[str, object] = {}
        for key, inner in cast("Mapping[object, object]", value).items():
            if _is_volatile(str(key), inner, keep_ids=keep_ids, of_film=of_film):
                continue
            inside = of_film and bare_key(str(key)) in _META
            plain = _plain(inner, keep_ids=keep_ids, depth=depth + 1, of_film=inside)
            # A key that holds nothing says as much as one that is not there.
            if plain not in (None, "", [], {}):
                made[str(key)] = plain
        return made
    if isinstance(value, list):
        items = cast("list[object]", value)
        return [_plain(inner, keep_ids=keep_ids, depth=depth + 1, of_film=False) for inner in items]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, str) and _ADDRESS.match(value[:2000]):
        return _unsigned(value)
    return value


def _unsigned(address: str) -> str:
    place, _, query = address.partition("?")
    kept = [(key, value) for key, value in parse_qsl(query) if not _SIGNING.search(key)]
    return f"{place}?{urlencode(kept)}" if kept else place


def _is_volatile(key: str, value: object, *, keep_ids: bool, of_film: bool) -> bool:
    bare = bare_key(key)
    if bare in _IDENTITY:
        return not keep_ids
    if of_film and bare not in _OF_THE_FILM and not is_looked_at(key):
        return True
    if isinstance(value, Mapping | list):
        return False
    if bare in _VOLATILE or (bare in _VOLATILE_OUTSIDE and (of_film or _is_moment(value))):
        return True
    return not is_understood(key) and _is_moment(value)


def _is_moment(value: object) -> bool:
    if isinstance(value, str):
        return _MOMENT.fullmatch(value[:60].strip()) is not None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    low, high = _SECONDS
    return low <= value <= high or low * 1000 <= value <= high * 1000

"""Drafts in every variant of the protocol, because what stands inside a segment is not public."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

from .http import as_list, as_object

Draft = dict[str, Any]
Shown = Draft | str | None

VIDEO, AUDIO, TEXT = 0, 1, 7

# The names that this cloud uses inside a segment in the plain shape: `s` start in ms, `d` duration in ms,
# `m` with `name`, `volume` (0 to 1), `text` and `src`.


def segment(start: int, length: int, **meta: Any) -> Draft:
    return {"id": f"seg_{start}_{length}", "s": start, "d": length, "m": dict(meta)}


def track(kind: int, *segments: Draft) -> Draft:
    return {"id": f"trk_{kind}", "tt": kind, "sg": list(segments), "m": {}}


def draft_of(*tracks: Draft, title: str = "project", width: int = 1080, height: int = 1920) -> Draft:
    made: Draft = {"t": list(tracks), "d": 0, "m": {"title": title, "width": width, "height": height}}
    return measured(made)


def sample() -> Draft:
    """The three tracks of the protocol's own example of a timeline."""
    return draft_of(
        track(VIDEO, segment(0, 4000, name="city timelapse"), segment(4000, 6000, name="city at night")),
        track(AUDIO, segment(0, 10000, name="Lo-fi", volume=0.35)),
        track(TEXT, segment(0, 3000, text="Urban Dreams")),
    )


def tracks(draft: Draft) -> list[Draft]:
    return [as_object(one) for one in as_list(draft.get("t"))]


def segments(one: Draft) -> list[Draft]:
    return [as_object(part) for part in as_list(one.get("sg"))]


def measured(draft: Draft) -> Draft:
    """The same draft object, with `d` set to the end of its last segment."""
    ends = [int(part["s"]) + int(part["d"]) for one in tracks(draft) for part in segments(one)]
    draft["d"] = max(ends, default=0)
    return draft


def ready(shown: object) -> bool:
    """Whether a draft can be exported: at least one track with a non-empty `sg`."""
    return any(as_list(as_object(one).get("sg")) for one in as_list(as_object(parsed(shown)).get("t")))


def parsed(shown: object) -> Any:
    """A shown draft as the object that it is, also where it is a JSON string."""
    if isinstance(shown, str):
        try:
            return json.loads(shown)
        except ValueError:
            return None
    return shown


def canonical(shown: object) -> str:
    """One text for equal drafts: the order of keys is no difference, 4000 and 4000.0 are two values."""
    return json.dumps(parsed(shown), sort_keys=True)


def _plain(draft: Draft, _read: int, _now: float) -> Draft:
    return draft


def _no_start(draft: Draft, _read: int, _now: float) -> Draft:
    for one in tracks(draft):
        for part in segments(one):
            part.pop("s", None)
    return draft


def _decimals(draft: Draft, _read: int, _now: float) -> Draft:
    """All times are decimals, and the last segment of each track is half a millisecond longer."""
    draft["d"] = float(draft["d"])
    for one in tracks(draft):
        for part in segments(one):
            for key in ("s", "d"):
                if key in part:
                    part[key] = float(part[key])
        for part in segments(one)[-1:]:
            part["d"] += 0.5
    return draft


def _track_names(draft: Draft, _read: int, _now: float) -> Draft:
    for one in tracks(draft):
        for part in segments(one):
            for key in ("name", "volume"):
                if key in as_object(part.get("m")):
                    as_object(one.setdefault("m", {})).setdefault(key, part["m"][key])
                    del part["m"][key]
    return draft


def _volatile_top(draft: Draft, read: int, now: float) -> Draft:
    draft["updatedAt"] = iso(now + read / 1000)
    return draft


def _volatile_m(draft: Draft, read: int, now: float) -> Draft:
    draft["m"] = {**as_object(draft.get("m")), "ts": int(now * 1000) + read}
    return draft


def _volatile_segments(draft: Draft, read: int, now: float) -> Draft:
    for one in tracks(draft):
        for part in segments(one):
            part["m"] = {**as_object(part.get("m")), "lastModified": int(now * 1000) + read}
    return draft


def _flat(draft: Draft, _read: int, _now: float) -> Draft:
    """Names, texts and volumes stand in the segment itself."""
    for one in tracks(draft):
        for part in segments(one):
            part.update(as_object(part.pop("m", {})))
    return draft


def _long_keys(draft: Draft, _read: int, _now: float) -> Draft:
    """Segments say `start` and `duration`; the documented `d` stays where it is documented."""
    for one in tracks(draft):
        for part in segments(one):
            for short, long in (("s", "start"), ("d", "duration")):
                if short in part:
                    part[long] = part.pop(short)
    return draft


def _percent(draft: Draft, _read: int, _now: float) -> Draft:
    """Volumes are percentages."""
    for one in tracks(draft):
        for part in [*segments(one), one]:
            for place in (part, as_object(part.get("m"))):
                if "volume" in place:
                    place["volume"] = round(place["volume"] * 100)
    return draft


def _unknown_keys(draft: Draft, _read: int, _now: float) -> Draft:
    """Keys that nobody has described, which must come back in the render as they were."""
    draft["zx"] = {"α": [1, 2.50, None, True, "\u2028"], "": {}}
    for one in tracks(draft):
        one["_k"] = 0.1
        for part in segments(one):
            part["q~"] = [[], {"deep": {"er": 1e-7}}]
    return draft


def _shuffled(draft: Draft, read: int, _now: float) -> Draft:
    return as_object(_reordered(draft, random.Random(read)))


def _reordered(value: object, rng: random.Random) -> object:
    if as_object(value):
        items = list(as_object(value).items())
        rng.shuffle(items)
        return {key: _reordered(inner, rng) for key, inner in items}
    if as_list(value):
        return [_reordered(inner, rng) for inner in as_list(value)]
    return value


def _json_string(draft: Draft, _read: int, _now: float) -> str:
    return json.dumps(draft, ensure_ascii=False)


def _null(_draft: Draft, _read: int, _now: float) -> None:
    return None


def _empty(_draft: Draft, _read: int, _now: float) -> Draft:
    return {}


def _no_tracks(_draft: Draft, _read: int, _now: float) -> Draft:
    return {"t": [], "d": 0, "m": {}}


# In the order in which several are applied: those that end the draft as an object come last.
SHAPES: dict[str, Callable[[Draft, int, float], Shown]] = {
    "plain": _plain,
    "no_start": _no_start,
    "decimals": _decimals,
    "track_names": _track_names,
    "percent": _percent,
    "volatile_top": _volatile_top,
    "volatile_m": _volatile_m,
    "volatile_segments": _volatile_segments,
    "long_keys": _long_keys,
    "flat": _flat,
    "unknown_keys": _unknown_keys,
    "shuffled": _shuffled,
    "json_string": _json_string,
    "null": _null,
    "empty": _empty,
    "no_tracks": _no_tracks,
}
WHOLE = tuple(name for name in SHAPES if name not in ("null", "empty", "no_tracks"))  # they lose nothing


def names(shape: str | Iterable[str]) -> tuple[str, ...]:
    chosen = (shape,) if isinstance(shape, str) else tuple(shape)
    unknown = [name for name in chosen if name not in SHAPES]
    if unknown:
        raise ValueError(f"unknown draft shapes: {unknown}")
    return tuple(name for name in SHAPES if name in chosen)


def show(
    draft: Draft | None,
    shape: str | Iterable[str] = "plain",
    *,
    read: int = 0,
    now: float = 0.0,
    nothing: str = "null",
) -> Shown:
    """The draft as a reply shows it. `read` counts the reads; `nothing` is the shape of no draft at all."""
    chosen = names(shape)
    shown: Shown = copy.deepcopy(draft)
    if draft is None:
        shown = SHAPES[nothing]({}, read, now)
        chosen = tuple(name for name in chosen if name in ("json_string", "null", "empty", "no_tracks"))
    for name in sorted(chosen, key=lambda one: one == "json_string"):  # a string comes last
        if isinstance(shown, dict):
            shown = SHAPES[name](shown, read, now)
    return shown


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

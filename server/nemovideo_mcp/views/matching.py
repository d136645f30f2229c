"""Matches the clips of two drafts and finds in what each pair differs."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict, deque
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, cast

from nemovideo_mcp.messages.changes import ChangeKind
from nemovideo_mcp.views.changes import Sayings
from nemovideo_mcp.views.outline import ClipOutline, bare_key
from nemovideo_mcp.views.phrases import span, speed_words

__all__ = ["Pair", "details_differ", "is_looked_at", "is_same", "match", "moved", "what_differs"]

# What a key of a segment is about; keys of which nothing is seen or heard are not named here.
_LOOKS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("fade",), "fades"),
    (("transition",), "transition"),
    (("look", "filter", "lut", "grade", "grading", "color", "colour"), "filter"),
    (("effect", "animation", "anim", "entrance", "exit"), "effects"),
    (("style", "font", "size", "align", "stroke", "shadow"), "style"),
    (("fit", "scale", "zoom", "crop", "rotat", "position", "opacity", "follow"), "framing"),
    (("underspeech",), "speech"),
    (("music", "mood", "bpm"), "music"),
)
_UNSEEN = (
    "id",
    "hash",
    "anchor",
    "grid",
    "extra",
    "version",
    "cache",
    "thumb",
    "url",
    "_at",
    "time",
    "start",
    "name",
)


class Pair(NamedTuple):
    """One clip before and after."""

    before: ClipOutline
    after: ClipOutline


def match(
    befores: Sequence[ClipOutline], afters: Sequence[ClipOutline]
) -> tuple[list[Pair], list[ClipOutline], list[ClipOutline]]:
    """The pairs in the order of `befores`, what has gone and what has come."""
    partners: dict[int, ClipOutline] = {}
    taken: set[int] = set()
    for key in (_by_id, _by_content, _by_source):
        waiting: defaultdict[object, deque[ClipOutline]] = defaultdict(deque)
        for clip in afters:
            if id(clip) not in taken and (known := key(clip)):
                waiting[known].append(clip)
        for clip in befores:
            if id(clip) not in partners and (known := key(clip)) and (queue := waiting.get(known)):
                other = queue.popleft()
                partners[id(clip)] = other
                taken.add(id(other))
    pairs = [Pair(clip, partners[id(clip)]) for clip in befores if id(clip) in partners]
    gone = [clip for clip in befores if id(clip) not in partners]
    return pairs, gone, [clip for clip in afters if id(clip) not in taken]


def _by_id(clip: ClipOutline) -> object:
    return (known, clip.label) if (known := clip.clip_id) else None


def _by_content(clip: ClipOutline) -> object:
    return (clip.label, clip.details.source, clip.details.name, clip.details.source_start_ms)


def _by_source(clip: ClipOutline) -> object:
    return (clip.label, clip.details.source, clip.details.name)


def moved(pairs: Sequence[Pair]) -> list[tuple[int, int, int]]:
    """The clips that left their places in the order: place before, place after, how many there are; places from 1.

    All but those of a longest run that kept its order (patience sorting).
    """
    order = sorted(range(len(pairs)), key=lambda n: (pairs[n].after.start_ms, n))
    place = {n: k for k, n in enumerate(order)}
    tails: list[int] = []
    last: list[int] = []
    previous: list[int] = []
    for n in range(len(pairs)):
        k = bisect_left(tails, place[n])
        previous.append(last[k - 1] if k else -1)
        tails[k : k + 1] = [place[n]]
        last[k : k + 1] = [n]
    kept: set[int] = set()
    at = last[-1] if last else -1
    while at >= 0:
        kept.add(at)
        at = previous[at]
    return [(n + 1, place[n] + 1, len(pairs)) for n in range(len(pairs)) if n not in kept]


def is_same(pair: Pair) -> bool:
    """True if the two are equal to the last key, which most clips of two drafts are."""
    before, after = pair
    try:
        same = before.raw == after.raw
    except RecursionError:
        return False
    return (
        same
        and before.scale == after.scale
        and before.label == after.label
        and before.shared == after.shared
        and before.start_ms == after.start_ms
    )


def what_differs(pair: Pair, said: Sayings) -> Iterable[tuple[ChangeKind, str, str]]:
    """Kind, a word for many of them, and the sentence, for each thing in which the two differ."""
    old, new = pair.before.details, pair.after.details
    label = said.words.labels[pair.after.label]
    is_named = pair.after.label in ("title", "subtitle", "overlay")
    if pair.before.label != pair.after.label:
        yield (
            "replaced",
            "",
            said.sentences.relabelled.format(
                clip=said.subject(pair.after), before=said.words.labels[pair.before.label], after=label
            ),
        )
    if old.name != new.name:
        names = [said.name(pair.before), said.name(pair.after)]
        topic = said.sentences.music if pair.after.label == "bgm" else label
        yield "replaced", "", said.sentences.replaced.format(label=topic, before=names[0], after=names[1])
    elif old.source != new.source:
        yield "source", "", said.sentences.other_source.format(clip=said.subject(pair.after))
    volumes = [_volume(pair.before), _volume(pair.after)]
    if volumes[0] != volumes[1]:
        subject = label if pair.after.label in ("bgm", "voice") else said.subject(pair.after)
        yield "volume", "", said.sentences.volume.format(label=subject, before=volumes[0], after=volumes[1])
    if (old.speed, old.speed_notes) != (new.speed, new.speed_notes):
        yield (
            "speed",
            "",
            said.sentences.speed.format(
                clip=said.subject(pair.after),
                before=speed_words(old.speed, old.speed_notes, said.words),
                after=speed_words(new.speed, new.speed_notes, said.words),
            ),
        )
    spans = [(clip.start_ms, clip.end_ms) for clip in pair]
    if pair.after.label == "video":
        if pair.before.duration_ms != pair.after.duration_ms:
            lengths = [said.seconds(clip.duration_ms) for clip in pair]
            if lengths[0] == lengths[1]:
                lengths = [f"{clip.duration_ms} ms" for clip in pair]
            yield (
                "recut",
                "",
                said.sentences.recut_to.format(
                    clip=said.subject(pair.after), before=lengths[0], after=lengths[1]
                ),
            )
        elif old.source_start_ms != new.source_start_ms:
            yield "recut", "", said.sentences.recut.format(clip=said.subject(pair.after))
    elif spans[0] != spans[1]:
        words = [span(*some, said.words) for some in spans]
        if words[0] == words[1]:
            words = [f"{start}-{end} ms" for start, end in spans]
        yield (
            "timing",
            "",
            said.sentences.timing.format(
                clip=said.subject(pair.after) if is_named else label,
                before=words[0],
                after=words[1],
            ),
        )
    elif old.source_start_ms != new.source_start_ms:
        yield "recut", "", said.sentences.recut.format(clip=said.subject(pair.after))


def is_looked_at(key: str) -> bool:
    """True for a key that speaks of how a clip or a film looks or sounds."""
    bare = bare_key(key)
    return any(mark in bare for marks, _ in _LOOKS for mark in marks)


def _volume(clip: ClipOutline) -> int:
    return 100 if clip.details.volume is None else clip.details.volume


def details_differ(pair: Pair, said: Sayings) -> str:
    """What else of the two differs and may be seen, "" for nothing."""
    old, new = _flat(pair.before.raw), _flat(pair.after.raw)
    where = ("place", "position", "width", "height")
    if pair.after.label == "overlay" and any(old.get(key) != new.get(key) for key in where):
        return said.sentences.looks["framing"]
    differing = [key for key in {**old, **new} if key not in old or key not in new or old[key] != new[key]]
    for key in sorted(differing):
        bare = bare_key(key)
        for marks, word in _LOOKS:
            if any(mark in bare for mark in marks):
                return said.sentences.looks[word]
    seen = [key for key in differing if len(key) > 1 and not key.lower().endswith(_UNSEEN)]
    return said.sentences.looks["details"] if seen else ""


def _flat(raw: Mapping[str, Any]) -> dict[str, str]:
    """The segment's keys, and those of what it holds, with their values in words."""
    flat: dict[str, str] = {}
    for key, value in cast("Mapping[object, Any]", raw).items():
        if isinstance(value, Mapping):
            flat.update({str(k): _words(v) for k, v in cast("Mapping[object, Any]", value).items()})
        else:
            flat[str(key)] = _words(value)
    return flat


def _words(value: object) -> str:
    try:
        return repr(value)
    except (RecursionError, ValueError):
        return "…"

"""What changed between two drafts, in words with before and after, the most important first.

Clips are known by their ids, else by what they show; what is left over of both sides is taken in order. Many small
changes of one kind are said as one. A pure function of its arguments.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from nemovideo_mcp.messages.changes import ChangeKind
from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.model import Fade, Timeline
from nemovideo_mcp.views.changes import Change, Sayings, sayings_of
from nemovideo_mcp.views.clip_facts import FactsById, facts_of, notes_on, read_timeline
from nemovideo_mcp.views.matching import Pair, details_differ, is_same, match, moved, what_differs
from nemovideo_mcp.views.outline import ClipOutline, Outline, outline_of
from nemovideo_mcp.views.phrases import clock, ratio_words
from nemovideo_mcp.views.timeline_table import beat_effect_words
from nemovideo_mcp.views.timeline_view import beat_effect_view

__all__ = ["Change", "diff", "generation_stage"]

_SAID_ONE_BY_ONE = 3
_NOTHING = "–"
# What `what_differs` tells of a clip.
_TOLD = ("speed", "volume")
_FAMILIES = {
    "title": "text",
    "subtitle": "text",
    "bgm": "sound",
    "voice": "sound",
    "sound": "sound",
    "audio": "sound",
}
# Of these, another one is the same one changed, wherever it begins.
_ONE_OF_A_KIND = ("sound", "text")
# The most important first.
_ORDER: tuple[ChangeKind, ...] = get_args(ChangeKind)


def diff(before: object, after: object, *, language: str = "en") -> tuple[Change, ...]:
    """The changes from `before` to `after`, drafts from the wire or Timelines; empty where nothing visible differs.

    Never raises, whatever the drafts are.
    """
    if before is after:
        return ()
    said = sayings_of(language)
    old, new = outline_of(before), outline_of(after)
    if not old.tracks and new.tracks:
        changes = _created(new, said)
    elif old.tracks and not new.tracks:
        changes = [Change(kind="emptied", text=said.sentences.emptied)]
    else:
        comparable = isinstance(before, Timeline) == isinstance(after, Timeline)
        films = read_timeline(before), read_timeline(after)
        noted = _Noted(facts_of(films[0]), facts_of(films[1]), language)
        changes = [
            *_of_frame(old, new, said),
            *_of_film(*films, said, language),
            *_of_clips(old, new, said, comparable=comparable, noted=noted),
        ]
    return tuple(sorted(changes, key=lambda change: _ORDER.index(change.kind)))


def generation_stage(before: object, now: object) -> Literal["nothing", "raw", "finished"]:
    """How far a generation is: `raw` once there are new pictures but no new sound or text, `finished` with them."""
    old, new = _counts(outline_of(before)), _counts(outline_of(now))
    if any(new[family] - old[family] for family in ("sound", "text")):
        return "finished"
    return "raw" if new["video"] - old["video"] else "nothing"


def _counts(outline: Outline) -> defaultdict[str, set[tuple[str, str, int]]]:
    found: defaultdict[str, set[tuple[str, str, int]]] = defaultdict(set)
    for track in outline.tracks:
        family = _FAMILIES.get(track.label, track.label)
        found[family] |= {(c.clip_id, c.details.source, c.start_ms) for c in track.clips}
    return found


# --- the film as a whole -----------------------------------------------------------------------------------------


def _created(new: Outline, said: Sayings) -> list[Change]:
    changes: list[Change] = []
    for track in new.tracks:
        if track.label == "video":
            end = max(clip.end_ms for clip in track.clips)
            text = said.sentences.created.format(
                length=clock(end), clips=said.words.clip_count(len(track.clips))
            )
            changes.append(Change(kind="created", text=text, label="video"))
        else:
            changes += _listed("added", track.label, track.clips, said)
    return changes


def _of_frame(old: Outline, new: Outline, said: Sayings) -> Iterable[Change]:
    sizes = [(o.width, o.height) for o in (old, new)]
    if sizes[0] != sizes[1] and all(all(size) for size in sizes):
        shapes = [ratio_words(*size) for size in sizes]
        if shapes[0] == shapes[1]:
            shapes = [f"{width}×{height}" for width, height in sizes]
        yield Change(kind="canvas", text=said.sentences.canvas.format(before=shapes[0], after=shapes[1]))
    elif sizes[0] != sizes[1]:
        shapes = [f"{w}×{h}" if w and h else said.sentences.unset for w, h in sizes]
        yield Change(kind="canvas", text=said.sentences.canvas.format(before=shapes[0], after=shapes[1]))
    if old.frame_rate != new.frame_rate and old.frame_rate and new.frame_rate:
        rates = [f"{o.frame_rate:g} fps" for o in (old, new)]
        yield Change(kind="canvas", text=said.sentences.frame_rate.format(before=rates[0], after=rates[1]))
    lengths = [clock(o.duration_ms) for o in (old, new)]
    if lengths[0] == lengths[1] and old.duration_ms != new.duration_ms:
        lengths = [f"{o.duration_ms / 1000:.3f}{said.words.seconds}" for o in (old, new)]
    if old.duration_ms != new.duration_ms:
        yield Change(kind="length", text=said.sentences.length.format(before=lengths[0], after=lengths[1]))
    if old.title != new.title:
        names = [said.quoted(o.title) if o.title else said.sentences.unset for o in (old, new)]
        yield Change(kind="name", text=said.sentences.project.format(before=names[0], after=names[1]))


def _of_film(old: Timeline, new: Timeline, said: Sayings, language: str) -> Iterable[Change]:
    """Its fades and beat effects, from what to what."""
    for word, values in (
        ("fade_in", (old.fade_in, new.fade_in)),
        ("fade_out", (old.fade_out, new.fade_out)),
        ("beat_effects", (old.beat_effects, new.beat_effects)),
    ):
        if values[0] != values[1]:
            words = [_film_words(value, said, language) or _NOTHING for value in values]
            text = said.sentences.replaced.format(
                label=said.sentences.films[word], before=words[0], after=words[1]
            )
            yield Change(kind="look", text=text)


def _film_words(value: Fade | Sequence[BeatEffect] | None, said: Sayings, language: str) -> str:
    if isinstance(value, Fade):
        return f"{value.duration_ms / 1000:g}{said.words.seconds} {value.color}"
    effects = [" ".join(beat_effect_words(beat_effect_view(e), language=language)) for e in value or ()]
    return said.words.comma.join(effects)


@dataclass(frozen=True)
class _Noted:
    """What is special of the clips before and after, in words, but for what is told of drafts of any kind."""

    before: FactsById
    after: FactsById
    language: str

    def change(self, pair: Pair) -> tuple[str, str]:
        """The words that went and those that came, "" for none."""
        old, new = (
            notes_on(
                {k: v for k, v in known.of(clip.clip_id).items() if k not in _TOLD},
                clip.label,
                language=self.language,
            )
            for known, clip in ((self.before, pair.before), (self.after, pair.after))
        )
        return ", ".join(n for n in old if n not in new), ", ".join(n for n in new if n not in old)


# --- the clips ---------------------------------------------------------------------------------------------------


def _of_clips(old: Outline, new: Outline, said: Sayings, *, comparable: bool, noted: _Noted) -> list[Change]:
    changes: list[Change] = []
    befores, afters = _families(old), _families(new)
    for family in dict.fromkeys([*befores, *afters]):
        pairs, gone, come = match(befores.get(family, []), afters.get(family, []))
        pairs, gone, come = _replacements(pairs, gone, come, family=family)
        edits = [
            *_by_label("removed", gone, said),
            *_by_label("added", come, said),
            *_moves(pairs, said, family=family),
        ]
        changes += [*edits, *_of_pairs(pairs, said, comparable=comparable, edited=bool(edits), noted=noted)]
    if not changes and _shape(old) != _shape(new):
        changes.append(Change(kind="details", text=said.sentences.tracks))
    return changes


def _families(outline: Outline) -> dict[str, list[ClipOutline]]:
    found: dict[str, list[ClipOutline]] = {}
    for track in outline.tracks:
        found.setdefault(_FAMILIES.get(track.label, track.label), []).extend(track.clips)
    return {family: sorted(clips, key=lambda c: c.start_ms) for family, clips in found.items()}


def _shape(outline: Outline) -> list[tuple[str, int]]:
    return [(track.label, len(track.clips)) for track in outline.tracks]


def _replacements(
    pairs: list[Pair], gone: list[ClipOutline], come: list[ClipOutline], *, family: str
) -> tuple[list[Pair], list[ClipOutline], list[ClipOutline]]:
    """One that went and one of the same kind that came in its place are a pair."""
    went, came = Counter(clip.label for clip in gone), Counter(clip.label for clip in come)
    waiting: dict[tuple[str, int], ClipOutline] = {}
    for clip in come:
        # Where just one went and one came, when they begin does not matter.
        alone = family in _ONE_OF_A_KIND and went[clip.label] == came[clip.label] == 1
        waiting.setdefault((clip.label, -1 if alone else clip.start_ms), clip)
    more: list[Pair] = []
    for clip in gone:
        alone = family in _ONE_OF_A_KIND and went[clip.label] == came[clip.label] == 1
        if other := waiting.pop((clip.label, -1 if alone else clip.start_ms), None):
            more.append(Pair(clip, other))
    known = {id(clip) for pair in more for clip in pair}
    return (
        sorted([*pairs, *more], key=lambda pair: pair.before.start_ms),
        [clip for clip in gone if id(clip) not in known],
        [clip for clip in come if id(clip) not in known],
    )


def _by_label(kind: ChangeKind, clips: Sequence[ClipOutline], said: Sayings) -> list[Change]:
    labels: dict[str, list[ClipOutline]] = {}
    for clip in clips:
        labels.setdefault(clip.label, []).append(clip)
    return [change for label, some in labels.items() for change in _listed(kind, label, some, said)]


def _listed(kind: ChangeKind, label: str, clips: Sequence[ClipOutline], said: Sayings) -> list[Change]:
    """Additions or removals of one label: each by itself, many as one."""
    one, many = said.sentences.added if kind == "added" else said.sentences.removed
    if len(clips) > _SAID_ONE_BY_ONE:
        return [Change(kind=kind, text=many.format(n=len(clips), items=said.plural(label)), label=label)]
    return [
        Change(kind=kind, text=one.format(label=said.words.labels[label], clip=said.clip(clip)), label=label)
        for clip in clips
    ]


def _moves(pairs: Sequence[Pair], said: Sayings, *, family: str) -> list[Change]:
    places = moved(pairs)
    if not places or family != "video":
        return [Change(kind="order", text=said.sentences.reordered.format(n=len(places)))] if places else []
    if len(places) > 1:
        return [Change(kind="order", text=said.sentences.reordered.format(n=len(places)), label="video")]
    was, now, count = places[0]
    where = (
        said.sentences.to_start
        if now == 1
        else said.sentences.to_end
        if now == count
        else said.sentences.to_place.format(n=now)
    )
    return [Change(kind="order", text=said.sentences.moved.format(n=was, where=where), label="video")]


def _of_pairs(
    pairs: Sequence[Pair], said: Sayings, *, comparable: bool, edited: bool, noted: _Noted
) -> list[Change]:
    """What differs in each pair, many of a kind as one; `edited`: clips came, went or changed their order."""
    found: dict[tuple[ChangeKind, str, str], list[str]] = {}
    shifted_only: list[Pair] = []
    for pair in pairs:
        if is_same(pair):
            continue
        told = False
        for kind, word, text in what_differs(pair, said):
            found.setdefault((kind, pair.after.label, word), []).append(text)
            told = True
        went, came = noted.change(pair)
        if went or came:
            text = said.sentences.replaced.format(
                label=said.subject(pair.after), before=went or _NOTHING, after=came or _NOTHING
            )
            found.setdefault(("look", pair.after.label, details_differ(pair, said)), []).append(text)
            told = True
        if told:
            continue
        if pair.before.start_ms != pair.after.start_ms:
            shifted_only.append(pair)
        elif comparable and (word := details_differ(pair, said)):
            found.setdefault(("look", pair.after.label, word), []).append(
                said.sentences.look.format(clip=said.subject(pair.after), word=word)
            )
    changes = [
        Change(kind=kind, text=text, label=label)
        for (kind, label, word), texts in found.items()
        for text in (
            texts
            if len(texts) <= _SAID_ONE_BY_ONE
            else [said.sentences.many[kind].format(n=len(texts), items=said.plural(label), word=word)]
        )
    ]
    # Where other cuts changed, clips behind them shift of themselves.
    if shifted_only and not found and not edited:
        text = said.sentences.shifted.format(
            n=len(shifted_only), items=said.plural(shifted_only[0].after.label, len(shifted_only))
        )
        changes.append(Change(kind="shifted", text=text, label=shifted_only[0].after.label))
    return changes

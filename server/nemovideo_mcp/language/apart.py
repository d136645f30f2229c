"""Whether clauses that one rule reads together are several wishes, of which one would be lost."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.language.asides import without_asides
from nemovideo_mcp.language.complaints import complains
from nemovideo_mcp.language.ellipsis import is_repeated, object_of
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.pieces import begins
from nemovideo_mcp.language.readings import Reading
from nemovideo_mcp.language.remarks import named_clips
from nemovideo_mcp.language.rule_reading import clause_of, read, read_behind
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.segments import Segment, corrects, leaves_out, sums_up
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.language.turn import Text, Turn

__all__ = ["loses_a_wish"]


def loses_a_wish(reading: Reading, segments: Sequence[Segment], turn: Turn, text: Text) -> bool:
    """Whether `segments`, which one rule reads as `reading`, are several wishes of which one is lost.

    Args:
        reading: what the segments mean together.
        segments: the stretches between punctuation and connectives, at least two.
        turn: the message as far as it was read before them.
        text: the message.
    """
    of_cuts = {operation.name for operation in reading.operations} == {"set_transition"}
    if of_cuts and _is_each_length(segments[1:]):
        return False
    return _swallows(reading, segments, turn, text) or _loses(reading, segments, turn, text)


def _loses(reading: Reading, segments: Sequence[Segment], turn: Turn, text: Text) -> bool:
    """Whether what segments mean together leaves out what one of them asks for by itself.

    "删掉第一段，第一段静音" is no way to say that clip 1 is silent. Words that sum up ("都是黄色") are said of all that
    stands before them, not only of the last of it.
    """
    if reading.step is not None or not (reading.operations or reading.talk):
        return False
    apart = [segment for segment in segments[1:] if leaves_out(segment) and text.scene.clips]
    again = turn.focus.operation is not None and not turn.wishes and is_repeated(segments[0])
    if len(segments) > 1 and again and object_of(segments[0]):
        # "冲浪也是，再静音": the last wish once more, and another
        return True
    repeated = any(is_repeated(s) and object_of(s) and not corrects(s[0]) for s in segments[1:])
    summed = bool(apart) or repeated or any(map(sums_up, segments[1:]))
    kinds = {operation.name for operation in reading.operations}
    clips = {i for operation in reading.operations for i in clip_ids(operation)}
    if any(clips & set(token.value.ids) for segment in apart for token in segment if token.kind == "clips"):
        return True
    for n, segment in enumerate(segments):
        named = any(_is_thing(token) for token in segment) or (summed and n == 0)
        if not named or all(t.text.isascii() for t in segment) or leaves_out(segment):
            continue
        clause = clause_of(without_asides(segment), turn, text, continued=bool(turn.operations) or n > 0)
        alone = None if complains(clause) else read(clause, text, alone=False)
        if alone is None or not alone.operations:
            continue
        asked = {o.name for o in alone.operations}
        if (summed and not sums_up(segment)) or not (kinds & asked or kinds | asked <= _TEXTS):
            return True
        if clips and "all" not in clips and not clips >= {i for o in alone.operations for i in clip_ids(o)}:
            return True
    return False


_TEXTS = frozenset(("add_text", "change_text", "add_captions"))


def _is_thing(token: Token) -> bool:
    named = token.kind in ("clips", "texts") and not token.value.pronoun
    return named or token.kind == "quote" or (token.kind == "word" and token.has("music_noun"))


def _swallows(joint: Reading, segments: Sequence[Segment], turn: Turn, text: Text) -> bool:
    """Whether segments that are read as one are two wishes, of which one is lost: "bikes last, title “Hi”"."""
    kinds = _effects(joint)
    made = {o.name for o in joint.operations} & {"auto_edit", "set_film_length"}
    scene = text.scene
    if not joint.operations or ("auto_edit" in made and not text.scene.clips):
        return False
    for k in range(1, len(segments)):
        head = without_asides([token for segment in segments[:k] for token in segment])
        tail = without_asides([token for segment in segments[k:] for token in segment])
        if not head or not tail:
            continue
        placed = head[0].kind == "word" and head[0].text.split()[0] in _WHEN
        # "音乐太吵了，听不见鹦鹉说话": why it is too loud
        placed |= segments[k][0].text.startswith(("听不", "盖住", "盖过", "压过"))
        framed = any(t.detail("fit") is not None for t in head)
        every = any(t.kind == "word" and t.has("all") for t in head)
        if placed or not (_names_object(head) or framed or every or begins(head[0])):
            continue
        first = clause_of(head, turn, text, continued=bool(turn.wishes), segments=k)
        one = read_behind(first, turn, text, alone=False)
        if one is None or not (one.operations or one.talk or one.remark):
            continue
        apart = _names_object(tail)
        lost = {e for e in _effects(one) - kinds if apart or e[0] != "set_framing" or not e[1]}
        after = turn.copy()
        after.add(one, first)
        if apart:
            after.focus = Focus()
        elif (
            any(name == "remove_clips" for name, _ in lost)
            or complains(first)
            or not (lost or begins(tail[0]))
        ):
            # "Cut the parrot, two seconds are enough"
            continue
        second = clause_of(tail, after, text, continued=True, segments=len(segments) - k)
        other = read_behind(second, after, text, alone=False)
        if (
            other is not None
            and other.talk
            and kinds & {"auto_edit", "set_film_length"}
            and named_clips(second)
        ):
            # "Cut to the beat but keep the first clip"
            return True
        if other is None or not other.operations:
            continue
        more = {e for e in _effects(other) - kinds if apart or not e[1]}
        fewer = apart and not (
            set(_clip_ids(one, scene)) <= set(_clip_ids(joint, scene)) or first.has("not", "except")
        )
        if lost or fewer or any(name != "add_text" for name, _ in more):
            return True
    return False


def _is_each_length(segments: Sequence[Segment]) -> bool:
    """Whether all that is said behind transitions is how long each of them is: "每个0.4秒"."""
    tokens = [token for segment in segments for token in segment if token.kind != "mark"]
    each = all(
        t.kind in ("duration", "beats")
        or (t.kind == "clips" and t.value.all and t.text in ("每个", "每段", "each"))
        or (t.kind == "word" and t.has("all", "each", "filler"))
        for t in tokens
    )
    return each and any(t.kind in ("duration", "beats") for t in tokens)


_ABOUT = frozenset(
    (
        "op",
        "clips",
        "clip",
        "texts",
        "start",
        "end",
        "range",
        "at",
        "to",
        "length",
        "snap",
        "keep",
        "media",
        "text",
    )
)

_SAME_EFFECT = {"mute": "volume"}


def _clip_ids(reading: Reading, scene: Scene) -> tuple[str, ...]:
    named = tuple(i for o in reading.operations for i in clip_ids(o))
    return tuple(clip.clip_id for clip in scene.clips) if "all" in named else named


def _effects(reading: Reading) -> set[tuple[str, str]]:
    """What operations do, apart from what they are about: each with the fields that it sets."""
    found: set[tuple[str, str]] = set()
    for operation in reading.operations:
        found.add((operation.name, ""))
        for field in operation.model_fields_set - _ABOUT:
            if (value := getattr(operation, field)) is not None:
                effect = _SAME_EFFECT.get(field, field.removesuffix("_by"))
                told = f"{effect}={value}" if effect in ("fit", "flip", "motion") else effect
                found.add((operation.name, told))
    return found


_WHEN = frozenset(
    (
        "at",
        "in",
        "on",
        "when",
        "while",
        "during",
        "from",
        "over",
        "under",
        "for",
        "after",
        "before",
        "until",
        "till",
    )
)
"""Words that begin what is no wish of its own, but a time or a place."""


def _names_object(tokens: Sequence[Token]) -> bool:
    """Whether words say by themselves what they are about."""
    return any(
        t.kind in ("quote", "texts")
        or (t.kind == "clips" and not t.value.pronoun)
        or (t.kind == "word" and t.has("music_noun", "film_noun", "text_noun", "on_beat"))
        for t in tokens
    )

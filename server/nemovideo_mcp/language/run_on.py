"""Wishes that run on without punctuation: the pieces of a segment, each understood whole."""

from __future__ import annotations

from dataclasses import fields

from nemovideo_mcp.language.asides import without_asides
from nemovideo_mcp.language.complaints import complains
from nemovideo_mcp.language.corrections import adds
from nemovideo_mcp.language.normalize import fold
from nemovideo_mcp.language.pieces import PROPOSES, partings, plain_start
from nemovideo_mcp.language.praise import asks_for_better
from nemovideo_mcp.language.remarks import is_remark
from nemovideo_mcp.language.rule_reading import clause_of, read, read_behind
from nemovideo_mcp.language.segments import Segment
from nemovideo_mcp.language.turn import Text, Turn

__all__ = ["read_counted", "read_pieces"]

_MOST_PIECES = 24
_PLACED = ("add_text", "add_clips", "fade_film", "move_clips", "freeze_frame")


def read_counted(segment: Segment, turn: Turn, text: Text) -> bool:
    """Reads "最后整个片子调成竖的", where "最后" counts wishes; what has a place may be meant to be last."""
    tokens = tuple(plain_start(segment))
    if len(tokens) == len(segment) or not tokens or not (turn.operations or segment[0].text in PROPOSES):
        return False
    done = len(turn.operations)
    after = turn.copy()
    found = _with_piece(tokens, after, text) or _in_pieces(tokens, after, text, [_MOST_PIECES])
    placed = turn.operations and any(o.name in _PLACED for o in (found.operations[done:] if found else ()))
    if found is None or placed:
        return False
    _become(turn, found)
    return True


def _become(turn: Turn, other: Turn) -> None:
    for one in fields(other):
        setattr(turn, one.name, getattr(other, one.name))


def read_pieces(segment: Segment, turn: Turn, text: Text) -> bool:
    """Reads words that run on without punctuation as several wishes, if each of them is understood whole."""
    if asks_for_better(fold(text.prepared.message[segment[0].start : segment[-1].end]).text):
        # "好看" by itself is praise.
        return False
    found = _in_pieces(segment, turn.copy(), text, [_MOST_PIECES])
    if found is None:
        return False
    _become(turn, found)
    return True


def _in_pieces(segment: Segment, turn: Turn, text: Text, tries: list[int]) -> Turn | None:
    """What becomes of `turn` by the pieces of `segment`, the longest first; None where words are left over."""
    for place in partings(segment):
        head, tail = segment[:place], segment[place:]
        tries[0] -= 1
        if tries[0] < 0:
            return None
        after = _with_piece(head, turn, text) or _with_remark(head, turn, text)
        if after is None or (after.step is not turn.step and segment[place].text.isascii()):
            # "Undo what you did to the surf": a step back is no piece of a longer wish.
            continue
        if (done := _with_piece(tail, after, text) or _in_pieces(tail, after, text, tries)) is not None:
            return done
        if (
            (plain := tuple(plain_start(tail))) != tail
            and plain
            and (done := _with_piece(plain, after, text))
        ):
            return done
    return None


_ALONE = ("undo", "redo", "talk", "opinion", "remark", "still_more", "less_of_it")


def _with_piece(segment: Segment, turn: Turn, text: Text) -> Turn | None:
    """What becomes of `turn` by words that are a wish, or a remark, of their own."""
    tokens = without_asides(segment)
    clause = clause_of(tokens, turn, text, continued=bool(turn.operations or turn.opinions))
    if not clause.rest():
        return turn
    if all(t.kind in ("clips", "texts") or t.has("enough") for t in clause.rest()) and not adds(segment):
        # Only what is spoken of: what is to be done stands in other words.
        return None
    left = clause.rest()
    if len(left) == 1 and left[0].kind == "word" and left[0].text.isascii() and not left[0].has(*_ALONE):
        # "Zoom in on the parrot slow": a word that may belong to those before it.
        return None
    if len(tokens) == 1 and tokens[0].has("too"):
        # The "太" of "太安静了" belongs to what follows.
        return None
    if len(tokens) == 1 and tokens[0].has("start", "end", "last", "first"):
        # "最后" before a wish counts wishes, and is no place.
        return None
    reading = read_behind(clause, turn, text, alone=False)
    if reading is None or not reading.means_something:
        if reading is None and not (complains(clause) and read(clause, text, alone=True) is not None):
            return None
        # "这个视频太长了" says no length: what follows may.
        return turn if complains(clause) else None
    after = turn.copy()
    after.add(reading, clause)
    return after


def _with_remark(segment: Segment, turn: Turn, text: Text) -> Turn | None:
    """What becomes of `turn` by "the parrot is boring", before words that say what is to be done about it."""
    clause = clause_of(segment, turn, text, continued=False)
    states = any(token.text.partition(" ")[0] in _STATES for token in segment)
    if not states or turn.operations or turn.remark or turn.unknown or not is_remark(clause):
        return None
    after = turn.copy()
    after.skip(clause)
    return after


_STATES = frozenset(
    ("is", "are", "was", "were", "looks", "look", "feels", "feel", "seems", "gets", "sounds", "isn't")
)

"""What the rules say of a clause, in shared words or their own, on the film that the wishes before it make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from pydantic import ValidationError

from nemovideo_mcp.language.asides import without_asides
from nemovideo_mcp.language.clauses import ALTOGETHER, Clause, Unresolved
from nemovideo_mcp.language.pointed import pointed
from nemovideo_mcp.language.praise import asks_for_better
from nemovideo_mcp.language.readings import Reading, Refusal, Rule, out_of_range
from nemovideo_mcp.language.reflected import is_reflected
from nemovideo_mcp.language.remarks import changes_clips
from nemovideo_mcp.language.rules import LEXICON, OWN, RULES
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.tokens import Token
from nemovideo_mcp.language.turn import Text, Turn

__all__ = ["clause_of", "read", "read_behind"]

_WHOLE = ("整个", "整体", "整")
_OF_FILM = frozenset(("film_noun", "whole_film"))


def clause_of(
    tokens: Sequence[Token],
    turn: Turn,
    text: Text,
    *,
    continued: bool,
    segments: int = 1,
    correcting: bool = False,
) -> Clause:
    focus = Focus(pending=turn.focus.pending) if turn.lost else turn.spoken_together(tokens)
    if any(t.text in _WHOLE for t in tokens[:2]) and not any(t.kind in ("clips", "texts") for t in tokens):
        # "冲浪倒放，然后整个加速": the whole film
        focus = Focus(operation=focus.operation, before=focus.before)
        tokens = [replace(t, concepts=_OF_FILM) if t.text in _WHOLE else t for t in tokens]
    if any(t.text in ALTOGETHER or t.text.startswith("都") for t in tokens):
        # "第一段不好看，第三段也不好看，都删了", "自行车快一点，鹦鹉慢一点，都静音"
        focus = turn.all_spoken(focus, text.scene.focus)
    return Clause(
        tokens,
        text.scene,
        text.prepared.message,
        focus=focus,
        continued=continued,
        uncertain=turn.uncertain,
        vague=turn.vague and not (turn.remarked and changes_clips(tokens)),
        segments=segments,
        correcting=correcting,
    )


def read_behind(clause: Clause, turn: Turn, text: Text, *, alone: bool) -> Reading | None:
    """What a clause means behind the wishes before it, at the place of the film that it takes from them."""
    reading, scene = _read_of(clause, turn, text, alone=alone)
    if reading is None or clause.uncertain or clause.correcting:
        return reading
    return pointed(reading, clause, turn.focus, scene, lead=turn.lead)


def _read_of(clause: Clause, turn: Turn, text: Text, *, alone: bool) -> tuple[Reading | None, Scene]:
    """What a clause means of the film that the wishes before it make: "remove the parrot and put Hi on the surf"."""
    now = read(clause, text, alone=alone)
    denied = clause.tokens[0].has("not", "except")
    if denied or turn.step is not None or (now is not None and not now.operations and now.means_something):
        return now, text.scene
    before = turn.wishes[:-1] if clause.correcting else turn.wishes
    done = [operation for wish in before for operation in wish]
    moved = now is not None and any(o.name == "move_clips" for o in now.operations)
    after = text.behind(done, turn.focus, edges=moved)
    if after is None:
        return now, text.scene
    gone = any(after.scene.clip(i) is None for i in turn.focus.clips)
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    tokens = without_asides(after.between(LEXICON, start, end))
    if (
        not tokens
        or tokens[-1].end > end
        or (gone and not any(t.kind == "clips" and t.value.ids for t in clause.tokens))
    ):
        # "Cut the bikes and put the photo there": where they were.
        return now, text.scene
    then = read(clause.said_of(after.scene, tokens), after, alone=alone)
    return (now, text.scene) if then is None else (then, after.scene)


def read(clause: Clause, text: Text, *, alone: bool) -> Reading | None:
    """What the first rule says that accounts for every word; a refusal of one segment need not."""
    refused: Reading | None = None
    asked = clause.fresh()
    for rule in RULES:
        reading = _asked(rule, asked, alone=alone)
        if reading is not None and not reading.refusals:
            return reading
        refused = refused or reading
    if refused is None or alone:
        start, end = clause.tokens[0].start, clause.tokens[-1].end
        known = frozenset(word for t in clause.tokens if t.concepts for word in t.text.split())
        heard: dict[int, Clause] = {}
        without_others = _without_others(clause, text)
        for rule, lexicon in OWN:
            if id(lexicon) not in heard:
                # Rules that share a lexicon hear the same words.
                heard[id(lexicon)] = clause.retold(without_others(text.between(lexicon, start, end)))
                heard[id(lexicon)].known = known
            own = heard[id(lexicon)]
            if not own.tokens or own.tokens[-1].end > end:
                # There is no word of this rule here, or one that runs on behind these words.
                continue
            reading = _asked(rule, own, alone=alone)
            if reading is not None and not reading.refusals:
                return reading
            refused = refused or reading
    return refused


def _without_others(clause: Clause, text: Text) -> Callable[[Sequence[Token]], list[Token]]:
    """What leaves out of the words of another lexicon those that are none of the clause's wish."""
    said = {t.start: t for t in clause.tokens}
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    plain = text.between(LEXICON, start, end)
    left_out = [(t.start, t.end) for t in plain if t.start not in said]
    others = {t.start for t in plain if t.start in said and said[t.start].text != t.text}

    def without_others(own: Sequence[Token]) -> list[Token]:
        return [
            said[t.start] if t.start in others else t
            for t in own
            if not any(a <= t.start < b for a, b in left_out)
        ]

    return without_others


def _asked(rule: Rule, clause: Clause, *, alone: bool) -> Reading | None:
    """What `rule` reads, if it accounts for every word; or else a refusal, if it may speak for the clause."""
    clause.used = set()
    try:
        reading = rule.read(clause)
    except (Unresolved, ValidationError) as error:
        if not alone:
            return None
        because = error.because if isinstance(error, Unresolved) else out_of_range(error)
        reading = Reading(refusals=(Refusal(words=clause.words, because=because),))
    if reading is None or (reading.talk and asks_for_better(clause.plain)):
        return None
    whole = not clause.rest() and is_reflected(clause, reading.operations)
    if whole and reading.means_something:
        return reading
    if reading.refusals and not reading.operations and (whole or alone):
        return reading
    return None

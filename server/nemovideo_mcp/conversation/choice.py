"""Chooses the reading of a message: its clauses and the message as a whole are weighed against each other."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import combinations

from nemovideo_mcp.conversation.classifier import LABELS, Label, whole_likelihoods
from nemovideo_mcp.conversation.clauses import Clause, Masked
from nemovideo_mcp.conversation.lexicon import Kind
from nemovideo_mcp.conversation.wishes import KINDS, REASONS, Facts, Reading, proposals, whole

__all__ = ["arrange", "chosen"]

Steps = list[tuple[Kind, list[int]]]

_MOST_KINDS = 3
_WHOLE_WEIGHS = 1.5
_LEAST = 1e-4
# An export is not done on a suspicion: what the whole and its surest clause give, multiplied.
SURE_OF_EXPORT = 0.6


def chosen(masked: Masked, clauses: Sequence[Clause]) -> tuple[list[Reading], Steps]:
    """The likeliest reading of the clauses together, and what is to be done in order.

    For each small set of actions the likeliest labels that ask for these only are found, in linear time.
    """
    facts, likely = proposals(masked, clauses)
    odds = whole_likelihoods(whole(masked))
    asks_export = sum(chance for wishes, chance in odds.items() if "export" in wishes)
    surest = max((one["export"] + one["altered"] for one in likely), default=0.0)
    best: tuple[float, list[Label], Steps] | None = None
    for size in range(1, _MOST_KINDS + 1):
        for kinds in combinations(REASONS, size):
            if "export" in kinds and asks_export * surest < SURE_OF_EXPORT:
                continue
            labels = _labels(frozenset(kinds), facts, likely)
            if labels is None:
                continue
            said = sum(math.log(max(one[label], 1e-9)) for one, label in zip(likely, labels, strict=True))
            for steps in _orders(arrange(list(zip(labels, facts, strict=True)))):
                wishes = tuple(kind for kind, _ in steps) or ("message",)
                score = said + _WHOLE_WEIGHS * math.log(max(odds.get(wishes, 0.0), _LEAST))
                if best is None or score > best[0]:
                    best = (score, labels, steps)
    if best is None:
        # Files and wishes of every kind: each clause says what it says.
        own: list[Label] = [
            _likeliest(
                [label for label in LABELS if one.allows(label) and "export" not in KINDS[label]], odds
            )
            for one, odds in zip(facts, likely, strict=True)
        ]
        best = (0.0, own, arrange(list(zip(own, facts, strict=True))))
    return [Reading(label=label, facts=one) for label, one in zip(best[1], facts, strict=True)], best[2]


def _labels(
    kinds: frozenset[Kind], facts: Sequence[Facts], likely: Sequence[Mapping[Label, float]]
) -> list[Label] | None:
    """The likeliest labels that ask for all of `kinds` and nothing else; None if the rules allow none."""
    fitting: list[Label] = [label for label in LABELS if kinds.issuperset(KINDS[label])]
    allowed: list[list[Label]] = [[label for label in fitting if one.allows(label)] for one in facts]
    if not all(allowed):
        return None
    labels: list[Label] = [_likeliest(own, odds) for own, odds in zip(allowed, likely, strict=True)]
    for kind in sorted(kinds):
        if any(kind in KINDS[label] for label in labels):
            continue
        count = {other: sum(other in KINDS[label] for label in labels) for other in kinds}
        changes: list[tuple[float, int, Label]] = [
            (math.log(max(likely[n][label], 1e-9)) - math.log(max(likely[n][labels[n]], 1e-9)), n, label)
            for n, own in enumerate(allowed)
            for label in own
            if kind in KINDS[label]
            and all(count[lost] > 1 for lost in KINDS[labels[n]] if lost not in KINDS[label])
        ]
        if changes:
            _, n, label = max(changes)
            labels[n] = label
    asked = frozenset(kind for label in labels for kind in KINDS[label])
    return labels if asked == kinds or tuple(kinds) == ("message",) else None


def _likeliest(labels: Sequence[Label], odds: Mapping[Label, float]) -> Label:
    return max(labels, key=lambda label: odds[label])


def _orders(steps: Steps) -> list[Steps]:
    """The order of the clauses, and the one that an edit "but vertical" behind an export may mean."""
    kinds = [kind for kind, _ in steps]
    if kinds == ["export", "message"]:
        return [steps, [steps[1], steps[0]]]
    if kinds == ["message", "export", "message"]:
        return [steps, [("message", steps[0][1] + steps[2][1]), steps[1]]]
    return [steps]


def arrange(labelled: Sequence[tuple[Label, Facts]]) -> list[tuple[Kind, list[int]]]:
    """The actions of labelled clauses in the order of doing, each with the numbers of its clauses.

    One export is left, after what it needs; neighbouring edits are one message; files are handed over together.
    """
    steps: list[tuple[Kind, int]] = []
    for n, (label, facts) in enumerate(labelled):
        if facts.recalls:
            steps = [step for step in steps if step[0] == "message"]
        at = len(steps)
        while facts.goes_first and at and steps[at - 1][0] == "export":
            at -= 1
        steps[at:at] = [(kind, n) for kind in KINDS[label]]
    last = max((at for at, (kind, _) in enumerate(steps) if kind == "export"), default=-1)
    arranged: list[tuple[Kind, list[int]]] = []
    for at, (kind, n) in enumerate(steps):
        if kind == "export" and at != last:
            continue
        if kind == "message":
            same = arranged[-1] if arranged and arranged[-1][0] == "message" else None
        else:
            same = next((one for one in arranged if one[0] == kind), None)
        if same is None:
            arranged.append((kind, [n]))
        else:
            same[1].append(n)
    return arranged

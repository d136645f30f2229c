"""Make the weights of the intent classifier: `python benchmarks/train_intents.py tests/data/intents.tsv …`.

Needs scikit-learn (`pip install scikit-learn`), which the program itself does not. Every line of the files given is a
label (the actions in order), a tab and a sentence. The sentences are parted into clauses as the program parts them;
which clause asks for which action of the label is found by training on sentences of one clause first and then, a few
times, on the likeliest assignment that gives the label (hard expectation-maximisation). Fixed seeds, one thread: the
same sentences give the same weights. `--report` prints what could not be assigned.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nemovideo_mcp.conversation.choice import arrange
from nemovideo_mcp.conversation.classifier import LABELS, SCALE, WEIGHTS, WISHES, Label, packed
from nemovideo_mcp.conversation.clauses import mask, part
from nemovideo_mcp.conversation.features import BUCKETS, features_of
from nemovideo_mcp.conversation.intents import route
from nemovideo_mcp.conversation.wishes import KINDS, Facts, contexts, facts_of, whole

ROUNDS = 3
STRENGTH = 2.0
# A sentence of more clauses than this has too many assignments; there are few, and they are left out.
MOST_CLAUSES = 8
# Before the first round no clause has been seen that asks for nothing.
FIRST_GUESS_OF_NONE = 0.25
FIRST_GUESS_OF_ALTERED = 0.02


@dataclass(frozen=True)
class Sentence:
    """A labelled sentence: the features and facts of its clauses."""

    wanted: tuple[str, ...]
    text: str
    features: tuple[tuple[int, ...], ...]
    facts: tuple[Facts, ...]
    whole: tuple[int, ...]


def sentences(path: Path) -> list[Sentence]:
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    return [sentence(*line.split("\t")[:2]) for line in lines]


def sentence(wanted: str, text: str) -> Sentence:
    masked = mask(text)
    clauses = part(masked)
    parts = contexts(masked, clauses)
    return Sentence(
        wanted=tuple(wanted.split(",")),
        text=text,
        features=tuple(tuple(features_of(parts, n)) for n in range(len(parts))),
        facts=tuple(facts_of(masked, clauses, n) for n in range(len(clauses))),
        whole=tuple(features_of([whole(masked)], 0)),
    )


def matrix(rows: Sequence[Sequence[int]]) -> csr_matrix:
    """A row of each clause's features, scaled as `classifier.likelihoods` scales them."""
    values = [np.full(len(row), SCALE / max(1, len(row)) ** 0.5, np.float32) for row in rows]
    ends = np.cumsum([0, *(len(row) for row in rows)])
    flat = [feature for row in rows for feature in row]
    return csr_matrix((np.concatenate(values), flat, ends), shape=(len(rows), BUCKETS))


def fitted(rows: Sequence[Sequence[int]], labels: Sequence[Label]) -> LogisticRegression:
    model = LogisticRegression(C=STRENGTH, max_iter=400, random_state=0)
    return model.fit(matrix(rows), [LABELS.index(label) for label in labels])


def log_likelihoods(model: LogisticRegression, rows: Sequence[Sequence[int]], *, first: bool) -> np.ndarray:
    """A row for each clause, a column for each of `LABELS`."""
    scores = np.full((len(rows), len(LABELS)), -9.0)
    scores[:, model.classes_] = model.predict_log_proba(matrix(rows))
    if first:
        scores[:, LABELS.index("none")] = np.log(FIRST_GUESS_OF_NONE)
        scores[:, LABELS.index("both")] = np.log(FIRST_GUESS_OF_NONE)
        scores[:, LABELS.index("altered")] = np.log(FIRST_GUESS_OF_ALTERED)
    return scores


def assigned(one: Sentence, scores: np.ndarray) -> tuple[Label, ...] | None:
    """The likeliest labels of the clauses that give what the sentence is labelled with; None if there are none."""
    wanted = set(one.wanted)
    choices = [
        [label for label in LABELS if set(KINDS[label]) <= wanted and facts.allows(label)]
        for facts in one.facts
    ]
    best: tuple[float, tuple[Label, ...]] | None = None
    for labels in itertools.product(*choices):
        score = sum(float(scores[n, LABELS.index(label)]) for n, label in enumerate(labels))
        if best is not None and score <= best[0]:
            continue
        if tuple(kind for kind, _ in arrange(list(zip(labels, one.facts, strict=True)))) == one.wanted:
            best = (score, labels)
    return best[1] if best else None


def trained(corpus: Sequence[Sentence], *, report: bool = False) -> LogisticRegression:
    whole = [one for one in corpus if len(one.facts) == 1 and len(one.wanted) == 1]
    model = fitted([one.features[0] for one in whole], [one.wanted[0] for one in whole])  # pyright: ignore
    for turn in range(ROUNDS):
        rows: list[Sequence[int]] = []
        labels: list[Label] = []
        left: list[str] = []
        scores = log_likelihoods(model, [row for one in corpus for row in one.features], first=turn == 0)
        for one in corpus:
            own, scores = scores[: len(one.facts)], scores[len(one.facts) :]
            found = assigned(one, own)
            if found is None:
                left.append(f"{','.join(one.wanted)}\t{one.text}")
                continue
            rows += one.features
            labels += found
        model = fitted(rows, labels)
    if report:
        print(f"{len(rows)} clauses: {dict(Counter(labels))}", "cannot be assigned:", *left, sep="\n  ")
    return model


def _teaches(one: Sentence) -> bool:
    wordy = any(not facts.is_courtesy for facts in one.facts)
    return wordy and len(one.facts) <= MOST_CLAUSES


def trained_on_wholes(corpus: Sequence[Sentence]) -> LogisticRegression:
    """What a whole message asks for, by its words: classes are the numbers of `WISHES`."""
    some = [one for one in corpus if one.wanted in WISHES]
    model = LogisticRegression(C=STRENGTH, max_iter=400, random_state=0)
    return model.fit(matrix([one.whole for one in some]), [WISHES.index(one.wanted) for one in some])


def written(clauses: LogisticRegression, wholes: LogisticRegression) -> bytes:
    width = len(LABELS) + len(WISHES)
    weights = np.zeros((BUCKETS, width))
    offsets = np.full(width, -9.0)
    for model, first in ((clauses, 0), (wholes, len(LABELS))):
        weights[:, model.classes_ + first] = model.coef_.T
        offsets[model.classes_ + first] = model.intercept_
    return packed(weights.tolist(), offsets.tolist())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path, nargs="+")
    parser.add_argument("--report", action="store_true", help="print what could not be assigned")
    options = parser.parse_args()
    corpus = [one for path in options.corpus for one in sentences(path) if _teaches(one)]
    WEIGHTS.write_bytes(written(trained(corpus, report=options.report), trained_on_wholes(corpus)))
    read = [tuple(action.kind for action in route(one.text).actions) == one.wanted for one in corpus]
    print(f"{WEIGHTS.stat().st_size} bytes; {sum(read)} of {len(read)} sentences read as labelled")


if __name__ == "__main__":
    main()

"""Score the translation of replies on a labelled corpus: `python benchmarks/replies.py tests/data/replies.jsonl`.

Each line is `{"text", "expected", "actions"}`. Exact match of text and ordered actions, each of the two alone, the
traps (replies without GUI speech) that were damaged, the replies that kept a GUI instruction, and a confusion table
of the actions. `--half` scores every second line only, `--wrong` prints what was translated wrongly.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple, TypedDict, cast

from nemovideo_mcp.conversation.gui import Translation, translate


class Labelled(TypedDict):
    """A line of a corpus."""

    text: str
    expected: str
    actions: list[str]


class Scored(NamedTuple):
    """A reply, what was made of it, and how many seconds that took."""

    reply: Labelled
    translation: Translation
    seconds: float

    @property
    def text_right(self) -> bool:
        """Whether the text is right to the character."""
        return self.translation.text == self.reply["expected"]

    @property
    def actions_right(self) -> bool:
        """Whether the actions are right, and in order."""
        return list(self.translation.actions) == self.reply["actions"]

    @property
    def is_trap(self) -> bool:
        """Whether the reply has no GUI speech and must stay as it is."""
        return self.reply["text"] == self.reply["expected"] and not self.reply["actions"]

    @property
    def loses_content(self) -> bool:
        """Whether the text is shorter than it should be."""
        return len(self.translation.text) < len(self.reply["expected"])

    @property
    def keeps_instruction(self) -> bool:
        """Whether the text is longer than it should be, or was not touched at all."""
        return len(self.translation.text) > len(self.reply["expected"])


def score(reply: Labelled) -> Scored:
    """Translate `reply` and take the time."""
    began = time.perf_counter()
    translation = translate(reply["text"])
    return Scored(reply, translation, time.perf_counter() - began)


def main() -> None:
    """Print the figures of one corpus."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1), help="0: lines 2, 4, 6 …, 1: lines 1, 3, 5 …")
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    lines = options.corpus.read_text(encoding="utf-8").splitlines()
    kept = [line for n, line in enumerate(lines, 1) if line.strip() and options.half in (None, n % 2)]
    every = [score(cast("Labelled", json.loads(line))) for line in kept]
    if options.wrong:
        for one in every:
            if not (one.text_right and one.actions_right):
                show(one)
    report(every)


def show(one: Scored) -> None:
    """Print a reply that was translated wrongly."""
    print(f"  reply     {one.reply['text']!r}")
    print(f"  expected  {one.reply['expected']!r}" + ("  (text right)" if one.text_right else ""))
    if not one.text_right:
        print(f"  found     {one.translation.text!r}")
    print(f"  actions   {','.join(one.reply['actions']) or '-'}", end="")
    print("\n" if one.actions_right else f"  found {','.join(one.translation.actions) or '-'}\n")


def report(every: list[Scored]) -> None:
    """Print the figures and the confusion table."""
    traps = [one for one in every if one.is_trap]
    exact = sum(one.text_right and one.actions_right for one in every)
    print(f"exact {exact} of {len(every)} ({100 * exact / max(1, len(every)):.1f} %)", end=", ")
    print(f"text {sum(one.text_right for one in every)}, actions {sum(one.actions_right for one in every)}")
    print(f"traps damaged {sum(not one.text_right for one in traps)} of {len(traps)}", end=", ")
    print(f"traps with actions {sum(bool(one.translation.actions) for one in traps)}")
    print(f"too little left {sum(one.loses_content for one in every)}", end=", ")
    print(f"instructions left standing {sum(one.keeps_instruction for one in every)}")
    seconds = [one.seconds for one in every]
    print(f"{1000 * statistics.mean(seconds):.3f} ms a reply, slowest {1000 * max(seconds):.2f} ms")
    confusion = Counter((",".join(one.reply["actions"]), ",".join(one.translation.actions)) for one in every)
    print(f"{'expected':26}{'found':26}replies")
    for (expected, found), count in sorted(confusion.items()):
        print(f"{expected or '-':26}{found or '-':26}{count}{'' if expected == found else '  !'}")


if __name__ == "__main__":
    main()

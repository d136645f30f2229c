"""Score the reading of wishes on labelled sentences: `python benchmarks/intents.py tests/data/intents.tsv`.

Exact match of the ordered actions, a confusion table of whole readings, and the time a sentence takes. `--half`
scores every second sentence only, `--wrong` prints what was read wrongly.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections import Counter
from pathlib import Path

from nemovideo_mcp.conversation.intents import route


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--half", type=int, choices=(0, 1))
    parser.add_argument("--wrong", action="store_true")
    options = parser.parse_args()
    lines = [line for line in options.corpus.read_text("utf-8").splitlines() if line and line[0] != "#"]
    rows = [tuple(line.split("\t")) for n, line in enumerate(lines) if options.half in (None, n % 2)]
    confusion: Counter[tuple[str, str]] = Counter()
    named = times = 0
    seconds: list[float] = []
    for expected, text, *mentions in rows:
        began = time.perf_counter()
        routing = route(text)
        seconds.append(time.perf_counter() - began)
        found = ",".join(action.kind for action in routing.actions)
        confusion[expected, found] += 1
        if mentions and mentions[0]:
            times += 1
            said = " | ".join(one.text for action in routing.actions for one in action.mentions)
            named += said == mentions[0]
            if said != mentions[0] and options.wrong:
                print(f"  mentions {said!r} for {mentions[0]!r}")
        if expected != found and options.wrong:
            print(f"  {expected:24} read as {found:24} {text}")
    right = sum(count for (expected, found), count in confusion.items() if expected == found)
    print(f"{right} of {len(rows)} right ({100 * right / len(rows):.1f} %), mentions {named} of {times}")
    print(f"{1000 * statistics.mean(seconds):.3f} ms a sentence, slowest {1000 * max(seconds):.2f} ms")
    print(f"{'expected':26}{'read as':26}sentences")
    for (expected, found), count in sorted(confusion.items()):
        print(f"{expected:26}{found:26}{count}")


if __name__ == "__main__":
    main()

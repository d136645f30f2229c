"""What sentences come to: the share that is right, refused and wrong in a file of judged conversations.

    python benchmarks/wishes.py tests/data/wishes_heldout_en.jsonl [--all]

A conversation is right if each of its turns is. Its sentences are judged up to the first that is not right: behind that
one the film is another than the one that they were written for. `--all` lists each conversation that is not right, with
the reason.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from support.wishes import judge, read_wishes  # noqa: E402


def main(arguments: list[str]) -> None:
    for name in (a for a in arguments if not a.startswith("--")):
        found = [judge(wish) for wish in read_wishes(Path(name))]
        counts = Counter(j.verdict for j in found)
        print(f"{Path(name).stem}: {len(found)} conversations: {_shares(counts, len(found))}")
        said = Counter({v: counts[v] for v in ("refused", "wrong")})
        said["right"] = sum(len(j.wish.turns) if j.verdict == "right" else j.turn - 1 for j in found)
        print(f"  {said.total()} sentences: {_shares(said, said.total())}")
        if "--all" in arguments:
            for j in found:
                if j.verdict != "right":
                    print(f"  {j.wish.wish_id} {j.verdict} (turn {j.turn}) {j.why}")


def _shares(counts: Counter[str], total: int) -> str:
    return ", ".join(
        f"{v} {counts[v]} ({100 * counts[v] / total:.1f} %)" for v in ("right", "refused", "wrong")
    )


if __name__ == "__main__":
    main(sys.argv[1:])

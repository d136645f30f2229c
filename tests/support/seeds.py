"""The five pages that the skills were built from: their facts are kept, their sentences are not.

The pages themselves are not ours to carry; what stands in `tests/data/seed_grams.txt` are hashes of each run of eight
words in them. `python -m support.seeds FOLDER` (from `tests/`) makes that file anew from the pages.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["GRAMS", "RUN", "grams_of", "hashed", "known"]

GRAMS = Path(__file__).parents[1] / "data" / "seed_grams.txt"
RUN = 8
_WORD = re.compile(r"[a-z0-9]+|[\u4e00-\u9fff]")
_CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
_BREAK = "\ue000"
_LITERAL = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # What a protocol or a user says word for word is a fact, whoever writes it down.
        r"mp4,? mov,? avi,? webm,? mkv,? (· )?jpg,? png,? gif,? webp,? (· )?mp3,? wav,? m4a(,? and|,)? aac",
        r"\"export\"\W+\"导出\"\W+\"download\"\W+\"send me the video\"",
        r"\"credits\"\W+\"积分\"\W+\"balance\"\W+\"余额\"",
        r"\"status\"\W+\"状态\"\W+\"show tracks\"",
    )
)


def grams_of(page: str) -> Iterator[str]:
    """Each run of eight words in the prose of `page`; code and what is said word for word stand between runs."""
    prose = _CODE.sub(_BREAK, page)
    for literal in _LITERAL:
        prose = literal.sub(_BREAK, prose)
    for stretch in prose.lower().split(_BREAK):
        words = _WORD.findall(stretch)
        for at in range(len(words) - RUN + 1):
            yield " ".join(words[at : at + RUN])


def hashed(gram: str) -> str:
    return hashlib.sha256(gram.encode()).hexdigest()[:12]


def known() -> frozenset[str]:
    """The hashes of the seeds' runs."""
    return frozenset(GRAMS.read_text(encoding="ascii").split())


def _main(folder: Path) -> None:
    found = {hashed(g) for page in folder.glob("*.txt") for g in grams_of(page.read_text(encoding="utf-8"))}
    GRAMS.write_text("\n".join(sorted(found)) + "\n", encoding="ascii")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))

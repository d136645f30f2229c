"""All facts of the pages that the skills were built from are in the skills, and no sentence of theirs is."""

from __future__ import annotations

import os
import re
import tomllib
from pathlib import Path

import pytest

from support.seeds import grams_of, hashed, known

ROOT = Path(__file__).parents[2]
NAMES = sorted(page.parent.name for page in (ROOT / "skill").glob("*/SKILL.md"))
FACTS = tomllib.loads(Path(__file__).with_name("facts.toml").read_text(encoding="utf-8"))
SEEDS = Path(os.environ.get("NEMO_SEEDS", ROOT.parent / "shared" / "seeds"))


def squeezed(words: str) -> str:
    return re.sub(r"\s+", "", words).casefold()


def facts_of(name: str) -> list[tuple[str, str]]:
    """Each fact of the skill as (what its seed says, what we say); each side may hold alternatives."""
    lists = [*FACTS["all"].values(), FACTS[name]["own"]]
    return [(fact.split(" => ")[0], fact.split(" => ")[-1]) for facts in lists for fact in facts]


def said(alternatives: str, words: str) -> bool:
    return any(squeezed(way) in squeezed(words) for way in (alternatives, *alternatives.split("|")))


@pytest.mark.parametrize("name", NAMES)
def test_every_fact_of_the_seed_is_in_the_skill(name: str) -> None:
    words = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "skill" / name).rglob("*.md"))
    assert [ours for _, ours in facts_of(name) if not said(ours, words)] == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here; NEMO_SEEDS names their folder")
@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_facts_is_taken_from_the_seed(name: str) -> None:
    words = (SEEDS / f"{name}.txt").read_text(encoding="utf-8")
    assert [theirs for theirs, _ in facts_of(name) if not said(theirs, words)] == []


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seeds are not here; NEMO_SEEDS names their folder")
def test_the_hashes_are_those_of_the_seeds() -> None:
    pages = [page.read_text(encoding="utf-8") for page in SEEDS.glob("*.txt")]
    assert known() == {hashed(gram) for page in pages for gram in grams_of(page)}


@pytest.mark.parametrize(
    "page",
    [
        *sorted((ROOT / "skill").rglob("*.md")),
        *sorted((ROOT / "docs").glob("*.md")),
        *sorted((ROOT / "umbrella").rglob("*.md")),
        ROOT / "README.md",
        ROOT / "plugin" / "README.md",
    ],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_no_sentence_of_a_seed_stands_in_our_pages(page: Path) -> None:
    seen = known()
    assert [gram for gram in grams_of(page.read_text(encoding="utf-8")) if hashed(gram) in seen] == []


def test_a_sentence_of_a_seed_would_be_found() -> None:
    copied = "The session keeps your timeline state so you can keep tweaking."
    assert any(hashed(gram) in known() for gram in grams_of(f"Tips. {copied} More."))

"""The requests by which the skills are evaluated (`tests/evaluation`): ten for each, and each is understood."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.skills import find_skills
from support.films import film, media_of

ROOT = Path(__file__).parents[2]
REQUESTS = tomllib.loads((ROOT / "tests/data/skill_requests.toml").read_text(encoding="utf-8"))


def test_each_skill_has_ten_requests_of_its_own() -> None:
    assert set(REQUESTS) == {skill.name for skill in find_skills(ROOT / "skill")}
    assert {len(requests) for requests in REQUESTS.values()} == {10}


@pytest.mark.parametrize("name", REQUESTS)
def test_nothing_in_a_request_is_left_over(name: str) -> None:
    said = [sentence for request in REQUESTS[name] for sentence in request["say"]]
    scene = Scene(timeline=film("montage"), media=media_of("fresh_mixed"))
    read = {sentence: understand(sentence, scene) for sentence in said}
    assert {s: r.unknown for s, r in read.items() if r.unknown} == {}
    assert [s for s, r in read.items() if not (r.operations or r.step or r.talk or r.wants_export)] == []

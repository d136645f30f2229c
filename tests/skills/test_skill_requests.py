"""The requests by which the skills are evaluated (`tests/evaluation`): ten for each, and each is understood."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from nemovideo_mcp.language.readings import Understanding
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
    scenes = [
        Scene(timeline=film(p), media=media_of(p))
        for p in ("fresh", "fresh_song", "plain", "cut", "song", "titled")
    ]
    assert [s for s in said if all(_missed(understand(s, scene)) for scene in scenes)] == []


def _missed(read: Understanding) -> bool:
    return bool(read.unknown) or not (read.operations or read.step or read.talk or read.wants_export)

"""What a marketplace shows of a skill first: title, picture, what goes in, what comes out, where, how soon."""

from __future__ import annotations

import re
from pathlib import Path

import anyio
import pytest
from PIL import Image

from nemovideo_mcp.skills import find_skills
from nemovideo_mcp.tools.server import build_server

ROOT = Path(__file__).parents[2]
SKILLS = {skill.name: skill for skill in find_skills(ROOT / "skill")}
NAMES = list(SKILLS)
TITLES = {
    "ai-video-editing-with-music": "AI Video Editing with Music",
    "music-to-a": "Music To A",
    "video-clip-maker-with-music": "Video Clip Maker with Music",
    "video-music-generator": "Video Music Generator",
    "vidmuse-ai": "VidMuse AI",
}
"""The names under which people know the skills."""

FIRST_SCREEN = 30
FORMATS = "mp4 mov avi webm mkv jpg png gif webp mp3 wav m4a aac"
MOST_SHARED = 0.12
"""How much of a page's text may stand, line by line, in all five."""


def page_of(name: str) -> tuple[str, str]:
    """The frontmatter and the text of a skill's page."""
    _, matter, body = (ROOT / "skill" / name / "SKILL.md").read_text(encoding="utf-8").split("---\n", 2)
    return matter, body.strip()


def first_screen(name: str) -> str:
    return "\n".join(page_of(name)[1].splitlines()[:FIRST_SCREEN])


def lines_of(name: str) -> list[str]:
    return [line for line in page_of(name)[1].splitlines() if line.strip()]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_bears_the_title_that_people_know(name: str) -> None:
    matter, body = page_of(name)
    assert f'  title: "{TITLES[name]}"\n' in matter
    assert body.startswith(f"# {TITLES[name]}: ")
    assert SKILLS[name].title == TITLES[name]


def test_hosts_show_the_skills_by_their_titles() -> None:
    listed = anyio.run(build_server().list_resources)
    assert {r.title for r in listed} >= {f"Skill: {title}" for title in TITLES.values()}


@pytest.mark.parametrize("name", NAMES)
def test_the_first_screen_says_what_goes_in_and_what_comes_out(name: str) -> None:
    words = first_screen(name)
    assert [kind for kind in FORMATS.split() if not re.search(rf"\b{kind}\b", words)] == []
    assert [fact for fact in ("500 MB", "1080p", "MP4") if fact not in words] == []


@pytest.mark.parametrize("name", NAMES)
def test_the_first_screen_tells_local_work_from_the_clouds(name: str) -> None:
    """What holds for the cloud only is said of the cloud, with what it costs: the files leave the machine."""
    lines = first_screen(name).splitlines()
    (local,) = [line for line in lines if "on this machine" in line.lower()]
    (cloud,) = [line for line in lines if re.search(r"nothing to install", line)]
    assert "no account" in local or "without account" in local
    assert "about 50 seconds" in local
    assert "cloud" in cloud.lower()
    assert re.search(r"upload|leaves the machine", cloud)
    assert ("1 to 2 minutes" if name == "vidmuse-ai" else "30 to 60 seconds") in cloud


@pytest.mark.parametrize("name", NAMES)
def test_the_first_screen_has_the_word_for_the_first_connection(name: str) -> None:
    words = first_screen(name)
    sets_up = name in ("music-to-a", "vidmuse-ai")
    found = {word for word in ("Setting up…", "Connecting…", "Ready!") if word in words}
    assert found == ({"Setting up…"} if sets_up else {"Connecting…", "Ready!"})
    for reference in ("cloud.md", "protocol.md"):
        told = (ROOT / "skill" / name / "references" / reference).read_text(encoding="utf-8")
        assert {word for word in ("Setting up…", "Connecting…", "Ready!") if word in told} == found, reference


@pytest.mark.parametrize("name", NAMES)
def test_the_first_screen_has_a_small_picture_of_a_result(name: str) -> None:
    ((words, link),) = re.findall(r"^!\[(.+)\]\((.+)\)$", first_screen(name), re.MULTILINE)
    assert len(words) > 40
    file = ROOT / "skill" / name / link
    assert file.stat().st_size < 120_000
    with Image.open(file) as picture:
        assert picture.width == 1000
        assert picture.format == "JPEG"
        assert picture.getexif() == {}


def test_no_two_skills_have_the_same_picture() -> None:
    assert len({(ROOT / f"publish/pictures/{name}.jpg").read_bytes() for name in NAMES}) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_about_its_own_use(name: str) -> None:
    common = set.intersection(*(set(lines_of(other)) for other in NAMES))
    mine = lines_of(name)
    shared = sum(len(line) for line in mine if line in common)
    assert shared / sum(map(len, mine)) < MOST_SHARED
    assert sum(line in common for line in mine) <= 8

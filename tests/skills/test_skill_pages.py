"""The skills' pages: made from one source, true to what the program takes for granted, and understood by it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import anyio
import pytest

from nemovideo_mcp import __version__
from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.conversation.intents import route
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.skills import SkillDefaults, active_skill, attribution, chosen_defaults, find_skills
from nemovideo_mcp.tools.server import build_server
from support.films import film, media_of

ROOT = Path(__file__).parents[2]
SKILLS = {skill.name: skill for skill in find_skills(ROOT / "skill")}
TRY_SAYING = re.compile(r'^\| "(.+)" \| "(.+)" \|$', re.MULTILINE)
LINK = re.compile(r"\]\(([^)#:]+)\)")
MADE_KINDS = {"message", "export", "upload"}


def page_of(name: str) -> str:
    return (ROOT / "skill" / name / "SKILL.md").read_text(encoding="utf-8")


def not_understood(line: str) -> list[str]:
    """What of `line` the router or the understanding would not know what to do with."""
    kinds = {str(action.kind) for action in route(line).actions}
    if kinds == {"export"}:
        return []
    left = [_left_over(line, Scene(timeline=film(project), media=media_of(project))) for project in PROJECTS]
    return sorted(kinds - MADE_KINDS) + min(left, key=len)


PROJECTS = ("fresh", "fresh_song", "plain", "cut", "song", "titled", "montage")
"""A wish is for a first message, for a film without music, or for a later message."""


def _left_over(line: str, scene: Scene) -> list[str]:
    read = understand(line, scene)
    said = read.operations or read.step or read.wants_export or read.talk
    return [*read.unknown, *(refusal.words for refusal in read.refusals), *([] if said else [line])]


def test_there_are_five() -> None:
    assert set(SKILLS) == {
        "video-clip-maker-with-music",
        "ai-video-editing-with-music",
        "vidmuse-ai",
        "music-to-a",
        "video-music-generator",
    }


def test_the_committed_files_are_what_their_source_makes() -> None:
    made = [sys.executable, str(ROOT / "publish/generate.py"), "--check"]
    done = subprocess.run(made, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_page_that_was_edited_by_hand_is_found(tmp_path: Path) -> None:
    for name in (
        "docs",
        "publish",
        "skill",
        "plugin",
        "umbrella",
        "SKILL.md",
        "server.json",
        ".claude-plugin",
        ".cursor-plugin",
    ):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, tmp_path / name)
    package = tmp_path / "server/nemovideo_mcp"
    (package / "tools").mkdir(parents=True)
    for name in ("__init__.py", "tools/operations.json"):
        shutil.copyfile(ROOT / "server/nemovideo_mcp" / name, package / name)
    page = tmp_path / "skill/vidmuse-ai/SKILL.md"
    page.write_text(page.read_text(encoding="utf-8").replace("beat", "bar", 1), encoding="utf-8")
    (tmp_path / "skill/vidmuse-ai/notes.md").write_text("mine", encoding="utf-8")
    check = [sys.executable, str(tmp_path / "publish/generate.py"), "--check"]
    done = subprocess.run(check, capture_output=True, text=True)
    assert done.returncode == 1
    assert [line.split(" is ")[0] for line in done.stdout.splitlines()] == [
        "skill/vidmuse-ai/SKILL.md",
        "skill/vidmuse-ai/notes.md",
    ]


@pytest.mark.parametrize("name", SKILLS)
def test_a_main_page_is_short_and_its_version_is_the_packages(name: str) -> None:
    assert len(page_of(name).splitlines()) <= 85
    assert len(page_of(name)) < 5_300
    assert SKILLS[name].version == __version__
    assert len(SKILLS[name].description) <= 1024
    assert "Use when" in SKILLS[name].description


@pytest.mark.parametrize("name", SKILLS)
def test_what_it_offers_to_say_is_understood_in_both_languages(name: str) -> None:
    lines = TRY_SAYING.findall(page_of(name))
    assert len(lines) >= 5
    assert {line: left for pair in lines for line in pair if (left := not_understood(line))} == {}
    assert all(re.search(r"[\u4e00-\u9fff]", chinese) for _, chinese in lines)


def test_every_wish_in_the_list_of_what_can_be_said_is_understood() -> None:
    page = (ROOT / "skill/vidmuse-ai/references/what-to-say.md").read_text(encoding="utf-8")
    wishes, concrete = page.split("From vague to concrete")
    said = re.findall(r'"([^"]+)"', wishes)
    for row in re.findall(r"^\| .+ \| (.+) \|$", concrete, re.MULTILINE):
        said += re.findall(r'"([^"]+)"', row)
    assert len(said) > 30
    assert {line: left for line in said if (left := not_understood(line))} == {}


@pytest.mark.parametrize("name", SKILLS)
def test_the_quick_way_is_understood_too(name: str) -> None:
    (quick,) = re.findall(r"^\*\*Quick\.\*\* (.+)$", page_of(name), re.MULTILINE)
    (line,) = re.findall(r'"([^"]+)"', quick)
    assert not_understood(line) == []


@pytest.mark.parametrize("name", SKILLS)
def test_what_it_takes_for_granted_is_read_and_is_said_on_its_page(name: str) -> None:
    (written,) = re.findall(r'nemovideo-defaults: "(.+)"', page_of(name))
    pairs = dict(pair.split("=") for pair in written.split())
    defaults = SKILLS[name].defaults
    assert {key: str(getattr(defaults, key)) for key in pairs} == pairs
    assert defaults.mood == "match" or defaults.mood in MOODS
    (promised,) = re.findall(r"## What it takes for granted\n\n(.+)\n", page_of(name))
    words = {
        "9:16": "vertical 9:16",
        "source": "format",
        "montage": "cut",
        "keep": "keeps its cuts",
        "composed": "composed",
        "uploaded": "uploaded song",
        "upbeat": "upbeat",
        "electronic": "electronic",
        "match": "pictures",
        "fast": "fast cuts",
        "normal": "normal pace",
    }
    assert [value for value in pairs.values() if words[value] not in promised] == []


def test_the_skills_differ_in_what_they_take_for_granted() -> None:
    assert len({skill.defaults for skill in SKILLS.values()}) == len(SKILLS)


def test_only_a_skill_that_was_chosen_has_a_say() -> None:
    assert chosen_defaults(environ={}) == SkillDefaults()
    assert chosen_defaults("vidmuse-ai", environ={}) == SKILLS["vidmuse-ai"].defaults
    assert chosen_defaults(environ={"NEMO_SKILL": "music-to-a"}) == SKILLS["music-to-a"].defaults


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("", SkillDefaults()),
        ("aspect=9:16 opening=keep", SkillDefaults(aspect="9:16", opening="keep")),
        ("aspect=4:3 pace=hasty length_s=0 nonsense colour=red", SkillDefaults()),
        (
            "MOOD=Lofi length_s=30 music=none",
            SkillDefaults(mood="lofi", length_s=30, music="none"),
        ),
        ("length_s=99999999999999999999", SkillDefaults()),
    ],
)
def test_defaults_are_read_tolerantly(words: str, read: SkillDefaults) -> None:
    assert SkillDefaults.parse(words) == read


@pytest.mark.parametrize(
    "page",
    [*(ROOT / "skill").rglob("*.md"), *(ROOT / "umbrella").rglob("*.md"), ROOT / "plugin/README.md"],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).is_file()] == []


@pytest.mark.parametrize("name", SKILLS)
def test_every_tool_of_the_server_is_taught_as_it_is(name: str) -> None:
    tools = {tool.name: tool.input_schema["properties"] for tool in anyio.run(build_server().list_tools)}
    working = (ROOT / "skill" / name / "references/working.md").read_text(encoding="utf-8")
    assert [tool for tool in tools if f"`{tool}" not in working] == []
    calls = re.findall(r"`([a-z]+_[a-z_]+)\(([^`]*)\)`", page_of(name) + working)
    assert {tool for tool, _ in calls} <= set(tools)
    given = {(tool, argument) for tool, words in calls for argument in re.findall(r"\b(\w+)=", words)}
    assert {pair for pair in given if pair[1] not in tools[pair[0]]} == set()


@pytest.mark.parametrize(
    ("place", "platform"),
    [
        (".clawhub/skills", "clawhub"),
        (".cursor/skills", "cursor"),
        (".claude/skills", "unknown"),
        ("skills", "unknown"),
    ],
)
@pytest.mark.parametrize("name", SKILLS)
def test_requests_are_signed_by_the_page_and_by_where_it_is_installed(
    name: str, place: str, platform: str, tmp_path: Path
) -> None:
    folder = tmp_path / place / name
    shutil.copytree(ROOT / "skill" / name, folder)
    page = folder / "SKILL.md"
    page.write_text(page.read_text(encoding="utf-8").replace(f'"{__version__}"', '"7.8.9"', 1))
    signed = attribution(active_skill(str(folder), environ={}), environ={})
    assert signed == {"X-Skill-Source": name, "X-Skill-Version": "7.8.9", "X-Skill-Platform": platform}
    overridden = attribution(active_skill(str(folder), environ={}), environ={"SKILL_SOURCE": "shop"})
    assert overridden["X-Skill-Platform"] == "shop"

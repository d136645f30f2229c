"""What the pages promise is done: the first film that their sentences make, and a render for each file of a session."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.skills import find_skills
from nemovideo_mcp.timeline.model import Timeline
from support.media import click_track, make_video, make_wav
from support.studio import Caller, QuickExport, in_process, make_studio, quick_engine

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
SKILLS = {skill.name: skill for skill in find_skills(ROOT / "skill")}
KEEPING = [name for name, skill in SKILLS.items() if skill.defaults.opening == "keep"]
CUTTING = [name for name, skill in SKILLS.items() if skill.defaults.opening == "montage"]
FILM_MS = 3000


def page_of(name: str) -> str:
    return (ROOT / "skill" / name / "SKILL.md").read_text(encoding="utf-8")


def line_of(name: str, start: str) -> str:
    (line,) = re.findall(rf"^\*\*{start}\.\*\* (.+)$", page_of(name), re.MULTILINE)
    return line


def batch_of(name: str) -> tuple[list[dict[str, Any]], str]:
    """The operations and the output that the page has for a file of a session with several."""
    line = line_of(name, "Batch")
    (operations,) = re.findall(r"operations=(\[.+?\])\)`", line)
    (output,) = re.findall(r'export_video\(output="(.+?)"\)', line)
    return json.loads(operations), output


def first_wishes(name: str) -> list[str]:
    """The page's sentences for a first message, in both languages: the quick way, and the first of what to say."""
    said = re.findall(r'^\| "(.+)" \| "(.+)" \|$', page_of(name), re.MULTILINE)[0]
    return [*re.findall(r'"([^"]+)"', line_of(name, "Quick")), *said]


@pytest.fixture
def export() -> QuickExport:
    return QuickExport()


@pytest.fixture
async def http(tmp_path: Path, export: QuickExport) -> AsyncIterator[httpx.AsyncClient]:
    async with in_process(make_studio(tmp_path / "data", engine=quick_engine(export))) as client:
        yield client


@pytest.fixture(scope="module")
def song(tmp_path_factory: pytest.TempPathFactory) -> Path:
    sound = click_track(range(0, 12_000, 500), duration_ms=12_000)
    return make_wav(tmp_path_factory.mktemp("song") / "song.wav", sound)


async def begun(http: httpx.AsyncClient, skill: str, *files: Path) -> Caller:
    caller = Caller(http=http)
    await caller.begin(skill=skill)
    reply = await caller.upload(*files)
    assert reply.status_code == 200, reply.text
    return caller


async def film_of(caller: Caller) -> Timeline:
    return timeline_of((await caller.state())["state"]["draft"])


async def edit(caller: Caller, operations: list[dict[str, Any]]) -> dict[str, Any]:
    reply = await caller.post(f"/studio/sessions/{caller.session_id}/edits", {"operations": operations})
    assert reply.status_code == 200, reply.text
    return reply.json()["data"]


def names_of(film: Timeline) -> set[str]:
    return {clip.name.partition(".")[0] for clip in film.video_clips}


@pytest.mark.parametrize(("name", "number"), [(name, n) for name in KEEPING for n in range(3)])
async def test_a_finished_film_stays_as_it_is_cut(
    name: str, number: int, http: httpx.AsyncClient, song: Path, tmp_path: Path
) -> None:
    footage = make_video(tmp_path / "footage.mp4", duration_ms=FILM_MS)
    caller = await begun(http, name, footage, *([song] if name == "music-to-a" else []))
    await caller.say(first_wishes(name)[number])
    film = await film_of(caller)
    assert [(c.start_ms, c.duration_ms, c.anchor) for c in film.video_clips] == [(0, FILM_MS, None)]
    assert film.music is not None


@pytest.mark.parametrize(("name", "number"), [(name, n) for name in CUTTING for n in range(3)])
async def test_footage_is_cut_to_the_beat(
    name: str, number: int, http: httpx.AsyncClient, song: Path, tmp_path: Path
) -> None:
    footage = [make_video(tmp_path / f"{n}.mp4", duration_ms=FILM_MS) for n in "ab"]
    caller = await begun(http, name, *footage, *([song] if name == "vidmuse-ai" else []))
    await caller.say(first_wishes(name)[number])
    film = await film_of(caller)
    assert len(film.video_clips) > 1
    assert all(clip.anchor is not None for clip in film.video_clips[1:])


@pytest.mark.parametrize("name", SKILLS)
async def test_several_files_of_one_session_get_a_render_each(
    name: str, http: httpx.AsyncClient, export: QuickExport, song: Path, tmp_path: Path
) -> None:
    operations, _ = batch_of(name)
    (mine,) = (o["sources"] for o in operations if "sources" in o)
    files = [make_video(tmp_path / f, duration_ms=FILM_MS) for f in mine if f.endswith(".mp4")]
    other = make_video(tmp_path / "other.mp4", duration_ms=FILM_MS)
    assert files
    mine = [file.name for file in files]
    caller = await begun(http, name, *files, other, *([song] if name in ("music-to-a", "vidmuse-ai") else []))
    wishes = (["upbeat music, cut to the beat", "music at 50%"], [first_wishes(name)[0], "music at 50%"])
    rendered: list[set[str]] = []
    for number, sources in enumerate((mine, [other.name]), 1):
        answer = await edit(caller, [{**o, "sources": sources} if "sources" in o else o for o in operations])
        assert answer["done"], answer
        for wish in wishes[name in KEEPING]:
            await caller.say(wish)
            assert names_of(await film_of(caller)) == {Path(source).stem for source in sources}, wish
        film = await film_of(caller)
        if SKILLS[name].defaults.opening == "keep":
            assert [clip.duration_ms for clip in film.video_clips] == [FILM_MS] * len(sources)
        await caller.submit(f"render_{number}")
        assert (await caller.finished(f"render_{number}"))["status"] == "completed"
        rendered.append(names_of(export.calls[-1]))
    assert rendered == [{Path(source).stem for source in mine}, {"other"}]


@pytest.mark.parametrize("name", SKILLS)
def test_the_page_names_a_file_for_each_render(name: str) -> None:
    _, output = batch_of(name)
    line = line_of(name, "Batch")
    assert output.endswith(".mp4")
    assert "one session" in line
    assert "upload" in line.lower()
    assert re.search(r"render", line)
    assert "project=" in line


def test_the_renders_of_different_skills_have_different_names() -> None:
    assert len({batch_of(name)[1] for name in SKILLS}) == len(SKILLS)

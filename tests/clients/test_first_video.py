"""From an empty home to the first video, in the program itself: installed, found, used by a scripted chat, removed.

Nobody logs in: the program's model is a script on loopback. All else is what a user has: the command `nemovideo
install` writes the entry, the program starts the server by it, finds the tools, asks for leave, and passes on what they
say.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.skills import find_skills
from support.evaluation import check_film
from support.footage import make
from support.measure import measure
from support.programs import PROGRAMS, Done, environment, run
from support.scripted_model import Model, scripted_model

CLIPS = ("sea.mp4", "city.mp4", "hill.mp4")
WISH = "combine these clips, add upbeat music and cut to the beat, 6 seconds, vertical"
FILM: Mapping[str, Any] = {
    "size": [1080, 1920],
    "seconds": [5.9, 6.1],
    "cuts": [2, 12],
    "colours": ["blue", "orange", "green"],
    "sound": True,
}
SKILLS = {skill.name for skill in find_skills()}
CALLS = ["upload_media", "send_edit", "get_timeline", "export_video"]
_RECEIPT = re.compile(r"(\d+) cuts, (\d+) on the beat[^\"\\\n]*")
_FEW = 12


@dataclass(frozen=True, kw_only=True)
class User:
    """Somebody with an empty home, a folder of clips in it and the program on the path."""

    program: str
    home: Path
    took: Callable[[str, object], None]

    @contextmanager
    def timed(self, step: str) -> Generator[None]:
        begun = time.perf_counter()
        yield
        self.took(f"{self.program}: {step}", time.perf_counter() - begun)

    def nemovideo(self, *words: str) -> str:
        """Our command, which has to do what it says."""
        theirs = PROGRAMS[self.program].folder / "node_modules" / ".bin"
        path = environment(self.home)["PATH"]
        done = subprocess.run(
            [str(Path(sys.executable).parent / "nemovideo"), *words],
            env=environment(self.home, PATH=f"{theirs}{os.pathsep}{path}"),
            cwd=self.home,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def runs(self, *words: str, seconds: float = 90, **environ: str) -> Done:
        """The program, which has to end well."""
        program = PROGRAMS[self.program]
        program = replace(program, environ={**program.environ, **environ})
        done = run(program, *words, home=self.home, seconds=seconds)
        assert done.code == 0, done.said
        return done

    def files(self) -> set[Path]:
        """All that is in the home, but for what our program keeps for itself."""
        kept = self.home / "nemovideo"
        return {path for path in self.home.rglob("*") if kept not in (path, *path.parents)}

    def script(self, results: Sequence[str]) -> tuple[str, Mapping[str, Any]] | str:
        """Files, a wish, a look, the film; then the receipt, word for word."""
        arguments = {
            "upload_media": {"files": [str(self.home / "trip" / name) for name in CLIPS]},
            "send_edit": {"message": WISH},
            "get_timeline": {"picture": "board"},
            "export_video": {"output": str(self.home / "film.mp4")},
        }
        if len(results) < len(CALLS):
            tool = CALLS[len(results)]
            return tool, arguments[tool]
        if found := _RECEIPT.search(results[-1]):
            return found.group()
        return ("wait_for_export", {}) if len(results) < _FEW else "No film came."


def claude_sees_it(user: User) -> set[str]:
    listed = user.runs("mcp", "list").out
    line = next(line for line in listed.splitlines() if line.startswith("nemovideo:"))
    assert line.endswith("✔ Connected"), listed
    # It says what it found before it asks its model anything, and there is none here.
    with scripted_model(lambda _: "Hello.") as model:
        said = claude_is_told(user, model).splitlines()[0]
    return set(json.loads(said)["skills"])


def claude_is_told(user: User, model: Model) -> str:
    words = ("-p", "make my video", "--output-format", "stream-json", "--verbose", "--max-turns", "40")
    account = {"ANTHROPIC_BASE_URL": model.url, "ANTHROPIC_API_KEY": "scripted"}
    return user.runs(*words, "--allowedTools", "mcp__nemovideo", seconds=240, **account).out


def claude_no_longer_sees_it(user: User) -> None:
    assert "nemovideo" not in user.runs("mcp", "list").said
    assert "nemovideo" not in json.loads((user.home / ".claude.json").read_text("utf-8")).get(
        "mcpServers", {}
    )


def openclaw_sees_it(user: User) -> set[str]:
    probed = json.loads(user.runs("mcp", "probe", "nemovideo", "--json").out)
    assert probed["diagnostics"] == []
    assert {f"nemovideo__{tool}" for tool in CALLS} <= set(probed["tools"])
    return _openclaw_skills(user)


def _openclaw_skills(user: User) -> set[str]:
    listed = json.loads(user.runs("skills", "list", "--json").out)["skills"]
    return {skill["name"] for skill in listed if skill["eligible"]}


def openclaw_is_told(user: User, model: Model) -> str:
    named = {"id": "scripted", "name": "Scripted", "input": ["text"], "contextWindow": 200_000}
    provider = {
        "baseUrl": model.url,
        "apiKey": "scripted",
        "api": "anthropic-messages",
        "models": [{**named, "reasoning": False, "maxTokens": 8000}],
    }
    user.runs("config", "set", "models.providers.scripted", json.dumps(provider), "--strict-json")
    words = ("agent", "--local", "--agent", "main", "--json", "--model", "scripted/scripted")
    return user.runs(*words, "-m", "make my video", seconds=240).out


def openclaw_no_longer_sees_it(user: User) -> None:
    assert "nemovideo" not in user.runs("mcp", "list").out
    assert not SKILLS & _openclaw_skills(user)
    kept = json.loads((user.home / ".openclaw/openclaw.json").read_text("utf-8"))
    assert "nemovideo" not in kept.get("mcp", {}).get("servers", {})
    assert kept["models"]["providers"]["scripted"]


@dataclass(frozen=True, kw_only=True)
class Manners:
    """How one asks a program what it sees (the skills come back), has it chat, and asks again."""

    sees: Callable[[User], set[str]]
    is_told: Callable[[User, Model], str]
    no_longer_sees: Callable[[User], None]


MANNERS = {
    "claude": Manners(sees=claude_sees_it, is_told=claude_is_told, no_longer_sees=claude_no_longer_sees_it),
    "openclaw": Manners(
        sees=openclaw_sees_it, is_told=openclaw_is_told, no_longer_sees=openclaw_no_longer_sees_it
    ),
}


@pytest.fixture(params=[pytest.param(name, marks=pytest.mark.client(name)) for name in MANNERS])
def user(
    request: pytest.FixtureRequest, tmp_path: Path, record_property: Callable[[str, object], None]
) -> Generator[User]:
    """A user of one program; the studio that it starts is ended afterwards."""
    user = User(program=request.param, home=tmp_path, took=record_property)
    yield user
    user.nemovideo("studio", "--stop")


def test_the_first_video_is_made_in_the_program(user: User) -> None:
    manners = MANNERS[user.program]
    make(user.home / "trip")
    empty = user.files()

    with user.timed("install"):
        user.nemovideo("install", user.program)
    with user.timed("uninstall"):
        user.nemovideo("uninstall", user.program)
    assert user.files() == empty

    user.nemovideo("install", user.program)
    with user.timed("it sees the server and the skills"):
        seen = manners.sees(user)
    assert len(SKILLS) == 5
    assert seen >= SKILLS

    with scripted_model(user.script) as model, user.timed("the chat, to the film"):
        said = manners.is_told(user, model)
    assert all(skill in model.told for skill in SKILLS)
    called = [name for name in model.called if "nemovideo__" in name or name == "tool_call"]
    assert len(called) == len(model.results) >= len(CALLS)
    check_film(measure(user.home / "film.mp4"), FILM)
    receipt = _RECEIPT.search(model.results[-1])
    assert receipt is not None, model.results
    assert receipt.group(1) == receipt.group(2) != "0"
    assert receipt.group() in said

    user.nemovideo("uninstall", user.program)
    with user.timed("it sees them no longer"):
        manners.no_longer_sees(user)
    left = {path.name for path in user.files() - empty}
    assert not SKILLS & left

"""A studio that cannot start: every program says why, in one sentence of the right language, and what to do."""

from __future__ import annotations

import io
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import anyio
import pytest

from mcp import Client
from nemovideo_mcp.cli import main
from nemovideo_mcp.tools.server import build_server
from support.agent import Agent, hosted
from support.databases import copy_made, make_database, spoil, spoil_header

pytestmark = pytest.mark.anyio

SECONDS = 120


def newer(home: Path) -> None:
    with closing(sqlite3.connect(make_database(home / "data" / "studio.db", versions=2))) as db:
        db.execute("PRAGMA user_version=99")


def broken_header(home: Path) -> None:
    spoil_header(make_database(home / "data" / "studio.db"))


def broken_page(home: Path) -> None:
    path = make_database(home / "data" / "studio.db")
    copy_made(path)
    spoil(path, page=30)


def emptied(home: Path) -> None:
    path = make_database(home / "data" / "studio.db")
    copy_made(path)
    path.write_bytes(b"")


def folder(home: Path) -> None:
    (home / "data" / "studio.db").mkdir(parents=True)


def file_for_home(home: Path) -> None:
    home.write_text("a file")


def file_for_data(home: Path) -> None:
    home.mkdir()
    (home / "data").write_text("a file")


def folder_for_record_lock(home: Path) -> None:
    (home / "data" / "studio.lock").mkdir(parents=True)


def folder_for_log(home: Path) -> None:
    (home / "data" / "studio.log").mkdir(parents=True)


@contextmanager
def locked(home: Path) -> Generator[None]:
    path = make_database(home / "data" / "studio.db", versions=2)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield


@dataclass(frozen=True, kw_only=True)
class Trouble:
    prepare: Callable[[Path], AbstractContextManager[None] | None]
    english: str
    chinese: str
    remedy: str


TROUBLES = [
    Trouble(prepare=newer, english="newer version", chinese="更新版本", remedy="Upgrade nemovideo-mcp"),
    Trouble(prepare=broken_header, english="is damaged", chinese="已损坏", remedy="doctor --restore-backup"),
    Trouble(prepare=broken_page, english="is damaged", chinese="已损坏", remedy="doctor --restore-backup"),
    Trouble(prepare=emptied, english="is damaged", chinese="已损坏", remedy="doctor --restore-backup"),
    Trouble(
        prepare=locked, english="locked by another program", chinese="被其他程序锁定", remedy="Close the"
    ),
    Trouble(prepare=folder, english="it is a folder", chinese="这是一个文件夹", remedy="NEMO_HOME"),
    Trouble(
        prepare=file_for_home, english="part of the path is a file", chinese="是文件", remedy="NEMO_HOME"
    ),
    Trouble(
        prepare=file_for_data, english="part of the path is a file", chinese="是文件", remedy="NEMO_HOME"
    ),
    Trouble(prepare=folder_for_record_lock, english="it is a folder", chinese="文件夹", remedy="NEMO_HOME"),
    Trouble(prepare=folder_for_log, english="it is a folder", chinese="文件夹", remedy="NEMO_HOME"),
]


@pytest.fixture(params=TROUBLES, ids=lambda trouble: trouble.prepare.__name__)
def trouble(request: pytest.FixtureRequest, tmp_path: Path) -> Generator[Trouble]:
    found: Trouble = request.param
    with found.prepare(tmp_path / "home") or nullcontext():
        yield found


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    # It is never looked into: nothing gets so far.
    path = tmp_path / "city.mp4"
    path.write_bytes(b"x" * 1000)
    return path


Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """A command of the user's in this process, with `said` as its input; the studio is a process of its own."""
    for name in [name for name in os.environ if name.startswith("LC_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)

    def run_it(home: Path, *words: str | Path, said: str = "") -> tuple[int, str, str]:
        monkeypatch.setenv("NEMO_HOME", str(home))
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(said.encode()), encoding="utf-8"))
        code = main([str(word) for word in words])
        return code, *without_traceback(*capsys.readouterr())

    return run_it


def run_alone(home: Path, *words: str | Path, limit: int) -> tuple[int, str, str]:
    """The same in a process of its own, whose files, and the studio's, may have `limit` bytes."""
    arguments = " ".join(repr(str(word)) + "," for word in words)
    code = (
        f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({limit}, {limit}));"
        f"from nemovideo_mcp.cli import main; raise SystemExit(main([{arguments}]))"
    )
    environ = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "NEMO_"))}
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**environ, "NEMO_HOME": str(home), "LANG": "C.UTF-8"},
        stdin=subprocess.DEVNULL,
        cwd=home.parent,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return done.returncode, *without_traceback(done.stdout, done.stderr)


def without_traceback(out: str, err: str) -> tuple[str, str]:
    assert "Traceback" not in out + err
    assert "Unexpected" not in out + err
    return out, err


def test_make_and_chat_say_why_in_the_users_language(
    trouble: Trouble, run: Run, clip: Path, tmp_path: Path
) -> None:
    home = tmp_path / "home"
    code, _, err = run(home, "make", clip, "-o", "film.mp4")
    what, step = err.strip().splitlines()
    assert (code, trouble.english in what, trouble.remedy in step) == (1, True, True), err
    code, _, err = run(home, "chat", "--language", "zh", said="做一个视频\n")
    assert code == 1
    [what, step] = [line for line in err.strip().splitlines() if not line.endswith("…")]
    assert trouble.chinese in what, err
    assert step.startswith("→")
    assert not (tmp_path / "film.mp4").exists()


def test_doctor_says_it_once_and_fails(trouble: Trouble, run: Run, tmp_path: Path) -> None:
    code, out, _ = run(tmp_path / "home", "doctor")
    assert code == 1
    lines = out.splitlines()
    [at] = [n for n, line in enumerate(lines) if line.startswith("✗") and trouble.english in line]
    assert trouble.remedy in lines[at + 1], out


async def test_an_agent_is_told_why(
    trouble: Trouble, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    environ = {"NEMO_HOME": str(tmp_path / "home"), "NEMO_BACKEND": "local"}
    # What the studio's process takes over.
    monkeypatch.setenv("NEMO_HOME", environ["NEMO_HOME"])
    with anyio.fail_after(SECONDS):
        async with Client(build_server(environ=environ)) as client:
            tools = tuple(tool.name for tool in (await client.list_tools()).tools)
            await is_told_why(Agent(client=client, tools=tools, pid=os.getpid()), trouble)


async def test_an_agent_is_told_why_over_standard_output(tmp_path: Path) -> None:
    newer(tmp_path / "home")
    with anyio.fail_after(SECONDS):
        async with hosted(tmp_path / "home", cwd=tmp_path / "work") as agent:
            await is_told_why(agent, TROUBLES[0])


async def is_told_why(agent: Agent, trouble: Trouble) -> None:
    told = await agent.is_refused("send_edit", message="make a film of my clips")
    assert trouble.english in told["message"]
    assert trouble.remedy in told["next_step"]
    assert "Traceback" not in str(told)


@pytest.mark.skipif(sys.platform != "linux", reason="needs a folder in which not even root may write")
def test_a_home_that_may_not_be_written_is_said(clip: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "NEMO_HOME": "/sys/nemovideo", "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "nemovideo_mcp", "make", str(clip), "-o", str(tmp_path / "film.mp4")]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=SECONDS)
    assert done.returncode == 1
    assert "/sys/nemovideo" in done.stderr
    assert "NEMO_HOME" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no such limits")
def test_a_disk_without_room_is_said(clip: Path, tmp_path: Path) -> None:
    code, _, err = run_alone(tmp_path / "home", "make", clip, "-o", "film.mp4", limit=16 * 1024)
    assert code == 1
    assert "disk" in err.splitlines()[0]
    assert len(err.strip().splitlines()) == 2


def test_doctor_brings_the_copy_back_and_the_studio_starts_again(run: Run, tmp_path: Path) -> None:
    home = tmp_path / "home"
    broken_page(home)
    code, out, _ = run(home, "doctor", "--restore-backup")
    assert code == 0
    assert "The copy of 2026-01-01 00:00 UTC is back" in out
    assert "studio.db.replaced-" in out
    code, out, _ = run(home, "doctor")
    assert "is sound" in out
    assert re.search(r"copies: \d, the newest of 20", out)
    assert "answers at" in out
    code, out, err = run(home, "doctor", "--restore-backup", "--language", "zh")
    assert (code, "没有损坏" in err) == (1, True)
    assert run(home, "studio", "--stop")[0] == 0

"""`nemovideo chat` from a pipe over a backend that is a script, and in a terminal over a real studio."""

from __future__ import annotations

import codecs
import io
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.cli import main
from nemovideo_mcp.cli.chat import dropped_files
from nemovideo_mcp.views.receipt import CutReport, Receipt
from support.backend import FILM, FakeBackend

RECEIPT = Receipt(cuts=(CutReport(time_ms=1000.0),), duration_ms=4000.0)
DONE = {"status": "completed", "output": {"url": "/film.mp4"}, "receipt": RECEIPT.as_json()}


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeBackend:
    fake = FakeBackend(statuses=[DONE])
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.01)
    maker = SimpleNamespace(from_env=lambda **_: fake.client(tmp_path / "home"))
    monkeypatch.setattr("nemovideo_mcp.cli.chat.NemoClient", maker)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return fake


@pytest.fixture
def clips(tmp_path: Path) -> Path:
    folder = tmp_path / "my clips"
    folder.mkdir()
    for name in ("a.mp4", "b one.mp4"):
        (folder / name).write_bytes(b"x" * 1000)
    return folder


Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Say:
    def say_it(*lines: str, words: tuple[str, ...] = ()) -> tuple[int, str, str]:
        told = io.BytesIO("".join(f"{line}\n" for line in lines).encode())
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(told, encoding="utf-8"))
        code = main(["chat", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return say_it


def test_files_words_and_the_film(say: Say, backend: FakeBackend, clips: Path) -> None:
    code, out, err = say(str(clips / "a.mp4"), "cut it", "", "export it as trip.mp4")
    assert code == 0
    assert backend.edits == ["cut it"]
    lines = out.splitlines()
    assert lines[0] == "1 uploaded: a.mp4."
    assert lines[1].startswith("Try: ")
    assert "Cut to the beat." in lines
    assert any(line.startswith("Timeline (2 tracks)") for line in lines)
    assert Path("trip.mp4").read_bytes() == FILM
    assert any(line.startswith("trip.mp4 (") for line in lines)
    assert lines[-1].startswith("1 cut")
    assert "Rendering …" in err
    assert "\x1b" not in out + err
    assert re.search(r"kept as “chat-\d{4}-\d\d-\d\d”. Go on with: nemovideo chat --project chat-", err)


def test_the_files_of_the_command_line_come_first(say: Say, backend: FakeBackend, clips: Path) -> None:
    code, out, _ = say("cut it", words=(str(clips), "--project", "My trip"))
    assert code == 0
    assert out.startswith("2 uploaded: a.mp4, b one.mp4.")
    code, _, err = say("/timeline", words=("--project", "my TRIP"))
    assert code == 0
    assert len(backend.drafts) == 1
    assert "nemovideo chat --project 'My trip'" in err


def test_a_film_that_is_there_stays_and_the_next_gets_a_number(say: Say, backend: FakeBackend) -> None:
    Path("trip.mp4").write_bytes(b"mine")
    code, _, _ = say("cut it", "export it as trip.mp4", "/export films/a.mov", "/export films/b")
    assert code == 1
    assert Path("trip.mp4").read_bytes() == b"mine"
    assert Path("trip-2.mp4").read_bytes() == FILM
    assert Path("films/b.mp4").read_bytes() == FILM
    assert len(backend.renders) == 2


def test_one_that_fails_does_not_keep_the_rest_from_being_tried(
    say: Say, backend: FakeBackend, clips: Path
) -> None:
    backend.refusals = [("/run_sse", errors.PlanBlocked())]
    code, out, err = say("cut it", "/export", "cut it again", "/export")
    assert code == 1
    assert "This plan cannot export." in err
    assert "There are no clips in this project yet." in err
    assert "→ Upload at least one" in err
    assert "Cut to the beat." in out
    assert len(list(Path().glob("*.mp4"))) == 1


def test_commands_are_no_messages(say: Say, backend: FakeBackend) -> None:
    code, out, err = say("/help", "/nope", "/timeline", "/quit", "cut it")
    assert code == 0
    assert "/export [FILE]" in out
    assert "There is no command /nope; /help lists them." in out
    assert "Nothing is on the timeline yet." in out
    assert backend.edits == []
    assert "Going on" not in out
    assert "kept as" in err


def test_who_only_looks_around_leaves_no_project(say: Say, backend: FakeBackend) -> None:
    code, _, err = say("/help")
    assert (code, err) == (0, "")
    assert backend.requests == []


@pytest.mark.parametrize(
    "asked", ["help", "What can you do?", "how does this work?", "你能做什么？", "怎么用"]
)
def test_who_asks_what_can_be_said_is_told_and_nothing_is_edited(
    asked: str, say: Say, backend: FakeBackend
) -> None:
    code, out, _ = say(asked)
    assert code == 0
    assert "/timeline" in out
    assert backend.requests == []


def test_chinese_is_answered_in_it(say: Say, backend: FakeBackend) -> None:
    code, out, err = say("卡点剪辑", words=("--language", "zh"))
    assert code == 0
    assert "时间线（2 条轨道）" in out
    assert "可以说：" in out
    assert "继续请运行：nemovideo chat --project chat-" in err


def test_a_project_that_is_gone_is_forgotten_and_the_next_message_starts_anew(
    say: Say, backend: FakeBackend
) -> None:
    backend.refusals = [("/run_sse", errors.SessionNotFound("s1"))]
    code, out, err = say("cut it", "cut it", words=("--project", "trip"))
    assert code == 1
    assert "The next message starts a new project." in err
    assert len(backend.drafts) == 2
    assert "Cut to the beat." in out


@pytest.fixture
def _interruptible() -> Iterator[None]:
    """A shell that runs the tests in the background has them ignore Ctrl-C."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_interruptible")
def test_an_interrupt_ends_a_script_and_takes_its_export_down(say: Say, backend: FakeBackend) -> None:
    answer = backend.answer

    async def interrupted(request: httpx.Request) -> httpx.Response:
        if "/lambda/" in request.url.path and request.method == "GET":
            os.kill(os.getpid(), signal.SIGINT)
        return await answer(request)

    backend.statuses = [{"status": "processing"}]
    backend.answer = interrupted  # pyright: ignore
    code, _, err = say("cut it", "export", "cut it again")
    assert code == 130
    assert backend.cancelled == [backend.renders[0]["id"]]
    assert backend.edits == ["cut it"]
    assert "kept as" in err


def test_what_is_dragged_in_is_told_from_what_is_said(clips: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(clips)
    one, two = f"{clips}/a.mp4", f"{clips}/b one.mp4"
    assert dropped_files(two) == [two]
    assert dropped_files(f"'{one}' '{two}'") == [f"'{one}'", f"'{two}'"]
    escaped = two.replace(" ", "\\ ")
    assert dropped_files(f"a.mp4 {escaped} ") == ["a.mp4", escaped]
    assert dropped_files("https://x.test/a.mp4 a.mp4") == ["https://x.test/a.mp4", "a.mp4"]
    assert dropped_files(str(clips)) == [str(clips)]
    for said in (
        "cut it",
        "add a.mp4",
        f"use {one}",
        "/help",
        "a",
        "it's 'fine",
        "https://x.test/",
        "\0.mp4",
    ):
        assert dropped_files(said) is None, said


# --- in a terminal ---------------------------------------------------------------------------------------------------

pty = pytest.importorskip("pty")
LIMIT_SECONDS = 60.0
PRESSED_EVERY_SECONDS = 5.0


class Terminal:
    """The program at a pseudo-terminal: what is typed, and what stands on the screen in the end."""

    def __init__(self, words: list[str], environ: dict[str, str], folder: Path) -> None:
        self._main, other = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nemovideo_mcp", *words],
            stdin=other,
            stdout=other,
            stderr=other,
            env=environ,
            cwd=folder,
            start_new_session=True,
            preexec_fn=_own_terminal,
        )
        os.close(other)
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")
        self._read = 0
        self.seen = ""

    def wait_for(self, said: str, *, pressing: str = "") -> None:
        """Read until `said` has come behind what was waited for before; the key `pressing` is pressed now and again.

        CPython looks for a signal only once `select` is interrupted: a Ctrl-C between the prompt and that call does
        nothing until the next key, so a person presses it again.
        """
        end = time.monotonic() + LIMIT_SECONDS
        next_press = time.monotonic()
        while (at := self.seen.find(said, self._read)) < 0:
            assert time.monotonic() < end, self.seen
            if pressing and time.monotonic() >= next_press:
                self.type(pressing)
                next_press += PRESSED_EVERY_SECONDS
            if select.select([self._main], [], [], 0.2)[0]:
                try:
                    self.seen += self._decoder.decode(os.read(self._main, 65536))
                except OSError:  # Linux' way of saying that the other side is gone
                    break
        assert at >= 0 or said in self.seen[self._read :], self.seen
        self._read = self.seen.find(said, self._read) + len(said)

    def type(self, keys: str) -> None:
        os.write(self._main, keys.encode())

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._main)


def _own_terminal() -> None:
    import fcntl
    import termios

    signal.signal(signal.SIGINT, signal.default_int_handler)
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


@pytest.fixture(params=["prompt_toolkit", "readline"])
def terminal(
    request: pytest.FixtureRequest, studio_url: str, tmp_path: Path
) -> Iterator[Callable[..., Terminal]]:
    environ = {**os.environ, "NEMO_HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8", "TERM": "xterm"}
    if request.param == "prompt_toolkit":
        pytest.importorskip("prompt_toolkit")
        environ["PROMPT_TOOLKIT_NO_CPR"] = "1"
    else:
        hidden = tmp_path / "hidden"
        hidden.mkdir()
        (hidden / "prompt_toolkit.py").write_text("raise ImportError")
        environ["PYTHONPATH"] = os.pathsep.join([str(hidden), *filter(None, [environ.get("PYTHONPATH")])])
    opened: list[Terminal] = []

    def open_one(*words: str) -> Terminal:
        opened.append(Terminal(["chat", "--backend", studio_url, *words], environ, tmp_path))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.mark.usefixtures("_interruptible")
def test_in_a_terminal_one_talks_interrupts_and_leaves(
    terminal: Callable[..., Terminal], clip: Path, tmp_path: Path
) -> None:
    at = terminal(str(clip), "--project", "trip")
    at.wait_for("Ctrl-D to leave")
    at.wait_for("1 uploaded: city.mp4.")
    at.wait_for("›")
    at.wait_for("›", pressing="\x03")
    at.type("combine these clips\r")
    at.wait_for("Try: ")
    at.wait_for("›")
    at.type("/timeline\r")
    at.wait_for("Video")
    at.wait_for("›")
    at.type("\x04")
    at.wait_for("nemovideo chat --project trip")
    assert at.process.wait(LIMIT_SECONDS) == 0
    history = tmp_path / "home/data/chat_history"
    assert "combine these clips" in history.read_text()
    assert history.stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("_interruptible")
def test_in_a_terminal_an_interrupt_stops_what_goes_on_and_not_the_program(
    backend: FakeBackend, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answer, lines = backend.answer, iter(["cut it", "export", "/export trip"])

    async def interrupted(request: httpx.Request) -> httpx.Response:
        if "/lambda/" in request.url.path and request.method == "GET" and not backend.cancelled:
            os.kill(os.getpid(), signal.SIGINT)
        reply = await answer(request)
        if request.url.path.endswith("/cancel"):
            backend.statuses = [DONE]
        return reply

    def ask() -> str:
        if (line := next(lines, None)) is None:
            raise EOFError
        return line

    backend.statuses = [{"status": "processing"}]
    backend.answer = interrupted  # pyright: ignore
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("nemovideo_mcp.cli.chat.open_prompt", lambda *_: ask)
    monkeypatch.setenv("TERM", "dumb")
    assert main(["chat"]) == 0
    out, err = capsys.readouterr()
    assert len(backend.cancelled) == 1
    assert "Stopped. What had begun may be done all the same" in out
    assert Path("trip.mp4").read_bytes() == FILM
    assert "kept as" in err


def test_a_dropped_file_that_is_no_media_is_named_and_the_others_are_sent(
    say: Say, backend: FakeBackend, clips: Path
) -> None:
    (clips / "list.pdf").write_bytes(b"%PDF-1.7\n" + bytes(50))
    code, out, _ = say(f"'{clips / 'list.pdf'}' '{clips / 'a.mp4'}'", str(clips))
    assert code == 0
    assert "1 uploaded: a.mp4." in out
    assert "2 uploaded: a.mp4, b one.mp4." in out
    assert out.count("Left out: list.pdf cannot be used: it is a PDF.") == 2

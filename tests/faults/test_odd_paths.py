"""Odd paths, names, folders and streams through every entry: a sentence and what to do next, never a raw error."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from mcp import Client
from nemovideo_mcp.cli import main
from nemovideo_mcp.messages.system import in_words
from nemovideo_mcp.tools.server import build_server
from nemovideo_mcp.views.receipt import CutReport, Receipt
from support.backend import FakeBackend

RAW = re.compile(
    r"Traceback|\[Errno|\[WinError|Error:|Error\(|embedded null|codec can't|Exception ignored|Unexpected"
)

RECEIPT = Receipt(cuts=(CutReport(time_ms=1000.0),), duration_ms=4000.0)
DONE = {"status": "completed", "output": {"url": "/film.mp4"}, "receipt": RECEIPT.as_json()}

# What somebody may give as a path, by what is odd about it; `{}` is a folder that is there.
PATHS: dict[str, str] = {
    "nothing": "",
    "spaces": "   ",
    "a missing file": "{}/gone.mp4",
    "a missing folder": "{}/gone/a.mp4",
    "below a file": "{}/file.mp4/a.mp4",
    "a folder without media": "{}/empty",
    "a folder that may not be listed": "{}/closed",
    "a file that may not be read": "{}/secret.mp4",
    "a long name": "{}/" + "x" * 300 + ".mp4",
    "a name of 255 bytes": "{}/" + "长" * 83 + ".mp44",
    "a long path": "{}/" + "y/" * 3000 + "a.mp4",
    "a line break": "{}/a\nb.mp4",
    "a direction mark": "{}/\u202e4pm.exe",
    "a surrogate": "{}/\udcff\udc80.mp4",
    "a lone surrogate": "{}/\ud800.mp4",
    "an escape": "{}/\x1b[2J.mp4",
    "a dot at its end": "{}/clip.",
    "dots": "{}/...",
    "a loop": "{}/loop.mp4",
    "a link to nowhere": "{}/nowhere.mp4",
    "a pipe": "{}/pipe.mp4",
    "a device": "/dev/full",
    "a device without end": "/dev/zero",
    "a file of the system": "/proc/self/mem",
    "a pattern": "{}/[[*.mp4",
    "an address that is none": "file://[",
    "a user who is nobody": "~nobody-at-all/a.mp4",
    "a null": "{}/a\0b.mp4",
}
IN_ARGV = [kind for kind in PATHS if kind not in ("a null", "a lone surrogate")]


@pytest.fixture
def backend(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeBackend:
    fake = FakeBackend(statuses=[DONE])
    maker = SimpleNamespace(from_env=lambda **_: fake.client(tmp_path / "home"))
    for module in ("make", "chat"):
        monkeypatch.setattr(f"nemovideo_mcp.cli.{module}.NemoClient", maker)
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.01)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return fake


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "work"
    for name in ("empty", "closed"):
        (folder / name).mkdir(parents=True)
    for name in ("file.mp4", "secret.mp4", "good.mp4"):
        (folder / name).write_bytes(b"x" * 100)
    (folder / "loop.mp4").symlink_to("loop.mp4")
    (folder / "nowhere.mp4").symlink_to("gone/away.mp4")
    os.mkfifo(folder / "pipe.mp4")
    monkeypatch.chdir(folder)
    _forbid(monkeypatch, folder)
    return folder


def _forbid(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the system refuse two of the paths, as it would do for anybody but root."""
    opened, listed = Path.open, Path.iterdir

    def open_it(self: Path, *args: object, **kwargs: object) -> object:
        if self.name == "secret.mp4":
            raise PermissionError(13, "Permission denied", str(self))
        return opened(self, *args, **kwargs)  # type: ignore[arg-type]

    def list_it(self: Path) -> object:
        if self.name == "closed":
            raise PermissionError(13, "Permission denied", str(self))
        return listed(self)

    monkeypatch.setattr(Path, "open", open_it)
    monkeypatch.setattr(Path, "iterdir", list_it)


def check(said: str) -> None:
    """Words of what happened and what to do next, none of them raw."""
    assert not RAW.search(said), said
    assert len(said.strip()) > 10, said


@pytest.mark.parametrize("kind", IN_ARGV)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_make_says_what_is_wrong_with_a_path(
    kind: str, language: str, backend: FakeBackend, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = PATHS[kind].format(folder)
    for word in ("receipt", "beats"):
        assert main([word, odd, "--language", language]) != 0
        check(capsys.readouterr().err)
    for words in ([odd], [odd, "--json"], ["good.mp4", "--edit", odd], ["good.mp4", "-o", odd]):
        if "--edit" in words and kind == "a pipe":
            # That is what a shell makes of `<(…)`: somebody is about to write to it.
            continue
        code = main(["make", *words, "--language", language])
        out, err = capsys.readouterr()
        if code == 0:
            # It can be done: a name with a dot at its end, a pattern, any bytes.
            assert "-o" in words
            continue
        check(out + err)
        assert "→" in err or "next_step" in out


@pytest.mark.parametrize("kind", IN_ARGV)
def test_chat_says_what_is_wrong_with_a_path_and_goes_on(
    kind: str,
    backend: FakeBackend,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    odd = PATHS[kind].format(folder).replace("\n", " ")
    lines = f"{odd}\nadd {odd}\nuse {odd} as the music\nadd a title\n/export {odd}\n"
    told = io.BytesIO(lines.encode("utf-8", "surrogateescape"))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(told, encoding="utf-8"))
    main(["chat"])
    out, err = capsys.readouterr()
    assert not RAW.search(out + err), out + err
    assert any(edit.startswith("add a title") for edit in backend.edits)
    assert main(["chat", odd]) in (0, 1)
    out, err = capsys.readouterr()
    assert not RAW.search(out + err), out + err


@pytest.mark.anyio
async def test_the_tools_say_what_is_wrong_with_a_path(
    backend: FakeBackend, folder: Path, tmp_path: Path
) -> None:
    server = build_server(
        open_client=lambda: backend.client(tmp_path / "nemo"),
        environ={"NEMO_HOME": str(tmp_path / "nemo")},
        allow=[str(folder), "/dev", "/proc"],
    )
    async with Client(server) as client:
        await client.call_tool("upload_media", {"files": "good.mp4"})
        await client.call_tool("send_edit", {"message": "join the clips"})
        for kind, path in PATHS.items():
            if "surrogate" in kind:
                continue
            odd = path.format(folder)
            for tool, arguments in (
                ("upload_media", {"files": [odd]}),
                ("upload_media", {"files": odd}),
                ("send_edit", {"message": f"use {odd} as the music"}),
                ("export_video", {"output": odd}),
            ):
                result = await client.call_tool(tool, arguments)
                text = result.content[0].text  # type: ignore[union-attr]
                assert not RAW.search(text), (kind, tool, text)
                assert (result.structured_content or {}).get("next_step"), (kind, tool)
                if tool == "upload_media":
                    assert result.is_error, (kind, text)


HOMES: dict[str, dict[str, str]] = {
    "a file": {"NEMO_HOME": "/dev/null/x"},
    "a device": {"NEMO_HOME": "/dev/full"},
    "a folder of the system": {"NEMO_HOME": "/proc/nemo"},
    "a long name": {"NEMO_HOME": "/tmp/" + "x" * 300},
    "a long path": {"NEMO_HOME": "/tmp/" + "y/" * 3000},
    "a home that is no folder": {"NEMO_HOME": "", "HOME": "/dev/null"},
    "no temporary folder": {"TMPDIR": "/gone/away"},
}


@pytest.mark.parametrize("home", HOMES)
def test_a_folder_of_its_own_that_cannot_be_used_is_named(
    home: str,
    folder: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in HOMES[home].items():
        monkeypatch.setenv(name, value)
    for words in (
        ["make", "good.mp4", "--backend", "http://127.0.0.1:9"],
        ["timeline"],
        ["studio", "--status"],
        ["studio", "--stop"],
    ):
        assert main(words) in (0, 1, 2)
        out, err = capsys.readouterr()
        check(out + err)


def test_the_doctor_names_a_folder_that_cannot_be_used(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEMO_HOME", "/dev/null/x")
    assert main(["doctor", "--backend", "http://127.0.0.1:9"]) == 1
    out, err = capsys.readouterr()
    check(out + err)
    assert "/dev/null/x" in out + err
    assert "→" in out + err


def test_a_user_without_a_home_is_told_so(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NEMO_HOME")

    def no_home() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", no_home)
    assert main(["timeline", "--language", "zh"]) == 1
    said = capsys.readouterr().err
    check(said)
    assert "NEMO_HOME" in said


def _started(words: str, home: Path, **environ: str) -> subprocess.CompletedProcess[bytes]:
    """A shell's command line; `nemovideo` in it is this one."""
    program = f"{sys.executable} -m nemovideo_mcp"
    return subprocess.run(
        ["/bin/bash", "-c", words.replace("nemovideo ", f"{program} ")],
        capture_output=True,
        timeout=120,
        cwd=home,
        env={**os.environ, "NEMO_HOME": str(home / "nemo"), **environ},
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of another kind")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("nemovideo --help | head -n 0", ""),
        ("nemovideo studio --list-faults | head -n 1", ""),
        ("nemovideo studio --list-faults > /dev/full", "disk"),
        ("nemovideo studio --status >&-", ""),
        ("nemovideo chat <&- >&- 2>&-", ""),
        ("nemovideo make gone.mp4 2>&-", ""),
        ("echo x > a.mp4; mkdir x && cd x && rmdir ../x && nemovideo make $OLDPWD/a.mp4 -o b.mp4", "cd ~"),
    ],
)
def test_streams_and_folders_that_are_gone_are_no_fault(words: str, said: str, tmp_path: Path) -> None:
    ended = _started(words, tmp_path)
    err = ended.stderr.decode()
    assert not RAW.search(err), err
    assert said in err


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of another kind")
@pytest.mark.parametrize("words", [("--help",), ("make", "--help"), ()])
def test_help_whose_reader_has_gone_is_no_fault(words: tuple[str, ...]) -> None:
    read, write = os.pipe()
    os.close(read)
    # Printed at once, argparse meets the fault and passes over it; else it is met when the interpreter ends.
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    command = [sys.executable, "-m", "nemovideo_mcp", *words]
    try:
        ended = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, env=environ, check=False)
    finally:
        os.close(write)
    assert not RAW.search(ended.stderr.decode())


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of another kind")
def test_a_terminal_without_chinese_is_spoken_to_in_english(tmp_path: Path) -> None:
    ended = _started(
        "nemovideo make 没有.mp4; nemovideo make 没有.mp4 --json",
        tmp_path,
        PYTHONIOENCODING="ascii",
        LANG="zh_CN.UTF-8",
        LC_ALL="zh_CN.UTF-8",
        PYTHONUTF8="1",
    )
    assert b"There is no file" in ended.stderr
    assert not RAW.search(ended.stderr.decode() + ended.stdout.decode("ascii"))
    assert b"\\u6ca1\\u6709" in ended.stdout


@pytest.mark.parametrize(
    "error",
    [
        OSError(36, "File name too long", "/x"),
        OSError(5, "Input/output error"),
        OSError(95, "Operation not supported", b"/x"),
        OSError(28, "No space left on device"),
        OSError("only words"),
        FileNotFoundError(2, "No such file or directory", "/x"),
        ConnectionRefusedError(111, "Connection refused"),
        TimeoutError(),
        UnicodeEncodeError("ascii", "猫", 0, 1, "ordinal not in range(128)"),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte"),
        OverflowError("Python int too large to convert to C int"),
        ValueError("embedded null byte"),
        RecursionError("maximum recursion depth exceeded"),
        MemoryError(),
    ],
    ids=repr,
)
def test_what_the_system_raises_is_a_sentence_in_both_languages(error: Exception) -> None:
    said = in_words(error)
    assert said is not None
    for language in ("en", "zh"):
        check(said.describe(language))
    assert said.next_step("en")
    unnamed = in_words(error, with_path=False)
    assert unnamed is not None
    assert "/x" not in unnamed.describe()
    assert in_words(KeyError("a fault of the program")) is None

"""Every command of the pages is run: here, as it stands there, or by the test that a table below names."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from nemovideo_mcp.cli.arguments import build_parser
from nemovideo_mcp.edit.parsing import parse_operations
from support.media import click_track, make_image, make_video, make_wav
from support.pages import ROOT, below, blocks, commands, links, pages, programs, read, spans
from support.studio import make_studio, on_a_port

HERE = "tests/package/test_docs_commands.py"
INSTALLING = f"{HERE}::test_a_clone_is_installed_and_tried"
BY_NAME = f"{HERE}::test_what_an_index_would_give_is_installed_by_its_name"

# pages whose blocks another test takes whole
PAGES: Mapping[str, str] = {
    "docs/chat.md": "tests/package/test_install_pages.py::test_the_chat_is_had_as_the_page_has_it",
    "docs/cloud.md": "tests/package/test_cloud_page.py::test_its_commands_speak_to_the_cloud",
    "docs/cluster.md": "tests/package/test_cluster_page.py::test_its_commands_are_those_of_the_programs",
    "docs/page.md": "tests/unit/cli/test_cli_open.py::test_the_link_is_printed_and_works_once",
    "docs/install.md": "tests/package/test_install_pages.py::test_installing_is_done_as_the_page_has_it",
    # The five are made from one source; tests/skills holds them to it.
    **{
        page: "tests/skills/test_protocol_page.py::test_the_commands_make_a_film"
        for page in pages()
        if page.endswith("/references/protocol.md")
    },
}
# commands that are not run with the rest of their page → who runs them
LINES: Mapping[str, str] = {
    r"claude mcp add .*": "tests/clients/test_claude_code.py::test_it_connects_to_the_server",
    r"claude plugin .*": (
        "tests/clients/test_validators.py::test_claude_code_installs_the_plugin_from_the_repository"
    ),
    r"python3 -m venv \.venv && .*": INSTALLING,
    r"(?:pip|pipx|uv tool) install \S*nemovideo-mcp.*": BY_NAME,
}
SHOWN = {"text", "json", "ini", "nginx", "python"}
"""Languages of blocks that are no commands; those in Python are run by tests/faults/test_client_page.py."""

# what a command is meant to end with, where that is not 0
ENDS: Mapping[str, int] = {"X-Studio-Fault: drop=120": 18, "X-Studio-Fault: rate-limited": 22}
SHORTER: dict[str, str] = {"--duration 30": "--duration 4", "30 秒": "2 秒"}
PORTS = ("8787", "8765", "9464")
PUBLIC = "https://video.example.com"


def elsewhere(page: str, line: str) -> str | None:
    by_line = (test for pattern, test in LINES.items() if re.fullmatch(pattern, line))
    return PAGES.get(page) or next(by_line, None)


def arguments_of(line: str) -> list[list[str]]:
    """What the program is given in a line, once for each time that it stands there."""
    return [words[1:] for words in programs(line) if words[0] == "nemovideo"]


def parsed(arguments: list[str]) -> argparse.Namespace:
    try:
        return build_parser("en").parse_args(arguments)
    except SystemExit:
        pytest.fail(f"nemovideo does not take {arguments}")


def is_server(line: str) -> bool:
    options = [parsed(arguments) for arguments in arguments_of(line)]
    return any(
        (o.module == "studio" and not (o.stop or o.status or o.list_faults))
        or (o.module == "serve" and o.http is not None)
        for o in options
    )


def free_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return str(free.getsockname()[1])


def home_of(folder: Path, **environ: str) -> dict[str, str]:
    """The environment of somebody whose home is empty, and whose programs are those of this installation."""
    return {
        "PATH": f"{Path(sys.executable).parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "NEMO_HOME": str(folder / "nemo"),
        "LC_ALL": "C.UTF-8",
        # What opens a browser is told that it did.
        "BROWSER": "true",
        **environ,
    }


@contextmanager
def listening(command: str, folder: Path, environ: Mapping[str, str]) -> Iterator[str]:
    """What the server of `command` has said up to the line with its address."""
    process = subprocess.Popen(
        ["bash", "-c", f"exec 2>&1; {command}"],
        cwd=folder,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    silent = threading.Timer(60, os.killpg, (process.pid, signal.SIGKILL))
    silent.start()
    said = ""
    try:
        for line in process.stdout:
            said += line
            if re.search(r"https?://", line):
                break
        else:
            pytest.fail(f"{command}: {said}")
        silent.cancel()
        yield said
    finally:
        silent.cancel()
        os.killpg(process.pid, signal.SIGTERM)
        process.stdout.read()
        process.stdout.close()
        assert process.wait(30) in (0, 128 + signal.SIGTERM, -signal.SIGTERM)


@dataclass(kw_only=True)
class Terminal:
    """Runs a page's commands one after another in one shell; what listens goes on in the background meanwhile."""

    folder: Path
    environ: Mapping[str, str]
    servers: ExitStack = field(default_factory=ExitStack)
    waiting: list[str] = field(default_factory=list[str])
    written: dict[str, str] = field(default_factory=dict[str, str])
    """What stands in the pages → what it is here."""
    said: str = ""

    def take(self, line: str) -> None:
        if not is_server(line):
            self.waiting.append(line)
            return
        self.run()
        self.written |= {port: free_port() for port in PORTS if port in line}
        if "--tokens" in line:
            self.written[PUBLIC] = f"http://127.0.0.1:{self.written['8765']}"
        command = line.replace(PUBLIC, "\0")
        command = self.filled(command).replace("\0", PUBLIC)
        self.servers.enter_context(listening(command, self.folder, self.environ))

    def filled(self, line: str) -> str:
        for theirs, ours in (SHORTER | self.written).items():
            line = line.replace(theirs, ours)
        return line

    def run(self) -> None:
        """Run what has been taken since the last server began."""
        script = "set -o pipefail\n"
        for line in self.waiting:
            ends = next((code for part, code in ENDS.items() if part in line), 0)
            script += f"{self.filled(line)}\nended=$?; [ $ended = {ends} ] || exit $((100 + ended))\n"
        done = subprocess.run(
            ["bash", "-xc", script],
            cwd=self.folder,
            env=dict(self.environ),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=120,
        )
        assert done.returncode == 0, f"{done.returncode - 100}: {done.stdout[-2000:]}{done.stderr[-4000:]}"
        self.waiting.clear()
        self.said += done.stdout
        if token := re.search(r"^[\w-]{30,}$", done.stdout, re.MULTILINE):
            self.written["TOKEN"] = token[0]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files that the pages name, very small."""
    folder = tmp_path_factory.mktemp("media")
    sound = click_track(range(0, 6000, 500), duration_ms=6000)
    for name in (
        "a.mp4",
        "b.mp4",
        "clip.mp4",
        "b.mov",
        "film.mp4",
        "beach.mp4",
        "talk.mp4",
        "holiday/one.mp4",
        "holiday/two.mp4",
    ):
        make_video(folder / name, duration_ms=1000, width=160, height=90, audio="clicks")
    make_image(folder / "c.jpg")
    (folder / "talk.srt").write_text("1\n00:00:00,100 --> 00:00:00,900\nHello\n", encoding="ascii")
    (folder / "ops.json").write_text('[{"op": "reverse_clip", "clips": 1}]', encoding="ascii")
    make_wav(folder / "song.mp3", sound)
    (folder / "beats.txt").write_text("".join(f"{n / 2}\n" for n in range(12)), encoding="ascii")
    return folder


@pytest.fixture
def cloud(tmp_path: Path) -> Generator[str]:
    """The address of what stands in for the renderer, so that a film is there at once."""
    with on_a_port(make_studio(tmp_path / "cloud")) as address:
        yield address


PROGRAMS = all(shutil.which(program) for program in ("bash", "curl"))
BELOW = {one for page in pages() for one in below(page)}
COMMANDED = [page for page in pages() if commands(page) and page not in PAGES and page not in BELOW]


@pytest.mark.skipif(not PROGRAMS, reason="bash and curl are used")
@pytest.mark.parametrize("page", COMMANDED)
def test_the_commands_of_a_page_are_run_as_they_stand_there(
    page: str, media: Path, cloud: str, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    shutil.copytree(media, folder)
    (folder / ".curlrc").write_text("fail\n", encoding="ascii")
    (folder / ".claude").mkdir()
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(Path(sys.executable).parent)
    with ExitStack() as servers:
        terminal = Terminal(folder=folder, environ=home_of(folder, NEMO_API_URL=cloud), servers=servers)
        for one in (page, *below(page)):
            for line in commands(one):
                if elsewhere(one, line) is None:
                    terminal.take(line)
        # `doctor` starts the user's own studio to look at it.
        terminal.waiting.append("nemovideo studio --stop")
        terminal.run()


def test_the_tests_that_are_named_are_there() -> None:
    named = {*PAGES.values(), *LINES.values()}
    for test in named:
        path, name = test.split("::")
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, test
    every = [line for page in pages() for line in commands(page)]
    assert [pattern for pattern in LINES if not any(re.fullmatch(pattern, line) for line in every)] == []
    assert len(every) > 50


@pytest.mark.parametrize("page", pages())
def test_a_page_says_of_each_block_what_it_is(page: str) -> None:
    assert {block.language for block in blocks(page)} <= {"sh", "bash", "console", *SHOWN}
    assert page == "docs/client.md" or not blocks(page, "python")


@pytest.mark.parametrize("page", pages())
def test_what_is_said_of_the_program_is_understood_by_it(page: str) -> None:
    for line in commands(page):
        for arguments in arguments_of(line):
            parsed(arguments)
    known = {name: set(made._option_string_actions) for name, made in subparsers().items()}
    for span in spans(page):
        for command, *rest in filter(None, arguments_of(span)) if span.startswith("nemovideo ") else ():
            if command.startswith("-"):
                continue
            assert command in known, span
            options = {word.partition("=")[0] for word in rest if word.startswith("-") and word != "-"}
            assert options <= known[command], span


def subparsers() -> Mapping[str, argparse.ArgumentParser]:
    (action,) = (a for a in build_parser("en")._actions if isinstance(a, argparse._SubParsersAction))
    return action.choices


@pytest.mark.parametrize("page", pages())
def test_settings_on_a_page_can_be_pasted(page: str) -> None:
    for block in blocks(page, "json"):
        told = json.loads(block.text)
        if isinstance(told, list):
            assert parse_operations(told)
            continue
        for entry in told.get("mcpServers", {}).values():
            assert parsed(entry["args"]).module == "serve"
    for block in blocks(page, "ini"):
        (start,) = re.findall(r"^ExecStart=(.*)$", block.text, re.MULTILINE)
        assert is_server(start)


@pytest.mark.parametrize("page", pages())
def test_what_a_page_links_to_is_there(page: str) -> None:
    near = [link for link in links(page) if link and not re.match(r"[a-z]+:", link)]
    assert [link for link in near if not (ROOT / page).parent.joinpath(link).exists()] == []
    named = re.findall(r"(?<![\w/.-])(?:benchmarks|docs|publish|server|tests)/[\w./-]+\w", read(page))
    assert [path for path in named if not (ROOT / path).exists()] == []


def test_the_container_serves_and_is_found_well(tmp_path: Path) -> None:
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    (entry,) = (json.loads(found) for found in re.findall(r"^ENTRYPOINT (.*)$", text, re.MULTILINE))
    (command,) = (json.loads(found) for found in re.findall(r"^CMD (.*)$", text, re.MULTILINE))
    (probe,) = (json.loads(found) for found in re.findall(r"^  CMD (.*)$", text, re.MULTILINE))
    runs = [
        line.partition(" nemovideo ")[2] for line in text.splitlines() if line.startswith("#   docker run")
    ]
    (new_token,) = filter(None, runs)
    port = free_port()

    def here(words: list[str]) -> list[str]:
        return [word.replace("/data", str(tmp_path)).replace("8765", port) for word in words]

    environ = home_of(tmp_path)
    made = subprocess.run(here([*entry, *new_token.split()]), env=environ, capture_output=True, timeout=60)
    assert made.returncode == 0, made.stderr
    with listening(" ".join(here([*entry, *command])), tmp_path, environ):
        subprocess.run(here(probe), env=environ, check=True, timeout=60)


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a clone holds, with smaller scenes to paint for the sample film."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("server", "skill"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE", "tests/conftest.py", "tests/unit/test_errors.py"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, folder / name)
    sample = folder / "server/nemovideo_mcp/video/sample.py"
    scenes = sample.read_text(encoding="utf-8")
    smaller = {"width: int = 1920": "width: int = 96", "height: int = 1080": "height: int = 54",
               "duration_ms: int | None = None": "duration_ms: int = 500"}  # fmt: skip
    for theirs, ours in smaller.items():
        assert theirs in scenes
        scenes = scenes.replace(theirs, ours)
    sample.write_text(scenes, encoding="utf-8")
    return folder


def offline(folder: Path, **environ: str) -> dict[str, str]:
    """pip finds here what it would fetch: the package in `folder`, all that it needs in this installation."""
    site = str(Path(pytest.__file__).parents[1])
    return home_of(
        folder,
        PYTHONPATH=site,
        PIP_NO_INDEX="1",
        PIP_NO_DEPS="1",
        PIP_NO_BUILD_ISOLATION="0",
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        PIP_FIND_LINKS=str(folder),
        **environ,
    )


def test_a_clone_is_installed_and_tried(clone: Path, cloud: str) -> None:
    lines = [line for line in commands("README.md") if elsewhere("README.md", line) == INSTALLING]
    assert lines
    environ = offline(clone, NEMO_API_URL=cloud, PYTEST_ADDOPTS="-q tests/unit/test_errors.py")
    for step in dict.fromkeys(step for line in lines for step in line.split(" && ")):
        done = subprocess.run(["bash", "-c", step], cwd=clone, env=environ, capture_output=True, text=True)
        assert done.returncode == 0, (step, done.stdout, done.stderr)
    assert (clone / "sample.mp4").stat().st_size > 1000


def test_what_an_index_would_give_is_installed_by_its_name(tmp_path: Path) -> None:
    WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"]).__next__()
    every = [line for page in pages() for line in commands(page) if elsewhere(page, line) == BY_NAME]
    names = {word for line in every for words in programs(line) for word in words if "nemovideo-mcp" in word}
    assert names
    for name in names:
        target = tmp_path / name
        install = [sys.executable, "-m", "pip", "install", "--target", str(target), name]
        done = subprocess.run(install, env=offline(tmp_path), capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        assert "does not provide the extra" not in done.stderr
        assert (target / "bin/nemovideo").exists()

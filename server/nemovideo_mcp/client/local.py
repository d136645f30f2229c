"""Connects to the user's one studio, and starts it if none is running."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

import anyio
import httpx
from filelock import FileLock, Timeout

from nemovideo_mcp import __version__
from nemovideo_mcp.client.reading import decoded
from nemovideo_mcp.client.storage import in_data_folder
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import NemoError, StudioUnavailable
from nemovideo_mcp.protocol.discovery import SECRET_HEADER, StudioRecord, read_record, start_lock_path
from nemovideo_mcp.protocol.envelope import failure_in
from nemovideo_mcp.skills import active_skill, attribution

__all__ = ["LocalStudio", "spawn_studio"]

START_SECONDS = 30.0
_HEALTH_SECONDS = 5.0
_PAUSE_SECONDS = 0.05
_LOG_TAIL_BYTES = 4096
_LONGEST_LINE = 300

# Windows' way of saying that the new process has a life of its own; 0 elsewhere.
_DETACHED: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0) | getattr(
    subprocess, "DETACHED_PROCESS", 0
)

Spawn = Callable[[Paths], "subprocess.Popen[bytes]"]


def spawn_studio(paths: Paths, *, environ: Mapping[str, str] = os.environ) -> subprocess.Popen[bytes]:
    """Start a studio that outlives this process and writes to a log file in the data folder.

    On its standard output it says why it cannot start, as the failure of a reply.
    """
    paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    # It has no use for the token of the cloud.
    env = {key: value for key, value in {**os.environ, **environ}.items() if key != "NEMO_TOKEN"}
    if home := environ.get("NEMO_HOME"):
        env["NEMO_HOME"] = str(Path(home).expanduser().absolute())
    with log_path(paths).open("ab") as log:
        return subprocess.Popen(
            # -P: the folder that it is started in is not a place for modules.
            [sys.executable, "-P", "-m", "nemovideo_mcp", "studio", "--auto"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=paths.data,
            env=env,
            start_new_session=sys.platform != "win32",
            creationflags=_DETACHED,
        )


def log_path(paths: Paths) -> Path:
    return paths.data / "studio.log"


@dataclass(frozen=True, kw_only=True)
class LocalStudio:
    """The way to the studio whose record stands in `paths`. `transport` stands in for the network in tests."""

    paths: Paths
    version: str = __version__
    spawn: Spawn = spawn_studio
    headers: Mapping[str, str] = field(default_factory=lambda: attribution(active_skill()))
    transport: httpx.AsyncBaseTransport | None = None
    start_seconds: float = START_SECONDS

    async def find(self) -> StudioRecord | None:
        """The studio that runs, of any version; None if there is none."""
        record = read_record(self.paths)
        if record is None or await self._health(record) is None:
            return None
        return record

    async def find_or_start(self) -> StudioRecord:
        """The studio that runs, or a new one; one of another version that has nothing to do gives way.

        Raises:
            StudioUnavailable: None answers within `start_seconds`.
            DataFolderUnusable: The data folder cannot be written.
            NemoError: What keeps the studio from starting, as `DatabaseUnusable`.
        """
        if (found := await self._usable()) is not None:
            return found
        with in_data_folder(self.paths.data):
            return await self._found_or_started()

    async def _found_or_started(self) -> StudioRecord:
        self.paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = FileLock(start_lock_path(self.paths), thread_local=False)
        deadline = anyio.current_time() + self.start_seconds
        while True:
            try:
                lock.acquire(blocking=False)
                break
            except Timeout:
                await anyio.sleep(_PAUSE_SECONDS)
            if anyio.current_time() > deadline:
                raise StudioUnavailable("another program has been starting it for too long.")
        try:
            if (found := await self._usable()) is not None:
                return found
            return await self._start(deadline)
        finally:
            lock.release()

    async def shut_down(self) -> bool:
        """Ask the studio that runs to end; False if there is none."""
        record = await self.find()
        return record is not None and await self._ask_to_end(record)

    async def _usable(self) -> StudioRecord | None:
        record = read_record(self.paths)
        if record is None:
            return None
        health = await self._health(record)
        if health is None:
            return None
        if record.version == self.version or health.get("busy") is True:
            return record
        await self._ask_to_end(record)
        with anyio.move_on_after(self.start_seconds / 2):
            while await self._health(record) is not None:
                await anyio.sleep(_PAUSE_SECONDS)
        return None

    async def _start(self, deadline: float) -> StudioRecord:
        before = read_record(self.paths)
        child = _Child(self.spawn(self.paths))
        while anyio.current_time() < deadline:
            record = read_record(self.paths)
            fresh = record is not None and record != before
            if record is not None and fresh and await self._health(record) is not None:
                return record
            if child.ended.is_set() and not fresh:
                raise child.reason() or StudioUnavailable(f"it ended at once. {self._last_words()}")
            await anyio.sleep(_PAUSE_SECONDS)
        raise StudioUnavailable(f"it did not answer within {self.start_seconds:.0f} s. {self._last_words()}")

    async def _health(self, record: StudioRecord) -> Mapping[str, Any] | None:
        """The studio's description of itself; None if nothing listens. A silent listener is an error."""
        try:
            async with self._http() as http:
                reply = await http.get(f"{record.url}/healthz")
        except httpx.TimeoutException:
            raise StudioUnavailable(f"process {record.pid} does not answer; end it, and try again.") from None
        except httpx.TransportError:
            return None
        if reply.status_code != 200:
            return None
        try:
            said: object = reply.json()
        except ValueError:
            return None
        return cast("Mapping[str, Any]", said) if isinstance(said, Mapping) else None

    async def _ask_to_end(self, record: StudioRecord) -> bool:
        try:
            async with self._http() as http:
                headers = {SECRET_HEADER: record.secret}
                reply = await http.post(f"{record.url}/studio/shutdown", headers=headers)
        except httpx.TransportError:
            return False
        return reply.is_success

    def _http(self) -> httpx.AsyncClient:
        # A proxy has no business between the programs of one machine.
        return httpx.AsyncClient(
            headers=self.headers, timeout=_HEALTH_SECONDS, trust_env=False, transport=self.transport
        )

    def _last_words(self) -> str:
        """Where the log is, and its last line that says something to a person."""
        path = log_path(self.paths)
        try:
            with path.open("rb") as file:
                file.seek(max(0, path.stat().st_size - _LOG_TAIL_BYTES))
                lines = file.read().decode("utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        said = next((line.strip() for line in reversed(lines) if _is_said(line)), "")
        return f"Its log, {path}, ends with: {said[:_LONGEST_LINE]}" if said else ""


class _Child:
    """A studio that was started: `ended` is set when it has, after all that it said was read."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._said = b""
        self.ended = threading.Event()
        # Somebody has to take note of its end, or it stays behind as a zombie of a long-lived server.
        threading.Thread(target=self._watch, daemon=True, name="nemovideo-studio-reaper").start()

    def reason(self) -> NemoError | None:
        """Why it did not start, where it has said so."""
        return failure_in(decoded(self._said)) if self._said.strip() else None

    def _watch(self) -> None:
        if self._process.stdout is not None:
            with self._process.stdout as stream:
                self._said = stream.read()
        self._process.wait()
        self.ended.set()


def _is_said(line: str) -> bool:
    """False for what belongs to a traceback."""
    return bool(line.strip()) and not line.startswith((" ", "Traceback", "→"))

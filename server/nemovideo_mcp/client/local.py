"""Connects to the user's one studio, and starts it if none is running."""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import anyio
import httpx
from filelock import FileLock, Timeout

from nemovideo_mcp import __version__
from nemovideo_mcp.client.processes import end_studio
from nemovideo_mcp.client.reading import decoded
from nemovideo_mcp.client.storage import in_data_folder
from nemovideo_mcp.client.studio_proof import Listener, ask_for_proof
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import NemoError, StudioUnavailable
from nemovideo_mcp.protocol.discovery import (
    SECRET_HEADER,
    StudioRecord,
    lock_path,
    read_record,
    start_lock_path,
)
from nemovideo_mcp.protocol.envelope import failure_in
from nemovideo_mcp.skills import active_skill, attribution

__all__ = ["LocalStudio", "spawn_studio"]

START_SECONDS = 30.0
HEALTH_SECONDS = 5.0
_PAUSE_SECONDS = 0.05
# A studio looks every second whether its record still stands.
_MEND_SECONDS = 4.0
# A studio that has proved itself is taken for the one that listens there for as long.
_PROOF_SECONDS = 1.0
_LOG_TAIL_BYTES = 4096
_MAX_LOG_BYTES = 4 * 1024 * 1024
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
    log_file = log_path(paths)
    # The studio bounds what it writes itself; what its libraries say on standard error comes here by itself.
    with suppress(OSError):  # A studio that is ending may still hold it open.
        if log_file.exists() and log_file.stat().st_size > _MAX_LOG_BYTES:
            log_file.replace(log_file.with_name(f"{log_file.name}.1"))
    with log_file.open("ab") as log:
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
    health_seconds: float = HEALTH_SECONDS
    clock: Callable[[], float] = time.monotonic
    _proven: dict[StudioRecord, float] = field(
        default_factory=dict[StudioRecord, float], init=False, repr=False, compare=False
    )

    async def find(self) -> StudioRecord | None:
        """The studio that runs, of any version; None if there is none."""
        record = read_record(self.paths)
        if record is None:
            return None
        listener = await self._patient(record)
        return record if listener.kind in ("studio", "earlier") else None

    async def asks_model(self) -> bool | None:
        """Whether the studio that runs was started with a language model to ask; None where none runs or says."""
        record = read_record(self.paths)
        asks = (await self._listener(record)).health.get("asks_model") if record is not None else None
        return asks if isinstance(asks, bool) else None

    async def is_there(self, record: StudioRecord) -> bool:
        """Whether the studio of `record` still listens where it did; one that is busy is given time.

        A proof holds for a second, and for all users of this object: a server has one studio for many.
        """
        if self.clock() - self._proven.get(record, -math.inf) < _PROOF_SECONDS:
            return True
        return (await self._patient(record)).kind == "studio"

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
        record = read_record(self.paths)
        if record is None:
            return False
        match (await self._listener(record)).kind:
            case "studio":
                return await self._ask_to_end(record)
            case "earlier":
                # It cannot prove that it may be told the secret.
                return end_studio(record.pid)
            case _:
                return False

    async def _usable(self) -> StudioRecord | None:
        record = read_record(self.paths)
        if record is None:
            return None
        listener = await self._patient(record)
        if listener.kind in ("stranger", "silent", "nobody"):
            return await self._mended(record) if self._lives() else None
        is_busy = listener.health.get("busy") is True
        if listener.kind == "studio" and (record.version == self.version or is_busy):
            return record
        if listener.kind == "studio":
            await self._ask_to_end(record)
        elif not end_studio(record.pid):
            raise StudioUnavailable(detail=_cannot_prove(record))
        with anyio.move_on_after(self.start_seconds / 2):
            while (await self._listener(record)).kind == listener.kind:
                await anyio.sleep(_PAUSE_SECONDS)
        return None

    async def _mended(self, stale: StudioRecord) -> StudioRecord | None:
        """The record as the studio that lives writes it anew, when it sees that it was altered."""
        with anyio.move_on_after(_MEND_SECONDS):
            while True:
                record = read_record(self.paths)
                if record is not None and record != stale and (await self._listener(record)).kind == "studio":
                    return record
                await anyio.sleep(_PAUSE_SECONDS)
        return None

    def _lives(self) -> bool:
        """Whether a studio of this data folder runs, wherever it listens: it holds a lock for as long as it lives."""
        try:
            with FileLock(lock_path(self.paths), timeout=0):
                return False
        except Timeout:
            return True
        except OSError:
            return False

    async def _patient(self, record: StudioRecord) -> Listener:
        """Who listens at the address of `record`; a studio that lives is given `start_seconds`: it may be busy.

        Raises `StudioUnavailable` where it says nothing even then; somebody else's silence is no matter.
        """
        listener = await self._listener(record)
        if listener.kind == "silent" and self._lives():
            listener = await self._listener(record, seconds=self.start_seconds)
            if listener.kind == "silent" and self._lives():
                raise StudioUnavailable(detail=_silent(record, self.start_seconds))
        return listener

    async def _start(self, deadline: float) -> StudioRecord:
        before = read_record(self.paths)
        child = _Child(self.spawn(self.paths))
        while anyio.current_time() < deadline:
            record = read_record(self.paths)
            fresh = record is not None and record != before
            if record is not None and fresh and (await self._listener(record)).kind == "studio":
                return record
            if child.ended.is_set() and not fresh:
                raise child.reason() or StudioUnavailable(f"it ended at once. {self._last_words()}")
            await anyio.sleep(_PAUSE_SECONDS)
        raise StudioUnavailable(f"it did not answer within {self.start_seconds:.0f} s. {self._last_words()}")

    async def _listener(self, record: StudioRecord, *, seconds: float | None = None) -> Listener:
        listener = await ask_for_proof(record, open_http=self._http, seconds=seconds or self.health_seconds)
        self._proven.clear()
        if listener.kind == "studio":
            self._proven[record] = self.clock()
        return listener

    async def _ask_to_end(self, record: StudioRecord) -> bool:
        try:
            async with self._http() as http:
                headers = {SECRET_HEADER: record.secret}
                reply = await http.post(f"{record.url}/studio/shutdown", headers=headers)
        except httpx.TransportError:
            return False
        return reply.is_success

    def _http(self) -> httpx.AsyncClient:
        # A proxy has no business between the programs of one machine. They speak plain HTTP: to load the certificates
        # of authorities takes longer than the question.
        return httpx.AsyncClient(
            headers=self.headers,
            timeout=self.start_seconds,
            trust_env=False,
            transport=self.transport,
            verify=False,  # noqa: S501
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


def _silent(record: StudioRecord, seconds: float) -> dict[str, str]:
    return {
        "en": f"process {record.pid} does not answer within {seconds:.0f} s. It may be busy: try again in a minute; "
        "if it stays silent, end the process.",
        "zh": f"进程 {record.pid} 在 {seconds:.0f} 秒内没有应答，可能正忙：请一分钟后重试；如仍无应答，请结束该进程。",
    }


def _cannot_prove(record: StudioRecord) -> dict[str, str]:
    return {
        "en": f"process {record.pid} is a studio of an earlier version ({record.version}), "
        "which cannot prove that it is yours; end it, and try again.",
        "zh": f"进程 {record.pid} 是较早版本（{record.version}）的工作室，无法证明属于您；请结束它后重试。",
    }


def _is_said(line: str) -> bool:
    """False for what belongs to a traceback."""
    return bool(line.strip()) and not line.startswith((" ", "Traceback", "→"))

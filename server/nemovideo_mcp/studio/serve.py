"""The studio as a process: one for a data folder, found through its record, gone when nobody needs it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from logging.handlers import RotatingFileHandler

import uvicorn
from filelock import FileLock, Timeout

from nemovideo_mcp import __version__
from nemovideo_mcp.addresses import is_loopback
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.messages.system import folder_unusable
from nemovideo_mcp.protocol.discovery import (
    StudioRecord,
    lock_path,
    read_record,
    record_path,
    write_record,
)
from nemovideo_mcp.serving.connections import ConnectionLimits
from nemovideo_mcp.serving.server import GuardedProtocol, give_way_to_the_loop, server_config
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.cluster_settings import ClusterSettings
from nemovideo_mcp.studio.engine import Engine, default_engine
from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings
from nemovideo_mcp.studio.sandbox.faults import Fault
from nemovideo_mcp.studio.sandbox.layer import Sandbox
from nemovideo_mcp.studio.sandbox.server import BreakableProtocol
from nemovideo_mcp.studio.space_limits import SpaceLimits
from nemovideo_mcp.studio.studio import Settings, Studio
from nemovideo_mcp.studio.workers import Workers

__all__ = ["IDLE_S", "run"]

IDLE_S = 3600.0
_LOOK_S = 1.0
_SIGNALS = (signal.SIGINT, signal.SIGTERM)
# One that is ending parks its exports first; its successor waits for that.
_PREDECESSOR_S = 20.0
_LOG_BYTES = 1024 * 1024
_FILE_THREADS = 16
_LIMITS = ConnectionLimits()


def run(
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
    auto: bool = False,
    paths: Paths | None = None,
    engine: Engine | None = None,
    idle_s: float | None = None,
    allow_private_urls: bool = False,
    faults: Sequence[Fault] = (),
    limits: ConnectionLimits = _LIMITS,
    cluster: ClusterSettings | None = None,
    language_model: LanguageModelSettings | None = None,
) -> int:
    """Serve until told to end; 0 when that was orderly. Without `port`, any free one is taken.

    `auto` is for the studio that a program starts for its user: tokens only for who sends the secret in the record, a
    log file, and an end after `idle_s` (an hour) without anything to do. By hand, tokens are given to whoever asks on
    this machine, and requests may ask for faults; `faults` strike unasked. SIGTERM, SIGINT and the shutdown call
    finish turns and park exports; after a kill the next studio goes on with them. `limits` are those of connections.
    With a `cluster`, its workers render; a `language_model` is asked about words that the rules do not understand.

    Raises:
        ExtraMissing: A package for clusters is not installed.
        InvalidRequest: Another studio has the data folder, the port is taken, or `host` is not of this machine.
        DataFolderUnusable: The data folder cannot be written.
        DatabaseUnusable, DiskFull: As `Database.open` does.
    """
    paths = paths or Paths.from_env()
    if not is_loopback(host):
        raise _not_here(host)
    elsewhere = cluster.open() if cluster is not None else None
    lock = FileLock(lock_path(paths))
    try:
        paths.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock.acquire(timeout=_PREDECESSOR_S if auto else 0)
    except Timeout:
        raise _runs_already(paths) from None
    except OSError as error:
        raise folder_unusable(error, paths.data) from error
    try:
        with _listening(host, port or 0) as listener, _logging(paths, to_file=auto):
            settings = Settings(
                data=paths.data,
                open_to_all=not auto,
                hosts=("localhost", "127.0.0.1", "[::1]", f"[{host}]" if ":" in host else host),
                allow_private_urls=allow_private_urls,
                space=SpaceLimits.from_env(),
                language_model=language_model,
            )
            studio = Studio(settings, engine=engine or default_engine(), workers=Workers(cluster=elsewhere))
            idle_s = (IDLE_S if auto else None) if idle_s is None else idle_s
            sandbox = None if auto and not faults else faults
            process = _Process(
                studio, listener, paths, idle_s, announce=not auto, sandbox=sandbox, limits=limits
            )
            give_way_to_the_loop()
            asyncio.run(process.serve())
    except OSError as error:
        if isinstance(error, NemoError):
            raise
        raise folder_unusable(error, paths.data) from error
    finally:
        lock.release()
        for worker in multiprocessing.active_children():
            worker.terminate()
    return 0


class _Server(uvicorn.Server):
    """Ends at a signal as at a request, and returns; uvicorn would let the signal kill the process afterwards."""

    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in _SIGNALS}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


class _Process:
    """One life of the studio, from the first request that it could answer to the last one that it did."""

    def __init__(
        self,
        studio: Studio,
        listener: socket.socket,
        paths: Paths,
        idle_s: float | None,
        *,
        announce: bool,
        sandbox: Sequence[Fault] | None,
        limits: ConnectionLimits,
    ) -> None:
        self._studio = studio
        self._listener = listener
        self._paths = paths
        self._idle_s = idle_s
        self._announce = announce
        host, port = listener.getsockname()[:2]
        shown = f"[{host}]" if ":" in host else host
        self._record = StudioRecord(
            url=f"http://{shown}:{port}", secret=studio.settings.secret, pid=os.getpid(), version=__version__
        )
        app = create_app(studio)
        self._server = _Server(
            server_config(
                app if sandbox is None else Sandbox(app, sandbox),
                limits=limits,
                # The studio is opened by `serve`: what keeps it from opening is an error of this process.
                lifespan=False,
                patience_s=round(studio.settings.patience_s),
                protocol=GuardedProtocol if sandbox is None else BreakableProtocol,
            )
        )
        studio.on_stop = self._stop

    async def serve(self) -> None:
        """Open the studio, serve it, close it. Raises what `Studio.open` does."""
        # For short work with files; what computes or waits for long has threads of its own.
        files = ThreadPoolExecutor(_FILE_THREADS, thread_name_prefix="nemovideo-files")
        asyncio.get_running_loop().set_default_executor(files)
        async with self._studio.open():
            await self._serve()

    async def _serve(self) -> None:
        serving = asyncio.create_task(self._server.serve(sockets=[self._listener]))
        try:
            while not self._server.started and not serving.done():
                await asyncio.sleep(0.01)
            if self._server.started:
                write_record(self._paths, self._record)
                if self._announce:
                    sys.stdout.write(f"{self._record.url}\n")
                    sys.stdout.flush()
            while not serving.done():
                await asyncio.wait({serving}, timeout=_LOOK_S)
                if self._server.should_exit:
                    self._studio.fetches.close()
                elif self._server.started and read_record(self._paths) != self._record:
                    # Whoever has altered it, this is the one that has the data folder.
                    with contextlib.suppress(OSError):
                        write_record(self._paths, self._record)
                if self._idle_s is not None and self._studio.idle_s > self._idle_s:
                    self._stop()
            await serving
        finally:
            self._withdraw()

    def _stop(self) -> None:
        # Whoever looks for a studio from now on shall start a new one, which waits for the end of this.
        self._withdraw()
        self._server.should_exit = True

    def _withdraw(self) -> None:
        if read_record(self._paths) == self._record:
            record_path(self._paths).unlink(missing_ok=True)


@contextlib.contextmanager
def _listening(host: str, port: int) -> Generator[socket.socket]:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        raise InvalidRequest(
            detail={
                "en": f"the studio cannot listen on {host}:{port} ({error}).",
                "zh": f"工作室无法监听 {host}:{port}（{error}）。",
            },
            hint={"en": "Choose another port with --port.", "zh": "请用 --port 指定其他端口。"},
        ) from None
    with listener:
        yield listener


@contextlib.contextmanager
def _logging(paths: Paths, *, to_file: bool) -> Generator[None]:
    """What goes wrong is written down; requests are not, their addresses may hold keys."""
    handler = (
        RotatingFileHandler(
            paths.data / "studio.log", maxBytes=_LOG_BYTES, backupCount=2, encoding="utf-8", delay=True
        )
        if to_file
        else logging.StreamHandler()
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.setLevel(logging.WARNING)
    logger = logging.getLogger()
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        handler.close()


def _runs_already(paths: Paths) -> InvalidRequest:
    record = read_record(paths)
    where = f"{record.url} (process {record.pid})" if record else "this machine"
    return InvalidRequest(
        detail={
            "en": f"a studio already works on {paths.data}: {where}.",
            "zh": f"已有工作室正在使用 {paths.data}：{where}。",
        },
        hint={
            "en": "Use that one, end it with `nemovideo studio --stop`, or set NEMO_HOME to another folder.",
            "zh": "请直接使用它，或用 `nemovideo studio --stop` 结束它，或将 NEMO_HOME 设为其他文件夹。",
        },
    )


def _not_here(host: str) -> InvalidRequest:
    return InvalidRequest(
        detail={
            "en": f"the studio is for this machine only, and {host} can be reached from others.",
            "zh": f"工作室仅供本机使用，而 {host} 可被其他机器访问。",
        },
        hint={"en": "Use --host 127.0.0.1.", "zh": "请使用 --host 127.0.0.1。"},
    )

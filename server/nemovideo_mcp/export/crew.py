"""The workers of a Dask cluster: who there is, of which version, and the line to their scheduler."""

from __future__ import annotations

import asyncio
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol, cast

from nemovideo_mcp import __version__
from nemovideo_mcp.errors import ClusterUnavailable, WorkersDiffer
from nemovideo_mcp.export.cluster_worker import version
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.cluster import CLUSTER

__all__ = ["CONNECT_S", "Client", "Crew"]

CONNECT_S = 5
"""How long one answer of the scheduler is waited for."""

_ROLL_CALL_S = 1.0
_UNKNOWN = words_of(CLUSTER, "no_package").en


class Client(Protocol):
    """What is used of `distributed.Client`, whose own types are not complete."""

    status: str

    def submit(self, func: Callable[..., object], *args: object, **options: object) -> Any: ...

    def run(self, function: Callable[..., object], *args: object, **options: object) -> Mapping[str, Any]: ...

    def nthreads(self) -> Mapping[str, int]: ...

    def subscribe_topic(self, topic: str, handler: Callable[[Any], None]) -> None: ...

    def close(self, timeout: float) -> None: ...


@dataclass(frozen=True)
class _Member:
    """A worker: its threads, and the version that it says it runs."""

    threads: int
    version: str


class Crew:
    """The connection to the scheduler, and which workers there are. A thread of its own calls the roll every second."""

    def __init__(self, address: str, own_version: str) -> None:
        self._address = address
        self._version = own_version
        self.topic = f"nemovideo-{uuid.uuid4().hex}"
        self._client: Client | None = None
        self._members: dict[str, _Member] = {}
        self._state = threading.Condition()
        self._caller: threading.Thread | None = None
        self._closing = threading.Event()
        self._sooner = threading.Event()
        self._anew = threading.Event()
        self._on_change: Callable[[], None] = lambda: None
        self._said: dict[tuple[str, str], deque[tuple[str, float]]] = {}

    def begin(self, on_change: Callable[[], None]) -> None:
        with self._state:
            if self._caller is None:
                self._on_change = on_change
                self._caller = threading.Thread(target=self._call, daemon=True, name="nemovideo-roll-call")
                self._caller.start()

    @property
    def threads(self) -> int:
        with self._state:
            return sum(member.threads for member in self._members.values() if member.version == self._version)

    def fitting(self) -> tuple[Client, list[str] | None] | None:
        """The client and the workers of our version; None for the workers where all are, None where none is."""
        with self._state:
            fit = [name for name, member in self._members.items() if member.version == self._version]
            if self._client is None or not fit:
                return None
            return self._client, (None if len(fit) == len(self._members) else fit)

    def wait(self, timeout_s: float) -> None:
        """Until something has changed."""
        with self._state:
            self._state.wait(timeout_s)

    def is_gone(self, client: Client, asked: list[str] | None) -> bool:
        """Whether a task of `client` will not be carried out: another client is used now, or all asked have left."""
        with self._state:
            left = asked is not None and not any(name in self._members for name in asked)
            return left or client is not self._client

    def trouble(self) -> ClusterUnavailable:
        """Why nobody may be asked."""
        with self._state:
            found = sorted({member.version for member in self._members.values()})
            if self._client is not None and found:
                return WorkersDiffer(
                    place=self._address, wanted=self._version, version=__version__, found=", ".join(found)
                )
            said = "unreachable" if self._client is None else "no_workers"
        return ClusterUnavailable(place=self._address, reason=words_of(CLUSTER, said).pair())

    def doubt(self, client: Client) -> None:
        """The client has lost its tasks: is it still connected?"""
        if client.status != "running":
            self._lose(client)
        self._sooner.set()

    def call_the_roll_anew(self) -> None:
        """Ask all workers again what they are, and wait until they have said so."""
        self._anew.set()
        self._sooner.set()
        with self._state:
            self._state.wait_for(lambda: not self._anew.is_set(), timeout=2 * CONNECT_S)

    def tell_all(self, client: Client, call: Callable[..., object], *args: object) -> None:
        """Call a function in every worker, without regard to those that do not answer."""
        with suppress(Exception):
            client.run(call, *args, on_error="ignore")

    def listening(self, job: str, name: str) -> _Listening:
        return _Listening(self._said, (job, name))

    def close(self, *, wait: bool) -> None:
        """The roll is called no more; the connection is closed, behind the caller unless it shall `wait`."""
        self._closing.set()
        self._sooner.set()
        if wait and self._caller is not None:
            self._caller.join(timeout=3 * CONNECT_S)

    def _call(self) -> None:
        while not self._closing.is_set():
            try:
                self._call_the_roll()
            except (Exception, asyncio.CancelledError):  # noqa: BLE001 - whatever it is, the scheduler is not there
                if (client := self._client) is not None:
                    self._lose(client)
            self._sooner.wait(_ROLL_CALL_S)
            self._sooner.clear()
        if (client := self._client) is not None:
            self._lose(client)

    def _call_the_roll(self) -> None:
        client = self._client
        if client is not None and client.status != "running":
            self._lose(client)
            return
        if client is not None:
            self._ask_all(client)
            return
        client = _connected(self._address)
        try:
            client.subscribe_topic(self.topic, self._hear)
            self._ask_all(client)
        finally:
            if client is not self._client:
                self._lose(client)

    def _ask_all(self, client: Client) -> None:
        """Note who is there; whoever has not been asked for its version is asked."""
        known = {} if self._anew.is_set() else self._members
        threads = client.nthreads()
        new = [name for name in threads if name not in known]
        said: Mapping[str, Any] = client.run(version, workers=new, on_error="return") if new else {}
        # One that went while it was asked is asked again, if it comes back.
        asked = {
            name: _Member(threads[name], answer if isinstance(answer, str) else _UNKNOWN)
            for name, answer in said.items()
            if not isinstance(answer, OSError)
        }
        with self._state:
            members = {**{name: known[name] for name in threads if name in known}, **asked}
            changed = client is not self._client or members != self._members
            self._client, self._members = client, members
            if not known:
                self._anew.clear()
            self._state.notify_all()
        if changed:
            self._on_change()

    def _lose(self, client: Client) -> None:
        with self._state:
            if client is self._client:
                self._client, self._members = None, {}
                self._state.notify_all()
        with suppress(Exception):
            client.close(timeout=CONNECT_S)
        self._on_change()

    def _hear(self, event: tuple[float, Any]) -> None:
        job, name, stage, fraction = event[1]
        if (said := self._said.get((job, name))) is not None:
            said.append((stage, fraction))


class _Listening:
    """What a worker says of a part, while somebody asks for it."""

    def __init__(self, said: dict[tuple[str, str], deque[tuple[str, float]]], name: tuple[str, str]) -> None:
        self._said = said
        self._name = name

    def __enter__(self) -> deque[tuple[str, float]]:
        return self._said.setdefault(self._name, deque(maxlen=1))

    def __exit__(self, *_: object) -> None:
        self._said.pop(self._name, None)


def _connected(address: str) -> Client:
    import distributed

    return cast(
        "Client",
        distributed.Client(address, timeout=CONNECT_S, set_as_default=False, name="nemovideo"),
    )

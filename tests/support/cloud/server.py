"""The second NemoVideo cloud as a real server, so that the client is tested over real sockets."""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import replace

from . import checks, routes
from .drafts import Draft
from .http import BadRequest, Reply, Request, json_reply, read_body, read_head, send
from .model import Memory, Override, Session

HEAD_LIMIT = 256 * 1024
LINGER_S = 0.5


class Cloud(Memory):
    """A NemoVideo cloud. All settings are keyword arguments, and may be changed while it serves."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.overrides: dict[str, deque[tuple[Override | None, bool]]] = {}

    # What a test scripts

    def next(self, endpoint: str, *replies: Override | None, handled: bool = False) -> None:
        """The next requests to the endpoint get these replies; None lets one request have its normal reply.

        `handled`: the request has all its normal effects, and only its reply is replaced.
        """
        if endpoint not in routes.ENDPOINTS:
            raise ValueError(f"unknown endpoint: {endpoint}")
        self.overrides.setdefault(endpoint, deque()).extend((reply, handled) for reply in replies)

    def asked(self, endpoint: str) -> list[Request]:
        """The logged requests to an endpoint, redirected ones not included."""
        found = [(routes.find(one.method, self._unmoved(one)), one) for one in self.requests]
        return [one for route, one in found if route and route[0] == endpoint and not self._sent_on(one)]

    def session(self, session_id: str | None = None) -> Session:
        """A session with all that is due on its timeline; without an id the last one."""
        found = self.sessions[session_id] if session_id else list(self.sessions.values())[-1]
        self.settle(found)
        return found

    def draft(self, session_id: str | None = None) -> Draft | None:
        return self.session(session_id).draft

    # Answering

    def answer(self, request: Request) -> Reply:
        """The reply to a request, with its checks and its effects."""
        self.requests.append(request)
        if self._sent_on(request):
            for words in checks.wrong_in_url(self, request):
                self.violation(f"redirect: {words}")
            return Reply(
                self.redirect or 307, (), {"Location": f"{self.redirect_base}/moved{request.target}"}
            )
        found = routes.find(request.method, self._unmoved(request))
        if found is None:
            self.violation(f"unknown: {request.method} {request.path} is not in the protocol")
            return json_reply({"code": 404, "message": "Not found"}, 404, self.content_type)
        endpoint, name = found
        checks.check(self, endpoint, request, name)
        if endpoint == "run":
            self.messages.append((str(request.json_object().get("session_id")), checks.message_of(request)))
        waiting = self.overrides.get(endpoint)
        override, handled = waiting.popleft() if waiting else (None, False)
        if override is None:
            return routes.answer(self, endpoint, request, name)
        if endpoint == "state" and name in self.sessions:
            self.sessions[name].shown_by_hand = True
        hook: Callable[[], None] | None = None
        if handled:
            hook = routes.answer(self, endpoint, request, name).before_end
        reply = override(request) if callable(override) else override
        return reply if hook is None else replace(reply, before_end=hook)

    def _sent_on(self, request: Request) -> bool:
        return (
            self.redirect is not None
            and request.method == "POST"
            and not request.target.startswith("/moved/")
        )

    @staticmethod
    def _unmoved(request: Request) -> str:
        return request.raw_path.removeprefix("/moved")

    def _waits_without_body(self, request: Request) -> bool:
        found = routes.find(request.method, self._unmoved(request))
        waiting = self.overrides.get(found[0]) if found and not self._sent_on(request) else None
        return bool(waiting and isinstance(waiting[0][0], Reply) and waiting[0][0].before_body)

    # Serving

    @asynccontextmanager
    async def serve(self) -> AsyncGenerator[str]:
        """Serves until the block ends; gives the base url. An error inside the cloud is raised at the end."""
        tasks: set[asyncio.Task[None]] = set()

        async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            tasks.add(task)
            try:
                await self._connection(reader, writer)
            except asyncio.CancelledError:
                pass  # the end of serve(), which is the only one to cancel this task
            finally:
                tasks.discard(task)

        server = await asyncio.start_server(connected, self.host, self.port, limit=HEAD_LIMIT)
        self.url = f"http://{self.host}:{server.sockets[0].getsockname()[1]}"
        try:
            yield self.url
        finally:
            server.close()
            left = list(tasks)
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
            await server.wait_closed()
        if self.crashes:
            raise ExceptionGroup("errors inside the cloud", self.crashes)

    @contextmanager
    def in_thread(self) -> Generator[str]:
        """The same in a thread with a loop of its own, for a client that lives in another process."""
        started, stop = threading.Event(), threading.Event()
        failure: list[BaseException] = []

        async def life() -> None:
            async with self.serve():
                started.set()
                await asyncio.to_thread(stop.wait)

        def run() -> None:
            try:
                asyncio.run(life())
            except BaseException as wrong:  # noqa: BLE001 - raised again in the thread of the test
                failure.append(wrong)
            finally:
                started.set()

        thread = threading.Thread(target=run, name="cloud", daemon=True)
        thread.start()
        started.wait()
        try:
            if not failure:
                yield self.url
        finally:
            stop.set()
            thread.join()
        if failure:
            raise failure[0]

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peer = str((writer.get_extra_info("peername") or ("",))[0])
        reply: Reply | None = None
        try:
            request = await read_head(reader, peer)
            if request is None:
                return
            unread = self._waits_without_body(request)
            if not unread:
                if request.headers.get("expect", "").lower() == "100-continue":
                    writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
                request = replace(request, body=await read_body(reader, request.headers))
            reply = self._guarded(request)
            await send(writer, reply, self.sleep, head_only=request.method == "HEAD")
            if unread:
                await self._linger(reader, writer)
        except BadRequest as wrong:
            self.violation(f"http: {wrong}")
            await send(writer, json_reply({"code": 400, "message": str(wrong)}, 400), self.sleep)
        except ConnectionError:
            pass  # the client went away while it sent
        except asyncio.CancelledError:
            writer.transport.abort()  # a close would wait for a client that does not read
            raise
        except Exception as wrong:  # noqa: BLE001 - an edit of the test that fails is raised by serve()
            self.crashes.append(wrong)
        finally:
            writer.close()
            with suppress(ConnectionError, TimeoutError):
                await writer.wait_closed()

    def _guarded(self, request: Request) -> Reply:
        try:
            return self.answer(request)
        except Exception as wrong:  # noqa: BLE001 - an edit of the test that fails is raised by serve()
            self.crashes.append(wrong)
            return json_reply({"code": 500, "message": "Internal error"}, 500)

    async def _linger(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Reads on for a moment: a close over unread bytes is a reset, which would swallow the reply."""
        if writer.transport.is_closing():
            return
        with suppress(TimeoutError, OSError):
            if writer.can_write_eof():
                writer.write_eof()
            async with asyncio.timeout(LINGER_S):
                while await reader.read(65536):
                    pass

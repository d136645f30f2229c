"""The transport of all calls: headers, retries, and the meaning of replies and disconnects."""

from __future__ import annotations

import random as random_module
import ssl
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from functools import cache
from types import MappingProxyType
from typing import Any, cast
from urllib.parse import quote, urljoin, urlsplit

import anyio
import httpx

from nemovideo_mcp.client.access import Access, Connect, OnConnect, Place
from nemovideo_mcp.client.backend import Backend
from nemovideo_mcp.client.credentials import TokenStore
from nemovideo_mcp.client.reading import Asked, Kind, as_read, decoded
from nemovideo_mcp.client.retry import Retries, backoff_seconds, retry_after_seconds
from nemovideo_mcp.errors import (
    ClientIdMissing,
    ConnectionFailed,
    NemoError,
    NoCredits,
    RateLimited,
    ServerFailed,
    SessionNotFound,
    StudioUnavailable,
    TokenInvalid,
)
from nemovideo_mcp.messages.catalogue import is_chinese
from nemovideo_mcp.protocol.discovery import SECRET_HEADER
from nemovideo_mcp.protocol.envelope import unwrap
from nemovideo_mcp.protocol.models import Token, read_reply
from nemovideo_mcp.protocol.redaction import redact_error, redacted

__all__ = ["Sleep", "Transport", "accept_language"]

_TIMEOUT = httpx.Timeout(60.0, connect=15.0)
_TOKEN_PATH = "api/auth/anonymous-token"  # noqa: S105 - an address
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)
_REMEDIES = {
    True: {"en": "Register", "zh": "注册"},
    False: {"en": "Top up in your account", "zh": "登录账户充值"},
}

_MOST_REDIRECTIONS = 6
_SAME_METHOD = (307, 308)

Sleep = Callable[[float], Awaitable[None]]


def accept_language(language: str) -> str:
    """The value of `Accept-Language` for a person who reads this language."""
    return "zh-CN, zh;q=0.9, en;q=0.5" if is_chinese(language) else "en"


@cache
def _certificates(*, trust_env: bool) -> ssl.SSLContext:
    """The authorities' certificates: they are read once, for all clients, as that takes 30 ms of a processor."""
    return httpx.create_ssl_context(trust_env=trust_env)


class Transport:
    """Requests with a bearer token and the attribution headers; replies come unwrapped, failures as `NemoError`.

    A bad anonymous token is replaced once, whichever requests met it; the user's own never is. A refused request
    (1001, 429, a missing client id) has done nothing, and is sent again once; a call that only reads is repeated as
    `Retries` says; nothing else is. A local studio that has gone is started again when a connection is refused.
    """

    def __init__(
        self,
        *,
        backend: Backend,
        connect: Connect,
        client_id: str,
        headers: Mapping[str, str],
        studio_headers: Mapping[str, str] = MappingProxyType({}),
        tokens: TokenStore,
        transport: httpx.AsyncBaseTransport | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        sleep: Sleep = anyio.sleep,
        random: Callable[[], float] = random_module.random,
    ) -> None:
        self.backend = backend
        self.sleep = sleep
        self._client_id = client_id
        self._studio_headers = studio_headers
        self._now = now
        self._random = random
        self._access = Access(backend=backend, connect=connect, tokens=tokens, ask=self._anonymous)
        self._http = httpx.AsyncClient(
            headers={**headers, "User-Agent": "nemovideo-mcp"},
            timeout=_TIMEOUT,
            # Proxies are for the world outside.
            trust_env=not backend.is_local,
            transport=transport,
            verify=_certificates(trust_env=not backend.is_local),
        )

    def on_connect(self, hear: OnConnect) -> None:
        """Let `hear` know when the way to the backend is sought and found, the first time."""
        self._access.on_connect = hear

    async def connect(self) -> None:
        """Find or start the backend, and get a token."""
        try:
            await self._access.bearer()
        except NemoError as error:
            raise self.explained(error)  # noqa: B904 - the same error, in words that may be shown

    async def url(self) -> str:
        """Where the backend listens."""
        return (await self._access.place()).url.rstrip("/")

    async def is_studio(self) -> bool:
        """Whether the backend says that it is a studio; asked by one request if it has said nothing yet."""
        if not self.backend.is_known:
            await self._greet()
        return self.backend.is_studio

    async def keeps_answers(self) -> bool:
        """Whether the backend says that it knows keys; the local studio is asked if it has said nothing yet."""
        if self.backend.keeps_answers is None and self.backend.is_local:
            # The first call finds the studio, starts it if need be, and gets a token from it.
            await self.connect()
            if self.backend.keeps_answers is None:
                await self._greet()
        return self.backend.keeps_answers is True

    async def _greet(self) -> None:
        place = await self._access.place()
        try:
            reply = await self._http.get(f"{place.url}/healthz")
        except httpx.RequestError as error:
            raise self._broken(error) from error
        self.backend.note(reply.headers)

    async def aclose(self) -> None:
        await self._http.aclose()

    async def back_off(self, attempt: int) -> None:
        """The pause before retry number `attempt` of something that is read in parts."""
        await self.sleep(backoff_seconds(attempt, random=self._random))

    def belongs_to(self, user_id: str) -> None:
        """Note the user that the backend has named."""
        self._access.belongs_to(user_id)

    async def call(
        self,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
        missing: type[NemoError] = SessionNotFound,
    ) -> Any:
        """The payload of the reply. `files` are for httpx's multipart form; `missing` is what a bare 404 means here."""
        asked = Asked(kind="object", missing=missing)
        async with self._open(
            asked, method, path, body=body, files=files, headers=headers, timeout=timeout
        ) as response:
            return unwrap(response.status_code, decoded(response.content))

    def open(
        self,
        method: str,
        path: str,
        *,
        kind: Kind = "file",
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
    ) -> AbstractAsyncContextManager[httpx.Response]:
        """A response whose body has not been read; a refusal, by its status or its body, is raised here.

        `path` may be a whole address; the token goes only to the backend itself. Broken lines are raised as
        `ConnectionFailed`, while the body is read too.
        """
        asked = Asked(kind=kind, missing=SessionNotFound if kind == "stream" else ServerFailed)
        return self._open(asked, method, path, body=body, content=content, headers=headers, timeout=timeout)

    @asynccontextmanager
    async def _open(
        self,
        asked: Asked,
        method: str,
        path: str,
        *,
        body: Mapping[str, Any] | None = None,
        content: bytes | None = None,
        files: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: httpx.Timeout | None = None,
    ) -> AsyncGenerator[httpx.Response]:

        def build(place: Place) -> httpx.Request:
            return self._http.build_request(
                method,
                urljoin(f"{place.url}/", path),
                json=body,
                content=content,
                files=files,
                headers=headers,
                timeout=timeout or _TIMEOUT,
            )

        try:
            response = await self._accepted(build, asked)
        except NemoError as error:
            raise self.explained(error)  # noqa: B904 - the same error, in words that may be shown
        try:
            yield response
        except (httpx.RequestError, httpx.StreamError) as error:
            raise self._broken(error) from error
        finally:
            await response.aclose()

    async def remedied(self, error: NemoError) -> bool:
        """Do what lets a refused message be sent again: a new token for a bad one, a pause for a limit.

        Only for errors that came in a stream: those of a call are met where the call is made.
        """
        if "status" in error.fields:
            return False
        if isinstance(error, TokenInvalid) and self._access.is_anonymous:
            await self._access.renew(await self._access.bearer())
            return True
        pause = Retries(repeatable=False, random=self._random).pause_after(error)
        if not isinstance(error, RateLimited) or pause is None:
            return False
        await self.sleep(pause)
        return True

    def explained(self, error: NemoError) -> NemoError:
        """`error` without tokens, and with the link that this user needs."""
        if isinstance(error, NoCredits):
            anonymous = self._access.is_anonymous
            error.fields["link"] = self._register_link() if anonymous else self.backend.web_url
            error.fields["remedy"] = _REMEDIES[anonymous]
        redact_error(error, *self._access.secrets)
        return error

    def _register_link(self) -> str:
        user = self._access.user_id
        return f"{self.backend.web_url}/register" + (f"?bind={quote(user, safe='')}" if user else "")

    @property
    def lacks_user(self) -> bool:
        """True for an anonymous user whose id nobody has named yet: the registration link needs it."""
        return self._access.is_anonymous and not self._access.user_id

    def shown(self, text: str) -> str:
        """`text` without tokens."""
        return redacted(text, *self._access.secrets)

    # --- one request, and when it is sent again --------------------------------------------------------------------

    async def _accepted(self, build: Callable[[Place], httpx.Request], asked: Asked) -> httpx.Response:
        retries: Retries | None = None
        renewed = identified = restarted = False
        while True:
            place = await self._access.place()
            try:
                request = build(place)
            except httpx.InvalidURL as error:
                raise ServerFailed(f"it named an address that is none: {error}") from None
            retries = retries or Retries(repeatable=request.method == "GET", random=self._random)
            ours = _origin(request.url) == _origin(httpx.URL(place.url))
            token = await self._access.bearer() if ours else None
            if token:
                request.headers["Authorization"] = f"Bearer {token.get_secret_value()}"
            if ours and self.backend.is_studio:
                request.headers.update(self._studio_headers)
            if identified:
                request.headers["X-Client-Id"] = self._client_id
            try:
                return await self._sent(request, asked, ours=ours)
            except TokenInvalid as error:
                if token is None or renewed or not self._access.is_anonymous:
                    raise (self._access.limited if renewed else None) or error from None
                renewed = True
                await self._access.renew(token)
            except ClientIdMissing:
                if identified or not ours:
                    raise
                identified = True
            except StudioUnavailable:
                # It has gone to sleep since we looked: nothing was sent, so it may be sent now.
                if restarted:
                    raise
                restarted = True
                self._access.lost(place)
            except NemoError as error:
                pause = retries.pause_after(error)
                if pause is None:
                    raise
                await self.sleep(pause)

    async def _sent(self, request: httpx.Request, asked: Asked, *, ours: bool) -> httpx.Response:
        try:
            response = await self._followed(request)
            try:
                read = await self._checked(response, asked)
            except BaseException:
                await response.aclose()
                raise
            if read is not response:
                await response.aclose()
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise self._broken(error, ours=ours) from error
        if ours:
            self.backend.note(response.headers)
        return read

    async def _followed(self, request: httpx.Request) -> httpx.Response:
        """The response at the end of the redirections; httpx leaves the token behind where they lead elsewhere.

        What is posted goes on only by 307 and 308: the others would make a reading of it [RFC 9110, 15.4].
        """
        for _ in range(_MOST_REDIRECTIONS):
            response = await self._http.send(request, stream=True, follow_redirects=False)
            following = response.next_request
            if following is None or not (request.method == "GET" or response.status_code in _SAME_METHOD):
                return response
            await response.aclose()
            if _origin(following.url) != _origin(request.url):
                for name in ("X-Client-Id", SECRET_HEADER):
                    following.headers.pop(name, None)
            request = following
        raise ServerFailed("it redirects in a circle.")

    async def _checked(self, response: httpx.Response, asked: Asked) -> httpx.Response:
        """`response` where it is none of a failure; with its body, where that had to be read to know."""
        if response.is_success and not asked.reads(response):
            return response
        content = await asked.body_of(response)
        status, found = response.status_code, decoded(content)
        read = as_read(response, content)
        if response.is_success and asked.kind == "stream" and not isinstance(found, Mapping):
            # The events of a stream whose content type is another one.
            return read
        try:
            unwrap(status, cast("object", found), missing=asked.missing)
        except NemoError as error:
            # Words that claim to be JSON were spoilt on the way: as good as a gateway's failure.
            error.fields["status"] = 502 if response.is_success and isinstance(found, str) else status
            error.reply = cast("Mapping[str, Any]", found) if isinstance(found, Mapping) else None
            pause = retry_after_seconds(response.headers.get("Retry-After"), now=self._now())
            if pause is not None:
                error.fields["retry_after"] = pause
            raise
        return read

    async def _anonymous(self, place: Place) -> Token:
        headers = {"X-Client-Id": self._client_id}
        if place.secret:
            headers[SECRET_HEADER] = place.secret
        retries = Retries(repeatable=False, random=self._random)
        asked_again = False
        while True:
            request = self._http.build_request("POST", f"{place.url}/{_TOKEN_PATH}", headers=headers)
            try:
                response = await self._sent(request, Asked(kind="object", missing=ServerFailed), ours=True)
                return read_reply(Token, unwrap(response.status_code, decoded(response.content)))
            except ClientIdMissing:
                # It was sent: something on the way has lost it.
                if asked_again:
                    raise
                asked_again = True
            except NemoError as error:
                pause = retries.pause_after(error)
                if pause is None:
                    raise
                await self.sleep(pause)

    def _broken(self, error: Exception, *, ours: bool = True) -> NemoError:
        late = isinstance(error, httpx.TimeoutException)
        reason = "it took too long to answer." if late else f"{str(error) or type(error).__name__}."
        if ours and self.backend.is_local and isinstance(error, httpx.ConnectError):
            return StudioUnavailable(reason)
        return ConnectionFailed(reason, unsent=isinstance(error, _UNSENT))


def _origin(url: httpx.URL) -> tuple[str, str | None, int | None]:
    parts = urlsplit(str(url))
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    return parts.scheme, parts.hostname, parts.port or standard

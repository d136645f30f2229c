"""OAuth resource-server mode: access tokens are JWTs that an issuer has signed for this server."""

from __future__ import annotations

import json
import logging
import math
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any, TypeVar, cast
from urllib.error import URLError
from urllib.parse import urlsplit

import anyio
import jwt
from anyio.to_thread import run_sync
from mcp.server.auth.provider import AccessToken

__all__ = ["JwtVerifier"]

_log = logging.getLogger(__name__)
# Signatures of a key pair only: whoever can check a token must not be able to make one.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
_LEEWAY_SECONDS = 30
_FETCH_SECONDS = 10
_KEYS_SECONDS = 600.0
# For as long the last keys hold while the issuer cannot be reached.
_STALE_SECONDS = 3600.0
_COOLDOWN_SECONDS = 30.0
# For metadata and keys together, whatever the pace at which they come.
_LOOK_SECONDS = 15.0
_MAX_METADATA_BYTES = 256 * 1024
_MAX_TOKEN_CHARACTERS = 8192
_MAX_SUBJECT_CHARACTERS = 1024
# The end of the year 9999; a moment beyond it is one in milliseconds, or a mistake.
_LAST_MOMENT = 253_402_300_799
# What a parser may raise beside its own errors where a token or a key is made to trip it.
_MALFORMED = (
    jwt.PyJWTError,
    ValueError,
    TypeError,
    KeyError,
    AttributeError,
    ArithmeticError,
    RecursionError,
)

_T = TypeVar("_T")


@dataclass(frozen=True, kw_only=True)
class _Known:
    key: jwt.PyJWK
    seen: float


class JwtVerifier:
    """Verifies signature (keys of `issuer`), issuer, audience (`resource`) and expiry; the server demands the scopes.

    The issuer's metadata and keys are fetched in a thread, one at a time, and kept; a key that is not known is looked
    for again at most every 30 s. Whatever goes wrong lets nobody in.
    """

    def __init__(
        self,
        *,
        issuer: str,
        resource: str,
        clock: Callable[[], float] = time.monotonic,
        look_seconds: float = _LOOK_SECONDS,
    ) -> None:
        self._issuer = issuer.rstrip("/")
        self._resource = resource.rstrip("/")
        self._clock = clock
        self._look_seconds = look_seconds
        self._one = anyio.Lock()
        self._threads = anyio.CapacityLimiter(2)
        self._uri: str | None = None
        self._known: dict[str, _Known] = {}
        self._not_before = -math.inf

    async def verify_token(self, token: str) -> AccessToken | None:
        """Whose token it is; None if it is not good, or that cannot be found out."""
        if len(token) > _MAX_TOKEN_CHARACTERS:
            return None
        try:
            header = jwt.get_unverified_header(token)
            kid = header.get("kid")
            # Before anything is fetched: what cannot be good costs nothing.
            if header.get("alg") not in _ALGORITHMS or not isinstance(kid, str):
                return None
            key = await self._key(kid)
            claims = None if key is None else self._claims(token, key)
            return None if claims is None else _access(token, claims, self._resource)
        except _MALFORMED as error:
            # The kind alone: messages may repeat parts of the token.
            _log.info("A token was refused: %s", type(error).__name__)
            return None

    async def _key(self, kid: str) -> jwt.PyJWK | None:
        """The key of that id: from the cache while fresh, else from the issuer, else the last one that was read."""
        if (known := self._fresh(kid, _KEYS_SECONDS)) is not None:
            return known
        async with self._one:
            if (known := self._fresh(kid, _KEYS_SECONDS)) is not None:
                return known
            if self._clock() >= self._not_before:
                await self._look()
            return self._fresh(kid, _STALE_SECONDS)

    def _fresh(self, kid: str, seconds: float) -> jwt.PyJWK | None:
        known = self._known.get(kid)
        return known.key if known is not None and self._clock() - known.seen < seconds else None

    async def _look(self) -> None:
        self._not_before = self._clock() + _COOLDOWN_SECONDS
        try:
            with anyio.fail_after(self._look_seconds):
                keys = await self._read_keys()
        except (*_MALFORMED, TimeoutError) as error:
            _log.error("The keys of %s cannot be read: %s", self._issuer, type(error).__name__)
            return
        # Those that the issuer no longer names are withdrawn.
        self._known = {key.key_id: _Known(key=key, seen=self._clock()) for key in keys if key.key_id}

    async def _read_keys(self) -> list[jwt.PyJWK]:
        if self._uri is None:
            self._uri = await self._in_thread(_jwks_uri, self._issuer)
        if self._uri is None:
            return []
        found = jwt.PyJWKSet.from_dict(dict(await self._in_thread(_fetched, self._uri)))
        return [key for key in found.keys if key.public_key_use in (None, "sig")]

    async def _in_thread(self, work: Callable[[str], _T], url: str) -> _T:
        # An issuer that drips holds threads of its own, not those that the server's files need.
        return await run_sync(work, url, abandon_on_cancel=True, limiter=self._threads)

    def _claims(self, token: str, key: jwt.PyJWK) -> Mapping[str, Any]:
        if key.algorithm_name not in _ALGORITHMS:
            raise jwt.InvalidAlgorithmError(key.algorithm_name)
        found: object = jwt.decode(
            token,
            key,
            algorithms=_ALGORITHMS,
            audience=[self._resource, f"{self._resource}/"],
            issuer=[self._issuer, f"{self._issuer}/"],
            leeway=_LEEWAY_SECONDS,
            options={"require": ["exp", "iss", "aud", "sub"]},
        )
        claims = cast("Mapping[str, Any]", found)
        _check(claims)
        return claims


def _check(claims: Mapping[str, Any]) -> None:
    """Refuse moments that are no numbers of seconds, and a subject that names nobody. Raises `InvalidTokenError`.

    PyJWT takes whatever `int` takes for a moment, strings and True too, and an empty subject [RFC 7519, 2 and 4.1].
    """
    for name in ("exp", "nbf", "iat"):
        if name in claims and not _is_moment(claims[name]):
            raise jwt.InvalidTokenError(name)
    subject = claims["sub"]
    if not isinstance(subject, str) or not subject.strip() or len(subject) > _MAX_SUBJECT_CHARACTERS:
        raise jwt.InvalidTokenError("sub")
    if not subject.isprintable():
        raise jwt.InvalidTokenError("sub")


def _is_moment(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _LAST_MOMENT


def _access(token: str, claims: Mapping[str, Any], resource: str) -> AccessToken:
    said = claims.get("scope", claims.get("scp", ()))
    listed = cast("list[object]", said) if isinstance(said, list) else []
    scopes = said.split() if isinstance(said, str) else [str(item) for item in listed]
    return AccessToken(
        token=token,
        client_id=str(claims.get("client_id") or claims.get("azp") or claims["sub"]),
        scopes=scopes,
        expires_at=int(claims["exp"]) + _LEEWAY_SECONDS,
        resource=resource,
        subject=str(claims["sub"]),
        claims={"iss": str(claims["iss"]).rstrip("/")},
    )


def _jwks_uri(issuer: str) -> str | None:
    """Where the issuer has its keys, as its metadata says (RFC 8414, OpenID Connect Discovery); None if it does not."""
    parts = urlsplit(issuer)
    origin = f"{parts.scheme}://{parts.netloc}"
    for url in (
        f"{origin}/.well-known/oauth-authorization-server{parts.path}",
        f"{issuer}/.well-known/openid-configuration",
    ):
        found = _fetched(url)
        uri = found.get("jwks_uri")
        if str(found.get("issuer", "")).rstrip("/") != issuer or not isinstance(uri, str):
            continue
        # Keys that come without TLS are anybody's, but from this machine.
        if uri.startswith("https://") or (parts.scheme == "http" and uri.startswith(f"{origin}/")):
            return uri
    _log.error("The issuer %s does not say where its keys are; no token is good.", issuer)
    return None


def _fetched(url: str) -> Mapping[str, Any]:
    try:
        # The scheme was checked with the option.
        with urllib.request.urlopen(url, timeout=_FETCH_SECONDS) as reply:  # noqa: S310
            found: object = json.loads(reply.read(_MAX_METADATA_BYTES))
    except (URLError, OSError, HTTPException, ValueError, RecursionError):
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}

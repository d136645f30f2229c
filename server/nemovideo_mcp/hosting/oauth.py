"""OAuth resource-server mode: access tokens are JWTs that an issuer has signed for this server."""

from __future__ import annotations

import json
import logging
import math
import time
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
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
_MAX_METADATA_BYTES = 256 * 1024


@dataclass(frozen=True, kw_only=True)
class _Known:
    key: jwt.PyJWK
    seen: float


class JwtVerifier:
    """Verifies signature (keys of `issuer`), issuer, audience (`resource`) and expiry; the server demands the scopes.

    The issuer's metadata and keys are fetched in a thread, one at a time, and kept; a key that is not known is looked
    for again at most every 30 s. Whatever goes wrong lets nobody in.
    """

    def __init__(self, *, issuer: str, resource: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._issuer = issuer.rstrip("/")
        self._resource = resource.rstrip("/")
        self._clock = clock
        self._one = anyio.Lock()
        self._client: jwt.PyJWKClient | None = None
        self._known: dict[str, _Known] = {}
        self._not_before = -math.inf

    async def verify_token(self, token: str) -> AccessToken | None:
        """Whose token it is; None if it is not good, or that cannot be found out."""
        try:
            header = jwt.get_unverified_header(token)
            kid = header.get("kid")
            # Before anything is fetched: what cannot be good costs nothing.
            if header.get("alg") not in _ALGORITHMS or not isinstance(kid, str):
                return None
            key = await self._key(kid)
            claims = None if key is None else self._claims(token, key)
        except jwt.PyJWTError as error:
            # The kind alone: messages may repeat parts of the token.
            _log.info("A token was refused: %s", type(error).__name__)
            return None
        return None if claims is None else _access(token, claims, self._resource)

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
        if self._client is None:
            uri = await run_sync(_jwks_uri, self._issuer)
            if uri is None:
                return
            self._client = jwt.PyJWKClient(uri, cache_jwk_set=False, timeout=_FETCH_SECONDS)
        try:
            keys = await run_sync(self._client.get_signing_keys)
        except jwt.PyJWTError as error:
            _log.error("The keys of %s cannot be read: %s", self._issuer, type(error).__name__)
            return
        # Those that the issuer no longer names are withdrawn.
        self._known = {key.key_id: _Known(key=key, seen=self._clock()) for key in keys if key.key_id}

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
        return cast("Mapping[str, Any]", found)


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
    except (URLError, OSError, ValueError):
        return {}
    return cast("Mapping[str, Any]", found) if isinstance(found, dict) else {}

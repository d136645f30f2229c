"""Chooses the backend and its token: the local studio, NemoVideo's cloud, or an address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from pydantic import SecretStr

from nemovideo_mcp.config import API_URL, WEB_URL
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.protocol.discovery import KEEPS_ANSWERS_HEADER, STUDIO_HEADER

__all__ = ["Backend", "choose_backend"]

LOCAL_POLL_SECONDS = 0.25
CLOUD_POLL_SECONDS = 30.0


@dataclass(kw_only=True)
class Backend:
    """`url` is None for the local studio, which has to be found or started; `key` names what is kept for it.

    Whether another address belongs to a studio is known from its first reply on: it says so in a header.
    """

    key: str
    url: str | None
    web_url: str
    own_token: SecretStr | None = None
    _said: bool | None = field(default=None, repr=False)
    _keeps_answers: bool | None = field(default=None, repr=False)

    @property
    def is_local(self) -> bool:
        """True for the studio of this user."""
        return self.url is None

    @property
    def is_studio(self) -> bool:
        """True for a studio, whoever started it; False before its first reply, where it has an address."""
        return self.is_local or self._said is True

    @property
    def is_known(self) -> bool:
        """True once it is known whether this is a studio."""
        return self.is_local or self._said is not None

    @property
    def keeps_answers(self) -> bool | None:
        """Whether its last reply said that it knows keys and keeps answers; None before its first one."""
        return self._keeps_answers

    def note(self, headers: Mapping[str, str]) -> None:
        """Take note of what a reply says of its backend; one that names no studio takes nothing back."""
        self._keeps_answers = KEEPS_ANSWERS_HEADER in headers
        if STUDIO_HEADER in headers:
            self._said = True
        elif self._said is None:
            self._said = False

    @property
    def poll_seconds(self) -> float:
        """How long to wait between two looks at an export."""
        return LOCAL_POLL_SECONDS if self.is_studio else CLOUD_POLL_SECONDS


def choose_backend(given: str | None = None, *, environ: Mapping[str, str] = os.environ) -> Backend:
    """`given`, else `NEMO_BACKEND`, else auto: `auto`, `local`, `cloud`, or an http(s) address.

    Auto is the cloud if `NEMO_TOKEN` or `NEMO_API_URL` is set, else local. `NEMO_TOKEN` is sent to `NEMO_API_URL`
    (or the cloud's own address) and nowhere else. Raises `InvalidRequest`.
    """
    wanted = (given or environ.get("NEMO_BACKEND") or "auto").strip()
    api_url = (environ.get("NEMO_API_URL") or API_URL).rstrip("/")
    web_url = (environ.get("NEMO_WEB_URL") or WEB_URL).rstrip("/")
    token = environ.get("NEMO_TOKEN", "").strip()
    if wanted.lower() == "auto":
        wanted = "cloud" if token or environ.get("NEMO_API_URL") else "local"
    if wanted.lower() == "local":
        return Backend(key="local", url=None, web_url=web_url)
    url = api_url if wanted.lower() == "cloud" else wanted.rstrip("/")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InvalidRequest(
            f"{wanted!r} is not a backend.",
            hint="Use auto, local, cloud, or an address that begins with http.",
        )
    own = SecretStr(token) if token and url == api_url else None
    return Backend(key=url, url=url, web_url=web_url, own_token=own)

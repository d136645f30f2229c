"""Who may use the studio's page in a browser: single-use codes, and what a browser keeps in exchange for one.

A code stands in the fragment of a link, which no browser sends or logs, and is exchanged for a cookie that scripts
cannot read (`HttpOnly`, `SameSite=Strict`). A browser sends the cookies of one port of this machine to every other port
too: so each page has a path of its own, which is the cookie's, and no other program is asked for that path.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass

from nemovideo_mcp.errors import PageClosed
from nemovideo_mcp.studio.records import Project

__all__ = ["CODE_S", "PAGE_COOKIE", "OpenPages", "PageLink"]

CODE_S = 300.0
"""How long a link works."""

PAGE_COOKIE = "nemo_page"
_IDLE_S = 12 * 3600.0
_MOST_PAGES = 64


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """Where a page is, and the code that opens it once."""

    page_id: str
    code: str

    @property
    def path(self) -> str:
        return f"/page/{self.page_id}/"


@dataclass(kw_only=True)
class _Page:
    """A page of one project. Codes and secrets are kept as their hashes."""

    session_id: str
    user_id: str
    code_hash: bytes
    expires: float
    secret_hash: bytes = b""
    asked: float = 0.0


class OpenPages:
    """The pages of one studio, in its memory: they end with it. `clock` gives seconds."""

    def __init__(self, *, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._pages: dict[str, _Page] = {}

    def link(self, project: Project) -> PageLink:
        """A link to a new page of `project`."""
        self._tidy()
        made = PageLink(page_id=secrets.token_urlsafe(12), code=secrets.token_urlsafe(32))
        now = self._clock()
        self._pages[made.page_id] = _Page(
            session_id=project.session_id,
            user_id=project.user_id,
            code_hash=_hashed(made.code),
            expires=now + CODE_S,
            asked=now,
        )
        return made

    def enter(self, page_id: str, code: str) -> str:
        """The secret that the page is used with from now on; the code is worth nothing afterwards.

        Raises `PageClosed` where it was used before, is too old, or is another page's.
        """
        page, now = self._pages.get(page_id), self._clock()
        known = page.code_hash if page is not None else b""
        if page is None or not known or now > page.expires:
            raise PageClosed
        if not secrets.compare_digest(known, _hashed(code)):
            raise PageClosed
        secret = secrets.token_urlsafe(32)
        page.code_hash, page.secret_hash, page.asked = b"", _hashed(secret), now
        return secret

    def project_of(self, page_id: str, secret: str) -> tuple[str, str]:
        """The session and the user whose page it is. Raises `PageClosed`."""
        page, now = self._pages.get(page_id), self._clock()
        if page is None or not page.secret_hash or now - page.asked > _IDLE_S:
            raise PageClosed
        if not secrets.compare_digest(page.secret_hash, _hashed(secret)):
            raise PageClosed
        page.asked = now
        return page.session_id, page.user_id

    def _tidy(self) -> None:
        """Forget pages that nobody can use any more, and the one that was not used for longest where there are many."""
        now = self._clock()
        gone = [i for i, page in self._pages.items() if not page.secret_hash and now > page.expires]
        gone += [i for i, page in self._pages.items() if now - page.asked > _IDLE_S]
        for page_id in gone:
            self._pages.pop(page_id, None)
        while len(self._pages) >= _MOST_PAGES:
            del self._pages[min(self._pages, key=lambda i: self._pages[i].asked)]


def _hashed(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()

"""What the cloud remembers, because a second request is judged by the first."""

from __future__ import annotations

import copy
import random
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from . import drafts, edits
from .drafts import Draft, Shown
from .edits import Edit
from .http import JsonObject, Reply, Request
from .script import Played, Turn
from .settings import Settings

Override = Reply | Callable[[Request], Reply]


class Refusal(Exception):
    """The request is answered with an error of the protocol."""

    def __init__(self, code: int, message: str | None = None) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message


@dataclass(slots=True)
class User:
    user_id: str
    anonymous: bool
    available: int
    frozen: int = 0


@dataclass(slots=True)
class Token:
    token: str
    user: User
    client_id: str | None
    given_at: float
    expires_at: float


@dataclass(slots=True)
class Session:
    session_id: str
    task_id: str
    user: User
    body: JsonObject  # of the request that made it
    draft: Draft | None
    media: list[JsonObject] = field(default_factory=lambda: list[JsonObject]())
    reads: int = 0
    shown: list[Shown] = field(default_factory=lambda: list[Shown]())  # the drafts of all state replies
    shown_by_hand: bool = False  # a scripted state reply may have shown any draft
    due: list[tuple[float, Edit, Played]] = field(default_factory=lambda: list[tuple[float, Edit, Played]]())

    @property
    def task_name(self) -> str:
        return str(self.body.get("task_name", ""))

    @property
    def language(self) -> str | None:
        return self.body.get("language")


@dataclass(slots=True)
class Render:
    render_id: str  # the id that may be polled
    sent_id: str  # the id that the client made
    session_id: str
    draft: Any
    output: Any
    statuses: deque[str]
    created_at: float
    same_as_shown: bool | None  # None where the cloud cannot know
    status: str = "pending"
    polls: int = 0
    cancelled: bool = False
    completed_at: float | None = None

    @property
    def running(self) -> bool:
        return self.status in ("pending", "processing")


@dataclass(slots=True)
class Claim:
    token: str
    task_id: str
    session_id: str


class Memory(Settings):
    """The memory of the cloud and the log of what was asked of it."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.ids = random.Random(self.seed)
        self.requests: list[Request] = []
        self.violations: list[str] = []
        self.messages: list[tuple[str, str]] = []
        self.turns: deque[Turn] = deque()
        self.played: list[Played] = []
        self.users: list[User] = []
        self.tokens: dict[str, Token] = {}
        self.clients: dict[str, Token] = {}  # the last token of each client
        self.addresses: dict[str, int] = {}
        self.sessions: dict[str, Session] = {}
        self.renders: dict[str, Render] = {}
        self.render_scripts: deque[tuple[str, ...]] = deque()
        self.claims: dict[str, Claim] = {}
        self.films: dict[str, bytes] = {}
        self.crashes: list[Exception] = []
        self.url = ""
        # A test's clock may start at zero, but dates in replies are dates of today.
        self._clock_to_date = time.time() - self.now() if self.now() < 1e9 else 0.0

    # Names

    def hex(self, digits: int) -> str:
        return f"{self.ids.getrandbits(digits * 4):0{digits}x}"

    def date(self, at: float | None = None) -> str:
        return drafts.iso((self.now() if at is None else at) + self._clock_to_date)

    def violation(self, words: str) -> None:
        self.violations.append(words)

    # Users and tokens

    def add_account(
        self, token: str = "nmv_usr_registered", user_id: str = "usr_1", available: int = 500
    ) -> User:
        """A registered user with a token of their own that does not expire."""
        user = User(user_id, anonymous=False, available=available)
        self.users.append(user)
        self.tokens[token] = Token(token, user, None, self.now(), float("inf"))
        return user

    def give_token(self, client_id: str, peer: str) -> Token:
        last, now = self.clients.get(client_id), self.now()
        if self.strict and last is not None and now - last.given_at < self.token_life_s:
            raise Refusal(429)
        if self.ip_limit is not None and self.addresses.get(peer, 0) >= self.ip_limit:
            raise Refusal(429)
        self.addresses[peer] = self.addresses.get(peer, 0) + 1
        if last is not None and self.same_user:
            user = last.user
        else:
            user = User(self.make_user_id(len(self.users) + 1), anonymous=True, available=self.first_credits)
            self.users.append(user)
        made = Token("nmv_usr_" + self.hex(32), user, client_id, now, now + self.token_life_s)
        self.tokens[made.token] = self.clients[client_id] = made
        return made

    def expire_tokens(self, *, keep_limit: bool = False) -> None:
        """All anonymous tokens expire now; `keep_limit` keeps the clients' limit of one in a week."""
        for one in self.tokens.values():
            if one.client_id is not None:
                one.expires_at = self.now()
                if not keep_limit:
                    one.given_at = float("-inf")

    def user_of(self, request: Request) -> User:
        found = self.tokens.get(request.bearer or "")
        if found is None or self.now() >= found.expires_at:
            raise Refusal(1001)
        return found.user

    # Sessions

    def add_session(self, user: User, body: JsonObject) -> Session:
        made = Session(
            "ses_" + self.hex(12), "task_" + self.hex(12), user, body, copy.deepcopy(self.first_draft)
        )
        self.sessions[made.session_id] = made
        return made

    def session_of(self, user: User, session_id: object) -> Session:
        found = self.sessions.get(session_id) if isinstance(session_id, str) else None
        if found is None or found.user is not user:
            raise Refusal(1002)
        self.settle(found)
        return found

    def forget_sessions(self) -> None:
        self.sessions.clear()

    def settle(self, session: Session) -> None:
        """Puts on the timeline what has become due."""
        now = self.now()
        session.due.sort(key=lambda one: one[0])
        while session.due and session.due[0][0] <= now:
            at, edit, played = session.due.pop(0)
            self.land(session, edit, played, at)

    def land(self, session: Session, edit: Edit, played: Played, at: float) -> None:
        played.before = copy.deepcopy(session.draft)
        changed = edit(copy.deepcopy(session.draft) or drafts.draft_of())
        if changed is not None:
            session.draft = changed
        played.after = copy.deepcopy(session.draft)
        played.landed_at = at

    def shown_draft(self, session: Session) -> Shown:
        """The draft in the shape of the settings, counted as one read."""
        session.reads += 1
        nothing = "null" if self.empty_draft == "absent" else self.empty_draft
        at = self.now() + self._clock_to_date
        shown = drafts.show(session.draft, self.draft_shape, read=session.reads, now=at, nothing=nothing)
        session.shown.append(shown)
        return shown

    # Turns

    def next_turn(self) -> Turn:
        if self.turns:
            return self.turns.popleft()
        if self.turn_source is not None:
            return next(self.turn_source)
        return Turn()

    def begin(self, session: Session, text: str, turn: Turn) -> tuple[Played, str, Callable[[], None]]:
        """Starts the turn: its record, the editor's words, and what is to be called when the stream ends."""
        played = Played(turn, session.session_id, text, self.now())
        self.played.append(played)
        words = edits.by_words(text, session.draft)[1]
        edit = edits.from_words(text) if turn.edit == "words" else turn.edit
        user, charge = session.user, self.charge
        user.available -= charge
        user.frozen += charge
        if edit is not None and turn.lands_after_s is None and turn.at_start:
            self.land(session, edit, played, self.now())

        def end() -> None:
            played.closed_at = now = self.now()
            user.frozen -= charge
            if edit is not None and turn.lands_after_s is not None:
                session.due.append((now + turn.lands_after_s, edit, played))
            elif edit is not None and not turn.at_start:
                self.land(session, edit, played, now)
            session.due += [(now + one.after_s, one.edit, played) for one in turn.later]

        return played, words, end

    # Renders

    def script_render(self, *statuses: str) -> None:
        """The statuses of the next render that is submitted, poll by poll; the last one stays."""
        self.render_scripts.append(statuses)

    def add_render(self, session: Session, body: JsonObject) -> Render:
        sent = str(body["id"])
        own = "lambda_" + self.hex(10) if self.own_render_ids else sent
        statuses = self.render_scripts.popleft() if self.render_scripts else tuple(self.render_statuses)
        draft = drafts.parsed(body.get("draft"))
        known = any(drafts.canonical(shown) == drafts.canonical(draft) for shown in session.shown)
        made = Render(
            own,
            sent,
            session.session_id,
            draft,
            body.get("output"),
            deque(statuses),
            self.now(),
            None if session.shown_by_hand and not known else known,
        )
        self.renders[own] = made
        return made

    def advance(self, render: Render) -> None:
        """One poll further."""
        render.polls += 1
        if render.cancelled:
            render.status = self.cancelled_status
            return
        render.status = render.statuses.popleft() if len(render.statuses) > 1 else render.statuses[0]
        if render.status == "completed" and render.completed_at is None:
            render.completed_at = self.now()
            self.films[render.render_id] = self.film

    def film_url(self, render: Render) -> str:
        base = self.url
        if self.film_host:
            base = f"http://{self.film_host}:{base.rpartition(':')[2]}"
        query = f"?{self.film_query}" if self.film_query else ""
        return f"{base}/films/{render.render_id}.mp4{query}"

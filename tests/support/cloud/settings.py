"""All that a test can set on the cloud, in one place."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from . import films
from .drafts import Draft
from .http import Sleep
from .script import Turn

PollShape = Literal["top_level", "task_id", "success_data", "success_data_both", "code_data", "code_task_id"]
UploadShape = Literal["files", "list", "bare", "nothing"]
UserIdPlace = Literal["token", "session", "state", "state_inner"]

WEEK_S = 7 * 24 * 3600.0


def _anon(number: int) -> str:
    return f"anon_{number:08x}"


@dataclass(kw_only=True, eq=False)
class Settings:
    """The settings; each may be changed while the cloud serves."""

    now: Callable[[], float] = time.time
    sleep: Sleep = asyncio.sleep
    host: str = "127.0.0.1"
    port: int = 0
    seed: int = 0  # of the ids and tokens

    # Shapes of the replies.
    envelope: str = "code_zero"
    error_shape: str = "code_in_200"
    content_type: str = "application/json"
    draft_shape: str | Sequence[str] = "plain"  # several are applied together
    empty_draft: Literal["null", "empty", "no_tracks", "absent"] = (
        "null"  # what a session without a draft shows
    )
    poll_shape: PollShape = "success_data"
    submit_shape: PollShape = "success_data"
    upload_shape: UploadShape = "files"
    redirect: Literal[307, 308] | None = None  # POSTs are sent on to /moved/…
    redirect_base: str = ""  # "" is a path on this host; else the base of another one

    # Clients and tokens.
    strict: bool = False  # the same client gets 429 when it asks again within the week
    ip_limit: int | None = None  # tokens for one address
    same_user: bool = True  # a new token of the same client belongs to the same user
    make_user_id: Callable[[int], str] = _anon
    user_id_in: Sequence[UserIdPlace] = ("token",)
    token_life_s: float = WEEK_S
    first_credits: int = 100
    charge: int = 0  # credits for one message
    export_blocked: bool = False  # the free plan: 402

    # Sessions, media and turns.
    first_draft: Draft | None = None
    turn_source: Iterator[Turn] | None = None  # asked when the queue of turns is empty
    max_upload_bytes: int = 500 * 1024 * 1024
    upload_adds_clips: bool = False

    # Renders and films.
    own_render_ids: bool = False  # the reply to a submit carries another id, and only that may be polled
    render_statuses: Sequence[str] = (
        "pending",
        "processing",
        "completed",
    )  # poll by poll; the last one stays
    render_error: str = "Render failed"
    cancelled_status: str = "failed"
    progress_of: float = 100  # the number that means: all done
    film: bytes = field(default_factory=films.make_film, repr=False)
    film_seconds: float = 10.0
    film_length: bool = True  # the film comes with a Content-Length
    film_ranges: bool = True
    film_query: str = ""  # the output url's query; without it the film answers 403
    film_host: str = ""  # the host name of the output url; "" is that of the API

    def __post_init__(self) -> None:
        """The memory and the server go on from here; a dataclass calls only what it has itself."""

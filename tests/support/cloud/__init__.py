"""A second NemoVideo cloud that shares no code with the client, so that both cannot make the same mistake."""

from . import drafts, edits, envelopes, films, streams
from .envelopes import error_reply, status_reply
from .http import (
    CUT,
    RESET,
    Do,
    Pause,
    Piece,
    Reply,
    Request,
    bytes_reply,
    cut_reply,
    json_reply,
    raw_reply,
    stream_reply,
)
from .model import Memory, Refusal, Render, Session
from .script import Landing, Played, Turn, broken, failed, late, random_turns, said, silent
from .server import Cloud
from .settings import Settings

__all__ = [
    "CUT",
    "RESET",
    "Cloud",
    "Do",
    "Landing",
    "Memory",
    "Pause",
    "Piece",
    "Played",
    "Refusal",
    "Render",
    "Reply",
    "Request",
    "Session",
    "Settings",
    "Turn",
    "broken",
    "bytes_reply",
    "cut_reply",
    "drafts",
    "edits",
    "envelopes",
    "error_reply",
    "failed",
    "films",
    "json_reply",
    "late",
    "random_turns",
    "raw_reply",
    "said",
    "silent",
    "status_reply",
    "stream_reply",
    "streams",
]

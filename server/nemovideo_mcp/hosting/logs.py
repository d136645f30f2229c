"""One line of JSON for each request and call: who, what, how it ended, how long.

Never arguments, tokens or names of files.
"""

from __future__ import annotations

import contextvars
import json
import logging
import secrets
import sys
from datetime import UTC, datetime
from typing import TextIO

__all__ = ["JsonFormatter", "begin_request", "log_to", "note", "request_id"]

_log = logging.getLogger("nemovideo.hosting")
_request = contextvars.ContextVar("nemovideo_request", default="")


class JsonFormatter(logging.Formatter):
    """A record as one line: time, level, event, and the fields that it was given."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, object] = {
            "time": when,
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.name != _log.name:
            line["logger"] = record.name
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def log_to(stream: TextIO = sys.stderr) -> None:
    """From now on all logging of this process goes to `stream` in this form: requests, and what others warn of."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    _log.setLevel(logging.INFO)


def begin_request() -> str:
    """A new id for the request that begins; what is logged in its course carries it."""
    made = secrets.token_hex(6)
    _request.set(made)
    return made


def request_id() -> str:
    return _request.get()


def note(event: str, **fields: object) -> None:
    """Log `event` with the fields that are not None."""
    known = {key: value for key, value in fields.items() if value is not None}
    if found := request_id():
        known["request"] = found
    _log.info(event, extra={"fields": known})

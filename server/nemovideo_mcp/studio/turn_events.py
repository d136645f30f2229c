"""The events of a turn: what its listeners hear, piece by piece, and how far each of its stages is."""

from __future__ import annotations

import asyncio
import re
import time
import uuid
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.language_model import LANGUAGE_MODEL
from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.protocol.events import (
    HEARTBEAT,
    encode_event,
    error_event,
    text_event,
    tool_call_event,
    tool_response_event,
)
from nemovideo_mcp.studio.edits import OnMeasured

__all__ = ["StageReport", "Turn", "asking_report", "edit_report", "measuring_reports"]

_PIECES = re.compile(r".+?(?:[.!?。！？…]\s+|[。！？]|\n+|$)", re.DOTALL)


@dataclass(kw_only=True)
class Turn:
    """A turn that goes on, whether or not anybody listens; `events` is what listeners have yet to hear."""

    invocation_id: str = field(default_factory=lambda: f"e-{uuid.uuid4()}")
    events: asyncio.Queue[bytes | None] = field(default_factory=asyncio.Queue[bytes | None])

    def emit(self, event: Mapping[str, Any]) -> None:
        self.events.put_nowait(encode_event(event))

    def say(self, text: str) -> None:
        """Words for the user: piece by piece, then whole."""
        for piece in _PIECES.findall(text):
            self.emit(text_event(piece, partial=True, meta=self.meta()))
        self.emit(text_event(text, meta=self.meta()))

    def fail(self, error: NemoError, language: str) -> None:
        """The last event, as an error event and as the failure of an agent server in mid-stream."""
        event = error_event(error, language=language, meta=self.meta())
        details = {"code": event["errorCode"], **event["customMetadata"]}
        self.emit({**event, "error": event["errorMessage"], "error_details": details})

    def meta(self) -> dict[str, Any]:
        """What each event carries beside its content."""
        return {"id": str(uuid.uuid4()), "invocationId": self.invocation_id, "timestamp": time.time()}

    async def stream(self, *, heartbeat_s: float) -> AsyncGenerator[bytes]:
        """The bytes of the events, with a heartbeat whenever there has been nothing for so long."""
        while True:
            try:
                event = await asyncio.wait_for(self.events.get(), heartbeat_s)
            except TimeoutError:
                yield HEARTBEAT
                continue
            if event is None:
                return
            yield event


_TOOLS: Mapping[str, str] = {
    "look": "analyse_media",
    "listen": "find_beats",
    "speech": "find_speech",
    "edit": "edit_timeline",
    "ask_model": "ask_model",
}


def measuring_reports(turn: Turn, language: str) -> OnMeasured:
    """Tells of each stage of measuring as events of `turn`."""
    reporters: dict[str, StageReport] = {}

    def tell(stage: str, done: int, total: int, under_way: float) -> None:
        if done == 0 or stage not in reporters:
            reporters[stage] = StageReport(
                turn=turn, name=_TOOLS[stage], stage=say(STUDIO, stage, language), total=total
            )
        reporters[stage].tell(done, under_way)

    return tell


def asking_report(turn: Turn, language: str) -> Callable[[str], None]:
    """Tells of a model that is asked, by its name."""

    def tell(name: str) -> None:
        stage = say(LANGUAGE_MODEL, "asking", language, name=name)
        StageReport(turn=turn, name=_TOOLS["ask_model"], stage=stage, total=1)

    return tell


def edit_report(turn: Turn, language: str) -> StageReport:
    """The stage of editing, which begins with this."""
    return StageReport(turn=turn, name=_TOOLS["edit"], stage=say(STUDIO, "edit", language), total=1)


class StageReport:
    """One stage's progress as events: a call when it begins, a response whenever the percentage grows."""

    def __init__(self, *, turn: Turn, name: str, stage: str, total: int) -> None:
        self._turn = turn
        self._name = name
        self._stage = stage
        self._total = total
        self._call_id = f"call_{uuid.uuid4().hex[:12]}"
        self._percent = -1
        turn.emit(tool_call_event(name, {"files": total}, self._call_id, meta=turn.meta()))
        self.tell(0, 0.0)

    def tell(self, done: int, under_way: float, *, answer: Mapping[str, Any] | None = None) -> None:
        percent = min(100, int(100 * (done + under_way) / self._total))
        if percent <= self._percent:
            return
        self._percent = percent
        response: dict[str, Any] = {
            "stage": self._stage,
            "percent": percent,
            "done": done,
            "total": self._total,
        }
        if answer is not None:
            response["answer"] = answer
        self._turn.emit(tool_response_event(self._name, response, self._call_id, meta=self._turn.meta()))

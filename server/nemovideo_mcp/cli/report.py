"""The end of every command: what failed and what to do next, in the user's language, and never a traceback."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.messages.system import in_words

if TYPE_CHECKING:
    from nemovideo_mcp.views.receipt import Receipt

__all__ = ["EXIT_FAILED", "Reporter", "Usage", "print_json", "receipt_lines", "silence_output"]

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INTERRUPTED = 130
_LOG_BYTES = 1024 * 1024

_SURPRISE = {
    "en": ("Something unexpected went wrong: {error}", "The details are in {log}; please report them."),
    "zh": ("发生意外错误：{error}", "详细信息见 {log}，欢迎反馈。"),
}
_INTERRUPTED = {"en": "Interrupted.", "zh": "已中断。"}


class Usage(InvalidRequest):
    """The command was called in a way that it cannot follow; `hint` is an example."""

    texts = {"en": ("{detail}", "{hint}"), "zh": ("{detail}", "{hint}")}


class Reporter:
    """Runs a command's body and turns its end into an exit code and words on standard error.

    With `as_json`, failures are JSON on standard output instead. `NEMO_DEBUG` adds the traceback.
    """

    def __init__(self, *, language: str, as_json: bool, environ: Mapping[str, str] = os.environ) -> None:
        self.exit_code = 0
        self._language = language
        self._as_json = as_json
        self._environ = environ

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if error is None or isinstance(error, SystemExit):
            return False
        if self._environ.get("NEMO_DEBUG"):
            traceback.print_exception(error)
        if isinstance(error, KeyboardInterrupt):
            self.exit_code = EXIT_INTERRUPTED
            self._say("Interrupted", _INTERRUPTED[self._language], "")
        elif isinstance(error, BrokenPipeError):
            # Whoever read our output has gone: nothing is wrong, and there is nobody to tell.
            silence_output()
            self.exit_code = EXIT_FAILED
        elif (said := in_words(error)) is not None:
            self.exit_code = EXIT_USAGE if isinstance(said, Usage) else EXIT_FAILED
            if not isinstance(error, NemoError) and not _can_write():
                silence_output()
            self._say(type(said).__name__, said.what(self._language), _next_step(said, self._language))
        elif isinstance(error, Exception):
            self.exit_code = EXIT_FAILED
            what, next_step = _SURPRISE[self._language]
            said = f"{type(error).__name__}: {error}"
            log = _write_down(error, self._environ)
            self._say("Unexpected", what.format(error=said[:300]), next_step.format(log=log))
        else:
            return False
        return True

    def _say(self, kind: str, what: str, next_step: str) -> None:
        if self._as_json:
            print_json({"error": {"type": kind, "message": what, "next_step": next_step}})
            return
        sys.stderr.write(f"{what}\n")
        if next_step:
            sys.stderr.write(f"→ {next_step}\n")


def print_json(value: Any) -> None:
    """One JSON document on standard output; what its encoding has not got is escaped, so that it can be read back."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except (UnicodeEncodeError, LookupError):
        text = json.dumps(value, indent=2)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def silence_output() -> None:
    """Write nowhere from now on: what is left of the output cannot be brought to its reader."""
    nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    # The interpreter flushes the old stream once more when it ends.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    sys.stdout = nowhere


def _can_write() -> bool:
    try:
        sys.stdout.flush()
    except (OSError, ValueError):
        return False
    return True


def _next_step(error: NemoError, language: str) -> str:
    """What the error says, and what the command has noted on it."""
    return "\n→ ".join(filter(None, [error.next_step(language), *getattr(error, "__notes__", [])]))


def receipt_lines(receipt: Receipt, language: str) -> list[str]:
    """The receipt on one line, one for what was seen at the cuts, and one for each problem."""
    said = [receipt.line(language), *receipt.remarks(language)]
    return [*said, *(f"! {problem.say(language)}" for problem in receipt.problems)]


def _write_down(error: BaseException, environ: Mapping[str, str]) -> Path | str:
    from nemovideo_mcp.config import HomeMissing, Paths

    try:
        log = Paths.from_env(environ).data / "nemovideo.log"
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if log.exists() and log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_name(f"{log.name}.1"))
        with log.open("a", encoding="utf-8") as file:
            traceback.print_exception(error, file=file)
    except (OSError, HomeMissing):
        return "NEMO_DEBUG=1"
    return log

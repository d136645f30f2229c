"""How far the work is: a live display in a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Protocol, TextIO

__all__ = ["Display", "PlainDisplay", "open_display"]

_STEP = 25.0


class Display(Protocol):
    """Shows one stage after the other; `line` is for words that stay."""

    def stage(self, label: str) -> None:
        """A new stage begins; the one before is done. The same label again changes nothing."""

    def update(self, percent: float | None, detail: str = "") -> None:
        """The stage is so far, 0 to 100; None where nobody knows. `detail` is what it is about just now."""

    def line(self, text: str) -> None: ...

    def close(self) -> None:
        """The last stage is over, or has been broken off."""


def open_display(*, as_json: bool, keeps_stages: bool = True) -> Display:
    """The display that suits: progress goes to standard error where standard output is for JSON.

    Without `keeps_stages` a terminal shows only the stage that goes on; none is left behind.
    """
    stream = sys.stderr if as_json else sys.stdout
    if stream.isatty():
        return _live_display(stream, keeps_stages=keeps_stages)
    return PlainDisplay(stream, words_stream=sys.stderr if as_json else sys.stdout)


class PlainDisplay:
    """A line for each stage, and one for each quarter of a long one."""

    def __init__(
        self, stream: TextIO, *, words_stream: TextIO, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._stream = stream
        self._words_stream = words_stream
        self._clock = clock
        self._label = ""
        self._next = _STEP
        self._begun = 0.0
        self._told: set[str] = set()

    def stage(self, label: str) -> None:
        if label != self._label:
            self._label, self._next, self._begun = label, _STEP, self._clock()
            self._told = {label}
            self._write(f"{label} …")

    def update(self, percent: float | None, detail: str = "") -> None:
        if detail and detail not in self._told:
            self._told.add(detail)
            self._write(f"{detail} …")
        # A stage that is over within a blink needs no lines of its own, and the line after it says that one is over.
        brief = self._clock() - self._begun < 1.0
        if percent is None or brief or not self._next <= percent < 100:
            return
        self._next = percent - percent % _STEP + _STEP
        self._write(f"{self._label} {percent:.0f}%")

    def line(self, text: str) -> None:
        self._words_stream.write(f"{text}\n")
        self._words_stream.flush()

    def close(self) -> None:
        self._label = ""

    def _write(self, text: str) -> None:
        self._stream.write(f"{text}\n")
        self._stream.flush()


def _live_display(stream: TextIO, *, keeps_stages: bool) -> Display:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn
    from rich.text import Text

    class LiveDisplay:
        def __init__(self) -> None:
            self._progress = Progress(
                SpinnerColumn(finished_text="✓"),
                TextColumn("{task.description}", markup=False),
                BarColumn(bar_width=28),
                TextColumn("{task.percentage:>3.0f}%", markup=False),
                TimeElapsedColumn(),
                console=Console(file=stream, highlight=False),
                transient=not keeps_stages,
            )
            self._task: TaskID | None = None
            self._label = ""
            self._progress.start()

        def stage(self, label: str) -> None:
            if label == self._label:
                return
            self._finish()
            self._label = label
            self._task = self._progress.add_task(label, total=None)

        def update(self, percent: float | None, detail: str = "") -> None:
            if self._task is not None:
                total = None if percent is None else 100.0
                words = f"{self._label} · {detail}" if detail and detail != self._label else self._label
                self._progress.update(self._task, completed=percent or 0.0, total=total, description=words)

        def line(self, text: str) -> None:
            self._finish()
            self._label = ""
            self._progress.console.print(Text(text), soft_wrap=True)

        def close(self) -> None:
            self._finish()
            self._progress.stop()

        def _finish(self) -> None:
            if self._task is not None and not keeps_stages:
                self._progress.remove_task(self._task)
                self._task = None
            elif self._task is not None:
                self._progress.update(self._task, completed=100.0, total=100.0, description=self._label)
                self._task = None

    return LiveDisplay()

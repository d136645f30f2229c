"""Where the user of `nemovideo chat` writes: prompt_toolkit if it is there, else readline, else plain input."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from prompt_toolkit.completion import CompleteEvent, Completion
    from prompt_toolkit.document import Document
    from prompt_toolkit.key_binding import KeyPressEvent

__all__ = ["open_prompt"]

PROMPT = "› "
_MOST_LINES = 1000

Ask = Callable[[], str]


def open_prompt(history: Path, commands: Sequence[str]) -> Ask:
    """What asks for the next message: EOFError when the user leaves, KeyboardInterrupt for Ctrl-C.

    What was written is kept in the file `history`, for nobody else's eyes.
    """
    history.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with contextlib.suppress(OSError):
        history.touch(mode=0o600)
    try:
        return _toolkit(history, commands)
    except ImportError:
        return _plain(history)


def _toolkit(history: Path, commands: Sequence[str]) -> Ask:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
    from prompt_toolkit.completion import Completer, PathCompleter
    from prompt_toolkit.completion import Completion as Made
    from prompt_toolkit.document import Document as Text
    from prompt_toolkit.history import FileHistory
    from prompt_toolkit.key_binding import KeyBindings

    keys = KeyBindings()

    def break_line(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    keys.add("escape", "enter")(break_line)

    class Names(Completer):
        """Commands at the start of a line, and paths wherever a word looks like one."""

        def __init__(self) -> None:
            self._paths = PathCompleter(expanduser=True)

        def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
            before = document.text_before_cursor
            word = before.split()[-1] if before and not before[-1].isspace() else ""
            if before == word and word.startswith("/"):
                for command in commands:
                    if command.startswith(word):
                        yield Made(command, start_position=-len(word))
            if word.startswith(("/", "~", "./", "../")):
                yield from self._paths.get_completions(Text(word, len(word)), complete_event)

    session: PromptSession[str] = PromptSession(
        history=FileHistory(str(history)),
        auto_suggest=AutoSuggestFromHistory(),
        completer=Names(),
        complete_while_typing=False,
        key_bindings=keys,
    )
    return lambda: session.prompt(PROMPT)


def _plain(history: Path) -> Ask:
    try:
        import readline
    except ImportError:  # Windows
        return lambda: input(PROMPT)
    with contextlib.suppress(OSError):
        readline.read_history_file(history)
    readline.set_history_length(_MOST_LINES)

    def ask() -> str:
        said = input(PROMPT)
        with contextlib.suppress(OSError):
            readline.write_history_file(history)
            os.chmod(history, 0o600)  # noqa: PTH101 - readline makes the file anew
        return said

    return ask

"""Removes GUI instructions from a backend's reply and finds the actions that they stand for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

from nemovideo_mcp.conversation.gui_clauses import (
    Kind,
    announces_film,
    begins_command,
    is_introduction,
    read_sentence,
    without_joint,
)
from nemovideo_mcp.conversation.gui_table import GuiAction
from nemovideo_mcp.conversation.gui_text import Masked, sentences

__all__ = ["GuiAction", "Translation", "translate"]

_PASSES = 20
_LONGEST_SECTION = 200
_MOST_CELLS = 40
_HIDDEN = "[hidden]"
_SECRET = re.compile(
    r"\b(?:nmv_usr_|clm_)[\w-]{4,}(?:\.[\w-]+)*|(?<=\bBearer )(?=[\w.~+/=-]{12})[\w~+/=-]+(?:\.[\w~+/=-]+)*",
    re.IGNORECASE,
)
_EMOJI_BULLET = r"(?:[\u2600-\u27bf\u2b50\U0001F300-\U0001FAFF]\ufe0f?\u20e3?)+"
_PREFIX = re.compile(
    r"(?P<indent>\s*)(?:(?P<number>\d{1,3})(?P<point>[.)、．](?=\s|\D))\s*|(?P<step>(?:Step|步骤)\s*\d+\s*[:：.]|第[一二三四五六七八九十]+步\s*[:：，,]?)\s*"
    rf"|(?P<bullet>[\u2460-\u2473]\s*|[-*+•·▪◦●○]\s+(?:\[[ xX]\]\s+)?|>\s+|{_EMOJI_BULLET}\s+)"
    rf"|(?P<heading>#{{1,6}}\s+))?"
)
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_FENCE = re.compile(r"\s*(?:```|~~~)")


@dataclass(frozen=True, kw_only=True)
class Translation:
    """`text` is what is left for the user, empty where the reply was GUI speech only; `actions` in order, each once."""

    text: str
    actions: tuple[GuiAction, ...]


@dataclass(kw_only=True)
class _Line:
    raw: str
    prefix: str = ""
    indent: int = 0
    number: str = ""
    point: str = ""
    listed: bool = False
    row: bool = False
    heading: int = 0
    body: str | None = None
    gone: bool = False
    step: bool = False
    actions: tuple[GuiAction, ...] = ()

    @property
    def text(self) -> str:
        return self.raw if self.body is None else self.prefix + self.body

    @property
    def blank(self) -> bool:
        return not self.raw.strip()


def translate(reply: str) -> Translation:
    """`reply` without GUI instructions, raw API output and tokens; unchanged to the byte where it has none of them."""
    actions: list[GuiAction] = []
    text = _SECRET.sub(_HIDDEN, reply)
    for _ in range(_PASSES):
        again = _once(text, actions)
        if again == text:
            break
        text = again
    return Translation(text=text, actions=tuple(dict.fromkeys(actions)))


def _once(reply: str, actions: list[GuiAction]) -> str:
    lines = _read(reply)
    _steps_in_lists(lines)
    for line in lines:
        actions.extend(line.actions)
    if all(line.body is None and not line.gone for line in lines):
        return reply
    _tables(lines)
    _announcements(lines)
    _renumber(lines)
    return _joined(lines)


def _read(reply: str) -> list[_Line]:
    lines: list[_Line] = []
    beside = False
    fenced = False
    of_film = False
    raws = reply.split("\n")
    raw_output = _raw_output(raws)
    for n, raw in enumerate(raws):
        line = _Line(raw=raw)
        lines.append(line)
        if n in raw_output:
            line.gone, line.body = True, ""
            continue
        if _FENCE.match(raw):
            fenced = not fenced
        if fenced or line.blank or _FENCE.match(raw):
            continue
        if raw.lstrip().startswith("|"):
            _read_row(line)
            continue
        _take_prefix(line)
        if not line.listed:
            of_film = (_has_colon(line.raw) or bool(line.heading) or _is_bold(line.raw)) and announces_film(
                line.raw
            )
        beside = _translate_line(line, beside=beside, of_film=of_film and line.listed)
    return lines


def _read_row(line: _Line) -> None:
    """A row of a table goes as a whole, if one of its cells is GUI speech."""
    found: list[GuiAction] = []
    for cell in line.raw.split("|")[:_MOST_CELLS]:
        masked = Masked(cell.strip(), is_name=_is_name)
        reading = read_sentence(masked.text, restore=masked.restore, beside_gui=False)
        line.gone |= reading.kind is Kind.COMMAND and not reading.left
        line.step |= reading.kind is Kind.STEP
        found += reading.actions
    line.listed = line.row = True
    if line.gone:
        line.body, line.actions = "", tuple(found)


def _tables(lines: Sequence[_Line]) -> None:
    """Take out the heads of tables of which no row is left."""
    start = 0
    for n, line in enumerate([*lines, _Line(raw="")]):
        if line.row:
            continue
        rows = lines[start:n]
        if any(row.gone for row in rows) and all(row.gone for row in rows[2:]):
            for row in rows:
                row.gone, row.body = True, ""
        start = n + 1


def _take_prefix(line: _Line) -> None:
    found = _PREFIX.match(line.raw)
    assert found is not None
    line.prefix = found.group()
    line.indent = len(found["indent"])
    line.number, line.point = found["number"] or "", found["point"] or ""
    line.listed = bool(found["number"] or found["bullet"] or found["step"])
    line.heading = len((found["heading"] or "").strip())


def _has_colon(text: str) -> bool:
    return text.rstrip(" *\r").endswith((":", "："))


def _translate_line(line: _Line, *, beside: bool, of_film: bool) -> bool:
    """Take the GUI speech out of `line`; True if its last sentence was such."""
    masked = Masked(line.raw[len(line.prefix) :], is_name=_is_name)
    found: list[GuiAction] = []
    kept: list[str] = []
    changed = False
    last_gone = False
    only_steps = True
    said_before = ""
    for sentence, ending in sentences(masked.text):
        text = masked.hide_parentheses(sentence, unless=begins_command)
        reading = read_sentence(
            text,
            restore=masked.restore,
            beside_gui=beside,
            may_stop=not line.listed,
            said_before=said_before,
            of_film=of_film,
        )
        said_before = sentence
        found.extend(reading.actions)
        only_steps = only_steps and reading.kind is Kind.STEP
        if reading.left is None:
            piece = masked.restore(text)
            if last_gone:
                piece = _capital(without_joint(piece, adds_to_content=bool(kept)))
            kept.append(piece + ending)
            beside, last_gone = beside and not sentence.strip(), last_gone and not sentence.strip()
            continue
        changed, beside = True, True
        left = masked.restore(reading.left)
        last_gone = not left
        if left:
            kept.append(_capital(left) + _ending(left, ending, whole=reading.ends_whole, listed=line.listed))
    line.step = only_steps and not changed
    if changed:
        body = "".join(kept).rstrip()
        body = body.replace("**", "") if body.count("**") % 2 else body
        line.body = body
        line.gone = not re.search(r"\w", body) and not re.search(r"[^\W\d_]", body)
        line.actions = tuple(found)
    return beside


def _is_name(content: str) -> bool:
    return len(content.split()) <= 5 and not (begins_command(content) and " " in content.strip())


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _ending(left: str, ending: str, *, whole: bool, listed: bool) -> str:
    if whole:
        return ending
    stop = "。" if _CHINESE.search(left[-12:]) else "."
    space = " " if ending[-1:].isspace() else ""
    if left[-1:] in ".!?。！？…" or (listed and not ending.strip()):
        return space
    mark = ending.strip()[:1]
    return (mark if mark in ("!", "！", "。", ".") and mark else stop) + space


def _raw_output(raws: Sequence[str]) -> set[int]:
    """The numbers of the lines that are a JSON object, alone or over several lines."""
    found: set[int] = set()
    start: int | None = None
    for n, raw in enumerate(raws):
        bare = raw.strip()
        if start is None and bare.startswith("{"):
            start = n
        if start is not None and (bare.endswith("}") and (raw[:1] == "}" or start == n)):
            if _is_json("\n".join(raws[start : n + 1])):
                found.update(range(start, n + 1))
            start = None
    return found


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _steps_in_lists(lines: Sequence[_Line]) -> None:
    """ "Choose 1080p" is a step of the GUI where an item beside it was one."""
    block: list[_Line] = []
    for line in [*lines, _Line(raw="")]:
        if line.listed:
            block.append(line)
            continue
        # A list goes on over a blank line.
        following = line.blank and bool(block) and line is not lines[-1]
        if any(item.gone for item in block):
            for item in block:
                if item.step:
                    item.gone, item.body = True, ""
        if not following:
            block = []


def _announcements(lines: Sequence[_Line]) -> None:
    """Take out headings and introductions of which nothing is left."""
    for n in range(len(lines) - 1, -1, -1):
        line = lines[n]
        if line.gone or line.blank:
            continue
        announces = (
            _has_colon(line.text) or line.heading or (_is_bold(line.raw) and is_introduction(line.raw))
        )
        if not announces:
            continue
        section = _section(lines, n)
        if not any(below.gone for below in section) or any(not b.gone and not b.blank for b in section):
            continue
        body = line.raw[len(line.prefix) :] if line.body is None else line.body
        line.body = _without_announcement(body) if not line.heading else ""
        line.gone = not line.body


def _is_bold(raw: str) -> bool:
    return bool(re.fullmatch(r"\s*\*\*[^*]+\*\*\s*", raw))


def _section(lines: Sequence[_Line], n: int) -> list[_Line]:
    """What the line announces: up to the next heading of its rank, or to the end of the list or paragraph below it."""
    head = lines[n]
    section: list[_Line] = []
    for line in lines[n + 1 : n + 1 + _LONGEST_SECTION]:
        if head.heading:
            if line.heading and line.heading <= head.heading:
                break
        elif (
            not line.blank
            and not line.gone
            and not (line.listed and (not head.listed or line.indent > head.indent))
        ):
            if any(below.gone for below in section):
                break
        elif head.listed and line.listed and line.indent <= head.indent:
            break
        section.append(line)
    return section


def _without_announcement(body: str) -> str:
    """`body` without its last sentence, or that sentence's last clause, which announced the list."""
    masked = Masked(body, is_name=lambda _: True)
    pieces = list(sentences(masked.text))
    kept = "".join(sentence + ending for sentence, ending in pieces[:-1])
    head, comma, tail = pieces[-1][0].rpartition(", ")
    if comma and is_introduction(tail) and not is_introduction(head):
        kept += head + "."
    return masked.restore(kept).rstrip()


def _renumber(lines: Sequence[_Line]) -> None:
    """Number the lists on from where they began, over the gaps."""
    counters: dict[int, int] = {}
    touched: set[int] = set()
    for line in lines:
        if line.number:
            counters = {indent: n for indent, n in counters.items() if indent <= line.indent}
            expected = counters.get(line.indent)
            if expected is None or int(line.number) == 1:
                expected = int(line.number)
                touched.discard(line.indent)
            if line.gone:
                touched.add(line.indent)
                counters[line.indent] = expected
                continue
            if line.indent in touched and int(line.number) != expected:
                body = line.raw[len(line.prefix) :] if line.body is None else line.body
                line.prefix = line.prefix.replace(line.number, str(expected), 1)
                line.body = body
            counters[line.indent] = expected + 1
        elif not line.blank and not line.listed and line.indent == 0:
            counters, touched = {}, set()


def _joined(lines: Sequence[_Line]) -> str:
    left: list[str] = []
    cut = False
    joint = False
    for line in lines:
        if line.gone:
            cut = joint = True
            continue
        if line.blank and cut and (not left or not left[-1].strip()):
            continue
        text = line.text
        if joint and not line.blank and line.body is None and not line.listed and not line.heading:
            text = line.prefix + _capital(without_joint(text[len(line.prefix) :], adds_to_content=bool(left)))
        if not line.blank:
            cut = joint = False
        left.append(text)
    if cut:
        while left and not left[-1].strip():
            left.pop()
    return "\n".join(left)

"""Titles in a message: their words are content and kept byte for byte, quoted or not."""

from __future__ import annotations

import re

from nemovideo_mcp.language import lexicon_en as en
from nemovideo_mcp.language import lexicon_zh as zh
from nemovideo_mcp.language.durations import duration_ms
from nemovideo_mcp.language.instructions import AddTitle, RemoveTitle
from nemovideo_mcp.language.reader import TAKEN, Reader, group
from nemovideo_mcp.language.wording import QUOTE

__all__ = ["title_bare", "title_capital", "title_next", "title_quoted"]

_DURATION_AFTER = re.compile(
    rf"^(?P<beside>{zh.MACROS['ZDUR']})(?!以内|之内)|^[^.;!?。；！？\n]{{0,20}}?(?:\bfor\b|\blasting\b|显示|持续|停留|,|，)?[^.;!?。；！？\n,，]{{0,8}}?"
    rf"(?:\bfor (?:about |the )?(?:first |last )?|显示|持续|停留|\blasting )\s*(?P<dur>{en.MACROS['DUR']}|{zh.MACROS['ZDUR']})"
)
_AFTER_TITLE = re.compile(
    r"^\s*(?:on (?:it|top|the screen|screen|the video)\s*)?[,，]?\s*"
    + en.MACROS["POS"]
    + r"|^\s*(?:放?在)?"
    + zh.MACROS["ZPOS"].replace("?P<pos>", "?P<pos2>")
)
_TITLE_STOP = re.compile(
    r"\s*(?:[\n;；。]|\.(?=\s|$)|[!！](?=\s)|,\s*(?:and |then |also |plus )?(?=(?:add|make|put|cut|trim|use|set|no|remove|mute|keep|"
    r"lower|with|without|music|vertical|square|portrait|landscape|combine|join|merge|sync|fast|slow|and|then|\d|for|in|at|on)\b)"
    r"| (?:and|then) (?:then )?(?=(?:add|make|put|cut|trim|use|set|remove|mute|keep|lower|combine|join|merge|sync|turn|change)\b)"
    r"|，| (?=for (?:about )?(?:\d|one|two|three|four|five|ten|the (?:first|last)))| (?=(?:at|in|near) the (?:end|start|beginning|opening|outro|intro|top)\b)"
    r"|,? (?:please|pls|thanks|thx|thank you)\s*$|$)"
)
_ENDS = frozenset(
    ("end", "ending", "close", "closing", "outro", "finish", "片尾", "结尾", "最后", "末尾", "结束", "结束时")
)


_END_TITLE = re.compile(r"\b(?:end(?:ing)?|closing|outro) |片尾|结尾")


def title_quoted(reader: Reader, match: re.Match[str], value: str) -> None:
    place = match.group().index(QUOTE) + match.start()
    text = reader.folded.content_at(place)
    start = reader.negated(match.start())
    if start is not None:
        reader.take(start, place + 1, RemoveTitle())
        return
    after = reader.text[place + 1 : place + 80]
    end = place + 1
    before = match.group()[: place - match.start()]
    at = (
        "end"
        if re.search(
            r"\bat the (?:very )?end\b|end(?:ing)? (?:title|card|text)|closing|outro|\b(?:end|close|finish)(?: it)? (?:with|on)\b|片尾|结尾|最后|末尾",
            before,
        )
        else "start"
    )
    if found := _AFTER_TITLE.search(after):
        at = _at(found.groupdict().get("pos") or found.groupdict().get("pos2"))
        end = place + 1 + found.end()
    length = _DURATION_AFTER.search(reader.text[end : end + 60])
    shown_ms = duration_ms(length.group("beside") or length.group("dur")) if length else None
    if length:
        end += length.end()
        if found := _AFTER_TITLE.search(reader.text[end : end + 60]):
            at = _at(found.groupdict().get("pos") or found.groupdict().get("pos2"))
            end += found.end()
    reader.take(match.start(), end, AddTitle(text=text, at=at, duration_ms=shown_ms))


def title_next(reader: Reader, match: re.Match[str], value: str) -> None:
    if any(isinstance(i, AddTitle) for _, i in reader.found):
        title_quoted(reader, match, value)


def title_capital(reader: Reader, match: re.Match[str], value: str) -> None:
    """ "add a title Paradise Found": without a colon or quotes, only what begins like a title is one."""
    title_bare(reader, match, "capital")


def title_bare(reader: Reader, match: re.Match[str], value: str) -> None:
    start = match.start("text")
    stop = _TITLE_STOP.search(reader.text, start)
    end = min(stop.start() if stop else len(reader.text), match.end("text"))
    if QUOTE in reader.text[start:end] or TAKEN in reader.text[start:end]:
        return
    said = reader.folded.said(start, end).strip()
    if not said or (
        value == "capital" and not (said[0].isupper() or said[0].isdigit() or ord(said[0]) > 0x2E80)
    ):
        return
    at = _at(
        group(match, "pos") or ("end" if _END_TITLE.search(reader.text[match.start() : start]) else None)
    )
    rest = reader.text[end : end + 80]
    if length := _DURATION_AFTER.search(rest):
        shown_ms, used = duration_ms(length.group("beside") or length.group("dur")), length.end()
    else:
        shown_ms, used = None, 0
    if found := _AFTER_TITLE.search(rest[used:]):
        at = _at(found.groupdict().get("pos") or found.groupdict().get("pos2"))
        used += found.end()
        if not shown_ms and (length := _DURATION_AFTER.search(rest[used:])):
            shown_ms, used = duration_ms(length.group("beside") or length.group("dur")), used + length.end()
    reader.take(match.start(), end + used, AddTitle(text=said, at=at, duration_ms=shown_ms))


def _at(words: str | None) -> str:
    return "end" if words and (words in _ENDS or words.startswith("last")) else "start"

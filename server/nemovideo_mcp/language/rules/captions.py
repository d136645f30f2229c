"""Captions: from a file, changed, moved, restyled and removed. A clause is one of a few whole sentences, or none."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.captions import AddCaptions, CaptionText, ChangeCaption, RemoveCaptions
from nemovideo_mcp.edit.operations.text import AddText
from nemovideo_mcp.edit.wording import Words, names_of
from nemovideo_mcp.file_types import named_type
from nemovideo_mcp.language.caption_clauses import CaptionClause
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.numbers import ORDINALS, value_of
from nemovideo_mcp.language.paths import folded
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.text import add_texts
from nemovideo_mcp.language.text_words import speaks_of_captions
from nemovideo_mcp.language.vocabulary.captions import QUOTE, STYLE_WORDS
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import CaptionClip

__all__ = ["RULES"]

_EARLIER = ("earlier", "sooner", "early", "提前", "提早", "早", "快", "前移", "前")
_TOO_LATE = ("late", "behind", "delayed", "晚了", "慢了", "落后", "落后了", "延迟了")
_SEVERAL = re.compile(
    r"(?:add |put |show |insert |write )?(?:the |these |some |two |three |four )?(?:captions|subtitles)\b"
)
_WORDS_FOLLOW = re.compile(r"\s{0,4}[:：“\"「]")
_LINKS = ("and", "caption", "subtitle")
_MOST_REWORDED = 200
_ABOUT = re.compile(r"caption|subtitle|\bsubs\b|\bcue\b|字幕|srt|vtt|\bass\b|\bs[0-9]")
# What is made from speech, or is another thing altogether.
_OTHERS = re.compile(
    r"\bauto|speech|spoken|transcri|lyrics|generat|translat|自动|语音|识别|生成|歌词|翻译|双语"
)
_ADDS = re.compile(r"\b(?:add|write|put|insert|show|type)\b|加|写|打|放|配")
_LONGEST = 240
_SPELLED_OUT = Words("Add the subtitle “Hello” at 2 seconds", "2 秒处加字幕“你好”")


def _read(clause: Clause) -> Reading | None:
    if not clause.tokens or not _ABOUT.search(clause.plain):
        return None
    if clause.tokens[-1].end - clause.tokens[0].start > _LONGEST:
        return None
    said = CaptionClause(clause)
    for kind, read in _READERS.items():
        groups = said.match(kind)
        if groups is None:
            continue
        reading = read(clause, groups)
        if reading is not None:
            clause.take_everything()
            return reading
    if (lines := _lines(clause, said.text)) is not None:
        return lines
    return _cannot(clause, said.text) if speaks_of_captions(clause) else None


def _lines(clause: Clause, text: str) -> Reading | None:
    """ "Add the captions “Hello” at 1 s and “Bye” at 4 s": several, with their times."""
    if QUOTE not in text or not _SEVERAL.match(text):
        return None
    texts = add_texts(clause.fresh())
    if texts is None or texts.refusals:
        return None
    lines: list[CaptionText] = []
    for one in texts.operations:
        if not isinstance(one, AddText) or not isinstance(one.start, float):
            return None
        end = one.end if isinstance(one.end, float) else None
        if end is None and isinstance(one.length, float):
            end = round(one.start + one.length, 3)
        lines.append(CaptionText(text=one.text, start=one.start, end=end))
    clause.take_everything()
    return _done(AddCaptions(lines=tuple(lines)))


def _cannot(clause: Clause, text: str) -> Reading | None:
    """What is said of the captions that are there and is none of the wishes that can be done."""
    if _OTHERS.search(text) or (QUOTE in text and _ADDS.search(text)):
        return None
    return refusal(
        clause,
        "captions can be added, reworded, moved in time, removed, and shown plain, on a box or word by word; "
        "not this.",
        "字幕可以添加、改文字、改时间、移除，以及以普通、底框或逐字高亮显示；做不到这个。",
        say=Words("Show the captions on a box", "字幕加底框"),
    )


# --- a file ------------------------------------------------------------------------------------------------


def _add(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    files = [m for m in clause.scene.media if m.info.kind == "captions"]
    named = groups.get("file")
    if named is not None and named_type(named) != "captions":
        return None
    if (
        named is None
        and "a_file" not in groups
        and _WORDS_FOLLOW.match(clause.message, clause.tokens[-1].end)
    ):
        # "Add captions: “Hello” at 1 s"
        return None
    if not files:
        if named is None and groups.get("a_file", "字幕") == "字幕":
            # "Add subtitles": from speech, or by words; others answer that.
            return None
        return refusal(
            clause,
            "there is no file of captions in the project; upload it first.",
            "项目里没有字幕文件，请先上传。",
            say=_SPELLED_OUT,
        )
    if named is None and len(files) > 1:
        listed = names_of([m.name for m in files])
        return refusal(
            clause,
            f"there are {len(files)} files of captions: {listed.en}.",
            f"有 {len(files)} 个字幕文件：{listed.zh}。",
            say=Words(f"Add the captions from {files[0].name}", f"加上 {files[0].name} 的字幕"),
        )
    item = files[0] if named is None else _file(files, named)
    if item is None:
        listed = names_of([m.name for m in files])
        return refusal(
            clause,
            f"there is no file “{named}” in the project; its captions are in {listed.en}.",
            f"项目里没有文件“{named}”；字幕文件有{listed.zh}。",
            say=Words(f"Add the captions from {files[0].name}", f"加上 {files[0].name} 的字幕"),
        )
    values: dict[str, Any] = {"media": item.name}
    if (style := _style(groups)) is not None:
        values["style"] = style
    if "by" in groups:
        values["offset_s"] = _signed(groups, earlier=groups["way"] in _EARLIER)
    return _done(AddCaptions(**values))


def _file(files: list[MediaItem], named: str) -> MediaItem | None:
    return next((m for m in reversed(files) if folded(m.name) == folded(named)), None)


# --- what is there -----------------------------------------------------------------------------------------


def _say(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    one = _one(clause, groups)
    if one is None or isinstance(one, Reading):
        return one
    return _done(ChangeCaption(captions=(one.clip_id,), text=str(groups["new"])))


def _reword(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    """ "Replace “Jon” with “John” in the captions": in each that has it."""
    captions = clause.scene.timeline.captions
    if not captions:
        return None
    old, new = str(groups["old"]), str(groups["new"])
    hits = [c for c in captions if old in c.text]
    if not hits:
        hits = [c for c in captions if old.casefold() in c.text.casefold()]
    changed = [(c, _with_other(c.text, old, new)) for c in hits]
    if not changed or len(changed) > _MOST_REWORDED:
        return refusal(
            clause,
            f"“{old}” is in {len(changed)} captions." if changed else f"no caption has “{old}”.",
            f"{len(changed)} 条字幕里有“{old}”。" if changed else f"没有字幕含“{old}”。",
        )
    if any(not text.strip() for _, text in changed):
        return None
    return _done(*(ChangeCaption(captions=(c.clip_id,), text=text) for c, text in changed))


def _with_other(text: str, old: str, new: str) -> str:
    """`text` with `new` for each `old`, in capitals or not where it is never written just so."""
    if old in text:
        return text.replace(old, new)
    return re.sub(re.escape(old), lambda _: new, text, flags=re.IGNORECASE)


def _time_one(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    one = _one(clause, groups)
    if one is None or isinstance(one, Reading):
        return one
    if "range" in groups:
        start, end = (round(float(ms) / 1000, 3) for ms in groups["range"])
        return _done(ChangeCaption(captions=(one.clip_id,), start=start, end=end))
    return _done(ChangeCaption(captions=(one.clip_id,), start=round(float(groups["at"]) / 1000, 3)))


def _export(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    del groups
    if not clause.scene.timeline.captions:
        return None
    return refusal(
        clause,
        "words make no .srt file: export_video with `srt`, or `nemovideo make --srt`, writes it beside the film.",
        "文字不能生成 .srt 文件：export_video 的 `srt` 或 `nemovideo make --srt` 会把它写在视频旁边。",
        say=Words("Export the film", "导出视频"),
    )


def _remove_one(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    if "several" in groups:
        return _remove_several(clause, str(groups["several"]))
    one = _one(clause, groups)
    if one is None or isinstance(one, Reading):
        return one
    return _done(RemoveCaptions(captions=(one.clip_id,)))


def _remove_several(clause: Clause, said: str) -> Reading | None:
    captions = clause.scene.timeline.captions
    numbers = [
        value_of(word)
        for word in re.findall(r"[0-9]+|[a-z]+|[^\x00-\x7f、，和第]+", said)
        if word not in _LINKS
    ]
    if not captions or not all(n is not None and 1 <= n <= len(captions) for n in numbers):
        return None
    return _done(RemoveCaptions(captions=tuple(captions[int(n) - 1].clip_id for n in numbers if n)))


def _remove(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    captions = clause.scene.timeline.captions
    if not captions:
        return None
    if _is_one_of_many(groups) and len(captions) > 1:
        return refusal(
            clause,
            f"there are {len(captions)} captions; it is not clear which one is meant.",
            f"共有 {len(captions)} 条字幕，不清楚指的是哪一条。",
            say=Words("Remove the captions", "去掉字幕"),
        )
    return _done(RemoveCaptions(captions=("all",)))


def _is_one_of_many(groups: Mapping[str, Any]) -> bool:
    """ "The subtitle", which may be one of them."""
    return re.fullmatch(r"(?:the |my )?(?:caption|subtitle)", str(groups.get("noun", ""))) is not None


def _shift(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    if not clause.scene.timeline.captions:
        return None
    return _done(ChangeCaption(captions=("all",), shift_s=_signed(groups, earlier=_is_earlier(groups))))


def _shift_one(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    one = _one(clause, groups)
    if one is None or isinstance(one, Reading):
        return one
    shift = _signed(groups, earlier=_is_earlier(groups))
    return _done(ChangeCaption(captions=(one.clip_id,), shift_s=shift))


def _complain(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    """ "The subtitles are half a second late": they are to come earlier."""
    if not clause.scene.timeline.captions:
        return None
    late = groups["way"] in _TOO_LATE
    return _done(ChangeCaption(captions=("all",), shift_s=_signed(groups, earlier=late)))


def _restyle(clause: Clause, groups: Mapping[str, Any]) -> Reading | None:
    style = _style(groups)
    if style is None:
        return None
    if clause.scene.timeline.captions:
        return _done(ChangeCaption(captions=("all",), style=style))  # pyright: ignore[reportArgumentType]
    files = [m for m in clause.scene.media if m.info.kind == "captions"]
    if len(files) != 1 or style == "plain":
        return None
    return _done(AddCaptions(media=files[0].name, style=style))  # pyright: ignore[reportArgumentType]


# --- parts of sentences ------------------------------------------------------------------------------------


def _one(clause: Clause, groups: Mapping[str, Any]) -> CaptionClip | Reading | None:
    """The caption that is named; a refusal where there are captions and none is it; None where there are none."""
    captions = clause.scene.timeline.captions
    if not captions:
        return None
    if (clip_id := groups.get("id")) is not None:
        found = next((c for c in captions if c.clip_id == clip_id), None)
    elif (words := groups.get("words")) is not None:
        said = str(words).casefold()
        hits = [c for c in captions if c.text.casefold() == said]
        hits = hits or [c for c in captions if said in c.text.casefold()]
        if not hits:
            return None
        found = hits[0] if len(hits) == 1 else None
    else:
        number = _number(groups, len(captions))
        found = captions[number - 1] if number is not None and 1 <= number <= len(captions) else None
    if found is not None:
        return found
    return refusal(
        clause,
        f"there are {len(captions)} captions, {captions[0].clip_id} to {captions[-1].clip_id}; "
        "it is not one of them that is named.",
        f"共有 {len(captions)} 条字幕（{captions[0].clip_id} 至 {captions[-1].clip_id}），所指的不是其中一条。",
        say=Words("Caption 1 should say “Hello”", "把第一条字幕改成“你好”"),
    )


def _number(groups: Mapping[str, Any], count: int) -> int | None:
    said = str(groups.get("number") or groups.get("ordinal") or groups.get("behind") or "")
    if "last" in groups or said == "last":
        return count
    value = ORDINALS.get(said) or value_of(re.sub(r"(?<=[0-9])(?:st|nd|rd|th)$", "", said))
    return None if value is None else int(value)


def _style(groups: Mapping[str, Any]) -> str | None:
    return next((style for style in STYLE_WORDS if style in groups), None)


def _is_earlier(groups: Mapping[str, Any]) -> bool:
    return groups.get("verb") == "bring" or groups.get("way") in _EARLIER


def _signed(groups: Mapping[str, Any], *, earlier: bool) -> float:
    seconds = round(float(groups["by"]) / 1000, 3)
    return -seconds if earlier else seconds


def _done(*operations: Operation) -> Reading:
    return Reading(operations=operations)


_READERS: Mapping[str, Callable[[Clause, Mapping[str, Any]], Reading | None]] = {
    "reword": _reword,
    "say": _say,
    "remove_one": _remove_one,
    "remove": _remove,
    "shift_one": _shift_one,
    "time_one": _time_one,
    "complain": _complain,
    "shift": _shift,
    "style": _restyle,
    "add": _add,
    "export": _export,
}
RULES = (Rule(name="captions", read=_read, rank=12),)

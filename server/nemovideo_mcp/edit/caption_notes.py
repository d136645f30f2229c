"""What is to be said of captions that come: what is wrong with their file, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.timeline.captions import CaptionFault, CaptionFile
from nemovideo_mcp.timeline.model import CaptionClip, Timeline

__all__ = ["ids_in_short", "note_on_gone", "note_on_kept", "notes_on", "notes_on_left_out", "notes_on_places"]

_FAULTS_SAID = 4

_LETTERS = Words(
    "some letters could not be read ({where}): save the file as UTF-8",
    "有些字符无法读取（{where}）：请将文件另存为 UTF-8",
)
_FAULTS: dict[str, tuple[Words, Words]] = {
    # What it is, for one and for several: how many, the lines, the words.
    "time": (
        Words("1 cue was left out, its time cannot be read: {where}", "1 条字幕因时间无法读取而略过：{where}"),
        Words("{n} cues were left out, their times cannot be read: {where}", "{n} 条字幕因时间无法读取而略过：{where}"),
    ),
    "stray": (
        Words("words without a time were left out: {where}", "没有时间的文字已略过：{where}"),
        Words("words without a time were left out: {where}", "没有时间的文字已略过：{where}"),
    ),
    "order": (
        Words("1 cue ended before it started; its end was mended: {where}", "1 条字幕的结束早于开始，已修正：{where}"),
        Words(
            "{n} cues ended before they started; their ends were mended: {where}",
            "{n} 条字幕的结束早于开始，已修正：{where}",
        ),
    ),
    "letters": (_LETTERS, _LETTERS),
}  # fmt: skip


def notes_on(found: CaptionFile) -> list[Words]:
    """What is wrong with a file of captions, and where."""
    notes: list[Words] = []
    for kind, (one, many) in _FAULTS.items():
        faults = [fault for fault in found.faults if fault.kind == kind]
        if not faults:
            continue
        words, where = many if len(faults) > 1 else one, _places(faults)
        notes.append(
            Words(
                words.en.format(n=f"{len(faults):,}", where=where.en),
                words.zh.format(n=f"{len(faults):,}", where=where.zh),
            )
        )
    if found.empty:
        n = found.empty
        notes.append(
            Words(
                f"{n:,} cue{'s' * (n > 1)} without words {'were' if n > 1 else 'was'} left out",
                f"{n:,} 条没有文字的字幕已略过",
            )
        )
    return notes


def _places(faults: Sequence[CaptionFault]) -> Words:
    shown = faults[:_FAULTS_SAID]
    en = ", ".join(f"line {f.line}" + (f" “{f.words}”" if f.words else "") for f in shown)
    zh = "、".join(f"第 {f.line} 行" + (f"“{f.words}”" if f.words else "") for f in shown)
    more = len(faults) > len(shown)
    return Words(en + (" …" if more else ""), zh + ("……" if more else ""))


def notes_on_left_out(count: int) -> list[Words]:
    """How many captions an offset took in front of the film."""
    if not count:
        return []
    return [
        Words(
            f"{count:,} caption{'s' * (count > 1)} would lie before the film's start "
            f"and {'were' if count > 1 else 'was'} left out",
            f"{count:,} 条字幕在影片开始之前，已略过",
        )
    ]


def note_on_gone(count: int) -> Words:
    """How many captions have gone with their footage."""
    return Words(
        f"{count:,} caption{'s' * (count > 1)} went with the footage that {'they' if count > 1 else 'it'} stood over",
        f"{count:,} 条字幕随其所在的画面一并移除",
    )


def note_on_kept(count: int) -> Words:
    """That captions have kept their times in a film whose shots are chosen anew."""
    return Words(
        f"{count:,} caption{'s' * (count > 1)} kept {'their times' if count > 1 else 'its time'}: "
        f"the pictures under {'them' if count > 1 else 'it'} are others now",
        f"{count:,} 条字幕保持原来的时间：字幕下的画面已经变了",
    )


def notes_on_places(captions: Sequence[CaptionClip], timeline: Timeline) -> list[Words]:
    """Which captions cover one another, and which lie behind the film's end."""
    notes: list[Words] = []
    ordered = sorted(captions, key=lambda c: c.start_ms)
    reached, overlapping = 0, 0
    for caption in ordered:
        overlapping += caption.start_ms < reached
        reached = max(reached, caption.end_ms)
    if overlapping:
        notes.append(
            Words(
                f"{overlapping:,} caption{'s' * (overlapping > 1)} overlap{'' if overlapping > 1 else 's'} "
                "an earlier one; they are shown above each other",
                f"{overlapping:,} 条字幕与前一条时间重叠，会上下排列显示",
            )
        )
    behind = sum(c.start_ms >= timeline.duration_ms for c in captions)
    if behind:
        notes.append(
            Words(
                f"{behind:,} of the captions lie{'s' if behind == 1 else ''} behind the film's end "
                f"({seconds(timeline.duration_ms)} s) and {'are' if behind > 1 else 'is'} not shown",
                f"其中 {behind:,} 条在影片结尾（{seconds(timeline.duration_ms)} 秒）之后，不会显示",
            )
        )
    return notes


def ids_in_short(ids: Sequence[str]) -> str:
    """Ids in short: `s1`, `s1, s4`, or the first and last of many."""
    if len(ids) <= 3:
        return ", ".join(ids)
    return f"{ids[0]}…{ids[-1]}"

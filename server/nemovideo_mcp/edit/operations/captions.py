"""Captions: what is said in the film, out of a file or given in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from nemovideo_mcp.edit.caption_notes import ids_in_short, notes_on, notes_on_left_out, notes_on_places
from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.operations.base import Operation, span_words
from nemovideo_mcp.edit.references import captions_for, media_for, moment, names_all
from nemovideo_mcp.edit.speech import speaking_media
from nemovideo_mcp.edit.undrawn import notes_on_undrawn
from nemovideo_mcp.edit.values import LONGEST_S, MediaRef, Name, Seconds, Time, Value, as_list
from nemovideo_mcp.edit.wording import Words, joined, names_of, seconds
from nemovideo_mcp.edit.workspace import MOST_CAPTIONS, Done, Workspace, refuse
from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine
from nemovideo_mcp.timeline.model import CaptionClip
from nemovideo_mcp.timeline.transcripts import captions_of_speech
from nemovideo_mcp.timeline.visible_words import visible_lines

__all__ = ["AddCaptions", "CaptionText", "ChangeCaption", "RemoveCaptions"]

CaptionStyle = Literal["plain", "box", "word_by_word"]
Shift = Annotated[float, Field(ge=-LONGEST_S, le=LONGEST_S)]
CaptionRef = Annotated[int, Field(ge=-MOST_CAPTIONS, le=MOST_CAPTIONS)] | Name
CaptionRefs = Annotated[
    tuple[CaptionRef, ...],
    BeforeValidator(as_list, json_schema_input_type=CaptionRef | list[CaptionRef]),
    Field(min_length=1, max_length=1000, description="id (s1), number, words or 'all'"),
]
_STYLES: dict[str, Words] = {
    "plain": Words("plain", "普通样式"),
    "box": Words("on a box", "带底框"),
    "word_by_word": Words("word by word", "逐字高亮"),
}
_SHORTEST_MS = 50
# Captions are set in this one.
_FONT = "neutral"
_MOST_IDS = 200


class CaptionText(Value):
    """A caption in words, in seconds of the film; `end` is where the next one starts by default."""

    text: Name
    start: Seconds
    end: Annotated[Seconds | None, Field(description="by default as long as one reads")] = None


class AddCaptions(Operation):
    """Put captions at the bottom: from an uploaded SRT, VTT or ASS file, from what is said, or from `lines`."""

    family: ClassVar[str] = "captions"
    op: Literal["add_captions"] = "add_captions"
    media: Annotated[MediaRef | None, Field(description="the file: id or name")] = None
    from_speech: bool = False
    lines: Annotated[tuple[CaptionText, ...], Field(max_length=MOST_CAPTIONS)] = ()
    offset_s: Annotated[Shift, Field(description="added to all times")] = 0.0
    style: Annotated[CaptionStyle, Field(description="word_by_word marks what is spoken")] = "plain"

    def check(self) -> None:
        if [self.media is not None, self.from_speech, bool(self.lines)].count(True) != 1:
            raise refuse(
                "captions need a file (`media`), `from_speech` or `lines`, one of the three.",
                "字幕需要文件（`media`）、`from_speech` 或 `lines`，三者之一。",
                hint=Words("Upload an .srt, .vtt or .ass file.", "请上传 .srt、.vtt 或 .ass 文件。"),
            )
        for number, line in enumerate(self.lines, 1):
            if not visible_lines(line.text):
                raise refuse(f"line {number} has no words.", f"第 {number} 行没有文字。")
            if line.end is not None and line.end <= line.start:
                raise refuse(
                    f"line {number} ends at {line.end:g} s and starts at {line.start:g} s.",
                    f"第 {number} 行在 {line.end:g} 秒结束，却在 {line.start:g} 秒开始。",
                )

    def needs(self, work: Workspace) -> Needs:
        if self.from_speech:
            return Needs(words=speaking_media(work))
        if self.media is None:
            return Needs()
        return Needs(captions=(media_for(work, self.media, kinds=("captions",)).media_id,))

    def apply(self, work: Workspace) -> Done:
        work.must_have_film(Words("put captions on", "加字幕"))
        name, found = self._found(work)
        shift = round(self.offset_s * 1000)
        made: list[CaptionClip] = []
        before = 0
        for line in found.lines:
            start, end = line.start_ms + shift, line.end_ms + shift
            if end < _SHORTEST_MS:
                before += 1
                continue
            caption = CaptionClip(
                clip_id="",
                text=line.text,
                start_ms=max(0, start),
                duration_ms=max(end - max(0, start), 1),
                style=self.style,
                words=line.words if start >= 0 else (),
            )
            made.append(caption)
        if not made:
            raise refuse(
                f"with {self.offset_s:g} s added, all captions lie before the film's start.",
                f"加上 {self.offset_s:g} 秒后，所有字幕都在影片开始之前。",
            )
        there = {(c.start_ms, c.duration_ms, c.text): c for c in work.timeline.captions}
        known = [there.get((c.start_ms, c.duration_ms, c.text)) for c in made]
        if all(known):
            # The same file once more would lay each caption over itself.
            return self._known(name, [c for c in known if c])
        made = [replace(c, clip_id=work.new_id("s")) for c in made]
        work.add_captions(made)
        ids = tuple(c.clip_id for c in made)
        source = Words(f" of {name}", f"（来自 {name}）") if name else Words("", "")
        if self.from_speech:
            source = Words(" of what is said", "（来自语音）")
        style = _style_words(None if self.style == "plain" else self.style)
        count = len(made)
        return Done(
            op=self.op,
            words=Words(
                f"{count:,} caption{'s' * (count > 1)}{source.en} added ({ids_in_short(ids)}), "
                f"{seconds(made[0].start_ms)}–{seconds(max(c.end_ms for c in made))} s{style.en}",
                f"已加 {count:,} 条字幕{source.zh}（{ids_in_short(ids)}），"
                f"{seconds(made[0].start_ms)}–{seconds(max(c.end_ms for c in made))} 秒{style.zh}",
            ),
            ids=ids[:_MOST_IDS],
            notes=(
                *notes_on(found),
                *notes_on_left_out(before),
                *notes_on_places(work.timeline.captions, work.timeline),
                *notes_on_undrawn(work.context, ((c.text, _FONT) for c in made)),
            ),
        )

    def _known(self, name: str, there: Sequence[CaptionClip]) -> Done:
        """That nothing is added. Raises `EditRefused` where another style was asked for than those `there` have."""
        words = Words(
            f"the captions{f' of {name}' if name else ''} are there",
            f"{f'{name} 的' if name else ''}字幕已经在了",
        )
        others = [c.clip_id for c in there if c.style != self.style]
        if others and "style" in self.model_fields_set:
            style = _STYLES[self.style]
            raise refuse(
                f"{words.en}; `change_caption` shows them {style.en}.",
                f"{words.zh}；可用 `change_caption` 改为{style.zh}。",
                nearest={"op": "change_caption", "captions": others[:1000], "style": self.style},
            )
        return Done(op=self.op, words=words, changed=False)

    def _found(self, work: Workspace) -> tuple[str, CaptionFile]:
        if self.from_speech:
            return "", _said_in(work)
        if self.media is None:
            return "", CaptionFile(lines=_as_lines(self.lines))
        item = media_for(work, self.media, kinds=("captions",))
        if item.captions is None:
            raise refuse(
                f"{item.name} has not been read yet.",
                f"{item.name} 尚未读取。",
                hint=Words("Ask once more.", "请再试一次。"),
            )
        return item.name, item.captions

    def sentence(self) -> Words:
        style = {
            "plain": Words("", ""),
            "box": Words(" on a box", "，带底框"),
            "word_by_word": Words(" with word highlight", "，逐字高亮"),
        }[self.style]
        shift = _shift_words(self.offset_s)
        if self.from_speech:
            return Words(
                f"Add captions from what is said{style.en}{shift.en}.",
                f"根据语音生成字幕{style.zh}{shift.zh}。",
            )
        if self.media is not None:
            return Words(
                f"Add the captions from {self.media}{style.en}{shift.en}.",
                f"加上 {self.media} 的字幕{style.zh}{shift.zh}。",
            )
        said = [(line, f"–{line.end:g}" if line.end is not None else "") for line in self.lines]
        return Words(
            "Add captions" + style.en + shift.en + ": "
            + "; ".join(f"{line.start:g}{end} s “{visible_lines(line.text)}”" for line, end in said) + ".",
            "加字幕" + style.zh + shift.zh + "："
            + "；".join(f"{line.start:g}{end} 秒“{visible_lines(line.text)}”" for line, end in said) + "。",
        )  # fmt: skip


def _said_in(work: Workspace) -> CaptionFile:
    """The captions of what is said in the film. Raises `EditRefused` where nothing is."""
    known = work.context.by_id
    found = {i: said for i in speaking_media(work) if (said := known[i].captions) is not None}
    lines = captions_of_speech(work.timeline, found)
    if not lines:
        raise refuse(
            "nothing that is said could be made out in the clips.",
            "片段中没有识别到语音。",
            hint=Words("Give the captions as `lines` or as a file.", "请用 `lines` 或字幕文件给出字幕。"),
        )
    return CaptionFile(lines=lines)


class ChangeCaption(Operation):
    """Change captions: their words, times or style; `shift_s` moves them; what is not given stays."""

    family: ClassVar[str] = "captions"
    op: Literal["change_caption"] = "change_caption"
    captions: CaptionRefs
    text: Name | None = None
    start: Time | None = None
    end: Time | None = None
    shift_s: Annotated[Shift | None, Field(description="later, or below 0 earlier")] = None
    style: CaptionStyle | None = None

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "captions"}, exclude_none=True):
            raise refuse("say what is to change about the captions.", "请说明字幕要怎么改。")
        if self.text is not None and not visible_lines(self.text):
            raise refuse(
                "the caption would have no words.",
                "字幕将没有文字。",
                nearest=RemoveCaptions(captions=self.captions).model_dump(mode="json"),
            )
        if self.shift_s is not None and not (self.start is self.end is None):
            raise refuse(
                "give `shift_s`, or `start` and `end`, not both.",
                "`shift_s` 与 `start`、`end` 不能同时给出。",
            )

    def apply(self, work: Workspace) -> Done:
        chosen = captions_for(work, self.captions)
        single = self.text is not None or not (self.start is self.end is None)
        if single and len(chosen) > 1:
            ids = ", ".join(c.clip_id for c in chosen[:6])
            raise refuse(
                f"{len(chosen):,} captions are named ({ids}{' …' if len(chosen) > 6 else ''}); "
                "words and times are of one.",
                f"指明了 {len(chosen):,} 条字幕（{ids}{' …' if len(chosen) > 6 else ''}）；文字和时间一次只改一条。",
                hint=Words(
                    "Name one by its id; `shift_s` moves several.", "请用编号指明一条；`shift_s` 可移动多条。"
                ),
            )
        shift = round((self.shift_s or 0.0) * 1000)
        earliest = min(c.start_ms for c in chosen)
        if earliest + shift < 0:
            nearest = None
            if earliest:
                nearest = {**self.model_dump(mode="json", exclude_none=True), "shift_s": -earliest / 1000}
            raise refuse(
                f"the first of them starts at {seconds(earliest)} s and cannot start {seconds(-shift)} s earlier.",
                f"其中第一条在 {seconds(earliest)} 秒开始，无法提前 {seconds(-shift)} 秒。",
                nearest=nearest,
            )
        changes = {c.clip_id: self._changed(work, c, shift) for c in chosen}
        work.change_captions(changes)
        after = list(changes.values())
        return Done(
            op=self.op,
            words=self._words(chosen, after),
            ids=tuple(c.clip_id for c in chosen)[:_MOST_IDS],
            notes=(
                *(notes_on_places(after, work.timeline) if single or shift else ()),
                *notes_on_undrawn(work.context, ((self.text or "", _FONT),)),
            ),
            changed=any(changes[c.clip_id] != c for c in chosen),
        )

    def _changed(self, work: Workspace, caption: CaptionClip, shift: int) -> CaptionClip:
        values: dict[str, Any] = {"start_ms": caption.start_ms + shift}
        if self.style is not None:
            values["style"] = self.style
        if self.text is not None and (text := visible_lines(self.text)) != caption.text:
            values |= {"text": text, "words": ()}
        if not (self.start is self.end is None):
            start, end = caption.start_ms, caption.end_ms
            if self.start is not None:
                start = moment(work, self.start, snap="none").placed_ms
                # A new start moves it; a new start and end set both.
                end = start + caption.duration_ms
            if self.end is not None:
                end = moment(work, self.end, snap="none").placed_ms
            if end - start < _SHORTEST_MS:
                raise refuse(
                    f"the caption would start at {seconds(start)} s and end at {seconds(end)} s.",
                    f"字幕将从 {seconds(start)} 秒到 {seconds(end)} 秒。",
                )
            values |= {"start_ms": start, "duration_ms": end - start}
            if end - start != caption.duration_ms:
                values["words"] = ()
        return replace(caption, **values)

    def _words(self, chosen: Sequence[CaptionClip], after: Sequence[CaptionClip]) -> Words:
        ids = ids_in_short([c.clip_id for c in chosen])
        parts: list[Words] = []
        if self.text is not None:
            parts.append(Words(f" → “{visible_lines(self.text)}”", f" → “{visible_lines(self.text)}”"))
        if not (self.start is self.end is None):
            span = f"{seconds(after[0].start_ms)}–{seconds(after[0].end_ms)}"
            parts.append(Words(f", {span} s", f"，{span} 秒"))
        said = joined(*parts, _shift_words(self.shift_s), _style_words(self.style))
        many = "s" if len(chosen) > 1 else ""
        return Words(f"caption{many} {ids} changed{said.en}", f"已修改字幕 {ids}{said.zh}")

    def sentence(self) -> Words:
        which, text = _which(self.captions), Words("", "")
        if self.text is not None:
            text = Words(f" to “{visible_lines(self.text)}”", f"为“{visible_lines(self.text)}”")
        span = span_words(start=self.start, end=self.end)
        said = joined(text, span, _shift_words(self.shift_s), _style_words(self.style))
        return Words(f"Change {which.en}{said.en}.", f"修改{which.zh}{said.zh}。")


class RemoveCaptions(Operation):
    """Take captions away."""

    family: ClassVar[str] = "captions"
    op: Literal["remove_captions"] = "remove_captions"
    captions: CaptionRefs = ("all",)

    def apply(self, work: Workspace) -> Done:
        chosen = captions_for(work, self.captions)
        work.change_captions(dict.fromkeys((c.clip_id for c in chosen), None))
        ids, many = ids_in_short([c.clip_id for c in chosen]), "s" if len(chosen) > 1 else ""
        return Done(
            op=self.op,
            words=Words(f"caption{many} {ids} removed", f"已移除字幕 {ids}"),
            ids=tuple(c.clip_id for c in chosen)[:_MOST_IDS],
        )

    def sentence(self) -> Words:
        which = _which(self.captions)
        return Words(f"Remove {which.en}.", f"移除{which.zh}。")


def _shift_words(shift_s: float | None) -> Words:
    if not shift_s:
        return Words("", "")
    by, later = f"{abs(shift_s):g}", shift_s > 0
    return Words(f", {by} s {'later' if later else 'earlier'}", f"，{'推后' if later else '提前'} {by} 秒")


def _style_words(style: str | None) -> Words:
    return Words(f", {_STYLES[style].en}", f"，{_STYLES[style].zh}") if style else Words("", "")


def _which(references: Sequence[str | int]) -> Words:
    if names_all(references):
        return Words("all captions", "所有字幕")
    if all(isinstance(r, int) for r in references):
        numbers = [str(r) for r in references]
        return Words(f"caption {' and '.join(numbers)}", f"第 {'、'.join(numbers)} 条字幕")
    names = names_of([str(r) for r in references])
    return Words(f"the caption {names.en}", f"字幕{names.zh}")


def _as_lines(given: Sequence[CaptionText]) -> tuple[CaptionLine, ...]:
    """The lines in order of time; one without an end lasts until the next, at most as long as one reads it."""
    ordered = sorted(given, key=lambda line: line.start)
    lines: list[CaptionLine] = []
    for number, line in enumerate(ordered):
        start = round(line.start * 1000)
        text = visible_lines(line.text)
        if line.end is None:
            end = start + max(1500, 75 * len(text) * (1 if text.isascii() else 3))
            later = next((round(o.start * 1000) for o in ordered[number + 1 :] if o.start > line.start), end)
            end = min(end, later)
        else:
            end = round(line.end * 1000)
        lines.append(CaptionLine(text=text, start_ms=start, end_ms=max(end, start + _SHORTEST_MS)))
    return tuple(lines)

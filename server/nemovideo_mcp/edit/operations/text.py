"""Words on the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from nemovideo_mcp.edit.operations.base import As, Operation, factor_words, length_words, span_words
from nemovideo_mcp.edit.references import length_ms, moment, texts_for
from nemovideo_mcp.edit.undrawn import notes_on_undrawn
from nemovideo_mcp.edit.values import Color, Length, Name, Place, Position, Snap, Time, as_list
from nemovideo_mcp.edit.wording import Words, joined, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.messages.clips import choice_word
from nemovideo_mcp.timeline.model import TextClip
from nemovideo_mcp.timeline.visible_words import visible

__all__ = ["AddText", "ChangeText", "RemoveText"]

Kind = Literal["title", "lower_third", "end_card", "subtitle"]
Size = Annotated[float, Field(ge=0.25, le=4, description="1 is usual for the kind")]
Font = Literal["neutral", "condensed", "serif", "handwritten"]
Effect = Literal["soft", "plain", "outline", "shadow", "box"]
TextMove = Literal["fade", "none", "rise", "typewriter", "word_by_word", "pop"]
TextRef = Annotated[int, Field(ge=-1000, le=1000)] | Name
TextRefs = Annotated[
    tuple[TextRef, ...],
    BeforeValidator(as_list, json_schema_input_type=TextRef | list[TextRef]),
    Field(min_length=1, max_length=200, description="id (t1), number, words or 'all'"),
]
_USUAL_MS = {"title": 3000, "lower_third": 4000, "end_card": 3000, "subtitle": 3000}
_LEAST_MS = 300
_KINDS: dict[str, Words] = {
    "title": Words("title", "标题"),
    "lower_third": Words("lower third", "下方字幕条"),
    "end_card": Words("end card", "片尾文字"),
    "subtitle": Words("subtitle", "字幕"),
}

_FONTS: dict[str, Words] = {
    "neutral": Words("the neutral font", "常规字体"),
    "condensed": Words("a condensed font", "窄体"),
    "serif": Words("a serif font", "衬线体"),
    "handwritten": Words("a handwritten font", "手写体"),
}
_EFFECTS: dict[str, Words] = {
    "soft": Words("a soft shade", "柔和底影"),
    "plain": Words("no shade or outline", "无底影和描边"),
    "outline": Words("an outline", "描边"),
    "shadow": Words("a shadow", "阴影"),
    "box": Words("a box", "底框"),
}
_MOVES: dict[str, Words] = {
    "fade": Words("a fade", "淡化"),
    "none": Words("a hard cut", "无动画"),
    "rise": Words("a rise", "上移"),
    "typewriter": Words("typing", "打字机"),
    "word_by_word": Words("word by word", "逐词"),
    "pop": Words("a pop", "弹跳"),
}


class AddText(Operation):
    """Put words on the picture. A title starts with the film and an end card ends with it, unless a time is given."""

    family: ClassVar[str] = "text"
    op: Literal["add_text"] = "add_text"
    text: Name
    kind: Kind = "title"
    start: Time | None = None
    end: Annotated[Time | None, Field(description="in place of `length`")] = None
    length: Length | None = None
    place: Place | None = None
    position: Annotated[Position | None, Field(description="the text's middle, in place of `place`")] = None
    size: Size = 1.0
    color: Color = "#ffffff"
    font: Font = "neutral"
    effect: Annotated[Effect, Field(description="behind the letters")] = "soft"
    effect_color: Color | None = None
    entrance: Annotated[TextMove, Field(description="pop lands on a beat")] = "fade"
    exit: TextMove = "fade"
    as_: As = None
    snap: Snap = "none"

    def check(self) -> None:
        if not visible(self.text):
            raise refuse("the text is empty.", "文字是空的。")

    def apply(self, work: Workspace) -> Done:
        work.must_have_film(Words("put a text on", "加文字"))
        start, length = _span(work, self, usual_ms=_USUAL_MS[self.kind], default_start_ms=None)
        text = TextClip(
            clip_id=work.new_id("t"),
            text=visible(self.text),
            start_ms=start,
            duration_ms=length,
            style=self.kind,
            place=self.place,
            position=self.position.point if self.position else None,
            size=self.size,
            color=self.color,
            font=self.font,
            effect=self.effect,
            effect_color=self.effect_color,
            entrance=self.entrance,
            exit=self.exit,
        )
        if "color" not in self.model_fields_set:
            text = _readable_on_box(text)
        work.name(self.as_, text.clip_id)
        work.add_text(text)
        span = f"{seconds(start)}–{seconds(start + length)}"
        return Done(
            op=self.op,
            words=Words(
                f"text “{text.text}” ({text.clip_id}) at {span} s",
                f"已加文字“{text.text}”（{text.clip_id}），{span} 秒",
            ),
            ids=(text.clip_id,),
            notes=notes_on_undrawn(work.context, [(text.text, text.font)]),
        )

    def sentence(self) -> Words:
        said, kind = _style_words(self), _KINDS[self.kind]
        return Words(f"Add the {kind.en} “{self.text}”{said.en}.", f"加{kind.zh}“{self.text}”{said.zh}。")


class ChangeText(Operation):
    """Change the words, time, place or look of texts; what is not given stays."""

    family: ClassVar[str] = "text"
    op: Literal["change_text"] = "change_text"
    texts: TextRefs
    text: Annotated[Name | None, Field(description="the new words")] = None
    kind: Kind | None = None
    start: Time | None = None
    end: Time | None = None
    length: Length | None = None
    place: Place | None = None
    position: Position | None = None
    size: Size | None = None
    size_by: Annotated[float | None, Field(gt=0, le=4, description="factor")] = None
    color: Color | None = None
    font: Font | None = None
    effect: Effect | None = None
    effect_color: Color | None = None
    entrance: TextMove | None = None
    exit: TextMove | None = None
    snap: Snap = "none"

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "texts", "snap"}, exclude_none=True):
            raise refuse("say what is to change about the text.", "请说明文字要怎么改。")
        if self.text is not None and not visible(self.text):
            raise refuse("the text is empty.", "文字是空的。")

    def apply(self, work: Workspace) -> Done:
        chosen = texts_for(work, self.texts)
        changes: dict[str, TextClip | None] = {}
        words = None if self.text is None else visible(self.text)
        for text in chosen:
            values: dict[str, Any] = {}
            if words is not None:
                values["text"] = words
            if self.kind is not None:
                values["style"] = self.kind
            if not (self.start is self.end is None and self.length is None):
                start, length = _span(work, self, usual_ms=text.duration_ms, default_start_ms=text.start_ms)
                values |= {"start_ms": start, "duration_ms": length}
            if self.place is not None:
                values |= {"place": self.place, "position": None}
            if self.position is not None:
                values["position"] = self.position.point
            if self.size is not None or self.size_by is not None:
                size = (self.size if self.size is not None else text.size) * (self.size_by or 1.0)
                values["size"] = round(min(max(size, 0.25), 4.0), 3)
            if self.effect is not None and self.effect != text.effect:
                values["effect_color"] = None
            values |= {
                key: value
                for key in ("color", "font", "effect", "effect_color", "entrance", "exit")
                if (value := getattr(self, key)) is not None
            }
            changed = replace(text, **values)
            is_boxed = self.color is None and not (self.effect is self.effect_color is None)
            changes[text.clip_id] = _readable_on_box(changed) if is_boxed else changed
        work.change_texts(changes)
        names = names_of([t.text for t in chosen])
        said = _style_words(self)
        new = f" → “{words}”" if words is not None else ""
        return Done(
            op=self.op,
            words=Words(f"text {names.en} changed{new}{said.en}", f"已修改文字{names.zh}{new}{said.zh}"),
            ids=tuple(t.clip_id for t in chosen),
            changed=any(changes[t.clip_id] != t for t in chosen),
            notes=notes_on_undrawn(work.context, [(t.text, t.font) for t in changes.values() if t])
            if self.text is not None or self.font is not None
            else (),
        )

    def sentence(self) -> Words:
        names, said = names_of([str(t) for t in self.texts]), _style_words(self)
        new = Words(f" to “{self.text}”", f"为“{self.text}”") if self.text is not None else Words("", "")
        return Words(
            f"Change the text {names.en}{new.en}{said.en}.", f"修改文字{names.zh}{new.zh}{said.zh}。"
        )


class RemoveText(Operation):
    """Take texts away."""

    family: ClassVar[str] = "text"
    op: Literal["remove_text"] = "remove_text"
    texts: TextRefs

    def apply(self, work: Workspace) -> Done:
        chosen = texts_for(work, self.texts)
        work.change_texts(dict.fromkeys((t.clip_id for t in chosen), None))
        names = names_of([t.text for t in chosen])
        return Done(
            op=self.op,
            words=Words(f"text {names.en} removed", f"已删除文字{names.zh}"),
            ids=tuple(t.clip_id for t in chosen),
        )

    def sentence(self) -> Words:
        names = names_of([str(t) for t in self.texts])
        return Words(f"Remove the text {names.en}.", f"删除文字{names.zh}。")


def _style_words(operation: AddText | ChangeText) -> Words:
    """Everything that is set about a text but its words; of a new one, what is not as usual."""
    is_new = isinstance(operation, AddText)
    parts = [span_words(start=operation.start, end=operation.end)]
    if operation.kind is not None and not is_new:
        kind = _KINDS[operation.kind]
        parts.append(Words(f", as {'an' if kind.en[0] == 'e' else 'a'} {kind.en}", f"，改为{kind.zh}"))
    if operation.place is not None:
        place = choice_word("place", operation.place, "zh")
        parts.append(Words(f", {operation.place}", f"，位置{place}"))
    if operation.position is not None:
        point = f"{operation.position.x * 100:g}% × {operation.position.y * 100:g}%"
        parts.append(Words(f", its middle at {point} of the frame", f"，中心在画面的 {point} 处"))
    if operation.length is not None:
        length = length_words(operation.length)
        parts.append(Words(f", for {length.en}", f"，{length.zh}"))
    if operation.color is not None and not (is_new and operation.color == "#ffffff"):
        parts.append(Words(f", colour {operation.color}", f"，颜色 {operation.color}"))
    if operation.size is not None and not (is_new and operation.size == 1.0):
        parts.append(Words(f", size ×{operation.size:g}", f"，大小 ×{operation.size:g}"))
    usual = AddText.model_fields
    for field, said, en, zh in _LOOKS:
        if (value := getattr(operation, field)) is not None and not (
            is_new and value == usual[field].default
        ):
            parts.append(Words(en.format(said[value].en), zh.format(said[value].zh)))
    if operation.effect_color is not None:
        parts.append(Words(f", that in {operation.effect_color}", f"，其颜色 {operation.effect_color}"))
    if isinstance(operation, ChangeText) and operation.size_by is not None:
        by = factor_words(operation.size_by)
        parts.append(Words(f", size {by.en}", f"，大小为{by.zh}"))
    return joined(*parts)


_LOOKS: tuple[tuple[str, dict[str, Words], str, str], ...] = (
    ("font", _FONTS, ", in {}", "，用{}"),
    ("effect", _EFFECTS, ", with {} behind it", "，加{}"),
    ("entrance", _MOVES, ", it comes in with {}", "，入场{}"),
    ("exit", _MOVES, ", it goes out with {}", "，出场{}"),
)


def _readable_on_box(text: TextClip) -> TextClip:
    """White letters on a light box that was asked for, or black ones on a dark box, take the other colour."""
    if text.effect != "box" or text.effect_color is None or text.color not in ("#ffffff", "#000000"):
        return text
    red, green, blue = (int(text.effect_color[n : n + 2], 16) for n in (1, 3, 5))
    is_light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > _LIGHT_BOX
    return replace(text, color="#000000" if is_light else "#ffffff")


# Of 255; above it black letters are read better than white ones.
_LIGHT_BOX = 118


def _span(
    work: Workspace, operation: AddText | ChangeText, *, usual_ms: int, default_start_ms: int | None
) -> tuple[int, int]:
    """Start and length of a text, inside the film. Raises `EditRefused`."""
    film_ms = work.duration_ms
    snap = operation.snap
    length = round(length_ms(work, operation.length)) if operation.length is not None else None
    end = moment(work, operation.end, snap=snap).placed_ms if operation.end is not None else None
    if operation.start is not None:
        start = moment(work, operation.start, snap=snap).placed_ms
        if operation.start == "end":
            start = max(0, film_ms - (length or usual_ms))
    elif end is not None:
        start = (
            default_start_ms
            if default_start_ms is not None and length is None
            else max(0, end - (length or usual_ms))
        )
    elif default_start_ms is not None:
        start = default_start_ms
    else:
        start = max(0, film_ms - (length or usual_ms)) if operation.kind == "end_card" else 0
    if end is not None:
        length = end - start
    if length is None:
        length = min(usual_ms, film_ms - start)
    if length <= 0 or start >= film_ms:
        raise refuse(
            f"the text would start at {seconds(start)} s and end at {seconds(start + length)} s; "
            f"the film is {seconds(film_ms)} s long.",
            f"文字将从 {seconds(start)} 秒到 {seconds(start + length)} 秒；影片长 {seconds(film_ms)} 秒。",
        )
    return start, max(min(length, film_ms - start), min(_LEAST_MS, film_ms - start))

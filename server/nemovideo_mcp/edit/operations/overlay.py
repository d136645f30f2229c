"""Pictures and films over the film: logos and picture in picture; what is changed of them and of regions."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field

from nemovideo_mcp.edit.following import source_ms
from nemovideo_mcp.edit.operations.base import As, Operation, span_words
from nemovideo_mcp.edit.operations.overlay_words import EFFECTS, Effect, look_said, place_words
from nemovideo_mcp.edit.overlay_places import fitted_width, overlay_span, usual_width
from nemovideo_mcp.edit.references import media_for, overlays_for
from nemovideo_mcp.edit.values import (
    Color,
    Length,
    MediaRef,
    Name,
    Place,
    Position,
    Seconds,
    Time,
    Volume,
    as_list,
)
from nemovideo_mcp.edit.wording import Words, clip_names, joined, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.messages.clips import choice_word
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import OverlayClip

__all__ = ["AddOverlay", "ChangeOverlay", "RemoveOverlay"]

Width = Annotated[float, Field(gt=0, le=4, description="share of the frame's width")]
Height = Annotated[float, Field(gt=0, le=1, description="share of the frame's height, of a region")]
Opacity = Annotated[float, Field(ge=0, le=1)]
Rounded = Annotated[float, Field(ge=0, le=0.5, description="corner radius; 0.5: a circle")]
Border = Annotated[float, Field(ge=0, le=0.1, description="share of the frame's shorter side")]
OverlayRef = Annotated[int, Field(ge=-1000, le=1000)] | Name
OverlayRefs = Annotated[
    tuple[OverlayRef, ...],
    BeforeValidator(as_list, json_schema_input_type=OverlayRef | list[OverlayRef]),
    Field(min_length=1, max_length=100, description="id (o1), number, file name or 'all'"),
]


class AddOverlay(Operation):
    """Lay a picture (its transparency is kept) or a film (picture in picture, silent) over the whole film or a part."""

    family: ClassVar[str] = "overlay"
    op: Literal["add_overlay"] = "add_overlay"
    media: MediaRef
    place: Place = "bottom-right"
    position: Annotated[Position | None, Field(description="its middle, in place of `place`")] = None
    width: Width | None = None
    opacity: Opacity = 1.0
    rounded: Rounded = 0.0
    border: Border = 0.0
    border_color: Color = "#ffffff"
    start: Time | None = None
    end: Time | None = None
    length: Length | None = None
    in_s: Seconds | None = None
    volume: Volume = 0.0
    as_: As = None

    def apply(self, work: Workspace) -> Done:
        work.must_have_film(Words("lay anything over", "叠加画面"))
        item = media_for(work, self.media)
        source_start = _source_start(item, self.in_s)
        footage = source_ms(item)
        start, length = overlay_span(
            work,
            start=self.start,
            end=self.end,
            length=self.length,
            most_ms=None if footage is None else footage - source_start,
        )
        size = (item.info.width, item.info.height)
        frame = (work.timeline.width, work.timeline.height)
        wanted = usual_width(item, frame=frame) if self.width is None else self.width
        overlay = OverlayClip(
            clip_id=work.new_id("o"),
            name=item.name,
            media_id=item.media_id,
            start_ms=start,
            duration_ms=length,
            source_start_ms=source_start,
            volume=self.volume,
            place=self.place,
            position=self.position.point if self.position else None,
            width=fitted_width(wanted, size=size, frame=frame),
            opacity=self.opacity,
            rounded=self.rounded,
            border=self.border,
            border_color=self.border_color,
        )
        work.name(self.as_, overlay.clip_id)
        work.add_overlay(overlay)
        span = f"{seconds(start)}–{seconds(start + length)}"
        where = _where(overlay)
        return Done(
            op=self.op,
            words=Words(
                f"“{item.name}” ({overlay.clip_id}) over the film, {where.en}, {span} s",
                f"已叠加“{item.name}”（{overlay.clip_id}），{where.zh}，{span} 秒",
            ),
            ids=(overlay.clip_id,),
            notes=(*_fitted_note(wanted, overlay), *_footage_note(self, overlay, footage, work)),
        )

    def sentence(self) -> Words:
        said = joined(
            span_words(start=self.start, end=self.end, length=self.length),
            place_words(self.place, self.position, width=self.width),
            look_said(
                opacity=None if self.opacity == 1.0 else self.opacity,
                rounded=self.rounded or None,
                border=self.border or None,
                border_color=None if self.border_color == "#ffffff" else self.border_color,
                volume=self.volume or None,
            ),
        )
        if self.in_s is not None:
            at = f"{self.in_s:g}"
            said = joined(said, Words(f", its own {at} s first", f"，素材从 {at} 秒开始"))
        return Words(f"Put “{self.media}” over the film{said.en}.", f"在影片上叠加“{self.media}”{said.zh}。")


class ChangeOverlay(Operation):
    """Change the place, size, look or time of overlays and regions; what is not given stays."""

    family: ClassVar[str] = "overlay"
    op: Literal["change_overlay"] = "change_overlay"
    overlays: OverlayRefs
    media: MediaRef | None = None
    effect: Effect | None = None
    place: Place | None = None
    position: Position | None = None
    width: Width | None = None
    height: Height | None = None
    size_by: Annotated[float | None, Field(gt=0, le=4, description="factor")] = None
    opacity: Opacity | None = None
    rounded: Rounded | None = None
    border: Border | None = None
    border_color: Color | None = None
    start: Time | None = None
    end: Time | None = None
    length: Length | None = None
    volume: Volume | None = None

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "overlays"}, exclude_none=True):
            raise refuse("say what is to change about the overlay.", "请说明叠加画面要怎么改。")

    def apply(self, work: Workspace) -> Done:
        chosen = overlays_for(work, self.overlays)
        notes: list[Words] = []
        changes: dict[str, OverlayClip | None] = {}
        for overlay in chosen:
            changed, said = self._changed(work, overlay)
            changes[overlay.clip_id] = changed
            notes += said
        work.change_overlays(changes)
        names, said = names_of([o.name for o in chosen]), self._said()
        ids = ", ".join(o.clip_id for o in chosen[:8])
        return Done(
            op=self.op,
            words=Words(
                f"overlay {names.en} ({ids}) changed{said.en}", f"已修改叠加画面{names.zh}（{ids}）{said.zh}"
            ),
            ids=tuple(o.clip_id for o in chosen),
            notes=tuple(dict.fromkeys(notes)),
            changed=any(changes[o.clip_id] != o for o in chosen),
        )

    def _changed(self, work: Workspace, overlay: OverlayClip) -> tuple[OverlayClip, list[Words]]:
        is_region = overlay.effect is not None
        self._must_fit(overlay)
        values: dict[str, Any] = {
            name: value
            for name in ("effect", "opacity", "rounded", "border", "border_color", "volume", "height")
            if (value := getattr(self, name)) is not None
        }
        if self.place is not None:
            values |= {"place": self.place, "position": None}
        if self.position is not None:
            values["position"] = self.position.point
        if is_region and self.effect is not None:
            values["name"] = self.effect
        item = work.context.by_id.get(overlay.media_id or "")
        if self.media is not None:
            item = media_for(work, self.media)
            values |= {"media_id": item.media_id, "name": item.name, "source_start_ms": 0}
        width = (self.width if self.width is not None else overlay.width) * (self.size_by or 1.0)
        frame = (work.timeline.width, work.timeline.height)
        if is_region:
            height = values.get("height", overlay.height) * (self.size_by or 1.0)
            values |= {"width": _share(width), "height": _share(height)}
        elif self.width is not None or self.size_by is not None or self.media is not None:
            size = (item.info.width, item.info.height) if item else (0, 0)
            values["width"] = fitted_width(width, size=size, frame=frame)
        changed = replace(overlay, **values)
        footage = source_ms(item)
        most = None if footage is None else footage - changed.source_start_ms
        if not (self.start is self.end is self.length is None):
            start, length = overlay_span(
                work, start=self.start, end=self.end, length=self.length, present=overlay, most_ms=most
            )
            changed = replace(changed, start_ms=start, duration_ms=length)
        elif self.media is not None and most is not None:
            changed = replace(changed, duration_ms=min(changed.duration_ms, most))
        notes = [*_fitted_note(width, changed)] if "width" in values and not is_region else []
        return changed, [*notes, *_footage_note(self, changed, footage, work)]

    def sentence(self) -> Words:
        names, said = names_of([str(o) for o in self.overlays]), self._said()
        return Words(f"Change the overlay {names.en}{said.en}.", f"修改叠加画面{names.zh}{said.zh}。")

    def _said(self) -> Words:
        """All that is set."""
        parts = [
            span_words(start=self.start, end=self.end, length=self.length),
            place_words(
                self.place, self.position, width=self.width, height=self.height, size_by=self.size_by
            ),
            look_said(
                opacity=self.opacity,
                rounded=self.rounded,
                border=self.border,
                border_color=self.border_color,
                volume=self.volume,
            ),
        ]
        if self.media is not None:
            parts.insert(0, Words(f" to “{self.media}”", f"为“{self.media}”"))
        if self.effect is not None:
            parts.append(Words(f", {EFFECTS[self.effect].en}", f"，{EFFECTS[self.effect].zh}"))
        return joined(*parts)

    def _must_fit(self, overlay: OverlayClip) -> None:
        """Raise `EditRefused` where a field is none of this kind of overlay."""
        region = ("media", "opacity", "rounded", "border", "border_color", "volume")
        others = ("effect", "height")
        wrong = [n for n in (others if overlay.effect is None else region) if getattr(self, n) is not None]
        if not wrong:
            return
        if overlay.effect is None:
            raise refuse(
                f"“{overlay.name}” ({overlay.clip_id}) is no region: it has no {wrong[0]}; "
                "its width decides its height.",
                f"“{overlay.name}”（{overlay.clip_id}）不是模糊区域，没有 {wrong[0]}；高度由宽度决定。",
                nearest={"op": "change_overlay", "overlays": [overlay.clip_id], "width": overlay.width},
            )
        raise refuse(
            f"{overlay.clip_id} is a {EFFECTS[overlay.effect].en} region and has no {wrong[0]}.",
            f"{overlay.clip_id} 是{EFFECTS[overlay.effect].zh}区域，没有 {wrong[0]}。",
            nearest={"op": "change_overlay", "overlays": [overlay.clip_id], "effect": overlay.effect},
        )


class RemoveOverlay(Operation):
    """Take overlays and regions away."""

    family: ClassVar[str] = "overlay"
    op: Literal["remove_overlay"] = "remove_overlay"
    overlays: OverlayRefs

    def apply(self, work: Workspace) -> Done:
        chosen = overlays_for(work, self.overlays)
        work.change_overlays(dict.fromkeys((o.clip_id for o in chosen), None))
        names = clip_names(chosen)
        return Done(
            op=self.op,
            words=Words(f"overlay {names.en} removed", f"已移除叠加画面{names.zh}"),
            ids=tuple(o.clip_id for o in chosen),
        )

    def sentence(self) -> Words:
        names = names_of([str(o) for o in self.overlays])
        return Words(f"Remove the overlay {names.en}.", f"移除叠加画面{names.zh}。")


def _source_start(item: MediaItem, in_s: float | None) -> int:
    """Where in the film `item` an overlay begins, in ms. Raises `EditRefused` where it has no pictures there."""
    start_ms, footage = round((in_s or 0) * 1000), source_ms(item)
    if footage is None:
        return 0
    if start_ms >= footage:
        raise refuse(
            f"“{item.name}” is {seconds(footage)} s long, so it cannot start at {seconds(start_ms)} s.",
            f"“{item.name}”长 {seconds(footage)} 秒，不能从 {seconds(start_ms)} 秒开始。",
        )
    return start_ms


def _share(value: float) -> float:
    return round(min(max(value, 0.01), 1.0), 4)


def _fitted_note(wanted: float, overlay: OverlayClip) -> tuple[Words, ...]:
    if overlay.width >= wanted - 0.001:
        return ()
    size = f"{overlay.width * 100:.0f}%"
    return (
        Words(
            f"“{overlay.name}” would be larger than the frame, so it is scaled to fit: {size} of its width",
            f"“{overlay.name}”会超出画面，已缩小到画面宽度的 {size}",
        ),
    )


def _footage_note(
    operation: AddOverlay | ChangeOverlay, overlay: OverlayClip, footage: int | None, work: Workspace
) -> tuple[Words, ...]:
    """That a film is over before its range is."""
    ends_ms = overlay.source_start_ms + overlay.duration_ms
    if footage is None or ends_ms < footage or overlay.end_ms >= work.duration_ms:
        return ()
    if operation.length is not None or operation.end is not None or operation.op == "add_overlay":
        length = seconds(overlay.duration_ms)
        return (
            Words(f"“{overlay.name}” has {length} s to show", f"“{overlay.name}”只有 {length} 秒可以显示"),
        )
    return ()


def _where(overlay: OverlayClip) -> Words:
    place = choice_word("place", overlay.place, "zh") if overlay.position is None else "自定"
    return Words(
        f"{overlay.place if overlay.position is None else 'placed'}, {overlay.width * 100:.3g}% wide",
        f"位置{place}，宽 {overlay.width * 100:.3g}%",
    )

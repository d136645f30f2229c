"""How operations name times, lengths, places, clips and media: strict values, documented for the schema."""

from __future__ import annotations

from typing import Annotated, Any, Literal, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

__all__ = [
    "LOUDEST",
    "At",
    "BarRef",
    "BarsLength",
    "BeatsLength",
    "ClipRef",
    "ClipRefs",
    "Color",
    "CutRef",
    "Factor",
    "FadeSeconds",
    "Length",
    "MediaRef",
    "Name",
    "Place",
    "Position",
    "Seconds",
    "SectionRef",
    "Snap",
    "Time",
    "Value",
    "Volume",
    "as_list",
]

LONGEST_S = 6 * 3600
_LONGEST_TEXT = 500


class Value(BaseModel):
    """A strict, frozen value: an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False, populate_by_name=True)


def _named_color(value: object) -> object:
    if isinstance(value, str):
        return _COLORS.get(value.strip().lower(), value.strip().lower())
    return value


_COLORS = {
    "black": "#000000",
    "white": "#ffffff",
    "red": "#ff0000",
    "green": "#00a651",
    "blue": "#0000ff",
    "yellow": "#ffd400",
    "orange": "#ff8c00",
    "pink": "#ff69b4",
    "purple": "#8a2be2",
    "gold": "#ffd700",
    "gray": "#808080",
    "grey": "#808080",
    "cyan": "#00ffff",
}

Seconds = Annotated[float, Field(ge=0, le=LONGEST_S)]
Name = Annotated[str, Field(min_length=1, max_length=_LONGEST_TEXT)]
Color = Annotated[
    str, BeforeValidator(_named_color), Field(pattern=r"^#[0-9a-f]{6}$", description="#rrggbb or a name")
]
LOUDEST = 2.0
Volume = Annotated[float, Field(ge=0, le=LOUDEST, description="1 is full, 0 is silent")]
Factor = Annotated[float, Field(gt=0, le=10)]
FadeSeconds = Annotated[float, Field(ge=0, le=60)]
Snap = Literal["beat", "bar", "none"]


class BarRef(Value):
    """A place in the music; both count from 1."""

    bar: Annotated[int, Field(ge=1, le=100_000)]
    beat: Annotated[int, Field(ge=1, le=64)] = 1


class CutRef(Value):
    """The n-th cut, from 1; negative counts from the end."""

    cut: Annotated[int, Field(ge=-100_000, le=100_000)]


class SectionRef(Value):
    """Where a section of the music starts: intro, verse, chorus, break or outro; `nth` counts from 1."""

    section: Annotated[str, Field(min_length=1, max_length=40)]
    nth: Annotated[int, Field(ge=1, le=1000)] = 1


class BeatsLength(Value):
    """So many beats of the music."""

    beats: Annotated[float, Field(gt=0, le=100_000)]


class BarsLength(Value):
    """So many bars of the music."""

    bars: Annotated[float, Field(gt=0, le=100_000)]


class At(Value):
    """The clip that is on screen at this second of the film."""

    at_s: Seconds


def _time_words(value: str) -> str:
    words = value.strip().lower().replace(" ", "")
    if words in ("start", "end", "drop"):
        return words
    head, sign, rest = words.partition("-")
    if head == "end" and sign:
        seconds = float(rest)
        if 0 <= seconds <= LONGEST_S:
            return f"end-{seconds:g}"
    raise ValueError("a time is seconds, 'start', 'end', 'end-3' or 'drop'")


TimeWords = Annotated[
    str,
    Field(min_length=3, max_length=24, description="start, end, end-3 (seconds before the end), drop"),
    AfterValidator(_time_words),
]
Time = Annotated[
    Seconds | TimeWords | BarRef | CutRef | SectionRef,
    Field(description="seconds, 'end-3', 'drop', {bar,beat}, {cut} or {section}"),
]
Length = Annotated[
    Annotated[float, Field(gt=0, le=LONGEST_S)] | BeatsLength | BarsLength,
    Field(description="seconds, {beats} or {bars}"),
]


def _no_truth(value: Any) -> Any:
    if isinstance(value, bool):
        raise ValueError("true and false name no clip")  # an int to Python: `true` would be clip 1
    return value


ClipRef = Annotated[
    Annotated[int, Field(ge=-100_000, le=100_000), BeforeValidator(_no_truth)] | Name | At,
    Field(description="id (c3), number (3, -1), file name or {at_s}"),
]
MediaRef = Annotated[Name, Field(description="media id (m2) or name")]
Place = Literal[
    "top-left", "top", "top-right", "left", "center", "right", "bottom-left", "bottom", "bottom-right"
]


class Position(Value):
    """A point as fractions of the width and height, from the top left."""

    x: Annotated[float, Field(ge=0, le=1)]
    y: Annotated[float, Field(ge=0, le=1)]

    @property
    def point(self) -> tuple[float, float]:
        return self.x, self.y


def as_list(value: Any) -> Any:
    """One value as a list of one, for fields that take one or several."""
    return cast("Any", value) if isinstance(value, list | tuple) else [value]


ClipRefs = Annotated[
    tuple[ClipRef, ...],
    BeforeValidator(as_list, json_schema_input_type=ClipRef | list[ClipRef]),
    Field(min_length=1, max_length=1000, description="one clip or several; 'all'"),
]

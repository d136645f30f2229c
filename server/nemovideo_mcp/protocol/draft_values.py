"""The values of the local draft's keys: read (`…_in`), and written where they are not written as they are (`…_out`).

A reader raises one of `UNREADABLE` where a value is not what it should be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any, get_args

from nemovideo_mcp.timeline.beat_effects import BeatEffect
from nemovideo_mcp.timeline.choices import BeatEffectKind, RampKind
from nemovideo_mcp.timeline.grid import Anchor, BeatGrid
from nemovideo_mcp.timeline.model import (
    CaptionWord,
    Fade,
    Marker,
    MusicSpec,
    Section,
    SpeedRamp,
    Transition,
    VolumeRange,
)
from nemovideo_mcp.timeline.song import SongBeats, SongSection

__all__ = [
    "UNREADABLE",
    "anchor_in",
    "anchor_out",
    "beat_effects_in",
    "beat_effects_out",
    "caption_words_in",
    "caption_words_out",
    "choice",
    "color",
    "fade_in",
    "fade_out",
    "flag",
    "from_zero",
    "grid_in",
    "grid_out",
    "markers_in",
    "markers_out",
    "music_in",
    "music_out",
    "position_in",
    "positive",
    "ramp_in",
    "ramp_out",
    "ranges_in",
    "ranges_out",
    "rate_in",
    "rate_out",
    "real",
    "rotation",
    "song_beats_in",
    "song_beats_out",
    "text",
    "transition_in",
    "transition_out",
    "whole",
    "within",
]

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, ArithmeticError)
"""What a value raises that is not what it should be."""

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(value)
    return value


def text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def texts(value: Any) -> tuple[str, ...]:
    return tuple(text(one) for one in value)


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != int(value):
        raise ValueError(value)
    return int(value)


def positive(value: Any) -> int:
    if (number := whole(value)) <= 0:
        raise ValueError(value)
    return number


def from_zero(value: Any) -> int:
    if (number := whole(value)) < 0:
        raise ValueError(value)
    return number


def real(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 1e6:
        raise ValueError(value)
    return float(value)


def within(low: float, high: float) -> Callable[[Any], float]:
    def read(value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not low <= value <= high:
            raise ValueError(value)
        return float(value)

    return read


def choice(words: Any) -> Callable[[Any], str]:
    """A reader of one of `words`, a `Literal`."""
    choices = get_args(words)

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(value)
        return value

    return read


def color(value: Any) -> str:
    if not isinstance(value, str) or not _COLOR.fullmatch(value):
        raise ValueError(value)
    return value.lower()


def position_in(value: Any) -> tuple[float, float]:
    share = within(0, 1)
    x, y = value
    return share(x), share(y)


def rotation(value: Any) -> int:
    if (number := whole(value)) not in (0, 90, 180, 270):
        raise ValueError(value)
    return number


def rate_in(value: Any) -> Fraction:
    """Frames a second: a whole number, `"30000/1001"`, or the usual decimals of the rates that are not whole."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(value)
    rate = Fraction(value) if isinstance(value, str) else Fraction(str(value))
    near = Fraction(round(rate * 1001 / 1000) * 1000, 1001)
    if rate.denominator != 1 and abs(rate - near) < Fraction(1, 100):
        rate = near
    if not 1 <= rate <= 240:
        raise ValueError(value)
    return rate


def fade_in(value: Any) -> Fade:
    return Fade(duration_ms=positive(value["d"]), color=color(value.get("color", "#000000")))


def markers_in(value: Any) -> tuple[Marker, ...]:
    return tuple(
        Marker(
            name=text(m["name"]),
            time_ms=from_zero(m["s"]),
            extra={key: kept for key, kept in m.items() if key not in ("name", "s")},
        )
        for m in value
    )


def beat_effects_in(value: Any) -> tuple[BeatEffect, ...]:
    kind, strength = choice(BeatEffectKind), within(0, 1)
    return tuple(
        BeatEffect(
            kind=kind(e["kind"]),
            every=positive(e["every"]) if "every" in e else None,
            on_drop=flag(e.get("drop", False)),
            places=tuple(Anchor(bar=whole(bar), beat=whole(beat)) for bar, beat in e.get("at", ())),
            strength=strength(e.get("strength", 0.5)),
        )
        for e in value
    )


def anchor_in(value: Any) -> Anchor:
    return Anchor(bar=whole(value["bar"]), beat=whole(value["beat"]))


def ramp_in(value: Any) -> SpeedRamp:
    start_end = value.get("span")
    span_ms = None
    if start_end is not None:
        start, end = map(whole, start_end)
        if end <= start:
            raise ValueError(value)
        span_ms = start, end
    return SpeedRamp(
        kind=choice(RampKind)(value["kind"]), peak_ms=whole(value.get("peak", 0)), span_ms=span_ms
    )


def ramp_out(ramp: SpeedRamp) -> dict[str, Any]:
    return {
        "kind": ramp.kind,
        **({"peak": ramp.peak_ms} if ramp.peak_ms else {}),
        **({"span": list(ramp.span_ms)} if ramp.span_ms else {}),
    }


def transition_in(value: Any) -> Transition:
    return Transition(kind=text(value["kind"]), duration_ms=positive(value["d"]))


def ranges_in(value: Any) -> tuple[VolumeRange, ...]:
    return tuple(
        VolumeRange(start_ms=from_zero(r["s"]), end_ms=from_zero(r["e"]), volume=real(r["volume"]))
        for r in value
    )


def grid_in(value: Any) -> BeatGrid:
    beats_per_bar = positive(value.get("beats_per_bar", 4))
    if "bpm_milli" in value:
        bpm = Fraction(positive(value["bpm_milli"]), 1000)
        offset_ms = Fraction(whole(value.get("offset_ms", 0)))
        beats = min(from_zero(value["beats"]), 1_000_000)
        return BeatGrid.regular(bpm=bpm, beats=beats, offset_ms=offset_ms, beats_per_bar=beats_per_bar)
    return BeatGrid.from_beats(
        [whole(beat) for beat in value["beats_ms"]],
        downbeat_index=whole(value.get("downbeat_index", 0)),
        beats_per_bar=beats_per_bar,
        confidence=real(value.get("confidence", 1.0)),
    )


def song_beats_in(value: Any) -> tuple[SongBeats, ...]:
    return tuple(
        SongBeats(
            media_id=text(one["src"]),
            source=text(one["from"]),
            grid=grid_in(one["grid"]) if "grid" in one else None,
            sections=tuple(
                SongSection(kind=text(s["kind"]), start_ms=from_zero(s["s"])) for s in one.get("sections", ())
            ),
            drop_ms=from_zero(one["drop"]) if "drop" in one else None,
            heard_off_ms=from_zero(one["off"]) if "off" in one else None,
        )
        for one in value
    )


def song_beats_out(given: Sequence[SongBeats]) -> list[dict[str, Any]]:
    return [
        {
            "src": one.media_id,
            "from": one.source,
            **({} if one.grid is None else {"grid": grid_out(one.grid)}),
            **(
                {"sections": [{"kind": s.kind, "s": s.start_ms} for s in one.sections]}
                if one.sections
                else {}
            ),
            **({} if one.drop_ms is None else {"drop": one.drop_ms}),
            **({} if one.heard_off_ms is None else {"off": one.heard_off_ms}),
        }
        for one in given
    ]


def music_in(value: Any) -> MusicSpec:
    return MusicSpec(
        mood=text(value["mood"]),
        bpm_milli=positive(value["bpm_milli"]),
        seed=whole(value["seed"]),
        duration_ms=positive(value["duration_ms"]),
        beats_per_bar=positive(value.get("beats_per_bar", 4)),
        edition=positive(value.get("edition", 1)),
        sections=tuple(
            Section(kind=text(s["kind"]), bars=positive(s["bars"]), energy=real(s["energy"]))
            for s in value["sections"]
        ),
    )


def caption_words_in(value: Any) -> tuple[CaptionWord, ...]:
    return tuple(
        CaptionWord(text=text(word), start_ms=from_zero(start), end_ms=from_zero(end))
        for word, start, end in value
    )


def rate_out(rate: Fraction) -> int | str:
    return int(rate) if rate.denominator == 1 else f"{rate.numerator}/{rate.denominator}"


def fade_out(fade: Fade) -> dict[str, Any]:
    return {"d": fade.duration_ms, **({"color": fade.color} if fade.color != "#000000" else {})}


def transition_out(transition: Transition) -> dict[str, Any]:
    return {"kind": transition.kind, "d": transition.duration_ms}


def grid_out(grid: BeatGrid) -> dict[str, Any]:
    if exact := _steady(grid):
        return exact
    return {
        "beats_ms": [round(t) for t in grid.times_ms],
        "downbeat_index": grid.downbeat_index,
        "beats_per_bar": grid.beats_per_bar,
        "confidence": grid.confidence,
    }


def _steady(grid: BeatGrid) -> dict[str, Any] | None:
    """The exact form of a grid that the composer made; None for a measured one."""
    times = grid.times_ms
    if len(times) < 2 or grid.confidence != 1.0 or grid.downbeat_index != 0 or times[0].denominator != 1:
        return None
    bpm_milli = Fraction(60_000_000) / (times[1] - times[0])
    if bpm_milli.denominator != 1:
        return None
    again = BeatGrid.regular(
        bpm=bpm_milli / 1000, beats=len(times), offset_ms=times[0], beats_per_bar=grid.beats_per_bar
    )
    if again != grid:
        return None
    return {
        "bpm_milli": int(bpm_milli),
        "beats": len(times),
        "offset_ms": int(times[0]),
        "beats_per_bar": grid.beats_per_bar,
    }


def music_out(music: MusicSpec) -> dict[str, Any]:
    return {
        "mood": music.mood,
        "bpm_milli": music.bpm_milli,
        "seed": music.seed,
        "duration_ms": music.duration_ms,
        "beats_per_bar": music.beats_per_bar,
        **({"edition": music.edition} if music.edition != 1 else {}),
        "sections": [{"kind": s.kind, "bars": s.bars, "energy": s.energy} for s in music.sections],
    }


def markers_out(markers: Sequence[Marker]) -> list[dict[str, Any]]:
    return [{**m.extra, "name": m.name, "s": m.time_ms} for m in markers]


def beat_effects_out(effects: Sequence[BeatEffect]) -> list[dict[str, Any]]:
    return [
        {
            "kind": e.kind,
            **({"every": e.every} if e.every is not None else {}),
            **({"drop": True} if e.on_drop else {}),
            **({"at": [[place.bar, place.beat] for place in e.places]} if e.places else {}),
            **({"strength": e.strength} if e.strength != 0.5 else {}),
        }
        for e in effects
    ]


def anchor_out(anchor: Anchor) -> dict[str, Any]:
    return {"bar": anchor.bar, "beat": anchor.beat}


def ranges_out(ranges: Sequence[VolumeRange]) -> list[dict[str, Any]]:
    return [{"s": r.start_ms, "e": r.end_ms, "volume": r.volume} for r in ranges]


def caption_words_out(words: Sequence[CaptionWord]) -> list[list[Any]]:
    return [[w.text, w.start_ms, w.end_ms] for w in words]

"""A piece in another form, on wish: its sections change, its mood, seed, tempo, bars and length stay."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.timeline.model import MusicSpec, Section

__all__ = ["FORMS", "longest_intro", "shaped"]

FORMS = ("build", "quiet start", "no drums", "big finish")
"""What can be asked for, beside `intro N`: an intro of so many bars."""

_INTRO = re.compile(r"intro (\d{1,2})")
_FULL, _QUIET, _NO_DRUMS, _CALM = 1.0, 0.2, 0.12, 0.3
_FIRST_STEP, _CHORUS_FROM, _BELOW_FINISH = 0.28, 0.66, 0.8


def longest_intro(music: MusicSpec) -> int:
    """The most bars that an intro can have: two stay for what it leads to, and one for the ending."""
    return max(music.bars - 3, 0)


def shaped(music: MusicSpec, form: str) -> MusicSpec | None:
    """The piece in a form of `FORMS` or `intro N`; None where its bars don't allow it, or there is no such form.

    `build` rises from a calm start to its last chorus; `quiet start` and `no drums` change the first bars; `big
    finish` keeps everything lower than the last chorus and the ending.
    """
    if match := _INTRO.fullmatch(form):
        bars = int(match[1])
        return _with_intro(music, bars) if bars <= longest_intro(music) else None
    if form not in FORMS or music.bars < 3:
        return None
    *body, ending = music.sections
    if ending.bars > 1:
        body, ending = [*body, replace(ending, bars=ending.bars - 1)], replace(ending, bars=1)
    made: Sequence[Section]
    if form == "build":
        made = [*_build(sum(s.bars for s in body)), replace(ending, energy=_FULL)]
    elif form == "big finish":
        made = [*_before_finish(body), replace(ending, energy=_FULL)]
    else:
        energy = _QUIET if form == "quiet start" else _NO_DRUMS
        first = body[0].bars if body[0].kind == "intro" else min(4, max(body[0].bars // 2, 1))
        made = [Section(kind="intro", bars=first, energy=energy), *_without(body, first), ending]
    return replace(music, sections=tuple(made))


def _build(bars: int) -> list[Section]:
    """Sections of four bars, or two in a short piece, each a step higher than the one before."""
    unit = 4 if bars >= 12 else 2 if bars >= 4 else 1
    count = max(bars // unit, 1)
    sizes = [unit + (bars - unit * count if n == 0 else 0) for n in range(count)]
    made: list[Section] = []
    for n, size in enumerate(sizes):
        energy = round(_FIRST_STEP + (_FULL - _FIRST_STEP) * (n / (count - 1) if count > 1 else 1), 3)
        kind = "chorus" if energy >= _CHORUS_FROM else "intro" if n == 0 else "verse"
        made.append(Section(kind=kind, bars=size, energy=energy))
    return made


def _before_finish(body: Sequence[Section]) -> list[Section]:
    bars = sum(s.bars for s in body)
    last = min(max(bars // 3 // 4 * 4, 4), 8) if bars >= 8 else max(bars // 2, 1)
    kept = _first(body, bars - last)
    lower = [replace(s, energy=min(s.energy, _BELOW_FINISH)) for s in kept]
    return [*lower, Section(kind="chorus", bars=last, energy=_FULL)]


def _with_intro(music: MusicSpec, bars: int) -> MusicSpec:
    body = list(music.sections)
    if body[0].kind == "intro" and len(body) > 1:
        spare, body = body[0].bars - bars, body[1:]
        if spare > 0:
            body[0] = replace(body[0], bars=body[0].bars + spare)
        else:
            body = _without(body, -spare)
    else:
        body = _without(body, bars)
    intro = [Section(kind="intro", bars=bars, energy=_CALM)] if bars else []
    return replace(music, sections=(*intro, *body))


def _without(sections: Sequence[Section], bars: int) -> list[Section]:
    """The sections without their first `bars`."""
    made: list[Section] = []
    for section in sections:
        taken = min(bars, section.bars)
        bars -= taken
        if section.bars > taken:
            made.append(replace(section, bars=section.bars - taken))
    return made


def _first(sections: Sequence[Section], bars: int) -> list[Section]:
    """The first `bars` of the sections."""
    made: list[Section] = []
    for section in sections:
        taken = min(bars, section.bars)
        bars -= taken
        if taken:
            made.append(replace(section, bars=taken))
    return made

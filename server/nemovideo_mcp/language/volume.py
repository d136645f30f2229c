"""Volumes: whose sound a clause speaks of, and what is to become of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import partial

from nemovideo_mcp.language import lexicon_en as en
from nemovideo_mcp.language import lexicon_zh as zh
from nemovideo_mcp.language.durations import number
from nemovideo_mcp.language.instructions import ClipVolume, Instruction, MusicVolume

__all__ = ["volumes"]

_CLAUSE = re.compile(
    r"(?:(?!\band\b|\bthen\b|\bbut\b|\bwhile\b|然后|并且|同时|再(?!小|大|低|高)|\.(?=\s|$))[^\n,;!?&，。；！？、\ue000-\ue0ff])+"
)
_MUSIC = re.compile(rf"\b(?:the |my |this )?{en.MACROS['MUSIC']}\b|{zh.MACROS['ZMUSIC']}")
_OWN = re.compile(rf"\b(?:the |its |their |any |all |of )*{en.MACROS['OWN']}|{zh.MACROS['ZOWN']}")
_CLIPS = re.compile(rf"\b(?:the |my |all |these )*{en.MACROS['CLIPS']}\b|视频|片段|素材|原片|影片")
# what comes after is what is drowned, not what is to be changed
_OVER = re.compile(r" than |\b(?:drown\w* out|overpower\w*)\b|盖过|压过|盖住")
_IT = re.compile(r"\b(?:it|that)\b|^ *(?:再|请|就|把它)*(?:调|降|减|压|放)")
_SOUNDING = re.compile(
    r"\b(?:volume|loud\w*|quiet(?! (?:[\w-]+[ ,]+){0,2}(?:music|song|track|piece|tune|soundtrack|bgm|score)\b)\w*|mute[ds]?|un-?mute|silence[ds]?|soft(?:er|en)|audio|sounds?|level)\b"
    r"|音量|声音?|静音|消音|原声|原音|吵"
)
_PERCENT = re.compile(
    r"(?P<by>\b(?:by|down|up) |降低|减小|减少|提高|增加|增大|加大)?(?P<n>\d+(?:\.\d+)?|\bhalf|\b(?:ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)) ?"
    r"(?:%|percent\b|per cent\b|pct\b)|百分之(?P<z>\d+|[零一二两三四五六七八九十百]+)"
    r"|(?:\bvolume|\blevel|音量|(?:\bmusic|\bbgm|\bsoundtrack|音乐)(?= ?(?:at|to|=|到|调到) ?\d{1,2}(?!\d)))(?: to| at| of|=|:|调到|设为|改成|为|到)* ?(?P<v>\d{1,3})(?![\d.:%]| ?(?:s|bpm|beats|sec|min|percent|per|%|秒|分))"
    r"|\b(?:to|at|volume|=) ?(?P<f>[01]?\.\d+|1\.0)\b|(?P<c>[一二两三四五六七八九\d])成"
)
# "30% quieter" is 30 % less than now
_THAN_NOW = re.compile(r" ?(?:quieter|softer|lower|less loud|louder|higher)\b")
_WORDS = {"seventy": 70, "eighty": 80, "half": 50}
_STRENGTH: Mapping[str, Mapping[str | None, float]] = {
    "quieter": {None: 0.7, "bit": 0.8, "much": 0.5, "half": 0.5, "double": 0.5},
    "louder": {None: 1.4, "bit": 1.2, "much": 2.0, "half": 1.5, "double": 2.0},
}
# "turn down", "lower": a volume only if they stand with a sound; "set" only with a number
_EFFECTS = tuple(
    (effect, re.compile(f"{a}|{b}")) for (effect, a), (_, b) in zip(en.VOLUME, zh.VOLUME, strict=True)
)
_DEGREES = tuple(
    (name, re.compile(f"{a}|{b}")) for (name, a), (_, b) in zip(en.DEGREES, zh.DEGREES, strict=True)
)


def volumes(text: str) -> Iterator[tuple[int, int, Instruction]]:
    """Each clause's wish for a volume, with the span of its words in `text`."""
    of_music = False
    for clause in _CLAUSE.finditer(text):
        said = clause.group()
        if (found := _volume(said)) is None and of_music and _IT.search(said):
            found = _volume(said, of_music=True)
        of_music = bool(_MUSIC.search(_OVER.split(said)[0]))
        if found:
            start, end, instruction = found
            yield clause.start() + start, clause.start() + end, instruction


def _volume(clause: str, *, of_music: bool = False) -> tuple[int, int, Instruction] | None:
    """`of_music`: it is the music that the clause before has named, and this one calls "it"."""
    own = _OWN.search(_OVER.split(clause)[0])
    music = None if own else _MUSIC.search(clause)
    sounding = _SOUNDING.search(clause)
    clips = None if own or music else _CLIPS.search(clause)
    percent = _PERCENT.search(clause)
    bare = (
        clause if not own else clause[: own.start()] + " " * (own.end() - own.start()) + clause[own.end() :]
    )
    hits = {effect: m for effect, pattern in _EFFECTS if (m := pattern.search(bare))}
    degree = next(((name, m) for name, p in _DEGREES if (m := p.search(bare))), None)
    if not (own or music or sounding or of_music):
        return None
    named = music is not None or of_music
    of_music = named or (own is None and clips is None)
    make = partial(MusicVolume, named=named) if of_music else ClipVolume
    gain = _gain(percent)
    used = [m for m in (own, music, clips if sounding else None, sounding, percent) if m]
    match hits:
        case {"keep": hit} if own or (sounding and clips and not music):
            return (*_span(used, hit), ClipVolume(keep=True))
        case _ if percent and gain is not None and (music or own or sounding or named):
            if percent.group("by") or _THAN_NOW.match(clause, percent.end()):
                factor = 1 - gain if "quieter" in hits else 1 + gain
                return (*_span(used, *hits.values()), make(factor=round(factor, 3)))
            return (*_span(used, *hits.values()), make(gain=gain))
        case _ if degree and degree[0] == "half" and (sounding or own or "quieter" in hits or "set" in hits):
            return (
                *_span([*used, degree[1]], *hits.values()),
                make(gain=0.5) if of_music else make(factor=0.5),
            )
        case {"quieter": hit} | {"louder": hit} if own or music or sounding:
            effect = "quieter" if "quieter" in hits and "too quiet" not in bare else "louder"
            if music and not _is_volume(bare, hits[effect]):
                return None
            factor = _STRENGTH[effect][degree[0] if degree else None]
            if effect == "quieter" and own:
                factor = min(factor, 0.5) if not degree else factor
            spans = [*used, degree[1]] if degree else used
            return (*_span(spans, hits[effect]), make(factor=factor))
        case {"mute": hit} if (
            own or (sounding and re.search(r"mute|silence|静音|消音", clause)) or (clips and sounding)
        ):
            return (*_span(used, hit), make(gain=0.0))
        case _:
            return None


def _is_volume(clause: str, hit: re.Match[str]) -> bool:
    """With music, "drop" and "lose" alone take it away, and "down" may belong to "slow down"."""
    return not re.search(r"\bslow(?:er)?\b|\bspeed\b|\btempo\b|节奏|速度", clause) and not re.fullmatch(
        r"drop(?:ped)?", hit.group()
    )


def _gain(percent: re.Match[str] | None) -> float | None:
    if percent is None:
        return None
    groups = percent.groupdict()
    if groups["f"]:
        return float(groups["f"])
    if groups["c"]:
        value = number(groups["c"])
        return None if value is None else value / 10
    words = groups["n"] or groups["z"] or groups["v"]
    value = _WORDS.get(words) if words in _WORDS else number(words)
    return None if value is None else round(min(value, 200) / 100, 4)


def _span(used: list[re.Match[str]], *hits: re.Match[str]) -> tuple[int, int]:
    spans = [m.span() for m in (*used, *hits)]
    return min(s for s, _ in spans), max(e for _, e in spans)

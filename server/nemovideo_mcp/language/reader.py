"""A message while the rules are applied to it: what they took, and what they found."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from nemovideo_mcp.language import lexicon_en as en
from nemovideo_mcp.language import lexicon_zh as zh
from nemovideo_mcp.language.instructions import (
    AddMusic,
    AddTitle,
    Aspect,
    Cannot,
    ClipVolume,
    Combine,
    CutToBeat,
    DropClip,
    ExportNext,
    Instruction,
    KeepAsIs,
    MusicVolume,
    NoMusic,
    RemoveMusic,
    RemoveTitle,
    Stretch,
    TextWanted,
    Trim,
)
from nemovideo_mcp.language.wording import Folded

__all__ = ["GENRES", "TAKEN", "UNREAD", "Maybe", "Reader", "Taker", "group"]

TAKEN = "\ue010"
UNREAD = "\ue011"
_MUSIC_NEAR = re.compile(
    r"music|\bbeat|bgm|soundtrack|song|track|tune|beats|score|melod|vibe|something|piano|guitar|ukulele|violin|instrumental|钢琴|吉他|提琴|音乐|配乐|歌|曲|背景乐|来点|来个|[一来]首"
)
_BOUNDARY = re.compile(r"[.!?\n。！？;；](?=\s|$|[^\x00-\x7f])")
_NEGATION_EN = re.compile(en.NEGATION)
_NEGATION_ZH = re.compile(zh.NEGATION)


# A genre says more than a mood: "quiet acoustic music" is acoustic.
GENRES = frozenset(("lofi", "hiphop", "rock", "electronic", "acoustic", "funk"))


def _foremost(first: str | None, second: str | None) -> str | None:
    return second if second in GENRES and first not in GENRES else first or second


class Maybe(Combine):
    """ "make a video": clips together, where nothing more was said."""


class Reader:
    """The message while its rules are applied: what they took is blanked out."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self.found: list[tuple[int, Instruction]] = []
        self.odd: list[str] = []

    def apply(self, pattern: re.Pattern[str], taker: Taker, value: str) -> None:
        """Give `taker` each place where `pattern` matches what is left."""
        at = 0
        while (match := pattern.search(self.text, at)) is not None:
            at = max(match.end(), match.start() + 1)
            if match.end() > match.start():
                taker(self, match, value)

    def take(self, start: int, end: int, instruction: Instruction | None) -> None:
        """Blank out a stretch; it said `instruction`, or nothing that is to be done."""
        self.text = self.text[:start] + TAKEN * (end - start) + self.text[end:]
        if instruction is not None:
            self.found.append((start, instruction))

    def blank(self, start: int, end: int) -> None:
        """Keep a stretch from later rules; it stays something that nobody understood."""
        self.text = self.text[:start] + UNREAD * (end - start) + self.text[end:]

    def instructions(self) -> tuple[Instruction, ...]:
        """What was found in the order said: the music's parts as one, a wish that stands twice once."""
        found = [i for _, i in sorted(self.found, key=lambda f: f[0])]
        if any(not isinstance(i, ExportNext | KeepAsIs | Maybe) for i in found):
            found = [i for i in found if not isinstance(i, Maybe)]
        merged: list[Instruction] = []
        for instruction in found:
            instruction = Combine() if isinstance(instruction, Maybe) else instruction
            place = next((n for n, m in enumerate(merged) if type(m) is type(instruction)), None)
            if place is None or isinstance(instruction, AddTitle | Cannot):
                if instruction not in merged:
                    merged.append(instruction)
                continue
            merged[place] = self._merge(merged[place], instruction)
        return tuple(self._settled(merged))

    def _merge(self, first: Instruction, second: Instruction) -> Instruction:
        match first, second:
            case AddMusic(), AddMusic():
                return AddMusic(
                    mood=_foremost(first.mood, second.mood),
                    bpm=first.bpm or second.bpm,
                    new=first.new or second.new,
                    match=first.match or second.match,
                    song=first.song or second.song,
                    song_name=first.song_name or second.song_name,
                    tempo=first.tempo or second.tempo,
                )
            case CutToBeat(), CutToBeat():
                return CutToBeat(pace=first.pace or second.pace, beats=first.beats or second.beats)
            case Combine(), Combine():
                return Combine(reverse=first.reverse or second.reverse, order=first.order or second.order)
            case KeepAsIs(), KeepAsIs():
                return KeepAsIs(cuts=first.cuts or second.cuts)
            case DropClip(), DropClip():
                return DropClip(which=tuple(dict.fromkeys((*first.which, *second.which))))
            case (Aspect(), Aspect()) | (Trim(), Trim()) if first != second:
                # two wishes that exclude each other: the first is done, the second is named as not done
                self.odd.append(
                    second.ratio if isinstance(second, Aspect) else f"{second.duration_ms / 1000:g} s"
                )
                return first
            case (MusicVolume(), MusicVolume()) | (ClipVolume(), ClipVolume()):
                return second if first.gain is None else first
            case _:
                return first

    def _settled(self, merged: list[Instruction]) -> list[Instruction]:
        kinds = {type(i) for i in merged}
        if any(isinstance(i, Cannot) and i.feature == "web" for i in merged):
            # a song from the web is no reason to compose another
            merged = [i for i in merged if i != AddMusic()]
        if {AddMusic, NoMusic} <= kinds:
            merged = [i for i in merged if not isinstance(i, NoMusic)]
        if {AddMusic, RemoveMusic} <= kinds:
            merged = [replace(i, new=True) if isinstance(i, AddMusic) else i for i in merged]
            merged = [i for i in merged if not isinstance(i, RemoveMusic)]
        if {Trim, Stretch} <= kinds:
            merged = [i for i in merged if not isinstance(i, Stretch)]
        if {AddTitle, TextWanted} <= kinds:
            merged = [i for i in merged if not isinstance(i, TextWanted)]
        if {AddTitle, RemoveTitle} <= kinds:
            merged = [i for i in merged if not isinstance(i, RemoveTitle)]
        return merged

    def negated(self, start: int) -> int | None:
        """Where the "don't" before `start` begins, if there is one in the same clause."""
        before = self.text[max(0, start - 40) : start]
        for pattern in (_NEGATION_EN, _NEGATION_ZH):
            if match := pattern.search(before):
                return start - len(before) + match.start()
        return None

    def clause_has_music(self, start: int, end: int) -> bool:
        """Is there talk of music in the sentence around `start`…`end`?"""
        cut = [m.end() for m in _BOUNDARY.finditer(self.folded.text, 0, start)]
        after = _BOUNDARY.search(self.folded.text, end)
        sentence = self.folded.text[cut[-1] if cut else 0 : after.start() if after else None]
        return bool(_MUSIC_NEAR.search(sentence)) or not self.folded.text.replace(
            self.folded.text[start:end], ""
        ).strip(" .!?。！？")


Taker = Callable[[Reader, re.Match[str], str], None]


def group(match: re.Match[str], *names: str) -> str | None:
    groups = match.groupdict()
    return next((groups[n] for n in names if groups.get(n)), None)

"""Text → instructions: the rules of both lexicons over the folded message, and what they leave over.

Each rule takes its words out of the message; a later one doesn't see them. What is left is read clause by clause:
words that mean nothing by themselves are dropped, the rest is reported as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

from nemovideo_mcp.director import lexicon_en as en
from nemovideo_mcp.director import lexicon_zh as zh
from nemovideo_mcp.director.durations import duration_ms, number
from nemovideo_mcp.director.instructions import (
    AddMusic,
    AddTitle,
    Aspect,
    Cannot,
    ClipVolume,
    Combine,
    CutToBeat,
    ExportNext,
    Instruction,
    KeepAsIs,
    MusicVolume,
    NoCut,
    NoMusic,
    RemoveMusic,
    RemoveTitle,
    SetFit,
    TextWanted,
    Trim,
    Understanding,
)
from nemovideo_mcp.director.leftover import leftover
from nemovideo_mcp.director.volume import volumes
from nemovideo_mcp.director.wording import AUDIO_FILE, PICTURE_FILE, QUOTE, Folded, fold, language_of

__all__ = ["understand"]

_TAKEN = "\ue010"
_MACROS = {**en.MACROS, **zh.MACROS}
_STRONG = {m: [en.MOODS.get(m, ("", ""))[0], zh.MOODS.get(m, ("", ""))[0]] for m in en.MOODS}
_WEAK = {m: [en.MOODS.get(m, ("", ""))[1], zh.MOODS.get(m, ("", ""))[1]] for m in en.MOODS}
_MUSIC_NEAR = re.compile(
    r"music|bgm|soundtrack|song|track|tune|beats|score|melod|vibe|something|音乐|配乐|歌|曲|背景乐|来点|来个"
)
_MORE_MOOD = re.compile(r"\b(?:make it|more|add|feel|some)\b[\w ]*$|更|再|一?[点些]$|来")
_BOUNDARY = re.compile(r"[.!?\n。！？;；](?=\s|$|[^\x00-\x7f])")
_DURATION_AFTER = re.compile(
    rf"^[^.;!?。；！？\n]{{0,20}}?(?:\bfor\b|\blasting\b|显示|持续|停留|,|，)?[^.;!?。；！？\n,，]{{0,8}}?"
    rf"(?:\bfor (?:about |the )?(?:first |last )?|显示|持续|停留|\blasting )\s*(?P<dur>{en.MACROS['DUR']}|{zh.MACROS['ZDUR']})"
)
_AFTER_TITLE = re.compile(
    r"^\s*(?:on (?:it|top|the screen|screen|the video)\s*)?[,，]?\s*"
    + en.MACROS["POS"].replace("(?P<pos>", "(?P<pos>")
    + r"|^\s*[,，]?\s*(?:放?在)?" + zh.MACROS["ZPOS"].replace("?P<pos>", "?P<pos2>")
)
_TITLE_STOP = re.compile(
    r"\s*(?:[\n;；。]|\.(?=\s|$)|[!！](?=\s)|,\s*(?:and |then |also |plus )?(?=(?:add|make|put|cut|trim|use|set|no|remove|mute|keep|"
    r"lower|with|without|music|vertical|square|portrait|landscape|combine|join|merge|sync|fast|slow|and|then|\d|for|in|at|on)\b)"
    r"| (?:and|then) (?:then )?(?=(?:add|make|put|cut|trim|use|set|remove|mute|keep|lower|combine|join|merge|sync|turn|change)\b)"
    r"|，| (?=for (?:about )?(?:\d|one|two|three|four|five|ten|the (?:first|last)))| (?=(?:at|in|near) the (?:end|start|beginning|opening|outro|intro|top)\b)"
    r"|,? (?:please|pls|thanks|thx|thank you)\s*$|$)"
)
_ENDS = frozenset("end ending close closing outro finish 片尾 结尾 最后 末尾 结束 结束时".split())


def understand(message: str, *, language: str | None = None) -> Understanding:
    """What `message` asks for; never raises. `language` is used where the message itself doesn't show one."""
    folded = fold(message)
    reader = _Reader(folded)
    for name, pattern in _rules():
        reader.apply(name, pattern)
    instructions = reader.instructions()
    unknown = leftover(folded, reader.text, taken=_TAKEN, understood=bool(instructions))
    return Understanding(
        instructions=instructions,
        unknown=(*reader.odd, *unknown),
        language=language_of(folded, default=language),
    )


def _expand(pattern: str) -> str:
    moods = {
        "MOODWORDS": "|".join(w for table in en.MOODS.values() for w in table if w),
        "ZMOODWORDS": "|".join(w for table in zh.MOODS.values() for w in table if w),
    }
    macros = {**_MACROS, **moods}
    for _ in range(6):
        expanded = re.sub(r"@([A-Z]+)", lambda m: f"(?:{macros[m.group(1)]})", pattern)
        if expanded == pattern:
            return expanded
        pattern = expanded
    return pattern


@cache
def _rules() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The rules of both languages, merged so that the order of the names in English decides."""
    order = {name: n for n, (name, _) in reversed(list(enumerate(en.RULES)))}
    merged = [(order[name], 0, n, name, p) for n, (name, p) in enumerate(en.RULES)]
    merged += [(order.get(name, order["cannot:voice"]), 1, n, name, p) for n, (name, p) in enumerate(zh.RULES) if p]
    # an English rule keeps its own place even where its name came earlier
    merged = [(n if kind == 0 else place, kind, n, name, p) for place, kind, n, name, p in merged]
    return tuple((name, re.compile(_expand(p))) for _, _, _, name, p in sorted(merged))


class _Reader:
    """The message while its rules are applied: what they took is blanked out."""

    def __init__(self, folded: Folded) -> None:
        self.folded = folded
        self.text = folded.text
        self.found: list[tuple[int, Instruction]] = []
        self.odd: list[str] = []
        self.last_title: AddTitle | None = None

    def apply(self, name: str, pattern: re.Pattern[str]) -> None:
        if name == "volume":
            for start, end, instruction in volumes(self.text):
                self.take(start, end, instruction)
            return
        kind, _, value = name.partition(":")
        at = 0
        while (match := pattern.search(self.text, at)) is not None:
            at = max(match.end(), match.start() + 1)
            if match.end() > match.start():
                _TAKERS[kind](self, match, value)

    def take(self, start: int, end: int, instruction: Instruction | None) -> None:
        self.text = self.text[:start] + _TAKEN * (end - start) + self.text[end:]
        if instruction is not None:
            self.found.append((start, instruction))

    def instructions(self) -> tuple[Instruction, ...]:
        """What was found in the order said: the music's parts as one, a wish that stands twice once."""
        found = [i for _, i in sorted(self.found, key=lambda f: f[0])]
        if any(not isinstance(i, ExportNext | KeepAsIs | _Maybe) for i in found):
            found = [i for i in found if not isinstance(i, _Maybe)]
        merged: list[Instruction] = []
        for instruction in found:
            instruction = Combine() if isinstance(instruction, _Maybe) else instruction
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
                    mood=first.mood or second.mood,
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
            case (Aspect(), Aspect()) | (Trim(), Trim()) if first != second:
                # two wishes that exclude each other: the first is done, the second is named as not done
                self.odd.append(second.ratio if isinstance(second, Aspect) else f"{second.duration_ms / 1000:g} s")
                return first
            case (MusicVolume(), MusicVolume()) | (ClipVolume(), ClipVolume()):
                return second if first.gain is None else first
            case _:
                return first

    def _settled(self, merged: list[Instruction]) -> list[Instruction]:
        kinds = {type(i) for i in merged}
        if {AddMusic, NoMusic} <= kinds:
            merged = [i for i in merged if not isinstance(i, NoMusic)]
        if {AddMusic, RemoveMusic} <= kinds:
            merged = [replace(i, new=True) if isinstance(i, AddMusic) else i for i in merged]
            merged = [i for i in merged if not isinstance(i, RemoveMusic)]
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
        return bool(_MUSIC_NEAR.search(sentence)) or not self.folded.text.replace(self.folded.text[start:end], "").strip(
            " .!?。！？"
        )


class _Maybe(Combine):
    """"make a video": clips together, where nothing more was said."""


_NEGATION_EN = re.compile(en.NEGATION)
_NEGATION_ZH = re.compile(zh.NEGATION)
_Taker = Callable[[_Reader, re.Match[str], str], None]


def _negatable(make: Callable[[re.Match[str], str], Instruction | None], otherwise: Instruction) -> _Taker:
    def taker(reader: _Reader, match: re.Match[str], value: str) -> None:
        start = reader.negated(match.start())
        if start is not None:
            reader.take(start, match.end(), otherwise)
        elif (instruction := make(match, value)) is not None:
            reader.take(match.start(), match.end(), instruction)

    return taker


def _group(match: re.Match[str], *names: str) -> str | None:
    groups = match.groupdict()
    return next((groups[n] for n in names if groups.get(n)), None)


def _title_quoted(reader: _Reader, match: re.Match[str], value: str) -> None:
    place = match.group().index(QUOTE) + match.start()
    text = reader.folded.content_at(place)
    start = reader.negated(match.start())
    if start is not None:
        reader.take(start, place + 1, RemoveTitle())
        return
    after = reader.text[place + 1 : place + 80]
    end = place + 1
    before = match.group()[: place - match.start()]
    at = "end" if re.search(r"\bat the (?:very )?end\b|end(?:ing)? (?:title|card|text)|closing|outro|片尾|结尾|最后|末尾", before) else "start"
    if found := _AFTER_TITLE.search(after):
        at = _at(found.groupdict().get("pos") or found.groupdict().get("pos2"))
        end = place + 1 + found.end()
    length = _DURATION_AFTER.search(reader.text[end : end + 60])
    shown_ms = duration_ms(length.group("dur")) if length else None
    if length:
        end += length.end()
        if found := _AFTER_TITLE.search(reader.text[end : end + 60]):
            at = _at(found.groupdict().get("pos") or found.groupdict().get("pos2"))
            end += found.end()
    reader.take(match.start(), end, AddTitle(text=text, at=at, duration_ms=shown_ms))


def _title_next(reader: _Reader, match: re.Match[str], value: str) -> None:
    if any(isinstance(i, AddTitle) for _, i in reader.found):
        _title_quoted(reader, match, value)


def _title_bare(reader: _Reader, match: re.Match[str], value: str) -> None:
    start = match.start("text")
    stop = _TITLE_STOP.search(reader.text, start)
    end = min(stop.start() if stop else len(reader.text), match.end("text"))
    if QUOTE in reader.text[start:end] or _TAKEN in reader.text[start:end]:
        return
    said = reader.folded.said(start, end).strip()
    if not said or (value == "capital" and not (said[0].isupper() or said[0].isdigit() or ord(said[0]) > 0x2E80)):
        return
    at = _at(_group(match, "pos"))
    rest = reader.text[end : end + 80]
    if length := _DURATION_AFTER.search(rest):
        shown_ms, used = duration_ms(length.group("dur")), length.end()
    else:
        shown_ms, used = None, 0
    if found := _AFTER_TITLE.search(rest[used:]):
        at = _at(found.groupdict().get("pos") or found.groupdict().get("pos2"))
        used += found.end()
        if not shown_ms and (length := _DURATION_AFTER.search(rest[used:])):
            shown_ms, used = duration_ms(length.group("dur")), used + length.end()
    reader.take(match.start(), end + used, AddTitle(text=said, at=at, duration_ms=shown_ms))


def _at(words: str | None) -> str:
    return "end" if words and (words in _ENDS or words.startswith("last")) else "start"


def _mood(reader: _Reader, match: re.Match[str], value: str) -> None:
    word = match.group("mood")
    strong = next((m for m, ps in _STRONG.items() if any(p and re.fullmatch(p, word) for p in ps)), None)
    weak = next((m for m, ps in _WEAK.items() if any(p and re.fullmatch(p, word) for p in ps)), None)
    near = reader.clause_has_music(match.start(), match.end()) or bool(
        _MORE_MOOD.search(reader.text[max(0, match.start() - 24) : match.start()])
    )
    if mood := strong or (weak if near else None):
        _negatable(lambda m, v: AddMusic(mood=mood), KeepAsIs())(reader, match, value)


def _song_file(reader: _Reader, match: re.Match[str], value: str) -> None:
    name = reader.folded.content_at(match.group().index(AUDIO_FILE) + match.start())
    reader.take(match.start(), match.end(), AddMusic(song=True, song_name=name))


def _song_quoted(reader: _Reader, match: re.Match[str], value: str) -> None:
    name = reader.folded.content_at(match.start())
    reader.take(match.start(), match.end(), AddMusic(song=True, song_name=name))


def _trim(match: re.Match[str], value: str) -> Instruction | None:
    length = duration_ms(_group(match, "dur", "dur2") or "")
    return Trim(duration_ms=length, at_most=value == "most") if length else None


def _cut_every(match: re.Match[str], value: str) -> Instruction | None:
    count = number(_group(match, "n")) or 1
    unit = _group(match, "unit") or "beat"
    beats = count * (4 if re.match(r"bar|measure|down|小节|重拍", unit) else 1)
    return CutToBeat(beats=max(1, round(beats)))


def _combine_first(reader: _Reader, match: re.Match[str], value: str) -> None:
    if name := _group(match, "f", "f2"):
        place = match.group().index(PICTURE_FILE) + match.start()
        order: int | str | None = reader.folded.content_at(place) if name else None
    else:
        count = number(_group(match, "a", "b", "a2", "b2", "a3"))
        order = round(count) if count else None
    if order is not None:
        reader.take(match.start(), match.end(), Combine(order=(order,)))


def _combine_list(match: re.Match[str], value: str) -> Instruction | None:
    order = tuple(int(n) for n in re.findall(r"\d+", _group(match, "list", "list2") or "")[:500] if len(n) < 6)
    return Combine(order=order) if order else None


def _odd(reader: _Reader, match: re.Match[str], value: str) -> None:
    reader.odd.append(reader.folded.said(match.start(), match.end()).strip())
    reader.take(match.start(), match.end(), None)


def _cannot(reader: _Reader, match: re.Match[str], value: str) -> None:
    said = reader.folded.said(match.start(), match.end()).strip()
    _negatable(lambda m, v: Cannot(feature=v, words=said), KeepAsIs())(reader, match, value)


def _bpm(match: re.Match[str], value: str) -> Instruction | None:
    bpm = float(match.group("bpm"))
    return AddMusic(bpm=bpm) if 30 <= bpm <= 300 else None


def _always(instruction: Instruction) -> _Taker:
    return lambda reader, match, value: reader.take(match.start(), match.end(), instruction)


_TAKERS: Mapping[str, _Taker] = {
    "title_quoted": _title_quoted,
    "title_next": _title_next,
    "title_bare": _title_bare,
    "title_capital": lambda r, m, v: _title_bare(r, m, "capital"),
    "remove_title": _always(RemoveTitle()),
    "text_wanted": _negatable(lambda m, v: TextWanted(), RemoveTitle()),
    "keep": _always(KeepAsIs()),
    "no_music": _always(NoMusic()),
    "no_cut": _always(NoCut()),
    "remove_music": _negatable(lambda m, v: RemoveMusic(), KeepAsIs()),
    "cannot": _cannot,
    "pace_fast": _negatable(lambda m, v: CutToBeat(pace="fast"), KeepAsIs()),
    "pace_slow": _negatable(lambda m, v: CutToBeat(pace="slow"), KeepAsIs()),
    "pace_normal": _negatable(lambda m, v: CutToBeat(pace="normal"), KeepAsIs()),
    "tempo_fast": _negatable(lambda m, v: AddMusic(tempo="faster"), KeepAsIs()),
    "tempo_slow": _negatable(lambda m, v: AddMusic(tempo="slower"), KeepAsIs()),
    "cut_every": _negatable(_cut_every, NoCut()),
    "cut": _negatable(lambda m, v: CutToBeat(), NoCut()),
    "song": _negatable(lambda m, v: AddMusic(song=True), KeepAsIs()),
    "song_file": _song_file,
    "song_quoted": _song_quoted,
    "aspect": _negatable(lambda m, v: Aspect(ratio=v), KeepAsIs()),
    "fit": _negatable(lambda m, v: SetFit(fit=v), KeepAsIs()),
    "described": _always(KeepAsIs()),
    "odd_length": _odd,
    "trim_most": _negatable(lambda m, v: _trim(m, "most"), KeepAsIs()),
    "trim": _negatable(_trim, KeepAsIs()),
    "music_new": _always(AddMusic(new=True)),
    "music_match": _always(AddMusic(match=True)),
    "music_bpm": _negatable(_bpm, KeepAsIs()),
    "mood": _mood,
    "music": _negatable(lambda m, v: AddMusic(), NoMusic()),
    "combine_reverse": _always(Combine(reverse=True)),
    "combine_list": _negatable(_combine_list, KeepAsIs()),
    "combine_first": _combine_first,
    "combine": _negatable(lambda m, v: Combine(), KeepAsIs()),
    "combine_maybe": _negatable(lambda m, v: _Maybe(), KeepAsIs()),
    "export": _negatable(lambda m, v: ExportNext(), KeepAsIs()),
}

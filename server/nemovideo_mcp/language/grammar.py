"""Text → instructions: the rules of both lexicons over the folded message, and what they leave over.

Each rule takes its words out of the message; a later one doesn't see them. What is left is read clause by clause:
words that mean nothing by themselves are dropped, the rest is reported as not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from nemovideo_mcp.language import lexicon_en as en
from nemovideo_mcp.language import lexicon_zh as zh
from nemovideo_mcp.language.durations import duration_ms, number
from nemovideo_mcp.language.instructions import (
    AddMusic,
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
    NoCut,
    NoMusic,
    Redo,
    RemoveMusic,
    RemoveTitle,
    Restore,
    SetFit,
    Stretch,
    TextWanted,
    Trim,
    Understanding,
    Undo,
)
from nemovideo_mcp.language.leftover import leftover
from nemovideo_mcp.language.reader import GENRES, TAKEN, Maybe, Reader, Taker, group
from nemovideo_mcp.language.title_rules import title_bare, title_capital, title_next, title_quoted
from nemovideo_mcp.language.volume import volumes
from nemovideo_mcp.language.wording import AUDIO_FILE, PICTURE_FILE, fold, language_of

__all__ = ["understand"]

_MACROS = {**en.MACROS, **zh.MACROS}
_STRONG = {m: [en.MOODS.get(m, ("", ""))[0], zh.MOODS.get(m, ("", ""))[0]] for m in en.MOODS}
_WEAK = {m: [en.MOODS.get(m, ("", ""))[1], zh.MOODS.get(m, ("", ""))[1]] for m in en.MOODS}
_MORE_MOOD = re.compile(r"\b(?:make it|more|add|feel|some)\b[\w ]*$|更|再|一?[点些]$|来")


def understand(message: str, *, language: str | None = None) -> Understanding:
    """What `message` asks for; never raises. `language` is used where the message itself doesn't show one."""
    folded = fold(message)
    reader = Reader(folded)
    for name, pattern in _rules():
        kind, _, value = name.partition(":")
        if kind == "volume":
            for start, end, instruction in volumes(reader.text):
                reader.take(start, end, instruction)
        else:
            reader.apply(pattern, _TAKERS[kind], value)
    instructions = reader.instructions()
    unknown = (*reader.odd, *leftover(folded, reader.text, taken=TAKEN, understood=bool(instructions)))
    if not instructions and not unknown and message.strip():
        unknown = (message.strip(),)  # nothing but punctuation is not understood either
    return Understanding(
        instructions=instructions,
        unknown=unknown,
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
    merged += [
        (order.get(name, order["cannot:voice"]), 1, n, name, p) for n, (name, p) in enumerate(zh.RULES) if p
    ]
    # an English rule keeps its own place even where its name came earlier
    merged = [(n if kind == 0 else place, kind, n, name, p) for place, kind, n, name, p in merged]
    return tuple((name, re.compile(_expand(p))) for _, _, _, name, p in sorted(merged))


@cache
def _mood_words() -> re.Pattern[str]:
    return re.compile(_expand("(?:@MOODWORDS|@ZMOODWORDS)"))


def _mood_of(word: str, *, near_music: bool = True) -> str | None:
    """The mood that a word means: some mean it everywhere, others only next to music."""
    tables = (_STRONG, _WEAK) if near_music else (_STRONG,)
    for table in tables:
        for mood, patterns in table.items():
            if any(p and re.fullmatch(p, word) for p in patterns):
                return mood
    return None


def _negatable(make: Callable[[re.Match[str], str], Instruction | None], otherwise: Instruction) -> Taker:
    def taker(reader: Reader, match: re.Match[str], value: str) -> None:
        start = reader.negated(match.start())
        if start is not None:
            reader.take(start, match.end(), otherwise)
        elif (instruction := make(match, value)) is not None:
            reader.take(match.start(), match.end(), instruction)

    return taker


def _foremost(match: re.Match[str]) -> str:
    """Of the moods named before one music, the one that names a genre: "energetic EDM track" is electronic."""
    said = [match.group("mood"), *(m.group() for m in _mood_words().finditer(match.group()))]
    genres = [w for w in said if _mood_of(w, near_music=False) in GENRES]
    return genres[0] if genres else said[0]


def _mood(reader: Reader, match: re.Match[str], value: str) -> None:
    word = _foremost(match)
    near = reader.clause_has_music(match.start(), match.end()) or bool(
        _MORE_MOOD.search(reader.text[max(0, match.start() - 24) : match.start()])
    )
    if mood := _mood_of(word, near_music=near):
        _negatable(lambda m, v: AddMusic(mood=mood), KeepAsIs())(reader, match, value)


def _music_new(reader: Reader, match: re.Match[str], value: str) -> None:
    word = _mood_words().search(match.group())
    mood = _mood_of(word.group()) if word else None
    reader.take(match.start(), match.end(), AddMusic(mood=mood, new=True))


def _song_file(reader: Reader, match: re.Match[str], value: str) -> None:
    name = reader.folded.content_at(match.group().index(AUDIO_FILE) + match.start())
    reader.take(match.start(), match.end(), AddMusic(song=True, song_name=name))


def _song_quoted(reader: Reader, match: re.Match[str], value: str) -> None:
    name = reader.folded.content_at(match.start())
    reader.take(match.start(), match.end(), AddMusic(song=True, song_name=name))


_CUTS = re.compile(r"\bcuts?\b|剪辑|切点|镜头|画面")


def _keep(reader: Reader, match: re.Match[str], value: str) -> None:
    reader.take(match.start(), match.end(), KeepAsIs(cuts=bool(_CUTS.search(match.group()))))


def _trim(match: re.Match[str], value: str) -> Instruction | None:
    length = duration_ms(group(match, "dur", "dur2") or "")
    return Trim(duration_ms=length, at_most=value == "most") if length else None


_OWN_SONG = re.compile(
    r"\b(?:my|our)(?: own)? (?:song|track|tune)\b|(?:我们?|咱们?)(?:自己)?的(?:歌|曲|音乐)"
)


def _cut(reader: Reader, match: re.Match[str], value: str) -> None:
    """ "sync it to my song": the song is wanted too."""
    if reader.negated(match.start()) is None and _OWN_SONG.search(match.group()):
        reader.take(match.start(), match.end(), AddMusic(song=True))
        reader.take(match.start(), match.end(), CutToBeat())
    else:
        _negatable(lambda m, v: CutToBeat(), NoCut())(reader, match, value)


def _cut_every(match: re.Match[str], value: str) -> Instruction | None:
    count = number(group(match, "n", "n2")) or 1
    unit = group(match, "unit") or "beat"
    beats = count * (4 if re.match(r"bar|measure|down|小节|重拍", unit) else 1)
    return CutToBeat(beats=max(1, round(beats)))


_PLATFORM = re.compile(
    r"tik ?tok|\binsta(?:gram)?\b|\big\b|youtube|facebook|reels?|shorts|stor(?:y|ies)|feed|抖音|快手|视频号|b站|油管|bilibili"
)
_SHAPE = re.compile(
    r"\bsquared?\b|vertical|portrait|landscape|horizontal|wide ?-?screen|\d ?[:：比x×/] ?\d|竖|横|方[形的屏块]"
)


def _aspect(reader: Reader, match: re.Match[str], value: str) -> None:
    """A shape; the name of a platform only says it where no shape is named ("square, for Instagram")."""
    named = _PLATFORM.search(match.group()) and not _SHAPE.search(match.group())
    wish = KeepAsIs() if named and _SHAPE.search(reader.folded.text) else Aspect(ratio=value)
    _negatable(lambda m, v: wish, KeepAsIs())(reader, match, value)


_INSTEAD = {"contain": "cover", "cover": "contain"}


def _fit(reader: Reader, match: re.Match[str], value: str) -> None:
    """No bars means to fill the frame, and no cropping to show all of the picture."""
    start = reader.negated(match.start())
    if start is None:
        reader.take(match.start(), match.end(), SetFit(fit=value))
    else:
        other = _INSTEAD.get(value)
        reader.take(start, match.end(), SetFit(fit=other) if other else KeepAsIs())


def _combine_first(reader: Reader, match: re.Match[str], value: str) -> None:
    if name := group(match, "f", "f2"):
        place = match.group().index(PICTURE_FILE) + match.start()
        order: int | str | None = reader.folded.content_at(place) if name else None
    else:
        count = number(group(match, "a", "b", "a2", "b2", "a3", "b3"))
        order = round(count) if count else None
    if order is not None:
        reader.take(match.start(), match.end(), Combine(order=(order,)))


def _combine_list(match: re.Match[str], value: str) -> Instruction | None:
    order = tuple(
        int(n) for n in re.findall(r"\d+", group(match, "list", "list2", "list3") or "")[:500] if len(n) < 6
    )
    return Combine(order=order) if order else None


def _drop_clip(reader: Reader, match: re.Match[str], value: str) -> None:
    """Clips by number, by place, or by the names of their files."""
    start = reader.negated(match.start())
    if start is not None:
        reader.take(start, match.end(), KeepAsIs())
        return
    which: list[int | str] = [int(n) for n in re.findall(r"\d+", group(match, "list") or "")]
    if count := number(group(match, "a", "a2", "b", "b2")):
        which.append(round(count))
        if (second := number(group(match, "b2"))) and group(match, "b"):
            which.append(round(second))
    elif group(match, "b", "b2"):
        which.append(-1)
    if group(match, "files", "files2"):
        places = (m.start() for m in re.finditer(PICTURE_FILE, match.group()))
        which += [reader.folded.content_at(match.start() + place) for place in places]
    if which:
        reader.take(match.start(), match.end(), DropClip(which=tuple(which)))


_STRETCHES = {"shorter": 0.75, "longer": 1.25, "half": 0.5, "double": 2.0}
_EVERY_STEP = 1_000_000
_LESS = ("再短", "short", "缩", "短", "减", "剪")


def _stretch_by(match: re.Match[str], value: str) -> Instruction | None:
    length = duration_ms(group(match, "dur", "dur2") or "")
    less = (group(match, "way", "way2") or "").startswith(_LESS)
    return Stretch(by_ms=-length if less else length) if length else None


_TWICE = re.compile(r"\btwice\b|两次|两步")
_ALL = re.compile(r"\b(?:everything|all)\b|全部|所有")


def _undo(match: re.Match[str], value: str) -> Instruction | None:
    """One step, or as many as were named."""
    if _ALL.search(match.group()):
        return Undo(steps=_EVERY_STEP)
    count = number(group(match, "n", "n2", "n3")) or (2 if _TWICE.search(match.group()) else 1)
    return Undo(steps=max(1, round(count)))


def _restore(match: re.Match[str], value: str) -> Instruction | None:
    count = number(group(match, "n", "n2", "n3"))
    return Restore(version=round(count)) if count is not None and count >= 0 else None


def _odd(reader: Reader, match: re.Match[str], value: str) -> None:
    """What looks like something else, and would be taken for it: left over as not understood."""
    reader.blank(match.start(), match.end())


def _several(*instructions: Instruction) -> Taker:
    def taker(reader: Reader, match: re.Match[str], value: str) -> None:
        for instruction in instructions:
            reader.take(match.start(), match.end(), instruction)

    return taker


def _cannot(reader: Reader, match: re.Match[str], value: str) -> None:
    said = reader.folded.said(match.start(), match.end()).strip()
    _negatable(lambda m, v: Cannot(feature=v, words=said), KeepAsIs())(reader, match, value)


def _bpm(match: re.Match[str], value: str) -> Instruction | None:
    bpm = float(match.group("bpm"))
    return AddMusic(bpm=bpm) if 30 <= bpm <= 300 else None


def _nothing(reader: Reader, match: re.Match[str], value: str) -> None:
    """What is told and asks for nothing: a message that says no more is not understood."""
    reader.take(match.start(), match.end(), None)


def _always(instruction: Instruction) -> Taker:
    return lambda reader, match, value: reader.take(match.start(), match.end(), instruction)


_TAKERS: Mapping[str, Taker] = {
    "title_quoted": title_quoted,
    "title_next": title_next,
    "title_bare": title_bare,
    "title_capital": title_capital,
    "remove_title": _always(RemoveTitle()),
    "text_wanted": _negatable(lambda m, v: TextWanted(), RemoveTitle()),
    "keep": _keep,
    "context": _always(KeepAsIs()),
    "setting": _nothing,
    "remove_both": _several(RemoveMusic(), RemoveTitle()),
    "mute_all": _several(MusicVolume(gain=0.0), ClipVolume(gain=0.0)),
    "music_video": _several(Combine(), AddMusic(), CutToBeat()),
    "no_music": _always(NoMusic()),
    "no_cut": _always(NoCut()),
    "remove_music": _negatable(lambda m, v: RemoveMusic(), KeepAsIs()),
    "cannot": _cannot,
    "cannot_first": _cannot,
    "pace_fast": _negatable(lambda m, v: CutToBeat(pace="fast"), KeepAsIs()),
    "pace_slow": _negatable(lambda m, v: CutToBeat(pace="slow"), KeepAsIs()),
    "pace_normal": _negatable(lambda m, v: CutToBeat(pace="normal"), KeepAsIs()),
    "tempo_fast": _negatable(lambda m, v: AddMusic(tempo="faster"), KeepAsIs()),
    "tempo_slow": _negatable(lambda m, v: AddMusic(tempo="slower"), KeepAsIs()),
    "cut_every": _negatable(_cut_every, NoCut()),
    "cut": _cut,
    "song": _negatable(lambda m, v: AddMusic(song=True), KeepAsIs()),
    "song_file": _song_file,
    "song_quoted": _song_quoted,
    "aspect": _aspect,
    "fit": _fit,
    "described": _always(KeepAsIs()),
    "odd_length": _odd,
    "trim_most": _negatable(lambda m, v: _trim(m, "most"), KeepAsIs()),
    "trim": _negatable(_trim, KeepAsIs()),
    "music_new": _music_new,
    "music_match": _always(AddMusic(match=True)),
    "music_bpm": _negatable(_bpm, KeepAsIs()),
    "mood": _mood,
    "music": _negatable(lambda m, v: AddMusic(), NoMusic()),
    "drop_clip": _drop_clip,
    "stretch": _negatable(lambda m, v: Stretch(factor=_STRETCHES[v]), KeepAsIs()),
    "stretch_by": _negatable(_stretch_by, KeepAsIs()),
    "combine_reverse": _always(Combine(reverse=True)),
    "combine_list": _negatable(_combine_list, KeepAsIs()),
    "combine_first": _combine_first,
    "combine": _negatable(lambda m, v: Combine(), KeepAsIs()),
    "combine_maybe": _negatable(lambda m, v: Maybe(), KeepAsIs()),
    "undo": _negatable(_undo, KeepAsIs()),
    "redo": _negatable(lambda m, v: Redo(), KeepAsIs()),
    "restore": _negatable(_restore, KeepAsIs()),
    "export": _negatable(lambda m, v: ExportNext(), KeepAsIs()),
}

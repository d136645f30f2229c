"""How a composed piece goes: "build to the end", "16-bar intro", "no drums at the start", "开头不要鼓"."""

from __future__ import annotations

import re
from collections.abc import Callable

from nemovideo_mcp.edit.operations.music import SetMusic, SetMusicMix
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.numbers import COUNT, value_of
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["RULES"]

_M = r"(?:the |my |our |some )?(?:music|song|track|tune|soundtrack|score|bgm|it)"
_LET = (
    r"(?:(?:please|can you|could you|let|make|have|get|give|i want|i'd like|we want|add|use|with|do|and|then|now) )"
    r"{0,4}"
)
_ASK_ZH = (
    r"(?:请|帮我|麻烦|让|把|给|我想要?|想要?|希望|再){0,4}(?:背景)?(?:音乐|配乐|歌曲?|bgm|曲子)?"
    r"(?:的|要|就|能|得|从){0,3}"
)
_END_ZH = r"(?:一?点儿?|一些|些|吧|啊|哦|了|好吗){0,3}"
_START = (
    r"(?:at|in|from|for) (?:the |its )?(?:very )?(?:start|beginning|opening|intro|first bars?|first few bars)"
)
_INTRO = r"(?:intro|introduction|lead[- ]in)"
_DRUMS = r"(?:drums?|percussion)"
_SOFT = r"(?:quietly|softly|calmly|gently|quiet|soft|calm)"
_START_ZH = r"(?:开头|开始|开场|前奏|一开始|刚开始|最开始|起头)(?:部分|那段|那里|的?时候|几小节)?"
_SHORT, _LONG = 2, 8


def _fixed(form: str) -> Callable[[re.Match[str]], str]:
    return lambda _: form


def _bars(match: re.Match[str]) -> str:
    said = next(group for group in match.groups() if group)
    return f"intro {value_of(said) or 0:.0f}"


def _patterns(*shapes: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(shape) for shape in shapes)


_N = rf"({COUNT})"

_FORMS: tuple[tuple[Callable[[re.Match[str]], str], tuple[re.Pattern[str], ...]], ...] = (
    (
        _fixed("build"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:should |to |must |needs to )?(?:builds?|rises?|grows?|swells?)(?: {_M})?(?: up)?"
            rf"(?: and up| slowly| gradually| steadily){{0,2}} (?:to|towards?|until|till|into) (?:the |its )?(?:very )?"
            rf"(?:end|ending|finish|last chorus|finale|climax)(?: of (?:the )?(?:film|video|music|song))?",
            rf"{_ASK_ZH}(?:一路|一直|逐渐|慢慢|渐渐|层层)?(?:推|升|铺|递进|推进|推高|堆|爬升?|走高)(?:向|到|至|往){{0,2}}"
            rf"(?:最后|结尾|末尾|片尾|结束|高潮){_END_ZH}",
        ),
    ),
    (
        _bars,
        _patterns(
            rf"{_LET}(?:{_M} )?(?:with )?(?:an? )?{_N}[- ]bars? (?:long )?{_INTRO}"
            rf"(?: (?:for|to|on|in) {_M})?",
            rf"{_LET}(?:{_M} )?(?:with )?(?:an? )?{_INTRO} of {_N} bars?",
            rf"{_ASK_ZH}(?:加|来|做)?(?:一?[个段])?{_N}个?小节的?前奏{_END_ZH}",
            rf"{_ASK_ZH}前奏(?:要|做|改成?|为|是|来){{0,2}}{_N}个?小节{_END_ZH}",
        ),
    ),
    (
        _fixed(f"intro {_SHORT}"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:with )?(?:an? |the )?(?:short|shorter|quick|brief|very short) {_INTRO}"
            rf"(?: (?:for|to|on|in) {_M})?",
            rf"{_LET}(?:the )?intro(?: of {_M})? shorter",
            rf"{_ASK_ZH}前奏(?:要|再|做|弄|更|改){{0,2}}短{_END_ZH}",
            rf"{_ASK_ZH}短(?:一点的?|点的?|的)?前奏{_END_ZH}",
        ),
    ),
    (
        _fixed(f"intro {_LONG}"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:with )?(?:an? |the )?(?:long|longer) {_INTRO}"
            rf"(?: (?:for|to|on|in) {_M})?",
            rf"{_LET}(?:the )?intro(?: of {_M})? longer",
            rf"{_ASK_ZH}前奏(?:要|再|做|弄|更|改){{0,2}}长{_END_ZH}",
            rf"{_ASK_ZH}长(?:一点的?|点的?|的)?前奏{_END_ZH}",
        ),
    ),
    (
        _fixed("intro 0"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:no|without an?|without the|skip the|drop the) intro(?: (?:for|to|on|in) {_M})?",
            rf"{_ASK_ZH}(?:不要|去掉|没有|跳过|别要|不用)前奏{_END_ZH}",
        ),
    ),
    (
        _fixed("no drums"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:no|without(?: any)?|leave out the|skip the|drop the)"
            rf" (?:drums?|beats?|percussion) {_START}(?: of {_M})?",
            rf"{_LET}(?:starts?|begins?|open|opens) (?:{_M} )?(?:without|with no)(?: any)? {_DRUMS}",
            rf"{_LET}{_M} (?:should |to |must )?(?:starts?|begins?|opens?) (?:without|with no)(?: any)? {_DRUMS}",
            rf"{_ASK_ZH}{_START_ZH}(?:先|就|都){{0,2}}(?:不要|别加?|没有|不加|去掉|先不要|不用)有?(?:鼓|鼓点|打击乐|节奏){_END_ZH}",
        ),
    ),
    (
        _fixed("quiet start"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:with )?an? (?:quiet|soft|calm|gentle) (?:start|beginning|opening|intro)"
            rf"(?: (?:for|to|of) {_M})?",
            rf"{_LET}(?:start|begin|open) {_M} {_SOFT}",
            rf"{_LET}{_M} (?:should |to |must )?(?:starts?|begins?|opens?) {_SOFT}",
            rf"{_ASK_ZH}{_START_ZH}(?:要|先|就|做){{0,2}}(?:安静|平静|轻柔|柔和){_END_ZH}",
        ),
    ),
    (
        _fixed("big finish"),
        _patterns(
            rf"{_LET}(?:{_M} )?(?:with )?an? (?:big|huge|strong|grand|epic|powerful) (?:finish|ending|end|finale)"
            rf"(?: (?:for|to|of) {_M})?",
            r"big (?:finish|ending|finale)",
            rf"{_LET}(?:end|finish) {_M} (?:with a bang|big|strongly|on a high)",
            rf"{_LET}{_M} (?:should |to |must )?(?:ends?|finish(?:es)?) (?:with a bang|big|strong|on a high)",
            rf"{_ASK_ZH}(?:结尾|结束|收尾|最后)(?:部分|的?时候)?(?:要|得|做|来|收)得?(?:更|个)?"
            rf"(?:有气势|有力|震撼|宏大|大气|炸|一个?大结尾){_END_ZH}",
        ),
    ),
)  # fmt: skip

_UNDER_SPEECH = re.compile(
    rf"{_LET}(?:be )?(?:quiet|quieter|low|lower|soft|softer|down) (?:under|beneath|below|during|over) "
    r"(?:the |all |any )?(?:speech|talking|voices?|dialogue|words|speaking)"
)
_QUIET_UNDER = 0.3


def _read(clause: Clause) -> Reading | None:
    music = clause.scene.timeline.music
    if clause.count("quote") or music is None or (clause.names_clips and not _only_points(clause)):
        return None
    plain = clause.plain.strip(" .!。！")
    if _UNDER_SPEECH.fullmatch(plain):
        clause.take_everything()
        return Reading(operations=(SetMusicMix(under_speech=_QUIET_UNDER),))
    for form_of, patterns in _FORMS:
        for pattern in patterns:
            if match := pattern.fullmatch(plain):
                form = form_of(match)
                if music.music is None and form == "intro 0":
                    return None  # of an uploaded song: where in it to start
                clause.take_everything()
                return Reading(operations=(SetMusic(form=form),))
    return None


def _only_points(clause: Clause) -> bool:
    return all(t.value.pronoun in ("it", "it_clip") for t in clause.tokens if t.kind == "clips")


RULES = (Rule(name="music_form", read=_read, rank=20),)

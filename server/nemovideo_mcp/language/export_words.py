"""The options of an export in words: "export a quick draft", "导出高清", "export for TikTok in HEVC".

An option counts only in a clause that is about an export and nothing else: every other word of it must be one of a
small vocabulary. "High quality footage first" and "export only the high quality clips" name no option.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from nemovideo_mcp.timeline.export_options import ExportOptions

__all__ = ["FoundOptions", "asks_to_export", "options_in"]


@dataclass(frozen=True, kw_only=True)
class FoundOptions:
    """The options of a message, and the places in its clauses (number, start, end) where they stand.

    `is_all` says that the message asks for nothing else.
    """

    options: ExportOptions
    places: tuple[tuple[int, int, int], ...]
    is_all: bool


def _listed(*words: str) -> str:
    """The words as alternatives, the longest first."""
    every = [one for line in words for one in line.split("|")]
    return "|".join(sorted(every, key=len, reverse=True))


_WITH = r"(?:(?:in|as|at|to|with|using) )?"
_ONE = r"(?:(?:an?|the|one|another) )?"
_KIND = r"(?: (?:codec|format|version|file|video|encoding|copy|export|quality))?"
_HOW_ZH = r"(?:用|以|成|为)?"
_KIND_ZH = r"(?:的)?(?:格式|编码|版本|版|视频|文件|画质|质量)?"
_NOT_THIS = "".join(rf"(?<!{word} )" for word in ("the", "this", "that", "my", "current"))

_CODEC_NAMES: Mapping[str, str] = {"hevc": r"hevc|[hx]\.?265", "av1": "av1", "h264": r"avc|[hx]\.?264"}
_PLATFORM_NAMES: Mapping[str, str] = {
    "tiktok": "tiktok|tik tok|tik-tok",
    "reels": "instagram reels|insta reels|ig reels|reels|a reel|an instagram reel",
    "shorts": "youtube shorts|yt shorts|shorts|a short|a youtube short",
    "youtube": "youtube|yt",
    "x": "x|twitter|x/twitter|twitter/x",
}
_PLATFORM_NAMES_ZH: Mapping[str, str] = {
    "tiktok": "tiktok",
    "reels": "instagram reels|reels",
    "shorts": "youtube shorts|shorts",
    "youtube": "youtube|油管",
    "x": "twitter|推特|x平台|x 平台|x版|x 版",
}
_ENCODERS = _listed("hardware|gpu|graphics card|nvenc|videotoolbox|quick sync|quicksync")
_BEST = _listed("high|highest|best|top|max|maximum|full|better|higher")

# Of each kind of option, its values and how they are said.
_SAID: Sequence[tuple[str, Any, str]] = (
    (
        "quality",
        "draft",
        rf"{_NOT_THIS}{_WITH}(?:(?:an?|one|another) )?(?:(?:quick|fast|rough|small|low-res|low res) ){{0,2}}"
        r"(?:draft|preview)(?: quality| version| export| video| copy)?(?: first)?",
    ),
    ("quality", "draft", rf"{_WITH}{_ONE}(?:low[- ]quality|low[- ]res(?:olution)?|540p){_KIND}"),
    (
        "quality",
        "draft",
        rf"{_HOW_ZH}(?:一个|一份|一版|个|份|版)?(?:快速)?(?:草稿|预览|小样|样片|低清|低画质){_KIND_ZH}",
    ),
    ("quality", "high", rf"{_WITH}{_ONE}(?:very )?(?:{_BEST})[- ]quality{_KIND}"),
    ("quality", "high", rf"{_WITH}{_ONE}(?:hq|high[- ]?def(?:inition)?){_KIND}"),
    ("quality", "high", rf"{_HOW_ZH}(?:最高|最好|高)(?:的)?(?:画质|质量|品质|清){_KIND_ZH}"),
    ("quality", "standard", rf"{_WITH}{_ONE}(?:standard|normal|regular)(?:[- ]quality)?{_KIND}"),
    ("quality", "standard", rf"{_HOW_ZH}标准(?:的)?(?:画质|质量|品质)?{_KIND_ZH}"),
    *(("codec", name, rf"{_WITH}{_ONE}(?:{said}){_KIND}") for name, said in _CODEC_NAMES.items()),
    *(("codec", name, rf"{_HOW_ZH}(?:{said}){_KIND_ZH}") for name, said in _CODEC_NAMES.items()),
    (
        "hardware",
        True,
        rf"(?:(?:with|using|by|on|via) )?(?:the |my )?(?:{_ENCODERS})"
        r"(?:[- ](?:encod(?:er|ing|ed)|accelerat(?:ion|ed)))?",
    ),
    ("hardware", True, r"(?:用|使用)(?:硬件|显卡|gpu)(?:编码器|编码|加速)?"),
    *(
        ("platform", name, rf"(?:for|to) (?:the )?(?:{_listed(said)})(?: format| version| video)?")
        for name, said in _PLATFORM_NAMES.items()
    ),
    *(
        (
            "platform",
            name,
            rf"(?:为|给|成|适合|用于)?(?:{_listed(said)})(?:平台)?(?:上)?(?:用)?{_KIND_ZH}",
        )
        for name, said in _PLATFORM_NAMES_ZH.items()
    ),
)
_OPTIONS: Sequence[tuple[str, Any, re.Pattern[str]]] = tuple(
    (kind, value, re.compile(rf"(?<![a-z0-9])(?:{said})(?![a-z0-9])")) for kind, value, said in _SAID
)
_VERB = re.compile(
    r"\b(?:export|render|download)(?:ing)?\b|\bsave (?:it|this|that|the (?:film|video|movie))\b"
    r"|导出|输出|渲染|出片|下载"
)
# "Give me a draft" may ask for a first cut, and "I want a high quality video" for a film: whoever hands over a file
# names its codec, or the film that is there.
_HANDING = re.compile(r"\b(?:give me|send me|get me|make me|i need|i want|can i have)\b|给我|发我")
_FILE = re.compile(r"\b(?:file|mp4|export|version|film|video|movie)\b|文件|版|视频|影片|成片")
_THE_FILM = re.compile(r"\bthe (?:film|video|movie|file)\b|成片")
_FILLERS = re.compile(
    r"\b(?:"
    + _listed(
        "a|an|the|it|this|that|my|me|us|film|video|movie|file|version|copy|final|finished|whole|as|to|in|at|for",
        "please|pls|now|then|and|but|so|ok|okay|can|could|would|will|you|we|i|let's|lets|just|first|too|also",
        "want|need|mp4|give|send|get|make me|make an|make the|save|export|render|download|exporting|rendering",
        "downloading|quickly",
        "with|one|more|time|again|thanks|finally|next",
    )
    + r")\b|(?:"
    + _listed(
        "导出|输出|渲染|出片|下载|给我|发我|帮我|请|麻烦|先|再|然后|现在|最后|一下|一个|一份|个|份|看看|看一下|试试",
        "试一下|快速|吧|啊|了|的|来|成|为|我|想|这个|这部|影片|视频|片子|成片|文件|版本|版|就|把|它|用|mp4",
    )
    + ")"
)
_REST = re.compile(r"[\s,.!?;:'’\"，。！？；：、~-]+")


def options_in(clauses: Sequence[str], *, passed: str = "", strict: bool = True) -> FoundOptions | None:
    """The options that the clauses of a message name; None where they name none, or two of a kind.

    A clause without a verb belongs to the export right before it: "export it, high quality".

    Args:
        clauses: the folded text of each, in order.
        passed: characters that may stand in any clause, as the placeholders of file names.
        strict: whether a clause may say nothing else; not so where it is known to ask for an export.
    """
    if not any(_VERB.search(text) or _HANDING.search(text) for text in clauses):
        return None
    found: dict[str, Any] = {}
    places: list[tuple[int, int, int]] = []
    exports, is_all = False, True
    for number, text in enumerate(clauses):
        taken = _taken(text)
        if taken is None:
            return None
        options, spans, rest = taken
        bare = _FILLERS.sub("", rest).translate(dict.fromkeys(map(ord, passed)))
        is_pure = not strict or not _REST.sub("", bare)
        exports = is_pure and (
            _VERB.search(rest) is not None or _hands(text, options) or bool(exports and options)
        )
        is_all = is_all and (exports or not _REST.sub("", text))
        if not exports:
            continue
        if any(found.get(kind, value) != value for kind, value in options.items()):
            return None
        found |= options
        places += [(number, start, end) for start, end in spans]
    if not found:
        return None
    return FoundOptions(options=ExportOptions.from_json(found), places=tuple(places), is_all=is_all)


def asks_to_export(text: str) -> bool:
    """Whether a clause has a word for exporting, as "give me an AV1 file" has not."""
    return _VERB.search(text) is not None


def _hands(text: str, options: Mapping[str, Any]) -> bool:
    if not options or not _HANDING.search(text):
        return False
    return _THE_FILM.search(text) is not None or ("codec" in options and _FILE.search(text) is not None)


def _taken(text: str) -> tuple[Mapping[str, Any], Sequence[tuple[int, int]], str] | None:
    """The options of a clause, where they stand, and what is left of it; None where it names two of a kind.

    The longest words for a value go first.
    """
    options: dict[str, Any] = {}
    spans: list[tuple[int, int]] = []
    matches = [
        (one.start(), one.end(), kind, value) for kind, value, said in _OPTIONS for one in said.finditer(text)
    ]
    reached = 0
    left = text
    for start, end, kind, value in sorted(matches, key=lambda one: (one[0], -one[1])):
        if start < reached:
            continue
        if options.get(kind, value) != value:
            return None
        options[kind] = value
        reached = end
        spans.append((start, end))
        left = f"{left[:start]}{' ' * (end - start)}{left[end:]}"
    return options, spans, left

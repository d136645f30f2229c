"""The segments of a first message: what tells of the film, what is a title, what else is wished, what is only told."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Unresolved
from nemovideo_mcp.language.film_music import starts_song
from nemovideo_mcp.language.film_sources import CLOSING, OPENING
from nemovideo_mcp.language.first_message.titles import headed, heads_quote, is_look
from nemovideo_mcp.language.readings import Refusal, Understanding
from nemovideo_mcp.language.rules.unavailable import names_feature
from nemovideo_mcp.language.segments import Segment
from nemovideo_mcp.language.text_dress import dresses
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "LIMIT",
    "OfOneClip",
    "Told",
    "Understand",
    "is_question",
    "sort_segments",
]

Understand = Callable[[str], Understanding]
"""What the rules say of a stretch of the message."""

_BESIDE = frozenset(
    (
        "add_text",
        "fade_film",
        "set_music_mix",
        "set_framing",
        "set_look",
        "set_beat_effects",
        "set_clip_sound",
        "add_captions",
        "remove_pauses",
    )
)
"""What a message may wish of a film beside the film itself, each in a segment of its own."""

_OTHER = re.compile(
    r"\b(?:captions?|captioned|subtitles?|credits|fonts?|fad(?:e|es|ed|ing)|mut(?:e|ed|ing)|silent|silence|louder|volume"
    r"|quiet(?:er)?|sounds?|audio(?! (?:file|track|recording)s?\b)"
    r"|voices?|zoom\w*|crop\w*|rotat\w+|flip\w*|mirror\w*|revers\w+|backwards?|sped|speed\w*"
    r"|slow[- ]?mo\w*|split\w*|freez\w+|loop\w*|repeat\w*|twice|double|filters?|colou?rs?|bright\w*|dark(?:er|en)\w*"
    r"|warm(?:er|th)|contrast|black|white|vintage|sepia|blur\w*|stickers?|emojis?|logos?|watermarks?|effects?|transitions?"
    r"|pauses?|silences|dead air|transcri\w+|ducking|duck (?:the |my |down )?(?:music|song|track|bgm)"
    r"|(?:when|while|whenever) (?:\w+ ){1,2}(?:talks?|speaks?|talking|speaking)|under (?:the )?(?:speech|dialogue)"
    r"|dissolv\w+|stabili\w+|(?<!in )(?<!in the )background(?! music)|bars|borders?|half|halves|generat\w+)\b"
    r"|字幕|淡入|淡出|渐黑|渐暗|渐隐|黑场|静音|消音|原声(?!音乐|吉他)|声音(?!乐)|音量|大声|小声|放大|缩小|裁|旋转|翻转|镜像"
    r"|倒放|慢动作|慢放|加速|减速|倍速|定格|循环|重复|滤镜|调色|调亮|调暗|暖色|冷色|黑白|黑边|模糊|贴纸|表情包|水印|特效"
    r"|停顿|气口|没人说话|说话的?时|讲话的?时|自动闪避|转录|听写|转场|背景(?!音乐|配乐|放|用|配|是|[a-z])|防抖|分屏|一半|生成"
)
"""Words of wishes that no slot of the film holds: such a segment is read by the rules of those."""

_AMOUNTS = ("range", "percent", "factor", "degrees", "texts", "file", "at")
_STRONG = (
    "combine", "on_beat", "off_beat", "uncut", "every_beat", "second_beat", "fourth_beat", "song_mine", "music_noun",
    "interleaved", "reverse_order", "at_most", "in_sequence", "keep_only", "opens", "closes",
)  # fmt: skip
"""Concepts of words that are said of a film."""
_FAMILIES = ("mood", "feeling", "ratio", "platform", "pace", "section")
_ROLES = (
    *_STRONG, "filler", "det", "sep", "first", "very_first", "last", "start", "end", "after", "before", "between",
    "only", "exclude", "except", "not", "unwanted", "remove", "all", "everything", "each", "other", "show_word",
    "have_music", "publish", "frame_word", "film_noun", "clip_noun", "photo_noun", "clip_plural", "footage", "lasts",
    "whole", "measure", "part_of", "order", "cut_word", "appears", "music_add", "music_bit", "it", "them", "insert",
    "move", "place:center", "music_picture", "without_music", "beat_word", "drop", "song_start", "music_comes", "talk",
    "enough", "trim_down",
)  # fmt: skip
"""Concepts of words that may stand beside those."""
_CHOOSING = (
    "first", "very_first", "last", "opens", "closes", "start", "end", "after", "before", "only", "keep_only", "exclude",
    "except", "not", "unwanted", "remove", "in_sequence", "show_word", "insert",
)  # fmt: skip
_MOST_STRANGE = 1
"""Words that mean nothing to a film in a segment that names media; with more of them it is told, and not wished."""

_FITS = (
    (
        "blur",
        re.compile(
            r"\bblurr?(?:ed|y|ing)?\b[^.;!?\n]{0,30}\b(?:background|backdrop|bars|edges|borders|sides)\b"
            r"|模糊[^，,。；;]{0,6}背景|背景[^，,。；;]{0,6}模糊"
        ),
    ),
    (
        "contain",
        re.compile(
            r"\bblack (?:bars|borders|edges)\b|\bletterbox\w*"
            r"|\b(?:don'?t|do not|no|without|not) crop\w*"
            r"|黑边|(?:别|不要|不用|不)(?:能)?裁|完整画面|画面(?:要)?完整"
        ),
    ),
)
"""How clips fit into a frame of another shape; the first that is said holds."""
_KEEPS_SOUND = re.compile(
    r"\b(?:only|just|keep\w*|with|leave) (?:\w+ ){0,2}(?:natural|original|own) (?:sounds?|audio)\b"
    r"|(?:保留|留着?|只要|只留|用)(?:视频|现场|素材)?的?(?:原声|现场声)(?!音乐|吉他)|(?:原声|现场声)(?:保留|留着?|不动)"
)
"""The clips' own sound is there without a word about it."""
_MUTES = re.compile(
    r"\b(?:mute|silence) (?:(?:all|of|the|my|these|those|every|each|original|uploaded) ){0,3}"
    r"(?:clips?|videos?|footage|everything|them|takes?|shots?|originals?)\b"
    r"|(?:所有|全部|每个|这些)?(?:的)?(?:素材|视频|片段|镜头)(?:都|全部?|一律)?(?:静音|消音)"
    r"|(?:静音|消音)(?:所有|全部)(?:的)?(?:素材|视频|片段|镜头)?"
)
"""The sound of all clips is to go."""
LIMIT = re.compile(
    r"\b(?:nothing|not|no|never) (?:more|longer) than\b|\b(?:max|maximum|at most|under|within|up to|tops|or less)\b"
    r"|不超过|别超过|最多|以内|之内"
)
"""Words for a length that is not to be exceeded."""
_TOO = re.compile(r"\btoo (?:much|long)\b|太长|太久")
_UNCUT = re.compile(
    r"\b(?:don'?t|do not|no|never|without) (?:trim|cut|shorten|chop|cutting|trimming|shortening)\b"
    r"|(?:别|不要|不用|不)(?:再)?(?:剪|裁|切)(?!辑|到|成)"
)


_NO_FILM = Words(
    "there is no film yet; say how it is to be made first, for example “combine the clips, 15 seconds”.",
    "还没有影片；请先说怎么做，例如“把素材拼起来，15秒”。",
)


class OfOneClip(Exception):
    """The words from `start` to `end` of a message wish for something of a clip that no film shows yet."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start, end)
        self.start, self.end = start, end


@dataclass(kw_only=True)
class Told:
    """What the segments of a message are: words for the film, the words of each title, and what else is wished."""

    film: list[Token] = field(default_factory=list[Token])
    segments: int = 0
    titles: list[tuple[str, list[Token]]] = field(default_factory=list[tuple[str, list[Token]]])
    beside: list[Operation] = field(default_factory=list[Operation])
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    uncut: bool = False
    fit: str | None = None


def sort_segments(segments: Sequence[Segment], message: str, understand: Understand) -> Told | None:
    """What each of the segments is; None where one wishes for something that is not understood.

    Raises `Unresolved` where one clip of the film is meant that is not there yet, and `OfOneClip` where a segment by
    itself wishes for something of one.
    """
    told = Told()
    taken = 0
    story = pointed = False
    head: list[Token] = []
    looks: list[Token] = []
    for n, segment in enumerate(segments):
        start, end = segment[0].start, segment[-1].end
        if start < taken:
            continue
        words = message[start:end]
        quote = next((t for t in segment if t.kind == "quote"), None)
        if _asks(segment, message):
            continue
        if quote is not None and _SPOKEN.search(words):
            return None
        if quote is not None:
            lead, beside = _parted_title(segment)
            named = beside[0] is quote and any(t.has("music_noun") for t in lead)
            if named or _names_media(beside):
                # "“Hi” over the parrot" has a place that the rules know; "背景音乐我要《晴天》" names a song.
                return None
            told.titles.append((str(quote.value), [*head, *(t for t in beside if t is not quote)]))
            told.film += lead
            told.segments += bool(lead)
            head = []
            continue
        if heads_quote(segment, message):
            head = list(segment)
            continue
        if (title := headed(segment, message)) is not None:
            told.titles.append((title[0], list(segment)))
            taken = title[1]
            continue
        if any(t.kind == "color" for t in segment) and not any(t.kind == "clips" for t in segment):
            looks += [t for t in segment if t.kind == "color"]
            segment = tuple(t for t in segment if t.kind != "color")
            if not segment:
                continue
        if told.titles and n and is_look(segment):
            told.titles[-1][1].extend(segment)
            continue
        for fit, said in _FITS:
            for match in said.finditer(words.lower()):
                told.fit = "blur" if "blur" in (fit, told.fit) else fit
                segment = _without(segment, start, match)
        for match in _KEEPS_SOUND.finditer(words.lower()):
            segment = _without(segment, start, match)
        if (match := _MUTES.search(words.lower())) is not None:
            told.beside.append(SetClipSound(clips=("all",), mute=True))
            segment = _without(segment, start, match)
        if not segment:
            continue
        if _UNCUT.search(words.lower()) and not _names_media(segment):
            told.uncut = True
            continue
        if _TOO.search(words.lower()) and _is_timed(segment):
            continue
        if _wishes_more(segment, message) and not starts_song(segment):
            meant = understand(words)
            if not _is_beside(meant, segment):
                if _is_story(segment) and not meant.refusals and not names_feature(words.lower()):
                    continue
                if meant.refusals and _names_media(segment):
                    raise OfOneClip(start, end)
                return None
            told.beside += meant.operations
            told.refusals += meant.refusals
            continue
        last = segments[n - 1] if n and not story else None
        if _names_unknown(segment, last, message):
            return None
        listed = any(t.kind == "clips" for t in segment) and _follows_then(segment, message)
        story = (_is_story(segment) and not listed) or (story and _goes_on(segment, message))
        pointed |= story and any(t.kind == "clips" and t.value.numbers for t in segment)
        if not story:
            told.film += segment
            told.segments += 1
    if pointed and any(t.kind == "clips" and t.value.pronoun in ("it", "it_clip") for t in told.film):
        # "The second clip drags, keep it to two seconds": one clip of a film that is not there.
        raise Unresolved(_NO_FILM)
    for _, words in told.titles:
        words.extend(looks)
    return None if head or (looks and not told.titles) else told


def _names_media(segment: Segment) -> bool:
    return any(t.kind in ("clips", "name") and t.value.media for t in segment)


def _is_timed(segment: Segment) -> bool:
    return any(t.kind == "duration" for t in segment)


def _parted_title(segment: Segment) -> tuple[Segment, Segment]:
    """The words of a film before those of its title ("a lofi montage with the title “Hi”"), and the others."""
    at = next(n for n, t in enumerate(segment) if t.kind == "quote" or (t.kind == "word" and t.has(*_TITLE)))
    while at and dresses(segment[at - 1]):
        # "with a handwritten title"
        at -= 1
    lead = segment[:at]
    tells = any(
        t.kind in ("clips", "name", "ratio", "size")
        or (t.kind == "word" and (t.has(*_MAKING) or any(t.detail(family) for family in _FAMILIES)))
        for t in lead
    )
    return (lead, segment[at:]) if tells else ((), segment)


_MAKING = ("combine", "on_beat", "off_beat", "every_beat", "song_mine", "music_noun", "at_most")
_TITLE = ("text_title", "text_noun", "text_word", "text_says")


def _without(segment: Segment, start: int, match: re.Match[str]) -> Segment:
    """The words beside those of a match, which begins at `start` of the message; a shape of clips is not the film's."""
    first, last = start + match.start(), start + match.end()
    clips = [t.start for t in segment if t.kind == "clips" or t.has("clip_noun", "clip_plural")]
    return tuple(
        t
        for t in segment
        if (t.end <= first or t.start >= last) and not (t.detail("ratio") and t.end + 1 in clips)
    )


def _is_beside(meant: Understanding, segment: Segment) -> bool:
    """Whether a segment wishes for something that stands beside the film, or for what there is not."""
    if meant.unknown or any(o.name not in _BESIDE for o in meant.operations):
        return False
    media = any(t.kind in ("clips", "name") for t in segment)
    told = all(r.say is not None or names_feature(r.words.lower()) for r in meant.refusals)
    return not meant.refusals or (told and not media)


def _goes_on(segment: Segment, message: str) -> bool:
    """Whether a segment names another thing of what was told: the "and the bird" of "I love the sea and the bird"."""
    named = all(t.kind == "clips" or (t.kind == "word" and t.has("filler", "det")) for t in segment)
    return named and message[: segment[0].start].rstrip().lower().endswith(_AND)


def _names_unknown(segment: Segment, last: Segment | None, message: str) -> bool:
    """Whether a segment goes on with a list of media by a name that means none: "then the sea guy", "先滑浪"."""
    said = [t for t in segment if not (t.kind == "word" and t.has("filler", "det"))]
    if not said or any(t.kind != "word" or any(t.detail(family) for family in _FAMILIES) for t in said):
        return False
    strange = [t for t in said if not t.concepts]
    before = message[: segment[0].start].rstrip().lower()
    goes_on = _follows_then(segment, message)
    listed = (
        last is not None and last[-1].kind == "clips" and before.endswith(_AND) and not segment[0].concepts
    )
    chosen = said[0].has("in_sequence", "opens", "closes", "only", "keep_only")
    return bool(strange) and len(said) <= _LONGEST_NAME and (listed or goes_on or chosen)


def _follows_then(segment: Segment, message: str) -> bool:
    """Whether a segment is the next one of a list: "then the parrot", "然后是鹦鹉"."""
    return message[: segment[0].start].rstrip().lower().endswith(_THEN)


_THEN = ("then", "再", "然后", "接着", "跟住", "之后")
_AND = ("and", "&", "和", "跟", "与", "、")
_LONGEST_NAME = 4


def _wishes_more(segment: Segment, message: str) -> bool:
    """Whether a segment has words that no slot of the film holds."""
    start = segment[0].start
    plain = [" "] * (segment[-1].end - start)
    for t in segment:
        slot = t.kind == "word" and any(t.detail(family) for family in _FAMILIES)
        if not (slot or t.kind in ("duration", "name")):
            plain[t.start - start : t.end - start] = message[t.start : t.end]
    words = "".join(plain).lower()
    return (
        bool(_OTHER.search(words))
        or names_feature(words)
        or any(t.kind in _AMOUNTS and t.value != 1 for t in segment)
    )


def is_question(message: str) -> bool:
    """Whether a message is one question, and asks for no film."""
    said = message.strip().lower()
    if _SENTENCE_END.search(said.rstrip(".!?。！？~～")):
        return False
    asks = said.endswith(("?", "？", "吗")) or _ASKS.search(said) is not None
    return asks and not (_POLITE.search(said) and not _ASKED.search(said))


def _asks(segment: Segment, message: str) -> bool:
    """Whether a segment is part of a question that asks for no film."""
    ends = [m.end() for m in _SENTENCE_END.finditer(message, 0, segment[0].start)]
    words = message[ends[-1] if ends else 0 : segment[-1].end].lower()
    goes_on = _SENTENCE_END.search(message, segment[-1].end)
    whole = message[goes_on.start()] if goes_on else message.rstrip()[-1:]
    asked = (
        _ASKS.search(words)
        or (whole in ("?", "？") and _ASKED.search(words))
        or message[segment[-1].end : segment[-1].end + 1] in ("?", "？")
    )
    return bool(asked) and (not _POLITE.search(words) or _ASKED.search(words) is not None)


_SENTENCE_END = re.compile(r"[.!?](?=\s)|[。！？\n]")
_ASKED = re.compile(r"^\s*(?:what(?:'?s)?|which|how|why|when|who|where)\b")
_ASKS = re.compile(
    r"吗$|有没有|是不是|为什么|多少钱|哪个|怎么(?:收费|用)"
    r"|^\s*(?:why|how|what|which|when|where|who) (?:did|do|does|is|are|was|much|many|kind)"
)
_POLITE = re.compile(
    r"\b(?:can|could|would|will|may) (?:you|u|we|i)\b|\bcan't you\b|\bmind\b|\bpossible\b"
    r"|可以|能不能|能否|可不可以|麻烦|帮|能"
)
_SPOKEN = re.compile(r"\b(?:read out|say out|narrat\w+|voice)\b|念|朗读|旁白|配音")


def _is_story(segment: Segment) -> bool:
    """Whether a segment only tells something: several of its words mean nothing to a film, and none means a lot."""
    if any(
        t.has(*_STRONG) or any(t.detail(family) for family in _FAMILIES) for t in segment if t.kind == "word"
    ):
        return False
    if any(t.kind in ("name", "ratio", "size", "bpm") for t in segment):
        return False
    strange = sum(t.kind == "word" and not t.has(*_ROLES) for t in segment)
    if _is_timed(segment) and LIMIT.search(" ".join(t.text for t in segment)):
        return False
    said = [t for t in segment if not (t.kind == "word" and t.has("filler", "det"))]
    if said and said[0].kind == "duration":
        return False
    timed = any(t.kind in ("duration", "clock") for t in segment)
    named = any(t.kind == "clips" for t in segment)
    order = any(OPENING.search(t.text) or CLOSING.search(t.text) for t in segment)
    wished = order or any(
        t.kind in ("word", "ordinal") and (t.kind == "ordinal" or t.has(*_CHOOSING)) for t in segment
    )
    return strange > (_MOST_STRANGE if wished or not named else 0) if named or timed else strange > 0

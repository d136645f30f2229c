"""A message to operations: read once, clause by clause, every word accounted for, or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Literal

from pydantic import ValidationError

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.asides import announces, without_asides, without_purpose
from nemovideo_mcp.language.clauses import (
    ALTOGETHER,
    Clause,
    Segment,
    Unresolved,
    corrects,
    leaves_out,
    segments_of,
    sums_up,
)
from nemovideo_mcp.language.complaints import complains
from nemovideo_mcp.language.corrections import (
    adds,
    amended,
    contrast,
    denied,
    denies,
    is_named,
    is_of_kind,
    is_same,
    revises,
    takes_back,
)
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.language.ellipsis import is_joined, is_repeated, object_of, with_object, worded
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.normalize import fold
from nemovideo_mcp.language.pieces import PROPOSES, begins, partings, plain_start
from nemovideo_mcp.language.pointed import pointed
from nemovideo_mcp.language.readings import Reading, Refusal, Rule, Understanding, Undo, out_of_range
from nemovideo_mcp.language.reflected import contradict, is_reflected
from nemovideo_mcp.language.remarks import changes_clips, is_idle, is_remark, named_clips
from nemovideo_mcp.language.rules import LEXICON, OWN, RULES
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.tokens import Token, prepare
from nemovideo_mcp.language.turn import Text, Turn

__all__ = ["LONGEST", "understand"]

LONGEST = 4000
_MOST_SEGMENTS = 60
_WINDOW = 6
_MOST_TOKENS = 80
_MOST_PIECES = 24
_PENDING = 60
_SHORT = 24
"""Characters of a message that may be no more than what the last one lacked."""


def understand(message: str, scene: Scene) -> Understanding:
    """What `message` asks for.

    Args:
        message: the user's words, in English, Chinese or both.
        scene: the project as it stands, with the focus that the last turn left.

    Returns:
        Operations in the order of the words, refusals with the nearest that works, and words that were not understood.
    """
    meant = _understood(message, scene)
    return replace(meant, focus=replace(meant.focus, run=_run(meant, scene.focus)))


def _run(meant: Understanding, focus: Focus) -> int:
    """How many messages in a row have set the same of the same thing, with the last one."""
    if not meant.operations:
        return max(0, focus.run - meant.step.steps) if isinstance(meant.step, Undo) else focus.run
    last = focus.operation
    again = last is not None and all(
        is_of_kind(one, last) and clip_ids(one) == clip_ids(last) for one in meant.operations
    )
    return focus.run + (meant.step is None) if again else 1


def _understood(message: str, scene: Scene) -> Understanding:
    language = "zh" if language_of(message, otherwise=scene.language or "en") == "zh" else "en"
    if len(message) > LONGEST:
        because = Words(
            f"the message is longer than {LONGEST} characters; please send it in parts.",
            f"消息超过 {LONGEST} 个字符，请分几次发送。",
        )
        refused = Refusal(words=message[:80], because=because)
        return Understanding(refusals=(refused,), language=language, focus=scene.focus)
    if (
        _ASKED_FOR_ADVICE.search(message.strip())
        or _ONLY_ASKS.search(message)
        or _LEFT_AS_IT_IS.search(message)
    ):
        return Understanding(talk=True, language=language, focus=scene.focus)
    if _EITHER.search(message):
        return _refused_whole(message, _WHICH_OF_TWO, scene, language)
    if _GRADUAL.search(message):
        return _refused_whole(message, _NO_RAMP, scene, language)
    message = amended(message)
    text = Text(prepared=prepare(message, scene, LEXICON), scene=scene)
    tokens = text.tokens(LEXICON)
    segments = _to_the_point(segments_of(tokens)[:_MOST_SEGMENTS], message)
    if (meant := _object_of_pending(tokens, scene)) is not None:
        return meant
    if (instead := _contrasted(message, scene)) is not None:
        return instead
    if scene.focus.before is not None and segments and takes_back(segments):
        before = replace(scene, timeline=scene.focus.before, focus=replace(scene.focus, before=None))
        meant = understand(message, before)
        if (instead := _in_its_place(meant, scene, firmly="mean" in segments[0][0].text)) is not None:
            return instead
    turn = Turn(focus=scene.focus, last_ids=dict(scene.last_ids))
    at = 0
    while at < len(segments):
        at = _read_some(segments, at, turn, text)
    short = len(message) <= _SHORT and (bool(turn.refusals) or _DIRECTION.search(message) is not None)
    if (turn.unknown or short) and not (turn.operations or turn.step or turn.wants_export):
        elliptic = (
            _other_object(segments, message, scene)
            or _rest_of_pending(message, scene)
            or _rest_of_last(tokens, message, scene)
        )
        if elliptic is not None:
            return elliptic
    turn.blocked |= bool(turn.remark)
    turn.wants_export &= not _NO_EXPORT.search(text.prepared.folded.text)
    if not (turn.operations or turn.step or turn.wants_export):
        turn.unknown += turn.opinions
    turn.talk |= not (turn.unknown or turn.wants_export)
    turn.blocked |= turn.step is not None and bool(turn.refusals)
    turn.hold_kept(scene)
    silenced = ("remove_clips", "set_clip_sound") if message.isascii() else ("remove_clips",)
    if _KEEPS_SOUND.search(message) and any(o.name in silenced for o in turn.operations):
        return _refused_whole(message, _NO_SOUND_ALONE, scene, language)
    if contradict(turn.operations):
        return _refused_whole(message, _CONTRADICTING, scene, language)
    if any(o.name in _LENGTHS for o in turn.operations) and _SAME_LENGTH.search(text.prepared.folded.text):
        return _refused_whole(message, _NOT_BOTH, scene, language)
    if turn.blocked and (turn.operations or turn.step):
        return _nothing_done(message, turn, scene, language)
    if turn.operations:
        together = turn.all_spoken(turn.focus, scene.focus)
        turn.focus = replace(
            turn.focus,
            before=scene.timeline,
            beside=tuple(turn.operations[:-1]),
            together=together.clips or together.texts,
        )
    elif turn.step is None:
        turn.focus = replace(turn.focus, before=scene.focus.before, beside=scene.focus.beside)
    else:
        turn.focus = replace(turn.focus, said="", before=None, beside=(), undone=isinstance(turn.step, Undo))
    nothing = not (turn.operations or turn.step or turn.talk)
    if nothing and turn.focus.pending and len(segments) > 1 and len(message) <= _PENDING:
        turn.focus = replace(turn.focus, pending=message)
    return Understanding(
        operations=tuple(turn.operations),
        wishes=tuple(turn.wishes),
        refusals=tuple(turn.refusals),
        unknown=tuple(turn.unknown),
        step=turn.step,
        wants_export=turn.wants_export,
        talk=turn.talk and not turn.operations and not turn.refusals and not turn.step,
        language=language,
        focus=turn.focus,
    )


def _to_the_point(segments: tuple[Segment, ...], message: str) -> tuple[Segment, ...]:
    """The segments without those at the start that only say that a wish comes: "one last thing", "还有个小问题"."""
    start = 0
    while start < len(segments) - 1 and announces(
        message[segments[start][0].start : segments[start][-1].end]
    ):
        start += 1
    return segments[start:]


_CANCELLED = frozenset(
    {
        "算了",
        "还是算了",
        "算了吧",
        "还是算了吧",
        "开玩笑的",
        "开玩笑",
        "当我没说",
        "never mind",
        "nevermind",
        "nvm",
        "forget it",
        "just kidding",
        "jk",
    }
)
_DIRECTION = re.compile(r"\b(?:in|out)\b", re.IGNORECASE)
_NO_EXPORT = re.compile(
    r"(?:别|不要|先不|不用|暂不|先别|不)(?:急着?|着急)?导出|\b(?:don'?t|do not|not) (?:export|render)\b"
)
_ASKED_FOR_ADVICE = re.compile(
    r"^(?:(?:hm+|so|ok|okay|well|and|but)[, ]+)*would (?:it|that|this) (?:be|look|work|feel|sound) (?:any )?"
    r"(?:better|nicer|good|ok|okay|odd|weird|strange|too \w+)\b[^?]{0,80}\?$",
    re.IGNORECASE,
)
_ONLY_ASKS = re.compile(
    r"只是问问|就是?问问|只是问一?下|随便问问|问问而已|只是好奇|\b(?:just|only) (?:asking|curious)\b",
    re.IGNORECASE,
)
_LEFT_AS_IT_IS = re.compile(
    r"(?:n't like|hate|dislike|boring|ugly|not my favou?rite|not a fan|不喜欢|不好听|难听|不好看|难看|讨厌|一般)"
    r"[^.!?。！？]{0,40}"
    r"(?:\bbut|\bthough|但是?|不过|可是?)[ ,，]*(?:just |please )?(?:(?:leave|keep) (?:it|them|that)\b[^,.]{0,12}"
    r"|(?:先|暂时|还是)?(?:别|不要|不用)(?:换|动|改|删|管)(?:了|它|先|吧)?)[ .!。！~]*$",
    re.IGNORECASE,
)
"""What is not liked, and is to stay."""
_EITHER = re.compile(
    r"要么.{1,60}要么|吗[？?，, ]*还是(?=.*[？?]|.{2})|或者是?.{1,30}也行|\beither\b.{1,60}\bor\b",
    re.IGNORECASE,
)
_GRADUAL = re.compile(r"\b(\w+er) and \1\b|\bmore and more\b|越来越[快慢长短大小响]", re.IGNORECASE)
_KEEPS_SOUND = re.compile(
    r"\b(?:remove|delete|cut|drop|lose)\b[^.;]*\b(?:but|and) (?:keep|leave|retain) (?:its|the|their) "
    r"(?:own |original )?(?:sound|audio|voice)"
    r"|(?:保留|留着?|留下)(?:它|他|她)?的?(?:声音|原声)|(?:声音|原声)(?:保留|留着?|留下)",
    re.IGNORECASE,
)
_NO_SOUND_ALONE = Words(
    "the sound of a clip cannot stay without its picture, so nothing was done.",
    "片段的声音不能脱离画面单独保留，因此没有执行。",
)
_NO_RAMP = Words(
    "a change that grows over time is not part of this release; please say one value for each clip.",
    "这一版不支持逐渐变化，请为每个片段说明一个数值。",
)
_WHICH_OF_TWO = Words(
    "the message leaves a choice, so nothing was done; please say which of the two.",
    "消息里给了两种选择，因此没有执行；请说明要哪一种。",
)
_SAME_LENGTH = re.compile(
    r"(?:^|[，,。；; ]|但|而|并且?|总|整体|影片|片子|视频|全片|成片)[的要得总时共]*(?:长度?|时长|时间)[要得都也还]*"
    r"(?:不变|不动|别变|别动|不要[变动]|保持(?:不变|原样|一样)?|照旧|和原来一样)(?:$|[，,。；;!！吧哈啊])"
)
_LENGTHS = frozenset(
    (
        "add_clips",
        "duplicate_clips",
        "freeze_frame",
        "remove_clips",
        "set_clip_length",
        "set_speed",
        "trim_clip",
    )
)
_NOT_BOTH = Words(
    "this changes a length that is to stay as it is, so nothing was done; please say which of the two holds.",
    "这样做会改变要求保持的时长，因此没有执行；请说明以哪个为准。",
)
_CONTRADICTING = Words(
    "two wishes of the message set the same thing differently, so nothing was done; please say which one holds.",
    "消息里有两处对同一项提出了不同要求，因此没有执行；请说明以哪个为准。",
)


def _refused_whole(
    message: str, because: Words, scene: Scene, language: Literal["en", "zh"]
) -> Understanding:
    refused = Refusal(words=message[:80], because=because)
    return Understanding(refusals=(refused,), language=language, focus=scene.focus)


def _nothing_done(message: str, turn: Turn, scene: Scene, language: Literal["en", "zh"]) -> Understanding:
    """A message of which a wish was not understood: half of it done would be something that nobody asked for."""
    unclear = turn.unknown or [refusal.words for refusal in turn.refusals] or [message[:80]]
    missed = "”, “".join(unclear)
    because = Words(
        f"“{missed}” was not understood, so nothing of the message was done; please say it in other words, or send the "
        "rest alone.",
        f"没有看懂“{missed}”，因此整条消息都没有执行；请换个说法，或只发送其余部分。",
    )
    rest = turn.operations[0] if len(turn.operations) == 1 and turn.step is None else None
    return Understanding(
        refusals=(*turn.refusals, Refusal(words=unclear[0], because=because, nearest=rest)),
        unknown=tuple(turn.unknown),
        language=language,
        focus=replace(scene.focus, pending=turn.focus.pending),
    )


def _in_its_place(meant: Understanding, scene: Scene, *, firmly: bool) -> Understanding | None:
    """A message that corrects the last one: the film as it was before, with what is wished in its place.

    Args:
        meant: the message as it was understood of the film before the last edit.
        scene: the project as it stands.
        firmly: whether it says that something else was meant, of whatever kind.
    """
    last = scene.focus.operation
    if last is None or scene.focus.before is None or len(meant.wishes) != 1 or meant.step is not None:
        return None
    if meant.refusals or meant.unknown:
        return None
    if not firmly and not all(is_of_kind(o, last) for o in meant.operations):
        return None
    if meant.operations == (last,):
        # "Nah, the previous song was better"
        return None
    if not firmly and _narrows(meant.operations[0], last, scene):
        # "Just for the parrot use black bars instead" behind what was done to all clips
        return None
    return _placed(meant, scene)


def _narrows(operation: Operation, last: Operation, scene: Scene) -> bool:
    """Whether `operation` is said of some of the clips that the last one changed, so that the others keep it."""
    every = {clip.clip_id for clip in scene.clips}
    was = every if clip_ids(last) == ("all",) else set(clip_ids(last))
    now = every if clip_ids(operation) == ("all",) else set(clip_ids(operation))
    return bool(now) and now < was


def _placed(meant: Understanding, scene: Scene) -> Understanding:
    """What is `meant`, in place of the last wish."""
    focus = replace(meant.focus, before=scene.focus.before, beside=scene.focus.beside)
    beside = tuple((operation,) for operation in scene.focus.beside)
    return replace(
        meant,
        operations=(*scene.focus.beside, *meant.operations),
        wishes=(*beside, *meant.wishes),
        step=Undo(),
        focus=focus,
    )


def _object_of_pending(tokens: Sequence[Token], scene: Scene) -> Understanding | None:
    """The clause that was refused for want of an object, where the message only names one ("the parrot I mean")."""
    named = [t for t in tokens if t.kind == "clips" and not t.value.pronoun]
    others = [t for t in tokens if t.kind != "clips" and not t.has("filler", "sep", "det", "correction")]
    pending = scene.focus.pending
    if not pending or len(named) != 1 or others or not named[0].value.ids:
        return None
    focus = Focus(clips=named[0].value.ids)
    said = Text(prepared=prepare(pending, scene, LEXICON), scene=scene).tokens(LEXICON)
    missing = [t for t in said if t.kind == "clips" and t.value.wrong is not None]
    if len(missing) == 1:
        # "第七段剪成2秒" – "打错了是第二段"
        pending = pending[: missing[0].start] + " ".join(focus.clips) + pending[missing[0].end :]
    meant = understand(pending, replace(scene, focus=focus))
    return meant if meant.operations and not meant.refusals and not meant.unknown else None


def _contrasted(message: str, scene: Scene) -> Understanding | None:
    """ "不是开头，是结尾": the last wish with one word in place of another."""
    said, film = fold(scene.focus.said).text, scene.focus.before
    pair = contrast(fold(message).text) if film is not None and said else None
    if pair is None or film is None or said.count(pair[0]) != 1:
        return None
    focus = replace(scene.focus, before=None, pending="", said="", operation=None)
    found = understand(said.replace(*pair), replace(scene, timeline=film, focus=focus))
    if not found.operations or found.refusals or found.unknown or found.step:
        return None
    return _placed(found, scene)


def _other_object(segments: Sequence[Segment], message: str, scene: Scene) -> Understanding | None:
    """The last wish, said of what the message names: "音乐也一样", "我是说音乐", "不是音乐，是视频声音"."""
    focus = scene.focus
    said = focus.pending or focus.said
    meant = [s for s in segments if not (len(segments) > 1 and (denies(s[0]) or all(map(corrects, s))))]
    denied_first = denies(segments[0][0])
    if not said or len(meant) != 1:
        return None
    if not (focus.pending or denied_first or is_repeated(meant[0]) or is_joined(message)):
        return None
    instead = not focus.pending and denied_first
    film = focus.before if instead and focus.before is not None else scene.timeline
    then = replace(scene, timeline=film, focus=replace(focus, before=None, pending="", said=""))
    name = object_of(meant[0])
    tokens = Text(prepared=prepare(said, then, LEXICON), scene=then).tokens(LEXICON)
    words = with_object(said, tokens, name) if name else None
    found = understand(words, then) if words else None
    if found is None or not found.operations or found.refusals or found.unknown or found.step:
        return None
    return _placed(found, scene) if instead and focus.before is not None else found


def _rest_of_pending(message: str, scene: Scene) -> Understanding | None:
    """ "10秒左右" behind "片子太长了", which was refused for want of a length."""
    if not scene.focus.pending or len(message) > _SHORT:
        return None
    joint = "，" if language_of(scene.focus.pending) == "zh" else ", "
    then = replace(scene, focus=replace(scene.focus, pending="", before=None, said=""))
    found = understand(f"{scene.focus.pending}{joint}{message}", then)
    return found if found.operations and not (found.refusals or found.unknown or found.step) else None


def _rest_of_last(tokens: Sequence[Token], message: str, scene: Scene) -> Understanding | None:
    """ "And out over four" behind "fade the music in": the last wish with other words, said of the same thing."""
    last = scene.focus.operation
    named = any(t.kind in ("clips", "texts") and not t.value.pronoun for t in tokens)
    if (
        last is None
        or named
        or any(t.has("not", "condition") for t in tokens)
        or message.rstrip().endswith("?")
    ):
        return None
    then = replace(scene, focus=replace(scene.focus, operation=None, before=None, pending="", said=""))
    for words in worded(message, last, scene.focus):
        found = understand(words, then)
        if found.refusals or found.unknown or found.step or len(found.wishes) != 1:
            continue
        if all(type(one) is type(last) for one in found.operations):
            return replace(found, focus=replace(found.focus, before=scene.timeline))
    return None


def _read_some(segments: Sequence[Segment], at: int, turn: Turn, text: Text) -> int:
    """Reads the longest run of segments from `at` on that one rule understands whole; returns where it ends."""
    continued = at > 0
    first: Clause | None = None
    marks = [
        n
        for n in range(at + 1, len(segments))
        if corrects(segments[n][0])
        or segments[n][0].has("reason")
        or _cancels(segments[n], text)
        or is_idle(segments[n])
        or is_idle(segments[n - 1])
    ]
    if turn.wishes and _cancels(segments[at], text):
        turn.drop_last()
        return at + 1
    firmly = corrects(segments[at][0]) or (at > 0 and all(map(corrects, segments[at - 1])))
    mildly = revises(segments[at][0]) or (at > 0 and all(map(revises, segments[at - 1])))
    correcting = firmly or (mildly and not adds(segments[at]))
    last = min(at + _WINDOW, len(segments), *marks)
    for end in range(last, at, -1):
        tokens = without_asides([token for segment in segments[at:end] for token in segment])
        if len(tokens) > _MOST_TOKENS and end - at > 1:
            continue
        spaced = sum(_is_spaced(text, segments[n - 1], segments[n]) for n in range(at + 1, end))
        clause = _clause_of(
            tokens, turn, text, continued=continued, segments=end - at - spaced, correcting=correcting
        )
        first = clause
        if not clause.rest():
            if end - at == 1:
                return end
            continue
        back = _taken_back(clause, text) if end - at == 1 else None
        reading = back or _read_behind(clause, turn, text, alone=end - at == 1)
        if (reading is None or reading.refusals) and (plain := without_purpose(tokens)) is not None:
            wish = _clause_of(
                plain, turn, text, continued=continued, segments=end - at - spaced, correcting=correcting
            )
            if not wish.rest():
                return end
            if (meant := _read_behind(wish, turn, text, alone=False)) is not None and meant.means_something:
                clause, reading = wish, meant
        if reading is not None and reading.talk and not reading.operations and spaced:
            # What stays as it is, or is asked, says nothing of the words beside it.
            continue
        if (
            reading is not None
            and end - at > 1
            and (
                _swallows(reading, segments[at:end], turn, text)
                or _loses(reading, segments[at:end], turn, text)
            )
        ):
            continue
        if reading is not None:
            # "Since it's for tiktok make it vertical": the wish runs on behind the reason.
            apart = reading.remark and not continued and clause.has("reason")
            if (reading.means_something and not apart) or not _read_pieces(segments[at], turn, text):
                turn.add(reading, clause, mildly=mildly and not firmly)
            return end
    if first is not None and not (
        _read_pieces(segments[at], turn, text)
        or _read_counted(segments[at], turn, text)
        or _read_object(first, turn, text)
    ):
        turn.skip(first)
    return at + 1


def _loses(reading: Reading, segments: Sequence[Segment], turn: Turn, text: Text) -> bool:
    """Whether what segments mean together leaves out what one of them asks for by itself.

    "删掉第一段，第一段静音" is no way to say that clip 1 is silent. Words that sum up ("都是黄色") are said of all that
    stands before them, not only of the last of it.
    """
    if reading.step is not None or not (reading.operations or reading.talk):
        return False
    apart = [segment for segment in segments[1:] if leaves_out(segment) and text.scene.clips]
    again = turn.focus.operation is not None and not turn.wishes and is_repeated(segments[0])
    if len(segments) > 1 and again and object_of(segments[0]):
        # "冲浪也是，再静音": the last wish once more, and another
        return True
    repeated = any(is_repeated(s) and object_of(s) and not corrects(s[0]) for s in segments[1:])
    summed = bool(apart) or repeated or any(map(sums_up, segments[1:]))
    kinds = {operation.name for operation in reading.operations}
    clips = {i for operation in reading.operations for i in clip_ids(operation)}
    if any(clips & set(token.value.ids) for segment in apart for token in segment if token.kind == "clips"):
        return True
    for n, segment in enumerate(segments):
        named = any(_is_thing(token) for token in segment) or (summed and n == 0)
        if not named or all(t.text.isascii() for t in segment) or leaves_out(segment):
            continue
        clause = _clause_of(without_asides(segment), turn, text, continued=bool(turn.operations) or n > 0)
        alone = None if complains(clause) else _read(clause, text, alone=False)
        if alone is None or not alone.operations:
            continue
        asked = {o.name for o in alone.operations}
        if (summed and not sums_up(segment)) or not (kinds & asked or kinds | asked <= _TEXTS):
            return True
        if clips and "all" not in clips and not clips >= {i for o in alone.operations for i in clip_ids(o)}:
            return True
    return False


_TEXTS = frozenset(("add_text", "change_text"))


def _is_thing(token: Token) -> bool:
    named = token.kind in ("clips", "texts") and not token.value.pronoun
    return named or token.kind == "quote" or (token.kind == "word" and token.has("music_noun"))


def _read_object(clause: Clause, turn: Turn, text: Text) -> bool:
    """Reads "and the music" behind "remove the title": the wish right before, said of another thing."""
    said, name = turn.focus.said, object_of(clause.tokens)
    if not turn.wishes or turn.unknown or turn.refusals or clause.correcting or not said or name is None:
        return False
    tokens = Text(prepared=prepare(said, text.scene, LEXICON), scene=text.scene).tokens(LEXICON)
    words = with_object(said, tokens, name)
    meant = understand(words, replace(text.scene, focus=Focus())) if words else None
    if meant is None or not meant.operations or meant.refusals or meant.unknown or meant.step:
        turn.blocked = True
        return False
    turn.add(Reading(operations=meant.operations), clause)
    turn.focus = replace(turn.focus, said=said)
    return True


_PLACED = ("add_text", "add_clips", "fade_film", "move_clips", "freeze_frame")


def _read_counted(segment: Segment, turn: Turn, text: Text) -> bool:
    """Reads "最后整个片子调成竖的", where "最后" counts wishes; what has a place may be meant to be last."""
    tokens = tuple(plain_start(segment))
    if len(tokens) == len(segment) or not tokens or not (turn.operations or segment[0].text in PROPOSES):
        return False
    done = len(turn.operations)
    after = turn.copy()
    found = _with_piece(tokens, after, text) or _in_pieces(tokens, after, text, [_MOST_PIECES])
    placed = turn.operations and any(o.name in _PLACED for o in (found.operations[done:] if found else ()))
    if found is None or placed:
        return False
    _become(turn, found)
    return True


def _become(turn: Turn, other: Turn) -> None:
    for one in fields(other):
        setattr(turn, one.name, getattr(other, one.name))


def _cancels(segment: Segment, text: Text) -> bool:
    """ "…算了": the wish before these words is not meant."""
    said = text.prepared.message[segment[0].start : segment[-1].end]
    return said.strip(" .!。！…~").lower() in _CANCELLED


def _is_spaced(text: Text, before: Segment, after: Segment) -> bool:
    """Whether only a space parts two segments, so that they may as well be one."""
    return text.prepared.message[before[-1].end : after[0].start].isspace()


def _taken_back(clause: Clause, text: Text) -> Reading | None:
    """ "不要倒放了" behind "第三段倒放": the last operation is named with a "not", and taken back."""
    focus = clause.focus
    if focus.operation is None or focus.before is None or clause.continued:
        return None
    left = replace(focus, operation=None)
    back = Reading(step=Undo(), operations=focus.beside, focus=left)
    for said in denied(clause.plain):
        if is_named(said, focus.operation):
            return back
        names = "" if clause.names_clips or clause.names_texts else " ".join((*focus.clips, *focus.texts))
        scene = replace(text.scene, focus=replace(focus, before=None, operation=None, said=""))
        for words in dict.fromkeys((said, f"{names} {said}")):
            meant = understand(words, scene).operations
            if len(meant) == 1 and is_same(meant[0], focus.operation):
                return back
    return None


def _read_pieces(segment: Segment, turn: Turn, text: Text) -> bool:
    """Reads words that run on without punctuation as several wishes, if each of them is understood whole."""
    found = _in_pieces(segment, turn.copy(), text, [_MOST_PIECES])
    if found is None:
        return False
    _become(turn, found)
    return True


def _in_pieces(segment: Segment, turn: Turn, text: Text, tries: list[int]) -> Turn | None:
    """What becomes of `turn` by the pieces of `segment`, the longest first; None where words are left over."""
    for place in partings(segment):
        head, tail = segment[:place], segment[place:]
        tries[0] -= 1
        if tries[0] < 0:
            return None
        after = _with_piece(head, turn, text) or _with_remark(head, turn, text)
        if after is None or (after.step is not turn.step and segment[place].text.isascii()):
            # "Undo what you did to the surf": a step back is no piece of a longer wish.
            continue
        if (done := _with_piece(tail, after, text) or _in_pieces(tail, after, text, tries)) is not None:
            return done
        if (
            (plain := tuple(plain_start(tail))) != tail
            and plain
            and (done := _with_piece(plain, after, text))
        ):
            return done
    return None


_ALONE = ("undo", "redo", "talk", "opinion", "remark", "still_more", "less_of_it")


def _with_piece(segment: Segment, turn: Turn, text: Text) -> Turn | None:
    """What becomes of `turn` by words that are a wish, or a remark, of their own."""
    tokens = without_asides(segment)
    clause = _clause_of(tokens, turn, text, continued=bool(turn.operations or turn.opinions))
    if not clause.rest():
        return turn
    if all(t.kind in ("clips", "texts") or t.has("enough") for t in clause.rest()) and not adds(segment):
        # Only what is spoken of: what is to be done stands in other words.
        return None
    left = clause.rest()
    if len(left) == 1 and left[0].kind == "word" and left[0].text.isascii() and not left[0].has(*_ALONE):
        # "Zoom in on the parrot slow": a word that may belong to those before it.
        return None
    if len(tokens) == 1 and tokens[0].has("start", "end", "last", "first"):
        # "最后" before a wish counts wishes, and is no place.
        return None
    reading = _read_behind(clause, turn, text, alone=False)
    if reading is None or not reading.means_something:
        if reading is None and not (complains(clause) and _read(clause, text, alone=True) is not None):
            return None
        # "这个视频太长了" says no length: what follows may.
        return turn if complains(clause) else None
    after = turn.copy()
    after.add(reading, clause)
    return after


def _with_remark(segment: Segment, turn: Turn, text: Text) -> Turn | None:
    """What becomes of `turn` by "the parrot is boring", before words that say what is to be done about it."""
    clause = _clause_of(segment, turn, text, continued=False)
    states = any(token.text.partition(" ")[0] in _STATES for token in segment)
    if not states or turn.operations or turn.remark or turn.unknown or not is_remark(clause):
        return None
    after = turn.copy()
    after.skip(clause)
    return after


_STATES = frozenset(
    ("is", "are", "was", "were", "looks", "look", "feels", "feel", "seems", "gets", "sounds", "isn't")
)


_WHOLE = ("整个", "整体", "整")
_OF_FILM = frozenset(("film_noun", "whole_film"))


def _clause_of(
    tokens: Sequence[Token],
    turn: Turn,
    text: Text,
    *,
    continued: bool,
    segments: int = 1,
    correcting: bool = False,
) -> Clause:
    focus = Focus(pending=turn.focus.pending) if turn.lost else turn.spoken_together(tokens)
    if any(t.text in _WHOLE for t in tokens[:2]) and not any(t.kind in ("clips", "texts") for t in tokens):
        # "冲浪倒放，然后整个加速": the whole film
        focus = Focus(operation=focus.operation, before=focus.before)
        tokens = [replace(t, concepts=_OF_FILM) if t.text in _WHOLE else t for t in tokens]
    if any(t.text in ALTOGETHER or t.text.startswith("都") for t in tokens):
        # "第一段不好看，第三段也不好看，都删了", "自行车快一点，鹦鹉慢一点，都静音"
        focus = turn.all_spoken(focus, text.scene.focus)
    return Clause(
        tokens,
        text.scene,
        text.prepared.message,
        focus=focus,
        continued=continued,
        uncertain=turn.uncertain,
        vague=turn.vague and not (turn.remarked and changes_clips(tokens)),
        segments=segments,
        correcting=correcting,
    )


def _swallows(joint: Reading, segments: Sequence[Segment], turn: Turn, text: Text) -> bool:
    """Whether segments that are read as one are two wishes, of which one is lost: "bikes last, title “Hi”"."""
    kinds = _effects(joint)
    made = {o.name for o in joint.operations} & {"auto_edit", "set_film_length"}
    scene = text.scene
    if not joint.operations or ("auto_edit" in made and not text.scene.clips):
        return False
    for k in range(1, len(segments)):
        head = without_asides([token for segment in segments[:k] for token in segment])
        tail = without_asides([token for segment in segments[k:] for token in segment])
        placed = head[0].kind == "word" and head[0].text.split()[0] in _WHEN
        # "音乐太吵了，听不见鹦鹉说话": why it is too loud
        placed |= segments[k][0].text.startswith(("听不", "盖住", "盖过", "压过"))
        framed = any(t.detail("fit") is not None for t in head)
        every = any(t.kind == "word" and t.has("all") for t in head)
        if placed or not (_names_object(head) or framed or every or begins(head[0])):
            continue
        first = _clause_of(head, turn, text, continued=bool(turn.wishes), segments=k)
        one = _read_behind(first, turn, text, alone=False)
        if one is None or not (one.operations or one.talk or one.remark):
            continue
        apart = _names_object(tail)
        lost = {e for e in _effects(one) - kinds if apart or e[0] != "set_framing" or not e[1]}
        after = turn.copy()
        after.add(one, first)
        if apart:
            after.focus = Focus()
        elif (
            any(name == "remove_clips" for name, _ in lost)
            or complains(first)
            or not (lost or begins(tail[0]))
        ):
            # "Cut the parrot, two seconds are enough"
            continue
        second = _clause_of(tail, after, text, continued=True, segments=len(segments) - k)
        other = _read_behind(second, after, text, alone=False)
        if (
            other is not None
            and other.talk
            and kinds & {"auto_edit", "set_film_length"}
            and named_clips(second)
        ):
            # "Cut to the beat but keep the first clip"
            return True
        if other is None or not other.operations:
            continue
        more = {e for e in _effects(other) - kinds if apart or not e[1]}
        fewer = apart and not (
            set(_clip_ids(one, scene)) <= set(_clip_ids(joint, scene)) or first.has("not", "except")
        )
        if lost or fewer or any(name != "add_text" for name, _ in more):
            return True
    return False


_ABOUT = frozenset(
    (
        "op",
        "clips",
        "clip",
        "texts",
        "start",
        "end",
        "range",
        "at",
        "to",
        "length",
        "snap",
        "keep",
        "media",
        "text",
    )
)
_SAME_EFFECT = {"mute": "volume"}


def _clip_ids(reading: Reading, scene: Scene) -> tuple[str, ...]:
    named = tuple(i for o in reading.operations for i in clip_ids(o))
    return tuple(clip.clip_id for clip in scene.clips) if "all" in named else named


def _effects(reading: Reading) -> set[tuple[str, str]]:
    """What operations do, apart from what they are about: each with the fields that it sets."""
    found: set[tuple[str, str]] = set()
    for operation in reading.operations:
        found.add((operation.name, ""))
        for field in operation.model_fields_set - _ABOUT:
            if (value := getattr(operation, field)) is not None:
                effect = _SAME_EFFECT.get(field, field.removesuffix("_by"))
                told = f"{effect}={value}" if effect in ("fit", "flip", "motion") else effect
                found.add((operation.name, told))
    return found


_WHEN = frozenset(
    (
        "at",
        "in",
        "on",
        "when",
        "while",
        "during",
        "from",
        "over",
        "under",
        "for",
        "after",
        "before",
        "until",
        "till",
    )
)
"""Words that begin what is no wish of its own, but a time or a place."""


def _names_object(tokens: Sequence[Token]) -> bool:
    """Whether words say by themselves what they are about."""
    return any(
        t.kind in ("quote", "texts")
        or (t.kind == "clips" and not t.value.pronoun)
        or (t.kind == "word" and t.has("music_noun", "film_noun", "text_noun", "on_beat"))
        for t in tokens
    )


def _read_behind(clause: Clause, turn: Turn, text: Text, *, alone: bool) -> Reading | None:
    """What a clause means behind the wishes before it, at the place of the film that it takes from them."""
    reading, scene = _read_of(clause, turn, text, alone=alone)
    if reading is None or clause.uncertain or clause.correcting:
        return reading
    return pointed(reading, clause, turn.focus, scene, lead=turn.lead)


def _read_of(clause: Clause, turn: Turn, text: Text, *, alone: bool) -> tuple[Reading | None, Scene]:
    """What a clause means of the film that the wishes before it make: "remove the parrot and put Hi on the surf"."""
    now = _read(clause, text, alone=alone)
    denied = clause.tokens[0].has("not", "except")
    if denied or turn.step is not None or (now is not None and not now.operations and now.means_something):
        return now, text.scene
    before = turn.wishes[:-1] if clause.correcting else turn.wishes
    done = [operation for wish in before for operation in wish]
    moved = now is not None and any(o.name == "move_clips" for o in now.operations)
    after = text.behind(done, turn.focus, LEXICON, edges=moved)
    if after is None:
        return now, text.scene
    gone = any(after.scene.clip(i) is None for i in turn.focus.clips)
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    tokens = without_asides(after.between(LEXICON, start, end))
    if (
        not tokens
        or tokens[-1].end > end
        or (gone and not any(t.kind == "clips" and t.value.ids for t in clause.tokens))
    ):
        # "Cut the bikes and put the photo there": where they were.
        return now, text.scene
    then = _read(clause.said_of(after.scene, tokens), after, alone=alone)
    return (now, text.scene) if then is None else (then, after.scene)


def _read(clause: Clause, text: Text, *, alone: bool) -> Reading | None:
    """What the first rule says that accounts for every word; a refusal of one segment need not."""
    refused: Reading | None = None
    for rule in RULES:
        reading = _asked(rule, clause.fresh(), alone=alone)
        if reading is not None and not reading.refusals:
            return reading
        refused = refused or reading
    if refused is None or alone:
        start, end = clause.tokens[0].start, clause.tokens[-1].end
        known = frozenset(word for t in clause.tokens if t.concepts for word in t.text.split())
        for rule, lexicon in OWN:
            own = clause.retold(_as_in(clause, text, text.between(lexicon, start, end)))
            own.known = known
            if not own.tokens or own.tokens[-1].end > end:
                # There is no word of this rule here, or one that runs on behind these words.
                continue
            reading = _asked(rule, own, alone=alone)
            if reading is not None and not reading.refusals:
                return reading
            refused = refused or reading
    return refused


def _as_in(clause: Clause, text: Text, own: Sequence[Token]) -> list[Token]:
    """The words of a lexicon of its own, without those that are none of the clause's wish."""
    said = {t.start: t for t in clause.tokens}
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    plain = text.between(LEXICON, start, end)
    left_out = [(t.start, t.end) for t in plain if t.start not in said]
    others = {t.start for t in plain if t.start in said and said[t.start].text != t.text}
    return [
        said[t.start] if t.start in others else t
        for t in own
        if not any(a <= t.start < b for a, b in left_out)
    ]


def _asked(rule: Rule, clause: Clause, *, alone: bool) -> Reading | None:
    """What `rule` reads, if it accounts for every word; or else a refusal, if it may speak for the clause."""
    try:
        reading = rule.read(clause)
    except (Unresolved, ValidationError) as error:
        if not alone:
            return None
        because = error.because if isinstance(error, Unresolved) else out_of_range(error)
        reading = Reading(refusals=(Refusal(words=clause.words, because=because),))
    if reading is None:
        return None
    whole = not clause.rest() and is_reflected(clause, reading.operations)
    if whole and reading.means_something:
        return reading
    if reading.refusals and not reading.operations and (whole or alone):
        return reading
    return None

"""A message to operations: read once, clause by clause, every word accounted for, or refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.edit.operations.open_edit import OpenEdit
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.apart import loses_a_wish
from nemovideo_mcp.language.asides import announces, without_asides, without_purpose
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.corrections import (
    adds,
    amended,
    denied,
    is_named,
    is_of_kind,
    is_same,
    revises,
    takes_back,
)
from nemovideo_mcp.language.detect import SPOKEN, language_of
from nemovideo_mcp.language.earlier import (
    SHORT,
    contrasted,
    in_its_place,
    object_of_pending,
    other_object,
    rest_of_last,
    rest_of_pending,
)
from nemovideo_mcp.language.ellipsis import object_of, with_object
from nemovideo_mcp.language.first_message.film import first_film
from nemovideo_mcp.language.focus import clip_ids, focus_after
from nemovideo_mcp.language.other_programs import FileWish, file_wish, names_file
from nemovideo_mcp.language.paths import foreign_path, with_names
from nemovideo_mcp.language.readings import Reading, Refusal, Understanding, Undo
from nemovideo_mcp.language.remarks import is_idle
from nemovideo_mcp.language.rule_reading import clause_of, read_behind
from nemovideo_mcp.language.rules import LEXICON
from nemovideo_mcp.language.rules.unavailable import names_feature
from nemovideo_mcp.language.run_on import read_counted, read_pieces
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.segments import Segment, corrects, keeps_as_is, leaves_out, segments_of
from nemovideo_mcp.language.tokens import prepare
from nemovideo_mcp.language.turn import Text, Turn
from nemovideo_mcp.language.whole_message import (
    LONGEST,
    MOST_SEGMENTS,
    denies_export,
    first_answer,
    has_too_many_parts,
    last_answer,
    not_in_project,
)
from nemovideo_mcp.messages.catalogue import language_tag

__all__ = ["understand"]

_WINDOW = 6
_MOST_TOKENS = 80
"""Words of clauses that are read together."""
_LONGEST_CLAUSE_TOKENS = 160
_LONGEST_CLAUSE = 1000
"""Words and characters of a clause that the rules are asked about: none of them understands so many."""
_PENDING = 60


def understand(message: str, scene: Scene) -> Understanding:
    """What `message` asks for.

    Args:
        message: the user's words, in English, Chinese or both.
        scene: the project as it stands, with the focus that the last turn left.

    Returns:
        Operations in the order of the words, refusals with the nearest that works, and words that were not understood.
    """
    names = [item.name for item in scene.media]
    message = with_names(message, names)
    if (path := foreign_path(message, names)) is not None:
        return not_in_project(
            path, scene, language_tag(language_of(message, otherwise=scene.language or "en"))
        )
    if (wish := file_wish(message, scene)) is not None:
        return _with_rest(wish, message, scene)
    meant = _of_film(message, scene)
    if meant.operations and (named := names_file(message, scene)) is not None:
        return _without_file(named, message, scene)
    return meant


def _with_rest(wish: FileWish, message: str, scene: Scene) -> Understanding:
    """A wish about a file of another program, and what the words beside it ask for: both, or nothing."""
    language = language_tag(language_of(message, otherwise=scene.language or "en"))
    if wish.refusal is not None:
        return Understanding(refusals=(wish.refusal,), language=language, focus=scene.focus)
    rest = Understanding(language=language, focus=scene.focus)
    if wish.rest:
        opened = next((one for one in wish.operations if isinstance(one, OpenEdit)), None)
        if opened is not None:
            # What comes next is said of clips that are not there yet.
            said = opened.sentence()
            because = Words(
                "an edit is opened by a message of its own; say the rest when it is there.",
                "打开工程要单独说；打开后再说其余部分。",
            )
            refused = Refusal(words=wish.rest[:80], because=because, nearest=opened, say=said)
            return Understanding(refusals=(refused,), language=language, focus=scene.focus)
        rest = understand(wish.rest, scene)
        if rest.refusals or rest.unknown or rest.step:
            return replace(rest, operations=(), wishes=(), step=None, wants_export=False)
    focus = rest.focus
    for operation in wish.operations:
        focus = focus_after(focus, operation, scene)
    return Understanding(
        operations=(*wish.operations, *rest.operations),
        wishes=(wish.operations, *rest.wishes),
        wants_export=rest.wants_export,
        language=language,
        focus=replace(focus, before=scene.timeline, said=message),
    )


def _without_file(name: str, message: str, scene: Scene) -> Understanding:
    """The refusal of words that name a file of another program, and would be done without it."""
    language = language_tag(language_of(message, otherwise=scene.language or "en"))
    is_edit = any(item.name == name and item.info.kind == "edit" for item in scene.media)
    because = Words(
        f"what is to be done with {name} was not understood, so nothing was done.",
        f"没有看懂要对 {name} 做什么，因此没有执行。",
    )
    say = (
        Words(f"Open {name}", f"打开 {name}")
        if is_edit
        else Words(f"Use the beats in {name}", f"用 {name} 里的节拍")
    )
    refused = Refusal(words=message[:80], because=because, say=say)
    return Understanding(refusals=(refused,), language=language, focus=scene.focus)


def _of_film(message: str, scene: Scene) -> Understanding:
    meant = _understood(message, scene)
    asks = not (meant.step or meant.wants_export) and len(message) <= LONGEST
    # A story is passed over in a language that is spoken here; in another one it may be the wish itself.
    spoken = language_of(message, otherwise=scene.language or "en") in SPOKEN
    if asks and spoken and not scene.clips:
        film = first_film(message, scene, meant, lambda words: _understood(words, scene))
        meant = film or meant
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
    language = language_tag(language_of(message, otherwise=scene.language or "en"))
    if (answer := first_answer(message, scene, language)) is not None:
        return answer
    message = amended(message)
    text = Text(prepared=prepare(message, scene, LEXICON), scene=scene)
    tokens = text.tokens(LEXICON)
    segments = segments_of(tokens)
    if len(segments) > MOST_SEGMENTS:
        return has_too_many_parts(message, scene, language)
    segments = _to_the_point(segments, message)
    if (meant := object_of_pending(tokens, scene, _understood)) is not None:
        return meant
    if (instead := contrasted(message, scene, _understood)) is not None:
        return instead
    if scene.focus.before is not None and segments and takes_back(segments):
        before = replace(scene, timeline=scene.focus.before, focus=replace(scene.focus, before=None))
        meant = _understood(message, before)
        if (instead := in_its_place(meant, scene, firmly="mean" in segments[0][0].text)) is not None:
            return instead
    turn = Turn(focus=scene.focus, last_ids=dict(scene.last_ids))
    at = 0
    while at < len(segments):
        at = _read_some(segments, at, turn, text)
    missing = bool(turn.refusals) and names_feature(text.prepared.folded.text)
    short = (
        len(message) <= SHORT
        and not missing
        and (bool(turn.refusals) or _DIRECTION.search(message) is not None)
    )
    if (turn.unknown or short) and not missing and not (turn.operations or turn.step or turn.wants_export):
        elliptic = (
            other_object(segments, message, scene, _understood)
            or rest_of_pending(message, scene, _understood)
            or rest_of_last(tokens, message, scene, _understood)
        )
        if elliptic is not None:
            return elliptic
    turn.blocked |= bool(turn.remark)
    turn.wants_export &= not denies_export(text)
    if not (turn.operations or turn.step or turn.wants_export):
        turn.unknown += turn.opinions
    turn.talk |= not (turn.unknown or turn.wants_export)
    turn.blocked |= turn.step is not None and bool(turn.refusals)
    turn.hold_kept(scene)
    if (answer := last_answer(message, turn, text, scene, language)) is not None:
        return answer
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
        or keeps_as_is(segments[n])
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
        clause = clause_of(
            tokens, turn, text, continued=continued, segments=end - at - spaced, correcting=correcting
        )
        first = clause
        length = tokens[-1].end - tokens[0].start
        if len(tokens) > _LONGEST_CLAUSE_TOKENS or length > _LONGEST_CLAUSE:
            turn.skip(clause)
            return end
        if not clause.rest():
            if end - at == 1:
                if continued and leaves_out(clause.tokens):
                    turn.skip(clause)
                return end
            continue
        back = _taken_back(clause, text) if end - at == 1 else None
        reading = back or read_behind(clause, turn, text, alone=end - at == 1)
        if (reading is None or reading.refusals) and (plain := without_purpose(tokens)) is not None:
            wish = clause_of(
                plain, turn, text, continued=continued, segments=end - at - spaced, correcting=correcting
            )
            if not wish.rest():
                return end
            if (meant := read_behind(wish, turn, text, alone=False)) is not None and meant.means_something:
                clause, reading = wish, meant
        if reading is not None and reading.talk and not reading.operations and spaced:
            # What stays as it is, or is asked, says nothing of the words beside it.
            continue
        if reading is not None and end - at > 1 and loses_a_wish(reading, segments[at:end], turn, text):
            continue
        if reading is not None:
            # "Since it's for tiktok make it vertical": the wish runs on behind the reason.
            apart = reading.remark and not continued and clause.has("reason")
            if (reading.means_something and not apart) or not read_pieces(segments[at], turn, text):
                turn.add(reading, clause, mildly=mildly and not firmly)
            return end
    if first is not None and not (
        read_pieces(segments[at], turn, text)
        or read_counted(segments[at], turn, text)
        or _read_object(first, turn, text)
    ):
        turn.skip(first)
    return at + 1


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

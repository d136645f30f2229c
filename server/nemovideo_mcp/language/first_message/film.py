"""The first wish for a film that is not there yet: what its words put into the film, whatever else they tell."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pydantic import ValidationError

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.film import AutoEdit, SetCanvas
from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import REMOVING, Clause, Unresolved
from nemovideo_mcp.language.film_music import take_beat, take_music
from nemovideo_mcp.language.film_sources import choose_sources, keeps_order, names_missing
from nemovideo_mcp.language.first_message.segments import (
    LIMIT,
    OfOneClip,
    Told,
    Understand,
    is_question,
    sort_segments,
)
from nemovideo_mcp.language.first_message.titles import title_of
from nemovideo_mcp.language.focus import focus_after
from nemovideo_mcp.language.paces import pace_of_rhythm, pace_of_speed
from nemovideo_mcp.language.readings import Refusal, Understanding
from nemovideo_mcp.language.rules import LEXICON
from nemovideo_mcp.language.rules.film import film_length_of, frame_of
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.segments import segments_of
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.tokens import Token, prepare
from nemovideo_mcp.language.turn import Text
from nemovideo_mcp.language.whole_message import MOST_SEGMENTS

__all__ = ["first_film"]

_LONGEST_QUOTED = 80


def first_film(
    message: str, scene: Scene, understood: Understanding, understand: Understand
) -> Understanding | None:
    """The film that a message describes, where there is none yet.

    On an empty timeline a message is a description: its words fill the slots of the film, in whatever sentences they
    stand, and what only tells a story is passed over.

    Args:
        message: the user's words.
        scene: the project; it has no clips, and may have no media yet.
        understood: what the rules said of the message.
        understand: what they say of a stretch of it.

    Returns:
        The operations of the film; None where words are left that may ask for something else.
    """
    if is_question(message) or _is_of_action(understood):
        return None
    text = Text(prepared=prepare(message, scene, LEXICON), scene=scene)
    segments = segments_of(text.tokens(LEXICON))
    if len(segments) > MOST_SEGMENTS:
        return None
    try:
        told = sort_segments(segments, message, understand)
        if told is None or not told.film:
            return None
        film = _film_of(_clause(told.film, message, scene, told.segments), told)
        titles = [title_of(words, _clause(tokens, message, scene, 1)) for words, tokens in told.titles]
    except Unresolved as error:
        refusal = Refusal(words=message[:_LONGEST_QUOTED], because=error.because)
        return replace(understood, operations=(), wishes=(), refusals=(refusal,), unknown=(), talk=False)
    except OfOneClip as later:
        return _film_first(later, message, scene, understood, understand)
    except ValidationError:
        # What no operation takes ("bar 0", a title without words): the rules say so.
        return None
    if film is None:
        return None
    fit = [SetFraming.model_validate({"clips": ("all",), "fit": told.fit})] if told.fit else []
    operations = (*film, *fit, *titles, *told.beside)
    focus = Focus()
    for operation in operations:
        focus = focus_after(focus, operation, scene)
    focus = replace(focus, before=scene.timeline, beside=operations[:-1], said=message)
    return replace(
        understood,
        operations=operations,
        wishes=(operations,),
        refusals=tuple(told.refusals),
        unknown=(),
        talk=False,
        focus=focus,
    )


def _film_first(
    later: OfOneClip, message: str, scene: Scene, understood: Understanding, understand: Understand
) -> Understanding | None:
    """That a wish of one clip has to wait, and the rest of the message as what works; None where that is no film."""
    rest = _JOINTS.sub("", message[: later.start]) + message[later.end :]
    rest = _LEADING.sub("", rest).strip()
    film = first_film(rest, scene, understand(rest), understand) if rest else None
    if film is None or not film.operations or film.refusals:
        return None
    words = message[later.start : later.end]
    refusal = Refusal(words=words[:_LONGEST_QUOTED], because=_OF_ONE_CLIP, say=Words(rest, rest))
    return replace(understood, operations=(), wishes=(), refusals=(refusal,), unknown=(), talk=False)


_OF_ONE_CLIP = Words(
    "there is no film yet, and this is of one of its clips. Ask for the film first, then for this.",
    "还没有影片，而这是针对其中一个片段的。请先做出影片，再提这个要求。",
)
_JOINTS = re.compile(r"(?:[\s,，;；、]|\band\b|\bthen\b|\bbut\b|并且|然后|并|再){1,8}$")
_LEADING = re.compile(r"^(?:[\s,，;；、.。]|and\b|then\b|but\b|并且|然后|并|再){1,8}")


def _is_of_action(understood: Understanding) -> bool:
    """Whether the rules understood all of it, and it is about what falls on beats: "don't align the action"."""
    edits = (o for o in understood.operations if isinstance(o, AutoEdit))
    whole = not (understood.unknown or understood.refusals)
    return whole and any(edit.action_on_beat is not None for edit in edits)


def _clause(tokens: Sequence[Token], message: str, scene: Scene, segments: int) -> Clause:
    return Clause(tokens, scene, message, focus=Focus(), segments=segments)


def _film_of(clause: Clause, told: Told) -> tuple[Operation, ...] | None:
    chosen = choose_sources(clause)
    beat = take_beat(clause, uncut=told.uncut)
    music = take_music(clause, chosen.excluded, on_beat=beat.cut is True)
    pace = clause.detail("pace") or pace_of_rhythm(clause) or pace_of_speed(clause)
    sources = chosen.sources
    wrong = next((t.value.wrong for t in clause.tokens if t.kind == "clips" and t.value.wrong), None)
    if (unclear := music.unclear or wrong) is not None:
        raise Unresolved(unclear)
    if _PART.search(clause.plain):
        return None
    canvas = _canvas(clause)
    length = film_length_of(clause)
    asked_of_film = sources is not None or length is not None or beat.cut is not None or bool(chosen.excluded)
    strange = any(map(_is_strange, clause.tokens))
    asked = (
        (music.wish is not None and not (music.loose and strange))
        or music.none
        or length is not None
        or beat.cut
        or bool(chosen.excluded)
    )
    named = sources is not None and not told.refusals
    if not (asked or named or (clause.has("combine") and not strange)):
        return None
    if names_missing(clause) or _length_of_clip(clause, sources) or not _is_harmless(clause, sources):
        return None
    cut = beat.cut
    if cut is None:
        cut = False if clause.has("in_sequence") or music.none else None
    # "In reverse order: surf, parrot, bikes" says it twice.
    reverse = clause.has("reverse_order") and (sources is None or chosen.every)
    order = "interleaved" if clause.has("interleaved") else "reversed" if reverse else None
    if order is None and ((cut and keeps_order(clause)) or (cut is not False and chosen.ordered)):
        order = "given"
    edit = AutoEdit.model_validate(
        {
            "sources": sources,
            "order": order,
            "length": length[0] if length else None,
            "at_most": length is not None and (length[1] or LIMIT.search(clause.plain) is not None),
            "cut_to_beat": cut,
            "pace": pace,
            "every_beats": beat.every,
        }
    )
    makes = any(t.has("combine", "in_sequence") and t.text not in _TAKES for t in clause.tokens)
    bare = not (asked_of_film or pace or order or makes) and music.wish is not None
    return tuple(o for o in (music.wish, None if bare else edit, canvas) if o is not None)


_TAKES = frozenset(("use", "put", "add", "take", "用"))
_PART = re.compile(
    r"\b(?:first|last|final|opening) (?:\w+|\d+(?:\.\d+)?)[ -]?(?:s|secs?|seconds?) (?:of|from)\b"
    r"|(?:前|后|最后|开头)[\d一二两三四五六七八九十几]+秒"
)
"""Words for a part of a clip, which is no length of the film."""
_REEL = re.compile(
    r"(?<!highlight )(?<!highlights )(?<!sizzle )(?<!show )(?<!demo )(?<!blooper )(?<![a-z])reels?(?![a-z])"
    r"|(?<![a-z])(?:ig|insta|instagram|fb|facebook|whatsapp) ?stor(?:y|ies)\b"
    r"|(?:for|to) (?:my |our |the |a )?stor(?:y|ies)\b"
)


def _canvas(clause: Clause) -> SetCanvas | None:
    size = clause.one("size")
    if size is not None:
        return SetCanvas(width=size[0], height=size[1])
    canvas = frame_of(clause)
    reel = (canvas is None or canvas.platform == "instagram") and _REEL.search(clause.plain)
    return SetCanvas(platform="reels") if reel else canvas


def _length_of_clip(clause: Clause, sources: Sequence[str] | None) -> bool:
    """Whether a length is told of each clip or of one of several, and not of the film: "3 seconds each"."""
    for stretch in stretches(clause):
        tokens = [clause.tokens[n] for n in stretch]
        if any(t.kind in ("duration", "clock") for t in tokens):
            named = [t for t in tokens if t.kind == "clips" and not (t.value.all or t.value.pronoun)]
            words = clause.message[tokens[0].start : tokens[-1].end].lower()
            if (
                _EACH.search(words)
                or any(t.value.numbers for t in named)
                or (len(named) == 1 and len(sources or ()) > 1 and not _is_whole(tokens))
            ):
                return True
    return False


def _is_whole(tokens: Sequence[Token]) -> bool:
    """Whether words beside a length make it the film's."""
    return any(t.has("combine", "film_noun", "whole", "on_beat") for t in tokens)


_EACH = re.compile(
    r"\b(?:of each|each|apiece|per (?:clip|shot|video|photo)"
    r"|every (?:clip|shot|video|photo|one) (?:for|is|gets|lasts))\b"
    r"|每[段个条张]|各"
)


def _is_harmless(clause: Clause, sources: Sequence[str] | None) -> bool:
    """Whether nothing that no slot holds is left: an amount, a name, what is to be removed, or a denial of a name."""
    videos = sum(m.info.kind == "video" for m in clause.scene.films)
    counts = (1, len(clause.scene.films), videos, len(sources or ()))
    for n, token in enumerate(clause.tokens):
        if n in clause.used:
            continue
        if token.kind == "factor" and token.value == 1:
            continue
        if token.kind not in ("word", "mark", "number", "ordinal", "clips"):
            return False
        if token.kind == "number" and token.value not in counts and _counts_clips(clause, n):
            return False
        if token.text in REMOVING:
            return False
    return True


def _counts_clips(clause: Clause, n: int) -> bool:
    """Whether a number says how many of the clips are meant: "two of the clips"."""
    stretch = next(stretch for stretch in stretches(clause) if n in stretch)
    behind = [clause.tokens[m] for m in stretch if n < m < n + 3]
    return any(t.kind == "clips" or t.has("clip_noun", "clip_plural", "photo_noun") for t in behind)


def _is_strange(token: Token) -> bool:
    return token.kind == "word" and not token.concepts

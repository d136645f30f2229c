"""A film from its sources: combined, in an order, to a length, cut to the beat, at a pace."""

from __future__ import annotations

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import AddClips
from nemovideo_mcp.edit.operations.film import AutoEdit
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.film_music import take_music
from nemovideo_mcp.language.film_sources import choose_sources, keeps_order, media_of
from nemovideo_mcp.language.paces import (
    PACES,
    names_pace_only,
    pace_of_rhythm,
    pace_of_speed,
    take_every_beats,
)
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.rules.film import film_length_of, frame_of
from nemovideo_mcp.language.vocabulary.auto_edit import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("clip_places", "film", "length", "moods")


def _auto(clause: Clause) -> Reading | None:
    """A whole film in one wish. It is for a film that is not there yet, or for one that is plainly meant anew."""
    if not clause.scene.clips:
        # A film that is not there yet is read by `first_message`.
        return None
    anew = clause.has("anew") or (clause.has("redo") and names_pace_only(clause))
    anew = anew or _paced(clause)
    rhythm = pace_of_rhythm(clause)
    if any(
        n not in clause.used
        and t.has("reverse", "faster", "slower", "remove", "unwanted")
        and not (anew and (t.text in PACES or t.has("show_word")))
        and not t.has("cut_word", "pace:fast", "pace:slow", "exclude")
        for n, t in enumerate(clause.tokens)
    ):
        return None
    drops = (
        n
        for n, t in enumerate(clause.tokens[:-1])
        if t.text == "drop" and clause.tokens[n + 1].text in _PLACED
    )
    if next(drops, None) is not None:
        # "Drop on the surf clip": where in the film the music's drop falls
        return None
    if clause.has("text_noun", "fade", "feature") or clause.count(
        "quote", "texts", "percent", "factor", "range", "at", "degrees", "file"
    ):
        return None
    if _music_anew(clause):
        return None
    combine = clause.has("combine")
    on_beat = _is_on_beat(clause)
    counted = any(t.kind == "clips" and t.value.numbers for t in clause.tokens)
    counted = counted and not _turned_round(clause)
    chosen = not counted and clause.has("anew", "keep_only", "only", "combine")
    if _names_some(clause) and not chosen:
        return None
    every = take_every_beats(clause)
    on_beat = on_beat or every is not None
    sequence = clause.has("in_sequence")
    in_order = on_beat and keeps_order(clause)
    if not (
        combine or on_beat or sequence or names_pace_only(clause) or rhythm or anew or clause.has("off_beat")
    ):
        return None
    of_music = clause.has("music_noun") or (clause.focus.music and not clause.has("film_noun", "cut_word"))
    if of_music and not (on_beat or clause.has("anew", "off_beat")):
        # "音乐节奏快一点"
        return None
    wrong = next((t.value.wrong for t in clause.tokens if t.kind == "clips" and t.value.wrong), None)
    if wrong is not None:
        raise Unresolved(wrong)
    clause.take("anew", "redo")
    if not (on_beat or anew or rhythm or names_pace_only(clause) or clause.has("off_beat")):
        return _joined(clause)
    chosen_media = choose_sources(clause)
    excluded = set(chosen_media.excluded)
    said = take_music(clause, chosen_media.excluded, on_beat=False)
    off_beat = clause.take("off_beat") or _denies_beat(clause)
    pace = _pace_told(clause) or rhythm or (pace_of_speed(clause) if anew else None)
    interleaved = clause.take("interleaved")
    reverse = clause.take("reverse_order")
    music = said.wish
    named_songs = {song.media_id for song in clause.scene.songs if song.media_id not in excluded} & {
        media for token in clause.tokens for media in media_of(token, clause)
    }
    if named_songs and music is None:
        return None
    joined = any(t.has("combine") and not t.has("cut_word") for t in clause.tokens)
    # "Cut everything to the beat": all that the film shows, which is what it is made of anyway.
    sources = None if chosen_media.every and not joined else chosen_media.sources
    canvas = frame_of(clause)
    length = film_length_of(clause) if clause.count("duration", "clock") else None
    if clause.count("duration", "clock") and length is None:
        return None
    clause.take(
        "combine",
        "on_beat",
        "every_beat",
        "cut_word",
        "in_sequence",
        "have_music",
        "song_mine",
        "film_noun",
        "all",
        "everything",
        "measure",
        "part_of",
        "lasts",
    )
    clause.take(
        "each",
        "photo_noun",
        "clip_noun",
        "music_noun",
        "whole",
        "only",
        "publish",
        "frame_word",
        "insert",
        "order",
        "opens",
        "at_most",
        "footage",
        "beat_word",
        "keep_only",
        "show_word",
    )
    clause.take("it", "them", "it_clip", "except", "other")
    if music is not None:
        clause.take("music_add", "music_bit", "feel_more", "style")
    clause.refs()
    cut_to_beat: bool | None = True if on_beat or every else None
    if off_beat:
        cut_to_beat = False
    if reverse and sources:
        # "In reverse order, last one first" says it twice.
        sources = sorted(sources, key=[item.media_id for item in clause.scene.media].index)
    in_order = in_order or chosen_media.ordered
    order = "interleaved" if interleaved else "reversed" if reverse else "given" if in_order else None
    told = {
        "sources": sources,
        "order": order,
        "length": length[0] if length else _length_now(clause),
        "at_most": length is not None and length[1],
        "cut_to_beat": cut_to_beat,
        # "It's too frantic. One cut every two bars": how slow it is to be
        "pace": None if every else pace,
        "every_beats": every,
    }
    edit = AutoEdit.model_validate(told)
    operations: list[Operation] = [edit]
    if music is not None:
        # The music first: the shots are cut to its beat.
        again = edit.cut_to_beat or edit.length is not None or edit.pace or edit.every_beats
        operations = [music, *([edit] if again else [])]
    if canvas is not None:
        operations.append(canvas)
    return Reading(operations=tuple(operations))


_PLACED = ("on", "at", "when", "hits", "lands", "with", "hitting", "landing")


def _pace_told(clause: Clause) -> str | None:
    """Takes the pace that is told; what is "far too hectic" is to be slow."""
    pace = clause.detail("pace")
    if pace in _OPPOSITE and clause.find("too") is not None:
        clause.take("too")
        return _OPPOSITE[pace]
    return pace


_OPPOSITE = {"fast": "slow", "slow": "fast"}


def _is_on_beat(clause: Clause) -> bool:
    """Whether a cut to the music is meant: "edit to" and "cut to" may lead to something else ("the edit to 12 s")."""
    for n, token in enumerate(clause.tokens):
        if token.has("every_beat", "second_beat", "fourth_beat"):
            return True
        if token.has("on_beat") and (not token.text.endswith(" to") or _is_music(clause, n + 1)):
            return True
    return False


def _is_music(clause: Clause, start: int) -> bool:
    """Whether the next word that means something is music, or stands for it."""
    for token in clause.tokens[start:]:
        if token.kind == "name" or token.has("music_noun", "beat_word", "song_mine", "it", "on_beat"):
            return True
        if any(token.detail(family) for family in ("mood", "feeling")):
            return True
        if not (token.kind == "word" and token.has("filler", "det")):
            return False
    return False


def _paced(clause: Clause) -> bool:
    """ "还是慢一点吧" behind an automatic edit: its pace."""
    if not isinstance(clause.focus.operation, AutoEdit) or clause.uncertain or clause.vague:
        return False
    return any(t.text in PACES for t in clause.tokens) and all(
        t.kind == "word" and (t.text in PACES or t.has("filler", "more", "too", "lasts"))
        for t in clause.tokens
    )


def _music_anew(clause: Clause) -> bool:
    """ "重新来首歌": what is to be made anew is the music, and not the film."""
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        behind = next(
            (t for t in tokens[n + 1 :] if not t.has("filler", "measure") or t.has("music_noun")), None
        )
        if (
            token.has("anew")
            and behind is not None
            and behind.has("music_noun")
            and not clause.has("film_noun")
        ):
            return clause.segments == 1 and not clause.has("on_beat", "off_beat")
    return False


def _names_some(clause: Clause) -> bool:
    """Whether some clips of the film are named, which a new cut of the whole film is not about."""
    some = [t.value for t in clause.tokens if t.kind == "clips" and not t.value.all and not t.value.pronoun]
    return any(ref.numbers or ref.ids for ref in some)


def _denies_beat(clause: Clause) -> bool:
    """Takes the denial of "不要按节拍切了"."""
    for n, token in enumerate(clause.tokens):
        if not token.has("on_beat", "every_beat"):
            continue
        before = [m for m in range(max(n - 5, 0), n) if clause.tokens[m].has("not")]
        between = ("not", "filler", "cut_word", "combine", "music_bit", "it", "them", "all")
        if before and all(clause.tokens[m].has(*between) for m in range(before[0], n)):
            clause.used.update(range(before[0], n + 1))
            return True
    return False


def _turned_round(clause: Clause) -> bool:
    """Takes "last one first" behind "in reverse order", which says it twice."""
    numbered = [n for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.numbers]
    said = (
        clause.has("reverse_order")
        and len(numbered) == 1
        and clause.tokens[numbered[0]].value.numbers == (-1,)
    )
    if said and clause.has("opens", "first"):
        clause.used.update(numbered)
        clause.take("opens", "first", "in_sequence")
        return True
    return False


_JOINERS = (
    "combine",
    "merge",
    "join",
    "stitch",
    "assemble",
    "put",
    "string",
    "edit",
    "拼",
    "合并",
    "合成",
    "连",
    "接",
    "串",
)


def _joined(clause: Clause) -> Reading | None:
    """ "Combine these clips" where there is a film: media that it does not show yet come behind it."""
    plain = any(t.has("combine") and t.text.startswith(_JOINERS) for t in clause.tokens)
    whole = all(t.value.all or t.value.pronoun for t in clause.tokens if t.kind == "clips")
    if not plain or not whole or clause.count("duration", "clock", "name", "number", "range", "at"):
        return None
    music = take_music(clause, set(), on_beat=False).wish
    clause.take(
        "combine",
        "all",
        "everything",
        "clip_noun",
        "footage",
        "film_noun",
        "it",
        "them",
        "have_music",
        "music_noun",
        "music_match",
    )
    clause.refs()
    shown = {clip.media_id for clip in clause.scene.clips}
    missing = tuple(m.media_id for m in clause.scene.films if m.media_id not in shown)
    added: tuple[Operation, ...] = (AddClips(media=missing),) if missing else ()
    operations = (*added, *((music,) if music is not None else ()))
    return Reading(operations=operations, talk=not operations)


def _length_now(clause: Clause) -> float | None:
    """The length that a film keeps where only its cut is to change."""
    return clause.scene.timeline.duration_ms / 1000 or None


RULES = (Rule(name="auto_edit", read=_auto, rank=75),)

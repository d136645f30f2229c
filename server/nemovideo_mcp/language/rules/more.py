"""The last change once more, or less of it: "a bit more", "再来一点"."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.operations.music import SetMusic, SetMusicMix
from nemovideo_mcp.edit.operations.text import ChangeText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, Undo

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

WORDS: Vocabulary = {
    "still_more": """
        more|a bit more|a little more|even more|some more|further|still more|again|once more|one more time
        more than that|not enough|a lot more|keep going
        再来一点|再来点|再多一点|再多点|继续|还要|还不够|不够|再一点|再来|更多|再来一次|多一点
    """,
    "less_of_it": """
        less|a bit less|a little less|too much|that's too much|not that much|not so much
        少一点|过了|太过了|太多了|别那么多|收一点
    """,
}
_FACTORS: Mapping[type, str] = {
    SetMusicMix: "volume_by",
    SetClipSound: "volume_by",
    SetFraming: "zoom_by",
    ChangeText: "size_by",
    SetMusic: "tempo_by",
}


_LENGTHS: Mapping[str, tuple[str, ...]] = {
    "fade_film": ("length_s",),
    "set_music_mix": ("fade_in_s", "fade_out_s"),
    "set_clip_sound": ("fade_in_s", "fade_out_s"),
    "freeze_frame": ("length",),
}
_LONGER, _SHORTER = 1.5, 0.667


def _length_scaled(clause: Clause, last: Operation) -> Reading | None:
    """ "长一点" behind a fade or a frozen picture: its length is meant."""
    values = last.model_dump(exclude_none=True)
    fields = [
        f for f in _LENGTHS.get(last.name, ()) if isinstance(values.get(f), int | float) and values[f] > 0
    ]
    if not fields or clause.uncertain or clause.names_clips or clause.names_texts:
        return None
    slower = clause.has("slowly", "tempo_down", "slower") and last.name != "freeze_frame"
    longer, shorter = clause.has("longer") or slower, clause.has("shorter", "faster")
    if longer == shorter:
        return None
    clause.take(
        "longer",
        "shorter",
        "slower",
        "faster",
        "slowly",
        "tempo_down",
        "tempo_up",
        "too",
        "still_more",
        "more",
    )
    clause.take("fade", "fade_in", "fade_out", "film_fade", "film_fade_do")
    factor = _LONGER if longer else _SHORTER
    changed = last.model_copy(update={f: round(values[f] * factor, 3) for f in fields})
    if last.name == "freeze_frame" and clause.focus.before is not None:
        return Reading(step=Undo(), operations=(*clause.focus.beside, changed))
    return Reading(operations=(changed,))


def _read(clause: Clause) -> Reading | None:
    last = clause.focus.operation
    if last is not None and (scaled := _length_scaled(clause, last)) is not None:
        return scaled
    key = _FACTORS.get(type(last))
    if last is None or key is None or clause.uncertain or clause.names_clips or clause.names_texts:
        return None
    factor = getattr(last, key)
    others = last.model_dump(
        exclude={"op", "clips", "texts", "range", "snap", key}, exclude_none=True, exclude_defaults=True
    )
    if factor is None or others:
        return None
    more, less = clause.take("still_more"), clause.take("less_of_it")
    if more == less:
        return None
    changed = last.model_copy(update={key: factor if more else round(1 / factor, 3)})
    return Reading(operations=(changed,))


RULES = (Rule(name="more", read=_read, rank=62),)

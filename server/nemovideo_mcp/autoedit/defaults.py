"""A skill's defaults as operations: what it takes for granted where the user's words are silent.

They make a project's first film. Later on only music that is asked for without a word about it is still of the
skill's kind; all else is as it was made, or as the user has wanted it since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nemovideo_mcp.autoedit.film import canvas_of
from nemovideo_mcp.autoedit.notes import note
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.operations import OPERATIONS, Operation
from nemovideo_mcp.edit.operations.film import RATIOS, AutoEdit, SetCanvas, SetFilmLength
from nemovideo_mcp.edit.operations.music import RemoveMusic, SetMusic
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["Completed", "with_defaults"]

_MATCH = "match"
_WHOLE_FILM = frozenset(
    name for name, kind in OPERATIONS.items() if kind.family in ("film", "music") and kind is not RemoveMusic
)


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The user's operations with what the defaults add, and what is to be said of that."""

    operations: tuple[Operation, ...]
    notes: tuple[Words, ...] = ()


def with_defaults(
    operations: Sequence[Operation],
    defaults: SkillDefaults,
    *,
    timeline: Timeline,
    context: EditContext,
    without_music: bool = False,
) -> Completed:
    """`operations`, completed by `defaults`; what the user has said of a matter is never changed.

    Args:
        operations: what the words ask for; nothing is added to none.
        defaults: those of the skill that the project was begun with.
        timeline: the film as it stands.
        context: the project.
        without_music: the user has said that there is to be no music.
    """
    given = tuple(operations)
    pictures = [m for m in context.media if m.info.kind != "audio"]
    if not given or defaults == SkillDefaults() or not pictures:
        return Completed(operations=given)
    if not any(op.name in _WHOLE_FILM for op in given):
        return Completed(operations=given)
    songs = [m for m in context.media if m.info.kind == "audio"]
    has_film, has_music = bool(timeline.video_clips), timeline.music is not None
    asked = next((op for op in given if isinstance(op, SetMusic)), None)
    auto = next((op for op in given if isinstance(op, AutoEdit)), None)
    no_music = without_music or any(isinstance(op, RemoveMusic) for op in given)
    done, notes = list(given), list[Words]()
    if has_film:
        if asked is not None and not has_music:
            done[done.index(asked)] = _of_kind(asked, defaults, has_song=bool(songs))
        return Completed(operations=tuple(done))
    scored = defaults.music in ("composed", "uploaded") and not no_music
    unasked = scored and asked is None
    if unasked:
        done.insert(0, _of_kind(SetMusic(), defaults, has_song=bool(songs)))
    elif asked is not None:
        done[done.index(asked)] = _of_kind(asked, defaults, has_song=bool(songs))
    music = unasked or asked is not None
    montage = defaults.opening == "montage" and music
    plain = AutoEdit(cut_to_beat=montage if music else False) if auto is None else auto
    cut_said = auto is not None and auto.cut_to_beat is not None
    wanted = {
        "cut_to_beat": plain.cut_to_beat if cut_said else (montage or None),
        "pace": plain.pace
        or (defaults.pace if plain.every_beats is None and (montage or cut_said) else None),
    }
    if defaults.length_s and plain.length is None and not any(isinstance(op, SetFilmLength) for op in given):
        wanted |= {"length": float(defaults.length_s), "at_most": True}
    completed = plain.model_copy(update={k: v for k, v in wanted.items() if v is not None})
    if auto is not None:
        done[done.index(auto)] = completed
    else:
        done.insert(1 if unasked else 0, completed)
    # Music comes before the film that is cut to it.
    done.sort(key=lambda op: (not isinstance(op, SetMusic), not isinstance(op, AutoEdit)))
    own = next(ratio for ratio, size in RATIOS.items() if size == canvas_of(pictures[0]))
    if defaults.aspect not in (None, "source", own) and not any(isinstance(op, SetCanvas) for op in given):
        done.append(SetCanvas.model_validate({"ratio": defaults.aspect}))
        notes.append(note("default_frame", ratio=defaults.aspect, other=own))
    if unasked and not cut_said:
        notes.append(note("default_montage" if montage else "default_music"))
    elif montage and not cut_said:
        notes.append(note("default_cut"))
    return Completed(operations=tuple(done), notes=tuple(notes))


def _of_kind(wish: SetMusic, defaults: SkillDefaults, *, has_song: bool) -> SetMusic:
    """The wish with the skill's kind of music where it names none."""
    if wish.mood or wish.match or wish.song:
        return wish
    plain = not (wish.another or wish.bpm or wish.tempo_by)
    if has_song and plain:
        # Who uploads a song wants it to be heard, whatever the skill would compose.
        return wish
    if defaults.mood == _MATCH:
        return wish.model_copy(update={"match": True})
    return wish.model_copy(update={"mood": defaults.mood}) if defaults.mood else wish

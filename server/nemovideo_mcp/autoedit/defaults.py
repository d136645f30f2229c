"""A skill's defaults as operations: what it takes for granted where the user's words are silent.

They make a project's first film. Later on only music that is asked for without a word about it is still of the
skill's kind; all else is as it was made, or as the user has wanted it since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from nemovideo_mcp.edit.canvas import RATIOS, canvas_of
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import AddClips
from nemovideo_mcp.edit.operations.film import AutoEdit, SetCanvas, SetFilmLength
from nemovideo_mcp.edit.operations.music import RemoveMusic, SetMusic
from nemovideo_mcp.edit.operations.overlay import AddOverlay
from nemovideo_mcp.edit.operations.text import RemoveText
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["Completed", "with_defaults"]

Kind = TypeVar("Kind", bound=Operation)

_MATCH = "match"
_MUSIC_NOTE = Words(
    "Music is this skill's default; say “no music” to do without.",
    "配乐是此技能的默认做法；不需要请说“不要音乐”。",
)
_MONTAGE_NOTE = Words(
    "Music and cuts on the beat are this skill's default; say “no music” to do without.",
    "配乐和卡点是此技能的默认做法；不需要请说“不要音乐”。",
)
_CUT_NOTE = Words(
    "Cutting to the beat is this skill's default; say “don't cut to the beat” for whole clips.",
    "卡点剪辑是此技能的默认做法；想保留完整片段请说“不要卡点”。",
)

_COMPOSED_NOTE = Words(
    "No song was uploaded, so music was composed to go with the pictures.",
    "没有上传歌曲，因此按画面创作了配乐。",
)


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The user's wishes with what the defaults add, and what is to be said of that."""

    wishes: tuple[tuple[Operation, ...], ...]
    notes: tuple[Words, ...] = ()


def with_defaults(
    wishes: Sequence[Sequence[Operation]],
    defaults: SkillDefaults,
    *,
    timeline: Timeline,
    media: Sequence[MediaItem],
) -> Completed:
    """`wishes`, completed by `defaults`; what the user has said of a matter is never changed.

    Args:
        wishes: what one message asks for, each as its operations.
        defaults: those of the skill that the project was begun with.
        timeline: the film as it stands.
        media: the project's media in the order of their arrival.
    """
    said = [operation for wish in wishes for operation in wish]
    pictures = [item for item in media if item.info.has_pictures]
    songs = [item for item in media if item.info.kind == "audio"]
    # Whoever asks for something on a film that is not there yet means one of all clips.
    begins = any(not isinstance(o, RemoveMusic | RemoveText) for o in said) and not _all(said, AddClips)
    if timeline.video_clips or not pictures or not begins:
        kept = tuple(tuple(_of_its_kind(o, defaults, timeline, songs) for o in wish) for wish in wishes)
        return Completed(wishes=kept)
    return _first_film(said, defaults, pictures, songs)


def _first_film(
    said: Sequence[Operation],
    defaults: SkillDefaults,
    pictures: Sequence[MediaItem],
    songs: Sequence[MediaItem],
) -> Completed:
    """One wish for the whole film: the canvas, the music, then the shots on it, then all else that was said."""
    notes: list[Words] = []
    laid_over = _laid_over(said, pictures)
    pictures = [item for item in pictures if item.media_id not in laid_over] or pictures
    edits, music = _all(said, AutoEdit), _all(said, SetMusic)
    rest = [o for o in said if not isinstance(o, AutoEdit | SetMusic)]
    ratio = _own_ratio(pictures[0])
    framed: list[Operation] = []
    shaped = any(o.sizes for o in _all(said, SetCanvas))
    if defaults.aspect not in (None, "source", ratio) and not shaped:
        framed.append(SetCanvas.model_validate({"ratio": defaults.aspect}))
        notes.append(
            Words(
                f"{defaults.aspect} is this skill's default; say “make it {ratio}” for the clips' own shape.",
                f"{defaults.aspect} 是此技能的默认画面；说“改成 {ratio}”即可用素材自身的比例。",
            )
        )
    unmusical = bool(_all(said, RemoveMusic)) and not music
    unasked = defaults.music in ("composed", "uploaded") and not music and not unmusical
    if unasked:
        music = [_music(defaults, songs)]
    music = [_of_its_kind(m, defaults, Timeline(), songs) for m in music]
    edit = edits[-1] if edits else AutoEdit()
    if edit.cut_to_beat and not (music or unmusical or songs):
        # There is no beat to cut to without music.
        music = [SetMusic(match=True)]
        notes.append(_COMPOSED_NOTE)
    changes: dict[str, Any] = {}
    if laid_over and edit.sources is None:
        # A logo that is to lie over the film is no shot of it.
        changes["sources"] = tuple(item.media_id for item in pictures)
    montage = defaults.opening == "montage" and bool(music) and edit.cut_to_beat is None
    if montage:
        changes["cut_to_beat"] = True
    elif defaults.opening == "keep" and edit.cut_to_beat is None:
        changes |= {"cut_to_beat": False, "beats_on_cuts": True}
    if (montage or edit.cut_to_beat) and edit.every_beats is None:
        changes["pace"] = edit.pace or defaults.pace
    elif not edits and not montage:
        changes["cut_to_beat"] = False
    lengths = _all(said, SetFilmLength)
    if lengths and edit.length is None:
        changes |= {"length": lengths[-1].length, "at_most": lengths[-1].at_most}
        rest = [o for o in rest if o not in lengths]
    elif defaults.length_s and edit.length is None:
        changes |= {"length": float(defaults.length_s), "at_most": True}
    if unasked:
        notes.append(_MONTAGE_NOTE if montage else _MUSIC_NOTE)
    elif montage:
        notes.append(_CUT_NOTE)
    shots = edit.model_copy(update=changes)
    # Shots that are cut to the beat come behind the music, and music whose beats fall on cuts behind the shots.
    film = (shots, *music) if shots.beats_on_cuts else (*music, shots)
    return Completed(wishes=((*film, *framed), *((o,) for o in rest)), notes=tuple(notes))


def _laid_over(said: Sequence[Operation], pictures: Sequence[MediaItem]) -> frozenset[str]:
    """The media that are asked for as overlays, by id or name."""
    named = {operation.media for operation in _all(said, AddOverlay)}
    return frozenset(item.media_id for item in pictures if named & {item.media_id, item.name})


def _of_its_kind(
    operation: Operation, defaults: SkillDefaults, timeline: Timeline, songs: Sequence[MediaItem]
) -> Operation:
    """The first music, asked for without a word about it, is of the skill's kind."""
    plain = SetMusic()
    if operation != plain or timeline.music is not None:
        return operation
    return _music(defaults, songs)


def _music(defaults: SkillDefaults, songs: Sequence[MediaItem]) -> SetMusic:
    if songs and defaults.music == "uploaded":
        return SetMusic(song=songs[-1].name)
    return SetMusic(match=True) if defaults.mood == _MATCH else SetMusic(mood=defaults.mood)


def _own_ratio(first: MediaItem) -> str:
    frame = canvas_of(first)
    return next(ratio for ratio, size in RATIOS.items() if size == frame)


def _all(operations: Sequence[Operation], kind: type[Kind]) -> list[Kind]:
    return [operation for operation in operations if isinstance(operation, kind)]

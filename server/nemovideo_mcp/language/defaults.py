"""A skill's defaults as instructions: what it takes for granted where the user's words are silent.

They make a project's first film. Later on only music that is asked for without a word about it is still of the
skill's kind; all else is as it was made, or as the user has wanted it since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nemovideo_mcp.language.instructions import (
    AddMusic,
    Aspect,
    CutToBeat,
    Instruction,
    KeepAsIs,
    NoCut,
    NoMusic,
    RemoveMusic,
    Stretch,
    Trim,
)
from nemovideo_mcp.skills import SkillDefaults

__all__ = ["Completed", "completed", "means_the_song"]

_MATCH = "match"
# "add this to my video", beside a song that was uploaded
_THIS = re.compile(
    r"(?:please |can you |could you |just )*(?:add|put|use|set|lay|play|mix) (?:this|that|it)(?: one)?"
    r"(?:,? please)?(?: (?:to|on|onto|in|into|under|over|behind|with|for|as)\b.{0,40})?[.!?]*"
    r"|(?:请|帮我)*(?:把|将|用)?(?:这个|这首|这|它)(?:加|放|配|铺|用)(?:到|进|在|上)?.{0,12}[。！]?",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Completed:
    """The user's instructions with what the defaults add, and what is to be said of that.

    `follows_cuts`: the beats of composed music are placed by the film's own cuts. `matched`: the mood is to be that of
    the pictures by default.
    """

    instructions: tuple[Instruction, ...]
    notes: tuple[tuple[str, Mapping[str, object]], ...] = field(default=())
    follows_cuts: bool = False
    matched: bool = False


def completed(
    instructions: Sequence[Instruction],
    defaults: SkillDefaults,
    *,
    has_film: bool,
    has_music: bool,
    has_song: bool,
    source_ratio: str,
) -> Completed:
    """`instructions`, completed by `defaults`; what the user has said of a matter is never changed.

    `has_film`, `has_music`: the timeline has pictures, music. `has_song`: one was uploaded. `source_ratio` is the
    frame that the first clip would have.
    """
    said = _Said(instructions)
    wanted = list(instructions)
    notes: list[tuple[str, Mapping[str, object]]] = []
    if not has_film:
        if defaults.aspect not in (None, "source", source_ratio) and not said.any(Aspect):
            wanted.append(Aspect(ratio=str(defaults.aspect)))
            notes.append(("default_frame", {"ratio": defaults.aspect, "other": source_ratio}))
        if defaults.length_s and not said.any(Trim, Stretch):
            wanted.append(Trim(duration_ms=defaults.length_s * 1000, at_most=True))
    no_music = said.any(NoMusic, RemoveMusic) and not said.any(AddMusic)
    # An earlier film that has no music has been wanted without; only cuts on the beat need some.
    needs_music = not has_film or said.any(CutToBeat)
    scored = defaults.music in ("composed", "uploaded")
    unasked = scored and needs_music and not has_music and not no_music and not said.any(AddMusic)
    if unasked:
        wanted.append(AddMusic())
    montage = (
        defaults.opening == "montage"
        and not has_film
        and not no_music
        and not said.any(NoCut, CutToBeat)
        and not said.keeps_cuts
        and any(isinstance(i, AddMusic) for i in wanted)
    )
    if montage:
        wanted.append(CutToBeat())
    if unasked and not said.any(CutToBeat):
        notes.append(("default_montage" if montage else "default_music", {}))
    elif montage:
        notes.append(("default_cut", {}))
    done = [_filled(i, defaults, has_film=has_film, has_music=has_music, has_song=has_song) for i in wanted]
    return Completed(
        instructions=tuple(done),
        notes=tuple(notes),
        follows_cuts=defaults.opening == "keep" and not has_film,
        matched=any(isinstance(i, AddMusic) and i.match for i in done) and not said.matches,
    )


def _filled(
    wish: Instruction, defaults: SkillDefaults, *, has_film: bool, has_music: bool, has_song: bool
) -> Instruction:
    """The wish with the skill's kind of music or pace where it names none."""
    if isinstance(wish, CutToBeat) and not has_film and wish.pace is None and wish.beats is None:
        return replace(wish, pace=defaults.pace)
    if not isinstance(wish, AddMusic) or has_music:
        return wish
    if wish.mood or wish.match or wish.song or wish.song_name:
        return wish
    if has_song and not (wish.new or wish.bpm or wish.tempo):
        # Who uploads a song wants it to be heard, whatever the skill would compose.
        return replace(wish, song=True) if defaults.music == "uploaded" else wish
    if defaults.mood == _MATCH:
        return replace(wish, match=True)
    return replace(wish, mood=defaults.mood)


def means_the_song(message: str, defaults: SkillDefaults) -> bool:
    """Whether a message that says nothing else means the uploaded song by "this", as who has come to add one does."""
    return defaults.music == "uploaded" and _THIS.fullmatch(message.strip()) is not None


class _Said:
    """What the user has spoken of."""

    def __init__(self, instructions: Sequence[Instruction]) -> None:
        self._instructions = instructions
        self.keeps_cuts = any(isinstance(i, KeepAsIs) and i.cuts for i in instructions)
        self.matches = any(isinstance(i, AddMusic) and i.match for i in instructions)

    def any(self, *kinds: type) -> bool:
        return any(isinstance(i, kinds) for i in self._instructions)

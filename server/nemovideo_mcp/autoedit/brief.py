"""The brief: what the film is to be, read from a timeline and changed by instructions.

What the tracks don't show by themselves (the length that was asked for, the pace, clips that found no room) stands
under `director` in the timeline's extra keys, and so survives on the wire.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, cast

from nemovideo_mcp.autoedit.pacing import PACES
from nemovideo_mcp.edit.levels import usual_level
from nemovideo_mcp.timeline.model import Fit, Timeline, VideoClip

__all__ = ["Brief", "MusicBrief", "brief_of", "is_auto_edited", "with_brief"]

_KEY = "director"


@dataclass(frozen=True, kw_only=True)
class MusicBrief:
    """A composed piece (`mood`, `seed`, a tempo if one was asked for), or an uploaded song (`media_id`)."""

    mood: str | None = None
    seed: int = 0
    bpm: float | None = None
    media_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Brief:
    """What the film is to be. `clip_volume` None: full without music, low under it.

    `sources` may repeat; those of `left_out` found no room in the film as it stands. In a film that is cut to the beat
    they take turns, and drift from the first to the last, unless they are to be seen one behind the other (`ordered`)
    or strictly by turns (`interleaved`).

    `ranges_ms` limits sources to a stretch of themselves.

    `follows_cuts`: where the film isn't cut to the beat, the beats of composed music are placed by its cuts.
    `action_on_beat`: where it is, motion in the shots falls on beats.
    """

    sources: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    interleaved: bool = False
    ordered: bool = False
    ranges_ms: Mapping[str, tuple[int, int]] = field(default_factory=dict[str, tuple[int, int]])
    length_ms: int | None = None
    at_most: bool = False
    cut: bool = False
    pace: str = "normal"
    every: int | None = None
    music: MusicBrief | None = None
    music_volume: float = 1.0
    clip_volume: float | None = None
    fit: Fit | None = None
    follows_cuts: bool = False
    action_on_beat: bool = True

    @property
    def own_sound(self) -> float:
        """The gain of the clips' own sound."""
        if self.clip_volume is not None:
            return self.clip_volume
        return usual_level(has_music=self.music is not None)


def brief_of(timeline: Timeline) -> Brief:
    """The brief that `timeline` follows; what cannot be read takes its default."""
    kept = timeline.extra.get(_KEY)
    stored: Mapping[str, Any] = cast("Mapping[str, Any]", kept) if isinstance(kept, Mapping) else {}
    seen = tuple(dict.fromkeys(c.media_id for c in timeline.video_clips))
    left_out = tuple(i for i in _ids(stored.get("left_out")) if i not in seen)
    listed = tuple(i for i in _ids(stored.get("sources")) if not seen or i in seen or i in left_out)
    in_order = tuple(dict.fromkeys(i for i in listed if i in seen)) == seen
    clip = timeline.music
    music = None
    if clip and clip.music:
        music = MusicBrief(mood=clip.music.mood, seed=clip.music.seed, bpm=_positive(stored.get("bpm")))
    elif clip:
        music = MusicBrief(media_id=clip.media_id)
    length, every = stored.get("length_ms"), stored.get("every")
    pace = stored.get("pace")
    return Brief(
        sources=listed if in_order else (*seen, *left_out),
        left_out=left_out,
        interleaved=stored.get("interleaved") is True,
        ordered=stored.get("ordered") is True,
        ranges_ms=_ranges(stored.get("ranges_ms")),
        length_ms=length if isinstance(length, int) and length > 0 else None,
        at_most=stored.get("at_most") is True,
        cut=any(c.anchor for c in timeline.video_clips) or (stored.get("cut") is True and clip is not None),
        pace=pace if isinstance(pace, str) and pace in PACES else "normal",
        every=every if isinstance(every, int) and 0 < every <= 64 else None,
        music=music,
        music_volume=clip.volume if clip else 1.0,
        clip_volume=_own_sound(timeline.video_clips, has_music=clip is not None),
        fit=next((c.fit for c in timeline.video_clips if c.fit), None),
        follows_cuts=stored.get("follows_cuts") is True,
        action_on_beat=stored.get("action_on_beat") is not False,
    )


def is_auto_edited(timeline: Timeline) -> bool:
    """Whether its shots were chosen by an automatic edit."""
    return isinstance(timeline.extra.get(_KEY), Mapping)


def with_brief(timeline: Timeline, brief: Brief) -> Timeline:
    """`timeline` with what its tracks don't show about `brief`; nothing where it says all by itself."""
    values: dict[str, Any] = {
        "sources": list(brief.sources),
        "left_out": list(brief.left_out) or None,
        "interleaved": brief.interleaved or None,
        "ordered": brief.ordered or None,
        "ranges_ms": {key: list(span) for key, span in brief.ranges_ms.items()} or None,
        "length_ms": brief.length_ms,
        "at_most": brief.at_most or None,
        "cut": brief.cut or None,
        "pace": brief.pace if brief.pace != "normal" else None,
        "every": brief.every,
        "bpm": brief.music.bpm if brief.music else None,
        "follows_cuts": brief.follows_cuts or None,
        "action_on_beat": None if brief.action_on_beat else False,
    }
    kept = {key: value for key, value in values.items() if value is not None}
    return replace(timeline, extra={**timeline.extra, _KEY: kept})


def _ranges(value: object) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for key, span in cast("Mapping[str, Any]", value).items() if isinstance(value, Mapping) else ():
        match span:
            case [int(start), int(end)] if 0 <= start < end:
                found[key] = (start, end)
            case _:
                continue
    return found


def _ids(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in cast("list[object]", value)) if isinstance(value, list) else ()


def _own_sound(clips: tuple[VideoClip, ...], *, has_music: bool) -> float | None:
    gains = {c.volume for c in clips}
    if len(gains) != 1:
        return None
    (gain,) = gains
    return None if gain == usual_level(has_music=has_music) else gain


def _positive(value: object) -> float | None:
    return (
        float(value) if isinstance(value, int | float) and not isinstance(value, bool) and value > 0 else None
    )

"""An edit under way: the timeline so far, the ids that it gives, and what it has done. One batch has one workspace."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    Clip,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
)

__all__ = ["Done", "Workspace", "refuse"]

MOST_TEXTS = 2000
# Each is a filter of every frame that it is seen in.
MOST_OVERLAYS = 100
MOST_CAPTIONS = 5000
_LETTERS: Mapping[type[Clip], str] = {
    VideoClip: "c",
    AudioClip: "a",
    TextClip: "t",
    OverlayClip: "o",
    CaptionClip: "s",
}
_NUMBERED = re.compile(r"([a-z])([0-9]{1,9})")


def refuse(
    en: str, zh: str, *, hint: Words | None = None, nearest: dict[str, Any] | None = None
) -> EditRefused:
    """The error that an operation raises where it cannot be done.

    Args:
        en: what is wrong, as an English sentence.
        zh: the same in Chinese.
        hint: what to do next; by default to look at the timeline.
        nearest: the operation that works in its stead, as JSON.
    """
    fields: dict[str, Any] = {"detail": Words(en, zh).pair(), "nearest": nearest}
    return EditRefused(**fields, **({"hint": hint.pair()} if hint else {}))


@dataclass(frozen=True, kw_only=True)
class Done:
    """One operation that was carried out: its words, the ids that it made or changed, and notes beside it."""

    op: str
    words: Words
    ids: tuple[str, ...] = ()
    notes: tuple[Words, ...] = ()
    changed: bool = True


@dataclass(kw_only=True)
class Workspace:
    """The timeline of a batch while its operations are applied one after the other."""

    timeline: Timeline
    context: EditContext
    names: dict[str, str] = field(default_factory=dict[str, str])
    last_ids: dict[str, int] = field(default_factory=dict[str, int])
    touched: set[str] = field(default_factory=set[str])
    """Ids of clips whose first cut was placed by the batch."""
    captions_gone: int = 0
    """How many captions have gone with the footage that they stood over."""

    def __post_init__(self) -> None:
        used = dict(self.context.last_ids)
        for track in self.timeline.tracks:
            for clip in track.clips:
                if match := _NUMBERED.fullmatch(clip.clip_id):
                    letter, number = match.group(1), int(match.group(2))
                    used[letter] = max(used.get(letter, 0), number)
        self.last_ids = used
        self.see(self.context)

    def see(self, context: EditContext) -> None:
        """Take `context` as the project around the timeline, songs with the beats that the timeline has for them."""
        self.context = context.with_beats(self.timeline.song_beats)

    def copy(self) -> Workspace:
        """Another workspace that stands where this one does: an edit of one is none of the other."""
        made = replace(self, names=dict(self.names), touched=set(self.touched))
        made.last_ids = dict(self.last_ids)
        return made

    def new_id(self, letter: str) -> str:
        """An id that no clip of the project has or had."""
        self.last_ids[letter] = self.last_ids.get(letter, 0) + 1
        return f"{letter}{self.last_ids[letter]}"

    def numbered(self, timeline: Timeline) -> Timeline:
        """`timeline` with ids for the clips that have none yet."""
        tracks = [
            replace(
                track,
                clips=tuple(
                    clip if clip.clip_id else replace(clip, clip_id=self.new_id(_LETTERS[type(clip)]))
                    for clip in track.clips
                ),
            )
            for track in timeline.tracks
        ]
        return replace(timeline, tracks=tuple(tracks))

    @property
    def clips(self) -> tuple[VideoClip, ...]:
        """The clips of the film's main track in order of time."""
        track = self.timeline.main_track
        return tuple(c for c in track.clips if isinstance(c, VideoClip)) if track else ()

    def clip(self, clip_id: str) -> VideoClip:
        """The clip of the film with this id."""
        return next(clip for clip in self.clips if clip.clip_id == clip_id)

    @property
    def texts(self) -> tuple[TextClip, ...]:
        return tuple(sorted(self.timeline.text_clips, key=lambda c: (c.start_ms, c.clip_id)))

    @property
    def overlays(self) -> tuple[OverlayClip, ...]:
        return self.timeline.overlay_clips

    def must_have_film(self, wish: Words) -> None:
        """Raise `EditRefused` where there are no clips; `wish` is what was to be done to the film."""
        if not self.clips:
            raise refuse(
                f"there is no film to {wish.en}.",
                f"还没有可以{wish.zh}的影片。",
                hint=Words("Add clips first.", "请先加入片段。"),
            )

    @property
    def duration_ms(self) -> int:
        return self.timeline.duration_ms

    def name(self, given: str | None, clip_id: str) -> None:
        """Let later operations of the batch call `clip_id` by `given`."""
        if given:
            if given in self.names:
                raise refuse(f"the name “{given}” is given twice.", f"名称“{given}”重复使用了。")
            self.names[given] = clip_id

    def set_clips(self, clips: Iterable[VideoClip]) -> None:
        """Put `clips` on the main track in the place of those that are there."""
        self.timeline = self.timeline.with_shots(clips)
        if self.timeline.tracks[0].kind != TrackKind.VIDEO:
            ordered = sorted(self.timeline.tracks, key=lambda t: t.kind != TrackKind.VIDEO)
            self.timeline = replace(self.timeline, tracks=tuple(ordered))

    def change_clip(self, clip_id: str, **changes: Any) -> None:
        """Change fields of one clip that stay in their place; it counts as edited by name."""
        self.change_clips({clip_id: changes})

    def change_clips(self, changes: Mapping[str, Mapping[str, Any]], *, pin: bool = True) -> None:
        """Change fields of clips by their ids, each as `change_clip` does; without `pin` none counts as named."""
        self.set_clips(
            replace(c, pinned=pin or c.pinned, **changes[c.clip_id]) if c.clip_id in changes else c
            for c in self.clips
        )

    def change_texts(self, change: Mapping[str, TextClip | None]) -> None:
        """Replace texts by id; None removes one. Empty text tracks go."""
        self._change(change, TextClip)

    def change_overlays(self, change: Mapping[str, OverlayClip | None]) -> None:
        """Replace overlays by id; None removes one. Empty tracks of overlays go."""
        self._change(change, OverlayClip)

    def change_captions(self, change: Mapping[str, CaptionClip | None]) -> None:
        """Replace captions by id; None removes one. Empty tracks of captions go."""
        self._change(change, CaptionClip)

    def _change(self, change: Mapping[str, Clip | None], kind: type[Clip]) -> None:
        tracks: list[Track] = []
        for track in self.timeline.tracks:
            if not any(isinstance(c, kind) for c in track.clips) and not _is_for(track, kind):
                tracks.append(track)
                continue
            kept = [change.get(c.clip_id, c) if isinstance(c, kind) else c for c in track.clips]
            clips = [c for c in kept if c is not None]
            if kind is CaptionClip:
                clips.sort(key=lambda c: c.start_ms)
            if clips:
                tracks.append(replace(track, clips=tuple(clips)))
        self.timeline = replace(self.timeline, tracks=tuple(tracks))

    def add_overlay(self, overlay: OverlayClip) -> None:
        """Lay an overlay over those that are there, on a track of their own. Raises `EditRefused`."""
        if len(self.overlays) >= MOST_OVERLAYS:
            raise refuse(
                f"the film has {MOST_OVERLAYS} overlays, which are the most.",
                f"影片最多有 {MOST_OVERLAYS} 个叠加画面。",
            )
        track = next((t for t in self.timeline.tracks if t.is_overlay), None)
        track = track or Track(track_id="overlay", kind=TrackKind.VIDEO, name="Overlays")
        clips = sorted((*track.clips, overlay), key=lambda c: c.start_ms)
        self.timeline = self.timeline.with_track(replace(track, clips=tuple(clips)))

    def add_text(self, text: TextClip) -> None:
        """Put a text on the text track, which is made where there is none. Raises `EditRefused`."""
        if len(self.timeline.text_clips) >= MOST_TEXTS:
            raise refuse(
                f"the film has {MOST_TEXTS:,} texts, which are the most.",
                f"影片最多有 {MOST_TEXTS:,} 条文字。",
            )
        track = next(
            (t for t in self.timeline.tracks if t.kind == TrackKind.TEXT and not _is_captions(t)), None
        )
        track = track or Track(track_id="text", kind=TrackKind.TEXT, name="Titles")
        clips = sorted((*track.clips, text), key=lambda c: (c.start_ms, c.clip_id))
        self.timeline = self.timeline.with_track(replace(track, clips=tuple(clips)))

    def add_captions(self, captions: Sequence[CaptionClip]) -> None:
        """Put captions on their track, which is made where there is none. Raises `EditRefused`."""
        count = len(self.timeline.captions) + len(captions)
        if count > MOST_CAPTIONS:
            raise refuse(
                f"the film would have {count:,} captions; {MOST_CAPTIONS:,} are the most.",
                f"影片将有 {count:,} 条字幕；最多 {MOST_CAPTIONS:,} 条。",
            )
        track = next((t for t in self.timeline.tracks if _is_captions(t)), None)
        track = track or Track(track_id="captions", kind=TrackKind.TEXT, name="Captions")
        clips = sorted((*track.clips, *captions), key=lambda c: c.start_ms)
        self.timeline = self.timeline.with_track(replace(track, clips=tuple(clips)))


def _is_for(track: Track, kind: type[Clip]) -> bool:
    """Whether an empty `track` is one of texts, which goes once nothing stands on it."""
    return kind is TextClip and track.kind == TrackKind.TEXT


def _is_captions(track: Track) -> bool:
    return any(isinstance(c, CaptionClip) for c in track.clips)

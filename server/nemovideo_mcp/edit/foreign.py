"""An edit of another program as a timeline of this project: its files are found by their names."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import PurePath

from nemovideo_mcp.edit.canvas import with_rate_of
from nemovideo_mcp.edit.counted import counted_at, with_cuts_in_dissolves
from nemovideo_mcp.edit.values import LOUDEST
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.timeline.foreign_edit import ForeignClip, ForeignEdit
from nemovideo_mcp.timeline.frames import frame_at, ms_at
from nemovideo_mcp.timeline.levels import levelling_db
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import (
    AudioClip,
    Marker,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    Transition,
    VideoClip,
)
from nemovideo_mcp.timeline.transitions import TRANSITION_KINDS

__all__ = ["Opened", "media_of", "opened"]

_MOST_SIDE, _LEAST_SIDE = 7680, 16
# A stretch of a file that differs by less than this from what was written is the same.
_SAME_MS = 50
_LEAST_MS = 1


@dataclass(frozen=True, kw_only=True)
class Opened:
    """The timeline, without ids of its clips; files that the project does not have; and notes on what is otherwise."""

    timeline: Timeline
    missing: tuple[str, ...] = ()
    notes: tuple[Words, ...] = ()


def opened(
    edit: ForeignEdit, media: Sequence[MediaItem], base: Timeline, new_id: Callable[[str], str]
) -> Opened:
    """The timeline of `edit`, made of `media`; what it does not say is as in `base`.

    `new_id` gives an id for a clip by its letter. Pictures of upper tracks cover those below, as in the other program,
    but for overlays that NemoVideo itself has written.
    """
    return _Opener(edit, media, base, new_id).opened()


def media_of(edit: ForeignEdit, media: Sequence[MediaItem]) -> tuple[MediaItem, ...]:
    """Those of `media` that the edit uses."""
    names = _names(media)
    found = [item for name in edit.media if (item := _named(names, name)) is not None]
    return tuple({item.media_id: item for item in found}.values())


def _named(names: Mapping[str, MediaItem], name: str) -> MediaItem | None:
    return names.get(name.casefold()) or names.get(PurePath(name).stem.casefold())


class _Opener:
    """Opens one edit."""

    def __init__(
        self,
        edit: ForeignEdit,
        media: Sequence[MediaItem],
        base: Timeline,
        new_id: Callable[[str], str],
    ) -> None:
        self._new_id = new_id
        self._base = base
        self._by_name = _names(media)
        self._notes: list[Words] = []
        self._edit = edit = self._counted(edit)
        self._rate = edit.frame_rate or base.frame_rate

    def opened(self) -> Opened:
        edit = self._edit
        missing = tuple(
            name for name in edit.media if self._item(name) is None and not self._is_composed(name)
        )
        timeline = self._canvas()
        shots = self._covered([list(track) for track in edit.video])
        tracks = [Track(track_id="video", kind=TrackKind.VIDEO, name="Video", clips=tuple(shots))]
        overlays = self._overlays()
        if overlays:
            tracks.append(
                Track(track_id="overlay", kind=TrackKind.VIDEO, name="Overlays", clips=tuple(overlays))
            )
        sounds = self._sounds()
        kept = sounds or list(self._base.audio_clips)
        if kept:
            tracks.append(Track(track_id="music", kind=TrackKind.AUDIO, name="Music", clips=tuple(kept)))
        if edit.titles:
            tracks.append(
                Track(track_id="text", kind=TrackKind.TEXT, name="Titles", clips=tuple(self._titles()))
            )
        markers = tuple(Marker(name=m.name, time_ms=self._ms(m.time_s)) for m in edit.marks)
        if edit.unread:
            names = ", ".join(edit.unread[:5])
            self._notes.append(Words(f"not read from it: {names}", f"其中未能读取：{names}"))
        timeline = replace(
            timeline, tracks=tuple(tracks), markers=markers if not edit.own else timeline.markers
        )
        return Opened(timeline=timeline, missing=missing, notes=tuple(self._notes))

    def _canvas(self) -> Timeline:
        edit = self._edit
        if edit.own is not None:
            self._rate = edit.own.frame_rate
            return replace(edit.own, tracks=(), song_beats=self._base.song_beats)
        base = replace(self._base, tracks=(), fade_in=None, fade_out=None, beat_effects=(), look_ranges=())
        items = [item for name in edit.media if (item := self._item(name)) is not None]
        if edit.width and edit.height:
            width, height = (
                min(_MOST_SIDE, max(_LEAST_SIDE, side)) // 2 * 2 for side in (edit.width, edit.height)
            )
            base = replace(base, width=width, height=height)
        if edit.frame_rate is None:
            self._rate = with_rate_of(base, items).frame_rate
        return replace(base, frame_rate=self._rate, title=edit.title or base.title)

    def _counted(self, edit: ForeignEdit) -> ForeignEdit:
        """A decision list in exact times: its footage says how it counts, where it can count so."""
        if edit.is_counted:
            items = [item for name in edit.media if (item := self._item(name)) is not None]
            found, counted = with_rate_of(replace(self._base, tracks=()), items).frame_rate, edit.frame_rate
            rate = found if counted is None or round(found) >= counted else counted
            said = f"{float(rate):.5g}"
            self._notes.append(
                Words(
                    f"a decision list does not say its frame rate: it was read at {said} frames a second",
                    f"EDL 不含帧率：按每秒 {said} 帧读取",
                )
            )
            edit = counted_at(edit, rate)
        return with_cuts_in_dissolves(edit) if edit.is_list else edit

    def _covered(self, tracks: list[list[ForeignClip]]) -> list[VideoClip]:
        """What is seen: clips of upper tracks cut those below."""
        seen: list[ForeignClip] = []
        for number, track in enumerate(tracks):
            above = [
                clip for clip in track if self._has_picture(clip) and not isinstance(clip.own, OverlayClip)
            ]
            if number and above:
                self._notes.append(
                    Words(
                        "clips of upper tracks cover those below them, at full size",
                        "上层轨道的片段以全画面覆盖下层",
                    )
                )
            for clip in above:
                seen = [part for other in seen for part in _without(other, clip)]
                seen.append(clip)
        return [shot for clip in sorted(seen, key=lambda clip: clip.start_s) if (shot := self._shot(clip))]

    def _has_picture(self, clip: ForeignClip) -> bool:
        item = self._item(clip.media)
        return item is not None and item.info.has_pictures

    def _shot(self, clip: ForeignClip) -> VideoClip | None:
        item = self._item(clip.media)
        start_ms, end_ms = self._ms(clip.start_s), self._ms(clip.end_s)
        if item is None or end_ms - start_ms < _LEAST_MS:
            return None
        is_film = item.info.kind == "video"
        source_ms = round(clip.source_s * 1000) if is_film else 0
        if is_film and item.info.duration_ms:
            longest_ms = int(item.info.duration_ms / clip.speed)
            if not clip.freeze and end_ms - start_ms > longest_ms + 1000 / self._rate:
                self._notes.append(
                    Words(
                        f"{item.name} is shorter than the edit says: its shot ends with it",
                        f"{item.name} 比工程里的短：该镜头随素材结束",
                    )
                )
                end_ms = start_ms + longest_ms
            needed = round((end_ms - start_ms) * clip.speed)
            source_ms = max(0, min(source_ms, item.info.duration_ms - needed))
        transition = self._transition(clip)
        if isinstance(clip.own, VideoClip):
            own = clip.own
            if abs(own.source_start_ms - source_ms) <= _SAME_MS:
                source_ms = own.source_start_ms
            is_same = own.ramp is not None or abs(Fraction(own.speed) - clip.speed) < Fraction(1, 500)
            return replace(
                own,
                clip_id=self._new_id("c"),
                media_id=item.media_id,
                start_ms=start_ms,
                duration_ms=end_ms - start_ms,
                source_start_ms=source_ms,
                speed=own.speed if is_same or own.freeze else float(clip.speed),
                anchor=own.anchor if start_ms == own.start_ms else None,
                transition_in=own.transition_in if transition else None,
            )
        return VideoClip(
            clip_id=self._new_id("c"),
            name=item.name,
            media_id=item.media_id,
            start_ms=start_ms,
            duration_ms=end_ms - start_ms,
            source_start_ms=source_ms,
            speed=float(clip.speed) if is_film else 1.0,
            reversed=clip.reversed and is_film,
            freeze=clip.freeze and is_film,
            volume=0.0 if clip.muted else _volume(clip.gain_db, item),
            transition_in=transition,
            pinned=True,
        )

    def _transition(self, clip: ForeignClip) -> Transition | None:
        length_ms = round(clip.dissolve_s * 1000)
        if not length_ms:
            return None
        name = clip.transition.strip().lower().replace(" ", "_").replace("-", "_")
        if name not in TRANSITION_KINDS:
            if "dissolve" not in name:
                self._notes.append(
                    Words(
                        f"the transition “{clip.transition}” is a dissolve here",
                        f"转场“{clip.transition}”在这里是叠化",
                    )
                )
            name = "dissolve"
        return Transition(kind=name, duration_ms=length_ms)

    def _overlays(self) -> list[OverlayClip]:
        found: list[OverlayClip] = []
        for clip in (clip for track in self._edit.video for clip in track):
            item = self._item(clip.media)
            if isinstance(clip.own, OverlayClip) and item is not None:
                start_ms, end_ms = self._ms(clip.start_s), self._ms(clip.end_s)
                found.append(
                    replace(
                        clip.own,
                        clip_id=self._new_id("o"),
                        media_id=item.media_id,
                        start_ms=start_ms,
                        duration_ms=end_ms - start_ms,
                    )
                )
        return sorted(found, key=lambda clip: clip.start_ms)

    def _sounds(self) -> list[AudioClip]:
        """Songs and voices; the sound of a shot is the shot's own."""
        found: list[AudioClip] = []
        for clip in (clip for track in self._edit.audio for clip in track):
            item = self._item(clip.media)
            start_ms, end_ms = self._ms(clip.start_s), self._ms(clip.end_s)
            if isinstance(clip.own, AudioClip) and (clip.own.music is not None or item is not None):
                found.append(
                    replace(
                        clip.own,
                        clip_id=self._new_id("a"),
                        media_id=item.media_id if item and clip.own.music is None else clip.own.media_id,
                        start_ms=start_ms,
                        duration_ms=end_ms - start_ms,
                        grid=clip.own.grid.shifted(start_ms - clip.own.start_ms) if clip.own.grid else None,
                    )
                )
            elif item is not None and item.info.kind == "audio":
                found.append(
                    AudioClip(
                        clip_id=self._new_id("a"),
                        name=item.name,
                        media_id=item.media_id,
                        start_ms=start_ms,
                        duration_ms=end_ms - start_ms,
                        source_start_ms=round(clip.source_s * 1000),
                        volume=_volume(clip.gain_db, item),
                        grid=item.grid.shifted(start_ms - round(clip.source_s * 1000)) if item.grid else None,
                    )
                )
        return found

    def _titles(self) -> list[TextClip]:
        return [
            replace(
                title.own or TextClip(clip_id="", text=title.text, start_ms=0, duration_ms=0),
                clip_id=self._new_id("t"),
                text=title.text,
                start_ms=self._ms(title.start_s),
                duration_ms=self._ms(title.start_s + title.length_s) - self._ms(title.start_s),
            )
            for title in self._edit.titles
        ]

    def _item(self, name: str) -> MediaItem | None:
        return _named(self._by_name, name)

    def _is_composed(self, name: str) -> bool:
        """Whether all that uses the file is music that is composed here."""
        clips = [c for track in (*self._edit.video, *self._edit.audio) for c in track if c.media == name]
        return all(isinstance(clip.own, AudioClip) and clip.own.music is not None for clip in clips)

    def _ms(self, time_s: Fraction) -> int:
        """A moment of the edit on the film's frames."""
        frame = frame_at(time_s * 1000, frame_rate=self._rate)
        return ms_at(frame, frame_rate=self._rate)


def _names(media: Sequence[MediaItem]) -> Mapping[str, MediaItem]:
    """Media by their names, and by their names without ending where only one has that; the later one of two."""
    whole = {item.name.casefold(): item for item in media}
    stems: dict[str, list[MediaItem]] = {}
    for item in whole.values():
        stems.setdefault(PurePath(item.name).stem.casefold(), []).append(item)
    return {**{stem: items[0] for stem, items in stems.items() if len(items) == 1}, **whole}


def _without(clip: ForeignClip, cover: ForeignClip) -> list[ForeignClip]:
    """What is left of a clip beside another one that covers it."""
    if clip.end_s <= cover.start_s or clip.start_s >= cover.end_s:
        return [clip]
    left: list[ForeignClip] = []
    if clip.start_s < cover.start_s:
        left.append(_part(clip, clip.start_s, cover.start_s))
    if clip.end_s > cover.end_s:
        left.append(replace(_part(clip, cover.end_s, clip.end_s), dissolve_s=Fraction(0)))
    return left


def _part(clip: ForeignClip, start_s: Fraction, end_s: Fraction) -> ForeignClip:
    skipped = (clip.end_s - end_s) if clip.reversed else (start_s - clip.start_s)
    source_s = clip.source_s if clip.freeze else clip.source_s + skipped * clip.speed
    return replace(clip, start_s=start_s, length_s=end_s - start_s, source_s=source_s)


def _volume(gain_db: float | None, item: MediaItem) -> float:
    """The volume at which a sound is as loud as with that gain: here every source is brought to one loudness."""
    if gain_db is None:
        return 1.0
    loudness = item.analysis.loudness_lufs if item.analysis else None
    return round(min(LOUDEST, 10 ** ((gain_db - levelling_db(loudness)) / 20)), 3)

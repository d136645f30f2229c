"""The beats of a song from a file of another program, in the place of those that were heard in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.beat_fit import BeatFit, fit_of, notes_on_fit
from nemovideo_mcp.edit.context import MusicRequest, Needs
from nemovideo_mcp.edit.operations.base import Operation
from nemovideo_mcp.edit.references import media_for, stem
from nemovideo_mcp.edit.values import MediaRef
from nemovideo_mcp.edit.wording import Words, names_of
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.beat_file import BeatTrack, GivenGrid, grid_of, sections_of_marks, with_bars_of
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.song import SongBeats

__all__ = ["SetBeats"]

_BEATS = ("beats",)
_SONGS = ("audio", "video")
HEARD = "heard"
_LEAST_BEATS = 4


class SetBeats(Operation):
    """Use the beats and markers of an uploaded file (csv, txt, xml, als, svl) for a song, in the place of those heard.

    In a film that is cut to that song, the cuts move to these beats. `media` "heard" goes back to what was heard.
    """

    family: ClassVar[str] = "music"
    op: Literal["set_beats"] = "set_beats"
    media: MediaRef
    song: Annotated[MediaRef | None, Field(description="whose beats they are")] = None

    def apply(self, work: Workspace) -> Done:
        if self._is_heard(work):
            return self._back_to_heard(work)
        file = media_for(work, self.media, kinds=_BEATS)
        song = self._song(work)
        track, notes = _track_for(file, song)
        beats, fit, more = _beats_for(file, song, track, work.context.as_measured[song.media_id].grid)
        before = work.timeline
        others = tuple(one for one in before.song_beats if one.media_id != song.media_id)
        work.timeline = replace(before, song_beats=(*others, beats))
        notes += [*more, *_refit(work, song)]
        return Done(
            op=self.op,
            words=_said(song, beats, fit),
            ids=_music_ids(work, song),
            notes=tuple(dict.fromkeys(notes)),
            changed=work.timeline != before,
        )

    def _is_heard(self, work: Workspace) -> bool:
        named = any(item.name.casefold() == HEARD for item in work.context.media if item.info.kind == "beats")
        return self.media.strip().lower() == HEARD and not named

    def _back_to_heard(self, work: Workspace) -> Done:
        given = [work.context.by_id.get(one.media_id) for one in work.timeline.song_beats]
        songs = [item for item in given if item is not None]
        song = media_for(work, self.song, kinds=_SONGS) if self.song else songs[0] if songs else None
        if song is None or song.media_id not in {item.media_id for item in songs}:
            name = f" of “{song.name}”" if song else ""
            return Done(
                op=self.op,
                words=Words(f"the beats{name} are those that were heard already", "节拍本来就是听到的节拍"),
                changed=False,
            )
        if self.song is None and len(songs) > 1:
            raise _which(songs)
        kept = tuple(one for one in work.timeline.song_beats if one.media_id != song.media_id)
        work.timeline = replace(work.timeline, song_beats=kept)
        notes = _refit(work, song)
        return Done(
            op=self.op,
            words=Words(
                f"“{song.name}”: back to the beats that were heard", f"“{song.name}”：恢复为听到的节拍"
            ),
            ids=_music_ids(work, song),
            notes=tuple(notes),
        )

    def _song(self, work: Workspace) -> MediaItem:
        """Whose beats they are. Raises `EditRefused` where that is not clear."""
        if self.song is not None:
            return media_for(work, self.song, kinds=_SONGS)
        songs = [item for item in work.context.media if item.info.kind == "audio"]
        file = media_for(work, self.media, kinds=_BEATS)
        named = [song for song in songs if any(_is_of(track, song) for track in _tracks(file))]
        alike = [song for song in songs if stem(song.name) == stem(file.name)]
        music = work.timeline.music
        heard = [song for song in songs if music is not None and song.media_id == music.media_id]
        for found in (named, alike, songs if len(songs) == 1 else heard):
            if len(found) == 1:
                return found[0]
        if songs:
            raise _which(songs)
        raise refuse(
            "beats from a file are for an uploaded song, and there is none.",
            "文件中的节拍用于上传的歌曲，但还没有上传歌曲。",
            hint=Words("Upload the song first.", "请先上传歌曲。"),
        )

    def needs(self, work: Workspace) -> Needs:
        if self._is_heard(work):
            songs = [one.media_id for one in work.timeline.song_beats]
            return Needs(beats=tuple(songs))
        file = media_for(work, self.media, kinds=_BEATS)
        # Which song a file that has not been read is for, the file may tell: any may be the one.
        songs = [self._song(work)] if self.song or file.beats else work.context.media
        return Needs(
            beat_files=(file.media_id,),
            beats=tuple(song.media_id for song in songs if song.info.kind == "audio" or self.song),
        )

    def sentence(self) -> Words:
        song = (
            Words(f" for the song “{self.song}”", f"用作歌曲“{self.song}”的节拍")
            if self.song
            else Words("", "")
        )
        if self.media.strip().lower() == HEARD:
            return Words(f"Use the beats that you hear{song.en}.", f"用听到的节拍{song.zh}。")
        return Words(
            f"Use the beats in “{self.media}”{song.en or ' for the song'}.",
            f"把“{self.media}”里的节拍{song.zh or '用作歌曲的节拍'}。",
        )


def _which(songs: Sequence[MediaItem]) -> Exception:
    names = names_of([song.name for song in songs])
    return refuse(
        f"it is not clear whose beats they are: {names.en}.",
        f"不清楚是哪首歌的节拍：{names.zh}。",
        hint=Words(f"Name the song, as in “for {songs[0].name}”.", f"请指明歌曲，例如“{songs[0].name}”。"),
    )


def _tracks(file: MediaItem) -> tuple[BeatTrack, ...]:
    return file.beats.tracks if file.beats else ()


def _is_of(track: BeatTrack, song: MediaItem) -> bool:
    return any(stem(name) == stem(song.name) or name.casefold() == stem(song.name) for name in track.names)


def _track_for(file: MediaItem, song: MediaItem) -> tuple[BeatTrack, list[Words]]:
    """What the file tells of the song. Raises `EditRefused` where it tells of others only."""
    tracks = _tracks(file)
    if not tracks:
        raise refuse(f"{file.name} could not be read.", f"无法读取 {file.name}。")
    own = [track for track in tracks if _is_of(track, song)]
    # A collection may have a song twice: the one of the song's length.
    own.sort(key=lambda track: abs(track.duration_ms - song.info.duration_ms))
    if own:
        return own[0], []
    if len(tracks) == 1:
        names = tracks[0].names[:1]
        return tracks[0], [
            Words(
                f"{file.name} has the beats of “{name}”, and they were taken for “{song.name}”",
                f"{file.name} 里是“{name}”的节拍，已用于“{song.name}”",
            )
            for name in names
        ]
    names_told = names_of([track.names[0] for track in tracks if track.names])
    raise refuse(
        f"{file.name} has {len(tracks)} tracks, and “{song.name}” is none of them: {names_told.en}.",
        f"{file.name} 里有 {len(tracks)} 首曲目，其中没有“{song.name}”：{names_told.zh}。",
        hint=Words("Upload the song under the name that it has there.", "请用其中的文件名上传歌曲。"),
    )


def _beats_for(
    file: MediaItem, song: MediaItem, track: BeatTrack, heard: BeatGrid | None
) -> tuple[SongBeats, BeatFit | None, list[Words]]:
    """What the track tells of the song, how it fits what was heard, and what is to be said of it."""
    duration_ms = song.info.duration_ms
    sections, drop_ms = sections_of_marks([mark for mark in track.marks if mark.time_ms < duration_ms])
    given = grid_of(track, duration_ms=duration_ms)
    if given is None:
        if not sections:
            raise refuse(
                f"{file.name} has neither beats nor names for moments of “{song.name}”.",
                f"{file.name} 里没有“{song.name}”的节拍或标记。",
            )
        beats = SongBeats(media_id=song.media_id, source=file.name, sections=sections, drop_ms=drop_ms)
        return beats, None, []
    count = bisect_left(given.grid.times_ms, duration_ms)
    behind = len(given.grid.times_ms) - count
    if count < _LEAST_BEATS:
        raise refuse(
            f"{file.name} has {count} beats within “{song.name}”, and {_LEAST_BEATS} are needed.",
            f"{file.name} 在“{song.name}”的长度内只有 {count} 个节拍，至少需要 {_LEAST_BEATS} 个。",
        )
    times = tuple(Fraction(round(time)) for time in given.grid.times_ms[:count])
    grid = BeatGrid(times, given.grid.downbeat_index, given.grid.beats_per_bar)
    if not given.knows_bars:
        grid = with_bars_of(grid, heard)
    fit = fit_of(grid, heard)
    beats = SongBeats(
        media_id=song.media_id,
        source=file.name,
        grid=grid,
        sections=sections,
        drop_ms=drop_ms,
        heard_off_ms=None if fit is None else round(fit.off_ms),
    )
    notes = [*notes_on_fit(fit, grid=grid, behind=behind, duration_ms=duration_ms), *_on_bars(given)]
    return beats, fit, notes


def _on_bars(given: GivenGrid) -> list[Words]:
    if not given.odd_bars:
        return []
    per_bar = given.grid.beats_per_bar
    return [
        Words(
            f"{given.odd_bars} of its {given.bars} bars do not have {per_bar} beats: bars are counted by {per_bar}",
            f"其 {given.bars} 个小节中有 {given.odd_bars} 个不是 {per_bar} 拍：小节按 {per_bar} 拍计",
        )
    ]


def _refit(work: Workspace, song: MediaItem) -> list[Words]:
    """Lay the music anew on the beats that now hold, from the same place of the song; what is to be said of it."""
    work.see(work.context)
    before, music = work.timeline, work.timeline.music
    if music is None or music.media_id != song.media_id or not work.clips:
        return []
    if not before.is_beat_cut:
        # Nothing stands on its beats: where it plays is not to change.
        work.timeline = work.numbered(work.context.planner.fit_music(before, work.context))
        return []
    request = MusicRequest(media_id=song.media_id, source_start_ms=music.source_start_ms)
    planned = work.context.planner.set_music(before, request, work.context)
    work.timeline = work.numbered(planned.timeline)
    starts = {clip.clip_id: clip.start_ms for clip in before.video_clips}
    work.touched |= {
        clip.clip_id for clip in work.clips if clip.start_ms and starts.get(clip.clip_id) != clip.start_ms
    }
    return list(planned.notes)


def _music_ids(work: Workspace, song: MediaItem) -> tuple[str, ...]:
    music = work.timeline.music
    return (music.clip_id,) if music is not None and music.media_id == song.media_id else ()


def _said(song: MediaItem, beats: SongBeats, fit: BeatFit | None) -> Words:
    en, zh = f"“{song.name}” has the", f"“{song.name}”使用 {beats.source} 中的"
    parts: list[str] = []
    parts_zh: list[str] = []
    if (grid := beats.grid) is not None:
        bpm = f"{grid.bpm:.4g}"
        bars = "" if grid.beats_per_bar == 1 else f", {grid.beats_per_bar} to the bar"
        parts.append(f"{len(grid.times_ms)} beats ({bpm} BPM{bars})")
        parts_zh.append(f" {len(grid.times_ms)} 个节拍（{bpm} BPM，每小节 {grid.beats_per_bar} 拍）")
    if beats.sections:
        parts.append(f"{len(beats.sections)} sections")
        parts_zh.append(f" {len(beats.sections)} 个段落")
    heard = heard_zh = ""
    if fit is not None:
        off = round(fit.off_ms)
        heard = f"; the beats that were heard differ by {off} ms (median)"
        heard_zh = f"；与听到的节拍相差 {off} 毫秒（中位数）"
    return Words(
        f"{en} {' and '.join(parts)} of {beats.source}{heard}", f"{zh}{'和'.join(parts_zh)}{heard_zh}"
    )

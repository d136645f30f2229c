"""An edit of another program as the start of a film."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.context import MusicRequest, Needs
from nemovideo_mcp.edit.foreign import media_of, opened
from nemovideo_mcp.edit.foreign_beats import snapped
from nemovideo_mcp.edit.operations.base import Operation
from nemovideo_mcp.edit.references import media_for
from nemovideo_mcp.edit.sequence import check_count
from nemovideo_mcp.edit.values import MediaRef, Snap
from nemovideo_mcp.edit.wording import Words, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip, TrackKind

__all__ = ["OpenEdit"]

_EDIT = ("edit",)
_SONGS = ("audio", "video")
# A sound in which so many beats were heard, and so surely, is music; what is none may be a voice.
_LEAST_BEATS, _LEAST_CONFIDENCE = 8, 0.3


class OpenEdit(Operation):
    """Put an uploaded edit of another program (otio, fcpxml, xml, edl) in the place of the timeline.

    Its files are found by their names among the project's. `song` takes the place of its own music. With `snap` other
    than `none`, its cuts move to the beats of the film's music.
    """

    family: ClassVar[str] = "film"
    op: Literal["open_edit"] = "open_edit"
    media: MediaRef
    song: Annotated[MediaRef | None, Field(description="an uploaded song, in the place of its own music")] = (
        None
    )
    snap: Snap = "none"

    def apply(self, work: Workspace) -> Done:
        item = media_for(work, self.media, kinds=_EDIT)
        if item.edit is None:
            raise refuse(f"{item.name} could not be read.", f"无法读取 {item.name}。")
        found = opened(item.edit, work.context.media, work.timeline, work.new_id)
        if found.missing:
            raise _missing(item, found.missing)
        if not found.timeline.video_clips:
            raise refuse(
                f"there is no film or photo on the timeline of {item.name}.",
                f"{item.name} 的时间线上没有视频或照片。",
            )
        check_count(work, len(found.timeline.video_clips))
        had_music = work.timeline.music is not None
        work.timeline = found.timeline
        if had_music and work.timeline.music is not None:
            work.timeline = work.context.planner.fit_music(work.timeline, work.context)
        on_beat, notes = Words("", ""), list(found.notes)
        if self.song is not None:
            self._score(work, notes)
        if self.snap != "none":
            self._snap(work, notes)
            work.timeline = work.context.planner.fit_music(work.timeline, work.context)
            on_beat = Words(", its cuts on the beat", "，切点对齐节拍")
        clips = work.clips
        work.touched |= {clip.clip_id for clip in clips[1:]}
        length = seconds(work.duration_ms)
        return Done(
            op=self.op,
            words=Words(
                f"opened {item.name}: {len(clips)} {'clip' if len(clips) == 1 else 'clips'}, {length} s{on_beat.en}",
                f"已打开 {item.name}：{len(clips)} 个片段，共 {length} 秒{on_beat.zh}",
            ),
            ids=tuple(clip.clip_id for clip in clips),
            notes=tuple(notes),
        )

    def _score(self, work: Workspace, notes: list[Words]) -> None:
        """Put the song in the place of the music; other sounds stay."""
        song = media_for(work, str(self.song), kinds=_SONGS)
        gone = [clip for clip in work.timeline.audio_clips if _is_music(clip, work.context.by_id)]
        tracks = [
            replace(
                track,
                clips=tuple(
                    replace(clip, role="voice") if isinstance(clip, AudioClip) else clip
                    for clip in track.clips
                    if clip not in gone
                ),
            )
            for track in work.timeline.tracks
        ]
        kept = tuple(track for track in tracks if track.clips or track.kind != TrackKind.AUDIO)
        timeline = replace(work.timeline, tracks=kept)
        request = MusicRequest(media_id=song.media_id)
        planned = work.context.planner.set_music(timeline, request, work.context)
        work.timeline = work.numbered(planned.timeline)
        others = list(dict.fromkeys(clip.name for clip in gone if clip.media_id != song.media_id))
        if others:
            names = names_of(others)
            notes.append(
                Words(
                    f"“{song.name}” plays in the place of {names.en}",
                    f"用“{song.name}”代替了{names.zh}",
                )
            )
        notes += planned.notes

    def _snap(self, work: Workspace, notes: list[Words]) -> None:
        """Move the cuts to beats. Raises `EditRefused` where the film's music has none."""
        music = work.timeline.music
        if music is None or music.grid is None or len(music.grid.times_ms) < 2:
            raise refuse(
                "its cuts cannot move to beats: the film has no music whose beats are known.",
                "无法对齐节拍：影片没有已知节拍的音乐。",
                hint=Words(
                    "Set the music first, then open the edit with snap.", "请先设置音乐，再用 snap 打开工程。"
                ),
            )
        off = snapped(work, music.grid, step=music.grid.beats_per_bar if self.snap == "bar" else 1)
        if off:
            names = names_of(off)
            notes.append(
                Words(
                    f"too little footage to reach a beat: {names.en}",
                    f"素材太短，切点未能落在节拍上：{names.zh}",
                )
            )

    def needs(self, work: Workspace) -> Needs:
        item = media_for(work, self.media, kinds=_EDIT)
        # What an edit uses that has not been read yet is not known: it may be anything.
        media = work.context.media if item.edit is None else media_of(item.edit, work.context.media)
        music = work.timeline.music
        return Needs(
            edits=(item.media_id,),
            analyse=tuple(m.media_id for m in media if m.info.has_pictures),
            beats=(
                *(m.media_id for m in media if m.info.kind == "audio"),
                *((music.media_id,) if music and music.media_id else ()),
                *((media_for(work, self.song, kinds=_SONGS).media_id,) if self.song else ()),
            ),
        )

    def sentence(self) -> Words:
        en, zh = f"Open the edit {self.media}", f"打开工程 {self.media}"
        if self.song is not None:
            en, zh = f"{en} with the song “{self.song}”", f"{zh}，配上歌曲“{self.song}”"
        if self.snap != "none":
            at = Words("bars", "小节") if self.snap == "bar" else Words("beat", "节拍")
            en, zh = f"{en} and move its cuts to the {at.en}", f"{zh}，并让切点对齐{at.zh}"
        return Words(f"{en}.", f"{zh}。")


def _is_music(clip: AudioClip, media: Mapping[str, MediaItem]) -> bool:
    item = media.get(clip.media_id or "")
    grid = item.grid if item else None
    has_beat = (
        grid is not None and len(grid.times_ms) >= _LEAST_BEATS and grid.confidence >= _LEAST_CONFIDENCE
    )
    return clip.music is not None or has_beat


def _missing(item: MediaItem, missing: tuple[str, ...]) -> Exception:
    names = names_of(list(missing))
    return refuse(
        f"{item.name} uses files that are not in the project: {names.en}.",
        f"{item.name} 使用了项目中没有的文件：{names.zh}。",
        hint=Words(f"Upload {names.en}, then open it again.", f"请上传{names.zh}，然后再打开。"),
    )

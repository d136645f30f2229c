"""An edit of another program as the start of a film."""

from __future__ import annotations

from typing import ClassVar, Literal

from nemovideo_mcp.edit.context import Needs
from nemovideo_mcp.edit.foreign import media_of, opened
from nemovideo_mcp.edit.foreign_beats import snapped
from nemovideo_mcp.edit.operations.base import Operation
from nemovideo_mcp.edit.references import media_for
from nemovideo_mcp.edit.sequence import check_count
from nemovideo_mcp.edit.values import MediaRef, Snap
from nemovideo_mcp.edit.wording import Words, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.media import MediaItem

__all__ = ["OpenEdit"]

_EDIT = ("edit",)


class OpenEdit(Operation):
    """Put an uploaded edit of another program (otio, fcpxml, xml, edl) in the place of the timeline.

    Its files are found by their names among the project's. With `snap` other than `none`, its cuts move to the beats
    of the film's music.
    """

    family: ClassVar[str] = "film"
    op: Literal["open_edit"] = "open_edit"
    media: MediaRef
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
        if self.snap != "none":
            self._snap(work, notes)
            on_beat = Words(", its cuts on the beat", "，切点对齐节拍")
        clips = work.clips
        work.touched |= {clip.clip_id for clip in clips[1:]}
        length = seconds(work.duration_ms)
        return Done(
            op=self.op,
            words=Words(
                f"{item.name} opened: {len(clips)} {'clip' if len(clips) == 1 else 'clips'}, {length} s{on_beat.en}",
                f"已打开 {item.name}：{len(clips)} 个片段，共 {length} 秒{on_beat.zh}",
            ),
            ids=tuple(clip.clip_id for clip in clips),
            notes=tuple(notes),
        )

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
            ),
        )

    def sentence(self) -> Words:
        if self.snap == "none":
            return Words(f"Open the edit {self.media}.", f"打开工程 {self.media}。")
        return Words(
            f"Open the edit {self.media} and move its cuts to the beat.",
            f"打开工程 {self.media}，并让切点对齐节拍。",
        )


def _missing(item: MediaItem, missing: tuple[str, ...]) -> Exception:
    names = names_of(list(missing))
    return refuse(
        f"{item.name} uses files that are not in the project: {names.en}.",
        f"{item.name} 使用了项目中没有的文件：{names.zh}。",
        hint=Words(f"Upload {names.en}, then open it again.", f"请上传{names.zh}，然后再打开。"),
    )

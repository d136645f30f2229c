"""The film as a whole: auto-edit, length, canvas, fades."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field

from nemovideo_mcp.edit.canvas import CANVAS_SET, RATE_SET, RATIOS
from nemovideo_mcp.edit.caption_notes import note_on_kept
from nemovideo_mcp.edit.context import AutoEditRequest, Needs
from nemovideo_mcp.edit.crossings import uniform_transition
from nemovideo_mcp.edit.operations.base import Operation, length_words
from nemovideo_mcp.edit.references import length_ms, media_for
from nemovideo_mcp.edit.sequence import lay, slots_of
from nemovideo_mcp.edit.subject_notes import words_note
from nemovideo_mcp.edit.values import Color, Length, MediaRef, Name, Seconds, Value
from nemovideo_mcp.edit.wording import Words, names_of, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.frame_rates import exact_rate
from nemovideo_mcp.timeline.model import Fade
from nemovideo_mcp.timeline.platforms import SHAPES

__all__ = ["AutoEdit", "FadeFilm", "SetCanvas", "SetFilmLength"]


class Range(Value):
    """A stretch of a source that may be shown, in seconds of it."""

    media: Name
    in_s: Seconds
    out_s: Annotated[Seconds, Field(gt=0)]


class AutoEdit(Operation):
    """Make the film anew from its sources. Shots and music are solved together; clips that were edited by name stay.

    A source that is named several times is shown several times. Without music, the clips follow each other whole. In a
    film that is cut to the beat, the strongest motion of a shot falls on a beat where the footage allows it, unless
    `action_on_beat` is false.
    """

    family: ClassVar[str] = "film"
    op: Literal["auto_edit"] = "auto_edit"
    sources: Annotated[
        tuple[MediaRef, ...] | None,
        BeforeValidator(
            lambda value: [value] if isinstance(value, str) else value,
            json_schema_input_type=MediaRef | list[MediaRef] | None,
        ),
        Field(description="all pictures by default; strict with `order`"),
    ] = None
    order: Literal["given", "reversed", "interleaved"] | None = None
    length: Length | None = None
    at_most: Annotated[bool, Field(description="a shorter film stays as it is")] = False
    cut_to_beat: Annotated[bool | None, Field(description="true needs music")] = None
    pace: Literal["slow", "normal", "fast"] | None = None
    every_beats: Annotated[int | None, Field(ge=1, le=64)] = None
    beats_on_cuts: Annotated[bool, Field(description="uncut film: beats on its own cuts")] = False
    action_on_beat: bool | None = None
    ranges: tuple[Range, ...] = ()

    def apply(self, work: Workspace) -> Done:
        if not any(m.info.has_pictures for m in work.context.media):
            raise refuse(
                "there are no clips or photos in the project yet.",
                "项目里还没有视频或照片。",
                hint=Words("Upload at least one first.", "请先上传至少一个。"),
            )
        sources = None if self.sources is None else tuple(media_for(work, s).media_id for s in self.sources)
        ranges = {
            media_for(work, r.media).media_id: (round(r.in_s * 1000), round(r.out_s * 1000))
            for r in self.ranges
        }
        if any(start >= end for start, end in ranges.values()):
            raise refuse("a range ends before it starts.", "范围的结束早于开始。")
        request = AutoEditRequest(
            sources=sources,
            order=self.order,
            length_ms=None if self.length is None else round(length_ms(work, self.length)),
            at_most=self.at_most,
            cut_to_beat=self.cut_to_beat,
            pace=self.pace,
            every_beats=self.every_beats,
            ranges_ms=ranges,
            follows_cuts=self.beats_on_cuts,
            action_on_beat=self.action_on_beat,
        )
        return _solved(work, self.op, request)

    def needs(self, work: Workspace) -> Needs:
        chosen = self.sources
        films = [m for m in work.context.media if m.info.has_pictures]
        ids = [media_for(work, s).media_id for s in chosen] if chosen else [m.media_id for m in films]
        music = work.timeline.music
        return Needs(analyse=tuple(ids), beats=(music.media_id,) if music and music.media_id else ())

    def sentence(self) -> Words:
        names = names_of(self.sources, most=500) if self.sources else Words("all clips", "所有片段")
        beat = self.cut_to_beat is not False
        en, zh = f"Combine {names.en}", f"把{names.zh}拼起来"
        if self.length is not None:
            length = length_words(self.length)
            most = Words("at most ", "最长 ") if self.at_most else Words("", " ")
            en, zh = f"{en} into a film of {most.en}{length.en}", f"{zh}，做成{most.zh}{length.zh}的视频"
        if beat:
            en, zh = f"{en} and cut to the beat", f"{zh}，按节拍剪辑"
        else:
            en, zh = f"{en} without cutting to the beat", f"{zh}，不按节拍剪辑"
        details = [_ORDERS[self.order] if self.order else None, _PACES[self.pace] if self.pace else None]
        if self.every_beats is not None:
            details.append(
                Words(f"a cut every {self.every_beats} beats", f"每 {self.every_beats} 拍一个镜头")
            )
        if self.beats_on_cuts:
            details.append(Words("with the beats on the cuts that it has", "让节拍落在已有的切点上"))
        if self.action_on_beat is not None:
            details.append(_ACTION[self.action_on_beat])
        details += [
            Words(
                f"of “{r.media}” only {r.in_s:g} to {r.out_s:g} s",
                f"“{r.media}”只用 {r.in_s:g} 到 {r.out_s:g} 秒",
            )
            for r in self.ranges
        ]
        said = [detail for detail in details if detail is not None]
        return Words(
            f"{', '.join((en, *(w.en for w in said)))}.", f"{'，'.join((zh, *(w.zh for w in said)))}。"
        )


_ACTION: dict[bool, Words] = {
    True: Words("with the action of the shots on the beat", "让镜头里的动作落在节拍上"),
    False: Words("without aligning the action of the shots", "不对齐镜头里的动作"),
}
_ORDERS: dict[str, Words] = {
    "given": Words("in the given order", "按给定顺序"),
    "reversed": Words("in the reverse order", "按相反顺序"),
    "interleaved": Words("taking turns", "交替出现"),
}
_PACES: dict[str, Words] = {
    "slow": Words("with slow cuts", "剪得慢一些"),
    "normal": Words("with cuts of the usual pace", "用正常的剪辑节奏"),
    "fast": Words("with fast cuts", "剪得快一些"),
}
_UNFADED: dict[str, Words] = {
    "in": Words("Remove the fade-in of the video.", "取消片头淡入。"),
    "out": Words("Remove the fade-out of the video.", "取消片尾淡出。"),
    "both": Words("Remove the fade-in and fade-out of the video.", "取消片头淡入和片尾淡出。"),
}


class SetFilmLength(Operation):
    """Make the whole film as long as this; clips that were edited by name keep their length."""

    family: ClassVar[str] = "film"
    op: Literal["set_film_length"] = "set_film_length"
    length: Length
    at_most: Annotated[bool, Field(description="a shorter film stays as it is")] = False

    def apply(self, work: Workspace) -> Done:
        if not work.clips:
            raise refuse(
                "there is no film yet.", "还没有影片。", hint=Words("Add clips first.", "请先加入片段。")
            )
        wanted = round(length_ms(work, self.length))
        if self.at_most and work.duration_ms <= wanted:
            said = seconds(work.duration_ms)
            words = Words(f"the film is {said} s long already", f"影片已经是 {said} 秒")
            return Done(op=self.op, words=words, changed=False)
        return _solved(work, self.op, AutoEditRequest(length_ms=wanted, at_most=self.at_most))

    def needs(self, work: Workspace) -> Needs:
        music = work.timeline.music
        return Needs(
            analyse=tuple(dict.fromkeys(c.media_id for c in work.clips)),
            beats=(music.media_id,) if music and music.media_id else (),
        )

    def sentence(self) -> Words:
        length = length_words(self.length)
        if self.at_most:
            return Words(f"Make the whole video at most {length.en} long.", f"整个视频最长 {length.zh}。")
        return Words(f"Make the whole video {length.en} long.", f"把整个视频的时长改为 {length.zh}。")


def _solved(work: Workspace, op: str, request: AutoEditRequest) -> Done:
    before = work.timeline
    planned = work.context.planner.auto_edit(before, request, work.context)
    work.timeline = work.numbered(planned.timeline)
    if (usual := uniform_transition(before)) is not None:
        # Every cut of the film had it, so the new ones have.
        work.set_clips(
            replace(c, transition_in=usual) if n and c.transition_in is None else c
            for n, c in enumerate(work.clips)
        )
    clips = work.clips
    count, length = len(clips), seconds(work.duration_ms)
    on_beat = Words(", cut to the beat", "，按节拍剪辑") if work.timeline.is_beat_cut else Words("", "")
    words = Words(
        f"{count} {'clip' if count == 1 else 'clips'}, {length} s{on_beat.en}",
        f"{count} 个片段，共 {length} 秒{on_beat.zh}",
    )
    work.touched |= {clip.clip_id for clip in clips[1:]}
    stayed = note_on_kept(len(before.captions)) if before.captions and clips != before.video_clips else None
    return Done(
        op=op,
        words=words,
        ids=tuple(c.clip_id for c in clips),
        notes=planned.notes if stayed is None else (*planned.notes, stayed),
        changed=work.timeline != before,
    )


class SetCanvas(Operation):
    """Set the shape or size of the picture: a ratio, a platform's, or width and height in pixels.

    `frame_rate` is in frames a second; 29.97 means 30000/1001. A cut to the beat stays on its beats.
    """

    family: ClassVar[str] = "film"
    op: Literal["set_canvas"] = "set_canvas"
    ratio: Literal["16:9", "9:16", "1:1", "4:5"] | None = None
    platform: Annotated[str | None, Field(max_length=40, description=", ".join(SHAPES))] = None
    width: Annotated[int | None, Field(ge=64, le=4096, multiple_of=2)] = None
    height: Annotated[int | None, Field(ge=64, le=4096, multiple_of=2)] = None
    frame_rate: Annotated[float | None, Field(ge=10, le=60)] = None

    @property
    def sizes(self) -> bool:
        """Whether it sets the shape or size, and not the frame rate alone."""
        return self._size() is not None

    def check(self) -> None:
        self._size()

    def apply(self, work: Workspace) -> Done:
        was = work.timeline.frame_rate
        if self.frame_rate is not None:
            _set_rate(work, exact_rate(self.frame_rate))
        rate = self._rate_words()
        size = self._size()
        if size is None:
            return Done(op=self.op, words=rate, changed=work.timeline.frame_rate != was)
        width, height = size
        changed = (work.timeline.width, work.timeline.height) != (width, height)
        work.timeline = replace(work.timeline, width=width, height=height)
        if changed:
            work.timeline = replace(work.timeline, auto_framing=True, careful_framing=True)
        if not work.clips:
            work.timeline = replace(work.timeline, extra={**work.timeline.extra, CANVAS_SET: True})
        shape = next(
            (ratio for ratio, size in RATIOS.items() if size == (width, height)), f"{width}×{height}"
        )
        notes = (_FRAMED,) if changed and _is_narrower(work, width, height) else ()
        kept = words_note(work, work.clips) if changed else None
        notes = notes if kept is None else (*notes, kept)
        words = Words(f"frame {shape}", f"画面改为 {shape}")
        if self.frame_rate is not None:
            words = Words(f"{words.en}, {rate.en}", f"{words.zh}，{rate.zh}")
        changed = changed or work.timeline.frame_rate != was
        return Done(op=self.op, words=words, notes=notes, changed=changed)

    def _rate_words(self) -> Words:
        return Words(f"{self.frame_rate or 0:g} fps", f"帧率 {self.frame_rate or 0:g}")

    def _size(self) -> tuple[int, int] | None:
        """Width and height; None where only the frame rate is set."""
        if self.width is not None and self.height is not None:
            return self.width, self.height
        ratio = self.ratio or SHAPES.get((self.platform or "").strip().lower().replace(" ", ""))
        if ratio is None and self.frame_rate is not None and self.width is None and self.height is None:
            return None
        if ratio is None:
            raise refuse(
                "give a ratio, a platform, both width and height, or a frame rate.",
                "请给出画面比例、平台、宽和高，或帧率。",
                hint=Words(
                    f"Ratios: {', '.join(RATIOS)}. Platforms: {', '.join(SHAPES)}.",
                    f"比例：{'、'.join(RATIOS)}。平台：{'、'.join(SHAPES)}。",
                ),
            )
        return RATIOS[ratio]

    def sentence(self) -> Words:
        rate = self.frame_rate
        size = self._size()
        if size is None:
            return Words(f"Set the frame rate to {rate:g} fps.", f"把帧率改为 {rate:g} 帧每秒。")
        shape = next((ratio for ratio, one in RATIOS.items() if one == size), f"{size[0]}x{size[1]}")
        if rate is None:
            return Words(f"Make the frame {shape}.", f"把画面改为 {shape}。")
        return Words(f"Make the frame {shape} at {rate:g} fps.", f"把画面改为 {shape}，{rate:g} 帧每秒。")


def _set_rate(work: Workspace, rate: Fraction) -> None:
    """The film at another frame rate: each cut goes to the frame that is nearest to where it was, or to its beat."""
    slots = slots_of(work)
    extra = {**work.timeline.extra, RATE_SET: True}
    work.timeline = replace(work.timeline, frame_rate=rate, extra=extra)
    if slots:
        lay(work, slots)


_FRAMED = Words(
    "clips that are wider than the frame fill it, and the crop follows the subject.",
    "比画面宽的片段会填满画面，裁切跟随主体。",
)


def _is_narrower(work: Workspace, width: int, height: int) -> bool:
    """Whether a clip that names no fit is wider than the frame."""
    media = work.context.by_id
    infos = [media[c.media_id].info for c in work.clips if c.fit is None and c.media_id in media]
    return any(info.width * height > info.height * width for info in infos)


_BLACK = "#000000"


class FadeFilm(Operation):
    """Fade the film from or to a plain colour. A length of 0 takes the fade away."""

    family: ClassVar[str] = "film"
    op: Literal["fade_film"] = "fade_film"
    at: Literal["in", "out", "both"] = "both"
    length_s: Annotated[float, Field(ge=0, le=30)] = 1.0
    color: Color = _BLACK

    def apply(self, work: Workspace) -> Done:
        if not work.clips:
            raise refuse("there is no film yet.", "还没有影片。")
        before = work.timeline
        length = min(round(self.length_s * 1000), work.duration_ms // (2 if self.at == "both" else 1))
        fade = Fade(duration_ms=length, color=self.color) if length else None
        if self.at in ("in", "both"):
            work.timeline = replace(work.timeline, fade_in=fade)
        if self.at in ("out", "both"):
            work.timeline = replace(work.timeline, fade_out=fade)
        side = {
            "in": Words("fade-in", "片头淡入"),
            "out": Words("fade-out", "片尾淡出"),
            "both": Words("fade-in and fade-out", "片头淡入和片尾淡出"),
        }[self.at]
        words = Words(f"{side.en} of {seconds(length)} s", f"{side.zh} {seconds(length)} 秒")
        if fade is None:
            words = Words(f"{side.en} removed", f"已取消{side.zh}")
        return Done(op=self.op, words=words, changed=work.timeline != before)

    def sentence(self) -> Words:
        if not self.length_s:
            return _UNFADED[self.at]
        en = {"in": "in from", "out": "out to", "both": "in from and out to"}[self.at]
        zh = {"in": "片头淡入", "out": "片尾淡出", "both": "片头淡入、片尾淡出"}[self.at]
        length = f"{self.length_s:g} second{'' if self.length_s == 1 else 's'}"
        color = (
            Words("black", "黑色")
            if self.color == _BLACK
            else Words(f"the colour {self.color}", f"颜色 {self.color}")
        )
        return Words(
            f"Fade the video {en} {color.en} over {length}.", f"视频{zh} {self.length_s:g} 秒，{color.zh}。"
        )

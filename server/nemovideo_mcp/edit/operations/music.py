"""The music under the film."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.context import MusicRequest, Needs
from nemovideo_mcp.edit.operations.base import Operation, factor_words, time_words
from nemovideo_mcp.edit.references import media_for, moment
from nemovideo_mcp.edit.speech import notes_on_speech, speaking_media, under_speech_words
from nemovideo_mcp.edit.values import (
    LOUDEST,
    BarRef,
    FadeSeconds,
    MediaRef,
    Seconds,
    SectionRef,
    Time,
    Value,
    Volume,
)
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace, refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip, Timeline, TrackKind, VolumeRange

__all__ = ["RemoveMusic", "SetMusic", "SetMusicMix"]

StartInSong = Annotated[
    Seconds | Literal["drop"] | BarRef | SectionRef,
    Field(description="seconds, 'drop', {bar} or {section} of the song"),
]
_WHOLE = Literal["film"]
_FORM_WORDS = {
    "build": Words(", building to its end", "，一路推到结尾"),
    "big finish": Words(", with a big finish", "，结尾收得有气势"),
    "quiet start": Words(", with a quiet start", "，开头安静"),
    "no drums": Words(", without drums at its start", "，开头没有鼓"),
}


class SetMusic(Operation):
    """Use an uploaded song, or compose a piece; cuts keep their place in the music where they can."""

    family: ClassVar[str] = "music"
    op: Literal["set_music"] = "set_music"
    song: Annotated[MediaRef | None, Field(description="a song; no `mood` then")] = None
    mood: Annotated[str | None, Field(max_length=40, description="compose this mood")] = None
    bpm: Annotated[float | None, Field(ge=40, le=240)] = None
    seed: Annotated[int | None, Field(ge=0, le=2**32)] = None
    another: bool = False
    match: Annotated[bool, Field(description="the pictures")] = False
    tempo_by: Annotated[float | None, Field(gt=0.2, le=4, description="factor")] = None
    start: Annotated[StartInSong | None, Field(description="where in the song it starts")] = None
    drop_at: Time | None = None
    form: Annotated[
        str | None, Field(description="build, big finish, quiet start, no drums, intro N (bars)")
    ] = None

    def apply(self, work: Workspace) -> Done:
        before = work.timeline
        if not any(m.info.has_pictures for m in work.context.media):
            raise refuse(
                "there are no clips or photos to put music under.",
                "还没有可以配乐的视频或照片。",
                hint=Words("Upload at least one first.", "请先上传至少一个。"),
            )
        song = self._song(work)
        mood = self._mood(work)
        if song is not None and (
            mood or self.bpm or self.seed is not None or self.tempo_by or self.form is not None
        ):
            raise refuse(
                "an uploaded song keeps its own mood, tempo and form.",
                "上传的歌曲保持自身的风格、速度和结构。",
                nearest={"op": "set_music", "song": song.name},
            )
        drop = None if self.drop_at is None else moment(work, self.drop_at, snap="none").placed_ms
        request = MusicRequest(
            media_id=song.media_id if song else None,
            mood=mood,
            bpm=self.bpm,
            seed=self.seed,
            another=self.another,
            match=self.match,
            tempo_factor=self.tempo_by,
            source_start_ms=None if self.start is None else _start_ms(song, self.start),
            drop_at_ms=drop,
            form=self.form,
        )
        planned = work.context.planner.set_music(before, request, work.context)
        work.timeline = work.numbered(planned.timeline)
        music = work.timeline.music
        name = music.name if music else ""
        label = Words(name, name)
        if music and music.music:
            pair = work.context.planner.moods().get(music.music.mood, {})
            tempo = f"{music.music.bpm_milli / 1000:g} BPM"
            label = Words(
                f"{pair.get('en', name)} music composed, {tempo}{self._form_words.en}",
                f"已创作{pair.get('zh', name)}音乐，{tempo}{self._form_words.zh}",
            )
        elif music:
            start = f", from {seconds(music.source_start_ms)} s of it" if music.source_start_ms > 50 else ""
            start_zh = f"，从第 {seconds(music.source_start_ms)} 秒开始" if start else ""
            label = Words(f"“{name}” as the music{start}", f"已用“{name}”作为音乐{start_zh}")
        work.touched |= _recut(before, work.timeline)
        ids = (music.clip_id,) if music else ()
        return Done(op=self.op, words=label, ids=ids, notes=planned.notes, changed=work.timeline != before)

    def _song(self, work: Workspace) -> MediaItem | None:
        if self.song is not None:
            return media_for(work, self.song, kinds=("audio", "video"))
        now = work.timeline.music
        keeps = self.start is not None or self.drop_at is not None or self.form is not None
        if keeps and self._only_places and now is not None and now.media_id is not None:
            return work.context.by_id.get(now.media_id)
        return None

    @property
    def _only_places(self) -> bool:
        """Whether nothing is said of which music it is to be, so that it stays."""
        return not (
            self.mood or self.bpm or self.seed is not None or self.match or self.tempo_by or self.another
        )

    def _mood(self, work: Workspace) -> str | None:
        if self.mood is None:
            return None
        moods = work.context.planner.moods()
        wanted = self.mood.strip().lower().replace("-", "").replace(" ", "")
        for key, labels in moods.items():
            if wanted in (
                key.lower(),
                *(label.lower().replace("-", "").replace(" ", "") for label in labels.values()),
            ):
                return key
        raise refuse(
            f"music in the mood “{self.mood}” cannot be composed.",
            f"无法创作“{self.mood}”风格的音乐。",
            hint=Words(
                f"Moods: {', '.join(moods)}.",
                f"可选风格：{'、'.join(m.get('zh', k) for k, m in moods.items())}。",
            ),
        )

    def needs(self, work: Workspace) -> Needs:
        song = self._song(work)
        pictures = (
            tuple(dict.fromkeys(c.media_id for c in work.clips)) if self.match or self.song is None else ()
        )
        return Needs(analyse=pictures, beats=(song.media_id,) if song else ())

    def sentence(self) -> Words:
        place = self._place_words()
        if self.song is not None:
            return Words(
                f"Use the song “{self.song}” as the background music{place.en}.",
                f"用歌曲“{self.song}”作为背景音乐{place.zh}。",
            )
        if place.en and self._only_places:
            return Words(f"Let the music go on as it is{place.en}.", f"音乐不换{place.zh}。")
        another = Words("other ", "另一段") if self.another else Words("", "")
        mood = Words(self.mood, self.mood) if self.mood else Words("background", "背景")
        en, zh = f"Add {another.en}{mood.en} music", f"加{another.zh}{mood.zh}音乐"
        if self.match:
            en, zh = f"{en} that goes with the pictures", f"{zh}，风格配合画面"
        if self.bpm is not None:
            en, zh = f"{en} at {self.bpm:g} BPM", f"{zh}，速度 {self.bpm:g} BPM"
        if self.tempo_by is not None:
            tempo = factor_words(self.tempo_by)
            en, zh = f"{en}, its tempo {tempo.en}", f"{zh}，速度为{tempo.zh}"
        return Words(f"{en}{place.en}.", f"{zh}{place.zh}。")

    def _place_words(self) -> Words:
        en = zh = ""
        if self.start is not None:
            start = time_words(self.start)
            en, zh = f", starting at {start.en} of the song", f"，从歌曲的{start.zh}开始"
        if self.drop_at is not None:
            drop = time_words(self.drop_at)
            en, zh = f"{en}, with its drop at {drop.en} of the video", f"{zh}，高潮落在视频的{drop.zh}"
        form = self._form_words
        return Words(en + form.en, zh + form.zh)

    @property
    def _form_words(self) -> Words:
        if self.form is None:
            return Words("", "")
        if self.form.startswith("intro "):
            bars = self.form.removeprefix("intro ")
            return Words(f", with an intro of {bars} bars", f"，前奏 {bars} 小节")
        return _FORM_WORDS.get(self.form, Words(f", {self.form}", f"，{self.form}"))


def _start_ms(song: MediaItem | None, start: Any) -> int:
    """Where in the song it starts. Raises `EditRefused` where the song has no such place."""
    if song is None:
        raise refuse(
            "only an uploaded song can start somewhere inside.",
            "只有上传的歌曲才能从中间开始。",
            hint=Words("Give `song` as well.", "请同时给出 song。"),
        )
    match start:
        case BarRef() if song.grid is not None and len(song.grid.times_ms) > 1:
            index = (start.bar - 1) * song.grid.beats_per_bar + start.beat - 1 + song.grid.downbeat_index
            if 0 <= index < len(song.grid.times_ms):
                return round(song.grid.times_ms[index])
        case SectionRef() if song.structure is not None:
            hits = [s.start_ms for s in song.structure.sections if s.kind == start.section.strip().lower()]
            if len(hits) >= start.nth:
                return hits[start.nth - 1]
            kinds = ", ".join(dict.fromkeys(s.kind for s in song.structure.sections)) or "-"
            raise refuse(
                f"“{song.name}” has no section “{start.section}”.",
                f"“{song.name}”里没有段落“{start.section}”。",
                hint=Words(f"Sections that were found: {kinds}.", f"识别到的段落：{kinds}。"),
            )
        case "drop" if song.structure is not None and song.structure.drop_ms is not None:
            return song.structure.drop_ms
        case float() | int() if round(start * 1000) < song.info.duration_ms:
            return round(start * 1000)
        case _:
            pass
    raise refuse(
        f"“{song.name}” ({seconds(song.info.duration_ms)} s) has no such place to start at.",
        f"“{song.name}”（{seconds(song.info.duration_ms)} 秒）里没有这个起点。",
    )


def _recut(before: Timeline, after: Timeline) -> set[str]:
    starts = {c.clip_id: c.start_ms for c in before.video_clips}
    return {c.clip_id for c in after.video_clips if c.start_ms > 0 and starts.get(c.clip_id) != c.start_ms}


class Range(Value):
    """A stretch of the film."""

    start: Time
    end: Time


class SetMusicMix(Operation):
    """Set how loud the music is, over the film or over a stretch of it, and how it fades in and out.

    `under_speech` is a factor on that while clips speak, wherever they are moved; 1 ends it.
    """

    family: ClassVar[str] = "music"
    op: Literal["set_music_mix"] = "set_music_mix"
    volume: Volume | None = None
    volume_by: Annotated[float | None, Field(gt=0, le=10, description="factor")] = None
    range: Annotated[Range | None, Field(description="only from `start` to `end`")] = None
    fade_in_s: FadeSeconds | None = None
    fade_out_s: FadeSeconds | None = None
    under_speech: Annotated[float | None, Field(ge=0, le=1)] = None

    def needs(self, work: Workspace) -> Needs:
        if self.under_speech is None or self.under_speech == 1:
            return Needs()
        return Needs(speech=speaking_media(work))

    def check(self) -> None:
        if not self.model_dump(exclude={"op", "range"}, exclude_none=True):
            raise refuse("say how loud the music is to be, or how it fades.", "请说明音乐的音量或淡入淡出。")
        if self.under_speech is not None and self.range is not None:
            raise refuse(
                "how loud the music is under speech holds for the whole film, not for a range.",
                "说话时的音乐音量适用于整个影片，不能只用于一段。",
                nearest={"op": "set_music_mix", "under_speech": self.under_speech},
            )

    def apply(self, work: Workspace) -> Done:
        before, music = work.timeline, work.timeline.music
        if music is None:
            raise refuse(
                "there is no music.",
                "还没有音乐。",
                hint=Words("Add music with set_music.", "请先用 set_music 加音乐。"),
            )
        volume = None
        if self.volume is not None or self.volume_by is not None:
            base = self.volume if self.volume is not None else music.volume
            volume = round(min(base * (self.volume_by or 1.0), LOUDEST), 3)
        said: list[Words] = []
        if volume is not None:
            said.append(self._leveled(work, volume))
        parts = [c for c in work.timeline.audio_clips if c.role == music.role]
        if self.fade_in_s is not None:
            first = parts[0]
            length = min(round(self.fade_in_s * 1000), first.duration_ms)
            _change_music(work, lambda c: replace(c, fade_in_ms=length) if c.clip_id == first.clip_id else c)
            said.append(Words(f"fades in over {seconds(length)} s", f"{seconds(length)} 秒淡入"))
        if self.fade_out_s is not None:
            last = max(parts, key=lambda c: c.end_ms)
            length = min(round(self.fade_out_s * 1000), last.duration_ms)
            _change_music(work, lambda c: replace(c, fade_out_ms=length) if c.clip_id == last.clip_id else c)
            said.append(Words(f"fades out over {seconds(length)} s", f"{seconds(length)} 秒淡出"))
        notes: tuple[Words, ...] = ()
        if (gain := self.under_speech) is not None:
            _change_music(work, lambda c: replace(c, under_speech=gain))
            said.append(under_speech_words(gain))
            notes = notes_on_speech(work) if gain < 1 else ()
        words = Words(f"music: {', '.join(w.en for w in said)}", f"音乐：{'，'.join(w.zh for w in said)}")
        return Done(
            op=self.op, words=words, ids=(music.clip_id,), notes=notes, changed=work.timeline != before
        )

    def _leveled(self, work: Workspace, volume: float) -> Words:
        percent = f"{round(volume * 100)} %"
        if self.range is None:
            _change_music(work, lambda c: replace(c, volume=volume))
            return Words(percent, percent.replace(" ", ""))
        start = moment(work, self.range.start, snap="none").placed_ms
        end = moment(work, self.range.end, snap="none").placed_ms
        if start >= end:
            raise refuse("the range ends before it starts.", "范围的结束早于开始。")
        _change_music(work, lambda c: replace(c, volume_ranges=_with_range(c, start, end, volume)))
        span = f"{seconds(start)}–{seconds(end)}"
        return Words(f"{percent} from {span} s", f"{span} 秒 {percent.replace(' ', '')}")

    def sentence(self) -> Words:
        parts: list[Words] = []
        if self.volume is not None or self.volume_by is not None:
            level = factor_words(self.volume_by or 1.0)
            if self.volume is not None:
                percent = f"{round(self.volume * (self.volume_by or 1.0) * 100)}%"
                level = Words(percent, f" {percent}")
            parts.append(Words(f"set the music volume to {level.en}", f"把音乐音量调到{level.zh}"))
        if self.fade_in_s is not None:
            parts.append(
                Words(f"fade the music in over {self.fade_in_s:g} s", f"音乐 {self.fade_in_s:g} 秒淡入")
            )
        if self.fade_out_s is not None:
            parts.append(
                Words(f"fade the music out over {self.fade_out_s:g} s", f"音乐 {self.fade_out_s:g} 秒淡出")
            )
        if self.under_speech is not None:
            level = under_speech_words(self.under_speech)
            parts.append(Words(f"play the music {level.en}", f"音乐{level.zh}"))
        where = where_zh = ""
        if self.range is not None:
            start, end = time_words(self.range.start), time_words(self.range.end)
            where, where_zh = f" from {start.en} to {end.en}", f"（从{start.zh}到{end.zh}）"
        en = " and ".join(p.en for p in parts)
        return Words(f"{en[:1].upper()}{en[1:]}{where}.", f"{'，'.join(p.zh for p in parts)}{where_zh}。")


def _with_range(clip: AudioClip, start: int, end: int, volume: float) -> tuple[VolumeRange, ...]:
    """The ranges of `clip` with a new one over those that it covers."""
    kept: list[VolumeRange] = []
    for old in clip.volume_ranges:
        if old.start_ms < start:
            kept.append(replace(old, end_ms=min(old.end_ms, start)))
        if old.end_ms > end:
            kept.append(replace(old, start_ms=max(old.start_ms, end)))
    inside = VolumeRange(start_ms=max(start, clip.start_ms), end_ms=min(end, clip.end_ms), volume=volume)
    if inside.start_ms < inside.end_ms and volume != clip.volume:
        kept.append(inside)
    return tuple(sorted(kept, key=lambda r: r.start_ms))


def _change_music(work: Workspace, change: Callable[[AudioClip], AudioClip]) -> None:
    tracks = [
        replace(
            track,
            clips=tuple(
                change(c) if isinstance(c, AudioClip) and c.role == "bgm" else c for c in track.clips
            ),
        )
        for track in work.timeline.tracks
    ]
    work.timeline = replace(work.timeline, tracks=tuple(tracks))


class RemoveMusic(Operation):
    """Take the music away; the clips stay as they are."""

    family: ClassVar[str] = "music"
    op: Literal["remove_music"] = "remove_music"

    def apply(self, work: Workspace) -> Done:
        if work.timeline.music is None:
            return Done(op=self.op, words=Words("there is no music", "本来就没有音乐"), changed=False)
        beats_known = beats_of(work.timeline).known
        tracks = [
            replace(t, clips=tuple(c for c in t.clips if not (isinstance(c, AudioClip) and c.role == "bgm")))
            for t in work.timeline.tracks
        ]
        work.timeline = replace(
            work.timeline, tracks=tuple(t for t in tracks if t.clips or t.kind != TrackKind.AUDIO)
        )
        if beats_known:
            work.set_clips(replace(clip, anchor=None) for clip in work.clips)
        return Done(op=self.op, words=Words("music removed", "已去掉音乐"))

    def sentence(self) -> Words:
        return Words("Remove the background music.", "去掉背景音乐。")

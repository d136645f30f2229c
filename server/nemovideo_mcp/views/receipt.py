"""The receipt of a finished film: what was measured in it, and what was asked for. Values and their words only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from statistics import median
from typing import Any, Literal, TypeVar, cast

from nemovideo_mcp.messages.catalogue import is_chinese, say
from nemovideo_mcp.messages.receipts import BASES, PROBLEMS, REMARKS
from nemovideo_mcp.views.fingerprint import AudioFingerprint
from nemovideo_mcp.views.transition_report import PlannedTransition, TransitionReport, transition_words

__all__ = ["CutReport", "Expected", "Problem", "Receipt", "Remark", "codec_name"]

_CODEC_NAMES: Mapping[str, str] = {
    "h264": "H.264",
    "hevc": "H.265",
    "av1": "AV1",
    "vp8": "VP8",
    "vp9": "VP9",
    "mpeg4": "MPEG-4",
    "aac": "AAC",
    "mp3": "MP3",
    "opus": "Opus",
    "vorbis": "Vorbis",
    "flac": "FLAC",
}
_LISTED_TIMES = 5
_LISTED_STRETCHES = 3
# By the code of the problem: the receipt's field, and its words.
_STRETCHES: Mapping[str, tuple[str, str, str]] = {
    "black": ("black_ms", "black", "黑屏"),
    "frozen": ("frozen_ms", "frozen", "画面静止"),
    "quiet": ("silent_ms", "silent", "无声"),
    "clipped": ("clipped_ms", "clipped", "削波"),
}


@dataclass(frozen=True, kw_only=True)
class CutReport:
    """A cut found in the pictures, and the beat of the sound nearest to it.

    `offset_ms` is above 0 where the picture changes after the beat. `on_half_beat` says that it stands halfway
    between two beats instead. `planned` says whether the edit has a cut there; None where no edit is known. What the
    edit didn't plan are cuts inside the clips themselves.
    """

    time_ms: float
    beat_ms: float | None = None
    offset_ms: float | None = None
    on_beat: bool = False
    on_half_beat: bool = False
    planned: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Expected:
    """What the edit asked of the export.

    `beat_cut` says that every cut was meant to stand on a beat. `loudness_lufs` is the target of the mix, None where
    it has none. `beats_ms` are the beats of the music that was laid under it, none where they aren't known;
    `heard_beats` says that they were found in a song, and may be wrong; those of a composed piece are known. `sound` is
    what that music, or else the whole sound, is found by. In order and apart are the stretches that may be black
    (`dark_ms`: gaps, fades of the whole film, dark sources), that may stand still (`still_ms`: photos, held pictures,
    gaps, still sources), and in which nothing need be heard (`quiet_ms`). `cuts_ms` are hard cuts; the others are
    `transitions`. In `lost_ms` a hidden region that follows something did not find it. `jump_cuts_ms` are those of the
    cuts that lead on inside one take, None where that is not known.
    """

    cuts_ms: tuple[int, ...]
    duration_ms: int
    width: int
    height: int
    frame_rate: float
    has_audio: bool
    beat_cut: bool
    tempo_bpm: float | None = None
    loudness_lufs: float | None = None
    beats_ms: tuple[float, ...] = ()
    sound: AudioFingerprint | None = None
    dark_ms: tuple[tuple[int, int], ...] = ()
    still_ms: tuple[tuple[int, int], ...] = ()
    quiet_ms: tuple[tuple[int, int], ...] = ()
    heard_beats: bool = False
    transitions: tuple[PlannedTransition, ...] = ()
    lost_ms: tuple[tuple[int, int], ...] = ()
    jump_cuts_ms: tuple[int, ...] | None = None


@dataclass(frozen=True)
class Problem:
    """Something that is not as it should be: a code that stays the same, and the values that fill its sentence."""

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def say(self, language: str = "en") -> str:
        """The problem as a sentence."""
        return say(PROBLEMS, self.code, language, **{k: _word(k, v) for k, v in self.fields.items()})


@dataclass(frozen=True)
class Remark:
    """Something that is to be known of how a film was exported: a code and the values that fill its sentence."""

    code: str
    fields: Mapping[str, Any] = field(default_factory=dict[str, Any])

    def say(self, language: str = "en") -> str:
        """The remark as a sentence."""
        return say(REMARKS, self.code, language, **self.fields)


@dataclass(frozen=True, kw_only=True)
class Receipt:
    """What was measured in a film. Times in ms after its start, None where there is nothing to measure.

    `has_plan` says that the edit was known, from the export itself or from the plan in the file, and `beat_cut` whether
    its cuts were meant to stand on beats (None where that is not known). `beat_source` is `music` where the known music
    was found in the sound and its beats moved to where it was heard, `tracker` where the beats are those that were
    heard in any sound; `beat_confidence` is how sure that is. `sound_shift_ms` is how much later than in the edit the
    sound comes, compared with the pictures (below 0: earlier). `tolerance_ms` is how far from a beat a cut may stand
    and be on it. `beats_ms` is empty where no beat was heard with confidence. `unseen_cuts_ms` are cuts of the edit
    where the pictures show no change: nothing is claimed of them.

    `heard_tempo_bpm`, `heard_confidence` and `heard_alternatives_bpm` are what the tracker hears in the finished sound
    without being told anything; `grid_shift_ms` is how much later than the beats that it hears `beats_ms` are (below 0:
    earlier), None where the two cannot be compared. `black_ms`, `frozen_ms`, `silent_ms` and `clipped_ms` are
    stretches that were found, whether they were planned or not; the problems name those that were not.

    `flash_ms` are shots of one to three frames between two others. `jump_cuts_ms` are cuts that lead on inside one
    take, less than two seconds of it apart, with the same framing: as the edit has them, or where it is not known those
    across which the picture stays framed as it was. Both are matters of taste, and no problems. `chosen_again` is what
    was wrong with shots of an automatic edit that were chosen again for it, `black` or `frozen` for each.

    `from_parts` says that pictures and sound were decoded and measured while the film was rendered, and that the film
    itself was found to have their very packets at their times; else the film was decoded. It is no part of what was
    found: receipts are equal without it.
    """

    cuts: tuple[CutReport, ...] = ()
    tolerance_ms: float = 0.0
    unseen_cuts_ms: tuple[int, ...] = ()
    tempo_bpm: float | None = None
    beats_ms: tuple[float, ...] = ()
    beat_confidence: float | None = None
    beat_source: Literal["music", "tracker"] | None = None
    has_plan: bool = False
    beat_cut: bool | None = None
    sound_shift_ms: float | None = None
    loudness_lufs: float | None = None
    true_peak_dbtp: float | None = None
    duration_ms: float = 0.0
    audio_duration_ms: float | None = None
    width: int = 0
    height: int = 0
    frame_rate: float = 0.0
    video_codec: str | None = None
    audio_codec: str | None = None
    heard_tempo_bpm: float | None = None
    heard_confidence: float | None = None
    heard_alternatives_bpm: tuple[float, ...] = ()
    grid_shift_ms: float | None = None
    black_ms: tuple[tuple[float, float], ...] = ()
    frozen_ms: tuple[tuple[float, float], ...] = ()
    silent_ms: tuple[tuple[float, float], ...] = ()
    clipped_ms: tuple[tuple[float, float], ...] = ()
    transitions: tuple[TransitionReport, ...] = ()
    flash_ms: tuple[tuple[float, float], ...] = ()
    jump_cuts_ms: tuple[float, ...] = ()
    chosen_again: tuple[str, ...] = ()
    exported: tuple[Remark, ...] = ()
    problems: tuple[Problem, ...] = ()
    from_parts: bool = field(default=False, compare=False)

    @property
    def edit_cuts(self) -> tuple[CutReport, ...]:
        """The cuts that count: all but those that are known to be inside the clips."""
        return tuple(cut for cut in self.cuts if cut.planned is not False)

    @property
    def cuts_inside_clips(self) -> int:
        """How many of the cuts are known to be the clips' own."""
        return len(self.cuts) - len(self.edit_cuts)

    @property
    def cuts_on_beat(self) -> int:
        return sum(cut.on_beat for cut in self.edit_cuts)

    @property
    def median_offset_ms(self) -> float | None:
        """The median distance of the cuts from their beats."""
        distances = self._distances_ms()
        return median(distances) if distances else None

    @property
    def worst_offset_ms(self) -> float | None:
        """The largest distance of a cut from its beat."""
        return max(self._distances_ms(), default=None)

    def _distances_ms(self) -> list[float]:
        return [abs(cut.offset_ms) for cut in self.edit_cuts if cut.offset_ms is not None]

    def line(self, language: str = "en") -> str:
        """The receipt on one line."""
        parts = [
            self._cuts_words(language),
            transition_words(self.transitions, beats_count=self.beat_cut is not False, language=language),
            self._loudness_words(language),
            self._form_words(language),
            self._stretches_words(language),
        ]
        if self.problems:
            count = len(self.problems)
            english = f"{count} problem" if count == 1 else f"{count} problems"
            parts.append(f"{count} 个问题" if is_chinese(language) else english)
        return " · ".join(part for part in parts if part)

    def remarks(self, language: str = "en") -> tuple[str, ...]:
        """How it was exported, and what was seen at the cuts: jump cuts, flash frames; a sentence each."""
        again = len(self.chosen_again)
        done = tuple(remark.say(language) for remark in self.exported)
        done += (say(REMARKS, "chosen_again", language, count=again),) if again else ()
        times: Mapping[str, Sequence[float]] = {
            "jump_cuts": self.jump_cuts_ms,
            "flash_frames": [start for start, _ in self.flash_ms],
        }
        return done + tuple(
            say(REMARKS, code, language, count=len(at), times_ms=_word("times_ms", at))
            for code, at in times.items()
            if at
        )

    def basis(self, language: str = "en") -> str:
        """What cuts and beats were held against, and what was decoded: two sentences."""
        against = (
            "no_plan" if not self.has_plan else "plan_and_music" if self.beat_source == "music" else "plan"
        )
        said = [say(BASES, code, language) for code in (against, "parts" if self.from_parts else "film")]
        return ("" if is_chinese(language) else " ").join(said)

    def as_json(self) -> dict[str, Any]:
        """Plain values, with the derived figures; `from_json` gives the receipt back."""
        plain = {f.name: _plain(getattr(self, f.name)) for f in fields(self)}
        return {
            **plain,
            "cut_count": len(self.edit_cuts),
            "cuts_inside_clips": self.cuts_inside_clips,
            "cuts_on_beat": self.cuts_on_beat,
            "median_offset_ms": self.median_offset_ms,
            "worst_offset_ms": self.worst_offset_ms,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Receipt:
        """The receipt that `as_json` wrote; keys that it doesn't know are passed over."""
        values: dict[str, Any] = {f.name: data[f.name] for f in fields(cls) if f.name in data}
        values["cuts"] = tuple(_report(CutReport, cut) for cut in data.get("cuts", ()))
        values["transitions"] = tuple(_report(TransitionReport, one) for one in data.get("transitions", ()))
        values["problems"] = tuple(
            Problem(p["code"], {k: v for k, v in p.items() if k not in ("code", "text")})
            for p in data.get("problems", ())
            if p.get("code") in PROBLEMS
        )
        values["exported"] = tuple(
            Remark(one["code"], {k: v for k, v in one.items() if k not in ("code", "text")})
            for one in data.get("exported", ())
            if one.get("code") in REMARKS
        )
        for name in ("unseen_cuts_ms", "beats_ms", "heard_alternatives_bpm", "jump_cuts_ms", "chosen_again"):
            values[name] = tuple(data.get(name, ()))
        for name in ("black_ms", "frozen_ms", "silent_ms", "clipped_ms", "flash_ms"):
            values[name] = tuple((start, end) for start, end in data.get(name, ()))
        return cls(**values)

    def _cuts_words(self, language: str) -> str:
        chinese = is_chinese(language)
        count, on_beat = len(self.edit_cuts), self.cuts_on_beat
        halves = sum(cut.on_half_beat for cut in self.edit_cuts)
        unseen, inside = len(self.unseen_cuts_ms), self.cuts_inside_clips
        if self.transitions and not (count or unseen or inside):
            return ""
        counted = f"{count} 个剪辑点" if chinese else f"{count} cut" if count == 1 else f"{count} cuts"
        said = [counted]
        middle, worst = self.median_offset_ms, self.worst_offset_ms
        counts = self.beat_cut is not False  # where no cut was meant to stand on a beat, none has missed one
        if counts and count and self.audio_codec is not None and (middle is None or worst is None):
            said.append("没有听到稳定的节拍" if chinese else "no steady beat heard")
        elif counts and middle is not None and worst is not None:
            said.append(
                f"{on_beat} 个卡在节拍上（偏差中位数 {middle:.0f} 毫秒，最大 {worst:.0f} 毫秒）"
                if chinese
                else f"{on_beat} on the beat (median {middle:.0f} ms, worst {worst:.0f} ms)"
            )
        if counts and halves:
            said.append(f"{halves} 个在半拍上" if chinese else f"{halves} on half beats")
        if unseen:
            said.append(f"另有 {unseen} 个在画面中看不出" if chinese else f"{unseen} more cannot be seen")
        if inside:
            said.append(f"素材自身还有 {inside} 个" if chinese else f"{inside} more inside the clips")
        return ("，" if chinese else ", ").join(said)

    def _loudness_words(self, language: str) -> str:
        chinese = is_chinese(language)
        if self.audio_codec is None:
            return "无声音" if chinese else "no sound"
        if self.loudness_lufs is None or self.true_peak_dbtp is None:
            return "静音" if chinese else "silent"
        peak = f"{'峰值' if chinese else 'peak'} {_signed(self.true_peak_dbtp)} dBTP"
        return f"{_signed(self.loudness_lufs)} LUFS{'，' if chinese else ', '}{peak}"

    def _stretches_words(self, language: str) -> str:
        """The stretches that nobody planned; all that were found where no plan is known."""
        chinese = is_chinese(language)
        said: list[str] = []
        for code, (name, english, word) in _STRETCHES.items():
            planned = self.has_plan and code != "clipped"
            times = [
                (float(p.fields["start_at_ms"]), float(p.fields["end_at_ms"]))
                for p in self.problems
                if p.code == code
            ]
            times = times if planned else list(cast("tuple[tuple[float, float], ...]", getattr(self, name)))
            listed = [f"{_clock(start)}–{_clock(end)}" for start, end in times[:_LISTED_STRETCHES]]
            if listed:
                more = " …" if len(times) > _LISTED_STRETCHES else ""
                said.append(f"{word if chinese else english} {', '.join(listed)}{more}")
        return ("，" if chinese else ", ").join(said)

    def _form_words(self, language: str) -> str:
        chinese = is_chinese(language)
        codecs = [codec_name(c) for c in (self.video_codec, self.audio_codec) if c]
        parts = [_clock(self.duration_ms)]
        if self.video_codec is not None:
            rate = f"{self.frame_rate:.2f}".rstrip("0").rstrip(".")
            parts += [f"{self.width}×{self.height}", f"{rate} 帧/秒" if chinese else f"{rate} fps"]
        return ("，" if chinese else ", ").join([*parts, " + ".join(codecs)])


def codec_name(codec: str) -> str:
    """A codec as people call it."""
    return _CODEC_NAMES.get(codec, codec)


_R = TypeVar("_R", CutReport, TransitionReport)


def _report(kind: type[_R], data: Mapping[str, Any]) -> _R:
    known = {f.name for f in fields(kind)}
    return kind(**{key: value for key, value in data.items() if key in known})


def _clock(time_ms: float, *, digits: int = 1) -> str:
    """Minutes and seconds, as a player shows them."""
    minutes, seconds = divmod(round(time_ms / 1000, digits), 60)
    return f"{minutes:.0f}:{seconds:0{3 + digits}.{digits}f}"


def _signed(value: float) -> str:
    return f"{value:.1f}".replace("-", "−")


def _word(name: str, value: Any) -> str:
    if name == "times_ms":
        times = [float(t) for t in cast("Sequence[float]", value)]
        listed = ", ".join(_clock(t, digits=2) for t in times[:_LISTED_TIMES])
        return f"{listed} …" if len(times) > _LISTED_TIMES else listed
    if name.endswith("_at_ms"):
        return _clock(value, digits=2)
    if name.endswith("_by_ms"):
        return f"{round(value):+d}".replace("-", "−")
    return _signed(value) if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(v) for v in cast("tuple[Any, ...]", value)]
    if isinstance(value, Problem | Remark):
        return {"code": value.code, "text": value.say(), **value.fields}
    if isinstance(value, CutReport | TransitionReport):
        return {f.name: getattr(value, f.name) for f in fields(value)}
    return value

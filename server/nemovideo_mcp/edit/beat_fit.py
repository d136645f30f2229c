"""How well the beats of a file fit the song that they are for, as it was heard: figures, and what is to be said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.timeline.beat_file import distances_ms
from nemovideo_mcp.timeline.grid import BeatGrid

__all__ = ["BeatFit", "fit_of", "notes_on_fit"]

# Shares of a beat: all beats this much off and alike are those of a recording that starts elsewhere; beats that lie
# anywhere between those that were heard have nothing to do with them.
_SHIFTED, _SCATTERED = 0.2, 0.15
# Tempos that differ by less are one; double, half and triple are other levels of one pulse.
_SAME_TEMPO, _LEVELS = 0.04, (2, 1 / 2, 3, 1 / 3, 3 / 2, 2 / 3)
# Beats may end this much before the song does, as most songs fade out.
_MOST_SILENT_MS = 20_000
_LEAST_SHARE = 0.5
_SURE = 0.5


@dataclass(frozen=True, kw_only=True)
class BeatFit:
    """`off_ms` is the median distance of the given beats from the nearest heard ones, `shift_ms` the median of how much
    later they are, `spread_ms` that of how much each differs from it. `period_ms` is the length of a given beat."""

    off_ms: float
    shift_ms: float
    spread_ms: float
    period_ms: float
    bpm: float
    heard_bpm: float
    heard_confidence: float


def fit_of(grid: BeatGrid, heard: BeatGrid | None) -> BeatFit | None:
    """Both grids compared on the song's own time; None where one of them has no beats to compare."""
    if heard is None or grid.bpm is None or heard.bpm is None:
        return None
    found = distances_ms(grid, heard)
    if not found:
        return None
    shift_ms = median(found)
    return BeatFit(
        off_ms=median(abs(one) for one in found),
        shift_ms=shift_ms,
        spread_ms=median(abs(one - shift_ms) for one in found),
        period_ms=60_000 / grid.bpm,
        bpm=grid.bpm,
        heard_bpm=heard.bpm,
        heard_confidence=heard.confidence,
    )


def notes_on_fit(fit: BeatFit | None, *, grid: BeatGrid, behind: int, duration_ms: int) -> tuple[Words, ...]:
    """What makes it doubtful that the beats are those of this song.

    Args:
        fit: the comparison with what was heard, if there is one.
        grid: the given beats within the song.
        behind: how many more the file has behind the song's end.
        duration_ms: the song's length.
    """
    return (*_on_length(grid, behind, duration_ms), *(_on_beats(fit) if fit else ()))


def _on_length(grid: BeatGrid, behind: int, duration_ms: int) -> Iterator[Words]:
    if behind:
        yield Words(
            f"{behind} of its beats are behind the song's end at {seconds(duration_ms)} s: it may be for a longer "
            "version",
            f"其中 {behind} 个节拍在歌曲结尾（{seconds(duration_ms)} 秒）之后：可能对应更长的版本",
        )
        return
    first_ms, last_ms = float(grid.times_ms[0]), float(grid.times_ms[-1])
    left_ms = duration_ms - last_ms
    if last_ms - first_ms < _LEAST_SHARE * duration_ms or left_ms > max(_MOST_SILENT_MS, duration_ms / 4):
        yield Words(
            f"its beats go from {seconds(first_ms)} to {seconds(last_ms)} s, and the song is {seconds(duration_ms)} s "
            "long: it may be for another version",
            f"其节拍从 {seconds(first_ms)} 秒到 {seconds(last_ms)} 秒，而歌曲长 {seconds(duration_ms)} 秒："
            "可能对应另一个版本",
        )


def _on_beats(fit: BeatFit) -> Iterator[Words]:
    ratio = fit.bpm / fit.heard_bpm
    bpm, heard = f"{fit.bpm:.4g}", f"{fit.heard_bpm:.4g}"
    is_level = any(abs(ratio / level - 1) < _SAME_TEMPO for level in _LEVELS)
    if abs(ratio - 1) >= _SAME_TEMPO:
        if is_level:
            yield Words(
                f"it counts {bpm} beats a minute where {heard} were heard",
                f"文件按每分钟 {bpm} 拍计，而听到的是 {heard} 拍",
            )
        elif fit.heard_confidence >= _SURE:
            yield Words(
                f"its tempo is {bpm} a minute, and {heard} was heard: it may be for another song",
                f"其速度为每分钟 {bpm} 拍，而听到的是 {heard} 拍：可能对应另一首歌",
            )
        return
    if fit.heard_confidence < _SURE:
        return
    if fit.spread_ms > _SCATTERED * fit.period_ms:
        yield Words(
            "its beats and those that were heard run apart: it may be for another recording",
            "其节拍与听到的逐渐错开：可能对应另一个录音",
        )
    elif abs(fit.shift_ms) > _SHIFTED * fit.period_ms:
        way, way_zh = ("after", "晚") if fit.shift_ms > 0 else ("before", "早")
        by = round(abs(fit.shift_ms))
        yield Words(
            f"all its beats are {by} ms {way} those that were heard: it may be for a recording that starts elsewhere",
            f"其所有节拍比听到的{way_zh} {by} 毫秒：可能对应开头不同的录音",
        )

"""How good a film is moment by moment: what moves, how sharp it is, how well lit, and where its shots begin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from pathlib import Path

import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.video.baked_bars import BarsFinder
from nemovideo_mcp.video.cuts import CutFinder
from nemovideo_mcp.video.faces import FaceFinder
from nemovideo_mcp.video.faults import StillStretches
from nemovideo_mcp.video.footage_faults import FootageFaults, FoundFaults, faults_of
from nemovideo_mcp.video.geometry import Orientation, upright
from nemovideo_mcp.video.loudness import listen_to, measure_file_loudness
from nemovideo_mcp.video.motion import Movement, movement
from nemovideo_mcp.video.photos import open_photo
from nemovideo_mcp.video.signature import signature_of
from nemovideo_mcp.video.streams import frame_orientation
from nemovideo_mcp.video.subject import SUBJECT_HOP_MS, SubjectFinder, shots_of, subject_of_picture
from nemovideo_mcp.video.text_lines import WordsFinder, lines_of_photo
from nemovideo_mcp.video.transparency import flattened
from nemovideo_mcp.video.watch_frames import (
    SmallPicture,
    Watched,
    has_full_range,
    luma_plane,
    small_picture,
    watch,
)

__all__ = ["analyse"]

HOP_MS = 100

Values = NDArray[np.float64]

# A longer film is looked at in so many windows of so long, evenly spread.
_WHOLE_MS = 5 * 60_000
_WINDOWS = 30
_WINDOW_MS = 10_000

# Brightness that changes by so much of 255 a second, beside the camera's movement, is lively: less than that at its
# best makes a calm film.
_LIVELY = 60.0
# A pan by a picture's width a second is worth so much of the same, a faster one no more.
_PAN = 30.0
_FASTEST_PAN = 0.6
# What the camera does within so much time and takes back is shake.
_STEADY_MS = 800.0
# What stands for so long has no motion, however its camera flickers; a film that is slowed down shows it for longer.
_STANDS_MS = 500.0
_FLICKER = 4.0
# The finest steps of brightness against the spread of all of it: what a picture in focus has.
_CRISP = 0.16
_FINE_WIDTH = 960
# A usual picture's mean brightness lies between these two.
_DIM, _BRIGHT = 55.0, 185.0
_DARK, _BURNT = 14.0, 247.0
_USUAL_DARK, _USUAL_BURNT = 0.35, 0.06
_PLAIN_SPREAD = 14.0


@dataclass
class _Track:
    """One value per frame of what was seen, and one per hop of what is looked at less often."""

    times_ms: list[float] = field(default_factory=list[float])
    moves: list[Movement] = field(default_factory=list[Movement])
    sharpness: dict[int, float] = field(default_factory=dict[int, float])
    exposure: dict[int, float] = field(default_factory=dict[int, float])
    cuts_ms: list[float] = field(default_factory=list[float])
    stills_ms: list[tuple[float, float]] = field(default_factory=list[tuple[float, float]])
    subjects: SubjectFinder = field(default_factory=lambda: SubjectFinder(FaceFinder.make()))
    bars: BarsFinder = field(default_factory=BarsFinder)
    faults: list[FoundFaults] = field(default_factory=list[FoundFaults])
    signatures: dict[int, int] = field(default_factory=dict[int, int])
    words: WordsFinder = field(default_factory=WordsFinder)


def analyse(path: Path, info: MediaInfo, *, on_progress: Callable[[float], None] | None = None) -> Analysis:
    """Look at every frame of `path` once, and measure it as `Analysis` says; value i is about i to i + 1 hops.

    Motion is what changes beside the camera's own movement, and a little of a steady pan; a shaking hand is none. Where
    the picture stands for half a second or more, motion is 0: a film that shows it is not frozen. Sharpness and motion
    are relative to the best of the film, unless that is poor. Exposure is 1 for a well lit picture, and falls for what
    is too dark, burnt out or blank. A film longer than 5 minutes is looked at in 30 windows of 10 seconds; the values
    between them are 0, so that nothing unseen is chosen. A photo has one value each. What is broken is passed over.
    Faces are looked for where the extra `faces` is installed. Faults are absolute: a film that is black throughout is
    all fault. None is found in what was not looked at.
    `on_progress` takes 0 to 1. Raises FileMissing, MediaUnreadable.
    """
    if info.kind == "image":
        return _photo(path)
    if info.kind == "audio":
        loudness = measure_file_loudness(path, streams=info.heard_streams).integrated_lufs
        return Analysis(hop_ms=HOP_MS, loudness_lufs=loudness)
    loudness, hits_ms = None, None
    if info.has_audio:
        heard, hits_ms = listen_to(path, streams=info.heard_streams)
        loudness = heard.integrated_lufs
    track, end_ms = _look(path, info, on_progress)
    hops = max(1, ceil(end_ms / HOP_MS - 0.01))
    starts = sorted({0, *(ceil(t - 0.01) for t in track.cuts_ms)})
    shots = list(shots_of(starts, end_ms))
    action, camera = _movements(track, hops)
    lively = action + _PAN * np.minimum(np.linalg.norm(camera, axis=1), _FASTEST_PAN)
    return Analysis(
        hop_ms=HOP_MS,
        motion=_plain(_relative(lively, least=_LIVELY) * _unlike_stills(track.stills_ms, hops)),
        liveliest=round(max(_best_of(lively), _LIVELY) / _LIVELY, 3),
        sharpness=_plain(_relative(_held(track.sharpness, hops), least=_CRISP)),
        exposure=_plain(_held(track.exposure, hops)),
        shot_starts_ms=tuple(starts),
        loudness_lufs=loudness,
        hits_ms=hits_ms,
        subjects=track.subjects.subjects(shots),
        words=track.words.lines(shots),
        pictures=track.bars.areas(shots),
        faults=faults_of(track.faults, hop_ms=HOP_MS, end_ms=end_ms),
        signatures=_signatures(track, hops),
        # What the camera goes to the right of comes in from there: the picture goes to the left.
        pans=tuple(
            (round(-float(across), 3) + 0.0, round(-float(down), 3) + 0.0) for across, down, _ in camera
        ),
    )


def _photo(path: Path) -> Analysis:
    photo = flattened(open_photo(path))
    frame = VideoFrame.from_ndarray(np.asarray(photo), format="rgb24")
    small, faces = small_picture(frame), FaceFinder.make()
    luma = luma_plane(frame)
    found = faces.find(luma) if faces else ()
    lines = lines_of_photo(photo)
    bars = BarsFinder(least_looks=1)
    bars.look(0.0, np.asarray(photo.convert("L")), full_range=True)
    return Analysis(
        hop_ms=HOP_MS,
        motion=(0.0,),
        sharpness=(round(min(1.0, _sharpness(frame) / _CRISP), 3),),
        exposure=(round(_exposure(small), 3),),
        subjects=(subject_of_picture(small, found),),
        words=(lines,) if lines else (),
        pictures=bars.areas([(0.0, 1.0)]),
    )


def _windows(info: MediaInfo) -> Iterator[tuple[float, float]]:
    if info.duration_ms <= _WHOLE_MS:
        yield (0.0, float("inf"))
        return
    for n in range(_WINDOWS):
        start_ms = n * (info.duration_ms - _WINDOW_MS) / (_WINDOWS - 1)
        yield (start_ms, start_ms + _WINDOW_MS)


def _look(path: Path, info: MediaInfo, on_progress: Callable[[float], None] | None) -> tuple[_Track, float]:
    track = _Track()
    end_ms, told_ms, last_hop = float(info.duration_ms), 0.0, 0
    for start_ms, stop_ms in _windows(info):
        finder = CutFinder(info.frame_rate or 25.0)
        watched, stills, faults = Watched(), StillStretches(noise=_FLICKER), FootageFaults(hop_ms=HOP_MS)
        before: SmallPicture | None = None
        turn, looked_hop = Orientation.UPRIGHT, -1
        for time_ms, frame in watch(path, watched, start_ms=start_ms, end_ms=stop_ms, deblock=False):
            picture = small_picture(frame)
            if before is None:
                turn = frame_orientation(frame)
            finder.push(time_ms, picture)
            stills.push(time_ms, picture)
            hop = int(max(0.0, time_ms) // HOP_MS)
            if before is not None:
                _stand(track, last_hop, hop)
            if hop not in track.sharpness:
                track.sharpness[hop] = _sharpness(frame)
                track.exposure[hop] = _exposure(picture)
                track.signatures[hop] = signature_of(picture, turn)
                faults.look(time_ms, luma_plane(frame))
            last_hop = max(last_hop, hop)
            moved = None
            if before is not None and before.luma.shape == picture.luma.shape:
                moved = movement(before.luma, picture.luma)
                track.times_ms.append(time_ms)
                track.moves.append(moved)
            faults.push(time_ms, picture, moved)
            track.subjects.push(time_ms, frame, picture, before, moved, turn)
            if (look := int(time_ms // SUBJECT_HOP_MS)) != looked_hop:
                looked_hop = look
                luma = upright(luma_plane(frame), turn)
                track.bars.look(time_ms, luma, full_range=has_full_range(frame))
                track.words.look(time_ms, luma)
            before = picture
            if on_progress and time_ms - told_ms >= 500:
                told_ms = time_ms
                on_progress(min(1.0, time_ms / max(1, info.duration_ms)))
        cuts_ms = [cut.time_ms for cut in finder.finish().cuts]
        track.cuts_ms += cuts_ms
        is_last = stop_ms == float("inf")
        if is_last and watched.frames:
            # The last picture is held as long as the sound goes on.
            _stand(track, last_hop, ceil(end_ms / HOP_MS))
        seen_ms = max(end_ms, watched.end_ms) if is_last else watched.end_ms
        stills.finish(seen_ms)
        stills_ms = stills.longer_than(_STANDS_MS)
        track.stills_ms += stills_ms
        track.faults.append(faults.finish(seen_ms, cuts_ms=cuts_ms, stills_ms=stills_ms))
    return track, end_ms


def _stand(track: _Track, last: int, until_hop: int) -> None:
    """A picture is looked at for as long as it stands: from the hop `last` up to the next one, or to the end."""
    for hop in range(last + 1, until_hop):
        track.sharpness[hop], track.exposure[hop] = track.sharpness[last], track.exposure[last]


def _signatures(track: _Track, hops: int) -> tuple[int, ...]:
    """One signature per hop; a hop without one has the last before it, or the first."""
    known = np.zeros(hops, bool)
    known[[hop for hop in track.signatures if hop < hops]] = True
    return tuple(track.signatures.get(int(hop), 0) for hop in _last_known(known, hops))


def _movements(track: _Track, hops: int) -> tuple[Values, Values]:
    """What moves in each hop, in changes of brightness a second, and what the camera's steady movement does.

    The columns of the latter are how far the picture goes to the right and down, in its widths a second, and its
    growth. The change that a cut makes is no motion.
    """
    if not track.moves:
        return np.zeros(hops), np.zeros((hops, 3))
    times = np.array(track.times_ms)
    cuts = np.isin(times, track.cuts_ms)
    moves = np.array([(m.action, m.across, m.down, m.zoom) for m in track.moves])
    moves[cuts] = 0.0
    index = np.clip((times / HOP_MS).astype(int), 0, hops - 1)
    seen_s = np.zeros(hops)
    lengths = np.diff(times, prepend=times[0] - HOP_MS / 3) / 1000
    np.add.at(seen_s, index, np.where(cuts, 0.0, np.minimum(lengths, 1.0)))
    sums = np.zeros((hops, 4))
    np.add.at(sums, index, moves)
    # A slow film has hops without a frame: what they show has just happened.
    known = seen_s > 0
    rates = sums / np.maximum(seen_s, HOP_MS / 1000)[:, None]
    rates = rates[_last_known(known, hops)] * _near(known)[:, None]
    steady = round(_STEADY_MS / HOP_MS / 2)
    camera = np.column_stack([_spread(rates[:, k], steady) / (2 * steady + 1) for k in (1, 2, 3)])
    return rates[:, 0], camera


def _unlike_stills(stills_ms: Sequence[tuple[float, float]], hops: int) -> Values:
    """0 for hops of which half or more lies where the picture stands, 1 for the others."""
    result = np.ones(hops)
    for start_ms, end_ms in stills_ms:
        result[round(start_ms / HOP_MS) : round(end_ms / HOP_MS)] = 0.0
    return result


def _held(values: dict[int, float], hops: int) -> Values:
    """One value per hop; a hop without one has the last before it, if that is near."""
    known = np.zeros(hops, bool)
    result = np.zeros(hops)
    for hop, value in values.items():
        if hop < hops:
            known[hop], result[hop] = True, value
    return result[_last_known(known, hops)] * _near(known)


def _last_known(known: NDArray[np.bool_], hops: int) -> NDArray[np.intp]:
    """For each hop the nearest one before it (or the first) that is known."""
    index = np.maximum.accumulate(np.where(known, np.arange(hops), -1))
    first = int(np.argmax(known)) if known.any() else 0
    return np.where(index < 0, first, index)


def _near(known: NDArray[np.bool_]) -> Values:
    """1 for hops that something was seen of within a second, 0 for the others."""
    return (_spread(known.astype(float), 1000 // HOP_MS) > 0.5).astype(float)


def _spread(values: Values, reach: int) -> Values:
    """For each hop the sum over all that are at most `reach` hops away."""
    return np.convolve(values, np.ones(2 * reach + 1), mode="full")[reach : reach + len(values)]


def _best_of(values: Values) -> float:
    seen = values[values > 0]
    return float(np.percentile(seen, 95)) if seen.size else 0.0


def _relative(values: Values, *, least: float) -> Values:
    return np.minimum(1.0, values / max(_best_of(values), least))


def _sharpness(frame: VideoFrame) -> float:
    """The energy of the finest steps of brightness (at a width of about a thousand) against the spread of all."""
    luma = luma_plane(frame)
    step = max(1, round(luma.shape[1] / _FINE_WIDTH))
    fine = luma[:: 3 * step, ::step].astype(np.float32)
    if fine.shape[1] < 2:
        return 0.0
    return float(np.sqrt(np.square(np.diff(fine, axis=1)).mean()) / (fine.std() + 8.0))


def _exposure(picture: SmallPicture) -> float:
    luma = picture.luma
    mean, spread = float(luma.mean()), float(luma.std())
    dark, burnt = float((luma < _DARK).mean()), float((luma > _BURNT).mean())
    light = min(1.0, mean / _DIM, (255 - mean) / (255 - _BRIGHT))
    detail = min(1.0, spread / _PLAIN_SPREAD)
    lost = max(0.0, dark - _USUAL_DARK) / (1 - _USUAL_DARK) + max(0.0, burnt - _USUAL_BURNT) / (
        1 - _USUAL_BURNT
    )
    return max(0.0, light) * detail * max(0.0, 1.0 - lost)


def _plain(values: Values) -> tuple[float, ...]:
    return tuple(round(float(v), 3) for v in values)

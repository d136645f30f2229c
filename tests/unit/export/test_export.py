"""An export, whole: what comes out, what is kept, what happens when it is stopped or something breaks."""

from __future__ import annotations

import errno
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from nemovideo_mcp.audio.compose.composer import grid_of, plan_music
from nemovideo_mcp.errors import (
    DiskFull,
    NothingToEdit,
    OutputNotWritable,
    RenderCancelled,
    RenderFailed,
    WorkerDied,
)
from nemovideo_mcp.export import tasks
from nemovideo_mcp.export.expected import expected_of
from nemovideo_mcp.export.export import STAGES, export
from nemovideo_mcp.export.processes import worker_pool
from nemovideo_mcp.export.worker_tasks import as_nemo_error
from nemovideo_mcp.timeline.model import AudioClip, Fade, TextClip, Timeline, Track, TrackKind, VideoClip
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.views.receipt import Receipt
from support.media import click_track, decoded_audio, decoded_frames, make_image, make_video

WIDTH, HEIGHT = 128, 72


@dataclass
class Desk:
    """Everything that an export wants, but the timeline."""

    folder: Path
    executor: Executor
    sources: dict[str, SourceFile] = field(default_factory=dict)
    said: list[tuple[str, float]] = field(default_factory=list)

    @property
    def output(self) -> Path:
        return self.folder / "out" / "film.mp4"

    @property
    def work(self) -> Path:
        return self.folder / "work"

    def add(self, path: Path) -> str:
        self.sources[path.stem] = SourceFile(path=path, content_hash=path.stem, info=probe(path))
        return path.stem

    def export(self, timeline: Timeline, *, cancelled: Callable[[], bool] = lambda: False) -> Receipt:
        return export(
            timeline,
            self.sources,
            analyses={},
            output=self.output,
            work_folder=self.work,
            executor=self.executor,
            on_progress=lambda stage, fraction: self.said.append((stage, fraction)),
            cancelled=cancelled,
            settings=EncoderSettings(preset="ultrafast", crf=30),
        )

    def left_behind(self) -> list[str]:
        """Half-written files and folders of jobs, anywhere."""
        jobs = self.work / "jobs"
        found = [p.name for p in self.folder.rglob("*.part")]
        return found + [p.name for p in jobs.iterdir() if p.name != "gate"] if jobs.exists() else found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with ThreadPoolExecutor(2) as executor:
        made = Desk(tmp_path, executor)
        made.output.parent.mkdir()
        yield made


def flashes(k: int, time_ms: Fraction, width: int, height: int) -> np.ndarray:
    """White for a tenth of a second at each full second; a slope that moves in between."""
    if time_ms % 1000 < 100:
        return np.full((height, width, 3), 255, np.uint8)
    return np.tile(
        ((np.arange(width) + 3 * k) % width * 100 // width).astype(np.uint8)[None, :, None], (height, 1, 3)
    )


def film(path: Path, *, seconds: int = 4, audio: bool = True) -> Path:
    sound = click_track(range(0, seconds * 1000, 1000), duration_ms=seconds * 1000) if audio else "none"
    return make_video(
        path, width=WIDTH, height=HEIGHT, duration_ms=seconds * 1000, pattern=flashes, audio=sound
    )


def edit(*clips: VideoClip | AudioClip | TextClip, title: str = "") -> Timeline:
    kinds = {VideoClip: TrackKind.VIDEO, AudioClip: TrackKind.AUDIO, TextClip: TrackKind.TEXT}
    tracks = tuple(
        Track(track_id=kind.name, kind=kind, clips=tuple(c for c in clips if type(c) is clip_type))
        for clip_type, kind in kinds.items()
    )
    return Timeline(title=title, width=WIDTH, height=HEIGHT, tracks=tracks)


def clip(
    media_id: str, start_ms: int, duration_ms: int, source_start_ms: int = 0, volume: float = 1.0
) -> VideoClip:
    return VideoClip(
        clip_id=f"c{start_ms}",
        name=media_id,
        media_id=media_id,
        start_ms=start_ms,
        duration_ms=duration_ms,
        source_start_ms=source_start_ms,
        volume=volume,
    )


def song(duration_ms: int) -> AudioClip:
    music = plan_music(mood="upbeat", duration_ms=duration_ms, seed=1)
    return AudioClip(
        clip_id="m", name="m", start_ms=0, duration_ms=duration_ms, music=music, grid=grid_of(music)
    )


def test_kept_footage_goes_under_other_music_without_being_encoded(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4", seconds=5))
    first = desk.export(edit(clip(a, 0, 4800), song(4800)))
    made = {path: path.stat().st_ino for path in desk.work.glob("*.mp4")}
    second = desk.export(edit(clip(a, 0, 4800, volume=0.0), song(4800)))
    assert {path: path.stat().st_ino for path in desk.work.glob("*.mp4")} == made
    for receipt in (first, second):
        assert (receipt.problems, receipt.duration_ms) == ((), pytest.approx(4800, abs=34))
    with av.open(str(desk.output)) as ours, av.open(str(desk.folder / "a.mp4")) as its:
        pairs = list(zip(ours.decode(video=0), its.decode(video=0), strict=False))
        assert len(pairs) == 144
        # The last GOP reaches over the film's end by some frames.
        same = [np.array_equal(mine.to_ndarray(), that.to_ndarray()) for mine, that in pairs]
        assert all(same[:130])


def test_what_was_asked_comes_out_and_is_measured(desk: Desk) -> None:
    a, b = (
        desk.add(film(desk.folder / "a.mp4")),
        desk.add(make_image(desk.folder / "b.png", color=(200, 40, 40))),
    )
    timeline = edit(
        clip(a, 0, 2100), clip(b, 2100, 900), clip(a, 3000, 2000, 1500), song(5000), title="Two clips"
    )
    receipt = desk.export(timeline)
    with av.open(str(desk.output)) as container:
        assert container.metadata["title"] == "Two clips"
        kinds = [(s.type, s.codec_context.name) for s in container.streams]
        assert kinds == [("video", "h264"), ("audio", "aac")]
        lengths = [float(s.duration * s.time_base) for s in container.streams]
    assert lengths == pytest.approx([5.0, 5.0], abs=0.0011)
    assert sum(1 for _ in decoded_frames(desk.output)) == 150
    assert receipt.loudness_lufs == pytest.approx(-14, abs=1)
    assert receipt.true_peak_dbtp is not None
    assert receipt.true_peak_dbtp <= -1
    assert (receipt.width, receipt.height, receipt.duration_ms) == (
        WIDTH,
        HEIGHT,
        pytest.approx(5000, abs=34),
    )
    assert desk.left_behind() == []


def test_what_an_edit_asks_for_is_no_problem(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    timeline = edit(
        replace(clip(a, 0, 1500), reversed=True),
        replace(clip(a, 1500, 2000, 1500), freeze=True),
        replace(clip(a, 5000, 3000), volume=0.5, rotation=180),
    )
    timeline = replace(
        timeline,
        frame_rate=Fraction(30_000, 1001),
        fade_in=Fade(duration_ms=1500),
        fade_out=Fade(duration_ms=2500),
    )
    receipt = desk.export(timeline)
    assert receipt.problems == ()
    assert receipt.frame_rate == 29.97
    assert receipt.duration_ms == pytest.approx(240 * 1001 / 30, abs=0.2)
    quiet = edit(*(replace(c, volume=0.0) for c in timeline.video_clips))
    assert desk.export(quiet).problems == ()


def test_only_gaps_and_fades_may_be_black(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    timeline = edit(clip(a, 1000, 1000), clip(a, 4000, 2000))
    assert expected_of(timeline, has_audio=False).dark_ms == ((0, 1000), (2000, 4000))
    fading = replace(timeline, fade_in=Fade(duration_ms=1500), fade_out=Fade(duration_ms=9000))
    assert expected_of(fading, has_audio=False).dark_ms == ((0, 6000),)
    shorter = replace(timeline, fade_out=Fade(duration_ms=500))
    assert expected_of(shorter, has_audio=False).dark_ms == ((0, 1000), (2000, 4000), (5500, 6000))


def test_progress_rises_through_the_stages_in_order(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    desk.export(edit(clip(a, 0, 4000), song(4000)))
    fractions = [fraction for _, fraction in desk.said]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1.0
    order = list(STAGES)
    places = [order.index(stage) for stage, _ in desk.said]
    assert places == sorted(places)
    assert {"join", "measure"} <= {stage for stage, _ in desk.said}


def test_the_second_export_renders_and_measures_only_what_changed(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    desk.export(edit(clip(a, 0, 3000), clip(a, 3000, 3000, 1000), song(6000)))
    made = {p.name: p.stat().st_ino for p in desk.work.iterdir()}
    title = TextClip(clip_id="t", text="Hello", start_ms=3500, duration_ms=1000)
    desk.export(edit(clip(a, 0, 3000), clip(a, 3000, 3000, 1000), song(6000), title))
    now = {p.name: p.stat().st_ino for p in desk.work.iterdir()}
    assert made.items() <= now.items()
    # The shot under the title is split at the title's ends.
    anew = sorted(now.keys() - made.keys())
    chunks = {Path(name).stem for name in anew}
    assert len(chunks) == 3
    assert anew == sorted(f"{chunk}{suffix}" for chunk in chunks for suffix in (".mp4", ".digest", ".seen"))
    evening = replace(title, text="Evening")
    desk.export(edit(clip(a, 0, 3000), clip(a, 3000, 3000, 1000), song(6000), evening))
    assert len({p.name for p in desk.work.iterdir()} - now.keys()) == 3


def test_sound_and_pictures_are_together_at_the_end(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    # Shots of lengths that no frame rate divides, so that rounding each of them would add up.
    shots = 12
    starts = [round(k * 2123.4) for k in range(shots + 1)]
    timeline = edit(*(clip(a, s, e - s, 500) for s, e in pairwise(starts)))
    desk.export(replace(timeline, frame_rate=Fraction(30)))
    bright = [float(f.time_ms) for f in decoded_frames(desk.output) if min(f.colour) > 240]
    seen = [t for k, t in enumerate(bright) if k == 0 or t - bright[k - 1] > 150]
    first_ms, samples = decoded_audio(desk.output)
    loud = np.flatnonzero(np.abs(samples[0]) > 0.3 * np.abs(samples).max()) / 48 + float(first_ms)
    heard = [t for k, t in enumerate(loud) if k == 0 or t - loud[k - 1] > 150]
    assert len(seen) == len(heard) == 2 * shots
    assert max(abs(s - h) for s, h in zip(seen, heard, strict=True)) < 10


def test_no_sound_makes_no_audio_stream(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4", audio=False))
    receipt = desk.export(edit(clip(a, 0, 1000)))
    with av.open(str(desk.output)) as container:
        assert [s.type for s in container.streams] == ["video"]
    assert receipt.problems == ()


def test_a_cancelled_export_stops_soon_and_touches_nothing(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    desk.output.write_bytes(b"the film before")
    started: list[float] = []

    def cancelled() -> bool:
        if desk.said and not started:
            started.append(time.process_time())
        return bool(started)

    with pytest.raises(RenderCancelled):
        desk.export(edit(*(clip(a, k * 4000, 4000) for k in range(50)), song(200_000)), cancelled=cancelled)
    # Of its threads together, as a busy machine lets them wait; the film would take minutes of it.
    assert time.process_time() - started[0] < 3
    assert desk.output.read_bytes() == b"the film before"
    # A worker notices at its next frame.
    desk.executor.shutdown()
    assert desk.left_behind() == []


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_a_full_or_read_only_disk_is_said(number: int, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object, **_kwargs: object) -> Path:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tasks, "render_chunk", refuse)
    a = desk.add(film(desk.folder / "a.mp4"))
    with pytest.raises(DiskFull if number == errno.ENOSPC else OutputNotWritable):
        desk.export(edit(clip(a, 0, 1000)))
    assert not desk.output.exists()
    assert desk.left_behind() == []


def test_an_output_that_cannot_be_is_said_before_anything_is_rendered(desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    desk.output.mkdir()
    with pytest.raises(OutputNotWritable):
        desk.export(edit(clip(a, 0, 1000)))
    desk.output.rmdir()
    desk.output.parent.rmdir()
    with pytest.raises(OutputNotWritable):
        desk.export(edit(clip(a, 0, 1000)))
    assert not desk.work.exists()


@pytest.mark.parametrize("kind", ["*.mp4", "*.m4a"])
def test_a_part_that_was_damaged_is_made_anew(kind: str, desk: Desk) -> None:
    a = desk.add(film(desk.folder / "a.mp4"))
    timeline = edit(clip(a, 0, 3000), clip(a, 3000, 3000, 1000))
    desk.export(timeline)
    damaged = next(desk.work.glob(kind))
    damaged.write_bytes(damaged.read_bytes()[:1000])
    desk.output.unlink()
    desk.export(timeline)
    assert sum(1 for _ in decoded_frames(desk.output)) == 180


def test_a_film_that_goes_to_another_disk_is_copied(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_file = Path.replace

    def over_a_border(self: Path, target: Path) -> Path:
        if self.name == "film.mp4" and target == desk.output:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return replace_file(self, target)

    monkeypatch.setattr(Path, "replace", over_a_border)
    a = desk.add(film(desk.folder / "a.mp4", seconds=1))
    desk.export(edit(clip(a, 0, 1000)))
    assert sum(1 for _ in decoded_frames(desk.output)) == 30
    assert desk.left_behind() == []


def test_an_empty_timeline_is_nothing_to_edit(desk: Desk) -> None:
    with pytest.raises(NothingToEdit):
        desk.export(Timeline())


def test_what_goes_wrong_is_an_error_of_the_tree() -> None:
    path = Path("film.mp4")
    assert isinstance(as_nemo_error(MemoryError(), path), RenderFailed)
    assert "ValueError: odd" in str(as_nemo_error(ValueError("odd"), path))
    known = DiskFull(path="x")
    assert as_nemo_error(known, path) is known


def test_the_receipt_expects_what_the_edit_says() -> None:
    timeline = edit(clip("a", 0, 2000), clip("a", 2000, 2040), song(4040))
    music = timeline.music
    assert music is not None
    assert music.music is not None
    expected = expected_of(timeline, has_audio=True)
    assert expected.cuts_ms == (2000,)
    assert expected.duration_ms == 4033
    assert expected.tempo_bpm == pytest.approx(music.music.bpm_milli / 1000, abs=0.01)
    assert not expected.beat_cut


@pytest.mark.skipif(os.name != "posix", reason="priorities are POSIX's")
def test_workers_give_way_to_whoever_asks_the_studio_something() -> None:
    with worker_pool(1) as pool:
        of_worker = pool.submit(os.getpriority, os.PRIO_PROCESS, 0).result()

    assert of_worker > os.getpriority(os.PRIO_PROCESS, 0)


def test_a_killed_worker_is_said_and_the_next_export_goes_on_from_there(tmp_path: Path) -> None:
    source = film(tmp_path / "a.mp4", seconds=8)

    def kill(pool: ProcessPoolExecutor) -> None:
        for pid in list(pool._processes):
            os.kill(pid, signal.SIGKILL)

    pool = worker_pool(2)
    desk = Desk(tmp_path, pool)
    desk.output.parent.mkdir()
    a = desk.add(source)
    timeline = edit(*(clip(a, k * 4000, 4000, k) for k in range(6)))
    with pytest.raises(WorkerDied), pool:
        desk.export(timeline, cancelled=lambda: bool(list(desk.work.glob("*.mp4"))) and bool(kill(pool)))
    kept = {p.name: p.stat().st_ino for p in desk.work.glob("*.mp4")}
    assert kept
    assert not desk.output.exists()
    with worker_pool(2) as desk.executor:
        desk.export(timeline)
    assert kept.items() <= {p.name: p.stat().st_ino for p in desk.work.glob("*.mp4")}.items()
    assert desk.output.exists()
    assert desk.left_behind() == []

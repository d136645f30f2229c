"""An export: a timeline becomes a measured MP4, chunk by chunk, in the workers of an executor."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, TypeVar

from nemovideo_mcp.errors import (
    MediaUnreadable,
    NemoError,
    NothingToEdit,
    OutputNotWritable,
    RenderCancelled,
    RenderFailed,
    WorkerDied,
)
from nemovideo_mcp.export.cache import job_folder, keep
from nemovideo_mcp.export.estimate import relative_work
from nemovideo_mcp.export.expected import expected_of
from nemovideo_mcp.export.lost_regions import lost_regions, path_names
from nemovideo_mcp.export.options import as_exported, remarks_on
from nemovideo_mcp.export.packet_indexes import packet_names, with_packets
from nemovideo_mcp.export.sound_plan import SoundSpec, music_key, plan_sound
from nemovideo_mcp.export.tasks import (
    RenderedSound,
    join_film,
    measure_film,
    render_part,
    render_sound,
)
from nemovideo_mcp.export.watch import Report, Watch
from nemovideo_mcp.export.worker_tasks import as_nemo_error
from nemovideo_mcp.messages.cluster import CLUSTER_STAGES
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.encoders import ENCODERS, settings_for
from nemovideo_mcp.video.files import whole_file
from nemovideo_mcp.video.hardware import HARDWARE, HardwareEncoders
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.rendered_film import Rendered
from nemovideo_mcp.views.receipt import Expected, Receipt, Remark, codec_name

__all__ = ["STAGES", "export"]

STAGES: Mapping[str, Mapping[str, str]] = {
    **{stage: words.pair() for stage, words in CLUSTER_STAGES.items()},
    "compose": {"en": "Composing music", "zh": "正在作曲"},
    "render": {"en": "Rendering", "zh": "正在渲染画面"},
    "mix": {"en": "Mixing sound", "zh": "正在混音"},
    "join": {"en": "Joining", "zh": "正在合成"},
    "measure": {"en": "Measuring", "zh": "正在检测成片"},
}
"""The stages that `on_progress` names, in order, and their words."""

_T = TypeVar("_T")
_POLL_S = 0.2
# How long running workers are waited for when an export ends early; they look for the word ten times a second.
_FAREWELL_S = 5.0
# Shares of the whole: pictures, sound; what follows them; the rest is to look at what was measured of them.
_PICTURES, _SOUND, _JOINED = 0.82, 0.1, 0.94


def export(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    *,
    analyses: Mapping[str, Analysis],
    output: Path,
    work_folder: Path,
    executor: Executor,
    on_progress: Callable[[str, float], None],
    cancelled: Callable[[], bool],
    options: ExportOptions = STANDARD,
    settings: EncoderSettings | None = None,
    hardware: HardwareEncoders = HARDWARE,
) -> Receipt:
    """Render `timeline` to `output` (MP4) and measure what came out; blocks until it is there.

    `sources` and `analyses` are by media id. Pictures and sound go to the workers of `executor` side by side;
    `work_folder` keeps every chunk, composed piece and mix by its content, so that nothing is made twice, also after
    a crash. Workers must see `work_folder` and the sources under the same paths. `on_progress` hears a stage of
    `STAGES` and the fraction of the whole, which never falls. `output` appears whole or not at all. `settings` go
    before those of `options`. Where an encoder of the graphics hardware is asked for and fails in a chunk, the whole
    film is made by the software's, since all chunks must have the same headers; the receipt says so.

    Raises InvalidRequest (the platform takes no such film), NothingToEdit, RenderCancelled (within about a second of
    `cancelled()`), WorkerDied (again, on a new pool, goes on where it stopped), RenderFailed, DiskFull,
    OutputNotWritable.
    """
    shown = as_exported(timeline, options)
    encoder = hardware.working(options.codec) if options.hardware and settings is None else None
    remarks = [*remarks_on(shown, options)]
    chosen = settings or settings_for(options, encoder=encoder)

    reached = 0.0

    def progress(stage: str, fraction: float) -> None:
        nonlocal reached
        reached = max(reached, fraction)
        on_progress(stage, reached)

    def exported(by: EncoderSettings) -> Receipt:
        return _exported(
            shown,
            sources,
            analyses=analyses,
            output=output,
            work_folder=work_folder,
            executor=executor,
            on_progress=progress,
            cancelled=cancelled,
            settings=by,
        )

    try:
        receipt = exported(chosen)
    except RenderFailed as error:
        if encoder is None:
            raise
        if isinstance(error, WorkerDied):
            hardware.distrust(encoder)
        chosen = settings_for(options)
        # Where the fault was another's, the software's encoder meets it too, and says it.
        receipt = exported(chosen)
        hardware.distrust(encoder)
    return replace(receipt, exported=(*remarks, *_remarks_on_encoder(options, tried=encoder, used=chosen)))


def _remarks_on_encoder(
    options: ExportOptions, *, tried: str | None, used: EncoderSettings
) -> Iterator[Remark]:
    if not options.hardware:
        return
    label = ENCODERS[used.encoder].label
    if ENCODERS[used.encoder].is_hardware:
        yield Remark("hardware", {"encoder": label})
    elif tried is None:
        yield Remark("no_hardware", {"encoder": label, "codec": codec_name(options.codec)})
    else:
        yield Remark("hardware_failed", {"encoder": label, "hardware": ENCODERS[tried].label})


def _exported(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    *,
    analyses: Mapping[str, Analysis],
    output: Path,
    work_folder: Path,
    executor: Executor,
    on_progress: Callable[[str, float], None],
    cancelled: Callable[[], bool],
    settings: EncoderSettings,
) -> Receipt:
    if settings.copies_packets:
        sources = with_packets(
            timeline, sources, work_folder=work_folder, executor=executor, cancelled=cancelled
        )
    chunks = plan_chunks(timeline, sources, settings=settings)
    if not chunks:
        raise NothingToEdit
    sound = plan_sound(timeline, sources, analyses=analyses, settings=settings)
    _check_writable(output)
    try:
        with job_folder(work_folder) as folder:
            keep(folder, [*_names(chunks, sound), *packet_names(sources)])
            with _Run(executor, Watch(folder, "export"), cancelled, on_progress) as run:
                film = folder / "film.mp4"
                expected = partial(expected_of, timeline, sources=sources, analyses=analyses, sound=sound)
                asked = _Asked(timeline, chunks, sound, work_folder, expected)
                receipt = run.measure(film, *run.make(asked, film))
            _publish(film, output)
    except NemoError:
        raise
    except CancelledError as error:  # the executor was shut down
        raise RenderCancelled from error
    except (OSError, RuntimeError) as error:  # a broken pool is a RuntimeError
        raise as_nemo_error(error, output) from error
    on_progress("measure", 1.0)
    return receipt


def _names(chunks: Iterable[ChunkSpec], sound: SoundSpec | None) -> list[str]:
    names = [name for chunk in chunks for name in (chunk.key, *path_names(chunk))]
    return names if sound is None else [*names, sound.key, *_music_keys(sound)]


def _music_keys(sound: SoundSpec) -> list[str]:
    pieces = [piece.music for piece in sound.pieces if piece.music is not None]
    return [music_key(music, sample_rate=sound.sample_rate) for music in pieces]


def _check_writable(output: Path) -> None:
    """Said before anything is rendered, not after."""
    if output.is_dir():
        raise OutputNotWritable(path=str(output), reason={"en": "it is a folder", "zh": "它是一个文件夹"})
    try:
        TemporaryFile(dir=output.parent).close()
    except FileNotFoundError as error:
        reason = {"en": "its folder is not there", "zh": "所在文件夹不存在"}
        raise OutputNotWritable(path=str(output), reason=reason) from error
    except OSError as error:
        raise as_nemo_error(error, output) from error


def _publish(film: Path, output: Path) -> None:
    """The finished film takes its name; over a border between disks it is copied beside it first."""
    try:
        film.replace(output)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        with whole_file(output) as copy:
            shutil.copyfile(film, copy)


def _share_of_sound(report: Report) -> float:
    return report.fraction / 2 + (0.5 if report.stage == "mix" else 0.0)


@dataclass(frozen=True)
class _Asked:
    """What an export was asked for, where its parts are kept, and what is expected of the film (`has_audio`)."""

    timeline: Timeline
    chunks: Sequence[ChunkSpec]
    sound: SoundSpec | None
    work_folder: Path
    expected: Callable[..., Expected]


@dataclass
class _Run:
    """One export under way: its futures, and the word to stop. Whatever ends it, no worker goes on for it."""

    executor: Executor
    watch: Watch
    cancelled: Callable[[], bool]
    on_progress: Callable[[str, float], None]
    _futures: list[Future[Any]] = field(default_factory=list[Future[Any]], init=False)
    _reached: float = field(default=0.0, init=False)

    def __enter__(self) -> _Run:
        return self

    def __exit__(self, *_: object) -> None:
        open_ends = [future for future in self._futures if not future.done()]
        if open_ends:
            self.watch.cancel()
            wait([future for future in open_ends if not future.cancel()], timeout=_FAREWELL_S)

    def make(self, asked: _Asked, film: Path) -> tuple[Expected, Rendered]:
        """Write `film`; what it should be, and the parts that it was joined from.

        Parts that were damaged where they were kept are found when they are joined, and made anew.
        """
        parts, sound = self.render(asked)
        try:
            expected = self.join(asked, parts, sound, film)
        except (RenderFailed, MediaUnreadable):
            for part in (*parts, *([sound.path] if sound else [])):
                part.unlink(missing_ok=True)
            parts, sound = self.render(asked)
            expected = self.join(asked, parts, sound, film)
        return expected, Rendered(parts, sound.path if sound else None)

    def render(self, asked: _Asked) -> tuple[list[Path], RenderedSound | None]:
        """The files of the chunks, and of the sound; what is measured of them stands beside them.

        The sound is begun first, as the longest task, and then the chunks that take longest, so that no worker is left
        alone with one at the end (longest processing time first: Graham 1969).
        """
        chunks, sound, work_folder = asked.chunks, asked.sound, asked.work_folder
        sound_watch = Watch(self.watch.folder, "sound")
        tempo_bpm = asked.expected(has_audio=True).tempo_bpm
        sounding = self._submit(render_sound, sound, work_folder, sound_watch, tempo_bpm) if sound else None
        composing = sound is not None and not all(
            (work_folder / f"{key}.f32").exists() for key in _music_keys(sound)
        )
        watches = {chunk.key: Watch(self.watch.folder, chunk.key) for chunk in chunks}
        weights = {chunk.key: chunk.frames for chunk in chunks}
        parts = {
            key: self._submit(render_part, chunk, work_folder, watches[key])
            for key, chunk in sorted(
                {chunk.key: chunk for chunk in chunks}.items(), key=lambda one: -relative_work(one[1])
            )
        }

        def look() -> None:
            reports = {key: watches[key].read() for key, part in parts.items() if not part.done()}
            done = sum(
                weight * (reports[key].fraction if key in reports else 1.0) for key, weight in weights.items()
            ) / sum(weights.values())
            sound_report = sound_watch.read()
            heard = 1.0 if sounding is None or sounding.done() else _share_of_sound(sound_report)
            before = [report.stage for report in reports.values() if report.stage in CLUSTER_STAGES]
            if done == 0 and before:
                stage = before[0]
            elif done == 0 and composing and sound_report.stage != "mix":
                stage = "compose"
            else:
                stage = "render" if done < 1 else "mix"
            self._say(stage, _PICTURES * done + _SOUND * heard)

        self._await([*parts.values(), *([sounding] if sounding else [])], look)
        return [parts[chunk.key].result() for chunk in chunks], sounding.result() if sounding else None

    def join(self, asked: _Asked, parts: Sequence[Path], sound: RenderedSound | None, film: Path) -> Expected:
        self._say("join", _PICTURES + _SOUND)
        expected = replace(
            asked.expected(has_audio=sound is not None),
            lost_ms=lost_regions(asked.chunks, asked.work_folder),
            sound=sound.fingerprint if sound else None,
        )
        audio = sound.path if sound else None
        joining = self._submit(
            join_film, parts, film, audio=audio, title=asked.timeline.title, expected=expected
        )
        self._await([joining], lambda: None)
        return expected

    def measure(self, film: Path, expected: Expected, rendered: Rendered) -> Receipt:
        watch = Watch(self.watch.folder, "measure")
        measuring = self._submit(measure_film, film, expected=expected, watch=watch, rendered=rendered)
        self._await(
            [measuring], lambda: self._say("measure", _JOINED + (1 - _JOINED) * watch.read().fraction)
        )
        return measuring.result()

    def _submit(self, task: Callable[..., _T], *args: object, **kwargs: object) -> Future[_T]:
        future = self.executor.submit(task, *args, **kwargs)
        self._futures.append(future)
        return future

    def _await(self, futures: Sequence[Future[Any]], look: Callable[[], None]) -> None:
        pending = set(futures)
        while pending:
            done, pending = wait(pending, timeout=_POLL_S, return_when=FIRST_COMPLETED)
            for future in done:
                future.result()
            if self.cancelled():
                raise RenderCancelled
            look()

    def _say(self, stage: str, fraction: float) -> None:
        self._reached = max(self._reached, min(fraction, 1.0))
        self.on_progress(stage, self._reached)

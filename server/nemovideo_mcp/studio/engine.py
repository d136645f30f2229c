"""The heavy parts of the studio as functions that are passed in, so that it can be tried without them."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from nemovideo_mcp.edit.context import Planner
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.studio.look_tasks import (
    Stretches,
    analyse_file,
    beats_in_file,
    beats_of_file,
    captions_of_file,
    edit_of_file,
    probe_file,
    speech_in_file,
    structure_of_file,
    words_in_file,
)
from nemovideo_mcp.studio.reader import Understand
from nemovideo_mcp.timeline.beat_file import BeatFile
from nemovideo_mcp.timeline.captions import CaptionFile
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.foreign_edit import ForeignEdit
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.timeline.song import SongStructure
from nemovideo_mcp.views.receipt import Receipt

if TYPE_CHECKING:
    from nemovideo_mcp.export.estimate import Estimate
    from nemovideo_mcp.video.plan import SourceFile

__all__ = ["Engine", "Expect", "Export", "default_engine"]


class Export(Protocol):
    """`studio.export.export`: renders, joins, measures. It blocks; `output` only ever appears whole."""

    def __call__(
        self,
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
    ) -> Receipt: ...


class Expect(Protocol):
    """`export.estimate.estimate`: what an export should take. It reads the names in `work_folder`."""

    def __call__(
        self,
        timeline: Timeline,
        sources: Mapping[str, SourceFile],
        *,
        work_folder: Path,
        options: ExportOptions = STANDARD,
    ) -> Estimate: ...


@dataclass(frozen=True, kw_only=True)
class Engine:
    """All but `planner`, `find_model`, `estimate` and `export` run in processes: as module functions.

    The methods of `planner` are called in a thread, `estimate` and `export` too. `find_model` is called where it is
    asked: it looks at names only, and gives the folder of the model that `transcribe` listens with, and what that is
    known by.
    """

    probe: Callable[[Path], MediaInfo]
    analyse: Callable[[Path, MediaInfo, Watch], Analysis]
    find_beats: Callable[[Path, MediaInfo, Watch], BeatGrid]
    find_structure: Callable[[Path, MediaInfo, Watch, BeatGrid], SongStructure]
    read_captions: Callable[[Path, MediaInfo, Watch], CaptionFile]
    read_edit: Callable[[Path, MediaInfo, Watch], ForeignEdit]
    read_beats: Callable[[Path, MediaInfo, Watch], BeatFile]
    find_speech: Callable[[Path, MediaInfo, Watch], Stretches]
    transcribe: Callable[[Path, MediaInfo, Watch, Path], CaptionFile]
    find_model: Callable[[], tuple[Path, str]]
    planner: Planner
    understand: Understand
    estimate: Expect
    export: Export
    stages: Mapping[str, Mapping[str, str]]
    """The words, by language, for each stage that `export` names."""


def default_engine() -> Engine:
    """The real one. PyAV is loaded here, and in the workers."""
    from nemovideo_mcp.autoedit.planner import AutoEditor
    from nemovideo_mcp.export.estimate import estimate
    from nemovideo_mcp.export.export import STAGES, export

    return Engine(
        probe=probe_file,
        analyse=analyse_file,
        find_beats=beats_in_file,
        find_structure=structure_of_file,
        read_captions=captions_of_file,
        read_edit=edit_of_file,
        read_beats=beats_of_file,
        find_speech=speech_in_file,
        transcribe=words_in_file,
        find_model=speech_model,
        planner=AutoEditor(),
        understand=read_message,
        estimate=estimate,
        export=export,
        stages=STAGES,
    )


def speech_model() -> tuple[Path, str]:
    """The model that this environment names or has. Raises `ExtraMissing` and `ModelMissing`."""
    from nemovideo_mcp.audio.transcript import find_model, model_name

    model = find_model(os.environ)
    return model, model_name(model)


def read_message(message: str, scene: Scene) -> Understanding:
    """What `message` asks for. The rules are loaded here: the studio's own process never needs them."""
    from nemovideo_mcp.language.offers import understand_or_offer

    return understand_or_offer(message, scene)

"""What workers do when a film is handed over: plain functions of values that can be pickled."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from nemovideo_mcp.audio.compose.stems import STEMS
from nemovideo_mcp.export.cache import job_folder
from nemovideo_mcp.export.soundtrack import compose_to_wav
from nemovideo_mcp.export.worker_tasks import worker_task
from nemovideo_mcp.interchange.formats import HandedOver, hand_over
from nemovideo_mcp.interchange.from_timeline import sequence_of
from nemovideo_mcp.interchange.sequence import Located
from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import MusicSpec, Timeline
from nemovideo_mcp.video.source_file import SourceFile

__all__ = ["SAMPLE_RATE", "compose_wavs", "project_file", "wav_path"]

SAMPLE_RATE = 48_000


def wav_path(folder: Path, key: str, stem: str | None) -> Path:
    """Where a composed piece, or one of its stems, is kept."""
    return folder / (f"{key}.wav" if stem is None else f"{key}-{stem}.wav")


@worker_task()
def project_file(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    analyses: Mapping[str, Analysis],
    located: Mapping[str, Located],
    kind: str,
) -> HandedOver:
    """The film in a format of other editors."""
    return hand_over(sequence_of(timeline, sources, analyses=analyses, located=located), kind)


@worker_task()
def compose_wavs(music: MusicSpec, folder: Path, key: str, with_stems: bool) -> None:
    """The WAV of a piece in `folder`, and those of its stems where they are wanted; each appears whole."""
    with job_folder(folder) as made:
        stems = made if with_stems else None
        compose_to_wav(
            music, wav_path(folder, key, None), sample_rate=SAMPLE_RATE, tick=_silently, stems=stems
        )
        for stem in STEMS if stems is not None else ():
            (made / f"{stem}.wav").replace(wav_path(folder, key, stem))


def _silently(stage: str, fraction: float) -> None:
    """Nobody watches."""

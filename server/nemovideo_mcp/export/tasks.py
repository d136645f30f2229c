"""What workers do for an export: plain functions of values that can be pickled, whatever executor runs them.

Whatever goes wrong in a worker comes out as an error of the tree: others may not survive the way between processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.errors import FileMissing, MediaUnreadable
from nemovideo_mcp.export.fingerprint import fingerprint_soundtrack
from nemovideo_mcp.export.sound_plan import SoundSpec
from nemovideo_mcp.export.soundtrack import make_soundtrack
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.export.worker_tasks import worker_task
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.chunk_evidence import keep_chunk_evidence
from nemovideo_mcp.video.join import join
from nemovideo_mcp.video.kept import kept_file
from nemovideo_mcp.video.packet_index import PacketIndex, index_to_json
from nemovideo_mcp.video.packet_reading import index_packets
from nemovideo_mcp.video.plan import ChunkSpec
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.video.rendered_film import Rendered
from nemovideo_mcp.video.sound_evidence import keep_sound_evidence
from nemovideo_mcp.video.sound_measures import SoundLevels
from nemovideo_mcp.views.fingerprint import AudioFingerprint
from nemovideo_mcp.views.receipt import Expected, Receipt
from nemovideo_mcp.views.receipt_plan import write_plan

__all__ = [
    "PART_TASKS",
    "RenderedSound",
    "get_ready",
    "join_film",
    "measure_film",
    "read_packets",
    "render_part",
    "render_sound",
]


@dataclass(frozen=True)
class RenderedSound:
    """The file of the sound, and what it is known by later."""

    path: Path
    fingerprint: AudioFingerprint | None


@worker_task()
def get_ready() -> None:
    """Nothing: whoever is asked for it has loaded what all tasks need."""


@worker_task()
def render_part(spec: ChunkSpec, folder: Path, watch: Watch) -> Path:
    """One chunk of the pictures, with what is measured of it beside it."""
    chunk = render_chunk(
        spec,
        folder,
        on_frame=lambda frame: watch.tick("render", frame / spec.frames),
        cancelled=watch.is_cancelled,
    )
    with suppress(MediaUnreadable):  # whoever joins the parts finds that out, and has it made anew
        keep_chunk_evidence(chunk, cancelled=watch.is_cancelled)
    return chunk


PART_TASKS = frozenset({render_part})
"""Those that are for a part of the film; the others are for the whole of it, and take the longer the longer it is."""


@worker_task()
def read_packets(source: Path, output: Path) -> PacketIndex | None:
    """What of a film's packets may be copied; kept in `output`. Of a film that cannot be read, nothing may be."""
    try:
        index = index_packets(source)
    except (FileMissing, MediaUnreadable):
        return None
    output.parent.mkdir(parents=True, exist_ok=True)
    with kept_file(output) as part:
        part.write_text(index_to_json(index), encoding="ascii")
    return index


@worker_task()
def render_sound(
    spec: SoundSpec, folder: Path, watch: Watch, tempo_bpm: float | None
) -> RenderedSound | None:
    """All of the sound, with what is measured of it beside it; None if it is silent.

    `tempo_bpm` is that of the edit.
    """
    levels: list[SoundLevels] = []
    audio = make_soundtrack(spec, folder, tick=watch.tick, on_levels=levels.append)
    if audio is None:
        return None
    fingerprint = keep_sound_evidence(
        audio,
        beat_track=beat_track,
        tempo_bpm=tempo_bpm,
        fingerprint=lambda sound: fingerprint_soundtrack(spec, folder, sound.signs),
        levels=levels[0] if levels else None,
    )
    return RenderedSound(audio, fingerprint)


@worker_task()
def join_film(
    chunks: Sequence[Path], output: Path, *, audio: Path | None, title: str, expected: Expected
) -> None:
    """The film, in one file, with what it should be."""
    join(chunks, audio=audio, output=output, title=title, plan=write_plan(expected))


@worker_task()
def measure_film(path: Path, *, expected: Expected, watch: Watch, rendered: Rendered) -> Receipt:
    """What the finished film really is, by its packets and what was measured of its parts."""
    return measure(
        path,
        beat_track=beat_track,
        expected=expected,
        on_progress=lambda fraction: watch.tick("measure", fraction),
        rendered=rendered,
    )

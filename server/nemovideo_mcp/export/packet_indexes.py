"""The packets of the sources that an export may copy: read in a worker, once for each content, and kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import CancelledError, Executor, Future, wait
from dataclasses import replace
from pathlib import Path

from nemovideo_mcp.errors import NemoError, RenderCancelled
from nemovideo_mcp.export.tasks import read_packets
from nemovideo_mcp.export.worker_tasks import as_nemo_error
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.kept import is_intact
from nemovideo_mcp.video.packet_index import PacketIndex, index_from_json
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.video.shot_pieces import canvas_of, shot_pieces
from nemovideo_mcp.video.untouched import may_be_copied

__all__ = ["packet_names", "with_kept_packets", "with_packets"]

_POLL_S = 0.2


def with_packets(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    *,
    work_folder: Path,
    executor: Executor,
    cancelled: Callable[[], bool],
) -> dict[str, SourceFile]:
    """`sources` (by media id), those that are shown untouched with the index of their packets.

    An index that is not kept is read by a worker. Raises RenderFailed where a clip has no picture, RenderCancelled,
    WorkerDied.
    """
    known, unknown = _looked_up(timeline, sources, work_folder)
    reading: dict[str, Future[PacketIndex | None]] = {}
    try:
        for content, source in unknown.items():
            output = work_folder / f"{_name(content)}.json"
            reading[content] = executor.submit(read_packets, source.path, output)
        pending = set(reading.values())
        while pending:
            pending = wait(pending, timeout=_POLL_S).not_done
            if cancelled():
                raise RenderCancelled
        known |= {content: future.result() for content, future in reading.items()}
    except CancelledError as error:  # the executor was shut down
        raise RenderCancelled from error
    except NemoError:
        raise
    except (OSError, RuntimeError) as error:  # a broken pool is a RuntimeError
        raise as_nemo_error(error, work_folder) from error
    finally:
        for future in reading.values():
            future.cancel()
    return _with(sources, known)


def with_kept_packets(
    timeline: Timeline, sources: Mapping[str, SourceFile], *, work_folder: Path
) -> dict[str, SourceFile]:
    """`sources`, those that are shown untouched with the index that is kept of their packets, where one is."""
    known, _ = _looked_up(timeline, sources, work_folder)
    return _with(sources, known)


def packet_names(sources: Mapping[str, SourceFile]) -> list[str]:
    """The files, without suffix, that the indexes of these are kept in."""
    return [_name(source.content_hash) for source in sources.values() if source.packets is not None]


def _looked_up(
    timeline: Timeline, sources: Mapping[str, SourceFile], work_folder: Path
) -> tuple[dict[str, PacketIndex | None], dict[str, SourceFile]]:
    """By content: the indexes that are kept, and the sources whose packets nobody has read."""
    known: dict[str, PacketIndex | None] = {}
    unknown: dict[str, SourceFile] = {}
    canvas, rate = canvas_of(timeline), timeline.frame_rate
    for piece in shot_pieces(timeline, sources):
        source = piece.source
        if source is None or not may_be_copied(piece, canvas=canvas, frame_rate=rate):
            continue
        content = source.content_hash
        if content in known or content in unknown:
            continue
        path = work_folder / f"{_name(content)}.json"
        if is_intact(path):
            known[content] = _read(path)
        else:
            unknown[content] = source
    return known, unknown


def _with(
    sources: Mapping[str, SourceFile], known: Mapping[str, PacketIndex | None]
) -> dict[str, SourceFile]:
    return {
        media_id: replace(source, packets=known.get(source.content_hash))
        for media_id, source in sources.items()
    }


def _read(path: Path) -> PacketIndex | None:
    try:
        return index_from_json(path.read_text(encoding="ascii"))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _name(content_hash: str) -> str:
    return f"{content_hash}-packets-1"

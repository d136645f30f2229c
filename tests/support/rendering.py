"""Timelines rendered in this process, for tests that look at the pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.chunk import render_chunk
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.probe import probe
from support.media import Picture, decoded_frames

__all__ = ["rendered", "source_file"]


def source_file(path: Path) -> SourceFile:
    """A file as the renderer is given it, known by its content."""
    content_hash = hashlib.sha256(path.read_bytes()).hexdigest()
    return SourceFile(path=path, content_hash=content_hash, info=probe(path))


def rendered(
    timeline: Timeline, sources: Mapping[str, SourceFile], folder: Path, *, settings: EncoderSettings
) -> list[Picture]:
    """The decoded pictures of a timeline; a chunk that `folder` has is not rendered again."""
    chunks = plan_chunks(timeline, sources, settings=settings)
    return [shown.picture for chunk in chunks for shown in decoded_frames(render_chunk(chunk, folder))]

"""What an export should take, in time and on the disk, before it is made; what is kept of it already costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from nemovideo_mcp.export.options import as_exported
from nemovideo_mcp.export.packet_indexes import with_kept_packets
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.encoders import settings_for
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, frame_count, plan_chunks

__all__ = ["Estimate", "estimate", "relative_work"]

# Of one core, for five films of 272p to 720p shown at 1080p and 360p: rendering took 15 to 58 megapixels a second,
# measuring them 61 to 269, the sound up to 0.12 s a second; the pictures had 0.04 to 0.17 bits a pixel.
_RENDERED_PIXELS_PER_S = 24e6
# What was measured of a picture is looked at in so long, and takes so many bytes, whatever the picture's size.
_JUDGED_S_PER_FRAME = 0.001
_MEASURED_BYTES_PER_FRAME = 4000
_SOUND_S_PER_S = 0.1
_BITS_PER_PIXEL = 0.2
# Of an encoder and a quality, beside a standard export by x264: time and bytes for a pixel, measured on 8 s of the
# sample clips in 1080p. A draft has a quarter of the pixels and the same decoding. Hardware is taken to be no faster.
_OF_ENCODER: Mapping[tuple[str, str], tuple[float, float]] = {
    ("libx264", "draft"): (0.9, 1.3),
    ("libx264", "high"): (3.6, 1.5),
    ("libx265", "draft"): (1.6, 0.3),
    ("libx265", "standard"): (2.4, 0.6),
    ("libx265", "high"): (4.3, 0.9),
    ("libsvtav1", "draft"): (1.5, 0.3),
    ("libsvtav1", "standard"): (1.2, 0.5),
    ("libsvtav1", "high"): (4.0, 0.6),
}
# How much longer pictures take that the source does not have (`benchmarks/effects.py`).
_TIMES_AS_LONG = {"blend": 2, "interpolate": 20}
# The mix as it is made and the composed piece have 8 bytes a sample each.
_MIX_BYTES_PER_S = 2 * 8 * 48_000


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """`work_s` of one worker, and bytes on the disk: missing chunks, sound and film, and the film by itself."""

    work_s: float
    disk_bytes: int
    film_bytes: int


def estimate(
    timeline: Timeline,
    sources: Mapping[str, SourceFile],
    *,
    work_folder: Path,
    options: ExportOptions = STANDARD,
    settings: EncoderSettings | None = None,
) -> Estimate:
    """What `export` of the same should take. Raises InvalidRequest and RenderFailed as `export` does.

    Figures are of the order of magnitude: they put exports in order, and say which cannot end well on a full disk.
    """
    timeline = as_exported(timeline, options)
    chosen = settings or settings_for(options)
    slowness, size = _OF_ENCODER.get((chosen.encoder, options.quality), (1.0, 1.0))
    if chosen.copies_packets:
        sources = with_kept_packets(timeline, sources, work_folder=work_folder)
    chunks = plan_chunks(timeline, sources, settings=chosen)
    missing = {chunk.key: chunk for chunk in chunks if not (work_folder / f"{chunk.key}.mp4").exists()}
    pixels = max(2, timeline.width) * max(2, timeline.height)
    film_pixels = pixels * frame_count(timeline)
    missing_frames = sum(chunk.frames for chunk in missing.values())
    copied_bytes = sum(chunk.copied.size_bytes for chunk in missing.values() if chunk.copied)
    missing_pixels = pixels * sum(chunk.frames for chunk in missing.values() if chunk.copied is None)
    rendered_pixels = pixels * sum(map(relative_work, missing.values()))
    film_s = timeline.duration_ms / 1000
    bytes_per_pixel = size * _BITS_PER_PIXEL / 8
    sound_bytes_per_s = chosen.audio_bitrate / 8
    film_bytes = film_pixels * bytes_per_pixel + film_s * sound_bytes_per_s
    return Estimate(
        work_s=(missing_pixels * slowness + rendered_pixels - missing_pixels) / _RENDERED_PIXELS_PER_S
        + frame_count(timeline) * _JUDGED_S_PER_FRAME
        + film_s * _SOUND_S_PER_S,
        disk_bytes=round(
            missing_pixels * bytes_per_pixel
            + copied_bytes
            + missing_frames * _MEASURED_BYTES_PER_FRAME
            + copied_bytes
            + film_bytes
            + film_s * (_MIX_BYTES_PER_S + sound_bytes_per_s)
        ),
        film_bytes=round(film_bytes),
    )


def relative_work(chunk: ChunkSpec) -> int:
    """What a chunk takes, in frames that are rendered plainly; nothing for one that is copied."""
    if chunk.copied is not None:
        return 0
    return sum(piece.frames * _TIMES_AS_LONG.get(piece.smooth or "", 1) for piece in chunk.pieces)

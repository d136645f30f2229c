"""What the options of an export make of a film: its size, what is refused, and what is to be said of it."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import words_of
from nemovideo_mcp.messages.exports import EXPORTS
from nemovideo_mcp.timeline.export_options import ExportOptions
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.timeline.platforms import PRESETS, Preset
from nemovideo_mcp.video.encoders import DRAFT_SIDE
from nemovideo_mcp.views.receipt import Remark, codec_name

__all__ = ["as_exported", "remarks_on"]


def as_exported(timeline: Timeline, options: ExportOptions) -> Timeline:
    """`timeline` on the canvas in which it is exported; the saved one stays as it is.

    All that stands on the canvas is placed and sized by fractions of it, so that a smaller one shows the same film.
    Raises InvalidRequest, with the nearest that works, where the platform takes no such shape, frame rate or codec.
    """
    width, height = timeline.width, timeline.height
    if (preset := PRESETS.get(options.platform or "")) is not None:
        size = preset.size_for(width, height)
        if size is None:
            raise _of_another_shape(timeline, preset)
        if not preset.least_frame_rate <= timeline.frame_rate <= preset.most_frame_rate:
            raise _of_another_rate(timeline, preset)
        if options.codec not in preset.codecs:
            raise _of_another_codec(options, preset)
        width, height = size
    if options.quality == "draft":
        scale = min(1.0, DRAFT_SIDE / min(width, height))
        width, height = _even(width * scale), _even(height * scale)
    return replace(timeline, width=width, height=height)


def remarks_on(timeline: Timeline, options: ExportOptions) -> tuple[Remark, ...]:
    """What is to be known of an export of `timeline`, which is as it is exported."""
    found: list[Remark] = []
    if options.quality == "draft":
        found.append(Remark("draft", {"width": timeline.width, "height": timeline.height}))
    preset = PRESETS.get(options.platform or "")
    if preset is not None and timeline.duration_ms > preset.most_s * 1000:
        found.append(
            Remark(
                "too_long",
                {
                    "platform": preset.name,
                    "most": _clock(preset.most_s),
                    "length": _clock(timeline.duration_ms / 1000),
                },
            )
        )
    if (beats := timeline.music_beats) is not None and beats.grid is not None:
        code = "beats_given" if beats.heard_off_ms is None else "beats_given_off"
        found.append(Remark(code, {"source": beats.source, "off_ms": beats.heard_off_ms or 0}))
    return tuple(found)


def _of_another_shape(timeline: Timeline, preset: Preset) -> InvalidRequest:
    width, height = preset.sizes[0]
    size = f"{timeline.width}×{timeline.height}"
    return InvalidRequest(
        detail=words_of(
            EXPORTS, "other_shape", size=size, platform=preset.name, wanted=f"{width}×{height}"
        ).pair(),
        hint=words_of(EXPORTS, "other_shape_hint", ratio=preset.ratio).pair(),
    )


def _of_another_rate(timeline: Timeline, preset: Preset) -> InvalidRequest:
    rate = f"{float(timeline.frame_rate):g}"
    said, nearest = ("too_fast", preset.most_frame_rate)
    if timeline.frame_rate < preset.least_frame_rate:
        said, nearest = ("too_slow", preset.least_frame_rate)
    return InvalidRequest(
        detail=words_of(EXPORTS, said, rate=rate, platform=preset.name, bound=nearest).pair(),
        hint=words_of(EXPORTS, "rate_hint", rate=nearest).pair(),
    )


def _of_another_codec(options: ExportOptions, preset: Preset) -> InvalidRequest:
    known = [codec_name(codec) for codec in preset.codecs]
    return InvalidRequest(
        detail=words_of(
            EXPORTS,
            "other_codec",
            platform=preset.name,
            codec=codec_name(options.codec),
            known=", ".join(known),
        ).pair(),
        hint=words_of(EXPORTS, "other_codec_hint", platform=preset.name, codec=known[0]).pair(),
    )


def _even(side: float) -> int:
    return max(2, round(side / 2) * 2)


def _clock(seconds: float) -> str:
    hours, rest = divmod(round(seconds), 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"

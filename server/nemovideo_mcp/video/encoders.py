"""The encoders of pictures: which there are for a codec, and how each is set for a quality.

Chunks are joined by packets, so all chunks of a film must have the same headers, and each of its GOPs must be closed.
x264 is told so by `stitchable`; x265 writes its parameter sets once (`repeat-headers=0`) and no line about itself
(`info=0`); SVT-AV1 makes key frames only (`irefresh-type=2`), not where a scene changes.

An encoder of the graphics hardware is never chosen by itself: its pictures differ from one model and driver to the
next, at the same size they are a little worse than x264's, and chunks that are kept are named by the encoder. It is for
whoever asks for it, where `hardware.HardwareEncoders.working` finds one that works.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nemovideo_mcp.timeline.export_options import ExportOptions
from nemovideo_mcp.timeline.platforms import PRESETS
from nemovideo_mcp.video.plan import EncoderSettings

__all__ = ["ENCODERS", "TAGS", "Encoder", "hardware_names", "settings_for"]

Options = Mapping[str, str]

DRAFT_SIDE = 540
"""The most that the short side of a draft has, in pixels."""

_HIGH_AUDIO = 320_000


@dataclass(frozen=True, kw_only=True)
class Encoder:
    """An encoder of FFmpeg for `codec`. `levels` are the preset and the constant quality of each of our qualities.

    `options` makes FFmpeg's options of settings and the most frames between two key frames. `tag` is the codec's name
    in an MP4 file where FFmpeg's own choice is not played everywhere.
    """

    codec: str
    levels: Mapping[str, tuple[str, int]]
    options: Callable[[EncoderSettings, int], Options]
    tag: str | None = None
    is_hardware: bool = False
    label: str = ""
    pixels: str = "yuv420p"


def _x264(settings: EncoderSettings, key_frames: int) -> Options:
    return {
        "preset": settings.preset,
        "crf": str(settings.crf),
        "profile": "high",
        # No header may be fitted to a chunk's own content. At a constant frame rate, x264 writes the same packets, and
        # holds one frame less.
        "x264-params": f"stitchable=1:force-cfr=1:open-gop=0:keyint={key_frames}",
    }


def _x265(settings: EncoderSettings, key_frames: int) -> Options:
    said = (
        f"log-level=error:open-gop=0:keyint={key_frames}:repeat-headers=0:info=0:pools=none:frame-threads=1"
    )
    return {"preset": settings.preset, "crf": str(settings.crf), "profile": "main", "x265-params": said}


def _svt_av1(settings: EncoderSettings, key_frames: int) -> Options:
    said = f"keyint={key_frames}:irefresh-type=2:scd=0:lp=1"
    return {"preset": settings.preset, "crf": str(settings.crf), "svtav1-params": said}


def _nvenc(settings: EncoderSettings, key_frames: int) -> Options:
    return {
        "preset": settings.preset,
        "rc": "vbr",
        "cq": str(settings.crf),
        "b": "0",
        "g": str(key_frames),
        "bf": "2",
        "no-scenecut": "1",
    }


def _video_toolbox(settings: EncoderSettings, key_frames: int) -> Options:
    # Constant quality, in FFmpeg's units of 1/118 of a step; the CPU is not to stand in for the hardware.
    return {
        "global_quality": str(118 * settings.crf),
        "flags": "+qscale",
        "g": str(key_frames),
        "allow_sw": "0",
    }


def _quick_sync(settings: EncoderSettings, key_frames: int) -> Options:
    return {
        "preset": settings.preset,
        "global_quality": str(settings.crf),
        "g": str(key_frames),
        "bf": "2",
        "idr_interval": "0",
    }


_NVENC_LEVELS = {"draft": ("p1", 32), "standard": ("p5", 23), "high": ("p7", 19)}
_QUICK_SYNC_LEVELS = {"draft": ("veryfast", 32), "standard": ("medium", 22), "high": ("veryslow", 18)}
# VideoToolbox counts from 1, the worst, to 100.
_VIDEO_TOOLBOX_LEVELS = {"draft": ("", 40), "standard": ("", 65), "high": ("", 78)}
_HARDWARE: Mapping[
    str, tuple[str, Mapping[str, tuple[str, int]], Callable[[EncoderSettings, int], Options]]
] = {
    "nvenc": ("NVIDIA NVENC", _NVENC_LEVELS, _nvenc),
    "videotoolbox": ("Apple VideoToolbox", _VIDEO_TOOLBOX_LEVELS, _video_toolbox),
    "qsv": ("Intel Quick Sync", _QUICK_SYNC_LEVELS, _quick_sync),
}
TAGS: Mapping[str, str] = {"hevc": "hvc1"}
"""The tags of streams that are not FFmpeg's own, by the codec: QuickTime does not play its `hev1`."""

ENCODERS: Mapping[str, Encoder] = {
    "libx264": Encoder(
        codec="h264",
        levels={"draft": ("ultrafast", 28), "standard": ("veryfast", 20), "high": ("slow", 17)},
        options=_x264,
        label="x264",
    ),
    "libx265": Encoder(
        codec="hevc",
        levels={"draft": ("ultrafast", 30), "standard": ("veryfast", 22), "high": ("medium", 19)},
        options=_x265,
        tag=TAGS["hevc"],
        label="x265",
    ),
    "libsvtav1": Encoder(
        codec="av1",
        levels={"draft": ("9", 45), "standard": ("8", 32), "high": ("5", 25)},
        options=_svt_av1,
        label="SVT-AV1",
    ),
    **{
        f"{codec}_{kind}": Encoder(
            codec=codec,
            levels=levels,
            options=options,
            tag=TAGS.get(codec),
            is_hardware=True,
            label=label,
            pixels="nv12" if kind == "qsv" else "yuv420p",
        )
        for kind, (label, levels, options) in _HARDWARE.items()
        for codec in ("h264", "hevc", "av1")
    },
}
"""By FFmpeg's name. VAAPI is not among them: PyAV's packages are built without its encoders."""


def hardware_names(codec: str) -> tuple[str, ...]:
    """The encoders of the graphics hardware for `codec`, in the order in which they are tried."""
    return tuple(name for name, one in ENCODERS.items() if one.is_hardware and one.codec == codec)


def settings_for(options: ExportOptions, *, encoder: str | None = None) -> EncoderSettings:
    """The settings of an export; those of a plain one are `EncoderSettings()`.

    `encoder` is that of the hardware, None for the software's. A draft has the sound of a standard export, so that
    this is made once.
    """
    name = encoder or next(
        name for name, one in ENCODERS.items() if one.codec == options.codec and not one.is_hardware
    )
    preset, level = ENCODERS[name].levels[options.quality]
    platform = PRESETS.get(options.platform or "")
    default = EncoderSettings()
    asked = _HIGH_AUDIO if options.quality == "high" else default.audio_bitrate
    documented = platform.audio_bit_rate if platform is not None and options.quality != "draft" else 0
    return EncoderSettings(
        encoder=name,
        preset=preset,
        crf=level,
        audio_bitrate=max(asked, documented),
        most_bit_rate=platform.most_bit_rate if platform else 0,
    )

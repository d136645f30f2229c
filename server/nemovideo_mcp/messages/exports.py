"""What is said of the options of an export."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["EXPORTS"]

EXPORTS: Catalogue = {
    "other_shape": (
        "the film is {size}, and {platform} takes {wanted}; nothing was exported.",
        "影片为 {size}，而 {platform} 需要 {wanted}；没有导出。",
    ),
    "other_shape_hint": (
        'First say "make it {ratio}" (set_canvas with ratio "{ratio}"), look at the crops, and export then; '
        "or export without naming a platform.",
        "请先说“把画面改为 {ratio}”（set_canvas，ratio 为 {ratio}），看过裁切后再导出；或不指定平台直接导出。",
    ),
    "too_fast": (
        "the film has {rate} frames a second, and {platform} takes {bound} at most; nothing was exported.",
        "影片为每秒 {rate} 帧，而 {platform} 最多接受 {bound} 帧；没有导出。",
    ),
    "too_slow": (
        "the film has {rate} frames a second, and {platform} takes no fewer than {bound}; nothing was exported.",
        "影片为每秒 {rate} 帧，而 {platform} 至少需要 {bound} 帧；没有导出。",
    ),
    "rate_hint": (
        'Say "set the frame rate to {rate} fps", and export then.',
        "请先说“把帧率改为 {rate}”，然后再导出。",
    ),
    "other_codec": (
        "{platform} takes no {codec}, but {known}; nothing was exported.",
        "{platform} 不接受 {codec}，可用 {known}；没有导出。",
    ),
    "other_codec_hint": (
        'Say "export for {platform} in {codec}".',
        "请说“导出 {platform} 版，用 {codec}”。",
    ),
    "unknown_option": (
        "{value} is not among what an export can have as {name}.",
        "{value} 不是导出选项 {name} 的可用值。",
    ),
    "unknown_option_hint": ("Use one of: {known}.", "可用：{known}。"),
    "cloud": (
        "the cloud makes films of one quality in H.264; nothing was exported.",
        "云端只能以一种质量导出 H.264；没有导出。",
    ),
    "cloud_hint": (
        "Export without a quality, codec or platform, or make the film on this machine (backend local).",
        "请不指定质量、编码和平台直接导出，或在本机制作（backend 设为 local）。",
    ),
}

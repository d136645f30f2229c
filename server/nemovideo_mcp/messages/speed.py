"""What ramps, smooth slow motion and the pitch of faster sound are called, and asked for, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.messages.catalogue import Words

__all__ = [
    "PITCH_SENTENCES",
    "PITCH_WORDS",
    "RAMP_SENTENCES",
    "RAMP_WORDS",
    "SMOOTH_SENTENCES",
    "SMOOTH_WORDS",
    "SPEED_NOTES",
]

RAMP_WORDS: Mapping[str, Words] = {
    "ease_in": Words("slow to fast", "先慢后快"),
    "ease_out": Words("fast to slow", "先快后慢"),
    "bullet": Words("fast, slow, fast", "快慢快"),
    "to_drop": Words("slow until the drop", "卡点前慢后快"),
}
SMOOTH_WORDS: Mapping[str, Words] = {
    "off": Words(", frames as they are", "，画面不补帧"),
    "blend": Words(", frames blended where it is slow", "，慢处混合帧"),
    "interpolate": Words(", frames made in between where it is slow", "，慢处补帧"),
}
PITCH_WORDS: Mapping[bool, Words] = {
    True: Words(", its sound at its own pitch", "，声音保持音调"),
    False: Words(", the pitch of its sound goes with the speed", "，声音随速度变调"),
}

SPEED_NOTES: Mapping[str, Words] = {
    **RAMP_WORDS,
    "blend": Words("frames blended", "帧混合"),
    "interpolate": Words("frames in between", "补帧"),
    "pitch": Words("pitch goes with the speed", "随速度变调"),
}
"""What is noted of a clip's speed beside its factor."""

# {0} is the clip in English, {1} in Chinese.
RAMP_SENTENCES: Mapping[str, tuple[str, str]] = {
    "none": ("Take the speed ramp off {0}.", "去掉{1}的变速曲线。"),
    "ease_in": ("Ramp the speed of {0} from slow to fast.", "{1}先慢后快。"),
    "ease_out": ("Ramp the speed of {0} from fast to slow.", "{1}先快后慢。"),
    "bullet": ("Bullet time on {0}.", "{1}加子弹时间。"),
    "to_drop": ("Ramp the speed of {0} into the drop.", "{1}卡点变速。"),
}
SMOOTH_SENTENCES: Mapping[str, tuple[str, str]] = {
    "off": ("Don't smooth the slow motion of {0}.", "{1}不要补帧。"),
    "blend": ("Blend the frames of {0}.", "{1}的慢动作用帧混合。"),
    "interpolate": ("Make the slow motion of {0} smooth.", "{1}的慢动作更流畅。"),
}
PITCH_SENTENCES: Mapping[bool, tuple[str, str]] = {
    True: ("Keep the pitch of {0}.", "{1}的声音不变调。"),
    False: ("Let the pitch of {0} change with its speed.", "{1}的声音随速度变调。"),
}

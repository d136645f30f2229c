"""Words on the pictures of a timeline: the board, the frames around a moment, contact sheets."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["BOARDS", "FRAMES", "SHEETS"]

# Keys that begin with `place_` end in the values of `views.board.Place`.
BOARDS: Catalogue = {
    "empty": ("Nothing on the timeline yet", "时间线上还没有内容"),
    "cuts": ("{n} cuts", "{n} 处剪切"),
    "one_cut": ("1 cut", "1 处剪切"),
    "place_on": ("on the beat", "卡点"),
    "place_half": ("on a half beat", "卡半拍"),
    "place_off": ("off the beat", "未卡点"),
    "place_free": ("cut", "剪切"),
    "cut_lane": ("Cuts", "剪切"),
    "unnamed": ("clip {n}", "片段 {n}"),
    "beat": ("bars and beats", "小节与节拍"),
    "transition": ("transition", "转场"),
    "captions": ("{n} captions", "{n} 条字幕"),
    "off_by": ("off the beat, by so many ms", "未卡点（偏差毫秒数）"),
}

FRAMES: Catalogue = {
    "cut": ("Cut {n} at {time}", "第 {n} 处剪切，{time}"),
    "moment": ("Around {time}", "{time} 前后"),
    "before": ("Before", "之前"),
    "after": ("After", "之后"),
    "place_on": ("on the beat ({offset} ms)", "卡点（{offset} 毫秒）"),
    "place_half": ("on a half beat", "卡半拍"),
    "place_off": ("off the beat by {offset} ms", "偏离节拍 {offset} 毫秒"),
    "place_free": ("", ""),
    "beat": ("bar {bar}, beat {beat}", "第 {bar} 小节第 {beat} 拍"),
    "exact": ("on the beat", "正好卡点"),
}

SHEETS: Catalogue = {
    "seconds": ("{length} s", "{length} 秒"),
    "shots": ("{n} shots", "{n} 个镜头"),
    "one_shot": ("one shot", "1 个镜头"),
    "new_shot": ("shot {n}", "镜头 {n}"),
}

"""What the choices of clips, texts, overlays and beat effects are called where a timeline is shown."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue, is_chinese

__all__ = ["CHOICES", "choice_word"]

# A key is the field of the timeline's structure, a dot, and the value.
CHOICES: Catalogue = {
    "fit.cover": ("fills the frame", "铺满画面"),
    "fit.contain": ("whole picture", "完整显示"),
    "fit.blur": ("blurred surround", "模糊背景"),
    "motion.push-in": ("push in", "推近"),
    "motion.pull-out": ("pull out", "拉远"),
    "motion.pan-left": ("pan left", "左移"),
    "motion.pan-right": ("pan right", "右移"),
    "motion.none": ("no motion", "静止"),
    "place.top-left": ("top-left", "左上角"),
    "place.top": ("top", "顶部"),
    "place.top-right": ("top-right", "右上角"),
    "place.left": ("left", "左侧"),
    "place.center": ("center", "中间"),
    "place.right": ("right", "右侧"),
    "place.bottom-left": ("bottom-left", "左下角"),
    "place.bottom": ("bottom", "底部"),
    "place.bottom-right": ("bottom-right", "右下角"),
    "flip.horizontal": ("left to right", "左右"),
    "flip.vertical": ("upside down", "上下"),
    "flip.both": ("both ways", "上下左右"),
    "preset.black_and_white": ("black and white", "黑白"),
    "preset.vintage": ("vintage", "复古"),
    "preset.cinematic": ("cinematic", "电影感"),
    "kind.title": ("title", "标题"),
    "kind.lower_third": ("lower third", "下方标题"),
    "kind.end_card": ("end card", "片尾"),
    "kind.subtitle": ("subtitle", "字幕"),
    "font.condensed": ("condensed", "窄体"),
    "font.serif": ("serif", "衬线体"),
    "font.handwritten": ("handwritten", "手写体"),
    "effect.plain": ("plain", "无衬底"),
    "effect.outline": ("outline", "描边"),
    "effect.shadow": ("shadow", "阴影"),
    "effect.box": ("box", "底框"),
    "move.fade": ("fade", "淡变"),
    "move.none": ("cut", "无动画"),
    "move.rise": ("rise", "上升"),
    "move.typewriter": ("typewriter", "打字机"),
    "move.word_by_word": ("word by word", "逐词"),
    "move.pop": ("pop", "弹出"),
    "style.plain": ("plain", "普通"),
    "style.box": ("box", "底框"),
    "style.word_by_word": ("word by word", "逐词高亮"),
    "region.blur": ("blurred region", "模糊区域"),
    "region.pixelate": ("pixelated region", "马赛克区域"),
    "beat.punch": ("punch-in", "冲击放大"),
    "beat.flash": ("flash", "闪光"),
    "beat.shake": ("shake", "抖动"),
    "beat.pulse": ("color pulse", "色彩脉冲"),
    "on.downbeats": ("on downbeats", "每小节首拍"),
    "on.beats": ("on every beat", "每一拍"),
    "on.drop": ("on the drop", "高潮处"),
    "on.every": ("on every {n} beats", "每 {n} 拍"),
}


def choice_word(field: str, value: object, language: str) -> str:
    """What `value` of `field` is called; a value that is not known, as the timeline has it."""
    found = CHOICES.get(f"{field}.{value}")
    return found[is_chinese(language)] if found else str(value)

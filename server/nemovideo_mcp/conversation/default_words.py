"""A skill's defaults as a sentence for a backend that cannot be told them otherwise."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.skills import SkillDefaults

__all__ = ["words_for_defaults"]

_LEAD = {"en": "Where I have not said otherwise: {wishes}.", "zh": "我没有特别说明的部分：{wishes}。"}
_COMMA = {"en": ", ", "zh": "，"}
_MATCHING = {"en": "fitting the pictures", "zh": "符合画面"}

# key and value of a default → the wish in words; `{mood}` may be empty
_WISHES: Mapping[tuple[str, str], Mapping[str, str]] = {
    ("aspect", "9:16"): {"en": "make it 9:16", "zh": "画面用 9:16"},
    ("aspect", "16:9"): {"en": "make it 16:9", "zh": "画面用 16:9"},
    ("aspect", "1:1"): {"en": "make it square", "zh": "画面用 1:1"},
    ("opening", "keep"): {
        "en": "keep the footage's own cuts, order and length",
        "zh": "保留素材原有的剪辑、顺序和时长",
    },
    ("music", "none"): {"en": "no music", "zh": "不要音乐"},
    ("music", "composed"): {"en": "add background music{mood}", "zh": "加{mood}背景音乐"},
    ("music", "uploaded"): {
        "en": "use the song that I uploaded as the music, else add background music{mood}",
        "zh": "用我上传的歌作为音乐，没有的话加{mood}背景音乐",
    },
    ("opening", "montage"): {
        "en": "join all clips and cut them to the beat",
        "zh": "把所有片段拼起来并卡点剪辑",
    },
    ("pace", "fast"): {"en": "fast cuts", "zh": "快节奏剪辑"},
    ("pace", "slow"): {"en": "slow cuts", "zh": "慢节奏剪辑"},
}


def words_for_defaults(defaults: SkillDefaults, language: str = "en") -> str:
    """One plain sentence that asks for `defaults` where the user's own words leave it open; empty where there are none."""
    chosen = "zh" if language.startswith("zh") else "en"
    mood = _mood(defaults.mood, chosen)
    wishes = [
        words[chosen].format(mood=mood)
        for (key, value), words in _WISHES.items()
        if getattr(defaults, key) == value
    ]
    if defaults.length_s:
        length = {"en": f"at most {defaults.length_s} seconds", "zh": f"不超过 {defaults.length_s} 秒"}
        wishes.append(length[chosen])
    return _LEAD[chosen].format(wishes=_COMMA[chosen].join(wishes)) if wishes else ""


def _mood(mood: str | None, language: str) -> str:
    """The mood as it stands beside the word for music."""
    if mood is None:
        return ""
    name = _MATCHING[language] if mood == "match" else _MOODS.get(mood, {}).get(language, mood)
    return f" ({name})" if language == "en" else f"{name}的"


_MOODS: Mapping[str, Mapping[str, str]] = {
    "upbeat": {"en": "upbeat", "zh": "欢快"},
    "electronic": {"en": "electronic", "zh": "电子"},
    "ambient": {"en": "ambient", "zh": "氛围"},
    "lofi": {"en": "lo-fi", "zh": "低保真"},
    "cinematic": {"en": "cinematic", "zh": "电影感"},
    "rock": {"en": "rock", "zh": "摇滚"},
    "hiphop": {"en": "hip-hop", "zh": "嘻哈"},
    "acoustic": {"en": "acoustic", "zh": "原声吉他"},
    "happy": {"en": "happy", "zh": "开心"},
    "dark": {"en": "dark", "zh": "紧张"},
    "romantic": {"en": "romantic", "zh": "浪漫"},
    "funk": {"en": "funk", "zh": "放克"},
}

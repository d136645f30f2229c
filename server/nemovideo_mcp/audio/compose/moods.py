"""The moods that music can be asked for in."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.audio.compose import mood_driving, mood_gentle
from nemovideo_mcp.audio.compose.style import Mood, Style
from nemovideo_mcp.audio.compose.substyles_driving import DRIVING
from nemovideo_mcp.audio.compose.substyles_gentle import GENTLE

__all__ = ["MOODS"]


_SUBSTYLES = {**DRIVING, **GENTLE}


def _mood(name: str, en: str, zh: str, slow: float, usual: float, fast: float, style: Style) -> Mood:
    return Mood(
        name=name,
        labels={"en": en, "zh": zh},
        bpm_range=(slow, fast),
        default_bpm=usual,
        style=style,
        substyles=_SUBSTYLES[name],
    )


MOODS: Mapping[str, Mood] = {
    mood.name: mood
    for mood in (
        _mood("upbeat", "Upbeat", "欢快", 108, 120, 132, mood_driving.UPBEAT),
        _mood("lofi", "Lo-fi", "低保真", 70, 82, 92, mood_gentle.LOFI),
        _mood("cinematic", "Cinematic", "电影感", 80, 96, 110, mood_gentle.CINEMATIC),
        _mood("ambient", "Ambient", "氛围", 58, 68, 80, mood_gentle.AMBIENT),
        _mood("hiphop", "Hip-hop", "嘻哈", 82, 90, 100, mood_driving.HIPHOP),
        _mood("rock", "Rock", "摇滚", 122, 138, 152, mood_driving.ROCK),
        _mood("electronic", "Electronic", "电子", 117, 126, 132, mood_driving.ELECTRONIC),
        _mood("acoustic", "Acoustic", "原声吉他", 92, 104, 116, mood_gentle.ACOUSTIC),
        _mood("happy", "Happy", "开心", 108, 118, 130, mood_driving.HAPPY),
        _mood("dark", "Dark", "紧张", 92, 104, 116, mood_gentle.DARK),
        _mood("romantic", "Romantic", "浪漫", 66, 76, 86, mood_gentle.ROMANTIC),
        _mood("funk", "Funk", "放克", 106, 114, 122, mood_driving.FUNK),
    )
}

"""What the picture does on beats: "punch in on the downbeats", "每拍闪一下", and the way back."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.edit.operations.beat_effects import SetBeatEffects
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary, spaced
from nemovideo_mcp.language.readings import Reading, Rule, refusal

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

_ON = "on|at|with|to|in time with|in sync with|for"

WORDS: Vocabulary = {
    "beat_fx:punch": """
        punch|punches|punching|punch in|punches in|punch-in|punch-ins|punch ins|zoom punch|zoom punches|punch zoom
        zoom bump|zoom bumps|beat zoom|beat zooms|zoom pulse|zoom pulses|zoom hit|zoom hits|zoom|zooms|bump|bumps
        缩放冲击|缩放|冲击|推一下|画面缩放|镜头缩放|冲一下|缩放效果
    """,
    "beat_fx:flash": """
        flash|flashes|flashing|white flash|white flashes|flash white|flash effect|flashes of white|flash of white
        闪白|闪光|闪屏|闪一下|闪烁|白闪|闪白一下|闪一闪|闪白效果|闪
    """,
    "beat_fx:shake": """
        shake|shakes|shaking|camera shake|camera shakes|screen shake|shake effect|jolt|jolts|shake the camera
        shake the screen|shake the picture
        抖动|抖一下|震动|震一下|抖屏|晃动|晃一下|画面抖动|镜头抖动|屏幕抖动|抖动一下|抖
    """,
    "beat_fx:pulse": """
        pulse|pulses|pulsing|colour pulse|color pulse|colour pulses|color pulses|saturation pulse|pulsing colours
        pulsing colors|pulse of colour|pulse of color|colours pulse|colors pulse
        色彩跳动|颜色跳动|色彩脉冲|脉冲|颜色脉冲|色彩律动
    """,
    "beat_on:beats": f"""
        {spaced(_ON, "the beat|the beats|beats|every beat|each beat|all beats|each and every beat")}
        every beat|each beat|on beat|every single beat|on every single beat
        每一拍|每拍|每一个拍子|跟着节拍|随节拍|随着节拍|踩着节拍|跟着拍子|跟着节奏|随节奏|随着节奏|节拍上|每个节拍
        在节拍上|按节拍|每一下节拍
    """,
    "beat_on:downbeats": f"""
        {spaced(_ON, "the downbeat|the downbeats|downbeats|every downbeat|each downbeat|every bar|each bar|the bars")}
        downbeats|every downbeat|each downbeat|every bar|each bar|once a bar|first beat of each bar
        on the first beat of each bar|on the first beat of every bar|at the start of each bar
        重拍|每个重拍|强拍|每小节|在重拍上|每个强拍|重拍上|强拍上|每个小节|每小节第一拍|重拍处|在重拍|重音
    """,
    "beat_on:drop": f"""
        {spaced(_ON, "the drop|drop|the drops|the big drop|the chorus|the climax")}
        when the drop hits|when the beat drops|when it drops|as the drop hits|as the beat drops|right on the drop|drop
        right at the drop|exactly on the drop|when the drop comes|where the drop is|as it drops
        高潮|高潮时|高潮处|高潮的时候|高潮点|高潮部分|高潮那里|在高潮|在高潮时|在高潮处|高潮来的时候|到高潮时|高潮到来时
        副歌|副歌时|副歌处|副歌的时候|副歌开始时|副歌那里|在副歌|在副歌时|在副歌处|副歌一开始|副歌开头|drop处|drop时|drop上
        drop的时候|在drop|在drop处|在drop时|爆点|爆点处|在爆点
    """,
    "fx_noun": """
        beat effects|beat effect|effects on the beat|effects on beats|effects on the beats|effect on the beat|beat fx
        节拍特效|节拍效果|卡点特效|节奏特效|跟拍特效
    """,
    "fx_do": """
        add|put|use|apply|create|make|hit|with|effect|effects|in|out|camera|screen|picture|image
        colours|colors|colour|color
        加|加上|加个|加一个|做|做个|来|来个|让|画面|镜头|屏幕|的时候|时|都|效果|特效|处|颜色|色彩
    """,
    "fx_off": """
        remove|no|without|stop|take off|take away|turn off|get rid of|delete|lose|drop|clear|no more|off|disable|kill
        去掉|去除|删掉|删除|取消|关掉|不要|不用|移除|停止|别|清除|撤掉
    """,
    "fx_weak": """
        subtle|subtly|light|lightly|gentle|gently|soft|softly|small|little|a little|slight|slightly|mild
        轻微|轻轻|微微|稍微|小小|淡淡|轻|柔和
    """,
    "fx_strong": "strong|strongly|hard|heavy|big|hefty|intense|massive|强烈|大幅|猛烈|用力|狠狠|剧烈|强力",
}
_WEAK, _STRONG = 0.25, 0.85
_TAKEN = (
    "fx_do", "fx_weak", "fx_strong", "fx_noun", "film_noun", "picture", "music_noun", "beat_word", "at_prep", "it",
    "whole_film", "each", "all",
)  # fmt: skip
_NOT_OURS = ("text_noun", "own_sound", "volume", "cut_word", "transition")


def _read(clause: Clause) -> Reading | None:
    kinds = list(dict.fromkeys(k for t in clause.tokens if t.kind == "word" and (k := t.detail("beat_fx"))))
    noun = clause.has("fx_noun")
    if (
        not (kinds or noun)
        or clause.has(*_NOT_OURS)
        or clause.names_texts
        or clause.count("quote", "duration")
    ):
        return None
    there = {effect.kind for effect in clause.scene.timeline.beat_effects}
    if _goes(clause):
        if noun and not kinds:
            return _done(clause, SetBeatEffects(kind="none"))
        if not (set(kinds) & there) and not _places(clause):
            # Of a shaky clip, or of nothing that is there.
            return None
        return _done(clause, *(_effect(kind, {"strength": 0}) for kind in kinds))
    if clause.has("not"):
        return None
    places = _places(clause)
    if noun and not kinds:
        return refusal(
            clause,
            "say which effect: a punch, a flash, a shake or a pulse, on the beats, the downbeats or the drop.",
            "请说明要哪种特效：缩放冲击、闪白、抖动或色彩跳动，在每拍、重拍还是高潮处。",
            say=_SAY,
        )
    if len(places) != 1:
        return None
    if clause.names_clips:
        return refusal(
            clause,
            "effects on beats are for the whole film, on beats, downbeats, every so many beats or the drop.",
            "节拍特效作用于整个影片，可在每拍、重拍、每隔几拍或高潮处。",
            say=_SAY,
        )
    values: dict[str, Any] = {"on": places[0]}
    if (share := clause.one("percent")) is not None:
        values["strength"] = share
    elif clause.has("fx_weak") is not clause.has("fx_strong"):
        values["strength"] = _WEAK if clause.has("fx_weak") else _STRONG
    return _done(clause, *(_effect(kind, values) for kind in kinds))


def _goes(clause: Clause) -> bool:
    """Whether effects are to go; a "drop" that is not the first word is one of the music."""
    return any(t.has("fx_off") and not (n and t.has("beat_on:drop")) for n, t in enumerate(clause.tokens))


_SAY = Words("Punch in on the downbeats", "重拍处缩放冲击一下")


def _effect(kind: str, values: dict[str, Any]) -> SetBeatEffects:
    return SetBeatEffects.model_validate({"kind": kind, **values})


def _places(clause: Clause) -> list[str | int]:
    """On which beats; "every 2 beats" goes before "beats"."""
    counted = [round(t.value) for t in clause.tokens if t.kind == "beats" and t.value >= 1]
    if counted:
        return list(dict.fromkeys("beats" if n == 1 else n for n in counted))
    said = [t.detail("beat_on") for t in clause.tokens if t.kind == "word"]
    return list(dict.fromkeys(place for place in said if place))


def _done(clause: Clause, *operations: SetBeatEffects) -> Reading:
    clause.take(*(f"beat_fx:{kind}" for kind in ("punch", "flash", "shake", "pulse")))
    clause.take("beat_on:beats", "beat_on:downbeats", "beat_on:drop", "fx_off", "not", *_TAKEN)
    clause.values("beats")
    clause.refs()
    return Reading(operations=operations)


RULES = (Rule(name="set_beat_effects", read=_read, rank=30),)

"""Motion in the shots on the beat: "land the jumps on the beat", "动作卡点", and the way back."""

from __future__ import annotations

from nemovideo_mcp.edit.operations.clip_time import SlipClip
from nemovideo_mcp.edit.operations.film import AutoEdit
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary, combined
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["KNOWS", "OWN_WORDS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

# Heard by all rules: "不要动" alone wants everything left as it is.
WORDS: Vocabulary = {
    "act_none": combined(
        "不要|别|不用|取消|不要让|别让|不要把|别把", "动作", "卡点|踩点|对齐|对齐节拍|卡节拍|对上节拍|跟节拍"
    ),
}

OWN_WORDS: Vocabulary = {
    "act_noun": """
        action|actions|movement|movements|motion|moves|big moves|dance moves|jump|jumps|landing|landings|turns
        spins|tricks|flips in the air|hits|strongest motion|strongest movement|big moments|peaks of motion|motion peaks
        action peaks|action moments
        动作|动作点|大动作|动作高峰|跳跃|落地|落地点|起跳|转身|旋转动作|舞步|舞蹈动作|运动高峰|动作峰值|高光动作|动作的高潮
    """,
    "act_do": """
        land|lands|align|aligns|aligned|sync|synced|synchronise|synchronize|match|hit|snap|line up|lines up|slide|slip
        fall|falls|make|have|put|time|place|get|let|so that|so|should|up|onto|into|in time|in sync|on
        对齐|对准|卡|卡上|卡在|卡到|对上|对到|踩|踩在|落在|落到|同步|放到|放在|让|对|卡住|踩上|上|跟|跟上|合上|合
    """,
    "act_beat": """
        on the beat|to the beat|with the beat|on beat|beat|beats|on the beats|to the beats|music|the music
        to the music|with the music|on the downbeat|on the downbeats|downbeat|downbeats|rhythm|the rhythm
        卡点|踩点|节拍|节拍上|拍子|拍子上|拍点|拍点上|鼓点|鼓点上|节奏|节奏上|音乐|重拍|重拍上|强拍|强拍上|跟节拍|卡节拍|卡节奏
    """,
    "act_off": """
        don't|do not|no longer|stop|stop aligning|stop landing|stop sliding|without|no|not|no need to|turn off|undo
        别|不要|不用|取消|不必|别再|无需|关掉|别把
    """,
    "act_filler": """
        all|every|each|clip|clips|shot|shots|film|video|strongest|big|biggest|of|in|the|their|its|whole|exactly|right|more
        所有|全部|每个|每段|都|片段|镜头|画面|视频|影片|里|里面|里的|中|强|最强的|最大的|最强|把|将|跟|和|与|到|在|要|自动|一下
    """,
}
_TAKEN = (
    "act_noun", "act_do", "act_beat", "act_filler", "film_noun", "whole_film", "all", "each", "clip_noun", "beat_word",
    "music_noun", "at_prep", "cut_word", "picture", "move",
)  # fmt: skip


def _read(clause: Clause) -> Reading | None:
    if clause.take("act_none"):
        return _off(clause)
    if not clause.has("act_noun") or clause.count("duration", "percent", "quote", "number", "beats", "bars"):
        return None
    denied = clause.has("act_off", "not")
    # "Align the action" alone is of the beat; all else names it.
    aligns = any(t.text.startswith(("align", "对齐")) for t in clause.tokens)
    if not clause.has("act_beat") and not aligns:
        return None
    if denied:
        return _off(clause)
    if not clause.has("act_do", "act_beat"):
        return None
    clips = clause.clips()
    clause.take(*_TAKEN)
    if not clause.scene.clips:
        return Reading(operations=(AutoEdit(cut_to_beat=True, action_on_beat=True),))
    named = ("all",) if clips is None or len(clips) == len(clause.scene.clips) else clips
    return Reading(operations=tuple(SlipClip(clip=clip, action_on_beat=True) for clip in named))


def _off(clause: Clause) -> Reading | None:
    """ "Don't align the action": the film anew, with its moments chosen by what they show alone."""
    if clause.names_clips and not all(ref.all for ref in clause.refs_seen()):
        return None
    clause.refs()
    clause.take("act_off", "not", *_TAKEN)
    return Reading(operations=(AutoEdit(action_on_beat=False),))


RULES = (Rule(name="slip_clip", read=_read, rank=29),)

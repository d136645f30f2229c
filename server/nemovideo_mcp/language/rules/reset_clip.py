"""What was set on a clip is taken back: "reset clip 2", "take all the effects off the last clip"."""

from __future__ import annotations

from nemovideo_mcp.edit.operations.reset_clip import ResetClip
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

WORDS: Vocabulary = {
    "clip_reset": """
        back to its original state|to its original state|original state|back to its original form
        to its original form|as it originally was|as it was originally|back to how it was originally
        back to how it was at first|how it was originally|back to the original|back to its original
        the original version of|undo everything on|undo everything to|undo all changes on
        undo all changes to|undo all the changes on|undo all the changes to|undo all edits on
        undo all my edits on|clear all changes on|clear all changes from|clear everything on
        clear all effects from|clear the effects on|remove all changes from|remove all edits from
        remove every effect from|strip all effects from|strip the effects off|no effects on
        without any effects|back to default|to default|to its defaults|back to factory settings
        default settings|untreated|unaltered|clean slate for|start fresh with|factory reset
        reset~|take back all changes|take back all the changes|take back everything|take all the effects off
        take all effects off|remove all the effects from|as it was shot|the way it was shot|as it was filmed
        的效果都去掉|效果都去掉|效果全去掉|效果全部去掉|的效果全去掉|效果全清掉|效果都清掉|效果清空|效果全清空
        做的调整都清掉|的调整都清掉|调整都清掉|调整清掉|的调整全清掉|调整全部清掉|调整全清掉|之前做的调整都清掉
        做的调整都去掉|的调整都去掉|调整都去掉|的改动都去掉|改动都去掉|的改动都清掉|的设置都清掉|的设置都去掉
        做过的调整都去掉|做过的改动都去掉
        恢复成最初的样子|恢复到最初的样子|恢复最初的样子|恢复成最初|恢复到最初|回到最初的样子|变回最初的样子
        恢复成刚开始的样子|恢复成一开始的样子|恢复到一开始|恢复成原始的样子|恢复原始的样子|恢复成原始状态
        恢复原始状态|还原成最初的样子|还原到最初|还原成原始状态
        清掉所有效果|清除所有效果|清空所有效果|清空效果|清除效果|去掉全部效果|去掉它的效果|恢复成原样|恢复原来的样子
        恢复成原来的样子|恢复到原样|恢复到原来的样子|恢复默认|恢复默认设置|恢复到默认|恢复初始|恢复初始状态|回到原样
        回到原始状态|回到初始状态|变回原样|变回原来的样子|改回原样|改回原来的样子|弄回原样|弄回原来的样子|还原成原样
        还原成原来的样子|还原到原样|还原一下|还原回去|复原|复位|重置一下|重置下|重置掉|重设|reset一下|reset掉|reset
        所有调整都取消|所有调整去掉|所有调整都去掉|所有的调整都取消|所有修改都取消|所有修改去掉|取消所有修改
        取消所有效果|取消一切调整|取消一切效果|撤掉所有效果|撤掉所有调整|恢复出厂设置|恢复原来样子|恢复原貌
        原来什么样就什么样|原来啥样就啥样
        重置|恢复原样|恢复原状|还原|取消所有调整|取消全部调整|去掉所有效果|取消对它的所有调整
    """,
    "clip_reset_do": """
        show|put|play|bring|back|again|to how it was|to the original|to original|to normal|back to normal|normal
        the way it was|as it was|to the way it was|to what it was|set
        回|一下
    """,
    "clip_changes": """
        effects|effect|changes|change|edits|adjustments|tweaks|modifications|settings|everything
    """,
    "clip_reset_off": """
        remove|remove all|clear|undo|take|strip|drop|delete|lose|wipe|off|discard|cancel|revert|get rid of|away
        throw away
    """,
    "clip_reset_all": """
        all|every|all of|all my|all your|back to original
        completely|entirely
        完全|彻底|所有调整|全部调整|所有设置
    """,
}


def _read(clause: Clause) -> Reading | None:
    others = ("not", "music_noun", "text_noun", "film_noun")
    undone = clause.has("clip_changes") and clause.has("clip_reset_off") and not clause.count("clips") > 1
    if clause.has(*others) or not (clause.take("clip_reset") or undone):
        return None
    if undone:
        clause.take("clip_changes", "clip_reset_off", "at_prep", "part_of", "all")
    if any(token.kind == "clips" and token.value.all for token in clause.tokens):
        # "Reset everything" may be the whole film, or the way back to its first version.
        return None
    clause.take("clip_reset_all", "clip_reset_do")
    clips = clause.clips() if clause.names_clips else None
    return Reading(operations=(ResetClip(clips=clips),)) if clips else None


RULES = (Rule(name="reset_clip", read=_read, rank=52),)

"""Other versions of the film: undo, redo and restore."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Redo, Restore, Rule, Undo

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

WORDS: Vocabulary = {
    "undo": (
        "undo~|undo that|undo it|undo this|undoing|revert~|roll back|roll it back|go back one step|go back a step|step back|one step back|take that back|take it back|back one step"
        "|the way it was|as it was before|how it was|scratch that|cancel that|go back|reverse that|take back|back up",
        "撤销|复原|撤回|撤一下|撤掉|撤|撤下|回退|退回|退回去|不算|返回上一步|回到上一步|恢复上一步|还原|反悔|后悔了|后悔|改回去|变回去|退一步|撤销掉|回上一步"
        "|取消上一步|恢复原样|退回上一步|回到刚才|倒回去|撤销一下|收回|回撤|退一下|undo",
    ),
    "undo_cancel": ("cancel|discard", "取消|作废"),
    "very_first": ("first|very first|original|initial|beginning|start", "最初|原始|最开始|初始|最早"),
    "undo_of_removal": ("put it back|put that back|bring it back|put them back|bring that back|bring them back|add it back", "加回来|放回来|找回来|留着吧|还是留着"),
    "redo": ("redo~|redo it|redo that|undo the undo|un-undo|redo the change|redo the last change", "重做|恢复撤销|取消撤销|重做一下|redo|再做回来|重做一次"),
    "step_noun": (
        "last change|last edit|last step|change|changes|edit|edits|step|steps|previous|what you did|what you just did|just did|last thing|the last|you made|you did|latest|before|one more|moves|actions|last",
        "上一步|刚才那步|刚才|刚刚|那步|步|次|修改|操作|上一个|上次|一步|改动|这步|这一步|上一|刚才的|全留着|还是全留着|那个操作|那次|前一步|上个|这个操作|上一次",
    ),
    "step_again": ("again|once more|another|one more time", "再|再次|又|继续"),
    "twice": ("twice|two times", "两次|两步|两下"),
    "version": ("version|revision", "版|版本|个版本|号版本|版的"),
    "to_version": ("go back to|back to|restore~|return to|revert to|go to|load|bring back|switch to|give me|use|show|want", "回到|恢复到|恢复|退回到|还原到|回|用|切回|切换到|换回|退到|要|用回"),
}  # fmt: skip
_EVERYTHING = 1000
_MOST = 1000


def _read(clause: Clause) -> Reading | None:
    whole = [n for n, token in enumerate(clause.tokens) if token.kind == "clips" and token.value.all]
    named = clause.names_clips and not (whole and clause.has("undo"))
    if clause.count("quote", "duration", "percent", "color") or named or clause.names_texts:
        return None
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip", "them"):
            clause.used.add(n)
    if clause.has("version"):
        number = clause.one("number", "ordinal")
        # "第99版" may be read as an ordinal; "the last version" is a step back
        if number is not None and clause.take("version"):
            clause.take("to_version", "undo", "step_noun", "back")
            return Reading(step=Restore(version=int(number))) if 0 < number < 100_000 else None
    if clause.has("version") and clause.has("very_first") and clause.has("to_version", "undo", "back"):
        clause.take("version", "very_first", "to_version", "undo", "back")
        return Reading(step=Restore(version=1))
    if clause.has("undo_cancel") and clause.has("step_noun"):
        clause.take("undo_cancel", "step_noun", "last", "it")
        return Reading(step=Undo())
    if clause.take("redo"):
        clause.take("step_noun", "step_again", "it", "last", "more", "twice")
        return Reading(step=Redo(steps=_steps(clause)))
    restored = (
        clause.has("undo_of_removal")
        and clause.focus.operation is not None
        and clause.focus.operation.name.startswith("remove")
    )
    if restored:
        clause.take("undo_of_removal", "step_noun", "not", "back")
        return Reading(step=Undo(), focus=clause.focus)
    if clause.take("undo"):
        if clause.has("not") and not any(t.text in ("no", "不对") for t in clause.tokens):
            return None
        # "everything" is read as all clips, where there are some
        clause.used.update(whole)
        steps = _EVERYTHING if clause.take("everything", "all") or whole else _steps(clause)
        clause.take(
            "step_noun",
            "step_again",
            "it",
            "last",
            "twice",
            "back",
            "more",
            "version",
            "not",
            "to_version",
            "first",
        )
        return Reading(step=Undo(steps=steps))
    if clause.has("back", "to_version") and clause.has("version", "step_noun"):
        clause.take("back", "to_version", "version", "step_noun", "last")
        return Reading(step=Undo())
    return None


def _steps(clause: Clause) -> int:
    if clause.take("twice"):
        return 2
    number = clause.one("number")
    return min(int(number), _MOST) if number and number >= 1 else 1


RULES = (Rule(name="history", read=_read, rank=25),)

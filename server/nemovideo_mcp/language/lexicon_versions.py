"""How people ask for another version: undo, redo and restore, in both languages. Data only, as in `lexicon_en.py`."""

from __future__ import annotations

__all__ = ["VERSIONS", "VERSIONS_ZH"]

_END = r"(?= *(?:$|[,.;!?&，。；！？]|and\b|then\b|but\b|please\b|pls\b|now\b|again\b|thanks?\b|so\b))"
_STEP = r"(?:changes?|edits?|steps?|things?|ones?|actions?|turns?|messages?|versions?|modifications?|moves?)"
_WHAT = r"(?:that|it|this|what (?:you|i|we)(?: have|'ve)?(?: just)? (?:did|done)|everything you just did)"
_VERSION = r"(?:version|revision|edit|step|v\.?)"
_BACK = (
    r"(?:(?:let'?s |i want to |can you |please )*(?:go|roll|switch|change|jump|step|get|take (?:it|me|us)|bring (?:it|us|me)|put it) back to"
    r"|(?:back|return|revert|reset|roll it back|roll back)(?: (?:it|this|everything))? to|restore(?: it to)?|bring back|i (?:want|prefer|like(?:d)?)|use|load|give me)"
)

VERSIONS: tuple[tuple[str, str], ...] = (
    (
        "redo",
        rf"\bundo (?:the|that|my|your) (?:last )?undo\b|\bredo\b(?: (?:that|it|this|the (?:last |undone )?{_STEP}|what (?:you|i|we) (?:just )?undid))?{_END}"
        r"|\bun-?undo\b",
    ),
    (
        "restore",
        rf"\b{_BACK} (?:the )?(?:{_VERSION} ?(?:number |no\.? ?|# ?)?(?P<n>\d{{1,4}})\b|(?P<n2>first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d{{1,4}}(?:st|nd|rd|th)) (?:version|revision|edit)\b)(?: again)?",
    ),
    (
        "restore",
        r"\b(?:version|revision|v\.?) ?(?:number |# ?)?(?P<n3>\d{1,4}) (?:was|is|looked|looks)(?: \w+)? better\b(?:[,;. ]+(?:so |please |can you )*(?:(?:give|bring|get|take|put)(?: me| us)? (?:it|that|that one) back|go back to (?:it|that(?: one)?))\b)?|\bversion (?P<n>\d{1,4}) (?:again|please)\b",
    ),
    (
        "undo",
        rf"\bundo (?:everything|all(?: of it| (?:of )?(?:the |my |your )?(?:changes|edits))?)\b"
        rf"|\bundo\b(?:{_END}| (?:the |my |your |that |this )?(?:(?:last|previous|latest|recent|most recent) )?(?:(?P<n>@N) )?{_STEP}(?: (?:you|i|we) (?:just )?(?:made|did))?\b(?! (?:to|of|on)\b)| {_WHAT}\b|(?= twice| @N (?:times|steps)))(?: (?:twice|(?P<n2>@N) (?:times|steps)))?"
        rf"|\bundo (?:the|my|your|that|making|adding|changing|turning|it being)\b(?!@G\b(?:export|download|upload|render)\w*)@G{_END}"
        rf"|\brevert\b(?:{_END}| (?:the |my |your )?(?:last|previous|latest) {_STEP}\b| {_WHAT}\b)(?: to (?:the )?(?:last|previous) {_STEP}\b)?"
        rf"|\b(?:go|step|roll)(?: it)? back(?: (?:a|one|a single) (?:step|version|edit))\b|\bgo back (?P<n3>@N) (?:steps|versions|edits)\b"
        rf"|\b{_BACK} (?:the )?(?:(?:last|previous|earlier|prior|old) (?:version|edit|step|one|state|cut)|(?:version|edit|state|one) before)\b|\b{_BACK} (?:how|what|the way) it was(?: before)?\b"
        r"|\b(?:put|change|set|make|turn) it back(?: to)? (?:the way|how|as|what|like) it was(?: before)?\b|\btake (?:that|it) back\b|\btake back (?:that|the last) (?:change|edit|step)\b",
    ),
)

VERSIONS_ZH: tuple[tuple[str, str], ...] = (
    (
        "redo",
        r"(?:恢复|取消|撤销)(?:刚才|刚刚|上次)?的?(?:撤销|撤回)(?:的(?:修改|操作|那步))?|重做(?:上一步|一下)?(?=\s*(?:$|[,，。.!！吧]))",
    ),
    (
        "restore",
        r"(?:我?(?:想|要)?)(?:回到|恢复到?|还原到?|退回到?|切换到?|换回到?|改回到?|用回?)(?:第 ?(?P<n>@ZN) ?(?:个)?(?:版本?|次修改)|版本 ?(?P<n2>@ZN))|(?:还是|感觉|觉得)?第 ?(?P<n3>@ZN) ?个?版本?(?:要|更|比较)?好(?:看|听|些|一?点)?(?:[,， ]*(?:再)?(?:换|改|变|退|恢复)回?(?:去|来|它|那版|那个)吧?)?",
    ),
    (
        "undo",
        r"(?:撤销|撤回|撤掉|回退|后退|退回)(?:最近|上|前|刚才|刚刚|这)?的?(?P<n>@ZN)(?:步|次(?:修改|操作|编辑)?|个(?:修改|操作))"
        r"|(?:恢复|回|返回|退回?|还原|回退|改回|换回)到?(?:上|前)(?:一|个)?(?:步|个版本|个版|版|个)|(?:撤销|撤回|撤掉|取消|回退)(?:掉)?(?:上|前|最近|刚才|刚刚|这)(?:一|的)?(?:步|次|个)?的?(?:修改|操作|编辑|改动)?"
        r"|撤销(?:一下|掉)?(?:全部|所有)?的?(?:修改|操作|编辑|改动)?|全部撤销|撤回|恢复原样|还原(?=\s*(?:$|[,，。.!！吧]))|改回去|变回去|恢复成?(?:之前|原来|刚才)(?:的样子|那样|的版本)",
    ),
)

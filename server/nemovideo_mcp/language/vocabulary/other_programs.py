"""What people say about files of other programs: edits that are opened, and beats that are used for a song.

The patterns are whole clauses, with signs for the names of files and songs.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = ["ABSENT", "BEATS", "EDIT", "PATTERNS", "SIGNS", "SONG"]

EDIT, BEATS, SONG, ABSENT = "\ue010", "\ue011", "\ue012", "\ue013"
"""What stands, as often as a name is long, for an edit, a file of beats, a song, a file that the project has not."""
SIGNS: Mapping[str, str] = {"edit": EDIT, "beats": BEATS, "audio": SONG}

# A name is taken whole: a search that began in the middle of each would take time by the square of its length.
_E = rf"(?P<edit>(?<![{EDIT}{ABSENT}])[{EDIT}{ABSENT}]+)"
_B = rf"(?P<beats>(?<![{BEATS}{ABSENT}])[{BEATS}{ABSENT}]+)"
_S = rf"(?P<song>(?<!{SONG}){SONG}+)"

_THE = r"(?:the |my |this |that |these |those |our |its )?"
_A_SONG = r"(?P<a_song>song|track|music|tune|audio|soundtrack)"
_SONG_EN = rf"(?:{_THE}(?:{_A_SONG} )?{_S}|{_THE}{_A_SONG})"
_NOUN = (
    r"(?:beats?|beat ?grid|beat ?map|beat times?|beat markers?|grid|beats and markers|markers?|cues?|labels?|downbeats?"
    r"|tempo map|bars|timings?|annotations?|beats and sections|sections)"
)
_IN = r"(?: that (?:is|are))?(?: in| from| of| inside| out of)"
_FILE = r"(?:the |my |this )?(?:file |beats? file |label track |csv |collection )?"
_TAKE = r"(?:use|take|apply|load|import|read|get|set|follow|go by|go with|work with|adopt|switch to)"
_CUT = r"(?:(?:re-?)?cut|sync|snap|align|match|fit|edit|time|put|move)"
_THEM = r"(?: up)?(?: (?:it|them|everything|the (?:film|video|cuts|clips|shots|timeline)|its cuts))?(?: up)?"
_ON = r"(?: to| on| onto| with| by)"
_FOR = rf"(?: (?:for|with|as|on|to|of) {_SONG_EN}(?:'s)?(?: beats| grid| beat grid| instead)?)?"

_ZH_NOUN = r"(?:节拍网格|节拍|拍子|拍点|节奏点|节奏|鼓点|标记|标签|段落|网格|卡点)"
_ZH_A_SONG = r"(?P<a_song>歌曲?|音乐|曲子|配乐|bgm)"
_ZH_SONG = rf"(?:这首|那首|我的|这个|我那首)?(?:{_ZH_A_SONG}?{_S}|{_ZH_A_SONG})"
_ZH_IN = r"(?:这个|那个)?(?:文件)?(?:里面?|中|内|上)?的?"
_ZH_AS = rf"(?:(?:作为|当作?|做|给|用作|来|为|用于|应用到|用到|用在|套到){_ZH_SONG}?的?{_ZH_NOUN}?(?:上)?)"

_BEAT = r"(?:(?P<bar>bars?|downbeats?|first beat of each bar)|beats?|music|rhythm)"
_TO_BEAT = rf"(?:(?:the )?{_BEAT}(?: (?:of|in|from|with) {_SONG_EN})?|{_THE}(?:song )?{_S}(?:'s beats?)?)"
_SNAP = rf"(?P<snap>{_CUT}{_THEM}{_ON} {_TO_BEAT})"
_EDIT_NOUN = r"(?:edit|timeline|project|sequence|cut|rough cut|xml|edl|fcpxml|otio|file|export)"
_FROM = r"(?: (?:file|i (?:uploaded|sent|gave you)|from (?:premiere|resolve|final cut|davinci|kdenlive)(?: pro)?)){0,2}"
_THE_EDIT = (
    rf"(?:{_THE}(?:{_EDIT_NOUN} )?(?:file )?(?:from |of |in |called |named )?{_E}"
    rf"|(?P<an_edit>(?:the|my|this|that) (?:uploaded )?{_EDIT_NOUN}){_FROM})"
)
_OPEN = (
    r"(?:open(?: up)?|load|import|bring in|read in|start (?:with|from)|begin (?:with|from)|continue (?:with|from)"
    r"|go on (?:with|from)|work (?:with|from|on)|pick up(?: from)?)"
)
_USE = rf"(?:use|take|edit|restore) {_THE}(?:{_EDIT_NOUN} )?{_E}"
_AS = rf"(?: as (?:the |a |my )?(?:start|starting point|{_EDIT_NOUN}|film|base|basis))?"
_WITH_SONG = rf"(?: (?:with|and|to|and use|and put on|over) {_SONG_EN}(?: as (?:the )?music)?)?"
_THEN = r"(?:,? (?:and then|and|then)|,) "

_ZH_BEAT = r"(?:的?(?:节拍|节奏|拍子|鼓点|拍点|(?P<bar>小节|重拍|强拍)|音乐))"
_ZH_SNAP = (
    r"(?P<snap>(?:把|让|将)?(?:它|切点|剪辑点|剪切点|时间线|镜头|片段)?(?:都|全部)?"
    r"(?:对齐|卡|剪|踩|跟|按照?|对|吸附|配合|贴合|合)(?:到|在|着|上|准|合)?"
    rf"(?:{_ZH_SONG}{_ZH_BEAT}|{_ZH_SONG}|{_ZH_BEAT})(?:上|里)?(?:来)?(?:剪辑|剪|卡点|对齐)?)"
)
_ZH_EDIT_NOUN = r"(?:时间线|工程文件|工程|序列|粗剪|剪辑工程)"
_ZH_THE_EDIT = (
    rf"(?:(?:这个|这条|那个|我的)?{_ZH_EDIT_NOUN}?(?:文件)?{_E}(?:这个|里的|的)?{_ZH_EDIT_NOUN}?"
    rf"|(?P<an_edit>(?:这个|这条|那个|那条|我的|上传的|我上传的)?{_ZH_EDIT_NOUN}))"
)

_SOURCES: Mapping[str, tuple[str, ...]] = {
    "cut_to_beats": (
        rf"{_CUT}{_THEM}{_ON} {_THE}{_NOUN}{_IN} {_FILE}{_B}{_FOR}",
        rf"(?:按照?|跟着?|对齐|卡着?|踩着?)(?:到)?{_B}{_ZH_IN}{_ZH_NOUN}(?:来)?(?:剪辑|剪|卡点|对齐)",
    ),
    "song_and_beats": (
        rf"(?:use|take|set|play|put) {_THE}(?:song )?{_S}(?: as the (?:music|song))?(?: with| and) {_THE}{_NOUN}{_IN} "
        rf"{_FILE}{_B}",
        rf"用{_S}(?:和|配上?|加上?|，){_B}{_ZH_IN}{_ZH_NOUN}",
    ),
    "set_beats": (
        rf"{_TAKE} {_THE}{_NOUN}{_IN} {_FILE}{_B}{_FOR}",
        rf"{_TAKE} {_FILE}{_B}(?: (?:as|for) {_THE}{_NOUN})?{_FOR}",
        rf"{_FILE}{_B} (?:has|have|holds|contains|gives|tells|is|are|shows)(?: all)? {_THE}{_NOUN}{_FOR}",
        rf"{_THE}{_NOUN}(?: (?:of|for|in) {_SONG_EN})? (?:is|are|come|comes|should come|should be taken|should be)"
        rf"(?: from| in)? {_FILE}{_B}",
        rf"{_SONG_EN} (?:has its|has the) {_NOUN} (?:in|from) {_FILE}{_B}",
        rf"{_SONG_EN}'s {_NOUN} (?:is|are|come|comes) (?:in|from) {_FILE}{_B}",
        rf"(?:用|使用|采用|导入|加载|载入|按照?|以|读取|应用|参考)(?:这个)?(?:文件)?{_B}{_ZH_IN}{_ZH_NOUN}(?:文件)?{_ZH_AS}?(?:用)?",
        rf"(?:用|使用|导入|加载|载入|应用){_B}{_ZH_AS}?",
        rf"(?:把|将){_B}{_ZH_IN}{_ZH_NOUN}?{_ZH_AS}",
        rf"{_B}(?:里面?|中)?(?:有|是|就是|包含|存着)(?:{_ZH_SONG}的)?{_ZH_NOUN}",
        rf"(?:{_ZH_SONG}的)?{_ZH_NOUN}(?:在|见|用|按|取自|来自){_B}(?:里面?|中)?(?:的)?",
        r"(?P<then>(?:make|create|cut|edit|build|give me) .{1,120}?),? (?:with|using|by|from|to|on) "
        rf"{_THE}{_NOUN}{_IN} {_FILE}{_B}",
        rf"(?:用|按照?|以|跟着?|根据){_B}{_ZH_IN}{_ZH_NOUN}(?:来)?(?P<then>(?:剪|做|生成|制作|弄).{{1,120}})",
    ),
    "heard_beats": (
        rf"(?:don't|do not|stop|no longer|never) (?:use|using|take|follow|following) (?:{_THE}{_NOUN}{_IN} )?"
        rf"{_FILE}{_B}(?: any ?more)?",
        rf"(?:ignore|forget|drop|discard|undo) (?:{_THE}{_NOUN}{_IN} )?{_FILE}{_B}",
        r"(?P<own>(?:use|go back to|return to|back to|switch back to) (?:your own|the|your) "
        rf"(?:heard |detected |measured |original |own )?{_NOUN}(?: (?:that )?you (?:heard|found|detected|measured))?"
        r"(?: again)?)",
        rf"(?:不要|别|不)(?:再)?用{_B}{_ZH_IN}{_ZH_NOUN}?(?:了)?",
        r"(?P<own>(?:恢复|换回|改回|还是用|用回|回到)(?:你|自己|原来|系统)?(?:自己)?(?:听到|识别|检测|分析)?(?:出来)?的?"
        rf"{_ZH_NOUN})",
    ),
    "open_edit": (
        rf"(?:{_OPEN} {_THE_EDIT}|{_USE}){_AS}{_WITH_SONG}(?:{_THEN}{_SNAP})?",
        rf"(?P<snap>{_CUT} {_THE_EDIT}(?: up)?{_ON} {_TO_BEAT})",
        rf"(?:打开|载入|导入|加载|读入|读取|从|用){_ZH_THE_EDIT}(?:开始|继续)?(?:剪辑?)?"
        rf"(?:[，,]?(?:然后|并且?|再|接着)?{_ZH_SNAP})?",
        rf"(?:把|将|让){_ZH_THE_EDIT}{_ZH_SNAP}",
    ),
}


def _numbered(pattern: str) -> re.Pattern[str]:
    """A pattern in which a group may stand several times: each has a number of its own."""
    counts: dict[str, int] = {}
    if re.search("[㐀-鿿]", pattern):
        # Between Chinese and a name a space may be typed.
        for name in (_E, _B, _S):
            pattern = pattern.replace(name, f" ?{name} ?")

    def renamed(found: re.Match[str]) -> str:
        counts[found[1]] = counts.get(found[1], 0) + 1
        return f"(?P<{found[1]}_{counts[found[1]]}>"

    return re.compile(re.sub(r"\(\?P<(\w+)>", renamed, pattern))


PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    kind: tuple(map(_numbered, patterns)) for kind, patterns in _SOURCES.items()
}
"""The patterns of each kind of wish; a group is called as it is there, with a number behind it."""

"""What people say about captions, as whole clauses: patterns over words with quotations, lengths and files as signs."""

from __future__ import annotations

import re
from collections.abc import Mapping

__all__ = [
    "BEFORE",
    "BEHIND",
    "DURATION",
    "ON_FILM",
    "PATTERNS",
    "QUOTE",
    "SIGNS",
    "STYLE_EN",
    "STYLE_WORDS",
    "STYLE_ZH",
]

QUOTE, FILE = "\ue000", "\ue002"
SIGNS: Mapping[str, str] = {
    "quote": QUOTE,
    "duration": "\ue001",
    "file": FILE,
    "range": "\ue003",
    "at": "\ue004",
    "clock": "\ue005",
    "ms": "\ue006",
}
"""What stands for a quotation, the name of a file, and times, by the kinds of words; `ms` for milliseconds."""
DURATION, TIME, RANGE = "[\ue001\ue006]", "[\ue001\ue004\ue005]", "\ue003"

BEFORE: tuple[str, ...] = (
    "please ", "pls ", "can you ", "could you ", "would you ", "will you ", "now ", "then ", "and ", "also ", "just ",
    "ok ", "okay ", "so ", "hey ", "i want you to ", "i want to ", "i want ", "i would like to ", "i would like ",
    "i'd like to ", "i'd like ", "i need ", "let's ", "let us ", "go ahead and ", "next ", "next, ", "actually ",
    "请", "麻烦你", "麻烦", "帮我", "帮忙", "给我", "然后", "接着", "现在", "再", "并且", "还有", "另外", "我想要", "我想",
    "我要", "你", ",", "，", " ",
)  # fmt: skip
"""What may stand before a wish and adds nothing."""
BEHIND: tuple[str, ...] = (
    " please", " pls", " now", " thanks", " thank you", " too", " as well", " for me", " if you can", " again",
    "吧", "一下", "谢谢", "啊", "呗", "好吗", "可以吗", "好了", "哦", "呀", ".", "!", "。", "！", "?", "？", ",", "，", " ",
)  # fmt: skip
"""What may stand behind one."""

_N = (
    r"(?:(?:the|my|our|all|all the|all of the|these|those|all my) )?"
    r"(?:captions|subtitles|subs|closed captions|caption track|subtitle track|caption|subtitle)"
)
ON_FILM = (
    r"(?: (?:on|onto|to|into|over|in|under|for) (?:the |my |this |our )?"
    r"(?:film|video|movie|clip|clips|screen|picture|bottom|project|timeline|it))?"
)
_ADD = (
    r"(?:add|put|use|load|import|burn|burn in|show|display|apply|include|insert|attach|overlay|take|bring in|place|have|set)"
    r"(?: in| on| up)?"
)
_NTH = r"(?:[0-9]{1,4}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_ORDINAL = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|[0-9]{1,4}(?:st|nd|rd|th))"
)
_ONE = (
    r"(?:the )?(?:"
    rf"(?:caption|subtitle|sub|cue|subtitle line|caption line) (?:number |no\.? ?|nr\.? ?|# ?)?(?P<number>{_NTH})"
    rf"|(?P<ordinal>{_ORDINAL}) (?:caption|subtitle|sub|cue)"
    r"|(?:caption |subtitle )?(?P<id>s[0-9]{1,5})"
    rf"|(?:caption|subtitle|sub|cue|caption line|subtitle line)(?: that says| saying)? (?P<words>{QUOTE})"
    r")"
)
_ZH_NUM = r"[0-9零一二两三四五六七八九十百]{1,6}"
_ZH_ONE = (
    r"(?:"
    rf"第 ?(?P<zh_number>{_ZH_NUM}) ?(?:条|句|行|个|段)?的?字幕"
    rf"|字幕(?:的)?第? ?(?P<zh_behind>{_ZH_NUM}) ?(?:条|句|行)?"
    r"|(?P<zh_last>最后(?:一|1)?(?:条|句|行|个)?)的?字幕"
    rf"|字幕(?:里的|中的)?(?P<zh_words>{QUOTE})(?:这条|这句)?"
    r"|(?:字幕 ?)?(?P<zh_id>s[0-9]{1,5})"
    r")"
)
_WORD_EN = (
    r"(?:(?:a |the )?(?:word[- ]by[- ]word|word[- ]level|karaoke(?:[- ]style)?|word|spoken[- ]word|each[- ]word)"
    r"(?: highlight(?:ing|ed|s)?| style| effect| mode| captions| subtitles)?"
    r"|(?:each|every|the (?:spoken|current)) word highlighted(?: (?:as|when|while) it(?:'s| is) (?:spoken|said))?"
    r"|highlighted (?:word[- ]by[- ]word|words))"
)
_BOX_EN = (
    r"(?:(?:a |the )?(?:(?:black|dark|grey|gray|solid|semi-transparent) )?(?:box|background box|background|plate|bar)(?:es)?"
    r"(?: behind (?:them|it|the text|the words))?)"
)
_PLAIN_EN = r"(?:plain|normal|regular|(?:without|no) (?:a |the |any )?(?:box|background|word highlight(?:ing)?|highlight(?:ing|s)?))"
STYLE_EN = (
    rf"(?:(?P<word_by_word>{_WORD_EN})|(?:(?:on|in|with|inside) )?(?P<box>{_BOX_EN})|(?P<plain>{_PLAIN_EN}))"
)
_WORD_ZH = r"(?:逐字|逐词|一字一字|卡拉ok|单词|按字|按词|歌词式|跟读)(?:的)?(?:高亮|变色|显示|效果|样式|模式|跟唱)?|高亮(?:当前的?|每个|正在说的)?[词字]"
_BOX_ZH = r"(?:带|加|用|配|加上|带上|换成)?(?:一?个)?(?:黑色|深色|半透明|黑)?的?(?:底框|背景框|底色|黑底|方框|背景|底)"
_PLAIN_ZH = (
    r"(?:普通|正常|默认)(?:的)?(?:样式|字幕)?|(?:不要|去掉|不带|没有)(?:底框|高亮|背景框|背景|逐字高亮|底色)"
)
STYLE_ZH = rf"(?:(?P<zh_word_by_word>{_WORD_ZH})|(?P<zh_box>{_BOX_ZH})|(?P<zh_plain>{_PLAIN_ZH}))"
_SRT = r"(?:srt|vtt|ass|ssa|subtitle|subtitles|caption|captions|uploaded)"
_THE_FILE = rf"(?:(?:the |my |this )?(?:{_SRT} )?(?:file )?(?P<file>{FILE})|(?:the |my |this |that )(?P<a_file>(?:{_SRT} )?file|srt|vtt|ass)(?: i (?:uploaded|sent|gave you))?)"
_LATER_EN = rf"(?:,? (?:and )?(?:delayed by |shifted by |moved by )?(?P<by>{DURATION}) (?P<way>later|earlier|late|early))?"
_REMOVE_EN = r"(?:remove|delete|take away|take off|take out|drop|clear|erase|lose|get rid of|hide|turn off|switch off|strip|kill|disable|ditch)"
_REMOVE_ZH = r"(?:去掉|删掉|删除|移除|清除|取消|关掉|关闭|不要|拿掉|隐藏|去除|清空|清掉|删|去了|撤掉)"
_ALL_ZH = r"(?:所有|全部|整个)?的?字幕(?:轨|轨道)?"
_ALL_DO_ZH = r"(?:全部|全都|都|全|整体|统一|一律)?"

_SOURCES: Mapping[str, tuple[str, ...]] = {
    "add": (
        rf"{_ADD} {_N} (?:from|of|in|out of|using|with) {_THE_FILE}{ON_FILM}(?:,? (?:(?:with|in|as|on) )?{STYLE_EN})?{_LATER_EN}",
        rf"{_ADD} {_THE_FILE} (?:as|for) {_N}{ON_FILM}(?:,? (?:(?:with|in|on) )?{STYLE_EN})?{_LATER_EN}",
        rf"{_ADD} {_THE_FILE}(?: captions| subtitles)?{ON_FILM}(?:,? (?:(?:with|in|on) )?{STYLE_EN})?{_LATER_EN}",
        rf"(?:{_N} )?from {_THE_FILE}{ON_FILM}",
        rf"{_ADD} {_N}{ON_FILM}(?:,? (?:(?:with|in|as|on) )?{STYLE_EN})?{_LATER_EN}",
        rf"(?:caption|subtitle) (?:it|the (?:film|video|movie)|this) (?:with|from|using) {_THE_FILE}(?:,? (?:(?:with|in|on) )?{STYLE_EN})?",
        rf"burn {_THE_FILE} in(?:to (?:the )?(?:film|video|it))?",
        rf"(?:加上|加|添加|用上|用|导入|加载|放上|放|显示|烧录|烧|嵌入|配上|使用|套用|上|挂上|挂) ?(?P<zh_file>{FILE}) ?(?:这个)?(?:里的|里面的|中的|的|里面)? ?(?:字幕文件|字幕|台词)?(?:文件)?(?:[,，]? ?(?:用|带|加)?{STYLE_ZH})?",
        rf"(?:把|将|用) ?(?P<zh_file>{FILE}) ?(?:这个文件)?(?:里的|的)?(?:字幕)? ?(?:加上去|加上|加进去|加进来|加到(?:视频|影片|片子|画面)(?:里|上|中)?|作为字幕|做字幕|当字幕|当作字幕|做成字幕|烧进去|显示出来|放上去|上字幕)(?:[,，]? ?(?:用|带|加)?{STYLE_ZH})?",
        rf"字幕(?:就)?(?:用|使用|来自|换成|是) ?(?P<zh_file>{FILE})(?: ?里的| ?的)?",
        rf"(?:加上?|添加|导入|加载|用)(?:上传的|我上传的|这个|那个)?(?P<zh_a_file>字幕文件|字幕|srt|srt字幕|srt文件)(?:[,，]? ?(?:用|带|加)?{STYLE_ZH})?",
        rf"(?:加上?|添加|配上?) ?字幕 ?(?P<zh_file>{FILE})",
    ),
    "say": (
        rf"{_ONE} (?:should say|should read|should be|must say|must read|needs to say|has to say|ought to say|says|to say|is|reads|to|:|=) ?(?P<new>{QUOTE})(?: instead)?",
        rf"{_ONE}: ?(?P<new>{QUOTE})",
        rf"(?:make|let|have) {_ONE} (?:say|read|be) ?(?P<new>{QUOTE})(?: instead)?",
        rf"(?:change|set|edit|fix|rewrite|correct|update|reword|turn|switch|replace|modify) (?:the (?:text|words|wording) (?:of|in) )?{_ONE}(?:'s text| text| words)? (?:to|into|with|by|to say|to read|so it says|so that it says) ?(?P<new>{QUOTE})(?: instead)?",
        rf"(?:把|将)?{_ZH_ONE}(?:的)?(?:文字|内容|字|词)?(?:都)?(?:改成|改为|改写成|换成|换为|应该是|应为|写成|变成|修改为|修改成|要写|写|为|是|:|：) ?(?P<new>{QUOTE})",
    ),
    "reword": (
        rf"(?:change|replace|swap|correct|fix) (?P<old>{QUOTE}) (?:to|with|by|into|for) (?P<new>{QUOTE}) (?:in|within|throughout|everywhere in|across) {_N}",
        rf"in {_N},? (?:change|replace|swap|correct|fix) (?:all )?(?P<old>{QUOTE}) (?:to|with|by|into|for) (?P<new>{QUOTE})",
        rf"(?:把|将)?字幕(?:里面|里|中)(?:的|所有的?)?(?P<old>{QUOTE})(?:都|全部|全)?(?:改成|改为|换成|替换成|替换为) ?(?P<new>{QUOTE})",
    ),
    "remove_one": (
        rf"{_REMOVE_EN} {_ONE}{ON_FILM}",
        rf"{_REMOVE_EN} (?:the )?(?:captions|subtitles|caption|subtitle) (?P<several>{_NTH}(?:(?:,|,? and) (?:caption |subtitle )?{_NTH}){{1,8}})",
        rf"(?:把|将)?第(?P<zh_several>{_ZH_NUM}(?:[、,，和]第?{_ZH_NUM}){{1,8}})条?字幕(?:都|全)?(?:给)?{_REMOVE_ZH}(?:了|掉)?",
        rf"{_REMOVE_ZH}(?:掉)?第(?P<zh_several>{_ZH_NUM}(?:[、,，和]第?{_ZH_NUM}){{1,8}})条?字幕",
        rf"{_ONE} (?:can go|should go|must go|has to go|needs to go)",
        rf"(?:把|将)?{_ZH_ONE}(?:给)?{_REMOVE_ZH}(?:了|掉)?",
        rf"{_REMOVE_ZH}(?:掉)?{_ZH_ONE}",
    ),
    "remove": (
        rf"{_REMOVE_EN} (?:every one of )?(?P<noun>{_N})(?: (?:from|off|in|on) (?:the |my )?(?:film|video|movie|it|screen|picture))?(?: completely| entirely| altogether)?",
        r"(?:no|no more|without|lose all) (?P<noun>captions|subtitles|subs)",
        rf"(?:turn|switch|take) (?P<noun>{_N}) off",
        rf"(?P<noun>{_N}) (?:off|can go|should go|must go|away)",
        rf"(?:i |we )?(?:don't|do not|dont) (?:want|need) (?P<noun>{_N})(?: any ?more)?",
        rf"{_REMOVE_ZH}(?:掉)?{_ALL_ZH}",
        rf"(?:把|将)?{_ALL_ZH}{_ALL_DO_ZH}(?:给)?{_REMOVE_ZH}(?:了|掉)?",
        r"(?:没有|无|别加|别要|别|不需要|不用)字幕了?",
    ),
    "time_one": (
        rf"(?:show|put|move|have|make|start|let|place|display) {_ONE}(?: start| begin| appear| come| come in)? (?:at|to|from|on)? ?(?P<at>{TIME})",
        rf"{_ONE} (?:should |must )?(?:starts? |begins? |appears? |comes? )?(?:at|from) (?P<at>{TIME})",
        rf"(?:show|put|move|have|make|let|place|display) {_ONE} (?P<range>{RANGE})",
        rf"{_ONE} (?:should be |must be |is )?(?:shown |displayed |visible )?(?P<range>{RANGE})",
        rf"(?:把|将|让)?{_ZH_ONE}(?:改到|改成|改为|放到|放在|移到|挪到|在|从|显示在)? ?(?P<at>{TIME})(?:开始|出现|显示|处)?",
        rf"(?:把|将|让)?{_ZH_ONE}(?:改到|改成|改为|放到|放在|显示在|显示)? ?(?P<range>{RANGE})(?:显示|出现)?",
    ),
    "export": (
        rf"(?:export|save|write|download|give me|output)(?: out)? {_N}(?: as| to| in| into)?(?: an?| the)? ?(?:srt|subtitle|separate)?(?: file| srt)?",
        r"(?:export|save|write|download|give me|output)(?: out)? (?:an |the )?(?:srt|subtitle file|srt file|caption file)",
        r"(?:导出|保存|下载|输出|生成)(?:一份|一个)?(?:srt|字幕)(?:文件|字幕|文件)?",
    ),
    "shift_one": (
        rf"(?P<verb>delay|postpone|push back) {_ONE} (?:by )?(?P<by>{DURATION})",
        rf"(?:move|shift|show|start|make|put|have|let) {_ONE}(?: appear| come| start| show| back| to)? ?(?:by )?(?P<by>{DURATION}) (?P<way>later|earlier|sooner|back)",
        rf"{_ONE} (?:should (?:appear|come|start|be) )?(?P<by>{DURATION}) (?P<way>later|earlier|sooner)",
        rf"(?:把|将|让)?{_ZH_ONE}(?:再)?(?:往|向)?(?P<zh_way>推迟|延后|延迟|推后|后移|后推|晚|提前|提早|早|前移)(?P<by>{DURATION})(?:出现|显示|出来|开始)?",
    ),
    "complain": (
        rf"{_N} (?:are|is|come|comes|run|runs|appear|appears|seem|start) (?:about )?(?P<by>{DURATION}) (?:too )?(?P<way>late|early|behind|ahead|delayed)",
        rf"(?P<by>{DURATION}) too (?P<way>late|early) (?:are|is) {_N}",
        rf"字幕(?:都|整体|全部)?(?P<zh_way>晚了|慢了|早了|快了|提前了|落后了?|延迟了)(?:大概|大约|约)?(?P<by>{DURATION})",
    ),
    "shift": (
        rf"(?P<verb>delay|postpone|push back) {_N} (?:by )?(?P<by>{DURATION})",
        rf"(?P<verb>push|move|set|put) {_N} back (?:by )?(?P<by>{DURATION})",
        rf"(?P<verb>bring) {_N} forward (?:by )?(?P<by>{DURATION})",
        rf"(?:move|shift|show|start|make|put|have|let|play|time|re-time|retime) {_N}(?: appear| come| start| show)? ?(?:by )?(?P<by>{DURATION}) (?P<way>later|earlier|sooner)",
        rf"(?:move|shift) {_N} (?P<way>later|earlier|sooner) (?:by )?(?P<by>{DURATION})",
        rf"{_N} (?:should (?:appear|come|start|be) |must (?:appear|come|start|be) |to (?:appear|come|start) )?(?P<by>{DURATION}) (?P<way>later|earlier|sooner)",
        rf"(?P<by>{DURATION}) (?P<way>later|earlier|sooner) for {_N}",
        rf"(?:把|将|让)?{_ALL_ZH}{_ALL_DO_ZH}(?:再|要)?(?:往后|往前|向后|向前|往|向)?(?P<zh_way>推迟|延后|延迟|推后|后移|后推|晚|慢|后|提前|提早|早|快|前移|前)(?:移动?|推)?(?P<by>{DURATION})(?:出现|显示|出来|开始)?",
    ),
    "style": (
        rf"(?:put|show|make|set|give|have|turn|use|display|render|do|want) (?P<noun>{_N})(?: be| appear)? ?(?:with |in |into |as |on |to )?{STYLE_EN}{ON_FILM}",
        rf"(?P<noun>{_N}) (?:with |in |on |should be |should have |should be with |as )?{STYLE_EN}",
        rf"(?:use|add|make|do|give|with|turn on) {STYLE_EN} (?:for|to|on|in|captions for|of) (?P<noun>{_N})",
        r"(?:use |make |do |show )?(?P<word_by_word>word[- ]by[- ]word|karaoke(?:[- ]style)?) (?P<noun>captions|subtitles)",
        r"(?:use |make |do |show )?(?P<box>boxed) (?P<noun>captions|subtitles)",
        rf"highlight (?:the |each |every )?(?:spoken |current )?(?P<word_by_word>words?)(?: by word)? (?:in|of) (?P<noun>{_N})(?: (?:as|when|while) (?:it is|it's|they are|they're) (?:spoken|said))?",
        rf"(?:take|remove) the (?P<plain>box|background|highlight(?:ing)?) (?:off|from|behind) (?P<noun>{_N})",
        rf"(?:把|将|给|让)?{_ALL_ZH}{_ALL_DO_ZH}(?:要|用|改成|换成|加上?|带上?|设成|变成|改为|显示为|做成)?{STYLE_ZH}",
        rf"(?:给|为)字幕{STYLE_ZH}",
        r"(?:用|做|要|加)?(?P<zh_word_by_word>逐字高亮|逐字|卡拉ok|逐词高亮)(?:的)?字幕",
    ),
}  # fmt: skip

PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    kind: tuple(re.compile(source) for source in sources) for kind, sources in _SOURCES.items()
}
"""By what is wished: patterns that a whole clause matches."""

STYLE_WORDS = ("word_by_word", "box", "plain")
"""The styles, which are also the names of the groups that stand for them, in Chinese with `zh_` before."""

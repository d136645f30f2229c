"""What people say about speech in the film: pauses, music under words, captions of what is said. Whole clauses."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nemovideo_mcp.language.vocabulary.captions import DURATION, ON_FILM, STYLE_EN, STYLE_ZH

__all__ = ["ABOUT_SPEECH", "PATTERNS"]

# --- pauses ------------------------------------------------------------------------------------------------------

_CUT = (
    r"(?:remove|cut(?: out| away)?|delete|take out|get rid of|trim(?: out| away)?|strip(?: out)?|drop|edit out|eliminate"
    r"|clean (?:up|out)|lose|snip(?: out)?|jump[- ]cut|kill)"
)
_ANY = r"(?:(?:all|any|every|the|my|of|long|longer|awkward|unnecessary|empty|boring|those|these) ){0,4}"
_NOBODY = r"(?:nobody|no one|no-one|noone) (?:is |'s )?(?:speaks|talks|speaking|talking|says anything|saying anything)"
_PAUSE = (
    rf"{_ANY}(?:pauses?|silences?|silent (?:parts?|bits?|gaps?|moments?|sections?|stretches)|dead (?:air|space)"
    r"|gaps (?:between|in) (?:the |my |their )?(?:words|sentences|speech|talking)"
    rf"|(?:parts?|bits?|moments?|stretches) (?:where|when|in which) {_NOBODY})"
)
_LONGER = (
    rf"(?: (?:that are |which are )?(?:longer than|more than|over|above|of more than) (?P<by>{DURATION}))?"
)
_BETWEEN = r"(?: between (?:the |my |their )?(?:words|sentences))?"
_FILM = (
    r"(?:(?:(?:the|my|this|our|whole|entire|all|of) ){0,4}(?:film|video|movie|clips|shots|footage|recording|speech|talking|interview"
    r"|talk|timeline|it|everything))"
)
_WHERE = rf"(?: (?:from|in|of|out of|on|inside) (?:{_FILM}|(?P<clips>[^,.;:!?\ue001\ue003-\uf8ff]{{1,60}})))?"
_CUT_ZH = r"(?:去掉|剪掉|删掉|删除|去除|剪去|移除|切掉|裁掉|清除|清掉|剪干净|都?不要)(?:了|吧)?"
_PAUSE_ZH = (
    r"(?:所有|全部|多余|中间|长|太长)?的?(?:停顿|气口|静音(?:的)?(?:部分|片段|段落|地方)|沉默(?:的)?(?:部分|片段|地方|停顿)?"
    r"|无声(?:的)?(?:部分|片段|地方|停顿)|冷场|没(?:有)?人(?:在)?(?:说话|讲话|出声)的(?:部分|地方|片段|时候|时间)"
    r"|(?:说话|讲话|句子|词)(?:之间|中间|间)的(?:空隙|空白|间隙|停顿|沉默))"
)
_FILM_ZH = r"(?:整个|这个|全部|所有)?(?:视频|影片|片子|整片|全片|片段|素材|镜头)"
_WHERE_ZH = (
    rf"(?:(?:{_FILM_ZH}|(?P<zh_clips>[^,，。;；\ue001\ue003-\uf8ff]{{1,20}}?))(?:里面|里|中|当中)?的?)?"
)
_LONGER_ZH = rf"(?:(?:超过|大于|长于|长过) ?(?P<zh_by>{DURATION})(?:以上)?的?|(?P<zh_from>{DURATION})以上的)?"

# --- the music under speech --------------------------------------------------------------------------------------

# What else would be lower while somebody speaks?
_MUSIC = r"(?:(?:(?:the|my|background|bg|backing) ){0,3}(?:music|song|track|soundtrack|bgm|tune)(?:'s)?(?: volume| level)?|it)"
_WHO = (
    r"(?:people|someone|somebody|anyone|anybody|they|he|she|i|we|you|there|"
    r"(?:the |a |my )?(?:person|speaker|host|guest|narrator|voice|people|voices|speakers))"
)
_TALKS = (
    rf"{_WHO}(?: is| are| am| 's|'s|'re|'m)? ?(?:talks?|speaks?|talking|speaking|says? something|saying something|says? anything"
    r"|speech|is speech|is talking)"
)
_UNDER = (
    rf"(?: (?:when|while|whenever|as|where|wherever|every time) {_TALKS}"
    r"|(?: behind| beneath| below| under| during| for| around| underneath) (?:(?:the|all|any|my|their|spoken) ){0,2}"
    r"(?:speech|voices?|dialogue|dialog|talking|narration|voice[- ]?over|words|speakers?|conversation|people talking))"
)
_TO = r"(?: (?:down )?(?:(?P<to>[0-9]{1,3}) ?(?:%|percent)|(?P<half>half)(?: (?:the |its )?volume)?))"
_LEVEL = rf"(?: (?:to|at){_TO}| by (?P<off>[0-9]{{1,3}}) ?(?:%|percent))?"
_BEHIND = r"(?:,? (?:to|at) (?P<behind>[0-9]{1,3}) ?(?:%|percent))?"
_BIT = r"(?: (?P<bit>a (?:bit|little)|slightly|a touch))?"
_LOT = r"(?: (?P<lot>a lot|way|much|far|really))?"
_AUTO = r"(?:auto(?:matically)?[- ]?)?"
_DOWN = r"(?:quieter|softer|lower|low|down|less loud|quiet|soft)"
_LOWER = r"(?:lower|reduce|turn down|bring down|drop|dip|soften|quieten|decrease|duck|duck down|quiet|pull down|dim|fade down)"
_SPEAKS_ZH = (
    r"(?:(?:有人|人|人物|人们|大家|我|他|她|他们|嘉宾|主持人)(?:在|们)?(?:说话|讲话|开口|说|讲)|(?:说话|讲话|对白|人声|台词|语音)(?:出现|响起)?)"
    r"(?:的?时候?|时|的部分|部分|下|的地方|期间|处)"
)
_MUSIC_ZH = r"(?:背景)?(?:音乐|配乐|bgm|伴奏)(?:的)?(?:音量|声音)?"
_LOWER_ZH = r"(?:自动)?(?:降低|压低|调低|减小|调小|降下来|小声|变小|变轻|降|弱|轻|小|低|闪避|压|减弱)(?:一?点|一些|些|点儿)?(?:声音|音量)?"
_LEVEL_ZH = r"(?:[,，]? ?(?:降)?(?:到|至|为|成)? ?(?P<zh_to>[0-9]{1,3}) ?%)?"

# --- captions of what is said ------------------------------------------------------------------------------------

_N = r"(?:(?:the|my|some|a|an) ){0,2}(?:captions|subtitles|subs|closed captions|caption track|subtitle track)"
_SPEECH = (
    r"(?:what (?:(?:they|people|he|she|i|we|you|everyone|everybody|the (?:speaker|person|people|host)) (?:say|says|said|are saying|is saying|am saying)|is (?:being )?(?:said|spoken)|'s said|gets said)"
    r"|(?:(?:the|my|their|our|his|her|all|spoken|clip's|video's) ){0,2}(?:speech|audio|voices?|dialogue|dialog|talking|spoken words|narration|words they say|voice track|conversation))"
)
_MAKE = (
    r"(?:add|make|create|generate|put|give me|do|show|burn in|insert|auto[- ]generate|automatically (?:add|generate|create|make))"
    r"(?: in| on)?"
)
_FROM = r"(?:from|of|for|based on|out of|using|by|with)"
_STYLED = rf"(?:,? ?(?:with|in|as|on|and make it|,)? ?{STYLE_EN})?"
_BEFORE_N = r"(?:(?P<word_by_word>word[- ]by[- ]word|karaoke(?:[- ]style)?)|(?P<box>boxed))"
_IT = r"(?:it|this|that|everything|(?:(?:the|my|this|whole|all|these) ){0,3}(?:film|video|movie|clips?|footage|recording|interview|talk|speech|audio|dialogue|voices?))"
_STYLED_ZH = rf"(?:[,，]? ?(?:用|带|加|要|并)?{STYLE_ZH})?"
_SAID_ZH = r"(?:(?:视频|片段|影片)?(?:里|中)?的?(?:语音|人声|对白|对话|声音|音频|台词|说的话|讲的话|说话内容|讲话内容|口播)(?:内容)?)"
_MAKE_ZH = (
    r"(?:自动)?(?:识别|生成|加上|加|添加|转换|转|变|做|配上|配|制作|打上|打)(?:成|为|出来|出|并生成|并添加)?"
)
_FOR_ZH = r"(?:(?:给|为|帮|把)?(?:视频|影片|片子|它|片段|整片)(?:里|中)?)?"

_LABELS = r"(?:add|show|put|label|name|identify|tag|mark|include|write|display|recogni[sz]e|tell)"

_STEP = r"(?P<small>a (?:bit|little|touch)|slightly)"

_SOURCES: Mapping[str, tuple[str, ...]] = {
    # Behind a wish for music that is lower under speech: the same once more, at another level.
    "level_again": (
        r"(?:no,? |not so much,? |rather |better )?(?:make|set|put|take|have|keep)? ?(?:it )?(?:to |at |be )?(?P<to>[0-9]{1,3}) ?(?:%|percent)(?: instead| then)?",
        rf"(?:even |still |make it |make it even |turn it |it should be )?(?:(?:{_STEP}|much|a lot) )?(?P<down>quieter|softer|lower|more|further down|down more)(?: still| than that)?",
        rf"(?:make it |turn it |it should be |not so |too )?(?:(?:{_STEP}|much|a lot) )?(?P<up>louder|higher|less|up|quiet|low|soft|much)(?: again)?",
        r"(?:再|更|还要|再给我)?(?P<zh_down>低|小|轻|弱|安静)(?P<zh_small>一?点|一些|些)?(?:声)?",
        r"(?:再|稍微)?(?P<zh_up>大|高|响|强)(?P<zh_small>一?点|一些|些)?(?:声)?",
        r"(?P<zh_up>太(?:小|低|轻|弱))了?(?:点)?",
        r"(?:改成|改为|改到|调到|降到|到|要)? ?(?P<zh_to>[0-9]{1,3}) ?%",
    ),
    "not_there": (
        rf"{_LABELS} (?:the |each |all |different |who the )?speakers?(?:'s?)?(?: names?| labels?| are)?(?: (?:to|in|on|of|for) {_N})?",
        rf"{_LABELS} who (?:is |'s )?(?:speaks|speaking|talks|talking|says what|said what)(?: (?:to|in|on) {_N})?",
        rf"translate (?:{_N}|{_SPEECH})(?: (?:to|into|from) [a-z]{{2,20}}(?: (?:to|into) [a-z]{{2,20}})?)?",
        rf"{_MAKE} (?:(?:the|some) )?(?:bilingual|dual[- ]language|translated|lyrics?) (?:captions|subtitles|subs)",
        rf"{_MAKE} (?:the |song )?lyrics(?: as {_N})?",
        r"(?:在字幕(?:里|上|中)?)?(?:标出|标注|标记|显示|区分|识别|加上?|写上?)(?:每个|不同的?|各个)?(?:说话人|发言人|讲话人|说话者)(?:的?(?:名字|姓名))?",
        r"(?:把)?(?:翻译字幕|字幕翻译|字幕(?:翻译|译)成[^,，。;；]{1,6}|(?:生成|加|添加)?(?:双语|中英)字幕)",
    ),
    "pauses": (
        rf"{_CUT} {_PAUSE}{_BETWEEN}{_LONGER}{_WHERE}",
        rf"{_CUT} {_PAUSE}{_WHERE}{_LONGER}",
        rf"cut {_PAUSE}{_LONGER} out(?: of (?:{_FILM}|(?P<clips>[^,.;:!?\ue001\ue003-\uf8ff]{{1,60}})))?",
        r"(?:no|without|no more) (?:pauses|silences|dead air|awkward pauses|awkward silences)",
        rf"(?:把|将)?{_WHERE_ZH}{_LONGER_ZH}{_PAUSE_ZH}(?:都|全部|全|给)?{_CUT_ZH}",
        rf"{_CUT_ZH}{_WHERE_ZH}{_LONGER_ZH}{_PAUSE_ZH}",
    ),
    "loud_again": (
        rf"(?:don't|do not|dont|never|stop|no longer|no) {_AUTO}(?:{_LOWER}(?:ing)?|lowering|reducing|turn|turning) {_MUSIC}(?: down)?(?:{_UNDER})?",
        r"(?:no|stop|turn off|disable|remove|without|switch off) (?:the )?(?:auto[- ]?|audio |music )?ducking",
        rf"(?:play|keep) {_MUSIC} as loud(?: as it is| as before)?{_UNDER}",
        rf"keep {_MUSIC} (?:at )?(?:the same|full) (?:volume|level){_UNDER}",
        rf"(?:不要|别|不用|取消|停止)(?:在)?(?:{_SPEAKS_ZH})?(?:把)?(?:{_LOWER_ZH}{_MUSIC_ZH}|{_MUSIC_ZH}{_LOWER_ZH})",
        r"(?:不要|别|不用|取消|关闭|关掉)(?:音乐)?(?:自动)?闪避",
        rf"{_MUSIC_ZH}在?{_SPEAKS_ZH}(?:不要|别|不再|不用){_LOWER_ZH}",
    ),
    "hush": (
        rf"(?:mute|silence|turn off|stop|cut|pause|kill|remove) {_MUSIC}{_UNDER}",
        rf"no music{_UNDER}",
        rf"(?:在)?{_SPEAKS_ZH}[,，]?(?:把|让)?{_MUSIC_ZH}(?:静音|关掉|停掉|不要|没有)",
        rf"(?:在)?{_SPEAKS_ZH}[,，]?(?:不要|关掉|静音){_MUSIC_ZH}",
    ),
    "duck": (
        rf"{_AUTO}duck(?: down)? {_MUSIC}{_LEVEL}(?:{_UNDER})?{_BIT}{_BEHIND}",
        rf"{_AUTO}{_LOWER} {_MUSIC}{_BIT}{_LEVEL}{_UNDER}{_BEHIND}",
        rf"{_AUTO}(?:turn|bring|pull|fade|take|set|put) {_MUSIC}(?: down)?{_BIT}{_LEVEL}{_UNDER}{_BEHIND}",
        rf"(?:make|have|let|get|keep|play|want) {_MUSIC}(?: be| go| play| stay)?{_BIT}{_LOT} {_DOWN}{_LEVEL}{_UNDER}{_BEHIND}",
        rf"(?:play|keep|have|set) {_MUSIC}{_LEVEL}{_UNDER}",
        rf"{_MUSIC} (?:(?:should|must|needs to|has to|is to|to) )?(?:be |go |get |play |stay |duck |drop |come )?(?:automatically )?(?:{_DOWN} ?)?{_LEVEL}{_UNDER}{_BEHIND}",
        rf"(?:when|while|whenever) {_TALKS}[,，]? (?:then )?{_LOWER} {_MUSIC}{_LEVEL}",
        rf"(?:when|while|whenever) {_TALKS}[,，]? (?:then )?(?:turn|bring|make) {_MUSIC}{_BIT} {_DOWN}{_LEVEL}",
        r"(?:add|use|turn on|enable|apply|do|switch on)? ?(?:auto(?:matic)?[- ]?|audio |music |voice )?ducking(?: on the music| for the music| to the music| under speech)?",
        r"auto[- ]?duck",
        rf"(?:在)?{_SPEAKS_ZH}[,，]?(?:请)?(?:把|让|将)?{_MUSIC_ZH}(?:要|就|都|再|需要)?{_LOWER_ZH}{_LEVEL_ZH}",
        rf"(?:在)?{_SPEAKS_ZH}[,，]?(?:请)?{_LOWER_ZH}{_MUSIC_ZH}{_LEVEL_ZH}",
        rf"(?:把|让|将)?{_MUSIC_ZH}在?{_SPEAKS_ZH}(?:要|就|都|再|需要)?{_LOWER_ZH}{_LEVEL_ZH}",
        rf"{_LOWER_ZH}{_SPEAKS_ZH}的?{_MUSIC_ZH}{_LEVEL_ZH}",
        r"(?:开启|打开|加上?|用)?(?:音乐)?自动闪避|音乐(?:自动)?避让(?:人声|语音)?",
    ),
    "captions": (
        rf"{_MAKE} {_N} {_FROM} {_SPEECH}{ON_FILM}{_STYLED}",
        rf"{_MAKE} {_BEFORE_N} (?:captions|subtitles|subs) {_FROM} {_SPEECH}{ON_FILM}",
        rf"(?:{_MAKE} )?(?:(?:the|some|an) )?(?:auto|automatic|automatically generated|auto[- ]generated|ai|speech|spoken|speech[- ]to[- ]text)[- ]?(?:captions|subtitles|subs){ON_FILM}{_STYLED}",
        rf"(?:auto[- ]?|automatically )?(?:generate|create) {_N}{ON_FILM}{_STYLED}",
        rf"automatically (?:add|make|put) {_N}{ON_FILM}{_STYLED}",
        rf"{_MAKE} {_N} automatically{ON_FILM}{_STYLED}",
        rf"(?:auto[- ]?|automatically )(?:caption|subtitle) {_IT}{_STYLED}",
        rf"(?:caption|subtitle|transcribe) (?:{_SPEECH}){ON_FILM}{_STYLED}",
        rf"transcribe {_IT}(?: (?:and|to|into|as|with)(?: (?:add|show|put|make|turn|use)(?: it| them| that)?(?: as| in| into)?)? {_N})?{ON_FILM}{_STYLED}",
        rf"transcribe (?:the |my )?(?:speech|audio|talking|dialogue) and show (?:it|them|that) as {_N}",
        rf"(?:turn|make|convert) {_SPEECH} (?:into|to) {_N}{ON_FILM}{_STYLED}",
        rf"{_FOR_ZH}(?:字幕(?:自动)?(?:识别|生成)|(?:自动|智能|语音)字幕){_STYLED_ZH}",
        rf"{_FOR_ZH}(?:自动|智能|语音|用语音识别|语音自动){_MAKE_ZH}(?:视频|中文|英文)?的?字幕{_STYLED_ZH}",
        rf"{_FOR_ZH}(?:识别|生成){_SAID_ZH}?(?:的|成|为|出|并生成|加|加上|并加)?字幕{_STYLED_ZH}",
        rf"(?:请)?(?:根据|按照?|用|把|将|从|由)?{_SAID_ZH}(?:来|都)?(?:识别)?{_MAKE_ZH}字幕{_STYLED_ZH}",
        rf"(?:把|将|根据|按照?)?(?:他们|大家|人们?|我|视频里|里面)(?:人)?(?:说|讲)的(?:话|内容|东西)?(?:都)?{_MAKE_ZH}字幕{_STYLED_ZH}",
        rf"(?:识别|听写){_SAID_ZH}(?:并|来)?{_MAKE_ZH}字幕{_STYLED_ZH}",
        rf"语音(?:识别|转)(?:成|为|生成)?字幕{_STYLED_ZH}",
        r"(?:听写|转写|转录)(?:一下|视频|语音|成字幕|全部|这段)?|语音识别(?:一下)?",
    ),
}  # fmt: skip

PATTERNS: Mapping[str, tuple[re.Pattern[str], ...]] = {
    kind: tuple(re.compile(source) for source in sources) for kind, sources in _SOURCES.items()
}
"""By what is wished: patterns that a whole clause matches; what takes something back comes first."""

ABOUT_SPEECH = re.compile(
    r"paus|silen|dead|gaps|nobody|no one|no-one|noone|duck|talk|speak|speech|voice|dialog|narrat|conversation|words"
    r"|say|said|transcri|caption|subtitle|subs\b"
    r"|停顿|气口|静音|沉默|无声|冷场|说话|讲话|开口|人声|对白|台词|语音|闪避|避让|字幕|听写|转写|转录|说|讲"
)

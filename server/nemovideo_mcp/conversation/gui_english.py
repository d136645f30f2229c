"""GUI speech in English."""

from __future__ import annotations

from nemovideo_mcp.conversation.gui_table import NAMED, QUOTED, WEAK, GuiWords

__all__ = ["ENGLISH"]

_NAME = rf"(?:{NAMED}|{QUOTED})"
_WIDGET = (
    r"(?:button|panel|pane|tab|menu|drop-?down|sidebar|side bar|toolbar|tool bar|icon|dialog(?:ue)?|pop-?up|slider|"
    r"check-?box|handle|playhead|inspector|mixer|gear|arrow)s?\b(?![- ](?:close-?ups?|shots?|scenes?|discussions?|"
    r"debates?|"
    r"boards?|footage|of (?:judges|experts))\b)"
)
_PLACE = (
    rf"(?:{_WIDGET}|(?:timeline|canvas|player|editor|workspace|dashboard|billing|subscription|settings|preferences)\b|"
    r"(?:media|asset|music|effects?|clip|stock) (?:library|pool|bin|browser|panel)\b|library\b|"
    r"preview (?:window|area|monitor|screen|pane)\b|(?:upload|drop) (?:area|zone)\b|account\b|"
    r"(?:billing|pricing|account|exports?|uploads?|credits?|settings|projects?|downloads?) (?:page|screen|section|"
    r"area|view|window)\b)"
)
# A place on the screen; a picture has such places too.
_POSITION = r"(?:(?:top|upper|bottom|lower)[- ](?:right|left)\b|on the (?:left|right)\b)"
_GUI_WORD = (
    r"(?:exports?|download|save|share|upload|import|play|preview|undo|redo|delete|trash|split|settings|render|publish|"
    r"(?:re)?generate|confirm|apply|upgrade|billing|account|media|text|audio|music|effects?|transitions?|layers?|"
    r"properties|timeline|history|assets?|subtitles?|captions?|speed|volume|colou?rs?|filters?|crop|mute|speaker|gear|"
    r"three-dot|hamburger|main|edit|file|view|top up|buy)"
)
_KEY = (
    r"(?:(?:ctrl|control|cmd|command|alt|option|shift)\s?(?:\+|-)\s?(?:shift\s?(?:\+|-)\s?)?[\w+]+|"
    r"[⌘⌥⇧⌃]{1,4}\s?\+?\s?\w+)"
)
# Keys that are words, so only behind "press".
_WORD_KEY = (
    r"(?:(?:delete|backspace|del|enter|return|esc(?:ape)?|tab|space(?: ?bar)?|arrow keys?|(?:left|right|up|"
    r"down) arrow|home|end|"
    r"f\d{1,2})\b|(?-i:[A-Z])\b(?![-'’]))"
)
_DOING = (
    r"(?:preview|view|see|watch|find|check(?: out)?|review|listen(?: to)?|hear|play|inspect|locate|access|adjust|"
    r"edit|change|tweak|fine-tune|modify|customi[sz]e|rename|manage|track(?!s?\s*#?\d)|take a look(?: at)?|"
    r"have a look(?: at)?|"
    r"look(?! of\b)|upload|import|add|export|download|save|share|render|remove|delete|trim|split|undo|redo|revert|turn|"
    r"apply|upgrade|top up|buy|reorder|move|resize|crop|select|choose|pick|use(?! of\b)|enable|disable|control|get|"
    r"grab|fetch|collect|do|start(?!\s*:)|drop(?! (?:of|at)\b)|type|enter|write|set(?! in\b)|"
    r"give (?:it|them|this|that) a|(?:un)?mute|hide|show|(?:un)?lock|zoom|scroll|compare|reset|restore|replace|swap|"
    r"search|cut|copy|"
    r"duplicate|rotate|fix|correct|shorten|lengthen|extend|lower|raise|reduce|increase|pan|nudge|group|top it up)"
)
_GERUND = (
    r"(?:clicking|tapping|pressing|hitting|dragging|opening|going to|heading to|selecting|right-?clicking|"
    r"double-?clicking|navigating|switching)"
)

_CREDITS = (
    r"\b(?:upgrade|top[- ]?up|billing|account|buy|purchase|credits?|balance|"
    r"subscri\w+|pricing|plans?|profile|avatar)\b"
)
_UPLOAD = r"\b(?:upload|import|browse|add (?:media|files?|clips?|footage|videos?|photos?))\b"
_EXPORT = r"\b(?:exports?|download|render|save|share|publish)\b"
_PLAY = r"\b(?:play|preview|watch|space ?bar)\b"
_PANEL = r"\b(?:tab|panel|pane|library|sidebar|layers|history|inspector|dashboard|media|timeline)\b"

ENGLISH = GuiWords(
    leads=(
        r"please\b", r"just\b", r"simply\b", r"now\b", r"then\b", r"next\b", r"first(?:ly)?\b", r"second(?:ly)?\b",
        r"third(?:ly)?\b", r"finally\b", r"lastly\b", r"afterwards\b", r"after that\b", r"also\b", r"alternatively\b",
        r"otherwise\b", r"instead\b", r"and\b", r"or\b", r"but\b", r"though\b", r"although\b", r"so\b",
        r"go ahead and\b", r"feel free to\b",
        r"(?:which |that |so |where |from where |and )?(?:that )?you(?:'ll|’ll| will)? (?:can|could|may|might|should|"
        r"must|(?:just )?(?:only )?need to|"
        r"have to|want to|be able to)\b", r"you(?:'ll|’ll| will)(?= (?:find|see|notice|need))",
        r"make sure (?:to|you)\b", r"be sure to\b", r"remember to\b",
        r"try to\b", r"try(?= \w+ing\b)", r"let['’]?s\b", r"all you (?:need|have) to do is\b", r"we recommend\b",
        r"don['’]t forget to\b",
        r"i(?:['’]d| would)? (?:suggest|recommend)(?: you| that you)?\b",
        r"if (?:needed|necessary|you(?:['’]d| would) like|you want|you like)\b",
        r"to do (?:so|this|that|it)\b", r"from there\b", r"easily\b", r"quickly\b", r"directly\b", r"always\b",
        r"manually\b", r"optionally\b", r"(?:pro )?tip\b", r"note\b", r"hint\b", r"(?:keyboard )?shortcut\b",
        r"step \d+\b",
        r"\d+[.)]", r"👉", r"➡️?", r"→", r"👇", r"👆", r"whenever you(?:['’]re| are| like| want)\s?(?:ready)?\b",
        r"when (?:you['’]re )?(?:ready|done|finished|happy)\b", r"once (?:you['’]re )?(?:ready|done|finished|happy)\b",
        r"here\b", r"there\b", r"simply\b", r"kindly\b", r"as well\b", r"or else\b",
    ),
    commands=(
        ("press", rf"(?:press|hit|push|use|strike|with)(?:ing)?\s+(?:the\s+)?(?:keys?\s+)?(?:shortcut\s+)?{_KEY}"),
        ("press", rf"{_KEY}"),
        ("press", rf"(?:press|hit|push|strike|tap)(?:ing)?\s+(?:on\s+)?(?:the\s+)?(?:keys?\s+)?{_WORD_KEY}"),
        (
            "scrub",
            r"(?:scrub(?:bing)?|skim)\s+(?:(?:back|forth|forward|backward|and)s?\s+){0,4}(?:through|along|across|over|"
            r"to|on|in|"
            r"(?:the|your|its?)\s+(?:playhead|timeline|clips?|video|preview|footage))\b",
        ),
        (
            "scrub",
            r"(?:drag|move|slide|pull)\s+(?:the|your)\s+(?:playhead|scrubber|scrub bar|seek bar|"
            r"progress bar)\b(?=.{0,80}?"
            r"\b(?:preview|review|watch|see|view|skim|check|hear|through|play|back and forth)\b)",
        ),
        ("slide", r"(?:pinch|swipe(?: \w+)?)\b.{0,20}?\b(?:timeline|tracks?|clip|preview)\b"),
        ("slide", r"zoom(?: in| out)?\b.{0,20}?\b(?:timeline|slider)\b"),
        (
            "click",
            rf"(?:right-?|double-?|left-?|long-?|triple-?)?(?:click|tap|press|hover over)\b(?!\s+(?:tracks?|sounds?|"
            rf"noises?|effects?|sfx|samples?|"
            rf"dance\w*|danc\w+|water|shoes?|conference|release)\b)\s*(?:twice\s+|and hold\s+)?(?:on\s+|"
            rf"onto\s+)?(?:the\b|it\b|any\b|an?\b|your\b|this\b|that\b|each\b|"
            rf"{_NAME}|\+|(?-i:[A-Z])|(?:export|download|save|upload|import|play|apply|(?:re)?generate|here|anywhere|"
            rf"again|to \w+|through|undo|redo|delete|"
            r"split|confirm|next|ok|render|share|publish|enter|space|\w+ (?:button|icon))\b|[\u4e00-\u9fff])",
        ),
        (
            "click",
            rf"(?:hit|push|smash)(?:ing)?\s+(?:on\s+)?(?:the\s+)?(?:{_NAME}|(?:\w+\s+){{0,3}}(?:button|key|icon|bar|"
            rf"spacebar|arrow)\b|"
            r"(?:export|download|save|play|upload|import|render|generate|apply|enter|delete|undo|space|publish|"
            r"share)\b)",
        ),
        (
            "click",
            rf"(?:right-?|double-?|left-?|long-?)?(?:clicking|tapping|pressing|hitting)\s+(?:on\s+)?(?:the\s+)?"
            rf"(?:{_NAME}|{_GUI_WORD}\b|(?-i:[A-Z])\w|(?:\w+\s+){{0,3}}(?:icon|clip)\b)",
        ),
        (
            "drag",
            r"drag(?:[- ]and[- ]drop|/drop)?\b(?!\s+(?:rac\w+|queens?|shows?|strips?|kings?|performers?))(?=.{0,120}?"
            r"\b(?:to|onto|into|on|in|over|along|across|up|down|left|right|here|from|sliders?|handles?|edges?|"
            r"corners?|playhead|them|it)\b)",
        ),
        (
            "drag",
            rf"drop\s+(?:in\s+)?(?:your|the|an?|it|them|some|any|files?|clips?|{_NAME})\b.{{0,60}}?\b(?:into|onto|"
            rf"here)\b",
        ),
        ("drag", r"drop\s+(?:your|some|any|files?|clips?|photos?|videos?)\b.{0,60}?\b(?:in|on)\s+the\b"),
        (
            "open",
            rf"(?:open|launch|expand|bring|pull|visit|close(?! up\b)|collapse|access|enter|look for|locate|"
            rf"find)(?:\s+up)?\s+"
            rf"(?!(?:doors?|windows?|house|sea|water|road|air|market|field|sky|with)\b)(?:.{{0,60}}?{_PLACE}|{NAMED}|"
            rf".{{0,12}}?(?:面板|菜单|时间线|页面|标签)|.{{0,40}}?\bfile\b.{{0,6}}[>→])",
        ),
        (
            "open",
            rf"(?:open|launch|expand|visit|enter|find)(?:\s+up)?\s+(?:the\s+|your\s+)?{QUOTED}"
            r"(?=\s*$|\s+(?:to|and|then|from|in|on|under|at|if|when|for|so|or)\b)",
        ),
        (
            "go",
            rf"(?:go|head|navigate|switch|jump|return|scroll|proceed|turn)(?:\s+(?:back|over|down|up|on|right|"
            rf"left))*\s+"
            rf"(?:to|into|under|in|at|through|over|towards?)\b(?:.{{0,60}}?{_PLACE}|.{{0,30}}?(?:{NAMED}|[>→])|"
            rf"\s*(?:the\s+)?(?:{QUOTED}|{_POSITION}(?:\s+corner)?\s*(?:$|of the (?:screen|page|window|editor|app|"
            rf"interface)|and\b)))",
        ),
        ("go", r"(?:refresh|reload)\s+(?:the|this|your)\s+(?:page|browser|tab|editor|window)\b"),
        ("select", r"(?:use|select|choose|pick|try)\s+the\s+(?:\w+\s+){1,3}tools?\b"),
        ("go", r"scroll (?:down|up|through|left|right)\b"),
        (
            "slide",
            r"(?:use|move|adjust|toggle|slide|set|change|check|uncheck|tick|turn|hover over|trim|resize)\b.{0,60}?"
            r"\b(?:sliders?|toggles?|check-?box(?:es)?|handles?|playhead|knobs?|faders?|switch(?:es)?)\b",
        ),
        (
            "check",
            r"(?:check|view|see|review|visit|watch|play|look at|take a look at|have a look at)\s+(?:out\s+)?(?:the |"
            r"your |my |our )?(?:\w+(?:['’]s)?\s+){0,2}"
            r"(?:timeline|panel|library|account|billing|balance|credits?|dashboard|subscription|preview (?:window|"
            r"pane|area)|preview)\b",
        ),
        ("select", rf"(?:select|choose|pick)\s+(?:{_NAME}|(?-i:[A-Z])\w+)\s+(?:from|in|under)\b(?!.{{0,20}}\bexport)"),
        (
            "view",
            rf"{_DOING}\b.{{0,100}}?\b(?:in|on|from|under|at|via|through|within|using|inside|with|"
            rf"by using)\s+.{{0,40}}?{_PLACE}",
        ),
        ("select", rf"(?:select|choose|pick|use|toggle|enable|disable)\b.{{0,60}}?{_WIDGET}"),
        (
            "view",
            rf"{_DOING}\b.{{0,60}}?\b(?:credits?|balance|progress|status|settings?|icon|button|"
            rf"options?)\b.{{0,40}}?{_POSITION}",
        ),
        ("click", rf".{{0,120}}?\b(?:by|via)\s+(?:simply\s+)?{_GERUND}\b"),
    ),
    contents=(
        # A finite verb soon behind the first words: "Open doors are …", "Tap dancing starts …".
        r"^\W*(?:(?!(?:to|that|which|where|if|when|whenever|once|what|how|who|until|so|and|or|while|after|before|as|"
        r"by|you|it|"
        r"they|i|we|everything|all|because|since)\b)\S+\s+){1,8}?"
        r"(?:is|are|was|were|has|have|had|lasts|starts|ends|stays|comes|goes|falls|reads|shows|appears|sits|fades|"
        r"rolls|leads|"
        r"opens|closes|begins|lands|plays|runs|gets|looks|sounds)\b",
        r"^(?:close-?up|shots?|footage|scenes?|clips?)\b",
    ),
    object_ends=r"\s(?:to|in|at|on the|from|when|once|if|whenever|so|for|next to|below|above|under|near)\s",
    meanings={
        "press": ((r"[+⌘⇧-]\s?(?:e|s)\b", "export"), (r"\bspace", "summary"), ("", "message")),
        "click": (
            (_CREDITS, "credits"),
            (_UPLOAD, "upload"),
            (_EXPORT, "export"),
            (_PLAY, "summary"),
            (_PANEL, "state"),
            (r"\bmenu\b", WEAK),
            ("", "message"),
        ),
        "drag": (
            (r"\bfrom (?:the|your) (?:\w+ ){0,2}?(?:library|panel|tab|bin|pool)\b", "message"),
            (r"\b(?:upload|drop (?:area|zone)|media|library|here|browser|window|import)\b", "upload"),
            ("", "message"),
        ),
        "open": ((_CREDITS, "credits"), (_UPLOAD, "upload"), (_EXPORT, "export"), (r"\bmenu\b", WEAK), ("", "state")),
        "go": ((_CREDITS, "credits"), (_UPLOAD, "upload"), (_EXPORT, "export"), (r"\bmenu\b", WEAK), ("", "state")),
        "slide": (("", "message"),),
        "scrub": (("", "summary"),),
        "check": (
            (r"\b(?:account|billing|balance|credits?|subscription)\b", "credits"),
            (r"\b(?:panel|library|dashboard)\b", "state"),
            ("", "summary"),
        ),
        "view": (
            (r"\b(?:account|billing|balance|subscription|pricing)\b|^(?:upgrade|top up|buy)\b", "credits"),
            (r"^(?:upload|import)\b|\badd (?:media|files?|clips?|footage|videos?)\b", "upload"),
            (r"^(?:export|download|save|share|render)\b|\bexports?\b", "export"),
            (r"\b(?:slider|handle|fader)s?\b|^(?:type|enter|write|set|select|(?:un)?mute|(?:un)?lock|hide|zoom|cut|"
             r"copy|duplicate|rotate|shorten|lengthen|extend|nudge|trim|split|remove|delete|undo|redo|reorder|move|"
             r"resize|crop|turn|apply)\b", "message"),
            (r"^(?:preview|watch|see|view|review|listen|hear|play|take a look|have a look|give \w+ a|look|inspect|"
             r"check)\b(?=.{0,140}?\b(?:timeline|preview|player|canvas)\b)", "summary"),
            (r"^(?:edit|change|adjust|tweak|modify)\b(?=.{0,140}?\b(?:timeline|canvas)\b)(?!.{0,140}?\b(?:panel|tab|"
             r"menu)\b)", "message"),
            ("", "state"),
        ),
        "select": ((_EXPORT, "export"), (_UPLOAD, "upload"), (_CREDITS, "credits"),
        (r"\b(?:tab|panel|library|sidebar)\b", "state"), ("", "message")),
        "place": ((_CREDITS, "credits"), (_UPLOAD, "upload"), (_EXPORT, "export"), (_PLAY, "summary"), (_PANEL,
        "state"), ("", "message")),
        "shown": ((r"\b(?:credits?|balance|subscription|billing|account)\b", "credits"), (_EXPORT, "export"),
        (r"\b(?:preview|timeline|player)\b", "summary"), ("", "state")),
    },
    aims=(
        (r"\bto (?:\w+ ){0,2}(?:export|download|render|publish|get the (?:file|video)|save(?! (?:your |"
         r"the )?(?:project|changes)))\b|\bexport(?:ing)?\b", "export"),
        (r"\bto (?:\w+ )?(?:upload|import|add (?:\w+ ){0,2}?(?:media|files?|clips?|footage|videos?|photos?))\b",
        "upload"),
        (r"\bto (?:\w+ )?(?:top up|buy|upgrade)\b", "credits"),
        (r"\bto (?:\w+ )?(?:play|preview|watch)\b", "summary"),
    ),
    statements=(
        (
            "open",
            rf"^i(?:['’]ve| have|['’]m| am)\s(?:now |just |already )?(?:opened|opening|clicked|clicking|switched|"
            rf"navigated|gone)\b.{{0,50}}?(?:{_WIDGET}|library\b|timeline\b|(?:export|billing|settings) (?:page|"
            rf"window|screen)\b)",
        ),
        (
            "place",
            rf"^(?:the|an?|your|our|its?)\s.{{0,30}}?(?:{_NAME}|\b{_GUI_WORD}\b)\s*(?:\w+\s+){{0,2}}?"
            r"(?:button|icon|option|tab|panel|menu|toolbar|sidebar)s?\b.{0,20}?\b(?:is|are|can be found|sits?|"
            r"appears?|lives?|will appear|located)\b"
            r".{0,30}?\b(?:in|at|on|to|under|near|above|below|top|right|left|next)\b.{0,40}?\b(?:corner|screen|top|"
            r"bottom|left|right|toolbar|sidebar|panel|page|window|editor|interface|player|timeline)\b",
        ),
        (
            "place",
            rf"(?:\byou(?:['’]ll| will| can| should)?(?: also)? |^)(?:find|see|notice)\s+.{{0,60}}?"
            rf"(?:(?:{_NAME}|\b{_GUI_WORD})\s+(?:\w+\s+){{0,2}}?{_WIDGET}|"
            rf"\b(?:in|on|under|at|from|inside|within|next to|below|above)\s+(?:the|your|our|"
            rf"its)\s.{{0,30}}?{_WIDGET})",
        ),
        (
            "shown",
            r"^(?:your|the|it|this|they|both|all|everything|these|those)\b.{0,60}?\b(?:is|are|can be|will be|is now|"
            r"are now)\s+(?:now\s+)?(?:available|found|previewed|accessed|viewed|visible|ready to preview|adjusted|"
            r"edited|changed|fine-tuned|renamed|muted|trimmed|checked|seen|tracked|"
            r"downloaded|exported|waiting|shown|listed)\b"
            r".{0,20}?\b(?:in|on|under|from|at|through|via)\s+(?:the|your)\b.{0,30}?(?:panel|tab|library|sidebar|"
            r"timeline|preview window|player|menu|toolbar|media pool)\b",
        ),
        (
            "shown",
            r"^.{0,60}?\b(?:credits?|balance|usage|plan|subscription)\b.{0,20}?\b(?:is|are|"
            r"can be)\s+(?:\w+\s+)?(?:available|found|viewed|"
            r"visible|checked|seen|shown|listed|displayed|tracked|topped up|bought|managed|upgraded)\b.{0,20}?"
            r"\b(?:in|on|under|from|at|through|via)\s+(?:the|your)\b.{0,30}?"
            r"(?:page|account|panel|tab|menu|settings|dashboard|billing|profile|corner|section)\b",
        ),
    ),
    asides=(
        r"^(?:the|your)\s(?:\w+\s){0,3}(?:dialog(?:ue)?|panel|menu|window|tab)\s(?:is|has been)\s(?:now\s|"
        r"already\s)?(?:open(?:ed)?|expanded|visible)\b",
        r"^(?:(?:an?|the|another)\s(?:\w+\s){0,3}(?:dialog(?:ue)?|pop-?up|prompt|dialog box)|(?:an?|another|"
        r"the (?:export|save|settings|upload|"
        r"download|share|context|new))\s(?:\w+\s){0,3}(?:menu|window|panel))(?: box| window| menu)?\s(?:will|should|"
        r"appears|opens|pops|shows up)\b",
        r"^(?:this|that|it|doing so|which)\s(?:will |should )?(?:opens?|brings? up|launch(?:es)?|"
        r"shows?)\s.{0,30}?(?:dialog|panel|menu|window|page|pop-?up)",
    ),
    steps=(
        r"(?:select|choose|pick|wait|save|name|set|enter|type|confirm|adjust|download|paste|hold|release|tick|find|"
        r"look|move|resize|search|browse|fill|hit|start|done$|use|add|make|wait|let go|close|space(?: ?bar)?|"
        r"that['’]s it|optionally)\b(?!\s+me\b)(?!.{0,12}\b(?:tell|let) me)",
        r"(?:it(?:['’]s| is)|that['’]s|they(?:['’]re| are)|located|you['’]ll (?:find|see) it)\s.{0,20}?(?:top|upper|"
        r"bottom|lower|left|right)\b",
        r"(?:at |in |on )?(?:the )?(?:top|upper|bottom|lower)[- ](?:right|left)",
        r"your (?:browser|download|file) will (?:start|begin|open)",
        r"(?:exports?|download|share)\s*$",
    ),
    purposes=(
        r"(?:if|once|when|whenever|as soon as|after|before|in case|should you|until|while)\b(?!.{0,80}\b(?:tell me|"
        r"let me know|i can|i['’]ll|i will|just ask)\b)",
        r"(?:in order )?to (?!be\b)\w+",
        r"for (?:a|an|more|the|further|best|finer|fine)\b",
        r"from (?:there|here)\b",
    ),
    introductions=(
        r"(?:what(?:['’]s| is| to do)? |the )?next(?: steps?)?\b", r"(?:here(?:['’]s| is| are) )?how\b",
        r"here(?:['’]s| is) (?:how|what to do)\b",
        r"(?:just |simply |please )?follow these\b", r"to \w+", r"(?:pro )?tips?\b", r"note\b", r"hint\b",
        r"(?:to )?export(?:ing)?\b", r"download(?:ing)?\b", r"preview(?:ing)?\b",
        r"(?:from here|now|next|then)?,?\s?you can(?: now| also| then)*$", r"(?:keyboard )?shortcuts?\b", r"steps?\b",
        r"(?:getting|get) started\b", r"instructions?\b", r"ways? to\b", r"options?\b", r"upload(?:ing)?\b",
        r"what (?:you can do|to do)\b", r"quick (?:guide|start|steps)\b", r"actions?\b", r"what (?:now|else)\b",
        r"(?:in|on) the (?:timeline|editor|app)\b",
    ),
    independent=(
        r"(?:i|i['’]m|i['’]ll|i['’]ve|i['’]d|we|we['’]ll|we['’]ve)\b",
        r"(?:just |please |simply |you can |feel free to |or |also )*(?:tell|let|ask|give|send|message|"
        r"write|reply|describe|say|type ['\"“])\b(?: me\b| us\b|\s)",
        r"(?:it|this|that|everything|there|the|your|my|our|they|these|those|all|both|no|nothing)\b.{0,60}?\b(?:is|are|"
        r"was|were|will|['’]ll|has|have|had|should|would|can|could|lasts?|ends?|fades?|starts?|lands?|stays?|runs?)\b",
        r"(?:if|once|when|in case|should)\b.{0,80}\b(?:tell me|let me know|i can|i['’]ll|i will|just ask)\b",
        r"(?:(?:even )?though|although|but|however|yet|whereas|except that|nothing)\b(?! (?:first|please|then|just)\b)",
        r"(?!(?:to|so|which|and|you|that|where|then|once|until|or)\b)(?:[\w'’-]+\s){1,5}?(?:is|are|was|were|will|has|"
        r"have|stays?|remains?|takes?|"
        r"lasts?|costs?|keeps?|won['’]t|doesn['’]t|isn['’]t)\b",
        r"(?:which|what|how|would|do|does|is|are|should|shall|want)\b",
        r"(?:thanks|thank you|enjoy|happy)\b",
    ),
    reported=(r"\b(?:says?|said|reads?|reading|saying|titled|called|named|labell?ed)\s*$",),
    captions=(r"\b(?:text|caption|title|subtitle|words?|lyrics?|line|hook|cta|tagline|headline)\s*$",
    r"\b(?:clip|shot|scene|track)\s?#?\d*\s*$"),
    stories=(r"^(?:then |and |when |as |while )?(?:he|she|they|(?:the|a|an|our|two|three) (?:\w+ ){0,2}?(?:man|men|"
             r"woman|women|girls?|boys?|kids?|"
        r"child(?:ren)?|chefs?|drivers?|actors?|hosts?|narrator|dogs?|cats?|hero|people|couple|players?|dancers?|"
        r"waiters?|runners?))\b",),
    evidence=(rf"{_NAME}|{_WIDGET}|{_KEY}|\b(?:timeline|library|export|download|upload|billing)\b",),
    listings=(
        r"^(?!.*\b(?:how|steps?|to (?!\d)|you can|next|follow|options?|shortcuts?|ways?|please)\b).*"
        r"\b(?:shot ?list|storyboard|order|sequence|line-?up|shots?|scenes?|clips?|cuts|chapters?|captions?|"
        r"subtitles?|titles?|lyrics|"
        r"lines|voice-?over|script|story)\b",
    ),
    breaks=(
        r"(?<!ahead)(?<!\bback)\s+(?=(?:and(?! (?:drop|hold)\b)|or|then|but|though|although)\s)",
        r"\s+(?=(?:so (?:that )?|which |that |where )you (?:can|could|may|should)\s)",
        r"\s*(?:→|->|➡️?|⇒)\s*(?=(?:then )?(?:click|tap|drag|drop|open|choose|select|press|hit|go|switch|pick)\b)",
        r"\s+(?=(?:just|simply|please) (?:click|tap|press|hit|open|drag|head|go)\s)",
    ),
    joints=(
        r"and\b", r"or\b", r"but\b", r"(?:even )?though\b", r"although\b", r"however\b", r"whereas\b",
        r"so\b(?! that\b)", r"then\b", r"also\b(?!,)", r"otherwise\b", r"alternatively\b", r"after that\b",
        r"afterwards\b",
        r"next\b(?=,)", r"finally\b(?=,)", r"to do (?:so|this|that|it)\b", r"from there\b", r"instead\b(?=,)",
        r"in the meantime\b(?=,)", r"meanwhile\b(?=,)", r"and then\b", r"once done\b",
    ),
    additions=(r"(?:also|additionally|in addition|moreover|besides)\b(?=,)",),
)  # fmt: skip

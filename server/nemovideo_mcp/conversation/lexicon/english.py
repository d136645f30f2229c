"""The table of clauses, files and order in English."""

from __future__ import annotations

from nemovideo_mcp.conversation.lexicon.table import FILE, IntentWords

__all__ = ["ENGLISH"]

_CHANGED = (
    r"(?:lower|louder|quieter|softer|slower|faster|bigger|smaller|brighter|darker|shorter|longer|higher|"
    r"turned|muted|removed|faded|added|off)"
)
_NEW_WITH = (
    rf"\s(?=with (?:the |a |my |some )?(?:\w+ ){{1,3}}(?:a bit |a little |much |slightly )?{_CHANGED}\b)"
)
# "I'll download it when…" is one clause: it is not wanted now.
_OWN_WILL = r"(?<!but not\s)" + "".join(
    rf"(?<!i{will} {verb}{it}\s)"
    for will in ("'ll", " will")
    for verb in ("export", "download", "render", "save", "grab")
    for it in ("", " it", " this", " that")
)
# "export after I approve it" is not wanted now either.
_APPROVED = (
    r"(?:after|once|when|until|till|unless|as soon as|before) (?:i|we|i've|i have|we've|my \w+|"
    r"the client)(?: \w+)? (?:approv|sa(?:y|id)|confirm|check|see|saw|review|watch|sign|ok|look|tell|told|"
    r"give|gave|decid)\w*"
)
# "after the first clip" is a place, not a time.
_PLACED = (
    r"(?:after|before) (?:the|my|that|this) (?:\w+ ){0,2}(?:clips?|ones?|scenes?|shots?|photos?|parts?|"
    r"segments?|intro|outro|title|chorus|drop|beat)(?:$|[,.!?]| and\b| then\b| please)"
)

ENGLISH = IntentWords(
    language="en",
    contents=(
        r"\b(?:title|caption|text|subtitle|heading|headline|tagline|slogan|hashtag|lyric|label|"
        r"words?|line|sign|card|banner|note|message|overlay|hook|cta|sticker|quote)s?"
        r"(?: (?:card|overlay|text|screen|line))?(?: at the (?:end|start|beginning|top|bottom)|"
        r" on (?:the )?(?:top|screen|\w+ clip))?"
        r"(?: (?:that|which))?\s?(?:says?|saying|reads?|reading|should (?:be|say|read)|called|"
        r"named|to say|to read|must say|must be|will be|:|=)\s?:?\s?([^,;\n\ue000]{1,80}?)(?=$|"
        r"[,;.\n]| and (?:then )?(?:export|download|render|send|hand|email|deliver|save|make|cut|"
        r"show|check|tell|give|put|set|add|i|you)\b| then\b|\ue000)",
        r"\b(?:video|film|movie|clip|screen|it|intro|outro|end(?:ing)?) (?:should|must|needs to|has to) (?:say|"
        r"read)\s([^,;\n]{1,80}?)(?=$|[,;.\n])",
        r"\b(?:make|let|have) (?:it|the (?:title|text|caption|headline)) (?:say|"
        r"read)\s([^,;\n]{1,80}?)(?=$|[,;.\n]| and (?:then )?(?:export|download|render|send|hand|"
        r"email|deliver|save|make)\b| then\b)",
        r"\b(?:change|set|rename|update|switch|edit) (?:the |my )?(?:\w+ )?(?:title|caption|text|"
        r"headline|name|subtitle|heading|tagline|slogan)s?(?: \w+)? (?:to|"
        r"into)\s([^,;\n]{1,60}?)(?=$|[,;.\n]| and (?:then )?(?:export|download|render|send|hand|"
        r"email|deliver|save|show|tell|make|give)\b| then\b)",
        r"\b((?:imports?(?: and | ?& ?| ?/ ?| or )exports?|exports?(?: and | ?& ?| ?/ ?|"
        r" or )imports?|credits? cards?|credit scores?|credit unions?|social credit|tax credits?|"
        r"student credits?|college credits?|carbon credits?|work[- ]life balance|new balance|"
        r"status quo|steady state))",
        r"\b(?:name|call|title|rename) (?:it|this|that|the \w+|my \w+)\s(?!done\b|a day|a wrap|"
        r"finished|good\b)(?:to |as )?([^,;\n]{1,60}?)(?=$|[,;.\n]| and (?:then )?(?:export|"
        r"download|render|send|hand|email|deliver|save)\b| then\b)",
    ),
    breaks=(
        r"\s(?:and )?then(?=\s|$)",
        r"^then\s",
        r"\s(?:and )?after (?:that|this)\b",
        r"\s(?:and )?afterwards?\b",
        r"\s(?=but\s)",
        _NEW_WITH,
        rf"\s(?!{_PLACED})(?!{_APPROVED})(?=(?:after|once|as soon as|before|until|if|when|"
        rf"unless)\s(?:you|we|i|it|that|this|the|is|my|all|everything|adding|making|doing|done|"
        rf"export|download|render|\w+ing)\b)" + _OWN_WILL,
        r"\splus\s(?=(?:show|tell|check|export|send|download|how|what)\b)",
        r"\s(?=also\s)",
        r"\s(?=because\s)",
        r"\s(?:and )?(?:finally|lastly)\s",
        r"\s(?=oh and\s)",
    ),
    delays=(),
    joints=(
        r"\s(?:and|&)\s(?:also\s|then\s)?",
        r"\s(?:so|plus|with(?! the (?:render|export|download|upload)\b))\s",
    ),
    after=(r"(?:but |and |only |just )?(?:right |only |just )?(?:after|once|as soon as|when|if)\s.*",),
    firsts=(
        r"(?:but |only )?not (?:before|until|till)\b",
        r"with\b(?=.*\b" + _CHANGED + r"\b)",
        r"(?:but|wait|oh|oh wait|actually|however|though|only|well|hang on|hold on|just|and|"
        r"please)?,? ?(?:please |wait |let's |can you |could you |i want to |we need to |you need to |"
        r"you should |i'd like to |you have to |make sure )?(?:first|before that|beforehand|"
        r"before you do)\b",
    ),
    first_tails=(
        r"\s(?:first|before that|beforehand|before you do(?: that| so| it)?)(?: please| though| pls| ok)?",
    ),
    courtesies=(
        r"(?:please|pls|plz|thanks|thank you|thx|ty|cheers|ta|a lot|so much|in advance|again|mate|and|\s)+",
    ),
    recalls=(
        r"^\W*(?:(?:oh |ah |um )?(?:no|nope|actually|wait|hang on|hold on|stop|"
        r"sorry)[, ]*)*(?:never ?mind|scratch that|no way|hell no|no thanks|"
        r"forget (?:it|that)|no wait|wait no|actually no|"
        r"not yet|don't|cancel (?:that|it)|on second thought|hold off|changed my mind|"
        r"i changed my mind)\b(?! (?:change|touch|forget|worry|add anything))",
    ),
    possessed=(
        rf"\b(?:clips?|one|file|video|photo|song)\s(?:that is |that's )?(?:called|"
        rf"named)\s?{FILE}\s?(?:should|needs?|must|has|is|to|goes|first|last|comes|in)\b",
        rf"\b(?:delete|remove|drop|get rid of|take out|cut out|where is|where's|discard|erase|"
        rf"exclude)\s(?:the\s)?(?:clip\s|file\s|video\s)?{FILE}",
        rf"\b(?:rename|remove) \w+ {FILE}",
    ),
    targets=(
        r"\b(?:export|save|render|download|output|store|write|put|name|call|keep|deliver|send|"
        r"convert)\w*\b(?: (?:it|this|that|the (?:\w+ ){0,2}(?:video|film|movie|file|clip|result|"
        r"one|cut|export|mp4|version)|everything|out|final|video|again|now|please|me|file|a copy|"
        r"my (?:\w+ )?(?:video|film|movie))){0,4} (?:as|to|into|in|under|onto|at|on|named|"
        r"called)(?: (?:the|my|a|file|folder|this|path|name|location|directory|disk|desktop|new|"
        r"named|called|under|as|:)){0,4}[\s:]*",
        r"\b(?:name|call|title) (?:it|this|that|the (?:file|video|export|result)) ",
        r"\b(?:export|render|output)(?: (?:it|to|as|file))? ",
        r"\b(?:export|render|save)\b.{0,40}? (?:as|to) ",
        r"\b(?:drop|leave|place|throw) (?:the|my) (?:final|finished) \w+ (?:in|into|at) ",
    ),
    after_names=(
        "and",
        "then",
        "with",
        "to",
        "as",
        "is",
        "are",
        "so",
        "use",
        "but",
        "from",
        "into",
        "plus",
        "or",
        "please",
        "make",
        "add",
    ),
    before_names=(),
    keywords=(
        "export",
        "summarize",
        "exporting",
        "download",
        "downloading",
        "upload",
        "uploading",
        "credits",
        "balance",
        "timeline",
        "status",
        "render",
        "tracks",
        "progress",
        "project",
        "finalize",
        "remaining",
        "duration",
        "overview",
        "summary",
        "video",
        "please",
        "account",
        "how many",
    ),
    homophones={
        r"\be[kc]?[kx]sport(?=\b|ing\b)": "export",
        r"\bex[ -]port(?=\b|ing\b)": "export",
        r"\bup[ -]load(?=\b|ing\b)": "upload",
        r"\bdown[ -]load(?=\b|ing\b)": "download",
        r"\btime[ -]line\b": "timeline",
        r"\bm[ .]?p[ .]4\b": "mp4",
        r"\bm ?peg ?4\b": "mp4",
        r"\bem pee (?:four|4)\b": "mp4",
        r"\bcredit's\b": "credits",
        r"\bthe the\b": "the",
        r"\bme me\b": "me",
        r"\bto to\b": "to",
        r"\bmy my\b": "my",
        r"\ba a\b": "a",
        r"\bi i\b": "i",
        r"\bit it\b": "it",
        r"\b(?:lemme|lemmi)\b": "let me",
        r"\b(?:pleas|pleaze|plase|pleez)\b": "please",
        r"\b(?:vedio|vidio|vidoe|viedo|vdieo|vido|vide0)\b": "video",
        r"\b(?:teh|hte|th)\b": "the",
        r"\b(?:shwo|sohw)\b": "show",
        r"\b(?:gimmie|gimmi)\b": "gimme",
        r"\b(?:dl|dwnld|dwnload|dload)\b": "download",
        r"\b(?:wat|wut|waht|whta)\b": "what",
        r"\bhwo\b": "how",
        r"\b(?:snd|sned)\b": "send",
        r"\b(?:cld|cud) (?=(?:u|you)\b)": "could ",
        r"\b(?:hav|hve)\b": "have",
        r"\b(?:adn|nad)\b": "and",
        r"\b(?:thx|tnx)\b": "thanks",
        r"\b(?:cerdit|creidt|crdit|credts|cridits)s?\b": "credits",
        r"\b(?:blnce|ballance|balence)\b": "balance",
        r"\bu\b": "you",
        r"\bgive me teh\b": "give me the",
        r"\bsave as\b": "save as",
    },
)

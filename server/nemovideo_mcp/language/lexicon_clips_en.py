"""The director's English for the clips as a whole: which of them, in what order, and a length told by the present one.

Data only, of the same kinds as `lexicon_en.py`: `FIRST` comes before volumes, `EARLY` before the rules for what there is not, `TOGETHER` last.
"""

from __future__ import annotations

__all__ = ["EARLY", "FIRST", "TOGETHER"]

FIRST: tuple[tuple[str, str], ...] = (
    # one clip alone: nothing else may be done to all of them instead
    (
        "cannot_first:part",
        r"\b(?:un)?(?:mute|silence|turn (?:up|down|off)|lower|raise|quieten)\b@G(?:@ORD (?:clip|video|shot|one)\b|\b(?:clip|video|shot) (?:number )?\d+)|\b(?:volume|sounds?|audio) (?:of|in|from|on) (?:the )?(?:@ORD (?:clip|video|shot|one)\b|(?:clip|video|shot) (?:number )?\d+)|\b(?:mute|remove|without|no|delete|lower|kill|drop|cut)?(?: the)? ?(?:\b@ORD (?:clip|video|shot|photo)|\b(?:clip|video|shot) (?:number )?\d+)(?:'s)? (?:own )?(?:original )?(?:sounds?|audio|volume|noise)\b|\b(?:remove|delete|cut|trim|drop|skip|lose)\b@G\b(?:first|last|opening|initial|final) @DUR",
    ),
    (
        "cannot_first:filter",
        r"\b(?:blur|pixelate|censor)(?: out)? (?:(?:the|his|her|my|their|our|all|that|any|every) )+(?!(?:background|bg|(?:black )?bars?|sides?|edges?|borders?|rest|empty|margins?|surround\w*|gaps?)\b)[\w-]+(?: \w+)?",
    ),
)

EARLY: tuple[tuple[str, str], ...] = (
    # --- before what there is not -----------------------------------------------------------------------------
    (
        "combine_reverse",
        r"\b(?:(?:play|put|show|run|arrange|order)@G(?:backwards?|in reverse|reversed),? ?(?:with )?)?(?:the )?last (?:one|clip)? ?(?:comes |goes )?first,? ?(?:and )?(?:the )?first (?:one |clip )?last\b|\b(?:play|put|show|run|arrange|order)@G(?:backwards?|in reverse|reversed),? ?(?:with )?(?:the )?last (?:one|clip)? ?first\b|(?<!the )\blast one first\b",
    ),
    (
        "cut",
        r"\btransitions?\b@G\b(?:match\w*|to|on|with|hit|follow|in time with)(?: the| its| my)* (?:@OWNBEAT)\b",
    ),
    (
        "drop_clip",
        r"\b(?:remove|delete|drop|ditch|scrap|bin|dump|skip|leave out|take out|get rid of|lose|exclude|excluding|except(?: for)?|but not|minus|(?:don'?t|do not|dont|not) (?:use|include|want|need|take|show)|cut out|throw (?:out|away)|without|not use)(?: the| my)? (?:(?P<b>@ORD) (?:clip|video|photo|picture|image|file)(?:,? (?:and|&) (?:the )?(?P<b2>@ORD)(?: one| clip| video| photo| picture| image| file)?)?|(?:clip|video|photo|picture|image|file)s? (?:number |no\.? ?|# ?)?(?P<list>\d{1,4}(?:(?:,? and|,| &) ?\d{1,4})*)|(?:clip |video |photo |file )?(?P<files>\ue002(?:(?:,? and|,| &) ?\ue002)*))(?= *(?:$|[,.;!?&)]|(?:and|then|but|please|pls|out|from|of|in|completely|entirely|thanks|so|too|also)\b))(?: out\b)?(?: of (?:it|the (?:video|film|edit))\b)?",
    ),
    (
        "drop_clip",
        r"\b(?:take|leave|throw|kick|keep|cut) (?:the |my )?(?:(?P<b>@ORD) (?:clip|video|photo|picture|image|file)|(?:clip|video|photo|picture|image) (?:number )?(?P<list>\d{1,4})|(?P<files>\ue002)) out\b",
    ),
    (
        "stretch_by",
        r"\b(?:make|cut|get)?(?: (?:it|this|that|the (?:whole )?(?:video|film|movie|edit|thing)))? ?\b(?:by )?(?P<dur>@DUR) (?P<way>shorter|longer)\b|\b(?P<way2>shorter|longer|shorten|extend|lengthen)\b(?: (?:it|this|the (?:video|film|edit)))? by (?:about )?(?P<dur2>@DUR)",
    ),
    (
        "stretch:half",
        r"\b(?:make (?:it|this|the (?:video|film|edit)) )?half (?:as long|(?:of )?(?:its|the|the current) length)\b|\b(?:halve|cut) the (?:length|duration)(?: in half)?\b|\bcut (?:it|the (?:video|length|duration)) in half\b",
    ),
    (
        "stretch:double",
        r"\b(?:make (?:it|this|the (?:video|film|edit)) )?(?:twice|two times) (?:as long|the length)\b|\bdouble (?:the|its) (?:length|duration)\b",
    ),
    (
        "stretch:shorter",
        r"\b(?:make|cut|get|i want|i'd like|want|(?:(?:it|this|that|(?:the |my )?(?:whole |final )?(?:video|film|movie|edit|thing|result))|^|[,.;!?]) ?(?:should|could|can|must|may|needs to|has to|to) be)(?: (?:it|this|that|(?:the |my )?(?:whole |final )?(?:video|film|movie|edit|thing|result)))*(?: to be)? (?:(?:a (?:(?:tiny |little )?bit|little|touch|tad)|slightly|somewhat|much|way|lots?|even) )?shorter\b(?! (?:than|by|@CLIPS|cuts?))|(?:^|(?<=[,.;!?]) )(?:(?:a (?:bit|little|tad|touch)|slightly|somewhat|much|even|please) )?shorter(?= ?(?:please|pls)?[.!]*$)|\bshorten (?:it|this|the (?:video|film|edit|whole thing))(?: (?:a (?:bit|little)|slightly|down))*(?=$| ?[,.;!?]| please| and )|\b(?:it|it's|this|that|(?:the )?(?:whole )?(?:video|film|movie|edit|thing))(?: is|'s|s)? (?:(?:a (?:bit|little)|much|way|far|just) )?too long\b",
    ),
    (
        "stretch:longer",
        r"\b(?:make|get|i want|i'd like|want|(?:(?:it|this|that|(?:the |my )?(?:whole |final )?(?:video|film|movie|edit|thing|result))|^|[,.;!?]) ?(?:should|could|can|must|may|needs to|has to|to) be)(?: (?:it|this|that|(?:the |my )?(?:whole |final )?(?:video|film|movie|edit|thing|result)))*(?: to be)? (?:(?:a (?:(?:tiny |little )?bit|little|touch|tad)|slightly|somewhat|much|way|lots?|even) )?longer\b(?! (?:than|by|@CLIPS|cuts?))|(?:^|(?<=[,.;!?]) )(?:(?:a (?:bit|little|tad|touch)|slightly|somewhat|much|even|please) )?longer(?= ?(?:please|pls)?[.!]*$)|\b(?:extend|lengthen) (?:it|this|the (?:video|film|edit|whole thing))(?: (?:a (?:bit|little)|slightly))*(?=$| ?[,.;!?]| please| and )|\b(?:it|it's|this|that|(?:the )?(?:whole )?(?:video|film|movie|edit|thing))(?: is|'s|s)? (?:(?:a (?:bit|little)|much|way|far|just) )?too short\b",
    ),
)

TOGETHER: tuple[tuple[str, str], ...] = (
    # --- clips together ----------------------------------------------------------------------------------------
    (
        "combine_reverse",
        r"(?:\b@JOIN\b@G)?\b(?:in )?(?:the )?(?:reversed?|opposite|backwards?) order\b|\breverse (?:the )?order(?: of (?:the |my )?@CLIPS)?|\bfrom last to first\b|\breverse (?:all )?(?:the |my |these )?(?:clips|videos|photos|files)\b|\bthe other way (?:a)?round\b|\blast (?:one |clip )?to (?:the )?first\b",
    ),
    (
        "combine_list",
        r"(?:\b@JOIN\b@G)?\b(?:order|arrange|sequence|sort|play)(?: them| the clips| it| these)?(?: as| like| in| this)*:? (?P<list2>\d+(?: ?(?:,|then|-|and|, then|, and) ?\d+)+)(?! ?(?:s\b|sec|min|%))|\b(?:(?:start|begin|open) with )?(?:clip|video|photo) (?P<list3>\d+,? (?:(?:and )?then|followed by|before) (?:clip |video |photo )?\d+(?:,? (?:(?:and )?then|followed by) (?:clip |video |photo )?\d+)*)|(?:\b@JOIN\b@G)?(?:\b(?:in )?(?:the |this )?(?:order|sequence)(?: of)?:? |\bclips? )(?P<list>\d+(?: ?(?:,|then|-|and|, then|, and) ?\d+)+)",
    ),
    (
        "combine_first",
        r"\b(?:the )?(?:(?P<b3>@ORD) (?:clip|video|photo|shot|one)|(?:clip|video|photo|shot) (?:number )?(?P<a3>@N)) (?:should |must |has to |needs to |to )?(?:come|go|be|play)(?:es|s)? (?:first|the (?:opener|opening(?: shot| clip)?|intro|first(?: one| clip)?)|at the (?:start|beginning))\b|\b(?:put|place|move|show|use|have|play) (?:the )?(?:(?:clip|video|photo|shot|number) (?:number )?(?P<a>@N)|(?P<b>@ORD)(?: clip| video| photo| one| shot)|(?P<f>\ue002)) (?:first|at the (?:start|beginning|front)|to the (?:start|beginning|front))\b|\b(?:start|begin|open|kick off|lead)(?:s|ing)?(?: it| off| the video)? with (?:the )?(?:(?:clip|video|photo|shot|number) (?:number )?(?P<a2>@N)|(?P<b2>@ORD)(?: clip| video| photo| one| shot)|(?P<f2>\ue002))",
    ),
    (
        "combine",
        r"\b@JOIN\b(?:@G\b(?:together|end to end|back to back|into (?:one|an?|a single)(?: (?:single|new|long|short))?(?: video| clip| film| movie| file| montage)?|@CLIPS|these|those|them|everything|in order|as one)\b(?: (?:together|end to end|back to back|into (?:one|an?|a single)(?: (?:single|new|long))?(?: video| clip| film| movie| file)?|in order|in one))?)?",
    ),
    (
        "combine",
        r"\b(?:put|edit|cut|turn|make|convert|bring|string|piece|line|stick|chain|tie|throw)\b@G\b(?:together|into (?:one|a single)(?: (?:single|continuous|long|big|short|new))?(?: video| clip| film| movie| file| montage)|in order|back to back|end to end|one after (?:another|the other)|in a row|in one(?: video)?|end to end)\b",
    ),
    (
        "combine",
        r"\b(?:edit|arrange|use)\b(?: together)?(?: all| my| these| those| the| our| of)+ (?:[\w-]+ )?@CLIPS\b|\b(?:make|create|build|produce|generate|do|want|need|like|get|have)\b@G\b(?:video|film|movie|montage|edit|vlog|clip|slideshow|compilation|something)s?(?: out)? (?:of|from|with|using) (?:all )?(?:of )?(?:these|my|the|those|them|our|all)\b(?: @CLIPS)?|\b(?:montage|slide ?show|compilation|highlights? reel|supercut)\b|\b(?:create|generate) my (?:video )?(?:clips?|images?)(?: or images)?\b",
    ),
    (
        "export",
        r"\b(?:export|render|download|save)(?:ed)?\b(?: it| this| that| them| the (?:video|file|result))?(?: (?:as|to|into|in) (?:an? )?(?:(?:1080p?|720p?|4k|hd|full hd) ?)?(?:mp4|mov|file|video)?)?(?: (?:1080p?|mp4|video|file))*",
    ),
    (
        "combine_maybe",
        r"\b(?:make|create|build|produce|generate|do|edit|want|need)\b(?: me| us)?(?: an?| my| the| one| some| this)*(?: [\w-]+)? (?:video|film|movie|edit|vlog|clip)s?\b(?= *(?:$|[,.;!?&\n]|please|pls|for|from|with|about|of|out|and|that|to|in)\b|[ ]*$|[,.!?])",
    ),
    (
        "context",
        r"\b(?:i|we) (?:don'?t|do not) (?:need|want|like) (?:it|them|that|those)(?: any ?more)?\b(?= *(?:$|[,.;!?]))|\b(?:i|we)(?:'ve| have)?(?: just| already)? (?:have|uploaded|attached|shot|filmed|took|recorded|got|sent|gave you)\b[^,.;!?\n\ue000]*",
    ),
    # what the clips are of, which asks for nothing
    (
        "setting",
        r"\b(?:these|those|they|this|it)(?: are|'re| is|'s| were| was)(?: all| just| some| (?:a few )?(?:clips|videos|shots|bits))* (?:(?:from|of) [^,.;!?\n\ue000\ue010]*|(?:an?|our|my|the) (?:[\w-]+ ){0,3}?(?:video|film|movie|vlog|clip|footage|trip|wedding|birthday|party)s?\b(?= *(?:$|[,.;!?]|and\b|so\b|but\b)))|\bfor (?:this|my|our|the|an?) (?:[\w-]+ ){0,2}?(?:video|film|movie|vlog|footage|wedding|birthday|party|trip|event)\b(?= *(?:$|[,.;!?]))",
    ),
)

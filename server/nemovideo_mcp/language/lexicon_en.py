"""The director's English: rules, moods, numbers, fillers. Data only; `grammar.py` says what a rule's name means.

A pattern is matched against folded text (lower case, straight apostrophes). `@NAME` stands for a macro. Rules are
tried in order, and what one has taken the later ones don't see.
"""

from __future__ import annotations

from nemovideo_mcp.language.lexicon_clips_en import EARLY, FIRST, TOGETHER
from nemovideo_mcp.language.lexicon_versions import VERSIONS

__all__ = [
    "DEGREES",
    "MACROS",
    "MOODS",
    "NEGATION",
    "NUMBERS",
    "RULES",
    "VOLUME",
]

_N = (
    r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty"
    r"|fifty|sixty|ninety)(?:[- ](?:five|two|eight))?"
)
_COUNT_M = rf"(?:\d+(?:\.\d+)?[ -]?(?:minutes?|mins?|m)(?![a-z])|{_N}[ -](?:minutes?|mins?)\b)"
_COUNT_S = rf"(?:\d+(?:\.\d+)?[ -]*(?:seconds?|secs?|s)\b|{_N}[ -](?:seconds?|secs?)\b)"
MACROS = {
    "N": _N,
    # within a clause, as little as will do
    "G": r"[^\n,.;!?，。；！？、\ue000-\ue002]{0,28}?",
    "DUR": (
        rf"(?:\d{{1,2}}:\d{{2}}(?!\d)|half an? (?:minute|min)|(?:an?|one) half (?:a )?minute|half minute"
        rf"|{_COUNT_M}(?:,? and a half|(?:,? and|,)? ?{_COUNT_S})?"
        rf"|{_N} and a half minutes?|{_COUNT_S})"
    ),
    "MUSIC": (
        r"(?:(?:background|backing|bg) )?(?:music(?: tracks?| beds?)?|musics|bgm|sound ?tracks?|songs?|tunes?"
        r"|tracks?|score|beats|audio tracks?|melody"
        r"|(?:piano |guitar |orchestral |musical )(?:piece|solo|ballad)|piece of music|instrumental)"
    ),
    "CLIPS": (
        r"(?:clips?|videos?|footages?|shots?|photos?|images?|pictures?|pics?|segments?|files?|pieces|scenes"
        r"|movies|films|recordings|uploads|media|vids?|material)"
    ),
    "OWN": (
        r"(?:(?:original|own|source|camera|natural|native|raw|recorded|live) (?:clips?'? |videos?'? )?"
        r"(?:audio|sounds?|noise|volume|voices?|track)"
        r"|(?:clips?|videos?|footage)(?:'s|s'|')? (?:own )?(?:original )?(?:audio|sounds?|noise)"
        r"|(?:audio|sounds?|noise) (?:of|from|in|on) (?:the |my |these |all |each )*(?:original|clips?|videos?|footage)"
        r"|(?:people|every(?:one|body)|our|their|his|her|my|kids?)?(?:'s)? ?(?:\bvoices\b|\bdialogue\b|\btalking\b)"
        r"|\b(?:my|his|her|their|our) voice\b(?![- ]?over)|original(?=\s*(?:$|[,.;!?]))|background noise|ambient (?:sounds?|noise))"
    ),
    "PCT": r"(?P<pct>\d+(?:\.\d+)?|fifty|twenty|thirty|forty|ten|half)(?: ?(?:%|percent|per cent|pct))",
    "TITLE": (
        r"(?:(?:opening |end |ending |closing |intro |outro |big |small |text )?"
        r"(?:titles?(?: card| screen| text)?|captions?|headline|heading|text(?: overlay| card)?|lettering|words?"
        r"|end card|subtitles?))"
    ),
    "Q": r"\ue000",
    "POS": (
        r"(?:(?:right |only )?(?:at|in|on|near|to|for|as|during) (?:the )?(?:very )?"
        r"(?P<pos>end|ending|close|closing|outro|finish|last \w+|start|beginning|front|opening|intro|top)"
        r"(?: of (?:it|the video|the clip|the film))?)"
    ),
}

RULES: tuple[tuple[str, str], ...] = (
    # --- a title: its words are content -----------------------------------------------------------------------
    (
        "song_file",
        r"(?:use|add|put|set|play|with|to|over)?@G\ue001(?: (?:as|for) (?:the |my )?(?:background )?@MUSIC)?",
    ),
    ("song_quoted", r"\ue000 as (?:the |my |our )?(?:background )?(?:@MUSIC)"),
    (
        "title_quoted",
        r"(?:@POS,? )?(?:\b@TITLE\b(?:(?!\b(?:and|then)\b)[^\n,.;!?。\ue000]){0,44}?|\b(?:add|put|write|show|display|overlay|insert|call it|name it|(?:open|start|begin|end|close|finish)(?: it)? (?:with|on))(?: the(?: words?)?| an? (?:card|slide|screen|line)(?: (?:that |which )?(?:says?|saying|reads?|reading))?)? )[:\s=]*@Q",
    ),
    (
        "title_quoted",
        r"@Q (?:as|for) (?:an? |the |my )?(?:opening |end |closing )?(?:title|caption|text|headline)",
    ),
    ("title_next", r"(?:\band|&|,) ?@Q(?P<after> ?@POS)"),
    (
        "title_bare",
        r"(?:\b(?:add|put|insert|set|change|use|give|make|show|with|create|include|write)\b@G)?\b@TITLE\b(?: card)?(?:(?: (?:(?:to|should|could|can) )?(?:come|go|be|appear|stand)s?)? @POS(?: and)?)?(?: (?:that |which )?(?:says?|saying|reads?|reading|called|named|is|to|as|be|of(?! (?:what|whatever|everything|(?:my|our|the|his|her|their) (?:speech|voices?|words|dialogue|talking))\b))(?: |: ?)|\s*[:=]\s*)(?!too \w+\s*[.!]*$)(?P<text>\S[^\n]*)",
    ),
    (
        "title_bare",
        r"\b(?:call|title|name) (?:it|this|the (?:video|film|clip))(?: as)?[: ]\s*(?P<text>\S[^\n]*)",
    ),
    (
        "title_capital",
        r"\b(?:add|put|insert|create|include|give it) (?:a |the |my )?title:? (?P<text>\S[^\n]*)",
    ),
    (
        "remove_both",
        r"\b(?:remove|delete|drop|ditch|scrap|axe|dump|bin|cancel|get rid of|lose|clear)(?: the| both| all)* (?:@MUSIC (?:and|&|,)(?: the)? @TITLE|@TITLE (?:and|&|,)(?: the)? @MUSIC)|\bno @MUSIC (?:and|or|,) (?:no )?@TITLE|\bno @TITLE (?:and|or|,) (?:no )?@MUSIC",
    ),
    (
        "remove_title",
        r"\b(?:remove|delete|drop|ditch|scrap|axe|dump|bin|cancel|get rid of|take (?:out|off|away)|lose|clear|hide|erase|kill)@G@TITLE",
    ),
    ("remove_title", r"\btake the @TITLE (?:out|off|away)"),
    ("remove_title", r"\bundo (?:the|my|that) @TITLE(?= *(?:$|[,.;!?&]|and\b|please\b))"),
    (
        "remove_title",
        r"\b(?:no|without|(?:don'?t|do not|dont) (?:add|put|want|include|need|use)|skip)(?: any| an?| the)* @TITLE",
    ),
    ("text_wanted", r"\b(?:add|put|insert|create|include|give it|want|need)@G\btitle(?: card)?\b"),
    # --- what must not be done ---------------------------------------------------------------------------------
    (
        "keep",
        r"\b(?:nothing|not) too (?:loud|fancy|crazy|complicated|flashy|much)\b|\b(?:keep|leave|(?:don'?t|do not|dont) (?:change|touch|alter|lose|remove|delete))(?: the| my| this| that| current| same| existing)* (?:@MUSIC|cuts?|edit(?:s|ing)?|titles?|length|everything(?: else)?|rest|order|it)(?: (?:as (?:it )?is|as they are|alone|the same|unchanged|the way it is|like that))?(?= *(?:$|[,.;!?&]|and|but|please|pls))",
    ),
    (
        "no_music",
        r"\b(?:without|no|(?:don'?t|do not|dont|never) (?:add|use|put|want|include|need|give)|not|skip)(?: me| any| the| a| some| in)*(?: [\w-]+)? @MUSIC(?! (?:vol|louder|quieter|at|too))",
    ),
    (
        "no_cut",
        r"\b(?:don'?t|do not|dont|no|without|stop|never|not)\b@G\b(?:cut\w*|sync\w*|edit\w*|match\w*)@G\b(?:beats?|rhythm|music)\b",
    ),
    (
        "no_cut",
        r"\b(?:don'?t|do not|dont|never|without) (?:want (?:it|them|this|that|the \w+) (?:to be )?)?(?:cut(?:ting)?|chop(?:p(?:ed|ing))?|slic(?:ed?|ing))(?: (?:it|them|this|that|the (?:video|film|clips?|footage)))? (?:up|to pieces|into pieces)\b",
    ),
    ("no_cut", r"\b(?:no|without)(?: any)? beat[- ]?(?:sync\w*|cut\w*|match\w*)"),
    # --- clips' own sound and the music's volume: see VOLUME ---------------------------------------------------
    (
        "mute_all",
        r"\b(?:mute|silence) (?:everything|all(?: (?:the )?(?:sounds?|audio))?|it all)\b|\bno sound at all\b",
    ),
    *FIRST,
    ("volume", r""),
    # --- music to take away ------------------------------------------------------------------------------------
    (
        "remove_music",
        r"\b(?:remove|delete|drop|ditch|scrap|axe|dump|bin|cancel|get rid of|take (?:out|off|away)|lose|kill|strip|cut out|turn off|clear)(?: the| this| that| my| all| current)*(?: [\w-]+)? ?@MUSIC",
    ),
    (
        "remove_music",
        r"\b(?:take|turn|switch) (?:the |this )?@MUSIC (?:out|off|away)|\b@MUSIC off(?= *(?:$|[,.;!]|please))",
    ),
    ("remove_music", r"\bundo (?:the|my|that) @MUSIC(?= *(?:$|[,.;!?&]|and\b|please\b))"),
    # --- what there is not -------------------------------------------------------------------------------------
    (
        "pace_slow",
        r"\btoo many cuts\b|\b(?:it is |it\'s |its )?too (?:choppy|jumpy|frantic)\b|\b(?:cuts?|cutting|editing|pac(?:e|ing)|edit)(?: is| are|s)? (?:much |way |a bit )?too (?:fast|quick|hectic|short|frequent)\b|\bslow(?:er)?(?: down)? (?:the |your )?(?:cuts?|cutting|edit(?:s|ing)?|pac(?:e|ing)|shots)|\bslow(?:er)?[- ]paced?\b|(?:\bslow (?:it|things) down[, ]+)?\b(?:the )?(?:cuts?|shots?|clips|scenes) (?:come|change|go|follow|switch|fly by|move)s? (?:much |way |a bit )?too (?:quickly|fast|rapidly|often)\b|\blet (?:the |my )?(?:shots|clips|scenes|pictures|it|them|things|everything) breathe\b(?: (?:more|(?:a )?(?:bit|little)(?: more)?))?|\b(?:longer|fewer|less) (?:shots|cuts|takes|clips)|\b(?:calm(?:er)?|relaxed|gentler?|slow|leisurely|unhurried) (?:cuts|cutting|editing|pac(?:e|ing))|\b(?:cuts?|cutting|editing|pac(?:e|ing)|shots)(?: to)?(?: be| go| should be| a bit| a little| much| more)* (?:slow(?:er)?|calmer|longer|less frequent|gentler)",
    ),
    (
        "pace_fast",
        r"\btoo few cuts\b|\b(?:cuts?|cutting|editing|pac(?:e|ing)|edit)(?: is| are|s)? (?:much |way |a bit )?too (?:slow|long|boring)\b|\b(?:speed up|pick up|up|quicken|increase) (?:the |your )?(?:cuts?|cutting|editing|pac(?:e|ing)|edit)|\b(?:fast(?:er)?|quick(?:er)?|rapid|snapp(?:y|ier)|punch(?:y|ier)|frequent|tight(?:er)?|shorter|hectic|more|brisk|dynamic|lively)(?:[- ](?:paced|fire))? (?:cuts?|cutting|edit(?:s|ing)?|pac(?:e|ing)|shots|jump cuts)|\b(?:fast(?:er)?|quick(?:er)?)[- ]paced?\b|\b(?:cuts?|cutting|editing|pac(?:e|ing)|shots)(?: to)?(?: be| go| should be| a bit| a little| much| more)* (?:faster|fast|quicker|quick|snappier|snappy|shorter|punchier|tighter|more frequent(?:ly)?)|\bsnappier\b|\b(?:super|really|very|extra|nice and) (?:tight|snappy|punchy)\b|\bpunchier\b|\bfast-paced\b|\bshorter clips\b",
    ),
    (
        "pace_normal",
        r"\b(?:normal|medium|moderate|regular|default) (?:cuts?|cutting|pac(?:e|ing)|speed|editing)",
    ),
    *EARLY,
    (
        "cannot:voice",
        r"\b(?:voice[- ]?overs?|narrat\w+|dub(?:bed|bing)?|text[- ]to[- ]speech|tts|ai voice|read (?:it )?aloud)\b",
    ),
    (
        "cannot:captions",
        r"\b(?:add |generate |make |burn in )?(?:auto(?:matic)?[- ]?)?(?:captions?|subtitles?|subs)\b(?: (?:from|by|with|for|of) (?:(?:the |my |our |their )?(?:speech|voices?|dialogue|talking)(?: recognition)?|(?:what(?:ever)?|everything)@G(?:say(?:s|ing)?|said|talk(?:s|ing)?)\b))?",
    ),
    ("cannot:sound_effects", r"\b(?:sound effects?|sfx|foley|whoosh(?:es)?)\b"),
    (
        "cannot:transition",
        r"(?:\b(?:fade|cross ?fade|smooth|cool|nice|wipe|slide|zoom) )?\b(?:transitions?|cross-?fades?|fade (?:in|out|to|between)|fades?|dissolves?|wipes?)\b(?: between (?:the |my )?(?:clips?|shots?|videos?))?",
    ),
    (
        "cannot:filter",
        r"(?:\b[\w-]+ )?\b(?:filters?|effects?|luts?|colou?r[- ]?(?:grad\w+|correct\w*)|vintage look|black and white|b&w|glitch|sepia|vhs|film grain|beauty mode)\b(?: effects?| filters?| look)?",
    ),
    ("cannot:music_speed", r"(?!)"),
    (
        "tempo_fast",
        r"\b(?:faster|quicker)(?: tempo)? @MUSIC|\bspeed up (?:the |this )?(?:music|song|track|tune)|\b(?:music|song|track|tune|beat)(?: be| go| a bit| a little| much| tempo| a lot)* (?:faster|quicker)|\b(?:higher|faster) tempo|\b(?:music|song|track|tune|beat|soundtrack|bgm)(?:'s| is| feels| sounds| seems)? (?:a (?:bit|little) |much |way |far |just )?too slow\b",
    ),
    (
        "tempo_slow",
        r"\bslower(?: tempo)? @MUSIC|\bslow down (?:the |this )?(?:music|song|track|tune)|\b(?:music|song|track|tune|beat)(?: be| go| a bit| a little| much| tempo| a lot)* slower|\b(?:lower|slower) tempo|\b(?:music|song|track|tune|beat|soundtrack|bgm)(?:'s| is| feels| sounds| seems)? (?:a (?:bit|little) |much |way |far |just )?too (?:fast|quick|hectic)\b",
    ),
    (
        "cannot:speed",
        r"\bslow[- ]?mo(?:tion)?\b|\bspeed (?:it|this|that|them|everything|the (?:video|clips?|footage)) up\b(?: [\d.]+ ?x| by [\d.]+ ?%)?|\bslow (?:it|this|that|everything|the (?:video|clips?|footage)) down\b(?: [\d.]+ ?x| by [\d.]+ ?%)?|\b(?:speed up|slow down|fast[- ]forward)\b@G(?:\b@CLIPS\b)?|\bspeed ramps?\b|\btime[- ]?lapse it\b|\b[\d.]+x speed\b|\bplay (?:it |the \w+ )?(?:backwards|in reverse)\b|\breverse (?:the |this )?(?:clip|video|footage)\b",
    ),
    ("cannot:sticker", r"\b(?:animated )?(?:stickers?|emojis?|gifs?|memes?)\b"),
    (
        "cannot:generate",
        r"\b(?:generate|create|make)(?: me)? an? (?:ai |short |new )?(?:video|clip|image|film|animation)s? (?:of|about|showing|with) an?\b@G(?: from (?:text|scratch|a prompt))?(?=$|[,.;!?\n])|\btext[- ]to[- ]video\b|\bfrom (?:a )?(?:text|prompt)\b",
    ),
    (
        "cannot:cutout",
        r"\b(?:green ?screen|chroma ?key|remove the background(?! (?:music|noise|sound))|picture[- ]in[- ]picture|pip|split ?screen|side by side)\b",
    ),
    (
        "cannot:stabilise",
        r"\b(?:stabili[sz]e\w*|stabili[sz]ation|deshake|denoise|noise reduction|upscale|sharpen|enhance)\b(?: (?:the |my )?@CLIPS)?",
    ),
    ("cannot:logo", r"\b(?:logo|watermark)s?\b"),
    ("cannot:frame", r"\b(?:rotate|flip|mirror|pan)\b@G\b@CLIPS|\bken burns\b"),
    (
        "cannot:part",
        r"\b(?:remove|delete|drop|cut(?: out)?|trim|skip|get rid of|take out)\b@G\b(?:first|last|opening|beginning|middle|second|third|\d+(?:st|nd|rd|th)?)\b@G(?:@DUR|@CLIPS(?: \d+)?)|\b(?:remove|delete|drop|skip) (?:clip|shot|photo|video) (?:number )?\d+|\bsplit (?:the |clip)@G",
    ),
    *VERSIONS,
    (
        "cannot:web",
        r"\b(?:from|on) (?:spotify|youtube music|apple music|soundcloud|the internet)\b|\b(?:by|from) (?:taylor swift|drake|the beatles|coldplay|hans zimmer)\b|\blyrics\b|\bvocals?\b|\bsinging\b",
    ),
    # --- cuts --------------------------------------------------------------------------------------------------
    (
        "cut_every",
        r"(?:\b(?:cuts?|change|changes|switch|edit|a new shot|new shot|shots?)\b@G)?\b(?:every|each|once (?:per|a|every)|per)(?: (?P<n>@N|other|second|third|fourth|single|half))?(?:st|nd|rd|th)? (?P<unit>down ?beats?|beats?|bars?|measures?)\b",
    ),
    (
        "song",
        r"\b(?:set|cut|sync|edit|match)@G\b(?:to|with) (?:the |my |our )(?:song|track|music|mp3|audio) (?:that |which )?(?:i|we)(?:'ve| have)?(?: just)? (?:uploaded|sent|gave|provided|attached|shared)",
    ),
    (
        "cut",
        r"\b(?:auto[- ]?)?(?:cut|cuts|cutting|edit|edits|edited|editing|sync|syncs|synced|syncing|synchroni[sz]\w*|match|matches|matched|align\w*|time|timed|snap|snaps|lock|locked|land|lands|hit|hits|fall|falls)\b@GC\b(?:to|on|with|by|in time (?:to|with)|along (?:to|with)|match\w*|the)(?: the| its| my| this| that| an?| each| every)* (?:@OWNBEAT)\b(?! (?:volume|louder|quieter))",
    ),
    (
        "cut",
        r"\b(?:auto[- ]?)?sync(?:ed|ing|hroni[sz]ed)?\b@G\b(?:to|with) (?:the |my )?(?:cuts|clips|video|footage)\b|\b(?:auto[- ]?sync(?:ed)?|beat[- ]?synced) (?:the )?cuts\b",
    ),
    (
        "cut",
        r"\bbeat[- ]?(?:sync\w*|match\w*|cut\w*|driven|based|edit\w*)\b(?: (?:it|cuts|edit|the \w+))?|\bmusic[- ](?:driven|synced)\b(?: edits?| cuts?| videos?)?|\bsync(?:ed)? (?:to|with) (?:the )?(?:beats?|music|rhythm)|\b(?:make |do )?(?:it )?(?:right )?(?:on|to|with|in time with)[- ](?:the )?(?:beats?|rhythm|downbeats?)\b|\b(?:hits?|lands? on|falls? on|meets?)(?: on)? (?:an? |the |every |each )?(?:down ?)?beats?\b|\blin(?:e|es|ed|ing)\b@G\bup (?:with|to) (?:it\b(?=$| *[,.;!?])|(?:the |its |my )?(?:@OWNBEAT)\b)|\brhythmic(?:ally)?(?: cuts| editing)?\b|\bcuts? everything to (?:it|the (?:song|music|beat))\b|\bsync (?:it|them|everything)(?: up)?(?: to it)?(?=$|[,.;!?])|\b(?:sync(?:ed|hroni[sz]ed?)?|cut)(?: up)?(?: (?:it|them|everything|the (?:clips|video)))? (?:to|with) it(?=$| *[,.;!?])|\b(?:that |which |to )?follow(?:s|ing)?(?: along with)? (?:the |its )(?:beats?|rhythm|music|drums)\b|\b(?:@CLIPS|it|them|pictures)@G(?:change|switch|move|go)e?s?@G(?:with|on|in time (?:with|to)|to) the (?:beats?|rhythm|music|drums)\b",
    ),
    # --- the uploaded song -------------------------------------------------------------------------------------
    (
        "song",
        r"\b(?:the |that |this |a )?(?:song|track|music|mp3|wav|m4a|audio(?: file)?|tune) (?:that |which |file )?(?:i|i've|we|we've)(?: have| just)?(?: already)? (?:uploaded|sent|gave(?: you)?|provided|attached|shared|added)(?: as (?:the )?(?:background )?music)?",
    ),
    (
        "song",
        r"\b(?:my|our)(?: own)?(?: uploaded)? (?:song|track|mp3|audio(?: file)?|tune|music(?: file)?)\b(?: as (?:the )?(?:background )?music)?|\b(?:the |an? )?uploaded (?:song|track|mp3|audio(?: file)?|tune|music)\b|\buse the (?:mp3|wav|m4a|audio file)\b",
    ),
    # --- the frame ---------------------------------------------------------------------------------------------
    (
        "aspect:9:16",
        r"\b9 ?(?:[:x×/]|by) ?16\b|\b(?:youtube )?shorts\b|\btik ?tok\b|\b(?:instagram |ig |insta |facebook |fb )?(?:stories|story)\b|\b(?:instagram |ig |insta |facebook )?(?<!highlight )(?<!show )reels?\b(?! of)|\bvertic(?:al|le)(?:ly)?\b|\bportrait\b|\bsnapchat\b|\bupright\b|\bphone (?:screen|format)\b",
    ),
    (
        "aspect:4:5",
        r"\b4 ?(?:[:x×/]|by) ?5\b|\b(?:instagram|ig|insta|facebook)(?:'s)? (?:feed|posts?)\b|\b(?:the|my) feed\b",
    ),
    ("aspect:1:1", r"\b1 ?(?:[:x×/]|by) ?1\b|\bsquared?\b"),
    (
        "aspect:16:9",
        r"\b16 ?(?:[:x×/]|by) ?9\b|\blandscape\b(?! (?:clips|shots|footage|photos))|\bhorizontal(?:ly)?\b|\bwide ?-?screen\b|\byoutube\b|\btv (?:screen|format)\b",
    ),
    ("aspect:9:16", r"\b(?:for|on|to) (?:instagram|insta|ig)\b"),
    ("cannot:ratio", r"\b(?:21 ?: ?9|4 ?: ?3|3 ?: ?4|2 ?: ?3|3 ?: ?2|2 ?: ?1|5 ?: ?4)\b"),
    (
        "fit:blur",
        r"\b(?:fill the )?(?:blurr?(?:ed|y)?|blur)(?: the)?(?: background| bg| bars| sides| borders| edges)?\b|\b(?:fill )?(?:the )?background (?:blurred|with blur|blurry)\b",
    ),
    (
        "fit:contain",
        r"\bletter-?box(?:ed|ing)?(?: it)?\b|\bpillar-?box(?:ed)?\b|\bblack bars\b|\bfit (?:it )?(?:inside|within)(?: the)?(?: frame)?\b|\b(?:don'?t|do not|no|without) crop(?:ping)?(?: it| anything)?\b",
    ),
    (
        "fit:cover",
        r"\bcrop(?:ped)?(?: it)?(?: to)?(?: fill| fit)?(?: the)?(?: frame| screen| whole frame)?\b|\bfill (?:the )?(?:whole |entire )?(?:frame|screen)\b|\bzoom to fill\b|\bno (?:black )?bars\b",
    ),
    # --- length ------------------------------------------------------------------------------------------------
    (
        "described",
        r"\b(?:(?:have|here are|uploaded|three|two|four|five|several|some) )?@N[- ](?:second|minute|sec|min)s?[- ](?:[\w-]+ ){0,2}(?:clips|videos|photos|shots)\b",
    ),
    (
        "odd_length",
        r"\b@DUR (?:each|apiece|per (?:clip|photo|shot|image)|for each)\b|\b(?:from|after|until|every|each) @DUR(?: to @DUR)?|(?<!it )(?<!cap )(?<!keep )(?<!video )(?<!film )(?<!length )\bat @DUR(?! (?:max|or (?:less|under)|tops|at most|long|total))|\bswap (?:the )?(?:clips?|first|second|last|order|photos?|videos?|shots?)\b[^,.;!?\n]*|\beach (?:clip|photo|shot|image)@G@DUR",
    ),
    (
        "trim_most",
        r"\b(?:(?:keep|make|cut|trim)(?: it)? )?(?:under|within|less than|no (?:longer|more) than|(?:\w+n't |not )(?:be |go |get |last |run )*(?:any )?(?:longer|more) than|at most|max(?:imum)?(?: of| length)?|up to|below|shorter than|(?:\w+n't|not) exceed(?:ing)?|(?:limit|cap)(?:ped|ed)?(?: (?:it|the \w+))? (?:to|at))(?: about)? (?P<dur>@DUR|(?:an?|one) minute)|(?P<dur2>@DUR) (?:max(?:imum)?|or (?:less|under|shorter)|tops|at most)\b",
    ),
    (
        "trim",
        r"(?:\b(?:about|around|exactly|roughly|approx(?:imately)?|~|at least)? ?)?\b(?P<dur>@DUR|(?<=to )(?:an?|one) minute\b|(?:an?|one) minute(?= (?:long|video|clip|edit|version|total)))(?: (?:long|total|in total|in length|overall|altogether))?",
    ),
    # --- music -------------------------------------------------------------------------------------------------
    ("music_video", r"\bmusic videos?\b"),
    (
        "music_new",
        r"\b(?:don'?t|do not|dont|didn'?t) (?:really )?(?:like|love|want) (?:this|that|the|current)(?: [\w-]+)? @MUSIC(?:[,;]? ?(?:and |so |please )?(?:try|use|pick|find|give me|get)(?: me)? another(?: one)?)?|\b(?:try|use|pick|want|give me|choose|how about|find)?(?: me)? ?(?:something|anything|somewhat) (?:else|different)\b",
    ),
    (
        "music_new",
        r"\b(?:another|an? different|different|an? other|a new|some other|change|replace|swap(?: out)?|switch|regenerate|redo|recompose)(?: to| the| this| that| current| some| up)*(?: (?:@MOODWORDS))? (?:(?:piece|kind|style|bit) of )?@MUSIC",
    ),
    (
        "music_match",
        r"\b(?:that |which |to |and )*(?:match\w*|fit\w*|suit\w*|goes? (?:well )?with|complement\w*|reflect\w*|follow\w*(?= (?:the |my |its )*(?:mood|vibe|energy|feel|style|atmosphere|action|content|scenes?|visuals|pictures|images)))(?: the| my| its| with)* (?:mood|pace|vibe|tempo|energy|feel(?:ing)?|video|footage|clips|style|atmosphere|action|content|scenes?|visuals|pictures|images|photos)(?:,? (?:and|&) (?:the )?(?:mood|pace|vibe|tempo|energy|feel|style|action|atmosphere))?(?: of (?:the |my |this |these )?(?:[\w-]+ )?(?:@CLIPS))?",
    ),
    (
        "music_bpm",
        r"\b(?:at |around |about |with )?(?:a tempo of )?(?P<bpm>\d{2,3}) ?(?:bpm|beats (?:per|a) minute)",
    ),
    (
        "mood",
        r"\b(?P<mood>@MOODWORDS)(?: (?:and|,) (?P<mood2>@MOODWORDS))?\b(?: (?:feel(?:ing)?|vibes?|mood|style|kind))?(?:@GM\b@MUSIC\b)?",
    ),
    ("music", r"\b@MUSIC\b"),
    *TOGETHER,
)

MACROS["OWNBEAT"] = r"beats?|rhythm|tempo|music|song|track|bass|drums?|drop|down ?beats?|kick|tune|groove"
# the same, for a wish that no other begins in
MACROS["GC"] = r"(?:(?!\b(?:but|swap|change|replace)\b)[^\n,.;!?，。；！？、\ue000-\ue002]){0,28}?"
MACROS["GM"] = r"[ \w,'&/-]{0,30}?"
MACROS["JOIN"] = (
    r"(?:combin(?:e|es|ed|ing)|join(?:ed|ing|s)?|merg(?:e|es|ed|ing)|stitch(?:ed|ing)?|splic(?:e|ed|ing)"
    r"|link|blend|connect|fuse|unite|concat(?:enate|enated|enating)?|mash|glue|assemble|compile)"
)
MACROS["ORD"] = (
    r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|last|\d+(?:st|nd|rd|th))"
)

NUMBERS: dict[str, float] = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
    "nine": 9, "ten": 10, "twelve": 12, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
    "sixty": 60, "ninety": 90, "other": 2, "second": 2, "third": 3, "fourth": 4, "single": 1, "half": 0.5,
    "first": 1, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "last": -1, "最后": -1,
}  # fmt: skip

# mood → (words that mean it wherever they stand, words that mean it only next to music)
MOODS: dict[str, tuple[str, str]] = {
    "lofi": (r"lo-?fi(?: hip-?hop)?|lo fi(?: hip-?hop)?|chill ?hop|chill beats|study beats", r"chill(?:ed|ing|er)?(?: out)?|laid[- ]back|cozy|cosy|jazzy|easygoing|mellow beats|smooth"),
    "hiphop": (r"hip[- ]?hop|rap|boom ?bap", r"trap|urban|street|gangsta"),
    "rock": (r"rock (?:and|n|'n') roll|punk|heavy metal|electric guitars?", r"rock|metal|guitars?|grunge|loud|edgy|aggressive|hard"),
    "cinematic": (r"cinematic|epic(?: trailer)?|orchestral", r"trailer|orchestra|dramatic|heroic|grand|majestic|inspiring|inspirational|emotional|powerful|suspense\w*|adventur\w+|triumphant|uplifting orchestral"),
    "ambient": (r"ambient|atmospheric|meditati\w+", r"calm(?:ing|er)?|relax(?:ing|ed)?|peaceful|soft|gentle|quiet|serene|sooth\w+|dreamy|mellow|slow|spa|sleepy|tranquil|floating"),
    "electronic": (r"electronic|edm|techno|dubstep|synth-?wave|synth(?:s|esi[sz]ers?)?|drum (?:and|n|&) bass", r"house|electro|dance|synth|club|party|futuristic"),
    "acoustic": (r"acoustic|ukulele", r"folk|country|warm|organic|wedding(?! (?:video|film|movie|clip|footage|photo|picture|day|party|trip))"),
    "happy": (r"", r"happ(?:y|ier)|cheer\w+|jolly|joyful|sunny|playful|cute|whistl\w+"),
    "dark": (r"", r"dark(?:er)?|tense|scary|horror|mysterious|sad(?:der)?|melanchol\w+|gloomy|moody|spooky"),
    "romantic": (r"romantic", r"lovely|tender|sweet|sentimental"),
    "funk": (r"funk(?:y|ier)?|disco", r"soul|groovy"),
    "upbeat": (r"up-?beat|up-?tempo|energetic|hype", r"pop|bright|fun(?:ny)?|lively|catchy|bouncy|feel[- ]good|exciting|fast|dynamic|motivational|positive|corporate|business|summer(?:y)?|pumping|uplifting|vibrant|workout|sporty|energy"),
}  # fmt: skip

# What makes a volume louder or quieter: (effect, pattern). Effects are read by `volume.py`.
VOLUME: tuple[tuple[str, str], ...] = (
    (
        "keep",
        r"\b(?:keep|leave|retain|preserve|restore|unmute|un-mute|bring back|with|(?:don'?t|do not|dont) (?:mute|remove|kill|lose|silence|delete|drop))\b",
    ),
    (
        "quieter",
        r"(?<!nothing )(?<!not )\btoo (?:loud|high|strong)\b|\b(?:low|quiet) (?:volume|level)\b|\b(?:less|not (?:so|too|as)) loud\b|\b(?:quieter|softer|lower(?:ed|ing)?|reduced?|decreased?|drop(?:ped)?|duck(?:ed)?|soften)\b|\bturn(?:ed)?\b(?: [\w']+){0,4}? +down\b|\bbring(?: [\w']+){0,4}? down\b|\bvolume down\b|\bdown\b|\b(?:drown(?:s|ed|ing)? out|overpower(?:s|ed|ing)?)\b(?:(?! and\b)[^\n,.;!?]){0,32}",
    ),
    (
        "louder",
        r"\btoo (?:quiet|soft|low)\b|\b(?:louder|raised?|increased?|boost(?:ed)?|higher|amplify|crank(?: up)?)\b|\bturn(?:ed)?\b(?: [\w']+){0,4}? +up\b|\b(?:can'?t|cannot|can(?: barely| hardly)|barely|hardly)(?: really| even| barely| hardly)?(?: can)? hear\b|\bvolume up\b|\b(?:pump|bring|push) (?:[\w\']+ ){0,4}?up\b",
    ),
    (
        "mute",
        r"\b(?:mute[ds]?|silence[ds]?|kill|turn off|switch off|remove[ds]?|strip|cut out|get rid of|no|without|take out|disable|delete|drop|ditch|scrap|axe|dump|bin|lose|(?:don'?t|do not|dont) (?:want|need)(?: to (?:hear|have))?|off(?= *(?:$|please|pls))|turn(?: [\w']+){0,4}? off)\b",
    ),
    ("set", r"\b(?:volume|level|loudness|music|bgm|audio|sound|set)\b"),
)

DEGREES: tuple[tuple[str, str], ...] = (
    ("half", r"\bhalf\b|\bhalve\b|\bby half\b"),
    ("double", r"\b(?:double|twice)\b"),
    ("much", r"\b(?:much|a lot|way|far|really)\b"),
    ("bit", r"\b(?:a (?:tiny |little |wee )?bit|a little|slightly|somewhat|a touch|a tad|a notch)\b"),
)

NEGATION = r"\b(?:don'?t|do not|dont|doesn't|never|without|not|no|avoid|stop|isn't|rather than|instead of)\b(?: (?:want|need|make|add|use|it|to|a|an|the|any|me|be|have|like|put|in|go|really|apply|do|include))* ?$"

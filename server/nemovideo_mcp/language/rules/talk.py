"""What is no wish: thanks, greetings, praise, questions, and what is to stay as it is."""

from __future__ import annotations

import re

from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.scene import Focus

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

WORDS: Vocabulary = {
    "talk": """
        let's rock|rock on|thanks a lot|thank you so much|thank you very much|many thanks
        nothing fancy|nothing special|nothing crazy|keep it simple|straight cuts|hard cuts|great stuff|good stuff|almost perfect|nearly perfect|almost there|not bad|not bad at all|pretty good|so far so good
        hold on a second|hold on a sec|hold on a minute|hold on one second|hold on a moment|looking nice|that's nice|you nailed it|nailed it|superb|marvelous|marvellous|terrific|splendid|great work
        good work|excellent work|nice job|fine work|bravo|kudos|yay|woohoo|omg|thank god|bingo|you legend|you're a legend
        you're a star|you star|lifesaver|you're a lifesaver|you're amazing|you're awesome|thanks a bunch|thanks a ton
        thanks a million|ta very much|tysm|ty so much|cheers for that|much obliged|bless you|no thanks|no thank you
        that'll do|that will do|we're done|i'm done|all done|that's all for now|that's all for today|for today
        much appreciated|appreciate it|great job|good job|well done|awesome|amazing|perfect|excellent|wonderful
        lovely|looks great|looks good|looks amazing|looks perfect|looking good|sounds good|sounds great|love it
        i love it|like it|i like it|nice work|nice one|hello|hi|hey|good morning|good evening|good afternoon
        howdy|yo|bye|goodbye|see you|see ya|good night|cheers|haha|lol|hehe|wow|oh right|got it|i see|understood
        makes sense|no problem|never mind|nevermind|forget it|no worries|that's all|that is all|much better
        better|yes|yeah|yep|no|nope|okay|ok|cool|fantastic|brilliant|beautiful|super|thx|ty|pity|too bad|a pity
        shame|whatever|it works|done|great|so much|a lot|very much|nothing else|nothing
        leave everything like it is|that's it|thats it|that's fine|all good|good enough|happy with it|like that
        bummer|ah well|fair enough|my bad|mb|welcome|friend|there|again|for now|you're the best|you rock
        exactly what i wanted|what i wanted|exactly|spot on|right|works for me|works|very|is|is fine|fine
        are fine|really|nah|ha
        happy with|happy about|pleased with|satisfied with|in love with|i love|i really love|i enjoy
        i adore|adore
        谢谢|多谢|感谢|辛苦了|辛苦|你好|您好|哈喽|嗨|早上好|晚上好|晚安|再见|拜拜|好的|好嘞|好哒|好滴|好呀|好吧
        其他的后面再说|其他的再说|其余的再说|剩下的再说|后面再说|之后再说|回头再说|晚点再说|稍后再说|其他以后再说
        别的再说|别的以后再说|其他的以后再说|其他的之后再说|先就这样|先这样子|就先这样
        行吧|可以了|可以|不错|很好|非常好|太好了|太棒了|真棒|棒|完美|绝了|牛|厉害|赞|赞啦|满意|很满意|喜欢
        很喜欢|好看|好听|漂亮|哈哈|哈哈哈|嘿嘿|呵呵|哦|哦对|哦对哦|对哦|对|嗯|嗯嗯|懂了|明白|明白了|知道了|了解
        收到|没事|没关系|算了|开玩笑|开玩笑的|可惜|好可惜|666|六六六|顺眼|上头|这个上头|干净多了|好多了|舒服
        舒服多了|首尾呼应|这才对|这才叫卡点|先这样|就这样|那先这样|就这么着|以后再说|不用换|挺好|挺好的|还行|可
        绝|爱了|棒棒|棒棒哒|老板大气|nice|thanks|完事|收工|这个好听|牛啊|太强了|强|没问题|感谢感谢|爱你|么么哒
        不改了|就不改了|先不改了|不用改了|不动了|不弄了|不搞了|不整了|就这么放着|不折腾了|随它吧|随它去|就它了
        行就这样|好就这样|暂时这样|先到这|先到这里|到此为止|今天就到这|没别的了|没有别的了|没了|没有了|别的没了
        不用了谢谢|不用了|不必了|先不用|暂时不用|太赞了|太牛了|太厉害了|太好看了|太好听了|太绝了|太完美了|好厉害
        好棒|好棒啊|好看多了|好听多了|顺眼多了|顺多了|强多了|完美了|给力|真给力|太给力了|靠谱|真靠谱|优秀|专业
        有品|有那味了|有内味了|高级|丝滑|丝滑多了|流畅|流畅多了|有感觉|有感觉了|对了|就对了|这就对了|感谢啦|谢啦
        谢谢啦|谢谢你|谢谢您|多谢啦|谢了|thank you|辛苦啦|麻烦你了|麻烦您了|劳烦|有劳了|再会|回见|下次见|明天见
        早|早啊|早安|午安|中午好|下午好|嗨喽|哈啰|喂|你在吗|忙吗|吃了吗|干得漂亮|漂亮啊|做得好|做得不错
        剪得不错|剪得真好|剪得好|弄得不错|弄得真好|真好看|真好听|真不错|真好|好极了|棒极了|好耶|耶|哇|哇塞|哇哦|天哪
        就这首|就这个|就这版|就它|就用这个|就用这首|就要这个|就要这首|就这首吧|就这个吧|没毛病|没啥问题|没啥毛病|挺完美|挺满意|蛮好|蛮好的|蛮不错|挺不错|挺不错的|还不错|还可以|还好|不赖|行啊|成|成啊|妥妥的
        行了|行啦|得了|妥了|够了|足够了|够|正好|刚好|刚刚好|正合适|可以可以|这个好|这个不错|这个行|这个赞|这首好
        这首不错|这版好|这版不错|这样好|这样不错|这样行|这样可以|这样就行|这样就好|这样就可以|这样挺好|这样很好|这样对了
        这回对了|这下对了|这下好了|这下可以了|这次对了|这次好了|差不多了|差不多|差不多可以|差不多行了|差不多得了
        在吗|在不在|等一下|等等|稍等|我看看|看看|我想想|这个可以|好样的|很|真|太|多了|非常|就是这个
        可以的|对味|到位|稳|冲|妥|得劲|好玩|有意思|好笑|有趣|笑死
    """,
    "as_is": """
        as it is|as is|as they are|alone|untouched|unchanged|like it is|the way it is|the way they are|exactly as it is
        不变|不动|别动|原样|原封不动|别碰|就这样吧|先这样吧|先这样|就这么着吧|由它去|随它去|就让它这样
    """,
    "keep": """
        keep~|leave~|stay~|untouched|unchanged|alone|as is|as it is|as they are|like it is|the way it is|same
        保留|保持|留着|不变|不动|别动|原样|照旧
    """,
}

_TOUCH = r"(?:touch|change|alter|remove|delete|cut|reverse|mute|drop|move|replace|add|use|crop|trim|swap|shorten|lose|mess|edit|modify|rotate|flip|zoom|speed|slow|export|split|make|do|put|turn)"
_TAGGED = re.compile(
    r"^(?:(?:so|and|then|ok|okay) ){0,8}(?:that|this|it|they|these|those|there|everything|everyone|nothing|all|the \w+)\b.{1,80}"
    r"[ ,](?:right|correct|(?:is|are|does|do|did|has|have|wo|ca)n'?t (?:it|they|that|there))$"
)
_WHICH_ZH = re.compile(
    r"哪[个首段条一种]{1,2}(?:会?更|比较|最)?(?:好|合适|适合|搭|配|行|合拍|顺)[听看用些一点呢啊吗]*$"
)
_WHICH = re.compile(r"哪[个首段一]|\bwhich\b")
_TAGGED_ZH = re.compile(r"(?:对吧|是吧|对不对|对吗|是吗|没错吧|对么|是么)$|^.{0,8}还是.{1,12}吧$")
_SHOULD = re.compile(r"\b(?:should|must|needs?|has to|have to|can|could)\b")
_NEGATED = re.compile(
    rf"\b(?:don'?t|do not|dont|never|no need to|needn'?t|you don'?t (?:have|need) to|must not|should not|shouldn'?t|without|rather not|refuse to|(?:told|said|asked)(?: me| us| you)? not to)\b(?: (?:please|ever|you|even|to|also|just|actually|try to|again|want to|want you to|wanna|wish to|like to|intend to|plan to|think we should|think you should|need to|have to|go and|dare))* {_TOUCH}\w*\b"
    r"|^(?:please |but |and |just |also ){0,8}not (?:the|my|all|clip|this|that|on|in)\b"
    r"|(?:别|不要|不用|不必|无需|不需要|没必要|用不着|犯不着|(?<!可不)可以不|(?<!可)不可以|(?<!能)不能|不想|先不|勿|甭|莫|不许|先别|千万别)(?:再|先|把[^,，。]{0,10}|给[^,，。]{0,8}|去|全|都|乱)?(?:动|改|换|删|碰|剪|切|去掉|倒放|静音|加(?!音乐$)|移|裁|放大|缩|变|调|翻|转|导出|停|关|消|降|屏蔽|抹|清)"
    r"|(?:别|不要)(?:动|碰)$|^(?:但|也|可)?不是"
)  # fmt: skip
_KEPT = re.compile(
    r"^(?:only|just|nothing but)(?: the)? (?:music|song|soundtrack|bgm)$|^(?:the )?(?:music|song|soundtrack) (?:only|alone)$|^只[要留剩]?(?:bgm|音乐|歌|背景音乐|配乐)$|"
    r"^(?:(?:please|but|and|just|also|then|now|so|while you) ){0,8}(?:keep|leave|retain)\b(?: (?:the|my|this|that|its|all|other|everything|rest|current|same|existing|music|song|titles?|texts?|order|length|it|them|one|clips?|video|film|as|is|they|are|alone|unchanged"
    r"|untouched|like|way|original|sound|voices?|cuts|audio|else|of|where|here|for now|and|please|in|on|both|going|playing|running|clips?'|clip'?s|but|intact|there|thanks|exactly|soundtrack|track|tune|bgm|effects|fades?|speeds?|lengths?|words|style|volume|levels?|titles?|captions?|framing|zoom|everything|with)){0,40}$|^same (?:cuts|order|length|clips|titles?)$|^(?:请)?保留(?:原声|人声|现场声|同期声|音乐|标题|文字)$|^(?:镜头|切点|顺序|剪辑)(?:不变|照旧|一样)$|^.{0,12}(?:保留|不变|不动|留着|保持(?:不变|原样)?|别碰|别动)(?:吧|就好|就行|哈|啊|啦)?$"
)  # fmt: skip
# What has the form of a question, and asks for something to be done.
_POLITE = re.compile(
    r"^(?:(?:and|but|so|ok|okay|oh|hm+|btw|by the way|hey|hi|wait|well|then|also)[ ,]+){0,8}(?:(?:would|will) (?:it|you) be\b|is it (?:possible|ok|okay|fine|alright)\b|are you able to\b"
    r"|is there (?:a|any) (?:way|chance|possibility)\b|why (?:don'?t (?:we|you)|not)\b|what (?:about|if)\b|how about\b"
    r"|do you (?:think|mind|reckon)\b.{0,12}\b(?:could|can|would|mind)\b|would you mind\b|could|may (?:i|we) have\b"
    r"|can (?:i|we) (?:get|have|hear more|see more|see less|make|put|add|use|do|start|end|swap|change|move|turn|lower|mute|cut|drop|lose|try)\b)"
)
_WISHED = re.compile(
    r"(?<!n't )(?<!not )(?<!dont )(?<!never )\b(?:just|simply|instead) (?:make|set|trim|cut|mute|move|put|speed|slow|lower|raise|turn|shorten)\b"
)
_ADVICE = re.compile(
    r"^(?:(?:and|but|so|ok|okay|hm+|hey) ){0,8}(?:should|does|do you think|would you say|would (?:it|that|this) (?:be|look|work|feel)) (?!be\b)"
)
_QUESTION = re.compile(
    r"^(?:(?:and|but|so|ok|okay|oh|hm+|btw|by the way|hey|hi|wait|well)[ ,]+){0,8}(?:how (?:long|many|much|do|does|can|is|are|come|loud|fast|big)|which|what(?:'s| is| are| was| does| do| did| kind| song| music| style| happens| can| clips?| version)?\b(?! if)|why|when (?:does|do|is|will)|where|who|is (?:it|there|this|that|the|my)|are (?:there|the|these|you)"
    r"|(?:is|are|isn'?t|aren'?t|was|were|does|did|has|would|will) (?:clip|the|my|it|this|that|there|these|those|they|we|he|she)|whats|wheres|whos|hows|can (?:clips|videos|films|shots|songs|photos) be|does|can (?:you|i|we|they) (?:hear|see|tell|read|notice)|do (?:you|i|we|they)|did|was|were|have you|has|am i|should i)\b"
    r"|^(?:为什么|为啥|怎么(?!样把)|什么|哪|几|多少|多长|是不是|有没有|有几|是什么)|(?:多长|多久|(?<![那这好的后前头])几[秒个段]|多少|什么意思|什么|哪个|哪段|哪首|哪些|啥|(?:什么|啥)来着|啥风格|为什么|是不是|怎么样|怎么弄|怎么做|谁|来着|什么时候)[^,，。]{0,8}[?？]?$"
    r"|^(?:这|现在|它|这下)?(?:里面?|还)?能(?:听[见到清]|看[见到清])[^,，。把给]{0,10}了?[吗么][?？]?$"
    r"|^(?:这|现在|它|你)?(?:这里|这边)?(?:能|可以|会|支持)[^,，。把给]{1,12}(?:吗|么|不)[?？]?$"
    r"|多(?:大|高|响|快|慢|粗|重|宽|少)(?:声音?|音量|字|号|的?声音?|的?音量|倍)?(?:了|啊|呀|呢|来着)?$|(?P<is>[大小多少高低响吵快慢长短亮清对在])不(?P=is)(?:清楚|楚|声|啊|呀|呢)?$"
    r"|会(?:怎么样|怎样|如何|咋样|变成?(?:什么|啥)样?)(?:呢|啊)?$|[好]还是[^,，。]{1,12}好(?:呢|啊|些|点)?$"
    r"|有没有[^,，。]{0,10}$|是(?:从)?(?:第)?几[秒拍段首号]|(?:大|小|响|吵|快|(?<!慢)慢|长|短|高|低|清楚)(?:不|没|没有)$"
    r"|^你(?:是不是|怎么|咋|为啥|为什么|把[^,，。]{1,16}(?:丢|没|坏|错|掉|去哪)了)[^,，。]*$"
)  # fmt: skip
# Why something is wished, and how it was made: "它是横着拍的".
_FACT = re.compile(
    r"^(?:因为|毕竟|主要是?|反正|谁让)?(?:它|这段|那段|这个|那个|这|那|当时|我|我们)?(?:本来|原来|其实|当时)?就?(?:是[^,，。把给]{0,8})?[拍录](?:[^,，。把给]{0,6})的$"
)


# "Is “Sunday Ride” centred?"; a quotation is blanked out.
_OF_WORDS = re.compile(r"^(?:is|are|was|were|does|did|do) \ue000")
# What is not to go may still be meant by the next words; what is not to be touched is not.
_NOT_TO_GO = re.compile(r"[关换删停撤]|去掉|静音|拿掉|\b(?:remove|delete|cut|mute|drop|replace|stop|swap)")


def _talk(clause: Clause) -> Reading | None:
    for n, token in enumerate(clause.tokens):
        if (token.has("talk") and token.kind in ("word", "number")) or (
            token.kind == "clips" and token.value.pronoun in ("it", "it_clip", "them")
        ):
            clause.used.add(n)
    said = any(token.has("talk") for token in clause.tokens)
    clause.take("it", "everything", "film_noun", "all", "too", "more")
    return Reading(talk=True, focus=clause.focus) if said else None


def _asked(clause: Clause) -> Reading | None:
    text = clause.plain.strip(" ?？!.")
    asked = (
        _QUESTION.search(text)
        or _OF_WORDS.search(text)
        or clause.words.rstrip("?？ ").endswith(("来着", "來著"))
    )
    if (
        clause.continued
        and text.startswith("which ")
        and clause.count("number", "duration", "percent", "factor")
    ):
        # "all clips 3 seconds but the surf, which should be 5"
        return None
    said_after = clause.message[clause.tokens[-1].end :].lstrip()
    asked = asked or (said_after.startswith("?") and bool(_ADVICE.search(clause.plain)))
    shown = _names_what_is_shown(clause)
    if not (_tagged(clause) or _compared(clause)) and (
        clause.segments > 1 or not asked or shown or _POLITE.search(clause.plain)
    ):
        return None
    clause.take_everything()
    return Reading(talk=True, focus=_asked_about(clause))


def _asked_about(clause: Clause) -> Focus:
    """What a question is about: "why is the first clip so quiet?", and then "turn it up"."""
    try:
        clips = clause.fresh().clips() if clause.names_clips else None
    except Unresolved:
        clips = None
    return Focus(clips=clips, operation=clause.focus.operation) if clips else clause.focus


_TEXTS = (
    "text_noun",
    "text_title",
    "text_word",
    "text_kind:end_card",
    "text_kind:lower_third",
    "text_kind:title",
)


def _said_how(clause: Clause) -> Reading | None:
    if clause.segments > 1 or clause.names_clips or not _FACT.search(clause.plain.strip(" ?？!.")):
        return None
    clause.take_everything()
    return Reading(talk=True, focus=clause.focus)


def _keeps_texts(clause: Clause) -> bool:
    """ "Keep the end card", "the title stays": texts, and nothing that is said of them."""
    if not clause.has("keep") or not (clause.names_texts or clause.has(*_TEXTS)):
        return False
    return all(
        t.kind == "texts"
        or (t.kind in ("word", "mark") and t.has("keep", "filler", "det", "sep", "all", *_TEXTS))
        for t in clause.tokens
    )


def _compared(clause: Clause) -> bool:
    """ "Song.mp3 or calm.mp3, which fits?": a question about several things."""
    asks = clause.message[clause.tokens[-1].end :].lstrip()[:1] in ("?", "？")
    return (asks and bool(_WHICH.search(clause.plain))) or bool(_WHICH_ZH.search(clause.plain))


def _tagged(clause: Clause) -> bool:
    """ "That makes it 10 seconds, right?", "总时长是10秒对吧": a statement that asks whether it is so."""
    text = clause.plain.strip(" ?？!.，,")
    asks = clause.message[clause.tokens[-1].end :].lstrip()[:1] in ("?", "？")
    return bool(
        (_TAGGED_ZH.search(text) and (asks or "还是" not in text))
        or (asks and _TAGGED.search(text) and not _SHOULD.search(text))
    )


def _let_be(clause: Clause) -> bool:
    """ "自行车有点快，不过就这样吧": what was remarked on stays as it is."""
    return clause.segments == 2 and clause.tokens[-1].text in _LET_BE


_LET_BE = frozenset(("就这样吧", "先这样吧", "先这样", "就这么着吧", "由它去", "随它去", "就让它这样"))


def _names_what_is_shown(clause: Clause) -> bool:
    """ "What's on at 0:05 can go": no question, though it begins like one."""
    tokens = clause.tokens
    shown = tokens[0].kind == "clips" and tokens[0].text.startswith("what")
    return shown and len(tokens) > 1 and not clause.words.endswith("?")


def _kept(clause: Clause) -> Reading | None:
    """What is not to be done, or to stay as it is."""
    if (clause.segments > 1 and not _let_be(clause)) or not clause.scene.clips or clause.count("quote"):
        return None
    if clause.has("put_back") and clause.focus.before is not None:
        # "No, don't do that" behind what was done
        return None
    if clause.has("off_beat", "undo", "redo", "forwards", "normal_speed") or any(
        t.detail("fit") for t in clause.tokens
    ):
        return None
    if _keeps_texts(clause):
        clause.take_everything()
        return Reading(talk=True, focus=clause.focus)
    if clause.has("freeze") and clause.count("duration", "beats", "bars"):
        # "定格一秒不动"
        return None
    if clause.has("act_none"):
        # "不要动作卡点"
        return None
    text = clause.plain.strip(" ?？!.")
    if _WISHED.search(text):
        # "No need to remove the parrot just make it 2 seconds": what is wished stands behind it.
        return None
    amounts = clause.count("duration", "percent", "factor", "range")
    if amounts and not text.isascii() and clause.names_clips:
        # "自行车2秒鹦鹉3秒冲浪不变": wishes stand before it
        return None
    left = clause.has("as_is") and not amounts and not clause.count("number")
    if not (left or _NEGATED.search(text) or _KEPT.search(text)):
        return None
    clause.take_everything()
    if (
        clause.has("music_noun")
        and _NOT_TO_GO.search(text)
        and not (clause.names_clips or clause.has("own_sound", *_TEXTS))
    ):
        # "别把音乐关了，小一点就行"
        return Reading(talk=True, focus=Focus(music=True, operation=clause.focus.operation))
    return Reading(talk=True, focus=clause.focus)


_UNADORNED = re.compile(
    r"^(?:但|也|就|都|先|请){0,8}(?:不要|别|不用|不需要|无需|不必|不)再?(?:[加放弄有带写上打配做]上?){0,8}(?:任何|什么|额外的?)?"
    r"(?:文字|字|标题|片头字?|片尾字?|文案|封面|花哨的?|花里胡哨的?)(?:了|就行|就好|哈|啊|吧|也不要|都不要){0,8}$"
)


_HANDED = re.compile(
    r"^(?:这[是些里个]|里面|我|这边|那边|一共|总共|手机里|今天|昨天|上周|周末|刚刚?|已经|都){0,8}(?:一共|总共|就|已经)?"
    r"(?:[拍录传发给放丢准备导入选挑上传]{1,3}了|有|是)[^,，。]{0,6}(?:[一两二三四五六七八九十几\d]|些|素材|视频|照片)[^,，。]*$"
)
_MAKING = (
    "combine",
    "on_beat",
    "in_sequence",
    "opens",
    "closes",
    "exclude",
    "not",
    "only",
    "except",
    "interleaved",
)


def _handed(clause: Clause) -> Reading | None:
    """ "我拍了三段冲浪的视频，还有一首歌": what there is to make a film of, and no wish."""
    if clause.scene.clips or clause.segments > 2 or not _HANDED.search(clause.plain.strip(" ,，。.!！")):
        return None
    making = any(t.has(*_MAKING) and not t.has("clip_noun", "film_noun", "filler") for t in clause.tokens)
    if (
        making
        or clause.count("duration", "clock", "ratio", "quote")
        or any(t.detail("mood") for t in clause.tokens)
    ):
        return None
    clause.take_everything()
    return Reading(talk=True, focus=clause.focus)


def _unadorned(clause: Clause) -> Reading | None:
    """ "不要加字", of a film that is not there yet: it has none."""
    if clause.scene.clips or not _UNADORNED.search(clause.plain.strip(" ,，。.!！")):
        return None
    clause.take_everything()
    return Reading(talk=True, focus=clause.focus)


_REPEATED = re.compile(r"\bsame (?:with|for|to|on|goes for|thing)\b")
_STAYING = frozenset(
    ("stay", "stays", "should stay", "can stay", "may stay", "is to stay", "remain", "remains")
)
_SPARED = (
    "keep",
    "as_is",
    "filler",
    "det",
    "talk",
    "music_noun",
    "film_noun",
    "sound_noun",
    "text_noun",
    "not",
)


def _stays(clause: Clause) -> Reading | None:
    """ "You can keep the parrot", "my boss wants the parrot to stay"."""
    if clause.segments > 1 or not clause.scene.clips or clause.has("only", "except", "remove", "unwanted"):
        return None
    kept = [t for t in clause.tokens if t.kind == "word" and (t.has("keep") or t.text in _STAYING)]
    kept = [] if all(t.text == "same" for t in kept) else kept
    named = clause.count("clips", "texts") or clause.has("music_noun", "text_noun", "film_noun")
    others = [t for t in clause.tokens if t.kind == "word" and t not in kept and not t.has(*_SPARED)]
    if not kept or not named or others or clause.has("not") or _REPEATED.search(clause.plain):
        return None
    if any(t.kind not in ("word", "clips", "texts", "mark") for t in clause.tokens):
        return None
    clause.take_everything()
    return Reading(talk=True, focus=clause.focus)


_SATISFIED = re.compile(r"(?<!不)够[长短慢快大小响高低亮近远]了?(?:吧|啊|啦)?$")
_WANTED = frozenset(
    (
        "要",
        "我要",
        "可以",
        "好",
        "很好",
        "挺好",
        "不错",
        "ok",
        "留",
        "留着",
        "留下",
        "留下来",
        "保留",
        "还要",
        "想要",
        "我想要",
    )
)
_UNWANTED = re.compile(r"不要|不用|不想要|[删去]掉|删了|删除")


def _wanted(clause: Clause) -> Reading | None:
    """ "鹦鹉够长了", and "自行车可以" beside "冲浪不要": nothing is to be done to these."""
    text = clause.plain.strip(" 。.!！")
    if clause.segments > 1 or not clause.scene.clips:
        return None
    if _SATISFIED.search(text) and not clause.count("duration", "percent", "factor", "number"):
        clause.take_everything()
        return Reading(talk=True, focus=clause.focus)
    start, end = clause.tokens[0].start, clause.tokens[-1].end
    rest = f"{clause.message[:start]} {clause.message[end:]}"
    words = [t for t in clause.tokens if t.kind not in ("clips", "texts", "quote")]
    named = len(words) < len(clause.tokens)
    wanted = [t for t in words if t.text in _WANTED]
    others = [t for t in words if t not in wanted and not t.has("filler", "det")]
    if not (named and wanted) or others or not _UNWANTED.search(rest):
        return None
    known = {t.text.casefold() for t in clause.scene.texts}
    if any(t.kind == "quote" and str(t.value).casefold() not in known for t in clause.tokens):
        return None
    clause.take_everything()
    return Reading(talk=True, focus=clause.focus)


RULES = (
    Rule(name="wanted", read=_wanted, rank=4),
    Rule(name="keep", read=_kept, rank=8),
    Rule(name="question", read=_asked, rank=9),
    Rule(name="unadorned", read=_unadorned, rank=9),
    Rule(name="handed", read=_handed, rank=86),
    Rule(name="stays", read=_stays, rank=84),
    Rule(name="fact", read=_said_how, rank=9),
    Rule(name="talk", read=_talk, rank=85),
)

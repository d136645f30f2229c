"""Words that every rule shares: what carries no meaning, what clips, texts and moments are called, more and less."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["COMMON"]

_PEOPLE = (
    "客户|老板|甲方|甲方爸爸|金主|金主爸爸|领导|经理|主管|总监|导演|编辑|老师|班主任|同事|同学|室友|舍友|朋友|朋友们|哥们|闺蜜|我妈"
    "|我爸|我妈妈|我爸爸|爸妈|妈妈|爸爸|老妈|老爸|女朋友|男朋友|女友|男友|对象|老婆|老公|媳妇|我老婆|我老公|我媳妇|我哥|我姐|我弟|我妹"
    "|爷爷|奶奶|姥姥|姥爷|外公|外婆|我爷爷|我奶奶|亲戚|家人|家里人|家里|孩子|儿子|女儿|闺女|粉丝|粉丝们|观众|网友|大家|大家伙"
    "|别人|人家|他们|她们|评论区|我朋友|我同事|我老板|我们老板|我对象|我女朋友|我男朋友|我闺蜜|我室友|我孩子|我儿子|我女儿|我们|她|他"
)
_SAYS = (
    "说|嫌|觉得|想|要|让|让我们|叫我|叫我们|要我|要我们|认为|希望|要求|反馈|反映|吐槽|抱怨|建议|说了|说是|说想|说要|都说|都嫌|都觉得|老说|想要|让我|跟我说"
    "|非要|非说"
)
_SOMEBODY_SAYS = combined(_PEOPLE, _SAYS) + "|嫌"
"""Who has said what follows is told without need: the wish is the same."""

_POLITELY = "|".join(
    spaced(*parts)
    for parts in (
        (
            "it'd be|it would be|it might be|would be|might be|wouldn't it be|that would be|that'd be",
            "nice|nicer|good|better|great|cool|lovely|awesome|neat|fun|amazing|perfect|sweet|best|ideal",
            "|to|if|with|if you could",
        ),
        (
            "i'd|i would|we'd|we would",
            "like|love|prefer|rather",
            "|to|to see|to have|it if|have|see|you to",
        ),
        (
            "can|could|would|will",
            "you|u|ya|we",
            "|please|pls|just|maybe|possibly|get|have|try",
        ),
        (
            "please|pls",
            "|can you|could you|can u|could u|would you",
        ),
        (
            "i was|i'm|im",
            "wondering|thinking|hoping",
            "|if|whether|of|to|maybe|if you could|if we could|we could|you could",
        ),
        (
            "|is there",
            "any|a",
            "chance|way",
            "|to|of|you could|you can|we could",
        ),
    )
)
"""Ways to ask for what follows."""

_GONE_TOO_SOON = (
    spaced(
        "disappears|vanishes|goes away|is gone|goes|leaves",
        "too|way too|a bit too|far too",
        "quickly|fast|soon|early",
    )
    + "|gone before anyone can read it|gone before you can read it|gone too fast|gone too quickly|gone too soon"
)

COMMON: Vocabulary = {
    # words without a meaning of their own here
    "filler": """
        is possible to|possible to|刚刚好|整整|恰好|不多不少
        整成|拿|拿来
        could i have|get me|give me|go for|goes on|go on|going on|for my|do me|for just|get in|go to|just need
        just want|i just want|i just need|made for|make a new|make me a new|a new|for now|wants to be|a bit of|bit of
        want it to be|to make|getting|to like|for like|like maybe|maybe like|about like|like around|like about|at like
        down to like|by like|too|plz|kindly|hey|hi there|ok|okay|alright|all right|well|hm|hmm|um|uh|so|now|then|just
        would you mind|do you mind|is it possible to|would it be possible to|i wonder if you could
        do you think you could|i want to see|i want you to|i need you to|i'd want|we want to|i want to|i need to
        i feel like|i reckon|i believe|i suppose|in my opinion|imo|imho|tbh|to be honest|honestly|if you don't mind
        if that's ok|if that's okay|if that is ok|if it's not too much trouble|if it isn't too much trouble
        when you get a chance|when you have time|how about we|how about|what about|why don't we|why don't you|why not
        y'all|kinda|sorta|literally|obviously|first off|for starters|mate|pal|sir|hun|fam|lads|ladies|everyone|if u can
        if u could|if possible please|u can|ur|yo|aight|alrighty|righto|right then|so yeah|yea|yup|ya|cheers mate
        much obliged|tysm|tnx|thanx|ta very much|a tad|a touch|a smidge|a smidgen|a wee bit|a hair|a tiny bit
        a little tiny bit|a fraction|somewhat|a teeny bit|a teensy bit|good morning|good evening
        good afternoon|hello there|hi|hello|hey there|hiya|greetings|see to it that|make sure|make sure that
        make sure to|be sure to|for us|in the end please|on second thought|on second thoughts|come to think of it
        you can|you could|you may|we can|we could|we should|you should|let's just|let's also|let's now|also please
        if we|happen to|feel free to|no need to ask|immediately|straight away|asap|in there please|lovely|little
        my dear|grandma|grandpa|onwards|onward|ca|approx|circa|i'm looking for|im looking for|looking for|help me make
        help me to|help me|i'd be happy with|i should like|i would be happy with
        simply|maybe|perhaps|also|too please|as well|again please|actually
        really|somehow|basically|thing|bit|a bit|a little|a little bit|slightly|i want|i wanna|i need|we need|you to
        can|could|can i have|can i get|let's|lets|let us|for me|to me|i think|i guess|want|need|needs|needs to
        needs to be|like to|go ahead and|try to|try|should|should be|could be|can be|must|must be|would|will|to be|be
        is|are|am|was|i|me|we|us|you|u|the|a|an|my|our|your|these|those|its|his|her|their|of|for|w/|there|here|some|any
        do|does|did|doing|done|make|makes|making|made|set|sets|setting|have|has|having|get|gets|give|gives|let|apply|by
        that is|that's|it's|it is|instead please|right away|thanks|thank you|thx|ta|cheers|in total please|if possible
        if you can|sorry|oh|ah|yeah|yes|yep|sure|fine|great|next|same time|at the same time|finally|lastly|after that
        afterwards|first of all|this time|today|pretty please|quickly please|i mean|i meant|wait|simple|quick|nice|cool
        cute|good|new|exactly|about|around|roughly|approximately|only please|while you're at it|one more thing|btw
        by the way|anyway|still|yet|clean|proper|go|goes|going|as|with|on|in|to|from|at|into|onto|this is|been|being
        per|via|which|who|when it|out of|off of|travel|holiday|vacation|wedding|birthday|family|raw|own little|super
        really quick|client|boss|wants|folks|guys|team|actually just|completely|entirely|over there|um yeah|sooo|soo
        vid|w|em|back there|though|kind of|sort of|such|quite|rather|gonna|wanna|lemme|gimme
        bro|dude|man|buddy|smth|something|sry|soz|whoops|oops|my bad|my mistake|mom|mum|mommy|dad|daddy|wife|husband
        girlfriend|boyfriend|colleagues|mates|bestie|dear|darling|honey|bud|chief|madam|ma'am|hopefully|frankly|ngl|fyi
        lol|haha|hahaha|lmao|totally|absolutely|real quick|when you can|when you get a moment
        if that's not too much trouble|if you dont mind|if you would|if you wouldn't mind|if you please|if that works
        if it's possible|would it be ok to|do you think you can|do you think we could|think you could
        would you be so kind as to|would you be so kind and|be so kind as to|be so kind and|be a dear and|be kind and
        how about you|what if we|what if you|what if|why dont we|why dont you|i was wondering if you can
        i wonder if we could|wondering if you could|i feel|i would say|i'd much prefer|i prefer|we need to|better to
        go on and|see that|see if you can|have it so that|so that|such that|make it so that|make it so|let it be so
        it seems|seems like|my love|my friend|will you dear|won't you|i wanna see|let's see how it looks with
        let's see how it looks if|let me see how it looks with|let's see it with|let's see|let me see|i want to have
        wouldn't it look better with|wouldn't it look better if|it'd look better with|it'd look better if
        it would look better with|it would look better if|would look better with|would look better if|would look better
        it'd work better with|it would work better if|it would work better with|would work better|might work better
        might look better|looks better with|looks better if|maybe it'd be better if|why not just|any chance of getting
        maybe we could|maybe you could|perhaps we could|perhaps you could|i was hoping for|i'm after|what i'd like is
        what i want is|what i need is|all i want is|i'd be happy if|i'd be happier if|i'd be happier with
        i would be happier if|i'd feel better if|would you be able to|are you able to|will it be possible to
        would it work to|do you think it'd be better with|shouldn't we|couldn't we|couldn't you|can't we|can't you just
        can't we just|when you're ready|if you could|if we could|if i could|reckon you could|reckon we could
        would it hurt to|would it be a problem to|is it okay to|is it ok to|is it alright to|would it be alright to
        you might want to|it's time to|we gotta|i gotta|let's try to|let's try|please try to|let's go ahead and
        i'd suggest|i suggest|may i suggest|maybe try|perhaps try|why not try|see what happens if|i'm gonna need you to
        instead|might be fun to see|might be nice to see|is enough|is plenty|will do|would do|would be plenty
        would be enough|should do it|should do|ought to do|i'd say|rather like|or so|or thereabouts|give or take
        i'd be happier|we'd be happier|i would be happier|in the final video|in the final cut|in this version
        in the final version|in the final edit|to see how it looks|to see how that looks|just to see
        just to see how it looks|to see what happens|see how it looks|let me see it|and show me|show me|and let me see
        and show me please|no worries if not|no worries if you can't|take your time|no rush|no hurry
        if it's not too much bother|when you get a sec|when you have a sec|when you have a minute|then i'm happy
        i'm happy|i'm happy then|i'll be happy|then i'm done|just for fun|for fun|for a start|for a laugh
        just for laughs|ayy|whoa|woah|ooh|ay|bruh|brah|oi|ey|eh|uhh|umm|ummm|uhm|ehm|hmmm|i hate to ask but
        i hate to ask|pretty much
        listen|okay listen|dunno|would you be a star and|be a star and|do me a favor and|do me a favour and
        do me a favor|do me a favour|do us a favour and|sorry to bother you|sorry to bother you but
        i was wondering whether we could|i was wondering whether you could|is better off|better off|would be better off
        is better|looks better|is nicer|works better|looks nicer|sounds better|feels better|mind if we|mind if you
        anyways|like i said|as i said|you know|y'know|i'm afraid|just a little|for god's sake
        for heaven's sake|dammit|damn|freaking|bloody|clearly|certainly|definitely|of course|surely|indeed
        kindly please|straightaway|to start with|as a first step|if i may|may i|may we|may i have
        i'd appreciate it if you could|i would appreciate it if you could|i'd be grateful if you could|much appreciated
        appreciated|thanks in advance|thank you in advance|thank you very much|thank you so much|many thanks
        dear editor|editor|assistant|bot|nemo|->|=>|-->|anywhere|everywhere|whatsoever|'s|i'm|im|i've|you're|we're
        it'll be|that'll be|they're|there's|theres|here's|he's|she's|could use|has to be|have to be|has to|have to
        gotta be|gotta|got to be|ought to be|ought to|oughta be|oughta|supposed to be|is supposed to
        is to be|are to be|needs to get
        might be|shall be|shall|would you be so good as to|be so good as to|so kind as to|if you would be so kind
        so good as to
        请|请问|额外|帮我|帮忙|麻烦|给我|替我|我想|我要|我想要|想要|希望|能不能|可不可以|可以|能|吧|啊|呀|哦|噢|嘛|嗯|呃|出头
        从头到尾|自始至终|全程|喽|嗷|哒|嘚|哈哈啊|要交|要交的|交差|交作业|交稿|看着办|看着来|看着弄|你定|你决定|你来定
        随你|随你便|随便你|你看吧|你看着吧|哈|哈哈|啦|咯|喔|耶|哟|的|地|得|了|着|过|把|将|让|使|给|用|来|去|下|一下|弄
        搞|做|做成|弄成|搞成|变成|变|成|就|就好|就行|就够|即可|好了|得了|就可以|行|好|那|这|那么|然后呢|我|你|您|我们
        咱们|他|她|是|要|会|应该|需要|想|也|还|再|又|都|先|现在|接着|顺便|另外|此外|麻烦你|谢谢|多谢|个|一个|条|处|里
        上|在|有|到|对|为|从|以|于|所|能够|帮|点儿|一点点|稍微|稍稍|略微|有点|直接|其实|感觉|好像|好似|似乎|貌似|还是
        总之|总的|现有|现有的|现成的|手头的|旅行|旅游|婚礼|生日|家庭|度假|毕业|这次|这趟|一|完|连|行吧|那就|的话|压根
        正好|正好是|要求|甲方|怎么样|行不行|好不好|可好|呢|哈哈哈|会儿|一会|一会儿|得很|最好|尽量|大概|大约|差不多|左右
        算了|不对|说错了|我是说|我的|我们的|整|时|时候|那里|那边|这边|这里|咧|唄|呗|么|吗拜托|拜托|总行|出来|起来|进来
        过来|掉|要不|要不然|不如|行吗|可以吗|好吗|成吗|行么|好么|可以么|咋样|如何|可行吗|好吧|好了吧|就行了|就好了
        就行啦|就好啦|就得|得嘞|唔該|唔该|啲|咗|嘅|佢|嘞|嘿|诶|欸|哎|哎呀|唉|额|呃呃|嗯嗯|亲|亲爱的|宝|宝子|老师|师傅
        大佬|兄弟|姐妹|朋友|老板|老铁|同学|下下|一下下|一哈|哈子|啥的|之类|之类的|什么的|的样子|这样子|那样|这样|的感觉
        劳驾|辛苦|辛苦你|辛苦帮我|帮个忙|拜托了|求|求求你|快|赶紧|马上|立刻|尽快|首先|其次|最终|干脆|索性|单独|只是
        仅仅|统一|统统|通通|就这样|吧吧|咱|俺|偶|给俺|个人觉得|我觉得|我感觉|觉得|觉着|总觉得|我看|看着|看起来|看上去
        应当|最好是|能否|可否|是否可以|能不能够|可不可|可以的话|方便的话|如果可以|如果可以的话|如果行的话|麻烦帮我
        请帮我|请你|请把|一些些|一丢丢|一丢|一捏捏|些许|丢丢|个儿|不好意思|抱歉|对不起|错了|打错了|弄错了|搞错了|写错了
        手滑|手滑了|口误|刚说错了|刚才说错了|这儿|那儿|整段|客户|领导|客户说|老板说|老板要|领导说|朋友说|女朋友说
        男朋友说|我妈说|甲方爸爸|甲方说|甲方要|别人说|似乎是|要命|得慌|好像有点|忽然|突然|毕竟|可能|或许|也许|看能不能
        看看能不能|看能否|有没有办法|有办法|想办法|试试|试一下|试着|考虑|考虑下|的说|滴|涅|捏|噻|撒|嗦|哇|哩|囖|嚟|先啦
        先吧|好伐|伐|侬|侬帮我|阿拉|恁|俺想|俺要|咱们想|嗨|随便|随便来|你看着|都行|随意|别急|等下|等会|等会儿|慢着|且慢
        稍等|听我说|我想想|怎么说呢|是这样的|是这样|那个啥|那啥|对了|哦对了|话说|讲真|说真的|说实话|老实说|讲道理
        其实吧|害|嘶
        emmm|emm
        额额|然后吧|就是说|别太多|不要太多|别太过|不用太多|不要太过|别太夸张|适度|适当|适中|试试看|试一试|看看效果|瞧瞧
        看看怎么样|看看行不行|看看好不好|先试试|先试一下|先看看效果|就完美了|就更好了|就更完美了|就绝了|就太好了
        就无敌了|就没问题了|就妥了|就ok了|就差不多了|就满意了|就更赞了|就是|单纯|我的想法是|我想的是|就可以了|合适|最合适|比较合适|更合适|正合适|比较好|就成|就够了|就可以啦
        我又看了一遍|又看了一遍|看了一遍|我看了一遍|看了好几遍|我看了几遍|下一步|接下来|还有一点|还有个事|还有件事
        再一个|再就是|还有就是|另外还有|另外一点|其他的就是|就是还有|别的没啥|别的都好|其他都好|其他都挺好|别的都挺好
        其它都好|其他没问题|别的没问题|其他没毛病|我寻思|寻思|我琢磨|琢磨着|我个人|个人|按理说|照理说|反正|不管怎样
        无论如何|不管怎么说|说来说去|想来想去|想了想|我想了想|我想了一下|想了一下|考虑了一下|考虑再三|导出之前|导出前
        在导出前|发之前|上传之前|出片之前|出片前|发布之前|发布前|最后决定|我决定|决定|还是决定|觉得还是|我觉得还是
        要我说|依我看|在我看来|我认为|我希望|希望能|希望可以|最好能|最好可以|最好把|如果能|要能|能给我|可以给我|能帮我
        可以帮我|能不能帮我|可不可以帮我|可不可以给我|能不能给我|能不能请你|可以请你|有空的话|不麻烦的话|没问题的话
        行的话|不介意的话|妈|老妈|爸|老爸|爷爷|奶奶|老伴|老伴儿|老公|老婆|闺蜜|同事|返|我没有特别说明的部分
        没有特别说明的部分|没说到的部分|其余的你看着办
    """
    + f"{_SOMEBODY_SAYS}|{_POLITELY}",
    "det": """
        the|my|our|this|that|these|those|very|of|your|a|an|its
        那只|这只|那群|这群|那辆|这辆|那片|这片|那几只|那位|这位|那匹|那家伙的|一点|一点吧|这|那|我的|那个的|那张|这张
        那条儿|那一张|这一张
    """,
    "sep": """
        so|hence|therefore|and|&|plus|and then|then|but|and also|also|,and|while|with
        不然|要不然|不然的话|实在不行|那不如|再不然|所以|因此|于是|和|跟|与|及|以及|并|并且|而且|然后|再|接着|同时|但|但是|不过|还有|同时还|另外还|顺带|顺手
        同|同埋|跟着是|连同|连带|外加|再加上|还得|还请
        以及把|完了|完了之后|之后再|随后|紧接着|还要
    """,
    "not": """
        not|don't|dont|do not|doesn't|never|no need to|no need|without|won't|shouldn't|mustn't|didn't|stop|avoid|can't
        doesnt|cannot|cant|wont|isnt|ain't|isn't|no|nothing
        不|不是|先别|先不要|先不|别|不要|不用|不需要|无需|没|没有|勿|请勿|莫|甭|不必|未|别再|不能|不许|不准|休想|先不用
        暂时不要|暂时不用|暂不|先甭|先不加|先不放|先别加|先别放|先不需要|暂时别|不想|不可以|不可|没必要|用不着|犯不着
        不需|千万别|可别|切勿|不得
    """,
    "transition": "转场|过场|转场特效|转场效果",
    "asks": "吗",
    "proposed": """
        怎么样|怎样|如何|行吗|行不|行不行|好吗|好不|好不好|可以吗|可以么|可以不|成吗|成不|行么|好么|咋样|可好
        可行吗|可否|如何呢|怎么样呢|ok吗|ok不|你看行吗|你看行不行|你看怎么样|你看如何|你觉得呢|你觉得怎么样
        你觉得如何|合适吗|合适不|好使吗|行得通吗|会不会更好|会不会好一点|会不会好点|是不是更好|是不是好一点
        是不是会更好|会更好吗|会好一点吗|会好点吗
    """,
    "condition": """
        not sure|i'm not sure|not sure yet|im not sure|unsure|undecided|haven't decided
        let me think about it|don't know yet|not decided yet|only a thought|just thinking out loud
        thinking out loud|hypothetically|theoretically|supposing|suppose
        if|unless|only if|provided|provided that|as long as|in case|otherwise|depending on
        如果|要是|假如|假设|假使|倘若|若是|除非|否则|要不然就|万一|的情况下
    """,
    "whether": "要不要|需不需要|该不该|是否|有没有必要|会不会",
    "except": """
        except|except for|but not|apart from|besides|other than|excluding|but|barring|save for|aside from|not counting
        with the exception of|minus|leaving out|but for|all other than|everything other than
        除开|除掉了|除却|外|之外的|以外的|除了说|撇开|刨除|刨去|抛开|抛去|不算|不包括|不含
        bar|other than that
        除了|除|除去|以外|之外|除外
    """,
    "not_that": """
        rather than|instead of
        而不是
    """,
    "correction": """
        not that|argh|ugh|no no wait|删错了|删错|剪错了|改错了|换错了|弄反了|放错了
        no wait|scratch that no|correction|no sorry|i misspoke|no i meant|no i mean|wait no|no no|no no no|sorry no
        actually no|no actually|oh no|oh wait|oh sorry|oh no wait|wait i mean|wait i meant|oh wait i mean|oops|whoops
        oopsie|woops|oops no|oops sorry|sorry i mean|sorry i meant|i meant|i mean|i meant to say|i mean to say
        my mistake|hmm no|hm no|nope|nah|no hang on|hang on no|hold on no|wait hold on|no hold on|or rather
        strike that no|well no|ah no|er no|ehm no|uh no|um no|eh no|argh no|ugh no|wrong one|the wrong one|wrong clip
        the wrong clip|that's the wrong one|that was the wrong one|that's the wrong clip|not that one|not this one
        not that clip|not this clip|that's not it|that's not the one|thats not the one|not like that|not like this
        not what i meant|that's not what i meant|thats not what i meant|that isn't what i meant|not the one i meant
        you misunderstood|you misunderstood me|you got it wrong|you got that wrong|wait sorry|no my bad|my bad
        sorry my bad|sorry my mistake|on second thought|on second thoughts|no on second thought|let me rephrase
        no i said|changed my mind|i changed my mind|i've changed my mind|no make that|no make it|wait make that
        wait make it|actually no make it
        不对|不对不对|说错了|错了|哦不|噢不|啊不|呃不|不不|不不不|搞错了|弄错了|打错了|写错了|讲错了|我说错了|打错字了
        写错字了|字打错了|字写错了|有错别字|错别字|打错一个字|删多了|多删了|剪多了|挪错了
        选错了|加错了|点错了|发错了|做错了|听错了|弄多了|记错了|口误|手滑|手滑了|刚说错了|刚才说错了
        不对不对不对|等等不对|等下不对|我是说|我说的是|我指的是|我的意思是|更正|更正一下|纠正一下|我记错了|看错了
        我搞错了|我弄错了|哎不对|诶不对|啊不对|哦不对|呃不对|不是不是|搞反了|说反了
    """,
    "instead": """
        应该是|应该说的是|其实是|我要的是|我想要的是|我想说的是|我说的应该是|本来想说|其实我想说|我其实想说|应该只是|本来是
        本来想要|我本来想|要的是|想要的是|想说的是|说的是|指的是|应该指
    """,
    "only": """
        only|just|solely|nothing but|nothing except|nothing other than|exclusively|purely
        只|仅|只要|只有|只留|就
    """,
    "all": """
        all|every|each|all of|every single|each of|any of|each and every|both|both of|every last|each single|all my
        all our|all these|all those|all 3|the whole lot of
        所有|全部|每|每个|每一个|每一|各|各个|全|一切|两个都|全都|通通|统统|全体|每一段|每一个镜头|各段|任何|一律|一概
        通通都|清一色|全数|悉数|全体都|全员|所有的|全部的|整体的
    """,
    "everything": """
        all three|all four|all five|all six|all 3|all 4|all 5|all 6|both clips|all three of them|all of the three
        all my stuff|all of my stuff|my stuff|all the footage|all my footage|all my material|all my files
        everything i uploaded|all my uploads|my uploads|everything in the project|all the media|all my media
        all the files|all the material|everything|every thing|it all|all of it|whats there|what's there|what i uploaded
        all i uploaded|the whole lot|the lot|everything i have|everything i've got|everything i gave you|all of that
        all of this|everything there is|everything here|what i gave you|what i've got|what i have|all the stuff
        一切|全部东西|全都
    """,
    "each": """
        each|apiece|every one
        各|每个|分别
    """,
    # what there is
    "clip_noun": """
        clip|shot|segment|scene|take|clips|shots|segments|scenes|takes|footage|material|clip's|shot's|clips'|snippet
        films|snippets
        vid clip|clipz|cliip|clps|videoclip|videoclips|video shot|videos clips|fragment|fragments|footages
        videos|vids|videos'|recordings|video clip|video clips|video files|files|sources|stills|photos and videos|vid
        recording
        片段|镜头|段|段落|素材|画面片段|视频片段|片断|段视频|个镜头|个片段|段素材|条素材|条视频|个视频|个素材|文件
        视频文件|素材文件|影片文件|短视频|小视频|录像|视频素材|影片素材|那段|这段|那个镜头|这个镜头|那个片段|那条
        视频段|素材段|小段|那一个|小片段|分镜|片|那截|这截|截|录影|段录像|段小视频
    """,
    "clip_plural": """
        clips|shots|segments|scenes|takes|videos|vids|films|footage|material|clips'|videos'|files|sources|recordings
        snippets|fragments|vids clips|video clips|videoclips|video files|video shots
        素材|片段们|各段|所有素材
    """,
    "part_first": """
        前一半|上半段|上半部分|前面一半
        first part|first half|first bit|first piece
        前半截|前半段|前半部分
    """,
    "part_second": """
        后一半|下半段|下半部分|后面一半
        second part|second half|second bit|second piece|other half|other part
        后半截|后半段|后半部分
    """,
    "photo_noun": """
        photo|photograph|still image|still photo|still picture|pic|photos|snapshot|image
        照片|图片|相片|图|相|图片儿|照|那张图|那张照片|静态图|截图
    """,
    "film_noun": """
        video|film|movie|edit|whole thing|whole video|whole film|entire video|entire film|entire thing|project
        the whole shebang|finished video|finished film|clip reel|short film|short movie|short video
        entire clip|entire vid|whole vid|full film|full movie|full edit|full thing|entire project
        total video|home movie|compilation|sequence as a whole|final cut|final film|final movie
        entire movie|entire edit|movie as a whole|video as a whole|film as a whole|flick|whole clip
        reel|montage|final video|whole edit|whole movie|clip show|video's|full video
        这个视频|这视频|这条视频|这片子|这个片子|这部片|这部片子|这支视频|我的视频|这个影片|这条片子|我这个视频
        视频|影片|片子|整条|整片|全片|成片|整个视频|整个影片|整个片子|整条视频|整条片子|整支影片|影片整体|总体
        全长|整体|作品|整部|成品|视频整体|整段视频|整段片子|全视频|全部视频长度|整个作品|整片子|片长|总片长|全条
        成品视频|整个成片|整个短片|短片
    """,
    "text_noun": """
        title|titles|text|texts|caption text|headline|heading|lettering|title card|title text|wording|words|writing
        headline text|heading text|inscription|end text|intro text|outro text|opening text|closing line|tagline|slogan
        writing on screen|on-screen text|on screen text|onscreen text|text on screen|title words|letters
        标题|文字|字|文本|大标题|片名|字样|标题字|行字|标题文字|文案|字体|题目|文字内容
    """,
    "music_noun": """
        music|song|track|tune|bgm|soundtrack|score|background music|background track|audio track|beat music|the beat of
        piece of music|musical|background tune|background song|background audio|backing track|backing music|backtrack
        underscore|underscoring|sound track|sound-track|back music|theme song|theme music|jam|music bed|bed music
        audio bed|accompaniment|tunes|songs|musics|musik|muzak
        音乐|歌|歌曲|曲子|配乐|背景音乐|背景乐|乐曲|旋律|背景音|首歌|那首歌|这首歌|伴奏|乐|背景曲|背景的音乐|整首歌
        整首|整个音乐|整段音乐|全曲|整曲|整首曲子|整首音乐|背景的歌|bgm音乐|配的音乐|配的歌|配的乐|背景歌|歌儿|音乐声
        bgm声音|背景音乐声|背景bgm|曲
    """
    + spaced(
        "music|song|track|tune|beat", "in the background|in the back|in back|playing|in the video|in the film"
    ),
    "sound_noun": """
        sound|sounds|audio|volume|original sound|original audio|own sound|noise|voice|voices|clip audio
        clip sound|natural sound|ambient sound|live sound
        声音|原声|音量|现场声|原音|音频|声|同期声|环境声|音效量|人声|嗓音|声响|动静|现场音
    """,
    "picture": """
        picture|image|frame|screen|visuals
        画面|屏幕|图像|画幅|画
    """,
    # pronouns
    "pieces_made": """
        切出来的|分出来的|剪出来的|拆出来的|切开的|分开后的|切完的|刚切的|刚切出来的|刚分出来的|其中|其中的|这里面
        里面的
    """,
    "it": """
        it|this|that
        它|这个|那个|这|那|该|此|它们俩个
    """,
    "it_clip": """
        this clip|that clip|this shot|that shot|this one|that one|the one|this segment|that part|the copy
        这段|那段|这个片段|那个片段|这个镜头|那个镜头|该片段|这条|那条|这一段|那一段|这一个镜头|那一个镜头|那一条
        这一条|刚才那段|刚才那个|刚刚那段|刚那段|刚才那一段|上面那段|复制的那个|复制的那一个|复制出来的|复制出来的那个
        复制出来的那段|新加的那个|新加的那段|刚加的那个|刚加的那段|新插的那段|新插的那个|刚插的那段
    """,
    "them": """
        them|those|these|these two|those clips|these clips|those two|the two
        它们|他们|这些|那些|这俩|这两个|那两个|这几段|那几段|这两段|这两条|那两条|它俩|他俩|这俩段|那俩段|这几个
        那几个|这三段|这三个
    """,
    "other": """
        other|the other|the other one|other one|the others|the rest|rest|others|everything else|all else|all the others
        all others|all the rest|the remaining ones|remaining ones|the remaining|remaining|remaining clips
        the other clips|other clips|the other shots|other shots|the other ones|other ones|anything else|all other
        all other clips|all the other clips|the other two|other two|the remaining two|every other clip
        另一个|另外一个|另一段|其他|其它|其余|其他的|剩下的|另一|另外那个|另外那段|另外的|别的|其余的|剩余|剩余的|剩下
        其它的|剩下几段
        其他镜头|其它镜头|其他片段|其它片段|其余片段|其余镜头|其他的镜头|其他段
    """,
    "one": """
        one|ones
        个
    """,
    # order and places
    "last": """
        last|final|very last|closing|end one
        最后|倒数|末|末尾的|最末|最后面的|最后那|最后的|最末尾|最尾|末了|最后头|最后边|末尾那|结尾那|片尾那|尾巴那
        收尾那|最后面那|最后头那|末了那|压轴那|尾部那|最末那|最末尾那
        end most|rearmost|very final
    """,
    "first": """
        very first|opening|starting|beginning|leading
        开场那|片头那|最前面那|最前头那|打头那|头里那|前头那|最开始那|最开头那|一开始那|一上来那|起头那|最前|开头的|前
        头|开头那|最前面的|最前边|最前头的|首个|头一|首
    """,
    "even": """
        even numbered|even|every second|every other
        偶数|双数
    """,
    "odd": """
        odd numbered|odd
        奇数|单数
    """,
    "measure": "部|则|段|个|条|张|片|镜|幅|只|支|首|句|行|处|组|部分|场|遍|次",
    "to_sep": """
        to|through|thru|till|until|-|~
        到|至|直到
    """,
    "at_prep": """
        at|@|from
        在|从|于|到
    """,
    "at_post": """
        mark|point|second mark|minute mark|seconds in|in|into it|into the clip|into the film|into the video
        处|那里|的时候|的位置|的地方|那儿|时|位置|那个地方|地方|那会儿|那一刻|这里|这儿
    """,
    "playing": """
        whatever is playing|whatever plays|what is playing|what's playing|whatever is shown|what's on|whats on
        what is on|what's showing|what is showing|what's on screen|whats playing|whats on screen|what is on screen
        whatever's on|whatever's playing|whatever's showing|what we see|what you see|the one|one|bit|part|the bit
        the part|thing|section|scene|stuff|moment|whatever is on screen|the clip playing|clip playing|clip that plays
        whatever is on|the clip|clip|shot
    """,
    "start": """
        front of it all|start|beginning|front|very start|very beginning|the start|head|opening|top of the video
        the very front|head of the film|top of the film|start of the film|start of the video|beginning of the film
        beginning of the video|front of the film|front of the video|front of the line|top of the order
        front of the queue|very top|the very top|opening position|start of the movie|beginning of the movie
        start of it all|outset|at the start|at the beginning|at the front|to the front|to the start|to the beginning
        to the very start|to the very beginning|up front
        最前头|前头|最开头|开头|最前|最前面|前面|片头|开始|开场|开始处|起始|头上|最开始|开头处|首位|头部|起头|头里
        头里去|最头里|最前边|最前端|前端|头儿|一开头|一上来|片首|首端|起始处|打头|最头上|开头部分|开头那里|片子开头|视频开头
        影片开头|最首
    """,
    "end": """
        end|ending|very end|the end|tail|at the end|to the end|to the very end|at the very end|back|finish|close
        end of the film|end of the video|end of the movie|very back|the very back|tail end|the tail end
        back of the line|end of the line|end of the queue|back of the queue|final position|finale|rear|the rear
        end of it all|bottom of the order|conclusion
        结尾|末尾|最后|最后面|片尾|后面|结束|尾部|末|尾|收尾|最末|尾巴|最末尾|最后边|最后端|最末端|末端|尾端|后端|尾上
        片子结尾|视频结尾|影片结尾|结尾处|结尾部分|结尾那里|末尾处|最尾|最尾巴|最后头|最后一位|片末|末了|压轴位
    """,
    "before": """
        before|in front of|ahead of|right before|just before|prior to
        right ahead of|directly before|immediately before|preceding|precedes|precede|right in front of
        前面|之前|前|前边|以前|前头|前方|之前那里|头前
    """,
    "after": """
        after|behind|right after|following|just after|right behind|straight after|directly after|immediately after
        straight behind|directly behind|directly following|follows|past|beyond|right after that|succeeding
        后面|之后|后|后边|以后|后头|后方|背后|屁股后面|接着后面
    """,
    # more and less
    "more": """
        more|even|even more|further|another|still|much|way|a lot|yet more|some more
        some extra|a little extra|a bit extra|extra|lots|loads|a whole lot|way more|quite a bit
        更|再|还要|还|继续|更加|进一步|多
    """,
    "less": """
        less|not so|not as
        少|不那么
    """,
    "too": """
        too|way too|far too|overly|still too|still a bit too|still way too|still much too|still far too
        still a little too|again too|a bit too|a little too|much too|too damn|too darn|really too|just too|kinda too
        kind of too|slightly too|a tad too
        太|过于|过|有点太|有点
    """,
    "longer": f"""
        {_GONE_TOO_SOON}
        more long|a bit more long
        way too short|far too short|much too short|a bit too short|a little too short|a tad too short|rather too short
        really too short|just too short|kinda too short|slightly too short|waaay too short|wayy too short
        so much too short|quite a bit too short|a lot too short|still too short|longer|extend~|lengthen~|run longer
        more time|last longer|prolong~|stretch~|too short|stay longer|more seconds|more screen time|longer on screen
        linger~|breathe|room to breathe|breathing room|over too soon|too brief|a bit short|stays longer|a longer
        draw out|drawn out a bit|dwell on|hang on longer|hangs on longer|expand~|elongate~|protract|drag out|be longer
        need more time|needs more time|more of it|longer please|hold longer
        长一点|长点|延长|拉长|更长|加长|久一点|太短|长一些|再长|久点|多留|多给|多放|放长|长|再长一点|再长点|再多留点
        再多给点|多给一点|多给点时间|多给些时间|多留点时间|多留些|多留一点|多留点|多放一点|多放点|多放些|多待会
        多待会儿|多呆会|多呆会儿|多停会|多停会儿|多停留|多停留一会|多停留一会儿|多停留会儿|停久点|停久一点|停留久一点
        停留久点|留长点|留长一点|留长些|放长点|放长一点|放长些|拖长|拖长点|拖长一点|延长些|延长一些|拉长些|拉长一些
        加长些|加长一些|再长些|再长一些|再久些|再久一些|更久|更久一点|更长一点|更长点|短了点|短了一点|太短促了|太仓促
        太仓促了|太赶了|有点赶|有点仓促|太急|太急了|还没看清|看不够|没看够|没看清|没看清楚|不够长|不够久|时间不够
        时间太短|时间太短了|时间长点|时间长一点|时长加长|再拖一会|再拖会儿|伸长|伸长点|撑长|撑长点|撑长一点|放久些
        放久一些|时间久一点|时间久点|显示久一点|显示久点|再久一点|再久点|久一些|长些|延长一点|延长点|拉长一点|拉长点
        加长一点|加长点|留久一点|留久点|放久一点|放久点|多放一会|多放一会儿|多留一会|多留一会儿|多停一会|多停一会儿
        多待|多呆|多停|太短了|有点短|太赶|再多给|再多留|再多放|多来|多加|多给点|太短促|一闪而过|一闪就过|长上|再拉长
        再延长|多来点|多来一点|多露一会|多露一会儿|多露点|太快过去了|过得太快|一下就过去了|一闪就没|一闪就没了
    """,
    "shorter": """
        more short|a bit more short
        way too long|far too long|much too long|a bit too long|a little too long|a tad too long|rather too long
        really too long|just too long|kinda too long|slightly too long|waaay too long|wayy too long|so much too long
        quite a bit too long|a lot too long|still too long|too looong|too looooong|goes on forever and ever
        goes on and on|outstays|outlasts|shorter|shorten~|tighten~|briefer|less time|too long|drags|drags on|drag
        cut short|cut down|snappier|a shorter|be shorter|not so long|not as long|less long|quicker cut|trim down a bit
        pare down|condense~|compress~|lasts too long|goes on too long|goes on forever|goes on for ages|takes too long
        takes forever|overstays its welcome|outstays its welcome|runs long|runs too long|drags a bit|draggy|dragging
        drags out|endless|never ending|never-ending|stays too long|too lengthy|lengthy|long winded|long-winded
        less of it|tighter|snappier please|shave down|whittle down|is long|a bit long
        短一点|短点|缩短|更短|太长|短一些|再短|剪短|太拖|拖沓|太拖了|有点长|拖|缩成|缩到|短|好拖|cut短|好长|再剪短点
        再剪短一点|再剪短些|再短些|再短一些|再缩短点|再缩短一点|更短一点|更短点|缩短一些|缩短下|缩短一下|剪短一些
        剪短下|剪短一下|截短|截短点|截短一点|截短些|掐短|掐短点|掐短一点|裁短一点|裁短些|砍短一点|砍短些|压短一点
        压短些|收短|收短点|收短一点|收短些|收紧|收紧点|收紧一点|弄短|弄短点|弄短一点|搞短|搞短点|搞短一点|改短一点
        变短一点|调短|调短点|调短一点|减短|减短点|修短|修短点|修短一点|少放点|少放一点|少放一会|少放一会儿|少放会儿
        少留点|少留一点|少给点|少给一点|少停会|少停一会|长了一点|长了一些|稍长|稍长了|略长|略长了|有些长|有些长了
        有点长了|有点久|有点久了|还是太长|还是太长了|还是长|还是长了|长得离谱|长得要命|太长太长|太长太拖|长了些|拖了点
        拖得慌|拖得很|拖泥带水|太拖泥带水|拖死了|太肉|太肉了|磨叽死了|太啰嗦了|太磨叽了|太墨迹|太墨迹了|墨迹|有点墨迹
        太水了|浓缩|浓缩点|浓缩一下|浓缩一点|时间短点|时间短一点|时间太长|时间太长了|时长太长|时长太长了|有点拖
        再短一点|再短点|短些|缩短一点|缩短点|缩短些|剪短点|剪短一点|剪短些|剪短啲|短啲|太长了|長過頭|长过头|过长|太久
        太久了|太拖沓|有点拖沓|拖沓了|磨叽|太磨叽|拖拉|拖拖拉拉|太冗长|冗长|啰嗦|太啰嗦|精简|精简一点|精简点|压短
        压短点|压缩|砍短|砍短点|裁短|裁短点|剪少|变短|变短点|改短|改短点|长了点|偏长|再缩短|再剪短|快点结束|早点结束|快点过|快点过去|短小点|短小一点
        """
    + combined(
        "剪|剪掉|砍|砍掉|裁|裁掉|切|切掉|掐|掐掉|减|减掉|去掉|修掉|缩掉|少放|少留",
        "一点|点|点儿|一些|些|一丢丢|一小段",
    )
    + "|"
    + combined("|再|更|弄|稍微", "紧凑", "一点|点|些|一些"),
    "half": """
        half|in half|by half|halve~|50%|fifty percent|half of it|one half|by one half|in halves
        一半|半|砍半|减半|对半|二分之一|50%左右|对折|一半左右
    """,
    "double": """
        double~|twice|twofold|two times|x2|2x|two x|twice as much
        加倍|翻倍|两倍|双倍
    """,
    "back": """
        back|again|return|restore|reset|revert
        还原|恢复|重置|变回|改回|改回去|复位|回来|恢复成|改回来|变回来|变回去|换回来|换回|弄回去|弄回来
    """,
    "beat_word": """
        beat|beats|rhythm
        节拍|节奏|拍子|鼓点|拍|拍点|重拍|节奏点
    """,
    "place:top-left": """
        top left|upper left|top-left|left top|top left corner|upper left corner|top-left corner|top left hand corner
        top-left hand corner|top left hand side|top-left hand side|top left side|top-left side|left top corner
        upper-left|upper-left corner|upper left hand corner|upper-left hand corner|upper left hand side
        upper-left hand side|upper left side|upper-left side|left upper|left upper corner|top left-hand corner
        upper left-hand corner|corner top left|left corner at the top|north west
        左上角落|左上那个角|最左上|左上部|左边上面|画面左上|屏幕左上|左上角|左上|左上方|左上面|画面左上角|屏幕左上角
        左上边
    """,
    "place:top-right": """
        top right|upper right|top-right|top right corner|upper right corner|top-right corner|top right hand corner
        top-right hand corner|top right hand side|top-right hand side|top right side|top-right side|right top
        right top corner|upper-right|upper-right corner|upper right hand corner|upper-right hand corner
        upper right hand side|upper-right hand side|upper right side|upper-right side|right upper|right upper corner
        top right-hand corner|upper right-hand corner|corner top right|right corner at the top
        右上角落|右上那个角|最右上|右上部|右边上面|画面右上|屏幕右上|右上角|右上|右上方|右上面|画面右上角|屏幕右上角
        右上边
    """,
    "place:bottom-left": """
        bottom left|lower left|bottom-left|bottom left corner|lower left corner
        bottom-left corner|bottom left hand corner|bottom-left hand corner|bottom left hand side
        bottom-left hand side|bottom left side|bottom-left side|left bottom|left bottom corner|lower-left
        lower-left corner|lower left hand corner|lower-left hand corner|lower left hand side|lower-left hand side
        lower left side|lower-left side|left lower|left lower corner|bottom left-hand corner
        lower left-hand corner|corner bottom left|down left|down in the left corner
        左下角落|左下那个角|最左下|左下部|左边下面|画面左下|屏幕左下
        左下角|左下|左下方|左下面|画面左下角|屏幕左下角|左下边
    """,
    "place:bottom-right": """
        bottom right|lower right|bottom-right|bottom right corner|lower right corner
        bottom-right corner|bottom right hand corner|bottom-right hand corner|bottom right hand side
        bottom-right hand side|bottom right side|bottom-right side|right bottom|right bottom corner|lower-right
        lower-right corner|lower right hand corner|lower-right hand corner|lower right hand side
        lower-right hand side|lower right side|lower-right side|right lower|right lower corner
        bottom right-hand corner|lower right-hand corner|corner bottom right|down right|down in the right corner
        右下角落|右下那个角|最右下|右下部|右边下面|画面右下|屏幕右下
        右下角|右下|右下方|右下面|画面右下角|屏幕右下角|右下边
    """,
    "place:top": """
        top|top center|top centre|upper part|top middle|top of the screen|top of the picture|top of the frame|top edge
        upper edge|upper third|upper half|top third|very top|top part|top side|top centered|top-center|top-centre
        up top|center top|centre top|middle top
        顶部|上方|最上面|上面|顶上|顶端|画面上方|上端|顶|上头|正上方|最上方|最顶上|上边|屏幕上方|画面顶部|置顶|最上头
        顶上面|上面一点|靠上|偏上|上部|上半部分|画面上面|屏幕上面|画面顶端|最上边|放上面|放上方|放上边|放最上面
        屏幕顶部|最顶部
    """,
    "place:bottom": """
        bottom|bottom center|bottom centre|bottom middle|bottom of the screen|bottom of the picture|bottom of the frame
        bottom edge|lower edge|lower part|lower half|bottom third|very bottom|bottom part|bottom side|bottom centered
        bottom-center|bottom-centre|down at the bottom|down low|down below|center bottom|centre bottom|middle bottom
        foot of the screen
        底部|下方|最下面|下面|底下|底端|画面下方|下端|底|下头|正下方|最下方|下边|屏幕下方|画面底部|屏幕底部|置底|最下头
        底下面|下面一点|靠下|偏下|下部|下半部分|画面下面|屏幕下面|画面底下|最下边|画面下边|屏幕底下|画面底端|最底下
        最底部
    """,
    "place:center": """
        center|centre|middle|centered|centred|dead center|dead centre|smack in the middle|middle of the screen
        middle of the picture|middle of the frame|center of the screen|centre of the screen|center of the frame
        centre of the frame|center of the picture|centre of the picture|center screen|centre screen|mid screen
        mid-screen|middle center|center stage|right in the middle|right in the center|right in the centre|very center
        very middle|centrally|center it|centre it
        中间|居中|中央|正中|屏幕中间|画面中间|画面中央|正中间|正中央|屏幕中央|最中间|正当中|当中|画面正中|置中|正中心
        中心|中间位置|居中间|中央位置|中部|最中央|画面中心|屏幕中心|画面中间位置|屏幕正中|画面正中间
    """,
    "place:left": """
        left|left side|left hand side|left-hand side|left side of the screen|left edge of the screen|left of the screen
        far left|on the left|left middle|middle left|center left|centre left|left center|left centre|leftmost
        置左|最左边|靠左边|左半边|左边一点|画面左侧|屏幕左侧|最左|左边|左侧|左|左面|左方|画面左边|屏幕左边
    """,
    "place:right": """
        right side|on the right|to the right|right hand side|right-hand side|right side of the screen
        right edge of the screen|right of the screen|far right|right middle|middle right|center right|centre right
        right center|right centre|rightmost|over to the right
        置右|最右边|靠右边|右半边|右边一点|画面右侧|屏幕右侧|最右|右边|右侧|右面|右方|画面右边|屏幕右边
    """,
    "section:chorus": """
        chorus|refrain|hook
        副歌|高潮那段副歌|高潮部分|副歌部分|副歌那段|副歌那里|高潮副歌|副歌段
    """,
    "section:verse": """
        verse
        主歌|主歌部分|主歌那段
    """,
    "section:intro": """
        intro
        前奏|前奏部分|前奏那段
    """,
    "section:outro": """
        outro
        尾奏
    """,
    "section:break": """
        break|bridge|breakdown
        间奏|桥段
    """,
    "drop": """
        drop|the drop
        drop点|高潮点|爆点
    """,
    "color:red": """
        red|红|红色|大红|大红色|鲜红
        正红|朱红|深红|暗红|亮红|中国红|绯红|红红|红颜色|红的
        crimson|scarlet|dark red|bright red|ruby|cherry red|blood red|maroon
    """,
    "color:blue": """
        blue|蓝|蓝色
        天蓝|天蓝色|深蓝|深蓝色|浅蓝|浅蓝色|宝蓝|宝蓝色|湖蓝|湖蓝色|蓝颜色|蓝的|海蓝|海蓝色|藏蓝|淡蓝|淡蓝色
        navy|navy blue|dark blue|light blue|sky blue|royal blue|bright blue|deep blue|baby blue
    """,
    "color:green": """
        green|绿|绿色
        绿颜色|绿的|草绿|草绿色|深绿|深绿色|浅绿|浅绿色|翠绿|翠绿色|墨绿|墨绿色|荧光绿
        lime|lime green|dark green|bright green|light green|emerald|neon green|olive
    """,
    "color:yellow": """
        yellow|黄|黄色|明黄|明黄色|亮黄|亮黄色
        黄颜色|黄的|鹅黄|鹅黄色|柠檬黄|浅黄|浅黄色|淡黄|淡黄色|荧光黄|暖黄
        bright yellow|light yellow|neon yellow|lemon|lemon yellow
    """,
    "color:white": """
        white|白|白色|纯白|纯白色
        白颜色|白的|雪白|雪白色|亮白|奶白|乳白
        pure white|plain white|snow white|bright white
    """,
    "color:black": """
        black|黑|黑色
        黑颜色|黑的|纯黑|纯黑色|深黑|墨黑
        pure black|plain black|jet black|pitch black
    """,
    "color:orange": """
        orange|橙|橙色|橘色
        橙的|橘|橘的|橘黄|橘黄色|橙黄|橙黄色|橙红|橘红|橙颜色|橘子色
        bright orange|dark orange|neon orange
    """,
    "color:pink": """
        pink|粉|浅粉|粉色|粉红|粉红色
        粉的|粉颜色|粉嫩|嫩粉|桃红|桃红色|玫红|玫红色|玫瑰红|樱花粉|淡粉|淡粉色|浅粉色|深粉|少女粉|荧光粉
        hot pink|light pink|bright pink|rose|magenta|fuchsia|neon pink
    """,
    "color:purple": """
        purple|violet|紫|紫色
        紫的|紫颜色|浅紫|浅紫色|深紫|深紫色|淡紫|淡紫色|紫罗兰|薰衣草色|葡萄紫
        lilac|lavender|dark purple|light purple|bright purple
    """,
    "color:gold": """
        gold|golden|金|金色|金黄|金黄色
        金的|香槟金|土豪金|亮金色|金灿灿|金颜色|金闪闪
        golden yellow
    """,
    "color:gray": """
        gray|grey|灰|灰色
        灰的|浅灰|浅灰色|深灰|深灰色|银灰|银灰色|灰颜色|银色|银
        light gray|light grey|dark gray|dark grey|silver
    """,
    "color:cyan": """
        cyan|turquoise|青|青色
        青的|湖绿|青绿|青绿色|蓝绿|蓝绿色|薄荷绿|薄荷色|蒂芙尼蓝|松石绿
        teal|aqua|light turquoise
    """,
}

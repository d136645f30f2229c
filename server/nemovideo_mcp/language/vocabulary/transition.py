"""How people speak of transitions: English and Chinese side by side, by what the words say."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["PHRASES", "WORDS"]

# Words that no other rule has: known to the mending of typing errors.
WORDS: Vocabulary = {
    "transition_word": """
        transition|transitions|dissolve|dissolves|crossfade|crossfades|cross-fade|cross-fades|cross dissolve
        cross dissolves|cross-dissolve|cross-dissolves|cross-dissolved|whip pan|whip pans
        转场|叠化|闪白|闪黑|甩镜|擦除
    """,
}

PHRASES: Mapping[str, str] = {
    # a kind that needs no noun
    "kind:dissolve": """
        dissolve|dissolves|dissolved|dissolving|cross dissolve|cross dissolves|cross-dissolve|cross-dissolves
        crossfade|crossfades|crossfaded|crossfading|cross-fade|cross-fades|cross fade|cross fades|cross fading
        xfade|x-fade|melt|melts|fade into each other|fade into one another|fade from one to the next
        fade one into the next|fade into the next|fade into the next one|fade into the next clip
        fade from one clip to the next|fade from one shot to the next|blend into each other|blend into the next one
        dissolve into each other|dissolve into one another|dissolve into the next|dissolve into the next one
        叠化|叠化效果|溶解|交叉淡化|交叉溶解|交叉叠化|淡化叠加|互相叠化|叠画|淡入淡出转场|渐变转场|溶接
    """,
    "kind:dip_to_black": """
        dip to black|dips to black|dip through black|fade through black|fades through black|black dip|black dips
        fade to black transition|fade to black transitions|black flash|dip-to-black|flash of black
        闪黑|闪黑转场|黑场过渡|黑场转场|黑屏过渡|黑屏转场|渐黑转场|渐黑过渡|黑闪|黑场闪过|过黑
    """,
    "kind:dip_to_white": """
        dip to white|dips to white|dip through white|fade through white|fades through white|white dip|white dips
        flash to white|white flash|white flashes|fade to white transition|fade to white transitions|dip-to-white
        flash of white|white flash transition|white flash transitions
        闪白|闪白转场|白场过渡|白场转场|白屏过渡|白屏转场|渐白转场|渐白过渡|白闪|过白|闪白过渡
    """,
    "kind:whip": """
        whip pan|whip pans|whip-pan|whip-pans|swish pan|swish pans|whip transition|whip transitions
        甩镜|甩镜头|甩镜转场|甩镜头转场|快速甩镜|甩镜过渡|甩镜头过渡|急甩
    """,
    # a kind that is one beside a noun, or between two clips
    "maybe:slide": """
        slide|slides|sliding|slide-in|slide in
        滑动|左右滑动|滑屏|滑入|平滑滑动|滑动式
    """,
    "maybe:push": """
        push|pushes|pushing
        推移|推屏|推动|推入|推出
    """,
    "maybe:wipe": """
        wipe|wipes|wiping|swipe|swipes
        擦除|划像|划变|擦拭|擦除式
    """,
    "maybe:zoom": """
        zoom|zooms|zooming|zoom in|zoom-in|zooming in
        缩放|变焦|推近|放大|推镜|拉近
    """,
    "maybe:whip": "whip|whips|whipping|swish|甩|快甩",
    "maybe:blur": "blur|blurs|blurry|blurred|defocus|模糊|虚化|失焦",
    "maybe:dissolve": """
        fade|fades|fading|blend|blends|soft|淡入淡出|渐变|淡化|渐隐渐现
    """,
    "maybe:dip_to_black": "fade to black|fades to black|fading to black|go to black|渐黑|黑场|黑屏|淡出到黑|变黑",
    "maybe:dip_to_white": "fade to white|fades to white|fading to white|白场|白屏|渐白|变白",
    "noun": """
        transition|transitions|transition effect|transition effects|effect between|transitioning
        转场|过渡|转场效果|转场特效|过渡效果|转场动画|转场过渡|过场|过场效果
    """,
    "all": """
        all cuts|every cut|each cut|all the cuts|at all cuts|at every cut|at each cut|on every cut|on all cuts
        on all the cuts|between all|between every|between each|in between all
        between them all|between all of them|between each of them
        btwn all|btwn every|btwn each|btwn all clips|btwn every clip|btwn each clip|btwn clips|btwn the clips
        between the clips|between clips|between shots|between the shots|between scenes|between the scenes
        between my clips|between these clips|between those clips|between all clips|between all the clips
        between all of the clips|between every clip|between each clip|between all shots|between all the shots
        between all of the shots|between every shot|between each shot|between all my clips|between all my shots
        between every pair of clips|between each pair of clips|in between the clips|in between clips
        in between shots|in between the shots|from clip to clip|from shot to shot|from one clip to the next
        from each clip to the next|from one shot to the next|in between each clip|in between every clip
        in between all clips|in between all the clips
        所有镜头之间|所有片段之间|每个镜头之间|每个片段之间|每段之间|段与段之间|镜头之间|镜头间|片段之间|片段间
        每两段之间|每两个片段之间|每两个镜头之间|各段之间|各片段之间|各镜头之间|所有切点|每个切点|全部切点|每个剪辑点
        所有剪辑点|镜头与镜头之间|片段与片段之间|每段中间|每个片段中间|每个镜头中间|每一段之间
        镜头和镜头之间|片段和片段之间|所有素材之间|素材之间|全部片段之间|全部镜头之间|视频之间|画面之间|每一刀|每处剪辑
        所有的镜头之间|所有的片段之间|每个切换处|所有切换处|三段之间|几段之间|相邻片段之间|相邻镜头之间|两两之间
        每一个镜头之间|每一个片段之间
    """,
    "every": """
        all|every|each|both|everywhere|throughout|all over|all of them|every one|each one|all through
        所有|所有的|全部|每个|每一个|每段|都|全|统一|全都|各个|各
    """,
    "cut": """
        cut|cuts|cut point|cut points|cut number|edit point|切点|剪辑点|切口|剪切点|刀|个切点|个剪辑点|个切口|刀切处
        个切换处|切换处|个转场处
    """,
    "last": "last|final|最后一个|最后一|最后那个|最末",
    "first": "first|第一个|第一",
    "between": """
        between|in between|btwn|inbetween|之间|中间|间|的中间|的之间|交界处|衔接处|连接处|过渡到|接到|衔接|切到|切换到
    """,
    "before": """
        before|right before|just before|into|going into|at the start of|at the beginning of|in front of|leading into
        at the head of|going to
        之前|前|前面|的前面|开头|的开头|开始处|开头处
    """,
    "after": "after|right after|just after|at the end of|behind|out of|following|之后|后|后面|的后面|结尾|的结尾|末尾",
    "do": """
        add|adds|adding|put|puts|use|uses|using|do|make|makes|insert|apply|set|give|have|want|need|try|create|place
        i want|i'd like|let's have|let me have|make it|make them|turn|turn it into|change|switch|go with|join|link
        connect|bridge|happen|happens|be|let|let it|please add|get|throw in|drop in|stick|pop|all the clips|to|into
        with|by|through|via|at|on|in|for|of|from|using a|a|an|the|one|another|some|instead|please|as|that is
        that lasts|lasting|only|long|takes|taking|over|clip|clips|shot|shots|scene|scenes|one to the next|the next
        each other|one another|effect|effects|type|style|kind of|kind|then|there|me|it|them|too|also|just|now|ok|okay
        加|加个|加上|加一个|加入|添加|添|来|来个|来一个|用|用个|做|做个|做成|换成|改成|改为|变成|变为|换|设|设置|设为|设成|插入
        套|套个|套用|上|上个|搞|搞个|弄|弄个|给|在|把|将|让|从|到|和|跟|与|用一个|处|那里|这里|的地方|地方|加点|加些|来点
        都加|都用|都来|都加上|都换成|都改成|都做|都改|时长|长度|效果|特效|一下|一个|个|一点|的|长|用成|那种|这种|以|式|出现
        进行|做一个|带|带个|加一段|镜头|片段|画面|吧|呀|啊|哦|呢|了|请|帮我|我想|我要|想|要|能|可以|还是|那|就|再|也|改
        为|成|过去|过来|连接|相接|那段|这段|处加|时
    """,
    "off": """
        remove|removes|removing|delete|take out|take off|take away|get rid of|no|no more|without|lose|drop|clear|undo
        turn off|kill|scrap|strip|ditch|cancel
        去掉|去除|删掉|删除|删了|取消|取消掉|不要|移除|清除|清掉|拿掉|去了|撤掉|关掉|去
    """,
    "hard": """
        hard cut|hard cuts|straight cut|straight cuts|plain cut|plain cuts|hard
        硬切|直切|直接切|硬切换
    """,
    "smooth": """
        smooth|smoothly|seamless|nice|gentle|gently|simple|clean|cool|stylish|fancy|good|classic|basic|standard|subtle
        cinematic|elegant|pretty|little|proper|some nice
        平滑|平滑的|自然|自然的|柔和|柔和的|流畅|流畅的|好看|好看的|酷炫|酷炫的|简单|简单的|丝滑|丝滑的|丝滑一点|自然一点
        高级|高级的|炫酷|炫酷的|漂亮|漂亮的
    """,
    "quick": "quick|fast|short|rapid|snappy|brief|quicker|快速|快速的|短|短的|快|很快|短促",
    "slow": "slow|long slow|slower|soft slow|very slow|缓慢|缓慢的|慢|慢慢|慢速",
    "longer": "longer|a bit longer|a little longer|lengthen|extend|长一点|长点|更长|加长|拉长|延长|久一点|长一些|调长",
    "shorter": "shorter|a bit shorter|a little shorter|shorten|短一点|短点|更短|缩短|快一点|快点|短一些|调短",
}

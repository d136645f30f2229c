"""What somebody thinks of a clip, the music or the film: no wish by itself, but what the next words are about."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.scene import Focus

__all__ = ["RULES", "WORDS"]

WORDS: Vocabulary = {
    "opinion": """
        shaky|blurry|boring|useless|garbage|junk|ugly|dull|terrible|awful|horrible|out of focus|pointless|annoying
        messy|weird|embarrassing|awkward|cringe|bad|lame|weak|meh|bores me|annoys me|wobbly|jerky|distracting
        unprofessional|amateurish|repetitive|redundant|overexposed|underexposed|grainy|unflattering|a mess|unusable
        not good|no good|not great|not needed|unnecessary
        晃|抖|糊|虚|废|水|丑|土|尬|乱|烂|差|歪|黑|暗|亮|脏|闷|假|怪|俗|傻|蠢|难看|难听|模糊|无聊|没劲|没意思|没用
        没内容|没东西|没看头|没啥看头|没意义|没必要|没感觉|没人看|没人爱看|没啥意思|没啥用|没啥内容|没什么意思
        没什么用|没什么内容|没什么看头|没啥好看的|没什么好看的|不好看|不好|不清楚|不稳|不行|不咋地|不咋样|不怎么样
        不怎么好|不怎么好看|不太好|不太好看|不太行|不太清楚|不太稳|不够清楚|不够好|不够精彩|不精彩|不搭|不太搭
        不合适|不太合适|不协调|不顺|不太顺|不连贯|不自然|不专业|不好玩|不好笑|不喜欢|不太喜欢|不爱看|不想看|不想要
        晃得厉害|晃得不行|晃得要命|抖得厉害|抖得不行|晃来晃去|晃眼|晃动|抖动|手抖|手抖了|头晕|晕|看晕|看晕了
        虚焦|失焦|没对焦|没对上焦|跑焦|拍虚|拍糊|糊了|虚了|拍糊了|拍虚了|拍歪|拍歪了|拍坏了|没拍好|拍得不好|拍得烂
        拍得很烂|拍得太烂|拍得真烂|拍得一般|一般|一般般|很一般|普通|平淡|单调|重复|多余|啰嗦|冗余|拖沓|尴尬|穿帮|出丑
        穿帮了|过曝|曝光过度|太曝|欠曝|逆光|黑屏|黑乎乎|黑漆漆|看不清|看不清楚|啥也看不清|什么都看不清|看不见|空镜
        废镜头|废片|废的|烂片|乱糟糟|乱七八糟|杂乱|混乱|突兀|违和|奇怪|诡异|别扭|恶心|吓人|烦人|烦|讨厌|闹心|辣眼睛
        辣眼|刺眼|刺耳|扎眼|看腻|看腻了|听腻|听腻了|腻|腻了|看烦了|听烦了|看够了|审美疲劳|过时|老土|老套|俗气|低级
        掉价|敷衍|粗糙|业余|不忍直视|看不下去|受不了|忍不了|嫌弃|垃圾|拉胯|拉垮|翻车|翻车了|挡镜头了|手挡镜头了
        有人入镜|入镜了|走光|露脸了|闭眼了|表情不好|表情崩了|没精神|没气势|没气氛|没氛围|不上镜|显胖|显黑|没重点
        突然|仓促|生硬|僵硬|僵|死板|呆板|呆|静止|太静|不动|急|匆忙|戛然而止|拖泥带水|喧宾夺主|抢镜|小气|寒酸|山寨
        没头没尾|断了|断断续续|卡|卡顿|一卡一卡|掉帧|跳|跳帧|闪|花|晕车|压抑|沉闷|沉重|沉|冷清|冷|空|空洞|散|松散|平
        不出彩|不吸引人|不抓人|不够炸|不够燃|不够味|不够劲|不起眼|不明显|不显眼|不像样|不成样子|不像话|不利索
        没节奏|没亮点|没高潮|冷场|催眠|犯困|想睡|看困了|跟主题无关|跑题|跑题了|无关|没关系的|不相关|画质差|画质不行
        画质太差|像素低|颗粒感重|噪点多|灰蒙蒙|灰扑扑|发灰|偏色|太曝光
    """,
    "reason": """
        时间有限|赶时间|时间紧|时间不多|时间不够|来不及了|来不及|急用|着急用|着急|等着用|等着发|平台限制|有限制|有版权问题
        有版权|怕侵权|会侵权|侵权|版权问题|怕扰民|扰民|观众没耐心|没耐心|大家没耐心|流量有限|内存不够|手机内存不够
        网不好|网速慢|明天要交|今天要交|马上要交|要交作业|交作业|急着交|老板催|客户催|催得紧|怕超时|超时了|会超时|怕太长
        发朋友圈用|发给甲方看|要发给甲方看|发给客户看|给客户看|给老板看|给朋友看|给家人看|给孩子看
        参加比赛|比赛用|上课用|开会用|年会用|年会上放|婚礼用|婚礼上放|毕业典礼用|学校用|公司用|做纪念|留个纪念|留作纪念
        纪念用|大屏播放|投屏用|电视上放|手机上看|电脑上看|老人看|孩子看|给老人看|给小孩看|年轻人看|发群里
        发到群里|要发群里|过年用|过节用|生日用|求婚用|答辩用|汇报用|展示用|宣传用|带货用|卖货用|招生用|开业用|做预告
        当素材|存着|自己看|自己留着看|留着自己看|随手拍的|随便拍的|第一次剪|我不会剪|我不懂|不太懂|新手
        我是新手|小白|我是小白|眼睛不好|老花眼|耳朵不好|听力不好|看不清字|年纪大了
    """,
    "opinion_good": """
        cute|lovely|beautiful|great|gorgeous|funny|hilarious|best|my favorite|my favourite|adorable|awesome|stunning
        可爱|好看|精彩|漂亮|帅|酷|美|搞笑|好笑|好玩|有趣|有意思|精华|重点|亮点|高光|好听|最好|最好看|最精彩|最漂亮
        最美|最帅|绝|绝了|惊艳|抢眼|吸睛|吸引人|吸引眼球|喜欢|最喜欢|我喜欢|爱看|大家爱看|经典|震撼|燃|炸|治愈|温馨
        感人|有感觉|有气势|有气氛|有氛围|清楚|拍得好|拍得很好|拍得最好|拍得不错|不错|很棒|真棒|棒|赞|带感|上头|出彩
        抓眼球|抓人眼球|抓人|有吸引力|带劲|有劲|有冲击力|有张力|有代入感|有仪式感|有节奏感|有层次
        自然|舒服|顺|顺畅|流畅|连贯|协调|高级|专业|过瘾|爽|酷炫|炫|炫酷|有味道|有意境|有故事感|有高级感|有电影感
        有看头|有爆点|有记忆点|有悬念|完整|圆满|干净|利落|干脆|清爽|整齐|统一|和谐|真实|生动|活泼|俏皮|浪漫|温暖
        萌|太萌了|逗|逗死了|笑死|笑死我了|美翻了|帅炸了|帅呆了|绝美|唯美
    """,
    "opinion_how": """
        too|so|very|really|pretty|quite|a bit|a little|kind of|just|looks|look|feels|feel|is|are|was|seems|way
        才|更|会更|比较|显得|会|来|就|才会|才能|会比较|能更|可能更|应该更|应该会更|看着更|听着更|更加|才比较|才显得
        太|很|好|真|有点|有点儿|有些|特别|非常|超|超级|巨|贼|老|忒|挺|蛮|相当|真的|实在|实在是|确实|简直|完全
        根本|就是|其实|总是|一直|都|也|还|又|过于|过分|略|稍微|略微|这么|那么|死了|死|极了|透了|得很|得不行|得要命
        得厉害|得要死|到不行|一点|点|了点|了些|爆了|爆|坏了|多了|最|看着|看起来|看上去|感觉|觉得|听着|听起来
        结束得|开始得|收得|停得|接得|切得|剪得|放得|转得|走得|来得|开头|结尾|收尾|起得|弄得|搞得|做得|配得|唱得
        拍得|拍的|有够|怪|老是|起来|里面|里|里头|中间|部分|整体|内容|效果|质量|画质|观感|节奏
    """,
    "wishing": """
        make|makes|give|more|want|put|keep
        把|将|让|使|给|弄|搞|做|变|变成|弄成|做成|帮我|帮忙|给我|我想|我要|我想要|希望|想要|请|麻烦|再|一点点|别|不要
    """,
    "opinion_who": """
        client|customer|boss|they|people|everyone|my mom|my mum|my dad|my wife|my husband|my friend|thinks|think|find
        finds|says|said|say|hates|hate|dislikes|dislike|complains|complained|complain|because|since|as|cause|cuz
        客户|老板|甲方|领导|我妈|我爸|爸妈|我妈妈|我爸爸|妈妈|爸爸|女朋友|男朋友|女友|男友|对象|老婆|老公|媳妇|闺蜜
        室友|同事|同学|粉丝|观众|网友|大家|别人|人家|朋友|朋友们|老师|导演|编辑|总监|孩子|儿子|女儿|闺女|奶奶|爷爷
        外婆|外公|姥姥|姥爷|亲戚|家人|家里人|评论|评论区|他们|她们|说|说是|嫌|嫌弃|觉得|认为|反馈|反映|吐槽|抱怨|讲
        表示|评价|感觉|看了|看完|看过|听了|听完|都说|都嫌|都觉得|因为|由于|主要是|主要|毕竟|谁让|老说|跟我说|告诉我
        刚说|刚刚说|昨天说|今天说|一直说|看了说|看完说|听了说|说是太|不|不太
    """,
}
_THINGS = ("music_noun", "film_noun", "picture", "text_noun", "sound_noun")


def _read(clause: Clause) -> Reading | None:
    if clause.segments > 1:
        return None
    if clause.has("wishing"):
        return None
    bad, good = clause.has("opinion", "remark"), clause.has("opinion_good")
    bad |= clause.has("reason")
    good |= clause.names_clips and any(t.has("talk") and not t.has("filler") for t in clause.tokens)
    bad |= clause.has("music_noun") and clause.has("music_tired")
    amounts = ("quote", "duration", "percent", "factor", "beats", "bars", "degrees", "range", "at", "clock")
    if not (bad or good) or clause.count(*amounts) or not clause.scene.clips:
        return None
    clause.take(
        "reason",
        "opinion",
        "remark",
        "music_tired",
        "opinion_good",
        "opinion_how",
        "opinion_who",
        "talk",
        "too",
        "more",
    )
    music, film = clause.has("music_noun"), clause.has("film_noun")
    clause.take(*_THINGS, "it")
    # "白的太晃眼": a colour that is there.
    clause.used.update(n for n, t in enumerate(clause.tokens[:1]) if t.detail("color"))
    inside = clause.count("clips") > 1
    clips, texts = clause.clips(), clause.texts()
    if clause.rest():
        return None
    operation = clause.focus.operation
    focus = clause.focus
    if clips and (inside or clause.has("sound_noun", "picture", "text_noun")):
        # "The sound of the parrot is awful, remove it"
        focus = Focus(operation=operation)
    elif clips:
        focus = Focus(clips=clips, operation=operation)
    elif texts:
        focus = Focus(texts=texts, operation=operation)
    elif music or film:
        focus = Focus(music=music, film=not music, operation=operation)
    return Reading(remark=True, talk=good and not bad, focus=focus)


RULES = (Rule(name="opinion", read=_read, rank=95),)

"""Texts: add, change and remove them. Their words are quotations, or were found to be words of a text."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.text import AddText, ChangeText, RemoveText
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved, makes_film
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.text_changes import meant_text, moved_a_step, with_other_word
from nemovideo_mcp.language.times import Times, take_times

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

WORDS: Vocabulary = {
    "text_add": """
        call|call it|name it|add|put|put in|insert|create|include|write|show|display|overlay|type|print|place
        have|want|with|append|open with|close with|end with|start with
        introduce|label|labelled|tag|announce|caption|flash up|pop up|pop|slap|throw|throw in
        throw up|stick|drop in|superimpose|lay|spell out|stamp
        put up|sign off with|finish with|conclude with|begin with
        kick off with|add one|include one|along with|plus|label it
        tag it|titled
        finish off with|round off with|wrap up with|close off with
        加|加上|加个|加一个|加一行|添加|写|写上|写着|写个|打|打上|打个|打字|显示|来|来个|上|配|配上|做|弄|放
        放个|插入|出现|打在|贴|写一行|加行|加一句|加句|加段|加几个|加上个|加条|加上一行|来行|来一行|来句|来一句
        来几个|整个|整一个|整行|搞个|搞一个|弄个|弄一个|弄上|弄行|写一个|写上个|写一句|写句|写几个|打一行|打行
        打一个|打出|打几个|打出来|配个|配一个|配行|配句|放一个|放上|放一行|放句|标|标上|标注|标个|标注上|注明
        贴上|贴个|添|添个|添上|添一行|附上|附|补个|补一行|补上|显示出|显示个|浮现|浮出|上个|上一个|上一行|挂
        打个字幕|附个|附一句|附一行|插一句|插一行|来一条|来条|上行|上句|上一句|配一句|配一行|出现一个|出现一行
        出现一句|出一个|出一行|出一句|显示一个|显示一行|显示一句|展示|展示一个|展示出|弹个|弹出一个|弹一句
        弹一行|跳出|跳个|冒个|亮出|亮个|呈现|呈现出|署上|署个|署名|题写|签上|签个|落款|落个|落个款|打上去|写上去
        放上去|加上去|贴上去|标出|标出来|标明|注上|注个|备注|备注上|备注个|印个|印一行|再加|再加个|再加一个
        再加一行|再来个|再来一个|再来一行|再写|再写个|再打|再放|再放个|再放一个|再上|也加|也加个|也写|也写上
        新增|新增一个|新加|新加一个|新加个|增加|增加一个|增加个|多加|多加个|多加一个|补充|补充一个|补充上|弄一行
        弄一句|搞一行|搞一句|搞句|整一行|整一句|整句|打一句|打句|打一段|打出一行|打上一行|打上一句|写上一行
        写上一句|写出|写出来|写下|写下来|写一段|叫|取名|取名叫|命名|命名为|起名|起名叫|起个名|用
        挂个|挂上|印|印上|题|题上|题个|叠|叠个|飘|飘个|飘过|给个|安排|安排个|安排上|插个|插一个|插行|出|出个
    """,
    "text_says": """
        says|saying|that says|say|reads|reading|read|which says|which reads|called|named|words|the words
        with the words|with the text|it says|to read
        that just says|which just says|stating|states|that states|that goes|titled|entitled|labelled
        containing|with wording|just saying|simply says|should say|should read|must say|must read|could say
        needs to say|needs to read|has to say|spelling|saying just
        to say
        写|写着|写的|叫|叫做|内容|内容是|内容为|是|为|写着个|写成|内容写|文字是|文字为|写的是|叫个|就叫|就写
        写道|写个|写上|写了|写个写|内容写的是|内容就写|内容叫|内容写成|内容用|字是|字写|字就写|文案写|文案就写
        文案用|文案为|标题写|标题用|标题为|标题就叫|标题就写|标题内容是|标题内容为|文字内容是|文字内容为|文字写
        文字就写|名为|名字是|名字写|名字为|名称是|叫作|题为|上书|打着|显示着|印着|就用|就打|就打上|叫它|说
        说的是|说是|显示的是|里面写|上面写|上面写着|里面写着|写的内容是|就这几个字|就这句|这么写|这样写
        是这个|文案是|标题是|标题叫|名字叫|名叫
    """,
    "filler": """
        at least|with it|after all|it all
        and so on|as usual|up there|down there|on there|in there|hand|corner
        至少|真的|起码|两个字|三个字|四个字|几个字|这几个字|这两个字|这三个字|这四个字|这句话|这几个|字样|的字样
        里的|里面的|中的|当中的|里头的
        大字|一句话|这样一句|这行字|这一行|五个字|六个字
    """,
    "text_title": """
        title|titles|title card|main title|opening title|title text|intro title|first title
        title slide|title screen|opening card|opening text|intro text|intro card|headline text|headline|heading
        main heading|big title|film title|movie title|video title|start title|starting title|first text
        opening line
        标题|大标题|片名|片头字|片头的字|片头标题|主标题|开场字|片头文字|标题字|标题文字|主标|大字标题|题目
        标题栏|标题行|总标题|片名字|片名标题|大标|题|开篇标题|开篇的字|开篇字|片头大字|片头大标题|开头大标题
        开头的大字|片头那行字|片头那几个字|片头那句|开头那行字|开头那几个字|开头那句话|开头那句|首屏文字
        首屏标题|标题文案|标题内容
        标题颜色|标题的颜色|标题大小|标题字号|标题字体|标题位置
        开头标题|开头的标题|开头字|开头的字|开场标题|片头题目|片头的标题|封面字
    """,
    "text_kind:title": """
        title|title card|headline|heading|opening title|main title|intro title
        title slide|title screen|opening card|opening text|opener|intro text|intro card|headline text|banner
        main heading|big title|film title|movie title|video title|cover title|chapter title|section title
        start title|starting title|tagline|slogan|hashtag|label|callout|chyron|header
        标题文字|标题字|片头大字|片头文字|片头字|开场标题|开篇标题|主标|大标|题目|题名|片头名
        标题|大标题|片名|片头标题|主标题|片头卡
    """,
    "text_kind:lower_third": """
        lower third|lower-third|lowerthird|name tag|name strap|name title|lower thirds
        lower 3rd|l3rd|lower third title|nameplate|name plate|name card|name banner|name label|name caption
        lower banner|strap|strapline|name super|identifier
        名牌|姓名牌|人名牌|人名卡|名字卡|人物条|人物名条|人物介绍条|人物介绍|人物名|人物信息条|介绍条|身份条
        嘉宾条|姓名字条|姓名|名称条|姓名标签|名字标签|人名标签|人物标签|人物姓名条|下方名条|名卡
        人名条|名条|名字条|人名|字幕条|下三分之一|姓名条
    """,
    "text_kind:end_card": """
        end card|end title|closing title|closing card|end screen|endcard|credits|end credits|closing credits
        ending title|outro title|end text|outro card|the end card|the end title|the ending title|closing text
        final title|end slide
        end cards|end message|ending card|ending message|ending screen|ending text|ending slide|final screen
        final card|final text|final slide|final message|final line|final credits|closing screen|closing slide
        closing message|closing words|closing line|closing credit|last screen|last card|last slide|outro
        outro text|outro message|outro screen|outro slide|end frame|endscreen|end note|end tag|end credit|sign-off
        sign off|goodbye card|credit roll|thank you card|thank-you card|thanks card|ending credits|finishing title
        finishing card
        片尾卡|片尾字|片尾标题|片尾字幕|尾卡|落版|结束语|结尾卡|片尾文字|结尾标题|结尾字幕|谢幕|尾卡文字|结束卡
        结束标题|结束字幕
        结束画面|结束页|片尾页|尾页|谢幕字|谢幕文字|谢幕语|鸣谢|致谢|演职员表|工作人员名单|片尾名单|结语|落款卡
        收尾卡|收尾标题
        片尾语|结尾语|谢幕卡|片尾画面|片尾落版|结尾落版
    """,
    "text_kind:subtitle": """
        subtitle|caption
        副标题|副标|小标题|副题|副标题字
        字幕|小字幕
    """,
    "text_word": """
        text|texts|words|line|lettering|wording|caption|letters|slogan|writing|text overlay|overlay text|name
        message|phrase|sentence|banner|quote|tagline|hashtag|handle|inscription|on-screen text
        on screen text|onscreen text|captions|text line|lines|line of text|bit of text
        piece of text|text box|textbox|wordings
        card|cards
        the words|the word|the lettering
        文字|字|字样|文案|文本|一行字|行字|话|一句话|句|名字|字幕|那行字|这行字|那几个字|这几个字|那些字|字儿
        字句|文|行文字|段文字|句文字|一段文字|一行文字|几行字|几个字|字卡|花字|标语|口号|台头|标签|说明文字|说明
        注解|提示文字|提示|字样儿|那段字|那段文字|这段文字|那些文字|这些文字|这些字|那个字|这个字|那句文字|这句
        这句话|那串字|那串文字|那排字|这排字|排字|排文字|大字|小字|字块|文本框|文字框|文字块
        两个字幕|俩字幕|两条字幕
        文字内容|那句话|那句|字幕字|字体
    """,
    "text_all": """
        all|both|every|each
        所有的|全部的|全体|两行都|每一行|每行|各个|全都给|一块
        一起|一块儿|一股脑|一并|俩都|都给我|全给我|一次性
        两个字幕|俩字幕|两条字幕|两个标题字幕
        都|全|全部|所有|两行|俩|统统|通通|全都|一律|统一|一个不留|一个都不留|一个也不留|一个都不要|一个也不要
    """,
    "text_bigger": """
        blow it up|blow up|hard to read|can't read|bigger|larger|enlarge~|increase~|big|large|huge|bigger font
        scale up|grow
        make it bigger|increase the size|size up|sized up|a size up
        up a size|a bit bigger|scaled up|pump up|beef up|massive|enormous|giant|gigantic|oversized|hard to see
        barely readable|not readable|unreadable|can't be read|cannot be read|cannot read|cant read|can hardly read
        difficult to read|readable|legible|more legible|more readable|more visible|stand out more
        upsize|expand|magnify|extra large|xl|xxl|larger font|bigger letters|larger letters|big letters|big text
        large text|in big|in large|bold and big|maximise|maximize
        bump up|bump it up|scale it up|step up|size it up
        大一点|大点|放大|更大|大些|大|大字|调大|放大点|放大一点|放大一些|再大点|变大|大一些|再大一点|字大点
        大一号|大两号|再大|更大点|大大的|超大|加大|加大一点|加大点|太小|太小了|小得看不清|看不清|看不清楚|看不见
        看唔清|小了|小了点|有点小|偏小|弄大|弄大点|弄大一点|搞大|搞大点|调大点|调大一点|变大点|变大一点|放大些
        大上|大上点|再放|再放大|再放大点|再放大一点|放到更大|加大字号|字号加大|字号大点|字号大一点|字号调大
        字号放大|字体大点|字体大一点|字体调大|字体放大|字体加大|字大些|字大点儿|大字号|撑大|撑大点|拉大|拉大点
        整大|整大点|整大一点|变大些|扩大|扩大点|扩大一点|增大|增大点|增大一点|大一圈|大一些些|大两圈|巨大|特大
        很大|大号|大号的|更大些|更大一点|更大号|够大|不够大|太细小|太小太小|太不起眼|不起眼|小得很|小得可怜
        看不太清|看不太清楚|看得清|看得清楚|看得见|不够明显|不够醒目|不够显眼|明显点|明显一点|突出点|突出一点
        再醒目点
        大一倍|放大一倍|大上一倍|加大一倍|变大一倍
        放大到|放大至|放大成|放大为|调大到|加大到
        醒目|醒目点|醒目一点|显眼|显眼点|大啲|太细
    """,
    "text_smaller": """
        smaller|small|tiny|shrink~|scale down|less big
        reduce~|minimize~|minimise~|decrease~|size down|sized down|a size down|down a size|scaled down|shrunk
        teeny|mini|miniature|less huge|less large|downsize
        smaller font|smaller letters|small letters|small text|tiny text|in small|compact|less massive|discreet
        more discreet|subtle|more subtle|less prominent|less dominant|less in your face
        little
        小一点|小点|缩小|更小|小些|小|小字|调小|缩小点|缩小一点|变小|再小点|小一些|再小一点|小一号|小两号|小小的
        再小|更小点|缩一点|缩点|缩一缩|缩小些|太大|太大了|大得离谱|大了|大了点|有点大|偏大|弄小|弄小点|弄小一点
        搞小|搞小点|调小点|调小一点|变小点|变小一点|低调点|收小|收小点|小啲|细啲|别太大|别那么大|不要太大
        小上点|再缩小|再缩小点|再缩小一点|缩一下|缩小号|字号小点|字号小一点|字号调小|字号缩小|字号减小|字体小点
        字体小一点|字体调小|字体缩小|减小|减小点|减小一点|缩小一号|小一圈|小两圈|小号|小号的|小小|很小|更小些
        更小一点|整小|整小点|整小一点|变小些|太抢眼|太占地方|太占位置|占地方|太霸屏|太显眼|太醒目|太突出|太夸张
        夸张|太巨大|太大个|别那么大字|不用那么大|别这么大|不要这么大|秀气点|秀气一点|精致点|收一点
        缩小到|缩小至|缩小成|缩小为|调小到|减小到
        不要那么大
    """,
    "text_move": """
        move~|put|place~|shift~|position~|goes|go|sit|bring
        nudge~|bump~|slide~|drag~|pull~|push~|raise~|drop~|shove~|relocate~|reposition~|stick|align~|aligned
        pin~|anchor~|locate~|located|centre~|center~|positioned|placed|sits|lives|belongs|belong
        moved|land|lands|stand|stands|rest|rests|hang|hangs
        display|displayed
        移|移到|移动|放|放到|放在|挪|挪到|摆|摆到|位置|放去|place|调到|挪动|移去|移至|挪去|挪至|放至|搁|搁到
        搁在|摆去|摆在|丢到|换到|改到|改放|调|调去|弄到|搬到|搬|居|靠|贴到|贴着|贴|上移到|下移到|置于|置|排到|在
        移一下|挪一下|挪个位置|换个位置|换位置|换个地方|放个|拿到|拉到|推到|提到|升到|降到|落到|沉到|摆放到
        摆放在|调整到|设在|设到|安排在|安排到|安置在|安置到|固定在|钉在|停在|贴在|靠到|靠着|靠近|贴近|偏到|放往
        往上放|往下放|往左放|往右放|往中间放|往上|往下|往左|往右|往|向|向上|向下|朝|往上移|往下移|往左移|往右移
        往上挪|往下挪|往左挪|往右挪|往上提|往下压|往下沉|上移|下移|左移|右移|搞到|整到|放进|放入|显示在|显示到
        写在|写到|打到|位于|落在|处于|出现在|呆在|待在|排在|该放|应该放|应该在|改到了|改在|换成在|换至|调整至
        调至|去|到|移动到|移动至|转到|转移到
        往下挪到|往上挪到|往左挪到|往右挪到|往下移到|往上移到|往左移到|往右移到|往下放到|往上放到
    """,
    "text_raise": """
        higher|higher up|upwards|upward|further up|raise|raise~|too low
    """,
    "text_lower": """
        lower|lower down|downwards|downward|further down|too high
        too far up
    """,
    "text_change": """
        call|call it|name it|change~|rename~|correct~|edit~|replace~|update~|instead|swap~|fix|fix the spelling
        spelling|typo|misspelled|turn|becomes|become|rewrite|reword|switch|recolor|recolour|color|colour|paint
        reword~|retitle~|modify~|alter~|adjust~|revise~|redo|retype|now says|now reads
        should say|should read|must say|must read|has to say|needs to say|is supposed to say
        is supposed to be|is meant to say|ought to say|mistake|wrong spelling|spelled wrong|spelt wrong
        wrongly spelled|misspelt|mistyped|misprint|spellcheck|correct|correction|transform|tint|dye|colored
        coloured|recolored|substitute|typos|spelling mistake|spelling error
        spelled it wrong|spelt it wrong|spelled that wrong|misspelled it|misspelt it|got it wrong|wrote it wrong
        got the name wrong|got the spelling wrong|i spelled it wrong
        改|改成|改为|换|换成|换为|变|变成|改写|替换|替换成|更改|修改|设为|设成|应该是|打错了|写错了|颜色|字色
        只改|打错|改作|换个|换作|变为|替换为|替成|写成|重写|重写成|改写成|应该|应该写|应为|弄成|搞成|做成|调成
        用|颜色改|颜色换成|颜色改成|颜色变成|颜色调成|字色改成|染成|涂成|整成|改叫|叫|设定为|设置成|设置为
        变更|变更为|更换|更换成|更换为|更正|更正为|修正|修正为|修改成|修改为|修改一下|调整|调整一下|换一个|换掉
        换句|换一句|换一行|调为|弄为|写错|写错字了|错别字|错字|打错字|打错字了|笔误|不对|不是|正确是|正确应该是
        正确写法是|本来是|本来应该是|原本是|其实应该是|说的是|该是|该写|该写成|应当是|应当写|重新写|重新写成
        重新改|重打|重打成|打成|填|填成|填上|输入|用作|选|选用|涂|刷成|弄上|上色|配色|着色|颜色是|颜色为|字颜色
        字体颜色|字体颜色改成|字体改成|文字改成|用上|采用|使用|调色成
        改短一点|改短|改短点|改长|改长点|改长一点|缩短成|精简成|简化成|改简单点|改简单一点|换个说法|改个说法
        换个词|改个词
        颜色换一下|颜色改一下|颜色变一下|换个颜色|改个颜色|换颜色|改颜色|变个颜色
        改一下|换一下|调整为|调整成|其实是|正确的是
    """,
    "text_should": """
        should|must|needs to|should say|should read|must say|must read|could say|has to say|needs to say
        needs to read|is supposed to say|is supposed to be|is meant to say|ought to say
    """,
    "text_appear": """
        appear~|come in|comes in|show up|shows up|start~|begin~|come up|comes up|pop up|enter~|be shown|kick in
        visible|there|comes
        appearing|coming in|pop in|pops in|pops up|popping up|turn up|turns up|shows|showing|kicks in|is shown
        arrive|arrives|join|joins|set in|be visible|be seen|be there|start showing|starts showing|start to show
        visible from|shown from|shown|on screen from|first appear|first appears
        come|coming
        出来|出现|显示|开始|进来|冒出来|再出来|一出来|露出|才出来|才出现|再出现|再显示|再冒出来|冒|冒出|蹦出来
        出现时间|开始时间|入场时间|显示开始|露脸|露面|上|上来|上屏|上画面|放出来|放出|显现|显现出来|显出来
        显示出来|浮出来|浮上来|飘出来|亮出来|亮起来|登台|上场|再上|再来|再进|再进来|才显示|才冒出来|才进来|才上
        才放出来|起
        跳出来|弹出来|弹出|登场|亮相|现身|浮现|进场|入场|出场|开始显示|开始出现|出
    """,
    "text_gone": """
        gone|disappear~|vanish~|go away|goes away|leave~|be gone|end|hide|until
        gone by|finishes|ends|ending|ended|be over|off screen|off the screen|be off|stop showing
        stops showing|stops|cleared|drop off|drops off|cut off|cuts out|up until
        no longer visible|no longer shown|not visible
        消失|不见|结束|撤掉|没|再消失|消失掉|没了|不见了|退场|撤|撤了|下去|下掉|离开|收掉|收起|收起来|走掉|隐藏
        消掉|退出|退出去|退掉|走|走开|走人|闪人|离场|离屏|下场|下屏|下|隐去|隐掉|淡掉|停止显示|不显示|不再显示
        就没|就消失|就不见|就撤|就收|收走|收|收尾|收场|结束掉|关掉|不要了|为止
        结束显示
    """,
    "text_stay": """
        last~|stay~|show~|keep~|up|leave|long|visible|displayed|on screen|duration|length|run~|hold~|for|lasting
        only
        remain~|linger~|persist~|stay on|stays on|stay up|stays up|staying|be on screen|be up|be visible|be shown
        on display|display~|keep up|kept|hang around|sticks around|stick around
        seconds long|visible for|shown for|in total|a total of|total of|altogether
        extended to|hang~
        时间|停|停留|显示|持续|时长|留|展示|放|停在|长|就行|只|停够|停满|停留时间|显示时间|显示时长|展示时间
        展示时长|停留时长|持续时间|待|呆|待够|留着|放着|挂|挂着|挂够|维持|保持|停上|总共|共|一共|出现|改成|改为
        显示够|显示上|显示满|停够了|停多|停留够|待上|呆上|留够|留上|挂上|撑|撑够|撑满|持续到|停留到|显示到|停到
        留到|挂到|待到|显示时间改成|时间改成|时间改为|时长改成|时长改为|时长改|时长调成|时间调成|时长设为
        时长设成|时间设为|时间长度|秒数|多久|出现时长|出现时间|出镜时间|亮相|亮|露面|露出|保留|坚持|摆|摆着|摆够
        停驻|驻留|显示个|停个|留个|来个|给个|给|给它|上屏|总时长|变成|变为|调成|弄成|改到|设成|加长到|加到|减到
        减成|减少到|压到|压缩到
        延长到|延长至|缩短到|缩短至|拉长到|调到|设为|只要|只留|就够|够了|就好|露
    """,
    "text_remove": """
        remove~|delete~|drop~|get rid of|take out|take away|take off|lose|erase~|clear~|hide~|kill|scrap|ditch
        no|without|away|off|out|cut|no more|don't want|dont want|do not want|don't need|dont need|do not need
        bin|strip
        wipe~|wipe off|wipe out|chuck
        chuck out|toss|toss out|discard|dump|axe|nix|trash|rid of|do away with|do without
        leave out|leave off|unneeded|unnecessary|not needed|not wanted|is not necessary|isn't necessary
        isn't needed|no need for|no longer need|no longer needed|no longer want|doesn't belong|losing
        ditching|shouldn't be there|should not be there|shouldn't have|take down|takes down
        dispose of|eliminate~|eradicate|destroy|throw away|throw out
        去掉|删|删除|删掉|不要|不要了|拿掉|清掉|清除|清|移除|去除|取消|撤掉|抹掉|清空|不需要|干掉|拿走|去了|别要
        别要了|不想要|不想要了|不用|不用了|别用|别加|别加了|不加了|别留|不留|不必|别显示|不显示|不要显示|别放
        不放|不放了|不要放|撤|撤了|撤下|撤走|删咗|清了|清空掉|抹去|擦掉|擦除|擦|消掉|隐藏|藏起来|藏掉|关掉|关了
        删了|删了吧|删去|删走|给删了|删干净|去了吧|去除掉|拿去|取下来|拿下|拿下来|拿了|撤下来|撤走吧|撤除|拆了
        拆掉|踢掉|踢了|消了|灭了|清理掉|清干净|抹了|涂掉|盖掉|取走|移掉|移除掉|移开|拿开|挪走|不想看到|不想看见
        看不顺眼|别出现|不要出现|不再显示|别再显示|不该有|没必要|没用了|无需|不必要|不用显示|不用出现|不需要显示
        屏蔽|屏蔽掉|取掉|除了吧|收走|退掉|别写|不写了|不写|别写了|不打了|别打|不要打|别标
        移走|弄掉|弄走|扔掉|扔了|砍掉|砍了|丢掉|除去|除掉|剔除|不需要了|免了|省了
    """,
    "ordinal_word": """
        another|third|second|fourth|one more|extra|a third|a second
        另一个
    """,
    "text_font": """
        font size|font|size|text size
        letter size|lettering size|sized|in size|type size|point size|letters|normal size|size of|usual size
        regular size|original size|standard size|default size|scale
        字的尺寸|字体字号|字的字号|文字字号|文字尺寸|标题大小|标题字号|标题尺寸|字号儿|号|大小号
        字号|字体大小|大小|尺寸|字的大小|文字大小|字体尺寸|字体号|字体|字大小|字号大小
    """,
    "right_at": """
        right at|right|exactly|as soon as|the moment|when|once|over|during|on top of|as|while
        across|along
        一开始|一出来|一出现|出来的时候|出现的时候|出现时|出来时|刚出来|刚出现|那一刻|那会儿|那时候|当|正当|同时
        里|期间|那里|那儿|处|画面里|画面上|画面|屏幕上|镜头里|镜头上|出场的时候|出场时|登场时|登场的时候|头上
        旁边|身上|身边|下方那里
        一|时|的时候|上面|上
    """,
    "same_as": """
        same|the same|too|as well|also
        likewise|identical|equally|the same way|same way|same with|same goes for|same for|do the same
        do the same with|do the same for|ditto|match~|in the same
        也这么弄|也这么改|也照做|一样处理|一样的|同样处理|也同样|跟上面一样|跟它一样|跟那个一样|和它一样
        和那个一样|也如此|都一样|也弄|也变|也变成|也换成|也换|也改|也改一下
        也|一样|同样|同样地|也这样|也一样|照样|跟着也|同上|同理|一致|也是|也要|也得|也给|也来|也改成
    """,
    "whole_film": """
        for the whole video|the whole time|throughout|all the way through|during the whole video
        for the entire video|from start to end|from start to finish|for the whole film|for the whole thing
        all the time|the entire time
        all through|all along|entire time|whole time|the whole thing|entire thing|entire video|entire film
        whole film|whole video|permanently|constantly|always|all the way|start to finish|beginning to end
        from beginning to end|from the beginning to the end|from the start to the end|from first to last
        the full video|the full film|full length|for the full length|for the full duration|for the duration
        the full duration|throughout the video|throughout the film|throughout the whole video
        from the first second to the last|for ever|forever|over the whole video|over the whole film
        over the entire video|during the entire video|through the whole video|through the whole film
        the whole way through|from start till end|from start until end|from the start until the end
        全程|一直|从头到尾|始终|全片都|整片都|全部时间|自始至终|一路|一直都|一直显示|全程都|全程显示|从始至终
        从头显示到尾|从头放到尾|从头一直到尾|从头至尾|全程显示着|贯穿全片|贯穿始终|贯穿|整条视频都|整个视频都
        整条片子都|整个片子都|整段视频|整个视频|全视频|常驻|一直挂着|一直在|一直留着|一直放着|一直保留|不消失
        不要消失|别消失|不要下去|永远显示|每时每刻|全时段|时时刻刻|整部片|整部片子|整部片都
        整个过程
    """,
    "text_take": """
        take|takes|pull|throw
        拿
    """,
    "longer": """
        多停|多显示|多展示|再多停|多停留|再停|再显示|再展示|再留|多留|多待|多挂|多放|多持续|多显示个|再多留
        久|久一点|久点|久一些|久些|再久|再久一点|再久点|更久|多显示会儿|多停会儿|多留会儿|多显示一会
        多显示一会儿|多停留一会|多停留一会儿|停久点|停久一点|停久些|留久点|留久一点|显示久点|显示久一点|显示久些
        挂久点|挂久一点|放久点|放久一点|停长点|停长一点|显示长点|显示长一点|太短|太短了|太快|太快了|来不及看
        看不完|没看清就没了|一闪就没|一闪就没了|消失太快|消失得太快|没得太快|加长|加长点|加长一点|再加|再加长
        增加
        再多显示|再多放|延长
    """,
    "text_again": """
        again|after all|anymore|any more|for good
        anymore please|now|from now on|altogether|completely|entirely|overlay
        又|再次
    """,
    "later": """
        later|longer
        delay|delayed|delay it|a bit later|further on|further back|postpone|push back|push it back
        hold back
        晚些|晚一些|晚点儿|推后|往后|往后推一下|往后挪一下|往后移|往后延|往后拖|往后放|延迟个|延后个|推迟个|晚出
        迟些|迟一些|后推|后挪|再推后|再往后|再延后|再推迟|慢点儿|慢点|慢一点
        晚|再晚|晚一点|晚点|迟|迟点|迟一点|推迟|延后|延迟|往后推|往后挪|晚个|后移|再迟
    """,
    "earlier": """
        earlier|sooner
        ahead of time|a bit earlier|a bit sooner
        早些|早一些|早点儿|提前点|提前一点|提前些|提早点|提早一点|往前|往前推|往前移|往前放|往前拉|前挪|前推
        再提前|再往前|再早点|再早一点|早出|快点儿|快点|快一点
        早|提前|早一点|早点|提早|提前个|往前提|往前挪|前移|再早
    """,
    "text_in_color": """
        in|color|colour|colored|coloured
        in the color|in the colour|tone|shade|hue|letters|colored in|coloured in|font color|font colour
        text color|text colour|title color|title colour|written in
        底色|色字|色系|字色|色调|颜色改|颜色用|用色|色儿|颜色是|颜色为|颜色要|颜色成|色文字
        字颜色
        色|颜色|字|颜色的|色的|字体颜色|字的颜色|文字颜色|标题颜色|字体
    """,
    "text_upper": """
        all caps|all-caps|uppercase|upper case|upper-case|caps|in caps|capital letters|all capitals|in capitals
        block letters|block capitals|caps lock|capitals|all in caps
        capitalize~|capitalise~|full caps
    """,
    "text_lowercase": """
        lowercase|lower case|lower-case|all lowercase|no caps|small letters only|non-caps
    """,
}
# A text that is there already is added once more only by these.
_NEW = frozenset(
    ("add", "insert", "create", "write", "type", "加", "加上", "加个", "加一个", "添加", "写", "写上", "插入")
)
_SIZES = {"text_bigger": 1.5, "text_smaller": 0.7}


_AWAY = frozenset(("from", "out of", "off of", "away from", "off", "not", "instead of", "rather than"))


def _look(clause: Clause) -> dict[str, Any]:
    """Takes place, colour and size."""
    found: dict[str, Any] = {}
    for n in range(1, len(clause.tokens)):
        # "from the top to the bottom", "out of the centre": where it is not to be
        before = clause.tokens[n - 1 - (clause.tokens[n - 1].has("det") and n > 1)]
        if clause.tokens[n].detail("place") and before.text in _AWAY:
            clause.used.add(n)
            clause.used.update(k for k, t in enumerate(clause.tokens) if t is before)
    if (place := clause.detail("place")) is not None:
        found["place"] = place
        clause.take("text_move")
    color = clause.one("color") or clause.detail("color")
    if color is not None and clause.has("text_change", "music_change"):
        # "白色换黄色"
        color = clause.detail("color") or color
    if color is not None:
        # a hex value beside a name says the same more exactly
        clause.detail("color")
        found["color"] = color
        clause.take("text_in_color")
    return found


def _size(clause: Clause) -> float | None:
    percent, factor = None, None
    bigger, smaller = clause.has("text_bigger"), clause.has("text_smaller")
    if (bigger or smaller or clause.has("text_font")) and (
        percent := clause.one("percent", "factor")
    ) is not None:
        less = smaller and not bigger and percent < 1 and _by(clause)
        clause.take("text_bigger", "text_smaller", "text_font", "more", "less", "too")
        if less:
            return round(1 - percent, 3)
        doubled = percent == 1 and bigger and any(t.text == "一倍" for t in clause.tokens)
        return 2.0 if doubled else 1 + percent if bigger and percent < 1 else percent
    if clause.has("double", "half") and (bigger or smaller or clause.has("text_font")):
        factor = 2.0 if clause.has("double") else 0.5
        clause.take("double", "half", "text_bigger", "text_smaller", "text_font")
        return factor
    if (
        clause.has("text_font")
        and (size := next((t for t in clause.tokens if t.kind == "number"), None)) is not None
    ):
        # "size 2": an amount of the usual size
        if not 0.25 <= size.value <= 4:
            return None
        clause.one("number")
        clause.take("text_font")
        return float(size.value)
    if bigger == smaller:
        return None
    sized = next(n for n, t in enumerate(clause.tokens) if t.has("text_bigger", "text_smaller"))
    # "too big", and not "bigger too"
    too = any(t.has("too") for t in clause.tokens[:sized]) or (
        not clause.tokens[sized].text.isascii() and clause.has("too")
    )
    clause.take("text_bigger", "text_smaller", "text_font", "more", "less", "too")
    return _SIZES["text_smaller" if smaller is not too else "text_bigger"]


def _by(clause: Clause) -> bool:
    """Whether a share is counted from the present size: "by 20 %", "20 % smaller"."""
    at = next((n for n, t in enumerate(clause.tokens) if t.kind in ("percent", "factor")), 0)
    behind = clause.tokens[at + 1] if at + 1 < len(clause.tokens) else None
    before = clause.tokens[at - 1] if at else None
    counted = before is not None and before.has("text_smaller") and not before.text.isascii()
    if counted and before is not None and not before.text.endswith(("到", "至", "成", "为")):
        # "缩小三分之一"
        return True
    return any(t.text == "by" for t in clause.tokens) or (behind is not None and behind.has("text_smaller"))


def _each_its_own(clause: Clause) -> bool:
    """Whether texts are named apart, with a look for each: "“One” to the left, and “Two” yellow"."""
    known = {text.text.casefold().strip() for text in clause.scene.texts}
    named = [
        n
        for n, t in enumerate(clause.tokens)
        if t.kind == "texts" or (t.kind == "quote" and str(t.value).casefold().strip() in known)
    ]
    if clause.segments < 2 or len(named) < 2:
        return False
    between = clause.tokens[named[0] + 1 : named[-1]]
    return any(t.detail("place") or t.detail("color") or t.has(*_SIZES) for t in between)


def _quotes(clause: Clause) -> tuple[list[str], list[str]]:
    """Quotations that are the words of a text that is there (their ids), and the others."""
    ids: list[str] = []
    new: list[str] = []
    by_words = {text.text.casefold().strip(): text.clip_id for text in clause.scene.texts}
    for n, token in enumerate(clause.tokens):
        if token.kind != "quote":
            continue
        clause.used.add(n)
        words = str(token.value).strip()
        known = by_words.get(words.casefold())
        if known is not None and not new:
            ids.append(known)
        elif words:
            new.append(str(token.value))
    return ids, new


# --- add ---------------------------------------------------------------------------------------------------
def _parted(clause: Clause, places: list[int]) -> list[Clause] | None:
    """One clause per quotation, where punctuation or "and" stands between each two of them."""
    tokens = clause.tokens
    bounds = [0]
    for one, other in itertools.pairwise(places):
        gaps = [
            n
            for n in range(one + 1, other + 1)
            if clause.message[tokens[n - 1].end : tokens[n].start].strip(" 的")
        ]
        if not gaps:
            return None
        bounds.append(gaps[-1])
    bounds.append(len(tokens))
    if len(bounds) == 2:
        return None
    return [clause.retold(tokens[a:b]) for a, b in itertools.pairwise(bounds)]


def _groups(clause: Clause) -> list[Clause] | None:
    """One clause per quotation, each with the words that go with it."""
    places = [n for n, token in enumerate(clause.tokens) if token.kind == "quote"]
    if (parted := _parted(clause, places)) is not None:
        return parted
    timed = ("duration", "clock", "at", "number", "range", "start", "end")
    before = any(t.kind in timed or t.has("start", "end") for t in clause.tokens[: places[0]])
    after = any(t.kind in timed or t.has("start", "end") for t in clause.tokens[places[-1] + 1 :])
    bounds: list[tuple[int, int]] = []
    for k, n in enumerate(places):
        if before and not after:
            bounds.append((places[k - 1] + 1 if k else 0, n + 1))
        else:
            bounds.append((n if k else 0, places[k + 1] if k + 1 < len(places) else len(clause.tokens)))
    return [
        Clause(
            clause.tokens[a:b], clause.scene, clause.message, focus=clause.focus, continued=clause.continued
        )
        for a, b in bounds
    ]


def _add(said: Clause) -> Reading | None:
    clause = said
    if makes_film(clause):
        return None
    count = clause.count("quote")
    if not count or (clause.has("music_noun") and not clause.has("text_add", "text_kind:title", "text_word")):
        return None
    if (
        clause.focus.texts
        and clause.scene.texts
        and not clause.uncertain
        and any(t.text in ("call", "call it", "name it") for t in clause.tokens)
    ):
        return None
    several = any(t.kind == "clips" and (t.value.all or len(t.value.numbers) > 1) for t in clause.tokens)
    if several and count == 1:
        return refusal(
            clause,
            "a text stands at one place; say one wish for each clip.",
            "一条文字只能放在一处，请为每个片段分别说明。",
        )
    if count == 1:
        operation = _one(clause)
        return Reading(operations=(operation,)) if operation is not None else None
    each: float | None = None
    counted = {n for n, t in enumerate(clause.tokens) if t.kind == "number" and t.value == count}
    if counted and any(t.text in ("titles", "texts", "captions", "lines", "words") for t in clause.tokens):
        # "3 titles: “one”, “two” and “three”"
        clause = clause.retold([t for n, t in enumerate(clause.tokens) if n not in counted])
    groups = _groups(clause) or []
    operations: list[AddText] = []
    for group in groups:
        operation = _one(group)
        if operation is None or group.rest():
            return None
        operations.append(operation)
    if any(token.has("each") for token in clause.tokens):
        each = next((o.length for o in operations if o.length is not None), None)  # pyright: ignore[reportAssignmentType]
    kept = [o.model_copy(update={"length": each}) if each is not None else o for o in operations]
    said.take_everything()
    return Reading(operations=tuple(_in_the_middle(kept, clause)))


def _in_the_middle(texts: list[AddText], clause: Clause) -> list[AddText]:
    """ "开头写早上，中间写中午，结尾写晚上": between a start and an end, the middle is a time."""
    starts = [text.start for text in texts]
    if starts[0] != "start" or starts[-1] != "end":
        return texts
    middle = round(clause.scene.timeline.duration_ms / 2000, 3)
    return [
        text.model_copy(update={"start": middle, "place": None})
        if text.start is None and text.place == "center"
        else text
        for text in texts
    ]


def _one(clause: Clause) -> AddText | None:
    ids, new = _quotes(clause)
    if len(ids) + len(new) != 1:
        return None
    words = new[0] if new else next(t.text for t in clause.scene.texts if t.clip_id == ids[0])
    if ids and not any(token.text in _NEW for token in clause.tokens):
        return None
    nouns = ("text_title", "text_word", "text_noun", "text_kind:end_card", "text_kind:lower_third")
    renaming = clause.has("text_change") and clause.has(*nouns)
    if renaming and clause.scene.texts and not any(token.text in _NEW for token in clause.tokens):
        return None
    if clause.scene.texts and clause.has("text_should"):
        # "the text should say …" is about one that is there
        return None
    for n, token in enumerate(clause.tokens[:-1]):
        if token.text == "like" and clause.tokens[n + 1].kind == "quote":
            # "a title like “Golden Hour”"
            clause.used.add(n)
    named = clause.detail("text_kind")
    marked = named is not None or clause.has("text_add", "text_word", "text_says")
    at_end = clause.has("end")
    clause.take(
        "text_add",
        "text_says",
        "text_word",
        "text_title",
        "text_noun",
        "ordinal_word",
        "text_in_color",
        "each",
    )
    values: dict[str, Any] = _look(clause)
    if (size := _size(clause)) is not None:
        values["size"] = size
    shown = _shown(clause)
    times = take_times(clause)
    if shown is not None and times.end is times.length is None:
        times = replace(times, end=shown)
    follows = isinstance(clause.focus.operation, AddText) and not clause.uncertain
    if not (marked or times.said or values or (at_end and follows)):
        return None
    clause.take(
        "end",
        "text_stay",
        "text_move",
        "right_at",
        "on_screen",
        "text_appear",
        "picture",
        "film_noun",
        "only",
        "it",
        "text_kind:title",
        "one",
        "text_change",
        "at_post",
    )
    for n, token in enumerate(clause.tokens):
        # "on it", "there": the film is meant
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip"):
            clause.used.add(n)
        if token.kind == "texts" and token.value.wrong is not None:
            clause.used.add(n)
    if at_end and times.start is None and times.end is None:
        kind = named if named not in (None, "title") else "title"
        values |= {"start": "end"} if kind != "end_card" else {}
        named = kind
    if named == "subtitle":
        named = "title"
        values.setdefault("place", "bottom")
    return AddText(
        text=words,
        kind=named or "title",  # pyright: ignore[reportArgumentType]
        **values,
        **_given(times, values),
    )


_AT_ONCE = frozenset(("when", "where", "over", "under", "一出来", "一出现", "一出场", "出场时", "刚出来"))


def _shown(clause: Clause) -> float | None:
    """When the clips end during which a text is to be there ("while the parrot is on", "鹦鹉出现的时候")."""
    if not clause.names_clips or not any(t.has("while") and t.text not in _AT_ONCE for t in clause.tokens):
        return None
    ids = clause.fresh().clips() or ()
    ends = [c.end_ms / 1000 for c in clause.scene.clips if c.clip_id in ids]
    return ends[-1] if ends else None


def _given(times: Times, values: Mapping[str, Any]) -> dict[str, Any]:
    given = {key: getattr(times, key) for key in ("start", "end", "length")}
    return {key: value for key, value in given.items() if value is not None and key not in values}


_ON_CLIP = (
    "on",
    "over",
    "when",
    "until",
    "till",
    "til",
    "while",
    "during",
    "with",
    "onto",
    "throughout",
    "before",
)


def _on_clip(clause: Clause) -> bool:
    """Whether a clip that is named tells when a text is there: "the title on clip 2", "until the parrot appears"."""
    named = [n for n, t in enumerate(clause.tokens) if t.kind == "clips" and not t.value.pronoun]
    if len(named) != 1 or not clause.has("text_move", "text_stay", "text_appear", "text_gone", "text_add"):
        return False
    words = [t.text for t in clause.tokens[max(0, named[0] - 2) : named[0]]]
    return any(word in _ON_CLIP for word in words)


# --- which texts -------------------------------------------------------------------------------------------
def _chosen(
    clause: Clause, ids: list[str], *, implicit: bool, placed: bool = False
) -> tuple[str, ...] | None:
    """The texts that the clause speaks of. Raises `Unresolved` where it is not clear which, or there are none."""
    texts = clause.scene.texts
    named = clause.texts()
    if named and texts and any(t.kind == "word" and t.has("text_title") for t in clause.tokens):
        # "the title and the end text"
        ids = [*ids, texts[0].clip_id]
    if ids or named:
        clause.take("text_noun", "text_title", "text_word")
        clause.used.update(
            n
            for n, t in enumerate(clause.tokens)
            if t.kind == "clips" and t.value.pronoun in ("it", "it_clip")
        )
        return tuple(dict.fromkeys((*ids, *(named or ()))))
    noun = clause.has("text_noun", "text_title", "text_word", "text_kind:end_card", "text_kind:lower_third")
    pronouns = [
        (n, t.value.pronoun) for n, t in enumerate(clause.tokens) if t.kind == "clips" and t.value.pronoun
    ]
    if clause.names_clips and not placed:
        return None
    spoken = clause.focus.texts
    if pronouns and (spoken or noun):
        clause.used.update(n for n, _ in pronouns)
        clause.take("text_noun", "text_title", "text_word", "it")
        if not spoken:
            return None
        if any(pronoun == "other" for _, pronoun in pronouns):
            return tuple(t.clip_id for t in texts if t.clip_id not in spoken) or None
        return spoken
    if not noun:
        return spoken if implicit and spoken and not pronouns and not clause.uncertain else None
    if not texts:
        raise Unresolved(Words("there is no text on the timeline.", "时间线上没有文字。"))
    kind = next((k for k in ("end_card", "lower_third") if clause.has(f"text_kind:{k}")), None)
    ending = clause.has("end") or kind == "end_card"
    plural = any(t.text in ("titles", "texts", "captions") for t in clause.tokens) or clause.has("text_all")
    title = any(
        t.has("text_title") and not t.has("text_kind:end_card", "text_kind:lower_third")
        for t in clause.tokens
    )
    opening = (texts[0].clip_id,) if title and kind is not None else ()
    clause.take(
        "text_noun",
        "text_title",
        "text_word",
        "text_kind:end_card",
        "text_kind:lower_third",
        "text_kind:title",
        "text_kind:subtitle",
    )
    if plural:
        clause.take("text_all", "all")
        for n, token in enumerate(clause.tokens):
            if token.kind == "number" and token.value == len(texts):
                clause.used.add(n)
        return tuple(t.clip_id for t in texts)
    if kind is not None and (of_kind := [t.clip_id for t in texts if t.style == kind]):
        return tuple(dict.fromkeys((*opening, *of_kind[:1])))
    if ending:
        clause.take("end")
        return tuple(dict.fromkeys((*opening, texts[-1].clip_id)))
    if len(texts) == 1:
        return (texts[0].clip_id,)
    if spoken and not title:
        return spoken
    if title:
        return (texts[0].clip_id,)
    listed = ", ".join(f"“{t.text[:30]}”" for t in texts[:4])
    raise Unresolved(
        Words(f"it is not clear which text is meant: {listed}.", f"不清楚指的是哪一段文字：{listed}。")
    )


# --- change ------------------------------------------------------------------------------------------------
def _change(clause: Clause) -> Reading | None:
    if clause.has("except"):
        return None
    spelled = _respelled(clause) or _reworded(clause)
    if spelled is not None:
        return Reading(operations=(spelled,))
    if _each_its_own(clause):
        return None
    ids, new = _quotes(clause)
    if len(new) > 1:
        return None
    nouns = ("text_noun", "text_title", "text_word", "text_change")
    about = clause.has(*nouns) or ids or clause.names_texts
    about = about or (clause.has("text_should") and clause.has("text_kind:end_card", "text_kind:lower_third"))
    if new and not ids and clause.has("text_should", "text_change") and not clause.names_texts:
        meant = meant_text(clause.scene.texts, new[0])
        ids = [meant.clip_id] if meant is not None else ids
    if new and not about and not clause.focus.texts and not ids:
        return None
    if new and not about and clause.continued and isinstance(clause.focus.operation, AddText):
        # "“bikes”, “parrot” and “surf”": each is a text
        return None
    looks = [t for t in clause.tokens if t.kind == "word" and (t.detail("color") or t.detail("place"))]
    several = max(len({t.text for t in looks if t.detail(look)}) for look in ("color", "place")) > 1
    if several and not any(t.text in _AWAY for t in clause.tokens):
        # "the title red and the end text blue": a look for each
        return None
    if new and clause.has("text_add") and not (ids or clause.names_texts) and not clause.has("text_change"):
        return None
    if any(t.has("text_remove") for t in clause.tokens) and not new:
        return None
    captions = clause.has("text_kind:subtitle") and not clause.has("text_title", "text_noun")
    if captions and not new and not clause.scene.texts:
        return None
    if clause.has("text_add") and not new and not clause.scene.texts and not clause.has("text_change"):
        return None
    try:
        chosen = _chosen(clause, ids, implicit=True, placed=_on_clip(clause))
    except Unresolved:
        if not new and not clause.has("text_change", "text_bigger", "text_smaller", "text_move"):
            raise
        if new:
            return None
        raise
    if chosen is None:
        return None
    values: dict[str, Any] = _look(clause)
    if (size := _size(clause)) is not None:
        values["size_by"] = size
    if "place" not in values and (steps := _stepped(clause, chosen)) is not None:
        return steps
    if not values and not new and (cased := _cased(clause, chosen)) is not None:
        return cased
    if "place" in values:
        clause.take("text_raise", "text_lower")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("up", "down", "over"))
    if new:
        values["text"] = new[0]
    moved = clause.has("earlier", "later")
    shifted = _shifted(clause, chosen)
    if shifted is None:
        until = clause.names_clips and any(
            t.text in ("until", "till", "til", "before") for t in clause.tokens
        )
        shown = _shown(clause) if not until else None
        times = take_times(clause, clips=_on_clip(clause), ends=False)
        if until and isinstance(times.start, float):
            times = Times(end=times.start)
            clause.used.update(
                n for n, t in enumerate(clause.tokens) if t.text in ("until", "till", "til", "before")
            )
        elif shown is not None and times.end is times.length is None:
            times = Times(start=times.start, end=shown)
            clause.take("while", "on_screen", "whole_film")
        given = {k: getattr(times, k) for k in ("start", "end", "length") if getattr(times, k) is not None}
        if clause.has("text_gone") and "start" in given and "end" not in given:
            given = {"end": given["start"]}
        if clause.has("text_gone") and "length" in given and not clause.has("text_stay"):
            given = {"end": given["length"]}
        if moved and set(given) == {"length"} and clause.take("earlier", "later"):
            # "sooner, say at 10 seconds"
            given = {"start": given["length"]}
        values |= given
    else:
        values |= shifted
    clause.take(
        "text_change", "text_move", "text_appear", "text_gone", "text_stay", "text_says", "text_in_color", "text_font",
        "same_as", "only", "more", "text_add", "too", "picture", "on_screen",
    )  # fmt: skip
    if not values and clause.has("same_as") and isinstance(clause.focus.operation, ChangeText):
        last = clause.focus.operation
        return Reading(operations=(last.model_copy(update={"texts": chosen}),))
    if not values:
        return None
    return Reading(operations=(ChangeText(texts=chosen, **values),))


def _stepped(clause: Clause, chosen: tuple[str, ...]) -> Reading | None:
    """ "Move the title up", "the title a bit lower": the next row of the picture."""
    rest = [
        t
        for t in clause.tokens
        if not t.has("filler", "det", "text_noun", "text_title", "text_word") and t.kind == "word"
    ]
    moved = clause.has("text_move") or all(t.text in ("up", "down") for t in rest)
    up = clause.has("text_raise") or (moved and any(t.text == "up" for t in clause.tokens))
    down = clause.has("text_lower") or (moved and any(t.text == "down" for t in clause.tokens))
    if up is down or clause.count("percent", "factor", "duration", "number", "color", "quote"):
        return None
    texts = [t for t in clause.scene.texts if t.clip_id in chosen]
    steps = [(t.clip_id, moved_a_step(t, up=up)) for t in texts]
    if any(step is None for _, step in steps):
        return refusal(
            clause,
            f"the text is at the {'top' if up else 'bottom'} already.",
            f"文字已经在{'顶部' if up else '底部'}了。",
            say=Words("Put the title in the centre", "标题放中间"),
        )
    clause.take("text_raise", "text_lower", "text_move", "more", "too", "picture", "text_change")
    clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("up", "down"))
    return Reading(operations=tuple(ChangeText(texts=(i,), **step) for i, step in steps if step))


def _cased(clause: Clause, chosen: tuple[str, ...]) -> Reading | None:
    """ "The title in capitals"."""
    upper, lower = clause.has("text_upper"), clause.has("text_lowercase")
    if upper is lower or clause.has("not"):
        return None
    clause.take(
        "text_upper", "text_lowercase", "text_change", "text_in_color", "all", "text_all", "text_font"
    )
    texts = [t for t in clause.scene.texts if t.clip_id in chosen]
    return Reading(
        operations=tuple(
            ChangeText(texts=(t.clip_id,), text=t.text.upper() if upper else t.text.lower()) for t in texts
        )
    )


def _reworded(clause: Clause) -> Operation | None:
    """ "Swap “Sunday” for “Monday” in the title": a part of a text that is there."""
    quotes = [str(t.value) for t in clause.tokens if t.kind == "quote"]
    if len(quotes) != 2 or not clause.has("text_change") or clause.names_texts:
        return None
    hits = [(t, words) for t in clause.scene.texts if (words := with_other_word(t.text, *quotes)) is not None]
    if len(hits) != 1:
        return None
    clause.values("quote")
    clause.take(
        "text_change",
        "text_noun",
        "text_title",
        "text_word",
        "text_says",
        "text_kind:title",
        "text_kind:end_card",
    )
    return ChangeText(texts=(hits[0][0].clip_id,), text=hits[0][1])


def _shifted(clause: Clause, chosen: tuple[str, ...]) -> dict[str, Any] | None:
    """ "a second longer", "晚一秒再消失": against how it is now."""
    if not clause.has("later", "earlier", "longer", "shorter") or len(chosen) != 1 or clause.segments > 1:
        return None
    text = next((t for t in clause.scene.texts if t.clip_id == chosen[0]), None)
    amounts = clause.values("duration")
    if text is None or len(amounts) > 1:
        return None
    amount = (amounts or [1000.0])[0] / 1000
    less = clause.has("earlier", "shorter")
    signed = -amount if less else amount
    lasts = clause.has("longer", "shorter", "text_gone")
    reached = any(t.text == "to" or t.text.endswith(("到", "至", "成")) for t in clause.tokens)
    if lasts and amounts and reached and not clause.has("text_gone"):
        # "shorten the title to one second"
        clause.take("longer", "shorter", "more")
        return {"length": amount}
    clause.take("later", "earlier", "longer", "shorter", "text_gone", "text_appear", "more")
    if lasts:
        length = round(text.duration_ms / 1000 + signed, 3)
        return {"length": length} if length > 0 else None
    start = round(text.start_ms / 1000 + signed, 3)
    return {"start": max(0.0, start), "length": text.duration_ms / 1000}


def _respelled(clause: Clause) -> Operation | None:
    """ "Sunday should be Sundae": one word of a text that is there."""
    quotes = [t for t in clause.tokens if t.kind == "quote"]
    if len(quotes) != 1 or clause.names_texts:
        return None
    for text in clause.scene.texts:
        for n, token in enumerate(clause.tokens):
            said = clause.message[token.start : token.end]
            if token.kind in ("word", "name") and len(said) > 1 and said in text.text and said != text.text:
                fresh = text.text.replace(said, str(quotes[0].value), 1)
                clause.used.add(n)
                clause.used.add(clause.tokens.index(quotes[0]))
                clause.take("text_change")
                return ChangeText(texts=(text.clip_id,), text=fresh)
    return None


# --- remove ------------------------------------------------------------------------------------------------
def _remove(clause: Clause) -> Reading | None:
    gone = _can_go(clause)
    if not clause.has("text_remove") and not gone:
        return None
    ids, new = _quotes(clause)
    if new:
        return None
    chosen = _chosen(
        clause, ids, implicit=clause.removes and isinstance(clause.focus.operation, AddText | ChangeText)
    )
    if chosen is None:
        return None
    if not clause.take("text_remove") and not gone:
        return None
    clause.take(
        "text_move" if gone else "text_take",
        "text_again",
        "too",
        "same_as",
        "not",
        "more",
        "text_all",
        "all",
        "only",
    )
    return Reading(
        operations=(RemoveText(texts=chosen),), focus=Focus(texts=chosen, operation=RemoveText(texts=chosen))
    )


_MAY = frozenset(
    (
        "can",
        "could",
        "should",
        "must",
        "may",
        "has to",
        "have to",
        "needs to",
        "need",
        "gotta",
        "will",
    )
)


def _can_go(clause: Clause) -> bool:
    """ "The title can go": nothing follows where it could go to."""
    words = [
        t
        for t in clause.tokens
        if t.text not in ("please", "now", "too", "as well", "then", "completely", "entirely")
    ]
    return len(words) > 2 and words[-1].text == "go" and words[-2].text in _MAY


def _wanted(clause: Clause) -> Reading | None:
    """A text without words."""
    if clause.count("quote") or not clause.has(
        "text_kind:title", "text_kind:end_card", "text_kind:lower_third", "text_word"
    ):
        return None
    if (
        not clause.has("text_add")
        or clause.has("text_remove", "text_change")
        or clause.names_texts
        or clause.has("not")
    ):
        return None
    say = Words("Add the title “Hello” at the start", "开头加标题“你好”")
    return refusal(
        clause, "it does not say which words the text is to have.", "没有说明文字的内容。", say=say
    )


RULES = (
    Rule(name="remove_text", read=_remove, rank=30),
    Rule(name="change_text", read=_change, rank=32),
    Rule(name="add_text", read=_add, rank=28),
    Rule(name="text_wanted", read=_wanted, rank=90),
)

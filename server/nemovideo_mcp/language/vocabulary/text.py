"""Words about titles and other texts."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["WORDS"]

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
        往上|往上移|往上挪|往上提|上移|向上|往上放|再往上
    """,
    "text_lower": """
        lower|lower down|downwards|downward|further down|too high
        往下|往下移|往下挪|往下压|下移|向下|往下放|再往下
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

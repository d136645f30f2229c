"""Words about fades of the picture from and to a colour."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["WORDS"]

WORDS: Vocabulary = {
    "film_fade": """
        fade~|fade|fades|dissolve to|dip
        dissolve~|fading|dip~|fade-ins and outs|soft open|soft ending
        淡|渐变|黑场过渡|渐黑|渐白|过渡|黑场|变黑|变白|褪|黑场过度|渐变过渡|淡化|黑场效果|黑幕|落幕
    """,
    "film_fade_in": """
        fade in|fades in|fade-in|fading in|faded in|fade up|fades up|fade from|fades from|fade in from
        加淡入|加个淡入|加一个淡入|来个淡入|做个淡入|弄个淡入|淡入效果|淡入一下
        fade-in from|open from|start from
        fade it in|fade the video in|fade the film in|fade the picture in|fade us in|fade-up|fade up from
        fading up|fading up from|fade in out of|fades in from|fading in from|fade it in from|come up from black
        comes up from black|rise from black|emerge from black|emerges from black|come out of black
        comes out of black|appear from black|appears from black|appear out of black|appears out of black
        dissolve from|dissolve in|dissolve in from|lighten up from|light up from|fades up from|brighten from black
        slowly appear from|slowly appears from|soft open|soft opening
        ease into|ease in|eases in|ease us in
        淡入|渐显|渐入|渐亮|慢慢亮|慢慢亮起来|亮起|缓缓亮起|淡进|慢慢亮起|浮现|由黑变亮|从黑到亮
        慢慢地亮起来|渐渐亮|渐渐亮起|渐渐亮起来|逐渐亮起|逐渐亮起来|慢慢显示|慢慢显现|慢慢浮现|慢慢出现|渐渐出现
        渐渐显现|从黑屏亮起|从黑里亮出来|从黑里亮起来|从黑慢慢亮|从黑慢慢亮起来|从黑变亮|从黑亮起|从黑到有
        由暗变亮|由暗到亮|由黑到亮|从暗到亮|亮出来|亮起来|黑里亮出来|黑场淡入|黑屏淡入|黑场渐入|黑场进|黑场进入
        从黑幕|从黑幕亮起|从黑幕慢慢亮|从黑屏慢慢亮|从黑屏慢慢亮起|从黑屏慢慢亮起来|从黑屏慢慢进|从黑屏进
        从黑屏淡入|从黑色淡入|从黑场淡入|从黑淡入|由黑淡入|由黑渐亮|黑屏渐亮|黑场渐亮|黑幕渐亮|黑屏亮起
        黑屏亮起来|黑屏慢慢亮|黑屏慢慢亮起来|从白淡入|从白色淡入|从白场淡入|从白屏淡入|由白淡入|从白屏亮起
        白场淡入|白屏淡入|渐变进入|渐变进|渐变出现|渐变出来|柔和进入|柔和出现|缓缓出现|缓缓显现|缓缓浮现
        慢慢亮出来|缓缓亮出来|逐渐出现|逐渐显现|逐渐浮现|逐渐亮出来|徐徐亮起|徐徐展开|拉开帷幕|开幕|幕布拉开
        慢慢拉开幕布|一点点亮起来|一点点亮|一点点亮起|睁眼|睁眼效果|像睁眼一样
        渐亮起来|淡入进来
    """,
    "film_fade_out": """
        fade out|fades out|fade-out|fading out|faded out|fade to|fades to|fade out to|fade down|fade away
        加淡出|加个淡出|加一个淡出|来个淡出|做个淡出|弄个淡出|淡出一下
        fade into black|fade into white
        fade it out|fade the video out|fade the film out|fade the picture out|fade it to|fade the video to
        fade the film to|fade the picture to|fade everything to|fades out to|fading to|fading out to|fade off to
        fade down to|fades away to|fade back to|dissolve to|dissolve into|dissolve out|dissolves to
        go to black slowly|slowly go to black|slowly goes to black|gradually go to black|gradually goes to black
        slowly turn black|slowly turns black|gradually turn black|gradually turns black|go dark slowly
        slowly go dark|slowly goes dark|slowly get dark|slowly gets dark|gradually go dark|gradually goes dark
        darken slowly|slowly darken|slowly darkens|fade into|fades into|fading into|fade out into
        slowly turn white|slowly turns white|slowly go white|fade to black out
        melt into black|sink into black|fading away|soft close
        淡出|渐隐|渐黑|渐暗|慢慢变黑|慢慢变暗|渐出|慢慢暗下去|变黑|暗下去|慢慢黑下去|淡到黑|黑场结束|慢慢黑
        缓缓变黑|渐变黑|慢慢变白|淡出效果|慢慢地变黑|渐渐变黑|渐渐变暗|渐渐暗下去|渐渐黑下去|逐渐变黑|逐渐变暗
        逐渐暗下去|慢慢暗|慢慢暗掉|慢慢黑掉|慢慢黑屏|渐渐黑屏|缓缓变暗|缓缓暗下去|缓缓黑下去|淡出到黑
        淡成黑|淡入黑场|淡入黑屏|黑场淡出|黑屏淡出|黑场收尾|黑屏收尾|黑屏结束|黑场渐出|黑掉|黑下去|暗下来
        慢慢暗下来|渐渐暗下来|暗掉|由亮变暗|由亮到暗|由亮变黑|从亮到黑|渐变成黑|渐变到黑|渐变为黑|渐变黑屏
        慢慢黑掉结束|慢慢黑下来|渐渐黑下来|缓缓黑下来|黑下来|逐渐黑下去|逐渐黑下来|逐渐黑掉|逐渐黑|渐渐黑
        渐渐黑掉|缓缓黑掉|缓缓黑|缓缓暗下来|逐渐暗下来|逐渐暗|渐渐暗|缓缓暗|一点点黑下去|一点点暗下去|一点点黑掉
        一点点变黑|一点点变暗|慢慢变成黑|慢慢变成黑屏|渐渐变成黑屏|变成黑屏|变黑屏|变成黑的|变成黑色|变为黑色
        黑屏收|黑场收|收黑|落黑|转黑|转黑场|转黑屏|化黑|淡黑|淡到黑屏|淡到黑场|淡到黑色|淡出到黑屏|淡出到黑场
        淡出到黑色|淡出至黑|淡出至黑屏|淡出至黑场|淡出成黑|渐黑结束|渐黑收尾|渐黑退出|黑着结束|黑掉结束|淡到白
        淡到白色|淡到白屏|淡到白场|淡出到白|淡出到白色|淡成白|淡白|化白|转白|白屏淡出|白场收尾|白屏收尾|白屏结束
        白场结束|变白|变成白色|变成白的|变成白屏|慢慢变成白|逐渐变白|慢慢泛白|渐渐泛白|闭眼效果|像闭眼一样
        关灯效果|像关灯一样|慢慢消失在黑暗里|隐入黑暗|没入黑暗|渐变消失|渐变结束|渐变退出|柔和结束|缓缓消失
        逐渐消失|慢慢隐去|渐渐隐去|缓缓隐去|落幕|谢幕
        慢慢没了|慢慢消失|渐渐消失|渐渐变白|慢慢白掉|白场淡出|黑场出
    """,
    "film_fade_ends": """
        both ends|either end|each end|at both ends|on both ends|beginning and end|the beginning and the end
        the beginning and end|beginning and the end|start and end|the start and the end|the start and end
        start and the end|start and finish|front and back|top and tail|bookend|bookends|opening and ending
        opening and closing|opening and end|intro and outro|head and tail|first and last second|begin and end
        both sides
        open|opening|opens
        首尾|头尾|开头结尾|前后|头和尾|开头和结尾|首尾都|头尾都|两头|开头跟结尾|片头片尾|片头和片尾|开头结尾都
        片头片尾都|片头跟片尾|头跟尾|首和尾|首跟尾|开头跟结尾都|开头和结尾都|两头都|两端|两端都|头部和尾部
        一头一尾|开场和结尾|开场和收尾|前后两头|头尾两端|首尾两端|首尾各
        前后都
    """,
    "film_fade_do": """
        slow|slowly|gentle|smooth|soft|quick|nice|add|put|do|give|have|open with|close with|end with|start with
        end on|finish on|over|for|with|end|ends|ending|open|opens|opening|start|starts|close|on|finish|finishes
        picture|image|screen|video|film|movie|long|at the end of|take|takes|lasting|should|let|length|clip|last
        make|from|to|into|up|transition|effect|whole thing
        lasting for|quickly|softly|gently|gradually|smoothly|subtle|subtly|nicely|duration|second long
        seconds long|about|the screen|frame|background|colour
        color|full|fully|pure|plain|solid|closing|finale|come|comes
        emerge|emerges|appear|appears|appearing|begin~|begins|bring~|go|goes|turn|turns
        apply
        instead
        画面|屏幕|片尾|片头|结尾|开头|开场|做|加|加个|来个|用|从|到|来|都|长|一下|改|改成|视频|影片|整|效果|整片
        整个|屏|黑屏|白屏|结束|收尾|最后|一开始|开始|过渡|转|黑场|以|全片|拉长到|拉长|缩短到|设|场|来一个|做个
        弄个|弄|搞个|上个|给|给个|设个|设置|设成|改为|变|变成|用个|大概|时间|时长|持续|左右|处理|一点|慢慢|缓缓
        效果吧|慢点|慢一些|慢些|慢一点点|快一点|快点|两头|过去|下去|下来|结束的时候|开始的时候|开场的时候
        收尾的时候|结尾的时候|结尾处|开头处|结束时|开始时|整部|整段|片子里|影片里|最开始|最开头|最后面|末尾|最末
        做成|做一个|弄一个|搞一个|安排|安排个|安排一个|加一个|加一下|加上|上一个|配|配个|配上|带|带个|带上
        带一个|要|要个|要一个|想要|希望|需要|使用|采用|处理成|处理为|弄成|搞成|调为|设为|改一下|改到|延长
        延长一点|长一点|长点|短一点|短点|那种|那样|的那种|的效果|过场|样式|动画|渐变|柔一点|柔和点|柔和一点
        自然点|自然一点|丝滑|丝滑点|平滑|平滑点|平缓
        颜色|颜色用|颜色改|颜色改成|颜色换成|换成|颜色是|颜色要|换个颜色|颜色换|改用|要用
        渐渐|慢一点|柔和|自然|画面上|整体|镜头|片子|成片|里|起|一上来|起来|缩短|延长到|缩到|调到|调成|拉到|淡
    """,
    "film_fade_off": """
        scrap|kill|ditch|turn off|stop|remove~|no|without|take away|take off|delete~|drop~|cancel|get rid of
        undo|away|take|off|lose|again
        do without|do away with|skip~|don't want|dont want|no more|switch off|disable~
        omit~|leave out|leave off|ditch~|axe|nix
        去掉|不要|不要了|取消|删|删掉|去除|拿掉|别要|撤掉|别|不用|不用了|不加|不加了|别加|取消掉|去了|免了|撤
        去掉吧|删了|删了吧|去除掉|拿了|不想加|不想加了|没必要|别做|别弄|不做|不做了|不弄|取消了|关了|关闭|清掉
        清除|抹掉|砍掉|砍了|撤了|撤下|不用做|不需要了|直接开始|直接结束
        不想要|关掉|不需要|移除
    """,
    "color:black": """
        blackness|dark
        黑场|黑屏|黑
    """,
    "color:white": """
        白场|白屏|白|从白淡入|从白色淡入|从白场淡入|从白屏淡入|由白淡入|从白屏亮起|白场淡入|白屏淡入|慢慢变白
        淡到白|淡到白色|淡到白屏|淡到白场|淡出到白|淡出到白色|淡成白|淡白|化白|转白|白屏淡出|白场收尾|白屏收尾
        白屏结束|白场结束|变白|变成白色|变成白的|变成白屏|慢慢变成白|逐渐变白|慢慢泛白|渐渐泛白|渐渐变白
        慢慢白掉|白场淡出|渐白
    """,
}

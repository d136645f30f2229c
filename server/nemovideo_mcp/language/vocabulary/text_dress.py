"""Words about how a text is set and moves: its font, what stands behind its letters, how it comes and goes."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["WORDS"]

WORDS: Vocabulary = {
    "font_role:serif": """
        serif|serifs|serif font|serif typeface|serif letters|serif type|with serifs|roman type
        times new roman|garamond
        衬线|衬线体|衬线字体|宋体|明体|宋体字|衬线字
    """,
    "font_role:handwritten": """
        handwritten|hand-written|hand written|handwriting|handwritten font|handwriting font
        handwritten letters
        handwritten style|handwritten type|handwritten typeface|hand-lettered|hand lettered|script font
        cursive
        cursive font|brush font|brush script|handwriting style
        手写体|手写|手写字体|手写风|手写风格|手写字|手写体字|手写的|手写感
    """,
    "font_role:condensed": """
        condensed|condensed font|condensed type|condensed typeface|condensed letters|narrow font
        narrow letters
        narrow typeface|compressed font|tall narrow font
        窄体|窄体字|窄字体|压缩字体|瘦长体|瘦长字体|窄字|瘦高字体|窄长字体
    """,
    "font_role:neutral": """
        sans serif|sans-serif|sans serif font|sans-serif font|neutral font|plain font|default font
        standard font
        normal font|regular font|usual font|original font|helvetica|arial
        黑体|无衬线|无衬线体|无衬线字体|普通字体|默认字体|常规字体|原来的字体|黑体字
    """,
    "letter_effect:outline": """
        outline|outlined|outlines|outline around|outlined letters|outline effect|stroke|stroke effect
        stroke around
        stroked|contour|outlining
        描边|描个边|加描边|勾边|描边效果|文字描边|字体描边|描边字|加个描边|描上边
    """,
    "letter_effect:shadow": """
        shadow|drop shadow|drop-shadow|shadows|shadowed|shadow effect|shadow behind|drop shadows
        阴影|投影|字影|阴影效果|文字阴影|投影效果
    """,
    "letter_effect:box": """
        box|background box|boxed|box background|solid background|background bar|backing box|colored box
        coloured box
        text background|plate|background plate|box behind
        底框|方框|背景框|底板|底色框|文字底框|底条|底纹框|色块|背景块|色框|文字背景|背景色块|字幕框|衬底
    """,
    "letter_effect:plain": """
        plain letters|bare letters|just the letters|no effects
        不要任何效果|纯文字
    """,
    "text_motion:typewriter": """
        typewriter|typewriter effect|typewriter animation|typewriter style|typed out|types itself
        type itself
        typing itself|type itself out|types itself out|types out|typing|typing effect
        typing animation|letter by letter|letter-by-letter
        character by character|being typed
        one letter at a time
        打字机|打字机效果|打字效果|打字动画|打字机动画|打字机特效|打字机式|逐字|逐字出现|逐字显示
        逐字打出
        一个字一个字|一个字一个字地|一个字一个字出现|一个字一个字打出来|逐个字|逐字动画|逐字弹出
        打字机风格
    """,
    "text_motion:word_by_word": """
        word by word|word-by-word|one word at a time|a word at a time|word after word|word for word
        逐词|逐词出现|逐词显示|一个词一个词|一个词一个词地|一个词一个词出现|一词一词
    """,
    "text_motion:pop": """
        pop in|pops in|popping in|pop effect|pop animation|pop-in|pop in effect|pop-in effect|bounce in
        bounces in
        bouncing in|bounce effect|bounce animation|bouncy|pop-up animation|pop onto the screen
        pops onto the screen
        with a pop|with a bounce|popped in|pop entrance|pop in and out|pops in and out
        弹入|弹入效果|弹跳|弹跳效果|弹跳入场|弹一下|弹进来|弹进|蹦进来|弹跳进入|弹跳出现|弹跳动画
        弹入动画|弹出动画
        弹出效果|弹弹出来|蹦一下|弹出来|弹出|跳出来|蹦出来|弹跳出来
    """,
    "text_motion_last": """
        pop|pops|bounce|bounces
    """,
    "text_motion:rise": """
        rise|rises|rising|rise up|rises up|rise in|rises in|rising up|slide up|slides up|sliding up
        float up|floats up
        floating up|float in|floats in|glide up|glides up|move up into place|come up from below
        comes up from below
        from below|rise animation|rise effect
        上移入场|上浮|升上来|升起|升起来|从下往上|从下面升起|从下方升起|从下面升上来|浮入|上浮入场
        上升入场|缓缓升起|慢慢升起
        从下往上出现|从下面出来|从下方出现
    """,
    "text_motion:fade": """
        fade animation|fade effect|fade in and out|soft fade|simple fade|fade in animation
        fading in and out
        淡入淡出|淡入淡出效果|淡化效果|渐显|渐入
    """,
    "text_animation": """
        animation|animations|motion effect|animated|moving effect|animation effect|animation effects
        动画|动效|动画效果|动态效果
    """,
    "text_entrance": """
        entrance|entrance animation|pop in and out|pops in and out|on the way in|on entry
        入场|入场动画|进场动画|进场|入场时|进场时|入场效果|入场方式
    """,
    "text_exit": """
        exit|exit animation|pop in and out|pops in and out|on the way out|on exit|exits|exiting
        out animation
        退场|退场动画|出场动画|离场|退场时|离场时|退场效果|出场方式
    """,
    "dress_do": """
        give|gives|add|put|use|set|make|with|apply|want|has|have|having|get|gets|style|let
        using|i want
        surround|wrap|draw|place|in|as|effect|style|look
        做个|做一个|给|加|加上|加个|加一个|加一圈|用|使用|做|做成|让|设|设成|设为|改|改成|改为|换|换成|变|变成|要|带
        带上|配|配上
        套|套上|上|弄|弄个|搞个|来个|效果|风格|样式|添加|增加|放|放个|垫|垫个|垫上|垫一个|后面|背后
        下面|底下|文字后面|添|效果的|带个|以|出现|显示|出来|加一层
    """,
    "dress_place": """
        behind|around|under|underneath|on|to|for|of|behind it|around it|beneath|from
        后面|背后|下面|底下|周围|四周|后|背面
    """,
    "dress_on_beat": """
        on the beat|on beat|to the beat|with the beat|on a beat
        in time with the music
        踩点|卡点|踩在节拍上|卡在节拍上|跟着节拍|随节拍|在节拍上|踩着节拍|跟着音乐|踩着拍子|卡着节拍
        落在节拍上|按节拍
    """,
    "dress_off": """
        remove|removed|delete|no|without|drop|lose|get rid of|take off|take away|turn off|stop|don't
        no more|kill|clear
        undo|off|disable|cancel|scrap|take out
        去掉|删掉|删除|取消|不要|不要了|移除|关掉|去除|拿掉|别要|别用|不用|不加|别加|清除|撤掉|去了
        不需要|关闭|删了
    """,
}

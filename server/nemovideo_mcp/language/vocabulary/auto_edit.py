"""Words about a film that is made of all media at once."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["WORDS"]

_TOGETHER = "起来|一起|到一起|在一起|一块|一块儿|到一块|到一块儿|在一块|在一块儿|一下"
_INTO_ONE = "成一个|成一条|成一段|成一支|成一部|成个|成条|成一版"
_ONE_FILM = (
    "个|一个|条|一条|支|一支|段|一段|部|一部|版|一版|一下|"
    "个片子|个视频|个短片|个vlog|条视频|条片|条片子|段视频|支片|支视频|部片子"
)
_JOINED = (
    ("合|拼|接|连|串|剪|混|凑|组|整|弄|放|并|粘|缝|揉|剪辑|合并|拼接|混剪|组合", _TOGETHER),
    ("合|拼|接|连|串|剪|混|凑|组|整|弄|做|并|剪辑|合并|混剪|汇|搞|合成|生成|制作", _INTO_ONE),
    ("剪|做|来|弄|搞|整|出|拼|凑|剪辑|做出|剪出|弄出|混|混剪|制作", _ONE_FILM),
)
_LATER = combined(
    "|先|我",
    "等下|等会|等会儿|待会|待会儿|回头|之后|以后|后面|晚点|稍后|后期|我自己|我来|我后面|我之后|另外",
    "|再",
    "说|加|配|弄|选|定|搞|放|考虑|挑|找",
)

_FAR_TOO = "too|far too|way too|much too|a bit too|a little too|still too|really too|just too"
_TOO_QUICK = (
    spaced(_FAR_TOO, "hectic|frantic|choppy|jumpy|frenetic|jittery")
    + "|"
    + spaced("cutting|cuts|editing|pace|pacing|it cuts", "|is|are|feels", _FAR_TOO, "fast|quick|rapid|hectic")
)

WORDS: Vocabulary = {
    "combine": "|".join(combined(verbs, objects) for verbs, objects in _JOINED)
    + "|"
    + combined(
        "促销|产品|活动|开业|招生|美食|教学|开箱|探店|毕业|年会|团建|亲子|运动|健身|搞笑|婚礼|生日|新品|门店|店铺|广告|招聘",
        "视频|短片|片子|片|短视频|小视频|小片",
    )
    + """
        |edit out of them|edit out of these|edit out of my clips|edit out of the clips|ad|ads|advertisement|an edit of
        rough assembly|rough cut|rough edit|first cut|first draft|assembly|assembly edit
        glue~|sew~|tie|paste|slap|patch~|weave~|knit~|cobble~|piece~|bind~|stack~|tape~|bolt~|rope together
        bash together|film me|shape into|work into|arrange into|fashion into|into one|into one video|into one film
        into a single film|single film|single movie|a single video|stitch up|sew together|tie together|glue together
        paste together|slap together|slap them together|throw together|throw them together|cobble together
        piece together|patch together|weave together|knit together|bundle~|pack~|package~|compose a video
        put it all together|put them all together|put them together|put everything together|put all of it together
        pull together|bring together|cut into one|edit into|edit down|turn into|turn~|transform~|convert into|mash
        mash together|merge into|fuse~|unite~|concatenate~|concat|link~|chain~|connect~|line up|string up
        lump together|whip up|knock up|knock together|churn out|crank out|produce|craft|cook up|rustle up|cut me
        edit me|do me|film out of|movie out of|video out of|out of this|out of these|from this|from these
        from my footage|trailer|teaser|sizzle reel|promo|advert|commercial|story|clip show|supercut|short|short film
        short movie|tribute|aftermovie|after movie|showreel|show reel|best of|summary|digest|collection|clip|combo
        combined|joined|merged|edited|piece|something|thing|reel out of|in one go|as one|as one film|as one video
        into a film|into a video|into a movie|into a reel|into a montage|into a clip|into something|into one file
        one file|single file|one clip|single clip|single video|a film|a movie|one movie|one big video|one video
        one film|slideshow|throw|blend~|stick|all of them|i sent|everything i sent|film|combine~|merge~|join~
        stitch~|stitch together|put together|edit~|edit together|assemble~|together|use everything|make a video
        make me a video|make an edit|montage|compile|compilation|mash up|mashup|cut together|string together|splice~
        video|edit|reel|recap|highlight|highlights|highlight reel|cut|create|build|use|timeline|assemble|回忆录
        纪录片|串一串|拼一拼|接一接|凑一凑|合一合|连一连|vlog短片|记录片|小电影|微电影|小短片|视频短片|精华|浓缩成
        浓缩|精华版|精简版|浓缩版|并作一条|并作一个|合为一条|归成一条|用上所有素材|全部素材都用|素材都用上|连播|连放
        连着放|连着播|连续播放|连续放|接好|拼好|剪好|串好|连好|合好|弄好|接连播放|一段接一段播|首尾相接|无缝衔接
        无缝接|无缝拼接|混出|爆款|大片|片儿|小片|小片子|小视频儿|花絮|回顾|回忆|纪念视频|纪念片|宣传片|宣传视频|预告
        预告片|短视频儿|片段集|精彩集锦|精彩瞬间|精彩片段|高光|高光时刻|高光集锦|高光混剪|日常vlog|旅行vlog|旅拍
        旅行片|旅行短片|旅行视频|剪映那种|相册|电子相册|幻灯片|影集|视频集|朋友圈视频|抖音视频|抖音短视频|快手视频
        b站视频|小红书视频|视频号视频|reels视频|短片儿|拼出|拼出一个|拼出一条|凑出|凑出一个|凑出一条|撮一块儿|拼拢
        拼凑|拼凑起来|整合|整合成|整合一下|整合到一起|汇总|汇成|衔接起来|衔接|组接|打包成一个|剪吧剪吧|剪巴剪巴|剪吧
        剪片|剪辑成|做部片|出个片|帮忙剪|粗剪|粗剪一下|初剪|粗剪一版|剪个初版|先剪一版|先出一版|出个版本|剪一支片
        剪一个片子|剪一个视频|剪一条视频|做一个视频|做一条视频|做一条短片|做成短片|做成片子|连成|一条片|拼|合成|合并
        剪辑|剪|混剪|拼接|组合|剪出|串|拼成|剪成|接|小视频|短片|日常|一起|成片|版|剪点|素材拼一起|接成|合并成
        合为一个|合成一个视频|拼接成|串成|凑成|组成|剪成片|剪一剪|剪剪|剪出来|剪个片|做成视频|做成片|整个片|来个混剪
        混剪成|vlog|短视频|成品|集锦|合集|合辑|mv|mix|全用上|都用上|全都用上|用上|全部用上|生成一个|生成一条|制作
        制作成|出片
    """,
    "anew": combined(
        "再|重新|从头|另外|另", "来|剪|出|做|弄|给|整|搞|混|拼|剪辑", "一版|一个版本|个版本|一版新的"
    )
    + """
        |换一版剪法|换版剪法|换个剪法|从头剪|从头做|从头弄|从头来过|从头剪过
        make a new version|make me a new version|make a new cut|make a new edit|make another version
        make another cut|do a new version|do another version|give me a new version|give me another version
        version two|second version|make a different version|try again|try it again|another try
        rearrange the whole thing
        re-edit|reedit|re-cut|recut|redo the edit|new edit|new cut|new version|edit again|cut again|another edit
        redo the whole thing|redo everything|redo the cut|redo the montage|redo the film|redo the video
        redo it with|redo it as|do it again|do it over|do over|start over|start again|start afresh
        start from scratch|from scratch|begin again|begin anew|rebuild~|remake~|remake it|re-make|rework~
        re-work|fresh edit|fresh cut|a fresh edit|regenerate|re-do|re edit|re cut|re-assemble|reassemble
        edit it again|cut it again|cut it anew|all over again|new montage|another go|another take on it
        make it again|make a new|make me a new|make a new one|different cut|different edit|a different cut
        a different edit|another cut
        another version
        重新剪|重剪|重新做|重做一版|重新混剪|再剪一版|重新来|重新剪一个|重新剪一版|重新编排|重新剪辑|重新做一个
        重新踩点|重新卡点|重新卡一下点|重新对拍|重新卡|重卡|重卡一遍|全部重剪|全部重来|全部重做
        从头再剪|从头剪一遍|从头再来|换个剪法|换一种剪法|换种剪法|重新切|重切|重新切一遍|重切一遍|重混
        重新组|重新来剪|整个重剪|整条重剪|整个重来|整个重做|重新剪过|剪过一遍|再剪过|重新整一版|另剪一版|另做一版
        重新剪一遍|重新剪一下|重新来一版|重新来一遍|重来一版|重来一遍|重新弄|重新弄一版|重新弄一个|重新搞
        重新搞一版|推倒重来|重剪一版|重剪一遍|重新出一版|再剪一遍|重新拼|重新混|重新整|重排一版
    """,
    "on_beat": """
        dance to|dances to|dancing to|dance with|groove to|moves to the beat|move to the beat|move to
        flow with the music|pulse with|bounce to|jump to the beat|edit to|edited to|edit it to|edit them to
        cut to
        music video|music-driven edit|let the music lead|match the music|match the beat|hit the beat|on a beat
        goes with the beat of|go with the beat|goes with the beat|goes with the music|in rhythm with
        to the rhythm of|in rhythm|on rhythm|matching the beat|matched to the beat|matched to the music
        matches the beat|matches the music|matches the beat of|match the beat of|match the rhythm
        match the rhythm of|timed to the beat|timed to the music|timed to|time it to the music
        time it to the beat|time the cuts to the beat|time the cuts to the music|time the cuts to
        cuts to the beat|cuts to the music|cuts with the beat|cuts with the music|cuts match the beat
        cuts land on the beat|cuts fall on the beat|cuts hit the beat|land on the beat|lands on the beat
        fall on the beat|snap to the beat|snapped to the beat|snaps to the beat|locked to the beat
        lock to the beat|line up with the music|lines up with the beat|line up with the beats|on the beats
        to the beats|to the beats of|with the beats|hits the beat|hitting the beat|follows the beat
        follows the rhythm|follows the music|following the beat|beat-matched|beat matched|beatmatched
        beat match|beat-match|beatsync|beat-sync|synchronise~|synchronize~|synchronized with|synced with
        in sync with|sync with the beat|sync with the music|sync up|synched|synch|dance to the beat
        rhythmic|rhythmical|rhythmically|edit to the beat|edited to the beat|edit to the music
        edited to the music|edit on the beat|cut on the beats|cut on the music|cut with the music
        cut with the beat|in tempo|on tempo|on the rhythm|on time with the music|changes on the beat
        change on the beat|switch on the beat|swap on the beat|switches on the beat
        hit a beat|follow the rhythm|follow the beat|follow the music|that follow the rhythm
        in time with the beat|in time with the bass|in time|auto-sync|auto sync|line up with the beat
        to its beat|to the beat|on the beat|on beat|to the beat of|on every beat|with the beat|beat sync
        beat synced|beat-synced|sync to the music|synced to the music|sync to the beat|synced to the beat
        cut to the music|cut to the song|to the rhythm|with the rhythm|to the music|to the song
        in time with the music|match cuts to the beat|beat cut|beat cuts|cut to the beat|cut on the beat
        cut on beat|cut to beat|cuts on the beat|sync~|in sync|cut them to the beat|cut it to the beat
        cut them to the beat of|on the music
        音乐视频|音乐短片|踩在节拍上|按鼓点|按鼓点切|跟着鼓点|跟鼓点|按鼓点剪|卡点|踩点|卡节奏|跟着节拍|按节拍
        的节奏来剪|的节奏剪|的节拍剪|的节拍来剪|的鼓点剪|的鼓点来剪|节奏来剪|节拍来剪|鼓点来剪|节奏来切|节拍来切
        鼓点来切|的节奏切|的节奏来切|的节拍切|的节拍来切|的鼓点切|的鼓点来切|的节奏来|的鼓点来|的拍子剪|的拍子来剪
        的拍子切|的拍子来切|的节奏走|的鼓点走|的拍子走|的节奏卡点|的鼓点卡点
        重新踩点|重新卡点|重新卡一下点|重新对拍|踩上点|踩上节拍|踩上拍子|踩上鼓点|踩上节奏|卡上点|卡上节奏|卡上拍子
        卡上鼓点|卡一下点|卡下点|踩下点|踩一下点|卡个点|踩个点|有卡点|带卡点|要踩点|要卡上|要踩上|跟得上节奏
        跟得上拍子|跟得上音乐|跟着鼓点切|跟着节拍切|跟着拍子切|跟着音乐切|跟着节奏切|跟着歌切|跟着歌剪|跟着歌走
        随着鼓点|随鼓点|随着音乐切|随着歌|随拍子|随拍|顺着节拍|顺着节奏|顺着音乐|顺着拍子|合着音乐|合着鼓点|合着节奏
        合上拍子|合上节拍|合上音乐|和着节拍|和着音乐|落在拍子上|落在节拍上|落在鼓点上|落在重拍上|切在拍子上
        切在节拍上|切在鼓点上|切在重拍上|切在点上|踩在拍子上|踩在鼓点上|踩在点上|踩在重拍上|卡在拍子上|卡在鼓点上
        卡在点上|卡在重拍上|卡重拍|踩重拍|跟重拍|按重拍|按拍子切|按节拍切|按节奏切|按节拍剪|按节奏剪|按音乐剪
        按音乐切|按歌的节奏|按着音乐|对上点|对点|对齐节拍|对齐鼓点|对齐拍子|对齐音乐|对齐节奏|对好拍子|对好节拍
        对好鼓点|配合鼓点|配合拍子|配合着音乐|贴着拍子|贴着鼓点|贴合音乐|贴合鼓点|贴合节拍|打点剪|打点|踩点剪
        踩点剪辑|踩点混剪|踩点视频|踩点切|卡点切|卡着切|踩着切|节奏同步|节奏对上|节拍对上|拍子对上|音画同步|音乐卡点
        音乐踩点|节奏卡点|节奏踩点|鼓点卡点|beat卡点|卡beat|踩beat|对beat|跟beat|on beat剪|sync节拍
        跟着节奏|卡着节拍|对节拍|踩节拍|节拍切|跟着音乐|卡鼓点|踩鼓点|卡在节拍上|自动踩点|自动卡点|跟节拍
        卡点视频|要卡点|节奏切|跟着歌|合拍|按节奏|跟节奏|跟着|踩着节拍|踩着点|踩着鼓点|踩着拍子|踩着音乐|踩音乐
        踩节奏|踩着节奏|踩拍子|踩拍|卡着点|卡着鼓点|卡着拍子|卡着音乐|卡着节奏|卡拍子|卡拍|卡节拍|卡音乐
        卡音乐节奏|卡音乐点|卡点剪|卡点剪辑|卡点混剪|卡点效果|做卡点|做个卡点|对上节拍|对上节奏|对上音乐
        对上音乐节奏|对上拍子|对上鼓点|对准节拍|对准鼓点|对着节拍|对着鼓点|对节奏|对鼓点|对拍子|对拍|跟上节奏
        跟上节拍|跟上音乐|跟上拍子|跟拍子|跟着拍子|跟着拍子走|跟着音乐走|跟着节奏走|跟着节拍走|跟着鼓点走|跟音乐
        跟着音乐剪|跟着节奏剪|跟着音乐节奏|跟着音乐的节奏|跟着歌的节奏|随着音乐|随着节拍|随着节奏|随音乐|随节奏
        配合音乐|配合节奏|配合节拍|贴合节奏|贴着节奏|按着节拍|按着节奏|按着鼓点|按拍子|按拍子剪|按音乐
        按音乐节奏|按照节拍|按照节奏|按照鼓点|按照音乐|根据节拍|根据节奏|根据音乐|根据音乐节奏|根据鼓点|节拍同步
        音乐同步|和节拍同步|踩准|踩准节拍|踩准鼓点|踩准点|卡准|卡准点|卡准节拍|合着节拍|合着拍子|镜头跟着拍子走
    """,
    "off_beat": """
        don't cut them at all|no cutting|without any cuts|without cuts
        don't trim anything|don't trim them|in their entirety|in full|full length|unedited
        don't cut the clips|don't cut up the clips|as whole clips|nothing cut|no trimming
        don't cut to the beat any more|don't cut to the beat anymore|not to the beat anymore
        not to the beat any more|no longer to the beat|stop cutting to the beat|stop cutting on the beat
        no more beat cuts|no more cutting to the beat
        no cutting to the beat|no cutting on the beat|don't cut to the beat|not to the beat|without beat sync
        ignore the beat|ignoring the beat|forget the beat|no beat matching|no beat syncing|not synced
        unsynced|not cut to the beat|not in sync|no syncing|without cutting to the beat
        don't cut on the beat|don't follow the beat|no need to follow the beat|off the beat|whole clips
        full clips|uncut|in full length|full length clips|don't cut them|without cutting them
        leave them whole|leave the clips whole|keep them whole|keep the clips whole|don't cut them up
        don't chop them up|no cuts
        no beat sync|not on the beat|don't sync|no beat cuts
        不要卡点|不卡点|不用卡点|别卡点|不踩点|不要踩点|别踩点|不用踩点|不要跟节奏|不用跟节拍|不用对节拍
        不跟节拍|不跟节奏|不跟音乐|不对拍|不对节拍|别对拍|别按节拍|别踩拍子|不踩拍子|不踩拍|别踩拍|不要踩拍子
        不用踩拍|别跟拍子|别跟节奏|别跟音乐|不按拍子|别按拍子|不用按拍子|不要按节拍|不跟拍子|不卡拍子|不卡节奏
        不卡拍|不用卡拍子|取消卡点|取消踩点|不要踩着节拍|不用卡节奏|随便切不卡点|不需要卡点|无需卡点
        别跟着节拍|不要跟着节拍|不按节拍|不用按节拍
    """,
    "uncut": combined(
        "不要|不用|别|不|无需|不需要", "剪断|剪短|剪碎|剪开|剪|裁断|裁剪|裁|切断|切碎|切开|截断"
    )
    + combined("完整|整段|原样|完整地|原封不动地|从头到尾", "|放|播|放完|播完|播放|放出来|接|拼|保留|连|串")
    + """
        |原封不动|一刀不剪|放完整|播完整|每段都放完|每段放完|都放完
    """,
    "every_beat": """
        every beat|every single beat|on every beat|each beat|on each beat|every beats
        一拍一个|一拍一个画面|每一拍一切|每一拍切一次|每一拍切一下|每拍切一次|每拍切一下|每拍换一个|每拍换镜头
        每拍换个镜头|每拍一个镜头|一拍换一个|一拍换一次|一拍换一个镜头|每个节拍|每一个节拍|每个节拍一切
        每个节拍切一次|每个鼓点|每个鼓点切|每一个鼓点|逢拍必切|一个拍子一个镜头|每拍都切|每一拍都切|每个拍子都切
        每个鼓点都切
        every one beat|every 1 beat|one cut per beat|one shot per beat|a cut per beat|cut per beat
        a cut on each beat|a new shot on every beat|a new clip every beat|beat by beat
        每一拍|每拍|一拍一切|每个拍子|一拍一个镜头|一拍一换|每拍一切|每拍切|每拍换|逐拍
    """,
    "second_beat": """
        every second beat|every other beat|on every second beat|every two beats|on every other beat
        两拍一个|两拍切一次|两拍切一下|两拍一刀|两拍换一个|两拍换一次|两拍换一个镜头|两拍换镜头|每两拍一切
        每两拍切一次|每两拍换|每两拍换一次|每两拍一个镜头|每两拍换一个镜头|每隔一拍切|隔一拍切|隔一拍一切|隔一拍换
        每隔两拍|隔两拍|两个拍子一切|半小节一切|每半小节|半小节一个镜头|半小节换一次
        every 2nd beat|on every 2nd beat|on each second beat|each second beat|on every other one
        one cut every two beats|every half bar|twice a bar|two cuts per bar
        每两拍|隔一拍|两拍一切|每隔一拍|两拍一换|两拍一个镜头|每2拍|2拍一切|每两个拍子|隔拍
    """,
    "fourth_beat": """
        every fourth beat|every bar|on every bar|once a bar|on every downbeat
        every 4th beat|on every 4th beat|each bar|on each bar|every measure|once per bar|per bar
        one cut per bar|a cut per bar|a cut every bar|bar by bar|every downbeat|on the downbeats
        on the downbeat|each downbeat|one shot per bar
        每小节|一小节一切|四拍一切|四拍一换|四拍一个镜头|每四拍|每4拍|4拍一切|每一小节|每个小节|一小节一换
        四拍一个|四拍切一次|四拍换一次|四拍换一个|四拍换一个镜头|四拍换镜头|四拍一刀|四拍切一下|每四拍一切
        每四拍切一次|每四拍换|每四拍换一次|每四拍一个镜头|每小节一切|每小节切一次|每小节切|每小节换|每小节换一次
        每小节换一个镜头|每小节一个镜头|每小节换镜头|一小节一个|一小节换一次|一小节换一个|一小节切一次
        一小节换一个镜头|每个小节换|每个小节切|每个小节一切|小节切|按小节切|按小节剪|每小节的第一拍|每个重拍
        每个重拍切|每个强拍|强拍切
        一小节一个镜头
    """,
    "cut_word": """
        one cut|one shot|one clip|1 cut|1 shot|a new shot|a new clip|a new picture|a fresh shot
        another shot|another clip|next shot|next clip|shot change|a shot change|a change|one change
        every cut|the cuts|cut|cuts|cutting|a cut|change shot|switch|new shot
        change the shot|change shots|change clip|change clips|changing|switching|switches|swap shots
        new clip|new clips|new picture|edit point|edit points|edits|cut happens|cut it up
        chop it up|cut them up
        切一次|切一刀|切|换一个镜头|换镜头|换个镜头|切换|换一次|一切|都切|快剪|换|切换一次|切一个镜头|切个镜头
        切了|剪了|切的|切吧|剪吧|来切|来剪|切换了
        一刀|一剪|来一刀|下一刀|切一回|切一个|切一张|切一段|换一张|换一段|换一个|换片|换一片|换一幅|换下一个
        换下一张|跳切|剪一次|剪一下|一换
        切镜头|换一个画面|换画面|换个画面|剪一刀|换一换|切一下|剪
    """,
    "pace:fast": """
        speed the edit up|speed the cut up|speed the editing up
        the cuts faster|the cuts quicker|the cutting faster|the shots shorter|the cuts more often
        the cuts snappier|the cuts tighter|the cuts more frequent|the editing faster|the edit faster
        the edit snappier|the edit tighter|the pace faster|the pace quicker|edit is too slow
        edit feels slow|edit feels too slow|edit drags|whole thing drags|whole thing is too slow
        editing is too slow|editing too slow|too slow overall|feels slow overall|cuts are too slow
        cuts are too far apart|quicker edit|faster edit|a faster edit|faster cut|a faster cut|a quicker cut
        a snappier edit
        faster cutting|more frequent cuts|super tight|shorter shots|pick up the pace|more energetic cuts
        fast cut|fast cutting|quick cut|quick cutting|quicker cutting|quicker editing|quick editing
        fast editing|fast edit|rapid fire|rapid-fire|rapid cutting|rapid pace|high tempo|high-paced|brisk
        brisker|at a brisk pace|zippy|pacy|pacey|pacier|tight|tighter|tight edit|tight cut|tight cutting
        dynamic|more dynamic|dynamically cut|frenetic|frantic|hyper|hyperactive|action packed|action-packed
        cut it faster|cut it quicker|cut it more often|cut more often|cut more frequently|more often
        more frequently|more cutting|more cuts please|edit it faster|edit faster|cut quicker|cuts quicker
        with more pace|more pace|more pace to it|up the pace|raise the pace|increase the pace
        speed up the cuts|speed up the cutting|speed up the editing|speed up the pace|speed up the edit
        shorter takes|shorter clips|quicker pace|pick the pace up|liven it up|lively cuts|lively pace
        move along faster|cut the shots shorter|lots of cuts|loads of cuts|many cuts|drags overall
        too slow paced|pacing is too slow|pace is too slow|pace is slow|faster pacing|quicker pacing
        fast pacing|snappy cuts|snappier cuts|snappier pace|snappy pace|snappy edit
        cuts faster|fast-paced|fast paced|fast cuts|faster cuts|faster pace|quick cuts|snappy|snappier|punchy
        punchier|faster paced|rapid cuts|quicker cuts|tighter cuts|hectic|fast pace|more cuts|cut faster
        quick pace|faster editing
        节奏要快|节奏快些|镜头再快一些|镜头快一点|卡点快一点|切得快一点|切快一点|镜头短一点|快节奏|节奏快|快剪
        切换再快一点|切换再快点|切换再快些|的切换再快一点|切换快些|切换更快|切换加快|切换速度快一点|切换速度加快
        切换频率高一点|切换频率高点|剪辑节奏快一点|剪辑节奏快点|剪辑节奏加快|剪辑快一点|剪辑快点|剪辑再快点
        剪辑再快一点
        节奏快起来|节奏再快|节奏紧些|节奏紧点|节奏再紧凑点|节奏再紧凑一点|节奏紧凑一些|节奏紧凑些|节奏紧凑点
        节奏紧凑一点|节奏明快|节奏明快点|节奏利落|节奏利落点|节奏干脆点|节奏再带劲点|节奏拉满|节奏拉起来|节奏带起来
        节奏太拖了|节奏拖拉|节奏太慢吞吞|节奏太松|节奏太松散|节奏松散|节奏有点拖|节奏偏慢|剪得太慢|剪得太慢了
        剪得太拖|切得太慢|切得太慢了|切太慢|切太慢了|切换太慢|镜头太长|镜头太长了|镜头都太长|镜头换得太慢|换得太慢
        画面换得太慢|多切几刀|多剪几刀|切密一点|切密点|切得密一点|切得密点|切得更密|切碎一点|切碎点|切得碎一点
        切得碎点|切得再碎点|切得利落点|剪利落点|剪得利落点|剪得利落一点|剪得干脆点|剪得紧凑|剪紧凑点|剪紧凑一点
        剪碎点|剪碎一点|剪得碎一点|剪得碎点|剪密一点|剪密点|快速切换|快速剪辑|快速混剪|快速剪切|快切换|快节奏的
        快节奏剪辑|快节奏混剪|高能快剪|快切风格|快速切|切得飞快|切换得快一点|切换得快点|镜头换快点|镜头换快一点
        镜头换得快一点|镜头换得快点|换得快一点|换得快点|画面换快点|快点切|快点剪|快一点切|快一点剪|紧凑一些|再紧一点
        再紧凑些|加快剪辑节奏|提高节奏|提升节奏|加强节奏|节奏提上来|节奏提一提|节奏提一下|节奏提快点|节奏提速
        快切|节奏快一点|节奏更快|剪得快|切快点|剪快一点|快一点的节奏|紧凑|节奏紧凑|剪得再快一点|剪得快一点
        剪得快点|剪得更快|剪得再快点|剪得快些|剪快些|再剪快点|剪得紧凑点|剪得紧凑一点|剪得紧一点|紧一点|紧凑点
        紧凑一点|紧凑些|更紧凑|再紧凑点|再紧凑一点|节奏快点|节奏再快点|节奏再快一点|节奏加快|节奏加快点
        节奏加快一点|加快节奏|节奏提快|节奏提起来|节奏拉快|节奏紧一点|节奏紧一些|节奏更紧凑|快节奏一点|快节奏点
        节奏快一些|切快些|切得更快|切得快些|切得快点|切得再快点|切得再快一点|切换快一点|切换快点|镜头切换快一点
        镜头切快点|镜头切快一点|镜头快些|镜头快点|镜头再快点|镜头再短一点|镜头短点|镜头短些|节奏太慢|节奏太慢了
        节奏有点慢|节奏拖沓|节奏太拖|太拖节奏|卡点再快点|卡点快点
    """,
    "pace:slow": f"""
        {_TOO_QUICK}
        slow the edit down|slow the cut down|slow the editing down|slow down the editing
        the cuts slower|the cutting slower|the shots longer|the cuts less often|the cuts calmer
        the cuts less frequent|the editing slower|the edit slower|the edit calmer|the pace slower
        the pace calmer|edit is too fast|edit feels rushed|edit is too quick|edit feels too fast
        editing is too fast|editing too fast|too fast overall|cuts are too close together|too many edits
        a slower edit|a calmer edit|slower cut|a slower cut|a calmer cut|calmer edit|slow down the edit
        too much cutting
        slower cutting|calmer pace|too many cuts|too choppy|cuts slower|slow-paced|slow paced|slow cuts
        slow cut|slow cutting|slow editing|slow edit|slow pacing|slower pacing|slower edit|calmer cutting
        calm cuts|calm cutting|gentle cuts|gentle pace|gentle cutting|gentler pace|leisurely pace
        leisurely cuts|unhurried|at a leisurely pace|relaxed cuts|relaxed cutting|relaxed editing
        laid back pace|longer takes|longer clips|long takes|long shots|hold the shots longer
        hold shots longer|let the shots run longer|let the shots breathe|let shots breathe|let it breathe
        let it breathe more|let the clips breathe|fewer edits|not so many cuts|less frequent cuts
        less frequently|less often|cut it less|cut it less often|cut less often|cut less
        cut less frequently|cut it slower|cut it more slowly|slow down the cuts|slow down the cutting
        slow down the pace|slow the pace|slow the pace down|slow the cuts down|lower the pace
        reduce the pace|too hectic|too frantic|too fast paced|too fast-paced|too frenetic|too jumpy
        pace is too fast|pacing is too fast|cuts are too fast|cuts are too quick|cuts come too fast
        cutting is too fast|too rapid|less hectic|less frantic|less choppy|less jumpy|less frenetic
        more relaxed|more slowly cut|slowly cut|more calmly cut|with fewer cuts|with less cuts
        slower cuts|slower pace|slow pace|longer shots|fewer cuts|calmer cuts|relaxed pace|slower paced
        calm pace|cut slower|less cuts|slower editing
        节奏要慢|切得太碎了|切得太碎|太碎了|切太快|切得太快|切慢一点|镜头慢一点|慢节奏|节奏慢|慢剪|慢切
        慢慢来|慢慢的|慢慢地|不急不慢|娓娓道来|缓缓的|缓缓地|缓缓
        切换再慢一点|切换再慢点|切换慢些|切换更慢|切换放慢|切换速度慢一点|切换速度放慢|切换频率低一点|剪辑节奏慢一点
        剪辑节奏慢点|剪辑节奏放慢|剪辑慢一点|剪辑慢点|剪辑再慢点|剪辑再慢一点
        节奏慢悠悠|节奏慢吞吞|节奏舒服点|节奏松一点|节奏松点|节奏松弛|节奏松弛点|节奏缓点|节奏缓|节奏平缓|节奏平缓点
        节奏悠闲|节奏悠闲点|节奏别太快|节奏不要太快|别切太快|别切那么快|别切得太快|别切得太碎|别太碎|不要切太快
        不要太碎|不要切得太碎|切得别太快|切得别太碎|切得太密|切得太密了|切得太急|切得太急了|剪得太急|剪得太急了
        剪得太密|剪得太碎|剪得太碎了|剪得太快|剪得太快了|剪太快|剪太快了|剪太碎|剪太碎了|切太碎|切太碎了|切太快了
        切换太快|切换太快了|镜头切太快|镜头切太快了|镜头切得太快|镜头换得太快|镜头换太快|换得太快|换得太快了
        画面换得太快|画面切太快|镜头太碎|镜头太短|镜头太短了|镜头太赶|节奏太赶|节奏太赶了|节奏太急|节奏太急了
        节奏太紧|节奏太紧了|切得慢一些|切得更慢|切得缓一点|剪舒缓点|剪得舒缓一点|少切几刀|少切点|少剪几刀|切少点
        切少一点|切得少一点|镜头停留久一点|镜头停留长一点|每个镜头久一点|每个镜头长一点|镜头久一点|慢节奏的
        节奏慢一些|节奏要舒缓|慢慢剪|慢点切|慢点剪|慢一点剪|慢一点切|放缓节奏|节奏放缓|节奏放缓一点|节奏放缓点
        节奏降一降|节奏缓下来|节奏压一压
        节奏慢一点|节奏放慢|舒缓|剪慢一点|切慢点|节奏舒缓|剪得慢一点|剪得慢点|剪得慢些|剪慢些|剪得舒缓点
        剪得再慢一点|剪得再慢点|节奏慢点|节奏慢些|节奏再慢点|节奏再慢一点|节奏放慢点|节奏放慢一点|放慢节奏
        慢节奏一点|节奏降下来|节奏慢下来|节奏舒缓点|节奏舒缓一点|节奏缓一点|节奏太快|节奏太快了|节奏有点快
        切得慢一点|切得慢点|切慢些|切换慢一点|切换慢点|镜头切换慢一点|镜头切慢点|镜头慢点|镜头慢些|镜头长一点
        镜头长点|镜头停久一点|切得有点碎|有点碎|太碎|太零碎|太零碎了|太跳|太跳了
    """,
    "pace:normal": """
        normal pace|medium pace|normal cuts
        average pace|moderate pace|medium speed cuts|regular pace|usual pace|default pace|normal pacing
        standard pace
        正常节奏|中等节奏
    """,
    "interleaved": """
        interleave~|alternate~|alternating|mixed up|back and forth|intercut|mix~|cross cut
        alternating between|alternate between|alternates|switch back and forth|switching back and forth
        jump back and forth|jumping between|jump between|cut back and forth|cut between|cutting between
        intercutting|interwoven|interweave|weave|woven|shuffled|shuffle|mix up|mix them up|mix it up|mixed
        mixed together|jumbled|zigzag|ping pong|in turn|take turns|taking turns|by turns|crosscut|cross-cut
        cross-cutting|intermix|intermixed|intermingle|a bit of each|bits of each
        交叉|交替|穿插|轮流|混着|混着剪|交错|交叉剪|交叉着|交叉着来|交叉着剪|穿插着|穿插着来|穿插着剪|穿插剪
        交叉来|交叉排|交叉播|交叉播放|交叉放|穿插来|穿插播|穿插播放|穿插放|穿插在一起|交替播|交替播放|交替放
        交替出现|交替来|轮流剪|轮流播|轮流放|轮流切|轮着切|轮着剪|轮着放|轮着播|轮着|轮番|轮番来|轮番出现|打乱剪|打乱着剪|打散剪
        打散了剪|打乱顺序|打乱了剪|随机穿插|来回换|来回切换|来回跳|来回剪|切来切去|跳着剪|跳着来|平行剪辑|平行蒙太奇
        交叉蒙太奇|交叉剪辑|交替剪辑|穿插剪辑|混起来|掺着来|掺着剪|掺在一起|掺和着|插着来|插着剪|互相穿插|互相交叉
        互相交替
        交替着|交替着来|交替剪|轮流来|轮着来|轮流出现|混在一起|混搭|混着来|打乱|打散|你一段我一段|来回切
        来回穿插|交错着|交错剪
    """,
    "in_sequence": """
        one after the other|one after another|back to back|in a row|in sequence|in order|in that order
        source order|in source order|file order|upload order|original order
        in the uploaded order|in upload order
        in the order i uploaded them|in the order i uploaded
        in the order uploaded|as uploaded|in original order|in the original order|in chronological order
        chronologically|in their order|keep the order|same order|in the same order|in given order
        in the given order|one by one|next to each other|behind each other|after each other
        straight after each other|followed by|follow with|afterwards|after that|lastly|at last
        secondly|firstly|start to finish|consecutively|successively|end to end
        in the order given|sequentially|as they are|in this order|order|first|then|last|finally
        按顺序|依次|一个接一个|顺序|先后|先|先放|再|最后|按次序|就行|接起来|你看着排|你看着办|随便排|随意|按先后
        先是|接着是|然后是|最后是|最后以|随后是|紧接着是|其次是|再是|按原来顺序|原来顺序|原来的顺序|按原先的顺序
        照原来的顺序|照原来顺序|保持原顺序|维持原顺序|保持原来的顺序|维持原来的顺序|按上传的顺序|按我上传的顺序
        按传的顺序|按给的顺序|按现在的顺序|按现有顺序|照旧|按默认顺序|默认顺序
        按先后顺序|按照顺序|挨个|挨着|一段接一段|一段段|逐个|逐段|排好|顺着|顺着来|顺次|照顺序|照着顺序
        按上传顺序|按原顺序|按原来的顺序|原顺序|顺序排|顺序播|顺序接|直接接|首尾相接|接在一起|接一起|随意排
        你看着来|怎么排都行|打头|垫底|压轴|收尾|放第一个|放最前|放最前面|放最后|放最后面|放中间
    """,
    "have_music": """
        like|music|song|track|w/|with|over|backing|score|something|style|vibe|feel|to|beat|beats|soundtrack|tune
        under it|underneath|underneath it|behind it|in the background|on top|on it|over it|as music
        as background music|for music|as the music|as soundtrack|as the soundtrack|as background|background
        accompanied by|set to|along with|together with|plus|featuring|feeling|mood|atmosphere|kind of
        sort of|vibes|tone|soundtracked|tunes|beat under it|jam|banger|rhythm
        of
        音乐|配|配上|配乐|配个|bgm|风|风格|背景音乐|曲|歌|用|那首歌|感|节奏|来点|音乐用|的歌|来个|跟着|一点|乐
        做背景|当背景|做背景音乐|当背景音乐|作背景音乐|作为背景音乐|做bgm|当bgm|作bgm|作为bgm|做配乐|当配乐|作为配乐
        作配乐|打底|铺底|垫底音乐|垫着|铺着|衬着|衬底
        衬|衬个|衬点|衬上|衬首|衬段|配上点|配上个|配上首|配个音乐|配点音乐|配段音乐|配首歌|配乐配|bgm来|bgm选|bgm配
        bgm是|bgm要|bgm走|bgm放|背景音|背景放首|背景来|放首|放段|放点|放个|铺|铺点|铺个|铺一层|给首|给段|给点|给个
        上首|上个|上点|整首|整段音乐|整点|整个音乐|搞首|搞点|搞段|弄首|弄点|弄段|找首|找段|找个|选首|选段|选个|挑首
        挑个|加段|加个|加点|音乐配|音乐走|音乐放|音乐风格|音乐整|音乐弄|音乐找|音乐给|曲风|用首|用段|用个|来一首
        来一段|配一首|配一段|加一首|加一段|来一曲|调性|氛围|气氛|情绪
        配首|配点|配段|背景|背景用|背景放|bgm用|音乐要|音乐来点|音乐是|配乐用|配乐是|音乐选|来段|来首|加首|加上
        类的|系|类型|调调|带|带点|配着|配合|搭|搭配|垫|搭个
    """,
    "appears": """
        appear|appears|comes|come|follows|follow
        看|看到|先看|再看|出现|出|出来|出场|上场|登场|上|放|来|播|走|亮相|露脸|接|跟|跟着|排|摆|是|接上|跟上
        接着是|接着放|接着上|然后是|再来|再放|再上|再接|再是|下来|随后是|其次是|夹中间|放中间|在中间|摆中间|排中间
        搁中间|夹在中间|放在中间|摆在中间|居中|中间放|中间是|中间来|中间夹|中间用|中间接|轮到
    """,
    "without_music": combined("音乐|配乐|bgm|歌|背景音乐", _LATER)
    + "|"
    + combined(
        "不|不要|别|不用|先不|先别|先不要|暂时不|没有|无|无需", "|加|配|放|用", "音乐|配乐|bgm|背景音乐|歌"
    )
    + """
        |保留原声|留着原声|只留原声|只保留原声|保留现场声|保留同期声|只要现场声|用原声|保留原来的声音|保留环境音
        only their natural sound|only their own sound|just their natural sound|just their own sound|only natural sound
        only the natural sound|only the original sound|just the original sound|just the natural sound
        keep the natural sound|keep the original sound|keep their natural sound|keep their own sound
        no music|without music|without any music|no soundtrack|no song|音乐我自己有|音乐我有|音乐先放放|音乐先别
        音乐先别管|先不管音乐|先不考虑音乐|音乐另说|音乐先不加|音乐先不配|音乐不用|音乐不要|音乐先空着|纯原声
        只用原声|就用原声|只要原声|用原声就行|原声就行|原声就好
    """,
    "exclude": """
        except|except for|but not|without|leave out|not
        dont use|dont include|don't put|dont put|don't show|dont show|not use
        not using|leave off|leaving out|minus|no|skip|ignore|apart from|excluding|other than|omit|drop|don't use
        do not use|don't include|do not include|aside from|sans|ditch|forget
        除了|别用|不要用|不用|不要|也别用|除去|别
    """,
}

"""Words about which music plays, and from where."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["WORDS"]

WORDS: Vocabulary = {
    "compose": """
        compose~|create|generate~|write|produce|write me|make up
        你自己作的|你自己写的|你自己编的|你写的|你作的|你编的|现编的|现写的|原创的|原创|自动生成的
        创作|作曲|谱写|写一首|写一段|写段|写个|写点|生成|作一首
    """,
    "music_add": """
        add|put|put in|put on|lay|use|take|pick|choose|play|try|go with|include|bring in|find|use it|want|need
        throw in|have|give it|go for|set|add in|under|underneath|background|as|into
        i want|i need|we need|i'd like|i would like|i'd love|can i have|can i get|can we have|could i have
        could use|missing|is missing|lacks|lacking|give me|get me|play me|behind|beneath|below|over|on top
        accompany|accompanied by|accompanying|slap|slap on|drop in|chuck in|lay down|pop in|pop on|stick|stick in
        add some|run|pick out|toss in|back it with|hook me up with|set it to|overlay|attach|provide|supply|grab
        suggest|load
        can we get|could we get|could we have|can you get
        in the back|in back
        加|加上|加点|加个|来点|来段|来首|来个|配|配上|配个|配段|配点|用|使用|放|放上|铺|垫|选|上|想要|要|做|当
        作为|当作|加一段|来一段|来一首|配一段|配一首|做成|整|整个|搞个|整点|来|改用|背景|来点儿|整点儿|搞点
        搞一首|搞首|搞段|弄点|弄首|弄个|弄段|弄一首|安排|安排一首|安排个|安排点|安排上|塞个|塞点|塞一首|加入
        加首|加一首|加入一首|添加|添|添个|添点|添首|添一首|配一个|配个儿|配套|给配|给配个|给配首|给来|给个|给首
        上点|上个|上首|铺上|铺个|铺点|铺一层|垫个|垫点|垫上|垫首|选首|选一首|选个|选段|挑|挑个|挑首|挑一首|找
        给我来|给我配|给我整|给我上|给我加|整一首|整首|来上一首|来上|弄点儿|搞点儿|放首|放一首|放段|放点|播|播放
        播个|播首|换|铺首|铺段|衬|衬个|衬点|衬段|配合|配合着|伴|伴着|伴个|底下放|底下垫|下面垫|下面放|后面放
        后面垫|选择|选用|采用|改成|改放|塞|塞进|塞进去|安上|贴|贴首|贴个|引入|带|带上|带点|带个|可以来|能来|想来
        想听|想用|想放|想配|打算用|就用|就放|就配|用上|用回|再来|再配|再加|希望是|希望|要那种|要个|要首|要点
        要段|要一首|要一段|求一首|求个|整一段|生成|生成一首|生成一段|生成个|做一首|做首|做个|做段|做一段
        找个|找首|找一首|找点|插入|插|需要|想加|换上|套|套上|套个|拿|拿来|拿来当|拿来做|背景用|背景放|背景里放
    """,
    "music_change": """
        change~|swap~|switch~|replace~|exchange|swap out|switch out|redo|regenerate|recompose|change up
        switch up|turn|make it more|instead|instead of that|rather|instead of this
        trade~|sub|sub in|substitute~|convert~|transform~|rework|remake|rewrite|rescore|re-score
        change over|swap over|switch over|change over to|try
        change it up|change this up|switch it up|mix it up|shake it up|swap it up|change things up
        换|换成|换个|换首|换一首|换一个|换段|换掉|改|改成|改为|改用|换为|更换|替换|替换成|重做|重新做|重新生成
        换点|换一段|换种|换一种|换换|换下|换成了|换作|换成个|换首别的|换一首别的|改换|改换成|改成个|变|变成|变得
        变更|变更为|更换为|更换成|替|替成|替掉|切|切成|切换|切换成|切到|调成|调整成|重新配|重新配一首|重新选
        换别|再换|重换|换换口味|换个口味|换口味|换风格|换个风格|换一种风格|换种风格|换曲|换歌|换音乐|换bgm
        换配乐|换背景音乐|换掉吧|换了|换了吧|给换|给换了|给换成|替换掉|替换为|改个|改一首|改首|改换为|改到|变为
        变得更|调整|调得|调得更|整得|整得更|搞得|搞得更|弄得|弄得更|做得|做得更|转换成|转换为|转为|转向|再做一首
        再生成|重新作|重新作一首|重新谱|重新编|重编|重新整一首|重新搞一首|重新弄一首|重新找|重新找一首|重弄
        重弄一首|重配|重配一首|重选|重选一首
        重新选一首|重新挑|重新来一首|重新写|重写|重新整|重新弄|重来|整成|弄成|搞成|做成|转成
    """,
    "music_another": """
        another|another one|different|a different one|something else|something different|new one|new|fresh
        a new one|other|else|some other|a new|something new
        different one|other one|alternative|alternate
        fresh one
        anything else|anything different|something fresh|second option|other options|different version
        variation|a variation
        另一首|另外一首|别的|其他的|新的|新|再来一首|再换一首|重来一首|重新|另一段|不一样的|不同的|别首|换首
        换一首|换一段|给我换一首|换首新的|再换一个|别的首|另一个|另外一个|另外的|其它的|其它|重新来一首|再来首
        别的吧|换首不一样的|不一样点的|别的歌|别的音乐|别的曲子|别的风格|其他歌|其他音乐|新歌|新音乐|新曲子
        新的歌|新的音乐|新的一首|另外一段|另一种|另一个版本|别的版本|不同的歌|不同的音乐|再给我一首|再给一首
        再整一首|再整首|再搞一首|再弄一首|再配一首|再配首|再选一首|再挑一首|再找一首|再做一首|换一版|换个版本
        再来一版|再来一个|另来一首|重来|重来一遍|重来一版
        再换首|换首别的|换一首别的|换个别的|换别的|不一样|不同|再写一首|再作一首|再生成一首
    """,
    "music_tired": """
        boring|bored|is boring|dull|bored of|tired of|sick of|don't like|dont like|do not like|hate|not a fan of
        doesn't fit|does not fit
        annoying|irritating|grating|cheesy|corny|lame|tacky|awful|terrible|horrible|dreadful|rubbish|trash|garbage
        sucks|suck|crap|crappy|ugly|meh|bland|generic|wrong vibe|not right|not working|doesn't work
        does not work|isn't working|not feeling|not vibing|not my thing|not my style|can't stand|cannot stand
        repetitive|monotonous|too repetitive|stale|out of place|doesn't suit|does not suit|unsuitable
        inappropriate|dislike|don't love|not keen on|not into|had enough of|fed up with|getting old
        gets old|not loving|no good|not great
        听腻了|听腻|不喜欢|不好听|难听|腻了|太难听|不合适|不搭|听烦了|听烦|烦了|好烦|太烦|太普通|普通|太俗|俗
        太土|土|太土了|不行|不咋地|不怎么样|不咋样|没感觉|没意思|不够味|不对味|不对|不适合|不太合适|不太搭
        不太适合|不怎么搭|不贴合|不符合|不好|太单调|单调|太吵闹|太老|老套|太老套|无聊|太无聊|不够好听|听着别扭
        不太好|不太好听|不太行|不够好|不够劲|没劲|没劲头|没气氛|没氛围|没情绪|没感情|太吵了|太躁|太闹|不搭调
        不搭配|对不上|不来电|无感|听不下去|听吐了|听着烦|听着闹心|闹心|审美疲劳|过时|太过时|老气|太老气|土气
        土得掉渣|太平|太平淡|平淡|平平无奇|没记忆点|太丧|俗套|烂大街|烂|太烂|很烂|不高级|廉价|太廉价|不满意
        不太满意|不爱|不爱听|不太喜欢|不怎么喜欢|不怎么好听|不咋好听|不咋喜欢|不是我想要的|不是我要的|不是这个味
        不是那个味|感觉不对|气质不符|气质不搭|风格不对|风格不搭|风格不符|情绪不对|跟画面不搭|和画面不搭
        跟画面不配|和画面不配|跟画面不符|和画面不符|不配|配不上|不匹配|不合|不合拍|不协调|太突兀|突兀|太违和
        我不喜欢|我不太喜欢|我不爱听
        别扭|违和|尬|太尬|不得劲|差点意思
    """,
    "music_same": """
        same|the same|in the same|keep the
        同样|一样|同|相同
    """,
    "music_match": """
        match~|that keeps up with them|keeps up with|keep up with|fits|fit|fitting|suits|suit|suiting|go with
        goes with|goes well with|go well with|matching|that matches|complement~|suitable|appropriate|fits to
        match up|matches|works with|work with|working with|go along with|goes along with|in keeping with
        in line with|tailored to|appropriate for|suitable for|suited to|blend~
        blends with|reflect~|reflects|according to|based on|that fits|that suits|that goes with|fits with|fit with
        pairs with|pair with|ties in with|belongs to|in tune with
        符合|匹配|搭配|搭|贴合|配合|适合|合适|贴|契合|合|契合一点|更搭|更合适|更配|更贴|更适合|配得上|相配|相称
        百搭|更贴切|贴切|贴切点|搭调|搭得上|配的|般配|合拍|合拍点|协调|协调点|和谐|和谐点|合适点|合适一点|适合点
        适合一点|搭一点|搭点|贴一点|贴近|贴近点|符合点|匹配点|相搭|相衬|相符合|相匹配|衬|衬得上|跟得上|应和|呼应
        有呼应|配得起
        匹配上|对应|对得上|应景|合得来|吻合|相符|跟着
    """,
    "music_picture": """
        picture|pictures|footage|video|visuals|clips|the mood of the video|scenes|images|mood
        整片|全片|整个视频|整条视频|整个片子|整条片子|整部片子|成片|整段视频|整支影片|整个影片|全程
        氛围感|气质|场景|主题|画风|影片|短片|镜头|风景|景色|视频内容|视频画面|画面内容|视频氛围|画面氛围
        画面气氛|画面风格|视频风格|视频气质|画面节奏|剪辑|剪辑节奏|这片子|这视频|这个视频|这条视频|这支片子
        这个片子|这段视频
        shots|what you see|what's on screen|what is on screen|what's happening|what is happening|content
        story|film|movie|vibe|vibe of the video|action|atmosphere
        material|subject
        画面|视频|内容|片子|素材|气氛|氛围
    """,
    "tempo": """
        tempo|bpm|speed|pace|beats per minute|beat|beats
        曲速|速度|节奏|拍速|节拍|拍子|节拍速度|音乐速度|节奏速度|律动
    """,
    "tempo_up": """
        faster|quicker|speed up|too slow|speed it up|up the tempo|more upbeat tempo
        faster tempo|higher tempo|quicker tempo|raise the tempo|increase the tempo|quicken|accelerate|accelerated
        hasten|sped up|pick up the pace|too sluggish|sluggish|too draggy|brisker
        more tempo|more pace|double time
        快一点|快点|快些|更快|加快|太慢|再快点|快一些|再快|太慢了|快节奏一点|加快一点|加快点|快一丢丢|再快一丢丢
        再快一些|更快一点|更快点|提一下速|提提速|提点速|快节奏点|节奏快点|节奏快一点|节奏再快点|节奏再快一点
        节奏加快|节奏加快点|节奏加快一点|速度快点|速度快一点|速度加快|赶一点|紧凑一点|紧凑点|紧凑些|太慢吞吞
        慢吞吞|太磨叽|磨叽|太缓|太缓了|太拖沓|拖拖拉拉|太慢腾腾|催眠
        拖|提速点|再提速|快的|快歌|快节奏的|快一点的|快点的
        提速|加速|提快|快起来|太慢了点|太拖|有点慢|拖沓
    """,
    "tempo_down": """
        slower|slow down|too fast|slow it down|too hectic
        slower tempo|lower tempo|lower the tempo|reduce the tempo|decrease the tempo|slowed|slowed down|slow it
        decelerate|too rushed|rushed|too frantic|frantic|too quick|too hurried|less fast|not so fast|half time
        more slowly|ease the tempo
        慢一点|慢点|慢些|更慢|放慢|太快|再慢点|慢一些|再慢|太快了|慢下来|放慢点|放慢一点|减慢|减速|降速|慢一丢丢
        再慢一些|更慢一点|更慢点|降一下速|降点速|慢节奏点|节奏慢点|节奏慢一点|节奏再慢点|节奏再慢一点|节奏放慢
        节奏放慢点|节奏放慢一点|速度慢点|速度慢一点|速度放慢|缓一点|缓下来|松一点|松弛点|太急促|急促|太急了
        太赶了|太快节奏|节奏太快|节奏太快了|太紧|太紧凑|赶得慌|太快跟不上
        有点快|太赶|太急|急|赶|有点赶|有点急|快了点|慢的|慢歌|慢节奏的|慢一点的|慢点的
    """,
    "song_mine": """
        my song|my own song|my track|my music|my own music|my own|uploaded song|own song|i uploaded
        that i uploaded|i sent|i sent you|i gave you|i provided|i added|uploaded|we uploaded|my mp3|my tune
        my audio|my file|mine|that i sent|audio file|mp3|audio i uploaded
        my own tune|my own track|the song i uploaded|the track i uploaded|the music i uploaded|my uploaded song
        my uploaded track|my uploaded music|the uploaded song|the uploaded track|my mp3 file|the mp3|my audio file
        the one i uploaded|the one i sent|the one i gave you|my recording|my band's song|my band|uploaded track
        uploaded music|uploaded audio|song file|music file|my sound|from my files|i attached|attached|i recorded
        i made|i composed|i wrote|i put in
        我的|我自己的|自己的|我上传的|我传的|上传的|传的|我发的|我给的|我传上来的|我上传|我自己的歌|我的歌
        我那首|自己的歌|我传上去的|我的音乐|我提供的|我选的|我准备的|自己传的|自己上传的|我这边的|我导入的
        我发给你的|我发你的|我自己传的|传上去的|音频文件|音乐文件|这个音频|这段音频|那段音频|上传的音频|我的音频
    """,
    "song_before": """
        previous|previous song|old|old song|earlier|the one before|old one|former
        old music|old track|previous track|previous music|former song|original song
        original track|original music|the song from before|the one from before
        之前的|之前那首|原来的|原来那首|上一首|刚才那首|前一首|前面那首|之前的歌|原先那首|原先的|刚刚那首|上首
        上一首歌|原来的歌|以前的|以前那首|开始那首|最初那首|最开始那首
    """,
    "music_is": """
        should be|is|as|as the|for|to be|be|becomes
        是|当|作|做|作为|当作|做成|当成
    """,
    "song_start": """
        start~|begin~|start it|begin it|from|starting|jump to|skip to|go straight to|use|play
        straight to|right at|straight|into|kick in|kicks in
        jump~|skip~|straight in|cut straight to|dive into|dive straight into|launch into
        kick off|kick off with|kicks off|come in at|comes in at|fade up at
        get going|pick up|picks up|ahead to|ahead|forward to
        start off|start off with|set off|lead in
        cue|cue up|cued|launch|launches
        come in|enter
        start from
        放到|移到|从|开始|起|进|播|直接从|起步|直接上|切入|进入|从那|开始播|直接进|放|上|直接|起播|播放|跳到
        改从|用|那段|那边|部分|入|接|起头|开头|开始放|开始播放|切到|切进|从这|进来|进入到|打头|直接切|直接跳到
        从那里开始|从那儿开始|从那开始|从这里开始|从这儿开始|从这开始|切在|切入点|进歌|进音乐|进歌词|唱起|唱
        开始唱|直接唱|起唱|直接开始|直接接|接上|接入|直入|直接进入|直接就|放出|放出来|放音乐|放歌|响起|开播
        当起点|做起点|起点|起始点|起始位置|开始位置|开始的位置|剪到|剪自|截取|截|取|取自|选|选用|挑|选取
        往后挪到|往后推到|往前挪到|跳过前面|略过前面|快进到|拖到|拉到|定位到|改到|改为|改成|换成|换到|设在|设到
        设为|调到|卡到|用到
        就用|只用|单用|就放|只放|直接用
        往后跳到|直接放|放起|播起|起始|当开头|做开头|开唱
    """,
    "song_top": """
        from the top|from the very start|from its start|from its beginning
        right from the top|from the very top|from the beginning|from the start|from the very beginning
        from zero
        从头|从头开始|从头放|从头播|从头来|从头播放|从头开始放|从头开始播|从开头|从开头放|从开头播|从开头开始|从最开始
        从最前面|从第一秒|从第一秒开始|从0秒|从0秒开始|从零开始|从歌的开头|从歌头|从曲首
    """,
    "song_inside": """
        into|in|inside|mark|part|part of
        的那段|的那一段|那一段|的部分|这段|这一段|的位置|时候|的时候|那个地方|那会儿|段落|那句|那块|那块儿
        那一块|这里|这边|这块
        point|place|bit|section|segment|of it|inside of|portion|position|spot|timestamp|time stamp|time code
        timecode
        处|的地方|那里|那段|部分|里|位置
    """,
    "music_again": """
        again|once more|over again|anew
    """,
    "song_skip": """
        skip~|skip over|skip past|cut|cut out|cut off|drop|leave out|leave off|lose|remove~|omit~|without|no|trim
        trim off|chop off|chop|ditch|get past|go past|jump over|miss out|past|after|bypass|get rid of|take off
        take out|shave off
        跳过|跳掉|略过|掠过|去掉|剪掉|砍掉|删掉|切掉|掐掉|裁掉|不要|不要了|省掉|省略|不用|不听|去了|删了|剪了|拿掉|省了|别放|不想听|略了|掐了|快进|跳了
    """,
    "song_opening": """
        前奏|前奏部分|引子
        intro|opening|lead in|lead-in|intro part|introduction|long intro
    """,
    "music_stops": """
        stop~|end~|finish~|cease~|halt~|stops|ends|cut off|cuts off|cut out|cuts out|go silent|goes silent|be over
        shut off
    """,
    "music_comes": """
        start~|starts|begin~|begins|come in|comes in|kick in|kicks in|enter|enters|set in|sets in|come on|comes on
        drop in|drops in|come in at|comes in at|kick in at
    """,
    "drop": """
        the big drop|beat drop
        drop点|drop那里|drop那下|drop那一下|那个drop|高潮那里|高潮那下|高潮那一下|高潮那段|高潮段|高潮部分
        climax|crescendo|bass drop|payoff|highlight of the song|culmination
        最高潮|最高潮的地方|最燃的地方|最燃那里|最燃的点|最燃那段|最炸的地方|最炸那里|最炸那段|最炸的点
        最嗨的地方|最嗨那里|最嗨的点|最嗨那段|爆发点|爆发的点|爆点那里|炸点|燃点那里|鼓点炸开|鼓点炸开的地方
        重音爆发|低音炸开
        最燃的那部分|最燃的部分|最高潮的部分|最嗨的部分|最炸的部分|最激烈的部分|最激烈的地方|最精彩的部分
        最劲爆的部分|最燃那部分|高潮那部分
        高潮|高潮点|爆点|高潮部分的点
    """,
    "per_minute": """
        per minute|a minute
        每分钟|一分钟
    """,
    "tempo_slow": """
        slow
        慢
    """,
    "drop_lands": """
        time~|land~|hit~|fall~|line~ up|align~|sync~|match~|be|come~|drops on|on|with|lands on|hits on|coincide~
        line up|lines up|should be|put|place|move|at|right when|when|exactly|happen~|kick in|kicks in|to
        fire~|fires|burst~|explode~|explodes|strike~|strikes|arrive~|arrives|occur~|occurs|lines up with
        lined up with|aligned with|synced with|synced to|coincides with|match up with|matches up with|exactly on
        exactly when|right on|right at|precisely on|precisely when|bang on|smack on|just as|just when|as soon as
        the moment|at the moment|at the start of|at the beginning of|landing on|landing at
        goes off|go off|comes in|come in|comes on|happens|shift|cue|aim|aimed|place~
        shows up|show up|pops up
        砸在|砸到|砸|对准|对到|落在|踩在|卡在|对齐|踩|卡到|卡|落到|放在|对|对上|在|到|正好|刚好|那一刻|那刻
        出来那一刻|出来的时候|出来|出现|的时候|时候|响起|那个|放到|卡上|改成|一出来|要|命中|踩到|踩准|踩上|卡准
        卡住|卡点到|对齐到|对准到|砸中|打在|打到|爆在|炸在|起在|进在|撞上|同步|同步到|配合|跟|安排在|安排到|设在
        踩到点上|踩在点上|踩点|卡点|卡点在|踩着|落到点上|对着|对到点|对得上|对应|对应到|对应上|匹配|合上|合到
        贴合|贴着|碰上|碰到|遇上|刚刚好|恰好|恰好在|刚好在|正好在|正好是|正对|正对着|开始的时候|开始时|开始|开头
        切到|切到的时候|切换到|换到|跳到|到的时候|放出来|炸到|炸到第|爆到|爆发|爆发在|爆出来|炸出来
        起来|来|来到|要在|要对|要对准|要卡|要踩|要落在|最好在|安排|安排给|放给|给到|给|压在|压到|压住|压上|打中
        打上|撞在|撞到|出场|出现那一刻|出现的那一刻|出现的瞬间|出来的瞬间|出现那一下|出来那一下|出场的时候
        出场那一刻|登场|登场的时候|瞬间|那一瞬间|那一下|那一秒|那一帧
        切进来|切进来的时候|进来的时候|切入|切入的时候|进画面|进画面的时候|进来那一刻|切进来那一刻|切到那一刻
        入画|入画的时候|露脸|露脸的时候|露面|露面的时候
        设到|移到|挪到|调到
    """,
    "cut_word": """
        cut
        切点|剪切点
    """,
    "music_remove": """
        remove~|delete~|drop~|get rid of|take out|take off|take away|lose|kill|scrap|ditch|no|without|strip
        cut out|turn off|clear|erase~|don't want|dont want|do not want|out|away|off|no more|cut|bin|stop
        chuck|chuck out|toss|toss out|dump|axe|nix|trash|rid of|do away with|do without
        take down|leave out|leave off|wipe|wipe out|eliminate~|destroy|shut off|unneeded
        unnecessary|not needed|no need for|no longer need
        can go|has to go|must go|needs to go|should go|gotta go|pull~|switch off|out of there|out of here
        out of the film|out of the video|don't need|dont need|do not need|yank|losing
        discard|detach|clear out|clear off
        去掉|删|删了|删除|删掉|不要|不要了|拿掉|清掉|移除|去除|取消|撤掉|关掉|关|不需要|别要|去了|关闭|干掉|不想要
        删咗|撤|撤了|撤下|拿走|清空|关了|关咗|停掉|停|别放|别放了|不放|不放了|不要放|不要放了|别配|不配|不配了
        别用|不用|不用了|不要用|不想用|不加|不加了|别加|别加了|先不加|扔了|扔掉|砍掉|砍了|去除掉|剔除|移走|抹掉
        关掉吧|关了吧|停了|停了吧|停止|停播|去了吧|去掉吧|拿了|拿掉吧|掐掉|掐了|拔掉|抽掉|抽走|移走吧|删了吧
        删去|删走|全删|都删了|剪掉|剪了|剔掉|灭掉|灭了|消掉|消除|没必要|不必要|不需要了|不想听|不想听了|不听
        不听了|不想用了|不打算用|不想放|用不着|用不上|没用|无需|别播|不播|不播了|别留|不留|不留了|撤掉吧|撤下来
        卸掉|下掉|下了|扯掉|踢掉|去干净|清理掉|取下来|取掉
        抹去|免了|省了|撤走|弄掉|弄走
    """,
    "music_piece": """
        piece|piano|guitar|guitars|violin|strings|instrumental|ballad|jam|drums|piano piece|melody
        harp|flute|saxophone|sax|trumpet|cello|keyboard|marimba|bongos|banjo|harmonica|accordion|brass|choir
        bass line|bassline|riff|jingle|theme tune|anthem|composition|arrangement|instrumentals
        钢琴|小提琴|纯音乐|钢琴曲|曲
    """,
    "music_take": "take|takes",
    "music_the": """
        now|current|this|that|the current|existing|present
        one we have|we have now|playing|the playing|that's playing|that is playing|running|the existing
        the present
        现在的|现在这个|这首|这个|当前的|那首|目前的|眼下|眼下的|这段|当前
    """,
    "feel_more": """
        more|a bit more|less|much more
        a lot more|lots more|way more|far more|somewhat more|slightly more|with more
        some more|extra|even more|a touch more|a tad more|a notch more|more of a
        一点|更|再|点|一些|些|多点|些的|要|一点点|一点儿|点儿|多一点|再多点|更加|那么一点|一丢丢|稍微|稍稍|偏
        偏向|再来点|一些些|更偏
    """,
    "mood_how": """
        很|超|超级|特别|非常|比较|挺|蛮|贼|有点|有些|十分|相当|足够|够|略|略带|带点|特|巨
    """,
    "music_bit": """
        some|piece of|kind of|a piece of|a bit of|something|sth|anything|somewhat|one|song|ones|stuff|like|beat
        beats
        piece|pieces|sort of|type of|style of|a touch of|touch of|bit of|a kind of
        a sort of|a type of|a style of|vibe|vibes|feel
        sounding like|that feels|that sounds
        which feels|which sounds|in nature|-ish|ish|material
        点|段|首|个|一首|一点|那种|些|种|一种|的|那首|歌曲|bgm|音乐|歌|一类|类|那类|那一类|这类|这种|某种|调调
        那样|这样|样子|那般|旋律|曲子|乐曲|小曲|小调|背景音|那首的|一首歌|一首曲子|一段音乐|一点的|点的|些的
        的那种|这种的|那种的|一款的|类的|类型的|元素|成分|音色|编曲|伴奏|东西|玩意|玩意儿|啥的
        纯|纯的|类似|类似的|差不多的|相似|相似的|近似的
        整首|整首歌|整首曲子
        路线|向|款|一款|味道|气质|调性
    """,
}

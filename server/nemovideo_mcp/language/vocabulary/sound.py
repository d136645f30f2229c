"""Words about how loud clips and music are."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["WORDS"]

WORDS: Vocabulary = {
    "filler": """
        a tad|a touch|a notch|tad|slightly|somewhat|a hair|a little bit|quite a bit|a lot|oops|whoops|ugh
        smidge|a smidge|smidgen|a smidgen|just a touch|a wee bit|wee bit|a tiny bit|tiny bit|a tick|considerably
        significantly|noticeably|dramatically|drastically|a fraction|a step|a shade|a whisker|a lot more
        a fair bit|a good bit|much|way
        了点|些许|略|略略|略为|稍|明显|明显地|大幅|大幅度|小幅|小幅度|整体|总体|全部都|两档|三格|半格|一丢|那种
        程度|水平|样子|这样|左右吧|其实
        稍稍|好多|许多|不少|一下子|稍微地|一档|一格|两格|一截|一大截
    """,
    "volume": """
        volume|level|loudness|sound level|loud|gain|audio|sound
        vol|vols|volume level|decibels
        音儿|音响|音量值|声响大小|声音响度|嗓门儿|声大小|音轨|声轨|音频轨|声浪|声压
        音量|声音|声|音|响度|声儿|音频|声量|声音大小|音量大小|动静|声响|音量键|分贝|嗓门
    """,
    "own_sound": """
        original sound|original audio|original sounds|own sound|own audio|live sound|natural sound
        ambient sound|camera sound|camera audio|source audio|clip audio|clip sound|clip sounds|video sound
        video audio|raw audio|raw sound|recorded sound|background noise|room tone|sound of the clips
        audio of the clips|noise
        camera noise|on-camera sound|recorded audio|original clip audio|actual sound|actual audio|actual sounds
        real sound|real audio|real sounds|nat sound|nat sounds|natural audio|natural sounds|ambience
        ambient noise|ambient audio|ambient sounds|atmosphere sound|location sound|background sound
        background sounds|footage sound|footage audio|footage sounds|video's own sound|sound of the footage
        audio of the footage|sound from the clips|audio from the clips|sound in the clips|audio in the clips
        sound of the videos|audio of the videos|sounds of the clips|source sound|diegetic sound|scratch audio
        sync sound|production sound|in-camera audio|mic audio|microphone|mic|racket|din|hubbub
        nats
        clip volume|clip volumes|clips volume
        原声|原音|现场声|同期声|环境音|环境声|视频声音|视频原声|素材声音|素材原声|自带声音|自带的声音|杂音
        原来的声音|原视频声音|噪音|原视频的声音|视频自带声音|视频自带的声音|视频本身的声音|自带音|自带原声
        本来的声音|本身的声音|原本的声音|现场的声音|拍摄时的声音|拍摄声音|环境的声音|素材音|素材的声音|片段声音
        原生声音|原始声音|原始音|原始声|原声音|原声儿|原来的声|原来的音|原视频音|原片声音|原片的声音|片段原声
        镜头原声|画面原声|画面的声音|画面里的声音|片段音|片段里的声音|镜头里的声音|素材里的声音|素材原音
        素材自带声音|视频音|视频声|视频里的声|视频里面的声音|视频自身的声音|自己的声音|自身的声音|收音|现场收音
        实况声|实况|实时声音|录的声音|录到的声音|录进去的声音|录音声|拍的时候的声音|拍摄的声音|拍到的声音
        当时的声音|原有的声音|原有声音|底噪|背景声|背景声音|背景杂音|背景噪音|同步声|片子原声|影片原声|影片声音
        影片的声音|影片自带声音|随片声音|现场感的声音|麦克风声音
        片段的声音|镜头声音|镜头的声音|画面声音|视频里的声音|视频的声音|视频原音
    """,
    "own_detail": """
        voices|voice|talking|dialogue|chirping|squawking|singing|barking
        squawk|squawks|screech|screeching|chirps|birdsong|bird song
        chatter|chattering|people talking
        background talking|splashing|honking
        screams|shouting|yelling|crying|humming|hum|whistling|cheering|conversation|conversations|commentary
        barks|meow|meowing
        叫的声音|叫唤|叫唤声|说的话|讲的话|讲话的声音|对话|对话声|人讲话|人说话|人说话声|人声部分
        解说声|吆喝声|喊声|喊叫声|尖叫声|尖叫|欢呼声|风声|水花声
        水的声音|雨声|虫鸣|引擎声|马达声|发动机声|车流声|喇叭声
        脚步声|铃声|车铃声|链条声|背景杂音|嘈杂声|喧哗声|呼吸声|喘气声|哭声|歌声|唱歌声|鼓掌声
        叫得|喊得|吵得|说得|讲得|响得|唱得|鸣叫|鸣叫声|啼叫|叫声音|的叫声
        鸟叫|鸟叫声|海浪声|浪声|海声|浪花声|鸟声|狗叫|狗叫声|猫叫|猫叫声
        叫声|说话声|人声|对白|说话的声音|讲话声|讲话|说话|车声|水声|笑声|人说话的声音
    """,
    "sound_up": """
        louder|raise~|increase~|boost~|higher|crank up|turn up|turned up|bring up|up|amplify|too quiet|too soft
        too low|can't hear|cannot hear|can barely hear|barely hear|can hardly hear|pump up|push up|crank
        turns up|up a notch|bring out|bring forward|bump up|bump~ up|pushed up|beef up|beef it up|amp up
        amp it up|ramp up|jack up|jack it up|hike up|turn it up|crank it|crank it up|crank that|pump it up
        give it more volume|more volume|more sound|more audio|stronger|strengthen|gain up|lift~|elevate
        too faint|inaudible|not loud enough|isn't loud enough|not audible enough|hard to hear|difficult to hear
        tough to hear|cant hear|can't really hear|cant really hear|hardly hear|hardly audible|barely audible
        volume too low|volume is too low|more audible|more prominent|more present|stand out more|drowned out
        gets drowned|get lost|gets lost|buried|gets buried|blast|more power|more punch
        up in the mix|volume up|come up|comes up
        don't hear|dont hear|do not hear|i don't hear|hear nothing|can't hear a thing|couldn't hear|can not hear
        unable to hear|struggling to hear|struggle to hear|hard time hearing|trouble hearing|difficulty hearing
        大声|大声点|大声一点|大一点|大点|大些|大一些|调高|提高|调大|加大|增大|拉大|放大|太小声|听不见|听不清
        听不到|响一点|响点|高一点|高点|拉高|推高|变大|更大声|再大|再大点|再大一点|调高一点|开大|开大点|更大
        大声些|声音大些|响些|响亮一点|响亮点|再响点|再响一点|再高点|再高一点|高些|高一些|调高点|调大点|调大一点
        调大些|加大点|加大一点|放大声|放大点声|大点声|大点儿声|大点儿|大声一些|大些声|开大一点|开大些|开大声
        开大声点|拉高点|拉高一点|推大|推高点|增大一点|增强|加强|突出|突出一点|突出点|提高点|提高一点|提上来
        提起来|提升|提一提|提一点|提一下|太小|太小了|太轻|太轻了|太弱|太弱了|听不太清|听不太见|听不清楚|听唔到
        再大声|再大声点|再大声一点|再大声些|再响|再高|再提|再提一点|再调大|再调大点|再调高|再调高点|调大声
        调大声点|调大声一点|往上调|往上调一点|往上提|往上提一点|往上推|往上推一点|往上拉|往上拉一点|上调|调上来
        调上去|推上去|推上来|拉上来|拉上去|升高|升一点|加一点|加点|加些|加强一点|加强点|强一点|强点|强些|明显点
        明显一点|清楚点|清楚一点|清晰点|清晰一点|凸显|凸显一点|凸出|凸出一点|突显|放响|放响点|搞大|搞大点|弄大声
        弄大声点|搞大声|搞大声点|小了|小了点|轻了|轻了点|有点轻|偏轻|有点弱|偏弱|弱了|不够大|不够响|不够大声
        不够高|声太小|几乎听不见|快听不到了|完全听不见|根本听不见|听不大清|听不大见|听不太到|没什么声|没啥声
        像蚊子|像蚊子叫
        推一推|往上推一推|往上提一提|往上调一调|往上拉一拉|拔高|抬高|抬一抬|拉一拉|升一升|往前推|往前推一推
        听不大清楚
        快听不见了|都听不见|听都听不见|几乎听不到|有点小|偏小|大声啲|大啲
    """,
    "sound_down": """
        dim~|duck~|quieter|softer|lower~|reduce~|decrease~|turn down|turned down|bring down|down|too loud
        too noisy|less loud|not so loud|soften~|drowns out|drowning out|drown out|overpowers|overpowering|quiet
        tone down|dial down|dial back|is loud
        turns down|take down|takes down|pull down|pull back|bring it down|knock down|knock back|cut down
        cut back|calm down|calm it down|keep it down|keep down|mellow out|ease off|ease back|ease up on|back off
        lessen|diminish|attenuate~|dampen~|damp|muffle|muffle~|quieten|quieten down|quieten~|quiet down|quietly
        quietest|more quiet|less noisy|less noise|less volume|less sound|less audio|volume too high
        volume is too high|too much volume|too much noise|way too loud|super loud|so loud|very loud|deafening
        ear splitting|ear-splitting|earsplitting|blasting|blares|blaring|screaming|screams|roaring|roars
        hurts my ears|hurting my ears|hurts the ears|makes my ears bleed|obnoxiously loud|overpower|drowning
        drowns|drown|dominates|dominating|overwhelming|overwhelms|overwhelm|swamps|swamping|buries|burying
        covers up|covering up|takes over|taking over|less prominent|less present|less dominant|less intrusive
        less aggressive|in the background more|more in the background|further back|further down|step back|recede
        subdue|subdued|unobtrusive|subtler|more subtle|low|lower down|duck down|dip down|faint|fainter|whisper
        dip~|dips|dipped|dip it|dial~|volume down|come down|comes down
        小声|小声点|小声一点|小一点|小点|小些|小一些|调低|降低|调小|减小|压低|压小|太大声|太吵|有点吵|好吵|吵
        太响|盖过|盖住|轻一点|轻点|弱一点|低一点|低点|变小|关小|压|压到|更小声|再小|再小点|再小一点|还是大|小
        关小点|别那么大声|别太大声|不要那么大声|别这么大声|别太大|别那么大|别太吵|调低一点|调小一点|太抢|小声些
        声音小些|轻些|轻一些|低些|低一些|调低点|调小点|调小些|调低些|压低一点|压低点|压一点|压一压|压小点|压下去
        压下去点|压下来|压下来点|减弱|减弱一点|弱点|弱些|减小点|减小一点|小点声|小点儿声|小点儿|小声一些|再低点
        再低一点|再轻点|再轻一点|收一点|收小|收小点|收着点|降低点|降低一点|降一点|降点|降下来|降一降|关小一点
        拉低|拉低点|拉低一点|拉小|拉小点|吵死了|吵死|吵得很|太闹|太闹了|闹|有点闹|太大|太大了|有点大|偏大|好大声
        太大声了|太响了|太吵了|压过|盖过了|盖住了|抢戏|太抢戏|喧宾夺主|太突出|震耳朵|震耳|刺耳|太刺耳|小声啲
        细声啲|细声点|柔一点|柔和一点|轻柔一点|别这么吵|别那么吵|别这么响|别那么响|不要那么大|不要太大
        嘈|别盖过|太闹腾|闹腾|聒噪|太聒噪|吵耳|吵得慌|吵得要死|吵得要命|太炸|太炸耳|震|震天响|轰|轰轰的|太高
        有点高|偏高|有点响|偏响|太喧|喧闹|抢|有点抢|抢耳朵|盖掉|盖掉了|听不见别的|小一丢|再小声|再小声点
        再小声一点|再小声些|再压|再压一点|再压一压|再低|再降|再降一点|再弱点|再弱一点|再收一点|再调小|再调小点
        再调低|再调低点|调小声|调小声点|调小声一点|开小|开小点|开小声|开小声点|开小一点|放小|放小点|放小声
        放小声点|放轻|放轻点|往下调|往下调一点|往下压|往下压一点|往下拉|往下拉一点|往下降|下调|调下来|调下来点
        拉下来|拉下来点|减一点|减点|减一些|降一些|降些|减弱些|弱化|弱化一点|压些|压着点|压着|低声|低声点|轻声
        轻声点|收敛点|收敛一点|别抢
        别抢戏|别抢镜|别抢了|不要抢|不要抢戏|别盖|别盖住|不要盖住|不要盖过|别压|别压住|不要压住|不那么吵
        不那么响|不那么大声|没那么吵|没那么大声
        炸耳|炸耳朵|有些吵|有些响|有些大|震耳欲聋|爆音|收一收|收收|压压|降降|减一减|往下压一压|往下收|往后收
        往后收收|往后收一收|小小声|往回收|往回收一收|调一调小|太抢戏啦|抢戏啦|抢风头|太抢风头|盖住人声|盖掉人声
        不要太大声|不要太吵|不要这么吵|别太响|别吵
    """,
    "taken_away": """
        remove~|take out|take away|take off|delete~|cut|get rid of|strip|drop|lose|do away with|ditch~|scrap~|discard
        dump|toss|toss out|chuck|chuck out|bin|wipe|wipe out|erase~|leave out|leave off|eliminate~|rid of|nix|axe
        kill|don't want|dont want|do not want|don't need|dont need|do not need|cut out
        去掉|删掉|删除|删|去除|移除|拿掉|剪掉|切掉|砍掉|不要|不要了|去了|删了|扔掉|扔了|清掉|撤掉|丢掉
    """,
    "mute": """
        mute~|silence~|turn off|turned off|switch off|switched off|no|without|kill|cut out|silent|muted|off|zero
        remove~|take out|take away|take off|delete~|cut|get rid of|strip|drop|don't want|lose
        muting|silencing|shut up|shut it up|shut him up|shut her up|shuts up|shush~|hush~|shut it|inaudible
        soundless|noiseless|on mute|quiet as a mouse|make no sound|pipe down|keep quiet|be quiet|stay quiet
        shut off|cut off|no sound|without sound|without any sound|no audio|without audio|w/o sound|zip it|gag~
        w/o|do away with|ditch~|scrap~|discard|dump|toss|toss out|chuck|chuck out|bin|wipe|wipe out|erase~|clear
        leave out|leave off|do without|minus|eliminate~|disable~|deactivate|turns off|nix|axe|detach|kill off
        rid of|no more|stop|don't need|dont need|do not need|do not want|don't use|dont want
        don't want to hear|do not want to hear|dont want to hear|don't wanna hear|dont wanna hear|rather not hear
        don't need to hear|do not need to hear|dont need to hear|sick of hearing|tired of hearing|no need to hear
        never hear|shouldn't hear|should not hear|shouldnt hear|do without hearing|not be heard|not hear
        nobody needs to hear|no one needs to hear|can't be heard|cannot be heard|should not be audible
        shouldn't be audible|not be audible|don't want any sound|don't want sound
        drop out|drops out|dropout|go silent|goes silent|fall silent|falls silent|be silent|stay silent
        isn't needed|is not needed|not needed|isn't necessary|is not necessary|unnecessary|is unwanted
        isn't wanted|is unneeded
        to nothing|to zero|down to nothing|down to zero|all the way down|to silence|down to silence
        静音|消音|关掉|关闭|关|全关|闭音|关了|关上|去掉|不要|不要了|mute|mute掉|静掉|没声|无声|消掉|全静音|删掉
        都关|都静音|静音掉|去除|静音处理|做静音|设为静音|设成静音|静个音|消掉声音|消声|关声|去声|关死|闭麦
        关闭掉|关了吧|关掉吧|给关了|全关了|都关了|关一关|静了|静下来|静一下|静|哑|哑了|哑掉|弄哑|变哑|没有|没
        不出|不带|不留|不需要|不用|不想听|不想听到|不要有|别有|不要出|别放|别播|去除掉|抽掉|拔掉|删了|删除|删
        消了|灭掉|灭了|干掉|砍掉|砍了|扔掉|扔了|踢掉|免了|闭嘴|别叫|别响|设静音|调静音|调成静音|改静音|改成静音
        弄静音|弄成静音|变静音|变成静音|搞静音|搞成静音|开静音|点静音|打静音|上静音|关静|归零|清零|调到零|降到零
        拉到零|降为零|调为零|拉到底|调到最小|调到最低|关到最小
        停一下|暂停|暂停一下|歇一下|断一下|空一下|先停|先停一下|停了先|空着|空出来|停
        先别出来|别出来|不要出来|先不出|先不要出来|不出来|先别响|先别放|先不放|先不要放|先别有|先不要
        不出声|不要出声|别出声|消失|消除|拿掉|抹掉|屏蔽|屏蔽掉|清掉|关咗|闭掉|关一下|去了|停掉|停了
    """,
    "silence": """
        mute~|silence~|silent|shut up|shut it up|shut him up|shut her up|shuts up|shush~|hush~|shut it|inaudible
        soundless|noiseless|on mute|quiet as a mouse|make no sound|pipe down|keep quiet|be quiet|stay quiet
        no sound|without sound|without any sound|no audio|without audio|w/o sound|zip it|gag~
        don't want to hear|do not want to hear|dont want to hear|don't wanna hear|dont wanna hear|rather not hear
        don't need to hear|do not need to hear|dont need to hear|sick of hearing|tired of hearing|no need to hear
        never hear|shouldn't hear|should not hear|shouldnt hear|do without hearing|not be heard|not hear
        nobody needs to hear|no one needs to hear|can't be heard|cannot be heard|should not be audible
        shouldn't be audible|not be audible|don't want any sound|don't want sound
        go silent|goes silent|fall silent|falls silent|be silent|stay silent|drop out|drops out
        to nothing|to zero|down to nothing|down to zero|all the way down|to silence|down to silence
        静了|静个音|做静音|静音处理|设为静音|设成静音|设静音|调静音|调成静音|改静音|改成静音|弄静音|弄成静音
        变静音|变成静音|搞静音|搞成静音|开静音|点静音|打静音|上静音|哑了|哑掉|弄哑|变哑|不出声|不要出声|别出声
        闭嘴|闭麦|消掉声音|消声|关声|去声|不要有声音|不要有声|别有声音|别有声|不要声音|不要声|没有声音|没声音
        去掉声音|关掉声音|关声音|把声音关了|不想听到|听不到声音|归零|清零|静掉吧|不带声音|不带声|不留声音|不留声
        不需要声音|不用声音|调到零|降到零|拉到零|拉到底|调到最小
        静音|消音|闭音|mute掉|静掉|全静音|都静音|静音掉|没声|无声
    """,
    "sound_off": """
        turn off|turned off|switch off|kill|shut off|cut off|off switch|switched off|turns off
        关掉|关闭|关|全关|去掉
    """,
    "sound_beside": """
        under|over|with|along with|alongside|beside|besides|next to|as well as|on top of|through|beneath
        underneath|below|together with|and|behind|above|plus|in addition to|also|past|in spite of|despite
    """,
    "loudness": """
        louder|quieter|softer|loud|too loud|too quiet|too noisy|can't hear|cannot hear|can barely hear|barely hear
        can hardly hear|hardly hear|less loud|not so loud|as loud|as quiet|noisy|deafening|ear splitting
        ear-splitting|earsplitting|blasting|blares|blaring|screams|screaming|shouting|shouts|yelling|yells|roars
        roaring|hurts my ears|hurting my ears|hurts the ears|makes my ears bleed|obnoxiously loud|too faint|faint
        inaudible|not loud enough|loud enough|not quiet enough|hard to hear|difficult to hear|tough to hear
        cant hear|cant really hear|can't really hear|way too loud|so loud|super loud|very loud
        is loud|too much noise|volume too high|volume too low|unbearable noise
        don't hear|dont hear|do not hear|i don't hear|hear nothing|can't hear a thing|couldn't hear|can not hear
        unable to hear|struggling to hear|struggle to hear|hard time hearing|trouble hearing|difficulty hearing
        crank~|blast~|amp up|amplify~|jack up|less volume|more volume|less sound|more sound|less audio|more audio
        less noise|less noisy|volume up|volume down|quieten~|too soft
        full volume|max volume|maximum volume|full blast|at full volume|more audible
        quiet|more present|more prominent|hardly audible|barely audible
        大声|小声|大声点|小声点|大声一点|小声一点|听不见|听不清|听不到|太吵|有点吵|好吵|吵|太大声|太小声|太响
    """,
    "sound_heard": """
        hear|let me hear|audible|wanna hear|want to hear|heard|listen to|be heard|hearable|hear again|hearing
        get to hear|like to hear|love to hear|come through
    """,
    "sound_solo": """
        solo~|isolate~
        独奏|单独听|只听
    """,
    "sound_way": """
        bring|take|push|pull|pump|knock|dial|crank|nudge~|ease|tweak~|shave~|knock~|bump~
        shift~|mix|mixed|sit|sits|settle|hold|nudge|slide
    """,
    "unmute": """
        unmute~|un-mute~|un mute|turn on|turn back on|turned on|bring back|switch on|hear|let me hear|audible
        wanna hear|want to hear|back on|heard|listen to|be heard|hearing|get to hear|like to hear|love to hear
        switched on|put back|give back|restore~|reinstate~|not muted|no longer muted
        un silence|unsilence~|audible again|come through
        there's no sound|there is no sound|theres no sound|no sound is coming|no sound comes|no sound coming
        取消静音|解除静音|恢复|打开|开启|开|放出来|听到|听见|出来|别静音|取消消音|放开|放出|要听|想听|想听见
        打开来|打开吧|打开声音|开声|开声音|开回|开起来|开着|放回来|放回去|放出声|放出声来|出声|发声|有声|有声音
        恢复声音|声音恢复|还原声音|放声|听得到|听得见|听得清|想让人听到|让人听见|让人听到|让大家听到|露出
        露出来|保留声音|解静音|解开静音|解掉静音|去掉静音|静音去掉|静音取消|关掉静音|关闭静音|静音关掉
        把静音去掉|不再静音|别静了|不静了|要有声|要有声音|要声音|要回来|加回来|加回去|找回来|拿回来|回来|调回来
        调回|弄回来|弄出来
        想听到|能听到|能听见|别静音了|不要静音|不静音|不要静音了|不静音了|取消掉静音|开回来|打回来
    """,
    "sound_full": """
        back up to full|back to full|up to full|back up to full volume|back to full volume
        full|full volume|fully|for real|maximum|max|all the way|normal|normal volume|original volume
        at full volume
        full blast|full whack|full level|full power|full loudness|maxed|maxed out|max volume|max out
        maximum volume|to the max|as loud as possible|as loud as it gets|as loud as it goes|at its loudest
        loudest|100|regular|regular volume|standard|usual volume|as recorded|how it was recorded|default volume
        original level|normal level|normal loudness|back to normal|to normal
        恢复正常|恢复到正常|调回正常|回到正常|恢复原来的大小|恢复到原来|恢复到百分百
        满|开满|拉满|最大|全开|正常|开到最大|正常音量|调满|最大音量|原始音量|原音量|正常大小|百分百|满格|全满
        原来大小|原来的大小|原来的音量|原来那么大|原本音量|本来的音量|默认音量|初始音量|标准音量|常规
        满音量|满分|十成|全部打开|开到百分之百|正常水平|最响|最大声|最高|开到最高|调到最高|拉到头|推满|推到顶
        顶格|一百|正常值
        开到顶|拉到最大|调到最大|开到最满|拉到顶
    """,
    "sound_set": """
        turn|turned|set|at|to|put|bring|have|play|adjust~|change~
        keep~|hold~|sits at|run at|go with|pull to|stick to|limit~
        调|调到|调成|设|设为|设成|开到|拉到|改成|改为|降到|降|升到|提到|压到|减到|控制在|放到|调整到|保持|变成
        调整|弄到|弄成|搞到|搞成|改到|变到|设定为|设定成|设置为|设置成|设置到|定在|定为|定成|降低到|降至|降为
        调低到|调高到|调大到|调小到|调至|调为|压低到|压至|减小到|减少到|减为|提高到|提升到|提至|升至|升高到|加到
        调成了|调整成|打到|打成|拨到|设个|给到|给个|给|留个|留它|来个|压成|压在|压个|降个|降成|减成|减少成
        控制到|控制成|控到|控在|放在|放成|摆在|摆到|卡在|卡到|搁在|弄个|搞个|改回|改回到|调回|调回到|恢复到|回到
        升成|提成|提到了|加成|开个|开在|拉成|推成|只有|就留|就给|只给|变为|大概|约|差不多|到|成|为
        加大到|增大到|放大到|拉高到|拉低到|推到|开成|留|留到|保持在|维持在|剩|只留|只剩|砍到|收到|缩到|关到
    """,
    "fade_in": """
        creep in|creeps in|ease in|eases in|swell in|build in|fade in|fades in|fading in|faded in|fade-in|fadein
        fade up|fades up|come in slowly|comes in slowly|start softly
        fade it in|fade them in|fade this in|come in softly|comes in softly|come in gradually|comes in gradually
        come in gently|comes in gently|start quietly|starts quietly|start quiet|start gently|start soft
        start silent|start gradually|rise slowly|rises slowly|rise up|rise in|build up|builds up|swell up|swells
        fade-ins|fade ins|gradually come in|slowly come in|gently come in|gradually comes in|soft start
        gentle start|smooth start|gradual start|soft opening|soft entry|ramp in|slide in|slides in|ease it in
        creep up|gradual entrance|fading-in|come up slowly|comes up slowly
        swell|swell~
        starts too suddenly|starts so suddenly|starts suddenly|starts abruptly|starts too abruptly
        comes in too suddenly|comes in suddenly|comes in abruptly|comes in too abruptly|begins abruptly
        begins too suddenly|begins too abruptly|abrupt start|sudden start
        慢慢起来|慢慢响起来|淡入|渐强|渐入|渐起|慢慢响起|慢慢进来|渐渐响起|慢慢变大|渐渐变大|慢慢大起来|由小变大
        从小到大|从弱到强|从无到有|渐入效果|淡入效果|慢慢出来|渐渐出来|慢慢起|缓缓进来|缓缓响起|慢慢地进来|渐进
        慢慢大|慢慢大声|渐渐大声|慢慢响|渐渐响|渐渐起来|缓缓起来|慢慢来|慢慢变响|渐渐变响|慢慢升起来|慢慢升上来
        慢慢提上来|慢慢推上来|慢慢推起来|逐渐变大|逐渐增大|逐渐增强|逐渐响起|逐渐进来|逐渐出来|逐渐大声|渐渐增强
        慢慢增强|慢慢强起来|缓缓变大|一点点变大|一点点起来|一点点大起来|一点点进来|由弱到强|由小到大|由弱变强
        柔和进入|缓入|缓进|轻轻进来|轻轻起|平滑进入|淡入开始|做淡入|做个淡入|来个淡入|加淡入|加个淡入|淡着进
        淡着进来|淡淡进来|不要一下子就出来|别一下子就出来|别一下子冲出来|不要突然出来|别突然出来
        淡进|淡进来|淡入进来
    """,
    "fade_out": """
        die away|dies away|die out|trail off|trails off|die down|taper off|wind down|fade out|fades out
        fading out|faded out|fade-out|fadeout|fade away|fade down|fades away|end softly
        fade it out|fade them out|fade this out|fade it away|ease out|eases out|ease it out|ramp out|slide out
        slides out|end quietly|ends quietly|end gently|ends softly|end gradually|ends gradually|soft end
        soft ending|gentle end|gentle ending|smooth end|smooth ending|gradual end|gradual ending|slow ending
        die off|dies off|dies down|dying away|die down slowly|fizzle out|peter out|dwindle|dwindle away
        melt away|trail away|gradually go away|gradually stop|slowly stop|go out slowly|goes out slowly
        go away slowly|gradually disappear|slowly disappear|fade-outs|fade outs|wind out|tail off|tail out
        finish gently|finish softly|finish gradually|stop gradually|end smoothly|ends smoothly|finish smoothly
        stops so abruptly|stops abruptly|stop abruptly|stops so suddenly|stops suddenly|ends abruptly
        ends so abruptly|ends too abruptly|ends suddenly|ends so suddenly|cuts off abruptly|cuts off suddenly
        cuts off too abruptly|cuts out abruptly|cuts off so abruptly|abrupt end|abrupt ending|just stops
        just cuts off|stops dead|slowly die|gradually die|drift away|drift off|drift out|taper~|taper~ off
        vanish slowly|ebb away|ebb|quiet down at the end|fading-out
        stops too abruptly|stops too suddenly|ends too suddenly|cuts off too suddenly
        慢慢没了|慢慢收|渐渐没了|淡出|渐弱|渐出|渐小|淡掉|慢慢消失|慢慢变小|渐渐消失|渐渐变小|收掉|慢慢没声
        慢慢没声了|慢慢没声音|渐渐没声|慢慢小下去|渐渐小下去|慢慢小|慢慢弱下去|渐渐弱|由大变小|从大到小|从强到弱
        淡出效果|渐出效果|慢慢淡掉|慢慢淡出|渐渐淡出|缓缓淡出|慢慢停|慢慢停掉|缓缓消失|慢慢减弱|渐渐减弱|慢慢退
        慢慢小声|渐渐小声|慢慢轻|慢慢轻下去|渐渐轻下去|慢慢降下去|慢慢降下来|慢慢收尾|慢慢收掉|慢慢收起来
        慢慢收住|慢慢静下来|慢慢没|渐渐没|渐渐没声了|渐渐没声音|慢慢听不见|渐渐听不见|逐渐变小|逐渐减小|逐渐减弱
        逐渐消失|逐渐淡出|逐渐没了|逐渐没声|逐渐小|逐渐停|逐渐结束|渐渐停|渐渐停掉|渐渐结束|慢慢结束|缓缓变小
        缓缓结束|缓缓停|一点点变小|一点点消失|一点点小下去|一点点没了|由强到弱|由大到小|由强变弱|柔和结束|缓出
        缓缓收|缓缓收尾|轻轻收|轻轻结束|自然收尾|自然结束|平滑结束|平滑收尾|做淡出|做个淡出|来个淡出|加淡出
        加个淡出|淡着出|淡着出去|淡淡收尾|淡出收尾|淡出结束|渐淡|渐消|渐小声|渐息|慢慢淡下去|渐渐淡下去
        慢慢淡去|别戛然而止|不要戛然而止|别突然停|不要突然停|别突然断|不要突然断|别突然没|不要突然没|别一下子停
        不要一下子停|别一下子断|不要一下子没|别断得太突然|停得太突然|断得太突然|结束得太突然|收得太突然
        停得太生硬|结束得太生硬|戛然而止
        慢慢退出|淡下去|淡没
    """,
    "fade": """
        fade~|fading
        渐隐|淡化
        淡|渐变
    """,
    "fade_off": """
        remove~|delete~|take away|take off|take out|get rid of|no|without|stop|cancel|undo|lose|ditch|drop|scrap
        去掉|取消|不要|不要了|删掉|删了|去了|别|不用|不用了|不需要|别要|拿掉|关掉|撤掉|去除|免了|不加|不加了
        别加|不做|别做|没有|不|不想要
        kill|don't want|dont want|no more|turn off
    """,
    "double": """
        大一倍|响一倍|加一倍|翻一倍|翻一番|翻番|增大一倍|提高一倍|大声一倍|高一倍|加大一倍|增加一倍|调大一倍|调高一倍
    """,
    "both": """
        both|both ends|either end|each end|both sides
        首尾|头尾|两头|两端|开头结尾|开头和结尾|头和尾|首尾都|前后|前后都|两边|开头结尾都|各
    """,
    "sound_abrupt": """
        abrupt|abruptly|sudden|suddenly|too abrupt|too sudden|too abruptly|so abrupt|so sudden
        突然|太突然|太突然了|有点突然|很突然|别那么突然|别这么突然|别太突然|不要太突然|不要那么突然|不那么突然|突兀|太突兀
        太突兀了|有点突兀|别那么突兀|别太突兀|不突兀|生硬|太生硬|太生硬了|有点生硬|别那么生硬|别太生硬
        一下子就来|来得太突然|进得太突然|进得太硬|来得太猛
    """,
    "dir_in": """
        in
        入|进
    """,
    "dir_out": """
        out|away
        出
    """,
    "while": """
        while|when|during|as long as|whenever|under|where|over
        throughout|for the duration of|during the|any time|whilst|in the part|the part where
        the part with|the bit with|the bit where|the section with|the scene with|beneath|underneath|below
        说话时|讲话时|叫的时候|叫时|唱的时候|开口的时候|开口时|发声的时候|有声音的时候
        出来的时候|出现的时候|在的时候|的那段|那几秒|那一段时间|出场时|出现时|出来时|的期间|那会|那一段里|时段
        那部分|的那几秒|的时间里|那段时间里|在画面的时候|在场的时候|入镜的时候|出镜的时候|出场的时候|讲话的时候
        说话的时候|播放的时候|播放时|那一刻起
        之间|期间内
        期间|的时候|时候|时|那会儿|当|那段时间|那个地方|那时候|那时|这段时间|期间里
    """,
    "on_screen": """
        is on screen|on screen|on the screen|is shown|shows|is playing|is visible|visible|is seen|appears
        is in the picture|are on screen|plays|is on|are shown|are playing|comes on|runs
        is in view|on display|is displayed|is talking
        is speaking|can be seen|is being shown|scene plays|scene is on|clip plays
        clip is on|clip runs|speaks|talks|is running
        we see|you see|i see|we can see|you can see|gets shown|come into view|comes into view|comes up|pops up
        enters|enter the frame|enters the frame|is up on screen
        出来的时候|出现的时候|在的时候|出场时|出现时|出来时|在画面的时候|在场的时候|入镜的时候|出镜的时候
        出场的时候|播放的时候|播放时|播到的时候|演到|上画面|在屏幕上|画面出来|画面出现|入镜|入画|一出来|一出现
        一出场
        出现|在画面里|在画面上|播放|出来|放着|出场|露面|出镜|登场|亮相|在放|在播|播到|放到|上场
    """,
    "fade_over": """
        over|for|in|during|within|length|over the|lasting
        spread over|taking
        across
        过渡|过渡时间|渐变时间|左右|大约|差不多|给|给个|做|做个|加|加个|来个|来|弄|弄个|设
        设个|设成|调成|改成|改为|长度|秒数|用上|拉长到|拉长|缩短到|延长到|带|带个|上|效果|处理|要|要个|一下|一点
        用|持续|时长|长|花|花个|大概用|用个|历时|为时|时间
    """,
    "enough": """
        enough|is enough|will do|is fine|please|suffice
        就差不多了|差不多就行|差不多|就可以了|就成|就够了|即可|得了|就得了|就ok|就OK|ok了
        就行|够了|足够|就好|行了|就行了|就够|就可以
    """,
    "off": """
        off
        掉
    """,
    "slowly": """
        slowly|gently|gradually|softly
        smoothly|smooth|gentle|gradual|soft|slow|nice and slow|nice and slowly|bit by bit|little by little
        nicely
        慢|缓|徐徐|一点点|一点一点|慢慢的|渐渐地|逐步|逐步地|柔和|柔和地|自然|自然点|自然地|平滑|平滑地|轻轻
        轻轻地
        慢慢|缓缓|渐渐|逐渐|慢慢地
    """,
    "sound_elsewhere": """
        afterwards|after that|then|the rest|elsewhere|otherwise|everywhere else|the rest of the time|after it|later
        之后|后面|后边|后头|然后|接着|过后|随后|以后|其他时间|其余时间|其他时候|其余时候|其他地方|其余地方|其余|其他|其它
        剩下的|剩下|别的地方|别的时候|其他部分|其余部分|剩下的时间|剩余时间|结束后|完了|完了之后|放完|放完之后|放完后|过了
        这段过后|那段过后|这段之后|那段之后|这段完了|那段完了|再|前面|之前|其他片段|其他镜头|其他段|别处|平时
    """,
    "sound_as_was": """
        back to normal|normal|as before|back up|as it was|as it is|unchanged|as now|normal again|back again|back
        normal volume|same as now|like before
        恢复|恢复正常|正常|正常音量|恢复原样|恢复原来|恢复原来的音量|恢复音量|恢复过来|原样|照旧|不变|保持不变|不动|别动
        保持|保持原样|保持正常|调回来|调回去|变回来|变回去|回来|回到正常|回到原来|还原|回去|原来的音量|原来大小|原来那样
        原音量|跟原来一样|和原来一样|和之前一样|跟之前一样|跟现在一样|和现在一样|不用变|不用动|不要变|不要动|照常|正常放
        正常播|正常播放|恢复正常音量|恢复原状|复原|弄回来|拉回来|推回来|升回来|升上去|再起来|起来
    """,
    "them_self": """
        itself|themselves|own
        本身|自己的|自己
    """,
}

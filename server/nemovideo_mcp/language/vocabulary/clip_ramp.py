"""Words for speeds that change within a clip, for smooth slow motion, and for the pitch of faster and slower sound."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["OWN_VOCABULARY", "VOCABULARY"]

_BEGIN = "start|starts|starting|start off|starts off|start out|starts out|begin|begins"
_THEN = "and|then|and then|but then|and will|and it"
_QUICKEN = (
    "speed up|speeds up|get faster|gets faster|go fast|goes fast|go faster|goes faster|end fast|ends fast|finish fast"
    "|accelerate|accelerates|ramp up|ramps up|fast|faster|pick up speed|picks up speed"
)
_SLACKEN = (
    "slow down|slows down|get slower|gets slower|go slow|goes slow|go slower|goes slower|end slow|ends slow|finish slow"
    "|decelerate|decelerates|ramp down|ramps down|slow|slower|lose speed|loses speed"
)
_MORE = "gradually|progressively|steadily"
_MORE_ZH = "逐渐|渐渐|慢慢|慢慢地|逐步"
_RAMP = "speed ramp|speed ramps|ramp|ramps|ramp up|ramp the speed|ramp it|ramp speed"
_WHOSE = (
    "|the|its|her|his|their|my|the original|original|the same|the natural|the voice|the voice's|the speaker's"
)
_ITS = "|the|its|the voice|the voice's"
_MOVES = "change|go|rise|fall|drop|shift|move|to change"
_WITH = "|with the speed|with its speed|with the tempo"
_FOLLOWS = "changes|goes|follows|shifts|should change|should go|should follow"
_DROP = "the drop|drop|the beat drop|the beat drops|the drop hits"

VOCABULARY: Vocabulary = {
    "ramp:ease_in": f"""
        {spaced(_BEGIN, "slow|slowly|in slow motion|in slow mo", _THEN, _QUICKEN)}
        {spaced(_BEGIN, "slow,|slowly,", "then|and then|and", _QUICKEN)}
        from slow to fast|slow to fast|slow then fast|slow and then fast|slow-to-fast|slow first then fast
        slow at first then fast|slow, then fast|first slow then fast|faster and faster|ever faster
        {spaced(_MORE, "faster|speed up|speeds up|get faster|gets faster|accelerate|accelerates|speed it up|ramp up")}
        {spaced("speed up|speeds up|speed it up|accelerate|accelerates|get faster|gets faster|ramp up", _MORE)}
        ramp up the speed|ramp up the speed of|ramp the speed up|ramp up in speed|ramp it up|ramp up|ramps up
        ramping up|ease-in ramp
        先慢后快|先慢再快|先慢然后快|先慢，后快|先慢,后快|先慢后面快|由慢到快|由慢变快|由慢转快|从慢到快|从慢变快|从慢转快
        慢到快|慢变快|越来越快|越放越快|前慢后快|开头慢后面快|开始慢后面快|前面慢后面快|一开始慢后面快|渐快|由慢至快
        先慢动作再加速|先慢动作后加速|先慢放再加速|先慢放后加速|先慢放再快放|先慢放后快放|缓入
        """
    + combined(_MORE_ZH, "加速|变快|加快|快起来|提速"),
    "ramp:ease_out": f"""
        {spaced(_BEGIN, "fast|quick|quickly", _THEN, _SLACKEN)}
        {spaced(_BEGIN, "fast,|quickly,", "then|and then|and", _SLACKEN)}
        from fast to slow|fast to slow|fast then slow|fast and then slow|fast-to-slow|fast first then slow
        fast at first then slow|fast, then slow|first fast then slow|slower and slower|ever slower
        {spaced(_MORE, "slower|slow down|slows down|get slower|gets slower|decelerate|decelerates|slow it down")}
        {spaced("slow down|slows down|slow it down|decelerate|decelerates|get slower|gets slower", _MORE)}
        ramp down the speed|ramp down the speed of|ramp the speed down|ramp it down|ramp down|ramps down
        ramping down|ease-out ramp
        先快后慢|先快再慢|先快然后慢|先快，后慢|先快,后慢|先快后面慢|由快到慢|由快变慢|由快转慢|从快到慢|从快变慢|从快转慢
        快到慢|快变慢|越来越慢|越放越慢|前快后慢|开头快后面慢|开始快后面慢|前面快后面慢|一开始快后面慢|渐慢|由快至慢
        先加速再慢动作|先加速后慢动作|先快放再慢放|先快放后慢放|缓出
        """
    + combined(_MORE_ZH, "减速|变慢|放慢|慢下来|降速"),
    "ramp:bullet": """
        bullet time|bullet-time|bullettime|bullet time effect|bullet-time effect|bullet effect|bullet ramp
        bullet speed ramp|bullet time speed ramp|bullet time ramp|fast slow fast|fast-slow-fast|fast - slow - fast
        fast, slow, fast|fast then slow then fast|fast, then slow, then fast|fast, slow and fast again
        子弹时间|子弹时间效果|子弹时间变速|子弹效果|快慢快|快-慢-快|快慢快变速|先快后慢再快|快，慢，快|快→慢→快
    """,
    "ramp:to_drop": f"""
        {spaced(_RAMP, "into|to|on|at|for", _DROP)}
        {spaced("slow|slow motion|slow-mo|slow mo|slow it down|stay slow|stays slow", "until|till|up to|before", _DROP)}
        {spaced("speed up|speeds up|go fast|goes fast|fast|speed it up|accelerate", "at|on|from", _DROP)}
        drop ramp|ramp on the beat|speed ramp on the beat
        slow until the drop then fast|slow until the drop and then fast|slow until the drop, then fast
        slow until the drop and fast after it|slow before the drop and fast after it
        slow before the drop and fast after|slow until the drop and fast after
        卡点变速|变速卡点|踩点变速|踩点加速|卡点加速|鼓点变速|节拍变速|卡节奏变速|卡点前慢后快|卡点处加速|卡点时加速
        """
    + combined("高潮|副歌|drop", "前慢后快|前慢高潮后快|变速|处变快|处加速|时加速|时变快|来时变快|来时加速"),
    "ramp_drop": f"""
        {spaced("into|to|until|till|towards|toward|up to", _DROP)}
        到高潮|到drop|进入高潮|高潮处
    """,
    "ramp_noun": """
        speed ramp|speed ramps|speed ramping|speed-ramp|speed-ramping|ramp|ramps|ramping|ramp the speed|ramps the speed
        ramp the speed of|ramp the speed in|ramp speed|ramped speed|ramped|velocity edit|velocity effect|speed curve
        time ramp|time ramping|ramp effect|speed ramp effect|ramp in speed|velocity|ease the speed|ease the speed of
        ramp smoothly|speed ramp smoothly
        变速坡度|坡度变速|曲线变速|变速曲线|变速效果|变速|无级变速|丝滑变速|速度曲线|变速特效|曲线速度|变速曲线效果
    """,
    "smooth:interpolate": """
        optical flow|motion interpolation|frame interpolation|interpolation|interpolate|interpolated|interpolating
        interpolate the frames|interpolate frames|interpolated frames|in-between frames|extra frames
        补帧|插帧|光流|光流法|智能补帧|光流补帧|运动补帧|补帧效果|智能插帧
    """,
    "smooth:blend": """
        frame blending|blend the frames|blend frames|blended frames|frame blend|blend the frames of|blending frames
        frames blended|blend its frames|blending
        帧混合|帧融合|混合帧|叠帧|融合帧|帧混合效果
    """,
    "smooth_off": """
        慢动作不要补帧|慢动作别补帧|慢动作不用补帧|慢动作取消补帧|不要补帧|别补帧|不用补帧|取消补帧|去掉补帧|关掉补帧
    """,
    "smooth_word": """
        buttery smooth|silky smooth|super smooth|less choppy|not so choppy
        流畅|更流畅|流畅一点|流畅点|流畅些|流畅一些|更流畅一点|更流畅些|流畅的|更流畅的|顺滑|更顺滑|顺滑一点|顺滑的|更顺滑的
        丝滑|更丝滑|丝滑一点|丝滑的|平滑|更平滑|平滑一点|平滑的|更顺|顺一点|不卡|不卡顿|别卡顿|别那么卡|不要卡顿
    """,
    "pitch_kept": f"""
        {spaced("keep|keeping|preserve|preserving|maintain|maintaining|retain|hold", _WHOSE, "pitch")}
        {spaced("without|not", "changing|altering|shifting|affecting", _ITS, "pitch")}
        {spaced("don't|do not|dont", "change|alter|shift|touch", _ITS, "pitch")}
        pitch stays the same|pitch stays|pitch should stay the same|pitch should stay|pitch unchanged|same pitch
        at the same pitch|pitch-corrected|pitch corrected|with pitch correction|pitch correction|the pitch should stay
        the pitch should stay the same|the pitch stays|the pitch stays the same|pitch as it is|pitch must stay
        keep the pitch of|preserve the pitch of|keep the voice pitch|keep the pitch the same|keep the pitch as it is
        不变调|不要变调|别变调|保持音调|保持音高|保持原调|保持原音调|音调不变|音高不变|音调别变|不改变音调|音调保持不变|音调不要变
        保持声音音调|保持人声音调|保留音调|保留原调|声调不变|不要改变音调|维持音调|维持原调
    """,
    "pitch_moves": f"""
        {spaced("let|allow", "the pitch|its pitch|pitch|the pitch of the voice", _MOVES, _WITH)}
        {spaced("the pitch|its pitch|pitch", _FOLLOWS, "with the speed|with its speed|the speed|its speed")}
        {spaced("don't|do not|dont|no need to", "keep|preserve|maintain", "the pitch|its pitch|pitch")}
        let the pitch of|change with its speed|change with the speed|go with the speed|go with its speed
        follow the speed|follow its speed
        随速度变调|跟着速度变调|音调跟着变|音调随速度|音调随速度变化|音调跟着速度|音调跟着速度变|音调也跟着变|跟着变调|一起变调
        允许变调|可以变调|音调随速度变|变调|随速度变音调|音调一起变
    """,
}

OWN_VOCABULARY: Vocabulary = {
    "ramp_way:ease_in": "up",
    "ramp_way:ease_out": "down",
    "ramp_do": """
        do|add|put|use|apply|give|make|let|with|effect|run|play|effects|a bit|nice|cool|in|of|the speed|speed|for|should
        show|have|having|going|go|create|smoothly|smooth|from|to
        加|加上|加个|加一个|做|做个|做成|来|来个|让|用|设|设成|设为|改成|改为|变成|调成|弄成|弄个|搞个|播放|放|效果|处理|做一个
        来一个|来段|加段|的速度|速度|要|整个|整成|播|个
    """,
    "ramp_off": """
        remove|no|without|stop|take off|take away|turn off|get rid of|delete|no more|off|disable|undo|cancel|lose
        don't|do not|not|take the|take out|drop the
        去掉|去除|删掉|删除|取消|关掉|不要|不用|移除|停止|别|清除|撤掉|不需要|不|关闭|取消掉|拿掉
    """,
    "pitch_of": "sound|the sound|voice|the voice|audio|the audio|speech|speaker|声音|人声|原声|语音|说话|声|音频",
    "smooth_word": """
        smooth|smoother|smoothly|super smooth|buttery smooth|silky|silky smooth|fluid|fluidly|more fluid|less choppy
        less jerky|not choppy|not so choppy|smooth it|smooth out|smoothed|even smoother|much smoother|smoothen
        smoothness|nice and smooth
    """,
}
"""Common words that mean something only beside those above."""

"""What people ask for and this release does not have: each feature's words, why not, and the nearest that works."""

from __future__ import annotations

import re
from typing import NamedTuple

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.transition import SetTransition
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Refusal, Rule
from nemovideo_mcp.language.scene import Focus

__all__ = ["FEATURES", "RULES", "WORDS", "names_feature", "ramps_speed", "removes_noise"]

# Phrases with a connective inside, which would part them.
WORDS: Vocabulary = {
    "missing": """
        motion blur
        fade in and out of each other|drag and drop
        cut and paste
    """,
}
_NEGATED = re.compile(
    r"^(?:please |and |but |just ){0,8}(?:no|without|don't|do not|dont|not|never|skip)\b|^(?:但|也|就|请){0,8}(?:不要|别|不用|不加|不需要|无需|没有)"
)


class Feature(NamedTuple):
    """Something that is not there.

    `because` says so; `say` is a sentence that works, `nearest` the operation that comes closest, if one does.
    `kin` is as in `Refusal`. `written` features are none where the clause has words for a text ("the subtitle “Hello”" is a text).
    """

    en: str
    zh: str
    because: Words
    say: Words
    nearest: Operation | None = None
    written: bool = False
    kin: str = ""


def _words(what_en: str, what_zh: str) -> Words:
    return Words(f"{what_en} not part of this release.", f"这个版本还没有{what_zh}。")


_TITLE = Words("Add the title “Hello” at the start for 3 seconds", "开头加标题“你好”，3 秒")
_SPOKEN = Words("Add captions from what they say", "根据语音生成字幕")
_OVERLAY = Words(
    "Picture in picture with clip 1 in the top right corner for 3 seconds",
    "第一段做成画中画放在右上角，前 3 秒",
)
_BLUR = Words("Show clip 1 on a blurred background", "第一段用模糊背景")
_VOLUME = Words("Set the sound of clip 2 to 40%", "第二段原声调到 40%")
_COMPOSE = Words("Compose lo-fi music", "配一段 lofi 音乐")
_BETWEEN = r"(?: (?:between|from|into|to|at|on|for|in) [^,.;!?\ue000-\uf8ff]{0,30})?"

_NOISE = Feature(
    r"\b(?:remove|reduce|clean(?: up)?|get rid of|filter(?: out)?|take out|cancel|cut)\b[^,.;!?]{0,30}\b(?:noise|hiss|hum|wind)\b"
    r"|\bde-?nois\w+|\bnoise (?:reduction|removal|cancel\w*)\b",
    r"降[个一]?下?噪|去噪|风噪"
    r"|(?:消除|去除?掉?|清除?掉?|过?滤掉?|减少|减轻|弄掉|除掉|处理|消掉?)[^,，。;；]{0,10}(?:[噪杂底][音声噪]|风声|电流声|嗡嗡声|嘈杂声)"
    r"|(?:[噪杂底][音声噪]|风声|电流声|嗡嗡声|嘈杂声)[^,，。;；]{0,4}(?:消除|去除|去掉|清掉|过?滤掉?|减少|减轻|弄掉|除掉|处理|消掉)",
    _words("Removing noise from a clip's sound is", "消除片段声音中的噪音"),
    Words("Mute clip 2", "第 2 段静音"),
)  # fmt: skip

_RAMP = Feature(
    r"\bspeed[- ]?ramp\w*\b[^,.;!?]{0,24}|\b(?:ramps?|ramp (?:up|down)|ramping|ease (?:in|out)|gradually (?:faster|slower|speed\w*|slow\w*)|velocity edit\w*)\b[^,.;!?]{0,24}"
    r"|\bstarts? (?:off )?(?:slow|fast)\w*\b.{0,20}\b(?:then|and|to)\b|\b(?:faster and faster|slower and slower|bullet[- ]?time)\b",
    r"变速坡度|坡度变速|曲线变速|变速曲线|渐[快慢]|(?:逐渐|渐渐|慢慢)(?:地)?(?:加速|减速|[变加减放][快慢])|[先由从]?[快慢][后再到转变][快慢]|越来越[快慢]|忽快忽慢|无级变速|丝滑变速|子弹时间|卡点变速",
    Words(
        "speeds that change go from slow to fast, from fast to slow, fast, slow and fast again (bullet time), or are slow"
        " until the drop of the music; of one clip, without numbers.",
        "会变化的速度有：先慢后快、先快后慢、子弹时间（快慢快）和卡点变速；请指明片段，不带数值。",
    ),
    Words("Ramp the speed of clip 2 from slow to fast", "第二段先慢后快"),
    kin="set_speed",
)  # fmt: skip

_PROJECT = Feature(
    r"\b(?:delete|remove|erase|trash|wipe) (?:(?:this|the|my|that|our|whole|entire) ){0,3}project\b[^,.;!?]{0,40}",
    r"(?:删除|删掉|移除|清除)(?:掉|了)?(?:这个|整个|当前|该|我的|那个){0,2}(?:项目|工程)|(?:项目|工程)(?:给|都|全)?(?:删除|删掉|删了|移除)",
    Words(
        "a project is not deleted by words: delete_project or `nemovideo delete` does it, and first says what would go.",
        "文字不能删除项目；delete_project 或 `nemovideo delete` 可以，并会先列出将要删除的内容。",
    ),
    Words("Remove clip 2", "删除第 2 段"),
)  # fmt: skip

FEATURES: tuple[Feature, ...] = (
    _PROJECT,
    _NOISE,
    Feature(
        r"\b(?:wiggle|(?:fly|flies|flying|spin|spins|spinning|slide|slides|sliding) (?:in|out|from)\b|bold|italics?|underlined?|neon|glow(?:ing)?|karaoke|3d text)\b",
        r"綜藝字|综艺字|会跳的字|飞入|飞出|飞进|滑入|滑进|加粗|斜体|下划线|发光|霓虹|花字|立体字",
        _words("Bold, italic and glowing letters and texts that fly or slide in are", "加粗、斜体、发光的文字和飞入、滑入动画"),
        Words("Make the title pop in", "标题弹入"),
    ),
    Feature(
        r"\b(?:put |add |use |burn in )?(?:my |the |an? )?[\w.-]*\.?(?:srt|vtt)\b(?: file| captions| subtitles)?"
        r"|\b(?:auto(?:matic)?(?:ally)?[- ]?|speech |spoken |bilingual |english |chinese ){0,8}(?:captions?|captioned|captioning|subtitles?|subtitled|subs|transcri\w+|lyrics)\b"
        r"(?: (?:from|by|for|of|with) (?:the |my |our |their )?(?:speech|voices?|dialogue|talking|audio|song))?",
        r"(?:自动|语音|双语|识别|歌词|台词|生成|[sv][rt]t){0,8}(?:识别)?[^,，。;；]{0,4}?(?:字幕|台词|歌词)|srt|语音识别",
        Words(
            "captions come from what is said in the clips, in its own language, from an .srt, .vtt or .ass file that is"
            " uploaded, or from words with their times.",
            "字幕可以来自片段里说的话（原语言）、上传的 .srt、.vtt 或 .ass 文件，或者给出文字和时间。",
        ),
        _SPOKEN,
        written=True,
    ),
    Feature(
        rf"\b(?:(?:add|put|use|with|do|a|an|some|smooth|cool|nice|fancy|quick|soft) ){{0,8}}(?:(?:fade|cross|zoom|slide|wipe|whip|spin|swipe|smooth|glitch|morph)[- ]?(?:fade )?transitions?|transitions?|cross[- ]?fad\w+"
        rf"|cross[- ]?dissolves?|dissolv\w+|wipes?|whip pans?|j[- ]cuts?|l[- ]cuts?|morph\w*)\b{_BETWEEN}"
        r"|\bfades? (?:between|from one|into each other|from clip|(?:clip|shot) \d+ into)\b[^,.;!?]{0,30}"
        r"|\b(?:blend|melt|flow) (?:the |all ){0,8}(?:clips|shots) (?:into|together smoothly)[^,.;!?]{0,20}",
        r"(?:加|做|来|要|套|用)?(?:一?[个些点下])?[^,，。;；]{0,8}?(?:转场|过渡(?!到黑)|叠化|溶解|擦除|划像|闪白过渡)[^,，。;；]{0,8}",
        Words(
            "transitions are a dissolve, dip to black or white, slide, push, wipe, zoom, whip or blur, at cuts that are named.",
            "转场有叠化、闪黑、闪白、滑动、推移、擦除、缩放、甩镜和模糊，请指明在哪些片段之间。",
        ),
        Words("Add a dissolve between all clips", "所有镜头之间加叠化"),
        nearest=SetTransition(clips=("all",), kind="dissolve"),
        kin="set_transition",
    ),
    Feature(
        r"\b(?:flash(?:es|ing)?|strobe|punch(?:es)?(?:[- ]in)?|shak(?:e|es|ing)(?! ?y)|pulse|pulsing|bounce|zoom(?:s|ing)?)\b(?=[^,.;!?]{0,40}\b(?:beats?|kicks?|drums?|rhythm|snare|drop|bass)\b)[^,.;!?]{0,30}"
        r"|\b(?:beat|audio|music)[- ](?:effects?|reactive|flash\w*)\b|\b(?:flash|strobe|screen shake|camera shake|shake effect|glitch(?:es)?|visuali[sz]er|equali[sz]er bars?|spectrum)\b[^,.;!?]{0,20}",
        r"闪[屏光白黑一烁]+(?:一?下)?|频闪|爆闪|震动|抖动|抖一?下|抖屏|节拍特效|随(?:着)?节[拍奏](?:缩放|抖动|闪)|音频可视化|频谱|故障风?",
        Words(
            "that effect is not there; there are punches, flashes, shakes and pulses, on beats, downbeats, every so many"
            " beats or the drop.",
            "没有这种特效；可以在每拍、重拍、每隔几拍或高潮处加缩放冲击、闪白、抖动或色彩跳动。",
        ),
        Words("Punch in on the downbeats", "重拍处缩放冲击一下"),
    ),
    Feature(
        r"\b(?:voice[- ]?overs?|narrat\w+|dub(?:bed|bing)?\b|text[- ]to[- ]speech|tts\b|(?:ai|robot) voice|read (?:it |this |the text )?(?:out )?(?:aloud|loud)|voice (?:changer|effect)|auto[- ]?tune|chipmunk)\b[^,.;!?]{0,40}",
        r"旁白|配音|解说|朗读|语音合成|ai ?语音|ai ?声音|变声|萝莉音|大叔音|念一?[段句]|念出来|录音",
        Words(
            "Voice-over and changed voices are not part of this release; a recording that you upload is used as music.",
            "这个版本还没有旁白、配音和变声；可以把录音作为音频上传。",
        ),
        _TITLE,
    ),
    Feature(
        r"\b(?:(?:add|put|with|and|an?|some|the) ){0,8}(?:[\w-]+ )?(?:sound effects?|sfx|foley|whoosh(?:es)?|ding|swoosh(?:es)?|boom sound|riser|applause|laughter|laugh track)\b(?: sounds?(?: effects?)?)?[^,.;!?\ue000-\uf8ff]{0,24}",
        r"(?:加|配|来)?(?:个|些|点|上)?[^,，。;；]{0,6}?(?:音效|特效音|嗖的一声|掌声|笑声)",
        _words("Sound effects are", "音效"),
        _VOLUME,
    ),
    Feature(
        r"\b(?:reverb|echo|bass boost|eq\b|equali[sz]e\w*|compressor|normali[sz]e the (?:audio|sound))\b",
        r"[升降变]调|[升降]个?key|nightcore|回声|混响|均衡器|重低音|人声分离|去人声",
        _words("Treating sound is", "声音处理"),
        _VOLUME,
    ),
    Feature(
        r"\b(?:from|on|off) (?:you ?tube|spotify|apple music|sound ?cloud|tik ?tok|the (?:inter)?net|the web|instagram)\b|\b(?:by|from) (?:taylor swift|drake|the beatles|coldplay|hans zimmer|beyonc\S|adele|the weeknd|ed sheeran)\b"
        r"|\b(?:trending|viral|popular|famous|chart|hit) (?:\w+ )?(?:songs?|sounds?|audio|tracks?|music)\b|\bblinding lights\b|\b(?:with )?(?:vocals|singing|a singer|sung)\b|\bhttps?://\S+|\byoutu\.?be\S*",
        r"抖音(?:上)?(?:最?[热火]|那首|的)[^,，。;；]{0,8}|(?:热歌|热门(?:歌曲|音乐|bgm)|爆款(?:音乐|歌)|网红歌)|(?:网易云|qq音乐|酷狗|周杰伦|邓紫棋|网上|油管)(?:上)?的?[^,，。;；]{0,6}|(?:有|带)人声的|https?://\S+",
        Words(
            "Songs from the web and singing are not part of this release; a song that you upload is used.",
            "这个版本还没有网络歌曲和人声演唱；可以上传歌曲来用。",
        ),
        _COMPOSE,
    ),
    Feature(
        r"\b(?:generat\w+|(?:ai|a\.i\.)[- ](?:generat\w+|clips?|videos?|shots?|images?|footage|made)|text[- ]to[- ]video|image[- ]to[- ]video|deep ?fake|face ?swap|avatar|create an? (?:ai|clip of|image of|animation|cartoon)|make (?:me )?an? (?:ai )?(?:video|film|movie|clip|animation) (?:of|about|showing|with) (?:an? )\w+)\b[^,.;!?\ue000-\uf8ff]{0,50}",
        r"(?:用)?(?:ai|人工智能)(?:来)?(?:帮我)?(?:生成|做|画|造|合成|扩|补)[^,，。;；]{0,20}|(?<!自动)生成[^,，。;；]{0,20}(?:画面|镜头|视频|空镜|图片|素材)|文生视频|图生视频|换脸|数字人",
        _words("Footage that is generated is", "AI 生成素材"),
        Words("Make the whole video 15 seconds long", "把整个视频剪到 15 秒"),
    ),
    Feature(
        r"\b(?:remove|cut out|replace|change|delete|erase|swap) (?:the |my |his |her |its )?(?:whole )?background\b(?! (?:music|song|track|noise|sound))[^,.;!?]{0,30}|\b(?:green ?screen|chroma ?key\w*|key out|cut[- ]?out|rotoscop\w+|mask(?:s|ing|ed)?|keyframes?|motion track\w*|templates?|presets?)\b[^,.;!?]{0,30}"
        r"|\b(?:remove|erase|delete) (?:the )?(?:person|people|object|guy|tourist)s?\b[^,.;!?]{0,30}",
        r"抠[图像掉出]|背景(?:抠|换|去)掉?|绿幕|蒙版|遮罩|关键帧|运动跟踪|模[板版]|去掉?路人|一键[^,，。;；]{0,8}|换背景|去(?:掉|除)背景(?!音乐|杂|噪)",
        _words("Cut-outs, masks, key frames, templates and removing things from a picture are", "抠像、蒙版、关键帧、模板和去除画面内容"),
        _BLUR,
    ),
    Feature(
        r"\b(?:stabili[sz]\w*|deshake|anti[- ]?shake|upscal\w+|enhance\w*|denoise the (?:picture|video)|interpolat\w+|super resolution)\b(?: (?:it|the |my |clip )?[^,.;!?]{0,20})?",
        r"防抖|去抖|稳定(?:一下|画面|器)?|增稳|超分|提升画质|修复画质|画质(?:增强|修复|提升)|补帧|插帧|高清修复",
        _words("Stabilising and repairing pictures is", "防抖和画质修复"),
        Words("Zoom in on clip 1 to 110%", "第一段放大到 110%"),
    ),
    Feature(
        r"\b(?:split[- ]?screens?|side by side|collage|(?:animated )?(?:stickers?|emojis?|gifs?|memes?|arrows?)|picture frame|progress bar|countdown|timer|b-?roll over)\b[^,.;!?\ue000-\uf8ff]{0,36}",
        r"分屏|拼图|贴纸|表情包?|动图|箭头|进度条|倒计时",
        _words("Stickers, split screens and counters are", "贴纸、分屏和计时"),
        _OVERLAY,
        written=True,
    ),
    Feature(
        r"\b(?:remove|erase|delete|get rid of|take (?:out|off|away)|hide)\b[^,.;!?]{0,24}\b(?:watermark|logo)s?\b[^,.;!?]{0,30}",
        r"(?:去掉?|去除|删掉?|删除|抹掉|清除|消除)[^,，。;；]{0,12}(?:水印|logo|台标|标志)|(?:水印|logo|台标|标志)[^,，。;；]{0,4}(?:去掉|去除|删掉|删除|抹掉|消除)",
        Words(
            "what is part of a clip's own picture cannot be taken out of it; a place of it can be blurred.",
            "片段自带的画面内容无法去除；可以把那个位置打上马赛克。",
        ),
        Words("Blur the bottom right corner of clip 2", "第二段右下角打马赛克"),
    ),
    Feature(
        r"\b(?:picture[- ]in[- ]picture|pip\b|(?:small|tiny|little) in (?:the|a) corner over|(?:small|little|tiny) window|overlay(?:ed|s)?(?! text| title)|logos?|watermarks?|border)\b[^,.;!?\ue000-\uf8ff]{0,36}",
        r"画中画|水印|logo|标志|边框|叠加|浮层|小窗",
        Words(
            "a logo or picture in picture is a picture or clip of this project, by its name, at a place over the film.",
            "标志或画中画应为本项目中的图片或视频：请说明它的名称和放在画面的什么位置。",
        ),
        _OVERLAY,
        written=True,
    ),
    Feature(
        r"\b(?:blur|pixelate|censor|hide|mosaic)(?: out)? (?!the (?:background|bg|bars|sides|edges)|background|bg\b|fill)(?:(?:the|his|her|my|their|our|all|that|any|every|these|those) ){0,8}(?:[\w'-]+ ){0,2}(?:faces?|plates?|licen[cs]e|person|people|number|logo|sign|name|kid|child|area|corner|region)s?\b",
        r"(?:把|给|将)?(?:人脸|脸部?|车牌|号码)(?:上)?(?:打上?)?(?:码|马赛克|模糊|虚化)|打(?:上)?(?:马赛克|码)|马赛克",
        Words(
            "faces and things are not found by themselves in this release; say at which place of the picture it begins,"
            " and the blur follows from there.",
            "这个版本还不能自动识别人脸和物体；请说明它在画面的哪个位置，模糊会从那里开始跟随。",
        ),
        Words("Blur the top left corner of clip 2 and follow it", "第二段左上角打马赛克并跟随"),
    ),
    _RAMP,
    Feature(
        r"\b(?:(?:add|put|apply|use|give|with|an?|some|the|make) ){0,8}(?:(?:[\w-]+ )?(?:filters?|luts?\b|colou?r[- ]?(?:grad\w+|correct\w*|treatment)|(?:color|colour) look|beauty mode|vignette|film grain|lens flare|light leaks?)|(?:vintage|retro|cinematic|moody|film) (?:look|effect)|black[- ](?:and|&|n)[- ]white|b ?& ?w\b|monochrome|grayscale|greyscale|sepia|vhs|teal and orange)\b(?: (?:effect|filter|look)s?)?"
        r"|\b(?:brighten|darken|desaturate|saturate)\b[^,.;!?]{0,24}|\b(?:brighter|darker(?! (?:music|song|tune|track))|brightness|contrast|saturation|exposure|hue|white balance|sharpness|sharpen\w*|colou?r temperature|more colou?rful|vivid)\b(?! (?:music|song|tune))"
        r"|\b(?:warm|cool)(?:er)?(?: up)? (?:the )?(?:colou?rs?|tones?|picture|look)\b(?: up| down)?|\b(?:colou?rs?|picture) (?:up |down )?(?:warmer|cooler|pop)\b|\b(?:special |visual |cool |video )?effects?\b",
        r"滤镜|调色|lut\b|黑白|复古(?:风|色|感)?(?!音乐|的歌)|胶片感|颗粒感?|(?:调|变|弄|提)(?:一?下)?[亮暗](?:一?[点些])?|[亮暗]度|对比度|饱和度|曝光|色温|白平衡|锐化|调[暖冷](?:一?[点些])?|[暖冷]色调?|美颜|磨皮|瘦脸|大眼|暗角|光晕|扫光|特效|vintage|filter|电影感(?:色|调|滤镜|画面)|冷[一]?[点些]的?色|鲜艳",
        Words(
            "that look was not understood, or is not there; there are black and white, vintage, cinematic, LUTs (.cube),"
            " brightness, contrast, saturation, warmth, vignette, blur and sharpening, for clips or a time of the film.",
            "没有理解这种画面效果，或者还没有；目前有黑白、复古、电影感、LUT（.cube）、亮度、对比度、饱和度、色温、暗角、模糊和锐化，"
            "作用于片段或影片的一段时间。",
        ),
        Words("Make the whole film black and white", "整片调成黑白"),
    ),
    Feature(
        r"\brename (?:the )?file\b[^,.;!?]{0,20}|\b(?:cover image|thumbnail|poster frame)\b[^,.;!?]{0,20}|\btranslat\w+\b[^,.;!?]{0,20}|\b(?:post|publish|upload|share) (?:it |this |that |the (?:film|video) )?(?:to|on|onto) (?:my |our |the )?(?:tik ?tok|instagram|youtube|facebook)\b",
        r"重命名|封面(?:图)?|翻译|发布到|上传到抖音|直接发",
        _words("Renaming files, covers, translating and publishing are", "文件重命名、封面、翻译和发布"),
        Words("Export the film", "导出视频"),
    ),
)  # fmt: skip


def _pattern(feature: Feature) -> re.Pattern[str]:
    return re.compile(f"{feature.en}|{feature.zh}")


_TABLE = tuple((_pattern(feature), feature) for feature in FEATURES)
_NOISE_PATTERN, _RAMP_PATTERN = map(_pattern, (_NOISE, _RAMP))


def removes_noise(text: str) -> bool:
    """Whether `text` asks for a cleaner sound, which is not the same as no sound."""
    return bool(_NOISE_PATTERN.search(text))


def ramps_speed(text: str) -> bool:
    """Whether `text` asks for a speed that changes inside a clip, which is no single speed."""
    return bool(_RAMP_PATTERN.search(text))


def names_feature(text: str) -> bool:
    """Whether `text`, in lower case, speaks of a feature that this release does not have."""
    return any(pattern.search(text) for pattern, _ in _TABLE)


def _read(clause: Clause) -> Reading | None:
    text = clause.plain
    written = bool(clause.count("quote"))
    for pattern, feature in _TABLE:
        if (written and feature.written) or not pattern.search(text):
            continue
        if _NEGATED.search(text):
            clause.take_everything()
            return Reading(talk=True)
        refused = Refusal(
            words=clause.words,
            because=feature.because,
            nearest=feature.nearest,
            say=feature.say,
            kin=feature.kin,
        )
        return Reading(refusals=(refused,), focus=_focus(clause))
    return None


def _focus(clause: Clause) -> Focus | None:
    """What was spoken of all the same, so that "then make it bigger" means something."""
    try:
        clips = clause.fresh().clips()
    except Unresolved:
        clips = None
    if clips:
        return Focus(clips=clips)
    if clause.has("text_noun", "text_title") and clause.scene.texts:
        return Focus(texts=(clause.scene.texts[0].clip_id,))
    return None


RULES = (Rule(name="unavailable", read=_read, rank=70),)

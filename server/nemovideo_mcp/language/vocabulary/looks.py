"""Words for how pictures are graded, English and Chinese side by side."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["WORDS"]

_MORE_EN = "more|extra|higher|some more|a bit more|a little more|slightly more|much more|a lot more|way more"
_LESS_EN = "less|lower|a bit less|a little less|slightly less|much less|a lot less|way less"
_CHANGE_ZH = "|调|变|弄|搞|提|改|再|更|调得|变得|弄得|再调|稍微调|整"
_BY_ZH = "一点|一点点|点|一些|些|点儿|一点儿|很多|得多|不少"


def _ways(stem: str) -> str:
    """ "亮" as a wish: "调亮", "亮一点", "调亮一点", "更亮"; the bare adjective is none."""
    led = combined("调|变|弄|搞|提|更|再|改|调得|变得|弄得|再调|再更", stem)
    return f"{led}|{combined(_CHANGE_ZH, stem, _BY_ZH)}"


WORDS: Vocabulary = {
    "look:black_and_white": """
        black and white|black & white|b&w|b & w|b/w|black-and-white|black-&-white|black n white|black'n'white
        monochrome|monochromatic|grayscale|greyscale|gray scale|grey scale|without colour|without color|no color
        no colour|colorless|colourless
        黑白|黑白色|黑白效果|黑白风格|黑白滤镜|黑白色调|黑白画面|黑白电影|单色
    """,
    "look:vintage": """
        vintage|vintage film|retro|old film|old movie|old-film|old-movie|old-school film|aged film|film-like
        film emulation|analog film|analogue film|faded film
        复古|复古风|复古色|复古感|怀旧|怀旧风|怀旧感|老电影|老电影感|老胶片|老胶片感|胶片感|胶片风|胶片色|复古胶片
        复古胶片色|复古胶片感|复古滤镜|怀旧滤镜|复古色调|怀旧色调|旧电影|老照片滤镜|老照片效果|老照片风格|做旧
    """,
    "look:cinematic": """
        cinematic|cinema|filmic|movie|movie-like|film-grade|hollywood|teal and orange|teal & orange|orange and teal
        orange & teal|teal-and-orange|teal/orange
        电影感|电影色|电影风|电影质感|电影级|电影色调|大片感|青橙|青橙色|青橙色调
    """,
    "look:sepia": "sepia|sepia-toned|sepia tone|sepia toned|sepia tint|sepia-tinted|棕褐色|棕褐",
    "look:noir": "noir|film noir|film-noir",
    # words that say that a look is spoken of, by themselves nothing
    "look_noun": """
        look|looks|filter|filters|grade|grading|graded|color grade|colour grade|color grading|colour grading|color-grade
        color correction|colour correction|color treatment|colour treatment|treatment|style|styling|tone|tones|toning
        color tone|colour tone|vibe|vibes|effect|color|colour|colors|colours|preset|finish|feel|feeling|aesthetic
        滤镜|滤镜效果|调色|色调|风格|效果|色彩|颜色|画风|质感|感觉|色|风|影调|氛围感|色彩风格|画面风格|感
    """,
    "lut_noun": "lut|luts|lut file|cube|cube file|.cube|look-up table|lookup table|lut滤镜|lut文件|调色文件|lut预设",
    "look_do": """
        apply|add|put|use|turn|turns|turned|change|switch|convert|go|render|throw|slap|grade|color grade|colour grade
        color-grade|load|try|adjust|bring|pull|push|dial|take|show|shoot|shot|filmed|appear|appears
        looking|crank|tweak|drop
        加|加个|加上|加上个|加一个|加一层|加点|套|套个|套上|套用|套一个|调|调成|调为|调到|调个|改|改成|改为|换|换成|变|变成
        转|转成|转为|用|上|上个|来个|来一个|来点|来一层|做成|做个|弄成|弄个|设成|设为|应用|处理成|处理|整成|拍成|搞成
        使用|加到|调整|调整一下|用上|呈现|渲染成|得
    """,
    "look_at": "@|at|strength|intensity|opacity|amount|at strength|with strength|强度|力度|程度|透明度|不透明度",
    "look_picture": """
        picture|pictures|image|images|visuals|footage|whole picture|colors|colours|imagery|the frame
        画面|图像|影像|镜头画面|整个画面|画面颜色|画面色调|片子的颜色|视频画面
    """,
    "look_bit": """
        a bit|a little|a little|little bit|slightly|a touch|a tad|a hair|bit|somewhat|subtle|subtly|light
        mild|mildly|gently|faint|tiny bit|a tiny bit|just a little|just a touch|some|soft|touch|a notch
        稍微|稍稍|略微|略|微微|轻微|一点|一点点|点|一些|些|淡淡|淡淡的|轻度|稍|少许
    """,
    "look_lot": """
        a lot|lots|much|way|far|strongly|heavily|heavy|strong|a lot more|significantly|considerably|dramatically
        quite a bit|really|very
        大幅|大幅度|强烈|明显|重度|不少|非常|特别
    """,
    # steps
    "tone:brightness_up": f"""
        brighter|brighten|brightens|brightened|brighten up|brighten it up|lighten|lighten up|more light|more exposure
        less dark|{_ways("亮")}|提亮|打亮|调亮|加亮|增亮|亮度高一点|亮度高点|亮度加一点|亮度提一点
        亮堂一点|亮堂点|明亮一点|明亮点|明亮一些|更明亮
    """,
    "tone:brightness_down": f"""
        darker|darken|darkens|darkened|dim|dimmer|dimmed|less bright|less light|{_ways("暗")}|压暗|调暗|暗下来|暗下去
        亮度低一点|亮度低点|亮度减一点|亮度降一点|没那么亮
    """,
    "tone:warmth_up": f"""
        warmer|warm up|warm it up|warmed up|warms up|less blue|less cold|less cool|more golden|more orange|warm look
        warm tone|warm tones|warm color|warm colors|warm colour|warm colours|warm filter|warm grade|warm color grade
        warm colour grade|warm grading|warm hue|warm hues|warmer tone|warmer tones|warmer colors|warmer colours
        warmer look|warm and golden|like golden hour|golden hour|warm and cosy|warm and cozy|warm picture
        {_ways("暖")}|调暖|偏暖|偏暖一点|暖色调|暖色|暖调|暖色系|暖色滤镜|暖色调滤镜|暖黄色调|暖洋洋的色调|色调暖一点|色调暖点
        色温暖一点|色温暖点|暖色调一点
    """,
    "tone:warmth_down": f"""
        cooler|colder|cool down|cool it down|cooled down|bluer|less warm|less yellow|less orange|less red|cool look
        cool tone|cool tones|cold tones|cold tone|cool color|cool colors|cool colour|cool colours|cool filter
        cool grade|cool color grade|cold look|cold colors|cold colours|cooler tones|cooler colors|cooler colours
        {_ways("冷")}|调冷|偏冷|偏冷一点|冷色调|冷色|冷调|冷色系|冷色滤镜|冷色调滤镜|色调冷一点|色调冷点|冷色调一点
    """,
    "tone:saturation_up": f"""
        more saturated|more colorful|more colourful|more vivid|more vibrant|vivid colors|vivid colours|colors pop
        colours pop|color pop|colour pop|the colors pop|the colours pop|pop|pop more|punchier colors|punchier colours
        richer colors|richer colours|saturate|saturated more|livelier colors|livelier colours|more colorful
        {_ways("鲜艳")}|{_ways("艳")}|{_ways("浓郁")}|鲜艳|颜色鲜艳|色彩鲜艳|颜色浓一点|颜色浓点|色彩浓一点|更饱和|饱和一点|饱和点
    """,
    "tone:saturation_down": f"""
        less saturated|less colorful|less colourful|less vivid|desaturate|desaturates|desaturated|more muted colors
        more muted colours|muted colors|muted colours|paler colors|paler colours|washed-out colors|washed out colors
        {_ways("素")}|颜色淡一点|颜色淡点|色彩淡一点|颜色素一点|去饱和|没那么鲜艳|颜色浅一点|颜色浅点
    """,
    "tone:contrast_up": """
        contrastier|punchier|more punch|more contrasty|more contrast
        反差大一点|反差大点|对比强一点|对比强点
    """,
    "tone:contrast_down": """
        flatter|less contrasty|less contrast|softer contrast
        反差小一点|反差小点|对比弱一点|对比弱点
    """,
    # what a complaint asks for
    "tone_too:brightness_up": """
        too dark|way too dark|far too dark|a bit too dark|a little too dark|still too dark|much too dark|underexposed
        太暗|太暗了|太黑|太黑了|太暗啦|还是太暗|有点太暗|欠曝
    """,
    "tone_too:brightness_down": """
        too bright|way too bright|far too bright|a bit too bright|a little too bright|still too bright|overexposed
        much too bright
        太亮|太亮了|太亮啦|还是太亮|有点太亮|过曝|过曝了|曝光过度
    """,
    "tone_too:warmth_up": """
        too cold|too blue|way too cold|way too blue|a bit too cold|a bit too blue|still too cold|still too blue
        太冷|太冷了|还是太冷
    """,
    "tone_too:warmth_down": """
        too warm|too yellow|too orange|way too warm|way too yellow|a bit too warm|a bit too yellow|still too warm
        太暖|太暖了|还是太暖
    """,
    "tone_too:saturation_down": """
        too saturated|oversaturated|over-saturated|too colorful|too colourful
        太艳|太艳了|太鲜艳|太鲜艳了|饱和度太高|饱和度太高了
    """,
    "tone_too:saturation_up": """
        too pale|too dull|colours too dull|colors too dull|undersaturated
        饱和度太低|饱和度太低了
    """,
    "tone_too:contrast_up": "too flat|对比度太低|对比度太低了",
    "tone_too:contrast_down": "too contrasty|对比度太高|对比度太高了|反差太大",
    # sliders by their names, with the way beside them
    "tone_noun:brightness": "brightness|exposure|luminosity|亮度|曝光|曝光度|明度|画面亮度|brightness slider",
    "tone_noun:contrast": "contrast|对比度|对比|反差",
    "tone_noun:saturation": """
        saturation|color saturation|colour saturation|vibrance|color intensity|colour intensity
        饱和度|色彩饱和度|饱和|鲜艳度|颜色饱和度
    """,
    "tone_noun:warmth": """
        warmth|color temperature|colour temperature|temperature|色温|暖度
    """,
    "tones:brightness_contrast": """
        brightness and contrast|contrast and brightness|brightness & contrast
        亮度和对比度|对比度和亮度
    """,
    "tone_up": f"""
        {_MORE_EN}|increase|increases|increased|raise|raised|boost|boosted|bump|bump up|turn up|up|crank up|add
        stronger|turn it up|push up|bring up|lift
        提高|提高一点|提高点|提升|增加|加强|加强一点|加大|加大一点|调高|调高一点|调高点|加|加一点|加点|高|高一点|高点
        增强|调大|调大一点|拉高|拉高一点|提一点|提|强一点|强点|多一点|往上调|上调|大一点|大点|再高一点|再高点
    """,
    "tone_down": f"""
        {_LESS_EN}|decrease|decreased|lower|lowered|reduce|reduced|turn down|down|cut|drop|weaken|bring down|pull down
        softer|take down|dial down
        降低|降低一点|降低点|降|降一点|降点|减少|减弱|减弱一点|减小|调低|调低一点|调低点|低|低一点|低点|减|减一点|减点|压低
        调小|调小一点|拉低|拉低一点|弱一点|弱点|少一点|往下调|下调|小一点|小点|再低一点|再低点
    """,
    # the whole picture
    "shape:vignette": """
        vignette|vignettes|vignetting|vignette effect|dark corners|darker corners|darkened corners
        dark edges|darker edges|darkened edges|暗角|暗角效果|四角压暗|边缘压暗|四周压暗|四角暗一点
    """,
    "shape:sharpen": """
        sharpen|sharpens|sharpened|sharpening|sharper|crisper|more sharpness|sharpness|more crisp
        锐化|锐化一下|锐化一点|更锐利|锐利一点|锐利点|清晰一点|清晰点|更清晰|清晰些|清晰度提高
    """,
    "shape:blur": """
        blurry|blurrier|blur the whole picture|out of focus|out-of-focus|softer focus|soft focus|blur the whole clip
        blurred picture|整个画面模糊|画面模糊|整体模糊|虚焦|画面虚化|模糊一点|模糊点|虚一点
    """,
    "look_bars": """
        cinema bars|cinematic bars|letterbox bars|movie bars|film bars|cinemascope bars|widescreen bars|wide-screen bars
        cinema black bars|cinematic black bars|movie black bars|cinematic letterbox|cinematic letterboxing
        hollywood bars
        电影黑边|电影遮幅|遮幅|遮幅效果|宽银幕黑边|宽银幕遮幅|电影宽银幕|电影上下黑边|电影感黑边|电影感上下黑边
    """,
    "look_no_bars": """
        remove the bars|remove the black bars|no bars|without bars|no black bars|lose the bars|lose the black bars
        no more bars|no more black bars|去黑边|去掉黑边|不要黑边|去掉上下黑边|不要上下黑边
    """,
    "look_warm": "warm|golden|暖",
    "look_bars_plain": """
        bars|black bars|letterbox|letterboxing|letterboxed|bars at the top and bottom|bars top and bottom
        black bars top and bottom|上下黑边|黑边|加黑边
    """,
    # back
    "look_off": """
        remove|removes|take off|take away|lose|kill|clear|delete|get rid of|turn off|switch off|without|no|no more|undo
        ditch|strip|drop|cancel|off|take|reset|disable
        去掉|去除|去了|删掉|删除|取消|关掉|关闭|不要|不用|不加|移除|拿掉|撤掉|清除|清掉|卸掉|去|别加|别用|去一下|撤了
    """,
    "look_original": """
        original colors|original colours|original color|original colour|natural colors|natural colours|normal colors
        normal colours|back in color|back in colour|in color again|in colour again|back to color|back to colour
        original look|its own colors|its own colours|normal look|real colors|real colours|full color|full colour
        原色|原来的颜色|原本的颜色|原来的色调|原来的色彩|彩色|原始颜色|原始色彩|本来的颜色|正常颜色|正常的颜色|正常色彩|原来颜色
    """,
    "look_back": """
        back|restore|restored|return|bring back|go back|again
        恢复|还原|变回|回到|换回|改回|调回|恢复成|还原成|变回去|恢复到
    """,
    "look_extra": f"""
        {spaced("whole|entire|full", "thing|film|video|movie|edit|project|timeline")}
        everything|all of it|overall|throughout
        整体|整个|整部|全片|全部|统一|全局|都|全都
    """,
    "look_filler": """
        overlay|on top|plain|pure|classic|proper|true|real|old|style of|kind of|a type of
        效果吧|一层|一款|一种|那种|这种|的那种|纯|纯粹|经典|那种感觉
    """,
}

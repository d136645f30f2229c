"""Moods of music: words that mean a kind of it wherever they stand, and words that do only where music is the subject."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Rule

__all__ = ["RULES", "WORDS"]

# `mood:` is a kind of music by itself; `feeling:` is one only where music is spoken of: a picture may be sad too.
WORDS: Vocabulary = {
    "mood:lofi": (
        "lofi|lo-fi|lo fi|lofi hip hop|lofi hip-hop|lo-fi hip hop|lo-fi hip-hop|chillhop|chill hop|chill beats|study beats",
        "低保真|lofi|lo-fi|lofi风|lofi风格",
    ),
    "mood:hiphop": ("hip hop|hip-hop|hiphop|rap|boom bap|trap", "嘻哈|说唱|饶舌"),
    "mood:rock": ("rock|rock and roll|rock n roll|rock 'n' roll|punk|metal|heavy metal|hard rock|rocky|grunge", "摇滚|重金属|朋克"),
    "mood:cinematic": ("cinematic|epic|orchestral|orchestra|trailer|epic trailer|film score", "史诗|史诗级|史诗感|电影感|大片感|交响乐|交响|管弦乐|电影配乐"),
    "mood:ambient": ("ambient|atmospheric|meditation|meditative|spa", "氛围|氛围感|冥想|空灵|轻音乐"),
    "mood:electronic": ("electronic|edm|techno|dubstep|synthwave|synth wave|synth|synths|house|electro|drum and bass|dnb|club", "电子|电子乐|电音|舞曲|蹦迪|赛博朋克|合成器"),
    "mood:acoustic": ("acoustic|ukulele|folk|acoustic guitar|country", "民谣|吉他|民谣吉他|木吉他|原声吉他|尤克里里"),
    "mood:romantic": ("romantic", "浪漫"),
    "mood:funk": ("funk|funky|disco|soul|groovy", "放克|迪斯科|律动"),
    "mood:upbeat": ("upbeat|up-beat|uptempo|up-tempo", "欢快|轻快|动感"),
    "feeling:lofi": ("chill|chilled|laid back|laid-back|cozy|cosy|easygoing|chiller|lounge", "慵懒|惬意|轻松|松弛|小清新|咖啡馆|chill"),
    "feeling:hiphop": ("urban|street|gangsta|swag", "街头|酷|酷炫"),
    "feeling:rock": ("aggressive|edgy|guitars|electric guitar|electric guitars|wild|harder|hard", "热血|燃|炸|炸裂|激烈|硬"),
    "feeling:cinematic": (
        "dramatic|heroic|grand|majestic|inspiring|inspirational|emotional|powerful|suspenseful|suspense|adventurous|triumphant|big",
        "震撼|励志|感人|大气|壮阔|恢弘|宏大|磅礴",
    ),
    "feeling:ambient": (
        "calm|calmer|calming|relaxed|relaxing|peaceful|gentle|gentler|serene|soothing|dreamy|mellow|sleepy|tranquil|floating|quiet|slow|soft",
        "舒缓|治愈|安静|平静|放松|轻柔|柔和|宁静|温柔|梦幻|疗愈|平和|慢",
    ),
    "feeling:electronic": ("futuristic|party|dance|dancy", "科技感|未来感|派对"),
    "feeling:acoustic": ("warm|organic|warmer", "温暖|温馨|清新|田园"),
    "feeling:happy": ("happy|happier|cheerful|jolly|joyful|sunny|playful|cute|merry", "开心|快乐|可爱|俏皮|喜庆|高兴"),
    "feeling:dark": (
        "dark|darker|tense|scary|horror|mysterious|sad|sadder|melancholic|melancholy|gloomy|moody|spooky|creepy|eerie",
        "黑暗|暗黑|紧张|恐怖|悬疑|忧伤|悲伤|伤感|阴沉|忧郁|压抑|神秘|阴暗|难过",
    ),
    "feeling:romantic": ("lovely|tender|sweet|sentimental|love|more romantic", "甜蜜|抒情|爱情|甜"),
    "feeling:funk": ("groove", ""),
    "feeling:upbeat": (
        "pop|bright|fun|lively|catchy|bouncy|feel good|feel-good|exciting|dynamic|motivational|positive|summery|summer|pumping|uplifting|vibrant"
        "|sporty|energetic|hype|energy|more energy|with more energy|high energy|livelier|more energetic|peppy|modern|corporate|fast|workout",
        "明快|阳光|热情|节奏感强|有节奏感|带感|嗨|积极|活泼|劲爆|有活力|活力|流行|有劲|激情|有激情|快节奏|节奏快|元气",
    ),
    "style": ("style|vibe|vibes|mood|feel|feeling|sound|genre|kind|type|sounding|thing", "风格|风|感觉|氛围|情绪|类型|那种|这种|系|型|味|感|范|曲风|类|vibe|vibes"),
}  # fmt: skip
RULES: tuple[Rule, ...] = ()

"""Moods of music: words that mean a kind of it anywhere, and words that do only where music is the subject."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Rule

__all__ = ["RULES", "WORDS"]

# `mood:` is a kind of music by itself; `feeling:` is one only where music is spoken of: a picture may be sad too.
WORDS: Vocabulary = {
    "mood:lofi": """
        lofi|lo-fi|lo fi|lofi hip hop|lofi hip-hop|lo-fi hip hop|lo-fi hip-hop|chillhop|chill hop|chill beats
        study beats
        低保真|lofi风|lofi风格|lofi hiphop|低保真音乐
    """,
    "mood:hiphop": """
        hip hop|hip-hop|hiphop|rap|boom bap|trap
        嘻哈|说唱|饶舌|嘻哈风|嘻哈乐|boombap|街舞
    """,
    "mood:rock": """
        rock|rock and roll|rock n roll|rock 'n' roll|punk|metal|heavy metal|hard rock|rocky|grunge
        摇滚|重金属|朋克|摇滚风|摇滚乐|硬摇滚|金属|金属乐|金属风|电吉他
    """,
    "mood:cinematic": """
        cinematic|epic|orchestral|orchestra|trailer|epic trailer|film score
        史诗|史诗级|史诗感|电影感|大片感|交响乐|交响|管弦乐|电影配乐|史诗风|电影风|大片|大片风|电影原声|预告片
        预告片风|好莱坞|管弦
    """,
    "mood:ambient": """
        ambient|atmospheric|meditation|meditative|spa
        氛围|氛围感|冥想|空灵|轻音乐|氛围音乐|氛围乐|环境音乐|禅意|禅|瑜伽|自然风
    """,
    "mood:electronic": """
        electronic|edm|techno|dubstep|synthwave|synth wave|synth|synths|house|electro|drum and bass|dnb|club
        电子|电子乐|电音|舞曲|蹦迪|赛博朋克|合成器|电子音乐|电子风|电子舞曲|电音风|电音舞曲|蹦迪风|夜店|夜店风
        赛博|dj|迪厅
    """,
    "mood:acoustic": """
        acoustic|ukulele|folk|acoustic guitar|country
        民谣|吉他|民谣吉他|木吉他|原声吉他|尤克里里|吉他曲|吉他音乐|民谣风|原声乐器|不插电|木吉他曲|吉他弹唱
        尤克里里曲|乡村|乡村音乐
    """,
    "mood:romantic": """
        romantic
        浪漫|浪漫风|浪漫点|罗曼蒂克
    """,
    "mood:funk": """
        funk|funky|disco|soul|groovy
        放克|迪斯科|律动|迪斯科风|灵魂乐
    """,
    "mood:upbeat": """
        upbeat|up-beat|uptempo|up-tempo
        欢快|轻快|动感|欢快点|欢快些|轻快点|轻快些|轻快风|欢乐|欢乐的|明朗|雀跃|蹦蹦跳跳
    """,
    "feeling:lofi": """
        chill|chilled|laid back|laid-back|cozy|cosy|easygoing|chiller|lounge
        慵懒|惬意|轻松|松弛|小清新|咖啡馆|慵懒风|松弛感|懒洋洋|悠闲|悠闲点|休闲|闲适|放空|午后|咖啡店|下午茶
    """,
    "feeling:hiphop": """
        urban|street|gangsta|swag
        街头|酷|酷炫
    """,
    "feeling:rock": """
        aggressive|edgy|guitars|electric guitar|electric guitars|wild|harder|hard
        热血|燃|炸|炸裂|激烈|硬|燃一点|燃点|燃炸|热血点|躁|躁动|炸场|炸一点|猛|猛一点|带劲|够劲|狂野|狠
    """,
    "feeling:cinematic": """
        dramatic|heroic|grand|majestic|inspiring|inspirational|emotional|powerful|suspenseful|suspense
        adventurous|triumphant|big
        震撼|励志|感人|大气|壮阔|恢弘|宏大|磅礴|磅礴大气|大气磅礴|恢宏|壮丽|壮观|有气势|气势|史诗般|激昂|振奋
        振奋人心|鼓舞|感动|催泪|走心|煽情|情绪饱满
    """,
    "feeling:ambient": """
        calm|calmer|calming|relaxed|relaxing|peaceful|gentle|gentler|serene|soothing|dreamy|mellow|sleepy
        tranquil|floating|quiet|slow|soft
        舒缓|治愈|安静|平静|放松|轻柔|柔和|宁静|温柔|梦幻|疗愈|平和|慢|安静点|安静一点|静一点|舒服|舒适|柔
        柔一点|轻一点|缓|缓一点|舒缓点|舒缓一点|治愈系|治愈风|平缓|静谧|空旷|唯美|梦幻感|放松点|佛系|助眠|催眠
        平和一点|沉静|恬静|淡淡
    """,
    "feeling:electronic": """
        futuristic|party|dance|dancy
        科技感|未来感|派对|科技|科技风|未来|未来风|酷炫科技|派对感|派对风|蹦
    """,
    "feeling:acoustic": """
        warm|organic|warmer
        温暖|温馨|清新|田园|温暖点|温馨点|暖|暖一点|暖暖|田园风|清新点|小清新风|质朴|文艺|文艺范|文艺风
    """,
    "feeling:happy": """
        happy|happier|cheerful|jolly|joyful|sunny|playful|cute|merry
        开心|快乐|可爱|俏皮|喜庆|高兴|开心点|开心一点|快乐点|快乐一点|欢喜|可爱点|可爱风|可爱一点|萌|萌萌|俏皮点
        喜气|喜庆点|搞笑|滑稽|逗|逗趣|幽默|童趣|调皮
    """,
    "feeling:dark": """
        dark|darker|tense|scary|horror|mysterious|sad|sadder|melancholic|melancholy|gloomy|moody|spooky|creepy
        eerie
        黑暗|暗黑|紧张|恐怖|悬疑|忧伤|悲伤|伤感|阴沉|忧郁|压抑|神秘|阴暗|难过|暗黑系|暗黑风|黑暗系|黑暗风|黑暗点
        紧张感|紧张点|悬疑感|悬疑风|恐怖点|诡异|阴森|惊悚|伤感点|悲伤点|悲情|悲|emo|忧伤点|凄凉|沉重|阴郁|暗
        暗一点|丧|低沉|苍凉
    """,
    "feeling:romantic": """
        lovely|tender|sweet|sentimental|love|more romantic
        甜蜜|抒情|爱情|甜|甜甜|甜美|甜一点|恋爱|恋爱感|爱意|柔情|深情
    """,
    "feeling:funk": "groove",
    "feeling:upbeat": """
        pop|bright|fun|lively|catchy|bouncy|feel good|feel-good|exciting|dynamic|motivational|positive|summery
        summer|pumping|uplifting|vibrant|sporty|energetic|hype|energy|more energy|with more energy|high energy
        livelier|more energetic|peppy|modern|corporate|fast|workout
        明快|阳光|热情|节奏感强|有节奏感|带感|嗨|积极|活泼|劲爆|有活力|活力|流行|有劲|激情|有激情|快节奏|节奏快
        元气|动感一点|动感点|有节奏|节奏感强一点|节奏感|嗨一点|嗨点|high|high一点|嗨起来|活泼点|活泼一点
        活力四射|有活力点|劲爆点|阳光点|热情点|激情点|带感点|有劲点|提神|朝气|青春|青春活力|夏日|夏天|夏天感
        度假|度假风|运动|运动风|正能量|抓耳|洗脑|流行点|流行乐|上头|精神|精神点|欢脱|鲜活|轻松愉快|愉快|欢腾
        热闹|热闹点|热烈|喧闹
    """,
    "style": """
        style|vibe|vibes|mood|feel|feeling|sound|genre|kind|type|sounding|thing
        风格|风|感觉|氛围|情绪|类型|那种|这种|系|型|味|感|范|曲风|类|调调|路线|范儿|味儿|味道|气质|调性|色彩
        风味|款
    """,
}
RULES: tuple[Rule, ...] = ()

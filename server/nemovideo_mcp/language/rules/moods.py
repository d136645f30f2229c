"""Moods of music: words that mean a kind of it anywhere, and words that do only where music is the subject."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Rule

__all__ = ["RULES", "WORDS"]

# `mood:` is a kind of music by itself; `feeling:` is one only where music is spoken of: a picture may be sad too.
WORDS: Vocabulary = {
    "mood:lofi": """
        lofi|lo-fi|lo fi|lofi hip hop|lofi hip-hop|lo-fi hip hop|lo-fi hip-hop|chillhop|chill hop|chill beats
        study beats|lofi music|lo-fi music|lo fi music|lofi beat|lo-fi beat|lofi beats|lo-fi beats|lo fi beats
        lofi vibe|lofi vibes|lofi girl|chill-hop|chill lofi|lofi chill|lofi hiphop
        低保真|lofi风|lofi风格|低保真音乐
    """,
    "mood:hiphop": """
        hip hop|hip-hop|hiphop|rap|boom bap|trap|hip hop beat|hip-hop beat|rap beat|trap beat|boom-bap
        old school hip hop|old-school hip hop|old school rap|boombap
        嘻哈|说唱|饶舌|嘻哈风|嘻哈乐|街舞
    """,
    "mood:rock": """
        rock|rock and roll|rock n roll|rock 'n' roll|punk|metal|heavy metal|hard rock|rocky|grunge|rock music
        rock song|rock'n'roll|rock & roll|rock-n-roll|garage rock|indie rock|classic rock|alt rock|alternative rock
        guitar rock|pop punk|punk rock
        摇滚|重金属|朋克|摇滚风|摇滚乐|硬摇滚|金属|金属乐|金属风|电吉他
    """,
    "mood:cinematic": """
        cinematic|epic|orchestral|orchestra|trailer|epic trailer|film score|epic music|movie trailer|movie score
        film music|movie music|movie-like|symphonic|symphony|soundtracky|like a trailer|trailer-style|trailer style
        movie-style|orchestral music
        史诗|史诗级|史诗感|电影感|大片感|交响乐|交响|管弦乐|电影配乐|史诗风|电影风|大片|大片风|电影原声|预告片
        电影感的|电影感强|电影级|电影感觉|大片那种|大片的感觉|大片感觉|史诗感的|史诗那种|史诗大片|交响曲|弦乐|弦乐团
        管弦乐队|汉斯季默|预告片那种|漫威|漫威风|预告片风|好莱坞|管弦
    """,
    "mood:ambient": """
        ambient|atmospheric|meditation|meditative|spa|ambiental|atmospheric music|new age|new-age|zen|yoga
        soundscape|soundscapes|drone music|spa music|meditation music
        氛围感|冥想|空灵|轻音乐|氛围音乐|氛围乐|环境音乐|禅意|禅|瑜伽|自然风
    """,
    "mood:electronic": """
        electronic|edm|techno|dubstep|synthwave|synth wave|synth|synths|house|electro|drum and bass|dnb|club
        electronica|electronic music|electro-pop|electropop|trance|synth-wave|synthpop|synth pop|retrowave
        house music|deep house|tech house|dance music|club music|rave|rave music|drum & bass|drum'n'bass|d&b
        future bass|big room|eurodance|cyberpunk|techno music|edm music|dj
        电子|电子乐|电音|舞曲|蹦迪|赛博朋克|合成器|电子音乐|电子风|电子舞曲|电音风|电音舞曲|蹦迪风|夜店|夜店风|赛博
        迪厅
    """,
    "mood:acoustic": """
        acoustic|ukulele|folk|acoustic guitar|country|acoustic music|folk music|folky|folksy|country music|bluegrass
        unplugged|singer-songwriter|singer songwriter|fingerpicking|finger picking|fingerstyle|campfire|guitar music
        acoustic guitars|strummed guitar|strumming|uke|indie folk|soft guitar
        民谣|吉他|民谣吉他|木吉他|原声吉他|尤克里里|吉他曲|吉他音乐|民谣风|原声乐器|不插电|木吉他曲|吉他弹唱
        尤克里里曲|乡村|乡村音乐
    """,
    "mood:romantic": """
        romantic|love song|love songs|romantic music|love ballad|candlelit
        浪漫|浪漫风|罗曼蒂克
    """,
    "mood:funk": """
        funk|funky|disco|soul|groovy|funk music|soulful|disco music|nu disco|nu-disco|boogie|motown|groove music
        放克|迪斯科|律动|迪斯科风|灵魂乐
    """,
    "mood:upbeat": """
        upbeat|up-beat|uptempo|up-tempo|upbeat music|up beat|pop music|upbeat pop|feel-good music|feel good music
        欢快的|轻快的|节奏轻快|旋律轻快|轻盈|轻快活泼|蹦蹦跳跳的|活蹦乱跳|动感强|动感十足|欢快|轻快|动感|轻快风|欢乐
        欢乐的|明朗|雀跃|蹦蹦跳跳
    """,
    "feeling:lofi": """
        chill|chilled|laid back|laid-back|cozy|cosy|easygoing|chiller|lounge|vlog|relaxed vibe|chillout|chill out
        chill-out|chilled out|easy going|easy-going|mellowed|laidback|coffee shop|coffeehouse|rainy day|lounge music
        loungy|chill vibe|chill vibes|unhurried
        轻松惬意|松弛感的|chill感|懒散|懒懒|懒懒的|散漫|闲散|悠哉|悠哉悠哉|悠悠|咖啡|咖啡厅|咖啡馆风|咖啡店那种
        下午茶风|深夜|夜晚|夜里|学习|学习用|看书|日系|日系风|日式|vlog风|vlog感|日常|日常感|生活感|生活化|治愈日常
        居家|café|慵懒|惬意|轻松|松弛|小清新|咖啡馆|慵懒风|松弛感|懒洋洋|悠闲|休闲|闲适|放空|午后|咖啡店|下午茶
    """,
    "feeling:hiphop": """
        urban|street|gangsta|swag|flow|gangster|streetwise|swagger|hood|hard-hitting|badass
        酷酷的|拽|有态度|态度|潮酷|街头感|街头风|滑板|滑板风|说唱风|有范|帅|帅气|耍酷|痞|痞气|涂鸦|街头|酷|酷炫
    """,
    "feeling:rock": """
        aggressive|edgy|guitars|electric guitar|electric guitars|wild|harder|hard|angry|fierce|raw energy|intense
        intensive|gritty|rebellious|raucous|loud guitars|distorted guitars|ferocious|hardcore|adrenaline
        action-packed|action packed
        热血沸腾|燃的|很燃|超燃|燃爆|燃曲|炸的|更炸|爆炸|爆裂|暴躁|狂|狂躁|疯狂|劲爆摇滚|够硬|硬核|硬气|激昂点
        重一点|重型|粗犷|野|野性|力量型|刚猛|机车|机车风|叛逆|热血|燃|炸|炸裂|激烈|硬|燃炸|躁|躁动|炸场|猛|带劲|够劲
        狂野|狠
    """,
    "feeling:cinematic": """
        戏剧性|戏剧性的|戏剧化|戏剧感|有戏剧性|dramatic|heroic|grand|majestic|inspiring|inspirational|emotional|powerful|suspenseful|suspense|adventurous
        triumphant|big|drama|dramatical|stirring|sweeping|soaring|touching|monumental|larger than life|motivating
        thrilling|thriller|suspensful|adventure|heartfelt|victorious|glorious|bombastic|grandiose|breathtaking
        awe-inspiring|tear-jerking|emotive|more emotion|emotion|emotionally
        震撼|励志|感人|大气|壮阔|恢弘|宏大|磅礴|磅礴大气|大气磅礴|恢宏|壮丽|壮观|有气势|气势|史诗般|激昂|振奋|有排面
        排面|恢弘大气|有史诗感|英雄|英雄感|热血励志|激励|激励人心|鼓舞人心|催人奋进|感动人心|动人|打动人|高级|高级感
        有高级感|质感|有质感|有张力|张力|有力量|力量|力量感|有力|有力量感|厚重|厚重感|庄严|庄重|正式|隆重|宽广|豪迈
        豪情|冒险|冒险感|探险|探险感|战斗|战斗感|战争|纪录片|纪录片风|纪录片那种|宣传片|宣传片风|情绪感|有情绪|情感
        有故事感|故事感|振奋人心|鼓舞|感动|催泪|走心|煽情|情绪饱满
    """,
    "feeling:ambient": """
        calm|calmer|calming|relaxed|relaxing|peaceful|gentle|gentler|serene|soothing|dreamy|mellow|sleepy|tranquil
        floating|quiet|slow|soft|peace|peacefully|calmness|relaxation|restful|soothe|tranquility|zen-like|airy
        ethereal|spacey|spacy|spacious|floaty|weightless|delicate|understated|minimal|minimalist|minimalistic
        low-key|low key|contemplative|reflective|pensive|thoughtful|lullaby|less hectic|less frantic|less intense
        less aggressive|stress-free|placid
        舒缓|治愈|安静|平静|放松|轻柔|柔和|宁静|温柔|梦幻|疗愈|平和|慢|静一点|舒服|舒适|柔|轻一点|缓|治愈系|治愈风
        平缓|静谧|空旷|唯美|梦幻感|佛系|助眠|催眠|静静|静静的|安安静静|安宁|祥和|淡淡的|淡雅|淡然|悠扬|悠远|辽阔
        空灵感|仙|仙气|飘|飘渺|缥缈|飘逸|仙境|唯美风|意境|有意境|诗意|有诗意|治愈感|疗愈感|暖心|催人入睡|睡前|大自然
        自然点|自然一点|自然感|森系|缓慢|舒展|放松心情|清净|清幽|幽静|幽幽的|沉静|恬静|淡淡
    """,
    "feeling:electronic": """
        futuristic|party|dance|dancy|8bit|futurist|sci-fi|sci fi|scifi|space-age|techy|high-tech|high tech|hi-tech
        robotic|danceable|clubby|party-like|ravey|partying|for dancing|dance floor|dancefloor|computerized|cyber
        科技感的|未来感的|赛博风|赛博感|电子感|电子感的|迪厅那种|夜店那种|酒吧|酒吧风|蹦迪那种|蹦迪感|可以蹦迪
        舞曲风|舞曲感|跳舞|适合跳舞|跳舞用|炫酷|炫|数码|数字感|游戏|游戏风|像素风|机械感|工业风|太空|太空感|科幻
        科幻感|科幻风|科技感|未来感|派对|科技|科技风|未来|未来风|酷炫科技|派对感|派对风|蹦
    """,
    "feeling:acoustic": """
        warm|organic|warmer|guitar|a guitar|guitar piece|guitar song|soft guitars|earthy|homey|homely|rustic
        intimate|heartwarming|heart-warming|down-to-earth|down to earth|folklike
        暖心点|温情点|小清新一点|小清新点|清新自然|清新感|清新风|文艺清新|文艺小清新|民谣感|乡村风|乡村感|朴实|朴素
        淳朴|校园|校园风|校园感|弹唱|木吉他那种|吉他那种|吉他弹奏|原木风|家的感觉|有家的感觉|亲切|温暖|温馨|清新
        田园|暖|暖暖|田园风|小清新风|质朴|文艺|文艺范|文艺风
    """,
    "feeling:happy": """
        happy|happier|cheerful|jolly|joyful|sunny|playful|cute|merry|happy-go-lucky|joyous|cheery|cheerier|merrier
        jollier|gleeful|delightful|light-hearted|lighthearted|light hearted|carefree|goofy|funnier|comical|comedic
        comedy|quirky|whimsical|kid-friendly|childlike|childish|giggly|smiley|happily|fun and happy|good mood
        good-mood|feelgood|sunnier|cuter|jaunty|perky
        开心|快乐|可爱|俏皮|喜庆|高兴|欢喜|可爱风|萌|萌萌|快乐感|乐呵|乐呵呵|乐观|喜感|有喜感|欢天喜地|过年|过年感
        过年那种|年味|新年|喜洋洋|热热闹闹|欢闹|逗比|沙雕|鬼畜|魔性|好玩|有趣|趣味|诙谐|搞怪|萌萌的|可爱的|儿童|儿歌
        童真|童年|小朋友|卡通|动画片|马戏团|甜美可爱|元气可爱|喜气|搞笑|滑稽|逗|逗趣|幽默|童趣|调皮
    """,
    "feeling:dark": """
        dark|darker|tense|scary|horror|mysterious|sad|sadder|melancholic|melancholy|gloomy|moody|spooky|creepy|eerie
        sinister|ominous|menacing|threatening|foreboding|haunting|haunted|ghostly|sadness|sorrowful|mournful|somber
        sombre|depressing|depressive|gloomier|tearful|melancholia|heartbreaking|heart-breaking|bleak|brooding|noir
        disturbing|unsettling|tenser|tension|horror movie|scarier|wistful|bittersweet|minor key|emo
        黑暗|暗黑|紧张|恐怖|悬疑|忧伤|悲伤|伤感|阴沉|忧郁|压抑|神秘|阴暗|难过|暗黑系|暗黑风|黑暗系|黑暗风|紧张感
        悬疑感|悬疑风|诡异|阴森|惊悚|悲情|悲|凄凉|沉重|阴郁|暗|悲凉|悲壮|惆怅|忧愁|愁|愁绪|伤心|心碎|失落|落寞|孤独
        孤独感|孤单|寂寞|丧气|丧丧|致郁|抑郁|沉闷|冷|冷峻|冷酷|冷冽|肃杀|肃穆|诡秘|玄乎|悬念|悬念感|紧迫|紧迫感
        危机感|压迫感|有压迫感|惊悚感|惊险|吓人|恐怖感|恐怖片|恐怖片那种|哀伤|哀|哀怨|凄美|虐心|虐|emo风|神秘感|丧
        低沉|苍凉
    """,
    "feeling:romantic": """
        lovely|tender|sweet|sentimental|more romantic|loving|affectionate|sensual|sweeter|lovey-dovey|lovey dovey
        passionate|wedding-like|tenderly|amorous
        恋爱感觉|恋爱那种|恋爱脑|情歌|情歌那种|爱情片|爱情感|甜甜的|甜甜的感觉|甜蜜蜜|粉红泡泡|暧昧|心动|心动感
        心动的感觉|温情|情意绵绵|缠绵|婚礼那种|求婚|情人节|甜蜜|抒情|爱情|甜|甜甜|甜美|恋爱|恋爱感|爱意|柔情|深情
    """,
    "feeling:funk": """
        groove|groovier|funkier
    """,
    "feeling:upbeat": """
        pop|bright|fun|lively|catchy|bouncy|feel good|feel-good|exciting|dynamic|motivational|positive|summery
        summer|pumping|uplifting|vibrant|sporty|energetic|hype|energy|more energy|with more energy|high energy
        livelier|more energetic|peppy|modern|corporate|workout|poppy|poppier|punchy|punchier|fast-paced|fast paced
        faster-paced|energizing|energising|energised|energized|energetically|high-energy|full of energy|pumped
        pumped up|hyped up|get-up-and-go|spirited|zippy|zesty|buoyant|exhilarating|invigorating|rousing|motivated
        optimistic|hopeful|feelgood vibe|summery vibe|summertime|summer vibe|summer vibes|tropical|festive
        celebratory|party vibe|rhythmic|beat-heavy|banger|a banger|bop|a bop|bumping|pumping beat|toe-tapping
        dance-y|up tempo|pep|oomph|zing|vivacious|bubbly|bubblier|high
        明快|阳光|热情|节奏感强|有节奏感|带感|嗨|积极|活泼|劲爆|有活力|活力|流行|有劲|激情|有激情|元气|有节奏|节奏感
        嗨起来|活力四射|提神|朝气|青春|青春活力|夏日|夏天|夏天感|度假|度假风|运动|运动风|正能量|抓耳|洗脑|流行乐
        上头|精神|欢脱|鲜活|轻松愉快|愉快|欢腾|嗨翻|嗨爆|燥|燥起来|躁起来|有冲劲|冲劲|有朝气|有元气|元气满满|能量
        能量感|有能量|振奋点|兴奋|亢奋|飞扬|跳跃|跳跃感|跳脱|酣畅|畅快|爽|爽快|明亮|亮一点|光明|向上|积极向上|昂扬
        奔放|奔跑感|有律动感|抖腿|节奏强|节奏鲜明|节奏感强的|鼓点强|鼓点重|时尚|时尚感|潮|潮流|网红|网红风|商务|企业
        企业风|商务风|大气商务|健身|跑步|燃脂|春天|春天感|清爽|海边|海岛|海岛风|沙滩风|热闹|热烈|喧闹
    """,
    "style": """
        style|vibe|vibes|mood|feel|feeling|sound|genre|kind|type|sounding|thing
        styled|style music|flavour|flavor|tone|character|atmosphere|aesthetic|ish|-ish
        type music|kind of music|type of music|sort of music|music style
        style of music|genre of music|soundtrack style
        风格|风|感觉|氛围|情绪|类型|那种|这种|系|型|味|感|范|曲风|类|调调|路线|范儿|味儿|味道|气质|调性|色彩
        那样的|那种风格|那种感觉|那种调调|那种氛围|这种风格|这种感觉|这样的|一类的|的感觉|的氛围|的风格|调子
        味道的|基调|情调|格调|意味|色调|品味|流派|类型的|曲子|旋律|曲调|配乐
        风味|款|格
    """,
}
RULES: tuple[Rule, ...] = ()

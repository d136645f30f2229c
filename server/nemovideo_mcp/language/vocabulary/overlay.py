"""Words about logos, picture in picture and regions that are hidden."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["FOLLOW", "WORDS"]

FOLLOW: Vocabulary = {
    "ov_follow": """
        跟随|跟踪|追踪|并跟随|并跟踪|跟着走|跟着动|跟着移动|随着移动|随之移动|跟着它|跟着他|跟着她|跟着它走|跟着他走|跟着她走
        跟着目标|跟着物体|自动跟踪|自动跟随|跟随移动|随它移动|跟随目标|跟着它动|跟着他动|跟着她动|跟随它|跟踪它|跟着人走
        跟着脸|跟着脸走|跟着车|跟着车走|一直跟着它
    """,
}
"""Heard by all rules: "跟着" alone is as well how a film is cut to its music."""

WORDS: Vocabulary = {
    "ov_logo": """
        logo|logos|watermark|watermarks|brand mark|emblem|brand logo|company logo|channel logo|shop logo
        标志|水印|台标|角标|店标|商标|徽标|标识|图标
    """,
    "ov_pip": """
        picture in picture|picture-in-picture|pip|picture in picture window|small window|little window|tiny window
        inset|inset window|corner window|small picture|as an inset|as a small window
        small in the corner|tiny in the corner|little in the corner
        画中画|小窗|小窗口|悬浮窗|小画面|小窗子|小视频窗
    """,
    "ov_any": """
        overlay|overlays|overlaid picture
        叠加画面|叠加层|浮层|贴图|叠加|叠图
    """,
    "ov_region": """
        blurred region|blurred area|blur region|blurred corner|blurred part|the blur|pixelation|mosaic|blurred patch
        blurred box|blur box|pixelated area|pixelated region|pixelated part|pixelated corner|censor bar
        模糊区域|模糊块|马赛克|打码区域|打码的地方|模糊的地方|马赛克区域
    """,
    "ov_add": """
        put|puts|add|adds|place|stick|show|display|overlay|use|have|insert|slap|drop|lay|pin|keep|stamp|superimpose
        include|sit|sits|should sit|should be|goes|open|bring in|pop|set
        加|加上|放|放上|放在|叠加|叠|叠上|贴|贴上|贴在|挂|挂上|挂着|挂在|显示|显示在|打|打上|做|做成|做个|来|来个|弄|用
        加个|加一个|放个|放一个|来一个|弄个|开|开个|开一个|盖|盖上|印|印上|再加|再加个|再放|加在|叠在|做一个|加入|添加|放进|播放|播|放上去
    """,
    "ov_remove": """
        remove|removes|delete|take off|take away|get rid of|lose|drop|no more|without|erase|take out|ditch|scrap|kill
        clear|hide
        删|删掉|删除|去掉|去除|移除|拿掉|不要|撤掉|取消|去|拿走|清除|清掉|撤下|撤下来|不要了|删了|去了
    """,
    "ov_move": """
        turn|into|turn into|move|moves|shift|bring|reposition|relocate|slide|change|switch|to
        移到|移动到|挪到|换到|放到|搬到|改到|移|挪|移至|放去|调到|改放|改放到|移去|移动|改成|换成|改|改为|放
    """,
    "ov_bigger": """
        bigger|larger|enlarge~|increase~|a bit bigger|a size up|blow up|scale up|grow|too small
        大一点|大点|大一些|放大|变大|再大点|再大一点|弄大|弄大点|调大|大一点点|大些|更大|太小|太小了|加大|放大一点|放大点
        放大一些|调大一点|调大点
    """,
    "ov_smaller": """
        smaller|tinier|shrink~|reduce~|scale down|too big|too large|less big
        小一点|小点|小一些|缩小|变小|再小点|再小一点|弄小|弄小点|调小|小一点点|小些|更小|太大|太大了|缩小一点|缩小点
        缩小一些|调小一点|调小点
    """,
    "ov_small": "small|tiny|little|小|小小的|小的|小小",
    "ov_big": "big|large|huge|大|大大的|大的",
    "ov_size": """
        size|wide|width|of the width|of the frame|of the frame's width|of the screen|of the picture|in size|the width
        大小|宽|宽度|画面宽度|的宽度|尺寸|画面的|屏幕的|画面宽
    """,
    "ov_half_clear": """
        half transparent|half-transparent|semi transparent|semi-transparent|translucent|see-through|see through
        half see-through|half opaque|half-opaque|half opacity|at half opacity|50/50 transparent|a bit transparent
        slightly transparent|more transparent|transparent|faded|fainter|subtle|faint
        半透明|半透|透明一点|透明点|透明一些|更透明|淡一点|淡一些|淡点|透一点|透明|淡
    """,
    "ov_opaque": """
        opaque|fully opaque|solid|not transparent|no transparency|full opacity|fully visible|completely opaque
        不透明|完全不透明|实心|不要透明|清晰显示
    """,
    "ov_opacity": "opacity|at opacity|opaque|visible|不透明度|的不透明度",
    "ov_transparency": "transparency|transparent|see-through|see through|透明度|透明|的透明度",
    "ov_rounded": """
        rounded|rounded corners|round corners|with rounded corners|with round corners|round the corners|round off
        rounded edges|round edges|圆角|带圆角|圆角的|做成圆角|加圆角
    """,
    "ov_circle": "circle|circular|round|in a circle|as a circle|a circle|圆形|圆的|圆形的|圆圈|做成圆形",
    "ov_square": "square corners|no rounded corners|without rounded corners|straight corners|直角|不要圆角",
    "ov_border": """
        border|with a border|with border|outline|frame around|frame around it|edge line|a border
        边框|描边|框|带边框|加边框|的边框|有边框|线框
    """,
    "ov_no_border": "no border|without border|without a border|无边框|不要边框|去掉边框|去边框|删掉边框",
    "ov_over": """
        over|on top of|onto|above|on|during|while|in
        上面|上|之上|画面上|盖住|上方|的时候|里|里面|期间|出现时
    """,
    "ov_whole": """
        the whole time|whole time|throughout|all the time|the entire time|entire time|all through|always
        the whole way through|from start to finish|permanently|all along|constantly|the whole film|the whole video
        entire film|entire video|whole film|whole video|whole thing|the whole thing
        全程|一直|从头到尾|始终|整个视频|全片|整片|全部时间|整部片|自始至终|整段视频|从始至终|全视频
    """,
    "ov_corner": "corner|in the corner|the corner|into the corner|角|角落|边角|角上|角落里",
    "ov_film": """
        film|video|the video|the film|movie|edit|reel|my video|the movie|clip as a whole
        视频|影片|片子|成片|画面|的画面|视频里|影片里|画面里|视频上|影片上|片子里
    """,
    "ov_blur": """
        blur|blurs|blur out|blurred|censor|obscure|blurry|censored|blur over
        模糊|打码|虚化|弄模糊|打上码|打个码|模糊掉|糊掉|做模糊|模糊处理|加模糊|变模糊
    """,
    "ov_pixelate": """
        pixelate|pixelates|pixelated|pixellate|pixelise|pixelize|mosaic|put a mosaic|mosaic over|pixelate out
        pixelation|mosaic effect|马赛克|打马赛克|打上马赛克|打个马赛克|像素化|加马赛克|加个马赛克|加上马赛克
    """,
    "ov_part": """
        corner|area|region|part|side|section|piece|zone|patch|rectangle|box|bit|quarter|edge|spot|of the picture
        of the frame|of the screen|of the image
        区域|部分|位置|地方|一块|那块|那一块|这块|角落|那里|的位置|那边|画面
    """,
    "ov_follow": """
        follow|follows|following|track|tracks|tracking|keep following|keep tracking|go with|goes with|move with
        moves with|moving with|stay on|stays on|let it follow|make it follow|have it follow|stick to|keep it on
        跟着|跟住|跟上|一起动
    """,
    "ov_thing": """
        face|faces|head|license plate|licence plate|number plate|plate|person|man|woman|kid|child|car|sign|object|thing
        what it hides|what is there|what moves|subject|motion|movement
        人脸|脸|脸部|头|车牌|人|小孩|孩子|车|招牌|东西|物体|目标|号码|的人|的脸|的车牌
    """,
    "ov_half": "half|halves|半|一半|半边|半部分|半部",
    "ov_third": "third|三分之一",
    "filler": """
        my|our|this|that|the|a|an|it should|as|up|of|at|with|so|please|little bit|now|then|right|just|there|hand
        把|将|给|的|在|帮我|一个|个|那个|这个|我的|我们的|我们店的|店铺|品牌|公司|频道|一下|吧|呢|了|请|麻烦|也|再|就|都
        这里|那里|有|一张|图|图片|做一个|来一个|要|想|想要|希望|能|可以|让|它|处|出来
    """,
}

"""Words about how a clip stands in the frame."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary

__all__ = ["WORDS"]

WORDS: Vocabulary = {
    "zoom": """
        zoom~|scale|zoomed|zoom level|punch in|closer|get closer|enlarge~|magnify
        zoom factor|crop tighter|tighten the frame|tighter frame|tighter framing|tighter crop|tighter shot
        close up|close-up|closeup|reframe closer|move closer|bring closer|get in closer
        放大|缩放|推近|拉近|怼近|近一点|近点|凑近|变焦|怼近一点|放大到|特写|局部放大|放到|放大些|放大一点|放大点
        再放大|再放大一点|再放大点|放大一些|放大倍数|缩放到|缩放比例|缩放为|缩放成|拉近到|推近到|放大成|放大至
        放大显示|放近|放近点|推上去|推上去一点|拉上来|zoom|zoom一下|zoom进去|zoomin|放大处理|局部|截大|裁近
        近距离|近镜头|推大|推大点|推特写|大特写|怼上去|怼上去一点|怼一下
        放大为|怼脸|近些|近景|拉近些|拉进|推进来|画面放大|画面拉近|大一点|大点
    """,
    "zoom_in": """
        get closer|go closer|push in closer|zoom in|crop in|crop in on|zooms in|zooming in|zoom into|punch in
        closer|tighter|zoom it in|enlarge~|magnify
        zoom closer|zoom further in|in closer|close in|close in on|move in on|move closer|move in closer
        go in closer|come closer|come in closer|bring it closer|bring closer|get in closer|get closer to
        crop closer|crop tighter|crop it closer|crop in closer|tighten the frame|tighten the shot|tighter frame
        tighter framing|tighter crop|tighter shot|tight shot|tight crop|close up|close-up|closeup|close up of
        nearer|get nearer|punch into|punched in|push closer|zoomed in|zoomed-in|more zoom|more zoomed in
        too far away|too wide|too small in the frame|from up close|narrower|fill more of the frame
        bigger|larger
        放大|推近|拉近|怼近|怼近一点|近一点|近点|凑近|放大一点|放大点|再近点|拉近点|拉近一点|再放大|再放大一点
        再放大点|放大一些|放大些|放大到|放大至|放大成|放大为|近些|近一些|再近一点|拉近些|拉近一些|推近一点
        放大显示|放近|放近点|推上去|推上去一点|zoom进去|zoomin|推大|推大点|推特写|大特写|怼上去|怼上去一点
        怼一下|近距离|近镜头|裁近|裁近一点|裁紧|裁紧一点|裁紧点|紧一点|紧点|构图紧一点|景别紧一点|靠近|靠近点
        靠近一点|凑近点|凑近一点|再凑近|近一丢|再拉近|再拉近点|再拉近一点|再推近|再推近点|再推近一点|再放
        往里推一点|往里拉|往里拉一点|往前凑
        推近点|拉进|拉进一点|画面放大|画面拉近|怼近点|怼脸|近景|特写|给个特写|来个特写
    """,
    "zoom_out": """
        zoom out|zooms out|zooming out|wider|further away|zoom it out
        zoom back out|zoom back|zoom further out|less zoom|less zoomed in|too zoomed in
        zoomed in too much|too close|too tight|too near|pull wider|go wider|widen|wider shot|wide shot|wide angle
        further out|farther away|farther back|loosen|looser|looser frame|looser crop
        looser framing|zoomed out|zoomed-out|not so close|less close|not as close|more space around
        more room around|un-zoom|unzoom
        smaller
        缩小|拉远|远一点|远点|缩小一点|缩小点|再缩小|再缩小一点|再缩小点|缩小一些|缩小些|缩小到|远些|远一些
        zoom出来|zoomout|缩一点|缩一下|缩点|缩回来|缩回去|缩回去一点|退后|退后一点|退后点|往后退|往后退一点
        松一点|松点|构图松一点|景别松一点|拉远一些|再拉远|再拉远点|再拉远一点|再远|再远点|远景|大全景|缩些|再缩
        再缩点|再缩一点|缩放小|缩放小一点|往外拉一点|放小|放小点|放小一点|看得更广|视野大一点|视野大点
        视野广一点
        再远一点|拉远点|拉远一点|拉远些|退远|退远一点|画面缩小|画面拉远|全景|往外拉|拉出来
    """,
    "rotate": """
        rotate~|turn~|rotated|rotation|spin|tilt
        twist|twirl|pivot|re-orient|reorient|orient|rotating|turned|turning|roll~
        旋转|转|转动|掉转|翻转|顺时针|转了|转成|转个|转一下|转一转|转个方向|转一个|转动一下|旋转一下|旋转个
        掉个头|打横|打竖|转正|摆正|拧|拧一下|转过来|转过去|转到|扭|扭转|再转|往左转|往右转|向左转|向右转|左转
        转个九十度|转动下|旋个|旋一下|旋|掉个方向|调个方向|调转|调转方向|转向|转方向|旋转下|转下|给转
        右转|往左边转|往右边转
    """,
    "clockwise": """
        clockwise|to the right|right|cw
        to the right side|rightward|rightwards|towards the right|toward the right|to right|right hand|right-hand
        顺时针|向右|往右|往右边|向右边|右转|顺着|顺时|向右转|往右转|往右边转
    """,
    "counter": """
        counterclockwise|counter clockwise|counter-clockwise|anticlockwise|anti-clockwise|to the left|left|ccw
        the other way|other direction|the other direction
        anti clockwise|counter-clock-wise|counterclock wise|leftward|leftwards|towards the left|toward the left
        to left|left hand|left-hand|to the left side
        逆时针|向左|往左|反方向|另一边|往左边|向左边|左转|逆着|逆时|向左转|往左转|往左边转
    """,
    "wrong_way": """
        wrong way|wrong direction|other way|the other direction|other direction|opposite direction|the other way
        反了|方向反了|转反了|另一个方向|反方向|拍反了|拿反了|竖拿反了
    """,
    "right_way": """
        right way up|the right way up|right side up|right-side up|right way round|the right way round
        the correct way up|correct way up|proper way up|upright|right way around|up the right way
    """,
    "fix_it": """
        fix it|fix that|fix this|fix|sort it out|sort that out|sort that|correct it|correct that|correct this
        put it right|put that right|make it right|straighten it|straighten it out|straighten~|set it right
        repair it|fixed
        correct|please correct|please fix|put right
    """,
    "unrotate": """
        unrotate~|un-rotate~|rotate back|rotate it back|turn back|turn it back|undo the rotation
        remove the rotation|reset the rotation|no rotation|cancel the rotation|take off the rotation
        without rotation|un-turn
    """,
    "upright": """
        upside down|upside-down|on its head|on its side|sideways
        the wrong way up|wrong way up|head down|feet up|inverted|standing on its head|lying on its side
        lying sideways|tilted on its side|heads down|turned on its side|rotated on its side
        lies on its side|lays on its side
        颠倒|倒了|上下颠倒|倒着|歪了|头朝下|头朝下了|上下颠倒了|上下反了|倒过来了|拍倒了|颠倒了|倒置|倒挂
    """,
    "flip": """
        flip~|mirror~|flipped|mirrored
        flop~|reflect~|mirror image|mirror-image|mirrored image|mirror effect|reverse left and right
        swap left and right|left and right swapped|invert horizontally|flip-flop|mirror-flip|mirror version
        mirrorwise|hflip|vflip|horizontal flip|vertical flip|flip effect
        翻转|翻|镜像|镜像翻转|对称|翻一下|翻过来|反转|左右翻|镜像一下|镜像反转|镜像处理|镜像效果|做镜像|做个镜像
        左右镜像|水平镜像|镜面|镜面翻转|翻个面|翻面|翻转一下|反一下|反一反|翻个|翻一翻|左右反|左右反一下
        左右反过来|左右颠倒|左右对调|左右调换|左右互换|左右对换|左右换一下|掉个面|翻转过来|水平反转|左右翻转
        翻个身|左右翻一下|左右翻个面|左右换边|左右换过来|左右掉个个|左右掉转|左右调过来|左右对称|镜面效果
        镜面反转|镜子效果|照镜子|像照镜子|水平翻|水平翻面|水平翻一下|水平对称|横向翻转|横向镜像|横着翻|竖着翻
        竖向翻转|纵向翻转|上下反过来|上下颠倒|上下倒过来|上下调换|上下对调|翻成镜像|做镜像翻转|镜像翻一下|镜像翻
        镜射|鏡射|镜反|反向|镜像过来|反过来照|左右相反|左右颠倒过来|对翻|翻过去|翻一个面|反着
        水平翻转|上下镜像|垂直镜像|上下翻|上下翻转|垂直翻转|上下反
    """,
    "unflip": """
        unflip~|un-mirror|un mirror|unmirror|un-flip|flip back|flip it back|unmirrored
        not mirrored|no longer mirrored|un mirrored|undo the flip|undo the mirror
        undo the mirroring|remove the flip|remove the mirror|remove the mirroring|no flip|no mirror|no mirroring
        cancel the flip|cancel the mirroring|without mirroring|flip back again|mirror it back|back to unmirrored
        shouldn't be mirrored|take off the mirror|mirror off
        不翻了|取消镜像|取消翻转|别翻|翻回来|翻回去|取消翻|不镜像|取消镜面|取消翻转吧|镜像取消|镜像去掉|去掉镜像
        翻回原样|翻回来吧|翻回去吧|不要翻了|不要翻转|别翻转|别翻转了|不翻转|不翻转了|镜像关掉|关掉镜像|关闭镜像
        镜像还原|镜像撤掉|镜像撤了|翻转取消|翻转去掉|去掉翻转|翻转还原|翻正|翻正回来|翻转回来|再翻回来|再翻回去
        镜像去了|镜像删掉
        镜像不要了|不要镜像|不要镜像了|别镜像|别镜像了|恢复镜像前
    """,
    "flip_h": """
        horizontal|horizontally|left to right|left-right|left right|sideways
        水平翻|水平翻一下|水平翻面|水平反转|水平对称|横向翻转|横向镜像|横着翻|左右翻一下|左右翻个面|左右换边
        左右换过来|左右掉个个|左右掉转|左右调过来|左右对称|左右反过来|左右反一下|左右对调|左右调换|左右互换
        左右对换|左右换一下|左右相反|左右翻
        hflip|horizontal flip|on the horizontal|from left to right|left and right|right to left|from right to left
        side to side|left for right|left/right|along the vertical axis|around the vertical axis
        水平|左右|横向|左右方向|水平方向|左右镜像|水平镜像|左右翻转|水平翻转|左右反|左右颠倒
    """,
    "flip_v": """
        vertically|top to bottom|upside
        竖着翻|竖向翻转|纵向翻转|上下反过来|上下颠倒|上下倒过来|上下调换|上下对调|上下互换
        vflip|vertical flip|vertical|on the vertical|top for bottom|bottom to top|top and bottom|up and down
        up-down|top/bottom|head over heels|along the horizontal axis|around the horizontal axis
        垂直|上下|竖直|纵向|上下方向|垂直方向|竖向|上下镜像|垂直镜像|上下翻|上下翻转|垂直翻转|上下反|上下对称
    """,
    "flip_both": """
        both ways|both directions|in both directions|both axes|on both axes|horizontally and vertically
        vertically and horizontally
    """,
    "fit:contain": """
        full frame|the full frame|whole frame|with bars|uncropped|black bars|letterbox~|letter box|letterboxed
        without cropping|don't crop|do not crop|instead of cropping|instead of cropping it|whole picture
        full picture|entire picture|fit whole|show all of|bars|whole image|fit inside|fully visible|pillarbox
        not cropped|no cropping|complete picture|fit in the frame|instead of being cropped|whole
        whole thing visible|whole thing in frame|nothing cut off|nothing cropped
        nothing gets cut off|nothing gets cropped|with nothing cropped|no crop|without a crop|without crop|uncrop~
        un-crop~|stop cropping|not cropping|instead of cropped|shouldn't be cropped|should not be cropped
        shouldn't crop|don't cut off|do not cut off|don't cut anything off|cut nothing off|complete image
        complete frame|entire frame|entire image|the entire frame|full image|full shot|whole shot
        the whole image|the whole picture|all of the image|all of the picture|all of the frame|visible|fit it all in
        fit everything in|fit all of it|fit to frame|fit to the frame|fit to screen
        fit to the screen|fit within the frame|fit on the screen|fit in frame|scale to fit
        scaled to fit|shrink to fit|contain|with black bars|add black bars|black borders|black edges|with borders
        with letterbox|letterboxing|pillarboxing|pillar box|bars on the sides|bars top and bottom
        show it all|original ratio|original aspect
        original aspect ratio|in its original shape|every bit of the picture
        all visible|see all of|see the whole|can see all of|can see everything
        don't want any cropping|want no cropping|don't want it cropped|don't want cropping
        do not want cropping|don't want any crop|no more cropping
        seen completely|completely seen|fully seen|seen in full|shown completely|shown in full|visible in full
        completely visible|entirely visible|seen entirely|shown entirely
        黑边|露全|露全画面|完整显示|显示完整|全画面|完整|不裁|不裁剪|不要裁|别裁|别裁剪|全部露出|原比例|留黑边
        加黑边|完整画面|不裁切|不要裁剪|上下黑边|全部显示|全部显示出来|全显示|全显示出来|显示全|显示全部
        显示全了|完整露出|完整露出来|完整地显示|完整显示出来|完整呈现|露全了|露出来全部|全都露出来|整个画面
        整个画面都露出来|整幅画面|画面全|画面完整|保持完整|保持原比例|按原比例|原始比例|原来比例|别裁画面|别裁掉
        不要裁掉|别切|别切画面|不要切|别切掉|不切|不要裁切|别裁切|不裁掉|留边|留黑边没事|黑边没事|
        别切头|不要切头|别切到头|不要切到头|别切边|不要切边|不切边|别裁边|不要裁边|不裁边|别裁头|原尺寸|原图
        原大小|全都看见|全都能看到|都能看到|全部看得到|能看全|看全|看全画面|画面看全|显示整个画面|显示整张
        整张显示|整张露出来|整张|整幅|整幅显示|整图|全图|全图显示|全貌|露出全貌|缩进去|缩到画面里|缩放到画面里
        放进画面|装进画面|塞进画面|适配|适配屏幕|适配画面|等比缩放|等比|按比例缩放|保持比例|不变形|别变形
        不要变形|带上黑边|加黑边吧|信箱|信箱模式|黑边留着|保留黑边|上下加黑边|左右加黑边|留点黑边|完整放
        完整放进去|完整看到|完整展示|完整展现|完整保留|全部保留|全部展示
        有黑边也行|有黑边没关系|黑边无所谓|带黑边|加上黑边|上下留黑边|左右黑边|左右留黑边|适应|适应画面|适应屏幕
    """,
    "fit:cover": """
        fill the frame|fills the frame|fill frame|fill the screen|fill~ the whole frame|crop to fill|cropped
        crop~|full screen|fullscreen|full-screen|no black bars|no bars|without bars|without black bars
        fill the whole frame|fill the whole screen|fill
        fill the picture|fill the whole picture|fill up the frame|fill up the screen|fill it up|fill up
        fill out the frame|fills the screen|fills the whole screen|fills the whole frame|filling the frame
        filling the screen|fill the entire frame|fill the entire screen|fill all of the frame|fill the canvas
        fill the format|edge to edge|edge-to-edge|full bleed|full-bleed|cover the frame
        cover the screen|cover the whole frame|cover the whole screen|get rid of the black bars
        get rid of the bars|get rid of black bars|remove the black bars|remove the bars|remove black bars
        lose the black bars|lose the bars|kill the black bars|ditch the black bars|take away the black bars
        take off the black bars|no more black bars|no black borders|without the black bars|without the bars
        no letterbox|no letterboxing|no borders|without borders|no black edges|remove the black borders
        remove the letterbox|black bars away|black bars off|has black bars|has bars
        there are black bars|i see black bars|got black bars|crop the black bars|crop out the black bars
        crop off the black bars|crop away the black bars|zoom to fill|scale to fill|stretch to fill|expand to fill
        take up the whole screen|takes up the whole screen|take up the whole frame|take up the full screen
        use the whole screen|use the full screen|use the whole frame
        cut the black bars|cut black bars|cut the bars|cut the black borders|cut the black edges
        cut those black bars|cut those bars|cut these black bars|cut off the black bars|cut off black bars
        cut off the bars|cut off the black borders|cut off the black edges|cut off those black bars
        cut off those bars|cut off these black bars|cut out the black bars|cut out black bars|cut out the bars
        cut out the black borders|cut out the black edges|cut out those black bars|cut out those bars
        cut out these black bars|crop black bars|crop the bars|crop the black borders|crop the black edges
        crop those black bars|crop those bars|crop these black bars|crop out black bars|crop out the bars
        crop out the black borders|crop out the black edges|crop out those black bars|crop out those bars
        crop out these black bars|crop off black bars|crop off the bars|crop off the black borders
        crop off the black edges|crop off those black bars|crop off those bars|crop off these black bars
        trim the black bars|trim black bars|trim the bars|trim the black borders|trim the black edges
        trim those black bars|trim those bars|trim these black bars|trim off the black bars|trim off black bars
        trim off the bars|trim off the black borders|trim off the black edges|trim off those black bars
        trim off those bars|trim off these black bars|chop off the black bars|chop off black bars
        chop off the bars|chop off the black borders|chop off the black edges|chop off those black bars
        chop off those bars|chop off these black bars|hide the black bars|hide black bars|hide the bars
        hide the black borders|hide the black edges|hide those black bars|hide those bars|hide these black bars
        get rid of the black borders|get rid of the black edges|get rid of those black bars|get rid of those bars
        get rid of these black bars|remove the black edges|remove those black bars|remove those bars
        remove these black bars|lose black bars|lose the black borders|lose the black edges|lose those black bars
        lose those bars|lose these black bars|kill black bars|kill the bars|kill the black borders
        kill the black edges|kill those black bars|kill those bars|kill these black bars|ditch black bars
        ditch the bars|ditch the black borders|ditch the black edges|ditch those black bars|ditch those bars
        ditch these black bars|drop the black bars|drop black bars|drop the bars|drop the black borders
        drop the black edges|drop those black bars|drop those bars|drop these black bars|eliminate the black bars
        eliminate black bars|eliminate the bars|eliminate the black borders|eliminate the black edges
        eliminate those black bars|eliminate those bars|eliminate these black bars|delete the black bars
        delete black bars|delete the bars|delete the black borders|delete the black edges|delete those black bars
        delete those bars|delete these black bars|take away black bars|take away the bars
        take away the black borders|take away the black edges|take away those black bars|take away those bars
        take away these black bars|take off black bars|take off the bars|take off the black borders
        take off the black edges|take off those black bars|take off those bars|take off these black bars
        take out the black bars|take out black bars|take out the bars|take out the black borders
        take out the black edges|take out those black bars|take out those bars|take out these black bars
        fix the black bars|fix black bars|fix the bars|fix the black borders|fix the black edges
        fix those black bars|fix those bars|fix these black bars|fill the black bars|fill black bars|fill the bars
        fill the black borders|fill the black edges|fill those black bars|fill those bars|fill these black bars
        fill in the black bars|fill in black bars|fill in the bars|fill in the black borders
        fill in the black edges|fill in those black bars|fill in those bars|fill in these black bars
        clear the black bars|clear black bars|clear the bars|clear the black borders|clear the black edges
        clear those black bars|clear those bars|clear these black bars|avoid the black bars|avoid black bars
        avoid the bars|avoid the black borders|avoid the black edges|avoid those black bars|avoid those bars
        avoid these black bars|banish the black bars|banish black bars|banish the bars|banish the black borders
        banish the black edges|banish those black bars|banish those bars|banish these black bars
        scrap the black bars|scrap black bars|scrap the bars|scrap the black borders|scrap the black edges
        scrap those black bars|scrap those bars|scrap these black bars
        填满|铺满|充满|撑满|满屏|全屏|裁剪填满|不要黑边|去黑边|去掉黑边|没有黑边|占满|填充画面|铺满画面|填满画面
        裁满|填满屏幕|填满屏|填满整个画面|填满整屏|铺满屏幕|铺满整个画面|铺满全屏|铺满整屏|充满画面|充满屏幕
        充满全屏|撑满画面|撑满屏幕|撑满全屏|占满画面|占满屏幕|占满全屏|全屏显示|满屏显示|满画面|不留黑边
        别留黑边|不要留黑边|黑边去掉|去除黑边|黑边不要|消除黑边|把黑边去掉|裁掉黑边|黑边裁掉|没黑边|裁到满屏
        填满整个屏幕|填满竖屏|铺满竖屏|占满整个画面|占满整个屏幕|占满全部|占满屏|占满整屏|顶满|顶满屏幕|顶满画面
        拉满画面|拉满屏幕|拉满屏|撑满整个画面|撑满整个屏幕|撑满整屏|撑满屏|充满整个画面|充满整个屏幕|充满整屏
        充满屏|满版|满框|满格画面|满铺|平铺|裁切填满|裁剪铺满|裁切铺满|裁剪到满屏|裁到填满|裁掉多余|把多余的裁掉
        裁掉多余的|裁切多余|裁掉两边|裁掉上下|无黑边|别有黑边|不能有黑边|不想要黑边|不想看到黑边|黑边不好看
        黑边难看|黑边太丑|黑边好丑|黑边丑|别留边|不留边|不要留边|别有边|不要边|去边|全屏放|全屏播放|全屏铺满
        做成全屏|弄成全屏|放满|放满屏幕|放满画面|占满吧|把黑边裁掉|黑边裁了|黑边切掉|切掉黑边
        裁成满屏|放大到满屏|放大填满
    """,
    "fit:blur": """
        背景用模糊填满|背景用模糊补满|背景用模糊的补满|背景用模糊的填满|用模糊的补满|用模糊补满|用模糊的填满|用模糊填满|两边用模糊补上
        两边用模糊的补上|两边用模糊的填上|空的地方用模糊补上|黑边用模糊填上
        blurred background|blur background|blurry background|background blur|blurred bg|blur bg|blurred bars
        blurred sides|blurred edges|blurred borders|blur the background|blur the sides|blur fill|blurry bars
        blur behind|blurred fill|blur|background blurred|blurred|blurry sides
        blurred-out background|blurred out background|blurred backdrop|blurry backdrop|blurred background fill
        blurred version behind|blurred copy behind|blurred copy of it behind|blurred version of itself
        blur the edges|blur the borders|blur the bars|blur on the sides|blur at the sides|blur around
        blur around it|blurred around|blur the rest|blurred margins|blur margins|fuzzy background|fuzzy sides
        soft background|soft-focus background|out of focus background|gaussian background|gaussian blur behind
        blur effect behind|bg blur|background blurred out|fill the sides with blur|fill the bars with blur
        fill the gaps with blur|blur to fill|fill with blur|blur in the background|blur on the background
        blurred filling|blurred side bars|blurry edges|blurry borders|blur bars|blur instead
        模糊背景|背景模糊|虚化背景|背景虚化|背景虚化填充|模糊填充|高斯模糊|两边模糊|模糊边|虚化填充|背景糊
        模糊的背景|上下模糊|虚化|毛玻璃|毛玻璃背景|模糊的边|模糊边框|边上模糊|边缘模糊|黑边模糊|黑边换成模糊
        黑边改成模糊|黑边用模糊|背景虚|虚化的背景|背景做模糊|背景弄模糊|背景用模糊|后面模糊|后面垫模糊背景
        垫模糊背景|垫个模糊背景|模糊打底|模糊垫底|模糊衬底|毛玻璃效果|毛玻璃边|高斯模糊背景|模糊底|两边虚化
        模糊背景填充|背景模糊填充|模糊背景填上|模糊补边|模糊补|模糊填|模糊填上|模糊填满|模糊铺底|模糊铺|虚化打底
        虚化填|虚化补边|虚化背景填充|虚背景|虚的背景|糊的背景|糊背景|背景弄糊|背景糊掉|背景模糊化|背景虚掉
        背景做虚化|背景弄虚|模糊化|毛玻璃填充|毛玻璃打底|磨砂背景|磨砂玻璃|高斯模糊填充|模糊版的自己
        自己模糊一下|同画面模糊|模糊画面|画面模糊|放大模糊|模糊的画面|模糊效果|模糊处理|边框模糊|两侧模糊
        两侧虚化|左右模糊|左右虚化|背景模糊效果|背景虚化效果|虚化效果|虚化处理|虚化边|边缘虚化|旁边模糊|空白模糊
        背景用毛玻璃
        上下虚化|四周模糊|周围模糊
    """,
    "motion_slow": """
        slow|slowly|gently|gentle|subtle|gradual|gradually|smooth
        softly|calmly|smoothly|tiny|slight|subtly|faint|lightly|leisurely|steady|steadily|slow and steady
        ever so slowly|over time|nice and slow|slowly and smoothly|slow smooth
        慢慢|缓慢|缓缓|缓缓地|轻轻|慢慢地|缓慢地|慢|徐徐|慢悠悠|徐徐地|渐渐|逐渐|一点点|轻微|微微|慢速|平滑
    """,
    "motion:push-in": """
        push in|push-in|slow zoom|slow zoom in|ken burns|ken-burns|dolly in|creep in|slow push|zoom in slowly
        slowly zoom in|slowly zooms in|zoom slowly|slow push in|move in
        ken burns effect|ken-burns effect|ken burns move|ken burns style|ken burns zoom|kenburns|kenburn
        slow creep in|camera moves in|camera pushes in|push forward|push towards|move towards|moves towards
        slowly move in|slowly moves in|slowly push in|slowly pushes in|slowly pushing in|slowly get closer
        slowly gets closer|slowly getting closer|slowly closer|gradually zoom in|gradually zooms in
        gradually zooming in|gradual zoom|gradual zoom in|gradually closer|gently zoom in|gently zooms in
        gentle zoom|gentle zoom in|smooth zoom in|smooth zoom|zoom in gradually|zoom in gently|zooms in slowly
        zooming in slowly|slowly zooming in|slow zooming in|zoom in over time|subtle zoom|subtle zoom in
        slow dolly in|dolly forward|track in|creeping zoom|drift in|drifts in
        zooms slowly in|zoom slowly in|pushes in
        gentle push|gentle push in|subtle push|slow push-in
        推近|推进|慢慢推近|缓慢推近|缓慢放大|慢慢放大|缓缓放大|缓缓推近|推镜头|推镜|肯伯恩斯|缓慢推进|慢慢推进
        慢慢拉近|缓慢拉近|缓缓拉近|慢推|慢推近|慢推镜头|缓推|缓缓推进|慢慢往里推|往里推|慢慢往前推|往前推
        缓缓往前推|慢慢变大|慢慢靠近|缓缓靠近|逐渐放大|渐渐放大|一点点放大|由远及近|由远到近|推镜效果|推近效果
        缓慢推镜|慢慢推镜头|慢慢推过去|缓缓推镜头|缓缓推过去|慢慢推进去|慢慢往前|慢慢向前推|向前推|向里推|推过去
        慢慢放大的效果|慢慢放大效果|缓慢放大效果|推镜头效果|缓推镜头|慢推镜|推轨|渐进放大|渐渐推近|渐渐拉近
        逐渐推近|逐渐拉近|慢慢凑近|缓缓凑近|慢慢怼近|慢慢往里放大|肯伯恩斯效果|缓缓变大|慢慢zoom in
        缓慢zoom in|zoom in效果|慢慢往前凑
        推一下|推进去
    """,
    "motion:pull-out": """
        pull out|pull-out|slow zoom out|zoom out slowly|slowly zoom out|pull back|dolly out|push out
        slow pull out
        pull away|pulls away|pulls out|pulls back|camera moves out|camera moves back|camera pulls back
        moves back slowly|slowly pull out|slowly pulls out|slowly pulling out|slowly pull back|slowly zooms out
        slowly zooming out|slow zooming out|gradually zoom out|gradually zooms out|gradual zoom out
        gently zoom out|gentle zoom out|smooth zoom out|zoom out gradually|zoom out gently|zooms out slowly
        zooming out slowly|subtle zoom out|zoom slowly out|zooms slowly out|slow dolly out|dolly back
        dolly backwards|track out|drift out|creep out|reverse ken burns|ken burns out
        slow pull|slow pull back|gentle pull|gentle pull out|subtle pull out|slow pull-out
        拉镜头|缓慢拉远|慢慢拉远|缓缓拉远|缓慢缩小|慢慢缩小|拉镜|缓缓缩小|慢慢拉开|缓缓拉开|缓慢拉开|慢拉
        慢拉远|往外拉|慢慢往外拉|缓缓往外拉|往后拉|慢慢往后拉|逐渐缩小|渐渐缩小|一点点缩小|由近及远|由近到远
        慢慢拉镜头|缓慢拉镜|慢慢拉镜|慢慢往后退|缓缓往后退|慢慢向后拉|向后拉|向外拉|慢慢退远|慢慢变小|缓缓变小
        拉远镜头|镜头拉远|镜头慢慢拉远|镜头往后拉|慢慢zoom out|缓慢zoom out|渐渐拉远|逐渐拉远|慢慢缩小效果
        慢慢露出全景|缓缓后拉|慢慢后拉|后拉
        拉远效果|拉镜效果|慢慢后退|缓缓后退
    """,
    "motion:pan-left": """
        pan left|pan to the left|slide left|moving left|move left slowly|drift left|pan slowly to the left
        pan slowly left
        pan leftwards|pan leftward|pan from right to left|panning left|pans left|pan to left|slowly pan left
        slowly pan to the left|slow pan left|slow pan to the left|gentle pan left|gently pan left|pan gently left
        from right to left|right to left|drifts left|drifting left|drift to the left|glide left|glides left
        sweep left|sweep to the left|camera moves left|camera to the left|camera pans left|track left
        tracking left|slide to the left|slides left|slides to the left|move slowly to the left
        moves slowly to the left|slowly move left|slowly move to the left|slowly moves left
        slowly moves to the left|scroll left
        左移|向左移|往左移|向左平移|左摇|往左摇|慢慢左移|缓慢左移|从右到左|从右往左|向左移动|慢慢往左移
        慢慢向左移|缓缓左移|缓缓向左移|缓慢向左移|往左平移|向左边移|从右往左移|从右向左|往左扫|向左扫|镜头左移
        镜头往左|镜头向左|镜头往左移|镜头向左移|镜头往左摇|镜头向左摇|镜头慢慢往左|镜头慢慢向左|镜头慢慢左移
        慢慢往左|缓缓往左|慢慢向左|缓缓向左|慢慢往左移动|慢慢向左移动|往左移动|往左滑|向左滑|往左滑动|向左滑动
        从右扫到左|从右移到左|从右边移到左边|从右边扫到左边|右到左|由右到左|由右至左|由右向左
        慢慢往左摇
    """,
    "motion:pan-right": """
        pan right|pan to the right|pan~|slide right|moving right|drift right|pan slowly|slow pan
        pan slowly to the right|left to right pan
        pan rightwards|pan rightward|pan from left to right|panning right|pans right|pan to right|slowly pan right
        slowly pan to the right|slow pan right|slow pan to the right|gentle pan|gentle pan right|gently pan right
        gently pan|pan gently|pan gently right|from left to right|left to right|drifts right|drifting right
        drift to the right|glide right|glides right|sweep right|sweep to the right|camera moves right
        camera to the right|camera pans right|track right|tracking right|slide to the right|slides right
        slides to the right|move slowly to the right|moves slowly to the right|slowly move right
        slowly move to the right|slowly moves right|slowly moves to the right|scroll right|smooth pan|pan across
        slowly pan across|pan over|panning shot|pan shot|slowly pan|slow panning
        右移|向右移|往右移|向右平移|右摇|往右摇|慢慢右移|缓慢右移|平移|横移|摇镜|从左到右|从左往右|缓慢平移
        慢慢平移|摇镜头|向右移动|慢慢往右移|慢慢向右移|缓缓右移|缓缓向右移|缓慢向右移|往右平移|向右边移
        镜头往右|镜头向右|镜头往右移|镜头向右移|镜头往右摇|镜头向右摇|镜头慢慢往右|镜头慢慢向右|镜头慢慢右移
        慢慢往右|缓缓往右|慢慢向右|缓缓向右|慢慢往右移动|慢慢向右移动|往右移动|往右滑|向右滑|往右滑动|向右滑动
        从左扫到右|从左移到右|从左边移到右边|从左边扫到右边|左到右|由左到右|由左至右|由左向右|慢慢横摇|横摇|横扫
        从左往右移|从左向右|往右扫|向右扫|镜头右移|慢慢往右摇|缓缓平移|慢慢横移
    """,
    "motion_word": """
        movement|motion|move|moving|animation|camera move|effect|ken burns effect|drift
        camera movement|camera motion|camera moves|a bit of movement|some movement|some motion|bit of motion
        zooming|panning|drifting|the zooming|the panning
        动感|运动|动|动效|移动|动画|镜头运动|运镜|效果|动起来|运镜效果|动起来的效果|推拉|动态|动态效果|镜头动
        摇|扫|摇一下|摇过去|扫过去|移过去|滑过去
        镜头感|动一动|动一下
    """,
    "still": """
        still|no movement|no motion|static|stand still|without movement|stop moving|not move|hold still
        no camera move|no zoom
        stays still|stay still|keep still|keep it still|hold it still|completely still
        locked off|locked-off|locked down|lock the camera|static shot|static camera|no camera movement
        no camera motion|no ken burns|without ken burns|without motion|without any movement|without any motion
        without a move|stop the movement|stop the motion|stop the zoom|stop the zooming|stop zooming|stop the pan
        stop panning|stop the panning|no more movement|no more motion|no more zooming|no more panning|no panning
        no pan|no push in|no zooming|remove the movement|remove the motion|remove the ken burns|remove the pan
        take off the movement|motion off|movement off|unmoving|motionless|not moving|don't move the camera
        do not move the camera|stop the camera|stop the ken burns
        静止|不动|别动|不要动|定住|不要移动|不要运动|静态|别晃|不要推|固定|不要运镜|别运镜|不要动效|不要动画
        别推|不要推了|别推了|不推了|不推|别拉了|别移|别移了|不要移|不移|不移了|不要动了|别动了|不动了|不要晃
        定格不动|定着|静止住|静态的|不用动|不用运镜|不要运动效果|别有运动|取消运动|去掉运动|不要镜头运动
        不要推镜|别推镜|不要推镜头|停下来|停下|不再推|不再移动
        别动画面|固定住|静止不动|保持静止|保持不动|停住
    """,
    "framing_show": """
        show~|move~|shift~|crop~|center on|centre on|focus on|focus~|frame|reframe|position|look at|see|cut off
        looking at|pointed at|point at|point to|aim at|aimed|centered on|centred on|center around
        centre around|concentrate on|focused on|focussed on|focus more on|zero in on|home in on
        prioritize|prioritise|crop to|crop around|crop on|cropped to|framed on|frame on|reposition~|recompose
        recenter|re-center|recentre|re-centre|nudge~|see more of|show more of|shows more of
        show me more of|more of|shift the frame|shift the picture|move the picture|move the frame
        picture to|image to|expose|reveal|not visible|chopped off|chopped
        cropped off|cropped out|gets cut off|is cut off|are cut off|cutting off|cuts off
        toward|towards|focus|aim
        显示|露出|移|往|向|偏|挪|取景|对准|看|聚焦|构图|移一点|挪一点|偏一点|裁掉了|切到了|切掉了|偏左|偏右|靠左
        靠右
    """,
    "place:left": """
        to the left side|to the left|left part|left half|left edge
        偏左|靠左|左半边
    """,
    "place:right": """
        to the right side|to the right|right part|right half|right edge
        偏右|靠右|右半边
    """,
    "side": """
        side|part|half|edge|third
        两边|两侧|四周|周围|空的地方|空白处|空白|空白的地方|空出来的|空出来的地方|空出的地方|多余的地方|多出来的
        多出来的地方|没画面的地方|没有画面的地方|边上|旁边|边缘|两头|四边|四个边|剩余部分|剩下的地方|黑的地方
        黑色部分|黑色的地方|黑框|边边
        边|侧|部分|半边|半|一点|些|半部分
    """,
    "framing_no": """
        no|without|remove~|reset~|undo|cancel|off|stop|take off|clear|back to normal|normal|original|reset the
        get rid of|back to original|restore~|restore|revert~|unset|default|back to default|as it was
        the way it was|to normal|original state|take away|take out|ditch|kill
        scrap|delete~|no more|turn off|switch off
        取消|去掉|还原|重置|恢复|不要|不|复位|原来|正常|回到原样|原样|关掉|撤掉|恢复原样|还原成|还原回|变回
        撤|撤掉吧|取消掉|去除|删掉|关了|关闭|恢复正常|恢复默认|默认|复原|还原回去|弄回原样|变回原样|改回原样
        不要了|不用了|别了|算了
        变回去|改回|改回去|恢复成|恢复到|恢复原来|弄回|弄回去|撤销|去了|不需要|别|别要|不用
    """,
    "framing_noun": """
        framing|frame|crop|cropping|position|composition|reframing|reframe|orientation|view
    """,
    "framing_do": """
        across|over|fit|put|add|with|by|give|to|apply|behind|it should|picture|image|the picture|for|on|fine
        are fine|ok|have|scale|needs|sits|should|let
        slap|throw|gets|set
        in place of|style
        effect|behind it|in the back|sides
        edges|top and bottom|some
        throughout|anywhere
        use|on top of|in front of
        加|加个|加点|用|弄|做|来个|带点|带|要|没关系|也行|做个|给|改|改成|调|到|成|一下|填充|拍|手机|设|来|调到
        的地方|变成|换成|换|给它|给他|上|上个|弄个|弄成|搞成|搞个|做成|整|整个|整成|设成|设为|调成|调为|调至|变
        填上|补上|补|填|垫|垫上|铺|铺上|填补|打底|撑|盖上|盖住|遮|遮住|遮一下|代替|替代|换掉|取代|装饰|弄上
        处理成|填充成|填成|补成|衬|衬底|衬着|那种|的那种|那种效果|里|后面|底下|后|显示|展示
        呈现|全部|完全|画面里|就|给个|来一个|一点|点|些|倍数|比例|大小|调整|调整到|调整为|改一下|变一下|换一下
        使其|令|看看|方向|角度
        背景|底|背景里|背后
        人物|人|人脸|脸|头|主体|主角|人头|身子|全身
        改为|使|使用|采用|用上|配|配个|配上|效果|处理|处理一下|方式|模式|再|往|朝|下|镜头|画面
    """,
}

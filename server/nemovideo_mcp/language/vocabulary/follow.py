"""Words about a crop that follows what is seen, and about bars that a source has of its own."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["WORDS"]

_VERBS = """
    follow|follows|following|track|tracks|tracking|stay on|stays on|stay with|stays with|should follow|has to follow
    move with|moves with|keep following|keep tracking|keeps following
"""
_WHO = """
    face|faces|person|people|persons|subject|subjects|main subject|main person|man|woman|girl|boy|child|kid|kids|dog|cat
    speaker|dancer|player|rider|singer|presenter|actor|action|movement|motion|moving subject|moving person
"""
_WHOM = f"{spaced('the|his|her|my|their|our|a|each|every', _WHO)}|faces|people|him|her|them|me|whoever moves|what moves"
_SEEN = "frame|picture|shot|view|screen|crop|the frame|the picture|the shot|the view|the screen|the crop"
_CROP_ZH = "画面|镜头|裁切|裁剪|构图|取景|视角"
_FOLLOW_ZH = """
    跟随|跟着|跟住|跟踪|追踪|追随|跟拍|追着|锁定|对准跟随|要跟随|要跟着|自动跟随|自动跟踪|一直跟着|始终跟随
"""
_WHO_ZH = """
    人物|人|人脸|脸|脸部|面部|主体|主角|动作|运动|运动的人|他|她|他们|她们|孩子|小孩|狗|猫|说话的人|运动的物体
    移动的物体|移动的主体|拍摄主体|人走|人物走|主体走|人物移动|人脸移动
"""
_WHO_SEEN_ZH = "人物|人脸|人|主体|主角|脸"
_NOT_ZH = "不要|别|不用|不|取消|关闭|关掉|停止|去掉|不再|不需要|无需"
_SMART_ZH = "智能裁切|智能裁剪|智能构图|自动构图|人脸跟踪|人脸追踪|主体跟踪|人物跟踪"
_BARS = "black bars|bars|black borders|letterbox|letterboxing|pillarbox"
_KEEP_BARS_ZH = "保留|留着|留住|别裁|不要裁|别去掉|不要去掉|别裁掉|不要裁掉|别切|不要切"
_OWN_BARS_ZH = combined("|素材的|原来的|自带的|原有的|原片的|素材自带的|素材里的", "黑边")

WORDS: Vocabulary = {
    "follow:on": f"""
        {spaced(_VERBS, _WHOM)}
        {spaced("keep|keeps|hold|always keep|make sure to keep|keep showing", _WHOM, "in", _SEEN)}
        {spaced("keep|keeps|hold", _WHOM, "centered|centred|in the middle|in sight|visible|in the center")}
        auto reframe|auto-reframe|smart crop|smart cropping|smart reframe|smart framing|subject tracking
        face tracking|the crop follows the subject
        {combined("|" + _CROP_ZH, _FOLLOW_ZH, _WHO_ZH)}
        {combined("让|把|", _WHO_SEEN_ZH, "一直|始终|都|", "留在|保持在|待在|在", "画面|镜头", "里|中|内|里面|中间")}
        画面跟随|镜头跟随|裁切跟随|裁剪跟随|构图跟随|跟随主体
        {_SMART_ZH}
    """,
    "follow:off": f"""
        {spaced("don't|do not|never|no need to|stop", "follow|following|track|tracking", _WHOM)}
        don't follow|do not follow|stop following|no following|stop tracking|don't track|do not track
        without following|no tracking|without tracking|no subject tracking|no face tracking|turn off tracking
        turn off the tracking|turn the tracking off|turn off following|turn off the following|fixed crop|a fixed crop
        crop fixed|tracking off|keep the crop still|keep the crop fixed|the crop stays still
        the crop should stay still|hold the crop still|don't move the crop|do not move the crop|stop moving the crop
        no auto reframe|no smart crop|the crop must not move|the crop does not follow the subject
        {combined("|" + _CROP_ZH, _NOT_ZH, "跟随|跟踪|追踪|追随|跟着|跟拍", "|" + _WHO_ZH)}
        {combined(_NOT_ZH, "画面跟随|裁切跟随|镜头跟随|" + _SMART_ZH)}
        裁切不要动|裁切别动|裁剪不要动|裁剪别动|裁切固定|固定裁切|裁剪固定|固定裁剪|裁切位置固定|裁切保持不动
    """,
    "bars:kept": f"""
        {spaced("keep|leave|preserve|retain", "the|its|their|my|the original|the baked-in", _BARS)}
        keep black bars|leave black bars|the black bars stay|the bars stay|the black bars of the source kept
        {spaced("don't|do not", "crop|remove|cut|cut off|crop away|take away", "the", _BARS)}
        {combined(_KEEP_BARS_ZH, _OWN_BARS_ZH)}
        {combined(_OWN_BARS_ZH, "保留|留着|别裁|不要裁|别去掉|不要去掉")}
    """,
    "bars:cropped": f"""
        {spaced("crop|crop away|remove|cut away|cut off|get rid of", "the", "baked-in|burned-in|original", _BARS)}
        the black bars of the source cropped away
        {combined("裁掉|去掉|切掉|裁去|去除", "素材的|原来的|自带的|原有的|原片的|素材自带的", "黑边")}
    """,
    "blur:kept": f"""
        {spaced("keep|leave|back to", "the", "blurred|blurry", "bars|background|borders|sides")}
        keep the blur|keep blurred bars|back to blurred bars|bring the blurred bars back
        {combined("保留|留着|还是要|恢复|用回|要", "模糊|虚化", "边框|背景|边")}
        {combined("模糊|虚化", "边框|背景|边", "留着|保留")}
        保留模糊
    """,
    "follow_do": """
        please|the crop|crop|the camera|camera|the picture|the frame|frame|picture|in|on|of|for|with|let|make
        so that|should
        just|and|always|only|at all|anymore|any more|again|the whole time|all the time|throughout
        请|让|把|给|要|在|的|里|中|吧|了|一直|始终|画面|镜头|裁切|裁剪|都
    """,
}

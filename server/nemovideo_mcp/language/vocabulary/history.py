"""Words about steps back and forth, and versions."""

from __future__ import annotations

from nemovideo_mcp.language.lexicon import Vocabulary, combined, spaced

__all__ = ["WORDS"]

_MOVED_BACK = combined(
    "放|换|挪|移|搬|摆|调|变|转|弄|改|翻|反|排|搁|拉|缩|剪",
    "回去|回来|回原位|回原来的位置|回原处|回原样|回原来那样|回原来的样子",
)
_RATHER_AS_BEFORE = combined(
    "还是",
    "原来|之前|刚才|原先|以前|上一版|上个版本|上一个版本|上一个|上一首|之前那首|前一首|最初|刚刚|前面",
    "的|的吧|的好|的那个|的那个好|的那样|的样子|的样子好|那样|那样吧|那样好|那样子|那个|那个好|那个吧"
    "|好|好一点|好点|更好|顺眼|比较好",
)
_RETURNED_TO = combined(
    "回到|恢复|恢复到|变回|改回",
    "刚才的|刚刚的|上一个的|之前的",
    "大小|速度|音量|位置|顺序|长度|颜色|样子|画面|比例|音乐|标题|效果|角度|状态",
)
_BEFORE = (
    "上一首|上一首歌|上一个|上一版|上一次|之前|之前的|之前那首|之前那个|刚才|刚才的|刚才那首|刚才那个"
    "|原来|原来的|原来那首|前面的|前面那首|刚刚的"
)
_IT_BACK = (
    spaced("put|set|change|bring|move|turn|switch|get|take|make|flip|i want|i'd like", "it|that", "back")
    + "|back please|back again please"
)
_AS_IT_WAS = "|".join(
    (
        spaced(
            "|back|back to|put it back|put it back to|set it back to|change it back to|bring it back to"
            "|go back to|return it to|return to|restore it to|leave it|make it|keep it|have it|i want it"
            "|i want it back|i want it back to|i prefer it|i preferred it|i liked it|let's go back to",
            "how it was|the way it was|as it was|like it was|what it was|how it looked|how we had it|where it was",
            "|before|at first|earlier",
        ),
        spaced(
            "it was|it looked|it sounded|that was|that looked|was|looked",
            "better|fine|good|nicer|okay|great",
            "before|as it was|the way it was|how it was",
        ),
        spaced(
            "i preferred it|i prefer it|i liked it|i like it|liked it|prefer it", "|more|better", "before"
        ),
        spaced("|same|just|exactly", "as before|like before|as it used to be"),
    )
)
_HESITATES = "actually|no|nah|on second thought|on second thoughts|hmm|wait|no wait|sorry|oh no|no please"
_TAKEN_BACK = (
    spaced(f"|{_HESITATES}", "don't do|dont do|do not do", "that|it|this")
    + "|"
    + spaced(_HESITATES, "don't|dont|do not|leave it|rather not")
)
_PLAIN_AS_BEFORE = (
    combined(
        "还是|就|还是用|还是要|恢复成|恢复到|还是恢复|变回|换回|改回|回到|还原成|还是变回",
        "原来的|之前的|原样|老样子|以前的",
    )
    + "|原来的就好|原来的就行|之前的就好|原来就好|还是保持原样|恢复|算了不要了|撤了|上一步"
)
_WORSE_THAN_BEFORE = (
    combined("没|没有|不如", _BEFORE, "好听|好看|好|顺眼|合适") + "|" + combined("不如", _BEFORE)
)

WORDS: Vocabulary = {
    "undo": """
        put the old one back|bring the old one back|bring back the old one|the old one was better|back to the old one
        go back to the old one|previous one was better|it was better before|was better before|better before
        i liked it better before|liked it better before|i liked it better the way it was|liked the old one better
        prefer the old one|like it was|like it was before|as it was|how it used to be|the way it used to be|undo~
        undo that|undo it|undo this|undoing|revert~|roll back|roll it back|go back one step|go back a step|step back
        one step back|take that back|take it back|back one step|the way it was|as it was before|how it was|scratch that
        cancel that|go back|reverse that|take back|back up|undo|ctrl z|ctrl+z|ctrlz
        撤销|复原|撤回|撤一下|撤掉|撤|撤下|回退|退回|退回去|不算|返回上一步|回到上一步|恢复上一步|还原|反悔|后悔了|后悔
        改回去|变回去|退一步|撤销掉|回上一步|取消上一步|恢复原样|退回上一步|回到刚才|倒回去|撤销一下|收回|回撤|退一下
        撤回来|撤回去|撤回一步|撤销一步|撤销掉吧|回到刚才那步|回到之前|回到之前的样子|回到原来|回到原来的样子|变回原来
        变回刚才|变回之前|改回来|改回刚才|改回原来|改回之前|还原一下|还原回去|恢复一下|恢复刚才|恢复到刚才|恢复到之前
        恢复到上一步|恢复成之前|恢复成刚才|倒回上一步|倒退一步|后退一步|往回退|往回撤|返回|返回去|返回一步|退一下子
        退回来|回退一下|回退一步|当我没说|就当没说|还是不改了|还是别改了|还是刚才的好|还是之前的好|还是原来的好
        还是原来好|还是之前好|还是刚才好|还是改回去|还是改回来|反悔了|回档|复原一下|取消刚才
    """,
    "undo_cancel": """
        cancel|discard
        取消|作废|不要|不要了|不算|不算了|算了|去掉|收回|废掉|撤
    """,
    "very_first": """
        first|very first|original|initial|beginning|start
        最初|原始|最开始|初始|最早|刚开始|一开始|起初|最原始|最初始|没改之前|没动之前|改之前|什么都没改
        什么都没动|没改过|最开头|最先|原先|第一次|最最开始|最起初
    """,
    "untouched": """
        全部还原成一开始的样子|还原成一开始的样子|恢复成一开始的样子|回到一开始的样子|全部恢复成最初的样子|变回一开始的样子
        how it was before i touched anything|go back to how it was before i touched anything|how it was before i started
        how it was before i changed anything|go back to how it was before i changed anything|the way it was before
        before i touched anything|before i changed anything|before you touched anything|before you changed anything
        before any changes|before any edits|before we started|before i started|before all this|before all of this
        before we changed anything|before we touched anything|before i messed with it|before i messed with anything
        我动之前|我改之前|我什么都没动的时候|什么都没改的时候|改动之前|动手之前|所有修改之前|还没改的时候|还没动的时候
    """,
    "just_now": """
        all of that|all that|all of those|all of it just now|everything you just did|what you just did|all you just did
        everything i just said|that whole thing|that whole message
        刚才这些|刚才那些|刚才的|刚才这几步|刚刚这些|刚刚那些|这些改动|这些全部|刚才这些都|刚才这些全|刚才这些全都|刚才那些都|这几个都
    """,
    "undo_of_removal": """
        back on|back on please|turn it back on|put it back on|switch it back on|bring back|get back|get it back
        want it back|want them back|put em back|want that back|want those back
        i want them back|i want it back|i want that back|need it back|need them back|i need it back|miss it
        i miss it|miss them|i miss them|put it back|put that back|bring it back|put them back|bring that back
        bring them back|add it back
        加回来|放回来|找回来|留着吧|还是留着|恢复回来|恢复|加回去|放回去|要回来|弄回来|补回来|拿回来|还是要
        开着吧|还是开着|还是开着吧|打开吧|还是打开|还是打开吧|算了开着吧|还是有吧|还是留一下|捡回来|救回来
        加上吧|还是加上|还是放着|放着吧|还是放着吧|别删|先别删|不删|别扔|别扔了|还要|还要的|要的|我要|还是保留
        还是保留吧|保留吧|保留|还留着|留着|留下|不去掉了|别去掉|别去掉了|别拿掉|拿回来吧|加回来吧|恢复吧
        还是恢复|还是恢复吧|恢复了吧|恢复一下吧|还给我|再加上|再加回来|再放回来|再要回来|回来吧|别剪|别剪了
        不剪了|还是要它|还是不删了|不删了|别删了|留下吧|还是留下吧|还是留下|找回
    """,
    "put_back": f"""
        {_PLAIN_AS_BEFORE}|{_IT_BACK}|{_AS_IT_WAS}|{_TAKEN_BACK}
        还是不要了|还是算了|不要好了|还是不要好了|还是别了|还是不了|还是免了|算了不要了|不要这样|不要这样了
        还是不要这样|还是不要吧|还是算了吧|算了还是不要了|算了还是别了|那算了|那还是算了|那就算了|那不要了
        那还是不要了|当没说|取消|取消吧|取消掉|取消了吧|取消了|作废|作废吧|恢复原长|恢复原来长度|恢复原来的长度
        恢复原来的顺序|恢复原来的样子|归位|复位|各就各位|还是原来的顺序|还是原来的位置
        {_MOVED_BACK}|{_RATHER_AS_BEFORE}|{_RETURNED_TO}|{_WORSE_THAN_BEFORE}
    """,
    "as_earlier": """
        original|old|previous|former|earlier|initial|usual|it was|it had|it had before|it was before
        原来的|之前的|刚才的|原先的|以前的|刚刚的|最开始的|一开始的|原本的|本来的|早先的
    """,
    "property:size": "size|大小|尺寸|字号",
    "property:zoom": "zoom|crop|framing|close-up|远近|景别|构图",
    "property:speed": "speed|pace|速度|快慢|节奏",
    "property:volume": "volume|level|loudness|音量|声音大小|响度",
    "property:place": "position|place|spot|location|位置|地方",
    "property:order": "order|sequence|顺序|次序",
    "property:length": "length|duration|timing|长度|时长|长短",
    "property:colour": "color|colour|颜色|色",
    "property:angle": "angle|rotation|orientation|角度|方向",
    "property:shape": "shape|format|ratio|aspect ratio|比例|画幅",
    "as_before": """
        还是要刚才那个|要刚才那个|还是刚才那个|刚才那个好|还是要刚才的|还是要刚刚那个|还是要改的那个|还是要那个
        还是刚才的好|还是刚才好|还是刚才那个好|刚才那样更好|刚才的更好|刚才更好|还是刚才那样|刚才那版好
        还是刚才那版好|还是刚刚的好|刚刚的更好|刚刚更好|还是改了好|还是改过的好|改了的好
    """,
    "put_normal": """
        back to normal|to normal|normal again|put it back to normal|return it to normal|restore it|restore that
        正常放|正常播放|正常播|正着放|正着播|恢复正常|正常就行|正常吧|还是正常的|还是正常|正常的就行|正常就好|正常一点
    """,
    "removed_one": """
        刚才删掉的|刚删掉的|刚才删的|刚删的|删掉的|删了的|被删的|删掉的那段|刚才删掉的那段|刚删的那段|刚才删的那段
        刚才去掉的|刚去掉的|刚才那段|刚刚删的|刚刚删掉的|刚刚删掉的那段|刚刚删的那段|被删掉的|被删掉的那段|去掉的那段
    """,
    "redo": """
        redo~|redo it|redo that|undo the undo|un-undo|redo the change|redo the last change|redo
        重做|恢复撤销|取消撤销|重做一下|再做回来|重做一次|重做吧|恢复刚撤销的|撤销的恢复|撤回的恢复|还是做回来
        又想要了|恢复刚才撤销的|恢复撤回的|取消撤回|重做一步
    """,
    "step_noun": """
        last change|last edit|last step|change|changes|edit|edits|step|steps|previous|what you did|what you just did
        just did|last thing|the last|you made|you did|latest|before|one more|moves|actions|last
        上一步|刚才那步|刚才|刚刚|那步|步|次|修改|操作|上一个|上次|一步|改动|这步|这一步|上一|刚才的|全留着|还是全留着
        那个操作|那次|前一步|上个|这个操作|上一次|刚刚那步|刚才那一步|刚刚那一步|刚才的操作|刚才的修改|刚刚的操作
        刚刚的修改|刚才那下|刚刚那下|刚那步|刚才这步|刚才做的|刚刚做的|刚才改的|刚刚改的|上一步操作|上步|上一个操作
        上个步骤|步骤|编辑|变更|更改|最后一步|最近一步|最近的操作|那一步|刚才那个|刚刚那个
    """,
    "step_again": """
        again|once more|another|one more time
        再|再次|又|继续
    """,
    "twice": """
        twice|two times
        两次|两步|两下
    """,
    "version": """
        version|revision
        版|版本|个版本|号版本|版的|那版|那一版|那个版本
    """,
    "version_state": "样子|的样子|状态|的状态|模样|的时候|那会儿",
    "to_version": """
        go back to|back to|restore~|return to|revert to|go to|load|bring back|switch to|give me|use|show|want
        回到|恢复到|恢复|退回到|还原到|回|用|切回|切换到|换回|退到|要|用回
    """,
}

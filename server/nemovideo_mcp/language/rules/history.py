"""Other versions of the film: undo, redo and restore."""

from __future__ import annotations

from nemovideo_mcp.edit.operations.clip_order import RemoveClips
from nemovideo_mcp.edit.operations.text import RemoveText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.lexicon import Vocabulary
from nemovideo_mcp.language.readings import Reading, Redo, Restore, Rule, Undo
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

WORDS: Vocabulary = {
    "undo": """
        put the old one back|bring the old one back|bring back the old one|the old one was better
        back to the old one|go back to the old one|previous one was better|it was better before
        was better before|better before|i liked it better before|liked it better before
        i liked it better the way it was|liked the old one better|prefer the old one|like it was
        like it was before|as it was|how it used to be|the way it used to be|undo~|undo that|undo it|undo this
        undoing|revert~|roll back|roll it back|go back one step|go back a step|step back|one step back
        take that back|take it back|back one step|the way it was|as it was before|how it was|scratch that
        cancel that|go back|reverse that|take back|back up|undo|ctrl z|ctrl+z|ctrlz
        撤销|复原|撤回|撤一下|撤掉|撤|撤下|回退|退回|退回去|不算|返回上一步|回到上一步|恢复上一步|还原|反悔
        后悔了|后悔|改回去|变回去|退一步|撤销掉|回上一步|取消上一步|恢复原样|退回上一步|回到刚才|倒回去|撤销一下
        收回|回撤|退一下|撤回来|撤回去|撤回一步|撤销一步|撤销掉吧|回到刚才那步|回到之前|回到之前的样子|回到原来
        回到原来的样子|变回原来|变回刚才|变回之前|改回来|改回刚才|改回原来|改回之前|还原一下|还原回去|恢复一下
        恢复刚才|恢复到刚才|恢复到之前|恢复到上一步|恢复成之前|恢复成刚才|倒回上一步|倒退一步|后退一步|往回退
        往回撤|返回|返回去|返回一步|退一下子|退回来|回退一下|回退一步|当我没说|就当没说|还是不改了|还是别改了
        还是刚才的好|还是之前的好|还是原来的好|还是原来好|还是之前好|还是刚才好|还是改回去|还是改回来|反悔了
        回档|复原一下|取消刚才
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
    "undo_of_removal": """
        bring back|get back|get it back|want it back|want them back|put em back|want that back|want those back
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
    "put_back": """
        put it back where it was|move it back|change it back|switch it back|turn it back
        放回去|放回来|放回原位|放回原来的位置|放回原处|放回原样|放回原来那样|放回原来的样子|换回去|换回来
        换回原位|换回原来的位置|换回原处|换回原样|换回原来那样|换回原来的样子|挪回去|挪回来|挪回原位
        挪回原来的位置|挪回原处|挪回原样|挪回原来那样|挪回原来的样子|移回去|移回来|移回原位|移回原来的位置
        移回原处|移回原样|移回原来那样|移回原来的样子|搬回去|搬回来|搬回原位|搬回原来的位置|搬回原处|搬回原样
        搬回原来那样|搬回原来的样子|摆回去|摆回来|摆回原位|摆回原来的位置|摆回原处|摆回原样|摆回原来那样
        摆回原来的样子|调回去|调回来|调回原位|调回原来的位置|调回原处|调回原样|调回原来那样|调回原来的样子
        变回去|变回来|变回原位|变回原来的位置|变回原处|变回原样|变回原来那样|变回原来的样子|转回去|转回来
        转回原位|转回原来的位置|转回原处|转回原样|转回原来那样|转回原来的样子|弄回去|弄回来|弄回原位
        弄回原来的位置|弄回原处|弄回原样|弄回原来那样|弄回原来的样子|改回去|改回来|改回原位|改回原来的位置
        改回原处|改回原样|改回原来那样|改回原来的样子|翻回去|翻回来|翻回原位|翻回原来的位置|翻回原处|翻回原样
        翻回原来那样|翻回原来的样子|反回去|反回来|反回原位|反回原来的位置|反回原处|反回原样|反回原来那样
        反回原来的样子|排回去|排回来|排回原位|排回原来的位置|排回原处|排回原样|排回原来那样|排回原来的样子
        搁回去|搁回来|搁回原位|搁回原来的位置|搁回原处|搁回原样|搁回原来那样|搁回原来的样子|拉回去|拉回来
        拉回原位|拉回原来的位置|拉回原处|拉回原样|拉回原来那样|拉回原来的样子|缩回去|缩回来|缩回原位
        缩回原来的位置|缩回原处|缩回原样|缩回原来那样|缩回原来的样子|剪回去|剪回来|剪回原位|剪回原来的位置
        剪回原处|剪回原样|剪回原来那样|剪回原来的样子|还是不要了|还是算了|不要好了|还是不要好了|还是别了
        还是不了|还是免了|算了不要了|不要这样|不要这样了|还是不要这样|还是不要吧|还是算了吧|算了还是不要了
        算了还是别了|那算了|那还是算了|那就算了|那不要了|那还是不要了|当没说|还是原来的|还是原来的吧
        还是原来的好|还是原来那样|还是原来那样吧|还是原来那样好|还是原来那样子|还是原来那个|还是原来那个好
        还是原来那个吧|还是原来的那个|还是原来的那个好|还是原来的那样|还是原来的样子|还是原来的样子好|还是原来好
        还是原来好一点|还是原来好点|还是原来更好|还是原来顺眼|还是原来比较好|还是之前的|还是之前的吧
        还是之前的好|还是之前那样|还是之前那样吧|还是之前那样好|还是之前那样子|还是之前那个|还是之前那个好
        还是之前那个吧|还是之前的那个|还是之前的那个好|还是之前的那样|还是之前的样子|还是之前的样子好|还是之前好
        还是之前好一点|还是之前好点|还是之前更好|还是之前顺眼|还是之前比较好|还是刚才的|还是刚才的吧
        还是刚才的好|还是刚才那样|还是刚才那样吧|还是刚才那样好|还是刚才那样子|还是刚才那个|还是刚才那个好
        还是刚才那个吧|还是刚才的那个|还是刚才的那个好|还是刚才的那样|还是刚才的样子|还是刚才的样子好|还是刚才好
        还是刚才好一点|还是刚才好点|还是刚才更好|还是刚才顺眼|还是刚才比较好|还是原先的|还是原先的吧
        还是原先的好|还是原先那样|还是原先那样吧|还是原先那样好|还是原先那样子|还是原先那个|还是原先那个好
        还是原先那个吧|还是原先的那个|还是原先的那个好|还是原先的那样|还是原先的样子|还是原先的样子好|还是原先好
        还是原先好一点|还是原先好点|还是原先更好|还是原先顺眼|还是原先比较好|还是以前的|还是以前的吧
        还是以前的好|还是以前那样|还是以前那样吧|还是以前那样好|还是以前那样子|还是以前那个|还是以前那个好
        还是以前那个吧|还是以前的那个|还是以前的那个好|还是以前的那样|还是以前的样子|还是以前的样子好|还是以前好
        还是以前好一点|还是以前好点|还是以前更好|还是以前顺眼|还是以前比较好|还是上一版的|还是上一版的吧
        还是上一版的好|还是上一版那样|还是上一版那样吧|还是上一版那样好|还是上一版那样子|还是上一版那个
        还是上一版那个好|还是上一版那个吧|还是上一版的那个|还是上一版的那个好|还是上一版的那样|还是上一版的样子
        还是上一版的样子好|还是上一版好|还是上一版好一点|还是上一版好点|还是上一版更好|还是上一版顺眼
        还是上一版比较好|还是上个版本的|还是上个版本的吧|还是上个版本的好|还是上个版本那样|还是上个版本那样吧
        还是上个版本那样好|还是上个版本那样子|还是上个版本那个|还是上个版本那个好|还是上个版本那个吧
        还是上个版本的那个|还是上个版本的那个好|还是上个版本的那样|还是上个版本的样子|还是上个版本的样子好
        还是上个版本好|还是上个版本好一点|还是上个版本好点|还是上个版本更好|还是上个版本顺眼|还是上个版本比较好
        还是上一个版本的|还是上一个版本的吧|还是上一个版本的好|还是上一个版本那样|还是上一个版本那样吧
        还是上一个版本那样好|还是上一个版本那样子|还是上一个版本那个|还是上一个版本那个好|还是上一个版本那个吧
        还是上一个版本的那个|还是上一个版本的那个好|还是上一个版本的那样|还是上一个版本的样子
        还是上一个版本的样子好|还是上一个版本好|还是上一个版本好一点|还是上一个版本好点|还是上一个版本更好
        还是上一个版本顺眼|还是上一个版本比较好|还是上一个的|还是上一个的吧|还是上一个的好|还是上一个那样
        还是上一个那样吧|还是上一个那样好|还是上一个那样子|还是上一个那个|还是上一个那个好|还是上一个那个吧
        还是上一个的那个|还是上一个的那个好|还是上一个的那样|还是上一个的样子|还是上一个的样子好|还是上一个好
        还是上一个好一点|还是上一个好点|还是上一个更好|还是上一个顺眼|还是上一个比较好|还是最初的|还是最初的吧
        还是最初的好|还是最初那样|还是最初那样吧|还是最初那样好|还是最初那样子|还是最初那个|还是最初那个好
        还是最初那个吧|还是最初的那个|还是最初的那个好|还是最初的那样|还是最初的样子|还是最初的样子好|还是最初好
        还是最初好一点|还是最初好点|还是最初更好|还是最初顺眼|还是最初比较好|还是刚刚的|还是刚刚的吧
        还是刚刚的好|还是刚刚那样|还是刚刚那样吧|还是刚刚那样好|还是刚刚那样子|还是刚刚那个|还是刚刚那个好
        还是刚刚那个吧|还是刚刚的那个|还是刚刚的那个好|还是刚刚的那样|还是刚刚的样子|还是刚刚的样子好|还是刚刚好
        还是刚刚好一点|还是刚刚好点|还是刚刚更好|还是刚刚顺眼|还是刚刚比较好|还是前面的|还是前面的吧
        还是前面的好|还是前面那样|还是前面那样吧|还是前面那样好|还是前面那样子|还是前面那个|还是前面那个好
        还是前面那个吧|还是前面的那个|还是前面的那个好|还是前面的那样|还是前面的样子|还是前面的样子好|还是前面好
        还是前面好一点|还是前面好点|还是前面更好|还是前面顺眼|还是前面比较好|回到刚才的大小|回到刚才的速度
        回到刚才的音量|回到刚才的位置|回到刚才的顺序|回到刚才的长度|回到刚才的颜色|回到刚才的样子|回到刚才的画面
        回到刚才的比例|回到刚才的音乐|回到刚才的标题|回到刚才的效果|回到刚才的角度|回到刚才的状态|回到刚刚的大小
        回到刚刚的速度|回到刚刚的音量|回到刚刚的位置|回到刚刚的顺序|回到刚刚的长度|回到刚刚的颜色|回到刚刚的样子
        回到刚刚的画面|回到刚刚的比例|回到刚刚的音乐|回到刚刚的标题|回到刚刚的效果|回到刚刚的角度|回到刚刚的状态
        回到上一个的大小|回到上一个的速度|回到上一个的音量|回到上一个的位置|回到上一个的顺序|回到上一个的长度
        回到上一个的颜色|回到上一个的样子|回到上一个的画面|回到上一个的比例|回到上一个的音乐|回到上一个的标题
        回到上一个的效果|回到上一个的角度|回到上一个的状态|回到之前的大小|回到之前的速度|回到之前的音量
        回到之前的位置|回到之前的顺序|回到之前的长度|回到之前的颜色|回到之前的样子|回到之前的画面|回到之前的比例
        回到之前的音乐|回到之前的标题|回到之前的效果|回到之前的角度|回到之前的状态|恢复刚才的大小|恢复刚才的速度
        恢复刚才的音量|恢复刚才的位置|恢复刚才的顺序|恢复刚才的长度|恢复刚才的颜色|恢复刚才的样子|恢复刚才的画面
        恢复刚才的比例|恢复刚才的音乐|恢复刚才的标题|恢复刚才的效果|恢复刚才的角度|恢复刚才的状态|恢复刚刚的大小
        恢复刚刚的速度|恢复刚刚的音量|恢复刚刚的位置|恢复刚刚的顺序|恢复刚刚的长度|恢复刚刚的颜色|恢复刚刚的样子
        恢复刚刚的画面|恢复刚刚的比例|恢复刚刚的音乐|恢复刚刚的标题|恢复刚刚的效果|恢复刚刚的角度|恢复刚刚的状态
        恢复上一个的大小|恢复上一个的速度|恢复上一个的音量|恢复上一个的位置|恢复上一个的顺序|恢复上一个的长度
        恢复上一个的颜色|恢复上一个的样子|恢复上一个的画面|恢复上一个的比例|恢复上一个的音乐|恢复上一个的标题
        恢复上一个的效果|恢复上一个的角度|恢复上一个的状态|恢复之前的大小|恢复之前的速度|恢复之前的音量
        恢复之前的位置|恢复之前的顺序|恢复之前的长度|恢复之前的颜色|恢复之前的样子|恢复之前的画面|恢复之前的比例
        恢复之前的音乐|恢复之前的标题|恢复之前的效果|恢复之前的角度|恢复之前的状态|恢复到刚才的大小
        恢复到刚才的速度|恢复到刚才的音量|恢复到刚才的位置|恢复到刚才的顺序|恢复到刚才的长度|恢复到刚才的颜色
        恢复到刚才的样子|恢复到刚才的画面|恢复到刚才的比例|恢复到刚才的音乐|恢复到刚才的标题|恢复到刚才的效果
        恢复到刚才的角度|恢复到刚才的状态|恢复到刚刚的大小|恢复到刚刚的速度|恢复到刚刚的音量|恢复到刚刚的位置
        恢复到刚刚的顺序|恢复到刚刚的长度|恢复到刚刚的颜色|恢复到刚刚的样子|恢复到刚刚的画面|恢复到刚刚的比例
        恢复到刚刚的音乐|恢复到刚刚的标题|恢复到刚刚的效果|恢复到刚刚的角度|恢复到刚刚的状态|恢复到上一个的大小
        恢复到上一个的速度|恢复到上一个的音量|恢复到上一个的位置|恢复到上一个的顺序|恢复到上一个的长度
        恢复到上一个的颜色|恢复到上一个的样子|恢复到上一个的画面|恢复到上一个的比例|恢复到上一个的音乐
        恢复到上一个的标题|恢复到上一个的效果|恢复到上一个的角度|恢复到上一个的状态|恢复到之前的大小
        恢复到之前的速度|恢复到之前的音量|恢复到之前的位置|恢复到之前的顺序|恢复到之前的长度|恢复到之前的颜色
        恢复到之前的样子|恢复到之前的画面|恢复到之前的比例|恢复到之前的音乐|恢复到之前的标题|恢复到之前的效果
        恢复到之前的角度|恢复到之前的状态|变回刚才的大小|变回刚才的速度|变回刚才的音量|变回刚才的位置
        变回刚才的顺序|变回刚才的长度|变回刚才的颜色|变回刚才的样子|变回刚才的画面|变回刚才的比例|变回刚才的音乐
        变回刚才的标题|变回刚才的效果|变回刚才的角度|变回刚才的状态|变回刚刚的大小|变回刚刚的速度|变回刚刚的音量
        变回刚刚的位置|变回刚刚的顺序|变回刚刚的长度|变回刚刚的颜色|变回刚刚的样子|变回刚刚的画面|变回刚刚的比例
        变回刚刚的音乐|变回刚刚的标题|变回刚刚的效果|变回刚刚的角度|变回刚刚的状态|变回上一个的大小
        变回上一个的速度|变回上一个的音量|变回上一个的位置|变回上一个的顺序|变回上一个的长度|变回上一个的颜色
        变回上一个的样子|变回上一个的画面|变回上一个的比例|变回上一个的音乐|变回上一个的标题|变回上一个的效果
        变回上一个的角度|变回上一个的状态|变回之前的大小|变回之前的速度|变回之前的音量|变回之前的位置
        变回之前的顺序|变回之前的长度|变回之前的颜色|变回之前的样子|变回之前的画面|变回之前的比例|变回之前的音乐
        变回之前的标题|变回之前的效果|变回之前的角度|变回之前的状态|改回刚才的大小|改回刚才的速度|改回刚才的音量
        改回刚才的位置|改回刚才的顺序|改回刚才的长度|改回刚才的颜色|改回刚才的样子|改回刚才的画面|改回刚才的比例
        改回刚才的音乐|改回刚才的标题|改回刚才的效果|改回刚才的角度|改回刚才的状态|改回刚刚的大小|改回刚刚的速度
        改回刚刚的音量|改回刚刚的位置|改回刚刚的顺序|改回刚刚的长度|改回刚刚的颜色|改回刚刚的样子|改回刚刚的画面
        改回刚刚的比例|改回刚刚的音乐|改回刚刚的标题|改回刚刚的效果|改回刚刚的角度|改回刚刚的状态
        改回上一个的大小|改回上一个的速度|改回上一个的音量|改回上一个的位置|改回上一个的顺序|改回上一个的长度
        改回上一个的颜色|改回上一个的样子|改回上一个的画面|改回上一个的比例|改回上一个的音乐|改回上一个的标题
        改回上一个的效果|改回上一个的角度|改回上一个的状态|改回之前的大小|改回之前的速度|改回之前的音量
        改回之前的位置|改回之前的顺序|改回之前的长度|改回之前的颜色|改回之前的样子|改回之前的画面|改回之前的比例
        改回之前的音乐|改回之前的标题|改回之前的效果|改回之前的角度|改回之前的状态|没上一首好听|没上一首好看
        没上一首好|没上一首顺眼|没上一首合适|没有上一首好听|没有上一首好看|没有上一首好|没有上一首顺眼
        没有上一首合适|不如上一首好听|不如上一首好看|不如上一首好|不如上一首顺眼|不如上一首合适|没之前的好听
        没之前的好看|没之前的好|没之前的顺眼|没之前的合适|没有之前的好听|没有之前的好看|没有之前的好
        没有之前的顺眼|没有之前的合适|不如之前的好听|不如之前的好看|不如之前的好|不如之前的顺眼|不如之前的合适
        没刚才的好听|没刚才的好看|没刚才的好|没刚才的顺眼|没刚才的合适|没有刚才的好听|没有刚才的好看
        没有刚才的好|没有刚才的顺眼|没有刚才的合适|不如刚才的好听|不如刚才的好看|不如刚才的好|不如刚才的顺眼
        不如刚才的合适|没原来的好听|没原来的好看|没原来的好|没原来的顺眼|没原来的合适|没有原来的好听
        没有原来的好看|没有原来的好|没有原来的顺眼|没有原来的合适|不如原来的好听|不如原来的好看|不如原来的好
        不如原来的顺眼|不如原来的合适|没前面的好听|没前面的好看|没前面的好|没前面的顺眼|没前面的合适
        没有前面的好听|没有前面的好看|没有前面的好|没有前面的顺眼|没有前面的合适|不如前面的好听|不如前面的好看
        不如前面的好|不如前面的顺眼|不如前面的合适|没刚刚的好听|没刚刚的好看|没刚刚的好|没刚刚的顺眼
        没刚刚的合适|没有刚刚的好听|没有刚刚的好看|没有刚刚的好|没有刚刚的顺眼|没有刚刚的合适|不如刚刚的好听
        不如刚刚的好看|不如刚刚的好|不如刚刚的顺眼|不如刚刚的合适|没上一个好听|没上一个好看|没上一个好
        没上一个顺眼|没上一个合适|没有上一个好听|没有上一个好看|没有上一个好|没有上一个顺眼|没有上一个合适
        不如上一个好听|不如上一个好看|不如上一个好|不如上一个顺眼|不如上一个合适|没上一版好听|没上一版好看
        没上一版好|没上一版顺眼|没上一版合适|没有上一版好听|没有上一版好看|没有上一版好|没有上一版顺眼
        没有上一版合适|不如上一版好听|不如上一版好看|不如上一版好|不如上一版顺眼|不如上一版合适|没之前那首好听
        没之前那首好看|没之前那首好|没之前那首顺眼|没之前那首合适|没有之前那首好听|没有之前那首好看
        没有之前那首好|没有之前那首顺眼|没有之前那首合适|不如之前那首好听|不如之前那首好看|不如之前那首好
        不如之前那首顺眼|不如之前那首合适|没刚才那首好听|没刚才那首好看|没刚才那首好|没刚才那首顺眼
        没刚才那首合适|没有刚才那首好听|没有刚才那首好看|没有刚才那首好|没有刚才那首顺眼|没有刚才那首合适
        不如刚才那首好听|不如刚才那首好看|不如刚才那首好|不如刚才那首顺眼|不如刚才那首合适|没原来那首好听
        没原来那首好看|没原来那首好|没原来那首顺眼|没原来那首合适|没有原来那首好听|没有原来那首好看
        没有原来那首好|没有原来那首顺眼|没有原来那首合适|不如原来那首好听|不如原来那首好看|不如原来那首好
        不如原来那首顺眼|不如原来那首合适|没上一首歌好听|没上一首歌好看|没上一首歌好|没上一首歌顺眼
        没上一首歌合适|没有上一首歌好听|没有上一首歌好看|没有上一首歌好|没有上一首歌顺眼|没有上一首歌合适
        不如上一首歌好听|不如上一首歌好看|不如上一首歌好|不如上一首歌顺眼|不如上一首歌合适|没前面那首好听
        没前面那首好看|没前面那首好|没前面那首顺眼|没前面那首合适|没有前面那首好听|没有前面那首好看
        没有前面那首好|没有前面那首顺眼|没有前面那首合适|不如前面那首好听|不如前面那首好看|不如前面那首好
        不如前面那首顺眼|不如前面那首合适|没之前好听|没之前好看|没之前好|没之前顺眼|没之前合适|没有之前好听
        没有之前好看|没有之前好|没有之前顺眼|没有之前合适|不如之前好听|不如之前好看|不如之前好|不如之前顺眼
        不如之前合适|没刚才好听|没刚才好看|没刚才好|没刚才顺眼|没刚才合适|没有刚才好听|没有刚才好看|没有刚才好
        没有刚才顺眼|没有刚才合适|不如刚才好听|不如刚才好看|不如刚才好|不如刚才顺眼|不如刚才合适|没原来好听
        没原来好看|没原来好|没原来顺眼|没原来合适|没有原来好听|没有原来好看|没有原来好|没有原来顺眼|没有原来合适
        不如原来好听|不如原来好看|不如原来好|不如原来顺眼|不如原来合适|没上一次好听|没上一次好看|没上一次好
        没上一次顺眼|没上一次合适|没有上一次好听|没有上一次好看|没有上一次好|没有上一次顺眼|没有上一次合适
        不如上一次好听|不如上一次好看|不如上一次好|不如上一次顺眼|不如上一次合适|没之前那个好听|没之前那个好看
        没之前那个好|没之前那个顺眼|没之前那个合适|没有之前那个好听|没有之前那个好看|没有之前那个好
        没有之前那个顺眼|没有之前那个合适|不如之前那个好听|不如之前那个好看|不如之前那个好|不如之前那个顺眼
        不如之前那个合适|没刚才那个好听|没刚才那个好看|没刚才那个好|没刚才那个顺眼|没刚才那个合适
        没有刚才那个好听|没有刚才那个好看|没有刚才那个好|没有刚才那个顺眼|没有刚才那个合适|不如刚才那个好听
        不如刚才那个好看|不如刚才那个好|不如刚才那个顺眼|不如刚才那个合适|不如上一首|不如之前的|不如刚才的
        不如原来的|不如前面的|不如刚刚的|不如上一个|不如上一版|不如之前那首|不如刚才那首|不如原来那首
        不如上一首歌|不如前面那首|不如之前|不如刚才|不如原来|不如上一次|不如之前那个|不如刚才那个|取消|取消吧
        取消掉|取消了吧|取消了|作废|作废吧|恢复原长|恢复原来长度|恢复原来的长度|恢复原来的顺序|恢复原来的样子
        归位|复位|各就各位|还是原来的顺序|还是原来的位置
    """,
    "as_before": """
        还是要刚才那个|要刚才那个|还是刚才那个|刚才那个好|还是要刚才的|还是要刚刚那个|还是要改的那个|还是要那个
        还是刚才的好|还是刚才好|还是刚才那个好|刚才那样更好|刚才的更好|刚才更好|还是刚才那样|刚才那版好
        还是刚才那版好|还是刚刚的好|刚刚的更好|刚刚更好|还是改了好|还是改过的好|改了的好
    """,
    "put_normal": """
        正常放|正常播放|正常播|正着放|正着播|恢复正常|正常就行|正常吧|还是正常的|还是正常|正常的就行|正常就好
        正常一点
    """,
    "removed_one": """
        刚才删掉的|刚删掉的|刚才删的|刚删的|删掉的|删了的|被删的|删掉的那段|刚才删掉的那段|刚删的那段
        刚才删的那段|刚才去掉的|刚去掉的|刚才那段|刚刚删的|刚刚删掉的|刚刚删掉的那段|刚刚删的那段|被删掉的
        被删掉的那段|去掉的那段
    """,
    "redo": """
        redo~|redo it|redo that|undo the undo|un-undo|redo the change|redo the last change|redo
        重做|恢复撤销|取消撤销|重做一下|再做回来|重做一次|重做吧|恢复刚撤销的|撤销的恢复|撤回的恢复|还是做回来
        又想要了|恢复刚才撤销的|恢复撤回的|取消撤回|重做一步
    """,
    "step_noun": """
        last change|last edit|last step|change|changes|edit|edits|step|steps|previous|what you did
        what you just did|just did|last thing|the last|you made|you did|latest|before|one more|moves|actions
        last
        上一步|刚才那步|刚才|刚刚|那步|步|次|修改|操作|上一个|上次|一步|改动|这步|这一步|上一|刚才的|全留着
        还是全留着|那个操作|那次|前一步|上个|这个操作|上一次|刚刚那步|刚才那一步|刚刚那一步|刚才的操作
        刚才的修改|刚刚的操作|刚刚的修改|刚才那下|刚刚那下|刚那步|刚才这步|刚才做的|刚刚做的|刚才改的|刚刚改的
        上一步操作|上步|上一个操作|上个步骤|步骤|编辑|变更|更改|最后一步|最近一步|最近的操作|那一步|刚才那个
        刚刚那个
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
_EVERYTHING = 1000
_MOST = 1000


def _restored(clause: Clause) -> Reading | None:
    """ "鹦鹉还是留着吧": what the last message removed comes back, or some of it."""
    last, before = clause.focus.operation, clause.focus.before
    if clause.focus.undone and clause.has("undo_of_removal", "put_back", "step_again", "as_before"):
        # "撤销" – "还是恢复吧": the undo is undone.
        clause.take(
            "undo_of_removal", "put_back", "step_again", "step_noun", "it", "not", "back", "as_before"
        )
        return Reading(step=Redo()) if not clause.rest() else None
    if last is None or not last.name.startswith("remove") or not clause.has("undo_of_removal", "put_back"):
        return None
    if isinstance(last, RemoveText) and before is not None and (clause.names_clips or clause.names_texts):
        return _some_texts(clause, last, before)
    turned = clause.correcting or any("还是" in t.text or "回" in t.text for t in clause.tokens)
    if isinstance(last, RemoveText) and clause.scene.texts and not turned and clause.has("text_noun"):
        # "片尾那句删掉，标题留着": another one stays
        return None
    if not any(t.kind == "clips" and not t.value.pronoun for t in clause.tokens):
        nouns = {"remove_text": "text_noun", "remove_music": "music_noun"}
        clause.refs()
        clause.take(
            "removed_one",
            "undo_of_removal",
            "put_back",
            "step_noun",
            "not",
            "back",
            nouns.get(last.name, "clip_noun"),
        )
        return Reading(step=Undo(), focus=clause.focus)
    if not isinstance(last, RemoveClips) or before is None:
        return None
    clips = sorted(before.video_clips, key=lambda clip: clip.start_ms)
    gone = clip_ids(last)
    wanted: set[str] = set()
    for ref in clause.refs():
        if ref.pronoun and not ref.all:
            continue
        numbered = {n - 1 if n > 0 else len(clips) + n for n in ref.numbers}
        if ref.media:
            wanted |= {clip.clip_id for clip in clips if clip.media_id in ref.media}
        else:
            wanted |= {clip.clip_id for n, clip in enumerate(clips) if n in numbered}
    wanted &= set(gone)
    if not wanted:
        return None
    clause.take("undo_of_removal", "put_back", "step_noun", "not", "back", "remove", "unwanted")
    still = tuple(i for i in gone if i not in wanted)
    again = (last.model_copy(update={"clips": still}),) if still else ()
    return Reading(step=Undo(), operations=(*clause.focus.beside, *again))


def _some_texts(clause: Clause, last: RemoveText, before: Timeline) -> Reading | None:
    """ "第一行还是留着" behind "两行字都去掉"."""
    texts = sorted(before.text_clips, key=lambda text: (text.start_ms, text.clip_id))
    refs: list[Ref] = clause.values("clips", "texts")
    numbers = [n for ref in refs for n in ref.numbers]
    wanted = {t.clip_id for n, t in enumerate(texts) if n + 1 in numbers or n - len(texts) in numbers}
    if not wanted or not wanted <= {str(i) for i in last.texts}:
        return None
    clause.take("undo_of_removal", "put_back", "step_noun", "not", "back", "text_noun", "text_remove", "keep")
    still = tuple(i for i in last.texts if i not in wanted)
    again = (last.model_copy(update={"texts": still}),) if still else ()
    return Reading(step=Undo(), operations=(*clause.focus.beside, *again))


def _read(clause: Clause) -> Reading | None:
    whole = [n for n, token in enumerate(clause.tokens) if token.kind == "clips" and token.value.all]
    named = clause.names_clips and not (whole and clause.has("undo"))
    if clause.count("quote", "duration", "percent", "color") or named or clause.names_texts:
        return None
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip", "them"):
            clause.used.add(n)
    if clause.has("version"):
        number = clause.one("number", "ordinal")
        # "第99版" may be read as an ordinal; "the last version" is a step back
        if number is not None and clause.take("version"):
            clause.take("to_version", "undo", "step_noun", "back")
            return Reading(step=Restore(version=int(number))) if 0 < number < 100_000 else None
    state = clause.has("version", "version_state")
    if state and clause.has("very_first") and clause.has("to_version", "undo", "back"):
        clause.take(
            "version", "version_state", "very_first", "to_version", "undo", "back", "start", "first", "all"
        )
        return Reading(step=Restore(version=1))
    if clause.has("undo_cancel") and clause.has("step_noun"):
        clause.take("undo_cancel", "step_noun", "last", "it")
        return Reading(step=Undo())
    if clause.take("redo"):
        clause.take("step_noun", "step_again", "it", "last", "more", "twice")
        return Reading(step=Redo(steps=_steps(clause)))
    turned = clause.focus.operation is not None and clause.focus.operation.name in (
        "reverse_clip",
        "set_framing",
    )
    if turned and clause.focus.before is not None and clause.take("put_normal"):
        clause.take("talk", "opinion", "remark")
        return Reading(step=Undo(), operations=clause.focus.beside)
    if clause.has("put_back") and clause.focus.before is not None and clause.focus.operation is not None:
        clause.take(
            "put_back", "step_noun", "undo", "back", "opinion", "remark", "music_tired", "talk", "correction"
        )
        return Reading(step=Undo(), operations=clause.focus.beside)
    if clause.take("undo"):
        if clause.has("not") and not any(t.text in ("no", "不对") for t in clause.tokens):
            return None
        # "everything" is read as all clips, where there are some
        clause.used.update(whole)
        steps = (
            _steps(clause)
            if _both(clause) or not (clause.take("everything", "all") or whole)
            else _EVERYTHING
        )
        clause.take(
            "step_noun",
            "step_again",
            "it",
            "last",
            "twice",
            "back",
            "more",
            "version",
            "not",
            "to_version",
        )
        return Reading(step=Undo(steps=steps))
    if clause.has("back", "to_version") and clause.has("version", "step_noun"):
        clause.take("back", "to_version", "version", "step_noun", "last")
        return Reading(step=Undo())
    return None


def _both(clause: Clause) -> bool:
    """Whether "both" of the last changes are meant."""
    both = [
        n
        for n, t in enumerate(clause.tokens)
        if t.text in ("both", "both of them", "both of those", "the two")
    ]
    clause.used.update(both)
    return bool(both)


def _steps(clause: Clause) -> int:
    if clause.take("twice") or _both(clause):
        return 2
    number = clause.one("number")
    return min(int(number), _MOST) if number and number >= 1 else 1


RULES = (Rule(name="restored", read=_restored, rank=7), Rule(name="history", read=_read, rank=25))

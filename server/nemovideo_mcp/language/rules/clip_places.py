"""Places in the order of the clips."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nemovideo_mcp.edit.operations.base import After, Before
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import Vocabulary, spaced
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.tokens import Token

__all__ = ["WORDS", "spot_of"]

WORDS: Vocabulary = {
    "remove": """
        minus|sans|ripple delete
        remove~|delete~|drop~|take out|take|out|get rid of|cut out|cut|kick out|throw out|throw away|lose|ditch
        losing|strip out|omit~|eliminate~|wipe|wipe out|clear out|zap|rid of|do away with|dispose of|trash
        bin off|edit out|take away|take off|leave off|can be removed|can be deleted|can be cut
        can be dropped|can leave|may go|must go|has got to go|got to go|have to go|should be removed
        should be deleted|should be cut|should be dropped|should disappear|should leave|gets cut|vanish
        disappear|disappears|be gone|weed out|nix|scratch|out of the film|out of the video|out of the edit
        out of the movie|out of the cut|out of there|out of here|off the timeline|from the timeline
        from the film|from the video|from the edit|from the movie|from the cut|out the window|do without
        live without|doesn't need to be there|doesn't need to be in there|doesn't belong
        doesn't belong here|doesn't belong in there|doesn't fit|we can lose|i can do without
        we can do without|could go|might as well go|off with|cull|prune|withdraw|pull out|kick|kicked out
        thrown out|binned|scrapped|axed|cut entirely|remove entirely|goodbye to|say goodbye to|bye bye
        be cut|be deleted|be removed|be dropped|needs to leave|needs cutting|needs removing|needs deleting
        scrap|erase~|leave out|yeet|chuck|toss|nuke|dump|boot|can go|has to go|gotta go|needs to go|should go
        discard~|bin|gone|kill|clear|axe|exclude~|without|skip~|away
        没必要留|没必要留着|不用留着|没必要要|没必要放|留着干嘛|留着没用|留着没意义|不留了|别留了|不想留
        不想留了|不必要
        没必要存在|没有必要留|没有必要留着|没啥必要留|就别要了|就不要了|就删了|就去掉|就别放了|别放进来|别放进去
        扔了|扔|丢掉|丢了|踢|踢出去|踢出|去除掉|剔除|砍了|剪没|拿走|删|删掉|干掉|剪了|删除|删去|去掉|去除|拿掉
        删干净|删个干净|去干净|清干净|清理掉|剪没了|剪光|删光
        不留|别留
        不要留|不要留了|不用留了|别放了|不放了|别放|不要放了|踢走
        踢掉吧|踢飞|拉黑|毙了|毙掉|枪毙|咔掉|咔嚓|咔嚓掉|咔了|喀嚓掉|嘎了|嘎掉|做掉|灭了|灭掉|挖掉|抠掉|摘掉|摘了
        摘除|摘出去|择掉|拎出去|拎走|挪走|挪出去|挪掉|搬走|撵走|赶走|轰走|弄没
        弄没了|搞掉|搞没|整没|整没了|给删|给删了|给删掉|给去了|给去掉|给我删|给我删了|给我删掉|给我去掉|删一下|删下
        删一删|删去掉|去一下|去除一下|移除掉|移除一下|移除了|移掉|移去|移走了|拿走了|拿去|拿开|撤走|撤出|撤出去
        撤下来|下架|下掉|取掉|取下|取下来|抽掉|抽走|抽出|抽出去|抽出来|剔出去|剔出|剔走|筛出去|筛了|淘汰
        淘汰掉|排除掉|忽略|忽略掉|略过|略去|略掉|pass|pass掉|pass了|delete掉|delete|remove掉|remove
        裁走|切走|切了|切掉了|切除|切去|剪除|剪去|剪去掉|砍走|砍去|砍光
        处理掉|处理了|移除|剪掉|切掉|不要了|扔掉|砍掉|踢掉|清掉|移走|抹掉|去|不要|别要|不用|删了|除去|删除掉|剪了吧
        删咗|删走
        去了|去掉了|撤掉|撤了|撤|撤下|拿下|剔掉|剔了|筛掉|cut掉|cut了|砍|弄掉|弄走|整掉|剪走|裁掉|裁了|踢了|丢
        丢弃|舍弃|放弃|移出|移出去|移出时间线|请走|拔掉|清除|删个|不必留|不用留|不需要了|用不上|多余|不想看
        不想看到|不想看见|别出现|不要出现|可以不要|可以删|可以删了|可以去掉|可以去了|可以拿掉|甭要|别用|不用了
        唔要|唔好
    """,
    "unwanted": """
        don't want|dont want|do not want|don't need|dont need|no longer want|anymore|any more|in this|in it
        not needed|isn't needed|is not needed|aren't needed
        are not needed|is unnecessary|are unnecessary|unneeded|unwanted|don't want to see
        do not want to see|never want to see|don't wanna see|do not need|no need for|not in the film
        not in the video|no use for
        in there
        不想要了|不需要了|用不着|用不着了
        不要看|不要看了|不要看到|不看了|不看|不想再看|看腻了
        不要|不想要|不需要|用不上|不想看|不想看到
    """,
    "keep_only": """
        keep only|keep just|only keep|just keep|keep nothing but|leave only|only leave|keep|stick to|use only
        keep nothing except|keep nothing other than|i only want|we only want|only want|i just want
        just want|i only need|we only need|only need|just need|i just need|use just|just use|only use
        leave just|just leave|all i want is|all i need is|all i want to keep is|narrow it down to
        cut it down to|boil it down to|strip it down to|narrow down to|reduce it to|whittle it down to
        leave|stays|stay|should stay|remains|remain|can stay|may stay|is to stay|preserve|retain|hold on to
        hang on to|save
        只留|只保留|只要|仅保留|仅留|只剩|保留|只保留住|就留|就留下|就保留|只留下|留下|仅留下|只用|就要|光留
        就用|单留|单要|唯独留|唯独要|光用|净留|仅要|仅用|仅需|只需|只采用|只挑|只选|只选用|只看|只放|只剩下|只保留下
        只留住|留住
        光要|只需要
    """,
    "delete_rest": """
        delete the rest|remove the rest|drop the rest|lose the rest|remove all others
        其它都删|其他都删|其余都删|其他的都删掉|其余删掉|其他删掉|其它不要|其他不要|其他都不要|其它都不要
        其他都不要了|其它都不要了|其余都不要了|剩下的都不要了|剩下都不要了|剩下都不要|别的都不要了|其他都干掉
        其他的都干掉|其余都干掉|其余的都干掉|剩下的都干掉|其他全干掉|其余全干掉|剩下全删|剩下全删掉|剩下全部删
        剩下全部删掉|剩下的全删掉|剩下的全部删掉|剩下的全部删除|剩下的都删掉|剩下的都删了|剩下都删掉|剩下都删了
        剩下的删了|剩下的拿掉|剩下的都拿掉|剩下的去掉|剩下全去掉|剩下的砍掉|剩下的都砍掉|剩下的丢掉|剩下的扔掉
        剩下的都扔掉|剩下的全不要|剩下全不要|剩余的删掉|剩余的都删|剩余的都删掉|剩余的不要|剩余都删|其余全删掉
        其余全部删|其余全部删掉|其余全部删除|其余的全删掉|其余的都删了|其余的都删掉|其余的删了|其余都删了|其余都删掉
        其余删了|其余删除|其余的都去掉|其余去掉|其余拿掉|其余都拿掉|其余的都拿掉|其余砍掉|其余都砍|其余都砍掉
        其余的不要了|其余不要了|其余的都不要了|其余全不要|其他删|其他删了|其他删除|其他都删掉|其他全部删除
        其他全部删|其他都砍|其他都砍掉|其他的砍掉|其他的都砍掉|其他都拿掉|其他的拿掉|其他的都拿掉|其他扔掉
        其他都扔掉|其他的扔掉|其他的都扔掉|其他丢掉|其他的丢掉|其他去掉|其他的去掉|其他不要了|其他的不要了
        其他全不要|其他全不要了|其他的全不要|其他一律不要|其他一律删掉|其他一概不要|其他通通删掉|其他统统删掉
        其他统统不要|其他片段都删|其他片段都删掉|其他镜头都删|其他镜头都删掉|其他镜头都不要|其他片段都不要
        其它都删掉|其它都删了|其它删掉|其它删了|其它的都删|其它的都删掉|其它的删掉|其它全删|其它全删掉|其它去掉
        其它都去掉|其它的都去掉|别的删掉|别的删了|别的都删了|别的全删|别的全删掉|别的全不要|别的都去掉|别的去掉
        别的不要了|多余的删掉|多余的都删|多余的都删掉|多余的不要
        剩下的删掉|剩下的都删|剩下的都不要|剩下都删|剩下的不要|其余的都删|其余的删掉|其余的都不要|其余都不要
        其余不要|其他的都不要|其他的不要|其它的都不要|其它的不要|其他全删|其他全删掉|其他的全删|其他的全删掉
        其他全部删掉|其他的都删了|其他都删了|其余全删|其余的全删|剩下的全删|别的都不要|别的都删|别的都删掉
        别的不要|其他的删了|其他的都去掉|其他都去掉|剩下的都去掉|其余都去掉|其他的删掉
    """,
    "move": """
        drag
        先看到|要先看到|bring|can go|has to go|gotta go|needs to go|should go|must go|should come|has to come
        ought to go|ought to come|belongs
        move~|put|puts|place~|bring~|shift~|send|goes|go|comes|come|start with|begin with|open with|end with
        slide~|shove~|push~|bump~|stick|pop|swing|relocate~|reposition~|transfer~|nudge~
        set|lead with|leads with|lead off with|leads off with|kick off with|kicks off with
        kick things off with|open on|opens on|start on|starts on|begin on|begins on|start off with
        starts off with|starting with|beginning with|opening with|ending with|ending on|end on|ends on
        finish on|finishes on|finish off with|close on|closes on|wrap up with|wrap it up with|conclude with
        concludes with|kick it off with|start out with|starts out with|start it with|begin it with
        open it with|end it with|end it on|finish it with|start it off with|promote|demote|advance
        reorder|rearrange|see
        close with|finish with|start|starts|should be|instead
        粘贴|粘贴到|粘到|移|移到|挪|挪到|放|放到|放在|搬|搬到|调到|换到|排到|排在|提到|提前到|拉到|移动到|摆到|打头
        开场|收尾
        贴到|贴在|贴去
        挪个窝|挪一下|挪位|挪位置|调个位|移个位置|移到了|放回|放回到|挪回|挪回到|移回|移回到|搬去|搬回|拿到|拿去
        拿来放|弄到|弄去|整到|搞到|扯到|拉去|拉到了|甩去|甩回|丢去|扔回|塞去|塞回|插到|插在|插去|插回|接到|接在|跟到
        跟在|垫到|垫在|排在了|排到了|安到|安在|安置到|安置在|调动到|调到了|转移到|转到|往后挪到|往前挪到|往后移到
        往前移到|往后放到|往前放到|往后调到|往前调到|提早到|提前到了|推到|推后到|推迟到|延后到|后置到|前置到|换位到
        挪到位|顺延到|后移至|前移到|前移至|归到|归置到|搁去|搁到了|撂到|撂|抬到|顶到|打到|改成放|改放在|改为放
        压轴|殿后|挪去|放去|调整到|移动|挪动|挪到了|挪个|搁|搁到|搁在|置于|置顶|丢到|丢|扔到|扔去|塞到|塞|甩到
        甩|拖到|拖|拽到|拽|摆|摆在|摆去|调|调去|换去|换在|移去|移在|排|排去|安排到|安排在|安排|提|提到了|提前
        往前提|提前至|垫底|做结尾|当结尾|当压轴|当头|放第一|放首位|放头上|后移到|去到|改到|改放|改放到|移至|挪至
        调至|放至|调换到|打头炮|开头用|开头放|结尾放|最后放
    """,
    "opens": """
        to open|to start it|to begin it
        open the film|open the video|open the movie|open the reel|open the edit|opens the film|opens the video|lead off
        start with|begin with|open with|starts with|begins with|opens with|goes first|comes first|first
        lead with|leads with|lead off with|leads off with|kick off with|kicks off with|kick things off with
        kick it off with|open on|opens on|start on|starts on|begin on|begins on|start off with
        starts off with|starting with|beginning with|opening with|start out with|starts out with
        start it with|begin it with|open it with|start it off with|opener|the opener|as the opener
        as opener|leads|lead|be first|is first|as the first one|as the first clip|as first
        to kick things off|kick things off|kicks things off|at first place|in first place|first in line
        right at the start|right at the beginning|at the very start|before everything else
        before everything|before anything else|before all else|before all the others
        ahead of everything else|first thing we see|the first thing we see
        当封面|做封面|作为封面|开场|打头|打头阵|先放|当开头|做开头|放第一个|打头炮|做开场|当开场|作为开头|作开头
        片头放|片头用|最前放|最前面放|头里放|开场放|开场用
        置顶|放到最前面|放在最前面|放到最前头|移到最前面|挪到最前面|提到最前面|调到最前面|拉到最前面|排到最前面
        贴到最前面
        第一个出来|第一个登场|第一个亮相|头一个出场|头一个出来|头一个出现|在最前|在最前面|在最前头|排在最前
        排在最前面
        放最前|放最前面|放最前头|放到第一个|放到第一位|挪到第一个|移到第一个|排到第一个|调到第一个|提到第一个
        换到第一个|排第一个|排第一|挪第一个|放第一位|放到第一|挪到第一位|移到第一位|排到第一位
        头一个|头一位|第一位|第一个位置|第一的位置|首个位置
        放最前边|摆最前头|摆最前边|排最前头|排最前边|挪最前头|先出场|提最前|提最前面|调最前|调最前面
        挪最前面
        放前面|摆前面|排前面|搁前面|摆最前|排最前|摆最前面|排最前面
        挪最前
        放头里|先来|先出现|先出来|先登场|先亮相
        第一个出现|第一个出场|当头一个|做头一个|放头一个|排头一个
        排首位|摆首位|打首发|首发|开头上|开头播|打开场|做开篇|当开篇|作为开篇|开篇用|开篇|打先锋|放开头
        当第一段
        做第一段|作为第一段|排第一位|当首个|放片头|做片头|当片头
        放第一|放在第一个|摆第一个|当第一个|做第一个|作为开场|放首位|开头用|开头放|打头镜头|打前阵
    """,
    "closes": """
        close the film|close the video|close the movie|close the reel|closes the film|closes the video|close it out
        last|end with|close with|finish with|ends with|closes with|goes last|comes last
        ending with|ending on|end on|ends on|finish on|finishes on|finish off with|finishes with|close on
        closes on|wrap up with|wrap it up with|wraps up with|conclude with|concludes with|end it with
        end it on|finish it with|finish it off with|closer|the closer|as the closer|as closer|finale
        the finale|as the finale|as the last one|as the last clip|be last|is last|as last|in last place
        right at the end|after everything else|after everything|after all the others|comes at the end
        the last thing we see|last thing we see
        收尾|压轴|殿后|结尾用|放最后|垫底|做结尾|当结尾|作为结尾|作结尾|做收尾|当收尾|当压轴|做压轴|结尾放
        末尾放|片尾放|末尾用|片尾用|收尾放|最末放
        放到最后面|放在最后面|放到最后头|移到最后面|挪到最后面|调到最后面|拉到最后面|排到最后面|拖到最后面
        搬到最后面|扔到最后面|丢到最后面|甩到最后面|塞到最后面|贴到最后面
        在最后面|在最末|在最末尾|排在最后|排在最后面|排在最末|最后一个出来|最后一个登场|最后一个出场|最后一个亮相
        放最后面|放最后头|放到最后一个|挪到最后一个|移到最后一个|排到最后一个|调到最后一个|换到最后一个
        排最后一个|放最后一个|放最后一位|放到最后一位|挪到最后一位|移到最后一位|排到最后一位
        放最末尾|放最尾|放最后边|挪最后头|排最后头
        放后面|摆后面|排后面|搁后面|摆最后面|排最后面|挪最后面
        甩最后
        垫后|垫最后|断后|最后出现|最后出场|最后来
        最后登场|最后一个出现|排最末|放最末|放末尾|摆末尾
        挪末尾|扔末尾|放结尾|摆结尾|挪结尾
        往最后放|往后面放|留到最后|留在最后|放到最后一段|放在最后一段|放最后一段|当最后一个镜头|做最后一个镜头
        作为最后一个镜头|放片尾|做片尾|当片尾|作为片尾|收官|当收官|收个尾|收尾用|用来收尾|来收尾
        压轴出场|压阵|压台|放尾巴|当最后一段|做最后一段|作为最后一段|当最后一个
        做最后一个
        放到最后|放在最后|摆最后|排最后|殿底|扔最后|丢最后|搁最后|挪最后|移最后|塞最后|最后放|结束用
    """,
    "swap": """
        顺序反了|反了|放反了|位置反了|颠倒了|搞反了|弄反了|排反了|次序反了|顺序颠倒了|顺序错了|顺序不对|位置不对
        位置错了
        调一下先后|换个先后|换一下先后|先后换一下|先后调换|先后对调|先后互换|调个先后|先后调一下|调下先后
        swap~|switch~|exchange~|trade places|change places|swap places|swap round|swap around|switch around
        swop~|trade~|interchange~|flip flop|flip-flop|trade spots|swap spots|switch spots|change positions
        trade positions|switch positions|swap positions|swap the positions of|switch the positions of
        swap the order of|switch the order of|change the order of|the other way around|other way around
        other way round|the other way round|vice versa|change over|places|each other's places|positions
        swap over|switch over|switch round|change round|change around
        switch places|around
        换一下顺序|换顺序|换下顺序|换个顺序|对换|互换|交换|调换|对调|换个位置|换位置|换一下位置|调个位置|换换
        换过来|调过来|掉过来|对换过来|互换过来|调换过来|换个位|颠倒过来|颠倒|对换位置|互掉|互调|互调一下|互调位置
        位置对换|位置调换|位置调一下|位置对调一下|位置互换一下|位置交换一下|前后对调|前后互换|前后换一下|前后调换
        前后调一下|swap一下|swap下|swap掉|swap位置|switch一下|exchange一下
        掉换|位置|换一下|换个|换下|对换一下|互换一下|交换一下|调换一下|对调一下|调一下顺序|调个儿|调个个儿
        调个个|换个个儿|调个|调下位置|调一下位置|互换位置|交换位置|对调位置|调换位置|互换顺序|交换顺序|对调顺序
        调换顺序|换位|换换位置|颠倒一下|互相换|互换下|交换下|对调下|位置互换|位置对调|位置交换|位置换一下|位置换
        掉个个儿|掉个儿|掉个头|换一换|顺序换一下|顺序调换|顺序互换|顺序交换|顺序调一下|倒腾一下|倒腾|倒换
        倒换一下|位置倒一下|位置倒腾一下
    """,
    "replace": """
        replace~|swap out|swap|switch|trade|switch out|substitute~|instead of|in place of|in its place|use|show|change
        swap for|sub|sub out|sub in|change to|change into|change for|exchange for|trade for
        swap in|in the place of|in lieu of|becomes|become|turns into|turn into|should become
        put in place of|where
        exchange
        换成|替换成|替换为|替换|换|换为|改成|改用|代替|替代|改放|换作|替成|替为|替换掉|替掉|换掉|换上|顶替|取代
        顶掉|顶上|换下来|变成|改为
    """,
    "insert": """
        throw~|lob|lob in|shoehorn|jam|jam in|interject
        tack|tack on|slap on|pop in|add~|insert~|append~|include~|put|place~|use|throw in|drop in|stick|bring in
        tag on|tag|bung|bung in|whack in|whack on|stick in|stick on|pop|slot in|slide in|splice in
        squeeze in|fit in|work in|sneak in|drop|plonk|plop|chuck in|chuck on|throw on|slap|paste|patch in
        mix in|follow it with|followed by|follow with|finish with|finish off with|end with|ends with|end on
        close with|close on|wrap up with|start with|begin with|open with|kick off with|open on|start on
        put in|putting|adding|wedge|sandwich|wedged|sandwiched|adds|get in|include also
        hang on
        on the timeline|to the timeline|timeline|goes|go|show|attach
        补一张|补上|来张|插进|插到|加|加上|加入|添加|插入|插|接|接上|接在|放|放上|放进|放到时间线|时间线|添|补
        贴到|贴在
        末尾接上|加到|放到|来个|放个|接到|接后面|先放|接着放|再加|连上|当封面|做封面|作为封面|补个|补一段|补进
        补到|塞进|塞进去|塞一张|塞个|塞|插一张|插一段|插个|插入一张|加一张|加一段|加张|加段|加进|加进来|加进去
        加在|加入一张|添加一张|添上|添一张|添个|放一张|放进来|放进去|放在|来一张|来一段|接一张|接一段|接上去
        续上|续|跟上|跟一张|贴上|垫|上一张|上|用上|附上|末尾放|末尾加|整张|搞一张|安排一张|加插|再来一张|再来张
        再加一张|再插一张|再插入|导入
    """,
    "insert_with": """
        have|get|bring|position|as well|too|in it|in there|feature|featuring|as an extra|getting|see|fit|go|goes|comes
        come|follow|follows|add in|at that spot|there|included|be included|should be included|appear|appears
        be in there
    """,
    "duplicate": """
        twice back to back|two times in a row|three times in a row|in a row twice|appear two times
        shown two times
        shown twice|play it twice|loop~|duplicate~|duplicates|copy|copies|copied|repeat~|clone~|double up|show twice
        create a copy|create a duplicate|create another copy|make a duplicate|clones|duplicate of|one more time
        once more|another time|a second time|back to back|double|make a copy of
        make copies of|copies of|twice in a row|twice over|shown again|appear twice|appears twice
        appear again|appears again|come back|comes back|return|returns|reprise|dupe|dup|replay|run it again
        run twice|copy paste|show again|play again|use again|reuse|re-use
        play twice|twice|again|two times
        循环|复制|重复一遍|重复一次|重复|再放一遍|再来一遍|再放一次
        复制一份|拷贝|再来一次|重放|重放一遍|重放一次|重播|重播一遍|再播一遍
        再播一次|再播|再出现一次|再出现一遍|再复制一份|复制一个|复制一段|复制一下|复制一遍|克隆|克隆一份
        copy一份|copy一下|多放一遍|多放一次|多来一遍|双份|loop|loop一下|循环播放|再来一段|重复下|重复一下
        重复播放|循环一次|循环一遍|拷一份|拷贝一份|再用一次|再用一遍
    """,
    "adjoining": """
        back to back|in a row|one after the other|one after another|directly after each other
        连着|接连|挨着|连续|紧挨着|背靠背|一个接一个
    """,
    "reverse_order": """
        flip the running order|reverse the running order|running order reversed|running order backwards
        flip the sequence|flip the clip order|flip the shot order|reverse the clip sequence
        reverse the shot order|swap the running order|turn the running order around
        reverse all the clips in order|flip the whole order
        reverse the order|reverse order|reversed order|in reverse order|opposite order|order reversed
        turn the order around|turn the order round|order backwards|in opposite order|the other way round
        back to front order|last to first|from last to first|invert the order|order inverted|order flipped
        mirror the order|turn around the order|turn the order|swap the order around|order the other way round
        order the other way around
        order in reverse
        backwards order|flip the order|the other way round order|reverse the clip order|reverse the sequence
        顺序颠倒一下|顺序对调|顺序倒过来|倒过来排|倒序|反过来排|顺序反过来|逆序|倒序排列|反着排|顺序颠倒
        倒着顺序|顺序反过来放|顺序反过来播|顺序反过来排|顺序倒过来放|顺序倒过来排|顺序倒过来播|倒着来排|倒着顺序来
        按倒序|按倒着的顺序|反着顺序|反着来排|颠倒着排|颠倒一下顺序|把顺序颠倒|顺序调个头|顺序掉个头|顺序掉过来
        顺序调过来|顺序翻过来|整体倒序|整体反序|从后往前排|从最后一个往前排|顺序全部反过来|顺序全反|顺序反转过来
        反向排序|反向排列|逆向排列|逆序排列|逆序排
        颠倒顺序|顺序反一下|顺序倒一下|顺序全反过来|倒着排|倒排|反过来排列|顺序倒着来|倒个顺序|顺序倒着排
        顺序颠倒过来|前后颠倒|整个顺序反过来|反转顺序|顺序反转|把顺序反过来|顺序逆过来|反序|倒序来|倒序排
    """,
    "order": """
        order|better order|best order|nicer order|in the order|sequence|in this order|order should be|new order
        the order|order of
        rearrange to|rearrange them to|reorder to|reorder them|reorder|rearrange|reshuffle|resequence
        running order|order is|the order is|order them|put them in this order|order the clips|arrange
        arrange them|arrange the clips|line them up|sort|sort them|clip order|shot order|in this sequence
        as follows|like so|like this|goes like this|should go
        顺序|排序|次序|顺序改成|排|排列|按|依次|先|最后|按照|顺序是|顺序为|顺序调成|顺序变成|顺序换成|顺序排成
        顺序按|排成|排序改成|出场顺序|播放顺序|镜头顺序|片段顺序|排列顺序|调整顺序|重新排序|重排|重新排
    """,
    "copy_noun": """
        copy|the copy|duplicate
        副本|复制的那段|拷贝
    """,
    "between": """
        between|in between
        in the middle of|sandwiched between|wedged between|squeezed between|right between|slap bang between
        之间|中间|当中|之间那里|中间那里|中间处
    """,
    "position": """
        number one spot|top spot
        position|place|spot|number|slot|as number|into position
        格|号|号位置|的位置|这个位置|那个位置|顺位|位子
        positions|position number|rank|spot number|place number|to number|slot number|in position|in place
        in spot|in slot|in the order|in line|in the lineup|in the sequence
        位|位置|号位|个位置|个位|位次
    """,
    "part_of": """
        of|from|part
        的部分|那部分|这部分|那一部分|这一部分|那段内容|这段内容|那一段内容|那部分内容|的内容|那一小段|那小段
        的那部分|的那一部分|的那段内容|那部分画面|那段画面|那一段画面|的那一小段|的片段|部分|内容
        的
    """,
    "gap": "留空|留出空位|"
    + spaced(
        "leave|leaving|keep|with",
        "a|the|some|an|",
        "gap|black gap|hole|blank|black|black screen|empty space|blank space|empty gap|space|empty spot",
        "there|",
    ),
}


def spot_of(clause: Clause) -> tuple[Any, Ref | None]:
    """Takes a place in the order: `start`, `end`, before or after a clip. None where none is told."""
    tokens = clause.tokens
    if (between := _between(clause)) is not None:
        return After(after=between[0]), None
    for n, token in enumerate(tokens):
        if n in clause.used or token.kind not in ("word", "clips"):
            continue
        english = token.text.isascii()
        before, after = token.has("before"), token.has("after")
        if not (before or after) or token.kind == "clips":
            continue
        beside = n + 1 if english else _ahead(tokens, n)
        if 0 <= beside < len(tokens) and tokens[beside].kind == "clips" and beside not in clause.used:
            ref: Ref = tokens[beside].value
            clause.used.update((n, beside))
            if ref.pronoun == "other" and not ref.single and not clause.focus.clips:
                # "Behind all the others"
                return ("start" if before else "end"), None
            ids = clause.resolved(ref)
            return (Before(before=ids[0]) if before else After(after=ids[-1])), ref
    ends = any(
        t.has("end", "closes")
        and n not in clause.used
        and (t.text not in _AWAY or clause.tokens[n - 1].has("det"))
        for n, t in enumerate(tokens)
    )
    if ends and clause.find("start", "opens") is None:
        clause.take("end", "closes")
        return "end", None
    if clause.find("start", "opens") is not None and not ends:
        clause.take("start", "opens")
        return "start", None
    return None, None


def _ahead(tokens: Sequence[Token], n: int) -> int:
    """The place of what stands before a Chinese word of place, with or without "的"."""
    return n - 2 if n > 1 and tokens[n - 1].text in ("的", "的那") else n - 1


_AWAY = frozenset(("back", "close", "closer"))
"""Words that mean the end of the film only with an article: "to the back"."""


def _between(clause: Clause) -> tuple[str, ...] | None:
    """Takes two neighbours that something goes between."""
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        beside = n + 1 if token.text.isascii() else _ahead(tokens, n)
        if not token.has("between") or not 0 <= beside < len(tokens) or tokens[beside].kind != "clips":
            continue
        ids = clause.resolved(tokens[beside].value)
        order = [clip.clip_id for clip in clause.scene.clips]
        places = sorted(order.index(i) for i in ids if i in order)
        if len(ids) == len(places) == 2 and places[1] - places[0] == 1:
            clause.used.update((n, beside))
            return tuple(order[place] for place in places)
    return None

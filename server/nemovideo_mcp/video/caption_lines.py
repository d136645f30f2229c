"""Captions in lines: two at most at a time, broken where a reader pauses, in English and in Chinese.

The rules are those of subtitlers (Netflix Timed Text Style Guide; BBC Subtitle Guidelines, "line breaks"): break behind
punctuation, keep articles, prepositions and pronouns with what follows them, lines of like length, no word alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from nemovideo_mcp.timeline.captions import Unit, is_wide

__all__ = ["Page", "pages_of"]

Widths = Callable[[str], float]

_SENTENCE_END = frozenset("。！？…!?.")
_PAUSE = frozenset("，、；：,;:—–")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words that a line does not end with, and words that it may well begin with.
_HELD = _words("""
    a an the of to in on at for with by from and or but nor so as if than that my your his her its our their is are
    was were be been am i you he she we they it not no very mr mrs ms dr st this these those every each some any who
    which what how when where while because has have had do does did will would can could should may might must
    don't doesn't didn't isn't aren't won't can't i'm you're we're they're it's i've we've
""")
_OPENERS = _words("""
    and or but nor so because that which who whom whose when where while if than to of in on at for with by from as
    into about after before until through without like
""")
_PARTICLES = frozenset("的地得了着过吗呢吧啊呀们么嘛之里上下中")
_BEHIND_PARTICLES = frozenset("了着过吗呢吧啊呀嘛")
_LEADING = frozenset(
    "不没很最更太也都就再又还在把被和与跟对向从给到是这那一二三四五六七八九十两几每第我你他她它请让将为以"
)
_CONJUNCTIONS = frozenset("但而因所如虽")
_CHINESE_OPENERS = frozenset("和与当就也都还把被在从对给让并或")
# Two-character words that are most frequent in speech: a line is not broken inside one.
_WORDS = _words("""
    我们 你们 他们 她们 咱们 大家 自己 别人 今天 明天 昨天 现在 以后 以前 时候 时间 刚才 最后 开始 结束 什么 怎么
    这么 那么 多么 哪里 这里 那里 这个 那个 哪个 一个 一些 一起 一样 一直 一定 一下 有点 有些 因为 所以 但是 可是
    不过 如果 虽然 而且 或者 还是 只是 就是 于是 然后 可以 可能 能够 应该 需要 必须 已经 正在 没有 不是 不会 不要
    不能 知道 觉得 认为 希望 喜欢 看到 看见 听到 发现 告诉 出来 起来 下来 过来 出去 回来 进去 非常 特别 真的 比较
    其实 当然 终于 突然 朋友 老师 学生 孩子 妈妈 爸爸 先生 女士 视频 音乐 电影 歌曲 画面 镜头 字幕 照片 手机 电脑
    公司 学校 世界 中国 北京 上海 城市 国家 地方 问题 办法 事情 东西 生活 工作 学习 旅行 旅游 早上 上午 中午 下午
    晚上 海边 风景 天气 太阳 月亮 下雨 下雪 春天 夏天 秋天 冬天 谢谢 你好 欢迎 再见 加油 快乐 开心 高兴 漂亮 美丽
    好看 好吃 简单 重要 第一 第二 第三 分钟 小时 星期 每天 每个 所有 全部 其他 关于 对于 根据 通过 为了 咖啡 早餐
    午餐 晚餐 单车 骑行 冲浪 沙滩
""")


# A page more costs so much; one page is not parted unless its own break costs more than that.
_PAGE, _WORTH_A_PAGE = 1.0, 0.6


@dataclass(frozen=True, kw_only=True)
class Page:
    """One or two lines that are shown together, and which units of the text they are: from `first`, so many."""

    lines: tuple[str, ...]
    first: int
    count: int
    breaks: tuple[int, ...]
    """The unit, counted from the text's first, with which each line begins."""


def joined(units: Sequence[Unit]) -> str:
    """Units in one line."""
    pairs = pairwise([None, *units])
    return "".join((" " if _is_apart(before, unit) else "") + unit.text for before, unit in pairs if unit)


def _is_apart(before: Unit | None, unit: Unit | None) -> bool:
    """Whether a blank stands between two units of one line."""
    if before is None or unit is None:
        return False
    return unit.spaced or (unit.new_line and not (is_wide(before.text[-1]) and is_wide(unit.text[0])))


def pages_of(units: Sequence[Unit], *, room: float, width: Widths) -> tuple[Page, ...]:
    """`units`, none of which is wider than `room`, on as few pages as they need to be broken well.

    Args:
        units: the pieces of a text that are never broken.
        room: the width of a line.
        width: how wide a unit is, and a blank; a line is as wide as its units and the blanks between them.

    Returns:
        The pages in order, none where there are no units. Where the text has two lines that fit, they stay.
    """
    if not units:
        return ()
    lines = _Lines(units, room, width)
    whole = lines.as_written() or lines.page(0, len(units))
    if whole is not None and whole[0] <= _WORTH_A_PAGE:
        return (whole[1],)
    return tuple(lines.paged())


class _Lines:
    """The ways to set a text in lines, with what each costs."""

    def __init__(self, units: Sequence[Unit], room: float, width: Widths) -> None:
        self._units = units
        self._room = room
        # The width up to each unit, with the blank before it, and those blanks.
        blank = width(" ")
        self._blanks = [blank if _is_apart(a, b) else 0.0 for a, b in pairwise([None, *units])]
        own = [width(unit.text) for unit in units]
        self._ends = [0.0, *accumulate(map(sum, zip(own, self._blanks, strict=True)))]

    def _width(self, first: int, end: int) -> float:
        return self._ends[end] - self._ends[first] - self._blanks[first]

    def _fits(self, first: int, end: int) -> bool:
        return self._width(first, end) <= self._room

    def as_written(self) -> tuple[float, Page] | None:
        """One page with the lines of the writer, where these are two and fit."""
        breaks = [n for n, unit in enumerate(self._units) if unit.new_line]
        count = len(self._units)
        if len(breaks) != 1 or not (self._fits(0, breaks[0]) and self._fits(breaks[0], count)):
            return None
        return 0.0, self._page(0, count, (0, breaks[0]))

    def page(self, first: int, end: int) -> tuple[float, Page] | None:
        """The best page with these units and what it costs; None where they don't fit on one."""
        if self._fits(first, end):
            return 0.0, self._page(first, end, (first,))
        best: tuple[float, int] | None = None
        for at in range(first + 1, end):
            if not self._fits(first, at):
                break
            if not self._fits(at, end):
                continue
            upper, lower = self._width(first, at), self._width(at, end)
            uneven = abs(upper - lower) / max(upper, lower)
            alone = (
                0.5
                if min(upper, lower) < 0.3 * max(upper, lower) or end - at == 1 or at - first == 1
                else 0.0
            )
            cost = uneven + alone + _break_cost(self._units[at - 1], self._units[at])
            if best is None or cost < best[0]:
                best = cost, at
        return None if best is None else (best[0], self._page(first, end, (first, best[1])))

    def paged(self) -> Iterator[Page]:
        """As few pages as hold all units, parted where it costs least."""
        count = len(self._units)
        # What the units from each one on cost, and the page that they begin with.
        best: list[tuple[float, Page | None]] = [(float("inf"), None) for _ in range(count)]
        best.append((0.0, None))
        for first in reversed(range(count)):
            for end in range(first + 1, count + 1):
                found = self.page(first, end)
                if found is None:
                    break
                cost = found[0] + (
                    2 * _break_cost(self._units[end - 1], self._units[end]) if end < count else 0.0
                )
                # A page that is much shorter than the others is read as a stammer.
                cost += _PAGE + 0.5 * max(0.0, 1 - self._width(first, end) / self._room)
                if best[end][0] + cost < best[first][0]:
                    best[first] = best[end][0] + cost, found[1]
        at = 0
        while at < count:
            page = best[at][1]
            assert page is not None
            yield page
            at = page.first + page.count

    def _page(self, first: int, end: int, breaks: tuple[int, ...]) -> Page:
        bounds = (*breaks, end)
        lines = tuple(joined(self._units[a:b]) for a, b in pairwise(bounds))
        return Page(lines=lines, first=first, count=end - first, breaks=breaks)


def _break_cost(before: Unit, after: Unit) -> float:
    """What it costs a reader that a line ends with `before`; below zero, it is a good place."""
    cost = -0.4 if after.new_line else 0.0
    last, first = before.text[-1], after.text[0]
    if last in _SENTENCE_END:
        return cost - 0.4
    if last in _PAUSE:
        return cost - 0.3
    if is_wide(last) and is_wide(first):
        return cost + _chinese_cost(before.text, after.text)
    word, following = before.text.casefold().strip("“”\"'‘’"), after.text.casefold().strip("“”\"'‘’")
    if word in _HELD:
        cost += 0.3
    if following in _OPENERS:
        cost -= 0.15
    if word.isdigit() or (last.isalpha() and before.text[0].isupper() and after.text[0].isupper()):
        cost += 0.2
    return cost


def _chinese_cost(before: str, after: str) -> float:
    last, first = before[-1], after[0]
    if last + first in _WORDS:
        return 1.2
    cost = 0.15
    if first in _PARTICLES:
        cost += 0.5
    if last in _BEHIND_PARTICLES:
        cost -= 0.15
    elif last in _LEADING:
        cost += 0.3
    if first in _CONJUNCTIONS:
        cost -= 0.3
    elif first in _CHINESE_OPENERS:
        cost -= 0.15
    return cost

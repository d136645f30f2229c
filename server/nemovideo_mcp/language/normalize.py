"""A message folded for matching: one width, lower case, simplified characters, no emoji, typing errors mended.

Every folded character remembers where it came from, so that a span of the folded text is a span of the user's words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

__all__ = ["Folded", "Mender", "fold", "plain_marks"]

# traditional character, simplified character, …: those that occur when people talk about films, files and accounts.
_PAIRS = (
    "唔不嗰那啲些喺在嘅的冇没咁这畀给佢它睇看揀选這这個个們们為为與与樂乐輕轻隊队視视頻频頁页豎竖橫横縮缩輯辑節节標标題题變变換换歡欢電电氣气圍围調调聲声靜静關关閉闭開开啟启應应該该將将對对齊齐單单雙双轉转後后來来幾几張张圖图檔档傳传"
    "頭头結结頂顶減减點点麼么麽么讓让無无須须給给製制劃划畫画濾滤鏡镜貼贴紙纸場场說说語语詞词顯显寫写刪删導导專专業业壓压韻韵鐘钟兩两總总長长過过於于內内間间裡里裏里邊边歸归還还處处復复複复"
    "並并併并連连發发請请謝谢誰谁當当動动態态體体認认話话則则從从隨随響响組组織织線线緩缓鬆松優优選选擇择擺摆搖摇滾滚廣广東东國国際际書书見见錄录簡简實实現现種种類类樣样華华麗丽純纯淨净較较"
    "強强級级別别勁劲熱热鬧闹溫温懷怀舊旧傷伤緊紧陽阳濃浓寬宽夠够鋪铺滿满雜杂訊讯環环適适網网紅红進进階阶條条寧宁儘尽鍵键號号臺台嗎吗幫帮煩烦聽听錯错飛飞戲戏劇剧憶忆測测聯联穩稳讀读識识順顺"
    "預预質质輸输辦办達达鎖锁離离難难顏颜願愿驗验沒没燈灯盡尽確确禮礼稱称紀纪約约終终統统萬万術术補补裝装疊叠戀恋夢梦壯壮錶表買买賣卖費费賽赛週周層层幣币讚赞臉脸額额餘余積积軸轴軌轨項项目目"
    "儲储渲渲匯汇帳账賬账戶户雲云餵喂記记憑凭據据嘅的佢它喺在冇没咗了唔不俾给攞拿睇看剩剩鐵铁狀状況况顧顾錢钱隻只妳你您您爾尔嘗尝試试訂订閱阅購购務务員员職职務务貓猫風风車车馬马鳥鸟魚鱼"
    "時时載载會会麼么與与學学習习們们從从來来對对爲为於于個个開开關关後后說说請请謝谢嗎吗讓让幫帮給给當当還还過过這这樣样點点間间長长動动題题體体實实現现問问話话語语經经產产業业質质總总聲声處处東东種种號号線线樓楼課课誌志場场館馆報报價价爾尔級级綫线滙汇囬回裏里祇只週周曆历歷历證证聯联繫系復复擡抬衝冲鬚须託托採采閃闪濾滤鏈链碼码擋挡屬属圓圆塊块塗涂壞坏姊姐孫孙慣惯懶懒戶户掃扫擔担據据撥拨數数斷断暫暂條条極极樹树檢检櫃柜權权歐欧殘残淚泪淺浅測测湯汤準准溝沟滅灭澤泽燒烧爛烂牆墙獨独瑪玛疊叠癢痒監监盤盘睜睁碟碟礙碍禮礼穩稳窩窝築筑糧粮綁绑綠绿編编練练縣县繞绕繪绘繼继續续罰罚職职腳脚腦脑臺台興兴艦舰蘭兰蘋苹虛虚蠟蜡術术補补裝装覺觉觀观試试該该誤误論论譯译護护讚赞貨货貴贵貸贷資资賺赚贈赠趕赶趙赵跡迹踐践躍跃軟软較较輛辆輝辉農农遠远遞递遲迟遺遗鄉乡醫医釋释針针鈴铃銀银銷销鋒锋鍋锅鎮镇鏟铲鑽钻閒闲闆板陣阵階阶隱隐難难雙双雞鸡霧雾靂雳韓韩頻频顏颜顧顾飄飘飾饰餓饿駐驻騷骚驚惊鮮鲜麗丽齊齐"
    "著着鸚鹦鵡鹉極极擊击歲岁創创產产衛卫報报導导獲获賞赏賣卖鬥斗葉叶藝艺門门問问聞闻陳陈陰阴響响頓顿領领顆颗願愿飯饭館馆騎骑魯鲁麥麦黃黄龍龙龜龟齡龄"
)
_SIMPLIFIED = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))

_PLAIN = {
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"',
    "–": "—", "―": "—", "…": ".", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n",
}  # fmt: skip
# Quotation marks that tell start from end must stay what they are until quotations have been found.
_KEPT = frozenset("“”「」『』《》〈〉【】，。、；：！？～…’‘«»")
_STAYING = frozenset("\n\r\t\u2028\u2029\ue000\ue001\ue002")
_NOISE = frozenset({"So", "Sk", "Cf", "Cc", "Cs", "Co", "Cn", "Mn", "Me"})


@dataclass(frozen=True, kw_only=True)
class Folded:
    """`text` and, for every character of it, the index in the original it came from (and one for the end)."""

    text: str
    origins: tuple[int, ...]

    def replaced(self, spans: Iterable[tuple[int, int, str]]) -> Folded:
        """With every span (start, end, new text; in order, apart from one another) exchanged."""
        parts: list[str] = []
        origins: list[int] = []
        at = 0
        for start, end, new in spans:
            parts += (self.text[at:start], new)
            origins += self.origins[at:start]
            # A word that was mended still covers the whole of what was typed; one mark for it stands at its start.
            covered = [self.origins[min(start + n, end - 1)] for n in range(len(new))]
            if len(new) > 1:
                covered[-1] = self.origins[max(start, end - 1)]
            origins += covered
            at = end
        parts.append(self.text[at:])
        origins += self.origins[at:]
        return Folded(text="".join(parts), origins=tuple(origins))


@lru_cache(maxsize=8192)
def _folded_char(char: str) -> str:
    if char in _KEPT:
        return char
    out: list[str] = []
    for part in unicodedata.normalize("NFKC", char):
        if part not in _STAYING and unicodedata.category(part) in _NOISE:
            # An emoji stands between words, a joiner inside one.
            out.append(" " if unicodedata.category(part) == "So" else "")
            continue
        if part.isspace():
            part = "\n" if part in "\n\r\u2028\u2029" else " "
        out.append(_SIMPLIFIED.get(part, _PLAIN.get(part, part.lower())))
    return "".join(out)


def fold(text: str) -> Folded:
    """`text` by NFKC, in lower case and simplified characters, without emoji and control characters."""
    parts: list[str] = []
    origins: list[int] = []
    for n, char in enumerate(text):
        new = char.lower() if char.isascii() and char.isprintable() else _folded_char(char)
        parts.append(new)
        origins += [n] * len(new)
    origins.append(len(text))
    return Folded(text="".join(parts), origins=tuple(origins))


def plain_marks(folded: Folded) -> Folded:
    """With typographic apostrophes and quotation marks as ASCII has them."""
    return Folded(text="".join(_PLAIN.get(char, char) for char in folded.text), origins=folded.origins)


def _distance(one: str, other: str) -> int:
    """Edits between two words, where two neighbours exchanged are one edit (optimal string alignment)."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, last = last, row
    return last[-1]


def _deletions(word: str) -> set[str]:
    return {word} | {word[:n] + word[n + 1 :] for n in range(len(word))}


class Mender:
    """Puts typing errors right: homophones by a table, long words by edit distance (one; two from eight letters on)."""

    _WORD = re.compile(r"(?<![a-z0-9'_-])[a-z]{4,13}(?![a-z0-9'_-])")

    def __init__(
        self, *, keywords: Iterable[str], real_words: Iterable[str], homophones: Mapping[str, str]
    ) -> None:
        """`real_words` are never mended, whatever they resemble; the keys of `homophones` are patterns."""
        self._keywords = frozenset(keywords)
        self._real = frozenset(real_words) | self._keywords
        self._near: dict[str, list[str]] = {}
        for word in sorted(self._keywords):
            for form in _deletions(word):
                self._near.setdefault(form, []).append(word)
        self._homophones = tuple(homophones.values())
        self._sounds = re.compile("|".join(f"({pattern})" for pattern in homophones)) if homophones else None
        self._mended: Callable[[str], str] = lru_cache(maxsize=4096)(self._mend_word)

    def _mend_word(self, word: str) -> str:
        if word in self._real:
            return word
        best = (3, word)
        for form in sorted(_deletions(word)):
            for keyword in self._near.get(form, ()):
                allowed = 2 if len(keyword) >= 8 and len(word) >= 7 else 1
                away = _distance(word, keyword)
                # The first letter is seldom wrong, but for a slip that exchanges it with its neighbour.
                if away <= allowed and word[0] in keyword[:2] and (away, keyword) < best:
                    best = (away, keyword)
        return best[1]

    def mend(self, folded: Folded) -> Folded:
        """`folded` with what was meant in place of what was typed or heard."""
        spans: list[tuple[int, int, str]] = []
        for match in self._WORD.finditer(folded.text):
            word = match[0]
            if (new := self._mended(word)) != word:
                spans.append((match.start(), match.end(), new))
        folded = folded.replaced(spans) if spans else folded
        if self._sounds is None:
            return folded
        heard = [
            (match.start(), match.end(), self._homophones[(match.lastindex or 1) - 1])
            for match in self._sounds.finditer(folded.text)
        ]
        return folded.replaced(heard) if heard else folded

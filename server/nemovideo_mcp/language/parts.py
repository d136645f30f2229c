"""Noun phrases for clips by where they stand among the others: halves, the middle, even and odd ones."""

from __future__ import annotations

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.cursor import Cursor
from nemovideo_mcp.language.references import Ref

__all__ = ["Found", "PartPhrases"]

Found = tuple[Ref, int]
"""A reference, and the place behind its phrase."""

_AT = frozenset(("在", "播到", "放到", "到"))
_SHOWN = frozenset(
    (
        "的",
        "出现",
        "出现的",
        "播",
        "播放",
        "播的",
        "正在",
        "在",
        "显示",
        "看到",
        "左右",
        "放",
        "放的",
        "里",
        "开始",
    )
)
_NEAR_MS = 300


class PartPhrases(Cursor):
    """Reads phrases that count all clips of the film."""

    def half_of_all(self, n: int) -> Found | None:
        """ "The first half of the clips", "前一半镜头"."""
        start = self.skip(n, "det")
        token = self.token(start)
        if self.has(start, "half") and (found := self._some_half(start)) is not None:
            return found
        if self.has(start, "part_first", "part_second"):
            at = self.skip(start + 1, "filler", "det")
            if not self.has(at, "clip_plural") or not self.is_noun(at):
                return None
            middle = len(self.ids) // 2
            half = self.ids[:middle] if self.has(start, "part_first") else self.ids[-middle:]
            return Ref(ids=tuple(half)), at + 1
        if token is None or not self.has(start + 1, "half"):
            return None
        first = token.has("first") or (token.kind == "ordinal" and token.value == 1)
        if not first and not token.has("last", "after"):
            return None
        at = self.skip(start + 2, "filler", "det")
        if not self.is_noun(at) or (token.text.isascii() and not self.has(at, "clip_plural")):
            return None
        middle = len(self.ids) // 2
        return Ref(ids=tuple(self.ids[:middle] if first else self.ids[-middle:])), at + 1

    def at_moment(self, n: int) -> Found | None:
        """ "第5秒的那个镜头", "0:05那段", "4秒到6秒之间的镜头" where clips begin and end there."""
        start = n + 1 if self.text(n) in _AT else n
        token = self.token(start)
        if token is None or token.kind not in ("at", "clock", "duration", "range"):
            return None
        at, placed = start + 1, token.kind != "duration"
        while self.has(at, "at_post", "between") or self.text(at) in _SHOWN:
            placed |= self.has(at, "at_post")
            at += 1
        shown = self.is_noun(at) or self.text(at).startswith("那")
        if self.text(at + 1) in ("一帧", "帧", "一格", "画面", "个画面", "一刻"):
            return None
        if not shown or self.text(at).isascii() or not (placed or self.text(at).startswith("那")):
            return None
        end = self.skip_nouns(at)
        if end == at or self.has(end, "text_noun", "music_noun", "sound_noun", "at_post"):
            return None
        if token.kind == "range":
            return self._between_times(token.value, end)
        if isinstance(token.value, tuple):
            return None
        hit = [c.clip_id for c in self.scene.clips if c.start_ms <= token.value < c.end_ms]
        wrong = None if hit else Words("no clip is on screen at that time.", "那个时间没有片段。")
        return Ref(ids=tuple(hit), wrong=wrong), end

    def _between_times(self, span: tuple[float, float], end: int) -> Found | None:
        inside = [
            c for c in self.scene.clips if c.start_ms >= span[0] - _NEAR_MS and c.end_ms <= span[1] + _NEAR_MS
        ]
        if (
            not inside
            or abs(inside[0].start_ms - span[0]) > _NEAR_MS
            or abs(inside[-1].end_ms - span[1]) > _NEAR_MS
        ):
            return None
        return Ref(ids=tuple(c.clip_id for c in inside)), end

    def _some_half(self, n: int) -> Found | None:
        """ "Half of the clips", "一半的镜头": it does not say which."""
        at = self.skip(n + 1, "filler", "det")
        plural = self.is_noun(at) and (not self.text(at).isascii() or self.has(at, "clip_plural"))
        if not plural or (self.number(at + 1) is not None):
            return None
        which = Words("say which half of the clips: the first or the last.", "请说明是前一半还是后一半片段。")
        return Ref(wrong=which), at + 1

    def part(self, n: int) -> Found | None:
        """ "The second part" after a split."""
        start = self.skip(n, "det")
        parts = self.scene.focus.parts
        if len(parts) < 2 or not set(parts) <= set(self.ids):
            return None
        if self.text(start) == "both" and self.text(start + 1) in ("halves", "parts", "pieces", "ones"):
            two = Words("it is not clear which two are meant.", "不清楚指的是哪两个。")
            return Ref(ids=parts, wrong=None if len(parts) == 2 else two), start + 2
        if self.has(start, "part_first", "part_second"):
            return Ref(ids=(parts[0 if self.has(start, "part_first") else -1],)), start + 1
        token = self.token(start)
        if token is not None and token.kind == "ordinal" and self.text(start + 1) in ("遍", "次", "份"):
            # "第二遍", of a clip that is played twice
            return self.pick([token.value], parts), start + 2
        return None

    def of_those(self, n: int) -> Found | None:
        """ "The middle one of those", "切出来的第一截": one of several clips that were spoken of last."""
        among = [i for i in self.scene.focus.clips if i in self.ids]
        if len(among) < 2:
            return None
        told = self.has(n, "pieces_made")
        start = self.skip(n + 1 if told else n, "det", "filler")
        token = self.token(start)
        if token is None:
            return None
        number = token.value if token.kind == "ordinal" else -1 if token.has("last") else None
        number = 1 if token.has("first") else number
        if token.has("place:center") and len(among) % 2:
            number = len(among) // 2 + 1
        if not isinstance(number, int):
            return None
        at = start + 1
        while self.has(at, "measure", "clip_noun", "one", "parts") or self.text(at) == "的":
            at += 1
        if told and at > start + 1:
            return self.pick([number], among), at
        if self.text(at) == "of" and self.has(at + 1, "them"):
            return self.pick([number], among), at + 2
        return None

    def middle(self, n: int) -> Found | None:
        start = self.skip(n, "det")
        count = len(self.ids)
        if not self.has(start, "place:center"):
            return None
        few = self.number(start + 1)
        if few is not None and 1 < few < count and self.has(start + 2, "measure", "clip_noun"):
            # "中间四段" of ten
            left = (count - few) // 2
            chosen = Ref(ids=tuple(self.ids[left : left + few]))
            return (chosen, self.skip_nouns(start + 3)) if (count - few) % 2 == 0 else None
        if count % 2 == 0:
            return None
        at = start + 1
        while self.has(at, "measure") or (self.token(at) is not None and self.text(at) in ("的", "那")):
            at += 1
        if not (
            self.is_noun(at)
            or self.has(at, "one")
            or self.text(at) in ("那个", "这个")
            or (at > start + 1 and self.has(at - 1, "clip_noun"))
        ):
            return None
        if self.number(at + 1) is not None and self.text(at).isascii():
            # "centre clip 2"
            return None
        return Ref(ids=(self.ids[count // 2],)), self.skip_nouns(at)

    def parity(self, n: int) -> Found | None:
        start = self.skip(n, "det")
        if not self.has(start, "odd", "even") or not (
            self.is_noun(start + 1) or self.has(start + 1, "measure", "one") or not self.text(start).isascii()
        ):
            return None
        numbers = range(2 if self.has(start, "even") else 1, len(self.ids) + 1, 2)
        at = start + 1
        while self.has(at, "measure", "clip_noun", "one"):
            at += 1
        return self.pick(list(numbers), self.ids), at

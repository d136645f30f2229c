"""Noun phrases for clips: by number, order, name, time or pronoun."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.parts import Found
from nemovideo_mcp.language.places import PlacePhrases
from nemovideo_mcp.language.references import Ref, joined

__all__ = ["ClipPhrases"]

_OTHER_MEASURES = ("次", "遍", "首", "拍", "小节", "句", "行")
"""Measure words of what is no clip: "副歌第二次出现"."""
_ONE = ("一个", "一条")
"""A number together with its measure word."""
_AMONG = frozenset(
    (
        "的",
        "里",
        "里面",
        "里头",
        "中",
        "当中",
        "里头的",
        "当中的",
        "中间的",
        "中的",
        "里的",
        "里面的",
        "那几段",
        "那几个",
        "那几条",
    )
)
_BEHIND = frozenset(("后面", "之后", "以后", "往后", "后边", "后头", "往后面", "后"))
_AHEAD = frozenset(("前面", "之前", "以前", "往前", "前边", "前头", "前"))
_EACH_CLIP = re.compile(r"[每各]一?个?(?:段|镜头|片段|条|素材|视频)")
_OTHER_ONE = (
    "the other one", "other one", "另一个", "另外一个", "另外那个", "另一段", "另外一段", "另外那段", "另一条",
)  # fmt: skip
_EACH = frozenset(("每", "每个", "每一个", "每一", "各个"))
_SOME = frozenset(
    ("几", "几个", "几段", "几条", "这几", "那几", "这几个", "那几个", "这几条", "那几条", "这些", "那些")
)
_WHOLLY = frozenset(("全部", "全都", "全体", "统统", "通通", "所有的", "全"))
_CLIP_VERBS = (
    "faster",
    "slower",
    "half_speed",
    "normal_speed",
    "reverse",
    "forwards",
    "lasts",
    "longer",
    "shorter",
    "halve_length",
)
_DONE_TO_ALL = ("remove", "unwanted", "mute", "reverse", "sep")
"""What is done to all clips that are named by "第三段后面的"."""
_EVERY = frozenset(("都", "全", "全都", "全部", "通通", "统统", "一律", "全给"))
_PLACING = frozenset(
    (
        "to",
        "in",
        "at",
        "as",
        "come",
        "comes",
        "go",
        "goes",
        "play",
        "plays",
        "be",
        "is",
        "should be",
        "from",
        "on",
    )
)
"""Words before an ordinal that is a place in the order."""
_NOT_ALL = frozenset(
    ("some", "any", "few", "most", "several", "one", "none", "couple", "part", "some of", "one of")
)
"""Words that make a part of "the clips"; which part, they don't say."""
_ENDING = frozenset(
    (
        "too", "also", "as well", "please", "instead", "now", "then", "again", "only", "is", "are", "isn't", "needs",
        "need", "should", "could", "can", "to", "off", "out", "same", "likewise", "thanks", "though", "can go",
        "has to go", "should go", "needs to go", "gotta go", "must go", "have to go", "were", "was", "do", "does",
        "while", "so",
    )
)  # fmt: skip
"""Words behind a number that counts clips, whose noun is left out."""


class ClipPhrases(PlacePhrases):
    """Reads the phrase that starts at a token."""

    def clips_at(self, n: int) -> Found | None:
        """The reference that starts at token `n`, with what is excepted from it, and where it ends."""
        if self.is_inert(n):
            return None
        if self.has(n, "except") and self.text(n).startswith(("all ", "every")) and self.ids:
            # "all but clip 1"
            every, but = Ref(ids=tuple(self.ids)), self._excepted(n + 1, self.ids)
            return None if but is None else (self._without(every, but[0]), but[1])
        found = self.of_those(n) or self._simple(n) or self._whole_clip(n)
        if found is None:
            return None
        ref, end = found
        if (beside := self._beside(ref, end) or self._onwards(ref, n, end)) is not None:
            return beside
        at = end
        while self.has(at, "sep") and self.text(at) in (",", "，"):
            at += 1
        if ref.ids and self.has(at, "except") and (but := self._excepted(at + 1, ref.ids)):
            but = self._and_excepted(but, ref.ids)
            return self._without(ref, but[0]), but[1]
        return found

    def _whole_clip(self, n: int) -> Found | None:
        """ "The whole parrot clip", "the entire clip 2"."""
        start = self.skip(n, "det")
        return self._named_or_numbered(start + 1) if self.text(start) in _ENTIRE else None

    def _without(self, ref: Ref, but: Ref) -> Ref:
        return Ref(ids=tuple(i for i in ref.ids if i not in but.ids), wrong=but.wrong)

    def _and_excepted(self, but: Found, among: Sequence[str]) -> Found:
        """ "All but the parrot and the surf": the second one too, where nothing is said of it."""
        ref, end = but
        while (
            self.text(end) in ("and", "&", "or", ",") and (more := self._excepted(end + 1, among)) is not None
        ):
            behind = self.token(more[1])
            if behind is not None and not behind.has("sep", "filler"):
                break
            ref, end = joined([ref, more[0]]), more[1]
        return ref, end

    def _excepted(self, n: int, among: Sequence[str]) -> Found | None:
        start = self.skip(n, "det")
        if (ordinals := self._ordinals(n)) is not None:
            return self.pick(ordinals[0], among), self.skip_nouns(ordinals[1])
        if (named := self.named(start)) is not None:
            return Ref(ids=tuple(self.of_media(named.media))), self.skip_nouns(start + 1)
        return self._simple(n)

    def _simple(self, n: int) -> Found | None:
        readers: tuple[Callable[[int], Found | None], ...] = (
            self._at_time,
            self.at_moment,
            self._beyond,
            self._every,
            self.half_of_all,
            self._numbered,
            self.from_end,
            self._ordered,
            self.numeral,
            self.extreme,
            self.parity,
            self.part,
            self.middle,
            self._neighbour,
            self.showing,
            self._named_clips,
            self._plural,
            self._pronoun,
            self._bare,
        )
        for read in readers:
            if (found := read(n)) is not None:
                return found
        return None

    def _at_time(self, n: int) -> Found | None:
        start = self.skip(n, "det")
        if not self.has(start, "playing"):
            return None
        at = start + 1
        while self.text(at) in _SHOWN:
            at += 1
        if not self.has(at, "at_prep"):
            return None
        token = self.token(at + 1)
        if token is None or token.kind not in ("duration", "clock", "at") or isinstance(token.value, tuple):
            return None
        if token.kind == "duration" and (self.is_noun(start) or start > n) and self.text(at) != "at":
            return None
        hit = [c.clip_id for c in self.scene.clips if c.start_ms <= token.value < c.end_ms]
        wrong = None if hit else Words("no clip is on screen at that time.", "那个时间没有片段。")
        return Ref(ids=tuple(hit), wrong=wrong), at + 2

    def _every(self, n: int) -> Found | None:
        if self.has(n, "everything"):
            last = self.token(n - 1)
            if self.text(n) == "一切" and last is not None and last.kind in ("beats", "bars"):
                return None
            return Ref(
                ids=tuple(self.ids), media=tuple(m.media_id for m in self.scene.films), all=True
            ), n + 1
        if not self.has(n, "all"):
            return None
        if (self.has(n + 1, "except") and self.text(n).isascii()) or _EACH_CLIP.fullmatch(self.text(n)):
            # "all but clip 1", "每一段"
            return self._everyone(n)
        at = self.skip(n + 1, "det", "filler")
        token = self.token(at)
        if token is not None and token.text in ("的", "个"):
            at += 1
        if self.has(at, "own_sound") and self.text(at).startswith("clip"):
            return self._everyone(at - 1)
        if self.has(at, "odd", "even"):
            return self.parity(at)
        step = self.token(at)
        if step is not None and step.kind == "ordinal" and self.text(at - 1) in ("every", "each"):
            if step.value < 2 or not (self.is_noun(at + 1) or self.has(at + 1, "one")):
                return None
            return self.pick(range(step.value, len(self.ids) + 1, step.value), self.ids), self.skip_nouns(
                at + 1
            )
        if self.number(at) is not None and (self.is_noun(at + 1) or self.has(at + 1, "measure")):
            at += 1
        if (named := self.named(at)) is not None:
            return Ref(ids=tuple(self.of_media(named.media)), media=named.media), self.skip_nouns(at + 1)
        if self.is_noun(at) or self.has(at, "them"):
            return self._everyone(at)
        if self.has(at, "except") and self.text(at).isascii():
            # "All but the first"
            return self._everyone(at - 1)[0], at
        if self.has(at, "film_noun") and self.text(at) in ("视频",):
            return self._everyone(at)
        if (
            self.text(n) in _EACH
            and self.ids
            and not self.scene.focus.texts
            and not self.has(at, "text_noun", "music_noun")
        ):
            measured = n + 1 if self.has(n + 1, "measure") else n
            after = self.token(measured + 1)
            if (
                (measured > n or self.text(n) != "每")
                and after is not None
                and not after.has("text_word", "clip_noun")
            ):
                # "每条控制在3秒", "每一个都"
                return self._everyone(measured)
        verb = n + 2 if self.text(n + 1) == "都" else n + 1
        if self.text(n) in _WHOLLY and self.has(verb, *_CLIP_VERBS) and not self._named_before(n):
            # "全部加速1.2倍"
            return self._everyone(n)
        return None

    def _named_before(self, n: int) -> bool:
        """Whether something that the sentence is about stands before token `n`."""
        while n > 0 and not self.has(n - 1, "sep"):
            n -= 1
            token = self.token(n)
            if token is None or token.kind != "word" or not self.has(n, "filler", "det"):
                return True
        return False

    def _everyone(self, at: int) -> Found:
        return Ref(
            ids=tuple(self.ids), media=tuple(m.media_id for m in self.scene.films), all=True
        ), self.skip_nouns(at + 1)

    def _numbered(self, n: int) -> Found | None:
        """ "clip 2", "clips 2, 5 and 9", "clips 2 to 5", "片段2", "c3"."""
        token = self.token(n)
        if token is not None and token.kind == "word" and token.text in self.ids:
            return Ref(ids=(token.text,)), n + 1
        start = self.skip(n, "det")
        if not self.is_noun(start):
            return None
        noun = self.token(start)
        at = start + 1
        if (mark := self.token(at)) is not None and mark.text in ("#", "number", "no"):
            at += 1
        if (first := self.number(at)) is None:
            return None
        after = self.token(at + 1)
        if after is not None and (after.has("measure", "clip_noun") and not after.text.isascii()):
            return None
        numbers = [first]
        at += 1
        plural = noun is not None and (noun.has("clip_plural") or self.has(n - 1, "between"))
        if plural and self.has(at, "to_sep") and (last := self.number(at + 1)) is not None:
            return self.pick(range(first, min(last, first + 1000) + 1), self.ids), at + 2
        while (step := self._next_number(at, plural=plural)) is not None:
            numbers.append(step[0])
            at = step[1]
        return self.pick(numbers, self.ids), at

    def _next_number(self, at: int, *, plural: bool) -> tuple[int, int] | None:
        """The next number of an enumeration, and where it ends."""
        start = at
        while at < start + 2 and self.has(at, "sep"):
            at += 1
        joint = plural or (at == start + 1 and self.text(start) in ("and", "&"))
        if at == start or not joint or (number := self.number(at)) is None or self._is_amount(at):
            return None
        return number, at + 1

    def _is_amount(self, at: int) -> bool:
        """Whether a number counts what follows it."""
        return self.has(at + 1, "measure", "clip_noun", "parts") and not self.text(at + 1).isascii()

    def _ordinals(self, n: int) -> tuple[list[int], int] | None:
        """Numbers of an enumeration of ordinals: "first", "second and third", "last three", "第二跟第三"."""
        numbers: list[int] = []
        at = end = n
        while True:
            start = at
            at = self.skip(at, "det")
            token = self.token(at)
            if token is None:
                break
            count = self.number(at + 1)
            counts = self._counts_clips(at + 1) or (at > start and self.stands_alone(at + 2))
            counted = count is not None and 0 < count < 1000 and counts
            if numbers and token.kind == "number" and (place := self.number(at)):
                # "第2、4、6段"
                numbers.append(place)
                at += 1
            elif token.kind == "ordinal" and isinstance(token.value, int):
                first = token.value
                if first == 1 and counted and count is not None:
                    numbers += range(1, count + 1)
                    at += 2
                elif first < 0 and self.text(at).startswith("last") and counted:
                    at += 2
                else:
                    if numbers and numbers[-1] < -1 < first and self.text(at - 1).startswith("倒"):
                        # "倒数第二第三段"
                        first = -first
                    numbers.append(first)
                    at += 1
            elif token.kind in ("word", "number") and (
                token.has("last", "first") or (counted and self._counts_at_end(at))
            ):
                ends = -1 if token.has("last") or not token.has("first", "start") else 1
                if counted and count == 1 and self.text(at) in ("前", "后"):
                    # "前一段": the one before, not the first
                    break
                if counted and count is not None:
                    numbers += range(-count, 0) if ends < 0 else range(1, count + 1)
                    at += 2
                elif self._head_at(at + 1) or (
                    self.text(at) in _LONE and (at > start or numbers) and self.stands_alone(at + 1)
                ):
                    numbers.append(ends)
                    at += 1
                else:
                    break
            else:
                break
            while self._measures(at):
                if self.has(at + 1, "clip_noun") or self.has(at + 1, "sep") or self.token(at + 1) is None:
                    at += 1
                else:
                    at += 1
                    break
            ahead = end = at
            while ahead < at + 2 and self.has(ahead, "sep"):
                ahead += 1
            follows = self.token(self.skip(ahead, "det"))
            whole = self._measures(at - 1)
            bare = follows is not None and follows.kind == "number" and ahead > at and not whole
            bare = bare and self.text(at - 1).startswith(("第", "倒")) | self.text(at - 1).isnumeric()
            bare = bare and (self._measures(ahead + 1) or self.has(ahead + 1, "sep"))
            is_more = follows is not None and (
                bare
                or follows.kind == "ordinal"
                or (follows.kind == "word" and follows.has("last") and ahead > at)
            )
            strung = ahead == at and follows is not None and self.text(at - 1).startswith(("第", "倒"))
            if (ahead == at and not strung) or not is_more or (whole and self.text(at) in (",", "，")):
                break
            at = ahead
        return (numbers, end) if numbers else None

    def _measures(self, n: int) -> bool:
        """Whether token `n` is what Chinese counts clips by: "段", "个", "一个"."""
        measure = self.has(n, "measure", "clip_noun", "one") or self.text(n) in _ONE
        return measure and not self.text(n).isascii()

    def _counts_at_end(self, n: int) -> bool:
        """ "后两段", "开头三个镜头", where no clip stands before it, behind which they would be."""
        before = self.token(n - 1) if n else None
        told = self.text(n) == "后" or (self.has(n, "start", "end") and not self.text(n).isascii())
        return told and (before is None or (before.kind == "word" and not before.has("clip_noun", "measure")))

    def _counts_clips(self, n: int) -> bool:
        one = self.text(n) in _ONE
        return (
            one
            or self.text(n) in ("俩", "仨")
            or self.has(n + 1, "clip_noun", "measure", "one", "photo_noun")
            or self.named(n + 1) is not None
            or (
                self.text(n).isascii() and self.number(n) != 1 and bool(self.ids) and self._ends_phrase(n + 1)
            )
        )

    def _head_at(self, n: int) -> bool:
        token = self.token(n)
        if token is None:
            return False
        return (
            self.is_noun(n)
            or self.has(n, "one", "measure", "photo_noun")
            or token.text in _ONE
            or self.named(n) is not None
            or (self.number(n) is not None and self._counts_clips(n))
        )

    def _ordered(self, n: int) -> Found | None:
        if self.text(self.skip(n, "det") + 1) in _OTHER_MEASURES:
            return None
        first = self.number(n)
        last = self.number(n + 2) if self.has(n + 1, "to_sep") else None
        counted = self.has(n + 3, "measure", "clip_noun") and not self.text(n + 3).isascii()
        if first is not None and last is not None and counted:
            return self.pick(range(first, min(last, first + 1000) + 1), self.ids), self.skip_nouns(n + 4)
        chosen = self.has(n - 1, "remove", "keep_only") and not self.text(n - 1).isascii()
        chosen = chosen or self.text(n + 3) in _EVERY
        ended = self.token(n + 3) is None or self.has(n + 3, "sep", "filler")
        if first is not None and last is not None and chosen and ended:
            # "只保留1到5"
            return self.pick(range(first, min(last, first + 1000) + 1), self.ids), n + 3
        if (span := self._ordinal_span(n)) is not None:
            return span
        if (bare := self._bare_number(n)) is not None:
            return bare
        if self.text(n) in ("头尾", "首尾", "一头一尾") and self.number(n + 1) == 2 and self._measures(n + 2):
            return self.pick([1, -1], self.ids), self.skip_nouns(n + 3)
        found = self._ordinals(n)
        if found is None:
            return None
        numbers, at = found
        if len(numbers) > 1 and self.number(at) == len(numbers) and self.has(at + 1, "measure", "clip_noun"):
            # "第八第九两个"
            at += 2
        zh = self._measures(at - 1) or self.text(at - 1).endswith(("号", "俩", "仨"))
        head = self.skip(at, "det")
        if zh and self.has(head, "text_noun"):
            return None
        if (named := self.named(head)) is not None:
            if not self.ids:
                return None
            return self.pick(numbers, self.of_media(named.media)), self.skip_nouns(head + 1)
        if self.is_noun(head) or self.has(head, "photo_noun") or self.has(head, "one"):
            if self.has(head + 1, "text_noun") and self.has(head, "one"):
                return None
            if self.has(head, "photo_noun") and not self.is_noun(head):
                return self._photos(numbers), self.skip_nouns(head)
            return self.pick(numbers, self.ids), self.skip_nouns(head)
        two = self.token(head)
        if len(numbers) == 1 and numbers[0] == 1 and two is not None and two.text == "two":
            return None
        if zh:
            return self.pick(numbers, self.ids), self.skip_nouns(at)
        if self.has(head, "film_noun") and self.text(head) in ("video", "vid", "视频"):
            return self.pick(numbers, self.ids), head + 1
        if len(numbers) > 1 and not self.has(head, "text_noun", "music_noun"):
            return self.pick(numbers, self.ids), at
        if self.ids and self.has(n, "det") and self.stands_alone(at, numbers[0]):
            return self.pick(numbers, self.ids), at
        return None

    def _photos(self, numbers: Sequence[int]) -> Ref:
        """The clips at these places among those that show photos."""
        photos = [m.media_id for m in self.scene.media if m.info.kind == "image"]
        shown = self.of_media(photos)
        if not shown:
            return Ref(wrong=Words("there is no photo on the timeline.", "时间线上没有照片。"))
        return self.pick(numbers, shown)

    def _neighbour(self, n: int) -> Found | None:
        """ "The clip before the surf"."""
        start = self.skip(n, "det")
        noun = self.token(start)
        told = (self.is_noun(start) or self.has(start, "one")) if start > n else self.has(start, "it_clip")
        if noun is None or not told or not noun.text.isascii():
            return None
        if (
            not self.has(start + 1, "before", "after")
            or (beside := self._named_or_numbered(start + 2)) is None
        ):
            return None
        ref, end = beside
        if len(ref.ids) != 1:
            return None
        at = self.ids.index(ref.ids[0]) + (1 if self.has(start + 1, "after") else -1)
        if not 0 <= at < len(self.ids):
            return Ref(wrong=Words("there is no clip there.", "那里没有片段。")), end
        return Ref(ids=(self.ids[at],)), end

    def _beyond(self, n: int) -> Found | None:
        """ "Everything after clip 2", "all clips before the surf"."""
        start = self.skip(n, "det")
        at = start + 1
        count = 2 if self.text(n) in ("the two", "two") else self.number(start)
        if count is not None:
            start += self.number(start) is not None or self.text(start) == "the two"
            at = start + 1
            if count < 1 or not self.is_noun(start) or not self.text(start).isascii():
                return None
        elif self.has(start, "all"):
            at = self.skip(at, "det")
            at = at + 1 if self.is_noun(at) else at
        elif not self.has(start, "everything") and not (
            self.has(start, "clip_plural") and self.is_noun(start)
        ):
            return None
        while self.text(at) in _LINKS:
            at += 1
        first, later = self.has(at, "before") or self.text(at) == "up to", self.has(at, "after")
        if first == later or not self.text(at).isascii():
            return None
        if (beside := self._named_or_numbered(at + 1)) is None:
            return None
        ref, end = beside
        if not ref.ids:
            return beside if ref.wrong is not None else None
        order = [self.ids.index(i) for i in ref.ids]
        beyond = self.ids[: min(order)] if first else self.ids[max(order) + 1 :]
        if count is not None:
            beyond = beyond[-count:] if first else beyond[:count]
        if not beyond:
            return Ref(wrong=Words("there is no clip there.", "那里没有片段。")), end
        return Ref(ids=tuple(beyond)), end

    def _beside(self, ref: Ref, at: int) -> Found | None:
        """ "冲浪前面那段"."""
        where, what = self.token(at), self.token(at + 1)
        if where is None or what is None or len(ref.ids) != 1 or where.text.isascii():
            return None
        if not self.has(at, "before", "after") or what.text not in (
            "那段",
            "那个",
            "那一段",
            "那个镜头",
            "那个片段",
        ):
            return None
        index = self.ids.index(ref.ids[0]) + (1 if self.has(at, "after") else -1)
        if not 0 <= index < len(self.ids):
            return Ref(wrong=Words("there is no clip there.", "那里没有片段。")), at + 2
        return Ref(ids=(self.ids[index],)), at + 2

    def _onwards(self, ref: Ref, n: int, at: int) -> Found | None:
        """ "从第六段开始后面的都", "第三段之前的镜头": all clips from one on, or before it."""
        if len(ref.ids) != 1 or ref.ids[0] not in self.ids or self.text(at - 1).isascii():
            return None
        index, start = self.ids.index(ref.ids[0]), at
        while self.text(at) in ("开始", "起", "及", "以及", "开始的", "算起"):
            at += 1
        inclusive = at > start or (n > 0 and self.text(n - 1) in ("从", "自"))
        word = self.text(at).removesuffix("的")
        behind, ahead = word in _BEHIND, word in _AHEAD
        if not (behind or ahead or at > start):
            return None
        at += behind or ahead
        end = at
        while self.text(end) in ("的", "那些", "所有", "所有的", "全部", "那几段", "那几个") or self.is_noun(
            end
        ):
            end += 1
        counted = any(self.text(k) not in ("的",) for k in range(at, end)) or self.text(end) in _EVERY
        counted |= self.text(end - 1).endswith("的") and (
            self.token(end) is None or self.has(end, *_DONE_TO_ALL)
        )
        if not counted:
            return None
        found = self.ids[: index + inclusive] if ahead else self.ids[index + (not inclusive) :]
        wrong = None if found else Words("there is no clip there.", "那里没有片段。")
        return Ref(ids=tuple(found), wrong=wrong), end

    def _bare_number(self, n: int) -> Found | None:
        """The "3" and "7" of "把3挪到7后面": a number where only a clip can stand."""
        number, follows = self.number(n), self.token(n + 1)
        if number is None or not 0 < number <= len(self.ids) or self._is_amount(n) or follows is None:
            return None
        second = self.number(n + 2) if self.has(n + 1, "sep") else None
        if second is not None and 0 < second <= len(self.ids) and self.has(n + 3, "between"):
            # "放在2和3中间"
            return self.pick([number, second], self.ids), n + 3
        object_ = self.text(n - 1) in ("把", "将") and self.has(n + 1, "move", "remove", "swap", "reverse")
        beside = self.has(n + 1, "before", "after") and not follows.text.isascii()
        beside = beside and self.has(n - 1, "move", "insert", "at_prep") and not self.text(n - 1).isascii()
        return (self.pick([number], self.ids), n + 1) if object_ or beside else None

    def _is_one_of(self, n: int) -> bool:
        """Whether "一个" or "一段" stands before token `n`, and nothing that tells which one."""
        one = self.text(n - 1) in _ONE or (self.has(n - 1, "measure") and self.text(n - 2) == "一")
        return one and not self.has(n - 2, "last", "first", "all")

    def _named_or_numbered(self, n: int) -> Found | None:
        return self._numbered(n) or self._ordered(n) or self._named_clips(n)

    def _ordinal_span(self, n: int) -> Found | None:
        """ "第四到第六段", "the 4th to the 6th clip"."""
        start = self.skip(n, "det")
        end = start + 1
        while (
            not self.text(start).isascii()
            and self.has(end, "measure", "clip_noun")
            and not self.has(end, "to_sep")
        ):
            end += 1
        until = self.skip(end + 1, "det")
        first, last = self.token(start), self.token(until)
        if first is None or last is None or first.kind != "ordinal" or last.kind not in ("ordinal", "number"):
            return None
        if (
            not self.has(end, "to_sep")
            or not first.value < last.value < 1000
            or first.value * last.value <= 0
        ):
            return None
        if not self.has(until + 1, "measure", "clip_noun") and not self.text(until).startswith(("第", "倒")):
            return None
        at = until + 1
        while self.has(at, "measure", "clip_noun"):
            at += 1
        return self.pick(range(first.value, int(last.value) + 1), self.ids), at

    def _named_clips(self, n: int) -> Found | None:
        start = self.skip(n, "det")
        named = self.named(start)
        at = start + 1
        if named is None:
            if (
                self.has(start, "photo_noun")
                and (start > n or self.text(start) != "still")
                and (photos := [m for m in self.scene.media if m.info.kind == "image"])
                and len(photos) == 1
            ):
                media = (photos[0].media_id,)
                return Ref(ids=tuple(self.of_media(media)), media=media), at
            return None
        films = {film.media_id for film in self.scene.films}
        if films.isdisjoint(named.media):
            return None
        inner = self.skip_nouns(at)
        while self.text(inner) in _AMONG:
            inner += 1
        if self._is_one_of(n) and len(self.of_media(named.media)) > 1:
            wrong = Words("several clips show that; say which one.", "有好几个这样的片段，请说明是第几个。")
            return Ref(media=named.media, wrong=wrong), self.skip_nouns(at)
        among = inner > at and self.text(inner - 1) in _AMONG
        counted = self.text(inner).startswith("第")
        ordinals = self._ordinals(inner) if among or counted else None
        if ordinals is not None and not among and not self.is_noun(ordinals[1] - 1):
            ordinals = None
        shown = self.of_media(named.media)
        if ordinals is not None and len(shown) > 1 and self._measures(ordinals[1] - 1):
            return self.pick(ordinals[0], shown), self.skip_nouns(ordinals[1])
        return Ref(ids=tuple(self.of_media(named.media)), media=named.media), self.skip_nouns(at)

    def _plural(self, n: int) -> Found | None:
        """ "my clips", "the three videos", "三段视频": all of them."""
        some = self.text(n) in _SOME
        start = n if some else self.skip(n, "det", "filler")
        at = start
        count = self.number(at)
        if count is not None:
            at += 1
            while self.has(at, "measure") and not self.has(at, "clip_noun"):
                at += 1
        if count is None and (some or self.text(at) in _SOME):
            at += 1
            while self.has(at, "measure") and not self.has(at, "clip_noun", "film_noun"):
                at += 1
            if self.is_noun(at) or (self.has(at, "film_noun") and self.text(at) in ("视频", "影片", "片子")):
                return self._everyone(at)
            return None
        if any(self.text(m) in _NOT_ALL for m in range(max(n - 2, 0), at)):
            return None
        noun = self.token(at)
        if noun is None or noun.kind != "word":
            return None
        if count is not None:
            films = len(self.scene.films)
            if not (self.is_noun(at) or (not noun.text.isascii() and noun.has("film_noun"))):
                return None
            into = self.text(start - 1) in ("in", "into") and any(self.has(k, "split") for k in range(start))
            if (into or self.has(start - 1, "split")) and noun.has("parts"):
                # "切成三段", "cut it into three clips": the clips are to be so many.
                return None
            if count not in (
                len(self.ids),
                films,
                len([m for m in self.scene.films if m.info.kind == "video"]),
            ):
                return None
            only_films = count != films
            media = tuple(m.media_id for m in self.scene.films if not only_films or m.info.kind == "video")
            at += 1
            if self.has(at, "clip_noun", "film_noun") and not self.text(at).isascii():
                at += 1
            return Ref(ids=tuple(self.ids), media=media, all=True), at
        if not noun.has("clip_plural") or self.number(at + 1) is not None:
            return None
        return self._everyone(at)

    def _bare(self, n: int) -> Found | None:
        """ "Mute the first": an ordinal without its noun, where it is no place in the order."""
        if (
            self.text(n) != "the"
            or not self.ids
            or self.text(n - 1) in _PLACING
            or not self._ends_phrase(n + 2)
        ):
            return None
        if self.text(n + 1) == "first" and self.has(n + 2, "sep") and self.text(n + 3).endswith("last"):
            # "swap the first and last"
            return self.pick([1, -1], self.ids), n + 4
        token = self.token(n + 1)
        if token is not None and token.kind == "ordinal" and isinstance(token.value, int):
            return self.pick([token.value], self.ids), n + 2
        if self.text(n + 1) == "last":
            return self.pick([-1], self.ids), n + 2
        return None

    def _ends_phrase(self, n: int) -> bool:
        """Whether what stands at `n` cannot be a noun that the words before it belong to."""
        token = self.token(n)
        return token is None or token.has("sep", "correction", "reason") or token.text in _ENDING

    def _pronoun(self, n: int) -> Found | None:
        if self.has(n, "other") and (named := self.named(n + 1)) is not None:
            others = self.text(n).isascii() or self.text(n) in (
                "其余",
                "其余的",
                "剩下的",
                "剩余的",
                "其他",
                "其他的",
            )
            ids = tuple(self.of_media(named.media))
            return Ref(ids=ids, media=named.media, others=others), self.skip_nouns(n + 2)
        for concept in ("it_clip", "other", "them", "it"):
            if self.has(n, concept):
                token = self.token(n)
                if self.text(n) in ("那", "这", "那个", "这个") and self.has(n + 1, *_OWN_NOUNS):
                    # "那个标题": the noun tells what is meant.
                    return None
                if self.text(n) == "那" and (self.has(n + 1, "all", "everything") or self.named(n + 1)):
                    # "那所有片段都静音": then
                    return None
                if concept == "other" and self.text(n) in _OTHER_ONE:
                    return Ref(pronoun="other", single=True), n + 1
                left = len(self.ids) - len(self.scene.focus.clips)
                counted = concept == "other" and not self.text(n).endswith(("others", "rest", "ones"))
                if counted and self.number(n + 1) == left > 1 and self._ends_phrase(n + 2):
                    # "the other two"
                    return Ref(pronoun="other"), n + 2
                if concept == "it" and token is not None and (self.is_noun(n + 1)):
                    return Ref(pronoun="it_clip"), n + 2
                if concept == "them" and self.has(n + 1, "all"):
                    return Ref(pronoun="them", all=True), n + 2
                return Ref(pronoun=concept), n + 1
        start = self.skip(n, "det")
        if start > n and self.is_noun(start) and self.number(start + 1) is None:
            noun = self.token(start)
            if noun is not None and not noun.has("clip_plural") and noun.text.isascii():
                return Ref(pronoun="it_clip"), start + 1
        return None


_OWN_NOUNS = ("text_noun", "music_noun", "film_noun", "own_sound")
_SHOWN = frozenset(
    (
        "that",
        "that plays",
        "plays",
        "which plays",
        "that shows",
        "that appears",
        "appears",
        "that's",
        "that is",
        "which is",
        "on",
        "on screen",
        "on-screen",
        "playing",
        "showing",
        "shown",
        "visible",
        "running",
    )
)
_ENTIRE = frozenset(("whole", "entire", "complete", "full"))
_LINKS = frozenset(("that", "which", "coming", "comes", "come", "is", "are", "'s"))
_LONE = frozenset(("last", "final", "very last", "very final", "very first"))
"""Words that mean a clip without its noun: "swap the first and the last"."""

"""Noun phrases for clips by their place or number alone, by their length, or by what they show."""

from __future__ import annotations

from collections.abc import Callable

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.lexicon import phrases_of
from nemovideo_mcp.language.parts import Found, PartPhrases
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["PlacePhrases"]

# What may follow "the first" where no noun does: nothing that could be its head.
_FOLLOWING = frozenset(
    phrases_of(
        """
    to|with|and|by|for|at|in|on|out|off|is|are|isn't|was|'s|should|should be|shouldn't|can|could|would|will|needs|need
    needs to|needs to be|must|must be|has|have|has to|goes|go|can go|has to go|should go|comes|come|please|pls|plz|again
    too|as well|also|twice|backwards|backward|in reverse|instead|then|now|up|down|away|until|into|onto|so|because|if|but
    or|which|thanks|thank you|thx|just|only|a bit|a little|slightly|completely|entirely|down to|up to|drags|is too|=|be
    &|+|~|sits|there|that is|the way|over|looks|feels|seems|as
    """
    )
)
_FOLLOWING_CONCEPTS = (
    "before",
    "after",
    "between",
    "start",
    "end",
    "longer",
    "shorter",
    "faster",
    "slower",
    "half_speed",
    "double",
)
# Words before "the last" that speak of an edit rather than a clip.
_OF_EDITS = frozenset(("undo", "redo", "revert", "cancel", "undo the", "roll back", "until", "till"))
# Words before a number without a noun that do something with clips of this number.
_WITH_NUMBERS = frozenset(
    phrases_of(
        """
    remove|delete|drop|lose|ditch|bin|kill|axe|scrap|erase|swap|switch|exchange|reverse|flip|mirror|mute|unmute|silence
    duplicate|repeat|copy|move|bring|shift|split|keep only|only keep|keep just|just keep|replace|freeze|chuck|yeet|toss
    get rid of|take out|cut out|throw out|rotate|put|place|send
    """
    )
)
_BESIDES = frozenset(("with", "before", "after", "behind", "in front of", "and", "&", "for"))
_NUMBER_WORDS = frozenset(("number", "#", "nr", "num", "no"))
_TO_PLACES = frozenset(("to", "as", "at", "into", "in", "position", "place", "spot", "slot", "the"))
_SHOWING = frozenset(
    ("with", "of", "showing", "featuring", "from", "where", "that has", "that shows", "about")
)
_EXTREMES: dict[str, Callable[[list[VideoClip]], VideoClip]] = {
    "longest": lambda clips: max(clips, key=lambda clip: clip.duration_ms),
    "shortest": lambda clips: min(clips, key=lambda clip: clip.duration_ms),
}


class PlacePhrases(PartPhrases):
    """Reads phrases without the noun or the name that others have."""

    def stands_alone(self, at: int, number: int = 0) -> bool:
        """Whether what stands before `at` has no noun behind it, and is no stretch of time ("the first 2 seconds")."""
        if not self.ids or self.scene.focus.texts:
            return False
        token = self.token(at)
        if token is None or token.kind == "mark":
            return not self._of_edit(at)
        if token.kind in ("duration", "clock"):
            return number not in (0, 1, -1)
        if token.kind in ("factor", "percent", "beats", "bars"):
            return number > 0
        if token.kind != "word" or not token.text.isascii():
            return False
        return (token.text in _FOLLOWING or token.has(*_FOLLOWING_CONCEPTS)) and not self._of_edit(at)

    def _of_edit(self, at: int) -> bool:
        return any(self.text(n) in _OF_EDITS for n in range(max(0, at - 4), at))

    def from_end(self, n: int) -> Found | None:
        """ "The third from the end", "second from last"."""
        start = self.skip(n, "det")
        token = self.token(start)
        if token is None or token.kind != "ordinal" or not isinstance(token.value, int) or token.value < 1:
            return None
        at = start + 1
        while self.is_noun(at) or self.has(at, "one"):
            at += 1
        if self.text(at) not in ("from", "to", "counting from") or not self.ids:
            return None
        edge = self.skip(at + 1, "det")
        if self.text(at) == "to" and not self.has(edge, "last"):
            return None
        if self.has(edge, "end", "last") and self.text(edge) != "finish":
            return self.pick([-token.value], self.ids), self.skip_nouns(edge + 1)
        if self.has(edge, "start"):
            return self.pick([token.value], self.ids), self.skip_nouns(edge + 1)
        return None

    def numeral(self, n: int) -> Found | None:
        """ "Number 2", "#2", "no. 2", and a bare number behind what is done with clips: "swap 1 and 3"."""
        start = self.skip(n, "det")
        at = start
        if self.text(at) in _NUMBER_WORDS and self.text(n - 1) not in _TO_PLACES:
            at += 1
            at += self.text(at) == "." and self.text(at - 1) in ("no", "nr", "num")
            if self.number(at) is None or not self.stands_alone(at + 1, 2):
                return None
        elif not self._is_told(n) or start != n or not self._plain_number(at):
            return None
        numbers: list[int] = []
        while (number := self.number(at)) is not None:
            numbers.append(number)
            end = at + 1
            if self.has(end, "to_sep") and self.text(end) in ("to", "-", "through") and self._closes(end + 1):
                numbers += range(number + 1, min(self.number(end + 1) or 0, number + 1000) + 1)
                end += 2
            at = end
            while at < end + 2 and (self.text(at) in (",", "and", "&", "plus", "+", "#", "number")):
                at += 1
            if at == end or not self._plain_number(at):
                return self.pick(numbers, self.ids), end
        return None

    def _closes(self, at: int) -> bool:
        """Whether a number there ends a span of clips: "2 to 4", but not "move 2 to 4"."""
        return self.number(at) is not None and not any(
            self.has(n, "move", "swap") and not self.has(n, "remove") for n in range(max(0, at - 4), at)
        )

    def _plain_number(self, at: int) -> bool:
        """Whether a number there counts nothing: it is followed by nothing that it could count."""
        number, after = self.number(at), self.token(at + 1)
        if number is None or not 0 < number < 100:
            return False
        return self.stands_alone(at + 1, 2) or (after is not None and after.kind in ("mark", "number"))

    def _is_told(self, n: int) -> bool:
        """Whether a number at `n` can only be a clip's."""
        if not self.ids or n == 0:
            return False
        if self.text(n - 1) in _WITH_NUMBERS:
            return True
        before = self.token(n - 2)
        numbered = before is not None and (before.kind == "number" or self.is_noun(n - 3))
        return self.text(n - 1) in _BESIDES and numbered

    def extreme(self, n: int) -> Found | None:
        """ "The longest clip": one of them, where no other is as long."""
        start = self.skip(n, "det")
        choose = _EXTREMES.get(self.text(start))
        at = start + 1
        if choose is None or start == n or not self.ids:
            return None
        if not (self.is_noun(at) or self.has(at, "one") or self.stands_alone(at)):
            return None
        clips = list(self.scene.clips)
        chosen = choose(clips)
        if sum(clip.duration_ms == chosen.duration_ms for clip in clips) != 1:
            wrong = Words("several clips are equally long.", "有几个片段一样长。")
            return Ref(wrong=wrong), self.skip_nouns(at)
        return Ref(ids=(chosen.clip_id,)), self.skip_nouns(at)

    def showing(self, n: int) -> Found | None:
        """ "The one with the parrot", "the bit where the bikes are", "the shot of the surf"."""
        if self.text(n) in _BITS_WITH and self.text(n - 1) not in _DURING:
            head = self.skip(n + 1, "det")
            shown = self.named(head)
            if shown is not None:
                return Ref(ids=tuple(self.of_media(shown.media)), media=shown.media), self.skip_nouns(
                    head + 1
                )
        start = self.skip(n, "det")
        every = self.has(start, "all")
        start = self.skip(start + 1, "det") if every else start
        token = self.token(start)
        photo = self.has(start, "photo_noun")
        if token is None or not token.text.isascii() or not (start > n or every or photo):
            return None
        if not (self.is_noun(start) or self.has(start, "one", "photo_noun") or token.text in _THINGS):
            return None
        at = start + 1
        if self.text(at) not in _SHOWING:
            return None
        head = self.skip(at + 1, "det")
        if (named := self.named(head)) is None:
            return None
        ids = tuple(self.of_media(named.media))
        end = self.skip_nouns(head + 1)
        while end < head + 4 and self.text(end) in _TRAILING:
            end += 1
        return Ref(ids=ids, media=named.media), end


_BITS_WITH = frozenset(("the bit with", "the part with", "the bit where", "the part where", "the one with"))
_DURING = frozenset(("in", "during", "over", "for", "at", "under", "while", "on"))
_THINGS = frozenset(("bit", "part", "thing", "piece", "section", "moment", "footage"))
_TRAILING = frozenset(("in it", "on it", "in", "is", "are", "appears", "plays", "it"))

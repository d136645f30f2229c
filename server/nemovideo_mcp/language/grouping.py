"""The noun phrases of a message as single tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.parts import Found
from nemovideo_mcp.language.phrases import ClipPhrases
from nemovideo_mcp.language.references import Ref, joined
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.tokens import Token

__all__ = ["find_references"]


_LINES = ("句", "行", "那句", "那行", "这句", "这行")
"""What counts texts, and nothing else."""
_WRITTEN = ("字幕", "字卡", "花字", "文字幕")
"""What people call a text of the film as well, where they count them."""


class _Phrases(ClipPhrases):
    """Phrases for clips and for texts."""

    def texts_at(self, n: int) -> Found | None:
        """A reference to texts that is plainly one: an id, a text's own words, "the second title"."""
        token = self.token(n)
        texts = [text.clip_id for text in self.scene.texts]
        if token is None:
            return None
        if token.kind == "name" and token.value.texts and not token.value.media:
            return Ref(ids=token.value.texts), n + 1
        if token.kind == "word" and token.text in texts:
            return Ref(ids=(token.text,)), n + 1
        start = self.skip(n, "det")
        if (numbered := self._numbered_texts(start, texts)) is not None:
            return numbered
        numbers: list[int] = []
        at = start
        head = self.token(start)
        if head is not None and head.kind == "ordinal" and isinstance(head.value, int):
            numbers, at = [head.value], start + 1
        elif self.has(start, "last", "first", "start", "end"):
            numbers, at = [-1 if self.has(start, "last", "end") else 1], start + 1
        elif self.has(start, "all"):
            at = self.skip(start + 1, "det")
            if self.has(at, "text_noun"):
                return Ref(ids=tuple(texts), all=True), at + 1
            return None
        else:
            return None
        while self.has(at, "measure", "det") or (
            self.has(at, "filler") and self.text(at) in ("的", "那", "个", "一个", "一条")
        ):
            at += 1
        if texts and at > start + 1 and self.text(at - 1) in _LINES and not self.has(at, "text_noun"):
            # "片尾那句", "第二行"
            return self.pick(numbers, texts, "text"), at
        if not self.has(at, "text_noun") and not (texts and self.text(at) in _WRITTEN):
            return None
        return self.pick(numbers, texts, "text"), at + 1

    def _numbered_texts(self, n: int, texts: Sequence[str]) -> Found | None:
        """ "Title 2", "text #1", "titles 1 and 2"."""
        noun = self.token(n)
        if noun is None or not texts or not self.has(n, "text_noun") or not noun.text.isascii():
            return None
        at = n + 1
        if self.text(at) in ("#", "number", "no"):
            at += 1
        numbers: list[int] = []
        end = at
        while (number := self.number(at)) is not None and 0 < number < 100:
            numbers.append(number)
            end = at + 1
            at = (
                end + 1
                if self.text(end) in ("and", "&", ",") and noun.text.endswith("s")
                else len(self.tokens)
            )
        return (self.pick(numbers, texts, "text"), end) if numbers else None


def find_references(tokens: Sequence[Token], scene: Scene) -> tuple[Token, ...]:
    """`tokens` with each noun phrase for clips or texts as one token of kind `clips` or `texts`."""
    finder = _Phrases(tokens, scene)
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        kind, found = "texts", finder.texts_at(at)
        if found is None:
            kind, found = "clips", finder.clips_at(at)
        if found is None or found[1] <= at:
            out.append(tokens[at])
            at += 1
            continue
        ref, end = found
        covered = tokens[at:end]
        if kind == "clips" and _is_any(tokens, at, ref):
            # "Add a surf shot" is about the medium.
            which = Words("say which of them is meant.", "请说明指的是哪一个。")
            ref = replace(ref, ids=(), wrong=None if any(t.has("insert") for t in tokens[:at]) else which)
        concepts = frozenset(c for token in covered for c in token.concepts)
        text = " ".join(token.text for token in covered)
        single = covered[0] if len(covered) == 1 else None
        out.append(
            Token(
                text=text,
                start=covered[0].start,
                end=covered[-1].end,
                kind=kind,
                concepts=concepts if single is not None and ref.pronoun else frozenset(),
                value=ref,
            )
        )
        at = end
    return _enumerated(_corrected(out))


def _is_any(tokens: Sequence[Token], at: int, ref: Ref) -> bool:
    """Whether one of several is meant, whichever it is: "remove a surf shot"."""
    first = tokens[at] if tokens[at].text in ("a", "an") else tokens[at - 1] if at else tokens[at]
    return first.text in ("a", "an") and len(ref.ids) > 1 and not ref.all


def _corrected(tokens: Sequence[Token]) -> list[Token]:
    """ "No" before a definite thing takes back what was said: "no the music" is not "no music"."""
    out = list(tokens)
    for n, token in enumerate(out[:-1]):
        thing = out[n + 1]
        definite = (
            thing.text.startswith("the ")
            or thing.text == "the"
            or thing.kind in ("duration", "percent", "factor")
        )
        if token.text == "no" and token.kind == "word" and definite:
            out[n] = replace(token, concepts=frozenset({"correction"}))
    return out


def _enumerated(tokens: Sequence[Token]) -> tuple[Token, ...]:
    """Clips that are enumerated ("bikes, parrot and surf") as one token."""
    out: list[Token] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        members = [token]
        end = at + 1
        listed: bool | None = None
        follows = False
        while token.kind in ("clips", "texts") and not token.value.pronoun:
            seps = end
            while seps < min(end + 2, len(tokens)) and _joins(tokens[seps]):
                seps += 1
            extra = tokens[seps] if seps < len(tokens) else None
            denied = at > 0 and tokens[at - 1].has("not")
            if listed is None and seps > end and tokens[end].text in (",", "，"):
                listed = _is_list(tokens, at)
            if (
                denied
                or (follows and [t.text for t in tokens[end:seps]] == ["，"])
                or (listed is False and seps > end and tokens[end].text in (",", "，"))
                or extra is None
                or extra.kind != token.kind
                or extra.value.pronoun
                or (seps == end and (tokens[end - 1].text.isascii() or extra.value.all))
                or _turns(tokens, at, end, seps)
            ):
                break
            members.append(extra)
            # "先单车再冲浪，鹦鹉不要": a comma doesn't go on with what "再" joined.
            follows |= any(t.text in ("再", "最后") for t in tokens[end:seps])
            end = seps + 1
        if len(members) > 1:
            end = _behind_count(tokens, end, len(members))
            ref = joined([m.value for m in members])
            if any(t.text in ("or", "或", "或者") for t in tokens[at:end]) and not _is_free(tokens[:at]):
                which = Words("say which of them is meant.", "请说明指的是哪一个。")
                ref = replace(ref, ids=(), wrong=which)
            text = " ".join(m.text for m in members)
            token = replace(token, text=text, end=members[-1].end, value=ref, concepts=frozenset())
        out.append(token)
        at = end if len(members) > 1 else at + 1
    return tuple(out)


def _is_free(before: Sequence[Token]) -> bool:
    """Whether "or" behind these words leaves no choice: "don't touch bikes or surf", "all but the first or last"."""
    return any(t.has("not", "except", "exclude", "unwanted", "without") for t in before)


_LISTED = frozenset(("按", "按照", "依", "照", "顺序", "排序", "次序"))


def _is_list(tokens: Sequence[Token], at: int) -> bool:
    """Whether a comma behind the clips at `at` goes on with a list of clips, rather than with the next wish.

    In Chinese, clips behind their verb ("别动第一段，第二段快一点") end a wish where another
    verb follows the next ones.
    """
    if tokens[at].text.isascii() or tokens[at].kind != "clips":
        return True
    head = at
    while head and not tokens[head - 1].has("sep"):
        head -= 1
    before = tokens[head:at]
    if all(_is_silent(t) for t in before) or any(t.text in _LISTED for t in before):
        return True
    end = at + 1
    while end + 1 < len(tokens) and _joins(tokens[end]) and tokens[end + 1].kind == "clips":
        end += 2
    behind = tokens[end : end + 4]
    closed = next((n for n, t in enumerate(behind) if t.has("sep")), len(behind))
    return all(_is_silent(t) or t.kind == "number" for t in behind[:closed])


def _is_silent(token: Token) -> bool:
    return token.has("filler", "det", "sep", "measure", "clip_noun", "film_noun")


def _turns(tokens: Sequence[Token], first: int, end: int, at: int) -> bool:
    """Whether what stands at `at` is not wanted, and what was enumerated before is: "用鹦鹉，自行车不要"."""
    comma = any(t.text in (",", "，") for t in tokens[end:at])
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    wanted = first > 0 and tokens[first - 1].kind == "word" and tokens[first - 1].text.endswith(_WANTED)
    return comma and wanted and behind is not None and behind.has("unwanted", "not", "remove", "exclude")


_WANTED = ("用", "要", "留", "保留", "用上", "放", "use", "keep")


def _behind_count(tokens: Sequence[Token], at: int, count: int) -> int:
    """Behind "两个素材" where two were just enumerated."""
    if at + 1 >= len(tokens) or tokens[at].kind != "number" or tokens[at].value != count:
        return at
    end = at + 1
    while end < min(at + 3, len(tokens)) and tokens[end].has("measure", "clip_noun"):
        end += 1
    return end if end > at + 1 else at


def _joins(token: Token) -> bool:
    return token.text in (
        ",",
        "，",
        "、",
        "and",
        "&",
        "plus",
        "+",
        "和",
        "跟",
        "同",
        "同埋",
        "与",
        "及",
        "then",
        "再",
        "最后",
        "or",
    )

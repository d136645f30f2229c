"""What a film that is not there yet is of, and where its media come from: words that name nothing of the project."""

from __future__ import annotations

import re

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.sequence import stretches
from nemovideo_mcp.language.tokens import Token

__all__ = ["take_origin", "take_subject"]


def take_origin(clause: Clause) -> None:
    """Takes the words that say where all the media come from: "我昨天在海边拍的三段视频"."""
    for stretch in stretches(clause):
        for at, n in enumerate(stretch[1:], 1):
            token = clause.tokens[n]
            told = any(word in token.text for word in "的这那") or clause.tokens[n - 1].text == "的"
            if token.kind != "clips" or not (token.value.all or token.value.pronoun == "them") or not told:
                continue
            before = [clause.tokens[m] for m in stretch[:at]]
            if all(
                t.kind in ("word", "name") and not t.has("not", "except", "only", "music_noun")
                for t in before
            ):
                clause.used.update(stretch[:at])


def take_subject(clause: Clause) -> None:
    """Takes what the film is of, in words that mean nothing else: "holiday clips", "of our trip", "for my grandma"."""
    _take_subject_zh(clause)
    tokens = clause.tokens
    for n, token in enumerate(tokens):
        if n in clause.used or token.kind != "word" or not token.text.isascii() or not _is_loose(clause, n):
            continue
        start, end = n, n
        while start > 0 and n - start < _SUBJECT and tokens[start - 1].kind == "word":
            if tokens[start - 1].text.split()[-1] in _OWNERS:
                break
            if tokens[start - 1].concepts and not tokens[start - 1].has("filler", "det"):
                break
            start -= 1
        while end + 1 < len(tokens) and end - n < _SUBJECT and _is_strange(tokens[end + 1]):
            end += 1
        after = tokens[end + 1] if end + 1 < len(tokens) else None
        owned = start > 0 and tokens[start - 1].text.split()[-1] in _OWNERS
        owned = owned and not (after is not None and after.kind == "clips" and not after.value.all)
        heads = after is not None and (
            (after.kind == "clips" and after.value.all) or after.has("film_noun", "clip_plural", "combine")
        )
        named = after is not None and after.has("clip_noun", "music_noun", "photo_noun") and not heads
        led = start > 0 and tokens[start - 1].text in _LEADS and not named and not token.concepts
        if owned or heads or led or (token.text in _GIVEN and not token.concepts):
            clause.used.add(n)


_MADE = re.compile(r"(?:视频|短片|片子|影片|片|vlog|作品|mv|集锦|混剪|合集|回忆|作业|纪念册)$")
_TELLING = (
    "not", "only", "except", "exclude", "keep_only", "on_beat", "off_beat", "interleaved", "reverse", "reverse_order",
    "text_noun", "music_noun", "photo_noun", "in_sequence", "without_music", "combine", "at_most",
)  # fmt: skip
_FAMILIES = ("mood", "feeling", "pace", "ratio", "platform", "fit", "color", "section")


def _take_subject_zh(clause: Clause) -> None:
    """Takes what the film is of before its noun: the 周末露营 of "做个周末露营的小视频"."""
    tokens = clause.tokens
    for stretch in stretches(clause):
        made = next((n for n in stretch if _MADE.search(tokens[n].text) and tokens[n].kind == "word"), 0)
        verb = next((n for n in stretch if n < made and tokens[n].has("combine")), None)
        if verb is None or tokens[made - 1].text != "的":
            continue
        subject = [n for n in range(verb + 1, made - 1) if n not in clause.used]
        telling = any(
            tokens[n].kind != "word" or tokens[n].has(*_TELLING) or any(map(tokens[n].detail, _FAMILIES))
            for n in subject
        )
        if not telling and len(subject) <= _SUBJECT + 2 and any(_is_strange(tokens[n]) for n in subject):
            clause.used.update(subject)


_SUBJECT = 4
_OWNERS = frozenset(
    ("my", "our", "his", "her", "their", "this", "last", "granny's", "mom's", "dad's", "mum's", "grandma's")
)


def _is_strange(token: Token) -> bool:
    return token.kind == "word" and not token.concepts


_LEADS = frozenset(("from", "of", "for", "about", "at", "in", "on", "by", "during", "out of", "made for"))
_GIVEN = words_of(
    """
    sent uploaded gave given added attached provided recorded shot filmed took dropped shared posted brought
    """
)
_LIGHT = ("degree", "text_smaller", "text_bigger", "opinion_good", "opinion", "talk", "filler")


def _is_loose(clause: Clause, n: int) -> bool:
    """Whether a word means nothing to the film: an unknown one, or "small" before "film"."""
    token = clause.tokens[n]
    if not token.concepts:
        return token.text not in clause.known
    after = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
    light = all(concept.partition(":")[0] in _LIGHT for concept in token.concepts)
    return light and after is not None and after.has("film_noun", "combine")

"""A look at the tokens of a message around one place, and at the clips of the film by their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.names import Named
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.tokens import Token

__all__ = ["Cursor"]

_PORTIONS = ("的部分", "那部分", "这部分", "的那部分", "那一部分", "的那一部分", "部分")


# What a medium is called behind its name: "the parrot video", "the beach picture".
_CALLED = frozenset(
    (
        "video",
        "vid",
        "videos",
        "vids",
        "recording",
        "film",
        "movie",
        "picture",
        "image",
        "视频",
        "影片",
        "录像",
    )
)


_SPOKEN = frozenset(("word", "number", "mark", "factor"))
_NONE = frozenset[str]()
_MARKING = frozenset(("filler", "sep"))
_MOST_SKIPPED = 4


class Cursor:
    """Answers what stands at a place; no place is outside: nothing stands there."""

    def __init__(self, tokens: Sequence[Token], scene: Scene) -> None:
        self.tokens = tokens
        self.scene = scene
        self._texts = [token.text for token in tokens]
        self.ids = [clip.clip_id for clip in scene.clips]
        self._concepts = [token.concepts if token.kind in _SPOKEN else _NONE for token in tokens]
        self._skipped: dict[tuple[int, tuple[str, ...]], int] = {}

    def token(self, n: int) -> Token | None:
        return self.tokens[n] if 0 <= n < len(self.tokens) else None

    def text(self, n: int) -> str:
        return self._texts[n] if 0 <= n < len(self._texts) else ""

    def has(self, n: int, *concepts: str) -> bool:
        return 0 <= n < len(self._concepts) and not self._concepts[n].isdisjoint(concepts)

    def is_inert(self, n: int) -> bool:
        """Whether token `n` is a mark that means nothing, so that no phrase begins with it."""
        token = self.tokens[n]
        return (
            token.kind in ("mark", "word")
            and token.concepts <= _MARKING
            and not any(char.isalnum() for char in token.text[:40])
        )

    def is_noun(self, n: int) -> bool:
        return self.has(n, "clip_noun")

    def skip(self, n: int, *concepts: str, most: int = _MOST_SKIPPED) -> int:
        """Behind words of `concepts` that mean nothing by themselves, `most` of them."""
        key = (n, concepts)
        # Every reader of a phrase begins with this.
        if most == _MOST_SKIPPED and (known := self._skipped.get(key)) is not None:
            return known
        end = n + most
        while n < end and self.has(n, *concepts) and self.has(n, "filler", "det") and not self._is_of(n):
            n += 1
        if most == _MOST_SKIPPED:
            self._skipped[key] = n
        return n

    def _is_of(self, n: int) -> bool:
        token = self.token(n)
        return (
            token is not None
            and token.text == "of"
            and n > 0
            and not self.has(n - 1, "all", "half", "part_first", "part_second", "first", "last")
        )

    def skip_nouns(self, n: int) -> int:
        """Behind the words that go with a head: "the parrot('s) clip", "鹦鹉那段的镜头"."""
        end = n + 5
        while n < end and (token := self.token(n)) is not None:
            closes = token.kind in ("word", "number") and (
                token.has("clip_noun", "photo_noun", "one")
                or (self.named(n - 1) is not None and token.text in _CALLED)
                or (token.has("measure") and self.text(n - 1) in ("那", "这"))
                or token.text
                in (
                    "'s",
                    "'",
                    "s",
                    "那",
                    "这",
                    "那个",
                    "这个",
                    "的那",
                    "source",
                    "original",
                    "picture",
                    "image",
                    *_PORTIONS,
                )
                or (token.text in ("的", "个", "那条", "of the") and self._head_follows(n + 1))
                or (token.text in ("的", "几") and self._some_follow(n))
            )
            if not closes or self._is_verb_like(n):
                return n
            n += 1
        return n

    def _some_follow(self, n: int) -> bool:
        """Whether "几段" or "的几段" stands here."""
        at = n + 1 if self.text(n) == "的" else n
        return self.text(at) == "几" and self._head_follows(at + 1)

    def _is_verb_like(self, n: int) -> bool:
        token = self.token(n)
        return token is not None and token.text in ("take", "takes") and not self.has(n - 1, "det")

    def _head_follows(self, n: int) -> bool:
        return self.has(n, "clip_noun", "photo_noun", "one") or (
            (token := self.token(n)) is not None and token.kind == "name"
        )

    def number(self, n: int) -> int | None:
        token = self.token(n)
        if token is not None and token.text in ("一个", "一条"):
            return 1
        return (
            int(token.value) if token and token.kind == "number" and token.value == int(token.value) else None
        )

    def named(self, n: int) -> Named | None:
        token = self.token(n)
        return token.value if token and token.kind == "name" and token.value.media else None

    def of_media(self, media: Sequence[str]) -> list[str]:
        return [clip.clip_id for clip in self.scene.clips if clip.media_id in media]

    def pick(self, numbers: Sequence[int], among: Sequence[str], words: str = "") -> Ref:
        """The clips of these numbers (from 1, negative from the end) of `among`."""
        ids: list[str] = []
        if not self.ids and not words and not among:
            return self._pick_media(numbers)
        for number in numbers:
            index = number - 1 if number > 0 else len(among) + number
            if not number or not 0 <= index < len(among):
                count = len(among)
                what = Words(
                    f"there is no {words or 'clip'} {number}", f"没有第 {number} 个{words or '片段'}"
                )
                wrong = Words(f"{what.en}; there are {count}.", f"{what.zh}；共有 {count} 个。")
                return Ref(wrong=wrong, numbers=tuple(numbers))
            ids.append(among[index])
        counted = tuple(among) if len(among) > 1 and not words and list(among) != list(self.ids) else ()
        return Ref(ids=tuple(dict.fromkeys(ids)), numbers=tuple(numbers), among=counted)

    def _pick_media(self, numbers: Sequence[int]) -> Ref:
        """The media of these numbers, where there is no film yet: "第三个视频放最前面"."""
        films = [item.media_id for item in self.scene.films]
        chosen = [films[n - 1 if n > 0 else n] for n in numbers if 0 < abs(n) <= len(films)]
        if len(chosen) < len(numbers):
            what = f"there are only {len(films)} films and photos.", f"一共只有 {len(films)} 个素材。"
            return Ref(wrong=Words(*what))
        return Ref(media=tuple(dict.fromkeys(chosen)), numbers=tuple(numbers))

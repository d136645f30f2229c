"""A run of segments as a clause that rules take apart word by word."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from functools import cached_property
from typing import Any

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.focused import all_spoken_of
from nemovideo_mcp.language.normalize import fold, plain_marks
from nemovideo_mcp.language.references import Ref, joined
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.tokens import Token

__all__ = ["ALTOGETHER", "REMOVING", "Clause", "Unresolved", "makes_film"]

REMOVING = frozenset(
    [
        "remove",
        "removes",
        "removed",
        "removing",
        "delete",
        "deletes",
        "deleted",
        "deleting",
        "erase",
        "get rid of",
        "take away",
        "删",
        "删掉",
        "删除",
        "去掉",
        "移除",
        "清掉",
        "拿掉",
        "去除",
    ]
)

_SILENT = frozenset({"filler", "sep", "det", "correction", "instead"})

_ALL_ZH = frozenset(
    ("都", "全", "全部", "全都", "统统", "通通", "一律", "所有", "所有的", "全部的", "一概", "通通都")
)

_SEVERAL = Words(
    "several clips are named in one sentence; say one wish for each.",
    "一句话里提到了几个片段，请分开说每个片段的要求。",
)


def makes_film(clause: Clause) -> bool:
    """Whether words about a film that is not there yet stand beside others, whose lengths are not the film's."""
    fresh = not clause.scene.clips and clause.segments > 1
    return fresh and clause.has("combine", "film_noun") and clause.count("duration") > 0


class Unresolved(Exception):
    """A clause speaks of something that there is not, or that isn't clear."""

    def __init__(self, because: Words) -> None:
        super().__init__(because.en)
        self.because = because


ALTOGETHER = frozenset(("都", "全", "全部", "全都", "统统", "通通", "统一", "一律"))


class Clause:
    """A run of words that a rule reads by taking what it understands; `rest` is what nothing accounts for."""

    def __init__(
        self,
        tokens: Sequence[Token],
        scene: Scene,
        message: str,
        *,
        focus: Focus,
        continued: bool = False,
        uncertain: bool = False,
        vague: bool = False,
        segments: int = 1,
        correcting: bool = False,
    ) -> None:
        """`focus` is what was spoken of before these words.

        `continued`: there are words before these in the same message. They were not understood in part where
        `uncertain`, or but for the clips that they name where `vague`. `segments` is how many stretches between
        punctuation and connectives are read together. They are said in place of the words before where `correcting`.
        """
        self.tokens = all_spoken_of(tokens, scene, focus)
        self.scene = scene
        self.message = message
        self.focus = focus
        self.continued = continued
        self.uncertain = uncertain
        self.vague = vague
        self.segments = segments
        self.correcting = correcting
        self.used: set[int] = set()
        self.known: frozenset[str] = frozenset()
        """Words that mean something to another rule, where the clause is read in the words of one."""

    def fresh(self) -> Clause:
        """The same clause with nothing taken."""
        same = copy(self)
        same.used = set()
        return same

    def retold(self, tokens: Sequence[Token], *, behind: Focus | None = None) -> Clause:
        """The same stretch of the message in other words, or a part of it; `behind`: what was spoken of before it."""
        return Clause(
            tokens,
            self.scene,
            self.message,
            focus=self.focus if behind is None else behind,
            continued=self.continued or behind is not None,
            uncertain=self.uncertain,
            vague=self.vague,
            segments=self.segments,
            correcting=self.correcting,
        )

    def said_of(self, scene: Scene, tokens: Sequence[Token]) -> Clause:
        """The same words, in the tokens that they are of another film."""
        return Clause(
            tokens,
            scene,
            self.message,
            focus=self.focus,
            continued=self.continued,
            uncertain=self.uncertain,
            vague=self.vague,
            segments=self.segments,
            correcting=self.correcting,
        )

    @property
    def words(self) -> str:
        """The user's own words."""
        if not self.tokens:
            return ""
        return self.message[self.tokens[0].start : self.tokens[-1].end].strip()

    @cached_property
    def plain(self) -> str:
        """The words in lower case and simplified characters, quotations blanked out."""
        if not self.tokens:
            return ""
        start, end = self.tokens[0].start, self.tokens[-1].end
        text = list(self.message[start:end])
        for token in self.tokens:
            if token.kind == "quote":
                text[token.start - start : token.end - start] = "\ue000" * (token.end - token.start)
        return plain_marks(fold("".join(text))).text

    def take_everything(self) -> None:
        """Accounts for every word."""
        self.used.update(range(len(self.tokens)))

    @property
    def removes(self) -> bool:
        """Whether it plainly says to take something away; "no" and "off" alone don't."""
        return any(token.text in REMOVING for token in self.tokens)

    def original(self, first: int, last: int) -> str:
        """The user's own words from token `first` to token `last`, both included."""
        return self.message[self.tokens[first].start : self.tokens[last].end]

    # --- looking and taking --------------------------------------------------------------------------------
    @cached_property
    def _concepts(self) -> frozenset[str]:
        return frozenset[str]().union(*(token.concepts for token in self.tokens))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        return frozenset(token.kind for token in self.tokens)

    def has(self, *concepts: str) -> bool:
        """Whether a word of one of these concepts is there, taken or not."""
        return not self._concepts.isdisjoint(concepts)

    def find(self, *concepts: str) -> int | None:
        """The index of the first word of these concepts that is not taken."""
        if not self.has(*concepts):
            return None
        return next((n for n, t in enumerate(self.tokens) if n not in self.used and t.has(*concepts)), None)

    def take(self, *concepts: str) -> bool:
        """Accounts for all words of these concepts. Returns whether there was one."""
        if not self.has(*concepts):
            return False
        hits = [n for n, token in enumerate(self.tokens) if token.kind != "clips" and token.has(*concepts)]
        self.used.update(hits)
        return bool(hits)

    def detail(self, family: str) -> str | None:
        """Takes the first word of a family of concepts (`mood:lofi`), and returns its value."""
        for n, token in enumerate(self.tokens):
            if n not in self.used and (value := token.detail(family)) is not None:
                self.used.add(n)
                return value
        return None

    def one(self, *kinds: str) -> Any:
        """Takes the first token of these kinds; returns its value, None where there is none."""
        if self._kinds.isdisjoint(kinds):
            return None
        for n, token in enumerate(self.tokens):
            if n not in self.used and token.kind in kinds:
                self.used.add(n)
                return token.value
        return None

    def values(self, *kinds: str) -> list[Any]:
        """Takes all tokens of these kinds."""
        if self._kinds.isdisjoint(kinds):
            return []
        hits = [n for n, token in enumerate(self.tokens) if n not in self.used and token.kind in kinds]
        self.used.update(hits)
        return [self.tokens[n].value for n in hits]

    def count(self, *kinds: str) -> int:
        """How many tokens of these kinds are not taken."""
        if self._kinds.isdisjoint(kinds):
            return 0
        return sum(t.kind in kinds and n not in self.used for n, t in enumerate(self.tokens))

    def rest(self) -> tuple[Token, ...]:
        """Words that mean something and that nobody has taken."""
        return tuple(
            token
            for n, token in enumerate(self.tokens)
            if n not in self.used
            and not (token.kind in ("word", "mark") and token.concepts & _SILENT)
            and not self._is_article(n)
        )

    def _is_article(self, n: int) -> bool:
        """Whether token `n` belongs to the "一张" of "来一张照片": an article, and its measure."""
        one = n - 1 if self.tokens[n].has("measure") and n else n
        return (
            self.tokens[one].text == "一"
            and one + 1 < len(self.tokens)
            and self.tokens[one + 1].has("measure", "clip_noun")
        )

    # --- references ----------------------------------------------------------------------------------------
    @property
    def names_clips(self) -> bool:
        """Whether clips are named, other than by a pronoun."""
        return "clips" in self._kinds and any(t.kind == "clips" and not t.value.pronoun for t in self.tokens)

    @property
    def names_texts(self) -> bool:
        return "texts" in self._kinds

    def refs_seen(self) -> list[Ref]:
        """All references to clips, taken or not."""
        return [token.value for token in self.tokens if token.kind == "clips"]

    def refs(self) -> list[Ref]:
        """Takes all references to clips, as they stand."""
        return self.values("clips")

    def clips(self, *, implicit: bool = False) -> tuple[str, ...] | None:
        """Takes the clips that are spoken of, by name or pronoun; None where none are.

        `implicit`: clips that were spoken of before are meant where none is named. Raises `Unresolved` where what is
        named is not on the timeline.
        """
        refs = self.refs()
        if not refs and implicit and not self.focus.clips and self._all_alone():
            return tuple(clip.clip_id for clip in self.scene.clips) or None
        if not refs:
            return (self.focus.clips or None) if implicit and not (self.uncertain or self.vague) else None
        self.take("all", "each")
        named = [r for r in refs if not r.pronoun]
        if (both := self._with_that(refs)) is not None:
            return both
        if len({r.ids for r in named}) == 1 and named[0].ids:
            # "the birds in the parrot clip"
            named = named[:1]
            refs = [*named, *(r for r in refs if r.pronoun)]
        if len(named) == len(refs) == 2 and named[1].all and not named[0].all:
            # "前三段每段一秒"
            named = refs = refs[:1]
        if self.has("except") and any(r.pronoun == "other" for r in refs):
            # "除了鹦鹉的镜头，其他每段都1秒"
            named = [r for r in named if not r.all]
            refs = [r for r in refs if not r.all]
        apart = self.find("except")
        behind = apart is not None and any(t.kind == "clips" for t in self.tokens[apart + 1 : apart + 2])
        if apart and behind and len(refs) == 1 == len(named) and self.has("all"):
            # "声音全都关了，除了冲浪"
            self.take("except")
            left_out = self.resolved(named[0])
            return tuple(clip.clip_id for clip in self.scene.clips if clip.clip_id not in left_out)
        excepted = self.has("except", "exclude") or (self.has("not") and self.segments == 1)
        if len(named) == 2 and len(refs) == 2 and self.tokens[0].has("except"):
            # "除了最后一个鹦鹉，其他鹦鹉都删掉"
            self.take("except")
            but = self.resolved(named[0])
            return tuple(i for i in self.resolved(named[1]) if i not in but)
        if len(named) == 2 and len(refs) == 2 and self._parted_by_except():
            # "all clips silent, except the parrot"
            self.take("except")
            but = self.resolved(named[1])
            return tuple(i for i in self.resolved(named[0]) if i not in but)
        if len(named) > 1 and not excepted:
            raise Unresolved(_SEVERAL)
        alone = (
            len(named) == len(refs) == 1 and self.tokens[0].has("except") and not self.tokens[0].has("sep")
        )
        if self.find("except") is not None and named and (alone or any(r.pronoun == "other" for r in refs)):
            # "except the first, mute the others", "除了冲浪都静音"
            self.take("except")
            but = self.resolved(joined(named))
            self.take("all")
            return tuple(clip.clip_id for clip in self.scene.clips if clip.clip_id not in but)
        if self.find("except") is not None and named and len(named) == len(refs) and self._excepts_from_all():
            # "除了第一个和最后一个都删掉"
            self.take("except", "all")
            but = self.resolved(joined(named))
            return tuple(clip.clip_id for clip in self.scene.clips if clip.clip_id not in but) or None
        but_at = self.find("except")
        if but_at and named and len(named) == 1 and self.tokens[but_at + 1 : but_at + 2] and len(refs) > 1:
            behind = self.tokens[but_at + 1]
            if behind.kind == "clips" and not behind.value.pronoun and not self.focus.clips:
                # "I want it silent except for the waves": "it" is the film
                self.take("except")
                but = self.resolved(named[0])
                return tuple(clip.clip_id for clip in self.scene.clips if clip.clip_id not in but)
        if (
            self.find("except") is not None
            and named
            and len(named) < len(refs)
            and all(r.pronoun in ("", "it", "it_clip") for r in refs)
        ):
            # "except the parrot: that one …"
            self.take("except")
        ref = joined(refs)
        if named and any(r.pronoun == "other" for r in refs):
            # "Speed up the bikes, slow down the rest": two wishes.
            raise Unresolved(_SEVERAL)
        if pronouns := [r for r in refs if r.pronoun]:
            # "Do that for the others"
            meant = next((r for r in pronouns if r.pronoun == "other"), pronouns[0])
            return self._by_focus(meant, named)
        return self.resolved(ref)

    def _with_that(self, refs: Sequence[Ref]) -> tuple[str, ...] | None:
        """ "它和第三段都": what was spoken of, and what is named beside it."""
        if [r.pronoun for r in refs] not in (["it", ""], ["it_clip", ""]) or not self.says_all:
            return None
        at = [n for n, t in enumerate(self.tokens) if t.kind == "clips"]
        if at[1] != at[0] + 1:
            return None
        return tuple(dict.fromkeys((*self.resolved(refs[0]), *self.resolved(refs[1]))))

    @property
    def says_all(self) -> bool:
        """Whether "all" or "都" is among the words."""
        return any(t.text in ALTOGETHER or t.text.startswith("都") for t in self.tokens)

    def _all_alone(self) -> bool:
        """Whether "都加速" is said of nothing else than the clips."""
        others = ("music_noun", "text_noun", "sound_noun", "own_sound", "it", "them", "other", "except")
        return not self.has(*others) and self.says_all

    def _parted_by_except(self) -> bool:
        """Whether the second of two references is what is excepted from the first."""
        at = [n for n, t in enumerate(self.tokens) if t.kind == "clips"]
        words = self.tokens[at[0] + 1 : at[1]]
        return bool(words) and words[-1].has("except") and not words[-1].has("sep")

    def _excepts_from_all(self) -> bool:
        """Whether "除了第一个都删掉" or "除了前两个以外的" excepts clips from all of them."""
        around = sum(t.has("except") and not t.text.isascii() for t in self.tokens) > 1
        return around or any(t.text in _ALL_ZH for t in self.tokens)

    def resolved(self, ref: Ref) -> tuple[str, ...]:
        """The clips of `ref`. Raises `Unresolved` where there are none."""
        if ref.pronoun:
            ids = self._by_focus(ref, [])
            if ids is None:
                raise Unresolved(Words("it is not clear which clip is meant.", "不清楚指的是哪个片段。"))
            return ids
        if ref.wrong is not None:
            raise Unresolved(ref.wrong)
        if not ref.ids:
            names = ", ".join(m.name for m in self.scene.media if m.media_id in ref.media)
            raise Unresolved(
                Words(f"“{names}” is not on the timeline.", f"“{names}”不在时间线上。")
                if names
                else Words("there are no clips on the timeline yet.", "时间线上还没有片段。")
            )
        if ref.others:
            left = tuple(i for i in ref.ids if i not in self.focus.clips)
            if len(left) == len(ref.ids) and not self.has("except"):
                raise Unresolved(Words("it is not clear which others are meant.", "不清楚指的是其他哪些。"))
            return left
        return ref.ids

    def _by_focus(self, pronoun: Ref, named: Sequence[Ref]) -> tuple[str, ...] | None:
        if named:
            return self.resolved(joined(named))
        ids = tuple(clip.clip_id for clip in self.scene.clips)
        if pronoun.pronoun == "other":
            others = tuple(i for i in ids if i not in self.focus.clips)
            several = pronoun.single and len(others) > 1
            return None if several or not self.focus.clips else others or None
        if pronoun.pronoun == "them" and len(self.focus.clips) < 2:
            return ids if len(ids) == 2 or pronoun.all else None
        if self.focus.clips:
            return self.focus.clips
        return ids if len(ids) == 1 and pronoun.pronoun == "it_clip" else None

    def media(self) -> tuple[str, ...]:
        """Takes media that are named (films and photos), by reference or by name."""
        found: list[str] = []
        for n, token in enumerate(self.tokens):
            if n in self.used:
                continue
            if (token.kind == "clips" and token.value.media) or (token.kind == "name" and token.value.media):
                found += token.value.media
                self.used.add(n)
        return tuple(found)

    def texts(self) -> tuple[str, ...] | None:
        """Takes the texts that are spoken of; None where none are. Raises `Unresolved`."""
        refs: list[Ref] = self.values("texts")
        if refs:
            ref = joined(refs)
            if ref.wrong is not None:
                raise Unresolved(ref.wrong)
            self.take("text_noun")
            return ref.ids
        return None

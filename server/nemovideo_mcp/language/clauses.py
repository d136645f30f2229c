"""A message as segments, and a run of segments as a clause that rules take apart word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.normalize import fold, plain_marks
from nemovideo_mcp.language.references import Ref, joined
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.tokens import Token

__all__ = [
    "ALTOGETHER",
    "Clause",
    "Segment",
    "Unresolved",
    "corrects",
    "leaves_out",
    "makes_film",
    "parts_segments",
    "segments_of",
    "sums_up",
]

_REMOVING = frozenset(
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


Segment = tuple[Token, ...]
"""The words between two marks or connectives."""


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


def segments_of(tokens: Sequence[Token]) -> tuple[Segment, ...]:
    """The tokens between punctuation, connectives and spaces in Chinese, each without them; none is empty."""
    segments: list[list[Token]] = [[]]
    for n, token in enumerate(tokens):
        if segments[-1] and _excepts(tokens, n, segments[-1]):
            segments[-1].append(replace(token, text="except", concepts=frozenset(("except",))))
            continue
        if parts_segments(token) and not _is_degree(tokens, n):
            if segments[-1] and not (token.text in (":", "：") and _is_head(segments[-1])):
                segments.append([])
            continue
        more = n + 1 < len(tokens) and not parts_segments(tokens[n + 1])
        if corrects(token) and more and segments[-1] and not corrects(segments[-1][-1]):
            # "剪掉第一段不对第二段"
            segments.append([])
        elif segments[-1] and token.kind == "word" and token.has("reason"):
            # "mute the parrot because it swears"
            segments.append([])
        elif segments[-1] and _is_spaced(segments[-1][-1], token):
            segments.append([])
        segments[-1].append(token)
    return tuple(tuple(segment) for segment in segments if segment)


def _excepts(tokens: Sequence[Token], n: int, segment: Sequence[Token]) -> bool:
    """Whether "but" leaves out what follows: "everything muted but the surf"."""
    follows = tokens[n + 1 : n + 3]
    alone = bool(follows) and follows[0].kind == "clips" and bool(follows[0].value.ids)
    alone = alone and (len(follows) == 1 or parts_segments(follows[1]))
    return tokens[n].text == "but" and alone and any(t.kind == "clips" and t.value.all for t in segment)


def _is_head(segment: Sequence[Token]) -> bool:
    """Whether words before a colon only say what those behind it are about: "Parrot: 2 seconds", "remove: surf"."""
    said = [t for t in segment if not (t.kind == "word" and t.has("filler", "det", "sep"))]
    return len(said) == 1 and said[0].kind in ("word", "clips", "texts")


def _is_degree(tokens: Sequence[Token], n: int) -> bool:
    """Whether a "so" says how much: "why is the first clip so quiet?"."""
    if tokens[n].text != "so" or not 0 < n < len(tokens) - 1 or parts_segments(tokens[n - 1]):
        return False
    last = n + 2 == len(tokens) or parts_segments(tokens[n + 2])
    how = tokens[n + 1]
    return last and how.kind == "word" and any(c.startswith("degree:") for c in how.concepts)


_CLOSING = frozenset("吧啊呀哦嘛呢啦了咯呗哈吗么的")


def _is_spaced(before: Token, token: Token) -> bool:
    """Whether a space between two Chinese words stands for a comma, as people type and dictate it."""
    if token.start <= before.end or before.text[-1:].isascii() or token.text[:1].isascii():
        return False
    opens = before.kind == "word" and before.has("filler", "det", "not", "except", "only")
    return token.kind != "mark" and (not opens or before.text[-1:] in _CLOSING)


def parts_segments(token: Token) -> bool:
    """Whether a token stands between segments: punctuation, or a connective."""
    return token.kind in ("mark", "word") and token.has("sep") and not _is_part(token)


def corrects(token: Token) -> bool:
    """Whether a token says that what was said before it is not meant ("不对", "no wait")."""
    return token.kind == "word" and token.has("correction")


def sums_up(segment: Segment) -> bool:
    """Whether words say something of all that was spoken of before: "都是黄色", "两段都静音"."""
    named = any(
        t.kind in ("clips", "texts", "quote") and not getattr(t.value, "pronoun", "") for t in segment
    )
    return not named and any(t.text.startswith("都") or t.text in _SUMMING for t in segment[:3])


_SUMMING = frozenset(("全都", "统统", "通通", "一律", "分别"))


_AMOUNTS = frozenset(
    ("duration", "percent", "factor", "quote", "number", "color", "degrees", "beats", "bars")
)
_LEFT_OUT = ("spared", "as_is", "sound_as_was", "except")


def leaves_out(segment: Segment) -> bool:
    """Whether words only name clips that are not meant: "鹦鹉不用", "除了自行车", "别动冲浪"."""
    named = [t for t in segment if t.kind == "clips" and not t.value.pronoun]
    said = any(t.kind == "word" and t.has(*_LEFT_OUT) for t in segment)
    others = [t for t in segment if t not in named and not (t.kind == "word" and t.has(*_LEFT_OUT, *_BESIDE))]
    return bool(named) and said and not others


_BESIDE = ("filler", "sep", "det", "only", "clip_noun", "measure")


def _is_part(token: Token) -> bool:
    """Whether a connective is as often a word inside a clause."""
    return token.text in ("with", "while", "also", "再", "plus", "还有", "也")


def spoken_of(token: Token, scene: Scene, focus: Focus, *, alone: bool = False, timed: bool = False) -> Token:
    """`token`, where the words before say what it means.

    It may count texts ("第二个也要") or the parts of a split clip, and "both" are two things that were spoken of, where
    nothing else is (`alone`). A single thing that lasts so long (`timed`) is no several clips, but the film.
    """
    texts = [text.clip_id for text in scene.texts]
    if token.kind == "clips" and token.value.single and len(texts) == 2 and len(focus.texts) == 1:
        # "the other one", behind words about one of two texts
        return replace(token, kind="texts", value=Ref(ids=tuple(i for i in texts if i not in focus.texts)))
    if token.kind == "clips" and focus.texts and token.value.numbers:
        numbers: tuple[int, ...] = token.value.numbers
        if focus.operation is not None and focus.operation.name == "remove_text" and focus.before is not None:
            # "去掉第一个标题" – "第二个也去掉"
            was = sorted(focus.before.text_clips, key=lambda text: (text.start_ms, text.clip_id))
            texts = [text.clip_id for text in was]
        if len(focus.together) > 1 and focus.together[0] not in texts and focus.together[0][:1] == "t":
            # "加“嗨”和“哈”，第一个绿色"
            texts = list(focus.together)
        counted = token.text.endswith(_COUNTED) or token.text.split()[-1] in _ORDINALS
        if counted and all(0 < abs(n) <= len(texts) for n in numbers):
            ids = tuple(texts[n - 1 if n > 0 else n] for n in numbers)
            return replace(token, kind="texts", value=Ref(ids=ids, numbers=numbers))
    if (
        token.kind == "clips"
        and focus.among
        and token.value.numbers
        and token.text.endswith(("个", "one", "只"))
    ):
        # "第一个鹦鹉静音，第二个删掉": the second of the parrots
        among, places = focus.among, cast("tuple[int, ...]", token.value.numbers)
        if not token.value.among and all(0 < abs(n) <= len(among) for n in places):
            chosen = tuple(among[n - 1 if n > 0 else n] for n in places)
            return replace(token, value=Ref(ids=chosen, numbers=places, among=among))
    if token.kind == "clips" and focus.texts and (ids := _texts_counted(token, scene, focus)):
        return replace(token, kind="texts", value=Ref(ids=ids, numbers=token.value.numbers))
    if len(focus.parts) > 1 and token.kind == "word" and token.has("part_first", "part_second"):
        part = focus.parts[0 if token.has("part_first") else -1]
        return replace(token, kind="clips", value=Ref(ids=(part,)))
    if (token.kind in ("word", "clips") and token.text.split()[:1] == ["both"]) or token.text == "them both":
        return _two(token, scene, focus) if alone or token.kind == "clips" else token
    several = len(focus.clips) > 1 or (focus.clips == ("all",) and len(scene.clips) > 1)
    if timed and several and token.kind == "clips" and token.text in ("it", "this", "that"):
        if set(focus.clips) >= {clip.clip_id for clip in scene.clips} or focus.clips == ("all",):
            return replace(token, kind="word", concepts=frozenset(("film_noun",)), value=None)
        which = Words(
            "it is not clear whether the clips or the film are meant.", "不清楚指的是这些片段还是整部影片。"
        )
        return replace(token, value=Ref(wrong=which))
    return token


def _two(token: Token, scene: Scene, focus: Focus) -> Token:
    """ "Both": the two clips or texts that were spoken of, or all that there are."""
    named = token.kind == "clips" and bool(token.value.ids) and not token.value.all
    if named and len(token.value.ids) == 2:
        return token
    if len(focus.texts) == 2 and not named:
        return replace(token, kind="texts", value=Ref(ids=focus.texts), concepts=frozenset[str]())
    if len(focus.clips) == 2 and not named:
        return replace(token, kind="clips", value=Ref(ids=focus.clips), concepts=frozenset[str]())
    if len(scene.clips) < 3 and not named:
        return token
    which = Words("it is not clear which two are meant.", "不清楚指的是哪两个。")
    return replace(token, kind="clips", value=Ref(wrong=which), concepts=frozenset[str]())


_OBJECTS = (
    "undo",
    "redo",
    "music_noun",
    "text_noun",
    "text_title",
    "text_word",
    "fade",
    "fade_in",
    "fade_out",
    "dir_in",
    "dir_out",
)


def _all_spoken_of(
    tokens: Sequence[Token], scene: Scene, focus: Focus, *, alone: bool, timed: bool
) -> Iterator[Token]:
    for token in tokens:
        said = spoken_of(token, scene, focus, alone=alone, timed=timed)
        if said.kind == "clips" and not said.value.pronoun:
            of_one = said.value.media and len(said.value.media) == 1 < len(said.value.ids)
            focus = replace(focus, among=said.value.among or (said.value.ids if of_one else ()))
        yield said


_COUNTING = words_of(
    "the first second third fourth last final other one ones 1st 2nd 3rd 4th very both of them and"
)


def _texts_counted(token: Token, scene: Scene, focus: Focus) -> tuple[str, ...]:
    """The texts that "the second one" and "the other one" mean where texts are spoken of."""
    ids = [text.clip_id for text in scene.texts]
    if not set(token.text.split()) <= _COUNTING:
        return ()
    if token.value.pronoun == "other":
        others = tuple(i for i in ids if i not in focus.texts)
        return others if len(others) == 1 else ()
    numbers: tuple[int, ...] = token.value.numbers
    if not numbers or not all(0 < abs(n) <= len(ids) for n in numbers):
        return ()
    return tuple(ids[n - 1 if n > 0 else n] for n in numbers)


ALTOGETHER = frozenset(("都", "全", "全部", "全都", "统统", "通通", "统一", "一律"))
_ORDINALS = ("first", "second", "third", "fourth", "last")
_COUNTED = ("个", "行", "句", "条", " one")
"""Measure words that count texts as well as clips."""


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
        alone = not any(
            (t.kind in ("clips", "texts") and not t.value.pronoun and not t.text.startswith("both"))
            or (t.kind == "word" and t.has(*_OBJECTS))
            for t in tokens
        )
        timed = any(t.kind == "duration" for t in tokens)
        self.tokens = tuple(_all_spoken_of(tokens, scene, focus, alone=alone, timed=timed))
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
        return self.retold(self.tokens)

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

    @property
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
        return any(token.text in _REMOVING for token in self.tokens)

    def original(self, first: int, last: int) -> str:
        """The user's own words from token `first` to token `last`, both included."""
        return self.message[self.tokens[first].start : self.tokens[last].end]

    # --- looking and taking --------------------------------------------------------------------------------
    def has(self, *concepts: str) -> bool:
        """Whether a word of one of these concepts is there, taken or not."""
        return any(token.has(*concepts) for token in self.tokens)

    def find(self, *concepts: str) -> int | None:
        """The index of the first word of these concepts that is not taken."""
        return next((n for n, t in enumerate(self.tokens) if n not in self.used and t.has(*concepts)), None)

    def take(self, *concepts: str) -> bool:
        """Accounts for all words of these concepts. Returns whether there was one."""
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
        for n, token in enumerate(self.tokens):
            if n not in self.used and token.kind in kinds:
                self.used.add(n)
                return token.value
        return None

    def values(self, *kinds: str) -> list[Any]:
        """Takes all tokens of these kinds."""
        hits = [n for n, token in enumerate(self.tokens) if n not in self.used and token.kind in kinds]
        self.used.update(hits)
        return [self.tokens[n].value for n in hits]

    def count(self, *kinds: str) -> int:
        """How many tokens of these kinds are not taken."""
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
        return any(t.kind == "clips" and not t.value.pronoun for t in self.tokens)

    @property
    def names_texts(self) -> bool:
        return any(t.kind == "texts" for t in self.tokens)

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

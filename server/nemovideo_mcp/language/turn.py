"""What has been understood of a message so far, and the message in the words of each lexicon."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import cast

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import AddClips, MoveClips
from nemovideo_mcp.edit.operations.clip_time import SetClipLength
from nemovideo_mcp.edit.operations.film import AutoEdit, SetFilmLength
from nemovideo_mcp.edit.operations.music import SetMusic
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.complaints import complains, is_reason
from nemovideo_mcp.language.corrections import is_of_kind
from nemovideo_mcp.language.ellipsis import is_repeated
from nemovideo_mcp.language.focus import clip_ids, focus_after
from nemovideo_mcp.language.grouping import find_references
from nemovideo_mcp.language.lexicon import Lexicon
from nemovideo_mcp.language.readings import Reading, Refusal, Step, Undo
from nemovideo_mcp.language.remarks import OTHER_OBJECTS, is_remark, is_wish, named_clips
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.segments import keeps_as_is, leaves_out, parts_segments, unwants
from nemovideo_mcp.language.sequel import film_behind, with_old_numbers
from nemovideo_mcp.language.spans import find_spans
from nemovideo_mcp.language.tokens import Prepared, Token

__all__ = ["Text", "Turn"]


_AGAIN = re.compile(r"再|又|还|\b(?:more|again|another|even|twice)\b")


_TOGETHER = frozenset(
    ("both", "them both", "both of them", "both clips", "each", "them", "all of them", "both texts")
)


def _text_ids(operation: Operation) -> tuple[str, ...]:
    return tuple(getattr(operation, "texts", ())) if operation.name == "change_text" else ()


@dataclass
class Turn:
    """What has been understood of a message so far."""

    focus: Focus
    operations: list[Operation] = field(default_factory=list[Operation])
    wishes: list[tuple[Operation, ...]] = field(default_factory=list[tuple[Operation, ...]])
    refusals: list[Refusal] = field(default_factory=list[Refusal])
    unknown: list[str] = field(default_factory=list[str])
    step: Step | None = None
    wants_export: bool = False
    talk: bool = False
    blocked: bool = False
    """Whether a wish was not understood."""
    lost: bool = False
    """Whether the words before named an object that was not understood."""
    vague: bool = False
    """Whether words of the message were not understood, but for the clips that they name."""
    last_ids: dict[str, int] = field(default_factory=dict[str, int])
    uncertain: bool = False
    """Whether words of the message were not understood so far."""
    remark: tuple[str, ...] = ()
    """Clips that words without a number or an action named: a remark, if what follows is about these clips."""
    remarks: list[str] = field(default_factory=list[str])
    opinions: list[str] = field(default_factory=list[str])
    """Remarks that were understood, in their words."""
    opined: tuple[str, ...] = ()
    """The clips that the remarks before are about, all of them."""
    lead: Clause | None = None
    """The words of the last wish."""

    kept: tuple[str, ...] = ()
    """The clips that are to stay as they are."""

    plain_remark: bool = False
    """Whether the words that were not understood last name no text, music or other object beside the clips."""

    complained: bool = False
    """Whether the last wish is only a complaint."""
    spoken: tuple[str, ...] = ()
    """The clips and texts that the wishes of the message are about, all of them."""

    def spoken_together(self, tokens: Sequence[Token]) -> Focus:
        """The focus for words that speak of the wishes before them together: "both", "2 seconds each", "the rest"."""
        rest = any(t.kind == "clips" and (t.value.pronoun == "other" or t.value.others) for t in tokens)
        few = 2 if any("both" in t.text.split() for t in tokens) else len(self.operations)
        if not rest and (
            not any(t.text in _TOGETHER for t in tokens)
            or any(
                t.kind in ("clips", "texts") and not t.value.pronoun and t.text not in _TOGETHER
                for t in tokens
            )
        ):
            return self.focus
        clips = tuple(dict.fromkeys(i for o in self.operations for i in clip_ids(o) if i != "all"))
        texts = tuple(dict.fromkeys(i for o in self.operations for i in _text_ids(o)))
        if len(clips) > len(self.focus.clips) and not texts:
            return replace(self.focus, clips=clips if rest else clips[-few:], texts=())
        if len(texts) > len(self.focus.texts) and not clips:
            return replace(self.focus, texts=texts[-few:], clips=())
        return self.focus

    def copy(self) -> Turn:
        """The same state, to try words on."""
        lists = ("operations", "wishes", "refusals", "unknown", "remarks", "opinions")
        return replace(self, last_ids=dict(self.last_ids), **{name: [*getattr(self, name)] for name in lists})

    def drop_last(self, instead: Reading | None = None, *, mildly: bool = False) -> None:
        """What was wished last is not meant, but `instead`; `mildly`: if it is a wish of the same kind."""
        kinds = [type(operation) for operation in instead.operations] if instead is not None else []
        if self.wishes and not (mildly and any(type(o) not in kinds for o in self.wishes[-1])):
            del self.operations[len(self.operations) - len(self.wishes.pop()) :]

    def add(self, reading: Reading, clause: Clause, *, mildly: bool = False) -> None:
        """Joins what a clause means; where it corrects the words before, `mildly` says that they may be meant too."""
        if self.spares(clause):
            return
        reading = self._kept_of_last(reading, clause)
        if (missing := self._elaborates(reading, clause)) is not None:
            reading = Reading(refusals=(replace(missing, words=clause.words),))
        if reading.operations:
            told = self._is_told(reading.operations, clause)
            if (
                clause.correcting
                or told
                or (self.complained and self.wishes and is_reason(self.wishes[-1], reading.operations))
            ):
                self.drop_last(reading, mildly=mildly)
            self.complained, self.lead = complains(clause), clause
        if (
            self.wishes
            and reading.operations == self.wishes[-1]
            and not clause.has("more", "still_more", "duplicate")
        ):
            # "骑车加速，感觉快一点带劲": the same once more is why, or how it is to be.
            return
        if self.refusals and any(
            o.name == "set_canvas" and "platform" in _told(o) for o in reading.operations
        ):
            # "A vintage look, for insta": only what the refused is for
            return
        plain = _only_dislikes(reading, clause) or complains(clause)
        if plain and self.wishes and self._is_why(reading.operations, self.wishes[-1]):
            # "Turn the music down, i can't stand it"
            return
        told_why = bool(self.wishes and reading.operations) and not clause.correcting and complains(clause)
        if told_why and is_reason(reading.operations, self.wishes[-1]):
            # "Make the last clip 3 seconds. It goes on too long."
            return
        if self.remark and reading.operations:
            self._answer_remark(reading)
        reading = self._one_more(reading, clause)
        reading = self._one_film(self._one_song(reading))
        self.operations += reading.operations
        self.wishes += [reading.operations] if reading.operations else []
        self.refusals += reading.refusals
        if isinstance(reading.step, Undo) and self.wishes and not reading.operations:
            # "第一段删掉，等等，还是别删了"
            self.drop_last()
            self.step = reading.step if self.complained else self.step
        else:
            self.step = reading.step or self.step
        if clause.names_clips and clause.scene.clips and reading.operations:
            self._make_anew_last()
        self.wants_export |= reading.wants_export
        self.talk |= reading.talk
        self.opinions += [clause.words] if reading.remark and not reading.talk else []
        if reading.remark and reading.focus is not None:
            self.opined = tuple(dict.fromkeys((*self.opined, *reading.focus.clips)))
        elif reading.operations:
            self.opined = ()
        if reading.talk and not reading.operations and (spared := named_clips(clause)):
            # "don't reverse the parrot, speed it up instead"
            self.kept += spared
            self.focus = Focus(clips=spared, operation=self.focus.operation, said=self.focus.said)
        elif reading.focus is not None:
            self.focus = reading.focus
        else:
            for operation in reading.operations:
                scene = replace(clause.scene, last_ids=self.last_ids)
                self.focus = focus_after(self.focus, operation, scene)
                self.spoken += self.focus.texts
                self._count(self.focus, operation, scene)
            together = tuple(dict.fromkeys(i for o in reading.operations for i in clip_ids(o)))
            self.spoken += together
            if len({o.name for o in reading.operations}) == 1 < len(reading.operations) and self.focus.clips:
                self.focus = replace(self.focus, clips=tuple(dict.fromkeys((*together, *self.focus.clips))))
        if reading.refusals and not reading.operations:
            # On a film that is not there yet, what was said of it belongs together.
            self.blocked |= not clause.scene.clips and any(
                r.nearest is None and r.say is None for r in reading.refusals
            )
            named = named_clips(clause)
            self._leave(named, clause)
        elif reading.operations:
            counted = (t.value for t in clause.tokens if t.kind == "clips" and not t.value.pronoun)
            among = next(
                (r.among or r.ids for r in counted if r.among or (len(r.media) == 1 < len(r.ids))), ()
            )
            new = tuple(i for i in dict.fromkeys(self.spoken) if i in self.focus.texts or i[:1] == "t")
            together = new if self.focus.texts else ()
            self.focus = replace(self.focus, pending="", said=clause.words, among=among, together=together)
            self.lost = self.vague = False

    def _make_anew_last(self) -> None:
        """What makes the whole film anew, behind wishes for clips that are named: they are others, or gone, by then."""
        self.wishes.sort(key=lambda wish: any(isinstance(o, AutoEdit | SetFilmLength) for o in wish))
        self.operations = [operation for wish in self.wishes for operation in wish]

    def hold_kept(self, scene: Scene) -> None:
        """Clips that are to stay are named before the film is made anew, which leaves what was edited by name."""
        made = any(isinstance(o, AutoEdit | SetFilmLength) for o in self.operations)
        held = [clip for clip in scene.clips if clip.clip_id in self.kept]
        if made and held:
            lengths = ((c.clip_id, c.duration_ms / 1000) for c in held)
            self.wishes[:0] = [(SetClipLength(clips=(i,), length=length),) for i, length in lengths]
            self._make_anew_last()

    def all_spoken(self, focus: Focus, before: Focus) -> Focus:
        """`focus` with what "都" is said of: all clips, or all texts, of the wishes up to now.

        `before` is the focus that the last message left.
        """
        if len(self.opined) > 1:
            return replace(focus, clips=self.opined)
        last = focus.clips or focus.texts
        if not last or "all" in last:
            return focus
        goes_on = not self.wishes or (
            before.operation is not None and before.operation.name == self.operations[-1].name
        )
        spoken = dict.fromkeys((*(before.together if goes_on else ()), *self.spoken, *last))
        every = tuple(i for i in spoken if i[:1] == last[0][:1])
        return replace(focus, clips=every) if focus.clips else replace(focus, texts=every)

    def _is_told(self, wish: tuple[Operation, ...], clause: Clause) -> bool:
        """Whether `wish` says how much the last one is meant to be: "能剪短点吗，三秒"."""
        if not self.wishes or [len(self.wishes[-1]), len(wish)] != [1, 1]:
            return False
        last, now = (*self.wishes[-1], *wish)
        alike = is_of_kind(now, last) and _about(now) == _about(last)
        vague = self.lead is not None and not self.lead.count(*_AMOUNTS)
        return (
            alike and vague and clause.count(*_AMOUNTS) > 0 and not (clause.names_clips or clause.names_texts)
        )

    @staticmethod
    def _is_why(complaint: tuple[Operation, ...], wish: tuple[Operation, ...]) -> bool:
        """Whether a complaint behind a wish is its reason: "mute clip 2, it's too loud"."""
        drowned = all(o.name == "set_clip_sound" for o in complaint) and wish[0].name == "set_music_mix"
        if drowned and _lowers(wish[0]) and not any(map(_lowers, complaint)):
            # "Turn the music down, i can hardly hear the parrot"
            return bool(complaint)
        same = all(type(a) is not type(b) or is_of_kind(a, b) for a in complaint for b in wish)
        return bool(complaint) and same and is_reason(complaint, wish)

    def _kept_of_last(self, reading: Reading, clause: Clause) -> Reading:
        """What is done to some clips, without those that words right behind it keep.

        "全部静音，但保留鹦鹉的声音", "删掉所有鹦鹉，只保留第一个".
        """
        kept = set(named_clips(clause))
        if not (kept and self.wishes and reading.operations) or not clause.has("keep", "keep_only"):
            return reading
        last, new = self.wishes[-1][0], reading.operations[0]
        done = tuple(c.clip_id for c in clause.scene.clips) if clip_ids(last) == ("all",) else clip_ids(last)
        alike = last.model_dump(exclude={"clips"}) == new.model_dump(exclude={"clips"})
        if len(self.wishes[-1]) > 1 or not alike or not kept < set(done):
            return reading
        self.drop_last()
        left = tuple(i for i in done if i not in kept)
        return Reading(operations=(last.model_copy(update={"clips": left}),))

    def spares(self, clause: Clause) -> bool:
        """Whether words leave out clips of the wish before them, which is then done to the others.

        "全部静音，鹦鹉不用": the others are silent.
        """
        named = set(named_clips(clause))
        if unwants(clause.tokens) and not self.wishes and (self.refusals or self.unknown):
            # "加快速度，第二段不要", where the first half was not understood: it may be what is not wanted.
            self.unknown.append(clause.words)
            return True
        if not (named and self.wishes and (leaves_out(clause.tokens) or self._all_but(clause))):
            return False
        if any(operation.name in _RECUT for operation in self.wishes[-1]):
            self.kept += tuple(named)
            return True
        every = tuple(clip.clip_id for clip in clause.scene.clips)
        changed: list[Operation] = []
        for operation in self.wishes[-1]:
            values = operation.model_dump(exclude_none=True)
            given = cast("tuple[str, ...] | None", values.get("clips"))
            done = every if given == ("all",) else given
            if done and not named & set(done) and not operation.name.startswith("remove"):
                # "自行车静音，鹦鹉不用": it stays as it is anyway.
                return any(t.text in ("不用", "的不用") for t in clause.tokens)
            removes = operation.name.startswith("remove") and not keeps_as_is(clause.tokens)
            if not done or not named < set(done) or removes:
                return False
            left = tuple(i for i in every if i in done and i not in named)
            changed.append(operation.model_copy(update={"clips": left}))
        self.drop_last()
        self.operations += changed
        self.wishes.append(tuple(changed))
        return True

    def _all_but(self, clause: Clause) -> bool:
        """Whether "第二段不要" stands behind what is done to all clips: that one is kept, but without it."""
        every = {clip.clip_id for clip in clause.scene.clips}
        done = [set(clip_ids(operation)) for operation in self.wishes[-1]]
        recut = any(operation.name in _RECUT for operation in self.wishes[-1])
        return unwants(clause.tokens) and not recut and all(ids == {"all"} or ids >= every for ids in done)

    def _one_more(self, reading: Reading, clause: Clause) -> Reading:
        """ "Add the beach at the start and at the end": what was added once is added once more."""
        last = self.wishes[-1][-1] if self.wishes else None
        moved = reading.operations[0] if len(reading.operations) == 1 else None
        if (
            not isinstance(last, AddClips)
            or not isinstance(moved, MoveClips)
            or clause.has("move", "correction")
        ):
            return reading
        if (
            clause.names_clips
            or clause.correcting
            or moved.to is None
            or set(moved.clips) != set(self.focus.clips)
        ):
            return reading
        return replace(reading, operations=(last.model_copy(update={"at": moved.to}),))

    def _one_film(self, reading: Reading) -> Reading:
        """What only adds to the automatic edit that the message asked for before, as a part of that edit."""
        before = next((one for one in self.operations if isinstance(one, AutoEdit)), None)
        if before is None:
            return reading
        more = [one for one in reading.operations if isinstance(one, AutoEdit)]
        added = {key: getattr(one, key) for one in more for key in _told(one)}
        film = before.model_copy(update=added)
        self.operations = [film if was is before else was for was in self.operations]
        self.wishes = [tuple(film if was is before else was for was in wish) for wish in self.wishes]
        return replace(reading, operations=tuple(one for one in reading.operations if one not in more))

    def _one_song(self, reading: Reading) -> Reading:
        """Without the song of an automatic edit that the message has named, and placed, before."""
        named = any(isinstance(one, SetMusic) and one.song is not None for one in self.operations)
        if not named or not any(isinstance(one, AutoEdit) for one in reading.operations):
            return reading
        kept = tuple(
            one for one in reading.operations if not isinstance(one, SetMusic) or set(_told(one)) != {"song"}
        )
        return replace(reading, operations=kept)

    def _elaborates(self, reading: Reading, clause: Clause) -> Refusal | None:
        """The refusal that words only add to: "a speed ramp on the surf, start slow"."""
        if not self.refusals or named_clips(clause):
            return None
        last = self.refusals[-1]
        return last if any(operation.name == last.kin for operation in reading.operations) else None

    def _answer_remark(self, reading: Reading) -> None:
        """ "The first shot can breathe more, make it 3 seconds": the wish is what the remark was about."""
        meant = {i for operation in reading.operations for i in clip_ids(operation)}
        if meant and meant <= set(self.remark):
            self.unknown = [words for words in self.unknown if words not in self.remarks]
        else:
            self.blocked = True
        self.remark, self.remarks = (), []

    def _leave(self, named: tuple[str, ...], clause: Clause) -> None:
        """Words are not carried out: what follows may speak of the clips that they name, and of nothing else."""
        self.lost = not named
        self.uncertain |= not named
        self.focus = replace(Focus(clips=named) if named else self.focus, pending=clause.words)

    @property
    def remarked(self) -> bool:
        """Whether the words right before were a remark about one clip or one set of clips, and about nothing else."""
        return bool(self.remark) and not self.uncertain and not self.lost and self.plain_remark

    def skip(self, clause: Clause) -> None:
        """Words were not understood."""
        if self.spares(clause):
            return
        self.unknown.append(clause.words)
        self.plain_remark = not clause.has(*OTHER_OBJECTS)
        if clause.scene.clips and is_remark(clause):
            self.remark = named_clips(clause)
            self.remarks.append(clause.words)
        else:
            self.blocked |= is_wish(clause)
        self.blocked |= bool(named_clips(clause)) and is_repeated(clause.tokens)
        self._leave(named_clips(clause), clause)
        # "The first second of clip 1 is dark, cut that": a part of the clip is meant.
        self.uncertain |= clause.count("duration", "range", "at", "clock", "percent") > 0 or clause.has(
            "half", "part_first", "part_second", "start", "end"
        )
        self.uncertain |= sum(t.kind == "clips" and not t.value.pronoun for t in clause.tokens) > 1
        self.vague = True

    def _count(self, focus: Focus, operation: Operation, scene: Scene) -> None:
        """Remembers the ids that `operation` gives, so that the next one of the message gets others."""
        if operation.name in ("add_clips", "duplicate_clips", "add_text", "split_clip"):
            for name in focus.clips or focus.texts:
                if name[1:].isdigit() and scene.clip(name) is None:
                    self.last_ids[name[0]] = max(self.last_ids.get(name[0], 0), int(name[1:]))


_AMOUNTS = ("duration", "percent", "factor", "number", "beats", "bars")


def _about(operation: Operation) -> dict[str, object]:
    return operation.model_dump(include={"clips", "clip", "texts", "range", "at"})


def _lowers(operation: Operation) -> bool:
    values = operation.model_dump(exclude_none=True)
    return values.get("volume_by", values.get("volume", 1.0)) < 1 or bool(values.get("mute"))


_SAID = re.compile(r"换|改|另|别的|再来|\b(?:change|swap|replace|another|other|different|new|switch)\b")


def _only_dislikes(reading: Reading, clause: Clause) -> bool:
    """Whether words say that something is not liked, which alone would bring another piece of music."""
    others = [one for one in reading.operations if isinstance(one, SetMusic) and _told(one) == ("another",)]
    return len(others) == len(reading.operations) == 1 and not _SAID.search(clause.plain)


_Behind = tuple[tuple[tuple[Operation, ...], Focus, bool], "Text | None"]
"""What a message was read behind, and how it reads there."""


@dataclass
class Text:
    """The message in the words of each lexicon, read once for each."""

    prepared: Prepared
    scene: Scene
    seen: Text | None = None
    """The same message, said of the film that the user sees, where `scene` is the film behind other wishes."""

    edges: bool = False
    """Whether the first and the last clip are those of the film that the user sees."""

    _read: dict[int, tuple[Token, ...]] = field(default_factory=dict[int, tuple[Token, ...]])
    _scanned: dict[int, tuple[Token, ...]] = field(default_factory=dict[int, tuple[Token, ...]])
    _behind: list[_Behind] = field(default_factory=list["_Behind"])

    def tokens(self, lexicon: Lexicon) -> tuple[Token, ...]:
        """The words of the whole message."""
        key = id(lexicon)
        if key not in self._read:
            self._read[key] = self._referring(self._words(lexicon), lexicon)
        return self._read[key]

    def between(self, lexicon: Lexicon, start: int, end: int) -> list[Token]:
        """The tokens that lie between two places of the message, without those that part segments."""
        if self.seen is None:
            tokens = _stretch(self.tokens(lexicon), start, end)
        else:
            # Behind other wishes only this stretch is read, and not the whole message once for each of them.
            tokens = self._referring(_stretch(self._words(lexicon), start, end), lexicon)
        return [token for token in tokens if not parts_segments(token)]

    def behind(self, operations: Sequence[Operation], focus: Focus, *, edges: bool) -> Text | None:
        """The message said of the film behind `operations`; None where its clips stay as they are."""
        if not operations:
            return None
        said = (tuple(operations), focus, edges)
        for known, text in self._behind:
            if known == said:
                return text
        after = film_behind(self.scene, operations)
        text = None
        if after is not None:
            # Media and texts are the same, and so are the words.
            scene = replace(after, focus=focus)
            text = Text(prepared=self.prepared, scene=scene, seen=self, edges=edges, _scanned=self._scanned)
        self._behind = [*self._behind[-3:], (said, text)]
        return text

    def _words(self, lexicon: Lexicon) -> tuple[Token, ...]:
        """The words before it is known what they refer to."""
        key = id(lexicon)
        if key not in self._scanned:
            self._scanned[key] = self.prepared.tokens(lexicon)
        return self._scanned[key]

    def _referring(self, words: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
        tokens = find_references(find_spans(words), self.scene)
        if self.seen is None:
            return tokens
        return with_old_numbers(tokens, self.seen.tokens(lexicon), self.scene, edges=self.edges)


def _stretch(tokens: Sequence[Token], start: int, end: int) -> Sequence[Token]:
    """The tokens that begin between two places of the message."""
    first = bisect_left(tokens, start, key=lambda token: token.start)
    return tokens[first : bisect_left(tokens, end, lo=first, key=lambda token: token.start)]


_RECUT = ("auto_edit", "set_film_length")


def _told(operation: Operation) -> tuple[str, ...]:
    """The fields that are not what they are by default."""
    return tuple(operation.model_dump(exclude_defaults=True))

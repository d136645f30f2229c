"""The operation that comes nearest to words that no rule understands: by the thing that they name and its amount."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import ValidationError

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.operations.clip_order import DuplicateClips, RemoveClips
from nemovideo_mcp.edit.operations.clip_sound import SetClipSound
from nemovideo_mcp.edit.operations.clip_speed import ReverseClip, SetSpeed
from nemovideo_mcp.edit.operations.clip_time import SetClipLength
from nemovideo_mcp.edit.operations.film import SetCanvas, SetFilmLength
from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.operations.music import RemoveMusic, SetMusic, SetMusicMix
from nemovideo_mcp.edit.operations.text import ChangeText, RemoveText
from nemovideo_mcp.edit.values import BarRef, BeatsLength
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.reflected import is_reflected
from nemovideo_mcp.language.rules import LEXICON, RULES
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.tokens import Token, prepare
from nemovideo_mcp.language.turn import Text
from nemovideo_mcp.language.vague_wishes import offer_for

__all__ = ["Nearest", "nearest_to"]

Thing = Literal["clips", "texts", "music", "film"]
_Build = Callable[[tuple[str, ...], Any], Operation]

_AMOUNTS = (
    "duration",
    "beats",
    "bars",
    "factor",
    "percent",
    "degrees",
    "quote",
    "color",
    "at",
    "ratio",
    "range",
    "number",
)
_DENYING = ("not", "except", "only", "instead", "correction", "asks", "condition", "whether", "not_that")


@dataclass(frozen=True, kw_only=True)
class _Row:
    """One operation: of the `thing` that it changes, and the kind, concept or family of the word that gives it."""

    thing: Thing
    by: str
    build: _Build


def _time(at: Any) -> Any:
    """A moment of the film in seconds, or a bar and a beat."""
    return at / 1000 if isinstance(at, int | float) else BarRef(bar=int(at[0]), beat=int(at[1]))


_ROWS: tuple[_Row, ...] = (
    _Row(thing="clips", by="duration", build=lambda ids, ms: SetClipLength(clips=ids, length=ms / 1000)),
    _Row(
        thing="clips", by="beats", build=lambda ids, n: SetClipLength(clips=ids, length=BeatsLength(beats=n))
    ),
    _Row(thing="clips", by="factor", build=lambda ids, n: SetSpeed(clips=ids, factor=n)),
    _Row(thing="clips", by="percent", build=lambda ids, n: SetClipSound(clips=ids, volume=n)),
    _Row(thing="clips", by="degrees", build=lambda ids, n: SetFraming(clips=ids, rotate=n % 360)),
    _Row(thing="clips", by="mute", build=lambda ids, _: SetClipSound(clips=ids, mute=True)),
    _Row(thing="clips", by="slower", build=lambda ids, _: SetSpeed(clips=ids, factor=0.5)),
    _Row(thing="clips", by="faster", build=lambda ids, _: SetSpeed(clips=ids, factor=1.5)),
    _Row(thing="clips", by="reverse", build=lambda ids, _: ReverseClip(clips=ids)),
    _Row(thing="clips", by="duplicate", build=lambda ids, _: DuplicateClips(clips=ids)),
    _Row(thing="clips", by="zoom_in", build=lambda ids, _: SetFraming(clips=ids, zoom=1.2)),
    _Row(thing="clips", by="remove", build=lambda ids, _: RemoveClips(clips=ids)),
    _Row(thing="texts", by="quote", build=lambda ids, words: ChangeText(texts=ids, text=words)),
    _Row(thing="texts", by="color", build=lambda ids, name: ChangeText(texts=ids, color=name)),
    _Row(thing="texts", by="place", build=lambda ids, place: ChangeText(texts=ids, place=place)),
    _Row(thing="texts", by="at", build=lambda ids, at: ChangeText(texts=ids, start=_time(at))),
    _Row(thing="texts", by="duration", build=lambda ids, ms: ChangeText(texts=ids, length=ms / 1000)),
    _Row(thing="texts", by="text_remove", build=lambda ids, _: RemoveText(texts=ids)),
    _Row(thing="music", by="percent", build=lambda _, n: SetMusicMix(volume=n)),
    _Row(thing="music", by="mood", build=lambda _, name: SetMusic(mood=name)),
    _Row(thing="music", by="duration", build=lambda _, ms: SetMusicMix(fade_out_s=ms / 1000)),
    _Row(thing="music", by="music_remove", build=lambda _, __: RemoveMusic()),
    _Row(thing="film", by="duration", build=lambda _, ms: SetFilmLength(length=ms / 1000)),
    _Row(thing="film", by="ratio", build=lambda _, ratio: SetCanvas(ratio=ratio)),
)
"""The first row that fits is taken: amounts first, then what is done without one."""

_NOUNS: dict[Thing, tuple[str, ...]] = {
    "texts": ("text_noun", "text_title", "text_word"),
    "clips": ("clip_noun", "clip_plural", "photo_noun"),
    "music": ("music_noun",),
    "film": ("film_noun", "everything"),
}

_EXAMPLES: dict[Thing, Words] = {
    "clips": Words(
        "For a clip say for example “keep clip 2 at 2 seconds”, “mute clip 2” or “move clip 2 to the start”.",
        "片段可以这样说：“第二段保留2秒”、“第二段静音”或“第二段放到开头”。",
    ),
    "texts": Words(
        "For a text say for example “change the title to “Hello””, “make the title red” or “remove the title”.",
        "文字可以这样说：“标题改成“你好””、“标题改成红色”或“删掉标题”。",
    ),
    "music": Words(
        "For the music say for example “music at 40%”, “fade the music out over 2 seconds” or “calmer music”.",
        "音乐可以这样说：“音乐调到40%”、“音乐用2秒淡出”或“换成舒缓的音乐”。",
    ),
    "film": Words(
        "For the film say for example “make the film 20 seconds long”, “make it vertical” or “cut to the beat”.",
        "整部影片可以这样说：“影片改成20秒”、“改成竖屏”或“按节拍剪”。",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Nearest:
    """What comes near to words: an operation, if one does, and what can be said of the kind of thing they speak of.

    `is_vague`: the words are of the whole film and leave open what is to change, or by how much.
    """

    operation: Operation | None
    example: Words
    is_vague: bool = False


def nearest_to(words: str, scene: Scene) -> Nearest:
    """What comes near to `words` that no rule understands.

    The operation changes the one thing that they name by the one amount, or in the one way, that they give. It is to be
    offered, never to be carried out unasked. There is none where several things or amounts are named, where words deny
    or ask, or where the film has nothing of the kind. The example is of a clip, or the film, where no thing is named.
    """
    tokens = Text(prepared=prepare(words, scene, LEXICON), scene=scene).tokens(LEXICON)
    asked = words.rstrip().endswith(("?", "？", "吗"))
    example = _example(tokens, scene)
    if asked:
        return Nearest(operation=None, example=example)
    operation = _but_for_a_word(words, tokens, scene) or _operation(tokens, scene)
    vague = None if operation else _of_whole_film(words, tokens, scene)
    return Nearest(operation=operation or vague, example=example, is_vague=vague is not None)


def _but_for_a_word(words: str, tokens: Sequence[Token], scene: Scene) -> Operation | None:
    """The one operation that rules read where they need not account for every word; None where they differ."""
    said = [t for t in tokens if t.kind != "mark"]
    if (
        not said
        or len(_named(said, scene)) > 1
        or _denies(said)
        or any(t.text.startswith("not ") for t in said)
    ):
        return None
    clause = Clause(said, scene, words, focus=scene.focus)
    found: dict[Operation, int] = {}
    for rule in RULES:
        asked = clause.fresh()
        try:
            reading = rule.read(asked)
        except (Unresolved, ValidationError):
            continue
        rest = asked.rest()
        plain = all(t.kind == "word" for t in rest) and len(rest) <= _MOST_LEFT
        if reading is not None and len(reading.operations) == 1 and not reading.refusals and plain:
            operation = reading.operations[0]
            if is_reflected(asked, reading.operations):
                found.setdefault(operation, len(rest))
    fewest = [o for o, left in found.items() if left == min(found.values())]
    return fewest[0] if len(fewest) == 1 else None


def _denies(tokens: Sequence[Token]) -> bool:
    return any(t.kind == "word" and t.has(*_DENYING) for t in tokens)


_MOST_LEFT = 2
"""Words that an operation may leave out to be offered as the nearest."""


def _operation(tokens: Sequence[Token], scene: Scene) -> Operation | None:
    named = _named(tokens, scene)
    if len(named) != 1 or _denies(tokens):
        return None
    told = [token for token in tokens if not _quoted(token, scene)]
    if sum(token.kind in _AMOUNTS for token in told) > 1:
        return None
    thing, ids = named[0]
    for row in _ROWS:
        if row.thing != thing:
            continue
        given = [value for token in told if (value := _given(token, row.by)) is not None]
        if len(given) == 1:
            try:
                return row.build(ids, given[0])
            except ValidationError:
                return None
        if given:
            return None
    return None


def _of_whole_film(words: str, tokens: Sequence[Token], scene: Scene) -> Operation | None:
    """What is offered where no clip, text or music is spoken of: for a vague wish, or a bare length."""
    others = [noun for thing, nouns in _NOUNS.items() if thing != "film" for noun in nouns]
    if _denies(tokens) or any(t.kind == "texts" or t.has(*others) for t in tokens):
        return None
    if any(t.kind == "clips" and not t.value.pronoun for t in tokens):
        return None
    amounts = [t for t in tokens if t.kind in _AMOUNTS]
    if not amounts:
        return offer_for(words, scene)
    if len(amounts) > 1 or amounts[0].kind != "duration" or not scene.clips:
        return None
    try:
        return SetFilmLength(length=amounts[0].value / 1000)
    except ValidationError:
        return None


def _example(tokens: Sequence[Token], scene: Scene) -> Words:
    # "Make it better": where no clip was spoken of, "it" is the film.
    of_all = [t for t in tokens if t.kind == "clips" and t.value.pronoun and not scene.focus.clips]
    for thing, nouns in _NOUNS.items():
        if any(
            (t.kind == thing and t not in of_all) or t.has(*nouns) or (thing == "texts" and _quoted(t, scene))
            for t in tokens
        ):
            return _EXAMPLES[thing]
    return _EXAMPLES["clips" if scene.clips and not of_all else "film"]


def _named(tokens: Sequence[Token], scene: Scene) -> list[tuple[Thing, tuple[str, ...]]]:
    """The things that are named, each with the ids of its clips or texts, at most one of each kind."""
    found: dict[Thing, tuple[str, ...]] = {}
    for token in tokens:
        kind: Thing
        if token.kind in ("clips", "texts"):
            kind = "clips" if token.kind == "clips" else "texts"
            if token.value.ids and not token.value.pronoun:
                found[kind] = (*found.get(kind, ()), *token.value.ids)
        elif ids := _quoted(token, scene):
            found["texts"] = (*found.get("texts", ()), *ids)
        elif token.kind == "word" and token.has("music_noun") and scene.timeline.audio_clips:
            found["music"] = ()
        elif token.kind == "word" and token.has("text_noun") and len(scene.texts) == 1:
            found["texts"] = (scene.texts[0].clip_id,)
        elif token.kind == "word" and token.has("film_noun", "everything") and scene.clips:
            found["film"] = ()
    if len(found) > 1:
        # "The video" beside a clip or a text is a word for it, or where it is.
        found.pop("film", None)
    return list(found.items())


def _quoted(token: Token, scene: Scene) -> tuple[str, ...]:
    """The texts of the film that a quotation names by their words."""
    if token.kind != "quote":
        return ()
    return tuple(text.clip_id for text in scene.texts if text.text.casefold() == str(token.value).casefold())


def _given(token: Token, by: str) -> Any:
    """The value that `token` gives to a row `by` a kind, a concept or a family of concepts; None if it gives none."""
    if token.kind == by and token.value is not None:
        return token.value
    if token.kind != "word":
        return None
    return token.detail(by) or (True if token.has(by) else None)

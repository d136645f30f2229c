"""What a reference stands for behind words about texts, or about the parts of a clip that was split."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.lexicon import words_of
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.tokens import Token

__all__ = ["all_spoken_of"]


def _spoken_of(
    token: Token, scene: Scene, focus: Focus, *, alone: bool = False, timed: bool = False
) -> Token:
    """`token`, where the words before say what it means.

    It may count texts ("第二个也要") or the parts of a split clip, and "both" are two things that were spoken of, where
    nothing else is (`alone`). A single thing that lasts so long (`timed`) is no several clips, but the film.
    """
    if token.kind == "clips" and token.value.single and len(focus.texts) == 1 and len(scene.texts) == 2:
        # "the other one", behind words about one of two texts
        others = tuple(text.clip_id for text in scene.texts if text.clip_id not in focus.texts)
        return replace(token, kind="texts", value=Ref(ids=others))
    if token.kind == "clips" and focus.texts and token.value.numbers:
        texts = [text.clip_id for text in scene.texts]
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


def all_spoken_of(tokens: Sequence[Token], scene: Scene, focus: Focus) -> tuple[Token, ...]:
    """The tokens of a clause, each reference as what it stands for behind the words before it.

    Args:
        tokens: the clause.
        scene: the project.
        focus: what was spoken of before the clause.
    """
    # Most tokens stand for what they are.
    both = any("both" in token.text for token in tokens)
    if not both and len(focus.parts) < 2 and all(token.kind != "clips" for token in tokens):
        return tuple(tokens)
    alone = both and not any(
        (t.kind in ("clips", "texts") and not t.value.pronoun and not t.text.startswith("both"))
        or (t.kind == "word" and t.has(*_OBJECTS))
        for t in tokens
    )
    timed = any(t.kind == "duration" for t in tokens)
    found: list[Token] = []
    for token in tokens:
        said = _spoken_of(token, scene, focus, alone=alone, timed=timed)
        if said.kind == "clips" and not said.value.pronoun:
            of_one = said.value.media and len(said.value.media) == 1 < len(said.value.ids)
            focus = replace(focus, among=said.value.among or (said.value.ids if of_one else ()))
        found.append(said)
    return tuple(found)


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


_ORDINALS = ("first", "second", "third", "fourth", "last")

_COUNTED = ("个", "行", "句", "条", " one")
"""Measure words that count texts as well as clips."""

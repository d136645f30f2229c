"""What a message without a verb is about, to be put in the place of what the last wish was about."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.language.tokens import Token

__all__ = ["is_repeated", "object_of", "with_object"]

_SILENT = ("filler", "det", "sep", "correction", "not")
_REPEATS = ("enough", "same_as")
_NOUNS = (
    "music_noun",
    "own_sound",
    "sound_noun",
    "film_noun",
    "text_noun",
    "text_title",
    "photo_noun",
    "text_kind:end_card",
    "text_kind:lower_third",
    "volume",
)


def object_of(tokens: Sequence[Token]) -> str | None:
    """What `tokens` speak of, in their words; None where they say more."""
    said = [t for t in tokens if not (t.kind == "word" and t.has(*_SILENT, *_REPEATS) and not _is_object(t))]
    if not said or not all(map(_is_object, said)):
        return None
    # Clips by their ids, for their numbers may be counted of another film.
    return " ".join(" ".join(t.value.ids) if t.kind in ("clips", "texts") else t.text for t in said)


def is_repeated(tokens: Sequence[Token]) -> bool:
    """Whether the words say that something holds of another thing as well, or of it instead."""
    return any(t.kind == "word" and t.has(*_REPEATS, "correction") for t in tokens)


def with_object(words: str, tokens: Sequence[Token], name: str) -> str | None:
    """`words` (whose `tokens` are given), said of `name` instead; None where they speak of several things."""
    at = [n for n, t in enumerate(tokens) if _is_object(t)]
    if not at:
        return f"{words} {name}" if words.isascii() else f"{name}{words}"
    if any(not tokens[n].has("filler") for n in range(at[0], at[-1]) if n not in at):
        return None
    return words[: tokens[at[0]].start] + name + words[tokens[at[-1]].end :]


def _is_object(token: Token) -> bool:
    if token.kind in ("clips", "texts"):
        return bool(token.value.ids) and not token.value.pronoun and not token.value.all
    return token.kind == "word" and token.has(*_NOUNS)

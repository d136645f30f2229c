"""What a message without a verb is about, to be put in the place of what the last wish was about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.tokens import Token

__all__ = ["is_joined", "is_repeated", "object_of", "with_object", "worded"]

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


_CLIPS = re.compile(r"c\d+(?: c\d+)*")


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


_JOINED = re.compile(
    r"(?:(?:and|also|now|plus|then|oh|ok|likewise)[ ,]+){1,8}|还有|以及|另外|然后", re.IGNORECASE
)


def is_joined(message: str) -> bool:
    """Whether a message goes on with the last one: "and the end card"."""
    return bool(_JOINED.match(message))


_LONGEST = 40
_CLIP = ("{clips}{words}", "make {clips} {words}")
_TEXT = ("make {texts} {words}", "move {texts} {words}", "{texts}{words}")
_FILM = ("make the video {words}", "整个视频{words}")
_CARRIERS: Mapping[str, tuple[str, ...]] = {
    "set_music_mix": ("fade the music {words}", "the music {words}", "音乐{words}"),
    "set_clip_sound": (
        "fade the sound of {clips} {words}",
        "the sound of {clips} {words}",
        "{clips}的声音{words}",
    ),
    "set_music": ("make the music {words}", "音乐{words}"),
    "change_text": _TEXT,
    "add_text": _TEXT,
    "set_clip_length": _CLIP,
    "trim_clip": ("trim {clips} {words}", *_CLIP),
    "set_speed": ("speed up {clips} {words}", *_CLIP),
    "set_framing": ("zoom {clips} {words}", "rotate {clips} {words}", "flip {clips} {words}", *_CLIP),
    "move_clips": ("move {clips} {words}", "把{clips}{words}"),
    "split_clip": ("split {clips} {words}",),
    "freeze_frame": _CLIP,
    "set_film_length": _FILM,
    "auto_edit": ("make the cuts {words}", "节奏{words}", *_FILM),
    "set_canvas": _FILM,
    "fade_film": ("fade the video {words}", "整个视频{words}"),
}
"""What the words of a wish are that leave out its object or its verb, by what the last wish did."""


def worded(message: str, last: Operation, focus: Focus) -> Iterator[str]:
    """`message` with what it leaves out, in the words of what was done last: "and out over four" behind a fade."""
    words = _JOINED.sub("", message.strip(), count=1).strip()
    names = {"clips": " ".join(focus.clips), "texts": " ".join(focus.texts)}
    if not words or len(words) > _LONGEST:
        return
    for carrier in _CARRIERS.get(last.name, ()):
        asked = next((name for name in names if "{" + name + "}" in carrier), None)
        if (asked and not names[asked]) or (not carrier.isascii() and words.isascii()):
            continue
        yield carrier.format(words=words, **names)


def with_object(words: str, tokens: Sequence[Token], name: str) -> str | None:
    """`words` (whose `tokens` are given), said of `name` instead; None where they speak of several things."""
    at = [n for n, t in enumerate(tokens) if _is_object(t)]
    if not at:
        return f"{words} {name}" if words.isascii() else f"{name}{words}"
    shown = [n for n in at if tokens[n].kind == "clips"]
    if len(at) > len(shown) == 1 and _CLIPS.fullmatch(name):
        # "鹦鹉那段音乐静音" – "冲浪那段也是": the music while another clip is shown
        return words[: tokens[shown[0]].start] + name + words[tokens[shown[0]].end :]
    if any(not tokens[n].has("filler") for n in range(at[0], at[-1]) if n not in at):
        return None
    return words[: tokens[at[0]].start] + name + words[tokens[at[-1]].end :]


def _is_object(token: Token) -> bool:
    if token.kind in ("clips", "texts"):
        return bool(token.value.ids) and not token.value.pronoun and not token.value.all
    return token.kind == "word" and token.has(*_NOUNS)

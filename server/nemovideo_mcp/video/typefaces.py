"""The fonts that texts are set in, by role, and which of them draws which characters."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

__all__ = ["NEUTRAL", "ROLES", "Typeface", "clusters", "printable", "typeface", "undrawable"]

NEUTRAL = "neutral"

_FOLDER = Path(__file__).parent / "fonts"
# A code point that no font has: what it draws is the box that stands for a missing glyph.
_MISSING = "\U0010fffd"
_JOINER, _AS_TEXT, _AS_EMOJI, _KEYCAP = "\u200d", "\ufe0e", "\ufe0f", "\u20e3"
# Unassigned ones are not among them: they may be newer than the tables of this Python.
_CONTROLS = ("Cc", "Cf", "Cs")
_SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
_REGIONS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
# Pictures in the emoji font have this size only.
_BITMAP_SIZE = 109


@dataclass(frozen=True, kw_only=True)
class _Face:
    """A font file. `scale` makes its letters as large as those of the others."""

    file: str
    scale: float = 1.0
    in_color: bool = False

    def font(self, size: float) -> ImageFont.FreeTypeFont:
        return _opened(self.file, _BITMAP_SIZE if self.in_color else max(1, round(size * self.scale)))

    def has(self, cluster: str) -> bool:
        if self.in_color is not _may_be_emoji(cluster) and (self.in_color or _KEYCAP in cluster):
            return False
        return all(_has_glyph(self, character) for character in cluster if not _is_selector(character))


_PLAIN = _Face(file="NemoTitle-Bold.ttf")
_HANGUL = _Face(file="NemoHangul.ttf")
_EMOJI = _Face(file="NemoEmoji.ttf", in_color=True)
_ROLES: Mapping[str, tuple[_Face, ...]] = {
    NEUTRAL: (_PLAIN, _HANGUL, _EMOJI),
    "condensed": (
        _Face(file="NemoCondensed.ttf"),
        _Face(file="NemoCondensedCJK.ttf", scale=1.1),
        _PLAIN,
        _HANGUL,
        _EMOJI,
    ),
    "serif": (_Face(file="NemoSerif.ttf"), _Face(file="NemoSerifCJK.ttf"), _PLAIN, _HANGUL, _EMOJI),
    "handwritten": (
        _Face(file="NemoHand.ttf", scale=1.2),
        _Face(file="NemoHandCJK.ttf", scale=1.05),
        _PLAIN,
        _HANGUL,
        _EMOJI,
    ),
}


ROLES = tuple(_ROLES)
"""What a font is for."""


@dataclass(frozen=True)
class Typeface:
    """The fonts of a role in one size (in pixels); what one lacks is drawn by the next."""

    role: str
    size: int

    @property
    def middle(self) -> float:
        """How far below the middle of a line its letters stand, in pixels."""
        ascent, descent = self._main.getmetrics()
        return (ascent - descent) / 2 + (0 if self.role == NEUTRAL else self.size * 0.04)

    def getlength(self, text: str) -> float:
        """The width of a line in pixels."""
        return sum(self._width(face, run) for face, run in _runs(text, self.role))

    def draw(self, ink: Image.Image, color: Image.Image, text: str, *, x: float, base: float) -> None:
        """Draw a line from `x` on, standing on `base`.

        Args:
            ink: a mask (L) to which the letters are added.
            color: a picture (RGBA) to which emoji are added.
            text: one line.
            x: the left end in pixels.
            base: the height of the line's foot in pixels.
        """
        pen = ImageDraw.Draw(ink)
        for face, run in _runs(text, self.role):
            if face.in_color:
                picture = _emoji_picture(run, self._emoji_scale)
                at = round(x), round(base - self.size)
                if picture is not None:
                    color.alpha_composite(picture, (max(0, at[0]), max(0, at[1])))
            else:
                pen.text((x, base), run, fill=255, font=face.font(self.size), anchor="ls")
            x += self._width(face, run)

    def outline(self, mask: Image.Image, text: str, *, x: float, base: float, width: int) -> None:
        """Add a line's letters, `width` pixels fatter on all sides, to a mask; emoji have none."""
        pen = ImageDraw.Draw(mask)
        for face, run in _runs(text, self.role):
            if not face.in_color:
                font = face.font(self.size)
                pen.text((x, base), run, fill=255, font=font, anchor="ls", stroke_width=width)
            x += self._width(face, run)

    @property
    def _emoji_scale(self) -> float:
        return self.size / _BITMAP_SIZE

    @cached_property
    def _main(self) -> ImageFont.FreeTypeFont:
        return _PLAIN.font(self.size)

    def _width(self, face: _Face, run: str) -> float:
        width = face.font(self.size).getlength(run)
        return width * self._emoji_scale if face.in_color else width


@lru_cache(maxsize=64)
def typeface(role: str, size: int) -> Typeface:
    """The fonts of `role` (one that nobody knows is neutral) in `size` pixels."""
    return Typeface(role if role in _ROLES else NEUTRAL, size)


def printable(text: str, role: str | None = None) -> str:
    """`text` without what no font of `role` has; lines are kept. Without a role, in the neutral font alone."""
    faces = _ROLES.get(role, _ROLES[NEUTRAL]) if role else (_PLAIN,)
    lines = (
        "".join(_drawable(c, faces) for c in clusters(line.replace("\t", " ")))
        for line in unicodedata.normalize("NFC", text).splitlines()
    )
    return "\n".join(line for line in (" ".join(line.split()) for line in lines) if line)


def undrawable(text: str, role: str) -> str:
    """The characters of `text`, each once, that no font of `role` has."""
    faces = _ROLES.get(role, _ROLES[NEUTRAL])
    missing = [
        c
        for c in clusters(unicodedata.normalize("NFC", text))
        if not c.isspace() and unicodedata.category(c[0]) not in _CONTROLS and _face_of(c, faces) is None
    ]
    return "".join(dict.fromkeys(missing))


def clusters(text: str) -> list[str]:
    """`text` in pieces that are drawn as one: a letter with its marks, an emoji with all that is joined to it."""
    found: list[str] = []
    for character in text:
        before = found[-1] if found else ""
        joins = (
            character in (_JOINER, _AS_TEXT, _AS_EMOJI, _KEYCAP)
            or character in _TAGS
            or unicodedata.category(character)[0] == "M"
            or before.endswith(_JOINER)
            or (character in _SKIN_TONES and before and _may_be_emoji(before))
            or (character in _REGIONS and len(before) == 1 and before in _REGIONS)
        )
        if joins and before and not before.isspace():
            found[-1] += character
        else:
            found.append(character)
    return found


def _drawable(cluster: str, faces: tuple[_Face, ...]) -> str:
    """What of a cluster is drawn: all of it, or its letter without what is joined to it, or nothing."""
    return next((_plain(c) for c in (cluster, cluster[0]) if _face_of(c, faces)), "")


def _plain(cluster: str) -> str:
    """An emoji without the colour of its skin, of which the font has one; a letter without selectors."""
    if _may_be_emoji(cluster):
        return "".join(c for c in cluster if c not in _SKIN_TONES or len(cluster) == 1)
    return "".join(c for c in cluster if c not in (_AS_TEXT, _AS_EMOJI))


def _may_be_emoji(cluster: str) -> bool:
    code = ord(cluster[0])
    return _KEYCAP in cluster or code >= 0x1F000 or 0x203C <= code < 0x3300 or cluster[0] in "©®"


def _is_selector(character: str) -> bool:
    return character in (_JOINER, _AS_TEXT, _AS_EMOJI, _KEYCAP) or character in _TAGS


@lru_cache(maxsize=8192)
def _face_of(cluster: str, faces: tuple[_Face, ...]) -> _Face | None:
    """The first face that draws all of `cluster`; of emoji and letters alike, what its selector asks for."""
    plain = _plain(cluster)
    is_asked = _AS_EMOJI in plain or _KEYCAP in plain
    ordered = sorted(faces, key=lambda face: not face.in_color) if is_asked else faces
    return next((face for face in ordered if plain and face.has(plain)), None)


def _runs(text: str, role: str) -> Iterator[tuple[_Face, str]]:
    """A line in stretches of one font. A blank goes with what is before it."""
    faces = _ROLES[role]
    last: _Face | None = None
    run = ""
    for cluster in clusters(text):
        face = _face_of(cluster, faces) or faces[0]
        if cluster == " " and not (last or faces[0]).in_color and (last or faces[0]).has(" "):
            face = last or faces[0]
        if last is not None and face != last and run:
            yield last, run
            run = ""
        last = face
        run += cluster
    if run and last is not None:
        yield last, run


@lru_cache(maxsize=64)
def _emoji_picture(run: str, scale: float) -> Image.Image | None:
    font = _EMOJI.font(_BITMAP_SIZE)
    width = round(font.getlength(run))
    if width < 1:
        return None
    whole = Image.new("RGBA", (width, round(_BITMAP_SIZE * 1.3)), (0, 0, 0, 0))
    ImageDraw.Draw(whole).text((0, _BITMAP_SIZE), run, font=font, embedded_color=True, anchor="ls")
    size = max(1, round(width * scale)), max(1, round(whole.height * scale))
    return whole.convert("RGBa").resize(size, Image.Resampling.LANCZOS).convert("RGBA")


@lru_cache(maxsize=48)
def _opened(file: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FOLDER / file), size)


@lru_cache(maxsize=8192)
def _has_glyph(face: _Face, character: str) -> bool:
    if character == " ":
        return not face.in_color and face.font(32).getlength(" ") != face.font(32).getlength(_MISSING)
    category = unicodedata.category(character)
    # Variation selectors are marks that only choose between a glyph and its emoji.
    if (
        category[0] == "C"
        or category in ("Me", "Zl", "Zp")
        or "VARIATION SELECTOR" in unicodedata.name(character, "")
    ):
        return False
    return character.isspace() or _drawn(face, character) != _drawn(face, _MISSING)


@lru_cache(maxsize=2048)
def _drawn(face: _Face, character: str) -> bytes:
    side, size = (160, _BITMAP_SIZE) if face.in_color else (48, 32)
    image = Image.new("RGBA" if face.in_color else "L", (side, side))
    ImageDraw.Draw(image).text(
        (4, round(side * 0.75)),
        character,
        fill=(255, 255, 255, 255) if face.in_color else 255,
        font=face.font(size),
        anchor="ls",
        embedded_color=face.in_color,
    )
    return image.tobytes()

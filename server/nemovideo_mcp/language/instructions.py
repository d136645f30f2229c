"""What a message asks for, as typed values. A `brief` is the short form that tests and logs read."""

from __future__ import annotations

from dataclasses import dataclass, field

__all__ = [
    "AddMusic",
    "AddTitle",
    "Aspect",
    "Cannot",
    "ClipVolume",
    "Combine",
    "CutToBeat",
    "DropClip",
    "ExportNext",
    "Instruction",
    "KeepAsIs",
    "MusicVolume",
    "NoCut",
    "NoMusic",
    "Redo",
    "RemoveMusic",
    "RemoveTitle",
    "Restore",
    "SetFit",
    "Stretch",
    "TextWanted",
    "Trim",
    "Understanding",
    "Undo",
]


@dataclass(frozen=True, kw_only=True)
class Combine:
    """All clips one after the other: in upload order, reversed, or those of `order` (1-based numbers or names) first."""

    reverse: bool = False
    order: tuple[int | str, ...] = ()

    def brief(self) -> str:
        order = " " + ",".join(map(str, self.order)) if self.order else ""
        return "combine" + (" reverse" if self.reverse else "") + order


@dataclass(frozen=True, kw_only=True)
class Trim:
    """A total length; with `at_most`, what is shorter stays."""

    duration_ms: int
    at_most: bool = False

    def brief(self) -> str:
        return f"trim {'<=' if self.at_most else ''}{self.duration_ms}"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A length told by the present one: times `factor`, or `by_ms` more or less."""

    factor: float = 1.0
    by_ms: int = 0

    def brief(self) -> str:
        return f"stretch {self.by_ms:+d}" if self.by_ms else f"stretch x{self.factor:g}"


@dataclass(frozen=True, kw_only=True)
class DropClip:
    """Uploaded clips that the film is to do without: 1-based numbers in the film's order (-1: the last), or names."""

    which: tuple[int | str, ...]

    def brief(self) -> str:
        return "drop " + ",".join(map(str, self.which))


@dataclass(frozen=True, kw_only=True)
class AddMusic:
    """Music: composed in a mood, or an uploaded song. `tempo` is faster or slower than it is now."""

    mood: str | None = None
    bpm: float | None = None
    new: bool = False
    match: bool = False
    song: bool = False
    song_name: str | None = None
    tempo: str | None = None

    def brief(self) -> str:
        words = ["music", self.mood, self.tempo]
        words += [w for w in ("new", "match") if getattr(self, w)]
        if self.song:
            words.append(f"song={self.song_name}" if self.song_name else "song")
        if self.bpm:
            words.append(f"bpm={self.bpm:g}")
        return " ".join(w for w in words if w)


@dataclass(frozen=True, kw_only=True)
class CutToBeat:
    """Cuts on the beat, at a pace (slow, normal, fast) or every so many beats; None leaves it as it is."""

    pace: str | None = None
    beats: int | None = None

    def brief(self) -> str:
        return " ".join(
            ["cut", *([self.pace] if self.pace else []), *([f"beats={self.beats}"] if self.beats else [])]
        )


@dataclass(frozen=True, kw_only=True)
class MusicVolume:
    """The music's gain, or a factor on it; `named` is False where a message speaks of a volume, but not of whose."""

    gain: float | None = None
    factor: float = 1.0
    named: bool = field(default=True, compare=False)

    def brief(self) -> str:
        return f"music-volume {self.gain:g}" if self.gain is not None else f"music-volume x{self.factor:g}"


@dataclass(frozen=True, kw_only=True)
class ClipVolume:
    """The gain of the clips' own sound, a factor on it, or `keep`: heard, as it is by default."""

    gain: float | None = None
    factor: float = 1.0
    keep: bool = False

    def brief(self) -> str:
        if self.keep:
            return "clip-volume keep"
        return f"clip-volume {self.gain:g}" if self.gain is not None else f"clip-volume x{self.factor:g}"


@dataclass(frozen=True, kw_only=True)
class AddTitle:
    """Words on the picture, byte for byte as they were said, at the start or the end."""

    text: str
    at: str = "start"
    duration_ms: int | None = None

    def brief(self) -> str:
        length = f" duration={self.duration_ms}" if self.duration_ms else ""
        return f"title '{self.text}' {self.at}{length}"


@dataclass(frozen=True, kw_only=True)
class Aspect:
    """The canvas' shape, as `9:16`."""

    ratio: str

    def brief(self) -> str:
        return f"aspect {self.ratio}"


@dataclass(frozen=True, kw_only=True)
class SetFit:
    """How pictures of another shape fill the canvas: `cover`, `contain` or `blur`."""

    fit: str

    def brief(self) -> str:
        return f"fit {self.fit}"


@dataclass(frozen=True, kw_only=True)
class RemoveMusic:
    def brief(self) -> str:
        return "remove-music"


@dataclass(frozen=True, kw_only=True)
class RemoveTitle:
    """Take titles away, or keep to none."""

    def brief(self) -> str:
        return "remove-title"


@dataclass(frozen=True, kw_only=True)
class NoMusic:
    """Don't add music; what is there goes too when the message wants the video without it."""

    def brief(self) -> str:
        return "no-music"


@dataclass(frozen=True, kw_only=True)
class NoCut:
    """Don't cut to the beat."""

    def brief(self) -> str:
        return "no-cut"


@dataclass(frozen=True, kw_only=True)
class KeepAsIs:
    """Something that is to stay as it is; nothing to do. `cuts`: it is the clips' own cuts."""

    cuts: bool = False

    def brief(self) -> str:
        return "keep"


@dataclass(frozen=True, kw_only=True)
class ExportNext:
    """The file is wanted afterwards; exporting is not the director's."""

    def brief(self) -> str:
        return "export"


@dataclass(frozen=True, kw_only=True)
class TextWanted:
    """A title without its words."""

    def brief(self) -> str:
        return "text-wanted"


@dataclass(frozen=True, kw_only=True)
class Undo:
    """The edit before is to be taken back, or the last `steps` of them."""

    steps: int = 1

    def brief(self) -> str:
        return "undo" if self.steps == 1 else f"undo {self.steps}"


@dataclass(frozen=True, kw_only=True)
class Redo:
    """What was undone is to come back, or the last `steps` of it."""

    steps: int = 1

    def brief(self) -> str:
        return "redo" if self.steps == 1 else f"redo {self.steps}"


@dataclass(frozen=True, kw_only=True)
class Restore:
    """The version of this number is to come back."""

    version: int

    def brief(self) -> str:
        return f"restore {self.version}"


@dataclass(frozen=True, kw_only=True)
class Cannot:
    """A feature that there is not (a key of the replies' table), and the words that asked for it."""

    feature: str
    words: str = field(default="", compare=False)

    def brief(self) -> str:
        return f"cannot {self.feature}"


Instruction = (
    Combine
    | Trim
    | Stretch
    | DropClip
    | AddMusic
    | CutToBeat
    | MusicVolume
    | ClipVolume
    | AddTitle
    | Aspect
    | SetFit
    | RemoveMusic
    | RemoveTitle
    | NoMusic
    | NoCut
    | KeepAsIs
    | ExportNext
    | TextWanted
    | Undo
    | Redo
    | Restore
    | Cannot
)


@dataclass(frozen=True, kw_only=True)
class Understanding:
    """The instructions of a message in the order said, the words that nobody understood, and its language."""

    instructions: tuple[Instruction, ...]
    unknown: tuple[str, ...]
    language: str

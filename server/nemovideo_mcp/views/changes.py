"""A change in words, and how its clips are named."""

from __future__ import annotations

from dataclasses import dataclass

from nemovideo_mcp.messages.changes import ChangeKind, ChangeWords, change_words
from nemovideo_mcp.messages.timelines import Phrases
from nemovideo_mcp.views.names import needs_quotes
from nemovideo_mcp.views.outline import ClipOutline
from nemovideo_mcp.views.phrases import span

__all__ = ["Change", "Sayings", "sayings_of"]


@dataclass(frozen=True, kw_only=True)
class Change:
    """One change: `text` is what to tell the user, `label` the kind of track that it is of, "" for the whole film."""

    kind: ChangeKind
    text: str
    label: str = ""


@dataclass(frozen=True, kw_only=True)
class Sayings:
    """How changes are said in one language."""

    sentences: ChangeWords

    @property
    def words(self) -> Phrases:
        return self.sentences.words

    def quoted(self, name: str) -> str:
        return f"{self.sentences.quotes[0]}{name}{self.sentences.quotes[1]}"

    def name(self, clip: ClipOutline) -> str:
        """The clip's name, in quotes where it is words or could be taken for something else."""
        name = clip.details.name or self.words.unnamed
        return self.quoted(name) if clip.label in ("title", "subtitle") or needs_quotes(name) else name

    def clip(self, clip: ClipOutline) -> str:
        return self.name(clip) + self.words.bracketed(span(clip.start_ms, clip.end_ms, self.words))

    def subject(self, clip: ClipOutline) -> str:
        """ "Title 'Hello'"."""
        name = self.name(clip)
        # Chinese is set without spaces, but not beside Latin letters.
        space = "" if min(self.words.labels[clip.label][-1:], name[:1]) > "\u2fff" or name[:1] == "“" else " "
        return f"{self.words.labels[clip.label]}{space}{name}"

    def plural(self, label: str, count: int = 2) -> str:
        return (self.sentences.singulars if count == 1 else self.sentences.plurals)[label]

    def seconds(self, ms: int) -> str:
        return f"{round(ms / 1000, 1):g}{self.words.seconds}"


def sayings_of(language: str) -> Sayings:
    """How `language` says changes; English where it is not Chinese."""
    return Sayings(sentences=change_words(language))

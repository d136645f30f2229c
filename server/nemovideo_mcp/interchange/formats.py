"""A film in one of the formats of other editors, and what that leaves out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.interchange.edl import to_edl
from nemovideo_mcp.interchange.fcp7 import to_fcp7
from nemovideo_mcp.interchange.fcpxml import to_fcpxml
from nemovideo_mcp.interchange.left_out import left_out
from nemovideo_mcp.interchange.otio import to_otio
from nemovideo_mcp.interchange.sequence import Sequence
from nemovideo_mcp.messages.catalogue import Words, words_of
from nemovideo_mcp.messages.interchange import INTERCHANGE
from nemovideo_mcp.timeline.captions import srt_of

__all__ = ["HandedOver", "hand_over"]


_WRITERS: Mapping[str, Callable[[Sequence], str]] = {
    "otio": to_otio,
    "fcpxml": to_fcpxml,
    "xml": to_fcp7,
    "edl": to_edl,
    "srt": lambda film: srt_of(film.timeline),
}


@dataclass(frozen=True, kw_only=True)
class HandedOver:
    """A film in another format: the file's text, its captions as SRT where there are any, and what it leaves out."""

    text: str
    captions: str
    left_out: tuple[Words, ...]


def hand_over(sequence: Sequence, kind: str) -> HandedOver:
    """The film in the format `kind`, one of `messages.interchange.FORMAT_NAMES`.

    Raises `InvalidRequest` where captions are wanted of a film that has none.
    """
    if kind == "srt" and not sequence.captions:
        raise InvalidRequest(
            detail=words_of(INTERCHANGE, "no_captions").pair(),
            hint=words_of(INTERCHANGE, "no_captions_hint").pair(),
        )
    return HandedOver(
        text=_WRITERS[kind](sequence),
        captions=srt_of(sequence.timeline) if sequence.captions and kind != "srt" else "",
        left_out=() if kind == "srt" else left_out(sequence, kind),
    )

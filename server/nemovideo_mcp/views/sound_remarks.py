"""Which sound of its sources a film has: said once, when a source with several sound tracks comes to be heard."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from nemovideo_mcp.edit.wording import names_of
from nemovideo_mcp.messages.catalogue import Words, words_of
from nemovideo_mcp.messages.sources import COUNTS, ORDINALS, SOUND_TRACKS
from nemovideo_mcp.timeline.media import MediaItem, SoundTrack
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["sound_remarks", "sound_words"]

Kind = tuple[tuple[str, bool], ...]


def sound_remarks(before: Timeline, after: Timeline, media: Sequence[MediaItem]) -> tuple[Words, ...]:
    """What is said of the sources that `after` has the sound of, and `before` had not.

    A source with one sound track needs no word. Those of which the same is said share a sentence.
    """
    heard = _heard_in(after) - _heard_in(before)
    by_kind: dict[Kind, list[MediaItem]] = {}
    for item in media:
        tracks = item.info.sound_tracks
        if item.media_id in heard and len(tracks) > 1:
            by_kind.setdefault(tuple((track.use, track.silent) for track in tracks), []).append(item)
    return tuple(
        sound_words([item.name for item in items], items[0].info.sound_tracks) for items in by_kind.values()
    )


def sound_words(names: Sequence[str], tracks: Sequence[SoundTrack]) -> Words:
    """One sentence on files whose sound tracks, of which there are several, are all used like `tracks`."""
    uses: dict[str, list[int]] = {"used": []}  # what is heard is said first
    for number, track in enumerate(tracks, 1):
        uses.setdefault("silent" if track.silent else track.use, []).append(number)
    said = [_clause(use, numbers, of=len(tracks)) for use, numbers in uses.items() if numbers]
    listed = names_of(names)
    count = str(len(tracks))
    key = "one_file" if len(names) == 1 else "files"
    fields = {
        "names": listed,
        "count": words_of(COUNTS, count) if count in COUNTS else Words(count, count),
        "said": Words("; ".join(words.en for words in said), "，".join(words.zh for words in said)),
    }
    return _filled(SOUND_TRACKS[key], fields)


def _clause(use: str, numbers: Sequence[int], *, of: int) -> Words:
    if len(numbers) == of and f"all_{use}" in SOUND_TRACKS:
        return words_of(SOUND_TRACKS, f"{'both' if of == 2 else 'all'}_{use}")
    which = [_ordinal(number) for number in numbers]
    *first, last = (words.en for words in which)
    en = f"{', '.join(first)} and {last}" if first else last
    listed = Words(en, "、".join(words.zh for words in which))
    return _filled(SOUND_TRACKS[f"{'one' if len(numbers) == 1 else 'some'}_{use}"], {"which": listed})


def _ordinal(number: int) -> Words:
    if str(number) in ORDINALS:
        return words_of(ORDINALS, str(number))
    return words_of(SOUND_TRACKS, "number", n=number)


def _filled(sentence: tuple[str, str], fields: Mapping[str, Words]) -> Words:
    en, zh = sentence
    return Words(
        en.format_map({name: words.en for name, words in fields.items()}),
        zh.format_map({name: words.zh for name, words in fields.items()}),
    )


def _heard_in(timeline: Timeline) -> set[str]:
    """The media whose sound is in the film."""
    clips: Iterable[str | None] = (
        *(clip.media_id for clip in timeline.video_clips if clip.volume > 0 and not clip.freeze),
        *(clip.media_id for clip in timeline.audio_clips if clip.volume > 0),
        *(clip.media_id for clip in timeline.overlay_clips if clip.volume > 0),
    )
    return {media_id for media_id in clips if media_id}

"""A draft in words, whoever wrote it: `Timeline (2 tracks): 1. Video: city (0-10s) 2. BGM: Lo-fi (0-10s, 35%)`."""

from __future__ import annotations

from collections.abc import Sequence

from nemovideo_mcp.messages.timelines import Phrases, phrases_of
from nemovideo_mcp.timeline.look import PLAIN
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.clip_facts import Facts, facts_of, notes_on, read_timeline
from nemovideo_mcp.views.names import needs_quotes
from nemovideo_mcp.views.outline import ClipOutline, Outline, TrackOutline, outline_of
from nemovideo_mcp.views.phrases import canvas_words, clock, span, speed_words
from nemovideo_mcp.views.timeline_table import beat_effect_words, overlay_name
from nemovideo_mcp.views.timeline_view import beat_effect_view

__all__ = ["summary_line", "summary_text", "track_lines"]

SHOWN_CLIPS = 3
_SHOWN_IN_FULL = 20
_MAX_TRACKS = 50
# Less than this is a rounding, not a gap.
_NOTABLE_MS = 100
_SOUNDS = ("bgm", "voice", "sound", "audio")
_TEXTS = ("title", "subtitle")
# Where silence or an empty picture would be missed; titles and voices come and go.
_UNBROKEN = ("video", "bgm")
# What may lie over one another.
_LAID_OVER = "overlay"


def summary_line(draft: object, *, language: str = "en") -> str:
    """The whole draft in one line; long tracks are shortened ("+9 more"). Never raises, whatever `draft` is."""
    phrases = phrases_of(language)
    tracks = track_lines(draft, language=language)
    if not tracks:
        return phrases.empty
    shown = [f"{n}. {line}" for n, line in enumerate(tracks[:_MAX_TRACKS], 1)]
    if len(tracks) > _MAX_TRACKS:
        shown.append(phrases.more.format(n=len(tracks) - _MAX_TRACKS))
    return f"{phrases.head}{phrases.bracketed(_count(len(tracks), phrases))}{phrases.colon}" + " ".join(shown)


def track_lines(draft: object, *, language: str = "en") -> list[str]:
    """One line for each track that has something on it."""
    phrases = phrases_of(language)
    timeline = read_timeline(draft)
    lines = [_track_line(track, phrases, timeline, language) for track in outline_of(draft).tracks]
    if timeline.beat_effects and lines:
        lines.append(phrases.beat_effects + phrases.colon + _beat_effects(timeline, language, phrases))
    return lines


def summary_text(draft: object, *, language: str = "en") -> str:
    """The draft over several lines: its length and canvas, then each track with its clips, a line each."""
    phrases = phrases_of(language)
    outline = outline_of(draft)
    if not outline.tracks:
        return phrases.empty
    timeline = read_timeline(draft)
    facts = facts_of(timeline)
    lines = [_heading(outline, phrases)]
    if timeline.beat_effects:
        lines.append(phrases.beat_effects + phrases.colon + _beat_effects(timeline, language, phrases))
    for n, track in enumerate(outline.tracks[:_MAX_TRACKS], 1):
        label = phrases.labels[track.label]
        lines.append(f"{n}. {label}{phrases.colon}{phrases.clip_count(len(track.clips))}")
        shown = track.clips[:_SHOWN_IN_FULL]
        lines += [
            f"   {m}. {_full_clip(clip, track.label, phrases, facts.of(clip.clip_id), language)}"
            for m, clip in enumerate(shown, 1)
        ]
        if rest := track.clips[_SHOWN_IN_FULL:]:
            lines.append("   " + _rest(rest, phrases))
        lines += [f"   ! {word}" for word in _breaks(track, phrases)]
    if len(outline.tracks) > _MAX_TRACKS:
        lines.append(phrases.more.format(n=len(outline.tracks) - _MAX_TRACKS))
    return "\n".join(lines)


def _heading(outline: Outline, phrases: Phrases) -> str:
    facts = [
        f"{phrases.quoted(outline.title)}" if outline.title else "",
        clock(outline.duration_ms),
        canvas_words(outline),
        _count(len(outline.tracks), phrases),
    ]
    return f"{phrases.head}{phrases.colon}" + " · ".join(fact for fact in facts if fact)


def _count(tracks: int, phrases: Phrases) -> str:
    return phrases.one_track if tracks == 1 else phrases.tracks.format(n=tracks)


def _beat_effects(timeline: Timeline, language: str, phrases: Phrases) -> str:
    return phrases.comma.join(
        " ".join(beat_effect_words(beat_effect_view(effect), language=language))
        for effect in timeline.beat_effects
    )


def _track_line(track: TrackOutline, phrases: Phrases, timeline: Timeline, language: str) -> str:
    clips = track.clips
    count = len(clips) if len(clips) <= SHOWN_CLIPS + 1 else SHOWN_CLIPS
    facts = facts_of(timeline)
    parts = [
        _name(clip, track.label, phrases, facts.of(clip.clip_id), language)
        + phrases.bracketed(_inside(clip, track.label, phrases))
        for clip in clips[:count]
    ]
    if rest := clips[count:]:
        parts.append(_rest(rest, phrases))
    if track.label == "video":
        parts += _counted(clips, timeline, phrases)
    parts += _breaks(track, phrases)
    return phrases.labels[track.label] + phrases.colon + phrases.comma.join(parts)


def _counted(clips: Sequence[ClipOutline], timeline: Timeline, phrases: Phrases) -> list[str]:
    """How many of the clips have a transition, and how many a look."""
    here = {clip.clip_id for clip in clips}
    known = [clip for clip in timeline.video_clips if clip.clip_id in here]
    counts = {
        "transition_in": sum(clip.transition_in is not None for clip in known),
        "look": sum(clip.look != PLAIN for clip in known),
    }
    return [
        (one if counts[key] == 1 else many).format(n=counts[key])
        for key, (one, many) in phrases.counted.items()
        if counts[key]
    ]


def _rest(clips: Sequence[ClipOutline], phrases: Phrases) -> str:
    first, last = min(clip.start_ms for clip in clips), max(clip.end_ms for clip in clips)
    return phrases.more.format(n=len(clips)) + phrases.bracketed(span(first, last, phrases))


def _name(clip: ClipOutline, label: str, phrases: Phrases, known: Facts, language: str) -> str:
    if label == _LAID_OVER and known.get("effect"):
        return overlay_name(known, language=language)
    name = clip.details.name or phrases.unnamed
    return phrases.quoted(name) if label in _TEXTS or needs_quotes(name) else name


def _inside(clip: ClipOutline, label: str, phrases: Phrases) -> str:
    inside = span(clip.start_ms, clip.end_ms, phrases)
    return (
        f"{inside}{phrases.comma}{clip.details.volume}%"
        if label in _SOUNDS and clip.details.volume is not None
        else inside
    )


def _full_clip(clip: ClipOutline, label: str, phrases: Phrases, known: Facts, language: str) -> str:
    facts = [f"{span(clip.start_ms, clip.end_ms, phrases)}", _name(clip, label, phrases, known, language)]
    if label == "video" and clip.details.source_start_ms:
        facts.append(phrases.from_source.format(time=clock(clip.details.source_start_ms)))
    if clip.details.speed != 1.0 or clip.details.speed_notes:
        facts.append(speed_words(clip.details.speed, clip.details.speed_notes, phrases))
    if clip.details.volume is not None and (label in _SOUNDS or clip.details.volume != 100):
        facts.append(f"{clip.details.volume}%" if clip.details.volume else phrases.muted)
    if (level := clip.details.under_speech) is not None:
        facts.append(phrases.under_speech.format(level=level))
    # These are told above, of drafts of any kind.
    rest = {key: value for key, value in known.items() if key not in ("speed", "volume", "under_speech")}
    return phrases.comma.join([*facts, *notes_on(rest, label, language=language)])


def _breaks(track: TrackOutline, phrases: Phrases) -> list[str]:
    """The gaps and overlaps of a track, each kind as one word with where it is or how many there are."""
    gaps: list[tuple[int, int]] = []
    overlaps: list[tuple[int, int]] = []
    end = 0
    for n, (start, stop) in enumerate(sorted((clip.start_ms, clip.end_ms) for clip in track.clips)):
        if start - end >= _NOTABLE_MS and (n or track.label == "video") and track.label in _UNBROKEN:
            gaps.append((end, start))
        elif n and track.label != _LAID_OVER and min(end, stop) - start >= _NOTABLE_MS:
            overlaps.append((start, min(end, stop)))
        end = max(end, stop)
    return [
        one.format(span=span(*found[0], phrases)) if len(found) == 1 else many.format(n=len(found))
        for found, (one, many) in ((gaps, phrases.gaps), (overlaps, phrases.overlaps))
        if found
    ]

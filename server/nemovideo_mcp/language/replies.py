"""The reply: what was made, the timeline's facts, what was not understood, and what would work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nemovideo_mcp.autoedit.scoring import MOOD_NAMES, steps_of
from nemovideo_mcp.language.instructions import Cannot
from nemovideo_mcp.language.phrases import DONE, FEATURES, NOTES, SUGGESTIONS, WORDS
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip, Timeline

__all__ = ["Said", "clock", "facts", "music_name", "reply", "suggestions"]

_NAMES_SHOWN = 3
_LONGEST_QUOTE = 120
_LONG_MS = 20_000

Fields = Mapping[str, object]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is to be said: keys of the phrases' tables with their fields."""

    done: tuple[tuple[str, Fields], ...] = ()
    notes: tuple[tuple[str, Fields], ...] = ()
    cannot: tuple[Cannot, ...] = ()
    unknown: tuple[str, ...] = field(default=())
    suggest: bool = False


def reply(said: Said, *, timeline: Timeline, media: Sequence[MediaItem], changed: bool, language: str) -> str:
    """The whole reply in `language` ("en" or "zh")."""
    sentences: list[str] = []
    if said.done:
        parts = _word("comma", language).join(
            _phrase(DONE[key], language, fields) for key, fields in said.done
        )
        sentences.append(_capital(parts) + _word("stop", language))
    if changed and timeline.video_clips:
        sentences.append(facts(timeline, language) + _word("stop", language))
    sentences += [_phrase(NOTES[key], language, fields) for key, fields in said.notes]
    if said.cannot:
        features = _word("list", language).join(
            dict.fromkeys(
                FEATURES[c.feature][language] + (f" ({_quote(c.words, language)})" if c.words else "")
                for c in said.cannot
            )
        )
        key = "cannot" if changed or said.notes or said.done else "cannot_all"
        sentences.append(_phrase(NOTES[key], language, {"features": features}))
    if said.unknown:
        words = _word("list", language).join(_quote(w, language) for w in said.unknown)
        key = "unknown" if changed or said.notes or said.done or said.cannot else "unknown_all"
        sentences.append(_phrase(NOTES[key], language, {"words": words}))
    if said.suggest and (offered := suggestions(timeline, media, language)):
        listed = _word("list", language).join(
            _quote(s, language) if "“" not in s else f"「{s}」" if language == "zh" else f"‘{s}’"
            for s in offered
        )
        sentences.append(_phrase(NOTES["suggest"], language, {"sentences": listed}))
    return _word("gap", language).join(sentences)


def facts(timeline: Timeline, language: str) -> str:
    """The timeline in one line: shots, length, frame, tempo, cuts on beats, music."""
    clips = timeline.video_clips
    parts = [
        _word("shots" if len(clips) != 1 else "shot", language, {"count": len(clips)}),
        clock(timeline.duration_ms),
        f"{timeline.width}×{timeline.height}",
    ]
    music = timeline.music
    anchored = [c for c in clips if c.anchor and c.start_ms > 0]
    if music and music.grid and len(music.grid.times_ms) > 1:
        parts.append(_word("tempo", language, {"bpm": f"{60_000 / steps_of(music.grid):.0f}"}))
        count = len(timeline.cuts_ms)
        if anchored and count:
            key = "cuts" if len(anchored) < count else "one_cut" if count == 1 else "all_cuts"
            parts.append(_word(key, language, {"on": len(anchored), "count": count}))
    if music:
        fields = {"name": music_name(music, language), "percent": _percent(music.volume)}
        parts.append(_word("music", language, fields))
    else:
        parts.append(_word("no_music", language))
    return _word("comma", language).join(parts)


def suggestions(timeline: Timeline, media: Sequence[MediaItem], language: str) -> tuple[str, ...]:
    """Three sentences that would change this timeline; none where there is nothing to edit."""
    pictures = any(m.info.kind != "audio" for m in media)
    if not pictures and not timeline.video_clips:
        return ()
    film, music = bool(timeline.video_clips), timeline.music
    cut = any(c.anchor for c in timeline.video_clips)
    size = (timeline.width, timeline.height)
    holds = {
        "no_film": not film,
        "no_music": film and music is None,
        "music_uncut": film and music is not None and not cut and len(timeline.video_clips) > 0,
        "music": film and music is not None,
        "music_not_40": film and music is not None and music.volume != 0.4,
        "long": film and timeline.duration_ms > _LONG_MS,
        "no_title": film and not timeline.text_clips,
        "title": film and bool(timeline.text_clips),
        "not_vertical": film and size != (1080, 1920),
        "not_square": size != (1080, 1080),
        "not_landscape": size != (1920, 1080),
    }
    return tuple(pair[language] for when, pair in SUGGESTIONS if holds[when])[:3]


def music_name(clip: AudioClip, language: str) -> str:
    """What a person calls this music."""
    if clip.music and clip.music.mood in MOOD_NAMES:
        return MOOD_NAMES[clip.music.mood][language]
    return clip.name


def clock(duration_ms: int) -> str:
    """A length as m:ss.s, as 0:30.0."""
    minutes, rest = divmod(round(duration_ms / 100), 600)
    return f"{minutes}:{rest / 10:04.1f}"


def _percent(gain: float) -> str:
    return f"{gain * 100:.3g}" if gain < 10 else f"{gain * 100:.0f}"


def _word(key: str, language: str, fields: Fields | None = None) -> str:
    return _phrase(WORDS[key], language, fields or {})


def _phrase(pair: Mapping[str, str], language: str, fields: Fields) -> str:
    """The phrase with its fields; they may be anything that people wrote, and are not read again."""
    shown = {k: _shown(k, v, language) for k, v in fields.items()}
    return pair[language].format_map(shown)


def _shown(key: str, value: object, language: str) -> str:
    if key.endswith("_ms") or key == "length":
        return clock(value) if isinstance(value, int) else str(value)
    if key == "message":
        return _quote(str(value), language)
    if key == "percent" and isinstance(value, float):
        return _percent(value)
    if key == "mood" and isinstance(value, str):
        name = MOOD_NAMES[value][language] if value in MOOD_NAMES else value
        return name.lower() if language == "en" else name
    if isinstance(value, list):
        names = [str(n) for n in value]  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
        listed = _word("list", language).join(names[:_NAMES_SHOWN])
        if len(names) <= _NAMES_SHOWN:
            return listed
        return _word("more", language, {"names": listed, "count": len(names) - _NAMES_SHOWN})
    return str(value)


def _quote(text: str, language: str) -> str:
    short = text if len(text) <= _LONGEST_QUOTE else text[:_LONGEST_QUOTE] + "…"
    return _word("quote", language, {"text": short})


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]

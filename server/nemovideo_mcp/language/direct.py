"""A message and a project → an edited timeline and a reply. Pure: nothing is read, written or timed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nemovideo_mcp.autoedit.brief import RATIOS, Brief, brief_of, with_brief
from nemovideo_mcp.autoedit.film import Film, canvas_of, retitled, shoot, with_music
from nemovideo_mcp.autoedit.scoring import look_of
from nemovideo_mcp.language.changes import STRUCTURAL, Sketch, sketch_of
from nemovideo_mcp.language.defaults import Completed, completed, means_the_song
from nemovideo_mcp.language.grammar import understand
from nemovideo_mcp.language.instructions import (
    AddMusic,
    AddTitle,
    Aspect,
    Cannot,
    ClipVolume,
    Combine,
    CutToBeat,
    ExportNext,
    KeepAsIs,
    MusicVolume,
    RemoveTitle,
    SetFit,
    Stretch,
    TextWanted,
    Trim,
    Understanding,
)
from nemovideo_mcp.language.replies import Fields, Said, reply
from nemovideo_mcp.language.stepping import STEPS, Landing, Notes, StepWish, landing_words, step_in
from nemovideo_mcp.language.titling import titled, untitled
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import AudioClip, Timeline, Track, VideoClip

__all__ = ["Needs", "Outcome", "Situation", "direct", "needs", "stepped"]

_PLAIN: Fields = {}
_SILENT = (Cannot, ExportNext, KeepAsIs, TextWanted)


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A project as it stands: its timeline, its media in upload order, its seed, the language it was begun in.

    `landing` is where the message's wish for another version has led, whose timeline this then is. `defaults` are
    those of the skill that the project was begun with, if the user chose one.
    """

    timeline: Timeline
    media: tuple[MediaItem, ...]
    seed: int = 0
    language: str | None = None
    landing: Landing = field(default_factory=Landing)
    defaults: SkillDefaults = field(default_factory=SkillDefaults)


@dataclass(frozen=True, kw_only=True)
class Needs:
    """What must be measured before a message can be carried out: ids of films, ids of songs."""

    analyse: tuple[str, ...] = ()
    beats: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """The timeline after a message, what to say about it, and in which language that is."""

    timeline: Timeline
    reply: str
    changed: bool
    language: str


def needs(message: str, situation: Situation) -> Needs:
    """The films and songs that `message` needs measured and that are not yet."""
    understanding = _understood(message, situation)
    added = _completed(understanding, situation)
    if not any(isinstance(i, STRUCTURAL) for i in added.instructions):
        return Needs()
    sketch = sketch_of(added.instructions, _start(situation, added))
    films = tuple(
        m.media_id
        for m in situation.media
        if m.info.kind == "video" and m.analysis is None and m.media_id in sketch.brief.sources
    )
    song_id = sketch.brief.music.media_id if sketch.brief.music else None
    songs = tuple(
        m.media_id for m in situation.media if m.media_id == song_id and None in (m.grid, m.structure)
    )
    return Needs(analyse=films, beats=songs)


def direct(message: str, situation: Situation) -> Outcome:
    """Carry out what `message` asks for, and say what was done, what was not and why.

    The same message and situation give the same outcome. What is not understood changes nothing and is named.
    """
    understanding = _understood(message, situation)
    language = understanding.language
    wish = step_in(understanding.instructions)
    if all(isinstance(i, (*_SILENT, *STEPS)) for i in understanding.instructions):
        return _stepped(wish, understanding, situation) if wish else _nothing(understanding, situation)
    added = _completed(understanding, situation)
    understanding = replace(understanding, instructions=added.instructions)
    sketch = sketch_of(understanding.instructions, _start(situation, added))
    if not sketch.brief.sources:
        key = "only_song" if sketch.songs else "no_clips"
        return _unchanged(Said(notes=((key, _PLAIN),)), situation, language)
    film = _filmed(understanding, sketch, situation)
    timeline, edited = film.timeline, film.timeline != situation.timeline
    landed, missed = landing_words(wish, situation.landing) if wish else ((), ())
    changed = edited or bool(landed)
    done = (*landed, *(_done(understanding, situation.timeline, timeline) if edited else ()))
    notes = _distinct(
        (
            *sketch.notes,
            *film.notes,
            *_remarks(understanding, timeline, sketch),
            *_default_notes(added, sketch, timeline),
        )
    )
    notes = notes if landed else (*missed, *notes)
    if not changed and not notes and not done:
        notes = (("already", _PLAIN),)
    said = Said(
        done=done if changed else (),
        notes=notes if changed else notes or (("already", _PLAIN),),
        cannot=_cannot(understanding),
        unknown=understanding.unknown,
        suggest=bool(understanding.unknown),
    )
    text = reply(said, timeline=timeline, media=situation.media, changed=changed, language=language)
    return Outcome(timeline=timeline, reply=text, changed=changed, language=language)


def stepped(wish: StepWish, situation: Situation, *, language: str) -> Outcome:
    """What is said of another version that was wished without words, where `situation.landing` is that of the wish."""
    return _stepped(wish, Understanding(instructions=(wish,), unknown=(), language=language), situation)


def _stepped(wish: StepWish, understanding: Understanding, situation: Situation) -> Outcome:
    """A message that asks for another version and for nothing else that can be done."""
    done, notes = landing_words(wish, situation.landing)
    said = Said(
        done=done,
        notes=notes,
        cannot=_cannot(understanding),
        unknown=understanding.unknown,
        suggest=bool(understanding.unknown),
    )
    text = reply(
        said,
        timeline=situation.timeline,
        media=situation.media,
        changed=bool(done),
        language=understanding.language,
    )
    return Outcome(
        timeline=situation.timeline, reply=text, changed=bool(done), language=understanding.language
    )


def _completed(understanding: Understanding, situation: Situation) -> Completed:
    """The instructions with the skill's defaults; nothing is added to a message that asks for no edit."""
    instructions, timeline = understanding.instructions, situation.timeline
    asks = any(not isinstance(i, (*_SILENT, *STEPS)) for i in instructions)
    if situation.defaults == SkillDefaults() or not asks:
        return Completed(instructions=instructions)
    pictures = [m for m in situation.media if m.info.kind != "audio"]
    frame = canvas_of(pictures[0]) if pictures else RATIOS["16:9"]
    return completed(
        instructions,
        situation.defaults,
        has_film=bool(timeline.video_clips),
        has_music=timeline.music is not None,
        has_song=len(pictures) < len(situation.media),
        source_ratio=next(ratio for ratio, size in RATIOS.items() if size == frame),
    )


def _default_notes(added: Completed, sketch: Sketch, timeline: Timeline) -> Notes:
    """What of the film comes from the skill and might surprise."""
    music = timeline.music
    if not added.matched or music is None or music.music is None:
        return added.notes
    pictures = [m for m in sketch.pictures if m.media_id in sketch.brief.sources]
    look = look_of(pictures)
    if look is None:
        return added.notes
    return (*added.notes, (f"matched_{look}", {"mood": music.music.mood}))


def _understood(message: str, situation: Situation) -> Understanding:
    """What `message` asks for, said in this project."""
    understanding = understand(message, language=situation.language)
    has_song = any(m.info.kind == "audio" for m in situation.media)
    if understanding.instructions or not has_song or not means_the_song(message, situation.defaults):
        return understanding
    return replace(understanding, instructions=(AddMusic(song=True),), unknown=())


def _start(situation: Situation, added: Completed) -> Sketch:
    brief = brief_of(situation.timeline)
    return Sketch(
        brief=replace(brief, follows_cuts=True) if added.follows_cuts else brief,
        timeline=situation.timeline,
        media=situation.media,
        seed=situation.seed,
    )


def _nothing(understanding: Understanding, situation: Situation) -> Outcome:
    """A message that asks for nothing that can be done."""
    kinds = {type(i) for i in understanding.instructions}
    table: Sequence[tuple[type, str]] = (
        (TextWanted, "title_text"),
        (ExportNext, "export"),
        (KeepAsIs, "kept"),
    )
    notes: Notes = tuple((key, _PLAIN) for kind, key in table if kind in kinds)[:1]
    cannot = _cannot(understanding)
    if not notes and not cannot and not understanding.unknown:
        notes = (("empty", _PLAIN),)
    if cannot:
        notes = tuple(n for n in notes if n[0] != "kept")
    said = Said(
        notes=notes,
        cannot=cannot,
        unknown=understanding.unknown,
        suggest=TextWanted not in kinds and ExportNext not in kinds,
    )
    if not situation.timeline.video_clips and all(m.info.kind == "audio" for m in situation.media):
        said = replace(said, notes=(*said.notes, ("only_song" if situation.media else "no_clips", _PLAIN)))
    return _unchanged(said, situation, understanding.language)


def _unchanged(said: Said, situation: Situation, language: str) -> Outcome:
    text = reply(said, timeline=situation.timeline, media=situation.media, changed=False, language=language)
    return Outcome(timeline=situation.timeline, reply=text, changed=False, language=language)


def _filmed(understanding: Understanding, sketch: Sketch, situation: Situation) -> Film:
    """The timeline that the sketch's brief asks for; only what it changes is made anew."""
    old, before, brief = situation.timeline, brief_of(situation.timeline), sketch.brief
    media = {m.media_id: m for m in situation.media}
    timeline = old
    if not old.video_clips and brief.sources:
        first = media[brief.sources[0]]
        width, height = canvas_of(first)
        timeline = replace(timeline, width=width, height=height)
    for wish in understanding.instructions:
        if isinstance(wish, Aspect):
            width, height = RATIOS[wish.ratio]
            timeline = replace(timeline, width=width, height=height)
    missing = any(s not in media for s in brief.sources)
    shape = ("sources", "length_ms", "at_most", "cut", "pace", "every")
    reshaped = any(getattr(before, name) != getattr(brief, name) for name in shape)
    other_music = before.music != brief.music
    released = brief.music is None and before.cut and not brief.cut
    notes: Notes = ()
    if not missing and (not old.video_clips or (reshaped and not released) or (other_music and brief.cut)):
        same = other_music and not reshaped and bool(old.video_clips)
        film = shoot(brief, old=timeline, media=media, same_cuts=same)
        timeline, notes = film.timeline, film.notes
    elif other_music:
        film = with_music(brief, timeline=timeline, media=media)
        timeline, notes = film.timeline, film.notes
    timeline = _with_levels(timeline, brief, before, released=released)
    if old.video_clips and timeline.duration_ms != old.duration_ms:
        timeline = retitled(timeline, old_duration_ms=old.duration_ms)
    for wish in understanding.instructions:
        if isinstance(wish, RemoveTitle):
            timeline = untitled(timeline)
        elif isinstance(wish, AddTitle):
            timeline = titled(timeline, wish)
    if timeline != old and (brief_of(timeline) != brief or "director" in timeline.extra):
        timeline = with_brief(timeline, brief)
    return Film(timeline=timeline, notes=notes)


def _with_levels(timeline: Timeline, brief: Brief, before: Brief, *, released: bool) -> Timeline:
    """Volumes and fit of the brief on every clip; only where they differ from what was."""
    louder = brief.own_sound != before.own_sound
    refit = brief.fit != before.fit
    retuned = brief.music_volume != before.music_volume
    tracks: list[Track] = []
    for track in timeline.tracks:
        clips = list(track.clips)
        for n, clip in enumerate(clips):
            if isinstance(clip, VideoClip):
                if louder:
                    clip = replace(clip, volume=brief.own_sound)
                if refit:
                    clip = replace(clip, fit=brief.fit)
                clips[n] = replace(clip, anchor=None) if released else clip
            elif isinstance(clip, AudioClip) and clip.role == "bgm" and retuned:
                clips[n] = replace(clip, volume=brief.music_volume)
        tracks.append(replace(track, clips=tuple(clips)))
    return replace(timeline, tracks=tuple(tracks))


def _done(understanding: Understanding, old: Timeline, new: Timeline) -> Notes:
    """What was made, wish by wish, where the timeline shows it."""
    done: list[tuple[str, Fields]] = []
    clips = len({c.media_id for c in new.video_clips})
    if new.video_clips and (
        not old.video_clips or any(isinstance(i, Combine) for i in understanding.instructions)
    ):
        done.append(("combined" if clips != 1 else "combined_one", {"count": clips}))
    kinds = {type(i) for i in understanding.instructions}
    if kinds & {Trim, Stretch} and new.duration_ms != old.duration_ms:
        done.append(("trimmed", {"length": new.duration_ms}))
    music, before = new.music, old.music
    if music and (before is None or _tune(music) != _tune(before)):
        done.append(
            ("composed", {"mood": music.music.mood}) if music.music else ("song", {"name": music.name})
        )
    elif before and not music:
        done.append(("no_music", {}))
    cut, was_cut = any(c.anchor for c in new.video_clips), any(c.anchor for c in old.video_clips)
    if cut and not was_cut:
        done.append(("cut", {}))
    elif was_cut and not cut and music:
        done.append(("uncut", {}))
    elif cut and CutToBeat in kinds and new.cuts_ms != old.cuts_ms:
        done.append(("recut", {"pace": _pace(new)}))
    for wish in understanding.instructions:
        done += _small(wish, old, new)
    return tuple(done)


def _small(wish: object, old: Timeline, new: Timeline) -> Notes:
    match wish:
        case Aspect():
            return (
                (("aspect", {"ratio": wish.ratio}),)
                if (old.width, old.height) != (new.width, new.height)
                else ()
            )
        case SetFit():
            return ((f"fit_{wish.fit}", _PLAIN),)
        case AddTitle():
            return (("title_end" if wish.at == "end" else "title", {"text": wish.text}),)
        case RemoveTitle() if old.text_clips and not new.text_clips:
            return (("no_title", _PLAIN),)
        case MusicVolume() if new.music:
            return (("music_volume", {"percent": float(new.music.volume)}),)
        case ClipVolume() if new.video_clips and any(c.volume for c in new.video_clips):
            return (("clip_volume", {"percent": float(new.video_clips[0].volume)}),)
        case ClipVolume() if new.video_clips:
            return (("clip_mute", _PLAIN),)
        case _:
            return ()


def _remarks(understanding: Understanding, timeline: Timeline, sketch: Sketch) -> Notes:
    notes: list[tuple[str, Fields]] = []
    kinds = {type(i) for i in understanding.instructions}
    halves = sum(1 for c in timeline.video_clips if c.start_ms > 0 and c.anchor is None)
    if halves and any(c.anchor for c in timeline.video_clips):
        notes.append(("half_beats", {"count": halves}))
    outside = [
        m.name for m in sketch.pictures if m.media_id not in (*sketch.brief.sources, *sketch.brief.dropped)
    ]
    if outside and kinds & {CutToBeat, Trim, AddMusic}:
        notes.append(("not_in_film", {"names": outside}))
    if TextWanted in kinds:
        notes.append(("title_text", {}))
    return tuple(notes)


def _pace(timeline: Timeline) -> str:
    brief = brief_of(timeline)
    return f"1/{brief.every}" if brief.every else brief.pace


def _tune(clip: object) -> tuple[object, ...]:
    music = getattr(clip, "music", None)
    return (getattr(clip, "media_id", None), music and (music.mood, music.seed, music.bpm_milli))


def _cannot(understanding: Understanding) -> tuple[Cannot, ...]:
    return tuple(i for i in understanding.instructions if isinstance(i, Cannot))


def _distinct(notes: Sequence[tuple[str, Mapping[str, object]]]) -> Notes:
    seen: dict[str, tuple[str, Mapping[str, object]]] = {}
    for note in notes:
        seen.setdefault(f"{note[0]} {note[1]}", note)
    return tuple(seen.values())

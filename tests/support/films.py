"""Projects without files: media with known lengths and beats, and films for sentences and properties to start from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from nemovideo_mcp.edit.context import AutoEditRequest, EditContext, MusicRequest, Planned
from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine
from nemovideo_mcp.timeline.grid import BeatGrid
from nemovideo_mcp.timeline.media import Analysis, MediaInfo, MediaItem
from nemovideo_mcp.timeline.model import (
    AudioClip,
    CaptionClip,
    CaptionWord,
    MusicSpec,
    OverlayClip,
    Section,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
)
from nemovideo_mcp.timeline.song import SongSection, SongStructure

__all__ = ["PROJECTS", "SteadyPlanner", "film", "media_of", "talking"]


def _video(number: int, name: str, duration_ms: int) -> MediaItem:
    hops = duration_ms // 100
    wave = tuple(0.3 + 0.2 * ((n * (number + 3)) % 7) / 7 for n in range(hops))
    return MediaItem(
        media_id=f"m_{number:012x}",
        name=name,
        info=MediaInfo(
            kind="video", duration_ms=duration_ms, width=1920, height=1080, frame_rate=30.0, has_audio=True
        ),
        analysis=Analysis(hop_ms=100, motion=wave, sharpness=wave, exposure=wave, loudness_lufs=-20.0),
    )


def _song(number: int, name: str, duration_ms: int, bpm: int, structure: SongStructure) -> MediaItem:
    beats = duration_ms * bpm // 60_000
    return MediaItem(
        media_id=f"m_{number:012x}",
        name=name,
        info=MediaInfo(kind="audio", duration_ms=duration_ms, has_audio=True),
        grid=BeatGrid.from_beats([Fraction(60_000 * n, bpm) for n in range(beats)], confidence=0.9),
        structure=structure,
    )


BIKES = _video(1, "bikes.mp4", 10_000)
PARROT = _video(2, "parrot.mp4", 8_000)
SURF = _video(3, "surf.mp4", 12_000)
BEACH = MediaItem(
    media_id="m_000000000004",
    name="beach.jpg",
    info=MediaInfo(kind="image", duration_ms=0, width=1920, height=1080),
    analysis=Analysis(hop_ms=100, motion=(0.0,), sharpness=(0.5,), exposure=(0.6,)),
)
LOGO = MediaItem(
    media_id="m_000000000007",
    name="logo.png",
    info=MediaInfo(kind="image", duration_ms=0, width=400, height=200),
    analysis=Analysis(hop_ms=100, motion=(0.0,), sharpness=(0.5,), exposure=(0.6,)),
)
CAT = _video(8, "cat.mp4", 6_000)
SONG = _song(
    5,
    "song.mp3",
    60_000,
    120,
    SongStructure(
        sections=(
            SongSection(kind="intro", start_ms=0),
            SongSection(kind="verse", start_ms=8_000),
            SongSection(kind="chorus", start_ms=30_000),
        ),
        drop_ms=30_000,
    ),
)
CALM = _song(6, "calm.mp3", 40_000, 90, SongStructure(sections=(SongSection(kind="intro", start_ms=0),)))

TEAL = MediaItem(media_id="m_000000000007", name="teal.cube", info=MediaInfo(kind="lut", duration_ms=0))

_GRID = BeatGrid.regular(bpm=Fraction(120), beats=30)


def _clip(number: int, item: MediaItem, start_ms: int, duration_ms: int, in_ms: int) -> VideoClip:
    return VideoClip(
        clip_id=f"c{number}",
        name=item.name,
        media_id=item.media_id,
        start_ms=start_ms,
        duration_ms=duration_ms,
        source_start_ms=in_ms,
    )


_PLAIN = (
    _clip(1, BIKES, 0, 4_000, 1_000),
    _clip(2, PARROT, 4_000, 5_000, 500),
    _clip(3, SURF, 9_000, 6_000, 2_000),
)


def _cut(clips: tuple[VideoClip, ...], grid: BeatGrid) -> tuple[VideoClip, ...]:
    return tuple(replace(c, volume=0.25, anchor=grid.anchor_of(grid.nearest(c.start_ms))) for c in clips)


def _tracks(
    clips: tuple[VideoClip, ...], *, music: AudioClip | None = None, texts: tuple[TextClip, ...] = ()
) -> tuple[Track, ...]:
    tracks = [Track(track_id="video", kind=TrackKind.VIDEO, name="Video", clips=clips)]
    if music is not None:
        tracks.append(Track(track_id="music", kind=TrackKind.AUDIO, name="Music", clips=(music,)))
    if texts:
        tracks.append(Track(track_id="text", kind=TrackKind.TEXT, name="Titles", clips=texts))
    return tuple(tracks)


def _composed(duration_ms: int) -> AudioClip:
    bars = duration_ms // 2_000
    sections = (
        Section(kind="intro", bars=2, energy=0.3),
        Section(kind="chorus", bars=max(1, bars - 2), energy=0.9),
    )
    return AudioClip(
        clip_id="a1",
        name="Upbeat",
        start_ms=0,
        duration_ms=duration_ms,
        music=MusicSpec(mood="upbeat", bpm_milli=120_000, seed=7, duration_ms=duration_ms, sections=sections),
        grid=BeatGrid.regular(bpm=Fraction(120), beats=duration_ms // 500),
    )


_SONG_CLIP = AudioClip(
    clip_id="a1",
    name=SONG.name,
    start_ms=0,
    duration_ms=15_000,
    media_id=SONG.media_id,
    grid=BeatGrid.from_beats([500 * n for n in range(30)], confidence=0.9),
    fade_out_ms=1_500,
)
_TITLES = (
    TextClip(clip_id="t1", text="Sunday Ride", start_ms=0, duration_ms=3_000, place="center"),
    TextClip(clip_id="t2", text="The End", start_ms=12_000, duration_ms=3_000),
)
_LAID = (
    OverlayClip(
        clip_id="o1",
        name=LOGO.name,
        media_id=LOGO.media_id,
        start_ms=0,
        duration_ms=15_000,
        place="top-right",
        width=0.2,
    ),
    OverlayClip(
        clip_id="o2",
        name="blur",
        effect="blur",
        start_ms=4_000,
        duration_ms=5_000,
        place="top-left",
        width=0.3,
        height=0.3,
    ),
)
_CAPTIONS = (
    CaptionClip(clip_id="s1", text="Hello there", start_ms=1_000, duration_ms=1_500),
    CaptionClip(
        clip_id="s2",
        text="How are you?",
        start_ms=3_000,
        duration_ms=2_000,
        style="word_by_word",
        words=(
            CaptionWord(text="How are", start_ms=0, end_ms=1_000),
            CaptionWord(text="you?", start_ms=1_000, end_ms=2_000),
        ),
    ),
    CaptionClip(clip_id="s3", text="你好", start_ms=14_000, duration_ms=2_000, style="box"),
)
TALK = MediaItem(
    media_id="media-talk",
    name="talk.srt",
    info=MediaInfo(kind="captions", duration_ms=16_000),
    captions=CaptionFile(
        lines=tuple(
            CaptionLine(text=c.text, start_ms=c.start_ms, end_ms=c.end_ms, words=c.words) for c in _CAPTIONS
        )
    ),
)
_SHOTS = (BIKES, PARROT, SURF)
_MONTAGE = tuple(_clip(n + 1, _SHOTS[n % 3], 2_000 * n, 2_000, 500 + 300 * n) for n in range(10))

PROJECTS: Mapping[str, tuple[tuple[MediaItem, ...], tuple[Track, ...]]] = {
    "fresh": ((BIKES, PARROT, SURF), ()),
    "fresh_song": ((BIKES, PARROT, SURF, SONG), ()),
    "fresh_logo": ((BIKES, PARROT, SURF, LOGO), ()),
    "fresh_mixed": ((BIKES, PARROT, SURF, BEACH, SONG, CALM), ()),
    "plain": ((BIKES, PARROT, SURF, BEACH), _tracks(_PLAIN)),
    "graded": ((BIKES, PARROT, SURF, BEACH, TEAL), _tracks(_PLAIN)),
    "cut": ((BIKES, PARROT, SURF, BEACH, SONG), _tracks(_cut(_PLAIN, _GRID), music=_composed(15_000))),
    "song": ((BIKES, PARROT, SURF, BEACH, SONG, CALM), _tracks(_cut(_PLAIN, _GRID), music=_SONG_CLIP)),
    "titled": (
        (BIKES, PARROT, SURF, BEACH, SONG),
        _tracks(_cut(_PLAIN, _GRID), music=_composed(15_000), texts=_TITLES),
    ),
    "laid": (
        (BIKES, PARROT, SURF, BEACH, SONG, LOGO, CAT),
        (
            *_tracks(_cut(_PLAIN, _GRID), music=_composed(15_000), texts=_TITLES),
            Track(track_id="overlay", kind=TrackKind.VIDEO, name="Overlays", clips=_LAID),
        ),
    ),
    "branded": ((BIKES, PARROT, SURF, BEACH, SONG, LOGO, CAT), _tracks(_PLAIN)),
    "captioned": (
        (BIKES, PARROT, SURF, BEACH, TALK),
        (
            *_tracks(_cut(_PLAIN, _GRID), music=_composed(15_000), texts=_TITLES),
            Track(track_id="captions", kind=TrackKind.TEXT, name="Captions", clips=_CAPTIONS),
        ),
    ),
    "montage": (
        (BIKES, PARROT, SURF, SONG),
        _tracks(_cut(_MONTAGE, BeatGrid.regular(bpm=Fraction(120), beats=40)), music=_composed(20_000)),
    ),
}
"""By name: the project's media, and the tracks of its film."""


def media_of(project: str) -> tuple[MediaItem, ...]:
    return PROJECTS[project][0]


def film(project: str) -> Timeline:
    return Timeline(title=project, tracks=PROJECTS[project][1])


class SteadyPlanner:
    """A planner that only lets the music end with the film: enough for edits that solve nothing."""

    def auto_edit(self, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Planned:
        del request, context
        return Planned(timeline=timeline)

    def set_music(self, timeline: Timeline, request: MusicRequest, context: EditContext) -> Planned:
        del request, context
        return Planned(timeline=timeline)

    def fit_music(self, timeline: Timeline, context: EditContext) -> Timeline:
        del context
        end_ms = timeline.duration_ms
        tracks = [
            replace(
                track,
                clips=tuple(
                    replace(c, duration_ms=end_ms - c.start_ms) if isinstance(c, AudioClip) else c
                    for c in track.clips
                ),
            )
            for track in timeline.tracks
        ]
        return replace(timeline, tracks=tuple(tracks))

    def moods(self) -> Mapping[str, Mapping[str, str]]:
        return {"upbeat": {"en": "upbeat", "zh": "欢快"}}


def talking(item: MediaItem) -> MediaItem:
    """A film in which two sentences are said."""
    if item.info.kind != "video" or item.analysis is None:
        return item
    words = tuple(CaptionWord(text=f" w{n}", start_ms=300 * n, end_ms=300 * n + 250) for n in range(5))
    lines = tuple(
        CaptionLine(text="w0 w1 w2 w3 w4", start_ms=at, end_ms=at + 1450, words=words) for at in (900, 3700)
    )
    analysis = replace(item.analysis, speech_ms=((900, 2400), (3700, 5200)))
    return replace(item, analysis=analysis, captions=CaptionFile(lines=lines))

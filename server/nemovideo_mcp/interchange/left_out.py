"""What of a film a format carries, and what it leaves out: one table, which the answers and the documentation read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from nemovideo_mcp.interchange.sequence import Sequence
from nemovideo_mcp.messages.catalogue import Words, words_of
from nemovideo_mcp.messages.interchange import CARRIED, INSTEAD, INTERCHANGE
from nemovideo_mcp.timeline.look import PLAIN
from nemovideo_mcp.timeline.model import Clip, Fit, OverlayClip, TextClip, VideoClip

__all__ = ["CARRIES", "left_out"]

_MOST_NAMED = 5
_BLACK = "#000000"

Finder = Callable[[Sequence], Iterable[str]]
"""The ids of the clips that have something; an empty id for the film itself."""

_EVERYWHERE = frozenset({"shots", "speed", "reverse", "freeze", "dissolve", "marks"})
CARRIES: Mapping[str, frozenset[str]] = {
    "otio": _EVERYWHERE | {"transition", "title", "overlay"},
    "fcpxml": _EVERYWHERE
    | {"ramp", "smooth", "pitch", "film_fade", "framing", "rotation", "flip", "title", "overlay"}
    | {"gain", "sound_fade", "ranges"},
    "xml": _EVERYWHERE
    | {"smooth", "film_fade", "framing", "rotation", "title", "overlay", "gain", "sound_fade", "ranges"},
    "edl": _EVERYWHERE,
}
"""The features, as `messages.interchange.CARRIED` names them, that another program finds in each format."""

_INSTEAD: Mapping[str, frozenset[str]] = {
    "ramp": frozenset({"otio", "xml", "edl"}),
    "transition": frozenset({"fcpxml", "xml", "edl"}),
    "captions": frozenset({"otio", "fcpxml", "xml", "edl"}),
    "title": frozenset({"edl"}),
}


def _features_of(sequence: Sequence) -> dict[str, tuple[str, ...]]:
    """What the film has, each with the ids of the clips that have it; an empty id is the film's own."""
    found = {name: tuple(dict.fromkeys(find(sequence))) for name, find in _FINDERS.items()}
    return {name: ids for name, ids in found.items() if ids}


def left_out(sequence: Sequence, kind: str) -> tuple[Words, ...]:
    """What a file of this kind does not carry of the film, a line for each thing."""
    return tuple(
        _line(name, ids, kind) for name, ids in _features_of(sequence).items() if name not in CARRIES[kind]
    )


def _line(name: str, ids: tuple[str, ...], kind: str) -> Words:
    what = words_of(CARRIED, name)
    named = [clip_id for clip_id in ids if clip_id]
    if named:
        more = " …" if len(named) > _MOST_NAMED else ""
        clips = ", ".join(named[:_MOST_NAMED]) + more
        what = Words(
            *(words_of(INTERCHANGE, "left_out_of", what=said, clips=clips)[n] for n, said in enumerate(what))
        )
    if kind not in _INSTEAD.get(name, ()):
        return what
    instead = words_of(INSTEAD, name)
    return Words(
        *(
            words_of(INTERCHANGE, "instead", left_out=said, instead=instead[n])[n]
            for n, said in enumerate(what)
        )
    )


def _shots(test: Callable[[VideoClip], bool]) -> Finder:
    return lambda film: (c.clip_id for c in film.timeline.video_clips if test(c))


def _overlays(test: Callable[[OverlayClip], bool]) -> Finder:
    return lambda film: (c.clip_id for c in film.timeline.overlay_clips if test(c))


def _texts(test: Callable[[TextClip], bool]) -> Finder:
    return lambda film: (c.clip_id for c in film.timeline.text_clips if test(c))


def _film(test: Callable[[Sequence], bool]) -> Finder:
    return lambda film: ("",) if test(film) else ()


def _fades(is_black: bool) -> Callable[[Sequence], bool]:
    def test(film: Sequence) -> bool:
        fades = (film.timeline.fade_in, film.timeline.fade_out)
        return any(fade is not None and (fade.color.lower() == _BLACK) is is_black for fade in fades)

    return test


def _has_fade(clip: Clip) -> bool:
    return bool(getattr(clip, "fade_in_ms", 0) or getattr(clip, "fade_out_ms", 0))


def _moves(clip: VideoClip, film: Sequence) -> bool:
    is_photo = any(shot.clip is clip and shot.footage.is_photo for shot in film.shots)
    return clip.motion not in (None, "none") or (is_photo and clip.motion is None)


def _crossings(*, dissolves: bool) -> Finder:
    return lambda film: (
        shot.clip.clip_id
        for shot in film.shots
        if shot.crossing is not None and (shot.crossing.kind == "dissolve") is dissolves
    )


def _is_dressed(clip: TextClip) -> bool:
    return (clip.font, clip.effect, clip.entrance, clip.exit) != ("neutral", "plain", "none", "none")


_FINDERS: Mapping[str, Finder] = {
    "shots": _shots(lambda clip: True),
    "speed": _shots(lambda clip: clip.curve.is_constant and clip.curve.slowest != 1),
    "ramp": _shots(lambda clip: not clip.curve.is_constant),
    "reverse": _shots(lambda clip: clip.reversed),
    "freeze": _shots(lambda clip: clip.freeze),
    "smooth": _shots(lambda clip: clip.smooth is not None),
    "pitch": _shots(lambda clip: not clip.keep_pitch),
    "dissolve": _crossings(dissolves=True),
    "transition": _crossings(dissolves=False),
    "film_fade": _film(_fades(is_black=True)),
    "color_fade": _film(_fades(is_black=False)),
    "framing": _shots(lambda clip: clip.zoom != 1 or clip.position != (0.5, 0.5)),
    "rotation": _shots(lambda clip: clip.rotation % 360 != 0),
    "flip": _shots(lambda clip: clip.flip is not None),
    "blur_fit": _shots(lambda clip: clip.fit is Fit.BLUR),
    "motion": lambda film: (c.clip_id for c in film.timeline.video_clips if _moves(c, film)),
    "follow": _shots(lambda clip: bool(clip.follow)),
    "look": _shots(lambda clip: clip.look != PLAIN),
    "look_range": _film(lambda film: bool(film.timeline.look_ranges)),
    "title": _texts(lambda clip: True),
    "title_dress": _texts(_is_dressed),
    "overlay": _overlays(lambda clip: clip.effect is None),
    "overlay_dress": _overlays(lambda clip: clip.rounded > 0 or clip.border > 0),
    "region": _overlays(lambda clip: clip.effect is not None),
    "captions": _film(lambda film: bool(film.captions)),
    "gain": lambda film: (i.clip.clip_id for i in (*film.shots, *film.sounds) if i.gain_db is not None),
    "sound_fade": lambda film: (
        c.clip_id for c in (*film.timeline.video_clips, *film.timeline.audio_clips) if _has_fade(c)
    ),
    "ranges": lambda film: (c.clip_id for c in film.timeline.audio_clips if c.volume_ranges),
    "under_speech": lambda film: (c.clip_id for c in film.timeline.audio_clips if c.under_speech < 1),
    "beat_effects": _film(lambda film: bool(film.timeline.beat_effects)),
    "marks": _film(lambda film: bool(film.marks)),
}

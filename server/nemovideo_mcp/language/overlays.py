"""Which overlay, medium or region words about overlays mean, and how it is to look."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause, Unresolved
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.times import Times
from nemovideo_mcp.timeline.model import OverlayClip, VideoClip

__all__ = [
    "is_picture_of_film",
    "meant_overlays",
    "shown_medium",
    "take_look",
    "take_region_size",
    "take_size",
    "within",
]

# What a picture is called that is meant to lie over a film.
_MARKS = ("logo", "watermark", "emblem", "badge", "标志", "水印", "台标", "角标", "商标", "图标")
# A noun behind a name that makes it one of the film's shots.
_SHOT = ("clip", "shot", "video", "footage", "scene", "片段", "镜头", "那段", "视频", "素材")
_IN_CLIP = frozenset(
    ("from", "in", "of", "off", "里", "里的", "中", "中的", "里面", "里面的", "上", "上的", "的")
)
_STEP_UP, _STEP_DOWN = 1.4, 0.7
_SMALL, _BIG = (0.1, 0.2), (0.3, 0.5)


def _refs(clause: Clause) -> list[tuple[int, Ref]]:
    return [(n, t.value) for n, t in enumerate(clause.tokens) if t.kind == "clips"]


def _is_mark(clause: Clause, media: str) -> bool:
    item = next((m for m in clause.scene.media if m.media_id == media), None)
    return item is not None and any(mark in PurePath(item.name).stem.lower() for mark in _MARKS)


def _medium(clause: Clause, ref: Ref) -> str | None:
    """The one medium that a reference names, on the timeline or not."""
    if len(ref.media) == 1 and not ref.parts:
        return ref.media[0]
    clips = [c for c in clause.scene.clips if c.clip_id in ref.ids]
    return clips[0].media_id if len(clips) == 1 and not ref.pronoun and not ref.all else None


def shown_medium(clause: Clause) -> tuple[str, float, VideoClip | None] | None:
    """Takes the medium that is to be laid over the film; None where nothing says that it is.

    Returns:
        Its id, where in it the overlay begins (s), and the clip that it is to lie over, where one is named.
    """
    named = [(n, r) for n, r in _refs(clause) if not r.pronoun]
    corner = any("-" in (t.detail("place") or "") for t in clause.tokens) or clause.has("ov_corner")
    said = clause.has("ov_pip", "ov_any")
    if not 1 <= len(named) <= 2:
        return None
    (at, ref), *others = named
    media = _medium(clause, ref)
    if media is None:
        return None
    text = clause.tokens[at].text
    is_mark = _is_mark(clause, media) or clause.has("ov_logo")
    is_shot = any(word in text for word in _SHOT) and "." not in text
    in_film = bool(ref.ids)
    if in_film and _is_mark(clause, media) and corner:
        # "logo.png bottom left", where it is a shot as well
        in_film = False
    if not said and (in_film or is_shot or not (corner or (is_mark and _says_where(clause)))):
        return None
    span: VideoClip | None = None
    if others:
        where, other = others[0]
        clips = [c for c in clause.scene.clips if c.clip_id in other.ids]
        over = {t.text for t in clause.tokens[at + 1 : where] if t.has("ov_over")}
        behind = clause.tokens[where + 1].has("ov_over") if where + 1 < len(clause.tokens) else False
        if len(clips) != 1 or not (over or behind):
            return None
        if behind:
            # "放在冲浪上面": over the surf, and not at the top
            clause.used.add(where + 1)
        span = clips[0]
        clause.used.add(where)
    elif (it := _over_it(clause)) is not None:
        # "Put the logo over it": over the clip that was spoken of, or else over the film.
        clips = [c for c in clause.scene.clips if c.clip_id in clause.focus.clips]
        if len(clips) > 1:
            return None
        span = clips[0] if clips else None
        clause.used.update((it - 1, it))
    clause.used.add(at)
    start = next((c.source_start_ms for c in clause.scene.clips if c.clip_id in ref.ids), 0) if said else 0
    return media, start / 1000, span


def _over_it(clause: Clause) -> int | None:
    """Where a pronoun stands that the medium is to lie over."""
    return next(
        (n for n, r in _refs(clause) if r.pronoun and n and clause.tokens[n - 1].has("ov_over")), None
    )


def _says_where(clause: Clause) -> bool:
    """Whether words beside a logo say that it lies over the film."""
    return clause.has("ov_whole", "whole_film", "ov_half_clear", "ov_opacity", "ov_over") or any(
        t.detail("place") for t in clause.tokens
    )


def meant_overlays(clause: Clause) -> tuple[str, ...]:
    """Takes the words that name overlays of the film, by noun, name or pronoun; none where there are none.

    Raises `Unresolved` where it is not clear which.
    """
    overlays = clause.scene.timeline.overlay_clips
    if not overlays:
        return ()
    for n, ref in _refs(clause):
        media = _medium(clause, ref) if not ref.ids else None
        if media and (hits := [o.clip_id for o in overlays if o.media_id == media]):
            text = clause.tokens[n].text
            if any(word in text for word in _SHOT) and "." not in text:
                return ()
            clause.used.add(n)
            return tuple(hits)
        if ref.pronoun in ("it", "them") and clause.focus.overlays:
            clause.used.add(n)
            return tuple(i for i in clause.focus.overlays if any(o.clip_id == i for o in overlays))
    regions = [o for o in overlays if o.effect is not None]
    pictures = [o for o in overlays if o.effect is None]
    films = {m.media_id for m in clause.scene.media if m.info.kind == "video"}
    if clause.has("all") and clause.has("ov_any", "ov_logo", "ov_region"):
        kind = regions if clause.has("ov_region") else pictures if clause.has("ov_logo") else overlays
        clause.take("all")
        return tuple(o.clip_id for o in kind)
    if clause.has("ov_region") or (
        clause.has("ov_blur", "ov_pixelate") and clause.has("ov_remove", "ov_move")
    ):
        return _the_one(regions)
    if clause.has("ov_logo"):
        marks = [o for o in pictures if any(mark in o.name.lower() for mark in _MARKS)]
        return _the_one(marks or [o for o in pictures if o.media_id not in films])
    if clause.has("ov_pip"):
        return _the_one([o for o in pictures if o.media_id in films])
    if clause.has("ov_any"):
        return _the_one(overlays)
    return () if clause.uncertain or _refs(clause) else clause.focus.overlays


def _the_one(overlays: Sequence[OverlayClip]) -> tuple[str, ...]:
    if len(overlays) > 1:
        listed = ", ".join(f"{o.clip_id} {o.name}" for o in overlays[:6])
        raise Unresolved(
            Words(
                f"it is not clear which overlay is meant: {listed}.", f"不清楚指的是哪个叠加画面：{listed}。"
            )
        )
    return tuple(o.clip_id for o in overlays)


def is_picture_of_film(clause: Clause) -> bool:
    """Whether something in a clip's own picture is meant: "the watermark in clip 2"."""
    own = {o.media_id for o in clause.scene.timeline.overlay_clips}
    for n, ref in _refs(clause):
        before = clause.tokens[n - 1] if n else None
        behind = clause.tokens[n + 1] if n + 1 < len(clause.tokens) else None
        inside = (before is not None and before.text in _IN_CLIP) or (
            behind is not None and behind.text in _IN_CLIP and not behind.text.isascii()
        )
        is_clip = bool(ref.ids) or ref.pronoun == "it_clip" or bool(ref.media and ref.media[0] not in own)
        if inside and is_clip and clause.has("ov_logo", "ov_any"):
            return True
    return False


def within(clip: VideoClip, times: Times) -> dict[str, Any]:
    """`start` and `end` in the film of something that is seen over a clip, at these seconds of it or of the film."""
    first, last = clip.start_ms / 1000, clip.end_ms / 1000
    length = last - first
    begins = times.start if isinstance(times.start, float) else 0.0
    ends = times.end if isinstance(times.end, float) else None
    if ends is None:
        ends = begins + times.length if isinstance(times.length, float) else None
    if begins < length and (ends is None or ends <= length):
        return {"start": round(first + begins, 3), "end": round(last if ends is None else first + ends, 3)}
    return times.fields


def take_look(clause: Clause) -> dict[str, Any]:
    """Takes opacity, corners and border."""
    found: dict[str, Any] = {}
    percent = next((n for n, t in enumerate(clause.tokens) if t.kind == "percent"), None)
    beside = _beside(clause, percent)
    if percent is not None and "ov_transparency" in beside and "ov_opacity" not in beside:
        found["opacity"] = round(1 - clause.tokens[percent].value, 3)
    elif percent is not None and "ov_opacity" in beside:
        found["opacity"] = round(clause.tokens[percent].value, 3)
    if "opacity" in found and percent is not None:
        clause.used.add(percent)
        clause.take("ov_opacity", "ov_transparency", "ov_half_clear", "ov_opaque")
    elif clause.has("ov_half_clear") and not clause.has("ov_opaque"):
        found["opacity"] = 0.5
        clause.take("ov_half_clear", "ov_transparency", "ov_opacity")
    elif clause.has("ov_opaque"):
        found["opacity"] = 1.0
        clause.take("ov_opaque", "ov_opacity")
    if clause.take("ov_square"):
        found["rounded"] = 0.0
    elif clause.take("ov_rounded"):
        found["rounded"] = 0.1
    elif clause.take("ov_circle"):
        found["rounded"] = 0.5
    if clause.take("ov_no_border"):
        found["border"] = 0.0
        clause.take("ov_border", "ov_remove", "not")
    elif clause.take("ov_border"):
        found["border"] = 0.006
        if (color := clause.detail("color")) is not None:
            found["border_color"] = color
    return found


def _beside(clause: Clause, at: int | None) -> set[str]:
    """The concepts of the words next to a token, which say what it is an amount of."""
    if at is None:
        return set()
    near = [*clause.tokens[max(0, at - 3) : at], *clause.tokens[at + 1 : at + 3]]
    return {concept for token in near for concept in token.concepts}


def take_size(clause: Clause, *, present: OverlayClip | None) -> dict[str, Any]:
    """Takes how large an overlay is to be; `present` is the one that is there, None of a new one."""
    bigger, smaller = clause.has("ov_bigger"), clause.has("ov_smaller")
    if (bigger or smaller) and bigger is not smaller and present is not None:
        amount = clause.one("percent", "factor")
        clause.take("ov_bigger", "ov_smaller", "too", "more")
        if amount is None:
            if clause.take("double"):
                return {"size_by": 2.0}
            if clause.take("half"):
                return {"size_by": 0.5}
            return {"size_by": _STEP_UP if bigger else _STEP_DOWN}
        if bigger:
            doubled = amount == 1 and any("一倍" in t.text for t in clause.tokens)
            by = 2.0 if doubled else 1 + amount if amount < 1 else amount
            return {"size_by": round(by, 3)}
        return {"size_by": round(1 - amount if amount < 1 else 1 / amount, 3)}
    if present is not None and clause.has("ov_size", "ov_big") and clause.has("double", "half"):
        by = 2.0 if clause.has("double") else 0.5
        clause.take("double", "half", "ov_size", "ov_big")
        return {"size_by": by}
    if clause.has("ov_size") and clause.count("percent"):
        return {"width": round(clause.one("percent"), 4)}
    is_film = clause.has("ov_pip")
    if clause.has("ov_small", "ov_big") and clause.has("ov_small") is not clause.has("ov_big"):
        sizes = _SMALL if clause.has("ov_small") else _BIG
        clause.take("ov_small", "ov_big")
        return {"width": sizes[is_film]}
    return {}


def take_region_size(clause: Clause, place: str) -> dict[str, Any]:
    """Takes "the top half", "the left third": the width or the height of a region at an edge."""
    share = 0.5 if clause.has("ov_half", "half") else 0.3333 if clause.has("ov_third") else None
    halves = any(word in t.text for t in clause.tokens for word in ("half", "半") if t.detail("place"))
    thirds = any("third" in t.text for t in clause.tokens if t.detail("place"))
    share = share or (0.5 if halves else 0.3333 if thirds else None)
    if share is None or "-" in place or place == "center":
        return {"width": 1.0, "height": 0.3} if place in ("top", "bottom") else {}
    clause.take("ov_half", "half", "ov_third")
    return {"width": 1.0, "height": share} if place in ("top", "bottom") else {"width": share, "height": 1.0}

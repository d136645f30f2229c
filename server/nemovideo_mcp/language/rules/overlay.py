"""Logos and pictures over the film, picture in picture, and regions that are hidden."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from nemovideo_mcp.edit.operations.overlay import AddOverlay, ChangeOverlay, RemoveOverlay
from nemovideo_mcp.edit.operations.region import BlurRegion
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.overlays import (
    is_picture_of_film,
    meant_overlays,
    shown_medium,
    take_look,
    take_region_size,
    take_size,
    within,
)
from nemovideo_mcp.language.readings import Reading, Rule
from nemovideo_mcp.language.scene import Focus
from nemovideo_mcp.language.times import take_times
from nemovideo_mcp.language.vocabulary.overlay import FOLLOW as WORDS
from nemovideo_mcp.language.vocabulary.overlay import WORDS as OWN_WORDS

__all__ = ["KNOWS", "OWN_WORDS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()
_NOUNS = ("ov_logo", "ov_pip", "ov_any")
_SPARE = (
    *_NOUNS,
    "ov_add",
    "ov_move",
    "ov_corner",
    "ov_film",
    "ov_over",
    "ov_size",
    "more",
    "less",
    "too",
    "only",
    "at_prep",
    "det",
    "picture",
    "picture_of",
    "film_noun",
    "the_frame",
    "same_as",
    "again",
    "back",
)


def _add(clause: Clause) -> Reading | None:
    """ "Put my logo in the top right corner", "picture in picture with cat.mp4"."""
    if clause.has("ov_remove", "ov_blur", "ov_pixelate", "not", "except", "ov_region"):
        return None
    if (found := shown_medium(clause)) is None:
        return None
    media, in_s, span = found
    if len(_places(clause)) > 1:
        return None
    if (
        meant_overlays(clause)
        and not clause.has("ov_pip")
        and any(o.media_id == media for o in clause.scene.timeline.overlay_clips)
    ):
        return None
    values: dict[str, Any] = {"media": media}
    if (place := clause.detail("place")) is not None:
        values["place"] = place
    values |= take_look(clause)
    values |= take_size(clause, present=None)
    clause.take("ov_whole", "whole_film")
    times = take_times(clause, clips=False)
    values |= times.fields
    if span is not None:
        values |= within(span, times)
    if in_s:
        values["in_s"] = in_s
    clause.take(*_SPARE)
    return Reading(operations=(AddOverlay(**values),))


def _change(clause: Clause) -> Reading | None:
    """ "Make the logo smaller and half transparent", "move it to the bottom left"."""
    if clause.has("ov_remove", "not", "except") and not clause.has("ov_no_border", "ov_square", "ov_opaque"):
        return None
    overlays = meant_overlays(clause)
    if not overlays:
        return None
    chosen = [o for o in clause.scene.timeline.overlay_clips if o.clip_id in overlays]
    values: dict[str, Any] = {}
    if len(_places(clause)) > 1:
        return None
    if (place := clause.detail("place")) is not None:
        values["place"] = place
    values |= take_look(clause)
    values |= take_size(clause, present=chosen[0] if chosen else None)
    whole = clause.take("ov_whole", "whole_film")
    times = take_times(clause, clips=False)
    values |= times.fields
    if whole and not times.said:
        values |= {"start": "start", "end": "end"}
    if chosen and all(o.effect is not None for o in chosen):
        values |= _other_effect(clause, chosen[0].effect)
        clause.take("ov_region", "ov_blur", "ov_pixelate", "ov_part")
    clause.take(*_SPARE)
    if not values:
        return None
    return Reading(operations=(ChangeOverlay(overlays=overlays, **values),))


def _other_effect(clause: Clause, effect: str | None) -> dict[str, Any]:
    """ "Turn the blur into a mosaic"."""
    named = [
        name
        for t in clause.tokens
        for name, concept in (("pixelate", "ov_pixelate"), ("blur", "ov_blur"))
        if t.has(concept)
    ]
    other = next((name for name in reversed(named) if name != effect), None)
    return {"effect": other} if other and clause.has("ov_move", "ov_add") else {}


def _remove(clause: Clause) -> Reading | None:
    """ "Remove the logo", "去掉水印"."""
    if not clause.has("ov_remove", "remove"):
        return None
    if is_picture_of_film(clause):
        return None
    overlays = meant_overlays(clause)
    if not overlays:
        return None
    clause.take("ov_remove", "remove", "ov_region", "ov_blur", "ov_pixelate", "all", "ov_part", *_SPARE)
    clause.take("text_remove", "music_remove", "mute", "ov_whole")
    done = RemoveOverlay(overlays=overlays)
    return Reading(operations=(done,), focus=Focus(operation=done))


def _region(clause: Clause) -> Reading | None:
    """ "Blur the top left corner of clip 2"."""
    if not clause.has("ov_blur", "ov_pixelate") or clause.has(
        "ov_remove", "not", "except", "ov_logo", "ov_pip"
    ):
        return None
    follows = _follows(clause)
    at = [n for n, t in enumerate(clause.tokens) if t.detail("place")]
    places = [p for n in at if (p := clause.tokens[n].detail("place"))]
    if not places or len(set(places)) < len(places):
        return None
    clause.used.update(at)
    values: dict[str, Any] = {"effect": "pixelate" if clause.has("ov_pixelate") else "blur"}
    if follows:
        values["follow"] = True
    clause.take("ov_thing")
    clause.take("ov_whole", "whole_film")
    clips = clause.clips() or ()
    times = take_times(clause, clips=False)
    if clips and times.said:
        shot = next(c for c in clause.scene.clips if c.clip_id == clips[0])
        if len(clips) > 1:
            return None
        values |= within(shot, times)
    elif clips:
        values["clips"] = clips
    else:
        values |= times.fields
    made = tuple(BlurRegion(place=p, **take_region_size(clause, p), **values) for p in places)  # pyright: ignore[reportArgumentType]
    clause.take("ov_blur", "ov_pixelate", "ov_part", "ov_region", "all", "each", *_SPARE)
    return Reading(operations=made)


def _follows(clause: Clause) -> bool:
    """Takes "and follow it", where "it" is what the region hides."""
    for n, (token, behind) in enumerate(pairwise(clause.tokens)):
        if token.has("ov_follow") and behind.kind == "clips" and behind.value.pronoun:
            clause.used.add(n + 1)
    return clause.take("ov_follow")


def _places(clause: Clause) -> set[str]:
    """The places that are named and not taken."""
    return {
        place for n, t in enumerate(clause.tokens) if n not in clause.used and (place := t.detail("place"))
    }


RULES = (
    Rule(name="remove_overlay", read=_remove, rank=20),
    Rule(name="blur_region", read=_region, rank=21),
    Rule(name="change_overlay", read=_change, rank=22),
    Rule(name="add_overlay", read=_add, rank=23),
)

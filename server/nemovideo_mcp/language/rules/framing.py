"""How a clip's picture stands in the frame: fit, zoom, crop, turn, mirror, a slow move."""

from __future__ import annotations

import re
from typing import Any

from nemovideo_mcp.edit.operations.framing import SetFraming
from nemovideo_mcp.edit.values import Position
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.once_more import for_other_clips
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.rules.follow import with_bars
from nemovideo_mcp.language.vocabulary.framing import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound", "text", "unavailable")

_TAKEN = (
    "framing_do",
    "framing_show",
    "picture",
    "only",
    "it",
    "each",
    "too",
    "same_as",
    "more",
    "motion_word",
    "motion_slow",
    "photo_noun",
    "everything",
    "side",
    "at_prep",
)
_CORNERS: dict[str, tuple[float, float]] = {
    "left": (0.2, 0.5), "right": (0.8, 0.5), "top": (0.5, 0.2), "bottom": (0.5, 0.8), "center": (0.5, 0.5),
    "top-left": (0.2, 0.2), "top-right": (0.8, 0.2), "bottom-left": (0.2, 0.8), "bottom-right": (0.8, 0.8),
}  # fmt: skip
_CLOSER, _WIDER = 1.2, 0.85


def _fit(clause: Clause) -> dict[str, Any] | None:
    fits = [f for t in clause.tokens if (f := t.detail("fit"))]
    if not fits and clause.has("picture") and any(t.text in ("fit", "fits") for t in clause.tokens):
        # "fit clip 2 into the frame"
        return {"fit": "contain"}
    if not fits or _blurs_picture(clause):
        return None
    denied = next((n for n, t in enumerate(clause.tokens) if t.has("not_that")), None)
    if denied is not None and any(t.detail("fit") for t in clause.tokens[denied:]):
        # "blur instead of black bars": the one that is not behind "instead of"
        fits = [f for t in clause.tokens[:denied] if (f := t.detail("fit"))] or fits
        clause.used.add(denied)
    clause.take("fit:contain", "fit:cover", "fit:blur")
    chosen = "contain" if "contain" in fits and "blur" not in fits else fits[0]
    if fits[-1] == "cover" and clause.segments > 1 and all(t.text.isascii() for t in clause.tokens):
        # "the bikes have black bars, fill the screen"
        chosen = "cover"
    if "blur" in fits:
        # "别裁切，后面垫模糊背景", "黑边用模糊背景填上": bars are only where the background is to be.
        unwanted = any(
            t.has("fit:blur") and n and clause.tokens[n - 1].has("not", "framing_no")
            for n, t in enumerate(clause.tokens)
        )
        others = [fit for fit in fits if fit != "blur"]
        if unwanted and not others:
            removed = any(
                t.has("framing_no") and t.text.isascii() and t.text != "don't" for t in clause.tokens
            )
            return {"fit": "cover"} if removed and clause.take("framing_no", "not") else None
        chosen = others[0] if unwanted else "blur"
        if unwanted:
            clause.take("not", "framing_no")
    if "cover" in fits and any(
        t.text in ("no black bars", "不要黑边", "去黑边", "去掉黑边", "没有黑边") for t in clause.tokens
    ):
        chosen = "cover"
    return {"fit": chosen}


def _blurs_picture(clause: Clause) -> bool:
    """ "Blur the parrot": the picture itself, and not what is behind it."""
    at = next(
        (n for n, t in enumerate(clause.tokens) if t.text in ("blur", "blurs", "blurred", "blurry")), None
    )
    if at is None or clause.has("zoom", "framing_no", "back"):
        return False
    return any(t.kind == "clips" for t in clause.tokens[at + 1 : at + 2]) or clause.tokens[at].text != "blur"


def _is_crop(clause: Clause) -> bool:
    """Whether the only word for filling the frame is "crop", which is as well a word for zooming and for aiming."""
    return all(t.text.startswith("crop") and " " not in t.text for t in clause.tokens if t.detail("fit"))


def _reset(clause: Clause) -> dict[str, Any] | None:
    """ "Reset the framing": all that was set of it."""
    if not (clause.has("framing_no", "back") and clause.has("framing_noun")):
        return None
    if any(t.detail(f) for t in clause.tokens for f in ("fit", "motion", "place")) or clause.has(
        "zoom", "flip", "rotate"
    ):
        return None
    clause.take("framing_no", "framing_noun", "back")
    return {
        "fit": "cover", "zoom": 1.0, "position": Position(x=0.5, y=0.5), "rotate": 0, "flip": "none", "motion": "none",
    }  # fmt: skip


def _zoom(clause: Clause) -> dict[str, Any] | None:
    last = clause.focus.operation
    zoomed = isinstance(last, SetFraming) and (last.zoom is not None or last.zoom_by is not None)
    if (
        zoomed
        and not clause.uncertain
        and clause.has("text_bigger")
        != any(t.has("text_smaller") and t.text != "little" for t in clause.tokens)
    ):
        bigger = clause.take("text_bigger")
        clause.take("text_smaller", "zoom", "zoom_in", "zoom_out")
        return {"zoom_by": _CLOSER if bigger else _WIDER}
    if zoomed and clause.continued and clause.names_clips and clause.tokens[-1].text in ("in", "out"):
        # "zoom the bikes in and the parrot out"
        clause.used.add(len(clause.tokens) - 1)
        return {"zoom_by": _CLOSER if clause.tokens[-1].text == "in" else _WIDER}
    if clause.focus.clips and clause.has("framing_no") and clause.has("property:size"):
        # "恢复原来大小" of a clip
        clause.take("framing_no", "property:size", "back")
        return {"zoom": 1.0}
    if not clause.has("zoom", "zoom_in", "zoom_out"):
        return None
    if clause.has("framing_no", "back") and clause.count("percent", "factor", "number") == 0:
        clause.take("zoom", "zoom_in", "zoom_out", "framing_no", "back")
        clause.used.update(n for n, t in enumerate(clause.tokens) if t.text in ("take", "again"))
        return {"zoom": 1.0}
    share = clause.count("percent") > 0
    amount = clause.one("percent", "factor")
    if (
        amount is None
        and (number := next((t.value for t in clause.tokens if t.kind == "number"), None)) is not None
        and 0.2 <= number <= 8
    ):
        amount = clause.one("number")
    elif (
        amount is None
        and (number := next((t.value for t in clause.tokens if t.kind == "number"), None)) is not None
    ):
        # "zoom to 120": per cent
        amount = number / 100 if 20 <= number <= 800 and clause.one("number") is not None else None
    by = any(t.text == "by" for t in clause.tokens) or (
        amount is not None and amount < 1 and clause.has("more")
    )
    inward, outward = clause.has("zoom_in"), clause.has("zoom_out")
    last_at = next(
        (n for n in range(len(clause.tokens) - 1, -1, -1) if not clause.tokens[n].has("degree_more", "more")),
        0,
    )
    way = clause.tokens[last_at].text if clause.tokens[last_at].text in ("in", "out") else ""
    if not (inward or outward) and way:
        # "zoom the bikes in"
        inward, outward = way == "in", way == "out"
    clause.take("zoom", "zoom_in", "zoom_out")
    if way:
        clause.used.add(last_at)
    if amount is not None:
        if amount == 1 and inward and any(t.text == "一倍" for t in clause.tokens):
            return {"zoom_by": 2.0}
        if by and amount < 1:
            return {"zoom_by": round(1 + amount if not outward else 1 - amount, 3)}
        if share and amount < 1 and not outward and clause.take("more"):
            # "zoom in 20 % more"
            return {"zoom_by": round(1 + amount, 3)}
        if share and amount < 1 and inward and not any(t.text in ("to", "到", "成") for t in clause.tokens):
            # "zoom in 20 %"
            return {"zoom": round(1 + amount, 3)}
        return {"zoom": amount} if 0.2 <= amount <= 8 else None
    if outward and not inward:
        return {"zoom_by": _WIDER}
    aimed = any(t.detail("place") for t in clause.tokens)
    plain = inward or aimed or clause.has("more") or (clause.names_clips and clause.has("degree_more"))
    return {"zoom_by": _CLOSER} if plain else None


_UPSIDE_DOWN = frozenset(
    (
        "upside down",
        "upside-down",
        "on its head",
        "the wrong way up",
        "wrong way up",
        "head down",
        "inverted",
        "standing on its head",
    )
)


def _turn(clause: Clause) -> dict[str, Any] | Reading | None:
    if clause.take("unrotate"):
        clause.take("rotate", "back", "framing_no", "again")
        return {"rotate": 0}
    if any(t.text in _UPSIDE_DOWN for t in clause.tokens) and clause.take("fix_it", "right_way"):
        clause.take("upright", "rotate", "flip", "wrong_way")
        return {"rotate_by": 180}
    if clause.has("framing_no", "back") and clause.has("rotate") and not clause.count("degrees", "number"):
        clause.take("rotate", "back", "framing_no", "again")
        return {"rotate": 0}
    degrees = clause.one("degrees")
    number = next((t.value for t in clause.tokens if t.kind == "number"), None)
    last = clause.focus.operation
    turned = isinstance(last, SetFraming) and (last.rotate is not None or last.rotate_by is not None)
    if (
        degrees is None
        and number in (90, 180, 270)
        and (
            clause.has("rotate") or turned or "rotat" in clause.focus.pending or "转" in clause.focus.pending
        )
    ):
        degrees = clause.one("number")
    if degrees is None and clause.has("wrong_way") and turned and isinstance(last, SetFraming):
        clause.take("wrong_way", "counter", "clockwise", "rotate", "reverse")
        angle = last.rotate_by if last.rotate_by is not None else last.rotate
        if angle not in (90, 270):
            return None
        clip = clause.scene.clip(clip_ids(last)[0]) if clip_ids(last) else None
        # the other way round, counted from where the turn has led, or from where it is taken back to
        return {"rotate_by": 180 if clip is None or clip.rotation else 360 - angle}
    if (
        degrees is None
        and clause.has("rotate")
        and clause.has("clockwise") != clause.has("counter")
        and not clause.has("flip")
    ):
        right = clause.has("clockwise")
        clause.take("rotate", "clockwise", "counter", "upright")
        return {"rotate_by": 90 if right else 270}
    if degrees is None:
        if any(t.text in ("on its side", "sideways", "歪了") for t in clause.tokens):
            return None
        if clause.has("upright") and clause.has("rotate"):
            clause.take("upright", "rotate")
            return {"rotate_by": 180}
        return None
    if not (clause.has("rotate", "upright") or turned or clause.focus.pending or clause.names_clips):
        return None
    counter = any(token.has("counter") and not token.has("wrong_way") for token in clause.tokens)
    clause.take("rotate", "clockwise", "counter", "upright", "wrong_way", "flip")
    angle = round(degrees * (-1 if counter else 1)) % 360
    if degrees % 90 or angle == 0:
        nearest = (
            SetFraming(clips=clause.fresh().clips() or ("all",), rotate_by=90) if clause.names_clips else None
        )
        say = Words("Rotate clip 2 by 90 degrees", "第二段旋转 90 度")
        return refusal(
            clause,
            "pictures are turned by quarter turns only: 90, 180 or 270 degrees.",
            "画面只能按 90、180、270 度旋转。",
            nearest=nearest,
            say=say,
        )
    return {"rotate_by": angle}


def _flip(clause: Clause) -> dict[str, Any] | None:
    if clause.take("unflip"):
        clause.take("flip", "back")
        return {"flip": "none"}
    if not clause.has("flip") or clause.has("order"):
        return None
    if clause.has("framing_no", "back"):
        clause.take("flip", "framing_no", "back")
        return {"flip": "none"}
    across = clause.has("flip_h")
    down = any(t.has("flip_v", "upright") and not t.has("flip_h") for t in clause.tokens)
    if clause.take("flip_both"):
        across = down = True
    clause.take("upright", "flip", "flip_h", "flip_v", "rotate")
    return {"flip": "both" if across and down else "vertical" if down else "horizontal"}


def _motion(clause: Clause) -> dict[str, Any] | None:
    if clause.take("still"):
        clause.take("motion_word", "framing_no", "motion:push-in")
        return {"motion": "none"}
    if clause.has("motion_word") and clause.has("framing_no"):
        clause.take("motion_word", "framing_no")
        return {"motion": "none"}
    motion = clause.detail("motion")
    if motion is None:
        if not clause.has("motion_slow"):
            return None
        inward, outward = clause.has("zoom_in", "zoom"), clause.has("zoom_out")
        left, right = clause.has("place:left", "counter"), clause.has("place:right", "clockwise")
        if clause.has("motion_word") and left is not right and not (inward or outward):
            # "drift slowly to the left"
            clause.take("motion_word", "place:left", "place:right", "counter", "clockwise")
            return {"motion": "pan-left" if left else "pan-right"}
        if not (inward or outward):
            return None
        motion = "pull-out" if outward else "push-in"
    if motion == "pan-right" and clause.has("place:left", "counter"):
        motion = "pan-left"
    clause.take(
        "place:left",
        "place:right",
        "counter",
        "clockwise",
        "motion:push-in",
        "motion:pan-left",
        "motion:pan-right",
        "motion:pull-out",
        "zoom",
        "zoom_in",
        "zoom_out",
    )
    return {"motion": motion}


def _position(clause: Clause) -> dict[str, Any] | None:
    places = [p for t in clause.tokens if (p := t.detail("place"))]
    centred = len(places) == 2 and clause.take("place:center")
    place = next((p for p in places if not (centred and p == "center")), None)
    framed = any(t.detail("place") and t.text.endswith(("frame", "picture", "screen")) for t in clause.tokens)
    if place is None or not (framed or centred or clause.has("framing_show", "zoom", "zoom_in", "fit:cover")):
        return None
    clause.take(f"place:{place}", "framing_show", "side", "clockwise", "counter")
    x, y = _CORNERS[place]
    return {"position": Position(x=x, y=y)}


def _cuts_a_half_away(clause: Clause) -> bool:
    """ "Crop the left half": a part of the picture is to go, or to stay; the frame cannot show a half of it."""
    halved = any(token.has("half") or token.text.endswith(" half") for token in clause.tokens)
    return halved and any(token.text.startswith(("crop", "裁")) for token in clause.tokens)


_DESCRIBED = re.compile(r"有(?:很|好|一)?[大点些个条多]{0,2}的?黑边[了啊呀 ]*$")
"""What is seen is no wish: "画面四周有黑边"."""


_BARS = re.compile(r"\bbars\b|black (?:borders|edges)|letterbox|黑边")


def _read(clause: Clause) -> Reading | None:
    if (
        clause.count("quote", "duration", "clock", "color", "ratio")
        or clause.names_texts
        or clause.has("music_noun", "text_noun", "own_sound", "volume")
        or _cuts_a_half_away(clause)
    ):
        return None
    if (plain := _reset(clause)) is not None and (clips := clause.clips(implicit=True)) is not None:
        clause.take(*_TAKEN, "all")
        return Reading(operations=(SetFraming(clips=clips, **plain),))
    if _DESCRIBED.search(clause.plain):
        return None
    values: dict[str, Any] = {}
    turned = _turn(clause)
    if isinstance(turned, Reading):
        return turned
    motion = _motion(clause) if turned is None else None
    cropped = _is_crop(clause)
    for part in (
        turned,
        motion,
        _fit(clause),
        None if motion else _zoom(clause),
        None if turned else _flip(clause),
    ):
        values |= part or {}
    values |= _position(clause) or {}
    if len(values) > 1 and "fit" in values and values["fit"] == "cover" and cropped:
        del values["fit"]
    if not values:
        return for_other_clips(clause, SetFraming, spare=_TAKEN)
    clips = clause.clips(implicit=True)
    if clips is None:
        every = clause.has("all", "everything") or (set(values) == {"fit"} and not clause.focus.clips)
        if not every:
            return None
        clips = ("all",)
    if values.get("fit") == "cover" and with_bars(clause, clips) and _BARS.search(clause.plain):
        values["crop_bars"] = True
    clause.take(*_TAKEN, "all")
    return Reading(operations=(SetFraming(clips=clips, **values),))


RULES = (Rule(name="set_framing", read=_read, rank=33),)

"""How clips are graded: presets, tables of colours, brighter and warmer, sharper and softer, and the way back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from nemovideo_mcp.edit.operations.looks import SetLook
from nemovideo_mcp.edit.values import BarRef
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.once_more import for_other_clips
from nemovideo_mcp.language.overlays import within
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.times import Times, take_times
from nemovideo_mcp.language.vocabulary.looks import WORDS

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ()

_LITTLE, _STEP, _LOT = 0.1, 0.2, 0.4
_TONES = ("brightness", "contrast", "saturation", "warmth")
_PRESETS: Mapping[str, dict[str, Any]] = {
    "black_and_white": {"preset": "black_and_white"},
    "vintage": {"preset": "vintage"},
    "cinematic": {"preset": "cinematic"},
    "sepia": {"preset": "black_and_white", "warmth": 0.8},
    "noir": {"preset": "black_and_white", "contrast": 0.3},
}
# Named alone, without a clip, these are as well kinds of music, or of film.
_NEED_A_NOUN = frozenset(("cinematic", "noir"))
_SHARES: Mapping[str, float] = {"vignette": 0.5, "blur": 0.4, "sharpen": 0.4}
_TAKEN = (
    "look_noun", "look_do", "look_picture", "look_bit", "look_lot", "look_extra",
    "look_filler",
    "only", "look_at", "film_noun", "whole_film",
    "picture", "everything", "each", "all", "it", "them", "at_prep", "lut_noun", "clip_noun",
)  # fmt: skip
_OTHERS = (
    "music_noun", "text_noun", "own_sound", "sound_noun", "volume", "photo_noun", "other_end", "not_that", "correction",
)  # fmt: skip
_COMPARED = ("more", "tone_up", "tone_down")
_TIMES = ("duration", "clock", "at", "range", "beats", "bars")
_ASKED = re.compile(r"^(?:why|how come|what)\b|为什么|为啥|怎么(?:这|那)么")
_STATED_BLUR = re.compile(r"\b(?:is|are|was|looks?|seems?|so|too|it's|that's)\b|太|有点|好模糊")
_SMALL_ZH = ("一点", "点", "些", "稍", "略", "微")
_LARGE_ZH = ("很多", "得多", "不少", "大幅")


def _amount(clause: Clause) -> float:
    """How far a step goes: a little, a step, a lot."""
    if any(t.has("look_lot") or t.text.endswith(_LARGE_ZH) for t in clause.tokens):
        return _LOT
    if any(t.has("look_bit") or _is_little(t.text) for t in clause.tokens):
        return _LITTLE
    return _STEP


def _is_little(text: str) -> bool:
    return not text.isascii() and any(word in text for word in _SMALL_ZH)


def _tones(clause: Clause, share: float | None) -> dict[str, Any] | None:
    """Steps of sliders; None where a slider is named without a way, or with both."""
    found: dict[str, Any] = {}
    step = share if share is not None else _amount(clause)
    # "更亮一点但不要太亮": what is wished goes before what would be too much.
    for family in ("tone_too", "tone"):
        ways = {said for t in clause.tokens if t.kind == "word" and (said := t.detail(family))}
        steps = {f"{way.partition('_')[0]}_by": step if way.endswith("_up") else -step for way in ways}
        if len(steps) < len(ways):
            return None
        found |= steps
    named = [name for t in clause.tokens if t.kind == "word" for name in _named(t)]
    named = [name for name in named if f"{name}_by" not in found]
    if named:
        up, down = clause.has("tone_up"), clause.has("tone_down")
        if up is down:
            return None
        found |= {f"{name}_by": step if up else -step for name in named}
    clause.take(*(f"tone:{n}_{w}" for n in _TONES for w in ("up", "down")))
    clause.take(*(f"tone_too:{n}_{w}" for n in _TONES for w in ("up", "down")))
    clause.take(*(f"tone_noun:{n}" for n in _TONES), "tones:brightness_contrast", "too")
    if found:
        clause.take("tone_up", "tone_down", "more")
    return found


def _named(token: Any) -> tuple[str, ...]:
    name = token.detail("tone_noun")
    return ("brightness", "contrast") if token.has("tones:brightness_contrast") else (name,) if name else ()


def _preset(clause: Clause) -> dict[str, Any] | None:
    """The fields of a preset; None where it is an attribute of something else: "the black and white clip"."""
    at = [n for n, t in enumerate(clause.tokens) if t.kind == "word" and t.detail("look")]
    if not at:
        return {}
    said = [d for n in at if (d := clause.tokens[n].detail("look"))]
    behind = clause.tokens[at[-1] + 1 : at[-1] + 3]
    if behind and behind[0].text == "的":
        behind = behind[1:]
    if (
        behind
        and (behind[0].kind == "clips" or behind[0].has("clip_noun"))
        and not behind[0].has("look_picture")
    ):
        return None
    framed = clause.names_clips or clause.has("look_noun", "look_picture", "look_bars", "look_bars_plain")
    shown = any(len(t.text) > 2 and not t.text.isascii() for t in (clause.tokens[n] for n in at))
    if set(said) <= _NEED_A_NOUN and not (framed or shown):
        return None
    if len(set(said)) > 1 and set(said) not in ({"black_and_white", "noir"}, {"black_and_white", "vintage"}):
        return None
    clause.take(*(f"look:{name}" for name in _PRESETS))
    found: dict[str, Any] = {}
    # "Black and white film noir", "vintage black and white": the colour goes in any case.
    for name in sorted(set(said), key=lambda name: name == "black_and_white"):
        found |= _PRESETS[name]
    return found


def _lut(clause: Clause) -> dict[str, Any] | Reading | None:
    """A table by its name, or the only one there is."""
    tables = {item.media_id: item.name for item in clause.scene.media if item.info.kind == "lut"}
    for n, token in enumerate(clause.tokens):
        named = [i for i in token.value.media if i in tables] if token.kind == "name" else []
        if token.kind == "quote":
            named = [i for i, name in tables.items() if name.casefold() == str(token.value).casefold()]
        if named:
            clause.used.add(n)
            return {"lut": tables[named[-1]]}
        if token.kind in ("file", "quote") and token.text.strip("\"'“”").lower().endswith(".cube"):
            clause.take_everything()
            return _no_table(clause, token.text.strip("\"'“”"))
    if not clause.has("lut_noun") or clause.has("look_off"):
        return {}
    if len(tables) != 1:
        return _no_table(clause, "LUT") if not tables else None
    return {"lut": next(iter(tables.values()))}


def _no_table(clause: Clause, name: str) -> Reading:
    return refusal(
        clause,
        f"there is no {name} in the project; upload the .cube file first.",
        f"项目里没有 {name}；请先上传 .cube 文件。",
        say=Words("Make the whole film black and white", "整片调成黑白"),
    )


def _shapes(clause: Clause, share: float | None) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, usual in _SHARES.items():
        if any(t.kind == "word" and t.has(f"shape:{name}") for t in clause.tokens):
            scale = {_LITTLE: 0.5, _STEP: 1.0, _LOT: 1.75}[_amount(clause)]
            found[name] = share if share is not None else round(usual * scale, 2)
    clause.take(*(f"shape:{name}" for name in _SHARES))
    if clause.has("look_bars") or (clause.has("look_bars_plain") and clause.has("look:cinematic")):
        clause.take("look_bars", "look_bars_plain")
        found["bars"] = True
    return found


def _has_bars(clause: Clause) -> bool:
    return any(clip.look.bars for clip in clause.scene.clips)


def _taken_off(clause: Clause) -> dict[str, Any] | None:
    """What is to go: a look whole, or one part of it."""
    if _has_bars(clause) and clause.take("look_no_bars"):
        clause.take("look_off", "look_bars_plain")
        return {"bars": False}
    if clause.has("look_original") and not clause.has("look_off"):
        clause.take("look_original", "look_back", "more")
        return {"preset": "none"}
    if not clause.has("look_off"):
        return None
    found: dict[str, Any] = {}
    for name in _SHARES:
        if clause.take(f"shape:{name}"):
            found[name] = 0.0
    if clause.take("look_bars") or (clause.has("look_bars_plain") and _has_bars(clause)):
        clause.take("look_bars_plain")
        found["bars"] = False
    if clause.has("lut_noun") and not found:
        found["lut"] = "none"
    named = {d for t in clause.tokens if t.kind == "word" and (d := t.detail("look"))}
    if not found and (named or clause.has("look_noun")):
        if (
            any(
                t.text in ("color", "colour", "colors", "colours", "颜色", "色彩", "色")
                for t in clause.tokens
            )
            and not named
        ):
            # "Remove the colours" is no way back.
            return None
        clause.take(*(f"look:{name}" for name in _PRESETS))
        found = {"preset": "none"}
    if found:
        clause.take("look_off", "not", "look_original", "look_back")
    return found or None


def _more_of_it(clause: Clause) -> Reading | None:
    """ "A bit more", "too much": of the sliders that were moved last."""
    last = clause.focus.operation
    if not isinstance(last, SetLook) or clause.uncertain or clause.names_clips:
        return None
    steps = {name: value for n in _TONES if (value := getattr(last, name := f"{n}_by"))}
    if not steps:
        return None
    if clause.take("still_more"):
        changed: dict[str, Any] = {name: _step_of(value, _LITTLE) for name, value in steps.items()}
    elif clause.take("less_of_it"):
        changed = {name: -_step_of(value, _LITTLE) for name, value in steps.items()}
    else:
        return None
    clause.take("look_bit", "look_lot", "more", "too", "it")
    return Reading(operations=(SetLook(clips=last.clips, start=last.start, end=last.end, **changed),))


def _step_of(value: float, size: float) -> float:
    return size if value > 0 else -size


def _read(clause: Clause) -> Reading | None:
    if again := _more_of_it(clause) or for_other_clips(clause, SetLook, spare=_TAKEN):
        return again
    if clause.has(*_OTHERS) or clause.names_texts or clause.focus.music or clause.focus.texts:
        return None
    if _ASKED.search(clause.plain) or (clause.has("shape:blur") and not _asks_for_blur(clause)):
        return None
    says = any(
        t.detail(f)
        for t in clause.tokens
        for f in ("look", "tone", "tone_too", "tone_noun", "tones", "shape")
    ) or clause.has("look_bars", "look_noun", "lut_noun", "look_original", "look_no_bars", "look_bars_plain")
    lut = _lut(clause)
    if isinstance(lut, Reading):
        return lut
    if lut is None or not (says or lut):
        return None
    if (off := _taken_off(clause)) is not None:
        return _of(clause, off, off=True)
    if clause.has("not", "look_off", "except") and not clause.has("except"):
        return None
    shares = [t.value for t in clause.tokens if t.kind == "percent"]
    if len(shares) > 1:
        return None
    share = float(shares[0]) if shares else None
    preset, tones = _preset(clause), _tones(clause, share)
    if preset is None or tones is None:
        return None
    if preset and not tones and any(t.has(*_COMPARED) and not t.has("look_do") for t in clause.tokens):
        # "More vintage", "less vintage": there is one of each.
        return None
    values = {**lut, **preset, **_shapes(clause, share), **tones}
    if preset and clause.take("look_warm") and "warmth_by" not in tones:
        # "a warm vintage grade"
        values["warmth_by"] = _LITTLE
    if "warmth" in preset and "warmth_by" in tones:
        del values["warmth_by"]
    if not values:
        return None
    if share is not None:
        if not 0 <= share <= 1 or (tones and any(t.text in ("to", "到", "成", "at") for t in clause.tokens)):
            return None
        if lut or preset:
            values["strength"] = share
        clause.values("percent")
    elif (lut or preset) and not tones and clause.has("look_bit") and not clause.has("tone_up", "tone_down"):
        values["strength"] = 0.5
    return _of(clause, values)


def _asks_for_blur(clause: Clause) -> bool:
    """What is seen is no wish: "the second shot is so blurry", and "blurry" behind it."""
    led = clause.names_clips or clause.has("look_do", "film_noun", "look_extra", "everything", "look_off")
    return led and _STATED_BLUR.search(clause.plain) is None


def _of(clause: Clause, values: dict[str, Any], *, off: bool = False) -> Reading | None:
    """The look for the clips that are spoken of, or for the whole film where none are; of one that goes, `off`."""
    if clause.count(*_TIMES):
        return _for_a_time(clause, values)
    whole = clause.has("film_noun", "whole_film", "look_extra", "everything") and not clause.names_clips
    # Of a film that is not there yet, all clips are meant.
    whole |= not clause.scene.clips and all(ref.all for ref in clause.refs_seen())
    if whole:
        clause.refs()
    clips = ("all",) if whole else clause.clips(implicit=True)
    if clips is None:
        if clause.uncertain or clause.vague or (clause.refs_seen() and clause.has("other")):
            return None
        clause.refs()
        clips = ("all",)
    clause.take(*_TAKEN, "still_more")
    if off and not clause.scene.clips:
        return Reading(talk=True)
    if any(ref.all for ref in clause.refs_seen()) and len(clips) == len(clause.scene.clips):
        clips = ("all",)
    return Reading(operations=(SetLook(clips=clips, **values),))


def _for_a_time(clause: Clause, values: dict[str, Any]) -> Reading | None:
    """ "From 2 to 4 seconds", "the first 3 seconds of clip 2": a time of the film, whatever is seen then."""
    places = [t.value for t in clause.tokens if t.kind == "at" and not isinstance(t.value, int | float)]
    times = take_times(clause, clips=False)
    if len(places) == 2:
        # "From bar 3 to bar 5"
        start, end = (BarRef(bar=int(bar), beat=int(beat)) for bar, beat in places)
        times = Times(start=start, end=end)
    elif len(places) > 2:
        return None
    refs = [ref for ref in clause.refs_seen() if not (ref.all or ref.pronoun)]
    named = clause.clips() if refs else None
    if not refs:
        clause.refs()
    if named is not None and len(named) != 1:
        return None
    if named:
        shot = next(clip for clip in clause.scene.clips if clip.clip_id == named[0])
        span = within(shot, times)
    else:
        span = {key: value for key, value in times.fields.items() if key != "length"}
        if isinstance(times.length, float) and isinstance(times.start, float) and times.end is None:
            span["end"] = round(times.start + times.length, 3)
        elif times.length is not None:
            return None
    if not {"start", "end"} & span.keys() or "length" in span:
        return None
    clause.take(*_TAKEN, "still_more")
    return Reading(operations=(SetLook.model_validate({**span, **values}),))


RULES = (Rule(name="set_look", read=_read, rank=32),)

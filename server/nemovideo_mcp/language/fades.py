"""How a sound fades in or out: the words of a clause as fields of an operation."""

from __future__ import annotations

from typing import Any

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.lexicon import words_of

__all__ = ["take_fades"]


_FROM = frozenset(("from", "at", "starting at", "starting from", "beginning at", "从"))


def take_fades(clause: Clause) -> dict[str, Any]:
    """Takes fades of a sound with their lengths."""
    found: dict[str, Any] = {}
    tokens = clause.tokens
    if any(t.kind == "duration" and n and tokens[n - 1].text in _FROM for n, t in enumerate(tokens)):
        # "Fade the music out from 10 seconds": a moment, not a length.
        return found
    if clause.count("percent", "factor", "decibels", "range"):
        return found
    marks: list[tuple[int, str]] = []
    for n, token in enumerate(tokens):
        if token.has("fade_in"):
            marks.append((n, "fade_in_s"))
        elif token.has("fade_out"):
            marks.append((n, "fade_out_s"))
        elif token.text.split()[0] in _FADING:
            # "fade the bikes sound in over half a second", "fade in over 2 seconds and out over 3"
            marks += [(m, key) for m in range(n + 1, len(tokens)) if (key := _way(clause, m)) is not None]
    if not marks:
        # "bring the music in over 2 seconds"
        ways = ((n, _way(clause, n)) for n in range(len(tokens)) if _is_over(clause, n + 1))
        marks = [(n, key) for n, key in ways if key is not None]
    if not marks and clause.has("fade", "slowly", "sound_abrupt"):
        marks = _at_ends(clause)
    if len(marks) == 1:
        n, key = marks[0]
        other = "dir_out" if key == "fade_in_s" else "dir_in"
        marks += [
            (m, "fade_out_s" if other == "dir_out" else "fade_in_s")
            for m, t in enumerate(tokens)
            if m > n and t.has(other) and t.kind == "word" and clause.segments > 1
        ]
    if not marks:
        return {}
    whole = [n for n, t in enumerate(tokens) if t.text == "second" and n and tokens[n - 1].has("last")]
    if whole:
        clause.used.update((whole[0], whole[0] - 1))
        for _, key in marks:
            found[key] = 1.0
        clause.used.update(n for n, _ in marks)
        clause.take("fade_over", "sound_set", "volume")
        return found
    taken_off = {"off", "away"} & {t.text for t in tokens} and {"take", "get"} & {t.text for t in tokens}
    if (taken_off or clause.has("fade_off", "not")) and not any(t.kind == "duration" for t in tokens):
        # "no fade out on the music", "stop fading the song", "take the fade out off"
        clause.used.update(n for n, _ in marks)
        clause.take(
            "fade", "fade_off", "not", "fade_over", "end", "start", "volume", "more", "off", "sound_way"
        )
        return {key: 0.0 for _, key in marks}
    lengths = [
        (n, t.value / (1000 if t.kind == "duration" else 1))
        for n, t in enumerate(tokens)
        if n not in clause.used and (t.kind == "duration" or (t.kind == "number" and t.value <= 60))
    ]
    clause.used.update(n for n, _ in marks)
    clause.take("fade", "sound_abrupt")
    clause.used.update(n - 1 for n, _ in lengths if n and tokens[n - 1].text == "前")
    if lengths:
        # "淡出弄长一点，4秒": the amount says how long
        clause.take("longer", "shorter")
    if len(lengths) > len(marks) or len({key for _, key in marks}) < len(marks):
        return {}
    clause.used.update(n for n, _ in lengths)
    for k, (_, key) in enumerate(marks):
        found[key] = lengths[min(k, len(lengths) - 1)][1] if lengths else 1.0
    clause.take(
        "fade_over", "sound_set", "end", "start", "volume", "last", "slowly", "both", "each", "sound_way"
    )
    clause.take("music_add", "first", "sound_abrupt")
    clause.used.update(n for n, t in enumerate(tokens) if t.text in _AT_AN_END)
    for n, token in enumerate(tokens):
        # "over its last second"
        if token.kind == "ordinal" and token.value in (1, -1):
            clause.used.add(n)
    return found


_FADING = words_of(
    "fade fades fading faded ease eases taper tapers ramp ramps swell swells die dies trail trails 淡"
)

_INWARD = ("in", "up", "fade in", "fades in")

_OUTWARD = ("out", "away", "off", "down", "to nothing", "to silence", "to zero", "down to nothing")


def _way(clause: Clause, n: int) -> str | None:
    """Which fade the word at `n` says, behind a verb of fading: "in", "out"; "in the last second" says none."""
    token = clause.tokens[n]
    if token.kind != "word" or n == 0:
        return None
    behind = [t for t in clause.tokens[n + 1 : n + 3] if not t.has("det")][:1]
    if (
        token.text in ("in", "up")
        and behind
        and (behind[0].kind == "ordinal" or behind[0].has("last", "first"))
    ):
        return None
    return "fade_in_s" if token.text in _INWARD else "fade_out_s" if token.text in _OUTWARD else None


def _is_over(clause: Clause, n: int) -> bool:
    """Whether "over 2 seconds" stands at `n`."""
    tokens = clause.tokens[n : n + 4]
    if not tokens or tokens[0].text not in ("over", "across"):
        return False
    lead = next((m for m, t in enumerate(tokens) if t.kind == "duration"), 0)
    return lead > 0 and all(t.has("det", "last", "first") or t.kind == "ordinal" for t in tokens[1:lead])


def _at_ends(clause: Clause) -> list[tuple[int, str]]:
    """Fades without "in" or "out": at the start, at the end, or, where they are taken away, at both."""
    at = next(n for n, t in enumerate(clause.tokens) if t.has("fade", "slowly", "sound_abrupt"))
    if not clause.has("fade", "slowly") and (clause.plain.isascii() or not clause.has("music_noun")):
        return []
    if not clause.has("fade"):
        # "bring the music in gently", "make its ending gradual"
        if clause.has("sound_up", "sound_down", "mute", "tempo_slow") or clause.count("percent", "decibels"):
            return []
        inward, outward = clause.has("dir_in"), clause.has("dir_out")
        if inward is not outward:
            clause.take("slowly", "dir_in", "dir_out", "sound_way", "sound_set")
            return [(at, "fade_in_s" if inward else "fade_out_s")]
        if clause.has("start") is clause.has("end"):
            return []
    start, end = clause.has("start", "first"), clause.has("end", "last")
    start |= any(t.kind == "ordinal" and t.value == 1 for t in clause.tokens)
    end |= any(t.kind == "ordinal" and t.value == -1 for t in clause.tokens)
    if start == end and not clause.has("both", "fade_off", "not") and not start:
        return []
    keys = {"fade_in_s": start or not end, "fade_out_s": end or not start}
    return [(at, key) for key, there in keys.items() if there]


_AT_AN_END = frozenset(("一开始", "的时候", "时", "的地方", "那里", "快", "处"))

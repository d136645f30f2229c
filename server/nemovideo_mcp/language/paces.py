"""How fast a film is to be cut: at a pace, or at every so many beats."""

from __future__ import annotations

from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.tokens import Token

__all__ = ["PACES", "names_pace_only", "pace_of_rhythm", "pace_of_speed", "take_every_beats"]


_QUICK = frozenset(
    (
        "快",
        "快点",
        "快一点",
        "快些",
        "快一些",
        "快速",
        "更快",
        "再快点",
        "快一丢丢",
        "fast",
        "faster",
        "quick",
        "quicker",
        "speedier",
        "zippier",
    )
)
_CALM = frozenset(
    (
        "慢",
        "慢点",
        "慢一点",
        "慢些",
        "慢一些",
        "慢悠悠",
        "慢吞吞",
        "慢慢",
        "慢下来",
        "更慢",
        "再慢点",
        "放慢",
        "slow",
        "slower",
        "leisurely",
    )
)
PACES = _QUICK | _CALM


def pace_of_speed(clause: Clause) -> str | None:
    """Takes words of speed: where there is no clip yet, they are said of how fast the film is cut."""
    told = [(n, t.text) for n, t in enumerate(clause.tokens) if t.text in PACES and n not in clause.used]
    paces = {"fast" if text in _QUICK else "slow" for _, text in told}
    if len(paces) != 1:
        return None
    clause.used.update(n for n, _ in told)
    clause.take("faster", "slower", "beat_word", "too")
    return paces.pop()


_RHYTHMS = frozenset(
    ("节奏", "剪辑节奏", "整体节奏", "切换", "镜头切换", "剪辑", "剪辑速度", "切换速度", "节奏感")
)


def pace_of_rhythm(clause: Clause) -> str | None:
    """Takes "节奏可以再快一些" and "放慢点节奏": how fast the film is cut."""
    if clause.has("music_noun", "not") or clause.count("factor", "percent", "duration"):
        return None
    for n, token in enumerate(clause.tokens):
        faster, slower = token.has("faster"), token.has("slower")
        if faster == slower or token.text.isascii():
            continue
        before = n - 1
        while before >= 0 and clause.tokens[before].has("filler", "too", "more"):
            before -= 1
        after = n + 1 if n + 1 < len(clause.tokens) else n
        at = next((k for k in (before, after) if k >= 0 and clause.tokens[k].text in _RHYTHMS), None)
        if at is not None and not any(t.kind == "clips" and not t.value.all for t in clause.tokens):
            clause.used.update(range(min(at, n), max(at, n) + 1))
            too = token.text.startswith(("太", "有点", "好"))
            return "fast" if faster else "slow" if not too or slower else None
    return None


def names_pace_only(clause: Clause) -> bool:
    paces = [t for t in clause.tokens if t.has("pace:fast", "pace:slow", "pace:normal")]
    if clause.focus.clips and all(t.text.startswith(("too", "more ", "less ")) for t in paces):
        # "Speed up the parrot": "too hectic" is said of the clip then.
        return False
    return bool(paces)


def take_every_beats(clause: Clause) -> int | None:
    for concept, beats in (("every_beat", 1), ("second_beat", 2), ("fourth_beat", 4)):
        if clause.take(concept):
            return beats
    if clause.count("beats", "bars") != 1 or not (clause.has("all", "each", "cut_word") or _per_shot(clause)):
        return None
    bars = clause.one("bars")
    beats = bars * 4 if bars else clause.one("beats")
    return int(beats) if 1 <= beats <= 64 and beats == int(beats) else None


def _per_shot(clause: Clause) -> bool:
    """Takes the words of "两小节一个镜头", "四拍换一张" that say that each shot is that long."""
    at = next(n for n, t in enumerate(clause.tokens) if t.kind in ("beats", "bars"))
    end = at + 1
    while end < len(clause.tokens) and _is_one_shot(clause.tokens[end]) and end < at + 5:
        end += 1
    behind = clause.tokens[at + 1 : end]
    if not any(t.has("clip_noun", "photo_noun", "measure", "cut_word", "picture") for t in behind):
        return False
    clause.used.update(range(at + 1, end))
    return True


def _is_one_shot(token: Token) -> bool:
    one = token.kind == "number" and token.value == 1
    return one or token.has("filler", "clip_noun", "photo_noun", "measure", "cut_word", "picture")

"""Sentences judged by the timeline that must hold after them: partial matches, and all else as it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, Literal

from nemovideo_mcp.autoedit.defaults import with_defaults
from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.history import Place, redo_target, undo_target
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.language.offers import understand_or_offer
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.studio.understood import not_done_words, offered_of
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.views.edit_answer import NotDone, not_done_of
from nemovideo_mcp.views.timeline_view import timeline_view
from support.films import film, media_of

__all__ = ["Conversation", "Judged", "Wish", "judge", "read_wishes"]

Verdict = Literal["right", "refused", "wrong"]
_NEAR = 0.1
_FOLLOWS = {"start_s", "end_s", "cut", "length_s"}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One conversation of a file: its turns are judged one after the other."""

    wish_id: str
    setup: str
    turns: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """The worst verdict of a conversation's turns, and why."""

    wish: Wish
    verdict: Verdict
    turn: int = 0
    why: str = ""


def read_wishes(path: Path) -> tuple[Wish, ...]:
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return tuple(Wish(wish_id=w["id"], setup=w["setup"], turns=tuple(w["turns"])) for w in lines)


@dataclass(kw_only=True)
class Conversation:
    """A project that is talked to, without a studio: understanding, edits and versions as the studio does them."""

    media: tuple[MediaItem, ...]
    timeline: Timeline
    seed: int = 11
    defaults: SkillDefaults = field(default_factory=SkillDefaults)
    last_ids: dict[str, int] = field(default_factory=dict[str, int])
    focus: Focus | None = None
    _versions: list[Timeline] = field(default_factory=list[Timeline])
    _places: list[Place] = field(default_factory=list[Place])

    def __post_init__(self) -> None:
        self._versions = [self.timeline]
        # The film to begin with is version 1: an undo of the first edit comes back to it.
        self._places = [Place(1, "edit", 1, 0)]

    @property
    def context(self) -> EditContext:
        return EditContext(media=self.media, planner=AutoEditor(), seed=self.seed, last_ids=self.last_ids)

    def view(self) -> dict[str, Any]:
        seen = timeline_view(self.timeline, self.media, project="film", version=1)
        for key in ("clips", "texts"):
            for item in seen.get(key, []):
                item["length_s"] = round(item["end_s"] - item["start_s"], 3)
        for clip in seen.get("clips", []):
            clip["name"] = PurePath(clip["name"]).stem
        return seen

    def say(self, message: str) -> tuple[bool, tuple[str, ...]]:
        """Whether anything was done, and what was refused."""
        scene = Scene(
            timeline=self.timeline,
            media=self.media,
            language=None,
            last_ids=self.last_ids,
            **({"focus": self.focus} if self.focus is not None else {}),
        )
        meant = understand_or_offer(message, scene)
        refused = [f"{r.words}: {r.because.en}" for r in meant.refusals]
        not_done = list(not_done_words(meant))
        done = self._step(meant.step) if meant.step is not None else False
        before = self.timeline
        completed = with_defaults(meant.wishes, self.defaults, timeline=self.timeline, media=self.media)
        for wish in completed.wishes:
            done = self._apply(wish, refused, not_done) or done
        self.focus = replace(meant.focus, offered=offered_of(not_done)[1])
        if self.timeline != before:
            self._add(self.timeline, "edit")
        return done, tuple(refused)

    def _apply(self, wish: Sequence[Operation], refused: list[str], not_done: list[NotDone]) -> bool:
        try:
            applied = apply(self.timeline, wish, self.context)
        except EditRefused as error:
            refused.append(str(error))
            not_done.append(not_done_of(error, wish))
            return False
        self.timeline = applied.timeline
        self.last_ids = dict(applied.last_ids)
        return applied.changed

    def _step(self, step: Any) -> bool:
        name = type(step).__name__.lower()
        if name == "restore":
            number = step.version if 0 < step.version <= len(self._versions) else None
        else:
            target = undo_target if name == "undo" else redo_target
            number = target(self._places, steps=step.steps)
        # Version 0 is before the setup's film: nothing that a user could mean.
        if not number:
            return False
        self.timeline = self._versions[number - 1]
        if name == "restore":
            self._add(self.timeline, "restore")
        else:
            under = next(p.under for p in self._places if p.number == number)
            self._versions.append(self.timeline)
            self._places.append(
                Place(len(self._versions), "undo" if name == "undo" else "redo", number, under)
            )
        return True

    def _add(self, timeline: Timeline, step: Literal["edit", "restore"]) -> None:
        under = self._places[-1].shows
        self._versions.append(timeline)
        number = len(self._versions)
        self._places.append(Place(number, step, number, under))


def judge(wish: Wish) -> Judged:
    """Say all turns, and compare after each of them."""
    talk = Conversation(media=media_of(wish.setup), timeline=film(wish.setup))
    worst = Judged(wish=wish, verdict="right")
    for number, turn in enumerate(wish.turns, 1):
        before, was = talk.view(), talk.timeline
        done, refused = talk.say(turn["say"])
        verdict, why = _verdict(
            turn, before, talk.view(), same=talk.timeline == was, done=done, refused=refused
        )
        if verdict != "right":
            worst = Judged(wish=wish, verdict=verdict, turn=number, why=f"{turn['say']!r}: {why}")
            if verdict == "wrong":
                return worst
            return worst
    return worst


def _verdict(
    turn: Mapping[str, Any],
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    same: bool,
    done: bool,
    refused: Sequence[str],
) -> tuple[Verdict, str]:
    if turn.get("refused") or turn.get("unchanged"):
        if not same:
            return "wrong", f"changed: {_difference(before, after)}"
        if turn.get("refused") and not refused and done:
            return "wrong", "told as done"
        return "right", ""
    if same and turn.get("or_refused"):
        return "right", ""
    choices = turn.get("any_of") or [turn["holds"]]
    reasons = [_mismatch(holds, turn, before, after) for holds in choices]
    if None in reasons:
        return "right", ""
    said = f"{reasons[0]}; refused: {list(refused)}"
    return ("refused" if same else "wrong"), said


def _mismatch(
    holds: Mapping[str, Any], turn: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]
) -> str | None:
    for key, wanted in holds.items():
        if key == "clip_names":
            names = list(dict.fromkeys(c["name"] for c in after.get("clips", [])))
            if names != wanted:
                return f"clips {names}, not {wanted}"
        elif key == "on_beat":
            off = [abs(c.get("cut", {}).get("off_beat_ms", 999)) for c in after.get("clips", [])[1:]]
            if (not off or max(off) > 40) is wanted:
                return f"cuts are {off} ms off the beat"
        elif (why := _unlike(wanted, after.get(key), key)) is not None:
            return why
    free = {name.partition(".")[0].partition("[")[0] for name in turn.get("may_change", ())}
    return _moved(holds, free, before, after)


def _unlike(wanted: Any, found: Any, path: str) -> str | None:
    if isinstance(wanted, Mapping):
        if "any" in wanted:
            return None if (found is not None) == wanted["any"] else f"{path} is {found}"
        if "near" in wanted:
            near = (
                isinstance(found, int | float)
                and abs(found - wanted["near"]) <= wanted.get("within", _NEAR) + 1e-6
            )
            return None if near else f"{path} is {found}, not near {wanted['near']}"
        if "over" in wanted or "under" in wanted:
            value = found if isinstance(found, int | float) else 1.0
            ok = value > wanted.get("over", float("-inf")) and value < wanted.get("under", float("inf"))
            return None if ok else f"{path} is {found}, not {dict(wanted)}"
        if not isinstance(found, Mapping):
            return f"{path} is {found}"
        reasons = (
            _unlike(value, found.get(key) if value is None else _present(found, key), f"{path}.{key}")
            for key, value in wanted.items()
        )
        return next((why for why in reasons if why), None)
    if isinstance(wanted, list):
        if not isinstance(found, list) or len(found) != len(wanted):
            return f"{path} has {len(found) if isinstance(found, list) else found}, not {len(wanted)}"
        reasons = (_unlike(w, f, f"{path}[{n}]") for n, (w, f) in enumerate(zip(wanted, found, strict=True)))
        return next((why for why in reasons if why), None)
    if isinstance(wanted, int | float) and not isinstance(wanted, bool):
        ok = isinstance(found, int | float) and abs(found - wanted) <= _NEAR + 1e-6
        return None if ok else f"{path} is {found}, not {wanted}"
    return None if found == wanted else f"{path} is {found!r}, not {wanted!r}"


_DEFAULTS = {"volume": 1.0, "speed": 1.0, "size": 1.0, "zoom": 1.0, "in_s": 0.0, "color": "#ffffff"}


def _present(found: Mapping[str, Any], key: str) -> Any:
    """What stands under a key that is left out where it is the default; null means the default too."""
    return found.get(key, _DEFAULTS.get(key))


def _moved(
    holds: Mapping[str, Any], free: set[str], before: Mapping[str, Any], after: Mapping[str, Any]
) -> str | None:
    """What has changed that nobody asked for."""
    named = set(holds) | free
    auto = bool({"clip_names", "on_beat", "duration_s"} & set(holds)) and not before.get("clips")
    for key in ("width", "height", "frame_rate", "fade_in", "fade_out", "beat_effects", "looks", "captions"):
        # A film that is there for the first time has a shape of its own, and in a slow mood an end that fades.
        first = auto and key in ("width", "height", "fade_out")
        if key not in named and before.get(key) != after.get(key) and not first:
            return f"{key} changed from {before.get(key)} to {after.get(key)}"
    if not {"clips", "clip_names", "on_beat", "duration_s"} & named and (
        why := _clips_moved({}, before, after)
    ):
        return why
    if "clips" in holds and "clips" not in free and (why := _clips_moved(holds, before, after)):
        return why
    if "texts" not in named and (why := _texts_moved(before, after)):
        return why
    if "overlays" not in named and "duration_s" not in named and "clips" not in named:
        was, now = before.get("overlays"), after.get("overlays")
        if was != now:
            return f"overlays changed from {was} to {now}"
    if "music" not in named and not auto:
        was, now = before.get("music"), after.get("music")
        if _music(was) != _music(now):
            return f"music changed from {was} to {now}"
    return None


def _clips_moved(holds: Mapping[str, Any], before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    old = {c["id"]: c for c in before.get("clips", [])}
    wanted = list(holds.get("clips", []))
    if not holds and [c["id"] for c in before.get("clips", [])] != [c["id"] for c in after.get("clips", [])]:
        return "the clips are others"
    for number, clip in enumerate(after.get("clips", [])):
        was = old.get(clip["id"])
        if was is None:
            continue
        asked = set(wanted[number]) if number < len(wanted) else set()
        timed = bool(asked & {"in_s", "out_s", "speed", "ramp", "reversed", "freeze"}) or _lengths_differ(
            was, clip, asked
        )
        for key in (set(was) | set(clip)) - asked - _FOLLOWS - {"pinned", "id", "cut"}:
            if key in ("in_s", "out_s", "length_s") and timed:
                continue
            if not _same(was.get(key), clip.get(key)):
                return f"clip {clip['id']} {key} changed from {was.get(key)} to {clip.get(key)}"
        if not holds and not _same(was["length_s"], clip["length_s"]):
            return f"clip {clip['id']} length changed from {was['length_s']} to {clip['length_s']}"
    return None


def _lengths_differ(was: Mapping[str, Any], now: Mapping[str, Any], asked: set[str]) -> bool:
    return "length_s" in asked and abs(was["length_s"] - now["length_s"]) > _NEAR


def _texts_moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> str | None:
    def still(view: Mapping[str, Any]) -> list[dict[str, Any]]:
        same_length = before.get("duration_s") == after.get("duration_s")
        gone = set() if same_length else {"start_s", "end_s", "length_s"}
        return [{k: v for k, v in t.items() if k not in gone} for t in view.get("texts", [])]

    return None if still(before) == still(after) else f"texts changed to {after.get('texts')}"


def _music(music: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if music is None:
        return None
    return {
        k: v
        for k, v in music.items()
        if k not in ("end_s", "sections", "drop_s", "fade_out_s", "volume_ranges")
    }


def _same(a: Any, b: Any) -> bool:
    if isinstance(a, int | float) and isinstance(b, int | float) and not isinstance(a, bool):
        return abs(a - b) <= _NEAR
    return a == b


def _difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    return "; ".join(
        f"{key}: {json.dumps(before.get(key), ensure_ascii=False)[:160]} → "
        f"{json.dumps(after.get(key), ensure_ascii=False)[:160]}"
        for key in dict.fromkeys((*before, *after))
        if before.get(key) != after.get(key)
    )

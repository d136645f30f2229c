"""Random inputs of five kinds, and what each must survive: messages, operations, drafts, streams and media files.

A case is bytes, so that it can be kept in a file. `CASES` maps each kind to a pair of functions: one that makes a case
from a random generator, one that runs it. Running a case raises `NemoError` or nothing; whatever else it raises, a
crash of the process and a run that does not end are faults.
"""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args

import numpy as np

from nemovideo_mcp.conversation.gui import translate
from nemovideo_mcp.conversation.intents import route
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import operations_in, parse_operations
from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.language.offers import understand_or_offer
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.protocol.draft import draft_of, timeline_of
from nemovideo_mcp.protocol.event_decoder import EventDecoder
from nemovideo_mcp.protocol.events import encode_event, parse_event, text_event, tool_call_event
from nemovideo_mcp.protocol.text_assembler import TextAssembler
from nemovideo_mcp.studio.look_tasks import analyse_file, beats_in_file, probe_file
from nemovideo_mcp.views.board import board_of
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.foreign_view import foreign_view
from nemovideo_mcp.views.summary import summary_line, summary_text
from nemovideo_mcp.views.timeline_view import timeline_view
from support.films import PROJECTS, SteadyPlanner, film, media_of
from support.media import make_image, make_video, make_wav, tone

__all__ = ["CASES", "Case", "run_case"]

_DATA = Path(__file__).parents[1] / "data"
_ODD_TEXT = (
    "\x00",
    "\ufeff",
    "\u202e",
    "\u200d",
    "\ud800",
    "👩‍👩‍👧",
    "é",
    "٣٤٥",
    "１２３",
    "一百二十三万",
    "零零零",
    "½",
    "∞",
    "”“",
    "「」",
    "'\"",
    "(((",
    "%s %d {}",
    "\r\n",
    "\t",
    "。。。",
    "9" * 40,
    "1e999",
    "-0",
    "NaN",
    "a" * 300,
)
_ODD_VALUES: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1e308,
    -1e308,
    10**40,
    0.1,
    "",
    "x" * 5000,
    "\x00",
    "1",
    "NaN",
    [],
    {},
    [[]],
    {"a": {}},
    float("nan"),
    float("inf"),
)


@dataclass(frozen=True, kw_only=True)
class Case:
    """How a case of one kind is made and run."""

    make: Callable[[random.Random], bytes]
    run: Callable[[bytes], None]


# --- messages ------------------------------------------------------------------------------------------------------


@cache
def _sentences() -> tuple[str, ...]:
    found: list[str] = []
    for path in sorted(_DATA.glob("wishes_*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            found += [str(turn.get("say", "")) for turn in json.loads(line).get("turns", [])]
    assert found
    return tuple(sentence for sentence in found if sentence)


def _message(rng: random.Random) -> bytes:
    text = rng.choice(_sentences())
    for _ in range(rng.randrange(4)):
        text = rng.choice(_TEXT_CHANGES)(text, rng)
    return text.encode("utf-8", errors="surrogatepass")


def _spliced(text: str, rng: random.Random) -> str:
    other = rng.choice(_sentences())
    return text[: rng.randrange(len(text) + 1)] + rng.choice(["", " ", ", ", "\n", "，"]) + other


def _with_odd(text: str, rng: random.Random) -> str:
    at = rng.randrange(len(text) + 1)
    return text[:at] + rng.choice(_ODD_TEXT) + text[at:]


def _without(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    return text[:start] + text[start + rng.randrange(1, 9) :]


def _repeated(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    piece = text[start : start + rng.randrange(1, 12)]
    return text[:start] + piece * rng.choice([2, 3, 20, 200])


def _shuffled(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


_TEXT_CHANGES = (_spliced, _with_odd, _without, _repeated, _shuffled)


def _run_message(case: bytes) -> None:
    message = case.decode("utf-8", errors="surrogatepass")
    translate(message)
    route(message)
    language_of(message)
    project = sorted(PROJECTS)[len(case) % len(PROJECTS)]
    timeline, media = film(project), media_of(project)
    meant = understand_or_offer(message, Scene(timeline=timeline, media=media))
    for wish in meant.wishes:
        with suppress(NemoError):
            timeline = apply(timeline, wish, EditContext(media=media, planner=SteadyPlanner())).timeline
    json.dumps(draft_of(timeline), allow_nan=False)


# --- operations and drafts -----------------------------------------------------------------------------------------


def _changed_json(value: Any, rng: random.Random, depth: int = 0) -> Any:
    """`value` with something in it changed."""
    if depth > 6 or rng.random() < 0.15:
        return rng.choice(_ODD_VALUES)
    if isinstance(value, dict) and value:
        fields = dict(cast("dict[str, Any]", value))
        key = rng.choice(list(fields))
        match rng.randrange(4):
            case 0:
                del fields[key]
            case 1:
                fields[rng.choice(["s", "d", "m", "t", "sg", "id", "tt", "op", "x", "length", "clips"])] = (
                    fields[key]
                )
            case _:
                fields[key] = _changed_json(fields[key], rng, depth + 1)
        return fields
    if isinstance(value, list) and value:
        items = list(cast("list[Any]", value))
        at = rng.randrange(len(items))
        match rng.randrange(4):
            case 0:
                del items[at]
            case 1:
                items += items[: rng.randrange(1, 5)]
            case _:
                items[at] = _changed_json(items[at], rng, depth + 1)
        return items
    return rng.choice(_ODD_VALUES)


_CLIPS: tuple[Any, ...] = (1, 2, -1, "c1", "c3", "bikes", {"at_s": 4.2}, "all")
_TIMES: tuple[Any, ...] = (
    0,
    2.5,
    "end-3",
    "end",
    "drop",
    {"bar": 2, "beat": 3},
    {"cut": 1},
    {"section": "chorus"},
)
_LENGTHS: tuple[Any, ...] = (0.4, 2, 6, {"beats": 3}, {"bars": 1})
_SECONDS: tuple[Any, ...] = (0, 0.3, 1, 4.5)
_LEVELS: tuple[Any, ...] = (0, 0.25, 1, 1.7)
_FLAGS: tuple[Any, ...] = (True, False)
_FIELDS: dict[str, tuple[Any, ...]] = {
    **dict.fromkeys(("clip", "clips", "swap_with"), _CLIPS),
    **dict.fromkeys(("start", "end", "drop_at"), _TIMES),
    **dict.fromkeys(
        ("in_s", "out_s", "fade_in_s", "fade_out_s", "length_s", "by_s", "start_by", "end_by"), _SECONDS
    ),
    **dict.fromkeys(
        ("volume", "size", "factor", "zoom", "zoom_by", "size_by", "volume_by", "tempo_by"), _LEVELS
    ),
    "at": ("start", "end", 2, 4.5, "both", {"after": "c1"}),
    "length": _LENGTHS,
    "media": ("m1", "surf.mp4", "parrot"),
    "sources": (["bikes", "surf"], []),
    "song": ("song.mp3", "m4"),
    "form": ("build", "no drums", "intro 4", "sonata"),
    "to": ("start", "end", 2, {"before": "c2"}),
    "texts": (1, "t1", "all"),
    "text": ("Hello", "“你好” \n 🎬", "x" * 300),
    "parts": (2, 3, 50),
    "times": (1, 3, 50),
    "every_beats": (1, 2, 8),
    "width": (640, 1080, 641),
    "height": (360, 1920, 7),
    "color": ("white", "#ff0000", "#0008"),
    "mood": ("lofi", "upbeat"),
    "bpm": (60, 128.5, 400),
    "seed": (1, 2**40),
    "rotate": (0, 90, 180),
    "rotate_by": (90, 180),
    "position": ("top", {"x": 0.2, "y": 0.9}),
    "platform": ("tiktok", "youtube"),
    "range": ({"start": 1, "end": 4}, {"start": 9, "end": 2}),
    "ranges": ([{"media": "bikes", "in_s": 1, "out_s": 3}],),
}


def _example(op: str, rng: random.Random) -> dict[str, Any]:
    fields = {name: info for name, info in OPERATIONS[op].model_fields.items() if name != "op"}
    found: dict[str, Any] = {"op": op}
    for name, info in fields.items():
        if info.is_required() or rng.random() < 0.25:
            choices = [c for c in get_args(info.annotation) if isinstance(c, str)]
            found[name] = rng.choice(_FIELDS.get(name) or choices or _FLAGS)
    return found


def _operations(rng: random.Random) -> bytes:
    names = sorted(OPERATIONS)
    given: Any = [_example(rng.choice(names), rng) for _ in range(rng.randrange(1, 5))]
    for _ in range(rng.choice([0, 0, 1, 3])):
        given = _changed_json(given, rng)
    return json.dumps(given).encode()


def _run_operations(case: bytes) -> None:
    project = sorted(PROJECTS)[len(case) % len(PROJECTS)]
    timeline, media = film(project), media_of(project)
    applied = apply(
        timeline,
        parse_operations(operations_in(json.loads(case))),
        EditContext(media=media, planner=SteadyPlanner()),
    )
    draft = json.loads(json.dumps(draft_of(applied.timeline), allow_nan=False))
    assert timeline_of(draft) == applied.timeline
    timeline_view(applied.timeline, media, project=project, version=1)


def _draft(rng: random.Random) -> bytes:
    given: Any = draft_of(film(rng.choice(sorted(PROJECTS))))
    for _ in range(rng.randrange(1, 6)):
        given = _changed_json(given, rng)
    return json.dumps(given).encode()


def _run_draft(case: bytes) -> None:
    given = json.loads(case)
    known = draft_of(film("titled"))
    for language in ("en", "zh"):
        summary_line(given, language=language)
        summary_text(given, language=language)
        diff(known, given, language=language)
        diff(given, known, language=language)
    foreign_view(given, project="p")
    board_of(given)
    if isinstance(given, dict):
        read = timeline_of(cast("dict[str, Any]", given))
        again = json.loads(json.dumps(draft_of(read)))
        assert draft_of(timeline_of(again)) == again
        timeline_view(read, (), project="p", version=1)


# --- streams -------------------------------------------------------------------------------------------------------


def _stream(rng: random.Random) -> bytes:
    events = [
        text_event(rng.choice(_sentences()), partial=rng.random() < 0.6)
        if rng.random() < 0.7
        else tool_call_event("edit_timeline", {"files": rng.randrange(9)}, f"call_{rng.randrange(3)}")
        for _ in range(rng.randrange(1, 8))
    ]
    given = [_changed_json(event, rng) if rng.random() < 0.3 else event for event in events]
    body = bytearray(b"".join(_encoded(event) for event in given))
    for _ in range(rng.randrange(4)):
        at = rng.randrange(len(body) + 1)
        match rng.randrange(4):
            case 0:
                body[at:at] = rng.choice(
                    [b"\r", b"\n\n", b"data:", b": ", b"event: error\n", b"\xff", b"{", b"}", b"\xef\xbb\xbf"]
                )
            case 1:
                del body[at : at + rng.randrange(1, 20)]
            case 2:
                body[at : at + 1] = bytes([rng.randrange(256)])
            case _:
                body += body[: rng.randrange(200)]
    return bytes(body)


def _encoded(event: Any) -> bytes:
    if isinstance(event, dict):
        return encode_event(cast("dict[str, Any]", event))
    return b"data: " + json.dumps(event).encode() + b"\n\n"


def _run_stream(case: bytes) -> None:
    heard = [_heard(case, step) for step in (len(case) or 1, 1, 7, 64)]
    assert all(one == heard[0] for one in heard), "the words depend on the chunks"


def _heard(case: bytes, step: int) -> str:
    decoder, words = EventDecoder(), TextAssembler()
    found = [event for at in range(0, len(case), step) for event in decoder.feed(case[at : at + step])]
    for event in (*found, *decoder.close()):
        for meaning in parse_event(event) if isinstance(event, dict) else (event,):
            words.feed(meaning)
    return words.text


# --- media ---------------------------------------------------------------------------------------------------------


_CODECS = {"mp4": "libx264", "webm": "libvpx-vp9", "mkv": "libx265", "mov": "mpeg4", "avi": "mpeg4"}


@cache
def _files() -> tuple[tuple[str, bytes], ...]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made: Sequence[Path] = (
            *(
                make_video(
                    folder / f"film.{end}", width=64, height=48, duration_ms=600, audio="tone", codec=codec
                )
                for end, codec in _CODECS.items()
            ),
            *(
                make_image(folder / f"photo.{end}", width=64, height=48)
                for end in ("jpg", "png", "webp", "gif")
            ),
            make_wav(folder / "song.wav", tone(duration_ms=500)),
        )
        return tuple((path.suffix, path.read_bytes()) for path in made)


def _media(rng: random.Random) -> bytes:
    end, content = rng.choice(_files())
    body = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 8])):
        # Headers are where a parser can be led astray.
        at = rng.randrange(min(len(body), 400) if rng.random() < 0.4 else len(body))
        match rng.randrange(5):
            case 0:
                del body[at : at + rng.randrange(1, 64)]
            case 1:
                body[at : at + 4] = rng.choice(
                    [b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\0", b"\x80\0\0\0"]
                )
            case 2:
                body = body[: max(8, at)]
            case 3:
                body[at:at] = body[at : at + rng.randrange(1, 64)]
            case _:
                body[at : at + 1] = bytes([rng.randrange(256)])
        body = body or bytearray(b"\0")
    return end.encode() + b"\n" + bytes(body)


def _run_media(case: bytes) -> None:
    end, _, content = case.partition(b"\n")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / f"case{end.decode()}"
        path.write_bytes(content)
        info = probe_file(path)
        watch = Watch(Path(name), "look")
        if info.kind == "audio":
            beats_in_file(path, info, watch)
        else:
            analysis = analyse_file(path, info, watch)
            assert np.isfinite(analysis.motion).all()


CASES: dict[str, Case] = {
    "messages": Case(make=_message, run=_run_message),
    "operations": Case(make=_operations, run=_run_operations),
    "drafts": Case(make=_draft, run=_run_draft),
    "streams": Case(make=_stream, run=_run_stream),
    "media": Case(make=_media, run=_run_media),
}


def run_case(kind: str, case: bytes) -> None:
    """Run `case`; an error that a user can read is as good as success."""
    with suppress(NemoError):
        CASES[kind].run(case)

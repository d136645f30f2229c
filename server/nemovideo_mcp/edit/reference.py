"""The reference of all operations as a page: written from the models, so that it cannot say anything else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from nemovideo_mcp.edit.kinds import described, kind_of
from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import operation_schema

__all__ = ["reference_page"]

_HEAD = """# Edits: the reference

Written from the operations themselves (`python publish/generate.py`); not to be changed by hand. `edit_timeline` and \
`nemovideo edit` take a list of these; all of a list is done or nothing, as one version and one undo step. A field \
that is not given is left alone.

## Referring to things

| what | how |
|---|---|
| a clip | its id (`"c3"`), its place on the timeline (`3`, `-1`), its file's name (`"bikes"`: all its shots), \
`{"at_s": 12.4}`; `"all"` where several may be named |
| media | its id (`"m2"`) or its name |
| a text | its id (`"t1"`), its number, words of it, `"all"` |
| a time | seconds, `"start"`, `"end"`, `"end-3"`, `{"bar": 9, "beat": 1}`, `{"cut": 3}`, `{"section": "chorus", "nth": 2}`, \
`"drop"` |
| a length | seconds, `{"beats": 4}`, `{"bars": 2}` |
| a spot in the order | `"start"`, `"end"`, a position from 1, `{"before": "c2"}`, `{"after": "c2"}` |
| a place on the picture | `top-left` … `bottom-right`, `center`, or a `position` `{"x": 0.5, "y": 0.8}` in fractions |

`as` gives what an operation makes a name that later operations of the same list may use. In a film that is cut to the \
beat, lengths and places are put on beats: the answer says what was asked, what was placed, and how far each touched \
cut is off the beat; `"snap": "none"` leaves them where they were asked.
"""

_EXAMPLES: Mapping[str, Any] = {
    "clips": [
        {"op": "trim_clip", "clip": "c2", "end_by": 1.5},
        {"op": "move_clips", "clips": "c5", "to": "start"},
        {"op": "set_speed", "clips": -1, "factor": 0.5},
    ],
    "text": [
        {"op": "add_text", "text": "Lisbon", "start": {"bar": 3}, "length": {"bars": 2}, "place": "bottom"}
    ],
    "music": [
        {"op": "set_music", "song": "song.mp3", "start": {"section": "chorus"}},
        {"op": "set_music_mix", "volume": 0.2, "range": {"start": 4, "end": 8}},
        {"op": "set_music_mix", "under_speech": 0.3},
    ],
    "captions": [{"op": "add_captions", "from_speech": True, "style": "word_by_word"}],
    "overlay": [
        {"op": "add_overlay", "media": "logo.png", "place": "top-right", "opacity": 0.8},
        {
            "op": "add_overlay",
            "media": "cat.mp4",
            "place": "bottom-left",
            "length": 5,
            "rounded": 0.1,
            "as": "pip",
        },
        {"op": "blur_region", "clips": "c2", "place": "top-left", "effect": "pixelate"},
    ],
    "film": [{"op": "auto_edit", "length": 20, "cut_to_beat": True, "pace": "fast"}],
}


def reference_page() -> str:
    """The page in Markdown: how things are referred to, then each operation with its fields, family by family."""
    schemas = operation_schema()
    lines = [_HEAD]
    for family in dict.fromkeys(kind.family for kind in OPERATIONS.values()):
        lines.append(f"## {family.capitalize()}\n")
        if family in _EXAMPLES:
            lines.append(f"```json\n{_shown(_EXAMPLES[family])}\n```\n")
        for name, kind in OPERATIONS.items():
            if kind.family == family:
                lines += [f"### `{name}`\n", " ".join((kind.__doc__ or "").split()) + "\n"]
                lines += _table(schemas[name])
    return "\n".join(lines).rstrip() + "\n"


def _shown(example: list[Any]) -> str:
    return "[" + ",\n ".join(json.dumps(item, ensure_ascii=False) for item in example) + "]"


def _table(schema: Mapping[str, Any]) -> Iterator[str]:
    defs: Mapping[str, Any] = schema.get("$defs", {})
    fields = {name: field for name, field in schema["properties"].items() if name != "op"}
    if not fields:
        return
    yield "| field | takes | |\n|---|---|---|"
    for name, field in fields.items():
        must = "required" if name in schema.get("required", ()) else ""
        default = field.get("default")
        must = must or (f"default {json.dumps(default)}" if default not in (None, False, []) else "")
        notes = "; ".join(part for part in (described(field).replace("|", "\\|"), must) if part)
        yield f"| `{name}` | {_code(kind_of(field, defs).en)} | {notes} |"
    yield ""


def _code(kind: str) -> str:
    """Words and shapes that are given literally, as code."""
    return re.sub(r'"[^"]*"|\{[^{}]*\}', lambda found: f"`{found[0]}`", kind)

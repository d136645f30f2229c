"""What is spoken of after an operation, so that "it" and "that one" of the next words mean something."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.scene import Focus, Scene

__all__ = ["clip_ids", "focus_after"]


def clip_ids(operation: Operation) -> tuple[str, ...]:
    """The clips that `operation` names by their ids or names."""
    values = operation.model_dump()
    named = values.get("clips") or values.get("clip") or ()
    return (named,) if isinstance(named, str) else tuple(i for i in named if isinstance(i, str))


def focus_after(focus: Focus, operation: Operation, scene: Scene) -> Focus:
    """What is spoken of after an operation: the thing that it names."""
    after = _after(focus, operation, scene)
    makes = operation.name in ("split_clip", "duplicate_clips")
    parts = (*(clip_ids(operation) if operation.name == "duplicate_clips" else ()), *after.clips)
    return replace(after, parts=parts if makes else focus.parts)


def _after(focus: Focus, operation: Operation, scene: Scene) -> Focus:
    values, name = operation.model_dump(), operation.name
    clips = clip_ids(operation)
    if name == "set_transition" and "all" in clips:
        return Focus(film=True, operation=operation)
    if name in ("add_clips", "duplicate_clips"):
        count = len(values.get("media") or values.get("clips") or ()) * int(values.get("times") or 1)
        clips = scene.new_ids("c", count)
    if name in ("add_overlay", "blur_region"):
        return Focus(overlays=scene.new_ids("o"), operation=operation)
    if values.get("overlays"):
        return Focus(overlays=tuple(str(o) for o in values["overlays"]), operation=operation)
    if name == "split_clip":
        pieces = scene.new_ids("c", int(values.get("parts") or 2) - 1)
        return Focus(clips=(*_split_clip(values, scene), *pieces), operation=operation)
    if name == "move_clips" and values.get("swap_with") is not None:
        clips = (*clips, values["swap_with"])
    if clips:
        return Focus(clips=clips, operation=operation)
    if name == "add_text":
        return Focus(texts=scene.new_ids("t"), operation=operation)
    if values.get("texts"):
        return Focus(texts=tuple(str(t) for t in values["texts"]), operation=operation)
    if "music" in name:
        return Focus(music=True, operation=operation)
    if name in ("set_film_length", "set_canvas", "fade_film", "auto_edit"):
        return Focus(film=True, operation=operation)
    return replace(focus, operation=operation)


def _split_clip(values: Mapping[str, Any], scene: Scene) -> tuple[str, ...]:
    """The clip that a split cuts, by its id or by the time of the cut."""
    at = values.get("at")
    if isinstance(at, int | float):
        return tuple(c.clip_id for c in scene.clips if c.start_ms < at * 1000 < c.end_ms)
    return (str(values["clip"]),) if values.get("clip") is not None else ()

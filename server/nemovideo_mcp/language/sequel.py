"""Wishes behind others of the same message, said of the film that those make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.tokens import Token

__all__ = ["film_behind", "with_old_numbers"]

_MOVES_CLIPS = frozenset(
    (
        "add_clips",
        "duplicate_clips",
        "freeze_frame",
        "move_clips",
        "remove_clips",
        "replace_clip",
        "set_clip_length",
        "set_speed",
        "split_clip",
        "trim_clip",
    )
)

_MAKES_OVERLAYS = frozenset(("add_overlay", "blur_region"))


def film_behind(scene: Scene, operations: Sequence[Operation]) -> Scene | None:
    """The scene as `operations` leave its clips and overlays; None where they stay.

    What makes the film anew is done last.
    """
    moving = [o for o in operations if o.name in _MOVES_CLIPS or o.name in _MAKES_OVERLAYS]
    if not moving or not scene.clips:
        return None
    context = EditContext(media=scene.media, planner=AutoEditor(), last_ids=scene.last_ids)
    try:
        applied = apply(scene.timeline, moving, context)
    except EditRefused:
        return None
    return replace(scene, timeline=applied.timeline, last_ids=dict(applied.last_ids))


_EDGES = frozenset((1, -1))


def with_old_numbers(
    now: Sequence[Token], before: Sequence[Token], scene: Scene, *, edges: bool
) -> tuple[Token, ...]:
    """The words of a wish, read of the film behind the wishes before it, with clips numbered as the user sees them.

    "Clip 3" is the third one of the film that is seen. A clip that is gone by then is not meant, and the first and
    last clip (`edges`: those too are as seen) are those of the film behind the wishes before.
    """
    seen = {token.start: token for token in before if token.kind == "clips"}
    kept = {clip.clip_id for clip in scene.clips}
    out: list[Token] = []
    for token in now:
        old = seen.get(token.start)
        numbers = [n for ref in (old.value.parts or (old.value,)) for n in ref.numbers] if old else []
        if old is None or token.kind != "clips" or not numbers or not set(old.value.ids) <= kept:
            out.append(token)
            continue
        counted = any(char.isdigit() for char in old.text) or "第" in old.text
        edge = not counted and set(numbers) <= _EDGES
        out.append(token if edge and not edges else replace(token, value=old.value))
    return tuple(out)

"""Scenes to speak in, and what is understood there as plain values."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from support.films import film, media_of

__all__ = ["edits", "heard", "scene", "talk"]


def scene(setup: str = "cut") -> Scene:
    return Scene(timeline=film(setup), media=media_of(setup))


def heard(message: str, setup: str = "cut") -> Understanding:
    return understand(message, scene(setup))


def edits(message: str, setup: str = "cut") -> list[dict[str, Any]]:
    """The operations that a message means; nothing of it may be left over."""
    meant = heard(message, setup)
    assert not meant.unknown, meant.unknown
    assert not meant.refusals, meant.refusals
    return [to_json(operation) for operation in meant.operations]


def talk(*messages: str, setup: str = "cut") -> list[Understanding]:
    """Messages one after the other; none changes the film."""
    here = scene(setup)
    answers: list[Understanding] = []
    for message in messages:
        answers.append(understand(message, here))
        here = replace(here, focus=answers[-1].focus)
    return answers

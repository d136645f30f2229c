"""A message as it is answered: understood, or else with the nearest that works, which a "yes" then carries out."""

from __future__ import annotations

from dataclasses import replace

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.language.focus import focus_after
from nemovideo_mcp.language.nearest import nearest_to
from nemovideo_mcp.language.readings import Refusal, Understanding
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.language.yes_or_no import is_yes
from nemovideo_mcp.messages.catalogue import language_tag

__all__ = ["understand_or_offer"]

_LONGEST = 300
"""Characters of a clause in which the nearest is looked for."""
_NOT_UNDERSTOOD = Words("this was not understood.", "没有看懂这部分。")
_LEFT_OPEN = Words("this leaves open what is to change, or by how much.", "没有说明要改什么，或改多少。")


def understand_or_offer(message: str, scene: Scene) -> Understanding:
    """What `message` asks for, as `understand` says; words that were not understood are refused with the nearest.

    Args:
        message: the user's words.
        scene: the project as it stands, with the focus that the last turn left. Where that turn offered operations, a
            plain "yes" asks for them; any other message drops the offer.

    Returns:
        As `understand`, but for `unknown`: what is not understood is a refusal with the nearest that works.
    """
    offered = scene.focus.offered
    scene = replace(scene, focus=replace(scene.focus, offered=()))
    if offered and is_yes(message):
        focus = Focus()
        for operation in offered:
            focus = focus_after(focus, operation, scene)
        focus = replace(focus, before=scene.timeline, beside=offered[:-1])
        language = language_tag(language_of(message, otherwise=scene.language or "en"))
        return Understanding(operations=offered, wishes=(offered,), language=language, focus=focus)
    understood = understand(message, scene)
    return _with_nearest(understood, scene) if understood.unknown else understood


def _with_nearest(understood: Understanding, scene: Scene) -> Understanding:
    """Each of the words that were not understood as a refusal, but for those that a refusal speaks of already."""
    told = "".join(refusal.words + refusal.because.en for refusal in understood.refusals)
    refusals = list(understood.refusals)
    for words in understood.unknown:
        if words not in told:
            near = nearest_to(words[:_LONGEST], scene)
            nearest = near.operation if len(words) <= _LONGEST else None
            because = _LEFT_OPEN if near.is_vague else _NOT_UNDERSTOOD
            if nearest is None:
                because = Words(f"{because.en} {near.example.en}", f"{because.zh}{near.example.zh}")
            refusals.append(Refusal(words=words, because=because, nearest=nearest, unread=True))
    return replace(understood, refusals=tuple(refusals), unknown=())

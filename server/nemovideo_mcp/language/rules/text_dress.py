"""A text's dress that is taken off again: no outline, no animation, the usual font."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from nemovideo_mcp.edit.operations.text import ChangeText
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.readings import Reading, Rule, refusal
from nemovideo_mcp.language.text_dress import TEXT_NOUNS, is_dressed
from nemovideo_mcp.language.vocabulary.text_dress import WORDS
from nemovideo_mcp.timeline.model import TextClip

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound", "text", "text_change")

_USUAL = ("fade", "none")


def _undress(clause: Clause) -> Reading | None:
    """ "Remove the animation", "no outline please", "去掉描边"."""
    animation = clause.has("text_animation") or any(t.detail("text_motion") for t in clause.tokens)
    effect = next((v for t in clause.tokens if (v := t.detail("letter_effect"))), None)
    if (
        not _taken_off(clause)
        or clause.names_clips
        or clause.has("clip_noun", "clip_plural")
        or clause.count("quote") > len(_quoted(clause))
    ):
        return None
    if not (animation or (is_dressed(clause) and effect)) or (animation and effect):
        return None
    if not clause.scene.texts:
        return refusal(clause, "there is no text on the timeline.", "时间线上没有文字。")
    chosen = _worn(clause, lambda t: _moves(t) if animation else t.effect == effect)
    if not chosen:
        return refusal(
            clause,
            "it is not clear which text is meant.",
            "不清楚指的是哪一段文字。",
            say=Words("Remove the animation of the title", "去掉标题的动画"),
        )
    clause.take(
        "dress_off", "text_animation", "text_entrance", "text_exit", "dress_do", "dress_place", "not", "text_remove",
        "text_all", "all", "it", "only", *TEXT_NOUNS,
    )  # fmt: skip
    for n, token in enumerate(clause.tokens):
        dress = token.detail("letter_effect") or token.detail("text_motion")
        if dress or token.kind in ("texts", "quote") or (token.kind == "clips" and token.value.pronoun):
            clause.used.add(n)
    ids = tuple(text.clip_id for text in chosen)
    values: dict[str, Any] = {"entrance": "none", "exit": "none"}
    if animation and clause.has("text_exit") is not clause.has("text_entrance"):
        del values["entrance" if clause.has("text_exit") else "exit"]
    if not animation:
        values = {
            "effect": "plain" if effect == "shadow" and all(t.effect == "soft" for t in chosen) else "soft"
        }
    return Reading(operations=(ChangeText(texts=ids, **values),))


def _taken_off(clause: Clause) -> bool:
    """Whether the word that takes away stands right before the dress, or at the end behind it in Chinese."""
    off = [n for n, t in enumerate(clause.tokens) if t.has("dress_off")]
    worn = [
        n
        for n, t in enumerate(clause.tokens)
        if t.has("text_animation") or t.detail("letter_effect") or t.detail("text_motion")
    ]
    if not off or not worn:
        return False
    if clause.tokens[off[0]].text.isascii():
        return off[0] < worn[0] or off[-1] == len(clause.tokens) - 1
    return True


def _quoted(clause: Clause) -> list[TextClip]:
    """The texts that quotations name by their words."""
    said = {str(t.value).casefold().strip() for t in clause.tokens if t.kind == "quote"}
    return [text for text in clause.scene.texts if text.text.casefold().strip() in said]


def _worn(clause: Clause, wears: Callable[[TextClip], bool]) -> list[TextClip]:
    """The texts that are meant: those named, else those of the talk, else those that wear it, else the only one."""
    texts = clause.scene.texts
    named = set(clause.fresh().texts() or ())
    if quoted := _quoted(clause):
        return quoted
    if named:
        return [text for text in texts if text.clip_id in named]
    if clause.has("text_all") or any(t.text in ("texts", "titles") for t in clause.tokens):
        return list(texts)
    if clause.has("text_title", "text_kind:title") and not clause.has("text_kind:end_card"):
        return list(texts[:1])
    if clause.has("text_kind:end_card"):
        return [text for text in texts if text.style == "end_card"] or list(texts[-1:])
    if clause.focus.texts and not clause.uncertain:
        return [text for text in texts if text.clip_id in clause.focus.texts]
    return [text for text in texts if wears(text)] or (list(texts) if len(texts) == 1 else [])


def _moves(text: TextClip) -> bool:
    return text.entrance not in _USUAL or text.exit not in _USUAL


RULES = (Rule(name="undress_text", read=_undress, rank=29),)

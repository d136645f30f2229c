"""Other versions of the film: undo, redo and restore."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.edit.operations.clip_order import RemoveClips
from nemovideo_mcp.edit.operations.text import RemoveText
from nemovideo_mcp.language.clauses import Clause
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.lexicon import phrases_of
from nemovideo_mcp.language.readings import Reading, Redo, Restore, Rule, Undo
from nemovideo_mcp.language.references import Ref
from nemovideo_mcp.language.vocabulary.history import WORDS
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["KNOWS", "RULES", "WORDS"]

KNOWS: tuple[str, ...] = ("sound",)

_EVERYTHING = 1000
_JUST_NOW = frozenset(phrases_of(WORDS["just_now"]))
_MOST = 1000


def _restored(clause: Clause) -> Reading | None:
    """ "鹦鹉还是留着吧": what the last message removed comes back, or some of it."""
    last, before = clause.focus.operation, clause.focus.before
    if clause.focus.undone and clause.has("undo_of_removal", "put_back", "step_again", "as_before"):
        # "撤销" – "还是恢复吧": the undo is undone.
        clause.take(
            "undo_of_removal", "put_back", "step_again", "step_noun", "it", "not", "back", "as_before"
        )
        return Reading(step=Redo()) if not clause.rest() else None
    if last is None or not last.name.startswith("remove") or not clause.has("undo_of_removal", "put_back"):
        return None
    if isinstance(last, RemoveText) and before is not None and (clause.names_clips or clause.names_texts):
        return _some_texts(clause, last, before)
    turned = clause.correcting or any("还是" in t.text or "回" in t.text for t in clause.tokens)
    if isinstance(last, RemoveText) and clause.scene.texts and not turned and clause.has("text_noun"):
        # "片尾那句删掉，标题留着": another one stays
        return None
    if not any(t.kind == "clips" and not t.value.pronoun for t in clause.tokens):
        nouns = {"remove_text": "text_noun", "remove_music": "music_noun"}
        clause.refs()
        clause.take(
            "removed_one",
            "undo_of_removal",
            "put_back",
            "step_noun",
            "not",
            "back",
            nouns.get(last.name, "clip_noun"),
        )
        return Reading(step=Undo(), focus=clause.focus)
    if not isinstance(last, RemoveClips) or before is None:
        return None
    clips = sorted(before.video_clips, key=lambda clip: clip.start_ms)
    gone = clip_ids(last)
    wanted: set[str] = set()
    for ref in clause.refs():
        if ref.pronoun and not ref.all:
            continue
        numbered = {n - 1 if n > 0 else len(clips) + n for n in ref.numbers}
        if ref.media:
            wanted |= {clip.clip_id for clip in clips if clip.media_id in ref.media}
        else:
            wanted |= {clip.clip_id for n, clip in enumerate(clips) if n in numbered}
    wanted &= set(gone)
    if not wanted:
        return None
    clause.take("undo_of_removal", "put_back", "step_noun", "not", "back", "remove", "unwanted")
    still = tuple(i for i in gone if i not in wanted)
    again = (last.model_copy(update={"clips": still}),) if still else ()
    return Reading(step=Undo(), operations=(*clause.focus.beside, *again))


def _some_texts(clause: Clause, last: RemoveText, before: Timeline) -> Reading | None:
    """ "第一行还是留着" behind "两行字都去掉"."""
    texts = sorted(before.text_clips, key=lambda text: (text.start_ms, text.clip_id))
    refs: list[Ref] = clause.values("clips", "texts")
    numbers = [n for ref in refs for n in ref.numbers]
    wanted = {t.clip_id for n, t in enumerate(texts) if n + 1 in numbers or n - len(texts) in numbers}
    if not wanted or not wanted <= {str(i) for i in last.texts}:
        return None
    clause.take("undo_of_removal", "put_back", "step_noun", "not", "back", "text_noun", "text_remove", "keep")
    still = tuple(i for i in last.texts if i not in wanted)
    again = (last.model_copy(update={"texts": still}),) if still else ()
    return Reading(step=Undo(), operations=(*clause.focus.beside, *again))


def _read(clause: Clause) -> Reading | None:
    whole = [n for n, token in enumerate(clause.tokens) if token.kind == "clips" and token.value.all]
    latest = clause.has("undo") and [t.text for t in clause.tokens if t.kind == "clips"] in _LATEST
    clause.used.update(n for n, t in enumerate(clause.tokens) if latest and t.kind == "clips")
    named = clause.names_clips and not latest and not (whole and clause.has("undo"))
    if clause.count("quote", "duration", "percent", "color") or named or clause.names_texts:
        return None
    for n, token in enumerate(clause.tokens):
        if token.kind == "clips" and token.value.pronoun in ("it", "it_clip", "them"):
            clause.used.add(n)
    if clause.has("version"):
        # "再来一版" is another one, and not the first.
        made = any(t.text == "一" and t.kind == "number" for t in clause.tokens)
        number = None if made else clause.one("number", "ordinal")
        # "第99版" may be read as an ordinal; "the last version" is a step back
        if number is not None and clause.take("version"):
            clause.take("to_version", "undo", "step_noun", "back")
            return Reading(step=Restore(version=int(number))) if 0 < number < 100_000 else None
    state = clause.has("version", "version_state", "untouched")
    if state and (
        clause.has("untouched") or (clause.has("very_first") and clause.has("to_version", "undo", "back"))
    ):
        clause.take(
            "version",
            "version_state",
            "untouched",
            "very_first",
            "to_version",
            "undo",
            "back",
            "start",
            "first",
            "all",
        )
        return Reading(step=Restore(version=1))
    if clause.has("undo_cancel") and clause.has("step_noun"):
        clause.take("undo_cancel", "step_noun", "last", "it")
        return Reading(step=Undo())
    if clause.take("redo"):
        clause.take("step_noun", "step_again", "it", "last", "more", "twice")
        return Reading(step=Redo(steps=_steps(clause)))
    timed = clause.focus.operation is None or clause.focus.operation.name in ("set_speed", "auto_edit")
    if not timed and clause.focus.before is not None and clause.take("put_normal"):
        clause.take("talk", "opinion", "remark")
        return Reading(step=Undo(), operations=clause.focus.beside)
    if (earlier := _property_restored(clause)) is not None:
        return earlier
    if clause.correcting and all(t.has("not", "correction") for t in clause.tokens):
        # "On second thought, don't"
        clause.take("not")
        return Reading(step=Undo(), operations=clause.focus.beside)
    if clause.has("put_back") and clause.focus.before is not None and clause.focus.operation is not None:
        clause.take(
            "put_back", "step_noun", "undo", "back", "opinion", "remark", "music_tired", "talk", "correction"
        )
        return Reading(step=Undo(), operations=clause.focus.beside)
    if clause.take("undo"):
        if clause.has("not") and not any(t.text in ("no", "不对") for t in clause.tokens):
            return None
        # "everything" is read as all clips, where there are some
        clause.used.update(whole)
        # "All of that" is what the last message did.
        just_now = any(t.text in _JUST_NOW for t in clause.tokens)
        everything = clause.take("everything", "all", "just_now") or bool(whole)
        steps = _EVERYTHING if everything and not just_now and not _both(clause) else _steps(clause)
        clause.take(
            "step_noun",
            "step_again",
            "it",
            "last",
            "twice",
            "back",
            "more",
            "version",
            "not",
            "to_version",
        )
        return Reading(step=Undo(steps=steps))
    if clause.has("back", "to_version") and clause.has("version", "step_noun"):
        clause.take("back", "to_version", "version", "step_noun", "last")
        return Reading(step=Undo())
    return None


_LATEST = (["last one"], ["the last one"], ["that last one"])
"""The last change, where it is to be undone."""

_PROPERTIES: Mapping[str, tuple[str, ...]] = {
    "size": ("size", "size_by", "zoom", "zoom_by"),
    "zoom": ("zoom", "zoom_by", "position", "fit"),
    "speed": ("factor", "ramp"),
    "volume": ("volume", "volume_by", "mute"),
    "place": ("place", "position", "to", "swap_with"),
    "order": ("to", "swap_with"),
    "length": ("length", "length_s", "start_by", "end_by", "factor", "in_s", "out_s"),
    "colour": ("color",),
    "angle": ("rotate", "rotate_by", "flip"),
    "shape": ("ratio", "platform", "width", "rotate", "rotate_by"),
}
"""What is called so, as the fields of the operations that set it."""


def _property_restored(clause: Clause) -> Reading | None:
    """ "Back to the original size": the last changes that set it are taken back."""
    last = clause.focus.operation
    kinds = [kind for token in clause.tokens if (kind := token.detail("property"))]
    told = clause.has("as_earlier", "put_back")
    if last is None or clause.focus.before is None or not told or len(kinds) != 1 or clause.has("not"):
        return None
    if not set(_PROPERTIES[kinds[0]]) & set(last.model_dump(exclude_none=True, exclude_defaults=True)):
        return None
    clause.take(
        "as_earlier", "put_back", "back", "to_version", f"property:{kinds[0]}", "step_noun", "text_noun"
    )
    clause.take("music_noun", "undo", "undo_of_removal", "correction", "as_before", "version")
    clause.refs()
    return Reading(step=Undo(steps=max(clause.focus.run, 1)))


def _both(clause: Clause) -> bool:
    """Whether "both" of the last changes are meant."""
    both = [
        n
        for n, t in enumerate(clause.tokens)
        if t.text in ("both", "both of them", "both of those", "the two")
    ]
    clause.used.update(both)
    return bool(both)


def _steps(clause: Clause) -> int:
    if clause.take("twice") or _both(clause):
        return 2
    number = clause.one("number")
    return min(int(number), _MOST) if number and number >= 1 else 1


RULES = (Rule(name="restored", read=_restored, rank=7), Rule(name="history", read=_read, rank=25))

"""What a message means of the one before it: in its place, for another object, or what it lacked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.language.corrections import contrast, denies, is_of_kind
from nemovideo_mcp.language.detect import language_of
from nemovideo_mcp.language.ellipsis import is_joined, is_repeated, object_of, with_object, worded
from nemovideo_mcp.language.focus import clip_ids
from nemovideo_mcp.language.normalize import fold
from nemovideo_mcp.language.readings import Understanding, Undo
from nemovideo_mcp.language.rules import LEXICON
from nemovideo_mcp.language.scene import Focus, Scene
from nemovideo_mcp.language.segments import Segment, corrects
from nemovideo_mcp.language.tokens import Token, prepare
from nemovideo_mcp.language.turn import Text
from nemovideo_mcp.messages.catalogue import is_chinese

__all__ = [
    "SHORT",
    "contrasted",
    "in_its_place",
    "object_of_pending",
    "other_object",
    "rest_of_last",
    "rest_of_pending",
]

Understand = Callable[[str, Scene], Understanding]
"""How a message is understood; it is given, for these words are read as others."""
SHORT = 24
"""Characters of a message that may be no more than what the last one lacked."""


def in_its_place(meant: Understanding, scene: Scene, *, firmly: bool) -> Understanding | None:
    """A message that corrects the last one: the film as it was before, with what is wished in its place.

    Args:
        meant: the message as it was understood of the film before the last edit.
        scene: the project as it stands.
        firmly: whether it says that something else was meant, of whatever kind.
    """
    last = scene.focus.operation
    if last is None or scene.focus.before is None or len(meant.wishes) != 1 or meant.step is not None:
        return None
    if meant.refusals or meant.unknown:
        return None
    if not firmly and not all(is_of_kind(o, last) for o in meant.operations):
        return None
    if meant.operations == (last,):
        # "Nah, the previous song was better"
        return None
    if not firmly and _narrows(meant.operations[0], last, scene):
        # "Just for the parrot use black bars instead" behind what was done to all clips
        return None
    return _placed(meant, scene)


def _narrows(operation: Operation, last: Operation, scene: Scene) -> bool:
    """Whether `operation` is said of some of the clips that the last one changed, so that the others keep it."""
    every = {clip.clip_id for clip in scene.clips}
    was = every if clip_ids(last) == ("all",) else set(clip_ids(last))
    now = every if clip_ids(operation) == ("all",) else set(clip_ids(operation))
    return bool(now) and now < was


def _placed(meant: Understanding, scene: Scene) -> Understanding:
    """What is `meant`, in place of the last wish."""
    focus = replace(meant.focus, before=scene.focus.before, beside=scene.focus.beside)
    beside = tuple((operation,) for operation in scene.focus.beside)
    return replace(
        meant,
        operations=(*scene.focus.beside, *meant.operations),
        wishes=(*beside, *meant.wishes),
        step=Undo(),
        focus=focus,
    )


def object_of_pending(tokens: Sequence[Token], scene: Scene, understand: Understand) -> Understanding | None:
    """The clause that was refused for want of an object, where the message only names one ("the parrot I mean")."""
    named = [t for t in tokens if t.kind == "clips" and not t.value.pronoun]
    others = [t for t in tokens if t.kind != "clips" and not t.has("filler", "sep", "det", "correction")]
    pending = scene.focus.pending
    if not pending or len(named) != 1 or others or not named[0].value.ids:
        return None
    focus = Focus(clips=named[0].value.ids)
    said = Text(prepared=prepare(pending, scene, LEXICON), scene=scene).tokens(LEXICON)
    missing = [t for t in said if t.kind == "clips" and t.value.wrong is not None]
    if len(missing) == 1:
        # "第七段剪成2秒" – "打错了是第二段"
        pending = pending[: missing[0].start] + " ".join(focus.clips) + pending[missing[0].end :]
    meant = understand(pending, replace(scene, focus=focus))
    return meant if meant.operations and not meant.refusals and not meant.unknown else None


def contrasted(message: str, scene: Scene, understand: Understand) -> Understanding | None:
    """ "不是开头，是结尾": the last wish with one word in place of another."""
    said, film = fold(scene.focus.said).text, scene.focus.before
    pair = contrast(fold(message).text) if film is not None and said else None
    if pair is None or film is None or said.count(pair[0]) != 1:
        return None
    focus = replace(scene.focus, before=None, pending="", said="", operation=None)
    found = understand(said.replace(*pair), replace(scene, timeline=film, focus=focus))
    if not found.operations or found.refusals or found.unknown or found.step:
        return None
    return _placed(found, scene)


def other_object(
    segments: Sequence[Segment], message: str, scene: Scene, understand: Understand
) -> Understanding | None:
    """The last wish, said of what the message names: "音乐也一样", "我是说音乐", "不是音乐，是视频声音"."""
    focus = scene.focus
    said = focus.pending or focus.said
    meant = [s for s in segments if not (len(segments) > 1 and (denies(s[0]) or all(map(corrects, s))))]
    denied_first = denies(segments[0][0])
    if not said or len(meant) != 1:
        return None
    if not (focus.pending or denied_first or is_repeated(meant[0]) or is_joined(message)):
        return None
    instead = not focus.pending and denied_first
    film = focus.before if instead and focus.before is not None else scene.timeline
    then = replace(scene, timeline=film, focus=replace(focus, before=None, pending="", said=""))
    name = object_of(meant[0])
    tokens = Text(prepared=prepare(said, then, LEXICON), scene=then).tokens(LEXICON)
    words = with_object(said, tokens, name) if name else None
    found = understand(words, then) if words else None
    if found is None or not found.operations or found.refusals or found.unknown or found.step:
        return None
    return _placed(found, scene) if instead and focus.before is not None else found


def rest_of_pending(message: str, scene: Scene, understand: Understand) -> Understanding | None:
    """ "10秒左右" behind "片子太长了", which was refused for want of a length."""
    if not scene.focus.pending or len(message) > SHORT:
        return None
    joint = "，" if is_chinese(language_of(scene.focus.pending)) else ", "
    then = replace(scene, focus=replace(scene.focus, pending="", before=None, said=""))
    found = understand(f"{scene.focus.pending}{joint}{message}", then)
    return found if found.operations and not (found.refusals or found.unknown or found.step) else None


def rest_of_last(
    tokens: Sequence[Token], message: str, scene: Scene, understand: Understand
) -> Understanding | None:
    """ "And out over four" behind "fade the music in": the last wish with other words, said of the same thing."""
    last = scene.focus.operation
    named = any(t.kind in ("clips", "texts") and not t.value.pronoun for t in tokens)
    if (
        last is None
        or named
        or any(t.has("not", "condition") for t in tokens)
        or message.rstrip().endswith("?")
    ):
        return None
    then = replace(scene, focus=replace(scene.focus, operation=None, before=None, pending="", said=""))
    for words in worded(message, last, scene.focus):
        found = understand(words, then)
        if found.refusals or found.unknown or found.step or len(found.wishes) != 1:
            continue
        if all(type(one) is type(last) for one in found.operations):
            return replace(found, focus=replace(found.focus, before=scene.timeline))
    return None

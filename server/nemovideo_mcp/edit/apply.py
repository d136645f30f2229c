"""The one function that edits: operations are applied to a timeline, all or none. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nemovideo_mcp.edit.beats import beats_of
from nemovideo_mcp.edit.caption_notes import note_on_gone
from nemovideo_mcp.edit.context import EditContext, Needs
from nemovideo_mcp.edit.crossings import settle
from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.sections import with_drop
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Done, Workspace
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.timeline.model import AudioClip, Clip, Timeline, VideoClip
from nemovideo_mcp.timeline.speech import knows_speech

__all__ = [
    "Applied",
    "Change",
    "Lookahead",
    "RefusedWish",
    "TouchedCut",
    "apply",
    "apply_wishes",
    "blockers_of",
    "check",
]


@dataclass(frozen=True, kw_only=True)
class TouchedCut:
    """A cut that the edit placed, and how far it is from the nearest beat; None where there is no beat."""

    clip_id: str
    time_ms: int
    off_beat_ms: int | None


@dataclass(frozen=True, kw_only=True)
class Change:
    """A clip or text before and after; None where it was not there. `shift_ms` is all that happened to moved ones."""

    ids: tuple[str, ...]
    before: Clip | None = None
    after: Clip | None = None
    shift_ms: int | None = None


@dataclass(frozen=True, kw_only=True)
class Applied:
    """What came of a batch. `last_ids` are to be kept for the next edit's context."""

    timeline: Timeline
    done: tuple[Done, ...]
    changes: tuple[Change, ...] = ()
    cuts: tuple[TouchedCut, ...] = ()
    last_ids: Mapping[str, int] = field(default_factory=dict[str, int])

    @property
    def changed(self) -> bool:
        return any(done.changed for done in self.done)

    @property
    def notes(self) -> tuple[Words, ...]:
        return tuple(dict.fromkeys(note for done in self.done for note in done.notes))


@dataclass(frozen=True, kw_only=True)
class RefusedWish:
    """A wish that could not be done: its number, from 1, the operation that could not, and why."""

    number: int
    op: str
    error: EditRefused


def apply(timeline: Timeline, operations: Sequence[Operation], context: EditContext) -> Applied:
    """Apply `operations` in order.

    Args:
        timeline: the film as it stands.
        operations: one or more; later ones see what earlier ones made, and the names that they gave.
        context: the project around the timeline.

    Returns:
        The new timeline, and what was done, returned by the operations themselves.

    Raises:
        EditRefused: if one cannot be done; it names the operation's place in the list, and nothing is changed.
    """
    work = Workspace(timeline=timeline, context=context)
    done: list[Done] = []
    check_budget = context.budget.begin()
    for place, operation in enumerate(operations, 1):
        try:
            check_budget()
            operation.check()
            done.append(_carried_out(operation, work))
        except EditRefused as error:
            raise _placed(error, place, operation, len(operations)) from error
    return _applied(timeline, work, done)


def _carried_out(operation: Operation, work: Workspace) -> Done:
    """What an operation has done, and what became of captions and transitions by it."""
    before, gone = work.timeline, work.captions_gone
    done = operation.apply(work)
    if work.captions_gone > gone:
        done = replace(done, notes=(*done.notes, note_on_gone(work.captions_gone - gone)))
    if work.timeline.music != before.music:
        work.timeline = with_drop(work.timeline, work.context.by_id)
    if work.clips and not before.video_clips:
        # A film that begins now is framed by its subjects; one that is there already looks as it did.
        work.timeline = replace(work.timeline, auto_framing=True, careful_framing=True)
    if work.timeline.frame_rate == before.frame_rate and work.timeline.video_clips == before.video_clips:
        return done
    said = settle(work, before, named=done.ids if operation.name == "set_transition" else ())
    return replace(done, notes=(*done.notes, *said)) if said else done


def check(operations: Sequence[Operation]) -> None:
    """Raise the `EditRefused` of the first operation that makes no edit on any timeline, with its place in the list."""
    for place, operation in enumerate(operations, 1):
        try:
            operation.check()
        except EditRefused as error:
            raise _placed(error, place, operation, len(operations)) from error


def _applied(before: Timeline, work: Workspace, done: Sequence[Done]) -> Applied:
    return Applied(
        timeline=work.timeline,
        done=tuple(done),
        changes=changes_between(before, work.timeline),
        cuts=_cuts(work),
        last_ids=work.last_ids,
    )


def apply_wishes(
    timeline: Timeline, wishes: Sequence[Sequence[Operation]], context: EditContext
) -> tuple[Applied, tuple[RefusedWish, ...]]:
    """Apply each wish that can be done, and refuse each other one by itself.

    Args:
        timeline: the film as it stands.
        wishes: what a person asked for in one message, each as the operations that make it up: all of them or none.
        context: the project around the timeline.

    Returns:
        What was done, as of one batch, and the wishes that were refused, which changed nothing.
    """
    work = Workspace(timeline=timeline, context=context)
    done: list[Done] = []
    refused: list[RefusedWish] = []
    check_budget = context.budget.begin()
    for number, wish in enumerate(wishes, 1):
        kept, operation = work.copy(), None
        try:
            made: list[Done] = []
            for operation in wish:
                check_budget()
                operation.check()
                made.append(_carried_out(operation, work))
            done += made
        except EditRefused as error:
            refused.append(RefusedWish(number=number, op=operation.name if operation else "", error=error))
            work = kept
    return _applied(timeline, work, done), tuple(refused)


class Lookahead:
    """What the operations of wishes need measured, each behind those before it.

    What an operation needs may be what those before it put on the timeline. Each of these is applied once, and only
    where a later operation needs anything.
    """

    def __init__(self, timeline: Timeline, context: EditContext) -> None:
        self._work = Workspace(timeline=timeline, context=context)
        self._kept = self._work.copy()
        self._passed: list[Operation | None] = []
        self._refused = False

    @property
    def timeline(self) -> Timeline:
        """The film as far as it had to be looked at."""
        return self._work.timeline

    def needs_of(self, operation: Operation, context: EditContext) -> Needs:
        """What must be measured before `operation` can be applied; a reference that leads nowhere needs nothing.

        Args:
            operation: the next one of the wish that goes on.
            context: the project with all that has been measured so far.
        """
        if type(operation).needs is Operation.needs:
            return Needs()
        self._kept.see(context)
        self._work.see(context)
        self._catch_up()
        try:
            needs = operation.needs(self._work)
        except EditRefused:
            return Needs()
        measured = context.as_measured
        return Needs(
            analyse=tuple(i for i in needs.analyse if i in measured and measured[i].analysis is None),
            beats=tuple(i for i in needs.beats if i in measured and measured[i].grid is None),
            captions=tuple(i for i in needs.captions if i in measured and measured[i].captions is None),
            edits=tuple(i for i in needs.edits if i in measured and measured[i].edit is None),
            beat_files=tuple(i for i in needs.beat_files if i in measured and measured[i].beats is None),
            speech=tuple(i for i in needs.speech if i in measured and not knows_speech(measured[i])),
            words=tuple(i for i in needs.words if i in measured and measured[i].captions is None),
        )

    def pass_by(self, operation: Operation) -> None:
        """Go on behind `operation`."""
        self._passed.append(operation)

    def end_wish(self) -> None:
        """Go on with the next wish."""
        self._passed.append(None)

    def _catch_up(self) -> None:
        check_budget = self._work.context.budget.begin()
        for operation in self._passed:
            if operation is None:
                self._kept, self._refused = self._work.copy(), False
            elif not self._refused:
                try:
                    check_budget()
                    operation.check()
                    operation.apply(self._work)
                except EditRefused:
                    self._work, self._refused = self._kept.copy(), True
        self._passed.clear()


def _placed(error: EditRefused, place: int, operation: Operation, count: int) -> EditRefused:
    if count == 1:
        return EditRefused(**{**error.fields, "place": place})
    detail: Mapping[str, str] = error.fields["detail"]
    named = {
        "en": f"operation {place} ({operation.name}): {detail['en']}",
        "zh": f"第 {place} 个操作（{operation.name}）：{detail['zh']}",
    }
    return EditRefused(**{**error.fields, "detail": named, "place": place})


def _cuts(work: Workspace) -> tuple[TouchedCut, ...]:
    beats = beats_of(work.timeline)
    return tuple(
        TouchedCut(
            clip_id=clip.clip_id,
            time_ms=clip.start_ms,
            off_beat_ms=beats.off_beat_ms(clip.start_ms) if beats.known else None,
        )
        for clip in work.clips
        if clip.clip_id in work.touched and clip.start_ms > 0
    )


def changes_between(before: Timeline, after: Timeline) -> tuple[Change, ...]:
    """What is different, clip by clip; a run of clips that were all moved by the same time is one change."""
    old, new = _by_id(before), _by_id(after)
    changes: list[Change] = []
    for clip_id in dict.fromkeys((*old, *new)):
        was, now = old.get(clip_id), new.get(clip_id)
        if was == now:
            continue
        shift = _shift(was, now)
        last = changes[-1] if changes else None
        if shift is not None and last is not None and last.shift_ms == shift:
            changes[-1] = Change(ids=(*last.ids, clip_id), shift_ms=shift)
        elif shift is not None:
            changes.append(Change(ids=(clip_id,), shift_ms=shift))
        else:
            changes.append(Change(ids=(clip_id,), before=was, after=now))
    return tuple(changes)


def _by_id(timeline: Timeline) -> dict[str, Clip]:
    return {clip.clip_id: clip for track in timeline.tracks for clip in track.clips}


def _shift(was: Clip | None, now: Clip | None) -> int | None:
    """By how much a clip has moved where nothing else of it has changed, to a frame."""
    if was is None or now is None or isinstance(now, AudioClip):
        return None
    moved = replace(now, start_ms=was.start_ms, duration_ms=was.duration_ms)
    if isinstance(moved, VideoClip) and isinstance(was, VideoClip):
        moved = replace(moved, anchor=was.anchor)
    same_length = abs(now.duration_ms - was.duration_ms) <= 40
    return now.start_ms - was.start_ms if moved == was and same_length else None


def blockers_of(timeline: Timeline, media_ids: Sequence[str]) -> tuple[Words, ...]:
    """Why the film cannot be exported as it stands; nothing where it can."""
    if not timeline.video_clips:
        return (Words("there are no clips on the timeline", "时间线上没有片段"),)
    known = set(media_ids)
    shown = (*timeline.video_clips, *(c for c in timeline.overlay_clips if c.media_id))
    gone = [c for c in shown if c.media_id not in known]
    bare = [c for c in timeline.video_clips if c.look.lut and c.look.lut not in known]
    ranged = [r for r in timeline.look_ranges if r.look.lut and r.look.lut not in known]
    return (
        *tuple(
            Words(
                f"the source of “{clip.name}” ({clip.clip_id}, {seconds(clip.start_ms)} s) is missing",
                f"“{clip.name}”（{clip.clip_id}，{seconds(clip.start_ms)} 秒）的源文件缺失",
            )
            for clip in gone
        ),
        *tuple(
            Words(
                f"the LUT of “{clip.name}” ({clip.clip_id}, {seconds(clip.start_ms)} s) is missing",
                f"“{clip.name}”（{clip.clip_id}，{seconds(clip.start_ms)} 秒）的 LUT 文件缺失",
            )
            for clip in bare
        ),
        *tuple(
            Words(
                f"the LUT of the look from {seconds(r.start_ms)} to {seconds(r.end_ms)} s is missing",
                f"{seconds(r.start_ms)} 到 {seconds(r.end_ms)} 秒画面风格的 LUT 文件缺失",
            )
            for r in ranged
        ),
    )

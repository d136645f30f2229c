"""What a request for a film changes of its brief, and the media as it limits them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nemovideo_mcp.autoedit.brief import Brief
from nemovideo_mcp.autoedit.cut_out import cut_out
from nemovideo_mcp.autoedit.music_choice import whole_ms
from nemovideo_mcp.edit.context import AutoEditRequest, EditContext
from nemovideo_mcp.edit.wording import seconds
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline

__all__ = ["asked", "check_footage", "limited", "moved_into_ranges"]


def check_footage(timeline: Timeline, request: AutoEditRequest, items: Sequence[MediaItem]) -> None:
    """A film that stands is not made longer by less than was asked for; photos can fill any length."""
    available = whole_ms(items)
    photos = any(item.info.kind == "image" for item in items)
    if not timeline.video_clips or request.length_ms is None or request.at_most or photos:
        return
    if request.length_ms > available:
        raise refuse(
            f"all the clips together are {seconds(available)} s long, so the film cannot be "
            f"{seconds(request.length_ms)} s.",
            f"所有片段加起来只有 {seconds(available)} 秒，影片无法做成 {seconds(request.length_ms)} 秒。",
            nearest={"op": "set_film_length", "length": available / 1000},
        )


def asked(brief: Brief, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Brief:
    """The brief with what the request changes of it."""
    pictures = tuple(m.media_id for m in context.media if m.info.has_pictures)
    sources = request.sources or brief.sources or pictures
    # Sources that are named are a selection: the film drifts from the first to the last. An order that is asked for is
    # strict, and so is one in which a source comes again.
    repeated = request.sources is not None and len(set(request.sources)) < len(request.sources)
    named = request.order in ("given", "reversed") or repeated
    interleave = brief.interleaved if request.order is None else request.order == "interleaved"
    ordered = not interleave and (
        named or (brief.ordered and request.order is None and request.sources is None)
    )
    if request.order == "reversed":
        sources = tuple(reversed(sources))
    first = not timeline.video_clips
    cut = brief.cut
    if request.cut_to_beat is not None:
        cut = request.cut_to_beat
    elif request.pace is not None or request.every_beats is not None or first:
        cut = cut or brief.music is not None
    length, at_most = brief.length_ms, brief.at_most
    if request.length_ms is not None:
        length, at_most = request.length_ms, request.at_most
    elif not first and any(c.pinned for c in timeline.video_clips):
        length = timeline.duration_ms
    return replace(
        brief,
        sources=sources,
        interleaved=interleave,
        ordered=ordered,
        ranges_ms=_ranges_of(brief, request),
        length_ms=length,
        at_most=at_most,
        cut=cut,
        pace=request.pace or brief.pace,
        every=request.every_beats if request.every_beats or request.pace else brief.every,
        follows_cuts=request.follows_cuts or request.cut_to_beat is False or (brief.follows_cuts and not cut),
        action_on_beat=brief.action_on_beat if request.action_on_beat is None else request.action_on_beat,
    )


def _ranges_of(brief: Brief, request: AutoEditRequest) -> Mapping[str, tuple[int, int]]:
    """New ranges go before earlier ones; sources that are named anew without a range are shown whole."""
    return request.ranges_ms if request.sources is not None else {**brief.ranges_ms, **request.ranges_ms}


def limited(item: MediaItem, span_ms: tuple[int, int] | None) -> MediaItem:
    """The medium as if it held only that stretch of itself."""
    if span_ms is None or item.info.kind != "video":
        return item
    start, end = span_ms[0], min(span_ms[1], item.info.duration_ms)
    if end - start < 100:
        raise refuse(f"“{item.name}” has no footage in that range.", f"“{item.name}”在该范围内没有画面。")
    return cut_out(item, start, end)


def moved_into_ranges(timeline: Timeline, ranges_ms: Mapping[str, tuple[int, int]]) -> Timeline:
    """Clips of sources that were limited to a stretch show that stretch."""
    if not ranges_ms:
        return timeline
    clips = [
        replace(c, source_start_ms=c.source_start_ms + ranges_ms[c.media_id][0])
        if c.media_id in ranges_ms and not c.pinned
        else c
        for c in timeline.video_clips
    ]
    return timeline.with_shots(clips)

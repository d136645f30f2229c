"""Shots and music solved together for the edit core: `edit.context.Planner` on the film solver."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from nemovideo_mcp.autoedit.brief import MusicBrief, brief_of, with_brief
from nemovideo_mcp.autoedit.film import canvas_of, retitled, shoot, with_music
from nemovideo_mcp.autoedit.scoring import MOOD_NAMES
from nemovideo_mcp.edit.context import AutoEditRequest, EditContext, MusicRequest, Planned
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.model import Timeline, VideoClip

__all__ = ["AutoEditor"]


class AutoEditor:
    """Plans films from what was measured of their media."""

    def auto_edit(self, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Planned:
        """The film anew from its sources. Raises `EditRefused` where clips are pinned."""
        if pinned := [clip for clip in timeline.video_clips if clip.pinned]:
            raise refuse(
                f"{len(pinned)} clips were edited by name, and a new auto-edit would lose that.",
                f"有 {len(pinned)} 个片段已单独修改，重新自动剪辑会丢失这些修改。",
            )
        brief = brief_of(timeline)
        pictures = tuple(m.media_id for m in context.media if m.info.kind != "audio")
        sources = request.sources or brief.sources or pictures
        brief = replace(
            brief,
            sources=tuple(reversed(sources)) if request.order == "reversed" else sources,
            length_ms=brief.length_ms if request.length_ms is None else request.length_ms,
            at_most=request.at_most,
            cut=brief.cut if request.cut_to_beat is None else request.cut_to_beat,
            pace=request.pace or brief.pace,
            every=request.every_beats or brief.every,
        )
        start = timeline
        if not timeline.video_clips:
            width, height = canvas_of(context.by_id[brief.sources[0]])
            start = replace(timeline, width=width, height=height)
        film = shoot(brief, old=start, media=context.by_id, same_cuts=False).timeline
        film = retitled(film, old_duration_ms=timeline.duration_ms) if timeline.video_clips else film
        return Planned(timeline=with_brief(_unnumbered(film), brief))

    def set_music(self, timeline: Timeline, request: MusicRequest, context: EditContext) -> Planned:
        """Other music; a film that is cut to the beat keeps its cuts where the music allows it."""
        before = brief_of(timeline)
        old = before.music or MusicBrief(seed=context.seed)
        if request.media_id is not None:
            music = MusicBrief(media_id=request.media_id)
        else:
            music = MusicBrief(
                mood=request.mood or old.mood or "upbeat",
                seed=request.seed if request.seed is not None else old.seed + (1 if request.another else 0),
                bpm=request.bpm,
            )
        brief = replace(before, music=music)
        if before.cut:
            film = shoot(brief, old=timeline, media=context.by_id, same_cuts=True).timeline
        else:
            film = with_music(brief, timeline=timeline, media=context.by_id).timeline
        return Planned(timeline=with_brief(film, brief))

    def fit_music(self, timeline: Timeline, context: EditContext) -> Timeline:
        """The same music, at its tempo, under a film whose length has changed."""
        brief, music = brief_of(timeline), timeline.music
        if brief.music is None or music is None:
            return timeline
        if music.music is not None:
            brief = replace(brief, music=replace(brief.music, bpm=music.music.bpm_milli / 1000))
        return with_music(brief, timeline=timeline, media=context.by_id).timeline

    def moods(self) -> Mapping[str, Mapping[str, str]]:
        """The moods that can be composed, with their names."""
        return MOOD_NAMES


def _unnumbered(timeline: Timeline) -> Timeline:
    tracks = [
        replace(t, clips=tuple(replace(c, clip_id="") if isinstance(c, VideoClip) else c for c in t.clips))
        for t in timeline.tracks
    ]
    return replace(timeline, tracks=tuple(tracks))

"""The planner that edits ask: the film solved anew, other music, and music for another length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.audio.compose.form import grid_of, structure_of
from nemovideo_mcp.autoedit.accents import cuts_in, cuts_on_beats
from nemovideo_mcp.autoedit.arc import ARC, Stretch, stretches_of
from nemovideo_mcp.autoedit.brief import Brief, MusicBrief, brief_of, with_brief
from nemovideo_mcp.autoedit.film import cut_clips, wanted_length, whole_clips
from nemovideo_mcp.autoedit.finishing import closing_fade, dissolved
from nemovideo_mcp.autoedit.music import (
    fitted,
    in_form,
    music_clips,
    playing,
    start_for_drop,
    with_drop_at,
    with_score,
)
from nemovideo_mcp.autoedit.music_choice import (
    LONGEST_UNASKED_MS,
    held_tempo,
    score_for_cutting,
    wanted_music,
    whole_ms,
)
from nemovideo_mcp.autoedit.notes import note
from nemovideo_mcp.autoedit.pacing import phrasing_of
from nemovideo_mcp.autoedit.pinned import around_pinned
from nemovideo_mcp.autoedit.requests import asked, check_footage, limited, moved_into_ranges
from nemovideo_mcp.autoedit.retiming import retimed
from nemovideo_mcp.autoedit.scoring import Score, composed, energy_of, song
from nemovideo_mcp.autoedit.settings import with_settings
from nemovideo_mcp.autoedit.story import with_reasons
from nemovideo_mcp.autoedit.titles import within_length
from nemovideo_mcp.edit.beats import Beats
from nemovideo_mcp.edit.canvas import at_the_rate_shown, for_first_film
from nemovideo_mcp.edit.context import AutoEditRequest, EditContext, MusicRequest, Planned
from nemovideo_mcp.edit.levels import at_usual_level
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, VideoClip

__all__ = ["AutoEditor"]

_SLIVER_MS = 120


class AutoEditor:
    """Solves shots and music together, as `edit.context.Planner` asks for it. It keeps nothing between calls."""

    def auto_edit(self, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Planned:
        """The film anew from its sources.

        Raises:
            EditRefused: where a cut to the beat has no music, or clips that are pinned leave no room.
        """
        media = context.by_id
        brief = asked(brief_of(timeline), timeline, request, context)
        if brief.cut and brief.music is None:
            raise refuse(
                "there is no music to cut to.",
                "还没有可以卡点的音乐。",
                hint=Words("Add music first, with set_music.", "请先用 set_music 加音乐。"),
                nearest={"op": "set_music", "mood": "upbeat"},
            )
        items = [limited(media[s], brief.ranges_ms.get(s)) for s in brief.sources if s in media]
        if not items:
            raise refuse("none of the film's sources is in the project.", "项目里没有影片的任何素材。")
        first_film = not timeline.video_clips
        check_footage(timeline, request, items)
        if first_film:
            timeline = for_first_film(timeline, items, whole=not brief.cut)
        notes: list[Words] = []
        if any(clip.pinned for clip in timeline.video_clips):
            made = around_pinned(
                timeline, brief, items, media=media, notes=notes, fit=partial(_fitted, media=media)
            )
        else:
            made = self._shot(timeline, brief, items, media, notes)
            if first_film:
                made = at_the_rate_shown(
                    made, media, partial(self._at_rate, timeline, brief, items, media, notes)
                )
        made = moved_into_ranges(made, brief.ranges_ms)
        made = within_length(made, timeline, media)
        shown = {c.media_id for c in made.video_clips}
        left_out = tuple(dict.fromkeys(s for s in brief.sources if s not in shown))
        return Planned(timeline=with_brief(made, replace(brief, left_out=left_out)), notes=tuple(notes))

    def set_music(self, timeline: Timeline, request: MusicRequest, context: EditContext) -> Planned:
        """Other music under the film.

        In a film that is cut to the beat, each cut moves to the nearest beat; where the tempo is too different for
        that, the cuts are chosen anew, or stay where they are if clips are pinned. Other films keep their pictures.
        """
        notes: list[Words] = []
        media = context.by_id
        brief = brief_of(timeline)
        wanted = wanted_music(brief.music, timeline, request, context, notes)
        fresh = replace(brief, music=wanted)
        pictures = [m for m in context.media if m.info.has_pictures]
        duration = (
            timeline.duration_ms if timeline.video_clips else min(whole_ms(pictures), LONGEST_UNASKED_MS)
        )
        items = [media[c.media_id] for c in timeline.video_clips if c.media_id in media] or pictures
        follows = cuts_in(timeline, media) if brief.follows_cuts and not timeline.is_beat_cut else ()
        score = self._score(fresh, timeline, request, items, media, duration, follows, notes)
        is_recut = timeline.is_beat_cut and timeline.music is not None
        if timeline.video_clips:
            notes += _said_of_song(score, cut=is_recut)
        if follows and score.on_beat:
            notes.append(note("cuts_met", on=cuts_on_beats(follows, score.grid), count=len(follows)))
        made = timeline
        if is_recut:
            made = self._recut(timeline, fresh, score, items, media, notes)
        if made is timeline:
            made = with_score(timeline, score)
        if timeline.music is None and made.video_clips:
            made = _leveled(made, has_music=True)
        return Planned(timeline=with_brief(made, fresh), notes=tuple(dict.fromkeys(notes)))

    def fit_music(self, timeline: Timeline, context: EditContext) -> Timeline:
        """The same music under a film whose length has changed; nothing else is touched."""
        return _fitted(timeline, context.by_id)

    def moods(self) -> Mapping[str, Mapping[str, str]]:
        """The moods that can be composed, with their names in English and Chinese."""
        return {name: mood.labels for name, mood in MOODS.items()}

    # --- a whole film --------------------------------------------------------------------------------------------

    def _shot(
        self,
        timeline: Timeline,
        brief: Brief,
        items: Sequence[MediaItem],
        media: Mapping[str, MediaItem],
        notes: list[Words],
    ) -> Timeline:
        """The pictures and the music anew, where no clip is pinned."""
        length = wanted_length(brief, items, notes)
        rate = timeline.frame_rate
        if brief.cut and brief.music is not None:
            score = score_for_cutting(brief, items, media, length, timeline)
            under, by_id = stretches_of(score.clips, media), {item.media_id: item for item in items}
            clips = _on_beats(brief, items, score, under, rate, notes)
            if _is_finished(brief, timeline):
                clips = dissolved(clips, by_id, mood=score.mood, stretches=under)
            heard_on = score.grid if brief.own_sound > 0 and score.on_beat else None
            clips = with_reasons(clips, by_id, under, heard_on)
        else:
            score = None
            clips = whole_clips(items, length, rate, notes)
        clips = with_settings(clips, timeline.video_clips, own_sound=brief.own_sound, fit=brief.fit)
        made = timeline.with_shots(clips)
        shots = made.main_track
        made = replace(made, tracks=tuple(sorted(made.tracks, key=lambda t: t is not shots)))
        if score is not None:
            if not timeline.video_clips and made.fade_out is None:
                made = replace(made, fade_out=closing_fade(clips, score.mood))
            return with_score(made, score)
        follows = cuts_in(made, media) if brief.follows_cuts and not timeline.video_clips else ()
        if not follows or brief.music is None or brief.music.media_id is not None:
            return _fitted(made, media)
        score = composed(
            brief.music,
            duration_ms=made.duration_ms,
            energy=energy_of(items),
            volume=brief.music_volume,
            bpm=None,
            cuts_ms=follows,
        )
        notes.append(note("cuts_met", on=cuts_on_beats(follows, score.grid), count=len(follows)))
        return with_score(made, score)

    def _at_rate(
        self,
        timeline: Timeline,
        brief: Brief,
        items: Sequence[MediaItem],
        media: Mapping[str, MediaItem],
        notes: list[Words],
        rate: Fraction,
    ) -> Timeline:
        """As `_shot`, at another frame rate; what was said of the first time is taken back."""
        notes.clear()
        return self._shot(replace(timeline, frame_rate=rate), brief, items, media, notes)

    # --- music ---------------------------------------------------------------------------------------------------

    def _score(
        self,
        brief: Brief,
        timeline: Timeline,
        request: MusicRequest,
        items: Sequence[MediaItem],
        media: Mapping[str, MediaItem],
        duration: int,
        cuts_ms: Sequence[int],
        notes: list[Words],
    ) -> Score:
        music = brief.music or MusicBrief()
        item = media.get(music.media_id or "")
        if item is not None:
            start = request.source_start_ms
            if request.drop_at_ms is not None:
                start = start_for_drop(item, request.drop_at_ms)
            return song(
                item,
                asked_ms=duration,
                most_ms=duration,
                volume=brief.music_volume,
                cuts_ms=cuts_ms,
                source_start_ms=start,
            )
        keeps = request.is_plain and not request.another and request.drop_at_ms is None
        if request.form is not None and keeps and (kept := playing(timeline)) is not None:
            return in_form(kept, request.form)
        held = held_tempo(music, timeline)
        score = composed(
            music,
            duration_ms=duration,
            energy=ARC if timeline.is_beat_cut else energy_of(items),
            volume=brief.music_volume,
            bpm=held,
            cuts_ms=cuts_ms,
        )
        if request.form is not None:
            score = in_form(score, request.form)
        clip = score.clips[0]
        if request.drop_at_ms is None or clip.music is None:
            return score
        late, spec = with_drop_at(clip.music, request.drop_at_ms - clip.start_ms)
        start = clip.start_ms + late
        notes.append(note("drop_at", at_ms=start + (structure_of(spec).drop_ms or 0)))
        grid = grid_of(spec).shifted(start)
        clip = replace(clip, start_ms=start, duration_ms=spec.duration_ms, music=spec, grid=grid)
        return replace(score, clips=(clip,), grid=grid)

    def _recut(
        self,
        timeline: Timeline,
        brief: Brief,
        score: Score,
        items: Sequence[MediaItem],
        media: Mapping[str, MediaItem],
        notes: list[Words],
    ) -> Timeline:
        """A film that is cut to the beat, on the beats of other music; the music has its new length in it."""
        pinned = any(clip.pinned for clip in timeline.video_clips)
        if score.on_beat and (clips := retimed(timeline, score, media)) is not None:
            return with_score(timeline.with_shots(clips), score)
        before = timeline.duration_ms
        if pinned:
            kept = _anchored(timeline, score)
            off = sum(clip.anchor is None for clip in kept[1:])
            if off:
                notes.append(note("cuts_off", count=off))
            return with_score(timeline.with_shots(kept), score)
        notes.append(note("cuts_anew"))
        unique = list({item.media_id: item for item in items}.values())
        brief = replace(brief, length_ms=brief.length_ms or before, cut=True)
        return self._shot(with_score(timeline, score), brief, unique, media, notes)


def _anchored(timeline: Timeline, score: Score) -> list[VideoClip]:
    """The clips where they are, with the beats of other music that they happen to stand on."""
    beats = Beats(grid=score.grid, frame_rate=timeline.frame_rate, cut=True)
    found = [beats.index_at(clip.start_ms) if score.on_beat else None for clip in timeline.video_clips]
    return [
        replace(clip, anchor=None if index is None else beats.anchor(index))
        for clip, index in zip(timeline.video_clips, found, strict=True)
    ]


def _on_beats(
    brief: Brief,
    items: Sequence[MediaItem],
    score: Score,
    stretches: Sequence[Stretch],
    frame_rate: Fraction,
    notes: list[Words],
) -> tuple[VideoClip, ...]:
    grid = score.grid
    beats = max(1, sum(t < score.duration_ms - _SLIVER_MS for t in grid.times_ms))
    phrasing = phrasing_of(
        times_ms=[float(t) for t in grid.times_ms[:beats]],
        downbeat=grid.downbeat_index % grid.beats_per_bar,
        beats_per_bar=grid.beats_per_bar,
        pace=brief.pace,
        every=brief.every,
        stretches=stretches,
        is_composed=score.clips[0].music is not None,
    )
    notes += _said_of_song(score, cut=True)
    clips = cut_clips(
        brief,
        items,
        grid=grid,
        phrasing=phrasing,
        on_beat=score.on_beat,
        end_ms=score.duration_ms,
        frame_rate=frame_rate,
        notes=notes,
    )
    halves = sum(1 for c in clips if c.start_ms > 0 and c.anchor is None) if score.on_beat else 0
    if halves:
        notes.append(note("half_beats", count=halves))
    return clips


def _is_finished(brief: Brief, before: Timeline) -> bool:
    """Whether dissolves may be put: not where cuts are to be fast, nor where a film had none, or lost those it had."""
    had = any(clip.transition_in is not None for clip in before.video_clips)
    return brief.pace != "fast" and brief.every is None and (had or not before.video_clips)


_OF_BEATS = frozenset({"no_beat", "level_slower", "level_faster", "beat_unsure"})


def _said_of_song(score: Score, *, cut: bool) -> list[Words]:
    """What there is to say of an uploaded song; of its beat only where somebody wants to cut to it."""
    codes = [*(["song_looped"] if score.looped else []), *score.doubts]
    bpm, other = (round(value) if value else 0 for value in (score.grid.bpm, score.alternative_bpm))
    return [
        note(code, name=score.clips[0].name, bpm=bpm, other=other)
        for code in codes
        if cut or code not in _OF_BEATS
    ]


def _fitted(timeline: Timeline, media: Mapping[str, MediaItem]) -> Timeline:
    clips = music_clips(timeline)
    return fitted(timeline, media.get(clips[0].media_id or "")) if clips else timeline


def _leveled(timeline: Timeline, *, has_music: bool) -> Timeline:
    return timeline.with_shots([at_usual_level(c, has_music=has_music) for c in timeline.video_clips])

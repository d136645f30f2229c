"""The planner that edits ask: the film solved anew, other music, and music for another length."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import floor

from nemovideo_mcp.audio.compose.composer import MOODS
from nemovideo_mcp.autoedit.accents import cuts_in, cuts_on_beats
from nemovideo_mcp.autoedit.brief import Brief, MusicBrief, brief_of, with_brief
from nemovideo_mcp.autoedit.cutting import film_ms
from nemovideo_mcp.autoedit.film import canvas_of, cut_clips, wanted_length, whole_beats_ms, whole_clips
from nemovideo_mcp.autoedit.music import fitted, music_clips, start_for_drop, with_drop_at, with_score
from nemovideo_mcp.autoedit.notes import note
from nemovideo_mcp.autoedit.pacing import phrasing_of
from nemovideo_mcp.autoedit.pinned import around_pinned
from nemovideo_mcp.autoedit.retiming import retimed
from nemovideo_mcp.autoedit.scoring import (
    SLOWEST_BPM,
    Score,
    composed,
    energy_of,
    fastest_bpm,
    look_of,
    mood_for,
    song,
    steps_of,
)
from nemovideo_mcp.autoedit.settings import with_settings
from nemovideo_mcp.edit.context import AutoEditRequest, EditContext, MusicRequest, Planned
from nemovideo_mcp.edit.levels import at_usual_level
from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import refuse
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import Timeline, Track, TrackKind, VideoClip

__all__ = ["AutoEditor"]

LONGEST_UNASKED_MS = 60_000
_SPARE_BEATS = 8
_SLIVER_MS = 120


class AutoEditor:
    """Solves shots and music together, as `edit.context.Planner` asks for it. It keeps nothing between calls."""

    def auto_edit(self, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Planned:
        """The film anew from its sources.

        Raises:
            EditRefused: where a cut to the beat has no music, or clips that are pinned leave no room.
        """
        media = context.by_id
        brief = _asked(brief_of(timeline), timeline, request, context)
        if brief.cut and brief.music is None:
            raise refuse(
                "there is no music to cut to.",
                "还没有可以卡点的音乐。",
                hint=Words("Add music first, with set_music.", "请先用 set_music 加音乐。"),
                nearest={"op": "set_music", "mood": "upbeat"},
            )
        items = [_limited(media[s], request.ranges_ms.get(s)) for s in brief.sources if s in media]
        if not items:
            raise refuse("none of the film's sources is in the project.", "项目里没有影片的任何素材。")
        first_film = not timeline.video_clips
        _check_footage(timeline, request, items)
        if first_film:
            width, height = canvas_of(items[0])
            timeline = replace(timeline, width=width, height=height)
        notes: list[Words] = []
        if any(clip.pinned for clip in timeline.video_clips):
            made = around_pinned(timeline, brief, items, notes=notes, fit=partial(_fitted, media=media))
        else:
            made = self._shot(timeline, brief, items, media, notes)
        made = _offset(made, request.ranges_ms)
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
        wanted = _wanted_music(brief.music, timeline, request, context, notes)
        fresh = replace(brief, music=wanted)
        pictures = [m for m in context.media if m.info.kind != "audio"]
        duration = (
            timeline.duration_ms if timeline.video_clips else min(_whole_ms(pictures), LONGEST_UNASKED_MS)
        )
        items = [media[c.media_id] for c in timeline.video_clips if c.media_id in media] or pictures
        follows = cuts_in(timeline, media) if brief.follows_cuts and not timeline.is_beat_cut else ()
        score = self._score(fresh, timeline, request, items, media, duration, follows, notes)
        if score.looped:
            notes.append(note("song_looped", name=score.clips[0].name))
        if follows and score.on_beat:
            notes.append(note("cuts_met", on=cuts_on_beats(follows, score.grid), count=len(follows)))
        made = timeline
        if timeline.is_beat_cut and timeline.music is not None:
            made = self._recut(timeline, fresh, score, items, media, notes)
        if made is timeline:
            made = with_score(timeline, score)
        if timeline.music is None and made.video_clips:
            made = _leveled(made, has_music=True)
        return Planned(timeline=with_brief(made, fresh), notes=tuple(notes))

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
            score = _score_for_cutting(brief, items, media, length, timeline)
            clips = _on_beats(brief, items, score, rate, notes)
        else:
            score = None
            clips = whole_clips(items, length, rate, notes)
        clips = with_settings(clips, timeline.video_clips, own_sound=brief.own_sound, fit=brief.fit)
        track = next((t for t in timeline.tracks if t.kind == TrackKind.VIDEO), None)
        track = track or Track(track_id="video", kind=TrackKind.VIDEO, name="Video")
        others = tuple(t for t in timeline.tracks if t.track_id != track.track_id)
        made = replace(timeline, tracks=(replace(track, clips=clips), *others))
        if score is not None:
            return with_score(made, score)
        return _fitted(made, media)

    @staticmethod
    def _fit(media: Mapping[str, MediaItem]):
        def fit(timeline: Timeline) -> Timeline:
            clips = music_clips(timeline)
            return fitted(timeline, media.get(clips[0].media_id or "")) if clips else timeline

        return fit

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
        held = _held_tempo(music, timeline)
        score = composed(
            music,
            duration_ms=duration,
            energy=energy_of(items),
            volume=brief.music_volume,
            bpm=held,
            cuts_ms=cuts_ms,
        )
        if request.drop_at_ms is None or score.clips[0].music is None:
            return score
        clip = score.clips[0]
        spec, drop = with_drop_at(score.clips[0].music, request.drop_at_ms - clip.start_ms)
        notes.append(note("drop_at", at_ms=clip.start_ms + drop))
        return replace(score, clips=(replace(clip, music=spec),))

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
            return with_score(_with_clips(timeline, clips), score)
        before = timeline.duration_ms
        if pinned:
            grid = score.grid
            off = [
                c
                for c in timeline.video_clips[1:]
                if not score.on_beat or abs(grid.times_ms[grid.nearest(c.start_ms)] - c.start_ms) > 40
            ]
            kept = [replace(c, anchor=None) if c in off else c for c in timeline.video_clips]
            if off:
                notes.append(note("cuts_off", count=len(off)))
            return with_score(_with_clips(timeline, kept), score)
        notes.append(note("cuts_anew"))
        unique = list({item.media_id: item for item in items}.values())
        brief = replace(brief, length_ms=brief.length_ms or before, cut=True)
        return self._shot(with_score(timeline, score), brief, unique, media, notes)


def _check_footage(timeline: Timeline, request: AutoEditRequest, items: Sequence[MediaItem]) -> None:
    """A film that stands is not made longer by less than was asked for; photos can fill any length."""
    available = _whole_ms(items)
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


def _asked(brief: Brief, timeline: Timeline, request: AutoEditRequest, context: EditContext) -> Brief:
    """The brief with what the request changes of it."""
    pictures = tuple(m.media_id for m in context.media if m.info.kind != "audio")
    sources = request.sources or brief.sources or pictures
    interleave = brief.interleaved if request.order is None else request.order == "interleaved"
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
        length_ms=length,
        at_most=at_most,
        cut=cut,
        pace=request.pace or brief.pace,
        every=request.every_beats if request.every_beats or request.pace else brief.every,
        follows_cuts=request.follows_cuts or brief.follows_cuts,
    )


def _wanted_music(
    now: MusicBrief | None,
    timeline: Timeline,
    request: MusicRequest,
    context: EditContext,
    notes: list[Words],
) -> MusicBrief:
    songs = [m for m in context.media if m.info.kind == "audio"]
    if request.media_id is not None:
        return MusicBrief(media_id=request.media_id)
    plain = not (
        request.mood or request.bpm or request.seed is not None or request.match or request.tempo_factor
    )
    if plain and request.another and now is not None and now.media_id is not None:
        others = [s for s in songs if s.media_id != now.media_id]
        place = next((n for n, s in enumerate(songs) if s.media_id == now.media_id), -1)
        following = [s for s in songs[place + 1 :] if s in others] or others
        if following:
            return MusicBrief(media_id=following[0].media_id)
    elif plain and not request.another and songs and (now is None or now.media_id is None):
        notes.append(note("uploaded_song"))
        return MusicBrief(media_id=songs[-1].media_id)
    elif plain and not request.another and now is not None and now.media_id is not None:
        return now
    if request.tempo_factor and now is not None and now.media_id is not None:
        raise refuse("the tempo of an uploaded song cannot be changed yet.", "目前还不能改变上传歌曲的速度。")
    shown = {c.media_id for c in timeline.video_clips}
    pictures = [m for m in context.media if m.media_id in shown] or list(context.media)
    mood = (
        request.mood
        or (mood_for(pictures) if request.match else None)
        or (now.mood if now else None)
        or "upbeat"
    )
    look = look_of(pictures) if request.match and not request.mood else None
    if look is not None:
        notes.append(
            note(f"matched_{look}", mood=Words(MOODS[mood].labels["en"].lower(), MOODS[mood].labels["zh"]))
        )
    seed = now.seed if now and now.media_id is None else context.seed
    if request.seed is not None:
        seed = request.seed
    elif request.another and now is not None and now.mood == mood:
        seed += 1
    bpm = request.bpm or (now.bpm if now and not request.mood else None)
    spec = timeline.music.music if timeline.music else None
    if request.tempo_factor and spec is not None:
        bpm = round(min(max(spec.bpm_milli / 1000 * request.tempo_factor, SLOWEST_BPM), fastest_bpm))
    return MusicBrief(mood=mood, seed=seed, bpm=bpm)


def _held_tempo(music: MusicBrief, old: Timeline) -> float | None:
    """The tempo of the music before, if the new mood can be played at it: then every cut keeps its place."""
    grid = old.music.grid if old.music else None
    if music.bpm or grid is None or len(grid.times_ms) < 2 or not old.is_beat_cut:
        return None
    slow, fast = MOODS[music.mood or "upbeat"].bpm_range
    bpm = round(60_000 / steps_of(grid), 3)
    steady = _is_steady(grid.times_ms)
    return bpm if steady and slow <= bpm <= fast else None


def _is_steady(times_ms: Sequence[Fraction]) -> bool:
    """Whether all beats are equally long, to ten milliseconds over the whole grid."""
    period = (times_ms[-1] - times_ms[0]) / (len(times_ms) - 1)
    return all(abs(times_ms[0] + n * period - t) <= 10 for n, t in enumerate(times_ms))


def _score_for_cutting(
    brief: Brief,
    items: Sequence[MediaItem],
    media: Mapping[str, MediaItem],
    length: int | None,
    old: Timeline,
) -> Score:
    music = brief.music or MusicBrief()
    item = media.get(music.media_id) if music.media_id is not None else None
    usual_ms = (
        steps_of(item.grid) if item and item.grid else 60_000 / MOODS[music.mood or "upbeat"].default_bpm
    )
    # Many clips need more than a minute, or half of them would be cut between beats.
    most = min(_whole_ms(items), max(LONGEST_UNASKED_MS, round((len(items) + _SPARE_BEATS) * usual_ms)))
    if item is not None:
        if length is None and item.grid and len(item.grid.times_ms) > 1:
            most = whole_beats_ms(items, steps_of(item.grid), most)
        start = old.music.source_start_ms if old.music and old.music.media_id == item.media_id else None
        return song(item, asked_ms=length, most_ms=most, volume=brief.music_volume, source_start_ms=start)
    energy = energy_of(items)
    held = _held_tempo(music, old)
    duration = length or most
    score = composed(music, duration_ms=duration, energy=energy, volume=brief.music_volume, bpm=held)
    if length is not None:
        return score
    beat = steps_of(score.grid)
    bars = floor(whole_beats_ms(items, beat, most) / (beat * score.grid.beats_per_bar) + 1e-6)
    whole = round(bars * beat * score.grid.beats_per_bar)
    if bars >= 1 and whole < duration:
        return composed(music, duration_ms=whole, energy=energy, volume=brief.music_volume, bpm=held)
    return score


def _on_beats(
    brief: Brief, items: Sequence[MediaItem], score: Score, frame_rate: Fraction, notes: list[Words]
) -> tuple[VideoClip, ...]:
    grid = score.grid
    beats = max(1, sum(t < score.duration_ms - _SLIVER_MS for t in grid.times_ms))
    phrasing = phrasing_of(
        beats=beats,
        beats_per_bar=grid.beats_per_bar,
        pace=brief.pace,
        every=brief.every,
        music=score.clips[0].music,
    )
    if score.looped:
        notes.append(note("song_looped", name=score.clips[0].name))
    if not score.on_beat:
        notes.append(note("no_beat", name=score.clips[0].name))
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


def _whole_ms(items: Sequence[MediaItem]) -> int:
    return sum(film_ms(item) for item in items)


def _limited(item: MediaItem, span_ms: tuple[int, int] | None) -> MediaItem:
    """The medium as if it held only that stretch of itself."""
    if span_ms is None or item.info.kind != "video":
        return item
    start, end = span_ms[0], min(span_ms[1], item.info.duration_ms)
    if end - start < 100:
        raise refuse(f"“{item.name}” has no footage in that range.", f"“{item.name}”在该范围内没有画面。")
    analysis = item.analysis
    if analysis is not None:
        first, last = start // analysis.hop_ms, -(-end // analysis.hop_ms)
        analysis = replace(
            analysis,
            motion=analysis.motion[first:last],
            sharpness=analysis.sharpness[first:last],
            exposure=analysis.exposure[first:last],
            shot_starts_ms=(0, *(s - start for s in analysis.shot_starts_ms if start < s < end)),
        )
    return replace(item, info=replace(item.info, duration_ms=end - start), analysis=analysis)


def _offset(timeline: Timeline, ranges_ms: Mapping[str, tuple[int, int]]) -> Timeline:
    """Clips of sources that were limited to a stretch show that stretch."""
    if not ranges_ms:
        return timeline
    clips = [
        replace(c, source_start_ms=c.source_start_ms + ranges_ms[c.media_id][0])
        if c.media_id in ranges_ms and not c.pinned
        else c
        for c in timeline.video_clips
    ]
    return _with_clips(timeline, clips)


def _with_clips(timeline: Timeline, clips: Sequence[VideoClip]) -> Timeline:
    track = next(t for t in timeline.tracks if t.kind == TrackKind.VIDEO)
    return timeline.with_track(replace(track, clips=tuple(clips)))


def _fitted(timeline: Timeline, media: Mapping[str, MediaItem]) -> Timeline:
    clips = music_clips(timeline)
    return fitted(timeline, media.get(clips[0].media_id or "")) if clips else timeline


def _leveled(timeline: Timeline, *, has_music: bool) -> Timeline:
    return _with_clips(timeline, [at_usual_level(c, has_music=has_music) for c in timeline.video_clips])

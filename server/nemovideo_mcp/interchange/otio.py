"""OpenTimelineIO, by its own library: tracks, clips, gaps, transitions, time warps and markers as its schema has them.

What the schema has no place for stands in each clip's metadata under `nemovideo`, as a segment of the draft, so that
it is there again when the file comes back.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Items
from importlib import import_module
from typing import Any, TypeVar

from nemovideo_mcp.interchange.sequence import Footage, Mark, Sequence, Shot, Sound, Title, rows
from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["METADATA", "to_otio"]

T = TypeVar("T", bound=Shot | Sound | Title)
METADATA = "nemovideo"
_DISSOLVE, _OTHER = "SMPTE_Dissolve", "Custom_Transition"


def to_otio(sequence: Sequence) -> str:
    """The film as the JSON of an `.otio` file."""
    otio = _library()
    return str(otio.adapters.write_to_string(_Builder(sequence, otio).timeline(), "otio_json"))


def _library() -> Any:
    """OpenTimelineIO, which has no types; it is imported with the first film."""
    return import_module("opentimelineio")


class _Builder:
    """Builds the objects of the library."""

    def __init__(self, sequence: Sequence, otio: Any) -> None:
        self._film = sequence
        self._schema: Any = otio.schema
        self._time: Any = otio.opentime
        self._rate = float(sequence.frame_rate)
        draft = draft_of(sequence.timeline)
        self._segments = {
            segment["id"]: {**segment, "track_kind": int(track["tt"])}
            for track in draft["t"]
            for segment in track["sg"]
        }
        self._head = {key: value for key, value in draft.items() if key != "t"}

    def timeline(self) -> Any:
        film = self._film
        timeline = self._schema.Timeline(film.title or "NemoVideo")
        timeline.metadata[METADATA] = self._head
        timeline.global_start_time = self._frames(0)
        timeline.tracks.append(self._track("Video", "Video", self._main()))
        for number, layer in enumerate(film.over, 2):
            timeline.tracks.append(self._track(f"Video {number}", "Video", self._row(layer)))
        for number, row in enumerate(rows(film.titles), 1):
            timeline.tracks.append(self._track(f"Titles {number}", "Video", self._row(row)))
        heard = [shot for shot in film.shots if shot.gain_db is not None]
        if heard:
            timeline.tracks.append(self._track("Clip sound", "Audio", self._row(heard, sound=True)))
        for number, row in enumerate(rows(film.sounds), 1):
            timeline.tracks.append(self._track(f"Music {number}", "Audio", self._row(row)))
        timeline.tracks.markers.extend(self._marker(mark) for mark in film.marks)
        return timeline

    def _track(self, name: str, kind: str, items: Items[Any]) -> Any:
        track = self._schema.Track(name, kind=kind)
        track.extend(items)
        return track

    def _main(self) -> list[Any]:
        return self._spaced(
            self._film.shots,
            lambda shot: [*([self._transition(shot)] if shot.crossing is not None else []), self._shot(shot)],
        )

    def _row(self, row: Items[Shot | Sound | Title], *, sound: bool = False) -> list[Any]:
        def made(item: Shot | Sound | Title) -> list[Any]:
            if isinstance(item, Shot):
                return [self._shot(item, sound=sound)]
            return [self._sound(item) if isinstance(item, Sound) else self._title(item)]

        return self._spaced(row, made)

    def _spaced(self, row: Items[T], make: Callable[[T], list[Any]]) -> list[Any]:
        """What is made of each item of a row, with gaps where there is none."""
        items: list[Any] = []
        reached = 0
        for item in row:
            if item.first_frame > reached:
                items.append(self._gap(item.first_frame - reached))
            items += make(item)
            reached = item.end_frame
        return items

    def _shot(self, shot: Shot, *, sound: bool = False) -> Any:
        start = self._frames(round(shot.source_s * self._film.frame_rate))
        clip = self._schema.Clip(
            shot.clip.name or shot.footage.name,
            self._reference(shot.footage),
            self._time.TimeRange(start, self._frames(shot.frames)),
        )
        clip.metadata[METADATA] = {"id": shot.clip.clip_id} if sound else self._segments[shot.clip.clip_id]
        if isinstance(shot.clip, VideoClip) and not shot.footage.is_photo:
            speed = -shot.speed if shot.is_reversed else shot.speed
            if shot.is_frozen:
                clip.effects.append(self._schema.FreezeFrame())
            elif speed != 1:
                clip.effects.append(self._schema.LinearTimeWarp(time_scalar=float(speed)))
        return clip

    def _sound(self, sound: Sound) -> Any:
        start = self._frames(round(sound.source_s * self._film.frame_rate))
        clip = self._schema.Clip(
            sound.clip.name or sound.footage.name,
            self._reference(sound.footage),
            self._time.TimeRange(start, self._frames(sound.frames)),
        )
        clip.metadata[METADATA] = self._segments[sound.clip.clip_id]
        return clip

    def _title(self, title: Title) -> Any:
        span = self._time.TimeRange(self._frames(0), self._frames(title.frames))
        generator = self._schema.GeneratorReference(
            "Text", "Text", span, {"text": title.clip.text, "color": title.clip.color}
        )
        clip = self._schema.Clip(title.clip.text.splitlines()[0][:60], generator, span)
        clip.metadata[METADATA] = self._segments[title.clip.clip_id]
        return clip

    def _transition(self, shot: Shot) -> Any:
        crossing = shot.crossing
        assert crossing is not None
        kind = _DISSOLVE if crossing.kind == "dissolve" else _OTHER
        transition = self._schema.Transition(
            crossing.kind, kind, self._frames(crossing.lead), self._frames(crossing.tail)
        )
        transition.metadata[METADATA] = {"kind": crossing.kind}
        return transition

    def _gap(self, frames: int) -> Any:
        return self._schema.Gap(source_range=self._time.TimeRange(self._frames(0), self._frames(frames)))

    def _marker(self, mark: Mark) -> Any:
        span = self._time.TimeRange(self._frames(mark.frame), self._frames(0))
        marker = self._schema.Marker(mark.name, span, color=mark.color, comment=mark.name)
        marker.metadata[METADATA] = {"kind": mark.kind}
        return marker

    def _reference(self, footage: Footage) -> Any:
        span = None
        if not footage.is_photo:
            # The library wants the range in one rate with the clip's own, so that in points can be compared.
            whole = int(footage.duration_s * self._film.frame_rate)
            span = self._time.TimeRange(self._frames(0), self._frames(whole))
        reference = self._schema.ExternalReference(target_url=footage.location, available_range=span)
        reference.name = footage.name
        reference.metadata[METADATA] = {
            "media": footage.media_id,
            "kind": footage.info.kind,
            "frame_rate": str(footage.frame_rate),
        }
        return reference

    def _frames(self, frames: int) -> Any:
        return self._time.RationalTime(frames, self._rate)

"""What a sentence is about: the project as it stands, and what was spoken of last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.timeline.media import MediaItem
from nemovideo_mcp.timeline.model import TextClip, Timeline, VideoClip

__all__ = ["Focus", "Scene"]


@dataclass(frozen=True, kw_only=True)
class Focus:
    """What was spoken of last, so that "it", "the other one" and "even shorter" mean something.

    `clips`, `texts` and `overlays` are ids, the latest thing only: of these, music and film one at most is set.
    `operation` is the last operation that was understood, whether or not it could be carried out, `beside` the others
    of its message, and `before` the film that they were said of; `pending` the words of a clause that was refused for
    want of an object. `parts` is what the last split made of a clip, or a clip and its copies; `undone`: the last
    message was taken back; `said`: the words of the last wish; `offered`: what a "yes" asks for, all of it or none.
    `together` are the clips, or the texts, of the wishes up to now in a row, `among` the shots of a medium that were
    counted last. `loss_told`: it was said that what is offered throws away most of the film. `run` is how many messages
    in a row set the same of the same thing.
    """

    clips: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    music: bool = False
    film: bool = False
    overlays: tuple[str, ...] = ()
    operation: Operation | None = None
    beside: tuple[Operation, ...] = ()
    before: Timeline | None = None
    pending: str = ""
    parts: tuple[str, ...] = ()
    undone: bool = False
    said: str = ""
    offered: tuple[Operation, ...] = ()
    loss_told: bool = False
    together: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    run: int = 0


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The timeline and media of the project, and the focus of the talk.

    `last_ids` holds the highest number that was ever given to an id of each letter, as an `EditContext` has it.
    """

    timeline: Timeline
    media: tuple[MediaItem, ...] = ()
    language: str | None = None
    last_ids: Mapping[str, int] = field(default_factory=dict[str, int])
    focus: Focus = Focus()

    @cached_property
    def clips(self) -> tuple[VideoClip, ...]:
        """The clips in the order of the film."""
        return tuple(sorted(self.timeline.video_clips, key=lambda clip: clip.start_ms))

    @cached_property
    def texts(self) -> tuple[TextClip, ...]:
        return tuple(sorted(self.timeline.text_clips, key=lambda text: (text.start_ms, text.clip_id)))

    @property
    def films(self) -> tuple[MediaItem, ...]:
        """Videos and photos of the project."""
        return tuple(item for item in self.media if item.info.has_pictures)

    @property
    def songs(self) -> tuple[MediaItem, ...]:
        return tuple(item for item in self.media if item.info.kind == "audio")

    def clip(self, clip_id: str) -> VideoClip | None:
        return next((clip for clip in self.clips if clip.clip_id == clip_id), None)

    def new_ids(self, letter: str, count: int = 1) -> tuple[str, ...]:
        """The ids that the next things of this kind will get."""
        used = [clip.clip_id for track in self.timeline.tracks for clip in track.clips]
        numbers = [int(i[1:]) for i in used if i[:1] == letter and i[1:].isdigit()]
        start = max([self.last_ids.get(letter, 0), *numbers])
        return tuple(f"{letter}{start + n}" for n in range(1, count + 1))

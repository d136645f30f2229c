"""What is said of a clip whose crop is to follow its subject, or whose bars are to go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from nemovideo_mcp.edit.wording import Words, clip_names
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.timeline.model import Fit, VideoClip

__all__ = ["subject_notes", "words_note"]

_Value = TypeVar("_Value")

_FOUND_BY: dict[str, Words] = {
    "face": Words("a face", "人脸"),
    "motion": Words("what moves", "画面中的运动"),
    "detail": Words("what stands out", "画面中最显眼的部分"),
}
_NOTHING = Words("nothing that stands out: the crop stays in the middle", "没有突出的主体：裁切保持居中")
# A crop that leaves so much of a picture has nowhere to go.
_WHOLE = 0.98


def subject_notes(
    work: Workspace, clips: Sequence[VideoClip], *, follow: bool, bars: bool
) -> tuple[Words, ...]:
    """What was found in the sources of `clips`, as far as they have been looked at."""
    media = work.context.by_id
    notes: list[Words] = []
    if follow:
        for clip in clips:
            item = media.get(clip.media_id)
            if item is not None and item.analysis is not None:
                notes.append(_followed(work, clip, item, item.analysis))
        if (kept := words_note(work, clips)) is not None:
            notes.append(kept)
    if bars:
        without = [
            clip
            for clip in clips
            if (item := media.get(clip.media_id)) and item.analysis and not item.analysis.pictures
        ]
        if without:
            names = clip_names(without)
            notes.append(
                Words(f"{names.en}: there are no black bars in the source.", f"{names.zh}：素材中没有黑边。")
            )
    return tuple(dict.fromkeys(notes))


def words_note(work: Workspace, clips: Sequence[VideoClip]) -> Words | None:
    """That words in the picture are kept, where a clip that the frame crops has any."""
    media = work.context.by_id
    worded = [
        clip
        for clip in clips
        if clip.fit in (None, Fit.COVER)
        and (item := media.get(clip.media_id)) is not None
        and item.analysis is not None
        and any(
            line.stands_in(clip.source_start_ms, clip.source_end_ms)
            for lines in _shown(clip, item.analysis, item.analysis.words)
            for line in lines
        )
        and not _is_whole(work, clip, item)
    ]
    if not worded or not work.timeline.careful_framing:
        return None
    names = clip_names(worded)
    return Words(
        f"{names.en}: words in the picture stay whole; where the crop has no room for them, all of it is shown.",
        f"{names.zh}：画面中的文字保持完整；裁切放不下时显示整个画面。",
    )


def _followed(work: Workspace, clip: VideoClip, item: MediaItem, analysis: Analysis) -> Words:
    names = clip_names([clip])
    if _is_whole(work, clip, item):
        return Words(
            f"{names.en}: nothing of the picture is cropped, so there is nothing to follow.",
            f"{names.zh}：画面没有被裁切，无需跟随。",
        )
    kinds = list(dict.fromkeys(_kinds(clip, analysis)))
    found = [_FOUND_BY[kind] for kind in kinds if kind in _FOUND_BY] or [_NOTHING]
    en, zh = " and ".join(words.en for words in found), "、".join(words.zh for words in found)
    return Words(f"{names.en}: found to follow: {en}.", f"{names.zh}：跟随的是{zh}。")


def _is_whole(work: Workspace, clip: VideoClip, item: MediaItem) -> bool:
    """Whether the frame shows all of the picture."""
    info = item.info
    if not (info.width and info.height):
        return False
    width, height = (info.width, info.height) if clip.rotation % 180 == 0 else (info.height, info.width)
    shape = width / height * work.timeline.height / work.timeline.width
    return min(shape, 1 / shape) / max(1.0, clip.zoom) ** 2 >= _WHOLE


def _kinds(clip: VideoClip, analysis: Analysis) -> Iterator[str]:
    """What the subjects of the shots that the clip shows were found by."""
    return (subject.kind for subject in _shown(clip, analysis, analysis.subjects))


def _shown(clip: VideoClip, analysis: Analysis, values: Sequence[_Value]) -> Iterator[_Value]:
    """Of values that there are for each shot, those of the shots that the clip shows."""
    starts = analysis.shot_starts_ms
    for start, end, value in zip(starts, (*starts[1:], float("inf")), values, strict=False):
        if start < max(clip.source_end_ms, clip.source_start_ms + 1) and end > clip.source_start_ms:
            yield value

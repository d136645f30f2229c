"""What operations need to know of speech in the film, and what they say of it."""

from __future__ import annotations

from nemovideo_mcp.edit.wording import Words, seconds
from nemovideo_mcp.edit.workspace import Workspace
from nemovideo_mcp.timeline.speech import speakers, speech_in_film

__all__ = ["notes_on_speech", "speaking_media", "under_speech_words"]


def speaking_media(work: Workspace) -> tuple[str, ...]:
    """The media in which somebody may be heard speaking in the film."""
    known = work.context.by_id
    heard = dict.fromkeys(clip.media_id for clip in speakers(work.timeline))
    return tuple(i for i in heard if i in known and known[i].info.has_audio)


def under_speech_words(gain: float) -> Words:
    """How loud the music is while somebody speaks, behind "the music"."""
    if gain == 1:
        return Words("as loud when somebody speaks", "在有人说话时不再降低")
    percent = f"{round(gain * 100)}%"
    return Words(f"at {percent} while somebody speaks", f"在有人说话时降到 {percent}")


def notes_on_speech(work: Workspace) -> tuple[Words, ...]:
    """How much of the film is speech; what comes later counts when it is there."""
    analyses = {i: item.analysis for i, item in work.context.by_id.items() if item.analysis is not None}
    spoken = speech_in_film(work.timeline, analyses)
    if not spoken:
        return (
            Words(
                "nobody speaks in the clips as they are, so the music stays as loud as it is.",
                "目前片段中没有人说话，音乐音量不变。",
            ),
        )
    length, count = seconds(sum(end - start for start, end in spoken)), len(spoken)
    return (
        Words(
            f"{length} s of the film are speech, in {count} stretch{'es' * (count > 1)}; the music follows "
            "where clips go.",
            f"影片中共有 {length} 秒人声（{count} 段）；片段移动后音乐会随之调整。",
        ),
    )

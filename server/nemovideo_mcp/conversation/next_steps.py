"""What could be said next: sentences that do something on the timeline as it stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from nemovideo_mcp.views.outline import Outline, outline_of

__all__ = ["next_steps"]

_MOST = 3


def _has(outline: Outline, *labels: str) -> bool:
    return any(track.label in labels for track in outline.tracks)


# The last one that fits is always kept: the way to the file.
_SENTENCES: tuple[tuple[Callable[[Outline], bool], Mapping[str, str]], ...] = (
    (
        lambda o: not o.tracks,
        {
            "en": "combine these clips, add upbeat music and cut to the beat",
            "zh": "把这些片段拼起来，配上欢快的音乐，卡点剪辑",
        },
    ),
    (
        lambda o: _has(o, "video") and not _has(o, "bgm", "sound"),
        {"en": "add upbeat music and cut to the beat", "zh": "配上欢快的音乐，卡点剪辑"},
    ),
    (
        lambda o: _has(o, "video") and not _has(o, "title", "subtitle"),
        {"en": "add a title 'My film'", "zh": "加标题“我的影片”"},
    ),
    (
        lambda o: _has(o, "video") and o.width > o.height > 0,
        {"en": "make it vertical", "zh": "改成竖屏"},
    ),
    (lambda o: _has(o, "bgm"), {"en": "another song", "zh": "换一首歌"}),
    (lambda o: _has(o, "bgm"), {"en": "music at 60%", "zh": "音乐音量调到 60%"}),
    (lambda o: _has(o, "video"), {"en": "export it", "zh": "导出"}),
)


def next_steps(
    draft: Mapping[str, Any], *, language: str = "en", with_export: bool = True
) -> tuple[str, ...]:
    """Up to three sentences for `draft`; the last is how to get the file, where there is something to export.

    Behind a refusal nobody is sent on to the export: `with_export` is False then.
    """
    outline = outline_of(draft)
    sentences = _SENTENCES if with_export else _SENTENCES[:-1]
    fitting = [words[language] for fits, words in sentences if fits(outline)]
    if not with_export:
        return tuple(fitting[:_MOST])
    return tuple(fitting) if len(fitting) <= _MOST else (*fitting[: _MOST - 1], fitting[-1])

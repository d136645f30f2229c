"""What people and agents see of speech: the music's level under it, when somebody speaks in a source, what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from nemovideo_mcp.protocol.draft import draft_of
from nemovideo_mcp.timeline.captions import CaptionFile, CaptionLine
from nemovideo_mcp.timeline.media import MediaItem, short_ids
from nemovideo_mcp.views.diff import diff
from nemovideo_mcp.views.source_view import source_view
from nemovideo_mcp.views.summary import summary_text
from nemovideo_mcp.views.timeline_table import timeline_table
from nemovideo_mcp.views.timeline_view import timeline_view
from support.edits import applied_to
from support.films import film, media_of, talking

MEDIA = media_of("song")
BEFORE = film("song")
AFTER = applied_to("song", {"op": "set_music_mix", "under_speech": 0.3}).timeline


def view(timeline: Any) -> dict[str, Any]:
    return timeline_view(timeline, MEDIA, project="p", version=1)


@pytest.mark.parametrize(
    ("language", "changed", "level"),
    [
        ("en", "BGM song: level under speech changed", "30% under speech"),
        ("zh", "背景音乐 song：说话时的音量已更改", "说话时 30%"),
    ],
)
def test_the_level_under_speech_is_told_in_words(language: str, changed: str, level: str) -> None:
    for one, other in ((BEFORE, AFTER), (AFTER, BEFORE)):
        assert [c.text for c in diff(draft_of(one), draft_of(other), language=language)] == [changed]
    assert level in summary_text(draft_of(AFTER), language=language)
    assert level not in summary_text(draft_of(BEFORE), language=language)
    assert any(level in line for line in timeline_table(view(AFTER), language=language))


def test_the_timeline_has_it_only_where_it_is_set() -> None:
    assert view(AFTER)["music"]["under_speech"] == 0.3
    assert "under_speech" not in view(BEFORE)["music"]


def test_a_source_tells_when_somebody_speaks_and_what_is_said() -> None:
    item = talking(MEDIA[0])
    told = source_view(item, uses=1, ids=short_ids(MEDIA))
    assert told["speech"] == [{"start_s": 0.9, "end_s": 2.4}, {"start_s": 3.7, "end_s": 5.2}]
    assert told["speech_s"] == 3.0
    assert told["said"][0] == {"text": "w0 w1 w2 w3 w4", "start_s": 0.9, "end_s": 2.35}
    assert "captions" not in told
    plain = source_view(MEDIA[0], uses=1, ids=short_ids(MEDIA))
    assert {"speech", "speech_s", "said"}.isdisjoint(plain)


def test_of_a_long_talk_the_first_lines_are_told_and_how_many_there_are() -> None:
    lines = tuple(CaptionLine(text=f"line {n}", start_ms=n * 1000, end_ms=n * 1000 + 900) for n in range(250))
    talk: MediaItem = replace(MEDIA[0], captions=CaptionFile(lines=lines))
    told = source_view(talk, uses=1, ids=short_ids(MEDIA))
    assert (len(told["said"]), told["lines_said"]) == (100, 250)

"""The filmstrip shows each clip as the export does: backwards, frozen, turned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from nemovideo_mcp.studio.board_art import art_of
from nemovideo_mcp.timeline.model import Timeline, Track, VideoClip
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.views.board import board_of
from support.media import make_video, number_in


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> SourceFile:
    """Four seconds of numbered frames, each a key frame."""
    path = make_video(
        tmp_path_factory.mktemp("films") / "f.mp4", pattern="numbers", duration_ms=4000, key_every=1
    )
    return SourceFile(path=path, content_hash="f", info=probe(path))


def strip(film: SourceFile, folder: Path, **asked: Any) -> list[int]:
    """The numbers of the frames that the filmstrip shows of a film of one clip, in order of time."""
    clip = VideoClip(clip_id="c1", name="f", media_id="m", start_ms=0, duration_ms=4000, **asked)
    timeline = Timeline(width=320, height=180, tracks=(Track(track_id="v", kind=0, clips=(clip,)),))
    art = art_of(board_of(timeline), timeline, {"m": film}, folder)
    return [number_in(np.asarray(image)) for image in art.pictures.values()]


def test_a_reversed_clip_runs_backwards_and_a_frozen_one_stands(film: SourceFile, tmp_path: Path) -> None:
    forwards = strip(film, tmp_path)
    assert len(forwards) > 2
    assert forwards == sorted(forwards)
    backwards = strip(film, tmp_path, reversed=True)
    assert backwards == pytest.approx(forwards[::-1], abs=2)
    assert set(strip(film, tmp_path, freeze=True, source_start_ms=1000)) == {30}

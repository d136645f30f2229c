"""Films at the rates of their footage, exported with sound: whole, in step, and measured as what they are."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest

from nemovideo_mcp.export.export import export
from nemovideo_mcp.timeline.media import Analysis, MediaItem
from nemovideo_mcp.video.plan import EncoderSettings
from support.edits import edited
from support.media import click_track, decoded_audio, decoded_frames, make_video, number_in
from support.rendering import source_file

SIZE = {"width": 64, "height": 36}


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(30000, 1001), Fraction(50)])
def test_an_exported_film_has_the_rate_of_its_footage_with_every_frame_and_its_sound_in_step(
    tmp_path: Path, rate: Fraction
) -> None:
    clicks_ms = range(500, 11_000, 1000)
    path = make_video(
        tmp_path / "a.mp4",
        frame_rate=rate,
        duration_ms=11_000,
        pattern="numbers",
        audio=click_track(clicks_ms, duration_ms=11_000),
        **SIZE,
    )
    source = source_file(path)
    flat = (0.5,) * (source.info.duration_ms // 100)
    item = MediaItem(
        media_id="m",
        name="a.mp4",
        info=source.info,
        analysis=Analysis(hop_ms=100, motion=flat, sharpness=flat, exposure=flat),
    )
    made = edited((item,), {"op": "auto_edit", "cut_to_beat": False}).timeline
    output = tmp_path / "film.mp4"
    with ThreadPoolExecutor(1) as executor:
        receipt = export(
            replace(made, **SIZE),
            {"m": source},
            analyses={},
            output=output,
            work_folder=tmp_path / "work",
            executor=executor,
            on_progress=lambda _stage, _fraction: None,
            cancelled=lambda: False,
            settings=EncoderSettings(preset="ultrafast", crf=20),
        )
    assert receipt.problems == ()
    assert receipt.frame_rate == pytest.approx(float(rate), rel=1e-4)
    shown = list(decoded_frames(output))
    assert [number_in(frame.picture) for frame in shown] == list(range(round(11 * rate)))
    begin_ms, samples = decoded_audio(output)
    for click_ms in clicks_ms:
        first = round((click_ms - 100 - begin_ms) * 48)
        heard = abs(samples[0, first : first + 9600])
        start_ms = float(begin_ms) + (first + int((heard > 0.3 * heard.max()).argmax())) / 48
        assert start_ms == pytest.approx(click_ms, abs=4)

"""Exports by quality, codec, platform and hardware: what comes out, what is refused, what is said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.errors import InvalidRequest, RenderFailed
from nemovideo_mcp.export import tasks
from nemovideo_mcp.export.estimate import estimate
from nemovideo_mcp.export.export import export
from nemovideo_mcp.export.options import as_exported, remarks_on
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.model import (
    CaptionClip,
    OverlayClip,
    TextClip,
    Timeline,
    Track,
    TrackKind,
    VideoClip,
)
from nemovideo_mcp.timeline.platforms import PRESETS, SHAPES
from nemovideo_mcp.video.chunk import composed_frames, render_chunk
from nemovideo_mcp.video.encoders import settings_for
from nemovideo_mcp.video.hardware import HardwareEncoders
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.views.receipt import Receipt
from support.media import Picture, make_video, moving
from support.rendering import source_file

DRAFT = ExportOptions(quality="draft")


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SourceFile]:
    folder = tmp_path_factory.mktemp("media")
    soft = np.random.default_rng(1).integers(0, 255, (9, 16, 3), np.uint8)
    Image.fromarray(soft).resize((640, 360), Image.Resampling.BICUBIC).save(folder / "photo.png")
    Image.fromarray(np.full((50, 100, 3), (250, 30, 30), np.uint8)).save(folder / "logo.png")
    film = make_video(
        folder / "film.mp4", width=128, height=72, frame_rate=10, duration_ms=2000, pattern=moving
    )
    return {path.stem: source_file(path) for path in (folder / "photo.png", folder / "logo.png", film)}


def timeline(
    *over: TextClip | OverlayClip | CaptionClip,
    media: str = "photo",
    ms: int = 500,
    size: tuple[int, int] = (1920, 1080),
) -> Timeline:
    shot = VideoClip(clip_id="c1", name=media, media_id=media, start_ms=0, duration_ms=ms, motion="none")
    texts = tuple(clip for clip in over if not isinstance(clip, OverlayClip))
    pictures = tuple(clip for clip in over if isinstance(clip, OverlayClip))
    return Timeline(
        width=size[0],
        height=size[1],
        frame_rate=Fraction(10),
        tracks=(
            Track(track_id="v", kind=TrackKind.VIDEO, clips=(shot,)),
            Track(track_id="o", kind=TrackKind.VIDEO, clips=pictures),
            Track(track_id="t", kind=TrackKind.TEXT, clips=texts),
        ),
    )


def seen(edit: Timeline, sources: dict[str, SourceFile]) -> Picture:
    (chunk,) = plan_chunks(edit, sources, settings=EncoderSettings())
    frames = composed_frames(chunk)
    return next(frames).to_ndarray(format="rgb24")


def box(picture: Picture, bare: Picture) -> tuple[float, ...]:
    """Where a picture differs from the bare one, as fractions of the frame."""
    rows, columns = np.nonzero(np.abs(picture.astype(int) - bare).max(axis=2) > 24)
    height, width = picture.shape[:2]
    return (
        columns.min() / width,
        rows.min() / height,
        (columns.max() + 1) / width,
        (rows.max() + 1) / height,
    )


TEXT = TextClip(
    clip_id="t1",
    text="Sunday ride along the river with all of our friends",
    start_ms=0,
    duration_ms=500,
    entrance="none",
    exit="none",
)
CAPTION = "What a day it was by the sea, my friends, and we went on and on"
LOGO = OverlayClip(clip_id="o1", name="logo", media_id="logo", start_ms=0, duration_ms=500, width=0.2)
OVER: Sequence[TextClip | OverlayClip | CaptionClip] = (
    replace(TEXT, effect="outline"),
    replace(TEXT, style="lower_third", effect="box"),
    CaptionClip(clip_id="s1", text=CAPTION, start_ms=0, duration_ms=500),
    replace(LOGO, border=0.02, rounded=0.3),
    replace(LOGO, media_id=None, effect="pixelate", place="center", width=0.3, height=0.3),
)  # fmt: skip


@pytest.mark.parametrize("over", OVER, ids=["title", "lower third", "captions", "logo", "pixelated region"])
def test_a_draft_shows_the_same_film_at_half_the_size(
    over: TextClip | OverlayClip | CaptionClip, sources: dict[str, SourceFile]
) -> None:
    whole = timeline(over)
    assert as_exported(whole, DRAFT) == replace(whole, width=960, height=540)
    # Nothing but the canvas differs, so that smaller ones show it as well.
    places = [
        box(seen(timeline(over, size=size), sources), seen(timeline(size=size), sources))
        for size in ((640, 360), (320, 180))
    ]
    # Letters are whole pixels high: a line may be a little longer.
    assert max(abs(a - b) for a, b in zip(*places, strict=True)) < 0.02


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ((1080, 1920), (540, 960)),
        ((1080, 1080), (540, 540)),
        ((1080, 1350), (540, 676)),
        ((640, 360), (640, 360)),
    ],
)
def test_the_short_side_of_a_draft_is_540_at_most_and_never_larger_than_the_film(
    size: tuple[int, int], shown: tuple[int, int]
) -> None:
    made = as_exported(timeline(size=size), DRAFT)
    assert (made.width, made.height) == shown


@pytest.mark.parametrize(
    ("platform", "size", "shown"),
    [
        ("tiktok", (720, 1280), (1080, 1920)),
        ("reels", (1080, 1920), (1080, 1920)),
        ("shorts", (2160, 3840), (1080, 1920)),
        ("youtube", (1280, 720), (1920, 1080)),
        ("youtube", (3840, 2160), (3840, 2160)),
        ("x", (1920, 1080), (1280, 720)),
        ("x", (1080, 1920), (720, 1280)),
        ("x", (1080, 1080), (720, 720)),
    ],
)
def test_a_film_of_the_platforms_shape_gets_the_platforms_size(
    platform: str, size: tuple[int, int], shown: tuple[int, int]
) -> None:
    edit = replace(timeline(size=size), frame_rate=Fraction(30))
    made = as_exported(edit, ExportOptions(platform=platform))
    assert (made.width, made.height) == shown


@pytest.mark.parametrize(
    ("platform", "size"),
    [
        ("tiktok", (1920, 1080)),
        ("reels", (1080, 1350)),
        ("shorts", (1080, 1080)),
        ("youtube", (1080, 1920)),
        ("x", (1080, 1350)),
    ],
)
def test_a_film_of_another_shape_is_refused_with_the_way_to_reshape_it(
    platform: str, size: tuple[int, int]
) -> None:
    with pytest.raises(InvalidRequest) as refused:
        as_exported(timeline(size=size), ExportOptions(platform=platform))
    preset = PRESETS[platform]
    for language, wish in (("en", f'"make it {preset.ratio}"'), ("zh", f"“把画面改为 {preset.ratio}”")):
        assert preset.name in refused.value.what(language)
        assert wish in refused.value.next_step(language)
        assert "set_canvas" in refused.value.next_step(language)


@pytest.mark.parametrize(("platform", "codec"), [("x", "hevc"), ("tiktok", "av1"), ("reels", "av1")])
def test_a_codec_that_the_platform_does_not_take_is_refused_with_one_that_it_does(
    platform: str, codec: str
) -> None:
    edit = replace(timeline(size=(1080, 1920)), frame_rate=Fraction(30))
    with pytest.raises(InvalidRequest) as refused:
        as_exported(edit, ExportOptions.from_json({"platform": platform, "codec": codec}))
    assert "in H.264" in refused.value.next_step("en")
    assert as_exported(edit, ExportOptions(platform=platform)).width in (720, 1080)


def test_what_a_refusal_offers_is_what_the_edit_makes_of_it() -> None:
    for platform, preset in PRESETS.items():
        if platform in SHAPES:
            assert preset.ratio == SHAPES[platform]
        width, height = map(int, preset.ratio.split(":"))
        assert preset.size_for(width * 120, height * 120) == preset.sizes[0]


def test_a_film_that_is_too_fast_or_too_slow_is_refused_and_one_that_is_too_long_is_said() -> None:
    fast = replace(timeline(), frame_rate=Fraction(120))
    with pytest.raises(InvalidRequest, match="120 frames"):
        as_exported(fast, ExportOptions(platform="youtube"))
    slow = timeline(size=(1080, 1920))
    with pytest.raises(InvalidRequest, match="no fewer than 23") as refused:
        as_exported(slow, ExportOptions(platform="tiktok"))
    assert "23 fps" in refused.value.next_step("en")
    long = timeline(ms=200_000)
    (remark,) = remarks_on(long, ExportOptions(platform="x"))
    assert remark.say("en") == "X takes films of up to 2:20; this one has 3:20."
    assert "2:20" in remark.say("zh")
    assert remarks_on(long, ExportOptions(platform="youtube")) == ()


def test_an_estimate_knows_that_a_draft_is_quick_and_small_and_a_high_export_slow(
    sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    draft, standard, high = (
        estimate(
            timeline(ms=8000), sources, work_folder=tmp_path, options=ExportOptions.from_json({"quality": q})
        )
        for q in ("draft", "standard", "high")
    )
    assert draft.work_s < 0.4 * standard.work_s
    assert standard.work_s < 0.5 * high.work_s
    assert draft.film_bytes < standard.film_bytes < high.film_bytes
    with pytest.raises(InvalidRequest):
        estimate(timeline(), sources, work_folder=tmp_path, options=ExportOptions(platform="tiktok"))


Render = Callable[[ChunkSpec, Path], Path]


def exported(
    sources: dict[str, SourceFile],
    folder: Path,
    options: ExportOptions,
    *,
    hardware: HardwareEncoders | None = None,
    size: tuple[int, int] = (128, 72),
) -> tuple[Receipt, Path]:
    output = folder / "out.mp4"
    said: list[float] = []
    with ThreadPoolExecutor(1) as executor:
        receipt = export(
            timeline(media="film", ms=2000, size=size),
            sources,
            analyses={},
            output=output,
            work_folder=folder / "work",
            executor=executor,
            on_progress=lambda _stage, fraction: said.append(fraction),
            cancelled=lambda: False,
            options=options,
            hardware=hardware or HardwareEncoders(lambda _: False),
        )
    assert said == sorted(said)
    return receipt, output


@pytest.mark.parametrize("codec", ["hevc", "av1"])
def test_an_export_in_another_codec_is_whole_and_its_receipt_says_the_codec(
    codec: str, sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    options = ExportOptions.from_json({"codec": codec, "quality": "draft"})
    receipt, output = exported(sources, tmp_path, options)
    assert receipt.problems == ()
    assert receipt.video_codec == codec
    assert receipt.duration_ms == 2000
    with av.open(str(output)) as film:
        assert sum(1 for _ in film.decode(video=0)) == 20


def test_a_draft_says_that_it_is_one_and_what_comes_next(
    sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    receipt, _ = exported(sources, tmp_path, DRAFT)
    assert receipt.problems == ()
    assert receipt.remarks("en")[0].startswith("This is a draft of 128×72")
    assert "standard" in receipt.remarks("en")[0]
    assert Receipt.from_json(receipt.as_json()) == receipt


def test_where_no_hardware_works_software_makes_the_film_and_it_is_said(
    sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    receipt, _ = exported(sources, tmp_path, ExportOptions(hardware=True))
    assert receipt.remarks("en") == (
        "No encoder of the graphics hardware works here for H.264; x264 encoded the film.",
    )
    plain, _ = exported(sources, tmp_path, STANDARD)
    assert plain.remarks("en") == ()


@pytest.fixture
def as_hardware(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[str]]:
    """Lets x264 stand in for NVENC, which fails from the chunk of the given number on; gives the encoders asked for."""

    def stand_in(fails_from: int) -> list[str]:
        asked: list[str] = []

        def render(spec: ChunkSpec, folder: Path, **more: object) -> Path:
            asked.append(spec.settings.encoder)
            if spec.settings.encoder == "h264_nvenc":
                if len(asked) > fails_from:
                    raise RenderFailed(detail="the driver is gone")
                software = replace(spec, settings=settings_for(STANDARD))
                return render_chunk(software, folder).rename(folder / f"{spec.key}.mp4")
            return render_chunk(spec, folder)

        monkeypatch.setattr(tasks, "render_chunk", render)
        return asked

    return stand_in


def test_hardware_that_works_makes_the_film_and_it_is_said(
    as_hardware: Callable[[int], list[str]], sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    asked = as_hardware(99)
    works = HardwareEncoders(lambda name: name == "h264_nvenc")
    receipt, _ = exported(sources, tmp_path, ExportOptions(hardware=True), hardware=works)
    assert set(asked) == {"h264_nvenc"}
    assert receipt.remarks("en") == ("Encoded by the graphics hardware (NVIDIA NVENC).",)
    assert receipt.remarks("zh") == ("由显卡硬件编码（NVIDIA NVENC）。",)


def test_hardware_that_fails_in_a_chunk_gives_way_to_software_for_the_whole_film(
    as_hardware: Callable[[int], list[str]], sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    asked = as_hardware(0)
    works = HardwareEncoders(lambda name: name == "h264_nvenc")
    receipt, output = exported(sources, tmp_path, ExportOptions(hardware=True), hardware=works)
    assert asked == ["h264_nvenc", "libx264"]
    assert receipt.problems == ()
    assert "NVIDIA NVENC" in receipt.remarks("en")[0]
    assert "x264 encoded the whole film" in receipt.remarks("en")[0]
    assert output.exists()
    assert works.working("h264") is None


def test_a_fault_of_the_film_is_told_as_without_hardware_and_costs_no_trust(
    monkeypatch: pytest.MonkeyPatch, sources: dict[str, SourceFile], tmp_path: Path
) -> None:
    def render(spec: ChunkSpec, folder: Path, **more: object) -> Path:
        del spec, folder, more
        raise RenderFailed(detail="the clip is broken")

    monkeypatch.setattr(tasks, "render_chunk", render)
    works = HardwareEncoders(lambda name: name == "h264_nvenc")
    with pytest.raises(RenderFailed, match="the clip is broken"):
        exported(sources, tmp_path, ExportOptions(hardware=True), hardware=works)
    assert works.working("h264") == "h264_nvenc"

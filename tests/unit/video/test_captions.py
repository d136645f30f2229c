"""Captions in the decoded pictures: only in their time, in at most two lines, broken well, legible on white."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from nemovideo_mcp.timeline.captions import units_of
from nemovideo_mcp.timeline.model import CaptionClip, CaptionWord, TextClip, Timeline, Track, VideoClip
from nemovideo_mcp.video.caption_plan import caption_pieces
from nemovideo_mcp.video.captions import caption_box, caption_pages
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from nemovideo_mcp.video.text_plan import text_pieces
from support.colors import relative_luminance
from support.media import make_image
from support.rendering import rendered, source_file

SETTINGS = EncoderSettings(preset="superfast", crf=14)
GREY = (128, 128, 128)
WIDE, TALL = (1920, 1080), (1080, 1920)


def caption(text: str, start_ms: int = 0, end_ms: int = 2000, **more: object) -> CaptionClip:
    return CaptionClip(
        clip_id=f"{text}{start_ms}",
        text=text,
        start_ms=start_ms,
        duration_ms=end_ms - start_ms,
        **more,  # pyright: ignore
    )


def timeline(
    *captions: CaptionClip,
    texts: tuple[TextClip, ...] = (),
    duration_ms: int = 3000,
    size: tuple[int, int] = WIDE,
) -> Timeline:
    shot = VideoClip(
        clip_id="c1", name="shot", media_id="m", start_ms=0, duration_ms=duration_ms, motion="none"
    )
    tracks = (
        Track(track_id="v", kind=0, clips=(shot,)),
        Track(track_id="t", kind=7, clips=texts),
        Track(track_id="k", kind=7, name="Captions", clips=captions),
    )
    return Timeline(width=size[0], height=size[1], frame_rate=10, tracks=tracks)  # pyright: ignore


def sources(tmp_path: Path, color: tuple[int, int, int] = GREY) -> dict[str, SourceFile]:
    return {"m": source_file(make_image(tmp_path / "plain.png", width=64, height=36, color=color))}


def frames(tmp_path: Path, edit: Timeline, color: tuple[int, int, int] = GREY) -> np.ndarray:
    shown = rendered(edit, sources(tmp_path, color), tmp_path / "work", settings=SETTINGS)
    return np.stack(shown).astype(np.int16)


def changed(seen: np.ndarray, plain: tuple[int, int, int] = GREY) -> list[float]:
    """The share of pixels of each frame that are far from the plain picture."""
    return [float((np.abs(frame - np.array(plain)).max(axis=2) > 40).mean()) for frame in seen]


@pytest.mark.parametrize("style", ["plain", "box", "word_by_word"])
def test_a_caption_is_in_the_pictures_of_its_time_and_in_no_other(tmp_path: Path, style: str) -> None:
    edit = timeline(caption("Hello there", 1000, 2000, style=style), size=(320, 180))
    shares = changed(frames(tmp_path, edit))
    assert [n for n, share in enumerate(shares) if share > 0.002] == list(range(10, 20))
    assert max(shares[:10] + shares[20:]) == 0.0


def test_captions_that_follow_each_other_leave_no_frame_without_words_and_none_with_both(
    tmp_path: Path,
) -> None:
    edit = timeline(caption("One", 0, 1500), caption("Quite another line", 1500, 3000), size=(320, 180))
    seen = frames(tmp_path, edit)
    assert np.abs(seen[14] - seen[3]).mean() < 1.0
    assert np.abs(seen[15] - seen[25]).mean() < 1.0
    assert np.abs(seen[14] - seen[15]).mean() > 1.0


def test_captions_go_on_over_the_border_of_two_chunks(tmp_path: Path) -> None:
    edit = timeline(caption("Hello there", 1000, 5500), duration_ms=6000, size=(160, 90))
    assert len(plan_chunks(edit, sources(tmp_path), settings=SETTINGS)) > 1
    shares = changed(frames(tmp_path, edit))
    assert [share > 0.002 for share in shares] == [10 <= n < 55 for n in range(60)]


def test_one_changed_caption_renders_its_chunk_only_and_a_film_without_keeps_its_keys(tmp_path: Path) -> None:
    def keys(*captions: CaptionClip) -> list[str]:
        edit = timeline(*captions, duration_ms=12_000)
        return [chunk.key for chunk in plan_chunks(edit, sources(tmp_path), settings=SETTINGS)]

    one, other = caption("A", 1000, 2000), caption("B", 9000, 10_000)
    before, after = keys(one, other), keys(one, caption("C", 9000, 10_000))
    assert len(before) >= 3
    assert [a == b for a, b in zip(before, after, strict=True)].count(False) == 1
    assert keys()[0] != before[0]
    assert keys()[1] == before[1]


def test_the_word_that_is_spoken_is_yellow_and_the_others_are_white(tmp_path: Path) -> None:
    words = (
        CaptionWord(text="One", start_ms=0, end_ms=1000),
        CaptionWord(text="two", start_ms=1000, end_ms=3000),
    )
    edit = timeline(caption("One two", 0, 3000, style="word_by_word", words=words), size=(640, 360))
    seen = frames(tmp_path, edit)

    def yellow(frame: np.ndarray) -> np.ndarray:
        return np.argwhere((frame[..., 0] > 200) & (frame[..., 1] > 160) & (frame[..., 2] < 130))[:, 1]

    first, second = yellow(seen[5]), yellow(seen[20])
    assert len(first) > 20
    assert len(second) > 20
    assert first.max() < 320 + 10
    assert second.min() > first.max()


@pytest.mark.parametrize("style", ["plain", "box"])
@pytest.mark.parametrize("ground", [(255, 255, 255), (250, 240, 200), (0, 0, 0), GREY])
def test_letters_stand_out_from_what_lies_around_them(
    tmp_path: Path, style: str, ground: tuple[int, int, int]
) -> None:
    edit = timeline(caption("HHHHHH", 0, 500, style=style), size=(1280, 720), duration_ms=500)
    frame = frames(tmp_path, edit, ground)[2]
    box = caption_box(("HHHHHH",), width=1280, height=720)
    lights = relative_luminance(frame[box.top : box.bottom, box.left : box.right])
    letters, around = np.percentile(lights, 97), np.percentile(lights, 15)
    assert (letters + 0.05) / (around + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("text", "canvas", "lines"),
    [
        ("Hello there", WIDE, [("Hello there",)]),
        (
            "We went to the beach in the morning and had some coffee before the rain came",
            WIDE,
            [("We went to the beach in the morning", "and had some coffee before the rain came")],
        ),
        (
            "大家好，欢迎来到里斯本，今天我们一起骑行去海边看日落",
            WIDE,
            [("大家好，欢迎来到里斯本，", "今天我们一起骑行去海边看日落")],
        ),
        (
            "这是一个非常简单的问题但是没有人知道答案",
            TALL,
            [("这是一个非常简单的问题", "但是没有人知道答案")],
        ),
        ("- Hi!\n- Hello, how are you?", WIDE, [("- Hi!", "- Hello, how are you?")]),
        (
            "Two lines that were\nbroken by the writer",
            WIDE,
            [("Two lines that were", "broken by the writer")],
        ),
    ],
)
def test_lines_break_where_a_reader_pauses(
    text: str, canvas: tuple[int, int], lines: list[tuple[str, ...]]
) -> None:
    set_out = caption_pages(text, width=canvas[0], height=canvas[1])
    assert [page.lines for page in set_out.pages] == lines


LONG = (
    "A very long caption that goes on and on, because somebody has put a whole paragraph into a single cue, which no "
    "reader could ever read at once; it has to be shown on several pages."
)
CHINESE = (
    "这段文字非常长，因为有人把一整段话都放进了一条字幕里，观众根本来不及看完；"
    "所以必须分成几页来显示，每页最多两行，“引号”也不能拆开。"
)


@pytest.mark.parametrize("text", [LONG, CHINESE, "https://example.com/" + "averylongaddress/" * 8])
@pytest.mark.parametrize("canvas", [WIDE, TALL, (1080, 1080), (160, 90)])
def test_long_texts_are_paged_with_every_word_on_lines_that_fit(text: str, canvas: tuple[int, int]) -> None:
    set_out = caption_pages(text, width=canvas[0], height=canvas[1])
    said = "".join("".join(line.split()) for page in set_out.pages for line in page.lines)
    assert said == "".join(text.split())
    for page in set_out.pages:
        assert 1 <= len(page.lines) <= 2
        box = caption_box(page.lines, width=canvas[0], height=canvas[1])
        assert box.left >= canvas[0] * 0.05
        assert box.right <= canvas[0] * 0.95
        assert box.top > canvas[1] * 0.5
        assert box.bottom <= canvas[1] * 0.95
        for line in page.lines:
            assert line[0] not in "，。；：！？、）”"
            assert line[-1] not in "（“"


def test_words_are_never_broken() -> None:
    set_out = caption_pages(LONG, width=1080, height=1920)
    assert [word for page in set_out.pages for line in page.lines for word in line.split()] == LONG.split()
    assert [unit.text for unit in units_of(LONG)] == LONG.split()


def test_an_emoji_that_is_joined_of_several_is_one_piece() -> None:
    assert [unit.text for unit in units_of("回家👨‍👩‍👧了")] == ["回", "家", "👨‍👩‍👧", "了"]


def test_pages_share_the_time_of_their_caption_without_a_gap() -> None:
    pieces = caption_pieces(timeline(caption(LONG, 0, 9000), duration_ms=9000), canvas=TALL)
    assert len(pieces) > 2
    assert pieces[0].first_frame == 0
    assert pieces[-1].end_frame == 90
    assert all(a.end_frame == b.first_frame for a, b in pairwise(pieces))


def test_captions_that_overlap_and_texts_below_stand_apart() -> None:
    edit = timeline(
        caption("One", 0, 2000),
        caption("Two", 1000, 3000),
        texts=(TextClip(clip_id="t", text="Ann Lee", start_ms=0, duration_ms=3000, style="subtitle"),),
    )
    texts = text_pieces(edit, canvas=WIDE)
    first, second = caption_pieces(edit, canvas=WIDE, texts=texts)
    plain = caption_pieces(timeline(caption("One", 0, 2000)), canvas=WIDE)[0]
    assert plain.lift == 0
    assert 0 < first.lift < second.lift
    boxes = [caption_box(p.lines, width=1920, height=1080) for p in (first, second)]
    assert boxes[1].bottom - second.lift < boxes[0].top - first.lift


def test_two_thousand_captions_are_planned_in_seconds() -> None:
    import time

    many = [
        caption(f"This is line {n} of a talk that goes on for an hour", 1000 * n, 1000 * n + 900)
        for n in range(2000)
    ]
    edit = timeline(*many, duration_ms=2_000_000)
    begun = time.process_time()
    assert len(caption_pieces(edit, canvas=TALL)) >= 2000
    assert time.process_time() - begun < 20

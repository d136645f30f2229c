"""Crops that follow what a shot is about, measured on decoded pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from nemovideo_mcp.timeline.media import Analysis
from nemovideo_mcp.timeline.model import Fit, Timeline, Track, VideoClip
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.clip_framing import clip_framing
from nemovideo_mcp.video.faces import can_find_faces
from nemovideo_mcp.video.plan import EncoderSettings, SourceFile, plan_chunks
from support.faces import drawn_face
from support.media import Pattern, Picture, make_image, make_video, shots
from support.rendering import rendered, source_file

SETTINGS = EncoderSettings(crf=8)
WIDTH, HEIGHT, BLOCK = 320, 180, 36
RATE = 15
LENGTH_MS = 4000


def measured(path: Path, *, faces: bool = False, monkeypatch: pytest.MonkeyPatch | None = None) -> SourceFile:
    """The source with what its analysis found."""
    if monkeypatch is not None and not faces:
        monkeypatch.setattr("nemovideo_mcp.video.faces.can_find_faces", lambda: False)
    source = source_file(path)
    return with_analysis(source, analyse(path, source.info))


def with_analysis(source: SourceFile, found: Analysis) -> SourceFile:
    return replace(
        source,
        shot_starts_ms=found.shot_starts_ms,
        subjects=found.subjects,
        words=found.words,
        pictures=found.pictures,
    )


def vertical(
    *, size: tuple[int, int] = (90, 160), auto_framing: bool = True, length_ms: int = LENGTH_MS, **clip: Any
) -> Timeline:
    shot = VideoClip(clip_id="c1", name="a", media_id="m", start_ms=0, duration_ms=length_ms, **clip)
    return Timeline(
        width=size[0],
        height=size[1],
        frame_rate=Fraction(30),
        auto_framing=auto_framing,
        tracks=(Track(track_id="v", kind=0, clips=(shot,)),),
    )


def ground(width: int, height: int) -> NDArray[np.float64]:
    """Something quiet with little in it."""
    return np.add.outer(np.linspace(70, 90, height), np.linspace(0, 20, width))


def block_at(place: Callable[[float], float], *, level: int = 240) -> Pattern:
    """A bright square whose middle is at `place` (a share of the width, by seconds) on a quiet ground."""

    def paint(_k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = ground(width, height)
        left = place(float(time_ms) / 1000) * width - BLOCK / 2
        # Edges between pixels, so that it moves evenly.
        across = np.clip(np.arange(width) + 1 - left, 0, 1) * np.clip(left + BLOCK - np.arange(width), 0, 1)
        rows = slice(height // 2 - BLOCK // 2, height // 2 + BLOCK // 2)
        picture[rows] += (level - picture[rows]) * across
        return np.repeat(picture[:, :, None], 3, axis=2).round().astype(np.uint8)

    return paint


def there_and_back(time_s: float) -> float:
    return 0.5 - 0.32 * np.cos(2 * np.pi * time_s / 4)


def bright_middle(picture: Picture) -> float:
    """Where the bright square stands in a decoded picture, as a share of its width."""
    light = np.maximum(0, picture[:, :, 1].astype(float) - 150).sum(axis=0)
    assert light.sum() > 0, "the square is not seen"
    return float((light * (np.arange(len(light)) + 0.5)).sum() / light.sum()) / len(light)


def test_a_block_that_moves_stays_in_a_vertical_film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video(
        tmp_path / "a.mp4", frame_rate=RATE, duration_ms=LENGTH_MS, pattern=block_at(there_and_back)
    )
    source = measured(path, monkeypatch=monkeypatch)
    assert [s.kind for s in source.subjects] == ["motion"]
    pictures = rendered(vertical(), {"m": source}, tmp_path, settings=SETTINGS)
    middles = np.array([bright_middle(p) for p in pictures])
    assert len(middles) == 120
    # Half the square's width in the crop is 0.18: it is seen whole.
    assert middles.min() > 0.18
    assert middles.max() < 0.82
    # In the source it goes over twice the crop's width.
    plain = rendered(vertical(follow=False), {"m": source}, tmp_path, settings=SETTINGS)
    unseen = sum(1 for p in plain if (p[:, :, 1] > 170).sum() < 50)
    assert unseen > 30


def test_the_crop_moves_in_small_even_steps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video(
        tmp_path / "a.mp4", frame_rate=30, duration_ms=LENGTH_MS, pattern=block_at(there_and_back)
    )
    source = measured(path, monkeypatch=monkeypatch)
    pictures = rendered(vertical(), {"m": source}, tmp_path, settings=SETTINGS)
    seen = np.array([bright_middle(p) for p in pictures]) * 90
    true = np.array([there_and_back(n / 30) for n in range(len(seen))]) * WIDTH * (160 / HEIGHT)
    # Where the crop's left edge is in the source, in pixels of the film.
    left = true - seen
    steps = np.diff(left)
    assert np.ptp(left) > 40
    assert np.abs(steps).max() < 4.5
    assert np.abs(np.diff(steps)).max() < 1.0
    # No trembling: the way changes its direction as rarely as the square does.
    turns = np.diff(np.sign(np.where(np.abs(steps) > 0.6, steps, 0)))
    assert (np.abs(turns) == 2).sum() == 0


def test_a_crop_stands_where_that_holds_the_subject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video(
        tmp_path / "a.mp4",
        frame_rate=RATE,
        duration_ms=3000,
        pattern=block_at(lambda t: 0.7 + 0.04 * np.sin(6 * t)),
    )
    source = measured(path, monkeypatch=monkeypatch)
    framing, way = clip_framing(vertical().video_clips[0], source, vertical(), first_ms=0, last_ms=3000)
    assert way == ()
    assert framing.fit is Fit.COVER
    assert framing.position[0] == pytest.approx(0.7, abs=0.06)


def test_the_crop_jumps_at_the_cuts_of_the_source_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(
        tmp_path / "a.mp4",
        frame_rate=RATE,
        duration_ms=4000,
        pattern=shots(
            [2000],
            [
                block_at(lambda t: 0.2 + 0.03 * np.sin(7 * t)),
                lambda *asked: 255 - block_at(lambda t: 0.8 + 0.03 * np.sin(7 * t), level=10)(*asked),
            ],
        ),
    )
    source = measured(path, monkeypatch=monkeypatch)
    assert source.shot_starts_ms == (0, 2000)
    pictures = rendered(vertical(), {"m": source}, tmp_path, settings=SETTINGS)
    before, after = pictures[:60], pictures[60:]
    assert all(0.2 < bright_middle(p) < 0.8 for p in before)
    # Behind the cut the square is the brightest of a bright ground.
    for picture in after:
        light = np.maximum(0, picture[:, :, 1].astype(float) - 210).sum(axis=0)
        assert 0.2 < (light * np.arange(90)).sum() / light.sum() / 90 < 0.8


def test_the_crop_is_in_the_middle_where_nothing_is_found(tmp_path: Path) -> None:
    def paint(_k: int, _time_ms: Fraction, width: int, height: int) -> Picture:
        return np.repeat(ground(width, height)[:, :, None], 3, axis=2).astype(np.uint8)

    source = measured(make_video(tmp_path / "a.mp4", frame_rate=10, duration_ms=2000, pattern=paint))
    assert [s.kind for s in source.subjects] == ["none"]
    pictures = rendered(vertical(length_ms=1000), {"m": source}, tmp_path, settings=SETTINGS)
    columns = pictures[10][:, :, 1].astype(float).mean(axis=0)
    whole = ground(WIDTH, HEIGHT).mean(axis=0)
    crop = HEIGHT * 90 / 160
    assert columns[0] == pytest.approx(whole[round(WIDTH / 2 - crop / 2)], abs=2)
    assert columns[-1] == pytest.approx(whole[round(WIDTH / 2 + crop / 2) - 1], abs=2)


def test_a_place_that_is_given_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video(tmp_path / "a.mp4", frame_rate=RATE, duration_ms=2000, pattern=block_at(there_and_back))
    source = measured(path, monkeypatch=monkeypatch)
    fixed = vertical(position=(0.2, 0.5))
    framing, way = clip_framing(fixed.video_clips[0], source, fixed, first_ms=0, last_ms=2000)
    assert (framing.position, way) == ((0.2, 0.5), ())


@pytest.mark.parametrize("fit", [Fit.BLUR, Fit.CONTAIN])
def test_a_fit_that_shows_all_of_a_picture_is_kept(tmp_path: Path, fit: Fit) -> None:
    source = measured(make_video(tmp_path / "a.mp4", frame_rate=RATE, duration_ms=1000))
    whole = vertical(fit=fit)
    framing, way = clip_framing(whole.video_clips[0], source, whole, first_ms=0, last_ms=1000)
    assert (framing.fit, way) == (fit, ())


def test_a_film_from_before_looks_as_it_did(tmp_path: Path) -> None:
    path = make_video(tmp_path / "a.mp4", frame_rate=RATE, duration_ms=2000, pattern=block_at(there_and_back))
    source, plain = measured(path), source_file(path)
    for more in ({}, {"fit": Fit.COVER}, {"motion": "push-in"}, {"position": (0.3, 0.5)}):
        film = vertical(auto_framing=False, length_ms=2000, **more)
        keys = [
            [chunk.key for chunk in plan_chunks(film, {"m": one}, settings=SETTINGS)]
            for one in (source, plain)
        ]
        assert keys[0] == keys[1]
    film = vertical(auto_framing=False)
    assert clip_framing(film.video_clips[0], source, film, first_ms=0, last_ms=2000)[0].fit is Fit.BLUR


def test_a_clip_that_is_asked_to_follow_does_in_a_film_from_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(
        tmp_path / "a.mp4", frame_rate=RATE, duration_ms=LENGTH_MS, pattern=block_at(there_and_back)
    )
    source = measured(path, monkeypatch=monkeypatch)
    pictures = rendered(vertical(auto_framing=False, follow=True), {"m": source}, tmp_path, settings=SETTINGS)
    assert all(0.15 < bright_middle(p) < 0.85 for p in pictures)


@pytest.mark.parametrize(
    "more", [{"reversed": True}, {"motion": "push-in"}, {"speed": 0.5}, {"flip": "horizontal"}]
)
def test_a_crop_follows_in_whatever_way_a_clip_is_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: dict[str, Any]
) -> None:
    path = make_video(
        tmp_path / "a.mp4", frame_rate=RATE, duration_ms=LENGTH_MS, pattern=block_at(there_and_back)
    )
    source = measured(path, monkeypatch=monkeypatch)
    pictures = rendered(vertical(**more), {"m": source}, tmp_path, settings=SETTINGS)
    assert len(pictures) == 120
    assert all(0.12 < bright_middle(p) < 0.88 for p in pictures)


def test_pieces_of_a_clip_meet_without_a_jump(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = make_video(
        tmp_path / "a.mp4",
        frame_rate=RATE,
        duration_ms=8000,
        pattern=block_at(lambda t: there_and_back(t / 2)),
    )
    source = measured(path, monkeypatch=monkeypatch)
    film = vertical(length_ms=8000)
    assert len(plan_chunks(film, {"m": source}, settings=SETTINGS)) > 1
    pictures = rendered(film, {"m": source}, tmp_path, settings=SETTINGS)
    seen = np.array([bright_middle(p) for p in pictures]) * 90
    # The source has half as many frames as the film: two by two.
    assert np.abs(np.diff(seen[::2])).max() < 3.0


@pytest.mark.skipif(not can_find_faces(), reason="the extra `faces` is not installed")
def test_a_face_stays_in_the_picture_while_something_else_moves_more(tmp_path: Path) -> None:
    face = drawn_face(72)

    def middle(time_s: float) -> float:
        return 0.25 + 0.11 * time_s

    def paint(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        from PIL import Image

        picture = np.repeat(ground(width, height)[:, :, None], 3, axis=2).astype(np.uint8)
        # A block that leaps about in the lower right, and green marks on both sides of the head.
        jump = (k * 37) % 60
        picture[-40:-10, 220 + jump : 250 + jump] = 235
        image = Image.fromarray(picture)
        left = round(middle(float(time_ms) / 1000) * width) - 36
        image.paste(face, (left, 40), face)
        picture = np.array(image)
        for x in (left - 4, left + 70):
            picture[60:100, x : x + 6] = (0, 255, 0)
        return picture

    path = make_video(tmp_path / "a.mp4", frame_rate=RATE, duration_ms=LENGTH_MS, pattern=paint)
    source = measured(path, faces=True)
    assert [s.kind for s in source.subjects] == ["face"]
    pictures = rendered(vertical(size=(180, 320)), {"m": source}, tmp_path, settings=SETTINGS)
    for picture in pictures:
        red, green, blue = (picture[:, :, k].astype(int) for k in range(3))
        marks = ((green > 140) & (red < 110) & (blue < 110)).sum(axis=0) > 20
        seen = np.flatnonzero(marks)
        # Both marks, with the whole head between them.
        assert seen.size
        assert seen.max() - seen.min() > 120
        assert (picture.shape[1] - 1 - seen.max()) >= 2
        assert seen.min() >= 2


def test_photos_move_at_the_full_rate_of_the_film(tmp_path: Path) -> None:
    across = np.linspace(0, 40, WIDTH)
    picture = np.repeat((128 + 100 * np.sin(np.add.outer(across[:HEIGHT], across)))[:, :, None], 3, axis=2)
    path = make_image(tmp_path / "a.png", picture=picture.astype(np.uint8))
    photo = source_file(path)
    pictures = rendered(
        vertical(size=(160, 90), length_ms=2000, motion="pan-left"), {"m": photo}, tmp_path, settings=SETTINGS
    )
    changes = [np.abs(a.astype(float) - b).mean() for a, b in pairwise(pictures)]
    assert len(pictures) == 60
    # Every frame differs from the one before, by much the same in the middle of the move.
    middle = changes[20:40]
    assert min(middle) > 0.5
    assert max(middle) < 1.3 * min(middle)


def portrait(top: float, *, height: float = 0.35) -> Picture:
    """A square photo of a head, whose hair is red, with plain ground above and a body below."""
    picture = np.repeat(ground(WIDTH, WIDTH)[:, :, None], 3, axis=2).astype(np.uint8)
    first, end = round(top * WIDTH), round((top + height) * WIDTH)
    picture[first:end, 120:200] = (215, 180, 150)
    picture[first : first + 10, 120:200] = (220, 30, 30)
    picture[end:, 80:240] = (60, 90, 160)
    picture[end + 40 :: 24, 80:240] = (120, 150, 220)
    return picture


@pytest.mark.parametrize("motion", ["push-in", "pull-out", None])
@pytest.mark.parametrize("top", [0.0, 0.03, 0.08, 0.15, 0.3])
def test_a_square_photo_in_a_wide_film_keeps_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, top: float, motion: Any
) -> None:
    source = measured(make_image(tmp_path / "a.png", picture=portrait(top)), monkeypatch=monkeypatch)
    film = replace(vertical(size=(320, 180), length_ms=3000, motion=motion), careful_framing=True)
    for picture in rendered(film, {"m": source}, tmp_path, settings=SETTINGS)[::10]:
        red, green, blue = (picture[:, :, k].astype(int) for k in range(3))
        hair = np.flatnonzero(((red > 150) & (green < 100) & (blue < 100)).sum(axis=1) > 40)
        skin = np.flatnonzero(((red > 180) & (green > 140) & (blue > 110)).sum(axis=1) > 40)
        assert hair.size >= 6
        # The chin as well: below the head there is more of the picture.
        assert skin.max() < 172


@pytest.mark.skipif(not can_find_faces(), reason="the extra `faces` is not installed")
def test_a_face_in_a_square_photo_is_whole_in_a_wide_film(tmp_path: Path) -> None:
    from PIL import Image

    image = Image.fromarray(np.repeat(ground(WIDTH, WIDTH)[:, :, None], 3, axis=2).astype(np.uint8))
    face = drawn_face(110)
    image.paste(face, (100, 22), face)
    picture = np.array(image)
    # What stands out more is below it; green marks are over the hair and under the chin.
    picture[200:300:12, 40:280] = 240
    picture[14:20, 120:190] = picture[134:140, 120:190] = (0, 255, 0)
    source = measured(make_image(tmp_path / "a.png", picture=picture), faces=True)
    assert [s.kind for s in source.subjects] == ["face"]
    film = replace(vertical(size=(320, 180), length_ms=2000), careful_framing=True)
    for shown in rendered(film, {"m": source}, tmp_path, settings=SETTINGS)[::10]:
        red, green, blue = (shown[:, :, k].astype(int) for k in range(3))
        rows = np.flatnonzero(((green > 140) & (red < 110) & (blue < 110)).sum(axis=1) > 40)
        assert rows.size > 6
        assert rows.max() - rows.min() > 105


def test_the_move_of_a_photo_begins_and_ends_gently(tmp_path: Path) -> None:
    across = np.linspace(0, 40, WIDTH)
    picture = np.repeat((128 + 100 * np.sin(np.add.outer(across[:HEIGHT], across)))[:, :, None], 3, axis=2)
    photo = source_file(make_image(tmp_path / "a.png", picture=picture.astype(np.uint8)))
    plain = vertical(size=(160, 90), length_ms=3000)
    gentle, even = (
        [
            np.abs(a.astype(float) - b).mean()
            for a, b in pairwise(rendered(film, {"m": photo}, tmp_path, settings=SETTINGS))
        ]
        for film in (replace(plain, careful_framing=True), plain)
    )
    for changes, least, most in ((gentle, 0.0, 0.4), (even, 0.7, 1.5)):
        middle = float(np.median(changes[35:55]))
        assert middle > 0.2
        for end in (changes[:4], changes[-4:]):
            assert least <= float(np.mean(end)) / middle <= most


def test_a_wide_photo_is_cropped_about_what_stands_out(tmp_path: Path) -> None:
    picture = np.repeat(ground(WIDTH, HEIGHT)[:, :, None], 3, axis=2).astype(np.uint8)
    picture[60:120, 230:280] = (230, 60, 40)
    path = make_image(tmp_path / "a.png", picture=picture)
    source = measured(path)
    pictures = rendered(vertical(length_ms=500), {"m": source}, tmp_path, settings=SETTINGS)
    red = (pictures[5][:, :, 0] > 170).sum(axis=0)
    assert 0.3 < (red * np.arange(90)).sum() / red.sum() / 90 < 0.7


def test_a_closer_look_at_what_moves_loses_its_feet_before_its_head(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(
        tmp_path / "a.mp4",
        frame_rate=RATE,
        duration_ms=2000,
        pattern=block_at(lambda t: 0.7 + 0.04 * np.sin(6 * t)),
    )
    source = measured(path, monkeypatch=monkeypatch)
    closer = vertical(zoom=1.25)
    framing, _ = clip_framing(closer.video_clips[0], source, closer, first_ms=0, last_ms=2000)
    top = framing.position[1] - 0.5 / 1.25
    assert 0 < top < 0.05
    assert framing.position[0] == pytest.approx(0.7, abs=0.06)


@pytest.mark.parametrize(
    ("careful", "zoom", "keeps_head"), [(True, 1.45, True), (True, 1.9, False), (False, 1.45, False)]
)
def test_a_shot_that_the_edit_frames_closer_keeps_heads_in_footage_between_bars(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, careful: bool, zoom: float, keeps_head: bool
) -> None:
    inside = block_at(lambda t: 0.55 + 0.05 * np.sin(6 * t))

    def barred(k: int, time_ms: Fraction, width: int, height: int) -> Picture:
        picture = inside(k, time_ms, width, height).copy()
        picture[:, :40], picture[:, -40:] = 0, 0
        return picture

    path = make_video(tmp_path / "a.mp4", frame_rate=RATE, duration_ms=2000, pattern=barred)
    source = measured(path, monkeypatch=monkeypatch)
    assert source.pictures
    timeline = replace(vertical(size=(160, 90), zoom=zoom), careful_framing=careful)
    framing, _ = clip_framing(timeline.video_clips[0], source, timeline, first_ms=0, last_ms=2000)
    left, _, right, _ = framing.picture
    top = framing.position[1] - (right - left) / zoom / 2
    assert (0 <= top < 0.09) == keeps_head

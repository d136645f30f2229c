"""The look of a clip on its decoded pictures: tables, presets, sliders, corners, bars, and nobody else's pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from nemovideo_mcp.errors import MediaUnreadable, RenderFailed
from nemovideo_mcp.timeline.look import PLAIN, Look
from nemovideo_mcp.timeline.model import Fit, Timeline, Track, VideoClip
from nemovideo_mcp.video.cube_file import read_cube
from nemovideo_mcp.video.grading import Grade, LutFile, graded, plane_nodes
from nemovideo_mcp.video.plan import EncoderSettings, plan_chunks
from nemovideo_mcp.video.probe import probe
from support.media import make_video
from support.rendering import rendered, source_file

SIZE = (192, 108)
COLOURS = ((200, 40, 40), (40, 160, 60), (60, 60, 190), (128, 128, 128), (222, 172, 146), (30, 34, 40))
SETTINGS = EncoderSettings(preset="superfast", crf=6)

Curve = Callable[[Any], Any]


def patches() -> Any:
    grid = np.array(COLOURS, np.uint8).reshape(2, 3, 3)
    return np.repeat(np.repeat(grid, SIZE[1] // 2, axis=0), SIZE[0] // 3, axis=1)


def colours_in(picture: Any) -> Any:
    """The mean colours of the middles of the six patches, in floats."""
    tall, wide = SIZE[1] // 2, SIZE[0] // 3
    return np.array(
        [
            picture[row * tall + 18 : row * tall + 36, column * wide + 22 : column * wide + 42]
            .reshape(-1, 3)
            .mean(0)
            for row in range(2)
            for column in range(3)
        ]
    )


def clip(look: Look = PLAIN, *, number: int = 0, media: str = "m", **fields: Any) -> VideoClip:
    return VideoClip(
        clip_id=f"c{number + 1}", name="the shot", media_id=media, start_ms=300 * number, duration_ms=300,
        motion="none", look=look, **fields,
    )  # fmt: skip


def film_of(*clips: VideoClip) -> Timeline:
    track = Track(track_id="v", kind=0, clips=clips)
    return Timeline(width=SIZE[0], height=SIZE[1], frame_rate=Fraction(10), tracks=(track,))


def pictures(timeline: Timeline, path: Path, **luts: Path) -> list[Any]:
    """What a film of `path` shows. Its chunks lie beside `path`: tests that share it share them."""
    sources = {name: source_file(file) for name, file in {"m": path, **luts}.items()}
    return rendered(timeline, sources, path.parent / "chunks", settings=SETTINGS)


@pytest.fixture(scope="module")
def still_film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    shown = patches()
    path = tmp_path_factory.mktemp("looks") / "patches.mp4"
    return make_video(
        path, width=SIZE[0], height=SIZE[1], pattern=lambda *_: shown, duration_ms=1000, options={"crf": "4"}
    )


def looked(path: Path, look: Look, **luts: Path) -> Any:
    """The colours of the patches of `path` with `look`."""
    return colours_in(pictures(film_of(clip(look)), path, **luts)[1])


def cube_file(path: Path, size: int, curve: Curve, head: str = "") -> Path:
    steps = np.linspace(0, 1, size)
    # Red changes fastest.
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    rows = curve(np.stack([red, green, blue], axis=-1).reshape(-1, 3))
    lines = [f"{r:.6f} {g:.6f} {b:.6f}" for r, g, b in rows.tolist()]
    path.write_text(
        "\n".join([f'TITLE "{path.stem}"', head, f"LUT_3D_SIZE {size}", *lines]), encoding="utf-8"
    )
    return path


def teal(rgb: Any) -> Any:
    """A strong one, bent, and with its channels mixed."""
    red, green, blue = np.moveaxis(rgb, -1, 0)
    bent = [0.1 + 0.7 * red**1.3, 0.1 + 0.6 * green + 0.2 * blue, 0.9 * blue**0.7]
    return np.stack(bent, axis=-1) @ np.array([[0.9, 0.05, 0.0], [0.1, 0.9, 0.1], [0.0, 0.05, 0.9]])


@pytest.fixture(scope="module")
def teal_cubes(tmp_path_factory: pytest.TempPathFactory) -> Mapping[int, Path]:
    """By size."""
    folder = tmp_path_factory.mktemp("cubes")
    return {size: cube_file(folder / f"teal{size}.cube", size, teal) for size in (17, 32, 33)}


@pytest.mark.parametrize("size", [17, 32, 33])
@pytest.mark.parametrize("strength", [1.0, 0.5])
def test_a_table_gives_its_own_values(
    still_film: Path, teal_cubes: Mapping[int, Path], size: int, strength: float
) -> None:
    lut = teal_cubes[size]
    shot = looked(still_film, PLAIN)
    wanted = shot + strength * (255 * read_cube(lut).of(shot / 255) - shot)
    found = looked(still_film, Look(lut="t", strength=strength), t=lut)
    assert np.abs(found - wanted).max() <= 3
    assert np.abs(wanted - shot).max() > 20


def test_tables_of_curves_and_of_other_domains_are_read(still_film: Path, tmp_path: Path) -> None:
    shot = looked(still_film, PLAIN)
    curves = tmp_path / "curves.cube"
    rows = "\n".join(f"{(n / 15) ** 2:.6f} {n / 15:.6f} {(n / 15) ** 0.5:.6f}" for n in range(16))
    curves.write_text(f"LUT_1D_SIZE 16\n{rows}\n", encoding="utf-8")
    found = looked(still_film, Look(lut="t"), t=curves)
    assert np.abs(found - 255 * read_cube(curves).of(shot / 255)).max() <= 3
    assert found[3][0] < shot[3][0] - 30 < shot[3][2] + 30 < found[3][2] + 15
    half = cube_file(tmp_path / "half.cube", 9, lambda rgb: rgb, "DOMAIN_MIN 0 0 0\nDOMAIN_MAX 2 2 2")
    assert np.abs(looked(still_film, Look(lut="t"), t=half) - shot / 2).max() <= 3


@pytest.mark.parametrize(
    "look", [Look(preset="black_and_white"), Look(saturation=-1.0, preset="black_and_white")]
)
def test_black_and_white_has_no_chroma_and_the_same_brightness(still_film: Path, look: Look) -> None:
    shot, found = looked(still_film, PLAIN), looked(still_film, look)
    assert np.ptp(found, axis=1).max() <= 1.5
    assert np.abs(found.mean(1) - shot @ [0.2126, 0.7152, 0.0722]).max() <= 3


@pytest.mark.parametrize(
    "tags", [{"color_primaries": 12}, {"color_primaries": 9, "color_trc": 18}], ids=["P3", "HLG"]
)
def test_wide_gamut_and_hdr_are_converted_before_they_are_graded(
    tmp_path: Path, tags: dict[str, int]
) -> None:
    shown = patches()
    path = make_video(
        tmp_path / "wide.mp4", width=SIZE[0], height=SIZE[1], pattern=lambda *_: shown, duration_ms=400,
        options={"crf": "4"}, **tags,
    )  # fmt: skip
    shot, grey = (looked(path, look) for look in (PLAIN, Look(preset="black_and_white")))
    assert np.ptp(grey, axis=1).max() <= 1.5
    assert np.abs(grey.mean(1) - shot @ [0.2126, 0.7152, 0.0722]).max() <= 4
    look = Look(brightness=-0.3, warmth=0.4)
    found = looked(path, look)
    assert np.abs(found - 255 * graded(shot / 255, Grade(look=look))).max() <= 6


@pytest.mark.parametrize(
    "look",
    [
        Look(preset="black_and_white", brightness=0.4, contrast=0.5),
        Look(preset="black_and_white", brightness=-0.3, contrast=-0.6),
        Look(preset="black_and_white", strength=0.5),
        Look(saturation=-0.6),
        Look(saturation=0.2),
    ],
)
def test_what_is_done_on_the_planes_is_what_the_table_would_do(still_film: Path, look: Look) -> None:
    grade = Grade(look=look)
    assert plane_nodes(grade) is not None
    shot, found = looked(still_film, PLAIN), looked(still_film, look)
    assert np.abs(found - 255 * graded(shot / 255, grade)).max() <= 3


@pytest.mark.parametrize(
    "look",
    [
        Look(preset="vintage"),
        Look(preset="cinematic", strength=0.7),
        Look(brightness=0.3, warmth=-0.4, saturation=0.3),
        Look(preset="black_and_white", warmth=0.5),
    ],
)
def test_presets_and_sliders_come_out_as_they_are_defined(still_film: Path, look: Look) -> None:
    shot, found = looked(still_film, PLAIN), looked(still_film, look)
    assert np.abs(found - 255 * graded(shot / 255, Grade(look=look))).max() <= 4


def test_sliders_go_the_way_that_their_names_say(still_film: Path) -> None:
    shot = looked(still_film, PLAIN)

    def change(look: Look) -> Any:
        return looked(still_film, look) - shot

    warmer, cooler = change(Look(warmth=0.25)), change(Look(warmth=-0.25))
    assert (warmer[3][0] - warmer[3][2]) > 8
    assert (cooler[3][0] - cooler[3][2]) < -8
    assert abs(warmer[3].mean()) < 6
    assert change(Look(brightness=0.2)).mean(1).min() > 3
    assert change(Look(brightness=-0.2)).mean(1).max() < -3
    steeper = change(Look(contrast=0.3)).mean(1)
    assert steeper[4] > 3
    assert steeper[5] < -3
    assert np.ptp(shot + change(Look(saturation=0.3)), axis=1)[0] > np.ptp(shot[0]) + 15


def test_the_look_of_one_clip_leaves_the_others_as_they_are(still_film: Path) -> None:
    long = [replace(clip(number=n), start_ms=2000 * n, duration_ms=2000) for n in range(3)]
    plain = film_of(*long)
    changed = film_of(long[0], replace(long[1], look=Look(preset="vintage")), long[2])
    sources = {"m": source_file(still_film)}
    before, after = (plan_chunks(film, sources, settings=SETTINGS) for film in (plain, changed))
    assert [a.key == b.key for a, b in zip(before, after, strict=True)] == [True, False, True]
    old, new = pictures(plain, still_film), pictures(changed, still_film)
    same = [bool((a == b).all()) for a, b in zip(old, new, strict=True)]
    assert same == [True] * 20 + [False] * 20 + [True] * 20


def test_a_film_without_a_look_keeps_the_names_of_its_chunks(still_film: Path) -> None:
    (chunk,) = plan_chunks(film_of(clip()), {"m": source_file(still_film)}, settings=SETTINGS)
    assert "look" not in str([piece.content(0) for piece in chunk.pieces])


def test_another_content_of_the_same_table_is_another_chunk(still_film: Path, tmp_path: Path) -> None:
    lut = cube_file(tmp_path / "a.cube", 2, lambda rgb: rgb)
    first = {"m": source_file(still_film), "t": source_file(lut)}
    second = {**first, "t": replace(first["t"], content_hash="other")}
    keys = {plan_chunks(film_of(clip(Look(lut="t"))), s, settings=SETTINGS)[0].key for s in (first, second)}
    assert len(keys) == 2


def test_a_table_that_is_not_there_is_named(still_film: Path) -> None:
    with pytest.raises(RenderFailed, match="the shot is not there"):
        plan_chunks(film_of(clip(Look(lut="gone"))), {"m": source_file(still_film)}, settings=SETTINGS)


def test_photos_are_graded_as_films_are(
    still_film: Path, tmp_path: Path, teal_cubes: Mapping[int, Path]
) -> None:
    photo = tmp_path / "photo.png"
    Image.fromarray(patches()).save(photo)
    for look in (
        Look(lut="t", strength=0.8),
        Look(preset="black_and_white"),
        Look(preset="vintage", warmth=0.2),
    ):
        ours, theirs = (looked(path, look, t=teal_cubes[33]) for path in (photo, still_film))
        assert np.abs(ours - theirs).max() <= 4


def test_the_ground_around_a_picture_is_graded_where_it_is_picture(tmp_path: Path) -> None:
    shown = np.repeat(np.repeat(np.array([[(210, 60, 40)]], np.uint8), 96, axis=0), 54, axis=1)
    tall = make_video(tmp_path / "tall.mp4", width=54, height=96, pattern=lambda *_: shown, duration_ms=400)
    for fit, look in ((Fit.BLUR, Look(preset="black_and_white")), (Fit.CONTAIN, Look(preset="vintage"))):
        picture = pictures(film_of(clip(look, fit=fit)), tall)[1].astype(float)
        edge, middle = (
            picture[40:60, 4:20].reshape(-1, 3).mean(0),
            picture[40:60, 90:100].reshape(-1, 3).mean(0),
        )
        if fit is Fit.BLUR:
            assert np.ptp(edge) <= 2
            assert np.ptp(middle) <= 2
        else:
            assert edge.max() <= 2, "bars stay black where blacks are lifted"
            assert np.ptp(middle) > 20


def ramp(wide: int, tall: int) -> Any:
    """Grey, with fine lines in the middle."""
    picture = np.full((tall, wide, 3), 128, np.uint8)
    picture[:, wide // 3 : 2 * wide // 3 : 4] = 178
    picture[:, wide // 3 + 1 : 2 * wide // 3 : 4] = 178
    return picture


def test_blur_sharpness_corners_and_bars_are_seen(tmp_path: Path) -> None:
    lines = ramp(*SIZE)
    path = make_video(
        tmp_path / "lines.mp4", width=SIZE[0], height=SIZE[1], pattern=lambda *_: lines, duration_ms=400,
        options={"crf": "4"},
    )  # fmt: skip

    def seen(look: Look) -> Any:
        return pictures(film_of(clip(look)), path)[1].astype(float)[..., 1]

    def detail(picture: Any) -> float:
        return float(picture[30:80, 70:120].std())

    plain = seen(PLAIN)
    assert detail(seen(Look(blur=0.5))) < 0.4 * detail(plain)
    assert detail(seen(Look(sharpen=0.6))) > 1.15 * detail(plain)
    dark = seen(Look(vignette=0.6))
    assert dark[:6, :6].mean() < 0.75 * plain[:6, :6].mean()
    assert abs(dark[46:62, 88:104].mean() - plain[46:62, 88:104].mean()) < 4
    barred = seen(Look(bars=True))
    assert barred[:13].max() <= 4
    assert barred[-13:].max() <= 4
    assert np.abs(barred[20:-20] - plain[20:-20]).mean() < 1.5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("LUT_3D_SIZE 2\n0 0 0\n0 0 zero\n", "line 3 “0 0 zero” is not three numbers"),
        ("LUT_3D_SIZE 2\n0 0 0\n0 0\n", "line 3 “0 0” is not three numbers"),
        ("LUT_3D_SIZE 2\n0 0 0\nnan 0 0\n", "line 3"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 9, "line 10 “0 0 0” is one too many: size 2 has 8 rows"),
        ("LUT_3D_SIZE 2\n" + "0 0 0\n" * 7, "cut off: size 2 has 8 rows, and there are 7"),
        ("LUT_3D_SIZE 500\n", "line 1 “LUT_3D_SIZE 500” does not fit; sizes from 2 to 65 work"),
        ("LUT_3D_SIZE two\n", "line 1"),
        ("LUT_3D_SIZE 2\nLUT_1D_SIZE 2\n", "line 2"),
        ("LUT_3D_SIZE 2\nDOMAIN_MAX 1 1\n", "line 2 “DOMAIN_MAX 1 1” needs three numbers"),
        ("LUT_3D_SIZE 2\nDOMAIN_MAX 0 1 1\n" + "0 0 0\n" * 8, "DOMAIN_MAX is not above"),
        ("0 0 0\n", "line 1 “0 0 0” comes before LUT_3D_SIZE"),
        ("# a note\n\n", "no line says LUT_3D_SIZE"),
        ("", "the file is empty"),
    ],
)
def test_a_broken_table_is_answered_with_the_line(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "broken.cube"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(MediaUnreadable) as refused:
        probe(path)
    assert said in refused.value.what("en")
    assert refused.value.what("zh") != refused.value.what("en")


@pytest.mark.parametrize("data", [b"\0\1\2\3" * 400, b"LUT_3D_SIZE 2\n" + b"0 0 0\n" * 5_000_000])
def test_what_is_no_text_or_too_large_is_no_table(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "odd.cube"
    path.write_bytes(data)
    with pytest.raises(MediaUnreadable):
        probe(path)


def test_a_table_is_known_by_its_content_whatever_its_name(tmp_path: Path) -> None:
    named = cube_file(tmp_path / "grade.txt", 2, lambda rgb: rgb)
    assert probe(named).kind == "lut"
    windows = tmp_path / "win.cube"
    windows.write_bytes(b"\xef\xbb\xbf" + b"# made elsewhere\r\nLUT_3D_SIZE 2\r\n" + b"0 0.5 1\r\n" * 8)
    assert probe(windows).kind == "lut"
    assert read_cube(windows).size == 2


@pytest.mark.parametrize("level", [-1.0, -0.4, 0.3, 1.0])
@pytest.mark.parametrize("field", ["brightness", "contrast", "saturation", "warmth"])
def test_every_slider_stays_within_what_can_be_shown_and_keeps_the_order_of_greys(
    field: str, level: float
) -> None:
    greys = np.repeat(np.linspace(0, 1, 21)[:, None], 3, axis=1)
    found = graded(greys, Grade(look=replace(PLAIN, **{field: level})))
    assert found.min() >= 0
    assert found.max() <= 1
    assert (np.diff(found.mean(1)) >= 0).all()


def test_a_grade_says_only_what_changes_colours(tmp_path: Path) -> None:
    file = LutFile(path=tmp_path / "x.cube", content_hash="x")
    assert Grade(look=Look(blur=0.4, bars=True)).colors is None
    assert Grade(look=Look(lut="t", strength=0.0), lut=file).colors is None
    assert Grade(look=Look(lut="t", blur=1.0), lut=file).colors == Grade(look=Look(lut="t"), lut=file)

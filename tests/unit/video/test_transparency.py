"""What is transparent is laid on a ground on which it can be seen: photos, and films as a whole."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image, ImageDraw

from nemovideo_mcp.timeline.media import MediaInfo
from nemovideo_mcp.video.analysis import analyse
from nemovideo_mcp.video.camera_move import View
from nemovideo_mcp.video.chunk import composed_frames
from nemovideo_mcp.video.compositor import Canvas, picture_of
from nemovideo_mcp.video.geometry import Framing
from nemovideo_mcp.video.plan import ChunkSpec, EncoderSettings, Piece, SourceFile
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.stills import Still
from nemovideo_mcp.video.thumbnails import Shot, thumbnails
from nemovideo_mcp.video.transparency import flattened, ground_of

CANVAS = Canvas(width=160, height=160, frame_rate=Fraction(25))


def _weights(**shares: float) -> list[float]:
    weights = [0.0] * 256
    for level, share in shares.items():
        weights[int(level[1:])] = share
    return weights


@pytest.mark.parametrize(
    ("shares", "ground"),
    [
        ({}, 0),
        ({"l200": 1.0}, 0),
        ({"l0": 1.0}, 255),
        ({"l20": 0.6, "l120": 0.4}, 255),
        ({"l0": 0.04, "l200": 0.96}, 0),
        ({"l0": 0.5, "l255": 0.5}, 128),
        ({"l0": 0.3, "l230": 0.4, "l90": 0.2, "l150": 0.1}, 0),
    ],
)
def test_the_ground_is_the_one_on_which_least_goes_under(shares: dict[str, float], ground: int) -> None:
    assert ground_of(_weights(**shares)) == ground


def logo(colour: tuple[int, int, int], *, shadow: bool = False) -> Image.Image:
    picture = Image.new("RGBA", (160, 160))
    draw = ImageDraw.Draw(picture)
    if shadow:
        draw.ellipse((30, 40, 150, 150), fill=(0, 0, 0, 90))
    draw.ellipse((30, 30, 130, 130), fill=(*colour, 255))
    return picture


@pytest.mark.parametrize(
    ("picture", "ground", "ink"),
    [
        (logo((0, 0, 0)), 255, 0),
        (logo((25, 25, 25)), 255, 25),
        (logo((255, 255, 255)), 0, 255),
        (logo((255, 255, 255), shadow=True), 0, 255),
    ],
)
def test_a_logo_is_seen_whatever_its_colour(
    tmp_path: Path, picture: Image.Image, ground: int, ink: int
) -> None:
    picture.save(path := tmp_path / "logo.png")
    shown = picture_of(Still(path, CANVAS, framing=Framing()).frame(View())).convert("L")
    assert shown.getpixel((5, 5)) == pytest.approx(ground, abs=3)
    assert shown.getpixel((80, 80)) == pytest.approx(ink, abs=3)
    assert analyse(path, probe(path)).exposure[0] > 0


def test_opaque_pictures_and_half_transparent_edges_stay_as_they_were() -> None:
    opaque = Image.new("RGB", (4, 4), (1, 2, 3))
    assert flattened(opaque) is opaque
    edge = Image.new("RGBA", (2, 1), (200, 200, 200, 255))
    edge.putpixel((1, 0), (200, 200, 200, 128))
    assert flattened(edge).getpixel((1, 0)) == pytest.approx((100, 100, 100), abs=1)


def _alpha_film(path: Path, ink: int) -> Path:
    """A VP9 film with alpha that begins with nothing; what is hidden is red."""
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libvpx-vp9", rate=25, options={"auto-alt-ref": "0", "crf": "20", "b": "0"})
        stream.width, stream.height, stream.pix_fmt = 160, 160, "yuva420p"
        for k in range(20):
            values = np.zeros((160, 160, 4), np.uint8)
            values[..., 0] = 255
            if k >= 5:
                values[40:120, 40:120] = (ink, ink, ink, 255)
            frame = av.VideoFrame.from_ndarray(values, format="rgba").reformat(format="yuva420p")
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return path


def _shown(path: Path, info: MediaInfo, at_ms: int) -> tuple[Image.Image, Image.Image]:
    """The frame of an export, and the thumbnail of the same moment."""
    source = SourceFile(path=path, content_hash="0" * 64, info=info)
    piece = Piece(first_frame=0, frames=1, source=source, source_start_ms=Fraction(at_ms))
    spec = ChunkSpec(
        width=160,
        height=160,
        frame_rate=Fraction(25),
        frames=1,
        pieces=(piece,),
        texts=(),
        settings=EncoderSettings(),
    )
    [frame] = composed_frames(spec)
    shot = Shot(source=source, time_ms=at_ms, first_ms=at_ms, last_ms=at_ms)
    [(_, thumbnail)] = thumbnails([shot], size=(160, 160))
    return picture_of(frame).convert("L"), thumbnail.convert("L")


@pytest.mark.parametrize(("ink", "ground"), [(10, 255), (230, 0)])
def test_a_transparent_film_has_one_ground_from_start_to_end(tmp_path: Path, ink: int, ground: int) -> None:
    path = _alpha_film(tmp_path / "a.webm", ink)
    info = probe(path)
    assert info.ground == ground
    for picture in _shown(path, info, 0):
        assert picture.getpixel((80, 80)) == pytest.approx(ground, abs=6)
    for picture in _shown(path, info, 600):
        assert picture.getpixel((5, 5)) == pytest.approx(ground, abs=6)
        assert picture.getpixel((80, 80)) == pytest.approx(ink, abs=12)


def test_a_dark_animation_is_seen_too(tmp_path: Path) -> None:
    frames = [Image.new("RGBA", (160, 160)) for _ in range(6)]
    for k, frame in enumerate(frames):
        frame.paste((0, 0, 0, 255), (10 * k, 40, 10 * k + 60, 120))
    frames[0].save(path := tmp_path / "a.png", save_all=True, append_images=frames[1:], duration=100)
    info = probe(path)
    assert (info.kind, info.ground) == ("video", 255)
    export, _ = _shown(path, info, 300)
    assert export.getpixel((150, 150)) == pytest.approx(255, abs=6)
    assert export.getpixel((60, 80)) == pytest.approx(0, abs=6)

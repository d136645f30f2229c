"""The probe says what a file holds, and says plainly why one cannot be used."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from nemovideo_mcp.errors import FileMissing, MediaUnreadable
from nemovideo_mcp.video import limits
from nemovideo_mcp.video.probe import probe
from nemovideo_mcp.video.reader import FilmReader
from support.media import click_track, make_image, make_video, make_wav, tone


def test_a_film_with_sound(tmp_path: Path) -> None:
    info = probe(make_video(tmp_path / "film.mp4", width=322, height=182, frame_rate=24, audio="tone"))
    assert (info.kind, info.width, info.height, info.has_audio) == ("video", 322, 182, True)
    assert info.duration_ms == pytest.approx(2000, abs=2)
    assert info.frame_rate == pytest.approx(24, abs=0.01)


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("film.webm", {"codec": "libvpx-vp9", "options": {"bf": "0"}, "audio": "tone"}),
        ("film.mkv", {"audio": "none"}),
        ("film.mov", {"pix_fmt": "yuv420p10le"}),
        ("film.avi", {"codec": "mpeg4", "options": {"bf": "0"}, "audio": "tone"}),
    ],
)
def test_every_container_gives_length_and_sound(tmp_path: Path, name: str, made: dict[str, object]) -> None:
    info = probe(make_video(tmp_path / name, duration_ms=1000, **made))  # type: ignore[arg-type]
    assert info.kind == "video"
    assert info.duration_ms == pytest.approx(1000, abs=70)
    assert info.has_audio == (made.get("audio") == "tone")


@pytest.mark.parametrize(
    ("rotation", "size"), [(0, (320, 180)), (90, (180, 320)), (180, (320, 180)), (-90, (180, 320))]
)
def test_the_size_is_the_displayed_one(tmp_path: Path, rotation: int, size: tuple[int, int]) -> None:
    info = probe(make_video(tmp_path / "film.mp4", duration_ms=200, rotation=rotation))
    assert (info.width, info.height) == size


def test_pixels_that_are_not_square_count(tmp_path: Path) -> None:
    path = make_video(
        tmp_path / "f.mp4", width=160, height=120, duration_ms=200, sample_aspect_ratio=Fraction(2)
    )
    info = probe(path)
    assert (info.width, info.height) == (320, 120)


def test_the_length_of_a_film_with_uneven_frames_and_a_late_start(tmp_path: Path) -> None:
    uneven = probe(make_video(tmp_path / "a.mp4", times_ms=[0, 20, 100, 400, 900]))
    assert 900 <= uneven.duration_ms <= 1300
    late = probe(make_video(tmp_path / "b.mkv", start_ms=700, duration_ms=1000, audio="tone"))
    assert late.duration_ms == pytest.approx(1000, abs=40)


def test_a_song(tmp_path: Path) -> None:
    info = probe(make_wav(tmp_path / "song.wav", tone(duration_ms=750)))
    assert (info.kind, info.width, info.has_audio) == ("audio", 0, True)
    assert info.duration_ms == pytest.approx(750, abs=2)


def test_a_photo_is_upright_and_an_animated_gif_is_a_film(tmp_path: Path) -> None:
    photo = probe(make_image(tmp_path / "photo.jpg", width=320, height=180, orientation=6))
    assert (photo.kind, photo.width, photo.height, photo.duration_ms) == ("image", 180, 320, 0)
    animated = probe(make_image(tmp_path / "moving.gif", frames=8, frame_ms=100))
    assert (animated.kind, animated.duration_ms) == ("video", 800)
    still = probe(make_image(tmp_path / "still.gif"))
    assert still.kind == "image"


def test_the_kind_follows_from_the_content(tmp_path: Path) -> None:
    path = make_image(tmp_path / "photo.png").rename(tmp_path / "film.mp4")
    assert probe(path).kind == "image"


def test_a_film_cut_off_in_a_container_that_bears_it_has_its_true_length(tmp_path: Path) -> None:
    whole = make_video(tmp_path / "film.mkv", duration_ms=4000, pattern="numbers")
    data = whole.read_bytes()
    (torn := tmp_path / "torn.mkv").write_bytes(data[: len(data) // 2])
    info = probe(torn)
    assert 1000 < info.duration_ms < 3500


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("This is not a film.\n" * 50, encoding="utf-8")


def _without_index(path: Path) -> None:
    data = make_video(path, duration_ms=500, audio="tone").read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])


def _half_a_photo(path: Path) -> None:
    data = make_image(path.with_suffix(".jpg"), width=640, height=480).read_bytes()
    path.write_bytes(data[: len(data) // 2])


def _no_frames(path: Path) -> None:
    fragments = {"movflags": "empty_moov+frag_keyframe"}
    data = make_video(path, duration_ms=400, container_options=fragments).read_bytes()
    # The header alone: it promises a film, and no fragment follows.
    path.write_bytes(data[: data.index(b"moof") - 4])


def _only_a_header(path: Path) -> None:
    data = make_video(path.with_suffix(".mkv"), duration_ms=400).read_bytes()
    path.write_bytes(data[: data.index(b"\x1f\x43\xb6\x75")])


def _playlist(path: Path) -> None:
    other = make_video(path.with_name("other.ts"), duration_ms=300)
    path.write_text(
        f"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n{other}\n#EXT-X-ENDLIST\n", encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_empty, "empty"),
        (_text, "it is text"),
        (_without_index, "cut off"),
        (_half_a_photo, "cut off, only"),
        (_no_frames, "no picture"),
        (_only_a_header, "damaged"),
        (_playlist, "it is text"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_the_reason(
    tmp_path: Path, spoil: object, words: str
) -> None:
    path = tmp_path / "film.mp4"
    spoil(path)  # type: ignore[operator]
    with pytest.raises(MediaUnreadable, match=words) as caught:
        probe(path)
    assert "film.mp4" in str(caught.value)
    assert words not in caught.value.describe("zh")


def test_a_missing_file_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        probe(tmp_path / "nothing.mp4")


def test_a_colon_or_a_percent_sign_in_the_name_is_only_a_name(tmp_path: Path) -> None:
    film = make_video(tmp_path / "film.mp4", duration_ms=200, audio=click_track([0], duration_ms=200))
    assert probe(film.rename(tmp_path / "a:b %03d.mp4")).kind == "video"


@pytest.mark.parametrize("codec", ["libx264", "libvpx-vp9", "mpeg4"])
def test_frames_that_are_too_large_are_refused_in_words_and_by_every_decoder(
    tmp_path: Path, codec: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_video(
        tmp_path / "a.mkv", codec=codec, width=640, height=360, duration_ms=200, options={"bf": "0"}
    )
    assert probe(path).kind == "video"
    small = limits.decoder_options(200_000)
    monkeypatch.setattr("nemovideo_mcp.video.streams.decoder_options", lambda: small)
    with FilmReader(path) as film, pytest.raises(MediaUnreadable, match="no picture"):
        next(film.frames_at([Fraction(0)]))
    monkeypatch.setattr("nemovideo_mcp.video.probe.FILM_PIXELS", 200_000)
    with pytest.raises(MediaUnreadable, match="640×360 pixels"):
        probe(path)

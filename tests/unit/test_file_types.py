"""What a file is follows from its first bytes; the ending of its name is only a promise."""

from __future__ import annotations

import io
from pathlib import Path

import av
import pytest
from PIL import Image

from nemovideo_mcp.errors import UnsupportedFile
from nemovideo_mcp.file_types import HEAD_BYTES, check_type, named_type, type_of_head
from support.media import make_video, make_wav, tone


def _picture(form: str) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (32, 32), (200, 30, 30)).save(buffer, form)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("form", "ending"),
    [(f, f.lower()) for f in ("PNG", "GIF", "WEBP", "AVIF", "BMP", "TIFF")] + [("JPEG", "jpg")],
)
def test_pictures_are_known_by_their_first_bytes(form: str, ending: str) -> None:
    found = type_of_head(_picture(form)[:HEAD_BYTES])
    assert found is not None
    assert (found.kind, found.ending) == ("image", ending)


@pytest.mark.parametrize(
    ("container", "codec", "ending"),
    [
        ("mp4", "libx264", "mp4"),
        ("mov", "libx264", "mov"),
        ("3gp", "mpeg4", "3gp"),
        ("matroska", "libx264", "mkv"),
        ("webm", "libvpx", "webm"),
        ("avi", "mpeg4", "avi"),
        ("mpegts", "libx264", "ts"),
        ("mpeg", "mpeg2video", "mpg"),
        ("flv", "flv1", "flv"),
        ("asf", "wmv2", "wmv"),
    ],
)
def test_films_are_known_by_their_first_bytes(
    tmp_path: Path, container: str, codec: str, ending: str
) -> None:
    with av.open(str(tmp_path / "film"), "w", format=container) as out:
        stream = out.add_stream(codec, rate=25)
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        for _ in range(4):
            out.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        out.mux(stream.encode(None))
    found = type_of_head((tmp_path / "film").read_bytes()[:HEAD_BYTES])
    assert found is not None
    assert (found.kind, found.ending) == ("video", ending)


@pytest.mark.parametrize(
    ("container", "codec", "ending"),
    [
        ("wav", "pcm_s16le", "wav"),
        ("flac", "flac", "flac"),
        ("aiff", "pcm_s16be", "aiff"),
        ("ogg", "flac", "ogg"),
        ("opus", "libopus", "opus"),
        ("adts", "aac", "aac"),
        ("mp3", "mp3", "mp3"),
        ("ipod", "aac", "m4a"),
    ],
)
def test_songs_are_known_by_their_first_bytes(
    tmp_path: Path, container: str, codec: str, ending: str
) -> None:
    with av.open(str(tmp_path / "song"), "w", format=container) as out:
        stream = out.add_stream(codec, rate=48_000)
        samples = make_wav(tmp_path / "tone.wav", tone(duration_ms=200))
        with av.open(str(samples)) as given:
            for frame in given.decode(audio=0):
                out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    found = type_of_head((tmp_path / "song").read_bytes()[:HEAD_BYTES])
    assert found is not None
    assert (found.kind, found.ending) == ("audio", ending)


@pytest.mark.parametrize(
    ("head", "words"),
    [
        (b"%PDF-1.7\n", "PDF"),
        (b"PK\3\4" + bytes(30), "archive"),
        (b"eggs, milk and flour\n", "text"),
        ("早安，世界，这是一段文字\n".encode(), "text"),
        (b"II*\0\x10\0\0\0CR\2\0", "raw photo"),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "raw photo"),
        (b"\xff\x0a\xfa\x1f", "JPEG XL"),
        (bytes(64), "not accepted"),
    ],
)
def test_what_is_no_media_is_named_as_what_it_is(head: bytes, words: str) -> None:
    with pytest.raises(UnsupportedFile, match=words) as caught:
        check_type("something", head)
    assert "mp4" in caught.value.next_step("zh")
    assert "无法使用" in caught.value.what("zh")


def test_a_name_with_an_accepted_ending_is_left_to_who_opens_the_file(tmp_path: Path) -> None:
    check_type("clip.mp4", b"words and no film at all")
    check_type("clip.mts", bytes(64))
    with pytest.raises(UnsupportedFile, match="text"):
        check_type("program.ts", b"export const answer = 42;\n")
    assert named_type("IMG_1.HEIC") == "image"
    assert named_type(make_video(tmp_path / "a.mp4", duration_ms=100).name) == "video"
    assert named_type("notes.txt") is None


def test_tables_of_colours_are_known_by_their_lines_and_other_text_by_nothing() -> None:
    head = b'TITLE "teal"\n  LUT_3D_SIZE 33\n0 0 0\n'
    found = type_of_head(head)
    assert found is not None
    assert (found.kind, found.ending) == ("lut", "cube")
    check_type("teal.txt", head)
    check_type("teal.cube", b"0 0 0\n0 0 1\n" * 20)
    assert named_type("teal.CUBE") == "lut"
    with pytest.raises(UnsupportedFile, match="text"):
        check_type("notes.txt", b"about LUT_3D_SIZE 33\n" * 20)

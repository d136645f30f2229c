"""protocol.md, Endpoints: upload, and what is accepted; Errors: 4001 and 4002."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from support.media import make_image, make_wav, tone
from support.studio import Caller

pytestmark = pytest.mark.anyio


async def test_an_uploaded_film_is_described(caller: Caller, clip: Path) -> None:
    reply = await caller.upload(clip)

    assert reply.status_code == 200, reply.text
    data = reply.json()["data"]
    assert data["session_state_applied"] is True
    (file,) = data["files"]
    assert file["filename"] == "city.mp4"
    assert file["file_type"] == "video"
    assert file["duration"] == pytest.approx(2.0, abs=0.05)
    assert (file["width"], file["height"]) == (320, 180)
    assert file["fps"] == pytest.approx(30, abs=0.1)
    assert file["hash"] == hashlib.sha256(clip.read_bytes()).hexdigest()
    assert file["cdn_url"].startswith("http")


async def test_the_address_of_a_file_gives_its_bytes_without_a_token(caller: Caller, clip: Path) -> None:
    (file,) = (await caller.upload(clip)).json()["data"]["files"]

    whole = await caller.http.get(file["cdn_url"])
    part = await caller.http.get(file["cdn_url"], headers={"Range": "bytes=10-19"})

    assert whole.content == clip.read_bytes()
    assert part.status_code == 206
    assert part.content == clip.read_bytes()[10:20]


async def test_several_files_in_one_request_are_kept_in_their_order(
    caller: Caller, clip: Path, tmp_path: Path
) -> None:
    photo = make_image(tmp_path / "photo.jpg")
    song = make_wav(tmp_path / "song.wav", tone(duration_ms=500))

    files = (await caller.upload(clip, photo, song)).json()["data"]["files"]

    assert [f["filename"] for f in files] == ["city.mp4", "photo.jpg", "song.wav"]
    assert [f["file_type"] for f in files] == ["video", "image", "audio"]
    infos = (await caller.state())["state"]["video_infos"]
    assert [i["filename"] for i in infos] == ["city.mp4", "photo.jpg", "song.wav"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("notes.txt", b"eggs and milk\n" * 9),
        ("film.mkv.exe", b"MZ\x90\0"),
        ("noextension", b"%PDF-1.7\n" + bytes(2000)),
        ("song.flac", b"not a song\n" * 9),
    ],
)
async def test_a_type_that_is_not_listed_is_4001_and_the_message_lists_what_is(
    caller: Caller, name: str, content: bytes
) -> None:
    reply = await caller.upload((name, content))

    assert reply.status_code == 415
    body = reply.json()
    assert body["code"] == 4001
    assert "mp4 mov avi webm mkv" in body["data"]["next_step"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text.mp4", b"just words, and no film at all\n" * 50),
        ("empty.mp4", b""),
        ("list.mp4", b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 broken"),
    ],
)
async def test_content_that_is_no_media_is_4001(caller: Caller, name: str, content: bytes) -> None:
    reply = await caller.upload((name, content))

    assert reply.status_code == 415
    assert reply.json()["code"] == 4001
    assert name in reply.json()["message"]
    assert (await caller.state())["state"]["video_infos"] == []


@pytest.mark.parametrize("name", ["song.mp3", "notes.txt", "film", "PICTURE.JPG"])
async def test_the_content_decides_whatever_the_name_says(
    caller: Caller, clip: Path, tmp_path: Path, name: str
) -> None:
    photo = make_image(tmp_path / "photo.jpg").read_bytes()
    sound = make_wav(tmp_path / "song.wav", tone(duration_ms=500)).read_bytes()

    replies = [await caller.upload((name, content)) for content in (clip.read_bytes(), photo, sound)]

    files = [file for reply in replies for file in reply.json()["data"]["files"]]
    assert [file["file_type"] for file in files] == ["video", "image", "audio"]
    assert {file["filename"] for file in files} == {name}


async def test_a_truncated_film_is_4001(caller: Caller, clip: Path) -> None:
    data = clip.read_bytes()

    reply = await caller.upload(("cut.mp4", data[: len(data) // 3]))

    assert reply.json()["code"] == 4001


async def test_good_files_are_kept_when_others_in_the_request_are_refused(
    caller: Caller, clip: Path, other_clip: Path
) -> None:
    reply = await caller.upload(clip, ("notes.txt", b"words"), other_clip)

    assert reply.status_code == 415
    body = reply.json()
    assert body["code"] == 4001
    assert "notes.txt" in body["message"]
    assert [f["filename"] for f in body["data"]["files"]] == ["city.mp4", "sea.mp4"]
    assert [f["filename"] for f in body["data"]["failed"]] == ["notes.txt"]
    assert len((await caller.state())["state"]["video_infos"]) == 2


async def test_the_same_file_sent_again_is_the_same_file(caller: Caller, clip: Path) -> None:
    first = (await caller.upload(clip)).json()["data"]["files"]
    again = (await caller.upload(clip)).json()["data"]["files"]

    assert first == again
    assert len((await caller.state())["state"]["video_infos"]) == 1


async def test_names_are_kept_whatever_their_script_and_lose_their_folders(
    caller: Caller, clip: Path
) -> None:
    names = ["城市 夜景.mp4", "../../etc/evil.mp4", 'a "quoted" b.mp4']

    for name in names:
        reply = await caller.upload((name, clip.read_bytes()))
        assert reply.status_code == 200, reply.text

    infos = (await caller.state())["state"]["video_infos"]
    assert [i["filename"] for i in infos] == ["城市 夜景.mp4", "evil.mp4", 'a "quoted" b.mp4']
    assert (await caller.http.get(infos[0]["cdn_url"])).content == clip.read_bytes()


async def test_a_form_without_files_is_refused(caller: Caller) -> None:
    path = f"/api/upload-video/nemo_agent/me/{caller.session_id}"

    empty = await caller.http.post(path, data={"files": "x"}, headers=caller.headers)
    broken = await caller.http.post(
        path,
        content=b'--b\r\nContent-Disposition: form-data; name="files"; filename="a.mp4"\r\n\r\nhalf',
        headers={**caller.headers, "Content-Type": "multipart/form-data; boundary=b"},
    )

    assert [empty.status_code, broken.status_code] == [400, 400]
    assert (await caller.state())["state"]["video_infos"] == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/a.mp4",
        "http://localhost:8080/a.mp4",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/a.mp4",
        "http://10.1.2.3/a.mp4",
        "http://[::ffff:192.168.0.1]/a.mp4",
        "file:///etc/passwd",
        "ftp://example.com/a.mp4",
        "not an address",
    ],
)
async def test_an_address_of_this_machine_or_its_network_is_not_fetched(caller: Caller, url: str) -> None:
    path = f"/api/upload-video/nemo_agent/me/{caller.session_id}"

    reply = await caller.post(path, {"urls": [url], "source_type": "url"})

    assert reply.status_code == 400
    assert reply.json()["data"]["next_step"]

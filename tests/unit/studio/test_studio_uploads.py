"""Receiving files: bounded, streamed to disk, and nothing half-written stays behind."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import tracemalloc
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.errors import DiskFull, FileTooLarge, InvalidRequest
from nemovideo_mcp.studio.intake import Arrival
from nemovideo_mcp.studio.uploads import Receiver, Refusal, plain_name, receive_multipart
from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

BOUNDARY = "----films"
TYPE = f"multipart/form-data; boundary={BOUNDARY}"


def form(*files: tuple[str, bytes]) -> bytes:
    """A form by the letter of RFC 7578."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n\r\n'.encode()
        + content
        + b"\r\n"
        for name, content in files
    ]
    return b"".join([*parts, f"--{BOUNDARY}--\r\n".encode()])


async def pieces(data: bytes, cuts: Iterable[int]) -> AsyncIterator[bytes]:
    at = 0
    for cut in sorted(c % (len(data) + 1) for c in cuts):
        yield data[at:cut]
        at = max(at, cut)
    yield data[at:]


async def received(
    body: AsyncIterator[bytes], folder: Path, *, limit_bytes: int = 10**7
) -> list[Arrival | Refusal]:
    found = receive_multipart(body, content_type=TYPE, folder=folder, limit_bytes=limit_bytes)
    return [one async for one in found]


@settings(max_examples=40)
@given(
    cuts=st.lists(st.integers(0, 10**6), max_size=12),
    contents=st.lists(
        st.one_of(st.binary(max_size=200), st.just(b"\r\n--" + BOUNDARY.encode()[:-1])),
        min_size=1,
        max_size=3,
    ),
)
def test_files_arrive_whole_however_the_body_is_cut(
    tmp_path_factory: pytest.TempPathFactory, cuts: list[int], contents: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("in")
    body = form(*((f"{n}.mp4", content) for n, content in enumerate(contents)))

    found = asyncio.run(received(pieces(body, cuts), folder))

    arrivals = [one for one in found if isinstance(one, Arrival)]
    assert [a.path.read_bytes() for a in arrivals] == contents
    assert [a.content_hash for a in arrivals] == [hashlib.sha256(c).hexdigest() for c in contents]
    assert [a.name for a in arrivals] == [f"{n}.mp4" for n in range(len(contents))]


async def test_a_file_over_the_limit_is_refused_and_the_next_one_is_received(tmp_path: Path) -> None:
    body = form(("big.mp4", b"x" * 5000), ("small.mp4", b"y" * 1000))

    big, small = await received(pieces(body, range(0, 6000, 700)), tmp_path, limit_bytes=1000)

    assert isinstance(big, Refusal)
    assert isinstance(big.error, FileTooLarge)
    assert isinstance(small, Arrival)
    assert list(tmp_path.iterdir()) == [small.path]


async def test_a_body_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    body = form(("a.mp4", b"x" * 3_000_000))

    with pytest.raises(InvalidRequest):
        await received(pieces(body[:2_000_000], [1_500_000]), tmp_path)

    assert list(tmp_path.iterdir()) == []


async def test_a_sender_who_goes_away_leaves_nothing(tmp_path: Path) -> None:
    async def body() -> AsyncIterator[bytes]:
        yield form(("a.mp4", b"x" * 3_000_000))[:2_000_000]
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await received(body(), tmp_path)

    assert list(tmp_path.iterdir()) == []


async def test_a_full_disk_is_said_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Full:
        def write(self, _data: bytes) -> int:
            raise OSError(errno.ENOSPC, "No space left on device")

        def close(self) -> None:
            """There is nothing to close."""

    monkeypatch.setattr(Path, "open", lambda *_: Full())
    (refusal,) = await received(pieces(form(("a.mp4", b"x" * 10)), []), tmp_path)

    assert isinstance(refusal, Refusal)
    assert isinstance(refusal.error, DiskFull)
    assert list(tmp_path.iterdir()) == []


async def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    size_mb, block = 48, b"x" * 65536
    head, tail = form(("a.mp4", b"|")).split(b"|")

    async def body() -> AsyncIterator[bytes]:
        yield head
        for _ in range(size_mb * 16):
            yield block
        yield tail

    tracemalloc.start()
    (arrival,) = await received(body(), tmp_path, limit_bytes=10**9)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(arrival, Arrival)
    assert arrival.size_bytes == size_mb * 1024**2
    assert peak < 8 * 1024**2


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("a.mp4", "a.mp4"),
        ("C:\\films\\a b.MP4", "a b.MP4"),
        ("/etc/passwd/../x.mov", "x.mov"),
        ("夜 景.mp4", "夜 景.mp4"),
        ("a\x00\n\u202e.mp4", "a.mp4"),
        ("", "upload"),
        ("..", "upload"),
        ("n" * 500 + ".mp4", "n" * 160 + ".mp4"),
    ],
)
def test_names_lose_what_no_name_should_hold(given_name: str, kept: str) -> None:
    assert plain_name(given_name) == kept


async def test_a_file_over_the_limit_is_4002(tmp_path: Path, clip: Path) -> None:
    studio = make_studio(tmp_path / "data", max_upload_bytes=5000)
    async with in_process(studio) as http:
        caller = Caller(http=http)
        await caller.begin()
        reply = await caller.upload(("big.mp4", b"x" * 6000))

    assert reply.status_code == 413
    assert reply.json()["code"] == 4002
    assert list(studio.files.incoming.iterdir()) == []


async def test_what_is_refused_leaves_no_file_anywhere(tmp_path: Path, clip: Path) -> None:
    studio = make_studio(tmp_path / "data")
    async with in_process(studio) as http:
        caller = Caller(http=http)
        await caller.begin()
        for name, content in (("a.mp4", b"words"), ("b.txt", b"words"), ("c", b"PK\3\4" + bytes(9000))):
            assert (await caller.upload((name, content))).status_code == 415

    assert [p for p in (tmp_path / "data" / "media").rglob("*") if p.is_file()] == []
    assert list(studio.files.incoming.iterdir()) == []


async def test_what_a_killed_studio_had_half_written_is_cleared_away(tmp_path: Path) -> None:
    studio = make_studio(tmp_path)
    files = studio.files
    half = [
        files.renders / ".r1.0a.part",
        files.work / ".mix.0a.part",
        files.pictures / ".0a.part",
        tmp_path / "backups" / ".studio-1.db.part-journal",
    ]
    kept = [files.work / "0a.mkv", files.pictures / "0a.png", files.renders / "r1.mp4"]
    for path in (*half, *kept):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    async with in_process(studio):
        assert [path for path in (*half, *kept) if path.exists()] == kept


async def test_what_a_killed_studio_was_receiving_is_cleared_away(tmp_path: Path) -> None:
    studio = make_studio(tmp_path / "data")
    left = studio.files.incoming / "half.mp4"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"half")

    async with in_process(studio):
        assert not left.exists()


async def test_a_file_from_the_web_is_known_by_its_content(
    tmp_path: Path, clip: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = make_studio(tmp_path / "other")
    async with in_process(make_studio(tmp_path / "data", allow_private_urls=True)) as http:
        from support.studio import on_a_port

        with on_a_port(source) as url:
            async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as there:
                sender = Caller(http=there)
                await sender.begin()
                (file,) = (await sender.upload(clip)).json()["data"]["files"]
            caller = Caller(http=http)
            await caller.begin()
            path = f"/api/upload-video/nemo_agent/me/{caller.session_id}"
            nameless = f"{file['cdn_url'].rsplit('/', 1)[0]}/film"
            named = await caller.post(path, {"urls": [file["cdn_url"]], "source_type": "url"})
            bare = await caller.post(path, {"urls": nameless})
            mixed = await caller.post(path, {"urls": [f"{url}/nothing.mp4", file["cdn_url"]]})

    (first,) = named.json()["data"]["files"]
    assert (first["filename"], first["file_type"], first["hash"]) == ("city.mp4", "video", file["hash"])
    assert bare.status_code == 200, bare.text
    assert mixed.status_code == 400
    assert [f["filename"] for f in mixed.json()["data"]["files"]] == ["city.mp4"]


async def test_a_receiver_that_was_given_up_leaves_nothing(tmp_path: Path) -> None:
    receiver = Receiver(name="a.mp4", folder=tmp_path, limit_bytes=10**7)
    await receiver.write(b"x" * 2_000_000)
    assert len(list(tmp_path.iterdir())) == 1

    receiver.discard()

    assert list(tmp_path.iterdir()) == []

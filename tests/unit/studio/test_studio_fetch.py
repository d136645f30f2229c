"""Fetching from the web for a user: what is refused, what is believed of a reply, and when it is enough.

Servers run in the event loop of the test, whose time passes only when everybody waits: a drip of ten minutes is over
in milliseconds, with the deadlines that users have.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from nemovideo_mcp.errors import FileTooLarge, InvalidRequest
from nemovideo_mcp.studio.exchange import Pace
from nemovideo_mcp.studio.fetch import fetch
from support.peers import CLOSE, OK, Peer, Script, serving
from support.virtual_time import VIRTUAL

pytestmark = pytest.mark.anyio

FILM = b"not really a film" * 1000
PACE = Pace()


@pytest.fixture
def anyio_backend() -> tuple[str, dict[str, Any]]:
    return VIRTUAL


async def get(
    url: str, *, limit_bytes: int = 10**6, allow_private: bool = True, **more: Any
) -> tuple[str, bytes]:
    async with fetch(url, limit_bytes=limit_bytes, allow_private=allow_private, **more) as found:
        return found.name, b"".join([block async for block in found.blocks])


async def site(peer: Peer) -> None:
    """A small web site; each path is a trick of its own."""
    await peer.hear()
    path = peer.path.partition("?")[0]
    if path.startswith("/to/"):
        location = path.removeprefix("/to/").encode()
        await peer.send(b"HTTP/1.1 302 Found\r\nLocation: " + location + b"\r\nContent-Length: 0\r\n\r\n")
        return
    headers = {
        "/named": b"Content-Disposition: attachment; filename*=UTF-8''%E5%9F%8E%E5%B8%82.mov\r\n",
        "/typed": b"Content-Type: audio/mpeg; x=y\r\n",
        "/unsaid": b"Content-Type: application/octet-stream\r\n",
    }
    if path == "/gone.mp4":
        await peer.send(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    elif path == "/endless.mp4":
        await peer.send(OK + CLOSE + b"\r\n" + FILM)
    elif path == "/chunked.mp4":
        await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
        for start in range(0, len(FILM), 1000):
            piece = FILM[start : start + 1000]
            await peer.send(b"%x;a=b\r\n%s\r\n" % (len(piece), piece))
        await peer.send(b"0\r\nX-Trailer: yes\r\n\r\n")
    else:
        await peer.send(OK + headers.get(path, b"") + b"Content-Length: %d\r\n\r\n" % len(FILM) + FILM)


# --- what a reply is -----------------------------------------------------------------------------------------------


async def test_the_bytes_and_the_name_of_the_path() -> None:
    async with serving(site) as server:
        assert await get(f"{server.url}/films/My%20film.mp4?token=x") == ("My film.mp4", FILM)


async def test_the_name_that_the_server_gives() -> None:
    async with serving(site) as server:
        assert (await get(f"{server.url}/named"))[0] == "城市.mov"


async def test_an_extension_from_the_type_that_the_server_gives() -> None:
    async with serving(site) as server:
        assert (await get(f"{server.url}/typed"))[0] == "typed.mp3"
        assert (await get(f"{server.url}/unsaid"))[0] == "unsaid"


async def test_a_path_in_any_script_is_asked_for_as_the_web_has_it() -> None:
    async with serving(site) as server:
        assert await get(f"{server.url}/城 市.mp4?名=片") == ("城 市.mp4", FILM)
    assert server.asked[0].startswith(b"GET /%E5%9F%8E%20%E5%B8%82.mp4?%E5%90%8D=%E7%89%87 HTTP/1.1\r\n")


@pytest.mark.parametrize("path", ["/endless.mp4", "/chunked.mp4"])
async def test_a_body_without_a_length_is_read_to_its_end(path: str) -> None:
    async with serving(site) as server:
        assert (await get(f"{server.url}{path}"))[1] == FILM


async def test_early_hints_and_a_continue_come_before_the_reply() -> None:
    async def hinting(peer: Peer) -> None:
        await peer.hear()
        await peer.send(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n")
        await peer.send(OK + b"Content-Length: 3\r\n\r\nabc")

    async with serving(hinting) as server:
        assert (await get(f"{server.url}/a.mp4"))[1] == b"abc"


# --- redirections --------------------------------------------------------------------------------------------------


async def test_redirections_are_followed() -> None:
    async with serving(site) as server:
        assert await get(f"{server.url}/to//to//a.mp4") == ("a.mp4", FILM)


@pytest.mark.parametrize("path", ["/to/file:///etc/passwd", "/to/gopher://x/", "/to/http://u:p@x/"])
async def test_redirections_to_what_is_no_web_address_are_refused(path: str) -> None:
    async with serving(site) as server:
        with pytest.raises(InvalidRequest, match="not a web address"):
            await get(f"{server.url}{path}")


async def test_a_circle_of_redirections_is_said_after_five() -> None:
    async def circle(peer: Peer) -> None:
        await peer.hear()
        to = b"/b" if peer.path == "/a" else b"/a"
        await peer.send(b"HTTP/1.1 301 Moved\r\nLocation: " + to + b"\r\nContent-Length: 0\r\n\r\n")

    async with serving(circle) as server:
        with pytest.raises(InvalidRequest, match="circle"):
            await get(f"{server.url}/a")
    assert server.seen == 6


async def test_a_redirection_is_looked_at_like_the_first_address() -> None:
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with serving(site) as server:
        with pytest.raises(InvalidRequest, match=r"host nowhere\.example is not known"):
            await get(
                f"http://films.example:{server.port}/to/http://nowhere.example/a.mp4",
                resolve=lambda host, port: resolve(host, port) if host == "films.example" else _nothing(),
            )
    assert asked == ["films.example"]


async def test_a_redirection_to_this_machine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def public_at_first(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    monkeypatch.setattr("nemovideo_mcp.studio.fetch.is_public", public_at_first)
    async with serving(site) as server:
        with pytest.raises(InvalidRequest, match="this machine"):
            await get(f"{server.url}/to/http://127.0.0.2:{server.port}/a.mp4", allow_private=False)
    assert asked == ["127.0.0.1", "127.0.0.2"]
    assert server.seen == 1


async def _nothing() -> list[str]:
    return []


# --- whose address it is -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "127.0.0.1.",
        "１２７.0.0.1",
        "127。0。0。1",
        "⑫7.0.0.1",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[::127.0.0.1]",
        "[fec0::1]",
        "0",
        "168.63.129.16",
        "0xa83f8110",
        "192.0.0.192",
        "169.254.169.254",
        "0251.0376.0251.0376",
    ],
)
async def test_an_address_of_this_machine_is_refused_in_any_spelling(host: str) -> None:
    async with serving(site) as server:
        with pytest.raises(InvalidRequest, match="this machine"):
            await get(f"http://{host}:{server.port}/a.mp4", allow_private=False)
    assert server.seen == 0


@pytest.mark.parametrize(
    "addresses",
    [["93.184.216.34", "10.0.0.1"], ["2606:4700::1111", "fe80::1%eth0"], ["2606:4700::1111%2"]],
)
async def test_one_private_address_among_public_ones_is_enough_to_refuse(addresses: Sequence[str]) -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return list(addresses)

    with pytest.raises(InvalidRequest, match="this machine"):
        await get("http://trick.example/a.mp4", allow_private=False, resolve=resolve)


async def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    asked: list[str] = []

    async def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    async with serving(site) as server:
        assert (await get(f"http://films.example:{server.port}/a.mp4", resolve=resolve))[1] == FILM
        assert f"Host: films.example:{server.port}".encode() in server.asked[0]
    assert asked == ["films.example"]


async def test_another_address_of_the_host_is_tried_where_one_refuses() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        return ["127.0.0.2", "127.0.0.1"]

    async with serving(site) as server:
        assert (await get(f"http://films.example:{server.port}/a.mp4", resolve=resolve))[1] == FILM


@pytest.mark.parametrize(
    "url",
    [
        "",
        "a.mp4",
        "//x/a",
        "http://",
        "http://u:p@x/",
        "http://@x/",
        "http://x:99999/",
        "http://x:0/",
        "http://[x/",
        "http://[::1%25lo]/",
        "http://%31%32%37.0.0.1/",
        "http://x\\@127.0.0.1/",
        "http://127.0.0.1\\.example.com/",
        "http://256.256.256.256/",
        "http://1.2.3.4.5/",
        "http://0x/",
        "http://a..b/",
        "http://a b/",
        "http://a\x00b/",
        f"http://{'a' * 64}.com/",
        f"http://{'a.' * 200}com/",
        "http://x/" + "a" * 9000,
        "file:///etc/passwd",
        "ftp://example.com/a.mp4",
    ],
)
async def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest, match=r"not a web address|longer than 8192") as caught:
        await get(url, resolve=_never)
    assert len(str(caught.value)) < 500


async def _never(_host: str, _port: int) -> list[str]:
    raise AssertionError


# --- when it is enough ---------------------------------------------------------------------------------------------


async def silent(peer: Peer) -> None:
    await peer.stall()


async def dripping_status(peer: Peer) -> None:
    for byte in OK + b"X: y\r\n" * 1000:
        await peer.send(bytes([byte]))
        await asyncio.sleep(5)


async def dripping_headers(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK)
    await peer.drip(b"X-A: b\r\n", every_s=5)


async def endless_headers(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK)
    await peer.drip(b"X-Header: " + b"y" * 1000 + b"\r\n", every_s=0)


async def one_endless_header(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"X-Header: ")
    await peer.drip(b"y" * 1000, every_s=0)


async def continuing(peer: Peer) -> None:
    await peer.hear()
    await peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n", every_s=0)


async def continuing_slowly(peer: Peer) -> None:
    await peer.hear()
    await peer.drip(b"HTTP/1.1 100 Continue\r\n\r\n", every_s=1)


async def silent_body(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 1000\r\n\r\nabc")
    await peer.stall()


async def dripping_body(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 1000000\r\n\r\n")
    await peer.drip()


async def dripping_chunks(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    await peer.drip(b"1\r\nx\r\n")


async def slow_but_steady(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 100000000\r\n\r\n")
    await peer.drip(b"x" * 3000, every_s=1)


async def endless_trailers(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
    await peer.drip(b"X-Trailer: " + b"y" * 1000 + b"\r\n", every_s=0)


async def dripping_trailers(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n")
    await peer.drip(b"X-Trailer: y\r\n", every_s=1)


async def endless_chunk_size(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n1;")
    await peer.drip(b"a" * 1000, every_s=0)


async def crumbs(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    await peer.drip(b"1\r\nx\r\n" * 1000, every_s=0)


async def short(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 1000\r\n\r\nabc")


async def short_chunk(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Transfer-Encoding: chunked\r\n\r\n10\r\nabc")


async def resetting(peer: Peer) -> None:
    await peer.hear()
    peer.writer.transport.abort()


async def closing(peer: Peer) -> None:
    await peer.hear()


async def two_lengths(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd")
    await peer.stall()


async def negative_length(peer: Peer) -> None:
    await peer.hear()
    await peer.send(OK + b"Content-Length: -3\r\n\r\nabcd")
    await peer.stall()


async def secure_shell(peer: Peer) -> None:
    await peer.send(b"SSH-2.0-OpenSSH_9.2\r\n")
    await peer.stall()


async def binary(peer: Peer) -> None:
    await peer.send(bytes(range(256)) * 10 + b"\r\n\r\n")
    await peer.stall()


async def echo(peer: Peer) -> None:
    await peer.hear()
    await peer.send(peer.asked)
    await peer.stall()


@pytest.mark.parametrize(
    ("script", "words", "within_s"),
    [
        (silent, "did not answer within 20 s", PACE.answer_s),
        (dripping_status, "did not answer within 20 s", PACE.answer_s),
        (dripping_headers, "did not answer within 20 s", PACE.answer_s),
        (endless_headers, "headers without end", PACE.answer_s),
        (one_endless_header, "headers without end", PACE.answer_s),
        (continuing, "headers without end", PACE.answer_s),
        (continuing_slowly, "did not answer within 20 s", PACE.answer_s),
        (silent_body, "nothing more came for 20 s", PACE.idle_s),
        (dripping_body, "too slowly", PACE.window_s + 1),
        (dripping_chunks, "too slowly", PACE.window_s + 1),
        (slow_but_steady, "more than 540 s", PACE.whole_s),
        (endless_trailers, "not answer as a web server", 1),
        (dripping_trailers, "too slowly", PACE.window_s + 1),
        (endless_chunk_size, "not answer as a web server", 1),
        (crumbs, "not answer as a web server", 1),
        (short, "broke off", 1),
        (short_chunk, "broke off", 1),
        (resetting, "broke off", 1),
        (closing, "broke off", 1),
        (two_lengths, "not answer as a web server", 1),
        (negative_length, "not answer as a web server", 1),
        (secure_shell, "did not answer within 20 s", PACE.answer_s),
        (binary, "not answer as a web server", 1),
        (echo, "not answer as a web server", 1),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)
async def test_what_is_no_file_is_said_in_time_and_in_both_languages(
    script: Script, words: str, within_s: float
) -> None:
    loop = asyncio.get_running_loop()
    async with serving(script) as server:
        began = loop.time()
        with pytest.raises(InvalidRequest, match=words) as caught:
            await get(f"{server.url}/a.mp4", limit_bytes=10**8)
        assert loop.time() - began <= within_s + 0.1
        # The connection is closed, and not only given up.
        await server.until(lambda server: server.open == 0)
    for language in ("en", "zh"):
        assert "{" not in caught.value.describe(language)
    assert caught.value.describe("zh").startswith("无法执行：无法下载 http://127.0.0.1")
    assert caught.value.next_step("zh").endswith("。")


async def test_the_deadline_holds_for_all_redirections_together() -> None:
    async def wandering(peer: Peer) -> None:
        await peer.hear()
        await asyncio.sleep(15)
        await peer.send(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")

    loop = asyncio.get_running_loop()
    async with serving(wandering) as server:
        with pytest.raises(InvalidRequest, match="more than 40 s"):
            await get(f"{server.url}/a", pace=Pace(whole_s=40))
        assert loop.time() <= 40.1


async def test_a_name_that_is_looked_up_for_ever_is_given_up() -> None:
    async def resolve(_host: str, _port: int) -> list[str]:
        await asyncio.Event().wait()
        return []

    loop = asyncio.get_running_loop()
    began = loop.time()
    with pytest.raises(InvalidRequest, match="not found in time"):
        await get("http://slow.example/a.mp4", resolve=resolve)
    assert loop.time() - began == pytest.approx(PACE.answer_s, abs=0.1)


async def test_a_server_that_does_not_speak_tls_is_said() -> None:
    for script in (secure_shell, binary):
        async with serving(script) as server:
            with pytest.raises(InvalidRequest, match="no secure connection"):
                await get(f"https://127.0.0.1:{server.port}/a.mp4")
    async with serving(silent) as server:
        with pytest.raises(InvalidRequest, match="did not answer"):
            await get(f"https://127.0.0.1:{server.port}/a.mp4")
        await server.until(lambda server: server.open == 0)


async def test_a_port_where_nobody_listens_is_said() -> None:
    async with serving(site) as server:
        pass
    with pytest.raises(InvalidRequest, match="cannot be reached"):
        await get(f"{server.url}/a.mp4")


@pytest.mark.parametrize(
    ("status", "hint"),
    [(401, "signed in"), (403, "signed in"), (404, "no such file"), (429, "few minutes"), (500, "few minutes"),
     (204, "in a browser"), (206, "in a browser"), (304, "in a browser"), (302, "in a browser")],
)  # fmt: skip
async def test_a_status_is_said_with_what_to_do(status: int, hint: str) -> None:
    async def refusing(peer: Peer) -> None:
        await peer.hear()
        await peer.send(b"HTTP/1.1 %d Whatever\r\nContent-Length: 0\r\n\r\n" % status)

    async with serving(refusing) as server:
        with pytest.raises(InvalidRequest, match=f"HTTP {status}") as caught:
            await get(f"{server.url}/a.mp4")
    assert hint in caught.value.next_step()


# --- how much ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/a.mp4", "/endless.mp4", "/chunked.mp4"])
async def test_no_more_than_the_limit_is_read(path: str) -> None:
    async with serving(site) as server:
        with pytest.raises(FileTooLarge):
            await get(f"{server.url}{path}", limit_bytes=1000)


@pytest.mark.parametrize("length", [b"1001", b"9" * 19, b"1" + b"0" * 5000])
async def test_a_length_beyond_the_limit_is_refused_before_a_byte_comes(length: bytes) -> None:
    async def boasting(peer: Peer) -> None:
        await peer.hear()
        await peer.send(OK + b"Content-Length: " + length + b"\r\n\r\n")
        await peer.stall()

    async with serving(boasting) as server:
        with pytest.raises((FileTooLarge, InvalidRequest)):
            await get(f"{server.url}/a.mp4", limit_bytes=1000)
        await server.until(lambda server: server.open == 0)


async def test_more_than_was_announced_is_not_taken() -> None:
    async def generous(peer: Peer) -> None:
        await peer.hear()
        await peer.send(OK + b"Content-Length: 3\r\n\r\nabc" + b"x" * 1000)

    async with serving(generous) as server:
        assert (await get(f"{server.url}/a.mp4"))[1] == b"abc"


async def test_the_query_is_not_repeated_in_errors() -> None:
    async with serving(site) as server:
        with pytest.raises(InvalidRequest) as caught:
            await get(f"{server.url}/gone.mp4?signature=secret")
    assert "secret" not in str(caught.value)


async def test_whoever_is_cancelled_leaves_no_connection_behind() -> None:
    async with serving(dripping_body) as server:
        getting = asyncio.ensure_future(get(f"{server.url}/a.mp4"))
        await server.until(lambda server: server.open == 1)
        getting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await getting
        await server.until(lambda server: server.open == 0)

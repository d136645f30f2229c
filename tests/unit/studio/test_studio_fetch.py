"""Fetching from the web for a user: what is refused, and what is believed of a reply."""

from __future__ import annotations

import threading
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from nemovideo_mcp.errors import FileTooLarge, InvalidRequest
from nemovideo_mcp.studio.fetch import fetch, is_public

FILM = b"not really a film" * 1000


class Site(BaseHTTPRequestHandler):
    """A small web site; each path is a trick of its own."""

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path.startswith("/to/"):
            self._send(302, b"", Location=self.path.removeprefix("/to/"))
        elif path == "/loop":
            self._send(301, b"", Location="/loop")
        elif path == "/named":
            self._send(200, FILM, Content_Disposition="attachment; filename*=UTF-8''%E5%9F%8E%E5%B8%82.mov")
        elif path == "/typed":
            self._send(200, FILM, Content_Type="audio/mpeg; x=y")
        elif path == "/unsaid":
            self._send(200, FILM, Content_Type="application/octet-stream")
        elif path == "/broken.mp4":
            self._send(200, FILM[:100], length=len(FILM))
        elif path == "/endless.mp4":
            self._send(200, FILM, length=None)
        elif path == "/gone.mp4":
            self._send(404, b"")
        else:
            self._send(200, FILM)

    def _send(self, status: int, body: bytes, *, length: int | None = -1, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if length is not None:
            self.send_header("Content-Length", str(len(body) if length == -1 else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Generator[str]:
    with site_on("127.0.0.1") as url:
        yield url


@contextmanager
def site_on(host: str) -> Generator[str]:
    server = HTTPServer((host, 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield f"http://{host}:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def get(url: str, *, limit_bytes: int = 10**6, allow_private: bool = True) -> tuple[str, bytes]:
    with fetch(url, limit_bytes=limit_bytes, allow_private=allow_private) as found:
        return found.name, b"".join(found.blocks)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.3.4",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::",
        "2001:db8::1",
    ],
)
def test_addresses_that_are_not_of_the_internet(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8"])
def test_addresses_of_the_internet(address: str) -> None:
    assert is_public(address)


def test_the_bytes_and_the_name_of_the_path(site: str) -> None:
    assert get(f"{site}/films/My%20film.mp4?token=x") == ("My film.mp4", FILM)


def test_the_name_that_the_server_gives(site: str) -> None:
    assert get(f"{site}/named")[0] == "城市.mov"


def test_an_extension_from_the_type_that_the_server_gives(site: str) -> None:
    assert get(f"{site}/typed")[0] == "typed.mp3"
    assert get(f"{site}/unsaid")[0] == "unsaid"


def test_redirects_are_followed(site: str) -> None:
    assert get(f"{site}/to//a.mp4") == ("a.mp4", FILM)


@pytest.mark.parametrize("path", ["/loop", "/gone.mp4", "/to/file:///etc/passwd", "/to/gopher://x/"])
def test_what_leads_nowhere_is_said(site: str, path: str) -> None:
    with pytest.raises(InvalidRequest):
        get(f"{site}{path}")


def test_a_host_that_stands_for_this_machine_is_refused(site: str) -> None:
    with pytest.raises(InvalidRequest, match="this machine"):
        get(site, allow_private=False)


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        return ["93.184.216.34", "10.0.0.1"]

    with (
        pytest.raises(InvalidRequest, match="this machine"),
        fetch("http://trick.example/a.mp4", limit_bytes=1, resolve=resolve),
    ):
        pass


def test_a_redirect_is_looked_at_like_the_first_address(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def public_at_first(address: str) -> bool:
        asked.append(address)
        return len(asked) == 1

    monkeypatch.setattr("nemovideo_mcp.studio.fetch.is_public", public_at_first)
    with pytest.raises(InvalidRequest, match="this machine"):
        get(f"{site}/to/http://127.0.0.1:1/a.mp4", allow_private=False)
    assert asked == ["127.0.0.1", "127.0.0.1"]


def test_the_connection_goes_to_the_address_that_was_looked_at(site: str) -> None:
    port = int(site.rsplit(":", 1)[1])
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"]

    with fetch(
        f"http://films.example:{port}/a.mp4", limit_bytes=10**6, allow_private=True, resolve=resolve
    ) as found:
        assert b"".join(found.blocks) == FILM
    assert asked == ["films.example"]


@pytest.mark.parametrize("path", ["/a.mp4", "/endless.mp4"])
def test_no_more_than_the_limit_is_read(site: str, path: str) -> None:
    with pytest.raises(FileTooLarge):
        get(f"{site}{path}", limit_bytes=1000)


def test_a_connection_that_breaks_off_is_no_file(site: str) -> None:
    with pytest.raises(InvalidRequest, match="broke"):
        get(f"{site}/broken.mp4")


def test_the_query_is_not_repeated_in_errors(site: str) -> None:
    with pytest.raises(InvalidRequest) as caught:
        get(f"{site}/gone.mp4?signature=secret")
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "url", ["", "a.mp4", "//x/a", "http://", "http://u:p@x/", "http://x:99999/", "http://[x/"]
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(InvalidRequest, match="not a web address"):
        get(url)

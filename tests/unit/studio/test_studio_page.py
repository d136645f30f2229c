"""Who gets to the studio's page, and who does not."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from nemovideo_mcp.errors import PageClosed
from nemovideo_mcp.studio.page_access import CODE_S, OpenPages
from nemovideo_mcp.studio.records import Project
from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

PROJECT = Project(session_id="s", task_id="t", user_id="u", name="trip", language="en", created=0.0)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


async def test_a_code_works_once_and_for_five_minutes() -> None:
    clock = Clock()
    pages = OpenPages(clock=clock)
    used, late = pages.link(PROJECT), pages.link(PROJECT)
    secret = pages.enter(used.page_id, used.code)
    assert pages.project_of(used.page_id, secret) == ("s", "u")
    for page_id, code in (
        (used.page_id, used.code),
        (late.page_id, used.code),
        ("nobody", "x"),
        (late.page_id, ""),
    ):
        with pytest.raises(PageClosed):
            pages.enter(page_id, code)
    clock.now += CODE_S + 1
    with pytest.raises(PageClosed):
        pages.enter(late.page_id, late.code)


async def test_a_page_is_its_own_secret_s_and_ends_after_half_a_day_without_use() -> None:
    clock = Clock()
    pages = OpenPages(clock=clock)
    first, second = pages.link(PROJECT), pages.link(PROJECT)
    secrets = [pages.enter(link.page_id, link.code) for link in (first, second)]
    assert secrets[0] != secrets[1]
    for wrong in (secrets[1], "", "x" * 500):
        with pytest.raises(PageClosed):
            pages.project_of(first.page_id, wrong)
    clock.now += 13 * 3600
    with pytest.raises(PageClosed):
        pages.project_of(first.page_id, secrets[0])


async def test_links_that_nobody_follows_do_not_pile_up() -> None:
    pages = OpenPages(clock=Clock())
    links = [pages.link(PROJECT) for _ in range(200)]
    pages.enter(links[-1].page_id, links[-1].code)
    with pytest.raises(PageClosed):
        pages.enter(links[0].page_id, links[0].code)


@pytest.fixture
async def http(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with in_process(make_studio(tmp_path / "data")) as http:
        yield http


@pytest.fixture
async def page(http: httpx.AsyncClient, clip: Path) -> str:
    """The path of a page that was entered; its cookie is in `http`."""
    caller = Caller(http=http)
    await caller.begin()
    await caller.upload(clip)
    await caller.post(
        f"/studio/sessions/{caller.session_id}/edits", {"operations": [{"op": "add_clips", "media": "m1"}]}
    )
    made = (await caller.post(f"/studio/sessions/{caller.session_id}/page", {})).json()["data"]
    reply = await http.post(f"{made['path']}enter", json={"code": made["code"]})
    assert reply.status_code == 200
    return str(made["path"])


async def test_the_page_lets_nothing_in_and_nobody_frame_it(http: httpx.AsyncClient, page: str) -> None:
    reply = await http.get(page)
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "unsafe" not in policy
    assert reply.headers["cache-control"] == "no-store"
    assert reply.headers["referrer-policy"] == "no-referrer"
    assert "http://" not in reply.text.replace("http://www.w3.org", "")
    assert "https://" not in reply.text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Origin": "http://127.0.0.1"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Origin": "https://evil.test"}, 403),
        ({"Origin": "null"}, 403),
        # Another program of this machine: the browser sends it the same cookies.
        ({"Origin": "http://127.0.0.1:8080"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Host": "evil.test"}, 400),
        ({"Cookie": "nemo_page=wrong"}, 401),
    ],
)
async def test_only_the_page_itself_is_answered(
    http: httpx.AsyncClient, page: str, headers: dict[str, str], status: int
) -> None:
    for reply in (
        await http.get(f"{page}version", headers=headers),
        await http.post(
            f"{page}edits", json={"operations": [{"op": "remove_music"}], "dry_run": True}, headers=headers
        ),
    ):
        assert reply.status_code == status, reply.text


async def test_no_other_site_s_page_gets_a_token(http: httpx.AsyncClient) -> None:
    headers = {"X-Client-Id": "somebody", "Origin": "https://evil.test"}
    reply = await http.post("/api/auth/anonymous-token", headers=headers)
    assert reply.status_code == 403
    assert "access-control-allow-origin" not in reply.headers


async def test_a_page_s_cookie_opens_its_own_project_and_no_token_is_needed(
    http: httpx.AsyncClient, page: str
) -> None:
    found = (await http.get(f"{page}board")).json()["data"]
    assert found["edit"]["version"] == 1
    assert (await http.get("/studio/sessions")).status_code == 401
    assert (await http.get(page.replace("/page/", "/page/x") + "board")).status_code == 401


async def test_what_the_page_changes_is_told_as_the_page_s(http: httpx.AsyncClient, page: str) -> None:
    caller = Caller(http=http)
    await caller.sign_in()
    (session,) = (await caller.get("/studio/sessions")).json()["data"]["sessions"]
    versions = f"/studio/sessions/{session['session_id']}/versions"

    async def told(**query: Any) -> tuple[list[int], int]:
        data = (await caller.get(versions, params={"author": "page", **query})).json()["data"]
        return [version["number"] for version in data["versions"]], data["latest"]

    assert await told() == ([], 1)
    await http.post(f"{page}edits", json={"operations": [{"op": "reverse_clip", "clips": 1}]})
    reply = await http.post(f"{page}restore", json={"undo": True, "expect_version": 2})
    assert reply.json()["data"]["number"] == 3
    assert await told() == ([2, 3], 3)
    assert await told(since=2) == ([3], 3)
    await caller.post(
        versions.replace("versions", "edits"), {"operations": [{"op": "reverse_clip", "clips": 1}]}
    )
    assert await told() == ([], 4)
    assert await told(since=1) == ([2, 3], 4)
    # An undo of what somebody else did meanwhile is a conflict, as an edit is.
    late = await http.post(f"{page}restore", json={"undo": True, "expect_version": 3})
    assert late.status_code == 409
    assert late.json()["data"]["changes"]

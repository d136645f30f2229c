"""Who may reach the studio, and by which name."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.studio import Caller, in_process, make_studio

pytestmark = pytest.mark.anyio

SECRET = "the secret of the record"


async def test_one_that_was_started_for_its_user_gives_tokens_for_its_secret_only(tmp_path: Path) -> None:
    async with in_process(make_studio(tmp_path, open_to_all=False, secret=SECRET)) as http:
        path, client = "/api/auth/anonymous-token", {"X-Client-Id": "c"}
        replies = [
            await http.post(path, headers=client),
            await http.post(path, headers={**client, "X-Studio-Secret": "guess"}),
            await http.post(path, headers={**client, "X-Studio-Secret": SECRET}),
        ]

    assert [r.status_code for r in replies] == [401, 401, 200]


async def test_only_who_has_the_secret_may_end_it(tmp_path: Path) -> None:
    studio = make_studio(tmp_path, secret=SECRET)
    stopped: list[bool] = []
    studio.on_stop = lambda: stopped.append(True)
    async with in_process(studio) as http:
        refused = await http.post("/studio/shutdown", headers={"X-Studio-Secret": "guess"})
        assert not stopped
        accepted = await http.post("/studio/shutdown", headers={"X-Studio-Secret": SECRET})

    assert (refused.status_code, accepted.status_code) == (401, 200)
    assert stopped == [True]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8787", 200),
        ("localhost", 200),
        ("[::1]:8787", 200),
        ("evil.example", 400),
        ("127.0.0.1.evil.example:8787", 400),
        ("", 400),
    ],
)
async def test_a_name_that_was_pointed_at_this_machine_is_refused(
    tmp_path: Path, host: str, status: int
) -> None:
    async with in_process(make_studio(tmp_path)) as http:
        reply = await http.get("/healthz", headers={"Host": host})

    assert reply.status_code == status


async def test_no_page_of_another_origin_is_let_in(tmp_path: Path) -> None:
    async with in_process(make_studio(tmp_path)) as http:
        reply = await http.options(
            "/run_sse", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}
        )

    assert reply.status_code == 403
    assert not [name for name in reply.headers if name.startswith("access-control")]


async def test_health_tells_version_and_work_but_no_secret(tmp_path: Path) -> None:
    async with in_process(make_studio(tmp_path, secret=SECRET)) as http:
        reply = await http.get("/healthz")

    body = reply.json()
    assert body["status"] == "ok"
    assert body["version"]
    assert body["busy"] is False
    assert body["exports"] == 0
    assert SECRET not in reply.text


async def test_idle_time_begins_when_the_last_request_has_ended(tmp_path: Path) -> None:
    studio = make_studio(tmp_path)
    studio.clock = lambda: 1000.0
    async with in_process(studio) as http:
        await Caller(http=http).begin()
        studio.clock = lambda: 1250.0
        await http.get("/healthz")

        assert studio.idle_s == 250.0


async def test_an_unknown_call_is_an_error_of_the_same_form(tmp_path: Path) -> None:
    async with in_process(make_studio(tmp_path)) as http:
        replies = [await http.get("/nothing/here"), await http.get("/run_sse")]

    assert [r.status_code for r in replies] == [404, 405]
    assert all(r.json()["code"] == 400 and r.json()["data"]["next_step"] for r in replies)


async def test_the_files_of_a_project_are_for_nobody_else_on_the_machine(tmp_path: Path, clip: Path) -> None:
    async with in_process(make_studio(tmp_path / "data")) as http:
        caller = Caller(http=http)
        await caller.begin()
        await caller.upload(clip)

    assert (tmp_path / "data").stat().st_mode & 0o077 == 0

"""Users of a hosted server: each has a space of their own, and no way into another's. Real HTTP, both eras."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest
from mcp.shared.exceptions import MCPError
from mcp.types import ResourceTemplateReference

from support.backend import FILM, FakeBackend
from support.hosting import LISTED, Host, Setting, call, hosting, older_session, refused
from support.hosting_users import key_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture(autouse=True)
def _fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.02)


@pytest.fixture
async def host(tmp_path: Path, backend: FakeBackend) -> AsyncGenerator[Host]:
    async with hosting(Setting(home=tmp_path / "home", backend=backend)) as host:
        yield host


@pytest.fixture(params=["auto", "legacy"])
def mode(request: pytest.FixtureRequest) -> str:
    return request.param


async def make_a_film(host: Host, user: str, mode: str) -> dict[str, str]:
    await host.send(user, "city.mp4")
    async with host.mcp(user, mode) as client:
        await call(client, "upload_media", files="city.mp4", project="trip")
        await call(client, "send_edit", message="cut it to the beat")
        result = await client.call_tool("export_video", {})
    assert not result.is_error, result
    return {**result.structured_content, "uri": str(result.content[1].uri)}


async def test_a_film_is_made_from_far_away(host: Host, mode: str) -> None:
    film = await make_a_film(host, "alice", mode)
    assert film["path"] == film["uri"]
    assert film["uri"] in film["message"]
    assert str(host.home) not in str(film)
    # The link is enough, and it is not the token.
    assert host.tokens["alice"] not in film["uri"]
    async with host.http() as http:
        whole = await http.get(film["uri"])
        part = await http.get(film["uri"], headers={"Range": "bytes=8-15"})
    assert (whole.status_code, whole.content) == (200, FILM)
    assert whole.headers["content-type"] == "video/mp4"
    assert whole.headers["x-content-type-options"] == "nosniff"
    assert (part.status_code, part.content) == (206, FILM[8:16])


async def test_a_file_that_is_not_there_is_sent_by_the_link_that_the_answer_gives(
    host: Host, mode: str
) -> None:
    async with host.mcp("alice", mode) as client:
        asked = await refused(client, "upload_media", files=["my clip.mp4"])
        command = re.search(r"curl -T 'my clip.mp4' (\S+)", asked["next_step"])
        assert command
        async with host.http() as http:
            assert (await http.put(command[1], content=b"film")).status_code == 201
        assert (await call(client, "upload_media", files=["my clip.mp4"]))["files"] == ["my clip.mp4"]


async def test_a_name_in_the_command_is_nothing_but_a_name(host: Host) -> None:
    async with host.mcp("alice") as client:
        asked = await refused(client, "upload_media", files=["a$(touch owned)`id`';id.mp4"])
    command = re.search(r"run: (curl .*) \(good for", asked["next_step"])
    assert command
    assert shlex.split(command[1])[:3] == ["curl", "-T", "a$(touch owned)`id`';id.mp4"]


async def test_links_from_the_internet_go_to_the_backend_as_they_are(
    host: Host, backend: FakeBackend
) -> None:
    async with host.mcp("alice") as client:
        await call(client, "upload_media", files=["https://example.com/a.mp4"])
    assert b"https://example.com/a.mp4" in backend.bodies[-1]


async def test_nobody_sees_exports_or_names_of_anothers_projects(
    host: Host, mode: str, backend: FakeBackend
) -> None:
    backend.statuses = [{"status": "processing", "progress": 40}]
    await host.send("alice", "city.mp4")
    async with host.mcp("alice", mode) as alice, host.mcp("bob", mode) as bob:
        await call(alice, "upload_media", files="city.mp4", project="trip")
        await call(alice, "send_edit", message="cut it to the beat")
        session = next(iter(backend.drafts))
        for wanted in ("trip", session):
            answer = await refused(bob, "get_timeline", project=wanted)
            assert answer["error"] == "InvalidRequest"
            assert "trip" not in answer["next_step"]
            assert (await refused(bob, "export_video", project=wanted))["error"] == "InvalidRequest"
        assert (await refused(bob, "get_timeline"))["error"] == "NothingToEdit"
        # A project of the same name is another project.
        await host.send("bob", "sea.mp4")
        await call(bob, "upload_media", files="sea.mp4", project="trip")
        assert len(backend.drafts) == 2
        assert (await call(bob, "get_timeline"))["tracks"] == []


async def test_lists_resources_and_completions_hold_nothing_of_anybody_else(host: Host, mode: str) -> None:
    template = ResourceTemplateReference(type="ref/resource", uri="nemo://projects/{project}/timeline")
    await host.send("alice", "city.mp4")
    async with host.mcp("alice", mode) as alice, host.mcp("bob", mode) as bob:
        await call(alice, "upload_media", files="city.mp4", project="wedding")
        await call(alice, "send_edit", message="cut it to the beat")
        seen: dict[str, str] = {}
        for user, client in (("alice", alice), ("bob", bob)):
            seen[user] = " ".join(
                str(answer)
                for answer in (
                    await client.call_tool("list_projects", {}),
                    await client.read_resource("nemo://projects"),
                    await client.complete(template, {"name": "project", "value": ""}),
                )
            )
        assert seen["alice"].count("wedding") >= 3
        assert "wedding" not in seen["bob"]
        assert "city" in str(await alice.read_resource("nemo://projects/wedding/timeline"))
        with pytest.raises(MCPError, match="Unknown resource"):
            await bob.read_resource("nemo://projects/wedding/timeline")
        for name, arguments in (
            ("open_project", {"name": "wedding"}),
            ("restore_version", {"project": "wedding"}),
            ("cancel_export", {"project": "wedding"}),
            ("get_timeline", {"project": "wedding", "picture": "board"}),
        ):
            answer = await bob.call_tool(name, arguments)
            assert answer.is_error, name
            assert answer.structured_content["error"] == "InvalidRequest", name


async def test_a_task_is_followed_by_the_user_who_began_it_only(tmp_path: Path, backend: FakeBackend) -> None:
    backend.statuses = [{"status": "processing", "progress": 40}]
    async with hosting(Setting(home=tmp_path / "home", backend=backend)) as host:
        await host.send("alice", "city.mp4")
        async with host.mcp("alice") as alice:
            await call(alice, "upload_media", files="city.mp4")
            await call(alice, "send_edit", message="cut it to the beat")
        begun = await ask(host, "alice", "tools/call", name="export_video", arguments={})
        task = begun["result"]["taskId"]
        assert (await ask(host, "alice", "tasks/get", taskId=task))["result"]["status"] == "working"
        for method in ("tasks/get", "tasks/cancel"):
            assert "no such task" in (await ask(host, "bob", method, taskId=task))["error"]["message"]
        assert (await ask(host, "alice", "tasks/get", taskId=task))["result"]["status"] == "working"


async def ask(host: Host, user: str, method: str, **params: object) -> dict[str, Any]:
    """A request of the newer era as it stands on the wire, from a client that follows tasks."""
    meta = {
        "io.modelcontextprotocol/protocolVersion": "2026-07-28",
        "io.modelcontextprotocol/clientInfo": {"name": "t", "version": "1"},
        "io.modelcontextprotocol/clientCapabilities": {"extensions": {"io.modelcontextprotocol/tasks": {}}},
    }
    headers = {
        "Accept": "application/json, text/event-stream",
        "MCP-Protocol-Version": "2026-07-28",
        "Mcp-Method": method,
        "Mcp-Name": str(params.get("name", params.get("taskId"))),
    }
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": meta}}
    async with host.http(user) as http:
        reply = await http.post("/mcp", json=body, headers=headers)
    text = reply.text
    return json.loads(text.rpartition("data: ")[2] if text.startswith(("event:", "data:", ":")) else text)


async def test_a_handle_of_an_export_is_of_use_to_its_user_only(tmp_path: Path, backend: FakeBackend) -> None:
    backend.statuses = [{"status": "processing", "progress": 40}]
    setting = Setting(home=tmp_path / "home", backend=backend, answer_seconds=0.3)
    async with hosting(setting) as host:
        await host.send("alice", "city.mp4")
        async with host.mcp("alice") as alice, host.mcp("bob") as bob:
            await call(alice, "upload_media", files="city.mp4", project="trip")
            await call(alice, "send_edit", message="cut it to the beat")
            job_id = (await call(alice, "export_video"))["job_id"]
            await host.send("bob", "sea.mp4")
            await call(bob, "upload_media", files="sea.mp4")
            await call(bob, "send_edit", message="cut it to the beat")
            answer = await refused(bob, "wait_for_export", job_id=job_id)
            assert answer["error"] == "InvalidRequest"
            assert (await call(alice, "wait_for_export", job_id=job_id))["job_id"] == job_id


@pytest.mark.parametrize(
    "path",
    ["{other}", "../../{other_key}/files/secret.mp4", "{home}/users/{other_key}/files/secret.mp4",
     "file://{home}/users/{other_key}/files/secret.mp4", "secret.mp4", "~/secret.mp4", "/etc/passwd", "*.mp4", ".",
     "..\\secret.mp4", "{home}"],
)  # fmt: skip
async def test_no_name_leads_to_a_file_of_anybody_else(host: Host, path: str, backend: FakeBackend) -> None:
    await host.send("alice", "secret.mp4", b"alice's own")
    other_key = key_of("alice")
    given = path.format(other="secret.mp4", other_key=other_key, home=host.home / "data")
    assert (host.home / "data" / "users" / other_key / "files" / "secret.mp4").is_file()
    async with host.mcp("bob") as bob:
        answer = await refused(bob, "upload_media", files=[given])
    assert answer["error"] in ("InvalidRequest", "UnsupportedFile")
    assert not any(b"alice's own" in body for body in backend.bodies)


@pytest.mark.parametrize(
    "path", ["{folder}/secret.mp4", '"{folder}/secret.mp4"', "file://{folder}/secret.mp4", "../secret.mp4"]
)
async def test_the_words_of_an_edit_lead_to_no_file_of_the_server_either(
    host: Host, path: str, backend: FakeBackend
) -> None:
    await host.send("alice", "secret.mp4", b"alice's own")
    await host.send("bob", "mine.mp4", b"bob's own")
    folder = host.home / "data" / "users" / key_of("alice") / "files"
    async with host.mcp("bob") as bob:
        await call(bob, "send_edit", message="add mine.mp4")
        assert any(b"bob's own" in body for body in backend.bodies)
        await refused(bob, "send_edit", message=f"add {path.format(folder=folder)}")
    assert not any(b"alice's own" in body for body in backend.bodies)


async def test_a_film_is_written_into_its_users_folder_whatever_it_is_called(host: Host) -> None:
    await host.send("alice", "city.mp4")
    async with host.mcp("alice") as client:
        await call(client, "upload_media", files="city.mp4")
        await call(client, "send_edit", message="cut it to the beat")
        film = await call(client, "export_video", output="/tmp/../etc/cron.d/night")
    assert film["path"].endswith("/night.mp4")
    assert (host.home / "data" / "users" / key_of("alice") / "files" / "night.mp4").read_bytes() == FILM


async def test_a_link_opens_one_file_for_one_purpose_and_a_time(host: Host) -> None:
    film = await make_a_film(host, "alice", "auto")
    await host.send("alice", "other.mp4")
    key = film["uri"].split("/")[-2]
    async with host.http("bob") as http:
        assert (await http.get(f"/files/{key}/other.mp4")).status_code == 404
        assert (await http.put(f"/files/{key}/trip.mp4", content=b"!")).status_code == 404
        for changed in (key[:-2] + ("AA" if key[-2:] != "AA" else "BB"), "A" * len(key), "", key[:20], "é"):
            assert (await http.get(f"/files/{changed}/trip.mp4")).status_code == 404
        # The part of a key that says whose it is.
        assert (await http.get(film["uri"])).status_code == 200
        host.clock.now += 24 * 3600 + 1
        gone = await http.get(film["uri"])
    assert gone.status_code == 404
    assert "new one" in gone.json()["next_step"]


async def test_files_are_listed_and_deleted_by_their_user_only(host: Host) -> None:
    await host.send("alice", "city.mp4")
    async with host.http("alice") as alice, host.http("bob") as bob, host.http() as nobody:
        assert (await alice.get("/files")).json() == {"files": [{"name": "city.mp4", "size_bytes": 1000}]}
        assert (await bob.get("/files")).json() == {"files": []}
        assert (await bob.delete("/files/city.mp4")).status_code == 404
        for method, path in (("GET", "/files"), ("POST", "/files/a.mp4"), ("DELETE", "/files/city.mp4")):
            assert (await nobody.request(method, path)).status_code == 401
        assert (await alice.delete("/files/city.mp4")).status_code == 204
        assert (await alice.get("/files")).json() == {"files": []}


async def test_a_session_of_the_older_era_belongs_to_the_token_that_opened_it(host: Host) -> None:
    async with host.http("alice") as alice, host.http("bob") as bob:
        session = await older_session(alice)
        assert (await bob.post("/mcp", json=LISTED, headers=session)).status_code == 404
        assert (await bob.delete("/mcp", headers=session)).status_code == 404
        assert (await alice.post("/mcp", json=LISTED, headers=session)).status_code == 200


async def test_each_is_another_user_at_the_backend(host: Host, backend: FakeBackend) -> None:
    for user in ("alice", "bob"):
        async with host.mcp(user) as client:
            await call(client, "check_credits")
    new = [r for r in backend.requests if r.url.path == "/api/auth/anonymous-token"]
    assert len({r.headers["X-Client-Id"] for r in new}) == 2
    asked = [r for r in backend.requests if r.url.path.startswith("/api/credits")]
    assert len({r.headers["Authorization"] for r in asked}) == 2
    assert not any(token in str(r.headers) for token in host.tokens.values() for r in backend.requests)


async def test_what_is_kept_of_a_user_is_for_nobody_elses_eyes(host: Host) -> None:
    await make_a_film(host, "alice", "auto")
    folder = host.home / "data" / "users" / key_of("alice")
    assert "alice" not in str(folder)
    for path in (folder, folder / "files"):
        assert path.stat().st_mode & 0o077 == 0, path
    assert (folder / "files" / "city.mp4").stat().st_mode & 0o077 == 0

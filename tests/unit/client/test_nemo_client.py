"""The client against a backend that is a script."""

from __future__ import annotations

import stat
from pathlib import Path

import anyio
import httpx
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.protocol.events import Event, ToolProgress, encode_event, error_event, text_event
from nemovideo_mcp.protocol.models import RenderStatus
from nemovideo_mcp.timeline.export_options import ExportOptions
from support.backend import DRAFT, FILM, URL, FakeBackend, broken_film, ranged_film

pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nemovideo_mcp.client.backend.CLOUD_POLL_SECONDS", 0.0)


async def test_every_request_carries_the_attribution_headers(backend: FakeBackend, tmp_path: Path) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x" * 100)
    async with backend.client(tmp_path, SKILL_SOURCE="tests") as nemo:
        session = await nemo.create_session()
        await nemo.upload(session.session_id, [clip])
        await nemo.upload_urls(session.session_id, ["https://example.com/b.mp4"])
        await nemo.send_message(session.session_id, "cut it")
        await nemo.credits()
        await nemo.state(session.session_id)
        await nemo.claim_link(session)
        status = await nemo.render_wait((await nemo.render_submit(session.session_id, DRAFT)).render_id)
        await nemo.download(status, tmp_path / "out.mp4")
        await nemo.render_cancel("r1")
    assert len(backend.requests) == 12
    for request in backend.requests:
        assert request.headers["X-Skill-Source"] == "video-clip-maker-with-music"
        assert request.headers["X-Skill-Version"]
        assert request.headers["X-Skill-Platform"] == "tests"
        own = request.url.path == "/api/auth/anonymous-token"
        assert ("Authorization" in request.headers) != own
        assert "nmv_usr" not in str(request.url)


async def test_the_client_id_and_the_token_are_kept_for_the_next_time(
    backend: FakeBackend, tmp_path: Path
) -> None:
    for _ in range(2):
        async with backend.client(tmp_path) as nemo:
            await nemo.credits()
    assert backend.tokens == 1
    for name in ("client_id", "tokens.json"):
        kept = tmp_path / "config" / name
        assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert backend.requests[0].headers["X-Client-Id"] == (tmp_path / "config/client_id").read_text()


async def test_requests_that_fail_together_get_one_new_token(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        await nemo.credits()
        backend.expired = {"nmv_usr_1"}
        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(nemo.credits)
    assert backend.tokens == 2
    assert len({r.headers["X-Client-Id"] for r in backend.requests if "X-Client-Id" in r.headers}) == 1


async def test_a_token_that_stays_bad_is_renewed_once_only(backend: FakeBackend, tmp_path: Path) -> None:
    backend.refusals = [("/api/credits", errors.TokenInvalid()) for _ in range(9)]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.TokenInvalid):
            await nemo.credits()
    assert backend.tokens == 2


async def test_the_users_own_token_is_never_replaced(backend: FakeBackend, tmp_path: Path) -> None:
    backend.refusals = [("/api/credits", errors.TokenInvalid())]
    async with backend.client(tmp_path, NEMO_TOKEN="mine", NEMO_API_URL=URL) as nemo:
        with pytest.raises(errors.TokenInvalid):
            await nemo.credits()
    assert backend.tokens == 0
    assert backend.requests[0].headers["Authorization"] == "Bearer mine"


async def test_the_users_own_token_goes_nowhere_else(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path, NEMO_TOKEN="mine") as nemo:
        await nemo.credits()
    assert all("mine" not in request.headers.get("Authorization", "") for request in backend.requests)


async def test_no_credits_come_with_the_link_that_binds_this_user(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.refusals = [("/run_sse", errors.NoCredits())]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.NoCredits) as caught:
            await nemo.send_message("s1", "generate")
    assert "/register?bind=anon_7" in caught.value.next_step()


async def test_a_turn_gives_its_words_and_its_progress(backend: FakeBackend, tmp_path: Path) -> None:
    seen: list[Event] = []
    async with backend.client(tmp_path) as nemo:
        reply = await nemo.send_message("s1", "cut it", on_event=seen.append)
    assert reply.text == "Cut to the beat."
    assert ToolProgress(name="cut", call_id="1", stage="Cutting to the beat", percent=40) in seen
    assert backend.edits == ["cut it"]


async def test_an_edit_whose_line_breaks_is_not_sent_again(backend: FakeBackend, tmp_path: Path) -> None:
    backend.turn, backend.turn_breaks = [encode_event(text_event("Cut", partial=True))], True
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.ReplyTimeout) as caught:
            await nemo.send_message("s1", "cut it")
    assert backend.edits == ["cut it"]
    assert not caught.value.retryable
    assert "timeline" in caught.value.next_step()


async def test_an_edit_that_never_left_says_that_nobody_answered(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.refusals = [("/run_sse", httpx.ConnectError("refused")) for _ in range(4)]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.ConnectionFailed):
            await nemo.send_message("s1", "cut it")
    assert backend.edits == []
    assert backend.pauses == [0.5, 1.0, 2.0]


async def test_an_edit_that_fails_in_mid_stream_says_why(backend: FakeBackend, tmp_path: Path) -> None:
    backend.turn = [encode_event(error_event(errors.NothingToEdit()))]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.NothingToEdit):
            await nemo.send_message("s1", "cut it")


async def test_uploads_are_counted_by_bytes_and_arrive_whole(backend: FakeBackend, tmp_path: Path) -> None:
    clips = [tmp_path / "ä 片.mp4", tmp_path / "b.jpg"]
    for clip in clips:
        clip.write_bytes(bytes(range(256)) * 1000)
    seen: list[tuple[int, int]] = []
    async with backend.client(tmp_path) as nemo:
        files = await nemo.upload("s1", clips, on_bytes=lambda _, done, total: seen.append((done, total)))
    assert [f.filename for f in files] == ["ä 片.mp4", "b.jpg"]
    assert seen[-1] == (512_000, 512_000)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    uploads = [b for b in backend.bodies if b'filename="' in b]
    assert all(bytes(range(256)) * 1000 in body for body in uploads)


async def test_nothing_is_sent_if_one_of_the_files_cannot_be(backend: FakeBackend, tmp_path: Path) -> None:
    good = tmp_path / "a.mp4"
    good.write_bytes(b"x")
    (tmp_path / "notes.txt").write_bytes(b"x")
    async with backend.client(tmp_path) as nemo:
        for bad, kind in (("notes.txt", errors.UnsupportedFile), ("b.mp4", errors.FileMissing)):
            with pytest.raises(kind):
                await nemo.upload("s1", [good, tmp_path / bad])
    assert backend.requests == []


async def test_a_timeline_without_clips_is_not_exported(backend: FakeBackend, tmp_path: Path) -> None:
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.NothingToEdit):
            await nemo.render_submit("s1", {"t": [{"tt": 0, "sg": []}]})
    assert backend.requests == []


async def test_the_cloud_is_not_asked_for_a_quality_that_it_has_not(
    backend: FakeBackend, tmp_path: Path
) -> None:
    async with backend.client(tmp_path) as nemo:
        await nemo.create_session()
        for options in (ExportOptions(quality="draft"), ExportOptions(platform="tiktok")):
            with pytest.raises(errors.InvalidRequest, match="one quality") as refused:
                await nemo.render_submit("s1", DRAFT, options=options)
            assert "backend local" in refused.value.next_step("en")
        await nemo.render_submit("s1", DRAFT)
    assert len(backend.renders) == 1
    assert backend.renders[0]["output"] == {"format": "mp4", "quality": "high"}


async def test_an_export_of_a_studio_that_takes_no_options_is_stopped_and_said(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.is_studio = True
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.InvalidRequest, match="one quality"):
            await nemo.render_submit("s1", DRAFT, render_id="r7", options=ExportOptions(codec="av1"))
    assert backend.cancelled == ["r7"]


async def test_an_export_is_asked_after_under_the_same_id_when_the_line_breaks(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.statuses = [
        {"status": "pending"},
        {"status": "processing", "progress": 50},
        {"id": "r1", "status": "completed", "outputUrl": f"{URL}/film.mp4"},
    ]
    backend.refusals = [
        ("/lambda/r1", httpx.ReadError("broke")),
        ("/lambda/r1", httpx.Response(502, text="<html>bad gateway</html>")),
    ]
    seen: list[str] = []
    async with backend.client(tmp_path) as nemo:
        status = await nemo.render_wait("r1", on_status=lambda s: seen.append(s.status))
    assert seen == ["pending", "processing", "completed"]
    assert status.url == f"{URL}/film.mp4"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ({"status": "failed", "error": "out of memory"}, errors.RenderFailed),
        ({"status": "failed", "error": {"code": 402, "message": "plan"}}, errors.PlanBlocked),
        ({"status": "cancelled"}, errors.RenderCancelled),
    ],
)
async def test_an_export_that_ends_badly_says_how(
    backend: FakeBackend, tmp_path: Path, told: dict[str, object], kind: type[errors.NemoError]
) -> None:
    backend.statuses = [told]
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(kind):
            await nemo.render_wait("r1")


DONE = RenderStatus(render_id="r1", status="completed", url=f"{URL}/film.mp4")


async def test_a_download_that_breaks_goes_on_where_it_broke(backend: FakeBackend, tmp_path: Path) -> None:
    answers = [lambda _: broken_film(10_000), ranged_film]
    backend.film = lambda request: answers.pop(0)(request)
    target = tmp_path / "out.mp4"
    async with backend.client(tmp_path) as nemo:
        await nemo.download(DONE, target)
    assert target.read_bytes() == FILM
    assert [r.headers.get("Range") for r in backend.requests[-2:]] == [None, "bytes=10000-"]
    assert backend.requests[-1].headers["If-Range"] == '"film"'


async def test_a_server_that_cannot_resume_is_read_from_the_start(
    backend: FakeBackend, tmp_path: Path
) -> None:
    answers = [lambda _: broken_film(10_000), lambda _: httpx.Response(200, content=FILM)]
    backend.film = lambda request: answers.pop(0)(request)
    async with backend.client(tmp_path) as nemo:
        await nemo.download(DONE, tmp_path / "out.mp4")
    assert (tmp_path / "out.mp4").read_bytes() == FILM


async def test_the_backends_own_path_is_the_way_out_when_the_address_fails(
    backend: FakeBackend, tmp_path: Path
) -> None:
    backend.refusals = [("/cdn.mp4", httpx.Response(403, text="expired"))]
    done = DONE.model_copy(update={"url": "https://cdn.test/cdn.mp4"})
    async with backend.client(tmp_path) as nemo:
        await nemo.credits()
        await nemo.download(done, tmp_path / "out.mp4")
    elsewhere, own = backend.requests[-2:]
    assert elsewhere.url.host == "cdn.test"
    assert "Authorization" not in elsewhere.headers
    assert own.url.path == "/api/render/proxy/r1/download"
    assert (tmp_path / "out.mp4").read_bytes() == FILM


async def test_a_download_that_fails_leaves_nothing_behind(backend: FakeBackend, tmp_path: Path) -> None:
    backend.film = lambda _: broken_film(10_000)
    target = tmp_path / "films" / "out.mp4"
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.NemoError):
            await nemo.download(DONE, target)
    assert list(target.parent.iterdir()) == []


async def test_a_film_that_is_there_is_only_replaced_when_told_to(
    backend: FakeBackend, tmp_path: Path
) -> None:
    target = tmp_path / "out.mp4"
    target.write_bytes(b"mine")
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.OutputExists):
            await nemo.download(DONE, target)
        assert target.read_bytes() == b"mine"
        await nemo.download(DONE, target, overwrite=True)
    assert target.read_bytes() == FILM
    assert {p.name for p in tmp_path.iterdir()} == {"out.mp4", "config"}


async def test_a_file_that_appears_meanwhile_is_not_replaced(backend: FakeBackend, tmp_path: Path) -> None:
    target = tmp_path / "out.mp4"

    def film(_: httpx.Request) -> httpx.Response:
        target.write_bytes(b"mine")
        return httpx.Response(200, content=FILM)

    backend.film = film
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.OutputExists):
            await nemo.download(DONE, target)
    assert target.read_bytes() == b"mine"


async def test_a_folder_that_cannot_be_made_is_an_error_in_words(
    backend: FakeBackend, tmp_path: Path
) -> None:
    (tmp_path / "file").write_bytes(b"")
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.OutputNotWritable) as caught:
            await nemo.download(DONE, tmp_path / "file" / "out.mp4")
    assert "file" in caught.value.what()


async def test_a_disk_that_is_full_is_told(
    backend: FakeBackend, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    async with backend.client(tmp_path) as nemo:
        with pytest.raises(errors.DiskFull):
            await nemo.download(DONE, tmp_path / "films/out.mp4")
    assert list((tmp_path / "films").iterdir()) == []

"""Exports through the tools: waited for, cancelled, found again, fetched once; on a studio whose rendering waits."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import anyio
import pytest
from mcp.types import ResourceLink

from mcp import Client
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.projects import PendingExport, ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.timeline.caption_file import captions_in
from nemovideo_mcp.timeline.export_options import ExportOptions
from support.calling import Place, call, refused, told, with_a_timeline

pytestmark = pytest.mark.anyio


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_an_export_goes_on_behind_its_answer_and_is_waited_for(place: Place, mode: str) -> None:
    place.rendering.gate.clear()
    async with place.client(answer_seconds=0.5, mode=mode) as client:
        await with_a_timeline(place)
        begun = await call(client, "export_video")
        assert begun["status"] == "rendering"
        assert "wait_for_export" in begun["next_step"]
        assert (await call(client, "wait_for_export", job_id=begun["job_id"]))["status"] == "rendering"
        place.rendering.gate.set()
        with anyio.fail_after(20):
            while (film := await call(client, "wait_for_export"))["status"] == "rendering":
                pass
    assert Path(film["path"]) == place.home / "work" / "trip.mp4"
    assert len(place.rendering.calls) == 1


async def test_another_client_finds_the_export_of_one_that_is_gone(place: Place) -> None:
    place.rendering.gate.clear()
    async with place.client(answer_seconds=0.5) as client:
        await with_a_timeline(place)
        begun = await call(client, "export_video")
    place.rendering.gate.set()
    async with place.client() as client:
        listed = await call(client, "list_projects")
        assert begun["job_id"] in listed["message"]
        film = await call(client, "wait_for_export", job_id=begun["job_id"])
        assert film["status"] == "done"
        assert begun["job_id"] not in (await call(client, "list_projects"))["message"]
    assert len(place.rendering.calls) == 1


async def test_two_clients_that_wait_for_one_export_get_one_film(place: Place) -> None:
    place.rendering.gate.clear()
    films: list[str] = []
    async with place.client(answer_seconds=0.5) as first, place.client() as second:
        await with_a_timeline(place)
        job_id = (await call(first, "export_video"))["job_id"]

        async def wait() -> None:
            films.append((await call(second, "wait_for_export", job_id=job_id))["path"])

        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            await anyio.wait_all_tasks_blocked()
            place.rendering.gate.set()
        with anyio.fail_after(20):
            while (film := await call(first, "wait_for_export", job_id=job_id))["status"] == "rendering":
                pass
    assert films == [film["path"]]
    assert [p.name for p in (place.home / "work").glob("trip*.mp4")] == ["trip.mp4"]


async def test_who_asks_again_for_the_same_timeline_gets_the_film_that_is_there(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        first = await call(client, "export_video")
        again = await call(client, "export_video")
        named = await call(client, "export_video", output=first["path"])
        elsewhere = await call(client, "export_video", output="other.mp4")
        Path(first["path"]).write_bytes(b"mine")
        anew = await call(client, "export_video", output="trip.mp4")
    assert {answer["path"] for answer in (first, again, named)} == {first["path"]}
    assert {answer["job_id"] for answer in (first, again, named)} == {first["job_id"]}
    assert Path(elsewhere["path"]).name == "other.mp4"
    assert Path(anew["path"]).name == "trip-2.mp4"
    assert Path(first["path"]).read_bytes() == b"mine"


@pytest.mark.parametrize("output", ["", "trip.mp4"])
async def test_a_film_that_a_killed_server_put_in_its_place_is_the_one_that_is_answered(
    place: Place, output: str
) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        film = await call(client, "export_video", output=output)
    # As the book stands when the server is killed between the moving of the film and its last word.
    book = ProjectBook(Paths.from_env({"NEMO_HOME": str(place.home / "nemo")}), backend=place.url)
    project = book.find("trip")
    assert project is not None
    [known] = project.films
    begun = PendingExport(
        render_id=known.job_id, output=known.path, draft_mark=known.draft_mark, delivery=known.delivery
    )
    book.forget(project)
    book.add(replace(project, films=(), exports=(begun,)), make_current=True)

    async with place.client() as client:
        again = await call(client, "export_video", output=output)
    assert (again["path"], again["receipt"]) == (film["path"], film["receipt"])
    assert [p.name for p in (place.home / "work").glob("trip*.mp4")] == ["trip.mp4"]
    assert len(place.rendering.calls) == 1


async def test_two_clients_export_different_projects_at_once(place: Place) -> None:
    async with place.client() as first, place.client() as second:
        await with_a_timeline(place, "one")
        await with_a_timeline(place, "two")
        films: dict[str, str] = {}

        async def export(client: Client, project: str) -> None:
            films[project] = (await call(client, "export_video", project=project))["path"]

        async with anyio.create_task_group() as group:
            group.start_soon(export, first, "one")
            group.start_soon(export, second, "two")
    assert {project: Path(path).name for project, path in films.items()} == {
        "one": "one.mp4", "two": "two.mp4",
    }  # fmt: skip


async def test_a_cancelled_export_really_stops_and_leaves_nothing_behind(place: Place) -> None:
    place.rendering.gate.clear()
    async with place.client(answer_seconds=0.5) as client:
        await with_a_timeline(place)
        begun = await call(client, "export_video")
        stopped = await call(client, "cancel_export", job_id=begun["job_id"])
        assert stopped["status"] == "cancelled"
        assert (await refused(client, "wait_for_export"))["error"] == "InvalidRequest"
        assert (await refused(client, "cancel_export"))["error"] == "InvalidRequest"
        assert not list((place.home / "work").glob("trip*"))
        async with NemoClient.from_env(
            backend=place.url, environ={"NEMO_HOME": str(place.home / "nemo")}
        ) as nemo:
            assert (await nemo.render_status(begun["job_id"])).status == "cancelled"
        place.rendering.gate.set()
        with anyio.fail_after(20):
            film = await call(client, "export_video")
            while film["status"] == "rendering":
                film = await call(client, "wait_for_export", job_id=film["job_id"])
    assert film["job_id"] != begun["job_id"]


async def test_a_film_comes_as_a_link_with_its_facts_and_never_as_bytes(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        result = await client.call_tool("export_video", {"output": "films/mine"})
    film = told(result)
    [link] = [block for block in result.content if isinstance(block, ResourceLink)]
    assert str(link.uri) == (place.home / "work" / "films" / "mine.mp4").as_uri()
    assert link.size == film["size_bytes"] == Path(film["path"]).stat().st_size
    assert film["path"] in (link.description or "")
    assert film["receipt"] in (link.description or "")
    assert "\n" not in (link.description or "")
    assert {block.type for block in result.content} == {"text", "resource_link"}
    assert "claim_link" not in film


async def test_a_film_that_was_moved_away_is_not_promised(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        film = await call(client, "export_video")
        Path(film["path"]).rename(place.home / "elsewhere.mp4")
        gone = await refused(client, "wait_for_export", job_id=film["job_id"])
    assert film["path"] in gone["message"]
    assert "export_video" in gone["next_step"]


@pytest.mark.parametrize("output", ["/etc/film.mp4", "~/.config/x.mp4", "../../../film.mp4", ".hidden/x.mp4"])
async def test_films_are_written_only_where_the_user_allows(place: Place, output: str) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        refusal = await refused(client, "export_video", output=output)
        assert refusal["error"] == "PathNotAllowed"
        assert "--allow" in refusal["next_step"]
        worded = await refused(client, "send_edit", message=f"export it to {output}")
        assert worded["error"] in ("PathNotAllowed", "InvalidRequest")


async def test_captions_are_written_beside_the_film_on_wish_and_overwrite_nothing(place: Place) -> None:
    lines = [{"text": "Hello", "start": 0.1, "end": 0.6}, {"text": "你好\n世界", "start": 0.7, "end": 900}]
    work = place.home / "work"
    async with place.client() as client:
        await with_a_timeline(place)
        none = await call(client, "export_video", output="first.mp4", srt=True)
        assert "no captions" in none["message"]
        await call(client, "edit_timeline", operations=[{"op": "add_captions", "lines": lines}])
        (work / "film.srt").write_text("mine")
        film = await call(client, "export_video", output="film.mp4", srt=True)
        again = await call(client, "export_video", output="film.mp4", srt=True)
        await call(client, "export_video", output="plain.mp4")
    written = work / "film-2.srt"
    assert str(written) in film["message"]
    assert str(written) in again["message"]
    assert {path.name for path in work.glob("*.srt")} == {"film.srt", "film-2.srt"}
    assert (work / "film.srt").read_text() == "mine"
    back = captions_in(written.read_bytes())
    assert [(line.text, line.start_ms) for line in back.lines] == [("Hello", 100), ("你好\n世界", 700)]
    assert back.lines[1].end_ms == round(film["duration_s"] * 1000)


async def test_a_draft_is_one_film_and_the_film_itself_another(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        draft = await call(client, "export_video", quality="draft")
        again = await call(client, "export_video", quality="draft")
        whole = await call(client, "export_video")
        high = await call(client, "export_video", quality="hevc, high")
    assert draft["path"] == again["path"]
    assert [Path(film["path"]).name for film in (draft, whole, high)] == [
        "trip-draft.mp4",
        "trip.mp4",
        "trip-2.mp4",
    ]
    assert place.rendering.options == [
        ExportOptions(quality="draft"),
        ExportOptions(),
        ExportOptions(quality="high", codec="hevc"),
    ]


async def test_the_users_own_words_name_the_options(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        film = await call(client, "send_edit", message="export a quick draft")
        await call(client, "send_edit", message="用HEVC导出高清")
    assert Path(film["path"]).name == "trip-draft.mp4"
    assert place.rendering.options == [
        ExportOptions(quality="draft"),
        ExportOptions(quality="high", codec="hevc"),
    ]


async def test_an_export_for_a_platform_of_another_shape_says_how_and_changes_nothing(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        await call(client, "edit_timeline", operations=[{"op": "set_canvas", "ratio": "16:9"}])
        before = await call(client, "get_timeline")
        refusal = await refused(client, "send_edit", message="export for TikTok")
        assert "TikTok" in refusal["message"]
        assert "make it 9:16" in refusal["next_step"]
        unknown = await refused(client, "export_video", quality="imax")
        assert "draft, standard, high" in unknown["next_step"]
        after = await call(client, "get_timeline")
        assert before["timeline"] == after["timeline"]
        assert place.rendering.calls == []
        await call(client, "send_edit", message="make it for TikTok")
        film = await call(client, "send_edit", message="export for TikTok")
    assert Path(film["path"]).name == "trip-tiktok.mp4"
    assert place.rendering.options == [ExportOptions(platform="tiktok")]


@pytest.mark.parametrize("words", ["", "export it as a Premiere project"])
async def test_a_project_for_another_editor_is_written_in_place_of_a_film(place: Place, words: str) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        if words:
            made = await call(client, "send_edit", message=words)
        else:
            made = await call(client, "export_video", editor="premiere")
    assert Path(made["path"]) == place.home / "work" / "trip.xml"
    assert "<xmeml" in Path(made["path"]).read_text(encoding="utf-8")
    assert "open_edit" in made["next_step"]
    assert not place.rendering.calls


async def test_an_editor_that_has_no_format_of_exchange_is_refused_and_no_film_is_made(place: Place) -> None:
    async with place.client() as client:
        await with_a_timeline(place)
        answer = await refused(client, "export_video", editor="capcut")
    assert "capcut" in answer["message"]
    assert "fcpxml" in answer["next_step"]
    assert not place.rendering.calls


async def test_an_archive_comes_back_with_the_media_in_it(place: Place) -> None:
    archive = str(place.home / "work" / "trip.otioz")
    async with place.client() as client:
        await with_a_timeline(place)
        await call(client, "export_video", editor="otioz", path=archive)
        await call(client, "open_project", name="back", new=True)
        sent = await call(client, "upload_media", files=archive, project="back")
        assert sent["files"] == ["city.mp4", "trip.otioz"]
        assert "Taken out of trip.otioz: city.mp4." in sent["message"]
        opening = {"op": "open_edit", "media": "trip.otioz"}
        assert (await call(client, "edit_timeline", operations=[opening]))["status"] == "done"
        assert "city" in (await call(client, "get_timeline"))["message"]

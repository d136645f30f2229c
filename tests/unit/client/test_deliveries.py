"""A delivery is noted before the film is put in its place, and recognised there after a kill."""

from __future__ import annotations

from pathlib import Path

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.client.deliveries import Delivery, delivery_of
from nemovideo_mcp.client.projects import PendingExport, Project, ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.conversation.delivery import deliver
from nemovideo_mcp.protocol.models import RenderStatus
from support.backend import FILM, FakeBackend

DONE = RenderStatus(render_id="r1", status="completed")
pytestmark = pytest.mark.anyio


@pytest.fixture
def backend() -> FakeBackend:
    return FakeBackend()


async def test_a_film_is_noted_before_it_stands_in_its_place(backend: FakeBackend, tmp_path: Path) -> None:
    noted: list[tuple[Delivery, bool]] = []
    target = tmp_path / "out.mp4"
    async with backend.client(tmp_path) as nemo:
        await nemo.download(DONE, target, on_delivery=lambda d: noted.append((d, target.exists())))
    [(delivery, stood)] = noted
    assert not stood
    assert delivery == delivery_of(target, target)
    assert delivery.is_done()


async def test_a_film_that_stands_at_its_place_is_not_fetched_again(
    backend: FakeBackend, tmp_path: Path
) -> None:
    noted: list[Delivery] = []
    async with backend.client(tmp_path) as nemo:
        first = await deliver(nemo, "s1", DONE, tmp_path / "out.mp4", on_delivery=noted.append)
        asked = len(backend.requests)
        again = await deliver(nemo, "s1", DONE, tmp_path / "out.mp4", begun=noted[0])
    assert first == again
    assert len(backend.requests) == asked
    assert [path.name for path in tmp_path.glob("*.mp4")] == ["out.mp4"]


@pytest.mark.parametrize("theirs", [b"mine", b"x" * len(FILM)], ids=["another length", "the same length"])
async def test_somebody_elses_file_at_that_place_is_no_film_and_stays(
    backend: FakeBackend, tmp_path: Path, theirs: bytes
) -> None:
    noted: list[Delivery] = []
    async with backend.client(tmp_path) as nemo:
        await deliver(nemo, "s1", DONE, tmp_path / "out.mp4", on_delivery=noted.append)
        (tmp_path / "out.mp4").write_bytes(theirs)
        place = await deliver(nemo, "s1", DONE, tmp_path / "out.mp4", begun=noted[0])
    assert place == tmp_path / "out-2.mp4"
    assert (tmp_path / "out.mp4").read_bytes() == theirs
    assert place.read_bytes() == FILM


async def test_a_place_that_is_taken_meanwhile_is_given_up(backend: FakeBackend, tmp_path: Path) -> None:
    def take(delivery: Delivery) -> None:
        if delivery.path.endswith("out.mp4"):
            Path(delivery.path).write_bytes(b"mine")

    def take_all(delivery: Delivery) -> None:
        Path(delivery.path).write_bytes(b"mine")

    async with backend.client(tmp_path) as nemo:
        place = await deliver(nemo, "s1", DONE, tmp_path / "out.mp4", on_delivery=take)
        with pytest.raises(errors.OutputExists):
            await deliver(nemo, "s1", DONE, tmp_path / "out.mp4", on_delivery=take_all)
    assert place.read_bytes() == FILM
    assert (tmp_path / "out.mp4").read_bytes() == b"mine"


def test_the_book_keeps_a_delivery(tmp_path: Path) -> None:
    paths = Paths.from_env({"NEMO_HOME": str(tmp_path)})
    project = ProjectBook(paths, backend="local").add(Project(name="trip", session_id="s", backend="local"))
    delivery = Delivery(path="/films/trip.mp4", size_bytes=7, sha256="0a")
    book = ProjectBook(paths, backend="local")
    book.note_export(project, PendingExport(render_id="r1", output="/films/trip.mp4", draft_mark="m"))
    book.note_delivery(project, "r1", delivery)
    book.note_delivery(project, "r2", delivery)

    found = ProjectBook(paths, backend="local").find("trip")
    assert found is not None
    assert [export.delivery for export in found.exports] == [delivery]
    assert found.deliveries_of("m") == (delivery,)
    assert found.deliveries_of("another") == ()


def test_an_export_is_taken_up_with_the_options_that_it_was_asked_for(tmp_path: Path) -> None:
    book = ProjectBook(Paths.from_env({"NEMO_HOME": str(tmp_path)}), backend="local")
    project = book.add(Project(name="trip", session_id="s1", backend="local"))
    options = {"quality": "draft", "hardware": True}
    book.note_export(project, PendingExport(render_id="r1", output="a.mp4", draft_mark="m", options=options))
    book.note_export(project, PendingExport(render_id="r2", output="b.mp4", draft_mark="m"))
    known = book.find("trip")
    assert known is not None
    assert [export.options for export in known.exports] == [options, {}]

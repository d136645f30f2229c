"""The list of projects: what is lost or damaged of it is kept aside, comes back from the studio, and is shared."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from nemovideo_mcp.client.backend import Backend, choose_backend
from nemovideo_mcp.client.known_projects import completed, find_project
from nemovideo_mcp.client.projects import Project, ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest, NemoError
from nemovideo_mcp.protocol.discovery import StudioRecord, write_record
from nemovideo_mcp.protocol.models import KnownSession

pytestmark = pytest.mark.anyio

KNOWN = (
    KnownSession(session_id="s1", name="trip", language="en", changed="2026-01-03T00:00:00Z"),
    KnownSession(session_id="s2", name="trip", language="zh-CN", changed="2026-01-05T00:00:00Z"),
    KnownSession(session_id="s3", name="生日", language="zh-CN", changed="2026-01-04T00:00:00Z"),
)


class Studio:
    """What the client asks of a studio."""

    def __init__(self, *known: KnownSession, error: NemoError | None = None, backend: str = "local") -> None:
        self.known = known
        self.error = error
        self.asked = 0
        self.backend: Backend = choose_backend(backend, environ={})

    async def sessions(self) -> tuple[KnownSession, ...]:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return self.known


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(data=tmp_path / "data", config=tmp_path / "config")


@pytest.fixture
def book(paths: Paths) -> ProjectBook:
    return ProjectBook(paths, backend="local")


def project(name: str, session_id: str, backend: str = "local") -> Project:
    return Project(name=name, session_id=session_id, backend=backend)


def names(book: ProjectBook) -> list[tuple[str, str]]:
    return [(one.name, one.session_id) for one in book.all()]


ALL = [("trip", "s1"), ("trip-2", "s2"), ("生日", "s3")]


@pytest.mark.parametrize("left", [None, "", "{", "[]", "\x00\x00", '{"projects": [{"name": 7}]}'], ids=repr)
async def test_a_lost_or_damaged_list_comes_back_from_the_studio(
    paths: Paths, book: ProjectBook, left: str | None
) -> None:
    path = paths.data / "projects.json"
    if left is not None:
        paths.data.mkdir()
        path.write_text(left)
    studio = Studio(*KNOWN)
    assert await completed(studio, book) is book
    assert names(book) == ALL
    current = book.current()
    assert current is not None
    assert (current.session_id, current.language, current.session_language) == ("s2", "zh", "zh-CN")
    await completed(studio, book)
    assert studio.asked == 1
    if left in ("{", "[]", "\x00\x00"):
        assert (paths.data / "projects.json.damaged-1").read_text() == left
    else:
        assert not list(paths.data.glob("*.damaged*"))


async def test_a_new_users_studio_is_asked_once(book: ProjectBook) -> None:
    studio = Studio()
    await completed(studio, book)
    await completed(studio, book)
    assert (studio.asked, names(book)) == (1, [])


async def test_a_project_that_another_program_found_in_the_studio_first_stands_once(
    book: ProjectBook,
) -> None:
    await completed(Studio(KnownSession(session_id="s9", name="trip", language="en", changed="")), book)
    made = book.add(project("trip", "s9"), make_current=True)
    assert names(book) == [("trip", "s9")]
    assert book.current() == made


async def test_a_name_that_only_the_studio_knows_is_found(book: ProjectBook) -> None:
    book.add(project("mine", "s9"), make_current=True)
    studio = Studio(*KNOWN, KnownSession(session_id="s9", name="mine"))
    found = await find_project(studio, book, "生日")
    assert found is not None
    assert found.session_id == "s3"
    assert names(book) == [("mine", "s9"), *ALL]
    current = book.current()
    assert current is not None
    assert current.name == "mine"
    assert await find_project(studio, book, "nobody") is None


async def test_other_backends_are_not_asked_and_their_projects_stay(paths: Paths, book: ProjectBook) -> None:
    far = ProjectBook(paths, backend="https://cloud.test")
    far.add(project("far", "c1", "https://cloud.test"))
    cloud = Studio(*KNOWN, backend="https://cloud.test")
    await completed(cloud, ProjectBook(paths, backend="https://other.test"))
    assert cloud.asked == 0
    await completed(Studio(*KNOWN), book)
    assert (names(book), names(far)) == (ALL, [("far", "c1")])


async def test_a_studio_that_has_no_such_call_is_asked_again_later(book: ProjectBook) -> None:
    studio = Studio(*KNOWN, error=InvalidRequest("there is no call"))
    await completed(studio, book)
    assert not book.is_whole()
    studio.error = None
    await completed(studio, book)
    assert names(book) == ALL


async def test_what_a_later_version_wrote_is_kept(paths: Paths, book: ProjectBook) -> None:
    paths.data.mkdir()
    path = paths.data / "projects.json"
    film = {"job_id": "j1", "path": "/f.mp4", "words": "", "duration_s": 1.0, "codec": "av2"}
    later = {"name": "trip", "session_id": "s1", "backend": "local", "colour": "red", "films": [film]}
    strange = {"title": "no name"}
    path.write_text(json.dumps({"projects": [later, strange], "current": {}, "theme": "dark"}))
    [known] = book.all()
    assert known.film("j1") is not None
    book.make_current(known, language="zh")
    kept = json.loads(path.read_text())
    assert kept["theme"] == "dark"
    assert strange in kept["projects"]
    assert [entry["colour"] for entry in kept["projects"] if "colour" in entry] == ["red"]


WRITER = """
import sys
from pathlib import Path
from nemovideo_mcp.client.projects import Project, ProjectBook
from nemovideo_mcp.config import Paths
from nemovideo_mcp.protocol.discovery import StudioRecord, write_record
root, who = Path(sys.argv[1]), sys.argv[2]
book = ProjectBook(Paths(data=root / "data", config=root / "config"), backend="local")
for n in range(25):
    made = book.add(Project(name="trip", session_id=f"{who}-{n}", backend="local"))
    book.make_current(made, language="zh")
"""


async def test_programs_that_write_at_once_lose_no_name(tmp_path: Path, book: ProjectBook) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, tmp_path, str(who)]) for who in range(3)]
    assert [writer.wait(120) for writer in writers] == [0, 0, 0]
    found = book.all()
    assert {one.session_id for one in found} == {f"{who}-{n}" for who in range(3) for n in range(25)}
    assert len({one.name for one in found}) == 75
    assert {one.language for one in found} == {"zh"}


def test_half_a_list_that_a_killed_program_left_goes_with_the_next_change(tmp_path: Path) -> None:
    paths = Paths.from_env({"NEMO_HOME": str(tmp_path)})
    book = ProjectBook(paths, backend="local")
    book.add(Project(name="trip", session_id="s", backend="local"))
    (paths.data / ".projects.json-0a1b2c3d").write_text("{")
    book.add(Project(name="sea", session_id="t", backend="local"))
    assert {path.name for path in paths.data.iterdir()} == {"projects.json", "projects.json.lock"}


def test_half_a_record_that_a_killed_studio_left_goes_with_the_next(tmp_path: Path) -> None:
    paths = Paths.from_env({"NEMO_HOME": str(tmp_path)})
    paths.data.mkdir(parents=True)
    (paths.data / ".studio-0a1b2c3d").write_text("{")
    write_record(paths, StudioRecord(url="http://127.0.0.1:1", secret="s", pid=1, version="0"))
    assert {path.name for path in paths.data.iterdir()} == {"studio.json"}


def test_the_project_that_is_worked_on_anyway_is_not_written_again(book: ProjectBook, paths: Paths) -> None:
    film, other = project("trip", "s1"), project("beach", "s2")
    book.add(film, make_current=True)
    book.add(other)
    for one in (film, other, film):
        book.make_current(one)
        assert (current := book.current()) is not None
        assert current.name == one.name
        written = [path.stat().st_ino for path in paths.data.glob("*.json")]
        book.make_current(one, language=one.language)
        assert [path.stat().st_ino for path in paths.data.glob("*.json")] == written != []
    book.make_current(film, language="zh")
    assert (current := book.current()) is not None
    assert current.language == "zh"

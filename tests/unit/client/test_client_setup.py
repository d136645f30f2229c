"""Backend, credentials, attribution and projects: all that is decided before the first request."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from pydantic import SecretStr

from nemovideo_mcp import errors
from nemovideo_mcp.client.backend import choose_backend
from nemovideo_mcp.client.credentials import TokenStore, client_id
from nemovideo_mcp.client.projects import PendingExport, Project, ProjectBook
from nemovideo_mcp.config import API_URL, Paths
from nemovideo_mcp.protocol.models import Token
from nemovideo_mcp.skills import active_skill, attribution, find_skills, read_skill


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    return Paths(data=tmp_path / "data", config=tmp_path / "config")


@pytest.mark.parametrize(
    ("given", "environ", "key", "has_token"),
    [
        (None, {}, "local", False),
        (None, {"NEMO_TOKEN": "t"}, API_URL, True),
        (None, {"NEMO_API_URL": "https://api.test/"}, "https://api.test", False),
        (None, {"NEMO_TOKEN": "t", "NEMO_API_URL": "https://api.test"}, "https://api.test", True),
        (None, {"NEMO_TOKEN": "t", "NEMO_BACKEND": "local"}, "local", False),
        ("cloud", {"NEMO_BACKEND": "local"}, API_URL, False),
        ("auto", {"NEMO_TOKEN": "t"}, API_URL, True),
        ("http://127.0.0.1:8787/", {"NEMO_TOKEN": "t"}, "http://127.0.0.1:8787", False),
    ],
)
def test_the_backend_is_chosen_as_the_table_says(
    given: str | None, environ: Mapping[str, str], key: str, has_token: bool
) -> None:
    backend = choose_backend(given, environ=environ)
    assert (backend.key, backend.own_token is not None) == (key, has_token)
    assert backend.is_local == (key == "local")


@pytest.mark.parametrize("given", ["ftp://x", "clod", "http://"])
def test_an_odd_backend_is_refused_in_words(given: str) -> None:
    with pytest.raises(errors.InvalidRequest, match="auto, local, cloud"):
        choose_backend(given, environ={})


def test_the_client_id_is_made_once(paths: Paths) -> None:
    made = client_id(paths, environ={})
    assert client_id(paths, environ={}) == made
    assert len(made) == 36
    assert client_id(paths, environ={"NEMO_CLIENT_ID": "mine"}) == "mine"
    (paths.config / "client_id").write_text("x" * 65)
    assert len(client_id(paths, environ={})) == 36


def test_a_token_is_kept_for_its_own_address_however_old_it_looks(paths: Paths) -> None:
    store = TokenStore(paths)
    token = Token(token=SecretStr("secret"), expires_at="2001-01-01T00:00:00Z")
    store.write("https://a.test", token)
    assert store.read("https://b.test") is None
    kept = store.read("https://a.test")
    assert kept is not None
    assert kept.token.get_secret_value() == "secret"


def test_the_user_that_the_backend_names_later_is_kept_beside_the_token(paths: Paths) -> None:
    store = TokenStore(paths)
    store.write("https://a.test", Token(token=SecretStr("secret")))
    store.note_user("https://a.test", Token(token=SecretStr("an older one"), user_id="somebody"))
    store.note_user("https://a.test", Token(token=SecretStr("secret"), user_id="u-77"))
    kept = TokenStore(paths).read("https://a.test")
    assert kept is not None
    assert kept.user_id == "u-77"


@pytest.mark.parametrize(
    "words", ["", "[]", '{"https://a.test": 3}', '{"https://a.test": {"token": ""}}', "\x00"]
)
def test_a_broken_token_file_is_no_token(paths: Paths, words: str) -> None:
    paths.config.mkdir()
    (paths.config / "tokens.json").write_text(words)
    assert TokenStore(paths).read("https://a.test") is None


def test_the_shipped_skill_is_read_from_its_page() -> None:
    skill = active_skill(environ={})
    assert skill.name == "video-clip-maker-with-music"
    assert skill.name in {found.name for found in find_skills()}
    headers = attribution(skill, environ={})
    assert headers == {
        "X-Skill-Source": skill.name,
        "X-Skill-Version": skill.version,
        "X-Skill-Platform": "unknown",
    }


@pytest.mark.parametrize("page", ["name: x\nmetadata:\n  version: 1.10", "name: x\nversion: 1.10"])
@pytest.mark.parametrize(
    ("place", "platform"), [(".clawhub/skills", "clawhub"), (".cursor/skills", "cursor")]
)
def test_an_installed_skill_says_its_version_and_its_platform(
    tmp_path: Path, page: str, place: str, platform: str
) -> None:
    folder = tmp_path / place / "x"
    folder.mkdir(parents=True)
    (folder / "SKILL.md").write_text(f"---\n{page}\n---\n# x\n")
    headers = attribution(active_skill(environ={"NEMO_SKILL": str(folder)}), environ={})
    assert headers == {"X-Skill-Source": "x", "X-Skill-Version": "1.10", "X-Skill-Platform": platform}
    assert attribution(read_skill(folder), environ={"SKILL_SOURCE": "mine"})["X-Skill-Platform"] == "mine"


@pytest.mark.parametrize(
    "page", ["", "# no frontmatter", "---\nname: x\n---", "---\n[\n---", "---\n- a\n---"]
)
def test_a_page_without_name_or_version_is_refused(tmp_path: Path, page: str) -> None:
    (tmp_path / "SKILL.md").write_text(page)
    with pytest.raises(errors.InvalidRequest):
        read_skill(tmp_path)


def test_a_skill_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(errors.InvalidRequest, match="video-clip-maker-with-music"):
        active_skill("nope", environ={})


def test_projects_are_remembered_by_name_and_backend(paths: Paths) -> None:
    book, other = ProjectBook(paths, backend="local"), ProjectBook(paths, backend="https://a.test")
    trip = book.add(Project(name=" Trip\n", session_id="s1", backend="local"), make_current=True)
    assert trip.name == "Trip"
    assert book.find("trip") == book.find("S1") == book.current() == trip
    assert other.find("trip") is None
    assert other.current() is None
    second = book.add(Project(name="trip", session_id="s2", backend="local"))
    assert second.name == "trip-2"
    book.forget(second)
    export = PendingExport(render_id="r1", output="/out.mp4", draft_mark="m")
    book.note_export(trip, export)
    assert book.current() == Project(name="Trip", session_id="s1", backend="local", exports=(export,))
    book.forget(trip)
    assert book.all() == ()
    assert book.current() is None


def test_a_broken_book_is_an_empty_one(paths: Paths) -> None:
    paths.data.mkdir()
    (paths.data / "projects.json").write_text('{"projects": [3, {}, {"name": "x"}], "current": 5}')
    book = ProjectBook(paths, backend="local")
    assert book.all() == ()
    assert book.current() is None
    assert book.add(Project(name=" \n ", session_id="s1", backend="local")).name == "project"

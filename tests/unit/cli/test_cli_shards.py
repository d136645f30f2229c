"""`nemovideo shards`: the file of servers as it changes, and users who move with all that is theirs."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp.cli import main
from nemovideo_mcp.config import Paths
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.hosting.forwarding import Sharing
from nemovideo_mcp.hosting.homes import Said, check_users, moved_folder, serving_alone
from nemovideo_mcp.hosting.moves import forget_all
from nemovideo_mcp.hosting.shards import Shard, ShardMap, read_shards
from support.hosting_users import key_of, named
from support.studio import Caller, in_process, make_studio

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run_it(*words: str) -> tuple[int, str, str]:
        code = main(["shards", *words])
        out, err = capsys.readouterr()
        return code, out, err

    return run_it


@pytest.fixture
def file(tmp_path: Path, run: Run) -> str:
    """A file of a and b, to which c came with the second map."""
    path = str(tmp_path / "shards.txt")
    code, out, _ = run(path, "--add", "a=http://10.0.0.1:8765", "--add", "b=http://10.0.0.2:8765")
    assert code == 0
    assert "takes new users" in out
    assert "Map 1" in out
    assert run(path, "--add", "c=http://10.0.0.3:8765")[0] == 0
    return path


@asynccontextmanager
async def at(home: Path, client_id: str) -> AsyncGenerator[Caller]:
    """The studio of that home, and the user of that id at it."""
    async with in_process(make_studio(home / "data")) as http:
        caller = Caller(http=http, client_id=client_id)
        await caller.sign_in()
        yield caller


def known_by(folder: Path, client_id: str) -> None:
    """What a hosted server keeps of a user who has asked the studio for something."""
    (folder / "config").mkdir(parents=True)
    (folder / "config" / "client_id").write_text(client_id)
    (folder / "files").mkdir()
    (folder / "files" / "film.mp4").write_bytes(b"a film")


def test_the_file_is_for_its_owner_only_and_grows_by_a_map_with_each_change(
    run: Run, file: str, tmp_path: Path
) -> None:
    shards = read_shards(Path(file))
    assert shards.number == 2
    assert Path(file).stat().st_mode & 0o077 == 0
    assert shards.key.hex() not in "".join(run(file)[1:])
    _, out, _ = run(file, "--close", "a", "--json")
    assert [server["takes_users"] for server in json.loads(out)["shards"]] == [False, True, True]
    users = [f"{n:032x}" for n in range(60)]
    closed = read_shards(Path(file))
    assert {closed.owner_of(user).name for user in users} == {"b", "c"}
    # Whoever was a's is looked for at a.
    former = [user for user in users if shards.owner_of(user).name == "a"]
    assert former
    assert all("a" in [place.name for place in closed.places_of(user)] for user in former)
    # It comes back, and those who began elsewhere meanwhile are looked for there.
    assert run(file, "--add", "a=http://10.0.0.9:8765")[0] == 0
    back = read_shards(Path(file))
    assert [back.owner_of(user) for user in former] == [back.named("a")] * len(former)
    for user in former:
        assert closed.owner_of(user).name in [place.name for place in back.places_of(user)]
    Path(file).chmod(0o644)
    assert "chmod 600" in run(file)[2]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--add", "A B"], "--add a=http"),
        (["--add", "d=http://my host"], "--add a=http"),
        (["--add", "d=http://d#"], "--add a=http"),
        (["--add", "d=http://[x"], "--add a=http"),
        (["--add", "d=http://8.8.8.8:8765"], "no TLS"),
        (["--close", "x"], "there are a, b, c"),
        (["--remove", "a"], "--close a"),
        (["--close", "a", "--close", "b", "--close", "c"], "no server would take new users"),
        (["--pack", "out"], "--shard NAME"),
        (["--shard", "x"], "there is no server 'x'"),
        (["--language", "zh", "--remove", "a"], "仍在接收新用户"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(run: Run, file: str, words: list[str], said: str) -> None:
    before = Path(file).read_text()
    code, _, err = run(file, *words)
    assert code in (1, 2)
    assert said in err
    assert Path(file).read_text() == before


def test_one_server_more_takes_its_part_of_each_and_nobody_changes_between_the_others() -> None:
    def of(names: str) -> ShardMap:
        shards = tuple(Shard(name=name, url="", periods=((1, None),)) for name in names)
        return ShardMap(shards=shards, number=1, key=b"")

    users = [f"{n:032x}" for n in range(3000)]
    two, three = ([of(names).owner_of(user).name for user in users] for names in ("ab", "abc"))
    assert 1400 < two.count("a") < 1600
    assert 900 < three.count("c") < 1100
    assert all(now in (before, "c") for before, now in zip(two, three, strict=True))


@pytest.mark.anyio
async def test_a_user_moves_with_projects_versions_and_files_and_the_others_stay(
    run: Run, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, clip: Path
) -> None:
    shards = read_shards(Path(file))
    moving, staying = named(shards, "b", "c"), named(shards, "b", "b")
    old, new, parcels = tmp_path / "old", tmp_path / "new", tmp_path / "parcels"
    states: dict[str, Any] = {}
    for user in (moving, staying):
        known_by(old / "data" / "users" / key_of(user), f"id-of-{user}")
        async with at(old, f"id-of-{user}") as caller:
            await caller.begin(name="Lisbon")
            await caller.upload(clip)
            await caller.say("combine the clips")
            await caller.say("add a title 'Harbour'")
            states[user] = (caller.session_id, caller.token, await caller.state())
    # Somebody is at the new server already, whose records are numbered as well.
    async with at(new, "somebody") as caller:
        await caller.begin(name="Porto")
        await caller.upload(clip)

    monkeypatch.setenv("NEMO_HOME", str(old))
    _, out, _ = run(file, "--shard", "b")
    assert f"{key_of(moving)} belongs to c" in out
    assert key_of(staying) not in out
    with serving_alone(old / "data"):
        assert "works on" in run(file, "--shard", "b", "--pack", str(parcels))[2]
    code, out, err = run(file, "--shard", "b", "--pack", str(parcels))
    assert code == 0, err
    parcel = parcels / "c" / f"{key_of(moving)}.tar"
    assert [path for path in parcels.rglob("*") if path.is_file()] == [parcel]
    assert parcel.stat().st_mode & 0o077 == 0
    assert (moved_folder(old / "data") / key_of(moving)).is_dir()
    assert not (old / "data" / "users" / key_of(moving)).exists()

    monkeypatch.setenv("NEMO_HOME", str(new))
    damaged = tmp_path / "damaged" / "c" / parcel.name
    damaged.parent.mkdir(parents=True)
    content = bytearray(parcel.read_bytes())
    content[content.index(clip.read_bytes()[1000:1064])] ^= 1
    damaged.write_bytes(content)
    code, _, err = run(file, "--shard", "c", "--unpack", str(damaged.parent.parent))
    assert code == 1
    assert "is not whole" in err
    assert not (new / "data" / "users" / key_of(moving)).exists()
    code, out, err = run(file, "--shard", "c", "--unpack", str(parcels))
    assert code == 0, err
    assert f"{key_of(moving)} is here now" in out
    assert "already" in run(file, "--shard", "c", "--unpack", str(parcels))[1]
    folder = new / "data" / "users" / key_of(moving)
    assert (folder / "files" / "film.mp4").read_bytes() == b"a film"

    session, token, state = states[moving]
    async with at(new, f"id-of-{moving}") as caller:
        # The token that the user's app keeps is good here.
        caller.token, caller.session_id = token, session
        assert await caller.state() == state
        await caller.say("undo that")
        assert await caller.state() != state
        await caller.say("redo")
        assert (await caller.state())["state"]["draft"] == state["state"]["draft"]

    # The old server forgets nobody who has not arrived.
    monkeypatch.setenv("NEMO_HOME", str(old))
    paths = Paths.from_env({"NEMO_HOME": str(old)})
    own = shards.named("b")
    assert own
    answers: list[Said | None] = [None, Said(presence="none", number=2), Said(presence="here", number=2)]
    for answer in answers:
        sharing = Sharing(own=own, shards=shards, data=paths.data)

        async def ask(shard: Shard, user: str, answer: Said | None = answer) -> Said | None:
            assert (shard.name, user) == ("c", key_of(moving))
            return answer

        sharing.homes.ask = ask
        done = await forget_all(paths, shards, own, sharing=sharing)
        assert [one.done for one in done] == [
            "forgotten" if answer and answer.presence == "here" else "not there yet"
        ]
    assert not (moved_folder(paths.data) / key_of(moving)).exists()
    with closing(sqlite3.connect(paths.data / "studio.db")) as db:
        assert db.execute("SELECT count(*) FROM users").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM projects").fetchone() == (1,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
    async with at(old, f"id-of-{staying}") as caller:
        caller.session_id = states[staying][0]
        assert (await caller.state())["state"] == states[staying][2]["state"]
        await caller.say("combine the clips")
    kept = [path for path in (paths.data / "media").rglob("*") if path.is_file()]
    assert clip.read_bytes() in [path.read_bytes() for path in kept]


def test_a_server_that_has_users_already_comes_first_and_alone(run: Run, tmp_path: Path) -> None:
    """Otherwise the others would take these users for new, and show them an empty list."""
    file, data = tmp_path / "s.txt", tmp_path / "data"
    a, b = "a=http://10.0.0.1:8765", "b=http://10.0.0.2:8765"
    assert run(str(file), "--add", a, "--add", b)[0] == 0
    both = read_shards(file)
    own = both.named("a")
    assert own
    users = [f"{n:032x}" for n in range(20)]
    mine = [user for user in users if both.owner_of(user) == own]
    for user in mine:
        (data / "users" / user).mkdir(parents=True)
    check_users(data, both, own)
    for user in users:
        (data / "users" / user).mkdir(parents=True, exist_ok=True)
    with pytest.raises(InvalidRequest, match=f"{20 - len(mine)} users have their data on a") as refused:
        check_users(data, both, own)
    assert "--add a=http://10.0.0.1:8765" in refused.value.next_step("zh")
    file.unlink()
    for added in (a, b):
        assert run(str(file), "--add", added)[0] == 0
    later = read_shards(file)
    own = later.named("a")
    assert own
    check_users(data, later, own)


def test_a_parcel_of_somebody_without_projects_is_their_files(
    run: Run, file: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = named(read_shards(Path(file)), "a", "c")
    known_by(tmp_path / "old" / "data" / "users" / key_of(user), "somebody")
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "old"))
    _, out, _ = run(file, "--shard", "a", "--pack", str(tmp_path / "p"), "--json")
    assert [one["done"] for one in json.loads(out)["moved"]] == ["packed"]
    assert run(file, "--shard", "a", "--pack", str(tmp_path / "p"))[1] == "There is nothing to do.\n"
    # The parcel was lost: it is made again.
    (tmp_path / "p" / "c" / f"{key_of(user)}.tar").unlink()
    assert run(file, "--shard", "a", "--pack", str(tmp_path / "p"))[0] == 0
    monkeypatch.setenv("NEMO_HOME", str(tmp_path / "new"))
    assert run(file, "--shard", "c", "--unpack", str(tmp_path / "p"))[0] == 0
    kept = tmp_path / "new" / "data" / "users" / key_of(user)
    assert (kept / "files" / "film.mp4").read_bytes() == b"a film"
    assert (kept / "config" / "client_id").read_text() == "somebody"


@pytest.mark.parametrize(
    "line", ["key 12", "shard a ftp://x maps 1-", "nonsense", "shard a http://x maps 1-,"]
)
def test_a_file_that_is_not_one_is_refused(tmp_path: Path, line: str) -> None:
    path = tmp_path / "shards.txt"
    path.write_text(f"key {'0' * 64}\nmap 1\n{line}\n")
    path.chmod(0o600)
    with pytest.raises(InvalidRequest):
        read_shards(path)

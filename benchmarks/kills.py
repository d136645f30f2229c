"""Kills at random moments: of the studio, of `nemovideo make` and of the MCP server, the saving of films among them.

    python benchmarks/kills.py [--runs 200] [--seed 1] [--kinds studio,make,server] [--seconds N] [--home FOLDER]

Each run makes a film of 160x90 from two clips: uploaded, edited by words, edited by an operation, exported, saved. One
process is killed (SIGKILL) at a moment drawn from the run's seed: half of them anywhere in the run, half of them within
the step that is drawn, or while the film is being saved. Then the same is asked for again, as an agent or a user would:
messages and operations under the same keys, `make` by the command that goes on. Checked in the end: each upload once,
each edit once, exactly one film that can be decoded to its end, a database without damage; and, after the last run and
one more start a day later, no half-written file, temporary folder or lock of a job, and no process left behind. The
exit code is 1 where anything was found.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import anyio

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from mcp import MCPError  # noqa: E402
from nemovideo_mcp.client import NemoClient, NemoError  # noqa: E402
from nemovideo_mcp.config import Paths  # noqa: E402
from nemovideo_mcp.conversation.delivery import deliver, render  # noqa: E402
from nemovideo_mcp.protocol.discovery import read_record  # noqa: E402
from support.agent import Agent, hosted  # noqa: E402
from support.media import decoded_frames, make_video  # noqa: E402

WORDS = "join the clips, no music"
TITLE: list[dict[str, Any]] = [{"op": "add_text", "text": "Harbour", "start": 0, "length": 1}]
STEPS = ("upload", "words", "operation", "export", "save")
MOST_TRIES = 6
A_DAY_S = 25 * 3600.0
STRAY = (
    "*.part*",
    ".nemovideo-*",
    "nemovideo-*",
    ".studio-*",
    ".projects.json-*",
    ".client_id-*",
    ".tokens.json-*",
)


@dataclass(kw_only=True)
class Place:
    """The folders of one user, whose programs are killed."""

    root: Path
    clips: tuple[Path, ...] = ()
    studios: set[int] = field(default_factory=set[int])
    workers: dict[int, tuple[int, ...]] = field(default_factory=dict[int, tuple[int, ...]])

    @property
    def home(self) -> Path:
        return self.root / "home"

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def temporary(self) -> Path:
        return self.root / "tmp"

    @property
    def environ(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEMO_", "SKILL_"))}
        return {**kept, "NEMO_HOME": str(self.home), "HOME": str(self.root), "TMPDIR": str(self.temporary)}

    def films(self, run: int) -> Path:
        folder = self.root / "films" / str(run)
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def studio_pid(self) -> int | None:
        record = read_record(Paths.from_env({"NEMO_HOME": str(self.home)}))
        if record is None or not _is_ours(record.pid):
            return None
        self.note_studio(record.pid)
        return record.pid

    def note_studio(self, pid: int) -> None:
        """Remember a studio of ours and its workers, to see in the end whether they are gone."""
        self.studios.add(pid)
        with contextlib.suppress(OSError):
            words = (Path("/proc") / str(pid) / "task" / str(pid) / "children").read_text().split()
            self.workers[pid] = tuple(sorted({*self.workers.get(pid, ()), *map(int, words)}))


@dataclass(kw_only=True)
class Kill:
    """When a process is killed: so long after the beginning of the run, or of a step of it."""

    step: str | None
    delay_s: float
    struck: str = "too late"
    now: str = "start"
    _timer: threading.Timer | None = field(default=None, repr=False)

    def begin(self, step: str, target: Callable[[], int | None]) -> None:
        """The run comes to `step`; `target` names the process to kill when it is time."""
        self.now = step
        if self._timer is None and (self.step is None or self.step == step):
            self._timer = threading.Timer(self.delay_s, self._strike, [target])
            self._timer.start()

    def _strike(self, target: Callable[[], int | None]) -> None:
        pid = target()
        if pid is None or self.now == "end":
            return
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            self.struck = self.now

    def end(self) -> None:
        self.now = "end"
        if self._timer is not None:
            self._timer.cancel()
            self._timer.join()


@contextlib.contextmanager
def saving_watched(kill: Kill, folder: Path, target: Callable[[], int | None]) -> Iterator[None]:
    """Tell `kill` when a film begins to be saved in `folder`."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.001):
            if any(folder.glob(".nemovideo-*")):
                kill.begin("save", target)
                return

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


# --- the runs: each asks again until it has its film ----------------------------------------------------------------


async def studio_run(place: Place, run: int, kill: Kill) -> str:
    """The studio is killed under a client that lives on."""
    name = f"studio-{run}"
    tries = 0
    steps: dict[str, Any] = {}

    async def carry_out(nemo: NemoClient) -> None:
        kill.begin("start", place.studio_pid)
        if "session" not in steps:
            steps["session"] = (await nemo.create_session(name=name)).session_id
        session: str = steps["session"]
        kill.begin("upload", place.studio_pid)
        if "upload" not in steps:
            await nemo.upload(session, list(place.clips))
            steps["upload"] = True
        kill.begin("words", place.studio_pid)
        if "words" not in steps:
            steps["words"] = await nemo.send_message(session, WORDS, key=f"{name}-words")
        kill.begin("operation", place.studio_pid)
        if "operation" not in steps:
            steps["operation"] = await nemo.edit(session, TITLE, key=f"{name}-operation")
        kill.begin("export", place.studio_pid)
        draft = (await nemo.state(session)).draft
        render_id = steps.setdefault("render_id", nemo.new_render_id())
        status = await render(nemo, session, draft, render_id=render_id)
        kill.begin("save", place.studio_pid)
        noted: list[Any] = steps.setdefault("noted", [])
        begun = noted[-1] if noted else None
        film = place.films(run) / "film.mp4"
        await deliver(nemo, session, status, film, begun=begun, on_delivery=noted.append)

    while True:
        try:
            async with NemoClient.from_env(backend="local", environ=place.environ) as nemo:
                await carry_out(nemo)
            break
        except NemoError as error:
            tries += 1
            if tries == MOST_TRIES:
                raise
            print(f"  asked again after {type(error).__name__}", flush=True)
    kill.end()
    return str(steps["session"])


async def make_run(place: Place, run: int, kill: Kill) -> str:
    """The command is killed; it is asked for again as it says itself, or all of it where nothing was made yet."""
    name, film = f"make-{run}", place.films(run) / "film.mp4"
    base = [sys.executable, "-m", "nemovideo_mcp", "make", "--project", name, "-o", str(film)]
    whole = [*base, *map(str, place.clips), "-m", WORDS]
    words = whole
    for _ in range(MOST_TRIES):
        process = await anyio.to_thread.run_sync(_started, words, place)
        kill.begin("command", lambda pid=process.pid: pid)
        with saving_watched(kill, film.parent, lambda pid=process.pid: pid):
            code = await anyio.to_thread.run_sync(process.wait)
        if code == 0:
            break
        # What the command says to go on with; without a timeline, all of it once more.
        words = base if await _has_timeline(place, name) else whole
    else:
        raise RuntimeError(f"make gave {code} to the end")
    kill.end()
    return await _session_of(place, name)


def _started(words: list[str], place: Place) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words, env=place.environ, cwd=place.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


async def _has_timeline(place: Place, name: str) -> bool:
    async with NemoClient.from_env(backend="local", environ=place.environ) as nemo:
        known = [one for one in await nemo.sessions() if one.name == name]
        return bool(known) and bool((await nemo.state(known[-1].session_id)).draft.get("t"))


async def _session_of(place: Place, name: str) -> str:
    async with NemoClient.from_env(backend="local", environ=place.environ) as nemo:
        known = [one.session_id for one in await nemo.sessions() if one.name == name]
        made = [one for one in known if (await nemo.state(one)).draft.get("t")]
        return made[-1]


async def server_run(place: Place, run: int, kill: Kill) -> str:
    """The MCP server is killed under its host, which starts another one and calls the same tools again."""
    name, film = f"server-{run}", place.films(run) / "film.mp4"
    calls: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("upload", "upload_media", {"files": [str(clip) for clip in place.clips]}),
        ("words", "send_edit", {"message": WORDS, "idempotency_key": f"{name}-words"}),
        ("operation", "edit_timeline", {"operations": TITLE, "idempotency_key": f"{name}-operation"}),
        ("export", "export_video", {"output": str(film)}),
    )
    done = 0
    for _ in range(MOST_TRIES):
        try:
            async with hosted(place.home, cwd=place.root / "work") as agent:
                done = await _called(agent, calls, done, name, kill, film)
            break
        except (MCPError, BaseExceptionGroup) as error:
            if isinstance(error, BaseExceptionGroup) and error.split(MCPError)[1] is not None:
                raise
            print("  asked again after the server was killed", flush=True)
    kill.end()
    return await _session_of(place, name)


async def _called(
    agent: Agent,
    calls: tuple[tuple[str, str, dict[str, Any]], ...],
    done: int,
    name: str,
    kill: Kill,
    film: Path,
) -> int:
    for step, tool, arguments in calls[done:]:
        kill.begin(step, lambda: agent.pid)
        with (
            saving_watched(kill, film.parent, lambda: agent.pid)
            if step == "export"
            else contextlib.nullcontext()
        ):
            await agent.does(tool, project=name, **arguments)
        done += 1
    return done


RUNS: dict[str, Any] = {"studio": studio_run, "make": make_run, "server": server_run}
EDITS = {"studio": 2, "make": 1, "server": 2}
SECONDS = {"studio": 10.0, "make": 10.0, "server": 10.0}
"""About how long a run takes without a kill; the runs measure it as they go."""


# --- what is checked -------------------------------------------------------------------------------------------------


def found_wrong(place: Place, kind: str, run: int, session: str) -> list[str]:
    """What is not as it has to be after a run."""
    wrong: list[str] = []
    with contextlib.closing(sqlite3.connect(f"file:{place.data / 'studio.db'}?mode=ro", uri=True)) as db:
        checked = db.execute("PRAGMA quick_check").fetchall()
        edits = [v[0] for v in db.execute("SELECT changed FROM versions WHERE session_id = ?", (session,))]
        media = [m[0] for m in db.execute("SELECT name FROM media WHERE session_id = ?", (session,))]
    if checked != [("ok",)]:
        wrong.append(f"the database: {checked}")
    if sum(edits) != EDITS[kind]:
        wrong.append(f"{sum(edits)} edits in place of {EDITS[kind]}")
    if sorted(media) != sorted(clip.name for clip in place.clips):
        wrong.append(f"the uploads {media}")
    films = sorted(place.films(run).glob("*.mp4"))
    if [film.name for film in films] != ["film.mp4"]:
        wrong.append(f"the films {[film.name for film in films]}")
    for film in films:
        frames = sum(1 for _ in decoded_frames(film))
        if frames < 50:
            wrong.append(f"{film.name} has {frames} frames")
    return wrong


async def left_over(place: Place) -> list[str]:
    """What is left after one more start, a day later; nothing should be."""
    await _stop(place)
    begun = {str(path) for path in _strays(place)}
    earlier = time.time() - A_DAY_S
    for path in sorted(place.root.rglob("*"), reverse=True):
        if any(path.match(pattern) for pattern in STRAY) or "nemovideo-alive" in path.name:
            os.utime(path, (earlier, earlier), follow_symlinks=False)
    async with hosted(place.home, cwd=place.root / "work") as agent:
        await agent.does("list_projects")
        await agent.does("get_timeline", project=(await _any_project(place)))
    # The other ways in: a command, and the folder of each film.
    await _stop(place)
    print(f"left by the kills, before the next start: {len(begun)}", flush=True)
    return [f"left over: {path}" for path in _strays(place)]


async def _any_project(place: Place) -> str:
    async with NemoClient.from_env(backend="local", environ=place.environ) as nemo:
        return (await nemo.sessions())[-1].name


def _strays(place: Place) -> list[Path]:
    roots = (place.home, place.root / "films", place.root / "work", place.temporary)
    found = {path for root in roots for pattern in STRAY for path in root.rglob(pattern)}
    jobs = place.data / "work" / "jobs"
    found |= {path for path in jobs.glob("*") if path.name != "gate"} if jobs.is_dir() else set()
    found |= set((place.data / "incoming").glob("*")) if (place.data / "incoming").is_dir() else set()
    return sorted(found)


async def _stop(place: Place) -> None:
    words = [sys.executable, "-m", "nemovideo_mcp", "studio", "--stop"]
    await anyio.to_thread.run_sync(
        lambda: subprocess.run(words, env=place.environ, check=False, capture_output=True)
    )
    with anyio.move_on_after(30):
        while _processes(place):
            await anyio.sleep(0.2)


def _processes(place: Place) -> list[int]:
    """The studios of this place that still live, and their workers: those that its record has named; Linux only."""
    living: list[int] = []
    for pid in place.studios:
        living += [known for known in (pid, *place.workers.get(pid, ())) if _is_ours(known)]
    return living


def _is_ours(pid: int) -> bool:
    """True for a program of this package, or a worker of one; a number may have come to stand for something else."""
    try:
        words = (Path("/proc") / str(pid) / "cmdline").read_bytes()
    except OSError:
        return False
    return b"nemovideo" in words or b"multiprocessing" in words


def drawn(random_: random.Random, kind: str) -> Kill:
    """The moment of a kill."""
    steps = [None, "save"] if kind == "make" else [*[None] * len(STEPS), *STEPS]
    step = random_.choice(steps)
    if step == "save":
        return Kill(step=step, delay_s=random_.uniform(0.0, 0.05))
    return Kill(step=step, delay_s=random_.uniform(0.0, SECONDS[kind] * (0.3 if step else 1.0)))


async def all_runs(place: Place, kinds: list[str], runs: int, seed: int, seconds: float) -> int:
    struck: Counter[str] = Counter()
    wrong: list[str] = []
    end = time.monotonic() + seconds
    for number in range(runs):
        if time.monotonic() > end:
            break
        kind = kinds[number % len(kinds)]
        run_seed = seed * 100_000 + number
        kill = drawn(random.Random(run_seed), kind)
        begun = time.monotonic()
        print(
            f"{number} {kind} seed {run_seed}: {kill.step or 'anywhere'} + {kill.delay_s:.3f} s", flush=True
        )
        try:
            session = await RUNS[kind](place, number, kill)
            found = found_wrong(place, kind, number, session)
        except Exception as error:  # noqa: BLE001 - whatever a kill leads to is a finding
            found = [f"{type(error).__name__}: {error}"]
        finally:
            kill.end()
        place.studio_pid()
        took = time.monotonic() - begun
        if kill.struck == "too late":
            SECONDS[kind] = 0.5 * SECONDS[kind] + 0.5 * took
        struck[f"{kind} in {kill.struck}"] += 1
        for one in found:
            wrong.append(f"run {number} ({kind}, seed {run_seed}, killed in {kill.struck}): {one}")
            print(f"  WRONG {one}", flush=True)
        print(f"  killed in {kill.struck}; {took:.1f} s", flush=True)
    wrong += await left_over(place)
    wrong += [f"process {pid} was left behind" for pid in _processes(place)]
    for name, count in sorted(struck.items()):
        print(f"{count:4} {name}")
    print("\n".join(wrong) if wrong else "nothing was lost, doubled or left over")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", default="studio,make,server")
    parser.add_argument("--seconds", type=float, default=24 * 3600.0, help="begin no more runs after so long")
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    root = options.home or Path(tempfile.mkdtemp(prefix="kills-"))
    place = Place(root=root.absolute())
    for folder in (place.home, place.temporary, root / "work"):
        folder.mkdir(parents=True, exist_ok=True)
    # What the server that `hosted` starts inherits.
    os.environ.update({"TMPDIR": str(place.temporary), "NEMO_HOME": str(place.home), "HOME": str(root)})
    clips = [make_video(root / f"{name}.mp4", duration_ms=1200, width=160, height=90) for name in "ab"]
    place.clips = tuple(clips)
    return anyio.run(all_runs, place, options.kinds.split(","), options.runs, options.seed, options.seconds)


if __name__ == "__main__":
    sys.exit(main())

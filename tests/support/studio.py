"""Studios for tests: in this process or on a port, with the real engine or with heavy parts that are quick."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import threading
import time
import traceback
from collections.abc import AsyncGenerator, Callable, Generator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import uvicorn

from nemovideo_mcp.autoedit.planner import AutoEditor
from nemovideo_mcp.errors import ModelMissing, RenderCancelled
from nemovideo_mcp.export.estimate import estimate
from nemovideo_mcp.export.watch import Watch
from nemovideo_mcp.language.readings import Understanding
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.understand import understand
from nemovideo_mcp.serving.connections import ConnectionLimits
from nemovideo_mcp.serving.server import server_config
from nemovideo_mcp.skills import SkillDefaults
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.look_tasks import (
    beats_in_file,
    beats_of_file,
    captions_of_file,
    edit_of_file,
    probe_file,
    speech_in_file,
    structure_of_file,
    words_in_file,
)
from nemovideo_mcp.studio.reader import ReadingCrashed, Understand
from nemovideo_mcp.studio.readers import MakeReader
from nemovideo_mcp.studio.studio import Settings, Studio
from nemovideo_mcp.studio.workers import Workers
from nemovideo_mcp.timeline.export_options import STANDARD, ExportOptions
from nemovideo_mcp.timeline.media import Analysis, MediaInfo
from nemovideo_mcp.timeline.model import Timeline
from nemovideo_mcp.video.plan import SourceFile
from nemovideo_mcp.views.receipt import Receipt

ATTRIBUTION = {"X-Skill-Source": "test-skill", "X-Skill-Version": "1.0.0", "X-Skill-Platform": "unknown"}
HOST = "http://127.0.0.1"


def quick_analysis(path: Path, info: MediaInfo, watch: Watch) -> Analysis:
    """A film that is everywhere the same."""
    steps = tuple([0.5] * max(1, info.duration_ms // 100))
    return Analysis(hop_ms=100, motion=steps, sharpness=steps, exposure=steps)


def no_model() -> tuple[Path, str]:
    """A machine on which nothing recognises speech."""
    raise ModelMissing(place="the cache")


@dataclass
class QuickExport:
    """Copies the first source in place of rendering. While `gate` is shut it goes on and looks whether to stop."""

    gate: threading.Event = field(default_factory=threading.Event)
    begun: threading.Event = field(default_factory=threading.Event)
    calls: list[Timeline] = field(default_factory=list[Timeline])
    failures: list[Exception] = field(default_factory=list[Exception])
    options: list[ExportOptions] = field(default_factory=list[ExportOptions])

    def __post_init__(self) -> None:
        self.gate.set()

    def __call__(
        self,
        timeline: Timeline,
        sources: Mapping[str, SourceFile],
        *,
        analyses: Mapping[str, Analysis],
        output: Path,
        work_folder: Path,
        executor: Executor,
        on_progress: Callable[[str, float], None],
        cancelled: Callable[[], bool],
        options: ExportOptions = STANDARD,
    ) -> Receipt:
        self.calls.append(timeline)
        self.options.append(options)
        on_progress("render", 0.5)
        self.begun.set()
        if self.failures:
            raise self.failures.pop(0)
        while not self.gate.wait(0.01):
            if cancelled():
                raise RenderCancelled
        first = sources[timeline.video_clips[0].media_id]
        shutil.copyfile(first.path, output)
        return Receipt(
            duration_ms=float(timeline.duration_ms),
            width=timeline.width,
            height=timeline.height,
            frame_rate=30.0,
        )


def quick_engine(export: QuickExport | None = None, **changes: Any) -> Engine:
    """Files are really looked into, messages really understood; analyses and exports are quick."""
    parts: dict[str, Any] = {
        "probe": probe_file,
        "analyse": quick_analysis,
        "find_beats": beats_in_file,
        "find_structure": structure_of_file,
        "read_captions": captions_of_file,
        "read_edit": edit_of_file,
        "read_beats": beats_of_file,
        "find_speech": speech_in_file,
        "transcribe": words_in_file,
        "find_model": no_model,
        "planner": AutoEditor(),
        "understand": understand,
        "estimate": estimate,
        "export": export or QuickExport(),
        "stages": {"render": {"en": "Rendering", "zh": "正在渲染画面"}},
    }
    return Engine(**{**parts, **changes})


SKILL_DEFAULTS: Mapping[str, SkillDefaults] = {
    "video-clip-maker-with-music": SkillDefaults.parse(
        "aspect=9:16 opening=montage music=composed mood=upbeat"
    ),
    "ai-video-editing-with-music": SkillDefaults.parse(
        "aspect=source opening=montage music=composed mood=match pace=normal"
    ),
    "vidmuse-ai": SkillDefaults.parse(
        "aspect=source opening=montage music=uploaded mood=electronic pace=fast"
    ),
    "music-to-a": SkillDefaults.parse("aspect=source opening=keep music=uploaded mood=match"),
    "video-music-generator": SkillDefaults.parse("aspect=source opening=keep music=composed mood=match"),
}
"""What the five skills take for granted."""


@dataclass(frozen=True)
class ThreadReader:
    """Understands in the thread that asks, so that a test may see into it."""

    understand: Understand

    def read(self, message: str, scene: Scene, *, limit_s: float) -> Understanding:
        del limit_s
        try:
            return self.understand(message, scene)
        except Exception as error:  # noqa: BLE001 - the edge of a process
            raise ReadingCrashed(type(error).__name__, traceback.format_exc()) from None

    def kill(self) -> None:
        """There is no process."""

    end = kill


def make_studio(
    data: Path,
    *,
    engine: Engine | None = None,
    make_reader: MakeReader = ThreadReader,
    renderers: int = 2,
    clock: Callable[[], float] = time.time,
    free_bytes: Callable[[Path], int] = lambda _folder: 10**12,
    **settings: Any,
) -> Studio:
    """A studio that is open to all, knows the five skills' defaults, and whose workers and readers are threads."""
    chosen: dict[str, Any] = {"open_to_all": True, "heartbeat_s": 0.2, "patience_s": 1.0, **settings}
    workers = Workers(make_pool=ThreadPoolExecutor, renderers=renderers)
    return Studio(
        Settings(data=data, **chosen),
        engine=engine or quick_engine(),
        workers=workers,
        make_reader=make_reader,
        clock=clock,
        defaults=lambda: SKILL_DEFAULTS,
        free_bytes=free_bytes,
    )


@asynccontextmanager
async def in_process(studio: Studio) -> AsyncGenerator[httpx.AsyncClient]:
    """A client of the studio's application, called directly."""
    app = create_app(studio)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=HOST) as http,
    ):
        yield http


@contextmanager
def on_a_port(studio: Studio, limits: ConnectionLimits | None = None) -> Generator[str]:
    """The address of the studio, served by a thread."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        server_config(create_app(studio), limits=limits or ConnectionLimits(), lifespan=True, patience_s=15)
    )
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])), daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started:
            assert thread.is_alive()
            assert time.monotonic() < deadline
            thread.join(0.01)
        yield f"{HOST}:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive()


def events_in(body: bytes) -> list[dict[str, Any]]:
    """The events of a stream, read by the letter of the protocol: one JSON object for each `data:` line."""
    lines = body.decode("utf-8").split("\n")
    return [json.loads(line[len("data: ") :]) for line in lines if line.startswith("data: ")]


def text_in(events: list[dict[str, Any]]) -> str:
    """The whole text: that of the last event which has one and is not partial."""
    texts = [
        part["text"]
        for event in events
        if not event.get("partial")
        for part in event.get("content", {}).get("parts", [])
        if "text" in part
    ]
    return texts[-1] if texts else ""


@dataclass(kw_only=True)
class Caller:
    """Somebody who speaks the protocol with nothing but an HTTP client and literal requests."""

    http: httpx.AsyncClient
    client_id: str = "7f9c24e8-3b12-4fef-91e0-56d4b0a4a1a1"
    token: str = ""
    session_id: str = ""
    task_id: str = ""

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **ATTRIBUTION}

    async def sign_in(self) -> dict[str, Any]:
        reply = await self.http.post("/api/auth/anonymous-token", headers={"X-Client-Id": self.client_id})
        assert reply.status_code == 200, reply.text
        self.token = reply.json()["data"]["token"]
        return reply.json()["data"]

    async def begin(self, *, language: str = "en", name: str = "project", skill: str = "") -> None:
        """Sign in, and begin a project, by a skill that was chosen if one is named."""
        if not self.token:
            await self.sign_in()
        reply = await self.post(
            "/api/tasks/me/with-session/nemo_agent",
            {"task_name": name, "language": language},
            headers={"X-Nemo-Defaults": skill} if skill else {},
        )
        data = reply.json()["data"]
        self.session_id, self.task_id = data["session_id"], data["task_id"]

    async def post(self, path: str, body: Mapping[str, Any] | None = None, **more: Any) -> httpx.Response:
        return await self.http.post(
            path, json=body, headers={**self.headers, **more.pop("headers", {})}, **more
        )

    async def get(self, path: str, **more: Any) -> httpx.Response:
        return await self.http.get(path, headers={**self.headers, **more.pop("headers", {})}, **more)

    async def upload(self, *files: Path | tuple[str, bytes], **more: Any) -> httpx.Response:
        """Send files in one multipart request."""
        parts = [("files", (f.name, f.read_bytes()) if isinstance(f, Path) else (f[0], f[1])) for f in files]
        return await self.http.post(
            f"/api/upload-video/nemo_agent/me/{self.session_id}",
            files=parts,
            headers={**self.headers, **more.pop("headers", {})},
        )

    async def say(self, message: str) -> list[dict[str, Any]]:
        """Send a message, and hear the events to their end."""
        reply = await self.http.post("/run_sse", json=self.words(message), headers=self.headers, timeout=60)
        assert reply.status_code == 200, reply.text
        assert reply.headers["content-type"].partition(";")[0] == "text/event-stream"
        return events_in(reply.content)

    def words(self, message: str) -> dict[str, Any]:
        return {
            "app_name": "nemo_agent",
            "user_id": "me",
            "session_id": self.session_id,
            "new_message": {"parts": [{"text": message}]},
        }

    async def state(self) -> dict[str, Any]:
        reply = await self.get(f"/api/state/nemo_agent/me/{self.session_id}/latest")
        assert reply.status_code == 200, reply.text
        return reply.json()["data"]

    async def submit(
        self, render_id: str, draft: Mapping[str, Any] | None = None, **more: Any
    ) -> httpx.Response:
        draft = (await self.state())["state"]["draft"] if draft is None else draft
        body = {
            "id": render_id,
            "sessionId": self.session_id,
            "draft": draft,
            "output": {"format": "mp4", "quality": "high"},
        }
        headers = more.pop("headers", {})
        return await self.post("/api/render/proxy/lambda", {**body, **more}, headers=headers)

    async def status(self, render_id: str) -> dict[str, Any]:
        return (await self.get(f"/api/render/proxy/lambda/{render_id}")).json()["data"]

    async def finished(self, render_id: str, *, seconds: float = 30.0) -> dict[str, Any]:
        """Poll until the export has ended."""
        async with asyncio.timeout(seconds):
            while (status := await self.status(render_id))["status"] not in ("completed", "failed"):
                await asyncio.sleep(0.05)
        return status

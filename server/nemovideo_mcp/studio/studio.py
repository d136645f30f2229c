"""All that stands behind the endpoints, put together; it is opened once and closed once."""

from __future__ import annotations

import asyncio
import secrets
import shutil
import time
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from nemovideo_mcp.config import MAX_UPLOAD_BYTES
from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.skills import SkillDefaults, shipped_defaults
from nemovideo_mcp.studio.analyses import MediaAnalyses
from nemovideo_mcp.studio.answers import Answers
from nemovideo_mcp.studio.computing import Computing
from nemovideo_mcp.studio.database import Database
from nemovideo_mcp.studio.edits import Edits
from nemovideo_mcp.studio.engine import Engine
from nemovideo_mcp.studio.exchange import Pace
from nemovideo_mcp.studio.fetches import Fetches
from nemovideo_mcp.studio.files import Files
from nemovideo_mcp.studio.handover import Handovers
from nemovideo_mcp.studio.holdings import Holdings
from nemovideo_mcp.studio.intake import Intake
from nemovideo_mcp.studio.jobs import Exports
from nemovideo_mcp.studio.language_model_settings import LanguageModelSettings
from nemovideo_mcp.studio.looks import Looks
from nemovideo_mcp.studio.model_reader import ModelReader
from nemovideo_mcp.studio.page_access import OpenPages
from nemovideo_mcp.studio.pictures import Pictures
from nemovideo_mcp.studio.reader import ReaderProcess
from nemovideo_mcp.studio.readers import MakeReader, Readers
from nemovideo_mcp.studio.second_look import SecondLook
from nemovideo_mcp.studio.space import Space
from nemovideo_mcp.studio.space_limits import SpaceLimits
from nemovideo_mcp.studio.stepping import Stepping
from nemovideo_mcp.studio.store import Store
from nemovideo_mcp.studio.turns import Turns
from nemovideo_mcp.studio.workers import Workers
from nemovideo_mcp.temporary import clear_left

__all__ = ["Settings", "Studio"]

_LOOK_AFTER_S = 3600.0


@dataclass(frozen=True, kw_only=True)
class Settings:
    """How a studio behaves. Where `open_to_all`, tokens are given without the secret, as the cloud gives them."""

    data: Path
    secret: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    open_to_all: bool = False
    hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    heartbeat_s: float = 10.0
    patience_s: float = 5.0
    max_upload_bytes: int = MAX_UPLOAD_BYTES
    allow_private_urls: bool = False
    fetch_pace: Pace = field(default_factory=Pace)
    exports_per_user: int = 20
    space: SpaceLimits = field(default_factory=SpaceLimits)
    reading_limit_s: float = 5.0
    language_model: LanguageModelSettings | None = None


class Studio:
    """A studio on one data folder. `on_stop` is called when somebody who may asks it to end.

    `defaults` gives those of each skill that has some, by its name; `free_bytes` what is free on a folder's disk.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        engine: Engine,
        workers: Workers,
        make_reader: MakeReader = ReaderProcess,
        clock: Callable[[], float] = time.time,
        on_stop: Callable[[], None] = lambda: None,
        defaults: Callable[[], Mapping[str, SkillDefaults]] = shipped_defaults,
        free_bytes: Callable[[Path], int] = lambda path: shutil.disk_usage(path).free,
    ) -> None:
        self.settings = settings
        self.clock = clock
        self.on_stop = on_stop
        self.stages = engine.stages
        self.started = self.last_asked = clock()
        self.requests = 0
        self.files = Files(settings.data)
        self.workers = workers
        self._database = Database(self.files.database, clock=clock)
        self.store = Store(self._database, clock=clock)
        self.answers = Answers(self._database, clock=clock)
        self.pages = OpenPages(clock=clock)
        looks = Looks(workers)
        self.analyses = MediaAnalyses(store=self.store, files=self.files, looks=looks, engine=engine)
        self.defaults = defaults
        self.computing = Computing("edit")
        self.viewing = Computing("view")
        self.edits = Edits(
            store=self.store,
            answers=self.answers,
            analyses=self.analyses,
            planner=engine.planner,
            computing=self.computing,
            viewing=self.viewing,
        )
        self.readers = Readers(engine.understand, limit_s=settings.reading_limit_s, make_reader=make_reader)
        self.stepping = Stepping(store=self.store, answers=self.answers, edits=self.edits)
        self.turns = Turns(
            store=self.store,
            answers=self.answers,
            edits=self.edits,
            readers=self.readers,
            defaults=defaults,
            model=ModelReader(chosen, computing=self.viewing)
            if (chosen := settings.language_model) is not None
            else None,
        )
        self.intake = Intake(
            store=self.store,
            files=self.files,
            looks=looks,
            analyses=self.analyses,
            engine=engine,
            foresee_export=workers.rendering.warm,
        )
        self.fetches = Fetches(
            folder=self.files.incoming,
            limit_bytes=settings.max_upload_bytes,
            allow_private=settings.allow_private_urls,
            pace=settings.fetch_pace,
        )
        self.pictures = Pictures(
            store=self.store,
            files=self.files,
            looks=looks,
            analyses=self.analyses,
            limit_bytes=settings.space.pictures_bytes,
        )
        self.handovers = Handovers(store=self.store, files=self.files, looks=looks, analyses=self.analyses)
        self.holdings = Holdings(self._database)
        self.space = Space(
            files=self.files,
            holdings=self.holdings,
            limits=settings.space,
            clock=clock,
            free_bytes=free_bytes,
        )
        self.exports = Exports(
            store=self.store,
            files=self.files,
            workers=workers,
            analyses=self.analyses,
            engine=engine,
            space=self.space,
            second_look=SecondLook(store=self.store, edits=self.edits, computing=self.computing),
            per_user=settings.exports_per_user,
        )

    @property
    def busy(self) -> bool:
        """True while anything goes on that an end would break off."""
        return bool(self.requests) or self.exports.busy or self.turns.busy or self.analyses.busy

    @property
    def idle_s(self) -> float:
        """Seconds since the last request ended; 0 while something goes on."""
        return 0.0 if self.busy else self.clock() - self.last_asked

    @asynccontextmanager
    async def open(self) -> AsyncGenerator[None]:
        """Open the database, take up what was left unfinished; at the end, finish turns and park exports."""
        await asyncio.to_thread(self.files.prepare)
        await asyncio.to_thread(clear_left, [None])
        await self._database.open()
        looking_after = asyncio.create_task(self._look_after())
        self.readers.start()
        try:
            await self.exports.resume()
            yield
        finally:
            looking_after.cancel()
            with suppress(asyncio.CancelledError):
                await looking_after
            self.fetches.close()
            await self.turns.close(patience_s=self.settings.patience_s)
            await self.exports.close()
            await self.pictures.close()
            await self.analyses.close()
            self.readers.close()
            self.computing.close()
            self.viewing.close()
            self.workers.close()
            await self._database.close()

    async def _look_after(self) -> None:
        """Copy the database daily, and keep the folders within their limits, as long as the studio is open."""
        while True:
            with suppress(NemoError, OSError):
                await self.space.tidy()
            with suppress(NemoError):
                # What is wrong with the database, the next request is told.
                await self._database.back_up()
            await asyncio.sleep(_LOOK_AFTER_S)

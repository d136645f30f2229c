"""What all tests share: an environment that is theirs, and the backends that the contract is held against."""

from __future__ import annotations

import gc
import itertools
import os
import uuid
from collections.abc import AsyncGenerator, Generator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from support.studio import Caller

# What only some tests need is imported where it is needed: the others do not wait for PyAV.

_NUMBERS = itertools.count(1)
CONTRACT_URL = os.environ.get("NEMO_CONTRACT_URL", "")


def pytest_configure() -> None:
    """No example of Hypothesis fails for the time that it takes; in CI, each run and worker tries the same ones.

    Hypothesis would also take constants out of the modules that a worker happens to have loaded so far: it has no
    setting for that.
    """
    from hypothesis import HealthCheck, settings

    settings.register_profile(
        "untimed", settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("untimed")
    if os.environ.get("CI"):
        from hypothesis.internal.conjecture import providers

        providers.is_local_module_file = lambda path: False


def pytest_collection() -> None:
    """All modules and tests stay to the end: to look through them for garbage again and again finds nothing."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on the collector looks at what tests make."""
    gc.enable()
    gc.freeze()


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the user's projects, tokens or settings."""
    for name in list(os.environ):
        if name.startswith("NEMO_") or name == "SKILL_SOURCE":
            monkeypatch.delenv(name)
    # A folder of its own for each test, which few tests make: it is not there yet.
    monkeypatch.setenv(
        "NEMO_HOME", str(tmp_path_factory.getbasetemp() / "homes" / str(next(_NUMBERS)) / "home")
    )


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def studio_url(tmp_path_factory: pytest.TempPathFactory) -> Generator[str]:
    """The address of one studio for all tests; each test is another user of it."""
    from support.studio import make_studio, on_a_port

    with on_a_port(make_studio(tmp_path_factory.mktemp("studio"))) as url:
        yield url


@pytest.fixture(params=["in process", "on a port", *(["NEMO_CONTRACT_URL"] if CONTRACT_URL else [])])
async def backend(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncGenerator[httpx.AsyncClient]:
    """An HTTP client of a backend that speaks the protocol, of each kind in turn."""
    from support.studio import in_process, make_studio

    if request.param == "in process":
        async with in_process(make_studio(tmp_path / "data")) as http:
            yield http
    elif request.param == "on a port":
        url = request.getfixturevalue("studio_url")
        async with httpx.AsyncClient(base_url=url, trust_env=False, verify=False) as http:
            yield http
    else:
        async with httpx.AsyncClient(base_url=CONTRACT_URL) as http:
            yield http


@pytest.fixture
async def caller(backend: httpx.AsyncClient) -> Caller:
    """Somebody new at the backend, with an empty project."""
    from support.studio import Caller

    caller = Caller(http=backend, client_id=str(uuid.uuid4()))
    await caller.begin()
    return caller


@pytest.fixture(scope="session")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of two seconds with a tone."""
    from support.media import make_video
    from support.once import made_once

    def make(folder: Path) -> None:
        make_video(folder / "city.mp4", duration_ms=2000, audio="tone")

    return made_once(tmp_path_factory, "clip", make) / "city.mp4"


@pytest.fixture(scope="session")
def other_clip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Another one."""
    from support.media import make_video
    from support.once import made_once

    def make(folder: Path) -> None:
        make_video(folder / "sea.mp4", duration_ms=2000, pattern="numbers", audio="tone")

    return made_once(tmp_path_factory, "other clip", make) / "sea.mp4"

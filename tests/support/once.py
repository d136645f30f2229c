"""What is made once for a whole run of the tests, whichever worker needs it first."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock

__all__ = ["made_once"]


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that `make` has filled, for all workers of this run; nobody may change what is in it.

    Args:
        factory: that of the test; its workers' folders stand in one folder of the run.
        name: of the folder; one for each `make`.
        make: fills the folder that it is given.
    """
    base = factory.getbasetemp()
    run = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, done = run / "once" / name, run / "once" / f"{name}.done"
    folder.parent.mkdir(exist_ok=True)
    with FileLock(run / "once" / f"{name}.lock"):
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder

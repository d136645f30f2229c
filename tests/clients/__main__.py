"""`python -m tests.clients [NAME…]`: install the real clients that are named (all by default), and run their tests.

With `--install-only` they are installed, and plain pytest runs their tests where `NEMO_CLIENTS` names them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "tests"))

from support.programs import CACHE, PROGRAMS, install  # noqa: E402 - the path comes first


def main(arguments: list[str]) -> int:
    """0 if all their tests pass. Arguments that begin with `-` are pytest's."""
    names = [name for name in arguments if not name.startswith("-")] or list(PROGRAMS)
    if unknown := [name for name in names if name not in PROGRAMS]:
        print(f"There is no client {', '.join(unknown)}; choose from: {', '.join(PROGRAMS)}.")
        return 2
    for name in names:
        begun = time.perf_counter()
        fresh = install(PROGRAMS[name])
        took = f"installed in {time.perf_counter() - begun:.1f} s" if fresh else "already there"
        print(f"{name} {PROGRAMS[name].version}: {took} ({PROGRAMS[name].folder})", flush=True)
    options = [a for a in arguments if a.startswith("-")]
    if "--install-only" in options:
        return 0
    return subprocess.run(
        [sys.executable, "-m", "pytest", "tests/clients", "--durations=0", "--durations-min=1", *options],
        cwd=ROOT,
        env={**os.environ, "NEMO_CLIENTS": ",".join(names), "NEMO_CLIENTS_CACHE": str(CACHE)},
    ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Random inputs against everything that reads text, JSON, streams and media files.

    python benchmarks/fuzz.py [--kind messages] [--minutes 12] [--seed 1] [--keep FOLDER]

Each kind of `tests/support/fuzzing.py` gets its share of the time, in a process of its own. An exception that is no
`NemoError`, a process that dies and a case that takes longer than `--limit` seconds are faults: each is printed and
its case kept in the folder as `KIND-DIGEST.bin`. Cases that were mended stand in `tests/data/fuzz` and are run by
`tests/properties/test_fuzz_cases.py`. The exit code is the number of faults, 99 at most.
"""

from __future__ import annotations

import argparse
import hashlib
import multiprocessing
import random
import sys
import time
import traceback
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / "tests")]

from support.fuzzing import CASES, run_case  # noqa: E402

START_SECONDS = 60.0


def serve(kind: str, line: Connection) -> None:
    """Run the cases that come, and answer each with what went wrong, or nothing."""
    line.send("")
    while (case := line.recv()) is not None:
        try:
            run_case(kind, case)
        except BaseException:  # noqa: BLE001 - it is what is looked for
            line.send(traceback.format_exc(limit=-4))
        else:
            line.send("")


class Runner:
    """A process that runs cases of one kind, and is replaced when it dies or hangs."""

    def __init__(self, kind: str, limit_s: float) -> None:
        self._kind = kind
        self._limit_s = limit_s
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def run(self, case: bytes) -> str:
        """What is wrong with the case; empty if nothing is."""
        if self._line is None:
            self._start()
        assert self._line is not None
        self._line.send(case)
        return self._answer(self._limit_s)

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._process = self._line = None

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._line, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(self._kind, theirs), daemon=True)
        self._process.start()
        theirs.close()
        assert self._answer(START_SECONDS) == ""

    def _answer(self, seconds: float) -> str:
        assert self._line is not None
        assert self._process is not None
        try:
            if self._line.poll(seconds):
                return str(self._line.recv())
            said = f"it did not end within {seconds} s\n"
        except (EOFError, OSError):
            self._process.join()
            said = f"the process died with {self._process.exitcode}\n"
        self.close()
        return said


def fuzz(kind: str, *, seconds: float, seed: int, limit_s: float, keep: Path) -> int:
    """Run cases for so long; the number of faults."""
    rng, runner = random.Random(f"{kind} {seed}"), Runner(kind, limit_s)
    end, count, seen, slowest = time.monotonic() + seconds, 0, set[str](), 0.0
    while time.monotonic() < end:
        case = CASES[kind].make(rng)
        began = time.monotonic()
        said = runner.run(case)
        count, slowest = count + 1, max(slowest, time.monotonic() - began)
        # One of each fault: the last lines tell them apart.
        last = said[-300:]
        if said and last not in seen:
            seen.add(last)
            keep.mkdir(parents=True, exist_ok=True)
            path = keep / f"{kind}-{hashlib.sha256(case).hexdigest()[:12]}.bin"
            path.write_bytes(case)
            print(f"{path}:\n{said}", flush=True)
    runner.close()
    print(
        f"{kind}: {count} cases in {seconds:.0f} s, slowest {slowest:.1f} s, {len(seen)} kinds of fault",
        flush=True,
    )
    return len(seen)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kind", choices=sorted(CASES), action="append")
    parser.add_argument("--minutes", type=float, default=12.0, help="for each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20.0, help="seconds for one case")
    parser.add_argument("--keep", type=Path, default=Path("fuzz-faults"))
    options = parser.parse_args()
    kinds = options.kind or sorted(CASES)
    given = {"seed": options.seed, "limit_s": options.limit, "keep": options.keep}
    return min(99, sum(fuzz(kind, seconds=60 * options.minutes, **given) for kind in kinds))


if __name__ == "__main__":
    sys.exit(main())

"""Serves the cloud by hand with random turns, for a look at a client or a page."""

from __future__ import annotations

import argparse
import asyncio
import random
from contextlib import suppress

from . import drafts, envelopes
from .script import random_turns
from .server import Cloud


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m support.cloud", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--seed", type=int, default=None)
    for name, share in (("silent", 0.3), ("late", 0.1), ("broken", 0.05), ("error", 0.05), ("talk", 0.0)):
        parser.add_argument(f"--{name}", type=float, default=share, help=f"the share of such turns ({share})")
    parser.add_argument("--envelope", choices=list(envelopes.SUCCESS), default="code_zero")
    parser.add_argument("--errors", choices=list(envelopes.ERROR_BODIES), default="code_in_200")
    parser.add_argument("--draft", choices=list(drafts.SHAPES), action="append")
    parser.add_argument("--quiet", action="store_true", help="do not print the requests' violations")
    given = parser.parse_args()
    seed = random.randrange(2**32) if given.seed is None else given.seed
    shares = {name: getattr(given, name) for name in ("silent", "late", "broken", "error", "talk")}
    cloud = Cloud(
        host=given.host,
        port=given.port,
        seed=seed,
        envelope=given.envelope,
        error_shape=given.errors,
        draft_shape=given.draft or "plain",
        turn_source=random_turns(random.Random(seed), **shares),
    )
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(cloud, seed, quiet=given.quiet))


async def _serve(cloud: Cloud, seed: int, *, quiet: bool) -> None:
    async with cloud.serve() as url:
        print(f"{url}  (seed {seed})", flush=True)
        told = 0
        while True:
            await asyncio.sleep(0.5)
            if not quiet:
                for words in cloud.violations[told:]:
                    print(f"violation: {words}", flush=True)
            told = len(cloud.violations)


if __name__ == "__main__":
    main()

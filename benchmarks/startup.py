"""How soon `nemovideo serve` answers a host's first request, beside a bare server of the same SDK with one tool.

    python benchmarks/startup.py [--rounds 15]

Each round starts both, one after the other and in turn the other way round, and takes the time from the start of the
process to the reply: to `initialize` (2025-11-25) and to `server/discover` (2026-07-28); and the processor's time of
the whole life of the process, which wanders less on a busy machine. The bare server is `from mcp.server import
MCPServer` with one tool that gives back a word. On Unix only.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from statistics import median
from typing import Any

BARE = """
from mcp.server import MCPServer
server = MCPServer("bare")
@server.tool()
def echo(word: str) -> str:
    "Give back a word."
    return word
server.run("stdio")
"""
COMMANDS: Mapping[str, list[str]] = {
    "bare": [sys.executable, "-c", BARE],
    "nemovideo": [sys.executable, "-m", "nemovideo_mcp", "serve", "--backend", "local"],
}
_WHO = {"name": "benchmark", "version": "1"}
_META = "io.modelcontextprotocol/"
REQUESTS: Mapping[str, dict[str, Any]] = {
    "initialize": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": _WHO},
    "server/discover": {
        "_meta": {
            f"{_META}protocolVersion": "2026-07-28",
            f"{_META}clientInfo": _WHO,
            f"{_META}clientCapabilities": {},
        }
    },
}


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    for name in COMMANDS:
        answered(name, "initialize")  # compiled and in the page cache
    print(
        f"{'request':<16} {'measured':<9} {'bare ms':>8} {'nemovideo ms':>13} {'ratio':>6}   (medians of {rounds})"
    )
    for method in REQUESTS:
        seen: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
        for number in range(rounds):
            for name in list(COMMANDS)[:: 1 if number % 2 else -1]:
                seen[name].append(answered(name, method))
        for column, what in enumerate(("reply", "processor")):
            bare, ours = (median(times[column] for times in seen[name]) for name in COMMANDS)
            print(f"{method:<16} {what:<9} {bare:>8.0f} {ours:>13.0f} {ours / bare:>6.2f}")
    return 0


def answered(name: str, method: str) -> tuple[float, float]:
    """Milliseconds from the start of a server's process to its reply, and of processor's time until its end."""
    request = json.dumps({"jsonrpc": "2.0", "id": 1, "method": method, "params": REQUESTS[method]})
    begun = time.perf_counter()
    with subprocess.Popen(
        COMMANDS[name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(f"{request}\n")
        process.stdin.flush()
        reply = json.loads(process.stdout.readline())
        took = 1000 * (time.perf_counter() - begun)
        process.stdin.close()
        _, process.returncode, used = os.wait4(process.pid, 0)
    assert "result" in reply, reply
    return took, 1000 * (used.ru_utime + used.ru_stime)


if __name__ == "__main__":
    sys.exit(main())

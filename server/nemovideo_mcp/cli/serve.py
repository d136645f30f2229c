"""`nemovideo serve`: the MCP server on standard input and output."""

from __future__ import annotations

import argparse

from nemovideo_mcp.tools.server import build_server

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Serve until the host closes standard input."""
    build_server(backend=options.backend, skill=options.skill, language=options.language).run("stdio")
    return 0

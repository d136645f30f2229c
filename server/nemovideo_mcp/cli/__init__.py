"""The commands; the only place that joins the halves."""

from nemovideo_mcp.cli.entry import main

__all__ = ["main"]

"""`nemovideo receipt`: what a film really holds."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from nemovideo_mcp.audio.beat_track import beat_track
from nemovideo_mcp.cli.report import print_json, receipt_lines
from nemovideo_mcp.client.files import find_media
from nemovideo_mcp.video.receipt import measure
from nemovideo_mcp.views.receipt import Receipt

__all__ = ["measure_film", "run"]


def run(options: argparse.Namespace) -> int:
    """Measure one film and print the receipt."""
    [path, *_] = find_media(options.file)
    receipt = measure_film(path)
    if options.json:
        print_json({**receipt.as_json(), "basis": receipt.basis(options.language)})
    else:
        lines = receipt_lines(receipt, options.language)
        sys.stdout.write("\n".join([*lines, receipt.basis(options.language)]) + "\n")
    return 0


def measure_film(path: Path, on_progress: Callable[[float], None] | None = None) -> Receipt:
    """The receipt of any film, held against the plan that it carries if it has one."""
    return measure(path, beat_track=beat_track, on_progress=on_progress)

"""What is written from the operations themselves: their reference for people, and their schema for the MCP server."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def edit_pages() -> dict[str, str]:
    """Each file by its path from the root of the repository."""
    # Behind what is installed: a fresh clone is enough, too.
    sys.path.append(str(ROOT / "server"))
    from nemovideo_mcp.edit.reference import reference_page
    from nemovideo_mcp.edit.schema import compact_schema

    return {
        "docs/edits.md": reference_page(),
        "server/nemovideo_mcp/tools/operations.json": json.dumps(
            compact_schema(), indent=1, ensure_ascii=False
        )
        + "\n",
    }

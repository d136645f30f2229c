"""The page about other editors has the table of what each format carries as the program itself has it."""

from __future__ import annotations

import os
import re
from pathlib import Path

from nemovideo_mcp.interchange.left_out import CARRIES
from nemovideo_mcp.messages.interchange import CARRIED

PAGE = Path(__file__).parents[2] / "docs" / "handover.md"
UPDATE = bool(os.environ.get("NEMO_UPDATE"))
TABLE = re.compile(r"(<!-- carried -->\n).*?(<!-- /carried -->)", re.DOTALL)


def test_the_table_of_what_is_carried_is_that_of_the_program() -> None:
    rows = ["| | " + " | ".join(CARRIES) + " |", "|---" * (len(CARRIES) + 1) + "|"]
    for name, (words, _) in CARRIED.items():
        marks = ["yes" if name in carried else "" for carried in CARRIES.values()]
        rows.append(f"| {words} | " + " | ".join(marks) + " |")
    table = "\n".join([*rows, ""])
    text = PAGE.read_text(encoding="utf-8")
    if UPDATE:
        PAGE.write_text(TABLE.sub(lambda found: f"{found[1]}{table}{found[2]}", text), encoding="utf-8")
        text = PAGE.read_text(encoding="utf-8")
    found = TABLE.search(text)
    assert found is not None
    assert found[0] == f"{found[1]}{table}{found[2]}"

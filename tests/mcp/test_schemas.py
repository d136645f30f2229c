"""What hosts are told of the tools: one file for each, and the README's table, both made from the tools themselves.

`NEMO_UPDATE=1 pytest tests/mcp/test_schemas.py` writes them anew; what has changed is then in the diff.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest
from mcp.types import Tool

from mcp import Client
from nemovideo_mcp.edit.operations import OPERATIONS
from nemovideo_mcp.edit.parsing import operation_schema
from nemovideo_mcp.edit.schema import compact_schema
from nemovideo_mcp.tools.server import TOOLS, build_server

pytestmark = pytest.mark.anyio

UPDATE = bool(os.environ.get("NEMO_UPDATE"))
SCHEMAS = Path(__file__).parent / "schemas"
README = Path(__file__).parents[2] / "README.md"
TABLE = re.compile(r"(<!-- tools -->\n).*?(<!-- /tools -->)", re.DOTALL)

# Counted on 29 November 2026 with the tokenizers that gpt-tokenizer and @anthropic-ai/tokenizer ship: 22,492 characters
# are 5,767 tokens of o200k and 5,955 of Anthropic's, so a token is at least 3.77 characters of this text.
TOKENS = 6_000
CHARACTERS_PER_TOKEN = 3.75


@pytest.fixture
async def tools() -> list[Tool]:
    async with Client(build_server()) as client:
        return (await client.list_tools()).tools


async def test_each_tool_is_what_its_snapshot_says(tools: list[Tool]) -> None:
    texts = {
        tool.name: json.dumps(tool.model_dump(exclude_none=True, by_alias=True), indent=1, ensure_ascii=False)
        + "\n"
        for tool in tools
    }
    if UPDATE:
        for name, text in texts.items():
            (SCHEMAS / f"{name}.json").write_text(text, encoding="utf-8")
    assert texts == {path.stem: path.read_text(encoding="utf-8") for path in SCHEMAS.glob("*.json")}


async def test_the_readme_lists_the_tools_as_they_are(tools: list[Tool]) -> None:
    rows = [_row(tool) for tool in tools]
    table = "\n".join(["| tool | what it does |", "|---|---|", *rows, ""])
    text = README.read_text(encoding="utf-8")
    if UPDATE:
        README.write_text(TABLE.sub(lambda found: f"{found[1]}{table}{found[2]}", text), encoding="utf-8")
        text = README.read_text(encoding="utf-8")
    found = TABLE.search(text)
    assert found is not None
    assert found[0] == f"{found[1]}{table}{found[2]}"


def _row(tool: Tool) -> str:
    required = tool.input_schema.get("required", [])
    names = [name if name in required else f"{name}?" for name in tool.input_schema.get("properties", {})]
    first = (tool.description or "").split("\n")[0]
    return f"| `{tool.name}({', '.join(names)})` | {first} |"


async def test_all_tools_together_cost_less_than_six_thousand_tokens(tools: list[Tool]) -> None:
    listed = [tool.model_dump(exclude_none=True, by_alias=True) for tool in tools]
    text = json.dumps({"tools": listed}, ensure_ascii=False, separators=(",", ":"))
    assert len(text) / CHARACTERS_PER_TOKEN < TOKENS


async def test_tools_are_alike(tools: list[Tool]) -> None:
    assert [tool.name for tool in tools] == [function.__name__ for function, _, _ in TOOLS]
    assert len(tools) <= 13
    for tool in tools:
        assert re.fullmatch(r"[a-z]+(_[a-z]+)+", tool.name)
        first, *_, example = (tool.description or "").split("\n")
        assert first.endswith(".")
        assert example.startswith(f"Example: {tool.name}(")
        for name, schema in tool.input_schema.get("properties", {}).items():
            assert schema.get("description"), f"{tool.name}.{name} says nothing of itself"
            assert "title" not in schema


async def test_the_schema_of_edits_is_that_of_the_operations_and_strict(tools: list[Tool]) -> None:
    tool = next(tool for tool in tools if tool.name == "edit_timeline")
    items = tool.input_schema["properties"]["operations"]["items"]
    assert {**items, "$defs": tool.input_schema["$defs"]} == compact_schema()
    schemas = {option["properties"]["op"]["const"]: option for option in items["anyOf"]}
    assert list(schemas) == list(OPERATIONS)
    told = set(items["properties"])
    for name, schema in schemas.items():
        fields = {str(field.alias or key) for key, field in OPERATIONS[name].model_fields.items()}
        assert set(schema["propertyNames"]["enum"]) == fields
        # A field that is a number and no more is named only.
        for field in fields - told:
            full = operation_schema()[name]["properties"][field]
            kinds = {kind.get("type") for kind in full.get("anyOf", [full])} - {"null"}
            assert kinds in ({"number"}, {"integer"})
        needed = {str(f.alias or k) for k, f in OPERATIONS[name].model_fields.items() if f.is_required()}
        assert set(schema.get("required", ())) == needed
    assert set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(tool.input_schema))) == set(
        tool.input_schema["$defs"]
    )

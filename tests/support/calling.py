"""Calls of tools through a client, and what every answer must be like."""

from __future__ import annotations

from typing import Any

from mcp.types import CallToolResult

from mcp import Client


def told(result: CallToolResult) -> dict[str, Any]:
    """The structure of a result, which must be in its text as well."""
    structure = result.structured_content
    text = result.content[0].text  # pyright: ignore
    assert structure["message"] in text
    assert structure["next_step"] in text
    assert None not in structure.values()
    return structure


async def call(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, result
    return told(result)


async def refused(client: Client, tool: str, /, **arguments: Any) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert result.is_error, result
    return told(result)

"""Checks a call before its tool runs: arguments are made to fit, and those that cannot are named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from mcp.server.context import CallNext, HandlerResult, ServerMiddleware, ServerRequestContext

from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.tools import TOOLS
from nemovideo_mcp.tools.arguments import Tidied, tidied
from nemovideo_mcp.tools.outputs import Answer, result_of
from nemovideo_mcp.tools.quoting import quoted_name

__all__ = ["forgiving"]


def forgiving(
    schemas: Mapping[str, Mapping[str, Any]], *, known: Mapping[str, Mapping[str, Any]], language: str
) -> ServerMiddleware[Any]:
    """A middleware for a server whose tools take what `schemas`, by name, say; callers are told of `known`."""

    async def tidy(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.method != "tools/call" or ctx.params is None:
            return await call_next(ctx)
        tool, given = ctx.params.get("name"), ctx.params.get("arguments")
        if not isinstance(tool, str) or tool not in schemas:
            return _unknown_tool(str(tool), schemas, language)
        asked = tidied(cast("Mapping[str, Any]", given) if isinstance(given, dict) else {}, schemas[tool])
        told = ", ".join(known[tool].get("properties", {})) or "-"
        if asked.missing or asked.unfit:
            return _refusal(tool, asked, told, language)
        result = await call_next(replace(ctx, params={**ctx.params, "arguments": dict(asked.arguments)}))
        if not asked.unknown:
            return result
        names = ", ".join(map(quoted_name, asked.unknown))
        return _noted(result, say(TOOLS, "unknown_arguments", language, names=names, tool=tool, known=told))

    return tidy


def _unknown_tool(name: str, schemas: Mapping[str, Any], language: str) -> HandlerResult:
    answer = Answer(
        message=say(TOOLS, "unknown_tool", language, name=quoted_name(name)),
        next_step=say(TOOLS, "unknown_tool_next", language, known=", ".join(schemas)),
        error="InvalidRequest",
    )
    return result_of(answer, is_error=True)


def _refusal(tool: str, asked: Tidied, known: str, language: str) -> HandlerResult:
    problems = [say(TOOLS, "missing_argument", language, name=name) for name in asked.missing]
    problems += [say(TOOLS, "unfit_argument", language, name=name) for name in asked.unfit]
    answer = Answer(
        message=say(TOOLS, "bad_arguments", language, tool=tool, problems=", ".join(problems)),
        next_step=say(TOOLS, "bad_arguments_next", language, known=known),
        error="InvalidRequest",
    )
    return result_of(answer, is_error=True)


def _noted(result: HandlerResult, note: str) -> HandlerResult:
    """`result`, as it goes over the wire, with `note` behind its words."""
    if not isinstance(result, dict):
        return result
    structure, content = result.get("structuredContent"), result.get("content")
    if not isinstance(structure, dict) or not isinstance(content, list) or not content:
        return result
    said = cast("dict[str, Any]", structure)
    first, *rest = cast("list[dict[str, Any]]", content)
    message = str(said.get("message", ""))
    noted = f"{message}\n{note}".strip()
    return {
        **result,
        "structuredContent": {**said, "message": noted},
        "content": [{**first, "text": str(first.get("text", "")).replace(message, noted, 1)}, *rest],
    }

"""JSON into operations: strict, with an answer in words that names the place and the field that does not fit."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from pydantic import ValidationError

from nemovideo_mcp.edit.kinds import choices_of, described, kind_of, nearest_in
from nemovideo_mcp.edit.operations import OPERATIONS, Operation
from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused

__all__ = ["MOST_OPERATIONS", "operation_schema", "operations_in", "parse_operations", "to_json"]

MOST_OPERATIONS = 200
_SHOWN = 80
_TOO_LONG = ("string_too_long", "too_long")


def operations_in(given: object) -> list[object]:
    """The operations as a list, however they were wrapped: one alone, `{"operations": [...]}`, or JSON in a string.

    Raises:
        EditRefused: where a string is not JSON.
    """
    found = _decoded(given, None) if isinstance(given, str) else given
    if isinstance(found, Mapping):
        fields = cast("Mapping[str, object]", found)
        found = fields["operations"] if set(fields) == {"operations"} else [fields]
    if not isinstance(found, list | tuple):
        return [found]
    items = cast("Sequence[object]", found)
    return [_decoded(item, n) if isinstance(item, str) else item for n, item in enumerate(items, 1)]


def _decoded(text: str, place: int | None) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        where = (
            f"line {error.lineno}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else "…"
        )
        raise _refused(
            place,
            Words(f"this is no JSON ({where}): {text[:_SHOWN]}", f"这不是 JSON（{where}）：{text[:_SHOWN]}"),
        ) from None


def parse_operations(given: object) -> tuple[Operation, ...]:
    """The operations of a list of JSON objects, or of one object.

    Raises:
        EditRefused: in words, with the operation's place; an unknown field or name gets the nearest that there is.
    """
    items = cast("Sequence[object]", given) if isinstance(given, list | tuple) else [given]
    if not items:
        raise _refused(None, Words("the list of operations is empty", "操作列表是空的"))
    if len(items) > MOST_OPERATIONS:
        raise _refused(
            None,
            Words(
                f"{len(items)} operations are too many for one call; at most {MOST_OPERATIONS} are taken",
                f"一次最多 {MOST_OPERATIONS} 个操作，收到 {len(items)} 个",
            ),
        )
    return tuple(_parsed(item, place) for place, item in enumerate(items, 1))


def to_json(operation: Operation) -> dict[str, Any]:
    """The operation as JSON, without what is the default."""
    return {"op": operation.name, **operation.model_dump(mode="json", by_alias=True, exclude_defaults=True)}


@cache
def operation_schema() -> dict[str, Any]:
    """The JSON schema of each operation, by its name."""
    return {name: kind.model_json_schema(by_alias=True) for name, kind in OPERATIONS.items()}


def _parsed(item: object, place: int) -> Operation:
    if not isinstance(item, Mapping):
        raise _refused(
            place, Words("an operation is a JSON object with `op`", "操作应为带有 op 的 JSON 对象")
        )
    fields = cast("Mapping[str, Any]", item)
    op = fields.get("op")
    kind = OPERATIONS.get(op) if isinstance(op, str) else None
    if kind is None:
        near = nearest_in(str(op)[:_SHOWN], OPERATIONS)
        listed = ", ".join(OPERATIONS)
        missing = Words("`op`, the operation's name, is missing", "缺少操作名 op")
        unknown = Words(
            f"there is no operation “{str(op)[:_SHOWN]}”{near.en}",
            f"没有操作“{str(op)[:_SHOWN]}”{near.zh}",
        )
        raise _refused(
            place,
            missing if op is None else unknown,
            hint=Words(f"Operations: {listed}.", f"可用操作：{listed}。"),
        )
    try:
        return kind.model_validate(dict(fields))
    except ValidationError as error:
        raise _refused(place, _said(error, kind), op=kind.model_fields["op"].default) from None


def _said(error: ValidationError, kind: type[Operation]) -> Words:
    """The first thing that is wrong, in words; of a union, the part that is closest to what was meant."""
    problems = error.errors(include_url=False, include_context=False, include_input=True)
    # A field that is not known explains one that is missing.
    problem = next(
        (p for p in problems if p["type"] == "extra_forbidden" and len(p["loc"]) == 1), problems[0]
    )
    names = [str(field.alias or name) for name, field in kind.model_fields.items() if name != "op"]
    field = str(problem["loc"][0]) if problem["loc"] else ""
    if problem["type"] == "extra_forbidden" and len(problem["loc"]) == 1:
        near = nearest_in(field[:_SHOWN], names)
        listed = ", ".join(names)
        return Words(
            f"“{field[:_SHOWN]}” is not a field of it{near.en} (its fields: {listed})",
            f"没有字段“{field[:_SHOWN]}”{near.zh}（可用字段：{listed}）",
        )
    if problem["type"] == "missing" and len(problem["loc"]) == 1:
        return Words(f"“{field}” is missing", f"缺少“{field}”")
    value = problem.get("input")
    if isinstance(value, float) and not math.isfinite(value):
        return Words(f"“{field}” must be a finite number", f"“{field}”必须是有限的数字")
    return _misfit(field, problem, kind)


def _misfit(field: str, problem: Mapping[str, Any], kind: type[Operation]) -> Words:
    """What a field takes that was given something else; what was given, where it is short, and what is near to it."""
    schema = operation_schema()[str(kind.model_fields["op"].default)]
    defs: Mapping[str, Any] = schema.get("$defs", {})
    info: Mapping[str, Any] = schema["properties"].get(field, {})
    takes = kind_of(info, defs)
    given = problem.get("input")
    misspelt = str(problem["loc"][-1]) if problem["type"] == "extra_forbidden" else given
    near = (
        nearest_in(misspelt[:_SHOWN], choices_of(info, defs)) if isinstance(misspelt, str) else Words("", "")
    )
    shown = (
        json.dumps(given, ensure_ascii=False, default=str) if problem["loc"][1:] or given is not None else ""
    )
    was = f" ({shown})" if 0 < len(shown) <= _SHOWN else ""
    about = f" ({said})" if (said := described(info)) else ""
    if problem["type"] in _TOO_LONG:
        return Words(f"“{field}” is too long", f"“{field}”太长")
    return Words(
        f"“{field}” does not fit{was}{near.en}{'' if near.en else ';'} it takes {takes.en}{about}",
        f"“{field}”的值不合适{was}{near.zh}{'' if near.zh else '；'}可用：{takes.zh}{about}",
    )


def _refused(place: int | None, words: Words, *, hint: Words | None = None, op: str = "") -> EditRefused:
    head = Words("", "")
    if place is not None:
        name = f" ({op})" if op else ""
        head = Words(f"operation {place}{name}: ", f"第 {place} 个操作{name}：")
    after = hint or Words(
        "Nothing was changed. Correct the operation, and send all of them again.",
        "没有任何改动。请更正后重新发送全部操作。",
    )
    return EditRefused(
        detail=Words(head.en + words.en, head.zh + words.zh).pair(), hint=after.pair(), place=place
    )

"""The answer of a language model, read strictly: a list of operations as JSON, or that there are none. Pure.

Whoever runs the server, or has written into the film what the model read, may answer anything: the answer is bounded in
bytes before it comes here, and in depth and number here. What the operations say is checked as that of any caller.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn, cast

from nemovideo_mcp.edit.operations import Operation
from nemovideo_mcp.edit.parsing import parse_operations
from nemovideo_mcp.edit.strict_schema import without_nulls
from nemovideo_mcp.studio.chat_completions import ModelTrouble
from nemovideo_mcp.studio.model_request import LEFT_OUT, MOST_OPERATIONS

__all__ = ["operations_of"]

_DEEPEST = 12
_FENCE = re.compile(r"```(?:json)?\n")
_FENCE_END = "```"
# Control characters, halves of characters, and those that turn the direction of the words around them.
_HIDDEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def operations_of(body: bytes) -> tuple[Operation, ...]:
    """The operations in the body of a chat completion; none where the model says that it cannot.

    Raises:
        ModelTrouble: It is no completion, or its content is no list of operations.
        EditRefused: An operation does not fit; in words.
    """
    choice = _first_choice(_loaded(body.decode("utf-8", errors="replace"), "no_completion"))
    message = choice.get("message")
    if not isinstance(message, Mapping):
        raise ModelTrouble("no_completion")
    said = cast("Mapping[str, Any]", message)
    if said.get("refusal"):
        return ()
    if choice.get("finish_reason") == "length":
        raise ModelTrouble("cut_off")
    content = said.get("content")
    if not isinstance(content, str):
        raise ModelTrouble("no_json")
    answer = _loaded(_unfenced(content), "no_json")
    _check(answer)
    return _operations(answer)


def _operations(answer: object) -> tuple[Operation, ...]:
    if not isinstance(answer, Mapping):
        raise ModelTrouble("shape")
    fields = cast("Mapping[str, Any]", answer)
    if not fields or not set(fields) <= {"operations", "cannot"}:
        raise ModelTrouble("shape")
    if fields.get("cannot"):
        return ()
    given: object = fields.get("operations")
    if given is None:
        return ()
    if not isinstance(given, list):
        raise ModelTrouble("shape")
    listed = cast("list[Any]", given)
    if len(listed) > MOST_OPERATIONS:
        raise ModelTrouble("count", count=len(listed), limit=MOST_OPERATIONS)
    if not all(isinstance(one, Mapping) for one in listed):
        raise ModelTrouble("shape")
    operations = [without_nulls(one) for one in listed]
    for one in operations:
        op = one.get("op")
        if isinstance(op, str) and op in LEFT_OUT:
            raise ModelTrouble("not_for_models", op=op)
    return parse_operations(operations) if operations else ()


def _first_choice(completion: object) -> Mapping[str, Any]:
    choices = (
        cast("Mapping[str, Any]", completion).get("choices") if isinstance(completion, Mapping) else None
    )
    first: Any = cast("Sequence[Any]", choices)[0] if isinstance(choices, list) and choices else None
    if not isinstance(first, Mapping):
        raise ModelTrouble("no_completion")
    return cast("Mapping[str, Any]", first)


def _unfenced(content: str) -> str:
    """`content` without the fence of a code block, in which models without a schema like to put JSON."""
    text = content.strip()
    opening = _FENCE.match(text)
    if opening is None or not text.endswith(_FENCE_END):
        return text
    return text[opening.end() : -len(_FENCE_END)]


def _loaded(text: str, otherwise: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_number)
    except RecursionError:
        raise ModelTrouble("too_deep") from None
    except ValueError:
        raise ModelTrouble(otherwise) from None


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)


def _check(answer: object) -> None:
    """Raise `ModelTrouble` where a value lies too deep, or where words hold characters that nobody sees."""
    left: list[tuple[object, int]] = [(answer, 1)]
    while left:
        value, depth = left.pop()
        if depth > _DEEPEST:
            raise ModelTrouble("too_deep")
        if isinstance(value, str) and _HIDDEN.search(value):
            raise ModelTrouble("characters")
        if isinstance(value, Mapping):
            for key, inner in cast("Mapping[str, object]", value).items():
                left += [(key, depth), (inner, depth + 1)]
        elif isinstance(value, list):
            left += [(inner, depth + 1) for inner in cast("list[object]", value)]

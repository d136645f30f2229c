"""Faults as they are asked for in words, and the list of those that there are."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.studio.sandbox.kinds import CALLS, FaultKind, Parameter
from nemovideo_mcp.studio.sandbox.table import FAULTS

__all__ = ["Fault", "list_faults", "parse_faults"]

_ALWAYS = "always"
_EVERY_CALL = "all"
_MOST = 10**9
_COMMON = {
    "times": {"en": "how many times; or `always`", "zh": "生效次数，或 always"},
    "after": {"en": "how many requests are left alone before", "zh": "先放行的请求数"},
    "on": {"en": "which calls, joined by +", "zh": "作用于哪些接口，用 + 连接"},
}
_LISTED = {
    "en": "Say NAME, NAME=VALUE or NAME=VALUE:KEY=VALUE; several with commas between them.",
    "zh": "写法：NAME、NAME=VALUE 或 NAME=VALUE:KEY=VALUE；多个用逗号分隔。",
}


@dataclass(frozen=True, kw_only=True)
class Fault:
    """A fault that was asked for. `times` is None where it never ends; `value` is its main parameter's."""

    name: str
    value: str = ""
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    times: int | None = None
    after: int = 0
    on: tuple[str, ...] = ()

    @property
    def kind(self) -> FaultKind:
        return FAULTS[self.name]

    @property
    def number(self) -> int:
        """The main parameter, where that is a number."""
        return int(self.value)


def parse_faults(text: str) -> tuple[Fault, ...]:
    """The faults that `text` names: NAME[=VALUE][:KEY=VALUE…], with commas between them.

    Raises `InvalidRequest` that names what is near to a name, key or value which there is not.
    """
    return tuple(_fault(part.strip()) for part in text.split(",") if part.strip())


def list_faults(language: str = "en") -> tuple[tuple[str, str, str], ...]:
    """For each fault: how it is written with its defaults, the calls that it strikes, and words for what it does."""
    return tuple(
        (_written(name, kind), _struck(kind), _said(kind, language)) for name, kind in FAULTS.items()
    )


def _fault(text: str) -> Fault:
    head, *rest = text.split(":")
    name, given, value = (part.strip() for part in head.partition("="))
    if name not in FAULTS:
        raise _unknown(f"fault `{name}`", f"`{name}` 这个故障", name, tuple(FAULTS))
    kind = FAULTS[name]
    if given and kind.value is None:
        raise _refused(f"`{name}` takes no value.", f"`{name}` 不带值。", _hint(name))
    pairs: dict[str, str] = {}
    for part in rest:
        key, _, said = (piece.strip() for piece in part.partition("="))
        if key not in kind.more and key not in _COMMON:
            raise _unknown(
                f"key `{key}` of `{name}`", f"`{name}` 的参数 `{key}`", key, (*kind.more, *_COMMON)
            )
        pairs[key] = said
    return Fault(
        name=name,
        value=_checked(name, name, kind.value, value if given else None) if kind.value else "",
        more={key: _checked(name, key, parameter, pairs.get(key)) for key, parameter in kind.more.items()},
        times=_times(name, kind, pairs.get("times")),
        after=int(_checked(name, "after", _AFTER, pairs.get("after"))),
        on=_calls(name, kind, pairs.get("on")),
    )


_AFTER = Parameter(default=0, words=_COMMON["after"])


def _checked(name: str, key: str, parameter: Parameter, said: str | None) -> str:
    if said is None:
        return str(parameter.default)
    if parameter.choices:
        if said not in parameter.choices:
            raise _unknown(f"value `{said}` of `{key}`", f"`{key}` 的值 `{said}`", said, parameter.choices)
    elif not (said.isascii() and said.isdigit() and int(said) <= _MOST):
        raise _refused(
            f"`{said}` is not a whole number (`{key}`).", f"`{said}` 不是整数（`{key}`）。", _hint(name)
        )
    return said


def _times(name: str, kind: FaultKind, said: str | None) -> int | None:
    if said is None:
        return kind.times
    return None if said == _ALWAYS else int(_checked(name, "times", _AFTER, said))


def _calls(name: str, kind: FaultKind, said: str | None) -> tuple[str, ...]:
    if said is None:
        return kind.on or kind.calls
    if said == _EVERY_CALL:
        return kind.calls
    found = tuple(call.strip() for call in said.split("+"))
    for call in found:
        if call not in kind.calls:
            raise _unknown(f"call `{call}` for `{name}`", f"`{name}` 可用的接口 `{call}`", call, kind.calls)
    return found


def _written(name: str, kind: FaultKind) -> str:
    head = f"{name}={kind.value.default}" if kind.value else name
    times = () if kind.times is None else (f"times={kind.times}",)
    return ":".join((head, *(f"{key}={p.default}" for key, p in kind.more.items()), *times))


def _struck(kind: FaultKind) -> str:
    return _EVERY_CALL if len(kind.calls) == len(CALLS) else "+".join(kind.on or kind.calls)


def _said(kind: FaultKind, language: str) -> str:
    notes = [
        f"{key} = {parameter.words[language]}"
        + (f" ({' | '.join(parameter.choices)})" if parameter.choices else "")
        for key, parameter in (*((("VALUE", kind.value),) if kind.value else ()), *kind.more.items())
    ]
    return " ".join((kind.words[language], *(f"[{note}]" for note in notes)))


def _hint(name: str) -> Mapping[str, str]:
    written = _written(name, FAULTS[name])
    return {
        "en": f"With its defaults it is `{written}`. {_LISTED['en']}",
        "zh": f"默认写法为 `{written}`。{_LISTED['zh']}",
    }


def _unknown(en: str, zh: str, said: str, known: Sequence[str]) -> InvalidRequest:
    near = difflib.get_close_matches(said, known, n=3, cutoff=0.5) or (known if len(known) <= 12 else ())
    named = ", ".join(f"`{name}`" for name in near)
    return _refused(
        f"there is no {en}.",
        f"没有{zh}。",
        {
            "en": (f"Did you mean {named}? " if named else "")
            + "All are listed by `nemovideo studio --list-faults`.",
            "zh": (f"是否想用 {named}？" if named else "")
            + "运行 `nemovideo studio --list-faults` 查看全部。",
        },
    )


def _refused(en: str, zh: str, hint: Mapping[str, str]) -> InvalidRequest:
    return InvalidRequest(detail={"en": en, "zh": zh}, hint=hint)

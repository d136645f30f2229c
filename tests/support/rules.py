"""Which test holds which rule of the protocol: the table, and what the tests' own marks say, without importing them."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = TESTS / "contract" / "rules.toml"

_Function = ast.FunctionDef | ast.AsyncFunctionDef
# What never runs, or may fail, holds nothing.
_IDLE = frozenset({"skip", "xfail"})


@dataclass(frozen=True, kw_only=True)
class Rule:
    """A row of the table: where the rule stands, what it says, and the tests that are listed beside it."""

    section: str
    words: str
    tests: tuple[str, ...]


@dataclass(kw_only=True)
class Marks:
    """What was found in the tests: the names of all that run, who holds which rule, and marks that hold nothing."""

    tests: set[str] = field(default_factory=set[str])
    held: dict[str, set[str]] = field(default_factory=dict[str, set[str]])
    wrong: list[str] = field(default_factory=list[str])


def read_table(text: str | None = None) -> dict[str, Rule]:
    """The rules by their ids."""
    rows = tomllib.loads(TABLE.read_text(encoding="utf-8") if text is None else text)
    return {
        name: Rule(section=row["section"], words=row["rule"], tests=tuple(row["tests"]))
        for name, row in rows.items()
    }


def read_marks(folder: Path = TESTS) -> Marks:
    """All tests below `folder`, named as pytest names them from the folder above it."""
    marks = Marks()
    for path in sorted(folder.rglob("*.py")):
        source = path.read_text(encoding="utf-8")
        _read_module(path.relative_to(folder.parent).as_posix(), ast.parse(source), marks)
    return marks


def problems(rules: dict[str, Rule], marks: Marks) -> list[str]:
    """What is wrong with the table and the marks, as sentences; empty where each rule has a test."""
    found = list(marks.wrong)
    found += [f"{test} is listed with {name}, and is no test" for name, rule in rules.items()
              for test in rule.tests if test not in marks.tests]  # fmt: skip
    found += [f"{', '.join(sorted(tests))} holds {name}, which is not in the table"
              for name, tests in marks.held.items() if name not in rules]  # fmt: skip
    found += [f"{name} has no test: {rule.words}" for name, rule in rules.items()
              if not rule.tests and not marks.held.get(name)]  # fmt: skip
    return found


def _read_module(name: str, module: ast.Module, marks: Marks) -> None:
    is_tests = Path(name).name.startswith("test_")
    for owner, function in _functions(module):
        marked = [_name_of_mark(d) for d in function.decorator_list]
        test = f"{name}::{owner}{function.name}"
        runs = is_tests and function.name.startswith("test_") and _IDLE.isdisjoint(marked)
        if runs:
            marks.tests.add(test)
        for decorator in function.decorator_list:
            if _name_of_mark(decorator) != "rule":
                continue
            ids = _ids(decorator)
            if not runs or not ids:
                why = "names no rule" if runs else "is no test that runs"
                marks.wrong.append(f"{test} is marked with a rule, and {why}")
                continue
            for one in ids:
                marks.held.setdefault(one, set()).add(test)


def _functions(module: ast.Module) -> Iterator[tuple[str, _Function]]:
    for node in module.body:
        if isinstance(node, _Function):
            yield "", node
        elif isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}::", inner) for inner in node.body if isinstance(inner, _Function))


def _name_of_mark(decorator: ast.expr) -> str:
    """`rule` of `@pytest.mark.rule(…)`; empty for decorators of other kinds."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return ast.unparse(target).removeprefix("pytest.mark.") if isinstance(target, ast.Attribute) else ""


def _ids(decorator: ast.expr) -> list[str]:
    arguments = decorator.args if isinstance(decorator, ast.Call) else []
    found = [a.value for a in arguments if isinstance(a, ast.Constant) and isinstance(a.value, str)]
    return found if len(found) == len(arguments) else []

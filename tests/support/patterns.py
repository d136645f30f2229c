"""Every regular expression of the package: those that it compiles, and those that stand in calls of `re`."""

from __future__ import annotations

import ast
import importlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import nemovideo_mcp

__all__ = ["Found", "patterns_of_package", "record_patterns"]

_PACKAGE = Path(nemovideo_mcp.__file__).parent
_RECORDED = "patterns.json"
_SCANS = frozenset(("search", "sub", "subn", "split", "findall", "finditer"))
_MAKING = _SCANS | {"match", "fullmatch", "compile"}


@dataclass(frozen=True, kw_only=True)
class Found:
    """A pattern, where it is compiled, and what it is asked for: `finditer` stands for whatever scans a text."""

    module: str
    line: int
    pattern: re.Pattern[str]
    methods: tuple[str, ...]


def record_patterns(folder: Path) -> None:
    """Write into `folder` what the package compiles, for `patterns_of_package`."""
    tests = Path(__file__).parents[1]
    ran = subprocess.run(
        [sys.executable, "-X", "utf8", "-m", "support.recorded_patterns"],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join((str(_PACKAGE.parent), str(tests)))},
    )
    (folder / _RECORDED).write_bytes(ran.stdout)


def patterns_of_package(folder: Path) -> tuple[list[Found], list[str]]:
    """Each pattern of the package once; and the places (module, line) that make one which is none of them.

    `folder` is that of `record_patterns`.
    """
    asked = _methods_by_place()
    found = [
        Found(
            module=module, line=line, pattern=re.compile(text, flags), methods=asked.get((module, line), _ANY)
        )
        for module, line, text, flags in json.loads((folder / _RECORDED).read_bytes())
    ]
    recorded = {(one.module, one.line) for one in found}
    hidden: list[str] = []
    for module, tree in _modules():
        for node in ast.walk(tree):
            match node:
                case ast.ImportFrom(module="re" | "regex") | ast.Import(names=[ast.alias(name="regex")]):
                    hidden.append(f"{module}:{node.lineno}")
                case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=method)) if method in _MAKING:
                    if (module, node.lineno) in recorded:
                        continue
                    text = _text_in(node, module)
                    if isinstance(text, bytes):
                        continue  # for names of files, whose length systems limit
                    if text is None:
                        hidden.append(f"{module}:{node.lineno}")
                    else:
                        methods = ("finditer",) if method in _SCANS else (method,)
                        found.append(
                            Found(module=module, line=node.lineno, pattern=re.compile(text), methods=methods)
                        )
                case _:
                    pass
    return list({(one.pattern, one.methods): one for one in found}.values()), hidden


_ANY = ("finditer", "fullmatch")


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(_PACKAGE.rglob("*.py")):
        parts = path.relative_to(_PACKAGE.parent).with_suffix("").parts
        yield ".".join(parts), ast.parse(path.read_text(encoding="utf-8"))


def _text_in(call: ast.Call, module: str) -> str | bytes | None:
    """The pattern of a call, if it is the same each time: text, or names of the module in text."""
    names = dict(vars(importlib.import_module(module)))
    try:
        text = eval(compile(ast.Expression(call.args[0]), module, "eval"), names)
    except NameError:  # a local name
        return None
    return text if isinstance(text, str | bytes) else None


def _methods_by_place() -> dict[tuple[str, int], tuple[str, ...]]:
    """What the patterns with a name of their own are asked for, by their module and line."""
    asked: dict[tuple[str, int], tuple[str, ...]] = {}
    for module, tree in _modules():
        named: dict[str, int] = {}
        for node in tree.body:
            match node:
                case ast.Assign(
                    targets=[ast.Name(id=name)], value=ast.Call(func=ast.Attribute(attr="compile"))
                ):
                    named[name] = node.value.lineno
                case _:
                    pass
        methods: dict[str, set[str]] = {name: set() for name in named if name.startswith("_")}
        bases = {
            id(node.value): node.attr
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in methods:
                method = bases.get(id(node), "")
                if method not in ("pattern", "flags"):
                    methods[node.id] |= {"finditer"} if method in _SCANS else {method}
        for name, all_ in methods.items():
            if all_ and all_ <= {"finditer", "match", "fullmatch"}:
                asked[module, named[name]] = tuple(sorted(all_))
    return asked

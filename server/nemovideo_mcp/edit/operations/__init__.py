"""The vocabulary: each module of this package defines operations of one family, and is found by itself."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from nemovideo_mcp.edit.operations.base import Operation, operation_types

__all__ = ["OPERATIONS", "Operation"]

for _module in sorted(module.name for module in iter_modules(__path__)):
    import_module(f"{__name__}.{_module}")

OPERATIONS: dict[str, type[Operation]] = operation_types()
"""Every operation by its name."""

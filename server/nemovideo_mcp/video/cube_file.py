"""Tables of colours from files: .cube as Adobe ("Cube LUT Specification 1.0") and DaVinci Resolve write it.

Read whole and checked before anything uses it, so that who made a mistake hears in which line.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nemovideo_mcp.errors import FileMissing
from nemovideo_mcp.file_types import head_of, type_of_head
from nemovideo_mcp.video.opening import Reason, unreadable

__all__ = ["LARGEST_CUBE", "CubeTable", "is_cube", "read_cube"]

Colors = NDArray[np.float64]

LARGEST_CUBE = 65
"""The most steps of red, green and blue; editors write 17, 33 or 65."""

_LARGEST_CURVE = 65_536
_MOST_BYTES = 24 * 1024 * 1024
_SIZES = {"LUT_1D_SIZE": 1, "LUT_3D_SIZE": 3}
_RANGES = ("LUT_1D_INPUT_RANGE", "LUT_3D_INPUT_RANGE")
_KEYWORD = re.compile(r"[A-Z][A-Z0-9_]{0,40}")
# Far behind any white that is meant: such a number is a fault of the program that wrote the file.
_MOST = 1000.0
_SHOWN = 40


@dataclass(frozen=True, eq=False)
class CubeTable:
    """A table of colours.

    `values` has the shape (size, 3) where each channel has a curve of its own, or (size, size, size, 3) by blue, green
    and red. `low` and `high` are the colours that its first and last entries stand for.
    """

    values: Colors
    low: Colors
    high: Colors

    @property
    def size(self) -> int:
        return self.values.shape[0]

    @property
    def is_cube(self) -> bool:
        """Whether it is a table of three dimensions, not three curves."""
        return self.values.ndim == 4

    def of(self, signal: Colors) -> Colors:
        """What becomes of `signal`, RGB of shape (n, 3), 0 to 1; between the entries it is linear."""
        at = np.clip((signal - self.low) / (self.high - self.low), 0, 1) * (self.size - 1)
        if not self.is_cube:
            steps = np.arange(self.size)
            return np.stack([np.interp(at[:, n], steps, self.values[:, n]) for n in range(3)], axis=1)
        first = np.minimum(at.astype(int), self.size - 2)
        share = at - first
        mixed = np.zeros_like(signal)
        for corner in range(8):
            step = np.array([corner >> n & 1 for n in range(3)])
            weight = np.prod(np.where(step, share, 1 - share), axis=1)
            red, green, blue = (first + step).T
            mixed += weight[:, None] * self.values[blue, green, red]
        return mixed


def is_cube(path: Path) -> bool:
    """Whether the file is to be read as .cube: by its content, or by its name where the content is text."""
    try:
        found = type_of_head(head_of(path))
    except OSError:
        return False
    if found is not None and found.kind == "lut":
        return True
    return path.suffix.lower() == ".cube" and (found is None or found.kind == "other")


@lru_cache(maxsize=4)
def read_cube(path: Path) -> CubeTable:
    """The table in the file. Raises FileMissing, and MediaUnreadable that names the line that does not fit."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise unreadable(path, _reason("a .cube file has 24 MB at most", ".cube 文件最多 24 MB"))
        data = path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    if not data.strip():
        raise unreadable(path, _reason("the file is empty", "文件是空的"))
    if b"\0" in data[:4096]:
        raise unreadable(
            path, _reason("it is not a .cube file: it is not text", "它不是 .cube 文件：不是文本")
        )
    reader = _Reader(path)
    for number, line in enumerate(data.decode("utf-8-sig", errors="replace").splitlines(), 1):
        reader.take(number, line.strip())
    return reader.table()


@dataclass
class _Reader:
    """What the lines so far have said."""

    path: Path
    dimensions: int = 0
    size: int = 0
    low: list[float] = field(default_factory=lambda: [0.0] * 3)
    high: list[float] = field(default_factory=lambda: [1.0] * 3)
    rows: list[list[float]] = field(default_factory=list[list[float]])

    def take(self, number: int, line: str) -> None:
        if not line or line.startswith("#"):
            return
        word, *rest = line.split()
        if _KEYWORD.fullmatch(word) and word.lower() not in ("nan", "inf"):
            self._keyword(number, line, word, rest)
            return
        row = [_number(part) for part in (word, *rest)]
        if len(row) != 3 or None in row:
            raise self._fault(number, line, "is not three numbers", "不是三个数字")
        if not self.dimensions:
            raise self._fault(
                number, line, "comes before LUT_3D_SIZE, which is missing", "之前缺少 LUT_3D_SIZE"
            )
        self.rows.append([part for part in row if part is not None])
        if len(self.rows) > self.entries:
            raise self._fault(
                number, line, f"is one too many: size {self.size} has {self.entries:,} rows",
                f"超出行数：尺寸 {self.size} 应有 {self.entries:,} 行",
            )  # fmt: skip

    @property
    def entries(self) -> int:
        return self.size**self.dimensions

    def _keyword(self, number: int, line: str, word: str, rest: list[str]) -> None:
        numbers = [_number(part) for part in rest]
        if word in _SIZES:
            self._sized(number, line, word, rest)
        elif word in ("DOMAIN_MIN", "DOMAIN_MAX"):
            if len(numbers) != 3 or None in numbers:
                raise self._fault(number, line, "needs three numbers", "需要三个数字")
            bounds = [part for part in numbers if part is not None]
            if word == "DOMAIN_MIN":
                self.low = bounds
            else:
                self.high = bounds
        elif word in _RANGES:
            if len(numbers) != 2 or numbers[0] is None or numbers[1] is None:
                raise self._fault(number, line, "needs two numbers", "需要两个数字")
            self.low, self.high = [numbers[0]] * 3, [numbers[1]] * 3
        elif self.rows:
            raise self._fault(number, line, "stands among the rows of numbers", "夹在数字行之间")
        # TITLE, and what programs write of their own, decides nothing.

    def _sized(self, number: int, line: str, word: str, rest: list[str]) -> None:
        if self.dimensions:
            raise self._fault(
                number, line, "gives a second size; tables of curves and a cube together are not read",
                "重复给出尺寸；不支持同时含一维与三维的表",
            )  # fmt: skip
        dimensions = _SIZES[word]
        most = LARGEST_CUBE if dimensions == 3 else _LARGEST_CURVE
        size = (
            int(rest[0])
            if len(rest) == 1 and rest[0].isascii() and rest[0].isdigit() and len(rest[0]) < 9
            else 0
        )
        if not 2 <= size <= most:
            raise self._fault(
                number, line, f"does not fit; sizes from 2 to {most} work", f"不合适；尺寸可为 2 到 {most}"
            )
        self.dimensions, self.size = dimensions, size

    def table(self) -> CubeTable:
        if not self.dimensions:
            raise unreadable(
                self.path,
                _reason(
                    "it is not a .cube file: no line says LUT_3D_SIZE", "它不是 .cube 文件：缺少 LUT_3D_SIZE"
                ),
            )
        if len(self.rows) < self.entries:
            raise unreadable(
                self.path,
                _reason(
                    f"it is cut off: size {self.size} has {self.entries:,} rows, and there are {len(self.rows):,}",
                    f"文件不完整：尺寸 {self.size} 应有 {self.entries:,} 行，实际 {len(self.rows):,} 行",
                ),
            )
        if not all(low < high for low, high in zip(self.low, self.high, strict=True)):
            raise unreadable(
                self.path,
                _reason("its DOMAIN_MAX is not above its DOMAIN_MIN", "DOMAIN_MAX 不大于 DOMAIN_MIN"),
            )
        shape = (self.size,) * self.dimensions
        return CubeTable(
            values=np.array(self.rows).reshape(*shape, 3), low=np.array(self.low), high=np.array(self.high)
        )

    def _fault(self, number: int, line: str, en: str, zh: str) -> Exception:
        shown = line[:_SHOWN] + ("…" if len(line) > _SHOWN else "")
        return unreadable(self.path, _reason(f"line {number} “{shown}” {en}", f"第 {number} 行“{shown}”{zh}"))


def _number(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) <= _MOST else None


def _reason(en: str, zh: str) -> Reason:
    return {"en": en, "zh": zh}

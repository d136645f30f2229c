"""How much of a processor one batch of operations may take: what takes longer is refused between two operations."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

from nemovideo_mcp.edit.wording import Words
from nemovideo_mcp.errors import EditRefused

__all__ = ["Budget"]


@dataclass(frozen=True, kw_only=True)
class Budget:
    """`limit_s` seconds of computing. `clock` counts those of the thread that asks: a busy machine costs nothing."""

    limit_s: float = math.inf
    clock: Callable[[], float] = time.thread_time

    def begin(self) -> Callable[[], None]:
        """Begin to count in this thread; the result raises `EditRefused` once there is nothing left."""
        ends = self.clock() + self.limit_s

        def check() -> None:
            if self.clock() > ends:
                raise EditRefused(
                    detail=Words(
                        f"the operations before it took {self.limit_s:g} s to compute, which is all that one call has.",
                        f"此前的操作已用去 {self.limit_s:g} 秒计算时间，达到单次调用的上限。",
                    ).pair(),
                    hint=Words(
                        "Send fewer operations in one call.",
                        "请减少单次调用中的操作数量。",
                    ).pair(),
                )

        return check

"""Code that a process runs first, so that it kills itself at a named step."""

from __future__ import annotations

__all__ = ["RUN", "killed_after", "killed_before"]

RUN = "import runpy\nrunpy.run_module('nemovideo_mcp', run_name='__main__')"
"""What stands behind the code here, where the command line is that of `nemovideo`."""

_CODE = """
import importlib, inspect, os, signal

def _arm(module, path, before):
    *owners, name = path.split(".")
    owner = importlib.import_module(module)
    for step in owners:
        owner = getattr(owner, step)
    original = getattr(owner, name)

    def die():
        os.kill(os.getpid(), signal.SIGKILL)

    async def awaited(work):
        await work
        die()

    def struck(*args, **more):
        if before:
            die()
        found = original(*args, **more)
        if inspect.isawaitable(found):
            return awaited(found)
        die()

    setattr(owner, name, struck)

_arm({module!r}, {path!r}, {before!r})
"""


def killed_before(step: str) -> str:
    """The process dies where it comes to `step`, "module:name" or "module:Class.name"."""
    module, _, path = step.partition(":")
    return _CODE.format(module=module, path=path, before=True)


def killed_after(step: str) -> str:
    """The process dies when `step` is done, before anybody hears of it."""
    module, _, path = step.partition(":")
    return _CODE.format(module=module, path=path, before=False)

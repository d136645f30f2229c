"""What goes wrong with a source while its pictures are rendered, said of the clip that shows it."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from av.error import FFmpegError

from nemovideo_mcp.errors import FileMissing, MediaUnreadable, RenderFailed
from nemovideo_mcp.messages.system import FULL

__all__ = ["naming"]


@contextmanager
def naming(name: str) -> Generator[None]:
    """Raise RenderFailed naming the clip `name` where its file is missing, broken or cannot be used.

    Without the path: it is the studio's own, and means nothing to who uploaded the file under that name.
    """
    try:
        yield
    except FileMissing as error:
        raise _failed(
            name, "its file is no longer there; give it to the project again", "源文件已不存在，请重新上传"
        ) from error
    except MediaUnreadable as error:
        raise _failed(name, "its file cannot be read", "源文件无法读取") from error
    except FFmpegError as error:
        if error.errno in FULL:
            raise
        raise _failed(name, f"its pictures cannot be used ({error.strerror})", "画面无法处理") from error


def _failed(name: str, reason: str, reason_zh: str) -> RenderFailed:
    return RenderFailed(detail={"en": f"{name}: {reason}", "zh": f"{name}：{reason_zh}"})

"""Why a message could not be read and what to do, in both languages; the studio's readers look here."""

from __future__ import annotations

from nemovideo_mcp.config import MAX_MESSAGE_CHARACTERS
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import Catalogue, words_of

__all__ = ["READING", "message_too_long"]

READING: Catalogue = {
    "too_slow": (
        "the message could not be read within {seconds:g} s, so nothing was done.",
        "未能在 {seconds:g} 秒内读完这条消息，因此没有执行。",
    ),
    "shorter": (
        "Send it in shorter parts, or say it in other words.",
        "请分成几条较短的消息发送，或换个说法。",
    ),
    "too_long": (
        "the message is longer than {limit} characters, so nothing was done.",
        "消息超过 {limit} 个字符，因此没有执行。",
    ),
    "parts": (
        "Send it in parts; a long text belongs into a file.",
        "请分几次发送；较长的文字请放进文件。",
    ),
    "died": (
        "the process that reads messages ended twice, perhaps for want of memory.",
        "读取消息的进程两次意外结束，可能是内存不足。",
    ),
    "waiting": ("{limit} messages at a time", "同时 {limit} 条消息的上限"),
    "waiting_wait": ("Wait until some are answered", "请等待部分消息得到答复"),
}


def message_too_long() -> InvalidRequest:
    """That a message has more than `MAX_MESSAGE_CHARACTERS` characters."""
    return InvalidRequest(
        detail=words_of(READING, "too_long", limit=MAX_MESSAGE_CHARACTERS).pair(),
        hint=words_of(READING, "parts").pair(),
    )

"""Why a message could not be read and what to do, in both languages; the studio's readers look here."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["READING"]

READING: Catalogue = {
    "too_slow": (
        "the message could not be read within {seconds:g} s, so nothing was done.",
        "未能在 {seconds:g} 秒内读完这条消息，因此没有执行。",
    ),
    "shorter": (
        "Send it in shorter parts, or say it in other words.",
        "请分成几条较短的消息发送，或换个说法。",
    ),
    "died": (
        "the process that reads messages ended twice, perhaps for want of memory.",
        "读取消息的进程两次意外结束，可能是内存不足。",
    ),
    "waiting": ("{limit} messages at a time", "同时 {limit} 条消息的上限"),
    "waiting_wait": ("Wait until some are answered", "请等待部分消息得到答复"),
}

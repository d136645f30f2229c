"""What the conversation says of a turn, and of an edit whose reply was lost."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["RECOVERY", "TURNS"]

TURNS: Catalogue = {
    "uploaded": ("{n} uploaded: {names}.", "已上传 {n} 个文件：{names}。"),
    "upload_how": (
        "Name the files, by path or link: for example ~/clips/beach.mp4.",
        "请告诉我文件的路径或链接，例如 ~/clips/beach.mp4。",
    ),
    "credits": (
        "{available} credits available, {frozen} held, {total} in all.",
        "可用积分 {available}，冻结 {frozen}，总计 {total}。",
    ),
    "credits_local": (" Edits on this machine cost none.", "本机剪辑不消耗积分。"),
    "done": ("Done.", "已完成。"),
}

RECOVERY: Catalogue = {
    "still_working": ("⏳ Still working...", "⏳ 仍在处理中……"),
    "made": ("The edit was made", "修改已完成"),
    "recovered": (
        "The connection to the backend broke, but the edit was made",
        "与后端的连接中断，但修改已完成",
    ),
    "nothing": ("The backend said nothing, and the timeline is as it was.", "后端没有回复，时间线没有变化。"),
    "changed_anyway": ("The timeline has changed nevertheless", "但时间线已发生变化"),
    "unread": ("The timeline could not be read afterwards: {reason}", "暂时无法读取当前的时间线：{reason}"),
}

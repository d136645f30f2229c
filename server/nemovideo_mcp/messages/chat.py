"""What `chat` says, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["CHAT"]

CHAT: Catalogue = {
    "hello": (
        "Drop clips here (or write their paths), then say what you want. /help for more, Ctrl-D to leave.",
        "把素材拖进来（或输入路径），然后说出想要的效果。/help 查看帮助，Ctrl-D 退出。",
    ),
    "going_on": ("Going on with “{name}”.", "继续项目“{name}”。"),
    "help": (
        "Say it in your own words, for example:\n"
        "  combine these clips, add upbeat music and cut to the beat\n"
        "  make it vertical, 20 seconds, title 'Lisbon'\n"
        "  export it as ~/Desktop/lisbon.mp4\n"
        "Files: drag them in, or write their paths; folders and links too. Alt-Enter: a new line.\n"
        "/timeline  what is on the timeline\n"
        "/export [FILE]  render the film\n"
        "/quit  leave; the project is kept\n"
        "Ctrl-C stops what goes on, Ctrl-D leaves.",
        "用自己的话说，例如：\n"
        "  把这些片段拼起来，配上欢快的音乐，卡点剪辑\n"
        "  改成竖屏，20 秒，加标题“里斯本”\n"
        "  导出到 ~/Desktop/lisbon.mp4\n"
        "文件：拖进来或输入路径，也可以是文件夹和链接。Alt-Enter 换行。\n"
        "/timeline  查看时间线\n"
        "/export [文件]  导出成片\n"
        "/quit  退出；项目会保留\n"
        "Ctrl-C 停止当前操作，Ctrl-D 退出。",
    ),
    "no_command": ("There is no command {name}; /help lists them.", "没有命令 {name}；/help 查看全部命令。"),
    "uploaded": ("{n} uploaded: {names}.", "已上传 {n} 个文件：{names}。"),
    "try": ("Try: {sentences}", "可以说：{sentences}"),
    "stopped": (
        "Stopped. What had begun may be done all the same: /timeline shows how it stands.",
        "已停止。已开始的修改可能仍会完成：/timeline 查看当前状态。",
    ),
    "empty": ("Nothing is on the timeline yet.", "时间线上还没有内容。"),
    "new_session": (
        "The next message starts a new project.",
        "下一条消息将新建项目。",
    ),
    "kept": (
        "The project is kept as “{name}”. Go on with: {command}",
        "项目已保存为“{name}”。继续请运行：{command}",
    ),
}

"""What is said of servers that share their users, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["SHARDS"]

_BY_COMMAND = (
    "Change the file with nemovideo shards, on one server, and copy it to the others.",
    "请在一台服务器上用 nemovideo shards 修改，再复制到其他服务器。",
)

SHARDS: Catalogue = {
    "not_shard": ("{given!r} is not a server.", "{given!r} 不是有效的服务器。"),
    "not_shard_hint": (
        "For example: --add a=http://10.0.0.1:8765 (a name of small letters and digits, and its address)",
        "例如：--add a=http://10.0.0.1:8765（小写字母和数字组成的名称，以及地址）",
    ),
    "shard_open": (
        "{url} has no TLS, and is not an address of a private network: tokens would be there for anybody to read.",
        "{url} 未使用 TLS，也不是内网地址：令牌会在传输途中暴露。",
    ),
    "shard_open_hint": (
        "Use its private address, or https.",
        "请使用内网地址，或 https。",
    ),
    "no_file": (
        "the file of servers {path} cannot be read ({reason}).",
        "无法读取服务器列表文件 {path}（{reason}）。",
    ),
    "no_file_hint": (
        "Make it on one server with: nemovideo shards {path} --add a=http://10.0.0.1:8765, and copy it to the others.",
        "请在一台服务器上运行：nemovideo shards {path} --add a=http://10.0.0.1:8765，再复制到其他服务器。",
    ),
    "file_open": ("others may read the file of servers {path}.", "其他用户可读取服务器列表文件 {path}。"),
    "file_open_hint": ("Run: chmod 600 {path}", "请运行：chmod 600 {path}"),
    "bad_line": (
        "line {line} of {path} is neither a key, a map's number nor a server.",
        "{path} 第 {line} 行不是密钥、编号或服务器。",
    ),
    "bad_line_hint": _BY_COMMAND,
    "bad_map": (
        "{path} has no key, a server twice, or no server that takes users.",
        "{path} 缺少密钥、有重复的服务器，或没有可接收用户的服务器。",
    ),
    "bad_map_hint": _BY_COMMAND,
    "no_shard": ("there is no server {name!r}; there are {names}.", "没有服务器 {name!r}；现有：{names}。"),
    "no_shard_hint": ("Give the name of one of them.", "请给出其中一个名称。"),
    "not_closed": (
        "the server {name!r} still takes new users.",
        "服务器 {name!r} 仍在接收新用户。",
    ),
    "not_closed_hint": (
        "Close it first (nemovideo shards {path} --close {name}), move its users, then remove it.",
        "请先关闭（nemovideo shards {path} --close {name}），迁移其用户，再移除。",
    ),
    "none_left": ("no server would take new users then.", "这样就没有服务器可接收新用户了。"),
    "none_left_hint": ("Add another one first: --add NAME=URL", "请先添加另一台：--add 名称=网址"),
    "both": (
        "--shards and --shard belong together: the file of servers, and which of them this one is.",
        "--shards 与 --shard 须同时给出：服务器列表文件，以及本机是其中哪一台。",
    ),
    "both_hint": (
        "For example: --shards shards.txt --shard a",
        "例如：--shards shards.txt --shard a",
    ),
    "no_users": (
        "servers share users by who they are, and without tokens or an issuer there is only one.",
        "服务器按身份分配用户，而未设置令牌或颁发者时只有一位用户。",
    ),
    "no_users_hint": (
        "Add --tokens FILE or --oauth-issuer URL, the same on each server.",
        "请加上 --tokens FILE 或 --oauth-issuer URL，各服务器相同。",
    ),
    "unreachable": (
        "the server {name!r}, where they are, does not answer.",
        "所在的服务器 {name!r} 没有应答。",
    ),
    "unsure": (
        "the server {name!r}, where they may be, does not answer.",
        "可能所在的服务器 {name!r} 没有应答。",
    ),
    "broke": (
        "the connection to the server {name!r}, where they are, broke off before its answer.",
        "与所在服务器 {name!r} 的连接在应答前中断。",
    ),
    "moving": ("they are on their way to another server.", "正在迁移到另一台服务器。"),
    "maps_differ": (
        "its servers are being rearranged, and do not agree yet on where you are.",
        "服务器正在调整，尚未就您的位置达成一致。",
    ),
    "bad_parcel": (
        "{path} is not whole: {reason}.",
        "{path} 不完整：{reason}。",
    ),
    "bad_parcel_hint": (
        "Copy it once more from the server that has packed it; nothing was taken in.",
        "请从打包它的服务器重新复制；尚未导入任何内容。",
    ),
    "other_schema": (
        "the database is of version {found}, and this program knows {known}.",
        "数据库版本为 {found}，而此程序使用 {known}。",
    ),
    "other_schema_hint": (
        "Run the same version of NemoVideo on both servers, start and end each once, then go on.",
        "请在两台服务器上使用相同版本的 NemoVideo，各启动并结束一次，然后继续。",
    ),
    "media_gone": ("{path}, which a project uses, is not there.", "项目使用的 {path} 不存在。"),
    "media_gone_hint": (
        "Bring it back from a copy of the data folder, or have its user delete the project.",
        "请从数据文件夹的备份恢复，或让用户删除该项目。",
    ),
    "runs": (
        "a server or studio works on {path}: what it has cannot be moved meanwhile.",
        "服务器或工作室正在使用 {path}，此时无法迁移。",
    ),
    "runs_hint": (
        "End the server (SIGTERM), and a studio with: nemovideo studio --stop",
        "请结束服务器（SIGTERM），并运行：nemovideo studio --stop",
    ),
    "own_name": (
        "which of the servers this is has to be said for that.",
        "此操作需要指明本机是哪一台服务器。",
    ),
    "own_name_hint": ("Add --shard NAME.", "请加上 --shard 名称。"),
    "strays": (
        "{n} users have their data on {name}, and by the map the others would not look for them there.",
        "{n} 位用户的数据在 {name} 上，但按列表其他服务器不会到此查找。",
    ),
    "strays_hint": (
        "A server that has users already comes first and alone: make the file anew with --add {name}={url}, "
        "then add the others with a second command.",
        "已有用户的服务器须最先单独加入：请用 --add {name}={url} 重新创建文件，再用另一条命令添加其他服务器。",
    ),
    "server": ("{name}  {url}  takes new users", "{name}  {url}  接收新用户"),
    "server_closed": ("{name}  {url}  closed for new users", "{name}  {url}  不再接收新用户"),
    "changed": (
        "Map {number} is in {path}: copy the file to all servers, and restart them one after the other.",
        "第 {number} 版已写入 {path}：请复制到所有服务器，并逐一重启。",
    ),
    "belongs": (
        "{key} belongs to {shard} ({mb} MB of its own files)",
        "{key} 属于 {shard}（自有文件 {mb} MB）",
    ),
    "belongs_packed": ("{key} was packed for {shard}", "{key} 已为 {shard} 打包"),
    "at_home": ("{n} users are here and stay.", "{n} 位用户保留在此。"),
    "at_home_1": ("1 user is here and stays.", "1 位用户保留在此。"),
    "elsewhere": (
        "{n} users are here and belong elsewhere by the map. They are served from here until they are moved (--pack).",
        "{n} 位用户在此，但按列表属于其他服务器；迁移（--pack）之前仍由本机服务。",
    ),
    "elsewhere_1": (
        "1 user is here and belongs elsewhere by the map. It is served from here until it is moved (--pack).",
        "1 位用户在此，但按列表属于其他服务器；迁移（--pack）之前仍由本机服务。",
    ),
    "packed": ("{key} is packed for {shard} ({mb} MB)", "{key} 已为 {shard} 打包（{mb} MB）"),
    "unpacked": ("{key} is here now ({mb} MB)", "{key} 已导入（{mb} MB）"),
    "is here": ("{key} is here already, and was left as is", "{key} 已在此处，保持不变"),
    "forgotten": ("{key} is on {shard}; {mb} MB went here", "{key} 已在 {shard}；此处释放 {mb} MB"),
    "not there yet": (
        "{key} is not on {shard} yet, or that server does not answer: it stays here",
        "{key} 尚未到达 {shard}，或该服务器无应答：保留在此",
    ),
    "nothing_to_do": ("There is nothing to do.", "没有需要处理的内容。"),
    "packed_next": (
        "Copy {path} to the other servers, run there: nemovideo shards {file} --shard NAME --unpack FOLDER. "
        "When all run again: nemovideo shards {file} --shard {own} --forget",
        "请将 {path} 复制到其他服务器，在那里运行：nemovideo shards {file} --shard 名称 --unpack 文件夹。"
        "全部恢复运行后：nemovideo shards {file} --shard {own} --forget",
    ),
}

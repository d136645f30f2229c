"""`nemovideo shards`: the servers that share the users of `serve --http`, and the moving of users between them."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nemovideo_mcp.hosting.moves import Moved
    from nemovideo_mcp.hosting.shards import Shard, ShardMap

__all__ = ["EPILOG", "HELP", "add_arguments", "run"]

HELP = (
    "several servers that share the users: which there are, and who is where",
    "多台服务器共同服务用户：列出服务器及用户所在",
)
EPILOG = "nemovideo shards shards.txt --add a=http://10.0.0.1:8765 --add b=http://10.0.0.2:8765"
_HELP: Mapping[str, tuple[str, str]] = {
    "file": ("the file of servers, the same on each", "服务器列表文件，各服务器相同"),
    "add": (
        "add a server, or give it another address: NAME=URL; may be repeated",
        "添加服务器或修改地址：名称=网址；可重复使用",
    ),
    "close": ("give this server no new users; may be repeated", "不再向该服务器分配新用户；可重复使用"),
    "remove": ("take out a server that is closed and has no users any more", "移除已关闭且没有用户的服务器"),
    "shard": ("which of the servers this one is", "本机是其中哪一台"),
    "pack": ("write users who belong elsewhere to files in FOLDER", "将属于其他服务器的用户打包到 FOLDER"),
    "unpack": ("take in the files that others have packed for this server", "导入其他服务器为本机打包的文件"),
    "forget": ("delete what is left of users that have arrived elsewhere", "删除已到达其他服务器的用户的剩余数据"),
    "json": ("print JSON on standard output, and nothing else", "只在标准输出打印 JSON"),
}  # fmt: skip


def add_arguments(parser: argparse.ArgumentParser, index: int) -> None:
    """The command's arguments; `index` is that of the language in pairs of words."""
    words = {key: pair[index] for key, pair in _HELP.items()}
    parser.add_argument("file", type=Path, metavar="FILE", help=words["file"])
    for name, shown in (("add", "NAME=URL"), ("close", "NAME"), ("remove", "NAME")):
        parser.add_argument(f"--{name}", action="append", default=[], metavar=shown, help=words[name])
    parser.add_argument("--shard", metavar="NAME", help=words["shard"])
    moves = parser.add_mutually_exclusive_group()
    moves.add_argument("--pack", type=Path, metavar="FOLDER", help=words["pack"])
    moves.add_argument("--unpack", type=Path, metavar="FOLDER", help=words["unpack"])
    moves.add_argument("--forget", action="store_true", help=words["forget"])
    parser.add_argument("--json", action="store_true", help=words["json"])


def run(options: argparse.Namespace) -> int:
    """Change the file, move users, or say what there is."""
    from nemovideo_mcp.hosting.shards import change_shards, parse_shard, read_shards

    if options.add or options.close or options.remove:
        added = [parse_shard(given) for given in options.add]
        made = change_shards(options.file, add=added, close=options.close, remove=options.remove)
        _show(options, made, own=None)
        if not options.json:
            _say(options, "changed", number=made.number, path=options.file)
        return 0
    shards = read_shards(options.file)
    own = _own(options, shards)
    if options.pack or options.unpack or options.forget:
        return _move(options, shards, own)
    _show(options, shards, own)
    return 0


def _own(options: argparse.Namespace, shards: ShardMap) -> Shard | None:
    from nemovideo_mcp.cli.report import Usage
    from nemovideo_mcp.messages.catalogue import words_of
    from nemovideo_mcp.messages.shards import SHARDS

    names = ", ".join(shard.name for shard in shards.shards)
    own = shards.named(options.shard) if options.shard else None
    if options.shard and own is None:
        raise Usage(
            detail=words_of(SHARDS, "no_shard", name=options.shard, names=names).pair(),
            hint=words_of(SHARDS, "no_shard_hint").pair(),
        )
    if own is None and (options.pack or options.unpack or options.forget):
        raise Usage(detail=words_of(SHARDS, "own_name").pair(), hint=words_of(SHARDS, "own_name_hint").pair())
    return own


def _move(options: argparse.Namespace, shards: ShardMap, own: Shard | None) -> int:
    from functools import partial

    import anyio

    from nemovideo_mcp.config import Paths
    from nemovideo_mcp.hosting.moves import forget_all, pack_all, unpack_all

    assert own is not None
    paths = Paths.from_env()
    done: Iterable[Moved]
    if options.pack:
        done = pack_all(paths, shards, own, options.pack)
    elif options.unpack:
        done = unpack_all(paths, own, options.unpack)
    else:
        done = anyio.run(partial(forget_all, paths, shards, own))
    shown: list[dict[str, object]] = []
    for one in done:
        shown.append({"user": one.key, "shard": one.shard, "done": one.done, "bytes": one.size_bytes})
        if not options.json:
            _say(options, one.done, key=one.key, shard=one.shard, mb=_mb(one.size_bytes))
    if options.json:
        from nemovideo_mcp.cli.report import print_json

        print_json({"moved": shown})
    elif not shown:
        _say(options, "nothing_to_do")
    elif options.pack:
        _say(options, "packed_next", path=options.pack, file=options.file, own=own.name)
    return 0


def _show(options: argparse.Namespace, shards: ShardMap, own: Shard | None) -> None:
    from nemovideo_mcp.cli.report import print_json
    from nemovideo_mcp.config import Paths
    from nemovideo_mcp.hosting.moves import users_of

    users = users_of(Paths.from_env().data, shards) if own else []
    if options.json:
        servers = [
            {"name": s.name, "url": s.url, "takes_users": s.takes(shards.number)} for s in shards.shards
        ]
        held = [
            {"user": u.key, "shard": u.owner.name, "packed": u.packed, "bytes": u.size_bytes} for u in users
        ]
        print_json({"map": shards.number, "shards": servers, "users": held})
        return
    for shard in shards.shards:
        key = "server" if shard.takes(shards.number) else "server_closed"
        _say(options, key, name=shard.name, url=shard.url)
    if own is None:
        return
    away = [user for user in users if user.owner != own]
    for user in away:
        key = "belongs_packed" if user.packed else "belongs"
        _say(options, key, key=user.key, shard=user.owner.name, mb=_mb(user.size_bytes))
    _say_count(options, "at_home", len(users) - len(away))
    if waiting := sum(not user.packed for user in away):
        _say_count(options, "elsewhere", waiting)


def _say_count(options: argparse.Namespace, key: str, count: int) -> None:
    _say(options, f"{key}_1" if count == 1 else key, n=count)


def _say(options: argparse.Namespace, sentence: str, /, **fields: object) -> None:
    from nemovideo_mcp.messages.catalogue import words_of
    from nemovideo_mcp.messages.shards import SHARDS

    sys.stdout.write(words_of(SHARDS, sentence, **fields).in_language(options.language) + "\n")


def _mb(size_bytes: int) -> str:
    return f"{size_bytes / 1e6:.1f}"

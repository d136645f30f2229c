"""The grammar of the command line, in both languages. It imports nothing that takes time."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from nemovideo_mcp import __version__

__all__ = ["build_parser", "spoken_language"]

EXAMPLE = (
    'nemovideo make a.mp4 b.mov c.jpg -m "combine these clips, add upbeat music, cut to the beat" -o out.mp4'
)

_COMMANDS = ("edit", "timeline", "open", "export", "delete", "clean", "shards")
"""Commands whose modules say their own arguments; these modules load nothing that takes time before they run."""

_HELP: Mapping[str, tuple[str, str]] = {
    "program": (
        "Make music-synced videos by saying what you want: clips in, a film cut on the beat out.",
        "说出想要的效果，制作卡点视频：输入素材，输出踩点成片。",
    ),
    "make": (
        "make a film from clips, photos and songs",
        "用视频、照片和歌曲制作成片",
    ),
    "beats": ("find tempo, beats and bars of any sound", "检测任意音频的速度、节拍和小节"),
    "compose": ("compose a piece of music as a WAV file", "生成一段 WAV 音乐"),
    "receipt": ("measure the cuts, beats and loudness of a film", "测量成片的剪辑点、节拍和响度"),
    "full_receipt": (
        "decode all of the finished film for its receipt, also of one that was measured while it was made; "
        "a file that is given to `receipt` always is",
        "为检测结果完整解码成片（即使制作时已检测）；`receipt` 命令的文件始终完整解码",
    ),
    "studio": ("run, look at or stop the local studio", "运行、查看或停止本地工作室"),
    "serve": (
        "serve MCP on standard input and output, or over HTTP",
        "通过标准输入输出或 HTTP 提供 MCP 服务",
    ),
    "allow": (
        "a folder that files may be read from and written to, beside the home and the working folder; may be repeated",
        "除主目录和工作目录外，允许读写的文件夹；可重复使用",
    ),
    "http": (
        "listen on HOST:PORT (Streamable HTTP, at /mcp)",
        "监听 HOST:PORT（Streamable HTTP，路径 /mcp）",
    ),
    "tokens": ("users and the hashes of their bearer tokens", "用户及其令牌哈希的文件"),
    "new_token": (
        "make a token for USER, keep its hash in --tokens FILE, show it once",
        "为 USER 生成令牌，哈希保存到 --tokens FILE，仅显示一次",
    ),
    "oauth_issuer": ("take JWTs that this OAuth issuer has signed", "接受该 OAuth 颁发者签名的 JWT"),
    "resource_url": (
        "the address that tokens are made for, ending in /mcp",
        "令牌所针对的地址，以 /mcp 结尾",
    ),
    "scopes": ("scopes that a token must have", "令牌必须具有的权限范围"),
    "public_url": ("the address by which others call this server", "此服务器的对外地址"),
    "metrics": ("Prometheus metrics at an address of their own", "在单独的地址提供 Prometheus 指标"),
    "shards": (
        "the servers that share the users (nemovideo shards)",
        "共同服务用户的服务器列表（nemovideo shards）",
    ),
    "shard": ("which of the servers in --shards this is", "本机是 --shards 中的哪一台"),
    "calls_per_minute": ("tool calls a minute for each user (60)", "每位用户每分钟的工具调用次数（60）"),
    "exports_at_once": ("exports at a time for each user (2)", "每位用户同时进行的导出数（2）"),
    "quota_mb": ("megabytes of files for each user (10000)", "每位用户的文件空间，单位 MB（10000）"),
    "requests_at_once": ("requests under way for each user (32)", "每位用户同时进行的请求数（32）"),
    "connections": ("connections in all (512)", "连接总数上限（512）"),
    "connections_per_address": ("connections of one address (64)", "单个地址的连接数上限（64）"),
    "proxy": (
        "the address of a reverse proxy on another machine, whose connections are many peers'; may be repeated",
        "位于其他机器的反向代理地址，其连接代表多个客户端；可重复使用",
    ),
    "max_upload_mb": ("megabytes of one file (500)", "单个文件的大小上限，单位 MB（500）"),
    "route": ("say what each line on standard input asks for", "判断标准输入的每一行想做什么"),
    "translate": (
        "take GUI instructions out of a backend's replies, a line of standard input each",
        "去掉后端回复中的界面操作说明，从标准输入逐行读取",
    ),
    "summarise": ("say what is on a draft's timeline", "用一句话说明草稿的时间线"),
    "draft": ("the draft as JSON; - for standard input", "JSON 格式的草稿；- 表示标准输入"),
    "full": ("a line for each clip", "逐个列出片段"),
    "json_lines": ("JSON lines in and out", "输入和输出均为 JSON 行"),
    "files": (
        "clips, photos and songs; folders and patterns too",
        "视频、照片和歌曲；也可以是文件夹或通配符",
    ),
    "message": (
        "what to do with them; may be repeated for further edits",
        "要做的修改；可重复使用以继续修改",
    ),
    "edit_file": (
        "operations in JSON, done after the words; may be repeated",
        "在文字要求之后执行的 JSON 操作；可重复使用",
    ),
    "song": ("which of several songs the words speak of", "要求中所说的是哪一首歌"),
    "yes": ("do not ask, even where most of the film goes", "不询问，即使会删除大部分片段"),
    "output": ("where the film goes", "成片的保存位置"),
    "quality": (
        "draft (540p, fast, for a look), standard or high",
        "draft（540p，快速预览）、standard 或 high",
    ),
    "codec": ("h264, hevc or av1", "h264、hevc 或 av1"),
    "platform": (
        "size and limits of tiktok, reels, shorts, youtube or x",
        "按 tiktok、reels、shorts、youtube 或 x 的尺寸和限制导出",
    ),
    "hardware": (
        "encode by the graphics hardware where that works",
        "在可用时使用显卡硬件编码",
    ),
    "sample": ("use four short clips that the program draws itself", "使用程序自动绘制的四段短片"),
    "json": ("print JSON on standard output, and nothing else", "只在标准输出打印 JSON"),
    "srt": ("write the captions as an .srt file beside the film too", "同时在视频旁写出 .srt 字幕文件"),
    "overwrite": ("replace the file if it is there already", "若文件已存在则替换"),
    "backend": ("auto, local, cloud, or an address", "auto、local、cloud 或一个网址"),
    "project": ("go on with a project, or name the new one", "继续已有项目，或为新项目命名"),
    "language": ("en or zh; the locale's by default", "en 或 zh；默认取系统语言"),
    "skill": ("the skill that requests are attributed to", "请求所归属的技能"),
    "mood": (
        "upbeat, lofi, cinematic, ambient, hiphop, rock, …",
        "upbeat、lofi、cinematic、ambient、hiphop、rock 等",
    ),
    "bpm": ("beats a minute", "每分钟拍数"),
    "duration": ("seconds", "时长（秒）"),
    "stems": (
        "also write drums, bass, chords, lead and effects as WAV files into this folder",
        "同时把鼓、贝斯、和弦、主旋律和音效分轨写成 WAV，放进这个文件夹",
    ),
    "seed": ("another number, another piece", "换一个数字就换一首曲子"),
    "file": ("a sound or a film", "音频或视频文件"),
    "host": ("address to listen on", "监听地址"),
    "port": ("port to listen on; a free one by default", "监听端口；默认自动选择"),
    "foreground": ("stay in this terminal and log to it", "在当前终端前台运行并输出日志"),
    "cluster": (
        "render on the Dask cluster of this scheduler, as tcp://HOST:8786 (NEMO_CLUSTER)",
        "在此调度器的 Dask 集群上渲染，如 tcp://HOST:8786（NEMO_CLUSTER）",
    ),
    "store": (
        "the folder or bucket (s3://BUCKET/PREFIX) that the cluster's machines share (NEMO_CLUSTER_STORE)",
        "集群各机器共享的文件夹或存储桶（s3://BUCKET/PREFIX）（NEMO_CLUSTER_STORE）",
    ),
    "stop": ("end the studio that runs", "停止正在运行的工作室"),
    "fault": (
        "behave badly on purpose: NAME[=VALUE][:KEY=VALUE], several with commas; for who builds a client",
        "故意出错以便测试客户端：NAME[=VALUE][:KEY=VALUE]，多个用逗号分隔",
    ),
    "list_faults": ("list the faults that there are", "列出所有可用的故障"),
    "chat": ("talk until the film is as you want it", "在终端中对话制作视频"),
    "chat_project": ("go on with this project, or name the new one", "继续该项目，或为新项目命名"),
    "doctor": (
        "look at all that has to be right, and say what to do about the rest",
        "检查运行环境并给出修复建议",
    ),
    "restore_backup": (
        "bring back a copy of the studio's database: FILE, else the newest good one for a damaged database",
        "恢复工作室数据库的备份：FILE，或在数据库损坏时使用最新的可用备份",
    ),
    "install": (
        "put the server and its skills into a chat program's settings",
        "把服务器和技能安装到聊天程序",
    ),
    "uninstall": (
        "take them out of a chat program's settings again",
        "从聊天程序中移除服务器和技能",
    ),
    "client": (
        "claude, claude-desktop, cursor, vscode, codex, openclaw or gemini; without one, which are here",
        "claude、claude-desktop、cursor、vscode、codex、openclaw 或 gemini；不填则列出已有的程序",
    ),
    "skills": (
        "copy this skill alone; may be repeated; all of them by default. One alone sets the server's defaults",
        "只复制该技能；可重复使用；默认复制全部。只选一个时服务器采用其默认设置",
    ),
    "dry_run": ("say what would be changed, and change nothing", "只显示将要修改的内容，不写入"),
    "force_install": ("write settings of a program that was not found", "即使未找到该程序也写入配置"),
    "force_uninstall": ("take out also what was changed by hand", "即使被手动修改过也移除"),
    "list_clients": ("list the programs, and where it is installed", "列出各程序及安装状态"),
    "status": ("say whether one runs, and where", "显示工作室是否在运行及其地址"),
}


def spoken_language(arguments: Sequence[str], environ: Mapping[str, str]) -> str:
    """`en` or `zh`: what `--language` says, else the locale."""
    said = ""
    for n, word in enumerate(arguments):
        if word == "--language" and n + 1 < len(arguments):
            said = arguments[n + 1]
        elif word.startswith("--language="):
            said = word.partition("=")[2]
    locale = next((environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(key)), "")
    return "zh" if (said or locale).lower().startswith("zh") else "en"


def build_parser(language: str) -> argparse.ArgumentParser:
    """The parser of all commands; `module` of its result names the module in this package that runs the command."""
    index = 1 if language == "zh" else 0

    def words(key: str) -> str:
        return _HELP[key][index]

    parser = argparse.ArgumentParser(prog="nemovideo", description=words("program"), epilog=EXAMPLE)
    parser.add_argument("--version", action="version", version=f"nemovideo {__version__}")
    parser.set_defaults(module=None)
    commands = parser.add_subparsers(metavar="COMMAND")

    def command(
        name: str, *, module: str | None = None, epilog: str | None = None
    ) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words(name), description=words(name), epilog=epilog)
        made.set_defaults(module=module or name)
        made.add_argument("--language", metavar="LANG", help=words("language"))
        return made

    make = command("make", epilog=EXAMPLE)
    make.add_argument("files", nargs="*", metavar="FILE", help=words("files"))
    make.add_argument(
        "-m",
        "--message",
        action="append",
        default=[],
        metavar="WORDS",
        dest="messages",
        help=words("message"),
    )
    make.add_argument(
        "--edit", action="append", default=[], metavar="OPS.json", dest="edits", help=words("edit_file")
    )
    make.add_argument("--song", metavar="NAME", help=words("song"))
    make.add_argument("--yes", action="store_true", help=words("yes"))
    make.add_argument("-o", "--output", metavar="FILE", help=words("output"))
    make.add_argument("--quality", metavar="QUALITY", help=words("quality"))
    make.add_argument("--codec", metavar="CODEC", help=words("codec"))
    make.add_argument("--for", metavar="PLATFORM", dest="platform", help=words("platform"))
    make.add_argument("--hardware", action="store_true", help=words("hardware"))
    make.add_argument("--sample", action="store_true", help=words("sample"))
    make.add_argument("--srt", action="store_true", help=words("srt"))
    make.add_argument("--json", action="store_true", help=words("json"))
    make.add_argument("--full", action="store_true", help=words("full_receipt"))
    make.add_argument("--overwrite", action="store_true", help=words("overwrite"))
    make.add_argument("--backend", metavar="WHERE", help=words("backend"))
    make.add_argument("--project", metavar="NAME", help=words("project"))
    make.add_argument("--skill", metavar="NAME", help=words("skill"))

    for name in _COMMANDS:
        module = importlib.import_module(f"nemovideo_mcp.cli.{name}")
        made = commands.add_parser(
            name, help=module.HELP[index], description=module.HELP[index], epilog=module.EPILOG
        )
        made.set_defaults(module=name)
        made.add_argument("--language", metavar="LANG", help=words("language"))
        module.add_arguments(made, index)

    beats = command("beats", module="listen")
    beats.add_argument("file", metavar="FILE", help=words("file"))
    beats.add_argument("--json", action="store_true", help=words("json"))

    compose = command("compose", epilog="nemovideo compose --mood lofi --bpm 84 --duration 30 -o bgm.wav")
    compose.add_argument("--mood", default="upbeat", metavar="MOOD", help=words("mood"))
    compose.add_argument("--bpm", type=float, metavar="BPM", help=words("bpm"))
    compose.add_argument("--duration", type=float, default=30.0, metavar="SECONDS", help=words("duration"))
    compose.add_argument("--seed", type=int, default=0, metavar="N", help=words("seed"))
    compose.add_argument("--stems", metavar="FOLDER", help=words("stems"))
    compose.add_argument("-o", "--output", required=True, metavar="FILE", help=words("output"))
    compose.add_argument("--overwrite", action="store_true", help=words("overwrite"))
    compose.add_argument("--json", action="store_true", help=words("json"))

    receipt = command("receipt", module="measure")
    receipt.add_argument("file", metavar="FILE", help=words("file"))
    receipt.add_argument("--json", action="store_true", help=words("json"))
    receipt.add_argument("--full", action="store_true", help=words("full_receipt"))

    studio = command("studio")
    studio.add_argument("--host", default="127.0.0.1", metavar="HOST", help=words("host"))
    studio.add_argument("--port", type=int, default=None, metavar="PORT", help=words("port"))
    studio.add_argument("--cluster", metavar="ADDRESS", help=words("cluster"))
    studio.add_argument("--store", metavar="PLACE", help=words("store"))
    studio.add_argument("--foreground", action="store_true", help=words("foreground"))
    studio.add_argument("--stop", action="store_true", help=words("stop"))
    studio.add_argument("--status", action="store_true", help=words("status"))
    studio.add_argument(
        "--fault", action="append", default=[], metavar="NAME", dest="faults", help=words("fault")
    )
    studio.add_argument("--list-faults", action="store_true", help=words("list_faults"))
    # How the client starts it for its user: a free port, a secret, an end after an idle hour.
    studio.add_argument("--auto", action="store_true", help=argparse.SUPPRESS)

    route = command("route", module="converse")
    route.add_argument("--json", action="store_true", help=words("json_lines"))

    translate = command("translate")
    translate.add_argument("--json", action="store_true", help=words("json_lines"))

    summarise = command("summarise")
    summarise.add_argument("draft", metavar="DRAFT", help=words("draft"))
    summarise.add_argument("--full", action="store_true", help=words("full"))

    for action in ("install", "uninstall"):
        made = command(action, module="install", epilog=f"nemovideo {action} claude")
        made.set_defaults(action=action, skills=[], backend=None, allow=[])
        made.add_argument("client", nargs="?", metavar="CLIENT", help=words("client"))
        made.add_argument("--dry-run", action="store_true", help=words("dry_run"))
        made.add_argument("--list", action="store_true", help=words("list_clients"))
        made.add_argument("--force", action="store_true", help=words(f"force_{action}"))
        if action == "install":
            made.add_argument(
                "--skill",
                action="append",
                default=[],
                metavar="NAME",
                dest="skills",
                help=words("skills"),
            )
            made.add_argument("--backend", metavar="WHERE", help=words("backend"))
            made.add_argument("--allow", action="append", default=[], metavar="FOLDER", help=words("allow"))

    chat = command("chat", epilog="nemovideo chat ~/clips")
    chat.add_argument("files", nargs="*", metavar="FILE", help=words("files"))
    chat.add_argument("--project", metavar="NAME", help=words("chat_project"))
    chat.add_argument("--skill", metavar="NAME", help=words("skill"))
    chat.add_argument("--backend", metavar="WHERE", help=words("backend"))

    doctor = command("doctor")
    doctor.add_argument("--json", action="store_true", help=words("json"))
    doctor.add_argument("--backend", metavar="WHERE", help=words("backend"))
    doctor.add_argument("--restore-backup", nargs="?", const="", metavar="FILE", help=words("restore_backup"))

    serve = command("serve")
    serve.add_argument("--backend", metavar="WHERE", help=words("backend"))
    serve.add_argument("--skill", metavar="NAME", help=words("skill"))
    serve.add_argument("--allow", action="append", default=[], metavar="FOLDER", help=words("allow"))
    serve.add_argument("--http", metavar="HOST:PORT", help=words("http"))
    serve.add_argument("--tokens", type=Path, metavar="FILE", help=words("tokens"))
    serve.add_argument("--new-token", metavar="USER", help=words("new_token"))
    serve.add_argument("--oauth-issuer", metavar="URL", help=words("oauth_issuer"))
    serve.add_argument("--resource-url", metavar="URL", help=words("resource_url"))
    serve.add_argument("--scopes", default="", metavar="NAMES", help=words("scopes"))
    serve.add_argument("--public-url", metavar="URL", help=words("public_url"))
    serve.add_argument("--metrics", metavar="HOST:PORT", help=words("metrics"))
    serve.add_argument("--shards", type=Path, metavar="FILE", help=words("shards"))
    serve.add_argument("--shard", metavar="NAME", help=words("shard"))
    serve.add_argument("--proxy", action="append", default=[], metavar="ADDRESS", help=words("proxy"))
    for option, default in (
        ("calls-per-minute", 60),
        ("exports-at-once", 2),
        ("quota-mb", 10_000),
        ("max-upload-mb", 500),
        ("requests-at-once", 32),
        ("connections", 512),
        ("connections-per-address", 64),
    ):
        help_words = words(option.replace("-", "_"))
        serve.add_argument(f"--{option}", type=_positive, default=default, metavar="N", help=help_words)
    return parser


def _positive(given: str) -> int:
    number = int(given)
    if number < 1:
        raise ValueError(given)
    return number

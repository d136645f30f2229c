"""What `nemovideo doctor` makes of what it found: a verdict and a remedy for each thing, decided without looking."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "Check",
    "ClientFact",
    "DatabaseFact",
    "Facts",
    "FolderFact",
    "StudioFact",
    "TokenFact",
    "examine",
    "exit_code",
]

Level = Literal["ok", "warn", "bad"]
Words = Mapping[str, str]

_FULL_BYTES = 300 * 1000**2
_NARROW_BYTES = 3 * 1000**3
_OTHERS = 0o077


@dataclass(frozen=True, kw_only=True)
class Check:
    """One line: what was looked at, how it stands, and what to do where it does not stand well."""

    name: str
    level: Level
    said: Words
    remedy: Words | None = None


@dataclass(frozen=True, kw_only=True)
class FolderFact:
    """A folder: `use` is data, config or working; `mode` is None where the system has no such thing."""

    use: str
    path: str
    free_bytes: int | None
    writable: bool
    mode: int | None = None


@dataclass(frozen=True, kw_only=True)
class TokenFact:
    """Where a token is kept: `where` is a variable's name or a backend's address; the token itself is not here."""

    where: str
    is_own: bool = False
    expires_at: str = ""
    expired: bool = False


@dataclass(frozen=True, kw_only=True)
class StudioFact:
    """The local studio: `started` says that it was not there before we asked; `trouble` why there is none.

    `remedy` is what to do about the trouble.
    """

    url: str = ""
    version: str = ""
    started: bool = False
    trouble: Words | None = None
    remedy: Words | None = None


@dataclass(frozen=True, kw_only=True)
class DatabaseFact:
    """The studio's database: `copied` is when the newest copy was made, `copy_failure` why the last one was not."""

    path: str
    size_bytes: int = 0
    projects: int = 0
    copies: int = 0
    copied: str = ""
    copy_failure: str = ""
    trouble: Words | None = None
    remedy: Words | None = None


@dataclass(frozen=True, kw_only=True)
class ClientFact:
    """A chat program that is here."""

    title: str
    name: str
    installed: bool
    command_is_there: bool = True
    trouble: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All that was found. A failed try is the words of its error, one that went well is None.

    `asks_elsewhere`: a language model on another machine is asked.
    """

    version: str
    python: str
    mcp: str
    media: str | Exception
    tries: Mapping[str, str | None]
    backend: str
    studio: StudioFact
    database: DatabaseFact | None = None
    cloud: str | int | None = None
    asks_elsewhere: bool = False
    folders: Sequence[FolderFact] = ()
    open_files: Sequence[str] = ()
    tokens: Sequence[TokenFact] = ()
    clients: Sequence[ClientFact] = ()
    skills: Sequence[str] = ()
    skill_trouble: Words | None = None
    log: str = ""
    log_errors: int = 0


def examine(facts: Facts) -> list[Check]:
    """The lines, in the order in which they are shown."""
    return [
        *_versions(facts),
        *_media(facts),
        *_backends(facts),
        *_database(facts),
        *(check for folder in facts.folders for check in _folder(folder)),
        *_secrets(facts),
        *_skills(facts),
        *_clients(facts),
        *_log(facts),
    ]


def exit_code(checks: Sequence[Check]) -> int:
    """0 unless something is broken; a warning is no failure."""
    return 1 if any(check.level == "bad" for check in checks) else 0


_REINSTALL = {
    "en": "Install the program anew: pip install --force-reinstall nemovideo-mcp (or from the clone: pip install .)",
    "zh": "请重新安装：pip install --force-reinstall nemovideo-mcp（或在仓库目录运行 pip install .）",
}


def _versions(facts: Facts) -> list[Check]:
    line = f"nemovideo {facts.version} · Python {facts.python} · mcp {facts.mcp}"
    checks = [Check(name="versions", level="ok", said=_same(line))]
    if isinstance(facts.media, Exception):
        said = {"en": f"PyAV cannot be loaded: {facts.media}", "zh": f"无法加载 PyAV：{facts.media}"}
        return [*checks, Check(name="media", level="bad", said=said, remedy=_REINSTALL)]
    return [*checks, Check(name="media", level="ok", said=_same(facts.media))]


_TRIES: Mapping[str, tuple[Words, Words]] = {
    "h264": (
        {"en": "H.264 (x264) encodes and decodes", "zh": "H.264（x264）编码和解码正常"},
        {"en": "H.264 does not work", "zh": "H.264 不可用"},
    ),
    "aac": (
        {"en": "AAC encodes and decodes", "zh": "AAC 编码和解码正常"},
        {"en": "AAC does not work", "zh": "AAC 不可用"},
    ),
    "font": (
        {"en": "the title font draws both languages", "zh": "标题字体支持中英文"},
        {"en": "the title font cannot be used", "zh": "标题字体不可用"},
    ),
}


def _media(facts: Facts) -> list[Check]:
    checks: list[Check] = []
    for name, trouble in facts.tries.items():
        good, bad = _TRIES[name]
        if trouble is None:
            checks.append(Check(name=name, level="ok", said=good))
        else:
            said = {language: f"{words}: {trouble}" for language, words in bad.items()}
            checks.append(Check(name=name, level="bad", said=said, remedy=_REINSTALL))
    return checks


def _backends(facts: Facts) -> list[Check]:
    checks: list[Check] = []
    studio = facts.studio
    is_local = facts.backend == "local"
    if studio.trouble is not None:
        remedy = studio.remedy or {
            "en": "Run `nemovideo studio --foreground` to see why.",
            "zh": "请运行 `nemovideo studio --foreground` 查看原因。",
        }
        level: Level = "bad" if is_local else "warn"
        checks.append(Check(name="studio", level=level, said=studio.trouble, remedy=remedy))
    elif studio.url:
        english = f"the local studio answers at {studio.url}"
        chinese = f"本地工作室可用：{studio.url}"
        if studio.started:
            english += "; it was started for this, and ends after an idle hour"
            chinese += "；为此次检查而启动，空闲一小时后自动结束"
        checks.append(_other_version(facts, {"en": english, "zh": chinese}))
    else:
        said = {
            "en": "no local studio is running; the cloud is in use",
            "zh": "本地工作室未运行；正在使用云端",
        }
        checks.append(Check(name="studio", level="ok", said=said))
    return [*checks, _cloud(facts)]


def _other_version(facts: Facts, said: Words) -> Check:
    if facts.studio.version in ("", facts.version):
        return Check(name="studio", level="ok", said=said)
    found = facts.studio.version
    said = {"en": f"{said['en']} (version {found})", "zh": f"{said['zh']}（版本 {found}）"}
    remedy = {
        "en": "It is of another version and busy; when it is done: nemovideo studio --stop",
        "zh": "其版本不同且正在工作；完成后请运行 nemovideo studio --stop",
    }
    return Check(name="studio", level="warn", said=said, remedy=remedy)


def _cloud(facts: Facts) -> Check:
    if facts.cloud is None:
        said = {
            "en": "the cloud is not used, and was not asked; nothing leaves this machine",
            "zh": "未使用云端，也未连接；没有数据离开本机",
        }
        if facts.asks_elsewhere:
            said = {
                "en": "the cloud is not used, and was not asked; words go to the language model that is named below",
                "zh": "未使用云端，也未连接；部分语句会发送给下面列出的语言模型",
            }
        return Check(name="cloud", level="ok", said=said)
    if isinstance(facts.cloud, int):
        said = {
            "en": f"{facts.backend} answers (HTTP {facts.cloud}, asked without a token)",
            "zh": f"{facts.backend} 可连接（HTTP {facts.cloud}，未使用令牌）",
        }
        return Check(name="cloud", level="ok", said=said)
    said = {"en": f"the cloud cannot be reached: {facts.cloud}", "zh": f"无法连接云端：{facts.cloud}"}
    remedy = {
        "en": "Check the connection and the proxy, or work locally: NEMO_BACKEND=local",
        "zh": "请检查网络和代理，或使用本地模式：NEMO_BACKEND=local",
    }
    return Check(name="cloud", level="bad", said=said, remedy=remedy)


def _database(facts: Facts) -> list[Check]:
    found = facts.database
    if found is None:
        return []
    if found.trouble is not None:
        if found.trouble == facts.studio.trouble:
            # It is why the studio does not start, and has been said.
            return []
        level: Level = "bad" if facts.backend == "local" else "warn"
        return [Check(name="database", level=level, said=found.trouble, remedy=found.remedy)]
    size = f"{found.size_bytes / 1e6:.1f} MB"
    english = f"database {found.path} is sound ({size}, {found.projects} projects)"
    chinese = f"数据库 {found.path} 完好（{size}，{found.projects} 个项目）"
    if found.copies:
        english += f"; copies: {found.copies}, the newest of {found.copied}"
        chinese += f"；{found.copies} 份备份，最新为 {found.copied}"
    checks = [Check(name="database", level="ok", said={"en": english, "zh": chinese})]
    if found.copy_failure:
        said = {
            "en": f"the database could not be copied: {found.copy_failure}",
            "zh": f"数据库备份失败：{found.copy_failure}",
        }
        remedy = {
            "en": "Free some space and look at the folder `backups` beside it; the next copy is made within an hour.",
            "zh": "请清理空间并检查其旁的 `backups` 文件夹；一小时内会再次备份。",
        }
        checks.append(Check(name="backups", level="warn", said=said, remedy=remedy))
    return checks


_FOLDERS: Mapping[str, Words] = {
    "data": {"en": "data folder", "zh": "数据文件夹"},
    "config": {"en": "config folder", "zh": "配置文件夹"},
    "working": {"en": "working folder", "zh": "当前文件夹"},
}


def _folder(fact: FolderFact) -> list[Check]:
    title = _FOLDERS[fact.use]
    if not fact.writable:
        said = {
            "en": f"{title['en']} {fact.path} cannot be written",
            "zh": f"{title['zh']} {fact.path} 不可写",
        }
        if fact.use == "working":
            remedy = {
                "en": "Give films another place: -o ~/Videos/film.mp4",
                "zh": "请指定其他位置：-o ~/Videos/film.mp4",
            }
            return [Check(name="working", level="warn", said=said, remedy=remedy)]
        remedy = {
            "en": f"chmod -R u+rwX {fact.path}, or set NEMO_HOME to a folder that can be written.",
            "zh": f"chmod -R u+rwX {fact.path}，或将 NEMO_HOME 设为可写的文件夹。",
        }
        return [Check(name=fact.use, level="bad", said=said, remedy=remedy)]
    checks: list[Check] = []
    if fact.mode is not None and fact.use == "config" and fact.mode & _OTHERS:
        said = {
            "en": f"{title['en']} {fact.path} is open to others (mode {fact.mode:04o})",
            "zh": f"{title['zh']} {fact.path} 对其他用户开放（权限 {fact.mode:04o}）",
        }
        checks.append(Check(name=fact.use, level="warn", said=said, remedy=_same(f"chmod 700 {fact.path}")))
    elif fact.use == "config":
        said = {
            "en": f"{title['en']} {fact.path} can be written, and is closed to others",
            "zh": f"{title['zh']} {fact.path} 可写且不对其他用户开放",
        }
        checks.append(Check(name=fact.use, level="ok", said=said))
    if fact.free_bytes is None:
        return checks
    free = f"{fact.free_bytes / 1000**3:.1f} GB"
    said = {"en": f"{title['en']} {fact.path}, {free} free", "zh": f"{title['zh']} {fact.path}，剩余 {free}"}
    if fact.free_bytes >= _NARROW_BYTES:
        return [*checks, Check(name=f"{fact.use}_disk", level="ok", said=said)]
    level: Level = "bad" if fact.free_bytes < _FULL_BYTES else "warn"
    remedy = {
        "en": "Free some space: films, uploads and rendered chunks need it.",
        "zh": "请清理空间：成片、素材和渲染缓存都需要空间。",
    }
    return [*checks, Check(name=f"{fact.use}_disk", level=level, said=said, remedy=remedy)]


def _secrets(facts: Facts) -> list[Check]:
    checks: list[Check] = []
    for path in facts.open_files:
        said = {"en": f"{path} can be read by others", "zh": f"{path} 可被其他用户读取"}
        checks.append(Check(name="secrets", level="warn", said=said, remedy=_same(f"chmod 600 {path}")))
    checks += [_token(token) for token in facts.tokens]
    if not facts.tokens:
        said = {
            "en": "no token of the cloud is kept; local work needs none",
            "zh": "没有保存云端令牌；本地使用不需要",
        }
        checks.append(Check(name="token", level="ok", said=said))
    return checks


def _token(token: TokenFact) -> Check:
    if token.is_own:
        said = {"en": f"{token.where} is set (hidden)", "zh": f"已设置 {token.where}（已隐藏）"}
        return Check(name="token", level="ok", said=said)
    until = token.expires_at or "?"
    if token.expired:
        said = {"en": f"the token for {token.where} has expired", "zh": f"{token.where} 的令牌已过期"}
        remedy = {
            "en": "The next request asks for a new one by itself.",
            "zh": "下次请求时会自动获取新令牌。",
        }
        return Check(name="token", level="warn", said=said, remedy=remedy)
    said = {
        "en": f"an anonymous token for {token.where} is kept (hidden), good until {until}",
        "zh": f"已保存 {token.where} 的匿名令牌（已隐藏），有效期至 {until}",
    }
    return Check(name="token", level="ok", said=said)


def _skills(facts: Facts) -> list[Check]:
    if facts.skill_trouble is not None:
        return [Check(name="skills", level="bad", said=facts.skill_trouble, remedy=_REINSTALL)]
    names = ", ".join(facts.skills)
    said = {"en": f"skills: {names}", "zh": f"技能：{names}"}
    return [
        Check(
            name="skills",
            level="ok" if facts.skills else "bad",
            said=said,
            remedy=None if names else _REINSTALL,
        )
    ]


def _clients(facts: Facts) -> list[Check]:
    checks: list[Check] = []
    for client in facts.clients:
        again = f"nemovideo install {client.name}"
        if client.trouble is not None:
            checks.append(Check(name="client", level="warn", said=client.trouble))
        elif client.installed and not client.command_is_there:
            said = {
                "en": f"{client.title}: installed, but the program that it starts is gone",
                "zh": f"{client.title}：已安装，但其启动的程序已不存在",
            }
            checks.append(Check(name="client", level="bad", said=said, remedy=_same(again)))
        elif client.installed:
            said = {"en": f"{client.title}: installed", "zh": f"{client.title}：已安装"}
            checks.append(Check(name="client", level="ok", said=said))
        else:
            said = {
                "en": f"{client.title} is here, without nemovideo",
                "zh": f"已找到 {client.title}，未安装 nemovideo",
            }
            checks.append(Check(name="client", level="ok", said=said, remedy=_same(again)))
    if not checks:
        said = {"en": "no chat program was found here", "zh": "未找到聊天程序"}
        checks.append(Check(name="client", level="ok", said=said, remedy=_same("nemovideo install --list")))
    return checks


def _log(facts: Facts) -> list[Check]:
    if not facts.log_errors:
        return []
    said = {
        "en": f"{facts.log} tells of {facts.log_errors} unexpected errors",
        "zh": f"{facts.log} 中记录了 {facts.log_errors} 个意外错误",
    }
    remedy = {
        "en": "Please report them, with the end of that file.",
        "zh": "欢迎附上该文件末尾内容进行反馈。",
    }
    return [Check(name="log", level="warn", said=said, remedy=remedy)]


def _same(text: str) -> Words:
    return {"en": text, "zh": text}

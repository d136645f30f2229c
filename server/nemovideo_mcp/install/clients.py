"""The chat programs that the server can be installed in: where their settings stand, and in which form."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nemovideo_mcp.install.jsonedit import JsonEditor
from nemovideo_mcp.install.jsontext import JSON, JSON5, JSONC
from nemovideo_mcp.install.tomledit import TomlEditor

__all__ = ["CLIENTS", "EDITORS", "Client", "Surroundings"]

SERVER_NAME = "nemovideo"

EDITORS: Mapping[str, JsonEditor | TomlEditor] = {
    "json": JsonEditor(dialect=JSON),
    "jsonc": JsonEditor(dialect=JSONC),
    "json5": JsonEditor(dialect=JSON5),
    "toml": TomlEditor(),
}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The machine as far as the clients' folders depend on it; `which` finds a program."""

    home: Path
    platform: str = sys.platform
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)
    which: Callable[[str], str | None]

    def expand(self, pattern: str) -> Path:
        """The path that `pattern` stands for: `~`, and `{appdata}` for where programs keep their settings."""
        appdata = {
            "win32": self.environ.get("APPDATA") or str(self.home / "AppData" / "Roaming"),
            "darwin": str(self.home / "Library" / "Application Support"),
        }.get(self.platform, self.environ.get("XDG_CONFIG_HOME") or str(self.home / ".config"))
        if pattern.startswith("~"):
            return self.home / pattern[2:]
        return Path(pattern.replace("{appdata}", appdata))


@dataclass(frozen=True, kw_only=True)
class Client:
    """One chat program.

    `config` and `skills` are patterns for `Surroundings.expand`; an environment variable of `moved_by` puts them
    elsewhere: `(variable, config, skills)` with the variable's value as `{}`. `signs` are the paths and `programs` the
    commands by which it is known to be here. `extra` are members that its entries have beside command and arguments.
    `platform` is what requests say they come from [protocol.md, Configuration]; empty where it names none: `unknown`.
    """

    name: str
    title: str
    form: str
    config: str
    keys: tuple[str, ...]
    signs: tuple[str, ...]
    programs: tuple[str, ...] = ()
    skills: str | None = None
    moved_by: tuple[tuple[str, str, str | None], ...] = ()
    extra: Mapping[str, str] = field(default_factory=dict[str, str])
    platform: str = ""
    then: Mapping[str, str]

    def config_path(self, around: Surroundings) -> Path:
        """The file with its list of servers."""
        for variable, config, _ in self.moved_by:
            if value := around.environ.get(variable):
                return Path(config.replace("{}", str(Path(value).expanduser())))
        return around.expand(self.config)

    def skills_path(self, around: Surroundings) -> Path | None:
        """The folder of its user's skills; None if it has none."""
        for variable, _, skills in self.moved_by:
            if skills and (value := around.environ.get(variable)):
                return Path(skills.replace("{}", str(Path(value).expanduser())))
        return around.expand(self.skills) if self.skills else None

    def is_here(self, around: Surroundings) -> bool:
        """True if the client seems to be installed."""
        moved = any(around.environ.get(variable) for variable, _, _ in self.moved_by)
        signs = (around.expand(sign).exists() for sign in self.signs)
        return moved or any(signs) or any(around.which(program) for program in self.programs)

    @property
    def path(self) -> tuple[str, ...]:
        """Where our entry stands in the settings."""
        return (*self.keys, SERVER_NAME)


_RESTART = {
    "en": "Quit {title} completely and start it again.",
    "zh": "请完全退出 {title} 后重新启动。",
}
_NEXT_SESSION = {
    "en": "It is there from the next session of {title} on.",
    "zh": "下次打开 {title} 会话时生效。",
}
_STDIO = {"type": "stdio"}

# Seen with the programs themselves: claude, codex, gemini and openclaw. The others are as their documentation has it.
CLIENTS: Mapping[str, Client] = {
    client.name: client
    for client in (
        Client(
            name="claude",
            title="Claude Code",
            form="json",
            config="~/.claude.json",
            keys=("mcpServers",),
            signs=("~/.claude.json", "~/.claude"),
            programs=("claude",),
            skills="~/.claude/skills",
            moved_by=(("CLAUDE_CONFIG_DIR", "{}/.claude.json", "{}/skills"),),
            extra=_STDIO,
            then=_NEXT_SESSION,
        ),
        Client(
            name="claude-desktop",
            title="Claude Desktop",
            form="json",
            config="{appdata}/Claude/claude_desktop_config.json",
            keys=("mcpServers",),
            signs=("{appdata}/Claude",),
            then=_RESTART,
        ),
        Client(
            name="cursor",
            title="Cursor",
            form="jsonc",
            config="~/.cursor/mcp.json",
            keys=("mcpServers",),
            signs=("~/.cursor",),
            programs=("cursor",),
            skills="~/.cursor/skills",
            platform="cursor",
            then={
                "en": "Turn it on under Cursor Settings → MCP.",
                "zh": "请在 Cursor Settings → MCP 中启用。",
            },
        ),
        Client(
            name="vscode",
            title="VS Code",
            form="jsonc",
            config="{appdata}/Code/User/mcp.json",
            keys=("servers",),
            signs=("{appdata}/Code/User", "~/.vscode"),
            programs=("code",),
            skills="~/.copilot/skills",
            extra=_STDIO,
            then={
                "en": "Run “MCP: List Servers” in VS Code and start nemovideo.",
                "zh": "请在 VS Code 中运行“MCP: List Servers”并启动 nemovideo。",
            },
        ),
        Client(
            name="codex",
            title="Codex",
            form="toml",
            config="~/.codex/config.toml",
            keys=("mcp_servers",),
            signs=("~/.codex",),
            programs=("codex",),
            skills="~/.agents/skills",
            moved_by=(("CODEX_HOME", "{}/config.toml", None),),
            then=_NEXT_SESSION,
        ),
        Client(
            name="openclaw",
            title="OpenClaw",
            form="json5",
            config="~/.openclaw/openclaw.json",
            keys=("mcp", "servers"),
            signs=("~/.openclaw",),
            programs=("openclaw",),
            skills="~/.openclaw/skills",
            moved_by=(
                ("OPENCLAW_CONFIG_PATH", "{}", None),
                ("OPENCLAW_STATE_DIR", "{}/openclaw.json", "{}/skills"),
            ),
            then=_NEXT_SESSION,
        ),
        Client(
            name="gemini",
            title="Gemini CLI",
            form="jsonc",
            config="~/.gemini/settings.json",
            keys=("mcpServers",),
            signs=("~/.gemini",),
            programs=("gemini",),
            skills="~/.gemini/skills",
            then={
                "en": "It is there from the next session on, in folders that Gemini CLI trusts.",
                "zh": "下次会话时在 Gemini CLI 信任的文件夹中生效。",
            },
        ),
    )
}

"""What `install` and `uninstall` say, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["INSTALL"]

INSTALL: Catalogue = {
    "no_client": ("there is no client {name!r}.", "没有名为 {name!r} 的客户端。"),
    "is_installed": ("installed ({path})", "已安装（{path}）"),
    "is_here": ("found here; nemovideo install {name}", "已找到；nemovideo install {name}"),
    "is_not_here": ("not found here", "未找到"),
    "settings_add": ("{path}: nemovideo is added", "{path}：添加 nemovideo"),
    "settings_change": ("{path}: nemovideo is brought up to date", "{path}：更新 nemovideo"),
    "settings_same": ("{path}: nemovideo is there already", "{path}：nemovideo 已存在"),
    "settings_remove": ("{path}: nemovideo is taken out", "{path}：移除 nemovideo"),
    "settings_restore": ("{path}: what stood there before comes back", "{path}：恢复原有内容"),
    "settings_gone": ("{path}: there is no nemovideo", "{path}：没有 nemovideo"),
    "settings_left": (
        "{path}: nemovideo has been changed since it was installed, and is left; --force takes it out",
        "{path}：nemovideo 在安装后被修改，已保留；--force 可移除",
    ),
    "settings_foreign": (
        "{path}: nemovideo was not put there by this program, and is left; --force takes it out",
        "{path}：nemovideo 不是由本程序添加，已保留；--force 可移除",
    ),
    "skill_copy": ("{path}: the skill is copied", "{path}：复制技能"),
    "skill_update": ("{path}: the skill is brought up to date", "{path}：更新技能"),
    "skill_replace": (
        "{path}: another version was there; it is set aside",
        "{path}：已有其他版本，先备份再替换",
    ),
    "skill_same": ("{path}: the skill is there already", "{path}：技能已存在"),
    "skill_linked": ("{path}: this is a link, and is left", "{path}：这是链接，保持不变"),
    "skill_remove": ("{path}: the skill is removed", "{path}：移除技能"),
    "skill_restore": (
        "{path}: the skill is removed, and what was there before comes back",
        "{path}：移除技能并恢复原有内容",
    ),
    "skill_gone": ("{path}: the skill is not there any more", "{path}：技能已不存在"),
    "skill_left": (
        "{path}: the skill has been changed since, and is left; --force removes it",
        "{path}：技能已被修改，已保留；--force 可移除",
    ),
    "backup": ("backup: {path}", "备份：{path}"),
    "no_skills": (
        "{title} has no folder for skills: the server alone was installed.",
        "{title} 没有技能文件夹：仅安装了服务器。",
    ),
    "would_nothing": ("Nothing was written (--dry-run).", "没有写入任何内容（--dry-run）。"),
    "nothing": ("Nothing had to be changed.", "无需修改。"),
    "temporary": (
        "! This program runs from a cache (uvx or pipx run), and the entry stops working when that is cleared. "
        "Install it for good (uv tool install, pipx install), and run the same again with that one.",
        "! 当前程序运行于缓存（uvx 或 pipx run），缓存清除后配置将失效。"
        "请先正式安装（uv tool install 或 pipx install），再用安装后的程序重新运行。",
    ),
    "done": (
        "{then} Then say: “combine ~/clips, add upbeat music and cut to the beat”.",
        "{then} 然后说：“把 ~/clips 里的片段拼起来，配上欢快的音乐，卡点剪辑”。",
    ),
}

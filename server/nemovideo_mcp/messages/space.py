"""What is said of room on the disk, of what a project holds, and of what goes."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["SPACE"]

SPACE: Catalogue = {
    "delete_exports": (
        "the export {job_id} of this project goes on, and needs its files.",
        "该项目的导出 {job_id} 仍在进行，需要其中的文件。",
    ),
    "delete_exports_hint": (
        "Wait until it is done, or cancel it, then delete the project.",
        "请等待其完成或先取消，然后再删除项目。",
    ),
    "delete_turn": ("an edit of this project goes on.", "该项目正在修改中。"),
    "delete_turn_hint": (
        "Wait until it is done, then delete the project.",
        "请等待修改完成，然后再删除项目。",
    ),
    "cloud_keeps": (
        "the cloud has no call to delete a project, or to say what it holds.",
        "云端没有删除项目或查看其内容的接口。",
    ),
    "cloud_keeps_hint": (
        "Delete it in the account on the web; start another one with open_project.",
        "请在网页上的账户中删除；可用 open_project 新建其他项目。",
    ),
    "holds": ("{what} ({mb} MB)", "{what}（{mb} MB）"),
    "holds_nothing": ("nothing but its name", "除名称外没有内容"),
    "holds_files": ("the studio's copies of {n} files ({names})", "工作室中 {n} 个文件的副本（{names}）"),
    "holds_files_1": ("the studio's copy of {names}", "工作室中 {names} 的副本"),
    "holds_versions": ("{n} versions of the timeline", "{n} 个时间线版本"),
    "holds_versions_1": ("the timeline", "时间线"),
    "holds_films": ("{n} films in the studio", "工作室中的 {n} 个成片"),
    "holds_films_1": ("a film in the studio", "工作室中的 1 个成片"),
    "films_not_fetched": ("{n} of the films have not been fetched yet.", "其中 {n} 个成片尚未取走。"),
    "films_not_fetched_1": ("One film has not been fetched yet.", "有 1 个成片尚未取走。"),
    "files_stay": (
        "{names} stay: other projects have them too.",
        "{names} 会保留：其他项目也在使用。",
    ),
    "files_stay_1": ("{names} stays: another project has it too.", "{names} 会保留：其他项目也在使用。"),
    "originals_stay": (
        "The originals, and films that were saved elsewhere, stay where they are.",
        "原始文件和已保存到别处的成片保持不变。",
    ),
    "and_more": (" and {n} more", " 等另外 {n} 个"),
    "comma": (", ", "、"),
    "space": (" ", ""),
    "would_delete": ("Deleting {name} takes away {what}", "删除 {name} 将去掉{what}"),
    "would_delete_next": (
        "Nothing is deleted yet. If the user agrees, call delete_project with confirm=true.",
        "尚未删除任何内容。如用户同意，请以 confirm=true 再次调用 delete_project。",
    ),
    "deleted": ("{name} is deleted: {what}", "已删除 {name}：{what}"),
    "deleted_next": (
        "list_projects shows the others; upload_media starts a new one.",
        "list_projects 列出其他项目；upload_media 可新建项目。",
    ),
    "ask": ("Delete it? [y/N] ", "确定删除？[y/N] "),
    "not_deleted": ("Nothing was deleted.", "没有删除任何内容。"),
    "say_yes": (
        "this deletes for good, and there is nobody here to ask.",
        "此操作会永久删除，而这里无法询问确认。",
    ),
    "say_yes_hint": ("Add --yes to do it.", "加上 --yes 即可执行。"),
    "usage": (
        "In {folder}: files that you gave {media} MB, films {films} MB, work files {work} MB, pictures {pictures} MB; "
        "{free} MB of the disk are free, and {reserve} MB stay so.",
        "{folder} 中：素材 {media} MB，成片 {films} MB，工作文件 {work} MB，图片 {pictures} MB；"
        "磁盘剩余 {free} MB，其中保留 {reserve} MB。",
    ),
    "would_clean": (
        "{mb} MB can go: work files and pictures, which are made again when needed, and films that were saved. "
        "Projects and what you gave stay; `nemovideo delete PROJECT` deletes one.",
        "可释放 {mb} MB：工作文件和图片（需要时会重新生成），以及已保存到别处的成片。"
        "项目和素材会保留；`nemovideo delete PROJECT` 可删除某个项目。",
    ),
    "cleaned": ("{mb} MB are free again.", "已释放 {mb} MB。"),
    "quota_remedy": (
        "Delete a project that is done with (delete_project).",
        "请删除不再需要的项目（delete_project）。",
    ),
    "film_cleared": (
        "the film of the export {job_id} was fetched, and has been cleared from the studio since.",
        "导出 {job_id} 的成片已取走，工作室随后已将其清除。",
    ),
    "film_cleared_hint": (
        "Export the project again: the timeline is kept.",
        "请重新导出该项目：时间线仍在。",
    ),
}

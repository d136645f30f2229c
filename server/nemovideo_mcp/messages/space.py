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
    "room_remedy": (
        "What can be made again has been given back already. Delete a project that is done with "
        "(`nemovideo delete PROJECT`; the largest: {largest}), or free other files of the disk; "
        "then run the same again.",
        "可重新生成的内容均已释放。请删除不再需要的项目（`nemovideo delete PROJECT`；最大的：{largest}），"
        "或清理磁盘上的其他文件，然后重试。",
    ),
    "disk": (
        "{folder}: {free} MB of the disk are free, and {reserve} MB stay so.",
        "{folder}：磁盘剩余 {free} MB，其中保留 {reserve} MB。",
    ),
    "can_go": ("Can go:", "可以释放："),
    "stays": ("Stays, as you made it or it is needed:", "会保留（您的内容或仍在使用）："),
    "row": ("{mb:>10} MB  {what} ({n}): {cost}", "{mb:>10} MB  {what}（{n}）：{cost}"),
    "kind_chunks": ("rendered parts of films", "已渲染的影片片段"),
    "cost_chunks": ("rendered again at the next export", "下次导出时重新渲染"),
    "kind_sound": ("composed music and mixes", "生成的音乐和混音"),
    "cost_sound": ("composed and mixed again at the next export", "下次导出时重新生成"),
    "kind_work": ("other work files of exports", "导出的其他工作文件"),
    "cost_work": ("made again at the next export", "下次导出时重新生成"),
    "kind_pictures": ("boards, thumbnails and waveforms", "预览图、缩略图和波形"),
    "cost_pictures": ("drawn again when they are looked at", "查看时重新绘制"),
    "kind_films_saved": ("films in the studio that were saved elsewhere", "已保存到别处的成片（工作室副本）"),
    "cost_films_saved": (
        "the saved ones stay; export again for another copy",
        "已保存的文件不变；如需再取请重新导出",
    ),
    "kind_left": ("left by programs that were killed", "被终止的程序遗留的文件"),
    "cost_left": ("nothing", "无"),
    "kind_in_use": ("work files of exports that go on", "正在进行的导出的工作文件"),
    "cost_in_use": ("they can go when the export is done", "导出完成后可释放"),
    "kind_media": ("sources that you gave", "您提供的素材"),
    "cost_media": (
        "`nemovideo delete PROJECT` deletes a project with them",
        "`nemovideo delete PROJECT` 可连同项目删除",
    ),
    "kind_films": ("films that nobody has saved yet", "尚未保存的成片"),
    "cost_films": (
        "save them with `nemovideo export`, or delete the project",
        "请先用 `nemovideo export` 保存，或删除项目",
    ),
    "kind_database": ("projects and their versions", "项目及其版本"),
    "cost_database": ("`nemovideo delete PROJECT`", "`nemovideo delete PROJECT`"),
    "kind_copies": ("copies of the database", "数据库的备份"),
    "cost_copies": (
        "the last five, replaced by newer ones; one that was put aside as damaged is yours to delete",
        "保留最近五份，自动更替；因损坏而另存的需自行删除",
    ),
    "kind_arriving": ("files that are being received", "正在接收的文件"),
    "cost_arriving": ("gone or kept when that ends", "接收结束后自动处理"),
    "would_clean": (
        "{mb} MB can go. Nothing that you made is among them.",
        "可释放 {mb} MB，其中没有您制作的内容。",
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

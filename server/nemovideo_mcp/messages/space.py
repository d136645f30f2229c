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

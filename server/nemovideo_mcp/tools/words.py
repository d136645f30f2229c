"""What the tools say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["say"]

_WORDS: Mapping[str, tuple[str, str]] = {
    "uploaded": ("{n} uploaded: {names}.", "已上传 {n} 个文件：{names}。"),
    "uploaded_next": (
        "Call send_edit with the user's wish, for example \"combine these clips, add upbeat music and cut to the beat\".",
        "用 send_edit 发送用户的要求，例如“把这些片段拼接起来，配上欢快的音乐，卡点剪辑”。",
    ),
    "uploading": ("The upload is still running ({stage}).", "仍在上传（{stage}）。"),
    "uploading_next": ("Call upload_media with the same files again to wait for it.", "用相同的文件再次调用 upload_media 以等待完成。"),
    "edited_next": (
        "Call export_video for the file, or send_edit for another change.",
        "调用 export_video 导出，或用 send_edit 继续修改。",
    ),
    "ideas": ("The user could say next: {ideas}", "接下来可以说：{ideas}"),
    "editing": ("⏳ Still working on the edit ({stage}).", "⏳ 仍在剪辑（{stage}）。"),
    "editing_next": (
        "Call get_timeline in half a minute. Do not send the message again: it would be done twice.",
        "半分钟后调用 get_timeline 查看。请勿重复发送，否则会执行两次。",
    ),
    "edit_came": ("The edit is done: {text}", "修改已完成：{text}"),
    "timeline_next": (
        "Call send_edit to change it, or export_video for the file.",
        "用 send_edit 修改，或用 export_video 导出。",
    ),
    "credits_next": ("Exports are free.", "导出免费。"),
    "exported": ("The film is ready: {path} ({size}). {receipt}", "成片已就绪：{path}（{size}）。{receipt}"),
    "exported_next": ("Give the user the path and the receipt as they are.", "将路径和测量结果原样告诉用户。"),
    "rendering": ("⏳ Rendering goes on ({stage}).", "⏳ 正在渲染（{stage}）。"),
    "rendering_next": ("Call export_video again with job_id \"{job_id}\".", "再次调用 export_video，并传入 job_id \"{job_id}\"。"),
    "no_files": ("no files were named.", "没有指定文件。"),
    "no_files_hint": ('For example: upload_media(files=["~/clips/a.mp4"]).', '例如：upload_media(files=["~/clips/a.mp4"])。'),
    "nothing_made": ("nothing is on the timeline yet.", "时间线上还没有内容。"),
    "no_message": ("the message is empty.", "消息为空。"),
    "no_message_hint": ('For example: send_edit(message="add lo-fi music").', '例如：send_edit(message="加上低保真音乐")。'),
    "no_project": ("there is no project {name!r}.", "没有名为 {name!r} 的项目。"),
    "projects_hint": ("Known projects: {names}.", "已有项目：{names}。"),
    "no_job": ("there is no export {name!r}.", "没有编号为 {name!r} 的导出。"),
    "no_job_hint": ("Call export_video without job_id to make a new one.", "不带 job_id 调用 export_video 可重新导出。"),
    "silent": ("⏳ The backend has not answered yet.", "⏳ 后端尚未响应。"),
    "silent_next": (
        "Call get_timeline to see how the project stands; nothing in it is lost.",
        "请调用 get_timeline 查看项目；内容没有丢失。",
    ),
    "surprise": ("Something unexpected went wrong: {error}", "发生意外错误：{error}"),
    "beginning": ("beginning", "开始"),
}  # fmt: skip


def say(key: str, language: str, /, **fields: object) -> str:
    """The words for `key`."""
    return _WORDS[key][1 if language == "zh" else 0].format(**fields)

"""What the tools say, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["TOOLS"]

TOOLS: Catalogue = {
    "uploaded": ("{n} uploaded: {names}.", "已上传 {n} 个文件：{names}。"),
    "sent_along": (
        "With what the edit uses: {names}.",
        "一并上传了工程所用的文件：{names}。",
    ),
    "taken_out": ("Taken out of {archive}: {names}.", "已从 {archive} 中取出：{names}。"),
    "not_found_along": (
        "Not found of what the edit uses: {name} (looked for at {places}).",
        "工程所用的文件未找到：{name}（查找位置：{places}）。",
    ),
    "uploaded_edit_next": (
        "Call edit_timeline with {operation} to open it.",
        "用 edit_timeline 发送 {operation} 打开它。",
    ),
    "uploaded_beats_next": (
        "Call edit_timeline with {operation} to use its beats for the song, then send_edit with the user's wish.",
        "用 edit_timeline 发送 {operation} 把其中的节拍用于歌曲，再用 send_edit 发送用户的要求。",
    ),
    "uploaded_next": (
        "Call send_edit with the user's wish, for example "
        '"combine these clips, add upbeat music and cut to the beat".',
        "用 send_edit 发送用户的要求，例如“把这些片段拼接起来，配上欢快的音乐，卡点剪辑”。",
    ),
    "uploading": ("The upload is still running ({stage}).", "仍在上传（{stage}）。"),
    "uploading_next": (
        "Call upload_media with the same files again to wait for it.",
        "用相同的文件再次调用 upload_media 以等待完成。",
    ),
    "edited_next": (
        "Call export_video for the file, or edit_timeline or send_edit for another change.",
        "调用 export_video 导出，或用 edit_timeline、send_edit 继续修改。",
    ),
    "refused_next": (
        "Nothing was changed. Correct it and send it with edit_timeline "
        "(get_timeline has ids and times), or ask the user.",
        "没有任何改动。请更正后用 edit_timeline 发送（编号和时间见 get_timeline），或询问用户。",
    ),
    "nearest_next": (
        "Nothing was changed. Send the operation that not_done names as the nearest if it will do, or ask the user.",
        "没有任何改动。如果合适，请发送 not_done 中的 nearest 操作，或询问用户。",
    ),
    "dry_run_next": (
        "Nothing was changed. Send the same without dry_run to do it.",
        "没有任何改动。去掉 dry_run 再发送一次即可执行。",
    ),
    "blocked_next": (
        "Do not export yet: tell the user what is missing or was not done, "
        "and mend it with edit_timeline or send_edit.",
        "请先不要导出：告诉用户缺少或未完成的内容，并用 edit_timeline 或 send_edit 补上。",
    ),
    "ideas": ("The user could say next: {ideas}", "接下来可以说：{ideas}"),
    "editing": ("⏳ Still working on the edit ({stage}).", "⏳ 仍在剪辑（{stage}）。"),
    "editing_next": (
        "Call get_timeline in half a minute. Do not send the message again: it would be done twice.",
        "半分钟后调用 get_timeline 查看。请勿重复发送，否则会执行两次。",
    ),
    "unsent_next": (
        "This message was not sent. Call get_timeline in half a minute, then send it.",
        "本条消息尚未发送。请半分钟后调用 get_timeline，然后再发送。",
    ),
    "edit_failed_before": ("The edit before this one failed: {error}", "上一次修改失败：{error}"),
    "page_changed": (
        "Since your last call the user changed the film on the timeline page, version {version}:\n{lines}",
        "上次调用之后，用户在时间线页面上修改了影片，版本 {version}：\n{lines}",
    ),
    "page_changed_more": ("… and {n} changes before these", "……以及更早的 {n} 处修改"),
    "edit_came": ("The edit is done.\n{text}", "修改已完成。\n{text}"),
    "timeline_next": (
        "Call edit_timeline (by these ids) or send_edit to change it, or export_video for the file.",
        "用 edit_timeline（使用这些编号）或 send_edit 修改，或用 export_video 导出。",
    ),
    "draft": ("Frames for the timeline's page.", "供时间线页面播放的画面。"),
    "draft_unseen": (
        "A draft is played by the timeline's page, which this host does not show.",
        "草稿由时间线页面播放，当前应用不显示该页面。",
    ),
    "draft_unseen_next": (
        'Call get_timeline(picture="frames", at_s=…) for the frames around a moment, or export_video.',
        '调用 get_timeline(picture="frames", at_s=…) 查看某一时刻前后的画面，或用 export_video 导出。',
    ),
    "media": ("{n} in the project: {names}.", "项目中有 {n} 个素材：{names}。"),
    "no_media": ("There are no files in this project yet.", "项目中还没有素材。"),
    "media_next": (
        "Name these by id in edit_timeline: in_s and out_s are seconds of the source.",
        "在 edit_timeline 中使用这些编号；in_s 和 out_s 是素材中的秒数。",
    ),
    "restored_next": (
        "Call export_video for the file, send_edit for another change, or restore_version with redo to take this back.",
        "用 export_video 导出，用 send_edit 继续修改，或用 restore_version 并传入 redo 撤回此操作。",
    ),
    "same_as": ("version {n} again", "与版本 {n} 相同"),
    "is_current": (" (now)", "（当前）"),
    "credits_next": ("Exports are free.", "导出免费。"),
    "exported": ("The film is ready: {path} ({size}). {receipt}", "成片已就绪：{path}（{size}）。{receipt}"),
    "captions_written": ("The captions are in {path}.", "字幕已写入 {path}。"),
    "no_captions": ("There are no captions to write out.", "没有可导出的字幕。"),
    "left_soon": (", a few seconds left", "，还需几秒"),
    "left_seconds": (", about {n} s left", "，约剩 {n} 秒"),
    "left_minutes": (", about {n} min left", "，约剩 {n} 分钟"),
    "claim": ("It can be opened in the browser: {link}", "可在浏览器中打开：{link}"),
    "cancelled": (
        "The export {job_id} is cancelled. What was rendered is kept, so that the next one is quicker.",
        "已取消导出 {job_id}。已渲染的部分会保留，下次导出更快。",
    ),
    "film_gone": ("{path} has been moved or deleted since.", "{path} 已被移动或删除。"),
    "nothing_runs": ("nothing is being exported.", "当前没有正在进行的导出。"),
    "nothing_runs_hint": ("Call export_video for a new one.", "调用 export_video 开始新的导出。"),
    "exported_next": (
        "Give the user the path and the receipt as they are.",
        "将路径和测量结果原样告诉用户。",
    ),
    "rendering": ("⏳ Rendering goes on ({stage}).", "⏳ 正在渲染（{stage}）。"),
    "connecting": ("Connecting…", "正在连接……"),
    "ready": ("Ready!", "已就绪！"),
    "quiet_minutes": ("{n} min without news", "{n} 分钟没有新进展"),
    "export_only_next": (
        "The edit is made: do not send the message again. Call export_video to export.",
        "修改已完成，请勿重新发送消息。请调用 export_video 导出。",
    ),
    "export_goes_on": (
        "wait_for_export(job_id={job_id}) goes on from here.",
        "调用 wait_for_export(job_id={job_id}) 可从这里继续。",
    ),
    "rendering_next": (
        'Call wait_for_export with job_id "{job_id}".',
        '调用 wait_for_export，并传入 job_id "{job_id}"。',
    ),
    "no_files": ("no files were named.", "没有指定文件。"),
    "no_files_hint": (
        'For example: upload_media(files=["~/clips/a.mp4"]).',
        '例如：upload_media(files=["~/clips/a.mp4"])。',
    ),
    "nothing_made": ("nothing is on the timeline yet.", "时间线上还没有内容。"),
    "no_message": ("the message is empty.", "消息为空。"),
    "no_message_hint": (
        'For example: send_edit(message="add lo-fi music").',
        '例如：send_edit(message="加上低保真音乐")。',
    ),
    "no_project": ("there is no project {name!r}.", "没有名为 {name!r} 的项目。"),
    "projects_hint": (
        "Known projects: {names}. Call open_project with one of them, or with new=true for another.",
        "已有项目：{names}。请用 open_project 打开其中一个，或传入 new=true 新建。",
    ),
    "projects": ("{n} projects:", "共 {n} 个项目："),
    "one_project": ("One project:", "共 1 个项目："),
    "is_exporting": (", export {job_id} not fetched yet", "，导出 {job_id} 尚未取回"),
    "projects_next": (
        "Call open_project to go on with one; all other tools then work on it.",
        "用 open_project 打开其中一个；之后其他工具都作用于它。",
    ),
    "no_projects": ("There are no projects yet.", "还没有项目。"),
    "no_projects_next": (
        "Call upload_media with the user's files: that starts one.",
        "调用 upload_media 上传素材即可新建项目。",
    ),
    "opened": ("Now working on {name}. {summary}", "当前项目：{name}。{summary}"),
    "started": ("Started {name}, a new and empty project.", "已新建空项目 {name}。"),
    "started_next": ("Call upload_media with the user's files.", "调用 upload_media 上传素材。"),
    "no_name": ("no project was named.", "没有指定项目。"),
    "no_job": ("there is no export {name!r}.", "没有编号为 {name!r} 的导出。"),
    "no_job_hint": ("Call export_video to make a new one.", "调用 export_video 重新导出。"),
    "silent": ("⏳ The backend has not answered yet.", "⏳ 后端尚未响应。"),
    "silent_next": (
        "Call get_timeline to see how the project stands; nothing in it is lost.",
        "请调用 get_timeline 查看项目；内容没有丢失。",
    ),
    "unknown_arguments": (
        "(Not understood, and left out: {names}. {tool} takes {known}.)",
        "（无法识别并已忽略：{names}。{tool} 的参数为 {known}。）",
    ),
    "bad_arguments": ("{tool} was not called: {problems}.", "未执行 {tool}：{problems}。"),
    "missing_argument": ("{name} is missing", "缺少 {name}"),
    "unfit_argument": ("{name} does not fit", "{name} 不合要求"),
    "bad_arguments_next": ("It takes {known}. Call it again.", "它的参数为 {known}。请重新调用。"),
    "unknown_tool": ("there is no tool {name}.", "没有名为 {name} 的工具。"),
    "unknown_tool_next": ("Call one of: {known}.", "可用的工具：{known}。"),
    "surprise": (
        "Something unexpected went wrong ({error}); the server's log has the details.",
        "发生意外错误（{error}），详情见服务日志。",
    ),
    "beginning": ("beginning", "开始"),
}

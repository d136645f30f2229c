"""What the commands say, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["COMMANDS"]

COMMANDS: Catalogue = {
    "default_message": (
        "combine these clips, add upbeat background music and cut to the beat",
        "把这些片段拼接起来，配上欢快的背景音乐，卡点剪辑",
    ),
    "default_with_song": (
        "combine these clips, use the song as the music and cut to the beat",
        "把这些片段拼接起来，用这首歌作为音乐，卡点剪辑",
    ),
    "drawing": ("Drawing the sample clips", "正在绘制示例短片"),
    "connecting": ("Connecting to the studio", "正在连接工作室"),
    "connecting_cloud": ("Connecting", "正在连接"),
    "unpacking": ("Taking the media out of the archive", "正在从归档中取出素材"),
    "uploading": ("Uploading", "正在上传"),
    "fetching": ("Fetching links", "正在获取链接"),
    "thinking": ("Editing", "正在剪辑"),
    "rendering": ("Rendering", "正在渲染"),
    "measuring": ("Measuring the film", "正在测量成片"),
    "downloading": ("Saving", "正在保存"),
    "no_clips": ("No clips were given.", "没有提供素材。"),
    "no_clips_hint": ("For example: {example}", "例如：{example}"),
    "no_project": ("there is no project {name!r}.", "没有名为 {name!r} 的项目。"),
    "projects_hint": (
        "Known projects: {names}. Give clips to make a new one.",
        "已有项目：{names}。提供素材可新建项目。",
    ),
    "no_operations": ("No operations were given.", "没有提供操作。"),
    "at_version": ("Now version {n}.", "现在是版本 {n}。"),
    "not_kept": ("Nothing was changed; it stays version {n}.", "没有任何改动，仍是版本 {n}。"),
    "which_project": ("no project was named.", "没有指定项目。"),
    "known_projects": (
        "Known projects: {names}. Name one with --project.",
        "已有项目：{names}。请用 --project 指定。",
    ),
    "both_sample": ("--sample brings its own clips.", "--sample 自带素材。"),
    "nothing_made": ("nothing was put on the timeline.", "时间线上没有任何内容。"),
    "nothing_made_hint": (
        "The clips are kept; say what to do with them: {command}",
        "素材已保留；请说明要怎么做：{command}",
    ),
    "interrupted": ("Interrupted; the project is kept.", "已中断；项目已保留。"),
    "go_on": ("Go on with: {command}", "继续请运行：{command}"),
    "tempo": (
        "{bpm:.1f} bpm, {beats} beats, {bars} bars, confidence {confidence:.0%}",
        "{bpm:.1f} bpm，{beats} 拍，{bars} 小节，置信度 {confidence:.0%}",
    ),
    "first_beats": ("First beats: {times} s", "前几拍：{times} 秒"),
    "alternatives": ("It may also be felt at {bpms} bpm.", "也可能是 {bpms} bpm。"),
    "no_beat": (
        "No steady beat was found (confidence {confidence:.0%}).",
        "没有检测到稳定的节拍（置信度 {confidence:.0%}）。",
    ),
    "silent": ("The sound is silent from start to end.", "声音从头到尾都是静音。"),
    "composing": ("Composing", "正在作曲"),
    "composed": (
        "{path}: {mood}, {bpm:.1f} bpm, {seconds:.1f} s, {lufs:.1f} LUFS",
        "{path}：{mood}，{bpm:.1f} bpm，{seconds:.1f} 秒，{lufs:.1f} LUFS",
    ),
    "page_opened": (
        "The timeline of “{name}” opens in the browser. Should it not, open the link: it works once, for five minutes.",
        "正在浏览器中打开“{name}”的时间线。如果没有打开，请手动打开链接：五分钟内可用一次。",
    ),
    "page_link": (
        "Open the link in a browser on this machine: it works once, for five minutes.",
        "请在本机浏览器中打开链接：五分钟内可用一次。",
    ),
    "page_no_browser": (
        "No browser could be opened. Open the link in one on this machine: it works once, for five minutes.",
        "无法打开浏览器。请在本机浏览器中打开链接：五分钟内可用一次。",
    ),
    "studio_running": (
        "The studio runs at {url} (process {pid}, version {version}).",
        "工作室运行于 {url}（进程 {pid}，版本 {version}）。",
    ),
    "studio_none": ("No studio is running.", "没有正在运行的工作室。"),
    "studio_stopped": ("The studio has been stopped.", "工作室已停止。"),
    "studio_faulty": ("This studio behaves badly on purpose: {names}.", "此工作室会故意出错：{names}。"),
    "faults_how": (
        "Use: nemovideo studio --fault NAME[=VALUE][:KEY=VALUE…][,NAME…], "
        "or the header X-Studio-Fault of one request.\n"
        "For each also: times=N|always, after=N (requests left alone before), on=CALL+CALL. See docs/sandbox.md.",
        "用法：nemovideo studio --fault NAME[=VALUE][:KEY=VALUE…][,NAME…]，或在单个请求中使用 X-Studio-Fault 请求头。\n"
        "通用参数：times=N|always、after=N（先放行的请求数）、on=接口+接口。详见 docs/sandbox.md。",
    ),
    "token_made": (
        "A token for {user}; it is shown this once, {path} keeps only its hash:",
        "{user} 的令牌；仅显示这一次，{path} 只保存其哈希：",
    ),
    "token_where": ("Where shall the token's hash be kept?", "令牌的哈希保存在哪里？"),
    "only_http": ("{option} goes with --http only.", "{option} 只能与 --http 一起使用。"),
    "only_http_hint": (
        "For example: nemovideo serve --http 127.0.0.1:8765",
        "例如：nemovideo serve --http 127.0.0.1:8765",
    ),
    "restored": (
        "The copy of {when} is back, with {n} later entries that could be read of the damaged file.",
        "已恢复 {when} 的备份，并从损坏的文件中读回 {n} 条较新的记录。",
    ),
    "saved_without_backup": (
        "{n} entries could be read of the damaged database; they stand in a new one.",
        "从损坏的数据库中读出 {n} 条记录，已写入新数据库。",
    ),
    "damaged_kept": ("The old file is kept as {path}.", "旧文件保留为 {path}。"),
    "studio_deaf": ("the studio of process {pid} does not take the order.", "进程 {pid} 的工作室没有响应。"),
    "studio_deaf_hint": ("End process {pid} by hand.", "请手动结束进程 {pid}。"),
}

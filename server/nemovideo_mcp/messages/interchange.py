"""Words about films that are handed over to other editors, and about edits that come from them."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.errors import MediaUnreadable
from nemovideo_mcp.messages.catalogue import Catalogue, words_of

__all__ = ["CARRIED", "FORMAT_NAMES", "INSTEAD", "INTERCHANGE", "unreadable"]

FORMAT_NAMES: Mapping[str, str] = {
    "otio": "OpenTimelineIO",
    "fcpxml": "Final Cut Pro XML",
    "xml": "Premiere Pro (FCP7 XML)",
    "edl": "EDL (CMX 3600)",
    "srt": "SubRip",
}
"""What a film can be handed over as: each is the ending of its files too."""

CARRIED: Catalogue = {
    "shots": ("shots with in and out points, and gaps", "镜头及其入点、出点和空隙"),
    "speed": ("constant speed", "恒定速度"),
    "ramp": ("speed ramps", "变速曲线"),
    "reverse": ("reversed clips", "倒放"),
    "freeze": ("frozen pictures", "定格"),
    "smooth": ("blended or interpolated slow motion", "混合或插帧慢动作"),
    "pitch": ("pitch that goes with the speed", "随速度变化的音高"),
    "dissolve": ("dissolves", "叠化"),
    "transition": ("other transitions", "其他转场"),
    "film_fade": ("fades of the film from and to black", "全片黑场淡入淡出"),
    "color_fade": ("fades of the film from and to another colour", "其他颜色的全片淡入淡出"),
    "framing": ("zoom, place and crop", "缩放、位置与裁切"),
    "rotation": ("rotation", "旋转"),
    "flip": ("mirroring", "镜像"),
    "blur_fit": ("the blurred ground behind pictures of another shape", "画面四周的模糊背景"),
    "motion": ("slow moves on photos and clips", "照片和片段上的缓慢运镜"),
    "follow": ("crops that follow the subject", "跟随主体的裁切"),
    "look": ("looks and colours", "风格与调色"),
    "look_range": ("looks for a stretch of the film", "时间段调色"),
    "title": ("titles", "标题"),
    "title_dress": ("the font, effect and motion of titles", "标题的字体、效果与动画"),
    "overlay": ("pictures over the film", "叠加画面"),
    "overlay_dress": ("rounded corners and borders of pictures", "叠加画面的圆角与边框"),
    "region": ("blurred regions", "模糊区域"),
    "captions": ("captions", "字幕"),
    "gain": ("the volume of clips and music", "片段与音乐的音量"),
    "sound_fade": ("fades of sound", "声音的淡入淡出"),
    "ranges": ("volume for a stretch of the music", "音乐的分段音量"),
    "under_speech": ("music that goes down under speech", "说话时自动压低音乐"),
    "beat_effects": ("effects on the beat", "节拍特效"),
    "marks": ("beats and cuts as markers", "节拍与剪切点标记"),
}
"""What a film may have; a format carries each or leaves it out."""

INSTEAD: Catalogue = {
    "ramp": ("they run at their mean speed there", "在那里以平均速度播放"),
    "transition": ("they are dissolves there", "在那里是叠化"),
    "captions": ("they are in the SRT file beside it", "它们在旁边的 SRT 文件中"),
    "title": ("their words are markers there", "文字在那里是标记"),
}
"""What stands in the place of something that a format leaves out."""

INTERCHANGE: Catalogue = {
    "left_out_of": ("{what} ({clips})", "{what}（{clips}）"),
    "instead": ("{left_out}: {instead}", "{left_out}：{instead}"),
    "no_music": ("there is no composed piece {name} on the timeline.", "时间线上没有作曲 {name}。"),
    "no_music_hint": ("Read the timeline: its music has an id.", "请查看时间线，其中列有音乐的编号。"),
    "no_format": ("{kind} is not a format that films are handed over in.", "不支持以 {kind} 格式交付。"),
    "no_format_hint": ("There are {known}.", "支持的格式：{known}。"),
    "no_locations": ("`locations` does not say where files will be.", "`locations` 没有说明文件的位置。"),
    "no_locations_hint": (
        'Send {{"locations": {{"<media id>": "media/clip.mp4"}}}}.',
        '请发送 {{"locations": {{"<媒体编号>": "media/clip.mp4"}}}}。',
    ),
    "mend_line": (
        "Correct that line, or export the file again from where it came.",
        "请更正该行，或从原软件重新导出。",
    ),
    "export_again": (
        "Export it again from where it came, or leave it out.",
        "请从原软件重新导出，或不使用该文件。",
    ),
    "no_edit": (
        "it is no edit of another program that can be read (otio, fcpxml, xml, edl)",
        "它不是可读取的剪辑工程（otio、fcpxml、xml、edl）",
    ),
    "no_timeline": ("there is no timeline in it", "其中没有时间线"),
    "no_xml": ("its XML is damaged: {detail}", "其 XML 已损坏：{detail}"),
    "no_otio": ("it is no OpenTimelineIO file: {detail}", "它不是 OpenTimelineIO 文件：{detail}"),
    "entities": ("it declares entities, which no editor writes", "其中声明了实体，剪辑软件不会这样写"),
    "too_deep": ("it is nested too deeply", "其嵌套过深"),
    "too_many": ("it has more than 20,000 clips", "其中的片段超过 20000 个"),
    "too_large": ("it is larger than 32 MB", "它大于 32 MB"),
    "too_many_members": (
        "it holds more than {count} files; unpack it, and give its content.otio",
        "其中的文件超过 {count} 个；请解压后使用其中的 content.otio",
    ),
    "unpacked_too_large": (
        "the media in it are larger than {limit_mb} MB when unpacked; unpack it, and give its content.otio",
        "其中的素材解压后超过 {limit_mb} MB；请解压后使用其中的 content.otio",
    ),
    "member_encrypted": (
        "it is encrypted in {archive}; unpack it with its password, and put it beside {archive}",
        "它在 {archive} 中已加密；请用密码解压后放在 {archive} 旁边",
    ),
    "member_method": (
        "it is packed in {archive} by a method that is not read here; unpack it, and put it beside {archive}",
        "它在 {archive} 中的压缩方式无法读取；请解压后放在 {archive} 旁边",
    ),
    "member_damaged": (
        "it is damaged in {archive}; put the original beside {archive}, or export the archive again",
        "它在 {archive} 中已损坏；请把原文件放在 {archive} 旁边，或重新导出该归档",
    ),
    "member_leads_out": (
        "its place in {archive} is no plain one inside it; unpack it, and put it beside {archive}",
        "它在 {archive} 中的路径不安全；请解压后放在 {archive} 旁边",
    ),
    "member_no_media": (
        "what {archive} holds under this name is no film, picture or sound; put the original beside {archive}",
        "{archive} 中该名称的内容不是视频、图片或声音；请把原文件放在 {archive} 旁边",
    ),
    "no_beats": (
        "there are no beats in it that can be read (CSV, Audacity labels, rekordbox XML, Ableton Live set, "
        "Sonic Visualiser layer)",
        "其中没有可读取的节拍（CSV、Audacity 标签、rekordbox XML、Ableton Live 工程、Sonic Visualiser 图层）",
    ),
    "beats_too_large": (
        "it is too large for a file of beats: 4 MB of text or 32 MB of XML are the most",
        "对节拍文件来说太大：文本最多 4 MB，XML 最多 32 MB",
    ),
    "too_many_beats": ("it has more than {count} beats", "其中的节拍超过 {count} 个"),
    "too_many_tracks": ("it has more than {count} tracks", "其中的曲目超过 {count} 首"),
    "no_time": ("line {line} has no time in seconds: “{text}”", "第 {line} 行没有秒数：“{text}”"),
    "line_too_long": ("line {line} is longer than 10,000 characters", "第 {line} 行超过 10000 个字符"),
    "time_below_zero": (
        "line {line} is before the song’s start: “{text}”",
        "第 {line} 行早于歌曲开头：“{text}”",
    ),
    "time_too_late": ("line {line} is later than 24 hours: “{text}”", "第 {line} 行超过 24 小时：“{text}”"),
    "beats_too_near": (
        "line {line} is a beat {gap_ms} ms after that of line {other}: no music is so fast",
        "第 {line} 行的节拍距第 {other} 行只有 {gap_ms} 毫秒：没有这么快的音乐",
    ),
    "no_tempo": (
        "its beats of “{track}” have a tempo that no music has: “{bpm}” a minute",
        "其中“{track}”的速度不合理：每分钟“{bpm}”拍",
    ),
    "no_cue_time": (
        "{field} of “{track}” is no time in seconds: “{value}”",
        "“{track}”的 {field} 不是秒数：“{value}”",
    ),
    "no_frame": ("point {point} has no frame: “{frame}”", "第 {point} 个点没有帧号：“{frame}”"),
    "no_set": ("it is no set of Ableton Live", "它不是 Ableton Live 工程"),
    "set_too_large": ("the set is larger than 32 MB when unpacked", "工程解压后大于 32 MB"),
    "no_warped_clip": (
        "the set has no audio clip that is warped, so it tells no beats of a file",
        "工程中没有开启 Warp 的音频片段，因此没有节拍信息",
    ),
    "no_captions": ("the film has no captions.", "影片没有字幕。"),
    "no_captions_hint": (
        "Add captions first, for example from an SRT file.",
        "请先添加字幕，例如导入 SRT 文件。",
    ),
    "handing_over": ("Writing the project", "正在写出项目"),
    "is_command": (
        "a project for another editor has a command of its own; no film was made.",
        "交给其他剪辑软件的工程由单独的命令写出；没有生成影片。",
    ),
    "is_command_hint": (
        "nemovideo export --project {project} --as {kind}",
        "nemovideo export --project {project} --as {kind}",
    ),
    "handed_over_next": (
        "Open it in the other editor. An edit that comes back is uploaded like a clip; open_edit opens it.",
        "请在其他剪辑软件中打开。改好的工程可像素材一样上传，再用 open_edit 打开。",
    ),
    "handed_over": ("Written: {path}", "已写出：{path}"),
    "with_files": ("Files that go with it: {count}, in {folder}", "附带 {count} 个文件，位于 {folder}"),
    "linked": (
        "It names {count} of your files where they are; on another machine they have to be copied along.",
        "其中引用了 {count} 个你自己的文件；换机器时请一并复制。",
    ),
    "left_out_head": ("Not carried by this format: {list}", "该格式无法携带：{list}"),
    "cloud": (
        "only the local studio can hand a film over to another editor.",
        "只有本地工作室可以把影片交给其他剪辑软件。",
    ),
    "cloud_hint": ("Export the film as a video.", "请把影片导出为视频。"),
}


def unreadable(key: str, **fields: object) -> MediaUnreadable:
    """The error of a file of another program, or of one in it, that cannot be read, for the reason of that key.

    Of the fields that fill in the words, `name` is what the file is called.
    """
    hint = words_of(INTERCHANGE, "mend_line" if "line" in fields else "export_again").pair()
    named = {"name": fields["name"]} if "name" in fields else {}
    return MediaUnreadable(**named, reason=words_of(INTERCHANGE, key, **fields).pair(), hint=hint)

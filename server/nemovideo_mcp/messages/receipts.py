"""What a receipt says of the exported film."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["BASES", "PROBLEMS", "REMARKS"]

PROBLEMS: Catalogue = {
    "sound_late": (
        "The sound comes about {shift_ms} ms later than the pictures.",
        "声音比画面晚约 {shift_ms} 毫秒。",
    ),
    "sound_early": (
        "The sound comes about {shift_ms} ms earlier than the pictures.",
        "声音比画面早约 {shift_ms} 毫秒。",
    ),
    "sound_drifts": (
        "The sound drifts against the pictures: {first_by_ms} ms at the start, {last_by_ms} ms at the end (+ is late).",
        "声音与画面逐渐错开：开头 {first_by_ms} 毫秒，结尾 {last_by_ms} 毫秒（+ 表示偏晚）。",
    ),
    "sound_changed": (
        "The sound is not the edit's: it was replaced, changed, or moved by more than a second.",
        "声音不是编辑中的声音：已被替换、更改，或移动超过一秒。",
    ),
    "other_cuts": (
        "The pictures are not those of the plan in the file: {unseen} of its {planned} cuts show nothing,"
        " and {other} stand elsewhere.",
        "画面与文件中的编辑计划不符：计划的 {planned} 个剪辑点中有 {unseen} 个看不到，另有 {other} 个在别处。",
    ),
    "plan_damaged": (
        "The plan that the file carries cannot be read, so its cuts and beats were measured without it.",
        "文件携带的编辑计划无法读取，因此剪辑点和节拍是在没有计划的情况下测量的。",
    ),
    "cuts_off_beat": (
        "Not on a beat: {count} of the edit's cuts, at {times_ms}.",
        "{count} 个计划的剪辑点不在节拍上：{times_ms}。",
    ),
    "cuts_moved": (
        "Not where the edit has them: {count} of its cuts, now at {times_ms}.",
        "{count} 个剪辑点与编辑中的位置不符：{times_ms}。",
    ),
    "transition_hard": (
        "The cut at {place_at_ms} is hard, where the edit has a transition.",
        "{place_at_ms} 处是硬切，而编辑中此处有转场。",
    ),
    "transition_moved": (
        "The transition that the edit has at {place_at_ms} has its middle at {middle_at_ms}.",
        "编辑中位于 {place_at_ms} 的转场，实际中点在 {middle_at_ms}。",
    ),
    "transition_length": (
        "The transition at {place_at_ms} lasts {measured_s} s instead of {asked_s} s.",
        "{place_at_ms} 处的转场时长为 {measured_s} 秒，而不是 {asked_s} 秒。",
    ),
    "region_lost": (
        "From {start_at_ms} to {end_at_ms} a blurred region could not find what it follows, and stood still:"
        " look there, and give that time a region with a place of its own.",
        "从 {start_at_ms} 到 {end_at_ms}，模糊区域找不到跟随的目标，停在原处：请检查这一段，并为它单独指定位置。",
    ),
    "no_beat": (
        "No steady beat was heard, so the cuts could not be compared with one.",
        "没有听到稳定的节拍，无法与剪辑点比较。",
    ),
    "no_sound": (
        "The edit has sound, and the file has none. Export it again.",
        "编辑中有声音，但文件没有声音。请重新导出。",
    ),
    "no_picture": ("The file holds no pictures.", "文件中没有画面。"),
    "silent": ("The sound is silent from start to end.", "声音从头到尾都是静音。"),
    "sound_ends_early": (
        "The sound ends {gap_ms} ms before the pictures.",
        "声音比画面早结束 {gap_ms} 毫秒。",
    ),
    "sound_ends_late": (
        "The sound goes on for {gap_ms} ms after the pictures.",
        "声音比画面晚结束 {gap_ms} 毫秒。",
    ),
    "duration": (
        "It lasts {measured_at_ms} instead of {asked_at_ms}.",
        "时长为 {measured_at_ms}，而不是 {asked_at_ms}。",
    ),
    "size": (
        "The picture is {width}×{height} instead of {asked_width}×{asked_height}.",
        "画面尺寸为 {width}×{height}，而不是 {asked_width}×{asked_height}。",
    ),
    "frame_rate": (
        "It runs at {measured} frames a second instead of {asked}.",
        "帧率为 {measured}，而不是 {asked}。",
    ),
    "loudness": (
        "It is {measured} LUFS loud; {asked} ± 1 was the aim.",
        "响度为 {measured} LUFS，目标是 {asked} ± 1。",
    ),
    "peak": (
        "Its true peak is {measured} dBTP; it may crackle above −1.",
        "真峰值为 {measured} dBTP，高于 −1 可能爆音。",
    ),
    "black": (
        "The picture is black from {start_at_ms} to {end_at_ms}.",
        "画面从 {start_at_ms} 到 {end_at_ms} 是黑的。",
    ),
    "frozen": (
        "The picture stands still from {start_at_ms} to {end_at_ms}, and the edit has no still there.",
        "画面从 {start_at_ms} 到 {end_at_ms} 静止不动，而编辑中此处没有定格或图片。",
    ),
    "quiet": (
        "Nothing is heard from {start_at_ms} to {end_at_ms}, where the edit has sound.",
        "从 {start_at_ms} 到 {end_at_ms} 没有声音，而编辑中此处应有声音。",
    ),
    "clipped": (
        "The sound is clipped from {start_at_ms} to {end_at_ms}: the tops of the wave are cut off.",
        "声音从 {start_at_ms} 到 {end_at_ms} 削波：波峰被截平。",
    ),
    "mono_cancels": (
        "From one loudspeaker, as on many phones, next to nothing is heard: the left and right channels cancel out.",
        "在单扬声器（如许多手机）上几乎听不到声音：左右声道互相抵消。",
    ),
    "beat_level": (
        "In doubt: the edit counts {planned} beats a minute, but {heard} are heard in the finished sound. If the film "
        "feels off the beat, the song was counted at the wrong level.",
        "存疑：编辑按每分钟 {planned} 拍计算，但成片声音中听到的是 {heard} 拍。"
        "如果感觉不合拍，就是歌曲的拍速层级数错了。",
    ),
    "beat_open": (
        "In doubt: the edit counts {planned} beats a minute, but the song may also be felt at {others}.",
        "存疑：编辑按每分钟 {planned} 拍计算，但这首歌也可能是每分钟 {others} 拍。",
    ),
    "beat_late": (
        "In doubt: the edit's beats come {shift_ms} ms after those that are heard in the finished sound.",
        "存疑：编辑中的节拍比成片声音中听到的节拍晚 {shift_ms} 毫秒。",
    ),
    "beat_early": (
        "In doubt: the edit's beats come {shift_ms} ms before those that are heard in the finished sound.",
        "存疑：编辑中的节拍比成片声音中听到的节拍早 {shift_ms} 毫秒。",
    ),
    "beat_half": (
        "In doubt: the edit's beats stand halfway between those that are heard in the finished sound.",
        "存疑：编辑中的节拍落在成片声音中两个节拍的正中间。",
    ),
    "beat_drifts": (
        "In doubt: the edit's beats drift against those that are heard in the finished sound: {first_by_ms} ms at the "
        "start, {last_by_ms} ms at the end (+ is late).",
        "存疑：编辑中的节拍与成片声音中听到的节拍逐渐错开：开头 {first_by_ms} 毫秒，结尾 {last_by_ms} 毫秒"
        "（+ 表示偏晚）。",
    ),
    "pictures_not_as_rendered": (
        "From {start_at_ms} on the file does not hold the pictures that were rendered: it was joined wrongly, or"
        " changed afterwards. Export it again.",
        "从 {start_at_ms} 起，文件中的画面不是渲染出的画面：合成有误或之后被改动。请重新导出。",
    ),
    "sound_not_as_rendered": (
        "From {start_at_ms} on the file does not hold the sound that was mixed, or not at its time: it was joined"
        " wrongly, or changed afterwards. Export it again.",
        "从 {start_at_ms} 起，文件中的声音不是混音得到的声音，或时间不对：合成有误或之后被改动。请重新导出。",
    ),
    "damaged": (
        "Packets of pictures that cannot be decoded: {count}.",
        "有 {count} 个画面数据包无法解码。",
    ),
}

BASES: Catalogue = {
    "plan_and_music": (
        "Held against the plan in the file; its music was found in the sound.",
        "已与文件中的编辑计划比对，并在声音中找到了计划的音乐。",
    ),
    "plan": (
        "Held against the plan in the file; the beats are those that were heard.",
        "已与文件中的编辑计划比对；节拍由声音检测得出。",
    ),
    "no_plan": (
        "There is no plan in the file: every cut that can be seen counts, and the beats are those that were heard.",
        "文件中没有编辑计划：所有可见的剪辑点都计入，节拍由声音检测得出。",
    ),
    "parts": (
        "Its parts were decoded and measured while it was rendered; the packets of the film are theirs.",
        "各片段在渲染时已解码检测；成片的数据包与各片段逐一比对一致。",
    ),
    "film": ("The whole film was decoded.", "已对成片完整解码检测。"),
}

REMARKS: Catalogue = {
    "draft": (
        "This is a draft of {width}×{height} for a look; export in standard quality when you like it.",
        "这是 {width}×{height} 的草稿，仅供预览；满意后请以标准质量导出。",
    ),
    "hardware": ("Encoded by the graphics hardware ({encoder}).", "由显卡硬件编码（{encoder}）。"),
    "no_hardware": (
        "No encoder of the graphics hardware works here for {codec}; {encoder} encoded the film.",
        "本机没有可用的 {codec} 硬件编码器；影片由 {encoder} 编码。",
    ),
    "hardware_failed": (
        "The encoder of the graphics hardware ({hardware}) failed, so {encoder} encoded the whole film.",
        "硬件编码器（{hardware}）出错，整部影片改由 {encoder} 编码。",
    ),
    "too_long": (
        "{platform} takes films of up to {most}; this one has {length}.",
        "{platform} 最长接受 {most}；本片长 {length}。",
    ),
    "beats_given": (
        "The beats of the music are those of {source}; none were heard to compare them with.",
        "音乐的节拍来自 {source}；没有听到可供比较的节拍。",
    ),
    "beats_given_off": (
        "The beats of the music are those of {source}; those that were heard differ by {off_ms} ms (median).",
        "音乐的节拍来自 {source}；与听到的节拍相差 {off_ms} 毫秒（中位数）。",
    ),
    "chosen_again": (
        "Shots that were black or stood still, and were chosen again before this export: {count}.",
        "有 {count} 个镜头是黑屏或静止的，在本次导出前已重新选取。",
    ),
    "jump_cuts": (
        "Jump cuts inside one take: {count}, at {times_ms}.",
        "同一镜头内的跳切：{count} 处，在 {times_ms}。",
    ),
    "flash_frames": (
        "Flash frames (shots of one to three frames): {count}, at {times_ms}.",
        "闪帧（只有一到三帧的镜头）：{count} 处，在 {times_ms}。",
    ),
}

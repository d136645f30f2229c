"""What auto-edit says of a film beside what was done: a table of bilingual sentences."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import cast

from nemovideo_mcp.edit.wording import Words, names_of, seconds
from nemovideo_mcp.timeline.footage import faults_in
from nemovideo_mcp.timeline.media import FootageFaultKind, MediaItem
from nemovideo_mcp.timeline.model import VideoClip

__all__ = ["faults_shown", "note"]

_NOTES: Mapping[str, Words] = {
    "too_short": Words(
        "You asked for {asked_ms} s, but all the clips together are {available_ms} s long, so that is the length.",
        "您要 {asked_ms} 秒，但所有片段加起来只有 {available_ms} 秒，所以就是这个长度。",
    ),
    "left_out": Words(
        "{count} clips found no room in this length: {names}.", "这个长度放不下 {count} 个片段：{names}。"
    ),
    "song_looped": Words(
        "“{name}” is shorter than the video, so it is repeated.", "“{name}”比视频短，所以循环播放。"
    ),
    "no_beat": Words(
        "No steady beat could be found in “{name}”, so the cuts are evenly spaced and not on a beat.",
        "在“{name}”里找不到稳定的节拍，所以镜头是均匀切换的，没有卡在节拍上。",
    ),
    "level_slower": Words(
        "The beat of “{name}” was taken at {bpm} a minute, but may be felt at {other}: say “half time” if the cuts "
        "come too quickly.",
        "“{name}”的节拍按每分钟 {bpm} 拍计算，但也可能是 {other} 拍：如果切换太快，请说“节奏慢一点”。",
    ),
    "level_faster": Words(
        "The beat of “{name}” was taken at {bpm} a minute, but may be felt at {other}: say “double time” if the cuts "
        "come too slowly.",
        "“{name}”的节拍按每分钟 {bpm} 拍计算，但也可能是 {other} 拍：如果切换太慢，请说“节奏快一点”。",
    ),
    "beat_unsure": Words(
        "The beat of “{name}” is in doubt: {bpm} a minute is only the likeliest.",
        "“{name}”的节拍不确定：每分钟 {bpm} 拍只是最可能的结果。",
    ),
    "silent": Words(
        "“{name}” is silent from start to end: there is no music to hear, and no beat to cut to.",
        "“{name}”从头到尾都是静音：听不到音乐，也没有节拍可以卡点。",
    ),
    "ends_film": Words(
        "The film is as long as “{name}” goes on; name a length, and the song is repeated.",
        "影片长度以“{name}”为准；如果需要更长，请说明时长，歌曲会循环播放。",
    ),
    "played_once": Words(
        "“{name}” is shorter than a second, so it is heard once and not repeated.",
        "“{name}”不到一秒，所以只播放一次，不循环。",
    ),
    "own_cuts": Words(
        "Cuts inside your own clips that could not be put on a beat: {count}.",
        "您的片段内部自带的 {count} 处切换无法对上节拍。",
    ),
    "fault_shown": Words(
        "{fault} of {names} are shown all the same: there was nothing else in it that fits.",
        "{names} 里{fault}也用上了：其中没有别的合适画面。",
    ),
    "cuts_kept": Words("Every cut keeps its place in the music.", "每个切点在音乐中的位置不变。"),
    "cuts_anew": Words(
        "The new music has another tempo, so the cuts were chosen anew.",
        "新音乐的速度不同，所以重新选择了切点。",
    ),
    "cuts_off": Words(
        "The new music has another beat: {count} cuts are off it now. A new auto-edit would put them on it.",
        "新音乐的节拍不同：现在有 {count} 个切点不在节拍上。重新自动剪辑即可对齐。",
    ),
    "half_beats": Words(
        "Cuts on half beats, because there are many clips: {count}.",
        "片段很多，所以有 {count} 个切点在半拍上。",
    ),
    "cuts_met": Words(
        "Of the footage's own cuts, {on} of {count} meet a beat within 45 ms.",
        "素材自身的 {count} 处切换中有 {on} 处与节拍相差不超过 45 毫秒。",
    ),
    "drop_at": Words("The drop falls at {at_ms} s, on a bar.", "高潮点落在 {at_ms} 秒的小节线上。"),
    "uploaded_song": Words(
        "I took the song that you uploaded; name a mood if you would rather have music composed.",
        "我用了您上传的歌；如果想要原创音乐，请说明风格。",
    ),
    "pinned": Words(
        "Clips that were edited by name stayed as they are: {names}.", "单独编辑过的片段保持不变：{names}。"
    ),
    "default_frame": Words(
        "{ratio} is this skill's default; say “make it {other}” for the clips' own shape.",
        "{ratio} 是此技能的默认画面；说“改成 {other}”即可用素材自身的比例。",
    ),
    "default_montage": Words(
        "Music and cuts on the beat are this skill's default; say “no music” to do without.",
        "配乐和卡点是此技能的默认做法；不需要请说“不要音乐”。",
    ),
    "default_music": Words(
        "Music is this skill's default; say “no music” to do without.",
        "配乐是此技能的默认做法；不需要请说“不要音乐”。",
    ),
    "default_cut": Words(
        "Cutting to the beat is this skill's default; say “don't cut to the beat” for whole clips.",
        "卡点剪辑是此技能的默认做法；想保留完整片段请说“不要卡点”。",
    ),
    "matched_calm": Words("The pictures are calm, so the music is {mood}.", "画面平静，所以用了{mood}音乐。"),
    "matched_easy": Words(
        "The pictures move gently, so the music is {mood}.", "画面舒缓，所以用了{mood}音乐。"
    ),
    "matched_lively": Words(
        "The pictures are lively, so the music is {mood}.", "画面活跃，所以用了{mood}音乐。"
    ),
    "matched_wild": Words(
        "There is a lot of motion in the pictures, so the music is {mood}.",
        "画面动感强烈，所以用了{mood}音乐。",
    ),
}

_FAULTS: Mapping[FootageFaultKind, Words] = {
    "black": Words("Black pictures", "全黑的画面"),
    "fade": Words("Pictures that fade", "淡入淡出的画面"),
    "burnt": Words("Overexposed pictures", "过曝的画面"),
    "blurred": Words("Blurred pictures", "模糊的画面"),
    "frozen": Words("Frozen pictures", "静止的画面"),
    "empty": Words("Empty pictures", "空无一物的画面"),
    "shaky": Words("Shaky pictures", "抖动的画面"),
    "flash": Words("Flashing pictures", "闪烁的画面"),
    "credits": Words("Text cards", "字幕卡画面"),
}


def faults_shown(clips: Iterable[VideoClip], items: Iterable[MediaItem]) -> list[Words]:
    """One sentence for each kind of fault that the clips show of their footage, because there was nothing else."""
    known = {item.media_id: item for item in items}
    found: dict[FootageFaultKind, dict[str, None]] = {}
    for clip in clips:
        item = known.get(clip.media_id)
        for fault in faults_in(item and item.analysis, clip.source_start_ms, clip.source_end_ms):
            found.setdefault(fault.kind, {})[clip.name] = None
    return [note("fault_shown", fault=_FAULTS[kind], names=list(names)) for kind, names in found.items()]


def note(key: str, /, **fields: object) -> Words:
    """The sentence of `key`; fields that end in `_ms` are told in seconds, lists as names, `Words` by language."""
    en, zh = _NOTES[key]
    shown = {name: _shown(name, value) for name, value in fields.items()}
    return Words(
        en.format_map({name: words.en for name, words in shown.items()}),
        zh.format_map({name: words.zh for name, words in shown.items()}),
    )


def _shown(name: str, value: object) -> Words:
    if isinstance(value, Words):
        return value
    if name.endswith("_ms") and isinstance(value, int | float):
        return Words(seconds(value), seconds(value))
    if isinstance(value, list | tuple):
        return names_of([str(item) for item in cast("Sequence[object]", value)])
    return Words(str(value), str(value))

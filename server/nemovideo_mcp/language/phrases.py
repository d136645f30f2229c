"""What the director says, in English and Chinese. Data only; `replies.py` puts it together."""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["DONE", "FEATURES", "NOTES", "SUGGESTIONS", "WORDS"]

Pair = Mapping[str, str]

DONE: Mapping[str, Pair] = {
    "undone": {
        "en": "{message} undone, version {number} is back",
        "zh": "已撤销{message}，回到版本 {number}",
    },
    "undone_several": {
        "en": "several edits undone, version {number} is back",
        "zh": "已撤销多次修改，回到版本 {number}",
    },
    "undone_all": {"en": "undone, the project is empty again", "zh": "已撤销，项目回到空白状态"},
    "redone": {"en": "undo taken back, version {number} is there again", "zh": "已重做，回到版本 {number}"},
    "restored": {"en": "version {number} is back", "zh": "已恢复版本 {number}"},
    "combined": {"en": "{count} clips combined", "zh": "已合并 {count} 个片段"},
    "combined_one": {"en": "one clip on the timeline", "zh": "已放入 1 个片段"},
    "trimmed": {"en": "length {length}", "zh": "时长改为 {length}"},
    "composed": {"en": "{mood} music composed for it", "zh": "已为视频创作{mood}风格的音乐"},
    "song": {"en": "“{name}” as the music", "zh": "已用“{name}”作为音乐"},
    "cut": {"en": "cut to the beat", "zh": "已卡点剪辑"},
    "recut": {"en": "cuts made anew ({pace})", "zh": "已重新剪辑（{pace}）"},
    "uncut": {"en": "no longer cut to the beat", "zh": "已取消卡点"},
    "title": {"en": "title “{text}” added", "zh": "已加标题“{text}”"},
    "title_end": {"en": "title “{text}” added at the end", "zh": "已在片尾加标题“{text}”"},
    "no_title": {"en": "title removed", "zh": "已删除标题"},
    "no_music": {"en": "music removed", "zh": "已去掉音乐"},
    "aspect": {"en": "frame {ratio}", "zh": "画面改为 {ratio}"},
    "fit_blur": {"en": "edges filled with a blurred picture", "zh": "边缘用模糊画面填充"},
    "fit_cover": {"en": "picture cropped to fill the frame", "zh": "画面裁剪填满"},
    "fit_contain": {"en": "whole picture shown, with bars", "zh": "完整显示画面，留黑边"},
    "music_volume": {"en": "music at {percent} %", "zh": "音乐音量 {percent}%"},
    "clip_volume": {"en": "the clips' own sound at {percent} %", "zh": "视频原声音量 {percent}%"},
    "clip_mute": {"en": "the clips' own sound muted", "zh": "视频原声已静音"},
}

NOTES: Mapping[str, Pair] = {
    "too_short": {
        "en": "You asked for {asked_ms}, but all the clips together are {available_ms} long, so that is the length.",
        "zh": "您要 {asked_ms}，但所有片段加起来只有 {available_ms}，所以就是这个长度。",
    },
    "left_out": {
        "en": "{count} clips found no room in this length: {names}.",
        "zh": "这个长度放不下 {count} 个片段：{names}。",
    },
    "song_looped": {
        "en": "“{name}” is shorter than the video, so it is repeated.",
        "zh": "“{name}”比视频短，所以循环播放。",
    },
    "no_beat": {
        "en": "No steady beat could be found in “{name}”, so the cuts are evenly spaced and not on a beat.",
        "zh": "在“{name}”里找不到稳定的节拍，所以镜头是均匀切换的，没有卡在节拍上。",
    },
    "own_cuts": {
        "en": "Cuts inside your own clips that could not be put on a beat: {count}.",
        "zh": "您的片段内部自带的 {count} 处切换无法对上节拍。",
    },
    "cuts_kept": {
        "en": "Every cut keeps its place in the music.",
        "zh": "每个切点在音乐中的位置不变。",
    },
    "cuts_anew": {
        "en": "The new music has another length in bars, so the cuts were chosen anew.",
        "zh": "新音乐的小节数不同，所以重新选择了切点。",
    },
    "half_beats": {
        "en": "Cuts on half beats, because there are many clips: {count}.",
        "zh": "片段很多，所以有 {count} 个切点在半拍上。",
    },
    "music_for_cut": {
        "en": "There was no music to cut to, so I added some.",
        "zh": "还没有音乐可以卡点，所以我加了一段。",
    },
    "uploaded_song": {
        "en": "I took the song that you uploaded; name a mood if you would rather have music composed.",
        "zh": "我用了您上传的歌；如果想要原创音乐，请说明风格。",
    },
    "song_missing": {
        "en": "No song has been uploaded yet, so the music is as it was.",
        "zh": "还没有上传歌曲，所以音乐没有改动。",
    },
    "song_unknown": {
        "en": "There is no uploaded song called “{name}”, so the music is as it was.",
        "zh": "没有名为“{name}”的上传歌曲，所以音乐没有改动。",
    },
    "song_tempo": {
        "en": "The tempo of an uploaded song cannot be changed yet.",
        "zh": "目前还不能改变上传歌曲的速度。",
    },
    "cut_needs_music": {
        "en": "Without music there is no beat to cut to, so the cuts are as they were.",
        "zh": "没有音乐就没有节拍可卡，所以剪辑没有改动。",
    },
    "music_missing": {
        "en": "There is no music yet, so there is no volume to set.",
        "zh": "还没有音乐，无法调整音量。",
    },
    "no_own_sound": {
        "en": "These clips have no sound of their own.",
        "zh": "这些片段没有原声。",
    },
    "only_sound": {
        "en": "The music is the only sound, and exports are brought to −14 LUFS, so it will be as loud as before.",
        "zh": "音乐是唯一的声音，而导出时响度会统一到 −14 LUFS，所以听起来会一样响。",
    },
    "clip_number": {
        "en": "There is no clip “{which}”; there are {count}.",
        "zh": "没有片段“{which}”；一共有 {count} 个。",
    },
    "dropped": {
        "en": "Left out: {names}. Say “combine these clips” to take all in again.",
        "zh": "已从视频中拿掉：{names}。说“把这些片段拼起来”即可全部放回。",
    },
    "last_clip": {
        "en": "Nothing would be left without it, so the clips are as they were.",
        "zh": "拿掉之后就没有片段了，所以片段没有改动。",
    },
    "length_wanted": {
        "en": "There is no length yet to go by; name one, for example “make it 15 seconds”.",
        "zh": "目前还没有时长可以参照；请说一个，例如“缩短到 15 秒”。",
    },
    "quarter_shorter": {
        "en": "No length was named, so a quarter was taken off.",
        "zh": "没有说具体时长，所以缩短了四分之一。",
    },
    "quarter_longer": {
        "en": "No length was named, so a quarter was asked for on top.",
        "zh": "没有说具体时长，所以按加长四分之一处理。",
    },
    "not_in_film": {
        "en": "Uploaded, but not in the video: {names}. Say “combine these clips” to take them in.",
        "zh": "已上传但不在视频里：{names}。说“把这些片段拼起来”即可加入。",
    },
    "cuts_met": {
        "en": "Of the footage's own cuts, {on} of {count} meet a beat within 45 ms.",
        "zh": "素材自身的 {count} 处切换中有 {on} 处与节拍相差不超过 45 毫秒。",
    },
    "default_frame": {
        "en": "{ratio} is this skill's default; say “make it {other}” for the clips' own shape.",
        "zh": "{ratio} 是此技能的默认画面；说“改成 {other}”即可用素材自身的比例。",
    },
    "default_montage": {
        "en": "Music and cuts on the beat are this skill's default; say “no music” to do without.",
        "zh": "配乐和卡点是此技能的默认做法；不需要请说“不要音乐”。",
    },
    "default_music": {
        "en": "Music is this skill's default; say “no music” to do without.",
        "zh": "配乐是此技能的默认做法；不需要请说“不要音乐”。",
    },
    "default_cut": {
        "en": "Cutting to the beat is this skill's default; say “don't cut to the beat” for whole clips.",
        "zh": "卡点剪辑是此技能的默认做法；想保留完整片段请说“不要卡点”。",
    },
    "matched_calm": {
        "en": "The pictures are calm, so the music is {mood}.",
        "zh": "画面平静，所以用了{mood}音乐。",
    },
    "matched_easy": {
        "en": "The pictures move gently, so the music is {mood}.",
        "zh": "画面舒缓，所以用了{mood}音乐。",
    },
    "matched_lively": {
        "en": "The pictures are lively, so the music is {mood}.",
        "zh": "画面活跃，所以用了{mood}音乐。",
    },
    "matched_wild": {
        "en": "There is a lot of motion in the pictures, so the music is {mood}.",
        "zh": "画面动感强烈，所以用了{mood}音乐。",
    },
    "title_text": {
        "en": "What should the title say? For example: add a title “Paradise Found”.",
        "zh": "标题写什么？例如：加标题“东京之夜”。",
    },
    "redo_how": {"en": "Say “redo” to have it again.", "zh": "说“重做”即可恢复。"},
    "no_undo": {"en": "There is nothing to undo.", "zh": "没有可以撤销的修改。"},
    "no_redo": {
        "en": "Nothing was undone last, so there is nothing to redo.",
        "zh": "最近没有撤销过，所以没有可以重做的。",
    },
    "no_version": {
        "en": "There is no version {number}; the last one is {last}.",
        "zh": "没有版本 {number}；最后一个是 {last}。",
    },
    "same_version": {
        "en": "Version {number} is what is there now; nothing was changed.",
        "zh": "现在就是版本 {number}，没有改动。",
    },
    "already": {"en": "It is that way already; nothing was changed.", "zh": "已经是这样了，没有改动。"},
    "kept": {"en": "Nothing was changed.", "zh": "没有改动。"},
    "export": {"en": "The edit is ready to be exported.", "zh": "现在可以导出了。"},
    "no_clips": {
        "en": "There are no video clips or photos in this project yet, so nothing was changed. Upload at least one first.",
        "zh": "项目里还没有视频或照片，所以没有改动。请先上传至少一个。",
    },
    "only_song": {
        "en": "I have your song, but no video clips or photos yet, so nothing was changed. Upload at least one first.",
        "zh": "歌曲已收到，但还没有视频或照片，所以没有改动。请先上传至少一个。",
    },
    "unknown": {"en": "I did not understand {words}.", "zh": "我没有听懂{words}。"},
    "unknown_all": {
        "en": "I did not understand {words}, so nothing was changed.",
        "zh": "我没有听懂{words}，所以没有改动。",
    },
    "empty": {"en": "The message was empty, so nothing was changed.", "zh": "消息是空的，所以没有改动。"},
    "cannot": {"en": "I cannot do this yet: {features}.", "zh": "目前还不能：{features}。"},
    "cannot_all": {
        "en": "I cannot do this yet: {features}. Nothing was changed.",
        "zh": "目前还不能：{features}。没有改动。",
    },
    "suggest": {"en": "Sentences that work here: {sentences}.", "zh": "这里可以说：{sentences}。"},
}

# what there is not, by the names that `cannot:` rules give it
FEATURES: Mapping[str, Pair] = {
    "voice": {"en": "voice-over and speech", "zh": "旁白和配音"},
    "sound_effects": {"en": "sound effects", "zh": "音效"},
    "captions": {"en": "subtitles from speech", "zh": "语音识别字幕"},
    "transition": {"en": "transitions and fades", "zh": "转场和淡入淡出"},
    "filter": {"en": "filters, effects and colour grading", "zh": "滤镜、特效和调色"},
    "speed": {"en": "changing the speed of clips", "zh": "片段变速"},
    "sticker": {"en": "stickers and animated pictures", "zh": "贴纸和动图"},
    "generate": {"en": "making a video from text", "zh": "用文字生成视频"},
    "cutout": {"en": "cut-outs, split screens and picture in picture", "zh": "抠图、分屏和画中画"},
    "stabilise": {"en": "stabilising and repairing pictures", "zh": "防抖和画质修复"},
    "logo": {"en": "logos and watermarks", "zh": "标志和水印"},
    "frame": {"en": "rotating and mirroring", "zh": "旋转和镜像"},
    "part": {"en": "changing one clip alone, or a part of one", "zh": "只改某一个片段或其中一部分"},
    "web": {"en": "songs from the web, vocals and lyrics", "zh": "网络歌曲、人声和歌词"},
    "ratio": {"en": "frames other than 16:9, 9:16, 1:1 and 4:5", "zh": "16:9、9:16、1:1、4:5 以外的画面比例"},
}

# (when it makes sense, sentence); the first ones that make sense are offered
SUGGESTIONS: tuple[tuple[str, Pair], ...] = (
    (
        "no_film",
        {
            "en": "combine these clips, add upbeat background music and cut to the beat",
            "zh": "把这些片段拼起来，加欢快的音乐，卡点",
        },
    ),
    ("no_music", {"en": "add lo-fi music", "zh": "加低保真音乐"}),
    ("music_uncut", {"en": "cut to the beat", "zh": "卡点"}),
    ("long", {"en": "make it 15 seconds", "zh": "缩短到 15 秒"}),
    ("no_title", {"en": "add a title “Paradise Found”", "zh": "加标题“东京之夜”"}),
    ("not_vertical", {"en": "make it vertical", "zh": "改成竖屏"}),
    ("music", {"en": "another song", "zh": "换一首歌"}),
    ("music_not_40", {"en": "set the music volume to 40%", "zh": "音乐音量调到 40%"}),
    ("music", {"en": "remove the music", "zh": "去掉音乐"}),
    ("title", {"en": "remove the title", "zh": "删除标题"}),
    ("not_square", {"en": "make it square", "zh": "改成方形"}),
    ("no_film", {"en": "make it 15 seconds", "zh": "缩短到 15 秒"}),
    ("not_landscape", {"en": "make it 16:9", "zh": "改成 16:9"}),
)

WORDS: Mapping[str, Pair] = {
    "slow": {"en": "slow", "zh": "慢节奏"},
    "normal": {"en": "normal pace", "zh": "正常节奏"},
    "fast": {"en": "fast", "zh": "快节奏"},
    "every": {"en": "every {beats} beat(s)", "zh": "每 {beats} 拍"},
    "shots": {"en": "{count} shots", "zh": "{count} 个镜头"},
    "shot": {"en": "1 shot", "zh": "1 个镜头"},
    "tempo": {"en": "{bpm} BPM", "zh": "{bpm} BPM"},
    "cuts": {"en": "{on} of {count} cuts on the beat", "zh": "{count} 个切点中 {on} 个在节拍上"},
    "one_cut": {"en": "its one cut on the beat", "zh": "唯一的切点在节拍上"},
    "all_cuts": {"en": "all {count} cuts on the beat", "zh": "{count} 个切点全部在节拍上"},
    "music": {"en": "music: {name}, {percent} %", "zh": "音乐：{name}，{percent}%"},
    "no_music": {"en": "no music", "zh": "无音乐"},
    "comma": {"en": ", ", "zh": "，"},
    "list": {"en": ", ", "zh": "、"},
    "stop": {"en": ".", "zh": "。"},
    "gap": {"en": " ", "zh": ""},
    "more": {"en": "{names} and {count} more", "zh": "{names} 等另外 {count} 个"},
    "quote": {"en": "“{text}”", "zh": "“{text}”"},
}

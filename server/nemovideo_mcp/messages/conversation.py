"""What the conversation says: of a turn, of an edit whose reply was lost, and for a skill's defaults."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["ANSWER_IN", "DEFAULTS", "DOWNLOADS", "MOODS", "NEXT_STEPS", "OFFERS", "RECOVERY", "TURNS"]

TURNS: Catalogue = {
    "too_long": (
        "The message has {n:,} characters; {most:,} are the most. Nothing was done.",
        "消息有 {n:,} 个字符，最多 {most:,} 个。未做任何更改。",
    ),
    "song_cloud": ("the cloud takes words only.", "云端只接受文字指令。"),
    "song_cloud_hint": ("Name the song in the message.", "请在消息中写明歌名。"),
    "too_long_hint": ("Say it in several messages.", "请分几条消息发送。"),
    "uploaded": ("{n} uploaded: {names}.", "已上传 {n} 个文件：{names}。"),
    "left_out": ("Left out: {reason}", "未使用：{reason}"),
    "left_out_more": (
        "Left out: {n} more files of the same folders.",
        "未使用：同一文件夹中的另外 {n} 个文件。",
    ),
    "upload_how": (
        "Name the files, by path or link: for example ~/clips/beach.mp4.",
        "请告诉我文件的路径或链接，例如 ~/clips/beach.mp4。",
    ),
    "credits": (
        "{available} credits available, {frozen} held, {total} in all.",
        "可用积分 {available}，冻结 {frozen}，总计 {total}。",
    ),
    "credits_local": (" Edits on this machine cost none.", "本机剪辑不消耗积分。"),
    "do_it": (
        "There is no editor window here, so I cannot click or drag anything. Please make this edit yourself: {wish}",
        "我这边没有编辑界面，无法点击或拖动。请直接帮我完成这个修改：{wish}",
    ),
    "broke_off": ("The rest of the message was not done: {reason}", "消息的其余部分未执行：{reason}"),
    "export_waits": (
        "The video is not exported yet: answer the question first, or say “export it”.",
        "视频尚未导出：请先回答上面的问题，或说“导出”。",
    ),
    "second_stage": (
        "The backend may still add music, titles or effects to this video by itself.",
        "后端可能还会自动为该视频添加音乐、标题或特效。",
    ),
    "second_stage_came": ("The backend has added to the video", "后端已为视频添加"),
}

# What the backend spoke of as something to click on, where nobody had asked for it.
OFFERS: Catalogue = {
    "export": ("The video can be exported: say “export it”.", "视频可以导出：说“导出”即可。"),
    "message": (
        "The backend only described steps in its own editor. Say in words what should change.",
        "后端只描述了在其编辑器中的操作步骤。请用文字说明要改什么。",
    ),
    "upload": (
        "More files can be added: name them, by path or link.",
        "可以继续添加文件：请告诉我路径或链接。",
    ),
}

RECOVERY: Catalogue = {
    "still_working": ("⏳ Still working...", "⏳ 仍在处理中……"),
    "made": ("The edit was made", "修改已完成"),
    "recovered": (
        "The connection to the backend broke, but the edit was made",
        "与后端的连接中断，但修改已完成",
    ),
    "unchanged": ("The timeline is as it was.", "时间线没有变化。"),
    "nothing": ("The backend said nothing, and the timeline is as it was.", "后端没有回复，时间线没有变化。"),
    "changed_anyway": ("The timeline has changed nevertheless", "但时间线已发生变化"),
    "not_again": ("Look at it before you send anything again.", "再次发送之前，请先查看时间线。"),
    "no_credits": ("{remedy} at {link}.", "请在 {link} {remedy}。"),
    "unread": ("The timeline could not be read afterwards: {reason}", "暂时无法读取当前的时间线：{reason}"),
}

# Where a finished film is fetched from.
DOWNLOADS: Catalogue = {
    "address": ("the film's address", "视频地址"),
    "fallback": ("the backend's download path", "后端下载接口"),
}

NEXT_STEPS: Catalogue = {
    "first_film": (
        "combine these clips, add upbeat music and cut to the beat",
        "把这些片段拼起来，配上欢快的音乐，卡点剪辑",
    ),
    "add_music": ("add upbeat music and cut to the beat", "配上欢快的音乐，卡点剪辑"),
    "add_title": ("add a title 'My film'", "加标题“我的影片”"),
    "vertical": ("make it vertical", "改成竖屏"),
    "another_song": ("another song", "换一首歌"),
    "music_volume": ("music at 60%", "音乐音量调到 60%"),
    "export": ("export it", "导出"),
}

# Keys of the form `default=value` are the wishes that a default of a skill stands for.
DEFAULTS: Catalogue = {
    "lead": ("Where I have not said otherwise: {wishes}.", "我没有特别说明的部分：{wishes}。"),
    "comma": (", ", "，"),
    "matching": ("fitting the pictures", "符合画面"),
    "mood": (" ({name})", "{name}的"),
    "length": ("at most {seconds} seconds", "不超过 {seconds} 秒"),
    "aspect=9:16": ("make it 9:16", "画面用 9:16"),
    "aspect=16:9": ("make it 16:9", "画面用 16:9"),
    "aspect=1:1": ("make it square", "画面用 1:1"),
    "opening=keep": ("keep the footage's own cuts, order and length", "保留素材原有的剪辑、顺序和时长"),
    "music=none": ("no music", "不要音乐"),
    "music=composed": ("add background music{mood}", "加{mood}背景音乐"),
    "music=uploaded": (
        "use the song that I uploaded as the music, else add background music{mood}",
        "用我上传的歌作为音乐，没有的话加{mood}背景音乐",
    ),
    "opening=montage": ("join all clips and cut them to the beat", "把所有片段拼起来并卡点剪辑"),
    "pace=fast": ("fast cuts", "快节奏剪辑"),
    "pace=slow": ("slow cuts", "慢节奏剪辑"),
}

MOODS: Catalogue = {
    "upbeat": ("upbeat", "欢快"),
    "electronic": ("electronic", "电子"),
    "ambient": ("ambient", "氛围"),
    "lofi": ("lo-fi", "低保真"),
    "cinematic": ("cinematic", "电影感"),
    "rock": ("rock", "摇滚"),
    "hiphop": ("hip-hop", "嘻哈"),
    "acoustic": ("acoustic", "原声吉他"),
    "happy": ("happy", "开心"),
    "dark": ("dark", "紧张"),
    "romantic": ("romantic", "浪漫"),
    "funk": ("funk", "放克"),
}

# Said to the backend in the language itself, by the protocol's tag.
ANSWER_IN: Mapping[str, str] = {
    "en": "Please answer in English.",
    "zh-CN": "请用简体中文回答。",
    "zh-TW": "請用繁體中文回答。",
    "ja": "日本語で答えてください。",
    "ko": "한국어로 답해 주세요.",
    "es": "Responde en español, por favor.",
    "fr": "Réponds en français, s'il te plaît.",
    "de": "Bitte antworte auf Deutsch.",
    "pt": "Responda em português, por favor.",
    "it": "Rispondi in italiano, per favore.",
    "nl": "Antwoord alsjeblieft in het Nederlands.",
    "pl": "Odpowiadaj po polsku, proszę.",
    "tr": "Lütfen Türkçe yanıt ver.",
    "id": "Tolong jawab dalam bahasa Indonesia.",
    "vi": "Vui lòng trả lời bằng tiếng Việt.",
    "sv": "Svara på svenska, tack.",
    "da": "Svar venligst på dansk med det samme.",
    "nb": "Vennligst svar på norsk, takk.",
    "fi": "Vastaa suomeksi, kiitos.",
    "cs": "Odpovídej česky, prosím.",
    "ro": "Te rog să răspunzi în română.",
    "hu": "Kérlek, magyarul válaszolj.",
    "ru": "Пожалуйста, отвечай по-русски.",
    "uk": "Будь ласка, відповідай українською.",
    "el": "Απάντησε στα ελληνικά, παρακαλώ.",
    "he": "אנא ענה בעברית.",
    "ar": "أجب بالعربية من فضلك.",
    "hi": "कृपया हिंदी में उत्तर दें।",
    "th": "กรุณาตอบเป็นภาษาไทย",
}

"""The two questions that stand in place of an edit, and what is said of their answers, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["QUESTIONS"]

QUESTIONS: Catalogue = {
    "which_song": (
        "There are several songs, and nothing was changed yet. Which one is meant: {names}?",
        "有多首歌，尚未做任何修改。请问用哪一首：{names}？",
    ),
    "more_songs": ("{names} or one of {n} more", "{names}，或另外 {n} 首中的一首"),
    "loss": (
        "This would remove {clips} of {of_clips} clips, {lost} of {of} seconds of the film. "
        "Nothing was changed yet. Do it?",
        "这会删除 {of_clips} 个片段中的 {clips} 个，共 {lost} 秒（全片 {of} 秒）。尚未做任何修改。要执行吗？",
    ),
    "reply_song": ("Say its name.", "请回复歌名。"),
    "reply_yes": ("Say “yes” to do it; an undo would bring them back.", "回复“好”就执行；之后可以撤销。"),
    "moved_on": (
        "The film has changed since the question was asked, so nothing was done.",
        "提问之后影片已有改动，因此没有执行。",
    ),
    "moved_on_hint": ("Say again what is to be done.", "请重新说明要怎么改。"),
    "left": ("Nothing was changed.", "没有任何改动。"),
    "song_unused": (
        "“{name}” was not used: these words ask for no song",
        "未使用“{name}”：这些话没有要求用歌",
    ),
    "form_song": ("Song", "歌曲"),
    "form_confirm": ("Remove these clips", "删除这些片段"),
    "declined": (
        "The user said no: nothing was changed.",
        "用户没有同意：没有任何改动。",
    ),
    "declined_next": (
        "Do not send it again. Ask the user what they want instead.",
        "请勿再次发送。请询问用户希望怎么做。",
    ),
    "song_next": (
        "Ask the user which song, then send the same again with song={example}.",
        "请询问用户用哪一首，然后以 song={example} 重新发送同样的内容。",
    ),
    "confirm_next": (
        "Ask the user. If they agree, send the same again with confirm=true.",
        "请询问用户。如用户同意，请以 confirm=true 重新发送同样的内容。",
    ),
    "reply_next": (
        'Ask the user, and send their answer by send_edit, as "{example}". Do not send the message again.',
        "请询问用户，并用 send_edit 发送其回答，例如“{example}”。请勿重新发送原来的消息。",
    ),
    "no_answer": ("The question was not answered: nothing was changed.", "问题没有得到回答：没有任何改动。"),
    "song_flag": ("Say which with --song, as --song {example}.", "请用 --song 指定，例如 --song {example}。"),
    "confirm_flag": ("With --yes it is done.", "加上 --yes 即可执行。"),
}

"""protocol.md, Intents and What the backend says: which words are wishes, and what a GUI's words mean here."""

from __future__ import annotations

import pytest

from nemovideo_mcp.conversation.gui import translate
from nemovideo_mcp.conversation.intents import route


def kinds(text: str) -> list[str]:
    return [action.kind for action in route(text).actions]


@pytest.mark.rule("client.intent.export")
@pytest.mark.parametrize(
    "text", ["export", "导出", "download", "send me the video", "Export the video, please"]
)
def test_a_wish_to_export_never_reaches_the_backend(text: str) -> None:
    assert kinds(text) == ["export"]


@pytest.mark.rule("client.intent.credits")
@pytest.mark.parametrize("text", ["credits", "积分", "balance", "余额", "How many credits do I have left?"])
def test_a_question_for_credits_is_one_for_the_balance(text: str) -> None:
    assert kinds(text) == ["credits"]


@pytest.mark.rule("client.intent.state")
@pytest.mark.parametrize("text", ["status", "状态", "show tracks", "Show me the tracks"])
def test_a_question_for_the_tracks_is_one_for_the_state(text: str) -> None:
    assert kinds(text) == ["state"]


@pytest.mark.rule("client.intent.upload")
@pytest.mark.parametrize("text", ["upload", "上传", "upload ~/clips/city.mp4", "/home/me/clips/a.mp4"])
def test_a_file_is_an_upload(text: str) -> None:
    assert kinds(text) == ["upload"]


@pytest.mark.rule("client.intent.message")
@pytest.mark.parametrize(
    "text",
    [
        "regenerate",
        "重新生成",
        "redo",
        "redo the music",
        "make it faster",
        'add a title "Export"',
        "标题写“导出”",
    ],
)
def test_everything_else_goes_to_the_backend(text: str) -> None:
    assert kinds(text) == ["message"]


GUI = [
    pytest.param(
        "Click the [Generate] button to continue.", "请点击【生成】按钮继续。", "message", id="click"
    ),
    pytest.param(
        "Open the Timeline panel to see the tracks.", "请打开时间线面板查看轨道。", "state", id="open"
    ),
    pytest.param("Drag the clip to the end.", "请把片段拖拽到末尾。", "message", id="drag"),
    pytest.param("You can preview it in the timeline.", "您可以在时间线中预览。", "summary", id="preview"),
    pytest.param("Click the Export button.", "点击导出按钮。", "export", id="export"),
    pytest.param("Check your account for billing.", "请在账户页面查看账单。", "credits", id="account"),
]


@pytest.mark.rule(
    "client.gui.click",
    "client.gui.open",
    "client.gui.drag",
    "client.gui.preview",
    "client.gui.export",
    "client.gui.account",
)
@pytest.mark.parametrize(("english", "chinese", "action"), GUI)
def test_a_guis_words_become_what_can_be_done(english: str, chinese: str, action: str) -> None:
    for text in (english, chinese):
        assert translate(text).actions == (action,)
        assert translate(text).text == ""


@pytest.mark.rule("client.gui.content")
@pytest.mark.parametrize(("english", "chinese", "action"), GUI)
def test_what_was_done_is_kept_and_instructions_are_taken_out(
    english: str, chinese: str, action: str
) -> None:
    for content, instruction in (("I cut the clips to the beat.", english), ("已按节拍剪辑。", chinese)):
        translated = translate(f"{content} {instruction}")
        assert (translated.text, translated.actions) == (content, (action,))


@pytest.mark.rule("client.gui.secrets")
def test_a_token_is_not_repeated() -> None:
    assert "nmv_usr_0123456789abcdef" not in translate("Done. Your token is nmv_usr_0123456789abcdef.").text

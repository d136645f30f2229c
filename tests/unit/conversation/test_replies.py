"""What kind of reply or message some words are: only a plain wish for an edit is followed up."""

from __future__ import annotations

import pytest

from nemovideo_mcp.conversation.replies import asks_back, claims_edit, is_apology, wishes_edit


@pytest.mark.parametrize(
    "message",
    [
        "remove the title",
        "can you split the second clip?",
        "Do a crossfade between the clips",
        "When the beat drops, cut",
        "Where the dog jumps, add slow-mo",
        "Is it too long? shorten it",
        "what I want is a crossfade",
        "Hi! please make it vertical",
        "把第一段分成两段",
        "帮我加个标题",
        "能不能把音乐调小一点？",
        "太长了，剪短一点",
    ],
)
def test_a_wish_for_an_edit_is_one(message: str) -> None:
    assert wishes_edit(message)


@pytest.mark.parametrize(
    "message",
    [
        "I like it",
        "looks nice!",
        "thanks",
        "hello",
        "perfect, leave it like that",
        "don't change anything, just tell me what trimming is",
        "tell me how to trim",
        "Hi! How do I trim a clip?",
        "so how can I trim it?",
        "any idea how I would split it",
        "will it look better trimmed?",
        "我怎么剪辑这个片段？",
        "字幕怎么改？",
        "请问如何剪辑",
        "很好，谢谢",
        "¿cómo corto un clip?",
        "どうやって切るの？",
        "",
    ],
)
def test_thanks_praise_and_questions_ask_for_no_edit(message: str) -> None:
    assert not wishes_edit(message)


def test_replies_are_told_apart() -> None:
    assert is_apology("Sorry, something went wrong. Please try again.")
    assert is_apology("抱歉，请稍后再试")
    assert not is_apology("I added the title.")
    assert claims_edit("Done! I added upbeat music.")
    assert claims_edit("已添加标题")
    assert not claims_edit("Which song?")
    assert asks_back("Which clip do you mean?")
    assert asks_back("要哪一段？")
    assert not asks_back("I added it. Is that right? Tell me.")

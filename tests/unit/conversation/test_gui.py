"""What a backend says that believes in a GUI, and what is told the user of it."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.conversation.gui import translate

_DATA = Path(__file__).parents[2] / "data"


def _corpus(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (_DATA / name).read_text(encoding="utf-8").splitlines()]


REPLIES = _corpus("replies.jsonl")


@pytest.mark.parametrize("reply", REPLIES, ids=lambda r: str(r["text"])[:50])
def test_a_reply_of_the_corpus_is_translated(reply: dict[str, object]) -> None:
    translation = translate(str(reply["text"]))
    assert translation.text == reply["expected"]
    assert list(translation.actions) == reply["actions"]


@pytest.mark.parametrize(
    "reply",
    _corpus("replies_regressions.jsonl") + _corpus("replies_kinds.jsonl") + _corpus("replies_practice.jsonl"),
    ids=lambda r: str(r["text"])[:50],
)
def test_a_reply_that_was_read_and_found_right_stays_so(reply: dict[str, object]) -> None:
    translation = translate(str(reply["text"]))
    assert translation.text == reply["expected"]
    assert list(translation.actions) == reply["actions"]


def test_replies_that_were_sealed_until_the_end_are_translated_nearly_always() -> None:
    replies = _corpus("replies_sealed.jsonl")
    exact = [
        r
        for r in replies
        if (t := translate(str(r["text"]))).text == r["expected"] and list(t.actions) == r["actions"]
    ]
    assert len(replies) == 120
    assert len(exact) >= 112


def test_replies_that_were_set_aside_are_translated() -> None:
    replies = _corpus("replies_heldout.jsonl")
    missed = [
        r["text"]
        for r in replies
        if (t := translate(str(r["text"]))).text != r["expected"] or list(t.actions) != r["actions"]
    ]
    assert len(missed) <= len(replies) * 0.03, missed


def test_what_people_ask_of_a_film_is_no_gui_speech() -> None:
    wishes = [
        turn["say"]
        for path in sorted(_DATA.glob("wishes_*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        for turn in json.loads(line)["turns"]
        if isinstance(turn.get("say"), str)
    ]
    damaged = [wish for wish in wishes if translate(wish).text != wish]
    assert len(damaged) <= len(wishes) * 0.001, damaged


@pytest.mark.parametrize("reply", REPLIES, ids=lambda r: str(r["text"])[:50])
def test_translating_twice_changes_nothing_more(reply: dict[str, object]) -> None:
    once = translate(str(reply["text"]))
    again = translate(once.text)
    assert again.text == once.text
    assert again.actions == ()


words = [word for reply in REPLIES for word in str(reply["text"]).split(" ")]
pieces = st.lists(
    st.sampled_from(words) | st.sampled_from([str(r["text"]) for r in REPLIES]) | st.text(max_size=6),
    max_size=12,
)
joints = st.sampled_from([" ", "\n", "\n- ", "\n1. ", ", ", "; ", " and ", "，", ""])


@given(pieces, joints)
@settings(max_examples=200)
def test_nothing_makes_it_raise_and_twice_is_once(some: list[str], joint: str) -> None:
    once = translate(joint.join(some))
    again = translate(once.text)
    assert again.text == once.text
    assert again.actions == ()


@given(
    st.text(
        alphabet=st.characters(blacklist_characters='"\n\r[]', blacklist_categories=["Cs", "Co"]),
        min_size=1,
        max_size=60,
    )
)
@settings(max_examples=100)
def test_a_quoted_span_survives(content: str) -> None:
    reply = f'I\'ve added the title "{content}" at the start. Click Export to download it.'
    translation = translate(reply)
    assert f'"{content}"' in translation.text
    assert translation.actions == ("export",)


@pytest.mark.parametrize(
    "hostile",
    ["drag ", "click the ", '"', "'a ", "(", "()", "**a", "open the ", "在", "点击", ", ", ". ", "1. ", "\n", "- a\n",
     "a: ", "{", "{\n", "- click Export\n", "# h\n\n- click Export\n", '{"a":', "if you ", "🎬", "a.b/", "[",
     "to do so ", "the button ", "\U000f0000", "the export button ", "credits are shown ", "scrub back and ",
     "move the playhead ", "she taps ", "shots:\n- open\n", "如果想", "选中", "在“导出”", "把播放头", "余额可以在",
     "的那", "的镜头已", "镜头：\n- 打开\n", "按左上角"],
)  # fmt: skip
def test_time_grows_with_the_length_only(hostile: str) -> None:
    text = hostile * (8192 // len(hostile))
    start = time.process_time()
    translate(text)
    assert (time.process_time() - start) * 1000 / (len(text.encode()) / 1024) < 50


def test_code_is_left_alone_and_lines_of_api_output_are_not_shown() -> None:
    reply = "Use this:\n```\nclick Export\n```\nDone."
    assert translate(reply).text == reply
    assert translate('Done.\n{\n  "code": 0\n}\nEnjoy!').text == "Done.\nEnjoy!"


@pytest.mark.parametrize("secret", ["nmv_usr_0123abcd", "clm_0123abcd"])
def test_tokens_are_never_shown(secret: str) -> None:
    assert secret not in translate(f"Here: {secret}, and Authorization: Bearer {secret}{secret}").text


def test_windows_line_ends_are_kept() -> None:
    assert translate("Done.\r\nEnjoy!\r\n").text == "Done.\r\nEnjoy!\r\n"

"""What is told of an edit before a cloud that is silent, late, noisy, or speaks of buttons: never a false word."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from cloud.conftest import Talking
from nemovideo_mcp.conversation.recovery import LATE_PAUSES, second_stage
from nemovideo_mcp.conversation.telling import changes_of
from nemovideo_mcp.conversation.turn import converse, take_turn
from nemovideo_mcp.errors import NoCredits, RateLimited, ServerFailed, TokenInvalid
from support.cloud import (
    Landing,
    Turn,
    bytes_reply,
    drafts,
    edits,
    envelopes,
    failed,
    json_reply,
    late,
    said,
    silent,
    streams,
)
from support.cloud.http import Framing

pytestmark = pytest.mark.anyio

NOISE = ["volatile_top", "volatile_m", "volatile_segments", "shuffled", "decimals"]


# --- late and noisy states -----------------------------------------------------------------------------------------


async def test_an_apology_behind_which_the_edit_lands_is_an_edit(talking: Talking) -> None:
    async with talking() as talk:
        sorry = streams.answer("I encountered a temporary issue. Please try again.")
        talk.cloud.turns.append(Turn(stream=sorry, edit=edits.add_title("Hi"), lands_after_s=5.0))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert turn.changed
    assert "try again" not in turn.text


@pytest.mark.rule("client.stream.late")
@pytest.mark.parametrize("after_s", [0.5, 2.5, 6.0, 14.0])
async def test_a_silent_edit_whose_state_comes_seconds_later_is_found(
    talking: Talking, after_s: float
) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(late(after_s, edits.add_title("Hi")))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert turn.changed
    assert "Hi" in turn.text
    assert turn.text.startswith("The edit was made")


async def test_nothing_is_told_as_unchanged_before_four_more_looks(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(silent(edit=None))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert not turn.changed
    assert "as it was" in turn.text
    assert talk.clock.pauses == list(LATE_PAUSES)


@pytest.mark.parametrize("shape", NOISE)
async def test_what_moves_by_itself_in_a_draft_is_no_edit(talking: Talking, shape: str) -> None:
    async with talking(draft_shape=shape) as talk:
        talk.cloud.turns.append(silent(edit=None))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert not turn.changed
    assert turn.changes == ()
    assert "as it was" in turn.text


@pytest.mark.parametrize("shape", NOISE)
async def test_an_edit_is_told_by_itself_in_a_draft_that_moves(talking: Talking, shape: str) -> None:
    async with talking(draft_shape=shape) as talk:
        talk.cloud.turns.append(silent(edits.add_title("Hi")))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert turn.changed
    assert len(turn.changes) == 1
    assert "Hi" in turn.changes[0]


async def test_an_edit_in_keys_that_nobody_knows_is_found_when_it_stays(talking: Talking) -> None:
    def warmer(draft: drafts.Draft) -> drafts.Draft:
        draft["t"][0]["sg"][0]["m"]["temperature"] = 0.4
        return draft

    async with talking(draft_shape="volatile_segments") as talk:
        talk.cloud.turns.append(silent(warmer))
        turn = await take_turn(talk.nemo, talk.session_id, "make the first clip warmer")
    assert turn.changed
    assert turn.text.startswith("The edit was made")


@pytest.mark.parametrize("nothing", [None, {}, {"t": []}, "null", ""])
async def test_one_empty_draft_behind_a_full_one_is_no_edit(talking: Talking, nothing: Any) -> None:
    async with talking() as talk:
        reply = json_reply({"code": 0, "data": {"state": {"draft": nothing}}})
        talk.cloud.next("state", None, reply)
        talk.cloud.turns.append(said("Which clip do you mean?"))
        turn = await take_turn(talk.nemo, talk.session_id, "make it shorter")
    assert not turn.changed
    assert turn.draft["t"]
    assert turn.text == "Which clip do you mean?"


async def test_one_empty_draft_before_the_edit_is_not_the_timeline(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.next("state", json_reply({"code": 0, "data": {"state": {"draft": None}}}))
        talk.cloud.turns.append(silent(edits.add_title("Hi")))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert len(turn.changes) == 1
    assert "Hi" in turn.changes[0]


async def test_a_timeline_that_stays_empty_is_told_as_emptied(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(silent(lambda draft: {**draft, "t": []}))
        turn = await take_turn(talk.nemo, talk.session_id, "remove everything")
    assert turn.changed
    assert "empt" in turn.text


# --- replies that speak of a GUI -----------------------------------------------------------------------------------

TABLE = [
    ("Click the Export button to download your video.", "export", "say “export it”"),
    ("点击“导出”按钮即可下载。", "export", "导出"),
    ("Open the Media panel to see your files.", None, "city timelapse"),
    ("打开“媒体库”面板查看。", None, "city timelapse"),
    ("Preview it in the timeline.", None, "city timelapse"),
    ("Check your account page for your billing.", None, "credits available"),
    ("Click Upload to add more clips.", "upload", "by path or link"),
]


@pytest.mark.rule("client.gui.not-done")
@pytest.mark.parametrize(("reply", "offer", "words"), TABLE)
async def test_a_reply_of_gui_speech_only_is_read_or_offered_and_never_told_as_done(
    talking: Talking, reply: str, offer: str | None, words: str
) -> None:
    language = "zh" if "，" in reply or "。" in reply else "en"
    async with talking() as talk:
        talk.cloud.turns.append(said(reply))
        turn = await converse(talk.nemo, talk.session_id, "make it pop", language=language)
        assert [text for _, text in talk.cloud.messages] == ["make it pop"]
    assert turn.offers == ((offer,) if offer else ())
    assert words.lower() in turn.text.lower()
    assert "Done" not in turn.text
    assert "已完成" not in turn.text
    assert turn.export is None
    assert talk.cloud.renders == {}


@pytest.mark.parametrize(
    ("reply", "message", "language"),
    [
        ("Drag the clip to the second track.", "put the logo over the film", "en"),
        ("点击“分割”按钮。", "把第一段分成两段", "zh"),
        ("Select the clip and press Delete.", "remove the title", "en"),
    ],
)
async def test_an_edit_that_is_left_to_the_users_hands_is_asked_for_once_more_in_the_users_words(
    talking: Talking, reply: str, message: str, language: str
) -> None:
    async with talking() as talk:
        talk.cloud.turns += [said(reply), silent(edits.add_title("Hi"))]
        turn = await converse(talk.nemo, talk.session_id, message, language=language)
        first, second = [text for _, text in talk.cloud.messages]
    assert first == message
    assert second != message
    assert reply not in second
    assert message in second
    assert turn.changed
    assert "Hi" in turn.text


async def test_an_edit_that_stays_left_to_the_user_is_told_as_not_made(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns += [said("Drag the clip to the second track."), said("Just drag it there.")]
        turn = await converse(talk.nemo, talk.session_id, "put the logo over the film")
        assert len(talk.cloud.messages) == 2
    assert not turn.changed
    assert turn.offers == ("message",)
    assert "as it was" in turn.text
    assert "Done" not in turn.text


async def test_who_asks_how_it_is_done_has_not_asked_for_it(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(said("Click the Split button."))
        turn = await converse(talk.nemo, talk.session_id, "how do I split a clip?")
        assert len(talk.cloud.messages) == 1
    assert turn.offers == ("message",)
    assert "in its own editor" in turn.text


# --- failures ------------------------------------------------------------------------------------------------------


@pytest.mark.rule("client.error.in-stream")
@pytest.mark.parametrize("name", [None, "error"])
@pytest.mark.parametrize("shape", sorted(streams.ERROR_SHAPES))
async def test_an_error_object_in_the_stream_ends_the_turn_at_once(
    talking: Talking, shape: str, name: str | None
) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(failed(2001, shape, name=name))
        with pytest.raises((NoCredits, ServerFailed)) as caught:
            await take_turn(talk.nemo, talk.session_id, "add a title")
    assert talk.clock.pauses == []
    assert isinstance(caught.value, NoCredits) is (shape in envelopes.WITH_CODE)
    if shape in envelopes.WITH_CODE:
        assert "/register?bind=anon_" in caught.value.next_step()


@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/event-stream"])
@pytest.mark.parametrize("pretty", [False, True])
@pytest.mark.parametrize("framing", ["length", "chunked", "close"])
async def test_an_error_object_in_place_of_the_stream_ends_the_turn_at_once(
    talking: Talking, content_type: str, pretty: bool, framing: Framing
) -> None:
    body = {"code": 2001, "message": "insufficient credits", "data": None}
    async with talking() as talk:
        words = json.dumps(body, indent=2 if pretty else None).encode()
        talk.cloud.next("run", bytes_reply(words, content_type=content_type, framing=framing))
        with pytest.raises(NoCredits):
            await take_turn(talk.nemo, talk.session_id, "add a title")
    assert talk.clock.pauses == []


@pytest.mark.parametrize("shape", sorted(envelopes.WITH_CODE.intersection(streams.ERROR_SHAPES)))
async def test_a_token_that_the_stream_refuses_is_replaced_and_the_message_taken_then(
    talking: Talking, shape: str
) -> None:
    async with talking() as talk:
        talk.cloud.turns += [failed(1001, shape), silent(edits.add_title("Hi"))]
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
        assert len(talk.cloud.asked("token")) == 2
    assert turn.changed


async def test_a_limit_that_the_stream_speaks_of_is_waited_for_once(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns += [failed(429), silent(edits.add_title("Hi"))]
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
        assert turn.changed
        assert talk.clock.pauses == [30.0]
        talk.cloud.turns += [failed(429), failed(429)]
        with pytest.raises(RateLimited):
            await take_turn(talk.nemo, talk.session_id, "add another title")


async def test_a_refusal_behind_words_or_tools_does_not_send_the_message_again(talking: Talking) -> None:
    async with talking() as talk:
        pieces = [streams.tool_call("edit_timeline"), streams.error_event(1001, "code_in_200")]
        talk.cloud.turns.append(Turn(stream=pieces, edit=None, made=False))
        with pytest.raises(TokenInvalid):
            await take_turn(talk.nemo, talk.session_id, "add a title")
        assert len(talk.cloud.messages) == 1


async def test_an_error_behind_an_edit_that_was_made_does_not_invite_a_second_one(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(failed(5000).with_(edit=edits.add_title("Hi"), at_start=True))
        turn = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert turn.changed
    assert "Hi" in turn.text
    assert "try again" not in turn.text.lower()
    assert "send the edit again" not in turn.text.lower()
    assert not any(words.by_backend for words in turn.said)


async def test_the_clouds_words_and_ours_are_kept_apart(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.turns += [said("Which clip?"), silent(edits.add_title("Hi"))]
        first = await take_turn(talk.nemo, talk.session_id, "shorter")
        second = await take_turn(talk.nemo, talk.session_id, "add a title")
    assert [words.by_backend for words in first.said] == [True]
    assert [words.by_backend for words in second.said] == [False]


# --- generations ---------------------------------------------------------------------------------------------------


async def test_a_turn_is_delivered_when_its_stream_closes_and_the_second_stage_is_found_beside_it(
    talking: Talking,
) -> None:
    def generated(draft: drafts.Draft) -> drafts.Draft:
        made = copy.deepcopy(draft)
        made["t"] = [drafts.track(drafts.VIDEO, drafts.segment(0, 8000, name="a generated city"))]
        return drafts.measured(made)

    turn_script = Turn(
        stream=streams.answer("Here is your video."),
        edit=generated,
        later=(Landing(70.0, edits.add_music("Lo-fi")),),
    )
    async with talking(first_draft=None) as talk:
        talk.cloud.turns.append(turn_script)
        turn = await converse(talk.nemo, talk.session_id, "generate a city timelapse")
        assert talk.clock.now == 0
        assert "a generated city" in turn.summary
        assert turn.raw is not None
        more = await second_stage(talk.nemo, talk.session_id, turn.raw)
    assert more is not None
    assert any("Lo-fi" in change.text for change in changes_of(more, language="en"))


async def test_a_link_that_does_not_look_like_a_file_is_handed_over(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.next("upload", json_reply({"code": 0, "data": {"files": [{"filename": "view.mp4"}]}}))
        turn = await converse(
            talk.nemo, talk.session_id, "https://drive.example.com/file/d/1x/view here is my clip"
        )
        [asked] = talk.cloud.asked("upload")
        assert json.loads(asked.body)["urls"] == ["https://drive.example.com/file/d/1x/view"]
        assert talk.cloud.messages == []
    assert "1 uploaded" in turn.text

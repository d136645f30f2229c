"""Replies as values."""

from __future__ import annotations

from typing import Any

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.protocol.envelope import error_data, unwrap
from nemovideo_mcp.protocol.models import RenderStatus, Session, State, Token, UploadReply, read_reply

SHAPES: list[Any] = [
    {"status": "completed", "output": {"url": "https://cdn/x.mp4"}},
    {"taskId": "r1", "status": "completed", "progress": 100, "output": {"url": "https://cdn/x.mp4", "size": 5}},
    {"success": True, "data": {"id": "r1", "status": "completed", "outputUrl": "https://cdn/x.mp4"}},
    {"code": 0, "data": {"id": "r1", "status": "completed", "outputUrl": "https://cdn/x.mp4"}},
    {"code": 0, "data": {"success": True, "data": {"id": "r1", "status": "COMPLETED", "outputUrl": "https://cdn/x.mp4"}}},
]  # fmt: skip


@pytest.mark.parametrize("body", SHAPES)
def test_all_shapes_of_a_render_status_mean_the_same(body: Any) -> None:
    status = RenderStatus.of(unwrap(200, body), render_id="r1")
    assert (status.render_id, status.status, status.url) == ("r1", "completed", "https://cdn/x.mp4")
    assert status.finished


@pytest.mark.parametrize(
    ("progress", "percent"), [(40, 40), (0.4, 40), ("40%", 40), (1, 1), (1.0, 100), (None, None), (900, 100)]
)
def test_progress_is_a_percentage(progress: Any, percent: float | None) -> None:
    assert RenderStatus.of({"status": "processing", "progress": progress}).percent == percent


def test_a_status_that_nobody_listed_is_still_going_on() -> None:
    assert RenderStatus.of({"status": "muxing"}).status == "processing"


def test_a_render_that_was_cancelled_is_told_apart() -> None:
    assert RenderStatus.of({"status": "failed", "cancelled": True, "error": {}}).status == "cancelled"


def test_a_failed_render_says_why() -> None:
    cause = errors.MediaUnreadable(name="a.mp4", reason="it is cut off")
    told = {"code": 4001, "message": cause.what(), **error_data(cause)}
    failed = RenderStatus.of({"status": "failed", "error": told})
    assert type(failed.error) is errors.MediaUnreadable
    assert failed.error.what("zh") == cause.what("zh")


@pytest.mark.parametrize(
    "error", ["out of memory", {"message": "out of memory"}, {"code": 7, "message": "out of memory"}]
)
def test_a_failed_render_with_any_words_is_a_render_that_failed(error: Any) -> None:
    failed = RenderStatus.of({"status": "failed", "error": error}).error
    assert type(failed) is errors.RenderFailed
    assert "out of memory" in failed.what()


def test_a_plan_that_blocks_an_export_is_told_apart() -> None:
    assert isinstance(RenderStatus.of({"status": "failed", "error": {"code": 402}}).error, errors.PlanBlocked)


def test_a_token_does_not_show() -> None:
    token = read_reply(Token, {"token": "nmv_usr_secret", "user_id": "anon_1"})
    assert "nmv_usr_secret" not in repr(token) + str(token)


@pytest.mark.parametrize("payload", [{}, {"session_id": ""}, [], "x", None])
def test_a_reply_without_what_it_must_hold_is_a_failure_of_the_server(payload: Any) -> None:
    with pytest.raises(errors.ServerFailed):
        read_reply(Session, payload)


def test_odd_numbers_and_nulls_do_no_harm() -> None:
    reply = read_reply(
        UploadReply, {"files": [{"filename": None, "duration": "3.5", "width": {}, "fps": True}]}
    )
    [file] = reply.files
    assert (file.filename, file.duration, file.width, file.fps) == ("", 3.5, None, None)


@pytest.mark.parametrize(
    "payload", [{"session_id": "s", "state": {"draft": {"t": []}}}, {"draft": {"t": []}}]
)
def test_a_draft_is_found_inside_the_state_or_beside_it(payload: Any) -> None:
    assert State.of(payload).draft == {"t": []}


@pytest.mark.parametrize("payload", [None, [], {"state": None}, {"state": {"draft": None}}])
def test_a_project_without_a_draft_has_an_empty_one(payload: Any) -> None:
    assert State.of(payload).draft == {}

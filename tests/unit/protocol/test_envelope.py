"""Every form of a reply, in and out."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.protocol.envelope import error_from, failure, http_status, ok, unwrap

ERRORS = [
    errors.TokenInvalid(),
    errors.SessionNotFound("abc"),
    errors.NoCredits(link="https://example.com"),
    errors.UnsupportedFile(name="a.txt", reason="it is text"),
    errors.FileTooLarge(name="big.mp4"),
    errors.ClientIdMissing(),
    errors.PlanBlocked(),
    errors.RateLimited(),
    errors.ServerFailed("boom"),
    errors.MediaUnreadable(name="a.mp4", reason={"en": "it is cut off", "zh": "文件不完整"}),
    errors.NothingToEdit(),
    errors.InvalidRequest("no", hint="Say yes."),
    errors.DiskFull(path="/mnt"),
    errors.RenderFailed("the encoder died"),
    errors.RenderCancelled(),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda e: type(e).__name__)
def test_what_the_studio_says_becomes_the_same_error_at_the_client(error: errors.NemoError) -> None:
    body = json.loads(json.dumps(failure(error, language="zh")))
    with pytest.raises(type(error)) as caught:
        unwrap(http_status(error), body)
    assert type(caught.value) is type(error)
    assert caught.value.describe("en") == error.describe("en")
    assert body["data"]["next_step"] == error.next_step("zh")


@pytest.mark.parametrize(
    ("body", "payload"),
    [
        (ok({"a": 1}), {"a": 1}),
        ({"success": True, "data": {"a": 1}}, {"a": 1}),
        ({"a": 1}, {"a": 1}),
        ({"code": 0, "data": {"success": True, "data": {"a": 1}}}, {"a": 1}),
        (
            {"code": 0, "data": {"id": "r", "status": "failed", "error": "x"}},
            {"id": "r", "status": "failed", "error": "x"},
        ),
        ({"code": "0", "a": 1}, {"a": 1}),
        (
            {
                "success": True,
                "data": {"id": "r", "status": "failed", "error": {"code": 409, "message": "x"}},
            },
            {"id": "r", "status": "failed", "error": {"code": 409, "message": "x"}},
        ),
        ({"success": True, "status": "pending"}, {"status": "pending"}),
        ({"code": 200, "message": "ok", "data": {"a": 1}}, {"a": 1}),
        ({"code": 0, "data": None}, {}),
        ({"success": True}, {}),
        (None, {}),
        ([1], [1]),
        ({"status": "completed", "output": {"url": "u"}}, {"status": "completed", "output": {"url": "u"}}),
    ],
)
def test_a_good_reply_in_any_form_gives_its_payload(body: Any, payload: Any) -> None:
    assert unwrap(200, body) == payload


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"code": 1001, "message": "bad token"}, errors.TokenInvalid),
        (200, {"code": "1010", "message": "bad token"}, errors.TokenInvalid),
        (403, {"code": 1011}, errors.TokenInvalid),
        (401, None, errors.TokenInvalid),
        (401, "<html>", errors.TokenInvalid),
        (200, {"success": False, "error": {"code": 1002, "message": "gone"}}, errors.SessionNotFound),
        (404, {"detail": "Session not found"}, errors.SessionNotFound),
        (200, {"code": 2001, "message": "no credits"}, errors.NoCredits),
        (415, None, errors.UnsupportedFile),
        (413, "too large", errors.FileTooLarge),
        (400, {"code": 400, "message": "X-Client-Id missing"}, errors.ClientIdMissing),
        (400, {"detail": "sessionId is not a string"}, errors.InvalidRequest),
        (402, {}, errors.PlanBlocked),
        (200, {"code": 402}, errors.PlanBlocked),
        (429, None, errors.RateLimited),
        (502, "<html>bad gateway</html>", errors.ServerFailed),
        (200, "<html>captive portal</html>", errors.ServerFailed),
        (200, {"success": False, "error": "it broke"}, errors.ServerFailed),
        (200, {"error": "it broke", "error_details": {}}, errors.ServerFailed),
        (200, {"code": 9999, "message": "?"}, errors.ServerFailed),
        (302, None, errors.ServerFailed),
        (200, {"code": 0, "data": {"success": False, "error": "inner"}}, errors.ServerFailed),
    ],
)
def test_a_bad_reply_in_any_form_gives_its_error(
    status: int, body: Any, kind: type[errors.NemoError]
) -> None:
    with pytest.raises(kind) as caught:
        unwrap(status, body)
    assert type(caught.value) is kind


def test_a_message_of_the_backend_reaches_the_user() -> None:
    with pytest.raises(errors.ServerFailed, match="it broke"):
        unwrap(500, {"success": False, "error": {"message": "it broke"}})


def test_words_from_outside_cannot_name_a_class_that_is_not_an_error() -> None:
    assert isinstance(error_from(500, "x", {"error": "os", "fields": {}}), errors.ServerFailed)
    assert isinstance(error_from(None, "x", {"error": "RenderFailed", "fields": 3}), errors.RenderFailed)
    odd = error_from(None, "x", {"error": "RenderFailed", "fields": {"detail": {"fr": "non"}, "n": [1]}})
    assert "x" in odd.what()


def test_no_credits_and_a_blocked_plan_differ_in_their_status() -> None:
    assert http_status(errors.NoCredits()) != http_status(errors.PlanBlocked()) == 402


def test_a_call_that_tells_of_a_failed_export_has_not_failed_itself() -> None:
    told = {"id": "r1", "status": "failed", "cancelled": True, "error": {"code": 500, "message": "cancelled"}}
    assert unwrap(200, {"success": True, "data": told}) == told
    with pytest.raises(errors.ServerFailed):
        unwrap(200, {"error": {"code": 500, "message": "it fell"}})

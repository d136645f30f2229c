"""What the sandbox does to replies, uploads, exports and downloads, in literal bytes."""

from __future__ import annotations

import json

import pytest

from support.raw import NOTHING, ask
from support.sandbox import DONE, FILM, STREAM, sandbox

pytestmark = pytest.mark.anyio

CREDITS = "/api/credits/balance/simple"
STATE = "/api/state/nemo_agent/me/s1/latest"
UPLOAD = "/api/upload-video/nemo_agent/me/s1"
SUBMIT = "/api/render/proxy/lambda"
STATUS = "/api/render/proxy/lambda/r1"
DOWNLOAD = "/api/render/proxy/r1/download"
FILE = "/renders/k/r1.mp4"
TOKEN = "/api/auth/anonymous-token"


# --- refusals ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fault", "path", "status", "body"),
    [
        ("expired-token", "/run_sse", 401, b'{"code":1001,"message":"token expired","data":null}'),
        ("expired-token=1010", SUBMIT, 401, b'{"code":1010,"message":"token expired","data":null}'),
        ("expired-token=1011:status=200", UPLOAD, 200, b'{"code":1011,"message":"token expired","data":null}'),
        ("expired-token=401", "/api/auth/claim-token", 401, b'{"detail":"Unauthorized"}'),
        ("lost-session", UPLOAD, 404, b'{"code":1002,"message":"session not found","data":null}'),
        ("lost-session:status=200", "/run_sse", 200, b'{"code":1002,"message":"session not found","data":null}'),
        ("no-credits", "/run_sse", 403, b'{"code":2001,"message":"insufficient credits","data":null}'),
        ("no-credits:status=402", "/run_sse", 402, b'{"code":2001,"message":"insufficient credits","data":null}'),
        ("plan-blocked", SUBMIT, 402, b'{"code":402,"message":"export is not available on the free plan","data":null}'),
        ("rate-limited", "/run_sse", 429, b'{"code":429,"message":"too many requests","data":null}'),
        ("client-id-missing", TOKEN, 400, b'{"code":400,"message":"X-Client-Id header is required","data":null}'),
        ("unsupported-file", UPLOAD, 415, b'{"code":4001,"message":"unsupported file type","data":null}'),
        ("too-large", UPLOAD, 413, b'{"code":4002,"message":"file too large","data":null}'),
        ("server-error", "/run_sse", 500, b"<html><head><title>500</title></head><body><h1>500</h1></body></html>"),
        ("server-error=504:body=empty", SUBMIT, 504, b""),
        ("server-error=502:body=json", UPLOAD, 502, b'{"code":502,"message":"internal error","data":null}'),
    ],
)  # fmt: skip
async def test_a_refusal_is_what_the_fault_has_it_to_be(
    fault: str, path: str, status: int, body: bytes
) -> None:
    async with sandbox(fault) as studio:
        reply = await studio.post(path, {"session_id": "s1"})

        assert (reply.status, reply.body, reply.whole) == (status, body, True)
        assert studio.script.seen == []
        assert studio.script.uploads == []


async def test_each_call_that_a_fault_names_is_struck_and_no_other() -> None:
    async with sandbox("no-credits") as studio:
        assert (await studio.get(CREDITS)).status == 200
        assert (await studio.get(STATE)).status == 200
        assert (await studio.run()).status == 403
        assert (await studio.run()).status == 403


async def test_a_token_stays_expired_and_another_one_is_good() -> None:
    async with sandbox("expired-token") as studio:
        statuses = [
            (await studio.get(CREDITS, token=token)).status for token in ("t1", "t1", "t2", "t1", "t3")
        ]

    assert statuses == [401, 401, 200, 401, 200]


async def test_every_token_may_have_expired() -> None:
    async with sandbox("expired-token:times=always") as studio:
        statuses = [(await studio.get(CREDITS, token=token)).status for token in ("t1", "t2")]

    assert statuses == [401, 401]


async def test_a_session_is_lost_for_all_calls_and_a_new_one_is_good() -> None:
    async with sandbox("lost-session:after=1") as studio:
        replies = [
            await studio.run(session="s1"),
            await studio.get(STATE),
            await studio.run(session="s1"),
            await studio.post(SUBMIT, {"sessionId": "s1"}),
            await studio.run(session="s2"),
            await studio.get(STATE.replace("s1", "s2")),
        ]

    assert [reply.status for reply in replies] == [200, 404, 404, 404, 200, 200]


async def test_a_rate_is_limited_once_and_says_for_how_long() -> None:
    async with sandbox("rate-limited=7") as studio:
        first, second = await studio.run(), await studio.run()

    assert (first.status, first.headers["retry-after"]) == (429, "7")
    assert second.chunks == STREAM


async def test_a_rate_may_be_limited_for_ever_and_without_a_word_for_how_long() -> None:
    async with sandbox("rate-limited=0:times=always:on=state+credits") as studio:
        replies = [
            await studio.get(STATE),
            await studio.get(CREDITS),
            await studio.get(STATE),
            await studio.run(),
        ]

    assert [reply.status for reply in replies] == [429, 429, 429, 200]
    assert "retry-after" not in replies[0].headers


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_burst_of_failures_ends(status: int) -> None:
    async with sandbox(f"server-error={status}:times=2:after=1:on=status:retry-after=1") as studio:
        replies = [await studio.get(STATUS) for _ in range(4)]

    assert [reply.status for reply in replies] == [200, status, status, 200]
    assert replies[1].headers["retry-after"] == "1"


async def test_two_refusals_come_one_after_the_other() -> None:
    async with sandbox("rate-limited,server-error=503:times=1,expired-token=1011") as studio:
        statuses = [(await studio.get(CREDITS, token=token)).status for token in ("t1", "t1", "t1", "t2")]

    assert statuses == [429, 503, 401, 200]


async def test_replies_take_their_time() -> None:
    async with sandbox("slow-reply=8:on=credits") as studio:
        reply = await studio.get(CREDITS)
        await studio.get(STATE)

        assert studio.clock.naps == [8]
    assert reply.status == 200


# --- a line that breaks ------------------------------------------------------------------------------------------


async def test_the_line_breaks_without_an_answer() -> None:
    async with sandbox("no-answer") as studio:
        first, second = await studio.run(), await studio.run()

        assert first == NOTHING
        assert second.chunks == STREAM
        assert studio.script.edits == ["s1"]


async def test_the_line_breaks_without_an_answer_and_all_is_done_the_same() -> None:
    async with sandbox("no-answer:done=yes") as studio:
        assert await studio.run() == NOTHING
        assert studio.script.edits == ["s1"]


async def test_an_upload_is_broken_off_and_nothing_of_it_arrives() -> None:
    async with sandbox("upload-cut=1000") as studio:
        first = await ask(studio.url, "POST", UPLOAD, body=b"x" * 300_000)
        second = await ask(studio.url, "POST", UPLOAD, body=b"x" * 300_000)

        assert first == NOTHING
        assert second.status == 200
        assert studio.script.uploads == [300_000]


# --- the wrapping ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "body"),
    [
        ("success", b'{"success":true,"data":{"available":100}}'),
        ("bare", b'{"available":100}'),
        ("nested", b'{"code":0,"message":"success","data":{"success":true,"data":{"available":100}}}'),
        ("code", b'{"code":0,"message":"success","data":{"available":100}}'),
        ("code-in-200", b'{"code":0,"message":"success","data":{"available":100}}'),
    ],
)
async def test_replies_are_wrapped_in_each_way(form: str, body: bytes) -> None:
    async with sandbox(f"envelope={form}") as studio:
        reply = await studio.get(CREDITS)

    assert (reply.status, reply.body) == (200, body)


async def test_failures_are_wrapped_in_each_way() -> None:
    bodies: dict[str, tuple[int, bytes]] = {}
    for form in ("success", "bare", "nested", "code", "code-in-200"):
        async with sandbox(f"lost-session,envelope={form}") as studio:
            reply = await studio.get(STATE)
            bodies[form] = (reply.status, reply.body)

    assert bodies == {
        "success": (404, b'{"success":false,"error":{"code":1002,"message":"session not found"}}'),
        "bare": (404, b'{"detail":"session not found"}'),
        "nested": (404, b'{"code":0,"data":{"success":false,"error":{"code":1002,"message":"session not found"}}}'),
        "code": (404, b'{"code":1002,"message":"session not found","data":null}'),
        "code-in-200": (200, b'{"code":1002,"message":"session not found"}'),
    }  # fmt: skip


# --- exports -----------------------------------------------------------------------------------------------------

URL = b'"http://x/renders/k/r1.mp4"'


@pytest.mark.parametrize(
    ("shape", "body"),
    [
        ("top", b'{"status":"completed","output":{"url":' + URL + b"}}"),
        (
            "task",
            b'{"taskId":"r1","status":"completed","progress":100,"output":{"url":'
            + URL
            + b',"duration":9.0,"size":5120}}',
        ),
        (
            "success",
            b'{"success":true,"data":{"id":"r1","status":"completed","progress":100,'
            b'"createdAt":"2026-01-01T00:00:00Z","completedAt":"2026-01-01T00:00:09Z","outputUrl":'
            + URL
            + b"}}",
        ),
        ("code-top", b'{"code":0,"data":{"status":"completed","output":{"url":' + URL + b"}}}"),
        (
            "code-task",
            b'{"code":0,"data":{"taskId":"r1","status":"completed","progress":100,"output":{"url":'
            + URL
            + b',"duration":9.0,"size":5120}}}',
        ),
    ],
)
async def test_the_status_of_an_export_has_each_shape(shape: str, body: bytes) -> None:
    async with sandbox(f"render-shape={shape}") as studio:
        assert (await studio.get(STATUS)).body == body


FAILED = (
    b'{"success":true,"data":{"id":"r1","status":"failed","progress":100,"createdAt":"2026-01-01T00:00:00Z",'
    b'"error":"Rendering failed: the worker ended unexpectedly"}}'
)


async def test_the_first_export_fails_and_one_with_a_new_id_is_good() -> None:
    async with sandbox("render-failed") as studio:
        first, again = await studio.get(STATUS), await studio.get(STATUS)
        new = await studio.get(STATUS.replace("r1", "r2"))

    assert first.body == again.body == FAILED
    assert json.loads(new.body)["data"] == {**DONE, "id": "r2"}


async def test_every_export_may_fail_in_any_shape() -> None:
    async with sandbox("render-failed:times=always,render-shape=top") as studio:
        replies = [await studio.get(STATUS), await studio.get(STATUS.replace("r1", "r2"))]

    failed = b'{"status":"failed","error":"Rendering failed: the worker ended unexpectedly"}'
    assert [reply.body for reply in replies] == [failed, failed]


async def test_an_export_takes_its_time_each_for_itself() -> None:
    async with sandbox("render-slow=3") as studio:
        told = [json.loads((await studio.get(STATUS)).body)["data"] for _ in range(4)]
        other = json.loads((await studio.get(STATUS.replace("r1", "r2"))).body)["data"]

    assert told[0] == {"id": "r1", "status": "pending", "progress": 0, "createdAt": "2026-01-01T00:00:00Z"}
    assert [(t["status"], t["progress"]) for t in told[1:]] == [
        ("processing", 33),
        ("processing", 66),
        ("completed", 100),
    ]
    assert other["status"] == "pending"


# --- downloads ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [404, 403, 410])
async def test_the_address_of_the_film_fails_and_the_fallback_works(status: int) -> None:
    async with sandbox(f"download-gone={status}") as studio:
        gone, film = await studio.get(FILE), await studio.get(DOWNLOAD)

    assert (gone.status, gone.body) == (status, b"gone")
    assert film.body == FILM


async def test_both_ways_to_the_film_may_fail() -> None:
    async with sandbox("download-gone:on=file+download") as studio:
        assert [(await studio.get(path)).status for path in (FILE, DOWNLOAD)] == [404, 404]


async def test_a_download_breaks_and_is_taken_up() -> None:
    async with sandbox("download-cut=1000") as studio:
        first = await studio.get(FILE)
        rest = await studio.get(FILE, Range="bytes=1000-")

    assert (first.body, first.whole) == (FILM[:1000], False)
    assert first.headers["content-length"] == str(len(FILM))
    assert (rest.status, rest.body, rest.whole) == (206, FILM[1000:], True)


async def test_a_film_that_is_shorter_than_the_break_breaks_at_its_end() -> None:
    async with sandbox("download-cut=999999") as studio:
        reply = await studio.get(FILE)

    assert reply.body == FILM


async def test_a_film_is_too_short_and_looks_whole() -> None:
    async with sandbox("download-short=1000") as studio:
        first, second = await studio.get(DOWNLOAD), await studio.get(DOWNLOAD)

    assert (first.status, first.body, first.whole) == (200, FILM[:1000], True)
    assert second.body == FILM


async def test_a_part_that_is_asked_for_is_answered_with_the_whole() -> None:
    async with sandbox("no-range") as studio:
        reply = await studio.get(FILE, Range="bytes=1000-")

    assert (reply.status, reply.body) == (200, FILM)
    assert "content-range" not in reply.headers
    assert "accept-ranges" not in reply.headers


# --- the header of one request -----------------------------------------------------------------------------------


async def test_a_request_asks_for_its_own_fault() -> None:
    async with sandbox() as studio:
        struck = await studio.run(fault="bom, line-ends=crlf")
        next_one = await studio.run()
        again = await studio.run(fault="lost-session")

    assert struck.body == b"\xef\xbb\xbf" + b"".join(STREAM).replace(b"\n", b"\r\n")
    assert struck.headers["x-studio-fault"] == "line-ends,bom"
    assert next_one.chunks == STREAM
    assert again.status == 404


async def test_a_fault_of_another_call_is_passed_over() -> None:
    async with sandbox() as studio:
        reply = await studio.get(CREDITS, fault="drop=1")

    assert (reply.status, reply.whole) == (200, True)
    assert "x-studio-fault" not in reply.headers


async def test_a_fault_that_there_is_not_is_refused_with_its_neighbours() -> None:
    async with sandbox() as studio:
        reply = await studio.run(fault="slow-heartbeat")

        told = json.loads(reply.body)
        assert (reply.status, told["code"]) == (400, 400)
        assert "there is no fault `slow-heartbeat`" in told["message"]
        assert "`slow-heartbeats`" in told["data"]["next_step"]
        assert studio.script.edits == []


async def test_what_is_not_of_the_protocol_is_left_alone() -> None:
    async with sandbox("server-error:times=always,no-answer:times=always") as studio:
        statuses = [
            (await studio.get(path, fault="server-error")).status for path in ("/healthz", "/media/k/a.mp4")
        ]

    assert statuses == [200, 200]

"""How long a client waits, what it says meanwhile, and what it finds out behind a break; on a clock of its own."""

from __future__ import annotations

from pathlib import Path

import anyio
import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.conversation.recovery import LOOK_PAUSES, second_stage
from nemovideo_mcp.conversation.telling import changes_of
from nemovideo_mcp.conversation.turn import Turn, take_turn
from nemovideo_mcp.errors import EditNotMade, NemoError, NoCredits, ReplyTimeout
from support.shaky import SECRET, Script, ShakyBackend
from support.virtual_time import VIRTUAL

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> object:
    return VIRTUAL


async def turn(
    script: Script, home: Path, *, reminders: list[float] | None = None, language: str = "en"
) -> tuple[Turn | NemoError, float, ShakyBackend]:
    """The outcome of one message, the seconds that it took, and the backend behind it."""
    backend = ShakyBackend(script=script)
    begun = anyio.current_time()
    told = reminders if reminders is not None else []
    with anyio.fail_after(3600):
        async with backend.client(home) as nemo:
            try:
                outcome: Turn | NemoError = await take_turn(
                    nemo, "s", "add a title", language=language, on_wait=told.append
                )
            except NemoError as error:
                outcome = error
    assert backend.open_streams == 0
    assert len(backend.edits) <= 1
    return outcome, anyio.current_time() - begun, backend


@pytest.mark.rule("client.stream.still-working")
async def test_every_two_minutes_the_user_hears_that_work_goes_on(tmp_path: Path) -> None:
    reminders: list[float] = []
    outcome, seconds, _ = await turn(
        Script(steps=["heartbeats", "tool", "heartbeats", "text"]), tmp_path, reminders=reminders
    )
    assert isinstance(outcome, Turn)
    assert seconds == 600
    assert reminders == [120, 240, 360, 480, 600][: len(reminders)]
    assert len(reminders) >= 4


@pytest.mark.rule("client.stream.heartbeat-limit")
async def test_ten_minutes_of_nothing_but_heartbeats_are_enough(tmp_path: Path) -> None:
    outcome, seconds, _ = await turn(Script(steps=["tool"], end="heartbeats", lands=None), tmp_path)
    assert isinstance(outcome, EditNotMade)
    assert "10 minutes" in outcome.what()
    assert seconds == 600 + sum(LOOK_PAUSES)


async def test_a_word_within_the_ten_minutes_gives_ten_more(tmp_path: Path) -> None:
    outcome, seconds, _ = await turn(Script(steps=["heartbeats", "tool", "heartbeats", "text"]), tmp_path)
    assert isinstance(outcome, Turn)
    assert seconds == 600


@pytest.mark.rule("client.run.limit")
async def test_fifteen_minutes_are_the_end_whatever_is_said(tmp_path: Path) -> None:
    outcome, seconds, _ = await turn(
        Script(steps=["tool", "long wait", "tool result"], end="heartbeats", lands=905.0), tmp_path
    )
    assert isinstance(outcome, Turn)
    assert outcome.changed
    assert seconds == 930


@pytest.mark.rule("client.stream.recovery")
@pytest.mark.parametrize(
    ("lands", "looks"),
    [(0.0, 1), (29.0, 1), (31.0, 2), (89.0, 2), (91.0, 3), (329.0, 6), (331.0, None), (None, None)],
)
async def test_behind_a_break_the_state_is_looked_at_after_30_s_and_then_every_60(
    tmp_path: Path, lands: float | None, looks: int | None
) -> None:
    outcome, seconds, backend = await turn(Script(steps=["piece"], end="break", lands=lands), tmp_path)
    looked = sum(request.url.path.startswith("/api/state") for request in backend.requests) - 1
    assert looked == (looks or 6)
    assert seconds == sum(LOOK_PAUSES[:looked])
    assert isinstance(outcome, Turn) == (looks is not None)


@pytest.mark.rule("client.stream.recovery-outcome", "client.stream.never-twice")
async def test_what_is_found_behind_a_break_is_said(tmp_path: Path) -> None:
    made, *_ = await turn(Script(end="break", lands=3.0), tmp_path)
    assert isinstance(made, Turn)
    assert "connection to the backend broke, but the edit was made" in made.text
    assert "Hi" in made.text
    not_made, *_ = await turn(Script(end="break", lands=None), tmp_path)
    assert isinstance(not_made, EditNotMade)
    assert not_made.retryable
    assert "send it again" in not_made.next_step()
    unknown, *_ = await turn(Script(end="break", after=["502"] * 60), tmp_path)
    assert isinstance(unknown, ReplyTimeout)
    assert not unknown.retryable
    assert "before you send the edit again" in unknown.next_step()


@pytest.mark.rule("client.stream.silent")
@pytest.mark.parametrize(("language", "words"), [("en", "The edit was made: "), ("zh", "修改已完成：")])
async def test_an_edit_without_words_is_told_by_its_difference(
    tmp_path: Path, language: str, words: str
) -> None:
    outcome, seconds, _ = await turn(Script(steps=["tool", "tool result"]), tmp_path, language=language)
    assert isinstance(outcome, Turn)
    assert outcome.text.startswith(words)
    assert "Hi" in outcome.text
    assert seconds == 0


@pytest.mark.parametrize(("lands", "found"), [(0.5, 1), (2.0, 3), (6.0, 7), (14.0, 15)])
@pytest.mark.parametrize("steps", [[], ["heartbeat"], ["tool", "tool result"]])
async def test_a_silent_edit_that_lands_late_is_found(
    tmp_path: Path, steps: list[str], lands: float, found: float
) -> None:
    outcome, seconds, _ = await turn(Script(steps=steps, lands=lands), tmp_path)  # type: ignore[arg-type]
    assert isinstance(outcome, Turn)
    assert outcome.changed
    assert outcome.text.startswith("The edit was made: ")
    assert seconds == found


@pytest.mark.parametrize("steps", [[], ["heartbeat"], ["tool", "tool result"]])
async def test_a_silence_behind_which_nothing_changed_is_told_after_four_more_looks(
    tmp_path: Path, steps: list[str]
) -> None:
    outcome, seconds, _ = await turn(Script(steps=steps, lands=None), tmp_path)  # type: ignore[arg-type]
    assert isinstance(outcome, Turn)
    assert "as it was" in outcome.text
    assert seconds == 15


async def test_a_failure_that_left_a_change_behind_tells_both(tmp_path: Path) -> None:
    outcome, *_ = await turn(Script(steps=["tool", "credits failure"]), tmp_path)
    assert isinstance(outcome, Turn)
    assert "/register?bind=anon_7" in outcome.text
    assert "changed nevertheless" in outcome.text
    assert "again" not in outcome.text.replace("before you send anything again", "")
    outcome, *_ = await turn(Script(steps=["tool", "credits failure"], lands=None), tmp_path)
    assert isinstance(outcome, NoCredits)
    assert "/register?bind=anon_7" in outcome.next_step()


@pytest.mark.parametrize("fault", ["no answer", "502", "503", "504", "broken reply"])
async def test_a_gateway_that_speaks_for_the_backend_is_a_break(tmp_path: Path, fault: str) -> None:
    outcome, _, backend = await turn(Script(accepts_and_fails=fault, lands=40.0), tmp_path)  # type: ignore[arg-type]
    assert isinstance(outcome, Turn)
    assert outcome.changed
    assert backend.edits == ["add a title"]


@pytest.mark.rule("client.stream.temporary-issue")
async def test_a_temporary_issue_behind_good_words_is_dropped(tmp_path: Path) -> None:
    outcome, *_ = await turn(Script(steps=["text", "temporary issue"]), tmp_path)
    assert isinstance(outcome, Turn)
    assert outcome.text == "The title is there."


async def test_a_token_in_the_words_is_taken_out(tmp_path: Path) -> None:
    outcome, *_ = await turn(Script(steps=["token text"]), tmp_path)
    assert isinstance(outcome, Turn)
    assert outcome.text == "Your token is [hidden]."
    failed, *_ = await turn(Script(steps=["failure"], lands=None), tmp_path)
    assert isinstance(failed, errors.ServerFailed)
    assert SECRET not in repr(failed) + str(failed)


@pytest.mark.rule("client.error.rate")
async def test_a_limit_is_waited_for_once_for_thirty_seconds(tmp_path: Path) -> None:
    outcome, seconds, backend = await turn(Script(posts=["limited"], steps=["text"]), tmp_path)
    assert isinstance(outcome, Turn)
    assert (seconds, len(backend.edits)) == (30, 1)
    outcome, seconds, backend = await turn(Script(posts=["limited", "limited"], lands=None), tmp_path)
    assert isinstance(outcome, errors.RateLimited)
    assert seconds == 30
    assert backend.edits == []


async def test_a_longer_wait_that_the_backend_asks_for_is_kept(tmp_path: Path) -> None:
    outcome, seconds, _ = await turn(Script(posts=["limited politely"], steps=["text"]), tmp_path)
    assert isinstance(outcome, Turn)
    assert seconds == 45


@pytest.mark.rule("client.error.client-id")
async def test_a_client_id_that_is_missed_is_sent_along(tmp_path: Path) -> None:
    outcome, _, backend = await turn(Script(before=["client id"], steps=["text"]), tmp_path)
    assert isinstance(outcome, Turn)
    asked = [r for r in backend.requests if r.url.path.startswith("/api/state")]
    assert "X-Client-Id" not in asked[0].headers
    assert asked[1].headers["X-Client-Id"] == backend.requests[0].headers["X-Client-Id"]


async def test_reading_is_repeated_and_gives_up_in_the_end(tmp_path: Path) -> None:
    outcome, seconds, _ = await turn(
        Script(before=["no answer", "503", "truncated JSON"], steps=["text"]), tmp_path
    )
    assert isinstance(outcome, Turn)
    assert seconds == 0.75 * (0.5 + 1 + 2)
    outcome, _, backend = await turn(Script(before=["503"] * 4), tmp_path)
    assert isinstance(outcome, errors.ServerFailed)
    assert backend.edits == []


RAW = {"d": 8000, "t": [{"tt": 0, "sg": [{"id": "g", "s": 0, "d": 8000, "m": {"name": "city timelapse"}}]}]}
WHOLE = {
    **RAW,
    "t": [*RAW["t"], {"tt": 1, "sg": [{"s": 0, "d": 8000, "m": {"name": "Lo-fi", "role": "bgm"}}]}],
}


@pytest.mark.rule("client.stream.two-stage")
async def test_a_raw_video_is_told_when_its_stream_closes_and_the_rest_is_found_beside_it(
    tmp_path: Path,
) -> None:
    backend = ShakyBackend(script=Script(steps=["text"], stages=[(0.0, RAW), (70.0, WHOLE)]))
    async with backend.client(tmp_path) as nemo:
        turn = await take_turn(nemo, "s", "generate a city timelapse")
        assert anyio.current_time() == 0
        assert turn.draft == RAW
        assert "city timelapse" in turn.summary
        assert "may still add" in turn.text
        assert turn.raw is not None
        more = await second_stage(nemo, "s", turn.raw)
    assert anyio.current_time() == 90
    assert more is not None
    assert any("Lo-fi" in change.text for change in changes_of(more, language="en"))
    assert len(backend.edits) == 1


async def test_a_video_to_which_nothing_is_added_is_looked_at_for_as_long_as_behind_a_break(
    tmp_path: Path,
) -> None:
    backend = ShakyBackend(script=Script(steps=["text"], stages=[(0.0, RAW)]))
    async with backend.client(tmp_path) as nemo:
        turn = await take_turn(nemo, "s", "generate a city timelapse")
        assert turn.raw is not None
        assert await second_stage(nemo, "s", turn.raw) is None
        assert anyio.current_time() == sum(LOOK_PAUSES)
        assert (await take_turn(nemo, "s", "make it louder")).raw is None

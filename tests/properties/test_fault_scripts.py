"""Whatever goes wrong in whatever order: an edit is posted once, nothing leaks, and the user knows how it stands."""

from __future__ import annotations

import os
import tempfile
import traceback
from pathlib import Path
from typing import get_args

import anyio
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nemovideo_mcp.conversation.turn import Turn, take_turn
from nemovideo_mcp.errors import NemoError, ReplyTimeout, SessionNotFound
from nemovideo_mcp.protocol.events import Event, Text, ToolProgress
from support.shaky import BEFORE, SECRET, End, Fault, Script, ShakyBackend, Step
from support.virtual_time import VIRTUAL

EXAMPLES = int(os.environ.get("NEMO_FAULT_SCRIPTS", "200"))
LONGEST_SECONDS = 15 * 60 + 330 + 13 * 400

# A backend that takes a message and says that it has refused it lies: nothing can be kept from sending it again.
_REFUSALS = frozenset(
    {
        "refused connection",
        "expired token",
        "limited",
        "limited politely",
        "client id",
        "plan",
        "no credits",
        "lost session",
    }
)

faults = st.sampled_from(get_args(Fault))
few = st.lists(faults, max_size=3)
scripts = st.builds(
    Script,
    tokens=st.lists(faults, max_size=2),
    before=few,
    posts=st.lists(
        st.sampled_from(["refused connection", "expired token", "limited", "client id", "plan"]), max_size=2
    ),
    accepts_and_fails=st.none() | faults.filter(lambda fault: fault not in _REFUSALS),
    steps=st.lists(st.sampled_from(get_args(Step)), max_size=8),
    end=st.sampled_from(get_args(End)),
    lands=st.none() | st.sampled_from([0.0, 1.0, 29.0, 31.0, 100.0, 320.0, 345.0, 2000.0]),
    after=st.lists(faults, max_size=6) | st.lists(faults, min_size=20, max_size=30),
)


async def play(script: Script, home: Path) -> None:
    backend = ShakyBackend(script=script)
    heard: list[Event] = []
    reminders: list[float] = []
    outcome: Turn | NemoError
    async with backend.client(home) as nemo:
        try:
            outcome = await take_turn(
                nemo, "s", "add a title", on_event=heard.append, on_wait=reminders.append
            )
        except NemoError as error:
            outcome = error
        draft = backend.draft
    shown = _everything(outcome) + repr(
        [event for event in heard if isinstance(event, ToolProgress)] + reminders
    )

    assert len(backend.edits) <= 1, "the edit was posted twice"
    assert SECRET not in shown, "a token was shown"
    assert not any(SECRET in str(request.url) for request in backend.requests)
    assert backend.open_streams == 0, "a connection was left open"
    assert anyio.current_time() < LONGEST_SECONDS
    assert all(abs(seconds % 120) < 1e-6 for seconds in reminders)
    if isinstance(outcome, NemoError):
        assert outcome.what().strip()
        assert outcome.next_step().strip()
        # A session that is gone has taken its timeline with it, and that is what is said.
        nobody_knows = isinstance(outcome, SessionNotFound) or (
            isinstance(outcome, ReplyTimeout) and "timeline" in outcome.next_step()
        )
        assert draft == BEFORE or nobody_knows, f"an edit that was made was not told: {outcome!r}"
    else:
        assert outcome.text.strip()
        assert outcome.summary.strip()
        told = outcome.changed or "could not be read" in outcome.text
        assert draft == BEFORE or told, "an edit that was made was not told"
        assert not (outcome.changed and not backend.edits)
    whole = [event for event in heard if isinstance(event, Text) and not event.partial]
    assert all(isinstance(event.text, str) for event in whole)


def _everything(outcome: Turn | NemoError) -> str:
    if isinstance(outcome, Turn):
        return repr(outcome)
    said = [
        f(language) for f in (outcome.what, outcome.next_step, outcome.describe) for language in ("en", "zh")
    ]
    return "".join([*said, repr(outcome), *traceback.format_exception(outcome)])


@pytest.mark.rule("client.stream.never-twice", "client.gui.secrets")
@settings(
    max_examples=EXAMPLES,
    derandomize=EXAMPLES <= 200,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(script=scripts)
@example(script=Script(steps=["piece"], end="break", lands=100.0))
@example(script=Script(steps=["tool"], end="close", lands=31.0))
@example(script=Script(steps=["failure"], lands=0.0, after=["502"] * 30))
@example(script=Script(steps=["text"], lands=0.0, after=["no answer"] * 30))
@example(script=Script(end="hang", lands=500.0))
def test_an_edit_is_posted_once_and_the_user_knows_how_it_stands(script: Script) -> None:
    with tempfile.TemporaryDirectory() as home:
        anyio.run(play, script, Path(home), backend_options=VIRTUAL[1])

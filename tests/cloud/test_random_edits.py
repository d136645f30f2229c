"""Two hundred edits on a cloud that is silent, late and breaks off: each is told right, and none is sent twice."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from cloud.conftest import Talking
from nemovideo_mcp.conversation.turn import Turn, take_turn
from nemovideo_mcp.errors import EditNotMade, NemoError
from support.cloud import random_turns

pytestmark = pytest.mark.anyio

MESSAGES = (
    "add the title {n}",
    "add music {n}",
    "make the first clip {n} seconds long",
    "remove the title {n}",
)


@pytest.mark.parametrize(
    ("shapes", "edits"), [(("plain",), 200), (("shuffled", "volatile_m", "volatile_segments"), 80)]
)
async def test_random_edits_are_told_right_and_none_is_posted_twice(
    talking: Talking, shapes: tuple[str, ...], edits: int
) -> None:
    rng = random.Random(11)
    kinds: Counter[str] = Counter()
    async with talking(turn_source=random_turns(random.Random(7)), draft_shape=shapes) as talk:
        for number in range(edits):
            message = rng.choice(MESSAGES).format(n=number)
            try:
                outcome: Turn | NemoError = await take_turn(talk.nemo, talk.session_id, message)
            except NemoError as error:
                outcome = error
            played = talk.cloud.played[-1]
            talk.cloud.draft()  # What is due by now is on the timeline.
            kinds[played.turn.kind] += 1
            assert played.text == message
            if isinstance(outcome, Turn):
                assert outcome.changed is played.changed, (played, outcome)
                assert bool(outcome.changes) is outcome.changed, (played, outcome)
            else:
                assert not played.changed, (played, outcome)
                assert isinstance(outcome, EditNotMade) is played.turn.kind.startswith("broken")
        texts = [text for _, text in talk.cloud.messages]
        assert len(texts) == len(set(texts)) == edits
        assert talk.cloud.violations == []
    assert kinds["silent"] > edits / 5
    assert kinds["late"] > edits / 20
    assert kinds["broken_made"] + kinds["broken_unmade"] > edits / 40

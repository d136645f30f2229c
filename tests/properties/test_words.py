"""What holds for every message: it is understood or refused, and never an error, whatever the words and amounts are."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.edit.apply import apply
from nemovideo_mcp.edit.context import EditContext
from nemovideo_mcp.errors import EditRefused
from nemovideo_mcp.language.offers import understand_or_offer
from nemovideo_mcp.language.rules import LEXICON, OWN
from nemovideo_mcp.language.scene import Scene
from support.films import PROJECTS, SteadyPlanner, film, media_of

_AMOUNTS = (
    *(
        "0",
        "0 seconds",
        "-2 seconds",
        "90 minutes",
        "99999999999999999999",
        "0%",
        "5000%",
        "1000x",
        "0x",
        "half",
    ),
    *("clip 0", "clip 99", "0:00", "12:99", "bar 0", "500 times", "360 degrees", "45.5 degrees", "#ff00zz"),
    *(
        "第0段",
        "负两秒",
        "一万秒",
        "零秒",
        "五十倍",
        "0倍",
        "三成",
        "第九十九段",
        "parrot",
        "the surf",
        "“Hi”",
        "“”",
    ),
)
_PHRASES = LEXICON.phrases.union(*(own.phrases for _, own in OWN))
_WORDS = st.one_of(st.sampled_from(sorted(_PHRASES)), st.sampled_from(_AMOUNTS))


@pytest.mark.parametrize("project", sorted(PROJECTS))
@settings(max_examples=25)
@given(words=st.lists(_WORDS, min_size=1, max_size=9), comma=st.sampled_from([" ", ", ", "，", "\n", "\n- "]))
def test_any_words_with_any_amounts_are_operations_or_refused(
    project: str, words: list[str], comma: str
) -> None:
    timeline, media = film(project), media_of(project)

    meant = understand_or_offer(comma.join(words), Scene(timeline=timeline, media=media))

    for wish in meant.wishes:
        with suppress(EditRefused):
            timeline = apply(timeline, wish, EditContext(media=media, planner=SteadyPlanner())).timeline


def test_words_without_a_wish_beside_a_move_are_refused_with_the_whole_message() -> None:
    message = "1 by 1, parrot, 'cause, at the beginning"

    meant = understand_or_offer(message, Scene(timeline=film("titled"), media=media_of("titled")))

    assert not meant.operations
    assert [refusal.words for refusal in meant.refusals] == [message]


@pytest.mark.parametrize(
    ("said", "limit"),
    [
        ("loop the parrot 500 times", "at most 50"),
        ("make the film 0 seconds long", "more than 0"),
        ("把整部影片剪成0秒", "大于 0"),
    ],
)
def test_an_amount_that_no_operation_takes_is_refused_with_the_limit(said: str, limit: str) -> None:
    meant = understand_or_offer(said, Scene(timeline=film("plain"), media=media_of("plain")))

    assert not meant.operations
    assert limit in meant.refusals[0].because.en + meant.refusals[0].because.zh

"""What of two drafts is the same timeline, and what is another one."""

from __future__ import annotations

import copy
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.views.substance import difference, same_substance, stays_different, without_volatile

DRAFT: dict[str, Any] = {
    "d": 10_000,
    "m": {"title": "trip", "width": 1080, "height": 1920},
    "t": [
        {"id": "v", "tt": 0, "sg": [{"id": "1", "s": 0, "d": 10_000, "m": {"name": "city", "src": "https://cdn/a?sig=1"}}]},
        {"id": "a", "tt": 1, "sg": [{"id": "2", "s": 0, "d": 10_000, "m": {"name": "Lo-fi", "volume": 0.35}}]},
    ],
}  # fmt: skip

MOVING = [
    ("updatedAt", "2026-11-29T01:02:03Z"),
    ("last_modified", 1_764_378_123),
    ("savedWhen", 1_764_378_123_456),
    ("rev", 17),
    ("etag", "W/abc"),
    ("checksum", "9f2c"),
    ("requestId", "r-1"),
]


def places(draft: dict[str, Any]) -> list[dict[str, Any]]:
    """Every object of a draft."""
    tracks = draft["t"]
    segments = [segment for track in tracks for segment in track["sg"]]
    return [draft, draft["m"], *tracks, *segments, *(segment["m"] for segment in segments)]


@pytest.mark.parametrize(("key", "value"), MOVING)
@pytest.mark.parametrize("place", range(8))
def test_a_stamp_anywhere_is_no_difference(key: str, value: object, place: int) -> None:
    after = copy.deepcopy(DRAFT)
    found = places(after)
    found[place % len(found)][key] = value
    assert difference(DRAFT, after) == "none"


def test_the_signature_of_an_address_and_new_ids_are_no_difference() -> None:
    after = copy.deepcopy(DRAFT)
    after["t"][0]["sg"][0]["m"]["src"] = "https://cdn/a?sig=2"
    after["t"][0]["sg"][0]["id"] = "99"
    after["d"] = 10_000.0
    assert difference(DRAFT, after) == "none"


@pytest.mark.parametrize(
    ("place", "key", "value"),
    [(4, "d", 9_000), (4, "s", 500), (6, "name", "sea"), (7, "volume", 0.2), (1, "width", 1920)],
)
def test_what_is_seen_or_heard_is_a_difference(place: int, key: str, value: object) -> None:
    after = copy.deepcopy(DRAFT)
    places(after)[place][key] = value
    assert difference(DRAFT, after) == "seen"


@pytest.mark.parametrize("address", ["https://cdn/b?sig=1", "https://cdn/get?file=b", "/media/b?sig=1"])
def test_another_address_is_a_difference_that_a_second_look_bears_out(address: str) -> None:
    after = copy.deepcopy(DRAFT)
    after["t"][0]["sg"][0]["m"]["src"] = address
    assert difference(DRAFT, after) == "unseen"
    assert stays_different(DRAFT, after, copy.deepcopy(after))
    assert not stays_different(DRAFT, after, DRAFT)


@pytest.mark.parametrize(
    "key", ["draft_version", "saveCount", "messageCount", "lastPrompt", "undoDepth", "views"]
)
@pytest.mark.parametrize("place", [0, 1])
def test_a_counter_of_the_draft_is_no_difference(key: str, place: int) -> None:
    after = copy.deepcopy(DRAFT)
    places(after)[place][key] = 7
    assert difference(DRAFT, after) == "none"


@pytest.mark.parametrize("nothing", [None, [], {}, ""])
def test_a_key_that_holds_nothing_is_no_difference(nothing: object) -> None:
    after = copy.deepcopy(DRAFT)
    places(after)[4]["effects"] = nothing
    assert difference(DRAFT, after) == "none"


def test_an_edit_is_found_beside_a_key_that_moves_by_itself() -> None:
    after, again = copy.deepcopy(DRAFT), copy.deepcopy(DRAFT)
    for draft, seen in ((after, 8), (again, 9)):
        places(draft)[6]["brightness"] = 0.4
        places(draft)[6]["shownTimes"] = seen
    assert difference(DRAFT, after) == "unseen"
    assert stays_different(DRAFT, after, again)
    del places(after)[6]["brightness"], places(again)[6]["brightness"]
    assert not stays_different(DRAFT, after, again)


def test_what_starts_a_segment_is_no_stamp() -> None:
    before, after = copy.deepcopy(DRAFT), copy.deepcopy(DRAFT)
    places(before)[4]["ts"] = 0
    places(after)[4]["ts"] = 2_000
    assert difference(before, after) != "none"


def test_a_key_that_nobody_knows_is_a_difference_that_is_not_seen() -> None:
    after = copy.deepcopy(DRAFT)
    after["t"][0]["sg"][0]["m"]["temperature"] = 0.4
    assert difference(DRAFT, after) == "unseen"
    after = copy.deepcopy(DRAFT)
    after["overlay"] = {"kind": "grain"}
    assert difference(DRAFT, after) == "unseen"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)


@given(
    draft=st.dictionaries(st.sampled_from(["t", "d", "m", "x", "id"]), _JSON, max_size=5), seed=st.integers()
)
def test_any_draft_is_itself_in_any_order_of_keys(draft: dict[str, Any], seed: int) -> None:
    def shuffled(value: Any) -> Any:
        if isinstance(value, dict):
            keys = list(value)
            random.Random(seed).shuffle(keys)
            return {key: shuffled(value[key]) for key in keys}
        return [shuffled(item) for item in value] if isinstance(value, list) else value

    assert repr(without_volatile(draft)) == repr(without_volatile(copy.deepcopy(draft)))
    assert same_substance(draft, draft)
    assert "nan" in repr(draft) or same_substance(draft, shuffled(draft))


@given(
    draft=st.dictionaries(st.text(max_size=4), _JSON, max_size=4),
    other=st.dictionaries(st.text(max_size=4), _JSON),
)
def test_no_draft_makes_the_comparison_fail(draft: dict[str, Any], other: dict[str, Any]) -> None:
    assert difference(draft, other) in ("none", "unseen", "seen")

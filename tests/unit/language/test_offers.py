"""What is said in place of words that were not understood, and what a "yes" behind it does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nemovideo_mcp.edit.parsing import to_json
from nemovideo_mcp.language.nearest import nearest_to
from nemovideo_mcp.language.offers import understand_or_offer
from support.films import film, media_of
from support.wishes import Conversation
from unit.language.scenes import scene


@pytest.mark.parametrize(
    ("setup", "words", "nearest"),
    [
        (
            "cut",
            "frobnicate the parrot to 2 seconds",
            {"op": "set_clip_length", "clips": ["c2"], "length": 2.0},
        ),
        ("cut", "frobnicate the parrot in reverse", {"op": "reverse_clip", "clips": ["c2"]}),
        ("cut", "frobnicate the music to 40%", {"op": "set_music_mix", "volume": 0.4}),
        (
            "titled",
            "frobnicate Sunday Ride in red",
            {"op": "change_text", "texts": ["t1"], "color": "#ff0000"},
        ),
        (
            "titled",
            "frobnicate “Sunday Ride” at bar 3",
            {"op": "change_text", "texts": ["t1"], "start": {"bar": 3}},
        ),
        ("cut", "把鹦鹉搞扑到2秒", {"op": "set_clip_length", "clips": ["c2"], "length": 2.0}),
    ],
)
def test_words_that_name_one_thing_and_one_amount_have_a_nearest_operation(
    setup: str, words: str, nearest: dict[str, object]
) -> None:
    found = nearest_to(words, scene(setup)).operation

    assert found is not None
    assert to_json(found) == nearest


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("make it shorter", {"op": "set_film_length", "length": 11.0}),
        ("太长了", {"op": "set_film_length", "length": 11.0}),
        ("make it 3 seconds", {"op": "set_film_length", "length": 3.0}),
        ("make it feel more energetic", {"op": "auto_edit", "length": 15.0, "pace": "fast"}),
        ("not so hectic", {"op": "auto_edit", "length": 15.0, "pace": "slow"}),
        ("更有活力一点", {"op": "auto_edit", "length": 15.0, "pace": "fast"}),
        ("the ending is too abrupt", {"op": "fade_film", "at": "out"}),
        ("开头太突然", {"op": "fade_film", "at": "in"}),
    ],
)
def test_a_vague_wish_for_the_whole_film_is_never_done_but_offered(
    words: str, offered: dict[str, object]
) -> None:
    meant = understand_or_offer(words, scene("cut"))

    assert meant.operations == ()
    [refusal] = meant.refusals
    assert refusal.nearest is not None
    assert to_json(refusal.nearest) == offered


@pytest.mark.parametrize("setup", ["fresh", "cut"])
@pytest.mark.parametrize(
    "words",
    [
        "make it better",
        "can you make it better?",
        "make this look amazing",
        "please make everything perfect",
        "弄得好看一点",
        "能不能剪得好看点",
        "再高级一点吧",
    ],
)
def test_who_asks_for_a_better_film_is_not_thanked_for_praise(setup: str, words: str) -> None:
    meant = understand_or_offer(words, scene(setup))

    assert not meant.talk
    assert meant.refusals or meant.operations


@pytest.mark.parametrize(
    "words",
    ["much better", "better", "this makes it better", "that made it better", "好看多了", "好看一点了"],
)
def test_praise_of_what_was_done_asks_for_nothing(words: str) -> None:
    meant = understand_or_offer(words, scene("cut"))

    assert meant.talk
    assert not meant.refusals
    assert not meant.operations


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("make it vertical it looks great that way", {"op": "set_canvas", "ratio": "9:16"}),
        ("make it 15 seconds that would be perfect", {"op": "set_film_length", "length": 15.0}),
    ],
)
def test_a_wish_before_praise_is_done(words: str, done: dict[str, object]) -> None:
    meant = understand_or_offer(words, scene("cut"))

    assert [to_json(one) for one in meant.operations] == [done]
    assert not meant.refusals


@pytest.mark.parametrize("words", ["make it shorter", "make it longer"])
def test_a_shorter_film_that_is_not_there_yet_is_not_taken_for_thanks(words: str) -> None:
    [refusal] = understand_or_offer(words, scene("fresh")).refusals

    assert "make the film 20 seconds long" in refusal.because.en


@pytest.mark.parametrize(
    "words", ["shorter music", "is it too long?", "don't make it longer", "a shorter logo"]
)
def test_vague_words_of_something_else_get_no_offer_for_the_film(words: str) -> None:
    assert nearest_to(words, scene("cut")).operation is None


@pytest.mark.parametrize(
    "words",
    [
        "frobnicate the parrot",
        "do not frobnicate the parrot to 2 seconds",
        "frobnicate the parrot from 2 to 4 seconds, 3 seconds, 50%",
        "frobnicate the parrot and the music to 40%",
        "frobnicate clip 9 to 2 seconds",
        "why does the parrot last 2 seconds?",
        "frobnicate the parrot to 0 seconds",
    ],
)
def test_where_it_is_not_plain_nothing_is_near(words: str) -> None:
    assert nearest_to(words, scene("cut")).operation is None


@pytest.mark.parametrize(
    ("setup", "words", "example"),
    [
        ("cut", "frobnicate the parrot", "mute clip 2"),
        ("cut", "frobnicate the song", "music at 40%"),
        ("titled", "frobnicate “Sunday Ride”", "make the title red"),
        ("cut", "音乐搞扑", "音乐调到40%"),
    ],
)
def test_words_that_are_not_understood_are_answered_with_examples_for_their_thing(
    setup: str, words: str, example: str
) -> None:
    found = understand_or_offer(words, scene(setup))

    assert not found.operations
    assert not found.unknown
    because = found.refusals[0].because
    assert example in because.in_language(found.language)


def conversation() -> Conversation:
    return Conversation(media=media_of("cut"), timeline=film("cut"))


@pytest.mark.parametrize("yes", ["yes", "Yes please!", "do it"])
def test_a_yes_behind_an_offer_does_what_was_offered_and_nothing_else(yes: str) -> None:
    talk = conversation()
    before = talk.view()

    done, refused = talk.say("frobnicate the parrot to 2 seconds")
    assert not done
    assert talk.view() == before
    assert refused
    done, refused = talk.say(yes)

    assert (done, refused) == (True, ())
    lengths = [clip["length_s"] for clip in talk.view()["clips"]]
    assert lengths[1] == pytest.approx(2, abs=0.3)
    assert [lengths[0], lengths[2]] == [clip["length_s"] for clip in before["clips"]][::2]


def test_a_yes_in_chinese_does_what_was_offered() -> None:
    talk = conversation()

    talk.say("把鹦鹉搞扑到2秒")
    done, _ = talk.say("好的")

    assert done


@pytest.mark.parametrize("between", ["thanks", "no", "what can you do?", "mute the surf"])
def test_an_offer_is_dropped_by_any_other_message(between: str) -> None:
    talk = conversation()
    talk.say("frobnicate the parrot to 2 seconds")
    talk.say(between)
    before = talk.view()

    done, _ = talk.say("yes")

    assert not done
    assert talk.view() == before


def test_a_yes_without_an_offer_changes_nothing() -> None:
    talk = conversation()
    before = talk.view()

    done, _ = talk.say("yes")

    assert not done
    assert talk.view() == before


def test_where_half_of_a_message_is_not_understood_the_other_half_is_offered() -> None:
    talk = conversation()

    done, refused = talk.say("mute the parrot and sprinkle some fairy dust on the surf")
    assert not done
    assert refused
    done, _ = talk.say("yes")

    assert done
    assert [clip.get("volume", 1) for clip in talk.view()["clips"]][1] == 0


def test_what_a_clip_cannot_do_is_offered_as_far_as_it_goes() -> None:
    talk = conversation()

    done, _ = talk.say("make the bikes clip 30 seconds long")
    assert not done
    assert talk.focus is not None
    assert talk.focus.offered
    done, _ = talk.say("yes")

    assert done


def test_an_offer_stays_out_of_what_later_words_mean() -> None:
    here = scene("cut")
    offered = understand_or_offer("frobnicate the parrot to 2 seconds", here).refusals[0].nearest
    again = replace(here, focus=replace(here.focus, offered=(offered,)))

    found = understand_or_offer("mute it", again)

    assert found.focus.offered == ()

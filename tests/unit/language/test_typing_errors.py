"""Typing errors are read as what was meant, and words that are right stay what they are."""

from __future__ import annotations

import pytest

from nemovideo_mcp.language.rules import LEXICON
from nemovideo_mcp.language.scene import Scene
from nemovideo_mcp.language.tokens import prepare
from support.films import film, media_of

SCENE = Scene(timeline=film("titled"), media=media_of("titled"), language=None, last_ids={})


def read(message: str) -> str:
    return prepare(message, SCENE, LEXICON).folded.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("swith teh secnd clp to reverce", "switch the second clip to reverse"),
        ("muet the parott for 2 secnds", "mute the parrot for 2 seconds"),
        ("faed in from blck at the beggining", "fade in from black at the beginning"),
        ("delte the tittle adn the musci", "delete the title and the music"),
        ("volum of clip 1 to 40 precent, hlaf the sped", "volume of clip 1 to 40 percent, half the sped"),
        ("把英武那段静英，标提放下面", "把鹦鹉那段静音，标题放下面"),
    ],
)
def test_a_typing_error_is_read_as_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    "said",
    [
        "a lighter beat for the right side",
        "salt and pepper on the plate",
        "the form of the wave from below",
        "no trail, no tale, no pool",
        "present the parents with a carrot",
    ],
)
def test_a_word_that_is_right_stays_what_it_is(said: str) -> None:
    assert read(said) == said

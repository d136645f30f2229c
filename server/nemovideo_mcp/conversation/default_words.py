"""What a backend is told beside the first message: a skill's defaults, and the language to answer in."""

from __future__ import annotations

from nemovideo_mcp.language.detect import session_language as tag_of
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.conversation import ANSWER_IN, DEFAULTS, MOODS
from nemovideo_mcp.skills import SkillDefaults

__all__ = ["words_for_defaults", "words_for_language"]


def words_for_defaults(defaults: SkillDefaults, language: str = "en") -> str:
    """One plain sentence that asks for `defaults` where the user's own words leave it open; empty without any."""
    mood = _mood(defaults.mood, language)
    wishes = [
        say(DEFAULTS, wish, language, mood=mood) for wish in DEFAULTS if "=" in wish and _asks(defaults, wish)
    ]
    if defaults.length_s:
        wishes.append(say(DEFAULTS, "length", language, seconds=defaults.length_s))
    comma = say(DEFAULTS, "comma", language)
    return say(DEFAULTS, "lead", language, wishes=comma.join(wishes)) if wishes else ""


def words_for_language(language: str, *, session_language: str) -> str:
    """A request to answer in `language`, where the backend was last given another one; empty where it was not.

    Files may be uploaded before a word is said: then the session's language is a guess, and no call changes it.
    """
    tag = tag_of(language)
    if not session_language or tag == session_language:
        return ""
    return ANSWER_IN.get(tag, ANSWER_IN["en"])


def _asks(defaults: SkillDefaults, wish: str) -> bool:
    key, _, value = wish.partition("=")
    return getattr(defaults, key) == value


def _mood(mood: str | None, language: str) -> str:
    """The mood as it stands beside the word for music."""
    if mood is None:
        return ""
    if mood == "match":
        name = say(DEFAULTS, "matching", language)
    else:
        name = say(MOODS, mood, language) if mood in MOODS else mood
    return say(DEFAULTS, "mood", language, name=name)

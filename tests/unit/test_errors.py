"""Every error says what happened and what to do next, in both languages."""

from __future__ import annotations

import inspect
import string

import pytest

from nemovideo_mcp import errors
from nemovideo_mcp.errors import NemoError, error_for_code

ALL = [c for _, c in inspect.getmembers(errors, inspect.isclass) if issubclass(c, NemoError)]
LEAVES = [c for c in ALL if not c.__subclasses__()]


@pytest.mark.parametrize("error", LEAVES, ids=lambda c: c.__name__)
def test_each_error_speaks_both_languages_without_holes(error: type[NemoError]) -> None:
    made = error("the cause")
    for language in ("en", "zh-CN", "ja"):
        text = made.describe(language)
        assert made.what(language)
        assert made.next_step(language)
        assert "{" not in text
        assert not any(f"({name})" in text for name in _fields(error))
    assert made.describe("zh") != made.describe("en")
    assert str(made) == made.describe("en")


def _fields(error: type[NemoError]) -> set[str]:
    return {
        name
        for pair in error.texts.values()
        for template in pair
        for _, name, _, _ in string.Formatter().parse(template)
        if name
    }


@pytest.mark.parametrize("error", ALL, ids=lambda c: c.__name__)
def test_the_tree_in_the_docstring_and_the_public_names_are_whole(error: type[NemoError]) -> None:
    assert error.__name__ in (errors.__doc__ or "")
    assert error.__name__ in errors.__all__


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (1001, "TokenInvalid"),
        (1010, "TokenInvalid"),
        (1011, "TokenInvalid"),
        (401, "TokenInvalid"),
        (1002, "SessionNotFound"),
        (2001, "NoCredits"),
        (4001, "UnsupportedFile"),
        (4002, "FileTooLarge"),
        (400, "ClientIdMissing"),
        (402, "PlanBlocked"),
        (429, "RateLimited"),
        (500, "ServerFailed"),
        (7777, "ServerFailed"),
    ],
)
def test_each_code_of_the_protocol_has_its_error(code: int, name: str) -> None:
    assert type(error_for_code(code, "why")).__name__ == name


def test_a_sentence_that_ends_in_somebody_elses_words_is_closed() -> None:
    assert (
        errors.ServerFailed("the agent failed")
        .describe()
        .startswith("The backend failed: the agent failed. ")
    )
    assert errors.ServerFailed("it broke.").what() == "The backend failed: it broke."
    assert errors.ServerFailed("坏了").what("zh") == "后端出错：坏了。"


def test_text_from_outside_is_never_a_template() -> None:
    assert "{oops}" in errors.ServerFailed("{oops}").what()

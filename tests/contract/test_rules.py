"""The table of rules: each has a test, and each link leads to one."""

from __future__ import annotations

from pathlib import Path

from support.rules import Rule, problems, read_marks, read_table

SECTIONS = {
    "Configuration",
    "Envelope",
    "Endpoints",
    "Render status",
    "The event stream",
    "Draft",
    "Intents",
    "What the backend says",
    "Errors",
}


def test_each_rule_of_the_protocol_has_a_test_and_each_link_leads_to_one() -> None:
    found = problems(read_table(), read_marks())

    assert not found, "\n".join(found)


def test_each_section_of_the_protocol_is_in_the_table_and_says_whom_it_binds() -> None:
    rules = read_table()

    assert {rule.section for rule in rules.values()} == SECTIONS
    assert all(name.startswith(("client.", "studio.")) for name in rules)
    assert len({rule.words for rule in rules.values()}) > 0.9 * len(rules)


def test_what_is_wrong_with_links_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_some.py").write_text(
        "import pytest\n"
        "@pytest.mark.rule('held', 'misspelt')\nasync def test_good() -> None: ...\n"
        "@pytest.mark.rule('idle')\n@pytest.mark.skip('later')\ndef test_idle() -> None: ...\n"
        "@pytest.mark.rule('helper')\ndef helper() -> None: ...\n"
        "@pytest.mark.rule(NAME)\ndef test_unreadable() -> None: ...\n"
        "class TestMore:\n    @pytest.mark.rule('inner')\n    def test_inner(self) -> None: ...\n"
    )
    listed = ("tests/test_some.py::test_good", "tests/test_some.py::test_gone")
    tests = {"held": (), "inner": (), "idle": (), "listed": listed}
    rules = {name: Rule(section="Draft", words="Words.", tests=links) for name, links in tests.items()}

    told = problems(rules, read_marks(folder))

    assert told == [
        "tests/test_some.py::test_idle is marked with a rule, and is no test that runs",
        "tests/test_some.py::helper is marked with a rule, and is no test that runs",
        "tests/test_some.py::test_unreadable is marked with a rule, and names no rule",
        "tests/test_some.py::test_gone is listed with listed, and is no test",
        "tests/test_some.py::test_good holds misspelt, which is not in the table",
        "idle has no test: Words.",
    ]

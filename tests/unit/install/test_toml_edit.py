"""One table goes into TOML and comes out again, and every other byte stays."""

from __future__ import annotations

import json
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.install.jsontext import Malformed
from nemovideo_mcp.install.tomledit import TomlEditor

PATH = ("mcp_servers", "nemovideo")
ENTRY: dict[str, Any] = {
    "command": 'C:\\Program Files\\n"1"\\nemovideo.exe',
    "args": ["serve"],
    "env": {"NEMO_HOME": "D:\\n"},
}
EDITOR = TomlEditor()

PARTS = st.lists(
    st.sampled_from(
        [
            "# a comment, with [brackets]\n",
            "\n\n",
            "[tui]   # mine\ntheme = 'dark'\n",
            "[mcp_servers.files]\ncommand = \"npx\"\nargs = [\n  '-y', # yes\n]\n",
            "[[profiles]]\nname = '''a\nb'''\n",
            '[mcp_servers.files.env]\nKEY = "x"\n',
            "[[profiles]]\nwhen = 1979-05-27T07:32:00Z\n",
        ]
    ),
    unique=True,
    max_size=6,
)
HEADS = st.sampled_from(["", 'model = "o"\n', "a.b = 1\n", "mcp_servers = {}\n", "# x"])


@settings(max_examples=120)
@given(head=HEADS, parts=PARTS, ends=st.booleans(), windows=st.booleans())
def test_in_and_out_again_leaves_the_same_bytes_and_twice_is_once(
    head: str, parts: list[str], ends: bool, windows: bool
) -> None:
    text = "\n".join([head, *parts]) + ("" if ends else "\n")
    text = text.replace("\n", "\r\n") if windows else text
    try:
        before = tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError:
        return
    changed, undo = EDITOR.put(text, PATH, ENTRY)
    after = tomllib.loads(changed.replace("\r\n", "\n"))
    assert after == {**before, "mcp_servers": {**before.get("mcp_servers", {}), "nemovideo": ENTRY}}
    assert EDITOR.put(changed, PATH, ENTRY)[0] == changed
    assert EDITOR.take(changed, PATH, json.loads(json.dumps(undo))) == text


def test_a_table_that_is_there_keeps_what_its_user_added_and_comes_back() -> None:
    text = '[mcp_servers.nemovideo] # mine\ncommand = "old"\nstartup_timeout_sec = 30 # slow\n\n[tui]\n'
    changed, undo = EDITOR.put(text, PATH, {"command": "new", "args": ["serve"]})
    assert EDITOR.read(changed, PATH) == {"command": "new", "args": ["serve"], "startup_timeout_sec": 30}
    assert "# slow" in changed
    assert EDITOR.take(changed, PATH, undo) == text


def test_what_others_added_since_stays_when_ours_goes() -> None:
    changed, undo = EDITOR.put('model = "o"\n', PATH, ENTRY)
    theirs = changed.replace('model = "o"', 'model = "p" # new') + "\n[mcp_servers.other]\ncommand = 'c'\n"
    left = EDITOR.take(theirs, PATH, undo)
    assert tomllib.loads(left) == {"model": "p", "mcp_servers": {"other": {"command": "c"}}}
    assert "# new" in left


def test_an_entry_in_a_line_of_its_own_table_goes_even_where_the_line_was_changed() -> None:
    changed, undo = EDITOR.put("mcp_servers = {a = {command = 'x'}}\n", PATH, {"command": "c"})
    theirs = changed.replace("'x'", "'y'")
    assert tomllib.loads(EDITOR.take(theirs, PATH, undo)) == {"mcp_servers": {"a": {"command": "y"}}}


def test_what_is_no_toml_is_refused_with_its_place() -> None:
    with pytest.raises(Malformed) as caught:
        EDITOR.put('a = 1\nb = "x\n', PATH, ENTRY)
    assert caught.value.line == 2
    assert EDITOR.blocked("mcp_servers = 3\n", PATH) == "mcp_servers"

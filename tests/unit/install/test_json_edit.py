"""One member goes into JSON, JSONC or JSON5 and comes out again, and every other byte stays."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nemovideo_mcp.install.jsonedit import JsonEditor
from nemovideo_mcp.install.jsontext import JSON, JSON5, JSONC, Dialect, Malformed, parse

PATH = ("mcpServers", "nemovideo")
ENTRY = {"command": "/opt/n/bin/nemovideo", "args": ["serve"]}
DIALECTS = {"json": JSON, "jsonc": JSONC, "json5": JSON5}


def editor(name: str = "jsonc") -> JsonEditor:
    return JsonEditor(dialect=DIALECTS[name])


@st.composite
def documents(draw: st.DrawFn, dialect: Dialect) -> str:
    """The text of an object, with spaces, comments and commas wherever the dialect lets them stand."""
    spaces = st.sampled_from(["", "", " ", "\n", "\r\n  ", "\t", "\n\n    "])
    comments = ["/* a, } */", "// b: {\n", "/**/", "//\r\n"] if dialect.comments else []
    keys = st.sampled_from(["a", "mcpServers", "nemovideo", "é", 'q"', "b"])

    def trivia() -> str:
        parts = draw(st.lists(st.one_of(spaces, st.sampled_from(comments or [" "])), max_size=3))
        return "".join(parts)

    def key() -> str:
        plain = draw(keys)
        if dialect.loose and plain in ("a", "mcpServers", "nemovideo", "b") and draw(st.booleans()):
            return draw(st.sampled_from([plain, f"'{plain}'"]))
        return json.dumps(plain, ensure_ascii=draw(st.booleans()))

    def value(depth: int) -> str:
        loose = ["+1", "0xFF", ".5", "Infinity", "'it'"] if dialect.loose else []
        scalars = st.sampled_from(["1", "-0.5e3", "true", "null", '"x, {y}"', '"\\ud83d\\ude00"', *loose])
        if depth > 3 or draw(st.booleans()):
            return draw(scalars)
        return obj(depth) if draw(st.booleans()) else array(depth)

    def items(texts: list[str]) -> str:
        closed = ("," + trivia()) if texts and dialect.trailing_commas and draw(st.booleans()) else ""
        return trivia() + ",".join(trivia() + text + trivia() for text in texts) + closed + trivia()

    def array(depth: int) -> str:
        return "[" + items([value(depth + 1) for _ in range(draw(st.integers(0, 2)))]) + "]"

    def obj(depth: int) -> str:
        count = draw(st.integers(0, 3))
        members = [f"{key()}{trivia()}:{trivia()}{value(depth + 1)}" for _ in range(count)]
        return "{" + items(members) + "}"

    return trivia() + (obj(0) if draw(st.integers(0, 9)) else "") + trivia()


@pytest.mark.parametrize("name", list(DIALECTS))
@settings(max_examples=100)
@given(data=st.data())
def test_in_and_out_again_leaves_the_same_bytes_and_twice_is_once(name: str, data: st.DataObject) -> None:
    text = data.draw(documents(DIALECTS[name]))
    tool = editor(name)
    if tool.blocked(text, PATH) is not None:
        return
    changed, undo = tool.put(text, PATH, ENTRY)
    there = tool.read(changed, PATH)
    assert isinstance(there, dict)
    assert {key: there[key] for key in ENTRY} == ENTRY
    assert tool.put(changed, PATH, ENTRY)[0] == changed
    assert tool.take(changed, PATH, json.loads(json.dumps(undo))) == text


@settings(max_examples=100)
@given(data=st.data())
def test_all_other_values_stay(data: st.DataObject) -> None:
    text = data.draw(documents(JSON5))
    tool = editor("json5")
    if not text.strip() or tool.blocked(text, PATH) is not None or tool.read(text, PATH) is not None:
        return
    try:
        before: dict[str, Any] = parse(text, dialect=JSON5).root.value
    except Malformed:
        return  # Nothing but comments.
    after = parse(tool.put(text, PATH, ENTRY)[0], dialect=JSON5).root.value
    assert after == {**before, "mcpServers": {**before.get("mcpServers", {}), "nemovideo": ENTRY}}


@settings(max_examples=200)
@given(text=st.text(alphabet="{}[]:,\"'/*\n \\ua1x-.e+", max_size=30))
def test_whatever_the_text_is_strict_json_is_read_as_python_reads_it(text: str) -> None:
    try:
        expected = json.loads(text)
    except ValueError:
        with pytest.raises(Malformed):
            parse(text, dialect=JSON)
    else:
        assert parse(text, dialect=JSON).root.value == expected


@settings(max_examples=100)
@given(text=st.text(max_size=60))
def test_no_text_does_more_than_be_refused(text: str) -> None:
    for dialect in DIALECTS.values():
        try:
            parse(text, dialect=dialect)
        except Malformed:
            continue


VSCODE = """\
{
\t// my servers
\t"servers": {
\t\t"files": {
\t\t\t"command": "npx", /* pinned */
\t\t\t"args": ["-y", "files@1"],
\t\t}, // keep
\t},
\t"inputs": [],
}
"""


def test_comments_order_tabs_and_trailing_commas_stay() -> None:
    changed, undo = editor().put(VSCODE, ("servers", "nemovideo"), ENTRY)
    assert changed == VSCODE.replace(
        "// keep\n",
        '// keep\n\t\t"nemovideo": {\n\t\t\t"command": "/opt/n/bin/nemovideo",\n'
        '\t\t\t"args": [\n\t\t\t\t"serve"\n\t\t\t]\n\t\t},\n',
    )
    assert editor().take(changed, ("servers", "nemovideo"), undo) == VSCODE


def test_a_windows_file_stays_one() -> None:
    text = '{\r\n    "mcpServers": {\r\n        "a": {}\r\n    }\r\n}\r\n'
    changed, _ = editor("json").put(text, PATH, ENTRY)
    assert "\n" not in changed.replace("\r\n", "")
    assert '\r\n        "nemovideo": {\r\n            "command"' in changed


def test_a_file_on_one_line_stays_on_one() -> None:
    changed, _ = editor("json").put('{"a":1,"mcpServers":{"x":{}}}', PATH, ENTRY)
    assert changed == (
        '{"a":1,"mcpServers":{"x":{},"nemovideo":{"command":"/opt/n/bin/nemovideo","args":["serve"]}}}'
    )


def test_what_others_added_since_stays_when_ours_goes() -> None:
    changed, undo = editor().put("{}\n", PATH, ENTRY)
    theirs = changed.replace('"nemovideo"', '"other": {}, // new\n    "nemovideo"')
    left = editor().take(theirs, PATH, undo)
    assert "nemovideo" not in left
    assert parse(left, dialect=JSONC).root.value == {"mcpServers": {"other": {}}}
    assert "// new" in left


def test_a_line_comment_does_not_swallow_what_comes_behind_ours() -> None:
    text = '{"mcpServers": {"a": 1, // one\n "nemovideo": {}, "b": 2}}'
    left = editor().take(text, PATH, {"depth": 1})
    assert parse(left, dialect=JSONC).root.value == {"mcpServers": {"a": 1, "b": 2}}


def test_an_entry_that_is_there_keeps_what_its_user_added() -> None:
    text = '{"mcpServers": {"nemovideo": {"command": "old", "timeout": 60 /* s */, "env": {"A": "1"}}}}'
    changed, undo = editor().put(text, PATH, {**ENTRY, "env": {"NEMO_HOME": "/n"}})
    assert editor().read(changed, PATH) == {
        **ENTRY,
        "timeout": 60,
        "env": {"A": "1", "NEMO_HOME": "/n"},
    }
    assert "/* s */" in changed
    assert editor().take(changed, PATH, undo) == text


@pytest.mark.parametrize(
    ("text", "name", "line", "column"),
    [
        ('{\n  "a": 1,\n}', "json", 3, 1),
        ('{\n  // c\n  "a": 1\n}', "json", 2, 3),
        ('{"a" 1}', "jsonc", 1, 6),
        ('{"a": 1 "b": 2}', "jsonc", 1, 9),
        ('{"a": 1', "jsonc", 1, 8),
        ('{"a": 1} x', "jsonc", 1, 10),
        ("{a: 1}", "jsonc", 1, 2),
        ("{'a': 1}", "jsonc", 1, 2),
        ("{\"a\": 'b'}", "jsonc", 1, 7),
        ('{"a": tru}', "json", 1, 7),
        ('{"a": 01}', "json", 1, 7),
        ('{"a": "x\ny"}', "json", 1, 7),
        ('{\r\n"a": /* x', "jsonc", 2, 6),
        ("[" * 5000, "json5", 1, 152),
    ],
)
def test_what_the_client_could_not_read_is_refused_with_its_place(
    text: str, name: str, line: int, column: int
) -> None:
    with pytest.raises(Malformed) as caught:
        parse(text, dialect=DIALECTS[name])
    assert (caught.value.line, caught.value.column) == (line, column)
    assert set(caught.value.reason) == {"en", "zh"}


def test_json5_says_what_json5_says() -> None:
    text = "{a: 0xff, 'b': \"\\x41\\\n\\u0042\", $c: [+1, .5, -Infinity,], /**/ d: 'it\\'s'}"
    assert parse(text, dialect=JSON5).root.value == {
        "a": 255,
        "b": "AB",
        "$c": [1, 0.5, float("-inf")],
        "d": "it's",
    }


@pytest.mark.parametrize(
    ("text", "wall"),
    [("[]", ""), ('{"mcpServers": []}', "mcpServers"), ('{"mcpServers": null}', "mcpServers"), ("{}", None)],
)
def test_what_stands_in_the_way_is_named(text: str, wall: str | None) -> None:
    assert editor("json").blocked(text, PATH) == wall

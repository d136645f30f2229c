"""The table of faults: whole, understood in words, listed and documented."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nemovideo_mcp.cli import main
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.studio.app import create_app
from nemovideo_mcp.studio.sandbox.faults import Fault, list_faults, parse_faults
from nemovideo_mcp.studio.sandbox.kinds import CALLS, call_of
from nemovideo_mcp.studio.sandbox.layer import BEHAVIOURS, Sandbox
from nemovideo_mcp.studio.sandbox.table import FAULTS
from support.studio import make_studio

PAGE = Path(__file__).parents[2] / "docs" / "sandbox.md"


def test_each_fault_has_a_behaviour_and_each_behaviour_a_fault() -> None:
    assert set(BEHAVIOURS) == set(FAULTS)


def test_each_fault_is_whole_in_both_languages() -> None:
    for name, kind in FAULTS.items():
        assert re.fullmatch(r"[a-z0-9-]+", name)
        said = [kind.words, *(p.words for p in (*((kind.value,) if kind.value else ()), *kind.more.values()))]
        assert all(words["en"].isascii() or "…" in words["en"] for words in said), name
        assert all(re.search(r"[\u4e00-\u9fff]", words["zh"]) for words in said), name
        assert {*kind.calls, *kind.on, *kind.also} <= set(CALLS)
        assert all(p.default in p.choices for p in (kind.value, *kind.more.values()) if p and p.choices)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_what_is_listed_can_be_asked_for(language: str) -> None:
    for written, calls, words in list_faults(language):
        (fault,) = parse_faults(written)
        assert parse_faults(fault.name) == (fault,)
        assert calls
        assert words


def test_every_choice_can_be_asked_for() -> None:
    for name, kind in FAULTS.items():
        for choice in kind.value.choices if kind.value else ():
            assert parse_faults(f"{name}={choice}")[0].value == choice
        for key, parameter in kind.more.items():
            for choice in parameter.choices:
                assert parse_faults(f"{name}:{key}={choice}")[0].more[key] == choice
        for call in kind.calls:
            assert parse_faults(f"{name}:on={call}")[0].on == (call,)


def test_faults_are_written_with_values_and_keys() -> None:
    drop, burst, bom = parse_faults(
        " drop=20:edit=late:seconds=9 , server-error=503:times=always:after=2:on=run+state,bom,"
    )

    assert drop == Fault(
        name="drop", value="20", more={"edit": "late", "seconds": "9"}, times=1, after=0, on=("run",)
    )
    assert (burst.number, burst.times, burst.after, burst.on) == (503, None, 2, ("run", "state"))
    assert (bom.value, bom.more, bom.times) == ("", {}, None)
    assert parse_faults("") == ()
    assert parse_faults("download-gone:on=all")[0].on == ("file", "download")


@pytest.mark.parametrize(
    ("written", "what", "next_step"),
    [
        ("dorp", "there is no fault `dorp`", "Did you mean `drop`"),
        ("expired_token", "there is no fault `expired_token`", "`expired-token`"),
        ("xyzzy", "there is no fault `xyzzy`", "--list-faults"),
        ("drop=many", "`many` is not a whole number", "drop=200:edit=made"),
        ("drop=-1", "`-1` is not a whole number", "drop=200"),
        ("drop:edit=mad", "there is no value `mad` of `edit`", "`made`"),
        ("drop:edits=made", "there is no key `edits` of `drop`", "`edit`"),
        ("drop:on=state", "there is no call `state` for `drop`", "`run`"),
        ("drop:times=often", "`often` is not a whole number", "drop=200"),
        ("bom=1", "`bom` takes no value", "`bom`"),
        ("expired-token=1002", "there is no value `1002`", "`1001`"),
        ("drop=９", "is not a whole number", "drop=200"),
        ("drop=99999999999", "is not a whole number", "drop=200"),
    ],
)  # fmt: skip
def test_what_there_is_not_is_refused_and_its_neighbours_named(
    written: str, what: str, next_step: str
) -> None:
    with pytest.raises(InvalidRequest) as caught:
        parse_faults(written)

    assert what in caught.value.what("en")
    assert next_step in caught.value.next_step("en")
    assert re.search(r"[\u4e00-\u9fff]", caught.value.what("zh"))
    assert re.search(r"[\u4e00-\u9fff]", caught.value.next_step("zh"))


@given(st.text(max_size=60))
def test_no_words_make_it_raise_anything_else(text: str) -> None:
    with contextlib.suppress(InvalidRequest):
        parse_faults(text)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_command_lists_all_faults(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["studio", "--list-faults", "--language", language]) == 0

    told = capsys.readouterr().out
    for name, kind in FAULTS.items():
        assert f"\n{name}" in f"\n{told}"
        assert kind.words[language] in told
    assert "X-Studio-Fault" in told


def test_the_command_refuses_a_fault_that_there_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["studio", "--fault", "bom", "--fault", "render-fail"]) == 2
    assert "`render-failed`" in capsys.readouterr().err


def test_the_page_lists_every_fault_as_it_is() -> None:
    page = PAGE.read_text(encoding="utf-8")

    for written, calls, words in list_faults():
        cell = words.replace("|", "\\|")
        assert f"| `{written}` | {calls} | {cell} |" in page
    section = page.partition("## The faults")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `([a-z0-9-]+)[=:`]", section, re.MULTILINE) == list(FAULTS)


def test_the_page_lists_every_call() -> None:
    page = PAGE.read_text(encoding="utf-8")

    for name, (method, path) in CALLS.items():
        assert f"| `{name}` | `{method} {path}` |" in page


def test_the_faults_on_the_page_can_be_asked_for() -> None:
    page = PAGE.read_text(encoding="utf-8")
    examples = re.findall(r"--fault ([a-z][^\s`']+)", page) + re.findall(
        r"X-Studio-Fault: ([a-z][^'`]+)'", page
    )

    assert len(examples) >= 8
    for example in examples:
        assert parse_faults(example), example


def test_each_call_is_one_of_the_studios(tmp_path: Path) -> None:
    served = {
        (next(iter(route.methods - {"HEAD"})), re.sub(r"\{(session_id|render_id|key)\}", "{id}", route.path))
        for route in create_app(make_studio(tmp_path)).routes
        if hasattr(route, "methods")
    }

    assert set(CALLS.values()) <= served
    others = {
        (method, path)
        for method, path in served - set(CALLS.values())
        if not path.startswith(("/studio/", "/page/"))
    }
    assert others == {("GET", "/media/{id}/{name}"), ("GET", "/healthz")}
    for name, (method, path) in CALLS.items():
        assert call_of(method, path.replace("{", "").replace("}", ""))[0] == name


@pytest.mark.anyio
async def test_a_server_whose_lines_cannot_be_broken_is_told() -> None:
    async def app(*_: object) -> None:
        raise AssertionError

    transport = httpx.ASGITransport(Sandbox(app, parse_faults("no-answer")))
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as http:
        with pytest.raises(ConnectionAbortedError):
            await http.post("/run_sse", json={})

"""`nemovideo translate` and `nemovideo summarise`."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from nemovideo_mcp.cli import main


@pytest.fixture(autouse=True)
def _english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def _given(monkeypatch: pytest.MonkeyPatch, words: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(words))


def test_replies_are_translated_line_by_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _given(
        monkeypatch, '{"text": "Done!\\nClick Export."}\n\n{"text": "音乐已添加，点击导出按钮即可下载。"}\n'
    )
    assert main(["translate", "--json"]) == 0
    assert [json.loads(line) for line in capsys.readouterr().out.splitlines()] == [
        {"text": "Done!", "actions": ["export"]},
        {"text": "音乐已添加。", "actions": ["export"]},
    ]


def test_plain_lines_come_out_with_their_actions(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _given(monkeypatch, "Done! Click Export.\nNothing to see.\n")
    assert main(["translate"]) == 0
    assert capsys.readouterr().out == "Done! [export]\nNothing to see.\n"


@pytest.mark.parametrize("line", ["x", "[]", '{"text": 1}'])
def test_a_line_that_is_no_request_is_named(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    _given(monkeypatch, line + "\n")
    assert main(["translate", "--json"]) == 2
    assert "line 1" in capsys.readouterr().out


def test_a_draft_is_summarised(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "draft.json"
    path.write_text('{"t": [{"tt": 0, "sg": [{"s": 0, "d": 9000}]}]}', encoding="utf-8")
    assert main(["summarise", str(path)]) == 0
    assert main(["summarise", str(path), "--full", "--language", "zh"]) == 0
    assert capsys.readouterr().out == (
        "Timeline (1 track): 1. Video: clip (0-9s)\n时间线：0:09 · 1 条轨道\n1. 视频：1 个片段\n   1. 0-9秒，片段\n"
    )


@pytest.mark.parametrize("content", [None, "no json", "[" * 100_000])
def test_a_draft_that_cannot_be_read_is_named(
    content: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "draft.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    assert main(["summarise", str(path)]) == 2
    assert "draft.json" in capsys.readouterr().err

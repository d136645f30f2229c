"""`nemovideo doctor`: each thing that is wrong is said with what to do about it, and nothing secret is."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nemovideo_mcp import __version__
from nemovideo_mcp.cli import main
from nemovideo_mcp.cli.checkup import (
    ClientFact,
    DatabaseFact,
    Facts,
    FolderFact,
    StudioFact,
    TokenFact,
    examine,
    exit_code,
)
from nemovideo_mcp.cli.model_check import ModelFact, check_model, look_at_model
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.messages.catalogue import Words
from support.language_model import edits, scripted_model

WELL = Facts(
    version="1.0",
    python="3.12.1 (Linux x86_64)",
    mcp="2.3.0",
    media="PyAV 18, FFmpeg 8",
    tries={"h264": None, "aac": None, "font": None},
    backend="local",
    studio=StudioFact(url="http://127.0.0.1:1", version="1.0"),
    folders=[
        FolderFact(use="data", path="/d", free_bytes=10**11, writable=True, mode=0o700),
        FolderFact(use="config", path="/c", free_bytes=None, writable=True, mode=0o700),
        FolderFact(use="working", path="/w", free_bytes=10**11, writable=True, mode=0o755),
    ],
    skills=["video-clip-maker-with-music 1.0"],
)


def test_a_sound_machine_gets_no_remedy_but_offers() -> None:
    checks = examine(WELL)
    assert exit_code(checks) == 0
    assert {check.level for check in checks} == {"ok"}
    assert all(set(check.said) == {"en", "zh"} for check in checks)


FULL = FolderFact(use="data", path="/d", free_bytes=10**8, writable=True)
TROUBLES: list[tuple[str, dict[str, Any], str, str, str]] = [
    ("media", {"media": ImportError("no libx")}, "bad", "no libx", "pip install"),
    ("h264", {"tries": {"h264": "no encoder"}}, "bad", "H.264 does not work: no encoder", "pip install"),
    ("aac", {"tries": {"aac": "x"}}, "bad", "AAC does not work", "pip install"),
    ("font", {"tries": {"font": "x"}}, "bad", "title font", "pip install"),
    ("studio", {"studio": StudioFact(trouble={"en": "it ended", "zh": "x"})}, "bad", "ended", "--foreground"),
    ("studio", {"studio": StudioFact(url="u", version="0.9")}, "warn", "version 0.9", "studio --stop"),
    (
        "studio",
        {"studio": StudioFact(trouble={"en": "locked", "zh": "x"}, remedy={"en": "close it", "zh": "x"})},
        "bad",
        "locked",
        "close it",
    ),
    (
        "database",
        {
            "database": DatabaseFact(
                path="/d/studio.db",
                trouble={"en": "is damaged", "zh": "x"},
                remedy={"en": "--restore-backup", "zh": "x"},
            )
        },
        "bad",
        "is damaged",
        "--restore-backup",
    ),
    (
        "backups",
        {"database": DatabaseFact(path="/d/studio.db", copy_failure="disk is full")},
        "warn",
        "could not be copied: disk is full",
        "Free some space",
    ),
    (
        "cloud",
        {"cloud": "c (ConnectError)", "backend": "https://c"},
        "bad",
        "cannot be reached",
        "NEMO_BACKEND",
    ),
    ("data_disk", {"folders": [FULL]}, "bad", "0.1 GB free", "Free some space"),
    ("data_disk", {"folders": [replace(FULL, free_bytes=10**9)]}, "warn", "1.0 GB", "Free some space"),
    ("data", {"folders": [replace(FULL, writable=False)]}, "bad", "cannot be written", "NEMO_HOME"),
    ("working", {"folders": [replace(FULL, use="working", writable=False)]}, "warn", "cannot be", "-o ~/"),
    (
        "config",
        {"folders": [FolderFact(use="config", path="/c", free_bytes=None, writable=True, mode=0o755)]},
        "warn",
        "mode 0755",
        "chmod 700 /c",
    ),
    ("secrets", {"open_files": ["/c/tokens.json"]}, "warn", "read by others", "chmod 600 /c/tokens.json"),
    ("token", {"tokens": [TokenFact(where="https://c", expired=True)]}, "warn", "expired", "by itself"),
    ("skills", {"skills": []}, "bad", "skills", "pip install"),
    ("skills", {"skill_trouble": {"en": "torn", "zh": "x"}}, "bad", "torn", "pip install"),
    (
        "client",
        {"clients": [ClientFact(title="Cursor", name="cursor", installed=True, command_is_there=False)]},
        "bad",
        "is gone",
        "nemovideo install cursor",
    ),
    ("log", {"log": "/d/n.log", "log_errors": 2}, "warn", "2 unexpected errors", "report"),
]


@pytest.mark.parametrize(("name", "change", "level", "said", "remedy"), TROUBLES)
def test_each_trouble_is_named_with_its_remedy(
    name: str, change: dict[str, Any], level: str, said: str, remedy: str
) -> None:
    checks = examine(replace(WELL, **change))
    [found] = [check for check in checks if check.name == name and check.level != "ok"]
    assert found.level == level
    assert said in found.said["en"]
    assert found.remedy is not None
    assert remedy in found.remedy["en"]
    assert found.remedy["zh"]
    assert exit_code(checks) == (1 if level == "bad" else 0)


def test_a_studio_that_the_cloud_does_not_need_is_no_failure() -> None:
    trouble = StudioFact(trouble={"en": "it ended", "zh": "x"})
    checks = examine(replace(WELL, backend="https://c", cloud=404, studio=trouble))
    assert exit_code(checks) == 0
    assert "HTTP 404, asked without a token" in next(c.said["en"] for c in checks if c.name == "cloud")


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    async def studio(_paths: object, *, start: bool) -> StudioFact:
        return StudioFact(url="http://127.0.0.1:1", version=__version__, started=start)

    monkeypatch.setattr("nemovideo_mcp.cli.doctor._studio", studio)
    (tmp_path / "user").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def run_it(*words: str) -> tuple[int, str]:
        code = main(["doctor", *words])
        return code, capsys.readouterr().out

    return run_it


def test_this_machine_is_looked_at_for_real(run: Run) -> None:
    code, out = run()
    assert code == 0, out
    assert f"✓ nemovideo {__version__}" in out
    assert "✓ H.264 (x264) encodes and decodes" in out
    assert "✓ AAC encodes and decodes" in out
    assert "✓ the title font draws both languages" in out
    assert "it was started for this" in out
    assert "the cloud is not used, and was not asked" in out
    assert "H.264（x264）编码和解码正常" in run("--language", "zh")[1]


def test_tokens_are_told_of_and_not_shown(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEMO_TOKEN", "nmv_usr_mine")
    monkeypatch.setenv("NEMO_API_URL", "http://127.0.0.1:9")
    tokens = Path(os.environ["NEMO_HOME"]) / "config/tokens.json"
    tokens.parent.mkdir(parents=True)
    old = {"token": "nmv_usr_old", "user_id": "anon_1", "expires_at": "2001-01-01T00:00:00Z"}
    new = {"token": "nmv_usr_new", "user_id": "anon_1", "expires_at": "2999-01-01T00:00:00Z"}
    tokens.write_text(json.dumps({"https://old": old, "https://new": new}))
    tokens.chmod(0o644)
    code, out = run("--json")
    assert "nmv_usr" not in out
    told = json.loads(out)
    assert (code, told["ok"]) == (1, False)
    said = {check["message"]: check for check in told["checks"]}
    assert "NEMO_TOKEN is set (hidden)" in said
    assert "the token for https://old has expired" in said
    assert any("https://new is kept (hidden), good until 2999" in message for message in said)
    assert any(check.get("remedy") == f"chmod 600 {tokens}" for check in told["checks"])
    [cloud] = [check for check in told["checks"] if check["name"] == "cloud"]
    assert (cloud["level"], "127.0.0.1:9 (ConnectError)" in cloud["message"]) == ("bad", True)


def test_an_installation_whose_program_is_gone_is_broken(run: Run, tmp_path: Path) -> None:
    entry = {"command": str(tmp_path / "gone/nemovideo"), "args": ["serve"]}
    (tmp_path / "user/.claude.json").write_text(json.dumps({"mcpServers": {"nemovideo": entry}}))
    code, out = run()
    assert code == 1
    assert "✗ Claude Code: installed, but the program that it starts is gone" in out
    assert "→ nemovideo install claude" in out


# --- the language model ----------------------------------------------------------------------------------------------

NAMED = ModelFact(host="localhost:11434", name="llama3.1", studio_asks=True)


@pytest.mark.parametrize(
    ("fact", "level", "words", "remedy"),
    [
        (NAMED, "ok", "is asked about words", None),
        (replace(NAMED, is_local=False), "ok", "the cloud reads words itself", None),
        (replace(NAMED, studio_asks=False), "warn", "was started without", "studio --stop"),
        (replace(NAMED, listed=False), "warn", "does not list", "Set NEMO_MODEL"),
        (replace(NAMED, trouble=Words("it is away", "它不在")), "warn", "it is away", "NEMO_MODEL_URL"),
        (ModelFact(studio_asks=True), "warn", "asks a language model", "studio --stop"),
        (ModelFact(misfit=InvalidRequest("no.", hint="Mend it.")), "bad", "no.", "Mend it."),
    ],
)
def test_what_the_language_model_says_is_told(
    fact: ModelFact, level: str, words: str, remedy: str | None
) -> None:
    (check,) = check_model(fact)

    assert (check.name, check.level) == ("model", level)
    assert words in check.said["en"]
    assert (check.remedy is None) == (remedy is None)
    assert remedy is None or (check.remedy is not None and remedy in check.remedy["en"])


def test_without_a_language_model_nothing_is_said_of_it() -> None:
    assert check_model(ModelFact()) == []
    assert check_model(ModelFact(studio_asks=False)) == []


def test_nothing_is_said_to_stay_here_where_words_go_to_a_model_elsewhere() -> None:
    said = {check.name: check.said["en"] for check in examine(replace(WELL, asks_elsewhere=True))}

    assert "nothing leaves" not in said["cloud"]


@pytest.mark.anyio
async def test_the_server_of_the_model_is_asked_for_its_list_and_nothing_else() -> None:
    async with scripted_model(edits(), models=["llama3.1:latest", "other"]) as model:
        environ = {"NEMO_MODEL_URL": model.url, "NEMO_MODEL": "llama3.1"}
        named = await look_at_model(environ, is_local=True, studio_asks=None)
        unnamed = await look_at_model({"NEMO_MODEL_URL": model.url}, is_local=True, studio_asks=None)
        absent = await look_at_model({**environ, "NEMO_MODEL": "gone"}, is_local=True, studio_asks=None)

    assert (named.listed, named.trouble) == (True, None)
    assert unnamed.trouble is not None
    assert "llama3.1:latest, other" in unnamed.trouble.en
    assert not absent.listed
    assert {(request.method, request.path) for request in model.requests} == {("GET", "/v1/models")}

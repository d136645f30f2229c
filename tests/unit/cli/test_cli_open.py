"""`nemovideo open`: the link that it prints, and what it hands to the browser."""

from __future__ import annotations

from collections.abc import Callable

import httpx
import pytest

from nemovideo_mcp.cli import open as command
from nemovideo_mcp.cli.arguments import build_parser

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(run: Run) -> Run:
    """The same, with a project."""
    assert run("make", "city.mp4", "-m", "no music", "--project", "trip", "-o", "trip.mp4")[0] == 0
    return run


def test_the_link_is_printed_and_works_once(run: Run) -> None:
    code, out, err = run("open", "--project", "trip", "--no-browser")
    assert code == 0
    assert "works once" in err
    address, _, secret = out.strip().partition("#")
    assert len(secret) > 40
    with httpx.Client(trust_env=False) as http:
        assert http.get(address).status_code == 200
        assert [http.post(f"{address}enter", json={"code": secret}).status_code for _ in range(2)] == [
            200,
            401,
        ]
        assert http.get(f"{address}version").json()["data"]["version"] == 1


@pytest.mark.parametrize(
    ("opens", "said"), [(True, "opens in the browser"), (False, "No browser could be opened")]
)
def test_the_browser_gets_the_same_link(
    run: Run, capsys: pytest.CaptureFixture[str], opens: bool, said: str
) -> None:
    shown: list[str] = []
    options = build_parser("en").parse_args(["open", "--project", "trip"])
    options.language = "en"

    def show(url: str) -> bool:
        shown.append(url)
        return opens

    assert command.run(options, show=show) == 0
    out, err = capsys.readouterr()
    assert shown == [out.strip()]
    assert said in err


def test_a_project_that_is_not_there_is_named_with_those_that_are(run: Run) -> None:
    code, out, err = run("open", "--project", "nowhere", "--no-browser")
    assert (code, out) == (2, "")
    assert "trip" in err

"""Which cluster a studio renders on: by the command line or the environment, refused in words before it starts."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

from nemovideo_mcp.cli import main
from nemovideo_mcp.errors import ExtraMissing, InvalidRequest
from nemovideo_mcp.studio.cluster_settings import ClusterSettings

SCHEDULER, BUCKET = "tcp://scheduler:8786", "s3://films/studio"


def test_the_command_line_goes_before_the_environment() -> None:
    environ = {"NEMO_CLUSTER": "tls://other:1", "NEMO_CLUSTER_STORE": "/mnt/nemo"}
    assert ClusterSettings.choose({}) is None
    assert ClusterSettings.choose({"NEMO_CLUSTER": ""}) is None
    assert ClusterSettings.choose(environ) == ClusterSettings("tls://other:1", "/mnt/nemo")
    chosen = ClusterSettings.choose(environ, address=SCHEDULER, store=BUCKET)
    assert chosen == ClusterSettings(SCHEDULER, BUCKET)


@pytest.mark.parametrize(
    "address",
    [
        "scheduler",
        "scheduler:8786",
        "http://scheduler:8786",
        "tcp://scheduler",
        "tcp://a:99999",
        "tcp://[::1",
    ],
)
def test_what_is_no_address_of_a_scheduler_is_refused(address: str) -> None:
    with pytest.raises(InvalidRequest, match="no address of a Dask scheduler"):
        ClusterSettings.choose({}, address=address, store=BUCKET)


def test_a_cluster_needs_a_place_for_its_files(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["studio", "--cluster", SCHEDULER, "--language", "zh"]) == 1
    assert "--store s3://bucket/prefix" in capsys.readouterr().err


def test_without_the_package_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(ExtraMissing) as caught:
        ClusterSettings(SCHEDULER, str(tmp_path)).open()
    assert "pip install 'nemovideo-mcp[cluster]'" in caught.value.describe()

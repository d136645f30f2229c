"""The page about clusters and its compose file: every command, option and variable is one that there is."""

from __future__ import annotations

import importlib
import itertools
import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from nemovideo_mcp.cli.arguments import build_parser
from nemovideo_mcp.export import cluster_worker
from nemovideo_mcp.studio import cluster_settings
from nemovideo_mcp.studio.cluster_settings import ClusterSettings
from support.pages import ROOT, commands, read

PAGE, COMPOSE = "docs/cluster.md", "docs/cluster/compose.yaml"
NAMES = {"SCHEDULER": "scheduler", "BUCKET": "films", "PREFIX": "studio"}


def services() -> dict[str, Any]:
    return yaml.safe_load(read(COMPOSE))["services"]


def of_dask(words: list[str]) -> None:
    """Checks the command line of `dask scheduler` or `dask worker`, which is not begun."""
    main = pytest.importorskip(f"distributed.cli.dask_{words[1]}").main
    options = {name for option in main.params for name in (*option.opts, *option.secondary_opts)}
    named = [word.partition("=")[0] for word in words if word.startswith("--")]
    assert set(named) <= options
    preloads = [word.partition("=")[2] for word in words if word.startswith("--preload=")]
    preloads += [after for word, after in itertools.pairwise(words) if word == "--preload"]
    assert preloads == (["nemovideo_mcp.export.cluster_worker"] if words[1] == "worker" else [])
    for name in preloads:
        assert callable(importlib.import_module(name).dask_setup)


def lines() -> Iterator[list[str]]:
    for line in commands(PAGE):
        yield shlex.split(re.sub("|".join(NAMES), lambda found: NAMES[found[0]], line))


def test_its_commands_are_those_of_the_programs() -> None:
    programs = [words[0] for words in lines()]
    assert set(programs) == {"pip", "dask", "nemovideo", "aws", "find"}
    for words in lines():
        if words[0] == "dask":
            of_dask(words)
        elif words[0] == "nemovideo":
            options = build_parser("en").parse_args(words[1:])
            assert ClusterSettings.choose({}, address=options.cluster, store=options.store) is not None
        elif words[0] == "aws":
            assert json.loads(words[-1])["Rules"][0]["Expiration"] == {"Days": 7}


def test_the_compose_file_fits_together() -> None:
    compose, all_of_them = yaml.safe_load(read(COMPOSE)), services()
    assert set(all_of_them) == {"scheduler", "worker", "store", "server"}
    for name, service in all_of_them.items():
        assert set(service.get("depends_on", [])) <= set(all_of_them)
        assert set(service["networks"]) <= set(compose["networks"])
        assert {volume.split(":")[0] for volume in service.get("volumes", [])} <= set(compose["volumes"])
        assert {config["source"] for config in service.get("configs", [])} <= set(compose["configs"])
        if name != "store":
            assert (ROOT / COMPOSE).parent.joinpath(service["build"]["context"], "Dockerfile").exists()
            assert "ARG EXTRAS" in read("Dockerfile")
    for name in ("scheduler", "worker"):
        assert all_of_them[name]["networks"] == ["rendering"]
        of_dask([*all_of_them[name]["entrypoint"], *all_of_them[name]["command"]])
    assert compose["networks"]["rendering"] == {"internal": True}
    build_parser("en").parse_args(all_of_them["server"]["command"])
    server = all_of_them["server"]["environment"]
    assert ClusterSettings.choose(server) == ClusterSettings(
        f"tcp://{all_of_them['worker']['command'][0].removeprefix('tcp://')}", "s3://nemovideo/studio"
    )
    assert all_of_them["store"]["environment"]["GARAGE_DEFAULT_BUCKET"] == "nemovideo"
    assert all_of_them["worker"]["environment"]["AWS_ENDPOINT_URL"] == server["AWS_ENDPOINT_URL"]
    assert server["AWS_ENDPOINT_URL"] == "http://store:3900"


def test_no_secret_stands_in_the_compose_file() -> None:
    for service in services().values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|SECRET", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?\}", value), name


def test_every_variable_that_is_named_is_one_that_is_read() -> None:
    named = set(re.findall(r"NEMO_CLUSTER\w*", read(PAGE) + read(COMPOSE)))
    modules = (cluster_worker, cluster_settings)
    known = "".join(Path(str(module.__file__)).read_text(encoding="utf-8") for module in modules)
    assert named == set(re.findall(r"NEMO_CLUSTER\w*", known))

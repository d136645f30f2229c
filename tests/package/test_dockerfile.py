"""The Dockerfile, read line by line: no engine builds it here, but all that it names is there and fits together."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def instructions() -> list[tuple[str, str]]:
    """Each instruction with its words, continued lines joined and comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", "", lines)
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in joined.splitlines() if line.strip()]


def words_of(kind: str) -> list[str]:
    return [words for name, words in instructions() if name == kind]


def final() -> list[tuple[str, str]]:
    """The instructions of the last stage."""
    begins = [at for at, (kind, _) in enumerate(instructions()) if kind == "FROM"]
    return instructions()[begins[-1] :]


def test_it_starts_from_a_python_that_the_package_takes() -> None:
    images = {words.split()[0] for words in words_of("FROM")}
    (image,) = images
    python = re.fullmatch(r"python:(3\.\d+)-slim-\w+", image)
    assert python is not None
    assert SpecifierSet(PROJECT["requires-python"]).contains(f"{python[1]}.1")
    assert f"Programming Language :: Python :: {python[1]}" in PROJECT["classifiers"]


def test_what_it_copies_is_there_and_is_let_through() -> None:
    copied = [
        source
        for words in words_of("COPY")
        if not words.startswith("--from")
        for source in words.split()[:-1]
    ]
    assert [name for name in copied if not (ROOT / name).exists()] == []
    let_through = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert let_through[0] == "*"
    assert [name for name in copied if f"!{name}" not in let_through] == []


def test_what_the_build_reads_is_copied() -> None:
    copied = " ".join(words_of("COPY")).split()
    build = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    wheel = build["build"]["targets"]["wheel"]
    read = [PROJECT["readme"], *PROJECT["license-files"], *wheel["packages"], *wheel["force-include"]]
    assert [path for path in read if path.split("/")[0] not in copied] == []


def test_its_pins_are_those_that_are_tested(tmp_path: Path) -> None:
    (build,) = (words for words in words_of("RUN") if "pins.txt" in words)
    make_pins = build.split(" && ")[0]
    (tmp_path / "constraints.txt").write_bytes((ROOT / "constraints.txt").read_bytes())
    subprocess.run(["sh", "-ec", make_pins], cwd=tmp_path, check=True)
    lines = (tmp_path / "pins.txt").read_text(encoding="utf-8").splitlines()
    pins = {
        canonicalize_name(requirement.name): requirement
        for line in lines
        if line and not line.startswith("#")
        for requirement in [Requirement(line)]
    }
    assert all(str(pin.specifier).startswith("==") for pin in pins.values())
    needed = {canonicalize_name(Requirement(line).name) for line in PROJECT["dependencies"]}
    assert needed - set(pins) == set()


def test_it_runs_as_nobody_in_particular_and_keeps_its_data_apart() -> None:
    kinds = [kind for kind, _ in final()]
    (user,) = (words for kind, words in final() if kind == "USER")
    assert any(
        f"useradd --uid 10001 --create-home --shell /usr/sbin/nologin {user}" in w for w in words_of("RUN")
    )
    assert kinds.index("USER") > max(at for at, kind in enumerate(kinds) if kind == "RUN")
    environment = dict(pair.split("=", 1) for words in words_of("ENV") for pair in shlex.split(words))
    assert [environment["NEMO_HOME"]] == words_of("VOLUME")
    assert not any("TOKEN" in name for name in environment)


def test_the_program_that_it_starts_is_the_packages_and_the_ports_agree() -> None:
    (entry,) = map(json.loads, words_of("ENTRYPOINT"))
    (command,) = map(json.loads, words_of("CMD"))
    assert entry[0] in PROJECT["scripts"]
    (port,) = words_of("EXPOSE")
    assert command[:3] == ["serve", "--http", f"0.0.0.0:{port}"]
    (health,) = words_of("HEALTHCHECK")
    probe = json.loads(health[health.index("[") :])
    (address,) = re.findall(r"'(http://[^']+)'", probe[-1])
    assert (urlsplit(address).port, urlsplit(address).path) == (int(port), "/healthz")
    compile(probe[-1], "healthcheck", "exec")

"""The skills extension: what is listed is what is read, byte for byte [SEP-2640]."""

from __future__ import annotations

import base64
import os
import re
import sys
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
import yaml
from mcp.client.extension import ClientExtension, advertise
from mcp.shared.exceptions import MCPError
from mcp.types import (
    BlobResourceContents,
    Request,
    RequestParams,
    ResourceTemplateReference,
    Result,
    TextResourceContents,
)
from pydantic import ConfigDict

from mcp import Client, StdioServerParameters
from nemovideo_mcp.skills import find_skills
from nemovideo_mcp.tools import skills_extension
from nemovideo_mcp.tools.server import build_server
from nemovideo_mcp.tools.skills_extension import EXTENSION_ID

pytestmark = pytest.mark.anyio

ERAS = pytest.mark.parametrize("mode", ["auto", "legacy"])
ROOT = Path(__file__).parents[2] / "skill"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff"
PAGE = (
    "---\nname: slow-dance\ndescription: Slows footage down.\n"
    "metadata:\n  since: 2026-11-01\n  best: 1.5\n  odd: yes\n  version: '1'\n---\n# Slow\r\n"
)


class Anything(Result):
    model_config = ConfigDict(extra="allow")


class Params(RequestParams):
    model_config = ConfigDict(extra="allow")


async def ask(client: Client, method: str, **params: Any) -> dict[str, Any]:
    request = Request[Params, str](method=method, params=Params(**params))
    answer = await client.session.send_request(request, Anything)
    return answer.model_extra or {}


async def refusal(client: Client, method: str, **params: Any) -> int:
    with pytest.raises(MCPError) as refused:
        await ask(client, method, **params)
    return refused.value.error.code


async def listed(client: Client) -> list[dict[str, Any]]:
    return (await ask(client, "skills/list"))["skills"]


async def read(client: Client, uri: str) -> tuple[bytes, str | None]:
    """The bytes that a host has of the file, and its media type."""
    (content,) = (await client.read_resource(uri)).contents
    assert content.uri == uri
    if isinstance(content, BlobResourceContents):
        return base64.b64decode(content.blob), content.mime_type
    assert isinstance(content, TextResourceContents)
    return content.text.encode(), content.mime_type


async def verify(client: Client, skill: dict[str, Any]) -> None:
    """What a host has to check of `skill` before it uses it."""
    for file in skill["resources"]:
        content, _ = await read(client, file["uri"])
        assert file["size"] == len(content)
        assert file["digest"] == f"sha256:{sha256(content).hexdigest()}"
    page = (await read(client, skill["uri"]))[0].decode()
    assert skill["frontmatter"] == yaml.safe_load(page.split("---")[1])


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one skill, whose folder holds files of several kinds."""
    folder = tmp_path / "skills" / "slow-dance"
    for name, content in {
        "SKILL.md": PAGE.encode(),
        "references/how it is done.md": "\ufeffLangsam, s’il vous plaît: 慢\r\nzeile\r\n".encode(),
        "assets/still.png": PNG,
        "assets/deep/curve.json": b"{}",
        "assets/deep/noise.tar.gz": b"\x1f\x8b\xff\x00",
        "assets/notes": b"plain",
        "scripts/slow.py": b"print('slow')\n",
        "scripts/__pycache__/slow.cpython-311.pyc": b"\x00",
        ".DS_Store": b"\x00",
    }.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    monkeypatch.setattr("nemovideo_mcp.skills.skills_folder", lambda: tmp_path / "skills")
    return folder


async def test_the_server_declares_the_extension_and_what_it_needs() -> None:
    async with Client(build_server()) as client:
        assert (client.server_capabilities.extensions or {})[EXTENSION_ID] == {"directoryRead": True}
        assert client.server_capabilities.resources is not None


async def test_every_skill_is_listed_with_all_that_its_author_wrote_about_it() -> None:
    async with Client(build_server()) as client:
        answer = await ask(client, "skills/list")
    assert {key: value for key, value in answer.items() if key != "skills"} == {
        "resultType": "complete",
        "ttlMs": 300_000,
        "cacheScope": "public",
    }
    skills = answer["skills"]
    assert [skill["frontmatter"]["name"] for skill in skills] == [skill.name for skill in find_skills()]
    for skill in skills:
        assert set(skill) == {"uri", "frontmatter", "resources"}
        name = skill["frontmatter"]["name"]
        assert skill["uri"] == f"skill://{name}/SKILL.md"
        page = (ROOT / name / "SKILL.md").read_text(encoding="utf-8")
        assert skill["frontmatter"] == yaml.safe_load(page.split("---")[1])


async def test_a_manifest_names_every_file_once_and_stays_within_what_any_host_takes() -> None:
    async with Client(build_server()) as client:
        skills = await listed(client)
    for skill in skills:
        root = ROOT / skill["frontmatter"]["name"]
        uris = [file["uri"] for file in skill["resources"]]
        files = [path.relative_to(ROOT).as_posix() for path in root.rglob("*") if path.is_file()]
        assert sorted(uris) == sorted(f"skill://{file}" for file in files)
        assert skill["uri"] in uris
        assert len(uris) <= 512
        assert sum(file["size"] for file in skill["resources"]) <= 16 * 1024 * 1024
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", file["digest"]) for file in skill["resources"])


async def test_digests_and_sizes_are_those_of_what_is_read() -> None:
    async with Client(build_server()) as client:
        for skill in await listed(client):
            await verify(client, skill)


async def test_one_skill_is_told_as_in_the_list() -> None:
    async with Client(build_server()) as client:
        for skill in await listed(client):
            answer = await ask(client, "skills/get", uri=skill["uri"])
            assert answer == {
                "skill": skill,
                "resultType": "complete",
                "ttlMs": 300_000,
                "cacheScope": "public",
            }


@pytest.mark.parametrize(
    "uri",
    [
        "skill://nope/SKILL.md",
        "skill://vidmuse-ai",
        "skill://vidmuse-ai/",
        "skill://vidmuse-ai/references/cloud.md",
        "skill://vidmuse-ai/../music-to-a/SKILL.md",
        "skill://../vidmuse-ai/SKILL.md",
        "nemo://skills/vidmuse-ai",
        "vidmuse-ai",
        "",
    ],
)
async def test_what_is_no_skill_is_an_invalid_parameter(uri: str) -> None:
    async with Client(build_server()) as client:
        assert await refusal(client, "skills/get", uri=uri) == -32602


async def test_a_request_without_an_address_or_with_a_made_up_cursor_is_refused() -> None:
    async with Client(build_server()) as client:
        assert await refusal(client, "skills/get") == -32602
        assert await refusal(client, "resources/directory/read") == -32602
        assert await refusal(client, "skills/list", cursor="2") == -32602
        folder = "skill://vidmuse-ai/references"
        assert await refusal(client, "resources/directory/read", uri=folder, cursor="2") == -32602


@ERAS
async def test_files_of_every_kind_keep_their_bytes_and_have_their_type(mode: str, shelf: Path) -> None:
    kinds = {
        "SKILL.md": "text/markdown",
        "assets/deep/curve.json": "application/json",
        "assets/deep/noise.tar.gz": "application/octet-stream",
        "assets/notes": "text/plain",
        "assets/still.png": "image/png",
        "references/how%20it%20is%20done.md": "text/markdown",
        "scripts/slow.py": "text/x-python",
    }
    async with Client(build_server(), mode=mode) as client:
        for name, kind in kinds.items():
            content, told = await read(client, f"skill://slow-dance/{name}")
            assert content == (shelf / name.replace("%20", " ")).read_bytes()
            assert told == kind
        (picture,) = (await client.read_resource("skill://slow-dance/assets/still.png")).contents
        assert isinstance(picture, BlobResourceContents)


async def test_what_an_editor_or_python_leaves_in_the_folder_is_no_part_of_the_skill(shelf: Path) -> None:
    async with Client(build_server()) as client:
        (skill,) = await listed(client)
        assert [file["uri"].removeprefix("skill://slow-dance/") for file in skill["resources"]] == [
            "SKILL.md",
            "assets/deep/curve.json",
            "assets/deep/noise.tar.gz",
            "assets/notes",
            "assets/still.png",
            "references/how%20it%20is%20done.md",
            "scripts/slow.py",
        ]
        for hidden in (".DS_Store", "scripts/__pycache__/slow.cpython-311.pyc"):
            with pytest.raises(MCPError, match="Unknown resource"):
                await client.read_resource(f"skill://slow-dance/{hidden}")


async def test_numbers_and_truth_values_are_told_as_such_and_dates_as_words(shelf: Path) -> None:
    async with Client(build_server()) as client:
        (skill,) = await listed(client)
    assert skill["frontmatter"] == {
        "name": "slow-dance",
        "description": "Slows footage down.",
        "metadata": {"since": "2026-11-01", "best": 1.5, "odd": True, "version": "1"},
    }


@ERAS
@pytest.mark.parametrize(
    "file",
    [
        "nope.md",
        "references",
        "references/",
        "",
        "../../secret.md",
        "references/../../../secret.md",
        "references/../SKILL.md",
        "..%2F..%2Fsecret.md",
        "%2E%2E/%2E%2E/secret.md",
        "..\\..\\secret.md",
        "/etc/hosts",
        "%2Fetc%2Fhosts",
        "SKILL.md%00",
    ],
)
async def test_nothing_but_the_files_of_a_skill_can_be_read(mode: str, file: str, shelf: Path) -> None:
    async with Client(build_server(), mode=mode) as client:
        for uri in (f"skill://slow-dance/{file}", f"skill://nope/{file}"):
            with pytest.raises(MCPError) as refused:
                await client.read_resource(uri)
            assert refused.value.error.code == -32602


async def test_a_changed_file_has_a_new_digest_and_one_that_stays_is_hashed_once(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[bytes] = []

    def counting(content: bytes) -> Any:
        hashed.append(content)
        return sha256(content)

    monkeypatch.setattr(skills_extension, "sha256", counting)
    async with Client(build_server()) as client:
        await client.list_resources()
        await client.list_resource_templates()
        await read(client, "skill://slow-dance/SKILL.md")
        assert hashed == []
        (before,) = await listed(client)
        assert len(hashed) == len(before["resources"]) == 7
        assert await listed(client) == [before]
        assert len(hashed) == 7
        (shelf / "assets" / "notes").write_bytes(b"other words")
        (after,) = await listed(client)
        assert hashed[7:] == [b"other words"]
        (now,) = [file for file in after["resources"] if file not in before["resources"]]
        assert now["uri"] == "skill://slow-dance/assets/notes"
        assert now["digest"] == f"sha256:{sha256(b'other words').hexdigest()}"
        for file in after["resources"]:
            assert f"sha256:{sha256((await read(client, file['uri']))[0]).hexdigest()}" == file["digest"]


async def test_a_folder_is_listed_one_level_deep(shelf: Path) -> None:
    async with Client(build_server()) as client:

        async def children(folder: str) -> list[dict[str, Any]]:
            answer = await ask(client, "resources/directory/read", uri=folder)
            assert (answer["resultType"], answer["ttlMs"], answer["cacheScope"]) == (
                "complete",
                300_000,
                "public",
            )
            return answer["resources"]

        page, *folders = await children("skill://slow-dance")
        assert page == {
            "uri": "skill://slow-dance/SKILL.md",
            "name": "slow-dance",
            "description": "Slows footage down.",
            "mimeType": "text/markdown",
            "size": (shelf / "SKILL.md").stat().st_size,
        }
        assert folders == [
            {"uri": f"skill://slow-dance/{name}", "name": name, "mimeType": "inode/directory"}
            for name in ("assets", "references", "scripts")
        ]
        assert await children("skill://slow-dance/assets") == [
            {"uri": "skill://slow-dance/assets/deep", "name": "deep", "mimeType": "inode/directory"},
            {
                "uri": "skill://slow-dance/assets/notes",
                "name": "notes",
                "mimeType": "text/plain",
                "size": 5,
            },
            {
                "uri": "skill://slow-dance/assets/still.png",
                "name": "still.png",
                "mimeType": "image/png",
                "size": len(PNG),
            },
        ]
        (shelf / "empty").mkdir()
        assert await children("skill://slow-dance/empty") == []


@pytest.mark.parametrize(
    "uri",
    [
        "skill://slow-dance/SKILL.md",
        "skill://slow-dance/nope",
        "skill://slow-dance/assets/",
        "skill://slow-dance/..",
        "skill://nope",
        "skill://",
        "file:///etc",
    ],
)
async def test_what_is_no_folder_of_a_skill_is_not_listed(uri: str, shelf: Path) -> None:
    async with Client(build_server()) as client:
        assert await refusal(client, "resources/directory/read", uri=uri) == -32602


@pytest.mark.parametrize("extensions", [[], [advertise(EXTENSION_ID)]])
async def test_a_client_need_not_declare_the_extension(extensions: Sequence[ClientExtension]) -> None:
    async with Client(build_server(), extensions=extensions) as client:
        assert len(await listed(client)) == len(find_skills())
        assert await ask(client, "skills/get", uri="skill://vidmuse-ai/SKILL.md")
        assert await ask(client, "resources/directory/read", uri="skill://vidmuse-ai")


async def test_a_client_of_the_older_protocol_finds_plain_resources() -> None:
    async with Client(build_server(), mode="legacy") as client:
        assert EXTENSION_ID not in (client.server_capabilities.extensions or {})
        for method in ("skills/list", "skills/get", "resources/directory/read"):
            assert await refusal(client, method, uri="skill://vidmuse-ai") == -32601
        for skill in find_skills():
            for path in sorted(skill.folder.rglob("*.md")):
                uri = f"skill://{skill.name}/{path.relative_to(skill.folder).as_posix()}"
                assert await read(client, uri) == (path.read_bytes(), "text/markdown")


@ERAS
async def test_the_pages_are_among_the_resources_and_their_files_have_a_template(mode: str) -> None:
    async with Client(build_server(), mode=mode) as client:
        resources = {resource.uri: resource for resource in (await client.list_resources()).resources}
        for skill in find_skills():
            page = resources[f"skill://{skill.name}/SKILL.md"]
            assert (page.name, page.description, page.mime_type) == (
                skill.name,
                skill.description,
                "text/markdown",
            )
            assert f"nemo://skills/{skill.name}" in resources
        templates = (await client.list_resource_templates()).resource_templates
        assert "skill://{name}/{+file}" in {template.uri_template for template in templates}
        template = ResourceTemplateReference(type="ref/resource", uri="skill://{name}/{+file}")
        names = await client.complete(template, {"name": "name", "value": "vid"})
        assert "vidmuse-ai" in names.completion.values
        files = await client.complete(template, {"name": "file", "value": "references/c"})
        assert files.completion.values == ["references/cloud.md"]


async def test_a_host_verifies_the_skills_of_a_server_that_it_started() -> None:
    command = ["-m", "nemovideo_mcp", "serve"]
    server = StdioServerParameters(command=sys.executable, args=command, env=dict(os.environ))
    async with Client(server, extensions=[advertise(EXTENSION_ID)]) as client:
        assert EXTENSION_ID in (client.server_capabilities.extensions or {})
        skills = await listed(client)
        assert len(skills) == len(find_skills())
        for skill in skills:
            await verify(client, skill)
        assert await refusal(client, "skills/get", uri="skill://nope/SKILL.md") == -32602

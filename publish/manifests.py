"""The manifests by which marketplaces and clients know the product, as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_PORTABLE = "https://agent-plugins.org/schemas/1.0.0"
_REGISTRY = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
_TOKEN = (
    "Token of NemoVideo's cloud. Setting it chooses the cloud; without it everything stays on this machine."
)
_NAME = "nemovideo"


def manifests(data: Mapping[str, Any], version: str) -> dict[str, Any]:
    """Path from the root of the repository → what stands in it."""
    product = data["product"]
    return {
        "plugin/.claude-plugin/plugin.json": {
            **_described(product, version),
            "displayName": product["title"],
        },
        "plugin/.mcp.json": {"mcpServers": {_NAME: _command(product, version)}},
        "plugin/.cursor-plugin/plugin.json": {
            "name": _NAME,
            "displayName": product["title"],
            **_told(product, version),
            "license": "MIT",
            "category": "media",
            "logo": ".claude-plugin/icon.png",
            "skills": "./skills/",
            "mcpServers": "./mcp.json",
        },
        "plugin/plugin.json": {"$schema": f"{_PORTABLE}/plugin.schema.json", **_described(product, version)},
        "plugin/mcp.json": {
            "$schema": f"{_PORTABLE}/mcp.schema.json",
            "mcpServers": {_NAME: {"type": "stdio", **_command(product, version)}},
        },
        ".claude-plugin/marketplace.json": _marketplace(product, version, source="./plugin"),
        ".cursor-plugin/marketplace.json": {
            "name": _NAME,
            "owner": {"name": product["title"]},
            "metadata": {"description": product["summary"], "version": version},
            "plugins": [{"name": _NAME, "source": "plugin", "description": product["summary"]}],
        },
        "server.json": {
            "$schema": _REGISTRY,
            "name": product["registry_name"],
            "title": product["title"],
            "description": product["short"],
            "version": version,
            "websiteUrl": product["homepage"],
            "packages": [
                {
                    "registryType": "pypi",
                    "identifier": product["name"],
                    "version": version,
                    "runtimeHint": "uvx",
                    "transport": {"type": "stdio"},
                    "packageArguments": [{"type": "positional", "value": "serve"}],
                    "environmentVariables": [
                        {"name": "NEMO_TOKEN", "description": _TOKEN, "isRequired": False, "isSecret": True}
                    ],
                }
            ],
        },
    }


def bundle_manifest(data: Mapping[str, Any], version: str) -> dict[str, Any]:
    """The `manifest.json` of the MCPB bundle, which carries the program itself and lets uv fetch what it needs."""
    product = data["product"]
    return {
        "manifest_version": "0.4",
        "name": product["name"],
        "display_name": product["title"],
        "version": version,
        "description": product["summary"],
        "author": {"name": product["title"], "url": product["homepage"]},
        "homepage": product["homepage"],
        "icon": "icon.png",
        "license": "MIT",
        "keywords": product["keywords"],
        "server": {
            "type": "uv",
            "entry_point": "server/nemovideo_mcp/__main__.py",
            "mcp_config": {
                "command": "uv",
                "args": ["run", "--directory", "${__dirname}", "--no-dev", "nemovideo", "serve"],
            },
        },
        "tools_generated": True,
        "compatibility": {"platforms": ["darwin", "win32", "linux"], "runtimes": {"python": ">=3.11"}},
    }


def _command(product: Mapping[str, Any], version: str) -> dict[str, Any]:
    return {"command": "uvx", "args": [f"{product['name']}=={version}", "serve"]}


def _told(product: Mapping[str, Any], version: str) -> dict[str, Any]:
    return {
        "version": version,
        "description": product["summary"],
        "author": {"name": product["title"]},
        "homepage": product["homepage"],
        "keywords": product["keywords"],
    }


def _described(product: Mapping[str, Any], version: str) -> dict[str, Any]:
    return {"name": _NAME, **_told(product, version), "license": "MIT"}


def _marketplace(product: Mapping[str, Any], version: str, *, source: str) -> dict[str, Any]:
    return {
        "name": _NAME,
        "description": product["summary"],
        "owner": {"name": product["title"], "url": product["homepage"]},
        "plugins": [
            {
                "name": _NAME,
                "source": source,
                "description": product["summary"],
                "version": version,
                "category": "media",
                "keywords": product["keywords"],
            }
        ],
    }

"""`nemovideo serve`: the MCP server, on standard input and output or over HTTP."""

from __future__ import annotations

import argparse
import os
import sys

from nemovideo_mcp.cli.report import Usage
from nemovideo_mcp.messages.catalogue import say
from nemovideo_mcp.messages.commands import COMMANDS

__all__ = ["run"]


def run(options: argparse.Namespace) -> int:
    """Serve until the host closes standard input, or over HTTP until told to end; or make a token."""
    if options.new_token:
        return _new_token(options)
    if options.http:
        return _serve_http(options)
    for name in ("tokens", "oauth_issuer", "resource_url", "public_url", "metrics", "shards", "shard"):
        if getattr(options, name):
            raise Usage(
                say(COMMANDS, "only_http", options.language, option=f"--{name.replace('_', '-')}"),
                hint=say(COMMANDS, "only_http_hint", options.language),
            )
    from nemovideo_mcp.tools.server import build_server

    server = build_server(
        backend=options.backend, skill=options.skill, language=options.language, allow=options.allow
    )
    server.run("stdio")
    return 0


def _serve_http(options: argparse.Namespace) -> int:
    from nemovideo_mcp.hosting.limits import Limits
    from nemovideo_mcp.hosting.serve import Options, serve
    from nemovideo_mcp.serving.connections import ConnectionLimits, key_of_address

    limits = Limits(
        calls_per_minute=options.calls_per_minute,
        exports=options.exports_at_once,
        quota_bytes=options.quota_mb * 1_000_000,
        upload_bytes=options.max_upload_mb * 1024 * 1024,
        requests_at_once=options.requests_at_once,
    )
    return serve(
        Options(
            http=options.http,
            tokens=options.tokens,
            oauth_issuer=options.oauth_issuer,
            resource_url=options.resource_url,
            scopes=tuple(options.scopes.replace(",", " ").split()),
            public_url=options.public_url,
            metrics=options.metrics,
            shards=options.shards,
            shard=options.shard,
            limits=limits,
            connections=ConnectionLimits(
                total=options.connections,
                per_address=options.connections_per_address,
                proxies=frozenset(key_of_address(proxy) for proxy in options.proxy),
            ),
            backend=options.backend,
            skill=options.skill,
            language=options.language,
        ),
        environ={**os.environ, "NEMO_ALLOW": os.pathsep.join(_opened(options))},
    )


def _opened(options: argparse.Namespace) -> list[str]:
    return [*options.allow, *os.environ.get("NEMO_ALLOW", "").split(os.pathsep)]


def _new_token(options: argparse.Namespace) -> int:
    from nemovideo_mcp.hosting.tokens import new_token

    if not options.tokens:
        example = f"nemovideo serve --new-token {options.new_token} --tokens tokens.txt"
        raise Usage(say(COMMANDS, "token_where", options.language), hint=example)
    token = new_token(options.tokens, options.new_token)
    sys.stderr.write(
        say(COMMANDS, "token_made", options.language, user=options.new_token, path=options.tokens) + "\n"
    )
    sys.stdout.write(f"{token}\n")
    return 0

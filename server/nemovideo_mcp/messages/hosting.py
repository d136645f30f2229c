"""What the server says when it starts, or refuses to, in both languages."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["HOSTING"]

HOSTING: Catalogue = {
    "both": (
        "--tokens and --oauth-issuer are two ways to know users; one server has one.",
        "--tokens 与 --oauth-issuer 是两种识别用户的方式，只能选择一种。",
    ),
    "both_hint": ("Leave one of them out.", "请去掉其中一个。"),
    "open": (
        "{host} can be reached from other machines, and anybody there could use this server.",
        "{host} 可被其他机器访问，任何人都能使用此服务器。",
    ),
    "open_hint": (
        "Give each user a token: nemovideo serve --new-token NAME --tokens tokens.txt, then add --tokens tokens.txt; "
        "or use --oauth-issuer; or listen on 127.0.0.1:{port}.",
        "请为每位用户生成令牌：nemovideo serve --new-token 用户名 --tokens tokens.txt，然后加上 --tokens tokens.txt；"
        "或使用 --oauth-issuer；或监听 127.0.0.1:{port}。",
    ),
    "no_resource": (
        "tokens of an issuer are made for one server, and this one does not know its own address.",
        "颁发的令牌只对一个服务器有效，而此服务器不知道自己的地址。",
    ),
    "no_resource_hint": (
        "For example: --resource-url https://video.example.com/mcp",
        "例如：--resource-url https://video.example.com/mcp",
    ),
    "metrics_open": (
        "{host} can be reached from other machines, and the metrics are not for everybody.",
        "{host} 可被其他机器访问，而指标不应公开。",
    ),
    "metrics_open_hint": (
        "Use --metrics 127.0.0.1:9464, or set NEMO_METRICS_TOKEN to a bearer token that Prometheus sends.",
        "请使用 --metrics 127.0.0.1:9464，或将 NEMO_METRICS_TOKEN 设为 Prometheus 使用的令牌。",
    ),
    "at": ("MCP (Streamable HTTP) at {url}", "MCP（Streamable HTTP）地址：{url}"),
    "claude": (
        "Connect with: claude mcp add --transport http nemovideo {url}",
        "连接方式：claude mcp add --transport http nemovideo {url}",
    ),
    "claude_token": (
        'Connect with: claude mcp add --transport http nemovideo {url} --header "Authorization: Bearer TOKEN"',
        '连接方式：claude mcp add --transport http nemovideo {url} --header "Authorization: Bearer 令牌"',
    ),
    "say_public": (
        "It answers to localhost only; say by which address others call it with --public-url.",
        "目前只响应 localhost；请用 --public-url 指定对外地址。",
    ),
    "one_user": (
        "Without tokens it is for you alone: every program on this machine uses your projects.",
        "未设置令牌，仅供您本人使用：本机程序都使用您的项目。",
    ),
    "disk_remedy": (
        "Try again later; tell whoever runs this server if it stays so.",
        "请稍后再试；如持续如此，请告知服务器管理员。",
    ),
    "metrics_at": ("Metrics at {url}", "指标地址：{url}"),
}

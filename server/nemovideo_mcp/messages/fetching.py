"""Why a link could not be fetched and what to do, in both languages; the studio's fetching looks here."""

from __future__ import annotations

from nemovideo_mcp.messages.catalogue import Catalogue

__all__ = ["FETCHING", "FETCHING_HINTS"]

FETCHING: Catalogue = {
    "not_fetched": ("{url} cannot be fetched: {reason}.", "无法下载 {url}：{reason}。"),
    "no_address": ("{url} is not a web address.", "{url} 不是网址。"),
    "too_long": ("{url} is longer than {limit} characters.", "{url} 超过 {limit} 个字符。"),
    "private": (
        "{host} is an address of this machine or of its network, or one that is not of the internet.",
        "{host} 是本机或内网地址，或不是互联网地址。",
    ),
    "unknown_host": ("its host {host} is not known", "找不到主机 {host}"),
    "lookup_late": ("the address of {host} was not found in time", "未能及时查到 {host} 的地址"),
    "no_connection": ("{host} cannot be reached ({detail})", "无法连接 {host}（{detail}）"),
    "no_answer": ("{host} did not answer within {seconds} s", "{host} 在 {seconds} 秒内没有应答"),
    "certificate": ("the certificate of {host} is not good ({detail})", "{host} 的证书无效（{detail}）"),
    "tls": ("no secure connection to {host} came about ({detail})", "无法与 {host} 建立安全连接（{detail}）"),
    "garbage": ("{host} does not answer as a web server does", "{host} 的应答不是有效的 HTTP"),
    "headers": ("{host} sends headers without end", "{host} 不停发送响应头"),
    "status": ("HTTP {status}", "HTTP {status}"),
    "redirects": (
        "it leads in a circle, or on more than {limit} times",
        "网址循环跳转，或跳转超过 {limit} 次",
    ),
    "broke_off": ("the connection broke off", "连接中断"),
    "silent": ("nothing more came for {seconds} s", "已有 {seconds} 秒没有收到数据"),
    "slow": ("it comes too slowly, less than {limit} kB/s", "下载太慢，低于 {limit} kB/s"),
    "deadline": ("it took more than {seconds} s", "耗时超过 {seconds} 秒"),
    "no_turn": ("its turn did not come in time", "未能及时排到"),
    "stopping": ("the studio is ending", "工作室正在关闭"),
    "waiting": ("{limit} links at a time", "同时 {limit} 个链接的上限"),
    "waiting_wait": ("Wait until some are fetched", "请等待部分链接下载完成"),
}

FETCHING_HINTS: Catalogue = {
    "other": (
        "Check the address in a browser, or download the file and upload it from disk.",
        "请在浏览器中检查网址，或先下载文件再上传。",
    ),
    "address": ("Give an address that begins with https://.", "请提供以 https:// 开头的网址。"),
    "private": (
        "Give a public address, or download the file and upload it from disk.",
        "请提供公网地址，或先下载文件再上传。",
    ),
    "signed_in": (
        "The site gives it only to who is signed in: download the file yourself and upload it from disk.",
        "该网站需要登录：请自行下载文件后上传。",
    ),
    "gone": ("Check the address: the site has no such file.", "请检查网址：该网站没有此文件。"),
    "later": (
        "Try again in a few minutes, or download the file and upload it from disk.",
        "请几分钟后重试，或先下载文件再上传。",
    ),
    "fewer": ("Send the links that are left once more, by themselves.", "请将剩下的链接单独再发送一次。"),
}

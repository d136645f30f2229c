"""The table of faults: every way in which the sandbox can behave badly."""

from __future__ import annotations

from collections.abc import Mapping

from nemovideo_mcp.studio.sandbox.kinds import CALLS, FaultKind, Parameter

__all__ = ["FAULTS"]


def _words(en: str, zh: str) -> Mapping[str, str]:
    return {"en": en, "zh": zh}


def _choice(en: str, zh: str, *choices: str) -> Parameter:
    return Parameter(default=choices[0], words=_words(en, zh), choices=choices)


def _number(default: int, en: str, zh: str) -> Parameter:
    return Parameter(default=default, words=_words(en, zh))


_ALL = tuple(CALLS)
_WITH_BEARER = tuple(name for name in CALLS if name not in ("token", "file"))
_WITH_SESSION = ("claim", "run", "upload", "state", "submit")
_JSON = tuple(name for name in CALLS if name not in ("run", "download", "file"))
_FILES = ("file", "download")

_HTTP_STATUS = _choice("the HTTP status", "HTTP 状态码", "401", "200")

FAULTS: Mapping[str, FaultKind] = {
    # --- refusals ---
    "expired-token": FaultKind(
        calls=_WITH_BEARER,
        words=_words(
            "The token that comes first has expired: all calls with it are refused, another one is good.",
            "最先出现的令牌已过期：使用它的请求都会被拒绝，换新令牌后正常。",
        ),
        value=_choice(
            "the code in the body; 401: the HTTP status alone",
            "响应体中的错误码；401 表示仅有 HTTP 状态码",
            "1001",
            "1010",
            "1011",
            "401",
        ),
        more={"status": _HTTP_STATUS},
        times=1,
        key="token",
        refuses=True,
    ),
    "lost-session": FaultKind(
        calls=_WITH_SESSION,
        words=_words(
            "The session that comes first is gone (1002); one that is begun after it is good.",
            "最先出现的会话已丢失（1002）；之后新建的会话正常。",
        ),
        more={"status": _choice("the HTTP status", "HTTP 状态码", "404", "200")},
        times=1,
        key="session",
        refuses=True,
    ),
    "no-credits": FaultKind(
        calls=("run",),
        words=_words("There are no credits left (2001).", "积分已用完（2001）。"),
        more={"status": _choice("the HTTP status", "HTTP 状态码", "403", "402", "200")},
        refuses=True,
    ),
    "plan-blocked": FaultKind(
        calls=("submit",),
        words=_words("The plan blocks exports (402).", "当前套餐不支持导出（402）。"),
        refuses=True,
    ),
    "rate-limited": FaultKind(
        calls=_ALL,
        words=_words("Too many requests (429).", "请求过于频繁（429）。"),
        value=_number(30, "seconds in Retry-After; 0: no header", "Retry-After 秒数；0 表示不带该响应头"),
        times=1,
        refuses=True,
    ),
    "client-id-missing": FaultKind(
        calls=("token",),
        words=_words("The client id is missed (400).", "提示缺少 X-Client-Id（400）。"),
        times=1,
        refuses=True,
    ),
    "unsupported-file": FaultKind(
        calls=("upload",),
        words=_words("No file is supported (4001).", "文件类型不受支持（4001）。"),
        more={"status": _choice("the HTTP status", "HTTP 状态码", "415", "200")},
        refuses=True,
    ),
    "too-large": FaultKind(
        calls=("upload",),
        words=_words("Every file is too large (4002).", "文件过大（4002）。"),
        more={"status": _choice("the HTTP status", "HTTP 状态码", "413", "200")},
        refuses=True,
    ),
    "server-error": FaultKind(
        calls=_ALL,
        words=_words("The server fails several times, then works again.", "服务器连续出错若干次，随后恢复。"),
        value=_choice("the HTTP status", "HTTP 状态码", "500", "502", "503", "504"),
        more={
            "body": _choice("what the reply holds", "响应体内容", "html", "json", "empty"),
            "retry-after": _number(0, "seconds in Retry-After; 0: no header", "Retry-After 秒数；0 表示不带该响应头"),
        },
        times=3,
        refuses=True,
    ),
    "upload-cut": FaultKind(
        calls=("upload",),
        words=_words("The line breaks while files are sent; nothing is kept.", "上传途中连接中断，文件未保存。"),
        value=_number(65536, "bytes that are received before", "中断前接收的字节数"),
        times=1,
        refuses=True,
    ),
    "no-answer": FaultKind(
        calls=_ALL,
        words=_words("The line breaks before a reply begins.", "尚未响应时连接中断。"),
        more={
            "done": _choice(
                "whether what was asked for is done all the same", "请求是否仍被执行", "no", "yes"
            )
        },
        times=1,
        refuses=True,
    ),
    "slow-reply": FaultKind(
        calls=_ALL,
        words=_words("Replies take their time.", "响应缓慢。"),
        value=_number(5, "seconds before the reply", "响应前等待的秒数"),
    ),
    # --- replies ---
    "envelope": FaultKind(
        calls=_JSON,
        words=_words("Replies are wrapped in another way.", "以其他格式包装响应。"),
        value=_choice(
            "code: {code, data}; success: {success, data}; bare: no wrapping; nested: one in the other;"
            " code-in-200: failures too have HTTP status 200",
            "code：{code, data}；success：{success, data}；bare：无包装；nested：双层包装；"
            "code-in-200：失败时 HTTP 状态也为 200",
            "success",
            "bare",
            "nested",
            "code",
            "code-in-200",
        ),
    ),
    # --- the event stream ---
    "silent-edit": FaultKind(
        calls=("run",),
        words=_words(
            "The edit is made, and the stream closes without a word.", "修改已完成，但事件流未返回任何文字。"
        ),
        more={"tools": _choice("whether tools are told of", "是否保留工具事件", "yes", "no")},
    ),
    "gui-speak": FaultKind(
        calls=("run",),
        words=_words("The reply speaks of buttons and panels.", "回复中包含界面操作用语。"),
        value=_choice(
            "what it speaks of", "界面用语的类型", "mixed", "click", "open", "drag", "preview", "export", "account"
        ),
    ),
    "plain-events": FaultKind(
        calls=("run",),
        words=_words('Events are of the plain form, {"type": …}.', '事件采用 {"type": …} 形式。'),
        more={"pieces": _choice("whether the text comes in pieces", "文字是否分段发送", "yes", "no")},
    ),
    "thoughts": FaultKind(
        calls=("run",),
        words=_words("Thoughts of the agent come between the words.", "夹杂智能体的内部思考。"),
    ),
    "unknown-events": FaultKind(
        calls=("run",),
        words=_words(
            "Events and fields that nobody documented come in between.", "夹杂未公开的事件和字段。"
        ),
    ),
    "temporary-issue": FaultKind(
        calls=("run",),
        words=_words(
            'The reply ends with "I encountered a temporary issue".',
            "回复末尾出现 “I encountered a temporary issue”。",
        ),
        value=_choice("behind the words, or instead of them", "附在文字之后，或取代文字", "after", "alone"),
    ),
    "stream-error": FaultKind(
        calls=("run",),
        words=_words("The edit is made, and the last event is an error.", "修改已完成，但最后一个事件是错误。"),
        value=_number(500, "the code", "错误码"),
        more={
            "form": _choice(
                "error: {error, error_details}; code: {errorCode, errorMessage}",
                "错误的形式：error 为 {error, error_details}，code 为 {errorCode, errorMessage}",
                "error",
                "code",
            )
        },
    ),
    "two-stage": FaultKind(
        calls=("run",),
        also=("state",),
        words=_words(
            "First a raw film, with only its pictures in the state; then music and titles.",
            "先返回只有画面的原始视频，稍后再加入音乐和标题。",
        ),
        value=_number(5, "seconds between the stages", "两个阶段之间的秒数"),
        more={
            "stream": _choice(
                "whether the stream stays open for the second stage", "事件流是否保持到第二阶段", "open", "closed"
            )
        },
    ),
    "slow-heartbeats": FaultKind(
        calls=("run",),
        words=_words("Nothing but heartbeats for a long time.", "长时间只有心跳。"),
        value=_number(180, "seconds before the first event", "首个事件之前的秒数"),
        more={
            "every": _number(10, "seconds between heartbeats", "心跳间隔秒数"),
            "form": _choice(
                "what a heartbeat is; mixed: each in turn",
                "心跳的形式；mixed 表示轮流",
                "mixed",
                "comment",
                "data",
                "event",
                "named",
            ),
        },
    ),
    "truncated-json": FaultKind(
        calls=("run",),
        words=_words("An event is cut off in the middle of its JSON.", "某个事件的 JSON 被截断。"),
        value=_choice("which event", "哪个事件", "last", "first"),
    ),
    "huge-lines": FaultKind(
        calls=("run",),
        words=_words("The event with the whole text is a very long line.", "含完整文字的事件行非常长。"),
        value=_number(1_000_000, "bytes that are added", "增加的字节数"),
    ),
    "line-ends": FaultKind(
        calls=("run",),
        words=_words("Lines end in another way.", "使用其他换行符。"),
        value=_choice("how", "换行形式", "crlf", "cr", "mixed"),
    ),
    "bom": FaultKind(
        calls=("run",),
        words=_words("The stream begins with a byte order mark.", "事件流以 BOM 开头。"),
    ),
    "split-utf8": FaultKind(
        calls=("run",),
        words=_words("The stream comes in tiny pieces that split characters.", "以极小片段发送，字符被拆开。"),
        value=_number(1, "bytes in a piece", "每段字节数"),
    ),
    "drop": FaultKind(
        calls=("run",),
        words=_words("The line breaks in the middle of the stream.", "事件流途中连接中断。"),
        value=_number(200, "bytes of the stream that arrive", "中断前到达的字节数"),
        more={
            "edit": _choice(
                "whether the edit is made: at once, never, or late",
                "修改是否完成：立即、从未或稍后",
                "made",
                "lost",
                "late",
            ),
            "seconds": _number(45, "how late", "延迟的秒数"),
        },
        times=1,
    ),
    # --- exports ---
    "render-failed": FaultKind(
        calls=("status",),
        words=_words(
            "The export whose status is asked for first has failed; one with a new id is good.",
            "最先查询的导出失败；换新编号后正常。",
        ),
        times=1,
        key="export",
    ),
    "render-slow": FaultKind(
        calls=("status",),
        words=_words("Exports are pending and processing for a long time.", "导出长时间处于等待和处理中。"),
        value=_number(3, "replies for each export before the truth is told", "每个导出在给出真实状态前的回复次数"),
    ),
    "render-shape": FaultKind(
        calls=("submit", "status"),
        on=("status",),
        words=_words("The status of an export has another shape.", "以其他结构返回导出状态。"),
        value=_choice(
            "which of the protocol's shapes", "采用协议中的哪种结构", "top", "task", "success", "code-top", "code-task"
        ),
    ),
    # --- files ---
    "download-gone": FaultKind(
        calls=_FILES,
        on=("file",),
        words=_words("The address of the film does not work.", "成片地址无法访问。"),
        value=_choice("the HTTP status", "HTTP 状态码", "404", "403", "410"),
        refuses=True,
    ),
    "download-cut": FaultKind(
        calls=_FILES,
        words=_words("The line breaks while the film is sent.", "下载途中连接中断。"),
        value=_number(1000, "bytes that arrive", "中断前到达的字节数"),
        times=1,
    ),
    "download-short": FaultKind(
        calls=_FILES,
        words=_words("The film ends too early, and looks whole.", "文件提前结束，但看似完整。"),
        value=_number(1000, "bytes that arrive", "到达的字节数"),
        times=1,
    ),
    "no-range": FaultKind(
        calls=_FILES,
        words=_words("A request for a part of the film is answered with the whole.", "忽略 Range，总是返回完整文件。"),
    ),
}  # fmt: skip
"""By name; in the order in which they are listed."""

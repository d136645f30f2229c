"""The one tree of errors. Each says what happened, and what to do next, in English and Chinese.

NemoError
├── ApiError                    the protocol's codes
│   ├── TokenInvalid            1001, 1010, 1011, HTTP 401
│   │   └── PageClosed          a page in a browser whose link was used, or whose studio has ended
│   ├── ForeignOrigin           HTTP 403: a page of another site has asked the studio
│   ├── SessionNotFound         1002, HTTP 404
│   ├── NoCredits               2001
│   ├── UnsupportedFile         4001
│   ├── FileTooLarge            4002
│   ├── ClientIdMissing         400
│   ├── PlanBlocked             402
│   ├── RateLimited             429
│   │   └── LimitReached        a limit that a hosted server sets its users
│   └── ServerFailed            5xx and codes that nobody listed
├── ConnectionFailed            nobody answered, or the line broke
├── ReplyTimeout                the backend went on too long
├── EditNotMade                 the line broke behind an edit, and the timeline never changed
├── ExportTimeout               an export went on too long
├── InvalidRequest              an argument that cannot be understood
│   ├── AnswerNeeded            a question that must be answered first
│   └── KeyReused               an idempotency key that stands for another call
├── EditRefused                 (also ValueError) an operation that cannot be done; nothing was changed
├── EditConflict                an edit that was made against an older version
├── FileMissing                 (also FileNotFoundError)
├── PathNotAllowed              (also PermissionError) outside the folders that the user has opened to the server
├── MediaUnreadable             (also ValueError) a film, photo or song that cannot be decoded
│   └── MediaChanged            the studio's copy of it was altered or deleted
├── NothingToEdit               no clips on the timeline yet
├── OutputExists                the file is there already
│   └── OutputIsInput           it is one of the project's own sources
├── OutputNotWritable           (also OSError)
├── DiskFull                    (also OSError)
│   └── NotEnoughSpace          there is less room than it would take; nothing was begun
├── SystemRefused               (also OSError) what else the system says no to
├── QuotaFull                   a hosted user's space is used up
├── RenderFailed
│   ├── RenderNotFound          the backend does not know the export
│   ├── WorkerDied              a process of the renderer ended by itself; what it had finished is kept
│   └── PartEndsWorkers         a part of the film at which several workers of a cluster ended
├── ClusterUnavailable          the cluster that renders cannot be reached, or has no workers
│   ├── WorkersDiffer           all of its workers run another version
│   └── StoreUnusable           where its media and chunks lie cannot be used
├── RenderCancelled
├── ShardUnavailable            of several servers, the one that has the user's projects cannot be used now
├── StudioUnavailable           the local studio cannot be started or reached
├── DataFolderUnusable          (also OSError) the folder of NEMO_HOME, or a file in it
├── DatabaseUnusable            the studio's database: of a newer version, locked, read-only, not a file
│   └── DatabaseDamaged         pages of it cannot be read, or it is gone
├── ExtraMissing                a package that is not part of the plain installation
├── ModelMissing                a model that recognises speech
├── ClientMissing               a chat program that does not seem to be installed
└── SettingsUnreadable          (also ValueError) a chat program's settings that cannot be changed safely
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, cast

__all__ = [
    "AnswerNeeded",
    "ApiError",
    "ClientIdMissing",
    "ClientMissing",
    "ClusterUnavailable",
    "ConnectionFailed",
    "DataFolderUnusable",
    "DatabaseDamaged",
    "DatabaseUnusable",
    "DiskFull",
    "EditConflict",
    "EditNotMade",
    "EditRefused",
    "ExportTimeout",
    "ExtraMissing",
    "FileMissing",
    "FileTooLarge",
    "ForeignOrigin",
    "InvalidRequest",
    "KeyReused",
    "LimitReached",
    "MediaChanged",
    "MediaUnreadable",
    "ModelMissing",
    "NemoError",
    "NoCredits",
    "NotEnoughSpace",
    "NothingToEdit",
    "OutputExists",
    "OutputIsInput",
    "OutputNotWritable",
    "PageClosed",
    "PartEndsWorkers",
    "PathNotAllowed",
    "PlanBlocked",
    "QuotaFull",
    "RateLimited",
    "RenderCancelled",
    "RenderFailed",
    "RenderNotFound",
    "ReplyTimeout",
    "ServerFailed",
    "SessionNotFound",
    "SettingsUnreadable",
    "ShardUnavailable",
    "StoreUnusable",
    "StudioUnavailable",
    "SystemRefused",
    "TokenInvalid",
    "UnsupportedFile",
    "WorkerDied",
    "WorkersDiffer",
    "error_for_code",
]

# By the protocol; the studio takes more.
_ACCEPTED = "mp4 mov avi webm mkv · jpg png gif webp · mp3 wav m4a aac"


class NemoError(Exception):
    """Something that a person or an agent can meet; `fields` fill the templates of `texts`.

    A field is a value, or a mapping from language ("en", "zh") to words.
    `texts` maps a language to (what happened, what to do next). `retryable` says that the same call may be made
    again without doing anything twice.
    """

    code: ClassVar[int | None] = None
    retryable: ClassVar[bool] = False
    texts: ClassVar[Mapping[str, tuple[str, str]]] = {
        "en": ("Something went wrong: {detail}", "Run `nemovideo make --help`, or try again."),
        "zh": ("出错了：{detail}", "请运行 `nemovideo make --help` 查看用法，或再试一次。"),
    }
    defaults: ClassVar[Mapping[str, Any]] = {"detail": "unknown"}

    reply: Mapping[str, Any] | None = None
    """The reply of the backend that it came with, where there was one."""

    def __init__(self, detail: str | None = None, /, **fields: Any) -> None:
        self.fields: dict[str, Any] = {**self.defaults, **fields}
        if detail is not None:
            self.fields["detail"] = detail
        super().__init__(self.describe())

    def __str__(self) -> str:
        return self.describe()  # of the fields, which come over from another process; the arguments may not

    def what(self, language: str = "en") -> str:
        """What happened, as a sentence; one that ends in somebody else's words is closed."""
        said = self._template(language)[0].format_map(_Fields(self.fields, language)).rstrip()
        stop = "。" if _text_language(language) == "zh" else "."
        return said if said.endswith(_SENTENCE_ENDS) else said + stop

    def next_step(self, language: str = "en") -> str:
        """What to do next, as a sentence."""
        return self._template(language)[1].format_map(_Fields(self.fields, language))

    def describe(self, language: str = "en") -> str:
        """Both, as one line."""
        return f"{self.what(language)} {self.next_step(language)}".rstrip()

    def _template(self, language: str) -> tuple[str, str]:
        return self.texts[_text_language(language)]


_SENTENCE_ENDS = (*".!?…)", *"。！？）")


def _text_language(language: str) -> str:
    return "zh" if language.lower().startswith("zh") else "en"


def _in_language(value: Any, language: str) -> Any:
    return (
        cast("Mapping[str, Any]", value).get(language, cast("Any", value))
        if isinstance(value, Mapping)
        else value
    )


class _Fields(dict[str, Any]):
    """The fields in one language: a field may be a mapping from language to words itself."""

    def __init__(self, fields: Mapping[str, Any], language: str) -> None:
        chosen = _text_language(language)
        super().__init__({k: _in_language(v, chosen) for k, v in fields.items()})

    def __missing__(self, key: str) -> str:
        return f"({key})"


class ApiError(NemoError):
    """A code that the backend answered with."""


class TokenInvalid(ApiError):
    code = 1001
    texts = {
        "en": (
            "The access token is not valid, or no longer.",
            "Check NEMO_TOKEN, or unset it to go on anonymously.",
        ),
        "zh": ("访问令牌无效或已过期。", "请检查 NEMO_TOKEN，或取消设置以匿名继续。"),
    }


class PageClosed(TokenInvalid):
    """A page in a browser was opened by a link that has been used, or its time is over."""

    texts = {
        "en": (
            "This page is not open any more: its link works once, for five minutes, and the studio has ended since.",
            "Run `nemovideo open` again.",
        ),
        "zh": (
            "这个页面已失效：链接只能用一次，五分钟内有效；或工作室已结束。",
            "请重新运行 `nemovideo open`。",
        ),
    }


class ForeignOrigin(ApiError):
    """A page of another site, or of another program on this machine, has asked."""

    code = 403
    texts = {
        "en": (
            "The studio answers no other site's pages.",
            "Open the studio's own page with `nemovideo open`.",
        ),
        "zh": ("工作室不响应其他网站的页面。", "请用 `nemovideo open` 打开工作室自己的页面。"),
    }


class SessionNotFound(ApiError):
    code = 1002
    texts = {
        "en": (
            "The project is not there any more ({detail}); its timeline cannot be reached.",
            "Start a new project, and upload the clips again.",
        ),
        "zh": ("项目已不存在（{detail}），无法读取其时间线。", "请新建项目并重新上传素材。"),
    }


class NoCredits(ApiError):
    code = 2001
    defaults = {
        "link": {"en": "the account page", "zh": "账户页面"},
        "remedy": {"en": "Register or top up", "zh": "注册或充值"},
    }
    texts = {
        "en": ("There are no credits left.", "{remedy} at {link}, then send the edit again."),
        "zh": ("积分已用完。", "请在 {link} {remedy}，然后重新发送。"),
    }


class UnsupportedFile(ApiError):
    code = 4001
    defaults = {"name": "The file", "reason": "its type is not accepted", "accepted": _ACCEPTED}
    texts = {
        "en": (
            "{name} cannot be used: {reason}.",
            "Accepted are {accepted}; convert it, or choose another file.",
        ),
        "zh": ("无法使用 {name}：{reason}。", "支持 {accepted}；请转换格式或换一个文件。"),
    }


class FileTooLarge(ApiError):
    code = 4002
    defaults = {"name": "The file", "limit_mb": 500}
    texts = {
        "en": ("{name} is larger than {limit_mb} MB.", "Compress or trim it, then upload it again."),
        "zh": ("{name} 超过 {limit_mb} MB。", "请压缩或裁剪后重新上传。"),
    }


class ClientIdMissing(ApiError):
    code = 400
    texts = {
        "en": (
            "The request has no X-Client-Id header.",
            "Send a UUID of at most 64 characters, and the same one each time.",
        ),
        "zh": ("请求缺少 X-Client-Id 请求头。", "请发送一个不超过 64 个字符的 UUID，并每次使用同一个。"),
    }


class PlanBlocked(ApiError):
    code = 402
    texts = {
        "en": ("This plan cannot export.", "Register or upgrade the plan; credits do not matter here."),
        "zh": ("当前套餐不支持导出。", "请注册或升级套餐；这与积分无关。"),
    }


class RateLimited(ApiError):
    code = 429
    retryable = True
    texts = {
        "en": ("Too many requests.", "Wait 30 seconds, then try once more."),
        "zh": ("请求过于频繁。", "请等待 30 秒后再试一次。"),
    }


class LimitReached(RateLimited):
    defaults = {
        "limit": {"en": "the limit of this server", "zh": "此服务器的上限"},
        "wait": {"en": "Wait a minute", "zh": "请等待一分钟"},
    }
    texts = {
        "en": ("That is more than {limit}.", "{wait}, then try again."),
        "zh": ("超出{limit}。", "{wait}后再试。"),
    }


class ServerFailed(ApiError):
    code = 500
    retryable = True
    texts = {
        "en": ("The backend failed: {detail}", "Nothing that you made is lost; try again in a moment."),
        "zh": ("后端出错：{detail}", "您的内容没有丢失，请稍后再试。"),
    }


class ConnectionFailed(NemoError):
    retryable = True
    texts = {
        "en": ("The backend cannot be reached: {detail}", "Check the connection, or use `--backend local`."),
        "zh": ("无法连接后端：{detail}", "请检查网络，或使用 `--backend local`。"),
    }


class ReplyTimeout(NemoError):
    texts = {
        "en": (
            "The backend has not finished in time ({detail}).",
            "Look at the timeline before you send the edit again: it may have been made.",
        ),
        "zh": ("后端未能按时完成（{detail}）。", "重新发送前请先查看时间线：修改可能已完成。"),
    }


class EditNotMade(NemoError):
    retryable = True
    texts = {
        "en": (
            "The connection to the backend broke, and the timeline has not changed since ({detail}).",
            "The edit was not made: send it again if you still want it.",
        ),
        "zh": (
            "与后端的连接中断，此后时间线没有变化（{detail}）。",
            "修改未执行：如仍需要，请重新发送。",
        ),
    }


class ExportTimeout(NemoError):
    defaults = {"minutes": 120}
    texts = {
        "en": (
            "The export has not finished within {minutes} minutes.",
            "It may still be going on: export again, and it is taken up where it is.",
        ),
        "zh": ("导出未能在 {minutes} 分钟内完成。", "它可能仍在进行：再次导出即可继续等待。"),
    }


class InvalidRequest(NemoError, ValueError):
    code = 400
    texts = {
        "en": ("That cannot be done: {detail}", "{hint}"),
        "zh": ("无法执行：{detail}", "{hint}"),
    }
    defaults = {"detail": "unknown", "hint": "Change the request, and try again."}


class AnswerNeeded(InvalidRequest):
    """A question that must be answered before anything is done."""

    texts = {
        "en": ("{detail}", "{hint}"),
        "zh": ("{detail}", "{hint}"),
    }


class KeyReused(InvalidRequest):
    """A key that stands for another call."""

    texts = {
        "en": (
            "The key {key} was used for another call; nothing was changed.",
            "Use a new key for each edit, and the same one only to send the very same edit again.",
        ),
        "zh": (
            "键 {key} 已用于另一次请求；没有任何改动。",
            "每次修改请使用新的键；只有重发完全相同的修改时才使用相同的键。",
        ),
    }
    defaults = {"key": "?"}


class EditRefused(NemoError, ValueError):
    """An operation that cannot be done.

    `place` is its place in the list, from 1; `nearest` is the operation that works in its stead, as JSON, or None.
    """

    texts: ClassVar = {
        "en": ("{detail}", "{hint}"),
        "zh": ("{detail}", "{hint}"),
    }
    defaults: ClassVar = {
        "detail": {"en": "this cannot be done", "zh": "无法这样做"},
        "hint": {
            "en": "Nothing was changed. Name a clip, a time or a text that is on the timeline.",
            "zh": "没有任何改动。请指明时间线上有的片段、时间或文字。",
        },
        "place": None,
        "nearest": None,
    }

    @property
    def place(self) -> int | None:
        return self.fields["place"]

    @property
    def nearest(self) -> Mapping[str, Any] | None:
        return self.fields["nearest"]


class EditConflict(NemoError):
    """The timeline has changed since the version that an edit was made against; nothing was changed by the edit.

    `listed` holds the changes one by one, by language.
    """

    defaults: ClassVar = {
        "expected": 0,
        "version": 0,
        "changes": {"en": "it was changed meanwhile", "zh": "期间已有改动"},
    }

    code: ClassVar[int | None] = 409
    texts: ClassVar = {
        "en": (
            "The edit was made against version {expected}, but the project is at version {version}: {changes}",
            "Nothing was changed. Read the timeline again and send the edit with expect_version {version}.",
        ),
        "zh": (
            "这次修改基于版本 {expected}，而项目已是版本 {version}：{changes}",
            "没有任何改动。请重新读取时间线，再以 expect_version {version} 发送修改。",
        ),
    }

    def __init__(
        self,
        detail: str | None = None,
        /,
        *,
        listed: Mapping[str, Sequence[str]] | None = None,
        **fields: Any,
    ) -> None:
        self.listed = listed or {}
        super().__init__(detail, **fields)

    @property
    def version(self) -> int:
        """The version that the project is at."""
        return int(self.fields["version"])


class FileMissing(NemoError, FileNotFoundError):
    defaults = {"path": "?", "near": ""}
    texts = {
        "en": ("There is no file {path}.", "Check the path.{near}"),
        "zh": ("找不到文件 {path}。", "请检查路径。{near}"),
    }


class PathNotAllowed(NemoError, PermissionError):
    defaults = {
        "path": "?",
        "reason": {
            "en": "it is outside the folders that this server may use",
            "zh": "它不在本服务可用的文件夹内",
        },
        "folders": "-",
    }
    texts = {
        "en": (
            "{path} is left alone: {reason}.",
            "Use a path in {folders}, or ask the user to start the server with --allow FOLDER.",
        ),
        "zh": (
            "未使用 {path}：{reason}。",
            "请使用 {folders} 中的路径，或请用户用 --allow FOLDER 启动服务。",
        ),
    }


class MediaUnreadable(NemoError, ValueError):
    code = 4001
    defaults = {
        "name": "The file",
        "reason": "it cannot be decoded",
        "hint": {
            "en": "Open it in a player to check it; export it again from where it came, or leave it out.",
            "zh": "请用播放器检查；重新导出，或不使用该文件。",
        },
    }
    texts = {
        "en": ("{name} cannot be read: {reason}.", "{hint}"),
        "zh": ("无法读取 {name}：{reason}。", "{hint}"),
    }


class MediaChanged(MediaUnreadable):
    defaults = {"name": "A file of the project"}
    texts = {
        "en": (
            "{name} was altered or deleted in the studio's own folder; nothing was exported.",
            "Upload the same file again, which mends it, and export again.",
        ),
        "zh": (
            "工作室文件夹中的 {name} 已被改动或删除；没有导出。",
            "请重新上传同一文件即可修复，然后再次导出。",
        ),
    }


class NothingToEdit(NemoError):
    texts = {
        "en": ("There are no clips in this project yet.", "Upload at least one video or photo first."),
        "zh": ("该项目还没有素材。", "请先上传至少一个视频或照片。"),
    }


class OutputExists(NemoError, FileExistsError):
    defaults = {"path": "?"}
    texts = {
        "en": (
            "{path} is there already.",
            "Choose another name, or allow it to be replaced with --overwrite.",
        ),
        "zh": ("{path} 已存在。", "请换一个文件名，或使用 --overwrite 允许替换。"),
    }


class OutputIsInput(OutputExists):
    defaults = {"path": "?", "source": "?", "free": "?"}
    texts = {
        "en": (
            "{path} is a source of this project ({source}), and a source is never replaced.",
            "Choose another name, for example {free}.",
        ),
        "zh": (
            "{path} 是该项目的素材（{source}），素材不会被替换。",
            "请换一个文件名，例如 {free}。",
        ),
    }


class OutputNotWritable(NemoError, OSError):
    defaults = {"path": "?", "reason": "the folder cannot be written to"}
    texts = {
        "en": ("{path} cannot be written: {reason}.", "Choose another folder; the project is kept."),
        "zh": ("无法写入 {path}：{reason}。", "请选择其他文件夹；项目已保留。"),
    }


class DiskFull(NemoError, OSError):
    defaults = {"path": "?"}
    texts = {
        "en": (
            "The disk that holds {path} is full.",
            "Free some space, then run the same again: the project is kept.",
        ),
        "zh": ("{path} 所在磁盘已满。", "请清理空间后重试：项目已保留。"),
    }


class NotEnoughSpace(DiskFull):
    defaults = {
        "needed_mb": "?",
        "free_mb": "?",
        "reserve_mb": "?",
        "remedy": {
            "en": "Free some space on the disk (`nemovideo clean` says what NemoVideo can give back), "
            "or delete projects that are done with; then run the same again.",
            "zh": "请清理磁盘空间（`nemovideo clean` 会列出 NemoVideo 可释放的内容），或删除不再需要的项目，然后重试。",
        },
    }
    texts = {
        "en": (
            "There is no room for this: it takes about {needed_mb} MB, and of the {free_mb} MB that are free "
            "{reserve_mb} MB stay so.",
            "{remedy}",
        ),
        "zh": (
            "空间不足：约需 {needed_mb} MB，磁盘剩余 {free_mb} MB，其中须保留 {reserve_mb} MB。",
            "{remedy}",
        ),
    }


class SystemRefused(NemoError, OSError):
    """What the system has refused: `what` is a path or what was asked of it, `reason` the rest of the sentence."""

    defaults = {
        "what": {"en": "this", "zh": "此操作"},
        "reason": {"en": "it does not say why", "zh": "原因不明"},
        "hint": {
            "en": "Check the path, its permissions and the room on the disk, then try again; projects are kept.",
            "zh": "请检查路径、权限和磁盘空间，然后重试；项目已保留。",
        },
    }
    texts = {
        "en": ("The system refuses {what}: {reason}.", "{hint}"),
        "zh": ("系统拒绝了 {what}：{reason}。", "{hint}"),
    }


class QuotaFull(NemoError):
    defaults = {
        "used_mb": "?",
        "quota_mb": "?",
        "files": "-",
        "remedy": {
            "en": "Delete files that you no longer need (DELETE /files/NAME).",
            "zh": "请删除不再需要的文件（DELETE /files/文件名）。",
        },
    }
    texts = {
        "en": (
            "Your space on this server is full: {used_mb} of {quota_mb} MB.",
            "{remedy} The largest: {files}.",
        ),
        "zh": (
            "您在此服务器上的空间已满：{used_mb}/{quota_mb} MB。",
            "{remedy}最大的：{files}。",
        ),
    }


class RenderFailed(NemoError):
    texts = {
        "en": ("The export failed: {detail}", "The project is kept; export it again."),
        "zh": ("导出失败：{detail}", "项目已保留，请重新导出。"),
    }


class RenderNotFound(RenderFailed):
    texts = {
        "en": (
            "The backend does not know this export.",
            "The project and its timeline are kept: export it again.",
        ),
        "zh": ("后端找不到这次导出。", "项目和时间线都已保留，请重新导出。"),
    }


class WorkerDied(RenderFailed):
    retryable = True
    texts = {
        "en": (
            "A process of the renderer ended unexpectedly, perhaps for want of memory.",
            "Export again: what was rendered so far is kept. Closing other programs may help.",
        ),
        "zh": (
            "渲染进程意外结束，可能是内存不足。",
            "请重新导出：已渲染的部分会保留。关闭其他程序可能有帮助。",
        ),
    }


class PartEndsWorkers(RenderFailed):
    """`name` is of the clip that the part begins with."""

    defaults = {"name": "a clip", "workers": "?"}
    texts = {
        "en": (
            "The part of the film that begins with {name} was given up: {workers} workers of the cluster ended at it, "
            "perhaps for want of memory.",
            "What else was rendered is kept. Give the workers more memory or a smaller film, or leave the clip out; "
            "then export again.",
        ),
        "zh": (
            "以 {name} 开头的片段已放弃：集群有 {workers} 个工作进程在处理它时退出，可能是内存不足。",
            "其余已渲染的部分会保留。请为工作进程增加内存、缩小画面或去掉该素材，然后重新导出。",
        ),
    }


class ClusterUnavailable(NemoError):
    retryable = True
    defaults = {"place": "?", "reason": {"en": "nobody answers there", "zh": "没有响应"}}
    texts = {
        "en": (
            "The cluster {place} cannot render: {reason}.",
            "Start `dask scheduler` and `dask worker`, or start the studio without --cluster; then export again: "
            "what was rendered is kept.",
        ),
        "zh": (
            "集群 {place} 无法渲染：{reason}。",
            "请启动 `dask scheduler` 和 `dask worker`，或不带 --cluster 启动工作室，然后重新导出：已渲染的部分会保留。",
        ),
    }


class WorkersDiffer(ClusterUnavailable):
    """All workers run another version than the studio; `found` names theirs, with the renderer's in brackets."""

    defaults = {"place": "?", "found": "?", "wanted": "?", "version": "?"}
    texts = {
        "en": (
            "No worker of the cluster {place} runs this studio's version {wanted}; they run {found}.",
            "Run `pip install 'nemovideo-mcp[cluster]=={version}'` on the workers and start them anew, "
            "then export again: what was rendered is kept.",
        ),
        "zh": (
            "集群 {place} 中没有与本工作室版本 {wanted} 一致的工作进程；它们的版本是 {found}。",
            "请在工作进程所在机器运行 `pip install 'nemovideo-mcp[cluster]=={version}'` 并重新启动，"
            "然后重新导出：已渲染的部分会保留。",
        ),
    }


class StoreUnusable(ClusterUnavailable):
    texts = {
        "en": (
            "The cluster's store {place} cannot be used: {reason}.",
            "Check that the folder or bucket is there, the room in it and the credentials of the studio and of the "
            "workers; then export again: what was rendered is kept.",
        ),
        "zh": (
            "无法使用集群的存储位置 {place}：{reason}。",
            "请检查文件夹或存储桶是否存在、剩余空间，以及工作室和工作进程的凭证，然后重新导出：已渲染的部分会保留。",
        ),
    }


class RenderCancelled(NemoError):
    texts = {
        "en": ("The export was cancelled.", "The project is kept; export it again whenever you like."),
        "zh": ("导出已取消。", "项目已保留，可随时重新导出。"),
    }


class ShardUnavailable(NemoError):
    """The server of several on which a user's projects are cannot be used at the moment; `detail` says why."""

    retryable = True
    texts = {
        "en": (
            "Your projects cannot be reached at the moment: {detail}",
            "Nothing of them is lost. Try again in a few minutes; look at what is there before you repeat an edit.",
        ),
        "zh": (
            "暂时无法访问您的项目：{detail}",
            "项目不会丢失。请几分钟后重试；重复编辑前请先查看当前内容。",
        ),
    }


class StudioUnavailable(NemoError):
    texts = {
        "en": (
            "The local studio cannot be reached: {detail}",
            "Run `nemovideo studio --foreground` to see why.",
        ),
        "zh": ("无法连接本地工作室：{detail}", "请运行 `nemovideo studio --foreground` 查看原因。"),
    }


class DataFolderUnusable(NemoError, OSError):
    defaults = {"path": "?", "reason": {"en": "it cannot be used", "zh": "无法使用"}}
    texts = {
        "en": (
            "NemoVideo cannot keep its files in {path}: {reason}.",
            "Set NEMO_HOME to a folder that you may write in, or mend this one.",
        ),
        "zh": (
            "NemoVideo 无法在 {path} 保存文件：{reason}。",
            "请将 NEMO_HOME 设为可写的文件夹，或修复此文件夹。",
        ),
    }


class DatabaseUnusable(NemoError):
    """The studio's database, `path`; `reason` is the rest of the sentence and `hint` the way back."""

    defaults = {
        "path": "?",
        "reason": {"en": "cannot be used", "zh": "无法使用"},
        "hint": {"en": "Run `nemovideo doctor`.", "zh": "请运行 `nemovideo doctor`。"},
    }
    texts = {
        "en": ("The studio's database {path} {reason}.", "{hint}"),
        "zh": ("工作室数据库 {path} {reason}。", "{hint}"),
    }


class DatabaseDamaged(DatabaseUnusable):
    pass


class ExtraMissing(NemoError):
    defaults = {"what": "This", "package": "a package", "extra": "speech"}
    texts = {
        "en": (
            "{what} needs the package {package}, which is not installed.",
            "Install it with: pip install 'nemovideo-mcp[{extra}]'",
        ),
        "zh": ("{what}需要 {package}，但尚未安装。", "请安装：pip install 'nemovideo-mcp[{extra}]'"),
    }


class ModelMissing(NemoError):
    defaults = {"place": "?"}
    texts = {
        "en": (
            "Writing down what is said needs a Whisper model, and there is none in {place}; nothing is downloaded.",
            "Put a model for faster-whisper into a folder (model.bin, config.json, tokenizer.json), set "
            "NEMO_WHISPER_MODEL to that folder, and start the studio anew.",
        ),
        "zh": (
            "识别语音需要 Whisper 模型，但 {place} 中没有；程序不会自动下载。",
            "请将 faster-whisper 的模型（model.bin、config.json、tokenizer.json）放入一个文件夹，"
            "把 NEMO_WHISPER_MODEL 设为该文件夹，然后重新启动工作室。",
        ),
    }


class ClientMissing(NemoError):
    defaults = {"title": "The program", "sign": "?"}
    texts = {
        "en": (
            "{title} does not seem to be installed here: there is no {sign}.",
            "Start it once, or add --force to write its settings all the same.",
        ),
        "zh": (
            "此处似乎没有安装 {title}：找不到 {sign}。",
            "请先启动一次该程序，或加上 --force 直接写入配置。",
        ),
    }


class SettingsUnreadable(NemoError, ValueError):
    defaults = {"path": "?", "reason": "it cannot be read", "line": 1, "column": 1}
    texts = {
        "en": (
            "{path} cannot be changed: {reason} (line {line}, column {column}).",
            "Nothing was written. Correct the file, then run the same again.",
        ),
        "zh": (
            "无法修改 {path}：{reason}（第 {line} 行，第 {column} 列）。",
            "没有写入任何内容。请修正该文件后重试。",
        ),
    }


_BY_CODE: Mapping[int, type[ApiError]] = {
    1001: TokenInvalid,
    1010: TokenInvalid,
    1011: TokenInvalid,
    401: TokenInvalid,
    1002: SessionNotFound,
    2001: NoCredits,
    4001: UnsupportedFile,
    4002: FileTooLarge,
    413: FileTooLarge,
    400: ClientIdMissing,
    402: PlanBlocked,
    429: RateLimited,
}


def error_for_code(code: int, detail: str, /, **fields: Any) -> ApiError:
    """The error that stands for one of the protocol's codes; a code that nobody listed is a `ServerFailed`."""
    return _BY_CODE.get(code, ServerFailed)(detail, **fields)

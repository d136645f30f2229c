"""The replies of the protocol as values.

Read tolerantly: what cannot be read takes its default, the rest is ignored.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Self, TypeVar, cast

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError

from nemovideo_mcp.errors import NemoError, RenderFailed, ServerFailed, UnsupportedFile
from nemovideo_mcp.protocol.envelope import error_from

__all__ = [
    "PAGE_AUTHOR",
    "ClaimToken",
    "Credits",
    "HeldFile",
    "ProjectContents",
    "RenderStatus",
    "Restored",
    "Session",
    "SpaceUsage",
    "State",
    "Token",
    "UploadReply",
    "UploadedFile",
    "Version",
    "VersionList",
    "read_reply",
]

Model = TypeVar("Model", bound=BaseModel)

PAGE_AUTHOR = "page"
"""The author of versions that a person makes on the timeline's page."""


def _number(value: object) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        return float(str(value).strip().removesuffix("%"))
    except ValueError:
        return None


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int | float) else ""


def _mapping(value: object) -> dict[str, Any]:
    return dict(cast("Mapping[str, Any]", value)) if isinstance(value, Mapping) else {}


def _object_in(value: object) -> dict[str, Any]:
    """An object, or one that is written as a string of JSON."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return {}
    return _mapping(value)


Number = Annotated[float | None, BeforeValidator(_number)]
Words = Annotated[str, BeforeValidator(_text)]
Object = Annotated[dict[str, Any], BeforeValidator(_mapping)]


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class Token(_Reply):
    """An anonymous token. `expires_at` is ISO 8601."""

    token: SecretStr = Field(min_length=1)
    user_id: Words = ""
    expires_at: Words = ""
    credits: Number = None


class Session(_Reply):
    """A project on the backend."""

    session_id: Annotated[str, BeforeValidator(_text)] = Field(
        min_length=1, validation_alias=AliasChoices("session_id", "sessionId")
    )
    task_id: Words = Field(default="", validation_alias=AliasChoices("task_id", "taskId"))
    user_id: Words = Field(default="", validation_alias=AliasChoices("user_id", "userId"))


class ClaimToken(_Reply):
    """What lets a person take an anonymous project over in the browser; `expires_in` is in seconds."""

    claim_token: SecretStr = Field(min_length=1)
    expires_in: Number = None


class HeldFile(_Reply):
    """A file that a project of the local studio holds; one that is `shared` is in another project too."""

    name: Words = ""
    size_bytes: int = 0
    shared: bool = False


class ProjectContents(_Reply):
    """What a project of the local studio holds; `freed` are the bytes that go with it."""

    name: Words = ""
    files: tuple[HeldFile, ...] = ()
    versions: int = 0
    films: int = 0
    films_not_fetched: int = 0
    exports: tuple[str, ...] = ()
    freed: int = 0


class KeptOnDisk(_Reply):
    """Bytes and files of one kind in the local studio; one that `can_go` costs nothing but time, or was saved."""

    kind: Words = ""
    bytes: int = 0
    count: int = 0
    can_go: bool = False


class SpaceUsage(_Reply):
    """Bytes on the local studio's disk; `delivered_films` is the part of `films` that may go at once."""

    media: int = 0
    films: int = 0
    work: int = 0
    pictures: int = 0
    delivered_films: int = 0
    free: int = 0
    reserve: int = 0
    kept: tuple[KeptOnDisk, ...] = ()


class UploadedFile(_Reply):
    """A file that the backend has; `duration` is in seconds."""

    filename: Words = ""
    file_type: Words = ""
    cdn_url: Words = ""
    duration: Number = None
    width: Number = None
    height: Number = None
    fps: Number = None
    hash: Words = ""


class UploadReply(_Reply):
    """What an upload has brought; `files` is empty where the reply does not list them.

    `refused` says of each file that was not taken why; none is in both lists.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    files: list[UploadedFile] = []
    refused: list[NemoError] = []

    @classmethod
    def of(cls, payload: object) -> Self:
        """The files that a reply lists: under `files` or another name, by themselves, as addresses, or just one."""
        reply = _mapping(payload)
        failed = cast("list[object]", reply.get("failed")) if isinstance(reply.get("failed"), list) else []
        refused = [_refusal({**_mapping(one), "status": "failed"}) for one in failed]
        listed = next((reply[key] for key in _FILE_LISTS if isinstance(reply.get(key), list)), payload)
        if not isinstance(listed, list):
            listed = [reply] if reply.keys() & {"filename", "cdn_url"} else []
        found: list[object] = []
        for item in cast("list[object]", listed):
            file = _mapping(item) or {"cdn_url": item, "filename": _last_part(item)}
            refused.append(_refusal(file))
            found += [file] if refused[-1] is None else []
        read = read_reply(cls, {"files": found})
        return read.model_copy(update={"refused": [error for error in refused if error is not None]})


def _refusal(file: Mapping[str, Any]) -> NemoError | None:
    """Why a file was not taken that a reply lists; None for one that was."""
    reason = file.get("error") or file.get("error_message") or file.get("reason")
    if not reason and _text(file.get("status")).lower() not in ("failed", "error", "rejected"):
        return None
    if isinstance(file.get("fields"), Mapping):
        return error_from(file.get("code"), _text(file.get("message")), file)
    name = _text(file.get("filename") or file.get("name")) or "The file"
    words = _mapping(reason).get("message") or reason or file.get("message") or "the backend did not take it"
    return UnsupportedFile(name=name, reason=" ".join(_text(words).split())[:200])


_FILE_LISTS = ("files", "uploaded_files", "uploaded", "results", "urls")


def _last_part(address: object) -> str:
    return _text(address).partition("?")[0].rpartition("/")[2]


class Credits(_Reply):
    """The balance; `frozen` is held for work that runs."""

    available: Number = None
    frozen: Number = None
    total: Number = None


class State(_Reply):
    """A project as it stands. `draft` is empty where there is none yet, or none that can be read."""

    session_id: Words = ""
    task_id: Words = ""
    task_name: Words = ""
    user_id: Words = Field(default="", validation_alias=AliasChoices("user_id", "userId"))
    draft: Annotated[dict[str, Any], BeforeValidator(_object_in)] = {}
    video_infos: Any = None
    canvas_config: Object = {}

    @classmethod
    def of(cls, payload: object) -> Self:
        """The state that a reply carries, inside `state` or beside it."""
        reply = _mapping(payload)
        return read_reply(cls, {**reply, **_object_in(reply.get("state"))})


class Version(_Reply):
    """A turn of a project of the local studio; `created` is ISO 8601.

    `changes` is what differs from the one before it, in words. `same_as` is the earlier version that stands here
    again, by an undo or because nothing was changed.
    """

    number: int
    message: Words = ""
    reply: Words = ""
    changed: bool = False
    created: Words = ""
    changes: tuple[str, ...] = ()
    same_as: int | None = None
    is_current: bool = False


class KnownSession(_Reply):
    """A project that the local studio has; `created` and `changed` (its last turn) are ISO 8601."""

    session_id: str
    task_id: Words = ""
    name: Words = ""
    language: Words = ""
    created: Words = ""
    changed: Words = ""


class KnownSessions(_Reply):
    sessions: tuple[KnownSession, ...] = ()


class VersionList(_Reply):
    versions: tuple[Version, ...] = ()


class Restored(State):
    """The project after an undo, redo or restore: its version `number` is what `of_version` was (0: empty).

    `message` is what to tell the user, `changes` what differs from before.
    """

    number: int = 0
    of_version: int = Field(default=0, alias="of")
    message: Words = ""
    changes: tuple[str, ...] = ()


class RenderStatus(_Reply):
    """An export: `status` is pending, processing, completed, failed or cancelled; `percent` is 0 to 100.

    `stage`, `receipt`, `options` (of the export that it took) and `error` come from the local studio only.
    """

    render_id: str = ""
    status: str = "pending"
    percent: float | None = None
    url: str = ""
    duration: Number = None
    size: Number = None
    stage: Words = ""
    receipt: Object = {}
    options: Object = {}
    failure: Any = None

    @classmethod
    def of(cls, payload: object, *, render_id: str = "") -> RenderStatus:
        """The status that any of the four shapes of a reply carries [protocol.md, Render status]."""
        items = cast("list[object]", payload) if isinstance(payload, list) else [payload]
        reply = _mapping(next(iter(items), None))
        output = _mapping(reply.get("output"))
        # The protocol has no word for it: the studio says that an export failed, and beside it that it was cancelled.
        status = "cancelled" if reply.get("cancelled") is True else _text(reply.get("status")).lower()
        url = next((u for u in (output.get("url"), reply.get("outputUrl"), reply.get("url")) if u), "")
        return cls(
            render_id=next((n for key in _RENDER_IDS if (n := _text(reply.get(key)))), render_id),
            # A word that nobody listed beside an address says that the film is there.
            status=_STATUSES.get(status, "completed" if url else "processing" if status else "pending"),
            percent=_percent(reply.get("progress")),
            url=_text(url),
            duration=output.get("duration", reply.get("duration")),
            size=output.get("size", reply.get("size")),
            stage=reply.get("stage", ""),
            receipt=reply.get("receipt") or output.get("receipt") or {},
            options=reply.get("options") or {},
            failure=reply.get("error") or reply.get("errorMessage") or reply.get("message"),
        )

    @property
    def finished(self) -> bool:
        return self.status in ("completed", "failed", "cancelled")

    @property
    def error(self) -> NemoError:
        """Why a failed export failed."""
        said = _mapping(self.failure)
        message = _text(said.get("message")) or _text(self.failure) or "no reason was given."
        found = error_from(said.get("code"), message, said)
        known = type(found) is not ServerFailed or "error" in said
        return found if known else RenderFailed(message)


_RENDER_IDS = ("id", "renderId", "render_id", "taskId", "task_id")
_STATUSES: Mapping[str, str] = {
    **dict.fromkeys(("pending", "queued", "submitted", "waiting"), "pending"),
    **dict.fromkeys(("completed", "complete", "success", "succeeded", "done", "finished"), "completed"),
    **dict.fromkeys(("failed", "failure", "error"), "failed"),
    **dict.fromkeys(("cancelled", "canceled"), "cancelled"),
}


def _percent(value: object) -> float | None:
    number = _number(value)
    if number is None:
        return None
    # Nobody says whether progress goes to 1 or to 100; a broken number below 1 can only be of the first kind.
    part_of_one = isinstance(value, float) and 0 < number <= 1
    return min(max(number * 100 if part_of_one else number, 0.0), 100.0)


def read_reply(model: type[Model], payload: object) -> Model:
    """`payload` as a `model`; raises `ServerFailed` that names what is missing."""
    try:
        return model.model_validate(payload)
    except ValidationError as error:
        missing = ", ".join(".".join(str(part) for part in e["loc"]) or "an object" for e in error.errors())
        raise ServerFailed(f"its reply lacks {missing}.") from None

"""What the protocol demands of a request, checked apart from the answering so that nothing is forgiven."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import unquote_plus

from . import drafts, multipart
from .http import Request, as_list, as_object
from .model import Memory

ATTRIBUTION = ("X-Skill-Source", "X-Skill-Version", "X-Skill-Platform")
OPEN = frozenset({"token", "film"})  # the endpoints without a bearer
CLIENT_ID_LIMIT = 64
MULTIPART = "multipart/form-data"


def check(cloud: Memory, endpoint: str, request: Request, name: str) -> None:
    """Records what is wrong with the request. `name` is the id in its path, if it has one."""
    wrong = wrong_in_headers(endpoint, request)
    wrong += wrong_in_url(cloud, request)
    judge = _JUDGES.get(endpoint)
    if judge is not None:
        wrong += judge(cloud, request, name)
    for words in wrong:
        cloud.violation(f"{endpoint}: {words}")


def missing_attribution(request: Request) -> list[str]:
    return [name for name in ATTRIBUTION if not request.headers.get(name.lower())]


def wrong_in_headers(endpoint: str, request: Request) -> list[str]:
    if endpoint in OPEN:
        return []
    wrong = [f"{name} is missing" for name in missing_attribution(request)]
    if request.bearer is None:
        wrong.insert(0, "Authorization: Bearer is missing")
    return wrong


def wrong_in_url(cloud: Memory, request: Request) -> list[str]:
    url = unquote_plus(request.target)
    if "nmv_usr_" in url or any(token in url for token in cloud.tokens):
        return ["a bearer token stands in the URL"]
    return []


def _token(_cloud: Memory, request: Request, _name: str) -> list[str]:
    wrong: list[str] = []
    client = request.headers.get("x-client-id", "")
    if not client:
        wrong.append("X-Client-Id is missing")
    elif len(client) > CLIENT_ID_LIMIT:
        wrong.append(f"X-Client-Id is longer than {CLIENT_ID_LIMIT} characters")
    if "authorization" in request.headers:
        wrong.append("a request for a token carries an Authorization")
    return wrong


def _session(_cloud: Memory, request: Request, _name: str) -> list[str]:
    wrong = _json_body(request, {"task_name"}, {"task_name", "language"})
    body = request.json_object()
    for key in ("task_name", "language"):
        if key in body and not (isinstance(body[key], str) and body[key]):
            wrong.append(f"{key} is no word: {body[key]!r}")
    return wrong


def _claim(cloud: Memory, request: Request, _name: str) -> list[str]:
    keys = {"task_id", "session_id"}
    wrong = _json_body(request, keys, keys)
    body = request.json_object()
    session = cloud.sessions.get(str(body.get("session_id")))
    if session is not None and session.task_id != body.get("task_id"):
        wrong.append("the task_id is not that of the session")
    return wrong


def _run(_cloud: Memory, request: Request, _name: str) -> list[str]:
    keys = {"app_name", "user_id", "session_id", "new_message"}
    wrong = _json_body(request, keys, keys)
    if "text/event-stream" not in request.headers.get("accept", ""):
        wrong.append("Accept: text/event-stream is missing")
    body = request.json_object()
    for key, value in (("app_name", "nemo_agent"), ("user_id", "me")):
        if key in body and body[key] != value:
            wrong.append(f"{key} is {body[key]!r} and not {value!r}")
    if "new_message" in body:
        message = as_object(body["new_message"])
        parts = as_list(message.get("parts"))
        if set(message) != {"parts"}:
            wrong.append(f"new_message has the fields {sorted(message)} and not just parts")
        if not parts or any(set(as_object(part)) != {"text"} for part in parts):
            wrong.append("new_message.parts is no list of texts")
        elif not message_of(request).strip():
            wrong.append("the message is empty")
    return wrong


def message_of(request: Request) -> str:
    """The text of a message to the agent."""
    message = as_object(request.json_object().get("new_message"))
    return "".join(str(as_object(part).get("text", "")) for part in as_list(message.get("parts")))


def _upload(_cloud: Memory, request: Request, _name: str) -> list[str]:
    if request.content_type == MULTIPART:
        try:
            parts = multipart.parse(request.headers["content-type"], request.body)
        except ValueError as broken:
            return [str(broken)]
        wrong = [f"a field is named {part.name!r} and not 'files'" for part in parts if part.name != "files"]
        wrong += ["a file has no name" for part in parts if part.name == "files" and not part.filename]
        return wrong if parts else ["the form has no file"]
    keys = {"urls", "source_type"}
    wrong = _json_body(request, keys, keys)
    body = request.json_object()
    if "source_type" in body and body["source_type"] != "url":
        wrong.append(f"source_type is {body['source_type']!r} and not 'url'")
    urls = as_list(body.get("urls"))
    if "urls" in body and (not urls or not all(isinstance(url, str) and url for url in urls)):
        wrong.append("urls is no list of addresses")
    return wrong


def _submit(cloud: Memory, request: Request, _name: str) -> list[str]:
    keys = {"id", "sessionId", "draft", "output"}
    wrong = _json_body(request, keys, keys)
    body = request.json_object()
    sent = body.get("id")
    if "id" in body and not (isinstance(sent, str) and sent.startswith("render_")):
        wrong.append(f"the id {sent!r} is not of the form render_<ts>")
    if any(one.sent_id == sent for one in cloud.renders.values()):
        wrong.append(f"the render id {sent!r} is submitted twice")
    draft = drafts.canonical(body.get("draft"))
    if any(
        one.running and one.session_id == body.get("sessionId") and drafts.canonical(one.draft) == draft
        for one in cloud.renders.values()
    ):
        wrong.append("the same draft is submitted while its render still runs")
    if "draft" in body and not drafts.ready(body["draft"]):
        wrong.append("the draft has no track with a segment")
    session = cloud.sessions.get(str(body.get("sessionId")))
    shown = [] if session is None else [drafts.canonical(one) for one in session.shown]
    if session is not None and not session.shown_by_hand and draft not in shown:
        wrong.append("the draft is none that a state reply has shown")
    output = as_object(body.get("output"))
    if "output" in body and (output.get("format") != "mp4" or output.get("quality") != "high"):
        wrong.append(f"output is {body['output']!r}")
    return wrong


def _render_id(cloud: Memory, _request: Request, name: str) -> list[str]:
    return [] if name in cloud.renders else [f"the render id {name!r} is unknown"]


def _cancel(cloud: Memory, request: Request, name: str) -> list[str]:
    return _render_id(cloud, request, name) + (["the request has a body"] if request.body else [])


def _film(cloud: Memory, request: Request, _name: str) -> list[str]:
    if cloud.film_host and "authorization" in request.headers:
        return ["the bearer token is sent to another host"]
    return []


def _json_body(request: Request, needed: set[str], allowed: set[str]) -> list[str]:
    if request.content_type != "application/json":
        return [f"Content-Type is {request.content_type!r} and not JSON"]
    if not isinstance(request.json(), dict):
        return ["the body is no JSON object"]
    given = set(request.json_object())
    wrong = [f"the field {key!r} is missing" for key in sorted(needed - given)]
    return wrong + [f"the field {key!r} is not in the protocol" for key in sorted(given - allowed)]


_JUDGES: dict[str, Callable[[Memory, Request, str], list[str]]] = {
    "token": _token,
    "session": _session,
    "claim": _claim,
    "run": _run,
    "upload": _upload,
    "submit": _submit,
    "poll": _render_id,
    "cancel": _cancel,
    "download": _render_id,
    "film": _film,
}

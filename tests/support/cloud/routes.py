"""The normal answers of the endpoints, which a test overrides one by one."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import unquote, urlsplit

from . import edits, envelopes, films, multipart
from .checks import MULTIPART, message_of, missing_attribution
from .http import JsonObject, Reply, Request, as_list, json_reply, stream_reply
from .model import Claim, Memory, Refusal, Render, Session
from .settings import PollShape

ID = r"([^/]+)"
ROUTES: tuple[tuple[str, str, re.Pattern[str]], ...] = tuple(
    (endpoint, method, re.compile(path))
    for endpoint, method, path in (
        ("token", "POST", "/api/auth/anonymous-token"),
        ("session", "POST", "/api/tasks/me/with-session/nemo_agent"),
        ("claim", "POST", "/api/auth/claim-token"),
        ("run", "POST", "/run_sse"),
        ("upload", "POST", f"/api/upload-video/nemo_agent/me/{ID}"),
        ("credits", "GET", "/api/credits/balance/simple"),
        ("state", "GET", f"/api/state/nemo_agent/me/{ID}/latest"),
        ("submit", "POST", "/api/render/proxy/lambda"),
        ("poll", "GET", f"/api/render/proxy/lambda/{ID}"),
        ("cancel", "POST", f"/api/render/proxy/lambda/{ID}/cancel"),
        ("download", "GET", f"/api/render/proxy/{ID}/download"),
        ("film", "GET", rf"/films/{ID}\.mp4"),
    )
)
ENDPOINTS = frozenset(endpoint for endpoint, _, _ in ROUTES)

KINDS = {
    "video": ("mp4", "mov", "avi", "webm", "mkv"),
    "image": ("jpg", "jpeg", "png", "gif", "webp"),
    "audio": ("mp3", "wav", "m4a", "aac"),
}


def find(method: str, raw_path: str) -> tuple[str, str] | None:
    """The endpoint of a path and the id in it. Another method than the endpoint's finds nothing."""
    for endpoint, wanted, pattern in ROUTES:
        found = pattern.fullmatch(raw_path)
        if found and (method == wanted or (method, endpoint) == ("HEAD", "film")):
            return endpoint, unquote(found[1]) if found.groups() else ""
    return None


def answer(cloud: Memory, endpoint: str, request: Request, name: str) -> Reply:
    """The normal reply with all its effects."""
    try:
        return _HANDLERS[endpoint](cloud, request, name)
    except Refusal as no:
        return error(cloud, no.code, no.message)


def error(cloud: Memory, code: int, message: str | None = None) -> Reply:
    return envelopes.error_reply(code, cloud.error_shape, message, content_type=cloud.content_type)


def _data(cloud: Memory, data: Any) -> Reply:
    return json_reply(envelopes.success(cloud.envelope, data), content_type=cloud.content_type)


def _token(cloud: Memory, request: Request, _name: str) -> Reply:
    client = request.headers.get("x-client-id", "")
    if not client or len(client) > 64:
        raise Refusal(400, None if not client else "X-Client-Id is too long")
    made = cloud.give_token(client, request.peer)
    data: JsonObject = {
        "token": made.token,
        "user_id": made.user.user_id,
        "expires_at": cloud.date(made.expires_at),
        "credits": made.user.available,
    }
    if "token" not in cloud.user_id_in:
        del data["user_id"]
    return _data(cloud, data)


def _session(cloud: Memory, request: Request, _name: str) -> Reply:
    made = cloud.add_session(cloud.user_of(request), request.json_object())
    data: JsonObject = {"task_id": made.task_id, "session_id": made.session_id}
    if "session" in cloud.user_id_in:
        data["user_id"] = made.user.user_id
    return _data(cloud, data)


def _claim(cloud: Memory, request: Request, _name: str) -> Reply:
    body = request.json_object()
    session = cloud.session_of(cloud.user_of(request), body.get("session_id"))
    if session.task_id != body.get("task_id"):
        raise Refusal(1002)
    made = Claim("clm_" + cloud.hex(20), session.task_id, session.session_id)
    cloud.claims[made.token] = made
    return _data(cloud, {"claim_token": made.token, "expires_in": 600})


def _run(cloud: Memory, request: Request, _name: str) -> Reply:
    user = cloud.user_of(request)
    session = cloud.session_of(user, request.json_object().get("session_id"))
    if user.available < cloud.charge:
        raise Refusal(2001)
    turn = cloud.next_turn()
    text = message_of(request)
    played, words, end = cloud.begin(session, text, turn)
    if turn.reply is not None:
        return turn.reply.with_hook(end)
    stream = turn.stream
    if stream is None:
        stream = default_stream
    pieces = stream(words) if callable(stream) else stream
    reply = stream_reply(pieces, turn.status, turn.content_type, framing=turn.framing)
    reply.headers.update(played.turn.headers)
    return reply.with_hook(end)


def default_stream(words: str) -> list[bytes]:
    from .streams import answer as spoken  # here, so that the name does not hide this module's own
    from .streams import heartbeat, tool_call, tool_result

    return [heartbeat(), tool_call("edit_timeline"), tool_result("edit_timeline"), *spoken(words)]


def _upload(cloud: Memory, request: Request, name: str) -> Reply:
    session = cloud.session_of(cloud.user_of(request), name)
    files: list[tuple[str, bytes | None]] = []
    if request.content_type == MULTIPART:
        try:
            parts = multipart.parse(request.headers["content-type"], request.body)
        except ValueError as broken:
            raise Refusal(400, str(broken)) from broken
        files += [(part.filename or "", part.body) for part in parts if part.name == "files"]
    else:
        urls = [str(url) for url in as_list(request.json_object().get("urls"))]
        files += [(unquote(urlsplit(url).path.rpartition("/")[2]), None) for url in urls]
    if not files:
        raise Refusal(400, "No files were sent")
    made = [_medium(cloud, filename, body) for filename, body in files]
    session.media += made
    if cloud.upload_adds_clips:
        for one in made:
            if one["file_type"] != "audio":
                adding = edits.add_clip(one["filename"], round((one["duration"] or 4) * 1000))
                session.draft = adding(session.draft or {"t": [], "d": 0, "m": {}})
    data: Any = {"files": made, "session_state_applied": True}
    if cloud.upload_shape == "list":
        data = made
    elif cloud.upload_shape == "bare":
        data = made[0]
    elif cloud.upload_shape == "nothing":
        data = {}
    return _data(cloud, data)


def _medium(cloud: Memory, filename: str, body: bytes | None) -> JsonObject:
    ending = filename.rpartition(".")[2].lower()
    kind = next((kind for kind, endings in KINDS.items() if ending in endings), None)
    if kind is None:
        raise Refusal(4001)
    if body is not None and len(body) > cloud.max_upload_bytes:
        raise Refusal(4002)
    seen = kind != "audio"
    digest = cloud.hex(16)
    return {
        "filename": filename,
        "file_type": kind,
        "cdn_url": f"https://cdn.example.com/{digest}.{ending}",
        "duration": 0 if kind == "image" else 12.5,
        "width": 1080 if seen else None,
        "height": 1920 if seen else None,
        "fps": 30.0 if kind == "video" else None,
        "hash": digest,
    }


def _credits(cloud: Memory, request: Request, _name: str) -> Reply:
    user = cloud.user_of(request)
    total = user.available + user.frozen
    return _data(cloud, {"available": user.available, "frozen": user.frozen, "total": total})


def _state(cloud: Memory, request: Request, name: str) -> Reply:
    session = cloud.session_of(cloud.user_of(request), name)
    return _data(cloud, state_data(cloud, session))


def state_data(cloud: Memory, session: Session) -> JsonObject:
    """The `data` of a state reply."""
    shown = cloud.shown_draft(session)
    state: JsonObject = {
        "draft": shown,
        "video_infos": [one for one in session.media if one["file_type"] != "audio"],
        "canvas_config": {"width": 1080, "height": 1920},
        "generated_media": [],
        "video_analyses": [],
    }
    if session.draft is None and cloud.empty_draft == "absent":
        del state["draft"]
    data: JsonObject = {
        "session_id": session.session_id,
        "task_id": session.task_id,
        "task_name": session.task_name,
        "state": state,
    }
    if "state" in cloud.user_id_in:
        data["user_id"] = session.user.user_id
    if "state_inner" in cloud.user_id_in:
        state["user_id"] = session.user.user_id
    return data


def _submit(cloud: Memory, request: Request, _name: str) -> Reply:
    user = cloud.user_of(request)
    if missing_attribution(request) or cloud.export_blocked:
        raise Refusal(402)
    body = request.json_object()
    session = cloud.session_of(user, body.get("sessionId"))
    if not isinstance(body.get("id"), str) or "draft" not in body:
        raise Refusal(400, "id and draft are required")
    if any(one.sent_id == body["id"] for one in cloud.renders.values()):
        raise Refusal(409, "This render id exists already")
    return render_reply(cloud, cloud.add_render(session, body), cloud.submit_shape)


def _render(cloud: Memory, request: Request, name: str) -> Render:
    user = cloud.user_of(request)
    found = cloud.renders.get(name)
    session = cloud.sessions.get(found.session_id) if found else None
    if found is None or (session is not None and session.user is not user):
        raise Refusal(404, "Render not found")
    return found


def _poll(cloud: Memory, request: Request, name: str) -> Reply:
    found = _render(cloud, request, name)
    cloud.advance(found)
    return render_reply(cloud, found, cloud.poll_shape)


def _cancel(cloud: Memory, request: Request, name: str) -> Reply:
    found = _render(cloud, request, name)
    if found.running:
        found.cancelled = True
        found.status = cloud.cancelled_status
    return json_reply(
        {"success": True, "data": {"id": name, "status": found.status}}, content_type=cloud.content_type
    )


def render_reply(cloud: Memory, render: Render, shape: PollShape) -> Reply:
    return json_reply(render_body(cloud, render, shape), content_type=cloud.content_type)


def render_body(cloud: Memory, render: Render, shape: PollShape) -> JsonObject:
    """The status of a render in one of the shapes of the protocol."""
    done = render.status == "completed"
    url = cloud.film_url(render) if done else None
    failed = {} if render.status not in ("failed", cloud.cancelled_status) else {"error": cloud.render_error}
    shares = {"pending": 0.0, "processing": 0.5, "completed": 1.0}
    progress = shares.get(render.status, 0.0) * cloud.progress_of
    if shape == "top_level":
        return {
            "id": render.render_id,
            "status": render.status,
            **({"output": {"url": url}} if url else {}),
            **failed,
        }
    if shape in ("task_id", "code_task_id"):
        output = {"url": url, "duration": cloud.film_seconds, "size": len(cloud.film)}
        body: JsonObject = {
            "taskId": render.render_id,
            "status": render.status,
            "progress": progress,
            **failed,
        }
        if url:
            body["output"] = output
        return body if shape == "task_id" else {"code": 0, "message": "success", "data": body}
    data: JsonObject = {"id": render.render_id, "status": render.status, "progress": progress, **failed}
    data["createdAt"] = cloud.date(render.created_at)
    if url:
        data["outputUrl"] = url
        data["completedAt"] = cloud.date(render.completed_at)
        if shape == "success_data_both":
            data["output"] = {"url": url}
    if shape == "code_data":
        return {"code": 0, "message": "success", "data": data}
    return {"success": True, "data": data}


def _download(cloud: Memory, request: Request, name: str) -> Reply:
    found = _render(cloud, request, name)
    if found.render_id not in cloud.films:
        raise Refusal(404, "The render is not completed")
    return _film_reply(cloud, request, found.render_id)


def _film(cloud: Memory, request: Request, name: str) -> Reply:
    if name not in cloud.films:
        return envelopes.status_reply(404)
    if cloud.film_query and request.query_string != cloud.film_query:
        return envelopes.status_reply(403)
    return _film_reply(cloud, request, name)


def _film_reply(cloud: Memory, request: Request, name: str) -> Reply:
    return films.film_reply(
        cloud.films[name], request.headers, with_length=cloud.film_length, ranges=cloud.film_ranges
    )


_HANDLERS: dict[str, Callable[[Memory, Request, str], Reply]] = {
    "token": _token,
    "session": _session,
    "claim": _claim,
    "run": _run,
    "upload": _upload,
    "credits": _credits,
    "state": _state,
    "submit": _submit,
    "poll": _poll,
    "cancel": _cancel,
    "download": _download,
    "film": _film,
}

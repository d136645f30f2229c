"""What the studio answers with: records as the protocol's objects."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from nemovideo_mcp.errors import NemoError
from nemovideo_mcp.messages.catalogue import language_tag, say
from nemovideo_mcp.messages.studio import STUDIO
from nemovideo_mcp.protocol.draft import timeline_of
from nemovideo_mcp.protocol.envelope import error_data, failure
from nemovideo_mcp.studio.jobs import Progress
from nemovideo_mcp.studio.records import Media, Project, Render, Version
from nemovideo_mcp.timeline.media import Analysis

__all__ = ["file_reply", "iso", "refused_reply", "render_reply", "state_reply", "upload_reply"]


def iso(seconds: float) -> str:
    """A moment, in seconds of the epoch, as ISO 8601."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def file_reply(media: Media, base_url: str) -> dict[str, Any]:
    """A file of a project; `duration` is in seconds. `media_id` is the local studio's own: the draft's `src`."""
    info = media.stored.info
    return {
        "media_id": media.media_id,
        "filename": media.name,
        "file_type": info.kind,
        "cdn_url": f"{base_url}/media/{media.key}/{quote(media.name, safe='')}",
        "duration": round(info.duration_ms / 1000, 3),
        "width": info.width,
        "height": info.height,
        "fps": round(info.frame_rate, 3),
        "hash": media.stored.content_hash,
        "size": media.stored.size_bytes,
    }


def upload_reply(files: Iterable[Media], base_url: str) -> dict[str, Any]:
    return {"files": [file_reply(file, base_url) for file in files], "session_state_applied": True}


def refused_reply(
    refused: list[tuple[str, NemoError]], kept: list[Media], base_url: str, language: str
) -> dict[str, Any]:
    """The failure of an upload: that of the first file that failed, with all that failed and all that was kept."""
    reply = failure(refused[0][1], language=language)
    data = {
        **reply["data"],
        **upload_reply(kept, base_url),
        "failed": [
            {"filename": name, "message": error.what(language), **error_data(error, language=language)}
            for name, error in refused
        ],
    }
    message = " ".join(error.what(language) for _, error in refused)
    if kept:
        names = ", ".join(file.name for file in kept)
        message += say(STUDIO, "kept", language, names=names)
    return {**reply, "message": message, "data": data}


def state_reply(
    project: Project,
    version: Version,
    files: Iterable[tuple[Media, Analysis | None]],
    base_url: str,
) -> dict[str, Any]:
    """A project as it stands."""
    draft, known = version.draft, list(files)
    meta: Mapping[str, Any] = draft.get("m", {})
    music = timeline_of(draft).music
    composed = music.music if music else None
    return {
        "session_id": project.session_id,
        "task_id": project.task_id,
        "task_name": project.name,
        "state": {
            "draft": draft,
            "version": version.number,
            "video_infos": [file_reply(media, base_url) for media, _ in known],
            "canvas_config": {key: meta[key] for key in ("width", "height", "fps") if key in meta},
            "generated_media": [
                {
                    "type": "music",
                    "name": music.name,
                    "mood": composed.mood,
                    "bpm": composed.bpm_milli / 1000,
                    "duration": composed.duration_ms / 1000,
                }
            ]
            if music and composed
            else [],
            "video_analyses": [_brief(media, found) for media, found in known if found is not None],
        },
    }


def _brief(media: Media, found: Analysis) -> dict[str, Any]:
    return {
        "media_id": media.media_id,
        "filename": media.name,
        "shots": [start_ms / 1000 for start_ms in found.shot_starts_ms],
        "motion": _mean(found.motion),
        "sharpness": _mean(found.sharpness),
        "exposure": _mean(found.exposure),
        "loudness_lufs": found.loudness_lufs,
    }


def _mean(values: tuple[float, ...]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None


def render_reply(
    render: Render, progress: Progress, base_url: str, language: str, stages: Mapping[str, Mapping[str, str]]
) -> dict[str, Any]:
    """An export in the third of the protocol's shapes, with `output.url` beside it; `progress` is 0 to 100.

    Beside the protocol's keys: `stage` in words, `ahead` (how many come before one that waits), `options` (those of the
    export that were taken), `receipt`, and `error` {"code", "message", "next_step"}. One that was cancelled is `failed`
    with `cancelled` true: the protocol has four statuses.
    """
    named = stages.get(progress.stage, {}).get(language_tag(language))
    reply: dict[str, Any] = {
        "id": render.render_id,
        "status": render.status,
        "progress": 100 if render.status == "completed" else min(99, int(progress.fraction * 100)),
        "stage": named or _own_stage(progress, language),
        "createdAt": iso(render.created),
        "completedAt": iso(render.completed) if render.completed is not None else None,
    }
    if progress.ahead:
        reply["ahead"] = progress.ahead
    if options := render.options.as_json():
        reply["options"] = options
    if render.status == "completed":
        url = f"{base_url}/renders/{render.key}/{quote(render.render_id, safe='')}.mp4"
        reply |= {"outputUrl": url, "output": {"url": url, **render.output}, "receipt": render.receipt}
    if render.error:
        reply |= {"error": render.error, "cancelled": render.cancelled}
    return {"success": True, "data": reply}


def _own_stage(progress: Progress, language: str) -> str:
    if progress.stage == "pending" and progress.ahead:
        key = "pending_one" if progress.ahead == 1 else "pending_many"
        return say(STUDIO, key, language, n=progress.ahead)
    return say(STUDIO, progress.stage, language) if progress.stage in STUDIO else progress.stage

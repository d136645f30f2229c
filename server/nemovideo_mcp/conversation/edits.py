"""Operations on any backend: the local studio applies them; the cloud receives each one as a sentence.

What only the cloud needs is loaded where the backend is the cloud.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.client.stream import OnEvent, OnWait
from nemovideo_mcp.errors import InvalidRequest
from nemovideo_mcp.protocol.questions import NO_QUESTIONS, Asking

__all__ = ["edit", "words_in"]


async def edit(
    nemo: NemoClient,
    session_id: str,
    operations: Sequence[Mapping[str, Any]],
    *,
    language: str = "en",
    expect_version: int | None = None,
    dry_run: bool = False,
    author: str = "agent",
    key: str | None = None,
    on_event: OnEvent | None = None,
    on_wait: OnWait | None = None,
    asking: Asking = NO_QUESTIONS,
) -> dict[str, Any]:
    """The answer of an edit, from the local studio, or derived from the states before and after a message to the cloud.

    The cloud is sent one message, once, with a sentence for each operation. What it made of them is only known by the
    state: `done` names the operations where the timeline changed, `changes` what is different, in words. `message` is
    ours, `reply` is what the cloud said. `key` and `asking`: see `NemoClient.edit`.

    Raises:
        EditConflict: where the timeline has changed since `expect_version`.
        InvalidRequest: for `expect_version` or `dry_run` where the backend is the cloud, which knows neither.
    """
    if await nemo.is_studio():
        return await nemo.edit(
            session_id,
            operations,
            expect_version=expect_version,
            dry_run=dry_run,
            author=author,
            language=language,
            key=key,
            asking=asking,
        )
    if expect_version is not None or dry_run:
        raise InvalidRequest(
            detail={
                "en": "the cloud counts no versions and cannot try an edit out.",
                "zh": "云端不计版本，也不能试运行修改。",
            },
            hint={
                "en": "Leave out expect_version and dry_run.",
                "zh": "请去掉 expect_version 和 dry_run。",
            },
        )
    from nemovideo_mcp.conversation.cloud_edits import edit_in_words

    return await edit_in_words(
        nemo, session_id, operations, language=language, key=key, on_event=on_event, on_wait=on_wait
    )


def words_in(answer: Mapping[str, Any]) -> str:
    """What to tell a person of an answer: the cloud's words, and ours."""
    return "\n".join(str(answer[key]) for key in ("reply", "message") if answer.get(key))

"""Two questions stand in place of an edit: which of several songs, and whether most of the film is to go.

A host that can ask the user does so by a form, in both eras of the protocol; any other gets words and an argument.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal

import anyio
import httpx2
import pytest
from mcp.client.streamable_http import streamable_http_client
from mcp.types import ElicitRequestParams, ElicitResult

from mcp import Client, StdioServerParameters
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.tools.server import build_server
from support.calling import Place, call, refused, told
from support.media import click_track, make_wav

pytestmark = pytest.mark.anyio

Mode = Literal["auto", "legacy"]
Answer = Callable[[str], ElicitResult | None]
SHOTS = 5
MOST = {"op": "remove_clips", "clips": [2, 3, 4, 5]}
WORDS = "keep only the first clip"


def accept(kind: str) -> ElicitResult:
    return ElicitResult(action="accept", content={kind: True if kind == "confirm" else "winter.wav"})


def decline(kind: str) -> ElicitResult:
    del kind
    return ElicitResult(action="decline")


def cancel(kind: str) -> ElicitResult:
    del kind
    return ElicitResult(action="cancel")


def refuse(kind: str) -> ElicitResult:
    return ElicitResult(action="accept", content={kind: False})


def misunderstand(kind: str) -> ElicitResult:
    return ElicitResult(action="accept", content={kind: 7, "other": "yes"})


class Person:
    """Answers the forms of a host; `asked` are their texts and fields. `meanwhile` is done before each answer."""

    def __init__(self, answer: Answer, meanwhile: Callable[[], Any] | None = None) -> None:
        self.asked: list[tuple[str, Mapping[str, Any]]] = []
        self._answer = answer
        self._meanwhile = meanwhile

    async def __call__(self, _: object, params: ElicitRequestParams) -> ElicitResult:
        fields = params.requested_schema["properties"]  # pyright: ignore
        self.asked.append((params.message, fields))
        if self._meanwhile is not None:
            await self._meanwhile()
        answer = self._answer(next(iter(fields)))
        if answer is None:
            await anyio.sleep_forever()
        assert answer is not None
        return answer


@asynccontextmanager
async def in_memory(
    place: Place, mode: Mode, person: Person | None, **options: Any
) -> AsyncGenerator[Client]:
    environ = {"NEMO_HOME": str(place.home / "nemo")}
    server = build_server(
        open_client=lambda: NemoClient.from_env(backend=place.url, environ=environ),
        environ=environ,
        allow=[str(place.home)],
        **options,
    )
    async with Client(server, mode=mode, elicitation_callback=person) as client:
        yield client


COMMAND = [sys.executable, "-m", "nemovideo_mcp", "serve"]


@asynccontextmanager
async def over_stdio(place: Place, mode: Mode, person: Person | None) -> AsyncGenerator[Client]:
    command, *args = [*COMMAND, "--backend", place.url, "--allow", str(place.home)]
    server = StdioServerParameters(command=command, args=args, env=dict(os.environ), cwd=Path.cwd())
    async with Client(server, mode=mode, elicitation_callback=person) as client:
        yield client


@asynccontextmanager
async def over_http(place: Place, mode: Mode, person: Person | None) -> AsyncGenerator[Client]:
    command = [*COMMAND, "--backend", place.url, "--allow", str(place.home), "--http", "127.0.0.1:0"]
    with (
        (place.home / "server.log").open("w") as log,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log, text=True) as process,
    ):
        try:
            assert process.stdout is not None
            url = (await anyio.to_thread.run_sync(process.stdout.readline)).split()[-1]
            async with (
                httpx2.AsyncClient(trust_env=False, timeout=60) as http,
                Client(
                    streamable_http_client(url, http_client=http), mode=mode, elicitation_callback=person
                ) as client,
            ):
                yield client
        finally:
            process.kill()


async def make_film(client: Client, project: str = "trip") -> None:
    """Five shots of one clip, with a title."""
    await call(client, "upload_media", files="city.mp4", project=project)
    shots = [
        {"op": "add_clips", "media": "m1", "in_s": n / 3, "length": 0.3, "snap": "none"} for n in range(SHOTS)
    ]
    await call(
        client, "edit_timeline", operations=[*shots, {"op": "add_text", "text": "Lisbon"}], project=project
    )


async def shots_in(client: Client, project: str = "trip") -> int:
    return len((await call(client, "get_timeline", project=project))["timeline"]["clips"])


async def upload_songs(client: Client, place: Place) -> None:
    for name, step in (("summer.wav", 500), ("winter.wav", 600)):
        make_wav(place.home / "work" / name, click_track(range(0, 8000, step), duration_ms=8000))
    await call(client, "upload_media", files=["city.mp4", "summer.wav", "winter.wav"], project="songs")


MODES = pytest.mark.parametrize("mode", ["auto", "legacy"])


@MODES
@pytest.mark.parametrize("transport", [over_stdio, over_http])
async def test_what_the_user_accepts_is_done_once_over_every_transport(
    place: Place, transport: Any, mode: Mode
) -> None:
    person = Person(accept)
    with anyio.fail_after(60):
        async with transport(place, mode, person) as client:
            await make_film(client)
            assert person.asked == []
            answer = await call(client, "send_edit", message=WORDS)
            assert answer["status"] == "done"
            assert await shots_in(client) == 1
            assert [text for text, _ in person.asked] == [
                "This would remove 4 of 5 clips, 1.2 of 1.5 seconds of the film. Nothing was changed yet. Do it?"
            ]
            await call(client, "restore_version")
            answer = await call(client, "edit_timeline", operations=MOST)
            assert answer["status"] == "done"
            assert len(person.asked) == 2
            assert await shots_in(client) == 1


@MODES
async def test_the_song_that_the_user_chooses_is_used(place: Place, mode: Mode) -> None:
    person = Person(accept)
    async with in_memory(place, mode, person) as client:
        await upload_songs(client, place)
        answer = await call(client, "send_edit", message="make a 2 second video to the beat of my song")
        assert answer["status"] == "done"
        [(text, fields)] = person.asked
        assert "“summer.wav”, “winter.wav”" in text
        assert fields == {"song": {"type": "string", "title": "Song", "enum": ["summer.wav", "winter.wav"]}}
        assert (await call(client, "get_timeline"))["timeline"]["music"]["name"] == "winter.wav"


@MODES
@pytest.mark.parametrize("answer", [decline, cancel, refuse, misunderstand])
async def test_nothing_is_done_without_a_yes_and_nobody_is_asked_twice(
    place: Place, mode: Mode, answer: Answer
) -> None:
    person = Person(answer)
    async with in_memory(place, mode, person) as client:
        await make_film(client)
        for tool, arguments in (("send_edit", {"message": WORDS}), ("edit_timeline", {"operations": MOST})):
            said = told(await client.call_tool(tool, arguments))
            assert said["status"] == ("asked" if answer is misunderstand else "refused")
            assert "othing was changed" in said["message"]
            assert await shots_in(client) == SHOTS
        assert len(person.asked) == 2
        # A "yes" in the chat afterwards is about something else.
        await call(client, "send_edit", message="yes")
        assert await shots_in(client) == SHOTS


async def test_a_host_that_never_answers_gets_words_and_holds_nothing_up(place: Place) -> None:
    person = Person(lambda _: None)
    with anyio.fail_after(20):
        async with in_memory(place, "legacy", person, asking_seconds=0.3) as client:
            await make_film(client)
            said = await call(client, "edit_timeline", operations=MOST)
            assert said["status"] == "asked"
            assert "confirm=true" in said["next_step"]
            assert await shots_in(client) == SHOTS


async def test_others_edit_while_the_user_thinks_and_then_the_answer_is_about_an_older_film(
    place: Place,
) -> None:
    for mode in ("auto", "legacy"):
        project = f"trip {mode}"
        async with in_memory(place, "auto", None) as other:

            async def change(other: Client = other, project: str = project) -> None:
                # Half as loud as it is: another film each time.
                quieter = {"op": "set_clip_sound", "clips": 1, "volume_by": 0.5}
                await call(other, "edit_timeline", operations=quieter, project=project)

            person = Person(accept, change)
            async with in_memory(place, mode, person) as client:
                await make_film(client, project)
                with anyio.fail_after(20):
                    said = await call(client, "send_edit", message=WORDS, project=project)
                    assert said["status"] == "refused"
                    assert "The film has changed since the question was asked" in said["message"]
                    conflict = await refused(client, "edit_timeline", operations=MOST, project=project)
                    assert conflict["error"] == "EditConflict"
                assert await shots_in(client, project) == SHOTS
                assert len(person.asked) == 2


async def test_of_two_calls_at_once_one_is_done(place: Place) -> None:
    both = anyio.Event()
    person = Person(accept)

    async def wait_for_both() -> None:
        if len(person.asked) == 2:
            both.set()
        await both.wait()

    person._meanwhile = wait_for_both  # pyright: ignore[reportPrivateUsage]
    results: list[dict[str, Any]] = []
    with anyio.fail_after(20):
        async with in_memory(place, "auto", person) as client, in_memory(place, "legacy", person) as other:
            await make_film(client)

            async def remove(one: Client) -> None:
                result = await one.call_tool("edit_timeline", {"operations": MOST, "project": "trip"})
                results.append(told(result))

            async with anyio.create_task_group() as group:
                group.start_soon(remove, client)
                group.start_soon(remove, other)
            assert sorted(result["status"] for result in results) == ["done", "refused"]
            assert await shots_in(client) == 1


@MODES
async def test_without_forms_the_question_is_in_words_and_an_argument_answers_it(
    place: Place, mode: Mode
) -> None:
    async with in_memory(place, mode, None) as client:
        await make_film(client)
        for tool, arguments in (
            ("send_edit", {"message": WORDS}),
            ("edit_timeline", {"operations": MOST, "idempotency_key": "most"}),
        ):
            said = await call(client, tool, **arguments)
            assert said["status"] == "asked"
            assert said["question"]["kind"] == "confirm"
            assert "4 of 5 clips" in said["message"]
            assert "confirm=true" in said["next_step"]
            assert await shots_in(client) == SHOTS
            assert (await call(client, tool, **arguments, confirm=True))["status"] == "done"
            assert await shots_in(client) == 1
            await call(client, "restore_version")
        await upload_songs(client, place)
        wish = "卡点剪一个 2 秒的视频，用我的歌"
        said = await call(client, "send_edit", message=wish)
        assert said["status"] == "asked"
        assert 'song="summer.wav"' in said["next_step"]
        assert [option["name"] for option in said["question"]["options"]] == ["summer.wav", "winter.wav"]
        await call(client, "send_edit", message=wish, song=said["question"]["options"][1]["id"])
        assert (await call(client, "get_timeline"))["timeline"]["music"]["name"] == "winter.wav"


async def test_the_next_message_may_be_the_answer_once(place: Place) -> None:
    async with in_memory(place, "auto", None) as client:
        await make_film(client)
        await call(client, "send_edit", message=WORDS)
        assert "Nothing was changed" in (await call(client, "send_edit", message="no"))["message"]
        await call(client, "send_edit", message="yes")
        assert await shots_in(client) == SHOTS
        await call(client, "send_edit", message=WORDS)
        await call(client, "edit_timeline", operations={"op": "reverse_clip", "clips": 1})
        assert "has changed" in (await call(client, "send_edit", message="yes"))["message"]
        assert await shots_in(client) == SHOTS
        await call(client, "send_edit", message="只保留第一个片段")
        assert (await call(client, "send_edit", message="好"))["status"] == "done"
        assert await shots_in(client) == 1


async def test_what_was_done_before_the_question_is_not_to_be_sent_again(place: Place) -> None:
    async with in_memory(place, "auto", Person(accept)) as client:
        await make_film(client)
        second = place.home / "work" / "sea.mp4"
        second.write_bytes((place.home / "work" / "city.mp4").read_bytes())
        said = await call(client, "send_edit", message="Upload sea.mp4. Then keep only the first clip.")
        if said["status"] == "asked":
            assert "Do not send the message again" in said["next_step"]
            assert (await call(client, "send_edit", message="yes"))["status"] == "done"
        assert await shots_in(client) == 1


async def test_small_or_named_losses_are_not_asked_about(place: Place) -> None:
    person = Person(decline)
    async with in_memory(place, "auto", person) as client:
        await make_film(client)
        await call(client, "edit_timeline", operations=MOST, dry_run=True)
        await call(client, "edit_timeline", operations={"op": "remove_clips", "clips": [4, 5]})
        short = {"op": "set_clip_length", "clips": "all", "length": 0.1, "snap": "none"}
        await call(client, "edit_timeline", operations=short)
        await call(client, "restore_version")
        await call(client, "send_edit", message="remove clip 3")
        assert person.asked == []

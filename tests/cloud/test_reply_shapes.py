"""Every shape of a reply that the sources of the protocol allow is read, and comes to the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloud.conftest import Talking
from nemovideo_mcp.conversation.delivery import export_to, render
from nemovideo_mcp.conversation.turn import take_turn
from nemovideo_mcp.errors import NoCredits, RenderNotFound, ServerFailed, SessionNotFound, TokenInvalid
from nemovideo_mcp.views.summary import summary_line
from support.cloud import Reply, Turn, cut_reply, drafts, envelopes, films, json_reply, status_reply, streams

pytestmark = pytest.mark.anyio

LINE = (
    "Timeline (3 tracks): 1. Video: city timelapse (0-10s) 2. BGM: Lo-fi (0-10s, 35%) "
    '3. Title: "Urban Dreams" (0-3s)'
)


def the_film_of_the_protocol() -> drafts.Draft:
    """The example line of the protocol as a draft."""
    return drafts.measured(
        drafts.draft_of(
            drafts.track(drafts.VIDEO, drafts.segment(0, 10_000, name="city timelapse")),
            drafts.track(drafts.AUDIO, drafts.segment(0, 10_000, name="Lo-fi", volume=0.35)),
            drafts.track(drafts.TEXT, drafts.segment(0, 3_000, text="Urban Dreams")),
        )
    )


# --- the envelope --------------------------------------------------------------------------------------------------


@pytest.mark.rule("client.envelope.any-type")
@pytest.mark.parametrize("envelope", envelopes.SUCCESS)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "text/html; charset=utf-8"])
async def test_the_whole_job_is_done_in_any_envelope_and_content_type(
    talking: Talking, envelope: str, content_type: str, tmp_path: Path
) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"x" * 100)
    async with talking(envelope=envelope, content_type=content_type) as talk:
        [sent] = await talk.nemo.upload(talk.session_id, [clip])
        assert sent.filename == "a.mp4"
        turn = await take_turn(talk.nemo, talk.session_id, 'add the title "Sea"')
        assert turn.changed
        assert (await talk.nemo.credits()).available == 100
        await export_to(talk.nemo, talk.session_id, turn.draft, tmp_path / "film.mp4")
        assert (tmp_path / "film.mp4").read_bytes() == talk.cloud.film
        assert talk.cloud.violations == []


@pytest.mark.parametrize("shape", sorted(envelopes.WITH_CODE))
@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
async def test_a_code_is_found_in_any_shape_of_a_refusal(
    talking: Talking, shape: str, content_type: str
) -> None:
    async with talking(error_shape=shape, content_type=content_type, charge=500) as talk:
        with pytest.raises(NoCredits):
            await talk.nemo.send_message(talk.session_id, "add a title")
        with pytest.raises(SessionNotFound):
            await talk.nemo.state("no-such-session")


@pytest.mark.parametrize("shape", ["code_in_200", "code_in_status", "code_as_string", "status_only"])
async def test_a_token_that_is_refused_is_replaced_in_any_shape(talking: Talking, shape: str) -> None:
    async with talking(error_shape=shape, content_type="text/plain") as talk:
        talk.cloud.expire_tokens()
        assert (await talk.nemo.credits()).available == 100
        assert len({request.headers["x-client-id"] for request in talk.cloud.asked("token")}) == 1


@pytest.mark.parametrize("redirect", [307, 308])
async def test_what_is_posted_goes_where_it_is_sent_on_to(
    talking: Talking, redirect: int, tmp_path: Path
) -> None:
    clip = tmp_path / "a.mp4"
    clip.write_bytes(b"y" * 3_000_000)
    async with talking(redirect=redirect) as talk:
        await talk.nemo.upload(talk.session_id, [clip, "https://example.com/b.mp4"])
        turn = await take_turn(talk.nemo, talk.session_id, 'add the title "Sea"')
        status = await render(talk.nemo, talk.session_id, turn.draft)
        assert status.finished
        assert turn.changed
        assert len(talk.cloud.messages) == 1
        assert len(talk.cloud.session().media) == 2
        assert talk.cloud.violations == []


async def test_what_is_posted_is_not_made_a_reading_by_another_redirection(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.next("run", Reply(status=302, headers={"Location": "/elsewhere"}))
        with pytest.raises(ServerFailed):
            await talk.nemo.send_message(talk.session_id, "add a title")
        assert all(request.path != "/elsewhere" for request in talk.cloud.requests)


# --- drafts --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", sorted(drafts.SHAPES.keys() - {"null", "empty", "no_tracks"}))
async def test_a_draft_is_the_same_line_in_any_shape(talking: Talking, shape: str) -> None:
    async with talking(first_draft=the_film_of_the_protocol(), draft_shape=shape) as talk:
        state = await talk.nemo.state(talk.session_id)
        assert summary_line(state.draft) == LINE


# --- uploads -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("shape", ["files", "list", "bare", "nothing"])
async def test_an_upload_is_told_by_its_names_whatever_the_reply_lists(
    talking: Talking, shape: str, tmp_path: Path
) -> None:
    clip = tmp_path / "beach 1.mp4"
    clip.write_bytes(b"x" * 100)
    async with talking(upload_shape=shape) as talk:
        [sent] = await talk.nemo.upload(talk.session_id, [clip])
        assert sent.filename == "beach 1.mp4"
        [fetched] = await talk.nemo.upload(talk.session_id, ["https://example.com/b.mp4?key=1"])
        assert fetched.filename == "b.mp4"


# --- streams -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("partials", ["delta", "cumulative", "none", "delta_without_final"])
@pytest.mark.parametrize("eol", [streams.LF, streams.CRLF])
@pytest.mark.parametrize(
    "words", ["I added the title. Which song would you like?", "我加好了标题，要哪首歌？"]
)
async def test_a_text_is_counted_once_however_its_pieces_come(
    talking: Talking, partials: streams.Partials, eol: str, words: str
) -> None:
    async with talking() as talk:
        talk.cloud.turns.append(Turn(stream=streams.answer(words, partials=partials, eol=eol), edit=None))
        reply = await talk.nemo.send_message(talk.session_id, "add a title")
    assert reply.text == words


async def test_pieces_that_repeat_all_so_far_are_one_text_without_a_whole_behind_them(
    talking: Talking,
) -> None:
    pieces = [
        streams.text_event(words, partial=True) for words in ("I added", "I added the", "I added the title.")
    ]
    async with talking() as talk:
        talk.cloud.turns.append(Turn(stream=pieces, edit=None))
        reply = await talk.nemo.send_message(talk.session_id, "add a title")
    assert reply.text == "I added the title."


# --- renders -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "shape", ["top_level", "task_id", "success_data", "success_data_both", "code_data", "code_task_id"]
)
@pytest.mark.rule("client.render.own-id")
@pytest.mark.parametrize("own_ids", [False, True])
async def test_an_export_is_asked_after_by_the_id_of_the_reply_and_submitted_once(
    talking: Talking, shape: str, own_ids: bool, tmp_path: Path
) -> None:
    submitted: list[str] = []
    async with talking(poll_shape=shape, submit_shape=shape, own_render_ids=own_ids) as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        film = tmp_path / "film.mp4"
        await export_to(talk.nemo, talk.session_id, draft, film, on_submit=submitted.append)
        assert film.read_bytes() == talk.cloud.film
        assert len(talk.cloud.asked("submit")) == 1
        assert talk.cloud.violations == []
        # Whoever goes on after a crash asks after the id that was written down last.
        again = await render(talk.nemo, talk.session_id, draft, render_id=submitted[-1])
        assert again.finished
        assert len(talk.cloud.asked("submit")) == 1


async def test_a_bare_404_of_a_render_is_no_lost_project(talking: Talking) -> None:
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("poll", status_reply(404))
        assert (await render(talk.nemo, talk.session_id, draft)).finished
        assert len(talk.cloud.asked("submit")) == 1
        for _ in range(9):
            talk.cloud.next("poll", status_reply(404))
        with pytest.raises(RenderNotFound):
            await talk.nemo.render_wait("render_1")


async def test_a_poll_that_fails_is_made_again_with_the_same_id(talking: Talking) -> None:
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("poll", status_reply(502), cut_reply(reset=True), status_reply(500))
        assert (await render(talk.nemo, talk.session_id, draft)).finished
        assert len({request.path for request in talk.cloud.asked("poll")}) == 1
        assert len(talk.cloud.asked("submit")) == 1


async def test_a_failed_render_is_tried_once_more_under_a_new_id(talking: Talking) -> None:
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.script_render("processing", "failed")
        assert (await render(talk.nemo, talk.session_id, draft)).finished
        assert len(talk.cloud.asked("submit")) == 2
        assert len({render.sent_id for render in talk.cloud.renders.values()}) == 2


# --- downloads -----------------------------------------------------------------------------------------------------


async def test_a_film_address_that_refuses_once_is_asked_once_more(talking: Talking, tmp_path: Path) -> None:
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("film", status_reply(403))
        await export_to(talk.nemo, talk.session_id, draft, tmp_path / "film.mp4")
        assert (tmp_path / "film.mp4").read_bytes() == talk.cloud.film
        assert talk.cloud.asked("download") == []


async def test_a_film_address_that_keeps_refusing_is_left_for_the_backends_own_path(
    talking: Talking, tmp_path: Path
) -> None:
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("film", status_reply(403), status_reply(403))
        await export_to(talk.nemo, talk.session_id, draft, tmp_path / "film.mp4")
        assert (tmp_path / "film.mp4").read_bytes() == talk.cloud.film
        assert len(talk.cloud.asked("download")) == 1


async def test_it_is_said_which_of_the_addresses_failed_and_why(talking: Talking, tmp_path: Path) -> None:
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("film", status_reply(403), status_reply(403))
        talk.cloud.next("download", status_reply(500), status_reply(500))
        with pytest.raises(ServerFailed) as caught:
            await export_to(talk.nemo, talk.session_id, draft, tmp_path / "film.mp4")
    assert "the film's address: HTTP 403" in caught.value.what()
    assert "download path: HTTP 500" in caught.value.what()
    assert "视频地址：HTTP 403" in caught.value.what("zh")
    assert list(tmp_path.glob("*.mp4")) == []


@pytest.mark.parametrize("ranges", [True, False])
@pytest.mark.parametrize("kept", [20, 1000])
async def test_a_film_without_a_length_that_ends_early_is_seen_by_its_boxes(
    talking: Talking, tmp_path: Path, kept: int, ranges: bool
) -> None:
    async with talking(film_length=False, film_ranges=ranges) as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("film", films.ends_early(talk.cloud.film, kept))
        status = (await render(talk.nemo, talk.session_id, draft)).model_copy(update={"size": None})
        await talk.nemo.download(status, tmp_path / "film.mp4")
        assert (tmp_path / "film.mp4").read_bytes() == talk.cloud.film


async def test_a_page_in_place_of_the_film_is_no_film(talking: Talking, tmp_path: Path) -> None:
    page = json_reply("x", content_type="text/html")
    async with talking() as talk:
        draft = (await talk.nemo.state(talk.session_id)).draft
        talk.cloud.next("film", page, page)
        status = (await render(talk.nemo, talk.session_id, draft)).model_copy(update={"size": None})
        await talk.nemo.download(status, tmp_path / "film.mp4")
        assert (tmp_path / "film.mp4").read_bytes() == talk.cloud.film


async def test_the_users_own_token_is_never_replaced(talking: Talking) -> None:
    async with talking(token="nmv_usr_own") as talk:
        talk.cloud.next(
            "credits", json_reply({"code": "1001", "message": "expired"}, content_type="text/plain")
        )
        with pytest.raises(TokenInvalid):
            await talk.nemo.credits()
        assert talk.cloud.asked("token") == []

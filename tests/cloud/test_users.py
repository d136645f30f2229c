"""Who is who: whose token it is, whose id stands in the registration link, and when a new token is asked for."""

from __future__ import annotations

from pathlib import Path

import pytest

from cloud.conftest import Clock, Talking
from nemovideo_mcp.client import NemoClient
from nemovideo_mcp.errors import NoCredits, RateLimited
from support.cloud import Cloud, json_reply, status_reply

pytestmark = pytest.mark.anyio


@pytest.mark.rule("client.error.credits-bind")
@pytest.mark.parametrize("user_id", ["anon_7", "user-7", "7", "9f2c/ä"])
@pytest.mark.parametrize("place", ["token", "session", "state", "state_inner"])
async def test_anonymous_is_whose_token_was_asked_for_and_the_link_names_the_id_from_wherever_it_stands(
    talking: Talking, user_id: str, place: str
) -> None:
    async with talking(make_user_id=lambda _: user_id, user_id_in=(place,), charge=500) as talk:
        with pytest.raises(NoCredits) as caught:
            await talk.nemo.send_message(talk.session_id, "add a title")
    said = caught.value.next_step()
    bound = {"9f2c/ä": "9f2c%2F%C3%A4"}.get(user_id, user_id)
    assert f"https://nemovideo.com/register?bind={bound}," in said
    assert "top up" not in said.lower()


async def test_without_any_id_the_link_leads_to_the_registration_all_the_same(talking: Talking) -> None:
    async with talking(user_id_in=(), charge=500) as talk:
        with pytest.raises(NoCredits) as caught:
            await talk.nemo.send_message(talk.session_id, "add a title")
    assert "https://nemovideo.com/register," in caught.value.next_step()


async def test_who_brings_a_token_of_their_own_is_told_to_top_up(talking: Talking) -> None:
    async with talking(token="nmv_usr_own", charge=500) as talk:
        with pytest.raises(NoCredits) as caught:
            await talk.nemo.send_message(talk.session_id, "add a title")
    assert "bind=" not in caught.value.next_step()
    assert "Top up" in caught.value.next_step()


async def test_an_id_that_only_the_session_named_survives_a_restart(
    talking: Talking, tmp_path: Path, clock: Clock
) -> None:
    async with talking(make_user_id=lambda _: "u-7", user_id_in=("session",), charge=500) as talk:
        environ = {"NEMO_HOME": str(tmp_path), "NEMO_API_URL": talk.nemo.backend.key}
        async with NemoClient.from_env(environ=environ, sleep=clock.sleep) as later:
            with pytest.raises(NoCredits) as caught:
                await later.send_message(talk.session_id, "add a title")
    assert "/register?bind=u-7," in caught.value.next_step()


async def _client(cloud_url: str, home: Path, clock: Clock) -> NemoClient:
    environ = {"NEMO_HOME": str(home), "NEMO_API_URL": cloud_url}
    return NemoClient.from_env(environ=environ, sleep=clock.sleep, random=lambda: 0.5)


async def test_a_token_that_looks_expired_is_tried_before_a_new_one_is_asked_for(
    tmp_path: Path, clock: Clock
) -> None:
    # The cloud's clock is far behind: what it gives has run out by ours, and is good all the same.
    cloud = Cloud(now=lambda: clock.now)
    async with cloud.serve() as url:
        for _ in range(2):
            async with await _client(url, tmp_path, clock) as nemo:
                assert (await nemo.credits()).available == 100
        assert len(cloud.asked("token")) == 1


async def test_a_token_that_is_refused_is_replaced_once(tmp_path: Path, clock: Clock) -> None:
    cloud = Cloud(now=lambda: clock.now)
    async with cloud.serve() as url:
        async with await _client(url, tmp_path, clock) as nemo:
            await nemo.credits()
        cloud.expire_tokens()
        async with await _client(url, tmp_path, clock) as nemo:
            assert (await nemo.credits()).available is not None
        assert len(cloud.asked("token")) == 2
        assert cloud.violations == []


async def test_where_no_new_token_is_given_the_old_one_is_tried_once_more(
    tmp_path: Path, clock: Clock
) -> None:
    cloud = Cloud(now=lambda: clock.now, strict=True)
    async with cloud.serve() as url:
        async with await _client(url, tmp_path, clock) as nemo:
            await nemo.credits()
            cloud.next("credits", json_reply({"code": 1001, "message": "a hiccup"}))
            assert (await nemo.credits()).available == 100
        assert 30.0 in clock.pauses


async def test_where_no_token_is_to_be_had_the_limit_is_the_reason(tmp_path: Path, clock: Clock) -> None:
    cloud = Cloud(now=lambda: clock.now, strict=True)
    async with cloud.serve() as url, await _client(url, tmp_path, clock) as nemo:
        await nemo.credits()
        cloud.expire_tokens(keep_limit=True)
        with pytest.raises(RateLimited):
            await nemo.credits()


async def test_a_limit_is_waited_for_once(talking: Talking) -> None:
    async with talking() as talk:
        talk.cloud.next("credits", status_reply(429))
        assert (await talk.nemo.credits()).available == 100
        talk.cloud.next("credits", status_reply(429), status_reply(429))
        with pytest.raises(RateLimited):
            await talk.nemo.credits()
    assert talk.clock.pauses == [30.0, 30.0]


async def test_a_loopback_address_is_a_cloud_as_long_as_it_does_not_say_that_it_is_a_studio(
    talking: Talking,
) -> None:
    async with talking() as talk:
        assert talk.nemo.backend.is_studio is False
        assert await talk.nemo.is_studio() is False
        assert all("x-nemo-defaults" not in request.headers for request in talk.cloud.requests)

"""Whatever a server answers, it costs little time and memory, and says no more than that it is down."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from server.features.login.oidc.client import fetching
from server.features.login.oidc.client.fetching import AT_ONCE, MOST_BYTES, WAITING, Fetcher
from server.features.login.oidc.refusals import LoginRefused, ProviderDown
from tests.support.providers.answers import as_json, streamed

URL = "https://id.example/token"


def fetcher(answer: httpx.Response | Exception, seconds: float = 5.0) -> Fetcher:
    def give(_: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        return answer

    return Fetcher(httpx.AsyncClient(transport=httpx.MockTransport(give)), seconds)


async def endless() -> AsyncIterator[bytes]:
    while True:
        yield b"x" * 65_536


async def stuck() -> AsyncIterator[bytes]:
    yield b"{"
    await asyncio.Event().wait()


async def test_an_answer_is_its_status_headers_and_object() -> None:
    answer = await fetcher(as_json(400, {"error": "x"}, {"DPoP-Nonce": "n"})).get(URL)
    assert (answer.status, answer.headers["dpop-nonce"], answer.body) == (400, "n", {"error": "x"})


@pytest.mark.parametrize("content", [b"", b"<html>", b"[1]", b'"x"', b"[" * 100_000, b"\xff"])
async def test_what_is_no_object_is_empty(content: bytes) -> None:
    assert (await fetcher(streamed(200, content)).get(URL)).body == {}


@pytest.mark.parametrize(
    "answer",
    [
        httpx.ConnectError("secret"),
        httpx.ReadTimeout("secret"),
        httpx.RemoteProtocolError("secret"),
        streamed(500, b""),
        as_json(503, {}),
        streamed(200, b"x" * (MOST_BYTES + 1)),
        streamed(200, b"{}", {"Content-Encoding": "x-none"}),
    ],
)
async def test_a_server_that_does_not_answer_is_down(answer: httpx.Response | Exception) -> None:
    with pytest.raises(ProviderDown) as down:
        await fetcher(answer).get(URL)
    assert "secret" not in str(down.value)


async def test_an_answer_without_end_is_left() -> None:
    with pytest.raises(ProviderDown):
        await fetcher(httpx.Response(200, content=endless())).get(URL)


async def test_a_server_that_stops_half_way_is_left() -> None:
    with pytest.raises(ProviderDown):
        await fetcher(httpx.Response(200, content=stuck()), 0.05).get(URL)


async def test_a_redirection_is_not_followed() -> None:
    answer = await fetcher(streamed(302, b"", {"Location": "https://evil.example"})).get(URL)
    assert (answer.status, answer.body) == (302, {})


async def test_an_address_that_is_none_is_down() -> None:
    with pytest.raises(ProviderDown):
        await Fetcher(fetching.http_client()).get("https://[nonsense")


async def test_only_so_many_ask_and_wait_at_once() -> None:
    release, full, running, most = asyncio.Event(), asyncio.Event(), 0, 0

    async def give(_: httpx.Request) -> httpx.Response:
        nonlocal running, most
        running += 1
        most = max(most, running)
        if running == AT_ONCE:
            full.set()
        await release.wait()
        running -= 1
        return as_json(200, {})

    busy = Fetcher(httpx.AsyncClient(transport=httpx.MockTransport(give)))
    asking = [asyncio.create_task(busy.get(URL)) for _ in range(AT_ONCE + WAITING)]
    await full.wait()
    with pytest.raises(LoginRefused) as refused:
        await busy.get(URL)
    assert refused.value.failure == "login-busy"
    release.set()
    await asyncio.gather(*asking)
    assert most == AT_ONCE
    assert (await busy.get(URL)).status == 200

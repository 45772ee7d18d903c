"""Keys and addresses are kept and renewed, and a provider that is down is known without waiting for it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey, Key, OctKey, RSAKey

from server.features.login.oidc import discovery
from server.features.login.oidc.client.fetching import Fetcher
from server.features.login.oidc.discovery import AT_MOST_SECONDS, KEYS_SECONDS, Discovery
from server.features.login.oidc.refusals import LoginRefused, ProviderDown
from tests.support.providers.answers import as_json

ISSUER = "https://id.example"
Answer = Callable[[httpx.Request], httpx.Response]


class Provider:
    """Answers from memory; ``now`` is the clock of whoever asks."""

    def __init__(self, **more: Any) -> None:
        self.keys: list[Key] = [RSAKey.generate_key(2048, {"kid": "first"})]
        self.described = {
            "issuer": ISSUER,
            "authorization_endpoint": f"{ISSUER}/authorize",
            "token_endpoint": f"{ISSUER}/token",
            "jwks_uri": f"{ISSUER}/jwks",
            **more,
        }
        self.odd: list[Any] = []
        """Among the keys, and none."""
        self.asked = 0
        self.up = True
        self.now = 1000.0
        client = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        self.discovery = Discovery(ISSUER, Fetcher(client), lambda: self.now)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if not self.up:
            return as_json(503, {})
        if request.url.path == "/jwks":
            return as_json(200, {"keys": [*self.odd, *[key.as_dict(private=False) for key in self.keys]]})
        self.asked += 1
        return as_json(200, self.described)


async def test_it_is_asked_once_and_remembered() -> None:
    provider = Provider(authorization_response_iss_parameter_supported=True)
    first, second = await asyncio.gather(provider.discovery.metadata(), provider.discovery.metadata())
    assert (first, provider.asked) == (second, 1)
    assert (first.token, first.pushed, first.iss) == (f"{ISSUER}/token", "", True)
    provider.now += AT_MOST_SECONDS + 1
    await provider.discovery.metadata()
    assert provider.asked == 2


async def test_a_key_nobody_knows_is_looked_for_but_not_again_and_again() -> None:
    provider = Provider()
    await provider.discovery.metadata()
    provider.keys.append(RSAKey.generate_key(2048, {"kid": "second"}))
    assert [key.kid for key in await provider.discovery.keys("second")] == ["first"]
    provider.now += KEYS_SECONDS + 1
    assert [key.kid for key in await provider.discovery.keys("first")] == ["first"]
    assert provider.asked == 1
    assert [key.kid for key in await provider.discovery.keys("second")] == ["first", "second"]
    for number in range(50):
        await provider.discovery.keys(f"invented-{number}")
    assert provider.asked == 2


async def test_a_key_that_is_taken_away_is_believed_no_longer() -> None:
    provider = Provider()
    await provider.discovery.metadata()
    provider.keys[:] = [RSAKey.generate_key(2048, {"kid": "second"})]
    provider.now += KEYS_SECONDS + 1
    assert [key.kid for key in await provider.discovery.keys("second")] == ["second"]


async def test_only_keys_that_may_have_signed_are_taken() -> None:
    provider = Provider()
    encrypts = RSAKey.generate_key(2048, {"kid": "enc", "use": "enc"})
    provider.keys = [
        OctKey.generate_key(256, {"kid": "oct"}),
        encrypts,
        ECKey.generate_key("P-256", {"kid": "ec"}),
    ]
    assert [key.kid for key in await provider.discovery.keys(None)] == ["ec"]
    provider.keys = [encrypts]
    provider.now += AT_MOST_SECONDS + 1
    with pytest.raises(ProviderDown):
        await provider.discovery.metadata()


@pytest.mark.parametrize(
    "odd",
    [
        1,
        {},
        {"kty": []},
        {"kty": "OKP"},
        {"kty": "EC"},
        {"kty": "EC", "crv": [], "x": 1, "y": ""},
        {"kty": "RSA"},
    ],
)
async def test_a_key_that_cannot_be_read_does_not_spoil_the_others(odd: Any) -> None:
    provider = Provider()
    provider.odd = [odd]
    assert [key.kid for key in await provider.discovery.keys("first")] == ["first"]


async def test_a_key_nobody_knows_is_not_looked_for_again_and_again_where_none_is_to_be_had() -> None:
    provider = Provider()
    known = await provider.discovery.keys("first")
    provider.now += KEYS_SECONDS + 1
    provider.described["jwks_uri"] = None
    with pytest.raises(ProviderDown):
        await provider.discovery.keys("invented")
    for number in range(50):
        assert await provider.discovery.keys(f"invented-{number}") == known
    assert provider.asked == 2


@pytest.mark.parametrize(
    "said",
    [
        {"issuer": "https://evil.example"},
        {"issuer": f"{ISSUER}/"},
        {"token_endpoint": None},
        {"token_endpoint": "http://id.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": ["https://id.example"]},
        {"end_session_endpoint": "javascript:alert(1)"},
        {"authorization_endpoint": "https://[id.example/authorize"},
        {"authorization_endpoint": f"{ISSUER}/authorize\r\nSet-Cookie: a=b"},
        {"authorization_endpoint": f"{ISSUER}/\u0142"},
    ],
)
async def test_a_description_that_cannot_be_used_is_none(said: dict[str, Any]) -> None:
    provider = Provider(**said)
    with pytest.raises(ProviderDown):
        await provider.discovery.metadata()
    assert not provider.discovery.up


async def test_what_was_known_serves_while_it_is_down() -> None:
    provider = Provider()
    known = await provider.discovery.metadata()
    provider.up = False
    provider.discovery.silent()
    assert not provider.discovery.up
    assert await provider.discovery.metadata() == known
    provider.now += AT_MOST_SECONDS + 1
    with pytest.raises(ProviderDown):
        await provider.discovery.metadata()


async def test_who_waits_for_an_answer_that_does_not_come_waits_once() -> None:
    provider = Provider()
    provider.up = False
    waiting = [provider.discovery.metadata() for _ in range(20)]
    answers = await asyncio.gather(*waiting, return_exceptions=True)
    assert all(isinstance(answer, LoginRefused) for answer in answers)
    provider.up = True
    assert (await provider.discovery.metadata()).token == f"{ISSUER}/token"


class Events(logging.Handler):
    """What is logged, to be waited for."""

    def __init__(self) -> None:
        super().__init__()
        self._queue: asyncio.Queue[str] = asyncio.Queue()
        logging.getLogger(discovery.__name__).addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._queue.put_nowait(record.getMessage())

    async def next(self) -> str:
        async with asyncio.timeout(20):
            return await self._queue.get()

    def close(self) -> None:
        logging.getLogger(discovery.__name__).removeHandler(self)
        super().close()


async def test_it_is_watched_and_seen_to_be_up_again(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(discovery, "AGAIN_SECONDS", 0.01)
    caplog.set_level(logging.INFO, logger=discovery.__name__)
    events = Events()
    provider = Provider()
    provider.up = False
    watching = asyncio.create_task(provider.discovery.watch())
    assert await events.next() == "a provider is down"
    provider.now += 10
    provider.up = True
    assert await events.next() == "a provider is up"
    assert provider.discovery.up
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    events.close()


async def test_a_login_that_finds_it_silent_has_it_looked_at(caplog: pytest.LogCaptureFixture) -> None:
    provider = Provider()
    caplog.set_level(logging.INFO, logger=discovery.__name__)
    events = Events()
    await provider.discovery.metadata()
    provider.now += 10
    provider.discovery.silent()
    assert await events.next() == "a provider is down"
    watching = asyncio.create_task(provider.discovery.watch())
    assert await events.next() == "a provider is up"
    watching.cancel()
    with suppress(asyncio.CancelledError):
        await watching
    events.close()

"""A provider that is silent holds up nobody: not the start, not the page, not those of another provider."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import httpx

from tests.integration.test_http_providers import HIGH, failure
from tests.support.providers.certified import KEYS
from tests.support.providers.lying import LyingProvider
from tests.support.servers.server import Server

SOON = 1.0
"""Seconds within which the page of logins answers: the silent provider would take eight."""


@asynccontextmanager
async def mute(port: int) -> AsyncIterator[None]:
    """A server that accepts connections and never says anything."""
    held: list[asyncio.StreamWriter] = []

    async def hold(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        held.append(writer)

    server = await asyncio.start_server(hold, "127.0.0.1", port)
    yield
    server.close()
    for writer in held:
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()


async def test_a_silent_provider_is_said_and_holds_up_nobody(tmp_path: Path) -> None:
    silent, other = LyingProvider(HIGH, tmp_path, "silent"), LyingProvider(HIGH, tmp_path, "other")
    environment: dict[str, Any] = {
        **KEYS,
        **silent.environment("idporten", TEST="1"),
        **other.environment("idporten", TEST="1"),
    }
    server = Server(tmp_path, SAMPLAN_DEMO="0", **environment)
    await server.command("migrate")
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(other.running())
        async with mute(silent.port):
            await server.start()
            browser = await stack.enter_async_context(httpx.AsyncClient(base_url=server.url, timeout=30))
            trying = asyncio.create_task(browser.get("/login/silent"))
            assert await _soon(lambda: browser.get("/api/login"))
            answer = await _soon(lambda: browser.get("/login/other"))
            assert answer.headers["location"].startswith(other.issuer)
            assert failure((await trying).headers["location"]) == "login-provider-down"
            assert await _ups(browser) == {"silent": False, "other": True}
        async with silent.running():
            answer = await browser.get("/login/silent")
            assert answer.headers["location"].startswith(silent.issuer)
            assert await _ups(browser) == {"silent": True, "other": True}
        await server.stop()


async def test_a_provider_that_falls_silent_is_noticed_by_who_logs_in(tmp_path: Path) -> None:
    provider = LyingProvider(HIGH, tmp_path, "idporten")
    environment: dict[str, Any] = {**KEYS, **provider.environment("idporten", TEST="1")}
    server = Server(tmp_path, SAMPLAN_DEMO="0", **environment)
    await server.command("migrate")
    async with AsyncExitStack() as stack:
        browser = await stack.enter_async_context(httpx.AsyncClient(base_url=server.url, timeout=30))
        async with provider.running():
            await server.start()
            await browser.get("/login/idporten")
            assert await _ups(browser) == {"idporten": True}
        answer = await browser.get("/login/idporten", params={"til": "/plan/x"})
        assert failure(answer.headers["location"]) == "login-provider-down"
        assert httpx.URL(answer.headers["location"]).params["til"] == "/plan/x"
        assert await _ups(browser) == {"idporten": False}
        await server.stop()


async def _soon(ask: Callable[[], Any]) -> httpx.Response:
    began = time.monotonic()
    answer: httpx.Response = await ask()
    assert time.monotonic() - began < SOON
    return answer


async def _ups(browser: httpx.AsyncClient) -> dict[str, bool]:
    return {each["name"]: each["up"] for each in (await browser.get("/api/login")).json()["providers"]}

"""A login that one process began is ended by another: the browser has what it keeps, under one key."""

from __future__ import annotations

from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.integration.test_http_providers import HIGH, failure
from tests.support.providers.certified import KEYS
from tests.support.providers.lying import LyingProvider
from tests.support.servers.server import Server, free_port


@pytest.mark.parametrize(
    ("secret", "ends"), [(KEYS["SAMPLAN_SECRET_KEY"], "/plan/x"), ("other" * 8, "login-expired")]
)
async def test_any_process_with_the_key_ends_a_login(tmp_path: Path, secret: str, ends: str) -> None:
    provider = LyingProvider(HIGH, tmp_path, "idporten")
    environment: dict[str, Any] = {
        **KEYS,
        **provider.environment("idporten", TEST="1"),
        "SAMPLAN_DEMO": "0",
        "SAMPLAN_PUBLIC_URL": f"http://127.0.0.1:{free_port()}",
    }
    begins = Server(_folder(tmp_path, "one"), **environment)
    finishes = Server(_folder(tmp_path, "other"), **environment | {"SAMPLAN_SECRET_KEY": secret})
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(provider.running())
        for server in (begins, finishes):
            await server.command("migrate")
            await server.start()
            stack.push_async_callback(server.stop)
        browser = await stack.enter_async_context(httpx.AsyncClient(timeout=30))
        await browser.get(f"{begins.url}/login/idporten", params={"til": "/plan/x"})
        said = {"code": "code", "state": provider.asked["state"], "iss": provider.issuer}
        answer = await browser.get(f"{finishes.url}/login/idporten/callback", params=said)
        there = answer.headers["location"]
        assert (there if ends.startswith("/") else failure(there)) == ends


def _folder(parent: Path, name: str) -> Path:
    folder = parent / name
    folder.mkdir()
    return folder

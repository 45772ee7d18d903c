"""Requests to an identity provider: bounded in time, size and number, and never redirected."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from server.features.login.oidc.refusals import Failure, LoginRefused, ProviderDown

WHOLE_SECONDS = 8.0
"""Of one request, from connecting to the last byte: somebody looks at an empty page meanwhile."""
MOST_BYTES = 256 * 1024
"""Of an answer. Those of the providers have at most 20 kB (discovery of HelseID)."""
AT_ONCE = 20
WAITING = 200
"""Requests of one provider that wait for one of those; beyond it people are asked to come again."""


@dataclass(frozen=True, slots=True)
class Answer:
    """``body`` is empty unless it is a JSON object."""

    status: int
    headers: Mapping[str, str]
    body: Mapping[str, Any]


def http_client() -> httpx.AsyncClient:
    """Proxies and certificates are those of the environment (``HTTPS_PROXY``, ``SSL_CERT_FILE``)."""
    headers = {"Accept": "application/json", "Accept-Encoding": "identity", "User-Agent": "samplan"}
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=5)
    return httpx.AsyncClient(headers=headers, limits=limits, timeout=WHOLE_SECONDS, follow_redirects=False)


class Fetcher:
    """Of one provider. Whatever goes wrong on the way is ``ProviderDown``; the cause is not quoted."""

    def __init__(self, client: httpx.AsyncClient, seconds: float = WHOLE_SECONDS) -> None:
        self._client, self._seconds = client, seconds
        self._turn = asyncio.Semaphore(AT_ONCE)
        self._asking = 0

    async def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        return await self._ask("GET", url, None, headers or {})

    async def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
        return await self._ask("POST", url, form, headers)

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(
        self, method: str, url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Answer:
        if self._asking >= AT_ONCE + WAITING:
            raise LoginRefused(Failure.BUSY, "too many requests to the provider at once")
        self._asking += 1
        try:
            async with asyncio.timeout(self._seconds), self._turn:
                return await self._answered(method, url, form, headers)
        except TimeoutError:
            raise ProviderDown("no answer in time") from None
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError):
            raise ProviderDown("no connection") from None
        finally:
            self._asking -= 1

    async def _answered(
        self, method: str, url: str, form: Mapping[str, str] | None, headers: Mapping[str, str]
    ) -> Answer:
        sent = bytearray()
        async with self._client.stream(method, url, data=form, headers=dict(headers)) as response:
            if "content-encoding" in response.headers:
                raise ProviderDown("a coded answer, which nobody asked for")
            async for chunk in response.aiter_raw():
                sent += chunk
                if len(sent) > MOST_BYTES:
                    raise ProviderDown("an answer without end")
        if response.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise ProviderDown("an error of its own")
        return Answer(response.status_code, response.headers, _object(bytes(sent)))


def _object(sent: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}

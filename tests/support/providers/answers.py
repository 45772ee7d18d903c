"""Answers for ``httpx.MockTransport`` that are read as they arrive, like those of a real server."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping

import httpx


def streamed(status: int, content: bytes, headers: Mapping[str, str] | None = None) -> httpx.Response:
    """With ``content=`` a response would have been read before anybody asks for its bytes."""
    return httpx.Response(status, content=_pieces(content), headers=headers)


def as_json(status: int, body: object, headers: Mapping[str, str] | None = None) -> httpx.Response:
    return streamed(status, json.dumps(body).encode(), headers)


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for begin in range(0, len(content), 10_000):
        yield content[begin : begin + 10_000]

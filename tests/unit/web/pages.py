"""Operations by themselves: no capability, no database, one person who may be signed in."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import httpx
from starlette.applications import Starlette

from server.domain.plan import PersonId
from server.ports.sessions import SignedIn
from server.web.operation import Operation
from server.web.routes import build_routes
from server.web.runner import WebSettings
from tests.support.principals import demo

URL = "http://127.0.0.1:8000"
TOKEN, CSRF = "kari-token", "kari-csrf"
NO_PAGE = WebSettings(dist=Path("/nonexistent"))
LATER = datetime(2199, 1, 1, tzinfo=UTC)
KARI = SignedIn(demo(PersonId("kari")), "Kari", CSRF, "nb", "key", LATER, LATER, b"hash")


class OneSession:
    """``ports.Sessions`` with one in it."""

    def known_as(self, token: str) -> tuple[str, bytes]:
        return "key", b"hash"

    def seen(self, signed_in: SignedIn) -> SignedIn:
        return signed_in

    async def session(self, token: str) -> SignedIn | None:
        return KARI if token == TOKEN else None


@asynccontextmanager
async def browser(
    operations: Sequence[Operation], *, signed_in: bool = True, settings: WebSettings = NO_PAGE
) -> AsyncIterator[httpx.AsyncClient]:
    app = Starlette(routes=build_routes(operations, OneSession(), settings))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url=URL) as client:
        if signed_in:
            client.cookies.set("samplan_session", TOKEN)
            client.headers["X-CSRF-Token"] = CSRF
        yield client

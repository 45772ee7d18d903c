"""What its routes do that needs no provider; with some they are judged in tests/integration."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from joserfc.jwk import ECKey
from starlette.applications import Starlette

from server.features.login.oidc import http
from server.features.login.oidc.client.keys import client_key
from server.features.login.oidc.http import operations, own_path
from server.features.login.oidc.profiles import PROFILES
from server.features.login.oidc.provider import Provider
from server.features.login.oidc.providers import IdentityProviders
from server.features.login.oidc.tokens import LogoutAsked
from server.features.login.proven import ProvenIdentity
from server.features.login.service import NewSession
from server.ports.clock import utc_now
from server.web.rate_limits import Rate
from server.web.routes import build_routes
from server.web.runner import WebSettings
from tests.support.servers.server import free_port

KEY = client_key(ECKey.generate_key("P-256").as_pem(private=True).decode())


NOWHERE = f"http://127.0.0.1:{free_port()}"


class LoggedOut:
    """Is ``Arrivals``; nobody arrives."""

    def __init__(self) -> None:
        self.asked: list[str | None] = []

    async def arrive(self, proven: ProvenIdentity, replacing: str | None, device: str) -> NewSession:
        raise AssertionError

    async def logged_out(self, asked: LogoutAsked) -> None:
        self.asked.append(asked.sid)


@asynccontextmanager
async def browser(arrivals: LoggedOut, query: bytes | None = None) -> AsyncIterator[httpx.AsyncClient]:
    """``query``: of each request, as no browser sends it."""
    provider = Provider("x", "X", PROFILES["generic"], NOWHERE, "samplan", KEY, "http://127.0.0.1")
    providers = IdentityProviders([provider], "secret" * 8, utc_now)
    nothing: Any = None
    routes = build_routes(operations(providers, arrivals, "http://127.0.0.1"), nothing, WebSettings())
    app = Starlette(routes=routes)

    async def asked(scope: Any, receive: Any, send: Any) -> None:
        await app(scope if query is None else {**scope, "query_string": query}, receive, send)

    transport = httpx.ASGITransport(asked)
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
        yield client
    await providers.close()


async def test_who_tries_very_often_is_told_to_wait_and_led_back_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http, "STEPS", Rate(burst=3, per_second=0.0001))
    begins, ends = "/login/x?til=/plan/y", "/login/x/callback"
    async with browser(LoggedOut()) as client:
        places = [(await client.get(path)).headers["location"] for path in (begins, ends, ends, begins)]
    said = [httpx.URL(place).params for place in places]
    tokens = [each["feil"] for each in said]
    assert tokens == ["login-provider-down", "login-expired", "login-expired", "login-busy"]
    assert [each["til"] for each in said] == ["/plan/y", "/", "/", "/plan/y"]


@pytest.mark.parametrize("sid", [b"%00", b"a%00b", b"%0A", b"\xff", b"%FF\xff", b""])
async def test_what_no_provider_calls_a_session_ends_none(sid: bytes) -> None:
    """PostgreSQL cannot even compare a text with NUL in it."""
    arrivals = LoggedOut()
    about = f"{httpx.QueryParams({'iss': NOWHERE})}&sid=".encode()
    async with browser(arrivals, about + sid) as client:
        answer = await client.get("/login/x/frontchannel-logout")
    assert (answer.status_code, arrivals.asked) == (200, [])


async def test_an_answer_in_no_known_coding_is_no_answer() -> None:
    async with browser(LoggedOut(), b"state=\xff") as client:
        answer = await client.get("/login/x/callback")
    assert httpx.URL(answer.headers["location"]).params["feil"] == "login-expired"


@pytest.mark.parametrize("path", ["/", "/plan/x", "/plan/x/del/y_-~", "/plan/%C3%A6", "/a?b=c"])
def test_a_path_of_ours_is_one(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "x",
        "//x",
        "/\\x",
        "\\/x",
        "https://x",
        "/æ",
        "/a b\n",
        "/login/x",
        "/logout",
        "/api/me",
        "/logg-inn",
    ],
)
def test_anything_else_is_the_front_page(path: str) -> None:
    assert own_path(path) == "/"

"""A provider logs somebody out: their sessions and sockets end at once, and nobody else can have it so."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.support.clients.people import PLAIN, Person, Socket
from tests.support.providers.certified import KEYS
from tests.support.providers.lying import (
    Lies,
    LyingProvider,
    new_key,
    signed,
    signed_with_the_public_key,
    unsigned,
)
from tests.support.servers.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECONDS = 1.0
AT = int(time.time())
ANOTHER = new_key("another")
CLOCKS_DIFFER = 30
"""Seconds by which a session may seem to be younger than the logout that ends it."""


class Place:
    def __init__(self, server: Server, provider: LyingProvider) -> None:
        self.server, self.provider = server, provider
        self._codes = 0

    async def log_in(self, sid: str = "sid") -> Person:
        """The demo plan's owner, through the provider."""
        self._codes += 1
        self.provider.lies = Lies({"sid": sid})
        person = Person(self.server, "owner")
        await person.http.get("/login/generic")
        said = {
            "code": f"code-{self._codes}",
            "state": self.provider.asked["state"],
            "iss": self.provider.issuer,
        }
        answer = await person.http.get("/login/generic/callback", params=said)
        assert answer.headers["location"] == "/"
        person.token = person.http.cookies["samplan_session"]
        self.provider.lies = Lies()
        return person

    async def tell(self, token: str) -> httpx.Response:
        """What the provider tells the server past the browser."""
        async with httpx.AsyncClient(base_url=self.server.url, verify=PLAIN) as provider:
            return await provider.post("/login/generic/backchannel-logout", data={"logout_token": token})


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def place(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Place]:
    directory = tmp_path_factory.mktemp("logouts")
    provider = LyingProvider({"sub": "owner"}, directory, "generic")
    provider.metadata["userinfo_endpoint"] = None
    environment: dict[str, Any] = {**KEYS, **provider.environment("generic")}
    server = Server(directory, **environment)
    await server.prepare()
    with sqlite3.connect(server.database) as database:
        database.execute(
            "INSERT INTO identities (issuer, subject, person_id, since)"
            " SELECT ?, 'owner', id, '2026-01-01 00:00:00.000000' FROM persons WHERE demo_key = 'owner'",
            (provider.issuer,),
        )
    database.close()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(provider.running())
        await server.start()
        yield Place(server, provider)
        await server.stop()


async def _connected(person: Person) -> Socket:
    socket = await person.connect()
    await socket.open((await person.plan())["channel"])
    return socket


async def _cut(socket: Socket) -> None:
    await socket.until(lambda: socket.closed is not None, SECONDS)
    assert socket.closed is not None
    assert socket.closed[1] == "session-expired"


async def _is_in(person: Person) -> bool:
    return (await person.get("/api/me")).status_code == 200


async def test_the_provider_ends_one_session_and_its_sockets_within_a_second(place: Place) -> None:
    there, elsewhere = await place.log_in("one"), await place.log_in("two")
    sockets = [await _connected(person) for person in (there, elsewhere)]
    answer = await place.tell(place.provider.logout_token(sid="one"))
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    await _cut(sockets[0])
    assert not await _is_in(there)
    assert await _is_in(elsewhere)
    assert sockets[1].closed is None
    for person in (there, elsewhere):
        await person.close()


async def test_the_provider_ends_all_sessions_of_somebody(place: Place) -> None:
    people = [await place.log_in("one"), await place.log_in("two")]
    sockets = [await _connected(person) for person in people]
    assert (await place.tell(place.provider.logout_token(sub="owner"))).status_code == 200
    for socket, person in zip(sockets, people, strict=True):
        await _cut(socket)
        assert not await _is_in(person)
        await person.close()


async def test_of_a_session_at_the_provider_and_somebody_the_session_is_meant(place: Place) -> None:
    one, two = await place.log_in("one"), await place.log_in("two")
    assert (await place.tell(place.provider.logout_token(sub="owner", sid="one"))).status_code == 200
    assert [await _is_in(person) for person in (one, two)] == [False, True]
    for person in (one, two):
        await person.close()


async def test_a_token_that_is_sent_again_ends_nothing_that_began_since(place: Place) -> None:
    person = await place.log_in("one")
    token = place.provider.logout_token(sub="owner", iat=int(time.time()) - CLOCKS_DIFFER - 5)
    assert (await place.tell(token)).status_code == 200
    assert await _is_in(person)
    await person.close()


FALSE_TOKENS: Mapping[str, tuple[dict[str, Any], Lies]] = {
    "another issuer": ({"iss": "https://evil.example"}, Lies()),
    "for another client": ({"aud": "another"}, Lies()),
    "for several, and nobody said": ({"aud": ["samplan", "b"]}, Lies()),
    "of no time": ({"iat": None}, Lies()),
    "of tomorrow": ({"iat": AT + 86_400}, Lies()),
    "of yesterday": ({"iat": AT - 86_400}, Lies()),
    "expired": ({"exp": AT - 60}, Lies()),
    "without a name of its own": ({"jti": None}, Lies()),
    "of no event": ({"events": None}, Lies()),
    "of another event": ({"events": {"http://schemas.openid.net/event/other": {}}}, Lies()),
    "of an event that is none": (
        {"events": {"http://schemas.openid.net/event/backchannel-logout": 1}},
        Lies(),
    ),
    "of a login": ({"nonce": "x"}, Lies()),
    "of nobody": ({"sub": None}, Lies()),
    "of somebody who cannot be": ({"sub": "owner\x00"}, Lies()),
    "not signed": ({}, Lies(sign=unsigned)),
    "signed with our public key": ({}, Lies(sign=signed_with_the_public_key)),
    "signed by another": ({}, Lies(key=ANOTHER)),
    "of another kind": ({}, Lies(sign=lambda claims, key: signed(claims, key, typ="at+jwt"))),
}


@pytest.mark.parametrize("lie", FALSE_TOKENS)
async def test_a_false_token_of_a_logout_ends_nothing(place: Place, lie: str) -> None:
    changes, lies = FALSE_TOKENS[lie]
    person = await place.log_in()
    place.provider.lies = lies
    answer = await place.tell(place.provider.logout_token(**{"sub": "owner", **changes}))
    assert (answer.status_code, answer.text) == (400, '{"error":"invalid_request"}')
    assert await _is_in(person)
    await person.close()


LIST, TEXT = "WyJhbGciXQ", "ImFsZyI"
"""``["alg"]`` and ``"alg"``, where the header of a token would be."""


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "é", "x" * 40_000, f"{LIST}.e30.eA", f"{TEXT}.e30.eA"])
async def test_what_is_no_token_ends_nothing(place: Place, token: str) -> None:
    person = await place.log_in()
    assert (await place.tell(token)).status_code == 400
    assert await _is_in(person)
    await person.close()


async def test_a_token_with_its_type_is_believed(place: Place) -> None:
    person = await place.log_in("one")
    place.provider.lies = Lies(sign=lambda claims, key: signed(claims, key, typ="logout+jwt"))
    assert (await place.tell(place.provider.logout_token(sid="one"))).status_code == 200
    assert not await _is_in(person)
    await person.close()


@pytest.mark.parametrize(
    ("said", "ends"),
    [
        ({"iss": "ISSUER", "sid": "one"}, True),
        ({"iss": "https://evil.example", "sid": "one"}, False),
        ({"sid": "one"}, False),
        ({"iss": "ISSUER"}, False),
        ({"iss": "ISSUER", "sid": ""}, False),
        ({"iss": "ISSUER", "sid": "another"}, False),
        ({"iss": "ISSUER", "sid": ["one", "one"]}, False),
    ],
)
async def test_a_browser_that_was_logged_out_there_says_which_session(
    place: Place, said: dict[str, Any], ends: bool
) -> None:
    person = await place.log_in("one")
    given = {name: place.provider.issuer if value == "ISSUER" else value for name, value in said.items()}
    async with httpx.AsyncClient(base_url=place.server.url) as frame:
        answer = await frame.get("/login/generic/frontchannel-logout", params=given)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    assert await _is_in(person) is not ends
    await person.close()


async def test_after_logging_out_here_the_browser_is_sent_there(place: Place) -> None:
    person = await place.log_in()
    person.csrf = (await person.get("/api/me")).json()["csrf_token"]
    assert (await person.post("/logout")).status_code == 204
    answer = await person.http.get("/login/generic/logout")
    url = httpx.URL(answer.headers["location"])
    assert (answer.status_code, f"{url.scheme}://{url.host}:{url.port}") == (303, place.provider.issuer)
    assert dict(url.params) == {
        "client_id": "samplan",
        "post_logout_redirect_uri": f"{place.server.url}/logg-inn?ut",
    }
    assert not await _is_in(person)
    await person.close()

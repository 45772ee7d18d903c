"""A provider's participation opens only after a login that proved its organisation, on every way in."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from tests.support.clients.people import Person
from tests.support.clients.vouched import Vouched, VouchingServer
from tests.support.operations import requests_about
from tests.support.providers.certified import KEYS
from tests.support.servers.demo import demo_server
from tests.support.servers.server import Server

pytestmark = pytest.mark.asyncio(loop_scope="module")
POLLED = 2.5
"""Seconds in which a server notices what a command has changed."""
NUMBER, ANOTHER = "987654325", "912345678"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def server(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[Server]:
    async with demo_server(tmp_path_factory.mktemp("proven"), demo_database, kind=VouchingServer) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="module")
async def teacher(server: Server) -> AsyncIterator[Person]:
    """By the demo login, which opens everything."""
    person = await Person(server, "school").log_in()
    yield person
    await person.close()


async def vouched(server: Server, organisation: str | None) -> Vouched:
    return await Vouched(server, "school", organisation).log_in()


@pytest.mark.rule(21, "P3")
@pytest.mark.parametrize(
    ("for_", "proved"), [(None, NUMBER), (None, None), (NUMBER, None), (NUMBER, ANOTHER)]
)
async def test_without_that_proof_there_is_no_plan_anywhere(
    server: Server, teacher: Person, for_: str | None, proved: str | None
) -> None:
    plan, part = await teacher.plan(), await teacher.part("education")
    comment = await teacher.post(f"/api/parts/{part['id']}/comments", {"text": "Hei"})
    person = await (await vouched(server, proved)).takes_part_for(for_)
    assert (await person.get("/api/plans")).json() == []
    ids = {"plan": plan["id"], "part": part["id"], "comment": comment.json()["id"], "participant": plan["me"]}
    asked = 0
    for placeholder in ("plan", "part", "comment"):
        for method, path, body in requests_about(placeholder, **ids):
            answer = await person.send(method, path, body)
            assert (answer.status_code, answer.json()["type"]) == (404, "not-found"), (method, path)
            asked += 1
    assert asked > 15
    socket = await person.connect()
    for document in (plan["channel"], part["document"]):
        refused = await socket.ask(document)
        await socket.until(lambda refused=refused: refused.denied is not None)  # type: ignore[misc]
        assert refused.denied == "not-found"
    assert part["id"].encode() not in b"".join(socket.received).replace(part["document"].encode(), b"")
    await person.close()


async def test_a_login_that_proved_the_organisation_opens_what_the_demo_login_does(
    server: Server, teacher: Person
) -> None:
    person = await (await vouched(server, NUMBER)).takes_part_for(NUMBER)
    assert await person.plan() == await teacher.plan()
    document = (await person.part("education"))["document"]
    assert (await (await person.connect()).open(document)).denied is None
    await person.close()


async def test_a_socket_and_a_request_of_one_session_say_the_same_after_another_login(server: Server) -> None:
    """It is proved anew at each login: an earlier session's proof opens nothing in this one."""
    at_work = await (await vouched(server, NUMBER)).takes_part_for(NUMBER)
    assert len((await at_work.get("/api/plans")).json()) == 1
    at_home = await vouched(server, None)
    assert (await at_home.get("/api/plans")).json() == []
    assert len((await at_work.get("/api/plans")).json()) == 1
    for person in (at_work, at_home):
        await person.close()


async def test_a_relative_needs_no_organisation(server: Server) -> None:
    mother = await Vouched(server, "mother").log_in()
    assert len((await mother.get("/api/plans")).json()) == 1
    await mother.close()


@pytest.mark.rule(21, "P3")
async def test_an_invited_provider_joins_by_a_login_that_proves_where_they_work_and_by_no_other(
    server: Server,
) -> None:
    owner = await Person(server, "owner").log_in()
    plan = (await owner.plan())["id"]
    invitations = f"/api/plans/{plan}/invitations"
    made = (await owner.post(invitations, {"name": "Åse Lund", "role": "school"})).json()
    accepts = {"code": made["code"], "accepted": True}

    at_home = await Vouched(server, "stranger").log_in()
    refused = await at_home.post("/api/invitation/answer", accepts)
    assert (refused.status_code, refused.json()["type"]) == (403, "organisation-not-proved")
    assert (await at_home.post("/api/invitation", {"code": made["code"]})).json()["status"] == "open"
    assert [each["redeemed"] for each in (await owner.get(invitations)).json()["invitations"]] == [None]

    at_work = await Vouched(server, "stranger", NUMBER).log_in()
    assert (await at_work.post("/api/invitation/answer", accepts)).json()["status"] == "redeemed"
    assert (await owner.post(f"{invitations}/{made['id']}", {"step": "confirm"})).status_code == 204
    member = next(each for each in (await owner.plan())["participants"] if each["name"] == "Jonas Vik")
    grant = {"participant": member["id"], "kind": "goal", "level": "read"}
    assert (await owner.post(f"/api/plans/{plan}/grants", grant)).status_code == 201
    assert [each["id"] for each in (await at_work.get("/api/plans")).json()] == [plan]
    assert (await at_work.get(f"/api/plans/{plan}")).status_code == 200
    assert (await at_home.get("/api/plans")).json() == []
    seen = [(await who.post("/api/invitation", {"code": made["code"]})).json() for who in (at_work, at_home)]
    assert [each["owner_name"] for each in seen] == ["Runa Elvestad", ""]
    for person in (owner, at_home, at_work):
        await person.close()


@pytest.mark.rule(21, "P4")
async def test_who_left_an_organisation_is_cut_at_once_and_goes_on_as_who_else_they_are(
    server: Server, demo_database: Path, tmp_path: Path
) -> None:
    async with demo_server(tmp_path, demo_database, kind=VouchingServer) as here:
        at_work = await (await Vouched(here, "gp", NUMBER).log_in()).takes_part_for(NUMBER)
        demo = await Person(here, "gp").log_in()
        part = await at_work.part("health")
        me = (await at_work.get("/api/me")).json()["id"]
        sockets = [await person.connect() for person in (at_work, demo)]
        documents = [await socket.open(part["document"]) for socket in sockets]
        said = await here.command("leaver", NUMBER, me)
        assert said == f"Plans that {me} takes part in no more for {NUMBER}: 1.\n"
        await sockets[0].until(lambda: sockets[0].closed or documents[0].closed, POLLED)
        await sockets[1].until(lambda: documents[1].closed == "consent-withdrawn", POLLED)
        assert (await at_work.get("/api/me")).status_code == 401
        assert (await demo.get("/api/plans")).json() == []
        assert (await demo.get("/api/me")).status_code == 200
        assert "0." in await here.command("leaver", NUMBER, me)
        for person in (at_work, demo):
            await person.close()


async def test_whom_a_provider_vouched_for_that_is_no_longer_in_the_settings_is_logged_out(
    server: Server, tmp_path: Path
) -> None:
    mother = await Vouched(server, "mother").log_in()
    environment: dict[str, Any] = {**KEYS}
    without = Server(tmp_path, **environment)
    without.database.write_bytes(b"")
    with (
        closing(sqlite3.connect(server.database)) as here,
        closing(sqlite3.connect(without.database)) as there,
    ):
        here.backup(there)
    await without.start()
    try:
        mother.http.base_url = httpx.URL(without.url)
        assert (await mother.get("/api/me")).status_code == 401
    finally:
        await without.stop()
        await mother.close()

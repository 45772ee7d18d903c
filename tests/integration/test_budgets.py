"""What one process gives: beyond it new documents and sockets are refused, and those inside go on."""

from __future__ import annotations

from pathlib import Path

from tests.support.clients.people import Person
from tests.support.servers.server import Server

OVERLOADED = 4529


async def test_beyond_the_budget_of_parts_new_ones_are_refused_and_open_ones_go_on(tmp_path: Path) -> None:
    server = Server(tmp_path, SAMPLAN_MAX_PARTS="1")
    await server.prepare()
    await server.start()
    owner, mother = [await Person(server, key).log_in() for key in ("owner", "mother")]
    parts = {part["kind"]: part["document"] for part in (await owner.plan())["parts"]}
    one, two = await owner.connect(), await mother.connect()
    home = await one.open(parts["home"])
    refused = await one.ask(parts["health"])
    await one.until(lambda: refused.denied)
    assert refused.denied == "overloaded"
    again = await two.open(parts["home"])
    home.type("Her er det plass. ")
    await home.saved()
    await two.until(lambda: "Her er det plass" in again.text)
    for person in (owner, mother):
        await person.close()
    await server.stop()


async def test_beyond_the_budget_of_sockets_one_is_told_to_come_again(tmp_path: Path) -> None:
    server = Server(tmp_path, SAMPLAN_MAX_SOCKETS="1")
    await server.prepare()
    await server.start()
    owner = await Person(server, "owner").log_in()
    parts = {part["kind"]: part["document"] for part in (await owner.plan())["parts"]}
    one = await owner.connect()
    home = await one.open(parts["home"])
    beyond = await owner.connect()
    await beyond.until(lambda: beyond.closed)
    assert beyond.closed == (OVERLOADED, "overloaded")
    home.type("Fortsatt her. ")
    await home.saved()
    await owner.close()
    await server.stop()

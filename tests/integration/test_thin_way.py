"""The way of one edit, all through: wire, admission, commit, acknowledgement, broadcast, restart."""

from __future__ import annotations

from tests.support.clients.people import Person
from tests.support.servers.server import Server


async def test_two_people_write_in_one_part_and_a_restart_keeps_it(server: Server) -> None:
    owner, coordinator = [await Person(server, key).log_in() for key in ("owner", "coordinator")]
    part = next(part for part in (await owner.plan())["parts"] if part["kind"] == "home")
    one, two = await owner.connect(), await coordinator.connect()
    mine, theirs = await one.open(part["document"]), await two.open(part["document"])
    assert mine.scope == theirs.scope == "read-write"

    mine.type("Jeg vil bo ved sjøen.")
    await mine.saved()
    await two.until(lambda: "ved sjøen" in theirs.text)
    theirs.add_block("Vi ser etter et bursdagsklart hjem.")
    await theirs.saved()
    await one.until(lambda: "bursdagsklart" in mine.text)
    assert mine.content == theirs.content

    await server.kill()
    await server.start()
    again = await (await owner.connect()).open(part["document"])
    assert again.content == mine.content
    for person in (owner, coordinator):
        await person.close()

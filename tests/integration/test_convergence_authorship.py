"""Authorship cannot be forged: a Yjs client id belongs to the person who wrote under it first."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pycrdt import Doc

from tests.support.clients.people import Document, Person
from tests.support.clients.replicas import content_of
from tests.support.clients.writers import state_of
from tests.support.servers import stored
from tests.support.servers.server import Server

pytestmark = pytest.mark.rule("P6")


@pytest.fixture
async def people(server: Server) -> AsyncIterator[tuple[Person, Person]]:
    """The owner and the coordinator, who may both edit."""
    found = await Person(server, "owner").log_in(), await Person(server, "coordinator").log_in()
    yield found
    for person in found:
        await person.close()


@pytest.fixture
async def home(people: tuple[Person, Person]) -> str:
    parts = (await people[0].plan())["parts"]
    document: str = next(part["document"] for part in parts if part["kind"] == "home")
    return document


async def write(person: Person, document: str, words: str, doc: Doc[Any]) -> None:
    """Open with ``doc``, write and leave when it is acknowledged."""
    socket = await person.connect()
    opened = await socket.open(document, doc=doc)
    opened.type(words)
    await opened.saved()
    opened.detach()
    await socket.close()


async def answered(opened: Document) -> None:
    await opened.socket.until(lambda: opened.acked + opened.nacked == opened.sent)


async def assert_refused(opened: Document) -> None:
    await opened.socket.until(lambda: opened.closed)
    assert (opened.closed, opened.nacked, opened.acked) == ("refused", 1, 1)
    assert opened.socket.closed is None


async def assert_unchanged(server: Server, person: Person, document: str, before: object) -> None:
    assert content_of(stored.replayed(server.database, document)) == before
    socket = await person.connect()
    assert (await socket.open(document)).content == before
    await socket.close()


async def test_nobody_writes_on_under_another_persons_client_id(
    server: Server, people: tuple[Person, Person], home: str
) -> None:
    owner, coordinator = people
    hers: Doc[Any] = Doc()
    await write(owner, home, "Dette er mine ord.", hers)
    before = content_of(hers)

    socket = await coordinator.connect()
    forging = await socket.open(home, doc=Doc(client_id=hers.client_id))
    await forging.saved()
    forging.type("Dette har hun aldri sagt.")
    await forging.flush()
    await assert_refused(forging)
    await socket.close()
    await assert_unchanged(server, coordinator, home, before)


async def test_nor_by_writing_offline_and_answering_the_servers_step1(
    server: Server, people: tuple[Person, Person], home: str
) -> None:
    owner, coordinator = people
    hers: Doc[Any] = Doc()
    await write(owner, home, "Dette er mine ord.", hers)
    before = content_of(hers)

    forged: Doc[Any] = Doc(client_id=hers.client_id)
    forged.apply_update(hers.get_update())
    socket = await coordinator.connect()
    forging = Document(socket, home, forged)
    forging.type("Dette har hun aldri sagt.")
    forging.detach()
    forging = await socket.open(home, doc=forged)
    await socket.until(lambda: forging.closed)
    assert (forging.closed, forging.nacked, forging.acked) == ("refused", 1, 0)
    await socket.close()
    await assert_unchanged(server, coordinator, home, before)


async def test_the_server_itself_cannot_be_impersonated(
    server: Server, people: tuple[Person, Person], home: str
) -> None:
    """The first content of a part is the server's; its client id is as bound as anybody's."""
    first = stored.rows_of(server.database, home)[0]
    assert first.person == "server"
    seeded: Doc[Any] = Doc()
    seeded.apply_update(first.payload)
    (server_client,) = state_of(seeded)
    socket = await people[1].connect()
    forging = await socket.open(home, doc=Doc(client_id=server_client))
    await forging.saved()
    forging.type("Slik står det i planen.")
    await forging.flush()
    await assert_refused(forging)
    await socket.close()


async def test_of_two_who_start_with_the_same_new_client_id_one_is_refused(
    server: Server, people: tuple[Person, Person], home: str
) -> None:
    sockets = [await person.connect() for person in people]
    documents = [await socket.open(home, doc=Doc(client_id=4_711)) for socket in sockets]
    for opened, words in zip(documents, ("Eieren. ", "Koordinatoren. "), strict=True):
        await opened.saved()
        opened.type(words)
    for opened in documents:  # the longer text last: what has only known clocks is taken for a repetition
        await opened.flush()
        await answered(opened)
    assert sorted(opened.nacked for opened in documents) == [0, 1]
    refused = next(opened for opened in documents if opened.nacked)
    await refused.socket.until(lambda: refused.closed)
    assert sorted(opened.closed or "" for opened in documents) == ["", "refused"]
    kept = next(opened for opened in documents if not opened.closed)
    assert content_of(stored.replayed(server.database, home)) == kept.content
    for socket in sockets:
        await socket.close()


async def test_the_same_person_goes_on_under_the_same_client_id(
    server: Server, people: tuple[Person, Person], home: str
) -> None:
    """Over reconnects, with two screens of hers, and when the server has forgotten everything but the log."""
    owner, coordinator = people
    doc: Doc[Any] = Doc()
    await write(owner, home, "Først. ", doc)
    await write(owner, home, "Så. ", doc)
    await server.kill()
    await server.start()
    await write(owner, home, "Til slutt. ", doc)
    before = content_of(doc)
    await assert_unchanged(server, coordinator, home, before)

    socket = await coordinator.connect()
    forging = await socket.open(home, doc=Doc(client_id=doc.client_id))
    await forging.saved()
    forging.type("Også etter omstart.")
    await forging.flush()
    await assert_refused(forging)
    await socket.close()
    await assert_unchanged(server, coordinator, home, before)


async def test_carrying_others_words_is_no_forgery(
    server: Server, people: tuple[Person, Person], home: str
) -> None:
    """An honest page sends everything it has, also what others wrote, when it comes back."""
    owner, coordinator = people
    hers: Doc[Any] = Doc()
    await write(owner, home, "Dette er mine ord. ", hers)
    socket = await coordinator.connect()
    carrying = await socket.open(home)
    await carrying.saved()
    carrying.type("Og dette mine. ")
    await carrying.saved()
    rows = len(stored.rows_of(server.database, home))
    await carrying.send_update(carrying.doc.get_update())
    await carrying.saved()
    assert carrying.nacked == 0
    assert len(stored.rows_of(server.database, home)) == rows
    assert {row.person for row in stored.rows_of(server.database, home)[-2:]} != {"server"}
    await socket.close()

"""What happens in a room at awkward moments: early frames, several people in one turn, coming and going."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from tests.support.clients import protocol
from tests.support.clients.editing import words_of
from tests.support.clients.people import Document, Person, Socket
from tests.support.clients.writers import let_all_edit
from tests.support.servers import stored
from tests.support.servers.server import Server

PIPELINED = 40


@pytest.fixture
async def people(server: Server) -> AsyncIterator[dict[str, Person]]:
    found = {key: await Person(server, key).log_in() for key in ("owner", "coordinator", "mother")}
    yield found
    for person in found.values():
        await person.close()


@pytest.fixture
async def home(people: dict[str, Person]) -> str:
    """A part all three may edit."""
    owner = people["owner"]
    parts = (await owner.plan())["parts"]
    document: str = next(part["document"] for part in parts if part["kind"] == "home")
    await let_all_edit(owner, [people["mother"]], [document])
    return document


def updates_of(doc: Doc[Any], words: list[str]) -> list[bytes]:
    """One update per word, each in a block of its own, on whatever ``doc`` holds."""
    made: list[bytes] = []
    observing = doc.observe(lambda event: made.append(event.update))
    body = doc.get("body", type=XmlFragment)
    for word in words:
        with doc.transaction():
            block = XmlElement("block", {"kind": "paragraph"})
            body.children.append(block)
            block.children.append(XmlText(word))
    doc.unobserve(observing)
    return made


async def served(person: Person, document: str) -> str:
    """What a fresh page is shown."""
    socket = await person.connect()
    text = words_of((await socket.open(document)).doc)
    await socket.close()
    return text


async def test_frames_sent_before_the_answer_to_auth_are_all_taken_in_order(
    people: dict[str, Person], home: str
) -> None:
    owner = people["owner"]
    socket = await owner.connect()
    opened = Document(socket, home)
    socket.documents[home] = opened
    words = [f"tidlig{number:02d}" for number in range(PIPELINED)]
    await socket.send(protocol.auth(home, owner.token))
    assert len(updates_of(opened.doc, words)) == PIPELINED
    await opened.flush()
    await socket.send(protocol.sync(home, protocol.STEP1, opened.doc.get_state()))
    await opened.saved()
    assert opened.step1s == 1
    text = await served(owner, home)
    assert [word for word in words if text.count(word) != 1] == []
    await socket.close()


async def test_what_is_pipelined_to_a_part_one_may_not_open_goes_nowhere(
    people: dict[str, Person], home: str, server: Server
) -> None:
    stranger = await Person(server, "stranger").log_in()
    before = stored.rows_of(server.database, home)
    socket = await stranger.connect()
    opened = await socket.ask(home)
    for update in updates_of(opened.doc, ["fremmed"] * 5):
        await opened.send_update(update)
    await socket.until(lambda: opened.denied)
    assert (opened.denied, opened.scope, opened.acked, opened.synced) == ("not-found", None, 0, False)
    assert stored.rows_of(server.database, home) == before
    await socket.close()
    await stranger.close()


async def closed(opened: Document) -> None:
    await opened.socket.until(lambda: opened.closed)


async def heard(opened: Document, word: str) -> None:
    await opened.socket.until(lambda: word in opened.text)


async def equal(opened: Document, other: Document) -> None:
    await opened.socket.until(lambda: opened.synced and opened.content == other.content)


async def many_at_once(people: dict[str, Person], home: str) -> tuple[list[Socket], list[Document]]:
    sockets = [await person.connect() for person in people.values()]
    documents = [await socket.open(home) for socket in sockets]
    for opened in documents:
        await opened.saved()
    return sockets, documents


async def test_a_refused_frame_costs_nobody_else_in_the_same_turn_anything(
    people: dict[str, Person], home: str
) -> None:
    """The foreign block is only seen after it was applied: the turn is built anew without it."""
    sockets, (mine, theirs, hers) = await many_at_once(people, home)
    for round_ in range(10):
        with hers.doc.transaction():
            hers.body.children.append(XmlElement("block", {"kind": "paragraph"}))
            hers.body.children.append(XmlText("løs tekst"))
        (bad,) = hers.take_outgoing()
        mine.type(f" min{round_}z")
        theirs.type(f" deres{round_}z")
        good = [*mine.take_outgoing(), *theirs.take_outgoing()]
        await mine.send_update(good[0])
        await hers.send_update(bad)
        await theirs.send_update(good[1])
        await mine.saved()
        await theirs.saved()
        await closed(hers)
        assert (hers.closed, hers.nacked) == ("refused", 1)
        hers = await sockets[2].open(home)
    await sockets[0].until(lambda: mine.content == theirs.content)
    text = await served(people["owner"], home)
    assert "løs tekst" not in text
    for round_ in range(10):
        assert (text.count(f"min{round_}z"), text.count(f"deres{round_}z")) == (1, 1)
    for socket in sockets:
        await socket.close()


async def test_words_sent_just_before_the_page_is_closed_are_kept(
    people: dict[str, Person], home: str
) -> None:
    """Somebody types and is gone at once: the server has the bytes, so the words must not vanish."""
    sockets, documents = await many_at_once(people, home)
    owner, busy = people["owner"], documents[1]
    for number in range(20):
        busy.type(f" travel{number}z")
        await busy.flush()
        leaving = await owner.connect()
        opened = await leaving.open(home)
        opened.type(f" sist{number}z")
        await opened.flush()
        await leaving.send(protocol.close(home))
        if number % 2:
            await leaving.close()
        else:
            await heard(documents[0], f"sist{number}z")
            await leaving.close()
    await busy.saved()
    await sockets[0].until(lambda: "sist19z" in documents[0].text)
    text = await served(owner, home)
    assert [n for n in range(20) if text.count(f"sist{n}z") != 1] == []
    for socket in sockets:
        await socket.close()


async def test_one_person_at_two_screens_hears_herself_and_is_acknowledged_on_each(
    people: dict[str, Person], home: str
) -> None:
    one, two = await people["owner"].connect(), await people["owner"].connect()
    here, there = await one.open(home), await two.open(home)
    for number in range(10):
        here.type(f" her{number}z")
        there.type(f" der{number}z")
        await here.flush()
        await there.flush()
    await here.saved()
    await there.saved()
    await one.until(lambda: "der9z" in here.text)
    await two.until(lambda: "her9z" in there.text)
    assert here.content == there.content
    await one.close()
    await two.close()


async def test_whoever_joins_under_load_is_shown_everything_once(
    people: dict[str, Person], home: str, server: Server
) -> None:
    """A join falls between two turns: its Step2 and the broadcasts after it leave nothing out."""
    socket = await people["owner"].connect()
    writer = await socket.open(home)
    joined: list[tuple[Socket, Document]] = []
    for number in range(150):
        writer.type(f" last{number}z")
        await writer.flush()
        if number % 10 == 0:
            other = await people["coordinator"].connect()
            joined.append((other, await other.ask(home)))
    await writer.saved()
    for other, opened in joined:
        await equal(opened, writer)
        assert opened.closed is None
        await other.close()
    await socket.close()
    assert not [line for line in server.log if "Traceback" in line]

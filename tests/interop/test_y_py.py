"""y-py 0.6.2, the peer that was asked for first: what it writes loads and syncs, what we store it reads."""

from __future__ import annotations

import secrets
from typing import Any

import pytest
import y_py
from pycrdt import Doc, XmlFragment, XmlText

from tests.interop.conftest import Place
from tests.support.clients import protocol
from tests.support.clients.people import Person, Socket
from tests.support.clients.replicas import content_of
from tests.support.servers.stored import rows_of

in_session = pytest.mark.asyncio(loop_scope="session")


_made: list[Any] = []


def new() -> Any:
    """One that is kept until the process ends: only the thread that made it may drop it, and garbage, which
    holds a document as long as it lies there, is collected in any."""
    doc = y_py.YDoc()
    _made.append(doc)
    return doc


class YPyDocument:
    """As ``Document``, but with a ``y_py.YDoc``: that library is what is judged here."""

    def __init__(self, socket: Socket, address: str, doc: Any) -> None:
        self.socket, self.address, self.doc = socket, address, doc
        self.sent = self.accepted = self.declined = 0
        self.closed = ""
        self.synced = False
        self._told = b""

    @classmethod
    async def open(cls, person: Person, address: str, doc: Any) -> YPyDocument:
        socket = await person.connect()
        opened = cls(socket, address, doc)
        socket.documents[address] = opened  # type: ignore[assignment]
        await socket.send(protocol.auth(address, person.token))
        await socket.send(protocol.sync(address, protocol.STEP1, y_py.encode_state_vector(doc)))
        await socket.until(lambda: opened.synced)
        await opened.saved()
        return opened

    async def take(self, frame: protocol.Received) -> None:
        if frame.type == protocol.CLOSE:
            self.closed = frame.text
        elif frame.type == protocol.SYNC_STATUS:
            self.accepted += frame.kind
            self.declined += 1 - frame.kind
        elif frame.type == protocol.SYNC and frame.kind == protocol.STEP1:
            await self._send(protocol.STEP2, y_py.encode_state_as_update(self.doc, frame.data))
        elif frame.type == protocol.SYNC:
            y_py.apply_update(self.doc, frame.data)
            self.synced = self.synced or frame.kind == protocol.STEP2
            self._told = y_py.encode_state_vector(self.doc)

    async def _send(self, kind: int, payload: bytes) -> None:
        self.sent += 1
        await self.socket.send(protocol.sync(self.address, kind, payload))
        self._told = y_py.encode_state_vector(self.doc)

    async def flush(self) -> None:
        """Send as one Update what was written since the last time."""
        await self._send(protocol.UPDATE, y_py.encode_state_as_update(self.doc, self._told))

    async def saved(self) -> None:
        await self.socket.until(lambda: self.accepted + self.declined >= self.sent)
        assert (self.accepted, self.closed) == (self.sent, "")

    @property
    def content(self) -> object:
        return content_of(loaded(y_py.encode_state_as_update(self.doc)))


def loaded(*updates: bytes) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    for update in updates:
        doc.apply_update(update)
    return doc


def add_block(doc: Any, words: str) -> None:
    """A block without attributes, which is a paragraph; those of y-py are refused, see below."""
    body = doc.get_xml_element("body")
    with doc.begin_transaction() as writing:
        block = body.push_xml_element(writing, "block")
        block.push_xml_text(writing).push(writing, words)


def written() -> Any:
    """A document that y-py alone has written: blocks, a hard break, deletions, fields."""
    doc = new()
    add_block(doc, "Første avsnitt fra y-py 😀")
    add_block(doc, "Slettes igjen")
    add_block(doc, "Neste avsnitt, æøå")
    body, fields = doc.get_xml_element("body"), doc.get_map("fields")
    with doc.begin_transaction() as writing:
        body.delete(writing, 1, 1)
        body.first_child.push_xml_element(writing, "hardBreak")
        body.first_child.push_xml_text(writing).push(writing, "etter linjeskift")
        fields.set(writing, "status", "started")
        fields.set(writing, "start", "2026-08-15")
    return doc


async def shared_measure(here: Place) -> str:
    """A measure that owner and coordinator both may write in."""
    parts = (await here["coordinator"].plan())["parts"]
    return next(str(p["document"]) for p in parts if (p["kind"], p["level"]) == ("measure", "edit"))


def plain_lines(doc: Any) -> list[str]:
    """What y-py reads of the body: per block its texts, marks left out."""
    lines, block = [], doc.get_xml_element("body").first_child
    while block is not None:
        line, child = "", block.first_child
        while child is not None:
            line += str(child) if isinstance(child, y_py.YXmlText) else "\n"
            child = child.next_sibling
        lines.append(line)
        block = block.next_sibling
    return lines


def lines_of(doc: Doc[Any]) -> list[str]:
    blocks = doc.get("body", type=XmlFragment).children
    return ["".join(_plain(child) for child in block.children) for block in blocks]


def _plain(child: Any) -> str:
    return "".join(chunk for chunk, _ in child.diff()) if isinstance(child, XmlText) else "\n"


def test_what_y_py_wrote_loads_into_the_engine_of_the_server() -> None:
    doc = loaded(y_py.encode_state_as_update(written()))
    assert lines_of(doc) == ["Første avsnitt fra y-py 😀\netter linjeskift", "Neste avsnitt, æøå"]
    assert content_of(doc)[1] == {"status": "started", "start": "2026-08-15"}  # type: ignore[index]


@in_session
async def test_a_document_that_y_py_wrote_offline_arrives_as_its_step2(here: Place) -> None:
    name = await shared_measure(here)
    theirs = await YPyDocument.open(here["owner"], name, written())
    assert (theirs.sent, theirs.accepted) == (1, 1)
    socket = await here["coordinator"].connect()
    held = await socket.open(name)
    assert held.content == theirs.content
    assert plain_lines(theirs.doc) == lines_of(held.doc)
    assert lines_of(held.doc).count("Første avsnitt fra y-py 😀\netter linjeskift") == 1
    assert lines_of(held.doc).count("Neste avsnitt, æøå") == 1
    await socket.close()
    await theirs.socket.close()


@in_session
async def test_y_py_and_others_write_together_and_converge(here: Place) -> None:
    name = await shared_measure(here)
    theirs = await YPyDocument.open(here["owner"], name, new())
    socket = await here["coordinator"].connect()
    # An id as Yjs draws them; of one beyond 32 bits y-py would keep the lower half.
    mine = await socket.open(name, doc=Doc(client_id=secrets.randbelow(2**32)))

    with theirs.doc.begin_transaction() as writing:
        theirs.doc.get_map("fields").get("title").extend(writing, " (y-py)")
        theirs.doc.get_map("fields").set(writing, "due", "2026-08-15")
        theirs.doc.get_xml_element("body").first_child.first_child.push(writing, " Skrevet av y-py 😀.")
    add_block(theirs.doc, "Nytt avsnitt av y-py")
    await theirs.flush()
    await theirs.saved()
    await socket.until(lambda: "Nytt avsnitt av y-py" in mine.text)

    mine.type("Fet: ", at=0)
    mine.block_text(0).format(0, 3, {"bold": {}})
    mine.block_text(0).format(0, 3, {"link": {"href": "https://www.nav.no/"}})
    mine.add_block("Av pycrdt 𝄞")
    await mine.saved()
    await theirs.socket.until(lambda: plain_lines(theirs.doc) == lines_of(mine.doc))
    assert theirs.content == mine.content
    assert str(mine.fields["title"]).endswith(" (y-py)")
    assert str(mine.fields["due"]) == "2026-08-15"
    await socket.close()
    await theirs.socket.close()


@in_session
async def test_y_py_reads_what_the_server_has_stored(alone: Place) -> None:
    """Rows, marks and fields of every demo part that the owner has, and what a page has added."""
    parts = (await alone["owner"].plan())["parts"]
    socket = await alone["owner"].connect()
    for part in parts:
        mine = await socket.open(part["document"], doc=Doc(client_id=secrets.randbelow(2**32)))
        mine.add_block("Fet og æøå 😀")
        mine.block_text(len(mine.body.children) - 1).format(0, 3, {"bold": {}})
        await mine.saved()
        doc = new()
        for row in rows_of(alone.server.database, part["document"]):
            y_py.apply_update(doc, row.payload)
        assert plain_lines(doc) == lines_of(mine.doc)
        assert content_of(loaded(y_py.encode_state_as_update(doc))) == mine.content
    assert len(parts) > 20
    await socket.close()


@in_session
async def test_an_attribute_as_y_py_writes_it_is_refused(here: Place) -> None:
    """y-py stores it as text under a key, of which Yjs, and so every page, reads the last letter only."""
    name = await here.document("home")
    theirs = await YPyDocument.open(here["owner"], name, new())
    socket = await here["coordinator"].connect()
    mine = await socket.open(name)
    before = mine.content
    with theirs.doc.begin_transaction() as writing:
        block = theirs.doc.get_xml_element("body").push_xml_element(writing, "block")
        block.set_attribute(writing, "kind", "bullet")
    await theirs.flush()
    await theirs.socket.until(lambda: theirs.closed == "refused")
    assert theirs.declined == 1
    mine.type(" Etterpå.")
    await mine.saved()
    await theirs.socket.close()
    await socket.close()
    newcomer = await here["owner"].connect()
    assert (await newcomer.open(name)).content == mine.content != before
    await newcomer.close()

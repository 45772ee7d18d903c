"""What two real editors sent, recorded in Chromium, is admitted frame by frame by the real server."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from pycrdt import Doc, XmlFragment, XmlText

from tests.interop.conftest import Place
from tests.support.clients import protocol
from tests.support.clients.people import Document, Person, Socket
from tests.support.clients.replicas import content_of
from tests.support.servers.stored import from_snapshot, replayed

pytestmark = pytest.mark.asyncio(loop_scope="session")

RECORDED = json.loads((Path(__file__).parent / "recorded-session.json").read_text("utf-8"))
EDITORS = {"Kari": "owner", "Ola": "coordinator"}


@dataclass(frozen=True)
class Sent:
    who: str
    kind: str
    payload: bytes


SESSION = [Sent(u["from"], u["frame"], base64.b64decode(u["update"])) for u in RECORDED["updates"]]


class Editor:
    """One of the two, with a socket of their own that replays their frames."""

    def __init__(self, person: Person, document: str) -> None:
        self._person, self._address = person, document

    async def open(self) -> None:
        self.socket: Socket = await self._person.connect()
        self.document: Document = await self.socket.open(self._address)
        await self.document.saved()

    async def send(self, sent: Sent) -> None:
        self.document.sent += 1
        kind = protocol.STEP2 if sent.kind == "step2" else protocol.UPDATE
        await self.socket.send(protocol.sync(self._address, kind, sent.payload))

    async def answered(self) -> None:
        """Every frame of this connection has its own positive SyncStatus; none was early."""
        await self.document.saved()
        assert (self.document.acked, self.document.nacked) == (self.document.sent, 0)
        assert (self.document.step1s, self.document.closed) == (1, None)


async def empty_part(here: Place) -> str:
    """A part of nobody's words: the recorded seed brings the only block."""
    plan = (await here["owner"].plan())["id"]
    answer = await here["owner"].send("POST", f"/api/plans/{plan}/parts", {"kind": "goal", "title": "Opptak"})
    document = str(answer.json()["document"])
    await here.sign("coordinator", document, "edit")
    socket = await here["owner"].connect()
    opened = await socket.open(document)
    while len(opened.body.children):
        del opened.body.children[0]
    await opened.send_update(base64.b64decode(RECORDED["seed"]))
    await opened.saved()
    await socket.close()
    return document


def blocks_of(doc: Doc[Any]) -> list[dict[str, Any]]:
    """The blocks as the recording names them; a hard break is a line feed."""
    return [_block(block) for block in doc.get("body", type=XmlFragment).children]


def _block(block: Any) -> dict[str, Any]:
    pieces = [_plain(child) if isinstance(child, XmlText) else "\n" for child in block.children]
    return {"attributes": dict(iter(block.attributes)), "text": "".join(pieces)}


def _plain(text: XmlText) -> str:
    return "".join(chunk for chunk, _ in text.diff())


@pytest.mark.parametrize("pace", ["frame by frame", "as fast as the editor"])
async def test_every_frame_of_a_real_session_is_admitted(here: Place, pace: str) -> None:
    document = await empty_part(here)
    editors = {name: Editor(here[key], document) for name, key in EDITORS.items()}
    for editor in editors.values():
        await editor.open()
    before: Sent | None = None
    for sent in SESSION:
        if before and (pace == "frame by frame" or before.who != sent.who):
            await editors[before.who].answered()
        if sent.kind == "step2":
            await editors[sent.who].answered()
            await editors[sent.who].socket.close()
            await editors[sent.who].open()
        await editors[sent.who].send(sent)
        before = sent
    for editor in editors.values():
        await editor.answered()
    await assert_arrived(here, document)
    for editor in editors.values():
        await editor.socket.close()


async def assert_arrived(here: Place, document: str) -> None:
    """A newcomer, the log and what a cold join is built from all hold the recorded end."""
    expected: Doc[Any] = Doc()
    for update in (base64.b64decode(RECORDED["seed"]), *(sent.payload for sent in SESSION)):
        expected.apply_update(update)
    assert blocks_of(expected) == RECORDED["final"]
    socket = await here["owner"].connect()
    newcomer = await socket.open(document)
    stored = (replayed(here.server.database, document), from_snapshot(here.server.database, document))
    for doc in (newcomer.doc, *stored):
        assert blocks_of(doc) == RECORDED["final"]
        assert content_of(doc)[0] == content_of(expected)[0]  # type: ignore[index]
    await socket.close()

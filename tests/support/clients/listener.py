"""Somebody whose every received byte is kept, with what stood around it, until it is judged."""

from __future__ import annotations

import itertools
import json
from typing import Any

import httpx

from tests.support.servers.server import Server

from . import protocol
from .people import KEEP_ALIVE, PERSONS, Document, Person, Socket

ADDRESSES = 100
"""Of nothing, that are asked for in turn: a socket that was refused a thousand different ones is closed."""


class Listener(Person):
    """A demo person with one socket; asks from an address of its own, as people elsewhere do."""

    def __init__(self, server: Server, key: str) -> None:
        address = f"127.0.0.{PERSONS.index(key) + 2}"
        super().__init__(server, key, httpx.AsyncHTTPTransport(local_address=address, limits=KEEP_ALIVE))
        self.http.event_hooks = {"response": [self._hear_answer]}
        self.socket: Socket
        self.answers: list[tuple[str, bytes]] = []
        self.shown: dict[str, dict[int, str]] = {}
        """Whose carets this person's page would draw: address -> client id -> the state's JSON."""
        self._drained = 0
        self._clocks = itertools.count(1)
        self._barriers = itertools.count()

    async def arrive(self) -> Listener:
        await self.log_in()
        self.socket = await self.connect()
        await self.barrier()  # a socket must say whose it is within ten seconds
        return self

    async def close(self) -> None:
        await self.socket.close()
        await super().close()

    # -- hearing ----------------------------------------------------------------------------------

    async def _hear_answer(self, answer: httpx.Response) -> None:
        body = await answer.aread()
        asked = f"{answer.request.method} {answer.request.url.path} -> {answer.status_code}"
        headers = b"".join(name + b": " + value + b"\n" for name, value in answer.headers.raw)
        self.answers.append((asked, headers + body))

    def drain(self) -> tuple[list[tuple[str, bytes]], list[bytes]]:
        """HTTP answers and frames since the last time."""
        answers, self.answers = self.answers, []
        frames = self.socket.received[self._drained :]
        self._drained += len(frames)
        return answers, frames

    async def barrier(self) -> None:
        """When this returns, everything the server had queued for this socket before is here."""
        asked = await self.socket.ask(f"part/no-such-{self.key}-{next(self._barriers) % ADDRESSES}")
        await self.socket.until(lambda: asked.denied or self.socket.closed)
        del self.socket.documents[asked.address]

    # -- documents --------------------------------------------------------------------------------

    def open_document(self, address: str) -> Document | None:
        """The document, if it is open to this person now."""
        document = self.socket.documents.get(address)
        if document is None or document.scope is None or document.closed or document.denied:
            return None
        return document

    async def ask_for(self, addresses: list[str]) -> dict[str, Document]:
        """Ask for all of them at once and wait for each answer: synced or denied."""
        asked = {address: await self.socket.ask(address) for address in addresses}
        await self.socket.until(
            lambda: self.socket.closed or all(d.synced or d.denied or d.closed for d in asked.values())
        )
        assert self.socket.closed is None, (self.key, self.socket.closed)
        return asked

    async def leave(self, address: str) -> None:
        """Close a document, as a page does that is left."""
        if self.open_document(address) is not None:
            await self.socket.send(protocol.close(address))
            self.shown.pop(address, None)
            del self.socket.documents[address]
            await self.barrier()

    async def point(self, address: str, note: str) -> int | None:
        """Show a caret, in a state that says more than it may; answers the client id used."""
        document = self.open_document(address)
        if document is None:
            return None
        place = {"type": None, "tname": "body", "item": None, "assoc": 0}
        state = {
            "user": {"id": note, "name": note},
            "note": note,
            "cursor": {"anchor": place, "head": place},
        }
        client = int(document.doc.client_id)
        await self.socket.send(protocol.awareness(address, states({client: (next(self._clocks), state)})))
        return client


def states(of: dict[int, tuple[int, Any]]) -> bytes:
    """An awareness update: client id -> (clock, state)."""
    out = protocol.varuint(len(of))
    for client, (clock, state) in of.items():
        out += protocol.varuint(client) + protocol.varuint(clock) + protocol.varstring(json.dumps(state))
    return out


def read_states(payload: bytes) -> dict[int, Any]:
    """Client id -> state (``None``: gone)."""
    reader = protocol.Reader(payload)
    found = {}
    for _ in range(reader.varuint()):
        client, _clock = reader.varuint(), reader.varuint()
        found[client] = json.loads(reader.varstring())
    return found

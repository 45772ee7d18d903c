"""Somebody who writes in several documents on one socket, and whose connection is as bad as it gets."""

from __future__ import annotations

import random
from typing import Any

from pycrdt import Doc
from websockets.exceptions import ConnectionClosed

from . import protocol
from .editing import Hand
from .people import Document, Person, Socket


def state_of(doc: Doc[Any]) -> dict[int, int]:
    """Client id to the clock after its last struct."""
    reader = protocol.Reader(doc.get_state())
    return {reader.varuint(): reader.varuint() for _ in range(reader.varuint())}


async def let_all_edit(owner: Person, keys: list[Person], documents: list[str]) -> None:
    """The owner signs edit on every one of ``documents`` for everybody in ``keys``."""
    plan = await owner.plan()
    for person in keys:
        mine = (await person.plan())["me"]
        for document in documents:
            wish = {"participant": mine, "part": document.removeprefix("part/"), "level": "edit"}
            answer = await owner.send("POST", f"/api/plans/{plan['id']}/grants", wish)
            assert answer.status_code == 201, answer.text


class Writer:
    """Keeps its replicas over all its connections, as a page does that stays open."""

    def __init__(
        self, person: Person, name: str, documents: list[str], chance: random.Random, *, deletes: bool
    ) -> None:
        self.person, self.name, self._chance = person, name, chance
        self.docs: dict[str, Doc[Any]] = {document: Doc() for document in documents}
        self.hands = {
            document: Hand(doc, f"{name}d{place}w", chance, deletes=deletes)
            for place, (document, doc) in enumerate(self.docs.items())
        }
        self.socket: Socket | None = None
        self.open: dict[str, Document] = {}

    @property
    def online(self) -> bool:
        if self.socket is not None and self.socket.closed:
            self.drop()
        return self.socket is not None

    async def connect(self) -> None:
        if not self.online:
            self.socket = await self.person.connect()
            for document, doc in self.docs.items():
                self.open[document] = await self.socket.ask(document, doc=doc)

    def drop(self) -> None:
        """Lose the connection without a farewell; the replicas stay."""
        if self.socket is not None:
            self.socket.drop()
        for opened in self.open.values():
            opened.detach()
        self.socket, self.open = None, {}

    def edit(self) -> None:
        self._chance.choice(list(self.hands.values())).edit()

    async def send(self, *, disturbed: bool) -> None:
        """Send what was edited; ``disturbed``: some frames twice, two neighbours in the wrong order."""
        try:
            for opened in list(self.open.values()):
                for update in self._disturb(opened.take_outgoing(), disturbed):
                    await opened.send_update(update)
        except ConnectionClosed:
            self.drop()

    def _disturb(self, updates: list[bytes], disturbed: bool) -> list[bytes]:
        if not disturbed or not updates:
            return updates
        again = self._chance.choice(updates)
        if len(updates) > 1 and self._chance.random() < 0.5:
            first = self._chance.randrange(len(updates) - 1)
            updates[first : first + 2] = updates[first + 1], updates[first]
        updates.insert(self._chance.randint(updates.index(again), len(updates)), again)
        return updates

    @property
    def settled(self) -> bool:
        """Everything sent was answered: acknowledged, or asked for once more with a Step1 and then sent."""
        return all(opened.synced and opened.unanswered <= 0 for opened in self.open.values())

    async def settle(self) -> None:
        """Come back, send everything and wait until all of it is acknowledged; nothing may be refused."""
        await self.connect()
        assert self.socket is not None
        self.socket.resume()
        await self.send(disturbed=False)
        await self.socket.until(lambda: self.settled or self.ended)
        assert not self.ended, (self.name, self.ended)

    @property
    def ended(self) -> list[object]:
        """Whatever was refused or closed."""
        refused = [(o.address, o.denied, o.closed, o.nacked) for o in self.open.values()]
        closed = self.socket.closed if self.socket is not None else None
        return [*(r for r in refused if any(r[1:])), *([closed] if closed else [])]

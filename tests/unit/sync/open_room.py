"""A room that runs in a test, and the frames it answers with."""

from __future__ import annotations

import asyncio

from server.ports.processes import Message
from server.sync.part.circle import part_circle
from server.sync.part.inbox import JOIN
from server.sync.part.room import Room
from server.sync.part.snapshots import Snapshots
from server.sync.part.turn_handler import RoomContext
from server.sync.protocol import frames
from tests.support.clients import protocol
from tests.unit.sync.fakes import PART, Heard, MemoryLog, SomeRights, a_writer

AUTHENTICATED = (protocol.AUTH, 2)
STEP1 = (protocol.SYNC, protocol.STEP1)
STEP2 = (protocol.SYNC, protocol.STEP2)
UPDATE = (protocol.SYNC, protocol.UPDATE)
SAVED = (protocol.SYNC_STATUS, 1)
NOT_SAVED = (protocol.SYNC_STATUS, 0)
CLOSED = (protocol.CLOSE, -1)
PRESENCE = (protocol.AWARENESS, -1)
EMPTY_STATE = b"\x00"


class Open:
    """A room that runs, and what it told of itself."""

    def __init__(self, log: MemoryLog, idle_seconds: float = 60.0) -> None:
        self.log = log
        self.told: list[str] = []
        self.rights = SomeRights(log)
        writer, self.published = a_writer(log, self.rights), list[Message]()
        self.log_follower = follower = writer.log_follower
        owners = follower.replica.owners
        self.hidden: set[str] = set()
        circle = part_circle(
            PART, self.rights, self.published.append, owners.get, hides=self.hidden.__contains__
        )
        around = RoomContext(
            self.rights,
            self.published.append,
            idle_seconds,
            lambda: self.told.append("title"),
            lambda: self.told.append("end"),
        )
        self.room = Room(writer, circle, Snapshots(follower, log, log.snapshot[0]), around)
        self.task = asyncio.create_task(self.room.run())

    async def settled(self) -> None:
        """Until everything handed in is dealt with."""
        done = asyncio.Event()
        self.room.when_processed(done.set)
        await done.wait()

    async def enter(self, *everybody: Heard) -> None:
        """Join and sync; what was heard up to then is put aside."""
        for heard in everybody:
            self.room.submit(heard.member, JOIN)
            self.room.submit(heard.member, frames.Step1(heard.member.address, EMPTY_STATE))
        await self.settled()
        for heard in everybody:
            heard.frames()

    def send(self, heard: Heard, update: bytes) -> None:
        self.room.submit(heard.member, frames.Update(heard.member.address, update))

"""The rooms of an open plan, loaded from the log; concurrent requests for a part share one load."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Protocol

from server.concurrency import SingleFlight
from server.domain.kinds import KINDS
from server.domain.plan import PartId
from server.ports.log import LoadedPart
from server.ports.processes import RowsStored
from server.sync.document.child_process import survived
from server.sync.part.awareness_relay import Publish
from server.sync.part.circle import part_circle
from server.sync.part.log_follower import LogFollower, build_replica
from server.sync.part.room import Room
from server.sync.part.snapshots import Snapshots
from server.sync.part.turn_handler import RoomContext
from server.sync.part.writer import PartWriter
from server.sync.protocol.closings import NotOpened, Token
from server.sync.socket.write_limits import WriteLimits

from .collaborators import Collaborators
from .rights import PlanRights
from .titles import Titles


class PlanContext(Protocol):
    """The open plan, for its rooms.

    ``publish``: to the other processes, if there are any. ``close_if_empty``: called when something ends.
    """

    rights: PlanRights
    publish: Publish | None
    titles: Titles

    def close_if_empty(self) -> None: ...


class Rooms(Mapping[PartId, Room]):
    """The open rooms, each from when it is loaded until its ``run`` has ended.

    1. A part is loaded once for all that request it, and to its end though they leave; after a failure
       nothing of it stays open.
    2. What other processes store while it is loaded is read before any member is answered.
    3. ``close`` returns when every accepted frame is settled, also in a room that was being loaded.

    Kept by ``tests/unit/sync/plan/test_rooms.py``.
    """

    def __init__(self, plan: PlanContext, collaborators: Collaborators) -> None:
        self._plan, self._collaborators = plan, collaborators
        self._open: dict[PartId, Room] = {}
        self._loading = SingleFlight[PartId, Room]()
        self._stored_meanwhile: set[PartId] = set()
        """Parts of which other processes have stored rows since loading began."""
        self._running: set[asyncio.Task[None]] = set()

    def __getitem__(self, part: PartId) -> Room:
        return self._open[part]

    def __iter__(self) -> Iterator[PartId]:
        return iter(self._open)

    def __len__(self) -> int:
        return len(self._open)

    @property
    def busy(self) -> bool:
        return bool(self._open or self._loading.tasks)

    def begin_loading(self, part: PartId) -> None:
        """Begin to load the part, if it is neither open nor being loaded."""
        if part not in self._open and part not in self._loading:
            loading = self._loading.begin(part, partial(self._load, part))
            loading.add_done_callback(lambda _: self._plan.close_if_empty())  # its requester may have left

    async def opened(self, part: PartId) -> Room:
        """Raises ``NotOpened``, ``StorageUnavailable``; ``Incoherent`` for an incomplete part."""
        self.begin_loading(part)
        room = self._open.get(part)
        return room if room is not None else await self._loading.result(part, partial(self._load, part))

    async def _load(self, part: PartId) -> Room:
        try:
            await asyncio.sleep(
                0
            )  # let the opening be logged first: its disk write overlaps with the loading
            room = await _build_room(part, self._plan, self._collaborators, partial(self._ended, part))
            if part in self._stored_meanwhile:
                room.add_rows(())
        finally:
            self._stored_meanwhile.discard(part)
        self._open[part] = room
        task = asyncio.create_task(room.run())
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return room

    def _ended(self, part: PartId) -> None:
        self._collaborators.budget.closed(self._open.pop(part))
        self._plan.close_if_empty()

    def receive(self, stored: RowsStored) -> None:
        """Another process has stored rows."""
        room = self._open.get(stored.part)
        if room is not None:
            room.add_rows(stored.rows)
        elif stored.part in self._loading:
            self._stored_meanwhile.add(stored.part)

    async def close(self, token: Token) -> None:
        """End every document, and wait until every accepted frame is settled and stored."""
        self._finish(token)
        if self._loading.tasks:
            await asyncio.wait(list(self._loading.tasks))
            self._finish(token)
        if self._running:
            await asyncio.wait(self._running)

    def _finish(self, token: Token) -> None:
        for room in list(self._open.values()):
            room.finish(token)


async def _build_room(
    part: PartId, plan: PlanContext, collaborators: Collaborators, on_end: partial[None]
) -> Room:
    """The part's room, loaded from the log."""
    with collaborators.budget.opening():
        if collaborators.quarantine.holds(part):
            raise NotOpened(Token.QUARANTINED)
        loaded = await collaborators.log.load(part)
        if loaded is None:
            raise NotOpened(Token.NOT_FOUND)
        if collaborators.quarantine.suspects(part):
            await _try_suspect(part, loaded, collaborators)
        watch, limits, rights = collaborators.quarantine.watched, collaborators.limits, plan.rights
        follower = LogFollower(part, await build_replica(loaded, part, watch), collaborators.log, watch)
        circle = part_circle(
            part,
            rights,
            plan.publish,
            lambda client: follower.replica.owners.get(client),
            KINDS[follower.replica.kind].fields,
            rights.hides_presence,
        )
        writer = PartWriter(
            rights.plan,
            follower,
            collaborators.committer,
            rights,
            collaborators.strikes,
            circle.taken_by_another,
            WriteLimits(limits.admission, limits.part_bytes, collaborators.labour),
        )
        context = RoomContext(rights, plan.publish, limits.idle_seconds, plan.titles.typed, on_end)
        room = Room(writer, circle, Snapshots(follower, collaborators.log, loaded.snapshot_seq), context)
        collaborators.budget.opened(room)
        return room


async def _try_suspect(part: PartId, loaded: LoadedPart, collaborators: Collaborators) -> None:
    """Try a suspect in a child process before refusing it: a process ended by hand leaves suspects, too."""
    deadly = not await survived(loaded)
    collaborators.quarantine.judged(part, deadly=deadly)
    if deadly:
        raise NotOpened(Token.QUARANTINED)

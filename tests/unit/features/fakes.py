"""Small stand-ins: a countable chance, a clock set by hand, a hub that writes down what it hears, a ledger
that can be held up."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from server.domain.audit import Event
from server.domain.plan import PartId, PlanId
from server.domain.sight import Sight
from server.ports.log import StorageUnavailable
from server.ports.texts import NOTHING_WRITTEN, FilledIn, Words
from server.storage.ledger import Ledger
from server.sync.update.letters import Letters

NOON = datetime(2126, 11, 21, 12, 0, tzinfo=UTC)


@dataclass
class CountedChance:
    """Ids in order: ``id-1``, ``id-2`` … so that a failure can be read."""

    given: int = 0

    def _next(self) -> int:
        self.given += 1
        return self.given

    def id(self) -> str:
        return f"id-{self._next()}"

    def token(self) -> str:
        return f"token-{self._next()}"

    def client_id(self) -> int:
        return 1000 + self._next()


@dataclass
class SetClock:
    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: float) -> None:
        self.now += timedelta(**by)


@dataclass
class ListeningHub:
    """A ``Live`` that remembers, in order, what it was told; ``may_go_on`` holds it up."""

    heard: list[tuple[str, str]] = field(default_factory=list)
    reached: asyncio.Event = field(default_factory=asyncio.Event)
    may_go_on: asyncio.Event = field(default_factory=asyncio.Event)
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_go_on.set()

    async def plan_changed(self, plan: PlanId) -> None:
        self.heard.append(("plan_changed", plan))
        self.reached.set()
        await self.may_go_on.wait()
        self.finished.set()

    def comments_changed(self, plan: PlanId, part: PartId, number: int) -> None:
        self.heard.append(("comments_changed", part))

    def end_session(self, session_key: str) -> None:
        self.heard.append(("end_session", session_key))


class NoTexts:
    """``PartTexts`` of parts that cannot be read."""

    async def words(self, part: PartId) -> Words:
        return Letters()

    async def written(self, part: PartId) -> FilledIn:
        return NOTHING_WRITTEN


class NoReadings:
    """Is ``ports.ReadWords``: all of it is logged already."""

    async def newly_read(
        self,
        sight: Sight,
        titles: Collection[PartId] = (),
        decisions: Collection[int] = (),
        papers: Collection[str] = (),
    ) -> bool:
        return False


class HeldLedger(Ledger):
    """Keeps what it records in memory. ``may_go_on`` holds it up, ``takes_nothing`` refuses everything;
    ``refusing`` says what is raised where an event is about one of these parts."""

    def __init__(self) -> None:
        self.recorded: list[Event] = []
        self.attempts: asyncio.Queue[list[PartId | None]] = asyncio.Queue()
        """The parts of every attempt, as it begins."""
        self.takes_nothing = False
        self.refusing: dict[PartId | None, Exception] = {}
        self.may_go_on = asyncio.Event()
        self.may_go_on.set()

    @property
    def parts(self) -> list[PartId | None]:
        """What was recorded, in order."""
        return [event.part for event in self.recorded]

    async def record(self, events: Sequence[Event]) -> None:
        self.attempts.put_nowait([event.part for event in events])
        await self.may_go_on.wait()
        if self.takes_nothing:
            raise StorageUnavailable("SQLITE_FULL: database or disk is full")
        for event in events:
            if event.part in self.refusing:
                raise self.refusing[event.part]
        self.recorded += events

"""Several processes of one deployment in memory: one log, one book of rights, what they tell each other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from server.domain.access import Level, PlanAccess
from server.domain.plan import Kind, Participant, PartId, PlanId, Role
from server.ports.log import LoadedPart, Outcome, StorageUnavailable, Stored, Submission
from server.ports.processes import FanoutListener, Message
from server.storage.quarantine_file import QuarantineFile
from server.sync.hub import Hub
from server.sync.part.committer import Committer
from server.sync.plan.budget import Budget, EngineLimits
from server.sync.plan.collaborators import Collaborators
from server.sync.plan.entering import Entrant, Seat
from server.sync.protocol import frames
from server.sync.socket.limits import Backlog
from tests.support.at_rest import at_rest
from tests.support.clients import protocol
from tests.support.principals import demo
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part
from tests.unit.sync.fakes import ADDRESS, PART, PLAN, MemoryLog, Page
from tests.unit.sync.slow_wire import SlowWire

OWNER, SCHOOL, NAV = taking_part(Role.OWNER), taking_part(Role.SCHOOL), taking_part(Role.NAV)
HOME = a_part(Kind.HOME, PART)
CHANNEL = f"plan/{PLAN}"
EVERYBODY = [decided(1, SCHOOL, HOME, Level.EDIT), decided(2, NAV, HOME, Level.EDIT)]

Said = tuple[PlanId | None, str, Message]


class World:
    """What all processes share, and the way between them. ``arranged`` may drop, repeat or reorder."""

    def __init__(self, kind: Kind = Kind.HOME) -> None:
        self.log = MemoryLog(kind)
        self.access: PlanAccess = a_plan([OWNER, SCHOOL, NAV], [replace(HOME, kind=kind)], EVERYBODY)
        self.over: set[bytes] = set()
        self.commented: dict[PartId, tuple[int, datetime]] = {}
        self.processes: list[Process] = []
        self.now = NOW
        self.said: list[Message] = []
        self.arranged: Callable[[list[Said]], list[Said]] = lambda said: said

    def process(self, **limits: int | float) -> Process:
        self.processes.append(Process(self, f"process-{len(self.processes)}", EngineLimits(**limits)))  # type: ignore[arg-type]
        return self.processes[-1]

    def withdraw(self, *who: Participant) -> None:
        """Signed by somebody elsewhere, and told to nobody."""
        self.log.version += 1
        plan = replace(self.access.plan, access_version=self.log.version)
        gone = [decided(90 + n, one, HOME, Level.NONE) for n, one in enumerate(who)]
        self.access = replace(self.access, plan=plan, decisions=(*self.access.decisions, *gone))

    def open_more(self, who: Participant) -> None:
        """Then they still take part when all they read is withdrawn."""
        more = decided(80, who, Kind.GOAL, Level.READ)
        self.access = replace(self.access, decisions=(*self.access.decisions, more))

    def comment(self) -> int:
        """Somebody's elsewhere, which nobody is told of; the number of the change."""
        number = self.commented.get(PART, (0, self.now))[0] + 1
        self.commented[PART] = number, self.now
        return number

    def name(self, title: str) -> None:
        """The part's title is written by somebody elsewhere, and told to nobody."""
        self.access = replace(self.access, parts={PART: replace(self.access.parts[PART], title=title)})

    async def settled(self) -> None:
        """Until everything said is heard and every room has dealt with it."""
        before = -1
        while before != len(self.said) or any(process.mail for process in self.processes):
            before = len(self.said)
            for process in self.processes:
                process.open_mail()
            for process in self.processes:
                await process.settled()

    async def close(self) -> None:
        for process in self.processes:
            process.blind = False
            await process.hub.close()


class Process:
    """A hub with its own sight of the world: ``blind`` it reaches no database. It is its ``ports.Fanout``."""

    alone = degraded = False

    def __init__(self, world: World, name: str, limits: EngineLimits) -> None:
        self.world, self.name = world, name
        self.blind = False
        self.followed: set[PlanId] = set()
        self.mail: list[Said] = []
        self.loads = self.looks = self.looks_at_titles = self.reads_of_rights = 0
        self.collaborators = Collaborators(
            log=self,
            book=self,
            clock=lambda: world.now,
            committer=Committer(self),
            limits=limits,
            record_read=self.record_read,
            fanout=self,
            sessions_over=self.sessions_over,
            comment_changes=self.comment_changes,
            budget=Budget(limits),
            quarantine=QuarantineFile(None),
        )
        self.hub = Hub(self.collaborators)

    # -- ports.Fanout -----------------------------------------------------------------------------

    async def start(self, listener: FanoutListener) -> None:
        """All are in one loop: what is published comes when its mail is opened."""

    def publish(self, plan: PlanId | None, message: Message) -> None:
        self.world.said.append(message)
        for other in self.world.processes:
            if other is not self and (plan is None or plan in other.followed):
                other.mail.append((plan, self.name, message))

    async def follow(self, plan: PlanId) -> None:
        self.followed.add(plan)

    def unfollow(self, plan: PlanId) -> None:
        self.followed.discard(plan)

    def open_mail(self) -> None:
        mail, self.mail = self.mail, []
        for plan, sender, message in self.world.arranged(mail):
            self.hub.receive(plan, sender, message)

    # -- the database, as this process sees it ----------------------------------------------------

    def _see(self) -> None:
        if self.blind:
            raise StorageUnavailable("unreachable")

    async def load(self, part: PartId) -> LoadedPart | None:
        self._see()
        self.loads += 1
        return await self.world.log.load(part)

    async def since(self, part: PartId, seq: int) -> Sequence[Stored]:
        self._see()
        self.looks += 1
        return await self.world.log.since(part, seq)

    async def append(self, submissions: Sequence[Submission]) -> Sequence[Outcome]:
        self._see()
        return await self.world.log.append(submissions)

    async def heads(self, parts: Collection[PartId]) -> Mapping[PartId, int]:
        self._see()
        return await self.world.log.heads(parts)

    async def save_snapshot(self, part: PartId, seq: int, payload: bytes) -> None:
        self._see()
        await self.world.log.save_snapshot(part, seq, payload)

    async def access(self, plan: PlanId) -> PlanAccess | None:
        self._see()
        self.reads_of_rights += 1
        return self.world.access

    async def access_to(self, part: PartId) -> PlanAccess | None:
        return await self.access(PLAN)

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        self._see()
        return {PLAN: self.world.access.plan.access_version}

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        self._see()
        self.looks_at_titles += 1
        return {PLAN: frozenset(f"{part.id} {part.title}" for part in self.world.access.parts.values())}

    async def sessions_over(self, hashes: Collection[bytes]) -> Collection[bytes]:
        self._see()
        return self.world.over.intersection(hashes)

    async def comment_changes(self, parts: Collection[PartId]) -> Mapping[PartId, tuple[int, datetime]]:
        self._see()
        return {part: self.world.commented[part] for part in self.world.commented.keys() & set(parts)}

    async def record_read(self, plan: PlanId, part: PartId, who: Participant) -> None: ...

    # -- people -----------------------------------------------------------------------------------

    async def settled(self) -> None:
        for plan in list(self.hub.plans.values()):
            await at_rest()
            for room in list(plan.rooms.values()):
                done = asyncio.Event()
                room.when_processed(done.set)
                await done.wait()

    async def enter(self, who: Participant, client: int, address: str = ADDRESS) -> Person:
        """Open the part, or the channel, and sync."""
        person = Person(self.world.log, who, client, address)
        person.seat = await self.hub.enter(address, person.entrant)
        person.seat.deliver(frames.Step1(address, b"\x00"))
        await self.world.settled()
        person.listen()
        return person


class Person:
    """Somebody with a page open: what it writes is sent, what comes is applied."""

    seat: Seat

    def __init__(self, log: MemoryLog, who: Participant, client: int, address: str = ADDRESS) -> None:
        self.who, self.client, self._address = who, client, address
        self.wire, self.cut = SlowWire(), list[str]()
        self.entrant = Entrant(address, demo(who.person), self.wire.outbox, Backlog(), self.cut.append)
        self.page = Page(log, client)
        self.clock = 0
        self.heard: list[protocol.Received] = []
        """Everything so far."""

    def listen(self) -> list[protocol.Received]:
        """Take in what came since the last time."""
        frames = [protocol.read(data) for data in self.wire.read()]
        for frame in frames:
            self.page.receive(frame)  # what it has, it has from the log: a Step1 asks for nothing
        self.heard += frames
        return frames

    def notices(self) -> list[str]:
        return [frame.text for frame in self.listen() if frame.type == protocol.STATELESS]

    def tokens(self) -> list[str]:
        return [frame.text for frame in self.listen() if frame.type == protocol.CLOSE]

    def type(self, words: str) -> None:
        self.send(self.page.type(words))

    def show(self, state: str = '{"cursor":null}') -> None:
        self.clock += 1
        payload = protocol.varuint(1) + protocol.varuint(self.client) + protocol.varuint(self.clock)
        payload += protocol.varuint(len(state)) + state.encode()
        self.seat.deliver(frames.AwarenessUpdate(self._address, payload))

    def send(self, update: bytes) -> None:
        self.seat.deliver(frames.Update(self._address, update))

    @property
    def text(self) -> str:
        self.listen()
        return self.page.text

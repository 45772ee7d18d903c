"""An open plan with one part, and people who enter it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime

from server.domain.access import Decision, Level, PlanAccess
from server.domain.plan import Kind, Participant, ParticipantId, PartId, PlanId, Role
from server.fanout.alone import OneProcess
from server.ports.log import LoadedPart
from server.storage.quarantine_file import QuarantineFile
from server.sync.part.committer import Committer
from server.sync.plan.budget import Budget, EngineLimits
from server.sync.plan.collaborators import Collaborators
from server.sync.plan.entering import Seat
from server.sync.plan.open_plan import OpenPlan
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part
from tests.unit.sync.fakes import PART, PLAN, MemoryLog
from tests.unit.sync.processes import Person

OWNER, SCHOOL = taking_part(Role.OWNER), taking_part(Role.SCHOOL)
HOME = a_part(Kind.HOME, PART)
PLAN_CHANGED = '{"type": "plan-changed"}'


class CountingLog(MemoryLog):
    """``loading`` is set once a part is being read; ``may_load`` lets that end."""

    def __init__(self) -> None:
        super().__init__()
        self.loads = 0
        self.loading, self.may_load = asyncio.Event(), asyncio.Event()
        self.may_load.set()

    async def load(self, part: PartId) -> LoadedPart | None:
        self.loads += 1
        self.loading.set()
        await self.may_load.wait()
        return await super().load(part)


class Opened:
    """An open plan with one part, and what it is told of the world."""

    def __init__(self) -> None:
        self.log = CountingLog()
        self.access_now: PlanAccess = a_plan([OWNER, SCHOOL], [HOME], [decided(1, SCHOOL, HOME, Level.EDIT)])
        self.reads: list[ParticipantId] = []
        self.logging, self.may_log, self.emptied = asyncio.Event(), asyncio.Event(), asyncio.Event()
        self.may_log.set()
        collaborators = Collaborators(
            log=self.log,
            book=self,
            clock=lambda: NOW,
            committer=Committer(self.log),
            limits=EngineLimits(),
            record_read=self.record_read,
            fanout=OneProcess(),
            sessions_over=self.sessions_over,
            comment_changes=self.comment_changes,
            budget=Budget(EngineLimits()),
            quarantine=QuarantineFile(None),
        )
        self.plan = OpenPlan(self.access_now, collaborators, lambda _: self.emptied.set())
        self.rights = self.plan.rights

    async def access(self, plan: PlanId) -> PlanAccess:
        return self.access_now

    async def access_to(self, part: PartId) -> PlanAccess:
        return self.access_now

    async def titles(self, plans: Collection[PlanId]) -> Mapping[PlanId, frozenset[str]]:
        return {}

    async def access_versions(self, plans: Collection[PlanId]) -> Mapping[PlanId, int]:
        return {PLAN: self.access_now.plan.access_version}

    async def record_read(self, plan: PlanId, part: PartId, who: Participant) -> None:
        self.reads.append(who.id)
        self.logging.set()
        await self.may_log.wait()

    async def sessions_over(self, hashes: Collection[bytes]) -> Collection[bytes]:
        return ()

    async def comment_changes(self, parts: Collection[PartId]) -> Mapping[PartId, tuple[int, datetime]]:
        return {}

    async def sign(self, *decisions: Decision) -> None:
        """Signed and told to this process."""
        self.sign_elsewhere(*decisions)
        await self.rights.refresh()

    def sign_elsewhere(self, *decisions: Decision) -> None:
        self.log.version += 1
        plan = replace(self.access_now.plan, access_version=self.log.version)
        self.access_now = replace(self.access_now, plan=plan, decisions=decisions)

    def person(self, who: Participant) -> Person:
        return Person(self.log, who, 11)

    async def enter(self, who: Participant) -> tuple[Person, Seat]:
        person = self.person(who)
        return person, await self.plan.enter(person.entrant, PART)

    async def settled(self) -> None:
        done = asyncio.Event()
        self.plan.rooms[PART].when_processed(done.set)
        await done.wait()

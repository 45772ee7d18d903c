"""samplan as a target: plans are founded through its own storage, and everybody shows a session."""

from __future__ import annotations

import asyncio
import hashlib
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import insert

from server.domain.access import Level
from server.domain.audit import Action, Event
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.ports import Row
from server.storage.database import Database
from server.storage.drafts import DecisionDraft, NewPart, NewPlan
from server.storage.migrate import migrate
from server.storage.people import Person
from server.storage.plans import Plans
from server.storage.tables import sessions
from tests.harness.server import ROOT, free_port

from . import dialects, scripts
from .dialects import Dialect
from .process import Process
from .targets import Ground, Target

PARTS_OF_A_PLAN = 10


class SamplanSqlite(Target):
    name = "samplan-sqlite"
    acknowledges = True

    @property
    def database_url(self) -> str:
        return f"sqlite+aiosqlite:///{self.directory / 'samplan.db'}"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"SAMPLAN_DATABASE_URL": self.database_url}

    async def found(self, ground: Ground, processes: int = 1) -> None:
        self.ground = ground
        await asyncio.to_thread(migrate, self.database_url)
        database = await Database.open(self.database_url)
        try:
            for first in range(0, ground.documents, PARTS_OF_A_PLAN):
                documents = range(first, min(first + PARTS_OF_A_PLAN, ground.documents))
                await _found_plan(database, documents, ground.people)
        finally:
            await database.close()
        self.processes = [self._process(free_port()) for _ in range(processes)]

    async def sow(self) -> None:
        """Every part was founded with its first paragraph."""

    def _process(self, port: int) -> Process:
        return Process(
            [sys.executable, "-m", "server", "serve"],
            port=port,
            log=Path(self.directory / "log"),
            environment={**self.environment, "PORT": str(port)},
            directory=ROOT,
        )

    def dialect(self, document: int, person: int) -> Dialect:
        return dialects.Samplan(f"part/{part_of(document)}", token_of(plan_of(document), person))


def plan_of(document: int) -> int:
    return document // PARTS_OF_A_PLAN


def part_of(document: int) -> str:
    return f"bench-part-{document:05}"


def token_of(plan: int, person: int) -> str:
    return f"session-{plan}-{person}"


async def _found_plan(database: Database, documents: range, people: int) -> None:
    """One plan with an owner who never comes and ``people`` who may write everywhere."""
    number, now = plan_of(documents.start), datetime.now(UTC)
    plan, owner = PlanId(f"plan-{number}"), PersonId(f"owner-{number}")
    names = [PersonId(f"person-{number}-{person}") for person in range(people)]
    places = [ParticipantId(f"place-{name}") for name in names]
    new = NewPlan(
        id=plan,
        owner=owner,
        created_at=now,
        persons=[Person(name, "Kari Nordmann") for name in (owner, *names)],
        participants=[
            Participant(ParticipantId(f"place-{owner}"), plan, owner, "Kari Nordmann", Role.OWNER),
            *(
                Participant(place, plan, name, "Kari Nordmann", Role.OTHER)
                for place, name in zip(places, names, strict=True)
            ),
        ],
        parts=[_part(plan, place, document) for place, document in enumerate(documents)],
        decisions=[DecisionDraft(place, Level.EDIT, owner, now, kind=Kind.CONTRIBUTION) for place in places],
        events=[Event(at=now, person=owner, action=Action.PLAN_FOUNDED, plan=plan)],
    )
    await Plans(database).found(new)
    rows = [
        {
            "token_hash": hashlib.sha256(token_of(number, person).encode()).digest(),
            "person_id": name,
            "csrf_token": "csrf",
            "opened_at": now,
            "expires_at": now + timedelta(days=1),
        }
        for person, name in enumerate(names)
    ]
    await database.write(lambda connection: connection.execute(insert(sessions), rows))


def _part(plan: PlanId, position: int, document: int) -> NewPart:
    return NewPart(
        Part(PartId(part_of(document)), plan, Kind.CONTRIBUTION, position=position),
        Row(SERVER, None, scripts.seed()),
        {scripts.SEED_CLIENT: SERVER},
    )

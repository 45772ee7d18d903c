"""samplan as a target: plans and sessions are stored through its own code."""

from __future__ import annotations

import asyncio
import hashlib
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import ClassVar

from redis.asyncio import Redis
from sqlalchemy import insert

from server.domain.access import Decision, Level
from server.domain.audit import Event
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.ports.log import Row
from server.storage.database.database import Database
from server.storage.database.migrate import migrate
from server.storage.founding import NewPlan, PlanFounded, found_plan
from server.storage.metadata import sessions
from server.storage.parts import PartCreation
from server.storage.persons import Person
from tests.support.servers.postgres import Postgres, own_cluster
from tests.support.servers.redis import RedisServer
from tests.support.servers.server import ROOT, free_port

from . import dialects, scripts
from .dialects import Dialect
from .process import PROCESSORS, SERVER_PROCESSOR, Process, cpu_seconds
from .targets import Ground, Target

PARTS_OF_A_PLAN = 10


class SamplanSqlite(Target):
    """`bench --against` of later commits calls ``SamplanSqlite(directory).found(ground)`` of this one."""

    name = "samplan-sqlite"
    acknowledges = True
    root, python = ROOT, sys.executable
    """The checkout that is served, and its interpreter."""

    async def _prepare(self) -> Mapping[str, str]:
        """Migrates a database; returns the server's environment for it."""
        url = f"sqlite+aiosqlite:///{self.directory / 'samplan.db'}"
        await asyncio.to_thread(migrate, url)
        return {"SAMPLAN_DATABASE_URL": url}

    async def found(self, ground: Ground, processes: int = 1) -> None:
        self.ground = ground
        self._environment = await self._prepare()
        await self._fill(ground)
        self._processors = PROCESSORS if processes > 1 else (SERVER_PROCESSOR,)
        self.processes = [self._process(free_port()) for _ in range(processes)]

    @property
    def database_url(self) -> str:
        return self._environment["SAMPLAN_DATABASE_URL"]

    async def _fill(self, ground: Ground) -> None:
        database = await Database.open(self.database_url)
        try:
            for first in range(0, ground.documents, PARTS_OF_A_PLAN):
                documents = range(first, min(first + PARTS_OF_A_PLAN, ground.documents))
                await _found_plan(database, documents, ground.people)
        finally:
            await database.close()

    async def seed(self) -> None:
        """Does nothing: every part was stored with its first paragraph."""

    def _process(self, port: int) -> Process:
        return Process(
            [self.python, "-m", "server", "serve"],
            port=port,
            log=Path(self.directory / "log"),
            # Some scenarios have one person open thousands of sockets, who has a twentieth of them.
            environment={**self._environment, "PORT": str(port), "SAMPLAN_MAX_SOCKETS": "50000"},
            directory=self.root,
            processors=self._processors,
        )

    def dialect(self, document: int, person: int) -> Dialect:
        return dialects.Samplan(f"part/{part_of(document)}", token_of(plan_of(document), person))


class SamplanPostgresql(SamplanSqlite):
    """On a PostgreSQL and a Redis shared by all runs; both use the generator's processor."""

    name = "samplan-postgresql"
    services: ClassVar[Services | None] = None

    async def _prepare(self) -> Mapping[str, str]:
        assert self.services is not None
        return {
            "SAMPLAN_DATABASE_URL": await self.services.postgres.create_database(),
            "SAMPLAN_REDIS_URL": self.services.redis.url,
            "SAMPLAN_SECRET_KEY": "a key that only this benchmark uses",
        }

    async def database_cpu_seconds(self) -> float:
        assert self.services is not None
        return sum(map(cpu_seconds, await self.services.pids()))


@dataclass(frozen=True)
class Services:
    postgres: Postgres
    redis: RedisServer

    @classmethod
    @asynccontextmanager
    async def opened(cls) -> AsyncIterator[Services]:
        async with own_cluster() as postgres:
            with tempfile.TemporaryDirectory(prefix="samplan-bench-redis-") as directory:
                redis = RedisServer(Path(directory))
                await redis.start()
                try:
                    yield cls(postgres, redis)
                finally:
                    await redis.stop()

    async def pids(self) -> list[int]:
        postmaster = int((self.postgres.data / "postmaster.pid").read_text().split()[0])
        async with Redis(port=self.redis.port) as client:
            information = await client.info("server")
        return [postmaster, int(information["process_id"])]


def plan_of(document: int) -> int:
    return document // PARTS_OF_A_PLAN


def part_of(document: int) -> str:
    return f"bench-part-{document:05}"


def token_of(plan: int, person: int) -> str:
    return f"session-{plan}-{person}"


async def _found_plan(database: Database, documents: range, people: int) -> None:
    """One plan with an owner who never connects and ``people`` who may edit every part."""
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
        decisions=[
            Decision(number, place, Level.EDIT, owner, now, kind=Kind.CONTRIBUTION)
            for number, place in enumerate(places, start=1)
        ],
        events=[Event(at=now, person=owner, action=PlanFounded.action, plan=plan)],
    )
    await found_plan(database, new)
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


def _part(plan: PlanId, position: int, document: int) -> PartCreation:
    return PartCreation(
        Part(PartId(part_of(document)), plan, Kind.CONTRIBUTION, position=position),
        Row(SERVER, None, scripts.seed()),
        {scripts.SEED_CLIENT: SERVER},
    )

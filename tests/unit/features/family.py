"""A plan of a child with a representative, stored: the cases the demo plan does not have."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from server.domain.access import Decision, Level
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.ports.log import Row
from server.storage.database.database import Database
from server.storage.founding import NewPlan, found_plan
from server.storage.parts import PartCreation
from server.storage.persons import Person
from server.storage.rights import SqlAccessBook
from server.sync.document.schema import seed
from tests.support.servers.migrated import migrated
from tests.unit.features.fakes import NOON

PLAN = PlanId("plan")
ROLES = (Role.OWNER, Role.REPRESENTATIVE, Role.COORDINATOR, Role.SCHOOL, Role.GP)
KINDS = (Kind.ABOUT_ME, Kind.HEALTH, Kind.OWN_NOTES, Kind.GOAL)


@dataclass(frozen=True)
class Family:
    """Participants are named by their role, parts by their kind, persons ``person-<role>``."""

    database: Database
    book: SqlAccessBook


@asynccontextmanager
async def family(directory: Path) -> AsyncIterator[Family]:
    database = await Database.open(migrated(directory / "family.db"))
    await found_plan(database, new_plan())
    try:
        yield Family(database, SqlAccessBook(database))
    finally:
        await database.close()


def person(role: Role) -> PersonId:
    return PersonId(f"person-{role.value}")


def place(role: Role) -> ParticipantId:
    return ParticipantId(role.value)


def part(kind: Kind) -> PartId:
    return PartId(f"part-{kind.value}")


def new_plan() -> NewPlan:
    """The representative edits what the default matrix says: everything but the child's own notes."""
    return NewPlan(
        id=PLAN,
        owner=person(Role.OWNER),
        created_at=NOON,
        persons=[Person(person(role), f"Navn {role.value}") for role in ROLES],
        participants=[
            Participant(place(role), PLAN, person(role), f"Navn {role.value}", role) for role in ROLES
        ],
        parts=[_new_part(kind) for kind in KINDS],
        decisions=[
            opened(1, Role.REPRESENTATIVE, Kind.ABOUT_ME, Level.EDIT),
            opened(2, Role.REPRESENTATIVE, Kind.HEALTH, Level.EDIT),
            opened(3, Role.REPRESENTATIVE, Kind.GOAL, Level.EDIT),
            opened(4, Role.SCHOOL, Kind.ABOUT_ME, Level.READ),
            opened(5, Role.GP, Kind.ABOUT_ME, Level.READ),
            opened(6, Role.GP, Kind.HEALTH, Level.EDIT),
        ],
        events=[],
    )


def opened(number: int, role: Role, kind: Kind, level: Level) -> Decision:
    return Decision(number, place(role), level, person(Role.OWNER), NOON, kind=kind)


def _new_part(kind: Kind) -> PartCreation:
    content = seed(kind, 1000 + KINDS.index(kind))
    return PartCreation(
        Part(part(kind), PLAN, kind, position=1 + KINDS.index(kind), created_by=place(Role.OWNER)),
        Row(SERVER, None, content.payload),
        {content.client_id: SERVER},
    )

"""A small plan to store things in, and a clock that is advanced by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import select

from server.domain.access import Decision, Level
from server.domain.audit import Event
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.sight import Sight
from server.ports.log import Projection, Row, Submission
from server.storage.database.database import Database
from server.storage.decisions import DecisionSigned, as_decision
from server.storage.founding import NewPlan, PlanFounded
from server.storage.metadata import decisions
from server.storage.parts import PartCreation
from server.storage.persons import Person

NOW = datetime(2026, 3, 4, 5, 6, 7, 891011, tzinfo=UTC)
PLAN = PlanId("plan")
OWNER, SCHOOL, COORDINATOR = PersonId("kari"), PersonId("teacher"), PersonId("berit")
OWNER_PLACE, SCHOOL_PLACE, COORDINATOR_PLACE = (
    ParticipantId("owner"),
    ParticipantId("school"),
    ParticipantId("coordinator"),
)
ABOUT_ME, READING_HELP = PartId("about-me"), PartId("reading-help")
FIRST_CONTENT = b"first content"
SEEDED_BY = 7_000_000_001

_numbers = count(1)


class Clock:
    """Is ``ports.Clock``."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def event(action: str, person: PersonId = OWNER, **more: object) -> Event:
    return Event(at=NOW, person=person, action=action, plan=PLAN, **more)  # type: ignore[arg-type]


def first_part(part: PartId, kind: Kind, created_by: ParticipantId | None = OWNER_PLACE) -> PartCreation:
    return PartCreation(
        part=Part(part, PLAN, kind, created_by=created_by),
        row=Row(SERVER, None, FIRST_CONTENT),
        clients={SEEDED_BY: SERVER},
    )


def small_plan() -> NewPlan:
    """The owner, her school and her coordinator; the school edits the measure and reads the rest."""
    return NewPlan(
        id=PLAN,
        owner=OWNER,
        created_at=NOW,
        persons=[
            Person(OWNER, "Kari", demo_key="owner"),
            Person(SCHOOL, "Tor", demo_key="school", organisation="Lia skole"),
            Person(COORDINATOR, "Berit"),
        ],
        participants=[
            Participant(OWNER_PLACE, PLAN, OWNER, "Kari", Role.OWNER),
            Participant(SCHOOL_PLACE, PLAN, SCHOOL, "Tor", Role.SCHOOL, "Lia skole"),
            Participant(COORDINATOR_PLACE, PLAN, COORDINATOR, "Berit", Role.COORDINATOR),
        ],
        parts=[first_part(ABOUT_ME, Kind.ABOUT_ME), first_part(READING_HELP, Kind.MEASURE)],
        decisions=[
            replace(opening(Level.EDIT, part=READING_HELP), number=1),
            replace(opening(Level.READ, kind=Kind.ABOUT_ME), number=2),
        ],
        events=[event(PlanFounded.action)],
    )


def opening(
    level: Level,
    *,
    participant: ParticipantId = SCHOOL_PLACE,
    part: PartId | None = None,
    kind: Kind | None = None,
    until: datetime | None = None,
) -> Decision:
    """Without its number, which ``signing`` assigns."""
    return Decision(
        0, participant, level, OWNER, NOW, part, kind, until, purpose="leksehjelp", text="Skolen får skrive."
    )


async def everything_signed(database: Database, plan: PlanId = PLAN) -> list[Decision]:
    """Also what a later decision has overridden; oldest first."""
    rows = select(decisions).where(decisions.c.plan_id == plan).order_by(decisions.c.number)
    return await database.read(lambda connection: [as_decision(row) for row in connection.execute(rows)])


def withdrawal(part: PartId = READING_HELP) -> Decision:
    return opening(Level.NONE, part=part)


def signing(decision: Decision) -> Callable[[Sight], Sequence[tuple[Decision, Event]]]:
    """As the next of the plan, whoever signs: refuses nobody."""

    def sign(signer: Sight) -> Sequence[tuple[Decision, Event]]:
        signed = replace(decision, number=signer.access.last_decision + 1)
        return [(signed, signer.event(DecisionSigned.of(signed)))]

    return sign


def written(
    *payloads: bytes,
    after: int,
    part: PartId = READING_HELP,
    plan: PlanId = PLAN,
    access_version: int = 1,
    batch: str | None = None,
    person: PersonId = SCHOOL,
    clients: Mapping[int, PersonId] | None = None,
    title: str | None = None,
    valid_until: datetime | None = None,
) -> Submission:
    """The submission of a room in which the school writes."""
    return Submission(
        plan=plan,
        part=part,
        after=after,
        access_version=access_version,
        batch=batch or f"batch-{next(_numbers)}",
        rows=[Row(person, SCHOOL_PLACE if person == SCHOOL else OWNER_PLACE, each) for each in payloads],
        clients=clients or {},
        projection=Projection(title),
        valid_until=valid_until,
    )

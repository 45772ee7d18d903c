"""One small plan for tests of the domain: a time, participants by role, and decisions in one line."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from server.domain.access import Access, Decision, Grants, Level, PlanAccess
from server.domain.plan import Kind, Part, Participant, ParticipantId, PartId, PersonId, Plan, PlanId, Role
from server.domain.sight import PlanSight, Sight

NOW = datetime(2026, 9, 1, 12, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(seconds=1)
LATER = NOW + timedelta(seconds=1)
PLAN = PlanId("plan")
OWNER = PersonId("person-owner")


def taking_part(role: Role, until: datetime | None = None, name: str | None = None) -> Participant:
    who = name or role.value
    return Participant(ParticipantId(who), PLAN, PersonId(f"person-{who}"), who, role, until=until)


def a_part(kind: Kind = Kind.HEALTH, name: str = "part", **facts: object) -> Part:
    return Part(PartId(name), PLAN, kind, **facts)  # type: ignore[arg-type]


def decided(
    number: int,
    participant: Participant,
    about: Part | Kind,
    level: Level,
    until: datetime | None = None,
) -> Decision:
    part = about.id if isinstance(about, Part) else None
    kind = None if isinstance(about, Part) else about
    return Decision(number, participant.id, level, OWNER, NOW - timedelta(days=1), part, kind, until)


def part_access(grants: Grants, part: Part) -> Access:
    return grants.of_part(part)


def a_plan(
    participants: list[Participant], parts: list[Part], decisions: list[Decision] | None = None
) -> PlanAccess:
    plan = Plan(PLAN, OWNER, "Eier", 1, NOW)
    people = {participant.id: participant for participant in participants}
    return PlanAccess(plan, people, {part.id: part for part in parts}, tuple(decisions or ()))


def knows(plan: PlanSight, one: ParticipantId, other: ParticipantId) -> bool:
    sight = plan.of(one)
    return sight is not None and sight.knows(other)


def sight_of(who: Participant, access: PlanAccess) -> Sight:
    """Also of who has nothing, and so would find no plan."""
    found = PlanSight(access, NOW).of(who.id)
    assert found is not None
    return found

"""What may be attached to a complaint, read as whoever complains may read it, inside the transaction."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection, select

from server.domain.cases.records import day_of
from server.domain.complaints.evidence import Evidence, Item, Value, of_case
from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.plan import Kind, PersonId, PlanId
from server.domain.sight import Sight
from server.storage.cases.records import stored_case
from server.storage.database.schema import ACTIVE
from server.storage.metadata import decisions, parts, plans
from server.storage.rights import sight_in

from .records import Ownership

MOST_CONSENTS = 200
"""The newest: a plan of years has more, and nobody ticks them."""


def evidence_for(
    connection: Connection, reader: PersonId, standing: Ownership, absence_days: int, now: datetime
) -> list[Item]:
    """What ``reader`` may read. Where somebody represents the owner both read what is sent, so it is nothing
    that one of the two may not."""

    def readable(person: PersonId) -> list[Item]:
        return _evidence_for(connection, person, standing, absence_days, now)

    found, represents, owner = readable(reader), standing.representative, standing.owner
    if represents is None or owner is None:
        return found
    theirs = readable(owner if reader == represents else represents)
    return [item for item in found if item in theirs]


def may_help(connection: Connection, person: PersonId, standing: Ownership, now: datetime) -> set[PersonId]:
    """Those of the owner's plan whom ``person``, who complains, knows of."""
    sight = sight_of_owners_plan(connection, standing.owner, person, now)
    known = {who.person for who in sight.known()} if sight else set()
    return known - {standing.owner, person} - {standing.representative}


def _evidence_for(
    connection: Connection, reader: PersonId, standing: Ownership, absence_days: int, now: datetime
) -> list[Item]:
    """Of the case to the owner and who acts for them there, as the case itself; of the plan what ``reader``
    sees of it."""
    items: list[Item] = []
    if standing.case is not None:
        stored = stored_case(connection, standing.case)
        if stored is not None and (
            reader == standing.owner or stored.case.representation.of(reader, day_of(now))
        ):
            items += of_case(stored.case, stored.records, absence_days, day_of(now))
    sight = sight_of_owners_plan(connection, standing.owner, reader, now)
    if sight is not None:
        items += [*_late_measures(connection, sight, day_of(now)), *_consents(connection, sight)]
    return items


def sight_of_owners_plan(
    connection: Connection, owner: PersonId | None, reader: PersonId, now: datetime
) -> Sight | None:
    """What ``reader`` sees of the plan that ``owner`` has now; ``None``: nothing, or there is none.

    Nobody complains for an organisation: what opens by proving one is left out.
    """
    plan = connection.scalar(select(plans.c.id).where(plans.c.owner_id == owner, ACTIVE))
    try:
        return None if plan is None else sight_in(connection, PlanId(plan), Principal(reader), now)
    except NotFound:
        return None


def _late_measures(connection: Connection, sight: Sight, today: date) -> Iterator[Item]:
    seen = {part.id: part for part in sight.parts() if part.kind is Kind.MEASURE and not part.put_away_at}
    wanted = select(parts.c.id, parts.c.due).where(
        parts.c.plan_id == sight.access.plan.id, parts.c.due != "", parts.c.due < today.isoformat()
    )
    for row in connection.execute(wanted.order_by(parts.c.due, parts.c.id)):
        part, due = seen.get(row.id), _day(row.due)
        if part is not None and due is not None:
            responsible = sight.access.participants.get(part.responsible) if part.responsible else None
            known = responsible is not None and sight.knows(responsible.id)
            values: dict[str, Value] = {
                "title": part.title,
                "organisation": responsible.organisation if known and responsible else "",
                "days": (today - due).days,
            }
            yield Item(f"measure-{part.id}", Evidence.MEASURE, due, values)


def _day(written: str) -> date | None:
    """``None`` for what somebody typed that is no day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _consents(connection: Connection, sight: Sight) -> Iterator[Item]:
    """Of parts that whoever complains may read. They name those whom they are about."""
    if not sight.may_read_decisions:
        return
    wanted = select(decisions).where(decisions.c.plan_id == sight.access.plan.id)
    rows = connection.execute(wanted.order_by(decisions.c.number.desc()).limit(MOST_CONSENTS))
    for row in rows:
        if row.part_id is None or row.part_id in sight.levels:
            values = {"text": row.text}
            day = day_of(row.signed_at)
            yield Item(f"consent-{row.number}", Evidence.CONSENT, day, values, names_others=True)

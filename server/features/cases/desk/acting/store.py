"""As what somebody acts in a case, and whom a command may name, read in the transaction that relies on it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, select

from server.domain.cases.care_transitions import CoordinatorAppointed, CoordinatorProposed
from server.domain.cases.case_transitions import CaseAssigned, RepresentativeRegistered
from server.domain.cases.leaders import speaks_for_leader
from server.domain.cases.records import Record
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.errors import Invalid, NotFound, NotNow
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.features.cases.rules import capacity
from server.storage.cases.about import about, represented
from server.storage.cases.leaders import leaders_asked
from server.storage.cases.records import StoredCase
from server.storage.cases.tables import cases
from server.storage.database.told import may_be_an_id
from server.storage.identity.moving import hold_logins, is_somebody
from server.storage.municipality.rights import rights_in
from server.storage.persons import name_once


def actor_in(connection: Connection, person: PersonId, which: CaseId) -> Actor:
    """As what they may act in it, so far as its records are not needed to say it.

    Raises ``NotFound``, after the same statements for a case that is hidden and for one that does not exist.
    """
    asked = which if may_be_an_id(which) else ""
    mine = about(connection, person).label("mine")
    acts = cases.c.id.in_(represented(person)).label("acts")
    columns = cases.c.municipality_id, cases.c.owner_id, cases.c.coordinator_id, cases.c.outgoing_id
    wanted = select(*columns, mine, acts).where(cases.c.id == asked)
    row = connection.execute(wanted).one_or_none()
    where = MunicipalityId("") if row is None else row.municipality_id
    rights, owner = rights_in(connection, person, where), None if row is None else row.owner_id
    appointed = row is not None and person in (row.coordinator_id, row.outgoing_id)
    actor = capacity(owner, person, rights, appointed=appointed, represents=row is not None and row.acts)
    if actor not in OWNERS and (row is None or row.mine):
        raise NotFound
    return actor


def require_people(connection: Connection, stored: StoredCase, record: Record) -> None:
    """Whom no provider calls anything is called what the unit calls them.

    Raises ``Invalid`` for somebody named who is nobody, or who may not handle the case.
    """
    transition = record.transition
    if isinstance(transition, CaseAssigned):
        _require_handler(connection, transition.handler, stored.case.id)
    for named, who in _named(stored, record):
        coordinates = not isinstance(transition, RepresentativeRegistered)  # whose own rule that has
        if coordinates and who == stored.case.case.subject.person:
            raise Invalid(f"{named}: nobody coordinates their own plan")
        if not is_somebody(connection, who):
            raise Invalid(f"{named}: nobody is called that")
    if isinstance(transition, CoordinatorProposed | RepresentativeRegistered) and transition.name.strip():
        name_once(connection, transition.person, transition.name.strip())


def hold_named(connection: Connection, stored: StoredCase, records: Iterable[Record]) -> None:
    """Where somebody may be in the case, or its plan, from one of these on: no login is moved meanwhile."""
    if any(True for record in records for _ in _named(stored, record)):
        hold_logins(connection)


def _named(stored: StoredCase, record: Record) -> Iterator[tuple[str, PersonId]]:
    """Each under the name by which a refusal says which it is."""
    candidate = stored.case.coordinator.candidate
    if isinstance(record.transition, CoordinatorAppointed) and candidate is not None:
        yield "person", candidate.person
    for named in ("person", "substitute_person"):
        who = getattr(record.transition, named, None)
        yield from [] if who is None else [(named, who)]


def require_leaders_word(connection: Connection, stored: StoredCase, record: Record) -> None:
    """Raises ``NotNow`` ("leader-answers") where a leader is registered who answers for themselves."""
    if speaks_for_leader(record) and leaders_asked(connection, stored.case, stored.municipality):
        raise NotNow("leader-answers")


def _require_handler(connection: Connection, person: PersonId, which: CaseId) -> None:
    with contextlib.suppress(NotFound):
        if actor_in(connection, person, which) is Actor.CASE_HANDLER:
            return
    raise Invalid("handler: nobody who may handle it")

"""What providers call a person, and what a person is called here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from server.domain.audit import Event
from server.domain.identity.bindings import TakenName
from server.domain.plan import PersonId, PlanId
from server.storage import ledger
from server.storage.database.locks import lock_names
from server.storage.metadata import identities, participants, persons, plans
from server.storage.persons import ENROLLING
from server.storage.rights import active, hold_plan, raise_version


@dataclass(frozen=True, slots=True)
class SaidNames:
    """``shown``: what they are called here, and ``enrolled_as`` once it was another name. ``here``: what this
    provider called them last; ``elsewhere``: whether another one called them anything."""

    shown: str
    enrolled_as: str | None
    here: str | None
    elsewhere: bool


class JoinedMeanwhile(Exception):
    """They joined a plan while the names were waited for; begun anew, the transaction holds it first."""


class NameBook:
    """Inside one transaction. ``issuer`` and ``subject``: by what a provider means the person."""

    def __init__(self, connection: Connection, person: PersonId, issuer: str, subject: str) -> None:
        self._connection, self._person = connection, person
        self._here = and_(identities.c.issuer == issuer, identities.c.subject == subject)

    def hold(self, at: datetime) -> None:
        """Nobody else is named until the transaction ends. First it holds the plans whose versions ``rename``
        raises: whoever joins one holds the plan before the names.

        Raises ``JoinedMeanwhile`` where they are in another one by then: the names are to be let go of.
        """
        held = self._known_in(at)
        for plan in held:
            hold_plan(self._connection, plan)
        lock_names(self._connection, ENROLLING)
        if set(self._known_in(at)) - set(held):
            raise JoinedMeanwhile

    def said(self) -> SaidNames | None:
        """``None`` where what the provider means is not this person."""
        theirs = identities.c.person_id == self._person
        called = select(persons.c.name, persons.c.enrolled_as, identities.c.name.label("here"))
        called = called.join(identities, identities.c.person_id == persons.c.id)
        row = self._connection.execute(called.where(theirs, self._here)).one_or_none()
        if row is None:
            return None
        others = select(func.count()).where(theirs, ~self._here, identities.c.name.is_not(None))
        elsewhere = self._connection.execute(others).scalar_one() > 0
        return SaidNames(row.name, row.enrolled_as, row.here, elsewhere)

    def remember(self, name: str) -> None:
        self._connection.execute(update(identities).where(self._here).values(name=name))

    def rename(self, taken: TakenName, event: Event) -> Sequence[PlanId]:
        """Returns the plans in which others may know them, whose pages are to be told."""
        changed = update(persons).where(persons.c.id == self._person)
        self._connection.execute(changed.values(name=taken.name, enrolled_as=taken.enrolled_as))
        found = self._known_in(event.at)
        for plan in found:
            raise_version(self._connection, plan)
        ledger.append(self._connection, [event])
        return found

    def _known_in(self, at: datetime) -> Sequence[PlanId]:
        theirs: ColumnElement[bool] = and_(participants.c.person_id == self._person, active(at))
        takes_part = select(participants.c.plan_id).where(theirs)
        known = select(plans.c.id).where(or_(plans.c.owner_id == self._person, plans.c.id.in_(takes_part)))
        return self._connection.scalars(known.order_by(plans.c.id)).all()

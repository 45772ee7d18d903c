"""The plan of a case follows its records: whoever is in place coordinates it, it is gone through on the day
that they say, and its end ends all access."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from server.domain.audit import Details, Event, fingerprint
from server.domain.cases.care_transitions import CameOfAge
from server.domain.cases.flow import judged
from server.domain.cases.records import By, Command, Record, day_of, end_of
from server.domain.cases.rules import CaseRules
from server.domain.cases.state import PLAN_RUNNING, Case
from server.domain.cases.vocabulary import Actor, CaseId, PlanStatus
from server.domain.cases.waiting import in_place
from server.domain.errors import NotNow
from server.domain.messages.message import Message
from server.domain.plan import SERVER, Participant, ParticipantId, PersonId, PlanId, Role
from server.storage import ledger
from server.storage.cases.records import StoredCase, add_record, require_newest, stored_case
from server.storage.errors import AlreadyThere
from server.storage.founding import NewPlan, found
from server.storage.keys import Key
from server.storage.messages import outbox
from server.storage.metadata import plans
from server.storage.municipality.records import Municipality, municipality
from server.storage.plan.participations import (
    ParticipationBegun,
    ParticipationEnded,
    insert_participant,
    store_ending,
    taking_part,
)
from server.storage.rights import hold_plan, raise_version


@dataclass(frozen=True, slots=True)
class PlanEnd:
    """What the row of a plan says once it has ended."""

    plan: PlanId
    at: datetime | None

    @property
    def fingerprint(self) -> str:
        return fingerprint("end of plan", self.plan, self.at)


@dataclass(frozen=True, slots=True)
class PlanHasEnded(Details):
    """``digest``: the fingerprint of which plan, and when."""

    action = "plan-ended"
    plan: PlanId
    digest: str


@dataclass(frozen=True, slots=True)
class EndingWords:
    """The sentences that stay with a participation that a case has ended."""

    coordinator: str
    substitute: str
    representative: str
    plan: str


NewId = Callable[[], str]


@dataclass(frozen=True, slots=True)
class Doing:
    """``person``: who adds the record that this follows from; ``None``: a clock, by which nobody did it.
    ``new_id`` draws one."""

    person: PersonId | None
    at: datetime
    new_id: NewId
    words: EndingWords
    rules: CaseRules


DoingIn = Callable[[Connection, Municipality], Doing]
"""What a clock does, by the rules and in the words of a municipality."""
BY_RECORDS = (Role.COORDINATOR, Role.SUBSTITUTE, Role.REPRESENTATIVE)
ANY_PLAN_END = plans.c.ended_at.is_not(None)


def as_plan_end(row: Row[Any]) -> PlanEnd:
    return PlanEnd(row.id, row.ended_at)


def begin_plan(connection: Connection, new: NewPlan, key: Key | None) -> None:
    """``key``: the plan's, fetched before. Raises ``NotNow`` where its owner has an active plan already."""
    try:
        found(connection, new, key)
    except AlreadyThere:
        raise NotNow("has-a-plan") from None


def is_out_of_line(connection: Connection, case: CaseId, doing_in: DoingIn) -> bool:
    """Whether ``brought_into_line`` would write anything. Only reads: most days it would not."""
    found = _as_it_is(connection, case, doing_in)
    if found is None:
        return False
    stored, doing = found
    return _coming_of_age(stored, doing) is not None or _differs(connection, stored.case, doing)


def brought_into_line(connection: Connection, case: CaseId, doing_in: DoingIn) -> PlanId | None:
    """As ``follow``, of a case as it is; whose owner is of age by now has a child coordinator no more.

    Raises ``Outdated`` where somebody added a record while its plan was waited for: it is read again.
    """
    found = _as_it_is(connection, case, doing_in)
    if found is None:
        return None
    stored, doing = found
    record = _coming_of_age(stored, doing)
    hold_plan_of(connection, stored.case)
    require_newest(connection, stored)
    if record is not None:
        stored = add_record(connection, stored, record)
    return follow(connection, stored.case, doing)


def hold_plan_of(connection: Connection, case: Case) -> None:
    """For who is about to add a record that its plan follows: plans are locked before the rows of cases
    (``locks``), as whoever says something of a case in its plan does."""
    if case.plan.plan is not None:
        hold_plan(connection, case.plan.plan)


def _as_it_is(connection: Connection, case: CaseId, doing_in: DoingIn) -> tuple[StoredCase, Doing] | None:
    stored = stored_case(connection, case)
    where = None if stored is None else municipality(connection, stored.municipality)
    return None if stored is None or where is None else (stored, doing_in(connection, where))


def _coming_of_age(stored: StoredCase, doing: Doing) -> Record | None:
    """The record that says so; ``None`` if there is one, or somebody else is appointed from then on."""
    command = Command(By(None, Actor.CLOCK), doing.at, CameOfAge())
    try:
        return judged(stored.case, command, doing.rules)
    except NotNow:
        return None


def _differs(connection: Connection, case: Case, doing: Doing) -> bool:
    """Whether ``follow`` would write anything."""
    plan, status = case.plan.plan, case.plan.status
    if plan is None:
        return False
    row = connection.execute(select(plans.c.ended_at, plans.c.next_revision).where(plans.c.id == plan)).one()
    if status not in PLAN_RUNNING:
        return status is PlanStatus.ENDED and row.ended_at is None
    there = taking_part(connection, plan)
    moved = row.next_revision != case.plan.next_revision
    return moved or any(any(_change(place, there)) for place in _places(case, day_of(doing.at), doing))


def follow(connection: Connection, case: Case, doing: Doing) -> PlanId | None:
    """Bring the plan of ``case`` into line with it, as it is after its newest record, today.

    Returns the plan if somebody's access to it has changed, or the day of its next revision. May be repeated.
    Nobody adds a record meanwhile: this transaction has added one, or ``require_newest`` has looked.
    """
    plan, status = case.plan.plan, case.plan.status
    if plan is None:
        return None
    if status in PLAN_RUNNING:
        return plan if _keep_up(connection, case, plan, doing) else None
    return plan if status is PlanStatus.ENDED and _end(connection, case, plan, doing) else None


def _keep_up(connection: Connection, case: Case, plan: PlanId, doing: Doing) -> bool:
    hold_plan(connection, plan)
    events = _coordinate(connection, case, plan, doing)
    if not _revise(connection, plan, case.plan.next_revision) and not events:
        return False
    raise_version(connection, plan)
    ledger.append(connection, events)
    return True


def _coordinate(connection: Connection, case: Case, plan: PlanId, doing: Doing) -> list[Event]:
    """Exactly who is in place takes part as coordinator, who stands in for them as substitute, and who acts
    for the owner as representative: old access ends as the new begins."""
    there, today = taking_part(connection, plan), day_of(doing.at)
    return [
        each
        for place in _places(case, today, doing)
        for each in _filled(connection, plan, place, there, doing)
    ]


def _revise(connection: Connection, plan: PlanId, day: date | None) -> bool:
    """Whether it was another day before."""
    moved = update(plans).where(plans.c.id == plan, plans.c.next_revision.is_distinct_from(day))
    return connection.execute(moved.values(next_revision=day)).rowcount > 0


@dataclass(frozen=True, slots=True)
class _Place:
    """``whom``: who take part in that role, each until when. ``of``: those of whom this says anything;
    ``None``: everybody. ``ending``: what stays with who takes part no more."""

    role: Role
    whom: Mapping[PersonId, datetime | None]
    ending: str
    workplace: str = ""
    of: frozenset[PersonId] | None = None


def _places(case: Case, today: date, doing: Doing) -> tuple[_Place, ...]:
    now, words = in_place(case, doing.rules, today), doing.words
    substitute = case.coordinator.substitute_on(today) if now else None
    acting = {each.person: end_of(each.until) for each in case.representation.on(today)}
    return (
        _Place(
            Role.COORDINATOR,
            {now.person: None} if now else {},
            words.coordinator,
            now.workplace if now else "",
        ),
        _Place(Role.SUBSTITUTE, {substitute: None} if substitute else {}, words.substitute),
        _Place(Role.REPRESENTATIVE, acting, words.representative, of=case.representation.ever),
    )


def _filled(
    connection: Connection, plan: PlanId, place: _Place, there: Iterable[Participant], doing: Doing
) -> list[Event]:
    gone, new = _change(place, there)
    events = _ended(connection, plan, gone, doing, place.ending)
    for person in new:
        events.append(_begun(connection, plan, person, place, doing))
    return events


def _change(place: _Place, there: Iterable[Participant]) -> tuple[Sequence[Participant], Sequence[PersonId]]:
    """Who leaves it, and who takes part. Who has another last day than before takes part anew: how long
    somebody does never changes."""
    held = [who for who in there if who.role is place.role and (place.of is None or who.person in place.of)]
    stay = {who.person for who in held if who.person in place.whom and who.until == place.whom[who.person]}
    return [who for who in held if who.person not in stay], [who for who in place.whom if who not in stay]


def _begun(connection: Connection, plan: PlanId, who: PersonId, place: _Place, doing: Doing) -> Event:
    new = Participant(
        ParticipantId(doing.new_id()), plan, who, "", place.role, place.workplace, place.whom[who]
    )
    insert_participant(connection, new)
    return _event(plan, ParticipationBegun(new.id, new.role.value), doing)


def _end(connection: Connection, case: Case, plan: PlanId, doing: Doing) -> bool:
    """The owner alone reads it from now on, and everybody else is told that their access is over."""
    ends = update(plans).where(plans.c.id == plan, plans.c.ended_at.is_(None))
    if connection.execute(ends.values(ended_at=doing.at, next_revision=None)).rowcount == 0:
        return False
    others = [who for who in taking_part(connection, plan) if who.role is not Role.OWNER]
    events = _ended(connection, plan, others, doing, doing.words.plan)
    raise_version(connection, plan)
    said = PlanHasEnded(plan, PlanEnd(plan, doing.at).fingerprint)
    ledger.append(connection, [*events, _event(plan, said, doing)])
    outbox.add(connection, _told_of_end(connection, case, plan, others, doing), doing.at)
    return True


def _told_of_end(
    connection: Connection, case: Case, plan: PlanId, others: Iterable[Participant], doing: Doing
) -> Iterator[Message]:
    """Whom no record of the case tells."""
    where = connection.scalar(select(plans.c.municipality_id).where(plans.c.id == plan))
    for who in others:
        if who.role not in BY_RECORDS and who.person != doing.person:
            yield Message(f"plan/{plan}/ended", "access-ended", where, person=who.person, case=case.id)


def _ended(
    connection: Connection, plan: PlanId, whom: Iterable[Participant], doing: Doing, text: str
) -> list[Event]:
    gone = [replace(who, ended_at=doing.at, ended_by=doing.person, ending=text) for who in whom]
    for who in gone:
        store_ending(connection, who)
    return [_event(plan, ParticipationEnded.of(who), doing) for who in gone]


def _event(plan: PlanId, details: Details, doing: Doing) -> Event:
    return Event.of(details, doing.at, doing.person or SERVER, plan)

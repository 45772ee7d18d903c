"""What may be attached to a complaint, read as whoever complains may read it, inside the transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from server.domain.access import Decision
from server.domain.audit import fingerprint
from server.domain.cases.records import day_of
from server.domain.cases.rules import CaseRules
from server.domain.complaints.evidence import Evidence, Item, Value, of_case
from server.domain.errors import NotFound
from server.domain.identity.principal import Principal
from server.domain.plan import Kind, PartId, PersonId, PlanId
from server.domain.sentences.signed import MayReadWords, reach_of
from server.domain.sight import Sight
from server.storage.cases.records import stored_case
from server.storage.database.schema import ACTIVE
from server.storage.decisions import StoredDecisions
from server.storage.metadata import parts, plans
from server.storage.rights import sight_in

from .finding import represents
from .ownership import Ownership

MOST_CONSENTS = 200
"""The newest: a plan of years has more, and nobody ticks them."""


@dataclass(frozen=True, slots=True)
class EvidenceTerms:
    """What reading evidence needs besides who reads. ``rules``: of cases."""

    rules: CaseRules
    may_read_words: MayReadWords
    now: datetime

    @property
    def today(self) -> date:
        return day_of(self.now)


@dataclass(frozen=True, slots=True)
class FoundEvidence:
    """``titles``, ``decisions``: the parts and the plan's own numbers whose words ``items`` say; ``sight``:
    who reads them in the plan, ``None`` for nobody there."""

    items: list[Item]
    sight: Sight | None = None
    titles: Sequence[PartId] = ()
    decisions: Sequence[int] = ()


_Found = tuple[Item, PartId | int | None]
"""With the part or the decision whose words it says."""


def evidence_for(
    connection: Connection, reader: PersonId, standing: Ownership, terms: EvidenceTerms
) -> FoundEvidence:
    """What ``reader`` may read. While somebody represents the owner both read what is sent, so it is nothing
    that one of the two may not."""
    sight, owner = sight_of_owners_plan(connection, standing.owner, reader, terms.now), standing.owner
    found, representative = _evidence_for(connection, reader, sight, standing, terms), standing.representative
    if representative is not None and owner is not None and represents(connection, standing, terms.now):
        other = owner if reader == representative else representative
        seen = sight_of_owners_plan(connection, owner, other, terms.now)
        theirs = [item for item, _ in _evidence_for(connection, other, seen, standing, terms)]
        found = [(item, of) for item, of in found if item in theirs]
    said = [of for _, of in found]
    return FoundEvidence(
        [item for item, _ in found],
        sight,
        titles=[of for of in said if isinstance(of, str)],
        decisions=[of for of in said if isinstance(of, int)],
    )


def may_help(connection: Connection, person: PersonId, standing: Ownership, now: datetime) -> set[PersonId]:
    """Those of the owner's plan whom ``person``, who complains, knows of."""
    sight = sight_of_owners_plan(connection, standing.owner, person, now)
    known = {who.person for who in sight.known()} if sight else set()
    return known - {standing.owner, person} - {standing.representative}


def _evidence_for(
    connection: Connection,
    reader: PersonId,
    sight: Sight | None,
    standing: Ownership,
    terms: EvidenceTerms,
) -> list[_Found]:
    """Of the case to the owner and who acts for them there, as the case itself; of the plan what ``reader``
    sees of it, by ``sight``."""
    items, today = list[_Found](), terms.today
    if standing.case is not None:
        stored = stored_case(connection, standing.case)
        if stored is not None and (reader == standing.owner or stored.case.representation.of(reader, today)):
            items += [(item, None) for item in of_case(stored.case, stored.records, terms.rules, today)]
    if sight is not None:
        items += _late_measures(connection, sight, today)
        items += _consents(connection, sight, terms, alone=standing.representative is None)
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


def _late_measures(connection: Connection, sight: Sight, today: date) -> Iterator[_Found]:
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
                "organisation": responsible.known_organisation if known and responsible else "",
                "days": (today - due).days,
            }
            yield Item(f"measure-{part.id}", Evidence.MEASURE, due, values), part.id


def _day(written: str) -> date | None:
    """``None`` for what somebody typed that is no day."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _consents(connection: Connection, sight: Sight, terms: EvidenceTerms, *, alone: bool) -> Iterator[_Found]:
    """The newest that ``sight`` reads, with the words that were signed, as whoever reads who may do what in
    the plan does. They name those whom they are about. ``alone``: nobody complains for the owner."""
    if not sight.may_read_decisions:
        return
    signed = StoredDecisions(connection, sight.access.plan.id)
    for _, decision in signed.page(reach_of(sight), None).numbered[:MOST_CONSENTS]:
        if terms.may_read_words(sight, decision, signed):
            key = f"consent-{decision.number if alone else _unnumbered(decision)}"
            day, values = day_of(decision.signed_at), {"text": decision.text}
            yield Item(key, Evidence.CONSENT, day, values, names_others=True), decision.number


def _unnumbered(decision: Decision) -> str:
    """Its number in the plan would tell a representative how many are kept from them."""
    about = decision.participant, decision.part, decision.kind, decision.proposing
    return fingerprint("consent", *about, decision.signed_at, decision.text)[:32]

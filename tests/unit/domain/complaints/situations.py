"""A complaint for tests of the domain: rules, a transition of each class, and histories of them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Self

from server.domain.cases.records import By, Command, Record, Transition
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.complaints import transitions as t
from server.domain.complaints.flow import followed, judged
from server.domain.complaints.rules import ComplaintRules
from server.domain.complaints.state import Complaint
from server.domain.complaints.taken_down import SignatureCame, TakenDown
from server.domain.complaints.track.guards import THEIR_WORD
from server.domain.complaints.track.table import TERMS
from server.domain.complaints.vocabulary import (
    Basis,
    Came,
    ComplaintId,
    ComplaintStatus,
    Delivery,
    GovernorVerdict,
    Ground,
    Identity,
    Mandate,
    Questioned,
    Rejection,
    Reversal,
)
from server.domain.plan import PersonId

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
EASTER = {date(2026, 4, 2), date(2026, 4, 3), date(2026, 4, 6)}
RULES = ComplaintRules(
    weeks={Basis.HEALTH: 4, Basis.SOCIAL: 3, Basis.NAV: 3, Basis.CHILD_WELFARE: 3},
    party_age={Basis.HEALTH: 12, Basis.SOCIAL: 12, Basis.NAV: 12, Basis.CHILD_WELFARE: 15},
    late_years=1,
    delay_months=1,
    rejection_weeks=3,
    closing_days=28,
    near_months=12,
    is_holiday=EASTER.__contains__,
)
UNSENT = {ComplaintStatus.NONE, ComplaintStatus.CONSIDERING, ComplaintStatus.DRAFTING, ComplaintStatus.READY}
WHO = {actor: By(PersonId(actor.value), actor) for actor in Actor}
DATED = t.DaysSaid(Basis.HEALTH, TODAY)
WRITTEN = t.Written((Ground.REFUSED_PLAN,), "Jeg fikk nei.", "En plan.")
SENT = t.Sent(Delivery.HERE, TODAY, "digest", (t.Attachment("report-1", "d"),))
TAKEN_DOWN = TakenDown(CaseId("case"), Came.SPOKEN, TODAY, (Ground.NO_ANSWER,), "Ingen svarer.")

SAMPLES: dict[str, Transition] = {
    each.action: each
    for each in (
        t.Considered(),
        DATED,
        WRITTEN,
        t.HelperNamed(PersonId("hanne")),
        t.HelperRemoved(PersonId("hanne")),
        t.Addressed(to_unit=True),
        t.EvidenceChosen(("report-1",)),
        t.NoteAdded("Telefonsamtale", "De sa at de skulle ringe."),
        t.PaperAdded("Brevet", "a" * 64),
        t.OwnRemoved(2),
        t.MadeReady(Identity.ELECTRONIC),
        SENT,
        TAKEN_DOWN,
        SignatureCame(TODAY),
        t.Received(TODAY),
        t.DelayTold("Vi venter på papirer.", date(2026, 5, 4)),
        t.LateAsked("Hvorfor kommer den nå?"),
        t.MendingAsked("Hvilken avgjørelse gjelder det?", date(2026, 3, 16)),
        t.Commented("Det stemmer ikke."),
        t.Reversed(Reversal.PARTLY, "Du får koordinator.", TODAY),
        t.Forwarded("Vi mener fortsatt nei.", TODAY),
        t.Rejected(Rejection.OTHER, "Dette kan ikke klages på.", TODAY),
        t.Contested("Se på det likevel."),
        t.GovernorAsked(Questioned.MUNICIPALITY, "Hvor er planen?", date(2026, 4, 1)),
        t.GovernorAnswered(1, "Vedlagt."),
        t.GovernorDelayed("Mange saker.", date(2026, 6, 1)),
        t.OutcomeCame(GovernorVerdict.UPHELD, "Medhold.", TODAY),
        t.Ordered("Lage planen", "Lia kommune", date(2026, 5, 1)),
        t.OrderReported(1),
        t.OrderConfirmed(1),
        t.ComplaintClosed(),
        t.Withdrawn(),
    )
}


def usual(transition: Transition) -> Actor:
    """Who does it where several may: the owner before it is sent, and the addressee what is theirs."""
    terms = TERMS[type(transition)]
    units = Actor.CASE_HANDLER in terms.by and THEIR_WORD not in terms.guards
    return Actor.CASE_HANDLER if units else Actor.OWNER


def commanded(transition: Transition, by: Actor | None = None, day: float = 0) -> Command:
    who = WHO[usual(transition) if by is None else by]
    return Command(who, NOW + timedelta(days=day), transition)


@dataclass
class History:
    """Adds records as commands are let through. ``day``: days after ``NOW``."""

    complaint: Complaint = field(default_factory=lambda: Complaint(ComplaintId("complaint")))
    records: list[Record] = field(default_factory=list)
    born: date | None = None

    def does(self, transition: Transition | str, by: Actor | None = None, day: float = 0) -> Self:
        said = SAMPLES[transition] if isinstance(transition, str) else transition
        record = judged(self.complaint, commanded(said, by, day), RULES, self.born)
        self.records.append(record)
        self.complaint = followed(self.complaint, record)
        return self

    def all(self, *transitions: Transition | str) -> Self:
        for each in transitions:
            self.does(each)
        return self


def considering() -> History:
    return History().does("considered")


def ready() -> History:
    return considering().all("dated", "written", "addressed", "made-ready")


def sent() -> History:
    return ready().does("sent")


def elsewhere() -> History:
    """Sent by letter to somebody who is not here."""
    to = t.Addressed(to_unit=False, addressee="NAV")
    history = considering().all("dated", "written", to, "made-ready")
    return history.does(replace(SENT, channel=Delivery.LETTER))


def received() -> History:
    return sent().does("received")


def at_governor() -> History:
    return received().all("forwarded", "governor-asked")


def following_up() -> History:
    """Order 10: "Lage planen"."""
    return received().all("forwarded", "outcome-came", "ordered")


def for_another() -> Transition:
    return t.Considered(Mandate.PARENT)


def dated(**other: object) -> t.DaysSaid:
    return replace(DATED, **other)  # type: ignore[arg-type]

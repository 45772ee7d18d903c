"""A case for tests of the domain: rules, a transition of each class, and histories of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Self

from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as about
from server.domain.cases.flow import TRACK_OF, followed, judged
from server.domain.cases.life.transitions import ReviewDone, ReviewNotDone, ReviewOpened
from server.domain.cases.records import By, Command, Record, Transition
from server.domain.cases.rules import CaseRules, LifeRules
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import (
    Actor,
    Assessed,
    CaseId,
    Consent,
    CoordinatorKind,
    CoordinatorWish,
    LifeEvent,
    Means,
    Outcome,
    Thing,
    Training,
    Wish,
)
from server.domain.plan import PersonId, PlanId

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
LIFE = LifeRules(
    ages={LifeEvent.OWN_VIEW_WEIGHS: 12, LifeEvent.HEALTH_CONSENT: 16, LifeEvent.MAJORITY: 18},
    school_years={LifeEvent.UPPER_SECONDARY: 16, LifeEvent.AFTER_SCHOOL: 19},
    school_begins_months=7,
    notice_days=30,
    school_notice_months=6,
    care_months=3,
    review_days=14,
    reminder_days=(-7, 0),
)
RULES = CaseRules(
    take_days=14,
    warn_days=21,
    answer_days=30,
    absence_days=14,
    review_months=12,
    near_months=12,
    together_days=60,
    revision_months=6,
    of_age=18,
    of_age_notice_months=12,
    consent_age=16,
    criteria=("lasting", "several-services"),
    consent_bases=frozenset({"parents", "guardian"}),
    representation_days=(-60, -14, 0),
    life=LIFE,
)
ADULT = about.Subject("Kari", born=date(1980, 5, 1), person=PersonId("kari"))
CHILD = about.Subject("Mia", born=date(2010, 3, 20))
YOUNG = about.Subject("Per", born=date(2018, 1, 1))
EXPECTED = about.Subject("familien Li", expected=date(2026, 6, 1))

WHO = {actor: By(PersonId(actor.value), actor, "Lia kommune") for actor in Actor}
FOR_THE_OWNER = replace(WHO[Actor.CASE_HANDLER], on_behalf_of="Kari, på telefon")


def reported(**other: Any) -> about.CaseReported:
    said: dict[str, Any] = {
        "reporter": Actor.RELATIVE,
        "reporter_name": "Ola",
        "subject": ADULT,
        "wish": Wish.BOTH,
        "reason": "Trenger hjelp fra flere.",
        "consent": Consent.GIVEN,
        "consent_by": "Kari",
        "means": Means.WEB,
    }
    return about.CaseReported(**(said | other))


def decided(thing: Thing = Thing.PLAN, outcome: Outcome = Outcome.GRANTED) -> about.ThingDecided:
    return about.ThingDecided(thing, outcome, "Vilkårene er vurdert.", Means.LETTER, TODAY)


def wished(wish: CoordinatorWish = CoordinatorWish.NO_PREFERENCE, somebody: str = "") -> care.WishRecorded:
    return care.WishRecorded(wish, "Kari selv", somebody)


def proposed(*, as_wished: bool = True, departure: str = "", who: str = "hilde") -> care.CoordinatorProposed:
    return care.CoordinatorProposed(PersonId(who), who.title(), "Helse", as_wished, departure)


def appointed(
    kind: CoordinatorKind = CoordinatorKind.ORDINARY, start: date = TODAY
) -> care.CoordinatorAppointed:
    return care.CoordinatorAppointed(kind, start, Training.DONE)


SAMPLES: dict[str, Transition] = {
    transition.action: transition
    for transition in (
        reported(),
        about.ReportTakenIn(CaseId("other"), Wish.PLAN),
        about.CaseMerged(CaseId("other")),
        about.CaseTaken(),
        about.CaseAssigned(PersonId("hanne")),
        about.SubjectCorrected(ADULT),
        about.ChildBorn("Liv Li", TODAY),
        about.ConsentChecked(Consent.GIVEN, "Kari"),
        about.QuestionAsked(Actor.OWNER, "Hva trenger du?"),
        about.QuestionAnswered(4, "En som samler trådene."),
        about.MeetingSet(TODAY),
        about.CriterionAssessed("lasting", Assessed.MET, "I flere år."),
        about.DelayNotified("Vi venter på svar.", date(2026, 6, 1)),
        decided(),
        about.LetterPosted(8, TODAY),
        about.CaseDeclined("koordinerende enhet"),
        about.MovedAway("Berg", hand_over=True),
        about.PassedOn("Berg", ("asked",)),
        about.CaseClosed("need-over", "kvittering 7"),
        about.OwnerDied(said_by="Datteren, på telefon"),
        about.ResponsibilityAgreed("helse"),
        about.ResponsibilityDisputed(("helse", "NAV")),
        about.ResponsibilityDecided("helse", "Størst del av tiltakene."),
        wished(),
        proposed(),
        care.CoordinationConsented("Kari, på papir 2. mars"),
        care.CoordinatorReleased("Liv Leder"),
        care.ReleaseRefused("Liv Leder", "Ingen tid."),
        care.ProposalRefused(),
        appointed(),
        care.CoordinatorAbsent(date(2026, 9, 1), "Vikar"),
        care.CoordinatorReturned(),
        care.HandoverBegun("Slutter.", "Kari vil møte den nye sammen med meg."),
        care.CoordinatorLeft("Sluttet."),
        care.CameOfAge(),
        care.CoordinatorNotWanted(),
        care.CoordinatorEnded("behovet er over"),
        care.PlanOffered("Sa ja med blikket."),
        care.PlanNotWanted(),
        care.PlanConsented(),
        care.ParentAgreed(),
        care.ParentOpposed("Vi er ikke enige."),
        care.OppositionSettled(PersonId("far"), "Begge vil ha planen."),
        care.PlanBegun(PlanId("plan")),
        care.ValidityProposed(date(2026, 9, 1)),
        care.PlanDeclaredValid(date(2026, 9, 1)),
        care.PlanSaidValid(date(2026, 9, 1), assisted="session"),
        care.RevisionCame("date"),
        care.PlanRevised(date(2027, 3, 1), approved=True),
        care.PlanEnded("ønske"),
        care.PlanArchived("kvittering 7"),
        care.PlanErased(),
        about.OwnerEntered(PersonId("mia")),
        about.RepresentativeRegistered(PersonId("anne"), "Anne", "guardian", date(2027, 3, 1), "Vedtak"),
        about.RepresentativeEnded(PersonId("anne"), "Ønsker det ikke."),
        ReviewOpened(LifeEvent.CHANGED, TODAY),
        ReviewDone(1),
        ReviewNotDone(1, "Vi fikk ikke tak i Kari."),
    )
}


@dataclass
class History:
    """Adds records as commands are let through. ``day``: days after ``NOW``."""

    case: Case = field(default_factory=lambda: Case(CaseId("case")))
    records: list[Record] = field(default_factory=list)
    rules: CaseRules = RULES

    def does(
        self, transition: Transition, by: Actor | By | None = None, day: float = 0, basis: str = "hol. § 7-1"
    ) -> Self:
        record = judged(self.case, commanded(transition, by, day, basis), self.rules)
        self.records.append(record)
        self.case = followed(self.case, record)
        return self

    def all(self, transitions: Iterable[Transition], day: int = 0) -> Self:
        for transition in transitions:
            self.does(transition, day=day)
        return self


def commanded(
    transition: Transition,
    by: Actor | By | None = None,
    day: float = 0,
    basis: str = "hol. § 7-1",
    shown: str = "Tekst.",
) -> Command:
    """By whoever may do it; the unit does on the owner's behalf what they do."""
    who = usual(transition) if by is None else WHO[by] if isinstance(by, Actor) else by
    return Command(who, NOW + timedelta(days=day), transition, basis, shown)


def usual(transition: Transition) -> By:
    may = TRACK_OF[type(transition)].terms[type(transition)].by
    if Actor.OWNER in may and not isinstance(transition, about.CaseReported):
        return WHO[Actor.OWNER]
    if isinstance(transition, about.MovedAway):
        return FOR_THE_OWNER
    if isinstance(transition, care.PlanSaidValid):
        return replace(WHO[Actor.COORDINATOR], on_behalf_of="Kari")
    first = (
        *(Actor.RELATIVE, Actor.CASE_HANDLER, Actor.CLOCK, Actor.COORDINATOR),
        Actor.REPRESENTATIVE,
    )
    return WHO[next(actor for actor in first if actor in may)]


def clarifying(**report: Any) -> History:
    return History().all([reported(**report), about.CaseTaken(), about.ConsentChecked(Consent.GIVEN, "Kari")])


def assessed(**report: Any) -> History:
    return clarifying(**report).all(
        about.CriterionAssessed(each, Assessed.MET, "Ja.") for each in RULES.criteria
    )


def opened(*things: Thing, **report: Any) -> History:
    """All of ``things`` (usually plan and coordinator) are granted."""
    found = assessed(**report)
    return found.all(decided(thing) for thing in things or (Thing.PLAN, Thing.COORDINATOR))


def coordinated(**report: Any) -> History:
    return opened(**report).all([wished(), proposed(), care.CoordinatorReleased("Liv"), appointed()])


def with_childs_coordinator(subject: about.Subject = CHILD) -> History:
    found = opened(Thing.CHILD_COORDINATOR, subject=subject, wish=Wish.CHILD_COORDINATOR)
    found.all([wished(), proposed(), care.CoordinatorReleased("Liv")])
    return found.does(appointed(CoordinatorKind.CHILD))


def plan_begun() -> History:
    return opened().all(SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun"))

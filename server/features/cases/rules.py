"""What a report may say, what whoever made it is told of it, and as what somebody acts in a case. Pure."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from server.catalogue.catalogue import Catalogue
from server.domain.cases.case_transitions import Subject
from server.domain.cases.rules import CaseRules, LifeRules, months_after
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor, CaseStatus, LifeEvent
from server.domain.errors import Invalid, NotFound
from server.domain.plan import PersonId
from server.domain.unit.names import folded_name
from server.domain.unit.rights import UnitRight

MOST_REPORTS_A_DAY = 20
MOST_TYPED_A_DAY = 200
"""Of one person who has logged in, and of one case handler who types what others said or wrote."""
MOST_WAITING = 5_000
"""Reports in one municipality that nobody has taken, after which one takes a login: a flood of them buries
neither those that came before it nor whoever logs in."""
CRITERIA = ("lasting", "several-services")
CONSENT_BASES = frozenset({"parents", "care-order", "nearest-relative", "guardian", "future-mandate"})
"""Rule 13: on which somebody else than the owner consents to the plan; a mandate about money is none."""
OLDEST = date(1900, 1, 1)
LONGEST_LINE = 200
"""Characters of a name, and of a way of reaching somebody."""


def rules_on(catalogue: Catalogue, day: date) -> CaseRules:
    """Every length and age as the catalogue has it on that day."""

    def amount(key: str) -> int:
        return catalogue.rule(key, on=day).amount

    return CaseRules(
        take_days=amount("case.meeting-cycle"),
        warn_days=amount("case.delay-warning"),
        answer_days=amount("case.delay-notice"),
        absence_days=amount("coordinator.absent"),
        review_months=amount("case.return-review"),
        near_months=amount("case.near-days"),
        together_days=amount("coordinator.together"),
        revision_months=amount("plan.revision-interval"),
        of_age=amount("age.majority"),
        of_age_notice_months=amount("age.child-coordinator-task"),
        consent_age=amount("age.health-consent"),
        criteria=CRITERIA,
        consent_bases=CONSENT_BASES,
        representation_days=catalogue.rule("representation.expiry-reminder", on=day).amounts,
        life=_life_rules_on(catalogue, day),
        asks_coordination=catalogue.switches.asks_coordination,
        asks_both_parents=catalogue.switches.asks_both_parents,
        appointable=catalogue.switches.appointable,
        says_service=catalogue.switches.says_service,
    )


AGES = {
    LifeEvent.HEARD: "age.heard",
    LifeEvent.OWN_VIEW_WEIGHS: "age.own-view-weighs",
    LifeEvent.CHILD_WELFARE_PARTY: "age.child-welfare-party",
    LifeEvent.HEALTH_CONSENT: "age.health-consent",
    LifeEvent.MAJORITY: "age.majority",
}
SCHOOLS = {
    LifeEvent.PRIMARY_SCHOOL: "life.primary-school",
    LifeEvent.LOWER_SECONDARY: "life.lower-secondary",
    LifeEvent.UPPER_SECONDARY: "life.upper-secondary",
    LifeEvent.AFTER_SCHOOL: "life.after-school",
}


def _life_rules_on(catalogue: Catalogue, day: date) -> LifeRules:
    def amount(key: str) -> int:
        return catalogue.rule(key, on=day).amount

    return LifeRules(
        ages={event: amount(key) for event, key in AGES.items()},
        school_years={event: amount(key) for event, key in SCHOOLS.items()},
        school_begins_months=amount("life.school-year"),
        notice_days=amount("life.notice"),
        school_notice_months=amount("life.school-notice"),
        care_months=amount("life.compulsory-care"),
        review_days=amount("life.review"),
        reminder_days=catalogue.rule("life.reminder", on=day).amounts,
    )


# -- a reporter's code ----------------------------------------------------------------------------


class ReportStatus(StrEnum):
    """All that a code shows: the same whatever came of the report, and whoever it is about."""

    RECEIVED = "received"
    IN_PROGRESS = "in-progress"
    DONE = "done"


def status_of(report: int, case: CaseStatus, unanswered_from: int | None) -> ReportStatus:
    """Of the report that is the record of this number, in a case of which the rest is said."""
    if unanswered_from is None or report < unanswered_from:
        return ReportStatus.DONE
    return ReportStatus.RECEIVED if case is CaseStatus.REPORTED else ReportStatus.IN_PROGRESS


# -- what a report may say ------------------------------------------------------------------------


def require_possible(subject: Subject, today: date) -> None:
    """Raises ``Invalid`` for nobody, for what is too long, and for days on which nobody is born."""
    lines = subject.name, subject.contact, subject.language
    if not subject.name.strip() or max(map(len, lines)) > LONGEST_LINE:
        raise Invalid(f"subject: a name, and at most {LONGEST_LINE} characters of each")
    if subject.born is not None and not OLDEST <= subject.born <= today:
        raise Invalid("born: no day of birth")
    near = months_after(today, -12), months_after(today, 12)
    if subject.expected is not None and not near[0] <= subject.expected <= near[1]:
        raise Invalid("expected: within a year")


def is_same(known: Subject, said: Subject) -> bool:
    """Whether a report is about whom a case of who acts for them is about."""
    same_day = None in (known.born, said.born) or known.born == said.born
    return not known.family and same_day and folded_name(known.name) == folded_name(said.name)


# -- what is put into another case ----------------------------------------------------------------


def not_merged(case: Case, today: date) -> str:
    """The token of why the case is not put into another one; "" where it may be. Whoever is to find it would
    find neither: the other is to be merged into theirs."""
    if not case.case.reports:
        return "nothing-reported"
    theirs = case.case.subject.person is not None or case.representation.on(today)
    return "owners-case" if theirs else ""


# -- as what somebody acts ------------------------------------------------------------------------


def capacity(
    owner: PersonId | None,
    person: PersonId,
    rights: Collection[UnitRight],
    *,
    appointed: bool,
    represents: bool,
) -> Actor:
    """Whose case it is acts as that, also where they work in the unit: nobody handles their own case, nor
    that of somebody they act for.

    ``appointed``: as its coordinator; ``represents``: registered as acting for its owner. Whether they are in
    place, and whether it still holds, follows from the case.

    Raises ``NotFound`` for everybody whom the case is hidden from: who may see counts sees no case.
    """
    if owner == person:
        return Actor.OWNER
    if represents:
        return Actor.REPRESENTATIVE
    if UnitRight.CASE_HANDLER in rights:
        return Actor.CASE_HANDLER
    if appointed:
        return Actor.COORDINATOR
    raise NotFound

"""The days in a life on which something is to be gone through: those known beforehand, and by when. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from server.domain.cases.rules import CaseRules, LifeRules, days_after, months_after, years_after
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import CaseStatus, LifeEvent

from .transitions import ReviewOpened

AT_ONCE = frozenset({LifeEvent.CARE_ORDER, LifeEvent.PROTECTED_ADDRESS})
"""To be gone through on the day itself: who may see what depends on it."""
ENDS = frozenset({LifeEvent.REPRESENTATION_ENDS, LifeEvent.CONSENT_ENDS})


def dated(case: Case, rules: CaseRules, today: date) -> Iterator[ReviewOpened]:
    """Those of a known birth whose time has come by ``today`` and that were not opened yet.

    Of what was before the case was reported nothing is opened: it was as it is then.
    """
    facts = case.case
    if facts.status is not CaseStatus.OPEN or facts.received is None or facts.subject.born is None:
        return
    for event, day, notice in _of_birth(facts.subject.born, rules.life):
        opened = ReviewOpened(event, day)
        if notice <= today and facts.received <= day and opened.name not in case.reviews.names:
            yield opened


def review_due(opened: ReviewOpened, rules: LifeRules) -> date:
    """By when it is to be gone through."""
    event, day = opened.event, opened.day
    if event is LifeEvent.COMPULSORY_CARE:
        return months_after(day, rules.care_months)
    known = event in rules.ages or event in rules.school_years or event in AT_ONCE | ENDS
    return day if known else days_after(day, rules.review_days)


def _of_birth(born: date, rules: LifeRules) -> Iterator[tuple[LifeEvent, date, date]]:
    """Each with the day from which it is told."""
    for event, years in rules.ages.items():
        day = years_after(born, years)
        yield event, day, days_after(day, -rules.notice_days)
    for event, years in rules.school_years.items():
        day = months_after(date(born.year + years, 1, 1), rules.school_begins_months)
        yield event, day, months_after(day, -rules.school_notice_months)

"""What a code shows, and days that cannot be."""

from __future__ import annotations

from datetime import date

import pytest

from server.catalogue.loading import standard
from server.domain.cases import care_transitions as care
from server.domain.cases import case_transitions as about
from server.domain.cases.case_transitions import Subject
from server.domain.cases.vocabulary import CaseId, Outcome, Thing, Wish
from server.domain.cases.waiting import unanswered_from
from server.domain.errors import Invalid
from server.features.cases.rules import (
    require_possible,
    rules_on,
    status_of,
)
from tests.unit.domain.cases.situations import (
    RULES,
    SAMPLES,
    TODAY,
    History,
    assessed,
    clarifying,
    decided,
    opened,
    reported,
)


def test_lengths_and_ages_come_from_the_catalogue() -> None:
    found = rules_on(standard(), TODAY)
    assert found.criteria == RULES.criteria
    assert (found.answer_days, found.warn_days, found.take_days, found.absence_days) == (30, 21, 14, 14)
    assert (found.of_age, found.consent_age, found.of_age_notice_months, found.review_months) == (
        18,
        16,
        12,
        12,
    )
    for criterion in found.criteria:
        assert standard().text(f"case.criterion.{criterion}", "nb", on=TODAY)


def test_a_mandate_about_money_is_no_basis() -> None:
    assert not {"money", "money-mandate", "relative"} & rules_on(standard(), TODAY).consent_bases


REFUSED = [decided(Thing.PLAN, Outcome.REFUSED), decided(Thing.COORDINATOR, Outcome.REFUSED)]
TABLE: list[tuple[History, str]] = [
    (History().does(reported()), "received"),
    (History().does(reported()).does(about.CaseTaken()), "in-progress"),
    (assessed().does(decided(Thing.PLAN, Outcome.REFUSED)), "in-progress"),
    (opened(Thing.PLAN), "in-progress"),
    (assessed().all(REFUSED), "done"),
    (opened(), "done"),
    (opened().all([SAMPLES["wish-recorded"], care.CoordinatorNotWanted()]), "done"),
    (clarifying().does(SAMPLES["declined"]), "done"),
    (clarifying().does(about.CaseMerged(CaseId("other"))), "done"),
    (clarifying().does(SAMPLES["moved"], day=1), "done"),
    (clarifying().does(SAMPLES["declined"]).does(reported()), "done"),
    (opened().does(reported(wish=Wish.CHILD_COORDINATOR)), "done"),
]


def shown_of(report: int, history: History) -> str:
    facts = history.case.case
    return status_of(report, facts.status, unanswered_from(facts))


@pytest.mark.rule(6)
@pytest.mark.parametrize(("history", "shown"), TABLE)
def test_a_code_shows_how_far_it_is_and_never_what_came_of_it(history: History, shown: str) -> None:
    assert shown_of(1, history) == shown


def test_a_report_for_more_than_was_decided_is_in_progress() -> None:
    more = opened().does(reported(wish=Wish.CHILD_COORDINATOR))
    assert shown_of(more.case.number, more) == "in-progress"


def test_a_report_of_a_new_round_is_received_anew() -> None:
    again = clarifying().does(SAMPLES["declined"]).does(reported())
    assert shown_of(again.case.number, again) == "received"
    assert shown_of(1, again) == "done"


@pytest.mark.parametrize(
    "subject",
    [
        Subject("Kari", born=date(2026, 3, 3)),
        Subject("Kari", born=date(1899, 12, 31)),
        Subject("Kari", expected=date(2027, 3, 4)),
        Subject("Kari", expected=date(2025, 3, 1)),
    ],
)
def test_days_that_cannot_be_are_refused(subject: Subject) -> None:
    with pytest.raises(Invalid):
        require_possible(subject, TODAY)


def test_days_that_can_be_are_not() -> None:
    for subject in (Subject("Kari"), Subject("Kari", born=TODAY), Subject("Li", expected=date(2026, 6, 1))):
        require_possible(subject, TODAY)

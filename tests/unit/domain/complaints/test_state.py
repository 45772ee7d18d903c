"""What follows from the facts of a complaint."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.cases.vocabulary import Actor
from server.domain.complaints.state import Order
from tests.unit.domain.complaints.situations import (
    RULES,
    SAMPLES,
    History,
    considering,
    dated,
    elsewhere,
    ready,
    received,
    sent,
)

REJECTED = SAMPLES["rejected"]
DAY = date(2026, 5, 1)


def test_without_a_day_there_is_no_deadline_and_nobody_is_late() -> None:
    unsaid = considering().does(dated(known_on=None)).complaint
    assert (unsaid.started, unsaid.deadline(RULES), unsaid.is_late(DAY, RULES)) == (None, None, False)
    assert ready().complaint.is_late(DAY, RULES)


@pytest.mark.parametrize(
    ("history", "end"),
    [
        (received().does(REJECTED, day=3), date(2026, 3, 26)),  # told here, on the day it was recorded
        (elsewhere().does("received").does(REJECTED, Actor.OWNER, day=3), date(2026, 3, 23)),  # by letter
        (received().does(REJECTED).does("contested"), None),
        (received().does(REJECTED).does("closed"), None),
        (received().does("reversed"), None),
        (received(), None),
        (ready(), None),
    ],
    ids=["here", "by letter", "contested", "closed", "reversed", "unanswered", "unsent"],
)
def test_by_when_to_complain_that_it_was_rejected(history: History, end: date | None) -> None:
    deadline = history.complaint.rejection_deadline(RULES)
    assert (deadline and deadline.end) == end


def test_from_when_it_was_sent_it_stays_sent() -> None:
    assert not ready().complaint.was_sent
    assert sent().does("withdrawn").complaint.was_sent


def test_an_order_is_overdue_until_it_is_confirmed_and_both_days_are_the_first_ones() -> None:
    order = Order(7, "Lage planen", "Lia", DAY)
    assert [order.overdue(day) for day in (DAY, date(2026, 5, 2))] == [False, True]
    done = order.reported(DAY).reported(date(2026, 6, 1)).confirmed(DAY).confirmed(date(2026, 6, 1))
    assert (done.reported_on, done.confirmed_on, done.overdue(date(2027, 1, 1))) == (DAY, DAY, False)

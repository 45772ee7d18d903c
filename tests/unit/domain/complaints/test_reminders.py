"""On which day whom the clock tells what of a complaint: by hand."""

from __future__ import annotations

from datetime import date

import pytest

from server.catalogue import standard
from server.domain.cases.records import Record
from server.domain.complaints import transitions as t
from server.domain.complaints.flow import followed
from server.domain.complaints.reminders import LATE, SOON, ReminderDays, reminders
from server.domain.complaints.vocabulary import ComplaintStatus, Questioned
from tests.unit.domain.complaints.situations import (
    RULES,
    TODAY,
    History,
    at_governor,
    commanded,
    considering,
    dated,
    elsewhere,
    following_up,
    ready,
    received,
    sent,
)

DAYS = ReminderDays(deadline=(-14, -3, 0), due=(-7, 1))
D = date


def told(history: History, day: date) -> list[tuple[str, str, bool, bool]]:
    """Name, text, whether the complainants are told, whether the unit is."""
    found = reminders(history.complaint, RULES, DAYS, day)
    return [(each.name, each.text, each.complainants, each.unit) for each in found]


OWN, UNIT, BOTH = (True, False), (False, True), (True, True)


@pytest.mark.parametrize(
    ("day", "newest"),
    [
        *((D(2026, 3, 15), None), (D(2026, 3, 16), -14), (D(2026, 3, 26), -14), (D(2026, 3, 27), -3)),
        *((D(2026, 3, 29), -3), (D(2026, 3, 30), 0), (D(2026, 3, 31), None)),
    ],
)
def test_whoever_writes_is_reminded_of_the_deadline_in_words_that_do_not_name_it(
    day: date, newest: int | None
) -> None:
    expected = [] if newest is None else [(f"deadline/2026-03-30/{newest}", "waits-for-you", *OWN)]
    assert told(considering().does("dated"), day) == expected
    assert told(ready(), day) == expected


@pytest.mark.parametrize(
    ("day", "newest"),
    [
        (D(2026, 3, 8), None),
        (D(2026, 3, 9), -14),
        (D(2026, 3, 20), -3),
        (D(2026, 3, 23), 0),
        (D(2026, 3, 24), None),
    ],
)
def test_whose_complaint_was_rejected_is_reminded_of_complaining_of_that(
    day: date, newest: int | None
) -> None:
    rejected = received().does("rejected")
    expected = [] if newest is None else [(f"rejection/2026-03-23/{newest}", "waits-for-you", *OWN)]
    assert told(rejected, day) == expected
    assert told(rejected.does("contested"), day) == []


def test_of_no_deadline_and_of_one_that_stands_still_nobody_is_reminded() -> None:
    assert told(considering(), D(2026, 3, 29)) == []
    assert told(considering().does(dated(reasons_asked=TODAY)), D(2026, 3, 29)) == []
    assert told(ready().does("withdrawn"), D(2026, 3, 29)) == []


def test_the_unit_is_reminded_before_an_answer_is_due_and_both_sides_after() -> None:
    for history, step in ((sent(), "receive"), (received(), "answer")):
        assert told(history, D(2026, 3, 25)) == []
        assert told(history, D(2026, 3, 26)) == [(f"{step}/0/2026-04-02/-7", SOON, *UNIT)]
        assert told(history, D(2026, 4, 2)) == [(f"{step}/0/2026-04-02/-7", SOON, *UNIT)]
        assert told(history, D(2026, 4, 3)) == [(f"{step}/0/2026-04-02/1", LATE, *BOTH)]


def test_a_notice_of_delay_moves_it_and_so_does_saying_that_one_does_not_agree() -> None:
    delayed = received().does("delay-told", day=30)
    assert told(delayed, D(2026, 4, 3)) == []
    assert told(delayed, D(2026, 5, 5)) == [("answer/0/2026-05-04/1", LATE, *BOTH)]
    again = received().does("reversed", day=20).does("contested", day=40)
    assert told(again, D(2026, 4, 12)) == []
    assert told(again, D(2026, 5, 12)) == [("answer/0/2026-05-11/1", LATE, *BOTH)]


def test_whom_the_county_governor_asks_is_reminded_and_of_its_own_delay_the_complainant() -> None:
    asked = at_governor()
    name = "answer-county-governor/4/2026-04-01"  # counted from the sending
    assert told(asked, D(2026, 3, 26)) == [(f"{name}/-7", SOON, *UNIT)]
    assert told(asked, D(2026, 4, 2)) == [(f"{name}/1", LATE, *BOTH)]
    owners = received().all("forwarded", t.GovernorAsked(Questioned.OWNER, "Hva?", D(2026, 4, 1)))
    assert [each[2:] for each in told(owners, D(2026, 3, 26))] == [OWN]
    late = received().all("forwarded", "governor-delayed")
    assert told(late, D(2026, 6, 1)) == []
    assert told(late, D(2026, 6, 2)) == [("decide/0/2026-06-01/1", LATE, *BOTH)]


def test_of_each_order_the_unit_is_reminded_and_both_once_its_day_has_passed() -> None:
    history = following_up().does("ordered")
    first, second = history.complaint.orders
    assert told(history, D(2026, 4, 24)) == [
        ("do/5/2026-05-01/-7", SOON, *UNIT),
        ("do/6/2026-05-01/-7", SOON, *UNIT),
    ]
    history.does(t.OrderReported(first)).does(t.OrderConfirmed(second))
    assert told(history, D(2026, 4, 24)) == [("confirm/5/2026-05-01/-7", SOON, *OWN)]
    assert told(history, D(2026, 5, 2)) == [("confirm/5/2026-05-01/1", LATE, *BOTH)]
    assert told(history.does(t.OrderConfirmed(first)), D(2026, 5, 2)) == []


@pytest.mark.parametrize(("due", "texts"), [(D.min, [LATE]), (D.max, [])])
def test_an_order_for_the_first_or_the_last_day_there_is_stops_no_reminder(
    due: date, texts: list[str]
) -> None:
    """It is stored: such a day was not refused always."""
    history = received().does("reversed")
    command = commanded(t.Ordered("Lag planen.", "Helse", due))
    ordered = Record(history.complaint.number + 1, command, ComplaintStatus.FOLLOW_UP.value)
    history.complaint = followed(history.complaint, ordered)
    assert [each[1] for each in told(history, D(2026, 4, 2))] == texts


def test_whoever_decided_elsewhere_is_not_reminded_here_and_the_complainant_is_told_when_it_is_late() -> None:
    assert [each[1:] for each in told(elsewhere(), D(2026, 4, 3))] == [(LATE, *BOTH)]


@pytest.mark.parametrize("text", [SOON, LATE])
def test_every_text_is_there(text: str) -> None:
    for language in ("nb", "en"):
        assert "ABCD-EFGH" in standard().text(f"message.{text}", language, on=TODAY, code="ABCD-EFGH")

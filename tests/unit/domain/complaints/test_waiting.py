"""What a complaint waits for, whose turn it is and by when."""

from __future__ import annotations

from datetime import date, timedelta

from server.domain.cases.vocabulary import Actor
from server.domain.complaints import transitions as t
from server.domain.complaints.waiting import Awaited, AwaitedStep, needs_next_steps, waiting
from tests.unit.domain.complaints.situations import (
    RULES,
    TODAY,
    at_governor,
    considering,
    following_up,
    received,
    sent,
)

UNIT, OWNER = Actor.CASE_HANDLER, Actor.OWNER


def test_nothing_waits_before_it_is_sent() -> None:
    assert waiting(considering().complaint, RULES) == ()


def test_the_addressee_takes_it_and_answers_within_a_month_or_says_why_not() -> None:
    """From the day it was sent where nobody says that it came: silence wins no time."""
    assert waiting(sent().complaint, RULES) == (Awaited(AwaitedStep.RECEIVE, UNIT, date(2026, 4, 2)),)
    later = sent().does(t.Received(TODAY + timedelta(days=3)), day=3)
    assert waiting(later.complaint, RULES) == (Awaited(AwaitedStep.ANSWER, UNIT, date(2026, 4, 5)),)
    assert waiting(received().complaint, RULES) == (Awaited(AwaitedStep.ANSWER, UNIT, date(2026, 4, 2)),)
    told = received().does("delay-told", day=30)
    (wait,) = waiting(told.complaint, RULES)
    assert (wait.due, wait.days_late(date(2026, 5, 6))) == (date(2026, 5, 4), 2)


def test_what_lacks_waits_for_the_complainant_until_they_say_something_to_it() -> None:
    asked = received().does("mending-asked")
    words, day = "Hvilken avgjørelse gjelder det?", date(2026, 3, 16)
    assert waiting(asked.complaint, RULES)[0] == Awaited(AwaitedStep.MEND, OWNER, day, words, 3)
    assert len(waiting(asked.does("commented").complaint, RULES)) == 1


def test_questions_of_the_county_governor_wait_for_whom_they_ask() -> None:
    waits = waiting(at_governor().complaint, RULES)
    assert waits == (
        Awaited(AwaitedStep.ANSWER_GOVERNOR, UNIT, date(2026, 4, 1), "Hvor er planen?", 4),
        Awaited(AwaitedStep.DECIDE, Actor.CLOCK, None),
    )
    assert waits[1].days_late(TODAY) == 0
    late = at_governor().does("governor-delayed")
    assert waiting(late.complaint, RULES)[1] == Awaited(AwaitedStep.DECIDE, Actor.CLOCK, date(2026, 6, 1))


def test_whoever_does_not_agree_is_answered_within_a_month_from_then() -> None:
    again = received().does("rejected", day=20).does("contested", day=40)
    assert waiting(again.complaint, RULES) == (Awaited(AwaitedStep.ANSWER, UNIT, date(2026, 5, 11)),)


def test_whose_order_is_not_done_by_its_day_is_shown_where_to_go() -> None:
    history = following_up()
    day = date(2026, 5, 1)
    assert waiting(history.complaint, RULES) == (Awaited(AwaitedStep.DO, UNIT, day, "Lage planen", 5),)
    assert not needs_next_steps(history.complaint, day)
    assert needs_next_steps(history.complaint, day + timedelta(days=1))
    history.does(t.OrderReported(10))
    assert waiting(history.complaint, RULES) == (Awaited(AwaitedStep.CONFIRM, OWNER, day, "Lage planen", 5),)
    assert needs_next_steps(history.complaint, day + timedelta(days=1)), "only the owner's word counts"
    history.does(t.OrderConfirmed(10))
    assert not needs_next_steps(history.complaint, day + timedelta(days=1))

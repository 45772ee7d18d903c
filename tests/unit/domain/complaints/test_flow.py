"""A complaint is the fold over its records; no order of commands reaches a status without what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.domain.cases.records import Transition, day_of
from server.domain.cases.vocabulary import Actor
from server.domain.complaints import transitions as t
from server.domain.complaints.flow import TRANSITIONS, folded, followed, judged, open_to
from server.domain.complaints.state import Complaint
from server.domain.complaints.track.table import MOVES
from server.domain.complaints.vocabulary import (
    Basis,
    ComplaintId,
    ComplaintStatus,
    Delivery,
    Identity,
    Mandate,
    Rejection,
    Reversal,
)
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.plan import PersonId
from tests.unit.domain.complaints.situations import (
    RULES,
    SAMPLES,
    SENT,
    TODAY,
    UNSENT,
    WRITTEN,
    History,
    commanded,
    considering,
    elsewhere,
    following_up,
    ready,
    received,
    sent,
)


def test_records_follow_each_other() -> None:
    history = following_up()
    assert folded(ComplaintId("complaint"), history.records) == history.complaint
    with pytest.raises(ValueError, match="record 1 after 10"):
        followed(history.complaint, history.records[0])


def test_a_record_is_of_no_moment_before_the_one_before_it() -> None:
    late = 4 + 11 / 24
    history = considering().does("dated", day=late).does("written", day=late - 3 / (24 * 60))
    assert history.records[-1].command.at == history.records[-2].command.at
    assert history.records[-1].day == history.complaint.since


def test_a_record_that_is_far_ahead_dates_none_after_it() -> None:
    """Its clock was wrong for years: by when a fault is to be mended goes by the right one."""
    history = sent().does("received", day=4000).does(t.MendingAsked("Hva?", TODAY + timedelta(days=9)), day=2)
    history.does("commented", day=3)
    days = [record.day - TODAY for record in history.records[-3:]]
    assert days == [timedelta(days=each) for each in (4000, 2, 3)]
    assert history.complaint == folded(ComplaintId("complaint"), history.records)


def test_every_transition_is_found_by_its_token() -> None:
    assert list(TRANSITIONS) == [kind.action for kind in TRANSITIONS.values()]


def test_what_is_changed_once_it_was_ready_has_to_be_made_ready_again() -> None:
    assert ready().does("written").complaint.status == "drafting"
    assert ready().does("helper-named").complaint.status == "ready"


def test_who_helped_does_so_no_more_once_it_is_sent_or_withdrawn() -> None:
    helped = considering().all("helper-named", "dated", "written", "addressed", "made-ready")
    assert helped.complaint.helpers == (PersonId("hanne"),)
    assert helped.does("sent").complaint.helpers == ()
    assert considering().all("helper-named", "withdrawn").complaint.helpers == ()


def tried(history: History, actor: Actor) -> frozenset[str]:
    return open_to(history.complaint, actor, RULES, TODAY)


def test_what_may_be_tried() -> None:
    assert tried(received(), Actor.OWNER) == {"commented", "withdrawn"}
    assert tried(received(), Actor.CASE_HANDLER) == {
        *("delay-told", "late-asked", "mending-asked", "reversed", "forwarded", "rejected"),
    }
    assert tried(ready(), Actor.CASE_HANDLER) == frozenset()
    assert "received" in tried(elsewhere(), Actor.OWNER)
    assert "received" not in tried(sent(), Actor.OWNER)


def test_an_order_is_done_when_the_owner_says_so() -> None:
    history = following_up().does(t.OrderReported(10), day=3)
    (order,) = history.complaint.orders.values()
    assert (order.reported_on, order.confirmed_on) == (TODAY + timedelta(days=3), None)
    history.does(t.OrderConfirmed(10), day=5).does("closed", day=6)
    assert history.complaint.all_done


# -- any order of commands ------------------------------------------------------------------------

DAYS = st.integers(-400, 60).map(lambda days: TODAY + timedelta(days=days))
MAYBE = st.none() | DAYS
VARIED: dict[str, st.SearchStrategy[Transition]] = {
    "considered": st.builds(t.Considered, st.sampled_from([None, *Mandate])),
    "dated": st.builds(t.DaysSaid, st.sampled_from(Basis), MAYBE, st.booleans(), MAYBE, MAYBE, MAYBE, MAYBE),
    "written": st.sampled_from([WRITTEN, t.Written(), replace(WRITTEN, late_reason="Innlagt.")]),
    "addressed": st.builds(t.Addressed, st.booleans(), st.sampled_from(["", "NAV"])),
    "paper-added": st.builds(t.PaperAdded, st.just("Brevet"), st.sampled_from(["a" * 64, ""]), st.booleans()),
    "own-removed": st.builds(t.OwnRemoved, st.integers(1, 30)),
    "mending-asked": st.builds(t.MendingAsked, st.just("Hva?"), DAYS),
    "made-ready": st.builds(t.MadeReady, st.sampled_from(Identity)),
    "sent": st.builds(
        lambda channel, day: replace(SENT, channel=channel, day=day), st.sampled_from(Delivery), DAYS
    ),
    "reversed": st.builds(t.Reversed, st.sampled_from(Reversal), st.just("Ja."), st.just(TODAY)),
    "rejected": st.builds(t.Rejected, st.sampled_from(Rejection), st.just("Nei."), st.just(TODAY)),
    "governor-answered": st.builds(t.GovernorAnswered, st.integers(1, 30), st.just("Vedlagt.")),
    "order-reported": st.builds(t.OrderReported, st.integers(1, 30)),
    "order-confirmed": st.builds(t.OrderConfirmed, st.integers(1, 30)),
    "closed": st.builds(t.ComplaintClosed, st.sampled_from(["", "Ferdig."])),
}
ACTORS = st.sampled_from(
    [None] * 6 + [Actor.OWNER, Actor.REPRESENTATIVE, Actor.HELPER, Actor.CASE_HANDLER, Actor.CLOCK]
)
BORN = st.sampled_from([None, date(1980, 1, 1), date(2013, 1, 1), date(2020, 1, 1)])
BEGINNINGS = st.sampled_from([History, considering, ready, sent, received, following_up])
STEPS = 25


def walked(data: st.DataObject) -> History:
    """What was let through of some order of commands; time never goes back."""
    history, day = data.draw(BEGINNINGS)(), 0
    history.born = data.draw(BORN)
    for _ in range(STEPS):
        row = MOVES.get(history.complaint.status, {})
        action = data.draw(st.sampled_from(sorted(each.action for each in row) or sorted(SAMPLES)))
        transition = data.draw(VARIED.get(action, st.just(SAMPLES[action])))
        day += data.draw(st.sampled_from([0, 0, 1, 20, 200]))
        with suppress(Forbidden, NotNow, Invalid):
            history.does(transition, data.draw(ACTORS), day)
    return history


@settings(max_examples=300)
@given(st.data())
def test_no_order_of_commands_reaches_a_status_without_what_it_must_have(data: st.DataObject) -> None:
    history = walked(data)
    complaint = Complaint(ComplaintId("complaint"))
    for record in history.records:
        complaint = followed(complaint, record)
        require_what_is_needed(complaint)
        actor = record.command.by.actor
        if not complaint.was_sent:
            assert actor is not Actor.CASE_HANDLER, "the unit did something before it was sent"
        if actor is Actor.CASE_HANDLER:
            assert complaint.to_unit or complaint.was_sent
        if actor is Actor.HELPER:
            assert record.transition.action == "written"
    assert complaint == history.complaint


Says = Callable[[Any, Complaint, date], Iterable[Transition]]
SAYS: dict[type[Transition], Says] = {
    t.Considered: lambda s, *_: [replace(s, mandate=each) for each in (None, *Mandate)],
    t.HelperNamed: lambda s, *_: [replace(s, person=PersonId("somebody new"))],
    t.HelperRemoved: lambda s, complaint, _: [replace(s, person=each) for each in complaint.helpers],
    t.OwnRemoved: lambda s, complaint, _: [replace(s, own=each) for each in complaint.own],
    t.MadeReady: lambda *_: map(t.MadeReady, Identity),
    t.Sent: lambda s, _, day: [
        replace(s, channel=each, day=on) for each in Delivery for on in (day, date.min)
    ],
    t.MendingAsked: lambda s, _, day: [replace(s, due=day)],
    t.Rejected: lambda s, _, day: [replace(s, rejection=Rejection.OTHER, day=day)],
    t.GovernorAnswered: lambda s, complaint, _: [replace(s, question=each) for each in complaint.questions],
    t.OrderReported: lambda s, complaint, _: [replace(s, order=each) for each in complaint.orders],
    t.OrderConfirmed: lambda s, complaint, _: [replace(s, order=each) for each in complaint.orders],
    t.ComplaintClosed: lambda *_: [t.ComplaintClosed("Ferdig.")],
}
"""What may be said of a complaint as it is: one of it is let through if anything is. Of the others the sample
will do, which says no day that is to come."""


def let_through(history: History, actor: Actor, day: date) -> Iterator[str]:
    """The actions of which something is."""
    for action, sample in SAMPLES.items():
        says = SAYS.get(type(sample))
        said = [sample] if says is None else says(sample, history.complaint, day)
        for each in said:
            with suppress(Forbidden, NotNow, Invalid):
                command = commanded(each, actor, (day - TODAY).days)
                judged(history.complaint, command, RULES, history.born)
                yield action
                break


@settings(max_examples=300)
@given(st.data(), st.sampled_from(Actor))
def test_offered_is_what_is_not_refused_whatever_is_said(data: st.DataObject, actor: Actor) -> None:
    """Else pages have forms that are typed in vain, or lack one that would be taken."""
    history = walked(data)
    complaint = history.complaint
    day = TODAY if complaint.at is None else day_of(complaint.at)
    assert set(let_through(history, actor, day)) == open_to(complaint, actor, RULES, day, history.born)


def require_what_is_needed(complaint: Complaint) -> None:
    status = complaint.status
    if status in UNSENT:
        assert complaint.sent is None
    elif status is not ComplaintStatus.WITHDRAWN:
        require_sendable(complaint)
    if status in (ComplaintStatus.REVERSED, ComplaintStatus.FORWARDED, ComplaintStatus.REJECTED):
        assert complaint.answered is not None
        assert complaint.received_on is not None
    if status is ComplaintStatus.FOLLOW_UP:
        assert complaint.orders
    if status is ComplaintStatus.OUTCOME:
        assert complaint.outcome is not None
    if status is ComplaintStatus.REJECTED and complaint.answered is not None:
        late = complaint.answered.transition.rejection is Rejection.LATE
        assert not late or complaint.late_asked or complaint.written.late_reason


def require_sendable(complaint: Complaint) -> None:
    assert complaint.sent is not None
    assert complaint.written.grounds
    assert complaint.written.words
    if complaint.taken_down:
        assert complaint.to_unit
        return
    assert complaint.started is not None
    assert complaint.to_unit or complaint.addressee
    assert not complaint.to_unit or complaint.started.basis is Basis.HEALTH
    assert complaint.mandate_shown
    day = complaint.sent.transition.day
    assert not complaint.is_late(day, RULES) or complaint.written.late_reason
    here = complaint.sent.transition.channel is Delivery.HERE
    assert not here or (complaint.identity is Identity.ELECTRONIC and complaint.to_unit)

"""Every cell of the table of a complaint, every guard, and what must be said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date, timedelta

import pytest

from server.domain.cases.records import Transition
from server.domain.cases.tracks.machine import Terms
from server.domain.cases.vocabulary import Actor
from server.domain.complaints import transitions as t
from server.domain.complaints.taken_down import SignatureCame
from server.domain.complaints.track.table import MOVES, TERMS
from server.domain.complaints.vocabulary import (
    Basis,
    ComplaintStatus,
    Delivery,
    GovernorVerdict,
    Identity,
    Mandate,
    Questioned,
    Rejection,
    Reversal,
)
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.plan import PersonId
from tests.unit.domain.cases.grids import cells
from tests.unit.domain.complaints.situations import (
    RULES,
    SAMPLES,
    SENT,
    TAKEN_DOWN,
    TODAY,
    UNSENT,
    WRITTEN,
    History,
    at_governor,
    considering,
    dated,
    elsewhere,
    following_up,
    for_another,
    ready,
    received,
    sent,
)

GRID = """
none: considered > considering; taken-down > received
considering: dated helper-named helper-removed > considering; written addressed evidence-chosen note-added paper-added own-removed > drafting; withdrawn > withdrawn
drafting: dated written addressed evidence-chosen note-added paper-added own-removed helper-named helper-removed > drafting; made-ready > ready; withdrawn > withdrawn
ready: dated written addressed evidence-chosen note-added paper-added own-removed > drafting; helper-named helper-removed > ready; sent > sent; withdrawn > withdrawn
sent: received > received; withdrawn > withdrawn
received: delay-told late-asked mending-asked signature-came commented > received; reversed > reversed; forwarded > forwarded; rejected > rejected; withdrawn > withdrawn
reversed: contested > received; ordered > follow-up; closed > closed
forwarded: commented > forwarded; governor-asked governor-answered governor-delayed > at-county-governor; outcome-came > outcome; withdrawn > withdrawn
rejected: contested > received; closed > closed
at-county-governor: commented governor-asked governor-answered governor-delayed > at-county-governor; outcome-came > outcome; withdrawn > withdrawn
outcome: ordered > follow-up; closed > closed
follow-up: ordered order-reported order-confirmed > follow-up; closed > closed
"""  # noqa: E501 - a line for each status


def test_the_table() -> None:
    there = {
        (status.value, transition.action): to.value
        for status, row in MOVES.items()
        for transition, to in row.items()
    }
    assert there == cells(GRID)
    over = {ComplaintStatus.CLOSED, ComplaintStatus.WITHDRAWN}
    assert set(ComplaintStatus) == set(MOVES) | over


def test_each_transition_has_its_terms_and_a_sample() -> None:
    assert {transition for row in MOVES.values() for transition in row} == set(TERMS)
    assert {type(each) for each in SAMPLES.values()} == set(TERMS)


def may(actor: Actor) -> set[str]:
    return {each.action for each, terms in TERMS.items() if actor in terms.by}


def test_who_may() -> None:
    """The owner may whatever their representative may, and answers for an addressee who is not here."""
    assert may(Actor.HELPER) == {"written"}
    every, units_alone = {each.action for each in TERMS}, {"taken-down", "signature-came"}
    assert may(Actor.OWNER) == may(Actor.REPRESENTATIVE) == every - units_alone
    owners_alone = {
        *("considered", "dated", "written", "helper-named", "helper-removed", "addressed"),
        *("note-added", "paper-added", "own-removed"),
        *("evidence-chosen", "made-ready", "sent", "order-confirmed"),
        *("closed", "withdrawn"),
    }
    assert may(Actor.CASE_HANDLER) == every - owners_alone
    assert may(Actor.CLOCK) == {"closed"}
    nobody = set(Actor) - {
        *(Actor.OWNER, Actor.REPRESENTATIVE, Actor.HELPER, Actor.CASE_HANDLER, Actor.CLOCK)
    }
    assert [may(actor) for actor in nobody] == [set()] * len(nobody)


def test_the_unit_does_nothing_before_it_was_sent() -> None:
    unit = may(Actor.CASE_HANDLER)
    assert {each.action for status in UNSENT for each in MOVES[status]} & unit == {"taken-down"}
    with pytest.raises(Forbidden):
        ready().does("sent", Actor.CASE_HANDLER)


def refusal(history: History, transition: Transition | str, by: Actor | None = None, day: int = 0) -> str:
    with pytest.raises(NotNow) as refused:
        history.does(transition, by, day)
    return refused.value.detail


GUARDS = {
    "mandate-missing": lambda: refusal(History(), "considered", Actor.REPRESENTATIVE),
    "days-out-of-order": lambda: refusal(considering(), dated(known_on=TODAY + timedelta(days=1))),
    "extension-out-of-order": lambda: refusal(
        considering(), dated(extended_on=TODAY + timedelta(days=1), extended_to=date(2026, 5, 1))
    ),
    "day-over": lambda: refusal(received(), t.MendingAsked("Hva gjelder det?", date(2026, 3, 1))),
    "day-too-far": lambda: refusal(received(), t.DelayTold("Vi venter.", date(9999, 12, 31))),
    "day-has-passed": lambda: refusal(received(), t.DelayTold("Vi venter.", TODAY)),
    "mending-not-over": lambda: refusal(received().does("mending-asked"), "rejected", day=14),
    "mandate-paper-missing": lambda: refusal(by_mandate(), "made-ready", Actor.REPRESENTATIVE),
    "attachments-full": lambda: refusal(considering().all(*["note-added"] * 50), "paper-added"),
    "no-digest": lambda: refusal(considering(), t.PaperAdded("Brevet", "A" * 64)),
    "no-such-attachment": lambda: refusal(considering(), "own-removed"),
    "day-to-come": lambda: refusal(ready(), replace(SENT, day=TODAY + timedelta(days=1))),
    "known-on-missing": lambda: refusal(considering().all("written", "addressed"), "made-ready"),
    "not-old-enough": lambda: refusal(
        History(born=date(2015, 1, 1)).all("considered", "dated", "written", "addressed"), "made-ready"
    ),
    "ground-missing": lambda: refusal(considering().all("dated", "addressed"), "made-ready"),
    "words-missing": lambda: refusal(
        considering().all("dated", replace(WRITTEN, words=" "), "addressed"), "made-ready"
    ),
    "addressee-missing": lambda: refusal(considering().all("dated", "written"), "made-ready"),
    "not-for-the-unit": lambda: refusal(
        considering().all(dated(basis=Basis.NAV), "written", "addressed"), "made-ready"
    ),
    "late-unexplained": lambda: refusal(ready(), replace(SENT, day=date(2026, 4, 1)), day=31),
    "signature-on-paper": lambda: refusal(
        considering().all("dated", "written", "addressed", t.MadeReady(Identity.SIGNATURE)), "sent"
    ),
    "not-here": lambda: refusal(
        considering().all("dated", "written", t.Addressed(to_unit=False, addressee="NAV"), "made-ready"),
        "sent",
    ),
    "no-such-helper": lambda: refusal(considering(), "helper-removed"),
    "helper-named-already": lambda: refusal(considering().does("helper-named"), "helper-named"),
    "addressee-answers": lambda: refusal(sent(), "received", Actor.OWNER),
    "not-late": lambda: refusal(received(), t.Rejected(Rejection.LATE, "For sent.", TODAY)),
    "late-not-asked": lambda: refusal(late_without_reason(), t.Rejected(Rejection.LATE, "For sent.", TODAY)),
    "reversed-fully": lambda: refusal(
        received().does(t.Reversed(Reversal.FULLY, "Du får alt.", TODAY)), "contested"
    ),
    "no-such-question": lambda: refusal(at_governor(), "governor-answered"),
    "not-asked": lambda: refusal(at_governor(), t.GovernorAnswered(9, "Vedlagt."), Actor.OWNER),
    "no-such-order": lambda: refusal(following_up(), "order-confirmed"),
    "orders-open": lambda: refusal(following_up(), "closed"),
    "complainants-word": lambda: refusal(received(), "commented", Actor.CASE_HANDLER),
    "signed-already": lambda: refusal(received(), "signature-came"),
    "not-settled": lambda: refusal(following_up(), "closed", Actor.CLOCK, 400),
}


def late_without_reason() -> History:
    """Sent in time by what was said then; the deadline is read from what stands in it."""
    history = received()
    complaint = history.complaint
    assert complaint.dated is not None
    history.complaint = replace(complaint, dated=replace(complaint.dated, known_on=date(2026, 1, 1)))
    return history


@pytest.mark.parametrize("token", GUARDS)
def test_each_guard(token: str) -> None:
    assert GUARDS[token]() == token


def test_there_is_no_other_guard() -> None:
    every: list[Terms] = list(TERMS.values())
    assert {guard.token for terms in every for guard in terms.guards} == set(GUARDS)


def test_what_must_be_said() -> None:
    for history, transition in (
        (ready(), replace(SENT, digest="")),
        (received(), t.DelayTold(" ", TODAY)),
        (received(), t.LateAsked("")),
        (received(), t.Commented("")),
        (received(), t.Reversed(Reversal.FULLY, "", TODAY)),
        (received(), t.Forwarded("", TODAY)),
        (received(), t.Rejected(Rejection.OTHER, "", TODAY)),
        (at_governor(), t.GovernorAsked(Questioned.OWNER, "", TODAY)),
        (at_governor(), t.GovernorAnswered(9, "")),
        (following_up(), t.Ordered("", "Lia kommune", TODAY)),
        (considering(), t.HelperNamed(PersonId(""))),
        (History(), replace(TAKEN_DOWN, words=" ")),
    ):
        with pytest.raises(Invalid, match="is not said"):
            history.does(transition)


def test_who_may_complain_by_themselves_follows_from_age_and_law() -> None:
    """Rule 12: at 12 in health matters, at 15 in child welfare; a representative at any age."""
    young = History(born=date(2014, 3, 2)).all("considered", "dated", "written", "addressed")
    young.does("made-ready")
    welfare = History(born=date(2014, 3, 2)).all(
        "considered",
        dated(basis=Basis.CHILD_WELFARE),
        "written",
        t.Addressed(to_unit=False, addressee="Barnevernet"),
    )
    assert refusal(welfare, "made-ready") == "not-old-enough"
    welfare.does("made-ready", Actor.REPRESENTATIVE)
    History().does(for_another(), Actor.REPRESENTATIVE)


def by_mandate() -> History:
    history = History().does(t.Considered(Mandate.WRITTEN), Actor.REPRESENTATIVE)
    return history.all("dated", "written", "addressed")


@pytest.mark.parametrize(
    "extension",
    [
        {"extended_on": TODAY},
        {"extended_to": TODAY},
        {"extended_on": TODAY - timedelta(days=1), "extended_to": TODAY},
        {"extended_on": TODAY, "extended_to": TODAY - timedelta(days=1)},
    ],
)
def test_an_extension_has_both_its_days_in_order(extension: dict[str, date]) -> None:
    assert refusal(considering(), dated(**extension)) == "extension-out-of-order"


def test_whoever_complains_by_a_written_mandate_says_which_paper_it_is() -> None:
    other_paper = by_mandate().does(t.PaperAdded("Brevet", "a" * 64))
    assert refusal(other_paper, "made-ready", Actor.REPRESENTATIVE) == "mandate-paper-missing"
    shown = by_mandate().does(t.PaperAdded("Fullmakten", "a" * 64, mandate=True))
    assert shown.does("made-ready").complaint.status == "ready"
    removed = shown.does(t.OwnRemoved(5))
    assert refusal(removed, "made-ready", Actor.REPRESENTATIVE) == "mandate-paper-missing"


def test_whoever_was_asked_why_it_is_late_may_be_rejected_for_it() -> None:
    rejected = t.Rejected(Rejection.LATE, "For sent.", TODAY)
    assert late_without_reason().all("late-asked", rejected).complaint.status == "rejected"


def test_who_gives_up_waiting_for_an_order_says_why() -> None:
    closed = following_up().does(t.ComplaintClosed("Jeg orker ikke mer."), day=90)
    assert closed.complaint.status == "closed"


def decided(verdict: GovernorVerdict) -> History:
    return received().all("forwarded", t.OutcomeCame(verdict, "Vurdert.", TODAY))


def test_the_clock_closes_what_was_not_upheld_after_a_while() -> None:
    history = decided(GovernorVerdict.NOT_UPHELD)
    assert refusal(history, "closed", Actor.CLOCK, 27) == "not-settled"
    assert history.does("closed", Actor.CLOCK, 28).complaint.status == "closed"


@pytest.mark.parametrize(
    "verdict", [GovernorVerdict.UPHELD, GovernorVerdict.PARTLY, GovernorVerdict.SENT_BACK]
)
def test_the_clock_closes_nothing_in_which_somebody_has_something_to_do(verdict: GovernorVerdict) -> None:
    history = decided(verdict)
    assert refusal(history, "closed", Actor.CLOCK, 400) == "not-settled"
    history.does("ordered", day=1)
    history.does(t.OrderReported(history.complaint.number), day=2)
    assert refusal(history, "closed", Actor.CLOCK, 400) == "not-settled"
    history.does(t.OrderConfirmed(history.complaint.number - 1), day=3)
    if verdict is GovernorVerdict.SENT_BACK:  # the municipality decides anew
        assert refusal(history, "closed", Actor.CLOCK, 400) == "not-settled"
        return
    assert refusal(history, "closed", Actor.CLOCK, 30) == "not-settled"
    assert history.does("closed", Actor.CLOCK, 31).complaint.status == "closed"


def test_the_clock_leaves_to_whoever_complained_what_the_unit_decided() -> None:
    for answer in ("reversed", "rejected"):
        assert refusal(received().does(answer), "closed", Actor.CLOCK, 400) == "not-settled"


def test_paper_is_signed_by_hand_and_may_be_sent_by_whoever_logged_in() -> None:
    by_letter = ready().does(replace(SENT, channel=Delivery.LETTER))
    assert by_letter.complaint.status == "sent"


def test_what_comes_on_paper_or_is_said_is_received_at_once() -> None:
    for wrong, token in (
        ({"grounds": ()}, "ground-missing"),
        ({"day": TODAY + timedelta(days=1)}, "day-to-come"),
        ({"known_on": TODAY + timedelta(days=1)}, "days-out-of-order"),
    ):
        assert refusal(History(), replace(TAKEN_DOWN, **wrong)) == token
    complaint = History().does(replace(TAKEN_DOWN, known_on=TODAY)).complaint
    assert (complaint.status, complaint.to_unit, complaint.received_on) == ("received", True, TODAY)
    assert (complaint.written.words, complaint.identity) == (TAKEN_DOWN.words, None)
    assert complaint.was_sent
    assert complaint.deadline(RULES) is not None


def test_a_signature_that_comes_later_mends_what_was_asked_for() -> None:
    history = History().all("taken-down", "mending-asked", "signature-came")
    assert (history.complaint.identity, history.complaint.mending) == (Identity.SIGNATURE, None)
    signed = History().does(replace(TAKEN_DOWN, signed=True))
    assert refusal(signed, "signature-came") == "signed-already"


def test_the_unit_writes_down_what_they_say_of_what_it_took_down_and_ends_nothing() -> None:
    unit = Actor.CASE_HANDLER
    history = History().does("taken-down").does("commented", unit).does("rejected").does("contested", unit)
    assert history.complaint.status == "received"
    asked = t.GovernorAsked(Questioned.OWNER, "Stemmer det?", TODAY)
    history.all("forwarded", asked).does(t.GovernorAnswered(history.complaint.number, "Ja."), unit)
    assert not history.complaint.questions
    for theirs in ("withdrawn", "order-confirmed", "closed"):
        with pytest.raises(Forbidden):
            history.does(theirs, unit)


# Days in order, and none so far that it is a slip.

BEFORE, FAR = TODAY - timedelta(days=1), date(2027, 3, 3)
Refused = Callable[[], tuple[History, Transition]]
OUT_OF_ORDER: dict[str, Refused] = {
    "sent": lambda: (ready(), replace(SENT, channel=Delivery.LETTER, day=BEFORE)),
    "received": lambda: (sent(), t.Received(date(1, 1, 1))),
    "delay-told": lambda: (kept_elsewhere(), t.DelayTold("Vi venter.", BEFORE)),
    "signature-came": lambda: (History().does("taken-down"), SignatureCame(BEFORE)),
    "reversed": lambda: (received(), t.Reversed(Reversal.PARTLY, "Litt.", BEFORE)),
    "forwarded": lambda: (received(), t.Forwarded("Nei.", BEFORE)),
    "rejected": lambda: (received(), t.Rejected(Rejection.OTHER, "Nei.", BEFORE)),
    "governor-asked": lambda: (at_governor(), t.GovernorAsked(Questioned.OWNER, "Hva?", BEFORE)),
    "governor-delayed": lambda: (at_governor(), t.GovernorDelayed("Mange saker.", BEFORE)),
    "outcome-came": lambda: (at_governor(), t.OutcomeCame(GovernorVerdict.UPHELD, "Ja.", BEFORE)),
    "ordered": lambda: (following_up(), t.Ordered("Gjør det", "Lia", date(1, 1, 1))),
}
TOO_FAR: dict[str, Refused] = {
    "dated": lambda: (considering(), dated(extended_on=TODAY, extended_to=FAR)),
    "taken-down": lambda: (History(), replace(TAKEN_DOWN, day=date(2025, 3, 1))),
    "delay-told": lambda: (received(), t.DelayTold("Vi venter.", FAR)),
    "mending-asked": lambda: (received(), t.MendingAsked("Hva?", FAR)),
    "governor-asked": lambda: (at_governor(), t.GovernorAsked(Questioned.OWNER, "Hva?", FAR)),
    "governor-delayed": lambda: (at_governor(), t.GovernorDelayed("Mange saker.", FAR)),
    "ordered": lambda: (following_up(), t.Ordered("Gjør det", "Lia", FAR)),
}


def kept_elsewhere() -> History:
    """The owner keeps what an addressee who is not here writes."""
    return elsewhere().does("received", Actor.OWNER)


@pytest.mark.parametrize("action", OUT_OF_ORDER)
def test_nothing_is_of_a_day_before_what_it_answers(action: str) -> None:
    history, said = OUT_OF_ORDER[action]()
    by = Actor.OWNER if not history.complaint.to_unit else None
    assert (said.action, refusal(history, said, by)) == (action, "days-out-of-order")


@pytest.mark.parametrize("action", TOO_FAR)
def test_no_day_is_so_far_that_it_is_a_slip(action: str) -> None:
    history, said = TOO_FAR[action]()
    assert (said.action, refusal(history, said)) == (action, "day-too-far")


def test_every_day_that_is_said_of_a_complaint_is_bounded() -> None:
    """A transition with a day that comes later is put beside one that it answers, or that it may not pass."""
    days = {each.action for each in TERMS for name in ("day", "due", "expected") if name in fields_of(each)}
    assert days | {"dated"} == OUT_OF_ORDER.keys() | TOO_FAR.keys()


def fields_of(transition: type[Transition]) -> set[str]:
    return {each.name for each in fields(transition)}


def test_what_was_asked_to_be_mended_may_be_until_its_last_day_is_over() -> None:
    asked = received().does("mending-asked")
    assert refusal(asked, "rejected", day=14) == "mending-not-over"
    assert asked.does("rejected", day=15).complaint.status is ComplaintStatus.REJECTED
    said = received().does("mending-asked").does("commented")
    assert said.does("rejected").complaint.status is ComplaintStatus.REJECTED
    written = kept_elsewhere().does("mending-asked", Actor.OWNER)
    assert written.does("rejected", Actor.OWNER).complaint.status is ComplaintStatus.REJECTED


def test_a_letter_that_is_kept_later_may_name_a_day_that_has_passed() -> None:
    delayed = t.DelayTold("Vi venter.", TODAY)
    assert kept_elsewhere().does(delayed, Actor.OWNER, day=3).complaint.delay is not None

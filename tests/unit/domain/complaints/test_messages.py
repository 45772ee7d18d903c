"""Who is told of what in a complaint: by hand, each stage; and before it is sent, nobody."""

from __future__ import annotations

import pytest

from server.catalogue import standard
from server.domain.cases.records import Transition
from server.domain.cases.vocabulary import Actor
from server.domain.complaints import transitions as t
from server.domain.complaints.messages import NEUTRAL, OF_RECORDS, Sides, messages_of
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from tests.unit.domain.complaints.situations import (
    SAMPLES,
    TODAY,
    History,
    at_governor,
    considering,
    elsewhere,
    following_up,
    received,
    sent,
)

WHERE = MunicipalityId("lia")
OWNER, MOTHER, ANNE, BERIT = map(PersonId, ("owner", "mother", "anne", "case-handler"))
SIDES = Sides((OWNER, MOTHER), (ANNE, BERIT))


def told(history: History, sides: Sides = SIDES) -> set[tuple[str, str]]:
    """Of its newest record."""
    found = list(messages_of(history.complaint, history.records[-1], sides, WHERE))
    assert {each.complaint for each in found} <= {history.complaint.id}
    assert {each.case for each in found} <= {None}
    assert len({each.id for each in found}) == len(found)
    return {(str(each.person), each.text) for each in found}


# Who does each: the owner what is the complainant's, Berit ("case-handler") what is the unit's.
UNITS = {"anne", "case-handler"}
COMPLAINANTS = {"owner", "mother"}
TOLD = [
    # after what, who is told, of what
    (received(), "forwarded", {"owner", "mother", "anne"}, "complaint-forwarded"),
    (received(), "reversed", {"owner", "mother", "anne"}, "complaint-answered"),
    (received(), "rejected", {"owner", "mother", "anne"}, "complaint-answered"),
    (received(), "delay-told", {"owner", "mother", "anne"}, "complaint-delayed"),
    (received(), "late-asked", {"owner", "mother", "anne"}, "complaint-asked"),
    (received(), "commented", UNITS | {"mother"}, "complaint-commented"),
    (received(), "withdrawn", UNITS | {"mother"}, "complaint-ended"),
    (received().does("reversed"), "contested", UNITS | {"mother"}, "complaint-contested"),
    (at_governor(), "governor-delayed", {"owner", "mother", "anne"}, "complaint-delayed"),
    (at_governor(), "outcome-came", {"owner", "mother", "anne"}, "complaint-outcome"),
    (
        at_governor(),
        t.GovernorAnswered(8, "Her."),
        {"owner", "mother", "anne"},
        "complaint-question-answered",
    ),
    (following_up(), t.OrderReported(9), {"owner", "mother", "anne"}, "complaint-order-reported"),
    (following_up(), t.OrderConfirmed(9), UNITS | {"mother"}, "complaint-order-confirmed"),
    (received().does("reversed"), "closed", UNITS | {"mother"}, "complaint-ended"),
]


@pytest.mark.parametrize(("before", "does", "people", "text"), TOLD)
def test_each_side_is_told_of_each_stage_but_who_did_it(
    before: History, does: Transition | str, people: set[str], text: str
) -> None:
    number = next(iter(before.complaint.orders or before.complaint.questions), 0)
    if isinstance(does, t.GovernorAnswered):
        does = t.GovernorAnswered(number, "Her.")
    elif isinstance(does, t.OrderReported | t.OrderConfirmed):
        does = type(does)(number)
    history = History(before.complaint, list(before.records)).does(does)
    assert told(history) == {(person, text) for person in people}


def test_of_a_sending_the_unit_is_told_that_there_is_one_and_the_other_complainant_that_it_is_sent() -> None:
    assert told(sent()) == {
        ("mother", "complaint-sent"),
        ("anne", "complaint-came"),
        ("case-handler", "complaint-came"),
    }


def test_before_it_is_sent_nobody_is_told_but_whom_the_owner_names_and_them_nothing_of_a_complaint() -> None:
    history = considering()
    assert told(history) == set()
    for action in ("dated", "written", "addressed", "evidence-chosen", "made-ready", "helper-named"):
        expected = {("hanne", NEUTRAL)} if action == "helper-named" else set()
        assert told(history.does(action)) == expected
    assert told(history.does("withdrawn")) == set()
    for language in ("nb", "en"):
        said = standard().text(f"message.{NEUTRAL}", language, on=TODAY, code="").casefold()
        assert not [word for word in ("klag", "frist", "compl", "deadline") if word in said]


def test_of_what_is_decided_elsewhere_the_unit_is_told_nothing() -> None:
    assert told(elsewhere()) == {("mother", "complaint-sent")}
    assert told(elsewhere().does("received", by=Actor.OWNER)) == {("mother", "complaint-received")}


def test_whose_complaint_it_is_is_told_as_that_also_where_they_work_in_the_unit() -> None:
    found = told(sent(), Sides((OWNER, ANNE), (ANNE, BERIT)))
    assert found == {("anne", "complaint-sent"), ("case-handler", "complaint-came")}


def test_everything_that_is_done_once_it_is_sent_is_told() -> None:
    drafts = {"considered", "dated", "written", "helper-named", "helper-removed", "addressed"}
    drafts |= {"evidence-chosen", "note-added", "paper-added", "own-removed", "made-ready"}
    assert {each.action for each in OF_RECORDS} == SAMPLES.keys() - drafts


@pytest.mark.parametrize("text", sorted({*OF_RECORDS.values(), NEUTRAL, "complaint-came"}))
def test_every_text_is_there_and_fills_in_the_code_alone(text: str) -> None:
    for language in ("nb", "en"):
        assert "ABCD-EFGH" in standard().text(f"message.{text}", language, on=TODAY, code="ABCD-EFGH")

"""What is said in a record: names in one line when it is new, as it was written when it is stored."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, get_args, get_type_hints

import pytest

from server.domain.cases.care_transitions import CoordinatorProposed
from server.domain.cases.case_transitions import QuestionAsked, ResponsibilityDisputed, SubjectCorrected
from server.domain.cases.flow import TRANSITIONS as OF_CASES
from server.domain.cases.records import Transition
from server.domain.complaints.flow import TRANSITIONS as OF_COMPLAINTS
from server.storage.cases.rows import FORMS, LINES, said_as

TURNING = "Kari\u202e iraK\u2066"
WORDS = {
    *("reason", "words", "text", "question", "answer", "statement", "note", "why", "wished", "late_reason"),
    *("departure", "cleared", "childs_view", "could_not", "proof", "protest"),
}
"""Said in as many lines as they need, and shown by themselves."""
KNOWN = {"basis", "criterion", "key", "digest", "assisted", "items", "follows", "gaps", "municipality"}
"""One of the words, keys or sums that the server knows itself."""


def test_names_turn_nothing_beside_them() -> None:
    proposed = {
        "person": "kari",
        "name": TURNING,
        "workplace": TURNING,
        "as_wished": True,
        "departure": "a\nb",
    }
    found = said_as(CoordinatorProposed, proposed | {"departure": "a\nb"}, FORMS)
    assert found == CoordinatorProposed("kari", "Kari iraK", "Kari iraK", True, "a\nb")  # type: ignore[arg-type]
    corrected = said_as(SubjectCorrected, {"subject": {"name": TURNING}}, FORMS)
    assert isinstance(corrected, SubjectCorrected)
    assert corrected.subject.name == "Kari iraK"


def test_each_of_several_names_turns_nothing() -> None:
    disputed = said_as(ResponsibilityDisputed, {"services": [TURNING, "NAV"]}, FORMS)
    assert isinstance(disputed, ResponsibilityDisputed)
    assert disputed.services == ("Kari iraK", "NAV")


def texts_of(kind: Any) -> Iterator[str]:
    hints = get_type_hints(kind)
    for each in fields(kind):
        for form in (hints[each.name], *get_args(hints[each.name])):
            if form is str:
                yield each.name
            elif is_dataclass(form):
                yield from texts_of(form)


@pytest.mark.parametrize("kind", [*OF_CASES.values(), *OF_COMPLAINTS.values()])
def test_all_that_is_said_is_a_line_or_words_or_known(kind: type[Transition]) -> None:
    assert {*texts_of(kind)} <= LINES | WORDS | KNOWN


def test_what_was_asked_is_as_it_was_written() -> None:
    asked = said_as(QuestionAsked, {"of": "owner", "question": "Når?\n\n  Og hvor?"}, FORMS)
    assert isinstance(asked, QuestionAsked)
    assert asked.question == "Når?\n\n  Og hvor?"


def test_a_name_that_is_stored_is_read_as_it_is() -> None:
    said = {"subject": {"name": TURNING, "born": date(1980, 5, 1)}}
    assert FORMS[SubjectCorrected.action].validate_python(said).subject.name == TURNING

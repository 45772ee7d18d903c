"""What is said in a record: names in one line when it is new, as it was written when it is stored."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.cases.care_transitions import CoordinatorProposed
from server.domain.cases.case_transitions import QuestionAsked, ResponsibilityDisputed, SubjectCorrected
from server.domain.errors import Invalid
from server.storage.cases.rows import FORMS, said_as

TURNING = "Kari\u202e iraK\u2066"


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


def test_what_was_asked_is_as_it_was_written() -> None:
    asked = said_as(QuestionAsked, {"of": "owner", "question": "Når?\n\n  Og hvor?"}, FORMS)
    assert isinstance(asked, QuestionAsked)
    assert asked.question == "Når?\n\n  Og hvor?"


def test_a_name_that_is_stored_is_read_as_it_is() -> None:
    said = {"subject": {"name": TURNING, "born": date(1980, 5, 1)}}
    assert FORMS[SubjectCorrected.action].validate_python(said).subject.name == TURNING


def test_each_of_several_names_is_in_one_line() -> None:
    disputed = said_as(ResponsibilityDisputed, {"services": [TURNING, "NAV\u200b"]}, FORMS)
    assert disputed == ResponsibilityDisputed(("Kari iraK", "NAV"))
    with pytest.raises(Invalid):
        said_as(ResponsibilityDisputed, {"services": [1]}, FORMS)

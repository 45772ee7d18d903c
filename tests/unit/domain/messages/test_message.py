"""What a message is called, to whom it may be, and what people call a case by."""

from __future__ import annotations

import re

import pytest

from server.domain.cases.vocabulary import CaseId
from server.domain.messages.message import Message, code_of
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId

TO_KARI = Message("case/c/2", "decision-ready", MunicipalityId("lia"), PersonId("kari"), case=CaseId("c"))


def test_the_same_event_to_the_same_person_is_the_same_message() -> None:
    again = Message("case/c/2", "another text", None, PersonId("kari"))
    assert TO_KARI.id == again.id
    assert re.fullmatch(r"[\w-]{22}", TO_KARI.id)


@pytest.mark.parametrize(
    "other",
    [
        Message("case/c/3", "decision-ready", None, PersonId("kari")),
        Message("case/c/2", "decision-ready", None, PersonId("ola")),
    ],
)
def test_another_event_and_another_recipient_are_another_message(other: Message) -> None:
    assert other.id != TO_KARI.id


def test_a_code_is_always_the_same_and_is_not_the_id() -> None:
    codes = {code_of(CaseId(str(number))) for number in range(1000)}
    assert len(codes) == 1000
    assert all(re.fullmatch(r"[A-Z2-7]{4}-[A-Z2-7]{4}", code) for code in codes)
    assert code_of(CaseId("case")) == code_of(CaseId("case")) != "case"

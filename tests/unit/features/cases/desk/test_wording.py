"""Where a case is, in words: a day that has passed is not said to come."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from server.catalogue import standard
from server.domain.cases.vocabulary import Actor
from server.features.cases.desk.wording import ShownTo, stage_of
from tests.unit.domain.cases.situations import TODAY, clarifying

DUE = TODAY + timedelta(days=30)


@pytest.mark.parametrize(
    ("language", "to_come", "passed", "what_one_may_do", "for_whom"),
    [
        ("nb", "Du får svar innen", "den dagen er passert", "klage, be om tilsyn eller snakke med", ""),
        ("nb", "Svaret kommer innen", "den dagen er passert", "klage, be om tilsyn", "Kari"),
        (
            "en",
            "You have an answer by",
            "that day has passed",
            "complain, ask for supervision or talk to",
            "",
        ),
        ("en", "The answer comes by", "that day has passed", "complain, ask for supervision", "Kari"),
    ],
)
@pytest.mark.parametrize(("today", "late"), [(TODAY, False), (DUE, False), (DUE + timedelta(days=1), True)])
def test_an_answer_is_promised_until_its_day_and_then_it_is_said_what_one_may_do(
    language: str, to_come: str, passed: str, what_one_may_do: str, for_whom: str, today: date, *, late: bool
) -> None:
    said = stage_of(clarifying().case, ShownTo(Actor.OWNER, standard(), language, today, for_whom), DUE)
    assert (to_come in said, passed in said) == (not late, late)
    assert f"{DUE:%d.%m.%Y}" in said
    assert (what_one_may_do in said) == late

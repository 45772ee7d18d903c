"""Who is refused, and with what: first who they are, then where the case is, then what they say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import pytest

from server.domain.cases.records import Transition
from server.domain.cases.state import Case, ResponsibilityFacts
from server.domain.cases.tracks.machine import OWNERS, OWNERS_WORD, Guard, Situation, Terms, Track
from server.domain.cases.vocabulary import Actor, CaseId, ResponsibilityStatus
from server.domain.errors import Forbidden, Invalid, NotNow
from tests.unit.domain.cases.situations import FOR_THE_OWNER, RULES, WHO, commanded


class Light(StrEnum):
    UNSET = "unset"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class Switched(Transition):
    action = "switched"
    word: str = "på"


GUARD = Guard("not-dark", lambda s: s.transition.word != "lyst")
TRACK = Track(
    "responsibility",
    {ResponsibilityStatus.UNSET: {Switched: Light.AGREED}},
    {Switched: Terms(OWNERS, ("word",), (GUARD,))},
    lambda facts, _: facts,
)
DARK = Case(CaseId("case"))


def judged(transition: Transition, by: Actor = Actor.OWNER, case: Case = DARK) -> str:
    return TRACK.judged(Situation(case, commanded(transition, WHO[by]), RULES))


def test_a_command_leads_where_the_table_says() -> None:
    assert judged(Switched()) == "agreed"
    assert TRACK.status(DARK) is ResponsibilityStatus.UNSET


def test_refusals_come_in_this_order() -> None:
    lit = Case(CaseId("case"), responsibility=ResponsibilityFacts(ResponsibilityStatus.AGREED))
    with pytest.raises(Forbidden):
        judged(Switched(""), Actor.LEADER, lit)
    with pytest.raises(NotNow, match="status"):
        judged(Switched(""), case=lit)
    with pytest.raises(Invalid, match="word: is not said"):
        judged(Switched(" "))
    with pytest.raises(NotNow, match="not-dark"):
        judged(Switched("lyst"))


def test_the_owners_word_is_said_by_them_or_on_their_behalf() -> None:
    for by, holds in ((WHO[Actor.OWNER], True), (WHO[Actor.CASE_HANDLER], False), (FOR_THE_OWNER, True)):
        assert OWNERS_WORD.holds(Situation(DARK, commanded(Switched(), by), RULES)) is holds

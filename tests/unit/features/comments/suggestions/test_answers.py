"""A suggestion as somebody reads it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Level
from server.domain.plan import Participant, Role, SuggestionId
from server.domain.sight import PlanSight, Sight
from server.features.comments.answers import CommentAuthor
from server.features.comments.suggestions.answers import SuggestionAnswer
from server.features.comments.suggestions.rules import Status, Suggestion
from tests.unit.domain.people import NOW, a_part, a_plan, decided, taking_part

PART, OTHER = a_part(), a_part(name="other")
OWNER, SCHOOL, GP = taking_part(Role.OWNER), taking_part(Role.SCHOOL), taking_part(Role.GP)
SUGGESTED = Suggestion(
    SuggestionId("s"), PART.id, GP.id, NOW, "øver", "øvde", anchor={"start": "AQ==", "before": "vi "}
)
UNKNOWN = CommentAuthor(None, "", None)


def seen(who: Participant, *shared: Participant) -> Sight:
    decisions = [decided(number, each, PART, Level.READ) for number, each in enumerate((SCHOOL, *shared), 1)]
    sight = PlanSight(a_plan([OWNER, SCHOOL, GP], [PART, OTHER], decisions), NOW).of(who.id)
    assert sight is not None
    return sight


@pytest.mark.rule(17)
def test_who_suggested_and_decided_is_named_only_to_those_who_may_know_of_them() -> None:
    done = replace(SUGGESTED, status=Status.ACCEPTED, decided_at=NOW, decided_by=GP.id)
    hidden = SuggestionAnswer.of(done, seen(SCHOOL))
    assert (hidden.author, hidden.decided_by, hidden.decided_at) == (UNKNOWN, UNKNOWN, NOW)
    for sight in (seen(SCHOOL, GP), seen(OWNER)):
        shown = SuggestionAnswer.of(done, sight)
        assert shown.author == shown.decided_by == CommentAuthor(GP.id, "gp", Role.GP)


@pytest.mark.rule(9, "P3")
def test_of_words_that_are_not_shown_nothing_is_answered_that_may_repeat_them() -> None:
    done = replace(
        SUGGESTED, status=Status.DECLINED, decided_at=NOW, decided_by=OWNER.id, word="«øver» skal stå"
    )
    shown = SuggestionAnswer.of(done, seen(SCHOOL), words_gone=True)
    assert (shown.quote, shown.replacement, shown.anchor, shown.words_gone) == ("", "", None, True)
    assert shown.word == ""
    assert SuggestionAnswer.of(done, seen(SCHOOL)).word == "«øver» skal stå"

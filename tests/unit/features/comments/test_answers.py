"""A comment as somebody reads it: without those they may not know of, and without what was removed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Level
from server.domain.plan import CommentId, Participant, Role
from server.domain.sight import PlanSight, Sight
from server.features.comments.answers import CommentAnswer, CommentAuthor
from server.features.comments.rules import Comment
from tests.unit.domain.people import EARLIER, NOW, a_part, a_plan, decided, taking_part

PART, OTHER = a_part(), a_part(name="other")
OWNER, SCHOOL, GP = taking_part(Role.OWNER), taking_part(Role.SCHOOL), taking_part(Role.GP)
GONE = taking_part(Role.COORDINATOR, until=EARLIER, name="gone")
SAID = Comment(CommentId("c"), PART.id, GP.id, NOW, "Når?", quote="øver", resolved_at=NOW, resolved_by=GP.id)


def seen(who: Participant, *shared: Participant) -> Sight:
    decisions = [decided(number, each, PART, Level.READ) for number, each in enumerate((SCHOOL, *shared), 1)]
    plan = a_plan([OWNER, SCHOOL, GP, GONE], [PART, OTHER], decisions)
    sight = PlanSight(plan, NOW).of(who.id)
    assert sight is not None
    return sight


@pytest.mark.rule(17)
def test_who_wrote_and_resolved_it_is_named_only_to_those_who_may_know_of_them() -> None:
    hidden = CommentAnswer.of(SAID, seen(SCHOOL))
    assert hidden.author == CommentAuthor(None, "", None)
    assert (hidden.resolved_at, hidden.resolved_by) == (NOW, None)
    for sight in (seen(SCHOOL, GP), seen(OWNER)):
        shown = CommentAnswer.of(SAID, sight)
        assert shown.author == CommentAuthor(GP.id, "gp", Role.GP)
        assert shown.resolved_by == GP.id


@pytest.mark.rule(17)
def test_who_takes_part_no_more_is_named_to_those_who_knew_of_everybody_or_whom_everybody_knew() -> None:
    former = replace(SAID, author=GONE.id)
    assert CommentAnswer.of(former, seen(OWNER)).author.id == GONE.id
    assert CommentAnswer.of(former, seen(SCHOOL)).author.id == GONE.id  # was the coordinator


def test_of_what_was_removed_nothing_is_left_but_that_it_was_there() -> None:
    gone = replace(SAID, removed_at=NOW, removed_by=GP.id, anchor={"before": "hemmelig"})
    shown = CommentAnswer.of(gone, seen(SCHOOL))
    assert (shown.text, shown.quote, shown.anchor) == ("", "", None)
    assert (shown.removed_at, shown.removed_by) == (NOW, None)

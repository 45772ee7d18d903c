"""Who puts a goal or measure away and brings it back, and where there is room: from rights alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Decision, Level
from server.domain.errors import Forbidden, Invalid, LimitReached, NotFound
from server.domain.plan import Apart, Kind, Part, Participant, Role
from server.domain.sight import Sight
from server.features.parts.entries import PartBroughtBack, PartPutAway, PutAway
from server.features.parts.putting_away import put_away
from server.features.parts.rules import MOST_IN_PLAN, MOST_OF_ONE
from tests.unit.domain.people import EARLIER, NOW, a_part, a_plan, decided, sight_of, taking_part

OWNER, GP, SCHOOL = taking_part(Role.OWNER), taking_part(Role.GP), taking_part(Role.SCHOOL)
OWNER = replace(OWNER, person=a_plan([], []).plan.owner)
PARENT = taking_part(Role.REPRESENTATIVE)
PEOPLE = [OWNER, GP, SCHOOL, PARENT]
MEASURE = a_part(Kind.MEASURE, "m", created_by=GP.id)
HEALTH = a_part(Kind.HEALTH, "health")


def seen_by(who: Participant, part: Part, *decisions: Decision) -> Sight:
    return sight_of(who, a_plan(PEOPLE, [part, HEALTH], list(decisions)))


def away(part: Part, by: Participant = OWNER) -> Part:
    return replace(part, put_away_at=EARLIER, put_away_by=by.id)


def nobody() -> bool:
    return False


def somebody() -> bool:
    return True


def test_what_is_put_away_says_when_and_by_whom_and_the_log_vouches_for_it() -> None:
    found = put_away(seen_by(OWNER, MEASURE), MEASURE.id, True, somebody)
    assert found is not None
    part, event = found
    assert (part.put_away_at, part.put_away_by) == (NOW, OWNER.id)
    assert (event.action, event.part) == (PartPutAway.action, MEASURE.id)
    assert event.details == {"digest": PutAway.of(part).fingerprint}
    back = put_away(seen_by(OWNER, part), MEASURE.id, False, somebody)
    assert back is not None
    assert (back[0], back[1].action) == (MEASURE, PartBroughtBack.action)


def test_what_is_so_already_is_not_done_again() -> None:
    assert put_away(seen_by(OWNER, away(MEASURE)), MEASURE.id, True, somebody) is None
    assert put_away(seen_by(OWNER, MEASURE), MEASURE.id, False, somebody) is None


EDITS = [decided(1, who, MEASURE, Level.EDIT) for who in (GP, SCHOOL, PARENT)]


@pytest.mark.parametrize(
    ("who", "others_wrote", "by", "allowed"),
    [
        (OWNER, True, GP, True),
        (PARENT, True, OWNER, True),
        (GP, False, None, True),
        (GP, False, GP, True),
        (GP, True, None, False),
        (GP, False, OWNER, False),
        (SCHOOL, False, None, False),
    ],
)
def test_the_owner_and_whoever_made_it_while_it_is_theirs_alone(
    who: Participant, others_wrote: bool, by: Participant | None, allowed: bool
) -> None:
    """``by``: who has put it away."""
    part, signed = replace(MEASURE, created_after=1), [replace(d, number=n) for n, d in enumerate(EDITS, 1)]
    sight = seen_by(who, part if by is None else away(part, by), *signed)
    if allowed:
        assert put_away(sight, part.id, by is None, lambda: others_wrote) is not None
        return
    with pytest.raises(Forbidden):
        put_away(sight, part.id, by is None, lambda: others_wrote)


@pytest.mark.parametrize(
    ("level", "refusal"),
    [(Level.NONE, NotFound), (Level.READ, Forbidden), (Level.COMMENT, Forbidden)],
)
def test_whoever_made_it_and_may_not_write_any_more_leaves_it(level: Level, refusal: type[Exception]) -> None:
    for who in (GP, PARENT):
        with pytest.raises(refusal):
            put_away(seen_by(who, MEASURE, decided(1, who, MEASURE, level)), MEASURE.id, True, nobody)


def test_only_goals_and_measures_are_put_away() -> None:
    with pytest.raises(Invalid):
        put_away(seen_by(OWNER, MEASURE), HEALTH.id, True, nobody)


# What it does to rights.


@pytest.mark.rule(9, 11)
@pytest.mark.parametrize("level", Level)
def test_what_is_put_away_is_read_by_who_read_it_and_written_by_nobody(level: Level) -> None:
    sight = seen_by(GP, away(MEASURE), decided(1, GP, MEASURE, level))
    assert sight.access_to(MEASURE.id).level is min(level, Level.READ)
    assert seen_by(OWNER, away(MEASURE)).access_to(MEASURE.id).level is Level.READ
    assert seen_by(SCHOOL, away(MEASURE)).access_to(MEASURE.id).level is Level.NONE
    assert (MEASURE.id in {part.id for part in sight.parts()}) is (level > Level.NONE)


@pytest.mark.rule(9)
def test_what_is_brought_back_is_as_open_as_is_signed_then() -> None:
    kept = replace(MEASURE, apart=Apart.KEPT, created_by=OWNER.id, created_after=1)
    early = decided(1, SCHOOL, Kind.MEASURE, Level.EDIT)
    for part in (kept, away(kept)):
        assert seen_by(SCHOOL, part, early).access_to(kept.id).level is Level.NONE
    closed = [decided(1, GP, MEASURE, Level.EDIT), decided(2, GP, Kind.MEASURE, Level.NONE)]
    assert seen_by(GP, MEASURE, *closed).access_to(MEASURE.id).level is Level.NONE


# How many.


def many(number: int, made_by: Participant, gone: bool) -> list[Part]:
    made = [a_part(Kind.MEASURE, f"{gone}-{n}", created_by=made_by.id) for n in range(number)]
    return [away(part, made_by) for part in made] if gone else made


def full(who: Participant, part: Part, others: list[Part]) -> Sight:
    signed = [decided(1, GP, part, Level.EDIT)]
    return sight_of(who, a_plan(PEOPLE, [part, *others], signed))


def test_putting_away_makes_room_and_bringing_back_needs_some() -> None:
    gone = away(MEASURE)
    assert put_away(full(OWNER, gone, many(MOST_IN_PLAN - 1, OWNER, False)), MEASURE.id, False, nobody)
    with pytest.raises(LimitReached):
        put_away(full(OWNER, gone, many(MOST_IN_PLAN, OWNER, False)), MEASURE.id, False, nobody)
    assert put_away(full(OWNER, MEASURE, many(MOST_IN_PLAN, OWNER, False)), MEASURE.id, True, nobody)


def test_what_is_put_away_is_bounded_too_and_half_of_it_is_the_owners() -> None:
    for who, most in ((OWNER, MOST_IN_PLAN), (GP, MOST_IN_PLAN // 2)):
        assert put_away(full(who, MEASURE, many(most - 1, SCHOOL, True)), MEASURE.id, True, nobody)
        with pytest.raises(LimitReached):
            put_away(full(who, MEASURE, many(most, SCHOOL, True)), MEASURE.id, True, nobody)


def test_whoever_is_not_the_owner_hoards_none() -> None:
    for gone, part in ((True, MEASURE), (False, away(MEASURE, GP))):
        assert put_away(full(GP, part, many(MOST_OF_ONE - 1, GP, gone)), MEASURE.id, gone, nobody)
        with pytest.raises(LimitReached):
            put_away(full(GP, part, many(MOST_OF_ONE, GP, gone)), MEASURE.id, gone, nobody)

"""The fold as a whole table: every situation of last decisions, for every level, period and role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations, product

import pytest

from server.domain.access import (
    NOTHING,
    Access,
    Decision,
    Grants,
    Level,
)
from server.domain.plan import Kind, Part, Participant, ParticipantId, Role
from server.domain.sight import PlanSight
from tests.support.principals import demo
from tests.unit.domain.people import EARLIER, LATER, NOW, a_part, a_plan, decided, part_access, taking_part

PERIODS: dict[str, datetime | None] = {
    "no end": None,
    "still running": LATER,
    "over now": NOW,
    "over": EARLIER,
}
RUNNING = {"no end", "still running"}
ROLES = [role for role in Role if role is not Role.OWNER]

# What was signed, oldest first. "L" is the level under test with the period under test; every other
# level is signed without an end. "=> L" means: the level under test while its period runs, else nothing.
SITUATIONS = """
nothing was ever signed                                        :                            => none
a part was opened                                              : part L                     => L
a kind was opened                                              : kind L                     => L
the part overrides its kind, more open                         : kind read, part L          => L
the part overrides its kind, less open                         : kind edit, part L          => L
the part stays what it is when its kind changes                : part L, kind edit          => L
a later decision about the part replaces an earlier            : part edit, part L          => L
a later decision about the kind replaces an earlier            : kind edit, kind L          => L
withdrawing the part closes it                                 : part L, part none          => none
withdrawing the part closes it although its kind is open       : kind L, part none          => none
a withdrawn part stays closed when its kind opens later        : part none, kind L          => none
withdrawing the kind closes it                                 : kind L, kind none          => none
withdrawing the kind closes parts opened before                : part L, kind none          => none
... also when the kind opens again: that decides alone         : part edit, kind none, kind L => L
... and never brings back the part's older opening             : part edit*, kind none, kind read => read
a part opened after its kind was withdrawn is open             : kind none, part L          => L
a part withdrawn before its kind was stays closed for good     : part none, kind none, kind L => none
a decision about another part says nothing here                : other L                    => none
a decision about another kind says nothing here                : elsewhere L                => none
a decision for another participant says nothing here           : somebody L                 => none
who created the part may edit it                               : created                    => edit
what is signed about the part then decides                     : created, part L            => L
a kind decided later binds the creator too                     : created, kind L            => L
... also one who was let in by an earlier decision             : kind edit, created, kind L => L
... and no older edit takes its place when it is over          : kind edit, created, kind read* => read*
... nor is it above a lower one that follows                   : created, kind edit, kind L => L
what is signed about the part stays, whatever the kind says    : created, part L, kind read => L
withdrawing the kind ends the creator's edit                   : created, kind none         => none
... and a kind opened again decides alone                      : created, kind none, kind L => L
withdrawing the part ends the creator's edit                   : created, part none         => none
creating after a withdrawal counts                             : kind none, created         => edit
a creator's edit lasts as long as the kind that allowed it     : kind edit*, created        => edit*
... and no longer than the last one before the creation        : kind edit, kind edit*, created => edit*
"""


@dataclass(frozen=True)
class Situation:
    name: str
    signed: tuple[str, ...]
    answer: str

    @classmethod
    def parse(cls, line: str) -> Situation:
        name, rest = line.split(" : ", 1)
        signed, answer = rest.split("=>")
        words = tuple(word.strip() for word in signed.split(",") if word.strip())
        return cls(name.strip(), words, answer.strip())


TABLE = [Situation.parse(line) for line in SITUATIONS.strip().splitlines()]


def lived_through(
    situation: Situation, me: Participant, level: Level, until: datetime | None
) -> tuple[Part, list[Decision]]:
    """The part and the decisions of a situation, oldest first."""
    part, other = a_part(Kind.HEALTH), a_part(Kind.HEALTH, "other")
    neighbour = taking_part(Role.OTHER, name="neighbour")
    targets: dict[str, tuple[Participant, Part | Kind]] = {"part": (me, part), "kind": (me, Kind.HEALTH)}
    targets |= {"other": (me, other), "elsewhere": (me, Kind.HOME), "somebody": (neighbour, Kind.HEALTH)}
    decisions: list[Decision] = []
    for word in situation.signed:
        if word == "created":
            part = a_part(Kind.HEALTH, created_by=me.id, created_after=len(decisions))
            continue
        target, token = word.split()
        tested = token == "L" or token.endswith("*")
        signed = level if token == "L" else Level.of(token.rstrip("*"))
        who, about = targets[target]
        number = len(decisions) + 1
        decisions.append(decided(number, who, about, signed, until if tested else None))
    return part, decisions


def expected(answer: str, level: Level, *, running: bool) -> Level:
    meanwhile, _, afterwards = answer.partition(" or ")
    if meanwhile == "L":
        return level if running else Level.NONE
    if meanwhile.endswith("*"):
        return Level.of(meanwhile.rstrip("*")) if running else Level.of(afterwards or "none")
    return Level.of(meanwhile)


@pytest.mark.rule(9, 11)
@pytest.mark.parametrize("situation", TABLE, ids=lambda situation: situation.name)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("period", PERIODS)
def test_the_fold_answers_as_the_table_says(situation: Situation, role: Role, period: str) -> None:
    me = taking_part(role)
    for level in Level:
        part, decisions = lived_through(situation, me, level, PERIODS[period])
        wanted = expected(situation.answer, level, running=period in RUNNING)
        assert part_access(Grants(me, decisions, NOW), part).level is wanted, (situation, level)


@pytest.mark.parametrize("situation", TABLE, ids=lambda situation: situation.name)
def test_the_order_in_which_decisions_are_listed_does_not_matter(situation: Situation) -> None:
    me = taking_part(Role.NAV)
    for level, until in product(Level, PERIODS.values()):
        part, decisions = lived_through(situation, me, level, until)
        answers = {part_access(Grants(me, order, NOW), part) for order in permutations(decisions)}
        assert len(answers) == 1


@pytest.mark.rule(11, 13)
@pytest.mark.parametrize("situation", TABLE, ids=lambda situation: situation.name)
@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_open_for_somebody_whose_participation_has_ended(situation: Situation, role: Role) -> None:
    me = taking_part(role, until=NOW)
    for level in Level:
        part, decisions = lived_through(situation, me, level, None)
        assert part_access(Grants(me, decisions, NOW), part).level is Level.NONE


@pytest.mark.rule(11)
@pytest.mark.parametrize("situation", TABLE, ids=lambda situation: situation.name)
def test_the_owner_edits_every_part_whatever_is_signed(situation: Situation) -> None:
    owner = taking_part(Role.OWNER)
    for level, until in product(Level, PERIODS.values()):
        part, decisions = lived_through(situation, owner, level, until)
        assert part_access(Grants(owner, decisions, NOW), part) == Access(Level.EDIT, source="owner")


@pytest.mark.rule(9, 11, 22)
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("kind", Kind)
def test_a_role_alone_opens_nothing(role: Role, kind: Kind) -> None:
    me = taking_part(role)
    part = a_part(kind, responsible=me.id)
    assert part_access(Grants(me, [], NOW), part).level is Level.NONE
    assert Grants(me, [], NOW).of_kind(kind).level is Level.NONE


# What goes with the level: when it ends, and where it comes from.


def test_an_opening_ends_at_its_own_end_or_the_participations_whichever_is_first() -> None:
    part = a_part()
    for ends, leaves in product((None, LATER, LATER + timedelta(days=1)), repeat=2):
        me = taking_part(Role.GP, until=leaves)
        access = part_access(Grants(me, [decided(1, me, part, Level.READ, ends)], NOW), part)
        assert access.until == min((end for end in (ends, leaves) if end), default=None)


def test_the_source_of_a_level_is_told() -> None:
    me, part = taking_part(Role.GP), a_part()
    by_part, by_kind = decided(1, me, part, Level.READ), decided(2, me, part.kind, Level.EDIT)
    assert part_access(Grants(me, [by_part, by_kind], NOW), part).source == "part"
    assert part_access(Grants(me, [by_kind], NOW), part).source == "kind"
    assert part_access(Grants(me, [], NOW), a_part(created_by=me.id)).source == "creator"
    assert part_access(Grants(me, [], NOW), part).source == "none"
    assert part_access(Grants(me, [by_part], NOW), part).signed_at == by_part.signed_at


@pytest.mark.parametrize("situation", TABLE, ids=lambda situation: situation.name)
@pytest.mark.parametrize("period", PERIODS)
def test_a_part_is_held_by_itself_where_opening_its_kind_would_not_reach_it(
    situation: Situation, period: str
) -> None:
    me = taking_part(Role.SCHOOL)
    for level, opened in product(Level, [Level.READ, Level.COMMENT, Level.EDIT]):
        part, signed = lived_through(situation, me, level, PERIODS[period])
        grants = Grants(me, signed, NOW)
        held, before = grants.by_itself(part), part_access(grants, part).level
        after = Grants(me, [*signed, decided(len(signed) + 1, me, part.kind, opened)], NOW)
        assert part_access(after, part).level is (before if held else opened)
        assert after.by_itself(part) is held


@pytest.mark.rule(12)
@pytest.mark.parametrize("level", Level)
def test_a_decision_about_a_kind_leaves_as_it_was_what_is_kept_from_its_signer(level: Level) -> None:
    me, part, other = taking_part(Role.SCHOOL), a_part(created_by=ParticipantId("x")), a_part(name="other")
    mine = replace(part, created_by=me.id, created_after=1)
    limited = replace(decided(5, me, part.kind, level), beyond=frozenset({part.id}))
    before = [decided(1, me, part.kind, Level.EDIT)]
    named = [*before, decided(2, me, part, Level.COMMENT)]
    for history, of in (([], part), (before, part), (named, part), (before, mine), ([], mine)):
        was = part_access(Grants(me, history, NOW), of)
        assert part_access(Grants(me, [*history, limited], NOW), of) == was
        assert part_access(Grants(me, [*history, limited], NOW), other).level is level
        whole = decided(6, me, part.kind, Level.NONE)
        assert part_access(Grants(me, [*history, limited, whole], NOW), of).level is Level.NONE


def test_creating_asks_for_the_kind_alone() -> None:
    me, part = taking_part(Role.SCHOOL), a_part(Kind.MEASURE)
    assert Grants(me, [decided(1, me, part, Level.EDIT)], NOW).of_kind(Kind.MEASURE).level is Level.NONE
    of_kind = [decided(1, me, Kind.MEASURE, Level.EDIT)]
    assert Grants(me, of_kind, NOW).of_kind(Kind.MEASURE).level is Level.EDIT
    assert Grants(me, of_kind, NOW).of_kind(Kind.GOAL).level is Level.NONE


def test_a_decision_speaks_of_a_part_or_of_a_kind_never_both_or_neither() -> None:
    me, part = taking_part(Role.SCHOOL), a_part()
    with pytest.raises(ValueError, match="a part or of a kind"):
        Decision(1, me.id, Level.READ, me.person, NOW)
    with pytest.raises(ValueError, match="a part or of a kind"):
        Decision(1, me.id, Level.READ, me.person, NOW, part=part.id, kind=part.kind)


@pytest.mark.parametrize("level", Level)
def test_a_level_and_its_token_are_one(level: Level) -> None:
    assert Level.of(level.token) is level


def test_an_unknown_level_is_no_level() -> None:
    with pytest.raises(KeyError):
        Level.of("admin")


# The plan as a whole.


def test_a_person_is_found_by_their_active_participation() -> None:
    left = taking_part(Role.SCHOOL, until=EARLIER)
    back = Participant(taking_part(Role.OTHER).id, left.plan, left.person, "tilbake", Role.OTHER)
    assert a_plan([left], []).participant_of(demo(left.person), NOW) is None
    assert a_plan([left, back], []).participant_of(demo(left.person), NOW) == back


def test_the_next_end_of_a_period_is_known_in_advance() -> None:
    gp, part = taking_part(Role.GP, until=LATER + timedelta(hours=1)), a_part()
    over, soon = decided(1, gp, part, Level.READ, EARLIER), decided(2, gp, part, Level.READ, LATER)
    assert a_plan([gp], [part], [over, soon]).changes_by_itself(NOW) == LATER
    assert a_plan([gp], [part], [over]).changes_by_itself(NOW) == gp.until
    assert a_plan([taking_part(Role.GP)], [part], [over]).changes_by_itself(NOW) is None


@pytest.mark.rule(21)
def test_a_decision_about_one_person_opens_nothing_for_a_colleague() -> None:
    one, colleague = (
        replace(taking_part(Role.NAV, name=name), organisation="NAV Sundvåg") for name in ("one", "other")
    )
    part = a_part(Kind.WORK)
    decisions = [decided(1, one, part, Level.EDIT), decided(2, one, part.kind, Level.EDIT)]
    seen = PlanSight(a_plan([one, colleague], [part], decisions), NOW)
    assert seen.access_of(one.id, part.id).level is Level.EDIT
    assert seen.access_of(colleague.id, part.id) == NOTHING
    assert Grants(colleague, decisions, NOW).of_kind(part.kind).level is Level.NONE

"""Proposing, and parts that are kept: the fold as a table, every expectation written by hand.

"=> x / y": what whoever made the part has, and what a neighbour has, to whom the kind was opened or not.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.domain.access import Decision, Grants, Level
from server.domain.plan import Apart, Kind, Part, Role
from server.domain.sight import PlanSight
from tests.unit.domain.people import EARLIER, LATER, NOW, a_part, a_plan, decided, part_access, taking_part

ME, NEIGHBOUR = taking_part(Role.COORDINATOR), taking_part(Role.RELATIVE)

# "my", "their": about me or the neighbour. "part", "kind": of the part itself, of its kind. "~": over by now.
SITUATIONS = """
a proposal is its proposer's and nobody else's              : let, proposed                          => edit / none
... also where the neighbour reads the whole kind           : their kind read, let, proposed         => edit / none
... also where the proposer may only comment on the kind    : my kind comment, let, proposed         => edit / none
... until it is opened by name                              : let, proposed, their part read         => edit / read
... or by a later decision about the kind                   : let, proposed, their kind comment      => edit / comment
a later decision about the part binds its proposer          : let, proposed, my part comment         => comment / none
a later decision about the kind binds its proposer          : let, proposed, my kind comment         => comment / none
withdrawing the part closes it                              : let, proposed, my part none            => none / none
withdrawing the kind closes it                              : let, proposed, my kind none            => none / none
who may not propose any more keeps no proposal              : let, proposed, unlet                   => none / none
... also who may comment on the kind since before           : my kind comment, let, proposed, unlet  => none / none
... but what was signed about it later stays                : let, proposed, my part read, unlet     => read / none
who is let propose again has their proposals again          : let, proposed, unlet, let              => edit / none
to be let once more takes nothing away                      : let, proposed, let                     => edit / none
proposing ends by itself, and its proposals with it         : let~, proposed                         => none / none
... also where an older one would still run                 : let, let~, proposed                    => none / none
withdrawing the kind ends proposing                         : let, my kind none, proposed            => none / none
... also when the kind opens again                          : let, my kind none, my kind read, proposed => none / none
a proposal of before a withdrawal does not come back        : let, proposed, my kind none, my kind read => read / none
to be let propose opens nothing that is there               : made, let                              => none / none
... and closes nothing                                      : my kind read, made, let                => read / none
to be let propose no more closes nothing that is there      : my kind read, made, unlet              => read / none
what the owner keeps is opened by no earlier decision       : my kind edit, their kind edit, kept    => none / none
... only by a later one                                     : my kind edit, kept, my kind read       => read / none
... or by name                                              : kept, their part edit                  => none / edit
what an editor of the kind keeps is theirs                  : my kind edit, their kind edit, mine kept => edit / none
... no longer than they were let in                         : my kind edit~, mine kept               => none / none
... and not above what is signed later                      : my kind edit, mine kept, my kind read  => read / none
... nor does a right to propose hold it                     : my kind edit~, let, mine kept          => none / none
"""  # noqa: E501 - a table


MADE = {
    "made": (None, None),
    "kept": (None, Apart.KEPT),
    "mine kept": (ME.id, Apart.KEPT),
    "proposed": (ME.id, Apart.PROPOSED),
}


def lived_through(signed: str) -> tuple[Part, list[Decision]]:
    part, decisions = a_part(Kind.GOAL), list[Decision]()
    for word in map(str.strip, signed.split(",")):
        if word in MADE:
            by, apart = MADE[word]
            part = replace(part, created_by=by, created_after=len(decisions), apart=apart)
            continue
        decisions.append(decision(word, len(decisions) + 1, part))
    return part, decisions


def decision(word: str, number: int, part: Part) -> Decision:
    until = EARLIER if word.endswith("~") else None
    word = word.rstrip("~")
    if word in ("let", "unlet"):
        return replace(decided(number, ME, Kind.GOAL, Level.NONE, until), proposing=word == "let")
    whose, about, level = word.split()
    who = ME if whose == "my" else NEIGHBOUR
    return decided(number, who, part if about == "part" else Kind.GOAL, Level.of(level), until)


TABLE = [line.replace("=>", " : ").split(" : ") for line in SITUATIONS.strip().splitlines()]
NAMES = [name.strip() for name, *_ in TABLE]


@pytest.mark.rule(9, 11)
@pytest.mark.parametrize(("signed", "answer"), [rest for _, *rest in TABLE], ids=NAMES)
def test_proposals_and_what_is_kept_are_seen_as_the_table_says(signed: str, answer: str) -> None:
    part, decisions = lived_through(signed)
    people = (ME, NEIGHBOUR)
    found = [part_access(Grants(who, decisions, NOW), part).level.token for who in people]
    assert " / ".join(found) == answer.strip()
    # ... and alike where the whole plan is folded at once.
    plan = PlanSight(a_plan([*people], [part], decisions), NOW)
    assert [plan.access_of(who.id, part.id).level.token for who in people] == found


@pytest.mark.rule(9, 11)
@pytest.mark.parametrize(
    ("signed", "by"),
    [
        ("let", 1),
        ("let, let", 2),
        ("let, unlet", None),
        ("unlet, let", 2),
        ("let~", None),
        ("let, let~", None),
        ("let, my kind none", None),
        ("let, my kind none, my kind edit", None),
        ("my kind none, let", 2),
        ("let, my kind read", 1),
        ("let, their kind none", 1),
        ("my kind edit", None),
    ],
)
def test_proposing_is_by_the_last_decision_about_it(signed: str, by: int | None) -> None:
    _, decisions = lived_through(signed)
    basis = Grants(ME, decisions, NOW).proposing(Kind.GOAL)
    assert (basis.number if basis else None) == by
    assert Grants(ME, decisions, NOW).proposing(Kind.MEASURE) is None
    assert Grants(NEIGHBOUR, decisions, NOW).proposing(Kind.GOAL) is None


@pytest.mark.rule(9)
def test_proposing_and_its_proposals_end_at_their_moment() -> None:
    part = a_part(Kind.GOAL, created_by=ME.id, created_after=1, apart=Apart.PROPOSED)
    let = replace(decided(1, ME, Kind.GOAL, Level.NONE, LATER), proposing=True)
    plan = a_plan([ME], [part], [let])
    assert plan.changes_by_itself(NOW) == LATER
    assert part_access(Grants(ME, [let], NOW), part).until == LATER
    assert part_access(Grants(ME, [let], LATER), part).level is Level.NONE
    assert Grants(ME, [let], LATER).proposing(Kind.GOAL) is None


def test_who_has_left_proposes_nothing() -> None:
    left, (_, signed) = replace(ME, until=NOW), lived_through("let")
    assert Grants(left, signed, NOW).proposing(Kind.GOAL) is None


def test_proposing_is_of_a_kind_and_opens_nothing() -> None:
    with pytest.raises(ValueError, match="proposing is of a kind"):
        replace(decided(1, ME, a_part(), Level.NONE), proposing=True)
    with pytest.raises(ValueError, match="proposing is of a kind"):
        replace(decided(1, ME, Kind.GOAL, Level.EDIT), proposing=True)

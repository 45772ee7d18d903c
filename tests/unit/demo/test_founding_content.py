"""The demo plan as a value: whole, consistent, and open exactly as the default matrix says."""

from __future__ import annotations

from collections import Counter

import pytest

from server.demo.contributions import CONTRIBUTIONS
from server.demo.founding import Founding
from server.demo.measures import GOALS, MEASURES
from server.demo.people import DEMO_KEYS
from server.demo.remarks import REMARKS
from server.demo.sections import SECTIONS
from server.demo.writing import blocks_of
from server.domain.access import Level, PlanAccess
from server.domain.kinds import KINDS
from server.domain.plan import SERVER, Area, Kind, PersonId, Plan, Role
from server.domain.proposals import proposal
from server.domain.sight import PlanSight
from server.storage.founding import NewPlan
from tests.unit.features.fakes import NOON, CountedChance


def plain_text(text: str) -> str:
    """As a reader sees it, one line per block."""
    return "\n".join("".join(run for run, _ in block.runs) for block in blocks_of(text))


@pytest.fixture(scope="module")
def founding() -> Founding:
    return Founding(CountedChance(), NOON, {key: PersonId(f"person-{key}") for key in DEMO_KEYS})


@pytest.fixture(scope="module")
def plan(founding: Founding) -> NewPlan:
    return founding.new_plan()


@pytest.fixture(scope="module")
def access(plan: NewPlan) -> PlanAccess:
    who = {participant.id: participant for participant in plan.participants}
    parts = {new.part.id: new.part for new in plan.parts}
    return PlanAccess(Plan(plan.id, plan.owner, "Runa Elvestad", 1, NOON), who, parts, plan.decisions)


@pytest.fixture(scope="module")
def sight(access: PlanAccess) -> PlanSight:
    return PlanSight(access, NOON)


TEXTS = {
    **{kind.value: text for kind, text in SECTIONS.items()},
    **{goal.key: goal.body for goal in GOALS},
    **{measure.key: measure.body for measure in MEASURES},
    **{f"contribution-{key}": text for key, text in CONTRIBUTIONS.items()},
}


def test_the_keys_are_those_of_the_contract() -> None:
    assert DEMO_KEYS == (
        "owner",
        "mother",
        "coordinator",
        "gp",
        "school",
        "nav",
        "hospital",
        "unit",
        "stranger",
    )


def test_unit_and_stranger_take_part_in_nothing(plan: NewPlan) -> None:
    people = {participant.person for participant in plan.participants}
    assert people == {f"person-{key}" for key in DEMO_KEYS if key not in ("unit", "stranger")}


def test_every_kind_of_part_is_there_sections_once(plan: NewPlan) -> None:
    count = Counter(new.part.kind for new in plan.parts)
    assert set(count) == set(Kind)
    assert all(count[kind] == 1 for kind, record in KINDS.items() if not record.repeated)
    assert count[Kind.GOAL] >= 3
    assert count[Kind.CONTRIBUTION] == len(plan.participants)


def test_the_measures_are_spread_over_those_who_help() -> None:
    responsible = Counter(measure.responsible for measure in MEASURES)
    assert len(MEASURES) >= 8
    assert responsible["school"] >= 2
    assert all(responsible[key] >= 1 for key in ("nav", "gp", "hospital", "coordinator"))
    assert {measure.area for measure in MEASURES} == set(Area)
    assert {measure.goal for measure in MEASURES} == {goal.key for goal in GOALS}


@pytest.mark.parametrize("key", TEXTS)
def test_every_part_has_something_to_read(key: str) -> None:
    assert len(plain_text(TEXTS[key])) > 80
    assert "*" not in plain_text(TEXTS[key])
    assert "#" not in plain_text(TEXTS[key])


def test_titles_are_projected_and_first_content_is_the_servers(plan: NewPlan) -> None:
    titles = {new.part.title for new in plan.parts if new.part.kind in (Kind.GOAL, Kind.MEASURE)}
    assert titles == {goal.title for goal in GOALS} | {measure.title for measure in MEASURES}
    for new in plan.parts:
        assert (new.row.person, new.row.participant) == (SERVER, None)
        assert set(new.clients.values()) == {SERVER}
    assert len({client for new in plan.parts for client in new.clients}) == len(plan.parts)


def test_everybody_may_do_exactly_what_the_default_matrix_proposes(
    access: PlanAccess, sight: PlanSight
) -> None:
    for participant in access.participants.values():
        for part in access.parts.values():
            level = sight.access_of(participant.id, part.id).level
            assert level is proposal(participant, part), (participant.role, part.kind, part.title)


def test_measures_and_contributions_are_signed_one_by_one(plan: NewPlan) -> None:
    kinds = {draft.kind for draft in plan.decisions if draft.kind and draft.proposing is None}
    assert kinds.isdisjoint({Kind.MEASURE, Kind.CONTRIBUTION})
    by_id = {new.part.id: new.part.kind for new in plan.parts}
    assert {by_id[draft.part] for draft in plan.decisions if draft.part} == {Kind.MEASURE, Kind.CONTRIBUTION}


def test_the_owner_has_signed_every_decision_and_nobody_signs_for_the_owner(plan: NewPlan) -> None:
    owner = next(participant for participant in plan.participants if participant.role is Role.OWNER)
    for draft in plan.decisions:
        assert draft.signed_by == owner.person
        assert draft.participant != owner.id
        assert draft.proposing or draft.level is not Level.NONE
        assert draft.text.startswith("Fra i dag lar jeg ")


def test_own_notes_and_child_welfare_are_the_owners_alone(access: PlanAccess, sight: PlanSight) -> None:
    for part in access.parts.values():
        if part.kind in (Kind.OWN_NOTES, Kind.CHILD_WELFARE):
            readers = {
                who.role
                for who in access.participants.values()
                if sight.access_of(who.id, part.id).level >= Level.READ
            }
            assert readers == {Role.OWNER}


@pytest.mark.parametrize("remark", REMARKS, ids=lambda remark: remark.key)
def test_a_remark_is_by_somebody_who_may_comment_there(remark, founding, plan, sight) -> None:  # type: ignore[no-untyped-def]
    author, part = founding.participants[remark.author], founding.parts[remark.part].part
    assert sight.access_of(author.id, part.id).level >= Level.COMMENT
    if remark.done_by:
        assert sight.access_of(founding.participants[remark.done_by].id, part.id).level >= Level.COMMENT


@pytest.mark.parametrize("remark", REMARKS, ids=lambda remark: remark.key)
def test_what_a_remark_quotes_stands_once_in_its_part(remark) -> None:  # type: ignore[no-untyped-def]
    if remark.quote:
        assert plain_text(TEXTS[remark.part]).count(remark.quote) == 1


def test_remarks_are_in_the_order_they_were_said_within_their_thread() -> None:
    known = {remark.key: remark for remark in REMARKS}
    assert len(known) == len(REMARKS)
    for remark in REMARKS:
        if remark.answers:
            question = known[remark.answers]
            assert (question.part, question.answers) == (remark.part, None)
            assert question.hours > remark.hours
    assert any(remark.author == "owner" and not remark.answers for remark in REMARKS)

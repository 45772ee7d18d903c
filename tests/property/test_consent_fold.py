"""The fold from decisions to levels, for any history a plan can have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.domain.access import Access, Decision, Grants, Level, PlanAccess
from server.domain.past_access import access_before
from server.domain.plan import (
    Apart,
    Kind,
    Part,
    Participant,
    ParticipantId,
    PartId,
    PersonId,
    Plan,
    PlanId,
    Role,
)
from server.domain.sight import PlanSight
from server.domain.standing import standing
from tests.support.models.consent import ConsentModel
from tests.unit.domain.people import knows, part_access

START = datetime(2026, 9, 1, tzinfo=UTC)
KINDS = (Kind.HEALTH, Kind.MEASURE, Kind.GOAL)
OTHERS = tuple(role for role in Role if role is not Role.OWNER)
ME, NEIGHBOUR = ParticipantId("me"), ParticipantId("neighbour")
PARTS = tuple(PartId(f"part-{number}") for number in range(4))

days = st.integers(min_value=0, max_value=9)
moments = days.map(lambda day: START + timedelta(days=day))
ends = st.none() | moments
KEPT = st.just(frozenset[PartId]()) | st.frozensets(st.sampled_from(PARTS), max_size=2)
"""Mostly none: only a representative's decision about a kind leaves parts as they are."""


@st.composite
def parts_of_a_plan(draw: st.DrawFn) -> list[Part]:
    return [
        Part(
            name,
            PlanId("plan"),
            draw(st.sampled_from(KINDS)),
            created_by=draw(st.sampled_from([None, ME, NEIGHBOUR])),
            created_after=draw(st.integers(min_value=0, max_value=12)),
            apart=draw(st.none() | st.sampled_from(Apart)),
        )
        for name in PARTS
    ]


@st.composite
def histories(draw: st.DrawFn, longest: int = 12) -> list[Decision]:
    signed = []
    for number in range(1, draw(st.integers(min_value=0, max_value=longest)) + 1):
        about = draw(st.sampled_from(PARTS) | st.sampled_from(KINDS))
        kind = about if isinstance(about, Kind) else None
        who, level = draw(st.sampled_from([ME, NEIGHBOUR])), draw(st.sampled_from(Level))
        part = None if isinstance(about, Kind) else PartId(about)
        proposing = draw(st.none() | st.booleans()) if kind is not None else None
        beyond = draw(KEPT) if kind is not None and proposing is None else frozenset()
        level = Level.NONE if proposing is not None else level
        facts = {"part": part, "kind": kind, "until": draw(ends), "beyond": beyond, "proposing": proposing}
        signed.append(Decision(number, who, level, PersonId("owner"), START, **facts))  # type: ignore[arg-type]
    return signed


@st.composite
def participants(draw: st.DrawFn, roles: Sequence[Role] = OTHERS) -> Participant:
    role = draw(st.sampled_from(roles))
    return Participant(ME, PlanId("plan"), PersonId("me"), "Jeg", role, until=draw(ends))


def replayed(parts: Sequence[Part], history: Sequence[Decision]) -> ConsentModel:
    """The same history told forwards: each decision onto what stands, each part when it was created."""
    model = ConsentModel(dict.fromkeys((ME, NEIGHBOUR), Role.OTHER))
    created: set[str] = set()
    for number, decision in enumerate([None, *history]):
        # A part decision cannot be older than its part.
        if decision is not None and decision.proposing is not None:
            kind, allowed = str(decision.kind), decision.proposing
            model.let_propose(decision.participant, kind, allowed, until=decision.until)
        elif decision is not None and (decision.part is None or decision.part in created):
            about = {"part": decision.part, "kind": decision.kind}
            model.decide(
                decision.participant,
                decision.level,
                **about,
                until=decision.until,
                beyond=decision.beyond & created,
            )
        for part in parts:
            if part.created_after == number:
                model.add_part(part.id, part.kind, part.created_by, apart=part.apart)
                created.add(part.id)
    return model


def as_of(decision: Decision, part: Part) -> Decision:
    """Nobody keeps a part from somebody before it is there."""
    early = decision.number <= part.created_after
    return replace(decision, beyond=decision.beyond - {part.id}) if early else decision


def next_number(history: Sequence[Decision]) -> int:
    return len(history) + 1


def signed_last(history: list[Decision], **facts: object) -> Decision:
    last: dict[str, object] = {"number": next_number(history), "participant": ME, "signed_at": START}
    return Decision(**(last | {"signed_by": PersonId("owner")} | facts))  # type: ignore[arg-type]


def existing(part: Part, history: Sequence[Decision]) -> Part:
    """The part, created at some point of this history."""
    return replace(part, created_after=min(part.created_after, len(history)))


@pytest.mark.rule(11)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_the_fold_is_the_replay(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    parts = [existing(part, history) for part in parts]
    model = replayed(parts, history)
    for part in parts:
        real = [as_of(d, part) for d in history if d.part != part.id or d.number > part.created_after]
        level = model.level(ME, part.id, now) if me.active(now) else Level.NONE
        assert part_access(Grants(me, real, now), part).level == level


@given(participants(), parts_of_a_plan(), histories(), moments, st.randoms(use_true_random=False))
def test_the_order_of_listing_does_not_matter(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime, shuffler: object
) -> None:
    mixed = list(history)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined]
    for part in parts:
        assert part_access(Grants(me, mixed, now), part) == part_access(Grants(me, history, now), part)


@given(participants(), parts_of_a_plan(), histories(), moments, st.sampled_from(Level), ends)
def test_no_history_opens_more_than_the_last_decision_about_the_part_says(
    me: Participant,
    parts: list[Part],
    history: list[Decision],
    now: datetime,
    level: Level,
    until: datetime | None,
) -> None:
    for part in parts:
        last = signed_last(history, level=level, part=part.id, until=until)
        runs = me.active(now) and (until is None or now < until)
        assert part_access(Grants(me, [*history, last], now), part).level is (level if runs else Level.NONE)


@given(participants(), parts_of_a_plan(), histories(), moments, st.sampled_from(Level), ends)
def test_no_history_opens_more_than_the_last_decision_about_the_kind_where_none_names_the_part(
    me: Participant,
    parts: list[Part],
    history: list[Decision],
    now: datetime,
    level: Level,
    until: datetime | None,
) -> None:
    for part in (replace(existing(part, history), created_by=NEIGHBOUR) for part in parts):
        unnamed = [d for d in history if d.part != part.id]
        last = signed_last(history, level=level, kind=part.kind, until=until)
        runs = me.active(now) and (until is None or now < until)
        assert part_access(Grants(me, [*unnamed, last], now), part).level is (level if runs else Level.NONE)


@pytest.mark.rule(9)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_withdrawing_a_kind_closes_every_part_of_it_whatever_was_signed_before(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    for part in (existing(part, history) for part in parts):
        last = signed_last(history, level=Level.NONE, kind=part.kind)
        assert part_access(Grants(me, [*history, last], now), part).level is Level.NONE


@given(participants(), parts_of_a_plan(), histories(), st.sampled_from(Level))
def test_after_a_withdrawn_kind_opens_again_nothing_older_comes_back(
    me: Participant, parts: list[Part], history: list[Decision], level: Level
) -> None:
    for part in (existing(part, history) for part in parts):
        withdrawn = signed_last(history, level=Level.NONE, kind=part.kind)
        opened = replace(withdrawn, number=withdrawn.number + 1, level=level)
        answer = part_access(Grants(me, [*history, withdrawn, opened], START), part).level
        assert answer <= level


@given(participants(), parts_of_a_plan(), histories(), moments)
def test_when_every_period_is_over_nothing_is_open(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    expired = [replace(d, until=now) for d in history]
    for part in (replace(part, created_by=NEIGHBOUR) for part in parts):
        assert part_access(Grants(me, expired, now), part).level is Level.NONE


@pytest.mark.rule(9)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_a_level_that_ends_by_itself_is_gone_at_that_moment(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    for part in parts:
        access = part_access(Grants(me, history, now), part)
        if access.until is not None:
            assert access.until > now
            assert part_access(Grants(me, history, access.until), part).level < access.level


@pytest.mark.rule(9)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_a_creators_edit_is_never_above_or_beyond_a_later_decision_about_the_kind(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    for part in parts:
        later = [d for d in about_kinds(history) if d.participant == ME and d.kind is part.kind]
        later = [d for d in later if reaches(d, part)]
        later = [d for d in later if d.number > part.created_after]
        access = part_access(Grants(me, [d for d in history if d.part is None], now), part)
        if later:
            assert access.level <= later[-1].level
            assert access.level is Level.NONE or ends_by(access.until, later[-1].until)


def about_kinds(history: Sequence[Decision]) -> list[Decision]:
    """Decisions about what is seen of a kind."""
    return [d for d in history if d.kind is not None and d.proposing is None]


def reaches(decision: Decision, part: Part) -> bool:
    return part.id not in decision.beyond


def ends_by(until: datetime | None, end: datetime | None) -> bool:
    return end is None or (until is not None and until <= end)


@given(participants(), parts_of_a_plan(), histories(), moments)
def test_the_rule_that_binds_creators_has_widened_nothing(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    """At no moment does anybody have more than by the fold before decision 0017."""
    history = [replace(d, beyond=frozenset()) for d in history if d.proposing is None]
    for part in (replace(existing(part, history), apart=None) for part in parts):
        grants = Grants(me, history, now)
        of_kind = [d for d in history if d.participant == ME and d.kind is part.kind]
        before = access_before(me, part, of_kind, now) if me.active(now) else None
        access = part_access(grants, part)
        if before is None:
            assert access.source != "creator"
        elif not grants.by_itself(part):
            assert access.level <= before.level


@given(participants(), parts_of_a_plan(), histories(), moments)
def test_without_what_is_overridden_the_fold_is_the_same(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    kinds = {part.id: part.kind for part in parts}
    kept = standing(history, kinds)
    assert kept[-1:] == history[-1:]
    whole, lean = Grants(me, history, now), Grants(me, kept, now)
    assert [lean.of_part(part) for part in parts] == [whole.of_part(part) for part in parts]
    assert [lean.by_itself(part) for part in parts] == [whole.by_itself(part) for part in parts]
    assert [lean.of_kind(kind) for kind in KINDS] == [whole.of_kind(kind) for kind in KINDS]


@given(parts_of_a_plan(), histories(), st.integers(min_value=0, max_value=12))
def test_what_stands_is_found_step_by_step_as_at_once(
    parts: list[Part], history: list[Decision], first: int
) -> None:
    kinds = {part.id: part.kind for part in parts}
    assert standing([*standing(history[:first], kinds), *history[first:]], kinds) == standing(history, kinds)


@pytest.mark.rule(11)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_a_role_alone_opens_nothing(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    for role in OTHERS:
        alike = replace(me, role=role)
        for part in parts:
            assert part_access(Grants(alike, history, now), part) == part_access(
                Grants(me, history, now), part
            )
            if part.created_by != ME:
                theirs = [d for d in history if d.participant != ME]
                assert part_access(Grants(alike, theirs, now), part).level is Level.NONE


@pytest.mark.rule(11)
@given(parts_of_a_plan(), histories(), moments)
def test_the_owner_sees_every_part(parts: list[Part], history: list[Decision], now: datetime) -> None:
    owner = Participant(ME, PlanId("plan"), PersonId("me"), "Eier", Role.OWNER)
    for part in parts:
        assert part_access(Grants(owner, history, now), part) == Access(Level.EDIT, source="owner")


@st.composite
def plans(draw: st.DrawFn) -> PlanAccess:
    roles = draw(st.lists(st.sampled_from(Role), min_size=2, max_size=2))
    people = [
        Participant(name, PlanId("plan"), PersonId(name), name, role, until=draw(ends))
        for name, role in zip((ME, NEIGHBOUR), roles, strict=True)
    ]
    plan = Plan(PlanId("plan"), PersonId("owner"), "Eier", 0, START)
    parts = draw(parts_of_a_plan())
    return PlanAccess(plan, {p.id: p for p in people}, {p.id: p for p in parts}, tuple(draw(histories())))


@pytest.mark.rule(17)
@given(plans(), moments)
def test_two_know_of_each_other_exactly_as_rule_17_says(plan: PlanAccess, now: datetime) -> None:
    me, neighbour = plan.participants[ME], plan.participants[NEIGHBOUR]
    known_to_all = {Role.OWNER, Role.COORDINATOR, Role.SUBSTITUTE}
    shared = [
        part
        for part in plan.parts.values()
        if all(PlanSight(plan, now).access_of(who, part.id).level >= Level.READ for who in (ME, NEIGHBOUR))
    ]
    both_here = me.active(now) and neighbour.active(now)
    rule = both_here and (bool(shared) or bool({me.role, neighbour.role} & known_to_all))
    assert knows(PlanSight(plan, now), ME, NEIGHBOUR) is rule
    assert knows(PlanSight(plan, now), NEIGHBOUR, ME) is rule
    assert knows(PlanSight(plan, now), ME, ME) is me.active(now)


@given(plans(), moments)
def test_nothing_changes_by_itself_before_the_moment_foretold(plan: PlanAccess, now: datetime) -> None:
    foretold = plan.changes_by_itself(now)
    later = foretold - timedelta(microseconds=1) if foretold else now + timedelta(days=3650)
    for who in (ME, NEIGHBOUR):
        for part in plan.parts:
            assert PlanSight(plan, later).access_of(who, part) == PlanSight(plan, now).access_of(who, part)


@given(participants(), parts_of_a_plan(), histories(), moments)
def test_a_plan_is_folded_as_its_parts_are_one_by_one(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    there = {part.id: part for part in parts}
    plan = PlanAccess(Plan(PlanId("plan"), PersonId("owner"), "Eier", 1, now), {me.id: me}, there)
    grants = Grants(me, history, now)
    assert grants.of_plan(plan) == {part.id: grants.of_part(part) for part in there.values()}


@pytest.mark.rule(9)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_what_is_kept_or_proposed_opens_less_than_it_would_otherwise(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    for part in (existing(part, history) for part in parts):
        proposing = part.apart is Apart.PROPOSED and part.created_by == ME
        if part.apart is not None and not proposing:
            plain = part_access(Grants(me, history, now), replace(part, apart=None))
            assert part_access(Grants(me, history, now), part).level <= plain.level


@pytest.mark.rule(9)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_a_right_to_propose_opens_nothing_but_ones_own_proposals(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    without = [decision for decision in history if decision.proposing is None]
    for part in (existing(part, history) for part in parts):
        access = part_access(Grants(me, history, now), part)
        if part.created_by != ME or part.apart is not Apart.PROPOSED:
            assert access == part_access(Grants(me, without, now), part)
        assert Grants(me, history, now).of_kind(part.kind) == Grants(me, without, now).of_kind(part.kind)


@pytest.mark.rule(9, 11)
@given(participants(), parts_of_a_plan(), histories(), moments)
def test_nobody_sees_what_is_apart_without_a_later_decision(
    me: Participant, parts: list[Part], history: list[Decision], now: datetime
) -> None:
    for part in (existing(part, history) for part in parts):
        since = [d for d in history if d.number > part.created_after and d.proposing is None]
        about = [d for d in since if d.participant == ME and (d.part == part.id or d.kind is part.kind)]
        if part.apart is not None and part.created_by != ME and not about:
            early = [d for d in history if d.part != part.id]
            assert part_access(Grants(me, early, now), part).level is Level.NONE

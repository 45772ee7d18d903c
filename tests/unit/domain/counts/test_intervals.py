"""What one case counts for, against the same reckoned by hand from its records, over random histories."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from itertools import takewhile

import pytest
from hypothesis import HealthCheck, given, settings

from server.domain.cases.records import Record
from server.domain.cases.vocabulary import CaseId
from server.domain.counts.definitions import BY_KEY
from server.domain.counts.intervals import Interval, intervals_of
from server.domain.counts.lengths import Lengths, longer, up_to
from tests.unit.domain.cases.situations import (
    CHILD,
    RULES,
    SAMPLES,
    TODAY,
    History,
    appointed,
    coordinated,
    proposed,
    wished,
    with_childs_coordinator,
)
from tests.unit.domain.counts import by_hand
from tests.unit.domain.counts.histories import DAYS, histories

LENGTHS = Lengths.of(RULES, late_days=30)
UNCHECKED = {"coordinating"}


def found(records: Sequence[Record]) -> list[Interval]:
    return intervals_of(CaseId("case"), records, RULES.of_age)


def on(intervals: Iterable[Interval], day: date) -> Iterable[Interval]:
    return (each for each in intervals if each.since <= day and (each.until is None or each.until > day))


def counted(intervals: Iterable[Interval], day: date) -> Counter[tuple[str, str]]:
    """As the store and the tables count them."""
    numbers = Counter[tuple[str, str]]()
    for each in on(intervals, day):
        key, value, origin = each.counted.count, each.counted.value, each.counted.origin
        count = BY_KEY[key]
        if count.state is None or key in UNCHECKED:
            continue
        if count.counted is not None and origin is not None:
            first, last = count.counted(value, day, LENGTHS)
            if not first <= origin <= last:
                continue
            value = ""
        if count.bands and origin is not None:
            first, last = up_to(day, LENGTHS)
            value = "up-to" if first <= origin <= last else "longer"
            assert (value == "longer") == (origin <= longer(day, LENGTHS)[1])
        numbers[key, value] += 1
    return numbers


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories(), DAYS)
def test_the_states_of_any_day_are_those_counted_by_hand(history: History, day: date) -> None:
    by_the_hand = by_hand.holding(history.records, day)
    several = Counter(dict.fromkeys(by_the_hand, 1))
    assert counted(found(history.records), day) == several


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories(), DAYS, DAYS)
def test_the_events_of_any_period_are_those_counted_by_hand(history: History, one: date, other: date) -> None:
    first, last = min(one, other), max(one, other)
    events = [each for each in found(history.records) if each.since == each.until]
    numbers = Counter(
        (each.counted.count, each.counted.value) for each in events if first <= each.since <= last
    )
    assert numbers == by_hand.happened(history.records, first, last)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories(), DAYS)
def test_what_a_day_counted_is_changed_by_nothing_that_is_recorded_later(history: History, day: date) -> None:
    until_then = list(takewhile(lambda record: record.day <= day, history.records))
    assert Counter(each.counted for each in on(found(until_then), day)) == Counter(
        each.counted for each in on(found(history.records), day)
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(histories(), DAYS)
def test_child_and_service_are_as_they_were_on_the_day(history: History, day: date) -> None:
    past = by_hand.Past(history.records, day)
    agreed = past.last("responsibility-agreed", "responsibility-decided", "responsibility-disputed")
    service = getattr(agreed.transition, "service", "") if agreed else ""
    for each in on(found(history.records), day):
        assert each.counted.child == past.is_child()
        assert each.counted.service == service


def test_a_case_counts_at_most_once_for_each_count_whose_values_add_up() -> None:
    for history in (coordinated(), with_childs_coordinator()):
        for day in (history.records[-1].day, date(2030, 1, 1)):
            keys = Counter(each.counted.count for each in on(found(history.records), day))
            assert set(keys.values()) <= {1}


@pytest.mark.parametrize("action", ["coordinator-left", "coordinator-not-wanted", "coordinator-ended"])
def test_who_was_to_stay_until_the_next_one_begins_counts_no_longer_than_the_place(action: str) -> None:
    ahead = coordinated().all(
        [SAMPLES["handover-begun"], proposed(who="nora"), SAMPLES["coordinator-released"]]
    )
    ahead.does(appointed(start=TODAY + timedelta(days=20)))
    ahead.does(SAMPLES[action], day=1)
    for day in (TODAY + timedelta(days=days) for days in (0, 1, 19, 20, 30)):
        assert counted(found(ahead.records), day) == by_hand.holding(ahead.records, day)


def vacant_from(history: History, day: date) -> set[date | None]:
    """The days from which the place is counted as empty, on ``day``: never by more than one."""
    holding = on(found(history.records), day)
    return {each.counted.origin for each in holding if each.counted.count == "vacant"}


def test_a_plan_is_counted_as_vacant_from_whose_place_ended_or_from_the_wish_for_another() -> None:
    history = coordinated().all(SAMPLES[each] for each in ("plan-offered", "plan-consented", "plan-begun"))
    history.all([SAMPLES["handover-begun"], proposed(who="nora"), SAMPLES["coordinator-released"]])
    history.does(appointed(start=TODAY + timedelta(days=30)))
    history.does(SAMPLES["coordinator-left"], day=10)
    for days in (10, 29, 30, 50):
        day = TODAY + timedelta(days=days)
        assert vacant_from(history, day) == {TODAY + timedelta(days=10)}
        assert by_hand.Past(history.records, day).coordinator() == (None, TODAY + timedelta(days=10))
    history.does(SAMPLES["coordinator-not-wanted"], day=60).does(wished(), day=400)
    for days, origin in ((60, set()), (399, set()), (400, {400}), (410, {400})):
        day = TODAY + timedelta(days=days)
        assert vacant_from(history, day) == {TODAY + timedelta(days=each) for each in origin}
        assert counted(found(history.records), day) == by_hand.holding(history.records, day)
    assert by_hand.Past(history.records, day).coordinator() == (None, TODAY + timedelta(days=400))


def test_a_childs_coordinator_counts_as_none_from_the_birthday_though_nothing_is_recorded() -> None:
    history = with_childs_coordinator(CHILD)
    birthday = date(2028, 3, 20)
    before, after = date(2028, 3, 19), birthday
    records = history.records
    assert counted(found(records), before)["of-age-soon", ""] == 1
    assert counted(found(records), after)["of-age-soon", ""] == 0
    assert {each.counted.child for each in on(found(records), before)} == {True}
    assert {each.counted.child for each in on(found(records), after)} == {False}


@pytest.mark.parametrize("action", ["declined", "closed"])
def test_a_case_at_rest_has_no_states(action: str) -> None:
    history = History().does(SAMPLES["reported"]).does(SAMPLES["taken"]).does(SAMPLES[action], day=40)
    assert not list(on(found(history.records), date(2027, 1, 1)))


def test_there_is_nothing_of_a_case_without_records() -> None:
    assert found([]) == []

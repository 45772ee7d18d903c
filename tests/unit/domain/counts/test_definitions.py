"""Each count has its words, and its cases can be found again."""

from __future__ import annotations

from datetime import date

import pytest

from server.catalogue import standard
from server.domain.counts.definitions import BY_KEY, COUNTS, Count, behind
from server.domain.counts.lengths import EMPTY, Lengths

DAY = date(2026, 12, 31)
LENGTHS = Lengths(answer_days=30, absence_days=14, of_age_notice_months=12, late_days=30)


def values(count: Count) -> tuple[str, ...]:
    return (*count.values, *(name for name, _ in count.bands))


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("count", COUNTS, ids=lambda count: count.key)
def test_every_count_and_value_has_words(count: Count, language: str) -> None:
    catalogue = standard()
    keys = [f"statistics.{kind}.{count.key}" for kind in ("count", "meaning")]
    keys += [f"statistics.value.{count.key}.{value}" for value in values(count)]
    keys += [f"statistics.{count.by}.{name}" for name in ("none", "others") if count.by]
    assert all(catalogue.text(key, language, on=DAY) for key in keys)


def test_a_count_is_of_states_or_of_events_and_lies_within_a_line_that_is_shown() -> None:
    assert len(BY_KEY) == len(COUNTS)
    for count in COUNTS:
        assert [count.state is None, count.event is None, count.of_cases].count(False) == 1
        if count.within:
            whole, _, value = count.within.partition("/value/")
            assert not value or value in BY_KEY[whole].values


def test_what_is_not_built_is_not_counted() -> None:
    shown = {count.number for count in COUNTS}
    assert shown == {f"C{n}" for n in range(1, 19)} - {"C11"}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("reports", None, (("reports", (), None),)),
        ("reports", "owner", (("reports", ("owner",), None),)),
        ("overdue", "longer", (("overdue", (), (date.min, date(2026, 11, 30))),)),
        ("overdue", None, (("overdue", (), None),)),
        ("late-answers", None, (("late-answers", ("",), (date.min, date(2026, 11, 30))),)),
    ],
)
def test_the_cases_behind_a_number_are_found_by_its_value_and_origin(
    key: str, value: str | None, expected: object
) -> None:
    assert behind(BY_KEY[key], value, DAY, LENGTHS) == expected


def test_an_empty_place_counts_from_the_first_day_and_an_absence_later() -> None:
    found = behind(BY_KEY["vacant"], None, DAY, LENGTHS)
    assert {wanted[1][0]: wanted[2] for wanted in found}[EMPTY] == (date.min, date.max)
    assert {wanted[1] for wanted in found} == {("empty",), ("away",)}

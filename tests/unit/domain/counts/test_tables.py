"""The counts as they are shown: in full, and so that no small number can be reckoned."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from server.domain.counts.definitions import COUNTS
from server.domain.counts.lengths import Lengths
from server.domain.counts.tables import (
    MOST_SERVICES,
    OTHERS,
    Chosen,
    CountTable,
    Tallied,
    as_published,
    in_full,
    measured,
)
from tests.unit.domain.counts.attacker import bounds, possible

DAY = date(2026, 12, 31)
LENGTHS = Lengths(answer_days=30, absence_days=14, of_age_notice_months=12, late_days=30)
LEAST = 10
EVERYBODY = Chosen()


def row(count: str, value: str = "", number: int = 1, **more: Any) -> Tallied:
    said: dict[str, Any] = {"child": False, "service": "", "origin": None, "on": None, "case": None} | more
    return Tallied(count, value, number=number, **said)


def full(*rows: Tallied, chosen: Chosen = EVERYBODY) -> dict[str, CountTable]:
    return {each.key: each for each in in_full(measured(rows, chosen, DAY, LENGTHS), LEAST)}


def published(*rows: Tallied) -> dict[str, CountTable]:
    return {each.key: each for each in as_published(measured(rows, EVERYBODY, DAY, LENGTHS), LEAST)}


def numbers(lines: Any) -> dict[str, int | None]:
    return {line.name: line.number for line in lines}


def test_in_full_nothing_is_blanked_and_each_is_in_its_area_value_and_service() -> None:
    rows = (
        row("coordinators", "coordinator", 3, service="helse"),
        row("coordinators", "child-coordinator", 2, child=True),
    )
    table = full(*rows)["coordinators"]
    assert table.total == 5
    assert numbers(table.areas) == {"child": 2, "adult": 3}
    assert numbers(table.values) == {"coordinator": 3, "child-coordinator": 2}
    assert numbers(table.services) == {"": 2, "helse": 3}
    assert [each.key for each in COUNTS] == list(full())


@pytest.mark.parametrize(
    ("chosen", "total"),
    [
        (Chosen(child=True), 2),
        (Chosen(child=False), 3),
        (Chosen(service="helse"), 3),
        (Chosen(True, "helse"), 0),
    ],
)
def test_a_choice_counts_what_is_of_it(chosen: Chosen, total: int) -> None:
    rows = row("disputed", number=3, service="helse"), row("disputed", number=2, child=True)
    assert full(*rows, chosen=chosen)["disputed"].total == total


@pytest.mark.parametrize(
    ("key", "value", "origin", "counts"),
    [
        ("late-answers", "", date(2026, 12, 1), False),
        ("late-answers", "", date(2026, 11, 30), True),
        ("vacant", "away", date(2026, 12, 17), False),
        ("vacant", "away", date(2026, 12, 16), True),
        ("vacant", "empty", date(2026, 12, 31), True),
        ("of-age-soon", "", date(2027, 12, 31), True),
        ("of-age-soon", "", date(2028, 1, 1), False),
    ],
)
def test_lengths_count_from_the_day_they_are_over(
    key: str, value: str, origin: date, *, counts: bool
) -> None:
    assert full(row(key, value, origin=origin))[key].total == int(counts)


def test_overdue_revisions_are_told_apart_by_how_long_they_are() -> None:
    rows = [row("overdue", number=2, origin=date(2026, 12, 1)), row("overdue", origin=date(2026, 11, 30))]
    table = full(row("active-plans", number=9), *rows)["overdue"]
    assert numbers(table.values) == {"up-to": 2, "longer": 1}
    assert not table.shows_total


def test_days_are_the_median_nine_of_ten_and_the_longest() -> None:
    rows = [row("answers", number=1, origin=date(2026, 1, 1), on=date(2026, 1, 1 + n)) for n in range(20)]
    days = full(*rows)["answers"].days
    assert days is not None
    assert (days.median, days.most_of_them, days.longest) == (9, 17, 19)
    nothing = full()["answers"].days
    assert nothing is not None
    assert (nothing.median, nothing.most_of_them, nothing.longest) == (None, None, None)


@pytest.mark.parametrize(
    ("people", "median", "ninety"), [(9, None, None), (10, 5, None), (99, 5, None), (100, 5, 5)]
)
def test_outside_a_number_of_days_is_shown_where_ten_persons_reach_it(
    people: int, median: int | None, ninety: int | None
) -> None:
    days = published(row("answers", number=people, origin=date(2026, 1, 1), on=date(2026, 1, 6)))[
        "answers"
    ].days
    assert days is not None
    assert (days.median, days.most_of_them, days.longest) == (median, ninety, None)


def test_coordinators_are_counted_as_people_and_named_nowhere() -> None:
    rows = [
        row("coordinating", "trained/hilde", 4),
        row("coordinating", "untrained/hilde", 1),
        row("coordinating", "untrained/nora", 2),
    ]
    table = full(*rows)["coordinating"]
    assert (table.total, numbers(table.values), table.per_person) == (2, {"trained": 1, "untrained": 1}, 2)
    assert "hilde" not in repr(in_full(measured(rows, EVERYBODY, DAY, LENGTHS), LEAST))


def test_many_reports_of_one_person_are_few_persons() -> None:
    rows = [
        row("reports", "owner", 12, case="a"),
        *(row("reports", "relative", case=f"{n}") for n in range(40)),
    ]
    assert full(*rows)["reports"].total == 52
    table = published(*rows)["reports"]
    assert (table.total, numbers(table.values)["owner"]) == (52, None)


def test_a_service_of_few_is_named_to_nobody_outside_and_is_one_of_the_others() -> None:
    rows = [row("disputed", number=n, service=name) for name, n in {"A": 40, "B": 9, "C": 3}.items()]
    assert numbers(published(*rows)["disputed"].services) == {"A": 40, OTHERS: 12}
    assert numbers(full(*rows)["disputed"].services) == {"A": 40, "B": 9, "C": 3}
    rows = [row("disputed", number=n, service=name) for name, n in {"A": 40, "B": 50, "C": 3}.items()]
    assert numbers(published(*rows)["disputed"].services) == {"A": 40, "B": None, OTHERS: None}


def test_an_organisation_of_few_has_no_name_for_anybody_and_ten_measures_of_one_person_are_of_one() -> None:
    late = [row("measures-late", number=1, service="skolen", case=f"{n}") for n in range(12)]
    few = [row("measures-late", number=12, service="klinikken", case="0")]
    for tables in (full, published):
        assert "klinikken" not in repr(tables(*late, *few))
    assert full(*late, *few)["measures-late"].total == 24
    assert numbers(published(*late, *few)["measures-late"].services) == {"skolen": None, OTHERS: None}
    assert published(*few)["measures-late"].total is None


def test_who_is_under_two_organisations_of_few_is_one_person_in_the_rest() -> None:
    late = [row("measures-late", service="skolen", case=f"s{n}") for n in range(40)]
    few = [row("measures-late", service=at, case=f"{n}") for at in ("A", "B") for n in range(8)]
    assert numbers(published(*late, *few)["measures-late"].services)[OTHERS] is None
    more = [row("measures-late", service="D", case=f"{n}") for n in (8, 9)]
    services = published(*late, *few, *more)["measures-late"].services
    assert numbers(services) == {"skolen": 40, OTHERS: 18}


def test_a_service_that_is_called_as_the_rest_is_is_of_the_rest() -> None:
    rows = [row("disputed", number=n, service=name) for name, n in {"A": 40, OTHERS: 60, "C": 3}.items()]
    assert numbers(published(*rows)["disputed"].services) == {"A": 40, OTHERS: 63}


def test_a_month_in_which_plans_were_not_counted_has_no_number_of_them_and_not_none() -> None:
    shown = measured([row("disputed")], EVERYBODY, DAY, LENGTHS, of_plans=False)
    assert {each.count.key for each in shown} == {each.key for each in COUNTS} - {"measures-late", "ending"}


def test_of_very_many_services_the_smaller_ones_stand_together() -> None:
    rows = [row("disputed", number=100 + n, service=f"tjeneste {n:02}") for n in range(40)]
    for tables in (full, published):
        services = numbers(tables(*rows)["disputed"].services)
        assert len(services) == MOST_SERVICES + 1
        assert services[OTHERS] == sum(100 + n for n in range(10))


FEW = st.one_of(st.integers(0, 12), st.integers(0, 300))
ORIGINS = {
    "late-answers": [date(2026, 6, 1)],
    "vacant": [date(2026, 6, 1)],
    "overdue": [date(2026, 12, 20), date(2026, 6, 1)],
    "of-age-soon": [date(2027, 6, 1)],
    "answers": [date(2026, 6, 1)],
}


@st.composite
def counted_rows(draw: Any) -> list[Tallied]:
    """Cases that fit together: who has a coordinator without a plan has a coordinator, and so on."""
    rows = []
    for child in (True, False):
        for service in ("", "helse", "NAV", "liten"):
            for count in COUNTS:
                if count.within or count.people:
                    continue
                for value in ("empty",) if count.key == "vacant" else count.values or ("",):
                    number = draw(FEW)
                    where = {"child": child, "service": service}
                    origin = draw(st.sampled_from(ORIGINS.get(count.key, [None])))
                    rows.append(row(count.key, value, number, origin=origin, on=DAY, **where))
                    rows += _within(draw, count.key, value, number, where)
    return rows


def _within(draw: Any, key: str, value: str, number: int, where: dict[str, Any]) -> list[Tallied]:
    def some(most: int) -> int:
        return int(draw(st.sampled_from([0, most, most // 2, max(0, most - 3)])))

    if key == "active-plans":
        early = some(number)
        late = some(number - early)
        overdue = [(early, ORIGINS["overdue"][0]), (late, ORIGINS["overdue"][1])]
        gaps = [row("gaps", letter, some(number), **where) for letter in "abk"]
        return [*(row("overdue", "", n, origin=origin, **where) for n, origin in overdue), *gaps]
    if key == "coordinators":
        soon = row("of-age-soon", "", some(number), origin=ORIGINS["of-age-soon"][0], **where)
        return [
            row("without-plan", "", some(number), **where),
            *([soon] if value.startswith("child") else []),
        ]
    return []


WITHIN = {"without-plan": "coordinators", "of-age-soon": "coordinators/value/child-coordinator"}


def as_numbers(tables: dict[str, CountTable]) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for key, table in tables.items():
        found |= {key: table.total} if table.shows_total else {}
        for part in ("area", "value", "service"):
            found |= {f"{key}/{part}/{line.name}": line.number for line in getattr(table, f"{part}s")}
    return found


def known_sums(names: set[str]) -> list[tuple[str, tuple[str, ...]]]:
    """What everybody knows who reads the definitions: written by hand, and not taken from the code."""
    sums = [
        (key, tuple(sorted(name for name in names if name.startswith(f"{key}/{part}/"))))
        for key in names
        if "/" not in key and key not in WITHIN
        for part in ("area", "value", "service")
    ]
    sums += [(whole, (part, f"rest of {part}")) for part, whole in WITHIN.items()]
    sums += [("active-plans", (f"gaps/value/{a}", f"rest of gap {a}")) for a in "abcdefghijk"]
    sums += [("active-plans", ("overdue/value/up-to", "overdue/value/longer", "rest of overdue"))]
    return [(whole, parts) for whole, parts in sums if parts]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(counted_rows())
def test_no_small_number_can_be_reckoned_from_all_that_is_published(rows: list[Tallied]) -> None:
    outside = as_numbers(published(*rows))
    truth = as_numbers({each.key: each for each in in_full(measured(rows, EVERYBODY, DAY, LENGTHS), LEAST)})
    sums = known_sums(set(outside))
    found = bounds(outside, sums)
    for name, number in outside.items():
        assert number is None or number >= LEAST, name
        small = number is None and (truth.get(name) or 0) < LEAST and not name.endswith(OTHERS)
        if small:
            assert possible(found, name) >= LEAST, (name, outside)
    for whole, parts in sums:
        rest = [part for part in parts if part.startswith("rest")]
        for each in rest:
            left = (truth[whole] or 0) - sum(truth[part] or 0 for part in parts if part != each)
            if left < LEAST:
                assert possible(found, each) >= LEAST, (each, outside)


@given(counted_rows())
@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_in_full_the_parts_are_as_much_as_their_whole(rows: list[Tallied]) -> None:
    numbers_ = as_numbers(full(*rows))
    for whole, parts in known_sums(set(numbers_)):
        if not any(part.startswith("rest") for part in parts):
            assert numbers_[whole] == sum(numbers_[part] or 0 for part in parts)
    counted = Counter({each.key: each.total or 0 for each in full(*rows).values()})
    assert counted["reports"] == sum(each.number for each in rows if each.count == "reports")

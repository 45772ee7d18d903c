"""No small number can be reckoned from what is shown: judged by somebody who reckons with all of it."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from server.domain.counts.blanking import Cell, Sum, blanked
from tests.unit.domain.counts.attacker import bounds, possible

LEAST = 10


def table(parts: list[int], hidden: int | None = None) -> tuple[dict[str, Cell], list[Sum]]:
    names = tuple(f"part {n}" for n in range(len(parts)))
    cells = {name: Cell(n, n) for name, n in zip(names, parts, strict=True)}
    if hidden is not None:
        cells[names[hidden]] = Cell(parts[hidden], parts[hidden], shown=False)
    return cells | {"all": Cell(sum(parts), sum(parts))}, [Sum("all", names)]


def gone(parts: list[int], hidden: int | None = None) -> set[str]:
    return set(blanked(*table(parts, hidden), LEAST))


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([40, 50], set()),
        ([3, 50], {"part 0", "part 1"}),
        ([3, 4, 50], {"part 0", "part 1", "part 2"}),
        ([3, 8, 50], {"part 0", "part 1"}),
        ([0, 0, 50, 60], {"part 0", "part 1", "part 3"}),
        ([3, 50, 60], {"part 0", "part 2"}),
        ([9, 9, 50], {"part 0", "part 1"}),
        ([4, 5], {"all", "part 0", "part 1"}),
        ([10, 10], set()),
    ],
)
def test_beside_a_small_number_as_many_are_blanked_as_it_needs(parts: list[int], expected: set[str]) -> None:
    assert gone(parts) == expected


@given(st.lists(st.integers(10, 500), min_size=2, max_size=5))
def test_which_one_is_blanked_beside_a_small_one_does_not_follow_from_their_sizes(others: list[int]) -> None:
    assert gone([3, *others]) == {"part 0", f"part {len(others)}"}


def test_what_nobody_is_shown_is_company_enough_and_is_itself_protected() -> None:
    assert gone([3, 97], hidden=1) == {"part 0", "part 1"}
    assert gone([97, 3], hidden=1) == {"part 0", "part 1"}
    assert gone([50, 60], hidden=1) == {"part 1"}


def test_a_number_of_many_about_few_persons_is_small() -> None:
    cells = {"all": Cell(120, 60), "few": Cell(20, 2), "many": Cell(100, 58)}
    assert blanked(cells, [Sum("all", ("few", "many"))], LEAST) == {"few", "many"}


@st.composite
def trees(draw: Any) -> tuple[dict[str, Cell], list[Sum]]:
    """Wholes with one or two sums each, to a depth of three."""
    cells: dict[str, Cell] = {}
    sums: list[Sum] = []

    def grow(name: str, number: int, depth: int) -> None:
        for axis in range(draw(st.integers(0, 2)) if depth else 0):
            parts = shares(number)
            names = tuple(f"{name}.{axis}.{place}" for place in range(len(parts)))
            sums.append(Sum(name, names))
            for each, part in zip(names, parts, strict=True):
                cells[each] = Cell(part, part, shown=draw(st.integers(0, 5)) > 0)
            for each, part in zip(names, parts, strict=True):
                grow(each, part, depth - 1)

    def shares(number: int) -> list[int]:
        few = st.one_of(st.integers(0, min(12, number)), st.integers(0, number))
        cuts = sorted(draw(st.lists(few, max_size=4)))
        return [end - start for start, end in zip([0, *cuts], [*cuts, number], strict=True)]

    number = draw(st.integers(0, 120))
    cells["all"] = Cell(number, number)
    grow("all", number, 3)
    return cells, sums


@given(trees())
@example(table([0, 0, 50, 60]))
@example(table([9, 9, 50]))
@example(table([1, 10, 10, 10]))
def test_a_small_number_may_be_at_least_ten_numbers(grown: tuple[dict[str, Cell], list[Sum]]) -> None:
    cells, sums = grown
    hidden = blanked(cells, sums, LEAST)
    published = {name: None if name in hidden else cell.number for name, cell in cells.items()}
    assert all(cell.shown for name, cell in cells.items() if published[name] is not None)
    found = bounds(published, [(each.whole, each.parts) for each in sums])
    for name, cell in cells.items():
        low, high = found[name]
        assert low <= cell.number <= high
        if cell.number < LEAST:
            assert possible(found, name) >= LEAST, (name, published)


def test_the_attacker_finds_what_is_not_protected() -> None:
    """Or the test above could not fail."""
    parts = ("few", "many")
    assert possible(bounds({"all": 53, "few": None, "many": 50}, [("all", parts)]), "few") == 1
    zeros = bounds({"all": 50, "a": None, "b": None, "many": 50}, [("all", ("a", "b", "many"))])
    assert possible(zeros, "a") == 1


@pytest.mark.parametrize(
    "sums",
    [
        [Sum("all", ("a", "b")), Sum("other", ("a", "c"))],
        [Sum("all", ("all", "b"))],
        [Sum("a", ("c", "d")), Sum("all", ("a", "b"))],
    ],
)
def test_sums_that_are_no_trees_are_refused(sums: list[Sum]) -> None:
    cells = {name: Cell(50, 50) for name in ("all", "other", "a", "b", "c", "d")}
    with pytest.raises(ValueError, match="sum"):
        blanked(cells, sums, LEAST)

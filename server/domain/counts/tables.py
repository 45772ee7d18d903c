"""The counts of one day and one period as they are shown: totals, and what each total is the sum of."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from .blanking import Cell, Sum, blanked
from .days import Days, at_percent, shown_days
from .definitions import COUNTS, SERVICE, Count
from .lengths import Lengths

MOST_SERVICES = 30
"""Of each count; the others are shown together: their names are written freely."""
OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Tallied:
    """Cases that are alike. ``on``: of what has an origin the day it ended; ``None``: it lasts.

    ``case``: whose they all are, where one case may be counted several times; else each is of another one.
    Of complaints and plans it is the person. ``service``: of measures the organisation that is to do them.
    """

    count: str
    value: str
    child: bool
    service: str
    origin: date | None
    on: date | None
    number: int
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What is counted: ``None`` for all."""

    child: bool | None = None
    service: str | None = None

    def has(self, row: Tallied) -> bool:
        return self.child in (None, row.child) and self.service in (None, row.service)


@dataclass(frozen=True, slots=True)
class Line:
    """``name``: a value, "child" or "adult", or a service; ``None``: blanked."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class CountTable:
    """``shows_total``: else it is shown by its values alone. ``per_person``: of what counts people, the
    median of their cases. ``by``: of what the names in ``services`` are."""

    key: str
    number: str
    shows_total: bool
    total: int | None
    areas: tuple[Line, ...] = ()
    values: tuple[Line, ...] = ()
    services: tuple[Line, ...] = ()
    days: Days | None = None
    per_person: int | None = None
    by: str = SERVICE


@dataclass(frozen=True, slots=True)
class Measured:
    """One count before anything is blanked. Cells by name; ``served``: what each of ``services`` is the sum
    of. ``days``: how many cases took so many."""

    count: Count
    total: Cell
    areas: dict[str, Cell]
    values: dict[str, Cell]
    services: dict[str, Cell]
    served: dict[str, list[Tallied]]
    days: Counter[int]
    loads: tuple[int, ...]


def measured(
    rows: Iterable[Tallied], chosen: Chosen, day: date, lengths: Lengths, *, of_plans: bool = True
) -> tuple[Measured, ...]:
    """``day``: the last of the period. ``of_plans``: whether what stands in plans was counted on it.

    What has no service is left out where one is chosen: that none of it is the service's would be false.
    """
    found = _by(lambda row: row.count, filter(chosen.has, rows))
    counts = [each for each in COUNTS if of_plans or not each.of_plans]
    wanted = [each for each in counts if chosen.service is None or each.of_cases]
    return tuple(_measured(count, found.get(count.key, []), day, lengths) for count in wanted)


def _by(name: Callable[[Tallied], str], rows: Iterable[Tallied]) -> dict[str, list[Tallied]]:
    """In one pass: there are many rows and many names."""
    found = defaultdict(list)
    for row in rows:
        found[name(row)].append(row)
    return found


def _measured(count: Count, rows: Sequence[Tallied], day: date, lengths: Lengths) -> Measured:
    own = [row for row in rows if is_counted(count, row, day, lengths)]
    if count.people:
        return _of_people(count, own)
    apart = not count.within
    served = _by(lambda row: row.service, own) if apart and count.by else {}
    return Measured(
        count,
        _sum(own),
        {name: _sum(row for row in own if row.child == child) for name, child in AREAS} if apart else {},
        _values(count, own, day, lengths),
        {name: _sum(rows) for name, rows in served.items()},
        served,
        _days(own, day) if count.days else Counter(),
        (),
    )


AREAS = (("child", True), ("adult", False))


def is_counted(count: Count, row: Tallied, day: date, lengths: Lengths) -> bool:
    if count.counted is None or row.origin is None:
        return True
    first, last = count.counted(row.value, day, lengths)
    return first <= row.origin <= last


def _sum(rows: Iterable[Tallied]) -> Cell:
    number, alone, several = 0, 0, set()
    for row in rows:
        number += row.number
        if row.case is None:
            alone += row.number
        else:
            several.add(row.case)
    return Cell(number, alone + len(several))


def _values(count: Count, rows: Sequence[Tallied], day: date, lengths: Lengths) -> dict[str, Cell]:
    if count.bands:
        bounds = [(name, band(day, lengths)) for name, band in count.bands]
        return {
            name: _sum(row for row in rows if row.origin is not None and first <= row.origin <= last)
            for name, (first, last) in bounds
        }
    return {value: _sum(row for row in rows if row.value == value) for value in count.values}


def _days(rows: Iterable[Tallied], day: date) -> Counter[int]:
    found: Counter[int] = Counter()
    for row in rows:
        if row.origin is not None:
            found[((row.on or day) - row.origin).days] += row.number
    return found


def _of_people(count: Count, rows: Sequence[Tallied]) -> Measured:
    """Whom a value names, after its word; who has several words has the first."""
    loads: Counter[str] = Counter()
    words: dict[str, str] = {}
    for row in sorted(rows, key=lambda row: row.value):
        word, _, person = row.value.partition("/")
        loads[person] += row.number
        words.setdefault(person, word)
    by_word = Counter(words.values())
    values = {value: Cell(by_word[value], by_word[value]) for value in count.values}
    total = Cell(len(loads), len(loads))
    return Measured(count, total, {}, values, {}, {}, Counter(), tuple(sorted(loads.values())))


# -- as it is shown -------------------------------------------------------------------------------


def in_full(found: Iterable[Measured], least: int) -> tuple[CountTable, ...]:
    """As case handlers read it. Who takes part in plans is none of theirs, so an organisation with fewer than
    ``least`` persons has no name for them either."""
    pooled = (_pooled_rest(each) if each.count.of_cases else _pooled_small(each, least) for each in found)
    return tuple(_table(each, lambda _: False, enough=1, longest=True) for each in pooled)


def as_published(found: Iterable[Measured], least: int) -> tuple[CountTable, ...]:
    """As it is read outside the unit, and exported: nothing by which a number below ``least`` is known."""
    pooled = [_pooled_small(each, least) for each in found]
    cells: dict[str, Cell] = {}
    for each in pooled:
        cells |= _cells(each)
    sums = [each for one in pooled for each in _sums(one, cells)]
    gone = blanked(cells, sums, least)
    return tuple(_table(each, gone.__contains__, enough=least, longest=False) for each in pooled)


def _pooled_rest(each: Measured) -> Measured:
    """Only the services of most cases by name; no more is shown of the others."""
    return _pooled(each, _most(each.services))


def _pooled_small(each: Measured, least: int) -> Measured:
    """Nor a name under which there are few persons."""
    return _pooled(each, _most({name: cell for name, cell in each.services.items() if cell.people >= least}))


def _most(services: Mapping[str, Cell]) -> Collection[str]:
    """Whoever wrote ``OTHERS`` as a name is one of them: two lines of one name would be one."""
    return sorted(services.keys() - {OTHERS}, key=lambda name: (-services[name].number, name))[:MOST_SERVICES]


def _pooled(each: Measured, kept: Collection[str]) -> Measured:
    """Who is under several of the rest is one person in it."""
    rest = [row for name, rows in each.served.items() if name not in kept for row in rows]
    services = {name: each.services[name] for name in sorted(kept)}
    if rest:
        services[OTHERS] = _sum(rest)
    return replace(each, services=services)


def _cells(each: Measured) -> dict[str, Cell]:
    """By names that are the same in every table."""
    key = each.count.key
    found = {f"{key}/{part}/{name}": cell for part, name, cell in _partitions(each)}
    return found if _is_spread(each.count) else {key: each.total, **found}


def _is_spread(count: Count) -> bool:
    """Shown by its values alone, each beside the line that it is within."""
    return bool(count.within) and bool(count.values or count.bands)


def _partitions(each: Measured) -> Iterator[tuple[str, str, Cell]]:
    yield from (("area", name, cell) for name, cell in each.areas.items())
    yield from (("value", name, cell) for name, cell in each.values.items())
    yield from (("service", name, cell) for name, cell in each.services.items())


def _sums(each: Measured, cells: dict[str, Cell]) -> Iterator[Sum]:
    """What is left of the line that a count is within is a cell too, which nobody is shown."""
    key, count = each.count.key, each.count
    if not count.within:
        for part in ("area", "value", "service"):
            names = tuple(f"{key}/{of}/{name}" for of, name, _ in _partitions(each) if of == part)
            if names:
                yield Sum(key, names)
        return
    names = tuple(_cells(each))
    for group in [(name,) for name in names] if count.several else [names]:
        rest = f"{group[0]}/rest"
        left = cells[count.within].number - sum(cells[name].number for name in group)
        cells[rest] = Cell(left, left, shown=False)
        yield Sum(count.within, (*group, rest))


def _table(each: Measured, gone: Callable[[str], bool], enough: int, *, longest: bool) -> CountTable:
    key = each.count.key

    def shown(name: str, cell: Cell) -> int | None:
        return None if gone(name) else cell.number

    def lines(part: str, found: dict[str, Cell]) -> tuple[Line, ...]:
        return tuple(Line(name, shown(f"{key}/{part}/{name}", cell)) for name, cell in found.items())

    spread = _is_spread(each.count)
    return CountTable(
        key=key,
        number=each.count.number,
        shows_total=not spread,
        total=None if spread else shown(key, each.total),
        areas=lines("area", each.areas),
        values=lines("value", each.values),
        services=lines("service", each.services),
        days=shown_days(each.days, each.total.people, enough, longest=longest) if each.count.days else None,
        per_person=at_percent(each.loads, 50) if len(each.loads) >= enough else None,
        by=each.count.by or SERVICE,
    )

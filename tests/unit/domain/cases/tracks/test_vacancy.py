"""Since when nobody coordinates, and who did last."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from server.domain.cases.care_transitions import HandoverBegun
from server.domain.cases.tracks.vacancy import last_in_place
from server.domain.cases.waiting import without_coordinator_since
from tests.unit.domain.cases.situations import (
    RULES,
    SAMPLES,
    TODAY,
    History,
    appointed,
    coordinated,
    opened,
    proposed,
    wished,
)


def on(days: int) -> date:
    return TODAY + timedelta(days=days)


def without(history: History, days: int) -> int | None:
    """For how many days nobody has coordinated, on that day."""
    since = without_coordinator_since(history.case, RULES, on(days))
    return None if since is None else (on(days) - since).days


def ahead() -> History:
    """Somebody else is appointed for day 30."""
    found = coordinated().all(
        [SAMPLES["handover-begun"], proposed(who="nora"), SAMPLES["coordinator-released"]]
    )
    return found.does(appointed(start=on(30)))


def test_an_appointment_that_never_began_ends_nothing() -> None:
    left = ahead().does(SAMPLES["coordinator-left"], day=10)
    assert [without(left, day) for day in (10, 29, 30, 31)] == [0, 19, 20, 21]
    last = last_in_place(left.case.coordinator, on(40))
    assert (last is not None, last and last.person) == (True, "hilde")


def test_where_nobody_ever_began_it_counts_from_the_record_that_took_them_back() -> None:
    history = opened().all([wished(), proposed(), SAMPLES["coordinator-released"], appointed(start=on(30))])
    history.does(SAMPLES["coordinator-left"], day=10)
    assert [without(history, day) for day in (10, 29, 30, 40)] == [0, 19, 20, 30]
    assert last_in_place(history.case.coordinator, on(40)) is None


def test_while_none_is_wanted_nobody_is_missing() -> None:
    history = coordinated().does(SAMPLES["coordinator-not-wanted"], day=10)
    assert without(history, 200) is None
    history.does(wished(), day=400)
    assert [without(history, day) for day in (400, 412)] == [0, 12]
    history.does(wished(), day=410)
    assert without(history, 412) == 12
    first = opened().does(SAMPLES["coordinator-not-wanted"]).does(wished(), day=5)
    assert without(first, 9) is None


def test_a_place_is_empty_after_the_last_day_that_was_said() -> None:
    history = coordinated().does(HandoverBegun("Slutter.", "Ja.", last_day=on(9)))
    assert [without(history, day) for day in (9, 10, 13)] == [None, 0, 3]
    there = last_in_place(history.case.coordinator, on(13))
    assert there is not None
    assert replace(there, end=None) == there

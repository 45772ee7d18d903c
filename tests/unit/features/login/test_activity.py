from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from server.features.login import activity as module
from server.features.login.activity import Activity
from server.ports.log import StorageUnavailable
from tests.support.at_rest import at_rest
from tests.unit.features.fakes import NOON, SetClock

AT_ONCE, MUCH_LATER = timedelta(), timedelta(hours=1)
KARI, OLA = b"kari", b"ola"


class Stored:
    def __init__(self) -> None:
        self.times: list[dict[bytes, datetime]] = []
        self.away = False
        self.said = asyncio.Event()

    async def __call__(self, moments: Mapping[bytes, datetime]) -> None:
        self.said.set()
        if self.away:
            raise StorageUnavailable
        self.times.append(dict(moments))


async def test_many_are_stored_in_one_go_with_the_last_moment_of_each() -> None:
    stored, clock = Stored(), SetClock()
    activity = Activity(stored, clock, AT_ONCE)
    activity.note(KARI)
    clock.forward(seconds=1)
    activity.note(OLA)
    activity.note(KARI)
    await at_rest()
    assert stored.times == [{KARI: clock.now, OLA: clock.now}]
    activity.note(OLA)
    await at_rest()
    assert stored.times[1:] == [{OLA: clock.now}]


async def test_noting_waits_for_nothing_and_stores_nothing_before_its_time() -> None:
    stored = Stored()
    activity = Activity(stored, SetClock(), MUCH_LATER)
    activity.note(KARI)
    await at_rest()
    assert stored.times == []
    await activity.close()
    assert stored.times == [{KARI: NOON}]


async def test_what_is_noted_at_once_is_stored_at_once_with_the_rest() -> None:
    stored = Stored()
    activity = Activity(stored, SetClock(), MUCH_LATER)
    activity.note(KARI)
    activity.note(OLA, at_once=True)
    await stored.said.wait()
    assert stored.times == [{KARI: NOON, OLA: NOON}]
    await activity.close()


async def test_while_the_database_is_away_nothing_that_was_noted_is_forgotten() -> None:
    stored, clock = Stored(), SetClock()
    activity = Activity(stored, clock, MUCH_LATER)
    stored.away = True
    activity.note(KARI)
    activity.note(OLA)
    with pytest.raises(StorageUnavailable):
        await activity.store()
    clock.forward(minutes=1)
    activity.note(OLA)
    stored.away = False
    await activity.store()
    assert stored.times == [{KARI: NOON, OLA: clock.now}]


async def test_it_is_tried_again_by_itself() -> None:
    stored = Stored()
    activity = Activity(stored, SetClock(), timedelta(milliseconds=1))
    stored.away = True
    activity.note(KARI)
    await stored.said.wait()
    stored.away = False
    stored.said.clear()
    await stored.said.wait()
    assert stored.times == [{KARI: NOON}]


async def test_an_end_without_a_database_ends_all_the_same() -> None:
    stored = Stored()
    activity = Activity(stored, SetClock(), AT_ONCE)
    stored.away = True
    activity.note(KARI)
    await activity.close()
    stored.said.clear()
    await at_rest()
    assert not stored.said.is_set()


async def test_an_end_with_a_database_that_says_nothing_is_soon_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "CLOSE_SECONDS", 0.01)

    async def silent(_moments: Mapping[bytes, datetime]) -> None:
        await asyncio.Event().wait()

    activity = Activity(silent, SetClock(), MUCH_LATER)
    activity.note(KARI)
    async with asyncio.timeout(5):
        await activity.close()

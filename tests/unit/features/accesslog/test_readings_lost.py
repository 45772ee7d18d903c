"""No opening is lost with another that can never be logged, nor silently when the process ends."""

from __future__ import annotations

import asyncio

import pytest

from server.domain.plan import Kind, Participant, PartId, Role
from server.features.accesslog import readings
from server.features.accesslog.readings import ReadingLog
from server.ports.log import StorageUnavailable
from server.storage.ledger import Ledger
from tests.support.at_rest import at_rest
from tests.unit.features.fakes import SetClock
from tests.unit.features.family import PLAN, Family, part, person, place
from tests.unit.features.readings import BROKEN, FOUR, NEVER_AGAIN, ONE, THREE, TWO, Reading, outcomes

# -- an opening that can never be logged ----------------------------------------------------------


async def test_it_keeps_no_other_out_and_is_not_shown(
    reading: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    reading.ledger.refusing = {THREE: BROKEN}
    reading.hold()
    first = await reading.begin(ONE)
    rest = await reading.begin(TWO, THREE, FOUR)
    reading.go_on()
    assert await outcomes([*first, *rest]) == [None, None, ValueError, None]
    assert reading.ledger.parts == [ONE, TWO, FOUR]
    assert caplog.messages == ["an opening of a part can never be logged"]
    assert caplog.records[0].exc_info
    await reading.open(ONE)


async def test_what_was_shown_already_is_not_lost_with_it(
    reading: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    reading.ledger.takes_nothing = True
    for name in (ONE, TWO, THREE, FOUR):
        await reading.open(name)
    reading.ledger.takes_nothing = False
    reading.ledger.refusing = {ONE: BROKEN}
    await reading.log.close()
    assert reading.ledger.parts == [TWO, THREE, FOUR]
    assert "an opening of a part can never be logged" in caplog.messages


async def test_on_a_real_database_it_is_a_reference_to_nothing(family: Family) -> None:
    ledger = Ledger(family.database)
    log = ReadingLog(ledger, SetClock())
    known = [part(Kind.HEALTH), part(Kind.GOAL)]
    reader = Participant(place(Role.GP), PLAN, person(Role.GP), "Berit", Role.GP)
    opened = [known[0], PartId("nowhere"), known[1]]
    tasks = [asyncio.create_task(log.record(PLAN, name, reader)) for name in opened]
    assert [error is None for error in await outcomes(tasks)] == [True, False, True]
    assert [entry.event.part for entry in await ledger.entries(PLAN)] == known
    await log.close()


async def test_where_nobody_waits_for_it_any_more_nobody_is_told(reading: Reading) -> None:
    reading.ledger.refusing = {ONE: BROKEN}
    reading.hold()
    (leaving,) = await reading.begin(ONE)
    leaving.cancel()
    await at_rest()
    reading.go_on()
    await reading.open(TWO)
    assert reading.ledger.parts == [TWO]


async def test_a_database_that_fails_while_it_is_looked_for_loses_nothing(reading: Reading) -> None:
    reading.ledger.refusing = {TWO: BROKEN, THREE: StorageUnavailable("away")}
    reading.hold()
    tasks = [*await reading.begin(ONE), *await reading.begin(TWO, THREE, FOUR)]
    reading.go_on()
    assert await outcomes(tasks) == [None, ValueError, None, None]
    assert reading.ledger.parts == [ONE]
    reading.ledger.refusing = {}
    await reading.log.close()
    assert reading.ledger.parts == [ONE, THREE, FOUR]


# -- the end of the process -----------------------------------------------------------------------


async def test_closing_waits_for_what_is_being_written(reading: Reading) -> None:
    reading.hold()
    tasks = [*await reading.begin(ONE), *await reading.begin(TWO)]
    closing = asyncio.create_task(reading.log.close())
    await at_rest()
    assert not closing.done()
    reading.go_on()
    await closing
    assert reading.ledger.parts == [ONE, TWO]
    assert await outcomes(tasks) == [None, None]


async def test_what_is_lost_at_the_end_is_counted(
    retrying: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    retrying.ledger.takes_nothing = True
    for name in (ONE, TWO, THREE):
        await retrying.open(name)
    await retrying.log.close()
    assert ("ERROR", "3 openings of parts are lost to the log") in [
        (record.levelname, record.message) for record in caplog.records
    ]
    while not retrying.ledger.attempts.empty():
        await retrying.attempt()
    await at_rest()
    assert retrying.ledger.attempts.empty(), "the timer is stopped"
    await retrying.log.close()
    assert retrying.ledger.attempts.empty(), "and closing again finds nothing to do"


async def test_at_the_end_there_is_one_attempt_and_no_other_beside_it() -> None:
    reading = Reading(retry_seconds=0.01)
    reading.ledger.takes_nothing = True
    await reading.open(ONE)
    reading.hold()
    closing = asyncio.create_task(reading.log.close())
    due = asyncio.Event()
    asyncio.get_running_loop().call_later(0.02, due.set)
    await due.wait()
    await at_rest()
    assert [await reading.attempt(), await reading.attempt()] == [[ONE], [ONE]]
    assert reading.ledger.attempts.empty()
    reading.go_on()
    await closing


async def test_an_attempt_that_is_refused_at_the_end_is_followed_by_that_one_only(retrying: Reading) -> None:
    retrying.ledger.takes_nothing = True
    retrying.hold()
    tasks = await retrying.begin(ONE)
    closing = asyncio.create_task(retrying.log.close())
    await at_rest()
    retrying.let_through()
    assert await outcomes(tasks) == [None]
    await at_rest()
    assert [await retrying.attempt(), await retrying.attempt()] == [[ONE], [ONE]]
    assert retrying.ledger.attempts.empty()
    retrying.go_on()
    await closing


async def test_a_database_that_hangs_does_not_keep_the_process(
    reading: Reading, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(readings, "CLOSE_SECONDS", 0.01)
    reading.hold()
    tasks = [*await reading.begin(ONE), *await reading.begin(TWO)]
    await reading.log.close()
    assert await outcomes(tasks) == [StorageUnavailable] * 2, "not shown: it might not be in the log"
    assert caplog.messages == ["2 openings of parts are lost to the log"]
    monkeypatch.setattr(readings, "CLOSE_SECONDS", NEVER_AGAIN)
    await reading.log.close()
    reading.go_on()
    await at_rest()
    assert reading.ledger.parts == [ONE], "what was under way may come to its end"


async def test_what_comes_after_the_end_is_not_shown(reading: Reading) -> None:
    await reading.log.close()
    with pytest.raises(StorageUnavailable):
        await reading.open(ONE)
    assert reading.ledger.attempts.empty()

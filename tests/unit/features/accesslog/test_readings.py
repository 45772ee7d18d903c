"""Who opened what is in the log before it is shown, and afterwards where the database took nothing."""

from __future__ import annotations

import asyncio

import pytest

from server.domain.audit import Event
from server.features.accesslog.entries import PartRead
from server.ports.log import StorageUnavailable
from tests.support.at_rest import at_rest
from tests.unit.features.fakes import NOON
from tests.unit.features.readings import FOUR, GP, ONE, PLAN, THREE, TWO, Reading, outcomes

# -- a database that is well ----------------------------------------------------------------------


@pytest.mark.rule(14, "P8")
async def test_an_opening_says_who_for_whom_what_and_when(reading: Reading) -> None:
    await reading.open(ONE)
    assert reading.ledger.recorded == [
        Event(NOON, GP.person, PartRead.action, PLAN, GP.id, "Legesenteret", ONE)
    ]


@pytest.mark.rule(14, "P8")
async def test_nothing_is_shown_before_its_opening_is_durable(reading: Reading) -> None:
    reading.hold()
    (opening,) = await reading.begin(ONE)
    assert not opening.done()
    reading.go_on()
    await opening


async def test_openings_that_come_while_one_is_written_share_the_next_attempt(reading: Reading) -> None:
    reading.hold()
    tasks = [*await reading.begin(ONE), *await reading.begin(TWO, THREE)]
    reading.go_on()
    await asyncio.gather(*tasks)
    assert [await reading.attempt(), await reading.attempt()] == [[ONE], [TWO, THREE]]
    assert reading.ledger.attempts.empty()


async def test_who_goes_away_takes_no_opening_along(reading: Reading) -> None:
    reading.hold()
    first = await reading.begin(ONE)
    leaving, staying = await reading.begin(TWO, THREE)
    first[0].cancel()
    leaving.cancel()
    await at_rest()
    reading.go_on()
    await staying
    assert reading.ledger.parts == [ONE, TWO, THREE]
    await reading.open(FOUR)


# -- a database that takes nothing ----------------------------------------------------------------


async def test_a_part_is_shown_all_the_same_and_logged_without_a_further_opening(retrying: Reading) -> None:
    retrying.ledger.takes_nothing = True
    await retrying.open(ONE)
    for _ in range(3):
        assert await retrying.attempt() == [ONE]
    retrying.ledger.takes_nothing = False
    await retrying.logged(ONE)


async def test_once_it_is_logged_nothing_is_tried_again_and_all_is_as_before(retrying: Reading) -> None:
    retrying.ledger.takes_nothing = True
    await retrying.open(ONE)
    retrying.ledger.takes_nothing = False
    await retrying.logged(ONE)
    await at_rest()
    assert retrying.ledger.attempts.empty()
    retrying.hold()
    (well_again,) = await retrying.begin(TWO)
    assert not well_again.done(), "shown before it is durable"


async def test_trouble_is_told_when_it_begins_and_when_it_is_over(
    retrying: Reading, caplog: pytest.LogCaptureFixture
) -> None:
    retrying.ledger.takes_nothing = True
    await retrying.open(ONE)
    for _ in range(3):
        await retrying.attempt()
    retrying.ledger.takes_nothing = False
    await retrying.logged(ONE)
    assert caplog.messages == ["openings of parts wait to be logged", "openings of parts are logged again"]


async def test_openings_that_come_meanwhile_are_shown_without_an_attempt_of_their_own(
    reading: Reading,
) -> None:
    reading.ledger.takes_nothing = True
    for name in (ONE, TWO, THREE):
        await reading.open(name)
    assert await reading.attempt() == [ONE]
    assert reading.ledger.attempts.empty()
    reading.ledger.takes_nothing = False
    await reading.log.close()
    assert reading.ledger.parts == [ONE, TWO, THREE]


async def test_who_waited_for_the_refused_attempt_is_shown_the_part_too(reading: Reading) -> None:
    reading.ledger.takes_nothing = True
    reading.hold()
    tasks = [*await reading.begin(ONE), *await reading.begin(TWO)]
    reading.go_on()
    assert await outcomes(tasks) == [None, None]
    assert await reading.attempt() == [ONE]
    assert reading.ledger.attempts.empty()


async def test_an_attempt_that_hangs_holds_nobody_up(retrying: Reading) -> None:
    retrying.ledger.takes_nothing = True
    await retrying.open(ONE)
    retrying.hold()
    await at_rest()  # now it is being tried again
    await retrying.open(TWO)
    retrying.ledger.takes_nothing = False
    retrying.go_on()
    await retrying.logged(ONE, TWO)


async def test_beyond_a_bound_nothing_more_is_shown() -> None:
    reading = Reading(most=2)
    reading.ledger.takes_nothing = True
    await reading.open(ONE)
    await reading.open(TWO)
    with pytest.raises(StorageUnavailable):
        await reading.open(THREE)
    reading.ledger.takes_nothing = False
    await reading.log.close()
    assert reading.ledger.parts == [ONE, TWO]


async def test_where_too_many_wait_for_a_slow_database_nothing_more_is_shown_either() -> None:
    reading = Reading(most=2)
    reading.hold()
    tasks = await reading.begin(ONE, TWO, THREE)
    reading.go_on()
    assert await outcomes(tasks) == [None, None, StorageUnavailable]
    await reading.open(FOUR)
    assert reading.ledger.parts == [ONE, TWO, FOUR]

"""Titles and texts of decisions are content: that they were read is in the log before they are shown."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from server.domain.plan import PartId, Role
from server.domain.sight import PlanSight, Sight
from server.features.accesslog.entries import DecisionsRead, PapersRead, TitlesRead
from server.features.accesslog.readings import ReadingLog
from server.features.accesslog.words import WordsLog
from tests.support.at_rest import at_rest
from tests.support.principals import demo
from tests.unit.features.fakes import NOON, HeldLedger, SetClock
from tests.unit.features.family import PLAN, Family, person

ONE, TWO = PartId("one"), PartId("two")


@pytest.fixture
def ledger() -> HeldLedger:
    return HeldLedger()


@pytest.fixture
def words(ledger: HeldLedger) -> WordsLog:
    return WordsLog(ReadingLog(ledger, SetClock()))


@pytest.fixture
async def school(family: Family) -> Sight:
    access = await family.book.access(PLAN)
    assert access is not None
    return PlanSight(access, NOON).of_principal(demo(person(Role.SCHOOL)))


def said(ledger: HeldLedger) -> list[tuple[object, ...]]:
    return [(event.action, *event.details.values()) for event in ledger.recorded]


@pytest.mark.rule(14, "P8")
async def test_an_entry_says_whose_titles_and_which_decisions_and_no_word(
    words: WordsLog, ledger: HeldLedger, school: Sight
) -> None:
    assert await words.newly_read(school, [ONE, TWO], [5, 3, 2, 1])
    assert said(ledger) == [(TitlesRead.action, "one two"), (DecisionsRead.action, "1-3,5")]
    assert [event.participant for event in ledger.recorded] == [school.me.id] * 2


async def test_the_same_words_are_logged_once_in_a_while(
    words: WordsLog, ledger: HeldLedger, school: Sight
) -> None:
    assert await words.newly_read(school, [ONE], [1])
    assert not await words.newly_read(school, [ONE], [1])
    assert not await words.newly_read(school)
    assert await words.newly_read(school, [TWO, ONE], [2, 1])
    assert said(ledger)[2:] == [(TitlesRead.action, "two"), (DecisionsRead.action, "2")]
    assert await words.newly_read(school, [ONE], papers=["p1", "p2"])
    assert not await words.newly_read(school, papers=["p2"])
    assert said(ledger)[4:] == [(PapersRead.action, "p1 p2")]
    later = replace_now(school, timedelta(minutes=15))
    assert await words.newly_read(later, [ONE, TWO])
    assert said(ledger)[5:] == [(TitlesRead.action, "one two")]


def replace_now(sight: Sight, by: timedelta) -> Sight:
    plan = PlanSight(sight.access, sight.now + by)
    return plan.of_principal(demo(sight.me.person))


async def test_nothing_is_shown_before_its_reading_is_durable(
    words: WordsLog, ledger: HeldLedger, school: Sight
) -> None:
    ledger.may_go_on.clear()
    readings = [asyncio.create_task(words.newly_read(school, [ONE])) for _ in range(2)]
    await at_rest()
    assert [reading.done() for reading in readings] == [False, False]
    ledger.may_go_on.set()
    assert await asyncio.gather(*readings) == [True, True]


async def test_what_was_forgotten_is_logged_again(ledger: HeldLedger, school: Sight, family: Family) -> None:
    words = WordsLog(ReadingLog(ledger, SetClock()), most=1)
    owner = PlanSight(school.access, NOON).of_principal(demo(person(Role.OWNER)))
    assert [await words.newly_read(who, [ONE]) for who in (school, owner, school)] == [True] * 3

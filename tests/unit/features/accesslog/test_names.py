"""Whose names a list showed is in the log before it shows them, and once in a while for the same ones."""

from __future__ import annotations

import asyncio

import pytest

from server.domain.plan import PersonId
from server.features.accesslog.names import NamesLog
from server.features.accesslog.readings import ReadingLog
from server.ports.readings import CasesListed, ComplaintsListed
from tests.support.at_rest import at_rest
from tests.unit.features.fakes import HeldLedger, SetClock

ANNE, BERIT = PersonId("anne"), PersonId("berit")


@pytest.fixture
def ledger() -> HeldLedger:
    return HeldLedger()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


def log(ledger: HeldLedger, clock: SetClock, most: int = 10) -> NamesLog:
    return NamesLog(ReadingLog(ledger, clock), clock, most)


def said(ledger: HeldLedger) -> list[tuple[object, ...]]:
    return [(event.person, event.action, *event.details.values()) for event in ledger.recorded]


async def test_the_same_names_are_logged_once_for_each_reader_place_and_sort_of_list(
    ledger: HeldLedger, clock: SetClock
) -> None:
    names = log(ledger, clock)
    await names.listed(ANNE, "lia", CasesListed, ["a", "b", "a"])
    await names.listed(ANNE, "lia", CasesListed, ["b", "c"])
    await names.listed(ANNE, "lia", CasesListed, ["a"])
    await names.listed(ANNE, "lia", CasesListed, [])
    assert said(ledger) == [
        (ANNE, "cases-listed", "lia", "a b"),
        (ANNE, "cases-listed", "lia", "c"),
    ]
    await names.listed(ANNE, "lia", ComplaintsListed, ["a"])
    await names.listed(ANNE, "vik", CasesListed, ["a"])
    await names.listed(BERIT, "lia", CasesListed, ["a"])
    assert len(said(ledger)) == 5


async def test_after_a_while_and_where_it_was_forgotten_it_is_logged_again(
    ledger: HeldLedger, clock: SetClock
) -> None:
    names = log(ledger, clock, most=1)
    for person in (ANNE, BERIT, ANNE):
        await names.listed(person, "lia", CasesListed, ["a"])
    clock.forward(hours=2)
    await names.listed(ANNE, "lia", CasesListed, ["a"])
    assert len(said(ledger)) == 4


async def test_the_list_waits_until_it_is_in_the_log(ledger: HeldLedger, clock: SetClock) -> None:
    ledger.may_go_on.clear()
    showing = asyncio.create_task(log(ledger, clock).listed(ANNE, "lia", CasesListed, ["a"]))
    await at_rest()
    assert not showing.done()
    ledger.may_go_on.set()
    await showing

"""The unit's list of cases: what waits, and all others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import day_of
from server.domain.cases.rules import days_after
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.ports.readings import CasesListed, ReadNames
from server.ports.sessions import SignedIn
from server.storage.database.told import day_and_id, list_place

from .answers import CaseInbox, CaseRow, HandlerAnswer, InboxAges
from .store import Bounds, CaseLists, CasesPage, WantedCases


class UnitCases:
    def __init__(self, lists: CaseLists, clock: Clock, names: ReadNames) -> None:
        self._lists, self._clock, self._names = lists, clock, names

    async def page(self, who: SignedIn, number: str, wanted: WantedCases, after: str | None) -> CaseInbox:
        """That its names were read is in the log when this returns.

        Raises ``NotFound`` without the right, ``Invalid`` for an ``after`` that no answer had.
        """
        page = await self._lists.page(
            who.person, number, replace(wanted, after=day_and_id(after)), self._bounds
        )
        read = tuple(each.case.id for each in page.cases)
        await self._names.listed(who.person, page.where, CasesListed, read)
        return _answer(page, self._today)

    async def handlers(self, who: SignedIn, number: str) -> tuple[HandlerAnswer, ...]:
        """Raises ``NotFound`` without the right."""
        found = await self._lists.handlers(who.person, number)
        return tuple(HandlerAnswer(person, name) for person, name in found)

    def _bounds(self, catalogue: Catalogue) -> Bounds:
        today, rules = self._today, rules_on(catalogue, self._today)
        return Bounds(days_after(today, -rules.take_days), days_after(today, -rules.answer_days))

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _answer(page: CasesPage, today: date) -> CaseInbox:
    rules = rules_on(page.catalogue, today)
    rows = tuple(CaseRow.of(each.case, page.names, rules, today) for each in page.cases)
    last = list_place(rows[-1].received, rows[-1].id) if page.more and rows else None
    return CaseInbox(InboxAges(*page.ages), rows, last)

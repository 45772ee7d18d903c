"""A leader's own page: for whom they are asked, and their answer."""

from __future__ import annotations

from collections.abc import Iterator

from server.domain.cases.leaders import asked_for
from server.domain.cases.records import Record
from server.domain.cases.rules import CaseRules
from server.domain.cases.vocabulary import CaseId
from server.domain.messages.message import code_of
from server.ports.readings import CandidatesListed, ReadNames
from server.ports.sessions import SignedIn
from server.storage.cases.records import StoredCase

from .answers import LedWorkplace, ReleaseRequest, ReleaseRequests
from .rules import AnsweringLeader, LeaderAnswers, answered, proposal
from .store import AskedPage, ReleaseStore, is_theirs


class Releases:
    def __init__(self, store: ReleaseStore, names: ReadNames) -> None:
        self._store, self._names = store, names

    async def asked(self, who: SignedIn, after: str) -> ReleaseRequests:
        """Whose names they were shown is in the log when this returns."""
        page = await self._store.page(who.person, after)
        shown = [each for each in page.cases if not is_theirs(each, who.person)]
        for where in dict.fromkeys(each.municipality for each in shown):
            read = [each.case.id for each in shown if each.municipality == where]
            await self._names.listed(who.person, where, CandidatesListed, read)
        requests = tuple(request for each in shown for request in _requests(each, page))
        leads = tuple(
            LedWorkplace(page.municipalities[each.municipality].name, each.workplace) for each in page.leads
        )
        return ReleaseRequests(leads, requests, page.after)

    async def answer(self, who: SignedIn, which: CaseId, said: LeaderAnswers) -> None:
        """Raises ``NotFound``, ``Outdated``, ``Invalid``, ``LimitReached``."""

        def judge(stored: StoredCase, leader: AnsweringLeader, rules: CaseRules) -> Record:
            return answered(stored.case, stored.records, said, leader, rules)

        await self._store.answer(who.person, which, judge)


def _requests(stored: StoredCase, page: AskedPage) -> Iterator[ReleaseRequest]:
    asked, proposed = asked_for(stored.case), proposal(stored.records)
    if asked is not None:
        them = stored.municipality, asked.person
        yield ReleaseRequest(
            case=stored.case.id,
            code=code_of(stored.case.id),
            proposal=proposed.number,
            since=proposed.day,
            person=asked.person,
            name=asked.name,
            workplace=asked.workplace,
            municipality=page.municipalities[stored.municipality].name,
            active_cases=page.active.get(them, 0),
            most_cases=page.agreed.get(them, 0),
        )

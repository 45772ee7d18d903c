"""Whoever moves chooses what the new municipality is told, and sends it or takes it with them on paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from server.catalogue.catalogue import Catalogue
from server.domain.cases.case_transitions import PassedOn
from server.domain.cases.flow import judged
from server.domain.cases.records import By, Command, Record, day_of
from server.domain.cases.state import Case
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.vocabulary import CaseId, CaseStatus
from server.domain.errors import Forbidden, NotNow
from server.features.cases.answers import MunicipalityAnswer, ReportReceipt
from server.features.cases.desk.store import SeenCase
from server.features.cases.rules import ReportStatus, rules_on
from server.ports.clock import Clock
from server.ports.randomness import Chance, hash_of, new_code
from server.ports.sessions import SignedIn

from .rules import MovingWords, chosen, following, passed_on
from .store import Destined, Leaving, MovingStore, ReportThere


@dataclass(frozen=True, slots=True)
class FollowingAnswer:
    name: str
    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MovingAnswer:
    """``follows``: what there is to choose from, in the words in which it is told. ``municipalities``: those
    to which it can be sent from here; to any other it is taken on paper. ``sent``: to which it was."""

    follows: tuple[FollowingAnswer, ...]
    municipalities: tuple[MunicipalityAnswer, ...]
    sent: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassingOn:
    """``expected``: the number of the case's record that it was chosen after. ``to``: the municipality's
    number."""

    expected: int
    to: str
    follows: Sequence[str]


class Moving:
    def __init__(self, store: MovingStore, clock: Clock, chance: Chance) -> None:
        self._store, self._clock, self._chance = store, clock, chance

    async def choices(self, who: SignedIn, which: CaseId) -> MovingAnswer:
        """Raises ``NotFound``; ``Forbidden`` for all but its owner, ``NotNow`` before they have moved."""
        seen, others = await self._store.moved(who.person, which)
        _require_moved(seen)
        found = following(seen.stored.case, seen.stored.records, self._words(seen, who.locale))
        sent, names = (
            (each.transition for each in seen.stored.records),
            {each.number: each.name for each in others},
        )
        return MovingAnswer(
            tuple(FollowingAnswer(each.name, each.title, each.lines) for each in found),
            tuple(MunicipalityAnswer(each.number, each.name) for each in others),
            tuple(names.get(each.municipality, "") for each in sent if isinstance(each, PassedOn)),
        )

    async def pass_on(self, who: SignedIn, which: CaseId, wish: PassingOn) -> ReportReceipt:
        """It is in the new unit's inbox, and in the case that it was sent, when this returns.

        Raises ``NotFound`` for a municipality too, ``Forbidden``, ``NotNow``, ``Outdated``, ``Invalid``,
        ``TooManyRequests``, ``LimitReached``.
        """
        code, at = new_code(self._chance.token()), self._clock()

        def judge(seen: SeenCase, to: str) -> Leaving:
            _require_moved(seen)
            words, case = self._words(seen, who.locale), seen.stored.case
            told = chosen(following(case, seen.stored.records, words), wish.follows)
            said = PassedOn(to, tuple(each.name for each in told))
            acting, rules = seen.acting(who.person, self._today), rules_on(seen.catalogue, self._today)
            for_whom, basis = ("", "") if acting is None else (case.case.subject.name, acting.basis)
            by = By(who.person, seen.actor, on_behalf_of=for_whom)
            report = passed_on(case, told, seen.actor, who.name, words)
            gone = judged(case, Command(by, at, said, basis), rules)
            return Leaving(gone, report.subject, Command(by, at, report, basis))

        def arrive(there: Case, arriving: Command, own: Catalogue) -> Record:
            return judged(there, arriving, rules_on(own, self._today))

        new = ReportThere(CaseId(self._chance.id()), hash_of(code))
        own = await self._store.pass_on(
            who.person, which, Destined(wish.expected, wish.to), judge, arrive, new
        )
        text = own.text("report.receipt", who.locale, on=self._today, code=code)
        return ReportReceipt(code, ReportStatus.RECEIVED, text)

    def _words(self, seen: SeenCase, language: str) -> MovingWords:
        return MovingWords(seen.catalogue, language, self._today)

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _require_moved(seen: SeenCase) -> None:
    if seen.actor not in OWNERS:
        raise Forbidden
    if seen.stored.case.case.status is not CaseStatus.MOVED:
        raise NotNow("not-moved")

"""All cases of a coordinator who leaves: each by itself, so that one that is refused stops no other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from server.domain.cases.records import By, day_of
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.errors import Invalid, NotFound, Refusal
from server.domain.plan import PersonId, PlanId
from server.features.cases.desk.store import CaseStore, Judgement, SeenCase
from server.features.cases.desk.wording import ending_words
from server.features.cases.rules import rules_on
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.storage.cases.plans import Doing

from .rules import Departure, Destination, Doer, Moved, Successor, moved
from .store import FoundSuccessors, Successors


@dataclass(frozen=True, slots=True)
class CaseToMove:
    """``successor``: of the directory; ``None``: nobody. The rest: ``Destination``."""

    case: str
    successor: str | None
    leader: str
    departure: str


@dataclass(frozen=True, slots=True)
class MovedCase:
    """``did``: the actions of the records that were added. ``lacks``: what it needs before it is done.

    ``refused``: the token of why nothing was done, and ``detail`` of what; "" where it was.
    """

    case: str
    did: tuple[str, ...]
    lacks: str
    refused: str
    detail: str


@dataclass(frozen=True, slots=True)
class LeavingWish:
    leaver: PersonId
    last_day: date
    reason: str
    appoint: bool
    cases: Sequence[CaseToMove]


class Leavings:
    def __init__(
        self, successors: Successors, cases: CaseStore, live: Live, clock: Clock, chance: Chance
    ) -> None:
        self._successors, self._cases, self._live = successors, cases, live
        self._clock, self._chance = clock, chance

    async def hand_over(self, person: PersonId, number: str, wish: LeavingWish) -> tuple[MovedCase, ...]:
        """In the order asked for. Raises ``NotFound`` without the right to handle cases there."""
        people = {each.successor for each in wish.cases if each.successor is not None}
        found = await self._successors.of(person, number, people)
        leaving = Departure(wish.leaver, wish.last_day, wish.reason, wish.appoint)
        return tuple([await self._moved(person, found, leaving, each) for each in wish.cases])

    async def _moved(
        self, person: PersonId, found: FoundSuccessors, leaving: Departure, each: CaseToMove
    ) -> MovedCase:
        try:
            to = _destination(each, found.listed)
            done = await self._move(person, found, leaving, CaseId(each.case), to)
        except Refusal as refusal:
            return MovedCase(each.case, (), "", refusal.token, refusal.detail)
        did = tuple(record.transition.action for record in done.records)
        return MovedCase(each.case, did, done.lacks, "", "")

    async def _move(
        self, person: PersonId, found: FoundSuccessors, leaving: Departure, which: CaseId, to: Destination
    ) -> Moved:
        done = Moved((), "")

        def judge(seen: SeenCase) -> Judgement:
            nonlocal done
            if seen.actor is not Actor.CASE_HANDLER or seen.stored.municipality != found.municipality:
                raise NotFound
            at, today = self._clock(), day_of(self._clock())
            by, rules = By(person, Actor.CASE_HANDLER), rules_on(seen.catalogue, today)
            done = moved(seen.stored.case, leaving, to, Doer(by, at, rules, found.leaders))
            words = ending_words(seen.catalogue, today)
            return Judgement(done.records, Doing(person, at, self._chance.id, words, rules))

        acted = await self._cases.act(person, which, None, PlanId(self._chance.id()), judge)
        if acted.plan is not None:
            await self._live.plan_changed(acted.plan)
        return done


def _destination(each: CaseToMove, listed: Mapping[PersonId, Successor]) -> Destination:
    """Raises ``Invalid`` for somebody who is not in the directory."""
    if each.successor is None:
        return Destination(None)
    successor = listed.get(PersonId(each.successor))
    if successor is None:
        raise Invalid("successor: nobody of the directory")
    return Destination(successor, each.leader, each.departure)

"""A coordinator writes what the owner says: beginning it, ending it, and what was done."""

from __future__ import annotations

from server.domain.on_behalf.assisting import AssistedSession
from server.domain.plan import PlanId
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.ports.readings import ReadWords
from server.ports.sessions import SignedIn

from .answers import AssistedAnswer, PastSession, RunningSession
from .rules import AssistedBeginning, may_begin
from .store import AssistedStore, SeenSessions


class AssistedSessions:
    def __init__(self, store: AssistedStore, words: ReadWords, clock: Clock, chance: Chance) -> None:
        self._store, self._words, self._clock, self._chance = store, words, clock, chance

    async def of_plan(self, who: SignedIn, plan: PlanId) -> AssistedAnswer:
        """Raises ``NotFound``, ``Forbidden``."""
        while True:
            seen = await self._store.of_plan(who.principal, plan, who.token_hash)
            if not await self._words.newly_read(seen.sight, decisions=seen.numbers):
                return self._answer(seen, who.locale)

    async def begin(self, who: SignedIn, plan: PlanId, shown: str) -> RunningSession:
        """Raises ``NotFound``, ``Forbidden``, ``TextChanged``, ``NotNow``, ``TooManyRequests``."""
        wanted = AssistedBeginning(self._chance.id(), who.token_hash, who.expires_at, 0, "", shown)
        return self._running(await self._store.begin(who.principal, plan, wanted, who.locale))

    async def end(self, who: SignedIn, plan: PlanId, which: str) -> None:
        """Raises ``NotFound``."""
        await self._store.end(who.principal, plan, which)

    async def mark_read(self, who: SignedIn, plan: PlanId) -> None:
        """Raises ``NotFound``, ``Forbidden``."""
        await self._store.mark_read(who.principal, plan)

    def _running(self, session: AssistedSession) -> RunningSession:
        return RunningSession(session.id, int((session.ends_at - self._clock()).total_seconds()))

    def _answer(self, seen: SeenSessions, language: str) -> AssistedAnswer:
        said, today, owner = seen.catalogue, seen.today, seen.sight.access.plan.owner_name
        begins = may_begin(seen.sight)
        return AssistedAnswer(
            text=said.text("assisted.begin", language, on=today, owner=owner) if begins else "",
            minutes=said.rule("assisted.duration", on=today).amount,
            running=None if seen.own is None else self._running(seen.own),
            sessions=tuple(_past(seen, each) for each in seen.past),
        )


def _past(seen: SeenSessions, session: AssistedSession) -> PastSession:
    who = seen.sight.access.participants[session.begun_as]
    return PastSession(
        id=session.id,
        by=who.name,
        organisation=who.known_organisation,
        begun_at=session.begun_at,
        ended_at=session.ended_at or session.ends_at,
        over=not session.runs(seen.sight.now),
        text=session.text,
        read=session.read_at is not None,
        decisions=tuple(seen.decisions.get(session.id, ())),
        comments=tuple(seen.remarks.get(session.id, ())),
        declared=tuple(seen.declared.get(session.id, ())),
    )

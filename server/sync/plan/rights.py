"""One open plan's rights in this process, read from the database and checked before anything is sent."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Collection
from datetime import datetime

from server.domain.access import Access, PlanAccess
from server.domain.identity.principal import Principal
from server.domain.plan import CLOSE, Participant, ParticipantId, PartId
from server.domain.sight import PlanSight
from server.ports.clock import Clock
from server.ports.rights import AccessBook

FRESH_SECONDS = 5.0
"""How long rights may be used after they were confirmed: a withdrawal in another process takes effect within
this time."""

COLOURS = 8

CONFIRMATIONS = 20
"""Confirmations in a row for one caller: one that was requested before an invalidation does not count."""


class PlanRights:
    """Current levels, by ``access`` as just read and every later read.

    ``on_change`` is called whenever a level may have changed. ``now``: seconds of a monotonic clock.

    1. ``on_change`` awaits nothing: nothing is sent between a change and the end of ``on_change``.
    2. No older read replaces a newer one: ordered by access version, then by the time of the request.
    3. Rights are ``fresh`` only if confirmed by the database within ``FRESH_SECONDS`` and, by a request made
       after it, since the last ``invalidate``.
    4. The end of a period is a change at that moment, also after the clock was adjusted.

    Kept by ``tests/unit/sync/plan/test_rights.py``: 2 ``..._was_overtaken...``, 3 ``..._for_five_seconds...``
    and ``..._asked_for_before_a_doubt...``, 4 ``..._a_period_that_ends...`` (put right: ``test_watcher``); 1
    by its type.
    """

    def __init__(
        self,
        access: PlanAccess,
        book: AccessBook,
        clock: Clock,
        on_change: Callable[[], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.plan = access.plan.id
        self._book, self._clock, self._on_change, self.now = book, clock, on_change, now
        self._fold(access, clock())
        self._confirmed_at = self._read_at = now()
        self._invalidated_at = -1.0
        self._confirming: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._closed = False
        self._end: datetime | None = None
        self._wait_for_end_of_period()

    async def refresh(self) -> None:
        """Read the rights from the database; members that have lost theirs are cut before this returns."""
        asked_at = self.now()
        access = await self._book.access(self.plan)
        # Titles change without the version: of two answers the one requested later counts.
        if access is not None and (access.plan.access_version, asked_at) >= (self.version, self._read_at):
            self._read_at = asked_at
            self._fold(access, self._clock())
            self.confirmed(access.plan.access_version, asked_at)
            self._changed()

    # -- freshness --------------------------------------------------------------------------------

    @property
    def fresh(self) -> bool:
        """Whether the plan's bytes may be sent by the rights as known."""
        return self._invalidated_at < self._confirmed_at > self.now() - FRESH_SECONDS

    def invalidate(self) -> None:
        """Rights have changed, or may have: not fresh until they are read or confirmed."""
        self._invalidated_at = self.now()

    def confirmed(self, version: int, asked_at: float) -> bool:
        """Record that ``version`` was current at ``asked_at``; returns whether it is the one known here."""
        current = version == self.version
        if current:
            self._confirmed_at = max(self._confirmed_at, asked_at)
        return current

    async def confirm(self) -> None:
        """Read the current version from the database; refresh if it is another; concurrent calls share it.

        Raises ``StorageUnavailable``. Afterwards rights are fresh, unless they are invalidated again and
        again, or the answers take too long.
        """
        began = self.now()
        for _ in range(CONFIRMATIONS):
            if self._confirming is None or self._confirming.done():
                self._confirming = asyncio.create_task(self._confirm())
            await asyncio.shield(self._confirming)
            # Not fresh: invalidated since that request. Answers that come too late are no use.
            if self.fresh or self.now() - began > FRESH_SECONDS:
                return

    async def _confirm(self) -> None:
        asked_at = self.now()
        current = (await self._book.access_versions([self.plan])).get(self.plan)
        if current is not None and not self.confirmed(current, asked_at):
            await self.refresh()

    def _changed(self) -> None:
        self._wait_for_end_of_period()
        self._on_change()

    def _wait_for_end_of_period(self) -> None:
        """Levels change at the end of a period, without any other event: set a timer."""
        self._stop_waiting()
        if self._closed:
            return
        plan = self.sight  # of this moment, and with it ``_sight_until``
        self._end = end = self._sight_until
        if end is not None:
            seconds = min((end - max(plan.now, self._clock())).total_seconds(), 86_400.0)
            self._timer = asyncio.get_running_loop().call_later(seconds, self._changed)

    def expire_periods(self) -> None:
        """Apply a period's end that the timer missed: it ignores adjusted clocks and suspended machines."""
        if self._end is not None and self._clock() >= self._end:
            self._changed()

    def close(self) -> None:
        """Stop the timer, and set no other."""
        self._closed = True
        self._stop_waiting()

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    @property
    def parts(self) -> Collection[PartId]:
        return self._access.parts.keys()

    @property
    def titles(self) -> frozenset[str]:
        """As ``AccessBook.titles``, as of the last read of rights."""
        return frozenset(f"{part.id} {part.title}" for part in self._access.parts.values())

    def participant_of(self, principal: Principal) -> Participant | None:
        return self._access.participant_of(principal, self._clock())

    @property
    def sight(self) -> PlanSight:
        """The plan at this moment; folded again only if a period has ended since."""
        now = self._clock()
        if now < self._sight.now or (self._sight_until is not None and now >= self._sight_until):
            self._fold(self._access, now)
        return self._sight

    def _fold(self, access: PlanAccess, now: datetime) -> None:
        self._access, self.version = access, access.plan.access_version
        self._sight = PlanSight(access, now)
        self._sight_until = access.changes_by_itself(now)

    def access(self, participant: ParticipantId, part: PartId) -> Access:
        return self.sight.access_of(participant, part)

    def takes_part(self, participant: ParticipantId) -> bool:
        """``False`` also for who has lost everything."""
        sight = self.sight.of(participant)
        return sight is not None and sight.takes_part

    def tells_presence(self, member: ParticipantId, other: ParticipantId) -> bool:
        """Whether ``member`` is told that ``other`` is there: never who has nothing here themselves."""
        sight = self.sight.of(member)
        told = sight is not None and sight.holds_something and sight.knows(other)
        return told and (member == other or not self.hides_presence(other))

    def hides_presence(self, who: ParticipantId) -> bool:
        """Where the owner's address is protected: when they, or who may live with them, are there."""
        found = self._access.participants.get(who)
        return self._access.plan.protected and found is not None and found.role in CLOSE

    def seen_version(self, participant: ParticipantId) -> str | None:
        """``Sight.fingerprint``; ``None`` if the participant takes no part now."""
        sight = self.sight.of(participant)
        return None if sight is None else sight.fingerprint

    def user(self, participant: Participant) -> dict[str, object]:
        """What others see of a participant beside the caret (``awareness.User``)."""
        return {
            "id": participant.id,
            "name": participant.name,
            "role": participant.role.value,
            "initials": _initials(participant.name),
            "colour": _colour(participant.id),
        }


def _colour(participant: ParticipantId) -> int:
    """Of the id alone: what is told of one person says nothing about others, seen or unseen."""
    return hashlib.sha256(participant.encode()).digest()[0] % COLOURS


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

"""One open plan's rights in this process: read from the database, asked by all that deliver bytes."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection
from datetime import datetime

from server.domain.access import Access, PlanAccess
from server.domain.plan import Participant, ParticipantId, PartId, PersonId
from server.domain.sight import PlanSight
from server.ports.clock import Clock
from server.ports.rights import AccessBook

FRESH_SECONDS = 5.0
"""How long what was read of rights may be acted upon: a withdrawal in another process bites within this."""


CONFIRMATIONS = 20
"""Times that is asked for one who waits: an answer asked for before a doubt says nothing about it."""


class PlanRights:
    """Levels at this moment, by ``access`` as it was just read and every reading after it.

    ``on_change`` is called whenever a level can have changed. ``now``: seconds of a monotonic clock.

    1. ``on_change`` awaits nothing: between a change and its end nothing is delivered.
    2. No older reading replaces a newer one: the access version counts, then when it was asked for.
    3. Rights are ``fresh`` only if the database was asked within ``FRESH_SECONDS`` and after the last doubt.
    4. A period that ends is a change at that moment, also after the clock was put right.

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
        self._doubted_at = -1.0
        self._confirming: asyncio.Task[None] | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._over = False
        self._end: datetime | None = None
        self._wait_for_end_of_period()

    async def refresh(self) -> None:
        """Read the rights anew; who has lost some is cut before this returns."""
        asked_at = self.now()
        access = await self._book.access(self.plan)
        # Titles move without the version: of two answers the one asked for later counts.
        if access is not None and (access.plan.access_version, asked_at) >= (self.version, self._read_at):
            self._read_at = asked_at
            self._fold(access, self._clock())
            self.confirmed(access.plan.access_version, asked_at)
            self._changed()

    # -- how old what we know may be --------------------------------------------------------------

    @property
    def fresh(self) -> bool:
        """Whether the plan's bytes may be delivered by what we know of its rights."""
        return self._doubted_at < self._confirmed_at > self.now() - FRESH_SECONDS

    def doubt(self) -> None:
        """Rights have changed, or may have: nothing is delivered until they are read."""
        self._doubted_at = self.now()

    def confirmed(self, version: int, asked_at: float) -> bool:
        """Note that ``version`` was current at ``asked_at``; whether it is the version known here."""
        current = version == self.version
        if current:
            self._confirmed_at = max(self._confirmed_at, asked_at)
        return current

    async def confirm(self) -> None:
        """Ask which version is current, and read it if it is another; all who ask meanwhile share that.

        Raises ``StorageUnavailable``. Afterwards rights are fresh, unless they are doubted again and again,
        or answers take too long.
        """
        began = self.now()
        for _ in range(CONFIRMATIONS):
            if self._confirming is None or self._confirming.done():
                self._confirming = asyncio.create_task(self._confirm())
            await asyncio.shield(self._confirming)
            # Else somebody has signed since that was asked; and answers that come too late are no use.
            if self.fresh or self.now() - began > FRESH_SECONDS:
                return

    async def _confirm(self) -> None:
        asked_at = self.now()
        standing = (await self._book.access_versions([self.plan])).get(self.plan)
        if standing is not None and not self.confirmed(standing, asked_at):
            await self.refresh()

    def _changed(self) -> None:
        self._wait_for_end_of_period()
        self._on_change()

    def _wait_for_end_of_period(self) -> None:
        """A period ends without anybody doing anything; the levels then change at that moment."""
        self._stop_waiting()
        if self._over:
            return
        plan = self.sight  # of this moment, and with it ``_sight_until``
        self._end = end = self._sight_until
        if end is not None:
            seconds = min((end - max(plan.now, self._clock())).total_seconds(), 86_400.0)
            self._timer = asyncio.get_running_loop().call_later(seconds, self._changed)

    def end_periods(self) -> None:
        """A timer knows nothing of a clock that was put right, nor of a machine that slept."""
        if self._end is not None and self._clock() >= self._end:
            self._changed()

    def close(self) -> None:
        """For good: what is read from now on changes nothing for anybody."""
        self._over = True
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
        """As ``AccessBook.titles``, when rights were read."""
        return frozenset(f"{part.id} {part.title}" for part in self._access.parts.values())

    def participant_of(self, person: PersonId) -> Participant | None:
        return self._access.participant_of(person, self._clock())

    @property
    def sight(self) -> PlanSight:
        """The plan at this moment: folded again only where a period has ended since it was."""
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

    def active(self, participant: ParticipantId) -> bool:
        return self.sight.of(participant) is not None

    def knows(self, one: ParticipantId, other: ParticipantId) -> bool:
        return self.sight.knows(one, other)

    def seen_version(self, participant: ParticipantId) -> str | None:
        """``Sight.version``; ``None`` for who takes no part now."""
        sight = self.sight.of(participant)
        return None if sight is None else sight.version

    def user(self, participant: Participant) -> dict[str, object]:
        """What others see of a participant beside their caret."""
        order = sorted(self._access.participants)
        return {
            "id": participant.id,
            "name": participant.name,
            "role": participant.role.value,
            "initials": _initials(participant.name),
            "colour": order.index(participant.id) % 8,
        }


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

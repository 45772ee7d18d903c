"""Logs whose names a list showed: once in a while for the same ones, as a page reads it often."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from server.domain.audit import ONE_READING, Event
from server.domain.plan import PersonId
from server.ports.clock import Clock
from server.ports.readings import Listing

from .readings import ReadingLog


@dataclass(slots=True)
class _Shown:
    """What one person was shown since ``began``."""

    began: datetime
    which: set[str] = field(default_factory=set)


class NamesLog:
    """Is ``ports.ReadNames``. Bounded: what was forgotten is logged again, never omitted."""

    def __init__(self, readings: ReadingLog, clock: Clock, most: int = 1_000) -> None:
        self._readings, self._clock, self._most = readings, clock, most
        self._logged: OrderedDict[tuple[PersonId, str, Listing], _Shown] = OrderedDict()

    async def listed(self, person: PersonId, where: str, of: Listing, which: Sequence[str]) -> None:
        now = self._clock()
        logged = self._since((person, where, of), now)
        new = [each for each in dict.fromkeys(which) if each not in logged.which]
        if new:
            await self._readings.record_event(Event.of(of(where, " ".join(new)), now, person))
            logged.which.update(new)  # not before: whoever reads at the same time waits too

    def _since(self, list_: tuple[PersonId, str, Listing], now: datetime) -> _Shown:
        found = self._logged.get(list_)
        if found is None or now - found.began >= ONE_READING:
            found = self._logged[list_] = _Shown(now)
            self._logged.move_to_end(list_)
            if len(self._logged) > self._most:
                self._logged.popitem(last=False)
        return found

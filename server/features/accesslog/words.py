"""Logs that titles and what is or was to be signed were read: once in a while for the same ones.

A page reads its plan at every change of it, so an entry for each reading would bury all others.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from server.domain.audit import ONE_READING
from server.domain.plan import ParticipantId, PartId
from server.domain.sight import Sight

from .entries import DecisionsRead, PapersRead, TitlesRead
from .readings import ReadingLog


@dataclass(slots=True)
class _Logged:
    """What one participant was shown since ``began``."""

    began: datetime
    titles: set[PartId] = field(default_factory=set)
    decisions: set[int] = field(default_factory=set)
    papers: set[str] = field(default_factory=set)


class WordsLog:
    """Is ``ports.ReadWords``. Bounded: what was forgotten is logged again, never omitted."""

    def __init__(self, readings: ReadingLog, most: int = 5_000) -> None:
        self._readings, self._most = readings, most
        self._logged: OrderedDict[ParticipantId, _Logged] = OrderedDict()

    async def newly_read(
        self,
        sight: Sight,
        titles: Collection[PartId] = (),
        decisions: Collection[int] = (),
        papers: Collection[str] = (),
    ) -> bool:
        logged = self._since(sight)
        new_titles = [part for part in titles if part not in logged.titles]
        new_decisions = sorted(set(decisions) - logged.decisions)
        new_papers = [paper for paper in papers if paper not in logged.papers]
        if new_titles:
            await self._readings.record_event(sight.event(TitlesRead(" ".join(new_titles))))
            logged.titles.update(new_titles)  # not before: whoever reads at the same time waits too
        if new_decisions:
            await self._readings.record_event(sight.event(DecisionsRead(",".join(_ranges(new_decisions)))))
            logged.decisions.update(new_decisions)
        if new_papers:
            await self._readings.record_event(sight.event(PapersRead(" ".join(new_papers))))
            logged.papers.update(new_papers)
        return bool(new_titles or new_decisions or new_papers)

    def _since(self, sight: Sight) -> _Logged:
        who, now = sight.me.id, sight.now
        found = self._logged.get(who)
        if found is None or now - found.began >= ONE_READING:
            found = self._logged[who] = _Logged(now)
            self._logged.move_to_end(who)
            if len(self._logged) > self._most:
                self._logged.popitem(last=False)
        return found


def _ranges(numbers: list[int]) -> Iterator[str]:
    """``1-3`` and ``5`` for 1, 2, 3 and 5."""
    for _, run in groupby(enumerate(numbers), lambda each: each[1] - each[0]):
        first, *more = [number for _, number in run]
        yield f"{first}-{more[-1]}" if more else str(first)

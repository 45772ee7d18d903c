"""The words of parts, read from their logs: of open parts and of closed ones alike."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from server.concurrency import SingleFlight, in_slices
from server.domain.plan import PartId
from server.ports.log import SealBroken, UpdateLog
from server.ports.quarantine import Quarantine
from server.ports.texts import NOTHING_WRITTEN, FilledIn, Words
from server.sync.document.replica import Replica
from server.sync.document.ydoc import Incoherent
from server.sync.part.log_follower import build_replica
from server.sync.update.letters import Letters

KEPT = 8
"""Texts kept until their parts change: one is up to a megabyte, and its part is read again and again while
somebody who was let in lately has it open."""


@dataclass(frozen=True, slots=True)
class _Text:
    seq: int
    words: Words


class LoggedTexts:
    """Is ``ports.PartTexts``.

    Not of a room: that of another process may be ahead of the one here, and what was deleted there must not
    count as standing here.
    """

    def __init__(self, log: UpdateLog, quarantine: Quarantine) -> None:
        self._log, self._quarantine = log, quarantine
        self._known: OrderedDict[PartId, _Text] = OrderedDict()
        self._reading = SingleFlight[PartId, _Text]()

    async def words(self, part: PartId) -> Words:
        head = (await self._log.heads([part])).get(part, 0)
        text = self._known.get(part)
        while text is None or text.seq < head:  # a reading under way may have begun before
            text = await self._reading.result(part, partial(self._read, part, head))
        return text.words

    async def written(self, part: PartId) -> FilledIn:
        replica = await self._replica(part)
        return NOTHING_WRITTEN if replica is None else replica.written()

    async def _read(self, part: PartId, head: int) -> _Text:
        read = await self._read_log(part) or _Text(head, Letters())
        self._known[part] = read
        self._known.move_to_end(part)
        if len(self._known) > KEPT:
            self._known.popitem(last=False)
        return read

    async def _read_log(self, part: PartId) -> _Text | None:
        replica = await self._replica(part)
        if replica is None:
            return None
        try:
            letters = await in_slices(self._quarantine.watched(part, replica.letters()))
        except Incoherent:
            return None
        return _Text(replica.seq, letters)

    async def _replica(self, part: PartId) -> Replica | None:
        """Built. ``None``: not readable, or too dangerous to read here."""
        if self._quarantine.holds(part) or self._quarantine.suspects(part):
            return None
        try:
            loaded = await self._log.load(part)
            if loaded is None:
                return None
            replica = await build_replica(loaded, part, self._quarantine.watched)
            await in_slices(self._quarantine.watched(part, replica.building()))
        except (Incoherent, SealBroken):
            return None
        return replica

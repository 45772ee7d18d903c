"""Words about a passage may come when it is gone: somebody began them before, and was offline, or slow.

Whoever was let in meanwhile could not read what they quote, although they can when it comes (decision 0018).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from server.domain.identity.principal import Principal
from server.domain.plan import PartId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.ports.texts import Words, without_space
from server.storage.database.database import Database
from server.storage.rights import sight_at

T = TypeVar("T")
LATE = "late"
"""In an anchor, said by the server: its letters did not stand in the text when it came."""


def is_late(anchor: Mapping[str, object] | None) -> bool:
    return anchor is not None and anchor.get(LATE) is True


def dated(anchor: Mapping[str, object], quote: str, words: Words) -> Mapping[str, object]:
    """As it is stored. ``words``: those of the text when it came; of its contexts only they are kept.

    One that is bound to no letters, as no page makes it, is kept as it is.
    """
    start, end = anchor.get("start"), anchor.get("end")
    ends = {words.stands(start, before=False), words.stands(end, before=True)}
    if ends == {None}:
        return anchor
    passage = words.passage(start, end) if quote else None
    if False in ends or (quote and (passage is None or passage.text != without_space(quote))):
        return {**anchor, LATE: True}
    beside = {} if passage is None else {"before": passage.before, "after": passage.after}

    def is_gone(side: str) -> bool:
        text = anchor.get(side)
        return isinstance(text, str) and (side not in beside or beside[side](text) is None)

    return {**anchor, **{side: "" for side in ("before", "after") if is_gone(side)}}


class LetInMeanwhile(Exception):
    """Something was decided about who may read, after the text was looked at and before that was stored."""


@dataclass(frozen=True, slots=True)
class Readers:
    """Those of a plan after its decision number ``last``."""

    last: int

    def require_same(self, sight: Sight) -> None:
        """In the transaction that stores. Raises ``LetInMeanwhile``."""
        if sight.access.last_decision != self.last:
            raise LetInMeanwhile


class Looking:
    """A look at the text before something about it is stored, with nobody let in in between."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database, self._clock = database, clock

    async def storing(
        self,
        principal: Principal,
        part: PartId,
        require: Callable[[Sight], object],
        look_and_store: Callable[[Readers], Awaitable[T]],
    ) -> T:
        """Only for whom ``require`` lets: the look may be long. Begins again where somebody was let in.

        Raises ``NotFound``; what ``require`` and ``look_and_store`` raise.
        """
        while True:
            sight = await self._sight(principal, part)
            require(sight)
            try:
                return await look_and_store(Readers(sight.access.last_decision))
            except LetInMeanwhile:
                continue

    async def _sight(self, principal: Principal, part: PartId) -> Sight:
        now = self._clock()
        return await self._database.read(lambda connection: sight_at(connection, part, principal, now))

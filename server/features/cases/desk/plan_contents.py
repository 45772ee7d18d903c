"""What a case's plan contains, as far as somebody sees it: its owner sees all of it."""

from __future__ import annotations

from server.domain.cases.contents import READ, PartContent, PlanContent
from server.domain.identity.principal import Principal
from server.domain.plan import Part, PlanId
from server.domain.sight import Sight
from server.ports.clock import Clock
from server.ports.texts import NOTHING_WRITTEN, PartTexts
from server.storage.database.database import Database
from server.storage.rights import sight_in


class PlanContents:
    def __init__(self, database: Database, clock: Clock, texts: PartTexts) -> None:
        self._database, self._clock, self._texts = database, clock, texts

    async def of(self, reader: Principal, plan: PlanId) -> PlanContent:
        """Nothing of a part that ``reader`` does not read. Raises ``NotFound``, ``StorageUnavailable``."""
        now = self._clock()
        sight = await self._database.read(lambda connection: sight_in(connection, plan, reader, now))
        parts = [await self._part(sight, part) for part in sight.parts() if part.put_away_at is None]
        return PlanContent(parts, frozenset(who.me.role for who in sight.plan.everybody()))

    async def _part(self, sight: Sight, part: Part) -> PartContent:
        """A part that cannot be read counts as empty."""
        written = await self._texts.written(part.id) if part.kind in READ else NOTHING_WRITTEN
        responsible = sight.access.participants.get(part.responsible) if part.responsible else None
        role = responsible.role if responsible is not None and responsible.active(sight.now) else None
        return PartContent(part.kind, part.title, written.text, written.fields, role)

"""Adds parts to a plan, changes their metadata (responsible, area, order), and puts them away."""

from __future__ import annotations

from server.domain.audit import Event
from server.domain.identity.principal import Principal
from server.domain.kinds import KINDS, first_fields
from server.domain.own_list import document_name
from server.domain.plan import SERVER, PartId, PlanId
from server.domain.sight import Sight
from server.ports.live import Live
from server.ports.log import Row
from server.ports.randomness import Chance
from server.storage.parts import PartCreation
from server.sync.document.schema import Seed, seed

from .answers import NewPartAnswer
from .putting_away import put_away
from .rules import PartChanges, PartWish, added, changed
from .store import PartStore


class Parts:
    def __init__(self, parts: PartStore, live: Live, chance: Chance) -> None:
        self._parts, self._live, self._chance = parts, live, chance

    async def add(self, principal: Principal, plan: PlanId, wish: PartWish) -> NewPartAnswer:
        """Add a part with its first content.

        Raises ``NotFound``, ``Forbidden``, ``Exists``, ``Invalid``, ``LimitReached``, ``TooManyRequests``.
        """
        id_, content = PartId(self._chance.id()), self._content(wish)

        def add(sight: Sight) -> tuple[PartCreation, Event]:
            part, event = added(sight, wish, id_, content.title)
            return PartCreation(part, Row(SERVER, None, content.payload), {content.client_id: SERVER}), event

        part = await self._parts.add(principal, plan, add)
        await self._live.plan_changed(plan)
        return NewPartAnswer(part.id, document_name(part.id))

    async def change(self, principal: Principal, part: PartId, changes: PartChanges) -> None:
        """Raises ``NotFound``, ``Forbidden``, ``Exists``, ``Invalid``, ``TooManyRequests``."""
        stored = await self._parts.change(principal, part, lambda sight: changed(sight, part, changes))
        if stored is not None:
            await self._live.plan_changed(stored.plan)

    async def put_away(self, principal: Principal, part: PartId, away: bool) -> None:
        """Put a part away, or bring it back; open connections follow before this returns. Again: nothing.

        Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``LimitReached``, ``TooManyRequests``.
        """
        stored = await self._parts.put_away(
            principal, part, lambda sight, others_wrote: put_away(sight, part, away, others_wrote)
        )
        if stored is not None:
            await self._live.plan_changed(stored.plan)

    def _content(self, wish: PartWish) -> Seed:
        fields = first_fields(wish.kind)
        if KINDS[wish.kind].titled:
            fields["title"] = wish.title
        if wish.goal is not None and "goal" in KINDS[wish.kind].fields:
            fields["goal"] = wish.goal
        return seed(wish.kind, self._chance.client_id(), fields=fields)

"""Adding parts to a plan, and changing what stands beside their text: responsible, area, order."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.access import Level, PlanAccess
from server.domain.audit import Action, Detail
from server.domain.errors import Exists, Invalid, NotFound
from server.domain.plan import (
    SERVER,
    TITLED_KINDS,
    Area,
    Kind,
    Part,
    ParticipantId,
    PartId,
    PersonId,
    PlanId,
)
from server.domain.sight import PlanSight, Sight, document_name
from server.features.parts.answers import NewPartAnswer
from server.features.plans.places import Places
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.log import Row
from server.ports.randomness import Chance
from server.storage.drafts import PartChanges
from server.storage.errors import AlreadyThere, NotInPlan
from server.storage.plans import Plans
from server.sync.document.schema import Seed, seed

RESPONSIBLE_KINDS = frozenset({Kind.MEASURE, Kind.CONTRIBUTION})
_FIRST_FIELDS = {
    Kind.GOAL: {"status": "open"},
    Kind.MEASURE: {"status": "planned", "decision": "none"},
}


@dataclass(frozen=True, slots=True)
class PartWish:
    kind: Kind
    title: str = ""
    area: Area | None = None
    responsible: ParticipantId | None = None


class Parts:
    def __init__(self, plans: Plans, live: Live, clock: Clock, chance: Chance) -> None:
        self._plans, self._live = plans, live
        self._clock, self._chance = clock, chance
        self._places = Places(plans, clock)

    async def add(self, person: PersonId, plan: PlanId, wish: PartWish) -> NewPartAnswer:
        """Add a part with its first content. Raises ``NotFound``, ``Forbidden``, ``Exists``, ``Invalid``."""
        place = await self._places.in_plan(person, plan)
        place.require_creating(wish.kind)
        _check_facts(place, wish)
        part, content = self._drafted(place, wish)

        def allowed(access: PlanAccess) -> None:
            now_here = PlanSight(access, self._clock()).of_person(person)
            now_here.require_creating(wish.kind)
            _check_facts(now_here, wish)

        row, clients = Row(SERVER, None, content.payload), {content.client_id: SERVER}
        event = place.event(Action.PART_ADDED, part.id, kind=wish.kind.value)
        try:
            await self._plans.add_part(part, row, clients, event, allowed)
        except AlreadyThere:
            raise Exists from None
        except NotInPlan:
            raise Invalid("responsible") from None
        await self._tell(plan)
        return NewPartAnswer(part.id, document_name(part.id))

    async def change(self, person: PersonId, part_id: PartId, changes: PartChanges) -> None:
        """Change what is named in ``changes``; ``position`` counts the parts this person sees, from 1.

        Raises ``NotFound``, ``Forbidden`` without edit, ``Invalid``.
        """
        place, part = await self._places.at_part(person, part_id, Level.EDIT)
        _check_of_kind(place, part.kind, changes)
        if not changes:
            return
        stored = PartChanges(**changes)
        if "position" in changes:
            stored["position"] = _place_in_plan(place, part, changes["position"])

        def allowed(access: PlanAccess) -> None:
            now_here = PlanSight(access, self._clock()).of_person(person)
            _check_of_kind(now_here, now_here.part(part_id, Level.EDIT).kind, changes)

        details: dict[str, Detail] = {
            name: None if value is None else str(value) for name, value in changes.items()
        }
        event = place.event(Action.PART_CHANGED, part_id, **details)
        try:
            await self._plans.change_part(part_id, stored, event, allowed)
        except NotInPlan:
            raise NotFound from None
        await self._tell(place.access.plan.id)

    def _drafted(self, place: Sight, wish: PartWish) -> tuple[Part, Seed]:
        fields = dict(_FIRST_FIELDS.get(wish.kind, {}))
        if wish.kind in TITLED_KINDS:
            fields["title"] = wish.title
        content = seed(wish.kind, self._chance.client_id(), fields=fields)
        responsible = wish.responsible
        if wish.kind is Kind.CONTRIBUTION and responsible is None:
            responsible = place.me.id
        part = Part(
            id=PartId(self._chance.id()),
            plan=place.access.plan.id,
            kind=wish.kind,
            title=content.title,
            area=wish.area,
            responsible=responsible,
            created_by=place.me.id,
        )
        return part, content

    async def _tell(self, plan: PlanId) -> None:
        await self._live.plan_changed(plan)


def _check_facts(place: Sight, wish: PartWish) -> None:
    if wish.title and wish.kind not in TITLED_KINDS:
        raise Invalid("title: only goals and measures have a title of their own")
    changes = PartChanges()
    if wish.area is not None:
        changes["area"] = wish.area
    if wish.responsible is not None:
        changes["responsible"] = wish.responsible
    _check_of_kind(place, wish.kind, changes)
    if wish.kind is Kind.CONTRIBUTION:
        whose = wish.responsible or place.me.id
        if any(part.kind is Kind.CONTRIBUTION and part.responsible == whose for part in place.parts()):
            raise Exists


def _check_of_kind(place: Sight, kind: Kind, changes: PartChanges) -> None:
    if "area" in changes and kind is not Kind.MEASURE:
        raise Invalid("area: only measures have an area")
    if "responsible" not in changes:
        return
    if kind not in RESPONSIBLE_KINDS:
        raise Invalid("responsible: only measures and contributions have somebody responsible")
    whom = changes["responsible"]
    if whom is None:
        if kind is Kind.CONTRIBUTION:
            raise Invalid("responsible: a contribution is somebody's")
    elif not place.knows(whom):
        raise Invalid("responsible: nobody you know of in this plan")


def _place_in_plan(place: Sight, part: Part, position: int) -> int:
    """The plan's own position for "the n-th of what I see": that of the part that stands there now."""
    others = [other for other in place.parts() if other.id != part.id]
    if not others:
        return part.position
    if position > len(others):
        return others[-1].position + 1
    return others[position - 1].position

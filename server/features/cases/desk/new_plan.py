"""A plan as its owner's consent founds it: they alone are in it, with the parts every plan needs. Pure."""

from __future__ import annotations

from datetime import datetime

from server.domain.audit import Event
from server.domain.kinds import first_fields
from server.domain.plan import SERVER, Kind, Part, Participant, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.unit.rights import MunicipalityId
from server.ports.log import Row
from server.ports.randomness import Chance
from server.storage.founding import NewPlan, PlanFounded
from server.storage.parts import PartCreation
from server.sync.document.schema import seed

FIRST_PARTS = (Kind.ABOUT_ME, Kind.RESOURCES, Kind.NEEDS, Kind.PERIOD)


def new_plan(
    plan: PlanId, owner: PersonId, municipality: MunicipalityId, at: datetime, chance: Chance
) -> NewPlan:
    """Nothing in it is open to anybody: that is signed by itself, part by part."""
    me = Participant(ParticipantId(chance.id()), plan, owner, "", Role.OWNER)
    parts = [_part(kind, place, me, chance) for place, kind in enumerate(FIRST_PARTS, start=1)]
    founded = Event.of(PlanFounded(), at, owner, plan, me.id)
    return NewPlan(plan, owner, at, (), [me], parts, (), [founded], municipality)


def _part(kind: Kind, place: int, owner: Participant, chance: Chance) -> PartCreation:
    content = seed(kind, chance.client_id(), fields=first_fields(kind))
    part = Part(PartId(chance.id()), owner.plan, kind, position=place, created_by=owner.id)
    return PartCreation(part, Row(SERVER, None, content.payload), {content.client_id: SERVER}, content.due)

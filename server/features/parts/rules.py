"""What a new part is, who may add or change one, and where it stands in the plan: pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypedDict

from server.domain.access import Level
from server.domain.audit import Event
from server.domain.errors import Exists, Invalid
from server.domain.kinds import KINDS
from server.domain.plan import Area, Kind, Part, ParticipantId, PartId
from server.domain.sight import Sight

from .entries import PartAdded, PartChanged


@dataclass(frozen=True, slots=True)
class PartWish:
    kind: Kind
    title: str = ""
    area: Area | None = None
    responsible: ParticipantId | None = None


class PartChanges(TypedDict, total=False):
    """What stands beside a part's text; only the keys that are there are changed.

    ``position`` counts the parts that whoever changes it sees, from 1.
    """

    responsible: ParticipantId | None
    area: Area | None
    position: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The part as it is to stand. ``moved``: what stands at its position, and all after it, makes room."""

    part: Part
    moved: bool
    event: Event


def added(sight: Sight, wish: PartWish, part: PartId, title: str) -> tuple[Part, Event]:
    """The part, last in the plan, and its entry in the access log; ``title`` as the content gives it.

    Raises ``Forbidden``, ``Exists``, ``Invalid``.
    """
    sight.require_creating(wish.kind)
    if wish.title and not KINDS[wish.kind].titled:
        raise Invalid("title: only goals and measures have a title of their own")
    changes = PartChanges()
    if wish.area is not None:
        changes["area"] = wish.area
    if wish.responsible is not None:
        changes["responsible"] = wish.responsible
    _check_of_kind(sight, wish.kind, changes)
    created = Part(
        id=part,
        plan=sight.access.plan.id,
        kind=wish.kind,
        title=title,
        area=wish.area,
        responsible=_responsible(sight, wish),
        position=max((other.position for other in sight.access.parts.values()), default=0) + 1,
        created_by=sight.me.id,
        created_after=sight.access.last_decision,
    )
    return created, sight.event(PartAdded(wish.kind.value), part)


def _responsible(sight: Sight, wish: PartWish) -> ParticipantId | None:
    """A contribution is somebody's, and everybody has one."""
    if not KINDS[wish.kind].own:
        return wish.responsible
    whose = wish.responsible or sight.me.id
    if any(part.kind is wish.kind and part.responsible == whose for part in sight.parts()):
        raise Exists
    return whose


def changed(sight: Sight, part: PartId, changes: PartChanges) -> Changed | None:
    """``None`` where nothing is asked for. Raises ``NotFound``, ``Forbidden`` without edit, ``Invalid``."""
    before = sight.part(part, Level.EDIT)
    _check_of_kind(sight, before.kind, changes)
    if not changes:
        return None
    stored = PartChanges(**changes)
    if "position" in changes:
        stored["position"] = _place_in_plan(sight, before, changes["position"])
    said = {name: None if value is None else str(value) for name, value in changes.items()}
    event = sight.event(PartChanged(**said), part)  # type: ignore[arg-type] # a position is never None
    return Changed(replace(before, **stored), "position" in changes, event)


def _check_of_kind(sight: Sight, kind: Kind, changes: PartChanges) -> None:
    if "area" in changes and not KINDS[kind].area:
        raise Invalid("area: only measures have an area")
    if "responsible" not in changes:
        return
    if not KINDS[kind].responsible:
        raise Invalid("responsible: only measures and contributions have somebody responsible")
    whom = changes["responsible"]
    if whom is None:
        if KINDS[kind].own:
            raise Invalid("responsible: a contribution is somebody's")
    elif not sight.knows(whom):
        raise Invalid("responsible: nobody you know of in this plan")


def _place_in_plan(sight: Sight, part: Part, position: int) -> int:
    """The plan's own position for "the n-th of what I see": that of the part that stands there now."""
    others = [other for other in sight.parts() if other.id != part.id]
    if not others:
        return part.position
    if position > len(others):
        return others[-1].position + 1
    return others[position - 1].position

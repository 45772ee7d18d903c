"""Pure rules of adding and changing parts: validity, permission, and position in the plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict

from server.domain import day_bounds
from server.domain.access import Level
from server.domain.audit import ABSENT, Absent, Event
from server.domain.errors import Exists, Forbidden, Invalid, LimitReached
from server.domain.kinds import KINDS
from server.domain.plan import COORDINATING, Apart, Area, Kind, Part, ParticipantId, PartId, Role
from server.domain.sight import Sight

from .entries import PartAdded, PartChanged

MOST_IN_PLAN = 600
"""So that what each change and each look at a plan costs stays bounded, for all plans of the process."""
MOST_OF_ONE = 200
"""Parts of one plan made by one participant who is not its owner: nobody takes the room of all others. For
both bounds what is put away is counted by itself."""
MOST_A_DAY = 1000
"""Parts added and changes of parts by one person: each is told to everybody there, and stays in the log."""


@dataclass(frozen=True, slots=True)
class PartWish:
    kind: Kind
    title: str = ""
    area: Area | None = None
    responsible: ParticipantId | None = None
    goal: PartId | None = None
    """The goal that a measure belongs to from the start."""
    kept: bool = False


class PartChanges(TypedDict, total=False):
    """A part's metadata; only the keys present are changed.

    ``position`` is an index, from 1, among the parts that the person sees.
    """

    responsible: ParticipantId | None
    area: Area | None
    position: int


@dataclass(frozen=True, slots=True)
class Changed:
    """The changed part. ``moved``: the part now at its position, and all after it, shift by one."""

    part: Part
    moved: bool
    event: Event


def added(sight: Sight, wish: PartWish, part: PartId, title: str) -> tuple[Part, Event]:
    """The part, last in the plan, and its event for the access log; ``title``: the content's.

    Raises ``Forbidden``, ``Exists``, ``Invalid``, ``LimitReached``.
    """
    sight.require_creating(wish.kind)
    _require_room(sight)
    if wish.title and not KINDS[wish.kind].titled:
        raise Invalid("title: only goals and measures have a title of their own")
    _check_goal(sight, wish)
    changes = PartChanges()
    if wish.area is not None:
        changes["area"] = wish.area
    if wish.responsible is not None:
        changes["responsible"] = wish.responsible
    _check_of_kind(sight, wish.kind, changes)
    apart, basis = _apart(sight, wish)
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
        apart=apart,
    )
    said = PartAdded(wish.kind.value, apart.value if apart else ABSENT, basis)
    return created, sight.event(said, part)


def _apart(sight: Sight, wish: PartWish) -> tuple[Apart | None, int | Absent]:
    """Whoever may not edit the kind proposes, by the decision of that number."""
    if not sight.edits(wish.kind):
        by = sight.grants.proposing(wish.kind)
        return Apart.PROPOSED, by.number if by is not None else ABSENT
    if wish.kept and not KINDS[wish.kind].titled:
        raise Invalid("kept: only goals and measures are kept from others")
    return (Apart.KEPT if wish.kept else None), ABSENT


def _check_goal(sight: Sight, wish: PartWish) -> None:
    if wish.goal is None:
        return
    if "goal" not in KINDS[wish.kind].fields:
        raise Invalid("goal: only measures belong to a goal")
    goals = [part.id for part in sight.parts() if part.kind is Kind.GOAL and part.put_away_at is None]
    if wish.goal not in goals:
        raise Invalid("goal: no goal you can see in this plan")


def _require_room(sight: Sight) -> None:
    in_use = [part for part in sight.access.parts.values() if part.put_away_at is None]
    require_room(sight, in_use, MOST_IN_PLAN)


def require_room(sight: Sight, beside: Sequence[Part], most: int) -> None:
    """Raises ``LimitReached`` where one more has no room beside these."""
    if len(beside) >= most:
        raise LimitReached(f"at most {most} parts in one plan")
    mine = sum(part.created_by == sight.me.id for part in beside)
    if sight.me.role is not Role.OWNER and mine >= MOST_OF_ONE:
        raise LimitReached(f"at most {MOST_OF_ONE} parts made by one participant")


def require_day(acts: int, now: datetime) -> None:
    day_bounds.require(acts, MOST_A_DAY, now)


def _responsible(sight: Sight, wish: PartWish) -> ParticipantId | None:
    """A contribution belongs to one participant, and each participant has at most one."""
    if not KINDS[wish.kind].own:
        return wish.responsible
    whose = wish.responsible or sight.me.id
    if whose != sight.me.id:
        _check_may_give(sight)
    _check_first(sight, wish.kind, whose)
    return whose


def changed(sight: Sight, part: PartId, changes: PartChanges) -> Changed | None:
    """``None`` without changes. Raises ``NotFound``, ``Forbidden``, ``Exists``, ``Invalid``."""
    before = sight.part(part, Level.EDIT)
    _check_of_kind(sight, before.kind, changes)
    _check_whose(sight, before, changes)
    if not changes:
        return None
    stored = PartChanges(**changes)
    if "position" in changes:
        stored["position"] = _place_in_plan(sight, before, changes["position"])
    values = {name: None if value is None else str(value) for name, value in changes.items()}
    event = sight.event(PartChanged(**values), part)  # type: ignore[arg-type] # a position is never None
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
            raise Invalid("responsible: a contribution needs one")
    elif not sight.knows(whom):
        raise Invalid("responsible: nobody you know of in this plan")


def _check_whose(sight: Sight, part: Part, changes: PartChanges) -> None:
    """A contribution stays its contributor's: decisions about it name them."""
    whose = changes.get("responsible", part.responsible)
    if KINDS[part.kind].own and whose != part.responsible:
        _check_may_give(sight)
        _check_first(sight, part.kind, whose)


def _check_may_give(sight: Sight) -> None:
    if sight.me.role is not Role.OWNER and sight.me.role not in COORDINATING:
        raise Forbidden


def _check_first(sight: Sight, kind: Kind, whose: ParticipantId | None) -> None:
    """Raises ``Exists`` where they have one that is seen; one that is not stays unknown."""
    if any(part.kind is kind and part.responsible == whose for part in sight.parts()):
        raise Exists


def _place_in_plan(sight: Sight, part: Part, position: int) -> int:
    """The position in the plan for an index among the parts seen: that of the part now at that index."""
    others = [other for other in sight.parts() if other.id != part.id and other.put_away_at is None]
    if not others:
        return part.position
    if position > len(others):
        return others[-1].position + 1
    return others[position - 1].position

"""Goals and measures are put away and brought back: who may, and where there is room. Pure.

What is put away is read by those who read it before, and written by nobody (``domain/sight.py``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from server.domain.access import Level
from server.domain.audit import Event
from server.domain.errors import Forbidden, Invalid
from server.domain.kinds import KINDS
from server.domain.plan import Part, PartId, Role
from server.domain.sight import Sight

from . import rules
from .entries import PartBroughtBack, PartPutAway, PutAway


def put_away(
    sight: Sight, of: PartId, away: bool, others_wrote: Callable[[], bool]
) -> tuple[Part, Event] | None:
    """The part as it is then, and its entry in the access log; ``None``: it is so already.

    ``others_wrote``: whether anybody but them and the server ever wrote in it.
    Raises ``NotFound``, ``Forbidden``, ``Invalid``, ``LimitReached``.
    """
    part = sight.part(of)
    if not KINDS[part.kind].titled:
        raise Invalid("only goals and measures are put away")
    _may_put_away(sight, part, others_wrote)
    if (part.put_away_at is not None) is away:
        return None
    _require_room(sight, away)
    if not away:
        return replace(part, put_away_at=None, put_away_by=None), sight.event(PartBroughtBack(), of)
    gone = replace(part, put_away_at=sight.now, put_away_by=sight.me.id)
    return gone, sight.event(PartPutAway(PutAway.of(gone).fingerprint), of)


def _may_put_away(sight: Sight, part: Part, others_wrote: Callable[[], bool]) -> None:
    """The owner, and who signs for them; whoever made it, while it is theirs alone."""
    if sight.plan.ended:
        raise Forbidden
    if sight.me.role is Role.OWNER:
        return
    if sight.grants.of_part(part).level < Level.EDIT:
        raise Forbidden
    if sight.may_sign:
        return
    mine = part.created_by == sight.me.id and part.put_away_by in (None, sight.me.id)
    if not mine or others_wrote():
        raise Forbidden


def _require_room(sight: Sight, away: bool) -> None:
    """As many may be put away as may be in use; half of them by others than the owner."""
    beside = [part for part in sight.access.parts.values() if (part.put_away_at is not None) is away]
    halved = away and sight.me.role is not Role.OWNER
    rules.require_room(sight, beside, rules.MOST_IN_PLAN // 2 if halved else rules.MOST_IN_PLAN)

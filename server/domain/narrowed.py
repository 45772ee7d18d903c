"""Who lost what when a later decision about a kind began to bind the creators of its parts (decision 0017).

Until then a creator's edit went on whatever was signed about the kind, short of a withdrawal. Pure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from .access import Access, Decision, Level
from .plan import Part, Participant
from .sight import Sight


@dataclass(frozen=True, slots=True)
class Narrowed:
    """``was``: what the creator would have without ``by``, the decision that binds them now."""

    participant: Participant
    part: Part
    was: Access
    by: Decision


def narrowed(
    everybody: Iterable[Sight], parts: Sequence[Part], signed: Sequence[Decision], began_after: int
) -> Iterator[Narrowed]:
    """What of ``parts`` is narrower than it was, where nothing was signed about it since.

    ``signed``: every decision about a kind up to ``began_after``, the plan's last one when the rule began.
    """
    for who in everybody:
        of_kinds = [d for d in signed if d.participant == who.me.id]
        for part in parts:
            of_kind = [d for d in of_kinds if d.kind is part.kind]
            was = access_before(who.me, part, of_kind, who.now)
            if was is None or not of_kind or _decided_since(who, part, began_after):
                continue
            if _narrower(who.access_to(part.id), was):
                yield Narrowed(who.me, part, was, max(of_kind, key=_BY_NUMBER))


_BY_NUMBER = attrgetter("number")


def access_before(me: Participant, part: Part, of_kind: Sequence[Decision], now: datetime) -> Access | None:
    """The creator's edit as it was, by the decisions about the part's kind; ``None`` if it had ended."""
    before = [d for d in of_kind if d.number <= part.created_after]
    closed = any(d.level is Level.NONE for d in of_kind if d.number > part.created_after)
    until = max(before, key=_BY_NUMBER).until if before else None
    if part.created_by != me.id or closed or (until is not None and until <= now):
        return None
    ends = [end for end in (until, me.until) if end is not None]
    return Access(Level.EDIT, min(ends, default=None), "creator")


def _decided_since(who: Sight, part: Part, began_after: int) -> bool:
    mine = who.access.decisions_about.get(who.me.id, ())
    return any(d.part == part.id or (d.kind is part.kind and d.number > began_after) for d in mine)


def _narrower(access: Access, was: Access) -> bool:
    if access.level < was.level:
        return True
    return access.until is not None and (was.until is None or access.until < was.until)

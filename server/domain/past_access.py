"""What somebody could do earlier, which is not what they can do now. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from .access import Access, Decision, Grants, Level, PlanAccess
from .plan import SERVER, Part, Participant, PersonId
from .sight import Sight


class ReadBefore:
    """Whether a participant could read a part at some earlier moment, by what had been signed by then.

    ``decisions``: all that were ever signed about the two, also those overridden since. Folded once for each
    stretch of time in which nothing about it changes.
    """

    def __init__(self, participant: Participant, part: Part, decisions: Sequence[Decision]) -> None:
        self._participant, self._part, self._decisions = participant, part, decisions
        ends = [d.until for d in self._decisions if d.until is not None]
        self._changes = sorted([*(d.signed_at for d in self._decisions), *ends])
        self._known: dict[int, bool] = {}

    def at(self, moment: datetime) -> bool:
        stretch = bisect_right(self._changes, moment)
        if stretch not in self._known:
            signed = [d for d in self._decisions if d.signed_at <= moment]
            grants = Grants(self._participant, signed, moment)
            level = grants.of_part(self._part).level
            self._known[stretch] = level >= Level.READ
        return self._known[stretch]


class ReadersThen:
    """Which persons could read a part at some earlier moment. ``decisions``: all that were ever signed about
    it."""

    def __init__(self, plan: PlanAccess, part: Part, decisions: Sequence[Decision]) -> None:
        self._plan, self._part, self._decisions = plan, part, decisions
        self._before: dict[PersonId, list[ReadBefore]] = {}

    def had(self, person: PersonId | None, moment: datetime) -> bool:
        """The server writes only what a part begins with, and has read it."""
        if person is None or person == SERVER:
            return person == SERVER
        if person not in self._before:
            self._before[person] = list(map(self._of, self._as(person)))
        return any(before.at(moment) for before in self._before[person])

    def _as(self, person: PersonId) -> list[Participant]:
        return [each for each in self._plan.participants.values() if each.person == person]

    def _of(self, who: Participant) -> ReadBefore:
        about = [decision for decision in self._decisions if decision.participant == who.id]
        return ReadBefore(who, self._part, about)


# -- creators, until a later decision about a kind began to bind them (decision 0017) -----------------


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
        of_kinds = [d for d in signed if d.participant == who.me.id and d.proposing is None]
        for part in (each for each in parts if each.put_away_at is None):
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
    mine = [d for d in who.access.decisions_about.get(who.me.id, ()) if d.proposing is None]
    return any(d.part == part.id or (d.kind is part.kind and d.number > began_after) for d in mine)


def _narrower(access: Access, was: Access) -> bool:
    if access.level < was.level:
        return True
    return access.until is not None and (was.until is None or access.until < was.until)

"""Which decisions no later one has overridden: rights follow from them alone. And which of the
parts that were proposed no decision has spoken of since (decision 0033). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from .access import Decision, Level, PlanAccess
from .plan import Apart, Kind, Part, ParticipantId, PartId

_BY_NUMBER = attrgetter("number")


def standing(decisions: Iterable[Decision], kinds: Mapping[PartId, Kind]) -> list[Decision]:
    """Those that no later decision has overridden, in their order: without the others the fold is the same.

    ``kinds``: of every part that a decision names.
    """
    newer = _Newer()
    found = [
        decision
        for decision in sorted(decisions, key=_BY_NUMBER, reverse=True)
        if newer.adds(decision, kinds.get(decision.part) if decision.part is not None else decision.kind)
    ]
    return found[::-1]


class _Newer:
    """What was signed later than the decision that is looked at: newest first."""

    def __init__(self) -> None:
        self._named: set[tuple[ParticipantId, PartId]] = set()
        self._whole: set[tuple[ParticipantId, Kind | None]] = set()
        """Kinds of which a decision reaches every part."""
        self._closed: dict[tuple[ParticipantId, Kind | None], list[Decision]] = {}
        self._proposing: set[tuple[ParticipantId, Kind | None]] = set()

    def adds(self, decision: Decision, kind: Kind | None) -> bool:
        """Whether it still stands; it then counts as newer than the next."""
        of_kind = (decision.participant, kind)
        if decision.proposing is not None:
            stands = of_kind not in self._proposing and not (decision.proposing and of_kind in self._closed)
            self._proposing.add(of_kind)
            return stands
        if decision.part is not None:
            named, grants = (decision.participant, decision.part), decision.level is not Level.NONE
            revoked = grants and any(decision.part not in d.beyond for d in self._closed.get(of_kind, ()))
            stands = named not in self._named and not revoked
            self._named.add(named)
            return stands
        if decision.level is Level.NONE:
            self._closed.setdefault(of_kind, []).append(decision)
        stands = of_kind not in self._whole
        if not decision.beyond:
            self._whole.add(of_kind)
        return stands


def proposed_parts(access: PlanAccess) -> frozenset[PartId]:
    """Those that somebody proposed, and of which nothing was signed since: neither of the part nor of its
    kind."""
    apart = [access.parts[part] for part in access.parts_apart]
    proposed = [part for part in apart if part.apart is Apart.PROPOSED]
    if not proposed:
        return frozenset()
    signed = _Signed(access.decisions, {part.kind for part in proposed})
    return frozenset(part.id for part in proposed if not signed.since(part))


class _Signed:
    """What is signed of parts, and of some kinds; not of who may propose."""

    def __init__(self, decisions: Iterable[Decision], kinds: set[Kind]) -> None:
        self._of_part: dict[PartId, int] = {}
        self._of_kind: dict[Kind, int] = {}
        self._of_some: list[Decision] = []
        """Of a kind, except parts of it."""
        for decision in decisions:
            if decision.part is not None:
                newest = max(decision.number, self._of_part.get(decision.part, 0))
                self._of_part[decision.part] = newest
            elif decision.kind in kinds and decision.proposing is None:
                self._add_of_kind(decision, decision.kind)

    def _add_of_kind(self, decision: Decision, kind: Kind) -> None:
        if decision.beyond:
            self._of_some.append(decision)
        else:
            self._of_kind[kind] = max(decision.number, self._of_kind.get(kind, 0))

    def since(self, part: Part) -> bool:
        newest = max(self._of_part.get(part.id, 0), self._of_kind.get(part.kind, 0))
        return newest > part.created_after or any(
            decision.kind is part.kind
            and decision.number > part.created_after
            and part.id not in decision.beyond
            for decision in self._of_some
        )

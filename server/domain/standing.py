"""Which decisions no later one has overridden: rights follow from them alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from .access import Decision, Level
from .plan import Kind, ParticipantId, PartId

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

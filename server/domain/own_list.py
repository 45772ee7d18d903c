"""One participant's own list of a plan's parts.

A plan may have hundreds of parts and many readers, and each change is told to each of them: what is the same
for all is written once for all, and what is the same for many parts once for these.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import compress
from operator import itemgetter
from typing import TypeVar

from .access import LEVEL_TOKENS, Level
from .kinds import KINDS
from .plan import Area, Kind, Part, ParticipantId, PartId, PlanId

T = TypeVar("T")
Readers = tuple[tuple[ParticipantId, Level], ...]
_LEVEL = itemgetter(1)


def channel_name(plan: PlanId) -> str:
    return f"plan/{plan}"


def document_name(part: PartId) -> str:
    """The name of the part's sync document."""
    return f"part/{part}"


def shown_title(part: Part) -> str:
    """Empty if the page derives the title from the kind."""
    return part.title if KINDS[part.kind].titled else ""


@dataclass(frozen=True, slots=True)
class SeenPart:
    """A part as one participant sees it.

    ``position`` is its index in this participant's list, from 1. ``visible_to``: the readers they know of,
    highest level first. ``proposed``: it waits for the owner (``standing.proposed_parts``).
    """

    id: PartId
    kind: Kind
    title: str
    area: Area | None
    responsible: ParticipantId | None
    level: Level
    visible_to: Readers
    position: int
    created_by: ParticipantId | None
    proposed: bool = False
    put_away_at: datetime | None = None
    put_away_by: ParticipantId | None = None


@dataclass(frozen=True, slots=True)
class Adding:
    """A kind of which somebody may add a part. ``proposes``: as a proposal. ``visible_to``: who would see it
    at once, of those they know of, unless it is kept from them."""

    kind: Kind
    proposes: bool
    visible_to: tuple[ParticipantId, ...]


class OwnList:
    """``parts``: all of the plan, in its order; ``mine`` and ``readers`` of everybody known: their levels of
    these, a byte each. ``former``: who is named for what they did, though they read nothing any more.
    ``proposed``: which parts are."""

    def __init__(
        self,
        parts: Sequence[Part],
        mine: bytes,
        readers: Mapping[ParticipantId, bytes],
        former: Iterable[ParticipantId] = (),
        proposed: Set[PartId] = frozenset(),
    ) -> None:
        self._parts, self._mine, self._known = parts, mine, readers
        self._proposed = proposed
        self._named = {*readers, *former}

    def __iter__(self) -> Iterator[SeenPart]:
        named = self._named
        for position, part, level, readers in self._each(self._readers):
            yield SeenPart(
                id=part.id,
                kind=part.kind,
                title=shown_title(part),
                area=part.area,
                responsible=part.responsible if part.responsible in named else None,
                level=Level(level),
                visible_to=readers,
                position=position,
                created_by=part.created_by if part.created_by in named else None,
                proposed=part.id in self._proposed,
                put_away_at=part.put_away_at,
                put_away_by=part.put_away_by if part.put_away_by in named else None,
            )

    def as_json(self) -> list[dict[str, object]]:
        """As the answers of ``features/plans`` have it, in their order."""
        named = self._named
        return [
            {
                "id": part.id,
                "kind": part.kind,
                "title": shown_title(part),
                "area": part.area,
                "responsible": part.responsible if part.responsible in named else None,
                "level": LEVEL_TOKENS[Level(level)],
                "document": document_name(part.id),
                "visible_to": readers,
                "position": position,
                "created_by": part.created_by if part.created_by in named else None,
                "proposed": part.id in self._proposed,
                **self._put_away_as_json(part),
            }
            for position, part, level, readers in self._each(self._readers_as_json)
        ]

    def fingerprint(self, facts: Sequence[str]) -> str:
        """Another one exactly if the list is another. ``facts``: ``facts_of`` all parts, written once for all
        lists of a plan: an open plan asks for this after each change, for each of those who look at it."""
        named = {who: who for who in self._named}.get
        shown = list(compress(self._parts, self._mine))
        written = [
            *compress(facts, self._mine),
            *[named(part.responsible, "") for part in shown],  # type: ignore[arg-type]
            *[named(part.created_by, "") for part in shown],  # type: ignore[arg-type]
            *[named(part.put_away_by, "") for part in shown if part.put_away_by],
            *["proposed" + part.id for part in shown if part.id in self._proposed],
            *self._known,
        ]
        digest = hashlib.sha256("\x1e".join(written).encode())
        for levels in self._known.values():
            digest.update(bytes(compress(levels, self._mine)))
        return digest.hexdigest()

    def _each(self, readers_of: Callable[[tuple[int, ...]], T]) -> Iterator[tuple[int, Part, int, T]]:
        """Position, part, own level and readers; ``readers_of`` is asked once for each distinct row."""
        rows, found = zip(*self._known.values(), strict=True), dict[tuple[int, ...], T]()
        mine = compress(zip(self._parts, self._mine, rows, strict=True), self._mine)
        for position, (part, level, row) in enumerate(mine, start=1):
            readers = found.get(row)
            if readers is None:
                readers = found[row] = readers_of(row)
            yield position, part, level, readers

    def _put_away_as_json(self, part: Part) -> dict[str, object]:
        if part.put_away_at is None:
            return {}
        at = part.put_away_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return {
            "put_away_at": at,
            "put_away_by": part.put_away_by if part.put_away_by in self._named else None,
        }

    def _readers(self, row: tuple[int, ...]) -> Readers:
        found = [(who, Level(level)) for who, level in zip(self._known, row, strict=True) if level]
        return tuple(sorted(found, key=_LEVEL, reverse=True))

    def _readers_as_json(self, row: tuple[int, ...]) -> list[dict[str, object]]:
        return [{"participant": who, "level": LEVEL_TOKENS[level]} for who, level in self._readers(row)]


def facts_of(part: Part) -> str:
    """What every list that has a part shows of it. No two parts have the same: the title is last, and
    measured."""
    title = shown_title(part)
    away = f"\x1f{part.put_away_at}" if part.put_away_at else ""
    return f"{part.id}\x1f{part.kind}\x1f{part.area}{away}\x1f{len(title)}\x1f{title}"

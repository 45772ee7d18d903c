"""Which of what was signed in a plan somebody may know of. Pure.

The owner reads all of it. To others nothing tells of what is kept from them: their decisions are numbered by
themselves, and its words are shown to whoever may know all that they name (``MayReadWords``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from server.domain.access import Decision, Level
from server.domain.plan import Kind, Part, ParticipantId, PartId, Role
from server.domain.sight import Sight

PAGE = 500
"""Decisions in one answer: as many as can be signed at once."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Decisions about these participants, and about one of these parts or kinds."""

    participants: Collection[ParticipantId]
    parts: Collection[PartId]
    kinds: Collection[Kind]


@dataclass(frozen=True, slots=True)
class DecisionsPage:
    """Newest first, each with its number among those of a reach. ``total``: how many they are in all."""

    numbered: Sequence[tuple[int, Decision]]
    total: int


class Signed(Protocol):
    """Everything that was signed in a plan, also what is overridden."""

    def page(self, reach: Reach | None, before: int | None) -> DecisionsPage:
        """The newest ``PAGE`` of a reach (``None``: of all), of those numbered below ``before``."""

    def about(self, participant: ParticipantId, part: Part) -> Sequence[Decision]:
        """What was decided for a participant about a part or its kind."""

    def about_kinds(self, last: int) -> Sequence[Decision]:
        """Decisions about a kind, up to that number."""


def known_kinds(sight: Sight) -> list[Kind]:
    """By what somebody sees alone: the kinds of their parts, those opened to them as a whole, and those that
    they may propose."""
    seen = {sight.access.parts[part].kind for part in sight.levels}
    owner = sight.me.role is Role.OWNER
    opened = {k for k in Kind if sight.access_to_kind(k).level >= Level.READ or sight.grants.proposing(k)}
    return [k for k in Kind if owner or k in seen or k in opened]


def reach_of(sight: Sight) -> Reach | None:
    if sight.me.role is Role.OWNER:
        return None
    return Reach([who.id for who in sight.known()], list(sight.levels), known_kinds(sight))


MayReadWords = Callable[[Sight, Decision, Signed], bool]
"""Whether a text names nothing but what this reader may know (rule 17)."""

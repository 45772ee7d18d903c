"""Who may do what, and what was signed, as the outside knows it (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from server.domain.access import LevelName
from server.domain.on_behalf.warrant import DecisionBasis
from server.domain.plan import Area, Kind, ParticipantAnswer, ParticipantId, PartId


@dataclass(frozen=True, slots=True)
class GrantedPart:
    id: PartId
    kind: Kind
    title: str
    area: Area | None
    responsible: ParticipantId | None
    put_away: bool


@dataclass(frozen=True, slots=True)
class GrantCell:
    participant: ParticipantId
    part: PartId
    level: LevelName
    proposed: LevelName
    until: datetime | None
    signed_at: datetime | None
    source: Literal["part", "kind", "creator", "none"]
    by_itself: bool


@dataclass(frozen=True, slots=True)
class GrantedKind:
    participant: ParticipantId
    kind: Kind
    level: LevelName
    until: datetime | None


@dataclass(frozen=True, slots=True)
class ProposingAnswer:
    """Whether somebody may propose parts of a kind, and until when. ``proposed``: nothing is signed about it,
    and the owner is asked to."""

    participant: ParticipantId
    kind: Kind
    open: bool
    until: datetime | None
    proposed: bool


@dataclass(frozen=True, slots=True)
class DecisionAnswer:
    """A signed decision, as recorded. ``signed_by``: the signer's name, "" for who is unknown to the reader.

    ``number``: of those that the reader may read, from 1. ``language``: that of ``text``; ``None`` if the
    catalogue has changed since. ``proposing``: whether parts of the kind may be proposed; ``None`` of
    decisions about who sees what. ``basis``: on what it stands, ``None`` of older ones; ``proof``: the id of
    the assisted session, the signed paper, or the representative's participation then.
    """

    number: int
    participant: ParticipantId
    part: PartId | None
    kind: Kind | None
    level: LevelName
    proposing: bool | None
    until: datetime | None
    purpose: str
    text: str
    language: str | None
    signed_by: str
    signed_at: datetime
    basis: DecisionBasis | None
    proof: str | None


@dataclass(frozen=True, slots=True)
class NarrowedCell:
    """What a creator could do before later decisions bound them, and the one that does."""

    participant: ParticipantId
    part: PartId
    was: LevelName
    was_until: datetime | None
    text: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class DecisionsAnswer:
    """``earlier``: the number before which to ask for more; ``None``: these are the oldest.

    ``withheld``: numbers of those whose signed words name what the reader could not know; ``text`` says the
    same without them.
    """

    decisions: tuple[DecisionAnswer, ...]
    earlier: int | None
    withheld: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class GrantsAnswer:
    """``decisions``: the newest of ``signed`` in all; ``earlier``, ``withheld``: see ``DecisionsAnswer``."""

    participants: tuple[ParticipantAnswer, ...]
    parts: tuple[GrantedPart, ...]
    cells: tuple[GrantCell, ...]
    kinds: tuple[GrantedKind, ...]
    proposing: tuple[ProposingAnswer, ...]
    decisions: tuple[DecisionAnswer, ...]
    signed: int
    earlier: int | None
    withheld: tuple[int, ...]
    narrowed: tuple[NarrowedCell, ...]


@dataclass(frozen=True, slots=True)
class SignedAnswer:
    """In the order in which they were signed."""

    decisions: tuple[DecisionAnswer, ...]


@dataclass(frozen=True, slots=True)
class EndingAnswer:
    """The end of a participation, as it was signed; with ``ended_at`` ``None``, as it would be."""

    participant: ParticipantId
    text: str
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class PreviewAnswer:
    """The sentences that signing would store, in the order asked for and the signer's ``language``."""

    language: str
    texts: tuple[str, ...]

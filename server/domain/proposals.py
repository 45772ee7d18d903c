"""The levels a consent screen proposes before the owner has signed any (docs/domain.md, default proposals).

A proposal grants nothing. ``own`` and "by area" are resolved here to concrete levels, so that neither
reaches the fold in ``access.py``.
"""

from __future__ import annotations

from .access import Level
from .kinds import KINDS
from .plan import COORDINATING, PROVIDERS, Area, Kind, Part, Participant, Role

ROLES = (
    Role.OWNER,
    Role.REPRESENTATIVE,  # the column "parent <16": the person who signs on the owner's behalf
    Role.RELATIVE,
    Role.COORDINATOR,
    Role.GP,
    Role.MUNICIPAL_HEALTH,
    Role.HOSPITAL,
    Role.SCHOOL,
    Role.NAV,
    Role.CHILD_WELFARE,
)

_LEVELS = {"-": Level.NONE, "r": Level.READ, "c": Level.COMMENT, "e": Level.EDIT}

MATRIX: dict[Kind, dict[Role, Level]] = {
    kind: dict(zip(ROLES, (_LEVELS[cell] for cell in record.proposed.split()), strict=True))
    for kind, record in KINDS.items()
    if record.proposed
}
"""Kinds whose proposal depends on the role alone. ``Role.OTHER`` is in no column: nothing is proposed."""

COLUMN = {
    Role.SUBSTITUTE: Role.COORDINATOR,
    Role.HOSPITAL_COORDINATOR: Role.HOSPITAL,
    Role.CONTACT_DOCTOR: Role.HOSPITAL,
}
"""Roles without a column of their own, and the one that is theirs."""
_PROVIDERS = PROVIDERS - {Role.OTHER}

_FIXED_CONTRIBUTION = {
    Role.OWNER: Level.EDIT,
    Role.REPRESENTATIVE: Level.EDIT,
    **dict.fromkeys(COORDINATING, Level.EDIT),
}
_OWN_CONTRIBUTION = _PROVIDERS | {Role.RELATIVE}
"""They write what they contribute themselves, and read the others'."""

_FIXED_MEASURE = {Role.OWNER: Level.EDIT, Role.REPRESENTATIVE: Level.EDIT, Role.RELATIVE: Level.READ}

_COORDINATORS = {
    Area.HEALTH: Level.READ,  # coordinating is not treating
    Area.EDUCATION: Level.COMMENT,
    Area.WORK: Level.COMMENT,
    Area.HOME: Level.EDIT,
    Area.GENERAL: Level.EDIT,
}

_ROW_OF_AREA = {
    Area.HEALTH: Kind.HEALTH,
    Area.EDUCATION: Kind.EDUCATION,
    Area.WORK: Kind.WORK,
    Area.HOME: Kind.HOME,
    Area.GENERAL: Kind.GOAL,
}


def proposal(participant: Participant, part: Part) -> Level:
    """The level proposed for ``participant`` on ``part``; responsibility and area are the part's."""
    responsible = part.responsible == participant.id
    if part.kind is Kind.CONTRIBUTION:
        return _contribution(participant.role, own=responsible)
    if part.kind is Kind.MEASURE:
        return _measure(participant.role, part.area or Area.GENERAL, responsible=responsible)
    return kind_proposal(participant.role, part.kind)


def kind_proposal(role: Role, kind: Kind) -> Level:
    """The level proposed for a whole kind; ``NONE`` for kinds whose levels are proposed for each part."""
    return MATRIX.get(kind, {}).get(COLUMN.get(role, role), Level.NONE)


def _contribution(role: Role, *, own: bool) -> Level:
    if role in _OWN_CONTRIBUTION:
        return Level.EDIT if own else Level.READ
    return _FIXED_CONTRIBUTION.get(role, Level.NONE)


def _measure(role: Role, area: Area, *, responsible: bool) -> Level:
    if role in _FIXED_MEASURE:
        return _FIXED_MEASURE[role]
    if role in COORDINATING:
        return _COORDINATORS[area]
    if role in _PROVIDERS and responsible:
        return Level.EDIT
    return min(kind_proposal(role, _ROW_OF_AREA[area]), Level.COMMENT)


def proposing_proposal(participant: Participant, kind: Kind) -> bool:
    """Whether the owner is asked to let ``participant`` propose parts of ``kind``."""
    return participant.role in COORDINATING and KINDS[kind].proposable

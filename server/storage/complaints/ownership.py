"""Whose a complaint is, and who makes it for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose a complaint is, and where. ``owner``: ``None`` while nobody has entered whom its case is about.
    ``representative``: who complains for the owner; whether they still may is asked each time
    (``finding.represents``). ``begun_for``: the owner, if it was begun for somebody known; that of a case is
    whose the case is."""

    owner: PersonId | None
    representative: PersonId | None
    municipality: MunicipalityId
    case: CaseId | None
    created_at: datetime
    begun_for: PersonId | None

"""HTTP operation: coordinators' time off ahead (case handlers)."""

from __future__ import annotations

from server.domain.errors import NotFound
from server.web.operation import Asked, Operation

from .rules import AnnouncedAbsence
from .store import Away


def operations(away: Away) -> tuple[Operation, ...]:
    return (_absences(away),)


def _absences(away: Away) -> Operation:
    async def coordinators_away(asked: Asked) -> tuple[AnnouncedAbsence, ...]:
        return await away.ahead(asked.person, asked.path["municipality"])

    return Operation(
        "GET",
        "/api/units/{municipality}/absences",
        "Which coordinators are to be away, and who has no substitute (case handlers)",
        coordinators_away,
        tuple[AnnouncedAbsence, ...],
        refusals=(NotFound,),
    )

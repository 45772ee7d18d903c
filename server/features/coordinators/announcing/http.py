"""HTTP operations: one's own time off, where a unit lists one as a coordinator."""

from __future__ import annotations

from datetime import date
from typing import cast

from server.domain.errors import Invalid, NotFound, Outdated, TooManyRequests
from server.features.coordinators.answers import ListedAs
from server.web.operation import Asked, Body, Number, Operation

from .store import OwnTimeOff, TimeOffAnnouncing


class TimeOffWish(Body):
    """``until``: the last day. Neither: not away."""

    version: Number
    since: date | None = None
    until: date | None = None


def operations(announcing: TimeOffAnnouncing) -> tuple[Operation, ...]:
    return _own_time_off(announcing), _announce_time_off(announcing)


def _own_time_off(announcing: TimeOffAnnouncing) -> Operation:
    async def own_time_off(asked: Asked) -> tuple[OwnTimeOff, ...]:
        return await announcing.own(asked.person)

    return Operation(
        "GET",
        "/api/time-off",
        "My time off, in each municipality that lists me as a coordinator",
        own_time_off,
        tuple[OwnTimeOff, ...],
    )


def _announce_time_off(announcing: TimeOffAnnouncing) -> Operation:
    async def announce_time_off(asked: Asked) -> ListedAs:
        said, where = cast(TimeOffWish, asked.body), asked.path["municipality"]
        days = said.since, said.until
        return ListedAs(await announcing.announce(asked.person, where, said.version, *days))

    return Operation(
        "PUT",
        "/api/time-off/{municipality}",
        "Say when one is to be away, for the unit that lists one as a coordinator",
        announce_time_off,
        ListedAs,
        body=TimeOffWish,
        refusals=(NotFound, Invalid, Outdated, TooManyRequests),
    )

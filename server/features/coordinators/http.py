"""HTTP operations: who may coordinate in a municipality (its case handlers)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, cast

from pydantic import Field

from server.domain.errors import Invalid, LimitReached, NotFound, NotNow, Outdated, TooManyRequests
from server.domain.plan import PersonId
from server.storage.municipality.settings import Appointable
from server.web.operation import Asked, Body, Line, Number, Operation

from .answers import Directory, FoundPeople, ListedAs
from .rules import Listing
from .store import Coordinators


class CoordinatorListing(Body):
    """``version``: 0 for somebody who is not listed yet."""

    version: Number
    workplace: Line
    service: Literal["", Appointable] = ""
    leader: Line = ""
    trained_on: date | None = None
    refresh_due: date | None = None
    most_cases: int = Field(default=0, ge=0, le=1_000)
    languages: Line = ""
    area: Line = ""
    experience: Line = ""
    leaves_on: date | None = None
    away_from: date | None = None
    away_until: date | None = None
    substitute: Line = ""

    def meant(self) -> Listing:
        return Listing(**self.model_dump(exclude={"version"}))


class Removal(Body):
    version: Number


class LookedFor(Body):
    """``name``: the whole of it."""

    name: Annotated[Line, Field(min_length=1)]


def operations(store: Coordinators) -> tuple[Operation, ...]:
    return _directory(store), _list(store), _remove(store), _look_for(store)


def _directory(store: Coordinators) -> Operation:
    async def coordinators(asked: Asked) -> Directory:
        after = asked.query.get("after")
        return await store.page(asked.person, asked.path["municipality"], after)

    return Operation(
        "GET",
        "/api/units/{municipality}/coordinators",
        "Who may coordinate there, by name (case handlers)",
        coordinators,
        Directory,
        query=("after",),
        refusals=(NotFound,),
    )


def _list(store: Coordinators) -> Operation:
    async def list_coordinator(asked: Asked) -> ListedAs:
        listing = cast(CoordinatorListing, asked.body)
        number, whom = asked.path["municipality"], PersonId(asked.path["person"])
        return ListedAs(await store.keep(asked.person, number, whom, listing.version, listing.meant()))

    return Operation(
        "PUT",
        "/api/units/{municipality}/coordinators/{person}",
        "Keep what the unit knows of somebody who coordinates (case handlers)",
        list_coordinator,
        ListedAs,
        body=CoordinatorListing,
        refusals=(NotFound, Invalid, Outdated, LimitReached, TooManyRequests),
    )


def _remove(store: Coordinators) -> Operation:
    async def remove_coordinator(asked: Asked) -> None:
        number, whom = asked.path["municipality"], PersonId(asked.path["person"])
        await store.remove(asked.person, number, whom, cast(Removal, asked.body).version)

    return Operation(
        "POST",
        "/api/units/{municipality}/coordinators/{person}/removal",
        "Take somebody who coordinates nobody off the list (case handlers)",
        remove_coordinator,
        status=204,
        body=Removal,
        refusals=(NotFound, NotNow, Outdated, TooManyRequests),
    )


def _look_for(store: Coordinators) -> Operation:
    async def look_for_person(asked: Asked) -> FoundPeople:
        return await store.look_for(
            asked.person, asked.path["municipality"], cast(LookedFor, asked.body).name
        )

    return Operation(
        "POST",
        "/api/units/{municipality}/people",
        "Who is called exactly that, of those who work for an organisation or the unit (case handlers)",
        look_for_person,
        FoundPeople,
        body=LookedFor,
        refusals=(NotFound, TooManyRequests),
    )

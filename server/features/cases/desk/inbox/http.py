"""HTTP operations: the unit's list of cases, and to whom one may be given."""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from server.domain.cases.vocabulary import CaseStatus, Consent, Means, Thing
from server.domain.errors import Invalid, NotFound
from server.features.cases.rules import LONGEST_LINE
from server.storage.database.told import may_be_an_id
from server.web.operation import Asked, Operation

from .answers import CaseInbox, HandlerAnswer
from .service import UnitCases
from .store import WAITING, Age, WantedCases

Word = TypeVar("Word", bound=StrEnum)
FILTERS = ("status", "age", "means", "thing", "consent", "protected", "handler", "coordinator", "name")
STATUSES = frozenset(status.value for status in CaseStatus)


def operations(inbox: UnitCases) -> tuple[Operation, ...]:
    return _cases(inbox), _handlers(inbox)


def _cases(inbox: UnitCases) -> Operation:
    async def cases(asked: Asked) -> CaseInbox:
        after = asked.query.get("after")
        return await inbox.page(asked.session, asked.path["municipality"], _wanted(asked), after)

    return Operation(
        "GET",
        "/api/units/{municipality}/cases",
        "The unit's cases, oldest first (case handlers)",
        cases,
        CaseInbox,
        query=(*FILTERS, "after"),
        refusals=(NotFound, Invalid),
    )


def _wanted(asked: Asked) -> WantedCases:
    """Raises ``Invalid``."""
    query = asked.query
    statuses = tuple(query.getlist("status")) or WAITING
    if not set(statuses) <= STATUSES:
        raise Invalid("status: there is no such")
    name = query.get("name", "")
    if len(name) > LONGEST_LINE or "\x00" in name:
        raise Invalid(f"name: at most {LONGEST_LINE} characters, and no NUL")
    handler, coordinator = query.get("handler"), query.get("coordinator")
    if coordinator is not None and not may_be_an_id(coordinator):
        raise Invalid("coordinator: nobody is called that")
    return WantedCases(
        statuses=statuses,
        age=_one(Age, asked, "age"),
        means=_one(Means, asked, "means"),
        thing=_one(Thing, asked, "thing"),
        unasked=query.get("consent") == Consent.MISSING,
        protected="protected" in query,
        handler=None if handler is None else asked.person if handler == "me" else "",
        coordinator=coordinator,
        name=name,
    )


def _one(kind: type[Word], asked: Asked, name: str) -> Word | None:
    said = asked.query.get(name)
    try:
        return None if said is None else kind(said)
    except ValueError:
        raise Invalid(f"{name}: there is no such") from None


def _handlers(inbox: UnitCases) -> Operation:
    async def handlers(asked: Asked) -> tuple[HandlerAnswer, ...]:
        return await inbox.handlers(asked.session, asked.path["municipality"])

    return Operation(
        "GET",
        "/api/units/{municipality}/handlers",
        "Who handles the unit's cases (case handlers)",
        handlers,
        tuple[HandlerAnswer, ...],
        refusals=(NotFound,),
    )

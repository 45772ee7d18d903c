"""HTTP operations on complaints: of whoever complains, whoever helps them, and the unit they complain to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field, JsonValue

from server.domain.cases.vocabulary import CaseId
from server.domain.complaints.taken_down import TakenDown
from server.domain.complaints.vocabulary import Came, ComplaintId, Ground, Mandate
from server.domain.errors import (
    Forbidden,
    Invalid,
    LimitReached,
    NotFound,
    NotNow,
    Outdated,
    TextChanged,
    TooManyRequests,
)
from server.web.operation import Asked, Body, Id, Number, Operation, Text, storable

from .answers import ComplaintAnswer, ComplaintMoved, EvidenceAnswer, MyComplaints, PackAnswer, UnitComplaints
from .rules import LONGEST_WORDS
from .service import Complaints, ComplaintWish

SAID_BYTES = 60 * 1024
"""Of all that one command says, as JSON: its words are at most 20 000 characters, some of four bytes."""


def _storable(said: dict[str, JsonValue]) -> dict[str, JsonValue]:
    if any(isinstance(each, str) and len(each) > LONGEST_WORDS for each in said.values()):
        raise ValueError(f"more than {LONGEST_WORDS} characters")
    return storable(said, SAID_BYTES)


Words = Annotated[Text, Field(max_length=LONGEST_WORDS)]


class NewComplaint(Body):
    """``case``: instead of ``on_behalf_of``, of whom nobody has entered."""

    municipality: Annotated[Text, Field(max_length=64)]
    on_behalf_of: Id | None = None
    case: Id | None = None
    mandate: Literal["parent", "written-mandate", "lawyer", "decision-competence"] | None = None


class CameComplaint(Body):
    """``day``: on which it was posted, handed in or said; ``signed``: what came is signed."""

    case: Id
    channel: Came
    day: date
    grounds: Annotated[tuple[Ground, ...], Field(min_length=1, max_length=len(Ground))]
    words: Words
    wished: Words = ""
    known_on: date | None = None
    uncertain: bool = False
    late_reason: Words = ""
    signed: bool = False

    def meant(self) -> TakenDown:
        return TakenDown(**self.model_dump() | {"case": CaseId(self.case)})


class ComplaintCommand(Body):
    expected: Number
    action: Annotated[Text, Field(max_length=64)]
    said: Annotated[dict[str, JsonValue], AfterValidator(_storable)] = {}  # noqa: RUF012 - frozen
    shown: Annotated[Text, Field(max_length=64)] = ""

    def meant(self) -> ComplaintWish:
        return ComplaintWish(self.expected, self.action, self.said, self.shown)


@dataclass(frozen=True, slots=True)
class BegunComplaint:
    id: str


def operations(complaints: Complaints) -> tuple[Operation, ...]:
    return (
        _my_complaints(complaints),
        _begin_complaint(complaints),
        _complaint(complaints),
        _act_in_complaint(complaints),
        _complaint_evidence(complaints),
        _export_complaint(complaints),
        _unit_complaints(complaints),
        _take_down_complaint(complaints),
    )


def _my_complaints(complaints: Complaints) -> Operation:
    async def my_complaints(asked: Asked) -> MyComplaints:
        return await complaints.mine(asked.session)

    return Operation(
        "GET", "/api/complaints", "My complaints, and how one complains", my_complaints, MyComplaints
    )


def _begin_complaint(complaints: Complaints) -> Operation:
    async def begin_complaint(asked: Asked) -> BegunComplaint:
        body = cast(NewComplaint, asked.body)
        mandate = Mandate(body.mandate) if body.mandate else None
        where, whom = body.municipality, body.on_behalf_of
        new = await complaints.begin(asked.session, where, whom, mandate, body.case)
        return BegunComplaint(new)

    return Operation(
        "POST",
        "/api/complaints",
        "Think about complaining: seen by nobody else",
        begin_complaint,
        BegunComplaint,
        status=201,
        body=NewComplaint,
        refusals=(NotFound, Invalid, NotNow, LimitReached, TooManyRequests),
    )


def _complaint(complaints: Complaints) -> Operation:
    async def complaint(asked: Asked) -> ComplaintAnswer:
        return await complaints.complaint(asked.session, ComplaintId(asked.path["complaint"]))

    return Operation(
        "GET",
        "/api/complaints/{complaint}",
        "A complaint, to whoever may see it",
        complaint,
        ComplaintAnswer,
        refusals=(NotFound,),
    )


def _act_in_complaint(complaints: Complaints) -> Operation:
    async def act_in_complaint(asked: Asked) -> ComplaintMoved:
        wish = cast(ComplaintCommand, asked.body).meant()
        return await complaints.act(asked.session, ComplaintId(asked.path["complaint"]), wish)

    return Operation(
        "POST",
        "/api/complaints/{complaint}/records",
        "Do something in a complaint",
        act_in_complaint,
        ComplaintMoved,
        status=201,
        body=ComplaintCommand,
        refusals=(NotFound, Forbidden, NotNow, Invalid, Outdated, TextChanged, LimitReached, TooManyRequests),
    )


def _complaint_evidence(complaints: Complaints) -> Operation:
    async def complaint_evidence(asked: Asked) -> EvidenceAnswer:
        return await complaints.evidence(asked.session, ComplaintId(asked.path["complaint"]))

    return Operation(
        "GET",
        "/api/complaints/{complaint}/evidence",
        "What can be attached, and who can be named to help (whoever complains)",
        complaint_evidence,
        EvidenceAnswer,
        refusals=(NotFound, Forbidden),
    )


def _export_complaint(complaints: Complaints) -> Operation:
    async def export_complaint(asked: Asked) -> PackAnswer:
        return await complaints.export(asked.session, ComplaintId(asked.path["complaint"]))

    return Operation(
        "GET",
        "/api/complaints/{complaint}/pack",
        "The complaint with what is attached, to print or to keep; logged",
        export_complaint,
        PackAnswer,
        refusals=(NotFound, Forbidden, TooManyRequests),
    )


def _unit_complaints(complaints: Complaints) -> Operation:
    async def unit_complaints(asked: Asked) -> UnitComplaints:
        query = asked.query
        where = asked.path["municipality"]
        return await complaints.sent_to(asked.session, where, query.get("case"), query.get("after"))

    return Operation(
        "GET",
        "/api/units/{municipality}/complaints",
        "Complaints that were sent to the unit, oldest first (case handlers)",
        unit_complaints,
        UnitComplaints,
        query=("case", "after"),
        refusals=(NotFound, Invalid),
    )


def _take_down_complaint(complaints: Complaints) -> Operation:
    async def take_down_complaint(asked: Asked) -> BegunComplaint:
        said = cast(CameComplaint, asked.body).meant()
        return BegunComplaint(await complaints.take_down(asked.session, asked.path["municipality"], said))

    return Operation(
        "POST",
        "/api/units/{municipality}/complaints",
        "Keep a complaint that came on paper or was said (case handlers)",
        take_down_complaint,
        BegunComplaint,
        status=201,
        body=CameComplaint,
        refusals=(NotFound, Invalid, NotNow, TooManyRequests),
    )

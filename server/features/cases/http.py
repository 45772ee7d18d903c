"""HTTP operations: report a need, and ask how far a report has come."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal, cast

from pydantic import AfterValidator, Field

from server.domain.cases.case_transitions import Subject
from server.domain.cases.vocabulary import Actor, Consent, Means, Wish
from server.domain.errors import ForeignOrigin, Invalid, LimitReached, NotFound, NotNow, TooManyRequests
from server.shares import neighbourhood
from server.web.operation import Asked, Body, Line, Operation, Text
from server.web.rate_limits import Buckets, Rate
from server.web.security import allowed_origins, check_origin

from .answers import MunicipalityAnswer, ReportReceipt, ReportStatusAnswer
from .reports import Reports, ReportWish

REPORTS_OF_AN_ADDRESS = Rate(burst=20, per_second=1 / 120)
"""Without a login. A hospital is one address, and 20 at once from it are not a flood."""

Language = Literal["nb", "en"]


def _says_something(text: str) -> str:
    if not text.strip():
        raise ValueError("says nothing")
    return text


class ReportedSubject(Body):
    name: Annotated[Line, AfterValidator(_says_something)]
    born: date | None = None
    expected: date | None = None
    contact: Line = ""
    language: Line = ""
    interpreter: bool = False
    protected: bool = False


class NewReport(Body):
    reporter: Literal["owner", "representative", "relative", "professional", "hospital-unit"]
    reporter_name: Line = ""
    reporter_contact: Line = ""
    organisation: Line = ""
    subject: ReportedSubject
    wish: Literal["plan", "coordinator", "both", "unknown", "child-coordinator"]
    reason: Annotated[Text, Field(max_length=2000), AfterValidator(_says_something)]
    consent: Literal["given", "statutory", "missing"]
    consent_by: Line = ""
    language: Language = "nb"

    def meant(self) -> ReportWish:
        return ReportWish(
            reporter=Actor(self.reporter),
            reporter_name=self.reporter_name,
            reporter_contact=self.reporter_contact,
            organisation=self.organisation,
            subject=Subject(**self.subject.model_dump()),
            wish=Wish(self.wish),
            reason=self.reason,
            consent=Consent(self.consent),
            consent_by=self.consent_by,
        )


class TypedReport(NewReport):
    means: Literal["phone", "paper", "meeting"]


class ReportCode(Body):
    code: Annotated[Text, Field(min_length=1, max_length=64)]
    language: Language = "nb"


def operations(reports: Reports, public_url: str) -> tuple[Operation, ...]:
    return (
        _municipalities(reports),
        _report(reports, public_url),
        _type_report(reports),
        _report_status(reports, public_url),
    )


def _municipalities(reports: Reports) -> Operation:
    async def municipalities(asked: Asked) -> tuple[MunicipalityAnswer, ...]:  # noqa: ARG001 - of everybody
        return await reports.municipalities()

    return Operation(
        "GET",
        "/api/municipalities",
        "The municipalities that take reports here",
        municipalities,
        tuple[MunicipalityAnswer, ...],
        signed_in=False,
    )


def _report(reports: Reports, public_url: str) -> Operation:
    origins, addresses = allowed_origins(public_url), Buckets(REPORTS_OF_AN_ADDRESS)

    async def report(asked: Asked) -> ReportReceipt:
        check_origin(asked.request, origins)
        if asked.signed_in is None:
            addresses.take(_address(asked))
        body = cast(NewReport, asked.body)
        number = asked.path["municipality"]
        return await reports.report(number, body.meant(), asked.signed_in, body.language)

    return Operation(
        "POST",
        "/api/municipalities/{municipality}/reports",
        "Report that somebody may need a plan or a coordinator",
        report,
        ReportReceipt,
        status=201,
        body=NewReport,
        signed_in=False,
        refusals=(NotFound, Invalid, ForeignOrigin, LimitReached, NotNow, TooManyRequests),
    )


def _type_report(reports: Reports) -> Operation:
    async def type_report(asked: Asked) -> ReportReceipt:
        body = cast(TypedReport, asked.body)
        number, means = asked.path["municipality"], Means(body.means)
        return await reports.type_in(number, body.meant(), asked.session, means, body.language)

    return Operation(
        "POST",
        "/api/municipalities/{municipality}/typed-reports",
        "Type a report that was made by phone, on paper or in a meeting (case handlers)",
        type_report,
        ReportReceipt,
        status=201,
        body=TypedReport,
        refusals=(NotFound, Invalid, LimitReached, TooManyRequests),
    )


def _report_status(reports: Reports, public_url: str) -> Operation:
    origins = allowed_origins(public_url)

    async def report_status(asked: Asked) -> ReportStatusAnswer:
        check_origin(asked.request, origins)
        body = cast(ReportCode, asked.body)
        return await reports.status(body.code, body.language)

    return Operation(
        "POST",
        "/api/report-status",
        "How far a report has come, by its code and nothing else",
        report_status,
        ReportStatusAnswer,
        body=ReportCode,
        signed_in=False,
        refusals=(NotFound, Invalid, ForeignOrigin),
    )


def _address(asked: Asked) -> str:
    return neighbourhood(asked.request.client.host) if asked.request.client else ""

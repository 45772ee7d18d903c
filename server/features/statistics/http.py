"""HTTP operations: a unit's counts, the cases behind them, and the reports of its years."""

from __future__ import annotations

from starlette.responses import Response

from server.domain.errors import Exists, Forbidden, Invalid, NotFound, NotNow
from server.web.operation import Asked, NoBody, Operation

from .answers import CountedCases, JournalCases, UnitOverview, YearAnswer, YearsAnswer
from .exporting import as_csv
from .service import LineWish, OverviewWish, Statistics

ONE = "/api/units/{municipality}"
YEAR = f"{ONE}/years/{{year}}"
AREAS = {None: None, "child": True, "adult": False}
LANGUAGES = ("nb", "en")
LONGEST_SERVICE = 200


def operations(statistics: Statistics) -> tuple[Operation, ...]:
    return (
        _overview(statistics),
        _behind(statistics),
        _years(statistics),
        _year(statistics),
        _freeze(statistics),
        _journal(statistics),
        _export(statistics),
    )


def _where(asked: Asked) -> str:
    """A kommunenummer."""
    return asked.path["municipality"]


PERIOD = ("month", "area", "service")


def _wish(asked: Asked) -> OverviewWish:
    """Raises ``Invalid``."""
    query = asked.query
    area, service = query.get("area"), query.get("service")
    if area not in AREAS:
        raise Invalid("area: child or adult")
    if service is not None and (len(service) > LONGEST_SERVICE or "\x00" in service):
        raise Invalid("service: there is no such")
    return OverviewWish(query.get("month"), AREAS[area], service)


def _overview(statistics: Statistics) -> Operation:
    async def unit_overview(asked: Asked) -> UnitOverview:
        return await statistics.overview(asked.person, _where(asked), _wish(asked))

    return Operation(
        "GET",
        f"{ONE}/overview",
        "How many cases there are of what (the coordinating unit)",
        unit_overview,
        UnitOverview,
        query=PERIOD,
        refusals=(NotFound, Forbidden, Invalid),
    )


def _behind(statistics: Statistics) -> Operation:
    async def counted_cases(asked: Asked) -> CountedCases:
        query = asked.query
        line, after = LineWish(query.get("count", ""), query.get("value")), query.get("after")
        return await statistics.behind(asked.person, _where(asked), _wish(asked), line, after)

    return Operation(
        "GET",
        f"{ONE}/overview/cases",
        "The cases behind a number, oldest first (case handlers)",
        counted_cases,
        CountedCases,
        query=(*PERIOD, "count", "value", "after"),
        refusals=(NotFound, Invalid),
    )


def _years(statistics: Statistics) -> Operation:
    async def unit_years(asked: Asked) -> YearsAnswer:
        return await statistics.years(asked.person, _where(asked))

    return Operation(
        "GET",
        f"{ONE}/years",
        "The reports of years (the coordinating unit)",
        unit_years,
        YearsAnswer,
        refusals=(NotFound,),
    )


def _year(statistics: Statistics) -> Operation:
    async def unit_year(asked: Asked) -> YearAnswer:
        return await statistics.year(asked.person, _where(asked), asked.path["year"])

    return Operation(
        "GET",
        YEAR,
        "The report of a year, beside that of the year before (the coordinating unit)",
        unit_year,
        YearAnswer,
        refusals=(NotFound, Invalid),
    )


def _freeze(statistics: Statistics) -> Operation:
    async def freeze_year(asked: Asked) -> None:
        await statistics.freeze(asked.person, _where(asked), asked.path["year"])

    return Operation(
        "POST",
        YEAR,
        "Freeze the report of a year that is over; nothing changes it afterwards (case handlers)",
        freeze_year,
        status=204,
        body=NoBody,
        refusals=(NotFound, Invalid, NotNow, Exists),
    )


def _journal(statistics: Statistics) -> Operation:
    async def journal_cases(asked: Asked) -> JournalCases:
        after = asked.query.get("after")
        return await statistics.journal(asked.person, _where(asked), asked.path["year"], after)

    return Operation(
        "GET",
        f"{YEAR}/cases",
        "Whom the journal is to say of that they have a plan or a coordinator (case handlers)",
        journal_cases,
        JournalCases,
        query=("after",),
        refusals=(NotFound, Invalid),
    )


def _export(statistics: Statistics) -> Operation:
    async def year_export(asked: Asked) -> Response:
        year, language = asked.path["year"], asked.query.get("language", "nb")
        if language not in LANGUAGES:
            raise Invalid("language: nb or en")
        unit, frozen = await statistics.published(asked.person, _where(asked), year)
        text = as_csv(unit.municipality.number, frozen, unit.catalogue, language)
        name = f"individuell-plan-{unit.municipality.number}-{year}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return Response(text, headers=headers, media_type="text/csv")

    return Operation(
        "GET",
        f"{YEAR}/export",
        "A frozen report as CSV; small numbers are blanked (the coordinating unit)",
        year_export,
        query=("language",),
        media="text/csv",
        refusals=(NotFound, Invalid),
    )

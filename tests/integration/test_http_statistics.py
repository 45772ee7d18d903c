"""Counts over HTTP: who is shown what, what is blanked, and a year that is frozen stays as it was."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Connection, text

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.cases.case_transitions import Subject
from server.domain.cases.records import By, Command, Record
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.counts.tables import CountTable, Line
from server.domain.plan import SERVER, PersonId
from server.domain.sentences.quoting import plain
from server.domain.unit.rights import MunicipalityId, UnitRight
from server.features.municipalities.store import Municipalities
from server.features.statistics.answers import Frozen
from server.features.statistics.exporting import as_csv
from server.ports.randomness import SystemChance
from server.storage.cases.records import begin_case
from server.storage.seals.verifying import LogVerifier
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person
from tests.support.operations import REPORT
from tests.unit.domain.cases.situations import reported

REPORTS = f"/api/municipalities/{NUMBER}/reports"
ONE = f"/api/units/{NUMBER}"
OVERVIEW, BEHIND, YEARS = f"{ONE}/overview", f"{ONE}/overview/cases", f"{ONE}/years"
SECRET = "hemmeligenavn"

# Relation to Sundvåg -> what each is answered: docs/domain.md, rule 15.
#                  overview  filtered  cases  years  year  freeze  journal  export
RELATIONS = {
    "unit":        "200       200       200    200    200   409     200      200",  # its case handler
    "nav":         "200       403       404    200    200   404     404      200",  # its statistics
    "gp":          "404       404       404    404    404   404     404      404",  # handles cases elsewhere
    "school":      "404       404       404    404    404   404     404      404",  # was its statistics
    "owner":       "404       404       404    404    404   404     404      404",
    "coordinator": "404       404       404    404    404   404     404      404",
    "stranger":    "404       404       404    404    404   404     404      404",
    "":            "401       401       401    401    401   401     401      401",  # without a session
}  # fmt: skip


async def give_rights(here: Site) -> MunicipalityId:
    store = Municipalities(here.database, here.clock, SystemChance())
    sundvag, other = await store.numbered(NUMBER), await store.add(SERVER, "9951", "Berg kommune")
    assert sundvag is not None
    assert other is not None

    async def give(key: str, where: MunicipalityId, right: UnitRight) -> PersonId:
        person = PersonId((await (await here.person(key)).get("/api/me")).json()["id"])
        await store.give(SERVER, where, person, right)
        return person

    await give("nav", sundvag.id, UnitRight.STATISTICS)
    await give("gp", other.id, UnitRight.CASE_HANDLER)
    gone = await give("school", sundvag.id, UnitRight.STATISTICS)
    await store.end(SERVER, sundvag.id, gone, UnitRight.STATISTICS)
    return sundvag.id


async def found(here: Site, where: MunicipalityId, many: int, prefix: str = "case") -> None:
    """So many reports at the clock's day, without a person who could be named."""

    def work(connection: Connection) -> None:
        for place in range(many):
            who = Actor.RELATIVE if place < many - 3 else Actor.PROFESSIONAL
            said = reported(reporter=who, reporter_name=SECRET, subject=Subject(SECRET))
            command = Command(By(None, who), here.clock(), said)
            begin_case(connection, CaseId(f"{prefix}{place}"), where, Record(1, command, "reported"))

    await here.database.write(work)


def of(answer: Any, key: str) -> dict[str, Any]:
    (count,) = [each for each in answer.json()["counts"] if each["key"] == key]
    return dict(count)


def numbers(lines: list[dict[str, Any]]) -> dict[str, int | None]:
    return {line["name"]: line["number"] for line in lines}


async def next_year(here: Site) -> int:
    here.clock.forward(days=366)
    return here.clock().year


@pytest.mark.rule(15)
async def test_each_relation_is_shown_what_is_its_own(here: Site) -> None:
    where = await give_rights(here)
    await found(here, where, 12)
    unit = await here.person("unit")
    this = await next_year(here)
    await unit.log_in()
    assert (await unit.post(f"{YEARS}/{this - 1}", {})).status_code == 204
    year = f"{YEARS}/{this - 1}"
    asked = [
        ("GET", OVERVIEW),
        ("GET", f"{OVERVIEW}?area=child"),
        ("GET", f"{BEHIND}?count=reports"),
        ("GET", YEARS),
        ("GET", year),
        ("POST", year),
        ("GET", f"{year}/cases"),
        ("GET", f"{year}/export"),
    ]
    got = {}
    for key in RELATIONS:
        browser = here.browser()
        person = await here.person(key) if key else None
        answers = []
        for method, path in asked:
            body: dict[str, object] | None = {} if method == "POST" else None
            answer = (
                await person.send(method, path, body)
                if person
                else await browser.request(method, path, json=body)
            )
            answers.append(str(answer.status_code))
            if key not in ("unit",):
                assert SECRET.encode() not in answer.content
                assert b"case1" not in answer.content
        got[key] = answers
    assert got == {key: row.split() for key, row in RELATIONS.items()}


@pytest.mark.rule(15)
async def test_case_handlers_see_every_number_and_the_cases_behind_it(here: Site) -> None:
    where = await give_rights(here)
    await found(here, where, 12)
    unit = await here.person("unit")
    overview = await unit.get(OVERVIEW)
    assert overview.json()["full"] is True
    reports = of(overview, "reports")
    assert reports["total"] == 12
    assert numbers(reports["values"])["professional"] == 3
    assert numbers(reports["areas"]) == {"child": 0, "adult": 12}
    page = await unit.get(f"{BEHIND}?count=reports&value=professional")
    assert {each["id"] for each in page.json()["cases"]} == {"case9", "case10", "case11"}
    assert page.json()["after"] is None
    assert of(await unit.get(f"{OVERVIEW}?area=child"), "reports")["total"] == 0
    assert (await unit.get(f"{BEHIND}?count=reports&area=child")).json()["cases"] == []


@pytest.mark.rule(15)
async def test_statistics_is_shown_months_that_are_over_what_lasted_and_nothing_small(here: Site) -> None:
    where = await give_rights(here)
    await found(here, where, 12)
    here.clock.forward(days=40)
    nav = await here.person("nav")
    answer = await nav.get(OVERVIEW)
    overview = answer.json()
    assert (overview["full"], overview["finished"], overview["services"]) == (False, True, [])
    assert "reports" not in {each["key"] for each in overview["counts"]}
    waiting = of(answer, "late-answers")
    assert waiting["total"] in (12, None)
    assert {each["total"] for each in overview["counts"]} <= {12, None}
    now = f"{here.clock():%Y-%m}"
    assert_problem(await nav.get(f"{OVERVIEW}?month={now}"), 422, "invalid")
    assert (await nav.get("/api/overview")).json() == {"plans": []}, "a line of each plan, with a name in it"
    before = answer.content
    await found(here, where, 30, "later")
    assert (await nav.get(OVERVIEW)).content == before


@pytest.mark.parametrize(
    "query",
    ["month=2026-13", "month=x", "month=2999-01", "area=old", "service=%00", f"service={'x' * 300}"],
)
async def test_what_cannot_be_asked_is_refused(here: Site, query: str) -> None:
    await give_rights(here)
    unit = await here.person("unit")
    assert_problem(await unit.get(f"{OVERVIEW}?{query}"), 422, "invalid")


@pytest.mark.parametrize(
    "query", ["count=x", "count=coordinating", "count=reports&value=x", "count=reports&after=x"]
)
async def test_cases_behind_no_number_are_refused(here: Site, query: str) -> None:
    await give_rights(here)
    assert_problem(await (await here.person("unit")).get(f"{BEHIND}?{query}"), 422, "invalid")


async def frozen(here: Site, unit: Person) -> int:
    this = await next_year(here)
    await unit.log_in()
    assert (await unit.post(f"{YEARS}/{this - 1}", {})).status_code == 204
    return this - 1


@pytest.mark.rule(15)
async def test_a_frozen_year_is_stored_with_its_entry_and_nothing_changes_it(here: Site) -> None:
    where, unit = await give_rights(here), await here.person("unit")
    await found(here, where, 25)
    now = here.clock().year
    so_far = await unit.get(f"{YEARS}/{now}")
    assert (so_far.json()["frozen_at"], of(so_far, "reports")["total"]) == (None, 25)
    assert_problem(await unit.post(f"{YEARS}/{now}", {}), 409, "not-now")
    year = await frozen(here, unit)
    assert_problem(await unit.post(f"{YEARS}/{year}", {}), 409, "exists")
    report = await unit.get(f"{YEARS}/{year}")
    nav = await here.person("nav")
    outside = await nav.get(f"{YEARS}/{year}")
    await found(here, where, 30, "later")
    await here.database.write(lambda c: c.execute(text("DELETE FROM case_counts")) and None)
    assert (await unit.get(f"{YEARS}/{year}")).content == report.content
    assert (await nav.get(f"{YEARS}/{year}")).content == outside.content
    assert numbers(of(report, "reports")["values"])["professional"] == 3
    assert numbers(of(outside, "reports")["values"])["professional"] is None
    assert of(outside, "reports")["total"] == 25
    assert report.json()["digest"] == outside.json()["digest"]
    assert (await unit.get(YEARS)).json()["years"][0]["year"] == year


@pytest.mark.rule("P8")
async def test_a_report_that_was_changed_beside_the_log_is_found(here: Site) -> None:
    where, unit = await give_rights(here), await here.person("unit")
    await found(here, where, 12)
    await frozen(here, unit)

    async def wrong() -> list[str]:
        return [each async for each in LogVerifier(here.database, None, witnessed_rows()).wrong()]

    assert await wrong() == []
    await here.database.write(lambda c: c.execute(text("UPDATE year_reports SET year = year - 1")) and None)
    assert ["year report" in each for each in await wrong()] == [True]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        *((each, f"'{each}") for each in ("=1+1", " =1+1", "\n@SUM(A1)", "\u200b-1", "\uff1d1+1")),
        ("\t+1", "\t'+1"),
        *((each, each) for each in ("Helse", "Barn - unge", " Helse", "\u2212 1")),
    ],
)
def test_no_spreadsheet_takes_a_service_for_a_formula(name: str, said: str) -> None:
    table = CountTable("coordinators", "C4", shows_total=False, total=None, services=(Line(name, 12),))
    frozen = Frozen(date(2026, 12, 31), (), (table,))
    (row,) = csv.DictReader(io.StringIO(as_csv(NUMBER, frozen, standard(), "nb"), newline=""), delimiter=";")
    assert (row["value"], row["number"]) == (said, "12")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "name", ["a,=1+1", 'a, "=1+1', "a;-1", "a\t@SUM(A1)", "a|+1", "=1,=1", ',"=1+1"', "a,\u200b\uff1d1"]
)
def test_no_name_becomes_a_formula_however_the_line_is_parted(name: str, separator: str) -> None:
    table = CountTable("coordinators", "C4", shows_total=False, total=None, services=(Line(name, 12),))
    written = as_csv(NUMBER, Frozen(date(2026, 12, 31), (), (table,)), standard(), "nb")
    for strict in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        _, line = csv.reader(io.StringIO(written, newline=""), delimiter=separator, quoting=strict)
        begun = [plain(cell).lstrip('"')[:1] for cell in line]
        assert not set(begun) & {*"=+-@", "\uff1d"}, line


async def test_the_export_is_what_is_published_whoever_exports_it(here: Site) -> None:
    where, unit = await give_rights(here), await here.person("unit")
    await found(here, where, 25)
    year = await frozen(here, unit)
    nav = await here.person("nav")
    ours, theirs = await unit.get(f"{YEARS}/{year}/export"), await nav.get(f"{YEARS}/{year}/export")
    assert ours.content == theirs.content
    assert ours.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(ours.content.decode("utf-8-sig")), delimiter=";"))
    (total,) = [row for row in rows if (row["key"], row["of"]) == ("reports", "total")]
    assert (total["number"], total["what"], total["count"]) == ("25", "Meldinger mottatt", "C1")
    of_reporters = {
        row["value"]: row["number"] for row in rows if (row["key"], row["of"]) == ("reports", "value")
    }
    assert of_reporters["Fagperson"] == ""
    shown = [int(row["number"]) for row in rows if row["number"]]
    assert min(shown) >= 10
    assert shown
    english = await unit.get(f"{YEARS}/{year}/export?language=en")
    assert "Reports received" in english.text
    assert_problem(await unit.get(f"{YEARS}/{year}/export?language=x"), 422, "invalid")
    assert_problem(await unit.get(f"{YEARS}/{year - 1}/export"), 404, "not-found")


async def test_the_difference_needs_the_year_before_frozen_too(here: Site) -> None:
    where, unit = await give_rights(here), await here.person("unit")
    await found(here, where, 12)
    first = await frozen(here, unit)
    assert (await unit.get(f"{YEARS}/{first}")).json()["before"] == []
    second = await frozen(here, unit)
    report = (await unit.get(f"{YEARS}/{second}")).json()
    (before,) = [each for each in report["before"] if each["key"] == "reports"]
    assert (before["total"], second - first) == (12, 1)
    assert (await unit.get(YEARS)).json()["may_freeze"] is None


@pytest.mark.rule(15)
async def test_that_names_behind_a_number_and_for_the_journal_were_read_is_logged(here: Site) -> None:
    where, unit = await give_rights(here), await here.person("unit")
    await found(here, where, 3)
    shown = (await unit.get(f"{BEHIND}?count=reports")).json()["cases"]
    await unit.get(f"{BEHIND}?count=reports")
    await unit.get(f"{YEARS}/{here.clock().year}/cases")
    entries = [each.event for each in await here.ledger.entries(None)]
    said = [str(each.details["cases"]).split() for each in entries if each.action == "cases-listed"]
    assert said == [[each["id"] for each in shown]]
    assert len(shown) == 3


async def test_the_list_for_the_journal_is_of_those_with_a_coordinator_or_a_plan(here: Site) -> None:
    where, unit = await give_rights(here), await here.person("unit")
    await found(here, where, 3)
    await here.browser().post(REPORTS, json=REPORT)
    year = here.clock().year
    answer = await unit.get(f"{YEARS}/{year}/cases")
    assert answer.json() == {"cases": [], "after": None}

"""Reports of need over HTTP: with and without a login, typed by the unit, and what a code shows."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.demo.municipality import NUMBER
from server.domain.cases.vocabulary import CaseId
from server.features.cases import http, rules
from server.storage.cases.records import StoredCase, stored_case
from server.storage.cases.tables import cases
from tests.integration.http_site import Site, assert_problem
from tests.support.operations import REPORT

REPORTS = f"/api/municipalities/{NUMBER}/reports"
TYPED = f"/api/municipalities/{NUMBER}/typed-reports"


async def all_cases(here: Site) -> list[StoredCase]:
    def work(connection: Any) -> list[StoredCase]:
        ids = connection.execute(cases.select().order_by(cases.c.created_at, cases.c.id)).scalars()
        found = [stored_case(connection, CaseId(each)) for each in ids]
        return [each for each in found if each is not None]

    return await here.database.read(work)


async def only_case(here: Site) -> StoredCase:
    (found,) = await all_cases(here)
    return found


async def shown(here: Site, code: str) -> str:
    answer = await here.browser().post("/api/report-status", json={"code": code})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["status"])


async def test_anybody_sees_who_takes_reports(here: Site) -> None:
    found = (await here.browser().get("/api/municipalities")).json()
    assert found == [{"number": NUMBER, "name": "Sundvåg kommune"}]


@pytest.mark.rule(6)
async def test_a_report_without_a_login_is_kept_as_unverified_and_its_code_shows_that_it_came(
    here: Site,
) -> None:
    answer = await here.browser().post(REPORTS, json=REPORT)
    assert answer.status_code == 201, answer.text
    receipt = answer.json()
    assert receipt["status"] == "received"
    assert receipt["code"] in receipt["text"]
    assert await shown(here, receipt["code"].lower().replace("-", " ")) == "received"
    stored = await only_case(here)
    (record,) = stored.records
    assert (record.command.by.person, record.transition.verified) == (None, False)
    assert (stored.case.case.subject.name, stored.case.case.consent_checked) == ("Kari", False)
    (entry,) = await here.ledger.entries_of_case(stored.case.id)
    assert (entry.event.person, entry.event.action) == ("server", "case-reported")


async def test_the_code_is_kept_by_nobody_but_the_reporter(here: Site) -> None:
    code = (await here.browser().post(REPORTS, json=REPORT)).json()["code"]
    dumped = await here.database.read(
        lambda c: [
            str(row)
            for table in ("report_codes", "case_records", "cases", "ledger")
            for row in c.exec_driver_sql(f"select * from {table}")
        ]
    )
    for form in (code, code.replace("-", ""), code.lower()):
        assert not any(form in row for row in dumped)


@pytest.mark.rule(6)
async def test_an_unknown_code_and_a_wrong_one_are_answered_alike(here: Site) -> None:
    code = (await here.browser().post(REPORTS, json=REPORT)).json()["code"]
    wrong = code[:-1] + ("A" if code[-1] != "A" else "B")
    answers = [
        await here.browser().post("/api/report-status", json={"code": each})
        for each in (wrong, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA", "x", "😀")
    ]
    for answer in answers:
        assert_problem(answer, 404, "not-found")
    assert len({answer.text for answer in answers}) == 1


async def test_what_the_owner_reports_after_logging_in_is_theirs_and_goes_into_their_own_case(
    here: Site,
) -> None:
    owner = await here.person("owner")
    me = (await owner.get("/api/me")).json()
    own = REPORT | {"reporter": "owner", "subject": {"name": "En helt annen"}, "wish": "plan"}
    assert (await owner.post(REPORTS, own)).status_code == 201
    stored = await only_case(here)
    subject = stored.case.case.subject
    assert (subject.person, subject.name) == (me["id"], me["name"])
    assert stored.case.case.may_be_dealt_with
    again = await owner.post(REPORTS, own | {"wish": "coordinator"})
    stored = await only_case(here)
    assert (len(stored.records), len(stored.case.case.asked)) == (2, 2)
    assert await shown(here, again.json()["code"]) == "received"


async def test_two_reports_of_an_owner_at_once_begin_one_case(here: Site) -> None:
    owner = await here.person("owner")
    own = REPORT | {"reporter": "owner"}
    answers = await asyncio.gather(*(owner.post(REPORTS, own) for _ in range(4)))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len((await only_case(here)).records) == 4


@pytest.mark.rule(6)
async def test_saying_one_is_the_owner_without_logging_in_reaches_nobodys_case(here: Site) -> None:
    owner = await here.person("owner")
    await owner.post(REPORTS, REPORT | {"reporter": "owner"})
    name = (await owner.get("/api/me")).json()["name"]
    answer = await here.browser().post(
        REPORTS, json=REPORT | {"reporter": "owner", "subject": {"name": name}}
    )
    assert answer.status_code == 201
    first, second = await all_cases(here)
    assert {first.case.case.subject.person is None, second.case.case.subject.person is None} == {True, False}
    assert {first.case.case.consent_checked, second.case.case.consent_checked} == {True, False}


async def test_what_a_relative_says_of_consent_is_kept_as_their_word(here: Site) -> None:
    mother = await here.person("mother")
    assert (await mother.post(REPORTS, REPORT)).status_code == 201
    facts = (await only_case(here)).case.case
    assert (facts.consent, facts.consent_checked, facts.reports[0].transition.verified) == (
        "given",
        False,
        True,
    )


async def test_the_unit_types_what_it_was_told_and_nobody_else_may(here: Site) -> None:
    body = REPORT | {"means": "phone"}
    unit = await here.person("unit")
    receipt = await unit.post(TYPED, body)
    assert receipt.status_code == 201, receipt.text
    assert await shown(here, receipt.json()["code"]) == "received"
    (record,) = (await only_case(here)).records
    assert (record.command.by.actor, record.command.by.on_behalf_of) == ("case-handler", "Ola")
    assert (record.transition.reporter, record.transition.means, record.transition.verified) == (
        "relative",
        "phone",
        False,
    )
    for key in ("owner", "coordinator", "stranger"):
        other = await here.person(key)
        refused = await other.post(TYPED, body)
        assert_problem(refused, 404, "not-found")
        assert refused.text == (await other.post(TYPED.replace(NUMBER, "0000"), body)).text
    assert_problem(await here.browser().post(TYPED, json=body), 401, "not-signed-in")


# -- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "faulty",
    [
        {"reason": " "},
        {"reason": "a" * 2001},
        {"subject": {"name": "Kari", "born": "2999-01-01"}},
        {"subject": {"name": "Kari", "born": "i går"}},
        {"subject": {"name": "Kari", "number": "01017012345"}},
        {"subject": {"name": "Ka\x00ri"}},
        {"subject": {"name": "a" * 201}},
        {"wish": "money"},
        {"reporter": "case-handler"},
        {"reporter": "clock"},
        {"consent": "refused"},
        {"verified": True},
    ],
)
async def test_what_cannot_be_used_is_refused_and_nothing_is_kept(here: Site, faulty: dict[str, Any]) -> None:
    assert_problem(await here.browser().post(REPORTS, json=REPORT | faulty), 422, "invalid")
    assert await all_cases(here) == []


async def test_another_sites_page_reports_nothing(here: Site) -> None:
    answer = await here.browser().post(REPORTS, json=REPORT, headers={"Origin": "https://evil.example"})
    assert_problem(answer, 403, "foreign-origin")
    assert_problem(await here.browser().post(REPORTS.replace(NUMBER, "0000"), json=REPORT), 404, "not-found")


async def test_a_flood_from_one_address_ends_and_whoever_logs_in_is_not_held_up_by_it(here: Site) -> None:
    browser = here.browser()
    sent = [(await browser.post(REPORTS, json=REPORT)).status_code for _ in range(22)]
    assert sent == [201] * int(http.REPORTS_OF_AN_ADDRESS.burst) + [429] * 2
    mother = await here.person("mother")
    said = [(await mother.post(REPORTS, REPORT)).status_code for _ in range(rules.MOST_REPORTS_A_DAY + 1)]
    assert said == [201] * rules.MOST_REPORTS_A_DAY + [429]


async def test_a_flood_from_everywhere_leaves_room_for_whoever_logs_in(
    here: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = await here.person("owner")
    await owner.post(REPORTS, REPORT | {"reporter": "owner"})
    monkeypatch.setattr("server.features.cases.store.MOST_WAITING", 1)
    assert_problem(await here.browser().post(REPORTS, json=REPORT), 409, "limit-reached")
    assert (await owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    assert (await (await here.person("mother")).post(REPORTS, REPORT)).status_code == 201
    typed = REPORT | {"means": "phone"}
    assert (await (await here.person("unit")).post(TYPED, typed)).status_code == 201

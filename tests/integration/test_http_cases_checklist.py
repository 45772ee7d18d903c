"""A checklist over HTTP: ticked by whoever coordinates, counted by the unit, hidden from everybody else."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select, update

from server.catalogue import standard
from server.domain.audit import chain_of_case
from server.domain.cases.vocabulary import CaseId
from server.domain.messages.message import code_of
from server.domain.plan import PersonId, PlanId
from server.features.cases.checklist import rules
from server.features.cases.desk.coordinated import StoodInCase
from server.features.cases.standing import store as standing
from server.ports.clock import Clock
from server.storage import ledger
from server.storage.cases.tables import case_records, cases
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import appoints, case_of, consents, id_of
from tests.support.clients.people import Person

CONSENT, GP = "checklist.start.consent", "checklist.start.gp"


@pytest.fixture
async def desk(here: Site) -> Desk:
    return await case_of(here)


@pytest.fixture
async def hilde(here: Site, desk: Desk) -> Person:
    person = await here.person("coordinator")
    await appoints(desk, person)
    return person


async def phases(person: Person, desk: Desk) -> dict[str, Any]:
    answer = await person.get(f"/api/cases/{desk.case}/checklist")
    assert answer.status_code == 200, answer.text
    return {each["phase"]: each for each in answer.json()["phases"]}


async def ticks(person: Person, desk: Desk, item: str, *, done: bool = True) -> Any:
    return await person.post(f"/api/cases/{desk.case}/checklist", {"item": item, "done": done})


async def logged(here: Site, desk: Desk) -> list[dict[str, Any]]:
    entries = await here.ledger.entries(PlanId(chain_of_case(CaseId(desk.case))))
    return [dict(each.event.details) for each in entries if each.event.action == "checklist-ticked"]


async def test_whoever_coordinates_ticks_and_takes_back_and_the_unit_sees_how_much_is_done(
    here: Site, desk: Desk, hilde: Person
) -> None:
    assert list(await phases(hilde, desk)) == list(rules.PHASES)
    assert all(each["items"] for each in (await phases(hilde, desk)).values())
    for _ in range(2):
        assert (await ticks(hilde, desk, CONSENT)).status_code == 200
    await ticks(hilde, desk, GP)
    await ticks(hilde, desk, GP, done=False)
    start = (await phases(hilde, desk))["start"]
    said = {each["item"]: (each["done"], each["by"]) for each in start["items"] if each["by"]}
    assert (start["done"], said) == (1, {CONSENT: (True, "Hilde Brekke"), GP: (False, "Hilde Brekke")})
    assert [each["done"] for each in await logged(here, desk)] == [True, True, False]
    unit = (await phases(desk.unit, desk))["start"]
    assert (unit["done"], unit["of"], unit["items"]) == (1, start["of"], [])
    assert_problem(await ticks(desk.unit, desk, GP), 403, "forbidden")
    assert_problem(await ticks(hilde, desk, "checklist.start"), 422, "invalid")


@pytest.mark.rule(4)
async def test_whoever_coordinates_next_sees_what_is_done_and_who_was_before_them_nothing(
    here: Site, desk: Desk, hilde: Person
) -> None:
    await ticks(hilde, desk, CONSENT)
    silje = await here.person("school")
    await desk.does(desk.unit, "handover-begun", {"reason": "Slutter."})
    await appoints(desk, silje)
    assert (await phases(silje, desk))["start"]["done"] == 1
    assert_problem(await hilde.get(f"/api/cases/{desk.case}/checklist"), 404, "not-found")
    assert_problem(await ticks(hilde, desk, GP), 404, "not-found")


async def away(desk: Desk, hilde: Person, whom: Person, until: str | None) -> None:
    said = {"until": until, "substitute": "Silje", "substitute_person": await id_of(whom)}
    await desk.does(desk.unit, "coordinator-absent", said)


async def stands_in(person: Person) -> list[dict[str, Any]]:
    found = (await person.get("/api/coordinated-cases")).json()
    assert found["cases"] == []
    return list(found["standing_in"])


@pytest.mark.rule(4)
async def test_who_stands_in_ticks_it_marked_as_theirs_and_sees_nothing_else_of_the_case(
    here: Site, desk: Desk, hilde: Person
) -> None:
    silje = await here.person("school")
    assert await stands_in(silje) == []
    await away(desk, hilde, silje, "2126-11-30")
    (stood_in,) = await stands_in(silje)
    assert stood_in == {
        "id": desk.case,
        "code": code_of(CaseId(desk.case)),
        "name": "Jonas",
        "municipality": "Sundvåg kommune",
        "coordinator": "Hilde Brekke",
        "until": "2126-11-30",
        "plan": "",
    }
    assert (await ticks(silje, desk, CONSENT)).status_code == 200
    await ticks(hilde, desk, GP)
    start = (await phases(silje, desk))["start"]
    said = {each["item"]: (each["by"], each["substitute"]) for each in start["items"] if each["by"]}
    assert said == {CONSENT: ("Silje Tangen", True), GP: ("Hilde Brekke", False)}
    assert [each.get("substitute") for each in await logged(here, desk)] == [True, None]
    for path in ("", "/plan-contents"):
        assert_problem(await silje.get(f"/api/cases/{desk.case}{path}"), 404, "not-found")
    command = {"expected": 1, "action": "coordinator-returned"}
    for path in ("records", "preview"):
        assert_problem(await silje.post(f"/api/cases/{desk.case}/{path}", command), 404, "not-found")
    entries = await here.ledger.entries_of_case(CaseId(desk.case))
    assert await id_of(silje) in {each.event.person for each in entries if each.event.action == "case-read"}
    plan = await consents(desk)
    assert [each["plan"] for each in await stands_in(silje)] == [plan]


@pytest.mark.rule(4, 10)
@pytest.mark.parametrize("ending", ["returned", "other", "handover", "left", "day", "ended"])
async def test_who_stood_in_has_nothing_of_it_once_the_absence_is_over(
    here: Site, desk: Desk, hilde: Person, ending: str
) -> None:
    silje = await here.person("school")
    await away(desk, hilde, silje, "2126-11-30")
    await ticks(silje, desk, CONSENT)
    if ending == "returned":
        await desk.does(hilde, "coordinator-returned")
    elif ending == "other":
        await away(desk, hilde, await here.person("nav"), "2126-11-30")
    elif ending == "handover":
        await desk.does(desk.unit, "handover-begun", {"reason": "Slutter."})
    elif ending == "left":
        await desk.does(desk.unit, "coordinator-left", {"reason": "Sluttet."})
    elif ending == "day":
        await desk.later(here, days=10)  # through the last day, and no longer
        await silje.log_in()
    else:
        await desk.does(desk.unit, "coordinator-ended", {"reason": "Behovet er over."})
    assert await stands_in(silje) == []
    assert_problem(await silje.get(f"/api/cases/{desk.case}/checklist"), 404, "not-found")
    assert_problem(await ticks(silje, desk, GP), 404, "not-found")
    assert len(await logged(here, desk)) == 1


@pytest.mark.rule(4)
async def test_who_stands_in_does_so_through_the_last_day(here: Site, desk: Desk, hilde: Person) -> None:
    silje = await here.person("school")
    await away(desk, hilde, silje, "2126-11-30")
    await desk.later(here, days=9)
    await silje.log_in()
    assert (await ticks(silje, desk, CONSENT)).status_code == 200


async def test_whom_the_absence_ends_for_while_they_wait_for_others_ticks_nothing(
    here: Site, desk: Desk, hilde: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    silje = await here.person("school")
    await away(desk, hilde, silje, "2126-11-30")

    def ended(connection: Connection, *_: str) -> None:
        connection.execute(update(cases).values(substitute_id=None))

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(ledger, "hold", ended)
        assert_problem(await ticks(silje, desk, CONSENT), 404, "not-found")
    assert await logged(here, desk) == []
    assert (await ticks(silje, desk, CONSENT)).status_code == 200


async def copied(here: Site, desk: Desk, many: int, **other: str) -> None:
    """So many more like it, before it in the order of the ids."""

    def work(connection: Connection) -> None:
        for table, column in ((cases, "id"), (case_records, "case_id")):
            rows = connection.execute(select(table).where(table.c[column] == desk.case)).mappings().all()
            changed = {"owner_id": None, **other} if table is cases else {}
            new = [{**row, column: f"0{number:04}", **changed} for row in rows for number in range(many)]
            connection.execute(insert(table), new)

    await here.database.write(work)


async def standing_in(here: Site, person: Person, clock: Clock) -> tuple[StoodInCase, ...]:
    found = standing.StandIns(here.database, clock, standard())
    return await found.of(PersonId(await id_of(person)))


@pytest.mark.rule(4)
async def test_what_is_over_hides_no_case_in_which_they_stand_in(
    here: Site, desk: Desk, hilde: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PAGE", 2)
    silje = await here.person("school")
    await away(desk, hilde, silje, "2126-11-21")
    await copied(here, desk, 5)
    await desk.later(here, days=2)
    await silje.log_in()
    # Those that are over are looked at without waiting for the one writer.
    with monkeypatch.context() as reading:
        reading.setattr(here.database, "write", None)
        assert await standing_in(here, silje, here.clock) == ()
    await away(desk, hilde, silje, "2126-11-30")
    assert [each["id"] for each in await stands_in(silje)] == [desk.case]


@pytest.mark.rule(4)
async def test_a_closed_case_takes_no_place_of_an_open_one(
    here: Site, desk: Desk, hilde: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(standing, "PAGE", 1)
    monkeypatch.setattr(standing, "MOST_PAGES", 2)
    silje = await here.person("school")
    await away(desk, hilde, silje, "2126-11-30")
    await copied(here, desk, 5, status="closed")
    assert [each["id"] for each in await stands_in(silje)] == [desk.case]


async def test_who_stands_in_at_midnight_is_judged_and_shown_by_one_day(
    here: Site, desk: Desk, hilde: Person
) -> None:
    silje = await here.person("school")
    await away(desk, hilde, silje, "2126-11-21")
    await copied(here, desk, 1)
    before = iter([datetime(2126, 11, 21, 22, 59, 59, tzinfo=UTC)])
    after = datetime(2126, 11, 21, 23, 0, tzinfo=UTC)  # midnight in Norway
    found = await standing_in(here, silje, lambda: next(before, after))
    assert [each.id for each in found] == ["00000", desk.case]


async def test_of_two_ticks_at_once_each_is_kept_once(here: Site, desk: Desk, hilde: Person) -> None:
    both = await asyncio.gather(*(ticks(hilde, desk, item) for item in (CONSENT, GP, CONSENT, GP)))
    assert {each.status_code for each in both} == {200}
    assert len(await logged(here, desk)) == 2


async def test_how_much_is_ticked_is_bounded(
    here: Site, desk: Desk, hilde: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "MOST_A_DAY", 1)
    assert (await ticks(hilde, desk, CONSENT)).status_code == 200
    assert_problem(await ticks(hilde, desk, GP), 429, "too-many-requests")
    monkeypatch.setattr(rules, "MOST_TICKS", 1)
    assert_problem(await ticks(hilde, desk, GP), 409, "limit-reached")
    assert (await ticks(hilde, desk, CONSENT)).status_code == 200

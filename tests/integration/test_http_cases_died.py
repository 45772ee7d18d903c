"""The unit writes down that somebody is dead: what ends at once, and who is told."""

from __future__ import annotations

import pytest

from server.domain.plan import PersonId
from server.storage.messages.contacts import has_died
from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import messages_of
from tests.integration.test_http_cases import REPORTS, Desk
from tests.integration.test_http_cases_plan import TODAY, appoints, consents, id_of
from tests.integration.test_http_cases_plan import desk as desk
from tests.integration.test_http_cases_reviews import lets_in
from tests.support.operations import REPORT

DIED = {"died": TODAY, "said_by": "Datteren, på telefon"}


async def dies(desk: Desk) -> str:
    body = {"expected": await desk.number(), "action": "died", "said": DIED}
    shown = (await desk.unit.post(f"/api/cases/{desk.case}/preview", body)).json()["text"]
    assert "Ingenting blir sendt til den som er død." in shown
    answer = await desk.unit.post(f"/api/cases/{desk.case}/records", body | {"shown": shown})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["status"])


@pytest.mark.rule(9)
async def test_with_a_death_all_access_ends_and_everybody_but_the_dead_is_told(
    here: Site, desk: Desk
) -> None:
    hilde, gp = await here.person("coordinator"), await here.person("gp")
    await appoints(desk, hilde)
    plan = await consents(desk)
    await lets_in(here, desk, gp, plan)
    before = await messages_of(desk.owner)
    for person in (hilde, gp):
        assert (await person.get(f"/api/plans/{plan}")).status_code == 200
    refused = await desk.tries(desk.owner, "died", DIED)
    assert_problem(refused, 403, "forbidden")
    assert await dies(desk) == "closed"
    for person in (hilde, gp):
        assert_problem(await person.get(f"/api/plans/{plan}"), 404, "not-found")
        assert any("tilgang" in each.lower() for each in await messages_of(person))
    assert await messages_of(desk.owner) == before
    seen = await desk.seen()
    actions = [each["action"] for each in seen["timeline"]][-3:]
    assert actions == ["plan-ended", "coordinator-ended", "died"]
    assert (seen["waiting"], seen["coordinator"]["days_without"]) == ([], None)


async def test_no_mail_goes_to_whoever_is_dead_until_the_case_is_reported_anew(
    here: Site, desk: Desk
) -> None:
    person = PersonId(await id_of(desk.owner))

    async def dead() -> bool:
        return await here.database.read(lambda connection: has_died(connection, person))

    assert not await dead()
    await dies(desk)
    assert await dead()
    assert (await desk.owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    assert not await dead()

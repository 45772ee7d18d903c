"""What a municipality switches in its settings holds at the next command, in its own cases."""

from __future__ import annotations

from typing import Any

import pytest

from server.demo.municipality import NUMBER
from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import messages_of
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import desk as desk
from tests.integration.test_http_cases_plan import id_of
from tests.integration.test_http_cases_representative import UNTIL, Family, mine
from tests.integration.test_http_cases_representative import family as family

SETTINGS = f"/api/municipalities/{NUMBER}/settings"


async def decides(desk: Desk, **switched: Any) -> None:
    now = (await desk.unit.get(SETTINGS)).json()
    body = {"version": now["version"], "settings": now["settings"] | switched}
    assert (await desk.unit.send("PUT", SETTINGS, body)).status_code == 200


async def released(desk: Desk, who: Any) -> dict[str, str]:
    """Proposed and released; what appoints them."""
    named = (await who.get("/api/me")).json()
    await desk.does(desk.owner, "wish-recorded", {"wish": "no-preference", "said_by": "Selv"})
    proposed = {"person": named["id"], "name": named["name"], "workplace": "Helse", "as_wished": True}
    await desk.does(desk.unit, "coordinator-proposed", proposed)
    await desk.does(desk.unit, "coordinator-released", {"leader": "Liv Leder"})
    return {"kind": "coordinator", "start": "2126-11-21", "training": "done"}


@pytest.mark.rule(1)
async def test_a_signed_consent_to_coordination_is_asked_where_the_municipality_says_so(
    here: Site, desk: Desk
) -> None:
    appointed = await released(desk, await here.person("coordinator"))
    assert "coordination-consented" not in (await desk.own())["may"]
    await decides(desk, asks_coordination=True)
    own = await desk.own()
    assert "coordination-consented" in own["may"]
    assert ("sign-coordination", "owner") in {(each["step"], each["who"]) for each in own["waiting"]}
    refused = await desk.tries(desk.unit, "coordinator-appointed", appointed)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "coordination-not-signed"
    await desk.does(desk.owner, "coordination-consented")
    signed = next(e for e in (await desk.seen())["timeline"] if e["action"] == "coordination-consented")
    assert "kan koordinatoren ikke koordinere lenger" in signed["shown"]
    assert await desk.does(desk.unit, "coordinator-appointed", appointed) == "appointed"


@pytest.mark.rule(4)
async def test_nobody_is_proposed_from_a_service_the_municipality_appoints_nobody_from(
    here: Site, desk: Desk
) -> None:
    await decides(desk, appointable=["nav"])
    assert (await desk.seen())["services"] == ["nav"]
    await desk.does(desk.owner, "wish-recorded", {"wish": "no-preference", "said_by": "Selv"})
    named = (await (await here.person("coordinator")).get("/api/me")).json()
    whom = {"person": named["id"], "name": named["name"], "workplace": "Helse", "as_wished": True}
    for service, token in (("school", "service-not-appointable"), ("", "service-unsaid")):
        refused = await desk.tries(desk.unit, "coordinator-proposed", whom | {"service": service})
        assert_problem(refused, 409, "not-now")
        assert refused.json()["detail"] == token
    assert await desk.does(desk.unit, "coordinator-proposed", whom | {"service": "nav"}) == "proposed"


@pytest.mark.rule(12)
async def test_the_other_parent_is_asked_told_and_may_oppose_a_plan_that_goes_on(
    here: Site, family: Family
) -> None:
    father = await here.person("school")
    his = {"person": await id_of(father), "name": "Per", "basis": "parents", "until": UNTIL}
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    await family.does(family.unit, "representative-registered", his | {"proof": "Folkeregisteret"})
    await family.does(family.unit, "plan-offered", {"childs_view": "Vil ha en plan."})
    await family.does(family.owner, "plan-consented")
    assert any(each.startswith("Det er svart") for each in await messages_of(father))
    (asked,) = await mine(father)
    assert (asked["parent"], asked["plan"]["status"]) == ("asked", "drafting")
    assert "Begge blir spurt" in asked["asked_both"]
    (hers,) = await mine(family.owner)
    assert (hers["parent"], hers["asked_both"]) == ("", "")
    refused = await family.tries(family.owner, "parent-opposed", {"reason": "Nei."})
    assert refused.json()["detail"] == "parent-not-asked"
    await family.does(father, "parent-opposed", {"reason": "Vi er ikke enige."})
    seen = await family.seen()
    assert seen["opposing"] == [his["person"]]
    assert "settle-opposition" in {each["step"] for each in seen["waiting"]}
    (his_own,) = await mine(father)
    assert (his_own["parent"], his_own["plan"]["status"]) == ("opposed", "drafting")
    settled = {"parent": his["person"], "reason": "Begge vil ha planen."}
    await family.does(family.unit, "opposition-settled", settled)
    assert [each["parent"] for each in await mine(father)] == ["settled"]
    await family.does(father, "parent-agreed")
    assert (await family.seen())["opposing"] == []


async def test_where_one_parent_is_enough_the_other_is_not_asked(here: Site, family: Family) -> None:
    await decides(family, asks_both_parents=False)
    father = await here.person("school")
    his = {"person": await id_of(father), "name": "Per", "basis": "parents", "until": UNTIL}
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    await family.does(family.unit, "representative-registered", his | {"proof": "Folkeregisteret"})
    await family.does(family.unit, "plan-offered", {"childs_view": "Vil ha en plan."})
    await family.does(family.owner, "plan-consented")
    (asked,) = await mine(father)
    assert asked["parent"] == ""
    refused = await family.tries(father, "parent-opposed", {"reason": "Nei."})
    assert refused.json()["detail"] == "parent-not-asked"

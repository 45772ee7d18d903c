"""Whoever acts for the owner reports, complains and invites for them, and reads about them by name."""

from __future__ import annotations

from typing import Any

import pytest

from server.demo.municipality import NUMBER
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import INBOX, REPORTS
from tests.integration.test_http_cases_plan import appoints, case_of, id_of
from tests.integration.test_http_cases_representative import MIA, UNTIL, Family, family, mine
from tests.support.operations import REPORT

__all__ = ["family"]
AGAIN = REPORT | {"reporter": "representative", "reporter_name": "Marit", "wish": "coordinator"}


async def cases(family: Family) -> list[dict[str, Any]]:
    return list((await family.unit.get(INBOX)).json()["cases"])


@pytest.mark.rule(6, 13)
async def test_what_they_report_is_in_the_owners_case(family: Family) -> None:
    assert (await family.registers()).status_code == 201
    named = {"name": "mia  VIK", "born": MIA["born"]}
    receipt = await family.owner.post(REPORTS, AGAIN | {"subject": named})
    assert receipt.status_code == 201
    (row,) = await cases(family)
    assert row["id"] == family.case
    reported = [each for each in (await family.seen())["timeline"] if each["action"] == "reported"]
    assert [(each["on_behalf_of"], each["basis"]) for each in reported] == [("", ""), ("Mia Vik", "parents")]
    for other in ({"name": "Liv Vik", "born": MIA["born"]}, {"name": "Mia Vik", "born": "2121-06-01"}):
        assert (await family.owner.post(REPORTS, AGAIN | {"subject": other})).status_code == 201
    assert len(await cases(family)) == 3


async def test_who_acts_for_nobody_any_more_reports_as_anybody(here: Site, family: Family) -> None:
    assert (await family.registers(until="2126-12-01")).status_code == 201
    await family.later(here, days=11)
    assert (await family.owner.post(REPORTS, AGAIN | {"subject": MIA})).status_code == 201
    assert len(await cases(family)) == 2


@pytest.mark.rule(13)
async def test_before_there_is_a_plan_their_complaint_finds_the_case(here: Site) -> None:
    desk, guardian = await case_of(here), await here.person("mother")
    said = {"person": await id_of(guardian), "name": "Marit", "basis": "guardian", "until": UNTIL}
    about = {"municipality": NUMBER, "on_behalf_of": await id_of(desk.owner), "mandate": "written-mandate"}
    assert_problem(await guardian.post("/api/complaints", about), 404, "not-found")
    await desk.does(desk.unit, "representative-registered", said | {"proof": "Vedtak"})
    begun = await guardian.post("/api/complaints", about)
    assert begun.status_code == 201, begun.text
    which = begun.json()["id"]
    kinds = (await guardian.get(f"/api/complaints/{which}/evidence")).json()["items"]
    assert {"decision", "report"} & {each["kind"] for each in kinds}, kinds
    ended = {"person": said["person"], "reason": "Vergemålet er opphevet."}
    await desk.does(desk.unit, "representative-ended", ended)
    assert_problem(await guardian.get(f"/api/complaints/{which}"), 404, "not-found")


async def test_the_stage_is_about_the_owner_by_name(family: Family) -> None:
    assert (await family.registers()).status_code == 201
    (own,) = await mine(family.owner)
    assert own["stage"].startswith("Noen har meldt at Mia Vik kan ha behov for")
    await family.opens_for_her()
    (own,) = await mine(family.owner)
    assert own["stage"].startswith("Mia Vik har fått ja.")


@pytest.mark.rule(13, 22)
async def test_they_invite_as_long_as_they_act_for_the_owner(here: Site, family: Family) -> None:
    assert (await family.registers(until="2126-11-30")).status_code == 201
    await family.opens_for_her()
    await family.does(family.unit, "plan-offered", {"childs_view": "Vil ha en plan."})
    await family.does(family.owner, "plan-consented")
    await appoints(family, await here.person("coordinator"))
    plan, guest = (await mine(family.owner))[0]["plan"]["plan"], await here.person("gp")
    path = f"/api/plans/{plan}/invitations"
    made = await family.owner.post(path, {"name": "Arne", "role": "gp", "organisation": "Legene"})
    assert made.status_code == 201, made.text
    said = made.json()
    assert (said["status"], said["expires_at"][:10]) == ("open", "2126-11-30")
    listed = (await family.owner.get(path)).json()
    assert (listed["proposing"], listed["replaceable"]) == (False, [])
    assert {"coordinator", "substitute", "representative"}.isdisjoint(listed["roles"])
    answered = await guest.post("/api/invitation/answer", {"code": said["code"], "accepted": True})
    assert answered.json()["status"] == "redeemed"
    confirmed = await family.owner.post(f"{path}/{said['id']}", {"step": "confirm"})
    assert confirmed.status_code == 204
    again = (await family.owner.post(path, {"name": "Liv", "role": "relative"})).json()
    ended = {"person": await id_of(family.owner), "reason": "Omsorgen er hos en annen."}
    await family.does(family.unit, "representative-ended", ended)
    assert_problem(await guest.post("/api/invitation", {"code": again["code"]}), 404, "not-found")
    assert_problem(await family.owner.get(path), 404, "not-found")

"""Somebody acts for the owner over HTTP: what they are shown, what is kept of it, and when it is over."""

from __future__ import annotations

from typing import Any

import pytest

from server.demo.municipality import NUMBER
from server.domain.unit.rights import UnitRight
from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import messages_of
from tests.integration.test_http_cases import INBOX, LASTING, REPORTS, SEVERAL, Desk
from tests.integration.test_http_cases_plan import actions, appoints, case_of, consents, id_of, names, seen
from tests.integration.test_leak_oracle_cases import holds
from tests.support.clients.people import Person
from tests.support.operations import REPORT

UNTIL = "2127-02-01"
MIA = {"name": "Mia Vik", "born": "2120-06-01"}


class Family(Desk):
    """A child's case: nobody logs in as whom it is about; ``owner`` is who acts for her."""

    async def number(self) -> int:
        return int((await self.seen())["number"])

    async def registers(self, **other: Any) -> Any:
        said = {"person": await id_of(self.owner), "name": "Marit", "basis": "parents", "until": UNTIL}
        return await self.tries(
            self.unit, "representative-registered", said | {"proof": "Folkeregisteret"} | other
        )

    async def opens_for_her(self) -> None:
        """Whoever acts for her consents to what the unit does."""
        await self.does(self.unit, "taken")
        await self.does(self.owner, "consent-checked", {"consent": "given", "by": "Marit, for Mia"})
        for assessed in (LASTING, SEVERAL):
            await self.does(self.unit, "assessed", assessed)
        await self.decides("plan")
        await self.decides("coordinator")


@pytest.fixture
async def family(here: Site) -> Family:
    mother, unit = await here.person("stranger"), await here.person("unit")
    report = REPORT | {"reporter": "representative", "reporter_name": "Marit", "subject": MIA}
    assert (await mother.post(REPORTS, report)).status_code == 201
    (row,) = (await unit.get(INBOX)).json()["cases"]
    return Family(unit, mother, row["id"])


async def mine(person: Person) -> list[dict[str, Any]]:
    return list((await person.get("/api/my-cases")).json())


@pytest.mark.rule(13)
async def test_a_merge_loses_nobody_who_acts_for_the_owner(here: Site, family: Family) -> None:
    assert (await here.browser().post(REPORTS, json=REPORT)).status_code == 201
    (other,) = [
        row["id"] for row in (await family.unit.get(INBOX)).json()["cases"] if row["id"] != family.case
    ]
    await family.does(family.unit, "taken")
    assert (await family.registers()).status_code == 201
    lost = await family.unit.post(f"/api/cases/{family.case}/merge", {"into": other})
    assert_problem(lost, 409, "not-now")
    assert lost.json()["detail"] == "owners-case"
    assert [case["id"] for case in await mine(family.owner)] == [family.case]
    await family.does(
        family.unit, "representative-ended", {"person": await id_of(family.owner), "reason": "x"}
    )
    merged = await family.unit.post(f"/api/cases/{family.case}/merge", {"into": other})
    assert merged.status_code == 204


@pytest.mark.rule(13)
async def test_who_reported_for_somebody_is_nobody_in_the_case_until_the_unit_knows_on_what_basis(
    family: Family,
) -> None:
    assert await mine(family.owner) == []
    assert_problem(await family.tries(family.owner, "coordinator-not-wanted"), 404, "not-found")
    for wrong in ({"basis": "money-mandate"}, {"basis": "relative"}):
        refused = await family.registers(**wrong)
        assert_problem(refused, 409, "not-now")
        assert refused.json()["detail"] == "mandate-does-not-cover"
    assert_problem(await family.registers(person="nobody"), 422, "invalid")
    assert (await family.registers()).status_code == 201
    (own,) = await mine(family.owner)
    assert own["acting"] == {"owner": "Mia Vik", "basis": "parents", "until": UNTIL}
    assert own["representatives"] == []
    assert_problem(await family.owner.get(f"/api/cases/{family.case}"), 403, "forbidden")
    assert (await family.seen())["representatives"] == [
        {"person": await id_of(family.owner), "name": "Marit", "basis": "parents", "until": UNTIL}
    ]


@pytest.mark.rule(1, 13)
async def test_their_consent_founds_the_plan_of_an_owner_who_never_logged_in(
    here: Site, family: Family
) -> None:
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    childs = {"childs_view": "Vil ha en plan."}
    await family.does(family.unit, "plan-offered", childs)
    body = {"expected": await family.number(), "action": "plan-consented", "basis": "care-order"}
    shown = (await family.owner.post(f"/api/cases/{family.case}/preview", body)).json()["text"]
    assert shown.startswith("Du gjør dette på vegne av Mia Vik.\n\nJeg vil ha en individuell plan.")
    assert await family.does(family.owner, "plan-consented") == "drafting"
    consent = next(e for e in (await family.seen())["timeline"] if e["action"] == "plan-consented")
    assert (consent["actor"], consent["on_behalf_of"]) == ("representative", "Mia Vik")
    assert (consent["basis"], consent["shown"]) == ("parents", shown)
    (own,) = await mine(family.owner)
    plan = own["plan"]["plan"]
    theirs = await seen(family.owner, plan)
    assert (theirs["owner_name"], theirs["may_sign"], theirs["parts"]) == ("Mia Vik", True, [])
    assert names(theirs) == [("owner", "Mia Vik"), ("representative", "Jonas Vik")]
    assert await actions(here, plan) == ["plan-founded", "participation-begun"]
    await appoints(family, await here.person("coordinator"))
    here.hub.heard.clear()
    ended = {"person": await id_of(family.owner), "reason": "Omsorgen er hos en annen."}
    await family.does(family.unit, "representative-ended", ended)
    assert here.hub.heard == [("plan_changed", plan)]
    assert_problem(await family.owner.get(f"/api/plans/{plan}"), 404, "not-found")
    assert await mine(family.owner) == []


@pytest.mark.rule(13)
async def test_what_was_decided_before_a_renewal_holds_and_stands_on_the_representation_of_then(
    here: Site,
) -> None:
    desk, marit, hilde = await case_of(here), await here.person("mother"), await here.person("coordinator")
    await appoints(desk, hilde)
    plan = await consents(desk)
    grants = f"/api/plans/{plan}/grants"

    async def acts_from_now_on(basis: str, until: str) -> str:
        """As whom they take part, with the goals open to them."""
        said = {"person": await id_of(marit), "name": "Marit", "basis": basis, "until": until}
        await desk.does(desk.unit, "representative-registered", said | {"proof": "Vedtaket"})
        me = str((await seen(marit, plan))["me"])
        opened = await desk.owner.post(grants, {"participant": me, "kind": "goal", "level": "edit"})
        assert opened.status_code == 201, opened.text
        return me

    async def signs(level: str) -> None:
        whom = next(p["id"] for p in (await seen(marit, plan))["participants"] if p["role"] == "coordinator")
        answer = await marit.post(grants, {"participant": whom, "kind": "goal", "level": level})
        assert answer.status_code == 201, answer.text

    async def theirs(who: Person) -> list[tuple[str, str | None]]:
        found = (await who.get(grants)).json()["decisions"]
        return [(each["level"], each["proof"]) for each in found if each["basis"] == "representative"]

    before = await acts_from_now_on("guardian", "2126-12-24")
    await signs("comment")
    after = await acts_from_now_on("nearest-relative", UNTIL)
    assert after != before
    kinds = (await hilde.get(grants)).json()["kinds"]
    assert [each["level"] for each in kinds if each["kind"] == "goal"].count("comment") == 1
    await signs("read")
    for who in (desk.owner, hilde, marit):
        assert await theirs(who) == [("read", after), ("comment", before)]


@pytest.mark.rule(10, 13)
async def test_after_its_last_day_they_are_nobody_in_case_and_plan(here: Site, family: Family) -> None:
    assert (await family.registers(until="2126-12-01")).status_code == 201
    await family.opens_for_her()
    await family.does(family.unit, "plan-offered", {"childs_view": "Vil ha en plan."})
    await family.does(family.owner, "plan-consented")
    plan = (await mine(family.owner))[0]["plan"]["plan"]
    await family.later(here, days=10)
    assert (await family.owner.get(f"/api/plans/{plan}")).status_code == 200
    await family.later(here, days=1)
    assert await mine(family.owner) == []
    assert_problem(await family.owner.get(f"/api/plans/{plan}"), 404, "not-found")
    assert_problem(await family.tries(family.owner, "plan-ended", {"reason": "Nei."}), 404, "not-found")
    assert (await family.registers(until=UNTIL)).status_code == 201
    assert [each["acting"]["until"] for each in await mine(family.owner)] == [UNTIL]
    assert (await family.owner.get(f"/api/plans/{plan}")).status_code == 200


@pytest.mark.rule(12, 13)
async def test_a_parent_of_whoever_turns_out_to_consent_themselves_acts_for_them_no_more(
    family: Family,
) -> None:
    assert (await family.registers()).status_code == 201
    for born, until in (("2111-01-01", "2126-12-31"), ("2110-01-01", None)):
        await family.does(family.unit, "subject-corrected", {"subject": MIA | {"born": born}})
        assert [each["acting"]["until"] for each in await mine(family.owner)] == ([until] if until else [])
    timeline = (await family.seen())["timeline"]
    by_clock = [each["action"] for each in timeline if each["actor"] == "clock"]
    assert by_clock == ["representative-registered", "representative-ended"]


@pytest.mark.rule(15)
async def test_nobody_handles_the_case_of_somebody_they_act_for_nor_registers_themselves(
    here: Site, family: Family
) -> None:
    own = {"person": await id_of(family.unit), "name": "Torunn", "until": UNTIL}
    refused = await family.registers(**own)
    assert (refused.status_code, refused.json()["detail"]) == (409, "registers-themselves")
    registered = {"basis": "parents", "proof": "Folkeregisteret", **own}
    colleague = await holds(here, "gp", NUMBER, UnitRight.CASE_HANDLER)
    answer = await family.tries(colleague, "representative-registered", registered)
    assert answer.status_code == 201, answer.text
    assert_problem(await family.unit.get(f"/api/cases/{family.case}"), 403, "forbidden")
    assert (await family.unit.get(INBOX)).json()["cases"] == []
    assert [each["acting"]["owner"] for each in await mine(family.unit)] == ["Mia Vik"]


@pytest.mark.rule(13)
async def test_whose_case_it_is_is_told_who_acts_for_them_and_may_end_it(here: Site) -> None:
    owner, unit, tor = [await here.person(key) for key in ("stranger", "unit", "nav")]
    assert (await owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    (row,) = (await unit.get(INBOX)).json()["cases"]
    desk = Desk(unit, owner, row["id"])
    said = {"person": await id_of(tor), "name": "Tor", "basis": "guardian", "until": UNTIL, "proof": "Vedtak"}
    own = said | {"person": await id_of(owner)}
    assert_problem(await desk.tries(unit, "representative-registered", own), 409, "not-now")
    await desk.does(unit, "representative-registered", said | {"protest": "Sa nei i møtet."})
    assert [each["name"] for each in (await desk.own())["representatives"]] == ["Tor"]
    assert len(await mine(tor)) == 1
    ended = {"person": said["person"], "reason": "Jeg vil ikke."}
    assert_problem(await desk.tries(tor, "representative-ended", ended), 403, "forbidden")
    await desk.does(owner, "representative-ended", ended)
    assert ((await desk.own())["representatives"], await mine(tor)) == ([], [])


@pytest.mark.rule(9, 10, 13)
async def test_whom_the_owner_puts_out_of_the_plan_acts_for_them_no_more_and_does_not_come_back(
    here: Site,
) -> None:
    desk, verge = await case_of(here), await here.person("mother")
    plan = await consents(desk)
    said = {"person": await id_of(verge), "name": "Marit", "basis": "guardian", "until": UNTIL}
    await desk.does(desk.unit, "representative-registered", said | {"proof": "Vedtaket"})
    theirs = (await seen(verge, plan))["me"]
    assert len(await mine(verge)) == 1
    end = f"/api/plans/{plan}/participants/{theirs}/end"
    assert (await desk.owner.post(end, {})).status_code == 200
    assert (await desk.owner.post(end, {})).status_code == 200
    assert await mine(verge) == []
    assert_problem(await desk.tries(verge, "coordinator-not-wanted"), 404, "not-found")
    entry = (await desk.seen())["timeline"][-1]
    assert (entry["action"], entry["actor"]) == ("representative-ended", "owner")
    assert entry["said"]["reason"] == "Planeieren har avsluttet at personen deltar i planen."
    assert (await desk.seen())["representatives"] == []
    await desk.does(desk.unit, "meeting-set", {"meeting": "2126-12-01"})
    assert_problem(await verge.get(f"/api/plans/{plan}"), 404, "not-found")
    assert names(await seen(desk.owner, plan)) == [("owner", "Jonas Vik")]
    assert "Noen handler ikke lenger for den det gjelder i sak …." in await messages_of(desk.unit)
    assert "Du har ikke lenger tilgang i sak …." in await messages_of(verge)

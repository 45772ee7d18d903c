"""Complaints of whom nobody has entered, over HTTP: what comes to the unit on paper or is said, and what
whoever acts for them writes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import update

from server.capabilities import witnessed_rows
from server.demo.municipality import NUMBER
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.unit.rights import UnitRight
from server.storage.complaints.tables import complaints
from server.storage.seals.verifying import LogVerifier
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import INBOX, REPORTS, desk
from tests.integration.test_http_cases_plan import id_of
from tests.integration.test_http_cases_representative import MIA, Family, family
from tests.integration.test_http_complaints import DATED, TO_UNIT, WRITTEN, Course, begun
from tests.integration.test_leak_oracle_cases import holds
from tests.support.clients.people import Person
from tests.support.operations import REPORT

__all__ = ["desk", "family"]
COMPLAINTS = f"/api/units/{NUMBER}/complaints"
TODAY = "2126-11-21"
CAME = {"channel": "spoken", "day": TODAY, "grounds": ["no-answer"], "words": "Ingen svarer meg."}


async def taken_down(unit: Person, case: str, **more: Any) -> str:
    answer = await unit.post(COMPLAINTS, CAME | {"case": case} | more)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


async def does(who: Person, which: str, action: str, said: dict[str, Any]) -> dict[str, Any]:
    number = (await who.get(f"/api/complaints/{which}")).json()["number"]
    body = {"expected": number, "action": action, "said": said}
    answer = await who.post(f"/api/complaints/{which}/records", body)
    assert answer.status_code == 201, answer.text
    return dict((await who.get(f"/api/complaints/{which}")).json())


@pytest.mark.rule(6)
async def test_what_was_said_on_the_telephone_is_written_down_signed_and_answered(family: Family) -> None:
    unit, case = family.unit, family.case
    which = await taken_down(unit, case)
    seen = (await unit.get(f"/api/complaints/{which}")).json()
    assert (seen["name"], seen["status"], seen["taken_down"]) == ("Mia Vik", "received", True)
    assert (seen["sent_on"], seen["identity"]) == (TODAY, None)
    assert [(e["action"], e["on_behalf_of"]) for e in seen["events"]] == [("taken-down", "Mia Vik")]
    assert {"signature-came", "commented", "mending-asked", "reversed"} <= set(seen["may"])
    assert {"withdrawn", "closed", "contested"}.isdisjoint(seen["may"])
    pack = (await unit.get(f"/api/complaints/{which}/pack")).json()
    assert (pack["digest"], pack["content"]["name"]) == (seen["digest"], "Mia Vik")
    (row,) = (await unit.get(f"{COMPLAINTS}?case={case}")).json()["complaints"]
    assert (row["id"], row["name"]) == (which, "Mia Vik")
    await does(unit, which, "mending-asked", {"question": "Klagen må underskrives.", "due": "2126-12-05"})
    seen = await does(unit, which, "signature-came", {"day": TODAY})
    assert (seen["identity"], [each["step"] for each in seen["waiting"]]) == ("signature", ["answer"])
    seen = await does(unit, which, "commented", {"text": "Hun vil ha svar nå."})
    assert seen["events"][-1]["on_behalf_of"] == "Mia Vik"
    await does(unit, which, "forwarded", {"statement": "Vi mener fortsatt nei.", "day": TODAY})
    asked = {"of": "municipality", "question": "Hvor er planen?", "due": "2126-12-10"}
    seen = await does(unit, which, "governor-asked", asked)
    answered = {"question": seen["questions"][0]["record"], "answer": "Vedlagt."}
    assert (await does(unit, which, "governor-answered", answered))["events"][-1]["on_behalf_of"] == ""


async def test_nobody_else_takes_one_down_and_nobody_for_a_case_that_is_theirs(
    here: Site, family: Family
) -> None:
    unit, case = family.unit, family.case
    for other in (family.owner, await here.person("coordinator")):
        assert_problem(await other.post(COMPLAINTS, CAME | {"case": case}), 404, "not-found")
    assert_problem(await unit.post(COMPLAINTS, CAME | {"case": "nothing"}), 404, "not-found")
    wrong = await unit.post(COMPLAINTS, CAME | {"case": case, "day": "2126-11-22"})
    assert wrong.json()["detail"] == "day-to-come"
    assert_problem(await unit.post(COMPLAINTS, CAME | {"case": case, "grounds": []}), 422, "invalid")
    mother = await holds(here, "stranger", NUMBER, UnitRight.CASE_HANDLER)
    assert (await family.registers()).status_code == 201
    assert_problem(await mother.post(COMPLAINTS, CAME | {"case": case}), 404, "not-found")


async def test_whoever_logs_in_as_the_owner_goes_on_with_it(here: Site, family: Family) -> None:
    """A case that turns out to be about somebody who has one goes into theirs, and its complaints with it."""
    which = await taken_down(family.unit, family.case)
    owner = await here.person("owner")
    assert_problem(await owner.get(f"/api/complaints/{which}"), 404, "not-found")
    assert (await owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    rows = (await family.unit.get(INBOX)).json()["cases"]
    (own,) = [row["id"] for row in rows if row["id"] != family.case]
    for case in (own, family.case):
        number = (await family.unit.get(f"/api/cases/{case}")).json()["number"]
        took = {"expected": number, "action": "taken"}
        assert (await family.unit.post(f"/api/cases/{case}/records", took)).status_code == 201
    merged = await family.unit.post(f"/api/cases/{family.case}/merge", {"into": own})
    assert merged.status_code == 204, merged.text
    assert [row["id"] for row in (await owner.get("/api/complaints")).json()["complaints"]] == [which]
    seen = await does(owner, which, "commented", {"text": "Dette er min klage."})
    assert (seen["capacity"], seen["events"][-1]["on_behalf_of"]) == ("owner", "")
    assert (await does(owner, which, "withdrawn", {}))["status"] == "withdrawn"
    (row,) = (await family.unit.get(f"{COMPLAINTS}?case={own}")).json()["complaints"]
    assert row["id"] == which


@pytest.mark.rule(13)
async def test_whoever_acts_for_somebody_nobody_has_entered_complains_unseen_until_it_is_sent(
    here: Site, family: Family
) -> None:
    mother, unit, case = family.owner, family.unit, family.case
    about = {"case": case, "mandate": "parent"}
    refused = await mother.post("/api/complaints", {"municipality": NUMBER, **about})
    assert_problem(refused, 404, "not-found")
    assert (await family.registers()).status_code == 201
    await family.opens_for_her()
    before = await family.seen()
    (whom,) = (await mother.get("/api/complaints")).json()["may_represent"]
    assert whom == {"person": None, "name": "Mia Vik", "case": case}
    course = Course(here, await begun(mother, **about), mother, unit)
    for action, said in (("dated", DATED), ("written", WRITTEN), ("addressed", TO_UNIT)):
        await course.does(mother, action, said)
    items = (await mother.get(f"/api/complaints/{course.id}/evidence")).json()["items"]
    assert "decision" in {each["kind"] for each in items}
    assert_problem(await unit.get(f"/api/complaints/{course.id}"), 404, "not-found")
    assert await family.seen() == before
    await course.does(mother, "made-ready", {"identity": "electronic"})
    shown = (await course.pack())["digest"]
    await course.does(mother, "sent", {"channel": "here", "day": TODAY}, shown=shown)
    seen = (await unit.get(f"/api/complaints/{course.id}")).json()
    assert (seen["name"], seen["representative"]) == ("Mia Vik", "Jonas Vik")
    ended = {"person": await id_of(mother), "reason": "Omsorgen er hos en annen."}
    await family.does(unit, "representative-ended", ended)
    assert_problem(await mother.get(f"/api/complaints/{course.id}"), 404, "not-found")


async def test_the_log_vouches_for_whose_it_is(here: Site, family: Family) -> None:
    which = ComplaintId(await taken_down(family.unit, family.case))
    other = REPORT | {
        "reporter": "representative",
        "reporter_name": "Marit",
        "subject": MIA | {"name": "Liv"},
    }
    assert (await family.owner.post(REPORTS, other)).status_code == 201
    rows = (await family.unit.get(INBOX)).json()["cases"]
    (elsewhere,) = [row["id"] for row in rows if row["id"] != family.case]
    verifier = LogVerifier(here.database, None, witnessed_rows())
    assert [wrong async for wrong in verifier.wrong()] == []
    moved = update(complaints).where(complaints.c.id == which).values(case_id=elsewhere)
    await here.database.write(lambda connection: connection.execute(moved) and None)
    assert [wrong async for wrong in verifier.wrong()] == [
        f"complaint {which}: it is not of the case that its first record names"
    ]

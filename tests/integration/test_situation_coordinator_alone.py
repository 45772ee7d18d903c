"""Situation 8 of CASES.md 4: no plan, only a coordinator; then a programme at NAV gives the right anew, and a
complaint about that has three weeks."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import InCase, Story, own
from tests.support.clients.people import Person

OWN_NEED = {
    "reporter": "owner",
    "subject": {"name": "Jonas Vik"},
    "wish": "both",
    "reason": "Psykiatrien, NAV og fastlegen vet ikke om hverandre.",
    "consent": "given",
}
FROM_NAV = {
    "reporter": "professional",
    "reporter_name": "Omar Haddad",
    "organisation": "NAV Sundvåg",
    "subject": {"name": "Jonas Vik", "born": "2100-01-01"},
    "wish": "plan",
    "reason": "Begynner i kvalifiseringsprogrammet.",
    "consent": "given",
    "consent_by": "Jonas, i møte på NAV",
}


async def coordinated(story: Story) -> tuple[InCase, Person, Person]:
    """Jonas wants no plan, and Hilde coordinates."""
    jonas, hilde = await story.person("stranger"), await story.person("coordinator")
    await story.reports(jonas, **OWN_NEED)
    case = await story.case("jonas")
    await case.does(case.unit, "subject-corrected", {"subject": FROM_NAV["subject"]})
    await case.assessed()
    await case.decides("coordinator")
    await case.decides("plan", "not-wanted", reason="Du vil ikke ha en plan nå.")
    await case.appoints(hilde)
    return case, jonas, hilde


async def from_nav(story: Story, case: InCase) -> str:
    """NAV's report becomes one of the same case; the code of its receipt."""
    code = await story.reports(None, **FROM_NAV)
    report = await story.case("jonas", "reported")
    await report.does(case.unit, "taken")
    await report.does(case.unit, "consent-checked", {"consent": "given", "by": "Jonas, på telefon"})
    merged = await case.unit.post(f"/api/cases/{report.id}/merge", {"into": case.id})
    assert merged.status_code == 204, merged.text
    return code


async def complains(who: Person, known_on: str, basis: str) -> dict[str, Any]:
    begun = await who.post("/api/complaints", {"municipality": "9950"})
    complaint = f"/api/complaints/{begun.json()['id']}"
    said = {"basis": basis, "known_on": known_on}
    answer = await who.post(f"{complaint}/records", {"expected": 1, "action": "dated", "said": said})
    assert answer.status_code == 201, answer.text
    return dict((await who.get(complaint)).json())


def weeks_of(complaint: dict[str, Any]) -> tuple[int, str]:
    """How many it has, and the day they lead to; a weekend rolls that forward."""
    (step,) = (each for each in complaint["deadline"]["steps"] if each["kind"] == "weeks")
    return step["weeks"], step["day"]


@pytest.mark.rule(3, 8)
async def test_whoever_wants_no_plan_keeps_the_coordinator_and_is_asked_again_when_a_programme_begins(
    here: Site,
) -> None:
    story = Story(here)
    case, jonas, hilde = await coordinated(story)
    alone = await own(jonas)
    assert (alone["coordinator"]["name"], alone["plan"]["status"]) == ("Hilde Brekke", "none")
    assert {each["thing"]: each["outcome"] for each in alone["decisions"]} == {
        "coordinator": "granted",
        "plan": "not-wanted",
    }
    assert alone["waiting"] == []
    assert (await hilde.get("/api/coordinated-cases")).json()["cases"][0]["name"] == "Jonas Vik"

    # Months later NAV reports: what was not wanted then is to be decided anew, and its clock runs from now.
    await story.later(150)
    navs = await from_nav(story, case)
    seen = await case.seen()
    assert (seen["row"]["status"], seen["undecided"]) == ("open", ["plan"])
    assert seen["answer_due"] == story.day(30)
    assert seen["coordinator"]["name"] == "Hilde Brekke"
    assert [each["step"] for each in (await own(jonas))["waiting"]] == ["decide"]
    assert (await story.status_of(navs))["status"] == "done"

    # By the law of social services: the letter says to whom, and by when, one complains about that.
    assert await case.decides("plan", basis="social", reason="Du er med i programmet.") == "open"
    letter = next(each for each in (await own(jonas))["decisions"] if each["thing"] == "plan")
    assert letter["basis"] == "social"
    assert "3 uker" in letter["text"]
    assert "NAV" in letter["text"]
    assert "4 uker" not in letter["text"]

    # The plan is offered, and this time he wants it. Hilde is in it from its first moment, and reads nothing.
    await case.does(case.unit, "plan-offered")
    assert [each["step"] for each in (await own(jonas))["waiting"]] == ["answer-plan"]
    assert await case.does(jonas, "plan-consented") == "drafting"
    plan = (await own(jonas))["plan"]["plan"]
    theirs = (await hilde.get(f"/api/plans/{plan}")).json()
    assert ([each["name"] for each in theirs["participants"]], theirs["parts"]) == (
        ["Jonas Vik", "Hilde Brekke"],
        [],
    )


async def test_a_complaint_there_has_three_weeks_and_goes_to_them(here: Site) -> None:
    story = Story(here)
    case, jonas, _ = await coordinated(story)
    await story.later(150)
    await from_nav(story, case)
    await case.decides("plan", "refused", basis="social", reason="Programmet dekker behovet.")
    told = story.today.isoformat()
    by_health = await complains(jonas, told, "health")
    there = await complains(jonas, told, "social")
    assert [weeks_of(each) for each in (there, by_health)] == [(3, story.day(21)), (4, story.day(28))]
    number = there["number"]
    complaint = f"/api/complaints/{there['id']}/records"
    for action, said in (
        ("written", {"grounds": ["refused-plan"], "words": "Jeg trenger den.", "wished": "En plan."}),
        ("addressed", {"to_unit": True}),
    ):
        answer = await jonas.post(complaint, {"expected": number, "action": action, "said": said})
        number = answer.json()["number"]
    ready = {"expected": number, "action": "made-ready", "said": {"identity": "electronic"}}
    refused = await jonas.post(complaint, ready)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "not-for-the-unit"


async def test_whoever_declined_all_comes_back_to_the_same_case_by_a_new_report(here: Site) -> None:
    story = Story(here)
    case, jonas, hilde = await coordinated(story)
    await case.does(jonas, "coordinator-not-wanted")
    said = {"contact_point": "Koordinerende enhet, 55 01 24 00", "reason": "Vil klare seg selv."}
    assert await case.does(jonas, "declined", said) == "declined"
    assert (await own(jonas))["contact_point"] == "Koordinerende enhet, 55 01 24 00"
    assert (await hilde.get("/api/coordinated-cases")).json()["cases"] == []

    # A year on nobody has forgotten him: the unit is to ask whether he still wants nothing.
    await story.later(370)
    (review,) = (await case.seen())["waiting"]
    assert (review["step"], review["days_late"] > 0) == ("review", True)

    navs = await from_nav(story, case)
    again = await case.seen()
    assert (again["row"]["status"], again["undecided"], again["decisions"]) == ("reported", ["plan"], [])
    assert not again["row"]["consent_checked"]
    assert again["timeline"][0]["action"] == "reported"
    assert (await own(jonas))["id"] == case.id
    await case.assessed(by="Jonas selv, på telefon")
    await case.decides("plan", basis="social")
    await case.does(case.unit, "plan-offered")
    assert await case.does(jonas, "plan-consented") == "drafting"
    assert (await story.status_of(navs))["status"] == "done"

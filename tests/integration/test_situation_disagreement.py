"""Situation 9 of CASES.md 4: NAV and the health service each say that the other is responsible, for twenty
days, until the municipality decides; each sees of the plan what is shared with them, and nothing of that."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import InCase, Story, messages_of, own
from tests.support.clients.people import Person
from tests.support.operations import requests_about

NAV, HEALTH = "NAV Sundvåg", "Helse og mestring"
NEED = {
    "reporter": "owner",
    "subject": {"name": "Jonas Vik", "born": "2100-01-01"},
    "wish": "both",
    "reason": "NAV og psykisk helse.",
    "consent": "given",
}
SHARED = {
    "nav": (("work", "edit"), ("goal", "comment")),
    "hospital": (("health", "edit"), ("goal", "comment")),
}


async def joins(owner: Person, plan: str, guest: Person, role: str, organisation: str) -> str:
    """Invited, redeemed and confirmed: their participant's id."""
    name = (await guest.get("/api/me")).json()["name"]
    wish = {"name": name, "role": role, "organisation": organisation}
    made = (await owner.post(f"/api/plans/{plan}/invitations", wish)).json()
    answered = await guest.post("/api/invitation/answer", {"code": made["code"], "accepted": True})
    assert answered.status_code == 200, answered.text
    confirmed = await owner.post(f"/api/plans/{plan}/invitations/{made['id']}", {"step": "confirm"})
    assert confirmed.status_code == 204, confirmed.text
    seen = (await owner.get(f"/api/plans/{plan}")).json()["participants"]
    return str(next(each["id"] for each in seen if each["name"] == name))


async def shared(story: Story) -> tuple[InCase, Person, str]:
    """Jonas has a plan with Hilde, in which NAV and the hospital each have what is theirs."""
    jonas, hilde = await story.person("stranger"), await story.person("coordinator")
    await story.reports(jonas, **NEED)
    case = await story.case("jonas")
    await case.does(case.unit, "subject-corrected", {"subject": NEED["subject"]})
    await case.assessed()
    await case.decides("plan")
    await case.decides("coordinator")
    await case.appoints(hilde)
    await case.does(case.unit, "plan-offered")
    await case.does(jonas, "plan-consented")
    plan = (await own(jonas))["plan"]["plan"]
    for kind in ("work", "health", "goal"):
        made = await jonas.post(f"/api/plans/{plan}/parts", {"kind": kind})
        assert made.status_code == 201, made.text
    for key, organisation in (("nav", NAV), ("hospital", HEALTH)):
        guest = await story.person(key)
        participant = await joins(jonas, plan, guest, key, organisation)
        for kind, level in SHARED[key]:
            said = {"participant": participant, "kind": kind, "level": level}
            signed = await jonas.post(f"/api/plans/{plan}/grants", said)
            assert signed.status_code == 201, signed.text
    return case, jonas, plan


async def seen_by(person: Person, plan: str) -> dict[str, Any]:
    answer = await person.get(f"/api/plans/{plan}")
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def responsible_service_missing(jonas: Person, case: InCase) -> bool:
    points = (await jonas.get(f"/api/cases/{case.id}/plan-contents")).json()["points"]
    return bool(next(each["missing"] for each in points if each["point"] == "c-1"))


@pytest.mark.rule(4, 17)
async def test_services_disagree_for_twenty_days_and_the_municipality_decides(here: Site) -> None:
    story = Story(here)
    case, jonas, plan = await shared(story)
    unit, nav, hospital = case.unit, await story.person("nav"), await story.person("hospital")
    assert_problem(
        await case.tries(unit, "responsibility-disputed", {"services": [NAV, NAV]}), 409, "not-now"
    )
    await case.does(unit, "responsibility-disputed", {"services": [NAV, HEALTH]})
    await story.later(20)

    # The unit sees it in the case and in the count; its owner sees who does not agree, and for how long.
    assert (await case.seen())["responsibility"] == {
        "status": "disputed",
        "service": "",
        "services": [NAV, HEALTH],
        "days": 20,
    }
    counted = await unit.get("/api/units/9950/overview/cases?count=disputed")
    assert [each["id"] for each in counted.json()["cases"]] == [case.id]
    theirs = await own(jonas)
    assert (theirs["responsibility"]["services"], theirs["responsibility"]["days"]) == ([NAV, HEALTH], 20)
    step = next(each for each in theirs["waiting"] if each["step"] == "settle-responsibility")
    assert (step["who"], step["since"]) == ("case-handler", story.day(-20))
    assert await responsible_service_missing(jonas, case)

    # In doubt the municipality decides; it says why.
    decided = {"service": HEALTH, "reason": "Behandlingen er det meste av det som gjøres."}
    assert await case.does(unit, "responsibility-decided", decided, basis="forskriften § 7") == "decided"
    assert not await responsible_service_missing(jonas, case)
    settled = (await own(jonas))["responsibility"]
    assert (settled["status"], settled["service"]) == ("decided", HEALTH)
    assert (await messages_of(jonas))[0] == "Det er bestemt hvem som har hovedansvaret i sak …."
    assert (await unit.get("/api/units/9950/overview/cases?count=disputed")).json()["cases"] == []

    # Of all this the two services, who write in the same plan, are answered nothing, from first to last.
    for person, kinds, other in ((nav, {"work", "goal"}, hospital), (hospital, {"health", "goal"}, nav)):
        view = await seen_by(person, plan)
        assert {part["kind"] for part in view["parts"]} == kinds
        assert (await other.get("/api/me")).json()["name"] in {each["name"] for each in view["participants"]}
        for method, path, body in requests_about("case", case=case.id):
            hidden = await person.send(method, path, body)
            nowhere = await person.send(method, path.replace(case.id, "nowhere"), body)
            assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content), path
        assert await messages_of(person) == []
        assert decided["reason"].encode() not in person.received
        assert b"disputed" not in person.received


@pytest.mark.rule(17)
async def test_what_they_no_longer_share_they_know_nothing_of_and_nor_of_each_other(here: Site) -> None:
    story = Story(here)
    _, jonas, plan = await shared(story)
    nav, hospital = await story.person("nav"), await story.person("hospital")
    view = await seen_by(jonas, plan)
    omar = next(each["id"] for each in view["participants"] if each["role"] == "nav")
    withdrawn = await jonas.post(
        f"/api/plans/{plan}/grants", {"participant": omar, "kind": "goal", "level": "none"}
    )
    assert withdrawn.status_code == 201, withdrawn.text
    assert {part["kind"] for part in (await seen_by(nav, plan))["parts"]} == {"work"}
    for person, unknown in ((nav, "hospital"), (hospital, "nav")):
        roles = {each["role"] for each in (await seen_by(person, plan))["participants"]}
        assert roles == {"owner", "coordinator", person.key}
        assert unknown not in roles

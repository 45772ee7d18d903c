"""Situations 3, 5, 7, 10, 11 and 12 of CASES.md 4, each up to the step that needs exports or finer consent,
which is named in its test."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import InCase, Story, own
from tests.support.clients.people import Person


def of(name: str, born: str, wish: str, **more: Any) -> dict[str, Any]:
    """A report by somebody who acts for the person."""
    return {
        "reporter": "representative",
        "reporter_name": "Marit Elvestad",
        "subject": {"name": name, "born": born},
        "wish": wish,
        "reason": "Trenger mange tjenester.",
        "consent": "given",
        "consent_by": "Foreldrene",
        **more,
    }


async def registers(case: InCase, who: Person, basis: str, until: str, **more: Any) -> Any:
    named = (await who.get("/api/me")).json()
    said = {
        "person": named["id"],
        "name": named["name"],
        "basis": basis,
        "until": until,
        "proof": "Folkereg.",
    }
    return await case.tries(case.unit, "representative-registered", said | more)


async def steps(case: InCase) -> set[str]:
    return {each["step"] for each in (await case.seen())["waiting"]}


@pytest.mark.rule(12, 13)
async def test_3_on_her_sixteenth_birthday_nothing_closes_and_her_protest_is_kept(here: Site) -> None:
    """Mia, 16, no BankID. To come: the uploaded finding on competence, on which her parents share."""
    story = Story(here)
    mother, hilde = await story.person("mother"), await story.person("coordinator")
    await story.reports(mother, **of("Mia Vik", "2111-01-20", "child-coordinator"))
    case = await story.case("mia")
    sixteen = "2127-01-19"
    registered = await registers(case, mother, "parents", sixteen, protest="Snur seg bort når vi spør.")
    assert registered.status_code == 201, registered.text
    await case.assessed(by="Mor")
    await case.decides("child-coordinator")
    await case.appoints(hilde, kind="child-coordinator")
    assert (await own(mother))["acting"]["owner"] == "Mia Vik"
    protests = [each["said"].get("protest") for each in (await case.seen())["timeline"]]
    assert "Snur seg bort når vi spør." in protests
    await story.later(61)
    seen = await case.seen()
    assert (seen["row"]["status"], seen["coordinator"]["days_without"]) == ("open", None)
    assert (await hilde.get("/api/coordinated-cases")).json()["cases"][0]["name"] == "Mia Vik"
    assert (await mother.get("/api/my-cases")).json() == []  # the parents' basis was until then


@pytest.mark.rule(13)
async def test_5_after_a_care_order_child_welfare_acts_and_the_parents_basis_is_ended_the_same_day(
    here: Site,
) -> None:
    """Parents disagree; a care order comes. To come: their part in the plan is reviewed grant by grant."""
    story = Story(here)
    mother, officer = await story.person("mother"), await story.person("stranger")
    await story.reports(mother, **of("Mia Vik", "2112-01-20", "child-coordinator"))
    case = await story.case("mia")
    assert (await registers(case, mother, "parents", story.day(60))).status_code == 201
    assert (await registers(case, officer, "care-order", story.day(60))).status_code == 201
    named = (await mother.get("/api/me")).json()["id"]
    ended = {"person": named, "reason": "Omsorgsovertakelse i dag."}
    await case.does(case.unit, "representative-ended", ended)
    assert (await mother.get("/api/my-cases")).json() == []
    assert (await own(officer))["acting"]["basis"] == "care-order"
    assert_problem(await mother.get(f"/api/cases/{case.id}"), 404, "not-found")


@pytest.mark.rule(4, 5, 12)
async def test_7_turning_18_he_chooses_and_is_on_no_day_without_a_coordinator(here: Site) -> None:
    """To come: his father's access to health, withdrawn in a review of each grant at 18."""
    story = Story(here)
    mikkel, marte = await story.person("stranger"), await story.person("coordinator")
    report = of("Mikkel", "2109-02-19", "child-coordinator")
    await story.reports(mikkel, **report | {"reporter": "owner"})
    case = await story.case("jonas")  # as he logs in
    subject = {"name": "Jonas Vik", "born": "2109-02-19"}
    await case.does(case.unit, "subject-corrected", {"subject": subject})
    await case.assessed()
    await case.decides("child-coordinator")
    await case.appoints(marte, kind="child-coordinator")
    assert "choose-at-age" in await steps(case)
    await story.later(60)
    assert (await case.seen())["coordinator"]["days_without"] is None
    eirik = await story.person("school")
    named = (await eirik.get("/api/me")).json()
    await case.does(marte, "handover-begun", {"reason": "Han blir 18.", "cleared": "Mikkel vil ha Eirik."})
    proposed = {"person": named["id"], "name": named["name"], "workplace": "Helse", "as_wished": True}
    await case.does(case.unit, "coordinator-proposed", proposed)
    await case.does(case.unit, "coordinator-released", {"leader": "Liv Berg"})
    appointed = {"kind": "coordinator", "start": "2127-02-19", "training": "done"}
    await case.does(case.unit, "coordinator-appointed", appointed)
    await story.later(29)
    for day in range(3):  # the day before, the day, and the day after
        seen = (await own(mikkel))["coordinator"]
        who = named["name"] if story.today.isoformat() >= "2127-02-19" else "Hilde Brekke"
        assert (seen["name"], seen["days_without"]) == (who, None), day
        await story.later(1)
    assert (await marte.get("/api/coordinated-cases")).json()["cases"] == []


@pytest.mark.rule(13)
async def test_10_a_mandate_about_money_is_no_basis_and_the_nearest_relative_has_one_until_a_day(
    here: Site,
) -> None:
    """79, dementia. To come: the finding per decision, its expiry, and the grant that O withdraws later."""
    story = Story(here)
    daughter, guardian = await story.person("mother"), await story.person("stranger")
    await story.reports(daughter, **of("Arne Vik", "2047-03-01", "coordinator"))
    case = await story.case("arne")
    refused = await registers(case, guardian, "money-mandate", story.day(90))
    assert_problem(refused, 409, "not-now")
    assert (await guardian.get("/api/my-cases")).json() == []
    assert (await registers(case, daughter, "nearest-relative", story.day(30))).status_code == 201
    assert (await own(daughter))["acting"]["basis"] == "nearest-relative"
    await story.later(31)
    assert (await daughter.get("/api/my-cases")).json() == []


@pytest.mark.rule(16)
async def test_11_an_address_that_anybody_called_protected_stays_so_and_nobody_is_answered_a_place(
    here: Site,
) -> None:
    """To come: calendar, letter channel and the archive's metadata."""
    story = Story(here)
    place, mother = "Fjellveien 12", await story.person("mother")
    secret = {
        "subject": {
            "name": "Hanna Berg",
            "born": "2112-09-01",
            "protected": True,
            "contact": "Ring barnevernet",
        }
    }
    await story.reports(None, **of("", "2112-09-01", "child-coordinator") | secret)
    case = await story.case("hanna")
    assert (await case.seen())["row"]["protected"]
    # A second report, which says the address and does not know of it, is merged: it stays protected.
    known = {
        "subject": {"name": "Hanna Berg", "born": "2112-09-01", "contact": "400 00 030"},
        "organisation": place,
    }
    await story.reports(None, **of("", "2112-09-01", "child-coordinator") | known)
    rows = (await case.unit.get("/api/units/9950/cases?name=hanna")).json()["cases"]
    (other,) = (row["id"] for row in rows if row["id"] != case.id)
    await case.unit.post(f"/api/cases/{other}/records", {"expected": 1, "action": "taken"})
    merged = await case.unit.post(f"/api/cases/{other}/merge", {"into": case.id})
    assert merged.status_code == 204, merged.text
    assert (await case.seen())["row"]["protected"]
    hilde = await story.person("coordinator")
    await case.assessed(by="Mor")
    await case.decides("child-coordinator")
    await case.appoints(hilde, kind="child-coordinator")
    await hilde.get("/api/coordinated-cases")
    for person in (hilde, mother):
        assert place.encode() not in person.received
        assert b"Ring barnevernet" not in person.received


async def test_12_whoever_moves_says_what_follows_and_the_coordinator_sees_the_case_no_more(
    here: Site,
) -> None:
    """To come: the archive's copy and receipt, and what tilsyn asks for months later. The new unit's part:
    ``test_http_cases_moving.py``."""
    story = Story(here)
    jonas, hilde = await story.person("stranger"), await story.person("coordinator")
    report = of("Jonas Vik", "2080-01-01", "both")
    await story.reports(jonas, **report | {"reporter": "owner"})
    case = await story.case("jonas")
    await case.assessed()
    await case.decides("coordinator")
    await case.appoints(hilde)
    moved = {"municipality": "Berg", "hand_over": True, "follows": ["report"]}
    assert_problem(await case.tries(case.unit, "moved", moved), 409, "not-now")  # on whose behalf?
    assert await case.does(case.unit, "moved", moved, on_behalf_of="Jonas, på telefon") == "moved"
    assert (await own(jonas))["status"] == "moved"
    assert (await hilde.get("/api/coordinated-cases")).json()["cases"] == []
    said = (await case.seen())["timeline"][-1]["said"]
    assert (said["hand_over"], said["follows"]) == (True, ["report"])

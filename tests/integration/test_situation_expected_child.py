"""Situation 6 of CASES.md 4: a family expects a child with a serious diagnosis. Its case has no identity
number, its child coordinator is there before the child, who is linked at birth; then comes a sibling."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site, assert_problem
from tests.integration.situations import INBOX, InCase, Story, messages_of
from tests.support.clients.people import Person


def expecting(story: Story, days: int, reason: str) -> dict[str, Any]:
    """What the mother reports of her own family: no name, no number and no birthday of a child."""
    return {
        "reporter": "owner",
        "subject": {"name": "Familien Elvestad", "expected": story.day(days), "contact": "400 00 002"},
        "wish": "child-coordinator",
        "reason": reason,
        "consent": "given",
    }


async def mine(mother: Person) -> dict[str, dict[str, Any]]:
    """Her cases, by whom they are about."""
    return {each["name"]: each for each in (await mother.get("/api/my-cases")).json()}


async def granted(story: Story, name: str) -> InCase:
    case = await story.case(name)
    await case.assessed()
    assert await case.decides("child-coordinator") == "open"
    return case


@pytest.mark.rule(5, 12)
async def test_a_family_has_its_child_coordinator_before_the_child_is_born_and_keeps_them(
    here: Site,
) -> None:
    story = Story(here)
    mother, hilde = await story.person("mother"), await story.person("coordinator")
    await story.reports(mother, **expecting(story, 90, "Hjertefeil, oppdaget på ultralyd."))

    # The unit has a family, a day on which the child is expected, and nothing else to know the child by.
    case = await granted(story, "elvestad")
    seen = await case.seen()
    assert (seen["row"]["name"], seen["born"], seen["expected"]) == (
        "Familien Elvestad",
        None,
        story.day(90),
    )
    assert "number" not in seen["timeline"][0]["said"]["subject"]
    theirs = (await mine(mother))["Familien Elvestad"]
    assert (theirs["asked"], theirs["expected"]) == (["child-coordinator"], story.day(90))
    assert [each["step"] for each in theirs["waiting"]] == ["say-wish"]

    # Barnekoordinator for the family: an ordinary one was not asked for, and is not given.
    await case.appoints(hilde, kind="child-coordinator")
    assert (await case.seen())["coordinator"]["name"] == "Hilde Brekke"
    assert (await mine(mother))["Familien Elvestad"]["coordinator"]["name"] == "Hilde Brekke"
    (coordinated,) = (await hilde.get("/api/coordinated-cases")).json()["cases"]
    assert coordinated["name"] == "Familien Elvestad"
    assert_problem(await case.tries(case.unit, "child-born", {"name": "Liv"}), 422, "invalid")
    early = {"name": "Liv Elvestad", "born": story.day(1)}
    assert_problem(await case.tries(case.unit, "child-born", early), 409, "not-now")

    # The day comes, and somebody is to ask. The mother says it first.
    await story.later(95)
    waits = [(each["step"], each["who"]) for each in (await case.seen())["waiting"]]
    assert ("link-child", "case-handler") in waits
    born = {"name": "Liv Elvestad", "born": story.day(-3)}
    assert await case.does(mother, "child-born", born) == "open"
    seen = await case.seen()
    assert (seen["row"]["name"], seen["born"], seen["expected"]) == ("Liv Elvestad", story.day(-3), None)
    assert "link-child" not in [each["step"] for each in seen["waiting"]]
    assert (await hilde.get("/api/coordinated-cases")).json()["cases"][0]["name"] == "Liv Elvestad"
    assert "Opplysningene i sak … er endret." in await messages_of(hilde)

    # It is the same case, with the same coordinator since the day she began: no day without. It is the
    # child's now, and the mother reads it as whoever acts for her, until Liv consents herself.
    assert list(await mine(mother)) == ["Liv Elvestad"]
    acting = (await mine(mother))["Liv Elvestad"]["acting"]
    assert (acting["owner"], acting["basis"]) == ("Liv Elvestad", "parents")
    assert acting["until"] < f"{int(born['born'][:4]) + 16}{born['born'][4:]}"
    assert [each["name"] for each in seen["representatives"]] == ["Marit Elvestad"]
    listed = (await mother.get("/api/messages")).json()["messages"]
    assert {each["seen_as"] for each in listed if each["case"]} == {"representative"}
    told = [each["action"] for each in seen["timeline"]][-2:]
    assert told == ["representative-registered", "child-born"]
    assert seen["coordinator"]["days_without"] is None
    assert [each["action"] for each in seen["timeline"]].count("coordinator-appointed") == 1


@pytest.mark.rule(1, 12, 13)
async def test_the_child_that_was_expected_gets_a_plan_of_its_own_by_its_parents_consent(here: Site) -> None:
    story = Story(here)
    mother = await story.person("mother")
    await story.reports(mother, **expecting(story, 30, "Hjertefeil."))
    case = await granted(story, "elvestad")
    await story.later(40)
    born = {"name": "Liv Elvestad", "born": story.day(-8)}
    # Who acts for the child, the server says: it is whose case it was.
    await case.does(mother, "child-born", born | {"parent": (await case.unit.get("/api/me")).json()["id"]})

    # The mother asks for a plan for Liv, as her parent: it joins the case that she acts in.
    asked = expecting(story, 0, "Mange tjenester.") | {"reporter": "representative", "wish": "plan"}
    asked |= {"reporter_name": "Marit", "subject": {"name": "Liv Elvestad", "born": born["born"]}}
    await story.reports(mother, **asked)
    assert list(await mine(mother)) == ["Liv Elvestad"]
    await case.decides("plan")
    await case.does(case.unit, "plan-offered", {"childs_view": "Liv er nyfødt."})
    assert await case.does(mother, "plan-consented") == "drafting"

    # It is the child's, and the mother takes part for her.
    theirs = (await mine(mother))["Liv Elvestad"]["plan"]["plan"]
    plan = (await mother.get(f"/api/plans/{theirs}")).json()
    assert (plan["owner_name"], plan["may_sign"]) == ("Liv Elvestad", True)
    assert [(each["role"], each["name"]) for each in plan["participants"]] == [
        ("owner", "Liv Elvestad"),
        ("representative", "Marit Elvestad"),
    ]
    consent = next(each for each in (await case.seen())["timeline"] if each["action"] == "plan-consented")
    assert (consent["actor"], consent["on_behalf_of"], consent["basis"]) == (
        *("representative", "Liv Elvestad"),
        "parents",
    )
    assert_problem(await case.unit.get(f"/api/plans/{theirs}"), 404, "not-found")


@pytest.mark.rule(5, 12)
async def test_a_sibling_has_a_case_of_its_own_under_the_same_coordinator(here: Site) -> None:
    story = Story(here)
    mother, hilde = await story.person("mother"), await story.person("coordinator")
    first = expecting(story, 60, "Hjertefeil.")
    await story.reports(mother, **first)
    # Reported twice while the child is expected, it is one case; the mother's own need is another.
    await story.reports(mother, **first | {"reason": "Vi har fått time på sykehuset."})
    await story.reports(mother, **first | {"subject": {"name": "Marit"}, "wish": "coordinator"})
    assert sorted(await mine(mother)) == ["Familien Elvestad", "Marit Elvestad"]

    case = await granted(story, "familien")
    await case.appoints(hilde, kind="child-coordinator")
    await story.later(70)
    await case.does(case.unit, "child-born", {"name": "Liv Elvestad", "born": story.day(-8)})

    # Two years on: the next report of an expected child is of that child.
    await story.later(700)
    await story.reports(mother, **expecting(story, 120, "Samme diagnose."))
    second = await granted(story, "familien")
    assert second.id != case.id
    await second.appoints(hilde, kind="child-coordinator")
    assert sorted(await mine(mother)) == ["Familien Elvestad", "Liv Elvestad", "Marit Elvestad"]
    both = (await hilde.get("/api/coordinated-cases")).json()["cases"]
    assert sorted(each["name"] for each in both) == ["Familien Elvestad", "Liv Elvestad"]
    hildes = (await hilde.get("/api/me")).json()["id"]
    rows = (await case.unit.get(f"{INBOX}?status=open&coordinator={hildes}")).json()["cases"]
    assert {each["id"] for each in rows} == {case.id, second.id}

    # Nobody else finds either of them, and a stranger's report of the same family opens nothing of hers.
    stranger = await story.person("stranger")
    await story.reports(stranger, **expecting(story, 100, "Naboen."))
    assert len(await mine(stranger)) == 1
    for each in (case, second):
        assert_problem(await stranger.get(f"/api/cases/{each.id}"), 404, "not-found")

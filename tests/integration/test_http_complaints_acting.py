"""Complaints and those who act for their owner, or did: what they answer, are told, and may attach."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.unit.rights import UnitRight
from server.storage.complaints.reminding import ComplaintReminding
from server.worker.clocks import reckoned_of_complaint
from tests.integration.http_site import Site, assert_problem
from tests.integration.test_http_cases import Desk
from tests.integration.test_http_cases_plan import case_of, id_of
from tests.integration.test_http_cases_representative import MIA, UNTIL, Family, family
from tests.integration.test_http_complaints import (
    BECOMES_REPRESENTATIVE,
    DATED,
    TO_UNIT,
    WRITTEN,
    Course,
    begun,
)
from tests.integration.test_http_complaints_taken_down import taken_down
from tests.integration.test_leak_oracle_cases import holds
from tests.support.clients.people import Person

__all__ = ["family"]
COMPLAINTS = f"/api/units/{NUMBER}/complaints"
RECEIVED = "received", {"day": "2126-11-21"}


async def handler(here: Site, key: str) -> Person:
    return await holds(here, key, NUMBER, UnitRight.CASE_HANDLER)


async def registers(desk: Desk, who: Person, until: str = UNTIL) -> None:
    said = {"person": await id_of(who), "name": "Gro", "basis": "guardian", "until": until}
    await desk.does(desk.unit, "representative-registered", said | {"proof": "Vedtak"})


async def ends(desk: Desk, who: Person) -> None:
    ended = {"person": await id_of(who), "reason": "Vergemålet er opphevet."}
    await desk.does(desk.unit, "representative-ended", ended)


async def told(person: Person) -> list[tuple[str, str | None]]:
    """What messages of complaints somebody has, oldest first, and as what they see each."""
    found = (await person.get("/api/messages")).json()["messages"]
    return [(each["text"], each["seen_as"]) for each in reversed(found) if each["complaint"]]


async def assert_of_no_unit(who: Person, course: Course) -> None:
    """In this complaint: they neither find, read, answer nor hear of it."""
    assert_problem(await who.get(f"/api/complaints/{course.id}"), 404, "not-found")
    assert_problem(await who.get(f"/api/complaints/{course.id}/pack"), 404, "not-found")
    assert (await who.get(COMPLAINTS)).json()["complaints"] == []
    assert_problem(await course.tries(who, *RECEIVED), 404, "not-found")
    assert await told(who) == []


@pytest.mark.rule(13)
async def test_who_is_registered_for_the_owner_answers_no_complaint_of_theirs(here: Site) -> None:
    desk, gro = await case_of(here), await handler(here, "mother")
    await registers(desk, gro, until="2126-11-30")
    course = Course(here, await begun(desk.owner), desk.owner, desk.unit)
    await course.is_sent()
    await assert_of_no_unit(gro, course)
    assert await course.does(desk.unit, *RECEIVED) == "received"
    await course.later(days=20)
    await assert_of_no_unit(await gro.log_in(), course)
    assert [row["id"] for row in (await desk.unit.get(COMPLAINTS)).json()["complaints"]] == [course.id]


@pytest.mark.rule(13)
async def test_who_represents_the_owner_in_a_plan_without_a_case_answers_none_either(here: Site) -> None:
    owner, unit, gro = await here.person("owner"), await here.person("unit"), await handler(here, "mother")
    await here.database.write(lambda connection: connection.execute(text(BECOMES_REPRESENTATIVE)) and None)
    course = Course(here, await begun(owner), owner, unit)
    await course.is_sent()
    await assert_of_no_unit(gro, course)


async def test_who_has_the_name_and_birthday_of_whom_it_is_about_answers_none_either(
    here: Site, family: Family
) -> None:
    namesake = await handler(here, "gp")
    called = text("UPDATE persons SET name = 'Mia Vik', birth_date = :born WHERE demo_key = 'gp'")
    born = {"born": MIA["born"]}
    await here.database.write(lambda connection: connection.execute(called, born) and None)
    which = await taken_down(family.unit, family.case)
    await assert_of_no_unit(namesake, Course(here, which, family.unit, family.unit))
    assert (await (await handler(here, "school")).get(f"/api/complaints/{which}")).status_code == 200


async def guardians(here: Site, desk: Desk, guardian: Person) -> Course:
    """A complaint that the guardian makes for the owner, written and addressed."""
    await registers(desk, guardian)
    about = {"on_behalf_of": await id_of(desk.owner), "mandate": "lawyer"}
    course = Course(here, await begun(guardian, **about), desk.owner, desk.unit)
    for action, said in (("dated", DATED), ("written", WRITTEN), ("addressed", TO_UNIT)):
        await course.does(guardian, action, said)
    return course


async def is_sent(course: Course, by: Person) -> None:
    await course.does(by, "made-ready", {"identity": "electronic"})
    shown = (await course.pack(by))["digest"]
    await course.does(by, "sent", {"channel": "here", "day": course.today}, shown=shown)


@pytest.mark.rule(13)
async def test_whose_representation_ended_before_it_was_sent_is_told_nothing_of_it(here: Site) -> None:
    desk, guardian = await case_of(here), await here.person("mother")
    course = await guardians(here, desk, guardian)
    await ends(desk, guardian)
    await is_sent(course, desk.owner)
    await course.does(desk.unit, *RECEIVED)
    assert [seen_as for _, seen_as in await told(desk.owner)] == ["owner"]
    await course.later(days=70)
    reminding = ComplaintReminding(here.database, here.clock, standard())
    assert await reminding.of_complaints(here.clock().date(), reckoned_of_complaint) > 0
    assert [seen_as for _, seen_as in await told(desk.owner)] == ["owner"] * 2
    assert await told(await guardian.log_in()) == []


@pytest.mark.rule(13)
async def test_what_they_were_told_before_leads_nowhere_once_they_represent_no_more(here: Site) -> None:
    desk, guardian = await case_of(here), await here.person("mother")
    course = await guardians(here, desk, guardian)
    await is_sent(course, guardian)
    await course.does(desk.unit, *RECEIVED)
    before = await told(guardian)
    assert [seen_as for _, seen_as in before] == ["representative"]
    await ends(desk, guardian)
    await course.does(desk.unit, "forwarded", {"statement": "Nei.", "day": course.today})
    assert await told(guardian) == [(before[0][0], None)]


async def test_a_helper_who_is_out_has_a_message_that_leads_nowhere(here: Site) -> None:
    owner, unit, school = await here.person("owner"), await here.person("unit"), await here.person("school")
    course = Course(here, await begun(owner), owner, unit)
    await course.does(owner, "helper-named", {"person": await id_of(school)})
    assert [seen_as for _, seen_as in await told(school)] == ["helper"]
    await course.does(owner, "helper-removed", {"person": await id_of(school)})
    assert [seen_as for _, seen_as in await told(school)] == [None]


# What they may attach.


def consents(items: list[dict[str, Any]]) -> dict[str, str]:
    """By their sentences their keys."""
    return {each["values"]["text"]: each["key"] for each in items if each["kind"] == "consent"}


async def offered(who: Person, which: str) -> dict[str, str]:
    return consents((await who.get(f"/api/complaints/{which}/evidence")).json()["items"])


@pytest.mark.rule(17)
async def test_a_representative_attaches_no_consent_that_is_kept_from_them(here: Site) -> None:
    owner, mother, gp = await here.person("owner"), await here.person("mother"), await here.person("gp")
    plan, reader = (await owner.plan())["id"], await gp.me_in()
    child_welfare = {"participant": reader, "kind": "child-welfare", "level": "read"}
    signed = await owner.post(f"/api/plans/{plan}/grants", child_welfare)
    assert signed.status_code == 201, signed.text
    await here.database.write(lambda connection: connection.execute(text(BECOMES_REPRESENTATIVE)) and None)
    grants = (await mother.get(f"/api/plans/{plan}/grants")).json()
    hidden = {each["number"] for each in grants["decisions"]} & set(grants["withheld"])
    readable = {each["text"] for each in grants["decisions"] if each["number"] not in hidden}
    assert signed.json()["text"] not in readable
    (child,) = (await mother.get("/api/complaints")).json()["may_represent"]
    which = await begun(mother, on_behalf_of=child["person"], mandate="parent")
    theirs = await offered(mother, which)
    assert theirs
    assert theirs.keys() <= readable
    assert await offered(owner, which) == theirs, "what is sent is nothing that one of the two may not read"
    own = await offered(owner, await begun(owner))
    assert signed.json()["text"] in own
    assert not {key.partition("-")[2] for key in theirs.values()} & set(map(str, range(1000))), (
        "the plan's own numbers tell how many are kept from them"
    )


@pytest.mark.rule(13)
async def test_the_owner_attaches_what_is_theirs_once_nobody_represents_them(here: Site) -> None:
    desk, guardian = await case_of(here), await here.person("mother")
    course = await guardians(here, desk, guardian)
    path = f"/api/complaints/{course.id}/evidence"
    assert {each["kind"] for each in (await desk.owner.get(path)).json()["items"]}
    await ends(desk, guardian)
    assert {each["kind"] for each in (await desk.owner.get(path)).json()["items"]} >= {"decision", "report"}

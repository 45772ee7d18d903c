"""No byte of a case reaches anybody it is not for, whatever they ask, and none of a plan the unit by a case.

Each field is filled with a word that stands nowhere else. Everybody asks everything there is; what each got
is searched for every word that is not theirs.
"""

from __future__ import annotations

from typing import Any

import pytest

from server.demo.municipality import NUMBER
from server.domain.messages.message import code_of
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from tests.integration.http_site import Site
from tests.support.clients.people import Person
from tests.support.operations import BODIES as ALL_BODIES
from tests.support.operations import OPERATIONS, REPORT, address

REPORTS = f"/api/municipalities/{NUMBER}/reports"
OF_THE_REPORTER = ("meldernavn", "melderkontakt", "melderorg", "melderbegrunnelse", "meldersamtykke")
OF_THE_UNIT = ("vurderingsgrunn", "sporsmaaltilmelder")
OF_THE_OWNER = ("sporsmaaltileier", "avgjorelsesgrunn")
OF_THE_CASE = ("fodtnavn", "eierkontakt")
WORDS = (*OF_THE_REPORTER, *OF_THE_UNIT, *OF_THE_OWNER, *OF_THE_CASE)
ENDING = ("log_out", "log_in_demo")
"""Commands after which somebody is somebody else, or nobody."""


@pytest.fixture
async def case(here: Site) -> dict[str, Any]:
    """Reported by a relative, taken, asked about, assessed and decided; the owner's own is merged into it."""
    owner, unit = await here.person("owner"), await here.person("unit")
    report = REPORT | {
        "reporter_name": "meldernavn",
        "reporter_contact": "melderkontakt",
        "organisation": "melderorg",
        "reason": "melderbegrunnelse",
        "consent_by": "meldersamtykke",
        "subject": {"name": "fodtnavn", "contact": "eierkontakt"},
    }
    code = (await here.browser().post(REPORTS, json=report)).json()["code"]
    (theirs,) = (await unit.get(f"/api/units/{NUMBER}/cases")).json()["cases"]
    await owner.post(REPORTS, REPORT | {"reporter": "owner", "reason": "Eget behov."})
    rows = (await unit.get(f"/api/units/{NUMBER}/cases")).json()["cases"]
    own = next(row["id"] for row in rows if row["id"] != theirs["id"])
    numbers = {own: 1, theirs["id"]: 1}

    async def does(which: str, action: str, said: dict[str, Any] | None = None, **more: Any) -> None:
        body = {"expected": numbers[which], "action": action, "said": said or {}, **more}
        if "basis" in more:
            body["shown"] = (await unit.post(f"/api/cases/{which}/preview", body)).json()["text"]
        answer = await unit.post(f"/api/cases/{which}/records", body)
        assert answer.status_code == 201, answer.text
        numbers[which] += 1

    await does(theirs["id"], "taken")
    await does(own, "taken")
    await does(own, "asked", {"of": "owner", "question": "sporsmaaltileier"})
    await does(own, "asked", {"of": "professional", "question": "sporsmaaltilmelder"})
    for criterion in ("lasting", "several-services"):
        said = {"criterion": criterion, "assessed": "met", "reason": "vurderingsgrunn"}
        await does(own, "assessed", said)
    decided = {"thing": "plan", "outcome": "refused", "reason": "avgjorelsesgrunn", "means": "letter"}
    await does(own, "decided", decided | {"known_on": "2126-11-21"}, basis="health")
    merged = await unit.post(f"/api/cases/{theirs['id']}/merge", {"into": own})
    assert merged.status_code == 204, merged.text
    return {"own": own, "theirs": theirs["id"], "code": code}


async def asks_everything(person: Person, case: dict[str, Any]) -> None:
    for name, operation in OPERATIONS.items():
        if name in ENDING or name.endswith(("session", "sessions")):
            continue
        for which in (case["own"], case["theirs"]):
            path = address(operation, case=which, municipality=NUMBER)
            for body in ALL_BODIES.get(name, ({},)) if operation.is_command else (None,):
                answer = await person.send(operation.method, path, body)
                person.received += answer.content + repr(answer.headers.raw).encode()


async def holds(here: Site, key: str, number: str, right: UnitRight) -> Person:
    store = Municipalities(here.database, here.clock, SystemChance())
    await store.add(SERVER, number, f"Kommune {number}")
    where, person = await store.numbered(number), await here.person(key)
    assert where is not None
    await store.give(SERVER, where.id, PersonId((await person.get("/api/me")).json()["id"]), right)
    return person


def heard(person: Person) -> set[str]:
    return {word for word in WORDS if word.encode() in person.received}


@pytest.mark.rule(6, 15)
async def test_everybody_hears_what_is_theirs_of_a_case_and_no_more(here: Site, case: dict[str, Any]) -> None:
    unit, owner = await here.person("unit"), await here.person("owner")
    people = {
        "statistics": await holds(here, "gp", NUMBER, UnitRight.STATISTICS),
        "another unit": await holds(here, "nav", "9902", UnitRight.CASE_HANDLER),
        **{key: await here.person(key) for key in ("mother", "coordinator", "school", "stranger")},
    }
    for person in people.values():
        await asks_everything(person, case)
    assert {who: heard(person) for who, person in people.items()} == {who: set() for who in people}
    await owner.get("/api/my-cases")
    assert heard(owner) == set(OF_THE_OWNER)
    for which in (case["own"], case["theirs"]):
        await unit.get(f"/api/cases/{which}")
    assert heard(unit) == set(WORDS), "the search does not find what is there"


@pytest.mark.rule(6)
async def test_the_owner_hears_nothing_of_who_reported_it_whatever_they_ask(
    here: Site, case: dict[str, Any]
) -> None:
    owner = await here.person("owner")
    await asks_everything(owner, case)
    assert not heard(owner) & {*OF_THE_REPORTER, *OF_THE_UNIT, *OF_THE_CASE}
    assert case["theirs"].encode() not in owner.received


@pytest.mark.rule(6)
async def test_a_reporter_with_a_code_and_whoever_has_no_session_hear_of_no_case(
    here: Site, case: dict[str, Any]
) -> None:
    browser, received = here.browser(), bytearray()
    status = await browser.post("/api/report-status", json={"code": case["code"]})
    assert status.json()["status"] == "done"
    received += status.content + repr(status.headers.raw).encode()
    for name, operation in OPERATIONS.items():
        if name not in ENDING:
            path = address(operation, case=case["own"], municipality=NUMBER)
            bodies = ALL_BODIES.get(name, ({},)) if operation.is_command else (None,)
            for body in bodies:
                answer = await browser.request(operation.method, path, json=body)
                received += answer.content + repr(answer.headers.raw).encode()
    assert [word for word in (*WORDS, case["own"], case["theirs"]) if word.encode() in received] == []


@pytest.mark.rule(15)
async def test_nothing_of_a_plan_reaches_the_unit_by_its_cases(here: Site, case: dict[str, Any]) -> None:
    unit, owner = await here.person("unit"), await here.person("owner")
    plan = (await owner.plan())["id"]
    parts = (await owner.get(f"/api/plans/{plan}")).json()["parts"]
    for which in (case["own"], case["theirs"]):
        await unit.get(f"/api/cases/{which}")
    await unit.get(f"/api/units/{NUMBER}/cases")
    told = [plan, *(part["id"] for part in parts), *(part["title"] for part in parts if part["title"])]
    assert [word for word in told if word.encode() in unit.received] == []


class UnitActs:
    """What the unit does in the case, and what it shows first."""

    def __init__(self, unit: Person, case: str) -> None:
        self._unit, self._case = unit, case

    async def does(self, action: str, said: dict[str, Any], basis: str = "", on_behalf_of: str = "") -> None:
        number = (await self._unit.get(f"/api/cases/{self._case}")).json()["number"]
        body = {"expected": number, "action": action, "said": said, "basis": basis}
        body["on_behalf_of"] = on_behalf_of
        shown = await self._unit.post(f"/api/cases/{self._case}/preview", body)
        said_so = body | {"shown": shown.json()["text"]}
        answer = await self._unit.post(f"/api/cases/{self._case}/records", said_so)
        assert answer.status_code == 201, answer.text


async def proposed(here: Site, case: dict[str, Any]) -> UnitActs:
    """Hilde, of a service called Helse."""
    unit, hilde = await here.person("unit"), await here.person("coordinator")
    acts = UnitActs(unit, case["own"])
    decided = {"thing": "coordinator", "outcome": "granted", "reason": "avgjorelsesgrunn", "means": "letter"}
    await acts.does("decided", decided | {"known_on": "2126-11-21"}, "health")
    await acts.does("wish-recorded", {"wish": "no-preference", "said_by": "Nora"}, on_behalf_of="Nora")
    me = (await hilde.get("/api/me")).json()["id"]
    who = {"person": me, "name": "Hilde Brekke", "workplace": "Helse", "as_wished": True}
    await acts.does("coordinator-proposed", who)
    return acts


@pytest.mark.rule(6)
async def test_whoever_coordinates_hears_nothing_of_why(here: Site, case: dict[str, Any]) -> None:
    owner, hilde = await here.person("owner"), await here.person("coordinator")
    acts = await proposed(here, case)
    await acts.does("coordinator-released", {"leader": "Liv Leder"})
    appointed = {"kind": "coordinator", "start": "2126-11-21", "training": "done"}
    await acts.does("coordinator-appointed", appointed)
    await asks_everything(hilde, case)
    assert case["own"].encode() in hilde.received
    assert case["theirs"].encode() not in hilde.received
    assert heard(hilde) == set()
    await owner.get("/api/my-cases")
    assert heard(owner) == set(OF_THE_OWNER), "the search does not find what is there"


@pytest.mark.rule(6, 15)
async def test_a_leader_who_is_asked_hears_a_code_and_one_of_another_service_nothing(
    here: Site, case: dict[str, Any]
) -> None:
    unit, asked, other = [await here.person(key) for key in ("unit", "hospital", "nav")]
    for leader, service in ((asked, "Helse"), (other, "NAV")):
        led = {"person": (await leader.get("/api/me")).json()["id"], "workplace": service}
        assert (await unit.post(f"/api/units/{NUMBER}/leaders", led)).status_code == 204
    await proposed(here, case)
    plan = (await (await here.person("owner")).plan())["id"]
    me = (await (await here.person("owner")).get("/api/me")).json()["id"]
    for leader in (asked, other):
        leader.received.clear()
        await leader.get("/api/release-requests")
        await leader.get("/api/messages")
    assert heard(asked) | heard(other) == set()
    known = [case["own"], code_of(case["own"]), "Hilde Brekke", "Nora", me, plan, case["theirs"]]
    assert [each for each in known if each.encode() in asked.received] == known[:3]
    assert [each for each in known if each.encode() in other.received] == []
    for leader in (asked, other):
        await asks_everything(leader, case)
        assert heard(leader) == set()
        assert case["theirs"].encode() not in leader.received

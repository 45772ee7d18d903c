"""A case, complaint or invitation that is hidden costs as many statements as one that does not exist.

And is answered with the same bytes and headers: what takes longer, or says another length, is not hidden.
"""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from server.demo.municipality import NUMBER
from server.domain.plan import SERVER, PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from tests.integration.http_site import Site
from tests.integration.situations import Story
from tests.support.clients.people import Person
from tests.support.operations import REPORT, requests_about
from tests.support.statements import counted, rows_read

Asked = tuple[str, str, dict[str, object] | None]


def whole(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    return answer.status_code, sorted(answer.headers.raw), answer.content


async def answered(who: Person, asked: Asked) -> tuple[Any, int]:
    with counted() as statements:
        answer = await who.send(*asked)
    return whole(answer), statements[0]


async def assert_alike(who: Person, what: str, there: str, **others: str) -> None:
    nowhere = "x" * len(there)
    pairs = zip(
        requests_about(what, **{what: there}, **others),
        requests_about(what, **{what: nowhere}, **others),
        strict=True,
    )
    for hidden, nothing in pairs:
        await answered(who, hidden)  # what the first one leaves in caches is there by now
        one, other = await answered(who, hidden), await answered(who, nothing)
        assert one == other, (who.key, hidden)
        assert one[0][0] == 404, (who.key, hidden)


async def with_right(here: Site, key: str, number: str, right: UnitRight) -> Person:
    store, person = Municipalities(here.database, here.clock, SystemChance()), await here.person(key)
    await store.add(SERVER, number, f"Kommune {number}")
    where = await store.numbered(number)
    assert where is not None
    await store.give(SERVER, where.id, PersonId((await person.get("/api/me")).json()["id"]), right)
    return person


@pytest.mark.rule(15, "P3")
async def test_a_hidden_case_and_a_complaint_that_nobody_knows_of_cost_nothing_more(here: Site) -> None:
    owner = await here.person("owner")
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner"})
    (case,) = (await owner.get("/api/my-cases")).json()
    complaint = (await owner.post("/api/complaints", {"municipality": NUMBER})).json()["id"]
    people = [await here.person(key) for key in ("stranger", "mother", "coordinator", "school")]
    people.append(await with_right(here, "gp", NUMBER, UnitRight.STATISTICS))
    people.append(await with_right(here, "nav", "9902", UnitRight.CASE_HANDLER))
    for who in people:
        await assert_alike(who, "case", case["id"])
    for who in (*people, await here.person("unit")):
        await assert_alike(who, "complaint", complaint)


async def code_asked(here: Site, code: str) -> tuple[int, list[int], int]:
    """How many statements the answer took, how many rows each brought, and what the answer was."""
    with counted() as statements, rows_read() as rows:
        answer = await here.browser().post("/api/report-status", json={"code": code})
    return statements[0], rows, answer.status_code


@pytest.mark.rule(6, "P3")
@pytest.mark.parametrize("more", [0, 60])
async def test_a_code_is_answered_from_as_much_whatever_became_of_the_report(here: Site, more: int) -> None:
    story = Story(here)
    unit = await story.person("unit")
    codes, found = {}, {}
    for name in ("Runa", "Nora", "Siv"):
        codes[name] = await story.reports(None, **REPORT | {"subject": {"name": name}})
        found[name] = await story.case(name)
        await found[name].does(unit, "taken")
        number, said = (await found[name].seen())["number"], {"consent": "given", "by": name}
        for each in range(more):
            body = {"expected": number + each, "action": "consent-checked", "said": said}
            answer = await unit.post(f"/api/cases/{found[name].id}/records", body)
            assert answer.status_code == 201, answer.text
    merged = await unit.post(f"/api/cases/{found['Nora'].id}/merge", {"into": found["Runa"].id})
    assert merged.status_code == 204, merged.text
    declined = {"contact_point": "Servicetorget, 400 00 000"}
    await found["Siv"].does(unit, "declined", declined, on_behalf_of="Siv, på telefon")
    codes["new"] = await story.reports(None, **REPORT | {"subject": {"name": "Ukjent"}})
    asked = {name: await code_asked(here, code) for name, code in codes.items()}
    assert set(map(repr, asked.values())) == {repr((1, [1], 200))}, asked
    assert await code_asked(here, "0000-0000-0000-0000-0000-0000") == (1, [0], 404)


@pytest.mark.rule(11, 17, "P3")
async def test_a_hidden_invitation_costs_nothing_more(here: Site) -> None:
    owner, hilde, guest = [await here.person(key) for key in ("owner", "coordinator", "stranger")]
    plan = (await owner.plan())["id"]
    wish = {"name": "Kari", "role": "relative", "organisation": "Hjemme"}
    made = (await owner.post(f"/api/plans/{plan}/invitations", wish)).json()
    for who in (guest, await here.person("unit"), hilde):  # a coordinator knows of those they proposed
        await assert_alike(who, "invitation", made["id"], plan=plan)
    taken = await guest.post("/api/invitation/answer", {"code": made["code"], "accepted": True})
    assert taken.json()["status"] == "redeemed"
    for who in (guest, hilde, await here.person("hospital")):
        path = f"/api/plans/{plan}/invitations/"
        body: dict[str, object] = {"step": "confirm"}
        one = await answered(who, ("POST", path + made["id"], body))
        other = await answered(who, ("POST", path + "x" * len(made["id"]), body))
        assert one == other, who.key
    school = await here.person("school")
    for body in ({"code": made["code"]}, {"code": made["code"], "accepted": True}):
        address = "/api/invitation/answer" if "accepted" in body else "/api/invitation"
        nothing = body | {"code": "0000-0000-0000-0000-0000-0000"}
        assert (await school.post(address, body)).content == (await school.post(address, nothing)).content

"""Whoever stands in, acts for the owner, writes for them or checks a paper hears what is theirs, while it is.

Everybody asks everything there is, with every id that they could know; each text is a word that stands
nowhere else, so what was written before, during and after is told apart.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.http_site import Site
from tests.integration.test_http_assisted import begins
from tests.integration.test_http_cases import REPORTS, Desk
from tests.integration.test_http_cases_coordinator import begins as midnight
from tests.integration.test_http_cases_plan import appoints, case_of, consents, id_of, seen
from tests.integration.test_http_cases_representative import Family
from tests.integration.test_http_cases_representative import family as family
from tests.integration.test_http_messages import deliver
from tests.integration.test_http_papers import makes, registers
from tests.integration.wording import Words, Written, asks_everything
from tests.integration.wording import unhurried as here
from tests.support.clients.people import PERSONS
from tests.support.operations import REPORT
from tests.support.servers.smtp import mail_server
from tests.support.wide import seldom_concerned

__all__ = ["family", "here"]


@pytest.fixture
async def written(here: Site) -> Written:
    """Coordinated by the demo's coordinator; the case says why."""
    words = Words()
    desk = await case_of(here)
    await desk.does(desk.unit, "asked", {"of": "owner", "question": words("question")})
    await desk.does(desk.unit, "responsibility-disputed", {"services": [words("service"), "NAV"]})
    hilde = await here.person("coordinator")
    await appoints(desk, hilde)
    return Written(desk, await consents(desk), words)


@pytest.mark.rule(4, 9, 10, 11, 15, "P3")
async def test_a_substitute_hears_what_the_owner_opens_as_long_as_the_absence_lasts(
    here: Site, written: Written
) -> None:
    desk, words, silje = written.desk, written.words, await here.person("school")
    part, hidden = await written.part("goal"), await written.part("hidden")
    for which in (part, hidden):
        await asks_everything(silje, **written.ids(which))
    assert words.heard(silje) == set(), "before"
    away = {"until": "2126-11-24", "substitute": "Silje", "substitute_person": await id_of(silje)}
    await desk.does(desk.unit, "coordinator-absent", away)
    await asks_everything(silje, **written.ids(hidden))
    assert words.heard(silje) == set(), "nothing is open by the place alone"
    await written.opens(await written.who("substitute"), part, "purpose")
    for which in (part, hidden):
        await asks_everything(silje, **written.ids(which))
    assert words.heard(silje) == {"goal", "goal, comment", "purpose"}
    await desk.later(here, days=5)
    await silje.log_in()
    await written.says(part, "later")
    await midnight(here)
    with words.nothing_new_for(silje):
        for which in (part, hidden):
            await asks_everything(silje, **written.ids(which))
    assert written.plan.encode() not in silje.received


@pytest.mark.rule(10, 12, 13, "P3")
async def test_whoever_acts_for_the_owner_hears_of_the_case_through_their_last_day_and_on_their_basis(
    here: Site, family: Family
) -> None:
    words, mother, unit = Words(), family.owner, family.unit
    ids = {"case": family.case, "municipality": "9950"}

    async def unit_says() -> None:
        case = f"/api/cases/{family.case}"
        for of, place in (("representative", "to-them"), ("professional", "to-others")):
            number = (await unit.get(case)).json()["number"]
            asked = {"of": of, "question": words(place)}
            body = {"expected": number, "action": "asked", "said": asked}
            answer = await unit.post(f"{case}/records", body)
            assert answer.status_code == 201, answer.text

    given = {"consent": "given", "by": "Mia"}
    for number, (action, what) in enumerate((("taken", {}), ("consent-checked", given)), start=1):
        body = {"expected": number, "action": action, "said": what}
        answer = await unit.post(f"/api/cases/{family.case}/records", body)
        assert answer.status_code == 201, answer.text
    await unit_says()
    for wrong in ("money-mandate", "relative"):
        refused = {"person": await id_of(mother), "name": "Marit", "basis": wrong, "until": "2127-02-01"}
        body = {"expected": 5, "action": "representative-registered", "said": refused | {"proof": "Vedtak"}}
        assert (await unit.post(f"/api/cases/{family.case}/records", body)).status_code == 409
        await asks_everything(mother, **ids)
        assert words.heard(mother) == set(), wrong
    said = {"person": await id_of(mother), "name": "Marit", "basis": "parents", "until": "2126-11-25"}
    kept = {"proof": words("proof"), "protest": words("protest")}
    body = {"expected": 5, "action": "representative-registered", "said": said | kept}
    assert (await unit.post(f"/api/cases/{family.case}/records", body)).status_code == 201
    mother.received.clear()
    await mother.get("/api/my-cases")
    assert words.heard(mother) == {"to-them"}
    await asks_everything(mother, **ids)
    assert words.heard(mother) == {"to-them"}
    here.clock.forward(days=5)
    for person in (mother, unit):
        await person.log_in()
    await unit_says()
    with words.nothing_new_for(mother):
        await asks_everything(mother, **ids)
    assert (await mother.get("/api/my-cases")).json() == []


@pytest.mark.rule(7, 11, 15, "P3")
async def test_writing_for_the_owner_shows_nothing_while_it_lasts_and_after_its_end(
    here: Site, written: Written
) -> None:
    desk, words = written.desk, written.words
    part, hidden = await written.part("goal"), await written.part("hidden")
    await written.opens(await written.who("coordinator"), part, "purpose", "comment")
    await written.says(hidden, "hidden, later")
    assert (await desk.owner.post("/logout")).status_code == 204
    hilde = await here.person("coordinator")
    session = await begins(hilde, written.plan)
    for which in (part, hidden):
        await asks_everything(hilde, **written.ids(which))
        await asks_everything(hilde, session, **written.ids(which, session=session))
    theirs = {"goal", "goal, comment", "purpose"}
    assert words.heard(hilde) == theirs
    await hilde.post(f"/api/plans/{written.plan}/assisted/{session}/end")
    await desk.owner.log_in()
    await written.says(hidden, "hidden, after its end")
    hilde.received.clear()
    for which in (part, hidden):
        await asks_everything(hilde, session, **written.ids(which, session=session))
    assert words.heard(hilde) == set(), "what says that it is of a session that is over, is answered nothing"
    await asks_everything(hilde, **written.ids(hidden))
    assert words.heard(hilde) <= theirs


@pytest.mark.rule(9, 13, 15, 17, "P3")
async def test_whoever_checks_a_paper_reads_what_they_may_know_and_the_unit_no_word(here: Site) -> None:
    words, owner, hilde = Words(), await here.person("owner"), await here.person("coordinator")
    plan = (await owner.plan())["id"]
    desk = Desk(await here.person("unit"), owner, "")
    written = Written(desk, plan, words)
    part = await written.part("on the sheet")
    people = {each["role"]: each["id"] for each in (await seen(owner, plan))["participants"]}
    await written.opens(people["nav"], part, "purpose", "none")
    wish = {"participant": people["school"], "part": part, "level": "read"}
    sheet = await makes(hilde, plan, wish)
    await registers(hilde, plan, sheet)
    code, ids = {"code": sheet["code"]}, written.ids(part, paper=sheet["id"])
    mother, unit = await here.person("mother"), await here.person("unit")
    for key in ("nav", "stranger"):
        person = await here.person(key)
        hidden = await person.post("/api/paper", code)
        nothing = await person.post("/api/paper", {"code": "0000-0000-0000-0000-0000-0000"})
        assert (hidden.status_code, hidden.content) == (nothing.status_code, nothing.content), key
        assert hidden.headers.raw == nothing.headers.raw
        await asks_everything(person, **ids)
        assert words.heard(person) == set(), key
    for person in (unit, mother):
        shown = await person.post("/api/paper", code)
        assert shown.status_code == 200, shown.text
    assert words.heard(unit) == set()
    assert "on the sheet" in words.heard(mother), "the search does not find what is there"
    await asks_everything(unit, **ids)
    assert words.heard(unit) == set()


@pytest.mark.rule(4, 11, 17, "P3")
@seldom_concerned
@pytest.mark.parametrize("role", ["hospital-coordinator", "contact-doctor"])
async def test_whom_a_hospital_names_hears_what_is_opened_and_has_no_other_right(
    here: Site, written: Written, role: str
) -> None:
    owner, words, doctor = written.desk.owner, written.words, await here.person("hospital")
    part, hidden = await written.part("goal"), await written.part("hidden")
    wish = {"name": "Kari", "role": role, "organisation": words("organisation"), "contact": ""}
    made = (await owner.post(f"/api/plans/{written.plan}/invitations", wish)).json()
    taken = await doctor.post("/api/invitation/answer", {"code": made["code"], "accepted": True})
    assert taken.status_code == 200, taken.text
    path = f"/api/plans/{written.plan}/invitations/{made['id']}"
    assert (await owner.post(path, {"step": "confirm"})).status_code == 204
    doctor.received.clear()
    for which in (part, hidden):
        await asks_everything(doctor, **written.ids(which))
    assert words.heard(doctor) <= {"organisation"}
    await written.opens(await written.who(role), part, "purpose")
    for which in (part, hidden):
        await asks_everything(doctor, **written.ids(which))
    assert words.heard(doctor) == {"goal", "goal, comment", "organisation"}
    known = {each["role"] for each in (await seen(doctor, written.plan))["participants"]}
    assert known == {"owner", "coordinator", role}
    assert (await doctor.get(f"/api/plans/{written.plan}/grants")).status_code == 403


@pytest.mark.rule(6, 15)
async def test_a_hospitals_unit_that_reported_learns_a_status_and_nothing_else(here: Site) -> None:
    words, ward, desk = Words(), await here.person("hospital"), await case_of(here)
    report = REPORT | {"reporter": "hospital-unit", "organisation": "Sykehuset", "subject": {"name": "Jonas"}}
    code = (await ward.post(REPORTS, report)).json()["code"]
    rows = (await desk.unit.get("/api/units/9950/cases")).json()["cases"]
    (theirs,) = [row["id"] for row in rows if row["id"] != desk.case]
    taken = await desk.unit.post(f"/api/cases/{theirs}/records", {"expected": 1, "action": "taken"})
    assert taken.status_code == 201, taken.text
    for of in ("owner", "hospital-unit", "professional"):
        await desk.does(desk.unit, "asked", {"of": of, "question": words(of)})
    merged = await desk.unit.post(f"/api/cases/{theirs}/merge", {"into": desk.case})
    assert merged.status_code == 204, merged.text
    status = await ward.post("/api/report-status", {"code": code})
    assert set(status.json()) == {"status", "text"}
    for which in (theirs, desk.case):
        await asks_everything(ward, case=which, municipality="9950")
        assert which.encode() not in ward.received
    assert words.heard(ward) == set()
    assert b"Jonas" not in bytes(ward.received)


@pytest.mark.rule(6, 15, 16)
async def test_no_mail_of_all_that_says_a_word_of_it(here: Site, written: Written) -> None:
    desk, words, silje = written.desk, written.words, await here.person("school")
    for key in PERSONS:
        person = await here.person(key)
        contact = {"channel": "email", "address": f"{key}@example.org"}
        await person.send("PUT", "/api/my-contact", contact)
    part = await written.part("goal")
    away = {"until": "2126-11-24", "substitute": words("name"), "substitute_person": await id_of(silje)}
    await desk.does(desk.unit, "coordinator-absent", away)
    await written.opens(await written.who("substitute"), part, "purpose")
    hilde = await here.person("coordinator")
    await desk.does(hilde, "handover-begun", {"reason": words("reason"), "cleared": words("cleared")})
    wish = {"name": words("guest"), "role": "school", "organisation": words("organisation"), "contact": ""}
    made: dict[str, Any] = (await desk.owner.post(f"/api/plans/{written.plan}/invitations", wish)).json()
    await silje.post("/api/invitation/answer", {"code": made["code"], "accepted": True})
    async with mail_server() as smtp:
        await deliver(here, smtp)
    assert smtp.mails, "nothing was mailed"
    assert words.canaries.found_in(bytes(smtp.raw)) == set()
    keys = (written.plan, part, desk.case, made["code"], made["id"])
    assert [each for each in keys if each.encode() in smtp.raw] == []

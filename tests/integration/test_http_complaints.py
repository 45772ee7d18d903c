"""Complaints over HTTP, from the first thought to what was ordered being done."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Connection, text

from server.demo.municipality import NUMBER
from server.domain.complaints.vocabulary import ComplaintId
from server.domain.messages.message import Message
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.complaints.records import stored_complaint
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person
from tests.support.operations import REPORT, requests_about
from tests.support.relations.course import id_of
from tests.support.statements import counted

KNOWN_ON = "2126-11-01"
DATED = {"basis": "health", "known_on": KNOWN_ON}
WRITTEN = {
    "grounds": ["refused-plan", "no-answer"],
    "words": "Jeg fikk nei, og ingen har sagt hvorfor.",
    "wished": "At jeg får en plan.",
}
TO_UNIT = {"to_unit": True}
BECOMES_REPRESENTATIVE = """
UPDATE participants SET role = 'representative'
WHERE person_id = (SELECT id FROM persons WHERE demo_key = 'mother')
"""


@dataclass
class Course:
    """One complaint, moved by whoever; each command names the record before it."""

    here: Site
    id: str
    owner: Person
    unit: Person

    async def seen(self, by: Person | None = None) -> dict[str, Any]:
        answer = await (by or self.owner).get(f"/api/complaints/{self.id}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def tries(self, who: Person, action: str, said: dict[str, Any] | None = None, **more: Any) -> Any:
        theirs = await who.get(f"/api/complaints/{self.id}")
        seen = theirs.json() if theirs.status_code == 200 else await self.seen()
        body = {"expected": seen["number"], "action": action, "said": said or {}, **more}
        return await who.post(f"/api/complaints/{self.id}/records", body)

    async def does(self, who: Person, action: str, said: dict[str, Any] | None = None, **more: Any) -> str:
        answer = await self.tries(who, action, said, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["status"])

    async def pack(self, by: Person | None = None) -> dict[str, Any]:
        answer = await (by or self.owner).get(f"/api/complaints/{self.id}/pack")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def is_ready(self, *items: str) -> None:
        for action, said in (
            ("dated", DATED),
            ("written", WRITTEN),
            ("addressed", TO_UNIT),
            ("evidence-chosen", {"items": list(items)}),
            ("made-ready", {"identity": "electronic"}),
        ):
            await self.does(self.owner, action, said)

    async def is_sent(self, *items: str) -> str:
        await self.is_ready(*items)
        shown = (await self.pack())["digest"]
        return await self.does(self.owner, "sent", {"channel": "here", "day": self.today}, shown=shown)

    async def is_received(self) -> None:
        await self.is_sent()
        await self.does(self.unit, "received", {"day": self.today})

    @property
    def today(self) -> str:
        return self.here.clock().date().isoformat()

    async def later(self, **by: float) -> None:
        self.here.clock.forward(**by)
        await self.owner.log_in()
        await self.unit.log_in()


async def begun(owner: Person, **more: Any) -> str:
    answer = await owner.post("/api/complaints", {"municipality": NUMBER, **more})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


@pytest.fixture
async def course(here: Site) -> Course:
    owner = await here.person("owner")
    return Course(here, await begun(owner), owner, await here.person("unit"))


async def test_a_complaint_from_the_first_thought_until_what_was_ordered_is_done(course: Course) -> None:
    assert (await course.seen())["status"] == "considering"
    assert await course.is_sent() == "sent"
    owner, unit, today = course.owner, course.unit, course.today
    (row,) = (await owner.get("/api/complaints")).json()["complaints"]
    waits = (await course.seen())["waiting"]
    assert (row["addressee"], row["waiting"]) == (row["municipality"], waits)
    assert [(each["who"], each["step"], each["due"] > today) for each in waits] == [
        ("case-handler", "receive", True)
    ]
    assert await course.does(unit, "received", {"day": today}) == "received"
    statement = {"statement": "Vi mener fortsatt nei, fordi …", "day": today}
    assert await course.does(unit, "forwarded", statement) == "forwarded"
    assert (await course.seen())["events"][-1]["said"]["statement"] == statement["statement"]
    assert await course.does(owner, "commented", {"text": "Det stemmer ikke."}) == "forwarded"
    asked = {"of": "municipality", "question": "Hvor er planen?", "due": "2126-12-10"}
    assert await course.does(unit, "governor-asked", asked) == "at-county-governor"

    async def asked_for(who: Person) -> dict[str, Any]:
        (question,) = (await course.seen(who))["questions"]
        return {"question": question["record"], "answer": "Vedlagt."}

    assert_problem(await course.tries(owner, "governor-answered", await asked_for(owner)), 409, "not-now")
    await course.does(unit, "governor-answered", await asked_for(unit))
    outcome = {"verdict": "upheld", "reason": "Klagen gis medhold.", "day": today}
    assert await course.does(owner, "outcome-came", outcome) == "outcome"
    order = {"text": "Lage planen", "responsible": "Kommunen", "due": "2126-12-20"}
    assert await course.does(unit, "ordered", order) == "follow-up"
    await course.later(days=40)
    seen = await course.seen()
    (order,) = seen["orders"]
    assert (order["overdue"], seen["next_steps"]) == (True, True)
    (theirs,) = (await course.seen(unit))["orders"]
    await course.does(unit, "order-reported", {"order": theirs["number"]})
    assert (await course.seen())["waiting"][0]["step"] == "confirm"
    assert_problem(await course.tries(owner, "closed"), 409, "not-now")
    await course.does(owner, "order-confirmed", {"order": order["number"]})
    assert not (await course.seen())["next_steps"]
    assert await course.does(owner, "closed") == "closed"
    assert (await course.seen())["may"] == []


async def test_whoever_it_was_sent_to_cannot_tell_how_often_it_was_rewritten(here: Site) -> None:
    unit, told = await here.person("unit"), list[Any]()
    for times in (0, 5):
        owner = await here.person("owner")
        course = Course(here, await begun(owner), owner, unit)
        for number in range(times):
            await course.does(owner, "written", {**WRITTEN, "words": f"Utkast {number}."})
        await course.does(owner, "note-added", {"title": "Notat", "text": "Jeg ringte i mars."})
        (note,) = (await owner.get(f"/api/complaints/{course.id}/evidence")).json()["items"][:1]
        await course.is_sent(note["key"])
        await course.does(unit, "received", {"day": course.today})
        await course.does(unit, "forwarded", {"statement": "Nei.", "day": course.today})
        for of in ("municipality", "owner"):
            asked = {"of": of, "question": "Hvor er planen?", "due": "2126-12-10"}
            await course.does(unit, "governor-asked", asked)
        question = (await course.seen(unit))["questions"][0]["record"]
        await course.does(unit, "governor-answered", {"question": question, "answer": "Vedlagt."})
        handler = PersonId(await id_of(unit))
        guesses = {
            Message(f"complaint/{course.id}/{number}", "", None, person=handler).id for number in range(30)
        }
        theirs = {each["id"] for each in (await unit.get("/api/messages")).json()["messages"]}
        assert theirs, "the search does not find what is there"
        assert not theirs & guesses, "which number it is of can be tried"
        seen, pack = await course.seen(unit), (await course.pack(unit))["content"]
        numbers = [each["number"] for each in seen["events"]]
        questions = [each["record"] for each in seen["questions"]]
        answered = [each["said"].get("question") for each in seen["events"]][-1]
        told.append((seen["number"], numbers, questions, answered, [each["key"] for each in pack["items"]]))
    assert told[0] == told[1]
    assert told[0] == (6, [1, 2, 3, 4, 5, 6], [5], 4, ["note-1"])


async def test_what_is_missing_is_named(course: Course) -> None:
    ready = ("made-ready", {"identity": "electronic"})
    missing = []
    await course.does(course.owner, "written", {})
    for action, said in (
        ("dated", DATED),
        ("written", WRITTEN | {"words": ""}),
        ("written", WRITTEN),
        ("addressed", TO_UNIT),
    ):
        refused = await course.tries(course.owner, *ready)
        assert_problem(refused, 409, "not-now")
        missing.append(refused.json()["detail"])
        await course.does(course.owner, action, said)
    assert missing == ["known-on-missing", "ground-missing", "words-missing", "addressee-missing"]
    await course.does(course.owner, *ready)


async def test_the_deadline_is_shown_with_its_steps(course: Course) -> None:
    await course.does(course.owner, "dated", DATED)
    deadline = (await course.seen())["deadline"]
    assert (deadline["end"], deadline["days_left"], deadline["late"]) == ("2126-11-29", 8, False)
    assert [each["kind"] for each in deadline["steps"]] == ["known-on", "weeks"]
    await course.does(course.owner, "dated", DATED | {"reasons_asked": "2126-11-10"})
    assert (await course.seen())["deadline"]["end"] is None


async def test_nobody_says_that_they_sent_it_here_before_they_did(course: Course) -> None:
    await course.is_ready()
    shown, before = (await course.pack())["digest"], course.today
    await course.later(days=2)
    shown = (await course.pack())["digest"]
    await course.does(course.owner, "sent", {"channel": "here", "day": before}, shown=shown)
    assert (await course.seen(course.unit))["sent_on"] == course.today


async def test_whoever_is_late_says_why_and_is_not_rejected_unheard(course: Course) -> None:
    await course.does(course.owner, "dated", DATED | {"known_on": "2126-06-01"})
    await course.does(course.owner, "written", WRITTEN)
    await course.does(course.owner, "addressed", TO_UNIT)
    refused = await course.tries(course.owner, "made-ready", {"identity": "electronic"})
    assert refused.json()["detail"] == "late-unexplained"
    await course.does(course.owner, "written", WRITTEN | {"late_reason": "Jeg var innlagt."})
    await course.does(course.owner, "made-ready", {"identity": "electronic"})
    shown = (await course.pack())["digest"]
    await course.does(course.owner, "sent", {"channel": "here", "day": course.today}, shown=shown)
    await course.does(course.unit, "received", {"day": course.today})
    rejected = {"rejection": "late", "reason": "For sent.", "day": course.today}
    assert await course.does(course.unit, "rejected", rejected) == "rejected"
    assert await course.does(course.owner, "contested", {"words": "Se på det likevel."}) == "received"


async def test_nobody_sends_what_they_were_not_shown(course: Course) -> None:
    await course.is_ready()
    sent = {"channel": "here", "day": course.today}
    assert_problem(await course.tries(course.owner, "sent", sent), 409, "text-changed")
    wrong = sent | {"digest": "x"}
    assert_problem(await course.tries(course.owner, "sent", wrong), 422, "invalid")
    before = (await course.pack())["digest"]
    await course.does(course.owner, "written", WRITTEN | {"words": "Noe annet."})
    await course.does(course.owner, "made-ready", {"identity": "electronic"})
    assert_problem(await course.tries(course.owner, "sent", sent, shown=before), 409, "text-changed")


async def test_what_was_sent_stays_what_it_was_and_whoever_takes_it_out_is_in_the_log(
    here: Site, course: Course
) -> None:
    items = (await course.owner.get(f"/api/complaints/{course.id}/evidence")).json()["items"]
    consents = [item["key"] for item in items if item["kind"] == "consent"]
    await course.is_sent(consents[0])
    pack = await course.pack(course.unit)
    assert pack["sent"]
    assert pack["digest"] == (await course.seen())["digest"]
    assert hashlib.sha256(pack["file"].encode()).hexdigest() == pack["digest"]
    assert json.loads(pack["file"]) == pack["content"]
    assert [item["key"] for item in pack["content"]["items"]] == consents[:1]
    await course.later(days=3)
    assert await course.pack() == pack
    entries = await here.ledger.entries_of_complaint(ComplaintId(course.id))
    exported = [entry.event for entry in entries if entry.event.action == "complaint-exported"]
    assert [event.details["digest"] for event in exported][-2:] == [pack["digest"]] * 2


async def test_evidence_that_is_not_there_cannot_be_chosen(course: Course) -> None:
    refused = await course.tries(course.owner, "evidence-chosen", {"items": ["measure-of-another"]})
    assert_problem(refused, 422, "invalid")


async def test_the_reports_decisions_and_empty_days_of_ones_own_case_can_be_attached(here: Site) -> None:
    owner, unit = await here.person("owner"), await here.person("unit")
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner"})
    (case,) = (await unit.get(f"/api/units/{NUMBER}/cases")).json()["cases"]
    course = Course(here, await begun(owner), owner, unit)
    items = (await owner.get(f"/api/complaints/{course.id}/evidence")).json()["items"]
    assert [item["kind"] for item in items if item["kind"] not in ("consent", "measure")] == ["report"]
    late = [item["values"] for item in items if item["kind"] == "measure"]
    assert all(each["title"] and each["days"] > 0 for each in late)
    assert late
    await course.is_sent(items[0]["key"])
    found = (await unit.get(f"/api/units/{NUMBER}/complaints?case={case['id']}")).json()
    assert [row["id"] for row in found["complaints"]] == [course.id]
    assert (await unit.get(f"/api/units/{NUMBER}/complaints?case=x")).json()["complaints"] == []


async def test_a_helper_writes_and_does_nothing_else(here: Site, course: Course) -> None:
    school = await here.person("school")
    person = (await school.get("/api/me")).json()["id"]
    known = (await course.owner.get(f"/api/complaints/{course.id}/evidence")).json()["may_help"]
    assert person in [each["person"] for each in known]
    assert_problem(await school.get(f"/api/complaints/{course.id}"), 404, "not-found")
    await course.does(course.owner, "helper-named", {"person": person})
    assert [row["id"] for row in (await school.get("/api/complaints")).json()["complaints"]] == [course.id]
    assert await course.does(school, "written", WRITTEN) == "drafting"
    for action, said in (("dated", DATED), ("evidence-chosen", {"items": []}), ("withdrawn", {})):
        assert_problem(await course.tries(school, action, said), 403, "forbidden")
    for path in ("evidence", "pack"):
        assert_problem(await school.get(f"/api/complaints/{course.id}/{path}"), 403, "forbidden")
    await course.does(course.owner, "helper-removed", {"person": person})
    assert_problem(await school.get(f"/api/complaints/{course.id}"), 404, "not-found")
    handler = (await course.unit.get("/api/me")).json()["id"]
    unknown = (await (await here.person("stranger")).get("/api/me")).json()["id"]
    for nobody in (handler, "nobody", unknown, (await course.owner.get("/api/me")).json()["id"]):
        refused = await course.tries(course.owner, "helper-named", {"person": nobody})
        assert_problem(refused, 422, "invalid")


async def test_who_represents_the_owner_complains_for_them_and_says_on_what_basis(here: Site) -> None:
    mother, owner = await here.person("mother"), await here.person("owner")
    assert (await mother.get("/api/complaints")).json()["may_represent"] == []
    await here.database.write(lambda connection: connection.execute(text(BECOMES_REPRESENTATIVE)) and None)
    (child,) = (await mother.get("/api/complaints")).json()["may_represent"]
    for_child = {"municipality": NUMBER, "on_behalf_of": child["person"]}
    assert_problem(await mother.post("/api/complaints", for_child), 409, "not-now")
    new = await begun(mother, on_behalf_of=child["person"], mandate="parent")
    seen = (await mother.get(f"/api/complaints/{new}")).json()
    assert (seen["capacity"], seen["mandate"]) == ("representative", "parent")
    assert (await owner.get(f"/api/complaints/{new}")).json()["capacity"] == "owner"
    stranger = await here.person("stranger")
    refused = await stranger.post("/api/complaints", for_child | {"mandate": "lawyer"})
    assert_problem(refused, 404, "not-found")
    own = await begun(owner)
    assert_problem(await mother.get(f"/api/complaints/{own}"), 404, "not-found")
    over = "UPDATE participants SET role = 'relative' WHERE role = 'representative'"
    await here.database.write(lambda connection: connection.execute(text(over)) and None)
    assert_problem(await mother.get(f"/api/complaints/{new}"), 404, "not-found")


async def test_who_complains_by_a_written_mandate_shows_which_paper_it_is(here: Site) -> None:
    mother, unit = await here.person("mother"), await here.person("unit")
    await here.database.write(lambda connection: connection.execute(text(BECOMES_REPRESENTATIVE)) and None)
    (child,) = (await mother.get("/api/complaints")).json()["may_represent"]
    new = await begun(mother, on_behalf_of=child["person"], mandate="written-mandate")
    course = Course(here, new, mother, unit)
    for action, said in (("dated", DATED), ("written", WRITTEN), ("addressed", TO_UNIT)):
        await course.does(mother, action, said)
    ready = "made-ready", {"identity": "electronic"}
    assert (await course.tries(mother, *ready)).json()["detail"] == "mandate-paper-missing"
    paper = {"title": "Fullmakten", "digest": "a" * 64, "mandate": True}
    assert (await course.tries(mother, "paper-added", paper | {"digest": "a"})).json()[
        "detail"
    ] == "no-digest"
    await course.does(mother, "paper-added", paper)
    await course.does(mother, "note-added", {"title": "Samtale", "text": "De skulle ringe."})
    await course.does(mother, "evidence-chosen", {"items": []})
    await course.does(mother, *ready)
    shown = (await course.pack(mother))["digest"]
    await course.does(mother, "sent", {"channel": "here", "day": course.today}, shown=shown)
    (item,) = (await course.pack(unit))["content"]["items"]
    assert (item["kind"], item["values"]) == ("mandate", {"title": "Fullmakten", "digest": "a" * 64})


async def test_a_longer_deadline_counts_and_what_lacks_is_asked_for_before_anything_is_rejected(
    course: Course,
) -> None:
    longer = DATED | {"extended_on": course.today, "extended_to": "2126-12-20"}
    await course.does(course.owner, "dated", longer)
    deadline = (await course.seen())["deadline"]
    assert (deadline["end"], deadline["steps"][2]["kind"]) == ("2126-12-20", "extended")
    await course.is_received()
    asked = {"question": "Hvilken avgjørelse gjelder det?", "due": "2126-12-01"}
    await course.does(course.unit, "mending-asked", asked)
    wait = (await course.seen())["waiting"][0]
    assert (wait["step"], wait["who"], wait["due"], wait["what"]) == (
        *("mend", "owner", "2126-12-01"),
        asked["question"],
    )
    await course.does(course.owner, "commented", {"text": "Den fra mai."})
    assert [each["step"] for each in (await course.seen())["waiting"]] == ["answer"]


async def test_the_owner_attaches_nothing_that_their_representative_may_not_read(here: Site) -> None:
    mother, owner = await here.person("mother"), await here.person("owner")
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner"})
    await here.database.write(lambda connection: connection.execute(text(BECOMES_REPRESENTATIVE)) and None)
    (child,) = (await mother.get("/api/complaints")).json()["may_represent"]
    of_both = await begun(mother, on_behalf_of=child["person"], mandate="parent")
    offered = {}
    for which in (of_both, await begun(owner)):
        items = (await owner.get(f"/api/complaints/{which}/evidence")).json()["items"]
        offered[which] = {item["key"] for item in items}
    theirs = (await mother.get(f"/api/complaints/{of_both}/evidence")).json()["items"]
    alone = offered.pop(of_both)
    (own,) = offered.values()
    assert alone == {item["key"] for item in theirs}
    assert {key.partition("-")[0] for key in own - alone} >= {"report"}


async def test_whoever_decided_elsewhere_answers_by_letter_and_the_owner_keeps_it(course: Course) -> None:
    owner = course.owner
    await course.does(owner, "dated", {"basis": "nav", "known_on": KNOWN_ON})
    await course.does(owner, "written", WRITTEN)
    await course.does(owner, "addressed", TO_UNIT)
    ready = {"identity": "signature"}
    assert (await course.tries(owner, "made-ready", ready)).json()["detail"] == "not-for-the-unit"
    await course.does(owner, "addressed", {"to_unit": False, "addressee": "NAV Sundvåg"})
    await course.does(owner, "made-ready", ready)
    shown = (await course.pack())["digest"]
    for channel in ("here", "letter"):
        sent = {"channel": channel, "day": course.today}
        last = await course.tries(owner, "sent", sent, shown=shown)
    assert last.status_code == 201
    assert_problem(await course.unit.get(f"/api/complaints/{course.id}"), 404, "not-found")
    assert await course.does(owner, "received", {"day": course.today}) == "received"
    reversed_ = {"extent": "fully", "reason": "Du får planen.", "day": course.today}
    assert await course.does(owner, "reversed", reversed_) == "reversed"


async def test_of_two_commands_at_once_one_wins(course: Course) -> None:
    await course.is_received()
    number = (await course.seen(course.unit))["number"]
    answers = [
        ("reversed", {"extent": "fully", "reason": "Ja.", "day": course.today}),
        ("forwarded", {"statement": "Nei.", "day": course.today}),
    ]
    tried = await asyncio.gather(
        *(
            course.unit.post(
                f"/api/complaints/{course.id}/records", {"expected": number, "action": action, "said": said}
            )
            for action, said in answers
        )
    )
    assert sorted(answer.status_code for answer in tried) == [201, 409]
    (second,) = [answer for answer in tried if answer.status_code == 409]
    assert_problem(second, 409, "outdated")


async def test_what_is_withdrawn_before_it_was_sent_nobody_learns_of(course: Course) -> None:
    await course.does(course.owner, "withdrawn")
    assert_problem(await course.unit.get(f"/api/complaints/{course.id}"), 404, "not-found")
    other = Course(course.here, await begun(course.owner), course.owner, course.unit)
    await other.is_sent()
    await other.does(course.owner, "withdrawn", {"reason": "Vi ble enige."})
    assert (await other.seen(course.unit))["status"] == "withdrawn"


async def test_the_units_list_comes_a_page_at_a_time(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    await course.is_sent()
    for _ in range(2):
        await Course(course.here, await begun(course.owner), course.owner, course.unit).is_sent()
    monkeypatch.setattr("server.features.complaints.lists.store.PAGE", 2)
    path = f"/api/units/{NUMBER}/complaints"
    first = (await course.unit.get(path)).json()
    rest = (await course.unit.get(f"{path}?after={first['after']}")).json()
    assert (len(first["complaints"]), len(rest["complaints"]), rest["after"]) == (2, 1, None)
    for wrong in ("x", "2126-11-21/%00"):
        assert_problem(await course.unit.get(f"{path}?after={wrong}"), 422, "invalid")
    assert_problem(await course.owner.get(path), 404, "not-found")


@pytest.mark.rule(15)
async def test_the_unit_counts_it_once_it_is_sent_and_nobody_else_reads_so_small_a_number(
    here: Site, course: Course
) -> None:
    async def counts() -> list[int | None]:
        tables = (await course.unit.get(f"/api/units/{NUMBER}/overview")).json()["counts"]
        return [each["total"] for each in tables if each["number"] == "C15"]

    await course.is_ready()
    assert await counts() == [0, 0, 0]
    shown = (await course.pack())["digest"]
    await course.does(course.owner, "sent", {"channel": "here", "day": course.today}, shown=shown)
    assert await counts() == [1, 0, 0]
    await course.does(course.unit, "received", {"day": course.today})
    await course.does(course.unit, "forwarded", {"statement": "Nei.", "day": course.today})
    assert await counts() == [1, 1, 0]
    elsewhere = Course(here, await begun(course.owner), course.owner, course.unit)
    await elsewhere.does(course.owner, "dated", DATED)
    await elsewhere.does(course.owner, "written", WRITTEN)
    await elsewhere.does(course.owner, "addressed", {"to_unit": False, "addressee": "Sykehuset"})
    await elsewhere.does(course.owner, "made-ready", {"identity": "signature"})
    shown = (await elsewhere.pack())["digest"]
    await elsewhere.does(course.owner, "sent", {"channel": "letter", "day": course.today}, shown=shown)
    assert await counts() == [1, 1, 0]
    behind = await course.unit.get(f"/api/units/{NUMBER}/overview/cases?count=complaints")
    assert_problem(behind, 422, "invalid")
    year = here.clock().year
    await course.later(days=60)
    report = f"/api/units/{NUMBER}/years/{year}"
    assert (await course.unit.post(report, {})).status_code == 204
    exported = (await course.unit.get(f"{report}/export")).text.splitlines()
    of_complaints = [line.split(";") for line in exported if ";C15;" in line]
    assert len(of_complaints) == 3 + 3 * 2 + 3 + 4
    assert {line[-1] for line in of_complaints} == {""}


async def test_lists_cost_as_many_statements_for_many_as_for_one(course: Course) -> None:
    await course.is_sent()
    paths = ((course.owner, "/api/complaints"), (course.unit, f"/api/units/{NUMBER}/complaints"))

    async def cost() -> list[int]:
        found = []
        for who, path in paths:
            await who.get(path)  # what it logs the first time is in the log
            with counted() as statements:
                assert (await who.get(path)).status_code == 200
            found += statements
        return found

    one = await cost()
    for _ in range(3):
        await Course(course.here, await begun(course.owner), course.owner, course.unit).is_sent()
    assert len((await course.unit.get(paths[1][1])).json()["complaints"]) == 4
    assert await cost() == one


@pytest.mark.rule(15, "P8")
async def test_whose_names_the_units_list_showed_and_who_else_read_it_is_logged_once_in_a_while(
    here: Site, course: Course
) -> None:
    path = f"/api/units/{NUMBER}/complaints"
    await course.is_sent()
    for _ in range(2):
        await course.unit.get(path)
        await course.unit.get(f"/api/complaints/{course.id}")
        await course.owner.get(f"/api/complaints/{course.id}")
    listed = [
        each.event.details["complaints"]
        for each in await here.ledger.entries(None)
        if each.event.action == "complaints-listed"
    ]
    assert listed == [course.id]
    entries = await here.ledger.entries_of_complaint(ComplaintId(course.id))
    read = [each.event.person for each in entries if each.event.action == "complaint-read"]
    assert read == [(await course.unit.get("/api/me")).json()["id"]]


async def test_nobody_fills_the_list_or_the_day(
    here: Site, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.features.complaints.beginning.store.MOST_OPEN", 2)
    await begun(course.owner)
    refused = await course.owner.post("/api/complaints", {"municipality": NUMBER})
    assert_problem(refused, 409, "limit-reached")
    monkeypatch.setattr("server.features.complaints.store.MOST_A_DAY", 3)
    await course.does(course.owner, "written", WRITTEN)
    assert_problem(await course.tries(course.owner, "written", WRITTEN), 429, "too-many-requests")


@pytest.mark.parametrize("bound", ["MOST_A_DAY", "MOST_RECORDS"])
async def test_it_is_sent_in_time_however_much_was_written(
    here: Site, course: Course, monkeypatch: pytest.MonkeyPatch, bound: str
) -> None:
    for action, said in (("dated", DATED), ("written", WRITTEN), ("addressed", TO_UNIT)):
        await course.does(course.owner, action, said)
    monkeypatch.setattr(f"server.features.complaints.store.{bound}", 4)
    assert (await course.tries(course.owner, "written", WRITTEN)).status_code in (409, 429)
    await course.does(course.owner, "made-ready", {"identity": "electronic"})
    shown = (await course.pack())["digest"]
    sent = {"channel": "here", "day": course.today}
    assert await course.does(course.owner, "sent", sent, shown=shown) == "sent"


async def test_what_was_written_over_weighs_nothing_and_what_is_read_is_bounded(
    here: Site, course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each saving of a draft is a record; of all of them the newest is read."""
    monkeypatch.setattr("server.features.complaints.store.MOST_BYTES", 50_000)
    for number in range(6):
        await course.does(course.owner, "written", WRITTEN | {"words": f"{number}" * 19_000})

    def read(connection: Connection) -> list[int]:
        found = stored_complaint(connection, ComplaintId(course.id))
        assert found is not None
        assert found.complaint.written.words == "5" * 19_000
        return [len(each.transition.words) for each in found.records if each.transition.action == "written"]

    assert await here.database.read(read) == [*[0] * 5, 19_000]
    for _ in range(2):
        await course.does(course.owner, "note-added", {"title": "Notat", "text": "x" * 19_000})
    for action, said in (("note-added", {"title": "x", "text": "x"}), ("written", WRITTEN)):
        assert_problem(await course.tries(course.owner, action, said), 409, "limit-reached")


async def test_who_complains_fills_nothing_that_the_unit_needs_to_answer(
    course: Course, monkeypatch: pytest.MonkeyPatch
) -> None:
    await course.is_received()
    monkeypatch.setattr("server.features.complaints.store.MOST_RECORDS", 5)
    monkeypatch.setattr("server.features.complaints.store.MOST_BYTES", 400)
    assert_problem(await course.tries(course.owner, "commented", {"text": "x"}), 409, "limit-reached")
    forwarded = {"statement": "Nei.", "day": course.today}
    assert await course.does(course.unit, "forwarded", forwarded) == "forwarded"


async def test_what_is_no_command_is_refused(course: Course) -> None:
    for action, said in (
        ("considered", {}),
        ("nothing", {}),
        ("written", {"words": "x" * 20_001}),
        ("written", {"unknown": 1}),
        ("dated", {"basis": "law"}),
    ):
        assert_problem(await course.tries(course.owner, action, said), 422, "invalid")


async def test_hidden_and_missing_are_answered_alike(here: Site, course: Course) -> None:
    store = Municipalities(here.database, here.clock, SystemChance())
    gp = await here.person("gp")
    where = await store.numbered(NUMBER)
    assert where is not None
    person = PersonId((await gp.get("/api/me")).json()["id"])
    await store.give(PersonId("server"), where.id, person, UnitRight.CASE_HANDLER)
    await course.is_ready()
    for who in (course.unit, gp, await here.person("coordinator"), await here.person("stranger")):
        for method, path, body in requests_about("complaint", complaint=course.id):
            with counted() as of_hidden:
                hidden = await who.send(method, path, body)
            with counted() as of_missing:
                missing = await who.send(method, path.replace(course.id, "x" * len(course.id)), body)
            assert hidden.status_code == 404
            assert of_hidden == of_missing
            assert (hidden.content, hidden.headers.keys()) == (missing.content, missing.headers.keys())

"""Cases over HTTP: the unit's desk, and the door of whoever a case is about."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from server.demo.municipality import NUMBER
from server.domain.cases.vocabulary import CaseId
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.features.cases.desk import store
from server.features.cases.desk.inbox import store as inbox
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.municipality.rights import rights_of
from tests.integration.http_site import Site, assert_problem
from tests.support.clients.people import Person
from tests.support.operations import REPORT, requests_about

REPORTS = f"/api/municipalities/{NUMBER}/reports"
INBOX = f"/api/units/{NUMBER}/cases"
LASTING = {"criterion": "lasting", "assessed": "met", "reason": "I flere år."}
SEVERAL = {"criterion": "several-services", "assessed": "met", "reason": "Skole, NAV og fastlege."}
SAID_BY = {"said_by": "Nora selv"}
SHOWN = (
    *("decided", "plan-offered", "plan-consented", "plan-declared-valid", "plan-ended"),
    *("coordinator-absent", "handover-begun", "coordinator-left", "plan-revised", "validity-proposed"),
    *("coordination-consented", "died"),
)
"""Of what there is something to read first."""


class Desk:
    """The unit at one case, and whoever it is about; each command names the record before it."""

    def __init__(self, unit: Person, owner: Person, case: str) -> None:
        self.unit, self.owner, self.case = unit, owner, case

    async def number(self) -> int:
        return int((await self.own())["number"])

    async def own(self) -> dict[str, Any]:
        (own,) = (await self.owner.get("/api/my-cases")).json()
        return dict(own)

    async def later(self, here: Site, **by: float) -> None:
        """Sessions are over by then: both log in again."""
        here.clock.forward(**by)
        await self.unit.log_in()
        await self.owner.log_in()

    async def seen(self) -> dict[str, Any]:
        answer = await self.unit.get(f"/api/cases/{self.case}")
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    async def tries(self, who: Person, action: str, said: dict[str, Any] | None = None, **more: Any) -> Any:
        body = {"expected": await self.number(), "action": action, "said": said or {}, **more}
        if action in SHOWN:
            shown = await who.post(f"/api/cases/{self.case}/preview", body)
            body["shown"] = shown.json().get("text", "")
        return await who.post(f"/api/cases/{self.case}/records", body)

    async def does(self, who: Person, action: str, said: dict[str, Any] | None = None, **more: Any) -> str:
        answer = await self.tries(who, action, said, **more)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["status"])

    async def decides(self, thing: str, outcome: str = "granted") -> str:
        day = {"known_on": "2126-11-21", "means": "letter", "reason": "Vilkårene er vurdert."}
        return await self.does(
            self.unit, "decided", {"thing": thing, "outcome": outcome, **day}, basis="health"
        )

    async def opens(self) -> None:
        for action, said in (("taken", {}), ("assessed", LASTING), ("assessed", SEVERAL)):
            await self.does(self.unit, action, said)
        await self.decides("plan")
        await self.decides("coordinator")


@pytest.fixture
async def desk(here: Site) -> Desk:
    """The owner has reported their own need."""
    owner, unit = await here.person("owner"), await here.person("unit")
    assert (await owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    (row,) = (await unit.get(INBOX)).json()["cases"]
    return Desk(unit, owner, row["id"])


async def test_the_unit_finds_what_waits_oldest_first_with_what_is_next(here: Site, desk: Desk) -> None:
    await here.browser().post(REPORTS, json=REPORT | {"subject": {"name": "Per", "protected": True}})
    await desk.later(here, days=20)
    await here.browser().post(REPORTS, json=REPORT | {"consent": "missing"})
    found = (await desk.unit.get(INBOX)).json()
    assert found["ages"] == {"fresh": 1, "aging": 2, "late": 0}
    assert [row["age_days"] for row in found["cases"]] == [20, 20, 0]
    per = next(row for row in found["cases"] if row["name"] == "Per")
    assert (per["protected"], per["verified"], per["consent_checked"]) == (True, False, False)
    assert (per["next"]["step"], per["next"]["days_late"]) == ("take", 13)  # it meets every week
    assert found["cases"][-1]["consent"] == "missing"
    await desk.later(here, days=11)
    assert (await desk.unit.get(INBOX)).json()["ages"] == {"fresh": 0, "aging": 1, "late": 2}


async def test_the_inbox_comes_a_page_at_a_time(
    here: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inbox, "PAGE", 2)
    for name in "abcd":
        await here.browser().post(REPORTS, json=REPORT | {"subject": {"name": name}})
        await desk.later(here, days=1)
    names: list[str] = []
    after = ""
    while True:
        page = (await desk.unit.get(f"{INBOX}{after}")).json()
        names += [row["name"] for row in page["cases"]]
        if page["after"] is None:
            break
        after = f"?after={page['after']}"
    assert (len(names), names[-3:]) == (5, ["b", "c", "d"])
    for wrong in ("x", "2126-11-21/%00", "2126-11-21/%C3%A6"):
        assert_problem(await desk.unit.get(f"{INBOX}?after={wrong}"), 422, "invalid")
    assert_problem(await desk.unit.get(f"{INBOX}?status=x"), 422, "invalid")
    assert (await desk.unit.get(f"{INBOX}?status=closed")).json()["cases"] == []


@pytest.mark.rule(6)
async def test_from_a_report_to_a_decision_with_how_one_complains(desk: Desk) -> None:
    assert await desk.does(desk.unit, "taken") == "clarifying"
    assert_problem(await desk.tries(desk.unit, "decided", {"thing": "plan"}, basis="health"), 422, "invalid")
    for said in (LASTING, SEVERAL):
        await desk.does(desk.unit, "assessed", said)
    assert await desk.decides("plan", "refused") == "clarifying"
    assert await desk.decides("coordinator") == "open"
    (plan, coordinator) = (await desk.own())["decisions"]
    assert (plan["outcome"], coordinator["outcome"]) == ("refused", "granted")
    assert plan["text"].startswith(
        "Du får ikke individuell plan. Grunnen er: Vilkårene er vurdert.\n\n"
        "Er du uenig, kan du klage. Fristen er 4 uker"
    )
    assert coordinator["text"].startswith("Du får koordinator.\n\nVilkårene er vurdert.\n\nEr du uenig")
    seen = await desk.seen()
    assert [each["assessed"] for each in seen["criteria"]] == ["met", "met"]
    assert [each["track"] for each in seen["timeline"]] == ["case"] * 6
    assert seen["timeline"][-1]["shown"] == coordinator["text"]


async def test_what_was_not_shown_is_not_decided(desk: Desk) -> None:
    await desk.does(desk.unit, "taken")
    said = {
        "thing": "plan",
        "outcome": "not-wanted",
        "reason": "Ikke nå.",
        "means": "phone",
        "known_on": "2126-11-21",
    }
    body = {"expected": 2, "action": "decided", "said": said, "basis": "health", "shown": "Noe annet."}
    records = f"/api/cases/{desk.case}/records"
    assert_problem(await desk.unit.post(records, body), 409, "text-changed")
    assert_problem(await desk.unit.post(records, body | {"basis": "money"}), 422, "invalid")
    assert await desk.number() == 2


async def test_what_is_decided_is_in_what_was_shown_and_not_in_the_handlers_language(desk: Desk) -> None:
    await desk.does(desk.unit, "taken")
    for said in (LASTING, SEVERAL):
        await desk.does(desk.unit, "assessed", said)
    await desk.unit.send("PATCH", "/api/me", {"locale": "en"})
    day = {"known_on": "2126-11-21", "means": "letter", "reason": "Ja."}
    body = {"expected": await desk.number(), "action": "decided", "basis": "health"}
    plan = {"thing": "plan", "outcome": "granted", **day}
    granted = body | {"said": plan}
    shown = (await desk.unit.post(f"/api/cases/{desk.case}/preview", granted)).json()["text"]
    assert shown.startswith("Du får individuell plan.\n\nJa.\n\nEr du uenig")
    for other in ({"outcome": "refused"}, {"thing": "coordinator"}):
        wrong = granted | {"said": plan | other, "shown": shown}
        assert_problem(await desk.unit.post(f"/api/cases/{desk.case}/records", wrong), 409, "text-changed")


async def test_whoever_reported_their_own_need_is_not_told_that_somebody_did(here: Site, desk: Desk) -> None:
    assert (await desk.own())["stage"].startswith("Du har meldt fra om")
    await desk.does(desk.owner, "declined", {"contact_point": "enheten"})
    await here.browser().post(REPORTS, json=REPORT)
    other = (await desk.unit.get(INBOX)).json()["cases"][0]["id"]
    await desk.unit.post(f"/api/cases/{other}/records", {"expected": 1, "action": "taken"})
    assert (await desk.unit.post(f"/api/cases/{other}/merge", {"into": desk.case})).status_code == 204
    assert (await desk.own())["stage"].startswith("Noen har meldt")


@pytest.mark.rule(4)
async def test_from_the_owners_wish_to_a_coordinator(desk: Desk) -> None:
    await desk.opens()
    assert [each["step"] for each in (await desk.own())["waiting"]] == ["say-wish", "offer-plan"]
    await desk.does(desk.owner, "wish-recorded", {"wish": "somebody", "somebody": "Tor", **SAID_BY})
    hilde = {"person": (await desk.unit.get("/api/me")).json()["id"], "name": "Hilde", "workplace": "Helse"}
    refused = await desk.tries(desk.unit, "coordinator-proposed", hilde | {"as_wished": False})
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "departure-unexplained"
    departure = {"as_wished": False, "departure": "Tor er ikke ansatt her."}
    await desk.does(desk.unit, "coordinator-proposed", hilde | departure)
    assert (await desk.own())["departure"] == departure["departure"]
    appointed = {"kind": "coordinator", "start": "2126-11-21", "training": "done"}
    assert_problem(await desk.tries(desk.unit, "coordinator-appointed", appointed), 409, "not-now")
    await desk.does(desk.unit, "coordinator-released", {"leader": "Liv Leder"})
    assert await desk.does(desk.unit, "coordinator-appointed", appointed) == "appointed"
    own = await desk.own()
    assert (own["coordinator"]["name"], own["coordinator"]["workplace"]) == ("Hilde", "Helse")
    assert {each["stage"]: each["on"] for each in own["stages"]}["coordinator"] == "2126-11-21"
    await desk.does(desk.unit, "coordinator-left", {"reason": "Sluttet."})


async def test_whoever_a_case_is_about_reads_how_long_the_place_has_been_empty(
    here: Site, desk: Desk
) -> None:
    await test_from_the_owners_wish_to_a_coordinator(desk)
    await desk.later(here, days=12)
    assert (await desk.own())["coordinator"]["days_without"] == 12


async def test_the_owner_answers_and_declines_and_may_come_back(desk: Desk) -> None:
    await desk.does(desk.unit, "taken")
    await desk.does(desk.unit, "asked", {"of": "owner", "question": "Hva trenger du mest?"})
    (question,) = (await desk.own())["questions"]
    assert question["question"] == "Hva trenger du mest?"
    await desk.does(desk.owner, "answered", {"question": question["record"], "answer": "Ro."})
    assert (await desk.own())["questions"] == []
    assert await desk.does(desk.owner, "declined", {"contact_point": "enheten"}) == "declined"
    own = await desk.own()
    assert (own["status"], own["contact_point"]) == ("declined", "enheten")
    assert "Du kan komme tilbake" in own["stage"]
    assert (await desk.owner.post(REPORTS, REPORT | {"reporter": "owner"})).status_code == 201
    assert (await desk.own())["status"] == "reported"


async def test_before_anything_is_decided_the_owner_reads_who_does_what_and_by_when(
    here: Site, desk: Desk
) -> None:
    own = await desk.own()
    (first, second) = own["waiting"], own["doors"]
    assert [(each["step"], each["who"], each["due"]) for each in first] == [
        ("take", "case-handler", "2126-11-28")
    ]
    assert second[0]["title"] == "Klag på rettigheten din"
    assert {"wish-recorded", "declined"} <= set(own["may"])
    await desk.owner.send("PATCH", "/api/me", {"locale": "en"})
    assert (await desk.own())["doors"][0]["title"] != second[0]["title"]
    assert await here.browser().get("/api/my-cases")


@pytest.mark.rule(6)
async def test_nothing_of_who_reported_it_reaches_whoever_it_is_about(here: Site, desk: Desk) -> None:
    relative = {"reporter_name": "Hemmelig Melder", "reporter_contact": "hemmelig@melder.no"}
    report = REPORT | relative | {"subject": {"name": "Nora"}, "reason": "Sett hjemme hos henne."}
    await here.browser().post(REPORTS, json=report)
    other = next(row for row in (await desk.unit.get(INBOX)).json()["cases"] if row["id"] != desk.case)
    for case in (other["id"], desk.case):
        await desk.unit.post(f"/api/cases/{case}/records", {"expected": 1, "action": "taken"})
    merged = await desk.unit.post(f"/api/cases/{other['id']}/merge", {"into": desk.case})
    assert merged.status_code == 204, merged.text
    assert (await desk.own())["number"] == 3
    for hidden in ("Hemmelig", "melder.no", "Sett hjemme", other["id"]):
        assert hidden.encode() not in desk.owner.received


# -- two at once ----------------------------------------------------------------------------------


async def test_of_two_handlers_at_once_one_wins_and_the_other_is_told(desk: Desk) -> None:
    body = {"expected": 1, "action": "taken"}
    address = f"/api/cases/{desk.case}/records"
    answers = await asyncio.gather(*(desk.unit.post(address, body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409]
    assert {answer.json()["type"] for answer in answers if answer.status_code == 409} == {"outdated"}


async def test_a_case_is_merged_once(here: Site, desk: Desk) -> None:
    receipt = (await here.browser().post(REPORTS, json=REPORT)).json()
    rows = (await desk.unit.get(INBOX)).json()["cases"]
    other = next(row["id"] for row in rows if row["id"] != desk.case)
    merge = f"/api/cases/{other}/merge"
    assert_problem(await desk.unit.post(merge, {"into": desk.case}), 409, "not-now")
    await desk.unit.post(f"/api/cases/{other}/records", {"expected": 1, "action": "taken"})
    for wrong in (other, "x"):
        assert (await desk.unit.post(merge, {"into": wrong})).status_code in (404, 409)
    answers = await asyncio.gather(*(desk.unit.post(merge, {"into": desk.case}) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [204, 409]
    status = await here.browser().post("/api/report-status", json={"code": receipt["code"]})
    assert status.json()["status"] == "done"
    assert [row["id"] for row in (await desk.unit.get(INBOX)).json()["cases"]] == [desk.case]


@pytest.mark.rule(16)
async def test_a_merge_loses_neither_the_owner_nor_a_protected_address(here: Site, desk: Desk) -> None:
    secret = REPORT | {"subject": {"name": "Nora", "protected": True}}
    await here.browser().post(REPORTS, json=secret)
    rows = (await desk.unit.get(INBOX)).json()["cases"]
    other = next(row["id"] for row in rows if row["id"] != desk.case)
    for case in (other, desk.case):
        await desk.unit.post(f"/api/cases/{case}/records", {"expected": 1, "action": "taken"})
    lost = await desk.unit.post(f"/api/cases/{desk.case}/merge", {"into": other})
    assert_problem(lost, 409, "not-now")
    assert lost.json()["detail"] == "owners-case"
    assert (await desk.own())["status"] == "clarifying"
    assert not (await desk.seen())["row"]["protected"]
    await desk.unit.post(f"/api/cases/{other}/merge", {"into": desk.case})
    assert (await desk.seen())["row"]["protected"]


# -- who may --------------------------------------------------------------------------------------


async def with_right(here: Site, key: str, right: UnitRight) -> Person:
    person = await here.person(key)
    me = (await person.get("/api/me")).json()["id"]
    unit = (await (await here.person("unit")).get("/api/me")).json()["id"]
    (held,) = await here.database.read(lambda connection: rights_of(connection, PersonId(unit)))
    rights = Municipalities(here.database, here.clock, SystemChance())
    await rights.give(PersonId(unit), held.municipality, PersonId(me), right)
    return person


@pytest.mark.rule(15)
async def test_a_case_that_is_hidden_is_answered_as_one_that_does_not_exist(here: Site, desk: Desk) -> None:
    others = [await here.person(key) for key in ("coordinator", "school", "stranger", "mother")]
    others.append(await with_right(here, "gp", UnitRight.STATISTICS))
    before = await desk.seen()
    for other in others:
        for method, path, body in requests_about("case", case=desk.case):
            hidden = await other.send(method, path, body)
            nowhere = await other.send(method, path.replace(desk.case, "nowhere"), body)
            assert (hidden.status_code, hidden.content) == (nowhere.status_code, nowhere.content), path
            assert_problem(hidden, 404, "not-found")
        inbox = await other.get(INBOX)
        assert_problem(inbox, 404, "not-found")
        assert inbox.content == (await other.get(INBOX.replace(NUMBER, "0000"))).content
        assert (await other.get("/api/my-cases")).json() == []
        assert before["row"]["name"].encode() not in other.received
    assert await desk.number() == before["number"]


@pytest.mark.rule(15)
async def test_who_may_see_counts_has_a_unit_and_no_case_of_it(here: Site, desk: Desk) -> None:
    counts = await with_right(here, "gp", UnitRight.STATISTICS)
    (unit,) = (await counts.get("/api/units")).json()
    assert unit == {"number": NUMBER, "name": "Sundvåg kommune", "rights": ["statistics"]}
    assert (await desk.unit.get("/api/units")).json()[0]["rights"] == ["case-handler"]
    assert (await desk.owner.get("/api/units")).json() == []


async def test_nobody_handles_their_own_case(here: Site, desk: Desk) -> None:
    await with_right(here, "owner", UnitRight.CASE_HANDLER)
    assert_problem(await desk.owner.get(f"/api/cases/{desk.case}"), 403, "forbidden")
    assert_problem(await desk.tries(desk.owner, "taken"), 403, "forbidden")
    await desk.does(desk.unit, "taken")
    me = (await desk.owner.get("/api/me")).json()["id"]
    for handler in (me, "nobody", "x" * 60):
        assert_problem(await desk.tries(desk.unit, "assigned", {"handler": handler}), 422, "invalid")
    colleague = await with_right(here, "school", UnitRight.CASE_HANDLER)
    await desk.does(desk.unit, "assigned", {"handler": (await colleague.get("/api/me")).json()["id"]})
    assert (await desk.seen())["row"]["handler"] == (await colleague.get("/api/me")).json()["name"]


async def test_no_command_says_who_logs_in_as_whom_a_case_is_about(desk: Desk) -> None:
    unit = (await desk.unit.get("/api/me")).json()["id"]
    await desk.does(desk.unit, "subject-corrected", {"subject": {"name": "Nora", "person": unit}})
    assert (await desk.own())["number"] == 2
    assert (await desk.unit.get("/api/my-cases")).json() == []


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("nothing", {}),
        ("reported", {}),
        ("merged", {"into": "x"}),
        ("plan-begun", {"plan": "x"}),
        ("plan-declared-valid", {}),
        ("plan-declared-valid", {"next_revision": "soon"}),
        ("plan-archived", {"receipt": "x"}),
        ("taken", {"more": 1}),
        ("asked", {"of": "nobody", "question": "?"}),
        ("asked", {"of": "owner"}),
        ("asked", {"of": "owner", "question": " "}),
        ("coordinator-proposed", {"person": "x", "name": "X", "workplace": "Y", "as_wished": True}),
        ("asked", {"of": "owner", "question": "a" * 9000}),
        ("asked", {"of": "owner", "question": "\x00"}),
        ("subject-corrected", {"subject": {"name": " "}}),
        ("subject-corrected", {"subject": {"name": "a" * 201}}),
        ("subject-corrected", {"subject": {"name": "Nora", "born": "9999-01-01"}}),
        ("subject-corrected", {"subject": {"name": "Nora", "expected": "9999-01-01"}}),
    ],
)
async def test_what_is_no_command_or_says_too_little_is_refused(
    desk: Desk, action: str, said: dict[str, Any]
) -> None:
    await desk.does(desk.unit, "taken")
    await desk.does(desk.owner, "wish-recorded", {"wish": "unsure", **SAID_BY})
    assert_problem(await desk.tries(desk.unit, action, said), 422, "invalid")
    assert await desk.number() == 3


async def test_a_decision_by_letter_is_said_to_be_posted_once_and_by_the_unit_alone(desk: Desk) -> None:
    await desk.opens()
    decided = await desk.number() - 1
    said = {"decision": decided, "day": "2126-11-21"}
    assert_problem(await desk.tries(desk.owner, "letter-posted", said), 403, "forbidden")
    for wrong, lacks in (
        ({"decision": 1}, "no-such-letter"),
        ({"day": "2126-11-20"}, "not-posted-then"),
        ({"day": "2126-11-22"}, "not-posted-then"),
    ):
        refused = await desk.tries(desk.unit, "letter-posted", said | wrong)
        assert_problem(refused, 409, "not-now")
        assert refused.json()["detail"] == lacks
    assert await desk.does(desk.unit, "letter-posted", said) == "open"
    newest = (await desk.seen())["timeline"][-1]
    assert (newest["action"], newest["said"]) == ("letter-posted", said)
    assert_problem(await desk.tries(desk.unit, "letter-posted", said), 409, "not-now")


async def test_how_much_one_does_in_a_day_is_bounded(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST_A_DAY", dict.fromkeys(store.MOST_A_DAY, 2))
    await desk.does(desk.unit, "taken")
    await desk.does(desk.unit, "meeting-set", {"meeting": "2126-12-01"})
    assert_problem(await desk.tries(desk.unit, "assessed", LASTING), 429, "too-many-requests")
    monkeypatch.setattr(store, "MOST_RECORDS", 3)
    wish = {"wish": "unsure", **SAID_BY}
    assert_problem(await desk.tries(desk.owner, "wish-recorded", wish), 409, "limit-reached")


@pytest.mark.rule(9, 10)
async def test_the_owner_takes_back_what_they_let_others_do_however_much_was_written(
    here: Site, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.does(desk.unit, "taken")
    monkeypatch.setattr(store, "MOST_RECORDS", 2)
    monkeypatch.setattr(store, "MOST_A_DAY", dict.fromkeys(store.MOST_A_DAY, 0))
    assert await desk.does(desk.owner, "coordinator-not-wanted") == "not-wanted"
    assert await desk.does(desk.owner, "declined", {"contact_point": "Tlf."}) == "declined"


@pytest.mark.rule(14)
async def test_that_the_unit_opened_a_case_is_in_its_log_once_in_a_while(here: Site, desk: Desk) -> None:
    for _ in range(3):
        await desk.seen()
    here.clock.forward(minutes=16)
    await desk.seen()
    await desk.own()
    entries = await here.ledger.entries_of_case(CaseId(desk.case))
    assert [entry.event.action for entry in entries] == ["case-reported", "case-read", "case-read"]


@pytest.mark.rule(17)
async def test_what_is_said_of_names_in_a_case_turns_breaks_and_hides_no_line(desk: Desk) -> None:
    """It stands beside others' words on the desk, and in the owner's own case."""
    await desk.does(
        desk.unit, "subject-corrected", {"subject": {"name": "Kari\u202e Mo\u200b", "born": "2100-01-01"}}
    )
    wish = {"wish": "somebody", "said_by": "Kari", "somebody": "Kari\u202egro.live\u200b\nLinje"}
    await desk.does(desk.owner, "wish-recorded", wish)
    seen = await desk.seen()
    said = {each["action"]: each["said"] for each in seen["timeline"]}
    assert said["subject-corrected"]["subject"]["name"] == "Kari Mo"
    assert said["wish-recorded"]["somebody"] == "Karigro.live Linje"
    assert seen["row"]["name"] == "Kari Mo"


async def test_what_a_plan_lacks_is_not_shown_before_there_is_one(desk: Desk) -> None:
    body = {"expected": 1, "action": "plan-declared-valid", "said": {"next_revision": "2127-01-01"}}
    refused = await desk.owner.post(f"/api/cases/{desk.case}/preview", body)
    assert_problem(refused, 409, "not-now")
    assert refused.json()["detail"] == "no-plan"
    described = (await desk.owner.get("/api/openapi.json")).json()["paths"]
    assert "409" in described["/api/cases/{case}/preview"]["post"]["responses"]

"""Nobody learns that there is a complaint before it is sent: not by a byte, a number, or an answer that is
another one than before.

Each field is filled with a word that stands nowhere else. Everybody asks everything there is, before it is
begun and while it is written; then what they got is compared, and searched for every word.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from server.capabilities import witnessed_rows
from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.plan import PersonId
from server.domain.unit.rights import UnitRight
from server.features.municipalities.store import Municipalities
from server.ports.randomness import SystemChance
from server.storage.complaints.reminding import ComplaintReminding
from server.storage.seals.verifying import LogVerifier
from server.worker.clocks import reckoned_of_complaint
from tests.integration.http_site import Site
from tests.integration.test_http_messages import deliver
from tests.support.clients.people import Person
from tests.support.operations import BODIES, OPERATIONS, REPORT, address
from tests.support.servers.smtp import mail_server

LAST_DAY = date(2126, 11, 29)
WORDS = ("klagensord", "oensketutfall", "forsentfordi", "klageadressat")
ENDING = ("log_out", "log_in_demo")
OTHERS = ("unit", "coordinator", "mother", "gp", "school", "nav", "hospital", "stranger")


@pytest.fixture
async def case(here: Site) -> str:
    """The owner's, taken by the unit, so that its page and its chain are there to be compared."""
    owner, unit = await here.person("owner"), await here.person("unit")
    await owner.post(f"/api/municipalities/{NUMBER}/reports", REPORT | {"reporter": "owner"})
    (row,) = (await unit.get(f"/api/units/{NUMBER}/cases")).json()["cases"]
    await unit.post(f"/api/cases/{row['id']}/records", {"expected": 1, "action": "taken"})
    return str(row["id"])


async def others(here: Site) -> dict[str, Person]:
    """Whoever it is not for, one of them with the right to see counts there."""
    people = {key: await here.person(key) for key in OTHERS}
    store = Municipalities(here.database, here.clock, SystemChance())
    where = await store.numbered(NUMBER)
    assert where is not None
    counting = PersonId((await people["gp"].get("/api/me")).json()["id"])
    await store.give(PersonId("server"), where.id, counting, UnitRight.STATISTICS)
    return people


async def reads_everything(person: Person, ids: Mapping[str, str]) -> dict[str, bytes]:
    answers = {}
    for name, operation in OPERATIONS.items():
        if not operation.is_command:
            answer = await person.get(address(operation, **ids))
            answers[name] = str(answer.status_code).encode() + answer.content
    return answers


async def writes(here: Site, owner: Person) -> str:
    """A complaint that is as good as sent, and one that was withdrawn."""
    for end in ("withdrawn", ""):
        began = await owner.post("/api/complaints", {"municipality": NUMBER})
        which = str(began.json()["id"])
        said: list[tuple[str, dict[str, Any]]] = [
            ("dated", {"basis": "health", "known_on": "2126-11-01"}),
            (
                "written",
                {
                    "grounds": ["coordinator-missing"],
                    "words": WORDS[0],
                    "wished": WORDS[1],
                    "late_reason": WORDS[2],
                },
            ),
            ("addressed", {"to_unit": True, "addressee": WORDS[3]}),
            ("made-ready", {"identity": "electronic"}),
            *([(end, {})] if end else []),
        ]
        for number, (action, what) in enumerate(said, start=1):
            body = {"expected": number, "action": action, "said": what}
            answer = await owner.post(f"/api/complaints/{which}/records", body)
            assert answer.status_code == 201, answer.text
        await owner.get(f"/api/complaints/{which}/pack")
        await reminded(here)
    return which


async def reminded(here: Site) -> None:
    """The clock reckons on the last day, on which it reminds whoever writes."""
    reminding = ComplaintReminding(here.database, here.clock, standard())
    await reminding.of_complaints(LAST_DAY, reckoned_of_complaint)


async def wrong(here: Site) -> list[str]:
    return [each async for each in LogVerifier(here.database, None, witnessed_rows()).wrong()]


@pytest.mark.rule(15)
async def test_nobody_else_gets_another_answer_than_before_it_was_begun(here: Site, case: str) -> None:
    owner, people = await here.person("owner"), await others(here)
    plan = (await owner.plan())["id"]
    ids = {"case": case, "municipality": NUMBER, "plan": plan}
    for person in people.values():
        await reads_everything(person, ids)  # what the first reading leaves in the log is there by now
    before = {key: await reads_everything(person, ids) for key, person in people.items()}
    entries = len(await here.ledger.entries(None)), len(await here.ledger.entries(plan))
    which = await writes(here, owner)
    after = {key: await reads_everything(person, ids) for key, person in people.items()}
    assert after == before
    assert (len(await here.ledger.entries(None)), len(await here.ledger.entries(plan))) == entries
    for person in people.values():
        hidden = await reads_everything(person, ids | {"complaint": which})
        missing = await reads_everything(person, ids | {"complaint": "x" * len(which)})
        assert hidden == missing == before[person.key]


@pytest.mark.rule(15)
async def test_no_byte_of_it_reaches_anybody_whatever_they_ask_or_try(here: Site, case: str) -> None:
    owner, people = await here.person("owner"), await others(here)
    which = await writes(here, owner)
    for person in people.values():
        for name, operation in OPERATIONS.items():
            if name in ENDING or name.endswith(("session", "sessions")):
                continue
            path = address(operation, case=case, municipality=NUMBER, complaint=which)
            for body in BODIES.get(name, ({},)) if operation.is_command else (None,):
                answer = await person.send(operation.method, path, body)
                person.received += answer.content + repr(answer.headers.raw).encode()
        heard = [word for word in (*WORDS, which) if word.encode() in person.received]
        assert heard == [], person.key
    assert all(word.encode() in owner.received for word in WORDS), "the search does not find what is there"


@pytest.mark.rule(15)
async def test_once_it_is_sent_the_unit_reads_it_and_nothing_of_how_it_was_written(
    here: Site, case: str
) -> None:
    owner, people = await here.person("owner"), await others(here)
    which = await writes(here, owner)
    path = f"/api/complaints/{which}"
    draft = {"expected": 5, "action": "written", "said": {"words": "angretord", "grounds": ["measures"]}}
    assert (await owner.post(f"{path}/records", draft)).status_code == 201
    final = {"words": "endeligord", "grounds": ["measures"]}
    for number, (action, said) in enumerate((("written", final), ("made-ready", {"identity": "electronic"}))):
        body = {"expected": 6 + number, "action": action, "said": said}
        assert (await owner.post(f"{path}/records", body)).status_code == 201
    digest = (await owner.get(f"{path}/pack")).json()["digest"]
    sent = {"channel": "here", "day": here.clock().date().isoformat()}
    body = {"expected": 8, "action": "sent", "said": sent, "shown": digest}
    assert (await owner.post(f"{path}/records", body)).status_code == 201
    unit = people.pop("unit")
    ids = {"case": case, "municipality": NUMBER, "complaint": which}
    await reads_everything(unit, ids)
    assert b"endeligord" in unit.received
    assert not [word for word in ("angretord", *WORDS[:3]) if word.encode() in unit.received]
    for person in people.values():
        await reads_everything(person, ids)
        assert b"endeligord" not in person.received
        assert which.encode() not in person.received
    assert await wrong(here) == []


@pytest.mark.rule(15, 16)
async def test_no_mail_and_no_unit_says_that_somebody_complains_before_it_is_sent_or_elsewhere(
    here: Site, case: str
) -> None:
    """The owner's address is protected, so that the unit looks at what is mailed to them of their case."""
    owner, people = await here.person("owner"), await others(here)
    subject = {"name": "Runa", "born": "2000-01-01", "protected": True}
    protects = {"expected": 2, "action": "subject-corrected", "said": {"subject": subject}}
    assert (await people["unit"].post(f"/api/cases/{case}/records", protects)).status_code == 201
    for person in (owner, *people.values()):
        await person.send(
            "PUT", "/api/my-contact", {"channel": "email", "address": f"{person.key}@example.org"}
        )
    ids = {"case": case, "municipality": NUMBER, "plan": (await owner.plan())["id"]}
    async with mail_server() as smtp:
        await deliver(here, smtp)
        for person in people.values():
            await reads_everything(person, ids)
        before, mailed = {k: await reads_everything(p, ids) for k, p in people.items()}, len(smtp.mails)
        drafted = await writes(here, owner)
        which = str((await owner.post("/api/complaints", {"municipality": NUMBER})).json()["id"])
        school = (await people["school"].get("/api/me")).json()["id"]
        day = here.clock().date().isoformat()
        for number, (action, said) in enumerate(
            (
                ("helper-named", {"person": school}),
                ("helper-removed", {"person": school}),
                ("dated", {"basis": "nav", "known_on": "2126-11-01"}),
                ("written", {"grounds": ["no-answer"], "words": WORDS[0]}),
                ("addressed", {"to_unit": False, "addressee": WORDS[3]}),
                ("made-ready", {"identity": "signature"}),
                ("sent", {"channel": "letter", "day": day}),
                ("received", {"day": day}),
            ),
            start=1,
        ):
            shown = (await owner.get(f"/api/complaints/{which}/pack")).json()["digest"]
            body = {"expected": number, "action": action, "said": said, "shown": shown}
            answer = await owner.post(f"/api/complaints/{which}/records", body)
            assert answer.status_code == 201, answer.text
        await reminded(here)
        await deliver(here, smtp)
        assert {mail["To"] for mail in smtp.mails[mailed:]} == {"school@example.org"}
        assert not [
            w for w in (b"klag", b"Klag", b"frist", which.encode(), *map(str.encode, WORDS)) if w in smtp.raw
        ]
    people.pop("school")
    assert {k: await reads_everything(p, ids) for k, p in people.items()} == {k: before[k] for k in people}
    told = (await owner.get("/api/messages")).json()["messages"]
    assert {each["complaint"] for each in told} >= {drafted}, "the owner is reminded on their page"


async def test_what_operators_read_of_it_names_nobody(here: Site, case: str) -> None:
    owner = await here.person("owner")
    which = await writes(here, owner)
    assert case
    await here.database.write(
        lambda connection: (
            connection.exec_driver_sql(
                f"UPDATE complaint_records SET said = '{{}}' WHERE complaint_id = '{which}' AND number = 3"
            )
            and None
        )
    )
    found = await wrong(here)
    assert f"complaint {which}: record 3 was changed" in found
    me = (await owner.get("/api/me")).json()
    assert not [each for each in found if me["id"] in each or me["name"] in each or WORDS[0] in each]

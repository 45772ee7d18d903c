"""What stands beside the course of a plan: papers to sign, somebody who writes for the owner, and an owner
whom others entered and who has used their link."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.clients.people import Person
from tests.support.days import day
from tests.support.operations import REPORT

from .course import INBOX, REPORTS, Course, done, id_of
from .people import writing

KNOWN_AT_A_PROVIDER = (
    "INSERT INTO identities (issuer, subject, person_id, since)"
    " SELECT 'https://idporten.no', id, id, opened_at FROM persons"
    " JOIN sessions ON person_id = id WHERE demo_key = 'newcomer'",
    "UPDATE persons SET demo_key = NULL WHERE demo_key = 'newcomer'",
)
"""As a first login leaves them, which nothing else here is about."""
AWAY = "UPDATE sessions SET expires_at = opened_at WHERE person_id = ?"
LOGIN = "SELECT token_hash, expires_at FROM sessions WHERE person_id = ?"
BACK = "UPDATE sessions SET expires_at = ? WHERE token_hash = ?"


async def sees_measures(course: Course, coordinator: Person) -> None:
    """What one does not see one puts on no paper. There is no measure to see."""
    me = (await coordinator.get("/api/me")).json()["name"]
    people = done(await course.owner.get(f"/api/plans/{course.plan}"), 200)["participants"]
    (mine,) = [each["id"] for each in people if each["name"] == me]
    body = {"participant": mine, "kind": "measure", "level": "read", "purpose": ""}
    done(await course.owner.post(f"/api/plans/{course.plan}/grants", body), 201)


async def paper_of(
    course: Course, coordinator: Person, participant: str, *, signed: bool = False
) -> tuple[str, str]:
    """That the owner lets ``participant`` read all measures: its id and its code."""
    what = {"participant": participant, "kind": "measure", "level": "read"}
    path = f"/api/plans/{course.plan}/papers"
    made = done(await coordinator.post(path, {"decisions": [what]}), 201)
    if signed:
        body = {"signed_on": day(), "scan": hashlib.sha256(made["code"].encode()).hexdigest()}
        done(await coordinator.post(f"{path}/{made['id']}", body), 204)
    return str(made["id"]), str(made["code"])


async def writes_for_the_owner(database: Path, course: Course, coordinator: Person) -> str:
    """The session in which the coordinator does; it begins while the owner has no login."""
    path = f"/api/plans/{course.plan}/assisted"
    there = done(await coordinator.get(path), 200)
    if there["running"] is not None:
        return str(there["running"]["id"])
    with logged_out(database, await id_of(course.owner)):
        return str(done(await coordinator.post(path, {"text": there["text"]}), 201)["id"])


@contextmanager
def logged_out(database: Path, person: str) -> Iterator[None]:
    with writing(database) as connection:
        until = connection.execute(LOGIN, (person,)).fetchall()
        connection.execute(AWAY, (person,))
    yield
    with writing(database) as connection:
        connection.executemany(BACK, [(expires_at, token) for token, expires_at in until])


async def arrives(
    database: Path, handler: Person, leader: Person, guardian: Person, coordinator: Person, owner: Person
) -> tuple[str, str]:
    """The case and the link of a child for whom ``guardian`` consented, and who has logged in since."""
    child = {"name": "Barn Under Verge", "born": day(-4000)}
    said = {"reporter": "representative", "reporter_name": "Verge", "subject": child}
    done(await guardian.post(REPORTS, REPORT | said), 201)
    (row,) = done(await handler.get(f"{INBOX}?name=Barn%20Under%20Verge"), 200)["cases"]
    course = Course(handler, leader, guardian, case=row["id"])
    acting = {"person": await id_of(guardian), "name": "Verge", "basis": "guardian", "until": day(300)}
    await course.does(handler, "taken")
    await course.does(handler, "representative-registered", acting | {"proof": "Vedtak."})
    await course.does(guardian, "consent-checked", {"consent": "given", "by": "Verge"})
    await course.is_granted()
    await course.appoints(coordinator)
    await course.does(handler, "plan-offered", {"childs_view": "Vil ha en plan."})
    await course.does(guardian, "plan-consented")
    cases = done(await guardian.get("/api/my-cases"), 200)
    plan = next(each["plan"]["plan"] for each in cases if each["id"] == course.case)
    wish = {"name": "x", "role": "owner"}
    made = done(await coordinator.post(f"/api/plans/{plan}/invitations", wish), 201)
    with writing(database) as connection:
        for each in KNOWN_AT_A_PROVIDER:
            connection.execute(each)
    body = {"code": made["code"], "accepted": True}
    assert done(await owner.post("/api/invitation/answer", body), 200)["status"] == "redeemed"
    return course.case, str(made["id"])

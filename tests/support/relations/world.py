"""One set of people around a case and its plan: what there is to ask about, and who has which code."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import httpx

from tests.support.clients.people import PLAIN, Person
from tests.support.operations import REPORT
from tests.support.servers.server import Server

from .beside import arrives, paper_of, sees_measures, writes_for_the_owner
from .course import INBOX, REPORTS, YEAR, Course, Says, done, id_of, usually
from .people import BESIDES, EVERYBODY, NUMBER, OWNERS, enrol, logged_in, name_of, writing

RELATED_TO = {
    **{owner: owner for owner in OWNERS},
    "proposed": OWNERS[2],
    "leader": OWNERS[2],
    "leader-of-others": OWNERS[2],
    "accepted": OWNERS[1],
    "outgoing": OWNERS[1],
}
"""Whom a relation is to, where it is not to the first owner: a case has one coordinator at a time."""
BECOMES_REPRESENTATIVE = """
UPDATE participants SET role = 'representative'
WHERE person_id = (SELECT id FROM persons WHERE demo_key = 'representative')
"""
HELD = """
INSERT INTO messages
    (id, event, person_id, municipality_id, case_id, text, created_at, mail, attempts, settled_at)
SELECT 'held-' || id, 'held/' || id, owner_id, municipality_id, id, 'mail-held', created_at,
    'held', 1, created_at
FROM cases WHERE id = ?
"""


@dataclass
class World:
    """``says``: of each owner's course, what is written in it freely."""

    server: Server
    says: Callable[[str], Says] = lambda _owner: usually
    people: dict[str, Person] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    """Of an invitation or of a report."""
    courses: dict[str, Course] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    """The cases of reports that were of the first owner."""
    _ids: dict[str, dict[str, str]] = field(default_factory=dict)

    def course(self, relation: str) -> Course:
        return self.courses[RELATED_TO.get(relation, OWNERS[0])]

    def ids(self, relation: str) -> Mapping[str, str]:
        """By placeholder."""
        return self._ids[self.course(relation).owner.key]

    def words(self, relation: str) -> set[str]:
        """What an answer about the owner, or about something of theirs, has in it."""
        ids = self.ids(relation)
        owner = self.course(relation).owner.key
        others = ("participant", "coordinator")
        return {value for key, value in ids.items() if key not in others} | {name_of(owner)}

    async def log_in_again(self, relation: str) -> Person:
        """After which their sessions so far may be gone."""
        person, at_work = self.people[relation], False if relation == "provider-0" else None
        again = await logged_in(self.server, relation, at_work=at_work)
        person.token, person.csrf = again.token, again.csrf
        person.http.cookies.set("samplan_session", again.token)
        await again.close()
        return person

    async def begin(self) -> None:
        enrol(self.server.database)
        for key in (*EVERYBODY, *BESIDES):
            self.people[key] = await logged_in(self.server, key)
        unit = self.people["handler"], self.people["leader"]
        for key in OWNERS:
            course = self.courses[key] = Course(*unit, self.people[key], self.says(key))
            self.codes[key] = await course.begins()
        await self._coordinated()
        for course in self.courses.values():
            await course.consents()
            self._ids[course.owner.key] = await self._things_of(course)
        await self._joined(self.courses[OWNERS[0]])
        for course in self.courses.values():
            await self._suggested(course)
        await self._reported(self.courses[OWNERS[0]])
        await self._on_paper(self.courses[OWNERS[0]])
        await self._arrived()
        await self._frozen()

    async def end(self) -> None:
        for person in self.people.values():
            await person.close()

    async def _coordinated(self) -> None:
        first, handing_over, proposed = (self.courses[key] for key in OWNERS)
        for course, outgoing in ((first, "former"), (handing_over, "outgoing")):
            await course.appoints(self.people[outgoing])
            await course.hands_over(self.people[outgoing])
        await first.appoints(self.people["coordinator"])
        await first.is_absent(self.people["substitute"])
        whom, listed = await id_of(self.people["coordinator"]), {"version": 0, "workplace": "Helse"}
        path = f"/api/units/{NUMBER}/coordinators/{whom}"
        done(await self.people["handler"].send("PUT", path, listed), 200)
        await handing_over.proposes(self.people["accepted"])
        await handing_over.releases()
        await proposed.proposes(self.people["proposed"])

    async def _things_of(self, course: Course) -> dict[str, str]:
        owner, plan = course.owner, course.plan
        goal = {"kind": "goal", "title": course.says("title", f"Mål {owner.key}")}
        part = done(await owner.post(f"/api/plans/{plan}/parts", goal), 201)["id"]
        comment = {"text": course.says("comment", "Hei")}
        said = [done(await owner.post(f"/api/parts/{part}/comments", comment), 201)["id"] for _ in "12"]
        better = {"field": "title", "quote": goal["title"]}
        await self._suggests(course, part, better | {"replacement": course.says("early-suggestion", "Før")})
        better["replacement"] = course.says("suggestion", "Bedre")
        accepting, declining = [await self._suggests(course, part, better) for _ in "12"]
        helper, code = await course.joins(self.people["helper"], "relative")
        invitation, self.codes[f"open/{owner.key}"] = await course.invites(self.people["invited"], "relative")
        messages = done(await owner.get("/api/messages"), 200)["messages"]
        with writing(self.server.database) as connection:
            connection.execute(HELD, (course.case,))
        self.codes.setdefault("helper", code)
        return {
            "case": course.case,
            "plan": plan,
            "part": part,
            "comment": said[0],
            "removed": said[1],
            "title": goal["title"],
            "accepting": accepting,
            "declining": declining,
            "participant": helper,
            "coordinator": await id_of(self.people["coordinator"]),
            "invitation": invitation,
            "complaint": await course.complains(self.people["helper"]),
            "sent": await course.complains(self.people["helper"], sent=True),
            "message": messages[0]["id"],
            "held": f"held-{course.case}",
            "owner": await id_of(owner),
            "session": await self._another_session(owner),
        }

    async def _suggested(self, course: Course) -> None:
        """Once its readers have been let in: they are shown nothing of what was suggested before."""
        ids, words = self._ids[course.owner.key], course.says("suggestion", "Bedre")
        better = {"field": "title", "quote": ids.pop("title"), "replacement": words}
        ids["suggestion"] = await self._suggests(course, ids["part"], better)

    async def _suggests(self, course: Course, part: str, wish: Mapping[str, str]) -> str:
        answer = await course.owner.post(f"/api/parts/{part}/suggestions", wish)
        return str(done(answer, 201)["id"])

    async def _another_session(self, owner: Person) -> str:
        other = await logged_in(self.server, owner.key)
        listed = done(await other.get("/api/sessions"), 200)
        await other.close()
        return next(str(each["id"]) for each in listed if each["this"])

    async def _joined(self, course: Course) -> None:
        part = self.ids("owner")["part"]
        for key, role, level in (
            ("representative", "relative", "edit"),
            ("relative", "relative", "comment"),
            ("relative-0", "relative", ""),
            ("provider", "school", "read"),
            ("provider-0", "nav", "read"),
            ("left", "relative", "read"),
        ):
            participant, self.codes[key] = await course.joins(self.people[key], role)
            if level:
                about = {"kind": "goal"} if level == "edit" else {"part": part}
                await course.opens(participant, level, **about)
            if key == "relative":
                self._ids[OWNERS[0]]["participant"] = participant
            if key == "left":
                await course.ends(participant)
        self.codes["invited"] = self.codes["open/owner"]
        _, self.codes["redeemed"] = await course.invites(self.people["redeemed"], "relative")
        await course.redeems(self.people["redeemed"], self.codes["redeemed"])
        with writing(self.server.database) as connection:
            connection.execute(BECOMES_REPRESENTATIVE)
        wish = {"participant": self.ids("owner")["participant"], "part": part, "level": "comment"}
        signed = await self.people["representative"].post(f"/api/plans/{course.plan}/grants", wish)
        done(signed, 201)  # in the owner's name
        await self.log_in_again("provider-0")  # from home

    async def _reported(self, course: Course) -> None:
        """By somebody who had logged in and by somebody who had not; both are merged into the owner's."""
        report = REPORT | {
            "reporter": "professional",
            "reporter_name": course.says("reporter", "Ola"),
            "reporter_contact": course.says("reporter-contact", ""),
            "subject": {"name": course.owner.key},
            "reason": course.says("report", "Trenger hjelp fra flere."),
            "consent_by": course.says("consent-by", "Kari"),
        }
        made = await self.people["reporter"].post(REPORTS, report)
        self.codes["reporter"] = str(done(made, 201)["code"])
        async with httpx.AsyncClient(base_url=self.server.url, verify=PLAIN) as browser:
            self.codes["code"] = str(done(await browser.post(REPORTS, json=report), 201)["code"])
        handler = course.handler
        for row in done(await handler.get(INBOX), 200)["cases"]:
            body = {"expected": 1, "action": "taken"}
            done(await handler.post(f"/api/cases/{row['id']}/records", body), 201)
            done(await handler.post(f"/api/cases/{row['id']}/merge", {"into": course.case}), 204)
            self.merged.append(row["id"])

    async def _on_paper(self, course: Course) -> None:
        coordinator, whose = self.people["coordinator"], self._ids[OWNERS[0]]["participant"]
        await sees_measures(course, coordinator)
        for name in ("paper", "gone", "signed"):
            which, code = await paper_of(course, coordinator, whose, signed=name == "signed")
            for ids in self._ids.values():
                ids[name] = which
        self.codes["paper"] = code

    async def _arrived(self) -> None:
        unit = self.people["handler"], self.people["leader"]
        case, link = await arrives(self.server.database, *unit, *(self.people[each] for each in BESIDES))
        for ids in self._ids.values():
            ids |= {"arriving": case, "link": link}

    async def assisted(self) -> str:
        """The session in which the coordinator writes for the first owner."""
        course = self.courses[OWNERS[0]]
        return await writes_for_the_owner(self.server.database, course, self.people["coordinator"])

    async def _frozen(self) -> None:
        done(await self.people["handler"].post(f"/api/units/{NUMBER}/years/{YEAR}"), 204)


def made_up(real: str) -> str:
    """What nothing is called, as long as what something is."""
    return secrets.token_urlsafe(len(real))[: len(real)]

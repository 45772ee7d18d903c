"""Two plans with a bit of everything that the access log and its seals cover, and a clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, select

from server.capabilities import witnessed_rows
from server.domain.access import Level
from server.domain.audit import Event
from server.domain.plan import (
    SERVER,
    CommentId,
    Kind,
    Part,
    Participant,
    ParticipantId,
    PartId,
    PersonId,
    PlanId,
    Role,
    SuggestionId,
)
from server.domain.sight import Sight
from server.features.accesslog.entries import PartRead
from server.features.comments.entries import CommentAdded
from server.features.comments.rules import Changed, Comment, edited, marked
from server.features.comments.store import Add, Comments
from server.features.comments.suggestions.entries import SuggestionMade
from server.features.comments.suggestions.rules import Suggestion, withdrawn
from server.features.comments.suggestions.store import SuggestionStore
from server.features.consent.ending import Ended
from server.features.consent.store import ConsentStore
from server.features.login.entries import LoggedIn
from server.features.parts.entries import PartAdded, PartBroughtBack, PartPutAway, PutAway
from server.features.parts.store import PartStore
from server.ports.log import Committed, Row
from server.storage.database.database import Database
from server.storage.founding import NewPlan, PlanFounded, found_plan
from server.storage.ledger import Ledger
from server.storage.log.update_log import SqlUpdateLog
from server.storage.metadata import ledger, plans
from server.storage.parts import PartCreation
from server.storage.persons import Person
from server.storage.plan.participations import ParticipationEnded
from server.storage.seals.keys import SealingKeys
from server.storage.seals.outside import SealsFile
from server.storage.seals.sealing import LogSealer
from server.storage.seals.verifying import LogVerifier, Vouched
from tests.acceptance.founding import (
    NOW,
    OWNER,
    PLAN,
    READING_HELP,
    SCHOOL,
    SCHOOL_PLACE,
    Clock,
    event,
    first_part,
    opening,
    signing,
    small_plan,
    written,
)
from tests.support.principals import demo

VERSION = select(plans.c.access_version).where(plans.c.id == PLAN)
OTHER_SCHOOL = ParticipantId("other-school")
OTHER, STRANGER, NOTES = PlanId("other"), PersonId("ola"), PartId("notes")
FIRST, SECOND = CommentId("c1"), CommentId("c2")
SUGGESTED = SuggestionId("s1")


def other_plan() -> NewPlan:
    owner = Participant(ParticipantId("other-owner"), OTHER, STRANGER, "Ola", Role.OWNER)
    school = Participant(OTHER_SCHOOL, OTHER, SCHOOL, "Tor", Role.SCHOOL)
    read, write = (
        replace(opening(level, participant=OTHER_SCHOOL, kind=Kind.OWN_NOTES), number=number)
        for number, level in enumerate((Level.READ, Level.EDIT), start=1)
    )
    return NewPlan(
        id=OTHER,
        owner=STRANGER,
        created_at=NOW,
        persons=[Person(STRANGER, "Ola"), Person(SCHOOL, "Tor")],
        participants=[owner, school],
        parts=[PartCreation(Part(NOTES, OTHER, Kind.OWN_NOTES), Row(SERVER, None, b"first"), {7: SERVER})],
        decisions=[replace(read, signed_by=STRANGER), replace(write, signed_by=STRANGER)],
        events=[Event(NOW, STRANGER, PlanFounded.action, OTHER)],
    )


def ended(signer: Sight) -> Ended:
    who = signer.access.participants[OTHER_SCHOOL]
    gone = replace(who, ended_at=signer.now, ended_by=signer.me.person, ending="Tor deltar ikke mer.")
    return gone, signer.event(ParticipationEnded.of(gone))


def put_away(sight: Sight, _: object) -> tuple[Part, Event]:
    gone = replace(sight.access.parts[NOTES], put_away_at=sight.now, put_away_by=sight.me.id)
    return gone, sight.event(PartPutAway(PutAway.of(gone).fingerprint), NOTES)


def brought_back(sight: Sight, _: object) -> tuple[Part, Event]:
    part = replace(sight.access.parts[NOTES], put_away_at=None, put_away_by=None)
    return part, sight.event(PartBroughtBack(), NOTES)


async def add_part(database: Database, part: PartId) -> None:
    """By the owner, as her page does."""

    def add(sight: Sight) -> tuple[PartCreation, Event]:
        made = first_part(part, Kind.GOAL)
        return made, sight.event(PartAdded(Kind.GOAL.value), part)

    await PartStore(database, Clock()).add(demo(OWNER), PLAN, add)


async def write_plans(database: Database) -> None:
    """Entries of every kind that there are rules for; the decisions of the founding have none."""
    await found_plan(database, small_plan())
    await found_plan(database, other_plan())
    await ConsentStore(database, Clock()).sign(
        demo(OWNER), PLAN, signing(opening(Level.COMMENT, kind=Kind.HEALTH))
    )
    await ConsentStore(database, Clock()).end(demo(STRANGER), OTHER, ended)
    for putting in (put_away, brought_back, put_away):
        await PartStore(database, Clock()).put_away(demo(STRANGER), NOTES, putting)
    await write_edits(database, 1, 5)
    comments = Comments(database, Clock())
    await comments.add(demo(SCHOOL), READING_HELP, _adding(FIRST, "Når?"))
    await comments.add(demo(SCHOOL), READING_HELP, _adding(SECOND, "Onsdag."))
    await comments.change(demo(SCHOOL), FIRST, lambda sight, found: edited(sight, found, "Hvilken dag?"))
    await comments.change(demo(OWNER), SECOND, lambda sight, found: marked(sight, found, resolved=True))
    suggestions = SuggestionStore(database, Clock())
    await suggestions.add(demo(SCHOOL), READING_HELP, _suggested)
    await suggestions.change(demo(SCHOOL), SUGGESTED, withdrawn)
    await read(database, 3)


def _suggested(sight: Sight) -> tuple[Suggestion, Event]:
    day = "2027-01-31"
    made = Suggestion(SUGGESTED, READING_HELP, sight.me.id, sight.now, "", day, field="due")
    return made, sight.event(SuggestionMade(made.id, made.fingerprint), READING_HELP)


async def comment_as_before(database: Database) -> None:
    """By a process of the release before, whose entries had no fingerprints."""

    def add(sight: Sight) -> Changed:
        new = Comment(CommentId("old"), READING_HELP, sight.me.id, sight.now, "Før.")
        return new, sight.event(CommentAdded(new.id), READING_HELP)

    await Comments(database, Clock()).add(demo(SCHOOL), READING_HELP, add)


def _adding(comment: CommentId, text: str) -> Add:
    def add(sight: Sight) -> Changed:
        anchor = {"start": "", "end": "", "before": "æ", "after": ""}
        new = Comment(comment, READING_HELP, sight.me.id, sight.now, text, None, anchor, "leksen")
        return new, sight.event(CommentAdded(new.id, new.fingerprint), READING_HELP)

    return add


async def read(database: Database, times: int) -> None:
    reading = event(PartRead.action, SCHOOL, participant=SCHOOL_PLACE, part=READING_HELP)
    await Ledger(database).record([reading] * times)
    await logs_in(database)


async def logs_in(database: Database) -> None:
    await Ledger(database).record([Event(NOW, OWNER, LoggedIn.action, details={"how": "demo"})])


async def write_edits(
    database: Database, after: int, number: int, clients: Mapping[int, PersonId] | None = None
) -> None:
    rows = [b"letter %d" % each for each in range(number)]
    log = SqlUpdateLog(database, Clock())
    version = await database.read(lambda connection: connection.execute(VERSION).scalar_one())
    (outcome,) = await log.append([written(*rows, after=after, access_version=version, clients=clients)])
    assert isinstance(outcome, Committed)


class Sealing:
    """What a server does about seals, and an operator who verifies."""

    def __init__(self, database: Database, keys: SealingKeys, directory: Path) -> None:
        self.database, self.keys, self.clock = database, keys, Clock()
        self.copy = directory / "seals.jsonl"
        self.sealer = LogSealer(database, keys, SealsFile(self.copy), witnessed_rows(), self.clock)
        self.vouched = Vouched()

    async def seal(self) -> None:
        """Everything, also the entries that sealing itself makes."""
        while await self.sealer.seal():
            self.clock.advance(60)

    async def wrong(self, *copies: Path, keys: SealingKeys | None = None) -> list[str]:
        verifier = LogVerifier(self.database, keys or self.keys, witnessed_rows())
        found = [each async for each in verifier.wrong(copies)]
        self.vouched = verifier.vouched
        return found


async def rewritten(database: Database, plan: PlanId | None, without: str) -> None:
    """The chain made anew by somebody who knows how it is made, without entries of that action."""
    kept = [each.event for each in await Ledger(database).entries(plan) if each.event.action != without]
    chain = delete(ledger).where(ledger.c.plan_id == plan)
    await database.write(lambda connection: connection.execute(chain) and None)
    await Ledger(database).record(kept)

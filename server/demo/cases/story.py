"""Lives through the demo's cases: what somebody did some days ago is done by the product's own services,
with a clock that stands there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

from server.catalogue import standard
from server.demo.municipality import NUMBER
from server.domain.cases.records import OSLO, day_of
from server.domain.cases.vocabulary import CaseId, Means
from server.domain.identity.principal import Principal
from server.domain.plan import PartId, PersonId, PlanId
from server.features.cases.desk.plan_contents import PlanContents
from server.features.cases.desk.service import Desk, TransitionWish
from server.features.cases.desk.store import CaseStore
from server.features.cases.reports import Reports, ReportWish
from server.features.cases.store import ReportStore
from server.ports.randomness import Chance, hash_of
from server.ports.sessions import SignedIn
from server.storage.database.database import Database
from server.storage.log.update_log import SqlUpdateLog
from server.storage.quarantine_file import QuarantineFile
from server.sync.plan.texts import LoggedTexts

LANGUAGE = "nb"
UNIT = "unit"
POSTED_AFTER = 5
"""Days: the letters of newer decisions are still to be posted."""


class NobodyLooks:
    """Is ``ports.Live``: no page is open while the demo is made."""

    async def plan_changed(self, plan: PlanId) -> None:
        pass

    def comments_changed(self, plan: PlanId, part: PartId, number: int) -> None:
        pass

    def end_session(self, session_key: str) -> None:
        pass


@dataclass
class PastClock:
    """Stands on some day before ``today``, and goes on by a minute for each thing that is done."""

    today: datetime
    now: datetime = field(init=False)

    def __post_init__(self) -> None:
        self.now = self.today

    def __call__(self) -> datetime:
        return self.now

    def back(self, days: int) -> None:
        """To the morning of that many days ago; today, to this moment."""
        day = self.today.astimezone(OSLO).date() - timedelta(days=days)
        morning = datetime.combine(day, time(9, 12), OSLO).astimezone(UTC)
        self.now = max(self.now, morning) if day_of(self.now) == day else morning
        if days == 0:
            self.now = self.today

    def on(self) -> None:
        self.now = min(self.now + timedelta(minutes=7), self.today)


class Story:
    """``people``: their ids by demo key."""

    def __init__(
        self, database: Database, now: datetime, chance: Chance, people: Mapping[str, tuple[PersonId, str]]
    ) -> None:
        self.database, self.chance, self.people = database, chance, people
        self.clock, self.live = PastClock(now), NobodyLooks()
        catalogue = standard()
        self._report_store = ReportStore(database, self.clock, catalogue)
        self._reports = Reports(self._report_store, catalogue, self.clock, chance)
        texts = LoggedTexts(SqlUpdateLog(database, self.clock), QuarantineFile(None))
        contents = PlanContents(database, self.clock, texts)
        self.desk = Desk(CaseStore(database, self.clock, catalogue), contents, self.live, self.clock, chance)

    def who(self, key: str) -> SignedIn:
        """As somebody who has logged in."""
        person, name = self.people[key]
        far = self.clock.today + timedelta(days=1)
        return SignedIn(Principal(person, demo=True), name, "", LANGUAGE, "", far, far, b"")

    def day(self, days_ago: int) -> date:
        return day_of(self.clock.today) - timedelta(days=days_ago)

    async def reported(
        self, days_ago: int, wish: ReportWish, by: str | None = None, typed: Means | None = None
    ) -> Course:
        """``by``: who had logged in. ``typed``: by the unit, from what it was told."""
        self.clock.back(days_ago)
        if typed is not None:
            receipt = await self._reports.type_in(NUMBER, wish, self.who(UNIT), typed, LANGUAGE)
        else:
            signed_in = self.who(by) if by else None
            receipt = await self._reports.report(NUMBER, wish, signed_in, LANGUAGE)
        found = await self._report_store.by_code(hash_of(receipt.code))
        return Course(self, found.case, found.record)


@dataclass
class Course:
    """One case. ``number``: of its last record."""

    story: Story
    case: CaseId
    number: int

    async def does(
        self, days_ago: int, who: str, action: str, *, basis: str = "", behalf: str = "", **said: object
    ) -> None:
        """``who``: a demo key; ``behalf``: of whom, and how they said it, where the unit writes it down."""
        story = self.story
        story.clock.back(days_ago)
        wish = TransitionWish(self.number, action, said, basis, "", behalf)
        shown = await story.desk.text(story.who(who), self.case, wish)
        wish = replace(wish, shown=shown)
        record = await story.desk.act(story.who(who), self.case, wish)
        self.number = record.number
        story.clock.on()

    async def taken(self, days_ago: int, consent: str = "") -> None:
        """``consent``: who gave it, and how, where it was not their own report."""
        await self.does(days_ago, UNIT, "taken")
        if consent:
            await self.does(days_ago, UNIT, "consent-checked", consent="given", by=consent)

    async def assessed(self, days_ago: int, lasting: str, several: str) -> None:
        for criterion, reason in (("lasting", lasting), ("several-services", several)):
            await self.does(days_ago, UNIT, "assessed", criterion=criterion, assessed="met", reason=reason)

    async def decided(
        self, days_ago: int, thing: str, outcome: str, reason: str, basis: str = "health"
    ) -> None:
        known_on = self.story.day(days_ago).isoformat()
        said = {"thing": thing, "outcome": outcome, "reason": reason, "means": "letter", "known_on": known_on}
        await self.does(days_ago, UNIT, "decided", basis=basis, **said)
        if days_ago >= POSTED_AFTER:
            await self.does(days_ago, UNIT, "letter-posted", decision=self.number, day=known_on)

    async def coordinated(
        self, days_ago: int, by: str, workplace: str, *, kind: str = "coordinator", behalf: str
    ) -> None:
        """The owner has said that it is all the same who; they are proposed, released and appointed."""
        person, name = self.story.people[by]
        await self.does(
            days_ago + 6, UNIT, "wish-recorded", behalf=behalf, wish="no-preference", said_by=behalf
        )
        proposed = "coordinator-proposed"
        await self.does(
            days_ago + 5, UNIT, proposed, person=person, name=name, workplace=workplace, as_wished=True
        )
        await self.does(
            days_ago + 3, UNIT, "coordinator-released", leader=f"{self.story.people['leader'][1]}, på telefon"
        )
        start = self.story.day(days_ago).isoformat()
        await self.does(days_ago, UNIT, "coordinator-appointed", kind=kind, start=start, training="done")

"""Complaints: thought about, written, sent, answered and followed up; read, and moved by commands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from server.catalogue.catalogue import Catalogue
from server.domain.cases.records import By, Command, Record, Transition, day_of
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.complaints.flow import NAMING, TRANSITIONS, followed, judged
from server.domain.complaints.state import Complaint
from server.domain.complaints.taken_down import TakenDown
from server.domain.complaints.transitions import (
    Commented,
    Considered,
    Contested,
    EvidenceChosen,
    GovernorAnswered,
    Sent,
)
from server.domain.complaints.vocabulary import ComplaintId, Delivery, Mandate, Questioned
from server.domain.errors import Forbidden, Invalid, TextChanged
from server.domain.plan import PersonId
from server.ports.clock import Clock
from server.ports.randomness import Chance
from server.ports.readings import ComplaintsListed, ReadNames, ReadWords
from server.ports.sessions import SignedIn
from server.storage.cases.rows import said_as
from server.storage.complaints.records import digest_of
from server.storage.complaints.rows import FORMS
from server.storage.database.told import day_and_id, list_place, may_be_an_id

from .answers import (
    ComplaintAnswer,
    ComplaintMoved,
    EvidenceAnswer,
    EvidenceItem,
    HelperAnswer,
    MyComplaints,
    PackAnswer,
    Represented,
    UnitComplaints,
)
from .beginning.store import Beginning, ComplaintBeginnings, TakingDown
from .lists.store import ComplaintLists
from .pack import Names, Pack, packed
from .rules import rules_on
from .store import ComplaintStore, SeenComplaint
from .views import complaint_answer, row_answer
from .wording import guidance

ELSEWHERE = frozenset({Considered.action, TakenDown.action})
"""What has an address of its own."""
BY_SERVER = frozenset({"digest", "attachments"})
"""What of a sending the server says, and nobody else."""
OWNERS = (Actor.OWNER, Actor.REPRESENTATIVE)


@dataclass(frozen=True, slots=True)
class ComplaintWish:
    """A command as it was sent. ``expected``: the number of the record that it was made after; ``shown``: of
    a sending, the digest of what they saw before."""

    expected: int
    action: str
    said: Mapping[str, object]
    shown: str


class Complaints:
    """``catalogue``: of texts and rules."""

    def __init__(
        self,
        store: ComplaintStore,
        beginnings: ComplaintBeginnings,
        lists: ComplaintLists,
        catalogue: Catalogue,
        clock: Clock,
        chance: Chance,
        words: ReadWords,
        names: ReadNames,
    ) -> None:
        self._store, self._beginnings, self._lists, self._catalogue = store, beginnings, lists, catalogue
        self._clock, self._chance, self._words, self._names = clock, chance, words, names

    async def mine(self, who: SignedIn) -> MyComplaints:
        """That they read the names and words of somebody else's is in the log when this returns."""
        mine = await self._lists.mine(who.person)
        today = self._today
        others = [each.stored for each in mine.complaints if each.actor is not Actor.OWNER]
        for where in dict.fromkeys(each.standing.municipality for each in others):
            read = [each.complaint.id for each in others if each.standing.municipality == where]
            await self._names.listed(who.person, where, ComplaintsListed, read)
        rows = [row_answer(each, rules_on(each.catalogue, today), today) for each in mine.complaints]
        people, unknown = mine.acts_for.people.items(), mine.acts_for.unknown.items()
        represented = (
            *(Represented(each, name) for each, name in people),
            *(Represented(None, name, case) for case, name in unknown),
        )
        words = guidance(self._catalogue, who.locale, today)
        return MyComplaints(tuple(rows), represented, mine.home, words)

    async def sent_to(
        self, who: SignedIn, number: str, case: str | None, after: str | None
    ) -> UnitComplaints:
        """That its names were read is in the log when this returns.

        Raises ``NotFound`` without the right, ``Invalid`` for an ``after`` that no answer had.
        """
        asked = CaseId(case) if case is not None and may_be_an_id(case) else None
        if case is not None and asked is None:
            raise Invalid("case: is none")
        page, today = await self._lists.sent_to(who.person, number, asked, day_and_id(after)), self._today
        rows = tuple(row_answer(each, rules_on(each.catalogue, today), today) for each in page.complaints)
        await self._names.listed(who.person, page.where, ComplaintsListed, [row.id for row in rows])
        last = list_place(rows[-1].sent_on, rows[-1].id) if page.more and rows else None
        return UnitComplaints(rows, last)

    async def begin(
        self,
        who: SignedIn,
        municipality: str,
        on_behalf_of: str | None,
        mandate: Mandate | None,
        case: str | None = None,
    ) -> str:
        """``case``: for whoever that is about, whom nobody has entered.

        Raises ``NotFound``, ``NotNow``, ``LimitReached``, ``TooManyRequests``."""
        new = ComplaintId(self._chance.id())
        owner = PersonId(on_behalf_of or who.person) if case is None else None
        represents, of_case = owner != who.person, None if case is None else CaseId(case)
        by = By(who.person, Actor.REPRESENTATIVE if represents else Actor.OWNER)

        def judge(born: date | None) -> Record:
            command = Command(by, self._clock(), Considered(mandate if represents else None, of_case))
            return judged(Complaint(new), command, rules_on(self._catalogue, self._today), born)

        await self._beginnings.begin(new, Beginning(municipality, who.person, owner, of_case), judge)
        return new

    async def take_down(self, who: SignedIn, number: str, said: TakenDown) -> str:
        """Raises ``NotFound``, ``NotNow``, ``Invalid``, ``TooManyRequests``."""
        new = ComplaintId(self._chance.id())

        def judge(of: TakingDown) -> tuple[Record, str]:
            """Its digest is of what would be shown of it."""
            rules = rules_on(of.catalogue, self._today)
            by = By(who.person, Actor.CASE_HANDLER, on_behalf_of=of.name)

            def kept(transition: TakenDown) -> Record:
                return judged(Complaint(new), Command(by, self._clock(), transition), rules, of.born)

            names = Names(of.name, "", of.municipality)
            pack = packed(followed(Complaint(new), kept(said)), names, (), rules, self._today).written
            return kept(replace(said, digest=digest_of(pack))), pack

        await self._beginnings.take_down(who.person, number, said.case, new, judge)
        return new

    async def complaint(self, who: SignedIn, which: ComplaintId) -> ComplaintAnswer:
        """Raises ``NotFound``."""
        seen = await self._store.seen(who.person, which)
        return complaint_answer(seen, rules_on(seen.catalogue, self._today), self._today)

    async def evidence(self, who: SignedIn, which: ComplaintId) -> EvidenceAnswer:
        """Raises ``NotFound``; ``Forbidden`` for a helper, who writes and reads nothing else."""
        seen = await self._with_evidence(who, which)
        if seen.actor not in OWNERS:
            raise Forbidden
        helpers = await self._store.may_help(who.person, which)
        items = tuple(EvidenceItem.of(each) for each in seen.evidence)
        return EvidenceAnswer(items, tuple(HelperAnswer(each, name) for each, name in helpers.items()))

    async def export(self, who: SignedIn, which: ComplaintId) -> PackAnswer:
        """Raises ``NotFound``, ``Forbidden``, ``TooManyRequests``."""

        def digest(seen: SeenComplaint) -> str:
            if seen.actor is Actor.HELPER:
                raise Forbidden
            return digest_of(self._written(seen))

        await self._with_evidence(who, which)
        seen = await self._store.export(who.person, which, digest)
        await self._newly_read(seen)  # what has come meanwhile
        written = self._written(seen)
        sent = seen.pack is not None
        return PackAnswer(sent, digest_of(written), written, Pack.read(written))

    async def _with_evidence(self, who: SignedIn, which: ComplaintId) -> SeenComplaint:
        """That they are shown what of it is words of a plan is in that plan's log when this returns.

        Not of the owner: it is their own plan, and its log would say that they write a complaint.
        """
        while True:
            seen = await self._store.seen(who.person, which, evidence=True)
            if seen.actor not in OWNERS or not await self._newly_read(seen):
                return seen

    async def _newly_read(self, seen: SeenComplaint) -> bool:
        found = seen.found
        if found is None or found.sight is None or seen.actor is Actor.OWNER:
            return False
        return await self._words.newly_read(found.sight, found.titles, found.decisions)

    async def act(self, who: SignedIn, which: ComplaintId, wish: ComplaintWish) -> ComplaintMoved:
        """Raises ``NotFound``, ``Forbidden``, ``NotNow``, ``Invalid``, ``Outdated``, ``TextChanged``."""
        transition = _transition(wish)

        def judge(seen: SeenComplaint) -> tuple[Record, str | None]:
            said, pack = self._complete(_named(transition, seen.unseen), seen, wish.shown)
            by = By(who.person, seen.actor, on_behalf_of=_spoken_for(seen, said))
            command = Command(by, self._clock(), said, shown=wish.shown)
            rules = rules_on(seen.catalogue, self._today)
            return judged(seen.stored.complaint, command, rules, seen.born), pack

        attaches = isinstance(transition, (Sent, EvidenceChosen))
        seen, record = await self._store.act(who.person, which, wish.expected, judge, evidence=attaches)
        return ComplaintMoved(record.number - seen.unseen, record.status)

    def _complete(
        self, transition: Transition, seen: SeenComplaint, shown: str
    ) -> tuple[Transition, str | None]:
        """With what the server says of it, and what is sent by it; what is sent here is sent today.

        Raises ``Invalid`` for evidence that is not there, ``TextChanged`` if what was shown is not what
        would be sent; both only for who may do it at all.
        """
        if seen.actor not in OWNERS:
            return transition, None
        unsent = not seen.stored.complaint.was_sent
        if isinstance(transition, EvidenceChosen) and unsent:
            _require_there(transition, seen)
        if not isinstance(transition, Sent) or not unsent:
            return transition, None
        pack = self._pack(seen)
        written = pack.written
        if shown != digest_of(written):
            raise TextChanged
        day = self._today if transition.channel is Delivery.HERE else transition.day
        return replace(transition, day=day, digest=digest_of(written), attachments=pack.attachments), written

    def _written(self, seen: SeenComplaint) -> str:
        return seen.pack if seen.pack is not None else self._pack(seen).written

    def _pack(self, seen: SeenComplaint) -> Pack:
        standing = seen.stored.standing
        by = seen.names.get(standing.representative, "") if standing.representative else ""
        names = Names(seen.name, by, seen.municipality)
        rules = rules_on(seen.catalogue, self._today)
        return packed(seen.stored.complaint, names, seen.evidence, rules, self._today)

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _transition(wish: ComplaintWish) -> Transition:
    """Raises ``Invalid`` for what is no transition, or does not say what it must."""
    kind = TRANSITIONS.get(wish.action)
    if kind is None or wish.action in ELSEWHERE:
        raise Invalid("action: there is no such")
    if kind is Sent and wish.said.keys() & BY_SERVER:
        raise Invalid("said: the server says what is attached")
    return said_as(kind, wish.said, FORMS)


def _named(transition: Transition, unseen: int) -> Transition:
    """With the number that the record it names has for everybody. ``unseen``: as in ``SeenComplaint``."""
    name = NAMING.get(type(transition))
    named: Any = transition
    return transition if name is None else replace(named, **{name: getattr(named, name) + unseen})


def _spoken_for(seen: SeenComplaint, said: Transition) -> str:
    """Whose word the unit writes down; "" for its own."""
    theirs = isinstance(said, (Commented, Contested)) or (
        isinstance(said, GovernorAnswered) and _asked_of_owner(seen, said)
    )
    return seen.name if theirs and seen.actor is Actor.CASE_HANDLER else ""


def _asked_of_owner(seen: SeenComplaint, said: GovernorAnswered) -> bool:
    question = seen.stored.complaint.questions.get(said.question)
    return question is not None and question.transition.of is Questioned.OWNER


def _require_there(chosen: EvidenceChosen, seen: SeenComplaint) -> None:
    if not set(chosen.items) <= {each.key for each in seen.evidence}:
        raise Invalid("items: not all of them are there")

"""Cases at the unit's desk and at their owners' door: read, and moved by commands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from server.domain.cases.care_transitions import PlanBegun, PlanConsented, PlanDeclaredValid
from server.domain.cases.case_transitions import (
    CaseMerged,
    ChildBorn,
    OwnerEntered,
    ReportTakenIn,
    SubjectCorrected,
)
from server.domain.cases.contents import Contained, gaps
from server.domain.cases.flow import TRANSITIONS, ended_before, followed, judged
from server.domain.cases.records import By, Command, Record, Transition, day_of
from server.domain.cases.state import PLAN_RUNNING, Case
from server.domain.cases.tracks.machine import OWNERS
from server.domain.cases.tracks.representation import at_birth, no_longer_than
from server.domain.cases.vocabulary import Actor, CaseId
from server.domain.cases.waiting import answer_due
from server.domain.errors import Forbidden, Invalid, NotNow
from server.domain.identity.principal import Principal
from server.domain.plan import PersonId, PlanId
from server.features.cases.rules import CRITERIA, not_merged, require_possible, rules_on
from server.ports.clock import Clock
from server.ports.live import Live
from server.ports.randomness import Chance
from server.ports.sessions import SignedIn
from server.storage.cases.plans import Doing
from server.storage.cases.records import StoredCase
from server.storage.cases.rows import FORMS, said_as
from server.storage.founding import NewPlan
from server.storage.persons import Person

from .answers import CaseAnswer, case_answer
from .contents_answers import PlanContentsAnswer, plan_contents_answer
from .coordinated import CoordinatedCases, coordinated_case
from .new_plan import new_plan
from .own_answers import CaseWords, OwnCase, own_case_answer
from .plan_contents import PlanContents
from .store import CaseStore, Judgement, SeenCase
from .wording import LANGUAGE, ShownTo, doors, ending_words, require_shown, shown_for, stage_of

ELSEWHERE = frozenset({"reported", "report-taken-in", "merged", "passed-on"})
"""What has an address of its own."""
NOT_BY_COMMAND = frozenset({"owner-entered", "plan-begun", "plan-said-valid", "plan-archived", "plan-erased"})


@dataclass(frozen=True, slots=True)
class TransitionWish:
    """A command as it was sent. ``expected``: the number of the record that it was made after."""

    expected: int
    action: str
    said: Mapping[str, object]
    basis: str
    shown: str
    on_behalf_of: str


class Desk:
    def __init__(
        self, store: CaseStore, contents: PlanContents, live: Live, clock: Clock, chance: Chance
    ) -> None:
        self._store, self._contents, self._live = store, contents, live
        self._clock, self._chance = clock, chance

    async def case(self, who: SignedIn, which: CaseId) -> CaseAnswer:
        """As its unit sees it. Raises ``NotFound``; ``Forbidden`` for its owner and its coordinator."""
        if await self._store.actor(who.person, which) is not Actor.CASE_HANDLER:
            raise Forbidden
        seen = await self._store.seen(who.person, which)
        said = [
            (each, seen.catalogue.text(f"case.criterion.{each}", who.locale, on=self._today))
            for each in CRITERIA
        ]
        return case_answer(seen, rules_on(seen.catalogue, self._today), said, self._today)

    async def mine(self, who: SignedIn) -> tuple[OwnCase, ...]:
        return tuple(self._own(who, each) for each in await self._store.mine(who.person))

    async def coordinated(self, who: SignedIn, after: str) -> CoordinatedCases:
        today = self._today
        seen, more = await self._store.coordinated(who.person, after)
        found = [coordinated_case(each, rules_on(each.catalogue, today), today) for each in seen]
        return CoordinatedCases(tuple(found), more)

    async def text(self, who: SignedIn, which: CaseId, wish: TransitionWish) -> str:
        """What is shown before it is done. Raises ``NotFound``, ``Invalid``; ``NotNow`` where it names
        what a plan lacks and there is none."""
        seen = await self._store.looked_at(who.person, which)
        transition = await self._with_gaps(who, seen, _transition(wish))
        return shown_for(transition, wish.basis, self._reader(who, seen))

    async def contents(self, who: SignedIn, which: CaseId) -> PlanContentsAnswer:
        """What the plan must contain and lacks. Raises ``NotFound``; ``Forbidden`` for all but its owner."""
        seen = await self._store.looked_at(who.person, which)
        if seen.actor not in OWNERS:
            raise Forbidden
        return plan_contents_answer(await self._gaps(who, seen), self._reader(who, seen))

    async def act(self, who: SignedIn, which: CaseId, wish: TransitionWish) -> Record:
        """Open connections follow what becomes of the plan before this returns.

        Raises ``NotFound``, ``Forbidden``, ``NotNow``, ``Invalid``, ``Outdated``, ``TextChanged``.
        """
        plan, wanted = PlanId(self._chance.id()), _transition(wish)
        if isinstance(wanted, PlanDeclaredValid):
            wanted = await self._with_gaps(who, await self._store.looked_at(who.person, which), wanted)

        def judge(seen: SeenCase) -> Judgement:
            transition = self._kept(wanted, seen.stored)
            shown = shown_for(transition, wish.basis, self._reader(who, seen))
            require_shown(wish.shown, shown)
            by, basis = self._capacity(who, seen, wish)
            before, case = self._before(seen, by, transition)
            record = self._judged(case, seen, by, transition, basis, shown)
            doing = self._doing(by, record, seen)
            if not isinstance(transition, PlanConsented):
                return Judgement((*before, record), doing)
            return self._begun(plan, seen, record, doing)

        acted = await self._store.act(who.person, which, wish.expected, plan, judge)
        if acted.plan is not None:
            await self._live.plan_changed(acted.plan)
        return acted.record

    def _capacity(self, who: SignedIn, seen: SeenCase, wish: TransitionWish) -> tuple[By, str]:
        """As whom they do it, and on what basis: of who acts for the owner it is what the unit has
        registered, whatever they say."""
        for_whom, basis = "", wish.basis
        if seen.actor is Actor.CASE_HANDLER:
            for_whom = wish.on_behalf_of
        elif (acting := seen.acting(who.person, self._today)) is not None:
            for_whom, basis = seen.stored.case.case.subject.name, acting.basis
        return By(who.person, seen.actor, on_behalf_of=for_whom), basis

    def _begun(self, plan: PlanId, seen: SeenCase, consent: Record, doing: Doing) -> Judgement:
        """The plan that a consent founds. An owner who never logged in is known from now on."""
        by, case = consent.command.by, followed(seen.stored.case, consent)
        if (known := case.case.subject.person) is not None:
            begun = self._judged(case, seen, by, PlanBegun(plan))
            return Judgement((consent, begun), doing, self._founded(plan, seen, known, doing))
        owner = Person(PersonId(self._chance.id()), case.case.subject.name)
        entered = self._judged(case, seen, by, OwnerEntered(owner.id))
        begun = self._judged(followed(case, entered), seen, by, PlanBegun(plan))
        founded = self._founded(plan, seen, owner.id, doing)
        return Judgement((consent, entered, begun), doing, founded, owner)

    async def merge(self, who: SignedIn, which: CaseId, into: CaseId) -> None:
        """Its report goes into the other case, and it ends. Raises ``NotFound``, ``NotNow``, ``Outdated``."""
        by = By(who.person, Actor.CASE_HANDLER)

        def judge(ours: SeenCase, theirs: SeenCase) -> tuple[Record, Record]:
            facts = ours.stored.case.case
            if hindered := not_merged(ours.stored.case, self._today):
                raise NotNow(hindered)
            asked = tuple(sorted(facts.asked))
            taken = ReportTakenIn(which, facts.reports[0].transition.wish, facts.subject.protected, asked)
            return (
                self._judged(ours.stored.case, ours, by, CaseMerged(into)),
                self._judged(theirs.stored.case, theirs, by, taken),
            )

        await self._store.merge(who.person, which, into, judge)

    def _kept(self, transition: Transition, stored: StoredCase) -> Transition:
        """Who a case is about in the sense of who logs in as them, no command says. Raises ``Invalid``."""
        known = stored.case.case.subject
        if isinstance(transition, ChildBorn):
            require_possible(replace(known, name=transition.name), self._today)
            of_family = known.family and stored.case.plan.status not in PLAN_RUNNING
            return replace(transition, parent=known.person if of_family else None)
        if not isinstance(transition, SubjectCorrected):
            return transition
        require_possible(transition.subject, self._today)
        kept = replace(transition.subject, person=known.person, family=known.family)
        return replace(transition, subject=kept)

    def _before(self, seen: SeenCase, by: By, transition: Transition) -> tuple[list[Record], Case]:
        """What ends with it, or begins by it, and the case after that."""
        case, before = seen.stored.case, []
        steps = ended_before(case, transition)
        if isinstance(transition, ChildBorn):
            # What is wrong with what was said comes first.
            self._judged(case, seen, by, replace(transition, parent=None))
            steps, by = self._at_birth(seen, transition), By(None, Actor.CLOCK)
        elif isinstance(transition, SubjectCorrected) and transition.subject.born is not None:
            self._judged(case, seen, by, transition)
            steps, by = self._as_old(seen, transition.subject.born), By(None, Actor.CLOCK)
        for each in steps:
            before.append(self._judged(case, seen, by, each))
            case = followed(case, before[-1])
        return before, case

    def _at_birth(self, seen: SeenCase, child: ChildBorn) -> Iterator[Transition]:
        proof = seen.catalogue.text("representation.at-birth", LANGUAGE, on=self._today)
        name = "" if child.parent is None else seen.names[child.parent]
        rules = rules_on(seen.catalogue, self._today)
        return at_birth(seen.stored.case, child, name, proof, rules, self._today)

    def _as_old(self, seen: SeenCase, born: date) -> Iterator[Transition]:
        why = seen.catalogue.text("representation.birthday-corrected", LANGUAGE, on=self._today)
        rules = rules_on(seen.catalogue, self._today)
        return no_longer_than(seen.stored.case, born, why, rules, self._today)

    def _judged(
        self, case: Case, seen: SeenCase, by: By, transition: Transition, basis: str = "", shown: str = ""
    ) -> Record:
        rules = rules_on(seen.catalogue, self._today)
        return judged(case, Command(by, self._clock(), transition, basis, shown), rules)

    async def _with_gaps(self, who: SignedIn, seen: SeenCase, transition: Transition) -> Transition:
        """What a plan lacks, nobody says: it is looked up when it is declared valid."""
        if not isinstance(transition, PlanDeclaredValid) or seen.actor not in OWNERS:
            return transition
        return replace(transition, gaps=await self._gaps(who, seen))

    async def _gaps(self, who: SignedIn, seen: SeenCase) -> tuple[str, ...]:
        case, rules = seen.stored.case, rules_on(seen.catalogue, self._today)
        if case.plan.plan is None:
            raise NotNow("no-plan")
        content = await self._contents.of(Principal(who.person), case.plan.plan)
        return gaps(Contained(content, case, seen.stored.records, rules, self._today))

    def _founded(self, plan: PlanId, seen: SeenCase, owner: PersonId, doing: Doing) -> NewPlan:
        return new_plan(plan, owner, seen.stored.municipality, doing.at, self._chance)

    def _doing(self, by: By, record: Record, seen: SeenCase) -> Doing:
        words, rules = ending_words(seen.catalogue, self._today), rules_on(seen.catalogue, self._today)
        return Doing(by.person, record.command.at, self._chance.id, words, rules)

    def _reader(self, who: SignedIn, seen: SeenCase) -> ShownTo:
        name = seen.stored.case.case.subject.name
        for_whom = name if seen.acting(who.person, self._today) is not None else ""
        return ShownTo(seen.actor, seen.catalogue, who.locale, self._today, for_whom)

    def _own(self, who: SignedIn, seen: SeenCase) -> OwnCase:
        today, rules, language = self._today, rules_on(seen.catalogue, self._today), who.locale
        due = answer_due(seen.stored.case, rules)
        stage = stage_of(seen.stored.case, self._reader(who, seen), due)
        acting = seen.acting(who.person, today)
        both = seen.catalogue.text("consent.both-parents", language, on=today)
        said = CaseWords(stage, doors(seen.catalogue, language, today), both)
        return own_case_answer(seen, acting, rules, said, today)

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _transition(wish: TransitionWish) -> Transition:
    """Raises ``Invalid`` for what is no transition, or does not say what it must."""
    kind = TRANSITIONS.get(wish.action)
    if kind is None or wish.action in ELSEWHERE | NOT_BY_COMMAND:
        raise Invalid("action: there is no such")
    return said_as(kind, wish.said, FORMS)

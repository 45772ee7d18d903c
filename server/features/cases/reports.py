"""Reports of need: from whoever makes one, logged in or not, and typed by the unit from what it was told."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from server.catalogue.catalogue import Catalogue
from server.domain.cases.case_transitions import CaseReported, Subject
from server.domain.cases.flow import judged
from server.domain.cases.records import By, Command, Record, day_of
from server.domain.cases.state import Case
from server.domain.cases.vocabulary import Actor, CaseId, Consent, Means, Wish
from server.ports.clock import Clock
from server.ports.randomness import Chance, hash_of, new_code
from server.ports.sessions import SignedIn

from .answers import MunicipalityAnswer, ReportReceipt, ReportStatusAnswer
from .rules import (
    MOST_REPORTS_A_DAY,
    MOST_TYPED_A_DAY,
    ReportStatus,
    require_possible,
    rules_on,
    status_of,
)
from .store import Reporting, ReportStore


@dataclass(frozen=True, slots=True)
class ReportWish:
    """What somebody reports. ``reporter``: in what capacity they say so."""

    reporter: Actor
    reporter_name: str
    reporter_contact: str
    organisation: str
    subject: Subject
    wish: Wish
    reason: str
    consent: Consent
    consent_by: str


class Reports:
    """``catalogue``: of texts and rules."""

    def __init__(self, store: ReportStore, catalogue: Catalogue, clock: Clock, chance: Chance) -> None:
        self._store, self._catalogue, self._clock, self._chance = store, catalogue, clock, chance

    async def municipalities(self) -> tuple[MunicipalityAnswer, ...]:
        found = await self._store.municipalities()
        return tuple(MunicipalityAnswer(each.number, each.name) for each in found)

    async def report(
        self, number: str, wish: ReportWish, signed_in: SignedIn | None, language: str
    ) -> ReportReceipt:
        """By whoever makes it. Without a login it is kept as unverified, whoever they say they are.

        Raises ``NotFound``, ``Invalid``, ``TooManyRequests``, ``LimitReached``.
        """
        own = signed_in is not None and wish.reporter is Actor.OWNER
        family = own and wish.subject.expected is not None
        called = "" if signed_in is None or signed_in.name else _called(wish, own=own and not family)
        if signed_in is not None and own:
            me = signed_in.name or called
            subject = replace(wish.subject, person=signed_in.person, family=family)
            subject = subject if family else replace(subject, name=me)
            wish = replace(wish, subject=subject, consent=Consent.GIVEN, consent_by=me)
        person = signed_in.person if signed_in else None
        acts_for = wish.subject if wish.reporter is Actor.REPRESENTATIVE else None
        most = MOST_REPORTS_A_DAY
        who = Reporting(person, own, family=family, most=most, acts_for=acts_for, called=called)
        by = By(who.person, wish.reporter, wish.organisation)
        return await self._stored(number, wish, who, by, Means.WEB, language)

    async def type_in(
        self, number: str, wish: ReportWish, typist: SignedIn, means: Means, language: str
    ) -> ReportReceipt:
        """By the unit, from a call, a letter or a meeting; the code is read to whoever made it.

        Raises ``NotFound`` without the right, ``Invalid``, ``TooManyRequests``, ``LimitReached``.
        """
        who = Reporting(typist.person, typist=True, most=MOST_TYPED_A_DAY)
        by = By(typist.person, Actor.CASE_HANDLER, on_behalf_of=wish.reporter_name)
        return await self._stored(number, wish, who, by, means, language)

    async def status(self, code: str, language: str) -> ReportStatusAnswer:
        """Raises ``NotFound``: a code that is wrong, and one that never was."""
        found = await self._store.by_code(hash_of(code))
        status = status_of(found.record, found.status, found.unanswered_from)
        return ReportStatusAnswer(status, self._said(f"report.status.{status}", language))

    async def _stored(
        self, number: str, wish: ReportWish, who: Reporting, by: By, means: Means, language: str
    ) -> ReportReceipt:
        require_possible(wish.subject, self._today)
        where, own = await self._store.municipality(number)
        code = new_code(self._chance.token())

        def judge(case: Case, born: date | None) -> Record:
            subject = wish.subject if born is None else replace(wish.subject, born=born)
            transition = _transition(
                replace(wish, subject=subject), means, verified=who.person is not None and not who.typist
            )
            command = Command(by, self._clock(), transition)
            return judged(case, _acting(case, command, self._today), rules_on(own, self._today))

        await self._store.report(where.id, who, hash_of(code), CaseId(self._chance.id()), judge)
        text = own.text("report.receipt", language, on=self._today, code=code)
        return ReportReceipt(code, ReportStatus.RECEIVED, text)

    def _said(self, key: str, language: str) -> str:
        return self._catalogue.text(key, language, on=self._today)

    @property
    def _today(self) -> date:
        return day_of(self._clock())


def _called(wish: ReportWish, *, own: bool) -> str:
    """What whoever reports calls themselves: ID-porten says no name."""
    return (wish.subject.name if own else wish.reporter_name).strip()


def _acting(case: Case, command: Command, today: date) -> Command:
    """With whom it is for and on what basis, where the unit knows that they act for whom it is about."""
    by = command.by
    acting = None if by.person is None else case.representation.of(by.person, today)
    if by.actor is not Actor.REPRESENTATIVE or acting is None:
        return command
    return replace(command, by=replace(by, on_behalf_of=case.case.subject.name), basis=acting.basis)


def _transition(wish: ReportWish, means: Means, *, verified: bool) -> CaseReported:
    return CaseReported(
        reporter=wish.reporter,
        reporter_name=wish.reporter_name,
        reporter_contact=wish.reporter_contact,
        organisation=wish.organisation,
        subject=wish.subject,
        wish=wish.wish,
        reason=wish.reason,
        consent=wish.consent,
        consent_by=wish.consent_by,
        means=means,
        verified=verified,
    )

"""A consent that is signed on paper: made as a sheet, registered, checked by a second person. Pure.

It opens nothing before it is checked, and then exactly what stands on it, if that can still be signed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from server.domain.access import Decision, Level
from server.domain.audit import Event, fingerprint
from server.domain.cases.records import day_of
from server.domain.errors import Forbidden, Invalid, LimitReached, NotFound, NotNow, Refusal
from server.domain.on_behalf.warrant import DecisionBasis, Warrant
from server.domain.own_list import shown_title
from server.domain.plan import COORDINATING, ParticipantId, PartId, PersonId, PlanId, Role
from server.domain.sight import Sight
from server.features.consent.rules import DecisionWish, all_signed
from server.features.consent.wording import Wording, wording

from .entries import PaperChecked, PaperMade, PaperRefused, PaperRegistered, PaperWithdrawn

MOST_LINES = 100
"""Sentences on one sheet."""
MOST_WAITING = 20
"""Sheets of one plan that are neither checked nor over."""
MOST_A_DAY = 50
"""Made by one person."""
NO_FILE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
"""SHA-256 of nothing."""
CHANGED = "changed-meanwhile"


class PaperStatus(StrEnum):
    PRINTED = "printed"
    REGISTERED = "registered"
    """Said to be signed; a second person has not had it in hand yet."""
    CHECKED = "checked"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Paper:
    """``lines``: what stands on it, each with its sentence, in ``language``. ``signer``: who is to sign it.
    ``after``: the plan's last decision when it was made. ``scan``: SHA-256 of the scanned sheet, in hex.
    ``checked_as``: ``None`` for a case handler. ``ending``: what ended it unchecked."""

    id: str
    plan: PlanId
    code_hash: bytes = field(repr=False)
    lines: tuple[DecisionWish, ...]
    language: str
    signer: ParticipantId
    made_by: PersonId
    made_as: ParticipantId
    made_at: datetime
    expires_at: datetime
    after: int
    scan: str | None = None
    signed_on: date | None = None
    registered_at: datetime | None = None
    checked_by: PersonId | None = None
    checked_as: ParticipantId | None = None
    checked_at: datetime | None = None
    ended_at: datetime | None = None
    ending: PaperStatus | None = None

    @property
    def fingerprint(self) -> str:
        said = [line_as_json(each) for each in self.lines]
        made = (self.id, self.code_hash.hex(), self.signer, self.made_by, self.made_as, self.made_at)
        day = None if self.signed_on is None else self.signed_on.isoformat()
        signed = (self.scan, day, self.registered_at)
        checked = (self.checked_by, self.checked_as, self.checked_at, self.ended_at, self.ending)
        rest = (self.language, self.expires_at, self.after, *signed, *checked)
        return fingerprint("paper", self.plan, *made, said, *rest)

    def status(self, now: datetime) -> PaperStatus:
        if self.ending is not None:
            return self.ending
        if self.checked_at is not None:
            return PaperStatus.CHECKED
        if now >= self.expires_at:
            return PaperStatus.EXPIRED
        return PaperStatus.PRINTED if self.registered_at is None else PaperStatus.REGISTERED


ChangedPaper = tuple[Paper, Event]


def line_as_json(line: DecisionWish) -> dict[str, object]:
    return {
        "participant": line.participant,
        "level": line.level.token,
        "part": line.part,
        "kind": line.kind,
        "until": None if line.until is None else line.until.isoformat(),
        "purpose": line.purpose,
        "text": line.text,
        "proposing": line.proposing,
    }


@dataclass(frozen=True, slots=True)
class NewSheet:
    """``signer``: ``None`` for the owner."""

    id: str
    code_hash: bytes
    signer: ParticipantId | None
    lines: Sequence[DecisionWish]
    language: str


def require_registrar(sight: Sight) -> None:
    if sight.me.role not in COORDINATING or sight.plan.ended:
        raise Forbidden


def made(sight: Sight, new: NewSheet, days: int, waiting: int) -> ChangedPaper:
    """With the sentences that its signer would sign in the page.

    Raises ``Forbidden`` for who does not coordinate, ``LimitReached``, and what signing them would raise;
    what the registrar does not see they cannot put on it.
    """
    require_registrar(sight)
    if waiting >= MOST_WAITING:
        raise LimitReached(f"at most {MOST_WAITING} sheets that wait in one plan")
    signer = _signer(sight, new.signer)
    if signer is None:
        raise Invalid("signer: the owner, or who represents them")
    for place, line in enumerate(new.lines):
        unseen = line.kind is not None and sight.access_to_kind(line.kind).level < Level.READ
        if (line.part is not None and line.part not in sight.levels) or (unseen and not line.closes):
            raise Invalid(f"decisions[{place}].part: none of yours in this plan")
    said = all_signed(signer, [replace(line, text=None) for line in new.lines], wording(new.language))
    paper = Paper(
        id=new.id,
        plan=sight.access.plan.id,
        code_hash=new.code_hash,
        lines=tuple(replace(w, text=d.text) for w, (d, _) in zip(new.lines, said, strict=True)),
        language=new.language,
        signer=signer.me.id,
        made_by=sight.me.person,
        made_as=sight.me.id,
        made_at=sight.now,
        expires_at=sight.now + timedelta(days=days),
        after=sight.access.last_decision,
    )
    return paper, sight.event(PaperMade(paper.id, paper.fingerprint))


def _signer(sight: Sight, who: ParticipantId | None) -> Sight | None:
    found = [each for each in sight.plan.everybody() if each.may_sign]
    if who is None:
        return next((each for each in found if each.me.role is Role.OWNER), None)
    return next((each for each in found if each.me.id == who), None)


def may_see(sight: Sight, paper: Paper) -> bool:
    """The owner sees all, others those they made or are to sign: to nobody else it is there before it is
    checked."""
    return sight.me.role is Role.OWNER or sight.me.id in (paper.made_as, paper.signer)


def may_read(sight: Sight, paper: Paper) -> bool:
    """Whether its sentences name nothing but what they may know."""
    return sight.me.role is Role.OWNER or all(
        sight.knows(line.participant) and (line.part is None or line.part in sight.levels)
        for line in paper.lines
    )


def titles_of(sight: Sight, paper: Paper) -> tuple[PartId, ...]:
    """The parts whose titles its sentences say."""
    named = dict.fromkeys(line.part for line in paper.lines if line.part is not None)
    return tuple(part for part in named if shown_title(sight.access.parts[part]))


def registered(sight: Sight, paper: Paper, signed_on: date, scan: str) -> ChangedPaper:
    """Raises ``NotFound``, ``NotNow``, ``Invalid``."""
    _require_mine(sight, paper, {PaperStatus.PRINTED})
    if not day_of(paper.made_at) <= signed_on <= day_of(sight.now):
        raise Invalid("signed_on: after it was printed, and not later than today")
    if scan == NO_FILE:
        raise Invalid("scan: of an empty file")
    signed = replace(paper, signed_on=signed_on, scan=scan, registered_at=sight.now)
    return signed, sight.event(PaperRegistered(signed.id, signed.fingerprint))


def withdrawn(sight: Sight, paper: Paper) -> ChangedPaper:
    """By whoever made it, whoever is to sign it, and the owner, before it is checked."""
    if not may_see(sight, paper):
        raise NotFound
    _require_status(sight, paper, {PaperStatus.PRINTED, PaperStatus.REGISTERED})
    gone = replace(paper, ended_at=sight.now, ending=PaperStatus.WITHDRAWN)
    return gone, sight.event(PaperWithdrawn(gone.id, gone.fingerprint))


def _require_mine(sight: Sight, paper: Paper, wanted: set[PaperStatus]) -> None:
    if paper.made_as != sight.me.id:
        raise NotFound
    require_registrar(sight)
    _require_status(sight, paper, wanted)


def _require_status(sight: Sight, paper: Paper, wanted: set[PaperStatus]) -> None:
    status = paper.status(sight.now)
    if status not in wanted:
        raise NotNow(status.value)


# -- the second person ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Checker:
    """``sight``: theirs in the plan, ``None`` for a case handler, who sees no sentence of it."""

    person: PersonId
    sight: Sight | None

    @property
    def participant(self) -> ParticipantId | None:
        return None if self.sight is None else self.sight.me.id


def require_checker(owner: Sight, paper: Paper, checker: Checker) -> None:
    """Raises ``NotFound`` for who may not know of it, ``Forbidden`` for who made it, is to sign it, or gains
    by it, in whatever role."""
    people = owner.access.participants
    gains = {people[line.participant].person for line in paper.lines if not line.closes}
    if checker.person in {paper.made_by, people[paper.signer].person, *gains}:
        raise Forbidden if checker.sight is None or may_see(checker.sight, paper) else NotFound
    if checker.sight is not None and not may_read(checker.sight, paper):
        raise NotFound


def checked(owner: Sight, paper: Paper, checker: Checker, signed_on: date) -> tuple[list[Decision], Paper]:
    """What the sheet says, to be signed now, with the paper as its proof.

    Raises ``NotNow``: it does not wait, another day stands on it, or something has changed since it was made.
    """
    _require_status(owner, paper, {PaperStatus.REGISTERED})
    if signed_on != paper.signed_on:
        raise NotNow("other-day")
    people, made_as = owner.access.participants, owner.plan.of(paper.made_as)
    signer = owner.plan.of(paper.signer)
    about = {line.participant for line in paper.lines}
    decided = [d for who in about for d in owner.access.decisions_about.get(who, ())]
    later = any(decision.number > paper.after for decision in decided)
    registrar = made_as is not None and made_as.me.role in COORDINATING
    if signer is None or not registrar or later:
        raise NotNow(CHANGED)
    whose = None if people[paper.signer].role is Role.OWNER else owner.access.plan.owner
    warrant = Warrant(DecisionBasis.PAPER, whose, paper.id)
    new = [decision for decision, _ in _signed(signer, paper, wording(paper.language), warrant)]
    by = (checker.person, checker.participant)
    return new, replace(paper, checked_by=by[0], checked_as=by[1], checked_at=owner.now)


def _signed(
    signer: Sight, paper: Paper, words: Wording, warrant: Warrant
) -> Sequence[tuple[Decision, Event]]:
    """Whatever refuses it says nothing more: a case handler knows nothing of what stands on it."""
    try:
        return all_signed(signer, paper.lines, words, warrant)
    except Refusal as refusal:
        raise NotNow(CHANGED) from refusal


def refused(owner: Sight, paper: Paper) -> Paper:
    """The second person says that it is not what they have in hand. Raises ``NotNow``."""
    _require_status(owner, paper, {PaperStatus.REGISTERED})
    return replace(paper, ended_at=owner.now, ending=PaperStatus.REFUSED)


CHECKS = {True: PaperChecked, False: PaperRefused}

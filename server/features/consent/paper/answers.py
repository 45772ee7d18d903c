"""Consents on paper, as the outside knows them (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from server.domain.plan import ParticipantId

from .rules import Paper, PaperStatus, may_read
from .store import PaperIn


@dataclass(frozen=True, slots=True)
class SheetAnswer:
    """The sheet to be printed. ``code`` is said this once: whoever checks it reads it off the paper."""

    id: str
    code: str
    language: str
    signer: str
    owner_name: str
    texts: tuple[str, ...]
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class PaperAnswer:
    """``texts``: none for who may not know all that they name. ``may``: ``register``, ``withdraw``."""

    id: str
    status: PaperStatus
    made_by: str
    made_at: datetime
    expires_at: datetime
    signer: str
    sentences: int
    texts: tuple[str, ...]
    signed_on: date | None
    scan: str | None
    checked_by: str
    checked_at: datetime | None
    may: tuple[str, ...]

    @classmethod
    def of(cls, found: PaperIn) -> PaperAnswer:
        paper, sight = found.paper, found.sight
        status = paper.status(sight.now)
        waits = status in (PaperStatus.PRINTED, PaperStatus.REGISTERED)
        mine = status is PaperStatus.PRINTED and paper.made_as == sight.me.id
        return cls(
            id=paper.id,
            status=status,
            made_by=_name(found, paper.made_as),
            made_at=paper.made_at,
            expires_at=paper.expires_at,
            signer=_name(found, paper.signer),
            sentences=len(paper.lines),
            texts=_texts(paper) if may_read(sight, paper) else (),
            signed_on=paper.signed_on,
            scan=paper.scan,
            checked_by=found.checker,
            checked_at=paper.checked_at,
            may=(*(["register"] if mine else []), *(["withdraw"] if waits else [])),
        )


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """To the second person. ``texts``: for a participant; a case handler knows only how many there are."""

    registered_by: str
    registered_at: datetime
    signer: str
    sentences: int
    texts: tuple[str, ...]

    @classmethod
    def of(cls, found: PaperIn, *, sentences: bool) -> ShownPaper:
        paper = found.paper
        assert paper.registered_at is not None
        texts = _texts(paper) if sentences else ()
        signer = _name(found, paper.signer) if sentences else ""
        return cls(_name(found, paper.made_as), paper.registered_at, signer, len(paper.lines), texts)


@dataclass(frozen=True, slots=True)
class CheckedPaper:
    status: PaperStatus


def _texts(paper: Paper) -> tuple[str, ...]:
    return tuple(line.text or "" for line in paper.lines)


def _name(found: PaperIn, who: ParticipantId) -> str:
    return found.sight.access.participants[who].name

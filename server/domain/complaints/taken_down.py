"""What is done with a complaint that came on paper or was said, as in ``transitions`` (decision 0071)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from server.domain.cases.records import Transition
from server.domain.cases.vocabulary import CaseId

from .vocabulary import Came, Ground


@dataclass(frozen=True, slots=True)
class TakenDown(Transition):
    """A complaint that came to the unit on paper or was said, as it keeps it. ``case``: of whoever complains.
    ``day``: on which it was posted, handed in or said. ``known_on`` and ``uncertain`` as in ``DaysSaid``.
    ``signed``: what came bears a signature. ``digest``: of all that is kept of it."""

    action = "taken-down"
    case: CaseId
    channel: Came
    day: date
    grounds: tuple[Ground, ...]
    words: str
    wished: str = ""
    known_on: date | None = None
    uncertain: bool = False
    late_reason: str = ""
    signed: bool = False
    digest: str = ""


@dataclass(frozen=True, slots=True)
class SignatureCame(Transition):
    """What was taken down is signed by now. ``day``: on which that came."""

    action = "signature-came"
    day: date

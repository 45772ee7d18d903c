"""Logs what people read over HTTP. Implemented by ``features/accesslog``: ``words.py`` and ``names.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

from server.domain.audit import Details
from server.domain.plan import PartId, PersonId
from server.domain.sight import Sight


class ReadWords(Protocol):
    async def newly_read(
        self,
        sight: Sight,
        titles: Collection[PartId] = (),
        decisions: Collection[int] = (),
        papers: Collection[str] = (),
    ) -> bool:
        """Log that this person is shown the titles of these parts, the texts of decisions of these numbers,
        and the sentences of the consents on paper of these ids, before they are.

        Returns ``False`` at once if all of it was logged a short while ago. After ``True`` read again: the
        right may have ended meanwhile. Raises ``StorageUnavailable`` if it cannot be logged.
        """


@dataclass(frozen=True, slots=True)
class CasesListed(Details):
    """``cases``: the ids of those whose names were shown, with spaces between them."""

    action = "cases-listed"
    municipality: str
    cases: str


@dataclass(frozen=True, slots=True)
class ComplaintsListed(Details):
    """``complaints``: as ``CasesListed.cases``."""

    action = "complaints-listed"
    municipality: str
    complaints: str


@dataclass(frozen=True, slots=True)
class HeldMailsListed(Details):
    """``messages``: as ``CasesListed.cases``, of mails that showed whom they are to."""

    action = "held-mails-listed"
    municipality: str
    messages: str


@dataclass(frozen=True, slots=True)
class CandidatesListed(Details):
    """A leader was shown whom they are asked for. ``cases``: as ``CasesListed.cases``."""

    action = "candidates-listed"
    municipality: str
    cases: str


Listing = Callable[[str, str], Details]
"""One of the classes above, of a municipality and ids."""


class ReadNames(Protocol):
    async def listed(self, person: PersonId, where: str, of: Listing, which: Sequence[str]) -> None:
        """Log that a list showed this person the names behind these ids, before it does.

        Returns at once if all of them were logged a short while ago. Raises ``StorageUnavailable``.
        """

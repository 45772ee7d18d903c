"""Parts that kill the process that loads them (docs/decisions/0011)."""

from __future__ import annotations

from collections.abc import Generator
from typing import Protocol, TypeVar

from server.domain.plan import PartId

T = TypeVar("T")


class Quarantine(Protocol):
    def watched(self, part: PartId, work: Generator[None, None, T]) -> Generator[None, None, T]:
        """``work`` on the part's bytes; if the process dies during it, the next process suspects the part."""

    def suspects(self, part: PartId) -> bool:
        """Whether the part must first be tried in a child process."""

    def holds(self, part: PartId) -> bool:
        """Whether the part may not be loaded."""

    def judged(self, part: PartId, *, deadly: bool) -> None:
        """Record the result of trying a suspect."""

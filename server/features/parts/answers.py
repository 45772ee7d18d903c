"""The answer to adding a part (docs/contract.md)."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.plan import PartId


@dataclass(frozen=True, slots=True)
class NewPartAnswer:
    id: PartId
    document: str

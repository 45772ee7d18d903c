"""The access log's entries about complaints, beside those of their records (``storage/complaints``)."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class ComplaintRead(Details):
    """Somebody else than its owner opened it: who represents them or helps, or the addressee."""

    action = "complaint-read"


@dataclass(frozen=True, slots=True)
class ComplaintExported(Details):
    """Somebody took out the complaint with what is attached. ``digest``: of what they got."""

    action = "complaint-exported"
    digest: str

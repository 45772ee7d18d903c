"""The access log's entries about decisions, beside those of signed ones (``storage/decisions``)."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class NarrowingRead(Details):
    """The owner has read what decision 0017 took from creators; it is not shown again."""

    action = "narrowing-read"

"""The access log's entries about reading."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class PartRead(Details):
    action = "part-read"

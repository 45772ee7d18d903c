"""What the access log says of reading."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class PartRead(Details):
    action = "part-read"

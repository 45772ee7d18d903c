"""What the access log says of a plan as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class PlanFounded(Details):
    action = "plan-founded"

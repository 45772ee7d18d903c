"""The access log's entry in a plan when its owner has said, in an assisted session, that it is valid."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.audit import Details


@dataclass(frozen=True, slots=True)
class SaidToBeValid(Details):
    """``record``: of the case, where the words stand."""

    action = "plan-said-valid"
    record: int

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from server.domain.plan import PersonId
from server.domain.unit.rights import HeldRight, MunicipalityId, UnitRight, UnitRightId

THEN = datetime(2027, 1, 2, 3, tzinfo=UTC)
HELD = HeldRight(
    UnitRightId("r"), MunicipalityId("m"), PersonId("berit"), UnitRight.CASE_HANDLER, THEN, PersonId("kari")
)
ENDED = replace(HELD, ended_at=THEN, ended_by=PersonId("ola"))
LED = replace(ENDED, right=UnitRight.LEADER, workplace="Helse")


def test_no_field_of_a_right_can_change_without_its_fingerprint() -> None:
    other: dict[str, Any] = {"given_at": THEN + timedelta(1), "ended_at": THEN + timedelta(1)}
    names = [each.name for each in fields(HeldRight) if each.name != "right"]
    changed = [replace(LED, **{name: other.get(name, "other")}) for name in names]
    rights = [HELD, ENDED, replace(ENDED, right=UnitRight.STATISTICS)]
    every = [*rights, LED, *changed]
    assert len({each.fingerprint for each in every}) == len(every)


@pytest.mark.parametrize(("right", "workplace"), [(UnitRight.LEADER, " "), (UnitRight.STATISTICS, "Helse")])
def test_a_leader_leads_a_service_and_nobody_else_does(right: UnitRight, workplace: str) -> None:
    with pytest.raises(ValueError, match="leads a service"):
        replace(HELD, right=right, workplace=workplace)

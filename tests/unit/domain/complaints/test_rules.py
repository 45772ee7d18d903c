"""Who may complain by themselves."""

from __future__ import annotations

from datetime import date

import pytest

from server.domain.complaints.vocabulary import Basis
from tests.unit.domain.complaints.situations import RULES


@pytest.mark.rule(12)
def test_at_12_in_health_matters_and_at_15_in_child_welfare() -> None:
    born = date(2014, 5, 6)
    assert not RULES.may_complain(born, Basis.HEALTH, date(2026, 5, 5))
    assert RULES.may_complain(born, Basis.HEALTH, date(2026, 5, 6))
    assert not RULES.may_complain(born, Basis.CHILD_WELFARE, date(2029, 5, 5))
    assert RULES.may_complain(born, Basis.CHILD_WELFARE, date(2029, 5, 6))


def test_nobody_loses_the_right_by_what_is_not_known() -> None:
    assert RULES.may_complain(None, Basis.CHILD_WELFARE, date(2026, 5, 6))

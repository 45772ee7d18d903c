"""How often reading the comments of one part is logged."""

from datetime import timedelta

from server.domain.plan import ParticipantId, PartId
from server.service.comments import ONE_READING, Readings
from tests.unit.service.fakes import NOON

GP, NAV = ParticipantId("gp"), ParticipantId("nav")
CRISIS, WORK = PartId("crisis"), PartId("work")


def test_one_reading_is_logged_once_for_each_who_and_what() -> None:
    readings = Readings()
    assert [readings.begins(GP, CRISIS, NOON) for _ in range(3)] == [True, False, False]
    assert readings.begins(NAV, CRISIS, NOON)
    assert readings.begins(GP, WORK, NOON)


def test_after_a_while_it_is_another_reading() -> None:
    readings = Readings()
    readings.begins(GP, CRISIS, NOON)
    assert not readings.begins(GP, CRISIS, NOON + ONE_READING - timedelta(seconds=1))
    assert readings.begins(GP, CRISIS, NOON + ONE_READING)


def test_what_is_forgotten_is_logged_once_more_never_less() -> None:
    readings = Readings(most=1)
    assert readings.begins(GP, CRISIS, NOON)
    assert readings.begins(NAV, CRISIS, NOON)
    assert readings.begins(GP, CRISIS, NOON)

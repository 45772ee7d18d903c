from server.domain.plan import Role
from tests.unit.domain.people import EARLIER, LATER, NOW, taking_part


def test_a_participation_without_an_end_goes_on() -> None:
    assert taking_part(Role.SCHOOL).active(NOW)


def test_a_participation_ends_at_the_moment_named_not_after_it() -> None:
    assert taking_part(Role.SCHOOL, until=LATER).active(NOW)
    assert not taking_part(Role.SCHOOL, until=NOW).active(NOW)
    assert not taking_part(Role.SCHOOL, until=EARLIER).active(NOW)

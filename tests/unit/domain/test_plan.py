from server.domain.plan import Kind, Role
from tests.unit.domain.people import EARLIER, LATER, NOW, taking_part


def test_a_participation_without_an_end_goes_on() -> None:
    assert taking_part(Role.SCHOOL).active(NOW)


def test_a_participation_ends_at_the_moment_named_not_after_it() -> None:
    assert taking_part(Role.SCHOOL, until=LATER).active(NOW)
    assert not taking_part(Role.SCHOOL, until=NOW).active(NOW)
    assert not taking_part(Role.SCHOOL, until=EARLIER).active(NOW)


def test_roles_and_kinds_are_spelt_as_the_outside_knows_them() -> None:
    assert Role.MUNICIPAL_HEALTH.value == "municipal-health"
    assert [kind.value for kind in Kind] == [
        "about-me",
        "goal",
        "resources",
        "needs",
        "contribution",
        "measure",
        "health",
        "education",
        "work",
        "home",
        "family",
        "child-welfare",
        "crisis",
        "period",
        "own-notes",
    ]

import re

from server.ports.randomness import SystemChance


def test_ids_and_tokens_are_not_to_be_guessed_and_never_the_same() -> None:
    chance = SystemChance()
    ids = {chance.id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_-]{21}", one) for one in ids)
    assert all(re.fullmatch(r"[A-Za-z0-9_-]{43}", chance.token()) for _ in range(100))


def test_client_ids_are_numbers_javascript_can_hold() -> None:
    chance = SystemChance()
    assert all(1 <= chance.client_id() < 2**32 for _ in range(1000))

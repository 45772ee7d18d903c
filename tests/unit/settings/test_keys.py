from __future__ import annotations

import secrets

import pytest

from server.settings import SettingsError, from_environment

KEY, OTHER = "a secret as long as need be 0123456", "another secret as long 0123456789"


@pytest.mark.parametrize(
    "value",
    [
        "a secret too short",
        "secret" * 8,  # long, and nothing like random
        f"{KEY},",
        f"{KEY},secret",
        f"{KEY},{KEY}",
        f"{KEY},{OTHER},{secrets.token_hex(32)}",
    ],
)
def test_a_key_of_identity_numbers_that_could_be_guessed_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="SAMPLAN_IDENTITY_KEY") as refused:
        from_environment({"SAMPLAN_IDENTITY_KEY": value})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("name", ["SAMPLAN_IDENTITY_KEY", "SAMPLAN_LOG_KEY"])
def test_while_a_key_is_changed_there_are_two_and_none_is_shown(name: str) -> None:
    value = f"{secrets.token_hex(32)}, {secrets.token_urlsafe(32)}"
    settings = from_environment({name: value})
    assert value in (settings.identity_key, settings.log_key)
    assert value not in repr(settings)


@pytest.mark.parametrize("name", ["SAMPLAN_IDENTITY_KEY", "SAMPLAN_LOG_KEY", "SAMPLAN_SECRET_KEY"])
def test_an_empty_key_is_none(name: str) -> None:
    assert from_environment({name: ""}) == from_environment({})

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from server.features.login.oidc.client.dpop import DpopKey
from server.features.login.oidc.pending import LIVES_SECONDS, PendingLogin, PendingSeal
from server.features.login.oidc.refusals import LoginRefused

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
SEAL = PendingSeal("secret" * 8)


def begun() -> PendingLogin:
    return PendingLogin.new("idporten", DpopKey.new().private, "/plan/x", NOW)


def refused(sealed: str, *, state: str = "", provider: str = "idporten", at: datetime = NOW) -> str:
    with pytest.raises(LoginRefused) as error:
        SEAL.open(sealed, provider, state, at)
    return str(error.value.failure)


def test_what_was_sealed_is_what_is_opened_by_any_process_with_the_key() -> None:
    pending = begun()
    opened = PendingSeal("secret" * 8).open(SEAL.seal(pending), "idporten", pending.state, NOW)
    assert opened == pending
    assert opened.dpop is not None
    assert DpopKey.of(opened.dpop).private == opened.dpop


def test_a_cookie_shows_nothing_and_is_small() -> None:
    pending = begun()
    sealed = SEAL.seal(pending)
    assert len(sealed) < 1000
    assert pending.state not in sealed
    assert sealed != SEAL.seal(pending)


def test_each_login_has_secrets_of_its_own() -> None:
    one, other = begun(), begun()
    secrets = {one.state, one.nonce, one.verifier, other.state, other.nonce, other.verifier}
    assert len(secrets) == 6
    assert {len(secret) for secret in secrets} == {43}


def test_it_belongs_to_one_state_one_provider_and_a_quarter_of_an_hour() -> None:
    pending = begun()
    sealed, state = SEAL.seal(pending), pending.state
    assert SEAL.open(sealed, "idporten", state, NOW + timedelta(seconds=LIVES_SECONDS - 2))
    assert refused(sealed, state=state, at=NOW + timedelta(seconds=LIVES_SECONDS + 1)) == "login-expired"
    assert refused(sealed, state=state, at=NOW - timedelta(seconds=5)) == "login-expired"
    assert refused(sealed, state=begun().state) == "login-expired"
    assert refused(sealed, state="") == "login-expired"
    assert refused(sealed, state="æ") == "login-expired"
    assert refused(sealed, state=state, provider="helseid") == "login-refused"


@pytest.mark.parametrize(
    "sealed", ["", "x", "a.b.c.d.e", "æ", "x" * 5000, "....", "eyJhbGciOiJub25lIn0....", "\x00"]
)
def test_what_we_did_not_seal_is_nothing(sealed: str) -> None:
    assert refused(sealed, state="x") == "login-expired"


def test_what_another_key_sealed_is_nothing() -> None:
    pending = begun()
    assert refused(PendingSeal("other" * 8).seal(pending), state=pending.state) == "login-expired"

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from joserfc.jwk import ECKey

from server.identity_providers import identity_providers
from server.ports.clock import utc_now
from server.settings import OidcSettings, Settings, SettingsError

NAMED = OidcSettings(
    name="idporten",
    prefix="SAMPLAN_OIDC_IDPORTEN",
    profile="idporten",
    title="ID-porten",
    issuer="https://idporten.no",
    client_id="samplan",
    private_key_file="",
    organisation=("910244132", "Sandvik"),
)


def settings(file: Path) -> Settings:
    return Settings(secret_key="x" * 40, providers=(replace(NAMED, private_key_file=str(file)),))


async def test_a_provider_has_its_key_and_its_addresses(tmp_path: Path) -> None:
    file = tmp_path / "key.pem"
    file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    providers = identity_providers(settings(file), utc_now)
    logins = providers.named("idporten")
    assert logins is not None
    assert logins.provider.redirect_uri == "http://127.0.0.1:8000/login/idporten/callback"
    assert logins.provider.levels_asked == ("idporten-loa-high",)
    assert logins.provider.organisation is not None
    assert "d" not in logins.provider.key.public
    assert providers.named("helseid") is None
    assert [choice.title for choice in providers.choices()] == ["ID-porten"]
    await providers.close()


@pytest.mark.parametrize("content", [None, "", "no key"])
def test_a_key_that_cannot_be_used_is_named(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "key.pem"
    if content is not None:
        file.write_text(content)
    with pytest.raises(SettingsError, match="SAMPLAN_OIDC_IDPORTEN_PRIVATE_KEY_FILE"):
        identity_providers(settings(file), utc_now)

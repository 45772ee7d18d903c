"""From settings to identity providers, with their keys read."""

from __future__ import annotations

from pathlib import Path

from .features.login.oidc.client.keys import ClientKey, client_key
from .features.login.oidc.profiles import PROFILES
from .features.login.oidc.provider import Provider
from .features.login.oidc.providers import IdentityProviders
from .features.login.proven import ProvenOrganisation
from .ports.clock import Clock
from .settings import OidcSettings, Settings, SettingsError


def identity_providers(settings: Settings, clock: Clock) -> IdentityProviders:
    """Raises ``SettingsError`` for a key that cannot be used."""
    providers = [_provider(each, settings.public_url) for each in settings.providers]
    return IdentityProviders(providers, settings.secret_key, clock)


def _provider(named: OidcSettings, public_url: str) -> Provider:
    return Provider(
        name=named.name,
        title=named.title,
        profile=PROFILES[named.profile],
        issuer=named.issuer,
        client_id=named.client_id,
        key=_key(named),
        public_url=public_url,
        acr=named.acr,
        test=named.test,
        organisation=ProvenOrganisation(*named.organisation) if named.organisation else None,
        authorization_details=named.authorization_details,
    )


def _key(named: OidcSettings) -> ClientKey:
    variable = named.variable("PRIVATE_KEY_FILE")
    try:
        return client_key(Path(named.private_key_file).read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{variable}: {error.strerror}") from None
    except ValueError as error:
        raise SettingsError(f"{variable}: {error}") from None

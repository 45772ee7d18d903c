"""One identity provider, as the settings name it."""

from __future__ import annotations

from dataclasses import dataclass

from server.features.login.proven import ProvenOrganisation

from .client.keys import ClientKey
from .profiles import Profile


@dataclass(frozen=True, slots=True)
class Provider:
    """``name`` is in its addresses here, ``title`` on its button. ``public_url``: our own origin.

    ``test``: people there are invented; anywhere else invented people are refused. ``organisation``: whose
    own provider it is, where only those who work there can log in. ``authorization_details``: JSON, as
    Ansattporten is asked for an organisation.
    """

    name: str
    title: str
    profile: Profile
    issuer: str
    client_id: str
    key: ClientKey
    public_url: str
    acr: str = ""
    test: bool = False
    organisation: ProvenOrganisation | None = None
    authorization_details: str = ""

    @property
    def redirect_uri(self) -> str:
        return f"{self.public_url}/login/{self.name}/callback"

    @property
    def logged_out_uri(self) -> str:
        """Where the provider sends the browser that was logged out there."""
        return f"{self.public_url}/logg-inn?ut"

    @property
    def levels_asked(self) -> tuple[str, ...]:
        """Values of ``acr``; empty: none is asked for."""
        return tuple((self.acr or self.profile.acr).split())

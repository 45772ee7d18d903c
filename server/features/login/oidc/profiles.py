"""What each kind of provider asks for and answers: the differences between them, as data.

Sources, read in November 2026: docs.digdir.no (ID-porten, Ansattporten: authorization request, id_token,
RAR types), utviklerportal.nhn.no and HelseID's own sample code (security profile, claims and scopes).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """``scope`` is asked for. ``acr``: the level asked for where the settings say no other.

    ``levels``: the provider's levels, rising, of which a higher one is as good; without them the one that
    is answered must be one of those asked for. ``level_claim`` and ``level``: where another claim than
    ``acr`` says the level, and what it must say.

    ``number_claim`` holds the national identity number, and ``number_required`` says whether a login is one
    without. A provider without that claim vouches for no number: whoever runs it could vouch for anybody's.
    """

    scope: str
    pushed: bool = False
    """The request is handed to the provider before the browser is sent there (RFC 9126)."""
    dpop: bool = False
    """Tokens are bound to a key (RFC 9449)."""
    acr: str = ""
    levels: tuple[str, ...] = ()
    level_claim: str = ""
    level: str = ""
    number_claim: str = ""
    number_required: bool = False
    hpr_claim: str = ""
    organisation_required: bool = False
    """The ``authorization_details`` of the answer name one (RFC 9396)."""
    userinfo: bool = False
    """Names may be in the userinfo alone."""
    assertion_type: str = "JWT"


ID_PORTEN_LEVELS = ("idporten-loa-low", "idporten-loa-substantial", "idporten-loa-high")

PROFILES: Mapping[str, Profile] = {
    "idporten": Profile(
        scope="openid profile",
        pushed=True,
        acr="idporten-loa-high",
        levels=ID_PORTEN_LEVELS,
        number_claim="pid",
        number_required=True,
    ),
    "helseid": Profile(
        scope=" ".join(
            (
                "openid profile",
                "helseid://scopes/identity/pid",
                "helseid://scopes/identity/security_level",
                "helseid://scopes/hpr/hpr_number",
            )
        ),
        pushed=True,
        dpop=True,
        level_claim="helseid://claims/identity/security_level",
        level="4",
        number_claim="helseid://claims/identity/pid",
        number_required=True,
        hpr_claim="helseid://claims/hpr/hpr_number",
        assertion_type="client-authentication+jwt",
    ),
    "ansattporten": Profile(
        scope="openid profile",
        pushed=True,
        levels=ID_PORTEN_LEVELS,
        number_claim="pid",
        organisation_required=True,
    ),
    "generic": Profile(scope="openid profile", userinfo=True),
}

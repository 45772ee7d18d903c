"""Settings of identity providers: ``SAMPLAN_OIDC_<NAME>_<FIELD>``, one set of them for each provider.

``NAME`` is the provider's in addresses here, in small letters: ``ID_PORTEN`` is ``/login/id-porten``.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from .errors import SettingsError

TITLES = {"idporten": "ID-porten", "helseid": "HelseID", "ansattporten": "Ansattporten"}
PROFILES = (*TITLES, "generic")
FIELDS = (
    "ACR",
    "AUTHORIZATION_DETAILS",
    "CLIENT_ID",
    "ISSUER",
    "ORGANISATION",
    "PRIVATE_KEY_FILE",
    "PROFILE",
    "TEST",
    "TITLE",
)
NAMED = re.compile(rf"SAMPLAN_OIDC_([A-Z0-9]+(?:_[A-Z0-9]+)*?)_({'|'.join(FIELDS)})")
MOST = 20
"""Providers; each is asked every ten minutes, and has a button."""
LONGEST_DETAILS = 2000
"""Characters; they are in the address of a request that is not pushed."""
_ORGANISATION = re.compile(r"([0-9]{9}) (\S.{0,199})")
_WORDS = re.compile(r"[^\x00-\x1f\x7f]{1,60}")
_CLIENT_ID = re.compile(r"[\x21-\x7e]{1,200}")
_ACR = re.compile(r"[\x21-\x7e]{1,100}(?: [\x21-\x7e]{1,100})*")


@dataclass(frozen=True, slots=True)
class OidcSettings:
    """One provider. ``variable`` gives the name of the variable of a field, for messages."""

    name: str
    prefix: str
    profile: str
    title: str
    issuer: str
    client_id: str
    private_key_file: str
    acr: str = ""
    test: bool = False
    organisation: tuple[str, str] | None = None
    """Number and name."""
    authorization_details: str = ""

    def variable(self, field: str) -> str:
        return f"{self.prefix}_{field}"


def providers(environment: Mapping[str, str], public_url: str) -> tuple[OidcSettings, ...]:
    """In the order of their buttons: those of the public first. Raises ``SettingsError``."""
    named: dict[str, dict[str, str]] = defaultdict(dict)
    for variable, value in environment.items():
        matched = NAMED.fullmatch(variable)
        if matched:
            named[matched[1]][matched[2]] = value
    if len(named) > MOST:
        raise SettingsError(f"SAMPLAN_OIDC_*: at most {MOST} providers")
    _need_keys(named, environment)
    if named and urlsplit(public_url).scheme != "https" and not _loopback(public_url):
        raise SettingsError("SAMPLAN_PUBLIC_URL: expected https, because people log in through OIDC")
    read = [_ProviderFields(name, fields).provider() for name, fields in named.items()]
    _need_agreement(read)
    return tuple(sorted(read, key=lambda each: (PROFILES.index(each.profile), each.name)))


def _need_keys(named: Collection[str], environment: Mapping[str, str]) -> None:
    if named and not environment.get("SAMPLAN_SECRET_KEY"):
        raise SettingsError("SAMPLAN_SECRET_KEY: required, because it seals logins that are under way")
    if named and not environment.get("SAMPLAN_IDENTITY_KEY"):
        raise SettingsError("SAMPLAN_IDENTITY_KEY: required, because it hashes whom providers vouch for")


def _need_agreement(read: Sequence[OidcSettings]) -> None:
    """Between providers, of whom each vouches for people whom the others vouch for too.

    In a test environment one logs in with any number one likes. And an issuer means the same person by the
    same subject, whatever the profile has made sure of.
    """
    national = [each for each in read if each.profile in TITLES]
    profiles: dict[str, str] = {}
    for each in national:
        if each.test != national[0].test:
            raise SettingsError(
                f"{each.variable('TEST')}: expected the same as {national[0].variable('TEST')}"
            )
    for each in read:
        if profiles.setdefault(each.issuer, each.profile) != each.profile:
            raise SettingsError(f"{each.variable('PROFILE')}: expected that of the other one at this issuer")


class _ProviderFields:
    """The fields of one provider, each checked as it is read."""

    def __init__(self, name: str, fields: Mapping[str, str]) -> None:
        self._name, self._fields, self._prefix = name, fields, f"SAMPLAN_OIDC_{name}"

    def provider(self) -> OidcSettings:
        if self._name == "DEMO":
            raise self._wrong("ISSUER", "another name than DEMO, which is the demo's")
        profile = self._profile()
        return OidcSettings(
            name=self._name.lower().replace("_", "-"),
            prefix=self._prefix,
            profile=profile,
            title=self._title(profile),
            issuer=self._issuer(),
            client_id=self._matching("CLIENT_ID", _CLIENT_ID, "1 to 200 printable characters"),
            private_key_file=self._matching("PRIVATE_KEY_FILE", re.compile(r".+"), "a file"),
            acr=self._acr(profile),
            test=self._flag("TEST"),
            organisation=self._organisation(profile),
            authorization_details=self._authorization_details(profile),
        )

    def _profile(self) -> str:
        """A provider that is named as a profile has it; nobody else gets one without saying so."""
        named = self._name.replace("_", "").lower()
        profile = self._fields.get("PROFILE", named if named in PROFILES else "")
        if profile not in PROFILES:
            raise self._wrong("PROFILE", " or ".join(PROFILES))
        return profile

    def _title(self, profile: str) -> str:
        usual = TITLES.get(profile, self._name.replace("_", " ").title())
        return self._matching("TITLE", _WORDS, "1 to 60 characters", usual)

    def _issuer(self) -> str:
        text = self._fields.get("ISSUER", "")
        if not text.isascii() or not _is_origin_with_path(text):
            raise self._wrong("ISSUER", "an https address, exactly as the provider's discovery says it")
        return text

    def _acr(self, profile: str) -> str:
        if profile == "ansattporten" and not self._fields.get("ACR"):
            raise self._wrong("ACR", "the level of assurance that people must log in with")
        return self._matching("ACR", _ACR, "values with a blank between", "")

    def _organisation(self, profile: str) -> tuple[str, str] | None:
        if "ORGANISATION" not in self._fields:
            return None
        if profile == "ansattporten":
            raise self._wrong("ORGANISATION", "nothing: Ansattporten says it at each login")
        if profile == "idporten":
            raise self._wrong("ORGANISATION", "nothing: everybody can log in with ID-porten")
        matched = _ORGANISATION.fullmatch(self._fields["ORGANISATION"])
        if matched is None:
            raise self._wrong("ORGANISATION", "its nine digits, a blank and its name")
        return matched[1], matched[2]

    def _authorization_details(self, profile: str) -> str:
        text = self._fields.get("AUTHORIZATION_DETAILS", "")
        if not text and profile != "ansattporten":
            return ""
        if len(text) > LONGEST_DETAILS or not _are_details(text):
            raise self._wrong("AUTHORIZATION_DETAILS", 'JSON as [{"type": "…"}], as the provider has it')
        return text

    def _flag(self, field: str) -> bool:
        text = self._fields.get(field, "0")
        if text not in ("", "0", "1"):
            raise self._wrong(field, "0 or 1")
        return text == "1"

    def _matching(
        self, field: str, pattern: re.Pattern[str], expected: str, default: str | None = None
    ) -> str:
        text = self._fields.get(field, "")
        if not text and default is not None:
            return default
        if pattern.fullmatch(text) is None:
            raise self._wrong(field, expected)
        return text

    def _wrong(self, field: str, expected: str) -> SettingsError:
        return SettingsError(f"{self._prefix}_{field}: expected {expected}")


def _is_origin_with_path(text: str) -> bool:
    try:
        url = urlsplit(text)
        more = url.port == 0 or url.query or url.fragment or "@" in url.netloc
    except ValueError:
        return False
    return bool(url.hostname) and not more and (url.scheme == "https" or _loopback(text))


def _are_details(text: str) -> bool:
    """RFC 9396, 2."""
    try:
        details = json.loads(text)
    except (ValueError, RecursionError):
        return False
    listed = details if isinstance(details, list) else []
    return bool(listed) and all(
        isinstance(each, dict) and isinstance(each.get("type"), str) for each in listed
    )


def _loopback(url: str) -> bool:
    return (urlsplit(url).hostname or "") in ("localhost", "127.0.0.1", "::1")

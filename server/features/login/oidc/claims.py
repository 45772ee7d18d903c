"""From the claims of a checked ID token to who has logged in, by the profile of the provider."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from server.domain.identity.number import IdentityNumber, NotAnIdentityNumber
from server.features.login.proven import ProvenIdentity, ProvenOrganisation

from .provider import Provider
from .refusals import Failure, LoginRefused

LONGEST_NAME = 200
LONGEST_WORD = 255
"""Characters of a level and of a session at the provider."""
_ORGANISATION = re.compile(r"(?:0192:)?([0-9]{9})")
"""Of the register of business enterprises, with or without its number among registers (ISO 6523)."""
_HPR = re.compile(r"[0-9]{1,12}")

Claims = Mapping[str, Any]


def proven_identity(provider: Provider, claims: Claims, at: datetime) -> ProvenIdentity:
    """``claims`` of the ID token, with those of the userinfo. Raises ``LoginRefused``."""
    level = _level(provider, claims)
    number = _number(provider, claims)
    return ProvenIdentity(
        provider=provider.name,
        issuer=provider.issuer,
        subject=_subject(claims),
        name=_name(claims),
        at=at,
        number=number.digits if number else None,
        birth_date=(number.birth_date if number else None) or _birth_date(claims),
        organisation=_organisation(provider, claims),
        level=level,
        hpr=_hpr(provider, claims),
        sid=_word(claims, "sid"),
    )


def _subject(claims: Claims) -> str:
    """It is stored as it is said, so it must not be what is stored nowhere."""
    subject = _text(claims, "sub")
    try:
        IdentityNumber.read(subject, synthetic_too=True)
    except NotAnIdentityNumber:
        return subject
    raise LoginRefused(Failure.REFUSED, "the subject is an identity number")


def _level(provider: Provider, claims: Claims) -> str:
    """The level that was reached, if it is high enough."""
    profile, asked, acr = provider.profile, provider.levels_asked, _text(claims, "acr")
    if asked and acr not in _good_enough(asked, profile.levels):
        raise LoginRefused(Failure.LEVEL, "a level below the one asked for")
    if not profile.level_claim:
        return _word(claims, "acr") or ""
    if str(claims.get(profile.level_claim, "")) != profile.level:
        raise LoginRefused(Failure.LEVEL, "a level below the one of the profile")
    return profile.level


def _good_enough(asked: tuple[str, ...], levels: tuple[str, ...]) -> set[str]:
    """Of levels that rise, all from the lowest one that was asked for."""
    places = [levels.index(each) for each in asked if each in levels]
    return {*asked, *levels[min(places, default=len(levels)) :]}


def _number(provider: Provider, claims: Claims) -> IdentityNumber | None:
    profile = provider.profile
    text = _text(claims, profile.number_claim) if profile.number_claim else ""
    if not text:
        if profile.number_required:
            raise LoginRefused(Failure.NUMBER, "no identity number")
        return None
    try:
        number = IdentityNumber.read(text, synthetic_too=True)
    except NotAnIdentityNumber:
        raise LoginRefused(Failure.NUMBER, "no valid identity number") from None
    if number.synthetic and not provider.test:
        raise LoginRefused(Failure.TEST_PERSON, "a test person, and this is no test environment")
    return number


def _name(claims: Claims) -> str:
    parts = (_text(claims, name) for name in ("given_name", "middle_name", "family_name"))
    return _named(_text(claims, "name") or " ".join(filter(None, parts)))


def _named(text: str) -> str:
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())[:LONGEST_NAME]


def _birth_date(claims: Claims) -> date | None:
    try:
        return date.fromisoformat(_text(claims, "birthdate"))
    except ValueError:
        return None


def _hpr(provider: Provider, claims: Claims) -> str | None:
    """HelseID has been seen to answer a list of one."""
    held = claims.get(provider.profile.hpr_claim) if provider.profile.hpr_claim else None
    text = str(held[0] if isinstance(held, list) and len(held) == 1 else held)
    return text if _HPR.fullmatch(text) else None


def _organisation(provider: Provider, claims: Claims) -> ProvenOrganisation | None:
    if not provider.profile.organisation_required:
        return provider.organisation
    found = {organisation.number: organisation for organisation in _acted_for(claims)}
    if len(found) != 1:
        raise LoginRefused(Failure.ORGANISATION, f"{'several' if found else 'no'} organisations")
    return found.popitem()[1]


def _acted_for(claims: Claims) -> Iterator[ProvenOrganisation]:
    """As Ansattporten names them: chosen in Altinn 3, chosen in Altinn 2, and an employer's own."""
    for detail in _objects(claims.get("authorization_details")):
        for party in _objects(detail.get("authorized_parties")):
            yield from _one(party.get("orgno"), party.get("name"))
        for party in _objects(detail.get("reportees")):
            yield from _one(party, party.get("Name"))
        yield from _one(detail.get("orgno"), detail.get("name"))


def _one(identifier: object, name: object) -> Iterator[ProvenOrganisation]:
    number = identifier.get("ID") if isinstance(identifier, dict) else None
    matched = _ORGANISATION.fullmatch(number) if isinstance(number, str) else None
    if matched:
        yield ProvenOrganisation(matched[1], _named(name) if isinstance(name, str) else "")


def _objects(listed: object) -> list[dict[str, Any]]:
    held = listed if isinstance(listed, list) else [listed]
    return [each for each in held if isinstance(each, dict)]


def _word(claims: Claims, name: str) -> str | None:
    """What is stored as it is said, of a length that a provider cannot choose; ``None`` if that cannot be."""
    found = _text(claims, name)[:LONGEST_WORD]
    return found if found and found.isprintable() else None


def _text(claims: Claims, name: str) -> str:
    found = claims.get(name)
    return found if isinstance(found, str) else ""

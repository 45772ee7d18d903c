"""What the claims of each profile say about a person, and what is not believed."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from joserfc.jwk import ECKey

from server.features.login.oidc.claims import proven_identity
from server.features.login.oidc.client.keys import client_key
from server.features.login.oidc.profiles import PROFILES
from server.features.login.oidc.provider import Provider
from server.features.login.oidc.refusals import Failure, LoginRefused
from server.features.login.proven import ProvenIdentity, ProvenOrganisation
from tests.support.providers.certified import KARI_NUMBER

NOW = datetime(2026, 11, 1, tzinfo=UTC)
KEY = client_key(ECKey.generate_key("P-256").as_pem(private=True).decode())
IDPORTEN = {"sub": "s", "pid": KARI_NUMBER, "acr": "idporten-loa-high", "sid": "sid"}
HELSEID: dict[str, Any] = {
    "sub": "s",
    "helseid://claims/identity/pid": KARI_NUMBER,
    "helseid://claims/identity/security_level": "4",
}
SKOLE = ProvenOrganisation("910244132", "Sandvik skole")


def at(profile: str, **more: Any) -> Provider:
    given = {"test": True, "acr": "idporten-loa-high" if profile == "ansattporten" else "", **more}
    return Provider(profile, profile, PROFILES[profile], "https://i", "c", KEY, "https://p", **given)


def proven(profile: str, claims: dict[str, Any], **more: Any) -> ProvenIdentity:
    return proven_identity(at(profile, **more), claims, NOW)


def test_id_porten_says_a_number_and_no_name() -> None:
    who = proven("idporten", IDPORTEN)
    assert who == ProvenIdentity(
        provider="idporten",
        issuer="https://i",
        subject="s",
        name="",
        at=NOW,
        number=KARI_NUMBER,
        birth_date=date(1967, 10, 7),
        level="idporten-loa-high",
        sid="sid",
    )
    assert KARI_NUMBER not in repr(who)


@pytest.mark.parametrize(
    ("said", "hpr"),
    [("431001110", "431001110"), (["431001110"], "431001110"), ([], None), (None, None), ("x" * 20, None)],
)
def test_helseid_may_say_a_number_of_health_personnel(said: Any, hpr: str | None) -> None:
    who = proven("helseid", HELSEID | {"helseid://claims/hpr/hpr_number": said})
    assert (who.hpr, who.level, who.number) == (hpr, "4", KARI_NUMBER)


def test_whose_client_it_is_says_nothing_about_where_somebody_works() -> None:
    said = {"helseid://claims/client/claims/orgnr_parent": "910244132"}
    assert proven("helseid", HELSEID | said).organisation is None


@pytest.mark.parametrize(
    "detail",
    [
        {"type": "ansattporten:orgno", "orgno": {"ID": "0192:910244132"}, "name": "Sandvik skole"},
        {
            "type": "ansattporten:altinn:resource",
            "authorized_parties": [{"orgno": {"ID": "0192:910244132"}, "name": "Sandvik skole"}],
        },
        {
            "type": "ansattporten:altinn:service",
            "reportees": [{"ID": "0192:910244132", "Name": "Sandvik skole", "Rights": ["Read"]}],
        },
    ],
)
def test_ansattporten_says_an_organisation_in_three_ways(detail: dict[str, Any]) -> None:
    assert proven("ansattporten", IDPORTEN | {"authorization_details": [detail]}).organisation == SKOLE
    assert proven("ansattporten", IDPORTEN | {"authorization_details": detail}).organisation == SKOLE


@pytest.mark.parametrize(
    "details",
    [
        None,
        "x",
        [],
        [{"orgno": "910244132"}],
        [{"orgno": {"ID": "0192:91024413"}}],
        [{"orgno": {"ID": "0007:910244132"}}],
        [{"authorized_parties": [{"orgno": {"ID": "0192:910244132"}}, {"orgno": {"ID": "0192:974760673"}}]}],
    ],
)
def test_no_organisation_or_several_are_none(details: Any) -> None:
    with pytest.raises(LoginRefused) as refused:
        proven("ansattporten", IDPORTEN | {"authorization_details": details})
    assert refused.value.failure == "login-organisation"


def test_what_is_kept_of_a_provider_s_words_can_be_kept() -> None:
    """PostgreSQL has no NUL, nothing has half a character, and no provider chooses how long a row is."""
    odd = "a\x00b\ud800"
    orgno = {"ID": "910244132"}
    who = proven(
        "ansattporten", IDPORTEN | {"sid": odd, "authorization_details": {"orgno": orgno, "name": odd}}
    )
    assert (who.sid, who.organisation) == (None, ProvenOrganisation("910244132", "a b"))
    who = proven("generic", {"sub": "s", "acr": odd, "sid": "x" * 1000, "name": odd})
    assert (who.level, len(who.sid or ""), who.name) == ("", 255, "a b")
    assert len(proven("generic", {"sub": "s", "acr": "x" * 1000}).level) == 255


def test_an_organisation_s_own_provider_proves_it() -> None:
    assert proven("generic", {"sub": "s"}, organisation=SKOLE).organisation == SKOLE
    assert proven("generic", {"sub": "s", "organisation": "x"}).organisation is None


@pytest.mark.parametrize("subject", ["01010000110", "01010000110 ", "01013200064"])
def test_an_identity_number_for_a_subject_is_stored_nowhere(subject: str) -> None:
    with pytest.raises(LoginRefused) as refused:
        proven("generic", {"sub": subject})
    assert refused.value.failure is Failure.REFUSED
    assert subject not in str(refused.value)


def test_a_number_of_any_provider_is_not_believed() -> None:
    assert proven("generic", IDPORTEN).number is None


@pytest.mark.parametrize(
    ("asked", "said", "enough"),
    [
        ("idporten-loa-substantial", "idporten-loa-high", True),
        ("idporten-loa-substantial", "idporten-loa-substantial", True),
        ("idporten-loa-high", "idporten-loa-substantial", False),
        ("idporten-loa-high", "", False),
        ("idporten-loa-high", "Level4", False),
        ("Level4", "Level4", True),
        ("Level4", "idporten-loa-high", False),
        ("Level4 idporten-loa-substantial", "idporten-loa-high", True),
    ],
)
def test_a_level_is_enough_if_it_was_asked_for_or_is_higher(asked: str, said: str, enough: bool) -> None:
    claims = IDPORTEN | {"acr": said}
    if enough:
        assert proven("idporten", claims, acr=asked).level == said
        return
    with pytest.raises(LoginRefused) as refused:
        proven("idporten", claims, acr=asked)
    assert refused.value.failure == "login-level"


@pytest.mark.parametrize("acr", [["idporten-loa-high"], 4, None, True])
def test_a_level_that_is_no_text_is_none(acr: Any) -> None:
    with pytest.raises(LoginRefused):
        proven("idporten", IDPORTEN | {"acr": acr})


@pytest.mark.parametrize("level", ["3", 3, "", None, ["4"], "44", True])
def test_helseid_must_say_four(level: Any) -> None:
    with pytest.raises(LoginRefused):
        proven("helseid", HELSEID | {"helseid://claims/identity/security_level": level})


def test_invented_people_are_refused_among_real_ones() -> None:
    with pytest.raises(LoginRefused) as refused:
        proven("idporten", IDPORTEN, test=False)
    assert refused.value.failure == "login-test-person"


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"name": "Kari Nordmann"}, "Kari Nordmann"),
        ({"given_name": "Kari", "middle_name": "M", "family_name": "Nordmann"}, "Kari M Nordmann"),
        ({"name": " Kari\n\u202e\x00 Nordmann "}, "Kari Nordmann"),
        ({"name": ["Kari"]}, ""),
        ({"name": "x" * 300}, "x" * 200),
    ],
)
def test_a_name_is_one_line(claims: dict[str, Any], name: str) -> None:
    assert proven("generic", {"sub": "s", **claims}).name == name


@pytest.mark.parametrize(("said", "born"), [("2017-05-04", date(2017, 5, 4)), ("2017", None), (4, None)])
def test_a_birth_date_is_a_day(said: Any, born: date | None) -> None:
    assert proven("generic", {"sub": "s", "birthdate": said}).birth_date == born


def test_what_is_asked_for_can_be_raised_in_the_settings() -> None:
    assert replace(at("idporten"), acr="").levels_asked == ("idporten-loa-high",)
    assert at("idporten", acr="a b").levels_asked == ("a", "b")

"""What is set wrong about a provider stops the start, and names the variable."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from server.settings import SettingsError, from_environment

SET = {
    "SAMPLAN_SECRET_KEY": "secret" * 6,
    "SAMPLAN_IDENTITY_KEY": "0123456789abcdef" * 4,
    "SAMPLAN_PUBLIC_URL": "https://plan.example.no",
    "SAMPLAN_OIDC_IDPORTEN_ISSUER": "https://idporten.no",
    "SAMPLAN_OIDC_IDPORTEN_CLIENT_ID": "samplan",
    "SAMPLAN_OIDC_IDPORTEN_PRIVATE_KEY_FILE": "/etc/samplan/idporten.pem",
}
ANSATTPORTEN = {
    "SAMPLAN_OIDC_IDPORTEN_PROFILE": "ansattporten",
    "SAMPLAN_OIDC_IDPORTEN_ACR": "idporten-loa-high",
    "SAMPLAN_OIDC_IDPORTEN_AUTHORIZATION_DETAILS": '[{"type": "ansattporten:orgno"}]',
}


def of(name: str, changes: Mapping[str, str] = {}) -> dict[str, str]:
    """The settings of one provider, under another name."""
    renamed = {variable.replace("IDPORTEN", name): value for variable, value in SET.items()}
    return renamed | {f"SAMPLAN_OIDC_{name}_{field}": value for field, value in changes.items()}


def test_a_provider_that_is_named_as_a_profile_has_it_and_its_title() -> None:
    [provider] = from_environment(of("ID_PORTEN")).providers
    assert (provider.name, provider.profile, provider.title) == ("id-porten", "idporten", "ID-porten")
    assert (provider.issuer, provider.client_id, provider.test) == ("https://idporten.no", "samplan", False)
    assert provider.variable("ACR") == "SAMPLAN_OIDC_ID_PORTEN_ACR"


def test_any_other_must_say_its_profile() -> None:
    with pytest.raises(SettingsError, match="SAMPLAN_OIDC_KOMMUNEN_PROFILE"):
        from_environment(of("KOMMUNEN"))
    [provider] = from_environment(of("KOMMUNEN", {"PROFILE": "generic", "TEST": "1"})).providers
    assert (provider.profile, provider.title, provider.test) == ("generic", "Kommunen", True)


def test_those_of_the_public_come_first() -> None:
    generic, helseid = {"PROFILE": "generic", "ISSUER": "https://a.no"}, {"ISSUER": "https://helseid.no"}
    settings = from_environment(of("A", generic) | of("HELSEID", helseid) | of("IDPORTEN"))
    assert [provider.name for provider in settings.providers] == ["idporten", "helseid", "a"]


def test_where_people_are_real_no_provider_vouches_for_invented_ones() -> None:
    """Any number can be typed in a test environment, and it would be that person's login here."""
    helseid = {"ISSUER": "https://helseid.no"}
    with pytest.raises(SettingsError, match="_TEST: expected the same as SAMPLAN_OIDC_"):
        from_environment(of("HELSEID", helseid | {"TEST": "1"}) | SET)
    both = of("HELSEID", helseid | {"TEST": "1"}) | of("IDPORTEN", {"TEST": "1"})
    own = of("KOMMUNEN", {"PROFILE": "generic", "ISSUER": "https://kommunen.no"})
    assert [each.test for each in from_environment(both | own).providers] == [True, True, False]


def test_who_logs_in_at_one_issuer_is_held_to_one_profile() -> None:
    """Its subjects are the same people, and a generic one asks for no level."""
    with pytest.raises(SettingsError, match="_PROFILE: expected that of the other one"):
        from_environment(SET | of("KOMMUNEN", {"PROFILE": "generic"}))
    assert len(from_environment(SET | of("KOMMUNEN", {"PROFILE": "idporten"})).providers) == 2


def test_an_organisation_s_own_provider_vouches_for_it() -> None:
    [provider] = from_environment(
        of("KOMMUNEN", {"PROFILE": "generic", "ORGANISATION": "910244132 Sandvik kommune"})
    ).providers
    assert provider.organisation == ("910244132", "Sandvik kommune")


def test_ansattporten_says_how_it_is_asked() -> None:
    [provider] = from_environment(SET | ANSATTPORTEN).providers
    assert provider.authorization_details == '[{"type": "ansattporten:orgno"}]'


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("ISSUER", ""),
        ("ISSUER", "http://idporten.no"),
        ("ISSUER", "https://"),
        ("ISSUER", "https://user:secret@idporten.no"),
        ("ISSUER", "https://idporten.no?secret"),
        ("ISSUER", "https://idporten.no:0"),
        ("ISSUER", "https://[nonsense"),
        ("ISSUER", "https://blåbær.no"),
        ("CLIENT_ID", ""),
        ("CLIENT_ID", "with blanks"),
        ("PRIVATE_KEY_FILE", ""),
        ("PROFILE", "IDPORTEN"),
        ("TITLE", "x" * 61),
        ("TITLE", "two\nlines"),
        ("ACR", " "),
        ("ACR", "idporten-loa-høy"),
        ("TEST", "yes"),
        ("ORGANISATION", "Sandvik kommune"),
        ("ORGANISATION", "12345678 Sandvik"),
        ("ORGANISATION", "910244132 Skolen"),
        ("AUTHORIZATION_DETAILS", "{}"),
        ("AUTHORIZATION_DETAILS", "[]"),
        ("AUTHORIZATION_DETAILS", "[1]"),
        ("AUTHORIZATION_DETAILS", "[" * 1900),
        ("AUTHORIZATION_DETAILS", '[{"resource": "x"}]'),
    ],
)
def test_a_wrong_value_is_named(variable: str, value: str) -> None:
    with pytest.raises(SettingsError, match=f"SAMPLAN_OIDC_IDPORTEN_{variable}") as refused:
        from_environment(SET | {f"SAMPLAN_OIDC_IDPORTEN_{variable}": value})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize("field", ["ACR", "AUTHORIZATION_DETAILS"])
def test_ansattporten_is_not_asked_for_less_than_a_level_and_an_organisation(field: str) -> None:
    settings = SET | ANSATTPORTEN
    del settings[f"SAMPLAN_OIDC_IDPORTEN_{field}"]
    with pytest.raises(SettingsError, match=f"SAMPLAN_OIDC_IDPORTEN_{field}"):
        from_environment(settings)
    with pytest.raises(SettingsError, match="ORGANISATION"):
        from_environment(SET | ANSATTPORTEN | {"SAMPLAN_OIDC_IDPORTEN_ORGANISATION": "910244132 Skolen"})


@pytest.mark.parametrize("missing", ["ISSUER", "CLIENT_ID", "PRIVATE_KEY_FILE"])
def test_one_without_what_it_needs_is_named(missing: str) -> None:
    settings = {name: value for name, value in SET.items() if not name.endswith(missing)}
    with pytest.raises(SettingsError, match=f"SAMPLAN_OIDC_IDPORTEN_{missing}"):
        from_environment(settings)


def test_logins_are_sealed_and_cookies_are_not_sent_in_the_clear() -> None:
    with pytest.raises(SettingsError, match="SAMPLAN_SECRET_KEY"):
        from_environment({name: value for name, value in SET.items() if "SECRET" not in name})
    with pytest.raises(SettingsError, match="SAMPLAN_IDENTITY_KEY"):
        from_environment({name: value for name, value in SET.items() if "IDENTITY" not in name})
    with pytest.raises(SettingsError, match="SAMPLAN_PUBLIC_URL"):
        from_environment(SET | {"SAMPLAN_PUBLIC_URL": "http://plan.example.no"})
    assert from_environment(SET | {"SAMPLAN_PUBLIC_URL": "http://127.0.0.1:8000"}).providers


def test_the_demo_s_own_address_is_nobody_else_s() -> None:
    with pytest.raises(SettingsError, match="DEMO"):
        from_environment(of("DEMO", {"PROFILE": "generic"}))


def test_there_are_not_very_many() -> None:
    many: dict[str, str] = {}
    for number in range(21):
        many |= of(f"N{number}", {"PROFILE": "generic"})
    with pytest.raises(SettingsError, match="at most 20"):
        from_environment(many)

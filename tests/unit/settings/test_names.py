from __future__ import annotations

import pytest

from server.settings.names import of_later, unknown


def test_a_name_of_the_contract_is_known_before_it_has_an_effect() -> None:
    name = "SAMPLAN_MASTER_KEY"
    assert (list(unknown([name])), of_later([name])) == ([], (name,))


@pytest.mark.parametrize(
    "name", ["SAMPLAN_OIDC_X_SECRET", "SAMPLAN_MASTER_KEYS", "samplan_smtp_url", "SAMPLAN_"]
)
def test_what_only_resembles_one_is_unknown(name: str) -> None:
    assert [each for each, _ in unknown([name])] == [name]
    assert of_later([name]) == ()


def test_names_without_the_prefix_are_not_ours() -> None:
    assert list(unknown(["PATH", "XSAMPLAN_URL"])) == []


def test_a_provider_has_a_name_of_its_own_in_those_of_its_settings() -> None:
    assert list(unknown(["SAMPLAN_OIDC_ID_PORTEN_ACR", "SAMPLAN_OIDC_X_PRIVATE_KEY_FILE"])) == []
    assert of_later(["SAMPLAN_OIDC_ID_PORTEN_ACR"]) == ()
    assert dict(unknown(["SAMPLAN_OIDC_X_CLIENTID"])) == {
        "SAMPLAN_OIDC_X_CLIENTID": "SAMPLAN_OIDC_<NAME>_CLIENT_ID"
    }

"""A wrong value stops the start and names its variable."""

from __future__ import annotations

import pytest

from server.settings import Settings, SettingsError, from_environment


def test_nothing_set_is_the_embedded_default() -> None:
    assert from_environment({}) == Settings()


def test_the_port_gives_the_public_url() -> None:
    assert from_environment({"PORT": "9001"}).public_url == "http://127.0.0.1:9001"


def test_the_public_url_is_an_origin_without_a_slash_at_its_end() -> None:
    settings = from_environment({"SAMPLAN_PUBLIC_URL": "https://plan.example.no/"})
    assert settings.public_url == "https://plan.example.no"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "8000 "),
        ("PORT", "٣"),
        ("SAMPLAN_DEMO", "yes"),
        ("SAMPLAN_MAX_FRAME_BYTES", "10"),
        ("SAMPLAN_MAX_FRAME_BYTES", "-1"),
        ("SAMPLAN_MAX_PART_BYTES", "1e9"),
        ("SAMPLAN_DATABASE_URL", "sqlite:///x.db"),
        ("SAMPLAN_DATABASE_URL", "sqlite+aiosqlite:///"),
        ("SAMPLAN_DATABASE_URL", "mysql://user:secret@host/db"),
        ("SAMPLAN_PUBLIC_URL", "plan.example.no"),
        ("SAMPLAN_PUBLIC_URL", "https://plan.example.no/path"),
    ],
)
def test_a_wrong_value_is_named_and_no_secret_is_shown(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name) as refused:
        from_environment({name: value})
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "public",
    [{"HOST": "0.0.0.0"}, {"SAMPLAN_PUBLIC_URL": "https://plan.example.no"}],
)
def test_demo_mode_is_served_on_loopback_only(public: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="SAMPLAN_DEMO"):
        from_environment({"SAMPLAN_DEMO": "1", **public})
    assert from_environment(public)

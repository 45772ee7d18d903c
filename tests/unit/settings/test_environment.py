"""A wrong value stops the start and names its variable."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import server.settings.environment
from server.settings import Settings, SettingsError, from_environment
from server.settings.names import KNOWN
from server.web.security import allowed_origins


def test_nothing_set_is_the_embedded_default() -> None:
    assert from_environment({}) == Settings()


def test_proxies_are_addresses_and_networks_and_by_default_there_are_none() -> None:
    settings = from_environment({"FORWARDED_ALLOW_IPS": "127.0.0.1, 10.0.0.0/8,2001:db8::1"})
    assert [str(proxy) for proxy in settings.proxies] == ["127.0.0.1/32", "10.0.0.0/8", "2001:db8::1/128"]
    assert from_environment({}).proxies == ()
    assert len(from_environment({"FORWARDED_ALLOW_IPS": "*"}).proxies) == 2


def test_the_port_gives_the_public_url() -> None:
    assert from_environment({"PORT": "9001"}).public_url == "http://127.0.0.1:9001"


def test_the_public_url_is_an_origin_without_a_slash_at_its_end() -> None:
    settings = from_environment({"SAMPLAN_PUBLIC_URL": "https://plan.example.no/"})
    assert settings.public_url == "https://plan.example.no"


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("https://Plan.Example.no", "https://plan.example.no"),
        ("HTTPS://plan.example.no:443/", "https://plan.example.no"),
        ("http://plan.example.no:80", "http://plan.example.no"),
        ("http://plan.example.no:443", "http://plan.example.no:443"),
        ("https://plan.example.no:08443", "https://plan.example.no:8443"),
        ("http://[0:0:0:0:0:0:0:1]:8000", "http://[::1]:8000"),
    ],
)
def test_the_public_url_is_what_browsers_send_however_it_was_written(written: str, sent: str) -> None:
    assert from_environment({"SAMPLAN_PUBLIC_URL": written}).public_url == sent
    assert allowed_origins(from_environment({"SAMPLAN_PUBLIC_URL": written}).public_url) == {sent}


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("PORT", 1, 65_535),
        ("SAMPLAN_DATABASE_CONNECTIONS", 3, 1_000),
        ("SAMPLAN_MAX_FRAME_BYTES", 1_024, 8 * 1024 * 1024),
        ("SAMPLAN_MAX_PART_BYTES", 4_096, 64 * 1024 * 1024),
        ("SAMPLAN_SESSION_IDLE_MINUTES", 10, 720),
        ("SAMPLAN_SESSION_HOURS", 1, 24),
        ("SAMPLAN_MAX_PARTS", 1, 10_000_000),
        ("SAMPLAN_MAX_SOCKETS", 1, 10_000_000),
        ("SAMPLAN_MAX_OPEN_BYTES", 1, 2**50),
    ],
)
def test_a_number_has_two_ends(name: str, least: int, most: int) -> None:
    for number in (least, most):
        from_environment({name: str(number)})
    for number in (least - 1, most + 1):
        with pytest.raises(SettingsError, match=f"{name}: expected a whole number from {least} to {most}"):
            from_environment({name: str(number)})


def test_on_the_default_port_too() -> None:
    assert from_environment({"PORT": "80"}).public_url == "http://127.0.0.1"


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
        ("SAMPLAN_DATABASE_URL", "postgresql://user:secret@host/db"),
        ("SAMPLAN_DATABASE_URL", "postgresql+asyncpg://user:secret@host/"),
        ("SAMPLAN_DATABASE_URL", "postgresql+asyncpg://user:secret/"),
        ("SAMPLAN_DATABASE_URL", "mysql://host/db?password=secret"),
        ("SAMPLAN_DATABASE_CONNECTIONS", "1"),
        ("SAMPLAN_LOG", "yaml"),
        ("SAMPLAN_METRICS_TOKEN", "secret"),
        ("SAMPLAN_METRICS_TOKEN", "secret enough by far"),
        ("SAMPLAN_PUBLIC_URL", "plan.example.no"),
        ("SAMPLAN_PUBLIC_URL", "https://plan.example.no/path"),
        ("SAMPLAN_PUBLIC_URL", "https://plan.example.no#fragment"),
        ("SAMPLAN_PUBLIC_URL", "https://user:secret@plan.example.no"),
        ("SAMPLAN_PUBLIC_URL", "https://plan example.no"),
        ("SAMPLAN_PUBLIC_URL", "https://blåbær.example.no"),
        ("SAMPLAN_PUBLIC_URL", "http://["),
        ("SAMPLAN_PUBLIC_URL", "http://[nonsense:]"),
        ("SAMPLAN_PUBLIC_URL", "http://127.0.0.1:0"),
        ("SAMPLAN_PUBLIC_URL", "http://127.0.0.1:99999"),
        ("SAMPLAN_REDIS_URL", "secret"),
        ("SAMPLAN_REDIS_URL", "redis://"),
        ("SAMPLAN_REDIS_URL", "unix:///run/secret.sock"),
        ("SAMPLAN_REDIS_URL", "redis://:secret@host:many"),
        ("SAMPLAN_REDIS_URL", "redis://host/secret"),
        ("SAMPLAN_REDIS_URL", "redis://host?password=secret"),
        ("SAMPLAN_REDIS_URL", "rediss://host?ssl_cert_reqs=none"),
        ("SAMPLAN_SECRET_KEY", "a secret too short"),
        ("SAMPLAN_SESSION_HOURS", "25"),
        ("SAMPLAN_SESSION_HOURS", "0"),
        ("SAMPLAN_SESSION_IDLE_MINUTES", "9"),
        ("SAMPLAN_POLL_SECONDS", "0"),
        ("SAMPLAN_POLL_SECONDS", "5.1"),
        ("SAMPLAN_POLL_SECONDS", "nan"),
        ("SAMPLAN_POLL_SECONDS", "1e0"),
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


@pytest.mark.parametrize(
    "url",
    ["redis://host", "redis://:secret@host:6380/3", "rediss://user:secret@[::1]/?ssl_ca_certs=/etc/ca.pem"],
)
def test_several_processes_need_a_key_that_is_never_shown(url: str) -> None:
    with pytest.raises(SettingsError, match="SAMPLAN_SECRET_KEY"):
        from_environment({"SAMPLAN_REDIS_URL": url})
    settings = from_environment({"SAMPLAN_REDIS_URL": url, "SAMPLAN_SECRET_KEY": "secret" * 6})
    assert settings.redis_url == url
    assert "secret" not in repr(settings)


def test_the_log_is_looked_at_as_often_as_asked() -> None:
    assert from_environment({"SAMPLAN_POLL_SECONDS": "0.25"}).poll_seconds == 0.25


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        (Settings(quarantine_directory="/srv/quarantine"), "/srv/quarantine"),
        (Settings(database_url="sqlite+aiosqlite:////srv/plans/samplan.db"), "/srv/plans/quarantine"),
        (Settings(database_url="postgresql+asyncpg://db/samplan"), "var/quarantine"),
    ],
)
def test_the_quarantine_stands_beside_the_file_unless_a_directory_is_asked_for(
    settings: Settings, place: str
) -> None:
    assert settings.quarantine_place == Path(place)


@pytest.mark.parametrize(
    ("written", "nearest"),
    [
        ("SAMPLAN_DATABSE_URL", "SAMPLAN_DATABASE_URL"),
        ("SAMPLAN_MAX_SOCKET", "SAMPLAN_MAX_SOCKETS"),
        ("samplan_demo", "SAMPLAN_DEMO"),
        ("SAMPLAN_SOAK", "SAMPLAN_"),
    ],
)
def test_a_name_that_is_no_setting_is_refused_and_the_nearest_is_named(written: str, nearest: str) -> None:
    with pytest.raises(SettingsError, match=rf"{written}: .*{nearest}") as refused:
        from_environment({written: "secret"})
    assert "secret" not in str(refused.value)


def test_a_setting_of_a_later_version_is_taken_and_said_to_have_no_effect() -> None:
    later = {"SAMPLAN_MASTER_KEY": "x"}
    assert from_environment(later).without_effect == tuple(later)


def test_every_setting_that_is_read_is_known_and_no_other() -> None:
    folder = Path(server.settings.environment.__file__).parent
    read = "".join(file.read_text() for file in folder.glob("*.py") if file.name != "names.py")
    # Those of identity providers are made from their names (test_names.py).
    assert set(re.findall(r"SAMPLAN_[A-Z_]*[A-Z]", read)) - {"SAMPLAN_OIDC"} == set(KNOWN)


def test_what_only_tests_and_benchmarks_read_has_another_prefix() -> None:
    root = Path(__file__).parents[3]
    files = [
        root / "Makefile",
        *(file for folder in ("tests", "bench") for file in (root / folder).rglob("*.py")),
        *(file for file in (root / "frontend" / "src").rglob("*.ts")),
    ]
    read = re.compile(r"""environ\S*["'](SAMPLAN_\w+)|process\.env\.(SAMPLAN_\w+)|^\s*(SAMPLAN_\w+)=""", re.M)
    found = {name for file in files for names in read.findall(file.read_text()) for name in names if name}
    assert found <= set(KNOWN)


@pytest.mark.parametrize("trusted", ["proxy.internal", "10.0.0.5, proxy", "10.0.0.5/8", "10.0.0.5;10.0.0.6"])
def test_a_proxy_is_named_by_address(trusted: str) -> None:
    with pytest.raises(SettingsError, match="FORWARDED_ALLOW_IPS"):
        from_environment({"FORWARDED_ALLOW_IPS": trusted})


@pytest.mark.parametrize("trusted", ["", "*", "10.0.0.5", "10.0.0.0/8, ::1"])
def test_several_proxies_and_networks_may_be_trusted(trusted: str) -> None:
    assert from_environment({"FORWARDED_ALLOW_IPS": trusted})


@pytest.mark.parametrize(
    ("environment", "may"),
    [
        ({}, True),
        ({"SAMPLAN_DEMO": "1", "SAMPLAN_DATABASE_URL": "postgresql+asyncpg://db/samplan"}, True),
        ({"SAMPLAN_DATABASE_URL": "postgresql+asyncpg://db/samplan"}, False),
        ({"SAMPLAN_PUBLIC_URL": "https://plan.example.no"}, False),
        ({"HOST": "0.0.0.0"}, False),
    ],
)
def test_people_are_invented_in_demo_mode_or_for_somebody_who_tries_it_out(
    environment: dict[str, str], may: bool
) -> None:
    assert from_environment(environment).may_invent_people is may


@pytest.mark.parametrize(
    ("environment", "clear"),
    [
        ({}, False),
        ({"SAMPLAN_PUBLIC_URL": "https://plan.example.no"}, False),
        ({"SAMPLAN_PUBLIC_URL": "http://plan.example.no"}, True),
        ({"HOST": "0.0.0.0", "SAMPLAN_PUBLIC_URL": "http://10.0.0.5:8000"}, True),
    ],
)
def test_an_address_without_tls_is_told(environment: dict[str, str], clear: bool) -> None:
    assert from_environment(environment).in_the_clear is clear


@pytest.mark.parametrize(
    ("environment", "unguarded"),
    [
        ({}, False),
        ({"HOST": "0.0.0.0"}, True),
        ({"SAMPLAN_PUBLIC_URL": "https://plan.example.no"}, True),
        ({"HOST": "0.0.0.0", "SAMPLAN_METRICS_TOKEN": "0" * 16}, False),
    ],
)
def test_metrics_that_only_a_place_guards_are_told(environment: dict[str, str], unguarded: bool) -> None:
    assert from_environment(environment).metrics_beside_a_proxy is unguarded

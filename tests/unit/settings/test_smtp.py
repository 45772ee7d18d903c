"""How a mail server is named, and that nothing is sent in the clear by mistake."""

from __future__ import annotations

import pytest

from server.settings.errors import SettingsError
from server.settings.smtp import SmtpSettings, mail_server

FROM = "samplan@lia.example"


def read(url: str, sender: str = FROM) -> SmtpSettings | None:
    return mail_server({"SAMPLAN_SMTP_URL": url, "SAMPLAN_SMTP_FROM": sender})


def test_without_any_nothing_is_sent() -> None:
    assert mail_server({}) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://post.lia.example", SmtpSettings("post.lia.example", 587, "starttls", FROM)),
        ("smtps://post.lia.example", SmtpSettings("post.lia.example", 465, "implicit", FROM)),
        ("smtp://post.lia.example:2525/", SmtpSettings("post.lia.example", 2525, "starttls", FROM)),
        ("smtp://a%40b:p%2F%3A@h.example", SmtpSettings("h.example", 587, "starttls", FROM, "a@b", "p/:")),
        (
            "smtp://h.example?ssl_ca_certs=/etc/ca.pem",
            SmtpSettings("h.example", 587, "starttls", FROM, authorities="/etc/ca.pem"),
        ),
        ("smtp://127.0.0.1:25?tls=none", SmtpSettings("127.0.0.1", 25, "none", FROM)),
        ("smtp://localhost?tls=none", SmtpSettings("localhost", 587, "none", FROM)),
    ],
)
def test_a_mail_server(url: str, expected: SmtpSettings) -> None:
    assert read(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "post.lia.example",
        "http://post.lia.example",
        "smtp://",
        "smtp://h.example:0",
        "smtp://h.example:99999",
        "smtp://h.example/path",
        "smtp://h.example?tls=none",
        "smtp://h.example?tls=off",
        "smtp://h.example?verify=no",
        "smtps://127.0.0.1?tls=none",
    ],
)
def test_a_wrong_one_ends_the_start_and_names_the_setting(url: str) -> None:
    with pytest.raises(SettingsError, match=r"^SAMPLAN_SMTP_URL: "):
        read(url)


@pytest.mark.parametrize(
    "sender", ["", "samplan", "Samplan <a@b.example>", "a@b.example\nX: y", "a b@c.example"]
)
def test_mails_are_from_an_address(sender: str) -> None:
    with pytest.raises(SettingsError, match=r"^SAMPLAN_SMTP_FROM: "):
        read("smtp://h.example", sender)


def test_the_password_is_in_no_description() -> None:
    assert "hemmelig" not in repr(read("smtp://a:hemmelig@h.example"))

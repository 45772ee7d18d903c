"""What a municipality has said of its unit is a line each, and what it has not said is none."""

from __future__ import annotations

from server.features.municipalities.contact import ContactLine, contact_lines
from server.storage.municipality.settings import Contact, LocalWords


def test_what_is_not_said_is_no_line() -> None:
    assert list(contact_lines(Contact(), str, "nb")) == []


def test_hours_are_said_in_the_language_of_the_reader_and_mail_with_its_warning() -> None:
    said = Contact(phone="62 00 00 00", mail="ke@lia.test", hours=LocalWords(nb="9 til 15", en="9 to 3"))
    assert list(contact_lines(said, str.upper, "en")) == [
        ContactLine("phone", "PHONE", "62 00 00 00"),
        ContactLine("text", "HOURS", "9 to 3"),
        ContactLine("mail", "MAIL", "ke@lia.test", "MAIL-WARNING"),
    ]

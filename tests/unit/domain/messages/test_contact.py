"""Which addresses may be one, where a message goes, and how long is waited before it is tried again."""

from __future__ import annotations

from datetime import timedelta
from email.headerregistry import Address

import pytest

from server.domain.errors import Invalid
from server.domain.messages.contact import (
    ContactChannel,
    PersonContact,
    destination,
    is_address,
    require_possible,
    wait_after,
)
from server.domain.messages.message import Mail

KARI = PersonContact(ContactChannel.EMAIL, "kari@example.org")


@pytest.mark.parametrize("address", ["kari@example.org", "k.a-r_i+x@post.lia.kommune.no", "o'neil@a.no"])
def test_an_address(address: str) -> None:
    assert is_address(address)
    assert str(Address(addr_spec=address)) == address  # as the letter says it
    require_possible(PersonContact(ContactChannel.EMAIL, address))


@pytest.mark.parametrize(
    "address",
    [
        "kari",
        "kari@example",
        "kari @example.org",
        "kari@example.org, ola@example.org",
        "kari@example.org\nBcc: x@example.org",
        "kari@@example.org",
        "kåri@example.org",
        "kari@eks..org",
        "kari.@example.org",
        ".kari@example.org",
        "ka..ri@example.org",
        "kari@eksempel-.org",
        f"{'k' * 65}@example.org",
        f"{'k' * 250}@example.org",
    ],
)
def test_no_address(address: str) -> None:
    with pytest.raises(Invalid):
        require_possible(PersonContact(ContactChannel.EMAIL, address))


def test_whoever_wants_mail_says_where_to() -> None:
    with pytest.raises(Invalid):
        require_possible(PersonContact(ContactChannel.EMAIL, ""))
    require_possible(PersonContact(ContactChannel.NONE, ""))
    require_possible(PersonContact(ContactChannel.NONE, "kari@example.org"))


@pytest.mark.parametrize(
    ("contact", "protected", "can_send", "becomes"),
    [
        (KARI, False, True, "kari@example.org"),
        (KARI, True, True, Mail.HELD),
        (KARI, False, False, Mail.NONE),
        (KARI, True, False, Mail.NONE),
        (PersonContact(), False, True, Mail.NONE),
        (PersonContact(), True, True, Mail.NONE),
        (PersonContact(ContactChannel.NONE, "kari@example.org"), False, True, Mail.NONE),
    ],
)
def test_where_it_goes(contact: PersonContact, protected: bool, can_send: bool, becomes: str) -> None:
    said = destination(contact, protected=protected, can_send=can_send, unit_looks=True)
    assert said == becomes
    of_complaint = destination(contact, protected=protected, can_send=can_send, unit_looks=False)
    assert of_complaint == (Mail.NONE if protected else becomes)


def test_it_is_tried_more_and_more_seldom_but_at_least_once_an_hour() -> None:
    waits = [wait_after(attempts) for attempts in range(1, 30)]
    assert waits[:3] == [timedelta(seconds=30), timedelta(minutes=1), timedelta(minutes=2)]
    assert waits == sorted(waits)
    assert waits[-1] == timedelta(hours=1)

"""What a mail says: who sends it, that something happened, and where to read it."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from server.catalogue import standard
from server.domain.cases.vocabulary import CaseId
from server.domain.messages.contact import ContactChannel, PersonContact
from server.domain.messages.message import Message, code_of
from server.domain.plan import PersonId
from server.domain.unit.rights import MunicipalityId
from server.storage.messages.outbox import Claim
from server.storage.messages.queue import Outgoing
from server.worker.letter import as_email
from tests.unit.domain.cases.situations import NOW

CASE = CaseId("a case")
DECIDED = Message("case/a/3", "decision-ready", MunicipalityId("lia"), PersonId("kari"), case=CASE)
ENDS = Message("representation/1", "representation-ends", None, PersonId("ola"))


def sent(message: Message = DECIDED, language: str = "nb", sender: str = "Lia kommune"):  # type: ignore[no-untyped-def]
    contact = PersonContact(ContactChannel.EMAIL, "kari@example.org")
    outgoing = Outgoing(Claim(message, NOW, 1, "t", NOW), contact, False, language, sender, standard())
    mail = as_email(outgoing, contact.address, "post@lia.example", "https://plan.example")
    return message_from_bytes(mail.as_bytes(), policy=policy.default)


def test_it_is_from_the_municipality_and_names_the_stage_and_the_code() -> None:
    mail, code = sent(), code_of(CASE)
    assert (mail["From"], mail["To"]) == ("Lia kommune <post@lia.example>", "kari@example.org")
    assert mail["Subject"] == f"Melding i sak {code}"
    assert mail.get_content().splitlines() == [
        f"En avgjørelse er klar i sak {code}.",
        "",
        "Logg inn for å lese mer:",
        "https://plan.example/meldinger",
        "",
        "Denne e-posten er sendt automatisk. Den kan ikke besvares.",
    ]


def test_it_is_in_the_language_of_whoever_gets_it() -> None:
    mail = sent(language="en")
    assert mail["Subject"].startswith("Message in case")
    assert mail["Content-Language"] == "en"
    assert "Log in to read more" in mail.get_content()


def test_its_message_id_is_that_of_the_message_and_it_says_that_it_is_automatic() -> None:
    mail = sent()
    assert mail["Message-ID"] == f"<{DECIDED.id}@lia.example>" == sent(language="en")["Message-ID"]
    assert (mail["Auto-Submitted"], mail["Date"].datetime) == ("auto-generated", NOW)


def test_without_a_case_it_has_no_code_and_leads_to_all_messages() -> None:
    mail = sent(ENDS, sender="Samplan")
    assert mail["Subject"] == "Melding fra Samplan"
    assert "https://plan.example/meldinger" in mail.get_content()


@pytest.mark.parametrize("name", ["Bø & Lærdal kommune", 'Kommunen "Lia"', "Lia <x@y.example>, kommune"])
def test_a_name_is_a_name_whatever_stands_in_it(name: str) -> None:
    (sender,) = sent(sender=name)["From"].addresses
    assert (sender.display_name, sender.addr_spec) == (name, "post@lia.example")


def test_a_name_of_two_lines_makes_no_header() -> None:
    with pytest.raises(ValueError, match="invalid"):
        sent(sender="Lia\r\nBcc: x@example.org")

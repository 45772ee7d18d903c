"""Mails are handed to a real mail server: over TLS, with a password, and what it refuses is told apart."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

import pytest

from server.worker.courier import Courier, MailServer, TryLater, Undeliverable
from tests.support.servers.server import free_port
from tests.support.servers.smtp import PASSWORD, USER, mail_server

FROM, TO = "samplan@lia.kommune.example", "kari@example.org"


def a_mail() -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"], mail["Message-ID"] = FROM, TO, "Melding", "<a@lia>"
    mail.set_content("Hei på deg.")
    return mail


def to(port: int, tls: str = "none", **more: str) -> Courier:
    return Courier(MailServer("127.0.0.1", port, tls, **more), FROM)


async def test_a_mail_comes_as_it_was() -> None:
    async with mail_server() as server:
        await to(server.port).deliver(a_mail(), TO)
    (mail,) = server.mails
    assert (mail["To"], mail["Message-ID"], mail.get_content().strip()) == (TO, "<a@lia>", "Hei på deg.")


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_it_comes_over_tls_with_a_password(tls: str, tmp_path: Path) -> None:
    async with mail_server(tmp_path, tls=tls) as server:
        trusted = {"authorities": str(server.certificate), "user": USER, "password": PASSWORD}
        await to(server.port, tls, **trusted).deliver(a_mail(), TO)
        assert len(server.mails) == 1


@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_a_server_whose_authority_is_unknown_gets_nothing(tls: str, tmp_path: Path) -> None:
    async with mail_server(tmp_path, tls=tls) as server:
        with pytest.raises(TryLater):
            await to(server.port, tls, user=USER, password=PASSWORD).deliver(a_mail(), TO)
        assert server.raw == b""


async def test_a_server_without_tls_gets_nothing() -> None:
    async with mail_server() as server:
        with pytest.raises(TryLater):
            await to(server.port, "starttls").deliver(a_mail(), TO)
        assert server.raw == b""


async def test_a_wrong_password_may_be_put_right_later(tmp_path: Path) -> None:
    async with mail_server(tmp_path, tls="starttls") as server:
        trusted = {"authorities": str(server.certificate), "user": USER, "password": "feil"}
        with pytest.raises(TryLater, match="answer 535"):
            await to(server.port, "starttls", **trusted).deliver(a_mail(), TO)


@pytest.mark.parametrize(
    ("answer", "error"),
    [("550 no such user", Undeliverable), ("450 busy", TryLater), ("421 too many", TryLater)],
)
async def test_what_is_refused_for_good_is_told_from_what_is_refused_now(
    answer: str, error: type[Exception]
) -> None:
    async with mail_server() as server:
        server.refuses[TO] = answer
        with pytest.raises(error, match=f"answer {answer[:3]}$"):
            await to(server.port).deliver(a_mail(), TO)
        assert server.mails == []


async def test_a_server_that_is_not_there_may_come_back() -> None:
    with pytest.raises(TryLater):
        await to(free_port()).deliver(a_mail(), TO)


async def test_what_is_said_of_a_failure_names_no_address() -> None:
    async with mail_server() as server:
        server.refuses[TO] = f"550 <{TO}> unknown"
        with pytest.raises(Undeliverable) as raised:
            await to(server.port).deliver(a_mail(), TO)
    assert TO not in str(raised.value)

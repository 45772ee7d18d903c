from __future__ import annotations

import logging
import resource
from collections import Counter
from ipaddress import ip_network

import pytest

from server.telemetry.counts import counts
from server.transport import patience
from server.transport.patience import (
    DISPLACED,
    MALFORMED,
    Patience,
    file_descriptors,
    take_file_descriptors,
)
from tests.support.at_rest import at_rest

PROXIES = (ip_network("10.0.0.5/32"), ip_network("2001:db8::/48"))


@pytest.mark.parametrize(
    ("client", "share"),
    [
        (("192.0.2.1", 1), "192.0.2.1"),
        (("2001:db9::1", 1), "2001:db9::/64"),
        (("10.0.0.5", 1), ""),
        (("10.0.0.6", 1), "10.0.0.6"),
        (("2001:db8:0:7::1", 1), ""),
        (None, ""),
    ],
)
def test_an_address_has_a_share_and_a_proxy_speaks_for_many(
    client: tuple[str, int] | None, share: str
) -> None:
    assert Patience(proxies=PROXIES).share_of(client) == share


async def test_what_happens_again_and_again_is_logged_at_once_and_then_by_number(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(patience, "COMPLAIN_SECONDS", 0.0)
    before = Counter(counts.connections_ended)
    shared = Patience()
    for _ in range(5):
        shared.ended(DISPLACED)
    shared.ended(MALFORMED)
    await at_rest()
    told = [(record.getMessage(), record.__dict__["count"]) for record in caplog.records]
    assert told == [
        ("connections were ended because of their client", 1),
        ("Invalid HTTP request received.", 1),
        ("connections were ended because of their client", 4),
    ]
    assert {record.levelno for record in caplog.records} == {logging.WARNING}
    assert counts.connections_ended - before == {DISPLACED: 5, MALFORMED: 1}


def test_a_process_takes_the_file_descriptors_it_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    limits = [(256, 4_096)]
    monkeypatch.setattr(resource, "getrlimit", lambda _: limits[-1])
    monkeypatch.setattr(resource, "setrlimit", lambda _, asked: limits.append(asked))
    take_file_descriptors()
    assert file_descriptors() == 4_096


def test_no_limit_of_file_descriptors_is_a_number_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    unlimited = resource.RLIM_INFINITY
    monkeypatch.setattr(resource, "getrlimit", lambda _: (unlimited, unlimited))
    assert file_descriptors() == patience.MANY


def test_a_quarter_of_them_may_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, sent_away = Patience(files=120).waiting, list[int]()
    for number in range(40):
        waiting.enter(lambda number=number: sent_away.append(number), str(number))  # type: ignore[misc]
    assert sent_away == list(range(10))

"""The codec against what the real provider wrote, and against what nobody should."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from server.sync.protocol import frames
from server.sync.protocol.closings import Token

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden/frames.json").read_text())
ANSWERS: dict[str, str] = GOLDEN["answers"]
STATE, CONTENT = bytes.fromhex(ANSWERS["stateVector"]), bytes.fromhex(ANSWERS["content"])
NAME = "d/æ"


@pytest.mark.parametrize(("way", "address"), [("plain", NAME), ("withSession", f"{NAME}\0s1")])
def test_everything_the_real_provider_sends_is_read(way: str, address: str) -> None:
    written = GOLDEN[way]

    def read(step: str) -> list[object]:
        return [frames.decode(bytes.fromhex(frame)) for frame in written[step]]

    content = bytes.fromhex(written["content"])
    state = b'\x01\x05\x01\x0d{"user":"\xc3\xa5"}'
    assert read("opening") == [
        frames.Auth(address, "tøken", "4.8.0"),
        frames.Step1(address, b"\x00"),
        frames.AwarenessUpdate(address, b"\x01\x05\x00\x02{}"),
    ]
    assert read("update") == [frames.Update(address, content)]
    assert read("step2") == [frames.Step2(address, content)]
    assert read("awareness") == read("answerToQuery") == [frames.AwarenessUpdate(address, state)]
    assert read("stateless") == [frames.Stateless(address, '{"type":"ø"}')]
    assert read("answerToPing") == [frames.Pong()]
    assert read("leaving") == [
        frames.AwarenessUpdate(address, b"\x01\x05\x02\x04null"),
        frames.Close(address),
    ]


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (frames.authenticated(NAME, "readonly"), "authenticated"),
        (frames.permission_denied(NAME, Token.NOT_FOUND), "denied"),
        (frames.step1(NAME, STATE), "step1"),
        (frames.step2(NAME, CONTENT), "step2"),
        (frames.addressed(NAME, frames.update_body(CONTENT)), "update"),
        (frames.sync_status(NAME, True), "saved"),
        (frames.sync_status(NAME, False), "notSaved"),
        (frames.close(NAME, Token.REFUSED), "closed"),
        (frames.stateless(NAME, '{"type":"ø"}'), "stateless"),
    ],
)
def test_answers_are_the_bytes_the_reference_functions_write(ours: bytes, theirs: str) -> None:
    assert ours.hex() == ANSWERS[theirs]


def test_presence_is_written_as_the_provider_writes_it() -> None:
    payload = b'\x01\x05\x01\x0d{"user":"\xc3\xa5"}'
    assert [frames.awareness(NAME, payload).hex()] == GOLDEN["plain"]["awareness"]


def test_ping_and_pong_are_one_byte_without_address() -> None:
    assert (frames.PING, frames.PONG) == (b"\x09", b"\x0a")
    assert frames.decode(frames.PING) == frames.Ping()
    assert frames.decode(frames.PONG) == frames.Pong()


def test_an_address_is_a_document_and_perhaps_a_session() -> None:
    assert frames.split_address("part/a") == ("part/a", None)
    assert frames.split_address("part/a\0s1") == ("part/a", "s1")
    assert frames.split_address("part/a\0") == ("part/a", "")
    assert frames.split_address("part/a\0s1\0s2") == ("part/a", "s1\0s2")


def test_an_older_provider_names_no_version() -> None:
    assert frames.decode(b"\x01d\x02\x00\x01t") == frames.Auth("d", "t", "")


@pytest.mark.parametrize("type_", [4, 6, 8, 9, 10, 11, 127])
def test_types_that_are_not_for_a_server_are_unknown_and_not_an_error(type_: int) -> None:
    assert frames.decode(b"\x01d" + bytes([type_]) + b"whatever") == frames.Unknown("d", type_)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\x01d", id="no type"),
        pytest.param(b"\x01d\x80\x00", id="a type not in its shortest form"),
        pytest.param(b"\x01d\x00", id="no step"),
        pytest.param(b"\x01d\x00\x03\x00", id="an unknown step"),
        pytest.param(b"\x01d\x00\x02", id="an update without bytes"),
        pytest.param(b"\x01d\x00\x02\x05ab", id="an update cut off"),
        pytest.param(b"\x01d\x00\x02\x01ab", id="bytes after an update"),
        pytest.param(b"\x01d\x00\x00\x01ab", id="bytes after a state vector"),
        pytest.param(b"\x01d\x01\x01ab", id="bytes after presence"),
        pytest.param(b"\x01d\x02\x01\x01t", id="no token but a denial"),
        pytest.param(b"\x01d\x02\x00\x01\xff", id="a token that is not UTF-8"),
        pytest.param(b"\x01d\x02\x00\x01t\x01v!", id="bytes after the version"),
        pytest.param(b"\x01d\x03!", id="bytes after a question"),
        pytest.param(b"\x01d\x05\x01{}", id="bytes after a message"),
        pytest.param(b"\x01d\x07!", id="bytes after a goodbye"),
    ],
)
def test_a_malformed_frame_is_blamed_on_its_document_alone(data: bytes) -> None:
    with pytest.raises(frames.Malformed) as caught:
        frames.decode(data)
    assert caught.value.address == "d"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x00", id="one byte"),
        pytest.param(b"\x08", id="one byte that is no ping"),
        pytest.param(b"\x00\x00\x00\x00", id="an empty address"),
        pytest.param(b"\x05ab", id="an address cut off"),
        pytest.param(b"\x01\xff\x00", id="an address that is not UTF-8"),
        pytest.param(b"\xff" * 1_000_000, id="a length without end"),
        pytest.param(b"\x81\x08" + b"d" * 1025 + b"\x07", id="an endless name"),
    ],
)
def test_without_a_readable_address_nobody_is_blamed(data: bytes) -> None:
    with pytest.raises(frames.Malformed) as caught:
        frames.decode(data)
    assert caught.value.address is None

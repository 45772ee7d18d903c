from __future__ import annotations

import asyncpg
import pytest
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from server.ports.log import StorageReadOnly, StorageUnavailable
from server.storage.database import postgresql
from server.storage.database.postgresql import ConnectionLost, Undone
from server.storage.errors import WrongAddress


class Reported(Exception):
    """As the driver's errors are: what the server said, and its code."""

    def __init__(self, sqlstate: str | None, says: str = "says the server") -> None:
        super().__init__(says)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    ("sqlstate", "meaning"),
    [
        ("08006", ConnectionLost),
        ("57P01", ConnectionLost),  # an administrator ends it
        ("57P03", ConnectionLost),  # it is starting
        ("57014", StorageUnavailable),  # it took too long
        ("55P03", StorageUnavailable),  # it waited too long for a lock
        ("53300", StorageUnavailable),  # too many connections
        ("40001", Undone),
        ("40P01", Undone),
        ("53100", StorageReadOnly),  # the disk is full
        ("25006", StorageReadOnly),
        ("42501", StorageReadOnly),  # not permitted
        ("23505", None),  # unique
        ("42601", None),  # syntax
        ("22021", None),  # NUL in a text
        ("XX001", None),  # corrupt
        (None, None),
    ],
)
def test_every_code_has_one_meaning(sqlstate: str | None, meaning: type[Exception] | None) -> None:
    error = Reported(sqlstate)
    for found in (postgresql.refusal_of(error), postgresql.refusal_of(DBAPIError("SELECT", {}, error))):
        assert type(found) is (meaning or type(None))


def test_what_has_no_code_is_told_by_what_it_is() -> None:
    assert isinstance(postgresql.refusal_of(TimeoutError()), ConnectionLost)
    assert isinstance(postgresql.refusal_of(Reported(None, "the connection is closed")), ConnectionLost)
    lost_track = asyncpg.InternalClientError("cannot switch to state 15")
    assert isinstance(postgresql.refusal_of(lost_track), ConnectionLost)
    assert type(postgresql.refusal_of(PoolTimeout("no connection left"))) is StorageUnavailable
    assert postgresql.refusal_of(PermissionError("refused")) is None


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://host/db",
        "postgresql+psycopg://u:secret@host/db",
        "postgresql+asyncpg://u:secret@host/",
        "postgresql+asyncpg://u:secret@host:many/db",
        "postgresql+asyncpg://u:secret@host:99999/db",
        "postgresql+asyncpg://u:secret@host:0/db",
        "postgresql+asyncpg://u:secret/db",
        "postgresql+asyncpg://u:secret@/db?host=one:5432&host=two:many",
        "nonsense",
    ],
)
def test_an_address_of_something_else_is_refused(url: str) -> None:
    with pytest.raises(WrongAddress, match=r"expected postgresql\+asyncpg:") as refused:
        postgresql.address_of(url)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "options", ["sslmode=require", "password=secret", "timeout=5", "ssl=allow&ssl=require"]
)
def test_options_that_the_driver_does_not_take_are_refused(options: str) -> None:
    with pytest.raises(WrongAddress, match="ssl=require") as refused:
        postgresql.address_of(f"postgresql+asyncpg://u:secret@host/db?{options}")
    assert "secret" not in str(refused.value)


def test_an_address_may_ask_for_tls() -> None:
    url = "postgresql+asyncpg://u:p@host/db?ssl=verify-full"
    assert postgresql.address_of(url) == make_url(url)


def test_an_address_may_name_several_servers_and_what_the_driver_takes() -> None:
    url = "postgresql+asyncpg://u:p@/db?host=one:5432&host=two:5432&target_session_attrs=read-write"
    assert postgresql.address_of(url) == make_url(url)

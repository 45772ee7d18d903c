"""Errors of the database are logged: they may not quote what was to be stored."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server.storage.database.sqlite import creating_engine

SECRET = "Kari Nordmann"


def test_an_error_quotes_the_statement_and_not_the_values(tmp_path: Path) -> None:
    engine = creating_engine(tmp_path / "file.db", 1.0)
    with closing(engine.raw_connection()) as connection:
        connection.execute("CREATE TABLE words (word TEXT CHECK (length(word) < 3))")
    with pytest.raises(IntegrityError) as refused, engine.begin() as connection:
        connection.execute(text("INSERT INTO words VALUES (:word)"), {"word": SECRET})
    engine.dispose()
    assert "INSERT INTO words" in str(refused.value)
    assert SECRET not in str(refused.value)

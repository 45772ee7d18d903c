"""The one list of capabilities holds all of them, and none answers in another's place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import cast

import pytest

import server.features
from server.capabilities import Features, build_features
from server.storage.database.database import Database
from tests.unit.features.fakes import CountedChance, ListeningHub, SetClock


@pytest.fixture(scope="module")
def features() -> Features:
    no_database = cast(Database, None)  # nothing is asked of it until somebody asks for something
    url = "http://127.0.0.1:8000"
    return build_features(no_database, ListeningHub(), SetClock(), CountedChance(), public_url=url)


def test_every_capability_that_answers_over_http_is_in_the_list(features: Features) -> None:
    folders = [Path(folder) for folder in server.features.__path__]
    there = {
        f"server.features.{file.parent.name}.http" for root in folders for file in root.glob("*/http.py")
    }
    assert there == {operation.perform.__module__ for operation in features.operations}


def test_no_two_operations_have_one_address_or_one_name(features: Features) -> None:
    addresses = Counter((operation.method, operation.path) for operation in features.operations)
    names = Counter(operation.name for operation in features.operations)
    assert set(addresses.values()) == set(names.values()) == {1}
    assert "" not in names


def test_what_changes_something_is_a_command_with_a_token_unless_it_logs_in(features: Features) -> None:
    without = {
        operation.path for operation in features.operations if operation.is_command and not operation.csrf
    }
    assert without == {"/login/demo"}

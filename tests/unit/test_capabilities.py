"""The one list of capabilities holds all of them, and none answers in another's place."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import server.features
from tests.support.operations import all_operations


def test_every_capability_that_answers_over_http_is_in_the_list() -> None:
    folders = [Path(folder) for folder in server.features.__path__]
    there = {
        ".".join(("server.features", *file.relative_to(root).with_suffix("").parts))
        for root in folders
        for file in root.rglob("http*.py")
    }
    assert there == {operation.perform.__module__ for operation in all_operations()}


def test_no_two_operations_have_one_address_or_one_name() -> None:
    addresses = Counter((operation.method, operation.path) for operation in all_operations())
    names = Counter(operation.name for operation in all_operations())
    assert set(addresses.values()) == set(names.values()) == {1}
    assert "" not in names


def test_what_changes_something_is_a_command_with_a_token_unless_it_logs_in() -> None:
    without = {
        operation.path for operation in all_operations() if operation.is_command and not operation.csrf
    }
    assert without == {"/login/demo", "/login/{provider}/backchannel-logout"}

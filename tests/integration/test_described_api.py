"""The server does as its own description says, whatever somebody sends who read only that (schemathesis)."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS, load_all_checks

from tests.support.clients.vouched import VouchingServer
from tests.support.relations.asking import ENDING
from tests.support.relations.questions import USUAL
from tests.support.relations.world import World
from tests.support.servers.demo import demo_server
from tests.support.servers.rated import UnlimitedServer

SOAK = os.environ.get("TESTS_SOAK") == "1"
pytestmark = [
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.wide,
    pytest.mark.timeout(3600 if SOAK else 600),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]
EXAMPLES = 300 if SOAK else 3
"""Of each operation, by each person."""
LEFT_OUT = (*ENDING, "end_session", "log_in_demo")
"""After which somebody is somebody else, or nobody."""
load_all_checks()
JUDGED: list[Any] = [
    CHECKS.get_one(name)
    for name in (
        "not_a_server_error",
        "status_code_conformance",
        "content_type_conformance",
        "response_schema_conformance",
        "negative_data_rejection",
    )
]


class Unlimited(VouchingServer):
    serves = UnlimitedServer.serves


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory, demo_database: Path) -> AsyncIterator[World]:
    async with demo_server(tmp_path_factory.mktemp("described"), demo_database, kind=Unlimited) as server:
        world = World(server)
        await world.begin()
        yield world
        await world.end()


@pytest.mark.parametrize("who", ["owner", "handler", "nobody"])
async def test_every_answer_is_a_described_one_and_none_is_a_defect(world: World, who: str) -> None:
    answered = await asyncio.to_thread(_try, world, who)
    print(f"\n{who}: {dict(sorted(answered.items()))}")
    assert min(answered.values(), default=0) > 0
    assert any(200 <= status < 300 for status in answered)


def _try(world: World, who: str) -> Counter[int]:
    """How often each status was answered."""
    answered, ids = Counter[int](), {**USUAL, **world.ids("owner")}
    with requests.Session() as session:
        described = session.get(f"{world.server.url}/api/openapi.json", timeout=60).json()
        operations: Any = schemathesis.openapi.from_dict(described).get_all_operations()
        for operation in (each.ok() for each in operations):
            if operation.definition.raw["operationId"] not in LEFT_OUT:
                _try_one(world, operation, _headers(world, who), ids, session, answered)
    return answered


def _try_one(
    world: World,
    operation: Any,
    headers: Mapping[str, str],
    ids: Mapping[str, str],
    session: requests.Session,
    answered: Counter[int],
) -> None:
    """``there``: what the address names exists, where it can."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(), there=st.sampled_from([True, True, True, False]))
    def tried(case: Any, there: bool) -> None:
        for name in case.path_parameters or ():
            if there and name in ids:
                case.path_parameters[name] = ids[name]
        answer = case.call(
            base_url=world.server.url, session=session, headers=dict(headers), allow_redirects=False
        )
        session.cookies.clear()
        answered[answer.status_code] += 1
        case.validate_response(answer, checks=JUDGED)

    tried()


def _headers(world: World, who: str) -> Mapping[str, str]:
    person = world.people.get(who)
    if person is None:
        return {}
    return {"Cookie": f"samplan_session={person.token}", "X-CSRF-Token": person.csrf}

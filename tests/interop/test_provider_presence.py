"""Carets through the real provider: everybody appears under their own name and leaves no trace behind."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.interop.conftest import Join, Place
from tests.interop.provider import ProviderDocument, contains

pytestmark = pytest.mark.asyncio(loop_scope="session")


def caret(at: int) -> dict[str, Any]:
    """A caret in the body; ``assoc`` tells one place from another."""
    end = {"type": None, "tname": "body", "item": None, "assoc": at}
    return {"anchor": end, "head": end}


async def seen(by: ProviderDocument, of: ProviderDocument) -> dict[str, Any] | None:
    """What ``by`` is shown of ``of``."""
    client = (await of.state())["client"]
    others = (await by.state())["others"]
    return next((state for state in others if state["client"] == client), None)


async def shown(by: ProviderDocument, name: str, cursor: dict[str, Any] | None) -> None:
    """Wait until ``by`` sees that caret under that name; a page repeats its own only after 15 s."""
    written = "null" if cursor is None else _as_json(cursor)
    await by.until(seconds=8, carets=contains(f"{name} {written}"))


def _as_json(cursor: dict[str, Any]) -> str:
    return json.dumps(cursor, separators=(",", ":"))


async def names(here: Place) -> dict[str, str]:
    return {
        key: (await here[key].get("/api/me")).json()["name"] for key in ("owner", "coordinator", "mother")
    }


async def test_a_caret_arrives_under_the_name_that_the_server_knows(here: Place, join: Join) -> None:
    part = await here.document("home")
    owner = await (await join(here["owner"])).open(part)
    coordinator = await (await join(here["coordinator"])).open(part)
    await coordinator.do(
        "show",
        state={
            "user": {"id": "x", "name": "Runa Elvestad", "colour": 0},
            "cursor": caret(1),
            "more": "x" * 9,
        },
    )
    await shown(owner, (await names(here))["coordinator"], caret(1))
    state = await seen(owner, coordinator)
    assert state is not None
    assert state.keys() == {"client", "user", "cursor"}
    assert state["user"]["id"] == (await here["coordinator"].plan())["me"]
    assert state["user"]["role"] == "coordinator"
    assert state["user"].keys() == {"id", "name", "role", "initials", "colour"}


async def test_nobody_moves_or_removes_anothers_caret(here: Place, join: Join) -> None:
    part = await here.document("home")
    name = await names(here)
    owner = await (await join(here["owner"])).open(part)
    coordinator = await (await join(here["coordinator"])).open(part)
    mother = await (await join(here["mother"])).open(part)
    await owner.do("show", state={"cursor": caret(1)})
    await shown(mother, name["owner"], caret(1))
    client = (await owner.state())["client"]
    for forged in ({"cursor": caret(7)}, None):
        await coordinator.do("forge", client=client, state=forged)
    await coordinator.do("show", state={"cursor": caret(2)})
    await shown(mother, name["coordinator"], caret(2))
    state = await seen(mother, owner)
    assert state is not None
    assert (state["user"]["name"], state["cursor"]) == (name["owner"], caret(1))


async def test_who_comes_late_sees_who_is_there(here: Place, join: Join) -> None:
    part = await here.document("resources")
    owner = await (await join(here["owner"])).open(part)
    await owner.do("show", state={"cursor": caret(3)})
    witness = await (await join(here["coordinator"])).open(part)
    await shown(witness, (await names(here))["owner"], caret(3))
    late = await (await join(here["mother"])).open(part)
    await shown(late, (await names(here))["owner"], caret(3))


@pytest.mark.parametrize("way", ["closes the document", "loses the connection"])
async def test_who_leaves_is_gone_for_the_others(here: Place, join: Join, way: str) -> None:
    part = await here.document("resources")
    socket = await join(here["mother"])
    leaving = await socket.open(part)
    owner = await (await join(here["owner"])).open(part)
    await leaving.do("show", state={"cursor": caret(4)})
    await shown(owner, (await names(here))["mother"], caret(4))
    if way == "closes the document":
        await leaving.do("leave")
    else:
        await socket.end()
    await owner.until(others=[])


async def test_presence_stays_inside_the_parts_two_people_share(here: Place, join: Join) -> None:
    shared, hidden = await here.document("about-me"), await here.document("own-notes")
    owner, gp = await join(here["owner"]), await join(here["gp"])
    both, mine = await gp.open(shared), await owner.open(hidden)
    public = await owner.open(shared)
    await mine.do("show", state={"cursor": caret(5)})
    await public.do("show", state={"cursor": caret(6)})
    await shown(both, (await names(here))["owner"], caret(6))
    assert len((await both.state())["others"]) == 1


@pytest.mark.parametrize("end", ["stops", "leaves"])
async def test_of_carets_that_move_too_fast_the_last_place_is_shown(
    here: Place, join: Join, end: str
) -> None:
    part, name = await here.document("needs"), (await names(here))["mother"]
    mother = await (await join(here["mother"])).open(part)
    owner = await (await join(here["owner"])).open(part)
    await mother.do("show", state={"cursor": caret(1)})
    await shown(owner, name, caret(1))
    moves: list[dict[str, Any] | None] = [{"cursor": caret(number)} for number in range(400)]
    await mother.do("showMany", states=moves if end == "stops" else [*moves, None], millisecondsApart=0)
    if end == "stops":
        await shown(owner, name, caret(399))
    else:
        await owner.until(seconds=8, others=[])


async def test_a_state_with_much_in_it_shows_its_caret(here: Place, join: Join) -> None:
    part, name = await here.document("needs"), (await names(here))["mother"]
    mother = await (await join(here["mother"])).open(part)
    owner = await (await join(here["owner"])).open(part)
    for at, size in ((1, 10_000), (2, 100)):
        await mother.do("show", state={"cursor": caret(at), "picture": "x" * size})
        await shown(owner, name, caret(at))
    await mother.do("show", state={"cursor": caret(3), "picture": "x" * 200_000})
    await shown(owner, name, None)
    state = await mother.state()
    assert (state["closes"], state["denied"]) == ([], [])

"""What the page says about saving, against a server whose answers are held back, lost or late."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator

import pytest
from pycrdt import XmlFragment

from tests.interop.conftest import Place, Show, in_test
from tests.interop.page import PagePart
from tests.interop.tunnel import Tunnel
from tests.support.servers.stored import replayed

pytestmark = pytest.mark.asyncio(loop_scope="session")


@in_test
async def tunnel(here: Place) -> AsyncIterator[Tunnel]:
    between = await Tunnel(here.server.url).start()
    yield between
    await between.stop()


def stored(here: Place, name: str) -> str:
    return str(replayed(here.server.database, name).get("body", type=XmlFragment))


async def lose_connection(tunnel: Tunnel, part: PagePart) -> None:
    tunnel.reachable = False
    tunnel.drop()
    await part.until(save="offline")


async def step_to_saved(tunnel: Tunnel, part: PagePart, sent: Counter[str]) -> tuple[int, int]:
    """Let the server's frames through one by one until the page says saved.

    Answers how many SyncStatus the page had got then, and how many frames that have one it had sent
    beyond those in ``sent``.
    """
    accepted = tunnel.delivered["accepted"]
    received = (await part.state())["received"]
    while True:
        state = await part.state()
        if state["save"] == "saved":
            owed = tunnel.sent - sent
            return tunnel.delivered["accepted"] - accepted, owed["update"] + owed["step2"]
        assert state["unsaved"]
        await tunnel.until(lambda: tunnel.held)
        await tunnel.release()
        received += 1
        await part.until(received=received)


async def test_edits_are_saved_when_the_last_of_them_is_acknowledged(
    here: Place, show: Show, tunnel: Tunnel
) -> None:
    name = await here.document("resources")
    part = await (await show(here["owner"], tunnel.url)).open(name)
    before = tunnel.sent.copy()
    tunnel.hold()
    words = [f" svar-{number}." for number in range(5)]
    await part.type(*words[:3])
    await part.type(*words[3:])
    await part.do("forget")
    assert await step_to_saved(tunnel, part, before) == (5, 5)
    assert (await part.state())["saves"] == ["saved"]
    assert all(word in stored(here, name) for word in words)


async def test_several_offline_edits_are_not_saved_at_the_first_acknowledgement(
    here: Place, show: Show, tunnel: Tunnel
) -> None:
    """Here the provider's own counter is at zero after the first of four answers."""
    name = await here.document("needs")
    page = await show(here["owner"], tunnel.url)
    part = await page.open(name)
    await lose_connection(tunnel, part)
    before = tunnel.sent.copy()
    for word in (" uten-nett-1.", " uten-nett-2.", " uten-nett-3."):
        await part.type(word)
    assert (await part.state())["save"] == "offline"
    assert (await page.state())["unsaved"]
    assert "uten-nett" not in stored(here, name)

    tunnel.hold()
    tunnel.reachable = True
    assert await step_to_saved(tunnel, part, before) == (4, 4)
    assert all(f"uten-nett-{number}." in stored(here, name) for number in (1, 2, 3))
    assert not (await page.state())["unsaved"]


async def test_an_edit_that_was_lost_on_the_way_is_saved_when_the_server_has_it(
    here: Place, show: Show, tunnel: Tunnel
) -> None:
    """The first frame after it is early: it has no answer, and the Step2 it provokes has."""
    name = await here.document("health")
    part = await (await show(here["owner"], tunnel.url)).open(name)
    tunnel.swallowing = True
    await part.type(" tapt-på-veien.")
    await tunnel.until(lambda: tunnel.swallowed["update"] == 1)
    assert (await part.state())["save"] == "saving"
    await lose_connection(tunnel, part)
    await part.type(" skrevet-etterpå.")
    tunnel.swallowing = False
    tunnel.hold()
    tunnel.reachable = True
    answered, _ = await step_to_saved(tunnel, part, tunnel.sent.copy())
    assert answered == 2
    assert tunnel.sent["update"] == 1
    assert "tapt-på-veien." in stored(here, name)
    assert "skrevet-etterpå." in stored(here, name)


async def test_being_back_is_not_being_saved(here: Place, show: Show, tunnel: Tunnel) -> None:
    """Nothing is under way on the new socket yet, and what was lost with the old one is nowhere."""
    name = await here.document("education")
    part = await (await show(here["owner"], tunnel.url)).open(name)
    tunnel.swallowing = True
    await part.type(" aldri-framme.")
    await tunnel.until(lambda: tunnel.swallowed["update"] == 1)
    await lose_connection(tunnel, part)
    tunnel.swallowing = False
    before = tunnel.sent.copy()
    tunnel.hold()
    tunnel.reachable = True
    assert await step_to_saved(tunnel, part, before) == (1, 1)
    assert "aldri-framme." in stored(here, name)


async def test_answers_that_cannot_be_told_apart_are_never_called_saved(
    here: Place, show: Show, tunnel: Tunnel
) -> None:
    """Writing goes on after an early Update: the page asks under a new address instead of guessing."""
    name = await here.document("family")
    part = await (await show(here["owner"], tunnel.url)).open(name)
    tunnel.swallowing = True
    await part.type(" tapt.")
    await tunnel.until(lambda: tunnel.swallowed["update"] == 1)
    await lose_connection(tunnel, part)
    await part.type(" i-kø.")
    tunnel.swallowing = False
    tunnel.hold()
    tunnel.reachable = True
    # Authenticated, Step1, and the Step1 that the early Update provokes; what follows is answers.
    for kind in ("auth", "step1", "step2", "step1"):
        await tunnel.until(lambda: tunnel.held)
        assert tunnel.held[0] == kind
        received = (await part.state())["received"]
        await tunnel.release()
        await part.until(received=received + 1)
    await part.type(" etterpå.")
    assert (await part.state())["save"] == "saving"
    await part.do("forget")
    await tunnel.flow()
    state = await part.until(save="saved")
    assert tunnel.sent["close"] == 1
    for word in ("tapt.", "i-kø.", "etterpå."):
        assert stored(here, name).count(word) == 1
    assert state["saves"][-1] == "saved"
    assert state["saves"].count("saved") == 1


async def test_a_lost_acknowledgement_is_not_a_lost_edit(here: Place, show: Show, tunnel: Tunnel) -> None:
    name = await here.document("work")
    part = await (await show(here["owner"], tunnel.url)).open(name)
    tunnel.hold()
    await part.type(" én-gang.")
    await tunnel.until(lambda: tunnel.held == ["accepted"])
    assert "én-gang." in stored(here, name)
    assert (await part.state())["save"] == "saving"
    tunnel.drop()
    await tunnel.flow()
    await part.until(save="saved", phase="open")
    assert stored(here, name).count("én-gang.") == 1


async def test_a_part_that_was_left_while_saving_is_saved_all_the_same(
    here: Place, show: Show, tunnel: Tunnel
) -> None:
    name = await here.document("crisis")
    page = await show(here["owner"], tunnel.url)
    part = await page.open(name)
    tunnel.hold()
    await part.type(" skrevet-i-farten.")
    await part.do("release")
    assert (await page.state())["unsaved"]
    await tunnel.flow()
    await page.until(unsaved=False)
    assert "skrevet-i-farten." in stored(here, name)
    await tunnel.until(lambda: tunnel.sent["close"] == 1)


@pytest.mark.rule("P5")
async def test_a_refused_edit_is_kept_for_copying_and_the_next_one_is_saved(
    here: Place, show: Show, tunnel: Tunnel
) -> None:
    name = await here.document("home")
    page = await show(here["owner"], tunnel.url)
    part = await page.open(name)
    await part.type(" lagret-før.")
    await part.until(save="saved", unsaved=False)
    tunnel.hold()
    await part.do("addBlock", words="Avvist for alltid.", kind="quote")
    await part.type(" skrevet-oppå.")
    await tunnel.flow()
    words = " skrevet-oppå.\nAvvist for alltid."
    await page.until(refusedTexts=[{"document": name, "token": "refused", "words": words}])
    state = await part.until(save="saved", phase="open")
    assert "lagret-før." in state["text"]
    # A writer is not told in between that here one only reads.
    assert "reading" not in state["saves"]
    for number in range(3):
        await part.type(f" neste-{number}.")
        await part.until(save="saved", unsaved=False)
        assert f"neste-{number}." in stored(here, name)
    assert "Avvist" not in stored(here, name)
    assert "skrevet-oppå" not in stored(here, name)
    assert (await page.state())["sockets"] == 1

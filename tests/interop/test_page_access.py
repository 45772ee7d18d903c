"""What becomes of an open page when its session, its rights or its server end."""

from __future__ import annotations

import pytest
from pycrdt import XmlFragment

from tests.interop.conftest import Place, Show
from tests.interop.provider import contains
from tests.interop.tunnel import Tunnel
from tests.support.clients.people import Person
from tests.support.servers.stored import replayed

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_logging_out_elsewhere_stops_the_page_for_good(here: Place, show: Show) -> None:
    elsewhere = await Person(here.server, "owner").log_in()
    page, other = await show(elsewhere), await show(here["owner"])
    part, theirs = (
        await page.open(await here.document("about-me")),
        await other.open(await here.document("home")),
    )
    assert (await elsewhere.send("POST", "/logout", {})).status_code == 204
    await page.until(phase="stopped", token="session-expired", overall="ended")
    state = await part.until(phase="stopped", save="ended", editable=False)
    assert state["text"] is None
    await page.do("connectNow")

    # Longer than the second after which the provider by itself would have come back, whatever the code.
    await here.server.command("migrate")
    await theirs.type(" Den andre økten går videre.")
    await theirs.until(save="saved", unsaved=False)
    assert (await page.state())["sockets"] == 1
    assert (await page.state())["phase"] == "stopped"
    await elsewhere.close()


@pytest.mark.rule(10)
async def test_withdrawal_drops_the_part_and_nothing_else(here: Place, show: Show) -> None:
    page = await show(here["school"])
    name, kept = await here.document("education"), await here.document("about-me")
    part, other = await page.open(name), await page.hold(kept)
    await other.until(phase="open", save="reading")
    await here.sign("school", name, "none")
    state = await part.until(phase="gone", token="consent-withdrawn", save="ended")
    assert (state["text"], state["editable"]) == (None, False)
    await page.until(withdrawn=[name], refusedTexts=[])
    owner = await (await show(here["owner"])).open(kept)
    await owner.type(" Skolen leser videre.")
    await other.until(text=contains("Skolen leser videre."))
    assert (await page.state())["sockets"] == 1
    await here.sign("school", name, "edit")


async def test_rights_rise_and_fall_while_the_page_is_open(here: Place, show: Show) -> None:
    page = await show(here["nav"])
    name = await here.document("work")
    await here.sign("nav", name, "read")
    part = await page.hold(name)
    await part.until(phase="open", save="reading", editable=False)
    await here.sign("nav", name, "edit")
    await part.until(editable=True, save="saved")
    await part.type(" skrevet-med-rett.")
    await part.until(save="saved", unsaved=False)
    assert "skrevet-med-rett." in str(replayed(here.server.database, name).get("body", type=XmlFragment))
    await here.sign("nav", name, "comment")
    state = await part.until(save="reading", editable=False)
    assert (await page.state())["refusedTexts"] == []
    assert "skrevet-med-rett." in state["text"]
    await here.sign("nav", name, "edit")
    await part.until(editable=True, save="saved")
    assert (await page.state())["sockets"] == 1


async def test_words_on_their_way_when_the_right_ends_are_kept_for_copying(here: Place, show: Show) -> None:
    tunnel = await Tunnel(here.server.url).start()
    page = await show(here["hospital"], tunnel.url)
    name = await here.document("health")
    part = await page.open(name)
    tunnel.swallowing = True
    await part.type(" Rakk ikke fram.")
    await tunnel.until(lambda: tunnel.swallowed["update"] == 1)
    tunnel.swallowing = False
    await here.sign("hospital", name, "read")
    state = await part.until(phase="open", save="reading", editable=False)
    lost = {"document": name, "token": "consent-withdrawn", "words": " Rakk ikke fram."}
    assert (await page.state())["refusedTexts"] == [lost]
    assert "Rakk ikke fram" not in state["text"]
    await here.sign("hospital", name, "edit")
    await tunnel.stop()


@pytest.mark.parametrize("way", ["kill -9", "SIGTERM"])
async def test_what_the_page_called_saved_outlives_the_server_and_the_rest_follows(
    alone: Place, show: Show, way: str
) -> None:
    name = await alone.document("home")
    page = await show(alone["owner"])
    part = await page.open(name)
    await part.type(" lagret.")
    await part.until(save="saved", unsaved=False)
    await part.type(" underveis.")
    if way == "kill -9":
        await alone.server.kill()
    else:
        await alone.server.stop()
    text = str(replayed(alone.server.database, name).get("body", type=XmlFragment))
    assert "lagret." in text
    await page.until(phase="offline", overall="offline")
    await part.type(" uten-tjener.")
    assert (await part.state())["save"] == "offline"
    await alone.server.start()
    await part.until(save="saved", unsaved=False, phase="open")
    text = str(replayed(alone.server.database, name).get("body", type=XmlFragment))
    assert [text.count(word) for word in (" lagret.", "underveis.", "uten-tjener.")] == [1, 1, 1]

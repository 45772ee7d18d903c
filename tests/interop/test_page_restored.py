"""What becomes of an open page when the server's database is put back to an earlier state."""

from __future__ import annotations

import pytest
from pycrdt import XmlFragment

from tests.interop.conftest import Place
from tests.interop.node import Node
from tests.interop.page import Page
from tests.support.servers.restoring import back_up, restore
from tests.support.servers.stored import replayed

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_page_brings_nothing_back_and_offers_its_own_words(alone: Place, page_node: Node) -> None:
    owner, coordinator = alone["owner"], alone["coordinator"]
    name, epoch = await alone.document("home"), (await owner.plan())["epoch"]
    page, theirs = Page(page_node), Page(page_node)
    await page.connect(owner, epoch=epoch)
    await theirs.connect(coordinator, epoch=epoch)
    part, other = await page.open(name), await theirs.open(name)
    await part.type(" Med i kopien.")
    await part.until(save="saved", unsaved=False)
    backup = back_up(alone.server)
    await part.type(" Lagret etterpå.")
    await part.until(save="saved", unsaved=False)
    await other.type(" De andres ord.")
    await other.until(save="saved", unsaved=False)
    await part.until(text={"contains": "De andres ord."})
    await theirs.do("end")
    await page.do("networkLost")
    await part.type(" Aldri lagret.")
    await part.until(save="offline", unsaved=True)
    await part.do("forget")
    await restore(alone.server, backup)
    await owner.log_in()

    await page.do("connectNow")
    own = " Med i kopien. Lagret etterpå. Aldri lagret."
    offered = [{"document": name, "token": "restored", "words": own}]
    state = await page.until(
        phase="stopped", token="restored", refusedTexts=offered, restores=1, unsaved=False
    )
    assert state["closes"][-1] == [4410, "restored"]
    gone = await part.until(text=None, editable=False)
    assert "saved" not in gone["saves"]

    await page.connect(owner, epoch=(await owner.plan())["epoch"])
    part = await page.open(name)
    text = str((await part.state())["text"])
    assert "Med i kopien." in text
    for lost in ("Lagret etterpå.", "De andres ord.", "Aldri lagret."):
        assert lost not in text
    await part.type(" Skrevet igjen.")
    await part.until(save="saved", unsaved=False)
    await page.until(refusedTexts=offered)
    stored = str(replayed(alone.server.database, name).get("body", type=XmlFragment))
    assert "Skrevet igjen." in stored
    assert "De andres ord." not in stored
    await page.do("end")

"""The provider as it is: what it is given, what it sends, and its own counter of what is not answered."""

from __future__ import annotations

import pytest

from tests.interop.conftest import Join, Place
from tests.interop.provider import contains, least

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_existing_content_arrives_and_an_empty_step2_brings_the_counter_to_zero(
    here: Place, join: Join
) -> None:
    name = await here.document("about-me")
    opened = await (await join(here["owner"])).open(name)
    listener = await here["owner"].connect()
    held = await listener.open(name)
    assert len(str(held.body)) > 100
    assert await opened.content() == held.content
    state = await opened.state()
    assert state["frames"]["step2 sent"] == state["frames"]["accepted received"] == 1
    assert state["scopes"] == ["read-write"]
    await listener.close()


async def test_edits_go_both_ways(here: Place, join: Join) -> None:
    name = await here.document("home")
    owner = await (await join(here["owner"])).open(name)
    coordinator = await (await join(here["coordinator"])).open(name)
    await owner.type(" Jeg vil bo ved sjøen.")
    await coordinator.until(text=contains("ved sjøen"))
    await coordinator.do("addBlock", words="Vi ser på Sundvåg 😀.")
    await owner.until(text=contains("Sundvåg 😀"))
    await owner.saved()
    await coordinator.saved()
    assert await owner.content() == await coordinator.content()


async def test_a_step2_with_news_brings_the_counter_to_zero(here: Place, join: Join) -> None:
    name = await here.document("resources")
    socket = await join(here["owner"])
    opened = await socket.open(name, before=("Skrevet før noe var åpnet.",))
    state = await opened.state()
    assert state["frames"]["step2 sent"] == state["frames"]["accepted received"] == 1
    assert "update sent" not in state["frames"]
    other = await (await join(here["mother"])).open(name)
    assert (await other.state())["text"].count("Skrevet før noe var åpnet.") == 1


async def test_edits_made_before_the_server_has_answered_are_saved_once(here: Place, join: Join) -> None:
    name = await here.document("needs")
    socket = await join(here["owner"])
    await (await socket.ask(await here.document("home"))).until(synced=True)
    opened = await socket.ask(name)
    for number in range(5):
        await opened.do("addBlock", words=f"Tidlig {number}.")
    await opened.saved()
    other = await (await join(here["mother"])).open(name)
    text = (await other.state())["text"]
    assert [text.count(f"Tidlig {number}.") for number in range(5)] == [1] * 5
    assert await other.content() == await opened.content()


async def test_edits_of_one_tick_are_each_acknowledged(here: Place, join: Join) -> None:
    name = await here.document("family")
    opened = await (await join(here["owner"])).open(name)
    listener = await here["coordinator"].connect()
    held = await listener.open(name)
    words = [f" {number:03d}" for number in range(200)]
    await opened.type(*words)
    await opened.saved()
    frames = (await opened.state())["frames"]
    assert frames["update sent"] == 200
    assert frames["accepted received"] == 200 + frames["step2 sent"]
    assert frames["step1 received"] == 1
    await listener.until(lambda: "199" in held.text)
    assert "".join(words) in held.text
    await listener.close()


async def test_all_parts_of_the_owner_and_the_channel_live_on_one_socket(here: Place, join: Join) -> None:
    plan = await here["owner"].plan()
    names = [plan["channel"], *(part["document"] for part in plan["parts"])]
    socket = await join(here["owner"])
    opened = [await socket.ask(name, session=True) for name in names]
    for document in opened:
        await document.until(synced=True, unsyncedChanges=0, denied=[], closes=[])
    assert (await socket.state())["opened"] == 1
    assert len(names) > 20


async def test_a_document_can_be_open_twice_on_one_socket(here: Place, join: Join) -> None:
    name = await here.document("work")
    socket = await join(here["owner"])
    one, two = [await socket.open(name, session=True) for _ in range(2)]
    await one.type(" En dag i uka på lager.")
    await two.until(text=contains("på lager"))
    await two.type(" Kanskje to.")
    await one.until(text=contains("Kanskje to"))
    await one.do("leave")
    await two.type(" Eller tre.")
    await two.saved()
    assert (await socket.state())["opened"] == 1


async def test_a_document_closed_and_opened_again_is_the_same(here: Place, join: Join) -> None:
    socket = await join(here["owner"])
    opened = await socket.open(await here.document("crisis"))
    await opened.type(" Ring mamma.")
    await opened.do("again")
    await opened.until(scopes=["read-write", "read-write"], unsyncedChanges=0)
    await opened.type(" Så tante.")
    await opened.saved()
    other = await (await join(here["mother"])).open(opened.address)
    assert await other.content() == await opened.content()


@pytest.mark.parametrize("who", ["owner", "gp"])
@pytest.mark.parametrize("what", ["a part", "the channel"])
async def test_whoever_syncs_again_hears_that_nothing_is_unsaved(
    here: Place, join: Join, who: str, what: str
) -> None:
    name = (await here[who].plan())["channel"] if what == "the channel" else await here.document("about-me")
    opened = await (await join(here[who])).open(name)
    for methods in (["forceSync"], ["startSync"], ["startSync", "forceSync", "startSync"]):
        await opened.do("call", methods=methods)
        state = await opened.saved()
    assert state["frames"]["step1 received"] == state["frames"]["step1 sent"] == 6
    assert state["closes"] == state["denied"] == []


async def test_whoever_syncs_all_the_time_and_writes_meanwhile_is_saved(here: Place, join: Join) -> None:
    name = await here.document("work")
    opened = await (await join(here["owner"])).open(name, force_sync_interval=350)
    for number in range(5):
        await opened.do("call", methods=["forceSync"])
        await opened.type(f" runde {number}")
    await opened.until(step2s=least(8), unsyncedChanges=0)
    other = await (await join(here["owner"])).open(name)
    assert " runde 0 runde 1 runde 2 runde 3 runde 4" in (await other.state())["text"]

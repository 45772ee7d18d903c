"""The provider as it is: who it says it is, what it may open and write, and what it hears when that ends."""

from __future__ import annotations

import pytest
from pycrdt import XmlFragment

from tests.interop.conftest import Join, Place
from tests.interop.node import Node
from tests.interop.provider import ProviderSocket, contains, sync_url
from tests.support.servers.stored import replayed

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_reader_gets_the_text_and_its_edits_go_nowhere(here: Place, join: Join) -> None:
    name = await here.document("about-me")
    owner = await (await join(here["owner"])).open(name)
    reader = await (await join(here["gp"])).open(name)
    assert (await reader.state())["scopes"] == ["readonly"]
    assert await reader.content() == await owner.content()

    await reader.type(" Det skrev fastlegen.")
    await reader.do("setField", name="status", value="done")
    await reader.until(declined=2)
    await owner.type(" Det skrev eieren.")
    state = await reader.until(text=contains("Det skrev eieren."))
    assert state["closes"] == state["denied"] == []
    assert state["unsyncedChanges"] == 2
    await owner.saved()
    assert "fastlegen" not in (await owner.state())["text"]
    assert "fastlegen" not in str(replayed(here.server.database, name).get("body", type=XmlFragment))


async def test_hidden_and_unknown_are_denied_alike_and_the_rest_of_the_socket_goes_on(
    here: Place, join: Join
) -> None:
    socket = await join(here["gp"])
    open_to_me = await socket.open(await here.document("about-me"))
    hidden = await socket.ask(await here.document("own-notes"))
    unknown = await socket.ask("part/AAAAAAAAAAAAAAAAAAAAAA")
    for document in (hidden, unknown):
        state = await document.until(denied=["not-found"])
        assert state["scopes"] == state["closes"] == []
        assert state["text"] == ""
        assert not state["isAuthenticated"]
    owner = await (await join(here["owner"])).open(open_to_me.address)
    await owner.type(" Videre.")
    await open_to_me.until(text=contains("Videre."))
    assert (await socket.state())["opened"] == 1


async def test_a_token_that_is_missing_or_wrong_opens_nothing(here: Place, join: Join) -> None:
    name = await here.document("about-me")
    socket = await join(here["owner"])
    for token in ("", "not-a-session", "A" * 43):
        denied = await socket.ask(name, token=token, session=True)
        assert (await denied.until(denied=["session-expired"]))["text"] == ""
    await socket.open(name, session=True)
    assert (await socket.state())["opened"] == 1


async def test_with_a_cookie_the_origin_must_be_ours(here: Place, node: Node) -> None:
    url = sync_url(here.server.url)
    cookie = {"Cookie": f"samplan_session={here['owner'].token}"}

    async def answered(**headers: str) -> int:
        return int(await node.ask("upgrade", url=url, headers=headers))

    assert await answered(**cookie, Origin="https://evil.example") == 403
    assert await answered(**cookie) == 403
    assert await answered(**cookie, Origin="null") == 403
    assert await answered(**cookie, Origin=here.server.url) == 101
    assert await answered(**cookie, Origin=here.server.url.replace("127.0.0.1", "localhost")) == 101
    assert await answered(Origin="https://evil.example") == 101


async def test_a_cookie_from_our_own_page_needs_no_token(here: Place, node: Node) -> None:
    socket = ProviderSocket(node, "")
    headers = {"Cookie": f"samplan_session={here['owner'].token}", "Origin": here.server.url}
    await socket.connect(sync_url(here.server.url), headers)
    opened = await socket.open(await here.document("about-me"))
    assert (await opened.state())["scopes"] == ["read-write"]
    await socket.end()


async def test_withdrawal_closes_that_document_only_and_what_is_sent_after_it_ends_nothing(
    here: Place, join: Join
) -> None:
    name, kept = await here.document("education"), await here.document("about-me")
    socket = await join(here["school"])
    withdrawn, other = await socket.open(name), await socket.open(kept)
    await withdrawn.type(" Før.")
    await withdrawn.saved()
    await here.sign("school", name, "none")
    state = await withdrawn.until(closes=["consent-withdrawn"])

    await withdrawn.type(" Etter.", " Og mer.")
    await withdrawn.do("show", state={"cursor": None})
    await withdrawn.until(unsyncedChanges=2)
    owner = await (await join(here["owner"])).open(kept)
    await owner.type(" Skolen hører dette.")
    await other.until(text=contains("Skolen hører dette."))
    assert (await socket.state())["opened"] == 1
    after = (await withdrawn.state())["frames"]
    for frame, times in state["frames"].items():
        assert after[frame] == times or frame.endswith("sent"), frame
    held = await (await join(here["owner"])).open(name)
    assert "Før." in (await held.state())["text"]
    assert "Etter." not in (await held.state())["text"]

    await withdrawn.do("again")
    await withdrawn.until(denied=["not-found"])
    await here.sign("school", name, "edit")
    await withdrawn.do("again")
    await withdrawn.until(scopes=["read-write", "read-write"], unsyncedChanges=0)


async def test_a_change_of_level_is_heard_without_opening_anew(here: Place, join: Join) -> None:
    name = await here.document("work")
    member = await (await join(here["nav"])).open(name)
    await here.sign("nav", name, "read")
    await member.until(scopes=["read-write", "readonly"])
    await member.type(" Ventet.")
    await member.until(declined=1)
    await here.sign("nav", name, "edit")
    # The Step1 of an upgrade asks for what was written meanwhile.
    state = await member.until(scopes=["read-write", "readonly", "read-write"], unsyncedChanges=0)
    assert state["closes"] == []
    owner = await (await join(here["owner"])).open(name)
    assert "Ventet." in (await owner.state())["text"]


async def test_notices_reach_those_whom_they_concern(here: Place, join: Join) -> None:
    part = await here.part("owner", "health")
    gp = await join(here["gp"])
    channel, health = await gp.open((await here["gp"].plan())["channel"]), await gp.open(part["document"])
    nav = await (await join(here["nav"])).open((await here["nav"].plan())["channel"])
    answer = await here["owner"].send("POST", f"/api/parts/{part['id']}/comments", {"text": "Hvorfor?"})
    assert answer.status_code == 201
    await health.until(notices=contains({"type": "comments-changed"}))
    await here.sign("gp", await here.document("needs"), "none")
    await channel.until(notices=contains({"type": "plan-changed"}))
    await here.sign("nav", await here.document("about-me"), "none")
    await nav.until(notices=contains({"type": "plan-changed"}))
    # What changed for the doctor alone was not told to NAV.
    assert (await nav.state())["notices"] == [{"type": "plan-changed"}]
    await here.sign("gp", await here.document("needs"), "comment")
    await here.sign("nav", await here.document("about-me"), "read")


async def test_the_counter_shows_a_refused_edit_for_good_and_the_document_closes(
    here: Place, join: Join
) -> None:
    socket = await join(here["owner"])
    opened = await socket.open(await here.document("period"))
    await opened.do("addTable")
    state = await opened.until(closes=["refused"])
    assert state["declined"] == 1
    assert state["unsyncedChanges"] == 1
    other = await socket.open(await here.document("about-me"))
    await other.type(" Lagres.")
    await other.saved()

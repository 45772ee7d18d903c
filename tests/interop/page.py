"""The page's own connection in Node, as tests speak of it."""

from __future__ import annotations

import itertools
from typing import Any

from tests.interop.node import WAIT_SECONDS, Node
from tests.interop.provider import sync_url
from tests.support.clients.people import Person

_names = itertools.count(1)


class Page:
    """One ``PlanConnection`` with its socket, as a browser has it: cookie and Origin, no token."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.name = f"page {next(_names)}"

    async def connect(self, person: Person, url: str | None = None, epoch: str = "") -> Page:
        """Anew, if there was a connection; ``epoch`` is that of the plan, if the page tells it."""
        origin = person.server.url
        headers = {"Cookie": f"samplan_session={person.token}", "Origin": origin}
        address = sync_url(url or origin) + (f"?epoch={epoch}" if epoch else "")
        await self.do("connect", url=address, headers=headers)
        return self

    async def do(self, command: str, **given: object) -> Any:
        return await self.node.ask(command, page=self.name, **given)

    async def hold(self, document: str) -> PagePart:
        """Show a part, without waiting for anything."""
        await self.do("hold", document=document)
        return PagePart(self, document)

    async def open(self, document: str) -> PagePart:
        """Show a part that one may write in, and wait until the page says that all is saved."""
        part = await self.hold(document)
        await part.until(phase="open", save="saved")
        return part

    async def state(self) -> dict[str, Any]:
        return dict(await self.do("state"))

    async def until(self, seconds: float = WAIT_SECONDS, **wanted: object) -> dict[str, Any]:
        return dict(await self.do("until", wanted=wanted, seconds=seconds))


class PagePart:
    """A part on the screen; ``state`` is what the page shows of it (page.mjs)."""

    def __init__(self, page: Page, document: str) -> None:
        self.page, self.document = page, document

    async def do(self, command: str, **given: object) -> Any:
        return await self.page.do(command, document=self.document, **given)

    async def type(self, *words: str) -> None:
        await self.do("type", words=words)

    async def state(self) -> dict[str, Any]:
        return dict(await self.do("state"))

    async def until(self, seconds: float = WAIT_SECONDS, **wanted: object) -> dict[str, Any]:
        return dict(await self.do("until", wanted=wanted, seconds=seconds))

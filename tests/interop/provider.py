"""`@hocuspocus/provider` in Node, as tests speak of it."""

from __future__ import annotations

import base64
import itertools
from typing import Any

from pycrdt import Doc

from tests.interop.node import WAIT_SECONDS, Node
from tests.support.clients.people import Person
from tests.support.clients.replicas import content_of

_names = itertools.count(1)


def contains(piece: object) -> dict[str, object]:
    """A wanted value that is a piece of a text or an element of a list."""
    return {"contains": piece}


def least(number: int) -> dict[str, object]:
    return {"least": number}


class ProviderSocket:
    """One ``HocuspocusProviderWebsocket`` of the program ``node``."""

    def __init__(self, node: Node, token: str) -> None:
        self.node, self.token = node, token
        self.name = f"socket {next(_names)}"

    async def connect(self, url: str, headers: dict[str, str]) -> None:
        await self.node.ask("connect", socket=self.name, url=url, headers=headers)

    async def ask(
        self,
        document: str,
        *,
        token: str | None = None,
        session: bool = False,
        awareness: bool = True,
        before: tuple[str, ...] = (),
        force_sync_interval: int | bool = False,
    ) -> ProviderDocument:
        """Open a document without waiting for anything; ``before`` are blocks written in it before that.

        ``force_sync_interval``: milliseconds.
        """
        opened = ProviderDocument(self.node, document)
        token = self.token if token is None else token
        given = {"document": document, "token": token, "session": session, "awareness": awareness}
        given["forceSyncInterval"] = force_sync_interval
        await self.node.ask("open", socket=self.name, **{"as": opened.name}, **given, before=before)
        return opened

    async def open(self, document: str, **options: Any) -> ProviderDocument:
        """Open a document and wait until provider and server have the same, and the provider knows it."""
        opened = await self.ask(document, **options)
        await opened.until(synced=True, unsyncedChanges=0)
        return opened

    async def state(self) -> dict[str, Any]:
        return dict(await self.node.ask("state", socket=self.name))

    async def until(self, seconds: float = WAIT_SECONDS, **wanted: object) -> dict[str, Any]:
        return dict(await self.node.ask("until", socket=self.name, wanted=wanted, seconds=seconds))

    async def lose(self) -> None:
        """The connection is gone without a farewell."""
        await self.node.ask("lose", socket=self.name)

    async def end(self) -> None:
        await self.node.ask("end", socket=self.name)


class ProviderDocument:
    """One ``HocuspocusProvider`` with its own Y.Doc; ``state`` is described in provider.mjs."""

    def __init__(self, node: Node, address: str) -> None:
        self._node, self.address = node, address
        self.name = f"document {next(_names)}"

    async def do(self, command: str, **given: object) -> Any:
        return await self._node.ask(command, document=self.name, **given)

    async def state(self) -> dict[str, Any]:
        return dict(await self.do("state"))

    async def until(self, seconds: float = WAIT_SECONDS, **wanted: object) -> dict[str, Any]:
        return dict(await self.do("until", wanted=wanted, seconds=seconds))

    async def type(self, *words: str) -> None:
        """Type at the end of the first text: one edit per word, all in one tick."""
        await self.do("type", words=words)

    async def saved(self) -> dict[str, Any]:
        return await self.until(unsyncedChanges=0, synced=True)

    async def doc(self) -> Doc[Any]:
        """A copy of the replica."""
        copy: Doc[Any] = Doc()
        copy.apply_update(base64.b64decode(await self.do("update")))
        return copy

    async def content(self) -> object:
        return content_of(await self.doc())


async def socket_of(node: Node, person: Person, url: str | None = None) -> ProviderSocket:
    """A socket that shows who it is by token, as scripts and other servers do."""
    socket = ProviderSocket(node, person.token)
    await socket.connect(sync_url(url or person.server.url), {})
    return socket


def sync_url(url: str) -> str:
    return url.replace("http", "ws") + "/sync"

"""What a page keeps of one document, apart from any wire: a Yjs replica (pycrdt), and what it was sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from . import protocol


class ClientReplica:
    """Does what the provider does. Frames come in through ``receive``, edits wait in ``take_outgoing``.

    Each edit of one's own is one transaction, and so one update.
    """

    def __init__(self, address: str, doc: Doc[Any] | None = None) -> None:
        self.address = address
        self.doc: Doc[Any] = doc if doc is not None else Doc()
        self.body = self.doc.get("body", type=XmlFragment)
        self.fields = self.doc.get("fields", type=Map)
        self.scope: str | None = None
        self.denied: str | None = None
        self.closed: str | None = None
        self.synced = False
        self.sent = self.acked = self.nacked = self.step1s = 0
        self.notices: list[str] = []
        self.awareness: list[bytes] = []
        self._outgoing: list[bytes] = []
        self._applying = False
        self._observing = self.doc.observe(self._on_update)

    def _on_update(self, event: Any) -> None:
        if not self._applying:
            self._outgoing.append(event.update)

    def detach(self) -> None:
        """Leave the replica to the next connection; what was not sent goes with that one's Step2."""
        self.doc.unobserve(self._observing)
        self._outgoing.clear()

    def take_outgoing(self) -> list[bytes]:
        """The updates made since the last time, to be sent by whoever takes them."""
        outgoing, self._outgoing = self._outgoing, []
        return outgoing

    def apply(self, update: bytes) -> None:
        """Take in what somebody else wrote."""
        self._applying = True
        try:
            self.doc.apply_update(update)
        finally:
            self._applying = False

    def receive(self, frame: protocol.Received) -> bytes | None:
        """Take a frame in; the update to answer with in a Step2, if it was a Step1."""
        match frame.type, frame.kind:
            case protocol.AUTH, 2:
                self.scope = frame.text
            case protocol.AUTH, 1:
                self.denied = frame.text
            case protocol.SYNC, protocol.STEP1:
                self.step1s += 1
                return self.doc.get_update(frame.data)
            case protocol.SYNC, _:
                self.apply(frame.data)
                self.synced = self.synced or frame.kind == protocol.STEP2
            case protocol.SYNC_STATUS, ok:
                self.acked += ok
                self.nacked += 1 - ok
            case protocol.CLOSE, _:
                self.closed = frame.text
            case protocol.STATELESS, _:
                self.notices.append(frame.text)
            case protocol.AWARENESS, _:
                self.awareness.append(frame.data)
        return None

    @property
    def unanswered(self) -> int:
        """Frames the server still owes an answer: it acknowledges one, or asks for it again with a Step1."""
        return self.sent - self.acked - (self.step1s - 1)

    # -- editing ----------------------------------------------------------------------------------

    @property
    def text(self) -> str:
        return str(self.body)

    @property
    def content(self) -> object:
        """Everything in the document as plain values, comparable between replicas."""
        return content_of(self.doc)

    def block_text(self, index: int) -> XmlText:
        block = self.body.children[index]
        assert isinstance(block, XmlElement)
        text = block.children[0]
        assert isinstance(text, XmlText)
        return text

    def made(self, do: Callable[[], object]) -> bytes:
        """Edit in one transaction; answers the update, which is among the outgoing as well."""
        updates: list[bytes] = []
        observing = self.doc.observe(lambda event: updates.append(event.update))
        with self.doc.transaction():
            do()
        self.doc.unobserve(observing)
        (update,) = updates
        return update

    def type(self, words: str, block: int = 0, at: int | None = None) -> bytes:
        """``at`` is a byte offset; without it, at the end."""
        text = self.block_text(block)
        return self.made(lambda: text.insert(len(text) if at is None else at, words))

    def add_block(self, words: str, kind: str = "paragraph", at: int | None = None) -> bytes:
        """As block number ``at``; without it, as the last."""
        element = XmlElement("block", {"kind": kind})

        def add() -> None:
            self.body.children.insert(len(self.body.children) if at is None else at, element)
            element.children.append(XmlText(words))

        return self.made(add)

    def misplace(self) -> bytes:
        """Text straight in the body: its bytes may stand, its place may not."""
        return self.made(lambda: self.body.children.append(XmlText("løst")))


def content_of(doc: Doc[Any]) -> object:
    """Blocks with their attributes and marked text, and the fields; independent of any order in memory."""
    body, fields = doc.get("body", type=XmlFragment), doc.get("fields", type=Map)
    return [_node(child) for child in body.children], {name: str(fields[name]) for name in fields}


def _node(node: Any) -> object:
    if isinstance(node, XmlText):
        return [(chunk, marks or {}) for chunk, marks in node.diff()]
    attributes = sorted((name, str(value)) for name, value in iter(node.attributes))
    return node.tag, attributes, [_node(child) for child in node.children]

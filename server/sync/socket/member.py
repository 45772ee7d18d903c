"""One person's open document on one socket."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from server.domain.access import Access, Level
from server.domain.plan import Participant
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import varstring
from server.sync.update.typing import TextEnd
from server.telemetry.counts import counts
from server.token_bucket import Bucket

from .limits import Backlog, Patience
from .outbox import Outbox, Recipient


class Member(Recipient):
    """A member receives what happens in a document until it is cut; then not one byte more."""

    __slots__ = (
        "_on_cut",
        "access",
        "address",
        "backlog",
        "caret_rate",
        "ended",
        "left",
        "may_edit",
        "outbox",
        "participant",
        "patience",
        "prefix",
        "saved",
        "step1_rate",
        "synced",
        "typing",
        "user",
    )

    def __init__(
        self,
        address: str,
        participant: Participant,
        user: dict[str, Any],
        access: Access,
        outbox: Outbox,
        backlog: Backlog,
        on_cut: Callable[[str], None],
    ) -> None:
        super().__init__()
        self.address = address
        self.participant = participant
        self.user = user
        self.access = access
        self.prefix = varstring(address)
        """What every frame to this member begins with."""
        self.saved = frames.sync_status(address, True)
        """What acknowledges a frame."""
        self.synced = False
        """Set once its Step1 is answered: what is broadcast before that would come out of order."""
        self.left = False
        """The client has closed the document: it receives nothing more; what it sent before still counts."""
        self.backlog = backlog
        self.step1_rate = Bucket(burst=30, per_second=3)
        self.caret_rate = Bucket(burst=100, per_second=30)
        self.patience = Patience()
        self.typing: TextEnd | None = None
        """Where it typed last."""
        self.outbox = outbox
        self.ended = False
        """We have ended the document for it, before it has left: nothing it sent counts any more."""
        self.may_edit = access.level >= Level.EDIT
        self._on_cut = on_cut

    def send(self, data: bytes) -> None:
        self.outbox.put(data, self)

    def answer(self, *, saved: bool) -> None:
        """Answer a frame. It says nothing of the content, so it is sent also when the document ends right
        after: what was saved would else look lost, and be written twice."""
        if not self.cut:
            self.outbox.put(self.saved if saved else frames.sync_status(self.address, False))

    def welcome(self) -> None:
        self.send(frames.authenticated(self.address, self._scope))

    def ask(self, state_vector: bytes) -> None:
        """Ask for what the part does not have."""
        self.patience.asked()
        self.send(frames.step1(self.address, state_vector))

    @property
    def _scope(self) -> str:
        return "read-write" if self.access.level >= Level.EDIT else "readonly"

    def end(self, token: Token) -> None:
        """CLOSE the document; nothing queued for it is sent any more.

        Going down ends the whole socket, which says so itself; what is queued is still sent.
        """
        if token is not Token.GOING_DOWN:
            self._finish(token, frames.close(self.address, token))

    def refuse(self, token: Token) -> None:
        """Answer a refused frame and CLOSE the document."""
        self._finish(token, *frames.refused(self.address, token))

    def leave(self) -> None:
        """The client has closed the document itself, or its connection is gone."""
        self.left = self.left or not self.cut
        self.cut = True

    def _finish(self, token: Token, *frames: bytes) -> None:
        if self.cut:
            return
        self.cut = self.ended = True
        self.may_edit = False
        counts.documents_ended[token] += 1
        self._on_cut(self.address)
        for frame in frames:
            self.outbox.put(frame)

    def regrant(self, access: Access) -> bool:
        """Take over a new level at once; answers whether the client must sync again (an upgrade to edit)."""
        before, self.access = self._scope, access
        self.may_edit = access.level >= Level.EDIT and not self.ended
        if access.level < Level.READ:
            self.end(Token.CONSENT_WITHDRAWN)
            return False
        if self._scope == before:
            return False
        self.welcome()
        return self._scope == "read-write"

"""One person's open document on one socket."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from server.domain.access import Access, Level
from server.domain.plan import Participant
from server.sync.protocol import frames
from server.sync.protocol.closings import Token
from server.sync.protocol.lib0 import varstring
from server.sync.update.typing import TextEnd
from server.telemetry.counts import counts
from server.token_bucket import Bucket

from .limits import AheadFrames, Backlog
from .outbox import Outbox, Recipient


class Member(Recipient):
    """Receives a document's frames until it is *cut*; then nothing more is sent for it (``Recipient``)."""

    __slots__ = (
        "_on_cut",
        "access",
        "address",
        "ahead_frames",
        "backlog",
        "caret_rate",
        "ended",
        "left",
        "may_edit",
        "outbox",
        "participant",
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
        """The encoded address, with which every frame to this member begins."""
        self.saved = frames.sync_status(address, True)
        """The frame that acknowledges an update."""
        self.synced = False
        """Set once its Step1 is answered: a broadcast before that would be out of order."""
        self.left = False
        """The client has closed the document: it is cut, but the frames it sent before still count."""
        self.backlog = backlog
        self.step1_rate = Bucket(burst=30, per_second=3)
        self.caret_rate = Bucket(burst=100, per_second=30)
        self.ahead_frames = AheadFrames()
        self.typing: TextEnd | None = None
        """The end of the text it typed last."""
        self.outbox = outbox
        self.ended = False
        """The server has ended the document for it before it left: its frames no longer count."""
        self.may_edit = access.level >= Level.EDIT
        self._on_cut = on_cut

    def send(self, data: bytes) -> None:
        self.outbox.put(data, self)

    def acknowledge(self, *, saved: bool) -> None:
        """Answer an update. The answer has no content, so it is sent even if the document ends right after:
        otherwise a saved update would look lost and be written twice."""
        if not self.cut:
            self.outbox.put(self.saved if saved else frames.sync_status(self.address, False))

    def send_authenticated(self) -> None:
        self.send(frames.authenticated(self.address, self._scope))

    def request_missing(self, state_vector: bytes) -> None:
        """Send a Step1: request what the part, at ``state_vector``, does not have."""
        self.ahead_frames.step1_sent()
        self.send(frames.step1(self.address, state_vector))

    def answer_step1(self, updates: Sequence[bytes], state_vector: Callable[[], bytes]) -> None:
        """Send what the client lacks, the first as Step2, and then a Step1, as y-protocols ask: the client
        waits for the acknowledgement of its own Step2. Not while it is about to answer the one sent when it
        joined: it would send everything it wrote offline twice.
        """
        self.send(frames.step2(self.address, updates[0]))
        for update in updates[1:]:
            self.send(self.prefix + frames.update_body(update))
        if self.synced or not self.ahead_frames.step1_unanswered:
            self.request_missing(state_vector())
        self.synced = True

    @property
    def _scope(self) -> str:
        return "read-write" if self.access.level >= Level.EDIT else "readonly"

    def end(self, token: Token) -> None:
        """Cut the member and send CLOSE; frames queued for it are dropped.

        ``GOING_DOWN`` has no effect here: it ends the whole socket, after its queued frames are sent.
        """
        if token is not Token.GOING_DOWN:
            self._cut(token, frames.close(self.address, token))

    def refuse(self, token: Token) -> None:
        """Cut the member and answer a refused frame with SyncStatus and CLOSE."""
        self._cut(token, *frames.refused(self.address, token))

    def leave(self) -> None:
        """The client has closed the document, or its connection is lost."""
        self.left = self.left or not self.cut
        self.cut = True

    def _cut(self, token: Token, *frames: bytes) -> None:
        if self.cut:
            return
        self.cut = self.ended = True
        self.may_edit = False
        counts.documents_ended[token] += 1
        self._on_cut(self.address)
        for frame in frames:
            self.outbox.put(frame)

    def regrant(self, access: Access) -> bool:
        """Apply a new level at once; returns whether the client must sync again (an upgrade to edit)."""
        before, self.access = self._scope, access
        self.may_edit = access.level >= Level.EDIT and not self.ended
        if access.level < Level.READ:
            self.end(Token.CONSENT_WITHDRAWN)
            return False
        if self._scope == before:
            return False
        self.send_authenticated()
        return self._scope == "read-write"

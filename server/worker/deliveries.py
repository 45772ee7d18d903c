"""Sends what is in the outbox: claimed, handed to the mail server, and settled, one message after another.

Never lost: until it is settled it comes due again. Twice only where the process ends, or its database is away
for as long as a claim holds, between the mail server's answer and our commit; it has the same ``Message-ID``.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from server.domain.cases.records import day_of
from server.domain.messages.contact import destination, wait_after
from server.domain.messages.message import Mail
from server.ports.clock import Clock
from server.ports.log import StorageUnavailable
from server.storage.messages.outbox import Claim
from server.storage.messages.queue import MailQueue, Outgoing
from server.telemetry.counts import counts
from server.token_bucket import Bucket

from .courier import Courier, TryLater, Undeliverable
from .letter import as_email

logger = logging.getLogger(__name__)

AGAIN = 1.0
"""Seconds between tries to store that a mail was taken."""


class Deliveries:
    """``courier``: ``None`` where no mail server is set. ``rate``: how many mails, so that a mail server that
    bounds its clients is not overrun."""

    def __init__(
        self, queue: MailQueue, courier: Courier | None, clock: Clock, public_url: str, rate: Bucket
    ) -> None:
        self._queue, self._courier, self._clock = queue, courier, clock
        self._public_url, self._rate = public_url, rate

    async def deliver_next(self) -> bool:
        """``False``: nothing is due. Raises ``StorageUnavailable``."""
        if self._rate.empty:
            await asyncio.sleep(self._rate.wait)
        outgoing = await self._queue.next()
        if outgoing is not None:
            await self._deliver(outgoing)
        return outgoing is not None

    async def _deliver(self, outgoing: Outgoing) -> None:
        can_send, claim = self._courier is not None, outgoing.claim
        to = destination(
            outgoing.contact,
            protected=outgoing.protected,
            can_send=can_send,
            unit_looks=claim.message.complaint is None,
        )
        if isinstance(to, Mail) or self._courier is None:
            await self._queue.settle(claim, to if isinstance(to, Mail) else Mail.NONE)
            return
        self._rate.charge(1)
        try:
            await self._courier.deliver(as_email(outgoing, to, self._courier.sender, self._public_url), to)
        except Undeliverable as error:
            await self._give_up(claim, str(error))
        except TryLater as error:
            await self._try_later(outgoing, str(error))
        else:
            counts.mail.outcomes["sent"] += 1
            await self._settle_sent(claim)

    async def _try_later(self, outgoing: Outgoing, why: str) -> None:
        claim, now = outgoing.claim, self._clock()
        days = outgoing.catalogue.rule("message.given-up-after", on=day_of(now)).days
        if now >= claim.created_at + timedelta(days=days):
            await self._give_up(claim, why)
            return
        counts.mail.outcomes["put-off"] += 1
        logger.warning("a mail was not taken", extra={"reason": why, "attempts": claim.attempts})
        await self._queue.put_off(claim, now + wait_after(claim.attempts))

    async def _give_up(self, claim: Claim, why: str) -> None:
        counts.mail.outcomes["given-up"] += 1
        logger.error("a mail is given up", extra={"reason": why, "attempts": claim.attempts})
        await self._queue.settle(claim, Mail.GIVEN_UP)

    async def _settle_sent(self, claim: Claim) -> None:
        """While the claim holds nobody else sends it, so it is worth waiting for the database."""
        while True:
            try:
                await self._queue.settle(claim, Mail.SENT)
                return
            except StorageUnavailable:
                if self._clock() >= claim.until:
                    raise
                await asyncio.sleep(AGAIN)

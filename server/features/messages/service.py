"""Messages to somebody, in the words of who sends them."""

from __future__ import annotations

from dataclasses import dataclass

from server.domain.cases.records import day_of
from server.domain.messages.contact import ContactChannel, PersonContact, require_possible
from server.domain.messages.message import INVITATION_ANSWERED, code_of
from server.ports.readings import HeldMailsListed, ReadNames
from server.ports.sessions import SignedIn
from server.storage.database.told import list_place, moment_and_id

from .answers import ContactAnswer, HeldMessage, MessageAnswer, MessagesPage
from .store import PAGE, ListedMessage, MessageStore


@dataclass(frozen=True, slots=True)
class Messages:
    """``can_send``: whether a mail server is set."""

    store: MessageStore
    can_send: bool
    names: ReadNames

    async def mine(self, who: SignedIn, before: str | None) -> MessagesPage:
        """Raises ``Invalid`` for a ``before`` that no answer had."""
        unread, found = await self.store.of(who.person, moment_and_id(before))
        page = found[:PAGE]
        more = list_place(page[-1].at, page[-1].message.id) if len(found) > PAGE else None
        return MessagesPage(unread, tuple(_answer(each, who.locale) for each in page), more)

    async def mark(self, who: SignedIn, which: str, *, read: bool) -> None:
        await self.store.mark(who.person, which, read=read)

    async def mark_all(self, who: SignedIn) -> None:
        await self.store.mark_all(who.person)

    async def contact(self, who: SignedIn) -> ContactAnswer:
        contact, protected = await self.store.contact(who.person)
        return ContactAnswer(contact.channel, contact.address, self.can_send, protected)

    async def change_contact(self, who: SignedIn, channel: ContactChannel, address: str) -> None:
        """Raises ``Invalid``, ``TooManyRequests``."""
        contact = PersonContact(channel, address.strip())
        require_possible(contact)
        await self.store.change_contact(who.person, contact)

    async def held(self, who: SignedIn) -> tuple[HeldMessage, ...]:
        """Whose names are in it is in the log when this returns."""
        found = await self.store.held(who.person)
        for where in dict.fromkeys(each.message.municipality for each in found):
            shown = [each.message.id for each in found if each.message.municipality == where]
            await self.names.listed(who.person, where or "", HeldMailsListed, shown)
        return tuple(_held(each, who.locale) for each in found)

    async def check(self, who: SignedIn, which: str, *, send: bool) -> None:
        await self.store.check(who.person, which, send=send)


def _said(each: ListedMessage, language: str) -> str:
    key = f"message.{each.message.text}"
    return each.sender.catalogue.text(key, language, on=day_of(each.at), **each.message.values)


def _answer(each: ListedMessage, language: str) -> MessageAnswer:
    message, sender = each.message, each.sender
    said = sender.name, sender.number, _said(each, language)
    about = message.case, message.complaint, each.seen_as
    invitation = message.text == INVITATION_ANSWERED
    return MessageAnswer(message.id, each.at, *said, *about, invitation, each.read, each.mail)


def _held(each: ListedMessage, language: str) -> HeldMessage:
    message = each.message
    code = "" if message.case is None else code_of(message.case)
    said, where = _said(each, language), each.sender.name
    return HeldMessage(message.id, each.at, said, each.to, code, message.case, where)

"""HTTP operations: a person's messages, how they want to be told, and mails that a unit looks at first."""

from __future__ import annotations

from typing import cast

from pydantic import Field

from server.domain.errors import Invalid, NotFound
from server.domain.messages.contact import LONGEST_ADDRESS, ContactChannel
from server.web.operation import Asked, Body, Operation, Text

from .answers import ContactAnswer, HeldMessage, MessagesPage
from .service import Messages


class ReadWish(Body):
    read: bool


class AllRead(Body):
    """All that there are now."""


class ContactChange(Body):
    """``address``: "" is no address."""

    channel: ContactChannel = Field(strict=False)
    address: Text = Field(default="", max_length=LONGEST_ADDRESS)


class CheckWish(Body):
    """``send``: false, and it is never sent."""

    send: bool


def operations(messages: Messages) -> tuple[Operation, ...]:
    return (
        _mine(messages),
        _mark(messages),
        _mark_all(messages),
        _contact(messages),
        _change_contact(messages),
        _held(messages),
        _check(messages),
    )


def _mine(messages: Messages) -> Operation:
    async def my_messages(asked: Asked) -> MessagesPage:
        return await messages.mine(asked.session, asked.query.get("before"))

    return Operation(
        "GET",
        "/api/messages",
        "My messages, newest first",
        my_messages,
        MessagesPage,
        query=("before",),
        refusals=(Invalid,),
    )


def _mark(messages: Messages) -> Operation:
    async def mark_message(asked: Asked) -> None:
        wish = cast(ReadWish, asked.body)
        await messages.mark(asked.session, asked.path["message"], read=wish.read)

    return Operation(
        "PATCH",
        "/api/messages/{message}",
        "A message of mine is read, or not yet",
        mark_message,
        status=204,
        body=ReadWish,
        refusals=(NotFound,),
    )


def _mark_all(messages: Messages) -> Operation:
    async def mark_messages(asked: Asked) -> None:
        await messages.mark_all(asked.session)

    path, does = "/api/read-messages", "All my messages are read"
    return Operation("POST", path, does, mark_messages, status=204, body=AllRead)


def _contact(messages: Messages) -> Operation:
    async def my_contact(asked: Asked) -> ContactAnswer:
        return await messages.contact(asked.session)

    return Operation("GET", "/api/my-contact", "How I want to be told", my_contact, ContactAnswer)


def _change_contact(messages: Messages) -> Operation:
    async def change_contact(asked: Asked) -> None:
        wish = cast(ContactChange, asked.body)
        await messages.change_contact(asked.session, wish.channel, wish.address)

    return Operation(
        "PUT", "/api/my-contact", "Want it otherwise", change_contact, status=204, body=ContactChange
    )


def _held(messages: Messages) -> Operation:
    async def held_messages(asked: Asked) -> tuple[HeldMessage, ...]:
        return await messages.held(asked.session)

    return Operation(
        "GET",
        "/api/held-messages",
        "Mails to protected addresses that nobody has looked at (case handlers)",
        held_messages,
        tuple[HeldMessage, ...],
    )


def _check(messages: Messages) -> Operation:
    async def check_message(asked: Asked) -> None:
        wish = cast(CheckWish, asked.body)
        await messages.check(asked.session, asked.path["message"], send=wish.send)

    return Operation(
        "POST",
        "/api/held-messages/{message}",
        "Send one, or let it be (case handlers)",
        check_message,
        status=204,
        body=CheckWish,
        refusals=(NotFound,),
    )

"""Finds the frames of one turn that only type on, each after the one before it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from server.sync.document.replica import Replica
from server.sync.protocol.lib0 import Malformed, read_varuint
from server.sync.update.typing import ONE_STRUCT_OF_ONE_CLIENT, TextEnd

from .turn import PENDING, Edit


class TypedOn(NamedTuple):
    """``edits`` together equal ``update``, which inserts ``units`` UTF-16 units ``after`` the text end."""

    edits: Sequence[Edit]
    after: TextEnd
    update: bytes
    units: int


def typed_on(edits: Sequence[Edit], place: int, replica: Replica) -> TypedOn | None:
    """The edits from index ``place`` with which one member types on; ``None``: read that one in full."""
    first = edits[place]
    member = first.member
    end = member.typing
    if end is None or replica.text_end(end.client) is not end:
        end = member.typing = _text_end(first, replica)
        if end is None:
            return None
    texts, clock = [], end.clock
    for at in range(place, len(edits)):
        edit = edits[at]
        if edit.member is not member or edit.verdict is not PENDING:
            break
        found = end.follows(edit.update, clock)
        if found is None:
            break
        texts.append(found[0])
        clock += found[1]
    if not texts:
        member.typing = None  # it may type under another client id
        return None
    update = first.update if len(texts) == 1 else end.insertion(b"".join(texts))
    return TypedOn(edits[place : place + len(texts)], end, update, clock - end.clock)


def _text_end(edit: Edit, replica: Replica) -> TextEnd | None:
    """The end of the text that the author of ``edit`` typed under the client id its update starts with."""
    try:
        client, _ = read_varuint(edit.update, len(ONE_STRUCT_OF_ONE_CLIENT))
    except Malformed:
        return None
    mine = replica.owners.get(client) == edit.member.participant.person
    return replica.text_end(client) if mine else None
